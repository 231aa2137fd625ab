//! Lines in, the dates that they say and nothing else out: the cover's, a corner's.

use crate::japanese::{self, Precision, When};
use crate::layout::Block;

use super::super::Context;
use super::super::passages::squeeze;
use super::title::is_issuer;

/// Whether a line says a date or period and nothing else.
pub(super) fn is_date_line(text: &str) -> bool {
    date_line(text).is_some() || japanese::parse_one(strip_brackets(text), &japanese::Context::default()).is_some()
}

pub(super) fn strip_brackets(text: &str) -> &str {
    text.trim_matches(|c| matches!(c, '(' | ')' | '【' | '】' | '[' | ']' | '〔' | '〕' | ' '))
}

/// The date of a line that says nothing else: 令和5年11月, (令和5年5月26日現在), 令和4年4月策定.
pub(super) fn date_line(text: &str) -> Option<When> {
    // The bracket of a weekday stays: 令和6年6月18日(火).
    let whole = text.ends_with(')') && text.matches('(').count() == 1 && !text.starts_with('(');
    let mut core = if whole { text } else { strip_brackets(text) };
    for prefix in ["作成日", "発行日", "策定日", "日時", "日付", "平成版"] {
        core = core.strip_prefix(prefix).unwrap_or(core).trim_start_matches([':', '：', ' ']);
    }
    for suffix in [
        "庁議決定",
        "本部決定",
        "決定",
        "制定",
        "現在",
        "時点",
        "作成",
        "策定",
        "発行",
        "改訂",
        "改定",
        "公表",
        "版",
        "提出",
        "段階",
    ] {
        core = core.strip_suffix(suffix).unwrap_or(core);
    }
    // 令和6年11月 大空町: the issuer on the same line.
    if let Some(found) = japanese::find(core, &japanese::Context::default()).into_iter().next().filter(|f| f.start == 0)
        && let Some(rest) = core.get(found.end..).filter(|r| !r.is_empty())
        && is_issuer(rest)
    {
        core = core.get(..found.end).unwrap_or(core);
    }
    // 熊本県菊池市 令和6年3月: likewise before it.
    if let Some(found) = japanese::find(core, &japanese::Context::default()).into_iter().next_back()
        && found.end == core.len()
        && let Some(before) = core.get(..found.start).filter(|b| !b.is_empty())
        && is_issuer(before)
    {
        core = core.get(found.start..).unwrap_or(core);
    }
    let when = japanese::parse_one(core.trim(), &japanese::Context::default())?;
    let exact = matches!(when.precision, Some(Precision::Day | Precision::Month)) && when.inferred.is_empty();
    (exact && when.start.is_some()).then_some(when)
}

/// The date on the cover: a line of its own on the first page, below the title or in a corner.
pub(super) fn cover_date(context: &Context<'_>) -> Option<When> {
    let first_page = context.flow.blocks.iter().map(Block::page).find(|p| *p > 0)?;
    let lines = || context.flow.blocks.iter().take_while(|b| b.page() <= first_page).flat_map(|b| &b.lines);
    let dates: Vec<When> =
        lines().filter(|l| l.page == first_page).filter_map(|l| date_line(&squeeze(&l.text))).collect();
    // 令和5年5月26日 says more than (令和5年5月現在).
    let day = dates.iter().find(|w| w.precision == Some(Precision::Day));
    day.or_else(|| dates.first()).cloned().or_else(|| {
        // Printed so small in the corner that it went aside with the page number.
        let page = context.flow.pages.iter().find(|p| p.number == first_page)?;
        page.furniture.iter().find_map(|l| date_line(&squeeze(&l.text)))
    })
}
