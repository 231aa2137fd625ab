//! Strokes and filled rectangles in, rulings and panels out.
//!
//! What a person sees as one line is drawn in many ways: a stroke, a thin filled rectangle, a row of dashes drawn one
//! by one, two parallel strokes (a double line), a piece per cell border. All become [`Rule`]s: merged collinear
//! pieces with a position and an extent. Filled rectangles that are not thin are [`Panel`]s: cell backgrounds, bands
//! behind headings, boxes of diagrams.

use crate::geometry::Rect;
use crate::pdf::Page;

/// A filled rectangle up to this thickness (points) is a line: the thickest rules of Word are 6 pt, but those are
/// ornaments; borders of tables go to 3 pt.
const THIN: f32 = 3.0;
/// A horizontal line at least this thick (points) may be a bar of a chart …
const BAR: f32 = 2.5;
/// … if no border is this close (points) …
const BAR_CLEAR: f32 = 3.0;
/// … and there are no more of them than this.
const MOST_BARS: usize = 300;
/// Parallel rules this close (points) are one: double lines, and borders drawn once for each of two cells.
pub(super) const SNAP: f32 = 2.0;
/// Collinear pieces this close (points) are one: cell borders drawn apart, dots and dashes.
const BRIDGE: f32 = 2.5;
/// Short pieces that repeat bridge wider gaps: drawn dashes.
const DASH: f32 = 6.0;
/// Merged rules shorter than this (points) are no border of anything that holds text.
const SHORTEST: f32 = 5.0;
/// Shorter white lines (points) are the halo of letters on a map.
const SHORTEST_WHITE: f32 = 12.0;
/// Pages with more pieces than this are maps or drawings: only long pieces can belong to a table.
const CROWDED: usize = 20_000;
/// … longer than this (points).
const CROWDED_SHORTEST: f32 = 40.0;
/// More merged rules than this in one direction: no table, whatever it is.
const TOO_MANY: usize = 4_000;
/// More panels than this are a picture.
const TOO_MANY_PANELS: usize = 4_000;

/// A straight line along an axis, of no thickness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Position across: y of a horizontal rule, x of a vertical one.
    pub(super) at: f32,
    /// Start along.
    pub(super) from: f32,
    /// End along.
    pub(super) to: f32,
}

impl Rule {
    /// Its length.
    pub(super) fn length(&self) -> f32 {
        self.to - self.from
    }
}

/// A filled rectangle that is no line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Panel {
    /// Its box.
    pub(super) rect: Rect,
    /// Its colour.
    pub(super) color: [u8; 3],
}

/// What is drawn on a page beside text and pictures.
#[derive(Debug, Clone, Default)]
pub(super) struct Rulings {
    /// Horizontal rules, sorted by position.
    pub(super) horizontal: Vec<Rule>,
    /// Vertical rules, sorted by position.
    pub(super) vertical: Vec<Rule>,
    /// Panels other than white, in drawing order, each place once.
    pub(super) panels: Vec<Panel>,
    /// Thick horizontal strokes and block arrows that are bars of a chart, with their colour.
    pub(super) bars: Vec<Panel>,
}

/// Whether a colour cannot be told from paper.
pub(super) fn is_white(c: [u8; 3]) -> bool {
    c.iter().all(|v| *v >= 0xfa)
}

