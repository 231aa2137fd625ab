//! Fonts: from the bytes of a shown string to characters, advances and boxes.
//!
//! A font dictionary goes in, a [`Font`] comes out that cuts strings into codes and says of each code what it stands for
//! and how wide it is. Unicode is sought in the order in which producers can be trusted: ToUnicode, the code itself where
//! the CMap is a Unicode one, the character collection (Adobe-Japan1 …), the glyph name, the embedded font program.

mod cmap;
mod composite;
mod names;
mod packed;
mod program;
mod simple;
mod tounicode;

use std::cell::RefCell;
use std::rc::Rc;

use super::model::Dictionary;
use rustc_hash::FxHashMap;

use super::matrix::Matrix;
use super::object::Source;
use composite::Composite;
use simple::Simple;

/// What a code stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Text {
    One(char),
    /// A ligature, or a character with a variation selector.
    Many(Rc<str>),
}

/// Values of codes: short ranges spread out, long ones kept, so that a hostile range costs no more than an honest one.
#[derive(Debug, Clone)]
pub(super) struct Ranges<T> {
    codes: FxHashMap<u32, (u32, T)>,
    wide: Vec<(u32, u32, T)>,
}

impl<T> Default for Ranges<T> {
    fn default() -> Self {
        Self { codes: FxHashMap::default(), wide: Vec::new() }
    }
}

impl<T: Copy> Ranges<T> {
    /// Two-byte codes have room for no more than 256 longer ranges.
    const SPREAD: u32 = 256;
    const MOST_WIDE: usize = 1024;
    const MOST_CODES: usize = 1 << 17;

    fn insert(&mut self, lo: u32, hi: u32, value: T) {
        if hi < lo {
            return;
        }
        if hi - lo < Self::SPREAD {
            for c in lo..=hi {
                if self.codes.len() < Self::MOST_CODES {
                    self.codes.insert(c, (lo, value));
                }
            }
        } else if self.wide.len() < Self::MOST_WIDE {
            self.wide.push((lo, hi, value));
        }
    }

    /// The value of a code, with the start of its range.
    fn get(&self, code: u32) -> Option<(u32, T)> {
        self.codes.get(&code).copied().or_else(|| {
            self.wide.iter().rev().find(|(lo, hi, _)| (*lo..=*hi).contains(&code)).map(|&(lo, _, v)| (lo, v))
        })
    }

    fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.wide.is_empty()
    }
}

/// One shown code. Lengths are in ems (text space units of the font at size 1).
#[derive(Debug, Clone)]
pub(super) struct Char {
    /// `None` where nothing says what the code stands for; empty where it shows nothing.
    pub(super) text: Option<Text>,
    /// Horizontal advance.
    pub(super) width: f32,
    /// Vertical writing: the advance, negative downwards.
    pub(super) vertical: f32,
}

/// A font as the interpreter needs it.
pub(super) struct Font {
    /// Only to tell fonts apart.
    pub(super) index: u16,
    pub(super) bold: bool,
    /// Vertical writing (WMode 1).
    pub(super) vertical: bool,
    /// Top of the glyph cell over the baseline, in ems.
    pub(super) ascent: f32,
    /// Bottom of the glyph cell, negative, in ems.
    pub(super) descent: f32,
    /// What one em of the font is, in units of the font size: other than 1 only for Type 3 fonts.
    pub(super) em: f32,
    kind: Kind,
    seen: RefCell<FxHashMap<(u32, u8), Rc<Char>>>,
}

enum Kind {
    Simple(Box<Simple>),
    Composite(Box<Composite>),
}

impl Font {
    /// Reads a font dictionary. Never fails: a font of which nothing is known shows boxes of the default width.
    pub(super) fn load(source: &Source, dict: &Dictionary, index: u16) -> Self {
        let subtype = source.name(dict, b"Subtype").unwrap_or_default();
        let composite = subtype == b"Type0" || dict.has(b"DescendantFonts");
        let mut facts = Facts::read(source, dict);
        let mut em = 1.0;
        let kind = if composite {
            let font = Composite::load(source, dict, &mut facts);
            Kind::Composite(Box::new(font))
        } else {
            if subtype == b"Type3" {
                em = type3_em(source, dict);
            }
            Kind::Simple(Box::new(Simple::load(source, dict, &facts)))
        };
        let vertical = matches!(&kind, Kind::Composite(c) if c.cmap.vertical);
        let cjk = composite;
        let (ascent, descent) = facts.cell(cjk);
        Self {
            index,
            bold: facts.bold(),
            vertical,
            ascent,
            descent,
            em,
            kind,
            seen: RefCell::new(FxHashMap::default()),
        }
    }

