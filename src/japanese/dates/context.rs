//! What stands around a text and tells what it leaves out.

use super::point::MonthFrom;
use super::when::YearFrom;
use crate::japanese::era;
use jiff::civil::Date;

/// What stands around a text and tells what it leaves out. Every field may be absent.
///
/// What is nearest wins: a year in the same text, then the 年度 that governs it, then the row above, then the day of
/// publication.
///
/// ```
/// use keikaku::japanese::{Context, find};
/// // The row above says December 2022, so January is that of 2023.
/// let context = Context { row_above: Some(jiff::civil::date(2022, 12, 27)), ..Context::default() };
/// assert_eq!(find("1月16日（月）", &context)[0].when.start.as_deref(), Some("2023-01-16"));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Context {
    /// When the document was published.
    pub published: Option<Date>,
    /// The 年度 that governs the text (2025 for 令和7年度).
    pub fiscal_label: Option<i32>,
    /// The calendar year that governs the text (2023 for 令和5年), where no 年度 does.
    pub year_label: Option<i32>,
    /// Where the label stands, as `year_from` tells it; absent is [`YearFrom::FiscalLabel`].
    pub fiscal_label_from: Option<YearFrom>,
    /// The first day of what the row or entry above says; years are carried from it.
    pub row_above: Option<Date>,
    /// The rows are known to go forwards in time: a year by the label that lies before the row above is then the next.
    pub rows_in_order: bool,
    /// What heads the row or column, as printed: 4月 gives its month to days without one, and tells which side of the
    /// new year 12/25 lies on in the row 1月; 令和6年度 and 令和5年4月 give their year as well.
    pub column_header: Option<String>,
}

/// A year (and month) printed earlier in the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carry {
    /// Calendar year, or the 年度 where `fiscal`.
    pub(super) year: i32,
    pub(super) month: Option<u32>,
    pub(super) fiscal: bool,
}

impl Carry {
    fn fiscal_year(self) -> i32 {
        if self.fiscal { self.year } else { self.year - i32::from(self.month.is_some_and(|m| m < FISCAL_START)) }
    }
}

/// First month of the 会計年度 (地方自治法 第208条).
pub(super) const FISCAL_START: u32 = 4;

/// What is known around an expression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) context: &'a Context,
    pub(super) carry: Option<Carry>,
    /// The year printed last, which 同年 and 翌年度 lean on even where a bare month may not.
    pub(super) spoken_of: Option<Carry>,
    /// What heads the row or column.
    pub(super) header: Header,
}

/// What the head of a row or column says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Header {
    pub(super) month: Option<u32>,
    /// The calendar year.
    pub(super) year: Option<i32>,
    pub(super) fiscal_year: Option<i32>,
}

/// An inferred year, and where it came from.
pub(super) type Inference = (i32, Option<YearFrom>);

