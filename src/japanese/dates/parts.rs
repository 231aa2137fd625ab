//! Parts of a year or 年度: 年度末, 第1四半期, 上半期, 秋頃, 月末, 上旬.

use super::months::tenday;
use super::point::{Part, Point, Unit, Year};
use super::scan::{Gap, Scan};
use super::years::{LIST_MARKS, RANGE_MARKS};

/// 年度末, 第1四半期, 上半期, 秋頃, 月末, 上旬 by themselves.
pub(super) fn part(scan: &Scan, index: usize) -> Option<Point> {
    let at = |part, end| Some(Point { part: Some(part), unit: Unit::Fiscal, ..Point::new(end) });
    match scan.at(index)? {
        // 7 年 度 末: a year stands before it that was not understood.
        '年' if index.checked_sub(1).is_some_and(|at| scan.at(at).is_some_and(|c| c.is_ascii_digit())) => None,
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
            // 年内に: this year, but not 3年内 or 令和5年内.
            if let Some(end) = scan.word(index, "年内").filter(|&end| !scan.at(end).is_some_and(is_kanji))
                && !scan.glued(index).is_some_and(is_kanji)
            {
                return Some(Point { year: Some(Year::FromPresent(0)), ..Point::new(end) });
            }
            if let Some(end) = scan.word(index, "年明け") {
                return at(Part::YearOpening, end);
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

pub(super) fn fiscal_part(scan: &Scan, index: usize) -> Option<(Part, usize)> {
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
    if let Some(end) = scan.word(at, "年明け") {
        return Some((Part::YearOpening, end));
    }
    half(scan, at).or_else(|| quarter(scan, at)).or_else(|| season(scan, at))
}

pub(super) fn half(scan: &Scan, index: usize) -> Option<(Part, usize)> {
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

pub(super) fn quarter(scan: &Scan, index: usize) -> Option<(Part, usize)> {
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
        scan.figures(start, 4)
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
pub(super) fn season(scan: &Scan, index: usize) -> Option<(Part, usize)> {
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

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々')
}
