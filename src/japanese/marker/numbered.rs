//! Markers that count: 第1章, 1., 1-2, (1), 【1】, 一, Ⅱ, A, ア.

use super::{
    Found, MarkerKind, begins_title, counter_follows, found, is_hiragana, is_kanji, is_katakana, is_reference,
};
use crate::japanese::numerals;

/// 第1章, 第二節, 第Ⅲ部, 第5条.
pub(super) fn division(text: &str) -> Option<Found> {
    let rest = text.strip_prefix('第')?;
    let (number, used) = ordinal_number(rest)?;
    let after = rest.get(used..)?;
    let unit = after.chars().next()?;
    let tail = after.get(unit.len_utf8()..)?;
    let (kind, not_before): (MarkerKind, &[&str]) = match unit {
        '編' | '篇' => (MarkerKind::Hen, &["集"]),
        '部' => (MarkerKind::Bu, &["会", "長", "門", "局", "隊", "分"]),
        '章' => (MarkerKind::Sho, &[]),
        '節' => (MarkerKind::Setsu, &["目"]),
        '款' => (MarkerKind::Kan, &[]),
        '項' => (MarkerKind::Ko, &["目"]),
        '条' => (MarkerKind::Jo, &["例", "件"]),
        _ => return None,
    };
    // 第5条の規定により, 第2章では: a reference inside a sentence.
    let reference = ["の", "に", "で", "は", "を", "と", "及", "から", "、", "第", "～", "・", "又"];
    if not_before.iter().chain(&reference).any(|word| tail.starts_with(word)) {
        return None;
    }
    let mut end = '第'.len_utf8() + used + unit.len_utf8();
    if tail.starts_with(['.', ':']) {
        end += 1;
    }
    found(kind, number, end)
}

/// A number in digits, kanji or roman numerals and how many bytes it takes.
pub(super) fn ordinal_number(text: &str) -> Option<(u32, usize)> {
    digits(text).or_else(|| roman_sign(text)).or_else(|| {
        let len: usize = text.chars().take_while(|&c| numerals::is_kanji_numeral(c)).map(char::len_utf8).sum();
        let value = numerals::integer(text.get(..len)?)?;
        Some((u32::try_from(value).ok()?, len))
    })
}

/// Up to three ASCII digits, no more following.
pub(super) fn digits(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&len).then_some(())?;
    Some((text.get(..len)?.parse().ok()?, len))
}

/// Ⅰ..Ⅻ, ⅰ..ⅻ, or I, V, X in ASCII up to XX.
pub(in crate::japanese) fn roman_sign(text: &str) -> Option<(u32, usize)> {
    let first = text.chars().next()?;
    match first {
        'Ⅰ'..='Ⅻ' => return Some((u32::from(first) - u32::from('Ⅰ') + 1, first.len_utf8())),
        'ⅰ'..='ⅻ' => return Some((u32::from(first) - u32::from('ⅰ') + 1, first.len_utf8())),
        _ => {}
    }
    const ROMAN: [&str; 20] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
        "XVIII", "XIX", "XX",
    ];
    let len = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let token = text.get(..len)?;
    let upper = token.to_ascii_uppercase();
    // Mixed case (Ix) is a word.
    if token != upper && token != token.to_ascii_lowercase() {
        return None;
    }
    let place = ROMAN.iter().position(|roman| *roman == upper)?;
    Some((u32::try_from(place).ok()? + 1, len))
}

/// 1 計画, 1. 計画, 1) 計画, 3-1, 1.2.3.
pub(super) fn arabic(text: &str) -> Option<Found> {
    let (number, len) = digits(text)?;
    let rest = text.get(len..)?;
    let mut chars = rest.chars();
    let (next, after) = (chars.next()?, chars.next());
    if let Some(kind) = budget_division(rest) {
        return found(kind, number, len + next.len_utf8());
    }
    match next {
        ')' => return found(MarkerKind::HalfParenthesised, number, len + 1),
        '-' | '.' | '‐' if after.is_some_and(|c| c.is_ascii_digit()) => return compound(text, len),
        '.' | '、' | ':' if !after.is_some_and(|c| c.is_ascii_alphanumeric() && !c.is_ascii_uppercase()) => {
            return found(MarkerKind::Number, number, len + next.len_utf8());
        }
        ' ' => {
            let title = rest.trim_start_matches(' ');
            return (begins_title(title.chars().next()?) && !is_quantity(title)).then_some(Found {
                kind: MarkerKind::Number,
                number: Some(number),
                end: len,
            });
        }
        _ => {}
    }
    let begins = is_kanji(next) || is_hiragana(next) || is_katakana(next) || "「『【《".contains(next);
    (len <= 2 && begins && !counter_follows(rest)).then_some(Found {
        kind: MarkerKind::Number,
        number: Some(number),
        end: len,
    })
}

