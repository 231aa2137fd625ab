//! Points told by another one: 同年3月, 翌年度, 昨年12月, 来月10日.

use super::grammar::fiscal_tail;
use super::months::{day_tail, month, month_and_day};
use super::parts::season;
use super::point::{MonthFrom, Part, Point, Unit, Year};
use super::scan::{Gap, Scan};

/// 同年3月, 翌年度, 昨年12月, 翌11月.
pub(super) fn relative(scan: &Scan, index: usize) -> Option<Point> {
    const FISCAL: [(&str, Year); 12] = [
        ("前年度", Year::FromNeighbour(-1)),
        ("前々年度", Year::FromNeighbour(-2)),
        ("同年度", Year::FromNeighbour(0)),
        ("翌年度", Year::FromNeighbour(1)),
        ("翌々年度", Year::FromNeighbour(2)),
        ("今年度", Year::FromPresent(0)),
        ("本年度", Year::FromPresent(0)),
        ("当年度", Year::FromNeighbour(0)),
        ("来年度", Year::FromPresent(1)),
        ("昨年度", Year::FromPresent(-1)),
        ("一昨年度", Year::FromPresent(-2)),
        ("再来年度", Year::FromPresent(2)),
    ];
    const CALENDAR: [(&str, Year); 10] = [
        ("前年", Year::FromNeighbour(-1)),
        ("再来年", Year::FromPresent(2)),
        ("同年", Year::FromNeighbour(0)),
        ("翌年", Year::FromNeighbour(1)),
        ("今年", Year::FromPresent(0)),
        ("本年", Year::FromPresent(0)),
        ("来年", Year::FromPresent(1)),
        ("一昨年", Year::FromPresent(-2)),
        ("昨年", Year::FromPresent(-1)),
        ("翌", Year::FromNeighbour(1)),
    ];
    if !scan.is(index, "同翌今本当来昨一再前先") {
        return None;
    }
    if let Some(point) = relative_month(scan, index).or_else(|| relative_season(scan, index)) {
        return Some(point);
    }
    if let Some((year, end)) = FISCAL.iter().find_map(|(word, year)| Some((*year, scan.word(index, word)?))) {
        // 前年度比, 対前年度増減
        if scan.is(end, "比並同") || scan.glued(index) == Some('対') {
            return None;
        }
        let mut point = Point { year: Some(year), unit: Unit::Fiscal, ..Point::new(end) };
        fiscal_tail(scan, &mut point);
        return Some(point);
    }
    let (year, end) = CALENDAR.iter().find_map(|(word, year)| Some((*year, scan.word(index, word)?)))?;
    // 翌年の3月
    let after = scan.word(end, "の").unwrap_or(end);
    if let Some(found) = month(scan, after).or_else(|| month_and_day(scan, end, false)) {
        return Some(Point { year: Some(year), ..found });
    }
    // 昨年比 and 前年同期 compare; 同年 and 翌年 are as often a part of a word (同年代, 前年実績) as a year.
    let alone = match year {
        Year::FromPresent(_) => !scan.is(end, "度比同対並"),
        _ => scan.at(end - 1) == Some('年') && (scan.gap(end) > Gap::None || scan.is(end, "に、から～まで")),
    };
    let mut point = alone.then(|| Point { year: Some(year), ..Point::new(end) })?;
    if let Some((part, end)) = scan
        .word(end, "末")
        .map(|end| (Part::YearEnd, end))
        .or_else(|| season(scan, scan.word(end, "の").unwrap_or(end)))
    {
        (point.part, point.end) = (Some(part), end);
    }
    Some(point)
}

/// 来春, 今秋, 昨夏: a season of the year before, of this one or of the next.
fn relative_season(scan: &Scan, index: usize) -> Option<Point> {
    let years = match scan.at(index)? {
        '今' => 0,
        '来' => 1,
        '昨' => -1,
        _ => return None,
    };
    // 今冬 and 昨冬 lie in two years.
    let (part, end) = season(scan, index + 1).filter(|_| !scan.is(index + 1, "冬"))?;
    Some(Point { year: Some(Year::FromPresent(years)), part: Some(part), ..Point::new(end) })
}

/// 今月, 来月10日, 翌月末, 同月15日.
fn relative_month(scan: &Scan, index: usize) -> Option<Point> {
    const WORDS: [(&str, MonthFrom); 8] = [
        ("今月", MonthFrom::Present(0)),
        ("本月", MonthFrom::Present(0)),
        ("来月", MonthFrom::Present(1)),
        ("再来月", MonthFrom::Present(2)),
        ("先月", MonthFrom::Present(-1)),
        ("同月", MonthFrom::Neighbour(0)),
        ("翌月", MonthFrom::Neighbour(1)),
        ("翌々月", MonthFrom::Neighbour(2)),
    ];
    let (from, end) = WORDS.iter().find_map(|(word, from)| Some((*from, scan.word(index, word)?)))?;
    let mut point = Point { month_from: Some(from), ..Point::new(end) };
    day_tail(scan, &mut point);
    Some(point)
}
