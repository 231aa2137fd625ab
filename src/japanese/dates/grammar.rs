//! One point in time as printed: which of year, month, day and part are there, and where it ends.
//!
//! Nothing is resolved here: a year may lack its era, a month its year. [`super::resolve`] fills in.

use super::scan::{Gap, Scan};
use crate::japanese::era::ERAS;

/// A year as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// A western year, printed or by its era.
    Fixed(i32),
    /// A number without its era: 19年12月.
    Elided(u32),
    /// So many years after the year spoken of: 同年 0, 翌年 1.
    FromNeighbour(i32),
    /// So many years after the present one: 昨年 -1, 来年 1.
    FromPresent(i32),
}

/// What a year counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 令和9 in 令和9～11年: printed once, behind the other.
    Elided,
    Calendar,
    Fiscal,
}

/// A part of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// 上旬 0, 中旬 1, 下旬 2.
    Tenday(u8),
    /// 月末, 末日.
    MonthEnd,
    /// 年度末.
    FiscalEnd,
    /// 年度末日.
    FiscalLastDay,
    /// 年度当初.
    FiscalStart,
    /// 年度内.
    FiscalWithin,
    /// 年末.
    YearEnd,
    /// 第1四半期 is 0.
    Quarter(u8),
    /// 上半期 0, 下半期 1: always of the 年度.
    Half(u8),
    /// 前半 0, 後半 1: of the 年度 or of the year before it.
    YearHalf(u8),
    /// 春 0 to 冬 3.
    Season(u8),
    /// 4月前半 0, 4月後半 1.
    MonthHalf(u8),
    /// 元日, 元旦.
    NewYearsDay,
}

/// A month told by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthFrom {
    /// So many months after the one spoken of.
    Neighbour(i32),
    /// So many months after the present one.
    Present(i32),
}

/// A point in time as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Option<Year>,
    pub(super) unit: Unit,
    pub(super) month: Option<u32>,
    /// Told by another month: 来月, 同月.
    pub(super) month_from: Option<MonthFrom>,
    /// 月 stands only behind a later number: 4 in 4～6月.
    pub(super) month_unit_elided: bool,
    pub(super) day: Option<u32>,
    /// 日 stands only behind a later number: 3 in 10月3～5日.
    pub(super) day_unit_elided: bool,
    /// The year is written western.
    pub(super) western: bool,
    /// Written with slashes or dots.
    pub(super) numeric: bool,
    pub(super) part: Option<Part>,
    pub(super) approximate: bool,
    /// The year in brackets is another than the one before them.
    pub(super) calendars_disagree: bool,
    pub(super) weekday: Option<char>,
    /// Index after it.
    pub(super) end: usize,
}

impl Point {
    pub(super) const fn new(end: usize) -> Self {
        Self {
            year: None,
            unit: Unit::Calendar,
            month: None,
            month_from: None,
            month_unit_elided: false,
            day: None,
            day_unit_elided: false,
            western: false,
            numeric: false,
            part: None,
            approximate: false,
            calendars_disagree: false,
            weekday: None,
            end,
        }
    }

    /// Is only a year whose 年 or 年度 stands behind a later number.
    pub(super) fn is_bare_year(&self) -> bool {
        self.year.is_some() && self.unit == Unit::Elided && self.month.is_none()
    }
}

/// Marks between the two ends of a range, and between the members of a list.
const RANGE_MARKS: &str = "～-－‐–—―ーｰ−";
const LIST_MARKS: &str = "・、,";

/// A year with its unit.
struct YearToken {
    year: Year,
    unit: Unit,
    /// What the other calendar's year in brackets says, where it says something else.
    disagrees: bool,
    end: usize,
}

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

