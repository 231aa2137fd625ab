//! Which looks are headings.
//!
//! The question for a marked line is what stands below it. In a list its siblings follow directly; under a heading
//! something else does: running text, a table, a deeper marker. One run of siblings is one thing, so the run decides
//! together, and its last line (below which anything may stand) has no vote.

use crate::japanese::{Marker, MarkerKind};

use super::super::Context;
use super::looks::{Look, Role};
use super::wording::{is_amount, is_bracketed, is_contents_title, is_leader_line};

/// A heading before it has a level.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// Index into the looks (its first line).
    pub(super) look: usize,
    pub(super) marker: Option<Marker>,
    pub(super) title: String,
    pub(super) blocks: Vec<usize>,
    pub(super) rest: Option<String>,
}

/// Lines in heading type that follow each other without anything between are labels of a drawing, from so many on.
const LABELS_IN_A_ROW: usize = 4;

/// The headings in reading order.
pub(super) fn headings(looks: &[Look], listed: &[MarkerKind], context: &Context<'_>) -> Vec<Chosen> {
    let mut is_heading = vec![false; looks.len()];
    mark_runs(looks, listed, &mut is_heading);
    mark_unmarked(looks, &mut is_heading);
    drop_announced(looks, &mut is_heading, context);
    for (slot, look) in is_heading.iter_mut().zip(looks) {
        *slot |= look.announced;
    }
    drop_running_titles(looks, &mut is_heading);
    let mut chosen: Vec<Chosen> = Vec::new();
    let mut i = 0;
    while let Some(look) = looks.get(i) {
        if !is_heading.get(i).copied().unwrap_or(false) {
            i += 1;
            continue;
        }
        let mut heading = Chosen {
            look: i,
            marker: look.marker.clone(),
            title: look.title.clone(),
            blocks: vec![look.block],
            rest: look.rest.clone(),
        };
        let mut last = i;
        while let Some(next) = looks.get(last + 1).filter(|n| continues(looks, last, n, context)) {
            heading.title.push_str(&next.title);
            heading.blocks.push(next.block);
            heading.rest.clone_from(&next.rest);
            last += 1;
        }
        chosen.push(heading);
        i = last + 1;
    }
    chosen
}

/// Whether more than its type says that a line is a heading: a marker, a bracket, the contents, a bookmark, a tag, its place at
/// the head of a slide; or that the contents name another line in that very type.
pub(super) fn is_sure(look: &Look, announced: &[(f32, bool)]) -> bool {
    let told = look.announced || look.tagged.is_some() || look.slide_title;
    let same_type = |(size, bold): &(f32, bool)| (size - look.size).abs() < 0.2 && *bold == look.bold;
    if is_doubled(&look.title) {
        return false;
    }
    told || is_contents_title(&look.title)
        || look.marker.is_some()
        || is_bracketed(&look.title)
        || announced.iter().any(same_type)
}

/// Whether the place of a heading with a fine marker is told by the one before it: (2) under a heading that has no (1) stands
/// somewhere else, and so does ■ under a bigger ■.
pub(super) fn is_placed(heading: &Chosen, parent: Option<usize>, before: &[super::Heading]) -> bool {
    let Some(marker) = &heading.marker else { return true };
    let above = parent.and_then(|p| before.get(p)).and_then(|p| p.marker.as_ref());
    if matches!(marker.kind, MarkerKind::Symbol(_)) && above.is_some_and(|a| a.kind == marker.kind) {
        return false;
    }
    let fine = rank(Some(marker.kind)) >= rank(Some(MarkerKind::Parenthesised)) && marker.kind != MarkerKind::Labelled;
    let Some(last) = marker.number.filter(|n| fine && *n > 1).map(|n| n - 1) else { return true };
    before
        .iter()
        .rev()
        .filter(|h| h.parent == parent)
        .any(|h| h.marker.as_ref().is_some_and(|m| m.kind == marker.kind && m.number == Some(last)))
}

