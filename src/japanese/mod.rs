//! Japanese text as printed in, values out: normalised text, numerals, eras, dates, periods, list markers.
//!
//! Knows nothing of PDFs; pure functions over text. The rules come from how public documents are written and from:
//!
//! - eras: 元号法 (1979) and the 改元 before it; their letters R H S T M: JIS X 0301
//! - 年度: 会計年度, 1 April to 31 March, 地方自治法 第208条
//! - values of dates: ISO 8601-1 and, for what is approximate or open, EDTF (ISO 8601-2, level 1)
//! - widths, half-width kana: JIS X 0201 and JIS X 0208; radicals: `EquivalentUnifiedIdeograph.txt` of Unicode
//! - units: JIS Z 8000
//!
//! ```
//! use keikaku::japanese::{Context, find, find_numbers, normalize};
//! assert_eq!(normalize("３－１　計 画 期 間"), "3-1 計画期間");
//! assert_eq!(find("令和7年度から11年度まで", &Context::default())[0].when.edtf.as_deref(), Some("2025-04/2030-03"));
//! assert_eq!(find_numbers("約94億7,500万円")[0].value, "9475000000");
//! ```

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
