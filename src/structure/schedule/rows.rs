//! A table whose rows are dates in, its entries out.

use std::collections::BTreeMap;

use crate::japanese::{Context as Around, When, YearFrom};
use crate::layout::Cell;
use crate::record::Status;

use super::cell::{self, Row, is_nothing};
use super::clock::{Clock, whole};
use super::draft::{Draft, Line, push_item};
use super::grid::{Grid, Trouble, date_text, is_date, is_end, lasting, month_number, one_line};
use super::words::{self, Header};

/// Columns by what they say of a row.
struct Roles {
    /// Who acts: the track of the row.
    actors: Vec<usize>,
    /// What happens.
    names: Vec<usize>,
    /// What was talked about.
    contents: Vec<usize>,
}

/// A date with dots as one with signs: R5.9～10 → R5年9月～10月, and 5.13 → 5月13日 where the column has such dates.
pub(super) fn dotted(text: &str, days: bool) -> Option<String> {
    let plain = |t: &str| t.chars().all(|c| c.is_ascii_digit());
    let side = |t: &str, era: Option<bool>| -> Option<(String, bool)> {
        let parts: Vec<&str> = t.split('.').collect();
        let (first, rest) = parts.split_first()?;
        let dated = first.starts_with(|c: char| c.is_ascii_alphabetic()) || first.len() == 4;
        let year = first.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        if !plain(year) || year.is_empty() || !rest.iter().all(|r| plain(r) && !r.is_empty() && r.len() <= 2) {
            return None;
        }
        match (dated, rest, era) {
            (true, [m, d], _) => Some((format!("{first}年{m}月{d}日"), true)),
            (true, [m], _) => Some((format!("{first}年{m}月"), false)),
            (false, [d], _) if days => Some((format!("{first}月{d}日"), true)),
            // The end of a range is what its start is.
            (false, [], Some(day)) => Some((format!("{first}{}", if day { "日" } else { "月" }), day)),
            (false, [d], Some(true)) => Some((format!("{first}月{d}日"), true)),
            _ => None,
        }
    };
    let t = text.trim();
    match t.split_once(['～', '~']) {
        Some((a, b)) => {
            let (from, day) = side(a, None)?;
            Some(format!("{from}～{}", side(b, Some(day))?.0))
        }
        None => side(t, None).map(|s| s.0),
    }
}

