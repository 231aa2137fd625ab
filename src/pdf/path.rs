//! Paths (ISO 32000-2, 8.5): from construction operators to ruling strokes and filled rectangles.
//!
//! Only what can be a ruling or the ground of a cell is kept: straight segments along an axis, and polygons that are
//! axis-parallel rectangles. Points are in page coordinates as seen.

use crate::geometry::Rect;

/// Half a degree: what still counts as along an axis.
const AXIS_TANGENT: f32 = 0.008_727;
/// Points off by less than this are one point (a twentieth of a hairline).
const SAME: f32 = 0.05;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Move,
    Line,
    Curve,
}

/// The path under construction.
#[derive(Debug, Default)]
pub(super) struct Path {
    points: Vec<(f32, f32, Kind)>,
    start: (f32, f32),
}

impl Path {
    pub(super) fn clear(&mut self) {
        self.points.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.points.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    pub(super) fn move_to(&mut self, (x, y): (f32, f32)) {
        self.start = (x, y);
        self.points.push((x, y, Kind::Move));
    }

    pub(super) fn line_to(&mut self, (x, y): (f32, f32)) {
        if self.points.is_empty() {
            return self.move_to((x, y));
        }
        self.points.push((x, y, Kind::Line));
    }

    /// A curve counts by its end; its control points only widen the bounds. One that does not bend is a line: the printer
    /// driver of Windows draws the sides of thick rules so.
    pub(super) fn curve_to(&mut self, controls: &[(f32, f32)], (x, y): (f32, f32)) {
        if let Some(&(xa, ya, _)) = self.points.last()
            && controls.iter().all(|c| on_segment((xa, ya), (x, y), *c))
        {
            return self.line_to((x, y));
        }
        for &(cx, cy) in controls {
            self.points.push((cx, cy, Kind::Curve));
        }
        self.points.push((x, y, Kind::Curve));
    }

    pub(super) fn close(&mut self) {
        if let Some(&(x, y, _)) = self.points.last()
            && (x, y) != self.start
        {
            self.points.push((self.start.0, self.start.1, Kind::Line));
        }
    }

    /// The corners of a rectangle in order.
    pub(super) fn rect(&mut self, corners: [(f32, f32); 4]) {
        let [a, b, c, d] = corners;
        self.move_to(a);
        self.line_to(b);
        self.line_to(c);
        self.line_to(d);
        self.close();
    }

    /// The bounds of all points.
    pub(super) fn bounds(&self) -> Option<Rect> {
        let (&(x, y, _), rest) = self.points.split_first()?;
        let first = Rect { x0: x, y0: y, x1: x, y1: y };
        Some(rest.iter().fold(first, |r, &(x, y, _)| Rect {
            x0: r.x0.min(x),
            y0: r.y0.min(y),
            x1: r.x1.max(x),
            y1: r.y1.max(y),
        }))
    }

    /// The straight segments along an axis, each snapped to it.
    pub(super) fn segments(&self) -> impl Iterator<Item = Rect> + '_ {
        self.points.windows(2).filter_map(|w| match w {
            &[(xa, ya, _), (xb, yb, Kind::Line)] => along_axis((xa, ya), (xb, yb)),
            _ => None,
        })
    }

    /// The subpaths that are rectangles, and the bounds of those that are not.
    pub(super) fn fills(&self) -> impl Iterator<Item = Shape> + '_ {
        self.points.chunk_by(|_, next| next.2 != Kind::Move).filter(|sub| sub.len() > 1).map(|sub| {
            match rectangle(sub) {
                Some(r) => Shape::Rect(r, clockwise(sub)),
                None if is_arrow(sub) => Shape::Arrow(bounds_of(sub)),
                None => Shape::Other(bounds_of(sub)),
            }
        })
    }
}

/// What a filled subpath is.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    /// A rectangle, and whether it is drawn clockwise as seen.
    Rect(Rect, bool),
    /// A block arrow, a pentagon or a chevron that points left or right: its bounds.
    Arrow(Rect),
    /// Anything else: its bounds.
    Other(Rect),
}

/// The four sides that are left of a rectangle when one within it is taken out; sides of no width are left out.
pub(super) fn ring(outer: &Rect, inner: &Rect) -> impl Iterator<Item = Rect> + use<> {
    let (o, i) = (*outer, *inner);
    [
        Rect { y1: i.y0, ..o },
        Rect { y0: i.y1, ..o },
        Rect { x1: i.x0, y0: i.y0, y1: i.y1, ..o },
        Rect { x0: i.x1, y0: i.y0, y1: i.y1, ..o },
    ]
    .into_iter()
    .filter(|r| r.width() > 0.0 && r.height() > 0.0)
}

/// Twice the signed area tells the way round; the page's y axis points down.
fn clockwise(sub: &[(f32, f32, Kind)]) -> bool {
    let next = sub.iter().skip(1).chain(sub.first());
    sub.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f32>() > 0.0
}

