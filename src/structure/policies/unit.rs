//! Blocks and table cells in, the units that lists are made of out: one per printed paragraph, with its marker.

use crate::geometry::Rect;
use crate::japanese::{Marker, MarkerKind, marker, normalize};
use crate::layout::{Block, BlockKind, Cell};
use crate::structure::passages::squeeze;

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
        let text = block.text.trim();
        let text = block.marker.as_ref().and_then(|m| run_in(m, text, &first.raw)).unwrap_or_else(|| text.to_owned());
        Some(Self { marker: block.marker.clone(), text, raw, page: first.page, bbox })
    }

    /// The paragraphs of a cell.
    pub(super) fn from_cell(cell: &Cell) -> Vec<Self> {
        cell.paragraphs
            .iter()
            .filter(|p| !p.text.trim().is_empty())
            .map(|p| {
                let found = marker(&p.text);
                let text = found.as_ref().and_then(|m| p.text.get(m.len..)).unwrap_or(&p.text).trim();
                let text = found.as_ref().and_then(|m| run_in(m, text, &p.raw)).unwrap_or_else(|| text.to_owned());
                Self { marker: found, text, raw: p.raw.clone(), page: p.page, bbox: p.bbox }
            })
            .collect()
    }
}

/// The title of an item whose explanation goes on in its line, parted by a wide blank or a colon: ①計画の推進　進捗を…。
fn run_in(marker: &Marker, text: &str, raw: &str) -> Option<String> {
    /// A title that is run in is a phrase.
    const LONGEST: usize = 40;
    if !text.ends_with('。') {
        return None;
    }
    let fits = |t: &str| (2..=LONGEST).contains(&t.chars().count()) && !t.contains(['、', '。']);
    if let Some((title, _)) = text.split_once([':', '：']).filter(|(t, rest)| fits(t) && !rest.is_empty()) {
        return Some(title.trim().to_owned());
    }
    let raw = raw.trim();
    // The blank after the marker, and the one after the title.
    for (at, _) in raw.match_indices('\u{3000}').take(3) {
        let head = squeeze(&normalize(raw.get(..at).unwrap_or_default()));
        let title = head.strip_prefix(squeeze(&marker.printed).as_str()).unwrap_or(&head);
        if title.is_empty() {
            continue;
        }
        let goes_on = squeeze(text).len() > title.len() && squeeze(text).starts_with(title);
        return (fits(title) && goes_on).then(|| title.to_owned());
    }
    None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_are_run_in() {
        for (raw, want) in [
            ("①　計画の推進　進捗を毎年度公表します。", Some("計画の推進")),
            ("(1)計画の推進：進捗を毎年度公表します。", Some("計画の推進")),
            ("・「保健福祉」「教育文化」「産業雇用」の部会を置き、", None),
            ("・進捗を毎年度公表します。", None),
            ("①計画の推進", None),
        ] {
            let text = normalize(raw);
            let found = marker(&text).unwrap_or_else(|| panic!("{raw}"));
            // As layout joins wrapped lines: only the first is in `raw`.
            let rest = format!(
                "{}{}",
                text.get(found.len..).unwrap_or_default().trim(),
                if text.ends_with('、') { "検討する。" } else { "" }
            );
            assert_eq!(run_in(&found, &rest, raw).as_deref(), want, "{raw}");
        }
    }
}
