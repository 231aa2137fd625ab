//! Years as printed: 令和5年度, R5, 2023(令和5)年, and 19 in 19年12月.

use super::parts::is_kanji;
use super::point::{Unit, Year};
use super::scan::Scan;
use crate::japanese::era::ERAS;

/// Marks between the two ends of a range, and between the members of a list.
pub(super) const RANGE_MARKS: &str = "～-－‐–—―ーｰ−";

pub(super) const LIST_MARKS: &str = "・、,";

/// A year with its unit.
pub(super) struct YearToken {
    pub(super) year: Year,
    pub(super) unit: Unit,
    /// What the other calendar's year in brackets says, where it says something else.
    pub(super) disagrees: bool,
    pub(super) end: usize,
}

/// An era's year or a western one, with 年 or 年度 and with the other calendar's year in brackets.
pub(super) fn year(scan: &Scan, index: usize) -> Option<YearToken> {
    let (value, is_letter, mut end) = year_number(scan, index)?;
    let mut bracketed_unit = None;
    let mut disagrees = false;
    if let Some((unit, other, after)) = year_in_brackets(scan, end) {
        (bracketed_unit, end) = (unit, after);
        disagrees = other != value;
    }
    let mut unit = Unit::Elided;
    if let Some(after) = scan.word(end, "年") {
        (unit, end) = (Unit::Calendar, after);
        // 2020年代 is a decade, 令和5年月日 a blank to be filled in.
        // 2040年問題 is a topic.
        if scan.is(end, "代月") || scan.word(end, "問題").is_some() {
            return None;
        }
        if let Some(after) = scan.word(end, "度") {
            (unit, end) = (Unit::Fiscal, after);
        }
        if let Some((_, other, after)) = year_in_brackets(scan, end) {
            end = after;
            disagrees |= other != value;
            if let Some(after) = scan.word(end, "度").filter(|_| unit == Unit::Calendar) {
                (unit, end) = (Unit::Fiscal, after);
            }
        }
    } else if let Some(bracketed) = bracketed_unit {
        unit = bracketed;
    }
    // M7.3 is an earthquake and T1 a table: the letters of the old eras need 年 with them.
    if is_letter && unit == Unit::Elided && scan.is(index, "MT") {
        return None;
    }
    Some(YearToken { year: Year::Fixed(value), unit, disagrees, end })
}

/// 令和5, 平成元, R5, H.30, 2023: the year, whether an era's letter begins it, and the index after it.
pub(super) fn year_number(scan: &Scan, index: usize) -> Option<(i32, bool, usize)> {
    let first = scan.at(index)?;
    if first.is_ascii_digit() || matches!(first, '一' | '二') {
        let number = scan.number(index)?;
        // 二〇二五 and 二千二十五.
        let positional =
            !number.kanji || scan.is(index + 1, "千") || (index..number.end).all(|i| !scan.is(i, "十百千"));
        if !positional || !(1800..2200).contains(&number.value) || scan.goes_on(index, ",¥-") {
            return None;
        }
        return Some((i32::try_from(number.value).ok()?, false, number.end));
    }
    // '25年度, ’07年
    if matches!(first, '\'' | '’' | '‘') {
        let number = scan.number(index + 1).filter(|n| !n.kanji && n.width == 2)?;
        return Some((2000 + i32::try_from(number.value).ok()?, false, number.end));
    }
    let (era, is_letter, after) = ERAS.iter().find_map(|era| {
        if let Some(after) = scan.word(index, era.name) {
            return Some((era, false, after));
        }
        // 令7.4.1, 平30年度: the first kanji stands for the era; 大 and 明 begin too many words for that.
        if era.name.starts_with(first) && "令平昭".contains(first) && !scan.glued(index).is_some_and(is_kanji) {
            let number = scan.figures(index + 1, 99);
            let dated = number.is_some_and(|n| scan.is(n.end, ".・年")) || scan.is(index + 1, "元");
            return dated.then_some((era, true, index + 1));
        }
        let letter = era.letter == first && !scan.glued(index).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
        letter.then(|| (era, true, scan.word(index + 1, ".").unwrap_or(index + 1)))
    })?;
    if let Some(after) = scan.word(after, "元") {
        return Some((era.year(1)?, is_letter, after));
    }
    let number = scan.number(after)?;
    let fits = (1..100).contains(&number.value) && (number.kanji || number.width <= 2) && !(is_letter && number.kanji);
    fits.then_some(())?;
    Some((era.year(number.value)?, is_letter, number.end))
}

