//! A table in, its texts row by row out, for formats that know no merged cells.

use crate::record::{Cell, Table};

/// The texts of a table, row by row. A merged cell's text stands at its top left, or in every place that it covers.
pub(super) fn rows(table: &Table, repeat_merged: bool) -> Vec<Vec<&str>> {
    let mut rows = vec![vec![""; table.column_count]; table.row_count];
    for c in &table.cells {
        let (height, width) = if repeat_merged { (c.row_span, c.column_span) } else { (1, 1) };
        for row in rows.iter_mut().skip(c.row).take(height) {
            for place in row.iter_mut().skip(c.column).take(width) {
                *place = &c.text;
            }
        }
    }
    rows
}

/// Cells that start in a row, from left to right.
pub(super) fn starting(table: &Table, row: usize) -> impl Iterator<Item = &Cell> {
    table.cells.iter().filter(move |c| c.row == row)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn cell(row: usize, column: usize, spans: (usize, usize), text: &str) -> Cell {
        let header = row < 2;
        Cell { row, column, row_span: spans.0, column_span: spans.1, text: text.into(), header, ..Cell::default() }
    }

    /// A header on two levels over a row of data.
    pub(in crate::cli::tables) fn budget() -> Table {
        Table {
            id: "t1".into(),
            caption: Some("表1 事業費".into()),
            notes: vec!["(単位:千円)".into()],
            row_count: 3,
            column_count: 3,
            header_rows: 2,
            cells: vec![
                cell(0, 0, (2, 1), "区分"),
                cell(0, 1, (1, 2), "令和6年度"),
                cell(1, 1, (1, 1), "予算額"),
                cell(1, 2, (1, 1), "増減"),
                cell(2, 0, (1, 1), "道路|橋\n(舗装, \"A\")"),
                cell(2, 1, (1, 1), "1,234"),
                cell(2, 2, (1, 1), "△6.8"),
            ],
            ..Table::default()
        }
    }

    #[test]
    fn merged_cells_once_or_everywhere() {
        let table = budget();
        assert_eq!(rows(&table, false)[..2], [["区分", "令和6年度", ""], ["", "予算額", "増減"]]);
        assert_eq!(rows(&table, true)[..2], [["区分", "令和6年度", "令和6年度"], ["区分", "予算額", "増減"]]);
    }
}