/// 世世帯帯のの推推移移: two prints of one line, one over the other.
fn is_doubled(title: &str) -> bool {
    const PAIRS: usize = 3;
    let chars: Vec<char> = title.chars().collect();
    chars.windows(2 * PAIRS).any(|w| w.chunks_exact(2).all(|p| p.first() == p.get(1)))
}

/// The types, by size and weight, of the lines without a marker that the contents name.
pub(super) fn announced_types(looks: &[Look]) -> Vec<(f32, bool)> {
    let mut out: Vec<(f32, bool)> = Vec::new();
    for look in looks.iter().filter(|l| l.announced && l.marker.is_none()) {
        if !out.iter().any(|(size, bold)| (size - look.size).abs() < 0.2 && *bold == look.bold) {
            out.push((look.size, look.bold));
        }
    }
    out
}

/// Whether the next line goes on with the title: the same type, no marker, close below a line that is full.
fn continues(looks: &[Look], last: usize, next: &Look, context: &Context<'_>) -> bool {
    /// Lines of one title stand no further apart, in multiples of their size.
    const CLOSE: f32 = 0.9;
    let Some(look) = looks.get(last) else { return false };
    // ③ …散逸する危険があ|る: the last letters of a title beside a picture.
    let tail = next.title.chars().count() <= 3
        && next.title.chars().all(super::super::passages::is_hiragana)
        && look.title.chars().count() > next.title.chars().count() * 4;
    let goes_on = matches!(next.role, Role::Unmarked) || tail && next.role == Role::Body;
    if look.rest.is_some() || next.marker.is_some() || !goes_on || next.page != look.page {
        return false;
    }
    let same_type = (look.size - next.size).abs() < 0.4 && look.bold == next.bold && look.strong && next.strong;
    let line = |l: &Look| context.flow.blocks.get(l.block).and_then(|b| b.lines.last()).map(|l| l.bbox);
    let (Some(a), Some(b)) = (line(look), line(next)) else { return false };
    let width = context.flow.pages.get(look.page.saturating_sub(1)).map_or(0.0, |p| p.width);
    let full = a.x1 > width * 0.8;
    let below = b.y0 >= a.y0 && next.gap_above <= CLOSE && look.frame == next.frame;
    (same_type || tail && (look.size - next.size).abs() < 0.4) && below && (full || tail) && !is_bracketed(&next.title)
}

/// Decides runs of marked lines.
fn mark_runs(looks: &[Look], listed: &[MarkerKind], is_heading: &mut [bool]) {
    let mut done = vec![false; looks.len()];
    for i in 0..looks.len() {
        let Some(look) = looks.get(i) else { break };
        if look.role != Role::Marked || done.get(i).copied().unwrap_or(true) {
            continue;
        }
        let run = run_from(looks, i);
        for j in &run {
            if let Some(slot) = done.get_mut(*j) {
                *slot = true;
            }
        }
        if run_is_headings(looks, &run) && !is_unlisted(looks, &run, listed) {
            for j in run {
                if looks.get(j).is_some_and(|l| !is_leader_line(&l.title))
                    && let Some(slot) = is_heading.get_mut(j)
                {
                    *slot = true;
                }
            }
        }
    }
}

/// Contents that list the 1, 2, 3 of other sections would list these too: in running type they are items.
fn is_unlisted(looks: &[Look], run: &[usize], listed: &[MarkerKind]) -> bool {
    let mut members = run.iter().filter_map(|i| looks.get(*i));
    members.all(|l| !l.announced && !l.strong && kind(l).is_some_and(|k| listed.contains(&k)))
}

