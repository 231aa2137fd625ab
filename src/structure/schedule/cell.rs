//! The lines of a cell (or of a list) in, its entries out.
//!
//! A cell says one or more things, and under each of them what it is about. Which lines are entries and which are
//! content follows the way such cells are written: 《…》 heads bullets; bullets under a plain line are its content;
//! a plain line under a meeting is an entry of its own only if it names a meeting, survey or act itself or has a
//! date of its own.

use crate::japanese::{Context, Marker, MarkerKind, When, marker};
use crate::record::Status;

use super::dates;
use super::draft::{Draft, Line, item};
use super::words;
use crate::structure::passages::{is_kanji, is_katakana};

/// The date of the row, and what is known for dates in the cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// When the row is.
    pub(super) when: Option<When>,
    /// For dates of their own.
    pub(super) context: Context,
}

/// An entry while its lines are still coming.
struct Open {
    /// One per date; the same event on several days is several entries.
    whens: Vec<When>,
    draft: Draft,
    /// Names a body that meets.
    meeting: bool,
    /// Kind that an agenda label handed down ((2) under ○協議:(1)…), with the label's marker.
    handed: Option<(String, Option<Marker>)>,
}

/// Reads the lines of a cell.
pub(super) fn entries(lines: &[Line], row: &Row) -> Vec<Draft> {
    let mut open: Vec<Open> = Vec::new();
    // Dates that stood on a line by themselves, for the lines that follow.
    let mut standing: Vec<When> = Vec::new();
    // Whether such dates stand below what they date; the first tells.
    let mut dates_below: Option<bool> = None;
    let lines = &apart(&unwrapped(lines), &row.context);
    let first_marker = lines.iter().find(|l| !is_nothing(&l.text)).and_then(|l| marker(&l.text));
    let mut in_group = false;
    for line in lines {
        if is_nothing(&line.text) {
            continue;
        }
        let found = heading_marker(&line.text);
        if let Some(title) = group_title(&line.text) {
            in_group = true;
            let parted = dates::split(title, &row.context, dates::Rowed::of(row.when.as_ref()));
            open.push(start(parted, line, &standing));
            continue;
        }
        let body = found.as_ref().and_then(|m| line.text.get(m.len..)).unwrap_or(&line.text).trim();
        let parted = dates::split(body, &row.context, dates::Rowed::of(row.when.as_ref()));
        if parted.text.is_empty() {
            // A date alone: in brackets it dates the line above; bare the lines below, where the cell begins with a
            // date, and the line above where it begins with an event (地区説明会 / 11/5 / 11/12).
            if !parted.whens.is_empty() {
                let above = *dates_below.get_or_insert(!open.is_empty());
                match open.last_mut() {
                    Some(last) if above || line.text.starts_with(['(', '（']) => last.whens.extend(parted.whens),
                    _ => standing = parted.whens,
                }
            } else if parted.status != Status::Unspecified
                && let Some(last) = open.last_mut()
            {
                last.draft.status = parted.status;
            }
            continue;
        }
        let Some(last) = open.last_mut() else {
            open.push(start(parted, line, &standing));
            continue;
        };
        // ～10月20日まで below what the row dates is its end.
        if found.is_some() && last.whens.is_empty() && ends_row(&parted.whens, row) {
            last.whens.extend(parted.whens);
            let shown = found.as_ref().map_or(String::new(), |m| m.printed.clone()) + &parted.text;
            attach(last, &Line { text: shown, ..line.clone() }, found);
            continue;
        }
        let own_date = !parted.whens.is_empty();
        let is_entry = if in_group {
            // Under 《…》 everything is content until the next 《…》.
            false
        } else {
            match (&first_marker, &found) {
                // The cell starts with a marker: its siblings are entries.
                (Some(first), Some(this)) => same_system(first, this),
                (Some(_), None) => own_date || (words::names_act(body) && !is_bracketed(body)),
                (None, Some(m)) => own_date && m.kind != MarkerKind::Note,
                (None, None) if is_bracketed(&line.text) => false,
                (None, None) => {
                    own_date
                        || crate::japanese::numerals::round(body).is_some()
                        || !last.meeting
                        || (words::names_act(body) && !words::weak_act(body))
                }
            }
        };
        if is_entry {
            open.push(start(parted, line, &standing));
        } else {
            attach(last, line, found);
        }
    }
    open.into_iter().flat_map(|o| close(o, row)).collect()
}

