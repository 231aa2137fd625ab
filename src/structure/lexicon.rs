//! Word lists of `data/*.toml` in, the ids that a text's words tell out.
//!
//! Phases, policy fields and ways of taking part are all told by words, with the same two troubles: a short word
//! says something else inside a longer one (策定 in 策定委員会), and some words count only as the head of the
//! phrase, which in Japanese stands last. Both are data: `not` blanks the longer words, a final `$` asks for the end.

use serde::Deserialize;

use super::finder::Finder;

/// One id and its words.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Entry {
    /// The id of the record.
    pub(super) id: String,
    /// Words that tell it.
    pub(super) words: Vec<String>,
    /// Longer words in which they do not.
    #[serde(default)]
    pub(super) not: Vec<String>,
}

impl Entry {
    /// Whether the (normalised) text has one of the words.
    fn tells(&self, text: &str) -> bool {
        let mut masked = text.to_owned();
        for word in &self.not {
            if masked.contains(word.as_str()) {
                masked = masked.replace(word.as_str(), "\u{3}");
            }
        }
        let end = without_trailing_brackets(&masked);
        self.words.iter().any(|w| match w.strip_suffix('$') {
            Some(w) => end.ends_with(w),
            None => masked.contains(w.as_str()),
        })
    }
}

/// A word list.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    entries: Vec<Entry>,
    /// Finds all words of all entries in one pass.
    words: Finder,
    /// The entry that each of those words belongs to.
    owners: Vec<usize>,
}

impl Lexicon {
    /// Reads the array of tables `key` of a data file. The files are part of the program and a test reads them all,
    /// so that an unreadable one is an empty list here.
    pub(super) fn read(toml: &str, key: &str) -> Self {
        let entries = toml::from_str::<toml::Table>(toml)
            .ok()
            .and_then(|t| t.get(key).cloned())
            .and_then(|v| v.try_into::<Vec<Entry>>().ok())
            .unwrap_or_default();
        let (owners, words): (Vec<usize>, Vec<&str>) = entries
            .iter()
            .enumerate()
            .flat_map(|(i, e): (usize, &Entry)| e.words.iter().map(move |w| (i, w.strip_suffix('$').unwrap_or(w))))
            .unzip();
        let words = Finder::new(words.into_iter());
        Self { entries, words, owners }
    }

    /// The ids that the text tells, in the order of the list.
    pub(super) fn ids(&self, text: &str) -> Vec<String> {
        // Hardly any text has a word of the list: one pass tells which entries are worth a closer look.
        let found = self.words.find(text);
        let mut named: Vec<usize> = found.filter_map(|(word, ..)| self.owners.get(word).copied()).collect();
        named.sort_unstable();
        named.dedup();
        let entries = named.into_iter().filter_map(|i| self.entries.get(i));
        entries.filter(|e| e.tells(text)).map(|e| e.id.clone()).collect()
    }

    /// Where the words of an id end in a text: after the last of them.
    pub(super) fn end_of(&self, id: &str, text: &str) -> Option<usize> {
        let entry = self.entries.iter().find(|e| e.id == id)?;
        entry.words.iter().filter_map(|w| text.rfind(w.as_str()).map(|at| at + w.len())).max()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

/// The text without bracketed parts at its end: the head of a phrase stands before them.
pub(super) fn without_trailing_brackets(text: &str) -> &str {
    let mut t = text.trim_end();
    // Each turn takes a bracket off, so the loop is bounded by the text.
    while let Some(rest) = t.strip_suffix([')', '）', '〕', '】', '》', '〉']) {
        let Some(open) = matching_open(rest) else { break };
        let Some(head) = t.get(..open) else { break };
        if head.trim().is_empty() {
            break;
        }
        t = head.trim_end();
    }
    t
}

/// Byte position of the bracket that opens the group of which `text` is all but the closing bracket.
fn matching_open(text: &str) -> Option<usize> {
    let mut depth = 1usize;
    for (i, c) in text.char_indices().rev() {
        match c {
            ')' | '）' | '〕' | '】' | '》' | '〉' => depth += 1,
            '(' | '（' | '〔' | '【' | '《' | '〈' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read() {
        for (file, key, at_least) in [
            (include_str!("../../data/phases.toml"), "phase", 20),
            (include_str!("../../data/fields.toml"), "field", 18),
            (include_str!("../../data/participation.toml"), "method", 10),
            (include_str!("../../data/participation.toml"), "target", 5),
        ] {
            assert!(Lexicon::read(file, key).len() >= at_least, "{key}");
        }
    }

    #[test]
    fn phases_by_words() {
        let phases = Lexicon::read(include_str!("../../data/phases.toml"), "phase");
        for (text, ids) in [
            ("第1回総合計画策定委員会", vec!["internal"]),
            ("第六次釜石市総合計画後期基本計画策定", vec!["adoption"]),
            ("総合振興審議会(全体・諮問)", vec!["consultation"]),
            ("まちづくり審議会による素案審議", vec!["deliberation", "draft"]),
            ("市民満足度調査", vec!["survey"]),
            ("次年度当初予算ヒアリング", vec!["budget_link"]),
            ("パブリックコメント実施", vec!["public_comment"]),
            ("議案(基本構想、基本計画)提出", vec!["bill"]),
        ] {
            assert_eq!(phases.ids(text), ids, "{text}");
        }
    }

    #[test]
    fn brackets_at_the_end_come_off() {
        for (text, want) in [
            ("5つの加速化アクション(仮)", "5つの加速化アクション"),
            ("(市議会議員への事前配信)", "(市議会議員への事前配信)"),
            ("計画(案)の策定", "計画(案)の策定"),
            ("計画（A（B））", "計画"),
        ] {
            assert_eq!(without_trailing_brackets(text), want);
        }
    }
}