/// The marked lines that go on with the sequence of `start` (② after ①, (2) after (1)): the same kind of marker, the
/// next number, before the sequence starts again.
fn run_from(looks: &[Look], start: usize) -> Vec<usize> {
    /// Lines between two siblings; beyond it they have nothing to do with each other.
    const REACH: usize = 400;
    let mut run = vec![start];
    let Some(kind) = looks.get(start).and_then(kind) else { return run };
    // A budget prints 1款 again over each of its 項: they are no sequence.
    if matches!(kind, MarkerKind::Kan | MarkerKind::Ko) {
        return run;
    }
    let mut last = looks.get(start).and_then(number);
    let mut from = start;
    for (j, look) in looks.iter().enumerate().skip(start + 1) {
        if j > from + REACH || look.slide_title {
            break;
        }
        if self::kind(look) != Some(kind) {
            continue;
        }
        match (last, number(look)) {
            (Some(a), Some(b)) if b == a + 1 => {}
            (None, None) => {}
            _ => break,
        }
        if look.role == Role::Marked {
            run.push(j);
        }
        last = number(look);
        from = j;
    }
    run
}

fn kind(look: &Look) -> Option<MarkerKind> {
    look.marker.as_ref().map(|m| m.kind)
}

fn number(look: &Look) -> Option<u32> {
    look.marker.as_ref().and_then(|m| m.number)
}

/// Divisions by name (第1章) are headings wherever they stand alone on a line; others need something below.
fn run_is_headings(looks: &[Look], run: &[usize]) -> bool {
    let first = run.first().and_then(|i| looks.get(*i));
    let Some(first) = first else { return false };
    if matches!(kind(first), Some(MarkerKind::Hen | MarkerKind::Bu | MarkerKind::Sho | MarkerKind::Setsu)) {
        // Boxes of a chart name chapters too; under them stands nothing.
        return first.frame.is_none() || run.iter().any(|i| has_body(looks, *i));
    }
    if run.len() == 1 && !first.announced && is_stray(first) {
        return false;
    }
    let voters = if run.len() > 1 { run.len() - 1 } else { 1 };
    let with_body = run.iter().take(voters).filter(|i| has_body(looks, **i)).count();
    let strong = run.iter().filter_map(|i| looks.get(*i)).filter(|l| l.strong).count();
    let mostly_strong = strong * 2 > run.len();
    if mostly_strong {
        // In heading type some of them may stand empty (a heading whose text is a drawing).
        with_body * 3 >= voters && with_body > 0
    } else if run.len() == 1 {
        with_body == 1 && number(first).is_none_or(|n| n == 1 || looks_sound(looks, run))
    } else {
        with_body * 2 > voters
    }
}

/// A line alone in its sequence that cannot be a heading: ⑤ without ④ and ⑥ is an answer of a chart or an item whose
/// list was torn apart; a provision of a whole sentence's length is one of a law's items.
fn is_stray(look: &Look) -> bool {
    /// From this number on what stands alone counts something.
    const LATE: u32 = 10;
    /// So many characters are a provision, in whatever type.
    const PROVISION: usize = 48;
    let fine = matches!(
        kind(look),
        Some(MarkerKind::Circled | MarkerKind::Katakana | MarkerKind::ParenthesisedKatakana | MarkerKind::Latin)
    );
    let torn = number(look).is_some_and(|n| n > 1) && (look.title.chars().count() <= 2 || fine && !look.strong);
    // 26手続のオンライン化: a count in a box; no outline begins so late.
    let late = matches!(kind(look), Some(MarkerKind::Number | MarkerKind::Parenthesised))
        && number(look).is_some_and(|n| n >= LATE)
        && !look.strong;
    torn || late || look.title.chars().count() > PROVISION
}

/// A single marked line in running type is a heading only if it is short.
fn looks_sound(looks: &[Look], run: &[usize]) -> bool {
    run.first().and_then(|i| looks.get(*i)).is_some_and(|l| l.title.chars().count() <= 30)
}

