//! What the layout stage hands on: the [`Flow`] and its parts.

use crate::geometry::Rect;
use crate::japanese::Marker;

/// The whole document in reading order.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// One per page.
    pub pages: Vec<FlowPage>,
    /// Blocks in reading order over all pages, tables at their place ([`BlockKind::Table`]).
    pub blocks: Vec<Block>,
    /// Tables; [`BlockKind::Table`] points here. A table that a page break cut is one table.
    pub tables: Vec<Table>,
    /// Drawn boxes with text in them that are not cells of a table: diagrams, callouts, titles in boxes.
    pub frames: Vec<Frame>,
    /// Commonest font size by characters, in points: that of the running text.
    pub body_size: f32,
}

/// One page of the flow.
#[derive(Debug, Clone, Default)]
pub struct FlowPage {
    /// From 1.
    pub number: usize,
    /// Points, as seen.
    pub width: f32,
    /// Points, as seen.
    pub height: f32,
    /// The text in reading order, one line each (`\n`), cells of a table row parted by a tab, furniture left out;
    /// normalised.
    pub text: String,
    /// Running headers, footers and page numbers: what repeats from page to page.
    pub furniture: Vec<Line>,
    /// Reading aids (furigana) beside the text; part of no line.
    pub ruby: Vec<Line>,
    /// Boxes of pictures.
    pub pictures: Vec<Rect>,
    /// Coloured boxes and level strokes as drawn: the bars and arrows of a chart are among them.
    pub bars: Vec<Rect>,
    /// Whether the text comes from an invisible layer over a picture.
    pub ocr: bool,
}

/// One printed line: glyphs on one baseline that belong together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// From 1.
    pub page: usize,
    /// Union of its glyphs.
    pub bbox: Rect,
    /// As printed.
    pub raw: String,
    /// Normalised.
    pub text: String,
    /// Commonest font size in it, in points.
    pub size: f32,
    /// Most of its characters are bold.
    pub bold: bool,
    /// Commonest colour.
    pub color: [u8; 3],
    /// Vertical writing.
    pub vertical: bool,
}

/// What a block is by its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// Starts with a marker (see [`Block::marker`]).
    Item,
    /// `Flow::tables[i]`.
    Table(usize),
}

/// A paragraph, a list item, a heading (which of them are headings is decided in `structure`), or a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// By its looks.
    pub kind: BlockKind,
    /// The marker at its start (`第1章`, `1.`, `(1)`, `①`, `ア`, `・`, `■`), where there is one.
    pub marker: Option<Marker>,
    /// Its lines in reading order; empty for a table.
    pub lines: Vec<Line>,
    /// Normalised text of all its lines, joined as Japanese is (nothing between) and Latin is (a space), **without**
    /// its marker.
    pub text: String,
    /// Left edge in points where its first line starts.
    pub indent: f32,
    /// Font size of its first line.
    pub size: f32,
    /// First line is bold.
    pub bold: bool,
    /// Stands centred on its column.
    pub centred: bool,
    /// Underlined, on a coloured band, or boxed by itself on one line: typographic emphasis of a heading.
    pub emphasised: bool,
    /// Empty space above, in multiples of the block's font size (large at the top of a page).
    pub gap_above: f32,
    /// `Flow::frames[i]` if it stands in a drawn box.
    pub frame: Option<usize>,
    /// Heading level 1–6 of a sound structure tree (/H1 …), where there is one.
    pub tagged_level: Option<u8>,
}

impl Block {
    /// First page it stands on.
    #[must_use]
    pub fn page(&self) -> usize {
        self.lines.first().map_or(0, |l| l.page)
    }
}

/// A drawn box that is no table cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// From 1.
    pub page: usize,
    /// Its box.
    pub bbox: Rect,
    /// Fill colour, if filled with something other than white.
    pub fill: Option<[u8; 3]>,
    /// The frame directly around it.
    pub parent: Option<usize>,
    /// Blocks in it (indices into `Flow::blocks`), not those of frames within it.
    pub blocks: Vec<usize>,
}

/// How a table was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// From the structure tree.
    Tagged,
    /// From ruling lines.
    Ruled,
    /// From aligned text without rulings.
    Aligned,
}

/// A table as a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How it was found.
    pub method: Method,
    /// Page and box, one per page it runs over.
    pub parts: Vec<(usize, Rect)>,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// One per grid cell or merged cell, empty ones too, in row-major order of their top-left corner.
    pub cells: Vec<Cell>,
    /// Leading rows that are header.
    pub header_rows: usize,
    /// Leading columns that are header.
    pub header_columns: usize,
    /// Line above or below that captions it (表1 …, 【…】, a year label), if one stands close. It stays in `blocks` too.
    pub caption: Option<Line>,
    /// The unit above it (単位:千円) and the notes below it (※ …, 注 …, 備考 …, 資料: …), wrapped lines joined. They stay in
    /// `blocks` too.
    pub notes: Vec<Line>,
    /// The table and the cell of it (row, column) in which this one stands; the cell has only what stands beside.
    pub within: Option<(usize, usize, usize)>,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// From 0.
    pub row: usize,
    /// From 0.
    pub column: usize,
    /// At least 1.
    pub row_span: usize,
    /// At least 1.
    pub column_span: usize,
    /// Logical lines: wrapped printed lines are still apart here, see [`Cell::paragraphs`].
    pub lines: Vec<Line>,
    /// The text by paragraphs (bullets, items and sentences on their own line), wrapped lines joined; normalised.
    pub paragraphs: Vec<CellParagraph>,
    /// Header cell.
    pub header: bool,
    /// Fill other than white.
    pub fill: Option<[u8; 3]>,
    /// Page and box, one per page (a merged cell that the page break cuts has two).
    pub at: Vec<(usize, Rect)>,
}

/// A paragraph of a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CellParagraph {
    /// Normalised, with its marker.
    pub text: String,
    /// As printed.
    pub raw: String,
    /// Page, from 1.
    pub page: usize,
    /// Box of its lines.
    pub bbox: Rect,
    /// Left edge of the first line, in points: deeper ones belong to those above.
    pub indent: f32,
}

impl Cell {
    /// All its text, paragraphs parted by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (i, p) in self.paragraphs.iter().enumerate() {
            if i > 0 {
                out.push('\n');
            }
            out.push_str(&p.text);
        }
        out
    }
}

impl Table {
    /// The cell that covers a grid position.
    #[must_use]
    pub fn cell_at(&self, row: usize, column: usize) -> Option<&Cell> {
        // In row-major order, it is found among the last that begin no lower.
        let after = self.cells.partition_point(|c| c.row <= row);
        self.cells.iter().take(after).rfind(|c| {
            (c.row..c.row + c.row_span).contains(&row) && (c.column..c.column + c.column_span).contains(&column)
        })
    }
}
