//! At which level each heading stands, and under which.
//!
//! A stack of the kinds of heading that are open. A heading of an open kind closes what was opened after it; a
//! new kind opens a level below. So levels follow the order in which kinds appear within their section. Type size only
//! helps where markers do not tell: a line without a marker closes all that is set smaller than itself.

use std::collections::BTreeMap;

use crate::japanese::MarkerKind;

use super::choose::{Chosen, rank};
use super::looks::{Look, Role};
use super::wording::{is_bracketed, is_contents_title};

/// Kinds of heading that are siblings.
#[derive(Debug, Clone, PartialEq)]
enum Key {
    /// Title of a slide.
    Slide,
    /// 目次: nothing stands under it.
    Contents,
    /// By marker; labelled ones (基本目標1) also by their word.
    Marker(MarkerKind, String),
    /// 【…】 and its like, by the bracket.
    Bracket(char),
    /// By type: size and weight.
    Type(f32, bool),
}

#[derive(Debug, Clone)]
struct Open {
    key: Key,
    size: f32,
    bold: bool,
    /// Index of the heading.
    heading: usize,
    /// Running text stands directly below it.
    has_text: bool,
    /// The contents or a bookmark name it.
    announced: bool,
}

/// The last heading of a kind with a number, and what was open around it.
struct Last {
    key: Key,
    number: u32,
    around: Vec<Open>,
}

/// Sizes closer than this are one size.
const SAME_SIZE: f32 = 0.04;

/// Level and parent of each heading.
pub(super) fn place(chosen: &[Chosen], looks: &[Look]) -> Vec<(u8, Option<usize>)> {
    let mut stack: Vec<Open> = Vec::new();
    let mut out: Vec<(u8, Option<usize>)> = Vec::with_capacity(chosen.len());
    let mut numbered: Vec<Last> = Vec::new();
    // Level of each depth of the table of contents.
    let mut depths: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, heading) in chosen.iter().enumerate() {
        let Some(look) = looks.get(heading.look) else {
            out.push((1, None));
            continue;
        };
        let key = key(heading, look);
        if stack.last().is_some_and(|o| o.key == Key::Contents) {
            stack.pop();
        }
        let number = heading.marker.as_ref().and_then(|m| m.number);
        let announced = look.depth.filter(|_| heading.marker.is_none()).and_then(|d| depths.get(&d).copied());
        let keep = match (position(&stack, &key, look), announced) {
            (Some(at), _) => at,
            // おわりに stands where the contents set はじめに.
            (None, Some(level)) => level.min(stack.len()),
            (None, None) => match before(&numbered, &key, number).filter(|last| broke_in(&stack, &last.around)) {
                Some(last) => {
                    stack.clone_from(&last.around);
                    stack.len()
                }
                None => opens_below(&stack, &key, heading, look),
            },
        };
        stack.truncate(keep.min(usize::from(super::DEEPEST) - 1));
        let parent = stack.last().map(|o| o.heading);
        let next_block = heading.blocks.last().map_or(0, |b| b + 1);
        let has_text =
            looks.iter().find(|l| l.block >= next_block && l.role != Role::Label).is_some_and(|l| l.role == Role::Body);
        if let Some(depth) = look.depth {
            depths.entry(depth).or_insert(stack.len());
        }
        if let Some(number) = number {
            numbered.retain(|last| last.key != key);
            numbered.push(Last { key: key.clone(), number, around: stack.clone() });
        }
        stack.push(Open { key, size: look.size, bold: look.bold, heading: i, has_text, announced: look.announced });
        out.push((u8::try_from(stack.len()).unwrap_or(super::DEEPEST), parent));
    }
    out
}

/// The heading with which a numbered one goes on: Ⅱ after Ⅰ.
fn before<'l>(numbered: &'l [Last], key: &Key, number: Option<u32>) -> Option<&'l Last> {
    numbered.iter().find(|last| last.key == *key && last.number.checked_add(1) == number)
}

