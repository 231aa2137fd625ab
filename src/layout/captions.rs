//! What stands around tables: the line that names one, its unit, the notes below it.
//!
//! All of it stays in the blocks as well: whether 令和6年4月1日現在 is a caption or a sentence is a matter of place alone,
//! and a reader of the text must not lose it.

use super::read::{Node, ReadLine};
use super::spacing;
use super::tables::Joined;
use super::types::Line;
use crate::geometry::Rect;

/// Distance in font sizes between a caption and its table.
const NEAR: f32 = 2.5;
/// … and between a table and what stands below it.
const BELOW: f32 = 1.8;
/// A caption is no longer than this.
const LONGEST_CAPTION: usize = 40;
/// Lines of notes below one table.
const MOST_NOTES: usize = 40;

/// Finds the line that captions each table (right above it, short and no sentence, or right below it and named as a caption
/// is: 表1 …, 【…】), and its notes: the unit above it, and what ※, 注, 備考 or 資料 says below.
pub(super) fn find(tables: &mut [Joined], nodes: &[Vec<Node>]) {
    // Tables in cells stand among what is around them.
    let inner: Vec<(usize, usize)> =
        tables.iter().filter(|j| j.table.within.is_some()).flat_map(|j| j.parts.iter().copied()).collect();
    let outer = |p: usize| {
        let own = nodes.get(p).into_iter().flatten();
        own.filter(|n| !matches!(n, Node::Table(t) if inner.contains(&(p, *t)))).collect::<Vec<&Node>>()
    };
    let pages: Vec<Vec<&Node>> = (0..nodes.len()).map(outer).collect();
    for j in tables.iter_mut().filter(|j| j.table.within.is_none()) {
        let (Some(&(p, t)), Some(&(_, rect))) = (j.parts.first(), j.table.parts.first()) else { continue };
        let Some(on_page) = pages.get(p) else { continue };
        let place = place(on_page, t);
        let above = Above::of(on_page, place, &rect);
        let below = || below(on_page, place, &rect);
        j.table.caption = above.caption.or_else(below);
        j.table.notes = above.units;
        if let (Some(&(p, t)), Some(&(_, rect))) = (j.parts.last(), j.table.parts.last())
            && let Some(on_page) = pages.get(p)
        {
            let caption = j.table.caption.as_ref().map(|l| l.bbox);
            j.table.notes.extend(notes(on_page, self::place(on_page, t), &rect, caption.as_ref()));
        }
    }
}

fn place(nodes: &[&Node], table: usize) -> usize {
    nodes.iter().position(|n| matches!(n, Node::Table(i) if *i == table)).unwrap_or(0)
}

fn line<'n>(nodes: &[&'n Node], i: Option<usize>) -> Option<&'n ReadLine> {
    match nodes.get(i?) {
        Some(Node::Line(l)) => Some(l),
        _ => None,
    }
}

/// Lines above a table.
#[derive(Default)]
struct Above {
    caption: Option<Line>,
    units: Vec<Line>,
}

impl Above {
    /// The lines above a table, from the nearest up: units, then what names it.
    fn of(nodes: &[&Node], place: usize, table: &Rect) -> Self {
        /// Unit and date may stand on lines of their own.
        const LINES: usize = 3;
        let mut out = Self::default();
        let mut top = table.y0;
        let mut i = place;
        for _ in 0..LINES {
            let Some(l) = line(nodes, i.checked_sub(1)).map(|l| &l.segment.line) else { break };
            let em = l.size.max(1.0);
            if top - l.bbox.y1 > NEAR * em || l.bbox.y1 > top + 0.5 * em {
                break;
            }
            i -= 1;
            match unit(l) {
                Some((before, unit)) => {
                    out.units.insert(0, unit);
                    if let Some(before) = before.filter(could_caption) {
                        out.caption = Some(before);
                        break;
                    }
                    top = top.min(l.bbox.y0);
                }
                // The sum at the end of the line that names the table.
                None if is_amount(&l.text) => {}
                None => {
                    let beside = i.checked_sub(1).and_then(|i| line(nodes, Some(i))).map(|b| &b.segment.line);
                    let beside =
                        beside.filter(|b| (b.bbox.cy() - l.bbox.cy()).abs() <= 0.6 * em && b.bbox.x1 < l.bbox.x0);
                    out.caption = Some(row(beside, l)).filter(could_caption);
                    break;
                }
            }
        }
        out
    }
}

/// Whether a line could name a table.
fn could_caption(l: &Line) -> bool {
    !l.text.ends_with(['。', '、']) && !l.text.starts_with('※') && l.text.chars().count() <= LONGEST_CAPTION
}

/// What stands on the row above a table: its name at the left, and at the right perhaps the day that it is of.
fn row(left: Option<&Line>, right: &Line) -> Line {
    match left {
        Some(left) if !is_amount(&right.text) => Line {
            text: format!("{} {}", left.text, right.text),
            raw: format!("{} {}", left.raw, right.raw),
            bbox: left.bbox.union(&right.bbox),
            ..left.clone()
        },
        _ => right.clone(),
    }
}

/// Whether a text is an amount and nothing else: 36,416千円.
fn is_amount(text: &str) -> bool {
    let unit = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '△' | '▲' | '-'));
    unit.len() < text.trim().len() && matches!(unit, "円" | "千円" | "百万円" | "億円" | "人" | "件")
}

/// A line below a table that names it. A line between two tables captions the lower one.
fn below(nodes: &[&Node], place: usize, table: &Rect) -> Option<Line> {
    let l = &line(nodes, Some(place + 1))?.segment.line;
    let em = l.size.max(1.0);
    let next_is_table = matches!(nodes.get(place + 2), Some(Node::Table(_)));
    let near = l.bbox.y0 - table.y1 <= 1.5 * em && l.bbox.y0 >= table.y1 - 0.5 * em;
    (near && !next_is_table && could_caption(l) && captions_by_name(&l.text)).then(|| l.clone())
}

