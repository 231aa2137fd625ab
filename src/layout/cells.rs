//! Segments of a cell in, its lines and paragraphs out.

use super::lines::{self, Segment, along, join_row};
use super::order::{self, Item, What};
use super::paragraph::{self, Measure, Open};
use super::spacing;
use super::types::{Cell, CellParagraph, Line};
use crate::geometry::Rect;
use crate::pdf::{Direction, Page};

/// Pitch of lines in cells, in font sizes: tables are set tight, but some inherit the page's pitch.
const CELL_PITCH: f32 = 2.0;
/// A cell this narrow, in font sizes, holds one character a line: it is set vertically.
const VERTICAL_CELL: f32 = 2.1;

/// The lines of a cell in reading order, segments of one row joined.
pub(super) fn lines(page: &Page, text: &[Segment]) -> Vec<Segment> {
    // Most cells hold one line.
    if text.len() < 2 {
        return text.to_vec();
    }
    if text.iter().all(|s| matches!(s.direction, Direction::TurnedUp | Direction::TurnedDown)) {
        return turned_lines(page, text);
    }
    if let Some(columns) = upright_columns(page, text) {
        return columns;
    }
    let items: Vec<Item> = text
        .iter()
        .enumerate()
        .map(|(i, s)| Item { rect: cell_box(s), size: s.line.size, what: What::Line(i) })
        .collect();
    let glyphs: usize = text.iter().map(|s| s.glyphs.len()).sum();
    let down: usize = text.iter().filter(|s| s.direction == Direction::Down).map(|s| s.glyphs.len()).sum();
    order::order(&items, down * 2 > glyphs)
        .iter()
        .filter_map(|p| {
            let row: Vec<Segment> = p
                .items
                .iter()
                .filter_map(|w| match w {
                    What::Line(i) => text.get(*i).cloned(),
                    _ => None,
                })
                .collect();
            join_row(page, row)
        })
        .collect()
}

/// Vertical lines of horizontal fonts side by side (専兼業別／農家数 in a narrow cell), from right to left. Their pitch is that
/// of horizontal text spread over the cell; that they were set from top to bottom tells them.
fn upright_columns(page: &Page, text: &[Segment]) -> Option<Vec<Segment>> {
    /// Fewer characters tell nothing, more are no label.
    const SOME: std::ops::RangeInclusive<usize> = 5..=40;
    /// Characters of one line are centred on it, in font sizes.
    const CENTRED: f32 = 0.25;
    let ids: Vec<u32> = text.iter().flat_map(|s| s.glyphs.iter().copied()).collect();
    let upright = text.iter().all(|s| s.direction == Direction::Right && s.glyphs.len() <= 4);
    if text.len() < 3 || !SOME.contains(&ids.len()) || !upright {
        return None;
    }
    let mut glyphs: Vec<(u32, &crate::pdf::Glyph)> = ids
        .iter()
        .filter_map(|i| Some((*i, lines::glyph(page, *i)?)))
        .filter(|(_, g)| !spacing::is_space(g.ch))
        .collect();
    let size = glyphs.first()?.1.size.max(1.0);
    if !glyphs.iter().all(|(_, g)| spacing::is_letter(g.ch) || matches!(g.ch, 'ー' | '・' | '（' | '）' | '(' | ')'))
    {
        return None;
    }
    glyphs.sort_by(|a, b| b.1.bbox.cx().total_cmp(&a.1.bbox.cx()).then(a.1.bbox.cy().total_cmp(&b.1.bbox.cy())));
    let same = |a: &(u32, &crate::pdf::Glyph), b: &(u32, &crate::pdf::Glyph)| {
        (a.1.bbox.cx() - b.1.bbox.cx()).abs() <= CENTRED * size
    };
    let mut columns: Vec<Vec<(u32, &crate::pdf::Glyph)>> = glyphs.chunk_by(same).map(<[_]>::to_vec).collect();
    for column in &mut columns {
        column.sort_by(|a, b| a.1.bbox.cy().total_cmp(&b.1.bbox.cy()));
    }
    // Steps from a character to the one set next: down its line, or beside it.
    let follows = |a: u32, b: u32| b == a + 1;
    let down = columns.iter().flat_map(|c| c.windows(2)).filter(|w| follows(w[0].0, w[1].0)).count();
    if columns.len() < 2 || columns.iter().any(|c| c.len() < 2) || down + columns.len() < glyphs.len() {
        return None;
    }
    let line = |column: Vec<(u32, &crate::pdf::Glyph)>| {
        let mut s = lines::segment(page, Direction::Down, column.into_iter().map(|(i, _)| i).collect())?;
        s.across = -s.line.bbox.cx();
        Some(s)
    };
    Some(columns.into_iter().filter_map(line).collect())
}

