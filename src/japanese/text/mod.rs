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
///
/// ```
/// use keikaku::japanese::{Profile, normalize_as};
/// assert_eq!(normalize_as("まちづくり（案）", Profile::Value), "まちづくり(案)");
/// assert_eq!(normalize_as("まちづくり（案）", Profile::Key), "まちづくり案");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Values for people to read and to store: 第3章, ①, ～ and ㎡ stay.
    #[default]
    Value,
    /// Keys for matching: spaces and punctuation dropped, letters in lower case, ヶ and か所 folded. Old and new kanji
    /// (龍/竜) stay apart: in names they tell people and places apart.
    Key,
}

/// What becomes of signs that are several letters in one: ㋿ ㍻ ㈱ ㎡ ㌔. See [`Options`].
///
/// ```
/// use keikaku::japanese::{Options, Signs, normalize_with};
/// assert_eq!(normalize_with("㎡", &Options { signs: Signs::All, ..Options::default() }).text, "m2");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signs {
    /// All stay.
    Keep,
    /// Eras and legal forms are spelled out (㋿ is 令和, ㈱ is (株)); ㎡ and ㌔ stay, as people write them.
    #[default]
    Names,
    /// Units too: ㎡ is m2, ㌔ is キロ.
    All,
}

/// How text is normalised, for [`normalize_with`].
///
/// ```
/// use keikaku::japanese::{Options, Profile, Signs, normalize_with};
/// let spelled = |signs| normalize_with("㋿５年、延長３㌔、㈱鶴岡", &Options { profile: Profile::Value, signs }).text;
/// assert_eq!(spelled(Signs::Keep), "㋿5年、延長3㌔、㈱鶴岡");
/// assert_eq!(spelled(Signs::Names), "令和5年、延長3㌔、(株)鶴岡");
/// assert_eq!(spelled(Signs::All), "令和5年、延長3キロ、(株)鶴岡");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// What the result is for.
    pub profile: Profile,
    /// What becomes of ㋿ ㈱ ㎡ ㌔.
    pub signs: Signs,
}

impl Profile {
    /// The usual options of the profile: keys spell out every sign.
    fn options(self) -> Options {
        let signs = if self == Self::Key { Signs::All } else { Signs::Names };
        Options { profile: self, signs }
    }
}

/// Normalised text with the way back to the original.
///
/// ```
/// let n = keikaku::japanese::normalize_with_map("令 和 ５ 年");
/// assert_eq!(n.text, "令和5年");
/// assert_eq!(n.map.range_to_original(&(0..6)), 0.."令 和".len());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalized {
    /// The normalised text.
    pub text: String,
    /// Leads byte offsets of `text` back to the original.
    pub map: OffsetMap,
}

