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

/// A bar drawn over a row keeps so much of the row's height free on either side: what touches the rulings is a ruling
/// or the filling of a cell.
const BAR_CLEAR: f32 = 0.08;
/// A bar works in a column from this share of its width on: bars are drawn by hand and overshoot.
const BAR_REACH: f32 = 0.3;
/// A short bar works where this share of it lies.
const BAR_WITHIN: f32 = 0.6;
/// Two pieces of text stand on one line where their feet differ by no more than this part of the type's size …
const SAME_LINE: f32 = 0.3;
/// … and are one word where no more of it lies between them.
const SAME_WORD: f32 = 0.35;
/// More parts than this in one row are a pattern, no bars.
const MOST_ROW_BARS: usize = 60;
/// Parts of one bar are no further apart, in points.
const BAR_GAP: f32 = 2.0;

/// A bar drawn over a row.
struct Drawn {
    page: usize,
    area: Rect,
    column: usize,
    /// The last column that it covers.
    last: usize,
    from: When,
    to: When,
}

impl Drawn {
    fn join(&mut self, other: Self) {
        if other.column < self.column {
            self.column = other.column;
            self.from = other.from;
        }
        self.last = self.last.max(other.last);
        if other.to.end > self.to.end {
            self.to = other.to;
        }
        self.area = self.area.union(&other.area);
    }
}

/// A shaft and its head, a box and its outline are one bar; two that touch and both have words are two.
fn joined(parts: Vec<Drawn>, cells: &[&Cell]) -> Vec<Drawn> {
    let (labelled, plain): (Vec<Drawn>, Vec<Drawn>) =
        parts.into_iter().partition(|d| !is_nothing(&labels_on(d, cells).0));
    let within = |a: &Rect, b: &Rect| a.x0 >= b.x0 - BAR_GAP && a.x1 <= b.x1 + BAR_GAP;
    let mut out: Vec<Drawn> = Vec::new();
    for part in labelled {
        // The same words twice: a box on a box.
        match out.iter_mut().find(|d| {
            d.page == part.page && touches(&d.area, &part.area) && labels_on(d, cells) == labels_on(&part, cells)
        }) {
            Some(d) => d.join(part),
            None => out.push(part),
        }
    }
    for part in plain {
        let near = |d: &&mut Drawn| d.page == part.page && touches(&d.area, &part.area);
        if out.iter().any(|d| d.page == part.page && touches(&d.area, &part.area) && within(&part.area, &d.area)) {
            continue;
        }
        match out.iter_mut().find(near) {
            Some(d) => d.join(part),
            None => out.push(part),
        }
    }
    out
}

/// Whether two parts of a row are drawn as one.
fn touches(a: &Rect, b: &Rect) -> bool {
    a.x0 - BAR_GAP <= b.x1 && b.x0 - BAR_GAP <= a.x1 && a.y0 - BAR_GAP <= b.y1 && b.y0 - BAR_GAP <= a.y1
}

