//! Glyphs of a page in, quick answers out: what text a box holds, and whether borders run through it.

use super::grid::Grid;
use super::spacing;
use crate::geometry::Rect;
use crate::pdf::{Direction, Glyph, Page};

/// A cell or box is at least this many font sizes high and wide; smaller ones are strokes of a drawing that cross text.
const LEAST_ROOM: f32 = 0.8;
/// Two glyphs this close, in font sizes, stand in one run of text: cells keep their text from the border by more …
const CLOSE: f32 = 0.12;
/// … and this much may they overlap (kerning, italics).
const KERNED: f32 = 0.4;
/// Share of the glyphs that borders of a table may touch: text that is too long for its cell.
const TOUCHED: f32 = 0.1;
/// One run of text in so many may go on over a border of a table, as text does that is too long for its cell.
const OVERFLOWING: usize = 8;

/// A visible glyph.
#[derive(Debug, Clone, Copy)]
struct Mark {
    x: f32,
    y: f32,
    size: f32,
    /// A quarter within its left side, a quarter within its right side.
    inner: (f32, f32),
    ch: char,
}

/// Two glyphs of one run, side by side.
#[derive(Debug, Clone, Copy)]
struct Link {
    y: f32,
    left: f32,
    right: f32,
}

/// Whether a glyph stands right after another on its line.
pub(super) fn are_close(a: &Glyph, b: &Glyph) -> bool {
    let gap = (b.bbox.x0 - a.bbox.x1) / a.size.min(b.size).max(1.0);
    a.direction == Direction::Right
        && b.direction == Direction::Right
        && (a.baseline - b.baseline).abs() <= 0.1 * a.size
        && (-KERNED..CLOSE).contains(&gap)
        && b.bbox.cx() > a.bbox.cx()
}

/// The visible glyphs of a page from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Ink {
    marks: Vec<Mark>,
    links: Vec<Link>,
}

impl Ink {
    /// Takes down the glyphs of a page.
    pub(super) fn new(page: &Page) -> Self {
        let visible = || page.glyphs.iter().filter(|g| !spacing::is_space(g.ch));
        let mut marks: Vec<Mark> = visible()
            .map(|g| {
                let quarter = 0.25 * g.bbox.width();
                let inner = (g.bbox.x0 + quarter, g.bbox.x1 - quarter);
                Mark { x: g.bbox.cx(), y: g.bbox.cy(), size: g.size, inner, ch: g.ch }
            })
            .collect();
        marks.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        // Producers set a run glyph by glyph; where they do not, nothing is known of it.
        let mut links: Vec<Link> = page
            .glyphs
            .windows(2)
            .filter_map(|w| match w {
                [a, b] if !spacing::is_space(a.ch) && !spacing::is_space(b.ch) && are_close(a, b) => {
                    Some(Link { y: a.bbox.cy(), left: a.bbox.cx(), right: b.bbox.cx() })
                }
                _ => None,
            })
            .collect();
        links.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
        Self { marks, links }
    }