/// 1款 市税, 2項 固定資産税: the divisions of a budget (地方自治法施行規則第14条 and its form of a 予算) go without 第.
fn budget_division(rest: &str) -> Option<MarkerKind> {
    let unit = rest.chars().next()?;
    let kind = match unit {
        '款' => MarkerKind::Kan,
        '項' => MarkerKind::Ko,
        _ => return None,
    };
    let title = rest.get(unit.len_utf8()..)?.trim_start_matches(' ');
    // 3項目, 2項中: counts and references.
    let names = title.starts_with(|c: char| is_kanji(c) || is_katakana(c))
        && !title.starts_with(['目', '及', '又', '中', '各', '第']);
    names.then_some(kind)
}

/// After a space only the counters that cannot begin a title: `3 つの`, `5 か年`.
fn is_quantity(title: &str) -> bool {
    ["つ", "か年", "カ年", "ヵ年", "ヶ年", "か月", "カ月", "ヶ月", "か所", "カ所", "ヶ所", "箇所", "%", "～"]
        .iter()
        .any(|c| title.starts_with(c))
}

/// 3-1, 1.2, 1-2-3; not 10.5%, 1.2倍, 26.9.2.
fn compound(text: &str, first_len: usize) -> Option<Found> {
    // Chapters and their parts do not run higher; larger ones are dates, telephone numbers, house numbers.
    const HIGHEST: u32 = 30;
    const MOST_PARTS: u8 = 5;
    let separator = text.get(first_len..)?.chars().next()?;
    let mut end = first_len;
    let mut parts: u8 = 1;
    let mut last: u32 = text.get(..first_len)?.parse().ok()?;
    if last > HIGHEST {
        return None;
    }
    while let Some(rest) = text.get(end..).and_then(|rest| rest.strip_prefix(separator)) {
        let Some((number, len)) = digits(rest) else { break };
        if number > HIGHEST || parts == MOST_PARTS {
            return None;
        }
        (last, parts) = (number, parts + 1);
        end += separator.len_utf8() + len;
    }
    let rest = text.get(end..)?;
    if is_reference(rest) {
        return None;
    }
    let decimal = separator == '.' && parts == 2;
    match rest.chars().next() {
        // 3-1 alone on its line is a heading whose title stands below; 1.2 alone is a value.
        None if separator != '.' => {}
        Some('.') => end += 1,
        Some(' ') if begins_title(rest.trim_start_matches(' ').chars().next()?) && !is_quantity(rest.trim_start()) => {}
        Some(c)
            if (is_kanji(c) || is_hiragana(c) || is_katakana(c) || "「『【".contains(c))
                && !counter_follows(rest)
                && !decimal_unit(decimal, rest) => {}
        _ => return None,
    }
    found(MarkerKind::Compound(parts), last, end)
}

/// 1.2兆, 5.0社会: after a decimal number also these are units.
fn decimal_unit(decimal: bool, rest: &str) -> bool {
    decimal && ["社会", "版", "減", "増", "から", "へ", "の", "と", "平"].iter().any(|unit| rest.starts_with(unit))
}

/// (1), (一), (ア), (a), (Ⅰ); also (注).
pub(super) fn parenthesised(text: &str) -> Option<Found> {
    let inner_end = text.char_indices().take(6).find(|(_, c)| *c == ')')?.0;
    let inner = text.get(1..inner_end)?;
    let end = inner_end + 1;
    // (1)～(3), (1)と(2): names items, is none.
    let after = text.get(end..)?;
    let another = ["と", "及び", "又は", "または"].iter().any(|w| {
        after.strip_prefix(w).is_some_and(|r| r.starts_with(|c: char| c == '(' || c.is_ascii_digit() || c == '第'))
    });
    if after.starts_with(['～', '、', '・', '-']) || another || is_reference(after) {
        return None;
    }
    let mut chars = inner.chars();
    let (first, second) = (chars.next()?, chars.next());
    if inner.starts_with(['注', '※']) && inner.chars().skip(1).all(|c| c.is_ascii_digit()) {
        return Some(Found { kind: MarkerKind::Note, number: None, end });
    }
    if let (Some(place), None) = (katakana_place(first), second) {
        return found(MarkerKind::ParenthesisedKatakana, place, end);
    }
    // (P) is provisional, (C) copyright; a lettered list hardly runs past h.
    if second.is_none()
        && (matches!(first, 'A'..='B' | 'D'..='H') || (first.is_ascii_lowercase() && !matches!(first, 'i' | 'v' | 'x')))
    {
        return found(MarkerKind::Latin, u32::from(first.to_ascii_lowercase()) - u32::from('a') + 1, end);
    }
    let (number, used) = ordinal_number(inner)?;
    (used == inner.len() && number < 100).then_some(())?;
    found(MarkerKind::Parenthesised, number, end)
}

/// 【1】, <2>.
pub(super) fn bracketed(text: &str, open: char) -> Option<Found> {
    let close = match open {
        '【' => '】',
        '〈' => '〉',
        '《' => '》',
        '[' => ']',
        _ => '>',
    };
    let rest = text.get(open.len_utf8()..)?;
    let (number, used) = ordinal_number(rest)?;
    rest.get(used..)?.starts_with(close).then_some(())?;
    found(MarkerKind::Symbol(open), number, open.len_utf8() + used + close.len_utf8())
}

