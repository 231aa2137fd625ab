//! Tables in, the lists that they hold out: cells under a label in the header, cells beside one, a row of cells with a
//! label above or below.

use std::ops::Range;

use crate::layout::{Cell, Table};
use crate::record::{At, PolicyItem};
use crate::structure::Context;

use super::Found;
use super::boxes::{nearest_label, units_item, unmarked};
use super::label::{Label, is_column, label};
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

/// Of these, the ones that make it no 施策体系 either: 担当課 and 備考 stand beside policies too.
const NO_TREE: [&str; 10] = ["指標", "目標値", "現状値", "基準値", "事業費", "予算", "開催", "日程", "回答", "意見"];

/// A row of boxes drawn as a table has at least so many cells.
const MIN_ROW: usize = 3;

/// All lists in tables.
pub(super) fn find(context: &Context<'_>) -> Vec<Found> {
    let mut out = Vec::new();
    for (index, table) in context.flow.tables.iter().enumerate() {
        let order = context.table_blocks.get(index).copied().flatten().unwrap_or(usize::MAX);
        let header: String =
            table.cells.iter().filter(|c| c.row == 0 || c.row < table.header_rows).map(Cell::text).collect();
        let before = out.len();
        if !NO_TREE.iter().any(|w| header.contains(w)) {
            out.extend(tree(table, order));
        }
        if out.len() > before || OTHER_SORTS.iter().any(|w| header.contains(w)) {
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

/// A 施策体系: columns headed 基本目標, 政策, 施策 …, where a cell merged over rows holds the cells beside it, or a cell
/// with several paragraphs the items of the one before it. One head must be a label, those beside it may be plainer (節,
/// 主な取組).
fn tree(table: &Table, order: usize) -> Option<Found> {
    // A cell over the whole width captions the table.
    let is_wide = |c: &Cell| c.column_span >= table.columns && table.columns > 1;
    let top = usize::from(table.cell_at(0, 0).is_some_and(is_wide));
    let head = |c: usize| table.cell_at(top, c).filter(|h| h.column == c && h.row == top);
    let named = |c: &usize| head(*c).is_some_and(|h| is_column(&one_line(h)));
    let start = (0..table.columns).find(|c| named(c))?;
    let columns: Vec<usize> = (start..table.columns).take_while(named).collect();
    let labelled = columns.iter().find(|c| head(**c).is_some_and(|h| label(&one_line(h)).is_some()))?;
    let first = head(start)?;
    let rows = first.row + first.row_span..table.rows;
    let inside = |c: &&Cell| c.column == start && rows.contains(&c.row);
    let merged = table.cells.iter().filter(inside).any(|c| c.row_span > 1);
    // Without rules between them the cells below a filled one are empty.
    let empty = table.cells.iter().filter(inside).any(|c| one_line(c).is_empty());
    let several = || {
        let beside = |c: &&Cell| c.column == start + 1 && rows.contains(&c.row);
        table.cells.iter().filter(beside).filter(|c| many(&Unit::from_cell(c)).is_some()).count() >= 2
    };
    if columns.len() < 2 || !(merged || empty || several()) {
        return None;
    }
    let items = branch(table, &columns, rows.clone());
    // The vision over everything is no item: the list begins below it.
    let (named_by, items) = match items.as_slice() {
        [only] if only.items.len() >= 2 => (head(*columns.get(1)?)?, only.items.clone()),
        _ => (first, items),
    };
    let label = label(&one_line(named_by)).or_else(|| label(&one_line(head(*labelled)?)))?;
    let nested = items.iter().any(|i| !i.items.is_empty());
    (items.len() >= 2 && nested).then_some(Found { order, label, items, at: at(named_by), stated: None })
}

/// Several paragraphs of a cell as items: of one marker system, or unmarked phrases.
fn many(units: &[Unit]) -> Option<Vec<PolicyItem>> {
    run(units).or_else(|| (units.len() > 1).then(|| unmarked(units, &Label::default()))?)
}

/// A policy's title is no sentence and no longer than this.
const MAX_TITLE: usize = 60;

/// The items of the first column within some rows, each with those of the next column within its own.
fn branch(table: &Table, columns: &[usize], rows: Range<usize>) -> Vec<PolicyItem> {
    let Some((first, rest)) = columns.split_first() else { return Vec::new() };
    let mut out: Vec<PolicyItem> = Vec::new();
    let cells: Vec<&Cell> =
        table.cells.iter().filter(|c| c.column == *first && rows.contains(&c.row) && !one_line(c).is_empty()).collect();
    for (i, cell) in cells.iter().enumerate() {
        // 【計画目標】 in a cell is a rubric over the items.
        let units: Vec<Unit> = Unit::from_cell(cell).into_iter().filter(|u| !is_rubric(&u.text)).collect();
        // An item reaches down to the next one of its column.
        let end = cells.get(i + 1).map_or(rows.end, |next| next.row).max(cell.row + cell.row_span);
        // Several marked paragraphs in one cell are several items.
        let several = run(&units)
            .or_else(|| (rest.is_empty() && units.len() > 1).then(|| unmarked(&units, &Label::default()))?);
        if let Some(items) = several {
            out.extend(items);
        } else if let Some(mut item) = units_item(&units) {
            if item.title.ends_with('。') || item.title.chars().count() > MAX_TITLE {
                continue;
            }
            let below = branch(table, rest, cell.row..end.min(rows.end));
            if !below.is_empty() {
                item.items = below;
            }
            out.push(item);
        }
    }
    out
}

/// 【…】 around the whole.
fn is_rubric(text: &str) -> bool {
    text.starts_with('【') && text.ends_with('】') && text.matches('【').count() == 1
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
        if let Some(items) = run(&units).or_else(|| unmarked(&units, &label)) {
            // 【主な取組】 within the cell says what the items are, the head of the column (施策の概要) what the cell is.
            let rubric = units.iter().take_while(|u| u.marker.is_none()).last().filter(|u| is_rubric(&u.text));
            let (label, at) = match rubric.and_then(|u| Some((super::label::label(&u.text)?, u))) {
                Some((own, u)) => (own, vec![At::new(u.page, &u.bbox)]),
                None => (label, at(head)),
            };
            out.push(Found { order, label, items, at, stated: None });
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
        if let Some(items) = run(&units).or_else(|| unmarked(&units, &label)) {
            out.push(Found { order, label, items, at: at(head), stated: None });
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
    (items.len() >= MIN_ROW).then_some(Found { order, label, items, at: vec![place], stated: None })
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
            notes: Vec::new(),
            within: None,
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
