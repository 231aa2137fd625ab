//! Segments in, words out: the pieces that could stand in different columns.

use super::lines::{Segment, along, glyph};
use super::spacing;
use crate::geometry::Rect;
use crate::pdf::{Direction, Glyph, Page};

/// Gap in font sizes that may part two columns; within one it is at most a full-width space.
const WORD_GAP: f32 = 0.85;
/// Any gap wider than what parts kanji from digits.
const FINE_GAP: f32 = 0.3;
/// Height of letters above and below the baseline, in font sizes.
const LETTERS: (f32, f32) = (0.76, 0.06);

/// A piece of a line without a gap that could part columns.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its box, of letter height.
    pub(super) rect: Rect,
    /// Font size.
    pub(super) size: f32,
    /// Normalised.
    pub(super) text: String,
    /// Stands in a bold line.
    pub(super) bold: bool,
}

/// Cuts horizontal segments into words that could each name a column, from top to bottom and left to right.
pub(super) fn coarse(page: &Page, segments: &[Segment]) -> Vec<Word> {
    // A letter-spaced word has lost its spaces by now: it is one.
    cut(page, segments, &|s| s.line.raw.contains(spacing::is_space).then_some(WORD_GAP))
}

/// Cuts horizontal segments wherever any gap is.
pub(super) fn fine(page: &Page, segments: &[Segment]) -> Vec<Word> {
    cut(page, segments, &|_| Some(FINE_GAP))
}

fn cut(page: &Page, segments: &[Segment], gap: &dyn Fn(&Segment) -> Option<f32>) -> Vec<Word> {
    let mut out = Vec::new();
    for s in segments.iter().filter(|s| s.direction == Direction::Right) {
        let gap = gap(s);
        let mut piece: Vec<&Glyph> = Vec::new();
        let mut end = f32::NEG_INFINITY;
        let mut whole = true;
        for g in s.glyphs.iter().filter_map(|g| glyph(page, *g)) {
            if spacing::is_space(g.ch) {
                continue;
            }
            let (u0, u1) = along(Direction::Right, &g.bbox);
            if !piece.is_empty() && gap.is_some_and(|gap| u0 - end > gap * g.size.max(1.0)) {
                out.extend(word(&piece, s, false));
                piece.clear();
                whole = false;
            }
            end = if piece.is_empty() { u1 } else { end.max(u1) };
            piece.push(g);
        }
        out.extend(word(&piece, s, whole));
    }
    out.sort_by(|a, b| a.rect.y1.total_cmp(&b.rect.y1).then(a.rect.x0.total_cmp(&b.rect.x0)));
    out
}

/// A word of glyphs of a segment; of all of them, if `whole`: then its text is known.
fn word(piece: &[&Glyph], s: &Segment, whole: bool) -> Option<Word> {
    let first = piece.first()?;
    let bbox = piece.iter().skip(1).fold(first.bbox, |b, g| b.union(&g.bbox));
    let size = s.line.size;
    let text = if whole {
        s.line.text.clone()
    } else {
        crate::japanese::normalize(&spacing::assemble(piece, Direction::Right)).trim().to_owned()
    };
    Some(Word {
        rect: Rect { y0: s.across - LETTERS.0 * size, y1: s.across + LETTERS.1 * size, ..bbox },
        size,
        text,
        bold: s.line.bold,
    })
}

/// Stretches of x at least `least` wide that no word covers, between the sides of `within`.
pub(super) fn gutters<'w>(words: impl Iterator<Item = &'w Word>, within: &Rect, least: f32) -> Vec<(f32, f32)> {
    let mut covered: Vec<(f32, f32)> = words.map(|w| (w.rect.x0, w.rect.x1)).collect();
    covered.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out = Vec::new();
    let Some(first) = covered.first() else { return out };
    let mut end = first.1;
    for (a, b) in covered {
        if a - end >= least && end > within.x0 && a < within.x1 {
            out.push((end, a));
        }
        end = end.max(b);
    }
    out
}

/// Median font size of words.
pub(super) fn em<'w>(words: impl Iterator<Item = &'w Word>) -> f32 {
    let mut sizes: Vec<f32> = words.map(|w| w.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0).max(1.0)
}