/// Finds the rules and panels of a page.
pub(super) fn collect(page: &Page) -> Rulings {
    let crowded = page.strokes.len() + page.fills.len() > CROWDED;
    let shortest = if crowded { CROWDED_SHORTEST } else { 0.0 };
    let panels = panels(page);
    // White lines are seen only on coloured ground: the borders of slide programs' tables.
    let visible = |color: [u8; 3], r: &Rect| {
        let long = r.width().max(r.height()) >= SHORTEST_WHITE;
        !is_white(color) || long && panels.iter().take(500).any(|p| p.rect.grown(SNAP).contains(r.cx(), r.cy()))
    };
    let mut horizontal = Vec::new();
    let mut vertical = Vec::new();
    let mut thick: Vec<Panel> = Vec::new();
    for s in &page.strokes {
        let r = s.line;
        if r.width().max(r.height()) < shortest || !visible(s.color, &r) {
            continue;
        }
        if s.width >= BAR && r.width() >= 2.0 * s.width && r.height() <= s.width && thick.len() < MOST_BARS {
            thick.push(Panel {
                rect: Rect { y0: r.cy() - s.width / 2.0, y1: r.cy() + s.width / 2.0, ..r },
                color: s.color,
            });
        } else if r.width() >= r.height() {
            horizontal.push(Rule { at: r.cy(), from: r.x0, to: r.x1 });
        } else {
            vertical.push(Rule { at: r.cx(), from: r.y0, to: r.y1 });
        }
    }
    for f in &page.fills {
        let r = f.rect;
        let (w, h) = (r.width(), r.height());
        if w.min(h) > THIN || w.max(h) < shortest || !visible(f.color, &r) {
            continue;
        }
        if (BAR..=THIN).contains(&h) && w >= 2.0 * h && thick.len() < MOST_BARS {
            thick.push(Panel { rect: r, color: f.color });
            continue;
        }
        // A dot belongs to a dotted line of either direction.
        if h <= THIN && (w > h || w <= THIN) {
            horizontal.push(Rule { at: r.cy(), from: r.x0, to: r.x1 });
        }
        if w <= THIN && (h > w || h <= THIN) {
            vertical.push(Rule { at: r.cx(), from: r.y0, to: r.y1 });
        }
    }
    let mut vertical = merge(vertical);
    let (mut bars, borders): (Vec<Panel>, Vec<Panel>) =
        thick.iter().partition(|p| is_bar(&p.rect, &vertical) && stands_alone(p, &horizontal, &thick));
    horizontal.extend(borders.iter().map(|p| Rule { at: p.rect.cy(), from: p.rect.x0, to: p.rect.x1 }));
    let arrows = page.arrows.iter().filter(|a| !is_white(a.color)).take(MOST_BARS);
    bars.extend(arrows.map(|a| Panel { rect: a.rect, color: a.color }));
    let mut horizontal = merge(horizontal);
    for list in [&mut horizontal, &mut vertical] {
        if list.len() > TOO_MANY {
            list.retain(|r| r.length() >= CROWDED_SHORTEST);
        }
        if list.len() > TOO_MANY {
            list.clear();
        }
    }
    Rulings { horizontal, vertical, panels, bars }
}

/// Whether a thick line is a bar in the rows of a chart: vertical rules run past it on both sides, none starts or ends on
/// its height, as they do at borders, and it does not go from the first to the last of them.
fn is_bar(r: &Rect, vertical: &[Rule]) -> bool {
    let y = r.cy();
    let near: Vec<&Rule> = vertical.iter().filter(|v| v.from <= y + BAR_CLEAR && v.to >= y - BAR_CLEAR).collect();
    let passes = |v: &&&Rule| v.from < y - BAR_CLEAR && v.to > y + BAR_CLEAR;
    let (first, last) = near.iter().fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(v.at), b.max(v.at)));
    near.len() >= 3
        && near.iter().filter(passes).count() == near.len()
        && r.x0 >= first - SNAP
        && r.x1 <= last + SNAP
        && (r.x0 > first + BAR_CLEAR || r.x1 < last - BAR_CLEAR)
}

/// Whether no other piece goes on where a line ends: borders are drawn in pieces, a cell each.
fn stands_alone(p: &Panel, thin: &[Rule], thick: &[Panel]) -> bool {
    let r = &p.rect;
    let touches =
        |at: f32, from: f32, to: f32| (at - r.cy()).abs() <= SNAP && from <= r.x1 + BAR_CLEAR && to >= r.x0 - BAR_CLEAR;
    !thin.iter().any(|h| touches(h.at, h.from, h.to))
        && !thick.iter().any(|o| o != p && touches(o.rect.cy(), o.rect.x0, o.rect.x1))
}

