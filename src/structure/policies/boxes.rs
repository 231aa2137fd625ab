//! Drawn boxes in, the lists that diagrams show out.
//!
//! Three forms: a labelled box with a larger one beneath that holds the items; a labelled box with a stack of boxes
//! beneath; boxes in a row (or going on by their markers) with the label above or below them.

use crate::geometry::Rect;
use crate::japanese::MarkerKind;
use crate::layout::BlockKind;
use crate::record::{At, PolicyItem};
use crate::structure::Context;

use super::Found;
use super::items;
use super::label::{Label, kind_of_word};
use super::prose::{run, titled};
use super::unit::{Unit, siblings, word};

/// Edges of boxes drawn to stand in line differ by less than this part of the running text's size.
const EDGE: f32 = 0.8;
/// A box below belongs to the one above up to this distance, in multiples of the running text's size.
const NEAR: f32 = 3.0;
/// A label stands this near to its row of boxes, in multiples of the running text's size.
const LABEL_NEAR: f32 = 6.0;
/// A box with a longer text is prose.
const MAX_BOX_TITLE: usize = 60;

/// A frame with its text.
pub(super) struct Boxed {
    pub(super) frame: usize,
    /// Its first block.
    pub(super) order: usize,
    pub(super) page: usize,
    pub(super) rect: Rect,
    pub(super) units: Vec<Unit>,
}

impl Boxed {
    /// Its text, if it is a title.
    pub(super) fn title(&self) -> Option<String> {
        let text: String = self.units.iter().map(Unit::full).collect();
        (!text.is_empty() && text.chars().count() <= MAX_BOX_TITLE).then_some(text)
    }
}

/// A label with its place.
pub(super) struct Placed {
    pub(super) label: Label,
    pub(super) page: usize,
    pub(super) rect: Rect,
    pub(super) order: usize,
    /// The frame that it stands in.
    pub(super) frame: Option<usize>,
}

/// All lists drawn with boxes.
pub(super) fn find(context: &Context<'_>) -> Vec<Found> {
    let size = context.flow.body_size.max(1.0);
    let boxes = boxes(context);
    let labels = labels(context);
    let mut out = Vec::new();
    // Boxes that are the body of a labelled one are no items of a row.
    let mut used = vec![false; boxes.len()];
    for placed in labels.iter().filter(|l| l.frame.is_some()) {
        out.extend(beneath(placed, &boxes, size, &mut used));
    }
    out.extend(rows(&boxes, &labels, size, used));
    out
}

/// Frames that hold text of their own.
pub(super) fn boxes(context: &Context<'_>) -> Vec<Boxed> {
    let flow = context.flow;
    flow.frames
        .iter()
        .enumerate()
        .filter_map(|(i, f)| {
            let units: Vec<Unit> = f.blocks.iter().filter_map(|b| Unit::from_block(flow.blocks.get(*b)?)).collect();
            let order = f.blocks.first().copied().unwrap_or_default();
            (!units.is_empty()).then_some(Boxed { frame: i, order, page: f.page, rect: f.bbox, units })
        })
        .collect()
}

/// Blocks, or whole boxes, that are labels.
pub(super) fn labels(context: &Context<'_>) -> Vec<Placed> {
    let flow = context.flow;
    let mut out = Vec::new();
    for (i, block) in flow.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Table(_)) {
            continue;
        }
        let Some(unit) = Unit::from_block(block) else { continue };
        let Some(label) = titled(unit.marker.as_ref(), &unit.text) else { continue };
        // In a box the label is the box.
        let alone = block.frame.filter(|f| flow.frames.get(*f).is_some_and(|f| f.blocks.len() == 1));
        let rect = alone.and_then(|f| flow.frames.get(f)).map_or(unit.bbox, |f| f.bbox);
        out.push(Placed { label, page: unit.page, rect, order: i, frame: alone });
    }
    out
}

