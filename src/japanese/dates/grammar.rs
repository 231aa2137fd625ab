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
    (point.approximate, point.end) = approximate_after(scan, point.end);
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
        Unit::Elided => numeric_tail(scan, &mut point)?,
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
fn numeric_tail(scan: &Scan, point: &mut Point) -> Option<()> {
    if let Some(mark) = scan.at(point.end).filter(|c| "/.-".contains(*c))
        && let Some(found) = numeric_month(scan, point.end, mark)
    {
        *point = Point { year: point.year, ..found };
        return Some(());
    }
    bare_year(scan, point.end).then_some(())
}

fn numeric_month(scan: &Scan, index: usize, mark: char) -> Option<Point> {
    let month = scan.number(index + 1).filter(|n| !n.kanji && n.width <= 2 && (1..=12).contains(&n.value))?;
    let mut point = Point { month: Some(month.value), numeric: true, ..Point::new(month.end) };
    if scan.at(month.end) == Some(mark)
        && let Some(day) =
            scan.number(month.end + 1).filter(|n| !n.kanji && n.width <= 2 && (1..=31).contains(&n.value))
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
    if scan.glued(index) == Some('年') {
        return None;
    }
    month(scan, index)
        .or_else(|| month_and_day(scan, index, false))
        .or_else(|| dotted(scan, index))
        .or_else(|| part(scan, index))
}

/// 28.10.13: a date without its era, where it cannot be a section number.
fn dotted(scan: &Scan, index: usize) -> Option<Point> {
    // Sections hardly run past twelve; years of an era do.
    const HIGHEST_SECTION: u32 = 12;
    let year = scan.number(index).filter(|n| !n.kanji && n.width == 2 && n.value > HIGHEST_SECTION && n.value <= 64)?;
    if scan.glued(index).is_some_and(|c| c.is_ascii_alphanumeric() || "/.,:-".contains(c))
        || scan.at(year.end) != Some('.')
    {
        return None;
    }
    let found = numeric_month(scan, year.end, '.').filter(|point| point.day.is_some())?;
    Some(Point { year: Some(Year::Elided(year.value)), ..found })
}
