//! Blocks in, headings and the heading tree out.
//!
//! Three steps: how each block looks ([`looks`]), which looks are headings ([`choose`]), at which level each stands
//! ([`levels`]). A numbered line is a heading when something stands below it; a list of numbered lines that follow each
//! other is a list. Levels come from the order in which kinds of marker first appear within their section, never from a
//! fixed table and never from type size alone: 鶴ヶ島's (1) lies below 1., another city's (1) below 【令和3年度】.

mod announced;
mod choose;
mod levels;
mod looks;
mod wording;

use crate::japanese::Marker;
use crate::layout::{Block, BlockKind};
use crate::record::{BodyKind, Confidence, OutlineBody, OutlineNode, Places};

use super::{Context, document, passages};

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
    /// The title is only the beginning of its block (its first line): the rest of the block's text.
    pub rest: Option<String>,
    /// Index into [`Headings::list`] of the heading it stands under.
    pub parent: Option<usize>,
    /// Whether more than its type says that it is a heading.
    pub sure: bool,
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
        let own = self.of_block.get(block).copied().flatten().and_then(|h| self.list.get(h));
        own.is_some_and(|h| h.blocks.contains(&block))
    }

    /// The blocks directly under a heading (not those under its sub-headings, not its own).
    pub fn body(&self, heading: usize) -> impl Iterator<Item = usize> {
        let own = self.list.get(heading).map(|h| h.blocks.as_slice()).unwrap_or_default();
        self.of_block.iter().enumerate().filter(move |(i, h)| **h == Some(heading) && !own.contains(i)).map(|(i, _)| i)
    }
}

/// Decides which blocks are headings.
pub(super) fn find(context: &Context<'_>) -> Headings {
    let title = document::title_blocks(context);
    let (looks, listed) = looks::of(context, &title);
    let chosen = choose::headings(&looks, &listed, context);
    let placed = levels::place(&chosen, &looks);
    let announced = choose::announced_types(&looks);
    let mut of_block = vec![None; context.flow.blocks.len()];
    let mut list: Vec<Heading> = Vec::new();
    for (heading, (level, parent)) in chosen.iter().zip(placed) {
        // Under a roof that may be none the level is a guess too.
        let look = looks.get(heading.look);
        let roof = parent.and_then(|p: usize| list.get(p)).is_none_or(|p| p.sure);
        let place = choose::is_placed(heading, parent, &list);
        let sure = look.is_some_and(|l| choose::is_sure(l, &announced) && (roof && place || l.announced));
        list.push(Heading {
            level,
            marker: heading.marker.clone(),
            title: heading.title.clone(),
            blocks: heading.blocks.clone(),
            rest: heading.rest.clone(),
            parent,
            sure,
        });
    }
    let mut next = 0;
    let mut current = None;
    for (block, slot) in of_block.iter_mut().enumerate() {
        while list.get(next).is_some_and(|h| h.blocks.first() == Some(&block)) {
            current = Some(next);
            next += 1;
        }
        *slot = if title.contains(&block) { None } else { current };
    }
    Headings { list, of_block }
}

/// Nodes deeper than this are hung on their grandparent: no document nests so, and readers of the tree recurse.
const DEEPEST: u8 = 12;

/// The heading tree for the record.
pub(super) fn tree(context: &Context<'_>) -> Vec<OutlineNode> {
    let headings = &context.headings;
    let mut bodies: Vec<Vec<OutlineBody>> = vec![Vec::new(); headings.list.len()];
    for (block, heading) in headings.of_block.iter().enumerate() {
        let Some(slot) = heading.and_then(|h| bodies.get_mut(h)) else { continue };
        if let Some(body) = context.flow.blocks.get(block).and_then(|b| body(b, block, context)) {
            slot.push(body);
        }
    }
    let mut nodes: Vec<Option<OutlineNode>> = Vec::with_capacity(headings.list.len());
    for (heading, mut body) in headings.list.iter().zip(bodies) {
        let blocks = || heading.blocks.iter().filter_map(|b| context.flow.blocks.get(*b));
        let at = Places::of(blocks().flat_map(passages::parts));
        if let Some(rest) = &heading.rest {
            let body_text = OutlineBody {
                kind: BodyKind::Paragraph,
                marker: None,
                text: Some(rest.clone()),
                raw: None,
                table: None,
                at: at.clone(),
            };
            body.insert(0, body_text);
        }
        let raw: String = blocks().flat_map(|b| &b.lines).map(|l| l.raw.as_str()).collect();
        let printed = format!("{}{}", heading.marker.as_ref().map_or("", |m| m.printed.as_str()), heading.title);
        nodes.push(Some(OutlineNode {
            level: heading.level,
            marker: heading.marker.as_ref().map(|m| m.printed.clone()),
            title: heading.title.clone(),
            raw: (heading.rest.is_none() && passages::squeeze(&raw) != printed).then_some(raw),
            confidence: (!heading.sure).then_some(Confidence::Medium),
            at,
            body,
            children: Vec::new(),
        }));
    }
    // Children before their parents: each node is whole when it is hung up.
    let mut roots: Vec<OutlineNode> = Vec::new();
    for i in (0..nodes.len()).rev() {
        let Some(mut node) = nodes.get_mut(i).and_then(Option::take) else { continue };
        node.children.reverse();
        let parent =
            headings.list.get(i).and_then(|h| h.parent).and_then(|p| nodes.get_mut(p)).and_then(Option::as_mut);
        match parent {
            Some(parent) => parent.children.push(node),
            None => roots.push(node),
        }
    }
    roots.reverse();
    roots
}

/// A block as body of a node; `None` for heading lines.
fn body(block: &Block, index: usize, context: &Context<'_>) -> Option<OutlineBody> {
    if context.headings.is_heading(index) {
        return None;
    }
    if let BlockKind::Table(t) = block.kind {
        let grid = context.flow.tables.get(t)?;
        return Some(OutlineBody {
            kind: BodyKind::Table,
            marker: None,
            text: None,
            raw: None,
            table: context.table_ids.get(t).cloned(),
            at: Places::of(grid.parts.iter().copied()),
        });
    }
    let text = block.text.trim();
    if text.is_empty() {
        return None;
    }
    let kind = match (&block.marker, block.frame) {
        (_, Some(_)) => BodyKind::Figure,
        (Some(_), None) => BodyKind::Item,
        (None, None) => BodyKind::Paragraph,
    };
    let raw: String = block.lines.iter().map(|l| l.raw.as_str()).collect();
    let printed = document::full_text(block);
    Some(OutlineBody {
        kind,
        marker: block.marker.as_ref().map(|m| m.printed.clone()),
        text: Some(text.to_owned()),
        raw: (passages::squeeze(&raw) != passages::squeeze(&printed)).then_some(raw),
        table: None,
        at: Places::of(passages::parts(block)),
    })
}

#[cfg(test)]
mod tests;
