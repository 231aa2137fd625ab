//! Embedded font programs, asked for Unicode where the PDF itself is silent.
//!
//! Most embedded programs keep enough to tell: a TrueType `cmap` read backwards, the glyph names of `post`, CFF or Type 1,
//! and the built-in encoding of the latter two.

use std::cell::OnceCell;

use super::super::model::{Dictionary, Object, ObjectId, Stream};
use rustc_hash::FxHashMap;
use skrifa::raw::TableProvider;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::ps::type1::Type1Font;
use skrifa::{FontRef, GlyphId, GlyphNames, MetadataProvider};

use super::super::object::Source;
use super::Text;
use super::cmap::Collection;
use super::names;

/// What an embedded program says about its glyphs.
#[derive(Default)]
pub(super) struct Program {
    /// By code, for simple fonts: the program's own encoding.
    codes: FxHashMap<u8, Text>,
    /// By glyph id, for composite fonts.
    glyphs: FxHashMap<u32, Text>,
    /// Of a CID-keyed CFF program: the collection that its CIDs belong to, whatever the PDF says of them.
    collection: Option<Collection>,
}

/// A program that is read when it is first asked: most fonts have a ToUnicode that answers for all their glyphs, and programs
/// are most of a file.
#[derive(Default)]
pub(super) struct LazyProgram {
    file: Option<ObjectId>,
    program: OnceCell<Option<Program>>,
}

impl LazyProgram {
    /// The program that a font descriptor names.
    pub(super) fn of(descriptor: &Dictionary) -> Self {
        let file = FONT_FILES.into_iter().find_map(|key| Source::id(descriptor, key));
        Self { file, program: OnceCell::new() }
    }

    /// The program, if it says anything.
    pub(super) fn get(&self, source: &Source) -> Option<&Program> {
        let read = || {
            let Some(Object::Stream(stream)) = source.object(self.file?) else { return None };
            Program::read(source, stream)
        };
        self.program.get_or_init(read).as_ref()
    }
}

/// Where a font descriptor keeps its program (ISO 32000-2, table 124).
const FONT_FILES: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
/// Glyphs of the largest fonts.
const MOST_GLYPHS: u32 = 65_536;

impl Program {
    /// Reads a program; `None` where it says nothing.
    fn read(source: &Source, stream: &Stream) -> Option<Self> {
        let data = source.decode(stream)?;
        let program = Self::sfnt(&data).or_else(|| Self::cff(&data)).or_else(|| Self::type1(&data))?;
        let says = !program.codes.is_empty() || !program.glyphs.is_empty() || program.collection.is_some();
        says.then_some(program)
    }

