//! Tables drawn as coloured cells or rows without lines.
//!
//! Panels that touch, or that repeat below one another with text between them, are one table; their edges are its
//! borders. In white rows the borders of the coloured ones go on wherever no word crosses them. White cells that run
//! over several rows are parted by where their labels stand.

use super::aligned::GUTTER;
use super::grid::{self, Face, Grid, positions};
use super::headers::is_number;
use super::labels;
use super::lines::root;
use super::rulings::{Panel, Rule, SNAP};
use super::sheet::Boxed;
use super::unruled;
use super::words::{self, Word};
use crate::geometry::Rect;

/// White rows between coloured ones are at most this many times as high.
const WHITE_ROWS: f32 = 3.2;
/// More panels than this are a picture.
const TOO_MANY: usize = 1_200;
/// A label is centred on its rows within this share of a row's height.
const CENTRED: f32 = 0.4;
/// Boxes whose edges are this close (points) are one.
const SAME_BOX: f32 = 4.0;

/// Finds tables of panels.
pub(super) fn find(words: &[Word], panels: &[Panel], width: f32, ruled: &[Grid], boxes: &[Boxed]) -> Vec<Grid> {
    let near = |a: f32, b: f32| (a - b).abs() <= SAME_BOX;
    let boxed = |r: &Rect| {
        boxes.iter().any(|(b, _)| near(b.x0, r.x0) && near(b.y0, r.y0) && near(b.x1, r.x1) && near(b.y1, r.y1))
    };
    let free: Vec<Rect> = panels
        .iter()
        .map(|p| p.rect)
        // What runs from side to side of the page is the band of a slide's title.
        .filter(|r| r.x0 > SNAP || r.x1 < width - SNAP)
        .filter(|r| !ruled.iter().any(|g| g.rect().grown(SNAP).intersection(r).is_some()) && !boxed(r))
        .collect();
    if free.len() < 2 || free.len() > TOO_MANY {
        return Vec::new();
    }
    // Grounds of whole diagrams hold other panels.
    let ground = |r: &Rect| free.iter().filter(|o| *o != r && r.contains_rect(o, 0.5)).take(2).count() >= 2;
    let free: Vec<Rect> = free.iter().filter(|r| !ground(r)).copied().collect();
    clusters(&free, words).iter().filter_map(|c| table(c, words)).collect()
}

/// Groups panels that touch side by side or repeat below one another.
fn clusters(panels: &[Rect], words: &[Word]) -> Vec<Vec<Rect>> {
    let mut order: Vec<Rect> = panels.to_vec();
    order.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    let mut parent: Vec<usize> = (0..order.len()).collect();
    for i in 0..order.len() {
        for j in i + 1..order.len() {
            let (a, b) = (&order[i], &order[j]);
            let gap = b.y0 - a.y1;
            if gap > WHITE_ROWS * 400.0 {
                break;
            }
            let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
            let beside = ((a.x1 - b.x0).abs() <= SNAP || (b.x1 - a.x0).abs() <= SNAP)
                && shared >= 0.8 * a.height().min(b.height());
            let same_column = (a.x0 - b.x0).abs() <= SNAP && (a.x1 - b.x1).abs() <= SNAP;
            let touching = gap.abs() <= SNAP && a.x1.min(b.x1) - a.x0.max(b.x0) >= 0.8 * a.width().min(b.width());
            let over_white = same_column && gap > SNAP && gap <= WHITE_ROWS * a.height().max(b.height()) && {
                let white = Rect { y0: a.y1, y1: b.y0, ..*a };
                words.iter().any(|w| white.contains(w.rect.cx(), w.rect.cy()))
            };
            if beside || touching || over_white {
                let (p, q) = (root(&mut parent, i), root(&mut parent, j));
                parent[p.max(q)] = p.min(q);
            }
        }
    }
    let mut out: Vec<Vec<Rect>> = vec![Vec::new(); order.len()];
    for (i, r) in order.iter().enumerate() {
        let p = root(&mut parent, i);
        out[p].push(*r);
    }
    out.retain(|c| c.len() >= 2);
    out
}