/// An era's year or a western one, with 年 or 年度 and with the other calendar's year in brackets.
fn year(scan: &Scan, index: usize) -> Option<YearToken> {
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
fn year_number(scan: &Scan, index: usize) -> Option<(i32, bool, usize)> {
    let first = scan.at(index)?;
    if first.is_ascii_digit() || matches!(first, '一' | '二') {
        let number = scan.number(index)?;
        // 二〇二五 and 二千二十五.
        let positional =
            !number.kanji || scan.is(index + 1, "千") || (index..number.end).all(|i| !scan.is(i, "十百千"));
        let before = scan.glued(index);
        if !(number.width == 4 || (number.kanji && scan.is(index + 1, "千")))
            || !positional
            || !(1800..2200).contains(&number.value)
            || before.is_some_and(|c| c.is_ascii_alphanumeric() || ",¥-".contains(c))
        {
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
            let number = scan.number(index + 1).filter(|n| !n.kanji && n.width <= 2);
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
fn year_without_era(scan: &Scan, index: usize) -> Option<YearToken> {
    let number = scan.number(index).filter(|n| (n.kanji || n.width <= 2) && (1..=64).contains(&n.value))?;
    // 文和五年: an era older than those that plans count by, or no era at all.
    if scan.glued(index).is_some_and(|c| c.is_ascii_alphanumeric() || is_kanji(c) || ".,-/:".contains(c)) {
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
fn chain_end(scan: &Scan, index: usize, highest: u32) -> Option<usize> {
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

/// What may follow 年度: a part of it, a month in it.
fn fiscal_tail(scan: &Scan, point: &mut Point) {
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

fn fiscal_part(scan: &Scan, index: usize) -> Option<(Part, usize)> {
    let at = scan.word(index, "の").unwrap_or(index);
    if let Some(end) = scan.any(at, &["当初", "初め", "はじめ", "始め", "初頭"]) {
        // 令和5年度当初予算 is a budget, no day.
        return scan.any(end, &["予算", "案"]).is_none().then_some((Part::FiscalStart, end));
    }
    if let Some(end) = scan.any(at, &["末日", "の末日", "最終日"]) {
        return Some((Part::FiscalLastDay, end));
    }
    if let Some(end) = scan.word(at, "末") {
        return Some((Part::FiscalEnd, end));
    }
    if let Some(end) = scan.word(at, "内").filter(|&end| !scan.is(end, "訳示部容外")) {
        return Some((Part::FiscalWithin, end));
    }
    if let Some(end) = scan.word(at, "中").filter(|&end| !scan.is(end, "期間学央小心核")) {
        return Some((Part::FiscalWithin, end));
    }
    half(scan, at).or_else(|| quarter(scan, at)).or_else(|| season(scan, at))
}

fn half(scan: &Scan, index: usize) -> Option<(Part, usize)> {
    const WORDS: [(&str, Part); 10] = [
        ("第1半期", Part::Half(0)),
        ("第2半期", Part::Half(1)),
        ("前期半期", Part::Half(0)),
        ("後期半期", Part::Half(1)),
        ("上半期", Part::Half(0)),
        ("上期", Part::Half(0)),
        ("下半期", Part::Half(1)),
        ("下期", Part::Half(1)),
        ("前半", Part::YearHalf(0)),
        ("後半", Part::YearHalf(1)),
    ];
    WORDS.iter().find_map(|(word, part)| Some((*part, scan.word(index, word)?)))
}

fn quarter(scan: &Scan, index: usize) -> Option<(Part, usize)> {
    // 1Q, Q1: of a 年度 only.
    if let Some(q) = scan.at(index).and_then(|c| c.to_digit(10)).filter(|q| (1..=4).contains(q))
        && let Some(end) = scan.word(index + 1, "Q")
    {
        return Some((Part::Quarter(u8::try_from(q - 1).ok()?), end));
    }
    let after = scan.word(index, "第")?;
    let number = scan.number(after).filter(|n| (1..=4).contains(&n.value));
    // 第一四半期 reads as one run of numerals: 一四.
    if let Some(kanji) = scan.at(after).and_then(|c| "一二三四".chars().position(|k| k == c))
        && let Some(end) = scan.any(after + 1, &["四半期", "・四半期"])
    {
        return Some((Part::Quarter(u8::try_from(kanji).ok()?), end));
    }
    let number = number?;
    // 第3・4四半期, 第1～第3四半期: the word stands behind the last.
    let mark = scan.at(number.end).is_some_and(|c| RANGE_MARKS.contains(c) || LIST_MARKS.contains(c));
    if mark && later_quarter(scan, number.end + 1).is_some() {
        return Some((Part::Quarter(u8::try_from(number.value - 1).ok()?), number.end));
    }
    let end = scan.any(number.end, &["四半期", "・四半期", "・4半期", "4半期"])?;
    Some((Part::Quarter(u8::try_from(number.value - 1).ok()?), end))
}

/// 4四半期 behind 第3・; 2 behind 第1・ where ・3四半期 follows.
pub(super) fn later_quarter(scan: &Scan, index: usize) -> Option<(Part, usize)> {
    // A year has no more.
    const QUARTERS: usize = 4;
    let number = |at: usize| {
        let start = scan.word(at, "第").unwrap_or(at);
        scan.number(start).filter(|n| !n.kanji && n.width == 1 && (1..=4).contains(&n.value))
    };
    let first = number(index)?;
    let mut end = first.end;
    for _ in 0..QUARTERS {
        if let Some(after) = scan.word(end, "四半期") {
            let end = if end == first.end { after } else { first.end };
            return Some((Part::Quarter(u8::try_from(first.value - 1).ok()?), end));
        }
        scan.at(end).filter(|&c| RANGE_MARKS.contains(c) || LIST_MARKS.contains(c))?;
        end = number(end + 1)?.end;
    }
    None
}

/// 春, 夏頃, 秋季; not 秋祭り, 春日.
fn season(scan: &Scan, index: usize) -> Option<(Part, usize)> {
    let at = scan.at(index)?;
    let place = "春夏秋冬".chars().position(|c| c == at)?;
    let mut end = index + 1;
    if scan.is(end, "季期") {
        end += 1;
    }
    let word_goes_on =
        scan.gap(end) == Gap::None && scan.at(end).is_some_and(|c| is_kanji(c) && !"頃以前後".contains(c));
    (!word_goes_on).then_some((Part::Season(u8::try_from(place).ok()?), end))
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

/// 同年3月, 翌年度, 昨年12月, 翌11月.
fn relative(scan: &Scan, index: usize) -> Option<Point> {
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
    if let Some(point) = relative_month(scan, index) {
        return Some(point);
    }
    if let Some((year, end)) = FISCAL.iter().find_map(|(word, year)| Some((*year, scan.word(index, word)?))) {
        let mut point = Point { year: Some(year), unit: Unit::Fiscal, ..Point::new(end) };
        fiscal_tail(scan, &mut point);
        return Some(point);
    }
    let (year, end) = CALENDAR.iter().find_map(|(word, year)| Some((*year, scan.word(index, word)?)))?;
    if let Some(found) = month(scan, end).or_else(|| month_and_day(scan, end, false)) {
        return Some(Point { year: Some(year), ..found });
    }
    // 同年 and 翌 alone say too little; 来年 is a year. 昨年比 and 前年同期 compare.
    let alone = matches!(year, Year::FromPresent(_)) && !scan.is(end, "度比同対並");
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

/// N月 with what may follow.
fn month(scan: &Scan, index: usize) -> Option<Point> {
    let number = scan.number(index).filter(|n| (n.kanji || n.width <= 2) && (1..=12).contains(&n.value))?;
    let before = scan.glued(index);
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || "第.,:".contains(c)) {
        return None;
    }
    // 千二月 and the like: numerals that were read before.
    let mut point = Point { month: Some(number.value), ..Point::new(number.end) };
    if let Some(end) = scan.word(number.end, "月") {
        // 第3月曜, 1月間; 五月雨, 二月堂 and other names.
        if scan.is(end, "曜間晴") || (number.kanji && scan.gap(end) == Gap::None && scan.is(end, "田堂雨晴丘台山町"))
        {
            return None;
        }
        point.end = end;
        day_tail(scan, &mut point);
        return Some(point);
    }
    // 4 in 4～6月, 3 in 3・6・9月.
    let chain = chain_end(scan, number.end, 12)?;
    let end = scan.word(chain, "月").filter(|&end| !scan.is(end, "曜間"))?;
    // 1～3月曜日 has gone; 10/3・4月 is a day and a month.
    (end > chain && before != Some('/')).then_some(())?;
    point.month_unit_elided = true;
    Some(point)
}

/// Day, third of a month, end of a month.
fn day_tail(scan: &Scan, point: &mut Point) {
    let index = point.end;
    let (tenday, end) = tenday(scan, index);
    if let Some(part) = tenday {
        (point.part, point.end) = (Some(part), end);
        return;
    }
    if let Some(end) = scan.any(index, &["末日", "末", "の末", "晦日"]) {
        (point.part, point.end) = (Some(Part::MonthEnd), end);
        return;
    }
    for (half, words) in [(0, ["前半", "の前半"]), (1, ["後半", "の後半"])] {
        if let Some(end) = scan.any(index, &words) {
            (point.part, point.end) = (Some(Part::MonthHalf(half)), end);
            return;
        }
    }
    // 4月中に is the month; 4月中旬 was read, 中学 and 中間 are words.
    if let Some(end) = scan.word(index, "中").filter(|&end| !scan.at(end).is_some_and(is_kanji) && !scan.is(end, "ご"))
    {
        point.end = end;
        return;
    }
    let Some(number) = scan.number(index).filter(|n| n.kanji || n.width <= 2) else { return };
    if let Some(end) = scan.word(number.end, "日").filter(|&end| !scan.is(end, "間目")) {
        (point.day, point.end) = (Some(number.value), end);
        weekday(scan, point);
    } else if let Some(chain) = chain_end(scan, number.end, 31)
        && scan.word(chain, "日").is_some_and(|end| !scan.is(end, "間目"))
    {
        (point.day, point.day_unit_elided, point.end) = (Some(number.value), true, number.end);
    } else if scan.is(number.end, "(") {
        // 10月31(月): 日 forgotten, the weekday stands for it.
        let mut with_day = Point { day: Some(number.value), end: number.end, ..*point };
        weekday(scan, &mut with_day);
        if with_day.weekday.is_some() {
            *point = with_day;
        }
    }
}

/// 上旬, 初旬, 中旬, 下旬; 上 in 上～中旬 and 上・中旬.
pub(super) fn tenday(scan: &Scan, index: usize) -> (Option<Part>, usize) {
    let place = match scan.at(index) {
        Some('上' | '初') => 0,
        Some('中') => 1,
        Some('下') => 2,
        _ => return (None, index),
    };
    if let Some(end) = scan.word(index + 1, "旬") {
        return (Some(Part::Tenday(place)), end);
    }
    let shares = scan.at(index + 1).is_some_and(|c| c == '～' || c == '・')
        && scan.is(index + 2, "中下")
        && scan.word(index + 3, "旬").is_some();
    if shares { (Some(Part::Tenday(place)), index + 1) } else { (None, index) }
}

/// (月), (水曜日), (火・祝), 木曜日.
pub(super) fn weekday(scan: &Scan, point: &mut Point) {
    const DAYS: &str = "月火水木金土日";
    let index = point.end;
    let open = scan.is(index, "(〔<〈");
    let at = if open { index + 1 } else { index };
    let Some(printed) = scan.at(at).filter(|&c| DAYS.contains(c)) else { return };
    let named = scan.any(at + 1, &["曜日", "曜"]);
    let after = named.unwrap_or(at + 1);
    if open {
        // A holiday may be told beside it.
        let holiday = scan.any(after, &["・祝日", "・祝", "・休", "、祝", ",祝", "祝", "(祝)"]).unwrap_or(after);
        if let Some(end) = scan.any(holiday, &[")", "〕", ">", "〉"]) {
            (point.weekday, point.end) = (Some(printed), end);
        }
    } else if named.is_some() {
        (point.weekday, point.end) = (Some(printed), after);
    }
}

/// 10/8, 12/24(水). A dash before it makes it a part of a longer number, unless it stands in a range (10/1-10/31).
pub(super) fn month_and_day(scan: &Scan, index: usize, after_dash: bool) -> Option<Point> {
    let month = scan.number(index).filter(|n| !n.kanji && n.width <= 2 && (1..=12).contains(&n.value))?;
    if scan
        .glued(index)
        .is_some_and(|c| c.is_ascii_alphanumeric() || "/.,:-－¥第".contains(c) && !(after_dash && "-－".contains(c)))
    {
        return None;
    }
    let slash = scan.word(month.end, "/")?;
    let day = scan.number(slash).filter(|n| !n.kanji && n.width <= 2 && (1..=31).contains(&n.value))?;
    let after = scan.at(day.end).filter(|_| scan.gap(day.end) == Gap::None);
    // 1/25,000 is a scale, 8/3/1 no month and day.
    let number_goes_on = after.is_some_and(|c| c.is_ascii_alphabetic() || "/.%％".contains(c))
        || (after == Some(',') && scan.number(day.end + 1).is_some_and(|n| n.width == 3));
    if number_goes_on || (scan.gap(slash) != Gap::None && scan.gap(month.end) == Gap::None) {
        return None;
    }
    let mut point = Point { month: Some(month.value), day: Some(day.value), numeric: true, ..Point::new(day.end) };
    weekday(scan, &mut point);
    (point.weekday.is_some() || !is_fraction(scan, index, month.value, day.value, day.end)).then_some(point)
}

/// 2/3以上, 補助率1/2. A proper fraction of small numbers, with a word beside it that shares something out; halves and
/// thirds alone too, for 2 and 3 January are no working days.
fn is_fraction(scan: &Scan, start: usize, above: u32, below: u32, end: usize) -> bool {
    const WORDS_AFTER: [&str; 24] = [
        "以内",
        "以上",
        "以下",
        "超",
        "未満",
        "の",
        "を",
        "に",
        "が",
        "程度",
        "ずつ",
        "補助",
        "負担",
        "助成",
        "相当",
        "減",
        "増",
        "ページ",
        "頁",
        "倍",
        "縮",
        "は",
        "で",
        "割",
    ];
    if scan.is(end, "割") {
        return true;
    }
    if above > below || below > 10 {
        return false;
    }
    let range = scan.is(end, "～・") || start.checked_sub(1).is_some_and(|i| scan.is(i, "～・"));
    if range {
        return false;
    }
    if above == 1 && below <= 3 {
        return true;
    }
    let shares = (1..=4).filter_map(|back| start.checked_sub(back)).any(|i| scan.is(i, "率割比補助負担"));
    shares || scan.any(end, &WORDS_AFTER).is_some()
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

/// 年度末, 第1四半期, 上半期, 秋頃, 月末, 上旬 by themselves.
fn part(scan: &Scan, index: usize) -> Option<Point> {
    let at = |part, end| Some(Point { part: Some(part), unit: Unit::Fiscal, ..Point::new(end) });
    match scan.at(index)? {
        '年' => {
            if let Some(after) = scan.word(index, "年度") {
                let (part, end) = fiscal_part(scan, after)?;
                return match part {
                    // 年度の前半 with no year says which half of every year.
                    Part::FiscalEnd
                    | Part::FiscalStart
                    | Part::FiscalWithin
                    | Part::Half(_)
                    | Part::YearHalf(_)
                    | Part::Quarter(_) => at(part, end),
                    _ => None,
                };
            }
            let end = scan.word(index, "年末").filter(|&end| !scan.is(end, "年調") && !scan.is(end, "年"))?;
            at(Part::YearEnd, end)
        }
        '第' => quarter(scan, index).and_then(|(part, end)| at(part, end)),
        '上' | '下' | '中' | '初' => {
            if let (Some(part), end) = tenday(scan, index) {
                return at(part, end);
            }
            let (part, end) = half(scan, index)?;
            at(part, end)
        }
        // 今月末 and 翌月末 were read, or their month is not known.
        '月' if scan.glued(index).is_some_and(|c| is_kanji(c) && c != '約') => None,
        '月' => scan.word(index, "月末").and_then(|end| at(Part::MonthEnd, end)),
        '春' | '夏' | '秋' | '冬' => {
            let (part, end) = season(scan, index)?;
            // By itself a season is a word like any other, unless it fills its cell: 秋, 夏～秋.
            let opens = scan.glued(index).is_none_or(|c| "([～、・".contains(c));
            let closes = scan.gap(end) > Gap::None || scan.is(end, ")]～、・\t");
            let told = scan.any(end, &["頃", "ごろ", "から秋", "から冬", "にかけて"]).is_some();
            (told || (opens && closes)).then_some(()).and_then(|()| at(part, end))
        }
        _ => None,
    }
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々')
}
