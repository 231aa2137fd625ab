//! ToUnicode CMaps (ISO 32000-2, 9.10.3): what the producer says that a code means.
//!
//! An own parser, as these come broken in every way: missing end tokens, one- and two-byte codes in one map, ranges
//! that overlap or span the whole code space, surrogates, arrays. Small ranges are spread out into a map, large ones
//! stay ranges, so that `<0000> <FFFF>` costs one entry; the last definition of a code wins.

use super::super::model::{Dictionary, Object};
use rustc_hash::FxHashMap;

use super::super::lexer::{Lexer, Token, hex, hex_digit};
use super::super::object::Source;
use super::Text;

/// Codes of a range up to this many are stored one by one. A two-byte code space then has room for at most 256 larger
/// ranges that do not overlap, so [`MOST_RANGES`] loses nothing of a sound map.
const SPREAD: u32 = 256;
const MOST_RANGES: usize = 512;
/// Codes stored one by one; the largest fonts have 65,536 glyphs.
const MOST_CODES: usize = 1 << 17;
/// UTF-16 units that one code may stand for.
const LONGEST_TEXT: usize = 64;

/// A parsed ToUnicode CMap.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    /// By code length in bytes and code.
    codes: FxHashMap<(u8, u32), Text>,
    /// Length, first code, last code, first character.
    ranges: Vec<(u8, u32, u32, u32)>,
}

/// The value of up to eight hex digits with nothing between them, as nearly all are written.
fn digits(raw: &[u8]) -> Option<u32> {
    raw.iter().try_fold(0_u32, |value, &b| Some(value << 4 | u32::from(hex_digit(b)?)))
}

/// A hex string as a code: its length in bytes and its value.
pub(super) fn code(raw: &[u8], buffer: &mut Vec<u8>) -> Option<(u8, u32)> {
    if let ([_, _] | [_, _, _, _], Some(value)) = (raw, digits(raw)) {
        return Some((raw.len() as u8 / 2, value));
    }
    hex(raw, buffer);
    let len = u8::try_from(buffer.len()).ok().filter(|n| (1..=4).contains(n))?;
    Some((len, buffer.iter().fold(0, |v, &b| v << 8 | u32::from(b))))
}

impl ToUnicode {
    /// The map of a font, where it says anything.
    pub(super) fn of(source: &Source, font: &Dictionary) -> Option<Self> {
        let map = match source.get(font, b"ToUnicode")? {
            Object::Stream(stream) => Self::parse(&source.decode(stream)?),
            // `/ToUnicode /Identity-H`: the codes are UTF-16. Against the standard, but every viewer takes it so.
            Object::Name(name) if name.starts_with(b"Identity") => {
                Self { ranges: vec![(2, 0, 0xFFFF, 0)], ..Self::default() }
            }
            _ => return None,
        };
        (!map.is_empty()).then_some(map)
    }

    fn parse(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(data);
        let mut mode = Mode::None;
        // Hex strings of the entry being read.
        let mut pending: Vec<&[u8]> = Vec::new();
        let mut array: Option<Vec<&[u8]>> = None;
        while let Some(token) = lexer.token() {
            match token {
                Token::Operator(op) => {
                    mode = match op {
                        b"beginbfchar" => Mode::Char,
                        b"beginbfrange" => Mode::Range,
                        // A CMap of CIDs in the place of one of texts: its CIDs are meant as UTF-16.
                        b"begincidrange" => Mode::Cid,
                        // Some producers write `endbfrange` after `beginbfchar`, or nothing at all: any operator ends it.
                        _ => Mode::None,
                    };
                    pending.clear();
                    array = None;
                }
                Token::ArrayOpen => array = Some(Vec::new()),
                Token::ArrayClose => {
                    if let (Some(items), [lo, _]) = (array.take(), pending.as_slice())
                        && mode == Mode::Range
                    {
                        map.add_array(lo, &items);
                    }
                    pending.clear();
                }
                Token::Number(first) if mode == Mode::Cid => {
                    if let [lo, hi] = pending.as_slice() {
                        // CIDs are small whole numbers.
                        map.add_cids(lo, hi, first.max(0.0) as u32);
                    }
                    pending.clear();
                }
                Token::Hex(raw) => match &mut array {
                    Some(items) => items.push(raw),
                    None => {
                        pending.push(raw);
                        match (mode, pending.as_slice()) {
                            (Mode::Char, [c, dst]) => map.add_char(c, dst),
                            (Mode::Range, [lo, hi, dst]) => map.add_range(lo, hi, dst),
                            (Mode::None, _) => {}
                            _ => continue,
                        }
                        pending.clear();
                    }
                },
                // `<01> /A`: a glyph name instead of a text, allowed by the CMap specification.
                Token::Name(name) if mode == Mode::Char => {
                    if let [c] = pending.as_slice()
                        && let Some(text) = super::names::unicode(name)
                    {
                        let mut buffer = Vec::new();
                        if let Some(key) = code(c, &mut buffer) {
                            map.insert(key, text);
                        }
                    }
                    pending.clear();
                }
                _ => {}
            }
        }
        map
    }