fn bounds_of(sub: &[(f32, f32, Kind)]) -> Rect {
    let (x, y) = sub.first().map_or((0.0, 0.0), |p| (p.0, p.1));
    let start = Rect { x0: x, y0: y, x1: x, y1: y };
    sub.iter().fold(start, |r, &(x, y, _)| r.union(&Rect { x0: x, y0: y, x1: x, y1: y }))
}

/// Whether a subpath is an arrow that lies: a pentagon (5 corners), a chevron (6), an arrow with a shaft (7) or with two
/// heads (10). It is its own mirror image across its axis, and a tip on the axis is the farthest point to one side.
fn is_arrow(sub: &[(f32, f32, Kind)]) -> bool {
    /// Corners may miss their mirror image by this share of the height.
    const SKEWED: f32 = 0.04;
    if sub.len() > 12 || sub.iter().any(|p| p.2 == Kind::Curve) {
        return false;
    }
    let mut corners: Vec<(f32, f32)> = sub.iter().map(|p| (p.0, p.1)).collect();
    let near = |a: &(f32, f32), b: &(f32, f32)| (a.0 - b.0).abs() < SAME && (a.1 - b.1).abs() < SAME;
    corners.dedup_by(|a, b| near(a, b));
    if corners.len() > 1 && corners.first().zip(corners.last()).is_some_and(|(a, b)| near(a, b)) {
        corners.pop();
    }
    let b = bounds_of(sub);
    let slack = (SKEWED * b.height()).max(SAME);
    let on_axis = |p: &(f32, f32)| (p.1 - b.cy()).abs() <= slack;
    let mirrored = |p: &(f32, f32)| {
        corners.iter().any(|q| (q.0 - p.0).abs() <= slack && (q.1 - (2.0 * b.cy() - p.1)).abs() <= slack)
    };
    let tip = |x: f32| {
        let mut there = corners.iter().filter(|p| (p.0 - x).abs() < SAME);
        there.next().is_some_and(on_axis) && there.next().is_none()
    };
    matches!(corners.len(), 5 | 6 | 7 | 10)
        && b.height() > 1.0
        && (tip(b.x0) || tip(b.x1))
        && corners.iter().all(mirrored)
        // The other side, or the shaft, runs along the axis.
        && corners.iter().filter(|p| (p.0 - b.x0).abs() < SAME || (p.0 - b.x1).abs() < SAME).count() >= 2
}

/// Whether a point lies on the segment between two others.
fn on_segment((xa, ya): (f32, f32), (xb, yb): (f32, f32), (x, y): (f32, f32)) -> bool {
    let (dx, dy) = (xb - xa, yb - ya);
    let length = dx.hypot(dy);
    let off = (dx * (y - ya) - dy * (x - xa)).abs();
    let along = dx * (x - xa) + dy * (y - ya);
    length > SAME && off <= SAME * length && along >= -SAME * length && along <= (length + SAME) * length
}

fn along_axis((xa, ya): (f32, f32), (xb, yb): (f32, f32)) -> Option<Rect> {
    let (dx, dy) = ((xb - xa).abs(), (yb - ya).abs());
    if dx < SAME && dy < SAME {
        return None;
    }
    if dy <= dx * AXIS_TANGENT || dy < SAME {
        let y = f32::midpoint(ya, yb);
        Some(Rect::new(xa, y, xb, y))
    } else if dx <= dy * AXIS_TANGENT || dx < SAME {
        let x = f32::midpoint(xa, xb);
        Some(Rect::new(x, ya, x, yb))
    } else {
        None
    }
}

