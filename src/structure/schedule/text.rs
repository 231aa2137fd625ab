//! Headings, lists and paragraphs in, the entries that stand outside tables out.
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
use super::dates;
use super::draft::{Draft, Line, item};
use super::words;

/// A line that dates what follows is short: 【令和3年度】, 令和5年4月, ■ 令和6年度（2年目）.
const MAX_DATE_LINE: usize = 24;
/// A list line longer than this is prose.
const MAX_LIST_LINE: usize = 160;

/// 日時: 開催日時 of minutes and notices.
static MEETING_TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:開催)?(?:日\s*時|期\s*日|月\s*日)\s*[:：]?\s*(?P<when>.+)$").ok());

/// Entries under lines that are dates (【令和3年度】): every innermost heading below is one, or, where there are no
/// headings, every item.
pub(super) fn dated_headings(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    // The date that governs, the heading that announced it, and the blocks since.
    let mut governing: Option<(When, usize)> = None;
    let mut below: Vec<usize> = Vec::new();
    for (index, block) in context.flow.blocks.iter().enumerate() {
        let ended = governing.as_ref().is_some_and(|(_, announcer)| !is_under(context, index, *announcer));
        // A date in a box is a corner label.
        let dated = (!matches!(block.kind, BlockKind::Table(_)) && block.frame.is_none())
            .then(|| heading_date(&block.text).zip(announcer(context, index)))
            .flatten();
        if ended || dated.is_some() {
            if let Some((when, announcer)) = governing.take() {
                out.extend(under_date(context, &when, announcer, &below));
            }
            below.clear();
        }
        match dated {
            Some(found) => governing = Some(found),
            None if governing.is_some() => below.push(index),
            None => {}
        }
    }
    if let Some((when, announcer)) = governing {
        out.extend(under_date(context, &when, announcer, &below));
    }
    out
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
fn announcer(context: &Context<'_>, block: usize) -> Option<usize> {
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
fn under_date(context: &Context<'_>, when: &When, announcer: usize, below: &[usize]) -> Vec<(usize, Draft)> {
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
        return list_entries(&lines, Some(when));
    }
    let mut out = Vec::new();
    for &leaf in &headings {
        let Some(h) = list.get(leaf) else { continue };
        // A heading with headings below it is the group of those.
        if headings.iter().any(|d| list.get(*d).is_some_and(|d| d.parent == Some(leaf))) {
            continue;
        }
        let Some((block, at)) = h.blocks.first().and_then(|b| Some((*b, line(context, *b)?))) else { continue };
        let parted = dates::split(&h.title, &Clock::default().within(when), true);
        if parted.text.is_empty() {
            continue;
        }
        let draft = Draft {
            when: parted.whens.into_iter().next().or_else(|| Some(when.clone())),
            event: parted.text,
            raw: h.title.clone(),
            group: group(context, leaf, announcer),
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

/// The date that a heading is as a whole, brackets around it aside.
fn heading_date(title: &str) -> Option<When> {
    let peeled = title
        .trim()
        .trim_start_matches(['【', '〔', '[', '《', '〈', '■', '●', '◆', '○', '◎', '□'])
        .trim_end_matches(['】', '〕', ']', '》', '〉', ':', '：'])
        .trim();
    if peeled.is_empty() || peeled.chars().count() > MAX_DATE_LINE {
        return None;
    }
    whole(peeled, &crate::japanese::Context::default()).filter(|w| w.start.is_some() && w.precision.is_some())
}

/// Titles between the date and the entry, outermost first.
fn group(context: &Context<'_>, leaf: usize, top: usize) -> Option<String> {
    let list = &context.headings.list;
    let mut titles: Vec<&str> = Vec::new();
    let mut next = list.get(leaf).and_then(|h| h.parent);
    while let Some(i) = next.filter(|i| *i > top) {
        let Some(h) = list.get(i) else { break };
        if heading_date(&h.title).is_none() {
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

fn line(context: &Context<'_>, block: usize) -> Option<Line> {
    context.flow.blocks.get(block).and_then(Line::of_block)
}

/// Entries of lists and lines under headings that announce a schedule.
pub(super) fn lists(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    for (index, heading) in context.headings.list.iter().enumerate() {
        let title = heading.title.as_str();
        if words::denies(title) || !words::announces(title) || heading_date(title).is_some() {
            continue;
        }
        let body: Vec<usize> = context.headings.body(index).collect();
        // A table there is the schedule; lines beside it are notes.
        if body.iter().any(|b| matches!(context.flow.blocks.get(*b).map(|b| b.kind), Some(BlockKind::Table(_)))) {
            continue;
        }
        let lines: Vec<(usize, Line)> = body.into_iter().filter_map(|b| Some((b, line(context, b)?))).collect();
        let label = label_in(title);
        let mut clock = Clock::new(label.map(|l| (l, YearFrom::FiscalLabel)), None);
        out.extend(timed_lines(&lines, &mut clock));
    }
    out
}

/// Lines each with a date of its own. Lines that are nothing but a date govern those below them
/// ([`dated_headings`]); here they only set the year.
fn timed_lines(lines: &[(usize, Line)], clock: &mut Clock) -> Vec<(usize, Draft)> {
    let mut out: Vec<(usize, Draft)> = Vec::new();
    let mut governed = false;
    for (block, l) in lines {
        if heading_date(&l.text).is_some() {
            clock.set_by(&peel(&l.text), YearFrom::RowAbove);
            governed = true;
            continue;
        }
        if governed || l.text.chars().count() > MAX_LIST_LINE || l.text.ends_with('。') {
            continue;
        }
        let parted = dates::split(unmarked(&l.text), &clock.context(), false);
        let Some(first) = parted.whens.first() else { continue };
        if parted.text.is_empty() {
            continue;
        }
        clock.read(&first.raw);
        for when in parted.whens {
            out.push((*block, draft(l, parted.text.clone(), when, parted.status)));
        }
    }
    out
}

fn peel(text: &str) -> String {
    text.trim().trim_start_matches(['【', '〔', '■', '●', '◆', '○']).trim_end_matches(['】', '〕']).trim().to_owned()
}

/// A line without its marker.
fn unmarked(text: &str) -> &str {
    match crate::japanese::marker(text) {
        Some(m) if !matches!(m.kind, MarkerKind::Labelled) && m.printed != "(P)" => {
            text.get(m.len..).unwrap_or(text).trim()
        }
        _ => text.trim(),
    }
}

fn draft(l: &Line, event: String, when: When, status: crate::record::Status) -> Draft {
    Draft {
        when: Some(when),
        event,
        raw: l.raw.clone(),
        status,
        from: EntryFrom::List,
        at: vec![(l.page, l.bbox)],
        ..Draft::default()
    }
}

/// Lines under a date: marked ones are entries; a paragraph that enumerates inline (①…、②…) is split.
fn list_entries(lines: &[(usize, Line)], when: Option<&When>) -> Vec<(usize, Draft)> {
    let Some(when) = when else { return Vec::new() };
    let around = Clock::default().within(when);
    let row = Row { when: Some(when.clone()), context: around };
    let mut out: Vec<(usize, Draft)> = Vec::new();
    for (block, l) in lines {
        let parts = enumerated(&l.text);
        if parts.len() > 1 {
            for part in parts {
                let one = Line { text: part.clone(), raw: part, ..l.clone() };
                out.extend(cell::entries(&[one], &row).into_iter().map(|d| (*block, d)));
            }
            continue;
        }
        let prose = l.text.ends_with('。') || l.text.chars().count() > MAX_LIST_LINE;
        let marked = crate::japanese::marker(&l.text).is_some();
        if prose || (!marked && !words::names_act(&l.text)) {
            continue;
        }
        out.extend(cell::entries(std::slice::from_ref(l), &row).into_iter().map(|d| (*block, d)));
    }
    for (_, d) in &mut out {
        d.from = EntryFrom::List;
    }
    out
}

/// ①…、②…、③… in one paragraph, each with its own text.
fn enumerated(text: &str) -> Vec<String> {
    let starts: Vec<usize> = text.char_indices().filter(|(_, c)| ('①'..='⑳').contains(c)).map(|(i, _)| i).collect();
    let in_order =
        starts.iter().zip('①'..).all(|(at, want)| text.get(*at..).and_then(|t| t.chars().next()) == Some(want));
    if starts.len() < 2 || !in_order {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len()));
    starts
        .iter()
        .zip(ends)
        .filter_map(|(a, b)| text.get(*a..b))
        .map(|t| t.trim().trim_end_matches(['、', '，', ',', '。']).to_owned())
        .collect()
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

/// The meeting that minutes are of: 日時 令和5年5月26日(金) ….
pub(super) fn meeting(context: &Context<'_>) -> Option<(usize, Draft)> {
    let is_record = context.document.kind.as_deref().is_some_and(|k| k.contains("会議録") || k.contains("議事録"));
    let re = MEETING_TIME.as_ref().filter(|_| is_record)?;
    for (index, block) in context.flow.blocks.iter().enumerate().take(60) {
        let Some(l) = Line::of_block(block) else { continue };
        let body = unmarked(&l.text);
        let Some(told) = re.captures(body).and_then(|c| c.name("when")) else { continue };
        let found = find(told.as_str(), &crate::japanese::Context::default());
        let Some(when) = found.into_iter().next().map(|f| f.when).filter(|w| w.start.is_some()) else { continue };
        let name = context.document.meeting.as_ref().and_then(|m| m.body.clone());
        let round = context.document.meeting.as_ref().and_then(|m| m.round).map(|r| format!("第{r}回"));
        let event = match (round, name, context.document.title.clone()) {
            (Some(r), Some(n), _) => format!("{r}{n}"),
            (None, Some(n), _) => n,
            (_, None, Some(t)) => t,
            (_, None, None) => continue,
        };
        return Some((index, Draft { from: EntryFrom::Prose, ..draft(&l, event, when, crate::record::Status::Held) }));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_enumerations() {
        assert_eq!(
            enumerated("①策定方針の決定、②市民意識調査、③基礎調査"),
            ["①策定方針の決定", "②市民意識調査", "③基礎調査"]
        );
        assert!(enumerated("概要①").is_empty());
        assert!(enumerated("②と①").is_empty());
    }
}
