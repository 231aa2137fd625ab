//! A list of words in, the places in a text where they stand out, all in one pass.
//!
//! An automaton would read each byte once, but building one takes longer than reading a document of a few pages, and the words of
//! a list have many first characters, so that a look at these settles nearly every place: few words remain to be compared.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

/// Finds the words of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Finder {
    /// All words, one after the other, sorted by first character, longer ones first, then in the order of the list.
    text: String,
    /// Where each of them stands in it, and its number in the list.
    words: Vec<(u32, u32, usize)>,
    /// The words with a first character: from, to.
    by_first: FxHashMap<char, (u32, u32)>,
    /// Whether a word begins with a character that has these low bits: spares most looks into the table.
    begins: [u64; 16],
}

impl Finder {
    /// Over the words of a list. Empty ones are never found.
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut sorted: Vec<(char, &str, usize)> =
            words.enumerate().filter_map(|(i, w)| Some((w.chars().next()?, w, i))).collect();
        sorted.sort_unstable_by_key(|(first, w, i)| (*first, std::cmp::Reverse(w.len()), *i));
        let mut finder = Self::default();
        for (first, word, number) in sorted {
            let from = finder.text.len() as u32;
            finder.text.push_str(word);
            let n = finder.words.len() as u32;
            finder.words.push((from, finder.text.len() as u32, number));
            match finder.by_first.entry(first) {
                Entry::Occupied(mut e) => e.get_mut().1 = n + 1,
                Entry::Vacant(e) => {
                    e.insert((n, n + 1));
                }
            }
            let bit = first as usize % 1024;
            if let Some(bits) = finder.begins.get_mut(bit / 64) {
                *bits |= 1 << (bit % 64);
            }
        }
        finder
    }

    /// Whether a word may begin with a character.
    #[inline]
    fn may_begin(&self, c: char) -> bool {
        let bit = c as usize % 1024;
        self.begins.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// The words that stand at a place which begins with this character, longest first: number and length.
    fn at<'f>(&'f self, first: char, rest: &'f str) -> impl Iterator<Item = (usize, usize)> + 'f {
        let words = self
            .by_first
            .get(&first)
            .and_then(|(from, to)| self.words.get(*from as usize..*to as usize))
            .unwrap_or_default();
        words.iter().filter_map(move |(from, to, number)| {
            let word = self.text.get(*from as usize..*to as usize)?;
            rest.as_bytes().starts_with(word.as_bytes()).then_some((*number, word.len()))
        })
    }

    /// Number of the word in its list, and its byte range, for every place, overlapping ones too, ordered by their ends,
    /// longer ones first.
    pub(super) fn find(&self, text: &str) -> std::vec::IntoIter<(usize, usize, usize)> {
        let mut found = Vec::new();
        for (start, c) in text.char_indices().filter(|(_, c)| self.may_begin(*c)) {
            let rest = text.get(start..).unwrap_or_default();
            found.extend(self.at(c, rest).map(|(number, n)| (number, start, start + n)));
        }
        found.sort_unstable_by_key(|(number, start, end)| (*end, *start, *number));
        found.into_iter()
    }

    /// The same without overlaps: from the left, the longest word at each place.
    pub(super) fn find_longest(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        let mut free = 0;
        for (start, c) in text.char_indices().filter(|(_, c)| self.may_begin(*c)) {
            let rest = text.get(start..).unwrap_or_default();
            if start >= free
                && let Some((number, n)) = self.at(c, rest).next()
            {
                free = start + n;
                found.push((number, start, free));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn overlapping_words_are_all_found_in_one_pass() {
        let finder = Finder::new(["審議会", "会"].into_iter());
        assert_eq!(finder.find("審議会").collect::<Vec<_>>(), [(0, 0, 9), (1, 6, 9)]);
        assert_eq!(finder.find_longest("審議会と会"), [(0, 0, 9), (1, 12, 15)]);
        assert_eq!(Finder::new(["", "市"].into_iter()).find("市").collect::<Vec<_>>(), [(1, 0, 3)]);
        assert_eq!(Finder::default().find("市").next(), None);
    }

    proptest! {
        #[test]
        fn an_automaton_finds_the_same(
            words in proptest::collection::vec("[市町村aあ]{1,4}", 0..8),
            text in "[市町村aあい]{0,30}",
        ) {
            let finder = Finder::new(words.iter().map(String::as_str));
            let all = AhoCorasick::new(&words).unwrap();
            let expected: Vec<_> =
                all.find_overlapping_iter(&text).map(|m| (m.pattern().as_usize(), m.start(), m.end())).collect();
            prop_assert_eq!(finder.find(&text).collect::<Vec<_>>(), expected);
            let longest = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).unwrap();
            let expected: Vec<_> = longest.find_iter(&text).map(|m| (m.pattern().as_usize(), m.start(), m.end())).collect();
            prop_assert_eq!(finder.find_longest(&text), expected);
        }
    }
}
