//! Tables drawn in all the ways in which producers draw them, against what a person sees (`fixtures/tables`).
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::project;
use keikaku::pipeline;
use keikaku::record::{Places, Table};
use serde::Deserialize;

/// What has to come out of one file.
#[derive(Debug, Deserialize)]
struct Expected {
    tables: Vec<Grid>,
}

/// A table as a person sees it.
#[derive(Debug, PartialEq, Deserialize)]
struct Grid {
    /// Texts; `null` where a merged cell covers the place.
    rows: Vec<Vec<Option<String>>>,
    /// Row, column, height, width.
    spans: Vec<[usize; 4]>,
    header_rows: usize,
    /// Pages that it runs over.
    #[serde(default = "one")]
    pages: usize,
    #[serde(default)]
    caption: Option<String>,
    /// Unit and notes.
    #[serde(default)]
    notes: Vec<String>,
    /// Row and column of the cell in which it stands.
    #[serde(default)]
    within: Option<[usize; 2]>,
    /// Where they are given.
    #[serde(default)]
    header_columns: Option<usize>,
}

fn one() -> usize {
    1
}

fn grid(table: &Table) -> Grid {
    let mut rows = vec![vec![None; table.column_count]; table.row_count];
    let mut spans = Vec::new();
    for c in &table.cells {
        rows[c.row][c.column] = Some(c.text.clone());
        if c.row_span > 1 || c.column_span > 1 {
            spans.push([c.row, c.column, c.row_span, c.column_span]);
        }
    }
    let caption = table.caption.clone();
    Grid {
        rows,
        spans,
        header_rows: table.header_rows,
        pages: table.at.len(),
        caption,
        notes: table.notes.clone(),
        within: table.within.as_ref().map(|w| [w.row, w.column]),
        header_columns: Some(table.header_columns),
    }
}

/// Texts as a record gives them.
fn normalised(mut grid: Grid) -> Grid {
    for text in grid.rows.iter_mut().flatten().flatten() {
        *text = keikaku::japanese::normalize(text);
    }
    grid.caption = grid.caption.map(|c| keikaku::japanese::normalize(&c));
    grid.notes = grid.notes.iter().map(|n| keikaku::japanese::normalize(n)).collect();
    grid
}

fn tables(file: &str) -> Vec<Table> {
    let bytes = fs::read(project(&format!("fixtures/tables/{file}.pdf"))).unwrap();
    pipeline::extract(&bytes, &pipeline::Options::default()).unwrap().tables
}

#[test]
fn grids_are_what_a_person_sees() {
    let keys = fs::read_to_string(project("fixtures/tables/grids.json")).unwrap();
    let keys: BTreeMap<String, Expected> = serde_json::from_str(&keys).unwrap();
    assert!(keys.len() > 55, "{} files", keys.len());
    let mut wrong = Vec::new();
    for (file, expected) in keys {
        let mut got: Vec<Grid> = tables(&file).iter().map(grid).collect();
        let expected: Vec<Grid> = expected.tables.into_iter().map(normalised).collect();
        for (g, e) in got.iter_mut().zip(&expected).filter(|(_, e)| e.header_columns.is_none()) {
            g.header_columns = e.header_columns;
        }
        if got != expected {
            wrong.push(format!("{file}: {got:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_cell_has_its_place() {
    for table in tables("ruled-strokes") {
        for cell in &table.cells {
            let Places::One(at) = &cell.at else { panic!("{cell:?}") };
            let [x0, y0, x1, y1] = at.bbox;
            assert!(at.page == 1 && x0 < x1 && y0 < y1, "{cell:?}");
        }
        let covered: usize = table.cells.iter().map(|c| c.row_span * c.column_span).sum();
        assert_eq!(covered, table.row_count * table.column_count, "no place twice and none left out");
    }
}

/// Events with first and last day that a file gives.
fn scheduled(file: &str) -> Vec<(String, String, String)> {
    let bytes = fs::read(project(&format!("fixtures/tables/{file}.pdf"))).unwrap();
    let record = pipeline::extract(&bytes, &pipeline::Options::default()).unwrap();
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    record.schedule.iter().map(|e| (e.event.clone(), day(&e.when.start), day(&e.when.end))).collect()
}

#[test]
fn bars_are_spans_over_their_months() {
    let expected = [
        ("基礎調査", "2024-04-01", "2024-06-30"),
        ("アンケート", "2024-06-01", "2024-07-31"),
        ("素案の作成", "2024-07-01", "2024-10-31"),
        ("審議会", "2024-06-01", "2024-06-30"),
        ("審議会", "2024-10-01", "2024-10-31"),
        ("ワークショップ", "2024-09-01", "2024-10-31"),
    ];
    assert_eq!(scheduled("gantt"), expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

#[test]
fn block_arrows_and_marks_are_spans_over_their_months() {
    let expected = [
        ("基礎調査", "2025-04-01", "2025-06-30"),
        ("計画案の作成", "2025-06-01", "2025-09-30"),
        ("庁内の調整", "2025-05-01", "2025-10-31"),
        ("審議会", "2025-05-01", "2025-05-31"),
        ("審議会", "2025-09-01", "2025-09-30"),
        ("説明会", "2025-08-01", "2025-08-31"),
        ("公表", "2025-11-01", "2025-11-30"),
    ];
    assert_eq!(scheduled("gantt-arrows"), expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

#[test]
fn cells_over_a_page_break_keep_their_pages() {
    for (file, row, column) in [("pages-cell-cut", 2, 1), ("pages-merged-cell-cut", 1, 0), ("pages-row-open", 2, 1)] {
        let tables = tables(file);
        let cell = tables[0].cells.iter().find(|c| (c.row, c.column) == (row, column)).unwrap();
        let Places::Many(at) = &cell.at else { panic!("{file}: {cell:?}") };
        assert_eq!(at.iter().map(|a| a.page).collect::<Vec<_>>(), [1, 2], "{file}");
    }
}
