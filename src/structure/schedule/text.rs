//! Lines that are dates in, the entries below them out; and what all readers of running text share.
//!
//! Only what stands under a heading that announces a schedule counts (策定スケジュール, これまでの経過): dates in
//! ordinary prose are no entries.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::{Found, MarkerKind, Precision, When, YearFrom, find, fiscal_label};
use crate::layout::BlockKind;
use crate::record::EntryFrom;
use crate::structure::Context;

use super::cell::{self, Row};
use super::clock::{Clock, whole};
use super::dates::{self, Rowed};
use super::draft::{Draft, Line, item};
use super::lists::{enumerated, list_line};
use super::words;

/// A line that dates what follows is short: 【令和3年度】, 令和5年4月, ■ 令和6年度（2年目）.
const MAX_DATE_LINE: usize = 24;

/// What a line that is a date says for those below it.
struct Governing {
    when: When,
    /// Words beside the date: 第1ステップ.
    group: Option<String>,
    /// The heading that announced the schedule.
    announcer: usize,
}

/// Names of steps beside a date: 第1ステップ(平成26年度), 2年目(令和5年度).
static STEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[(（]?(?:第?\s*[0-9一二三四五六]+\s*(?:ステップ|段階|期|年目|年次|年度目|フェーズ)|(?:ステップ|STEP|Step|フェーズ)\s*[0-9一二三四五六]+)[)）]?$").ok()
});

/// Entries under lines that are dates (【令和3年度】): every innermost heading below is one, or, where there are no
/// headings, every item.
pub(super) fn dated_headings(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    let mut clock = Clock::default();
    let mut clock_of = None;
    let mut governing: Option<Governing> = None;
    let mut below: Vec<usize> = Vec::new();
    for (index, block) in context.flow.blocks.iter().enumerate() {
        let announced = announcer(context, index);
        if announced != clock_of {
            clock_of = announced;
            clock = Clock::default();
        }
        let ended = governing.as_ref().is_some_and(|g| !is_under(context, index, g.announcer));
        // A date in a box is a corner label.
        let plain = !matches!(block.kind, BlockKind::Table(_)) && block.frame.is_none();
        let dated = announced.filter(|_| plain).and_then(|announcer| {
            let (when, group) = date_line(&block.text, &mut clock)?;
            Some(Governing { when, group, announcer })
        });
        if ended || dated.is_some() {
            if let Some(g) = governing.take() {
                out.extend(under_date(context, &g, &below));
            }
            below.clear();
        }
        match dated {
            Some(found) => governing = Some(found),
            None if governing.is_some() => below.push(index),
            None => {}
        }
    }
    if let Some(g) = governing {
        out.extend(under_date(context, &g, &below));
    }
    out
}

/// The date that a line is as a whole, read by the running clock (4月 under 令和5年度), with a step's name beside it.
pub(super) fn date_line(text: &str, clock: &mut Clock) -> Option<(When, Option<String>)> {
    let peeled = peel(text);
    if peeled.is_empty() || peeled.chars().count() > MAX_DATE_LINE {
        return None;
    }
    if let Some(when) = whole(&peeled, &clock.context()).filter(|w| w.start.is_some() && w.precision.is_some()) {
        if !clock.set_by(&peeled, YearFrom::FiscalLabel) {
            clock.read(&peeled);
        }
        return Some((when, None));
    }
    let parted = dates::split(&peeled, &clock.context(), Rowed::Undated);
    let step = STEP.as_ref()?.is_match(&parted.text);
    match parted.whens.as_slice() {
        [when] if step && when.start.is_some() => {
            clock.set_by(&when.raw, YearFrom::FiscalLabel);
            Some((when.clone(), Some(parted.text)))
        }
        _ => None,
    }
}

/// Whether a block stands under a heading.
fn is_under(context: &Context<'_>, block: usize, heading: usize) -> bool {
    let mut next = context.headings.of_block.get(block).copied().flatten();
    while let Some(i) = next {
        if i == heading {
            return true;
        }
        next = context.headings.list.get(i).and_then(|h| h.parent).filter(|p| *p < i);
    }
    false
}

