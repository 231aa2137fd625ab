//! Dates and periods as printed in, [`When`] out.
//!
//! A hand-written reader goes once through the text ([`scan`] folds widths and closes spaces), tries a reading only
//! where a character can begin one, and reads a whole expression at a time: [`grammar`] one point as printed,
//! [`expression`] ranges and lists of points, [`words`] what has no place on the calendar. [`resolve`] lays points on
//! the calendar with what [`Context`] tells, [`value`] says it as the record does. No year, month or era is invented: what is leaned on is told in
//! `inferred` and `year_from`, and what has nothing to lean on stays undated.

mod cells;
mod context;
mod ends;
mod expression;
mod grammar;
mod lay;
mod lists;
mod months;
mod parts;
mod point;
mod printed;
mod relative;
mod resolve;
mod scan;
mod value;
mod warning;
mod when;
mod words;
mod years;

pub use context::Context;
pub use printed::Printed;
pub use warning::{Warning, WarningCode};
pub use when::{Inferred, Precision, Weekday, When, YearFrom};

use super::marker::marker;
use super::text::normalize;

/// An expression found in a text.
///
/// ```
/// let found = &keikaku::japanese::find("開催日：令和5年5月26日", &Default::default())[0];
/// assert_eq!(found.start, "開催日：".len());
/// assert_eq!(found.when.raw, "令和5年5月26日");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Byte offset where it starts.
    pub start: usize,
    /// Byte offset after its end.
    pub end: usize,
    /// What it says.
    pub when: When,
}

/// Finds every date and period in `text`, in order, without overlaps. The text may be normalised or as printed;
/// offsets are its own.
///
/// ```
/// use keikaku::japanese::{Context, find};
/// let context = Context { fiscal_label: Some(2025), ..Context::default() };
/// let found = find("パブリックコメント（12/25～1/23）", &context);
/// assert_eq!(found[0].when.start.as_deref(), Some("2025-12-25"));
/// assert_eq!(found[0].when.end.as_deref(), Some("2026-01-23"));
/// assert_eq!(found[0].when.raw, "12/25～1/23");
/// assert!(find("国道16号の1/2を補助（第5条、3-1）", &context).is_empty());
/// ```
#[must_use]
pub fn find(text: &str, context: &Context) -> Vec<Found> {
    expression::Finder::new(text, context).run().found
}

/// What [`read`] gives: the expressions, and what was odd about them.
///
/// ```
/// let reading = keikaku::japanese::read("令和5年2月29日", &Default::default());
/// assert!(reading.found.is_empty());
/// assert_eq!(reading.warnings.len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What was found, in order, without overlaps.
    pub found: Vec<Found>,
    /// What a reader should be told, in the order of the text.
    pub warnings: Vec<Warning>,
}

/// Like [`find`] for the whole text of a cell or line, where a bare day may take its month from the column header; and
/// says what was odd: weekdays that disagree, days that the calendar does not have, dates that
/// stay undated.
///
/// ```
/// use keikaku::japanese::{Context, WarningCode, read};
/// let reading = read("10月31日に諮問、令和5年2月29日に答申", &Context::default());
/// assert_eq!(reading.found.len(), 1);
/// assert_eq!(reading.found[0].when.start, None);
/// let codes: Vec<_> = reading.warnings.iter().map(|w| w.code).collect();
/// assert_eq!(codes, [WarningCode::NoYear, WarningCode::ImpossibleDate]);
/// ```
#[must_use]
pub fn read(text: &str, context: &Context) -> Reading {
    let mut reading = expression::Finder::new(text, context).run();
    // 15日 in the column 6月: days that only their header dates.
    if reading.found.is_empty() {
        let found = cells::under_header(text, context);
        if !found.is_empty() {
            reading = Reading { found, warnings: Vec::new() };
        }
    }
    reading
}

/// Brackets and blanks round a label.
const AROUND: [char; 18] =
    [' ', '　', '\n', '\t', '【', '】', '(', ')', '（', '）', '〔', '〕', '[', ']', '〈', '〉', '《', '》'];

