//! The marker that a line starts with: 第1章, 1., (1), ①, ア, 基本目標1, ■.
//!
//! Takes normalised text (see [`super::normalize`]), which keeps the space after a list number, and tells which system
//! the marker belongs to, its place in the sequence, and where the title begins. A number that counts something
//! (1月, 3つの柱, 1,000) is none.

use super::numerals;
use serde::Deserialize;
use std::sync::LazyLock;

/// A list or heading marker at the start of a line.
///
/// ```
/// let marker = keikaku::japanese::marker("第三章 計画の体系").unwrap();
/// assert_eq!((marker.printed.as_str(), marker.number), ("第三章", Some(3)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Which system it belongs to; markers of one kind are siblings.
    pub kind: MarkerKind,
    /// As printed but width-normalised: `第1章`, `1.`, `(1)`, `①`, `ア`, `3-1`.
    pub printed: String,
    /// Its place in the sequence (① → 1, ア → 1, 第三章 → 3; `3-1` → 1).
    pub number: Option<u32>,
    /// How many bytes of the normalised text it takes, the space after it included.
    pub len: usize,
}

/// Marker systems.
///
/// ```
/// use keikaku::japanese::{MarkerKind, marker};
/// assert_eq!(marker("① 現状").map(|m| m.kind), Some(MarkerKind::Circled));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkerKind {
    /// 第1編.
    Hen,
    /// 第1部.
    Bu,
    /// 第1章.
    Sho,
    /// 第1節.
    Setsu,
    /// 第1款, 1款.
    Kan,
    /// 第1項, 1項.
    Ko,
    /// 第1条.
    Jo,
    /// Ⅰ.
    Roman,
    /// `1`, `1.`, `１`.
    Number,
    /// `3-1`, `1.2`; depth is told by the count of parts.
    Compound(u8),
    /// `(1)`, `⑴`.
    Parenthesised,
    /// `1)`.
    HalfParenthesised,
    /// ①.
    Circled,
    /// ア.
    Katakana,
    /// (ア), ㋐.
    ParenthesisedKatakana,
    /// a, a), (a).
    Latin,
    /// 基本目標1, 施策3, 大綱 1, 柱2: a word with a number.
    Labelled,
    /// ■ ◆ ● ◎ ○ ◇ □ ▼ ➢ § and the like; the character tells them apart.
    Symbol(char),
    /// ・ - ‐: a bullet.
    Bullet,
    /// ⇒ → : a consequence.
    Arrow,
    /// ※ 注: a note.
    Note,
}

/// The marker that normalised `text` starts with, if any.
///
/// ```
/// use keikaku::japanese::{MarkerKind, marker};
/// let m = marker("第3章 まちの将来像").expect("a chapter");
/// assert_eq!((m.kind, m.number, m.printed.as_str()), (MarkerKind::Sho, Some(3), "第3章"));
/// assert!(marker("3つの基本目標").is_none());
/// ```
#[must_use]
pub fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let found = match first {
        '第' => division(text),
        '0'..='9' => arabic(text),
        '(' => parenthesised(text),
        '【' | '〈' | '[' | '<' | '《' => bracketed(text, first),
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => kanji_number(text),
        'A'..='Z' | 'a'..='z' | 'Ⅰ'..='ⅿ' => latin(text).or_else(|| labelled(text)),
        'ア'..='ン' => katakana(text).or_else(|| labelled(text)),
        _ => sign(text, first).or_else(|| labelled(text)),
    }?;
    let Found { kind, number, end } = found;
    let printed = text.get(..end)?.trim_end();
    let rest = text.get(end..)?;
    let len = end + (rest.len() - rest.trim_start_matches(' ').len());
    Some(Marker { kind, printed: printed.to_owned(), number, len })
}

struct Found {
    kind: MarkerKind,
    number: Option<u32>,
    end: usize,
}

fn found(kind: MarkerKind, number: u32, end: usize) -> Option<Found> {
    Some(Found { kind, number: Some(number), end })
}

