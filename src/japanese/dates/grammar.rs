//! One point in time as printed: which of year, month, day and part are there, and where it ends.
//!
//! Nothing is resolved here: a year may lack its era, a month its year. [`super::resolve`] fills in. [`super::years`],
//! [`super::months`], [`super::parts`] and [`super::relative`] read the pieces; here they are put together.

use super::months::{day_tail, month, month_and_day, weekday};
use super::parts::{fiscal_part, half, is_kanji, part, quarter, season};
use super::point::{Part, Point, Unit, Year};
use super::relative::relative;
use super::scan::{Gap, Scan};
use super::years::{LIST_MARKS, RANGE_MARKS, after_brackets, year, year_number, year_without_era};

/// The point that begins at `index`.
pub(super) fn point(scan: &Scan, index: usize) -> Option<Point> {
    let mut point = with_year(scan, index).or_else(|| relative(scan, index)).or_else(|| without_year(scan, index))?;
    let (approximate, end) = approximate_after(scan, point.end);
    // 年明け says no more than about when.
    (point.approximate, point.end) = (approximate || point.part == Some(Part::YearOpening), end);
    Some(point)
}

/// 頃, ごろ, を目途 behind a date; 半ば and 中頃 say no more than about when.
fn approximate_after(scan: &Scan, index: usize) -> (bool, usize) {
    const WORDS: [&str; 27] = [
        "半ば頃",
        "半ばごろ",
        "半ば",
        "なかば",
        "中頃",
        "中ごろ",
        "の中頃",
        "の半ば",
        "頃",
        "ごろ",
        "ころ",
        "前後",
        "を目途に",
        "を目処に",
        "をめどに",
        "を目途",
        "を目処",
        "をめど",
        "目途",
        "目処",
        "めど",
        "を目安に",
        "暮れ",
        "早々",
        "初頭",
        "初め",
        "はじめ",
    ];
    scan.any(index, &WORDS).map_or((false, index), |end| (true, end))
}

/// What begins with a printed year.
fn with_year(scan: &Scan, index: usize) -> Option<Point> {
    let token = year(scan, index).or_else(|| year_without_era(scan, index))?;
    let mut point = Point { year: Some(token.year), unit: token.unit, ..Point::new(token.end) };
    match token.unit {
        Unit::Fiscal => fiscal_tail(scan, &mut point),
        Unit::Calendar => calendar_tail(scan, &mut point)?,
        Unit::Elided => numeric_tail(scan, index, &mut point)?,
    }
    point.calendars_disagree = token.disagrees;
    let begins_with_number = scan.at(index).is_some_and(|c| c.is_ascii_digit() || matches!(c, '一' | '二'));
    point.western = begins_with_number && matches!(token.year, Year::Fixed(_));
    Some(point)
}

/// What may follow 年度: a part of it, a month in it.
pub(super) fn fiscal_tail(scan: &Scan, point: &mut Point) {
    if let Some((part, end)) = fiscal_part(scan, point.end) {
        (point.part, point.end) = (Some(part), end);
        return;
    }
    let after = scan.word(point.end, "の").unwrap_or(point.end);
    let month = month(scan, after)
        .or_else(|| if scan.gap(after) > Gap::None { month_and_day(scan, after, false) } else { None });
    if let Some(month) = month {
        *point = Point { year: point.year, unit: point.unit, ..month };
    }
}

/// What may follow 年: month and day, or a part of the year. None where the whole is no date.
fn calendar_tail(scan: &Scan, point: &mut Point) -> Option<()> {
    let year = *point;
    if let Some(found) = month(scan, year.end).or_else(|| month_and_day(scan, year.end, false)) {
        *point = Point { year: year.year, unit: year.unit, ..found };
        return Some(());
    }
    // 令和5年13月 is no month; 令和5年間 is a slip for a length.
    let impossible_month = scan.number(year.end).is_some_and(|number| scan.is(number.end, "月"));
    if impossible_month || scan.is(year.end, "間") {
        return None;
    }
    if let Some(end) =
        scan.any(year.end, &["内", "中"]).filter(|&end| !scan.at(end).is_some_and(is_kanji) && !scan.is(end, "ご"))
    {
        // The year itself: 令和6年中に.
        point.end = end;
        return Some(());
    }
    let part = if let Some(end) = scan.word(year.end, "末").filter(|&end| scan.word(end, "年始").is_none()) {
        Some((Part::YearEnd, end))
    } else if let Some(end) = scan.any(year.end, &["明け", "年明け", "の年明け"]) {
        // 令和8年明け
        Some((Part::YearOpening, end))
    } else {
        let after = scan.word(year.end, "の").unwrap_or(year.end);
        half(scan, after)
            .or_else(|| season(scan, after))
            .or_else(|| quarter(scan, after))
            .or_else(|| Some((Part::NewYearsDay, scan.any(after, &["元日", "元旦"])?)))
    };
    if let Some((part, end)) = part {
        (point.part, point.end) = (Some(part), end);
    } else if matches!(year.year, Some(Year::Elided(_))) {
        return None;
    }
    Some(())
}

