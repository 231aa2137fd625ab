//! Which entry of one record became which of another.
//!
//! First those that are the same in everything, then those of the same name: on the same days in the same place, on the same
//! days, in the same place, and in the order of the pages. What is left is paired by the likeness of its names, the likest
//! first. Names with other numbers are other things however alike they are (第3回 and 第4回), unless they are on one day.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::fields::Entry;
use crate::eval::text;

/// Least likeness, in thousandths, for an entry to be held for one with a changed name.
const ALIKE: u32 = 700;
/// The same where days and place are the same.
const ALIKE_THAT_DAY: u32 = 500;
/// Most entries on either side that are held against each other one by one.
const MOST: usize = 1_500;

/// By index: of the first list, the entry of the second.
pub(super) fn pairs(before: &[Entry], after: &[Entry]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    by(before, after, &mut pairs, &mut taken, |e| Some((e.text.clone(), e.context.clone(), Some(&e.fields))));
    by(before, after, &mut pairs, &mut taken, |e| {
        e.days.as_ref().map(|days| (text::strict(&e.text), e.context.clone(), days))
    });
    by(before, after, &mut pairs, &mut taken, |e| e.days.as_ref().map(|days| (text::strict(&e.text), days)));
    by(before, after, &mut pairs, &mut taken, |e| Some((text::strict(&e.text), e.context.clone())));
    by(before, after, &mut pairs, &mut taken, |e| Some(text::strict(&e.text)));
    alike(before, after, &mut pairs, &mut taken);
    pairs
}

/// Pairs entries of one key, in their order.
fn by<'a, K: Ord>(
    before: &'a [Entry],
    after: &'a [Entry],
    pairs: &mut BTreeMap<usize, usize>,
    taken: &mut BTreeSet<usize>,
    key: impl Fn(&'a Entry) -> Option<K>,
) {
    let mut there: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (b, entry) in after.iter().enumerate().rev().filter(|(b, _)| !taken.contains(b)) {
        if let Some(key) = key(entry) {
            there.entry(key).or_default().push(b);
        }
    }
    for (a, entry) in before.iter().enumerate() {
        if pairs.contains_key(&a) {
            continue;
        }
        if let Some(b) = key(entry).and_then(|key| there.get_mut(&key)?.pop()) {
            pairs.insert(a, b);
            taken.insert(b);
        }
    }
}

fn alike(before: &[Entry], after: &[Entry], pairs: &mut BTreeMap<usize, usize>, taken: &mut BTreeSet<usize>) {
    let left = |entries: &[Entry], is_left: &dyn Fn(usize) -> bool| -> Vec<(usize, String, String)> {
        let left = entries.iter().enumerate().filter(|(i, _)| is_left(*i));
        left.map(|(i, e)| (i, text::soft(&e.text), numbers(&e.text))).collect()
    };
    let a_left = left(before, &|i| !pairs.contains_key(&i));
    let b_left = left(after, &|i| !taken.contains(&i));
    if a_left.len() > MOST || b_left.len() > MOST {
        return;
    }
    let mut likes = Vec::new();
    for (a, a_text, a_numbers) in &a_left {
        for (b, b_text, b_numbers) in &b_left {
            let (Some(was), Some(is)) = (before.get(*a), after.get(*b)) else { continue };
            let that_day = was.days.is_some() && was.days == is.days && was.context == is.context;
            if a_text.is_empty() || b_text.is_empty() || (a_numbers != b_numbers && !that_day) {
                continue;
            }
            // In thousandths, so that the order hangs on no last bit.
            let like = (text::ratio(a_text, b_text) * 1000.0).round() as u32;
            if like >= if that_day { ALIKE_THAT_DAY } else { ALIKE } {
                let place = u32::from(was.context == is.context) * 200 + u32::from(that_day) * 500;
                likes.push((Reverse(like + place), *a, *b));
            }
        }
    }
    likes.sort_unstable();
    for (_, a, b) in likes {
        if !pairs.contains_key(&a) && taken.insert(b) {
            pairs.insert(a, b);
        }
    }
}

/// The numbers of a name.
fn numbers(text: &str) -> String {
    let text = text::strict(text);
    let digit = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
    text.split(|c| !digit(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
