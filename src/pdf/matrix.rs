//! Affine maps between the coordinate systems of PDF (ISO 32000-2, 8.3.3).

use crate::geometry::Rect;

/// `[a b c d e f]`: a point (x, y) goes to (a·x + c·y + e, b·x + d·y + f).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f32,
    pub(super) b: f32,
    pub(super) c: f32,
    pub(super) d: f32,
    pub(super) e: f32,
    pub(super) f: f32,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub(super) const fn new(a: f32, b: f32, c: f32, d: f32, e: f32, f: f32) -> Self {
        Self { a, b, c, d, e, f }
    }

    pub(super) const fn translation(x: f32, y: f32) -> Self {
        Self::new(1.0, 0.0, 0.0, 1.0, x, y)
    }

    /// This map first, then `next`.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    pub(super) fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The bounds of a mapped rectangle.
    pub(super) fn bounds(&self, r: &Rect) -> Rect {
        let (xa, ya) = self.apply(r.x0, r.y0);
        let (xb, yb) = self.apply(r.x1, r.y1);
        if (self.b == 0.0 && self.c == 0.0) || (self.a == 0.0 && self.d == 0.0) {
            return Rect::new(xa, ya, xb, yb);
        }
        let (xc, yc) = self.apply(r.x0, r.y1);
        let (xd, yd) = self.apply(r.x1, r.y0);
        Rect::new(xa, ya, xb, yb).union(&Rect::new(xc, yc, xd, yd))
    }

    /// The mean factor by which lengths grow.
    pub(super) fn scale(&self) -> f32 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    /// The factor by which vertical lengths grow: what makes a font size.
    pub(super) fn vertical_scale(&self) -> f32 {
        self.c.hypot(self.d)
    }

    pub(super) fn is_finite(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|v| v.is_finite())
    }
}

/// From user space to the page as seen: top left origin, y down, `/Rotate` and `UserUnit` applied, and the size of the
/// page as seen (ISO 32000-2, 7.7.3.3 and 8.3.2.3). `rotate` is clockwise, a multiple of 90.
pub(super) fn page_frame(crop: &Rect, rotate: i64, unit: f32) -> (Matrix, f32, f32) {
    let (w, h) = (crop.width() * unit, crop.height() * unit);
    let u = unit;
    match rotate.rem_euclid(360) / 90 {
        1 => (Matrix::new(0.0, u, u, 0.0, -crop.y0 * u, -crop.x0 * u), h, w),
        2 => (Matrix::new(-u, 0.0, 0.0, u, crop.x1 * u, -crop.y0 * u), w, h),
        3 => (Matrix::new(0.0, -u, -u, 0.0, crop.y1 * u, crop.x1 * u), h, w),
        _ => (Matrix::new(u, 0.0, 0.0, -u, -crop.x0 * u, crop.y1 * u), w, h),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_compose_in_order() {
        let m = Matrix::new(2.0, 0.0, 0.0, 2.0, 0.0, 0.0).then(&Matrix::translation(10.0, 5.0));
        assert_eq!(m.apply(1.0, 1.0), (12.0, 7.0));
        assert_eq!(m.scale(), 2.0);
        let turned = Matrix::new(0.0, 1.0, -1.0, 0.0, 0.0, 0.0);
        assert_eq!(turned.bounds(&Rect::new(0.0, 0.0, 2.0, 1.0)), Rect::new(-1.0, 0.0, 0.0, 2.0));
    }

    #[test]
    fn frames_put_the_seen_corner_at_the_origin() {
        let crop = Rect::new(10.0, 20.0, 110.0, 220.0);
        // rotation, the user-space corner that is seen at the top left, size as seen
        for (rotate, corner, size) in [
            (0, (10.0, 220.0), (100.0, 200.0)),
            (90, (10.0, 20.0), (200.0, 100.0)),
            (180, (110.0, 20.0), (100.0, 200.0)),
            (270, (110.0, 220.0), (200.0, 100.0)),
            (-90, (110.0, 220.0), (200.0, 100.0)),
            (450, (10.0, 20.0), (200.0, 100.0)),
        ] {
            let (m, w, h) = page_frame(&crop, rotate, 1.0);
            assert_eq!(m.apply(corner.0, corner.1), (0.0, 0.0), "{rotate}");
            assert_eq!((w, h), size, "{rotate}");
            assert_eq!(m.bounds(&crop), Rect::new(0.0, 0.0, w, h), "{rotate}");
        }
    }

    #[test]
    fn user_unit_scales() {
        let (m, w, h) = page_frame(&Rect::new(0.0, 0.0, 100.0, 50.0), 0, 2.0);
        assert_eq!((w, h), (200.0, 100.0));
        assert_eq!(m.apply(100.0, 0.0), (200.0, 100.0));
    }
}
