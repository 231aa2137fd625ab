//! Glyphs in, line segments out.
//!
//! The drawing order of a PDF says nothing that can be trusted (some producers draw all bold glyphs first, some shuffle
//! on purpose), so lines are found from geometry alone: glyphs of one direction are sorted by baseline, cut into rows,
//! and each row is cut where a gap is too wide to be a space. What stays together is a [`Segment`]; which segments of
//! a row belong to one printed line, and which to neighbouring columns, only reading order can tell.

use super::spacing;
use super::types::Line;
use crate::geometry::{self, Rect};
use crate::pdf::{Direction, Glyph, Page};

/// Baselines this close (in font sizes) are one row at once: fonts of one line differ by rounding only.
const SAME_BASELINE: f32 = 0.06;
/// Digits of one number may stand one below the other, each next to the one before: 1／1／9／番.
const DIGITS_DOWN: usize = 4;
/// A neighbour on the same line may sit this far off its baseline (in font sizes): mixed fonts, skewed scans.
const BASELINE_SLACK: f32 = 0.3;
/// … and a much smaller neighbour this far: super- and subscripts.
const SCRIPT_SLACK: f32 = 0.62;
/// Smaller than this share of its neighbour's size, a glyph may be a super- or subscript.
const SCRIPT_SIZE: f32 = 0.8;
/// Gap in font sizes that parts two segments: more than a full-width space between two characters.
const COLUMN_GAP: f32 = 1.5;
/// … where space characters fill the gap: authors also indent and align with them within one line.
const SPACED_COLUMN_GAP: f32 = 2.6;
/// Ruby is at most this share of its base's size; common practice is a half.
const RUBY_SIZE: f32 = 0.62;

/// A run of glyphs on one baseline without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// What it shows.
    pub(super) line: Line,
    /// Indices into the page's glyphs, in reading direction.
    pub(super) glyphs: Vec<u32>,
    /// Cross-axis position; grows from line to line.
    pub(super) across: f32,
    /// Writing direction.
    pub(super) direction: Direction,
    /// Its characters are spread to fill a width (総 務 課): such a line is never part of a wrapped one.
    pub(super) spread: bool,
    /// Where its text goes on after wide gaps, along: the value after a label.
    pub(super) tabs: Vec<f32>,
}

/// Start and end of a box along a writing direction.
pub(super) fn along(direction: Direction, b: &Rect) -> (f32, f32) {
    match direction {
        Direction::Right | Direction::Slanted => (b.x0, b.x1),
        Direction::Down | Direction::TurnedDown => (b.y0, b.y1),
        Direction::TurnedUp => (-b.y1, -b.y0),
        Direction::Left => (-b.x1, -b.x0),
    }
}

/// Cross-axis position of a baseline, growing from each line to the next.
fn across(direction: Direction, baseline: f32) -> f32 {
    match direction {
        Direction::Right | Direction::Slanted | Direction::TurnedUp => baseline,
        Direction::Down | Direction::TurnedDown | Direction::Left => -baseline,
    }
}

/// The segments of the given glyphs of a page, top to bottom (vertical ones right to left), and the ruby among them.
pub(super) fn segments(page: &Page, glyphs: &[u32]) -> (Vec<Segment>, Vec<Segment>) {
    let mut by_direction: Vec<(Direction, Vec<u32>)> = Vec::new();
    for &g in glyphs {
        let Some(glyph) = page.glyphs.get(g as usize) else { continue };
        match by_direction.iter_mut().find(|(d, _)| *d == glyph.direction) {
            Some((_, list)) => list.push(g),
            None => by_direction.push((glyph.direction, vec![g])),
        }
    }
    by_direction.sort_by_key(|(d, _)| *d);
    let mut all = Vec::new();
    for (direction, list) in by_direction {
        let mut found: Vec<Vec<u32>> = Vec::new();
        rows(page, direction, list, |row| split_row(page, direction, row, &mut found));
        let found = attach_scripts(page, direction, found);
        all.extend(found.into_iter().filter_map(|ids| segment(page, direction, ids)));
    }
    let all = upright_digits(page, all);
    // Lines of characters one below the other are known now; they have digits too (1／年／目).
    let mut all = stack_single_characters(page, all);
    for _ in 0..DIGITS_DOWN {
        let before = all.len();
        all = upright_digits(page, all);
        if all.len() == before {
            break;
        }
    }
    set_ruby_apart(all)
}