/// In a column as narrow as a month a word of four characters is set on two lines (中間 / 報告): a line has at most so many.
const NARROW: usize = 3;

/// Joins words that a narrow column broke: two short lines of which the first is no act of its own and the whole is one.
fn unwrapped(lines: &[Line]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let short = |t: &str| (1..=NARROW).contains(&t.chars().count()) && t.chars().all(is_word);
    for line in lines {
        if let Some(last) = out.last_mut()
            && short(&last.text)
            && short(&line.text)
            && !words::names_act(&last.text)
            && !words::names_meeting(&last.text)
        {
            let whole = format!("{}{}", last.text, line.text);
            if words::names_act(&whole) || words::names_meeting(&whole) {
                last.raw = format!("{}{}", last.raw, line.raw);
                last.text = whole;
                last.bbox = last.bbox.union(&line.bbox);
                continue;
            }
        }
        out.push(line.clone());
    }
    out
}

fn is_word(c: char) -> bool {
    is_kanji(c) || is_katakana(c)
}

/// Where another line was joined on: behind a closed bracket and a blank a date begins one (審議会③(答申) 12月議会(議決)). A
/// date that nothing follows is that of the line itself.
fn joined_on(text: &str, context: &Context) -> Option<usize> {
    let found = crate::japanese::find(text, context);
    found.iter().map(|f| (f.start, f.end)).find_map(|(from, to)| {
        let head = text.get(..from)?;
        let parted = head.ends_with(char::is_whitespace) && head.trim_end().ends_with([')', '）']);
        let named = text.get(to..)?.starts_with(is_word);
        (parted && named).then_some(from)
    })
}

/// Parts lines that were joined behind a date in brackets: 未来づくりプロジェクト(12/20・12/23)吉野先生講演 is two
/// lines, because a date ends what it dates.
pub(super) fn apart(lines: &[Line], context: &Context) -> Vec<Line> {
    let mut out = Vec::new();
    for line in lines {
        let mut rest = line.text.as_str();
        while let Some(at) = dates::behind_bracket(rest, context).or_else(|| joined_on(rest, context)) {
            let (Some(head), Some(tail)) = (rest.get(..at), rest.get(at..)) else { break };
            out.push(Line { text: head.trim().to_owned(), raw: head.trim().to_owned(), ..line.clone() });
            rest = tail.trim_start_matches([' ', '、', '，', ',', '・']).trim_end();
        }
        let raw = if rest.len() == line.text.len() { line.raw.clone() } else { rest.to_owned() };
        out.push(Line { text: rest.to_owned(), raw, ..line.clone() });
    }
    out
}

/// Begins an entry with a line.
fn start(parted: dates::Dated, line: &Line, standing: &[When]) -> Open {
    let whens = if parted.whens.is_empty() { standing.to_vec() } else { parted.whens };
    Open {
        whens,
        meeting: words::names_meeting(&parted.text) || crate::japanese::numerals::round(&parted.text).is_some(),
        draft: Draft {
            event: parted.text,
            raw: line.raw.clone(),
            status: parted.status,
            at: vec![(line.page, line.bbox)],
            ..Draft::default()
        },
        handed: None,
    }
}

