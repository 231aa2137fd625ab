//! Japanese text as printed in, values out: normalised text, numerals, eras, dates, periods, list markers.
//!
//! Knows nothing of PDFs; pure functions over text.

mod dates;
mod era;
mod marker;
pub mod numerals;
mod quantity;
mod text;

pub use dates::{
    Context, Found, Inferred, Precision, Printed, Reading, Warning, WarningCode, Weekday, When, YearFrom, find,
    fiscal_label, month_in_fiscal_year, parse_one, read,
};
pub use marker::{Marker, MarkerKind, marker};
pub use quantity::{Bound, Quantity, find_numbers};
pub use text::{
    Normalized, OffsetMap, Options, Profile, Signs, normalize, normalize_as, normalize_with, normalize_with_map,
};
