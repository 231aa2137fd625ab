//! A printed point and what stands around it in, days of the calendar out.

use super::context::{Around, Carry, FISCAL_START, Inference, fiscal_year_of};
use super::point::{Part, Point, Unit, Year};
use super::warning::WarningCode;
use super::when::{Inferred, Precision, Weekday, YearFrom};
use jiff::civil::Date;

/// A point laid on the calendar.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) precision: Precision,
    /// EDTF without its `~`: one value, or the two ends of an interval.
    pub(super) edtf: (String, Option<String>),
    pub(super) inferred: Vec<Inferred>,
    pub(super) year_from: Option<YearFrom>,
    pub(super) weekday: Option<Weekday>,
    /// What was odd about the year.
    pub(super) odd: Option<WarningCode>,
    /// What later dates of the same text may lean on.
    pub(super) carry: Carry,
}

/// What becomes of a point.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Resolved {
    Dated(Box<Span>),
    /// No year in reach, or none that the printed weekday agrees with: then the weekday is told.
    Undated(Option<Weekday>),
    /// 29 February 2023.
    Impossible,
}

/// Lays a point on the calendar.
pub(super) fn resolve(point: &Point, around: &Around<'_>) -> Resolved {
    let undated = || Resolved::Undated(None);
    if let Some(from) = point.month_from {
        let Some((year, month, year_from)) = around.month_of(from) else { return undated() };
        let known = Point { year: Some(Year::Fixed(year)), month: Some(month), month_from: None, ..*point };
        return match resolve(&known, around) {
            Resolved::Dated(mut span) => {
                (span.inferred, span.year_from) = (vec![Inferred::Year, Inferred::Month], year_from);
                Resolved::Dated(span)
            }
            other => other,
        };
    }
    let fiscal = point.unit == Unit::Fiscal;
    let mut inferred = Vec::new();
    let printed: Option<Inference> = match point.year {
        None => None,
        Some(Year::Fixed(year)) => Some((year, None)),
        Some(Year::Elided(number)) => {
            let Some(year) = around.year_of_number(number) else { return undated() };
            inferred.push(Inferred::Era);
            Some(year)
        }
        Some(Year::FromNeighbour(years)) => {
            let Some((year, from)) = around.neighbour(fiscal) else { return undated() };
            inferred.push(Inferred::Year);
            Some((year + years, from))
        }
        Some(Year::FromPresent(years)) => {
            let Some(year) = around.present(fiscal) else { return undated() };
            inferred.push(Inferred::Year);
            Some((year + years, None))
        }
    };
    let lacks_month =
        point.month.is_none() && (point.day.is_some() || matches!(point.part, Some(Part::Tenday(_) | Part::MonthEnd)));
    let month = if lacks_month {
        let Some(month) = around.month_of_day() else { return undated() };
        inferred.push(Inferred::Month);
        Some(month)
    } else {
        point.month
    };
    let dated = match month {
        Some(month) => in_month(point, month, printed, inferred, around),
        None => in_year(point, printed, inferred, around),
    };
    dated.unwrap_or_else(undated)
}

/// A month, or a day or third of it. None where no year is in reach.
fn in_month(
    point: &Point,
    month: u32,
    printed: Option<Inference>,
    mut inferred: Vec<Inferred>,
    around: &Around<'_>,
) -> Option<Resolved> {
    let year_is_printed = printed.is_some();
    let (mut year, year_from) = match printed {
        Some((year, from)) if point.unit == Unit::Fiscal => (year + i32::from(month < FISCAL_START), from),
        Some(year) => year,
        None => {
            inferred.insert(0, Inferred::Year);
            around.year_of_month(month, point.weekday.is_some() && point.day.is_some())?
        }
    };
    let (mut weekday, mut odd) = (None, None);
    if let (Some(printed), Some(day)) = (point.weekday, point.day) {
        let agrees = |year: i32| date(year, month, day).is_some_and(|date| kanji_weekday(date) == printed);
        if !year_is_printed && !agrees(year) {
            let Some(years) = around.other_years().iter().find(|years| agrees(year + **years)) else {
                return Some(Resolved::Undated(Some(Weekday { printed: printed.to_string(), agrees: false })));
            };
            year += years;
            odd = Some(WarningCode::YearMoved);
        }
        if year_is_printed && !agrees(year) {
            odd = Some(WarningCode::WeekdayDisagrees);
        }
        weekday = Some(Weekday { printed: printed.to_string(), agrees: agrees(year) });
    }
    let (first, last) = (date(year, month, 1)?, date(year, month, 1)?.last_of_month());
    let iso = |date: Date| date.to_string();
    let (start, end, precision) = match (point.day, point.part) {
        (Some(day), _) => {
            let Some(date) = date(year, month, day) else { return Some(Resolved::Impossible) };
            (date, date, Precision::Day)
        }
        (None, Some(Part::Tenday(third))) => {
            let start = date(year, month, u32::from(third) * 10 + 1)?;
            (start, if third < 2 { date(year, month, u32::from(third) * 10 + 10)? } else { last }, Precision::Tenday)
        }
        (None, Some(Part::MonthHalf(0))) => (first, date(year, month, 15)?, Precision::Half),
        (None, Some(Part::MonthHalf(_))) => (date(year, month, 16)?, last, Precision::Half),
        (None, Some(Part::MonthEnd)) => (last, last, Precision::Day),
        (None, _) => (first, last, Precision::Month),
    };
    let edtf = match precision {
        Precision::Day => (iso(start), None),
        Precision::Tenday | Precision::Half => (iso(start), Some(iso(end))),
        _ => (year_month(start), None),
    };
    let carry = Carry { year, month: Some(month), fiscal: false };
    Some(Resolved::Dated(Box::new(Span { start, end, precision, edtf, inferred, year_from, weekday, odd, carry })))
}