#[derive(Deserialize)]
struct Counters {
    counters: Vec<String>,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Labels {
    labels: Vec<String>,
}

static COUNTERS: LazyLock<Counters> = LazyLock::new(|| {
    // The file is part of the program; a test reads it.
    toml::from_str(include_str!("../../data/counters.toml"))
        .unwrap_or(Counters { counters: Vec::new(), words: Vec::new() })
});
static LABELS: LazyLock<Vec<String>> = LazyLock::new(|| {
    toml::from_str::<Labels>(include_str!("../../data/labels.toml")).map(|l| l.labels).unwrap_or_default()
});

/// Does a particle follow that no title begins with, so that the number is a reference (①の施策, 3-4の劇)?
fn is_reference(rest: &str) -> bool {
    rest.trim_start_matches(' ').starts_with(['の', 'を'])
}

/// Does a counter follow, so that the number before it is a quantity?
fn counter_follows(rest: &str) -> bool {
    let begins = |word: &String| rest.starts_with(word.as_str());
    COUNTERS.counters.iter().any(begins) && !COUNTERS.words.iter().any(begins)
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | '〇')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

fn begins_title(c: char) -> bool {
    is_kanji(c) || is_hiragana(c) || is_katakana(c) || c.is_ascii_uppercase() || "「『【《〈“\"(①◆■○●◎□★☆～".contains(c)
}

/// 第1章, 第二節, 第Ⅲ部, 第5条.
fn division(text: &str) -> Option<Found> {
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
fn ordinal_number(text: &str) -> Option<(u32, usize)> {
    digits(text).or_else(|| roman_sign(text)).or_else(|| {
        let len: usize = text.chars().take_while(|&c| numerals::is_kanji_numeral(c)).map(char::len_utf8).sum();
        let value = numerals::integer(text.get(..len)?)?;
        Some((u32::try_from(value).ok()?, len))
    })
}

/// Up to three ASCII digits, no more following.
fn digits(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&len).then_some(())?;
    Some((text.get(..len)?.parse().ok()?, len))
}

/// Ⅰ..Ⅻ, ⅰ..ⅻ, or I, V, X in ASCII up to XX.
pub(super) fn roman_sign(text: &str) -> Option<(u32, usize)> {
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
fn arabic(text: &str) -> Option<Found> {
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
fn parenthesised(text: &str) -> Option<Found> {
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
fn bracketed(text: &str, open: char) -> Option<Found> {
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
fn kanji_number(text: &str) -> Option<Found> {
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
fn latin(text: &str) -> Option<Found> {
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
fn katakana(text: &str) -> Option<Found> {
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

/// Does a number after the word label the member of a list (基本目標, リーディングプロジェクト)?
pub(super) fn is_label(word: &str) -> bool {
    LABELS.iter().any(|label| word.ends_with(label.as_str()))
}

/// 基本目標1, 施策1-2, 重点項目【1】, 大綱Ⅱ.
fn labelled(text: &str) -> Option<Found> {
    // リーディングプロジェクト is twelve characters long.
    const LONGEST: usize = 14;
    let at = text
        .char_indices()
        .take(LONGEST + 1)
        .find(|(_, c)| {
            !(is_kanji(*c) && !numerals::is_kanji_numeral(*c)
                || is_hiragana(*c)
                || is_katakana(*c)
                || c.is_ascii_alphabetic())
        })?
        .0;
    let word = text.get(..at)?;
    is_label(word).then_some(())?;
    let mut end = at;
    let mut rest = text.get(at..)?;
    let close = match rest.chars().next()? {
        '【' => Some('】'),
        '(' => Some(')'),
        _ => None,
    };
    let skip = if close.is_some() {
        rest.chars().next().map_or(0, char::len_utf8)
    } else {
        rest.len() - rest.trim_start_matches(' ').len()
    };
    rest = rest.get(skip..)?;
    end += skip;
    let (mut number, used) = ordinal_number(rest)
        .or_else(|| circled(rest.chars().next()?).map(|(_, n)| (n, rest.chars().next().map_or(0, char::len_utf8))))?;
    rest = rest.get(used..)?;
    end += used;
    while let Some((part, used)) = rest.strip_prefix(['-', '.']).and_then(digits) {
        number = part;
        rest = rest.get(used + 1..)?;
        end += used + 1;
    }
    if let Some(close) = close {
        rest = rest.strip_prefix(close)?;
        end += close.len_utf8();
    } else if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "、。,～及".contains(c)) || counter_follows(rest)
    {
        return None;
    }
    if rest.starts_with([':', '.']) {
        end += 1;
    }
    found(MarkerKind::Labelled, number, end)
}

/// A run of signs in code order, the number of the first, and the system.
type Run = (char, char, u32, MarkerKind);

const RUNS: [Run; 18] = [
    ('①', '⑳', 1, MarkerKind::Circled),
    ('㉑', '㉟', 21, MarkerKind::Circled),
    ('㊱', '㊿', 36, MarkerKind::Circled),
    ('⓪', '⓪', 0, MarkerKind::Circled),
    ('⓫', '⓴', 11, MarkerKind::Circled),
    ('⓵', '⓾', 1, MarkerKind::Circled),
    ('❶', '❿', 1, MarkerKind::Circled),
    ('➀', '➉', 1, MarkerKind::Circled),
    ('➊', '➓', 1, MarkerKind::Circled),
    ('㊀', '㊉', 1, MarkerKind::Circled),
    ('⑴', '⒇', 1, MarkerKind::Parenthesised),
    ('㈠', '㈩', 1, MarkerKind::Parenthesised),
    ('⒈', '⒛', 1, MarkerKind::Number),
    ('㋐', '㋾', 1, MarkerKind::ParenthesisedKatakana),
    ('⒜', '⒵', 1, MarkerKind::Latin),
    ('Ⓐ', 'Ⓩ', 1, MarkerKind::Latin),
    ('ⓐ', 'ⓩ', 1, MarkerKind::Latin),
    ('🄐', '🄩', 1, MarkerKind::Latin),
];

fn circled(c: char) -> Option<(MarkerKind, u32)> {
    let &(first, _, number, kind) = RUNS.iter().find(|(first, last, ..)| (*first..=*last).contains(&c))?;
    Some((kind, u32::from(c) - u32::from(first) + number))
}

/// One sign: ①, ■, ・, ⇒, ※.
fn sign(text: &str, first: char) -> Option<Found> {
    let end = first.len_utf8();
    let rest = text.get(end..)?;
    if let Some((kind, number)) = circled(first) {
        // ①～③, ①・②, ①と②: names items; ②ともに支え合うまち does not.
        let another = ["と", "及び", "または", "又は"]
            .iter()
            .any(|w| rest.strip_prefix(w).and_then(|r| r.chars().next()).is_some_and(|c| circled(c).is_some()));
        return if rest.starts_with(['～', '、', '・']) || another || is_reference(rest) {
            None
        } else {
            found(kind, number, end)
        };
    }
    // A sign alone is the content of a cell, a row of them a leader or a line.
    let next = rest.trim_start_matches(' ').chars().next()?;
    if next == first {
        return None;
    }
    let kind = match first {
        '△' | '▲' | '-' | '+' if next.is_ascii_digit() => return None,
        '・' | '•' | '‣' | '◦' | '∙' | '⁃' | '·' | '\u{F0B7}' | '▪' | '▫' | '-' | '‐' | '–' | '*' => {
            MarkerKind::Bullet
        }
        '⇒' | '→' | '⇨' | '➡' | '➔' | '➜' | '⟹' | '⟶' | '↳' | '\u{F0E8}' | '\u{F0E0}' => {
            MarkerKind::Arrow
        }
        '※' => MarkerKind::Note,
        '注' => {
            let end = end + rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = text.get(end..)?;
            let mark = after.chars().next().filter(|c| matches!(c, ')' | ':' | ' ' | '.'))?;
            return Some(Found { kind: MarkerKind::Note, number: None, end: end + mark.len_utf8() });
        }
        '§'
        | '■'
        | '□'
        | '◆'
        | '◇'
        | '●'
        | '○'
        | '◎'
        | '◯'
        | '◉'
        | '⦿'
        | '▼'
        | '▽'
        | '▲'
        | '△'
        | '★'
        | '☆'
        | '➢'
        | '➣'
        | '➤'
        | '►'
        | '▶'
        | '▷'
        | '▸'
        | '❖'
        | '❑'
        | '❒'
        | '❏'
        | '✓'
        | '✔'
        | '☑'
        | '☐'
        | '◼'
        | '◻'
        | '♦'
        | '♢'
        | '◈'
        | '〇'
        | '\u{F020}'..='\u{F0FF}' => MarkerKind::Symbol(first),
        _ => return None,
    };
    Some(Found { kind, number: None, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_as_printed() {
        use MarkerKind as K;
        for (text, kind, printed, number, title) in [
            ("第1編総論", K::Hen, "第1編", Some(1), "総論"),
            ("第2部 基本計画", K::Bu, "第2部", Some(2), "基本計画"),
            ("第3章 まちの将来像", K::Sho, "第3章", Some(3), "まちの将来像"),
            ("第三章まちの将来像", K::Sho, "第三章", Some(3), "まちの将来像"),
            ("第Ⅰ章 序論", K::Sho, "第Ⅰ章", Some(1), "序論"),
            ("1款 市税", K::Kan, "1款", Some(1), "市税"),
            ("13款分担金及び負担金", K::Kan, "13款", Some(13), "分担金及び負担金"),
            ("2項 固定資産税", K::Ko, "2項", Some(2), "固定資産税"),
            ("第2款 使用料", K::Kan, "第2款", Some(2), "使用料"),
            ("2 歳入", K::Number, "2", Some(2), "歳入"),
            ("3歳出", K::Number, "3", Some(3), "歳出"),
            ("第1節 …まちづくり-健康福祉-", K::Setsu, "第1節", Some(1), "…まちづくり-健康福祉-"),
            ("第5条 この条例は", K::Jo, "第5条", Some(5), "この条例は"),
            ("1 計画策定の趣旨", K::Number, "1", Some(1), "計画策定の趣旨"),
            ("1計画策定の趣旨", K::Number, "1", Some(1), "計画策定の趣旨"),
            ("2 人口の推移", K::Number, "2", Some(2), "人口の推移"),
            ("3 SDGsとの関係", K::Number, "3", Some(3), "SDGsとの関係"),
            ("1. 計画の期間", K::Number, "1.", Some(1), "計画の期間"),
            ("1.計画の期間", K::Number, "1.", Some(1), "計画の期間"),
            ("10. その他", K::Number, "10.", Some(10), "その他"),
            ("1、開会", K::Number, "1、", Some(1), "開会"),
            ("一 総則", K::Number, "一", Some(1), "総則"),
            ("⒈ 総則", K::Number, "⒈", Some(1), "総則"),
            ("3-1 計画の位置づけ", K::Compound(2), "3-1", Some(1), "計画の位置づけ"),
            ("3-1位置づけ", K::Compound(2), "3-1", Some(1), "位置づけ"),
            ("1.2 現状と課題", K::Compound(2), "1.2", Some(2), "現状と課題"),
            ("1-2-3 子育て支援", K::Compound(3), "1-2-3", Some(3), "子育て支援"),
            ("(1) 計画の構成", K::Parenthesised, "(1)", Some(1), "計画の構成"),
            ("(1)計画の構成", K::Parenthesised, "(1)", Some(1), "計画の構成"),
            ("⑴ 計画の構成", K::Parenthesised, "⑴", Some(1), "計画の構成"),
            ("(一) 目的", K::Parenthesised, "(一)", Some(1), "目的"),
            ("1) 庁内体制", K::HalfParenthesised, "1)", Some(1), "庁内体制"),
            ("①デジタル化の推進", K::Circled, "①", Some(1), "デジタル化の推進"),
            ("②ともに支え合うまち", K::Circled, "②", Some(2), "ともに支え合うまち"),
            ("(3)とどけよう笑顔", K::Parenthesised, "(3)", Some(3), "とどけよう笑顔"),
            ("⑳その他", K::Circled, "⑳", Some(20), "その他"),
            ("㉑その他", K::Circled, "㉑", Some(21), "その他"),
            ("❸その他", K::Circled, "❸", Some(3), "その他"),
            ("ア 目的", K::Katakana, "ア", Some(1), "目的"),
            ("ア策定過程の公表", K::Katakana, "ア", Some(1), "策定過程の公表"),
            ("イ. 期間", K::Katakana, "イ.", Some(2), "期間"),
            ("ア アンケート", K::Katakana, "ア", Some(1), "アンケート"),
            ("ロ 期間", K::Katakana, "ロ", Some(2), "期間"),
            ("(ア) 目的", K::ParenthesisedKatakana, "(ア)", Some(1), "目的"),
            ("㋑ 目的", K::ParenthesisedKatakana, "㋑", Some(2), "目的"),
            ("a) 説明会", K::Latin, "a)", Some(1), "説明会"),
            ("(b) 説明会", K::Latin, "(b)", Some(2), "説明会"),
            ("Ⅰ 計画の概要", K::Roman, "Ⅰ", Some(1), "計画の概要"),
            ("Ⅲ.計画の概要", K::Roman, "Ⅲ.", Some(3), "計画の概要"),
            ("II. 計画の概要", K::Roman, "II.", Some(2), "計画の概要"),
            ("基本目標1 安心なまち", K::Labelled, "基本目標1", Some(1), "安心なまち"),
            ("基本目標1安心なまち", K::Labelled, "基本目標1", Some(1), "安心なまち"),
            ("施策3 防災", K::Labelled, "施策3", Some(3), "防災"),
            ("大綱1 暮らしと防災", K::Labelled, "大綱1", Some(1), "暮らしと防災"),
            ("重点項目【1】", K::Labelled, "重点項目【1】", Some(1), ""),
            ("プロジェクト2:移住", K::Labelled, "プロジェクト2:", Some(2), "移住"),
            ("【2】取組", K::Symbol('【'), "【2】", Some(2), "取組"),
            ("■基本理念", K::Symbol('■'), "■", None, "基本理念"),
            ("○ 議題", K::Symbol('○'), "○", None, "議題"),
            ("➢ 議題", K::Symbol('➢'), "➢", None, "議題"),
            ("・子育て支援", K::Bullet, "・", None, "子育て支援"),
            ("• 子育て支援", K::Bullet, "•", None, "子育て支援"),
            ("A-4 過去に職歴", K::Compound(2), "A-4", Some(4), "過去に職歴"),
            ("b:雇入れ", K::Latin, "b:", Some(2), "雇入れ"),
            ("(注2) 国勢調査", K::Note, "(注2)", None, "国勢調査"),
            ("⇒ 見直し", K::Arrow, "⇒", None, "見直し"),
            ("※ 令和5年現在", K::Note, "※", None, "令和5年現在"),
            ("注1)国勢調査", K::Note, "注1)", None, "国勢調査"),
        ] {
            let found = marker(text).unwrap_or_else(|| panic!("no marker in {text}"));
            let seen = (found.kind, found.printed.as_str(), found.number, &text[found.len..]);
            assert_eq!(seen, (kind, printed, number, title), "{text}");
        }
    }

    #[test]
    fn word_lists_are_read() {
        assert!(!COUNTERS.counters.is_empty() && !COUNTERS.words.is_empty() && !LABELS.is_empty());
    }

    #[test]
    fn quantities_and_words_are_no_markers() {
        for text in [
            "",
            "1",
            "12",
            "1月",
            "2次計画",
            "3つの柱",
            "10年後",
            "5か年計画",
            "1人ひとり",
            "30%",
            "1,000人",
            "10.5%",
            "1.2倍",
            "1/2",
            "令和5年",
            "2024年度",
            "40施策",
            "7部会",
            "第2次総合計画",
            "第1回審議会",
            "第1部会",
            "第5条の規定により",
            "第1項目",
            "アンケート調査",
            "カ所",
            "ケ年",
            "コミュニティ",
            "(月)",
            "(P)",
            "(案)",
            "(1)～(3)",
            "(2024)",
            "①～③の施策",
            "①と②の施策",
            "(1)と(2)の施策",
            "○",
            "・・・・",
            "------",
            "△10%",
            "▲2",
            "-5",
            "26.9.2",
            "2.5",
            "0235-25-2111",
            "施策10項目",
            "目標値",
            "DXの推進",
            "I have",
            "一般会計",
            "三重県",
            "二次交通",
            "施策1、2",
            "5 つの目標",
            "計画期間",
            "Ⅱ期計画",
            "3 24",
            "a.m.",
            "①の施策",
            "(1)の施策",
            "3-4の劇",
            "ス の削減",
            "R5-1会議室",
            "A-4",
        ] {
            assert_eq!(marker(text), None, "{text}");
        }
    }
}
