//! Tables without vertical rules: between horizontal rules, on coloured grounds, or of nothing but aligned text.
//!
//! What is missing of the grid is put in as rules where the text leaves gutters, and the grid is then traced as any
//! other is. So spans, open sides and merged cells come from one place.

use super::grid::{self, Grid};
use super::headers::is_number;
use super::lines::Segment;
use super::rulings::{Rule, Rulings, SNAP};
use super::sheet::Boxed;
use super::types::Method;
use super::words::{self, Word};
use super::{unruled, zebra};
use crate::geometry::Rect;
use crate::pdf::Page;

/// Least gutter between columns, in font sizes.
pub(super) const GUTTER: f32 = 0.9;
/// … and between rules that tell the rows.
const NARROW_GUTTER: f32 = 0.45;
/// Rules of one table agree at their ends within this (points).
const SAME_END: f32 = 4.0;
/// Pages with more horizontal rules than this are drawings.
const TOO_MANY_RULES: usize = 400;

/// Finds the tables whose columns no vertical rule parts. `text` is what stands outside ruled tables.
pub(super) fn find(
    text: &[Segment],
    page: &Page,
    rulings: &Rulings,
    ruled: &[Grid],
    boxes: &[Boxed],
) -> Vec<(Grid, Method)> {
    let words = words::coarse(page, text);
    let mut out: Vec<(Grid, Method)> = Vec::new();
    for grid in zebra::find(&words, &rulings.panels, page.width, ruled, boxes) {
        out.push((grid, Method::Ruled));
    }
    let free = |r: &Rect, out: &[(Grid, Method)]| {
        !ruled.iter().chain(out.iter().map(|(g, _)| g)).any(|g| g.rect().grown(SNAP).intersection(r).is_some())
    };
    // A page with more rules is a drawing, and costs nothing here.
    let few = rulings.horizontal.len() <= TOO_MANY_RULES;
    let rules: Vec<Rule> = rulings
        .horizontal
        .iter()
        .filter(|_| few)
        .filter(|r| !is_side_of_a_box(r, boxes, &rulings.horizontal))
        .copied()
        .collect();
    // Words cut finely are needed only where rules could be the rows of a table.
    let fine = if rules.len() < 3 { Vec::new() } else { words::fine(page, text) };
    for grid in between_rules(&fine, &rules) {
        if free(&grid.rect(), &out) {
            out.push((grid, Method::Ruled));
        }
    }
    let rest: Vec<Word> = words.into_iter().filter(|w| free(&w.rect, &out)).collect();
    for grid in unruled::find(&rest) {
        if free(&grid.rect(), &out) {
            out.push((grid, Method::Aligned));
        }
    }
    out
}

/// Whether a rule is the upper or lower side of a closed box that no other rule crosses from side to side. Such boxes,
/// one below the other with gaps between them, are drawn apart: what lies between two of them is no row of a table.
fn is_side_of_a_box(rule: &Rule, boxes: &[Boxed], rules: &[Rule]) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() <= SAME_END;
    boxes.iter().any(|(b, _)| {
        let spans = |r: &Rule| near(r.from, b.x0) && near(r.to, b.x1);
        let side = near(rule.at, b.y0) || near(rule.at, b.y1);
        side && spans(rule) && !rules.iter().any(|r| spans(r) && r.at > b.y0 + SAME_END && r.at < b.y1 - SAME_END)
    })
}

/// Tables with horizontal rules only. `words` are cut finely: here rules tell the rows, so narrow gutters can be trusted.
fn between_rules(words: &[Word], rules: &[Rule]) -> Vec<Grid> {
    let mut out = Vec::new();
    let mut used = vec![false; rules.len()];
    for (i, first) in rules.iter().enumerate() {
        if used[i] {
            continue;
        }
        let same = |r: &Rule| (r.from - first.from).abs() <= SAME_END && (r.to - first.to).abs() <= SAME_END;
        let full: Vec<usize> = (i..rules.len()).filter(|j| !used[*j] && same(&rules[*j])).collect();
        let ys: Vec<f32> = full.iter().map(|j| rules[*j].at).collect();
        if is_chart(words, first, &ys) {
            for j in full {
                used[j] = true;
            }
            continue;
        }
        let mut at = 0;
        while at + 2 < ys.len() {
            let Some(mut found) = run(words, first, &ys[at..]) else {
                at += 1;
                continue;
            };
            let bands = found.bands;
            let outer = outer_rows(words, first, &mut found, at == 0, at + bands + 1 == ys.len());
            let rules: Vec<Rule> = rules.iter().copied().chain(outer).collect();
            out.extend(ruled_run(words, &rules, first, &found));
            for j in full.iter().skip(at).take(bands + 1) {
                used[*j] = true;
            }
            at += bands + 1;
        }
    }
    out
}