/// The date or period that the whole of `text` says, brackets round it aside.
///
/// In a column or row headed by a month, a bare number or 15日(火) is a day of that month.
///
/// ```
/// use keikaku::japanese::{Context, parse_one};
/// let when = parse_one("令和5年11月頃", &Context::default()).expect("a month");
/// assert_eq!(when.edtf.as_deref(), Some("2023-11~"));
/// assert!(parse_one("令和5年11月の審議会", &Context::default()).is_none());
/// ```
#[must_use]
pub fn parse_one(text: &str, context: &Context) -> Option<When> {
    let trimmed = text.trim_matches(|c| AROUND.contains(&c));
    // A bracket that closes a weekday belongs to the date.
    let closing =
        text.get(..text.trim_end().len()).and_then(|t| t.chars().last()).filter(|c| matches!(c, ')' | '）' | '〕'));
    let with_bracket = closing.and_then(|c| {
        let start = text.find(trimmed)?;
        text.get(start..start + trimmed.len() + c.len_utf8())
    });
    let candidates = [with_bracket, Some(trimmed)];
    let read = |reader: fn(&str, &Context) -> Option<When>| {
        candidates.into_iter().flatten().find_map(|text| reader(text, context))
    };
    read(whole).or_else(|| read(only_under_header))
}

fn whole(text: &str, context: &Context) -> Option<When> {
    let mut found = find(text, context);
    let only = found.pop().filter(|_| found.is_empty())?;
    let rest = text.get(only.end..)?.trim();
    let planned = matches!(rest, "" | "予定" | "(予定)" | "（予定）");
    (text.get(..only.start)?.trim().is_empty() && planned).then_some(only.when)
}

fn only_under_header(text: &str, context: &Context) -> Option<When> {
    let mut found = cells::under_header(text, context);
    let only = found.pop().filter(|_| found.is_empty())?;
    Some(only.when)
}

/// The 年度 that a label names: 令和7年度, 【令和3年度】, (2) R5年度 → 2025, 2021, 2023. None where the text says more.
///
/// ```
/// use keikaku::japanese::fiscal_label;
/// assert_eq!(fiscal_label("【令和3年度】"), Some(2021));
/// assert_eq!(fiscal_label("平成32年度（2020年度）"), Some(2020));
/// assert_eq!(fiscal_label("令和3年度から令和7年度"), None);
/// ```
#[must_use]
pub fn fiscal_label(text: &str) -> Option<i32> {
    let text = normalize(text);
    let context = Context::default();
    let label = |text: &str| {
        let when = parse_one(text, &context)?;
        (when.precision == Some(Precision::FiscalYear) && when.inferred.is_empty())
            .then_some(when.fiscal_year)
            .flatten()
    };
    label(&text).or_else(|| {
        let marker = marker(&text)?;
        label(text.get(marker.len..)?)
    })
}

