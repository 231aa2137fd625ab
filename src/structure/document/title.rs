//! The first page in, the blocks that are the document's title out.
//!
//! The title is the biggest type at the top of the first page, over as many lines as follow each other; a paper without
//! big type has it on its first line that is set apart, and one without any such line on the line that stands first.

use crate::japanese;
use crate::layout::{Block, BlockKind};

use super::super::Context;
use super::super::passages::squeeze;
use super::super::words;
use super::corner::item_label;
use super::dates::is_date_line;

/// Type so many times the running text is title type.
const TITLE_RATIO: f32 = 1.15;
/// Lines of a title may differ so much in size (a plan's name above its part, smaller).
const TITLE_SPREAD: f32 = 0.62;
/// A title is no longer than this, in characters; longer is a sentence.
const TITLE_LONGEST: usize = 80;

/// The blocks that form the document's title, in reading order.
pub(in crate::structure) fn title_blocks(context: &Context<'_>) -> Vec<usize> {
    let flow = context.flow;
    let Some(first_page) = flow.blocks.iter().map(Block::page).find(|p| *p > 0) else { return Vec::new() };
    let page: Vec<(usize, &Block)> = flow
        .blocks
        .iter()
        .enumerate()
        .take_while(|(_, b)| b.page() <= first_page)
        .filter(|(_, b)| !matches!(b.kind, BlockKind::Table(_)) && b.page() == first_page)
        .collect();
    let may_be = |b: &Block| {
        let text = squeeze(&b.text);
        let length = text.chars().count();
        (2..=TITLE_LONGEST).contains(&length)
            && !text.ends_with('。')
            && !text.starts_with("序章")
            && !is_date_line(&text)
            && item_label(&text).is_none()
            && !text.starts_with("【計画期間】")
    };
    let biggest = page
        .iter()
        .filter(|(_, b)| may_be(b) && !is_section(b))
        .map(|(_, b)| b.size)
        .max_by(f32::total_cmp)
        .unwrap_or(0.0);
    // 18 竹田市文化財保存活用地域計画: the biggest line of the page numbers its paper in a collection.
    let numbered = page.iter().find(|(_, b)| {
        b.size > biggest.max(flow.body_size * TITLE_RATIO) && is_numbered(b) && may_be(b) && names_paper(&b.text)
    });
    if let Some((index, _)) = numbered {
        return vec![*index];
    }
    let is_big = biggest >= flow.body_size * TITLE_RATIO;
    let starts = |b: &Block| {
        may_be(b)
            && !is_section(b)
            && if is_big {
                b.size >= biggest * 0.98
            } else {
                b.bold || b.centred || b.emphasised || names_paper(&b.text)
            }
    };
    let Some(start) = page.iter().position(|(_, b)| starts(b)) else {
        return first_line(context, first_page)
            .filter(|i| flow.blocks.get(*i).is_some_and(may_be))
            .into_iter()
            .collect();
    };
    let follows = |b: &Block, before: &Block| {
        may_be(b)
            && !is_section(b)
            && !is_issuer(&squeeze(&b.text))
            && if is_big {
                b.size >= (biggest * TITLE_SPREAD).max(flow.body_size * TITLE_RATIO)
            } else {
                (b.size - before.size).abs() < 0.5 && b.bold == before.bold && b.centred && before.centred
            }
    };
    let mut from = start;
    // A smaller line directly above belongs to it when it names the plan (第2次○○市総合計画 above 後期基本計画).
    while let Some((_, above)) = from.checked_sub(1).and_then(|i| page.get(i)) {
        let Some((_, below)) = page.get(from) else { break };
        if is_big && follows(above, below) && names_paper(&above.text) { from -= 1 } else { break }
    }
    let mut out: Vec<usize> = Vec::new();
    let mut last: Option<usize> = None;
    for (i, (index, block)) in page.iter().enumerate().skip(from) {
        // A table between ends it: what follows is a heading.
        let apart = last.replace(*index).is_some_and(|l| {
            flow.blocks.get(l..*index).is_some_and(|b| b.iter().any(|b| matches!(b.kind, BlockKind::Table(_))))
        });
        // In plain type a line right above a table is the table's caption (国指定 below 指定文化財一覧).
        let captions = !is_big && flow.blocks.get(index + 1).is_some_and(|b| matches!(b.kind, BlockKind::Table(_)));
        if i > start && (apart || captions) {
            break;
        }
        if i > start && !page.get(i - 1).is_some_and(|(_, before)| follows(block, before)) {
            break;
        }
        out.push(*index);
        if out.len() >= 6 {
            break;
        }
    }
    out
}

