//! CMaps of composite fonts (ISO 32000-2, 9.7.5): from the bytes of a string to codes, and from codes to CIDs.
//!
//! Predefined CMaps come from Adobe's resources: Japanese ones as [`super::packed`] has them, others as `hayro-cmap` does. It
//! exposes no code spaces, so those of the predefined families are stated here. CMaps embedded in the file are read by an own bounded parser.

use std::cell::OnceCell;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::super::model::{Object, Stream};
use hayro_cmap::{BfString, CMapName};
use rustc_hash::FxHashMap;

use super::super::lexer::{Lexer, Token};
use super::super::object::Source;
use super::packed::Packed;
use super::tounicode::code;
use super::{Ranges, Text};

/// How a string is cut into codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
    /// Always this many bytes.
    Fixed(u8),
    /// Shift_JIS: a lead byte 81–9F or E0–FC takes a second.
    Rksj,
    /// EUC-JP: 8E and A1–FE take a second.
    EucJp,
    /// Korean, Chinese double-byte sets: 81–FE take a second.
    DoubleByte,
    /// GB 18030: four bytes where the second is a digit.
    Gb18030,
    /// UTF-16: four bytes where the first two are a high surrogate.
    Utf16,
    /// UTF-8.
    Utf8,
}

/// Maps codes to CIDs.
#[derive(Debug)]
pub(super) struct CMap {
    kind: Kind,
    pub(super) vertical: bool,
    /// The codes are Unicode themselves, whatever CIDs they lead to.
    pub(super) unicode: bool,
}

#[derive(Debug)]
enum Kind {
    Identity,
    Predefined(Predefined, Split),
    /// Codes that are Unicode, without a table at hand.
    Unicode(Split),
    Embedded(Box<Embedded>),
}

#[derive(Debug, Default)]
struct Embedded {
    /// Length, and the first and last code of each code space.
    spaces: Vec<(u8, u32, u32)>,
    /// By code length.
    cids: [Ranges<u32>; 4],
    base: Option<Box<CMap>>,
}

/// `usecmap` in `usecmap`.
const DEEPEST: usize = 4;
const MOST_SPACES: usize = 256;

/// A predefined CMap.
#[derive(Debug, Clone)]
enum Predefined {
    Packed(Packed),
    Unpacked(Arc<hayro_cmap::CMap>),
}

impl Predefined {
    fn cid(&self, code: u32, len: u8) -> Option<u32> {
        match self {
            Self::Packed(map) => map.cid(code, len),
            Self::Unpacked(map) => map.lookup_cid_code(code, len),
        }
    }

    fn text(&self, cid: u32) -> Option<Text> {
        match self {
            Self::Packed(map) => map.text(cid),
            Self::Unpacked(map) => Some(match map.lookup_bf_string(cid)? {
                BfString::Char(c) => Text::One(c),
                BfString::String(s) => Text::Many(s.into()),
            }),
        }
    }
}

type Shared = FxHashMap<Vec<u8>, Option<Arc<hayro_cmap::CMap>>>;
/// Unpacked predefined CMaps, shared by all documents: there are some forty.
static PREDEFINED: LazyLock<Mutex<Shared>> = LazyLock::new(|| Mutex::new(Shared::default()));

fn predefined(name: &[u8]) -> Option<Predefined> {
    if let Some(map) = Packed::named(name) {
        return Some(Predefined::Packed(map));
    }
    if matches!(CMapName::from_bytes(name), CMapName::Custom(_)) {
        return None;
    }
    let mut shared = PREDEFINED.lock().unwrap_or_else(PoisonError::into_inner);
    shared
        .entry(name.to_vec())
        .or_insert_with(|| {
            let data = hayro_cmap::load_embedded(CMapName::from_bytes(name))?;
            hayro_cmap::CMap::parse(data, hayro_cmap::load_embedded).map(Arc::new)
        })
        .clone()
        .map(Predefined::Unpacked)
}

