//! A line in, what it heads out: whether it is the label of a policy list, of which kind, and the number it states.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::record::PolicyKind;
use crate::structure::lexicon::without_trailing_brackets;

/// A label is a phrase, not a sentence; the longest that were seen have about 30 characters.
const MAX_LABEL: usize = 36;

#[derive(Debug, Default, Deserialize)]
struct Words {
    tails: Vec<String>,
    stops: Vec<String>,
    kind: Vec<Kind>,
}

#[derive(Debug, Deserialize)]
struct Kind {
    id: PolicyKind,
    words: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/policy_labels.toml")).unwrap_or_default());

/// 5つの…, 三つの…, 6本の柱, 10の重点施策, 6項目の…: a count before the noun.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:つ|本|点|項目|個)?の(?P<noun>[^、。0-9]+)$").ok()
});

/// What a label says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// As it stands, marks around the whole taken off.
    pub(super) text: String,
    /// What sort of list it heads.
    pub(super) kind: PolicyKind,
    /// The number it states.
    pub(super) count: Option<u32>,
}

/// The label that a line is, if it is one.
pub(super) fn label(text: &str) -> Option<Label> {
    let shown = peel(text);
    let length = shown.chars().count();
    if !(2..=MAX_LABEL).contains(&length)
        || shown.contains('。')
        || WORDS.stops.iter().any(|s| shown.contains(s.as_str()))
    {
        return None;
    }
    let core = core(shown);
    let counted = count(core);
    let kind = WORDS.kind.iter().find(|k| k.words.iter().any(|w| core.ends_with(w.as_str()))).map(|k| k.id);
    match (kind, counted) {
        (Some(kind), counted) => Some(Label { text: shown.to_owned(), kind, count: counted.map(|c| c.0) }),
        // A count alone heads a list too (5つの道, 6つのまちづくり), but tells no kind.
        (None, Some((n, _))) if (2..=30).contains(&n) && !shown.contains('、') => {
            Some(Label { text: shown.to_owned(), kind: PolicyKind::Other, count: Some(n) })
        }
        _ => None,
    }
}

/// Kind of a list whose items are marked with a word: 基本目標1, 基本目標2.
pub(super) fn kind_of_word(word: &str) -> Option<PolicyKind> {
    let word = word.trim();
    WORDS.kind.iter().find(|k| k.words.iter().any(|w| word.ends_with(w.as_str()))).map(|k| k.id)
}

/// The number that a sentence states for the list: 「5つの加速化アクション」として位置づけ.
pub(super) fn count_in_prose(prose: &str, label: &str) -> Option<u32> {
    let core = core(label);
    let core = count(core).map_or(core, |c| c.1);
    // A short word (視点) is counted for other things too.
    if core.chars().count() < 4 {
        return None;
    }
    let mut from = 0;
    while let Some(at) = prose.get(from..).and_then(|t| t.find(core)) {
        let at = from + at;
        let before: String =
            prose.get(..at).unwrap_or_default().chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
        if let Some((n, _)) = count(&format!("{before}{core}")) {
            return Some(n);
        }
        from = at + core.len();
    }
    None
}

/// Number and noun of a counted phrase.
fn count(text: &str) -> Option<(u32, &str)> {
    let found = COUNT.as_ref()?.captures(text)?;
    let n = number(found.name("n")?.as_str())?;
    Some((n, found.name("noun")?.as_str()))
}

/// Small numbers in Arabic or Chinese digits (五, 十, 十二).
fn number(digits: &str) -> Option<u32> {
    if let Ok(n) = digits.parse() {
        return Some(n);
    }
    let value = |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|p| u32::try_from(p + 1).ok());
    let mut total = 0u32;
    let mut unit = None;
    for c in digits.chars() {
        if c == '十' {
            total += unit.take().unwrap_or(1) * 10;
        } else {
            unit = Some(value(c)?);
        }
    }
    Some(total + unit.unwrap_or(0)).filter(|n| *n > 0)
}

/// Marks and brackets around the whole of a label: ■, 【…】, 《…》, 『…』.
fn peel(text: &str) -> &str {
    let mut t = text.trim().trim_start_matches(['■', '●', '◆', '◎', '○', '◇', '□', '★', '▼', '▶']).trim();
    for (open, close) in [('【', '】'), ('《', '》'), ('〈', '〉'), ('『', '』'), ('「', '」'), ('≪', '≫'), ('[', ']')]
    {
        if let Some(inner) = t.strip_prefix(open).and_then(|t| t.strip_suffix(close))
            && !inner.contains(open)
        {
            t = inner.trim();
        }
    }
    t.trim_end_matches([':', '：']).trim_end()
}

/// The label down to its head noun.
fn core(text: &str) -> &str {
    let mut t = without_trailing_brackets(text);
    // Each turn shortens the text, so the loop is bounded by it.
    while let Some(rest) = WORDS.tails.iter().find_map(|tail| t.strip_suffix(tail.as_str())) {
        if rest.trim().is_empty() {
            break;
        }
        t = without_trailing_brackets(rest);
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for (text, want) in [
            ("5つの加速化アクション(仮)", Some((PolicyKind::Priority, Some(5)))),
            ("重点施策の展開", Some((PolicyKind::Priority, None))),
            ("まちづくりの基本目標", Some((PolicyKind::BasicGoal, None))),
            ("7つの施策の大綱", Some((PolicyKind::Framework, Some(7)))),
            ("7つの未来創造のプロジェクト", Some((PolicyKind::Project, Some(7)))),
            ("基本目標ごとの施策", Some((PolicyKind::Measure, None))),
            ("後期基本計画の策定の考え方", Some((PolicyKind::Viewpoint, None))),
            ("計画策定の視点", Some((PolicyKind::Viewpoint, None))),
            ("五つの基本目標", Some((PolicyKind::BasicGoal, Some(5)))),
            ("6本の柱", Some((PolicyKind::VisionPillar, Some(6)))),
            ("計画策定の趣旨", None),
            ("計画の策定体制", None),
            ("計画の推進", None),
            ("策定スケジュール", None),
            ("5つの加速化アクションを推進します。", None),
        ] {
            assert_eq!(label(text).map(|l| (l.kind, l.count)), want, "{text}");
        }
    }

    #[test]
    fn counts_in_prose() {
        let prose = "特に重視すべき視点は「5つの加速化アクション」として位置づけ、7つの施策の大綱";
        assert_eq!(count_in_prose(prose, "加速化アクション(仮)"), Some(5));
        assert_eq!(count_in_prose(prose, "施策の大綱"), Some(7));
        assert_eq!(count_in_prose(prose, "重点施策"), None);
    }
}