    fn within<'s>(&'s self, r: &'s Rect) -> impl Iterator<Item = &'s Mark> + 's {
        let from = self.marks.partition_point(|m| m.y < r.y0);
        self.marks.iter().skip(from).take_while(|m| m.y <= r.y1).filter(|m| m.x >= r.x0 && m.x <= r.x1)
    }

    fn links_within<'s>(&'s self, r: &'s Rect) -> impl Iterator<Item = &'s Link> + 's {
        let from = self.links.partition_point(|l| l.y < r.y0);
        let side_by_side = self.links.iter().skip(from).take_while(|l| l.y <= r.y1);
        side_by_side.filter(|l| l.right >= r.x0 && l.left <= r.x1)
    }

    /// Whether a box holds text.
    pub(super) fn any(&self, r: &Rect) -> bool {
        self.within(r).next().is_some()
    }

    /// Whether a box is large enough for the text whose centre it holds.
    pub(super) fn fit(&self, r: &Rect) -> bool {
        let room = r.width().min(r.height());
        self.within(r).all(|m| m.size * LEAST_ROOM <= room)
    }

    /// Largest font size in a box, and the heights of the centres of its topmost and lowest glyphs.
    pub(super) fn extent(&self, r: &Rect) -> Option<(f32, f32, f32)> {
        self.within(r).fold(None, |found, m| match found {
            None => Some((m.size, m.y, m.y)),
            Some((size, top, bottom)) => Some((m.size.max(size), m.y.min(top), m.y.max(bottom))),
        })
    }

    /// The characters in a box, row by row as far as their heights are the same.
    pub(super) fn text(&self, r: &Rect) -> String {
        self.within(r).map(|m| m.ch).collect()
    }

    /// Whether text goes on over the left or right side of a box.
    pub(super) fn runs_over(&self, r: &Rect) -> bool {
        let (mut inside, mut over) = (0_usize, 0_usize);
        for m in self.marks_on(r) {
            inside += usize::from(m.x >= r.x0 && m.x <= r.x1);
            let cut = |x: f32| m.inner.0 < x && m.inner.1 > x;
            over += usize::from(cut(r.x0) || cut(r.x1));
        }
        if over >= 2 && over * 12 > inside {
            return true;
        }
        let over = |x: f32| self.links_within(r).filter(|l| l.left < x && l.right > x).count();
        let (left, right) = (over(r.x0), over(r.x1));
        left + right > 0 && (left + right) * OVERFLOWING > self.runs(r)
    }

    /// Glyphs on the heights of a box.
    fn marks_on<'s>(&'s self, r: &'s Rect) -> impl Iterator<Item = &'s Mark> + 's {
        let from = self.marks.partition_point(|m| m.y < r.y0);
        self.marks.iter().skip(from).take_while(|m| m.y <= r.y1)
    }

    /// Whether horizontal lines of text stand in a box.
    pub(super) fn has_lines(&self, r: &Rect) -> bool {
        self.links_within(r).any(|l| l.left >= r.x0 && l.right <= r.x1)
    }

    /// How many runs of text a box holds, at least.
    fn runs(&self, r: &Rect) -> usize {
        let linked = self.links_within(r).filter(|l| l.left >= r.x0 && l.right <= r.x1).count();
        self.within(r).count().saturating_sub(linked)
    }

    /// Whether the borders of a grid run through its text, as the bars and grid lines of a chart do through its figures,
    /// and a connector through the words of the box behind which it ends.
    pub(super) fn cut_by(&self, grid: &Grid) -> bool {
        let atoms = grid.atoms();
        let rect = grid.rect();
        let (mut inside, mut touched) = (0_usize, 0_usize);
        for m in self.within(&rect) {
            inside += 1;
            // Most glyphs stand clear of all borders.
            let column = grid.xs.partition_point(|x| *x <= m.x);
            let clear = |x: f32, from: Option<&f32>, to: Option<&f32>| {
                from.is_some_and(|from| x >= *from) && to.is_some_and(|to| x <= *to)
            };
            let sides = (column.checked_sub(1).and_then(|c| grid.xs.get(c)), grid.xs.get(column));
            if clear(m.inner.0, sides.0, sides.1) && clear(m.inner.1, sides.0, sides.1) {
                continue;
            }
            let face = |x: f32| grid.face_at(&atoms, x, m.y);
            let own = face(m.x);
            touched += usize::from(face(m.inner.0) != own || face(m.inner.1) != own);
        }
        if touched as f32 > TOUCHED * inside as f32 {
            return true;
        }
        // Cells of large tables may be set so tight that texts side by side look like one.
        if grid.is_large() {
            return false;
        }
        let cut = self
            .links_within(&rect)
            .filter(|l| grid.face_at(&atoms, l.left, l.y) != grid.face_at(&atoms, l.right, l.y))
            .count();
        cut * OVERFLOWING > self.runs(&rect)
    }
}
