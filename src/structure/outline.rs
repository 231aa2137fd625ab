//! Blocks in, headings and the heading tree out.

use crate::japanese::Marker;
use crate::record::OutlineNode;

use super::Context;

/// A heading, flat: the tree is in `level` and `parent`.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 is outermost.
    pub level: u8,
    /// Its marker (`第1章`, `(1)`, `①`, `■`).
    pub marker: Option<Marker>,
    /// Normalised, without its marker; 【】 stays.
    pub title: String,
    /// Indices into `Flow::blocks`: where it stands (several for a title over several lines).
    pub blocks: Vec<usize>,
    /// The title is only the beginning of its block (`(1) 目的 …` on one line): the rest of the block's text.
    pub rest: Option<String>,
    /// Index into [`Headings::list`] of the heading it stands under.
    pub parent: Option<usize>,
}

/// The headings in reading order, and which block stands under which.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Headings {
    /// In reading order.
    pub list: Vec<Heading>,
    /// One per block of the flow: index into `list` of the innermost heading that it stands under (for a heading's
    /// own block: that heading itself); `None` before the first heading and for the document's title.
    pub of_block: Vec<Option<usize>>,
}

impl Headings {
    /// The headings above a block, innermost first. For a heading's own block it starts with that heading.
    pub fn above(&self, block: usize) -> impl Iterator<Item = &Heading> {
        let mut next = self.of_block.get(block).copied().flatten();
        std::iter::from_fn(move || {
            let heading = self.list.get(next?)?;
            // A parent stands before its child, so the walk ends.
            next = heading.parent.filter(|p| Some(*p) < next);
            Some(heading)
        })
    }

    /// Whether the block is (part of) a heading.
    #[must_use]
    pub fn is_heading(&self, block: usize) -> bool {
        self.of_block
            .get(block)
            .copied()
            .flatten()
            .and_then(|h| self.list.get(h))
            .is_some_and(|h| h.blocks.contains(&block))
    }

    /// The blocks directly under a heading (not those under its sub-headings, not its own).
    pub fn body(&self, heading: usize) -> impl Iterator<Item = usize> {
        let own = self.list.get(heading).map(|h| h.blocks.as_slice()).unwrap_or_default();
        self.of_block.iter().enumerate().filter(move |(i, h)| **h == Some(heading) && !own.contains(i)).map(|(i, _)| i)
    }
}

/// Decides which blocks are headings.
pub(super) fn find(context: &Context<'_>) -> Headings {
    Headings { list: Vec::new(), of_block: vec![None; context.flow.blocks.len()] }
}

/// The heading tree for the record.
pub(super) fn tree(_context: &Context<'_>) -> Vec<OutlineNode> {
    Vec::new()
}
