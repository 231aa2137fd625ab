//! A line of a schedule in; the line without its dates, the dates, and what its marks say out.
//!
//! Not every date in a line dates the line: 令和6年度当初予算 is a budget's name. A date dates the line when it
//! stands in brackets of its own, at the very beginning, or at the very end.

use crate::japanese::{Context, Found, Precision, When, find};
use crate::record::Status;

/// A line taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dated {
    /// What is left when dates and marks are off.
    pub(super) text: String,
    /// The dates in order; discrete days are several.
    pub(super) whens: Vec<When>,
    /// What the marks say.
    pub(super) status: Status,
}

/// Marks in brackets and the status they tell; `true` where they leave the text.
const MARKS: [(&str, Status, bool); 9] = [
    ("P", Status::Tentative, true),
    ("未定", Status::Undecided, true),
    ("日程未定", Status::Undecided, true),
    ("延期", Status::Postponed, true),
    ("中止", Status::Cancelled, true),
    ("仮", Status::Tentative, true),
    ("予定", Status::Planned, true),
    ("調整中", Status::Undecided, true),
    ("開催済", Status::Held, true),
];

/// What the row of a line says of its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rowed {
    /// Nothing.
    Undated,
    /// A year or half a year.
    Coarse,
    /// A quarter or less.
    Fine,
}

impl Rowed {
    /// That of a row with a date.
    pub(super) fn of(when: Option<&When>) -> Self {
        match when.map(|w| w.precision) {
            None => Self::Undated,
            Some(Some(Precision::FiscalYear | Precision::Year | Precision::Half)) => Self::Coarse,
            Some(_) => Self::Fine,
        }
    }
}

/// Takes a line apart. In a row that has a date already only dates finer than a year count.
pub(super) fn split(text: &str, context: &Context, row: Rowed) -> Dated {
    let mut out = Dated::default();
    let (text, status) = marks(text);
    out.status = status;
    let found: Vec<Found> =
        find(&text, context).into_iter().filter(|f| counts(&f.when, row != Rowed::Undated)).collect();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for b in brackets(&text) {
        let inside: Vec<&Found> = found.iter().filter(|f| f.start >= b.inner && f.end <= b.close).collect();
        if inside.is_empty() {
            // 第1回(10日) in the row of a month.
            let inner = text.get(b.inner..b.close).unwrap_or_default();
            if let Some(when) = day_of_row(inner, context) {
                out.whens.push(when);
                cuts.push((b.open, b.end));
            }
            continue;
        }
        let mut left = String::new();
        let mut from = b.inner;
        for f in &inside {
            left.push_str(text.get(from..f.start).unwrap_or_default());
            from = f.end;
        }
        left.push_str(text.get(from..b.close).unwrap_or_default());
        if left.chars().all(is_filler) {
            out.whens.extend(inside.iter().map(|f| f.when.clone()));
            cuts.push((b.open, b.end));
        } else if let [only] = inside.as_slice()
            && is_count(left.trim_end_matches(is_filler))
            && text.get(only.end..b.close).is_some_and(|t| t.chars().all(is_filler))
        {
            // (計5回:令和4年7月～令和5年12月): the count stays.
            out.whens.push(only.when.clone());
            cuts.push((b.inner + left.trim_end_matches(is_filler).len(), b.close));
        }
    }
    // At the beginning: dates one after another with nothing but separators before them.
    let mut at = 0;
    for f in &found {
        let before = text.get(at..f.start).unwrap_or("x");
        if cuts.iter().any(|(a, b)| f.start >= *a && f.end <= *b) || !before.chars().all(is_filler) {
            break;
        }
        let after = text.get(f.end..).unwrap_or_default();
        if glued(after) {
            // 令和7年3月議会で可決: the session's month dates the line and stays its name.
            let session = ["議会", "定例", "臨時"].iter().any(|w| after.starts_with(w));
            let month = f.when.raw.rfind('年').map(|at| at + '年'.len_utf8());
            if session && row != Rowed::Fine && cuts.is_empty() && f.when.precision == Some(Precision::Month) {
                out.whens.push(f.when.clone());
                cuts.push((0, f.start + month.unwrap_or(0)));
            }
            break;
        }
        out.whens.push(f.when.clone());
        cuts.push((at, f.end));
        at = f.end;
    }
    // At the end, likewise.
    let mut end = text.len();
    let mut tail = Vec::new();
    for f in found.iter().rev() {
        let after = text.get(f.end..end).unwrap_or("x");
        if cuts.iter().any(|(a, b)| f.start < *b && f.end > *a) || !after.chars().all(is_filler) {
            break;
        }
        tail.push(f.when.clone());
        cuts.push((f.start, end));
        end = f.start;
    }
    out.whens.extend(tail.into_iter().rev());
    cuts.sort_unstable();
    let mut from = 0;
    for (a, b) in cuts {
        out.text.push_str(text.get(from..a).unwrap_or_default());
        from = from.max(b);
    }
    out.text.push_str(text.get(from..).unwrap_or_default());
    out.text = clean(&out.text);
    out
}