/// Whether rules are the grid lines of a chart: values of an axis stand at their ends, on their height. Beside a table
/// text stands between rules.
fn is_chart(words: &[Word], first: &Rule, ys: &[f32]) -> bool {
    /// Fewer values are no axis.
    const LEAST: usize = 3;
    let at_end = |w: &Word| {
        let gap = (first.from - w.rect.x1).max(w.rect.x0 - first.to);
        gap >= -0.5 * w.size && gap <= 2.5 * w.size && is_number(&w.text)
    };
    let values: Vec<&Word> = words.iter().filter(|w| at_end(w)).collect();
    let on_height = |y: &&f32| values.iter().any(|w| (w.rect.cy() - **y).abs() <= 0.35 * w.size);
    let marked = ys.iter().filter(on_height).count();
    marked >= LEAST && marked * 2 >= ys.len()
}

/// Bands between full rules that are rows of one table.
struct Run {
    top: f32,
    bottom: f32,
    bands: usize,
    gutters: Vec<(f32, f32)>,
}

/// How many bands between rules, from the first on, share gutters: at least a header and a body.
fn run(words: &[Word], first: &Rule, ys: &[f32]) -> Option<Run> {
    let mut found: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    for pair in ys.windows(2) {
        let &[top, bottom] = pair else { break };
        let band = Rect { x0: first.from - 1.0, y0: top, x1: first.to + 1.0, y1: bottom };
        let inside: Vec<&Word> = words.iter().filter(|w| band.contains(w.rect.cx(), w.rect.cy())).collect();
        let em = words::em(inside.iter().copied());
        let gutters = words::gutters(inside.iter().copied(), &band, NARROW_GUTTER * em);
        let shared =
            |a: &(f32, f32)| found.iter().flatten().any(|b| a.1.min(b.1) - a.0.max(b.0) >= 0.8 * NARROW_GUTTER * em);
        // An empty row belongs to the table, text that leaves no gutter where the others do ends it.
        let wide = gutters.iter().any(|g| g.1 - g.0 >= GUTTER * em);
        let joins = if found.is_empty() { wide } else { gutters.iter().any(shared) || sparse(&inside, &found, &band) };
        if !joins {
            break;
        }
        found.push(gutters);
        rows.push(inside);
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
        found.pop();
    }
    if rows.len() < 2 {
        return None;
    }
    let gutters = persistent(&rows, &found);
    let (top, bottom) = (*ys.first()?, *ys.get(rows.len())?);
    (!gutters.is_empty()).then_some(Run { top, bottom, bands: rows.len(), gutters })
}

/// Takes in the rows above the first and below the last rule of a table whose rules only part its rows: one line each, a
/// word in every column, nothing close beyond. Gives the outer borders.
fn outer_rows(words: &[Word], first: &Rule, run: &mut Run, above: bool, below: bool) -> Vec<Rule> {
    /// With fewer columns a caption and its unit look like names.
    const LEAST: usize = 3;
    let pitch = (run.bottom - run.top) / run.bands.max(1) as f32;
    let em = words::em(words.iter());
    // Only rows of one line are alike enough.
    if pitch > 3.0 * em {
        return Vec::new();
    }
    let fills = |from: f32, to: f32, beyond: (f32, f32)| {
        let across = |w: &&Word| w.rect.cx() >= first.from - em && w.rect.cx() <= first.to + em;
        let row: Vec<&Word> = words.iter().filter(across).filter(|w| w.rect.cy() > from && w.rect.cy() < to).collect();
        let clear = |g: &(f32, f32)| {
            let middle = f32::midpoint(g.0, g.1);
            !row.iter().any(|w| w.rect.x0 < middle && w.rect.x1 > middle)
        };
        let column = |w: &&&Word| run.gutters.iter().filter(|g| w.rect.cx() > f32::midpoint(g.0, g.1)).count();
        let filled: std::collections::BTreeSet<usize> = row.iter().map(|w| column(&w)).collect();
        let one_line = row.iter().all(|w| row.iter().all(|o| (o.rect.y1 - w.rect.y1).abs() <= 0.5 * em));
        let alone = !words.iter().filter(across).any(|w| w.rect.cy() > beyond.0 && w.rect.cy() < beyond.1);
        one_line && alone && filled.len() == run.gutters.len() + 1 && run.gutters.iter().all(clear)
    };
    let mut out = Vec::new();
    let (top, bottom) = (run.top - pitch, run.bottom + pitch);
    if below && fills(run.bottom, bottom, (bottom, bottom + 0.6 * pitch)) {
        run.bottom = bottom;
        out.push(Rule { at: bottom, ..*first });
    }
    if above && run.gutters.len() + 1 >= LEAST && fills(top, run.top, (top - 0.3 * pitch, top)) {
        run.top = top;
        out.push(Rule { at: top, ..*first });
    }
    out
}

