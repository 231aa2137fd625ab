//! Boxes and points on a page, as every stage uses them.
//!
//! All coordinates are PDF points (1/72 inch) in the frame of the page *as a person sees it*: after `/Rotate` and
//! `CropBox`, origin at the top left, x to the right, y **down**. `pdf` converts once; nothing after it knows PDF's
//! own upward y axis.

/// A number in the order of [`f32::total_cmp`]: whole numbers are compared faster.
pub(crate) fn ordinal(v: f32) -> u32 {
    let bits = v.to_bits();
    // Negative numbers are in reverse, and before all others.
    if bits >> 31 == 1 { !bits } else { bits | 1 << 31 }
}

/// An axis-parallel box in points: `x0 <= x1`, `y0 <= y1`, y down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// A box from two opposite corners in any order.
    #[must_use]
    pub fn new(xa: f32, ya: f32, xb: f32, yb: f32) -> Self {
        Self { x0: xa.min(xb), y0: ya.min(yb), x1: xa.max(xb), y1: ya.max(yb) }
    }

    /// Width in points.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height in points.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// Horizontal centre.
    #[must_use]
    pub fn cx(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    /// Vertical centre.
    #[must_use]
    pub fn cy(&self) -> f32 {
        f32::midpoint(self.y0, self.y1)
    }

    /// Area in square points.
    #[must_use]
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, o: &Self) -> Self {
        Self { x0: self.x0.min(o.x0), y0: self.y0.min(o.y0), x1: self.x1.max(o.x1), y1: self.y1.max(o.y1) }
    }

    /// The common part, or `None` where the boxes do not overlap.
    #[must_use]
    pub fn intersection(&self, o: &Self) -> Option<Self> {
        let r = Self { x0: self.x0.max(o.x0), y0: self.y0.max(o.y0), x1: self.x1.min(o.x1), y1: self.y1.min(o.y1) };
        (r.x0 < r.x1 && r.y0 < r.y1).then_some(r)
    }

    /// Whether the point lies in the box, edges included.
    #[must_use]
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    /// Whether `o` lies wholly within the box grown by `slack` points on each side.
    #[must_use]
    pub fn contains_rect(&self, o: &Self, slack: f32) -> bool {
        o.x0 >= self.x0 - slack && o.y0 >= self.y0 - slack && o.x1 <= self.x1 + slack && o.y1 <= self.y1 + slack
    }

    /// The box grown by `d` points on each side.
    #[must_use]
    pub fn grown(&self, d: f32) -> Self {
        Self { x0: self.x0 - d, y0: self.y0 - d, x1: self.x1 + d, y1: self.y1 + d }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_in_total_order() {
        let values =
            [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, 1.5, -1.5, 1e-40, -1e-40, 841.89];
        for a in values {
            for b in values {
                assert_eq!(ordinal(a).cmp(&ordinal(b)), a.total_cmp(&b), "{a} {b}");
            }
        }
    }
}
