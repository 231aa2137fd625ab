//! A table in, its entries out: rows that are dates ([`rows`](super::rows)), or columns that are months
//! ([`chart`](super::chart)).
//!
//! What sort of table it is, is told by its own words and by what stands around it, nearest first; which columns date
//! the rows, by what the cells hold.

use crate::japanese::{Context as Around, Precision, When, YearFrom};
use crate::layout::{Cell, Table};

use super::clock::whole;
use super::draft::Draft;
use super::panels;
use super::rows::dotted;
use super::words::{self, Header};

/// So many of a column's filled cells must be dates for it to date the rows.
const DATE_SHARE: f32 = 0.6;
/// A row or column of months is told by so many months.
pub(super) const MIN_MONTHS: usize = 4;
/// A table of which more of the event cells than this are numbers holds figures, not events.
const MAX_NUMBERS: f32 = 0.4;

/// What stands around a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    /// Caption, headings above and short lines before, nearest first.
    pub(super) texts: Vec<String>,
    /// The 年度 that they name.
    pub(super) label: Option<(i32, YearFrom)>,
    /// Id of the table.
    pub(super) id: String,
    /// When the document was published: tells the era of bare years.
    pub(super) published: Option<jiff::civil::Date>,
    /// Coloured boxes and level strokes on its pages: the bars of a chart.
    pub(super) bars: Vec<(usize, crate::geometry::Rect)>,
}

/// What went wrong in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Dates without a year in reach.
    NoYear,
    /// A date against the order of its rows.
    Order,
    /// Words that run over the borders of a chart's columns, on bars that could not be read.
    Bars,
}

/// The entries of a table, and what went wrong in which row.
pub(super) fn read(table: &Table, around: &Surroundings) -> (Vec<Draft>, Vec<(Trouble, usize)>) {
    let grid = Grid { table, around, header_rows: header_rows(table) };
    if let Some(panels) = panels::unfold(table, grid.header_rows) {
        let (mut drafts, troubles) = read_grid(&panels.table, around);
        for cell in drafts.iter_mut().filter_map(|d| d.cell.as_mut()) {
            (cell.1, cell.2) = panels.printed(cell.1, cell.2);
        }
        return (drafts, troubles.into_iter().map(|(t, row)| (t, panels.printed(row, 0).0)).collect());
    }
    read_grid(table, around)
}

/// Reads a table whose rows or columns are dated.
fn read_grid(table: &Table, around: &Surroundings) -> (Vec<Draft>, Vec<(Trouble, usize)>) {
    let grid = Grid { table, around, header_rows: header_rows(table) };
    if let Some(columns) = grid.chart_columns() {
        match grid.cut_labels(&columns) {
            Some(row) => (Vec::new(), vec![(Trouble::Bars, row)]),
            None => (grid.by_columns(&columns), Vec::new()),
        }
    } else if let Some(columns) = grid.date_columns() {
        grid.by_rows(&columns)
    } else {
        Default::default()
    }
}

/// Leading rows that are header. What layout says is corrected where the first row has a date (a table without
/// header) or only words of headers.
fn header_rows(table: &Table) -> usize {
    let is_dated = |row: usize| table.cells.iter().any(|c| c.row == row && is_date(&one_line(c), false));
    let mut rows = table.header_rows.min(table.rows.saturating_sub(1));
    while rows > 0 && is_dated(rows - 1) {
        rows -= 1;
    }
    if rows == 0 && !is_dated(0) {
        let named = table.cells.iter().any(|c| c.row == 0 && words::header(&one_line(c)) == Header::Date);
        if named {
            // A header cell merged over rows tells how deep the header is.
            rows = table.cells.iter().filter(|c| c.row == 0).map(|c| c.row_span).max().unwrap_or(1).min(3);
        }
    }
    rows.min(table.rows.saturating_sub(1))
}

/// A table with what is known of it.
pub(super) struct Grid<'t> {
    pub(super) table: &'t Table,
    pub(super) around: &'t Surroundings,
    pub(super) header_rows: usize,
}

