//! Embedded font programs, asked for Unicode where the PDF itself is silent.
//!
//! Most embedded programs keep enough to tell: a TrueType `cmap` read backwards, the glyph names of `post` or CFF.

use lopdf::Dictionary;
use rustc_hash::FxHashMap;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, GlyphNames, MetadataProvider};

use super::super::object::Source;
use super::Text;
use super::names;

/// What an embedded program says about its glyphs.
pub(super) struct Program {
    /// By glyph id: the character that the font's `cmap` leads from.
    chars: FxHashMap<u32, char>,
    /// By code: glyph ids of a symbolic or Macintosh `cmap`, for simple fonts.
    codes: FxHashMap<u8, u32>,
    /// By glyph id: names.
    glyph_names: FxHashMap<u32, Text>,
}

/// Glyphs of the largest fonts.
const MOST_GLYPHS: u32 = 65_536;

impl Program {
    /// Reads the program of a font descriptor.
    pub(super) fn load(source: &Source, descriptor: &Dictionary) -> Option<Self> {
        let stream = [&b"FontFile2"[..], b"FontFile3"].into_iter().find_map(|k| source.stream(descriptor, k))?;
        let data = source.decode(stream)?;
        Self::sfnt(&data)
    }

    fn sfnt(data: &[u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let mut chars = FxHashMap::default();
        for (point, glyph) in font.charmap().mappings().take(MOST_GLYPHS as usize * 2) {
            if let Some(c) = char::from_u32(point) {
                // Of several characters that share a glyph the first is the plainest (計 before its compatibility twin).
                chars.entry(glyph.to_u32()).or_insert(c);
            }
        }
        let mut codes = FxHashMap::default();
        if let Ok(cmap) = font.cmap() {
            for record in cmap.encoding_records() {
                let platform = (record.platform_id() as u16, record.encoding_id());
                let Ok(table) = record.subtable(cmap.offset_data()) else { continue };
                for code in 0..=255_u8 {
                    let point = if platform == (3, 0) { 0xF000 + u32::from(code) } else { u32::from(code) };
                    if matches!(platform, (3, 0) | (1, 0))
                        && let Some(glyph) = table.map_codepoint(point)
                    {
                        codes.entry(code).or_insert(glyph.to_u32());
                    }
                }
            }
        }
        let names = GlyphNames::new(&font);
        let mut glyph_names = FxHashMap::default();
        for (glyph, name) in names.iter().take(MOST_GLYPHS as usize) {
            if !name.is_synthesized()
                && let Some(text) = names::unicode(name.as_str().as_bytes())
            {
                glyph_names.insert(glyph.to_u32(), text);
            }
        }
        let program = Self { chars, codes, glyph_names };
        (!program.chars.is_empty() || !program.glyph_names.is_empty()).then_some(program)
    }

    fn glyph(&self, glyph: u32) -> Option<Text> {
        // A symbol font maps U+F0xx: that says nothing, names may.
        let by_char = self.chars.get(&glyph).filter(|c| !matches!(c, '\u{E000}'..='\u{F8FF}')).map(|&c| Text::One(c));
        by_char.or_else(|| self.glyph_names.get(&glyph).cloned())
    }

    /// The text of a code of a simple font.
    pub(super) fn simple(&self, code: u8) -> Option<Text> {
        self.glyph(*self.codes.get(&code)?)
    }

    /// The text of a CID of a composite font whose glyph is `gid`.
    pub(super) fn composite(&self, _cid: u32, gid: u32) -> Option<Text> {
        self.glyph(GlyphId::new(gid).to_u32())
    }
}
