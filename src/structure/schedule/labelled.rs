//! Labels with a date beside or below them in, entries out: 募集期間 令和7年12月1日～令和8年1月5日, 答申の期限, 日時.
//!
//! Surveys, public comments and letters tell their dates so, and under any heading. What counts is a label that asks
//! for a date of the work (a list of words) and nothing but a date, with its year, as the answer.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::{Context as Around, Inferred, MarkerKind, Precision, When, find, marker, numerals};
use crate::layout::BlockKind;
use crate::record::{AgendaItem, EntryFrom, Status};
use crate::structure::Context;
use crate::structure::passages::{Spot, squeeze};

use super::clock::whole;
use super::draft::{Draft, Line, item};
use super::text::unmarked;
use super::words;

/// The header block of minutes and notices is among so many passages at the beginning.
const HEADER_PASSAGES: usize = 60;

/// So many named dates may stand under one label, with names of so many characters.
const MOST_NAMED: usize = 12;
const LONGEST_NAME: usize = 30;
/// An agenda has no more items.
const MOST_ITEMS: usize = 30;

/// 日時: 開催日時 of minutes and notices.
static MEETING_TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:開催)?(?:日\s*時|期\s*日|月\s*日|年\s*月\s*日|日)\s*[:：]?\s*(?P<when>.*)$").ok()
});

/// Dates beside or below their labels.
pub(super) fn dates(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    let blocks = &context.flow.blocks;
    for (index, block) in blocks.iter().enumerate() {
        if let BlockKind::Table(t) = block.kind {
            out.extend(context.flow.tables.get(t).into_iter().flat_map(|t| in_rows(context, index, t)));
            continue;
        }
        let Some(line) = Line::of_block(block) else { continue };
        let text = unmarked(&line.text);
        let Some((label, rest)) = words::date_label(text) else {
            out.extend(time_under(context, index, &line).map(|d| (index, d)));
            continue;
        };
        if !rest.is_empty() {
            out.extend(answer(rest).map(|when| (index, entry(context, index, label, when, &[&line]))));
            continue;
        }
        // 調査期間 over 市民アンケート:令和6年4月25日から5月7日, WEBアンケート:…: each with its name.
        let named: Vec<(usize, Draft)> = blocks
            .iter()
            .enumerate()
            .skip(index + 1)
            .take_while(|(_, b)| b.page() == block.page())
            .flat_map(|(at, b)| b.lines.iter().map(move |l| (at, l)))
            .take(MOST_NAMED)
            .map_while(|(at, l)| {
                let line = Line { text: l.text.clone(), raw: l.raw.clone(), page: l.page, bbox: l.bbox };
                Some((at, named_answer(context, at, &line)?))
            })
            .collect();
        if !named.is_empty() {
            out.extend(named);
            continue;
        }
        // The answer is the line below, on the same page and no item of its own.
        let next = blocks.get(index + 1).filter(|b| b.page() == block.page());
        if let Some(below) = next.and_then(Line::of_block)
            && let Some(when) = answer(unmarked(&below.text))
        {
            out.push((index, entry(context, index, label, when, &[&line, &below])));
        }
    }
    out
}

/// 日時：令和5年11月18日 under the heading of what takes place then (市民ワークショップ): that is the event.
fn time_under(context: &Context<'_>, block: usize, line: &Line) -> Option<Draft> {
    let told = MEETING_TIME.as_ref()?.captures(unmarked(&line.text))?.name("when")?.as_str().to_owned();
    let found = find(&told, &Around::default()).into_iter().next().filter(|f| f.start == 0)?;
    let when = found.when;
    let dated = when.start.is_some() && when.precision == Some(Precision::Day) && when.inferred.is_empty();
    let heading = context.headings.above(block).find(|h| !h.blocks.contains(&block))?;
    let title = heading.title.as_str();
    // 1 日時 in an agenda stands under the agenda's title, which is the meeting's own ([`meeting`]).
    let named = words::names_act(title) || words::names_meeting(title);
    let own = context.document.title.as_deref().is_some_and(|t| t.contains(title));
    (dated && named && !own).then(|| Draft {
        when: Some(when),
        event: title.to_owned(),
        raw: line.raw.clone(),
        from: EntryFrom::List,
        at: vec![(line.page, line.bbox)],
        ..Draft::default()
    })
}

/// Rows of a table whose first cell is a label and whose second is its date.
fn in_rows(context: &Context<'_>, block: usize, table: &crate::layout::Table) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    for cell in &table.cells {
        let text = squeeze(&super::grid::one_line(cell));
        let Some((label, "")) = words::date_label(&text) else { continue };
        let Some(beside) = table.cell_at(cell.row, cell.column + cell.column_span) else { continue };
        // A head over a column of dates is no label.
        let alone = beside.row == cell.row && words::date_label(&super::grid::one_line(beside)).is_none();
        let Some(when) = answer(&super::grid::one_line(beside)).filter(|_| alone) else { continue };
        let lines = Line::of_cell(cell).into_iter().chain(Line::of_cell(beside)).collect::<Vec<_>>();
        let draft = entry(context, block, label, when, &lines.iter().collect::<Vec<_>>());
        out.push((block, Draft { from: EntryFrom::Table, ..draft }));
    }
    out
}