/// Adds a line to the entry above as content.
fn attach(last: &mut Open, line: &Line, found: Option<Marker>) {
    last.draft.at.push((line.page, line.bbox));
    // A bracketed line goes on with what stands above it: ・諮問 / (…の中間見直しについて).
    if found.is_none() && is_bracketed(&line.text) {
        match last.draft.items.last_mut() {
            Some(above) => above.text.push_str(&line.text),
            None => last.draft.event.push_str(&line.text),
        }
        return;
    }
    let handed = match (&last.handed, &found) {
        // A sibling of the label starts anew.
        (Some((_, Some(label))), Some(this)) if same_system(label, this) => None,
        (Some((kind, _)), _) => Some(kind.clone()),
        (None, _) => None,
    };
    let read = item(&line.text, handed.as_deref());
    if handed.is_none() {
        last.handed = (read.kind != "other").then(|| (read.kind.clone(), found));
    }
    last.draft.items.push(read);
}

/// The entry, once per date.
fn close(open: Open, row: &Row) -> Vec<Draft> {
    let mut draft = open.draft;
    if open.whens.is_empty() {
        draft.when = row.when.clone();
        return vec![draft];
    }
    if ends_row(&open.whens, row)
        && let [end] = open.whens.as_slice()
        && let Some(when) = row.when.as_ref().and_then(|start| until(start, end))
    {
        draft.when = Some(when);
        return vec![draft];
    }
    open.whens.into_iter().map(|w| Draft { when: Some(w), ..draft.clone() }).collect()
}

/// Whether a date is the end of what begins on the day of its row: 9月1日 | 募集(～9月30日まで).
fn ends_row(whens: &[When], row: &Row) -> bool {
    let [end] = whens else { return false };
    let (Some(start), Some(last)) = (row.when.as_ref(), end.end.as_ref()) else { return false };
    end.start.is_none()
        && start.precision == Some(crate::japanese::Precision::Day)
        && start.start.as_ref().is_some_and(|s| s <= last)
}

/// From the day of the row until an end.
fn until(start: &When, end: &When) -> Option<When> {
    let from = When { end: start.start.clone(), ..start.clone() };
    let to = When { start: end.end.clone(), ..end.clone() };
    let mut when = super::grid::lasting(&from, &to)?;
    when.raw = format!("{}{}", start.raw, end.raw);
    when.edtf = Some(format!("{}/{}", when.start.as_deref()?, when.end.as_deref()?));
    Some(when)
}

/// The marker of a line, unless it is only a bracketed beginning of the text that belongs to it.
fn heading_marker(text: &str) -> Option<Marker> {
    marker(text).filter(|m| m.kind != MarkerKind::Labelled && !text.starts_with(['第']) && m.printed != "(P)")
}

fn same_system(a: &Marker, b: &Marker) -> bool {
    a.kind == b.kind
}

/// Title of a 《…》 line.
fn group_title(text: &str) -> Option<&str> {
    let t = text.trim();
    [('《', '》'), ('≪', '≫'), ('«', '»')]
        .iter()
        .find_map(|(open, close)| t.strip_prefix(*open)?.strip_suffix(*close))
        .map(str::trim)
        .filter(|t| !t.is_empty())
}

/// A line that is one bracket.
pub(super) fn is_bracketed(text: &str) -> bool {
    let t = text.trim();
    let ends = t.starts_with(['(', '（', '〔']) && t.ends_with([')', '）', '〕']);
    let mut depth = 0i32;
    ends && t.char_indices().all(|(i, c)| {
        match c {
            '(' | '（' | '〔' => depth += 1,
            ')' | '）' | '〕' => depth -= 1,
            _ => {}
        }
        depth > 0 || i + c.len_utf8() == t.len()
    })
}

/// Arrows and dashes that fill a cell: the work goes on, or there is none.
pub(super) fn is_nothing(text: &str) -> bool {
    let t = text.trim();
    t.is_empty()
        || matches!(t, "なし" | "同上" | "〃")
        || t.chars().all(|c| "↓→↑←⇒⇓↔⇔｜|│┃-－―ー─━‐–—~～〜・…▼▽△▲●○◎■□★☆◆◇×*／/\\".contains(c) || c.is_whitespace())
}

