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
            .flat_map(|p| {
                let parts = side_by_side(&p.raw);
                let whole = parts.is_empty().then(|| (p.text.clone(), p.raw.clone()));
                let parts = parts.into_iter().map(|raw| (normalize(&raw), raw));
                whole.into_iter().chain(parts).map(|(line, raw)| {
                    let found = marker(&line);
                    let text = found.as_ref().and_then(|m| line.get(m.len..)).unwrap_or(&line).trim();
                    let text = found.as_ref().and_then(|m| run_in(m, text, &raw)).unwrap_or_else(|| text.to_owned());
                    Self { marker: found, text, raw, page: p.page, bbox: p.bbox }
                })
            })
            .collect()
    }
}

/// Items that stand side by side on one line of a cell: １ 交通基盤の充実　２ 市民が主役のまち. The number behind a blank is
/// the next one of the same system. Empty where there is one item only.
fn side_by_side(raw: &str) -> Vec<String> {
    /// A line of a cell holds no more.
    const MOST: usize = 8;
    let mut out = Vec::new();
    let mut rest = raw.trim();
    while out.len() < MOST {
        let Some(first) = marker(&normalize(rest)) else { break };
        let numbered = matches!(first.kind, MarkerKind::Number | MarkerKind::Circled | MarkerKind::Parenthesised);
        let Some(next) = first.number.filter(|_| numbered).and_then(|n| n.checked_add(1)) else { break };
        let blanks = rest.char_indices().filter(|(at, c)| *at > 0 && c.is_whitespace());
        let at = blanks.map(|(at, _)| at).find(|at| {
            let tail = marker(&normalize(rest.get(*at..).unwrap_or_default().trim_start()));
            tail.is_some_and(|m| m.kind == first.kind && m.number == Some(next))
        });
        let Some((head, tail)) = at.and_then(|at| rest.split_at_checked(at)) else { break };
        out.push(head.trim_end().to_owned());
        rest = tail.trim_start();
    }
    if !out.is_empty() {
        out.push(rest.to_owned());
    }
    out
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
    fn items_side_by_side() {
        for (raw, want) in [
            (
                "１ 交通基盤の充実と人が集うまち ２市民が主役のまち",
                vec!["１ 交通基盤の充実と人が集うまち", "２市民が主役のまち"],
            ),
            ("３　教育・子育てのまち　４　地産外商のまち", vec!["３　教育・子育てのまち", "４　地産外商のまち"]),
            ("①防災　②医療　③福祉", vec!["①防災", "②医療", "③福祉"]),
            ("１ 令和２年 ３月の改定", vec![]),
            ("災害に強いまち ２", vec![]),
        ] {
            assert_eq!(side_by_side(raw), want, "{raw}");
        }
    }

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