/// Where a text goes on behind a bracket that holds only dates: the byte position after the bracket, where words
/// stand before and a new phrase behind.
pub(super) fn behind_bracket(text: &str, context: &Context) -> Option<usize> {
    let mut found: Option<Vec<Found>> = None;
    brackets(text).into_iter().find_map(|Bracket { open, inner: start, close, end }| {
        let inner = text.get(start..close)?;
        let after = text.get(end..)?;
        // Behind a separator only another dated phrase: 第1回(R3.9)、第2回(R3.11).
        let next = after.trim_start_matches([' ', '、', '，', ',', '・']);
        let again = next.len() == after.len() || brackets(next).first().is_some_and(|b| b.open > 0);
        let goes_on =
            again && next.chars().next().is_some_and(|c| !is_filler(c) && !"のをにがはでと」』】".contains(c));
        if !goes_on || open == 0 || !inner.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let found = found.get_or_insert_with(|| find(text, context));
        let mut left = inner.to_owned();
        for f in found.iter().filter(|f| f.start >= start && f.end <= close) {
            left = left.replacen(text.get(f.start..f.end)?, "", 1);
        }
        (left != inner && left.chars().all(is_filler)).then_some(end)
    })
}

/// Whether an expression dates a line at all: it must have a start or an end, and be finer than a year where the
/// row is dated already.
fn counts(when: &When, dated_row: bool) -> bool {
    let told = when.start.is_some() || when.end.is_some();
    let coarse = matches!(when.precision, Some(Precision::FiscalYear | Precision::Year | Precision::Half));
    (told || month_day(&when.raw)) && !(coarse && dated_row)
}

/// A month and day without a year in reach: kept as an undated entry's `raw`.
fn month_day(raw: &str) -> bool {
    raw.contains('月')
        || raw.split_once('/').is_some_and(|(m, d)| {
            m.ends_with(|c: char| c.is_ascii_digit()) && d.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// A date glued to what follows is part of a name: 令和6年度当初予算, 3月議会, 12月定例会.
pub(super) fn glued(after: &str) -> bool {
    ["議会", "定例", "臨時", "補正", "当初", "分", "末", "現在", "号", "版"].iter().any(|w| after.starts_with(w))
        // 令和6年3月改定 is a stamp, 3月 改定方針の決定 is not.
        || after.starts_with('改') && after.chars().count() <= 3
        || after.starts_with(|c| "のはがをにへとでや以".contains(c))
}

/// Characters that may stand between dates without saying anything.
fn is_filler(c: char) -> bool {
    c.is_whitespace() || "・、,，/／~～〜:：;()（）".contains(c)
}

/// 計5回, 全3回: how often, beside when.
fn is_count(text: &str) -> bool {
    let t = text.trim_start_matches(['計', '全', '延', 'べ']);
    t.len() < text.len()
        && t.trim_end_matches(['回', '日', '間']).chars().all(|c| c.is_ascii_digit())
        && t.ends_with(['回', '日', '間'])
}

/// 10日, 10日(火), 5日～20日 in the row of a month: the row gives the month.
fn day_of_row(text: &str, context: &Context) -> Option<When> {
    let t = text.trim();
    let named = t.contains('日') && t.starts_with(|c: char| c.is_ascii_digit());
    let plain = t.chars().all(|c| c.is_ascii_digit() || "日()（）月火水木金土祝・～~".contains(c)) && !t.contains("月");
    if !named || !plain {
        return None;
    }
    let Some((a, b)) = t.split_once(['～', '~']) else { return crate::japanese::parse_one(t, context) };
    let (from, to) = (crate::japanese::parse_one(a, context)?, crate::japanese::parse_one(b, context)?);
    let (start, end) = (from.start.clone()?, to.end.clone()?);
    (start <= end).then(|| When {
        raw: t.to_owned(),
        edtf: Some(format!("{start}/{end}")),
        precision: Some(Precision::Range),
        start: Some(start),
        end: Some(end),
        weekday: None,
        ..from
    })
}

/// A bracket by byte positions: where it opens, what it holds, where it closes, what follows.
struct Bracket {
    open: usize,
    inner: usize,
    close: usize,
    end: usize,
}

/// The brackets of a text, outermost only.
fn brackets(text: &str) -> Vec<Bracket> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut open = (0, 0);
    for (i, c) in text.char_indices() {
        match c {
            '(' | '（' | '〔' | '[' => {
                if depth == 0 {
                    open = (i, i + c.len_utf8());
                }
                depth += 1;
            }
            ')' | '）' | '〕' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    out.push(Bracket { open: open.0, inner: open.1, close: i, end: i + c.len_utf8() });
                }
            }
            _ => {}
        }
    }
    out
}

