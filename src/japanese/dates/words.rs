//! Times without a place on the calendar: 毎年度, 随時, 未定, and lengths (5か年, 30日間).

use super::scan::Scan;

/// 毎年度, 随時, 通年, 未定: the index after it.
pub(super) fn without_dates(scan: &Scan, index: usize) -> Option<usize> {
    match scan.at(index)? {
        '毎' => {
            let end = scan.any(index, &["毎年度", "毎年", "毎月", "毎週"])?;
            // 毎年4月, 毎月10日: the month recurs as well, and is no month of one year.
            let number = scan.number(scan.word(end, "、").unwrap_or(end));
            let inner = number.and_then(|n| scan.any(n.end, &["月", "日"]));
            Some(inner.map_or(end, |after| scan.any(after, &["頃", "上旬", "中旬", "下旬", "末"]).unwrap_or(after)))
        }
        '随' => scan.word(index, "随時"),
        '通' => scan.word(index, "通年").filter(|&end| scan.any(end, &["議会", "採用"]).is_none()),
        '未' => scan.word(index, "未定").filter(|&end| !scan.is(end, "稿義")),
        _ => None,
    }
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LengthUnit {
    Years,
    Months,
    Weeks,
    Days,
}

/// A length of time: 5か年, 10年間, 4箇月間, 30日間, 1年6か月, 2年半.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) count: u32,
    pub(super) unit: LengthUnit,
    /// Months beyond the whole years.
    pub(super) months: u32,
    /// 5年をめどに, 約5年間.
    pub(super) approximate: bool,
    pub(super) end: usize,
}

impl Length {
    /// ISO 8601: P5Y, P1Y6M.
    pub(super) fn iso(&self) -> String {
        let letter = match self.unit {
            LengthUnit::Years => 'Y',
            LengthUnit::Months => 'M',
            LengthUnit::Weeks => 'W',
            LengthUnit::Days => 'D',
        };
        if self.months > 0 {
            format!("P{}{letter}{}M", self.count, self.months)
        } else {
            format!("P{}{letter}", self.count)
        }
    }
}

const UNITS: [(&str, LengthUnit); 23] = [
    ("年間", LengthUnit::Years),
    ("か年", LengthUnit::Years),
    ("カ年", LengthUnit::Years),
    ("ヵ年", LengthUnit::Years),
    ("ヶ年", LengthUnit::Years),
    ("ケ年", LengthUnit::Years),
    ("箇年", LengthUnit::Years),
    ("ゕ年", LengthUnit::Years),
    ("個年", LengthUnit::Years),
    ("ゖ年", LengthUnit::Years),
    ("か月", LengthUnit::Months),
    ("カ月", LengthUnit::Months),
    ("ヵ月", LengthUnit::Months),
    ("ヶ月", LengthUnit::Months),
    ("ケ月", LengthUnit::Months),
    ("箇月", LengthUnit::Months),
    ("個月", LengthUnit::Months),
    ("ゕ月", LengthUnit::Months),
    ("ゖ月", LengthUnit::Months),
    ("週間", LengthUnit::Weeks),
    ("日間", LengthUnit::Days),
    ("月間", LengthUnit::Months),
    ("年度間", LengthUnit::Years),
];

/// The length at `index`.
pub(super) fn length(scan: &Scan, index: usize) -> Option<Length> {
    // Longer ones (365日間 is the longest that is usual) are no periods of a plan.
    const LONGEST: u32 = 400;
    if scan.glued(index).is_some_and(|c| c.is_ascii_alphanumeric() || "第.,/-月年数".contains(c)) {
        return None;
    }
    // 半年間; 半年 alone as well, but not 上半年 or 半年ごと.
    if let Some(end) = scan.word(index, "半年").filter(|&end| !scan.is(end, "度ご毎前後")) {
        let end = scan.word(end, "間").unwrap_or(end);
        let glued = scan.glued(index).is_some_and(|c| "上下前後".contains(c));
        return (!glued).then_some(Length { count: 6, unit: LengthUnit::Months, months: 0, approximate: false, end });
    }
    let number = scan.number(index).filter(|n| (1..=LONGEST).contains(&n.value))?;
    let Some((mut end, unit)) = UNITS.iter().find_map(|(word, unit)| Some((scan.word(number.end, word)?, *unit)))
    else {
        return years_told_by_their_words(scan, index, number.value, number.end);
    };
    // 4か月間; but 5か年間 is hardly written, and 10年間々 never.
    if let Some(after) = scan.word(end, "間") {
        end = after;
    }
    // 3か月前, 6か月児, 3か年平均: no periods but places and kinds.
    if scan.is(end, "前後児目") && !scan.is(end + 1, "期標") {
        return None;
    }
    Some(Length { count: number.value, unit, months: 0, approximate: false, end })
}

/// 5年, where the words before it say that years are counted.
pub(super) fn plain_years(scan: &Scan, index: usize) -> Option<Length> {
    const LONGEST: u32 = 100;
    let number = scan.number(index).filter(|n| (1..=LONGEST).contains(&n.value))?;
    let end = scan.word(number.end, "年").filter(|&end| !scan.is(end, "度月末代"))?;
    Some(Length { count: number.value, unit: LengthUnit::Years, months: 0, approximate: false, end })
}

/// 5年 alone is as often 令和5年; what stands beside it makes it a length: 2年半, 1年6か月, 5年をめどに, 5年以内, 今後5年.
fn years_told_by_their_words(scan: &Scan, index: usize, count: u32, number_end: usize) -> Option<Length> {
    // 23年6か月 is none either.
    const LONGEST: u32 = 100;
    let years = |months: u32, approximate: bool, end: usize| {
        Some(Length { count, unit: LengthUnit::Years, months, approximate, end })
    };
    let end = scan.word(number_end, "年").filter(|_| count <= LONGEST)?;
    if let Some(after) = scan.any(end, &["半"]).filter(|&after| !scan.is(after, "ばごろ期")) {
        return years(6, false, scan.word(after, "間").unwrap_or(after));
    }
    if let Some(months) = scan.number(end).filter(|n| (1..12).contains(&n.value))
        && let Some((after, _)) = UNITS
            .iter()
            .filter(|(_, unit)| *unit == LengthUnit::Months)
            .find_map(|(word, unit)| Some((scan.word(months.end, word)?, unit)))
    {
        return years(months.value, false, scan.word(after, "間").unwrap_or(after));
    }
    // An era before it makes it a year.
    if let Some(after) = scan.any(end, &["をめどに", "を目途に", "を目処に", "程度"]) {
        return years(0, true, after);
    }
    if let Some(after) = scan.any(end, &["以内"]) {
        return years(0, false, after);
    }
    let announced = ["今後", "向こう", "むこう", "おおむね", "概ね"]
        .iter()
        .any(|word| index.checked_sub(word.chars().count()).is_some_and(|start| scan.word(start, word) == Some(index)));
    (announced && !scan.is(end, "度月末前後代")).then_some(())?;
    years(0, false, end)
}
