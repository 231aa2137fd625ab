//! Tables in, the lists that they hold out: cells under a label in the header, cells beside one, a row of cells with a
//! label above or below.

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

/// Columns whose first cell is a label.
fn under_headers(table: &Table, order: usize) -> Vec<Found> {
    if table.rows < 2 || table.columns < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for head in table.cells.iter().filter(|c| c.row == 0 && c.column_span == 1) {
        let Some(label) = label(&one_line(head)) else { continue };
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
