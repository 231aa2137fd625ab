//! Headings and blocks in, lists of running text out.

use crate::japanese::{Marker, MarkerKind};
use crate::layout::BlockKind;
use crate::record::{At, PolicyItem};
use crate::structure::Context;

use super::boxes::word_label;
use super::items;
use super::label::{Label, kind_of_word, label, stated};
use super::unit::{Unit, siblings, word};
use super::{Found, labelled_kind};

/// A policy's title is a phrase; a longer unit is a paragraph with a number.
const MAX_TITLE: usize = 90;

/// All lists in running text.
pub(super) fn find(context: &Context<'_>) -> Vec<Found> {
    let mut out = under_headings(context);
    out.extend(under_lines(context));
    out.extend(worded(context));
    out.extend(worded_through(context));
    out.extend(worded_lines(context));
    out
}

/// Headings whose title is a label: their sub-headings of one marker system, or the items of their body.
fn under_headings(context: &Context<'_>) -> Vec<Found> {
    let headings = &context.headings;
    let mut out = Vec::new();
    for (index, heading) in headings.list.iter().enumerate() {
        let Some(label) = titled(heading.marker.as_ref(), &heading.title) else { continue };
        let children: Vec<usize> = headings
            .list
            .iter()
            .enumerate()
            .skip(index + 1)
            .filter(|(_, h)| h.parent == Some(index))
            .map(|(i, _)| i)
            .collect();
        let units: Vec<Unit> = headings.body(index).filter_map(|b| unit(context, b)).collect();
        // What the sentences before the items say of their number.
        let lead = units.iter().take_while(|u| u.marker.is_none()).map(|u| u.text.as_str()).collect::<String>();
        let stated = stated(&lead, &label.text);
        let found = if children.len() >= 2 {
            from_children(context, &children)
        } else {
            run(&units).or_else(|| counted_phrases(&units, label.count.or(stated)))
        };
        if let Some(items) = found {
            let order = heading.blocks.first().copied().unwrap_or_default();
            out.push(Found { order, label, items, at: at_of(context, &heading.blocks), stated });
        }
    }
    out
}

/// Lines without markers are the items where the label or a sentence before them states exactly their number.
fn counted_phrases(units: &[Unit], count: Option<u32>) -> Option<Vec<PolicyItem>> {
    let count = usize::try_from(count?).ok().filter(|n| *n >= 2)?;
    let phrases: Vec<&Unit> = units.iter().filter(|u| !u.text.ends_with('。')).collect();
    let fits = phrases.iter().all(|u| u.marker.is_none() && u.text.chars().count() <= MAX_TITLE);
    let found = items::items(&phrases);
    (fits && found.len() == count).then_some(found)
}

/// The label that a marked title is. 第2部 names what it heads as its title does; 1. and (1) only count it.
pub(super) fn titled(marker: Option<&Marker>, title: &str) -> Option<Label> {
    let found = label(title)?;
    Some(match marker {
        Some(m) if matches!(m.kind, MarkerKind::Hen | MarkerKind::Bu) => {
            Label { text: format!("{}{}", m.printed, found.text), ..found }
        }
        _ => found,
    })
}

/// Sub-headings as items, bullets beneath each as its items.
fn from_children(context: &Context<'_>, children: &[usize]) -> Option<Vec<PolicyItem>> {
    let headings = &context.headings;
    let first = headings.list.get(*children.first()?)?.marker.as_ref()?;
    let mut out = Vec::new();
    for &child in children {
        let heading = headings.list.get(child)?;
        let Some(marker) = heading.marker.as_ref().filter(|m| siblings(first, m)) else { continue };
        let head = heading.blocks.iter().find_map(|b| unit(context, *b))?;
        let head = Unit { marker: Some(marker.clone()), text: heading.title.clone(), ..head };
        let below: Vec<Unit> = headings
            .body(child)
            .filter_map(|b| unit(context, b))
            .filter(|u| is_phrase(u) || items::is_tagline(&u.text))
            .collect();
        let mut units = vec![&head];
        units.extend(below.iter());
        let mut made = items::items(&units).into_iter().take(1).collect::<Vec<_>>();
        if let Some(item) = made.first_mut().filter(|i| i.items.is_empty()) {
            item.items = below_heading(context, child, children, 1);
        }
        out.extend(made);
    }
    (out.len() >= 2).then_some(out)
}

/// Depth of headings that are followed below a list's own.
const MAX_DEPTH: usize = 3;

