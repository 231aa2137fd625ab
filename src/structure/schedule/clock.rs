//! Date texts of a table or list in reading order in, [`When`]s with safe years out.
//!
//! Planning documents print a year once and leave it out below. The clock carries it: from a label (令和7年度), from a
//! row that only says 令和4年, from the row above; it moves on in January. What it inferred it checks against the
//! order of the rows, and it rather leaves a date without a year than gives a wrong one.

use jiff::civil::Date;

use crate::japanese::{Context, Inferred, Precision, When, YearFrom, find, fiscal_label, parse_one};

/// Rows may step back by so many days (two meetings in one month listed by body) without being in another year.
const STEP_BACK: i32 = 62;

/// The running year.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    /// The 年度 that governs, and where it stands.
    label: Option<(i32, YearFrom)>,
    /// Start of what was said last.
    above: Option<Date>,
    /// What heads the dates.
    header: Option<String>,
    /// The rows above were another's: their order says nothing about the next date.
    apart: bool,
}

impl Clock {
    /// A clock for a table or list.
    ///
    /// The day of publication is no part of it: a year guessed from it alone is a guess too many in a schedule.
    pub(super) fn new(label: Option<(i32, YearFrom)>, header: Option<String>) -> Self {
        Self { label, above: None, header, apart: false }
    }

    /// A label that governs from here on.
    pub(super) fn govern(&mut self, fiscal_year: i32, from: YearFrom) {
        if self.label.map(|l| l.0) != Some(fiscal_year) {
            self.label = Some((fiscal_year, from));
            self.above = None;
        }
    }

    /// The rows from here on are of another body or group; dates may start over.
    pub(super) fn part(&mut self) {
        self.apart = true;
    }

    /// What the text sets without dating anything itself: 令和6年度, 令和4年. Tells whether it did.
    pub(super) fn set_by(&mut self, text: &str, from: YearFrom) -> bool {
        let t = text.trim();
        if let Some(year) = fiscal_label(t) {
            self.govern(year, from);
            return true;
        }
        match parse_one(t, &self.context()) {
            Some(w) if w.precision == Some(Precision::Year) => {
                if let Some(start) = w.start.as_deref().and_then(date) {
                    self.label = None;
                    self.above = Some(start);
                }
                true
            }
            _ => false,
        }
    }

    /// What surrounds a date now.
    pub(super) fn context(&self) -> Context {
        Context {
            published: None,
            fiscal_label: self.label.map(|l| l.0),
            fiscal_label_from: self.label.map(|l| l.1),
            row_above: self.above,
            column_header: self.header.clone(),
            ..Context::default()
        }
    }

    /// Context for dates inside a row that is dated itself: its 年度 governs, because 12/25～1/23 in the row 1月
    /// begins before the row does.
    pub(super) fn within(&self, row: &When) -> Context {
        let fiscal = row.fiscal_year.or_else(|| self.label.map(|l| l.0));
        let from = row.year_from.or(self.label.map(|l| l.1)).unwrap_or(YearFrom::Neighbour);
        Context {
            published: None,
            fiscal_label: fiscal,
            fiscal_label_from: fiscal.map(|_| from),
            row_above: row.start.as_deref().and_then(date),
            column_header: (row.precision == Some(Precision::Month))
                .then(|| row.start.as_deref().and_then(date))
                .flatten()
                .map(|d| format!("{}月", d.month())),
            ..Context::default()
        }
    }

    /// Reads a date whose year is printed without its era, which the day of publication tells.
    pub(super) fn read_dated(&mut self, text: &str, published: Option<Date>) -> Option<(When, bool)> {
        let when = whole(text.trim(), &Context { published, row_above: self.above, ..Context::default() })?;
        if let Some(start) = first_day(&when) {
            self.above = Some(start);
        }
        Some((when, false))
    }

    /// Reads the date of a row and moves on. The second value is true where the date goes against the order.
    pub(super) fn read(&mut self, text: &str) -> Option<(When, bool)> {
        let t = text.trim();
        let mut when = whole(t, &self.context())?;
        let mut disordered = false;
        let inferred = when.inferred.contains(&Inferred::Year);
        let apart = std::mem::take(&mut self.apart);
        if apart && inferred && when.year_from == Some(YearFrom::RowAbove) {
            // The month went back, and nobody knows whether by a year or because another's rows begin.
            let carried = first_day(&when).zip(self.above).is_some_and(|(s, a)| s.year() != a.year());
            if carried && when.weekday.as_ref().is_none_or(|w| !w.agrees) {
                when = When { raw: when.raw, ..When::default() };
                return Some((when, false));
            }
        }
        if inferred && let (Some(start), Some(above)) = (first_day(&when), self.above) {
            // A span that lasts until after the row above (年度内 below 9月) does not go back.
            let spans = when.precision != Some(Precision::Day)
                && when.end.as_deref().and_then(date).is_some_and(|e| days(e) >= days(above));
            if days(start) + STEP_BACK < days(above) && !spans {
                // Under one label the months came round: the label's year is over.
                let next = self.label.map(|(y, from)| (y + 1, from));
                let again = next.and_then(|(y, from)| {
                    let mut later = self.clone();
                    later.label = Some((y, from));
                    let w = whole(t, &later.context())?;
                    let s = first_day(&w)?;
                    (days(s) >= days(above) && days(s) - days(above) < 366).then_some(w)
                });
                match again {
                    Some(w) => {
                        when = w;
                        self.label = next;
                    }
                    None => disordered = true,
                }
            }
        } else if !inferred
            && let (Some((label, from)), Some(fiscal)) = (self.label, when.fiscal_year)
            && fiscal != label
            && first_day(&when).is_some()
        {
            // A printed year beats the label and governs what follows (R5/1 moves on by itself).
            self.label = (from == YearFrom::MergedCell).then_some((label, from));
        }
        if let Some(start) = first_day(&when) {
            let coarse = matches!(when.precision, Some(Precision::FiscalYear | Precision::Year | Precision::Half));
            // 年度内 between two months tells nothing of where the rows are.
            if !(coarse && self.above.is_some_and(|a| days(a) > days(start)) && inferred) {
                self.above = Some(start);
            }
        }
        Some((when, disordered))
    }
}

