//! Colour spaces (ISO 32000-2, 8.6), as far as telling black, white and coloured apart needs: every colour becomes sRGB
//! by the plain formulas, without profiles.

use super::model::{Dictionary, Object};

use super::object::Source;

/// sRGB.
pub(super) type Rgb = [u8; 3];

pub(super) const BLACK: Rgb = [0, 0, 0];
/// What a pattern or shading counts as: neither ink nor paper.
pub(super) const MID_GREY: Rgb = [128, 128, 128];

/// A colour space, reduced to how its components become sRGB.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab,
    /// Amounts of ink: 0 is paper.
    Ink(usize),
    /// A table of colours.
    Indexed(Vec<Rgb>),
    Pattern,
}

/// Nesting of colour spaces in each other.
const DEEPEST: usize = 4;

impl Space {
    /// The space that `cs` or `CS` names: a device space, or an entry of the resources.
    pub(super) fn named(source: &Source, resources: Option<&Dictionary>, name: &[u8]) -> Self {
        Self::device(name).unwrap_or_else(|| {
            resources
                .and_then(|r| source.dict(r, b"ColorSpace"))
                .and_then(|spaces| source.get(spaces, name))
                .map_or(Self::Gray, |o| Self::of(source, o, 0))
        })
    }

    fn device(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"DeviceGray" | b"CalGray" | b"G" => Self::Gray,
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Self::Rgb,
            b"DeviceCMYK" | b"CalCMYK" | b"CMYK" => Self::Cmyk,
            b"Pattern" => Self::Pattern,
            _ => return None,
        })
    }

    fn by_components(n: i64) -> Self {
        match n {
            3 => Self::Rgb,
            4 => Self::Cmyk,
            _ => Self::Gray,
        }
    }

    fn of(source: &Source, object: &Object, depth: usize) -> Self {
        if depth > DEEPEST {
            return Self::Gray;
        }
        let array = match source.resolve(object) {
            Object::Name(n) => return Self::device(n).unwrap_or(Self::Gray),
            Object::Array(a) => a,
            _ => return Self::Gray,
        };
        let Some(Object::Name(family)) = array.first().map(|o| source.resolve(o)) else { return Self::Gray };
        let second = array.get(1).map(|o| source.resolve(o));
        match family.as_slice() {
            b"ICCBased" => match second {
                Some(Object::Stream(s)) => Self::by_components(source.integer(&s.dict, b"N").unwrap_or(1)),
                _ => Self::Gray,
            },
            b"Lab" => Self::Lab,
            b"Separation" => Self::Ink(1),
            b"DeviceN" => match second {
                Some(Object::Array(names)) => Self::Ink(names.len()),
                _ => Self::Ink(1),
            },
            b"Indexed" | b"I" => Self::indexed(source, array, depth),
            name => Self::device(name).unwrap_or(Self::Gray),
        }
    }

    fn indexed(source: &Source, array: &[Object], depth: usize) -> Self {
        let base = array.get(1).map_or(Self::Gray, |o| Self::of(source, o, depth + 1));
        let n = base.components();
        let table = match array.get(3).map(|o| source.resolve(o)) {
            Some(Object::String(s)) => s.to_vec(),
            Some(Object::Stream(s)) => source.decode(s).map(std::borrow::Cow::into_owned).unwrap_or_default(),
            _ => Vec::new(),
        };
        let colors = table
            .chunks_exact(n.max(1))
            .take(256)
            .map(|c| {
                let parts: Vec<f32> = c.iter().map(|&b| f32::from(b) / 255.0).collect();
                base.color(&parts)
            })
            .collect();
        Self::Indexed(colors)
    }

    fn components(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed(_) => 1,
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
            Self::Ink(n) => *n,
            Self::Pattern => 0,
        }
    }

    /// The colour before any is set.
    pub(super) fn initial(&self) -> Rgb {
        match self {
            Self::Pattern => MID_GREY,
            Self::Indexed(table) => table.first().copied().unwrap_or(BLACK),
            _ => BLACK,
        }
    }

    /// The colour of a set of components; missing ones count as 0.
    pub(super) fn color(&self, parts: &[f32]) -> Rgb {
        let part = |i: usize| parts.get(i).copied().unwrap_or(0.0);
        match self {
            Self::Gray => gray(part(0)),
            Self::Rgb => [byte(part(0)), byte(part(1)), byte(part(2))],
            Self::Cmyk => cmyk(part(0), part(1), part(2), part(3)),
            Self::Lab => lab(part(0), part(1), part(2)),
            Self::Ink(_) => gray(1.0 - parts.iter().copied().fold(0.0, f32::max)),
            // The index comes as a whole number.
            Self::Indexed(table) => table.get(part(0).max(0.0) as usize).or(table.last()).copied().unwrap_or(BLACK),
            Self::Pattern => MID_GREY,
        }
    }
}

