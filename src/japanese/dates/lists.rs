//! Lists that share what their first member has printed: 令和5・6年度, 4・5月, 3/21・24.

use super::context::Around;
use super::ends::shared_year;
use super::expression::Finder;
use super::grammar;
use super::months;
use super::parts;
use super::point::{Part, Point, Unit, Year};
use super::resolve::{Resolved, resolve};
use super::scan::Gap;
use super::value::single;
use super::warning::WarningCode;
use super::when::{Inferred, YearFrom};

impl Finder<'_> {
    /// One date, or a list that shares what its first member has printed: 令和5・6年度, 4・5月, 3/21・24.
    pub(super) fn list(&mut self, index: usize, first: Point) -> Option<usize> {
        // As many days as a month has.
        const LONGEST: usize = 31;
        let mut members = vec![(index, first)];
        let mut end = first.end;
        for _ in 0..LONGEST {
            let Some((_, last)) = members.last().copied() else { break };
            let Some(next) = self.scan.any(end, &["・", "、", ",", "及び", "および"]) else { break };
            let Some(member) = self.member(&last, next) else { break };
            end = member.end;
            members.push((next, member));
        }
        let (_, last) = *members.last()?;
        // A unit that was to come behind a later number has to have come.
        let open_unit = |p: &Point| p.is_bare_year() || p.month_unit_elided || p.day_unit_elided;
        if open_unit(&last) {
            return None;
        }
        let shared_unit = last.unit;
        for (place, (start, mut member)) in members.into_iter().enumerate() {
            if member.is_bare_year() {
                member.unit = shared_unit;
            }
            (member.month_unit_elided, member.day_unit_elided) = (false, false);
            if place == 0 {
                self.push_point(start, &member, member.end);
            } else {
                self.push_member(start, &first, &member);
            }
        }
        Some(end)
    }

    /// The next member of a list after `last`.
    fn member(&self, last: &Point, index: usize) -> Option<Point> {
        let scan = &self.scan;
        if let (Some(Part::Tenday(before)), Some(_)) = (last.part, last.month) {
            let (part, end) = months::tenday(scan, index);
            let part = part.filter(|part| matches!(part, Part::Tenday(third) if *third > before))?;
            return Some(Point { part: Some(part), ..Point::new(end) });
        }
        if let Some(Part::Quarter(before)) = last.part {
            let (part, end) = parts::later_quarter(scan, index)?;
            matches!(part, Part::Quarter(quarter) if quarter > before).then_some(())?;
            return Some(Point { part: Some(part), year: last.year, unit: last.unit, ..Point::new(end) });
        }
        // R6上期・下期
        if let Some(Part::Half(before)) = last.part {
            let (part, end) = parts::half(scan, index)?;
            matches!(part, Part::Half(half) if half > before).then_some(())?;
            return Some(Point { part: Some(part), year: last.year, unit: last.unit, ..Point::new(end) });
        }
        // 平成31・令和元年度: the second has an era of its own.
        if last.is_bare_year() && scan.number(index).is_none() {
            return grammar::point(scan, index)
                .filter(|p| matches!(p.year, Some(Year::Fixed(_))) && p.month.is_none() && p.part.is_none());
        }
        if last.year.is_some() && last.month.is_none() && last.part.is_none() {
            let number = scan.number(index).filter(|n| n.value > 0)?;
            let year = shared_year(last, &number)?;
            let mut point =
                Point { year: Some(year), unit: last.unit, western: last.western, ..Point::new(number.end) };
            if let Some(end) = scan.word(number.end, "年度").filter(|_| last.unit != Unit::Calendar) {
                (point.unit, point.end) = (Unit::Fiscal, end);
            } else if let Some(end) =
                scan.word(number.end, "年").filter(|&end| last.unit != Unit::Fiscal && !scan.is(end, "間代度"))
            {
                // 令和5年・6年3月: the second goes on and is read by itself.
                scan.number(end).is_none().then_some(())?;
                (point.unit, point.end) = (Unit::Calendar, end);
            } else if !last.is_bare_year() {
                return None;
            }
            return Some(point);
        }
        if last.month_unit_elided {
            let number = scan.number(index).filter(|n| (1..=12).contains(&n.value))?;
            let mut point = Point { month: Some(number.value), ..Point::new(number.end) };
            match scan.word(number.end, "月") {
                Some(end) => point.end = end,
                None => point.month_unit_elided = true,
            }
            return Some(point);
        }
        // 8/1,8/2: the comma parts days, and no thousands.
        if last.numeric
            && last.year.is_none()
            && last.day.is_some()
            && scan.is(index - 1, ",")
            && let Some(point) = months::month_and_day(scan, index, true)
        {
            return Some(point);
        }
        let after = last.day?;
        let number = scan.number(index).filter(|n| n.value > after && n.value <= 31)?;
        let mut point = Point { day: Some(number.value), numeric: last.numeric, ..Point::new(number.end) };
        if let Some(end) = scan.word(number.end, "日").filter(|&end| !scan.is(end, "間目")) {
            point.end = end;
            months::weekday(scan, &mut point);
            return Some(point);
        }
        if last.day_unit_elided {
            point.day_unit_elided = true;
            return Some(point);
        }
        if !last.numeric {
            return None;
        }
        months::weekday(scan, &mut point);
        let bounded = scan.gap(point.end) > Gap::None || scan.at(point.end).is_none_or(|c| "()・、～,".contains(c));
        (point.weekday.is_some() || bounded).then_some(point)
    }

    /// A later member of a list: its month and year are those of the first.
    fn push_member(&mut self, start: usize, first: &Point, member: &Point) {
        let mut whole = *member;
        let mut lent = Vec::new();
        let mut year_from = None;
        if (member.day.is_some() || matches!(member.part, Some(Part::Tenday(_)))) && member.month.is_none() {
            (whole.month, whole.year, whole.unit) = (first.month, first.year, first.unit);
            if first.year.is_some() {
                lent.push(Inferred::Year);
            } else if let Resolved::Dated(span) = resolve(first, &self.around) {
                // The year of the first holds for all: a weekday that contradicts it is a slip, and moves nothing.
                (whole.year, whole.unit) = (Some(Year::Fixed(i32::from(span.start.year()))), Unit::Calendar);
                year_from = span.year_from;
                lent.push(Inferred::Year);
            }
            lent.push(Inferred::Month);
        } else if matches!(member.part, Some(Part::Quarter(_) | Part::Half(_))) {
            if first.year.is_some() {
                lent.push(Inferred::Year);
            }
        } else if member.year.is_none() && first.year.is_some() {
            (whole.year, whole.unit) = (first.year, first.unit);
            lent.push(Inferred::Year);
        }
        let around = match (member.year, resolve(first, &self.around)) {
            (Some(Year::Elided(_)), Resolved::Dated(span)) => Around { carry: Some(span.carry), ..self.around },
            _ => self.around,
        };
        match resolve(&whole, &around) {
            Resolved::Dated(mut span) => {
                for part in lent {
                    if !span.inferred.contains(&part) {
                        span.inferred.push(part);
                    }
                }
                span.inferred.sort_by_key(|part| order(*part));
                span.year_from = span.year_from.or(year_from);
                if span.year_from.is_none() && first.year.is_some() && !span.inferred.is_empty() {
                    span.year_from = Some(YearFrom::Neighbour);
                }
                let when = single(&span, member.approximate);
                self.push(start, member.end, when);
                self.tell_odd(member, &span, start, member.end);
            }
            Resolved::Undated(weekday) => self.push_undated(start, member.end, member.approximate, weekday),
            Resolved::Impossible => self.warn(WarningCode::ImpossibleDate, start, member.end),
        }
    }
}

/// Year before month: the order in which they are told.
fn order(part: Inferred) -> u8 {
    match part {
        Inferred::Era => 0,
        Inferred::Year => 1,
        Inferred::Month => 2,
    }
}
