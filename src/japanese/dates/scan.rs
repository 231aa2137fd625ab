//! The text as the grammar of dates reads it: folded characters without their spaces, each knowing what stood before it.

use crate::japanese::numerals;
use crate::japanese::text::fold_chars;

/// What stood before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    Break,
}

#[derive(Debug, Clone, Copy)]
struct Ch {
    c: char,
    /// Byte range in the part of the text that is gone through, which is far shorter than 4 GB: half the size keeps
    /// more of it in the cache.
    start: u32,
    end: u32,
    gap: Gap,
}

/// A text without its spaces.
#[derive(Debug)]
pub(super) struct Scan {
    chars: Vec<Ch>,
    letter_spaced: bool,
}

/// A number as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) value: u32,
    /// How many characters it is written with.
    pub(super) width: usize,
    /// Index after it.
    pub(super) end: usize,
    pub(super) kanji: bool,
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 2);
        let (mut gap, mut spaces) = (Gap::None, 0_usize);
        for item in fold_chars(text) {
            match item.ch {
                ' ' => gap = gap.max(Gap::Space),
                '\n' => gap = Gap::Break,
                c => {
                    spaces += usize::from(gap == Gap::Space);
                    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                    chars.push(Ch { c, start: place(item.start), end: place(item.end), gap });
                    gap = Gap::None;
                }
            }
        }
        // 平 成 2 0 年 1 0 月: nearly every character is spaced, so spaces part no numbers.
        const FEWEST: usize = 6;
        let letter_spaced = chars.len() >= FEWEST && spaces * 5 >= (chars.len() - 1) * 4;
        if spaces > 0 {
            close_letter_spaced_runs(&mut chars);
        }
        Self { chars, letter_spaced }
    }

    /// Four digits that stand apart before 年 (2 0 2 6年度): a year, and not the sixth.
    fn spaced_year(&self, index: usize) -> Option<Number> {
        const DIGITS: usize = 4;
        let end = index + DIGITS;
        let apart =
            (index + 1..end).all(|i| self.gap(i) == Gap::Space && self.at(i).is_some_and(|c| c.is_ascii_digit()));
        let value = (index..end).filter_map(|i| self.at(i)?.to_digit(10)).fold(0, |value, d| value * 10 + d);
        let is_year = apart && (1900..2100).contains(&value) && self.at(end) == Some('年');
        is_year.then_some(Number { value, width: DIGITS, end, kanji: false })
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|ch| ch.c)
    }

    /// What stood before the character; the end of the text is a break.
    pub(super) fn gap(&self, index: usize) -> Gap {
        self.chars.get(index).map_or(Gap::Break, |ch| if index == 0 { Gap::Break } else { ch.gap })
    }

    /// The character before, where nothing stands between.
    pub(super) fn glued(&self, index: usize) -> Option<char> {
        if self.gap(index) == Gap::None || self.letter_spaced { self.at(index.checked_sub(1)?) } else { None }
    }

    /// Is what begins at `index` the rest of a number, name or time: glued to a letter or digit, or to one of the marks?
    /// A point, comma or colon is such a mark only behind a letter or digit (11:10/18), not behind a word (締切：10/18).
    pub(super) fn goes_on(&self, index: usize, marks: &str) -> bool {
        let Some(before) = self.glued(index) else { return false };
        let behind_number = || {
            let at = index.checked_sub(2).and_then(|at| self.at(at));
            self.gap(index - 1) == Gap::None && at.is_some_and(|c| c.is_ascii_alphanumeric())
        };
        before.is_ascii_alphanumeric() || (marks.contains(before) && (!".,:".contains(before) || behind_number()))
    }

    /// Byte range of the original for a range of characters.
    pub(super) fn bytes(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let first = self.chars.get(start)?;
        let last = self.chars.get(end.checked_sub(1)?)?;
        Some((usize::try_from(first.start).ok()?, usize::try_from(last.end).ok()?))
    }

    /// The index after `word`, where it stands at `index`.
    pub(super) fn word(&self, index: usize, word: &str) -> Option<usize> {
        let mut at = index;
        for c in word.chars() {
            if self.at(at)? != c {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The index after the first of the words that stands at `index`.
    pub(super) fn any(&self, index: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(index, word))
    }

    pub(super) fn is(&self, index: usize, set: &str) -> bool {
        self.at(index).is_some_and(|c| set.contains(c))
    }

    fn same_token(&self, index: usize) -> bool {
        self.letter_spaced || self.chars.get(index).is_some_and(|ch| ch.gap == Gap::None)
    }

    /// Index after the run of digits, dots and commas at `index`: what no date begins in.
    pub(super) fn skip_number(&self, index: usize) -> usize {
        let mut end = index;
        while self.at(end).is_some_and(|c| c.is_ascii_digit()) && (end == index || self.same_token(end)) {
            end += 1;
        }
        end.max(index + 1)
    }

    /// One or two Arabic digits, as months and days are written in figures.
    pub(super) fn figures(&self, index: usize, highest: u32) -> Option<Number> {
        self.number(index).filter(|n| !n.kanji && n.width <= 2 && (1..=highest).contains(&n.value))
    }

    /// The number at `index`: up to four digits, or kanji numerals worth as much.
    pub(super) fn number(&self, index: usize) -> Option<Number> {
        const WIDEST: usize = 4;
        // 二千二十五 has five.
        const WIDEST_KANJI: usize = 7;
        let first = self.at(index)?;
        if first.is_ascii_digit() {
            let end = self.skip_number(index);
            if end == index + 1
                && let Some(year) = self.spaced_year(index)
            {
                return Some(year);
            }
            let width = end - index;
            if width > WIDEST {
                return None;
            }
            let value = (index..end).filter_map(|i| self.at(i)?.to_digit(10)).fold(0, |value, d| value * 10 + d);
            return Some(Number { value, width, end, kanji: false });
        }
        if !numerals::is_kanji_numeral(first) {
            return None;
        }
        let numeral = |at: usize| self.at(at).filter(|&c| numerals::is_kanji_numeral(c) || c == '○');
        let mut end = index;
        while numeral(end).is_some() {
            end += 1;
            if end - index > WIDEST_KANJI {
                return None;
            }
        }
        let value = u32::try_from(numerals::integer_of((index..end).filter_map(numeral))?).ok()?;
        Some(Number { value, width: end - index, end, kanji: true })
    }
}

/// Takes the spaces out of a line set letter by letter (令 和 5 年 1 2 月) that stands among others.
fn close_letter_spaced_runs(chars: &mut [Ch]) {
    // Fewer, or digits alone, may be the heads of columns or the ticks of an axis.
    const SHORTEST: usize = 6;
    const FEWEST_JAPANESE: usize = 3;
    let mut start = 0;
    while start < chars.len() {
        // A run goes on as long as the next character stands alone too.
        let alone = |at: usize| chars.get(at + 1).is_none_or(|next| next.gap != Gap::None);
        let mut end = start;
        while alone(end) && (end == start || chars.get(end).is_some_and(|ch| ch.gap == Gap::Space)) {
            end += 1;
        }
        let run = chars.get_mut(start..end).unwrap_or_default();
        if run.len() >= SHORTEST && run.iter().filter(|ch| !ch.c.is_ascii()).count() >= FEWEST_JAPANESE {
            for ch in run.iter_mut().skip(1) {
                ch.gap = Gap::None;
            }
        }
        start = end.max(start + 1);
    }
}
