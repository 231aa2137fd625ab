//! Glyphs of one line in, its text out: which gaps are spaces.
//!
//! Japanese sets no spaces between words, but producers spread letters (主 な 作 業), justify lines, and set a little
//! air between kanji and digits. So a gap counts as a space only where Latin words part, where it is nearly a
//! full-width space, or where the file has a space character that is no letter-spacing.

use super::lines::along;
use crate::pdf::{Direction, Glyph};

/// Gap in font sizes that parts two Latin words or numbers: the space of most fonts is 0.25 to 0.33.
const LATIN_GAP: f32 = 0.17;
/// Gap in font sizes that counts as a space beside a Japanese character; below it are justification and kerning.
const JAPANESE_GAP: f32 = 0.7;

/// A typed space that a narrower gap belies (negative spacing after it) is none.
const TYPED_GAP: f32 = 0.05;

/// Gap in font sizes from which two characters are parted.
fn least(before: char, after: char) -> f32 {
    if is_latin(before) && is_latin(after) { LATIN_GAP } else { JAPANESE_GAP }
}

/// White space of any width.
pub(super) fn is_space(c: char) -> bool {
    match c {
        '!'..='~' => false,
        // The ideographic space is the last of them.
        '\u{3001}'.. => c == '\u{feff}',
        _ => c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{00ad}'),
    }
}

/// Kanji.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{2e80}'..='\u{2fdf}')
}

/// Kanji or kana.
pub(super) fn is_letter(c: char) -> bool {
    is_ideograph(c) || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9d}')
}

/// A character that is set in a full-width cell in Japanese text, punctuation included.
pub(super) fn is_japanese(c: char) -> bool {
    is_letter(c)
        || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ffef}' | '\u{2460}'..='\u{24ff}' | '\u{2500}'..='\u{27bf}'
            | '\u{3200}'..='\u{33ff}' | '\u{2190}'..='\u{21ff}')
}

/// A mark that closes what stands before it.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, ')' | '）' | '」' | '』' | '】' | '〉' | '》' | '〕' | '］' | '。' | '、' | '，' | '．')
}

/// Half-width letters and digits, which part into words by spaces.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}')
}