/// 市民アンケート:令和6年4月25日から5月7日.
fn named_answer(context: &Context<'_>, block: usize, line: &Line) -> Option<Draft> {
    let (name, rest) = unmarked(&line.text).split_once([':', '：'])?;
    let name = name.trim();
    if !(2..=LONGEST_NAME).contains(&name.chars().count()) || name.contains(['。', '、']) {
        return None;
    }
    Some(entry(context, block, name, answer(rest)?, &[line]))
}

/// A text that is a date with its year and nothing else; a day of the week, 必着 and times of day aside.
fn answer(text: &str) -> Option<When> {
    let t = text.trim().trim_start_matches([':', '：']).trim();
    let t = ["必着", "(必着)", "消印有効", "(当日消印有効)", "まで(必着)"]
        .iter()
        .fold(t, |t, w| t.strip_suffix(w).unwrap_or(t));
    let when = whole(t.trim(), &Around::default())?;
    let dated =
        matches!(when.precision, Some(Precision::Day | Precision::Month | Precision::Tenday | Precision::Range));
    // 実施期間 令和6年度～令和8年度 is how long a project lasts.
    let dated = dated && !when.raw.contains("年度");
    (dated && (when.start.is_some() || when.end.is_some()) && !when.inferred.contains(&Inferred::Year)).then_some(when)
}

fn entry(context: &Context<'_>, block: usize, label: &str, when: When, lines: &[&Line]) -> Draft {
    // 市民アンケート調査 above 調査期間 says whose dates they are.
    let above = context.headings.above(block).find(|h| !h.blocks.contains(&block));
    let group = above.map(|h| h.title.clone()).filter(|t| t.as_str() != label && words::date_label(t).is_none());
    let ends = ["期限", "締切", "締め切り"].iter().any(|w| label.ends_with(w));
    let when = if ends && when.precision == Some(Precision::Day) { due(when) } else { when };
    Draft {
        when: Some(when),
        event: label.to_owned(),
        raw: lines.iter().map(|l| l.raw.as_str()).collect(),
        group,
        from: EntryFrom::List,
        at: lines.iter().map(|l| (l.page, l.bbox)).collect(),
        ..Draft::default()
    }
}

/// A day by which something is due is the end of a time whose beginning is open.
fn due(when: When) -> When {
    let edtf = when.end.as_ref().map(|e| format!("../{e}"));
    When { start: None, edtf, precision: Some(Precision::Range), ..when }
}

/// The meeting that minutes or an agenda are of: 日時 令和5年5月26日(金) …, in a line or in a row of a table.
/// `only`: nothing else is dated, so that an agenda's meeting stands in no table either.
pub(super) fn meeting(context: &Context<'_>, only: bool) -> Option<(usize, Draft)> {
    let kind = context.document.kind.as_deref().unwrap_or_default();
    let minutes = kind.contains("会議録") || kind.contains("議事録");
    let re = MEETING_TIME.as_ref().filter(|_| minutes || only && kind == "次第")?;
    let passages = &context.passages;
    for (index, passage) in passages.iter().enumerate().take(HEADER_PASSAGES) {
        let Some(told) = re.captures(unmarked(&passage.text)).and_then(|c| c.name("when")) else { continue };
        // In a table the answer is the next cell.
        let beside = || {
            passages.get(index + 1).filter(|n| matches!((n.spot, passage.spot), (Spot::Cell { table: a, .. }, Spot::Cell { table: b, .. }) if a == b))
        };
        let told = if told.as_str().is_empty() { beside().map_or("", |p| p.text.as_str()) } else { told.as_str() };
        let found = find(told, &Around::default()).into_iter().next().filter(|f| f.start == 0);
        let Some(when) = found.map(|f| f.when).filter(|w| w.start.is_some() && w.precision == Some(Precision::Day))
        else {
            continue;
        };
        let of = context.document.meeting.as_ref();
        let title = context.document.title.clone();
        let round = of.and_then(|m| m.round).or_else(|| title.as_deref().and_then(numerals::round));
        let event = match (round, of.and_then(|m| m.body.clone()), title) {
            (Some(r), Some(n), _) => format!("第{r}回{n}"),
            (None, Some(n), _) => n,
            (_, None, Some(t)) => t,
            (_, None, None) => continue,
        };
        let block = match passage.spot {
            Spot::Block(b) => b,
            Spot::Cell { table, .. } => context.table_blocks.get(table).copied().flatten().unwrap_or_default(),
            Spot::Furniture => 0,
        };
        return Some((
            block,
            Draft {
                when: Some(when),
                raw: event.clone(),
                event,
                status: if minutes { Status::Held } else { Status::Unspecified },
                items: agenda(context, index),
                from: EntryFrom::Prose,
                at: passage.parts.clone(),
                ..Draft::default()
            },
        ));
    }
    None
}

