//! The flow in, its running text cut into passages out: one per block, table cell paragraph and running header, each
//! with its place. The finders that look for words (municipality, bodies, definitions, themes …) all read these.

use crate::geometry::Rect;
use crate::layout::{Block, BlockKind, Flow, Table};
use crate::record::Places;

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// `Flow::blocks[i]`, its marker left out.
    Block(usize),
    /// A cell of `Flow::tables[table]`.
    Cell {
        /// Index into `Flow::tables`.
        table: usize,
        /// Index into its `cells`.
        cell: usize,
    },
    /// A running header or footer, the first time it is printed.
    Furniture,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Normalised; blanks between Japanese characters are gone (they only part words on a cover).
    pub text: String,
    /// Where it stands.
    pub spot: Spot,
    /// Pages and boxes of its lines.
    pub parts: Vec<(usize, Rect)>,
}

impl Passage {
    /// First page, from 1.
    #[must_use]
    pub fn page(&self) -> usize {
        self.parts.first().map_or(0, |(page, _)| *page)
    }

    /// Its place for the record.
    #[must_use]
    pub fn places(&self) -> Places {
        Places::of(self.parts.iter().copied())
    }
}

/// All passages in reading order, furniture last.
pub(super) fn collect(flow: &Flow) -> Vec<Passage> {
    let mut out = Vec::new();
    for (i, block) in flow.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Table(t) => {
                if let Some(table) = flow.tables.get(t) {
                    cells(table, t, &mut out);
                }
            }
            _ => out.push(Passage { text: squeeze(&block.text), spot: Spot::Block(i), parts: parts(block) }),
        }
    }
    let mut seen: Vec<String> = Vec::new();
    for line in flow.pages.iter().flat_map(|p| &p.furniture) {
        let text = squeeze(&line.text);
        if text.chars().count() > 2 && !seen.contains(&text) && seen.len() < MAX_FURNITURE {
            out.push(Passage { text: text.clone(), spot: Spot::Furniture, parts: vec![(line.page, line.bbox)] });
            seen.push(text);
        }
    }
    out.retain(|p| !p.text.is_empty());
    out
}

/// Running headers differ per chapter at most; more than this is no furniture worth reading.
const MAX_FURNITURE: usize = 200;

fn cells(table: &Table, index: usize, out: &mut Vec<Passage>) {
    for (c, cell) in table.cells.iter().enumerate() {
        for paragraph in &cell.paragraphs {
            out.push(Passage {
                text: squeeze(&paragraph.text),
                spot: Spot::Cell { table: index, cell: c },
                parts: vec![(paragraph.page, paragraph.bbox)],
            });
        }
    }
}

/// Pages and boxes of a block's lines.
pub(super) fn parts(block: &Block) -> Vec<(usize, Rect)> {
    block.lines.iter().map(|l| (l.page, l.bbox)).collect()
}

/// Takes out blanks that touch a Japanese character: on covers and in titles they only set words apart
/// (第2次鶴岡市総合計画 後期基本計画). Blanks between Latin words stay.
pub(super) fn squeeze(text: &str) -> String {
    let text = text.trim();
    // Most cells and lines of Japanese have no blank at all.
    if !text.contains(char::is_whitespace) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank {
            let before = out.chars().next_back();
            if before.is_some_and(|b| b.is_ascii() && c.is_ascii()) {
                out.push(' ');
            }
            blank = false;
        }
        out.push(c);
    }
    out
}

/// Kanji, with the signs that stand among them in names (々 〆 ヶ ケ).
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | 'ヶ' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Hiragana.
pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}')
}

/// Katakana with the long-vowel sign, without ・.
pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_go_where_japanese_stands() {
        assert_eq!(squeeze("第2次鶴岡市総合計画 後期基本計画"), "第2次鶴岡市総合計画後期基本計画");
        assert_eq!(squeeze("Society 5.0 の 実現"), "Society 5.0の実現");
        assert_eq!(squeeze(" 令和 5 年 "), "令和5年");
    }
}