/// R4/10, H26.9.2, 2024-04-01; or a year whose unit stands behind a later number (令和9～11年).
fn numeric_tail(scan: &Scan, index: usize, point: &mut Point) -> Option<()> {
    if let Some(mark) = scan.at(point.end).filter(|c| "/.-".contains(*c))
        && let Some(found) = numeric_month(scan, point.end, mark)
    {
        *point = Point { year: point.year, ..found };
        return Some(());
    }
    // R6上期, R6第1四半期: halves and quarters are those of a 年度.
    let part = half(scan, point.end).filter(|(part, _)| matches!(part, Part::Half(_)));
    if let Some((part, end)) = part.or_else(|| quarter(scan, point.end)) {
        (point.part, point.unit, point.end) = (Some(part), Unit::Fiscal, end);
        return Some(());
    }
    if bare_year(scan, point.end) {
        return Some(());
    }
    // R7～R11: both ends name their era, and no unit follows.
    let end = lettered_range(scan, index, point.end)?;
    point.unit = unit_of_letters(scan, index, end);
    Some(())
}

/// The index after the other end of a range of years without a unit, where both name their era and may be years.
fn lettered_range(scan: &Scan, start: usize, index: usize) -> Option<usize> {
    let next = scan.any(index, &["～", "-", "から"])?;
    // R5～14, where no more follows; with a dash it is rather a room, and of one digit a class.
    if scan.is(start, "RH") && scan.is(index, "～") {
        let from = scan.number(start + 1).map_or(0, |n| n.value);
        let years = scan.number(next).filter(|n| !n.kanji && n.width == 2 && n.value > from && bare_end(scan, n.end));
        if let Some(number) = years {
            return Some(number.end);
        }
    }
    let (_, _, end) = year_number(scan, next).filter(|_| may_be_year(scan, start) && may_be_year(scan, next))?;
    // S1～S4 and H1～H3 are kinds and classes: within one old era only what is written out, or high enough, is a year.
    let changes = scan.at(start) != scan.at(next);
    let high = |at: usize| scan.at(at) != Some('H') || scan.number(at + 1).is_some_and(|n| n.width == 2);
    let years = changes || (scan.at(start) != Some('S') && high(start) && high(next));
    (years && bare_end(scan, end)).then_some(end)
}

/// Does an era begin here, and no western year?
pub(super) fn may_be_year(scan: &Scan, index: usize) -> bool {
    scan.at(index).is_some_and(|c| !c.is_ascii_digit() && !"'’‘一二".contains(c))
}

/// Does a year without 年 end here, and not the first part of a number or name?
pub(super) fn bare_end(scan: &Scan, index: usize) -> bool {
    scan.gap(index) > Gap::None || !scan.at(index).is_some_and(|c| c.is_ascii_alphanumeric() || "./-年号線".contains(c))
}

/// The unit of years without one: 年度 where a plan or its money is spoken of, for these run by it; else the year that
/// the era counts.
fn unit_of_letters(scan: &Scan, start: usize, end: usize) -> Unit {
    const BEFORE: usize = 12;
    const AFTER: usize = 8;
    const WORDS: [&str; 13] =
        ["期間", "計画", "年度", "事業", "予算", "前期", "後期", "累計", "実施", "目標", "年間", "施策", "取組"];
    let told = (start.saturating_sub(BEFORE)..start).chain(end..end + AFTER).any(|at| scan.any(at, &WORDS).is_some());
    if told { Unit::Fiscal } else { Unit::Calendar }
}

