//! The number itself: 1,234.5, 二〇二五, 94億7,500万.

use super::Reader;
use super::units::has_place_value;
use crate::japanese::numerals;

/// An exact decimal: `mantissa` with its last `scale` digits behind the point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal {
    pub(super) mantissa: i128,
    pub(super) scale: u32,
}

impl Decimal {
    pub(super) fn times(self, factor: i64) -> Option<Self> {
        let mut product = Self { mantissa: self.mantissa.checked_mul(i128::from(factor))?, scale: self.scale };
        while product.scale > 0 && product.mantissa % 10 == 0 {
            product = Self { mantissa: product.mantissa / 10, scale: product.scale - 1 };
        }
        Some(product)
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let raise = |d: Self| d.mantissa.checked_mul(10_i128.checked_pow(scale - d.scale)?);
        Some(Self { mantissa: raise(self)?.checked_add(raise(other)?)?, scale })
    }

    pub(super) fn print(self, negative: bool) -> String {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = self.scale as usize;
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        let sign = if negative && self.mantissa != 0 { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// The number without sign and unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    pub(super) value: Decimal,
    pub(super) end: usize,
    /// Begins with a kanji numeral.
    pub(super) kanji: bool,
    /// How many characters it is written with.
    pub(super) width: usize,
    /// Has a place value (十, 百, 万) in it.
    pub(super) placed: bool,
}

impl Reader<'_> {
    /// Digits with their commas and decimals, kanji numerals, and place values after either.
    pub(super) fn body(&self, index: usize) -> Option<Body> {
        let kanji = !self.digit(index);
        let (mut total, mut group) = (Decimal { mantissa: 0, scale: 0 }, Decimal { mantissa: 0, scale: 0 });
        let mut digits: Option<Decimal> = None;
        let (mut end, mut placed) = (index, false);
        loop {
            let c = self.at(end);
            if digits.is_none()
                && let Some((value, after)) = if self.digit(end) { self.arabic(end) } else { self.kanji_digits(end) }
            {
                (digits, end) = (Some(value), after);
                continue;
            }
            // 663,934千円 and 5百万円: the unit has the place value in it, unless 億 or 万 stood before.
            if !placed && !kanji && self.unit(self.space(end), false).is_some_and(|(place, _)| has_place_value(place)) {
                break;
            }
            if let Some(unit) = c.and_then(numerals::small_unit) {
                let before = match digits.take() {
                    Some(value) => value,
                    None if kanji || placed => Decimal { mantissa: 1, scale: 0 },
                    None => break,
                };
                group = group.plus(before.times(unit)?)?;
            } else if let Some(unit) = c.and_then(numerals::large_unit) {
                let before = group.plus(digits.take().unwrap_or(Decimal { mantissa: 0, scale: 0 }))?;
                if before.mantissa == 0 {
                    return None;
                }
                total = total.plus(before.times(unit)?)?;
                group = Decimal { mantissa: 0, scale: 0 };
            } else {
                break;
            }
            placed = true;
            end += 1;
        }
        if end == index {
            return None;
        }
        let value = match digits {
            Some(rest) => total.plus(group)?.plus(rest)?,
            None => total.plus(group)?,
        };
        Some(Body { value, end, kanji, width: end - index, placed })
    }

    /// 1,234.5: commas part groups of three.
    pub(super) fn arabic(&self, index: usize) -> Option<(Decimal, usize)> {
        let mut value = Decimal { mantissa: 0, scale: 0 };
        let mut end = index;
        let push = |end: &mut usize, value: &mut Decimal, behind: bool| -> Option<()> {
            let digit = self.at(*end)?.to_digit(10)?;
            value.mantissa = value.mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            value.scale += u32::from(behind);
            *end += 1;
            Some(())
        };
        // What is longer is no number that anyone prints.
        const LONGEST: usize = 24;
        while self.digit(end) {
            if end - index > LONGEST {
                return None;
            }
            push(&mut end, &mut value, false)?;
        }
        let short = end - index <= 3;
        while short && matches!(self.at(end), Some(',' | '，' | '、')) {
            let three = (1..=3).all(|i| self.digit(end + i)) && !self.digit(end + 4);
            // 12、345 would be a list; only half-width commas, or a full-width one that is met again, part thousands.
            let is_comma = self.at(end) != Some('、');
            if !three || !is_comma || end - index > LONGEST {
                break;
            }
            end += 1;
            for _ in 0..3 {
                push(&mut end, &mut value, false)?;
            }
        }
        if self.at(end) == Some('.') && self.digit(end + 1) {
            end += 1;
            while self.digit(end) {
                if end - index > LONGEST {
                    return None;
                }
                push(&mut end, &mut value, true)?;
            }
        }
        Some((value, end))
    }

    /// 二〇二五, 二、九〇七, 三・五 before a share.
    pub(super) fn kanji_digits(&self, index: usize) -> Option<(Decimal, usize)> {
        let digit = |at: usize| {
            let c = self.at(at)?;
            // ○ stands for 〇 where typists had no 〇.
            if c == '○' && at > index {
                Some(0)
            } else if c.is_ascii_digit() {
                None
            } else {
                numerals::digit(c)
            }
        };
        let mut value = Decimal { mantissa: 0, scale: 0 };
        let mut end = index;
        const LONGEST: usize = 24;
        while let Some(d) = digit(end).filter(|_| end - index < LONGEST) {
            value.mantissa = value.mantissa.checked_mul(10)?.checked_add(i128::from(d))?;
            end += 1;
        }
        if end == index {
            return None;
        }
        while end - index < LONGEST
            && matches!(self.at(end), Some('、' | ',' | '，'))
            && (1..=3).all(|i| digit(end + i).is_some())
            && digit(end + 4).is_none()
        {
            for i in 1..=3 {
                value.mantissa = value.mantissa.checked_mul(10)?.checked_add(i128::from(digit(end + i)?))?;
            }
            end += 4;
        }
        if matches!(self.at(end), Some('・' | '.')) && digit(end + 1).is_some() {
            let (mut after, mut with) = (end + 1, value);
            while let Some(d) = digit(after).filter(|_| after - end < LONGEST) {
                with = Decimal {
                    mantissa: with.mantissa.checked_mul(10)?.checked_add(i128::from(d))?,
                    scale: with.scale + 1,
                };
                after += 1;
            }
            if self.any(after, &["%", "‰", "パーセント", "ポイント", "倍", "人", "割"]).is_some() {
                return Some((with, after));
            }
        }
        Some((value, end))
    }
}
