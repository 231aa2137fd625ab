//! A chart in, its entries out: rows are tasks, columns months, quarters or years, and a text, a mark or a fill in a cell
//! is work.

use std::collections::BTreeMap;

use crate::geometry::Rect;
use crate::japanese::{Context as Around, When, YearFrom};
use crate::layout::Cell;
use crate::record::EntryFrom;

use super::cell::{self, Row, is_nothing};
use super::clock::Clock;
use super::draft::{Draft, Line};
use super::grid::{Grid, MIN_MONTHS, is_month, is_span, lasting, month_number, one_line};
use super::words;

/// A row of years or quarters is told by so many.
const MIN_SPANS: usize = 2;
/// The row of months stands among so many rows at the top.
const TOP_ROWS: usize = 4;

/// The dated columns of a chart.
pub(super) struct Columns {
    /// The row that holds them.
    row: usize,
    /// When each column is.
    whens: BTreeMap<usize, When>,
}

/// Neighbouring worked cells.
struct Bar {
    from: When,
    to: When,
    at: Vec<(usize, Rect)>,
}

impl Grid<'_> {
    /// The columns, where the table is a chart that its surroundings announce.
    pub(super) fn chart_columns(&self) -> Option<Columns> {
        if words::announced(&self.around.texts) != Some(true) {
            return None;
        }
        (0..self.table.rows.min(TOP_ROWS)).find_map(|row| self.columns_of(row))
    }

    /// The dates of a row's cells, if the row heads a chart.
    fn columns_of(&self, row: usize) -> Option<Columns> {
        let cells: Vec<&Cell> = self.table.cells.iter().filter(|c| c.row == row).collect();
        let texts: Vec<String> = cells.iter().map(|c| one_line(c)).collect();
        let monthly = |t: &String| is_month(t) || month_number(t).is_some();
        let months = texts.iter().filter(|t| monthly(t)).count();
        let spans = texts.iter().filter(|t| is_span(t)).count();
        // The first column names the tasks; where it is a date, the rows are dated.
        if self.table.cell_at(row, 0).map(one_line).is_some_and(|t| monthly(&t) || is_span(&t)) {
            return None;
        }
        // Years or quarters must be all that the row holds, the heads of the task columns aside.
        let filled = texts.iter().filter(|t| !t.is_empty()).count();
        let least = if months >= MIN_MONTHS {
            MIN_MONTHS
        } else if spans >= MIN_SPANS && filled <= spans + 2 {
            MIN_SPANS
        } else {
            return None;
        };
        // Under years may stand their months: then those are the columns.
        let below = self.table.cells.iter().filter(|c| c.row == row + 1).map(one_line);
        if least == MIN_SPANS && below.filter(|t| monthly(t) || is_span(t)).count() > spans {
            return None;
        }
        let mut clock = Clock::new(self.around.label, None);
        let mut whens = BTreeMap::new();
        for c in cells {
            if let Some(above) = row.checked_sub(1).and_then(|r| self.table.cell_at(r, c.column)) {
                clock.set_by(&one_line(above), YearFrom::MergedCell);
            }
            let text = one_line(c);
            let text = month_number(&text).map_or(text, |m| format!("{m}月"));
            if let Some((when, _)) = clock.read(&text).filter(|w| w.0.start.is_some()) {
                whens.insert(c.column, when);
            }
        }
        (whens.len() >= least).then_some(Columns { row, whens })
    }

    /// Reads a chart.
    pub(super) fn by_columns(&self, columns: &Columns) -> Vec<Draft> {
        let first = columns.whens.keys().next().copied().unwrap_or_default();
        let mut out = Vec::new();
        for row in columns.row + 1..self.table.rows {
            let mut path: Vec<String> = Vec::new();
            for column in 0..first {
                let text = self.table.cell_at(row, column).map(one_line).unwrap_or_default();
                if !text.is_empty() && path.last() != Some(&text) {
                    path.push(text);
                }
            }
            let Some(task) = path.pop() else { continue };
            let above = (!path.is_empty()).then(|| path.join(" / "));
            path.push(task.clone());
            let track = path.join(" / ");
            let cells: Vec<&Cell> = self.table.cells.iter().filter(|c| c.row == row && c.column >= first).collect();
            // A row that is filled from end to end is shading, not work.
            let shaded = cells.iter().all(|c| c.fill.is_some());
            let mut bar: Option<Bar> = None;
            for c in cells {
                let Some(start) = columns.whens.get(&c.column) else { continue };
                let end = (c.column..c.column + c.column_span).rev().find_map(|k| columns.whens.get(&k));
                let end = end.unwrap_or(start);
                let text = one_line(c);
                if !is_nothing(&text) {
                    out.extend(bar.take().and_then(|b| self.bar(&task, above.as_ref(), row, b)));
                    let when = if c.column_span > 1 { lasting(start, end) } else { Some(start.clone()) };
                    let context = Around { fiscal_label: start.fiscal_year, ..Around::default() };
                    for mut draft in cell::entries(&Line::of_cell(c), &Row { when, context }) {
                        draft.track = Some(track.clone());
                        draft.cell = Some((self.around.id.clone(), row, c.column));
                        draft.from = EntryFrom::Chart;
                        out.push(draft);
                    }
                } else if is_mark(&text) || (c.fill.is_some() && !shaded) {
                    bar = Some(match bar.take() {
                        Some(mut bar) => {
                            bar.at.extend(c.at.iter().copied());
                            Bar { to: end.clone(), ..bar }
                        }
                        None => Bar { from: start.clone(), to: end.clone(), at: c.at.clone() },
                    });
                } else {
                    out.extend(bar.take().and_then(|b| self.bar(&task, above.as_ref(), row, b)));
                }
            }
            out.extend(bar.take().and_then(|b| self.bar(&task, above.as_ref(), row, b)));
        }
        out
    }

    /// A bar as an entry.
    fn bar(&self, task: &str, above: Option<&String>, row: usize, bar: Bar) -> Option<Draft> {
        let when = if bar.from == bar.to { bar.from } else { lasting(&bar.from, &bar.to)? };
        Some(Draft {
            when: Some(when),
            event: task.to_owned(),
            raw: task.to_owned(),
            track: above.cloned(),
            cell: Some((self.around.id.clone(), row, 0)),
            from: EntryFrom::Chart,
            at: bar.at,
            ..Draft::default()
        })
    }
}

/// A sign that marks work; a dash says that there is none.
fn is_mark(text: &str) -> bool {
    text.chars().any(|c| "●○◎■□★☆◆◇→←↔⇒⇔▶►▲△▼▽━↓".contains(c))
}