/// Whether a line without a marker, in bigger type than the numbered heading before, took that heading's place: it
/// belongs to a drawing or states a slogan, and the numbers go on beside it, not below.
fn broke_in(stack: &[Open], around: &[Open]) -> bool {
    let same = around.iter().zip(stack).all(|(a, b)| a.heading == b.heading);
    // 4. …, a slide with a title of its own, 5. …: the numbers of the paper go on beside the slide.
    let slides = around.iter().all(|a| a.key != Key::Slide);
    same && stack.get(around.len()).is_some_and(|open| match open.key {
        Key::Type(..) => !open.announced,
        Key::Slide => slides,
        _ => false,
    })
}

fn key(heading: &Chosen, look: &Look) -> Key {
    if is_contents_title(&heading.title) {
        return Key::Contents;
    }
    if look.slide_title {
        return Key::Slide;
    }
    if let Some(m) = &heading.marker {
        let word = match m.kind {
            MarkerKind::Labelled => m.printed.chars().take_while(|c| !c.is_ascii_digit()).collect(),
            _ => String::new(),
        };
        return Key::Marker(m.kind, word);
    }
    match heading.title.chars().next() {
        Some(c) if is_bracketed(&heading.title) => Key::Bracket(c),
        _ => Key::Type(look.size, look.bold),
    }
}

/// Where in the stack the same kind is open.
fn position(stack: &[Open], key: &Key, look: &Look) -> Option<usize> {
    stack.iter().rposition(|open| match (&open.key, key) {
        (Key::Type(a, bold), Key::Type(b, other)) => (a - b).abs() <= a * SAME_SIZE && bold == other,
        // The same sign in much bigger type is another kind: ● over a chapter, ● over a paragraph.
        (Key::Marker(a @ MarkerKind::Symbol(_), _), Key::Marker(b, _)) => {
            a == b && (open.size - look.size).abs() <= open.size * 2.0 * SAME_SIZE
        }
        (a, b) => a == b,
    })
}

/// How much of the stack a heading of a new kind leaves open.
fn opens_below(stack: &[Open], key: &Key, heading: &Chosen, look: &Look) -> usize {
    let mut keep = stack.len();
    match key {
        Key::Slide | Key::Contents => keep = 0,
        Key::Marker(kind, _) => {
            let number = heading.marker.as_ref().and_then(|m| m.number);
            let division = rank(Some(*kind)) <= rank(Some(MarkerKind::Kan));
            while let Some(top) = keep.checked_sub(1).and_then(|t| stack.get(t)) {
                let closes = match &top.key {
                    Key::Slide | Key::Contents => false,
                    // 第2章 closes whatever is no coarser division; (3) without (2) above goes by custom.
                    Key::Marker(open, _) => {
                        let custom = division || number.is_some_and(|n| n > 1);
                        // No custom says what stands below ○ and ■.
                        let sign = matches!(open, MarkerKind::Symbol(_)) && !division;
                        custom && !sign && rank(Some(*open)) >= rank(Some(*kind))
                    }
                    // A line without marker and in smaller type, or in the same type with text of its own
                    // (はじめに before 1), is no roof over a numbered one.
                    Key::Type(size, bold) => {
                        *size < look.size * (1.0 - SAME_SIZE)
                            || (top.has_text && (size - look.size).abs() <= size * SAME_SIZE && *bold == look.bold)
                    }
                    Key::Bracket(_) => top.size < look.size * (1.0 - SAME_SIZE),
                };
                if !closes {
                    break;
                }
                keep -= 1;
            }
        }
        Key::Bracket(_) | Key::Type(..) => {
            while let Some(top) = keep.checked_sub(1).and_then(|t| stack.get(t)) {
                let smaller = top.size < look.size * (1.0 - SAME_SIZE);
                let lighter = (top.size - look.size).abs() <= look.size * SAME_SIZE && look.bold && !top.bold;
                if top.key == Key::Slide || !(smaller || lighter) {
                    break;
                }
                keep -= 1;
            }
        }
    }
    keep
}