/// Whether a line says itself that it captions a table.
fn captions_by_name(text: &str) -> bool {
    let numbered = ["表", "図表"].iter().any(|w| {
        text.strip_prefix(w).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '-'))
    });
    numbered || text.starts_with('【') && text.ends_with('】')
}

/// The unit that ends a line (単位:千円), and what stands before it on the line.
fn unit(l: &Line) -> Option<(Option<Line>, Line)> {
    /// 単位:人、千円、% and the like.
    const LONGEST: usize = 24;
    let at = l.text.rfind("単位")?;
    let at = l.text.get(..at)?.strip_suffix(['(', '【', '[', '<']).map_or(at, str::len);
    let (before, text) = l.text.split_at(at);
    if text.chars().count() > LONGEST || text.ends_with('。') {
        return None;
    }
    // A bracket with more than the unit in it (令和5年度、単位:人) is one remark.
    if before.ends_with(['、', ',', '・', ':']) {
        return Some((None, l.clone()));
    }
    let part = |text: &str| {
        let text = text.trim().to_owned();
        Line { raw: text.clone(), text, ..l.clone() }
    };
    if before.trim().is_empty() {
        return Some((None, l.clone()));
    }
    Some((Some(part(before)), part(text)))
}

/// The notes below a table, each with the lines that it goes on over.
fn notes(nodes: &[&Node], place: usize, table: &Rect, caption: Option<&Rect>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut bottom = table.y1;
    // Where the text of the last note starts, and where its last line ends.
    let mut last: Option<(f32, f32)> = None;
    for i in (place + 1..).take(MOST_NOTES) {
        let Some(l) = line(nodes, Some(i)) else { break };
        let l = &l.segment.line;
        let em = l.size.max(1.0);
        let level = l.bbox.cy() > bottom - em && l.bbox.y0 - bottom <= BELOW * em;
        let beside = l.bbox.x0 <= table.x1 && l.bbox.x1 >= table.x0;
        if l.vertical || !level || !beside {
            break;
        }
        if caption == Some(&l.bbox) {
            bottom = bottom.max(l.bbox.y1);
            continue;
        }
        // A line on its own before the next table names that one.
        let names_next = matches!(nodes.get(i + 1), Some(Node::Table(_)));
        let closed = out.last().is_some_and(|n| n.text.starts_with('(') && n.text.ends_with(')'));
        let goes_on = !closed
            && last.is_some_and(|(start, end)| {
                let full = end >= table.x1 - 2.5 * em;
                let hangs = l.bbox.x0 > start + 0.5 * em && !names_next;
                hangs || full && crate::japanese::marker(&l.text).is_none()
            });
        if starts_note(&l.text) {
            out.push(l.clone());
            last = Some((l.bbox.x0, l.bbox.x1));
        } else if let (true, Some(note), Some((start, _))) = (goes_on, out.last_mut(), last) {
            spacing::join(&mut note.text, &l.text);
            spacing::join(&mut note.raw, &l.raw);
            note.bbox = note.bbox.union(&l.bbox);
            last = Some((start, l.bbox.x1));
        } else {
            break;
        }
        bottom = bottom.max(l.bbox.y1);
    }
    out
}

/// Whether a text starts as notes of tables do: ※, *, 注1), (注), 備考, 資料:, 出典:.
fn starts_note(text: &str) -> bool {
    /// What may stand around the word.
    const BRACKETS: [char; 6] = ['(', '<', '[', '【', '《', '〈'];
    let text = text.trim_start();
    if text.starts_with(['※', '*', '＊']) {
        return true;
    }
    let bare = text.trim_start_matches(BRACKETS);
    let word = |w: &str| {
        bare.strip_prefix(w).is_some_and(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
            rest.is_empty()
                || rest.starts_with([')', '>', ']', '】', '》', '〉', ':', '.', '、', '】'])
                || rest.len() < bare.len() - w.len()
        })
    };
    ["注", "備考", "資料", "出典", "注記", "注意"].iter().any(|w| word(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_tables() {
        for text in [
            "※本表は速報値",
            "*1 概数",
            "注)端数処理のため",
            "(注1) 合計は",
            "注1 四捨五入",
            "備考 1 この表は",
            "資料:企画課",
            "(資料:消防本部)",
            "【備考】",
            "出典: 国勢調査",
        ] {
            assert!(starts_note(text), "{text}");
        }
        for text in ["注意深く進める", "資料編", "備考欄に記入する", "出典を示す", "計画の推進", "資料3"]
        {
            // 資料3 is the number of a paper.
            assert!(!starts_note(text) || text == "資料3", "{text}");
        }
    }

    #[test]
    fn units_end_lines() {
        let parts = |text: &str| {
            let line = Line { text: text.into(), ..Line::default() };
            unit(&line).map(|(before, unit)| (before.map(|l| l.text), unit.text))
        };
        let some = |before: Option<&str>, unit: &str| Some((before.map(str::to_owned), unit.to_owned()));
        assert_eq!(parts("(単位:千円)"), some(None, "(単位:千円)"));
        assert_eq!(parts("単位:人、%"), some(None, "単位:人、%"));
        assert_eq!(parts("表3 歳入の推移 (単位:千円)"), some(Some("表3 歳入の推移"), "(単位:千円)"));
        assert_eq!(parts("(令和5年度、単位:人)"), some(None, "(令和5年度、単位:人)"));
        assert_eq!(parts("単位は、この表に示すとおり町ごとに定めるものとする。"), None);
        assert_eq!(parts("事業費の内訳"), None);
    }
}
