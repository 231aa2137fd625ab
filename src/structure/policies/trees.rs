//! Drawn boxes in, the trees that lines between them make out: 基本目標 → 政策 → 施策, a column each.
//!
//! The lines themselves are not read: a box stands at the middle of those that belong to it, or at the height of the
//! first of them. A division of the right column that fits every box of the left one so is the tree; where none fits,
//! nothing is said.

use crate::geometry::Rect;
use crate::record::{At, PolicyItem};
use crate::structure::Context;

use super::Found;
use super::boxes::{Boxed, Placed, boxes, labels, nearest, units_item, word_label};

/// Edges of boxes drawn to stand in line differ by less than this part of the running text's size.
const EDGE: f32 = 0.8;
/// A box stands off the middle of its children by less than this, in multiples of the running text's size.
const OFF: f32 = 0.9;
/// A chart with more boxes in a column is none that a person reads.
const MOST: usize = 80;

/// Boxes of one column, top to bottom.
struct Column<'b> {
    boxes: Vec<&'b Boxed>,
    area: Rect,
}

/// All trees drawn with boxes.
pub(super) fn find(context: &Context<'_>) -> Vec<Found> {
    let size = context.flow.body_size.max(1.0);
    let all = boxes(context);
    let labels = labels(context);
    let mut pages: Vec<usize> = all.iter().map(|b| b.page).collect();
    pages.dedup();
    pages.iter().filter_map(|page| on_page(*page, &all, &labels, size)).collect()
}

fn on_page(page: usize, all: &[Boxed], labels: &[Placed], size: f32) -> Option<Found> {
    let is_label = |b: &Boxed| labels.iter().any(|l| l.frame == Some(b.frame));
    let members: Vec<&Boxed> = all.iter().filter(|b| b.page == page && b.title().is_some() && !is_label(b)).collect();
    let columns = columns(&members, size);
    // The rightmost pair that fits, then on to the left as long as it fits.
    for start in 0..columns.len() {
        let chain = chain(columns.get(start..)?, size);
        if chain.is_empty() {
            continue;
        }
        let left = columns.get(start)?;
        let items = tree(columns.get(start..)?, &chain, 0, 0..left.boxes.len());
        let frames: Vec<usize> = members.iter().map(|b| b.frame).collect();
        let taken = vec![false; labels.len()];
        let found = nearest(labels, &taken, page, &left.area, &frames, items.len(), size);
        let order = left.boxes.iter().map(|b| b.order).min().unwrap_or_default();
        if let Some(placed) = found.and_then(|at| labels.get(at)) {
            let at = vec![At::new(page, &placed.rect)];
            return Some(Found {
                order: placed.order.min(order),
                label: placed.label.clone(),
                items,
                at,
                stated: None,
            });
        }
        let head = left.boxes.first().and_then(|b| b.units.first());
        if let Some((unit, label)) = head.and_then(|u| Some((u, word_label(u)?))) {
            return Some(Found { order, label, items, at: vec![At::new(page, &unit.bbox)], stated: None });
        }
    }
    None
}

/// Boxes by their left edges; a column has two at least.
fn columns<'b>(members: &[&'b Boxed], size: f32) -> Vec<Column<'b>> {
    let mut sorted: Vec<&Boxed> = members.to_vec();
    sorted.sort_by(|a, b| {
        a.rect.x0.total_cmp(&b.rect.x0).then(a.rect.y0.total_cmp(&b.rect.y0)).then(a.frame.cmp(&b.frame))
    });
    let mut out: Vec<Column<'_>> = Vec::new();
    for b in sorted {
        match out.last_mut().filter(|c| c.boxes.first().is_some_and(|f| (f.rect.x0 - b.rect.x0).abs() < size * EDGE)) {
            Some(column) => {
                column.boxes.push(b);
                column.area = column.area.union(&b.rect);
            }
            None => out.push(Column { boxes: vec![b], area: b.rect }),
        }
    }
    for column in &mut out {
        column.boxes.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.frame.cmp(&b.frame)));
    }
    out.retain(|c| (2..=MOST).contains(&c.boxes.len()));
    out
}

