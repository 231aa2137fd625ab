//! What a point in time as printed is made of. Nothing is resolved here: a year may lack its era, a month its year.

/// A year as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// A western year, printed or by its era.
    Fixed(i32),
    /// A number without its era: 19年12月.
    Elided(u32),
    /// So many years after the year spoken of: 同年 0, 翌年 1.
    FromNeighbour(i32),
    /// So many years after the present one: 昨年 -1, 来年 1.
    FromPresent(i32),
}

/// What a year counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 令和9 in 令和9～11年: printed once, behind the other.
    Elided,
    Calendar,
    Fiscal,
}

/// A part of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// 上旬 0, 中旬 1, 下旬 2.
    Tenday(u8),
    /// 月末, 末日.
    MonthEnd,
    /// 年度末.
    FiscalEnd,
    /// 年度末日.
    FiscalLastDay,
    /// 年度当初.
    FiscalStart,
    /// 年度内.
    FiscalWithin,
    /// 年末.
    YearEnd,
    /// 年明け: about January.
    YearOpening,
    /// 第1四半期 is 0.
    Quarter(u8),
    /// 上半期 0, 下半期 1: always of the 年度.
    Half(u8),
    /// 前半 0, 後半 1: of the 年度 or of the year before it.
    YearHalf(u8),
    /// 春 0 to 冬 3.
    Season(u8),
    /// 4月前半 0, 4月後半 1.
    MonthHalf(u8),
    /// 元日, 元旦.
    NewYearsDay,
}

/// A month told by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthFrom {
    /// So many months after the one spoken of.
    Neighbour(i32),
    /// So many months after the present one.
    Present(i32),
}

/// A point in time as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Option<Year>,
    pub(super) unit: Unit,
    pub(super) month: Option<u32>,
    /// Told by another month: 来月, 同月.
    pub(super) month_from: Option<MonthFrom>,
    /// 月 stands only behind a later number: 4 in 4～6月.
    pub(super) month_unit_elided: bool,
    pub(super) day: Option<u32>,
    /// 日 stands only behind a later number: 3 in 10月3～5日.
    pub(super) day_unit_elided: bool,
    /// The year is written western.
    pub(super) western: bool,
    /// Written with slashes or dots.
    pub(super) numeric: bool,
    pub(super) part: Option<Part>,
    pub(super) approximate: bool,
    /// The year in brackets is another than the one before them.
    pub(super) calendars_disagree: bool,
    pub(super) weekday: Option<char>,
    /// Index after it.
    pub(super) end: usize,
}

impl Point {
    pub(super) const fn new(end: usize) -> Self {
        Self {
            year: None,
            unit: Unit::Calendar,
            month: None,
            month_from: None,
            month_unit_elided: false,
            day: None,
            day_unit_elided: false,
            western: false,
            numeric: false,
            part: None,
            approximate: false,
            calendars_disagree: false,
            weekday: None,
            end,
        }
    }

    /// Is only a year whose 年 or 年度 stands behind a later number.
    pub(super) fn is_bare_year(&self) -> bool {
        self.year.is_some() && self.unit == Unit::Elided && self.month.is_none()
    }
}
