//! The value of a date or period: [`When`], the contract's type.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point or period of time as a document writes it. See `output.md`, "When".
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weekday {
    /// `火`.
    pub printed: String,
    /// Whether the calendar agrees.
    pub agrees: bool,
}