fn byte(v: f32) -> u8 {
    // Clamped to 0..=255 first.
    (v.clamp(0.0, 1.0) * 255.0).round() as u8
}

pub(super) fn gray(v: f32) -> Rgb {
    [byte(v); 3]
}

pub(super) fn rgb(r: f32, g: f32, b: f32) -> Rgb {
    [byte(r), byte(g), byte(b)]
}

pub(super) fn cmyk(c: f32, m: f32, y: f32, k: f32) -> Rgb {
    let ink = |v: f32| byte((1.0 - v.clamp(0.0, 1.0)) * (1.0 - k.clamp(0.0, 1.0)));
    [ink(c), ink(m), ink(y)]
}

/// CIE L*a*b* (D50) to sRGB.
fn lab(l: f32, a: f32, b: f32) -> Rgb {
    let m = (l.clamp(0.0, 100.0) + 16.0) / 116.0;
    let g = |t: f32| if t >= 6.0 / 29.0 { t * t * t } else { (108.0 / 841.0) * (t - 4.0 / 29.0) };
    let (x, y, z) = (0.9642 * g(m + a / 500.0), g(m), 0.8249 * g(m - b / 200.0));
    let gamma = |v: f32| if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
    rgb(
        gamma(3.1339 * x - 1.6169 * y - 0.4906 * z),
        gamma(-0.9788 * x + 1.9161 * y + 0.0335 * z),
        gamma(0.0719 * x - 0.2290 * y + 1.4052 * z),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_out_as_srgb() {
        for (space, parts, want) in [
            (Space::Gray, &[0.0][..], BLACK),
            (Space::Gray, &[1.0], [255; 3]),
            (Space::Rgb, &[1.0, 0.0, 0.5], [255, 0, 128]),
            (Space::Rgb, &[7.0, -1.0, 0.0], [255, 0, 0]),
            (Space::Cmyk, &[0.0, 0.0, 0.0, 1.0], BLACK),
            (Space::Cmyk, &[0.0, 0.0, 0.0, 0.0], [255; 3]),
            (Space::Cmyk, &[1.0, 0.0, 0.0, 0.0], [0, 255, 255]),
            (Space::Ink(1), &[1.0], BLACK),
            (Space::Ink(2), &[0.0, 0.0], [255; 3]),
            (Space::Lab, &[100.0, 0.0, 0.0], [255, 255, 255]),
            (Space::Lab, &[0.0, 0.0, 0.0], BLACK),
            (Space::Indexed(vec![[1, 2, 3], [4, 5, 6]]), &[1.0], [4, 5, 6]),
            (Space::Indexed(vec![[1, 2, 3]]), &[9.0], [1, 2, 3]),
            (Space::Pattern, &[], MID_GREY),
        ] {
            let got = space.color(parts);
            let near = got.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 1);
            assert!(near, "{space:?} {parts:?}: {got:?}");
        }
    }
}
