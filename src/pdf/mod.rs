//! PDF bytes in, pages of positioned Unicode glyphs, ruling strokes, fills and pictures out.
//!
//! Knows lopdf, fonts, CMaps and content streams; knows nothing about Japanese documents.

mod color;
mod doubt;
mod finish;
mod font;
mod forms;
mod inflate;
mod info;
mod interpret;
mod lazy;
mod lexer;
mod limits;
mod load;
mod marked;
mod matrix;
mod model;
mod object;
mod pages;
mod parse;
mod path;
mod read;
mod roles;
mod salvage;
mod shared;
mod show;
mod state;
mod tabled;
mod text_string;

pub(crate) use doubt::is_unmapped;
pub use limits::{Error, Limit, Limits, RATIO_FREE};
pub use read::{read, read_watched};

use crate::geometry::Rect;

/// What was read of a PDF: its facts and its pages.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Facts about the file (Info dictionary, version, encryption …).
    pub info: Info,
    /// The pages in order.
    pub pages: Vec<Page>,
    /// What was noticed on the way; never a reason to stop.
    pub warnings: Vec<Warning>,
    /// For each page, what its structure tree says of its marked content, sorted by [`Tag::mcid`]; empty lists where the
    /// PDF is not tagged. Look a glyph's `mcid` up here.
    pub roles: Vec<Vec<Tag>>,
    /// The tables of the structure tree in its order, as it has them: nothing of it is checked against the pages.
    pub tables: Vec<TaggedTable>,
}

/// A table of the structure tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaggedTable {
    /// Its rows, each with the cells that start in it, from left to right.
    pub rows: Vec<Vec<TaggedCell>>,
}

/// A cell of the structure tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedCell {
    /// Whether it is a header cell (`TH`).
    pub header: bool,
    /// Rows that it covers, at least 1.
    pub row_span: usize,
    /// Columns that it covers, at least 1.
    pub column_span: usize,
    /// Its pieces of marked content: index of the page and content id there.
    pub content: Vec<(usize, u32)>,
}

/// What the structure tree says of one piece of marked content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The content id that glyphs carry.
    pub mcid: u32,
    /// The standard role.
    pub role: Role,
    /// Number of the structure element in the order of the tree, which is the logical reading order: pieces with the same
    /// number are one paragraph, heading or cell.
    pub element: u32,
}

/// Standard structure types (ISO 32000-2, 14.8.4) as far as they tell blocks apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `H1` to `H6`; `H` is 0.
    Heading(u8),
    /// The document's title.
    Title,
    /// A paragraph outside cells, items and headings.
    Paragraph,
    /// Within a list item.
    ListItem,
    /// The marker of a list item.
    Label,
    /// A header cell.
    TableHeader,
    /// A cell.
    TableCell,
    /// A caption.
    Caption,
    /// An entry of a table of contents.
    TocItem,
    /// Text within a figure.
    Figure,
    /// A footnote.
    Note,
    /// Running furniture.
    Artifact,
    /// Grouped only.
    Other,
}

/// Facts about the file. Dates are ISO 8601 (`2024-05-01T09:00:00+09:00`) where the PDF date could be read.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// `1.7`, from the header or the catalogue, whichever is later.
    pub pdf_version: Option<String>,
    /// Program that made the PDF.
    pub producer: Option<String>,
    /// Program that made the document.
    pub creator: Option<String>,
    /// Title in the Info dictionary.
    pub title: Option<String>,
    /// Creation date.
    pub created: Option<String>,
    /// Modification date.
    pub modified: Option<String>,
    /// Whether the file is encrypted (it was opened with the empty user password).
    pub encrypted: bool,
    /// Whether the catalogue says `/MarkInfo << /Marked true >>` and there is a structure tree.
    pub tagged: bool,
    /// Pages that the page tree holds, read or not.
    pub page_count: usize,
    /// Whether the second reader had to bring back objects that the first one lost.
    pub salvaged: bool,
    /// Bookmarks (document outline) in order: depth from 0, title, page from 1 where it could be resolved.
    pub bookmarks: Vec<Bookmark>,
}

/// One entry of the document outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 0 is outermost.
    pub depth: usize,
    /// Title as stored.
    pub title: String,
    /// Target page, from 1.
    pub page: Option<usize>,
}

/// Something noticed while reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Page, from 1, where it concerns one.
    pub page: Option<usize>,
    /// What it is about, on the page.
    pub bbox: Option<Rect>,
    /// Kind of warning.
    pub kind: WarningKind,
    /// For a person.
    pub message: String,
}

/// Kinds of warning of this stage. `record` maps them to the codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningKind {
    /// The file's structure is damaged and was repaired.
    Repaired,
    /// A page, stream or font could not be read; the rest was.
    Unreadable,
    /// Glyphs without Unicode.
    Unmapped,
    /// A limit was reached; what was read up to it is kept.
    Limit,
    /// Text that is no language: the font's map is wrong.
    Mojibake,
    /// A page, or a large part of one, that is a picture without text.
    NoText,
    /// Invisible text that lies over no picture was left out.
    HiddenText,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// From 1.
    pub number: usize,
    /// Width in points as seen (after `/Rotate`).
    pub width: f32,
    /// Height in points as seen.
    pub height: f32,
    /// Glyphs in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Straight strokes, horizontal or vertical within half a degree.
    pub strokes: Vec<Stroke>,
    /// Filled axis-parallel rectangles, thin ones (rulings drawn as rectangles) included.
    pub fills: Vec<Fill>,
    /// Boxes of filled block arrows, pentagons and chevrons that point left or right.
    pub arrows: Vec<Fill>,
    /// Boxes of images.
    pub pictures: Vec<Rect>,
}

/// One character on the page. A code that stands for several characters (a ligature) gives several glyphs that share
/// its box side by side; a variation selector is a glyph of no width after its base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character; `U+FFFD` where the font does not say which.
    pub ch: char,
    /// The cell of the glyph: advance width by ascent-to-descent (not the ink). For vertical writing, likewise turned.
    pub bbox: Rect,
    /// Baseline coordinate along the line's cross axis: y for horizontal, x of the centre line for vertical writing.
    pub baseline: f32,
    /// Font size in points as drawn (after all matrices).
    pub size: f32,
    /// Index into the document's fonts, only to tell fonts apart.
    pub font: u16,
    /// Set from the font's name, flags and weight, or from fill-and-stroke text rendering.
    pub bold: bool,
    /// Fill colour as sRGB.
    pub color: [u8; 3],
    /// Writing direction.
    pub direction: Direction,
    /// Invisible (render mode 3), i.e. an OCR layer, where it was kept.
    pub invisible: bool,
    /// Marked-content id, for the structure tree.
    pub mcid: Option<u32>,
}

/// Which way the text runs on the page as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Left to right.
    #[default]
    Right,
    /// Vertical writing (WMode 1), top to bottom, upright glyphs.
    Down,
    /// Horizontal text turned 90° clockwise, so that it runs downwards.
    TurnedDown,
    /// Horizontal text turned 90° counter-clockwise, so that it runs upwards.
    TurnedUp,
    /// Upside down.
    Left,
    /// At another angle.
    Slanted,
}

/// A straight stroke along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its extent: the line itself, of no thickness (`y0 == y1` for a horizontal one).
    pub line: Rect,
    /// Line width in points.
    pub width: f32,
    /// Stroke colour as sRGB.
    pub color: [u8; 3],
    /// Whether a dash pattern was set.
    pub dashed: bool,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Its box.
    pub rect: Rect,
    /// Fill colour as sRGB.
    pub color: [u8; 3],
}
