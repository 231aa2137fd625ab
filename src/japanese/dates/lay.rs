//! What was read, laid on the calendar and put down, with what was odd about it.

use super::Found;
use super::context::Around;
use super::expression::Finder;
use super::point::{Point, Unit, Year};
use super::resolve::{Resolved, Span, kanji_weekday, resolve, year_month};
use super::scan::Gap;
use super::value::{after_length, before_length, between, single};
use super::warning::{Warning, WarningCode};
use super::when::{Inferred, Precision, Weekday, When, YearFrom};
use super::words::{self, Length};

impl Finder<'_> {
    /// One date by itself. An impossible one is passed over with all that belongs to it.
    pub(super) fn push_point(&mut self, start: usize, point: &Point, end: usize) -> Option<usize> {
        match resolve(point, &self.around) {
            Resolved::Dated(span) => {
                self.push(start, end, single(&span, point.approximate));
                self.tell_odd(point, &span, start, end);
                self.remember(start, point, &span);
            }
            // 本年度 and 来年度 say nothing where their anchor is not known.
            Resolved::Undated(_)
                if point.month_from.is_some()
                    || (matches!(point.year, Some(Year::FromPresent(_) | Year::FromNeighbour(_)))
                        && point.month.is_none()) => {}
            Resolved::Undated(weekday) => self.push_undated(start, end, point.approximate, weekday),
            Resolved::Impossible => self.warn(WarningCode::ImpossibleDate, start, end),
        }
        Some(end)
    }

    /// What later dates of the text may lean on: a printed year with its month, or a year that stands as a label.
    fn remember(&mut self, start: usize, point: &Point, span: &Span) {
        if point.year.is_some() || point.month.is_some() {
            self.around.spoken_of = Some(span.carry);
        }
        let from_text = point.year.is_some() || span.year_from == Some(YearFrom::Neighbour);
        let is_label = || {
            let opens = self.scan.gap(start) == Gap::Break
                || self.scan.glued(start).is_some_and(|c| "([【〔《〈≪■◆●○◎□◇▼・).".contains(c));
            let closes = self.scan.gap(point.end) > Gap::None || self.scan.is(point.end, ")]】〕》〉≫:\t");
            opens && closes
        };
        if from_text && (point.month.is_some() || is_label()) {
            self.around.carry = Some(span.carry);
        }
    }

    pub(super) fn push_range(&mut self, start: usize, mut first: Point, second: Point) -> usize {
        let scan = &self.scan;
        // 令和9～11年度, and 令和9年～11年度 by a slip: 度 holds for both.
        let years_only = |p: &Point| p.year.is_some() && p.month.is_none() && p.part.is_none();
        if first.is_bare_year() || (years_only(&first) && years_only(&second) && second.unit == Unit::Fiscal) {
            first.unit = second.unit;
        }
        (first.month_unit_elided, first.day_unit_elided) = (false, false);
        // (3年間) behind a period says its length once more.
        let mut end = second.end;
        if let Some(inside) = scan.any(end, &["(", "の"])
            && let Some(length) = words::length(scan, inside)
        {
            end = if scan.is(end, "の") { length.end } else { scan.word(length.end, ")").unwrap_or(end) };
        }
        let raw_end = second.end;
        let approximate = (first.approximate, second.approximate);
        match self.resolve_range(&first, &second) {
            Some(RangeResult::Dated(a, b)) => {
                let mut when = between(Some(&a), Some(&b), approximate);
                when.weekday = match (&a.weekday, &b.weekday) {
                    (Some(from), Some(to)) => {
                        Some(Weekday { printed: from.printed.clone(), agrees: from.agrees && to.agrees })
                    }
                    (from, to) => from.clone().or_else(|| to.clone()),
                };
                self.push(start, raw_end, when);
                self.tell_odd(&first, &a, start, raw_end);
                self.tell_odd(&second, &b, start, raw_end);
                self.remember(start, &first, &a);
            }
            Some(RangeResult::Reversed) => {
                self.warn(WarningCode::EndBeforeStart, start, raw_end);
                self.push(start, raw_end, When { approximate: approximate.0 || approximate.1, ..When::default() });
            }
            Some(RangeResult::Undated) => {
                self.push_undated(start, raw_end, approximate.0 || approximate.1, None);
            }
            None => self.warn(WarningCode::ImpossibleDate, start, raw_end),
        }
        end
    }

    /// Both ends on the calendar. None where one is no day.
    fn resolve_range(&self, first: &Point, second: &Point) -> Option<RangeResult> {
        let a = match resolve(first, &self.around) {
            Resolved::Impossible => return None,
            Resolved::Dated(span) => span,
            Resolved::Undated(_) => return self.resolve_backwards(first, second),
        };
        let around = Around { carry: Some(a.carry), spoken_of: Some(a.carry), ..self.around };
        // The year of the start holds for the end: a weekday that contradicts it is a slip, and moves nothing.
        let shares_year = second.year.is_none();
        let unchecked = Point { weekday: second.weekday.filter(|_| !shares_year), ..*second };
        let mut b = match resolve(&unchecked, &around) {
            Resolved::Impossible => return None,
            Resolved::Dated(span) => span,
            Resolved::Undated(_) => return Some(RangeResult::Undated),
        };
        if let Some(printed) = second.weekday.filter(|_| shares_year) {
            let agrees = kanji_weekday(b.start) == printed;
            b.weekday = Some(Weekday { printed: printed.to_string(), agrees });
            b.odd = (!agrees).then_some(WarningCode::WeekdayDisagrees);
        }
        Some(if a.start <= b.end { RangeResult::Dated(a, b) } else { RangeResult::Reversed })
    }

    /// 4月～令和6年3月: the year stands at the end only.
    fn resolve_backwards(&self, first: &Point, second: &Point) -> Option<RangeResult> {
        let Resolved::Dated(b) = resolve(second, &self.around) else { return Some(RangeResult::Undated) };
        let Some(month) = first.month.filter(|_| first.year.is_none() && first.weekday.is_none()) else {
            return Some(RangeResult::Undated);
        };
        let end_year = i32::from(b.end.year());
        let year = end_year - i32::from(month > u32::from(b.end.month().unsigned_abs()));
        let known = Point { year: Some(Year::Fixed(year)), unit: Unit::Calendar, ..*first };
        match resolve(&known, &self.around) {
            Resolved::Dated(mut a) if a.start <= b.end => {
                a.inferred.insert(0, Inferred::Year);
                a.year_from = Some(YearFrom::Neighbour);
                Some(RangeResult::Dated(a, b))
            }
            Resolved::Impossible => None,
            _ => Some(RangeResult::Undated),
        }
    }

    /// 平成28年から10年間: as many years as it says, the first one included.
    pub(super) fn push_length(&mut self, start: usize, first: &Point, length: &Length) -> Option<usize> {
        match resolve(first, &self.around) {
            Resolved::Dated(a) => {
                if let Some(last) = after_length(a.start, length) {
                    let edtf = match a.precision {
                        Precision::Year => format!("{:04}", last.year()),
                        Precision::Day | Precision::Tenday => last.to_string(),
                        _ => year_month(last),
                    };
                    let b = Span { start: last, end: last, edtf: (edtf, None), ..(*a).clone() };
                    let when = between(Some(&a), Some(&b), (first.approximate, length.approximate));
                    self.push(start, length.end, when);
                }
            }
            Resolved::Undated(weekday) => {
                self.warn(WarningCode::NoYear, start, length.end);
                self.push(start, length.end, When { weekday, edtf: Some(length.iso()), ..When::default() });
            }
            Resolved::Impossible => self.warn(WarningCode::ImpossibleDate, start, length.end),
        }
        Some(length.end)
    }

    /// 令和11年度を目標年度とする10年間: as many years as it says, the last one included.
    pub(super) fn push_length_back(&mut self, start: usize, last: &Point, length: &Length) -> Option<usize> {
        match resolve(last, &self.around) {
            Resolved::Dated(b) => {
                if let Some(first) = before_length(b.end, length) {
                    let edtf = match b.precision {
                        Precision::Year => format!("{:04}", first.year()),
                        Precision::Day | Precision::Tenday => first.to_string(),
                        _ => year_month(first),
                    };
                    let a = Span { start: first, end: first, edtf: (edtf, None), ..(*b).clone() };
                    self.push(start, length.end, between(Some(&a), Some(&b), (length.approximate, last.approximate)));
                    self.tell_odd(last, &b, start, length.end);
                }
            }
            Resolved::Undated(weekday) => {
                self.warn(WarningCode::NoYear, start, length.end);
                self.push(start, length.end, When { weekday, edtf: Some(length.iso()), ..When::default() });
            }
            Resolved::Impossible => self.warn(WarningCode::ImpossibleDate, start, length.end),
        }
        Some(length.end)
    }

    /// A range with one side open.
    pub(super) fn push_open(&mut self, start: usize, point: &Point, mark: Option<usize>, open_start: bool, end: usize) {
        match resolve(point, &self.around) {
            Resolved::Dated(span) => {
                let sides = if open_start { (None, Some(&*span)) } else { (Some(&*span), None) };
                let mut when = between(sides.0, sides.1, (point.approximate, point.approximate));
                when.weekday.clone_from(&span.weekday);
                self.push(start, end, when);
                self.tell_odd(point, &span, start, end);
                if mark.is_some() {
                    self.remember(start, point, &span);
                }
            }
            Resolved::Undated(weekday) => self.push_undated(start, end, point.approximate, weekday),
            Resolved::Impossible => self.warn(WarningCode::ImpossibleDate, start, end),
        }
    }

    pub(super) fn push_undated(&mut self, start: usize, end: usize, approximate: bool, weekday: Option<Weekday>) {
        self.warn(if weekday.is_some() { WarningCode::NoYearAgrees } else { WarningCode::NoYear }, start, end);
        self.push(start, end, When { weekday, approximate, ..When::default() });
    }

    /// Warns of what was odd about the year of a point.
    pub(super) fn tell_odd(&mut self, point: &Point, span: &Span, start: usize, end: usize) {
        if point.calendars_disagree {
            self.warn(WarningCode::CalendarsDisagree, start, end);
        }
        if let Some(code) = span.odd {
            self.warn(code, start, end);
        }
    }

    /// Byte range of the text for a range of characters.
    fn bytes(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (start, end) = self.scan.bytes(start, end)?;
        Some((self.base + start, self.base + end))
    }

    pub(super) fn warn(&mut self, code: WarningCode, start: usize, end: usize) {
        let Some((start, end)) = self.bytes(start, end) else { return };
        let text = self.text.get(start..end).unwrap_or_default().to_owned();
        self.warnings.push(Warning { code, text, start: Some(start) });
    }

    pub(super) fn push(&mut self, start: usize, end: usize, mut when: When) {
        let Some((start, end)) = self.bytes(start, end) else { return };
        let Some(raw) = self.text.get(start..end) else { return };
        raw.clone_into(&mut when.raw);
        self.found.push(Found { start, end, when });
    }
}

enum RangeResult {
    Dated(Box<Span>, Box<Span>),
    /// The end lies before the start.
    Reversed,
    Undated,
}