/// The month, and the day where there is one, behind a year and its mark: /10, .9.2, -04-01, .4月.
fn numeric_month(scan: &Scan, index: usize, mark: char) -> Option<Point> {
    let month = scan.figures(index + 1, 12)?;
    let mut point = Point { month: Some(month.value), numeric: true, ..Point::new(month.end) };
    if scan.at(month.end) == Some(mark)
        && let Some(day) = scan.figures(month.end + 1, 31)
    {
        point.day = Some(day.value);
        point.end = day.end;
        weekday(scan, &mut point);
    } else if mark == '-' {
        // 2024-04 is as often a number of something.
        return None;
    } else if let Some(end) = scan.word(month.end, "月") {
        // H28.4月
        point.end = end;
        day_tail(scan, &mut point);
    }
    // 2015.3%, 1.2.3.4: a number goes on.
    let goes_on = scan.gap(point.end) == Gap::None
        && match scan.at(point.end) {
            Some(',') if point.day.is_some() => false,
            Some('.' | ',') => scan.at(point.end + 1).is_some_and(|c| c.is_ascii_digit()),
            Some(c) => c.is_ascii_alphanumeric() || "/%‰㎡㎞".contains(c),
            None => false,
        };
    (!goes_on).then_some(point)
}

/// Does a range or list follow whose last member carries 年 or 年度?
fn bare_year(scan: &Scan, index: usize) -> bool {
    let mut at = index;
    for _ in 0..6 {
        let Some(next) = scan
            .at(at)
            .filter(|&c| RANGE_MARKS.contains(c) || LIST_MARKS.contains(c))
            .map(|_| at + 1)
            .or_else(|| scan.word(at, "から"))
        else {
            return false;
        };
        let number_end = year_number(scan, next)
            .map(|(_, _, end)| end)
            .or_else(|| scan.number(next).filter(|n| n.width != 3).map(|n| n.end));
        let Some(mut end) = number_end else { return false };
        end = after_brackets(scan, end);
        // 令和5・6年代 and 令和5～10年間 are none.
        if let Some(after) = scan.word(end, "年") {
            return !scan.is(after, "代間");
        }
        at = end;
    }
    false
}

/// What has no year: 4月, 10/8, 28.10.13, 年度末, 上旬, 第1四半期, 春頃.
fn without_year(scan: &Scan, index: usize) -> Option<Point> {
    // 例年4月, 文和五年三月: a year stands before it that was not understood.
    if scan.glued(index) == Some('年') || after_zodiac(scan, index) {
        return None;
    }
    month(scan, index)
        .or_else(|| month_and_day(scan, index, false))
        .or_else(|| dotted(scan, index))
        .or_else(|| dotted_day(scan, index))
        .or_else(|| part(scan, index))
}

/// 明暦四戊戌八月八日: a year of the sixty years' cycle (干支) stands before it.
fn after_zodiac(scan: &Scan, index: usize) -> bool {
    let behind = |back: usize, set: &str| index.checked_sub(back).is_some_and(|at| scan.is(at, set));
    behind(1, "子丑寅卯辰巳午未申酉戌亥") && behind(2, "甲乙丙丁戊己庚辛壬癸")
}

/// 5.26（金）: the weekday makes a day of what were a number else.
fn dotted_day(scan: &Scan, index: usize) -> Option<Point> {
    let month = scan.figures(index, 12).filter(|_| !scan.goes_on(index, "第/.,:-－¥"))?;
    let day = scan.figures(scan.word(month.end, ".")?, 31)?;
    let mut point = Point { month: Some(month.value), day: Some(day.value), numeric: true, ..Point::new(day.end) };
    weekday(scan, &mut point);
    point.weekday.map(|_| point)
}

/// 28.10.13: a date without its era, where it cannot be a section number.
fn dotted(scan: &Scan, index: usize) -> Option<Point> {
    // Sections hardly run past twelve; years of an era do.
    const HIGHEST_SECTION: u32 = 12;
    let year = scan.number(index).filter(|n| !n.kanji && n.width == 2 && n.value > HIGHEST_SECTION && n.value <= 64)?;
    if scan.goes_on(index, "/.,:-") || scan.at(year.end) != Some('.') {
        return None;
    }
    let found = numeric_month(scan, year.end, '.').filter(|point| point.day.is_some())?;
    Some(Point { year: Some(Year::Elided(year.value)), ..found })
}
