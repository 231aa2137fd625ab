//! Which grids of rules are drawings: bars of a chart, plans of a building, steps side by side.
//!
//! Boxes that share their sides look to the rules like the cells of a table. What tells them apart is what a table is
//! for: its cells stand in rows and columns that are named, and borders part their text.

use super::grid::Grid;
use super::headers::is_number;
use super::ink::Ink;
use crate::geometry::Rect;

/// Fewer boxes in one row may be a label and its value.
const LEAST_STEPS: usize = 3;
/// Steps of a process are drawn alike: their widths differ by less than this share.
const ALIKE: f32 = 0.12;

/// Whether a grid is a drawing and no table.
pub(super) fn is_drawing(grid: &Grid, ink: &Ink) -> bool {
    ink.cut_by(grid) || is_strip(grid, ink) || is_plan(grid, ink) || is_bars(grid, ink)
}

/// Whether a grid is boxes of one size in one row, with words in each and no number among them: steps, or years over an
/// arrow. The row of a table that stands alone has a name and values, or columns as wide as what they hold.
fn is_strip(grid: &Grid, ink: &Ink) -> bool {
    let widths: Vec<f32> = grid.xs.windows(2).map(|x| x[1] - x[0]).collect();
    let (low, high) = widths.iter().fold((f32::MAX, 0.0_f32), |(l, h), w| (l.min(*w), h.max(*w)));
    grid.rows() == 1
        && grid.faces.len() >= LEAST_STEPS
        && grid.faces.len() == grid.columns()
        && high - low <= ALIKE * high
        && grid.faces.iter().all(|f| {
            let text = ink.text(&grid.face_rect(f));
            !text.is_empty() && !is_number(&text)
        })
}

/// Whether a grid is the plan of a building or the stacked bars of a chart: bare numbers in boxes of which many are empty
/// or reach over borders of others, and no word anywhere.
fn is_plan(grid: &Grid, ink: &Ink) -> bool {
    let filled = || grid.faces.iter().map(|f| grid.face_rect(f)).filter(|r| ink.any(r));
    let bare = |t: &str| is_number(t) && !t.contains(',');
    let merged = grid.faces.iter().filter(|f| f.row_span > 1 || f.column_span > 1).count();
    let loose = merged * 3 > grid.faces.len() || filled().count() * 4 < grid.faces.len() * 3;
    loose && filled().all(|r| bare(&ink.text(&r)))
}

/// Whether a grid is the bars of a chart with the gaps between them: columns that hold something stand between columns
/// that hold nothing and are less than half as wide.
fn is_bars(grid: &Grid, ink: &Ink) -> bool {
    let columns = grid.columns();
    if columns < 5 || columns.is_multiple_of(2) {
        return false;
    }
    let empty: Vec<bool> = (0..columns)
        .map(|c| !grid.faces.iter().any(|f| f.column == c && f.column_span == 1 && ink.any(&grid.face_rect(f))))
        .collect();
    let width = |c: usize| grid.xs.get(c + 1).zip(grid.xs.get(c)).map_or(0.0, |(b, a)| b - a);
    let gap = |c: usize| {
        c % 2 == 1 && empty.get(c) == Some(&true) && width(c) * 2.0 < width(c - 1) && width(c) * 2.0 < width(c + 1)
    };
    (0..columns).all(|c| if c % 2 == 1 { gap(c) } else { empty.get(c) == Some(&false) })
}

/// What is left of a drawing: its boxes, and the box around them.
pub(super) fn boxes(grid: &Grid) -> impl Iterator<Item = Rect> + '_ {
    let whole = (grid.faces.len() > 1).then(|| grid.rect());
    grid.faces.iter().map(|f| grid.face_rect(f)).chain(whole)
}