/// The date that a text says as a whole; times of day and 頃 beside it do not matter.
pub(super) fn whole(text: &str, context: &Context) -> Option<When> {
    if let Some(w) = parse_one(text, context) {
        return Some(w);
    }
    let found = find(text, context);
    let first = found.first()?;
    // R5.9～8: what goes on after the range mark is part of the date, whatever it says.
    let marks = ['～', '〜', '~', '-', '.', '/'];
    let after = text.get(first.end..).unwrap_or_default();
    let on = after.trim_start_matches(marks);
    let digits = on.trim_start_matches(|c: char| c.is_ascii_digit());
    // 9月5日～17:00 is a time.
    let time = digits.starts_with([':', '：', '時']);
    if digits.len() < on.len() && !time && (on.len() < after.len() || first.when.raw.ends_with(marks)) {
        return None;
    }
    let mut rest = text.get(..first.start).unwrap_or_default().to_owned();
    rest.push_str(text.get(first.end..).unwrap_or_default());
    let time = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || "：:～〜~-時分半午前後から()（）頃ごろ予定木金土日月火水曜".contains(c)
    };
    (found.len() == 1 && rest.chars().all(time)).then(|| first.when.clone())
}

/// First day that a date says.
pub(super) fn first_day(when: &When) -> Option<Date> {
    when.start.as_deref().or(when.end.as_deref()).and_then(date)
}

/// An ISO day.
pub(super) fn date(iso: &str) -> Option<Date> {
    iso.parse().ok()
}

/// Days on a common scale.
pub(super) fn days(d: Date) -> i32 {
    // Good enough to order and compare: months as 31 days would misplace nothing by more than a few days.
    i32::from(d.year()) * 372 + i32::from(d.month()) * 31 + i32::from(d.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(clock: &mut Clock, rows: &[&str]) -> Vec<String> {
        rows.iter()
            .filter_map(|r| clock.read(r))
            .map(|(w, _)| format!("{}/{}", w.start.as_deref().unwrap_or(".."), w.end.as_deref().unwrap_or("..")))
            .collect()
    }

    #[test]
    fn years_are_carried() {
        let mut clock = Clock::default();
        assert_eq!(
            run(&mut clock, &["令和4年10月31日(月)", "12月27日(火)", "令和5年1月16日(月)", "1月18日(水)"]),
            ["2022-10-31/2022-10-31", "2022-12-27/2022-12-27", "2023-01-16/2023-01-16", "2023-01-18/2023-01-18"]
        );
    }

    #[test]
    fn a_label_governs_its_year() {
        let mut clock = Clock::new(Some((2024, YearFrom::FiscalLabel)), None);
        assert_eq!(
            run(&mut clock, &["10月", "12月", "1月", "3月"]),
            ["2024-10-01/2024-10-31", "2024-12-01/2024-12-31", "2025-01-01/2025-01-31", "2025-03-01/2025-03-31"]
        );
    }

    #[test]
    fn months_come_round_under_one_label() {
        let mut clock = Clock::new(Some((2024, YearFrom::Caption)), None);
        assert_eq!(
            run(&mut clock, &["4月", "9月", "3月", "4月", "8月"]).last().map(String::as_str),
            Some("2025-08-01/2025-08-31")
        );
    }

    #[test]
    fn nothing_in_reach_nothing_said() {
        let mut clock = Clock::default();
        assert_eq!(run(&mut clock, &["10月31日"]), ["../.."]);
    }

    #[test]
    fn a_span_over_the_rows_above_does_not_turn_the_year() {
        let mut clock = Clock::new(Some((2026, YearFrom::FiscalLabel)), None);
        assert_eq!(
            run(&mut clock, &["8月下旬", "9月", "年度内", "1月"]),
            ["2026-08-21/2026-08-31", "2026-09-01/2026-09-30", "2026-04-01/2027-03-31", "2027-01-01/2027-01-31"]
        );
    }

    #[test]
    fn what_goes_on_behind_a_range_mark_is_not_dropped() {
        assert_eq!(whole("R5.9～8", &Context::default()).and_then(|w| w.end), None);
    }
}
