//! Dates as spans of days, and what can be told of two of them.
//!
//! A printed date is known to the width of its precision: 令和6年2月 is some day of 29. Differences are therefore given
//! as bounds, and one number only where the bounds meet.

use jiff::civil::Date;

use crate::record::{Precision, When};

/// The widest reading of a printed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// First day.
    pub lo: Date,
    /// Last day.
    pub hi: Date,
}

impl Span {
    /// None where a side is open or the date is none.
    pub(super) fn of(when: &When) -> Option<Self> {
        let (lo, hi) = (day(when.start.as_deref())?, day(when.end.as_deref())?);
        (lo <= hi).then_some(Self { lo, hi })
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    /// Length in days.
    pub(super) fn days(&self) -> i64 {
        days_between(self.lo, self.hi) + 1
    }

    /// Calendar months from this to a later span, at least and at most. October 2022 to February 2024 is 16.
    pub(super) fn months_to(&self, later: &Self) -> (i64, i64) {
        let least = months(later.lo) - months(self.hi);
        (least.max(0), (months(later.hi) - months(self.lo)).max(0))
    }

    /// Days from this to a later span, at least and at most.
    pub(super) fn days_to(&self, later: &Self) -> (i64, i64) {
        (days_between(self.hi, later.lo).max(0), days_between(self.lo, later.hi).max(0))
    }
}

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

fn months(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

fn days_between(from: Date, to: Date) -> i64 {
    // Dates of jiff lie within years -9999 to 9999: the difference is small.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The 年度 that a day lies in: from 1 April (会計年度, 地方自治法 第208条).
pub(super) fn fiscal_year(day: Date) -> i32 {
    i32::from(day.year()) - i32::from(day.month() < 4)
}

/// The month in which it begins, where a month or something finer is printed.
pub(super) fn month(when: &When) -> Option<i64> {
    let span = Span::of(when)?;
    let same_month = months(span.lo) == months(span.hi);
    // 4～6月 prints its first month, 第1四半期 and 令和6年度 print none.
    let prints_month = when.precision == Some(Precision::Range) && has_month(when);
    (same_month || prints_month).then(|| i64::from(span.lo.month()))
}

/// Whether a date is known to a quarter or less finely only. An explicit range is no coarse date: it takes as long.
pub(super) fn is_coarse(when: &When) -> bool {
    use Precision::{FiscalYear, Half, Quarter, Season, Year};
    matches!(when.precision, Some(Quarter | Season | Half | Year | FiscalYear))
}

/// Whether the expression itself has a month: 平成23年度から32年度 has none.
fn has_month(when: &When) -> bool {
    when.raw.contains('月') || when.raw.contains('/') || when.raw.contains('.')
}

/// Days from the first to the last, both counted, where days are printed on both sides.
pub(super) fn printed_days(when: &When) -> Option<i64> {
    if when.precision != Some(Precision::Range) || when.approximate {
        return None;
    }
    // 2025-01-24/2025-02-14: each side of the EDTF form is a day.
    let (start, end) = when.edtf.as_deref()?.split_once('/')?;
    let is_day = |side: &str| side.len() == 10 && side.parse::<Date>().is_ok();
    (is_day(start) && is_day(end)).then(|| Span::of(when).map(|s| s.days()))?
}

/// The season of a month, as statistics of the weather count them.
pub(super) fn season(month: i64) -> &'static str {
    match month {
        3..=5 => "spring",
        6..=8 => "summer",
        9..=11 => "autumn",
        _ => "winter",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::japanese::{Context, parse_one};

    fn when(text: &str) -> When {
        parse_one(text, &Context::default()).unwrap()
    }

    fn span(text: &str) -> Span {
        Span::of(&when(text)).unwrap()
    }

    #[test]
    fn months_and_days_between() {
        for (a, b, months, days) in [
            ("令和4年10月31日", "令和6年2月", (16, 16), (458, 486)),
            ("令和7年12月24日", "令和8年1月28日", (1, 1), (35, 35)),
            ("令和5年11月", "令和6年12月～令和7年3月", (13, 16), (367, 516)),
            ("令和5年度", "令和5年度", (0, 11), (0, 365)),
        ] {
            assert_eq!(span(a).months_to(&span(b)), months, "{a} {b}");
            assert_eq!(span(a).days_to(&span(b)), days, "{a} {b}");
        }
    }

    #[test]
    fn a_month_only_where_one_is_printed() {
        for (text, expected) in [
            ("令和6年2月14日", Some(2)),
            ("令和6年2月上旬", Some(2)),
            ("令和6年4～6月", Some(4)),
            ("令和6年度", None),
            ("令和6年度第2四半期", None),
            ("令和6年秋頃", None),
            ("平成23年度から32年度", None),
        ] {
            assert_eq!(month(&when(text)), expected, "{text}");
        }
    }

    #[test]
    fn days_only_where_days_are_printed() {
        for (text, expected) in [
            ("令和7年1月24日～2月14日", Some(22)),
            ("令和6年12月頃～令和7年1月頃", None),
            ("令和6年2月", None),
            ("令和6年2月3日", None),
        ] {
            assert_eq!(printed_days(&when(text)), expected, "{text}");
        }
    }

    #[test]
    fn fiscal_years_begin_in_april() {
        assert_eq!(fiscal_year(jiff::civil::date(2024, 3, 31)), 2023);
        assert_eq!(fiscal_year(jiff::civil::date(2024, 4, 1)), 2024);
    }
}