    fn insert(&mut self, key: (u8, u32), text: Text) {
        if self.codes.len() < MOST_CODES {
            self.codes.insert(key, text);
        }
    }

    fn add_char(&mut self, c: &[u8], dst: &[u8]) {
        let mut buffer = Vec::new();
        if let (Some(key), Some(text)) = (code(c, &mut buffer), text(dst, 0)) {
            self.insert(key, text);
        }
    }

    fn add_array(&mut self, lo: &[u8], items: &[&[u8]]) {
        let mut buffer = Vec::new();
        let Some((len, lo)) = code(lo, &mut buffer) else { return };
        for (item, c) in items.iter().zip(lo..=u32::MAX) {
            if let Some(text) = text(item, 0) {
                self.insert((len, c), text);
            }
        }
    }

    fn add_range(&mut self, lo: &[u8], hi: &[u8], dst: &[u8]) {
        let mut buffer = Vec::new();
        let (Some((len, lo)), Some((_, hi))) = (code(lo, &mut buffer), code(hi, &mut buffer)) else { return };
        if hi < lo {
            return;
        }
        if hi - lo < SPREAD {
            for c in lo..=hi {
                if let Some(text) = text(dst, c - lo) {
                    self.insert((len, c), text);
                }
            }
        } else if let Some(Text::One(first)) = text(dst, 0).or(is_null(dst).then_some(Text::One('\0')))
            && self.ranges.len() < MOST_RANGES
        {
            self.ranges.push((len, lo, hi, first as u32));
        }
    }

    fn add_cids(&mut self, lo: &[u8], hi: &[u8], first: u32) {
        let mut buffer = Vec::new();
        if let (Some((len, lo)), Some((_, hi))) = (code(lo, &mut buffer), code(hi, &mut buffer))
            && lo <= hi
            && self.ranges.len() < MOST_RANGES
        {
            self.ranges.push((len, lo, hi, first));
        }
    }

    /// Whether the map says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.ranges.is_empty()
    }

    /// What a code of `len` bytes stands for. Where the map knows codes of another length only (two-byte entries for a
    /// simple font are common), those count.
    pub(super) fn get(&self, len: u8, code: u32) -> Option<Text> {
        self.get_exact(len, code).or_else(|| (1..=4).filter(|&l| l != len).find_map(|l| self.get_exact(l, code)))
    }

    fn get_exact(&self, len: u8, code: u32) -> Option<Text> {
        if let Some(text) = self.codes.get(&(len, code)) {
            return Some(text.clone());
        }
        let &(_, lo, _, first) =
            self.ranges.iter().rev().find(|&&(l, lo, hi, _)| l == len && (lo..=hi).contains(&code))?;
        char::from_u32(first.checked_add(code - lo)?).filter(|&c| is_useful(c)).map(Text::One)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    None,
    Char,
    Range,
    Cid,
}

fn is_null(dst: &[u8]) -> bool {
    dst.iter().all(|&b| b == b'0')
}

/// Whether a character says something: U+0000, U+FFFD and non-characters are how producers write "unknown".
pub(super) fn is_useful(c: char) -> bool {
    !matches!(c, '\0' | '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}')
}