/// The text of glyphs in reading direction, with the spaces a reader sees.
pub(super) fn assemble(glyphs: &[&Glyph], direction: Direction) -> String {
    /// A visible character and what stands before it.
    struct Spaced {
        ch: char,
        /// Space character in the file.
        typed: Option<char>,
        /// Gap to the one before, in font sizes.
        gap: f32,
    }
    let mut all: Vec<Spaced> = Vec::with_capacity(glyphs.len());
    let mut typed = None;
    let mut last: Option<(f32, f32)> = None;
    // Whether any gap may be a space.
    let mut parted = false;
    for g in glyphs {
        if is_space(g.ch) {
            if g.ch == '\u{3000}' || typed.is_none() {
                typed = Some(if g.ch == '\u{3000}' { '\u{3000}' } else { ' ' });
            }
            continue;
        }
        let (u0, u1) = along(direction, &g.bbox);
        let gap = last.map_or(0.0, |(end, size): (f32, f32)| (u0 - end) / size.min(g.size).max(1.0));
        let typed = typed.take();
        if let Some(before) = all.last() {
            parted |= gap >= least(before.ch, g.ch) || typed.is_some() && gap > TYPED_GAP;
        }
        all.push(Spaced { ch: g.ch, typed, gap });
        last = Some((last.map_or(u1, |(end, _)| end.max(u1)), g.size));
    }
    if !parted {
        let mut out = String::with_capacity(all.len() * 3);
        out.extend(all.iter().map(|s| s.ch));
        return out;
    }
    // The even gap of a letter-spaced line is no space, but what exceeds it may be.
    let mut gaps: Vec<f32> = all.iter().skip(1).map(|s| s.gap).collect();
    let quarter = gaps.len() / 4;
    let even = if gaps.len() >= 2 { gaps.select_nth_unstable_by(quarter, f32::total_cmp).1.max(0.0) } else { 0.0 };
    let is_break = |i: usize| -> Option<char> {
        let (s, before) = (all.get(i)?, all.get(i.checked_sub(1)?)?);
        let extra = s.gap - even;
        match s.typed {
            Some(c) if s.gap > TYPED_GAP => Some(c),
            _ if extra >= least(before.ch, s.ch) => {
                Some(if s.gap >= 0.9 && is_japanese(before.ch) { '\u{3000}' } else { ' ' })
            }
            _ => None,
        }
    };
    let breaks: Vec<Option<char>> = (0..all.len()).map(is_break).collect();
    // Single characters parted by spaces, three or more in a row, or two that are the whole line, are a spread word.
    let mut spread = vec![false; all.len()];
    let lone = |i: usize| {
        let starts = i == 0 || breaks.get(i).is_some_and(Option::is_some);
        let ends = i + 1 >= all.len() || breaks.get(i + 1).is_some_and(Option::is_some);
        let c = all.get(i).map_or(' ', |s| s.ch);
        starts && ends && (is_letter(c) || c.is_alphanumeric())
    };
    let mut i = 0;
    while i < all.len() {
        let n = (i..all.len()).take_while(|k| lone(*k)).count();
        let japanese = all.iter().skip(i).take(n).filter(|s| is_letter(s.ch)).count();
        if (n >= 3 && japanese >= 2) || (n == 2 && japanese == 2 && all.len() == 2) {
            for s in spread.iter_mut().skip(i + 1).take(n - 1) {
                *s = true;
            }
        }
        i += n.max(1);
    }
    let mut out = String::with_capacity(all.len() * 3);
    for ((s, space), spread) in all.iter().zip(&breaks).zip(&spread) {
        if let (Some(c), false) = (space, spread) {
            out.push(*c);
        }
        out.push(s.ch);
    }
    out
}

/// Where text goes on after gaps wider than a full-width space, along the line.
pub(super) fn tabs(glyphs: &[&Glyph], direction: Direction) -> Vec<f32> {
    /// Gap in font sizes.
    const TAB: f32 = 1.15;
    let mut out = Vec::new();
    let mut end: Option<f32> = None;
    for g in glyphs.iter().filter(|g| !is_space(g.ch)) {
        let (u0, u1) = along(direction, &g.bbox);
        if end.is_some_and(|e| u0 - e > TAB * g.size) {
            out.push(u0);
        }
        end = Some(end.map_or(u1, |e: f32| e.max(u1)));
    }
    out
}

/// Whether the characters of a short line are spread evenly to fill a width.
pub(super) fn is_spread(glyphs: &[&Glyph], direction: Direction) -> bool {
    /// Gap in font sizes that no justified line has.
    const WIDE: f32 = 0.3;
    /// Longer lines are spread by justification, if at all.
    const LONGEST: usize = 12;
    let mut before: Option<&Glyph> = None;
    let mut n = 0;
    for g in glyphs.iter().filter(|g| !is_space(g.ch)) {
        n += 1;
        let close = |a: &Glyph| along(direction, &g.bbox).0 - along(direction, &a.bbox).1 < WIDE * a.size.min(g.size);
        if n > LONGEST || !is_japanese(g.ch) || before.is_some_and(close) {
            return false;
        }
        before = Some(g);
    }
    n >= 2
}

/// Joins two printed lines of one paragraph: nothing between Japanese, a space between Latin words.
pub(super) fn join(into: &mut String, next: &str) {
    let next = next.trim();
    let (Some(a), Some(b)) = (into.trim_end().chars().next_back(), next.chars().next()) else {
        into.push_str(next);
        return;
    };
    into.truncate(into.trim_end().len());
    if is_latin(b)
        && (is_latin(a) || matches!(a, ',' | '.' | ';' | ':' | ')'))
        && !(a.is_ascii_digit() && b.is_ascii_digit())
    {
        into.push(' ');
    }
    into.push_str(next);
}