#[cfg(test)]
fn line(text: &str) -> Line {
    Line { text: text.to_owned(), raw: text.to_owned(), page: 1, bbox: crate::geometry::Rect::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Vec<(String, usize)> {
        let lines: Vec<Line> = lines.iter().map(|t| line(t)).collect();
        let row = Row { when: None, context: Context { fiscal_label: Some(2024), ..Context::default() } };
        entries(&lines, &row).into_iter().map(|d| (d.event, d.items.len())).collect()
    }

    #[test]
    fn cells() {
        for (cell, want) in [
            (vec!["中間", "報告"], vec![("中間報告", 0)]),
            (vec!["諮問", "答申"], vec![("諮問", 0), ("答申", 0)]),
            (vec!["審議会③(答申) 12月議会(議決)"], vec![("審議会③(答申)", 0), ("12月議会(議決)", 0)]),
            (vec!["幹事会(書面)", "各専門委員会委員の選任"], vec![("幹事会(書面)", 0), ("各専門委員会委員の選任", 0)]),
            (vec!["第1回", "・諮問", "(第2次総合計画の中間見直しについて)"], vec![("第1回", 1)]),
            (
                vec!["・答申", "(第2次総合計画の中間見直しについて)"],
                vec![("答申(第2次総合計画の中間見直しについて)", 0)],
            ),
            (vec!["アンケート", "・子どもの意見聴取", "市民勉強会"], vec![("アンケート", 1), ("市民勉強会", 0)]),
            (
                vec!["市民ワークショップ", "第1回地域振興懇談会", "・評価・検証"],
                vec![("市民ワークショップ", 0), ("第1回地域振興懇談会", 1)],
            ),
            (
                vec!["未来づくりプロジェクト(8/26)", "全市民参加型のまちづくりの検討", "キャッチフレーズの検討"],
                vec![("未来づくりプロジェクト", 2)],
            ),
            (
                vec!["《素案審議・まとめ》", "・素案作成", "・素案まとめ", "《素案公表》", "・パブリックコメント実施"],
                vec![("素案審議・まとめ", 2), ("素案公表", 1)],
            ),
            (
                vec!["市議会議員全員協議会(1/15)", "※実施計画", "総合振興審議会(全体・答申)1/28"],
                vec![("市議会議員全員協議会", 1), ("総合振興審議会(全体・答申)", 0)],
            ),
            (
                vec!["第1回総合計画審議会の開催", "○諮問", "○協議:(1)検証について", "(2)見直しについて"],
                vec![("第1回総合計画審議会の開催", 3)],
            ),
            (vec!["↓"], vec![]),
            (
                vec!["(市議会議員への事前配信)", "パブリックコメント"],
                vec![("(市議会議員への事前配信)", 0), ("パブリックコメント", 0)],
            ),
        ] {
            let want: Vec<(String, usize)> = want.into_iter().map(|(e, n)| (e.to_owned(), n)).collect();
            assert_eq!(read(&cell), want, "{cell:?}");
        }
    }

    #[test]
    fn dates_above_or_below_what_they_date() {
        let dated = |lines: &[&str]| -> Vec<String> {
            let lines: Vec<Line> = lines.iter().map(|t| line(t)).collect();
            let row = Row { when: None, context: Context { fiscal_label: Some(2024), ..Context::default() } };
            let shown = |d: Draft| format!("{} {}", d.event, d.when.and_then(|w| w.edtf).unwrap_or_default());
            entries(&lines, &row).into_iter().map(shown).collect()
        };
        assert_eq!(dated(&["市民意識調査", "5/10～6/7"]), ["市民意識調査 2024-05-10/2024-06-07"]);
        assert_eq!(dated(&["地区説明会", "11/5", "11/12"]), ["地区説明会 2024-11-05", "地区説明会 2024-11-12"]);
        assert_eq!(dated(&["幹事会", "6/4", "策定委員会", "6/10"]), ["幹事会 2024-06-04", "策定委員会 2024-06-10"]);
        assert_eq!(dated(&["6/4", "幹事会", "6/10", "策定委員会"]), ["幹事会 2024-06-04", "策定委員会 2024-06-10"]);
    }
}