/// UTF-16BE in hex, its last unit raised by `add`.
fn text(dst: &[u8], add: u32) -> Option<Text> {
    // Most are one unit, and that a character.
    if let ([_, _, _, _], Some(unit)) = (dst, digits(dst))
        && let Some(c) = unit.checked_add(add).filter(|u| *u <= 0xFFFF).and_then(char::from_u32)
    {
        return is_useful(c).then_some(Text::One(c));
    }
    let mut bytes = Vec::new();
    hex(dst, &mut bytes);
    // One byte alone is taken as the character of that number.
    let mut units: Vec<u16> = match bytes.as_slice() {
        [b] => vec![u16::from(*b)],
        _ => bytes
            .chunks_exact(2)
            .take(LONGEST_TEXT)
            .filter_map(|p| Some(u16::from_be_bytes(p.try_into().ok()?)))
            .collect(),
    };
    let last = units.last_mut()?;
    *last = last.checked_add(u16::try_from(add).ok()?)?;
    let chars: Vec<char> =
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).filter(|&c| is_useful(c)).collect();
    match chars.as_slice() {
        [] => None,
        [c] => Some(Text::One(*c)),
        many => Some(Text::Many(many.iter().collect::<String>().into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(c: char) -> Option<Text> {
        Some(Text::One(c))
    }

    #[test]
    fn maps_as_producers_write_them() {
        let cases: &[(&str, u8, u32, Option<Text>)] = &[
            ("1 beginbfchar <0003> <8A08> endbfchar", 2, 3, one('計')),
            ("1 beginbfchar <0003><8A08> <0004> <753B>", 2, 4, one('画')),
            ("beginbfrange <0010> <0012> <3042> endbfrange", 2, 0x11, one('ぃ')),
            (
                "beginbfrange <0010> <0012> [<8A08> <753B> <00660069>] endbfrange",
                2,
                0x12,
                Some(Text::Many("fi".into())),
            ),
            ("beginbfchar <01> <D842DFB7> endbfchar", 1, 1, one('𠮷')),
            // Two-byte entries for a simple font.
            ("beginbfchar <0041> <0061> endbfchar", 1, 0x41, one('a')),
            // The last one wins.
            ("beginbfchar <01> <0041> <01> <0042> endbfchar", 1, 1, one('B')),
            // Unknown as producers write it.
            ("beginbfchar <01> <0000> <02> <FFFD> endbfchar", 1, 1, None),
            ("beginbfchar <01> <0000> <02> <FFFD> endbfchar", 1, 2, None),
            // Identity over everything is one entry.
            ("beginbfrange <0000> <FFFF> <0000> endbfrange", 2, 0x8A08, one('計')),
            ("beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange", 4, 0x8A08, one('計')),
            ("beginbfchar <20> /space <41> /A endbfchar", 1, 0x41, one('A')),
            // A missing end before the next block.
            ("beginbfchar <01> <0041> 1 beginbfrange <02> <03> <0042> endbfrange", 1, 3, one('C')),
            ("beginbfchar <01> <41> endbfchar", 1, 1, one('A')),
            ("begincidrange <0000> <FFFF> 0 endcidrange", 2, 0x8A08, one('計')),
            ("nothing here", 1, 1, None),
        ];
        for (map, len, code, want) in cases {
            assert_eq!(&ToUnicode::parse(map.as_bytes()).get(*len, *code), want, "{map}");
        }
    }

    #[test]
    fn a_map_of_nothing_is_empty() {
        assert!(ToUnicode::parse(b"beginbfchar <01> <0000> endbfchar").is_empty());
        assert!(ToUnicode::parse(b"").is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_parse(data in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = ToUnicode::parse(&data);
        }

        #[test]
        fn any_blocks_parse(data in "(beginbfrange|beginbfchar|endbfchar|<[0-9A-F]{0,9}>|\\[|\\]| ){0,60}", code in any::<u32>()) {
            let _ = ToUnicode::parse(data.as_bytes()).get(2, code);
        }
    }
}
