//! The heading tree and the text of the pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evidence::{At, Places};

/// A heading with what stands under it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutlineNode {
    /// 1 is outermost.
    pub level: u8,
    /// `第1章`, `1`, `(1)`, `①`, `ア`: as printed but width-normalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Normalised, without its marker.
    pub title: String,
    /// As printed, where normalising changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Where it stands.
    pub at: Places,
    /// What stands directly under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<OutlineBody>,
    /// Headings within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<OutlineNode>,
}

/// A paragraph, item, table or figure under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutlineBody {
    /// What it is.
    pub kind: BodyKind,
    /// Of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Normalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// As printed, where normalising changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// `tables[].id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Where it stands.
    pub at: Places,
}

/// Kinds of body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Running text.
    Paragraph,
    /// Of a list.
    Item,
    /// See `table`.
    Table,
    /// Text inside a drawing.
    Figure,
}

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageText {
    /// From 1.
    pub page: usize,
    /// Points, as seen.
    pub width: f64,
    /// Points, as seen.
    pub height: f64,
    /// Reading order, a line each, furniture left out.
    pub text: String,
    /// What repeats from page to page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
}

/// A running header, footer or page number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Furniture {
    /// Normalised.
    pub text: String,
    /// Where it stands.
    pub at: At,
}