impl Around<'_> {
    /// The 年度 that governs the text: that of its column, or else the label's.
    fn label(&self) -> Option<Inference> {
        if self.header.year.is_some() || self.header.fiscal_year.is_some() {
            return self.header.fiscal_year.map(|year| (year, Some(YearFrom::FiscalLabel)));
        }
        let from = self.context.fiscal_label_from.unwrap_or(YearFrom::FiscalLabel);
        self.context.fiscal_label.map(|year| (year, Some(from)))
    }

    fn calendar_label(&self) -> Option<Inference> {
        if self.header.year.is_some() || self.header.fiscal_year.is_some() {
            return self.header.year.map(|year| (year, Some(YearFrom::FiscalLabel)));
        }
        let from = self.context.fiscal_label_from.unwrap_or(YearFrom::FiscalLabel);
        self.context.year_label.map(|year| (year, Some(from)))
    }

    /// The calendar year of a month that was printed without one.
    pub(super) fn year_of_month(&self, month: u32, has_weekday: bool) -> Option<Inference> {
        let in_fiscal = |fiscal: i32| fiscal + i32::from(month < FISCAL_START);
        if let Some(carry) = self.carry {
            let year = match carry.month {
                _ if carry.fiscal => in_fiscal(carry.year),
                // A month that goes backwards begins the next year.
                Some(before) => carry.year + i32::from(month < before),
                None => carry.year,
            };
            return Some((year, Some(YearFrom::Neighbour)));
        }
        // The row's own month lies in the year or 年度; a day printed in the row lies near it. Only over a turn of the
        // year (3/25～ in the row 4月) does that lead out of it.
        const NEAR: i64 = 3;
        let near = |year: i32, header: u32| {
            let row = months(year, header);
            let distance = |year: i32| (months(year, month) - row).abs();
            (year - 1..=year + 1).min_by_key(|year| distance(*year)).filter(|year| distance(*year) <= NEAR)
        };
        if let Some((fiscal, from)) = self.label() {
            let Some(header) = self.header.month else { return Some(self.in_order(in_fiscal(fiscal), month, from)) };
            let row = fiscal + i32::from(header < FISCAL_START);
            return Some((near(row, header).unwrap_or(in_fiscal(fiscal)), from));
        }
        if let Some((year, from)) = self.calendar_label() {
            return Some((self.header.month.and_then(|header| near(year, header)).unwrap_or(year), from));
        }
        if let Some(above) = self.context.row_above {
            let year = i32::from(above.year()) + i32::from(month < u32::from(above.month().unsigned_abs()));
            return Some((year, Some(YearFrom::RowAbove)));
        }
        let published = self.context.published?;
        let year = i32::from(published.year());
        let present = months(year, u32::from(published.month().unsigned_abs()));
        let distance = |year: i32| (months(year, month) - present).abs();
        let nearest = (year - 1..=year + 1).min_by_key(|year| distance(*year))?;
        // Farther off the next one is as likely as the last; only a weekday can tell.
        const FARTHEST: i64 = 3;
        (has_weekday || distance(nearest) <= FARTHEST).then_some((nearest, None))
    }

    /// The year by the label; or the one after it, where the months have come round below the row above.
    fn in_order(&self, year: i32, month: u32, from: Option<YearFrom>) -> Inference {
        // Two meetings of a month or so may stand in another order.
        const STEP_BACK: i64 = 2;
        let Some(above) = self.context.row_above.filter(|_| self.context.rows_in_order) else { return (year, from) };
        let row = months(i32::from(above.year()), u32::from(above.month().unsigned_abs()));
        let is_next = |year: i32| (0..12).contains(&(months(year, month) - row));
        if months(year, month) + STEP_BACK < row && is_next(year + 1) {
            (year + 1, Some(YearFrom::RowAbove))
        } else {
            (year, from)
        }
    }

    /// The 年度 of a part (年度末, 第1四半期) that was printed without one. Publication tells too little.
    pub(super) fn fiscal_year(&self) -> Option<Inference> {
        if let Some(carry) = self.carry {
            return Some((carry.fiscal_year(), Some(YearFrom::Neighbour)));
        }
        self.label().or_else(|| {
            let above = self.context.row_above?;
            Some((fiscal_year_of(above), Some(YearFrom::RowAbove)))
        })
    }

    /// The western year of a number without its era.
    pub(super) fn year_of_number(&self, number: u32) -> Option<Inference> {
        let (known, from) = if let Some(carry) = self.carry {
            (carry.year, Some(YearFrom::Neighbour))
        } else if let Some((year, from)) = self.label().or_else(|| self.calendar_label()) {
            (year, from)
        } else if let Some(above) = self.context.row_above {
            (i32::from(above.year()), Some(YearFrom::RowAbove))
        } else {
            (i32::from(self.context.published?.year()), None)
        };
        era::nearest(number, known).map(|year| (year, from))
    }

    /// The calendar year or 年度 that 同 and 翌 lean on.
    pub(super) fn neighbour(&self, fiscal: bool) -> Option<Inference> {
        if let Some(carry) = self.carry.or(self.spoken_of) {
            let year = if fiscal { carry.fiscal_year() } else { carry.year };
            return Some((year, Some(YearFrom::Neighbour)));
        }
        // 翌年度 under a label 令和5年度 is the one after it, 翌年 under 令和5年 as well.
        if let Some(label) = if fiscal { self.label() } else { self.calendar_label() } {
            return Some(label);
        }
        let above = self.context.row_above?;
        let year = if fiscal { fiscal_year_of(above) } else { i32::from(above.year()) };
        Some((year, Some(YearFrom::RowAbove)))
    }

    /// The year and month that 来月 and 同月 mean, and where the year came from.
    pub(super) fn month_of(&self, from: MonthFrom) -> Option<(i32, u32, Option<YearFrom>)> {
        let of_day = |day: Date| (i32::from(day.year()), u32::from(day.month().unsigned_abs()));
        let ((year, month), by, year_from) = match from {
            MonthFrom::Present(by) => (of_day(self.context.published?), by, None),
            MonthFrom::Neighbour(by) => match self.carry.or(self.spoken_of) {
                Some(Carry { year, month: Some(month), .. }) => ((year, month), by, Some(YearFrom::Neighbour)),
                _ => (of_day(self.context.row_above?), by, Some(YearFrom::RowAbove)),
            },
        };
        let months = months(year, month) - 1 + i64::from(by);
        Some((i32::try_from(months.div_euclid(12)).ok()?, u32::try_from(months.rem_euclid(12)).ok()? + 1, year_from))
    }

    /// The calendar year or 年度 in which the document was published.
    pub(super) fn present(&self, fiscal: bool) -> Option<i32> {
        let published = self.context.published?;
        Some(if fiscal { fiscal_year_of(published) } else { i32::from(published.year()) })
    }

    /// The month of a day that was printed without one.
    pub(super) fn month_of_day(&self) -> Option<u32> {
        self.carry.and_then(|carry| carry.month).or(self.header.month)
    }

    /// May the year be another than the nearest, where a weekday says so? In row order only later ones; around the
    /// day of publication either way.
    pub(super) fn other_years(&self) -> &'static [i32] {
        let by_publication = self.carry.is_none()
            && self.label().or_else(|| self.calendar_label()).is_none()
            && self.context.row_above.is_none();
        if by_publication { &[-1, 1, -2, 2] } else { &[1, 2] }
    }
}

fn months(year: i32, month: u32) -> i64 {
    i64::from(year) * 12 + i64::from(month)
}

/// The 年度 in which a day lies.
pub(super) fn fiscal_year_of(date: Date) -> i32 {
    i32::from(date.year()) - i32::from(u32::from(date.month().unsigned_abs()) < FISCAL_START)
}