/// The text that stands on a bar, and the lines it stands in.
fn labels_on(bar: &Drawn, cells: &[&Cell]) -> (String, Vec<(usize, Rect)>) {
    let on = |r: &Rect| {
        let (x, y) = (r.x0.midpoint(r.x1), r.y0.midpoint(r.y1));
        x >= bar.area.x0 && x <= bar.area.x1 && y >= bar.area.y0 && y <= bar.area.y1
    };
    let mut lines: Vec<&crate::layout::Line> =
        cells.iter().flat_map(|c| &c.lines).filter(|l| l.page == bar.page && on(&l.bbox)).collect();
    lines.sort_by(|a, b| {
        (a.bbox.y0 / a.size.max(1.0))
            .round()
            .total_cmp(&(b.bbox.y0 / b.size.max(1.0)).round())
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    (lines.iter().map(|l| l.text.trim()).collect(), lines.iter().map(|l| (l.page, l.bbox)).collect())
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

    /// The first row in which a text runs over the border of two months without a bar that was read: it stands on a
    /// bar of a shape that is not known (an arrow, a picture), and how long that is nobody can tell.
    pub(super) fn cut_labels(&self, columns: &Columns) -> Option<usize> {
        let first = columns.whens.keys().next().copied().unwrap_or_default();
        (columns.row + 1..self.table.rows).find(|row| {
            let cells: Vec<&Cell> = self.table.cells.iter().filter(|c| c.row == *row && c.column >= first).collect();
            let cuts = |a: &crate::layout::Line, b: &crate::layout::Line| {
                let level = (a.bbox.y1 - b.bbox.y1).abs() < a.size * SAME_LINE && a.page == b.page;
                let gap = b.bbox.x0 - a.bbox.x1;
                level && (a.size - b.size).abs() < 0.5 && gap.abs() < a.size * SAME_WORD
            };
            let pairs = cells.iter().zip(cells.iter().skip(1)).filter(|(a, b)| a.column + a.column_span == b.column);
            let mut cut = pairs
                .flat_map(|(a, b)| a.lines.iter().flat_map(|l| b.lines.iter().map(move |m| (l, m))))
                .filter(|(l, m)| cuts(l, m))
                .peekable();
            if cut.peek().is_none() {
                return false;
            }
            let drawn = self.drawn(&cells, columns);
            let told: Vec<(usize, Rect)> = drawn.iter().flat_map(|d| labels_on(d, &cells).1).collect();
            cut.any(|(l, _)| !told.contains(&(l.page, l.bbox)))
        })
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
            let drawn = self.drawn(&cells, columns);
            // Text on a bar that ends says with it what the bar is; the cells under it hold nothing else.
            let mut told: Vec<(usize, Rect)> = Vec::new();
            for d in &drawn {
                let (words, at) = labels_on(d, &cells);
                told.extend(at.iter().copied());
                let event = if is_nothing(&words) { task.clone() } else { words.clone() };
                let track = if is_nothing(&words) { above.clone() } else { Some(track.clone()) };
                let when = if d.from == d.to { Some(d.from.clone()) } else { lasting(&d.from, &d.to) };
                out.push(Draft {
                    when,
                    raw: event.clone(),
                    event,
                    track,
                    cell: Some((self.around.id.clone(), row, d.column)),
                    from: EntryFrom::Chart,
                    at: vec![(d.page, d.area)],
                    ..Draft::default()
                });
            }
            let mut bar: Option<Bar> = None;
            for c in cells {
                if !c.lines.is_empty() && c.lines.iter().all(|l| told.contains(&(l.page, l.bbox))) {
                    continue;
                }
                let Some(start) = columns.whens.get(&c.column) else { continue };
                let end = (c.column..c.column + c.column_span).rev().find_map(|k| columns.whens.get(&k));
                let end = end.unwrap_or(start);
                let text = one_line(c);
                if !is_nothing(&text) {
                    out.extend(bar.take().and_then(|b| self.bar(&task, above.as_ref(), row, b)));
                    let when = if c.column_span > 1 { lasting(start, end) } else { Some(start.clone()) };
                    let context = Around { fiscal_label: start.fiscal_year, ..Around::default() };
                    // ① ② in the months: how often the task comes.
                    if is_round(&text) {
                        let bar = Bar { from: start.clone(), to: end.clone(), at: c.at.clone() };
                        out.extend(self.bar(&format!("{task}{text}"), above.as_ref(), row, bar));
                        continue;
                    }
                    for mut draft in cell::entries(&Line::of_cell(c), &Row { when, context }) {
                        draft.track = Some(track.clone());
                        draft.cell = Some((self.around.id.clone(), row, c.column));
                        draft.from = EntryFrom::Chart;
                        out.push(draft);
                    }
                } else if drawn.iter().any(|d| (d.column..=d.last).contains(&c.column)) {
                    // The bar over the cell is what fills it, and it was told.
                    out.extend(bar.take().and_then(|b| self.bar(&task, above.as_ref(), row, b)));
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

    /// Bars drawn over the cells of a row, from left to right; none where they fill their cells (then the cells are
    /// filled).
    fn drawn(&self, cells: &[&Cell], columns: &Columns) -> Vec<Drawn> {
        let mut out: Vec<Drawn> = Vec::new();
        for (page, area) in &self.around.bars {
            let here: Vec<(&&Cell, &Rect)> = cells
                .iter()
                .filter(|c| columns.whens.contains_key(&c.column))
                .filter_map(|c| Some((c, c.at.iter().find(|(p, _)| p == page).map(|(_, r)| r)?)))
                .collect();
            let Some(row) = here.iter().map(|(_, r)| **r).reduce(|a, b| a.union(&b)) else { continue };
            let height = row.y1 - row.y0;
            let (top, bottom) = (area.y0 - row.y0, row.y1 - area.y1);
            // Clear of the row's rulings above and below, and within the months.
            if top < height * BAR_CLEAR
                || bottom < height * BAR_CLEAR
                || area.x0 < row.x0 - 1.0
                || area.x1 > row.x1 + 1.0
            {
                continue;
            }
            let covered = |r: &Rect| {
                let overlap = area.x1.min(r.x1) - area.x0.max(r.x0);
                overlap > 0.0 && (overlap >= (r.x1 - r.x0) * BAR_REACH || overlap >= (area.x1 - area.x0) * BAR_WITHIN)
            };
            let mut under = here.iter().filter(|(_, r)| covered(r)).map(|(c, _)| c);
            let Some(first) = under.next() else { continue };
            let last = under.next_back().unwrap_or(first);
            let end = (last.column..last.column + last.column_span).rev().find_map(|k| columns.whens.get(&k));
            if let (Some(from), Some(to)) = (columns.whens.get(&first.column), end) {
                out.push(Drawn {
                    page: *page,
                    area: *area,
                    column: first.column,
                    last: last.column,
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
        if out.len() > MOST_ROW_BARS {
            return Vec::new();
        }
        let mut out = joined(out, cells);
        out.sort_by(|a, b| (a.page, a.column).cmp(&(b.page, b.column)).then(a.area.y0.total_cmp(&b.area.y0)));
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

/// A circled number and nothing else.
fn is_round(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace()).peekable();
    chars.peek().is_some() && chars.all(|c| ('①'..='⑳').contains(&c))
}

/// A sign that marks work; a dash says that there is none.
fn is_mark(text: &str) -> bool {
    text.chars().any(|c| "●○◎■□★☆◆◇→←↔⇒⇔▶►▲△▼▽━↓".contains(c))
}