/// The heading above a block that announces a schedule; none where a nearer one speaks of other dates.
pub(super) fn announcer(context: &Context<'_>, block: usize) -> Option<usize> {
    let mut next = context.headings.of_block.get(block).copied().flatten();
    while let Some(i) = next {
        let h = context.headings.list.get(i)?;
        let own = h.blocks.contains(&block);
        if !own && words::denies(&h.title) {
            return None;
        }
        if !own && words::announces(&h.title) {
            return Some(i);
        }
        next = h.parent.filter(|p| *p < i);
    }
    None
}

/// Entries of the blocks under a date.
fn under_date(context: &Context<'_>, governing: &Governing, below: &[usize]) -> Vec<(usize, Draft)> {
    let Governing { when, group: step, announcer } = governing;
    // A label over a table is the table's.
    if below.first().is_some_and(|b| matches!(context.flow.blocks.get(*b).map(|b| b.kind), Some(BlockKind::Table(_)))) {
        return Vec::new();
    }
    let list = &context.headings.list;
    let headings: Vec<usize> = list
        .iter()
        .enumerate()
        .filter(|(_, h)| h.blocks.first().is_some_and(|b| below.binary_search(b).is_ok()))
        .map(|(i, _)| i)
        .collect();
    if headings.is_empty() {
        let lines: Vec<(usize, Line)> = below.iter().filter_map(|b| Some((*b, line(context, *b)?))).collect();
        let mut out = list_entries(&lines, when);
        for (_, draft) in &mut out {
            draft.group.clone_from(step);
        }
        return out;
    }
    let mut out = Vec::new();
    for &leaf in &headings {
        let Some(h) = list.get(leaf) else { continue };
        // A heading with headings below it is the group of those.
        if headings.iter().any(|d| list.get(*d).is_some_and(|d| d.parent == Some(leaf))) {
            continue;
        }
        let Some((block, at)) = h.blocks.first().and_then(|b| Some((*b, line(context, *b)?))) else { continue };
        let parted = dates::split(&h.title, &Clock::default().within(when), Rowed::of(Some(when)));
        if parted.text.is_empty() {
            continue;
        }
        let draft = Draft {
            when: parted.whens.into_iter().next().or_else(|| Some(when.clone())),
            event: parted.text,
            raw: h.title.clone(),
            group: group(context, leaf, *announcer).or_else(|| step.clone()),
            status: parted.status,
            items: bullets(context, leaf),
            from: EntryFrom::Heading,
            at: vec![(at.page, at.bbox)],
            ..Draft::default()
        };
        out.push((block, draft));
    }
    out
}

/// Whether a heading is nothing but a date, brackets around it aside.
pub(super) fn is_date_line(title: &str) -> bool {
    date_line(title, &mut Clock::default()).is_some()
}

/// Titles between the date and the entry, outermost first.
fn group(context: &Context<'_>, leaf: usize, top: usize) -> Option<String> {
    let list = &context.headings.list;
    let mut titles: Vec<&str> = Vec::new();
    let mut next = list.get(leaf).and_then(|h| h.parent);
    while let Some(i) = next.filter(|i| *i > top) {
        let Some(h) = list.get(i) else { break };
        if !is_date_line(&h.title) {
            titles.push(&h.title);
        }
        next = h.parent.filter(|p| *p < i);
    }
    titles.reverse();
    (!titles.is_empty()).then(|| titles.join(" / "))
}

/// Bullets under a heading.
fn bullets(context: &Context<'_>, heading: usize) -> Vec<crate::record::AgendaItem> {
    context
        .headings
        .body(heading)
        .filter(|b| context.flow.blocks.get(*b).is_some_and(|b| b.marker.is_some()))
        .filter_map(|b| line(context, b))
        .filter(|l| !l.text.ends_with('。'))
        .map(|l| item(&l.text, None))
        .collect()
}

pub(super) fn line(context: &Context<'_>, block: usize) -> Option<Line> {
    context.flow.blocks.get(block).and_then(Line::of_block)
}

