//! The heading tree and the text of the pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evidence::{At, Confidence, Places};

/// A heading with what stands under it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutlineNode {
    /// Depth, 1 is outermost.
    pub level: u8,
    /// `第1章`, `1`, `(1)`, `①`, `ア`: as printed but width-normalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Normalised, without its marker.
    pub title: String,
    /// As printed, where normalising changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// How sure it is that this is a heading, where that is doubtful: nothing but its type tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it stands.
    pub at: Places,
    /// What stands directly under it, before the next heading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<OutlineBody>,
    /// Headings within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<OutlineNode>,
}

/// A paragraph, item, table or figure under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutlineBody {
    /// Paragraph, item, table or figure.
    pub kind: BodyKind,
    /// Marker of an item, width-normalised: `・`, `(1)`, `ア`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Its text, normalised, without the marker; absent for a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// As printed, where normalising changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Which table: the `id` of one in `tables`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Where it stands.
    pub at: Places,
}

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Running text.
    Paragraph,
    /// An item of a list.
    Item,
    /// A table, told by its id.
    Table,
    /// Text inside a drawing.
    Figure,
}

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageText {
    /// Page, from 1.
    pub page: usize,
    /// Width in points, as a person sees the page (after `/Rotate`).
    pub width: f64,
    /// Height in points, likewise.
    pub height: f64,
    /// The text in reading order, a line each, cells of a table row parted by a tab; furniture is left out.
    pub text: String,
    /// What repeats from page to page: running headers, footers, page numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
    /// Reading aids (furigana) above or beside their base; they are part of no text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ruby: Vec<Ruby>,
}

/// A running header, footer or page number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Furniture {
    /// Its text, normalised.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// A reading aid (furigana).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ruby {
    /// Its kana, normalised.
    pub text: String,
    /// Where it stands: right above its base, or right of it in vertical writing.
    pub at: At,
}
