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
    /// Heads of a column of a 施策体系 that are no labels by themselves.
    columns: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Kind {
    id: PolicyKind,
    /// A label ends with one of these.
    words: Vec<String>,
    /// Words that, with a number after them, mark the members of such a list.
    #[serde(default)]
    members: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/policy_labels.toml")).unwrap_or_default());

/// 5つの…, 三つの…, 6本の柱, 10の重点施策, 6項目の…, 5大プロジェクト: a count before the noun.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^0-9一二三四五六七八九十])(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:(?:つ|本|点|項目|個|分野)?の|大)(?P<noun>[^、。0-9]+)$",
    )
    .ok()
});

/// 基本施策(12項目), 重点プロジェクト（全5事業）: a count in a bracket behind the noun.
static COUNT_BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[(（](?:全|計)?(?P<n>[0-9]{1,3})(?:つ|項目|施策|事業|本|個|分野|政策|目標)[)）]$").ok()
});

/// 次の4つの視点, 以下の3点: what a sentence before a list says of its length.
static FOLLOWING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:次|以下|下記)の(?:とおり)?[、,]?(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:つ|本|点|項目|個|分野|の|施策|政策|目標)",
    )
    .ok()
});

/// 次の5つの基本目標を, 以下の3つの視点に: up to the particle.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:次|以下|下記)の(?:とおり)?[、,]?(?P<label>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:つ|本|点|項目|個)の[^、。をにとがはでからの]{2,12}(?:の[^、。をにとがはで]{2,8})?)(?:を|に|と|が|から|で|は)").ok()
});

/// What a label says.
#[derive(Debug, Clone, Default, PartialEq)]
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
    let behind = if shown.ends_with([')', '）']) { COUNT_BEHIND.as_ref() } else { None };
    let behind = behind.and_then(|re| re.captures(shown)).and_then(|c| number(c.name("n")?.as_str()));
    let counted = count(core).or_else(|| behind.map(|n| (n, core)));
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

/// Whether a sentence has the words that both [`ANNOUNCED`] and [`FOLLOWING`] ask for.
fn points_ahead(sentence: &str) -> bool {
    ["次の", "以下の", "下記の"].iter().any(|w| sentence.contains(w))
}

/// The label in a sentence that announces a list: 次の5つの基本目標を掲げます。
pub(super) fn announced(sentence: &str) -> Option<Label> {
    let found = ANNOUNCED.as_ref().filter(|_| points_ahead(sentence))?.captures(sentence)?;
    let label = label(found.name("label")?.as_str())?;
    label.count.is_some().then_some(label)
}

/// Kind of a list whose items are marked with a word: 基本目標1, 基本目標2, 柱1.
pub(super) fn kind_of_word(word: &str) -> Option<PolicyKind> {
    let word = word.trim();
    let ends = |list: &[String]| list.iter().any(|w| word.ends_with(w.as_str()));
    WORDS.kind.iter().find(|k| ends(&k.words)).or_else(|| WORDS.kind.iter().find(|k| ends(&k.members))).map(|k| k.id)
}

/// Whether a title is nothing but the word of a label (基本目標, まちの将来像): it names a list, it is no item of one.
pub(super) fn is_bare(title: &str) -> bool {
    let core = core(peel(title));
    let bare = ["まちづくりの", "まちの", "施策の", "計画の"].iter().find_map(|p| core.strip_prefix(p)).unwrap_or(core);
    WORDS.kind.iter().any(|k| k.words.iter().any(|w| w == bare))
        || crate::structure::words::plans().vision_labels.iter().any(|w| w == core || w == bare)
}

/// Whether a head may stand over a column of a 施策体系 beside one that is a label (章, 節, 主な取組).
pub(super) fn is_column(head: &str) -> bool {
    label(head).is_some() || WORDS.columns.iter().any(|w| w == peel(head))
}

/// The number of items that a sentence before a list states: 次の4つの視点を基本とします。, or of the label's own noun:
/// 5つの基本目標を掲げ….
pub(super) fn stated(sentence: &str, label: &str) -> Option<u32> {
    let pattern = if points_ahead(sentence) { FOLLOWING.as_ref() } else { None };
    let following = pattern.and_then(|re| re.captures(sentence)).and_then(|c| number(c.name("n")?.as_str()));
    following.or_else(|| count_in_prose(sentence, label))
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
            ("分野別の目標", Some((PolicyKind::BasicGoal, None))),
            ("5大プロジェクト", Some((PolicyKind::Project, Some(5)))),
            ("基本施策(12項目)", Some((PolicyKind::Measure, Some(12)))),
            ("令和6年度の重点施策", Some((PolicyKind::Priority, None))),
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
    fn labels_in_sentences() {
        let of = |t: &str| announced(t).map(|l| (l.text, l.count));
        assert_eq!(
            of("将来像の実現に向け、次の5つの基本目標を掲げます。"),
            Some(("5つの基本目標".to_owned(), Some(5)))
        );
        assert_eq!(of("以下の三つの視点に基づき策定します。"), Some(("三つの視点".to_owned(), Some(3))));
        assert_eq!(of("次の3点を見直します。"), None);
    }

    #[test]
    fn sentences_state_lengths() {
        assert_eq!(stated("次の4つの視点を基本とします。", "まちづくりの目標"), Some(4));
        assert_eq!(stated("「支え合い」を基本理念に、次の三つの基本目標を定めます。", "基本理念と基本目標"), Some(3));
        assert_eq!(stated("将来像の実現のため、5つの基本目標を掲げます。", "基本目標"), Some(5));
        assert_eq!(stated("次のとおり定めます。", "基本目標"), None);
    }

    #[test]
    fn bare_labels() {
        for (title, want) in
            [("基本目標", true), ("まちの将来像", true), ("安心プロジェクト", false), ("施策の大綱", true)]
        {
            assert_eq!(is_bare(title), want, "{title}");
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