/// The lines of a cell of a table that stands turned on the page: segments on one baseline are one.
fn turned_lines(page: &Page, text: &[Segment]) -> Vec<Segment> {
    let mut sorted = text.to_vec();
    sorted.sort_by(|a, b| {
        let start = |s: &Segment| along(s.direction, &s.line.bbox).0;
        a.across.total_cmp(&b.across).then(start(a).total_cmp(&start(b)))
    });
    let same = |a: &Segment, b: &Segment| {
        a.direction == b.direction && b.across - a.across <= 0.4 * a.line.size.min(b.line.size)
    };
    sorted.chunk_by(same).filter_map(|row| join_row(page, row.to_vec())).collect()
}

fn cell_box(s: &Segment) -> Rect {
    let b = s.line.bbox;
    if s.direction == Direction::Right {
        Rect { y0: s.across - 0.7 * s.line.size, y1: s.across + 0.04 * s.line.size, ..b }
    } else {
        b
    }
}

/// The paragraphs of a cell from its lines.
pub(super) fn paragraphs(page: &Page, lines: &[Segment], cell: &Rect) -> Vec<CellParagraph> {
    let mut out: Vec<Vec<&Segment>> = Vec::new();
    let mut open: Option<Open> = None;
    let measure = measure(lines, cell);
    let one_word = stands_vertically(lines, cell);
    for s in lines {
        let goes_on = one_word || open.as_ref().is_some_and(|o| o.goes_on(s, &measure));
        match (out.last_mut(), &mut open) {
            (Some(p), Some(o)) if goes_on => {
                p.push(s);
                o.push(s, &measure);
            }
            _ => {
                out.push(vec![s]);
                open = Some(Open::new(page, s, &measure));
            }
        }
    }
    out.iter().filter_map(|p| paragraph(p)).collect()
}

fn paragraph(lines: &[&Segment]) -> Option<CellParagraph> {
    let first = lines.first()?;
    let bbox = lines.iter().skip(1).fold(first.line.bbox, |b, s| b.union(&s.line.bbox));
    let mut raw = String::new();
    for s in lines {
        spacing::join(&mut raw, &s.line.raw);
    }
    Some(CellParagraph {
        text: paragraph::join(lines.iter().map(|s| s.line.text.as_str())),
        raw,
        page: first.line.page,
        bbox,
        indent: along(first.direction, &first.line.bbox).0,
    })
}

/// The measure of a cell: its sides less the padding that its text shows.
fn measure(lines: &[Segment], cell: &Rect) -> Measure {
    let direction = lines.first().map_or(Direction::Right, |s| s.direction);
    let (a, b) = along(direction, cell);
    let em = lines.first().map_or(10.0, |s| s.line.size.max(1.0));
    let mut start = f32::MAX;
    let mut end = f32::MIN;
    for s in lines {
        let (p, q) = along(s.direction, &s.line.bbox);
        start = start.min(p);
        end = end.max(q);
    }
    let padding = (start - a).min(b - end).clamp(0.0, 0.8 * em);
    Measure { start: a + padding, end: b - padding, pitch: CELL_PITCH, boxed: true }
}

/// A narrow cell with a character a line: 令／和／５／年／度.
fn stands_vertically(lines: &[Segment], cell: &Rect) -> bool {
    let em = lines.first().map_or(10.0, |s| s.line.size.max(1.0));
    lines.len() >= 2
        && cell.width() <= VERTICAL_CELL * em
        && lines.iter().all(|s| s.direction == Direction::Right && s.line.text.chars().count() <= 2)
}

/// Makes a cell of its grid place and lines.
pub(super) fn cell(
    page: &Page,
    place: (usize, usize, usize, usize),
    rect: Rect,
    segments: &[Segment],
    fill: Option<[u8; 3]>,
) -> Cell {
    let paragraphs = paragraphs(page, segments, &rect);
    let lines: Vec<Line> = segments.iter().map(|s| s.line.clone()).collect();
    Cell {
        row: place.0,
        column: place.1,
        row_span: place.2,
        column_span: place.3,
        lines,
        paragraphs,
        header: false,
        fill,
        at: vec![(page.number, rect)],
    }
}
