//! Blocks, frames and tables in, policy lists out.
//!
//! A policy list is known by its label (まちづくりの基本目標, 5つの加速化アクション) and by the form beneath it: items
//! of one marker system, boxes in a row or a stack, or the paragraphs of a cell. The label decides; a list under a
//! heading that speaks of something else (背景, 体制, スケジュール) is none. Labels are words under `data/`, forms are
//! code.

mod boxes;
mod grids;
mod items;
mod label;
mod prose;
mod trees;
mod unit;

use crate::record::{At, Places, PolicyItem, PolicyKind, PolicyList, Warning, WarningCode};

use super::Context;
use crate::japanese::marker;
use label::Label;

/// A list before it is numbered.
struct Found {
    /// Block of the flow that it starts at: the order of reading.
    order: usize,
    label: Label,
    items: Vec<PolicyItem>,
    /// Place of the label.
    at: Vec<At>,
    /// The number that a sentence between label and items states.
    stated: Option<u32>,
}

impl Found {
    /// Whether the other one has mostly the same items at the same places: two ways to find one list.
    fn same_items(&self, other: &Self) -> bool {
        let shared = self.items.iter().filter(|a| other.items.iter().any(|b| overlap(&a.at, &b.at))).count();
        // What stands within the items of the other one is told there.
        let within = other.items.iter().filter(|a| self.items.iter().any(|b| holds(&b.items, a))).count();
        (shared > 0 && shared * 2 >= self.items.len().min(other.items.len())) || within * 2 > other.items.len()
    }
}

/// Whether an item stands among others or below them.
fn holds(items: &[PolicyItem], wanted: &PolicyItem) -> bool {
    items.iter().any(|i| (i.title == wanted.title && overlap(&i.at, &wanted.at)) || holds(&i.items, wanted))
}

/// Whether two places share a part of a page.
fn overlap(a: &Places, b: &Places) -> bool {
    places(a).iter().any(|p| {
        let [ax0, ay0, ax1, ay1] = p.bbox;
        places(b).iter().any(|q| {
            let [bx0, by0, bx1, by1] = q.bbox;
            p.page == q.page && ax0 < bx1 && bx0 < ax1 && ay0 < by1 && by0 < ay1
        })
    })
}

/// The policy lists.
pub(super) fn find(context: &Context<'_>, warnings: &mut Vec<Warning>) -> Vec<PolicyList> {
    // The finders stand in the order of trust: boxes and grids show what belongs together, running text only follows.
    let mut found: Vec<Found> = Vec::new();
    let candidates = trees::find(context)
        .into_iter()
        .chain(boxes::find(context))
        .chain(grids::find(context))
        .chain(prose::find(context));
    for list in candidates {
        if list.items.len() >= 2
            && is_sound(&list.items)
            && !is_contents(&list.items)
            && !found.iter().any(|f| f.same_items(&list))
        {
            found.push(list);
        }
    }
    found.sort_by_key(|f| f.order);
    let prose: String = context.flow.pages.iter().map(|p| p.text.replace(['\n', '\t'], "")).collect();
    let lists: Vec<PolicyList> = found.into_iter().enumerate().map(|(i, f)| list(i, f, &prose, warnings)).collect();
    drift(&lists, warnings);
    lists
}

/// Whether the items can be those of one list: marked alike or not at all, and none cut off.
fn is_sound(items: &[PolicyItem]) -> bool {
    let marked = items.iter().filter(|i| i.marker.is_some()).count();
    let cut = |i: &PolicyItem| i.title.chars().count() < 2 || i.title.ends_with(['・', '「', '、', '(']);
    let mixed = marked > 0 && {
        let kind = |i: &PolicyItem| i.marker.as_ref().and_then(|m| marker(&format!("{m} 題名"))).map(|m| m.kind);
        let first = items.iter().find_map(kind);
        items.iter().any(|i| i.marker.is_none() || kind(i).is_some_and(|k| Some(k) != first))
    };
    !mixed && !items.iter().any(cut)
}

/// Titles that chapters of any planning paper have: a list with them is the paper's own outline.
const CHAPTERS: [&str; 9] =
    ["趣旨", "背景", "体制", "スケジュール", "位置づけ", "位置付け", "期間", "目次", "はじめに"];

/// Whether a title is a chapter that any planning paper has.
fn is_chapter(title: &str) -> bool {
    CHAPTERS.iter().any(|w| title.ends_with(w))
}

/// Whether the items are the chapters of the paper (基本方針 as its title), or name lists themselves (まちの将来像 and
/// 基本目標 under まちの将来像と基本目標).
fn is_contents(items: &[PolicyItem]) -> bool {
    let heads = |i: &&PolicyItem| is_chapter(&i.title) || label::is_bare(&i.title);
    items.iter().filter(heads).count() * 4 > items.len()
}

