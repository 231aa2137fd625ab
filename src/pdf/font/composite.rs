//! Composite fonts (ISO 32000-2, 9.7): Type 0 with one CID-keyed descendant.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::super::model::{Dictionary, Object, ObjectId};

use super::super::object::Source;
use super::cmap::{self, CMap, Collection};
use super::program::LazyProgram;
use super::tounicode::ToUnicode;
use super::{Char, Facts, Ranges, Text, is_private, public};

/// A composite font.
pub(super) struct Composite {
    name: String,
    pub(super) cmap: CMap,
    to_unicode: Option<ToUnicode>,
    collection: Option<Collection>,
    /// In ems, by CID.
    widths: Ranges<f32>,
    default_width: f32,
    /// Vertical advance, in ems, by CID.
    verticals: Ranges<f32>,
    default_vertical: f32,
    program: LazyProgram,
    /// `/CIDToGIDMap`, and what it holds: two bytes a CID. Only the program's glyphs need it.
    gid_map: Option<ObjectId>,
    gids: OnceCell<Option<Vec<u8>>>,
}

impl Composite {
    pub(super) fn load(source: &Source, dict: &Dictionary, facts: &mut Facts) -> Self {
        let cmap = CMap::of(source, dict.get(b"Encoding"));
        let to_unicode = ToUnicode::of(source, dict);
        let empty = Dictionary::new();
        let descendant =
            source.array(dict, b"DescendantFonts").and_then(|a| source.as_dict(a.first()?)).unwrap_or(&empty);
        facts.merge(source, descendant);
        let info = source.dict(descendant, b"CIDSystemInfo");
        let ordering = info.and_then(|i| source.string(i, b"Ordering"));
        let by_cmap = match source.get(dict, b"Encoding") {
            Some(Object::Name(n)) => cmap::ordering(n),
            _ => None,
        };
        // An embedded TrueType program that is reached by glyph number (Identity all the way) knows nothing of the
        // collection that some converters claim for it (Ghostscript: Japan1 for whatever is Japanese): read by it, every
        // character comes out wrong but looks right.
        let descriptor = source.dict(descendant, b"FontDescriptor");
        let by_glyph = cmap.is_identity()
            && descriptor.is_some_and(|d| source.stream(d, b"FontFile2").is_some())
            && source.stream(descendant, b"CIDToGIDMap").is_none();
        let collection =
            ordering.filter(|_| !by_glyph).and_then(Collection::of).or_else(|| by_cmap.and_then(Collection::of));
        // Asked only where nothing else can say what a glyph is.
        let program = descriptor
            .filter(|_| collection.is_none() && !cmap.unicode)
            .map_or_else(LazyProgram::default, LazyProgram::of);
        let default_vertical = source.numbers::<2>(descendant, b"DW2").map_or(-1.0, |[_, w1]| w1 / 1000.0);
        Self {
            name: facts.name.clone(),
            cmap,
            to_unicode,
            collection,
            widths: widths(source, source.array(descendant, b"W").unwrap_or_default()),
            default_width: source.number(descendant, b"DW").unwrap_or(1000.0) / 1000.0,
            verticals: verticals(source, source.array(descendant, b"W2").unwrap_or_default()),
            default_vertical,
            program,
            gid_map: Source::id(descendant, b"CIDToGIDMap"),
            gids: OnceCell::new(),
        }
    }

    pub(super) fn char(&self, source: &Source, code: u32, len: u8) -> Char {
        let cid = self.cmap.cid(code, len);
        let width = cid.and_then(|c| self.widths.get(c)).map_or(self.default_width, |(_, w)| w);
        let vertical = cid.and_then(|c| self.verticals.get(c)).map_or(self.default_vertical, |(_, v)| v);
        Char { text: self.text(source, code, len, cid), width, vertical }
    }

