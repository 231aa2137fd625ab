//! Whole expressions: single points, ranges, lists, start and length, open sides.

use super::context::{Around, Context};
use super::grammar::{self, Part, Point, Unit, Year};
use super::resolve::{Resolved, Span, resolve, year_month};
use super::scan::{Gap, Number, Scan};
use super::value::{after_length, between, single};
use super::warning::{Warning, WarningCode};
use super::when::{Inferred, Precision, Weekday, When, YearFrom};
use super::words::{self, Length, LengthUnit};
use super::{Found, Reading};

/// Goes through a text once and collects what it finds.
pub(super) struct Finder<'a> {
    text: &'a str,
    scan: Scan,
    /// Where the part of the text that `scan` holds begins.
    base: usize,
    around: Around<'a>,
    found: Vec<Found>,
    warnings: Vec<Warning>,
}

/// What stands between the first date and what follows it.
enum Link {
    /// ～, から, -: the index after it, and whether it also stands with nothing behind it.
    Range {
        after: usize,
        may_be_open: bool,
    },
    /// 以降 and the like: open on the later side.
    Onwards(usize),
    /// まで, 以前: open on the earlier side.
    Until(usize),
    /// を初年度とした10年間.
    Length {
        length: Length,
    },
    None,
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str, context: &'a Context) -> Self {
        let header_month = context.column_header.as_deref().and_then(header_month);
        let around = Around { context, carry: None, spoken_of: None, header_month };
        Self { text, scan: Scan::new(""), base: 0, around, found: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn run(mut self) -> Reading {
        while let Some(rest) = self.text.get(self.base..).filter(|rest| !rest.is_empty()) {
            let part = sentences(rest);
            self.scan = Scan::new(part);
            self.go_through();
            self.base += part.len();
        }
        Reading { found: self.found, warnings: self.warnings }
    }

    fn go_through(&mut self) {
        let mut index = 0;
        while let Some(c) = self.scan.at(index) {
            // A year does not reach over the end of a sentence or a cell.
            if matches!(c, '。' | '\t') {
                self.around.carry = None;
                if c == '\t' {
                    self.around.spoken_of = None;
                }
            }
            index = match self.expression(index, c) {
                Some(end) => end.max(index + 1),
                None if c.is_ascii_digit() => self.scan.skip_number(index),
                None => index + 1,
            };
        }
    }

    /// Reads the expression that begins at `index`, if any, and gives the index after it.
    fn expression(&mut self, index: usize, c: char) -> Option<usize> {
        match c {
            '毎' | '随' | '通' | '未' => {
                let end = words::without_dates(&self.scan, index)?;
                self.push(index, end, When::default());
                Some(end)
            }
            '～' => self.open_start(index),
            'お' | '概' | '約' => {
                let after = self.scan.any(index, &["おおむね", "概ね", "おおよそ", "およそ", "約"])?;
                self.dated(index, after, true)
            }
            '0'..='9'
            | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '\''
            | '’'
            | '‘'
            | '半'
            | '令'
            | '平'
            | '昭'
            | '大'
            | '明'
            | 'R'
            | 'H'
            | 'S'
            | 'T'
            | 'M'
            | '同'
            | '翌'
            | '来'
            | '昨'
            | '今'
            | '本'
            | '当'
            | '再'
            | '前'
            | '先'
            | '年'
            | '第'
            | '上'
            | '下'
            | '中'
            | '初'
            | '月'
            | '春'
            | '夏'
            | '秋'
            | '冬' => self.dated(index, index, false),
            _ => None,
        }
    }

    /// ～令和5年12月頃: the start stands elsewhere. A phrase between two ～ is a tagline.
    fn open_start(&mut self, index: usize) -> Option<usize> {
        let begins =
            self.scan.gap(index) > Gap::None || self.scan.glued(index).is_some_and(|c| "([（【〔「|:、\t".contains(c));
        begins.then_some(())?;
        let mut point = grammar::point(&self.scan, index + 1)?;
        if self.is_tagline(point.end) {
            return None;
        }
        point.end = self.scan.any(point.end, &["までに", "まで", "迄"]).unwrap_or(point.end);
        self.push_open(index, &point, None, true, point.end);
        Some(point.end)
    }

    /// Does a ～ close what an earlier one opened: at the end of the line, with words before it?
    fn is_tagline(&self, index: usize) -> bool {
        // A tagline fits on a line.
        const LONGEST: usize = 40;
        let mut at = index;
        while at < index + LONGEST && self.scan.at(at).is_some() && (at == index || self.scan.gap(at) != Gap::Break) {
            if self.scan.is(at, "～") {
                let closes = self.scan.gap(at + 1) > Gap::None || self.scan.is(at + 1, ")）」』】\t、。");
                return closes && at > index;
            }
            at += 1;
        }
        false
    }

    /// What begins with a date at `at`; the expression itself begins at `index`.
    fn dated(&mut self, index: usize, at: usize, approximate: bool) -> Option<usize> {
        if let Some(length) = words::length(&self.scan, at) {
            let approximate = approximate || length.approximate;
            let when = When { edtf: Some(length.iso()), approximate, ..When::default() };
            self.push(index, length.end, when);
            return Some(length.end);
        }
        let mut first = grammar::point(&self.scan, at)?;
        first.approximate |= approximate;
        match self.link(&first) {
            Link::Range { after, may_be_open } => {
                if let Some(second) = self.second(&first, after) {
                    return Some(self.push_range(index, first, second));
                }
                let ends = |part| matches!(part, Some(Part::Quarter(_)));
                if first.is_bare_year()
                    || first.month_unit_elided
                    || first.day_unit_elided
                    || (ends(first.part) && !may_be_open)
                {
                    return self.list(index, first);
                }
                if may_be_open && !self.is_tagline(after) {
                    // 令和7年度から5年間, からの5年間
                    let length_at = self
                        .scan
                        .any(
                            after,
                            &[
                                "のおおむね",
                                "の概ね",
                                "の約",
                                "起算しておおむね",
                                "起算して",
                                "おおむね",
                                "概ね",
                                "約",
                                "の今後",
                                "始まる",
                                "の",
                            ],
                        )
                        .unwrap_or(after);
                    let counted = self.scan.word(after, "起算して").is_some();
                    let years = |at| {
                        words::length(&self.scan, at).or_else(|| words::plain_years(&self.scan, at).filter(|_| counted))
                    };
                    if let Some(length) = years(length_at) {
                        return self.push_length(index, &first, &length);
                    }
                    self.push_open(index, &first, Some(after), false, after);
                    return Some(after);
                }
                self.push_point(index, &first, first.end)
            }
            Link::Onwards(after) => {
                self.push_open(index, &first, Some(after), false, after);
                Some(after)
            }
            Link::Until(after) => {
                self.push_open(index, &first, Some(after), true, after);
                Some(after)
            }
            Link::Length { length } => self.push_length(index, &first, &length),
            Link::None => self.list(index, first),
        }
    }

    fn link(&self, first: &Point) -> Link {
        let scan = &self.scan;
        let end = first.end;
        if let Some(after) = scan.word(end, "～") {
            return Link::Range { after, may_be_open: true };
        }
        if let Some(after) = scan.word(end, "から") {
            // 令和5年からの, 令和5年から順次: both open.
            return Link::Range { after: scan.word(after, "～").unwrap_or(after), may_be_open: true };
        }
        // 4月1日より施行; 令和7年度よりも, より前 compare.
        if let Some(after) = scan.word(end, "より").filter(|&after| !scan.is(after, "も前後早遅以")) {
            return Link::Range { after, may_be_open: true };
        }
        if let Some(after) = scan.any(end, &["以降", "以後", "以来"]) {
            // 令和7年度以降5年間, 以降の5年間
            let length_at = scan.word(after, "の").unwrap_or(after);
            if let Some(length) = words::length(scan, length_at) {
                return Link::Length { length };
            }
            return Link::Onwards(after);
        }
        if let Some(after) = scan.any(end, &["以前", "までに", "まで", "迄"]) {
            return Link::Until(after);
        }
        if let Some(after) = scan.any(
            end,
            &[
                "を初年度と",
                "を計画初年度と",
                "を初年と",
                "を始期と",
                "を起点と",
                "を開始年度と",
                "を開始年と",
                "をスタートと",
                "をスタート年と",
                "をスタート年度と",
                "を計画の初年度と",
                "を1年目と",
            ],
        ) && let Some(length) = self.length_nearby(after)
        {
            return Link::Length { length };
        }
        if scan.is(end, "-－‐–—―ー−") {
            return Link::Range { after: end + 1, may_be_open: false };
        }
        Link::None
    }

    /// た10年間, 、平成35年度を目標年度とする10年間: the length that the sentence goes on to.
    fn length_nearby(&self, index: usize) -> Option<Length> {
        // Room for a target year between.
        const FARTHEST: usize = 24;
        (index..index + FARTHEST)
            .take_while(|&at| self.scan.at(at).is_some_and(|c| c != '。' && c != '\t'))
            .filter(|&at| {
                !at.checked_sub(1).is_some_and(|before| self.scan.at(before).is_some_and(|c| c.is_ascii_digit()))
            })
            .find_map(|at| words::length(&self.scan, at).filter(|length| length.unit == LengthUnit::Years))
    }

    /// The end of a range, which may leave out whatever its start has printed.
    fn second(&self, first: &Point, index: usize) -> Option<Point> {
        let scan = &self.scan;
        // A line of its own begins something else, unless the range mark is all that stood before it.
        let mut point = self
            .elided_day(first, index)
            .or_else(|| self.elided_quarter(first, index))
            .or_else(|| self.elided_year(first, index))
            .or_else(|| {
                let after_dash =
                    || grammar::month_and_day(scan, index, true).filter(|_| first.numeric && first.year.is_none());
                let mut point = grammar::point(scan, index).or_else(after_dash)?;
                if first.month_unit_elided && (point.month.is_none() || point.year.is_some()) {
                    return None;
                }
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
        if matches!(first.part, Some(Part::Tenday(_) | Part::MonthEnd))
            || (first.month.is_some() && first.day.is_none())
        {
            if let (Some(part), end) = grammar::tenday(scan, index) {
                return Some(Point { part: Some(part), ..Point::new(end) });
            }
            if first.part.is_some()
                && let Some(end) = scan.any(index, &["月末", "末"])
            {
                return Some(Point { part: Some(Part::MonthEnd), ..Point::new(end) });
            }
        }
        first.day?;
        let start = scan.word(index, "同月").or_else(|| scan.word(index, "同")).unwrap_or(index);
        let number = scan.number(start).filter(|n| (1..=31).contains(&n.value) && (n.kanji || n.width <= 2))?;
        let mut point = Point { day: Some(number.value), ..Point::new(number.end) };
        if let Some(end) = scan.word(number.end, "日").filter(|&end| !scan.is(end, "間目")) {
            point.end = end;
            grammar::weekday(scan, &mut point);
            return Some(point);
        }
        if !first.numeric {
            return None;
        }
        grammar::weekday(scan, &mut point);
        let bounded =
            scan.gap(point.end) > Gap::None || scan.at(point.end).is_none_or(|c| "()・、～,".contains(c) || c == '日');
        (point.weekday.is_some() || bounded).then_some(point)
    }

    /// 3四半期 behind 第1～.
    fn elided_quarter(&self, first: &Point, index: usize) -> Option<Point> {
        matches!(first.part, Some(Part::Quarter(_))).then_some(())?;
        let (part, end) = grammar::later_quarter(&self.scan, index)?;
        Some(Point { part: Some(part), year: first.year, unit: first.unit, ..Point::new(end) })
    }

    /// 11年度 behind 令和7年度から, 29 behind H21～ with its 年度.
    fn elided_year(&self, first: &Point, index: usize) -> Option<Point> {
        if first.year.is_none() || first.month.is_some() {
            return None;
        }
        let scan = &self.scan;
        let number = scan.number(index).filter(|n| n.kanji || n.width <= 2 || n.width == 4)?;
        let year = shared_year(first, &number)?;
        let mut end = scan.word(grammar::after_brackets(scan, number.end), "年")?;
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

    /// One date, or a list that shares what its first member has printed: 令和5・6年度, 4・5月, 3/21・24.
    fn list(&mut self, index: usize, first: Point) -> Option<usize> {
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
            let (part, end) = grammar::tenday(scan, index);
            let part = part.filter(|part| matches!(part, Part::Tenday(third) if *third > before))?;
            return Some(Point { part: Some(part), ..Point::new(end) });
        }
        if let Some(Part::Quarter(before)) = last.part {
            let (part, end) = grammar::later_quarter(scan, index)?;
            matches!(part, Part::Quarter(quarter) if quarter > before).then_some(())?;
            return Some(Point { part: Some(part), year: last.year, unit: last.unit, ..Point::new(end) });
        }
        // 平成31・令和元年度: the second has an era of its own.
        if last.is_bare_year() && scan.number(index).is_none() {
            return grammar::point(scan, index)
                .filter(|p| matches!(p.year, Some(Year::Fixed(_))) && p.month.is_none() && p.part.is_none());
        }
        if last.year.is_some() && last.month.is_none() && last.part.is_none() {
            let number = scan.number(index).filter(|n| (n.kanji || n.width != 3) && n.value > 0)?;
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
        let after = last.day?;
        let number = scan.number(index).filter(|n| (n.kanji || n.width <= 2) && n.value > after && n.value <= 31)?;
        let mut point = Point { day: Some(number.value), numeric: last.numeric, ..Point::new(number.end) };
        if let Some(end) = scan.word(number.end, "日").filter(|&end| !scan.is(end, "間目")) {
            point.end = end;
            grammar::weekday(scan, &mut point);
            return Some(point);
        }
        if last.day_unit_elided {
            point.day_unit_elided = true;
            return Some(point);
        }
        if !last.numeric {
            return None;
        }
        grammar::weekday(scan, &mut point);
        let bounded = scan.gap(point.end) > Gap::None || scan.at(point.end).is_none_or(|c| "()・、～,".contains(c));
        (point.weekday.is_some() || bounded).then_some(point)
    }

    /// A later member of a list: its month and year are those of the first.
    fn push_member(&mut self, start: usize, first: &Point, member: &Point) {
        let mut whole = *member;
        let mut lent = Vec::new();
        if (member.day.is_some() || matches!(member.part, Some(Part::Tenday(_)))) && member.month.is_none() {
            (whole.month, whole.year, whole.unit) = (first.month, first.year, first.unit);
            if first.year.is_some() {
                lent.push(Inferred::Year);
            }
            lent.push(Inferred::Month);
        } else if matches!(member.part, Some(Part::Quarter(_))) {
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

    /// One date by itself. An impossible one is passed over with all that belongs to it.
    fn push_point(&mut self, start: usize, point: &Point, end: usize) -> Option<usize> {
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

    fn push_range(&mut self, start: usize, mut first: Point, second: Point) -> usize {
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
        let mut second = *second;
        // Days and thirds of a month lean on the month of the start.
        if second.month.is_none()
            && second.year.is_none()
            && (second.day.is_some() || matches!(second.part, Some(Part::Tenday(_) | Part::MonthEnd)))
        {
            second.month = first.month;
        }
        let a = match resolve(first, &self.around) {
            Resolved::Impossible => return None,
            Resolved::Dated(span) => span,
            Resolved::Undated(_) => return self.resolve_backwards(first, &second),
        };
        let around = Around { carry: Some(a.carry), spoken_of: Some(a.carry), ..self.around };
        let b = match resolve(&second, &around) {
            Resolved::Impossible => return None,
            Resolved::Dated(span) => span,
            Resolved::Undated(_) => return Some(RangeResult::Undated),
        };
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
    fn push_length(&mut self, start: usize, first: &Point, length: &Length) -> Option<usize> {
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

    /// A range with one side open.
    fn push_open(&mut self, start: usize, point: &Point, mark: Option<usize>, open_start: bool, end: usize) {
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

    fn push_undated(&mut self, start: usize, end: usize, approximate: bool, weekday: Option<Weekday>) {
        self.warn(if weekday.is_some() { WarningCode::NoYearAgrees } else { WarningCode::NoYear }, start, end);
        self.push(start, end, When { weekday, approximate, ..When::default() });
    }

    /// Warns of what was odd about the year of a point.
    fn tell_odd(&mut self, point: &Point, span: &Span, start: usize, end: usize) {
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

    fn warn(&mut self, code: WarningCode, start: usize, end: usize) {
        let Some((start, end)) = self.bytes(start, end) else { return };
        let text = self.text.get(start..end).unwrap_or_default().to_owned();
        self.warnings.push(Warning { code, text, start: Some(start) });
    }

    fn push(&mut self, start: usize, end: usize, mut when: When) {
        let Some((start, end)) = self.bytes(start, end) else { return };
        let Some(raw) = self.text.get(start..end) else { return };
        raw.clone_into(&mut when.raw);
        self.found.push(Found { start, end, when });
    }
}

/// The part of a long text to go through at once, so that it stays in the processor's cache: up to the end of a
/// sentence, cell or page, over which no expression runs; failing that, of a line.
fn sentences(text: &str) -> &str {
    const ENOUGH: usize = 16 * 1024;
    const LONGEST: usize = 16 * ENOUGH;
    // From the start of a character on.
    let from = (ENOUGH..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let to = (LONGEST..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let Some(window) = text.get(from..to) else { return text };
    let ends = |mark: char| window.find(mark).map(|at| from + at + mark.len_utf8());
    let end = ends('。').or_else(|| ends('\u{c}')).or_else(|| ends('\t')).or_else(|| ends('\n')).unwrap_or(to);
    text.get(..end).unwrap_or(text)
}

/// The year of a number that shares the calendar of the year before it: 11 behind 令和9, 25 behind 2024.
fn shared_year(before: &Point, number: &Number) -> Option<Year> {
    let value = i32::try_from(number.value).ok()?;
    if number.width == 4 && !number.kanji {
        return Some(Year::Fixed(value));
    }
    match before.year {
        Some(Year::Fixed(year)) if before.western => Some(Year::Fixed(year - year % 100 + value)),
        _ => Some(Year::Elided(number.value)),
    }
}

enum RangeResult {
    Dated(Box<Span>, Box<Span>),
    /// The end lies before the start.
    Reversed,
    Undated,
}

/// Year before month: the order in which they are told.
fn order(part: Inferred) -> u8 {
    match part {
        Inferred::Era => 0,
        Inferred::Year => 1,
        Inferred::Month => 2,
    }
}

/// The month that heads a row or column: 4月, R5.4月.
fn header_month(header: &str) -> Option<u32> {
    let scan = Scan::new(header);
    // 令和5年4月 and 4月分 as well; 4～6月 heads three.
    let mut months = (0..scan.len()).filter_map(|index| {
        let number = scan.number(index).filter(|n| (1..=12).contains(&n.value) && (n.kanji || n.width <= 2))?;
        let glued = index.checked_sub(1).is_some_and(|before| scan.is(before, "0123456789十～第"));
        (!glued && scan.word(number.end, "月").is_some()).then_some(number.value)
    });
    let month = months.next()?;
    months.next().is_none().then_some(month)
}
