//! Numbers with their units, as printed in, exact values out: 約70項目, △6.8%, 94億7,500万円, 二万人, 663,934千円.
//!
//! A hand-written reader over folded characters, like that of the dates. Arabic digits are a number unless they name
//! something (第2次, 国道16号, 3-1, 0234-25-1234, A4) or belong to a date; kanji numerals are one only where a unit
//! or a place value says so, for they stand in names far more often (三鷹, 五所川原, 八千代).

mod digits;
mod names;
mod units;

use super::text::{Item, fold_chars};
use super::{Context, find, numerals};
use digits::Body;
use serde::Serialize;
use units::UNITS;

/// A number found in a text.
///
/// ```
/// let found = &keikaku::japanese::find_numbers("整備３ヶ所")[0];
/// assert_eq!((found.value.as_str(), found.unit.as_deref()), ("3", Some("箇所")));
/// assert_eq!(found.raw, "３ヶ所");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Byte offset where it starts: with its sign, 約, unit and 以上.
    pub start: usize,
    /// Byte offset after its end.
    pub end: usize,
    /// As printed.
    pub raw: String,
    /// Exact decimal: `9475000000`, `-6.8`, `2.50`. 億 and 万 are folded in; decimals stay as printed.
    pub value: String,
    /// In its usual spelling: 千円, 人, 箇所 (also for か所 and ヶ所), ㎡ (also for 平方メートル).
    pub unit: Option<String>,
    /// 約, おおむね, 程度, 規模, 前後.
    pub approximate: bool,
    /// 以上, 以下, 超, 未満.
    pub bound: Option<Bound>,
}

/// On which side of a number the true value lies.
///
/// ```
/// use keikaku::japanese::{Bound, find_numbers};
/// assert_eq!(find_numbers("50人未満")[0].bound, Some(Bound::LessThan));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 以上, 最低.
    AtLeast,
    /// 以下, 以内, まで, 最大.
    AtMost,
    /// 超, を超える, を上回る.
    MoreThan,
    /// 未満, を下回る.
    LessThan,
}

/// Finds the numbers of a text with their units, in order, without overlaps.
///
/// Numbers of dates, ordinals and names are none of them, nor are vague ones (十数件, 数百人).
///
/// ```
/// use keikaku::japanese::{Bound, find_numbers};
/// let found = find_numbers("約2,000人が参加、事業費は94億7,500万円（前年比6.8%減）、30人以上");
/// let values: Vec<_> = found.iter().map(|q| (q.value.as_str(), q.unit.as_deref().unwrap_or(""))).collect();
/// assert_eq!(values, [("2000", "人"), ("9475000000", "円"), ("-6.8", "%"), ("30", "人")]);
/// assert!(found[0].approximate);
/// assert_eq!(found[3].bound, Some(Bound::AtLeast));
/// assert!(find_numbers("三鷹市、五所川原市、八千代市、国道16号、第2次、十数件").is_empty());
/// ```
#[must_use]
pub fn find_numbers(text: &str) -> Vec<Quantity> {
    Reader::new(text).run()
}