/// The coloured rectangles of a page that are no lines; copies of one place (shadows, fill under fill) once.
fn panels(page: &Page) -> Vec<Panel> {
    let whole = |r: &Rect| r.width() >= 0.98 * page.width && r.height() >= 0.98 * page.height;
    let mut list: Vec<(usize, Panel)> = page
        .fills
        .iter()
        .enumerate()
        .filter(|(_, f)| f.rect.width() > THIN && f.rect.height() > THIN && !is_white(f.color) && !whole(&f.rect))
        .map(|(i, f)| (i, Panel { rect: f.rect, color: f.color }))
        .collect();
    if list.len() > TOO_MANY_PANELS {
        return Vec::new();
    }
    let near = |a: f32, b: f32| (a - b).abs() <= SNAP;
    list.sort_by(|(i, a), (j, b)| {
        let key = |p: &Panel| [p.rect.x0, p.rect.y0, p.rect.x1, p.rect.y1];
        key(a).iter().zip(key(b)).map(|(x, y)| x.total_cmp(&y)).find(|o| o.is_ne()).unwrap_or(i.cmp(j))
    });
    let mut out: Vec<(usize, Panel)> = Vec::new();
    for (i, p) in list {
        // Sorted by x0: only the last few can be the same place. The later drawn one is what is seen.
        let same = out.iter_mut().rev().take(16).find(|(_, q)| {
            near(p.rect.x0, q.rect.x0)
                && near(p.rect.y0, q.rect.y0)
                && near(p.rect.x1, q.rect.x1)
                && near(p.rect.y1, q.rect.y1)
        });
        match same {
            Some(q) if i > q.0 => *q = (i, p),
            Some(_) => {}
            None => out.push((i, p)),
        }
    }
    out.sort_by_key(|(i, _)| *i);
    out.into_iter().map(|(_, p)| p).collect()
}

/// Merges collinear pieces, and parallel ones that are seen as one.
pub(super) fn merge(mut pieces: Vec<Rule>) -> Vec<Rule> {
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)).then(a.to.total_cmp(&b.to)));
    let mut out = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let n = rest.partition_point(|r| r.at - first.at <= SNAP);
        let (cluster, tail) = rest.split_at(n.max(1));
        rest = tail;
        let mut cluster = cluster.to_vec();
        cluster.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.to.total_cmp(&b.to)).then(a.at.total_cmp(&b.at)));
        // `at` of a merged rule is the mean of its pieces, weighted by their length.
        let mut open: Option<(Rule, f32, f32)> = None;
        for piece in cluster {
            let weight = piece.length().max(0.01);
            match &mut open {
                Some((rule, sum, total)) if piece.from - rule.to <= bridge(rule, &piece) => {
                    rule.to = rule.to.max(piece.to);
                    *sum += piece.at * weight;
                    *total += weight;
                }
                _ => {
                    close(open.take(), &mut out);
                    open = Some((piece, piece.at * weight, weight));
                }
            }
        }
        close(open, &mut out);
    }
    out.sort_by(|a: &Rule, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    out
}

/// How wide a gap between two collinear pieces may be.
fn bridge(rule: &Rule, piece: &Rule) -> f32 {
    // A dash is short, and so is the gap after it; the rule so far may already be long.
    let dashes = piece.length() <= 2.0 * DASH && piece.from - rule.to <= 1.5 * piece.length() + 1.0;
    if dashes { DASH } else { BRIDGE }
}

fn close(open: Option<(Rule, f32, f32)>, out: &mut Vec<Rule>) {
    if let Some((rule, sum, total)) = open
        && rule.length() >= SHORTEST
    {
        out.push(Rule { at: sum / total, ..rule });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_dashes_and_double_lines_are_one_rule() {
        let pieces = vec![
            Rule { at: 10.0, from: 0.0, to: 50.0 },
            Rule { at: 10.2, from: 51.0, to: 100.0 },
            Rule { at: 11.5, from: 0.0, to: 100.0 },
            Rule { at: 30.0, from: 0.0, to: 40.0 },
            Rule { at: 30.0, from: 60.0, to: 100.0 },
        ];
        let merged = merge(pieces);
        assert_eq!(merged.len(), 3);
        assert_eq!((merged[0].from, merged[0].to), (0.0, 100.0));
        let dashed = (0..20).map(|i| Rule { at: 5.0, from: i as f32 * 6.0, to: i as f32 * 6.0 + 3.0 }).collect();
        assert_eq!(merge(dashed).len(), 1);
    }
}