/// Takes status marks off.
fn marks(text: &str) -> (String, Status) {
    let mut out = text.to_owned();
    let mut status = Status::Unspecified;
    for (word, says, leaves) in MARKS {
        for mark in [format!("({word})"), format!("〔{word}〕"), format!("【{word}】")] {
            if out.contains(&mark) {
                // Later marks say more: (P)…(延期) is postponed, not tentative.
                if status == Status::Unspecified || says != Status::Tentative {
                    status = says;
                }
                if leaves {
                    out = out.replace(&mark, "");
                }
            }
        }
    }
    for (word, says) in [("未定", Status::Undecided), ("延期", Status::Postponed), ("中止", Status::Cancelled)] {
        if status == Status::Unspecified
            && let Some(rest) = out.trim_end().strip_suffix(word)
            && (rest.ends_with(' ') || rest.ends_with([':', '：']) || rest.is_empty())
        {
            status = says;
            out = rest.trim_end().to_owned();
        }
    }
    (out, status)
}

/// Blanks and separators that dates left at the edges.
fn clean(text: &str) -> String {
    text.trim()
        .trim_start_matches([':', '：', '、', '，', '・', '～', '〜', '。', '…', ')', ' '])
        .trim_end_matches([':', '：', '、', '，', '～', '〜', '…', ' '])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let context = Context { fiscal_label: Some(2025), ..Context::default() };
        for (text, left, dates, status) in [
            (
                "第1回総合計画策定委員会(4/15)",
                "第1回総合計画策定委員会",
                vec!["2025-04-15/2025-04-15"],
                Status::Unspecified,
            ),
            (
                "未来づくりプロジェクト(5/28・5/29)",
                "未来づくりプロジェクト",
                vec!["2025-05-28/2025-05-28", "2025-05-29/2025-05-29"],
                Status::Unspecified,
            ),
            (
                "総合振興審議会(全体・諮問)12/24",
                "総合振興審議会(全体・諮問)",
                vec!["2025-12-24/2025-12-24"],
                Status::Unspecified,
            ),
            (
                "ディシデム・パブリックコメント(12/25～1/23)",
                "ディシデム・パブリックコメント",
                vec!["2025-12-25/2026-01-23"],
                Status::Unspecified,
            ),
            ("(P)未来づくりプロジェクト(延期)", "未来づくりプロジェクト", vec![], Status::Postponed),
            ("第4回総合計画策定委員会(未定)", "第4回総合計画策定委員会", vec![], Status::Undecided),
            ("令和6年度当初予算ヒアリング", "令和6年度当初予算ヒアリング", vec![], Status::Unspecified),
            ("庁内作業部会(評価・検証)", "庁内作業部会(評価・検証)", vec![], Status::Unspecified),
            (
                "策定委員会の開催(計5回:令和4年7月～令和5年12月)",
                "策定委員会の開催(計5回)",
                vec!["2022-07-01/2023-12-31"],
                Status::Unspecified,
            ),
            ("地区懇談会〔5月12日〕", "地区懇談会", vec!["2025-05-12/2025-05-12"], Status::Unspecified),
            ("12月定例会 基本構想の議決", "12月定例会 基本構想の議決", vec![], Status::Unspecified),
        ] {
            let got = split(text, &context, Rowed::Fine);
            let spans: Vec<String> = got
                .whens
                .iter()
                .map(|w| format!("{}/{}", w.start.as_deref().unwrap_or(".."), w.end.as_deref().unwrap_or("..")))
                .collect();
            assert_eq!(
                (got.text.as_str(), spans, got.status),
                (left, dates.into_iter().map(str::to_owned).collect(), status),
                "{text}"
            );
        }
    }

    #[test]
    fn days_take_the_month_of_their_row() {
        let context =
            Context { fiscal_label: Some(2026), column_header: Some("6月".to_owned()), ..Context::default() };
        for (text, left, span) in [
            ("第1回(27日)", "第1回", "2026-06-27/2026-06-27"),
            ("研修(5日～20日)", "研修", "2026-06-05/2026-06-20"),
            ("研修(3日間)", "研修(3日間)", ""),
        ] {
            let got = split(text, &context, Rowed::Fine);
            let spans: Vec<String> = got
                .whens
                .iter()
                .map(|w| format!("{}/{}", w.start.as_deref().unwrap_or(".."), w.end.as_deref().unwrap_or("..")))
                .collect();
            assert_eq!((got.text.as_str(), spans.join(" ").as_str()), (left, span), "{text}");
        }
    }

    #[test]
    fn sessions_date_their_line_and_keep_their_name() {
        let context = Context { fiscal_label: Some(2024), ..Context::default() };
        for (row, text, left, dates) in [
            (Rowed::Coarse, "3月議会 基本計画の議決", "3月議会 基本計画の議決", 1),
            (Rowed::Undated, "令和7年3月議会で可決", "3月議会で可決", 1),
            (Rowed::Fine, "12月定例会で議決", "12月定例会で議決", 0),
        ] {
            let got = split(text, &context, row);
            assert_eq!((got.text.as_str(), got.whens.len()), (left, dates), "{text}");
        }
    }
}