/// Whether something stands below a marked line that its list would not have: running text, a table, a deeper or
/// other marker.
fn has_body(looks: &[Look], i: usize) -> bool {
    let Some(look) = looks.get(i) else { return false };
    if look.rest.is_some() {
        return true;
    }
    let next = looks.iter().skip(i + 1).find(|n| n.role != Role::Label);
    let Some(next) = next else { return false };
    if next.slide_title || next.role == Role::Title {
        return false;
    }
    match (&next.marker, next.role) {
        // A mark of the same kind is a sibling.
        (Some(m), _) if Some(m.kind) == kind(look) => false,
        (Some(m), Role::Marked) if m.kind == MarkerKind::Ko && kind(look) == Some(MarkerKind::Kan) => true,
        (Some(m), Role::Marked) => deeper(look, next) && !matches!(m.kind, MarkerKind::Note),
        (Some(_), _) => true,
        (None, Role::Body | Role::Drawn) => true,
        (None, Role::Unmarked) => look.strong && next.size <= look.size && !look_up(looks, i, next),
        (None, _) => false,
    }
}

/// An unmarked heading in type as strong as that of a marked line begins a section of its own.
fn look_up(looks: &[Look], i: usize, next: &Look) -> bool {
    looks.get(i).is_some_and(|l| next.size > l.size * 1.02)
}

/// Whether a marked line can stand below another: a sequence that starts (1, ア, ①), not one that goes on from
/// before, and not a coarser division.
fn deeper(look: &Look, next: &Look) -> bool {
    let starts = number(next).is_none_or(|n| n == 1);
    let smaller = !next.strong || next.size <= look.size * 1.02;
    starts && smaller && rank(kind(next)) >= rank(kind(look)).min(RANK_FREE)
}

/// From this rank on, which marker lies within which is a matter of taste.
const RANK_FREE: u8 = 6;

/// How coarse a division is by custom (公用文作成の要領: 第1, 1, (1), ア, (ア)).
pub(super) fn rank(kind: Option<MarkerKind>) -> u8 {
    match kind {
        Some(MarkerKind::Hen) => 0,
        Some(MarkerKind::Bu) => 1,
        Some(MarkerKind::Sho) => 2,
        Some(MarkerKind::Setsu) => 3,
        Some(MarkerKind::Kan) => 4,
        Some(MarkerKind::Ko) => 5,
        Some(MarkerKind::Roman) => 6,
        Some(MarkerKind::Number) => 7,
        Some(MarkerKind::Compound(_)) => 8,
        Some(MarkerKind::Parenthesised) => 9,
        Some(MarkerKind::HalfParenthesised) => 10,
        Some(MarkerKind::Circled) => 11,
        Some(MarkerKind::Katakana) => 12,
        Some(MarkerKind::ParenthesisedKatakana) => 13,
        Some(MarkerKind::Latin) => 14,
        _ => 15,
    }
}

/// Decides lines without a marker.
fn mark_unmarked(looks: &[Look], is_heading: &mut [bool]) {
    let mut i = 0;
    while let Some(look) = looks.get(i) {
        if look.role != Role::Unmarked {
            i += 1;
            continue;
        }
        // Lines in heading type one after the other.
        let mut end = i;
        while looks.get(end + 1).is_some_and(|n| n.role == Role::Unmarked && n.page == look.page && !n.slide_title) {
            end += 1;
        }
        let row = end - i + 1;
        for j in i..=end {
            let Some(l) = looks.get(j) else { break };
            let heads = l.slide_title
                || l.tagged.is_some()
                || (row < LABELS_IN_A_ROW && (j < end || below(looks, j)) && steps_down(looks, j, end));
            if heads
                && !is_amount(&l.title)
                && let Some(slot) = is_heading.get_mut(j)
            {
                *slot = true;
            }
        }
        i = end + 1;
    }
}

/// Whether something stands below an unmarked line on its page or the next.
fn below(looks: &[Look], i: usize) -> bool {
    let Some(look) = looks.get(i) else { return false };
    looks.iter().skip(i + 1).find(|n| n.role != Role::Label).is_some_and(|n| {
        n.page <= look.page + 1 && !n.slide_title && matches!(n.role, Role::Body | Role::Drawn | Role::Marked)
    })
}

