//! Blocks and table cells in, the units that lists are made of out: one per printed paragraph, with its marker.

use crate::geometry::Rect;
use crate::japanese::{Marker, MarkerKind, marker};
use crate::layout::{Block, BlockKind, Cell};

/// A paragraph of the flow or of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// Marker at its start.
    pub(super) marker: Option<Marker>,
    /// Normalised, without the marker.
    pub(super) text: String,
    /// As printed.
    pub(super) raw: String,
    /// From 1.
    pub(super) page: usize,
    /// Box of all its lines.
    pub(super) bbox: Rect,
}

impl Unit {
    /// Place in the sequence of its marker.
    pub(super) fn number(&self) -> Option<u32> {
        self.marker.as_ref().and_then(|m| m.number)
    }

    /// Marker and text as they stand together.
    pub(super) fn full(&self) -> String {
        match &self.marker {
            Some(m) => format!("{}{}", m.printed, self.text),
            None => self.text.clone(),
        }
    }

    /// A block of running text; `None` for tables and empty blocks.
    pub(super) fn from_block(block: &Block) -> Option<Self> {
        if matches!(block.kind, BlockKind::Table(_)) || block.text.trim().is_empty() && block.marker.is_none() {
            return None;
        }
        let first = block.lines.first()?;
        let bbox = block.lines.iter().skip(1).fold(first.bbox, |b, l| b.union(&l.bbox));
        let raw = block.lines.iter().map(|l| l.raw.as_str()).collect::<String>();
        Some(Self { marker: block.marker.clone(), text: block.text.trim().to_owned(), raw, page: first.page, bbox })
    }

    /// The paragraphs of a cell.
    pub(super) fn from_cell(cell: &Cell) -> Vec<Self> {
        cell.paragraphs
            .iter()
            .filter(|p| !p.text.trim().is_empty())
            .map(|p| {
                let found = marker(&p.text);
                let text = found.as_ref().and_then(|m| p.text.get(m.len..)).unwrap_or(&p.text).trim().to_owned();
                Self { marker: found, text, raw: p.raw.clone(), page: p.page, bbox: p.bbox }
            })
            .collect()
    }
}

/// Whether the second marker may be a sibling of the first: the same system, and for words with a number
/// (基本目標1) and symbols the same word or character.
pub(super) fn siblings(a: &Marker, b: &Marker) -> bool {
    if a.kind != b.kind {
        return false;
    }
    if a.kind == MarkerKind::Labelled { word(&a.printed) == word(&b.printed) } else { true }
}

/// The word of a labelled marker: 基本目標 of 基本目標1.
pub(super) fn word(printed: &str) -> &str {
    printed.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || "【】()-.".contains(c))
}
