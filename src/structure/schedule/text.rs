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
use super::dates::{self, Rowed};
use super::draft::{Draft, Line, item};
use super::words;

/// A line that dates what follows is short: 【令和3年度】, 令和5年4月, ■ 令和6年度（2年目）.
const MAX_DATE_LINE: usize = 24;
/// Dates on one line from which on it is a chronicle.
const MIN_CHRONICLE: usize = 3;
/// A line goes on with the one above from this indent on, in points: half a character of small print.
const INDENT: f32 = 4.0;
/// A line this far from the left edge of the list, in points, stands beside it.
const ASIDE: f32 = 60.0;
/// A list line longer than this is prose.
const MAX_LIST_LINE: usize = 160;

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
fn date_line(text: &str, clock: &mut Clock) -> Option<(When, Option<String>)> {
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
fn is_date_line(title: &str) -> bool {
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

fn line(context: &Context<'_>, block: usize) -> Option<Line> {
    context.flow.blocks.get(block).and_then(Line::of_block)
}

/// Entries of lists and lines under headings that announce a schedule.
pub(super) fn lists(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    for (index, heading) in context.headings.list.iter().enumerate() {
        let title = heading.title.as_str();
        if words::denies(title) || is_date_line(title) {
            continue;
        }
        let announced = words::announces(title);
        let mut body: Vec<usize> = context.headings.body(index).collect();
        let block = |b: &usize| context.flow.blocks.get(*b);
        // A table there is the schedule; lines beside it are notes, but for years that enumerate before it.
        let table = body.iter().position(|b| block(b).is_some_and(|b| matches!(b.kind, BlockKind::Table(_))));
        if let Some(at) = table {
            body.truncate(at);
        }
        // A box that the heading does not share is a callout.
        let frame = heading.blocks.iter().find_map(block).and_then(|b| b.frame);
        let lines: Vec<(usize, Line)> = body
            .into_iter()
            .filter(|b| block(b).is_some_and(|b| b.frame.is_none() || b.frame == frame))
            .filter_map(|b| Some((b, line(context, b)?)))
            .filter(|(_, l)| {
                table.is_none() || year_enumerates(&l.text, &crate::japanese::Context::default()).is_some()
            })
            .collect();
        if !(announced || dated_work(&lines)) {
            continue;
        }
        let first = heading.blocks.first().copied().unwrap_or_default();
        let label = context.headings.above(first).find_map(|h| label_in(&h.title));
        let mut clock = Clock::new(label.map(|l| (l, YearFrom::FiscalLabel)), None);
        out.extend(timed_lines(&lines, &mut clock));
    }
    out
}

/// A list whose lines all name work and date it is a schedule, whatever its heading says (市民参加の取組). So many
/// lines at least …
const LEAST_WORK: usize = 3;
/// … of which so many parts in ten.
const WORK_SHARE: usize = 8;

/// Whether the marked lines are dated work: each with a printed year or one carried, most with the name of an act.
fn dated_work(lines: &[(usize, Line)]) -> bool {
    let mut clock = Clock::default();
    let (mut marked, mut dated, mut acts) = (0, 0, 0);
    for (_, l) in lines.iter().filter(|(_, l)| unmarked(&l.text).len() < l.text.trim().len()) {
        marked += 1;
        let Some(body) = list_line(&l.text, &clock.context()) else { continue };
        let parted = dates::split(&body, &clock.context(), Rowed::Undated);
        let Some(first) = parted.whens.first() else { continue };
        clock.read(&first.raw);
        let fine = matches!(
            first.precision,
            Some(Precision::Day | Precision::Month | Precision::Tenday | Precision::Range | Precision::Season)
        );
        if fine && (first.start.is_some() || first.end.is_some()) {
            dated += 1;
            acts += usize::from(words::names_act(&parted.text));
        }
    }
    marked >= LEAST_WORK && dated == marked && acts * 10 >= marked * WORK_SHARE
}

/// A year that enumerates its work in one line: (1) 令和4年度 ①策定方針の決定、②現況調査.
fn year_enumerates(text: &str, context: &crate::japanese::Context) -> Option<(When, Vec<String>)> {
    let body = unmarked(text);
    let first = find(body, context).into_iter().next().filter(|f| f.start == 0 && f.when.start.is_some())?;
    let work = enumerated(body.get(first.end..)?.trim_start_matches([' ', ':', '：', '…']));
    (work.len() > 1).then_some((first.when, work))
}

/// Lines each with a date of its own. Lines that are nothing but a date govern those below them
/// ([`dated_headings`]), so they end what is read here.
fn timed_lines(lines: &[(usize, Line)], clock: &mut Clock) -> Vec<(usize, Draft)> {
    let mut out: Vec<(usize, Draft)> = Vec::new();
    // Left edge of the last dated line: what is indented deeper goes on with it.
    let mut edge: Option<f32> = None;
    // Left edge of the list: that of its first dated line.
    let mut list_edge: Option<f32> = None;
    for (block, l) in lines {
        if date_line(&l.text, &mut clock.clone()).is_some() {
            break;
        }
        if let Some((when, work)) = year_enumerates(&l.text, &clock.context()) {
            clock.read(&when.raw);
            for text in work {
                let text = unmarked(&text).to_owned();
                out.push((*block, draft(l, text, when.clone(), crate::record::Status::Unspecified)));
            }
            continue;
        }
        let before = out.len();
        for part in cell::apart(&chronicle(l, clock), &clock.context()) {
            let Some(body) = list_line(&part.text, &clock.context()) else { continue };
            let parted = dates::split(&body, &clock.context(), Rowed::Undated);
            let Some(first) = parted.whens.first() else { continue };
            if parted.text.is_empty() {
                continue;
            }
            // A line set far off that does not begin with its date is a callout beside the list.
            let aside = list_edge.is_some_and(|x| (l.bbox.x0 - x).abs() > ASIDE);
            let plain = body.len() == l.text.trim().len() && !body.starts_with(first.raw.as_str());
            // 令和4年度末までにほとんど(の住民が保有): a sentence that breaks off.
            // 令和4年度末までにほとんど(の住民が保有): a sentence that breaks off.
            let breaks_off = first.raw.trim_end().ends_with("までに") && !words::names_act(&parted.text);
            if breaks_off || plain && aside {
                continue;
            }
            list_edge.get_or_insert(l.bbox.x0);
            // The year goes on from here.
            clock.read(&first.raw);
            for when in parted.whens {
                out.push((*block, draft(&part, parted.text.clone(), when, parted.status)));
            }
        }
        if out.len() > before {
            edge = Some(l.bbox.x0);
        } else if let (Some(x), Some((_, last))) = (edge, out.last_mut())
            && l.bbox.x0 > x + INDENT
            && !l.text.ends_with('。')
        {
            goes_on(last, l);
        } else {
            edge = None;
        }
    }
    out
}

/// Adds a line without a date to the entry above: a phrase that breaks off goes on, anything else is content.
fn goes_on(last: &mut Draft, l: &Line) {
    last.at.push((l.page, l.bbox));
    if last.items.is_empty() && last.event.ends_with(['・', '、', '及', 'び', 'の', 'と']) {
        last.event.push_str(&l.text);
        last.raw.push_str(&l.raw);
    } else {
        last.items.push(item(&l.text, None));
    }
}

/// The text of a line of a list, if it is one: no paragraph of prose. A marked line may be a sentence that begins with
/// its date (①令和5年6月に市民アンケートを実施します。).
fn list_line(text: &str, context: &crate::japanese::Context) -> Option<String> {
    if text.chars().count() > MAX_LIST_LINE {
        return None;
    }
    let body = unmarked(text);
    let marked = body.len() < text.trim().len();
    let sentence = body.ends_with('。');
    if sentence && (!marked || body.matches('。').count() > 1) {
        return None;
    }
    let body = body.trim_end_matches('。');
    if marked && let Some(first) = find(body, context).into_iter().next().filter(|f| f.start == 0) {
        let after = body.get(first.end..).unwrap_or_default();
        let particle =
            ["にかけて", "にかけ", "には", "中に", "に", "から", "より"].iter().find(|p| after.starts_with(**p));
        if let Some(rest) = particle.and_then(|p| after.strip_prefix(*p)) {
            return Some(format!("{} {}", body.get(..first.end)?, rest.trim_start_matches(['、', '，'])));
        }
    }
    Some(body.to_owned())
}

/// Dates and events run together on one line (5月 調査開始 5月～8月 懇談会 7月 …), each date beginning its own part.
fn chronicle(l: &Line, clock: &Clock) -> Vec<Line> {
    let body = unmarked(&l.text);
    let found = find(body, &clock.context());
    let starts: Vec<usize> = found
        .iter()
        .filter(|f| f.when.raw.contains(['月', '/']))
        .filter(|f| !dates::glued(body.get(f.end..).unwrap_or_default()))
        .map(|f| f.start)
        .collect();
    // …へ報告し、3月に計画を決定した。: each clause that begins with its date is an item of its own.
    let clause = |f: &&Found| {
        let after = body.get(f.end..).unwrap_or_default();
        f.start > 0
            && body.get(..f.start).is_some_and(|t| t.ends_with(['、', '，']))
            && ["に", "から", "より", "には"].iter().any(|p| after.starts_with(p))
    };
    if body.len() < l.text.trim().len()
        && found.first().is_some_and(|f| f.start == 0)
        && found.iter().any(|f| clause(&f))
    {
        let mut cuts: Vec<usize> = found.iter().filter(clause).map(|f| f.start).collect();
        cuts.insert(0, 0);
        let ends = cuts.iter().skip(1).copied().chain(std::iter::once(body.len()));
        return cuts
            .iter()
            .zip(ends)
            .filter_map(|(a, b)| body.get(*a..b))
            .map(|t| t.trim_end_matches(['、', '，', '。']))
            .map(|t| Line { text: format!("・{t}"), raw: t.to_owned(), ..l.clone() })
            .collect();
    }
    // Two dates are a range or a list of days; from three on, the first at the beginning, it is a chronicle.
    if starts.len() < MIN_CHRONICLE || starts.first() != Some(&0) || starts.len() != found.len() {
        return vec![l.clone()];
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(body.len()));
    starts
        .iter()
        .zip(ends)
        .filter_map(|(a, b)| body.get(*a..b))
        .map(|t| Line { text: t.trim().to_owned(), raw: t.trim().to_owned(), ..l.clone() })
        .collect()
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

    fn lines(texts: &[&str]) -> Vec<(usize, Line)> {
        texts
            .iter()
            .enumerate()
            .map(|(i, t)| (i, Line { text: (*t).to_owned(), raw: (*t).to_owned(), ..Line::default() }))
            .collect()
    }

    fn shown(drafts: Vec<(usize, Draft)>) -> Vec<String> {
        drafts
            .into_iter()
            .map(|(_, d)| {
                let when = d.when.unwrap_or_default();
                let day = |d: Option<String>| d.unwrap_or_else(|| "..".to_owned());
                format!("{} {} {}", day(when.start), day(when.end), d.event)
            })
            .collect()
    }

    #[test]
    fn lines_with_dates() {
        for (label, texts, want) in [
            (
                None,
                vec!["6.パブリックコメント(意見公募手続)の実施(2013年11月18日～2013年12月18日)"],
                vec!["2013-11-18 2013-12-18 パブリックコメント(意見公募手続)の実施"],
            ),
            (
                None,
                vec!["・令和5年7月 市民アンケート", "・10月 団体ヒアリング", "・2月 骨子案の作成"],
                vec![
                    "2023-07-01 2023-07-31 市民アンケート",
                    "2023-10-01 2023-10-31 団体ヒアリング",
                    "2024-02-01 2024-02-29 骨子案の作成",
                ],
            ),
            (
                Some(2023),
                vec!["①6月に市民アンケートを実施します。", "②1月から素案を作成します。"],
                vec!["2023-06-01 2023-06-30 市民アンケートを実施します", "2024-01-01 .. 素案を作成します"],
            ),
            (
                None,
                vec!["第1回(R3.9)、第2回(R3.11)、第3回(R4.1)"],
                vec!["2021-09-01 2021-09-30 第1回", "2021-11-01 2021-11-30 第2回", "2022-01-01 2022-01-31 第3回"],
            ),
            (
                Some(2008),
                vec!["5月 基礎調査開始 6月～8月 地区懇談会 7月 アンケート"],
                vec![
                    "2008-05-01 2008-05-31 基礎調査開始",
                    "2008-06-01 2008-08-31 地区懇談会",
                    "2008-07-01 2008-07-31 アンケート",
                ],
            ),
            (None, vec!["令和2年3月に策定した計画を見直します。", "市民の意見を聴きながら進めます"], vec![]),
            (None, vec!["・10月 団体ヒアリング"], vec![".. .. 団体ヒアリング"]),
            (
                None,
                vec!["4. 令和6年2月に計画案を町議会へ報告し、3月に計画を決定した。"],
                vec!["2024-02-01 2024-02-29 計画案を町議会へ報告し", "2024-03-01 2024-03-31 計画を決定した"],
            ),
            (
                None,
                vec!["(1) 令和4年度 ①策定方針の決定、②現況調査"],
                vec!["2022-04-01 2023-03-31 策定方針の決定", "2022-04-01 2023-03-31 現況調査"],
            ),
            (None, vec!["令和4年度末までにほとんど"], vec![]),
        ] {
            let mut clock = Clock::new(label.map(|l| (l, YearFrom::FiscalLabel)), None);
            assert_eq!(shown(timed_lines(&lines(&texts), &mut clock)), want, "{texts:?}");
        }
    }

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
    fn a_list_of_dated_work_needs_no_announcement() {
        for (texts, want) in [
            (
                vec![
                    "・町民アンケートの実施(令和4年9月5日～9月26日)",
                    "・地区懇談会の開催〔令和5年5月12日〕",
                    "・パブリックコメントの実施(12月20日～1月19日)",
                ],
                true,
            ),
            (vec!["・令和5年度の予算", "・令和6年度の予算", "・市民アンケートの実施"], false),
            (vec!["・令和2年3月 福祉計画", "・令和3年3月 環境計画", "・令和4年3月 住宅計画"], false),
            (vec!["・町民アンケートの実施(令和4年9月5日)", "・地区懇談会の開催(令和5年5月12日)"], false),
        ] {
            assert_eq!(dated_work(&lines(&texts)), want, "{texts:?}");
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
