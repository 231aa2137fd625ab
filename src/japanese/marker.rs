//! The marker that a line starts with: 第1章, 1., (1), ①, ア, 基本目標1, ■.
//!
//! Takes normalised text (see [`super::normalize`]), which keeps the space after a list number, and tells which system
//! the marker belongs to, its place in the sequence, and where the title begins. A number that counts something
//! (1月, 3つの柱, 1,000) is none.

use super::numerals;
pub(super) use numbered::roman_sign;
use numbered::{arabic, bracketed, digits, division, kanji_number, katakana, latin, ordinal_number, parenthesised};
use serde::Deserialize;
use std::sync::LazyLock;

mod numbered;

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
mod tests;
