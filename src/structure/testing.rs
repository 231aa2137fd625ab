//! Flows built by hand for the tests of this stage: lines of text with a size, grids, pages.

use crate::geometry::Rect;
use crate::layout::{Block, BlockKind, Cell, CellParagraph, Flow, FlowPage, Line, Method, Table};

/// A flow under construction; A4 portrait, body size 10.5 pt.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    flow: Flow,
    y: f32,
}

/// Size of the running text in drafts.
pub(super) const BODY: f32 = 10.5;

impl Draft {
    pub(super) fn new() -> Self {
        let mut draft = Self { flow: Flow { body_size: BODY, ..Flow::default() }, y: 0.0 };
        draft.add_page(595.0, 842.0);
        draft
    }

    /// A landscape document (slides).
    pub(super) fn slides() -> Self {
        let mut draft = Self { flow: Flow { body_size: BODY, ..Flow::default() }, y: 0.0 };
        draft.add_page(842.0, 595.0);
        draft
    }

    fn add_page(&mut self, width: f32, height: f32) {
        let number = self.flow.pages.len() + 1;
        self.flow.pages.push(FlowPage { number, width, height, ..FlowPage::default() });
        self.y = 60.0;
    }

    /// Begins a page of the same size.
    pub(super) fn page(mut self) -> Self {
        let (w, h) = self.flow.pages.last().map_or((595.0, 842.0), |p| (p.width, p.height));
        self.add_page(w, h);
        self
    }

    /// A block of running text.
    pub(super) fn text(self, text: &str) -> Self {
        self.block(text, BODY, false, 70.0)
    }

    /// A bold line of the size of the running text.
    pub(super) fn bold(self, text: &str) -> Self {
        self.block(text, BODY, true, 70.0)
    }

    /// A bold line of another size.
    pub(super) fn big(self, size: f32, text: &str) -> Self {
        self.block(text, size, true, 70.0)
    }

    /// Any block.
    pub(super) fn block(mut self, text: &str, size: f32, bold: bool, indent: f32) -> Self {
        let number = self.flow.pages.len();
        let marker = crate::japanese::marker(text);
        let rest = marker.as_ref().map_or(text, |m| text.get(m.len..).unwrap_or(text)).to_owned();
        let bbox = Rect { x0: indent, y0: self.y, x1: indent + size * text.chars().count() as f32, y1: self.y + size };
        let line = Line { page: number, bbox, raw: text.into(), text: text.into(), size, bold, ..Line::default() };
        self.y += size * 1.8;
        if let Some(page) = self.flow.pages.last_mut() {
            page.text.push_str(text);
            page.text.push('\n');
        }
        self.flow.blocks.push(Block {
            kind: if marker.is_some() { BlockKind::Item } else { BlockKind::Paragraph },
            marker,
            lines: vec![line],
            text: rest,
            indent,
            size,
            bold,
            centred: false,
            emphasised: false,
            gap_above: 0.8,
            frame: None,
            tagged_level: None,
        });
        self
    }

    /// A ruled grid; `\n` in a cell parts paragraphs. The first row is the header.
    pub(super) fn table(mut self, rows: &[&[&str]]) -> Self {
        let number = self.flow.pages.len();
        let columns = rows.iter().map(|r| r.len()).max().unwrap_or(0);
        let top = self.y;
        let mut cells = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                let bbox =
                    Rect { x0: 70.0 + 100.0 * c as f32, y0: self.y, x1: 170.0 + 100.0 * c as f32, y1: self.y + 15.0 };
                let paragraphs = text
                    .split('\n')
                    .filter(|t| !t.is_empty())
                    .map(|t| CellParagraph { text: t.into(), raw: t.into(), page: number, bbox, indent: bbox.x0 })
                    .collect();
                cells.push(Cell {
                    row: r,
                    column: c,
                    row_span: 1,
                    column_span: 1,
                    paragraphs,
                    header: r == 0,
                    at: vec![(number, bbox)],
                    ..Cell::default()
                });
            }
            self.y += 15.0;
        }
        let bbox = Rect { x0: 70.0, y0: top, x1: 70.0 + 100.0 * columns as f32, y1: self.y };
        self.flow.tables.push(Table {
            method: Method::Ruled,
            parts: vec![(number, bbox)],
            rows: rows.len(),
            columns,
            cells,
            header_rows: 1,
            header_columns: 0,
            caption: None,
            notes: Vec::new(),
            within: None,
        });
        let index = self.flow.tables.len() - 1;
        self.flow.blocks.push(Block {
            kind: BlockKind::Table(index),
            marker: None,
            lines: Vec::new(),
            text: String::new(),
            indent: 70.0,
            size: BODY,
            bold: false,
            centred: false,
            emphasised: false,
            gap_above: 0.8,
            frame: None,
            tagged_level: None,
        });
        self
    }

    /// The flow as it is, whatever was drawn last changed by `f` (centred, framed, tagged …).
    pub(super) fn tweak(mut self, f: impl FnOnce(&mut Block)) -> Self {
        if let Some(block) = self.flow.blocks.last_mut() {
            f(block);
        }
        self
    }

    pub(super) fn done(self) -> Flow {
        self.flow
    }
}