/// Leads byte offsets of normalised text back to byte offsets of the original.
///
/// ```
/// let n = keikaku::japanese::normalize_with_map("（ﾃﾞｰﾀ）");
/// assert_eq!(n.text, "(データ)");
/// assert_eq!(n.map.to_original(1), "（".len());
/// ```
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
    ///
    /// ```
    /// let n = keikaku::japanese::normalize_with_map("㋿５年");
    /// assert_eq!(n.map.range_to_original(&(0.."令和".len())), 0.."㋿".len());
    /// ```
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
pub(crate) struct Item {
    pub(crate) ch: char,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The text with each character folded, spaces and dashes left as they are: for readers with a grammar of their own.
pub(crate) fn fold_chars(text: &str) -> Vec<Item> {
    chars::fold(text, Signs::Names)
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
///
/// ```
/// use keikaku::japanese::{Profile, normalize_as};
/// assert_eq!(normalize_as("３ヶ所（延長５㎞）", Profile::Key), "3か所延長5km");
/// assert_eq!(normalize_as("３ヶ所（延長５㎞）", Profile::Value), "3ヶ所(延長5㎞)");
/// ```
#[must_use]
pub fn normalize_as(text: &str, profile: Profile) -> String {
    if profile == Profile::Value
        && let Some(folded) = chars::fold_simple(text)
    {
        return folded;
    }
    run(text, profile.options()).iter().map(|item| item.ch).collect()
}

/// Like [`normalize`], with the way back to the original.
///
/// ```
/// assert_eq!(keikaku::japanese::normalize_with_map("第　１　章").text, "第1章");
/// ```
#[must_use]
pub fn normalize_with_map(text: &str) -> Normalized {
    normalize_with(text, &Options::default())
}

/// Normalises text by options, with the way back to the original. See [`Options`].
///
/// ```
/// use keikaku::japanese::{Options, Profile, normalize_with};
/// let key = normalize_with("ＳＤＧｓ（案）", &Options { profile: Profile::Key, ..Options::default() });
/// assert_eq!(key.text, "sdgs案");
/// ```
#[must_use]
pub fn normalize_with(text: &str, options: &Options) -> Normalized {
    let items = run(text, *options);
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
fn run(text: &str, options: Options) -> Vec<Item> {
    let mut items = chars::fold(text, options.signs);
    spaces::close(&mut items, text);
    dashes::settle(&mut items);
    if options.profile == Profile::Key {
        key::reduce(&mut items);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (printed, expected) in [
            ("", ""),
            ("ＡＢＣ　１２３", "ABC 123"),
            ("ﾃﾞｼﾞﾀﾙ化､ﾊﾟﾌﾞﾘｯｸｺﾒﾝﾄ｡", "デジタル化、パブリックコメント。"),
            ("か\u{3099}き", "がき"),
            ("⼀⽇⻑⺠⼾", "一日長民戸"),
            ("神社と﨑と髙と葛\u{E0100}", "神社と﨑と髙と葛"),
            ("㋿５年㍻元年", "令和5年平成元年"),
            ("㈱鶴岡", "(株)鶴岡"),
            ("㎡①⑴Ⅰ㊀", "㎡①⑴Ⅰ㊀"),
            ("（１）：．，", "(1):.,"),
            ("４月〜６月、４~６月、４∼６月", "4月～6月、4～6月、4～6月"),
            ("http://example.jp/~user", "http://example.jp/~user"),
            // Dashes by what they stand between.
            ("３－１", "3-1"),
            ("３ー１", "3-1"),
            ("2024–2025", "2024-2025"),
            ("マスタ－プラン", "マスタープラン"),
            ("センタ−", "センター"),
            ("センタ－の整備", "センターの整備"),
            ("まちづくり－健康福祉－", "まちづくり-健康福祉-"),
            ("サービス－健康福祉－", "サービス-健康福祉-"),
            ("データ－2", "データ-2"),
            ("−5%", "-5%"),
            ("△5％", "△5%"),
            ("基準値　―", "基準値―"),
            // Spaces of setting go, spaces that part stay.
            ("目　　次", "目次"),
            ("令 和 ３ 年", "令和3年"),
            ("平 成 2 0 年 1 0 月 2 3 日", "平成20年10月23日"),
            ("令和 5 年 11 月", "令和5年11月"),
            ("5 年 11 月", "5年11月"),
            ("主 な 作 業 内 容", "主な作業内容"),
            ("Society 5.0 の実現", "Society 5.0の実現"),
            ("Digital  Garden", "Digital Garden"),
            ("4 5 6 7", "4 5 6 7"),
            ("　１　計画策定の趣旨", "1 計画策定の趣旨"),
            ("１　計 画 策 定 の 趣 旨", "1 計画策定の趣旨"),
            ("１　人口の推移", "1 人口の推移"),
            ("３ つの柱", "3つの柱"),
            ("2013 年文化祭", "2013年文化祭"),
            ("５ か年計画", "5か年計画"),
            ("３－１　位置づけ", "3-1 位置づけ"),
            ("（１）　構成", "(1) 構成"),
            ("ア　目的", "ア 目的"),
            ("一 般 会 計", "一般会計"),
            ("第 １ 章　総 論", "第1章総論"),
            ("計画 （案）", "計画(案)"),
            ("a\u{200B}b\u{AD}c\u{FEFF}", "abc"),
            ("一行\r\n二行\tセル ", "一行\n二行\tセル"),
        ] {
            assert_eq!(normalize(printed), expected, "{printed}");
        }
    }

    #[test]
    fn simple_characters_fold_alike_by_themselves_and_in_all_steps() {
        for c in '\0'..=char::MAX {
            let text = format!("年{c}ア{c}{c}3{c}");
            if let Some(folded) = chars::fold_simple(&text) {
                let steps: String = run(&text, Profile::Value.options()).iter().map(|item| item.ch).collect();
                assert_eq!(folded, steps, "{text}");
            }
        }
    }

    #[test]
    fn keys() {
        for (printed, expected) in [
            ("鶴ヶ島市 総合計画（案）", "鶴ケ島市総合計画案"),
            ("３ヶ所・３箇所・３カ所", "3か所3か所3か所"),
            ("ＳＤＧｓ", "sdgs"),
            ("龍と竜", "龍と竜"),
            ("①", "①"),
            ("㎡・㌔・㈱・㌶", "m2キロ株ヘクタール"),
            ("五所川原市・三鷹市", "五所川原市三鷹市"),
        ] {
            assert_eq!(normalize_as(printed, Profile::Key), expected, "{printed}");
        }
    }

    /// What NFKC, and normalisers for newspaper text, do to planning documents.
    #[test]
    fn nothing_is_damaged() {
        for printed in [
            "①②③⑩㊿",
            "⑴⑵",
            "⒈⒉",
            "㋐㋑",
            "Ⅰ・Ⅱ・Ⅲ",
            "ⅰⅱ",
            "4月～6月",
            "㎡",
            "№1",
            "℃",
            "½",
            "x²",
            "H₂O",
            "CO₂",
            "…",
            "‥",
            "“引用”",
            "五所川原",
            "三鷹",
            "八千代",
            "﨑",
            "髙橋",
            "神﨑",
            "ー",
            "ゝ",
            "々",
            "〆切",
            "※",
            "→",
            "○×△",
            "◎",
            "『「計画」』",
            "【重点】",
            "ディシデム",
            "鵜住居",
            "美祢",
            "靱・靭",
        ] {
            assert_eq!(normalize(printed), printed);
        }
        // The three wave dashes are one mark, and no long vowel.
        assert_eq!(normalize("4月〜6月"), "4月～6月");
        assert_eq!(normalize("∼"), "～");
    }

    #[test]
    fn offsets_lead_back() {
        let printed = "　㋿５ 年 ｶﾞ";
        let result = normalize_with_map(printed);
        assert_eq!(result.text, "令和5年ガ");
        let source = |range: Range<usize>| printed.get(result.map.range_to_original(&range)).map(str::to_owned);
        assert_eq!(source(0..6).as_deref(), Some("㋿"));
        assert_eq!(source(6..10).as_deref(), Some("５ 年"));
        assert_eq!(source(10..13).as_deref(), Some("ｶﾞ"));
        assert_eq!(result.map.to_original(99), printed.len());
        assert_eq!(source(13..13).as_deref(), Some(""));
    }
}