/// CIDs of a character collection to Unicode. The table is unpacked when the first CID is asked for: most fonts have a
/// ToUnicode that answers for all.
#[derive(Debug)]
pub(super) struct Collection {
    name: &'static [u8],
    table: OnceCell<Option<Predefined>>,
}

impl Collection {
    /// By the ordering of a `CIDSystemInfo`.
    pub(super) fn of(ordering: &[u8]) -> Option<Self> {
        let name: &[u8] = match ordering {
            // Japan2 (JIS X 0212 alone) is obsolete and has no table.
            b"Japan1" => b"Adobe-Japan1-UCS2",
            b"GB1" => b"Adobe-GB1-UCS2",
            b"CNS1" => b"Adobe-CNS1-UCS2",
            b"Korea1" => b"Adobe-Korea1-UCS2",
            _ => return None,
        };
        Some(Self { name, table: OnceCell::new() })
    }

    pub(super) fn unicode(&self, cid: u32) -> Option<Text> {
        let text = self.table.get_or_init(|| predefined(self.name)).as_ref()?.text(cid)?;
        if let Text::One(c) = text
            && !super::tounicode::is_useful(c)
        {
            return None;
        }
        Some(text)
    }
}

/// The ordering that the codes of a predefined CMap lead to.
pub(super) fn ordering(name: &[u8]) -> Option<&'static [u8]> {
    let text = String::from_utf8_lossy(name);
    let has = |s: &str| text.contains(s);
    Some(
        if has("RKSJ") || has("UniJIS") || matches!(name, b"H" | b"V" | b"EUC-H" | b"EUC-V") || text.starts_with("78-")
        {
            b"Japan1"
        } else if has("GB") {
            b"GB1"
        } else if has("KSC") || has("UniKS") {
            b"Korea1"
        } else if has("B5") || has("CNS") {
            b"CNS1"
        } else {
            return None;
        },
    )
}

fn split_of(name: &str) -> Split {
    let has = |s: &str| name.contains(s);
    if has("UTF16") {
        Split::Utf16
    } else if has("UTF32") {
        Split::Fixed(4)
    } else if has("UTF8") {
        Split::Utf8
    } else if has("RKSJ") {
        Split::Rksj
    } else if name.starts_with("EUC") || name.starts_with("78-EUC") {
        Split::EucJp
    } else if has("GBK2K") {
        Split::Gb18030
    } else if has("UCS2") || !(has("EUC") || has("GBK") || has("B5") || has("UHC")) {
        Split::Fixed(2)
    } else {
        Split::DoubleByte
    }
}

/// The CMap that stands in for one that is not at hand: same code layout, later or earlier edition of the standard, so that
/// only a few glyph shapes differ.
fn stand_in(name: &str) -> Option<&'static str> {
    let vertical = name.ends_with("-V") || name == "V";
    let pick = |h, v| Some(if vertical { v } else { h });
    if name.starts_with("UniJIS") && name.contains("UTF16") {
        pick("UniJIS-UTF16-H", "UniJIS-UTF16-V")
    } else if name.starts_with("UniJIS") && name.contains("UCS2") {
        pick("UniJIS-UCS2-H", "UniJIS-UCS2-V")
    } else if name.contains("RKSJ") {
        pick("90ms-RKSJ-H", "90ms-RKSJ-V")
    } else if name == "78-EUC-H" || name == "78-EUC-V" {
        pick("EUC-H", "EUC-V")
    } else if matches!(name, "78-H" | "78-V" | "Add-H" | "Add-V" | "Ext-H" | "Ext-V" | "NWP-H" | "NWP-V") {
        pick("H", "V")
    } else {
        None
    }
}

impl CMap {
    /// Codes of two bytes that are the CIDs.
    pub(super) fn identity(vertical: bool) -> Self {
        Self { kind: Kind::Identity, vertical, unicode: false }
    }

    /// From the `/Encoding` of a Type 0 font.
    pub(super) fn of(source: &Source, encoding: Option<&Object>) -> Self {
        match encoding.map(|o| source.resolve(o)) {
            Some(Object::Name(name)) => Self::named(name),
            Some(Object::Stream(stream)) => Self::embedded(source, stream, 0),
            _ => Self::identity(false),
        }
    }

