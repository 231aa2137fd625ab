//! Nodes in reading order in, blocks out: paragraphs, items and tables, over page breaks.

use super::lines::{Segment, along};
use super::paragraph::{self, Measure, Open};
use super::read::{Node, ReadLine};
use super::sheet::Sheet;
use super::types::{Block, BlockKind, Line};
use crate::geometry::Rect;
use crate::pdf::Direction;

/// Pitch of lines, in font sizes, where a document does not tell.
const USUAL_PITCH: f32 = 1.75;
/// Empty space that the top of a page counts for, in font sizes.
const TOP_GAP: f32 = 10.0;
/// A centred line keeps this distance, in font sizes, from both sides of its column.
const CENTRED_INSET: f32 = 1.5;

/// What blocks need to know of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    /// Usual pitch of lines in font sizes.
    pub(super) pitch: f32,
    /// Where lines of the main column usually end, as a share of the page's width.
    pub(super) right: f32,
}

/// Measures the document's habits.
pub(super) fn habits(sheets: &[Sheet<'_>], nodes: &[Vec<Node>]) -> Habits {
    let mut pitches = Vec::new();
    let mut rights = Vec::new();
    for (sheet, nodes) in sheets.iter().zip(nodes) {
        let mut last: Option<&ReadLine> = None;
        let mut right = 0.0_f32;
        for node in nodes {
            let Node::Line(l) = node else {
                last = None;
                continue;
            };
            if l.frame.is_none() && l.segment.direction == Direction::Right {
                right = right.max(l.segment.line.bbox.x1);
            }
            if let Some(p) = last
                && p.column_id == l.column_id
                && p.segment.direction == l.segment.direction
                && (p.segment.line.size - l.segment.line.size).abs() < 0.3
            {
                let em = l.segment.line.size.max(1.0);
                let extent = |r: &Rect| {
                    let (a, b) = along(p.segment.direction, r);
                    b - a
                };
                let length = extent(&p.segment.line.bbox);
                let wide = length >= 0.75 * extent(&p.column) && length > 15.0 * em;
                let pitch = (l.segment.across - p.segment.across) / em;
                if wide && (0.9..3.0).contains(&pitch) {
                    pitches.push(pitch);
                }
            }
            last = Some(l);
        }
        if right > 0.0 {
            rights.push(right / sheet.page.width.max(1.0));
        }
    }
    let median = |v: &mut Vec<f32>, otherwise: f32| {
        v.sort_by(f32::total_cmp);
        v.get(v.len() / 2).copied().unwrap_or(otherwise)
    };
    // A third, not the half: gaps between paragraphs are among the pitches too.
    pitches.sort_by(f32::total_cmp);
    let pitch = pitches.get(pitches.len() / 3).copied().unwrap_or(USUAL_PITCH).max(1.1);
    Habits { pitch, right: median(&mut rights, 0.9) }
}

/// Makes the blocks of all pages. `frame_base[p]` is where the frames of page `p` start in the flow; `table_of(p, t)`
/// tells the flow's table, or `None` for a part of one that started on an earlier page.
pub(super) fn blocks(
    sheets: &[Sheet<'_>],
    nodes: &[Vec<Node>],
    habits: Habits,
    frame_base: &[usize],
    table_of: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Block> {
    let mut builder = Builder { out: Vec::new(), open: None };
    for (p, (sheet, nodes)) in sheets.iter().zip(nodes).enumerate() {
        let columns = columns(nodes);
        let runs = runs(nodes, habits);
        let mut bottom: Option<(usize, f32)> = None;
        for (node, run) in nodes.iter().zip(&runs) {
            match node {
                Node::Table(t) => {
                    if let Some(table) = table_of(p, *t) {
                        builder.close();
                        builder.out.push(table_block(table, sheet, *t));
                        bottom = None;
                    }
                }
                Node::Line(l) => {
                    let m = measure(sheet, l, &columns, *run, habits);
                    let gap = gap_above(l, bottom);
                    bottom = Some((l.column_id, l.segment.across));
                    builder.line(sheet, p, l, &m, gap, frame_base.get(p).copied().unwrap_or(0));
                }
            }
        }
    }
    builder.close();
    builder.out
}

fn table_block(table: usize, sheet: &Sheet<'_>, index: usize) -> Block {
    let rect = sheet.tables.get(index).map_or(Rect::default(), |t| t.grid.rect());
    Block {
        kind: BlockKind::Table(table),
        marker: None,
        lines: Vec::new(),
        text: String::new(),
        indent: rect.x0,
        size: 0.0,
        bold: false,
        centred: false,
        emphasised: false,
        gap_above: 0.0,
        frame: None,
        tagged_level: None,
    }
}

fn gap_above(l: &ReadLine, bottom: Option<(usize, f32)>) -> f32 {
    let em = l.segment.line.size.max(1.0);
    match bottom {
        Some((_, across)) if l.segment.across > across => ((l.segment.across - across) / em - 1.0).max(0.0),
        Some(_) => TOP_GAP.min(2.0),
        None => TOP_GAP,
    }
}

/// Extent, along the lines, of each column of a page: (id, start, end).
fn columns(nodes: &[Node]) -> Vec<(usize, f32, f32)> {
    let mut out: Vec<(usize, f32, f32)> = Vec::new();
    for node in nodes {
        let Node::Line(l) = node else { continue };
        let (a, b) = along(l.segment.direction, &l.segment.line.bbox);
        match out.iter_mut().rev().find(|c| c.0 == l.column_id) {
            Some(c) => {
                c.1 = c.1.min(a);
                c.2 = c.2.max(b);
            }
            None => out.push((l.column_id, a, b)),
        }
    }
    out
}

/// For each node, where the lines of its run end, if the run shows that: lines of one size that follow closely, of
/// which at least two end at about the same place. On slides each text has its own width.
fn runs(nodes: &[Node], habits: Habits) -> Vec<Option<f32>> {
    /// Lines end at one place within this, in font sizes.
    const SAME_END: f32 = 2.0;
    /// Shorter lines, in font sizes, are names and lists; that two of them are alike tells nothing.
    const LONG: f32 = 18.0;
    let mut out = vec![None; nodes.len()];
    let mut i = 0;
    while i < nodes.len() {
        let mut end = i + 1;
        while let (Some(Node::Line(a)), Some(Node::Line(b))) = (nodes.get(end - 1), nodes.get(end)) {
            let em = a.segment.line.size.max(1.0);
            let dv = b.segment.across - a.segment.across;
            let same = a.column_id == b.column_id && a.frame == b.frame && a.segment.direction == b.segment.direction;
            if !same
                || (a.segment.line.size - b.segment.line.size).abs() > 0.08 * em
                || dv > (habits.pitch + 0.35).max(2.0) * em
            {
                break;
            }
            end += 1;
        }
        let lines: Vec<(f32, f32, f32)> = nodes
            .iter()
            .take(end)
            .skip(i)
            .filter_map(|n| match n {
                Node::Line(l) => {
                    let (a, b) = along(l.segment.direction, &l.segment.line.bbox);
                    Some((a, b, l.segment.line.size.max(1.0)))
                }
                Node::Table(_) => None,
            })
            .collect();
        let last = lines.iter().fold(f32::MIN, |m, l| m.max(l.1));
        let full = lines.iter().filter(|l| l.1 >= last - SAME_END * l.2 && l.1 - l.0 >= LONG * l.2).count();
        if full >= 2 {
            for o in out.iter_mut().take(end).skip(i) {
                *o = Some(last);
            }
        }
        i = end;
    }
    out
}

/// The measure that a line is set in.
fn measure(
    sheet: &Sheet<'_>,
    l: &ReadLine,
    columns: &[(usize, f32, f32)],
    run: Option<f32>,
    habits: Habits,
) -> Measure {
    let (_, start, end) = columns.iter().find(|c| c.0 == l.column_id).copied().unwrap_or((0, 0.0, 0.0));
    let em = l.segment.line.size.max(1.0);
    let direction = l.segment.direction;
    if let Some(frame) = l.frame.and_then(|f| sheet.frames.get(f)) {
        let (a, b) = along(direction, &frame.rect);
        // Boxes pad both sides alike; a box with columns within is no measure for them.
        let columns_within = l.column.width() < 0.6 * frame.rect.width() && direction == Direction::Right;
        if !columns_within || end - start > 0.6 * (b - a) {
            let padding = (start - a).clamp(0.0, 1.5 * em);
            return Measure { start: a + padding, end: (b - padding).max(end), pitch: habits.pitch, boxed: true };
        }
    }
    // The main column of a page with short lines only still ends where it does on the other pages.
    let main = l.frame.is_none() && l.column_id == 0 && direction == Direction::Right;
    let usual = habits.right * sheet.page.width;
    let end = run.unwrap_or(if main { end.max(usual) } else { end });
    Measure { start, end: end.min(obstacle(sheet, l)), pitch: habits.pitch, boxed: false }
}

/// Where a picture, frame or table beside a line ends its measure: text flows around them.
fn obstacle(sheet: &Sheet<'_>, l: &ReadLine) -> f32 {
    /// Text keeps about this distance, in font sizes, from what it flows around.
    const DISTANCE: f32 = 0.5;
    let line = &l.segment.line.bbox;
    if l.segment.direction != Direction::Right || l.frame.is_some() {
        return f32::MAX;
    }
    // The line between two pictures one below the other is as short as those beside them.
    let near = 1.2 * l.segment.line.size;
    let frames = sheet.frames.iter().map(|f| f.rect);
    let tables = sheet.tables.iter().map(|t| t.grid.rect());
    let pictures = sheet.page.pictures.iter().copied().take(200);
    pictures
        .chain(frames)
        .chain(tables)
        .filter(|r| r.y0 < line.cy() + near && r.y1 > line.cy() - near && r.x0 >= line.x1 - l.segment.line.size)
        .fold(f32::MAX, |m, r| m.min(r.x0 - DISTANCE * l.segment.line.size))
}

struct Builder {
    out: Vec<Block>,
    open: Option<OpenBlock>,
}

struct OpenBlock {
    block: Block,
    state: Open,
    place: (usize, Option<usize>, usize),
}

impl Builder {
    fn line(&mut self, sheet: &Sheet<'_>, p: usize, l: &ReadLine, m: &Measure, gap: f32, frame_base: usize) {
        let place = (p, l.frame, l.column_id);
        if let Some(open) = &mut self.open {
            let same = open.place == place;
            // From the end of a page, or of a column, to the top of the next.
            let moves_on = !same && open.place.1.is_none() && l.frame.is_none() && !open.state.finished();
            let over = moves_on && (open.place.0 + 1 == p || (open.place.0 == p && l.column_id == open.place.2 + 1));
            if (same || over) && open.state.goes_on(&l.segment, m) {
                open.state.push(&l.segment, m);
                open.block.lines.push(l.segment.line.clone());
                open.block.emphasised &= emphasised(sheet, &l.segment);
                open.place = place;
                return;
            }
        }
        self.close();
        let s = &l.segment;
        let state = Open::new(sheet.page, s, m);
        let marker = state.marker.clone();
        let block = Block {
            kind: if marker.is_some() { BlockKind::Item } else { BlockKind::Paragraph },
            marker,
            lines: vec![s.line.clone()],
            text: String::new(),
            indent: along(s.direction, &s.line.bbox).0,
            size: s.line.size,
            bold: s.line.bold,
            centred: centred(&s.line, m, s),
            emphasised: emphasised(sheet, s),
            gap_above: gap,
            frame: l.frame.map(|f| frame_base + f),
            tagged_level: None,
        };
        self.open = Some(OpenBlock { block, state, place });
    }

    fn close(&mut self) {
        let Some(OpenBlock { mut block, .. }) = self.open.take() else { return };
        let text = paragraph::join(block.lines.iter().map(|l| l.text.as_str()));
        let skip = block.marker.as_ref().map_or(0, |m| m.len);
        block.text = text.get(skip..).unwrap_or(&text).trim().to_owned();
        self.out.push(block);
    }
}

fn centred(line: &Line, m: &Measure, s: &Segment) -> bool {
    let (a, b) = along(s.direction, &line.bbox);
    let em = line.size.max(1.0);
    let (before, after) = (a - m.start, m.end - b);
    before > CENTRED_INSET * em
        && after > CENTRED_INSET * em
        && (before - after).abs() <= (2.0 * em).min(0.3 * (before + after))
}

/// Underlined or on a band.
fn emphasised(sheet: &Sheet<'_>, s: &Segment) -> bool {
    let b = &s.line.bbox;
    let em = s.line.size.max(1.0);
    sheet.bands.iter().any(|band| band.contains(b.cx(), b.cy()))
        || sheet.underlines.iter().any(|r| {
            r.at > s.across - 0.1 * em
                && r.at < s.across + 0.9 * em
                && r.from <= b.x0 + 0.6 * em
                && r.to >= b.x1 - 0.6 * em
        })
}
