//! `data/municipalities.tsv` in, the municipalities that a text names out.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::record::MunicipalityKind;

use super::finder::Finder;
use super::passages::{is_hiragana, is_kanji, is_katakana};

/// A prefecture, city, town, village or special ward.
#[derive(Debug)]
pub(super) struct Place {
    /// 全国地方公共団体コード, six digits.
    pub(super) code: &'static str,
    /// `鶴岡市`.
    pub(super) name: &'static str,
    /// `山形県`; of a prefecture, itself.
    pub(super) prefecture: &'static str,
    /// Which kind.
    pub(super) kind: MunicipalityKind,
}

/// All of them, and what finds their names.
pub(super) struct Gazetteer {
    /// Sorted by code.
    pub(super) places: Vec<Place>,
    /// Distinct names; each with the places that bear it.
    names: Vec<(Cow<'static, str>, Vec<usize>)>,
    finder: Finder,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Index into the gazetteer's distinct names.
    pub(super) name: usize,
    /// Byte range in the text.
    pub(super) start: usize,
    /// Byte range in the text.
    pub(super) end: usize,
}

const DATA: &str = include_str!("../../data/municipalities.tsv");

/// The gazetteer, built once.
pub(super) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(Gazetteer::load)
}

impl Gazetteer {
    fn load() -> Self {
        let mut places: Vec<Place> = Vec::new();
        let mut prefecture = "";
        for line in DATA.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(code), Some(name)) = (fields.next(), fields.next()) else { continue };
            let is_prefecture = code.get(2..5) == Some("000");
            if is_prefecture {
                prefecture = name;
            }
            let kind = match name.chars().next_back() {
                _ if is_prefecture => MunicipalityKind::Prefecture,
                Some('市') => MunicipalityKind::City,
                Some('町') => MunicipalityKind::Town,
                Some('村') => MunicipalityKind::Village,
                _ => MunicipalityKind::Ward,
            };
            places.push(Place { code, name, prefecture, kind });
        }
        let mut names: Vec<(Cow<'static, str>, Vec<usize>)> = Vec::with_capacity(places.len());
        let mut number: FxHashMap<Cow<'static, str>, usize> = FxHashMap::default();
        for (i, place) in places.iter().enumerate() {
            let name = fold(place.name);
            match number.entry(name.clone()) {
                Entry::Occupied(e) => {
                    if let Some((_, bearers)) = names.get_mut(*e.get()) {
                        bearers.push(i);
                    }
                }
                Entry::Vacant(e) => {
                    e.insert(names.len());
                    names.push((name, vec![i]));
                }
            }
        }
        let finder = Finder::new(names.iter().map(|(n, _)| n.as_ref()));
        Self { places, names, finder }
    }

    /// The places that bear a name.
    pub(super) fn bearers(&self, name: usize) -> impl Iterator<Item = &Place> {
        self.names.get(name).into_iter().flat_map(|(_, list)| list).filter_map(|i| self.places.get(*i))
    }

    /// The names in a text (blanks already gone), longest match first from the left; words that only look like a
    /// name (市街, 町内会, another word's tail) are left out.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let folded = fold(text);
        let found = self.finder.find_longest(&folded).into_iter();
        let mentions = found.map(|(name, start, end)| Mention { name, start, end });
        mentions.filter(|m| self.stands_alone(&folded, m)).collect()
    }

    fn stands_alone(&self, text: &str, m: &Mention) -> bool {
        let Some(place) = self.bearers(m.name).next() else { return false };
        let before = text.get(..m.start).and_then(|t| t.chars().next_back());
        let after = text.get(m.end..).unwrap_or_default();
        let word_goes_on = match place.kind {
            // 市街地, 市場, and 一日市町: a longer word of which this is the head.
            MunicipalityKind::City => ["街", "場"].iter().any(|t| after.starts_with(t)),
            // 町内会, and addresses: 昭和町1丁目, 本町三番.
            MunicipalityKind::Town => after.starts_with("内会") || after.starts_with('駅') || starts_with_lot(after),
            MunicipalityKind::Ward => after.starts_with("域") || after.starts_with("分"),
            _ => false,
        };
        if word_goes_on {
            return false;
        }
        match place.kind {
            MunicipalityKind::Prefecture => true,
            // 大阪市北区 is a ward of a city, not one of the 23 special wards.
            MunicipalityKind::Ward => before != Some('市'),
            _ => {
                let stem = place.name.chars().count().saturating_sub(1);
                let joined = before.is_some_and(|b| if stem == 1 { joins_one(b) } else { joins(b) });
                !joined
            }
        }
    }
}

/// An address goes on with a number of a block or lot.
fn starts_with_lot(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.len() < after.len() && (rest.starts_with("丁目") || rest.starts_with('番') || rest.starts_with('-'))
}

