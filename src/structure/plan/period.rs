//! The periods of a plan and of its layers: from sentences, headings and period tables that print a range of years.

use std::borrow::Cow;

use crate::japanese::{self, Precision, When, numerals};
use crate::record::{At, Evidence, Layer};

use super::super::passages::{Passage, Spot, squeeze};
use super::super::{Context, words};
use super::evidence_of;
use super::names::{Named, is_comprehensive, named_plans, part_in, unlisted_plan};

/// A layer with where its period stands.
pub(super) struct Dated {
    pub(super) layer: Layer,
    pub(super) evidence: Evidence,
}

/// Plan periods are at least so long, in days: shorter ranges are steps of a schedule.
const PERIOD_SHORTEST: i64 = 700;

/// The cover and its back.
const COVER_PAGES: usize = 2;

/// Behind the range may stand how long it is: 10年間, 10か年計画.
const AFTER_RANGE: usize = 6;

/// A line that heads a layer is no longer than this, in characters.
const HEAD_LONGEST: usize = 20;

/// The plans that the paper's title names.
fn own_plans(context: &Context<'_>) -> Vec<Named> {
    let municipality = context.municipality.as_ref().map(|m| m.name.as_str()).unwrap_or_default();
    all_plans(context.document.title.as_deref().unwrap_or_default(), municipality)
}

/// The plans named in a text, else one that no list knows.
fn all_plans(text: &str, municipality: &str) -> Vec<Named> {
    let listed = named_plans(text, municipality);
    if listed.is_empty() { unlisted_plan(text, municipality).into_iter().collect() } else { listed }
}

/// Whether a sentence speaks of another plan than the paper's: 平成18年度からの10年間を計画期間とする「総合発展計画」.
fn names_other_plan(sentence: &str, own: &[Named], context: &Context<'_>) -> bool {
    let municipality = context.municipality.as_ref().map(|m| m.name.as_str()).unwrap_or_default();
    // 本計画の計画期間は、…の改定を見据え: the sentence says whose it is.
    // 基本計画 and 基本構想 hold the word without saying it.
    let says = |w: &&str| {
        sentence.match_indices(*w).any(|(at, _)| !sentence.get(..at).is_some_and(|before| before.ends_with('基')))
    };
    if ["本計画", "この計画", "本構想", "本戦略", "本ビジョン", "本プラン"].iter().any(says) {
        return false;
    }
    // 第2次竹富町海洋基本計画 in no list: it is another plan where the municipality or a number stands before it.
    let others: Vec<Named> = all_plans(sentence, municipality)
        .into_iter()
        .filter(|n| !own.is_empty() || named_plans(&n.name, "").len() == 1)
        .collect();
    let is_own = |n: &Named| {
        own.is_empty()
            || own
                .iter()
                .any(|o| o.name == n.name && (o.ordinal.is_none() || n.ordinal.is_none() || o.ordinal == n.ordinal))
    };
    !others.is_empty() && !others.iter().any(is_own)
}

/// Layers with their periods: from sentences and cells that name a layer and a range of years.
pub(super) fn layers(context: &Context<'_>) -> Vec<Dated> {
    let own = own_plans(context);
    let mut out: Vec<Dated> = Vec::new();
    // A short line that names a layer heads what follows: (1) 基本構想, then its text.
    let mut headed: Option<(String, usize)> = None;
    for (i, passage) in joined_passages(context).iter().enumerate() {
        if passage.text.chars().count() <= HEAD_LONGEST && matches!(passage.spot, Spot::Block(_)) {
            headed = words::plans().parts.iter().find(|p| passage.text.ends_with(p.as_str())).map(|p| (p.clone(), i));
        }
        for sentence in passage.text.split_inclusive('。') {
            let found = ranges(sentence);
            // Few sentences print a range of years: only those are asked whose it is.
            if found.is_empty() || names_other_plan(sentence, &own, context) {
                continue;
            }
            for found in found {
                let by_head = || {
                    let says_period = sentence.contains("期間") || sentence.contains("目標年次");
                    headed.as_ref().filter(|(_, at)| says_period && i <= at + 2).map(|(name, _)| name.clone())
                };
                let Some(name) = layer_near(sentence, found.start, found.end).or_else(by_head) else { continue };
                if !out.iter().any(|d| d.layer.name == name) {
                    let at = passage.parts.first().map(|(page, rect)| At::new(*page, rect));
                    let raw = found.when.raw.clone();
                    out.push(Dated {
                        layer: Layer { name, period: Some(found.when), at },
                        evidence: Evidence { text: raw, at },
                    });
                }
            }
        }
    }
    out
}

