//! What the rules of a page make: tables, boxes, stacks of boxes and drawings.
//!
//! Rules in, grids out: faces that the rules close, without the gaps between double lines, with the names that stand above a box,
//! and parted where two tables stand edge to edge.

use super::drawing;
use super::grid::{self, Face, Grid};
use super::ink::Ink;
use super::rulings::{self, Rulings};
use super::sheet::Boxed;
use crate::geometry::Rect;

/// Rows and columns thinner than this (points) hold no text.
const GAP: f32 = 4.5;

/// Faces must cover so much of a table's box; an empty top-left corner may be missing.
const TABLE_COVERAGE: f32 = 0.7;
/// … and where they cover this much, what is missing is a cell of which a side was forgotten.
const WHOLE: f32 = 0.97;
/// … or this much, what is missing are merged cells that a page break left open.
const CUT_COVERAGE: f32 = 0.85;

/// What rules make.
pub(super) struct Ruled {
    pub(super) tables: Vec<Grid>,
    pub(super) boxes: Vec<Boxed>,
    /// Boxes cut by horizontal rules only: tables of which the text must tell the columns, or else boxes.
    pub(super) stacks: Vec<Grid>,
    /// Boxes that share sides and are no tables; nothing in them is one.
    pub(super) drawings: Vec<Grid>,
}

/// Tables and single boxes that rules make.
pub(super) fn ruled(rulings: &Rulings, ink: &Ink, height: f32) -> Ruled {
    /// Fewer rows than this, edge to edge, are a box with a title.
    const LEAST_STACK: usize = 3;
    let mut tables = Vec::new();
    let mut boxes = Vec::new();
    let mut stacks = Vec::new();
    let mut drawings = Vec::new();
    for grid in grid::trace_on(&rulings.horizontal, &rulings.vertical, height) {
        let rects = grid.faces.iter().map(|f| grid.face_rect(f));
        let with_text: Vec<Rect> = rects.filter(|r| ink.any(r)).collect();
        let filled = with_text.len();
        let fitting = with_text.iter().filter(|r| ink.fit(r)).count();
        if filled == 0 || fitting * 5 < filled * 4 {
            continue;
        }
        let several = grid.columns() >= 2 && grid.faces.len() >= 2;
        // Two boxes that share a side, the one a label on the other, leave a corner free as a table does.
        let labelled = grid.faces.len() == 2 && grid.coverage() < WHOLE;
        let tabular =
            several && !labelled && (filled >= 2 || ink.has_lines(&grid.rect()) && is_cut_row(&grid, rulings, height));
        let coverage = grid.coverage();
        let whole = coverage >= WHOLE
            || coverage >= TABLE_COVERAGE && holes_at_corners(&grid)
            || coverage >= CUT_COVERAGE && holes_at_page_break(&grid);
        if tabular && whole {
            let table = complete(without_gaps(grid.clone(), ink));
            if drawing::is_drawing(&table, ink) {
                boxes.extend(drawing::boxes(&grid).map(|r| (r, None)));
                drawings.push(grid);
            } else {
                tables.push(table);
            }
        } else if let Some(parts) = parts(&grid, ink).filter(|_| tabular) {
            tables.extend(parts);
        } else if grid.columns() == 1 && grid.rows() >= LEAST_STACK && filled >= LEAST_STACK {
            stacks.push(grid);
        } else {
            boxes.extend(grid.faces.iter().map(|f| (grid.face_rect(f), None)));
        }
    }
    Ruled { tables: with_headers(tables, ink), boxes, stacks, drawings }
}

/// Tables that stand edge to edge, drawn as one: beside a long one two short ones, with the title of the lower one between
/// them. One border runs from top to bottom, what no face covers are bands on one side of it.
pub(super) fn parts(grid: &Grid, ink: &Ink) -> Option<Vec<Grid>> {
    /// Smaller ones are boxes of a diagram.
    const LEAST: usize = 3;
    let atoms = grid.atoms();
    let (rows, columns) = (grid.rows(), grid.columns());
    let hole = |r: usize, c: usize| atoms.get(r * columns + c).is_some_and(Option::is_none);
    let part = |top: usize, bottom: usize, left: usize, right: usize| -> Option<Grid> {
        let inside = |f: &&Face| {
            f.row >= top && f.row + f.row_span <= bottom && f.column >= left && f.column + f.column_span <= right
        };
        let faces = grid.faces.iter().filter(inside);
        let faces = faces.map(|f| Face { row: f.row - top, column: f.column - left, ..f.clone() }).collect();
        let part = Grid { xs: grid.xs.get(left..=right)?.to_vec(), ys: grid.ys.get(top..=bottom)?.to_vec(), faces };
        let part = without_unused(&part);
        let filled = part.faces.iter().filter(|f| ink.any(&part.face_rect(f))).count();
        let large = part.rows() >= LEAST && part.columns() >= 2 && filled >= 2 * LEAST;
        (large && part.coverage() >= WHOLE).then_some(part)
    };
    (2..columns.saturating_sub(1)).find_map(|cut| {
        if grid.faces.iter().any(|f| f.column < cut && f.column + f.column_span > cut) {
            return None;
        }
        let mut out = Vec::new();
        for (left, right) in [(0, cut), (cut, columns)] {
            let open = |r: usize| (left..right).all(|c| hole(r, c));
            let mut row = 0;
            while row < rows {
                let top = row + (row..rows).take_while(|r| open(*r)).count();
                let bottom = top + (top..rows).take_while(|r| !open(*r)).count();
                if top < bottom {
                    out.push(part(top, bottom, left, right)?);
                }
                row = bottom;
            }
        }
        (out.len() >= 3).then_some(out)
    })
}

