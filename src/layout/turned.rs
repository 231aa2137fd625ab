//! Tables that stand turned on the page: faces in the page's order in, places as a reader has them out.
//!
//! A wide table on an upright page is set turned by a quarter, and the reader turns the page. The grid is found on the page
//! as it lies; its rows are then the reader's columns.

use super::sheet::SheetTable;
use crate::pdf::Direction;

/// How the text of a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Upright,
    /// It runs up the page.
    Up,
    /// It runs down the page, on its side.
    Down,
}

/// A face on the place that a reader gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seat {
    /// From 0.
    pub(super) row: usize,
    /// From 0.
    pub(super) column: usize,
    /// At least 1.
    pub(super) row_span: usize,
    /// At least 1.
    pub(super) column_span: usize,
    /// Index into the faces of the grid.
    pub(super) face: usize,
}

/// Its faces as a reader has them, row by row.
pub(super) fn seats(t: &SheetTable) -> Vec<Seat> {
    let (rows, columns) = (t.grid.rows(), t.grid.columns());
    let turn = turn(t);
    let seat = |(face, f): (usize, &super::grid::Face)| {
        let (row, column) = match turn {
            Turn::Upright => (f.row, f.column),
            Turn::Up => (f.column, rows.saturating_sub(f.row + f.row_span)),
            Turn::Down => (columns.saturating_sub(f.column + f.column_span), f.row),
        };
        let upright = turn == Turn::Upright;
        let (row_span, column_span) = if upright { (f.row_span, f.column_span) } else { (f.column_span, f.row_span) };
        Seat { row, column, row_span, column_span, face }
    };
    let mut out: Vec<Seat> = t.grid.faces.iter().enumerate().map(seat).collect();
    out.sort_unstable();
    out
}

/// Number of rows and columns that a reader sees.
pub(super) fn size(t: &SheetTable) -> (usize, usize) {
    let (rows, columns) = (t.grid.rows(), t.grid.columns());
    if turn(t) == Turn::Upright { (rows, columns) } else { (columns, rows) }
}

/// Positions of the borders between columns, in reading direction.
pub(super) fn borders(t: &SheetTable) -> Vec<f32> {
    match turn(t) {
        Turn::Upright => t.grid.xs.clone(),
        Turn::Up => t.grid.ys.iter().rev().map(|y| -y).collect(),
        Turn::Down => t.grid.ys.clone(),
    }
}

/// What most of its characters tell.
fn turn(t: &SheetTable) -> Turn {
    let (mut all, mut up, mut down) = (0_usize, 0_usize, 0_usize);
    for s in t.text.iter().flatten() {
        all += s.glyphs.len();
        match s.direction {
            Direction::TurnedUp => up += s.glyphs.len(),
            Direction::TurnedDown => down += s.glyphs.len(),
            _ => {}
        }
    }
    match (up * 2 > all, down * 2 > all) {
        (true, _) => Turn::Up,
        (_, true) => Turn::Down,
        _ => Turn::Upright,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::grid::{Face, Grid};
    use crate::layout::lines::Segment;
    use crate::layout::types::{Line, Method};

    fn table(direction: Direction) -> SheetTable {
        let face = |row, column, row_span| Face { row, column, row_span, column_span: 1 };
        let word =
            Segment { line: Line::default(), glyphs: vec![0], across: 0.0, direction, spread: false, tabs: Vec::new() };
        SheetTable {
            grid: Grid {
                xs: vec![0.0, 20.0, 40.0],
                ys: vec![0.0, 50.0, 80.0, 100.0],
                faces: vec![face(0, 0, 1), face(0, 1, 2), face(1, 0, 2), face(2, 1, 1)],
            },
            method: Method::Ruled,
            tagged: None,
            text: vec![vec![word]],
            lines: Vec::new(),
            fills: Vec::new(),
            within: None,
        }
    }

    #[test]
    fn rows_of_a_turned_table_are_the_columns_of_the_page() {
        let places = |d: Direction| -> Vec<[usize; 5]> {
            seats(&table(d)).iter().map(|s| [s.row, s.column, s.row_span, s.column_span, s.face]).collect()
        };
        let upright = [[0, 0, 1, 1, 0], [0, 1, 2, 1, 1], [1, 0, 2, 1, 2], [2, 1, 1, 1, 3]];
        assert_eq!(places(Direction::Right), upright);
        // Up the page: the left column is the first row, its lowest face comes first.
        assert_eq!(places(Direction::TurnedUp), [[0, 0, 1, 2, 2], [0, 2, 1, 1, 0], [1, 0, 1, 1, 3], [1, 1, 1, 2, 1]]);
        assert_eq!(places(Direction::TurnedDown), [[0, 0, 1, 2, 1], [0, 2, 1, 1, 3], [1, 0, 1, 1, 0], [1, 1, 1, 2, 2]]);
        assert_eq!(size(&table(Direction::TurnedUp)), (2, 3));
        assert_eq!(borders(&table(Direction::TurnedUp)), [-100.0, -80.0, -50.0, 0.0]);
    }
}