/// The table that a cluster of panels makes, if its text is one.
fn table(panels: &[Rect], words: &[Word]) -> Option<Grid> {
    let first = panels.first()?;
    let mut region = panels.iter().skip(1).fold(*first, |r, p| r.union(p));
    let mut ys = positions(panels.iter().flat_map(|p| [p.y0, p.y1]));
    if let Some(bottom) = last_white_row(panels, &region, &ys, words) {
        ys.push(bottom);
        region.y1 = bottom;
    }
    let inside: Vec<&Word> = words.iter().filter(|w| region.contains(w.rect.cx(), w.rect.cy())).collect();
    // Shares in bars are a chart: a table has a word somewhere.
    if inside.iter().all(|w| is_number(&w.text) && !w.text.contains(',')) {
        return None;
    }
    // Bars above or below the rows, too thin for text, are trim.
    let em = words::em(inside.iter().copied());
    let thin = |y: &[f32]| y[1] - y[0] < em && !inside.iter().any(|w| w.rect.cy() > y[0] && w.rect.cy() < y[1]);
    let above = ys.windows(2).take_while(|y| thin(y)).count();
    ys.drain(..above);
    let below = ys.windows(2).rev().take_while(|y| thin(y)).count();
    ys.truncate(ys.len() - below);
    let mut xs = positions(panels.iter().flat_map(|p| [p.x0, p.x1]));
    if xs.len() == 2 {
        let em = words::em(inside.iter().copied());
        // The words of the first row name the columns, if they can; else what all rows leave free parts them.
        let first_row = ys.get(1).copied().unwrap_or(region.y1);
        let (header, body): (Vec<&Word>, Vec<&Word>) = inside.iter().copied().partition(|w| w.rect.cy() < first_row);
        let named = if header.len() >= 2 { unruled::between_names(&header, &body, em) } else { None };
        let gutters = named.unwrap_or_else(|| words::gutters(inside.iter().copied(), &region, GUTTER * em));
        xs.splice(1..1, gutters.iter().map(|(a, b)| f32::midpoint(*a, *b)));
    }
    if xs.len() < 3 || ys.len() < 3 || xs.len() * ys.len() > 10_000 {
        return None;
    }
    let grid = traced(panels, &inside, &xs, &ys)?;
    let grid = part_white(grid, panels, &inside);
    if cuts_words(&grid, &inside) {
        return None;
    }
    let filled = |column: usize| {
        grid.faces
            .iter()
            .filter(|f| {
                f.column == column && inside.iter().any(|w| grid.face_rect(f).contains(w.rect.cx(), w.rect.cy()))
            })
            .count()
    };
    let columns = (0..grid.columns()).filter(|c| filled(*c) > 0).count();
    let cells: usize = (0..grid.columns()).map(filled).sum();
    (columns >= 2 && cells >= 3 && grid.coverage() > 0.95 && has_rows(&grid, &inside)).then_some(grid)
}

/// Whether at least two rows hold words in several cells: a heading, a text and two labels on grounds that touch are none.
fn has_rows(grid: &Grid, words: &[&Word]) -> bool {
    let atoms = grid.atoms();
    let mut cells: std::collections::BTreeSet<(usize, usize)> = std::collections::BTreeSet::new();
    for w in words {
        if let Some(face) = grid.face_at(&atoms, w.rect.cx(), w.rect.cy())
            && let Some(f) = grid.faces.get(face)
        {
            cells.extend((f.row..f.row + f.row_span).map(|row| (row, face)));
        }
    }
    (0..grid.rows()).filter(|r| cells.range((*r, 0)..(*r + 1, 0)).take(2).count() == 2).take(2).count() == 2
}

/// Whether borders cut through words: the bars of a chart through their figures.
fn cuts_words(grid: &Grid, words: &[&Word]) -> bool {
    /// One word in so many may be too long for its cell.
    const TOLERATED: usize = 5;
    let atoms = grid.atoms();
    let cut = words.iter().filter(|w| {
        let face = |x: f32| grid.face_at(&atoms, x, w.rect.cy());
        face(w.rect.x0 + 0.3 * w.size) != face(w.rect.x1 - 0.3 * w.size)
    });
    cut.count() * TOLERATED > words.len()
}

/// Where every other row is coloured, the last row may be a white one, below the last coloured one: a single row of words
/// where its text must stand, as high as the white row above, with nothing close below. Gives its lower border.
fn last_white_row(panels: &[Rect], region: &Rect, ys: &[f32], words: &[Word]) -> Option<f32> {
    let rows: Vec<f32> = ys.windows(2).map(|y| y[1] - y[0]).collect();
    let &[.., white, coloured] = rows.as_slice() else { return None };
    let middle = region.y1 - coloured - 0.5 * white;
    let full = |p: &Rect| p.width() >= 0.9 * region.width();
    let is_white = !panels.iter().any(|p| p.y0 < middle && p.y1 > middle);
    if !is_white || !panels.iter().all(full) || panels.len() < 3 || (white - coloured).abs() > 0.3 * coloured {
        return None;
    }
    let bottom = region.y1 + white;
    let below = |w: &&Word| w.rect.cy() > region.y1 && w.rect.cx() > region.x0 && w.rect.cx() < region.x1;
    let row: Vec<&Word> = words.iter().filter(below).filter(|w| w.rect.cy() <= bottom).collect();
    let close = words.iter().filter(below).any(|w| w.rect.cy() > bottom && w.rect.y0 < bottom + 0.5 * white);
    (row.len() >= 2 && !close).then_some(bottom)
}