/// For each column and the next one, where the children of each of its boxes begin; as far as it fits.
fn chain(columns: &[Column<'_>], size: f32) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    for pair in columns.windows(2) {
        let [left, right] = pair else { break };
        let beside = left.boxes.iter().all(|l| l.rect.x1 <= right.area.x0);
        match beside.then(|| divide(&left.boxes, &right.boxes, size)).flatten() {
            Some(cuts) => out.push(cuts),
            None => break,
        }
    }
    out
}

/// The division of the right boxes, in their order, that fits the left ones best; `None` where none fits.
fn divide(left: &[&Boxed], right: &[&Boxed], size: f32) -> Option<Vec<usize>> {
    let (m, n) = (left.len(), right.len());
    if n <= m {
        return None;
    }
    let cost = |i: usize, from: usize, to: usize| -> Option<f32> {
        let (l, first, last) = (left.get(i)?.rect, right.get(from)?.rect, right.get(to - 1)?.rect);
        let middle = ((first.y0 + last.y1) / 2.0 - l.cy()).abs();
        let top = (first.y0 - l.y0).abs();
        let off = middle.min(top);
        (off < size * OFF).then_some(off)
    };
    // best[i][j]: the least total of the first i boxes with the first j children, and where the last group begins.
    let mut best: Vec<Vec<Option<(f32, usize)>>> = vec![vec![None; n + 1]; m + 1];
    *best.get_mut(0)?.get_mut(0)? = Some((0.0, 0));
    for i in 0..m {
        for from in 0..n {
            let Some((total, _)) = best.get(i).and_then(|r| r.get(from)).copied().flatten() else { continue };
            for to in from + 1..=n {
                let Some(off) = cost(i, from, to) else { continue };
                let slot = best.get_mut(i + 1)?.get_mut(to)?;
                if slot.is_none_or(|(t, _)| total + off < t) {
                    *slot = Some((total + off, from));
                }
            }
        }
    }
    let mut cuts = vec![n];
    let mut to = n;
    for i in (1..=m).rev() {
        let (_, from) = best.get(i)?.get(to).copied().flatten()?;
        cuts.push(from);
        to = from;
    }
    cuts.reverse();
    (to == 0).then_some(cuts)
}

/// The boxes of a column, each with those of the next that belong to it.
fn tree(columns: &[Column<'_>], chain: &[Vec<usize>], depth: usize, range: std::ops::Range<usize>) -> Vec<PolicyItem> {
    let Some(column) = columns.get(depth) else { return Vec::new() };
    let mut out = Vec::new();
    for i in range {
        let Some(mut item) = column.boxes.get(i).and_then(|b| units_item(&b.units)) else { continue };
        if let Some(cuts) = chain.get(depth)
            && let (Some(from), Some(to)) = (cuts.get(i), cuts.get(i + 1))
        {
            item.items = tree(columns, chain, depth + 1, *from..*to);
        }
        out.push(item);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(y0: f32, height: f32) -> Boxed {
        Boxed { frame: 0, order: 0, page: 1, rect: Rect { x0: 0.0, y0, x1: 100.0, y1: y0 + height }, units: Vec::new() }
    }

    fn cuts(left: &[(f32, f32)], right: &[(f32, f32)]) -> Option<Vec<usize>> {
        let left: Vec<Boxed> = left.iter().map(|(y, h)| boxed(*y, *h)).collect();
        let right: Vec<Boxed> = right.iter().map(|(y, h)| boxed(*y, *h)).collect();
        divide(&left.iter().collect::<Vec<_>>(), &right.iter().collect::<Vec<_>>(), 10.0)
    }

    #[test]
    fn boxes_stand_at_the_middle_or_the_top_of_theirs() {
        // One and four children, 30 apart: the middle of the second group is far from its first child.
        let right = [(0.0, 20.0), (30.0, 20.0), (60.0, 20.0), (90.0, 20.0), (120.0, 20.0)];
        assert_eq!(cuts(&[(0.0, 20.0), (75.0, 20.0)], &right), Some(vec![0, 1, 5]));
        assert_eq!(cuts(&[(0.0, 20.0), (60.0, 20.0)], &right), Some(vec![0, 2, 5]));
        // Nothing fits.
        assert_eq!(cuts(&[(0.0, 20.0), (50.0, 10.0)], &right), None);
    }
}