impl Grid<'_> {
    /// Headers over a column, outermost first; a cell over the whole table is its title, no header.
    pub(super) fn header_path(&self, column: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for row in 0..self.header_rows {
            let Some(c) = self.table.cell_at(row, column) else { continue };
            let text = one_line(c);
            if text.is_empty()
                || c.column_span >= self.table.columns && self.table.columns > 1
                || out.last() == Some(&text)
            {
                continue;
            }
            out.push(text);
        }
        out
    }

    pub(super) fn header(&self, column: usize) -> Header {
        self.header_path(column).last().map_or(Header::Other, |t| words::header(t))
    }

    /// Cells of a column below the header, by their own row.
    pub(super) fn body(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.table.cells.iter().filter(move |c| c.column == column && c.row >= self.header_rows)
    }

    /// Whether the surroundings or the table's own words say that this is a schedule.
    fn is_schedule(&self, dates: &[usize]) -> bool {
        let headers: String = (0..self.table.columns).flat_map(|c| self.header_path(c)).collect();
        let announced = words::announced(&self.around.texts);
        let held = self.around.texts.first().is_some_and(|t| words::held(t).is_some());
        if words::denies(&headers) || announced == Some(false) && !held {
            return false;
        }
        let (mut filled, mut numbers) = (0usize, 0usize);
        for c in self.table.cells.iter().filter(|c| c.row >= self.header_rows && !dates.contains(&c.column)) {
            let text = one_line(c);
            // Numbered meetings and idle columns (参加者数) say nothing here.
            let counts = matches!(self.header(c.column), Header::Name | Header::Idle) && is_number(&text);
            if !text.is_empty() && !counts {
                filled += 1;
                numbers += usize::from(is_number(&text));
            }
        }
        if filled == 0 || share(numbers, filled) > MAX_NUMBERS {
            return false;
        }
        let announced = announced == Some(true) || words::announces(&headers) || held;
        let date_header = dates.iter().any(|c| self.header(*c) == Header::Date);
        let event_header = (0..self.table.columns)
            .any(|c| !dates.contains(&c) && matches!(self.header(c), Header::Name | Header::Content));
        announced || (date_header && (event_header || self.months(dates) >= MIN_MONTHS))
    }

    /// Number of month cells in the date columns.
    fn months(&self, dates: &[usize]) -> usize {
        dates.iter().flat_map(|c| self.body(*c)).filter(|c| is_month(&one_line(c))).count()
    }

    /// Columns of dates, where the table is a schedule by rows.
    fn date_columns(&self) -> Option<Vec<usize>> {
        let mut out = self.split_date().unwrap_or_default();
        if out.is_empty() {
            for column in 0..self.table.columns {
                let header = self.header(column);
                let cells: Vec<&Cell> = self.body(column).filter(|c| !one_line(c).is_empty()).collect();
                let dots = self.dots(column);
                let is_dated = |c: &&&Cell| {
                    date_text(c, header == Header::Date).is_some() || dots && dotted(&one_line(c), true).is_some()
                };
                let dates = cells.iter().filter(is_dated).count();
                if !cells.is_empty() && share(dates, cells.len()) >= DATE_SHARE && header != Header::Idle {
                    out.push(column);
                }
            }
        }
        let events = self.table.columns.saturating_sub(out.len());
        (!out.is_empty() && events > 0 && self.is_schedule(&out)).then_some(out)
    }

    /// Columns 年, 月 and 日 that hold the parts of a date as numbers.
    pub(super) fn split_date(&self) -> Option<Vec<usize>> {
        let named = |c: usize, words: &[&str]| {
            let path = self.header_path(c);
            let text: String = path.last()?.chars().filter(|c| !c.is_whitespace()).collect();
            words.contains(&text.as_str()).then_some(())
        };
        let year = (0..self.table.columns).find(|c| named(*c, &["年", "年月日"]).is_some())?;
        let columns = [year, year + 1, year + 2];
        named(year + 1, &["月", "年月日"])?;
        named(year + 2, &["日", "年月日"])?;
        let months: Vec<String> = self.body(year + 1).map(one_line).filter(|t| !t.is_empty()).collect();
        let numbers = !months.is_empty() && months.iter().all(|t| month_number(t).is_some());
        numbers.then(|| columns.to_vec())
    }
}