/// Whether a row without gutters of its own keeps to those of the others: it is empty, or a label stands alone in it.
fn sparse(row: &[&Word], found: &[Vec<(f32, f32)>], band: &Rect) -> bool {
    let crosses =
        |w: &Word| found.iter().flatten().filter(|g| w.rect.x0 < g.0 && w.rect.x1 > g.1).count() * 2 > found.len();
    let (left, right) = row.iter().fold((f32::MAX, f32::MIN), |(a, b), w| (a.min(w.rect.x0), b.max(w.rect.x1)));
    row.is_empty() || right - left < 0.5 * band.width() && !row.iter().any(|w| crosses(w))
}

/// Gutters that most rows leave free, narrowed to what all those rows leave.
fn persistent(rows: &[Vec<&Word>], found: &[Vec<(f32, f32)>]) -> Vec<(f32, f32)> {
    let filled = rows.iter().filter(|r| !r.is_empty()).count();
    let em = words::em(rows.iter().flatten().copied());
    let least = if filled >= 3 { NARROW_GUTTER } else { GUTTER } * em;
    let mut all: Vec<(f32, f32)> = found.iter().flatten().copied().collect();
    all.sort_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)).then(a.0.total_cmp(&b.0)));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for gutter in all {
        let mut core = gutter;
        let mut support = 0;
        let mut parted = 0;
        for (row, gutters) in rows.iter().zip(found) {
            // Free between words, or beyond the last word of a short row.
            let between = gutters.iter().find(|g| g.1.min(core.1) - g.0.max(core.0) >= least);
            let beyond = row.iter().all(|w| w.rect.x1 <= core.0 + 0.1) || row.iter().all(|w| w.rect.x0 >= core.1 - 0.1);
            if let Some(g) = between {
                core = (core.0.max(g.0), core.1.min(g.1));
                support += 1;
                parted += 1;
            } else if beyond && !row.is_empty() {
                support += 1;
            }
        }
        let new = out.iter().all(|g| core.1 <= g.0 || core.0 >= g.1);
        // A gap in one row alone is a space in it, unless it is wide; one after marks (・ or ～) parts no columns.
        let parts = parted >= 2 || core.1 - core.0 >= 1.5 * GUTTER * em;
        let marks = rows.iter().flatten().filter(|w| w.rect.x1 <= core.0 + 0.1 && w.rect.x1 > core.0 - 1.5 * em);
        let marks = marks.clone().count() > 0 && marks.clone().all(|w| is_mark(&w.text));
        if core.1 - core.0 >= least && support * 2 > filled && support >= 2 && parts && !marks && new {
            out.push(core);
        }
    }
    out.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Two gutters without a word between them are one.
    let mut merged: Vec<(f32, f32)> = Vec::new();
    for g in out {
        match merged.last_mut() {
            Some(last) if !rows.iter().flatten().any(|w| w.rect.cx() > last.1 && w.rect.cx() < g.0) => last.1 = g.1,
            _ => merged.push(g),
        }
    }
    merged
}

/// A single character that is neither letter nor digit.
fn is_mark(text: &str) -> bool {
    text.chars().count() <= 1 && !text.chars().any(char::is_alphanumeric)
}

