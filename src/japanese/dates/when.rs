//! The value of a date or period: [`When`], the contract's type.

use super::context::FISCAL_START;
use super::resolve::{common_fiscal_year, date, year_month};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point or period of time as a document writes it.
///
/// ```
/// use keikaku::japanese::{Context, Precision, find};
/// let when = &find("平成32年度末まで", &Context::default())[0].when;
/// assert_eq!((when.start.as_deref(), when.end.as_deref()), (None, Some("2021-03-31")));
/// assert_eq!((when.edtf.as_deref(), when.precision), (Some("../2021-03"), Some(Precision::Range)));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// As printed: `1/24～2/14`, `令和5年12月頃`, `R4/10`, `4～6月`.
    pub raw: String,
    /// First day (ISO 8601, inclusive), the widest reading; absent on an open side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Last day (ISO 8601, inclusive).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// How exact the printed form is; absent where there is neither start nor end (毎年度, 随時, 未定).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// Extended Date/Time Format (ISO 8601-2, level 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edtf: Option<String>,
    /// The 年度 it lies in, where it lies in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<i32>,
    /// 頃, おおむね, 目途.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// Parts that the page did not print with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<Inferred>,
    /// Where an inferred year came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_from: Option<YearFrom>,
    /// The printed weekday, and whether the calendar agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
}

/// How exact a printed date is.
///
/// ```
/// use keikaku::japanese::{Context, Precision, parse_one};
/// let precision = |text| parse_one(text, &Context::default()).and_then(|when| when.precision);
/// assert_eq!(precision("令和6年10月上旬"), Some(Precision::Tenday));
/// assert_eq!(precision("令和6年度第2四半期"), Some(Precision::Quarter));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A day.
    Day,
    /// 上旬・中旬・下旬.
    Tenday,
    /// A month.
    Month,
    /// 四半期.
    Quarter,
    /// 春・夏・秋・冬.
    Season,
    /// 上半期・下半期.
    Half,
    /// A calendar year.
    Year,
    /// 年度: 1 April to 31 March.
    FiscalYear,
    /// An explicit from–to.
    Range,
}

/// A part of a date that was not printed with it.
///
/// ```
/// use keikaku::japanese::{Context, Inferred, find};
/// let days = find("令和6年5月13日、20日", &Context::default());
/// assert_eq!(days[1].when.inferred, [Inferred::Year, Inferred::Month]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inferred {
    /// The year.
    Year,
    /// The era.
    Era,
    /// The month.
    Month,
}

/// Where an inferred year came from.
///
/// ```
/// use keikaku::japanese::{Context, YearFrom, find};
/// let context = Context { fiscal_label: Some(2024), ..Context::default() };
/// assert_eq!(find("10/8", &context)[0].when.year_from, Some(YearFrom::FiscalLabel));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YearFrom {
    /// The row or entry above.
    RowAbove,
    /// A merged cell beside it.
    MergedCell,
    /// A label 令和7年度 that governs it.
    FiscalLabel,
    /// The table's caption.
    Caption,
    /// Another date in the same expression or sentence.
    Neighbour,
}

/// A weekday printed beside a date.
///
/// ```
/// use keikaku::japanese::{Context, find};
/// let when = &find("令和4年10月31日（月）", &Context::default())[0].when;
/// let weekday = when.weekday.as_ref().unwrap();
/// assert_eq!((weekday.printed.as_str(), weekday.agrees), ("月", true));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weekday {
    /// `火`.
    pub printed: String,
    /// Whether the calendar agrees.
    pub agrees: bool,
}

impl When {
    /// A day.
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// assert_eq!(When::of_day("4/1", jiff::civil::date(2024, 4, 1)).fiscal_year, Some(2024));
    /// ```
    #[must_use]
    pub fn of_day(raw: &str, day: Date) -> Self {
        Self::of_span(raw, day, day, Precision::Day, day.to_string())
    }

    /// A month. None for a month that the calendar does not have.
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// assert_eq!(When::of_month("2月", 2024, 2).and_then(|w| w.end).as_deref(), Some("2024-02-29"));
    /// ```
    #[must_use]
    pub fn of_month(raw: &str, year: i32, month: u32) -> Option<Self> {
        let first = date(year, month, 1)?;
        Some(Self::of_span(raw, first, first.last_of_month(), Precision::Month, year_month(first)))
    }