/// From the first day of one to the last of another.
pub(super) fn lasting(a: &When, b: &When) -> Option<When> {
    let (start, end) = (a.start.clone()?, b.end.clone()?);
    let mut inferred = a.inferred.clone();
    inferred.extend(b.inferred.iter().copied().filter(|i| !a.inferred.contains(i)));
    Some(When {
        raw: format!("{}～{}", a.raw, b.raw),
        edtf: Some(format!("{}/{}", a.edtf.as_deref().unwrap_or(&start), b.edtf.as_deref().unwrap_or(&end))),
        fiscal_year: a.fiscal_year.filter(|y| b.fiscal_year == Some(*y)),
        approximate: a.approximate || b.approximate,
        year_from: a.year_from.or(b.year_from),
        precision: Some(Precision::Range),
        start: Some(start),
        end: Some(end),
        inferred,
        weekday: None,
    })
}

/// A cell's text on one line.
pub(super) fn one_line(cell: &Cell) -> String {
    cell.paragraphs.iter().map(|p| p.text.trim()).collect::<String>()
}

/// The date of a cell: its whole text, or, under a header of dates, the date that it begins with (the place of the
/// meeting may follow).
pub(super) fn date_text(cell: &Cell, dated_header: bool) -> Option<String> {
    let text = one_line(cell);
    // 〃7月3日: the sign stands for the year above, which is carried as where nothing stands.
    let text = match text.trim_start().strip_prefix(['〃', '″', '゛']) {
        Some(rest) if rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) => rest.trim_start().to_owned(),
        _ => text,
    };
    if is_date(&text, dated_header) {
        return Some(text);
    }
    if !dated_header {
        return None;
    }
    let first = crate::japanese::find(&text, &Around::default()).into_iter().next()?;
    let dated = first.when.precision != Some(Precision::FiscalYear) && first.when.precision != Some(Precision::Year);
    (first.start == 0 && dated && is_date(&first.when.raw, false)).then(|| text.get(..first.end).map(str::to_owned))?
}

/// Whether a text is a date as a whole. `monthly`: a number from 1 to 12 is a month.
pub(super) fn is_date(text: &str, monthly: bool) -> bool {
    let t = text.trim();
    if monthly && month_number(t).is_some() {
        return true;
    }
    // A number alone, a fraction or a duration is none.
    t.chars().any(|c| "年月日/.頃春夏秋冬".contains(c))
        && whole(t, &Around::default()).is_some_and(|w| w.precision.is_some() || w.raw.contains(['月', '/', '.']))
}

pub(super) fn month_number(text: &str) -> Option<u32> {
    text.trim().parse::<u32>().ok().filter(|m| (1..=12).contains(m) && text.trim().len() <= 2)
}

/// A month cell: 10月, R4/10, 令和5年4月.
pub(super) fn is_month(text: &str) -> bool {
    let t = text.trim();
    t.chars().count() <= 10
        && whole(t, &Around::default())
            .is_some_and(|w| w.precision == Some(Precision::Month) || w.precision.is_none() && w.raw.ends_with('月'))
}

/// A column of a chart that is coarser than a month: 令和6年度, 第1四半期, 4～6月, 上期.
pub(super) fn is_span(text: &str) -> bool {
    /// Longest that was seen: 令和6(2024)年度.
    const LONGEST: usize = 14;
    let t = text.trim();
    let coarse = |w: &When| {
        matches!(w.precision, Some(Precision::FiscalYear | Precision::Quarter | Precision::Half | Precision::Range))
    };
    // Any year will do to see what sort of expression it is.
    let around = Around { fiscal_label: Some(2000), ..Around::default() };
    t.chars().count() <= LONGEST && whole(t, &around).is_some_and(|w| coarse(&w) && w.start.is_some())
}

/// The end of a range: ～令和5年11月頃.
pub(super) fn is_end(text: &str) -> bool {
    text.trim_start().starts_with(['～', '〜', '~'])
}

fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ",.%△▲-+人件円千百万億回".contains(c))
}

fn share(part: usize, whole: usize) -> f32 {
    // Table cells are few.
    #[expect(clippy::cast_precision_loss)]
    let share = part as f32 / whole.max(1) as f32;
    share
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
