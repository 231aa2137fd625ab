//! Months and days as printed: 4月, 10月31日（月）, 10/8, and 4 in 4～6月.

use super::parts::is_kanji;
use super::point::{Part, Point};
use super::scan::{Gap, Scan};
use super::years::chain_end;

/// N月 with what may follow.
pub(super) fn month(scan: &Scan, index: usize) -> Option<Point> {
    let number = scan.number(index).filter(|n| (n.kanji || n.width <= 2) && (1..=12).contains(&n.value))?;
    let before = scan.glued(index);
    if scan.goes_on(index, "第.,:") {
        return None;
    }
    // 千二月 and the like: numerals that were read before.
    let mut point = Point { month: Some(number.value), ..Point::new(number.end) };
    if let Some(end) = scan.word(number.end, "月") {
        // 第3月曜, 1月間; 五月雨, 二月堂 and other names.
        if scan.is(end, "曜間晴病") || (number.kanji && scan.gap(end) == Gap::None && scan.is(end, "田堂雨晴丘台山町"))
        {
            return None;
        }
        point.end = end;
        day_tail(scan, &mut point);
        return Some(point);
    }
    // 4 in 4～6月, 3 in 3・6・9月.
    let chain = chain_end(scan, number.end, 12)?;
    scan.word(chain, "月").filter(|&end| !scan.is(end, "曜間"))?;
    // 1～3月曜日 has gone; 10/3・4月 is a day and a month.
    (before != Some('/')).then_some(())?;
    point.month_unit_elided = true;
    Some(point)
}

/// Day, third of a month, end of a month.
pub(super) fn day_tail(scan: &Scan, point: &mut Point) {
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

/// 10/8, 12/24(水). A dash or comma before it makes it a part of a longer number, unless it stands inside a range
/// (10/1-10/31) or list (8/1,8/2).
pub(super) fn month_and_day(scan: &Scan, index: usize, inside: bool) -> Option<Point> {
    let month = scan.figures(index, 12)?;
    if scan.goes_on(index, if inside { "/.:¥第" } else { "/.,:-－¥第" }) {
        return None;
    }
    let slash = scan.word(month.end, "/")?;
    let day = scan.figures(slash, 31)?;
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

/// 2/3以上, 補助率1/2, 3/5名. A proper fraction of small numbers, with a word beside it that shares something out;
/// halves and thirds alone too, for 2 and 3 January are no working days.
fn is_fraction(scan: &Scan, start: usize, above: u32, below: u32, end: usize) -> bool {
    const WORDS_AFTER: [&str; 17] = [
        "以内",
        "以上",
        "以下",
        "超",
        "未満",
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
    ];
    // So many of so many, whatever their size.
    const COUNTED: [&str; 8] = ["段階", "か所", "箇所", "世帯", "半期", "割", "四半期", "ページ"];
    // 11/20人権講演会 is a day.
    let people = scan.is(end, "人名点件社枚校票") && !scan.at(end + 1).is_some_and(is_kanji);
    if people || scan.any(end, &COUNTED).is_some() {
        return true;
    }
    // (10/10) is all of the cost, or a day in October: the words tell.
    if above > below || below > 10 {
        return false;
    }
    let is_range = scan.is(end, "～") || start.checked_sub(1).is_some_and(|i| scan.is(i, "～"));
    if is_range {
        return false;
    }
    if above == 1 && below <= 3 {
        return true;
    }
    if scan.is(end, "・") || start.checked_sub(1).is_some_and(|i| scan.is(i, "・")) {
        return false;
    }
    // 1/2→2/3; 国1/2、県1/4
    if scan.is(end, "→⇒") || scan.glued(start).is_some_and(|c| "→⇒国県市町村".contains(c)) {
        return true;
    }
    let shares = (1..=4).filter_map(|back| start.checked_sub(back)).any(|i| scan.is(i, "率割比補助負担"));
    // 3/4を, 全体の2/5: the usual fractions beside a particle; 4/8に is rather a day.
    let usual = matches!(below, 2..=5 | 10)
        && (1..=above).all(|n| n == 1 || !above.is_multiple_of(n) || !below.is_multiple_of(n));
    let particle = usual && (scan.is(end, "のをにがはで") || scan.glued(start) == Some('の'));
    shares || particle || scan.any(end, &WORDS_AFTER).is_some() || scan.any(end, &["(国", "(県"]).is_some()
}
