//! The table of contents and the bookmarks in, which lines they announce out.
//!
//! Both say what the paper itself calls a heading, so a line that they announce is one whatever it looks like. They are
//! checked first: a table of contents left over from an older draft, or bookmarks that a program made from file names,
//! announce lines that stand nowhere. A line that is announced once is a heading once: on the page that is named, else
//! where it looks most like one.

use std::collections::BTreeMap;

use crate::japanese::MarkerKind;

use super::super::Context;
use super::super::passages::squeeze;
use super::looks::{Look, Role};
use super::wording::is_leader_line;

/// Fewer entries are no table of contents, and prove nothing.
const LEAST_ENTRIES: usize = 3;
/// Of those, so many in ten stand in the text: otherwise it is another paper's.
const LEAST_FOUND: usize = 5;
/// From so many entries of one kind of marker on, the contents list all of that kind.
const LISTED: usize = 3;
/// The printed page numbers lie so far from the counted ones at most where they are trusted.
const PAGE_SLACK: i64 = 1;

/// A line of the contents, or a bookmark.
struct Entry {
    key: String,
    /// As the source counts them.
    page: Option<i64>,
    /// 0 is outermost, where the source tells.
    depth: Option<usize>,
}

/// Marks the looks that are announced; returns the kinds of marker that the contents list throughout.
pub(super) fn confirm(looks: &mut [Look], context: &Context<'_>, contents: &[usize]) -> Vec<MarkerKind> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, look) in looks.iter().enumerate().filter(|(_, l)| may_be(l) && !contents.contains(&l.page)) {
        places.entry(key_of(look)).or_default().push(i);
    }
    let mut listed = Vec::new();
    for entries in [contents_lines(context, contents), bookmarks(context)] {
        let found = entries.iter().filter(|e| places.contains_key(&e.key)).count();
        if entries.len() < LEAST_ENTRIES || found * 10 < entries.len() * LEAST_FOUND {
            continue;
        }
        let offset = offset(&entries, &places, looks);
        let mut kinds: BTreeMap<MarkerKind, usize> = BTreeMap::new();
        for entry in &entries {
            let Some(here) = places.get(&entry.key) else { continue };
            // A title that comes twice is announced twice: each entry takes the next place.
            let open = here.iter().copied().filter(|i| looks.get(*i).is_some_and(|l| !l.announced));
            let on_page = |i: &usize| {
                let page = looks.get(*i).and_then(|l| i64::try_from(l.page).ok());
                page.zip(entry.page).zip(offset).is_some_and(|((p, e), o)| (p - e - o).abs() <= PAGE_SLACK)
            };
            let weight = |i: &usize| (on_page(i), looks.get(*i).is_some_and(|l| l.strong), std::cmp::Reverse(*i));
            let Some(look) = open.max_by_key(weight).and_then(|i| looks.get_mut(i)) else { continue };
            look.announced = true;
            look.depth = look.depth.or(entry.depth);
            look.role = if look.marker.is_some() { Role::Marked } else { Role::Unmarked };
            if let Some(m) = &look.marker {
                *kinds.entry(m.kind).or_default() += 1;
            }
        }
        listed.extend(kinds.into_iter().filter(|(_, n)| *n >= LISTED).map(|(kind, _)| kind));
    }
    listed
}

/// Lines that a table of contents may mean: no table, no sentence, no label.
fn may_be(look: &Look) -> bool {
    matches!(look.role, Role::Marked | Role::Unmarked | Role::Body)
        && !look.is_table
        && look.rest.is_none()
        && !look.title.is_empty()
        && !look.title.contains('。')
        && !is_leader_line(&look.title)
}

/// How a title is compared: typists put dots, blanks and brackets after a number as they like.
fn key(text: &str) -> String {
    let said = text.split(['※', '＊']).next().unwrap_or(text);
    let mark = |c: char| c.is_whitespace() || "・.．。、,()（）[]【】「」『』-－‐―ー:：".contains(c);
    squeeze(said).chars().filter(|c| !mark(*c)).collect()
}