/// The box, or the stack of boxes, beneath a labelled box.
fn beneath(placed: &Placed, boxes: &[Boxed], size: f32, used: &mut [bool]) -> Option<Found> {
    let mut take = |frame: usize| {
        for (u, _) in used.iter_mut().zip(boxes).filter(|(_, b)| b.frame == frame) {
            *u = true;
        }
    };
    let below = |b: &&Boxed| {
        b.page == placed.page && Some(b.frame) != placed.frame && b.rect.y0 >= placed.rect.y1 - size * EDGE
    };
    // One box as wide as the label's with the items in it.
    let body = boxes
        .iter()
        .filter(below)
        .filter(|b| b.rect.y0 - placed.rect.y1 < size * NEAR)
        .filter(|b| {
            (b.rect.x0 - placed.rect.x0).abs() < size * EDGE && (b.rect.x1 - placed.rect.x1).abs() < size * EDGE
        })
        .min_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
    if let Some(body) = body.filter(|b| b.units.len() >= 2) {
        let found = run(&body.units).or_else(|| unmarked(&body.units, &placed.label))?;
        take(body.frame);
        return Some(found_at(placed, found));
    }
    // A stack of boxes of one width, one item each.
    let mut stack: Vec<&Boxed> = Vec::new();
    let mut bottom = placed.rect.y1;
    let mut under: Vec<&Boxed> = boxes.iter().filter(below).filter(|b| overlap(&b.rect, &placed.rect) > 0.0).collect();
    under.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    for b in under {
        let fits = b.title().is_some()
            && b.rect.y0 - bottom < size * NEAR
            && stack.first().is_none_or(|f| {
                (f.rect.x0 - b.rect.x0).abs() < size * EDGE
                    && match (
                        f.units.first().and_then(|u| u.marker.as_ref()),
                        b.units.first().and_then(|u| u.marker.as_ref()),
                    ) {
                        (Some(x), Some(y)) => siblings(x, y),
                        (None, None) => true,
                        _ => false,
                    }
            });
        // The stack must be the label's own: a sibling of the label itself (第1部, 第2部) is none of its items.
        if !fits {
            if stack.is_empty() && b.rect.y0 - bottom < size * NEAR {
                continue;
            }
            break;
        }
        bottom = b.rect.y1;
        stack.push(b);
    }
    let marked = stack.iter().all(|b| b.units.first().is_some_and(|u| u.marker.is_some()));
    if stack.len() < 2 || (!marked && stack.len() < 3) {
        return None;
    }
    stack.iter().for_each(|b| take(b.frame));
    Some(found_at(placed, stack.iter().filter_map(|b| box_item(b)).collect()))
}

/// Boxes in a row with a label above or below.
fn rows(boxes: &[Boxed], labels: &[Placed], size: f32, mut used: Vec<bool>) -> Vec<Found> {
    let mut taken = vec![false; labels.len()];
    let mut out = Vec::new();
    for i in 0..boxes.len() {
        let Some(first) = boxes.get(i) else { continue };
        if used.get(i).copied().unwrap_or(true) {
            continue;
        }
        let mut row: Vec<usize> = boxes
            .iter()
            .enumerate()
            .skip(i)
            .filter(|(j, b)| {
                b.page == first.page
                    && !used.get(*j).copied().unwrap_or(true)
                    && (b.rect.y0 - first.rect.y0).abs() < size * EDGE
                    && (b.rect.y1 - first.rect.y1).abs() < size * EDGE
            })
            .map(|(j, _)| j)
            .collect();
        if row.len() < 3 {
            continue;
        }
        row.sort_by(|a, b| left(boxes, *a).total_cmp(&left(boxes, *b)).then(a.cmp(b)));
        go_on(boxes, &mut row);
        for &j in &row {
            if let Some(u) = used.get_mut(j) {
                *u = true;
            }
        }
        let members: Vec<&Boxed> = row.iter().filter_map(|j| boxes.get(*j)).collect();
        let found: Vec<PolicyItem> = members.iter().filter_map(|b| box_item(b)).collect();
        let Some(area) = members.iter().map(|b| b.rect).reduce(|a, b| a.union(&b)) else { continue };
        let frames: Vec<usize> = members.iter().map(|b| b.frame).collect();
        let page = first.page;
        let Some(at) = nearest(labels, &taken, page, &area, &frames, found.len(), size) else {
            // 基本目標1, 基本目標2 … say themselves what they are.
            let head = members.first().and_then(|b| b.units.first());
            if let Some((unit, label)) = head.and_then(|u| Some((u, word_label(u)?)))
                && found.len() == members.len()
            {
                let order = context_order(boxes, &row);
                out.push(Found { order, label, items: found, at: vec![At::new(page, &unit.bbox)], stated: None });
            }
            continue;
        };
        if let (Some(t), Some(placed)) = (taken.get_mut(at), labels.get(at)) {
            *t = true;
            out.push(found_at(placed, found));
        }
    }
    out
}

/// The label that numbered members give themselves: 基本目標 of 基本目標1.
pub(super) fn word_label(unit: &Unit) -> Option<Label> {
    let marker = unit.marker.as_ref().filter(|m| m.kind == MarkerKind::Labelled && m.number == Some(1))?;
    let name = word(&marker.printed);
    Some(Label { text: name.to_owned(), kind: kind_of_word(name)?, count: None })
}

/// Block at which the first of some boxes stands.
fn context_order(boxes: &[Boxed], row: &[usize]) -> usize {
    row.iter().filter_map(|j| boxes.get(*j)).map(|b| b.order).min().unwrap_or_default()
}

fn left(boxes: &[Boxed], i: usize) -> f32 {
    boxes.get(i).map_or(0.0, |b| b.rect.x0)
}

