//! Text as printed in, text fit to be compared out.
//!
//! General normalisers damage planning documents: NFKC turns ① into 1, others delete 〜 or turn it into ー. So this one
//! goes character by character with own tables ([`chars`], [`radicals`]), then closes the spaces of justified setting
//! ([`spaces`]), then decides each dash by what it stands between ([`dashes`]). Every step keeps where a character came
//! from, so that a span of the result can be led back to the page.
//!
//! A `\n` parts lines and a `\t` parts cells; both stay, and no rule looks across them.

mod chars;
mod dashes;
mod key;
mod radicals;
mod spaces;

use std::ops::Range;

/// What the result is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Values for people to read and to store: 第3章, ①, ～ and ㎡ stay.
    #[default]
    Value,
    /// Keys for matching: spaces and punctuation dropped, letters in lower case, ヶ and か所 folded. Old and new kanji
    /// (龍/竜) stay apart: in names they tell people and places apart.
    Key,
}

/// Normalised text with the way back to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalized {
    /// The normalised text.
    pub text: String,
    /// Leads byte offsets of `text` back to the original.
    pub map: OffsetMap,
}

/// Leads byte offsets of normalised text back to byte offsets of the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// Per character of the result: where it starts there, and the source range it came from.
    entries: Vec<(usize, Range<usize>)>,
    /// Length of the result.
    len: usize,
    /// Length of the original.
    source_len: usize,
}

impl OffsetMap {
    /// Where in the original the character stands that holds byte `offset` of the result; the original's length for
    /// offsets past the end.
    ///
    /// ```
    /// let n = keikaku::japanese::normalize_with_map("ｶﾞｲﾄﾞ　１");
    /// assert_eq!(n.text, "ガイド1");
    /// assert_eq!(n.map.to_original(9), "ｶﾞｲﾄﾞ　".len());
    /// ```
    #[must_use]
    pub fn to_original(&self, offset: usize) -> usize {
        self.entry(offset).map_or(self.source_len, |(_, source)| source.start)
    }

    /// The range of the original from which the range of the result was made.
    #[must_use]
    pub fn range_to_original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.to_original(range.start);
        if range.is_empty() {
            return start..start;
        }
        let end = self.entry(range.end - 1).map_or(self.source_len, |(_, source)| source.end);
        start..end.max(start)
    }

    fn entry(&self, offset: usize) -> Option<&(usize, Range<usize>)> {
        if offset >= self.len {
            return None;
        }
        let after = self.entries.partition_point(|(start, _)| *start <= offset);
        self.entries.get(after.checked_sub(1)?)
    }
}

/// One character on its way, with the source range it came from.
#[derive(Debug, Clone, Copy)]
struct Item {
    ch: char,
    start: usize,
    end: usize,
}

/// Normalises text for values: full-width ASCII and digits to half width, half-width kana to full, radicals to
/// ideographs, dash and tilde families by what they stand between, ranges to `～`. Never ①→1, never 〜→ー.
///
/// ```
/// use keikaku::japanese::normalize;
/// assert_eq!(normalize("令 和 ３ 年"), "令和3年");
/// assert_eq!(normalize("①　ﾃﾞｼﾞﾀﾙ化（４月〜）"), "①デジタル化(4月～)");
/// assert_eq!(normalize("マスタ－プラン"), "マスタープラン");
/// ```
#[must_use]
pub fn normalize(text: &str) -> String {
    normalize_as(text, Profile::Value)
}

/// Normalises text by a profile.
#[must_use]
pub fn normalize_as(text: &str, profile: Profile) -> String {
    run(text, profile).iter().map(|item| item.ch).collect()
}

/// Like [`normalize`], with the way back to the original.
#[must_use]
pub fn normalize_with_map(text: &str) -> Normalized {
    let items = run(text, Profile::Value);
    let mut result = Normalized { text: String::with_capacity(text.len()), map: OffsetMap::default() };
    result.map.source_len = text.len();
    result.map.entries.reserve(items.len());
    for item in items {
        result.map.entries.push((result.text.len(), item.start..item.end));
        result.text.push(item.ch);
    }
    result.map.len = result.text.len();
    result
}

/// The steps, in their order: spaces need final characters to tell their neighbours, dashes need the spaces closed.
fn run(text: &str, profile: Profile) -> Vec<Item> {
    let mut items = chars::fold(text);
    spaces::close(&mut items);
    dashes::settle(&mut items);
    if profile == Profile::Key {
        key::reduce(&mut items);
    }
    items
}
