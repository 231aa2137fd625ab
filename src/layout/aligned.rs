//! Tables without vertical rules: between horizontal rules, on coloured grounds, or of nothing but aligned text.
//!
//! What is missing of the grid is put in as rules where the text leaves gutters, and the grid is then traced as any
//! other is. So spans, open sides and merged cells come from one place.

use super::grid::{self, Grid};
use super::lines::Segment;
use super::rulings::{Rule, Rulings, SNAP};
use super::sheet::Boxed;
use super::types::Method;
use super::words::{self, Word};
use super::{unruled, zebra};
use crate::geometry::Rect;
use crate::pdf::Page;

/// Least gutter between columns, in font sizes.
pub(super) const GUTTER: f32 = 0.9;
/// Rules of one table agree at their ends within this (points).
const SAME_END: f32 = 4.0;
/// Pages with more horizontal rules than this are drawings.
const TOO_MANY_RULES: usize = 400;

/// Finds the tables whose columns no vertical rule parts. `text` is what stands outside ruled tables.
pub(super) fn find(
    text: &[Segment],
    page: &Page,
    rulings: &Rulings,
    ruled: &[Grid],
    boxes: &[Boxed],
) -> Vec<(Grid, Method)> {
    let words = words::words(page, text);
    let mut out: Vec<(Grid, Method)> = Vec::new();
    for grid in zebra::find(&words, &rulings.panels, ruled, boxes) {
        out.push((grid, Method::Ruled));
    }
    let free = |r: &Rect, out: &[(Grid, Method)]| {
        !ruled.iter().chain(out.iter().map(|(g, _)| g)).any(|g| g.rect().grown(SNAP).intersection(r).is_some())
    };
    for grid in between_rules(&words, &rulings.horizontal) {
        if free(&grid.rect(), &out) {
            out.push((grid, Method::Ruled));
        }
    }
    let rest: Vec<Word> = words.into_iter().filter(|w| free(&w.rect, &out)).collect();
    for grid in unruled::find(&rest) {
        if free(&grid.rect(), &out) {
            out.push((grid, Method::Aligned));
        }
    }
    out
}

/// Tables with horizontal rules only.
fn between_rules(words: &[Word], rules: &[Rule]) -> Vec<Grid> {
    let mut out = Vec::new();
    if rules.len() > TOO_MANY_RULES {
        return out;
    }
    let mut used = vec![false; rules.len()];
    for (i, first) in rules.iter().enumerate() {
        if used[i] {
            continue;
        }
        let same = |r: &Rule| (r.from - first.from).abs() <= SAME_END && (r.to - first.to).abs() <= SAME_END;
        let full: Vec<usize> = (i..rules.len()).filter(|j| !used[*j] && same(&rules[*j])).collect();
        let mut at = 0;
        while at + 2 < full.len() {
            let ys: Vec<f32> = full.iter().skip(at).map(|j| rules[*j].at).collect();
            let Some((bands, gutters)) = run(words, first, &ys) else {
                at += 1;
                continue;
            };
            let (top, bottom) = (ys[0], ys[bands]);
            let region = Rect { x0: first.from, y0: top, x1: first.to, y1: bottom };
            let inner: Vec<Rule> = rules
                .iter()
                .filter(|r| {
                    r.at >= top - SNAP
                        && r.at <= bottom + SNAP
                        && r.from >= first.from - SAME_END
                        && r.to <= first.to + SAME_END
                        && r.length() > 10.0
                })
                .copied()
                .collect();
            let xs = column_borders(&gutters, &inner, &region);
            let vertical: Vec<Rule> = xs.iter().map(|x| Rule { at: *x, from: top, to: bottom }).collect();
            let grids = grid::trace(&inner, &vertical);
            out.extend(grids.into_iter().filter(|g| g.rows() >= 2 && g.columns() >= 2 && g.coverage() > 0.95));
            for j in full.iter().skip(at).take(bands + 1) {
                used[*j] = true;
            }
            at += bands + 1;
        }
    }
    out
}

/// How many bands between rules, from the first on, share gutters: at least a header and a body.
fn run(words: &[Word], first: &Rule, ys: &[f32]) -> Option<(usize, Vec<(f32, f32)>)> {
    let mut best = None;
    let top = *ys.first()?;
    for n in 1..ys.len() {
        let region = Rect { x0: first.from - 1.0, y0: top, x1: first.to + 1.0, y1: ys[n] };
        let inside: Vec<&Word> = words.iter().filter(|w| region.contains(w.rect.cx(), w.rect.cy())).collect();
        let band = Rect { y0: ys[n - 1], ..region };
        let has_text = inside.iter().any(|w| w.rect.cy() > band.y0);
        let gutters = words::gutters(inside.iter().copied(), &region, GUTTER * words::em(inside.iter().copied()));
        if gutters.is_empty() || !has_text {
            break;
        }
        // A row of a table names its columns or fills them: the first band must stand on both sides of a gutter.
        if n == 1 && inside.len() < 2 {
            return None;
        }
        if n >= 2 {
            best = Some((n, gutters));
        }
    }
    best
}

/// Column borders: in each gutter where a rule starts or ends, else in its middle.
fn column_borders(gutters: &[(f32, f32)], rules: &[Rule], region: &Rect) -> Vec<f32> {
    let mut xs = vec![region.x0];
    for (a, b) in gutters {
        let end = rules.iter().flat_map(|r| [r.from, r.to]).find(|x| x > a && x < b);
        xs.push(end.unwrap_or(f32::midpoint(*a, *b)));
    }
    xs.push(region.x1);
    xs
}