/// A month or months (4月, 1～3月, 12月上旬) of a 年度: 1～3月 of 2023 is January to March 2024.
///
/// ```
/// use keikaku::japanese::month_in_fiscal_year;
/// let when = month_in_fiscal_year(2023, "1～3月").expect("three months");
/// assert_eq!(when.start.as_deref(), Some("2024-01-01"));
/// assert_eq!(when.end.as_deref(), Some("2024-03-31"));
/// ```
#[must_use]
pub fn month_in_fiscal_year(fiscal_year: i32, months: &str) -> Option<When> {
    parse_one(months, &Context { fiscal_label: Some(fiscal_year), ..Context::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(when: Option<When>) -> Option<String> {
        when.and_then(|when| when.edtf)
    }

    #[test]
    fn whole_cells() {
        let headed = |header: &str| Context {
            fiscal_label: Some(2024),
            column_header: Some(header.to_owned()),
            ..Context::default()
        };
        for (text, context, expected) in [
            ("【令和5年度】", Context::default(), Some("2023-04/2024-03")),
            ("（令和4年10月31日（月））", Context::default(), Some("2022-10-31")),
            ("10月31日（木）", headed("開催日"), Some("2024-10-31")),
            ("令和5年11月頃（予定）", Context::default(), Some("2023-11~")),
            ("～令和5年11月頃", Context::default(), Some("../2023-11~")),
            ("15日", headed("6月"), Some("2024-06-15")),
            ("15(土)", headed("6月"), Some("2024-06-15")),
            ("15", headed("2月"), Some("2025-02-15")),
            ("11", headed("月"), Some("2024-11")),
            ("15", headed("回数"), None),
            ("令和5年11月の審議会", Context::default(), None),
            ("第1回", headed("6月"), None),
            ("", Context::default(), None),
            ("（）", Context::default(), None),
        ] {
            let found = parse_one(text, &context).filter(|when| when.start.is_some() || when.end.is_some());
            assert_eq!(edtf(found).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn labels_of_fiscal_years() {
        for (text, expected) in [
            ("令和7年度", Some(2025)),
            ("【令和３年度】", Some(2021)),
            ("R5年度", Some(2023)),
            ("(2)平成25年度", Some(2013)),
            ("■令和元年度", Some(2019)),
            ("令和7（2025）年度", Some(2025)),
            ("2025年度", Some(2025)),
            ("令和7年度から令和11年度", None),
            ("令和7年度の取組", None),
            ("令和7年", None),
            ("令和7年4月", None),
            ("5年度", None),
            ("", None),
        ] {
            assert_eq!(fiscal_label(text), expected, "{text}");
        }
    }

    #[test]
    fn cells_under_a_header_lie_where_they_stand() {
        let context =
            Context { fiscal_label: Some(2024), column_header: Some("7月".to_owned()), ..Context::default() };
        for text in ["5日、12日", "　5・12 ", "  15 ", "\n5～10"] {
            let found = read(text, &context).found;
            assert!(!found.is_empty(), "{text}");
            for found in found {
                assert_eq!(text.get(found.start..found.end), Some(found.when.raw.as_str()), "{text}");
            }
        }
    }

    #[test]
    fn months_of_a_fiscal_year() {
        for (months, expected) in
            [("4月", Some("2023-04")), ("1～3月", Some("2024-01/2024-03")), ("未定です", None), ("13月", None)]
        {
            assert_eq!(edtf(month_in_fiscal_year(2023, months)).as_deref(), expected, "{months}");
        }
    }

    #[test]
    fn a_start_cell_and_an_end_cell_make_a_range() {
        let one = |text: &str| parse_one(text, &Context::default()).expect("a date");
        let joined = When::range(&one("令和5年7月頃"), &one("～令和5年11月頃")).expect("a range");
        assert_eq!(joined.raw, "令和5年7月頃～令和5年11月頃");
        assert_eq!((joined.start.as_deref(), joined.end.as_deref()), (Some("2023-07-01"), Some("2023-11-30")));
        assert_eq!(joined.edtf.as_deref(), Some("2023-07~/2023-11~"));
        assert_eq!((joined.precision, joined.fiscal_year), (Some(Precision::Range), Some(2023)));
        assert!(joined.approximate);
        let years = When::range(&one("令和7年度"), &one("令和11年度")).expect("a period");
        assert_eq!(years.edtf.as_deref(), Some("2025-04/2030-03"));
        assert!(When::range(&one("令和11年度"), &one("令和7年度")).is_none(), "the end lies before the start");
        let day = When::range(&one("令和5年7月1日"), &one("～令和5年7月1日")).expect("one day");
        assert_eq!((day.start, day.approximate), (day.end, false));
        let about = When::range(&one("令和5年7月"), &one("～令和5年11月頃")).expect("a range");
        assert!(about.approximate);
        let label = Context { fiscal_label: Some(2024), column_header: Some("7月".to_owned()), ..Context::default() };
        let (from, to) = (parse_one("4月", &label).expect("a month"), parse_one("5日", &label).expect("a day"));
        let inferred = When::range(&from, &to).expect("a range").inferred;
        assert_eq!(inferred, [Inferred::Year, Inferred::Month]);
    }

    #[test]
    fn values_made_by_hand_equal_those_that_were_read() {
        let read = |text: &str| parse_one(text, &Context::default());
        assert_eq!(When::of_fiscal_year("令和5年度", 2023), read("令和5年度"));
        assert_eq!(When::of_year("令和5年", 2023), read("令和5年"));
        assert_eq!(When::of_month("令和5年4月", 2023, 4), read("令和5年4月"));
        assert_eq!(When::of_month("", 2023, 13), None);
        assert_eq!(read("令和5年4月1日"), Some(When::of_day("令和5年4月1日", jiff::civil::date(2023, 4, 1))));
    }
}