/// The line that stands first on the first page, where it stands alone: short, no marker, and nothing that goes on with it.
fn first_line(context: &Context<'_>, page: usize) -> Option<usize> {
    /// A first line is shorter than this part of the page's width: a full one is running text.
    const WIDEST: f32 = 0.6;
    /// Shorter ones are labels, in characters.
    const SHORTEST: usize = 5;
    /// What goes on with it follows closer than this, in multiples of its size.
    const CLOSE: f32 = 0.9;
    let (index, block) = context.flow.blocks.iter().enumerate().find(|(_, b)| b.page() == page)?;
    let width = context.flow.pages.get(page.checked_sub(1)?)?.width;
    let [line] = block.lines.as_slice() else { return None };
    let text = squeeze(&block.text);
    let goes_on = context.flow.blocks.get(index + 1).is_some_and(|next| {
        let alike = (next.size - block.size).abs() < 0.3 && next.marker.is_none();
        !matches!(next.kind, BlockKind::Table(_)) && alike && next.gap_above < CLOSE
    });
    let letter = text.starts_with("議案第") || text.starts_with('第') && text.ends_with('号');
    let alone =
        !letter && block.marker.is_none() && block.frame.is_none() && !goes_on && line.bbox.width() < width * WIDEST;
    let short = text.chars().count() >= SHORTEST && !text.contains(['。', '、', ':']) && !is_issuer(&text);
    (alone && short).then_some(index)
}

/// A block with a section's number is the first heading, not the title; signs (■, ○) likewise.
fn is_section(block: &Block) -> bool {
    use japanese::MarkerKind as K;
    block
        .marker
        .as_ref()
        .is_some_and(|m| !matches!(m.kind, K::Labelled | K::Sho | K::Bu | K::Hen) || m.number == Some(1))
}

/// Whether words of papers and plans stand in it.
fn names_paper(text: &str) -> bool {
    let text = squeeze(text);
    text.chars().count() <= 50
        && !text.contains('。')
        && words::document_kinds().kind.iter().flat_map(|k| &k.words).any(|w| text.contains(w.as_str()))
}

/// A municipality, department or date line below a title.
pub(in crate::structure) fn is_issuer(text: &str) -> bool {
    let length = text.chars().count();
    length <= 20
        && ["市", "町", "村", "区", "県", "都", "府", "課", "室", "局", "委員会", "部"]
            .iter()
            .any(|e| text.ends_with(e))
        && !["計画", "方針", "構想"].iter().any(|w| text.contains(w))
}

/// A block of the title: a number in a collection (18 竹田市…計画) is none of it.
pub(super) fn title_text(block: &Block) -> String {
    if is_numbered(block) { block.text.clone() } else { full_text(block) }
}

/// Whether an Arabic number from 2 on stands before the text.
fn is_numbered(block: &Block) -> bool {
    block
        .marker
        .as_ref()
        .is_some_and(|m| m.printed.starts_with(|c: char| c.is_ascii_digit()) && m.number.is_some_and(|n| n > 1))
}

/// A block's text with its marker.
pub(in crate::structure) fn full_text(block: &Block) -> String {
    match &block.marker {
        Some(m) => format!("{}{}", m.printed, block.text),
        None => block.text.clone(),
    }
}