    /// A calendar year.
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// assert_eq!(When::of_year("昭和65年", 1990).and_then(|w| w.edtf).as_deref(), Some("1990"));
    /// ```
    #[must_use]
    pub fn of_year(raw: &str, year: i32) -> Option<Self> {
        let (first, last) = (date(year, 1, 1)?, date(year, 12, 31)?);
        Some(Self::of_span(raw, first, last, Precision::Year, format!("{year:04}")))
    }

    /// A 年度: 1 April to 31 March (会計年度, 地方自治法 第208条).
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// assert_eq!(When::of_fiscal_year("令和6年度", 2024).and_then(|w| w.end).as_deref(), Some("2025-03-31"));
    /// ```
    #[must_use]
    pub fn of_fiscal_year(raw: &str, year: i32) -> Option<Self> {
        let (first, last) = (date(year, FISCAL_START, 1)?, date(year + 1, 3, 31)?);
        let edtf = format!("{}/{}", year_month(first), year_month(last));
        Some(Self::of_span(raw, first, last, Precision::FiscalYear, edtf))
    }

    fn of_span(raw: &str, start: Date, end: Date, precision: Precision, edtf: String) -> Self {
        Self {
            raw: raw.to_owned(),
            start: Some(start.to_string()),
            end: Some(end.to_string()),
            precision: Some(precision),
            edtf: Some(edtf),
            fiscal_year: common_fiscal_year(start, end),
            ..Self::default()
        }
    }

    /// The first day, as a day.
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// let year = When::of_fiscal_year("", 2024).unwrap();
    /// assert_eq!(year.first_day(), Some(jiff::civil::date(2024, 4, 1)));
    /// ```
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        self.start.as_deref()?.parse().ok()
    }

    /// The last day, as a day.
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// let year = When::of_fiscal_year("", 2024).unwrap();
    /// assert_eq!(year.last_day(), Some(jiff::civil::date(2025, 3, 31)));
    /// ```
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.end.as_deref()?.parse().ok()
    }

    /// Joins what stands in a cell for the start with what stands in another for the end: 令和5年7月頃 and
    /// ～令和5年11月頃. The end may be a range that is open on its earlier side. None where the end lies before the
    /// start.
    ///
    /// ```
    /// use keikaku::japanese::When;
    /// let (from, to) = (When::of_fiscal_year("令和7年度", 2025).unwrap(), When::of_fiscal_year("令和11年度", 2029).unwrap());
    /// assert_eq!(When::range(&from, &to).and_then(|w| w.edtf).as_deref(), Some("2025-04/2030-03"));
    /// assert_eq!(When::range(&to, &from), None);
    /// ```
    #[must_use]
    pub fn range(from: &Self, to: &Self) -> Option<Self> {
        let (start, end) = (from.first_day(), to.last_day());
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            return None;
        }
        let side = |when: &Self, last: bool| {
            let edtf = when.edtf.as_deref().filter(|edtf| !edtf.starts_with('P'))?;
            let mut sides = edtf.split('/');
            let first = sides.next()?;
            Some(if last { sides.next().unwrap_or(first).to_owned() } else { first.to_owned() })
        };
        let edtf = format!("{}/{}", side(from, false)?, side(to, true)?);
        let mark = if from.raw.ends_with(['～', '〜', '~'])
            || to.raw.starts_with(['～', '〜', '~'])
            || from.raw.ends_with("から")
        {
            ""
        } else {
            "～"
        };
        let mut inferred = from.inferred.clone();
        inferred.extend(to.inferred.iter().filter(|part| !from.inferred.contains(part)));
        Some(Self {
            raw: format!("{}{mark}{}", from.raw, to.raw),
            start: from.start.clone(),
            end: to.end.clone(),
            precision: Some(Precision::Range),
            edtf: Some(edtf),
            fiscal_year: start.zip(end).and_then(|(start, end)| common_fiscal_year(start, end)),
            approximate: from.approximate || to.approximate,
            inferred,
            year_from: from.year_from.or(to.year_from),
            weekday: from.weekday.clone().or_else(|| to.weekday.clone()),
        })
    }
}