/// 一 総則, 二、三.
pub(super) fn kanji_number(text: &str) -> Option<Found> {
    let (number, used) = ordinal_number(text)?;
    let rest = text.get(used..)?;
    let separator = rest.chars().next().filter(|c| matches!(c, ' ' | '.' | '、'))?;
    let title = rest.get(separator.len_utf8()..)?.trim_start().chars().next()?;
    // 一、二年: a list of numbers.
    (number < 100 && !numerals::is_kanji_numeral(title)).then_some(())?;
    let end = if separator == ' ' { used } else { used + separator.len_utf8() };
    found(MarkerKind::Number, number, end)
}

/// Ⅰ, II., a., a), A 計画, Ⅰ-1.
pub(super) fn latin(text: &str) -> Option<Found> {
    if let Some((number, len)) = roman_sign(text) {
        let rest = text.get(len..)?;
        let is_sign = !text.starts_with(|c: char| c.is_ascii());
        if let Some((part, used)) = rest.strip_prefix(['-', '.']).and_then(digits) {
            return found(MarkerKind::Compound(2), part, len + 1 + used);
        }
        match rest.chars().next() {
            Some('.' | '、' | ':') if !rest.get(1..)?.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                return found(MarkerKind::Roman, number, len + rest.chars().next().map_or(0, char::len_utf8));
            }
            Some(' ') if begins_title(rest.trim_start().chars().next()?) => {
                return found(MarkerKind::Roman, number, len);
            }
            // Ⅱ期, Ⅰ類: counts. i) goes on below as a letter.
            Some(c) if is_sign && begins_title(c) && !"期類種型部次～".contains(c) => {
                return found(MarkerKind::Roman, number, len);
            }
            Some(')') if is_sign => return found(MarkerKind::HalfParenthesised, number, len + 1),
            _ => {}
        }
    }
    let first = text.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = text.get(1..)?;
    let place = u32::from(first.to_ascii_lowercase()) - u32::from('a') + 1;
    // A-4 in questions and answers.
    if let Some((part, used)) = rest.strip_prefix('-').and_then(digits)
        && first.is_ascii_uppercase()
    {
        let title = rest.get(1 + used..)?.strip_prefix(' ')?;
        return (begins_title(title.chars().next()?)).then_some(Found {
            kind: MarkerKind::Compound(2),
            number: Some(part),
            end: 2 + used,
        });
    }
    let japanese = |c: char| is_kanji(c) || is_hiragana(c) || is_katakana(c);
    match rest.chars().next()? {
        ')' => found(MarkerKind::Latin, place, 2),
        ':' if rest.get(1..)?.trim_start().starts_with(japanese) => found(MarkerKind::Latin, place, 2),
        '.' if !rest.get(1..)?.starts_with(|c: char| c.is_ascii_alphanumeric()) => found(MarkerKind::Latin, place, 2),
        ' ' if rest.trim_start().starts_with(|c: char| is_kanji(c) || is_hiragana(c) || is_katakana(c)) => {
            found(MarkerKind::Latin, place, 1)
        }
        _ => None,
    }
}

const GOJUON: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const IROHA: &str = "イロハニホヘトチリヌルヲ";
/// Lists in 五十音 order hardly run past ソ; what comes later in that order but early in いろは is いろは.
const GOJUON_LONGEST: usize = 15;

/// The place of a katakana in its list.
fn katakana_place(c: char) -> Option<u32> {
    let gojuon = GOJUON.chars().position(|k| k == c)?;
    let place = if gojuon < GOJUON_LONGEST { gojuon } else { IROHA.chars().position(|k| k == c).unwrap_or(gojuon) };
    u32::try_from(place).ok().map(|place| place + 1)
}

/// ア 目的, ア. 目的, ア策定過程; not アンケート, カ所.
pub(super) fn katakana(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    let place = katakana_place(first)?;
    let rest = text.get(first.len_utf8()..)?;
    let next = rest.chars().next()?;
    let end = first.len_utf8();
    // The end of a word that a line break cut: ス の削減.
    if is_reference(rest) {
        return None;
    }
    match next {
        ' ' => found(MarkerKind::Katakana, place, end),
        '.' | ':' | ')' => found(MarkerKind::Katakana, place, end + 1),
        '、' => found(MarkerKind::Katakana, place, end + next.len_utf8()),
        // Right before its text only where the list is short enough to be one: ノ and ヲ are particles of old texts.
        c if (is_kanji(c) || is_hiragana(c))
            && place <= GOJUON_LONGEST as u32
            && !matches!((first, c), ('カ' | 'ケ', '所' | '年' | '月' | '国')) =>
        {
            found(MarkerKind::Katakana, place, end)
        }
        _ => None,
    }
}