/// A glyph by index; a neutral one where the index is out of range (it never is).
pub(super) fn glyph(page: &Page, index: u32) -> Option<&Glyph> {
    page.glyphs.get(index as usize)
}

/// A glyph with its place.
struct Placed {
    across: f32,
    /// [`geometry::ordinal`] of its start.
    along: u32,
    size: f32,
    id: u32,
}

/// Cuts glyphs of one direction into rows of (nearly) one baseline, and hands on each, in reading direction.
fn rows(page: &Page, direction: Direction, list: Vec<u32>, mut row: impl FnMut(&[Placed])) {
    let mut placed: Vec<Placed> = list
        .into_iter()
        .map(|id| {
            let (across, along, size) = glyph(page, id).map_or((0.0, 0.0, 1.0), |x| {
                (across(direction, x.baseline), along(direction, &x.bbox).0, x.size.max(1.0))
            });
            Placed { across, along: geometry::ordinal(along), size, id }
        })
        .collect();
    placed.sort_unstable_by_key(|g| (u64::from(geometry::ordinal(g.across)) << 32 | u64::from(g.along), g.id));
    let mut rest = placed.as_mut_slice();
    while let Some(first) = rest.first() {
        let start = first.across;
        let mut last = start;
        let joins = |g: &&Placed| {
            let joins = g.across - last <= SAME_BASELINE * g.size && g.across - start <= BASELINE_SLACK * g.size;
            last = g.across;
            joins
        };
        let n = 1 + rest.iter().skip(1).take_while(joins).count();
        let (this, more) = rest.split_at_mut(n);
        this.sort_unstable_by_key(|g| (g.along, g.id));
        row(this);
        rest = more;
    }
}

/// Cuts a row at its wide gaps.
fn split_row(page: &Page, direction: Direction, row: &[Placed], out: &mut Vec<Vec<u32>>) {
    let mut pieces: Vec<Vec<u32>> = Vec::new();
    let mut gaps: Vec<f32> = Vec::new();
    let mut end: Option<(f32, f32)> = None;
    let mut spaces: Vec<u32> = Vec::new();
    for g in row.iter().map(|g| g.id) {
        let Some(x) = glyph(page, g) else { continue };
        if spacing::is_space(x.ch) {
            spaces.push(g);
            continue;
        }
        let (u0, u1) = along(direction, &x.bbox);
        let Some((last, size)) = end else {
            spaces.clear();
            pieces.push(vec![g]);
            end = Some((u1, x.size));
            continue;
        };
        let em = size.min(x.size).max(1.0);
        let gap = (u0 - last) / em;
        let limit = if spaces.is_empty() { COLUMN_GAP } else { SPACED_COLUMN_GAP };
        if gap > limit {
            gaps.push(gap);
            spaces.clear();
            pieces.push(vec![g]);
        } else if let Some(piece) = pieces.last_mut() {
            piece.append(&mut spaces);
            piece.push(g);
        }
        end = Some((last.max(u1), x.size));
    }
    if pieces.len() > 1 && letter_spaced(&pieces, &gaps) {
        out.push(pieces.into_iter().flatten().collect());
    } else {
        out.append(&mut pieces);
    }
}

/// Whether the pieces of a row are the characters of one widely spaced word: 議　　事　　録.
fn letter_spaced(pieces: &[Vec<u32>], gaps: &[f32]) -> bool {
    /// Two characters alone on their row (目　　次) belong together up to this gap.
    const TWO: f32 = 3.5;
    /// Gaps of a spaced word are equal within this share.
    const EVEN: f32 = 0.2;
    if pieces.iter().any(|p| p.len() != 1) {
        return false;
    }
    let (low, high) = gaps.iter().fold((f32::MAX, 0.0_f32), |(l, h), g| (l.min(*g), h.max(*g)));
    if pieces.len() == 2 { high <= TWO } else { high <= 2.0 * TWO && high - low <= EVEN * high }
}

