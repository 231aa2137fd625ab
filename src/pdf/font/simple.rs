//! Simple fonts (ISO 32000-2, 9.6): Type 1, TrueType, Type 3; one byte is one glyph.

use super::super::model::{Dictionary, Object};

use super::super::matrix::Matrix;
use super::super::object::Source;
use super::names::{self, Encoding};
use super::program::LazyProgram;
use super::tounicode::ToUnicode;
use super::{Char, Facts, Text, is_private, public, symbol};

/// A simple font.
pub(super) struct Simple {
    name: String,
    to_unicode: Option<ToUnicode>,
    base: Option<Encoding>,
    /// Glyph names from `/Differences`.
    differences: Box<[Option<Box<[u8]>>; 256]>,
    first: i64,
    /// In ems.
    widths: Vec<f32>,
    missing: Option<f32>,
    type3: bool,
    program: LazyProgram,
}

impl Simple {
    pub(super) fn load(source: &Source, dict: &Dictionary, facts: &Facts) -> Self {
        let type3 = source.name(dict, b"Subtype") == Some(b"Type3");
        let truetype = source.name(dict, b"Subtype") == Some(b"TrueType");
        let to_unicode = ToUnicode::of(source, dict);
        let mut differences = Box::new([const { None }; 256]);
        let mut base = None;
        match source.get(dict, b"Encoding") {
            Some(Object::Name(n)) => base = Encoding::named(n),
            Some(Object::Dictionary(d)) => {
                base = source.name(d, b"BaseEncoding").and_then(Encoding::named);
                read_differences(source, d, &mut differences);
            }
            _ => {}
        }
        let symbolic = facts.symbolic();
        let descriptor = source.dict(dict, b"FontDescriptor");
        let first = source.integer(dict, b"FirstChar").unwrap_or(0);
        let widths = source.array(dict, b"Widths").unwrap_or_default();
        // The program is asked only where nothing else can answer.
        let program =
            descriptor.filter(|_| base.is_none() && !type3).map_or_else(LazyProgram::default, LazyProgram::of);
        let base = base.or_else(|| {
            if facts.name.contains("Dingbats") {
                Some(Encoding::ZapfDingbats)
            } else if facts.name.starts_with("Symbol") {
                Some(Encoding::Symbol)
            } else if type3 || (symbolic && to_unicode.is_none() && program.get(source).is_some()) {
                None
            } else if truetype {
                // Not by the standard, but what such files mean where they say nothing.
                Some(Encoding::WinAnsi)
            } else {
                Some(Encoding::Standard)
            }
        });
        let scale = if type3 {
            let m = source.matrix(dict, b"FontMatrix").unwrap_or(Matrix::new(0.001, 0.0, 0.0, 0.001, 0.0, 0.0));
            m.a.hypot(m.b)
        } else {
            0.001
        };
        let missing = descriptor.and_then(|d| source.number(d, b"MissingWidth")).map(|w| w * scale);
        Self {
            name: facts.name.clone(),
            to_unicode,
            base,
            differences,
            first,
            widths: widths.iter().take(256).map(|w| source.as_number(w).unwrap_or(0.0) * scale).collect(),
            missing,
            type3,
            program,
        }
    }

    pub(super) fn char(&self, source: &Source, code: u8) -> Char {
        Char { text: self.text(source, code), width: self.width(code), vertical: -1.0 }
    }

    fn text(&self, source: &Source, code: u8) -> Option<Text> {
        let told = self.to_unicode.as_ref().and_then(|m| m.get(1, u32::from(code))).map(|t| public(t, &self.name));
        if told.as_ref().is_some_and(|t| !is_private(t)) {
            return told;
        }
        if self.name.contains("Wingdings")
            && let Some(c) = names::wingdings(code)
        {
            return Some(Text::One(c));
        }
        let difference = self.differences.get(usize::from(code)).and_then(Option::as_deref);
        let by_name = match difference {
            Some(name) => names::unicode(name).or_else(|| self.numbered(name)),
            None => self
                .program
                .get(source)
                .and_then(|p| p.simple(code))
                // What the map calls a private character (an office's own gaiji) is none of the standard encoding's.
                .or_else(|| self.base.filter(|_| told.is_none()).and_then(|b| b.slot(code)).map(|s| Text::One(s.0))),
        };
        // Line ends and tabs within strings: no encoding has a glyph for them.
        let nothing = || (code < 0x20 && difference.is_none() && !self.type3).then(|| Text::Many("".into()));
        by_name
            .map(|t| public(t, &self.name))
            .or(told)
            .or_else(|| symbol(&self.name, code).map(Text::One))
            .or_else(nothing)
    }

    /// Glyph names that are numbers with a letter (`c65`, `C0065`, `a65`, `G41`): what old producers call the glyphs of a
    /// re-encoded font. Only such as are printable ASCII in decimal are taken.
    fn numbered(&self, name: &[u8]) -> Option<Text> {
        if self.type3 {
            return None;
        }
        let (letter, digits) = name.split_first()?;
        if !matches!(letter, b'c' | b'C') || digits.len() < 2 {
            return None;
        }
        let value: u32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        (0x20..0x7F).contains(&value).then(|| char::from_u32(value)).flatten().map(Text::One)
    }

    fn width(&self, code: u8) -> f32 {
        let at = usize::try_from(i64::from(code) - self.first).ok();
        if let Some(w) = at.and_then(|i| self.widths.get(i)) {
            return *w;
        }
        if let Some(w) = self.missing.filter(|_| !self.widths.is_empty()) {
            return w;
        }
        if self.type3 {
            return 0.0;
        }
        let difference = self.differences.get(usize::from(code)).and_then(Option::as_deref);
        let name = match difference {
            Some(n) => std::str::from_utf8(n).ok(),
            None => self.base.and_then(|b| b.slot(code)).map(|s| s.1),
        };
        name.and_then(|n| names::standard_width(&self.name, n)).map_or(0.5, |w| w / 1000.0)
    }
}

fn read_differences(source: &Source, encoding: &Dictionary, out: &mut [Option<Box<[u8]>>; 256]) {
    let mut code = 0_usize;
    for item in source.array(encoding, b"Differences").unwrap_or_default() {
        match source.resolve(item) {
            Object::Integer(i) => code = usize::try_from(*i).unwrap_or(256),
            Object::Name(n) => {
                if let Some(slot) = out.get_mut(code) {
                    *slot = Some(n.as_slice().into());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}