/// Whether a character before a name of one kanji (津市, 森町, 光市) makes it the tail of another word. What may
/// stand there is little: the end of a prefecture, a county or a counter.
fn joins_one(before: char) -> bool {
    const MAY_STAND: &str = "県府都道郡次期版度元旧本当各年月日回及";
    (is_kanji(before) || is_katakana(before)) && !MAY_STAND.contains(before)
}

/// Whether a character before a longer name makes it the tail of another word: compass points and size prefix
/// the names of villages and towns that are gone (東美里村), and katakana never ends a word before a name.
fn joins(before: char) -> bool {
    "東西南北上下大小新".contains(before) || (is_katakana(before) && before != 'ー' && !is_hiragana(before))
}

/// How a text spells a name: 竜ヶ崎市 for 龍ケ崎市.
pub(super) fn printed_form<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let folded = fold(name);
    let at = fold(text).find(folded.as_ref())?;
    text.get(at..at + folded.len())
}

/// Spellings of one name that print differently are folded into one: 鶴ヶ島 and 鶴ケ島, 龍ケ崎 and 竜ヶ崎. Every
/// character keeps its length in bytes, so that places in the folded text are places in the text.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| folded(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(folded).collect())
}

fn folded(c: char) -> char {
    match c {
        'ケ' | 'が' | 'ガ' => 'ヶ',
        '龍' => '竜',
        '﨑' => '崎',
        '條' => '条',
        '檜' => '桧',
        '鯵' => '鰺',
        '祗' => '祇',
        '冨' => '富',
        '舘' => '館',
        '曾' => '曽',
        '藪' => '薮',
        '籠' => '篭',
        '鷗' => '鴎',
        '禰' | '袮' => '祢',
        '驒' => '騨',
        '檮' => '梼',
        '諌' => '諫',
        '竈' => '釜',
        '澤' => '沢',
        '瀧' => '滝',
        '濱' => '浜',
        '邊' | '邉' => '辺',
        '廣' => '広',
        '國' => '国',
        '櫻' => '桜',
        '眞' => '真',
        '彌' => '弥',
        '惠' => '恵',
        '礪' => '砺',
        '壺' => '壷',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check digit of 全国地方公共団体コード: weights 6 5 4 3 2, modulus 11.
    fn check_digit(code: &str) -> u32 {
        let sum: u32 = code.chars().zip([6, 5, 4, 3, 2]).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
        (11 - sum % 11) % 10
    }

    #[test]
    fn every_code_has_a_right_check_digit() {
        let g = gazetteer();
        assert_eq!(g.places.len(), 1741 + 47);
        assert_eq!(g.places.iter().filter(|p| p.kind == MunicipalityKind::Prefecture).count(), 47);
        assert_eq!(g.places.iter().filter(|p| p.kind == MunicipalityKind::Ward).count(), 23);
        for place in &g.places {
            assert_eq!(place.code.len(), 6, "{}", place.code);
            assert_eq!(place.code[5..].parse::<u32>().unwrap(), check_digit(place.code), "{}", place.code);
            assert!(place.code.starts_with(&g.places.iter().find(|p| p.name == place.prefecture).unwrap().code[..2]));
        }
        assert!(g.places.windows(2).all(|w| w[0].code < w[1].code));
    }

    fn names(text: &str) -> Vec<&'static str> {
        let g = gazetteer();
        g.mentions(text).iter().filter_map(|m| g.bearers(m.name).next()).map(|p| p.name).collect()
    }

    #[test]
    fn names_within_names_are_no_mention() {
        for (text, expected) in [
            ("第2次鶴岡市総合計画", &["鶴岡市"][..]),
            ("第6次鶴ケ島市総合計画", &["鶴ヶ島市"]),
            ("飛驒市、塩釜市、美禰市", &["飛騨市", "塩竈市", "美祢市"]),
            ("諌早市と檮原町", &["諫早市", "梼原町"]),
            ("大津市と津市", &["大津市", "津市"]),
            ("会津若松市", &["会津若松市"]),
            ("会津市", &[]),
            ("青森町", &[]),
            ("北海道森町", &["北海道", "森町"]),
            ("鶴岡市街地", &[]),
            ("大阪市北区", &["大阪市"]),
            ("東京都北区", &["東京都", "北区"]),
            ("昭和町1丁目", &[]),
            ("四日市市総合計画", &["四日市市"]),
            ("つくばみらい市", &["つくばみらい市"]),
            ("市町村の役割", &[]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_makes_no_two_places_one() {
        let g = gazetteer();
        for (name, places) in &g.names {
            let printed: Vec<&str> = places.iter().filter_map(|i| g.places.get(*i)).map(|p| p.name).collect();
            assert!(printed.windows(2).all(|w| w[0] == w[1]), "{name}: {printed:?}");
        }
    }

    #[test]
    fn folding_keeps_byte_places() {
        for place in &gazetteer().places {
            assert_eq!(fold(place.name).len(), place.name.len());
        }
    }
}