/// Joins pieces that sit side by side slightly off each other's baseline: mixed fonts, super- and subscripts.
fn attach_scripts(page: &Page, direction: Direction, pieces: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    struct Piece {
        u0: f32,
        u1: f32,
        v: f32,
        size: f32,
    }
    let info: Vec<Piece> = pieces
        .iter()
        .map(|p| {
            let mut piece = Piece { u0: f32::MAX, u1: f32::MIN, v: 0.0, size: 0.0 };
            for x in p.iter().filter_map(|g| glyph(page, *g)) {
                let (a, b) = along(direction, &x.bbox);
                piece.u0 = piece.u0.min(a);
                piece.u1 = piece.u1.max(b);
                piece.size = piece.size.max(x.size);
                piece.v = across(direction, x.baseline);
            }
            piece
        })
        .collect();
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|a, b| info[*a].v.total_cmp(&info[*b].v).then(a.cmp(b)));
    let largest = info.iter().fold(1.0_f32, |m, p| m.max(p.size));
    let mut parent: Vec<usize> = (0..pieces.len()).collect();
    let mut looks = 0_usize;
    for (i, &a) in order.iter().enumerate() {
        for &b in order.iter().skip(i + 1) {
            let dv = info[b].v - info[a].v;
            // Bounded: on a page of overlapping debris every piece would look at every other.
            looks += 1;
            if dv > SCRIPT_SLACK * largest || looks > 400_000 {
                break;
            }
            let (p, q) = (&info[a], &info[b]);
            let (big, small) = (p.size.max(q.size), p.size.min(q.size));
            let slack = if small < SCRIPT_SIZE * big { SCRIPT_SLACK } else { BASELINE_SLACK };
            if dv > slack * big {
                continue;
            }
            let gap = (q.u0 - p.u1).max(p.u0 - q.u1) / big;
            let near = if small < SCRIPT_SIZE * big { 0.5 } else { COLUMN_GAP };
            if gap > near || overlaps(page, direction, &pieces[a], &pieces[b]) {
                continue;
            }
            let (ra, rb) = (root(&mut parent, a), root(&mut parent, b));
            if ra != rb {
                parent[ra.max(rb)] = ra.min(rb);
            }
        }
    }
    // Pieces are in order already, and few are joined to others.
    let mut joined: Vec<usize> = Vec::new();
    let mut out = pieces;
    for i in 0..out.len() {
        let r = root(&mut parent, i);
        if r != i {
            let piece = std::mem::take(&mut out[i]);
            out[r].extend(piece);
            joined.push(r);
        }
    }
    joined.sort_unstable();
    joined.dedup();
    for r in joined {
        let key = |g: u32| glyph(page, g).map_or(0.0, |x| along(direction, &x.bbox).0);
        out[r].sort_by(|a, b| key(*a).total_cmp(&key(*b)).then(a.cmp(b)));
    }
    out.retain(|p| !p.is_empty());
    out
}

/// Root of a union-find forest, halving paths.
pub(super) fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// Whether glyphs of two pieces lie over one another (then they are no neighbours on one line).
fn overlaps(page: &Page, direction: Direction, a: &[u32], b: &[u32]) -> bool {
    let visible = |g: &u32| glyph(page, *g).filter(|x| !spacing::is_space(x.ch));
    let mut a = a.iter().filter_map(visible).map(|x| along(direction, &x.bbox));
    let mut b = b.iter().filter_map(visible).map(|x| along(direction, &x.bbox));
    let (mut first, mut second) = (a.next(), b.next());
    while let (Some(p), Some(q)) = (first, second) {
        let shared = p.1.min(q.1) - p.0.max(q.0);
        if shared > 0.35 * (p.1 - p.0).min(q.1 - q.0).max(0.1) {
            return true;
        }
        if p.1 < q.1 { first = a.next() } else { second = b.next() }
    }
    false
}

