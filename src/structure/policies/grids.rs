//! Tables in, the lists that they hold out: cells under a label in the header, cells beside one, a row of cells with a
//! label above or below.

use std::ops::Range;

use crate::layout::{Cell, Table};
use crate::record::{At, PolicyItem};
use crate::structure::Context;

use super::Found;
use super::boxes::{nearest_label, units_item, unmarked};
use super::label::{Label, label};
use super::prose::run;
use super::unit::{Unit, siblings};

/// Words in a header that make the table one of another sort (KPI, budgets, schedules).
const OTHER_SORTS: [&str; 14] = [
    "指標",
    "目標値",
    "現状値",
    "基準値",
    "事業費",
    "予算",
    "担当",
    "備考",
    "開催",
    "月",
    "日程",
    "単位",
    "回答",
    "意見",
];

/// A row of boxes drawn as a table has at least so many cells.
const MIN_ROW: usize = 3;

/// All lists in tables.
pub(super) fn find(context: &Context<'_>) -> Vec<Found> {
    let mut out = Vec::new();
    for (index, table) in context.flow.tables.iter().enumerate() {
        let order = context.table_blocks.get(index).copied().flatten().unwrap_or(usize::MAX);
        let header: String =
            table.cells.iter().filter(|c| c.row == 0 || c.row < table.header_rows).map(Cell::text).collect();
        if OTHER_SORTS.iter().any(|w| header.contains(w)) {
            continue;
        }
        let before = out.len();
        out.extend(tree(table, order));
        if out.len() > before {
            continue;
        }
        out.extend(under_headers(table, order));
        if out.len() == before {
            out.extend(beside_headers(table, order));
        }
        if out.len() == before {
            out.extend(row_of_cells(context, table));
        }
    }
    out
}

/// A 施策体系: columns headed 基本目標, 政策, 施策 …, where a cell merged over rows holds the cells beside it.
fn tree(table: &Table, order: usize) -> Option<Found> {
    let head = |c: usize| table.cell_at(0, c).filter(|h| h.column == c);
    let start = (0..table.columns).find(|c| head(*c).is_some_and(|h| label(&one_line(h)).is_some()))?;
    let labelled = |c: &usize| head(*c).is_some_and(|h| label(&one_line(h)).is_some());
    let columns: Vec<usize> = (start..table.columns).take_while(labelled).collect();
    let merged = table.cells.iter().any(|c| c.column == start && c.row > 0 && c.row_span > 1);
    if columns.len() < 2 || !merged {
        return None;
    }
    let head = head(start)?;
    let items = branch(table, &columns, head.row_span..table.rows);
    (items.len() >= 2).then_some(Found { order, label: label(&one_line(head))?, items, at: at(head) })
}

/// The items of the first column within some rows, each with those of the next column within its own.
fn branch(table: &Table, columns: &[usize], rows: Range<usize>) -> Vec<PolicyItem> {
    let Some((first, rest)) = columns.split_first() else { return Vec::new() };
    let mut out = Vec::new();
    for cell in table.cells.iter().filter(|c| c.column == *first && rows.contains(&c.row)) {
        let units = Unit::from_cell(cell);
        // Several marked paragraphs in one cell are several items.
        let several = run(&units).or_else(|| (rest.is_empty() && units.len() > 1).then(|| unmarked(&units))?);
        if let Some(items) = several {
            out.extend(items);
        } else if let Some(mut item) = units_item(&units) {
            item.items = branch(table, rest, cell.row..cell.row + cell.row_span);
            out.push(item);
        }
    }
    out
}

/// Columns whose first cell is a label.
fn under_headers(table: &Table, order: usize) -> Vec<Found> {
    if table.rows < 2 || table.columns < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for head in table.cells.iter().filter(|c| c.row == 0 && c.column_span == 1) {
        // A bare 視点 or 施策 over a column of a table heads all sorts of things.
        let Some(label) = label(&one_line(head)).filter(|l| l.text.chars().count() > 2) else { continue };
        let units: Vec<Unit> = table
            .cells
            .iter()
            .filter(|c| c.column == head.column && c.row > 0 && c.column_span == 1)
            .flat_map(Unit::from_cell)
            .collect();
        if let Some(items) = run(&units).or_else(|| unmarked(&units)) {
            out.push(Found { order, label, items, at: at(head) });
        }
    }
    out
}