    /// Whether codes are CIDs as they stand.
    pub(super) fn is_identity(&self) -> bool {
        matches!(self.kind, Kind::Identity)
    }

    fn named(name: &[u8]) -> Self {
        let text = String::from_utf8_lossy(name);
        let vertical = text.ends_with("-V") || text == "V";
        // Most fonts: nothing is to be looked up.
        if text.starts_with("Identity") {
            return Self::identity(vertical);
        }
        let split = split_of(&text);
        let unicode = text.starts_with("Uni") && ["UCS2", "UTF16", "UTF32", "UTF8"].iter().any(|k| text.contains(k));
        let found = predefined(name).or_else(|| predefined(stand_in(&text)?.as_bytes()));
        let kind = match found {
            Some(map) => Kind::Predefined(map, split),
            None if unicode => Kind::Unicode(split),
            None => Kind::Identity,
        };
        Self { kind, vertical, unicode }
    }

    fn embedded(source: &Source, stream: &Stream, depth: usize) -> Self {
        let mut map = Embedded::default();
        let mut vertical = source.integer(&stream.dict, b"WMode") == Some(1);
        let base = match source.get(&stream.dict, b"UseCMap") {
            Some(Object::Name(n)) => Some(Self::named(n)),
            Some(Object::Stream(s)) if depth < DEEPEST => Some(Self::embedded(source, s, depth + 1)),
            _ => None,
        };
        map.base = base.map(Box::new);
        if let Some(data) = source.decode(stream) {
            map.parse(&data, &mut vertical);
        }
        if map.spaces.is_empty() && map.base.is_none() && map.cids.iter().all(Ranges::is_empty) {
            // Nothing in it: most such are an Identity by another name.
            let name = source.name(&stream.dict, b"CMapName").unwrap_or_default();
            return Self::named(name);
        }
        Self { kind: Kind::Embedded(Box::new(map)), vertical, unicode: false }
    }

    /// The next code of a string: its value and its length in bytes. `bytes` is not empty.
    pub(super) fn next(&self, bytes: &[u8]) -> (u32, u8) {
        let len = match &self.kind {
            Kind::Identity => 2,
            Kind::Predefined(_, split) | Kind::Unicode(split) => split.len(bytes),
            Kind::Embedded(map) => map.len(bytes),
        };
        // A string may end within a code: what is there counts.
        let len = len.min(u8::try_from(bytes.len()).unwrap_or(4)).max(1);
        let value = bytes.iter().take(usize::from(len)).fold(0, |v, &b| v << 8 | u32::from(b));
        (value, len)
    }

    /// The CID of a code.
    pub(super) fn cid(&self, code: u32, len: u8) -> Option<u32> {
        match &self.kind {
            Kind::Identity => Some(code),
            Kind::Predefined(map, _) => map.cid(code, len),
            Kind::Unicode(_) => None,
            Kind::Embedded(map) => map
                .cids
                .get(usize::from(len.saturating_sub(1)))
                .and_then(|r| r.get(code).map(|(lo, base)| base.saturating_add(code - lo)))
                .or_else(|| map.base.as_ref().and_then(|b| b.cid(code, len))),
        }
    }

    /// The character that a code is, where codes are Unicode.
    pub(super) fn direct(&self, code: u32, len: u8) -> Option<char> {
        let (Kind::Predefined(_, split) | Kind::Unicode(split)) = &self.kind else { return None };
        if !self.unicode {
            return None;
        }
        match (split, len) {
            (Split::Utf16, 4) => {
                // Each half of the code is one unit.
                let units = [(code >> 16) as u16, (code & 0xFFFF) as u16];
                char::decode_utf16(units).next()?.ok()
            }
            (Split::Utf8, _) => {
                let bytes = code.to_be_bytes();
                std::str::from_utf8(bytes.get(usize::from(4 - len)..)?).ok()?.chars().next()
            }
            _ => char::from_u32(code),
        }
        .filter(|&c| super::tounicode::is_useful(c))
    }
}

