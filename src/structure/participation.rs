//! Text and schedule in, the ways in which citizens take part out.
//!
//! A schedule entry that names a way (パブリックコメント, 市民意識調査) is one, with its date. Ways that only the text
//! names are given once each, with what the sentence says of days and numbers. Words are `data/participation.toml`.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::{Precision, When, numerals};
use crate::record::{At, Participation, Places, ScheduleEntry, Warning};

use super::Context;
use super::lexicon::{Lexicon, without_trailing_brackets};

static METHODS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("../../data/participation.toml"), "method"));
static TARGETS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("../../data/participation.toml"), "target"));

/// 2,000人, 対象者3,000人, 63件.
static COUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<n>[0-9][0-9,]*)(?:人|名|件|世帯|票|通)").ok());

/// A clause that names a way has at most so many characters; longer ones are cut to the name.
const MAX_NAME: usize = 30;

/// The ways.
pub(super) fn find(
    context: &Context<'_>,
    schedule: &[ScheduleEntry],
    _warnings: &mut Vec<Warning>,
) -> Vec<Participation> {
    let mut out: Vec<Participation> = Vec::new();
    for entry in schedule {
        // The event names the way itself; items only where the event is a group over them.
        let own = METHODS.ids(&entry.event);
        if own.is_empty() {
            for i in &entry.items {
                for method in METHODS.ids(&i.text).into_iter().take(1) {
                    out.push(from_entry(entry, method, &i.text));
                }
            }
        }
        for method in own.into_iter().take(1) {
            out.push(from_entry(entry, method, &entry.event));
        }
    }
    for block in &context.flow.blocks {
        let Some(first) = block.lines.first() else { continue };
        for sentence in block.text.split('。') {
            for method in METHODS.ids(sentence) {
                if out.iter().any(|p| p.method == method) {
                    continue;
                }
                let Some(name) = phrase(sentence, &method) else { continue };
                out.push(Participation {
                    target: TARGETS.ids(sentence).into_iter().next(),
                    count: count(sentence),
                    at: Places::One(At::new(first.page, &first.bbox)),
                    method,
                    name,
                    when: None,
                    days: None,
                });
            }
        }
    }
    out
}

/// A way that stands in the schedule.
fn from_entry(entry: &ScheduleEntry, method: String, text: &str) -> Participation {
    Participation {
        method,
        name: without_trailing_brackets(text).to_owned(),
        target: TARGETS.ids(text).into_iter().next(),
        days: days(&entry.when),
        count: count(text),
        when: (!entry.when.raw.is_empty() || entry.when.start.is_some()).then(|| entry.when.clone()),
        at: entry.at.clone(),
    }
}

/// Length in days, both ends counted, where the days themselves are printed.
fn days(when: &When) -> Option<u32> {
    if when.precision != Some(Precision::Range) || when.raw.contains("月頃") {
        return None;
    }
    let start: jiff::civil::Date = when.start.as_deref()?.parse().ok()?;
    let end: jiff::civil::Date = when.end.as_deref()?.parse().ok()?;
    // Months as ends (4～6月) tell no number of days.
    let exact = when.raw.contains('/') || when.raw.contains('日') || when.raw.matches('.').count() >= 2;
    let span = start.until(end).ok()?.get_days();
    exact.then(|| u32::try_from(span).ok()).flatten().map(|d| d + 1)
}

/// People or answers that the text counts.
fn count(text: &str) -> Option<u32> {
    let found = COUNT.as_ref()?.captures(text)?;
    u32::try_from(numerals::integer(found.name("n")?.as_str())?).ok()
}

/// The words that name the way: from the clause's break before it to the end of the word.
fn phrase(sentence: &str, method: &str) -> Option<String> {
    sentence
        .split(['、', '，', '・', '「', '」', '(', ')', '（', '）', ' ', ':'])
        .flat_map(|clause| clause.split(['や', 'を', 'は', 'が', 'に', 'で']))
        .find(|clause| METHODS.ids(clause).iter().any(|m| m == method))
        .map(str::trim)
        .filter(|c| c.chars().count() <= MAX_NAME)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_days() {
        let when = |raw: &str, start: &str, end: &str| When {
            raw: raw.to_owned(),
            start: Some(start.to_owned()),
            end: Some(end.to_owned()),
            precision: Some(Precision::Range),
            ..When::default()
        };
        assert_eq!(days(&when("12/25～1/23", "2025-12-25", "2026-01-23")), Some(30));
        assert_eq!(days(&when("4～6月", "2023-04-01", "2023-06-30")), None);
    }

    #[test]
    fn ways_by_words() {
        assert_eq!(
            phrase("広報やホームページ、パブリックコメントを実施します", "public_comment").as_deref(),
            Some("パブリックコメント")
        );
        assert_eq!(count("市民2,000人を対象とした"), Some(2000));
    }
}