/// The agenda in a header block: what stands beside 議題 or is numbered below it, up to the next label.
fn agenda(context: &Context<'_>, from: usize) -> Vec<AgendaItem> {
    let passages = &context.passages;
    let text = |i: usize| -> Option<String> {
        let p = passages.get(i)?;
        let marked = match p.spot {
            Spot::Block(b) => context.flow.blocks.get(b).and_then(|b| b.marker.as_ref()).map(|m| m.printed.clone()),
            _ => None,
        };
        Some(format!("{}{}", marked.unwrap_or_default(), p.text))
    };
    let label = |t: &str| words::agenda_label(unmarked(t)).map(str::to_owned);
    let Some((at, rest)) = (from..(from + HEADER_PASSAGES).min(passages.len()))
        .filter(|i| !matches!(passages.get(*i).map(|p| p.spot), Some(Spot::Furniture)))
        .find_map(|i| Some((i, label(&text(i)?)?)))
    else {
        return Vec::new();
    };
    let system = text(at).and_then(|t| marker(&t)).map(|m| m.kind);
    let mut out: Vec<AgendaItem> = Vec::new();
    if !rest.is_empty() {
        out.push(item(&rest, Some("議題")));
    }
    for t in (at + 1..passages.len()).take(MOST_ITEMS).map_while(text) {
        let Some(m) = marker(&t) else { break };
        // 4 議題 (1)… 5 その他: a sibling of the label ends it.
        if Some(m.kind) == system || m.kind == MarkerKind::Note || t.ends_with('。') {
            break;
        }
        out.push(item(&t, Some("議題")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Draft as Page;
    use super::super::super::{Context, Input, document, outline};
    use super::super::testing::shown;
    use super::*;

    fn with<T>(page: Page, read: impl Fn(&Context<'_>) -> T) -> T {
        let flow = page.done();
        let mut context = Context::new(&flow, &Input::default());
        context.document = document::find(&context);
        context.headings = outline::find(&context);
        read(&context)
    }

    #[test]
    fn dates_beside_and_below_their_labels() {
        let page = Page::new()
            .big(16.0, "第5次防府市総合計画に対するパブリックコメントの結果")
            .bold("1 募集期間")
            .text("令和7年12月1日(月)～令和8年1月5日(月)")
            .bold("2 答申の期限")
            .text("令和8年1月31日")
            .bold("3 調査期間")
            .text("市民アンケート:令和6年4月25日から5月7日")
            .text("高校生アンケート:令和6年6月1日から6月10日")
            .text("実施時期 令和5年8月")
            .text("実施期間 令和6年度～令和8年度")
            .text("受付期間 6月1日～6月10日")
            .text("計画期間 令和9年4月1日～令和19年3月31日")
            .table(&[&["調査対象", "市民2,000人"], &["調査期間", "令和4年9月1日～9月20日"]]);
        assert_eq!(
            with(page, |c| shown(dates(c))),
            [
                "2025-12-01 2026-01-05 募集期間",
                ".. 2026-01-31 答申の期限",
                "2024-04-25 2024-05-07 市民アンケート",
                "2024-06-01 2024-06-10 高校生アンケート",
                "2023-08-01 2023-08-31 実施時期",
                "2022-09-01 2022-09-20 調査期間",
            ]
        );
    }

    #[test]
    fn minutes_are_of_their_meeting() {
        let page = Page::new()
            .big(15.0, "第2回基本構想懇談会 議事録")
            .text("1 開催日時 令和5年9月4日(月) 午後6時30分～8時")
            .text("2 場所 区役所")
            .text("3 議題")
            .text("(1) 骨子について")
            .text("(2) 今後の進め方")
            .text("4 配布資料");
        let (_, draft) = with(page, |c| meeting(c, false)).unwrap();
        assert_eq!((draft.event.as_str(), draft.status), ("第2回基本構想懇談会", Status::Held));
        let items: Vec<&str> = draft.items.iter().map(|i| i.text.as_str()).collect();
        assert_eq!(items, ["骨子について", "今後の進め方"]);
        // The header block may be a table.
        let page = Page::new()
            .big(15.0, "第3回総合計画審議会 会議録")
            .table(&[&["日時", "令和6年10月29日(火) 午後6時"], &["場所", "市役所"]]);
        let (_, draft) = with(page, |c| meeting(c, false)).unwrap();
        assert_eq!(draft.when.and_then(|w| w.start).as_deref(), Some("2024-10-29"));
    }
}
