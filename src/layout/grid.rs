//! Rules in, grids of cells out.
//!
//! Rules that cross or touch form a component. Its distinct positions cut the plane into atoms; atoms without a border
//! between them flow together into faces, and what flows out through a missing outer border is no face at all. So
//! merged cells come with their spans, connector lines of a diagram enclose nothing, and boxes that only hang on such
//! a line fall apart into single faces. Faces that share a border are one [`Grid`].

use super::lines::root;
use super::rulings::{Rule, SNAP};
use crate::geometry::Rect;

/// How far (points) the end of a rule may miss the rule it meets.
const TOUCH: f32 = 2.5;
/// Share of a border that rules must cover.
const COVER: f32 = 0.6;
/// Rules that reach this far (points) beyond the outermost crossing rule make an open side.
const OPEN: f32 = 8.0;
/// Grids with more atoms than this are drawings.
const TOO_MANY: usize = 40_000;
/// Looks at pairs of rules before a page is given up as a drawing.
const LOOKS: usize = 3_000_000;

/// A cell, merged or single.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Face {
    /// From 0.
    pub(super) row: usize,
    /// From 0.
    pub(super) column: usize,
    /// At least 1.
    pub(super) row_span: usize,
    /// At least 1.
    pub(super) column_span: usize,
}

/// Faces over a grid of positions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// Column borders, ascending.
    pub(super) xs: Vec<f32>,
    /// Row borders, ascending.
    pub(super) ys: Vec<f32>,
    /// In row-major order of their top-left corner.
    pub(super) faces: Vec<Face>,
}

impl Grid {
    /// Its box.
    pub(super) fn rect(&self) -> Rect {
        let edge = |v: &[f32], last: bool| (if last { v.last() } else { v.first() }).copied().unwrap_or(0.0);
        Rect {
            x0: edge(&self.xs, false),
            y0: edge(&self.ys, false),
            x1: edge(&self.xs, true),
            y1: edge(&self.ys, true),
        }
    }

    /// The box of a face.
    pub(super) fn face_rect(&self, f: &Face) -> Rect {
        let at = |v: &[f32], i: usize| v.get(i).or(v.last()).copied().unwrap_or(0.0);
        Rect {
            x0: at(&self.xs, f.column),
            y0: at(&self.ys, f.row),
            x1: at(&self.xs, f.column + f.column_span),
            y1: at(&self.ys, f.row + f.row_span),
        }
    }

    /// Number of columns.
    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Whether it has the rows and columns that drawings have not.
    pub(super) fn is_large(&self) -> bool {
        /// Rows, columns and cells.
        const LEAST: (usize, usize, usize) = (5, 3, 20);
        self.rows() >= LEAST.0 && self.columns() >= LEAST.1 && self.faces.len() >= LEAST.2
    }

    /// Share of its box that faces cover.
    pub(super) fn coverage(&self) -> f32 {
        let covered: f32 = self.faces.iter().map(|f| self.face_rect(f).area()).sum();
        covered / self.rect().area().max(1.0)
    }

    /// The face at a point; `atoms` are those of this grid.
    pub(super) fn face_at(&self, atoms: &[Option<usize>], x: f32, y: f32) -> Option<usize> {
        if !self.rect().contains(x, y) {
            return None;
        }
        let column = self.xs.partition_point(|v| *v <= x).checked_sub(1)?.min(self.columns().checked_sub(1)?);
        let row = self.ys.partition_point(|v| *v <= y).checked_sub(1)?.min(self.rows().checked_sub(1)?);
        *atoms.get(row * self.columns() + column)?
    }

    /// Which face each atom belongs to, row-major.
    pub(super) fn atoms(&self) -> Vec<Option<usize>> {
        let columns = self.columns();
        let mut out = vec![None; columns * self.rows()];
        for (i, f) in self.faces.iter().enumerate() {
            for r in f.row..f.row + f.row_span {
                for c in f.column..f.column + f.column_span {
                    if let Some(atom) = out.get_mut(r * columns + c) {
                        *atom = Some(i);
                    }
                }
            }
        }
        out
    }
}

