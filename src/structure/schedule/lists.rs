//! Lists in, an entry per dated line out: bullets with dates, years that enumerate their work, chronicles run together.

use crate::japanese::{Found, Precision, When, YearFrom, find};
use crate::layout::BlockKind;
use crate::record::EntryFrom;
use crate::structure::Context;

use super::cell;
use super::clock::Clock;
use super::dates::{self, Rowed};
use super::draft::{Draft, Line, push_item};
use super::text::{announcer, date_line, is_date_line, label_in, line, unmarked};
use super::words;

/// Dates on one line from which on it is a chronicle.
const MIN_CHRONICLE: usize = 3;
/// A line goes on with the one above from this indent on, in points: half a character of small print.
const INDENT: f32 = 4.0;
/// A line this far from the left edge of the list, in points, stands beside it.
const ASIDE: f32 = 60.0;
/// A list line longer than this is prose.
const MAX_LIST_LINE: usize = 160;

/// Entries of lists and lines under headings that announce a schedule.
pub(super) fn lists(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    for (index, heading) in context.headings.list.iter().enumerate() {
        let title = heading.title.as_str();
        // A date as heading under one that announces a schedule: `dated_headings` reads what stands below.
        let dated = is_date_line(title);
        if words::denies(title) || dated && heading.blocks.first().is_some_and(|b| announcer(context, *b).is_some()) {
            continue;
        }
        let announced = !dated && words::announces(title);
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
            .flat_map(|b| lines_of(context, b).into_iter().map(move |l| (b, l)))
            .filter(|(_, l)| {
                table.is_none() || year_enumerates(&l.text, &crate::japanese::Context::default()).is_some()
            })
            .collect();
        let first = heading.blocks.first().copied().unwrap_or_default();
        let label = context.headings.above(first).find_map(|h| label_in(&h.title));
        if !(announced || dated_work(&lines) || dated && label.is_some() && months_of_work(&lines)) {
            continue;
        }
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

/// Whether lines under a year (■令和6年度) are its schedule: each begins with a month or day, most name an act. What follows
/// the last of them (an issuer) is none of it.
fn months_of_work(lines: &[(usize, Line)]) -> bool {
    let context = crate::japanese::Context::default();
    let dated: Vec<&Line> = lines.iter().map(|(_, l)| l).take_while(|l| begins_with_date(&l.text, &context)).collect();
    let acts =
        dated.iter().filter(|l| words::names_act(&dates::split(unmarked(&l.text), &context, Rowed::Undated).text));
    dated.len() >= LEAST_WORK && acts.count() * 10 >= dated.len() * WORK_SHARE
}

/// Whether a line begins with a month, a day or a part of a month, and says something behind it.
fn begins_with_date(text: &str, context: &crate::japanese::Context) -> bool {
    let body = unmarked(text);
    let first = find(body, context).into_iter().next().filter(|f| f.start == 0);
    first.is_some_and(|f| f.when.raw.contains(['月', '/']) && body.get(f.end..).is_some_and(|t| !t.trim().is_empty()))
}

/// The lines of a block: each of its own where every one begins with a date, else the block as one.
fn lines_of(context: &Context<'_>, block: usize) -> Vec<Line> {
    let around = crate::japanese::Context::default();
    let Some(b) = context.flow.blocks.get(block) else { return Vec::new() };
    if b.lines.len() > 1 && b.lines.iter().all(|l| begins_with_date(&l.text, &around)) {
        let own =
            |l: &crate::layout::Line| Line { text: l.text.clone(), raw: l.raw.clone(), page: l.page, bbox: l.bbox };
        return b.lines.iter().map(own).collect();
    }
    line(context, block).into_iter().collect()
}

/// A year that enumerates its work in one line: (1) 令和4年度 ①策定方針の決定、②現況調査.
fn year_enumerates(text: &str, context: &crate::japanese::Context) -> Option<(When, Vec<String>)> {
    let body = unmarked(text);
    let first = find(body, context).into_iter().next().filter(|f| f.start == 0 && f.when.start.is_some())?;
    let work = enumerated(body.get(first.end..)?.trim_start_matches([' ', ':', '：', '…']));
    (work.len() > 1).then_some((first.when, work))
}

/// Lines each with a date of its own. Lines that are nothing but a date govern those below them
/// ([`super::text::dated_headings`]), so they end what is read here.
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
        push_item(&mut last.items, &l.text);
    }
}

/// The text of a line of a list, if it is one: no paragraph of prose. A marked line may be a sentence that begins with
/// its date (①令和5年6月に市民アンケートを実施します。).
pub(super) fn list_line(text: &str, context: &crate::japanese::Context) -> Option<String> {
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

/// ①…、②…、③… in one paragraph, each with its own text.
pub(super) fn enumerated(text: &str) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, shown};
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
}