/// The line without marks around it.
fn peel(text: &str) -> String {
    text.trim()
        .trim_start_matches(['【', '〔', '[', '《', '〈', '■', '●', '◆', '○', '◎', '□', '◇', '▼', '▶'])
        .trim_end_matches(['】', '〕', ']', '》', '〉', ':', '：'])
        .trim()
        .to_owned()
}

/// A line without its marker.
pub(super) fn unmarked(text: &str) -> &str {
    match crate::japanese::marker(text) {
        Some(m) if !matches!(m.kind, MarkerKind::Labelled) && m.printed != "(P)" => {
            text.get(m.len..).unwrap_or(text).trim()
        }
        _ => text.trim(),
    }
}

/// Lines under a date: marked ones, dated ones and those that name an act are entries, what is marked deeper their
/// content; a paragraph that enumerates inline (①…、②…) is split.
fn list_entries(lines: &[(usize, Line)], when: &When) -> Vec<(usize, Draft)> {
    let context = Clock::default().within(when);
    let mut parts: Vec<Line> = Vec::new();
    let Some(first) = lines.first().map(|l| l.0) else { return Vec::new() };
    for (_, l) in lines {
        let inline = enumerated(&l.text);
        if inline.len() > 1 {
            parts.extend(inline.into_iter().map(|t| Line { raw: t.clone(), text: t, ..l.clone() }));
            continue;
        }
        let Some(body) = list_line(&l.text, &context) else { continue };
        let marked = crate::japanese::marker(&l.text).is_some();
        let dated = !dates::split(&body, &context, Rowed::of(Some(when))).whens.is_empty();
        if marked || dated || words::names_act(&body) {
            let text = if marked && !l.text.ends_with(&body) { body } else { l.text.clone() };
            parts.push(Line { text, ..l.clone() });
        }
    }
    let row = Row { when: Some(when.clone()), context };
    cell::entries(&parts, &row).into_iter().map(|d| (first, Draft { from: EntryFrom::List, ..d })).collect()
}

/// The 年度 that a short line names, if it names just one.
pub(super) fn label_in(text: &str) -> Option<i32> {
    let t = peel(text);
    if let Some(year) = fiscal_label(&t) {
        return Some(year);
    }
    if t.chars().count() > 40 {
        return None;
    }
    let years: Vec<i32> = find(&t, &crate::japanese::Context::default())
        .iter()
        .filter(|f: &&Found| f.when.precision == Some(Precision::FiscalYear))
        .filter_map(|f| f.when.fiscal_year)
        .collect();
    match years.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, shown};
    use super::*;

    #[test]
    fn lines_under_a_date() {
        let when = whole("令和5年度", &crate::japanese::Context::default()).expect("a year");
        for (texts, want) in [
            (
                vec!["①策定方針の決定、②市民意識調査、③基礎調査"],
                vec![
                    "2023-04-01 2024-03-31 策定方針の決定",
                    "2023-04-01 2024-03-31 市民意識調査",
                    "2023-04-01 2024-03-31 基礎調査",
                ],
            ),
            (
                vec!["・市民意識調査", "・4月 策定方針の決定", "計画は市民とともに作ります。"],
                vec!["2023-04-01 2024-03-31 市民意識調査", "2023-04-01 2023-04-30 策定方針の決定"],
            ),
        ] {
            assert_eq!(shown(list_entries(&lines(&texts), &when)), want, "{texts:?}");
        }
    }

    #[test]
    fn lines_that_are_dates() {
        let mut clock = Clock::default();
        let mut read = |t: &str| date_line(t, &mut clock).map(|(w, g)| (w.start.unwrap_or_default(), g));
        assert_eq!(read("【令和5年度】"), Some(("2023-04-01".to_owned(), None)));
        assert_eq!(read("■ 1月"), Some(("2024-01-01".to_owned(), None)));
        assert_eq!(read("第2ステップ(令和6年度)"), Some(("2024-04-01".to_owned(), Some("第2ステップ".to_owned()))));
        assert_eq!(read("令和6年度の予算"), None);
        assert_eq!(read("計画の期間"), None);
    }
}
