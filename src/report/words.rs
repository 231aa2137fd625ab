//! The words of the report and the pictures, in Japanese and English: `assets/words.json`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// As it is embedded.
pub(crate) const JSON: &str = include_str!("assets/words.json");

/// The languages of pictures and report; the number is the place in `words.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Japanese = 0,
    English = 1,
}

impl Language {
    pub(super) const ALL: [(Self, &'static str); 2] = [(Self::Japanese, "ja"), (Self::English, "en")];
}

type Groups = BTreeMap<String, BTreeMap<String, [String; 2]>>;

fn groups() -> &'static Groups {
    static GROUPS: OnceLock<Groups> = OnceLock::new();
    // A test reads the file; an empty map only leaves ids untranslated.
    GROUPS.get_or_init(|| serde_json::from_str(JSON).unwrap_or_default())
}

/// The word of an id; the id itself where there is none.
pub(super) fn word<'a>(group: &str, id: &'a str, language: Language) -> &'a str {
    let words = groups().get(group).and_then(|g| g.get(id));
    words.and_then(|w| w.get(language as usize)).map_or(id, String::as_str)
}

/// The same, with `{0}` filled in.
pub(super) fn filled(id: &str, language: Language, value: &str) -> String {
    word("ui", id, language).replace("{0}", value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{NUMBERS, Reason, WORDS};
    use crate::record::ids::{BODY_KINDS, FIELDS, METHODS, PHASES};

    #[test]
    fn every_id_has_a_word_in_both_languages() {
        let all = groups();
        let reasons = Reason::ALL.map(Reason::id);
        let measures = [&NUMBERS[..], &WORDS[..]].concat();
        let groups: [(&str, &[&str]); 6] = [
            ("phases", &PHASES),
            ("methods", &METHODS),
            ("fields", &FIELDS),
            ("bodies", &BODY_KINDS),
            ("reasons", &reasons),
            ("measures", &measures),
        ];
        for (group, ids) in groups {
            for id in ids {
                assert!(all[group].contains_key(*id), "words.json: {group} has no {id}");
            }
        }
        for (group, words) in all {
            for (id, [ja, en]) in words {
                assert_eq!(ja.is_empty(), en.is_empty(), "{group} {id}");
                assert_eq!(ja.matches('{').count(), en.matches('{').count(), "{group} {id}");
            }
        }
    }
}