/// Rows whose first cell is a label and whose second holds the items.
fn beside_headers(table: &Table, order: usize) -> Vec<Found> {
    if table.columns != 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for head in table.cells.iter().filter(|c| c.column == 0 && c.column_span == 1) {
        let Some(label) = label(&one_line(head)) else { continue };
        let units: Vec<Unit> = table
            .cells
            .iter()
            .filter(|c| c.column == 1 && (head.row..head.row + head.row_span).contains(&c.row))
            .flat_map(Unit::from_cell)
            .collect();
        if let Some(items) = run(&units).or_else(|| unmarked(&units)) {
            out.push(Found { order, label, items, at: at(head) });
        }
    }
    out
}

/// A row of cells is a row of boxes: each column is an item.
fn row_of_cells(context: &Context<'_>, table: &Table) -> Option<Found> {
    if table.columns < MIN_ROW || table.rows > 3 {
        return None;
    }
    let columns: Vec<Vec<Unit>> = (0..table.columns)
        .map(|c| table.cells.iter().filter(|cell| cell.column == c).flat_map(Unit::from_cell).collect::<Vec<_>>())
        .filter(|units: &Vec<Unit>| !units.is_empty())
        .collect();
    let first = columns.first()?.first()?;
    // Several rows are boxes only where the markers show it.
    let marked = columns.iter().all(|u| match (&first.marker, u.first().and_then(|u| u.marker.as_ref())) {
        (Some(a), Some(b)) => siblings(a, b),
        _ => false,
    });
    if columns.len() < MIN_ROW || (table.rows > 1 && !marked) {
        return None;
    }
    let items: Vec<PolicyItem> = columns.iter().filter_map(|u| units_item(u)).collect();
    let (page, area) = *table.parts.first()?;
    let none = |_: usize| false;
    let (order, label, place): (usize, Label, At) = nearest_label(context, page, &area, items.len(), &none)?;
    (items.len() >= MIN_ROW).then_some(Found { order, label, items, at: vec![place] })
}

/// A cell's text on one line.
fn one_line(cell: &Cell) -> String {
    cell.text().replace('\n', "")
}

fn at(cell: &Cell) -> Vec<At> {
    cell.at.iter().map(|(page, rect)| At::new(*page, rect)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::layout::{CellParagraph, Method};

    #[test]
    fn merged_cells_hold_those_beside_them() {
        let cell = |row: usize, column: usize, row_span: usize, text: &str| Cell {
            row,
            column,
            row_span,
            column_span: 1,
            paragraphs: vec![CellParagraph {
                text: text.to_owned(),
                raw: text.to_owned(),
                page: 1,
                ..CellParagraph::default()
            }],
            at: vec![(1, Rect::default())],
            ..Cell::default()
        };
        let table = Table {
            method: Method::Ruled,
            parts: vec![(1, Rect::default())],
            rows: 4,
            columns: 2,
            cells: vec![
                cell(0, 0, 1, "基本目標"),
                cell(0, 1, 1, "主な施策"),
                cell(1, 0, 2, "1 安心して暮らせるまち"),
                cell(1, 1, 1, "地域福祉の充実"),
                cell(2, 1, 1, "防災体制の強化"),
                cell(3, 0, 1, "2 活力あるまち"),
                cell(3, 1, 1, "農業の振興"),
            ],
            header_rows: 1,
            header_columns: 0,
            caption: None,
        };
        let found = tree(&table, 0).expect("a tree");
        let shown: Vec<String> = found
            .items
            .iter()
            .map(|i| format!("{}:{}", i.title, i.items.iter().map(|n| n.title.as_str()).collect::<Vec<_>>().join(",")))
            .collect();
        assert_eq!(found.label.text, "基本目標");
        assert_eq!(shown, ["安心して暮らせるまち:地域福祉の充実,防災体制の強化", "活力あるまち:農業の振興"]);
    }
}
