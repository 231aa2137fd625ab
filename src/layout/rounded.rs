//! Rules in, rounded boxes out: boxes whose corners are curves have four sides that do not meet.

use super::rulings::Rulings;
use crate::geometry::Rect;

/// The corner's radius is at most this share of the box's shorter side.
const RADIUS: f32 = 0.5;
/// Sides end at most this far apart in points (radius of the largest usual corner).
const LARGEST: f32 = 40.0;
/// Pages with more rules than this are not searched.
const TOO_MANY: usize = 1_500;

/// Boxes with rounded corners.
pub(super) fn boxes(rulings: &Rulings) -> Vec<Rect> {
    let mut out = Vec::new();
    if rulings.horizontal.len() + rulings.vertical.len() > TOO_MANY {
        return out;
    }
    for top in &rulings.horizontal {
        let from = rulings.horizontal.partition_point(|h| h.at <= top.at + 4.0);
        let bottom = rulings
            .horizontal
            .iter()
            .skip(from)
            .find(|b| (b.from - top.from).abs() <= 2.0 && (b.to - top.to).abs() <= 2.0);
        let Some(bottom) = bottom else { continue };
        let height = bottom.at - top.at;
        // The nearest that fits: boxes side by side have sides of the same height.
        let side = |outer: &dyn Fn(f32) -> f32| {
            rulings
                .vertical
                .iter()
                .filter(|v| {
                    let radius = outer(v.at);
                    radius > 1.0
                        && radius <= LARGEST.min(RADIUS * height)
                        && (v.from - top.at - radius).abs() <= 0.5 * radius + 2.0
                        && (bottom.at - v.to - radius).abs() <= 0.5 * radius + 2.0
                })
                .min_by(|a, b| outer(a.at).total_cmp(&outer(b.at)))
        };
        let left = side(&|x| top.from - x);
        let right = side(&|x| x - top.to);
        if let (Some(l), Some(r)) = (left, right) {
            out.push(Rect { x0: l.at, y0: top.at, x1: r.at, y1: bottom.at });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::rulings::Rule;

    #[test]
    fn four_sides_that_do_not_meet() {
        let h = |at| Rule { at, from: 10.0, to: 90.0 };
        let v = |at| Rule { at, from: 10.0, to: 40.0 };
        let rulings =
            Rulings { horizontal: vec![h(0.0), h(50.0)], vertical: vec![v(0.0), v(100.0)], ..Rulings::default() };
        assert_eq!(boxes(&rulings), [Rect { x0: 0.0, y0: 0.0, x1: 100.0, y1: 50.0 }]);
    }
}
