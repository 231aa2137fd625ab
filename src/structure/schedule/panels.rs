//! A table that is set in panels side by side in, the same with its panels below each other out.
//!
//! To save room a long table of dates is cut and its parts are set beside each other (月 | 内容 | 月 | 内容), often a
//! 年度 to each. Read row by row, the dates of one part would date the events of the other.

use crate::layout::{Cell, Table};

use super::grid::one_line;
use super::words::{self, Header};

/// More panels than this do not fit on a page.
const MOST_PANELS: usize = 4;
/// A panel has a date and an event at least.
const LEAST_COLUMNS: usize = 2;

/// The panels below each other.
pub(super) struct Panels {
    /// Header, then per panel a row with what stands over it and its rows.
    pub(super) table: Table,
    /// Rows of the header that are kept.
    header: usize,
    /// Rows of the header as printed.
    printed_header: usize,
    /// Rows of a panel, with the one for its label.
    height: usize,
    /// Columns of a panel.
    width: usize,
}

impl Panels {
    /// Row and column in the table as printed.
    pub(super) fn printed(&self, row: usize, column: usize) -> (usize, usize) {
        let Some(below) = row.checked_sub(self.header) else { return (self.printed_header.saturating_sub(1), column) };
        let (panel, row) = (below / self.height.max(1), below % self.height.max(1));
        (self.printed_header + row.saturating_sub(1), panel * self.width + column)
    }
}

/// Sets the panels below each other, where the last row of the header says the same several times, each time
/// beginning with dates.
pub(super) fn unfold(table: &Table, header_rows: usize) -> Option<Panels> {
    let last = header_rows.checked_sub(1)?;
    let heads: Vec<String> = (0..table.columns)
        .map(|c| table.cell_at(last, c).map(|c| one_line(c).split_whitespace().collect()).unwrap_or_default())
        .collect();
    let count = (2..=MOST_PANELS).rev().find(|n| {
        let width = table.columns / n;
        table.columns.is_multiple_of(*n)
            && width >= LEAST_COLUMNS
            && heads.chunks(width).all(|c| Some(c) == heads.get(..width))
            && heads.first().is_some_and(|h| words::header(h) == Header::Date)
            // 開始 | 終了 and the like are one panel: only its first column holds dates.
            && heads.iter().take(width).skip(1).any(|h| words::header(h) != Header::Date)
    })?;
    let width = table.columns / count;
    let body = table.rows.saturating_sub(header_rows);
    let height = body + 1;
    let mut cells: Vec<Cell> = Vec::new();
    let in_panel = |c: &Cell, panel: usize| (panel * width..(panel + 1) * width).contains(&c.column);
    cells.extend(table.cells.iter().filter(|c| c.row == last && in_panel(c, 0)).map(|c| Cell { row: 0, ..c.clone() }));
    for panel in 0..count {
        let top = 1 + panel * height;
        // What stands over the panel alone: its 年度.
        let over = (0..last)
            .rev()
            .filter_map(|row| table.cell_at(row, panel * width))
            .find(|c| c.column == panel * width && c.column_span <= width && !one_line(c).is_empty());
        cells.push(Cell { row: top, column: 0, row_span: 1, column_span: width, ..over.cloned().unwrap_or_default() });
        for c in table.cells.iter().filter(|c| c.row >= header_rows && in_panel(c, panel)) {
            let column = c.column - panel * width;
            let column_span = c.column_span.clamp(1, width - column);
            cells.push(Cell { row: c.row - header_rows + top + 1, column, column_span, ..c.clone() });
        }
    }
    let table = Table { rows: 1 + count * height, columns: width, cells, header_rows: 1, ..table.clone() };
    Some(Panels { table, header: 1, printed_header: header_rows, height, width })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Draft;
    use super::*;

    fn first(rows: &[&[&str]]) -> Option<Panels> {
        let flow = Draft::new().table(rows).done();
        flow.tables.first().and_then(|t| unfold(t, 1))
    }

    #[test]
    fn panels_go_below_each_other_and_back() {
        let panels = first(&[
            &["月", "内容", "月", "内容"],
            &["4月", "推進本部会議", "10月", "パブリックコメント"],
            &["5月", "意向調査", "11月", "答申"],
        ])
        .unwrap();
        let column: Vec<String> =
            (0..panels.table.rows).filter_map(|r| panels.table.cell_at(r, 0)).map(one_line).collect();
        assert_eq!(column, ["月", "", "4月", "5月", "", "10月", "11月"]);
        // 11月 | 答申 stands in the second row of the second panel.
        assert_eq!(panels.printed(6, 1), (2, 3));
        assert_eq!(panels.printed(2, 0), (1, 0));
    }

    #[test]
    fn other_tables_stay() {
        for rows in [
            &[&["開始", "終了", "作業", "担当"][..], &["4月", "6月", "調査", "企画課"]][..],
            &[&["月", "審議会", "月", "議会"], &["4月", "第1回", "5月", "報告"]],
            &[&["内容", "月", "内容", "月"], &["調査", "4月", "審議", "5月"]],
        ] {
            assert!(first(rows).is_none(), "{rows:?}");
        }
    }
}