/// Makes a segment of glyphs in reading direction; `None` where they show nothing.
pub(super) fn segment(page: &Page, direction: Direction, ids: Vec<u32>) -> Option<Segment> {
    let glyphs: Vec<&Glyph> = ids.iter().filter_map(|g| glyph(page, *g)).collect();
    let visible = || glyphs.iter().filter(|x| !spacing::is_space(x.ch));
    let first = *visible().next()?;
    let mut bbox = first.bbox;
    let mut bold = usize::from(first.bold);
    let mut count = 1_usize;
    // One font and one colour are the rule.
    let (mut one_size, mut one_color) = (true, true);
    for x in visible().skip(1) {
        bbox = bbox.union(&x.bbox);
        bold += usize::from(x.bold);
        count += 1;
        one_size &= x.size.to_bits() == first.size.to_bits();
        one_color &= x.color == first.color;
    }
    let raw = spacing::assemble(&glyphs, direction);
    let size = if one_size { None } else { commonest(visible().map(|x| x.size).collect(), f32::total_cmp) };
    let size = size.unwrap_or(first.size);
    let color = if one_color { None } else { commonest(visible().map(|x| x.color).collect(), Ord::cmp) };
    let color = color.unwrap_or(first.color);
    // The position of the commonest size, so that a subscript does not move its line.
    let baseline = glyphs.iter().find(|x| x.size.to_bits() == size.to_bits()).map_or(first.baseline, |x| x.baseline);
    let line = Line {
        page: page.number,
        bbox,
        text: trimmed(crate::japanese::normalize(&raw)),
        raw,
        size,
        bold: bold * 2 > count,
        color,
        vertical: direction == Direction::Down,
    };
    let spread = spacing::is_spread(&glyphs, direction);
    let tabs = if spread { Vec::new() } else { spacing::tabs(&glyphs, direction) };
    Some(Segment { line, glyphs: ids, across: across(direction, baseline), direction, spread, tabs })
}