/// Passages, and the cells of each table row joined to one text with the row's head (基本計画 | 前期 … | 後期 …).
fn joined_passages<'c>(context: &'c Context<'_>) -> Vec<Cow<'c, Passage>> {
    let blocks = context.passages.iter().filter(|p| matches!(p.spot, Spot::Block(_)));
    let mut out: Vec<Cow<'c, Passage>> = blocks.map(Cow::Borrowed).collect();
    let names_layer =
        |h: &String| words::plans().parts.iter().any(|p| h.ends_with(p.as_str())) || h.contains("総合戦略");
    for (t, table) in context.flow.tables.iter().enumerate() {
        // The row, how many of its columns were looked at, and the first head among them. Cells come row by row.
        let mut looked: (usize, usize, Option<String>) = (0, 0, None);
        for (c, cell) in table.cells.iter().enumerate() {
            let text = squeeze(&cell.text().replace('\n', ""));
            // Only a cell with a year in it can print a period.
            if !text.contains(|c: char| c.is_ascii_digit() || numerals::is_kanji_numeral(c) || c == '元') {
                continue;
            }
            let text = if part_in(&text).is_some() || text.contains("総合戦略") {
                text
            } else {
                if looked.0 != cell.row {
                    looked = (cell.row, 0, None);
                }
                let (_, from, head) = &mut looked;
                if head.is_none() {
                    let cells = (*from..cell.column).filter_map(|column| table.cell_at(cell.row, column));
                    *head = cells.map(|h| squeeze(&h.text())).find(names_layer);
                    *from = cell.column.max(*from);
                }
                format!("{} {text}", head.as_deref().unwrap_or_default())
            };
            let passage = Passage { text, spot: Spot::Cell { table: t, cell: c }, parts: cell.at.clone() };
            out.push(Cow::Owned(passage));
        }
    }
    out
}

/// Ranges of years in a text that are long enough for a plan.
fn ranges(text: &str) -> Vec<japanese::Found> {
    japanese::find(text, &japanese::Context::default())
        .into_iter()
        .filter(|f| f.when.precision == Some(Precision::Range) && length(&f.when).is_some_and(|d| d >= PERIOD_SHORTEST))
        .collect()
}

fn length(when: &When) -> Option<i64> {
    let day = |s: &Option<String>| s.as_ref().and_then(|s| s.parse::<jiff::civil::Date>().ok());
    let (start, end) = (day(&when.start)?, day(&when.end)?);
    start.until(end).ok().map(|span| i64::from(span.get_days()))
}

/// The layer that a range belongs to: the nearest before it in the sentence, else the nearest after.
fn layer_near(sentence: &str, start: usize, end: usize) -> Option<String> {
    let layers = || {
        words::plans().parts.iter().map(String::as_str).chain([
            "第1期総合戦略",
            "第2期総合戦略",
            "第3期総合戦略",
            "総合戦略",
        ])
    };
    let before = sentence.get(..start).unwrap_or_default();
    let after = sentence.get(end..).unwrap_or_default();
    let last = layers().filter_map(|l| before.rfind(l).map(|at| (at + l.len(), l.len(), l))).max();
    let next = layers().filter_map(|l| after.find(l).map(|at| (at + l.len(), std::cmp::Reverse(l.len()), l))).min();
    // 後期基本計画 holds 基本計画: both end at one place, the longer one is meant.
    last.map(|(_, _, l)| l).or(next.map(|(_, _, l)| l)).map(str::to_owned)
}

/// The plan's period: its part's, else the whole plan's. Only a comprehensive plan has layers: in another's paper
/// 基本構想 is that of the 総合計画 above it.
pub(super) fn period(
    name: &str,
    part: Option<&str>,
    layers: &[Dated],
    context: &Context<'_>,
) -> Option<(When, Evidence)> {
    if !is_comprehensive(name)
        && let Some(found) = stated(context)
    {
        return Some(found);
    }
    let of = |name: &str| {
        layers
            .iter()
            .find(|d| d.layer.name == name)
            .and_then(|d| d.layer.period.clone().map(|w| (w, d.evidence.clone())))
    };
    if let Some(found) = part.and_then(of) {
        return Some(found);
    }
    // 基本構想 runs as long as the whole plan.
    if part.is_none()
        && let Some(found) = of("基本構想")
    {
        return Some(found);
    }
    stated(context).or_else(|| of("基本構想"))
}

/// A range beside or below the words 計画期間, 計画の期間, with no layer named between.
fn stated(context: &Context<'_>) -> Option<(When, Evidence)> {
    const LABELS: &[&str] = &["計画期間", "計画の期間", "計画の対象期間", "期間は", "を期間とする"];
    let mut near = 0;
    let own = own_plans(context);
    for passage in &context.passages {
        // 推進期間, 取組期間, 3 計画の対象期間: a short line that ends so heads the period.
        let heads = passage.text.chars().count() <= HEAD_LONGEST && passage.text.ends_with("期間");
        let labelled = heads || LABELS.iter().any(|l| passage.text.contains(l));
        if labelled {
            near = 3;
        }
        if near > 0
            && let Some(found) = passage
                .text
                .split_inclusive('。')
                .filter_map(|s| Some((s, ranges(s).into_iter().next()?)))
                .find(|(s, _)| !names_other_plan(s, &own, context))
                .map(|(_, found)| found)
        {
            let evidence = evidence_of(passage, &found.when.raw);
            return Some((found.when, evidence));
        }
        near = if near > 0 { near - 1 } else { 0 };
    }
    // A line on the cover that is a range of years and nothing else: 平成二十三年度～平成三十二年度.
    for passage in context.passages.iter().filter(|p| p.page() <= COVER_PAGES) {
        let line = passage.text.trim_matches(['(', ')', '【', '】', '〔', '〕']);
        if let [found] = ranges(line).as_slice()
            && found.start == 0
            && line.get(found.end..).is_some_and(|t| t.trim_matches(['(', ')']).chars().count() <= AFTER_RANGE)
        {
            return Some((found.when.clone(), evidence_of(passage, &found.when.raw)));
        }
    }
    // A period in the title: 第3次○○市総合計画(令和7年度～令和16年度).
    let title = context.document.title.as_deref()?;
    let found = ranges(title).into_iter().next()?;
    let raw = found.when.raw.clone();
    Some((found.when, Evidence { text: raw, at: None }))
}
