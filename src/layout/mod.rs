//! Pages of glyphs in, one [`Flow`] out: lines, blocks, tables as grids, frames, running furniture set apart, in
//! reading order over all pages.
//!
//! Knows geometry and typography; nothing about plans. Text is given twice: `raw` as the page prints it (spaces that
//! only letter-spacing made are gone) and `text` normalised by [`crate::japanese`].

mod aligned;
mod blocks;
mod cells;
mod frames;
mod furniture;
mod grid;
mod join;
mod labels;
mod lines;
mod order;
mod paragraph;
mod read;
mod rounded;
mod rulings;
mod sheet;
mod spacing;
mod tables;
mod text;
mod types;
mod unruled;
mod words;
mod zebra;

pub use types::{Block, BlockKind, Cell, CellParagraph, Flow, FlowPage, Frame, Line, Method, Table};

use crate::pdf::Document;
use sheet::Sheet;

/// Puts the pages of a document into reading order.
#[must_use]
pub fn analyse(document: &Document) -> Flow {
    // Each page into regions (tables with cells, frames, the rest), each region into lines.
    let mut sheets: Vec<Sheet<'_>> = document.pages.iter().map(sheet::divide).collect();
    let body_size = body_size(document);
    // What repeats from page to page goes aside.
    let furniture = furniture::take(&mut sheets, body_size);
    // Each page into reading order.
    let nodes: Vec<Vec<read::Node>> = sheets.iter().map(read::read).collect();
    // Tables of the document, joined over page breaks.
    let joined = tables::build(&sheets, &nodes);
    // Paragraphs, items and tables in reading order, over page breaks.
    let frame_base = frames::bases(&sheets);
    let table_of = |page: usize, table: usize| joined.iter().position(|j| j.parts.first() == Some(&(page, table)));
    let mut blocks = blocks::blocks(&sheets, &nodes, blocks::habits(&sheets, &nodes), &frame_base, &table_of);
    let frames = frames::collect(&sheets, &frame_base, &mut blocks);
    let pages = sheets.iter().zip(&nodes).zip(furniture).map(|((s, n), f)| flow_page(s, n, f)).collect();
    Flow { pages, blocks, tables: joined.into_iter().map(|j| j.table).collect(), frames, body_size }
}

fn flow_page(sheet: &Sheet<'_>, nodes: &[read::Node], furniture: Vec<Line>) -> FlowPage {
    FlowPage {
        number: sheet.page.number,
        width: sheet.page.width,
        height: sheet.page.height,
        text: text::of(sheet, nodes),
        furniture,
        ruby: sheet.ruby.iter().map(|s| s.line.clone()).collect(),
        pictures: sheet.page.pictures.clone(),
        ocr: is_ocr(sheet.page),
    }
}

/// Whether most of a page's text is an invisible layer.
fn is_ocr(page: &crate::pdf::Page) -> bool {
    let hidden = page.glyphs.iter().filter(|g| g.invisible).count();
    hidden * 2 > page.glyphs.len()
}

/// Commonest font size by characters, to half a point.
fn body_size(document: &Document) -> f32 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for g in document.pages.iter().flat_map(|p| &p.glyphs) {
        if !spacing::is_space(g.ch) && g.size.is_finite() {
            *counts.entry((g.size * 2.0).round() as i64).or_default() += 1;
        }
    }
    counts.iter().max_by_key(|(size, n)| (**n, -**size)).map_or(10.5, |(size, _)| *size as f32 / 2.0)
}
