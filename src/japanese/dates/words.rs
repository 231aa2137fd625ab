//! Times without a place on the calendar: 毎年度, 随時, 未定, and lengths (5か年, 30日間).

use super::scan::Scan;

/// 毎年度, 随時, 通年, 未定: the index after it.
pub(super) fn without_dates(scan: &Scan, index: usize) -> Option<usize> {
    match scan.at(index)? {
        '毎' => {
            let end = scan.any(index, &["毎年度", "毎年", "毎月", "毎週"])?;
            // 毎年4月, 毎月10日: the month recurs as well, and is no month of one year.
            let inner = scan.number(end).and_then(|n| scan.any(n.end, &["月", "日"]));
            Some(inner.map_or(end, |after| scan.any(after, &["頃", "上旬", "中旬", "下旬", "末"]).unwrap_or(after)))
        }
        '随' => scan.word(index, "随時"),
        '通' => scan.word(index, "通年"),
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

/// A length of time: 5か年, 10年間, 4箇月間, 30日間.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) count: u32,
    pub(super) unit: LengthUnit,
    pub(super) end: usize,
}

impl Length {
    /// ISO 8601: P5Y.
    pub(super) fn iso(&self) -> String {
        let letter = match self.unit {
            LengthUnit::Years => 'Y',
            LengthUnit::Months => 'M',
            LengthUnit::Weeks => 'W',
            LengthUnit::Days => 'D',
        };
        format!("P{}{letter}", self.count)
    }
}

/// The length at `index`.
pub(super) fn length(scan: &Scan, index: usize) -> Option<Length> {
    // Longer ones (365日間 is the longest that is usual) are no periods of a plan.
    const LONGEST: u32 = 400;
    let number = scan.number(index).filter(|n| (1..=LONGEST).contains(&n.value))?;
    if scan.glued(index).is_some_and(|c| c.is_ascii_alphanumeric() || "第.,/-月年".contains(c)) {
        return None;
    }
    const UNITS: [(&str, LengthUnit); 20] = [
        ("年間", LengthUnit::Years),
        ("か年", LengthUnit::Years),
        ("カ年", LengthUnit::Years),
        ("ヵ年", LengthUnit::Years),
        ("ヶ年", LengthUnit::Years),
        ("ケ年", LengthUnit::Years),
        ("箇年", LengthUnit::Years),
        ("ゕ年", LengthUnit::Years),
        ("個年", LengthUnit::Years),
        ("か月", LengthUnit::Months),
        ("カ月", LengthUnit::Months),
        ("ヵ月", LengthUnit::Months),
        ("ヶ月", LengthUnit::Months),
        ("ケ月", LengthUnit::Months),
        ("箇月", LengthUnit::Months),
        ("個月", LengthUnit::Months),
        ("週間", LengthUnit::Weeks),
        ("日間", LengthUnit::Days),
        ("月間", LengthUnit::Months),
        ("年度間", LengthUnit::Years),
    ];
    let (mut end, unit) = UNITS.iter().find_map(|(word, unit)| Some((scan.word(number.end, word)?, *unit)))?;
    // 4か月間; but 5か年間 is hardly written, and 10年間々 never.
    if let Some(after) = scan.word(end, "間") {
        end = after;
    }
    // 3か月前, 6か月児, 3か年平均: no periods but places and kinds.
    if scan.is(end, "前後児目") && !scan.is(end + 1, "期標") {
        return None;
    }
    Some(Length { count: number.value, unit, end })
}
