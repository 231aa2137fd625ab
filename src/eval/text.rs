//! How texts are compared.

use unicode_normalization::UnicodeNormalization;

/// Texts longer than this, in characters, are compared by their beginning: a page of a plan has some 2,000.
const LONGEST: usize = 50_000;

/// A text for comparing strictly: compatibility forms folded (NFKC), one kind of tilde, no white space.
#[must_use]
pub fn strict(text: &str) -> String {
    text.nfkc().map(|c| if matches!(c, '〜' | '~' | '∼') { '～' } else { c }).filter(|c| !c.is_whitespace()).collect()
}

/// The same without punctuation and marks, in small letters: for comparing softly.
#[must_use]
pub fn soft(text: &str) -> String {
    strict(text).chars().filter(|c| c.is_alphanumeric() || *c == 'ー').flat_map(char::to_lowercase).collect()
}

/// Length of the longest common subsequence, and the lengths of both, in characters. Bit-parallel (Hyyrö 2004): 64
/// characters of `a` at a time.
#[must_use]
pub fn common(a: &str, b: &str) -> (usize, usize, usize) {
    let a: Vec<char> = a.chars().take(LONGEST).collect();
    let b: Vec<char> = b.chars().take(LONGEST).collect();
    let words = a.len().div_ceil(64);
    let mut places: std::collections::BTreeMap<char, Vec<u64>> = std::collections::BTreeMap::new();
    for (i, c) in a.iter().enumerate() {
        if let Some(word) = places.entry(*c).or_insert_with(|| vec![0; words]).get_mut(i / 64) {
            *word |= 1 << (i % 64);
        }
    }
    let mut state = vec![u64::MAX; words];
    for c in &b {
        let Some(at) = places.get(c) else { continue };
        let mut carry = false;
        for (s, m) in state.iter_mut().zip(at) {
            let u = *s & m;
            let (sum, one) = s.overflowing_add(u);
            let (sum, two) = sum.overflowing_add(u64::from(carry));
            carry = one || two;
            *s = sum | (*s - u);
        }
    }
    let last = a.len() % 64;
    let zeros = state.iter().enumerate().map(|(i, s)| {
        let used = if i + 1 == words && last > 0 { (1_u64 << last) - 1 } else { u64::MAX };
        (!s & used).count_ones() as usize
    });
    (zeros.sum(), a.len(), b.len())
}

/// Likeness of two texts from 0 to 1: twice their longest common subsequence by both lengths (the ratio of rapidfuzz).
#[must_use]
pub fn ratio(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (common, a, b) = common(a, b);
    2.0 * common as f64 / (a + b).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The textbook's way.
    fn slow(a: &str, b: &str) -> usize {
        let b: Vec<char> = b.chars().collect();
        let mut row = vec![0; b.len() + 1];
        for c in a.chars() {
            let mut corner = 0;
            for j in 0..b.len() {
                let above = row[j + 1];
                row[j + 1] = if b[j] == c { corner + 1 } else { above.max(row[j]) };
                corner = above;
            }
        }
        row[b.len()]
    }

    #[test]
    fn bits_count_what_the_table_counts() {
        let long = "第2次総合計画の策定に当たっての視点について".repeat(9);
        let other = long.replace('の', "に").chars().rev().collect::<String>() + "策定";
        for (a, b) in
            [("", ""), ("諮問", ""), ("パブリックコメント", "パブリック・コメント"), (&long, &other), (&other, &long)]
        {
            assert_eq!(common(a, b).0, slow(a, b), "{a} {b}");
        }
    }

    #[test]
    fn likeness() {
        assert!((ratio("市民意識調査", "市民意向調査") - 10.0 / 12.0).abs() < 1e-9);
        assert!((ratio(&soft("第１回　審議会（諮問）"), &soft("第1回審議会(諮問)")) - 1.0).abs() < 1e-9);
        assert_eq!(strict("12/25〜1/23"), "12/25～1/23");
    }
}