/// A year, a 年度, or a part of either.
fn in_year(
    point: &Point,
    printed: Option<Inference>,
    mut inferred: Vec<Inferred>,
    around: &Around<'_>,
) -> Option<Resolved> {
    let (year, year_from) = match printed {
        Some(year) => year,
        None => {
            inferred.insert(0, Inferred::Year);
            around.fiscal_year()?
        }
    };
    let fiscal = point.unit == Unit::Fiscal;
    let first = |year: i32, month: u32| date(year, month, 1);
    let last = |year: i32, month: u32| date(year, month, 1).map(Date::last_of_month);
    let months = |start: Date, end: Date| (year_month(start), Some(year_month(end)));
    let (start, end, precision, edtf) = match point.part {
        Some(Part::FiscalEnd) => {
            let start = first(year + 1, 3)?;
            (start, start.last_of_month(), Precision::Month, (year_month(start), None))
        }
        Some(Part::FiscalLastDay) => {
            let day = last(year + 1, 3)?;
            (day, day, Precision::Day, (day.to_string(), None))
        }
        Some(Part::NewYearsDay) => {
            let day = date(year, 1, 1)?;
            (day, day, Precision::Day, (day.to_string(), None))
        }
        Some(Part::FiscalStart) => {
            let start = first(year, FISCAL_START)?;
            (start, start.last_of_month(), Precision::Month, (year_month(start), None))
        }
        Some(Part::YearEnd) => {
            let day = date(year, 12, 31)?;
            (day, day, Precision::Day, (day.to_string(), None))
        }
        Some(Part::YearOpening) => {
            // The new year of a 年度 lies in its last quarter.
            let year = year + i32::from(fiscal);
            let start = first(year, 1)?;
            (start, start.last_of_month(), Precision::Month, (year_month(start), None))
        }
        Some(Part::Quarter(quarter)) => {
            let (year, month) =
                if quarter == 3 { (year + 1, 1) } else { (year, FISCAL_START + u32::from(quarter) * 3) };
            let (start, end) = (first(year, month)?, last(year, month + 2)?);
            (start, end, Precision::Quarter, months(start, end))
        }
        Some(Part::Half(half)) => {
            let (start, end) = halves_of_fiscal_year(year, half)?;
            (start, end, Precision::Half, months(start, end))
        }
        Some(Part::YearHalf(half)) => {
            let (start, end) = match (fiscal, half) {
                (true, _) => halves_of_fiscal_year(year, half)?,
                (false, 0) => (first(year, 1)?, last(year, 6)?),
                (false, _) => (first(year, 7)?, last(year, 12)?),
            };
            (start, end, Precision::Half, months(start, end))
        }
        Some(Part::Season(season)) => {
            let month = 3 + u32::from(season) * 3;
            let start = first(year, month)?;
            let end = if month == 12 { last(year + 1, 2)? } else { last(year, month + 2)? };
            // EDTF level 1: 21 spring to 24 winter.
            (start, end, Precision::Season, (format!("{year:04}-{}", 21 + season), None))
        }
        _ if fiscal => {
            let (start, end) = (first(year, FISCAL_START)?, last(year + 1, 3)?);
            (start, end, Precision::FiscalYear, months(start, end))
        }
        _ => (date(year, 1, 1)?, date(year, 12, 31)?, Precision::Year, (format!("{year:04}"), None)),
    };
    let carry = Carry { year, month: None, fiscal };
    Some(Resolved::Dated(Box::new(Span {
        start,
        end,
        precision,
        edtf,
        inferred,
        year_from,
        weekday: None,
        odd: None,
        carry,
    })))
}

fn halves_of_fiscal_year(year: i32, half: u8) -> Option<(Date, Date)> {
    if half == 0 {
        Some((date(year, FISCAL_START, 1)?, date(year, 9, 30)?))
    } else {
        Some((date(year, 10, 1)?, date(year + 1, 3, 31)?))
    }
}

/// A day of the calendar, where there is such a day.
pub(super) fn date(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2023-11`.
pub(super) fn year_month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

pub(super) fn kanji_weekday(date: Date) -> char {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    match date.weekday() {
        Monday => '月',
        Tuesday => '火',
        Wednesday => '水',
        Thursday => '木',
        Friday => '金',
        Saturday => '土',
        Sunday => '日',
    }
}

/// The 年度 in which both days lie.
pub(super) fn common_fiscal_year(start: Date, end: Date) -> Option<i32> {
    let year = fiscal_year_of(start);
    (year == fiscal_year_of(end)).then_some(year)
}