    fn sfnt(data: &[u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let mut program = Self::default();
        for (point, glyph) in font.charmap().mappings().take(MOST_GLYPHS as usize * 2) {
            // A symbol font maps U+F0xx, which says nothing; names may.
            if let Some(c) = char::from_u32(point).filter(|c| !matches!(c, '\u{E000}'..='\u{F8FF}')) {
                // Of several characters that share a glyph the first is the plainest (計 before its compatibility twin).
                program.glyphs.entry(glyph.to_u32()).or_insert(Text::One(c));
            }
        }
        for (glyph, name) in GlyphNames::new(&font).iter().take(MOST_GLYPHS as usize) {
            if !name.is_synthesized()
                && !program.glyphs.contains_key(&glyph.to_u32())
                && let Some(text) = names::unicode(name.as_str().as_bytes())
            {
                program.glyphs.insert(glyph.to_u32(), text);
            }
        }
        // Simple fonts reach glyphs by a symbol or a Macintosh subtable (ISO 32000-2, 9.6.5.4).
        if let Ok(cmap) = font.cmap() {
            for record in cmap.encoding_records() {
                let symbol = match (record.platform_id() as u16, record.encoding_id()) {
                    (3, 0) => true,
                    (1, 0) => false,
                    _ => continue,
                };
                let Ok(table) = record.subtable(cmap.offset_data()) else { continue };
                for code in 0..=255_u8 {
                    let plain = u32::from(code);
                    let glyph = if symbol {
                        table.map_codepoint(0xF000 + plain).or_else(|| table.map_codepoint(plain))
                    } else {
                        table.map_codepoint(plain)
                    };
                    if let Some(text) = glyph.and_then(|g| program.glyphs.get(&g.to_u32())) {
                        program.codes.entry(code).or_insert_with(|| text.clone());
                    }
                }
            }
        }
        if let Ok(cff) = font.cff() {
            program.add_cff(cff.offset_data().as_bytes());
        }
        Some(program)
    }

    fn cff(data: &[u8]) -> Option<Self> {
        // A Type 1 program starts with `%!` or, in its Windows form, 80 01.
        if matches!(data, [b'%', ..] | [0x80, ..]) {
            return None;
        }
        let mut program = Self::default();
        program.add_cff(data)?;
        Some(program)
    }

    /// Adds the glyph names of a CFF program, and its own encoding.
    fn add_cff(&mut self, data: &[u8]) -> Option<()> {
        let font = CffFontRef::new_cff(data, 0, None).ok()?;
        if font.is_cid() {
            // Its glyphs have numbers instead of names.
            self.collection = ordering(data).and_then(Collection::of);
            return Some(());
        }
        let charset = font.charset()?;
        for glyph in (0..font.num_glyphs().min(MOST_GLYPHS)).map(GlyphId::new) {
            let name = charset.string_id(glyph).and_then(|sid| font.string(sid));
            if let Some(text) = name.and_then(names::unicode) {
                self.glyphs.entry(glyph.to_u32()).or_insert(text);
            }
        }
        let encoding = font.encoding()?;
        for code in 0..=255_u8 {
            if let Some(text) = encoding.map(code).and_then(|g| self.glyphs.get(&g.to_u32())) {
                self.codes.entry(code).or_insert_with(|| text.clone());
            }
        }
        Some(())
    }

    fn type1(data: &[u8]) -> Option<Self> {
        let font = Type1Font::new(data).ok()?;
        let encoding = font.encoding()?;
        let mut program = Self::default();
        for code in 0..=255_u8 {
            if let Some(text) = encoding.glyph_name(code).and_then(|n| names::unicode(n.as_bytes())) {
                program.codes.insert(code, text);
            }
        }
        Some(program)
    }

    /// The text of a code of a simple font.
    pub(super) fn simple(&self, code: u8) -> Option<Text> {
        self.codes.get(&code).cloned()
    }

    /// The text of a glyph of a composite font, or of its CID where the program is keyed by those.
    pub(super) fn composite(&self, glyph: u32, cid: u32) -> Option<Text> {
        self.glyphs.get(&glyph).cloned().or_else(|| self.collection.as_ref()?.unicode(cid))
    }
}

/// The ordering in the `ROS` operator of a CFF program's Top DICT (Adobe Technical Note 5176, sections 4, 5 and 9), which
/// says what its CIDs are.
fn ordering(data: &[u8]) -> Option<&[u8]> {
    const ROS: [u8; 2] = [12, 30];
    /// Strings of lower numbers are standard ones (glyph names).
    const OWN: i32 = 391;
    let (_, after_names) = index(data.get(usize::from(*data.get(2)?)..)?, 0)?;
    let (mut dict, strings) = index(after_names, 0)?;
    let mut operands: Vec<i32> = Vec::new();
    while let Some((&first, rest)) = dict.split_first() {
        let byte = |i: usize| rest.get(i).copied().map(i32::from);
        let (value, len) = match first {
            28 => (byte(0)? << 8 | byte(1)?, 2),
            29 => (byte(0)? << 24 | byte(1)? << 16 | byte(2)? << 8 | byte(3)?, 4),
            // A real number: half bytes up to one that ends it.
            30 => (0, rest.iter().position(|b| b & 0xF == 0xF || b >> 4 == 0xF)? + 1),
            32..=246 => (i32::from(first) - 139, 0),
            247..=250 => ((i32::from(first) - 247) * 256 + byte(0)? + 108, 1),
            251..=254 => (-(i32::from(first) - 251) * 256 - byte(0)? - 108, 1),
            _ => {
                let len = usize::from(first == 12);
                if dict.get(..2) == Some(&ROS) {
                    let [_, ordering, _] = operands.as_slice() else { return None };
                    return Some(index(strings, usize::try_from(*ordering - OWN).ok()?)?.0);
                }
                operands.clear();
                dict = rest.get(len..)?;
                continue;
            }
        };
        operands.push(value);
        dict = rest.get(len..)?;
    }
    None
}

/// An object of an INDEX by its number, and what follows the INDEX.
fn index(data: &[u8], nth: usize) -> Option<(&[u8], &[u8])> {
    let count = usize::from(*data.first()?) << 8 | usize::from(*data.get(1)?);
    if nth >= count {
        return None;
    }
    let size = usize::from(*data.get(2)?);
    let offset = |i: usize| -> Option<usize> {
        let bytes = data.get(3 + i * size..3 + (i + 1) * size)?;
        Some(bytes.iter().fold(0, |v, b| v << 8 | usize::from(*b)))
    };
    // Offsets count from the byte before the objects.
    let base = 3 + (count + 1) * size - 1;
    let at = |i: usize| offset(i)?.checked_add(base);
    Some((data.get(at(nth)?..at(nth + 1)?)?, data.get(at(count)?..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cff_program_tells_its_collection() {
        // Header, Name INDEX (`a`), Top DICT INDEX: 391 392 0 ROS, String INDEX: Adobe, Japan1.
        let mut data = vec![1, 0, 4, 1, 0, 1, 1, 1, 2, b'a', 0, 1, 1, 1, 8, 248, 27, 248, 28, 139, 12, 30];
        data.extend(b"\0\x02\x01\x01\x06\x0cAdobeJapan1");
        assert_eq!(ordering(&data), Some(&b"Japan1"[..]));
        for end in 0..data.len() {
            assert_eq!(ordering(&data[..end]), None, "cut at {end}");
        }
    }
}
