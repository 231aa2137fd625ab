//! Frames of the sheets in, frames of the flow out, with the blocks that stand in them.

use super::sheet::Sheet;
use super::types::{Block, Frame};

/// Where the frames of each page start in [`super::Flow::frames`].
pub(super) fn bases(sheets: &[Sheet<'_>]) -> Vec<usize> {
    let mut n = 0;
    sheets
        .iter()
        .map(|s| {
            let base = n;
            n += s.frames.len();
            base
        })
        .collect()
}

/// The frames of all pages; a block alone in its frame on one line is emphasised.
pub(super) fn collect(sheets: &[Sheet<'_>], bases: &[usize], blocks: &mut [Block]) -> Vec<Frame> {
    let mut out: Vec<Frame> = sheets
        .iter()
        .zip(bases)
        .flat_map(|(s, base)| {
            s.frames.iter().map(move |f| Frame {
                page: s.page.number,
                bbox: f.rect,
                fill: f.fill,
                parent: f.parent.map(|p| base + p),
                blocks: Vec::new(),
            })
        })
        .collect();
    for (i, b) in blocks.iter().enumerate() {
        if let Some(f) = b.frame.and_then(|f| out.get_mut(f)) {
            f.blocks.push(i);
        }
    }
    for f in &out {
        if let [only] = f.blocks.as_slice()
            && let Some(b) = blocks.get_mut(*only)
            && b.lines.len() == 1
        {
            b.emphasised = true;
        }
    }
    out
}
