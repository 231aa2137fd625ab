//! Sizes and times as people write them: `512M`, `90`, `2m`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of bytes: `1000`, `64K`, `512M`, `2G`, with or without `B` or `iB`; powers of 1,024.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size(pub(super) u64);

/// A number of seconds: `60`, `1.5`, `90s`, `2m`; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seconds(pub(super) f64);

impl FromStr for Size {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let wrong = || format!("{s} is no size; write 64K, 512M, 2G or a number of bytes");
        let upper = s.trim().to_ascii_uppercase();
        let upper = upper.strip_suffix("IB").or_else(|| upper.strip_suffix('B')).unwrap_or(&upper);
        let (number, shift) = match upper.as_bytes().last() {
            Some(b'K') => (upper.strip_suffix('K'), 10),
            Some(b'M') => (upper.strip_suffix('M'), 20),
            Some(b'G') => (upper.strip_suffix('G'), 30),
            Some(b'T') => (upper.strip_suffix('T'), 40),
            _ => (Some(upper), 0),
        };
        let number: u64 = number.and_then(|n| n.trim().parse().ok()).ok_or_else(wrong)?;
        number.checked_mul(1 << shift).map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = [(40, "T"), (30, "G"), (20, "M"), (10, "K")].into_iter();
        match unit.into_iter().find(|(shift, _)| self.0 > 0 && self.0.is_multiple_of(1 << shift)) {
            Some((shift, name)) => write!(f, "{}{name}", self.0 >> shift),
            None => write!(f, "{}", self.0),
        }
    }
}

impl Seconds {
    /// As a limit; none for 0.
    pub(super) fn limit(self) -> Option<Duration> {
        (self.0 > 0.0).then(|| Duration::from_secs_f64(self.0))
    }
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let (number, times) = match s.trim().strip_suffix('m') {
            Some(minutes) => (minutes, 60.0),
            None => (s.trim().strip_suffix('s').unwrap_or(s.trim()), 1.0),
        };
        let value: Option<f64> = number.parse().ok().map(|n: f64| n * times);
        // A year is as good as none.
        let value = value.filter(|v| (0.0..=31_536_000.0).contains(v));
        value.map(Self).ok_or_else(|| format!("{s} is no time; write a number of seconds, or 2m"))
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// As a number, or as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Whole(u64),
    Number(f64),
    Text(String),
}

impl Written {
    fn parse<T: FromStr<Err = String>, E: serde::de::Error>(self) -> Result<T, E> {
        let text = match self {
            Self::Whole(n) => n.to_string(),
            Self::Number(n) => n.to_string(),
            Self::Text(text) => text,
        };
        text.parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Written::deserialize(d)?.parse()
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Written::deserialize(d)?.parse()
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_string())
    }
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_f64(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times() {
        for (text, bytes) in
            [("1000", 1000), ("64K", 64 << 10), ("512MiB", 512 << 20), ("2g", 2 << 30), ("1 GB", 1 << 30)]
        {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        for text in ["", "K", "-1", "1.5G", "99999999999G", "2X"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
        for (text, seconds) in [("60", 60.0), ("1.5", 1.5), ("90s", 90.0), ("2m", 120.0), ("0", 0.0)] {
            assert_eq!(text.parse(), Ok(Seconds(seconds)), "{text}");
        }
        for text in ["", "-1", "inf", "NaN", "1h"] {
            assert!(text.parse::<Seconds>().is_err(), "{text}");
        }
        assert_eq!(Size(512 << 20).to_string(), "512M");
        assert_eq!(Seconds(0.0).limit(), None);
    }
}