impl Split {
    fn len(self, bytes: &[u8]) -> u8 {
        let first = bytes.first().copied().unwrap_or(0);
        match self {
            Self::Fixed(n) => n,
            Self::Rksj if matches!(first, 0x81..=0x9F | 0xE0..=0xFC) => 2,
            Self::EucJp if first == 0x8E || matches!(first, 0xA1..=0xFE) => 2,
            Self::DoubleByte if matches!(first, 0x81..=0xFE) => 2,
            Self::Gb18030 if matches!(first, 0x81..=0xFE) => {
                if bytes.get(1).is_some_and(u8::is_ascii_digit) {
                    4
                } else {
                    2
                }
            }
            Self::Rksj | Self::EucJp | Self::DoubleByte | Self::Gb18030 => 1,
            Self::Utf16 if matches!(first, 0xD8..=0xDB) => 4,
            Self::Utf16 => 2,
            Self::Utf8 => match first {
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF7 => 4,
                _ => 1,
            },
        }
    }
}

impl Embedded {
    fn parse(&mut self, data: &[u8], vertical: &mut bool) {
        let mut lexer = Lexer::new(data);
        let mut mode: &[u8] = b"";
        let mut codes: Vec<(u8, u32)> = Vec::new();
        let mut last_name: &[u8] = b"";
        let mut last_number = 0.0;
        let mut buffer = Vec::new();
        while let Some(token) = lexer.token() {
            match token {
                Token::Operator(op) => {
                    match op {
                        b"usecmap" => self.base = Some(Box::new(CMap::named(last_name))),
                        b"def" if last_name == b"WMode" => *vertical = last_number == 1.0,
                        _ => {}
                    }
                    mode = op;
                    codes.clear();
                }
                Token::Name(n) => last_name = n,
                Token::Hex(raw) => {
                    let Some(c) = code(raw, &mut buffer) else { continue };
                    codes.push(c);
                    if mode == b"begincodespacerange"
                        && let [(len, lo), (_, hi)] = codes.as_slice()
                    {
                        if self.spaces.len() < MOST_SPACES {
                            self.spaces.push((*len, *lo, *hi));
                        }
                        codes.clear();
                    }
                }
                Token::Number(n) => {
                    last_number = n;
                    // CIDs are small whole numbers.
                    let cid = n.max(0.0) as u32;
                    let range = match (mode, codes.as_slice()) {
                        (b"begincidchar", [(len, c)]) => Some((*len, *c, *c)),
                        (b"begincidrange", [(len, lo), (_, hi)]) => Some((*len, *lo, *hi)),
                        _ => None,
                    };
                    if let Some((len, lo, hi)) = range
                        && let Some(ranges) = self.cids.get_mut(usize::from(len - 1))
                    {
                        ranges.insert(lo, hi, cid);
                        codes.clear();
                    }
                }
                _ => {}
            }
        }
    }