impl Grid<'_> {
    /// Reads a table whose rows are dates.
    pub(super) fn by_rows(&self, dates: &[usize]) -> (Vec<Draft>, Vec<(Trouble, usize)>) {
        let mut trouble = Vec::new();
        let header = dates.last().and_then(|c| self.header_path(*c).last().cloned());
        let mut clock = Clock::new(self.around.label, header);
        let split = self.split_date().is_some();
        let mut parts = [String::new(), String::new()];
        let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
        for row in self.header_rows..self.table.rows {
            // A row that is one cell: 令和5年度 over all columns.
            if let Some(c) = self.table.cell_at(row, 0).filter(|c| c.column_span >= self.table.columns)
                && clock.set_by(&one_line(c), YearFrom::RowAbove)
            {
                continue;
            }
            if self.begins_another(row, dates) {
                clock.part();
            }
            let read = if split {
                self.split_row_date(row, dates, &mut parts, &mut clock)
            } else {
                self.row_date(row, dates, &mut clock)
            };
            let when = read.map(|(when, disordered)| {
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

    /// Whether another body's rows begin here: a cell merged over rows, or the first after one, in a column beside the
    /// dates.
    fn begins_another(&self, row: usize, dates: &[usize]) -> bool {
        row > self.header_rows
            && (0..self.table.columns).filter(|c| !dates.contains(c)).any(|c| {
                matches!(self.header(c), Header::Name | Header::Actor)
                    && self.body(c).any(|cell| cell.row_span > 1)
                    && self.table.cell_at(row, c).is_some_and(|cell| cell.row == row)
            })
    }

    /// The date of a row whose year, month and day stand in columns of their own; what is blank goes on from above.
    fn split_row_date(
        &self,
        row: usize,
        dates: &[usize],
        above: &mut [String; 2],
        clock: &mut Clock,
    ) -> Option<(When, bool)> {
        let text = |i: usize| dates.get(i).and_then(|c| self.table.cell_at(row, *c)).map(one_line).unwrap_or_default();
        let (year, month, day) = (text(0), text(1), text(2));
        let [last_year, last_month] = above;
        if !year.is_empty() {
            *last_year = year.trim_end_matches('年').to_owned();
            last_month.clear();
        }
        if !month.is_empty() {
            *last_month = month.trim_end_matches('月').to_owned();
        }
        if last_month.is_empty() || (month.is_empty() && day.is_empty()) {
            return None;
        }
        let mut said = format!("{last_month}月");
        if !last_year.is_empty() {
            said = format!("{last_year}年{said}");
        }
        if !day.is_empty() {
            said = format!("{said}{}日", day.trim_end_matches('日'));
        }
        // A bare 27 takes its era from the day of publication; the month has its year then.
        if last_year.is_empty() { clock.read(&said) } else { clock.read_dated(&said, self.around.published) }
    }

    /// The date of a row from its date cells.
    fn row_date(&self, row: usize, dates: &[usize], clock: &mut Clock) -> Option<(When, bool)> {
        // Each with what is printed, where that is less (11 in a column of months), and its column.
        let mut parts: Vec<(String, Option<String>, usize)> = Vec::new();
        for &column in dates {
            let Some(c) = self.table.cell_at(row, column) else { continue };
            let text = one_line(c);
            if text.is_empty() {
                continue;
            }
            let from = if c.row != row || c.row_span > 1 { YearFrom::MergedCell } else { YearFrom::RowAbove };
            if dates.len() > 1 && clock.set_by(&text, from) {
                continue;
            }
            if let Some(spelled) = dotted(&text, self.dots(column)) {
                parts.push((spelled, Some(text), column));
                continue;
            }
            parts.push(match month_number(&text) {
                Some(m) => (format!("{m}月"), Some(text), column),
                None => (date_text(c, self.header(column) == Header::Date).unwrap_or(text), None, column),
            });
        }
        let starts_open = parts.first().is_some_and(|p| is_end(&p.0));
        match parts.as_slice() {
            [] => None,
            [(only, ..)] if starts_open && dates.len() > 1 => {
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
            [(only, printed, _)] => {
                let (mut when, disordered) = clock.read(only)?;
                if let Some(printed) = printed {
                    when.raw.clone_from(printed);
                }
                Some((when, disordered))
            }
            [(start, ..), (end, _, column), ..] => {
                let joined = if is_end(end) {
                    Some(format!("{start}{end}"))
                } else {
                    // Two columns of dates are a range only where the header says so; 計画 and 実績 are none.
                    self.ends(*column).then(|| format!("{start}～{end}"))
                };
                match joined.filter(|j| whole(j, &clock.context()).is_some()) {
                    Some(joined) => clock.read(&joined),
                    None => clock.read(start),
                }
            }
        }
    }

    /// Whether a column writes its dates with dots: R5.7.21. Only then is 5.13 a day.
    pub(super) fn dots(&self, column: usize) -> bool {
        self.body(column).any(|c| {
            let text = one_line(c);
            let first = text.split(['～', '~', '-', ' ']).next().unwrap_or_default();
            first.matches('.').count() == 2 && whole(first, &Around::default()).is_some_and(|w| w.start.is_some())
        })
    }

    /// Whether a column is headed as the end of a range.
    fn ends(&self, column: usize) -> bool {
        let header = self.header_path(column).last().cloned().unwrap_or_default();
        ["終了", "まで", "至", "完了", "終期", "締切"].iter().any(|w| header.contains(w))
    }

    /// What the columns beside the dates say.
    fn roles(&self, dates: &[usize], rows: &BTreeMap<usize, Row>) -> Roles {
        let others: Vec<usize> = (0..self.table.columns).filter(|c| !dates.contains(c)).collect();
        let of = |wanted: &[Header]| -> Vec<usize> {
            others.iter().copied().filter(|c| wanted.contains(&self.header(*c))).collect()
        };
        let mut actors = of(&[Header::Actor]);
        let mut contents = of(&[Header::Content]);
        let mut names = of(&[Header::Name, Header::Other]);
        // A name merged over rows of different dates (総合計画審議会 over 第1回, 第2回 …) is who acts in them.
        if names.len() + contents.len() > 1 {
            let (over, rest): (Vec<usize>, Vec<usize>) = names.iter().partition(|c| {
                // A blank head before the dates is the corner over labels set beside them.
                let labels = self.header_path(**c).is_empty() && dates.first().is_some_and(|d| *c < d);
                (self.header(**c) == Header::Name || labels)
                    && self.body(**c).any(|cell| self.span(cell, rows).is_some())
            });
            if !over.is_empty() {
                actors = over;
                names = rest;
            }
        }
        if names.is_empty() {
            // 区分 or 内容 alone is the event.
            names = if contents.is_empty() { std::mem::take(&mut actors) } else { std::mem::take(&mut contents) };
        }
        Roles { actors, names, contents }
    }

    /// Entries of the event cells.
    fn events(&self, dates: &[usize], rows: &BTreeMap<usize, Row>) -> Vec<Draft> {
        let Roles { actors, names, contents } = self.roles(dates, rows);
        let tracks = names.len() > 1;
        // 総合計画審議会の開催経過 over a table of 第1回, 第2回 ….
        let host = self.around.texts.iter().find(|t| words::announces(t)).and_then(|t| words::body(t));
        let by_place = names.iter().all(|c| self.header(*c) == Header::Other) && contents.is_empty();
        let held = self.around.texts.first().filter(|_| by_place).and_then(|t| words::held(t));
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
            let own: Vec<&Cell> =
                contents.iter().filter_map(|c| self.table.cell_at(row, *c)).filter(|c| c.row == row).collect();
            if let [draft] = drafts.as_mut_slice() {
                for line in own.iter().flat_map(|c| Line::of_cell(c)).filter(|l| !is_nothing(&l.text)) {
                    push_item(&mut draft.items, &line.text);
                    draft.at.push((line.page, line.bbox));
                }
            } else {
                for c in own {
                    for mut draft in cell::entries(&Line::of_cell(c), dated) {
                        draft.track = actor.clone();
                        draft.cell = Some((self.around.id.clone(), row, c.column));
                        drafts.push(draft);
                    }
                }
            }
            // ●ワークショップの実施状況 over 地区 | 開催日時: what was held stands in the caption, where in the row.
            if let Some(held) = &held {
                for draft in drafts.iter_mut().filter(|d| d.when.is_some() && !words::names_act(&d.event)) {
                    if crate::japanese::numerals::round(&draft.event).is_none() {
                        draft.track = Some(std::mem::replace(&mut draft.event, held.clone()));
                    }
                }
            }
            // Without a date a line is an entry only where it says so (未定) or names an act.
            for draft in drafts.iter_mut().filter(|d| d.track.is_none()) {
                draft.host.clone_from(&host);
            }
            drafts.retain(|d| d.when.is_some() || d.status != Status::Unspecified || words::names_act(&d.event));
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
}