    /// The next code of a string that is not empty: what it shows, the code, its length in bytes.
    pub(super) fn next(&self, source: &Source, bytes: &[u8]) -> (Rc<Char>, u32, usize) {
        let (code, len) = match &self.kind {
            Kind::Simple(_) => (u32::from(bytes.first().copied().unwrap_or(0)), 1),
            Kind::Composite(font) => font.cmap.next(bytes),
        };
        if let Some(c) = self.seen.borrow().get(&(code, len)) {
            return (Rc::clone(c), code, usize::from(len));
        }
        let c = Rc::new(match &self.kind {
            // One byte.
            Kind::Simple(font) => font.char(source, code as u8),
            Kind::Composite(font) => font.char(source, code, len),
        });
        self.seen.borrow_mut().insert((code, len), Rc::clone(&c));
        (c, code, usize::from(len))
    }
}

/// What one em of a Type 3 font is in units of the font size. Its glyph space is free: Chromium's fonts have ems of 1,
/// bitmap fonts of TeX have sizes of 1 and glyphs of 40 units. The height of the font's box tells which.
fn type3_em(source: &Source, dict: &Dictionary) -> f32 {
    let matrix = source.matrix(dict, b"FontMatrix").unwrap_or(Matrix::new(0.001, 0.0, 0.0, 0.001, 0.0, 0.0));
    let height = source.rect(dict, b"FontBBox").map_or(0.0, |b| b.height()) * matrix.vertical_scale();
    // A font box is 1 to 2.5 ems high.
    if height.is_finite() && height > 0.0 && !(0.5..=3.0).contains(&height) { height / 1.2 } else { 1.0 }
}

/// What the font dictionary and its descriptor say about the face.
struct Facts {
    name: String,
    ascent: f32,
    descent: f32,
    flags: i64,
    weight: f32,
}

impl Facts {
    fn read(source: &Source, dict: &Dictionary) -> Self {
        let mut facts = Self { name: String::new(), ascent: 0.0, descent: 0.0, flags: 0, weight: 0.0 };
        facts.merge(source, dict);
        facts
    }

    /// Takes over what another dictionary (that of a descendant font) says.
    fn merge(&mut self, source: &Source, dict: &Dictionary) {
        let descriptor = source.dict(dict, b"FontDescriptor");
        let name = source
            .name(dict, b"BaseFont")
            .or_else(|| descriptor.and_then(|d| source.name(d, b"FontName")))
            .or_else(|| source.name(dict, b"Name"));
        if let Some(name) = name
            && self.name.is_empty()
        {
            self.name = face_name(name);
        }
        if let Some(d) = descriptor {
            let number = |key| source.number(d, key);
            self.ascent = number(b"Ascent").unwrap_or(0.0) / 1000.0;
            self.descent = number(b"Descent").unwrap_or(0.0) / 1000.0;
            self.flags = source.integer(d, b"Flags").unwrap_or(0);
            self.weight = number(b"FontWeight").unwrap_or(0.0);
        }
    }

    /// Ascent and descent of the glyph cell, in ems. Producers fill these fields with the typographic, the Windows or the
    /// box values of the font, or with nothing, so they are brought to a cell of about one em: cells of different fonts on
    /// one line must be comparable.
    fn cell(&self, cjk: bool) -> (f32, f32) {
        // Some producers write the descent without its sign.
        let (a, d) = (self.ascent, -self.descent.abs());
        let sum = a - d;
        if !(0.7..=1.6).contains(&sum) || a <= 0.3 {
            return if cjk { (0.88, -0.12) } else { (0.75, -0.25) };
        }
        if (0.9..=1.1).contains(&sum) { (a, d) } else { (a / sum, d / sum) }
    }

    fn bold(&self) -> bool {
        // ISO 32000-2, table 121: bit 19 is ForceBold.
        const FORCE_BOLD: i64 = 1 << 18;
        self.flags & FORCE_BOLD != 0 || self.weight >= 600.0 || is_bold_name(&self.name)
    }

    /// Symbolic and not Nonsymbolic.
    fn symbolic(&self) -> bool {
        self.flags & 4 != 0 && self.flags & 32 == 0
    }
}

/// The name of the face: without a subset's tag, decoded from Shift_JIS where it is that (`‚l‚r ƒSƒVƒbƒN`).
fn face_name(raw: &[u8]) -> String {
    let name = match raw {
        [tag @ .., _] if tag.get(6) == Some(&b'+') && tag.iter().take(6).all(u8::is_ascii_uppercase) => {
            raw.get(7..).unwrap_or_default()
        }
        _ => raw,
    };
    match std::str::from_utf8(name) {
        Ok(s) => s.to_owned(),
        Err(_) => encoding_rs::SHIFT_JIS.decode(name).0.into_owned(),
    }
}