/// Takes out the borders between rows and between columns on which no cell ends: those of a neighbour.
fn without_unused(grid: &Grid) -> Grid {
    let used_row = |i: usize| i == 0 || i == grid.rows() || grid.faces.iter().any(|f| f.row == i);
    let used_column = |i: usize| i == 0 || i == grid.columns() || grid.faces.iter().any(|f| f.column == i);
    let rows: Vec<usize> = (0..grid.ys.len()).filter(|i| used_row(*i)).collect();
    let columns: Vec<usize> = (0..grid.xs.len()).filter(|i| used_column(*i)).collect();
    // How many of the borders that are kept lie before one of the old ones.
    let at = |kept: &[usize], i: usize| kept.partition_point(|k| *k < i);
    let faces = grid
        .faces
        .iter()
        .map(|f| {
            let (row, column) = (at(&rows, f.row), at(&columns, f.column));
            let row_span = at(&rows, f.row + f.row_span) - row;
            let column_span = at(&columns, f.column + f.column_span) - column;
            Face { row, column, row_span, column_span }
        })
        .collect();
    let of = |values: &[f32], kept: &[usize]| kept.iter().filter_map(|i| values.get(*i).copied()).collect();
    Grid { xs: of(&grid.xs, &columns), ys: of(&grid.ys, &rows), faces }
}

/// Puts a header that stands a little above its table back on it: one row, and below it the same columns.
pub(super) fn with_headers(tables: Vec<Grid>, ink: &Ink) -> Vec<Grid> {
    /// The gap is at most this many font sizes of the header …
    const GAP: f32 = 1.2;
    /// … and columns agree within this (points).
    const SAME: f32 = 3.0;
    let mut out: Vec<Grid> = Vec::new();
    for lower in tables {
        let heads = |upper: &Grid| {
            let (u, l) = (upper.rect(), lower.rect());
            let gap = Rect { y0: u.y1 + 0.1, y1: l.y0 - 0.1, ..l };
            let size = ink.extent(&u).map_or(0.0, |e| e.0);
            upper.rows() == 1
                && upper.xs.len() == lower.xs.len()
                && upper.xs.iter().zip(&lower.xs).all(|(a, b)| (a - b).abs() <= SAME)
                && (0.0..=GAP * size).contains(&(l.y0 - u.y1))
                && !ink.any(&gap)
        };
        match out.iter().rposition(heads) {
            Some(i) => {
                let upper = out.remove(i);
                let ys = upper.ys.iter().take(1).chain(&lower.ys).copied().collect();
                let below = lower.faces.iter().map(|f| Face { row: f.row + 1, ..f.clone() });
                let faces = upper.faces.iter().cloned().chain(below).collect();
                out.push(Grid { xs: lower.xs, ys, faces });
            }
            None => out.push(lower),
        }
    }
    let top = |g: &Grid| (g.rect().y0, g.rect().x0);
    out.sort_by(|a, b| top(a).0.total_cmp(&top(b).0).then(top(a).1.total_cmp(&top(b).1)));
    out
}

/// Whether a grid is one row close to the edge of the page without a border on that side: the rest of a row that a page
/// break cut, of which one cell may be left.
fn is_cut_row(grid: &Grid, rulings: &Rulings, height: f32) -> bool {
    /// Share of the page above or below which a page break may be.
    const EDGE: f32 = 0.15;
    /// Share of the width that a border covers.
    const CLOSED: f32 = 0.9;
    let rect = grid.rect();
    let closed = |y: f32| {
        let near = rulings.horizontal.iter().filter(|h| (h.at - y).abs() <= rulings::SNAP);
        let covered: f32 = near.map(|h| (h.to.min(rect.x1) - h.from.max(rect.x0)).max(0.0)).sum();
        covered >= CLOSED * rect.width()
    };
    grid.rows() == 1
        && (rect.y0 <= EDGE * height && !closed(rect.y0) || rect.y1 >= (1.0 - EDGE) * height && !closed(rect.y1))
}

