//! Numerals: Arabic, full-width, kanji positional (二〇二五) and multiplicative (六十五), 大字 (壱), mixed (94億7,500万).
//!
//! 大字 are those that registers ask for (壱, 弐, 参, 拾: 戸籍法施行規則 第31条) and their kin.
//!
//! ```
//! use keikaku::japanese::numerals::{integer, ordinal, round};
//! assert_eq!((integer("二万五千"), integer("参拾"), integer("２０２５")), (Some(25_000), Some(30), Some(2025)));
//! assert_eq!((ordinal("第六次総合計画"), round("第２回審議会")), (Some(6), Some(2)));
//! ```

/// The digit that a character stands for, in any of the writings.
#[must_use]
pub(crate) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        '〇' | '零' => 0,
        '一' | '壱' | '壹' => 1,
        '二' | '弐' | '貳' => 2,
        '三' | '参' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陸' => 6,
        '七' | '漆' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// 十, 百, 千 within a group of four digits.
pub(super) fn small_unit(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' | '阡' => 1_000,
        _ => return None,
    })
}

/// 万, 億, 兆 between groups.
pub(super) fn large_unit(c: char) -> Option<i64> {
    Some(match c {
        '万' | '萬' => 10_000,
        '億' => 100_000_000,
        '兆' => 1_000_000_000_000,
        _ => return None,
    })
}

/// Kanji that write numbers. 大字 beyond 壱弐参 are left out, for 伍, 陸 and 漆 stand in names and words.
#[must_use]
pub(crate) fn is_kanji_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '壱'
            | '弐'
            | '参'
    )
}

/// The whole text as an integer: `12`, `１，２３４`, `二十四`, `二〇二五`, `二、九〇七`, `参拾`, `67億2,155万`.
///
/// ```
/// use keikaku::japanese::numerals::integer;
/// assert_eq!(integer("六十五"), Some(65));
/// assert_eq!(integer("94億7,500万"), Some(9_475_000_000));
/// assert_eq!(integer("元"), None);
/// ```
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    integer_of(text.chars())
}

/// The same for characters that lie apart.
pub(super) fn integer_of(chars: impl Iterator<Item = char>) -> Option<i64> {
    // Total, the group of four before the next large unit, and the digits before the next small unit.
    let (mut total, mut group, mut digits): (i64, i64, Option<i64>) = (0, 0, None);
    let mut seen = false;
    for c in chars {
        // ○ stands for 〇 where typists had no 〇.
        if let Some(d) = digit(c).or(if c == '○' { Some(0) } else { None }) {
            digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(i64::from(d))?);
        } else if let Some(unit) = small_unit(c) {
            group = group.checked_add(digits.take().unwrap_or(1).checked_mul(unit)?)?;
        } else if let Some(unit) = large_unit(c) {
            let before = group.checked_add(digits.take().unwrap_or(0))?;
            (total, group) = (total.checked_add(before.checked_mul(unit)?)?, 0);
            if before == 0 {
                return None;
            }
        } else if !(seen && matches!(c, ',' | '，' | '、')) {
            return None;
        }
        seen = true;
    }
    if !seen {
        return None;
    }
    total.checked_add(group)?.checked_add(digits.unwrap_or(0))
}

/// The number that begins the text and how many bytes it takes.
fn leading(text: &str) -> Option<(i64, usize)> {
    let arabic: usize =
        text.chars().take_while(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).map(char::len_utf8).sum();
    let len =
        if arabic > 0 { arabic } else { text.chars().take_while(|&c| is_kanji_numeral(c)).map(char::len_utf8).sum() };
    Some((integer(text.get(..len)?)?, len))
}

/// The ordinal that begins the text: 第2次, 第二次, 第六次, 第3期, 第1回, 第10号.
///
/// ```
/// use keikaku::japanese::numerals::ordinal;
/// assert_eq!(ordinal("第二次美祢市総合計画"), Some(2));
/// assert_eq!(ordinal("第3期"), Some(3));
/// assert_eq!(ordinal("第Ⅱ期"), Some(2));
/// assert_eq!(ordinal("第一小学校"), None);
/// ```
#[must_use]
pub fn ordinal(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('第')?.trim_start();
    let (number, len) =
        leading(rest).or_else(|| super::marker::roman_sign(rest).map(|(n, len)| (i64::from(n), len)))?;
    let unit = rest.get(len..)?.trim_start().chars().next()?;
    matches!(unit, '次' | '期' | '回' | '号' | '版' | '章' | '部' | '編' | '節' | '条' | '項').then_some(())?;
    u32::try_from(number).ok()
}

/// The number of the first 第N回 in the text, digits or kanji.
///
/// ```
/// use keikaku::japanese::numerals::round;
/// assert_eq!(round("令和5年度第3回総合計画審議会"), Some(3));
/// assert_eq!(round("第二回部会"), Some(2));
/// assert_eq!(round("2回開催"), None);
/// ```
#[must_use]
pub fn round(text: &str) -> Option<u32> {
    text.match_indices('第').find_map(|(at, _)| {
        let rest = text.get(at + '第'.len_utf8()..)?.trim_start();
        let (number, len) = leading(rest)?;
        rest.get(len..)?.trim_start().starts_with('回').then_some(())?;
        u32::try_from(number).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_in_every_writing() {
        for (text, expected) in [
            ("12", Some(12)),
            ("１，２３４", Some(1234)),
            ("二十四", Some(24)),
            ("六十五", Some(65)),
            ("十", Some(10)),
            ("百二", Some(102)),
            ("二〇二五", Some(2025)),
            ("二、九○七", Some(2907)),
            ("三六", Some(36)),
            ("参拾", Some(30)),
            ("二万", Some(20_000)),
            ("一億二千万", Some(120_000_000)),
            ("67億2,155万", Some(6_721_550_000)),
            ("3千5百", Some(3500)),
            ("", None),
            ("万", None),
            ("元", None),
            (",", None),
            ("99999999999999999999", None),
            ("9999999999999兆", None),
        ] {
            assert_eq!(integer(text), expected, "{text}");
        }
    }

    #[test]
    fn ordinals_and_rounds() {
        for (text, expected) in [
            ("第2次", Some(2)),
            ("第六次", Some(6)),
            ("第 44 次実施計画", Some(44)),
            ("第十期", Some(10)),
            ("第三者", None),
            ("2次", None),
        ] {
            assert_eq!(ordinal(text), expected, "{text}");
        }
        for (text, expected) in [
            ("第1回", Some(1)),
            ("（第２回）", Some(2)),
            ("平成19年第4回町議会定例会", Some(4)),
            ("第5次計画 第1回", Some(1)),
            ("", None),
        ] {
            assert_eq!(round(text), expected, "{text}");
        }
    }
}