/// Adds the boxes of the page that go on with the row's markers (⑤ in a wide box under ①–④).
fn go_on(boxes: &[Boxed], row: &mut Vec<usize>) {
    // Each turn adds a box, so the loop is bounded by their number.
    while let Some(last) = row.last().and_then(|j| boxes.get(*j)) {
        let Some(marker) = last.units.first().and_then(|u| u.marker.as_ref()) else { break };
        let Some(number) = marker.number else { break };
        let next = boxes.iter().enumerate().find(|(j, b)| {
            b.page == last.page
                && !row.contains(j)
                && b.units.first().is_some_and(|u| {
                    u.number() == Some(number + 1) && u.marker.as_ref().is_some_and(|m| siblings(marker, m))
                })
        });
        let Some((j, _)) = next else { break };
        row.push(j);
    }
}

/// The label of a row: the one whose count agrees, else the nearest, above before below.
pub(super) fn nearest_label(
    context: &Context<'_>,
    page: usize,
    area: &Rect,
    count: usize,
    own: &dyn Fn(usize) -> bool,
) -> Option<(usize, Label, At)> {
    let size = context.flow.body_size.max(1.0);
    let placed: Vec<Placed> = labels(context).into_iter().filter(|p| !own(p.order)).collect();
    let taken = vec![false; placed.len()];
    let at = nearest(&placed, &taken, page, area, &[], count, size)?;
    let found = placed.get(at)?;
    Some((found.order, found.label.clone(), At::new(found.page, &found.rect)))
}

pub(super) fn nearest(
    labels: &[Placed],
    taken: &[bool],
    page: usize,
    area: &Rect,
    own: &[usize],
    count: usize,
    size: f32,
) -> Option<usize> {
    let mut best: Option<(bool, f32, usize)> = None;
    for (i, l) in labels.iter().enumerate() {
        if l.page != page || taken.get(i).copied().unwrap_or(true) || l.frame.is_some_and(|f| own.contains(&f)) {
            continue;
        }
        // Above the row, or below it; what stands further below is a little worse.
        let distance = if l.rect.y1 <= area.y0 + size {
            area.y0 - l.rect.y1
        } else if l.rect.y0 >= area.y1 - size {
            (l.rect.y0 - area.y1) + size * 0.5
        } else {
            continue;
        };
        let agrees = l.label.count.is_some_and(|n| usize::try_from(n).is_ok_and(|n| n == count));
        if distance > size * LABEL_NEAR || (l.label.count.is_some() && !agrees) || overlap(&l.rect, area) <= 0.0 {
            continue;
        }
        let better = best.is_none_or(|(b_agrees, b_distance, _)| {
            (agrees && !b_agrees) || (agrees == b_agrees && distance < b_distance)
        });
        if better {
            best = Some((agrees, distance, i));
        }
    }
    best.map(|b| b.2)
}

/// Common width.
fn overlap(a: &Rect, b: &Rect) -> f32 {
    (a.x1.min(b.x1) - a.x0.max(b.x0)).max(0.0)
}

/// One box as an item: its lines up to the first marked, tagline or bracketed one are the title.
fn box_item(boxed: &Boxed) -> Option<PolicyItem> {
    units_item(&boxed.units)
}

/// Units that are one item together.
pub(super) fn units_item(units: &[Unit]) -> Option<PolicyItem> {
    let mut head = units.first()?.clone();
    let mut rest = units.get(1..)?;
    while let Some((next, tail)) = rest.split_first() {
        if next.marker.is_some() || items::is_tagline(&next.text) || items::is_bracketed(&next.text) {
            break;
        }
        head.text.push_str(&next.text);
        head.raw.push_str(&next.raw);
        head.bbox = head.bbox.union(&next.bbox);
        rest = tail;
    }
    if head.text.is_empty() {
        return None;
    }
    let mut all = vec![&head];
    all.extend(rest.iter());
    items::items(&all).into_iter().next()
}

/// Unmarked paragraphs, each an item, if they are phrases.
pub(super) fn unmarked(units: &[Unit], label: &Label) -> Option<Vec<PolicyItem>> {
    // An idea set over several lines (基本理念) is one thing, unless its label counts them.
    if label.text.ends_with("理念") && label.count.is_none() {
        return None;
    }
    let phrase =
        |u: &Unit| !u.text.ends_with('。') && !u.text.starts_with('【') && u.text.chars().count() <= MAX_BOX_TITLE;
    let phrases = units.iter().all(phrase);
    if !phrases || units.first()?.marker.is_some() {
        return None;
    }
    let all: Vec<&Unit> = units.iter().collect();
    let found = items::items(&all);
    (found.len() >= 2).then_some(found)
}

fn found_at(placed: &Placed, items: Vec<PolicyItem>) -> Found {
    let at = vec![At::new(placed.page, &placed.rect)];
    Found { order: placed.order, label: placed.label.clone(), items, at, stated: None }
}
