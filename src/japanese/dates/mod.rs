//! Dates and periods as printed in, [`When`] out.

mod when;

pub use when::{Inferred, Precision, Weekday, When, YearFrom};

use jiff::civil::Date;

/// What stands around a text and tells what it leaves out. Every field may be absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Context {
    /// When the document was published.
    pub published: Option<Date>,
    /// The 年度 that governs the text (2025 for 令和7年度).
    pub fiscal_label: Option<i32>,
    /// Where `fiscal_label` stands, as it is told in `year_from`; absent is [`YearFrom::FiscalLabel`].
    pub fiscal_label_from: Option<YearFrom>,
    /// The first day of what the row or entry above says; years are carried from it.
    pub row_above: Option<Date>,
    /// What heads the column or row, as printed (4月, 年度, 開催日).
    pub column_header: Option<String>,
}

/// An expression found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Byte offset where it starts.
    pub start: usize,
    /// Byte offset after its end.
    pub end: usize,
    /// What it says.
    pub when: When,
}

/// Finds every date and period in `text`, in order, without overlaps.
#[must_use]
pub fn find(_text: &str, _context: &Context) -> Vec<Found> {
    Vec::new()
}

/// The date or period that the whole of `text` says.
#[must_use]
pub fn parse_one(_text: &str, _context: &Context) -> Option<When> {
    None
}

/// The 年度 that a label names: 令和7年度, 【令和3年度】, R5年度 → 2025, 2021, 2023.
#[must_use]
pub fn fiscal_label(_text: &str) -> Option<i32> {
    None
}