/// Whether what no face covers are rectangles at the corners of the grid: the empty top-left corner of a cross table, the
/// place beside the sums of an invoice, merged cells that go on over page breaks. Holes elsewhere are the space between boxes
/// and their connectors, steps at a corner are bars, unless the grid is a large one.
fn holes_at_corners(grid: &Grid) -> bool {
    let atoms = grid.atoms();
    let (rows, columns) = (grid.rows(), grid.columns());
    let hole = |r: usize, c: usize| atoms.get(r * columns + c).is_some_and(Option::is_none);
    let mut at_corners = 0;
    for (top, left) in [(true, true), (true, false), (false, true), (false, false)] {
        let row = |i: usize| if top { i } else { rows - 1 - i };
        let column = |i: usize| if left { i } else { columns - 1 - i };
        let width = (0..columns).take_while(|c| hole(row(0), column(*c))).count();
        let height = (0..rows).take_while(|r| hole(row(*r), column(0))).count();
        if !grid.is_large() && !(0..height).all(|r| (0..width).all(|c| hole(row(r), column(c)))) {
            return false;
        }
        // Each row has no more of it than the one before, from the corner on.
        let mut most = width;
        for r in 0..height {
            most = (0..most).take_while(|c| hole(row(r), column(*c))).count();
            at_corners += most;
        }
    }
    at_corners == atoms.iter().filter(|a| a.is_none()).count()
}

/// Whether what no face covers lies along the lower side of a table, or along its upper side: cells that go on over a
/// page break have no border there. What lies along both is the space between boxes that connectors join.
fn holes_at_page_break(grid: &Grid) -> bool {
    /// Fewer rows are boxes of a diagram.
    const LEAST: usize = 4;
    let atoms = grid.atoms();
    let (rows, columns) = (grid.rows(), grid.columns());
    let hole = |r: usize, c: usize| atoms.get(r * columns + c).is_some_and(Option::is_none);
    let only_from =
        |rows: &mut dyn Iterator<Item = usize>, c: usize| rows.skip_while(|r| hole(*r, c)).all(|r| !hole(r, c));
    rows >= LEAST
        && ((0..columns).all(|c| only_from(&mut (0..rows), c))
            || (0..columns).all(|c| only_from(&mut (0..rows).rev(), c)))
}

/// Takes out empty rows and columns too thin for text: the space between boxes that stand nearly edge to edge, and
/// between the lines of wide double rules.
pub(super) fn without_gaps(mut grid: Grid, ink: &Ink) -> Grid {
    let empty = |grid: &Grid, f: &Face| !ink.any(&grid.face_rect(f));
    let mut row = 0;
    while row < grid.rows() && grid.rows() > 1 {
        let thin = grid.ys[row + 1] - grid.ys[row] < GAP;
        let here: Vec<&Face> = grid.faces.iter().filter(|f| f.row <= row && row < f.row + f.row_span).collect();
        if thin && here.iter().all(|f| f.row_span > 1 || empty(&grid, f)) {
            grid.faces.retain(|f| f.row != row || f.row_span > 1);
            for f in &mut grid.faces {
                if f.row > row {
                    f.row -= 1;
                } else if f.row + f.row_span > row {
                    f.row_span -= 1;
                }
            }
            grid.ys.remove(if row == 0 { 0 } else { row + 1 });
        } else {
            row += 1;
        }
    }
    let mut column = 0;
    while column < grid.columns() && grid.columns() > 1 {
        let thin = grid.xs[column + 1] - grid.xs[column] < GAP;
        let here: Vec<&Face> =
            grid.faces.iter().filter(|f| f.column <= column && column < f.column + f.column_span).collect();
        if thin && here.iter().all(|f| f.column_span > 1 || empty(&grid, f)) {
            grid.faces.retain(|f| f.column != column || f.column_span > 1);
            for f in &mut grid.faces {
                if f.column > column {
                    f.column -= 1;
                } else if f.column + f.column_span > column {
                    f.column_span -= 1;
                }
            }
            grid.xs.remove(if column == 0 { 0 } else { column + 1 });
        } else {
            column += 1;
        }
    }
    grid
}

/// Fills places without a face with cells, so that the grid has no holes: a corner left open with empty ones, what lies
/// open at the lower side with one for each column, the part of a merged cell above the page break.
pub(super) fn complete(mut grid: Grid) -> Grid {
    let atoms = grid.atoms();
    let (rows, columns) = (grid.rows(), grid.columns());
    let hole = |r: usize, c: usize| atoms.get(r * columns + c).is_some_and(Option::is_none);
    for column in 0..columns {
        let open = (0..rows).rev().take_while(|r| hole(*r, column)).count();
        let cut = if open < rows { open } else { 0 };
        if cut > 0 {
            grid.faces.push(Face { row: rows - cut, column, row_span: cut, column_span: 1 });
        }
        for row in (0..rows - cut).filter(|r| hole(*r, column)) {
            grid.faces.push(Face { row, column, row_span: 1, column_span: 1 });
        }
    }
    grid.faces.sort_by_key(|f| (f.row, f.column));
    grid
}