/// The text without white space around it.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// The commonest value of a list; the smallest of equally common ones.
fn commonest<T: Copy>(mut values: Vec<T>, compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> Option<T> {
    values.sort_by(&compare);
    let mut best: Option<(usize, T)> = None;
    let mut i = 0;
    while let Some(&value) = values.get(i) {
        let n = values.iter().skip(i).take_while(|v| compare(v, &value).is_eq()).count();
        if best.is_none_or(|(m, _)| n > m) {
            best = Some((n, value));
        }
        i += n;
    }
    best.map(|(_, v)| v)
}

/// Puts digits and letters that stand upright, side by side, in a vertical line (縦中横: 12年) into that line.
fn upright_digits(page: &Page, mut segments: Vec<Segment>) -> Vec<Segment> {
    /// Characters that fit into the width of a line.
    const MOST: usize = 4;
    /// They are centred on the line, in font sizes.
    const CENTRED: f32 = 0.3;
    /// The gap that they fill may lie before or after the line.
    const BEYOND: f32 = 1.3;
    if !segments.iter().any(|s| s.direction == Direction::Down) {
        return segments;
    }
    let small = |s: &Segment| {
        s.direction == Direction::Right
            && s.glyphs.len() <= MOST
            && s.line.raw.chars().all(|c| c.is_alphanumeric() && !spacing::is_letter(c) || matches!(c, '!' | '?' | '.'))
    };
    let mut taken = vec![false; segments.len()];
    let mut homes: Vec<(usize, usize)> = Vec::new();
    for (i, s) in segments.iter().enumerate().filter(|(_, s)| small(s)) {
        let b = &s.line.bbox;
        let home = segments.iter().enumerate().find(|(_, line)| {
            let size = line.line.size.max(1.0);
            let (y0, y1) = (line.line.bbox.y0 - BEYOND * size, line.line.bbox.y1 + BEYOND * size);
            let free = |g: &u32| {
                glyph(page, *g).is_none_or(|x| x.bbox.y1.min(b.y1) - x.bbox.y0.max(b.y0) < 0.4 * size.min(b.height()))
            };
            line.direction == Direction::Down
                && (b.cx() - line.line.bbox.cx()).abs() < CENTRED * size
                && b.width() < 1.5 * size
                && (y0..y1).contains(&b.cy())
                && line.glyphs.iter().all(free)
        });
        if let Some((line, _)) = home {
            homes.push((line, i));
            if let Some(t) = taken.get_mut(i) {
                *t = true;
            }
        }
    }
    for (line, small) in homes {
        let (Some(s), Some(into)) = (segments.get(small).cloned(), segments.get(line)) else { continue };
        let y = s.line.bbox.cy();
        let mut ids = into.glyphs.clone();
        let at = ids.iter().position(|g| glyph(page, *g).is_some_and(|x| x.bbox.cy() > y)).unwrap_or(ids.len());
        ids.splice(at..at, s.glyphs.iter().copied());
        if let (Some(joined), Some(slot)) = (segment(page, Direction::Down, ids), segments.get_mut(line)) {
            *slot = joined;
        }
    }
    segments.into_iter().zip(taken).filter_map(|(s, gone)| (!gone).then_some(s)).collect()
}

/// Joins single characters of horizontal fonts that are set one below the other (labels of diagrams, narrow columns)
/// into one vertical line.
fn stack_single_characters(page: &Page, segments: Vec<Segment>) -> Vec<Segment> {
    // Marks stand in such words too, but alone they are bullets and signs of a diagram.
    let letter = |s: &Segment| s.line.text.chars().all(|c| spacing::is_letter(c) || c == 'ー');
    let single = |s: &Segment| {
        let mark = |c: char| matches!(c, '(' | ')' | '（' | '）' | '「' | '」' | '・' | '→' | '～' | '、');
        s.direction == Direction::Right
            && s.line.text.chars().count() == 1
            && (letter(s) || s.line.text.chars().all(mark))
    };
    let mut candidates: Vec<usize> = (0..segments.len()).filter(|i| single(&segments[*i])).collect();
    if candidates.len() < 2 {
        return segments;
    }
    // Characters of one stack share their centre within a fifth of their size: sort by columns of that width.
    let column = |s: &Segment| (s.line.bbox.cx() * 2.0 / s.line.size.max(1.0)).round() as i64;
    candidates.sort_by(|a, b| {
        let (p, q) = (&segments[*a], &segments[*b]);
        column(p).cmp(&column(q)).then(p.line.bbox.y0.total_cmp(&q.line.bbox.y0)).then(a.cmp(b))
    });
    let mut stacks: Vec<Vec<usize>> = Vec::new();
    for i in candidates {
        let s = &segments[i];
        let joins = stacks.last().and_then(|t| t.last()).is_some_and(|&j| {
            let t = &segments[j];
            let size = s.line.size.max(1.0);
            let pitch = (s.across - t.across) / size;
            (s.line.size - t.line.size).abs() < 0.1 * size
                && (s.line.bbox.cx() - t.line.bbox.cx()).abs() < 0.25 * size
                && (0.7..=1.75).contains(&pitch)
        });
        match stacks.last_mut() {
            Some(t) if joins => t.push(i),
            _ => stacks.push(vec![i]),
        }
    }
    stacks.retain(|t| {
        let letters = t.iter().filter(|i| letter(&segments[**i])).count();
        t.len() >= 3 && letters * 3 >= t.len() * 2 || t.len() == 2 && letters == 2 && closely(&segments, t)
    });
    // Words spread over the width of a cell, one below the other (課　長／室　長), are rows: they were set so.
    let set_in_row = |i: &usize| segments[*i].glyphs.first().is_some_and(|g| neighbour_in_row(page, *g));
    stacks.retain(|t| !t.iter().all(set_in_row));
    let mut taken = vec![false; segments.len()];
    let mut stacked = Vec::new();
    for t in &stacks {
        let ids: Vec<u32> = t.iter().flat_map(|i| segments[*i].glyphs.iter().copied()).collect();
        if let Some(mut s) = segment(page, Direction::Down, ids) {
            for i in t {
                taken[*i] = true;
            }
            s.across = -s.line.bbox.cx();
            stacked.push(s);
        }
    }
    let mut out: Vec<Segment> = segments.into_iter().zip(taken).filter_map(|(s, gone)| (!gone).then_some(s)).collect();
    out.append(&mut stacked);
    out
}

/// Whether the character set just before or after another one stands beside it, on its baseline.
fn neighbour_in_row(page: &Page, id: u32) -> bool {
    /// Spaces between them.
    const SPACES: u32 = 12;
    /// Columns of vertical writing in two cells stand further apart (font sizes) than words are spread.
    const NEAR: f32 = 12.0;
    let Some(here) = glyph(page, id) else { return false };
    let seen = |i: &Option<u32>| i.and_then(|i| glyph(page, i)).is_some_and(|g| !spacing::is_space(g.ch));
    let before = (1..=SPACES).map(|n| id.checked_sub(n)).find(seen).flatten();
    let after = (1..=SPACES).map(|n| id.checked_add(n)).find(seen).flatten();
    [before, after].into_iter().flatten().filter_map(|i| glyph(page, i)).any(|g| {
        let size = here.size.max(1.0);
        (g.baseline - here.baseline).abs() <= 0.2 * size && (g.bbox.cx() - here.bbox.cx()).abs() <= NEAR * size
    })
}

/// Whether two characters are set as close as in vertical writing.
fn closely(segments: &[Segment], pair: &[usize]) -> bool {
    match pair {
        [a, b] => (segments[*b].across - segments[*a].across) / segments[*a].line.size.max(1.0) <= 1.25,
        _ => false,
    }
}

/// Sets ruby (small kana right above, or right beside, its base) apart from the text.
fn set_ruby_apart(segments: Vec<Segment>) -> (Vec<Segment>, Vec<Segment>) {
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a0}'..='\u{30ff}' | ' ' | '\u{3000}');
    let suspects: Vec<usize> = (0..segments.len())
        .filter(|i| {
            let t = &segments[*i].line.text;
            !t.is_empty() && t.chars().all(kana) && t.chars().count() <= 30
        })
        .collect();
    if suspects.is_empty() {
        return (segments, Vec::new());
    }
    let mut by_top: Vec<usize> = (0..segments.len()).collect();
    by_top.sort_by(|a, b| segments[*a].across.total_cmp(&segments[*b].across).then(a.cmp(b)));
    let keys: Vec<f32> = by_top.iter().map(|i| segments[*i].across).collect();
    let mut ruby = vec![false; segments.len()];
    for i in suspects {
        let r = &segments[i];
        let from = keys.partition_point(|k| *k < r.across);
        for &j in by_top.iter().skip(from).take(200) {
            let base = &segments[j];
            let dv = base.across - r.across;
            if dv > 2.0 * r.line.size / RUBY_SIZE {
                break;
            }
            if base.direction != r.direction || r.line.size > RUBY_SIZE * base.line.size {
                continue;
            }
            let (r0, r1) = along(r.direction, &r.line.bbox);
            let (b0, b1) = along(base.direction, &base.line.bbox);
            let slack = base.line.size;
            if r0 >= b0 - slack
                && r1 <= b1 + slack
                && (0.6 * base.line.size..1.6 * base.line.size).contains(&dv)
                && base.line.text.chars().any(spacing::is_ideograph)
            {
                ruby[i] = true;
                break;
            }
        }
    }
    let mut text = Vec::new();
    let mut aside = Vec::new();
    for (s, is_ruby) in segments.into_iter().zip(ruby) {
        if is_ruby { aside.push(s) } else { text.push(s) }
    }
    (text, aside)
}

/// Joins segments that share a row into one line, in reading direction: for cells and for rows that are no columns.
pub(super) fn join_row(page: &Page, row: Vec<Segment>) -> Option<Segment> {
    let mut row = row;
    if row.len() < 2 {
        return row.pop();
    }
    let direction = row.first()?.direction;
    row.sort_by(|a, b| {
        along(direction, &a.line.bbox).0.total_cmp(&along(direction, &b.line.bbox).0).then(a.glyphs.cmp(&b.glyphs))
    });
    let ids: Vec<u32> = row.into_iter().flat_map(|s| s.glyphs).collect();
    segment(page, direction, ids)
}