fn key_of(look: &Look) -> String {
    key(&format!("{}{}", look.marker.as_ref().map_or("", |m| m.printed.as_str()), look.title))
}

/// The lines of the contents pages that lead to a page number.
fn contents_lines(context: &Context<'_>, contents: &[usize]) -> Vec<Entry> {
    let lines = context.flow.blocks.iter().flat_map(|b| &b.lines).filter(|l| contents.contains(&l.page));
    let cells = context.flow.tables.iter().flat_map(|t| &t.cells).flat_map(|c| &c.lines);
    let cells = cells.filter(|l| contents.contains(&l.page));
    let found = lines.chain(cells).filter_map(|l| Some((entry(l.text.trim())?, l.bbox.x0)));
    let (mut entries, starts): (Vec<Entry>, Vec<f32>) = found.unzip();
    // Deeper titles are set in: lines that begin at one place are of one depth.
    let mut edges: Vec<f32> = starts.clone();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|b, a| *b - *a < INDENT);
    if edges.len() <= DEPTHS {
        for (entry, start) in entries.iter_mut().zip(&starts) {
            entry.depth = edges.iter().rposition(|e| *e <= start + 0.1);
        }
    }
    entries
}

/// Lines of the contents that begin so close are of one depth, in points: half a character of small print …
const INDENT: f32 = 5.0;
/// … and more depths than this are centred lines, or columns.
const DEPTHS: usize = 5;

/// So many marks between a title and a number lead to it.
const LEADER: usize = 4;

/// 第1章 計画の概要 …………… 3, 第1章 計画の概要 3.
fn entry(text: &str) -> Option<Entry> {
    let body = text.trim_end_matches([')', ']', '-', ' ']);
    let number = body.chars().rev().take_while(char::is_ascii_digit).count();
    let (head, page) = body.split_at_checked(body.len() - number)?;
    let leads = is_leader_line(text) || head.ends_with(char::is_whitespace);
    let title = head.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, 'P' | 'p' | '…' | '‥' | '.' | '・' | '･' | '·' | '⋯' | '-' | '─' | '_' | '(' | '[')
    });
    let leads = leads || head.chars().count() >= title.chars().count() + LEADER;
    let key = key(title);
    (number > 0 && number <= 4 && leads && key.chars().count() > 2).then(|| Entry {
        key,
        page: page.parse().ok(),
        depth: None,
    })
}

fn bookmarks(context: &Context<'_>) -> Vec<Entry> {
    let list = context.info.map(|i| i.bookmarks.as_slice()).unwrap_or_default();
    let entry = |b: &crate::pdf::Bookmark| Entry {
        key: key(&crate::japanese::normalize(&b.title)),
        page: b.page.and_then(|p| i64::try_from(p).ok()),
        depth: Some(b.depth),
    };
    list.iter().map(entry).filter(|e| e.key.chars().count() > 2).collect()
}

/// How far the pages are counted from where they are printed, by what stands in one place only.
fn offset(entries: &[Entry], places: &BTreeMap<String, Vec<usize>>, looks: &[Look]) -> Option<i64> {
    let sure = entries.iter().filter_map(|e| match places.get(&e.key).map(Vec::as_slice) {
        Some([only]) => Some(i64::try_from(looks.get(*only)?.page).ok()? - e.page?),
        _ => None,
    });
    let mut offsets: Vec<i64> = sure.collect();
    offsets.sort_unstable();
    offsets.get(offsets.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_contents() {
        for (text, want) in [
            ("第1章 計画の概要・・・・・・・・3", Some(("第1章計画の概要", 3))),
            ("1. 計画の背景 ………… 12", Some(("1計画の背景", 12))),
            ("(2) 区域の設定------------P.24", Some(("2区域の設定", 24))),
            ("資料編 98", Some(("資料編", 98))),
            ("令和7年度", None),
            ("計画の概要", None),
            ("人口10", None),
        ] {
            let found = entry(text);
            assert_eq!(found.as_ref().map(|e| (e.key.as_str(), e.page.unwrap_or(0))), want, "{text}");
        }
    }
}