/// Traces all grids that rules make, single boxes (grids of one face) among them.
pub(super) fn trace(horizontal: &[Rule], vertical: &[Rule]) -> Vec<Grid> {
    trace_on(horizontal, vertical, 0.0)
}

/// The same on a page of some height: a row that a page break cut may have a border at one end only.
pub(super) fn trace_on(horizontal: &[Rule], vertical: &[Rule], height: f32) -> Vec<Grid> {
    let mut grids = Vec::new();
    for (mut h, v) in components(horizontal, vertical) {
        h.extend(cut_end(&h, &v, height));
        h.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
        grids.extend(trace_component(&h, &v));
    }
    grids.sort_by(|a, b| {
        let (p, q) = (a.rect(), b.rect());
        p.y0.total_cmp(&q.y0).then(p.x0.total_cmp(&q.x0))
    });
    grids
}

/// Groups rules that cross or touch.
fn components(horizontal: &[Rule], vertical: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let n = horizontal.len();
    let mut parent: Vec<usize> = (0..n + vertical.len()).collect();
    let mut looks = 0_usize;
    for (j, v) in vertical.iter().enumerate() {
        // `horizontal` is sorted by position.
        let from = horizontal.partition_point(|h| h.at < v.from - TOUCH);
        for (i, h) in horizontal.iter().enumerate().skip(from) {
            looks += 1;
            if h.at > v.to + TOUCH || looks > LOOKS {
                break;
            }
            if v.at >= h.from - TOUCH && v.at <= h.to + TOUCH {
                let (a, b) = (root(&mut parent, i), root(&mut parent, n + j));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    if looks > LOOKS {
        return Vec::new();
    }
    let mut groups: Vec<(Vec<Rule>, Vec<Rule>)> = vec![Default::default(); parent.len()];
    for i in 0..parent.len() {
        let r = root(&mut parent, i);
        match i.checked_sub(n) {
            None => groups[r].0.extend(horizontal.get(i)),
            Some(j) => groups[r].1.extend(vertical.get(j)),
        }
    }
    groups.retain(|(h, v)| !h.is_empty() && !v.is_empty());
    groups
}

/// Distinct positions of sorted values: those within [`SNAP`] are one, at their mean.
pub(super) fn positions(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    let mut out: Vec<(f32, f32, f32)> = Vec::new();
    for v in values {
        match out.last_mut() {
            Some((first, sum, n)) if v - *first <= SNAP => {
                *sum += v;
                *n += 1.0;
            }
            _ => out.push((v, v, 1.0)),
        }
    }
    out.into_iter().map(|(_, sum, n)| sum / n).collect()
}

/// Adds a border where rules of the other direction reach a common point beyond the outermost crossing rule: tables
/// whose left and right sides are open.
fn open_side(xs: &mut Vec<f32>, across: &[Rule], rows: usize, left: bool) {
    let ends = positions(across.iter().map(|r| if left { r.from } else { r.to }));
    let Some(&outer) = (if left { xs.first() } else { xs.last() }) else { return };
    let Some(&end) = (if left { ends.first() } else { ends.last() }) else { return };
    let beyond = if left { outer - end } else { end - outer };
    let reach = across.iter().filter(|r| ((if left { r.from } else { r.to }) - end).abs() <= TOUCH + SNAP).count();
    // Beside merged cells few rules reach the side; then the table itself must be beyond doubt.
    let clear = reach >= 2 && xs.len() >= 3 && rows >= 3;
    if beyond > OPEN && (clear || reach >= 3 && reach * 2 >= across.len()) {
        if left { xs.insert(0, end) } else { xs.push(end) }
    }
}

/// Adds a border where vertical rules reach a common height beyond the outermost horizontal rule: tables without an
/// upper or lower side. At least two rows must be drawn: drops of equal length from one line are a tree.
fn open_end(ys: &mut Vec<f32>, across: &[Rule], top: bool) {
    let ends = positions(across.iter().map(|r| if top { r.from } else { r.to }));
    let Some(&outer) = (if top { ys.first() } else { ys.last() }) else { return };
    let Some(&end) = (if top { ends.first() } else { ends.last() }) else { return };
    let beyond = if top { outer - end } else { end - outer };
    let reach = across.iter().filter(|r| ((if top { r.from } else { r.to }) - end).abs() <= TOUCH + SNAP).count();
    if ys.len() >= 2 && beyond > OPEN && reach >= 2 && reach * 3 >= across.len() * 2 {
        if top { ys.insert(0, end) } else { ys.push(end) }
    }
}

/// The missing border of a row that a page break cut: a rule, and on it, from end to end, vertical ones that all reach to one
/// height close to the edge of the page, where at most some cells are closed.
fn cut_end(h: &[Rule], v: &[Rule], height: f32) -> Option<Rule> {
    /// Share of the page above or below which a page break may be.
    const EDGE: f32 = 0.15;
    let ends = |f: &dyn Fn(&Rule) -> f32| {
        let (low, high) = v.iter().map(f).fold((f32::MAX, f32::MIN), |(a, b), y| (a.min(y), b.max(y)));
        (high - low <= TOUCH).then_some(f32::midpoint(low, high))
    };
    let (top, bottom) = (ends(&|r| r.from)?, ends(&|r| r.to)?);
    let full =
        |r: &&Rule| v.iter().any(|v| (v.at - r.from).abs() <= TOUCH) && v.iter().any(|v| (v.at - r.to).abs() <= TOUCH);
    let longest = h.iter().max_by(|a, b| a.length().total_cmp(&b.length())).filter(full)?;
    let all_within = v.iter().all(|v| v.at >= longest.from - TOUCH && v.at <= longest.to + TOUCH);
    let at = if (longest.at - bottom).abs() <= TOUCH && top <= EDGE * height {
        top
    } else if (longest.at - top).abs() <= TOUCH && bottom >= (1.0 - EDGE) * height {
        bottom
    } else {
        return None;
    };
    let others = h.iter().filter(|r| *r != longest).all(|r| (r.at - at).abs() <= TOUCH);
    let cut = v.len() >= 3 && all_within && others && height > 0.0 && (at - longest.at).abs() > OPEN;
    cut.then_some(Rule { at, ..*longest })
}

/// Whether rules of one position cover most of a stretch.
fn covered(rules: &[Rule], at: f32, from: f32, to: f32) -> bool {
    let start = rules.partition_point(|r| r.at < at - SNAP);
    let mut covered = 0.0;
    for r in rules.iter().skip(start) {
        if r.at > at + SNAP {
            break;
        }
        covered += (r.to.min(to) - r.from.max(from)).max(0.0);
    }
    covered >= COVER * (to - from)
}

/// Traces the grids of one component; `h` and `v` are sorted by position.
fn trace_component(h: &[Rule], v: &[Rule]) -> Vec<Grid> {
    let mut xs = positions(v.iter().map(|r| r.at));
    let mut ys = positions(h.iter().map(|r| r.at));
    let inner = (xs.first().copied().unwrap_or(0.0), xs.last().copied().unwrap_or(0.0));
    open_side(&mut xs, h, ys.len().saturating_sub(1), true);
    open_side(&mut xs, h, ys.len().saturating_sub(1), false);
    let inner_rows = (ys.first().copied().unwrap_or(0.0), ys.last().copied().unwrap_or(0.0));
    open_end(&mut ys, v, true);
    open_end(&mut ys, v, false);
    let (rows, columns) = (ys.len().saturating_sub(1), xs.len().saturating_sub(1));
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > TOO_MANY {
        return Vec::new();
    }
    let open_left = xs.first().is_some_and(|x| *x < inner.0);
    let open_right = xs.last().is_some_and(|x| *x > inner.1);
    let open_top = ys.first().is_some_and(|y| *y < inner_rows.0);
    let open_bottom = ys.last().is_some_and(|y| *y > inner_rows.1);
    let x = |j: usize| xs.get(j).copied().unwrap_or(0.0);
    let y = |i: usize| ys.get(i).copied().unwrap_or(0.0);
    // Borders: `west[r * (columns + 1) + j]` stands left of atom (r, j); `north[i * columns + c]` above (i, c).
    let mut west = vec![false; rows * (columns + 1)];
    let mut north = vec![false; (rows + 1) * columns];
    for r in 0..rows {
        for j in 0..=columns {
            west[r * (columns + 1) + j] =
                (j == 0 && open_left) || (j == columns && open_right) || covered(v, x(j), y(r), y(r + 1));
        }
    }
    for i in 0..=rows {
        for c in 0..columns {
            north[i * columns + c] =
                (i == 0 && open_top) || (i == rows && open_bottom) || covered(h, y(i), x(c), x(c + 1));
        }
    }
    // The side of the first or the last row is forgotten where its upper and lower borders, and the side of the row next to
    // it, run up to the corner (a ground drawn over it in place of a line).
    for (r, next) in [(0, 1), (rows - 1, rows.saturating_sub(2))] {
        for (j, c) in [(0, 0), (columns, columns - 1)] {
            let side = |r: usize| r * (columns + 1) + j;
            let closed = north[r * columns + c] && north[(r + 1) * columns + c];
            let other = (1..columns).any(|j| west[r * (columns + 1) + j]);
            if rows >= 3 && columns >= 3 && !west[side(r)] && west[side(next)] && closed && other {
                west[side(r)] = true;
            }
        }
    }
    let outside = rows * columns;
    let mut parent: Vec<usize> = (0..=outside).collect();
    let mut unite = |a: usize, b: usize| {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        // The outside is the largest index and must stay a root to be told.
        if a != b {
            parent[a.min(b)] = a.max(b);
        }
    };
    for r in 0..rows {
        for c in 0..columns {
            let atom = r * columns + c;
            if !west[r * (columns + 1) + c] {
                unite(atom, if c == 0 { outside } else { atom - 1 });
            }
            if c + 1 == columns && !west[r * (columns + 1) + columns] {
                unite(atom, outside);
            }
            if !north[r * columns + c] {
                unite(atom, if r == 0 { outside } else { atom - columns });
            }
            if r + 1 == rows && !north[rows * columns + c] {
                unite(atom, outside);
            }
        }
    }
    let face: Vec<Option<usize>> = (0..outside)
        .map(|a| {
            let r = root(&mut parent, a);
            (r != root(&mut parent, outside)).then_some(r)
        })
        .collect();
    let faces = rectangles(&face, rows, columns);
    group(&faces, &xs, &ys, columns)
}

/// Faces as rectangles; an L-shaped one (a border is missing by mistake) is cut, row-major.
fn rectangles(face: &[Option<usize>], rows: usize, columns: usize) -> Vec<Face> {
    let mut taken = vec![false; face.len()];
    let mut out = Vec::new();
    for r in 0..rows {
        for c in 0..columns {
            let Some(id) = face[r * columns + c] else { continue };
            if taken[r * columns + c] {
                continue;
            }
            let free =
                |taken: &[bool], r: usize, c: usize| face[r * columns + c] == Some(id) && !taken[r * columns + c];
            let column_span = (c..columns).take_while(|k| free(&taken, r, *k)).count();
            let row_span = (r..rows).take_while(|i| (c..c + column_span).all(|k| free(&taken, *i, k))).count();
            for i in r..r + row_span {
                for k in c..c + column_span {
                    taken[i * columns + k] = true;
                }
            }
            out.push(Face { row: r, column: c, row_span, column_span });
        }
    }
    out
}

/// Groups faces that share a border, and drops the positions that no face of a group uses.
fn group(faces: &[Face], xs: &[f32], ys: &[f32], columns: usize) -> Vec<Grid> {
    let mut owner = vec![usize::MAX; columns * ys.len()];
    for (i, f) in faces.iter().enumerate() {
        for r in f.row..f.row + f.row_span {
            for c in f.column..f.column + f.column_span {
                owner[r * columns + c] = i;
            }
        }
    }
    let mut parent: Vec<usize> = (0..faces.len()).collect();
    for (at, &a) in owner.iter().enumerate() {
        let beside = if (at + 1) % columns == 0 { None } else { owner.get(at + 1) };
        for &b in [beside, owner.get(at + columns)].into_iter().flatten() {
            if a != usize::MAX && b != usize::MAX {
                let (p, q) = (root(&mut parent, a), root(&mut parent, b));
                parent[p.max(q)] = p.min(q);
            }
        }
    }
    let mut groups: Vec<Vec<&Face>> = vec![Vec::new(); faces.len()];
    for (i, f) in faces.iter().enumerate() {
        let r = root(&mut parent, i);
        groups[r].push(f);
    }
    groups.retain(|g| !g.is_empty());
    groups
        .into_iter()
        .map(|g| {
            let used = |edges: Vec<usize>| {
                let mut e = edges;
                e.sort_unstable();
                e.dedup();
                e
            };
            let cs = used(g.iter().flat_map(|f| [f.column, f.column + f.column_span]).collect());
            let rs = used(g.iter().flat_map(|f| [f.row, f.row + f.row_span]).collect());
            let place = |e: &[usize], v: usize| e.partition_point(|x| *x < v);
            let mut faces: Vec<Face> = g
                .iter()
                .map(|f| {
                    let (r, c) = (place(&rs, f.row), place(&cs, f.column));
                    Face {
                        row: r,
                        column: c,
                        row_span: place(&rs, f.row + f.row_span) - r,
                        column_span: place(&cs, f.column + f.column_span) - c,
                    }
                })
                .collect();
            faces.sort_by_key(|f| (f.row, f.column));
            let pick = |e: &[usize], v: &[f32]| e.iter().filter_map(|i| v.get(*i).copied()).collect();
            Grid { xs: pick(&cs, xs), ys: pick(&rs, ys), faces }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Rule {
        Rule { at, from, to }
    }

    #[test]
    fn merged_cells_have_spans() {
        // 年度 over two rows, and a closing row over both columns.
        let hs = [h(0.0, 0.0, 100.0), h(20.0, 50.0, 100.0), h(40.0, 0.0, 100.0), h(60.0, 0.0, 100.0)];
        let vs = [h(0.0, 0.0, 60.0), h(50.0, 0.0, 40.0), h(100.0, 0.0, 60.0)];
        let grids = trace(&hs, &vs);
        assert_eq!(grids.len(), 1);
        let spans: Vec<_> = grids[0].faces.iter().map(|f| (f.row, f.column, f.row_span, f.column_span)).collect();
        assert_eq!(spans, [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2)]);
    }

    #[test]
    fn boxes_on_a_connector_are_apart() {
        // Two boxes joined by a horizontal line between them.
        let hs =
            [h(0.0, 0.0, 40.0), h(20.0, 0.0, 40.0), h(0.0, 100.0, 140.0), h(20.0, 100.0, 140.0), h(10.0, 40.0, 100.0)];
        let mut hs = hs.to_vec();
        hs.sort_by(|a, b| a.at.total_cmp(&b.at));
        let vs = [h(0.0, 0.0, 20.0), h(40.0, 0.0, 20.0), h(100.0, 0.0, 20.0), h(140.0, 0.0, 20.0)];
        let grids = trace(&hs, &vs);
        assert_eq!(grids.len(), 2);
        assert!(grids.iter().all(|g| g.faces.len() == 1 && g.rows() == 1));
    }

    #[test]
    fn a_row_that_the_page_break_cut_is_closed() {
        let vs = [h(50.0, 60.0, 130.0), h(150.0, 60.0, 130.0), h(500.0, 60.0, 130.0)];
        assert_eq!(trace_on(&[h(130.0, 50.0, 500.0)], &vs, 842.0).iter().map(|g| g.faces.len()).sum::<usize>(), 2);
        // In the middle of a page, or without its outer sides, it is a tree.
        assert!(trace_on(&[h(130.0, 50.0, 500.0)], &vs, 300.0).is_empty());
        assert!(trace_on(&[h(130.0, 20.0, 500.0)], &vs, 842.0).is_empty());
    }

    #[test]
    fn open_sides_close() {
        let hs = [h(0.0, 0.0, 150.0), h(20.0, 0.0, 150.0), h(40.0, 0.0, 150.0)];
        let vs = [h(50.0, 0.0, 40.0), h(100.0, 0.0, 40.0)];
        let grids = trace(&hs, &vs);
        assert_eq!(grids.len(), 1);
        assert_eq!((grids[0].rows(), grids[0].columns(), grids[0].faces.len()), (2, 3, 6));
    }
}