/// Among lines that follow each other, one heads the next only if the next is in smaller type, in brackets, or of
/// another weight.
fn steps_down(looks: &[Look], i: usize, end: usize) -> bool {
    if i == end {
        return true;
    }
    match (looks.get(i), looks.get(i + 1)) {
        (Some(a), Some(b)) => a.slide_title || a.size > b.size * 1.02 || (a.bold && !b.bold) || is_bracketed(&b.title),
        _ => true,
    }
}

/// 第3章 … at the head of each page of its chapter: the same number and words as the heading of that kind before. And
/// a title that the next page repeats over the rest of its table: the same words as the heading right before.
fn drop_running_titles(looks: &[Look], is_heading: &mut [bool]) {
    let mut last: Vec<(MarkerKind, &str, &str, usize)> = Vec::new();
    let mut before: Option<&Look> = None;
    for (look, slot) in looks.iter().zip(is_heading.iter_mut()) {
        if *slot && !look.slide_title {
            let printed = |l: &Look| l.marker.as_ref().map(|m| m.printed.clone());
            let again = before.is_some_and(|b| {
                b.page < look.page && b.title == look.title && printed(b) == printed(look) && b.tagged == look.tagged
            });
            if again && !look.announced {
                *slot = false;
                continue;
            }
        }
        let division = |m: &&Marker| rank(Some(m.kind)) <= rank(Some(MarkerKind::Kan)) && m.number.is_some();
        if let Some(m) = look.marker.as_ref().filter(division).filter(|_| *slot) {
            // The contents name both the running title and the title below it: on one page they are one.
            let known = last.iter().find(|(kind, printed, title, _)| {
                (*kind, *printed, *title) == (m.kind, m.printed.as_str(), look.title.as_str())
            });
            if known.is_some_and(|(.., page)| !look.announced || *page == look.page) {
                *slot = false;
                continue;
            }
            last.retain(|(kind, ..)| *kind != m.kind);
            last.push((m.kind, m.printed.as_str(), look.title.as_str(), look.page));
        }
        if *slot && !look.slide_title {
            before = Some(look);
        }
    }
    drop_continued_slides(looks, is_heading);
}

/// One title over page after page (a table that takes up many slides) is told once; two slides with one title may each
/// have something to say.
fn drop_continued_slides(looks: &[Look], is_heading: &mut [bool]) {
    const CONTINUED: usize = 3;
    let slides: Vec<usize> = (0..looks.len())
        .filter(|i| is_heading.get(*i) == Some(&true) && looks.get(*i).is_some_and(|l| l.slide_title))
        .collect();
    let goes_on = |a: usize, b: usize| match (looks.get(a), looks.get(b)) {
        (Some(a), Some(b)) => a.title == b.title && a.page + 1 == b.page,
        _ => false,
    };
    for run in slides.chunk_by(|a, b| goes_on(*a, *b)).filter(|r| r.len() >= CONTINUED) {
        for i in run.iter().skip(1) {
            if let Some(slot) = is_heading.get_mut(*i) {
                *slot = false;
            }
        }
    }
}

/// Titles announced by a table of contents are headings where they stand, not where they are announced; and a
/// heading printed twice on one page in a row is one.
fn drop_announced(looks: &[Look], is_heading: &mut [bool], context: &Context<'_>) {
    for (i, look) in looks.iter().enumerate() {
        let corner = context.flow.pages.get(look.page.saturating_sub(1)).is_some_and(|p| {
            let line = context.flow.blocks.get(look.block).and_then(|b| b.lines.first());
            line.is_some_and(|l| l.bbox.x0 > p.width * 0.7 && l.bbox.y1 < p.height * 0.15)
        });
        // Corner labels stand right of where any heading starts.
        let drops = is_leader_line(&look.title) || (corner && look.marker.is_none() && !look.slide_title);
        if drops && let Some(slot) = is_heading.get_mut(i) {
            *slot = false;
        }
    }
}