/// (2017), (平成28年), (2025年度).
fn year_in_brackets(scan: &Scan, index: usize) -> Option<(Option<Unit>, i32, usize)> {
    let inside = scan.any(index, &["(", "〔", "/"])?;
    let slash = scan.is(index, "/");
    let (value, _, mut end) = year_number(scan, inside)?;
    let mut unit = None;
    if let Some(after) = scan.word(end, "年") {
        (unit, end) = (Some(Unit::Calendar), after);
        if let Some(after) = scan.word(end, "度") {
            (unit, end) = (Some(Unit::Fiscal), after);
        }
    }
    // (平成31/令和元), (平成31年・令和元年): the year in which an era ends has two names.
    if !slash
        && let Some(next) = scan.any(end, &["/", "・", "、"])
        && let Some((second, _, after)) = year_number(scan, next)
    {
        end = scan.word(after, "年").unwrap_or(after);
        return scan.any(end, &[")", "〕"]).filter(|_| second == value).map(|after| (unit, value, after));
    }
    if slash {
        // 令和6/2024年度
        return (!scan.is(index + 1, "3456789RHSTM") && unit.is_some()).then_some((unit, value, end));
    }
    scan.any(end, &[")", "〕"]).map(|after| (unit, value, after))
}

/// The index after (2029), (令和7～11): a year or years in brackets.
pub(super) fn after_brackets(scan: &Scan, index: usize) -> usize {
    // (平成29(2017)～令和元) is hardly longer.
    const LONGEST: usize = 16;
    if let Some((_, _, after)) = year_in_brackets(scan, index) {
        return after;
    }
    let range = || {
        let inside = scan.word(index, "(")?;
        let (_, _, mut at) = year_number(scan, inside)?;
        while at < inside + LONGEST {
            let c = scan.at(at)?;
            if c == ')' {
                return Some(at + 1);
            }
            (c.is_ascii_digit() || RANGE_MARKS.contains(c) || "令和平成昭和元RHS年度".contains(c)).then_some(())?;
            at += 1;
        }
        None
    };
    range().unwrap_or(index)
}

/// 19年12月, 20年度, and 18 in 18・19年度.
pub(super) fn year_without_era(scan: &Scan, index: usize) -> Option<YearToken> {
    let number = scan.number(index).filter(|n| (n.kanji || n.width <= 2) && (1..=64).contains(&n.value))?;
    // 文和五年: an era older than those that plans count by, or no era at all.
    if scan.glued(index).is_some_and(is_kanji) || scan.goes_on(index, ".,-/:") {
        return None;
    }
    let year = Year::Elided(number.value);
    if let Some(end) = scan.word(number.end, "年度") {
        // 2年度目
        if scan.is(end, "目") {
            return None;
        }
        return Some(YearToken { year, unit: Unit::Fiscal, disagrees: false, end });
    }
    if let Some(end) = scan.word(number.end, "年")
        && let Some(month) = scan.number(end).filter(|m| (1..=12).contains(&m.value))
        && scan.word(month.end, "月").is_some()
    {
        return Some(YearToken { year, unit: Unit::Calendar, disagrees: false, end });
    }
    let chain = chain_end(scan, number.end, 64)?;
    scan.word(chain, "年度").map(|_| YearToken { year, unit: Unit::Elided, disagrees: false, end: number.end })
}

/// The index after `～6` or `・6・9`: numbers that share the unit behind the last.
pub(super) fn chain_end(scan: &Scan, index: usize, highest: u32) -> Option<usize> {
    const LONGEST: usize = 12;
    let mut end = index;
    for _ in 0..LONGEST {
        let Some(mark) = scan.at(end).filter(|&c| RANGE_MARKS.contains(c) || LIST_MARKS.contains(c)) else { break };
        let Some(number) = scan.number(end + 1).filter(|n| (1..=highest).contains(&n.value)) else { break };
        end = number.end;
        if RANGE_MARKS.contains(mark) {
            break;
        }
    }
    (end > index).then_some(end)
}