    /// The length of the next code: the shortest code space that the bytes lie in, byte by byte; else as the CMap that this
    /// one builds on has it.
    fn len(&self, bytes: &[u8]) -> u8 {
        let fits = |&(len, lo, hi): &(u8, u32, u32)| {
            let (lo, hi) = (lo.to_be_bytes(), hi.to_be_bytes());
            let skip = usize::from(4 - len);
            bytes.len() >= usize::from(len)
                && bytes
                    .iter()
                    .zip(lo.iter().skip(skip).zip(hi.iter().skip(skip)))
                    .all(|(b, (lo, hi))| (lo..=hi).contains(&b))
        };
        let shortest = |spaces: &mut dyn Iterator<Item = &(u8, u32, u32)>| spaces.map(|s| s.0).min();
        shortest(&mut self.spaces.iter().filter(|s| fits(s)))
            .or_else(|| self.base.as_ref().map(|b| b.next(bytes).1))
            .or_else(|| shortest(&mut self.spaces.iter()))
            .unwrap_or(2)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Limits;
    use super::super::super::model::{Data, Dictionary};
    use super::*;
    use proptest::prelude::*;

    fn embedded(text: &str) -> CMap {
        let source = Source::empty(&Limits::default());
        let data = Data::Own(text.as_bytes().to_vec());
        CMap::embedded(&source, &Stream { dict: Dictionary::new(), data }, 0)
    }

    #[test]
    fn predefined_cmaps_lead_to_japanese() {
        let japan = Collection::of(b"Japan1").unwrap();
        // 計 in every code that Japanese producers use.
        for (name, bytes) in [
            ("90ms-RKSJ-H", &b"\x8C\x76"[..]),
            ("90msp-RKSJ-V", b"\x8C\x76"),
            ("EUC-H", b"\xB7\xD7"),
            ("H", b"\x37\x57"),
            ("UniJIS-UCS2-H", b"\x8A\x08"),
            ("UniJIS-UCS2-HW-V", b"\x8A\x08"),
            ("UniJIS-UTF16-H", b"\x8A\x08"),
            ("UniJIS2004-UTF16-H", b"\x8A\x08"),
            ("UniJISX0213-UTF32-H", b"\0\0\x8A\x08"),
            ("UniJIS-UTF8-H", b"\xE8\xA8\x88"),
            ("78-RKSJ-H", b"\x8C\x76"),
            ("78-EUC-H", b"\xB7\xD7"),
            ("78-V", b"\x37\x57"),
        ] {
            let map = CMap::named(name.as_bytes());
            let (code, len) = map.next(bytes);
            assert_eq!(usize::from(len), bytes.len(), "{name}");
            let by_cid = map.cid(code, len).and_then(|c| japan.unicode(c));
            let text = by_cid.or_else(|| map.direct(code, len).map(Text::One));
            assert_eq!(text, Some(Text::One('計')), "{name}");
            assert_eq!(map.vertical, name.ends_with('V'), "{name}");
        }
    }

    #[test]
    fn one_byte_codes_stay_apart() {
        let map = CMap::named(b"90ms-RKSJ-H");
        assert_eq!(map.next(b"A\x8C"), (0x41, 1));
        assert_eq!(map.next(b"\xB1\xB2"), (0xB1, 1));
        // A string that ends within a code.
        assert_eq!(map.next(b"\x8C"), (0x8C, 1));
    }

    #[test]
    fn surrogates_are_one_code() {
        let map = CMap::named(b"UniJIS-UTF16-H");
        let (code, len) = map.next(b"\xD8\x42\xDF\xB7\x8A\x08");
        assert_eq!((code, len), (0xD842_DFB7, 4));
        assert_eq!(map.direct(code, len), Some('𠮷'));
    }

    #[test]
    fn reads_embedded_cmaps() {
        let map = embedded(
            "/WMode 1 def 2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange
             1 begincidrange <8000> <80FF> 100 endcidrange 1 begincidchar <41> 7 endcidchar",
        );
        assert!(map.vertical);
        assert_eq!(map.next(b"A\x80"), (0x41, 1));
        assert_eq!(map.next(b"\x80\x05"), (0x8005, 2));
        assert_eq!(map.cid(0x8005, 2), Some(105));
        assert_eq!(map.cid(0x41, 1), Some(7));
        let based = embedded("/90ms-RKSJ-H usecmap");
        assert_eq!(based.next(b"\x8C\x76"), (0x8C76, 2));
        assert!(based.cid(0x8C76, 2).is_some());
    }

    proptest! {
        #[test]
        fn any_embedded_cmap_reads(data in "(begincidrange|begincidchar|begincodespacerange|usecmap|<[0-9A-F]{0,9}>|[0-9]{1,5}|/H| ){0,60}", bytes in proptest::collection::vec(any::<u8>(), 1..6)) {
            let map = embedded(&data);
            let (code, len) = map.next(&bytes);
            let _ = map.cid(code, len);
            prop_assert!(len >= 1 && usize::from(len) <= bytes.len());
        }
    }
}
