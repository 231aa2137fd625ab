//! The end of a range, which may leave out whatever its start has printed: 11年度 behind 令和7年度から.

use super::expression::Finder;
use super::grammar;
use super::months;
use super::parts;
use super::point::{Part, Point, Unit, Year};
use super::scan::{Gap, Number};
use super::years;

impl Finder<'_> {
    /// The end of a range, which may leave out whatever its start has printed.
    pub(super) fn second(&self, first: &Point, index: usize) -> Option<Point> {
        let scan = &self.scan;
        // A line of its own begins something else, unless the range mark is all that stood before it.
        let mut point = self
            .elided_day(first, index)
            .or_else(|| self.elided_quarter(first, index))
            .or_else(|| self.elided_year(first, index))
            .or_else(|| self.lettered_year(first, index))
            .or_else(|| self.dotted_end(first, index))
            .or_else(|| {
                let after_dash = || months::month_and_day(scan, index, true).filter(|_| first.day.is_some());
                let mut point = grammar::point(scan, index).or_else(after_dash)?;
                if first.is_bare_year() {
                    // 令和9～令和11年度 and 18～20年度.
                    (point.year.is_some() && point.unit != Unit::Elided).then_some(())?;
                }
                if point.year.is_some() && point.unit == Unit::Elided && point.month.is_none() {
                    return None;
                }
                point.end = point.end.max(index);
                Some(point)
            })?;
        point.end = scan.any(point.end, &["までの間", "まで", "迄", "にかけて"]).unwrap_or(point.end);
        Some(point)
    }

    /// 24日 behind 2月20日～, 24 behind 3/21～, 下旬 behind 10月中旬～.
    fn elided_day(&self, first: &Point, index: usize) -> Option<Point> {
        let scan = &self.scan;
        // 10月中旬～末; a third by itself is read like any other point.
        if matches!(first.part, Some(Part::Tenday(_)))
            && let Some(end) = scan.any(index, &["月末", "末"])
        {
            return Some(Point { part: Some(Part::MonthEnd), ..Point::new(end) });
        }
        first.day?;
        let start = scan.word(index, "同月").or_else(|| scan.word(index, "同")).unwrap_or(index);
        let number = scan.number(start).filter(|n| (1..=31).contains(&n.value))?;
        let mut point = Point { day: Some(number.value), ..Point::new(number.end) };
        if let Some(end) = scan.word(number.end, "日").filter(|&end| !scan.is(end, "間目")) {
            point.end = end;
            months::weekday(scan, &mut point);
            return Some(point);
        }
        if !first.numeric {
            return None;
        }
        months::weekday(scan, &mut point);
        let bounded = scan.gap(point.end) > Gap::None || scan.at(point.end).is_none_or(|c| "()・、～,".contains(c));
        (point.weekday.is_some() || bounded).then_some(point)
    }

    /// 3四半期 behind 第1～.
    fn elided_quarter(&self, first: &Point, index: usize) -> Option<Point> {
        matches!(first.part, Some(Part::Quarter(_))).then_some(())?;
        let (part, end) = parts::later_quarter(&self.scan, index)?;
        Some(Point { part: Some(part), year: first.year, unit: first.unit, ..Point::new(end) })
    }

    /// What is left of a date with dots behind another one: 10.31 and 7.3.31 behind 令和6.4.1～, 10 and 7.3 behind R6.9～.
    /// Without a day at the start there is none at the end: 7.3 is March of the year 7.
    fn dotted_end(&self, first: &Point, index: usize) -> Option<Point> {
        let scan = &self.scan;
        // Where a weekday stands behind the day, its dots are not looked for again.
        let behind = |back: usize| first.end.checked_sub(back).is_some_and(|at| scan.is(at, "."));
        let dotted = first.numeric && (first.weekday.is_some() || behind(2) || behind(3));
        let month = first.month.filter(|_| dotted)?;
        let one = scan.figures(index, 99)?;
        let part = |after: &Number| scan.word(after.end, ".").and_then(|at| scan.figures(at, 31));
        let two = part(&one);
        let three = two.and_then(|two| part(&two));
        let year = shared_year(first, &one);
        let mut point = match (first.day, two, three) {
            (Some(_), Some(m), Some(d)) if m.value <= 12 => {
                Point { year, month: Some(m.value), day: Some(d.value), ..Point::new(d.end) }
            }
            (Some(_), Some(d), None) if one.value <= 12 => {
                Point { month: Some(one.value), day: Some(d.value), ..Point::new(d.end) }
            }
            (None, Some(m), None) if m.value <= 12 && !first.western => {
                Point { year, month: Some(m.value), ..Point::new(m.end) }
            }
            (None, None, None) if one.value <= 12 && one.value > month => {
                Point { month: Some(one.value), ..Point::new(one.end) }
            }
            _ => return None,
        };
        point.numeric = true;
        months::weekday(scan, &mut point);
        let bounded = scan.gap(point.end) > Gap::None
            || scan.at(point.end).is_none_or(|c| !c.is_ascii_alphanumeric() && !"./-:%‰月日年回人件箇か".contains(c));
        bounded.then_some(point)
    }

    /// R11 behind R7～: its unit is the start's, which has none printed either.
    fn lettered_year(&self, first: &Point, index: usize) -> Option<Point> {
        let lettered = matches!(first.year, Some(Year::Fixed(_))) && first.month.is_none() && first.part.is_none();
        let scan = &self.scan;
        let bare_start = lettered && first.unit != Unit::Elided && !scan.is(first.end.checked_sub(1)?, "年度)〕");
        let (year, end) = match scan.number(index).filter(|n| !n.kanji) {
            Some(number) => (Year::Elided(number.value), number.end),
            None => {
                let (year, _, end) = years::year_number(scan, index).filter(|_| grammar::may_be_year(scan, index))?;
                (Year::Fixed(year), end)
            }
        };
        (bare_start && grammar::bare_end(scan, end)).then(|| Point {
            year: Some(year),
            unit: first.unit,
            ..Point::new(end)
        })
    }

    /// 11年度 behind 令和7年度から, 29 behind H21～ with its 年度.
    fn elided_year(&self, first: &Point, index: usize) -> Option<Point> {
        first.year?;
        let scan = &self.scan;
        let number = scan.number(index).filter(|n| n.kanji || n.width <= 2 || n.width == 4)?;
        let year = shared_year(first, &number)?;
        let mut end = scan.word(years::after_brackets(scan, number.end), "年")?;
        // 平成28年から10年間 is a length; a month behind it is read elsewhere.
        if scan.is(end, "間代") || (scan.number(end).is_some_and(|month| scan.word(month.end, "月").is_some())) {
            return None;
        }
        let mut unit = Unit::Calendar;
        if let Some(after) = scan.word(end, "度") {
            (unit, end) = (Unit::Fiscal, after);
        }
        let mut point = Point { year: Some(year), unit, ..Point::new(end) };
        if let Some(after) = scan.word(end, "末").filter(|_| unit == Unit::Fiscal) {
            (point.part, point.end) = (Some(Part::FiscalEnd), after);
        }
        Some(point)
    }
}

/// The year of a number that shares the calendar of the year before it: 11 behind 令和9, 25 behind 2024.
pub(super) fn shared_year(before: &Point, number: &Number) -> Option<Year> {
    let value = i32::try_from(number.value).ok()?;
    if number.width == 4 && !number.kanji {
        return Some(Year::Fixed(value));
    }
    match before.year {
        Some(Year::Fixed(year)) if before.western => Some(Year::Fixed(year - year % 100 + value)),
        _ => Some(Year::Elided(number.value)),
    }
}
