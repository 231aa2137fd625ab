//! A table in, its entries out: rows that are dates, or columns that are months.

use std::collections::BTreeMap;

use crate::geometry::Rect;
use crate::japanese::{Context as Around, Precision, When, YearFrom};
use crate::layout::{Cell, Table};
use crate::record::{EntryFrom, Status};

use super::cell::{self, Row, is_nothing};
use super::clock::{Clock, whole};
use super::draft::{Draft, Line, item};
use super::words::{self, Header};

/// So many of a column's filled cells must be dates for it to date the rows.
const DATE_SHARE: f32 = 0.6;
/// A row of months is told by so many months.
const MIN_MONTHS: usize = 4;
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
}

/// What went wrong in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Dates without a year in reach.
    NoYear,
    /// A date against the order of its rows.
    Order,
}

/// The entries of a table, and what went wrong with which.
pub(super) fn read(table: &Table, around: &Surroundings) -> (Vec<Draft>, Vec<(Trouble, usize)>) {
    let grid = Grid { table, around, header_rows: header_rows(table) };
    if let Some(months) = grid.month_row() {
        (grid.by_columns(months), Vec::new())
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

struct Grid<'t> {
    table: &'t Table,
    around: &'t Surroundings,
    header_rows: usize,
}

impl Grid<'_> {
    /// Headers over a column, outermost first; a cell over the whole table is its title, no header.
    fn header_path(&self, column: usize) -> Vec<String> {
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

    fn header(&self, column: usize) -> Header {
        self.header_path(column).last().map_or(Header::Other, |t| words::header(t))
    }

    /// Cells of a column below the header, by their own row.
    fn body(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.table.cells.iter().filter(move |c| c.column == column && c.row >= self.header_rows)
    }

    /// Whether the surroundings or the table's own words say that this is a schedule.
    fn is_schedule(&self, dates: &[usize]) -> bool {
        let headers: String = (0..self.table.columns).flat_map(|c| self.header_path(c)).collect();
        let near: String = self.around.texts.iter().take(2).cloned().collect();
        if words::denies(&headers) || words::denies(&near) {
            return false;
        }
        let (mut filled, mut numbers) = (0usize, 0usize);
        for c in self.table.cells.iter().filter(|c| c.row >= self.header_rows && !dates.contains(&c.column)) {
            let text = one_line(c);
            let counts = matches!(self.header(c.column), Header::Name | Header::Idle) && is_number(&text);
            if !text.is_empty() && !counts {
                filled += 1;
                numbers += usize::from(is_number(&text));
            }
        }
        if filled == 0 || share(numbers, filled) > MAX_NUMBERS {
            return false;
        }
        let announced = self.around.texts.iter().any(|t| words::announces(t)) || words::announces(&headers);
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
        let mut out = Vec::new();
        for column in 0..self.table.columns {
            let header = self.header(column);
            let monthly = header == Header::Date;
            let texts: Vec<String> = self.body(column).map(one_line).filter(|t| !t.is_empty()).collect();
            let dates = texts.iter().filter(|t| is_date(t, monthly)).count();
            if !texts.is_empty() && share(dates, texts.len()) >= DATE_SHARE && header != Header::Idle {
                out.push(column);
            }
        }
        let events = self.table.columns.saturating_sub(out.len());
        (!out.is_empty() && events > 0 && self.is_schedule(&out)).then_some(out)
    }

    /// Reads a table whose rows are dates.
    fn by_rows(&self, dates: &[usize]) -> (Vec<Draft>, Vec<(Trouble, usize)>) {
        let mut trouble = Vec::new();
        let header = dates.last().and_then(|c| self.header_path(*c).last().cloned());
        let mut clock = Clock::new(self.around.label, header);
        let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
        for row in self.header_rows..self.table.rows {
            // A row that is one cell: 令和5年度 over all columns.
            if let Some(c) = self.table.cell_at(row, 0).filter(|c| c.column_span >= self.table.columns)
                && clock.set_by(&one_line(c), YearFrom::RowAbove)
            {
                continue;
            }
            let when = self.row_date(row, dates, &mut clock).map(|(when, disordered)| {
                if disordered {
                    trouble.push((Trouble::Order, row));
                }
                if when.start.is_none() && when.end.is_none() && is_date(&when.raw, true) {
                    trouble.push((Trouble::NoYear, row));
                }
                when
            });
            let context = when.as_ref().map_or_else(|| clock.context(), |w| clock.within(w));
            rows.insert(row, Row { when, context });
        }
        (self.events(dates, &rows), trouble)
    }

    /// The date of a row from its date cells.
    fn row_date(&self, row: usize, dates: &[usize], clock: &mut Clock) -> Option<(When, bool)> {
        // Each with what is printed, where that is less (11 in a column of months).
        let mut parts: Vec<(String, Option<String>)> = Vec::new();
        for &column in dates {
            let Some(c) = self.table.cell_at(row, column) else { continue };
            let text = one_line(c);
            if text.is_empty() {
                continue;
            }
            let merged = c.row != row;
            if dates.len() > 1
                && clock.set_by(&text, if merged || c.row_span > 1 { YearFrom::MergedCell } else { YearFrom::RowAbove })
            {
                continue;
            }
            parts.push(match month_number(&text) {
                Some(m) => (format!("{m}月"), Some(text)),
                None => (text, None),
            });
        }
        let starts_open = parts.first().is_some_and(|p| is_end(&p.0));
        match parts.as_slice() {
            [] => None,
            [(only, _)] if starts_open && dates.len() > 1 => {
                // The start stands in the row above or, set in the middle of its rows, below.
                let first = *dates.first()?;
                let start = (self.header_rows..=row)
                    .rev()
                    .chain(row + 1..self.table.rows)
                    .filter_map(|r| self.table.cell_at(r, first))
                    .map(one_line)
                    .find(|t| !t.is_empty() && !is_end(t));
                let text = start.map_or_else(|| only.clone(), |s| format!("{s}{only}"));
                clock.read(&text)
            }
            [(only, printed)] => {
                let (mut when, disordered) = clock.read(only)?;
                if let Some(printed) = printed {
                    when.raw.clone_from(printed);
                }
                Some((when, disordered))
            }
            [(start, _), (end, _), ..] => {
                let joined = if is_end(end) { format!("{start}{end}") } else { format!("{start}～{end}") };
                // Two date columns that are no range (計画 | 実績): the first dates the row.
                match whole(&joined, &clock.context()) {
                    Some(_) => clock.read(&joined),
                    None => clock.read(start),
                }
            }
        }
    }

    /// Entries of the event cells.
    fn events(&self, dates: &[usize], rows: &BTreeMap<usize, Row>) -> Vec<Draft> {
        let others: Vec<usize> = (0..self.table.columns).filter(|c| !dates.contains(c)).collect();
        let role = |c: &usize| self.header(*c);
        let mut actors: Vec<usize> = others.iter().copied().filter(|c| role(c) == Header::Actor).collect();
        let mut contents: Vec<usize> = others.iter().copied().filter(|c| role(c) == Header::Content).collect();
        let mut names: Vec<usize> =
            others.iter().copied().filter(|c| matches!(role(c), Header::Name | Header::Other)).collect();
        if names.is_empty() {
            // 区分 or 内容 alone is the event.
            names = if contents.is_empty() { std::mem::take(&mut actors) } else { std::mem::take(&mut contents) };
        }
        let tracks = names.len() > 1;
        let mut out = Vec::new();
        for (&row, dated) in rows {
            let mut drafts: Vec<Draft> = Vec::new();
            let actor = actors.iter().filter_map(|c| self.table.cell_at(row, *c)).map(one_line).find(|t| !t.is_empty());
            for &column in &names {
                let Some(c) = self.table.cell_at(row, column).filter(|c| c.row == row && c.column == column) else {
                    continue;
                };
                let over = names.iter().filter(|n| (c.column..c.column + c.column_span).contains(n)).count();
                let path = self.header_path(column);
                let track = if over > 1 || (!tracks && self.header(column) != Header::Other) || path.is_empty() {
                    actor.clone()
                } else {
                    Some(path.join(" / "))
                };
                let span = self.span(c, rows);
                let mut lines = Line::of_cell(c);
                self.complete_round(column, &mut lines);
                for mut draft in cell::entries(&lines, span.as_ref().unwrap_or(dated)) {
                    draft.track.clone_from(&track);
                    draft.cell = Some((self.around.id.clone(), row, column));
                    drafts.push(draft);
                }
            }
            if let [draft] = drafts.as_mut_slice() {
                for &column in &contents {
                    let Some(c) = self.table.cell_at(row, column).filter(|c| c.row == row) else { continue };
                    for line in Line::of_cell(c).iter().filter(|l| !is_nothing(&l.text)) {
                        draft.items.push(item(&line.text, None));
                        draft.at.push((line.page, line.bbox));
                    }
                }
            } else {
                for &column in &contents {
                    let Some(c) = self.table.cell_at(row, column).filter(|c| c.row == row) else { continue };
                    for mut draft in cell::entries(&Line::of_cell(c), dated) {
                        draft.track = self.header_path(column).last().filter(|_| drafts.len() > 1).cloned();
                        draft.cell = Some((self.around.id.clone(), row, column));
                        drafts.push(draft);
                    }
                }
            }
            // An undated row is an entry only where it says so (未定) or belongs to a schedule that is dated otherwise.
            drafts.retain(|d| d.when.is_some() || d.status != Status::Unspecified);
            out.append(&mut drafts);
        }
        out
    }

    /// A number alone in a column 回 is 第N回.
    fn complete_round(&self, column: usize, lines: &mut [Line]) {
        let header = self.header_path(column).last().cloned().unwrap_or_default();
        if !matches!(header.as_str(), "回" | "回数" | "開催回") {
            return;
        }
        for line in lines {
            if line.text.parse::<u32>().is_ok() {
                line.text = format!("第{}回", line.text);
            }
        }
    }

    /// An event merged over rows of different dates lasts from the first to the last of them.
    fn span(&self, cell: &Cell, rows: &BTreeMap<usize, Row>) -> Option<Row> {
        let first = rows.get(&cell.row)?;
        let last = rows.get(&(cell.row + cell.row_span).checked_sub(1)?)?;
        let (a, b) = (first.when.as_ref()?, last.when.as_ref()?);
        if cell.row_span < 2 || a.raw == b.raw && a.start == b.start {
            return None;
        }
        let when = lasting(a, b)?;
        Some(Row { when: Some(when), context: first.context.clone() })
    }

    /// The row of months of a chart, with the date of each of its columns.
    fn month_row(&self) -> Option<(usize, BTreeMap<usize, When>)> {
        if self.table.columns < MIN_MONTHS {
            return None;
        }
        for row in 0..self.table.rows.min(4) {
            let cells: Vec<&Cell> = self.table.cells.iter().filter(|c| c.row == row).collect();
            let monthly =
                cells.iter().filter(|c| is_month(&one_line(c)) || month_number(&one_line(c)).is_some()).count();
            let named = cells.iter().filter(|c| is_month(&one_line(c))).count();
            if monthly < MIN_MONTHS
                || (named == 0 && row == 0 && !self.around.texts.iter().any(|t| words::announces(t)))
            {
                continue;
            }
            let mut clock = Clock::new(self.around.label, None);
            let mut out = BTreeMap::new();
            for c in cells {
                if let Some(above) = row.checked_sub(1).and_then(|r| self.table.cell_at(r, c.column)) {
                    clock.set_by(&one_line(above), YearFrom::MergedCell);
                }
                let text = one_line(c);
                let text = month_number(&text).map_or(text, |m| format!("{m}月"));
                if let Some((when, _)) = clock.read(&text).filter(|w| w.0.start.is_some()) {
                    out.insert(c.column, when);
                }
            }
            let columns: Vec<usize> = out.keys().copied().collect();
            let announced = self.around.texts.iter().any(|t| words::announces(t));
            let denied = self.around.texts.iter().take(2).any(|t| words::denies(t));
            return (out.len() >= MIN_MONTHS && announced && !denied && !columns.is_empty()).then_some((row, out));
        }
        None
    }

    /// Reads a chart: rows are tasks, columns months, a filled or marked cell is work.
    fn by_columns(&self, (head, months): (usize, BTreeMap<usize, When>)) -> Vec<Draft> {
        let first = months.keys().next().copied().unwrap_or_default();
        let mut out = Vec::new();
        for row in head + 1..self.table.rows {
            let mut path: Vec<String> = Vec::new();
            for column in 0..first {
                let text = self.table.cell_at(row, column).map(one_line).unwrap_or_default();
                if !text.is_empty() && path.last() != Some(&text) {
                    path.push(text);
                }
            }
            let Some(task) = path.last().cloned() else { continue };
            let mut bar: Option<Bar> = None;
            for c in self.table.cells.iter().filter(|c| c.row == row && c.column >= first) {
                let Some(start) = months.get(&c.column) else { continue };
                let last = (c.column..c.column + c.column_span).rev().find_map(|k| months.get(&k)).unwrap_or(start);
                let text = one_line(c);
                if !text.is_empty() && !is_nothing(&text) {
                    let when = if c.column_span > 1 { lasting(start, last) } else { Some(start.clone()) };
                    let context = Around { fiscal_label: start.fiscal_year, ..Around::default() };
                    for mut draft in cell::entries(&Line::of_cell(c), &Row { when, context }) {
                        draft.track = Some(path.join(" / "));
                        draft.cell = Some((self.around.id.clone(), row, c.column));
                        draft.from = EntryFrom::Chart;
                        out.push(draft);
                    }
                    continue;
                }
                if text.is_empty() && c.fill.is_none() {
                    out.extend(bar.take().and_then(|b| self.bar(&task, row, b)));
                    continue;
                }
                bar = Some(match bar.take() {
                    Some(mut bar) => {
                        bar.at.extend(c.at.iter().copied());
                        Bar { to: last.clone(), ..bar }
                    }
                    None => Bar { from: start.clone(), to: last.clone(), at: c.at.clone() },
                });
            }
            out.extend(bar.take().and_then(|b| self.bar(&task, row, b)));
        }
        out
    }

    /// A bar as an entry.
    fn bar(&self, task: &str, row: usize, bar: Bar) -> Option<Draft> {
        let when = if bar.from == bar.to { bar.from } else { lasting(&bar.from, &bar.to)? };
        Some(Draft {
            when: Some(when),
            event: task.to_owned(),
            raw: task.to_owned(),
            cell: Some((self.around.id.clone(), row, 0)),
            from: EntryFrom::Chart,
            at: bar.at,
            ..Draft::default()
        })
    }
}

/// Neighbouring filled cells of a chart.
struct Bar {
    from: When,
    to: When,
    at: Vec<(usize, Rect)>,
}

/// From the first day of one to the last of another.
fn lasting(a: &When, b: &When) -> Option<When> {
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

fn month_number(text: &str) -> Option<u32> {
    text.trim().parse::<u32>().ok().filter(|m| (1..=12).contains(m) && text.trim().len() <= 2)
}

/// A month cell: 10月, R4/10, 令和5年4月.
fn is_month(text: &str) -> bool {
    let t = text.trim();
    t.chars().count() <= 10
        && whole(t, &Around::default())
            .is_some_and(|w| w.precision == Some(Precision::Month) || w.precision.is_none() && w.raw.ends_with('月'))
}

/// The end of a range: ～令和5年11月頃.
fn is_end(text: &str) -> bool {
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
mod tests {
    use super::*;
    use crate::layout::{CellParagraph, Method};

    /// A table from strings: `\n` parts paragraphs, `^` is covered by the cell above, `<` by the cell on the left.
    fn table(rows: &[&[&str]], header_rows: usize) -> Table {
        let mut cells = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                if matches!(*text, "^" | "<") {
                    continue;
                }
                let row_span = 1 + rows[r + 1..].iter().take_while(|row| row[c] == "^").count();
                let column_span = 1 + row[c + 1..].iter().take_while(|t| **t == "<").count();
                let paragraphs = text
                    .split('\n')
                    .filter(|t| !t.is_empty())
                    .map(|t| CellParagraph {
                        text: t.to_owned(),
                        raw: t.to_owned(),
                        page: 1,
                        ..CellParagraph::default()
                    })
                    .collect();
                let header = r < header_rows;
                let at = vec![(1, Rect::default())];
                cells.push(Cell {
                    row: r,
                    column: c,
                    row_span,
                    column_span,
                    paragraphs,
                    header,
                    at,
                    ..Cell::default()
                });
            }
        }
        Table {
            method: Method::Ruled,
            parts: vec![(1, Rect::default())],
            rows: rows.len(),
            columns: rows.first().map_or(0, |r| r.len()),
            cells,
            header_rows,
            header_columns: 0,
            caption: None,
        }
    }

    fn around(texts: &[&str], label: Option<i32>) -> Surroundings {
        Surroundings {
            texts: texts.iter().map(|t| (*t).to_owned()).collect(),
            label: label.map(|l| (l, YearFrom::FiscalLabel)),
            id: "t1".to_owned(),
        }
    }

    /// `start end track event items` of each entry.
    fn shown(table: &Table, around: &Surroundings) -> Vec<String> {
        read(table, around)
            .0
            .iter()
            .map(|d| {
                let when = d.when.clone().unwrap_or_default();
                format!(
                    "{} {} {} {} {}",
                    when.start.as_deref().unwrap_or(".."),
                    when.end.as_deref().unwrap_or(".."),
                    d.track.as_deref().unwrap_or("-"),
                    d.event,
                    d.items.len()
                )
            })
            .collect()
    }

    #[test]
    fn rows_of_dates_with_an_event_column() {
        let t = table(
            &[
                &["開催日", "開催会議名等"],
                &[
                    "令和4年\n10月31日(月)",
                    "第1回総合計画審議会の開催\n○諮問\n○協議:(1)検証について\n(2)見直しについて",
                ],
                &["12月27日(火)", "第1回企画専門委員会の開催\n○委嘱状交付"],
                &["令和5年\n1月16日(月)", "第1回産業専門委員会の開催"],
                &["2月14日(火)", "温海地域振興懇談会"],
            ],
            1,
        );
        assert_eq!(
            shown(&t, &around(&["これまでの経過について"], None)),
            [
                "2022-10-31 2022-10-31 - 第1回総合計画審議会の開催 3",
                "2022-12-27 2022-12-27 - 第1回企画専門委員会の開催 1",
                "2023-01-16 2023-01-16 - 第1回産業専門委員会の開催 0",
                "2023-02-14 2023-02-14 - 温海地域振興懇談会 0",
            ]
        );
    }

    #[test]
    fn months_by_tracks_with_nested_headers() {
        let t = table(
            &[
                &["月", "市", "庁内検討部会", "<", "市民からの意見"],
                &["^", "^", "審議会", "企画専門委員会", "^"],
                &["R4/10", "幹事会(書面)\n各専門委員会委員の選任", "第1回\n・諮問\n(見直しについて)", "", ""],
                &["11", "", "", "", ""],
                &["R5/1", "", "", "第1回\n・委員長選出等", ""],
                &["2", "", "・答申\n(見直しについて)", "", "パブリックコメント"],
                &["3", "後期基本計画の策定", "<", "<", "<"],
            ],
            2,
        );
        assert_eq!(
            shown(&t, &around(&["全体スケジュール(案)"], None)),
            [
                "2022-10-01 2022-10-31 市 幹事会(書面) 0",
                "2022-10-01 2022-10-31 市 各専門委員会委員の選任 0",
                "2022-10-01 2022-10-31 庁内検討部会 / 審議会 第1回 1",
                "2023-01-01 2023-01-31 庁内検討部会 / 企画専門委員会 第1回 1",
                "2023-02-01 2023-02-28 庁内検討部会 / 審議会 答申(見直しについて) 0",
                "2023-02-01 2023-02-28 市民からの意見 パブリックコメント 0",
                "2023-03-01 2023-03-31 - 後期基本計画の策定 0",
            ]
        );
    }

    #[test]
    fn a_label_governs_months_and_the_days_in_them() {
        let t = table(
            &[
                &["年月", "庁内", "市民・未来づくりPJ"],
                &["4月", "第1回策定委員会(4/15)\n庁内作業部会(主な施策)", ""],
                &["5月", "↓", "未来づくりプロジェクト(5/28・5/29)\n主な施策の検討"],
                &["12月", "", "(P)未来づくりプロジェクト(延期)"],
                &["1月", "第4回策定委員会(未定)", "パブリックコメント(12/25～1/23)\n市政懇談会(1/13～1/27)"],
            ],
            1,
        );
        assert_eq!(
            shown(&t, &around(&["経過②"], Some(2025))),
            [
                "2025-04-15 2025-04-15 庁内 第1回策定委員会 0",
                "2025-04-01 2025-04-30 庁内 庁内作業部会(主な施策) 0",
                "2025-05-28 2025-05-28 市民・未来づくりPJ 未来づくりプロジェクト 1",
                "2025-05-29 2025-05-29 市民・未来づくりPJ 未来づくりプロジェクト 1",
                "2025-12-01 2025-12-31 市民・未来づくりPJ 未来づくりプロジェクト 0",
                "2026-01-01 2026-01-31 庁内 第4回策定委員会 0",
                "2025-12-25 2026-01-23 市民・未来づくりPJ パブリックコメント 0",
                "2026-01-13 2026-01-27 市民・未来づくりPJ 市政懇談会 0",
            ]
        );
    }

    #[test]
    fn quarters_under_a_merged_fiscal_year() {
        for merged in ["^", ""] {
            let t = table(
                &[
                    &["年度", "月", "主な作業内容"],
                    &["令和5年度", "4～6月", "《庁内準備作業》\n・策定方針の決定\n・庁内検討組織等設置"],
                    &[merged, "1～3月", "《素案検討》\n・各課ヒアリング"],
                    &["令和6年度", "4～6月", "《素案審議》\n・素案作成\n《素案公表》\n・パブリックコメント実施"],
                ],
                1,
            );
            assert_eq!(
                shown(&t, &around(&["策定スケジュール"], None)),
                [
                    "2023-04-01 2023-06-30 - 庁内準備作業 2",
                    "2024-01-01 2024-03-31 - 素案検討 1",
                    "2024-04-01 2024-06-30 - 素案審議 1",
                    "2024-04-01 2024-06-30 - 素案公表 1",
                ]
            );
        }
    }

    #[test]
    fn start_and_end_columns() {
        for merged in ["^", ""] {
            let t = table(
                &[
                    &["令和5年7月頃", "～令和5年11月頃", "市民意識調査分析"],
                    &[merged, "～令和5年12月頃", "基礎的調査の整理分析"],
                    &["令和6年12月頃", "～令和7年1月頃", "パブリックコメント"],
                    &[merged, "～令和7年3月頃", "後期計画の策定"],
                ],
                0,
            );
            assert_eq!(
                shown(&t, &around(&["スケジュール"], None)),
                [
                    "2023-07-01 2023-11-30 - 市民意識調査分析 0",
                    "2023-07-01 2023-12-31 - 基礎的調査の整理分析 0",
                    "2024-12-01 2025-01-31 - パブリックコメント 0",
                    "2024-12-01 2025-03-31 - 後期計画の策定 0",
                ]
            );
        }
    }

    #[test]
    fn tables_of_other_sorts_give_nothing() {
        for (t, near) in [
            (
                table(&[&["基本構想", "令和2年度～令和11年度(10年間)"], &["前期計画", "令和2年度～令和6年度"]], 0),
                "計画期間",
            ),
            (table(&[&["指標", "令和5年度", "令和11年度"], &["人口", "1,000人", "900人"]], 1), "成果指標"),
            (table(&[&["名称", "指定年月日"], &["本堂", "昭和30年4月1日"]], 1), "市指定文化財"),
            (table(&[&["計画名", "略称"], &["第二次総合計画", "総合計画"]], 1), "計画の名称"),
        ] {
            assert!(shown(&t, &around(&[near], None)).is_empty(), "{near}");
        }
    }

    #[test]
    fn tasks_by_months() {
        let t = table(
            &[
                &["区分", "令和6年度", "<", "<", "<"],
                &["^", "12月", "1月", "2月", "3月"],
                &["素案", "作成", "<", "", ""],
                &["パブリックコメント", "", "●", "●", ""],
            ],
            2,
        );
        assert_eq!(
            shown(&t, &around(&["策定スケジュール"], None)),
            ["2024-12-01 2025-01-31 素案 作成 0", "2025-01-01 2025-02-28 - パブリックコメント 0"]
        );
    }

    #[test]
    fn content_columns_become_items() {
        let t = table(
            &[
                &["回", "開催日", "議題"],
                &["1", "令和5年5月26日(金)", "・会長の選出\n・策定方針について"],
                &["2", "8月2日(水)", "・骨子案について"],
            ],
            1,
        );
        assert_eq!(
            shown(&t, &around(&["審議会の開催経過"], None)),
            ["2023-05-26 2023-05-26 - 第1回 2", "2023-08-02 2023-08-02 - 第2回 1"]
        );
    }
}
