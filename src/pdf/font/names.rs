//! Glyph names and base encodings of simple fonts, as Unicode.
//!
//! The tables are Adobe's: the Adobe Glyph List (`data/glyphlist.txt`, BSD-3-Clause, notice in the file), the encodings of
//! ISO 32000-2 annex D (`data/encodings.txt`) and the core 14 metrics (`data/widths.txt`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Text;

/// Sorted by bytes (a test sees to it), so that it is searched where it lies.
static GLYPHS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("data/glyphlist.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once(';'))
        .collect()
});

/// One code of an encoding: what it shows, and the glyph's name.
pub(super) type Slot = Option<(char, &'static str)>;

static ENCODINGS: LazyLock<FxHashMap<&str, Box<[Slot; 256]>>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, Box<[Slot; 256]>> = FxHashMap::default();
    for line in include_str!("data/encodings.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut parts = line.split(' ');
        if let (Some(encoding), Some(code), Some(point), Some(name)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
            && let (Ok(code), Ok(point)) = (u8::from_str_radix(code, 16), u32::from_str_radix(point, 16))
            && let Some(c) = char::from_u32(point)
            && let Some(slot) = all.entry(encoding).or_insert_with(|| Box::new([None; 256])).get_mut(usize::from(code))
        {
            *slot = Some((c, name));
        }
    }
    all
});

static WIDTHS: LazyLock<FxHashMap<(&str, &str), f32>> = LazyLock::new(|| {
    include_str!("data/widths.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut parts = l.split(' ');
            Some(((parts.next()?, parts.next()?), parts.next()?.parse().ok()?))
        })
        .collect()
});

/// A base encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Standard,
    WinAnsi,
    MacRoman,
    MacExpert,
    Symbol,
    ZapfDingbats,
}

impl Encoding {
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"StandardEncoding" => Self::Standard,
            b"WinAnsiEncoding" => Self::WinAnsi,
            b"MacRomanEncoding" => Self::MacRoman,
            b"MacExpertEncoding" => Self::MacExpert,
            _ => return None,
        })
    }

    pub(super) fn slot(self, code: u8) -> Slot {
        let key = match self {
            Self::Standard => "standard",
            Self::WinAnsi => "winansi",
            Self::MacRoman => "macroman",
            Self::MacExpert => "macexpert",
            Self::Symbol => "symbol",
            Self::ZapfDingbats => "zapf",
        };
        *ENCODINGS.get(key)?.get(usize::from(code))?
    }
}

/// The width of a glyph of one of the standard 14 fonts, or of a font that is named like one; thousandths of an em.
pub(super) fn standard_width(font: &str, glyph: &str) -> Option<f32> {
    let has = |s: &str| font.contains(s);
    let bold = has("Bold") || has("bold") || has("Black");
    let slanted = has("Italic") || has("Oblique");
    let family = if has("Courier") || has("Consolas") || has("Mono") {
        return Some(600.0);
    } else if has("Symbol") {
        "Symbol"
    } else if has("Dingbats") {
        "ZapfDingbats"
    } else if has("Times") || has("Century") || has("Georgia") || has("Mincho") || has("Garamond") {
        match (bold, slanted) {
            (false, false) => "Times-Roman",
            (true, false) => "Times-Bold",
            (false, true) => "Times-Italic",
            (true, true) => "Times-BoldItalic",
        }
    } else if bold {
        "Helvetica-Bold"
    } else {
        "Helvetica"
    };
    WIDTHS.get(&(family, glyph)).copied()
}