/// The rectangle that a subpath is: all its edges lie on the four sides of its bounds and turn at all four corners.
fn rectangle(sub: &[(f32, f32, Kind)]) -> Option<Rect> {
    // Edges may be cut into pieces; more points than this draw something else.
    const MOST_POINTS: usize = 16;
    if sub.len() > MOST_POINTS || sub.iter().any(|p| p.2 == Kind::Curve) {
        return None;
    }
    let b = bounds_of(sub);
    let near = |a: f32, b: f32| (a - b).abs() < SAME;
    if b.width() < SAME || b.height() < SAME {
        return (sub.len() >= 3 && b.width().max(b.height()) >= SAME).then_some(b);
    }
    let mut corners = [false; 4];
    let mut previous: Option<(f32, f32)> = None;
    let first = sub.first().map(|p| (p.0, p.1))?;
    for (x, y) in sub.iter().map(|p| (p.0, p.1)).chain([first]) {
        let (left, right, top, bottom) = (near(x, b.x0), near(x, b.x1), near(y, b.y0), near(y, b.y1));
        if !(left || right || top || bottom) {
            return None;
        }
        for (seen, at) in corners.iter_mut().zip([left && top, right && top, right && bottom, left && bottom]) {
            *seen |= at;
        }
        if let Some((px, py)) = previous
            && !near(px, x)
            && !near(py, y)
        {
            return None;
        }
        previous = Some((x, y));
    }
    corners.iter().all(|&c| c).then_some(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(points: &[(f32, f32)]) -> Path {
        let mut path = Path::default();
        for (i, &p) in points.iter().enumerate() {
            if i == 0 { path.move_to(p) } else { path.line_to(p) }
        }
        path
    }

    #[test]
    fn keeps_segments_along_axes() {
        let path = polygon(&[(0.0, 0.0), (100.0, 0.4), (100.0, 50.0), (50.0, 20.0)]);
        let got: Vec<Rect> = path.segments().collect();
        assert_eq!(got, [Rect::new(0.0, 0.2, 100.0, 0.2), Rect::new(100.0, 0.4, 100.0, 50.0)]);
    }

    #[test]
    fn curves_are_no_segments() {
        let mut path = polygon(&[(0.0, 0.0), (10.0, 0.0)]);
        path.curve_to(&[(12.0, 0.0), (15.0, 3.0)], (15.0, 5.0));
        path.line_to((15.0, 20.0));
        assert_eq!(path.segments().count(), 2);
        assert_eq!(path.bounds(), Some(Rect::new(0.0, 0.0, 15.0, 20.0)));
    }

    #[test]
    fn curves_that_do_not_bend_are_lines() {
        let mut path = polygon(&[(0.0, 1.0)]);
        path.curve_to(&[(50.0, 1.0), (50.0, 1.0)], (100.0, 1.0));
        path.line_to((100.0, 0.0));
        path.curve_to(&[(50.0, 0.0), (50.0, 0.0)], (0.0, 0.0));
        path.close();
        assert_eq!(path.fills().next(), Some(Shape::Rect(Rect::new(0.0, 0.0, 100.0, 1.0), false)));
        let mut bent = polygon(&[(0.0, 0.0)]);
        bent.curve_to(&[(50.0, 4.0), (50.0, 4.0)], (100.0, 0.0));
        assert_eq!(bent.segments().count(), 0);
    }

    #[test]
    fn knows_rectangles() {
        let rect = |p: &[(f32, f32)]| polygon(p).fills().next();
        let r = Rect::new(0.0, 0.0, 10.0, 5.0);
        // closed or not, either way round, an edge in two pieces
        assert_eq!(rect(&[(0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 5.0)]), Some(Shape::Rect(r, true)));
        assert_eq!(rect(&[(0.0, 0.0), (0.0, 5.0), (10.0, 5.0), (10.0, 0.0), (0.0, 0.0)]), Some(Shape::Rect(r, false)));
        assert_eq!(rect(&[(0.0, 0.0), (4.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 5.0)]), Some(Shape::Rect(r, true)));
        // a triangle, an L
        assert_eq!(rect(&[(0.0, 0.0), (10.0, 0.0), (10.0, 5.0)]), Some(Shape::Other(r)));
        let l = [(0.0, 0.0), (10.0, 0.0), (10.0, 2.0), (3.0, 2.0), (3.0, 5.0), (0.0, 5.0)];
        assert_eq!(rect(&l), Some(Shape::Other(r)));
    }

    #[test]
    fn knows_arrows_that_lie() {
        let is = |p: &[(f32, f32)]| matches!(polygon(p).fills().next(), Some(Shape::Arrow(_)));
        let shaft = [(0.0, 2.0), (80.0, 2.0), (80.0, 0.0), (90.0, 5.0), (80.0, 10.0), (80.0, 8.0), (0.0, 8.0)];
        assert!(is(&shaft));
        assert!(is(&shaft.map(|(x, y)| (100.0 - x, y))), "to the left");
        let mut closed = shaft.to_vec();
        closed.push(shaft[0]);
        assert!(is(&closed));
        assert!(is(&[(0.0, 0.0), (80.0, 0.0), (90.0, 5.0), (80.0, 10.0), (0.0, 10.0)]), "a pentagon");
        assert!(is(&[(0.0, 0.0), (80.0, 0.0), (90.0, 5.0), (80.0, 10.0), (0.0, 10.0), (10.0, 5.0)]), "a chevron");
        assert!(!is(&shaft.map(|(x, y)| (y, x))), "one that stands");
        assert!(!is(&[(0.0, 0.0), (10.0, 0.0), (10.0, 5.0)]), "a triangle");
        assert!(!is(&[(0.0, 0.0), (5.0, 4.0), (9.0, 4.0), (7.0, 8.0), (2.0, 9.0)]), "any five corners");
        assert!(!is(&[(0.0, 0.0), (10.0, 0.0), (10.0, 2.0), (3.0, 2.0), (3.0, 5.0), (0.0, 5.0)]), "an L");
    }

    #[test]
    fn a_hole_leaves_a_ring() {
        let sides: Vec<Rect> = ring(&Rect::new(0.0, 0.0, 10.0, 10.0), &Rect::new(1.0, 1.0, 9.0, 10.0)).collect();
        let want = [Rect::new(0.0, 0.0, 10.0, 1.0), Rect::new(0.0, 1.0, 1.0, 10.0), Rect::new(9.0, 1.0, 10.0, 10.0)];
        assert_eq!(sides, want);
    }

    #[test]
    fn several_rectangles_in_one_path() {
        let mut path = Path::default();
        path.rect([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
        path.rect([(5.0, 0.0), (6.0, 0.0), (6.0, 1.0), (5.0, 1.0)]);
        assert_eq!(path.fills().count(), 2);
        assert_eq!(path.segments().count(), 8);
    }
}