fn traced(panels: &[Rect], words: &[&Word], xs: &[f32], ys: &[f32]) -> Option<Grid> {
    let mut horizontal = Vec::new();
    let mut vertical = Vec::new();
    for (j, &x) in xs.iter().enumerate() {
        for row in ys.windows(2) {
            let &[top, bottom] = row else { continue };
            let y = f32::midpoint(top, bottom);
            let outer = j == 0 || j + 1 == xs.len();
            let across = panels.iter().any(|p| p.contains(x, y) && x - p.x0 > SNAP && p.x1 - x > SNAP);
            // Full-width rows have no edges inside: there the gutters part the cells.
            let across = across && panels.iter().any(|p| p.width() < xs[xs.len() - 1] - xs[0] - SNAP);
            let crossed = words.iter().any(|w| {
                w.rect.cy() > top
                    && w.rect.cy() < bottom
                    && w.rect.x0 + 0.3 * w.size < x
                    && w.rect.x1 - 0.3 * w.size > x
            });
            // Where a ground ends, a cell ends, whatever stands close to the border.
            let edge =
                panels.iter().any(|p| p.y0 < y && p.y1 > y && ((p.x0 - x).abs() <= SNAP || (p.x1 - x).abs() <= SNAP));
            if outer || edge || !across && !crossed {
                vertical.push(Rule { at: x, from: top, to: bottom });
            }
        }
    }
    for (i, &y) in ys.iter().enumerate() {
        for column in xs.windows(2) {
            let &[left, right] = column else { continue };
            let x = f32::midpoint(left, right);
            let outer = i == 0 || i + 1 == ys.len();
            let edge =
                panels.iter().any(|p| x > p.x0 && x < p.x1 && ((p.y0 - y).abs() <= SNAP || (p.y1 - y).abs() <= SNAP));
            if outer || edge {
                horizontal.push(Rule { at: y, from: left, to: right });
            }
        }
    }
    let mut grids = grid::trace(&super::rulings::merge(horizontal), &super::rulings::merge(vertical));
    if grids.len() == 1 { grids.pop() } else { None }
}

/// Parts white faces over several rows by the labels in them.
fn part_white(mut grid: Grid, panels: &[Rect], words: &[&Word]) -> Grid {
    let mut faces = Vec::new();
    for f in &grid.faces {
        let r = grid.face_rect(f);
        let white = !panels.iter().any(|p| p.contains(r.cx(), r.cy()));
        if f.row_span < 2 || !white {
            faces.push(f.clone());
            continue;
        }
        let mut centres: Vec<f32> =
            words.iter().filter(|w| r.contains(w.rect.cx(), w.rect.cy())).map(|w| w.rect.cy()).collect();
        centres.sort_by(f32::total_cmp);
        centres.dedup_by(|a, b| (*a - *b).abs() < 3.0);
        let rows: Vec<(f32, f32)> =
            (f.row..f.row + f.row_span).filter_map(|i| Some((*grid.ys.get(i)?, *grid.ys.get(i + 1)?))).collect();
        let height = r.height() / f.row_span as f32;
        let sizes = match labels::centred(&centres, &rows) {
            Some((sizes, error)) if error <= CENTRED * height => sizes,
            _ => vec![1; f.row_span],
        };
        let mut row = f.row;
        for n in sizes {
            faces.push(Face { row, row_span: n, ..f.clone() });
            row += n;
        }
    }
    faces.sort_by_key(|f| (f.row, f.column));
    grid.faces = faces;
    grid
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows of three panels, a word in each.
    fn found(top_left: &str) -> usize {
        let cell = |row: usize, column: usize| {
            let (x, y) = (100.0 + 80.0 * column as f32, 100.0 + 20.0 * row as f32);
            Rect::new(x, y, x + 80.0, y + 20.0)
        };
        let places: Vec<(usize, usize)> = (0..3).flat_map(|r| (0..3).map(move |c| (r, c))).collect();
        let panels: Vec<Panel> =
            places.iter().map(|(r, c)| Panel { rect: cell(*r, *c), color: [200, 220, 250] }).collect();
        let words: Vec<Word> = places
            .iter()
            .map(|(r, c)| {
                let at = cell(*r, *c);
                let text = if (*r, *c) == (0, 0) { top_left } else { "25.7%" };
                let rect = Rect::new(at.x0 + 20.0, at.y0 + 6.0, at.x0 + 50.0, at.y0 + 14.0);
                Word { rect, size: 10.0, text: text.to_owned(), bold: false }
            })
            .collect();
        find(&words, &panels, 595.0, &[], &[]).len()
    }

    #[test]
    fn shares_without_a_word_are_bars() {
        assert_eq!((found("区分"), found("7.3%")), (1, 0));
    }
}