/// What a glyph name stands for (Adobe Glyph List specification): `A.alt` is A, `f_i` is fi, `uni8A08` and `u20BB7` name
/// code points.
pub(super) fn unicode(name: &[u8]) -> Option<Text> {
    let name = std::str::from_utf8(name).ok()?;
    let base = name.split('.').next().unwrap_or(name);
    if base.is_empty() {
        return None;
    }
    let mut out = String::new();
    for part in base.split('_') {
        if let Ok(at) = GLYPHS.binary_search_by(|(n, _)| n.as_bytes().cmp(part.as_bytes())) {
            let points = GLYPHS.get(at).map_or("", |(_, p)| p);
            out.extend(points.split(' ').filter_map(|p| u32::from_str_radix(p, 16).ok()).filter_map(char::from_u32));
        } else if let Some(rest) = part.strip_prefix("uni").filter(|r| r.len() >= 4 && r.len() % 4 == 0 && is_hex(r)) {
            let units =
                rest.as_bytes().chunks(4).filter_map(|c| u16::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok());
            out.extend(char::decode_utf16(units).flatten());
        } else if let Some(rest) = part.strip_prefix('u').filter(|r| (4..=6).contains(&r.len()) && is_hex(r)) {
            out.extend(u32::from_str_radix(rest, 16).ok().and_then(char::from_u32));
        }
    }
    let mut chars = out.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some(Text::One(c)),
        (Some(_), Some(_)) => Some(Text::Many(out.into())),
        _ => None,
    }
}

fn is_hex(s: &str) -> bool {
    s.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What the bullets of Wingdings show, as ordinary characters. Word and PowerPoint put them before list items under codes
/// of the private use area (U+F06C) or the plain code (`l`).
pub(super) fn wingdings(code: u8) -> Option<char> {
    Some(match code {
        0x20 => ' ',
        0x21 => '✏',
        0x22 => '✂',
        0x28 => '☎',
        0x2A => '✉',
        0x46 => '☞',
        0x6C => '●',
        0x6D => '❍',
        0x6E => '■',
        0x6F => '□',
        0x70 => '❐',
        0x71 => '❑',
        0x72 => '❒',
        0x73 => '⬧',
        0x74 => '⧫',
        0x75 => '◆',
        0x76 => '❖',
        0x77 => '⬥',
        0x78 => '⌧',
        0x80 => '⓪',
        c @ 0x81..=0x8A => char::from_u32(0x2460 + u32::from(c - 0x81))?,
        0x8B => '⓿',
        c @ 0x8C..=0x95 => char::from_u32(0x2776 + u32::from(c - 0x8C))?,
        0x9E => '·',
        0x9F => '•',
        0xA0 | 0xA7 => '▪',
        0xA1 => '○',
        0xA3 => '◉',
        0xA4 => '◎',
        0xA6 => '❍',
        0xA8 => '◻',
        0xAB => '★',
        0xD8 => '➢',
        0xDC => '➲',
        0xDF => '←',
        0xE0 => '→',
        0xE1 => '↑',
        0xE2 => '↓',
        0xE8 => '➔',
        0xEF => '⇦',
        0xF0 => '⇨',
        0xF1 => '⇧',
        0xF2 => '⇩',
        0xF3 => '⬄',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(GLYPHS.is_sorted_by(|a, b| a.0.as_bytes() < b.0.as_bytes()));
        assert!(GLYPHS.len() > 4000);
    }

    #[test]
    fn names_become_text() {
        let one = |c| Some(Text::One(c));
        for (name, want) in [
            ("A", one('A')),
            ("nahiragana", one('な')),
            ("A.alt", one('A')),
            ("uni8A08", one('計')),
            ("u20BB7", one('𠮷')),
            ("uniD842DFB7", one('𠮷')),
            ("f_i", Some(Text::Many("fi".into()))),
            ("g123", None),
            (".notdef", None),
            ("", None),
        ] {
            assert_eq!(unicode(name.as_bytes()), want, "{name}");
        }
    }

    #[test]
    fn encodings_and_widths_are_there() {
        assert_eq!(Encoding::WinAnsi.slot(0x80), Some(('€', "Euro")));
        assert_eq!(Encoding::Standard.slot(0x60).map(|s| s.1), Some("quoteleft"));
        assert_eq!(Encoding::ZapfDingbats.slot(0x6C).map(|s| s.0), Some('●'));
        assert_eq!(Encoding::Symbol.slot(0xB7).map(|s| s.0), Some('•'));
        assert_eq!(Encoding::WinAnsi.slot(1), None);
        assert_eq!(standard_width("Helvetica", "A"), Some(667.0));
        assert_eq!(standard_width("CourierNew", "A"), Some(600.0));
        assert_eq!(standard_width("TimesNewRomanPS-BoldMT", "A"), Some(722.0));
    }
}