/// Numbers a list and checks its count.
fn list(index: usize, found: Found, prose: &str, warnings: &mut Vec<Warning>) -> PolicyList {
    let declared = found.label.count.or(found.stated).or_else(|| label::count_in_prose(prose, &found.label.text));
    let agrees = declared.map(|n| usize::try_from(n).is_ok_and(|n| n == found.items.len()));
    let places = found.at.iter().copied().chain(found.items.iter().flat_map(|i| places(&i.at)));
    let at = union(places);
    if agrees == Some(false) {
        warnings.push(Warning {
            code: WarningCode::CountMismatch,
            message: format!(
                "「{}」 declares {} items, {} were found; look at the page",
                found.label.text,
                declared.unwrap_or_default(),
                found.items.len()
            ),
            at: at.first().copied(),
        });
    }
    PolicyList {
        id: format!("p{}", index + 1),
        label: found.label.text,
        kind: found.label.kind,
        declared_count: declared,
        count_agrees: agrees,
        items: found.items,
        at,
    }
}

fn places(places: &Places) -> Vec<At> {
    match places {
        Places::One(at) => vec![*at],
        Places::Many(list) => list.clone(),
    }
}

/// One box per page.
fn union(parts: impl IntoIterator<Item = At>) -> Places {
    let mut pages: Vec<At> = Vec::new();
    for at in parts {
        match pages.iter_mut().find(|p| p.page == at.page) {
            Some(p) => {
                let [ax0, ay0, ax1, ay1] = p.bbox;
                let [bx0, by0, bx1, by1] = at.bbox;
                p.bbox = [ax0.min(bx0), ay0.min(by0), ax1.max(bx1), ay1.max(by1)];
            }
            None => pages.push(at),
        }
    }
    if let [one] = pages.as_slice() { Places::One(*one) } else { Places::Many(pages) }
}

/// How alike two titles must be (share of common pairs of characters) to be the same item in other words.
const ALIKE: f64 = 0.6;

/// Reports lists that are printed twice with different words: as many items, each like one of the other's, not all
/// equal.
fn drift(lists: &[PolicyList], warnings: &mut Vec<Warning>) {
    for (i, a) in lists.iter().enumerate() {
        for b in lists.iter().skip(i + 1) {
            if a.items.len() < 3 || a.items.len() != b.items.len() {
                continue;
            }
            let best = |item: &PolicyItem| {
                b.items.iter().map(|o| alike(bare(&item.title), bare(&o.title))).fold(0.0, f64::max)
            };
            let scores: Vec<f64> = a.items.iter().map(best).collect();
            if scores.iter().all(|s| *s >= ALIKE) && scores.iter().any(|s| *s < 1.0) {
                warnings.push(Warning {
                    code: WarningCode::ListDrift,
                    message: format!(
                        "「{}」 and 「{}」 are one list in different words; both are given",
                        a.label, b.label
                    ),
                    at: b.at.first().copied(),
                });
            }
        }
    }
}

/// A title without a bracketed prefix (〈保健福祉〉).
fn bare(title: &str) -> &str {
    match title.split_once(['〉', '》', '】']) {
        Some((before, rest)) if before.starts_with(['〈', '《', '【']) && !rest.is_empty() => rest.trim(),
        _ => title,
    }
}

/// Dice coefficient over pairs of characters.
fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let pairs = |t: &str| {
        let chars: Vec<char> = t.chars().filter(|c| !c.is_whitespace()).collect();
        let mut pairs: Vec<(char, char)> = chars.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?))).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let total = a.len() + b.len();
    let mut common = 0usize;
    let mut rest = b.as_slice();
    for pair in &a {
        while let Some((first, tail)) = rest.split_first() {
            if first < pair {
                rest = tail;
            } else {
                if first == pair {
                    common += 1;
                    rest = tail;
                }
                break;
            }
        }
    }
    // Bounded by the length of a line.
    #[expect(clippy::cast_precision_loss)]
    let score = 2.0 * common as f64 / total as f64;
    score
}

/// A kind for lists whose items carry a word with a number.
fn labelled_kind(word: &str) -> PolicyKind {
    label::kind_of_word(word).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_told_by_pairs() {
        assert!(alike("過去に学びみんなが命を守るまち", "過去に学びみんなが命を守れるまち") > ALIKE);
        assert!(alike("商工と観光", "福祉と医療") < ALIKE);
        assert_eq!(bare("〈保健福祉〉あらゆる人の幸せ"), "あらゆる人の幸せ");
    }
}