/// Whether the name of a face says that it is a heavy one. Japanese faces count their weights W3 to W9 (W6 and up are
/// display weights), or by letters (DB, B, EB, H, U).
fn is_bold_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    if ["bold", "heavy", "black", "太", "ultra", "-demi"].iter().any(|w| lower.contains(w))
        && !lower.contains("semilight")
    {
        return true;
    }
    // The name of a composite font may end in its CMap's: the H of Ryumin-Light-Identity-H is no weight.
    let mut parts = name.split(['-', ',', ' ', '_']).rev();
    let mut weight = parts.next().unwrap_or("");
    if matches!(weight, "H" | "V")
        && let Some(before) = parts.next()
        && (before.starts_with("WinCharSet")
            || matches!(
                before,
                "Identity"
                    | "EUC"
                    | "RKSJ"
                    | "UCS2"
                    | "UTF16"
                    | "UTF8"
                    | "UTF32"
                    | "HW"
                    | "Light"
                    | "Medium"
                    | "Regular"
            ))
    {
        weight = before;
    }
    matches!(weight, "DB" | "EB" | "B" | "H" | "U" | "W6" | "W7" | "W8" | "W9" | "UB" | "Eb" | "Db")
        || ["W6", "W7", "W8", "W9"].iter().any(|w| name.ends_with(w))
}

/// A private use character (U+F0xx) of a symbol font as what it shows.
fn symbol(name: &str, code: u8) -> Option<char> {
    if name.contains("Wingdings") {
        names::wingdings(code)
    } else if name.contains("Dingbats") {
        names::Encoding::ZapfDingbats.slot(code).map(|s| s.0)
    } else if name.contains("Symbol") {
        names::Encoding::Symbol.slot(code).map(|s| s.0)
    } else {
        None
    }
}

/// A text with the private characters of symbol fonts replaced, and Latin ligatures as the letters that they are.
fn public(text: Text, name: &str) -> Text {
    match text {
        Text::One(c @ '\u{F000}'..='\u{F0FF}') => {
            // The low byte is the code in the symbol font.
            Text::One(symbol(name, (c as u32 & 0xFF) as u8).unwrap_or(c))
        }
        Text::One(c @ '\u{FB00}'..='\u{FB06}') => {
            let letters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"].get(c as usize - 0xFB00);
            letters.map_or(Text::One(c), |l| Text::Many((*l).into()))
        }
        other => other,
    }
}

/// Whether a text consists of private use characters, so that any other source is better.
fn is_private(text: &Text) -> bool {
    matches!(text, Text::One('\u{E000}'..='\u{F8FF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_weight() {
        for (name, want) in [
            ("ABCDEF+MS-Gothic", false),
            ("MS-Gothic,Bold", true),
            ("HiraKakuProN-W6", true),
            ("HiraKakuProN-W3", false),
            ("KozGoPr6N-Heavy", true),
            ("A-OTF-ShinGoPro-DeBold", true),
            ("FutoGoB101Pr6N-Bold", true),
            ("ShinGo-DB", true),
            ("ShinGo-U", true),
            ("HGSoeiKakugothicUB", false),
            ("Arial-BoldMT", true),
            ("ArialMT", false),
            ("YuGothic-Semilight", false),
            ("NotoSerifCJKjp-Regular-Identity-H", false),
            ("Ryumin-Light-H", false),
            ("MS-Gothic-WinCharSetFFFF-H", false),
        ] {
            assert_eq!(is_bold_name(&face_name(name.as_bytes())), want, "{name}");
        }
        assert_eq!(face_name(b"\x82\x6C\x82\x72 \x83\x53\x83\x56\x83\x62\x83\x4E"), "ＭＳ ゴシック");
    }

    #[test]
    fn cells_are_about_an_em() {
        let facts = |ascent, descent| Facts { name: String::new(), ascent, descent, flags: 0, weight: 0.0 };
        assert_eq!(facts(0.88, -0.12).cell(true), (0.88, -0.12));
        assert_eq!(facts(0.88, 0.12).cell(true), (0.88, -0.12));
        assert_eq!(facts(0.0, 0.0).cell(true), (0.88, -0.12));
        assert_eq!(facts(0.0, 0.0).cell(false), (0.75, -0.25));
        let (a, d) = facts(1.16, -0.288).cell(true);
        assert!((a - d - 1.0).abs() < 1e-5);
    }

    #[test]
    fn ranges_hold_short_and_long() {
        let mut r = Ranges::default();
        r.insert(5, 7, 1);
        r.insert(100, 100_000, 2);
        r.insert(6, 6, 3);
        assert_eq!(r.get(5), Some((5, 1)));
        assert_eq!(r.get(6), Some((6, 3)));
        assert_eq!(r.get(50_000), Some((100, 2)));
        assert_eq!(r.get(8), None);
        r.insert(9, 8, 1);
        assert_eq!(r.get(9), None);
    }
}
