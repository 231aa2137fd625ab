//! Spans of the calendar in, [`When`] out: what the record tells of a point, a range, a length.

use super::resolve::{Span, common_fiscal_year};
use super::when::{Precision, When};
use super::words::{Length, LengthUnit};
use jiff::civil::Date;

/// The last day of a length that begins with `start`.
pub(super) fn after_length(start: Date, length: &Length) -> Option<Date> {
    start.checked_add(span_of(length)?).ok()?.yesterday().ok()
}

/// The first day of a length that ends with `last`.
pub(super) fn before_length(last: Date, length: &Length) -> Option<Date> {
    last.tomorrow().ok()?.checked_sub(span_of(length)?).ok()
}

fn span_of(length: &Length) -> Option<jiff::Span> {
    let count = i64::from(length.count);
    let span = jiff::Span::new();
    match length.unit {
        LengthUnit::Years => span.try_years(count).and_then(|span| span.try_months(i64::from(length.months))),
        LengthUnit::Months => span.try_months(count),
        LengthUnit::Weeks => span.try_weeks(count),
        LengthUnit::Days => span.try_days(count),
    }
    .ok()
}

/// A single point as the record tells it.
pub(super) fn single(span: &Span, approximate: bool) -> When {
    let mark = if approximate { "~" } else { "" };
    let edtf = match &span.edtf {
        (from, Some(to)) => format!("{from}{mark}/{to}{mark}"),
        (value, None) => format!("{value}{mark}"),
    };
    When {
        start: Some(span.start.to_string()),
        end: Some(span.end.to_string()),
        precision: Some(span.precision),
        edtf: Some(edtf),
        fiscal_year: common_fiscal_year(span.start, span.end),
        approximate,
        inferred: span.inferred.clone(),
        year_from: span.year_from,
        weekday: span.weekday.clone(),
        ..When::default()
    }
}

/// A range as the record tells it; a side may be open.
pub(super) fn between(from: Option<&Span>, to: Option<&Span>, approximate: (bool, bool)) -> When {
    let side = |value: Option<String>, approximate: bool| {
        value.map_or_else(|| "..".to_owned(), |value| if approximate { value + "~" } else { value })
    };
    let first = side(from.map(|span| span.edtf.0.clone()), approximate.0);
    let last = side(to.map(|span| span.edtf.1.clone().unwrap_or_else(|| span.edtf.0.clone())), approximate.1);
    let leaning = from.or(to);
    When {
        start: from.map(|span| span.start.to_string()),
        end: to.map(|span| span.end.to_string()),
        precision: Some(Precision::Range),
        edtf: Some(format!("{first}/{last}")),
        fiscal_year: from.zip(to).and_then(|(from, to)| common_fiscal_year(from.start, to.end)),
        approximate: approximate.0 || approximate.1,
        inferred: leaning.map(|span| span.inferred.clone()).unwrap_or_default(),
        year_from: leaning.and_then(|span| span.year_from),
        ..When::default()
    }
}