/// The grid of a run: its rules, and a vertical one in each gutter wherever no word crosses it.
fn ruled_run(words: &[Word], rules: &[Rule], first: &Rule, run: &Run) -> Option<Grid> {
    let region = Rect { x0: first.from, y0: run.top, x1: first.to, y1: run.bottom };
    if runs_out(words, &region) {
        return None;
    }
    let inner: Vec<Rule> = rules
        .iter()
        .filter(|r| {
            r.at >= run.top - SNAP
                && r.at <= run.bottom + SNAP
                && r.from >= first.from - SAME_END
                && r.to <= first.to + SAME_END
                && r.length() > 10.0
        })
        .copied()
        .collect();
    let ys = grid::positions(inner.iter().map(|r| r.at));
    // Rules over some of the columns part rows too (a header on two levels, the rows beside a merged cell): within a
    // gutter of the bands, such rows tell the border's place.
    let rows: Vec<Vec<&Word>> = ys
        .windows(2)
        .map(|y| words.iter().filter(|w| w.rect.cy() >= y[0] && w.rect.cy() < y[1] && in_reach(w, &region)).collect())
        .collect();
    let found: Vec<Vec<(f32, f32)>> = rows
        .iter()
        .map(|row| words::gutters(row.iter().copied(), &region, NARROW_GUTTER * words::em(row.iter().copied())))
        .collect();
    let finer = persistent(&rows, &found);
    let narrowed = |g: &(f32, f32)| {
        let within = finer.iter().map(|f| (f.0.max(g.0), f.1.min(g.1))).find(|f| f.1 > f.0);
        within.unwrap_or(*g)
    };
    let gutters: Vec<(f32, f32)> = run.gutters.iter().map(narrowed).collect();
    let xs = column_borders(&gutters, &inner, &region);
    let mut vertical = Vec::new();
    for (i, &x) in xs.iter().enumerate() {
        for pair in ys.windows(2) {
            let &[top, bottom] = pair else { continue };
            let outer = i == 0 || i + 1 == xs.len();
            let crossed = words.iter().any(|w| {
                w.rect.cy() > top
                    && w.rect.cy() < bottom
                    && w.rect.x0 + 0.2 * w.size < x
                    && w.rect.x1 - 0.2 * w.size > x
            });
            if outer || !crossed {
                vertical.push(Rule { at: x, from: top, to: bottom });
            }
        }
    }
    let grids = grid::trace(&inner, &super::rulings::merge(vertical));
    grids.into_iter().find(|g| g.rows() >= 2 && g.columns() >= 2 && g.coverage() > 0.95)
}

/// Whether lines run on over the right end of the rules: these underline headings, of which the text below knows nothing.
fn runs_out(words: &[Word], region: &Rect) -> bool {
    /// One may be a note that stands over the end.
    const LEAST: usize = 2;
    /// The line goes on within so many font sizes …
    const GOES_ON: f32 = 1.5;
    /// … and further than a text too long for the last cell stands out.
    const FAR: f32 = 6.0;
    let over = |w: &&Word| {
        let (cy, end) = (w.rect.cy(), w.rect.x1);
        let behind = |n: &&Word| (n.rect.cy() - cy).abs() <= 0.3 * w.size && n.rect.x0 >= end;
        let next = words.iter().filter(behind).any(|n| n.rect.x0 - end <= GOES_ON * w.size);
        (region.y0..region.y1).contains(&cy)
            && w.rect.x0 + 0.2 * w.size < region.x1
            && end - 0.2 * w.size > region.x1
            && next
            && words.iter().filter(behind).any(|n| n.rect.x1 - region.x1 >= FAR * w.size)
    };
    words.iter().filter(over).take(LEAST).count() >= LEAST
}

fn in_reach(w: &Word, region: &Rect) -> bool {
    w.rect.cx() >= region.x0 - 1.0 && w.rect.cx() <= region.x1 + 1.0
}

/// Column borders: in each gutter where a rule starts or ends, else in its middle.
fn column_borders(gutters: &[(f32, f32)], rules: &[Rule], region: &Rect) -> Vec<f32> {
    let mut xs = vec![region.x0];
    for (a, b) in gutters {
        let end = rules.iter().flat_map(|r| [r.from, r.to]).find(|x| x > a && x < b);
        xs.push(end.unwrap_or(f32::midpoint(*a, *b)));
    }
    xs.push(region.x1);
    xs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underlines_are_no_rows() {
        let word = |x0: f32, y: f32, text: &str| Word {
            rect: Rect::new(x0, y - 8.0, x0 + 10.0 * text.chars().count() as f32, y),
            size: 10.0,
            text: text.to_owned(),
            bold: false,
        };
        let region = Rect::new(60.0, 100.0, 228.0, 200.0);
        let line = |y: f32| [word(222.0, y, "金"), word(235.0, y, "及び"), word(330.0, y, "11,863")];
        let mut words: Vec<Word> = line(120.0).into_iter().chain(line(140.0)).collect();
        assert!(runs_out(&words, &region));
        // A text too long for the last cell stands out a little; what stands in the next table begins apart.
        words = [120.0, 140.0].iter().flat_map(|y| [word(222.0, *y, "閉館"), word(246.0, *y, "中")]).collect();
        assert!(!runs_out(&words, &region));
        words = [120.0, 140.0].iter().flat_map(|y| [word(180.0, *y, "人口"), word(300.0, *y, "世帯の数")]).collect();
        assert!(!runs_out(&words, &region));
    }
}
