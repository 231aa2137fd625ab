//! Nodes in reading order in, the page's plain text out.

use std::borrow::Cow;

use super::lines::{self, Segment, along};
use super::read::Node;
use super::sheet::{Sheet, SheetTable};
use super::spacing;
use super::turned;
use super::types::Line;

/// The text of a page: a line each, cells of a table row parted by a tab, furniture and ruby left out.
pub(super) fn of(sheet: &Sheet<'_>, nodes: &[Node]) -> String {
    body(sheet, nodes, &mut Aids::default())
}

/// All that a page shows: its text, with ruby on a line of its own above its base, and the furniture back on its side of
/// the page.
pub(super) fn whole(sheet: &Sheet<'_>, nodes: &[Node], furniture: &[Line], ruby: bool) -> String {
    let mut aids = Aids { left: if ruby { sheet.ruby.iter().collect() } else { Vec::new() } };
    let mut text = body(sheet, nodes, &mut aids);
    // What found no base (it was furniture, or stands beside a picture) is still shown.
    for aid in aids.left {
        push_line(&mut text, &aid.line.text);
    }
    between(&text, furniture, sheet.page.height)
}

/// The text with the furniture of the upper half above it and the rest below.
fn between(text: &str, furniture: &[Line], height: f32) -> String {
    let (above, below): (Vec<_>, Vec<_>) = furniture.iter().partition(|l| l.bbox.cy() < height / 2.0);
    let mut out = String::with_capacity(text.len() + 64);
    above.iter().for_each(|l| push_line(&mut out, &l.text));
    out.push_str(text);
    below.iter().for_each(|l| push_line(&mut out, &l.text));
    out
}

/// Ruby that still waits for its base.
#[derive(Default)]
struct Aids<'s> {
    left: Vec<&'s Segment>,
}

impl<'s> Aids<'s> {
    /// How far a base may lie from the ruby above it, in its font sizes: as when the ruby was found.
    const REACH: std::ops::Range<f32> = 0.5..1.7;

    /// Writes the ruby of these lines, in reading direction, on one line.
    fn write(&mut self, out: &mut String, bases: &[&Segment]) {
        if self.left.is_empty() {
            return;
        }
        let of = |aid: &Segment| {
            bases.iter().any(|base| {
                let (a0, a1) = along(aid.direction, &aid.line.bbox);
                let (b0, b1) = along(base.direction, &base.line.bbox);
                let size = base.line.size;
                base.direction == aid.direction
                    && Self::REACH.contains(&((base.across - aid.across) / size.max(1.0)))
                    && a0 >= b0 - size
                    && a1 <= b1 + size
            })
        };
        let (mut mine, left): (Vec<&'s Segment>, Vec<&'s Segment>) = self.left.iter().partition(|a| of(a));
        self.left = left;
        mine.sort_by(|a, b| along(a.direction, &a.line.bbox).0.total_cmp(&along(b.direction, &b.line.bbox).0));
        let line: Vec<&str> = mine.iter().map(|s| s.line.text.as_str()).collect();
        push_line(out, &line.join(" "));
    }
}

fn body<'s>(sheet: &'s Sheet<'_>, nodes: &[Node], aids: &mut Aids<'s>) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Line(l) => {
                aids.write(&mut out, &[&l.segment]);
                push_line(&mut out, &with_tabs(sheet, &l.segment));
            }
            Node::Table(t) => {
                if let Some(source) = sheet.tables.get(*t).filter(|t| t.within.is_none()) {
                    table(&mut out, sheet, source, *t, aids);
                }
            }
        }
    }
    out
}

/// The text of a line, with a tab where it goes on after a gap as wide as between columns: no letter-spacing is that wide.
fn with_tabs<'s>(sheet: &Sheet<'_>, s: &'s Segment) -> Cow<'s, str> {
    /// Gap in font sizes.
    const COLUMN: f32 = 3.0;
    if s.tabs.is_empty() {
        return Cow::Borrowed(&s.line.text);
    }
    let mut parts: Vec<Vec<u32>> = vec![Vec::new()];
    let mut end: Option<f32> = None;
    for &g in &s.glyphs {
        let Some(glyph) = lines::glyph(sheet.page, g) else { continue };
        if !spacing::is_space(glyph.ch) {
            let (u0, u1) = along(s.direction, &glyph.bbox);
            if end.is_some_and(|e| u0 - e > COLUMN * glyph.size) {
                parts.push(Vec::new());
            }
            end = Some(end.map_or(u1, |e: f32| e.max(u1)));
        }
        if let Some(part) = parts.last_mut() {
            part.push(g);
        }
    }
    if parts.len() < 2 {
        return Cow::Borrowed(&s.line.text);
    }
    let texts: Vec<String> = parts
        .into_iter()
        .filter_map(|ids| lines::segment(sheet.page, s.direction, ids))
        .map(|part| part.line.text)
        .collect();
    Cow::Owned(texts.join("\t"))
}

fn push_line(out: &mut String, line: &str) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}

fn table<'s>(out: &mut String, sheet: &'s Sheet<'_>, t: &'s SheetTable, index: usize, aids: &mut Aids<'s>) {
    let seats = turned::seats(t);
    for row in seats.chunk_by(|a, b| a.row == b.row) {
        let cells: Vec<&Vec<Segment>> = row.iter().filter_map(|s| t.lines.get(s.face)).collect();
        if !aids.left.is_empty() {
            aids.write(out, &cells.iter().copied().flatten().collect::<Vec<_>>());
        }
        let mut line = String::new();
        for (i, (cell, seat)) in cells.iter().zip(row).enumerate() {
            if i > 0 {
                line.push('\t');
            }
            for (i, s) in cell.iter().enumerate() {
                if i > 0 {
                    line.push('\n');
                }
                line.push_str(&s.line.text);
            }
            // A table in the cell, below what else stands there.
            let inner = (0..).zip(&sheet.tables).filter(|(_, t)| t.within == Some((index, seat.face)));
            for (n, inner) in inner {
                let mut rows = String::new();
                table(&mut rows, sheet, inner, n, aids);
                if !cell.is_empty() {
                    line.push('\n');
                }
                line.push_str(rows.trim_end_matches('\n'));
            }
        }
        push_line(out, line.trim_end_matches('\t'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;

    #[test]
    fn furniture_goes_back_to_its_side_of_the_page() {
        let line =
            |y: f32, text: &str| Line { bbox: Rect::new(0.0, y, 10.0, y + 10.0), text: text.into(), ..Line::default() };
        let furniture = [line(800.0, "- 1 -"), line(20.0, "資料3")];
        assert_eq!(between("本文\n", &furniture, 842.0), "資料3\n本文\n- 1 -\n");
    }
}
