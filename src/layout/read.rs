//! A sheet in, its content in reading order out: lines, each with the column it stands in, and tables.

use super::lines::{self, Segment};
use super::order::{self, Item, What};
use super::sheet::Sheet;
use crate::geometry::Rect;
use crate::pdf::Direction;

/// One thing in reading order.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A printed line.
    Line(ReadLine),
    /// `Sheet::tables[i]`.
    Table(usize),
}

/// A line and where it stands.
#[derive(Debug, Clone)]
pub(super) struct ReadLine {
    /// The line.
    pub(super) segment: Segment,
    /// Extent of its column.
    pub(super) column: Rect,
    /// Lines of one column of one frame have the same.
    pub(super) column_id: usize,
    /// `Sheet::frames[i]`.
    pub(super) frame: Option<usize>,
}

/// Reads a sheet.
pub(super) fn read(sheet: &Sheet<'_>) -> Vec<Node> {
    let mut out = Vec::new();
    let mut next_id = 0;
    region(sheet, None, &mut out, &mut next_id);
    out
}

/// The smallest frame that holds a table.
pub(super) fn frame_of_table(sheet: &Sheet<'_>, table: usize) -> Option<usize> {
    let r = sheet.tables.get(table)?.grid.rect();
    sheet.frames.iter().rposition(|f| f.rect.contains_rect(&r, 2.0))
}

/// Height of letters above and below the baseline, in font sizes: what order looks at.
const LETTERS: (f32, f32) = (0.72, 0.04);

fn letter_box(s: &Segment) -> Rect {
    let b = s.line.bbox;
    match s.direction {
        Direction::Right => {
            Rect { y0: s.across - LETTERS.0 * s.line.size, y1: s.across + LETTERS.1 * s.line.size, ..b }
        }
        _ => b,
    }
}

fn region(sheet: &Sheet<'_>, frame: Option<usize>, out: &mut Vec<Node>, next_id: &mut usize) {
    let text: &[Segment] = match frame {
        None => &sheet.text,
        Some(f) => sheet.frames.get(f).map_or(&[], |f| &f.text),
    };
    let mut items: Vec<Item> = text
        .iter()
        .enumerate()
        .map(|(i, s)| Item { rect: letter_box(s), size: s.line.size, what: What::Line(i) })
        .collect();
    for (i, t) in sheet.tables.iter().enumerate() {
        if t.within.is_none() && frame_of_table(sheet, i) == frame {
            items.push(Item { rect: t.grid.rect(), size: 0.0, what: What::Table(i) });
        }
    }
    for (i, f) in sheet.frames.iter().enumerate() {
        if f.parent == frame {
            items.push(Item { rect: f.rect, size: 0.0, what: What::Frame(i) });
        }
    }
    let glyphs: usize = text.iter().map(|s| s.glyphs.len()).sum();
    let down: usize = text.iter().filter(|s| s.direction == Direction::Down).map(|s| s.glyphs.len()).sum();
    let base = *next_id;
    let placed = order::order(&items, down * 2 > glyphs);
    *next_id += placed.iter().map(|p| p.column_id + 1).max().unwrap_or(0);
    for p in placed {
        let mut row = Vec::new();
        for what in &p.items {
            match what {
                What::Line(i) => row.extend(text.get(*i).cloned()),
                What::Table(i) => {
                    out.push(Node::Table(*i));
                    let inner = |t: &super::sheet::SheetTable| t.within.is_some_and(|(outer, _)| outer == *i);
                    out.extend((0..).zip(&sheet.tables).filter(|(_, t)| inner(t)).map(|(n, _)| Node::Table(n)));
                }
                What::Frame(i) => region(sheet, Some(*i), out, next_id),
            }
        }
        if let Some(segment) = lines::join_row(sheet.page, row) {
            out.push(Node::Line(ReadLine { segment, column: p.column, column_id: base + p.column_id, frame }));
        }
    }
}