pub(super) struct Reader<'a> {
    text: &'a str,
    chars: Vec<Item>,
    /// Byte ranges of dates, lengths of time aside.
    dates: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let is_date = |edtf: Option<&str>| edtf.is_none_or(|edtf| !edtf.starts_with('P'));
        let dates = find(text, &Context::default())
            .into_iter()
            .filter(|found| is_date(found.when.edtf.as_deref()))
            .map(|found| (found.start, found.end))
            .collect();
        Self { text, chars: fold_chars(text), dates }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|item| item.ch)
    }

    fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    fn word(&self, index: usize, word: &str) -> Option<usize> {
        let mut at = index;
        for c in word.chars() {
            (self.at(at)? == c).then_some(())?;
            at += 1;
        }
        Some(at)
    }

    fn any(&self, index: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(index, word))
    }

    fn digit(&self, index: usize) -> bool {
        self.at(index).is_some_and(|c| c.is_ascii_digit())
    }

    fn space(&self, index: usize) -> usize {
        index + usize::from(self.at(index) == Some(' '))
    }

    fn run(self) -> Vec<Quantity> {
        let mut found: Vec<Quantity> = Vec::new();
        // Where a range that began with 約 goes on.
        let mut about_from = None;
        let mut dates = self.dates.iter().copied().peekable();
        let mut index = 0;
        while let Some(item) = self.chars.get(index) {
            while dates.peek().is_some_and(|&(_, end)| end <= item.start) {
                dates.next();
            }
            if dates.peek().is_some_and(|&(start, end)| start <= item.start && item.start < end) {
                index += 1;
                continue;
            }
            let is_start = item.ch.is_ascii_digit() || numerals::is_kanji_numeral(item.ch);
            if !is_start {
                index += 1;
                continue;
            }
            let Some(body) = self.body(index) else {
                index = self.run_end(index);
                continue;
            };
            match self.quantity(index, &body) {
                Some((quantity, end)) => {
                    if let Some(mut quantity) = quantity {
                        // 約2～3割: both ends are about.
                        quantity.approximate |= about_from == Some(index);
                        about_from = (quantity.approximate && self.at(end) == Some('～')).then_some(end + 1);
                        found.push(quantity);
                    }
                    index = end.max(body.end);
                }
                None => index = body.end.max(index + 1),
            }
        }
        found
    }

    /// Index after the digits, dots and dashes at `index`: what is no number has none in it.
    fn run_end(&self, index: usize) -> usize {
        let mut end = index + 1;
        while self.at(end).is_some_and(|c| c.is_ascii_digit() || (c.is_ascii_alphanumeric() && self.digit(end - 1))) {
            end += 1;
        }
        end
    }

    /// The whole quantity whose number begins at `index`; or nothing, and the index to go on from.
    fn quantity(&self, index: usize, body: &Body) -> Option<(Option<Quantity>, usize)> {
        let after = self.space(body.end);
        let unit = self.unit(after, body.kanji).or_else(|| self.unit(body.end, body.kanji));
        if let Some(end) = self.names_something(index, body, unit) {
            return Some((None, end));
        }
        let (units, _) = &*UNITS;
        let mut end = unit.map_or(body.end, |(_, end)| end);
        let mut unit = unit.and_then(|(place, _)| units.get(place)).map(|unit| unit.unit.clone());
        // 円/人, g/人・日
        while let (Some(first), Some('/' | '・')) = (&unit, self.at(end)) {
            let Some((place, after)) = self.unit(end + 1, false) else { break };
            if self.at(end) == Some('・') && !first.contains('/') {
                break;
            }
            let Some(per) = units.get(place) else { break };
            let mark = if self.at(end) == Some('/') { '/' } else { '・' };
            unit = Some(format!("{first}{mark}{}", per.unit));
            end = after;
        }
        // 10～20人: the unit stands behind the second number.
        if unit.is_none()
            && self.at(end) == Some('～')
            && let Some(second) = self.body(end + 1)
            && let Some((place, _)) = self.unit(self.space(second.end), second.kanji)
        {
            unit = units.get(place).map(|unit| unit.unit.clone());
        }
        let mut start = index;
        let mut negative = false;
        let (mut approximate, mut bound) = (false, None);
        if let Some(sign) = self.sign(start) {
            (start, negative) = sign;
        }
        if let Some(before) = start.checked_sub(1).filter(|&at| self.at(at) == Some('¥')) {
            start = before;
            unit.get_or_insert_with(|| "円".to_owned());
            if let Some(sign) = self.sign(start) {
                (start, negative) = sign;
            }
        }
        for (words, tells) in BEFORE {
            let place = self.skip_space_back(start);
            if let Some(word) = words.iter().find(|word| self.ends_with(place, word)) {
                start = place - word.chars().count();
                match tells {
                    Tells::Approximate => approximate = true,
                    Tells::Bound(side) => bound = Some(*side),
                }
            }
        }
        // 6.8%減, 5人減少: minus without a sign. 減税 and 減量 are other words.
        if let Some(after) = self.word(end, "減") {
            let word = self.any(after, &["少", "額", "益", "収"]);
            let goes_on = word.is_none() && self.at(after).is_some_and(is_kanji);
            if !goes_on {
                negative = true;
                end = word.unwrap_or(after);
            }
        } else if let Some(after) = self.word(end, "増")
            && !self.at(after).is_some_and(|c| is_kanji(c) && c != '加')
        {
            end = self.word(after, "加").unwrap_or(after);
        }
        if let Some(after) =
            self.any(end, &["程度", "前後", "規模", "くらい", "ぐらい", "ほど", "余り", "余", "強", "弱"])
            && !(self.at(after - 1).is_some_and(|c| matches!(c, '強' | '弱' | '余'))
                && self.at(after).is_some_and(is_kanji))
        {
            (approximate, end) = (true, after);
        }
        for (words, side) in AFTER {
            if let Some(after) = self.any(end, words) {
                (bound, end) = (Some(*side), after);
                break;
            }
        }
        let (from, to) = (self.chars.get(start)?.start, self.chars.get(end.checked_sub(1)?)?.end);
        let raw = self.text.get(from..to)?.to_owned();
        let value = body.value.print(negative);
        Some((Some(Quantity { start: from, end: to, raw, value, unit, approximate, bound }), end))
    }

    /// The sign before a number: where it starts, and whether it is a minus.
    fn sign(&self, index: usize) -> Option<(usize, bool)> {
        let at = self.skip_space_back(index).checked_sub(1)?;
        let spaced = at + 1 < index;
        let c = self.at(at)?;
        let free = !at
            .checked_sub(1)
            .and_then(|i| self.at(i))
            .is_some_and(|c| is_word(c) || c.is_ascii_alphanumeric() || c == ')');
        match c {
            '△' | '▲' | '▵' | '▴' => Some((at, true)),
            '+' if free && !spaced => Some((at, false)),
            '-' | '－' | '−' | '‐' | '–' | '—' | '―' if free && !spaced => Some((at, true)),
            _ if self.ends_with(at + 1, "マイナス") => Some((at + 1 - 4, true)),
            _ => None,
        }
    }

    fn skip_space_back(&self, index: usize) -> usize {
        index - usize::from(self.before(index) == Some(' '))
    }

    fn ends_with(&self, index: usize, word: &str) -> bool {
        let count = word.chars().count();
        index.checked_sub(count).is_some_and(|start| self.word(start, word).is_some())
    }

    /// Does a line or cell begin at `index`, spaces aside?
    fn line_starts(&self, index: usize) -> bool {
        index == self.first_of_line(index)
    }

    fn first_of_line(&self, index: usize) -> usize {
        let mut at = index;
        while at > 0 && self.before(at) == Some(' ') {
            at -= 1;
        }
        if self.before(at).is_none_or(|c| matches!(c, '\n' | '\t')) { index } else { usize::MAX }
    }

    fn ends_line(&self, index: usize) -> bool {
        let mut at = index;
        while self.at(at) == Some(' ') {
            at += 1;
        }
        self.at(at).is_none_or(|c| matches!(c, '\n' | '\t'))
    }
}

enum Tells {
    Approximate,
    Bound(Bound),
}

/// Words before a number, in the order outwards: 最大で約30人.
const BEFORE: &[(&[&str], Tells)] = &[
    (&["おおむね", "概ね", "おおよそ", "およそ", "ほぼ", "約"], Tells::Approximate),
    (&["最大で", "最大", "上限"], Tells::Bound(Bound::AtMost)),
    (&["最低で", "最低", "最小", "少なくとも", "下限"], Tells::Bound(Bound::AtLeast)),
];

/// Words behind a number.
const AFTER: &[(&[&str], Bound)] = &[
    (&["以上"], Bound::AtLeast),
    (&["以下", "以内", "まで"], Bound::AtMost),
    (&["を超え", "をこえ", "超", "を上回", "より多"], Bound::MoreThan),
    (&["未満", "を下回", "に満たな"], Bound::LessThan),
];

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々')
}

fn is_word(c: char) -> bool {
    is_kanji(c) || matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}
