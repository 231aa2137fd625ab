//! The word lists under `data/` in, typed lists out, each read once.

use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::finder::Finder;

/// `data/document_kinds.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DocumentKinds {
    /// In order of weight.
    pub(super) kind: Vec<NamedWords>,
}

/// A name and the words that tell it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct NamedWords {
    pub(super) name: String,
    pub(super) words: Vec<String>,
}

/// `data/plans.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PlanWords {
    pub(super) names: Vec<String>,
    pub(super) parts: Vec<String>,
    pub(super) vision_labels: Vec<String>,
}

/// `data/table_kinds.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TableKinds {
    /// In order of weight.
    pub(super) kind: Vec<TableWords>,
}

/// A kind of table and the header words that tell it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TableWords {
    pub(super) name: String,
    /// How many different words are needed.
    pub(super) need: usize,
    pub(super) words: Vec<String>,
}

/// `data/themes.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Themes {
    pub(super) theme: Vec<NamedWords>,
}

/// `data/bodies.toml` as it is written.
#[derive(Debug, Default, Deserialize)]
struct BodyLists {
    ending: Vec<Endings>,
    members: MemberWords,
    skip: WordList,
    before: WordList,
    within: WordList,
}

#[derive(Debug, Default, Deserialize)]
struct Endings {
    kind: String,
    #[serde(default)]
    ambiguous: bool,
    words: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct MemberWords {
    inside: Vec<String>,
    outside: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct WordList {
    words: Vec<String>,
}

/// `data/bodies.toml` as it is used.
#[derive(Debug, Default)]
pub(super) struct BodyWords {
    /// Ending, kind, whether members must decide; longest endings first.
    pub(super) endings: Vec<(String, String, bool)>,
    pub(super) inside: Vec<String>,
    pub(super) outside: Vec<String>,
    pub(super) skip: Vec<String>,
    pub(super) before: Vec<String>,
    pub(super) within: Vec<String>,
}

/// Where the names of [`plans`] stand.
pub(super) fn plan_names() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| Finder::new(plans().names.iter().map(String::as_str)))
}

/// Where the parts of [`plans`] stand.
pub(super) fn plan_parts() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| Finder::new(plans().parts.iter().map(String::as_str)))
}

/// Where the words of [`table_kinds`] stand, and to which kind each belongs.
pub(super) fn table_words() -> &'static (Finder, Vec<usize>) {
    static FINDER: OnceLock<(Finder, Vec<usize>)> = OnceLock::new();
    FINDER.get_or_init(|| {
        let kinds = table_kinds().kind.iter().enumerate();
        let (owners, words): (Vec<usize>, Vec<&str>) =
            kinds.flat_map(|(i, k)| k.words.iter().map(move |w| (i, w.as_str()))).unzip();
        (Finder::new(words.into_iter()), owners)
    })
}

/// Where the endings of [`bodies`] stand.
pub(super) fn body_endings() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| Finder::new(bodies().endings.iter().map(|(w, _, _)| w.as_str())))
}

/// A list that cannot be read is empty: a test sees to it that none is.
fn read<T: DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}

/// Kinds of paper.
pub(super) fn document_kinds() -> &'static DocumentKinds {
    static LIST: OnceLock<DocumentKinds> = OnceLock::new();
    LIST.get_or_init(|| read(include_str!("../../data/document_kinds.toml")))
}

/// Names and parts of plans, names longest first.
pub(super) fn plans() -> &'static PlanWords {
    static LIST: OnceLock<PlanWords> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut list: PlanWords = read(include_str!("../../data/plans.toml"));
        list.names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        list
    })
}

/// Kinds of table.
pub(super) fn table_kinds() -> &'static TableKinds {
    static LIST: OnceLock<TableKinds> = OnceLock::new();
    LIST.get_or_init(|| read(include_str!("../../data/table_kinds.toml")))
}

/// Cross-cutting themes.
pub(super) fn themes() -> &'static Themes {
    static LIST: OnceLock<Themes> = OnceLock::new();
    LIST.get_or_init(|| read(include_str!("../../data/themes.toml")))
}

/// Words of organisations.
pub(super) fn bodies() -> &'static BodyWords {
    static LIST: OnceLock<BodyWords> = OnceLock::new();
    LIST.get_or_init(|| {
        let lists: BodyLists = read(include_str!("../../data/bodies.toml"));
        let mut endings: Vec<(String, String, bool)> = lists
            .ending
            .into_iter()
            .flat_map(|e| e.words.into_iter().map(move |w| (w, e.kind.clone(), e.ambiguous)))
            .collect();
        endings.sort_by_key(|(w, _, _)| std::cmp::Reverse(w.len()));
        let longest_first = |mut words: Vec<String>| {
            words.sort_by_key(|w| std::cmp::Reverse(w.len()));
            words
        };
        BodyWords {
            endings,
            inside: lists.members.inside,
            outside: lists.members.outside,
            skip: lists.skip.words,
            before: longest_first(lists.before.words),
            within: longest_first(lists.within.words),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_can_be_read() {
        assert!(document_kinds().kind.len() > 10);
        assert!(plans().names.len() > 30 && plans().parts.len() > 5);
        assert!(table_kinds().kind.len() > 4 && themes().theme.len() > 10);
        assert!(bodies().endings.len() > 30 && bodies().within.len() > 5);
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        let finder = Finder::new(["審議会", "会"].into_iter());
        let found: Vec<(usize, usize, usize)> = finder.find("総合計画審議会").collect();
        assert_eq!(found, [(0, 12, 21), (1, 18, 21)]);
        assert!(plan_names().find("鶴岡市総合計画").next().is_some());
        assert!(body_endings().find("鶴岡市総合計画審議会").next().is_some());
    }
}
