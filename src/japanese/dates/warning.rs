//! What a reader of dates should be told beside the dates.

use serde::Serialize;
use std::fmt;

/// What was odd about an expression or about its context.
///
/// ```
/// use keikaku::japanese::{WarningCode, read};
/// let warnings = read("令和5(2024)年度", &Default::default()).warnings;
/// assert_eq!(warnings[0].code, WarningCode::CalendarsDisagree);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningCode {
    /// The printed weekday contradicts a printed year: the date stays, with `agrees: false`.
    WeekdayDisagrees,
    /// The printed weekday contradicts the year that its surroundings give: another year was taken.
    YearMoved,
    /// No year near agrees with the printed weekday: the date stays undated.
    NoYearAgrees,
    /// The calendar has no such day or month (29 February 2023): nothing was found there.
    ImpossibleDate,
    /// The end of a range lies before its start: it stays undated.
    EndBeforeStart,
    /// The year in brackets is another than the one before them (令和5(2024)年): the date stays as the first tells.
    CalendarsDisagree,
    /// No year in reach: the date stays undated.
    NoYear,
    /// A field of the context could not be read as a date.
    ContextUnread,
}

/// A warning, with the expression that it is about.
///
/// ```
/// use keikaku::japanese::{Context, WarningCode, read};
/// let reading = read("令和5年5月26日（月）", &Context::default());
/// assert_eq!(reading.warnings[0].code, WarningCode::WeekdayDisagrees);
/// assert_eq!(reading.warnings[0].text, "令和5年5月26日（月）");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What was odd.
    pub code: WarningCode,
    /// The expression as printed, or the field of the context.
    pub text: String,
    /// Byte offset where the expression starts; absent for a field of the context.
    #[serde(skip)]
    pub start: Option<usize>,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self.code {
            WarningCode::WeekdayDisagrees => "the printed weekday disagrees with the calendar",
            WarningCode::YearMoved => {
                "the printed weekday contradicts the nearest year; the next one that agrees was taken"
            }
            WarningCode::NoYearAgrees => "no year near agrees with the printed weekday; undated",
            WarningCode::ImpossibleDate => "no such day in the calendar",
            WarningCode::EndBeforeStart => "the end lies before the start; undated",
            WarningCode::CalendarsDisagree => "the era's year and the western year disagree",
            WarningCode::NoYear => "no year in reach; undated",
            WarningCode::ContextUnread => "could not be read as a date; ignored",
        };
        write!(f, "{}: {said}", self.text)
    }
}