/// The marked sub-headings of an item as its items. A title that stands under its siblings too (現状と課題, 主な取組) is a
/// rubric of the paper, no policy.
fn below_heading(context: &Context<'_>, heading: usize, siblings_of: &[usize], depth: usize) -> Vec<PolicyItem> {
    let list = &context.headings.list;
    let under = |parent: usize| list.iter().enumerate().filter(move |(_, h)| h.parent == Some(parent)).map(|(i, _)| i);
    let rubric = |title: &str| {
        siblings_of
            .iter()
            .filter(|s| **s != heading)
            .any(|s| under(*s).any(|i| list.get(i).is_some_and(|h| h.title == title)))
    };
    let children: Vec<usize> = under(heading).collect();
    let Some(first) = children.first().and_then(|c| list.get(*c)).and_then(|h| h.marker.as_ref()) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for &child in &children {
        let Some(h) = list.get(child) else { continue };
        let Some(marker) = h.marker.as_ref().filter(|m| siblings(first, m)) else { continue };
        if rubric(&h.title)
            || h.title.chars().count() > MAX_TITLE
            || h.title.ends_with('。')
            || super::is_chapter(&h.title)
        {
            return Vec::new();
        }
        let Some(head) = h.blocks.iter().find_map(|b| unit(context, *b)) else { continue };
        let head = Unit { marker: Some(marker.clone()), text: h.title.clone(), ..head };
        let mut made = items::items(&[&head]).into_iter().take(1).collect::<Vec<_>>();
        if let (Some(item), true) = (made.first_mut(), depth < MAX_DEPTH) {
            item.items = below_heading(context, child, &children, depth + 1);
        }
        out.extend(made);
    }
    if out.len() >= 2 { out } else { Vec::new() }
}

/// Lines that are labels without being headings, with items right after them.
fn under_lines(context: &Context<'_>) -> Vec<Found> {
    let blocks = &context.flow.blocks;
    let mut out = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Table(_)) || context.headings.is_heading(index) {
            continue;
        }
        let label = Unit::from_block(block)
            .and_then(|u| titled(u.marker.as_ref(), &u.text).or_else(|| super::label::announced(&u.text)));
        let Some(label) = label else { continue };
        let units: Vec<Unit> = blocks
            .iter()
            .enumerate()
            .skip(index + 1)
            .take(MAX_ITEMS)
            .take_while(|(i, b)| !matches!(b.kind, BlockKind::Table(_)) && !context.headings.is_heading(*i))
            .filter_map(|(_, b)| Unit::from_block(b))
            .collect();
        // Without a heading above it, only an unbroken run that starts at once is surely its list.
        if units.first().is_none_or(|u| u.marker.is_none()) {
            continue;
        }
        if let Some(items) = run(&units) {
            let stated = stated(&block.text, &label.text);
            out.push(Found { order: index, label, items, at: at_of(context, &[index]), stated });
        }
    }
    out
}

/// Lines marked with a word and a number, one after the other (基本目標1 …, 基本目標2 …): they say what they are.
fn worded_lines(context: &Context<'_>) -> Vec<Found> {
    let blocks = &context.flow.blocks;
    let mut out: Vec<Found> = Vec::new();
    let mut until = 0;
    for (index, block) in blocks.iter().enumerate() {
        if index < until || context.headings.is_heading(index) {
            continue;
        }
        let Some(label) = Unit::from_block(block).as_ref().and_then(word_label) else { continue };
        let units: Vec<Unit> = blocks
            .iter()
            .enumerate()
            .skip(index)
            .take(MAX_ITEMS)
            .take_while(|(i, b)| !matches!(b.kind, BlockKind::Table(_)) && !context.headings.is_heading(*i))
            .filter_map(|(_, b)| Unit::from_block(b))
            .collect();
        if let Some(items) = run(&units) {
            until = index + items.len();
            out.push(Found { order: index, label, items, at: Vec::new(), stated: None });
        }
    }
    out
}

/// The same where the outline took some of the lines for headings and others not: only the words and their numbers count.
/// What stands between is theirs where it is marked and no sentence.
fn worded_through(context: &Context<'_>) -> Vec<Found> {
    let blocks = &context.flow.blocks;
    let unit = |i: usize| {
        let block = blocks.get(i).filter(|b| !matches!(b.kind, BlockKind::Table(_)))?;
        let unit = Unit::from_block(block)?;
        // A heading's title may be parted from its marker.
        let heading = context.headings.of_block.get(i).copied().flatten().and_then(|h| context.headings.list.get(h));
        let heading = heading.filter(|h| h.blocks.first() == Some(&i));
        Some(match heading {
            Some(h) if h.marker.is_some() => Unit { marker: h.marker.clone(), text: h.title.clone(), ..unit },
            _ => unit,
        })
    };
    let mut out: Vec<Found> = Vec::new();
    let mut until = 0;
    for index in 0..blocks.len() {
        let Some(first) = unit(index).filter(|_| index >= until) else { continue };
        let Some(label) = word_label(&first) else { continue };
        let members: Vec<(usize, Unit)> =
            (index..blocks.len().min(index + MAX_ITEMS)).filter_map(|i| Some((i, unit(i)?))).collect();
        let units: Vec<Unit> =
            members.iter().map(|(_, u)| u).filter(|u| is_phrase(u) || items::is_tagline(&u.text)).cloned().collect();
        let Some(items) = run(&units) else { continue };
        let last = items.last().map(|i| i.title.clone()).unwrap_or_default();
        until = members.iter().rev().find(|(_, u)| u.text.contains(&last)).map_or(index + 1, |(i, _)| i + 1);
        out.push(Found { order: index, label, items, at: Vec::new(), stated: None });
    }
    out
}