    fn text(&self, source: &Source, code: u32, len: u8, cid: Option<u32>) -> Option<Text> {
        let told = self.to_unicode.as_ref().and_then(|m| m.get(len, code)).map(|t| public(t, &self.name));
        if told.as_ref().is_some_and(|t| !is_private(t)) {
            return told;
        }
        let direct = || self.cmap.direct(code, len).map(Text::One);
        let collected = || self.collection.as_ref().and_then(|c| c.unicode(cid?));
        let program = || self.program.get(source)?.composite(self.gid(source, cid?), cid?);
        told.is_none()
            .then(direct)
            .flatten()
            .or_else(collected)
            .or_else(program)
            .map(|t| public(t, &self.name))
            .or(told)
    }

    fn gid(&self, source: &Source, cid: u32) -> u32 {
        let read = || {
            let Some(Object::Stream(stream)) = source.object(self.gid_map?) else { return None };
            source.decode(stream).map(Cow::into_owned)
        };
        match self.gids.get_or_init(read) {
            Some(map) => {
                let at = usize::try_from(cid).unwrap_or(usize::MAX / 2).saturating_mul(2);
                map.get(at..at.saturating_add(2)).map_or(0, |b| b.iter().fold(0, |v, &b| v << 8 | u32::from(b)))
            }
            None => cid,
        }
    }
}

/// Reads a CID from an array of numbers.
fn cid(source: &Source, object: &Object) -> Option<u32> {
    // CIDs are at most 65,535; a real number is cut.
    source.as_number(object).filter(|n| (0.0..=1e6).contains(n)).map(|n| n as u32)
}

/// `/W`: `c [w w …]` and `first last w` (ISO 32000-2, 9.7.4.3).
fn widths(source: &Source, array: &[Object]) -> Ranges<f32> {
    let mut out = Ranges::default();
    let mut items = array.iter();
    while let Some(first) = items.next() {
        let Some(first) = cid(source, first) else { continue };
        let Some(second) = items.next() else { break };
        match source.resolve(second) {
            Object::Array(list) => {
                for (c, w) in (first..).zip(list) {
                    out.insert(c, c, source.as_number(w).unwrap_or(1000.0) / 1000.0);
                }
            }
            other => {
                let (Some(last), Some(w)) = (cid(source, other), items.next().and_then(|w| source.as_number(w))) else {
                    continue;
                };
                out.insert(first, last, w / 1000.0);
            }
        }
    }
    out
}

/// `/W2`: `c [w1 vx vy …]` and `first last w1 vx vy`. Only the advance counts: where a glyph lies about the centre line is
/// a matter of its ink.
fn verticals(source: &Source, array: &[Object]) -> Ranges<f32> {
    let mut out = Ranges::default();
    let mut items = array.iter();
    let number = |o: Option<&Object>| o.and_then(|o| source.as_number(o)).map(|n| n / 1000.0);
    while let Some(first) = items.next() {
        let Some(first) = cid(source, first) else { continue };
        let Some(second) = items.next() else { break };
        match source.resolve(second) {
            Object::Array(list) => {
                for (c, entry) in (first..).zip(list.chunks_exact(3)) {
                    if let Some(w) = number(entry.first()) {
                        out.insert(c, c, w);
                    }
                }
            }
            other => {
                let last = cid(source, other);
                let w = number(items.next());
                let _position = (items.next(), items.next());
                if let (Some(last), Some(w)) = (last, w) {
                    out.insert(first, last, w);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::Limits;
    use super::*;

    #[test]
    fn reads_widths() {
        let source = Source::empty(&Limits::default());
        let n = |v: i64| Object::Integer(v);
        let w = [n(1), Object::Array(vec![n(500), n(600)]), n(10), n(400), n(250), n(7)];
        let ranges = widths(&source, &w);
        assert_eq!(ranges.get(2).map(|v| v.1), Some(0.6));
        assert_eq!(ranges.get(300).map(|v| v.1), Some(0.25));
        assert_eq!(ranges.get(5).map(|v| v.1), None);
        let w2 = [n(7), Object::Array(vec![n(-500), n(250), n(880)]), n(20), n(21), n(-900), n(400), n(800)];
        let ranges = verticals(&source, &w2);
        assert_eq!(ranges.get(7).map(|v| v.1), Some(-0.5));
        assert_eq!(ranges.get(21).map(|v| v.1), Some(-0.9));
    }
}
