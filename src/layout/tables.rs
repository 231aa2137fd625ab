//! Tables of single pages in, tables of the document out: cells, headers, captions, and tables joined over pages.

use super::cells;
use super::read::Node;
use super::sheet::{Sheet, SheetTable};
use super::types::{Cell, Method, Table};
use super::{captions, headers, turned};
use crate::geometry::Rect;

/// Column borders of two parts of one table agree within this (points): producers place both alike, scans drift.
const SAME_COLUMN: f32 = 4.0;

/// A table of the document, and which tables of pages it is made of.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    /// The table.
    pub(super) table: Table,
    /// (page index, table index on the sheet).
    pub(super) parts: Vec<(usize, usize)>,
    /// Leading rows that each further page says again: only a header is repeated.
    pub(super) repeated: usize,
}

/// Builds all tables of the document in reading order, joining those that a page break cut.
pub(super) fn build(sheets: &[Sheet<'_>], nodes: &[Vec<Node>]) -> Vec<Joined> {
    let mut out: Vec<Joined> = Vec::new();
    let mut inner: Vec<Inner> = Vec::new();
    // The last table that stands in no other.
    let mut last: Option<usize> = None;
    let mut xs_of_last: Vec<f32> = Vec::new();
    // Parts of one table of the structure tree are one, wherever their text leaves the borders.
    let mut tagged_of_last: Option<usize> = None;
    // Whether nothing but tables stood since the last one ended: then the next page may go on with it.
    let mut unbroken = false;
    for (p, (sheet, nodes)) in sheets.iter().zip(nodes).enumerate() {
        let mut at_top = true;
        for node in nodes {
            let Node::Table(t) = node else {
                unbroken = false;
                at_top = false;
                continue;
            };
            let Some(source) = sheet.tables.get(*t) else { continue };
            let part = single(sheet, source);
            let xs = turned::borders(source);
            let joined = Joined { table: part, parts: vec![(p, *t)], repeated: 0 };
            if let Some((outer, face)) = source.within {
                let rect = sheet.tables.get(outer).and_then(|o| Some(o.grid.face_rect(o.grid.faces.get(face)?)));
                inner.extend(rect.map(|rect| Inner { table: out.len(), page: sheet.page.number, rect }));
                out.push(joined);
                continue;
            }
            let tagged = source.tagged.map(|t| t.table);
            let same_tagged = tagged.is_some() && tagged == tagged_of_last;
            let before = last.and_then(|l| out.get_mut(l)).filter(|j| {
                unbroken
                    && at_top
                    && j.parts.last().is_some_and(|(q, _)| q + 1 == p)
                    && (same_tagged || same_columns(&xs_of_last, &xs) || same_header(&j.table, &joined.table))
            });
            match before {
                Some(before) => {
                    let repeated = super::join::append(&mut before.table, joined.table);
                    // The last part may be a page's rest; what all pages that repeat anything repeat is the header.
                    before.repeated =
                        if before.repeated == 0 { repeated } else { before.repeated.min(repeated.max(1)) };
                    before.parts.push((p, *t));
                }
                None => {
                    last = Some(out.len());
                    out.push(joined);
                }
            }
            xs_of_last = xs;
            tagged_of_last = tagged;
            unbroken = true;
            at_top = false;
        }
    }
    for j in &mut out {
        headers::mark(&mut j.table, j.repeated);
    }
    for i in inner {
        let around = out.iter().enumerate().filter(|(t, _)| *t != i.table).find_map(|(t, j)| {
            let cell = j.table.cells.iter().find(|c| c.at.contains(&(i.page, i.rect)))?;
            Some((t, cell.row, cell.column))
        });
        if let Some(j) = out.get_mut(i.table) {
            j.table.within = around;
        }
    }
    captions::find(&mut out, nodes);
    out
}

/// A table in a cell, and where that cell stands.
struct Inner {
    table: usize,
    page: usize,
    rect: Rect,
}

/// Whether columns agree; facing pages of a book may shift them all alike.
fn same_columns(a: &[f32], b: &[f32]) -> bool {
    let shift = a.first().zip(b.first()).map_or(0.0, |(x, y)| y - x);
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x + shift - y).abs() <= SAME_COLUMN)
}

/// Whether two tables of aligned text have the same header: their columns are as wide as their text, on each page.
fn same_header(a: &Table, b: &Table) -> bool {
    let aligned = a.method == Method::Aligned && b.method == Method::Aligned;
    aligned && a.columns == b.columns && super::join::repeated_header(a, b) > 0
}

/// The table of one page.
fn single(sheet: &Sheet<'_>, t: &SheetTable) -> Table {
    let cells = turned::seats(t).into_iter().filter_map(|s| {
        let (face, lines, fill) = (t.grid.faces.get(s.face)?, t.lines.get(s.face)?, t.fills.get(s.face)?);
        let place = (s.row, s.column, s.row_span, s.column_span);
        Some(cells::cell(sheet.page, place, t.grid.face_rect(face), lines, *fill))
    });
    let (rows, columns) = turned::size(t);
    Table {
        method: t.method,
        parts: vec![(sheet.page.number, t.grid.rect())],
        rows,
        columns,
        cells: cells.collect(),
        header_rows: t.tagged.map_or(0, |t| t.header_rows),
        header_columns: 0,
        caption: None,
        notes: Vec::new(),
        within: None,
    }
}

/// Text of a cell without white space.
pub(super) fn bare(cell: &Cell) -> String {
    cell.paragraphs.iter().flat_map(|p| p.text.chars()).filter(|c| !c.is_whitespace()).collect()
}