/// More blocks than any policy list has.
const MAX_ITEMS: usize = 200;

/// Headings marked with a word and a number (基本目標1, 基本目標2 …) are a list even without a label above.
fn worded(context: &Context<'_>) -> Vec<Found> {
    let list = &context.headings.list;
    let mut out: Vec<Found> = Vec::new();
    let mut done = vec![false; list.len()];
    for (index, heading) in list.iter().enumerate() {
        let Some(first) = heading.marker.as_ref().filter(|m| m.kind == MarkerKind::Labelled) else { continue };
        let name = word(&first.printed);
        if done.get(index).copied().unwrap_or(true) || kind_of_word(name).is_none() || first.number != Some(1) {
            continue;
        }
        let mut members = Vec::new();
        for (i, h) in list.iter().enumerate().skip(index) {
            let sibling = h.marker.as_ref().filter(|m| h.parent == heading.parent && siblings(first, m));
            if let Some(m) = sibling {
                // The numbers start over: another list.
                if i > index && m.number == first.number {
                    break;
                }
                members.push(i);
                if let Some(d) = done.get_mut(i) {
                    *d = true;
                }
            }
        }
        let Some(items) = from_children(context, &members) else { continue };
        let label = Label { text: name.to_owned(), kind: labelled_kind(name), count: None };
        out.push(Found {
            order: heading.blocks.first().copied().unwrap_or_default(),
            label,
            items,
            at: Vec::new(),
            stated: None,
        });
    }
    out
}

/// The first run of sibling items among units: at least two, all phrases.
pub(super) fn run(units: &[Unit]) -> Option<Vec<PolicyItem>> {
    let start = units.iter().position(|u| u.marker.as_ref().is_some_and(|m| m.kind != MarkerKind::Note))?;
    let first = units.get(start)?.marker.as_ref()?;
    let mut taken: Vec<&Unit> = Vec::new();
    let mut number = 0;
    // A list begins with 1: what begins later is a part of something else, or line numbers.
    if first.number.is_some_and(|n| n != 1) {
        return None;
    }
    for unit in units.get(start..)? {
        // A heading of an outer system (5. after (3)) is past the end of the list.
        if unit.marker.as_ref().is_some_and(|m| rank(m.kind) < rank(first.kind)) {
            break;
        }
        if let Some(m) = unit.marker.as_ref().filter(|m| siblings(first, m)) {
            // A number that does not go on is another list.
            if let Some(n) = m.number {
                if number > 0 && n != number + 1 {
                    break;
                }
                number = n;
            }
            if !is_phrase(unit) {
                break;
            }
        }
        taken.push(unit);
    }
    let items = items::items(&taken);
    (items.len() >= 2).then_some(items)
}

/// How far out a marker system stands in planning documents; systems of one rank are met in either order.
fn rank(kind: MarkerKind) -> u8 {
    match kind {
        MarkerKind::Hen
        | MarkerKind::Bu
        | MarkerKind::Sho
        | MarkerKind::Setsu
        | MarkerKind::Kan
        | MarkerKind::Ko
        | MarkerKind::Jo => 0,
        MarkerKind::Roman | MarkerKind::Number | MarkerKind::Compound(_) | MarkerKind::Labelled => 1,
        MarkerKind::Parenthesised | MarkerKind::HalfParenthesised => 2,
        _ => 3,
    }
}

/// Whether a marked unit is a phrase rather than a sentence.
fn is_phrase(unit: &Unit) -> bool {
    unit.marker.is_some()
        && unit.text.chars().count() <= MAX_TITLE
        && !unit.text.ends_with('。')
        && !unit.text.is_empty()
}

/// The unit of a block.
fn unit(context: &Context<'_>, block: usize) -> Option<Unit> {
    context.flow.blocks.get(block).and_then(Unit::from_block)
}

/// Places of blocks.
fn at_of(context: &Context<'_>, blocks: &[usize]) -> Vec<At> {
    blocks.iter().filter_map(|b| unit(context, *b)).map(|u| At::new(u.page, &u.bbox)).collect()
}
