//! `data/schedule.toml` in, what a word says about a schedule out.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::structure::lexicon::without_trailing_brackets;

#[derive(Debug, Default, Deserialize)]
struct Words {
    context: Vec<String>,
    making: Vec<String>,
    not_context: Vec<String>,
    date_headers: Vec<String>,
    content_headers: Vec<String>,
    name_headers: Vec<String>,
    actor_headers: Vec<String>,
    idle_headers: Vec<String>,
    acts: Vec<String>,
    weak_acts: Vec<String>,
    bodies: Vec<String>,
    date_labels: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/schedule.toml")).unwrap_or_default());

/// Whether a heading or caption announces a schedule. What it is a schedule of does not matter (予算編成スケジュール).
pub(super) fn announces(text: &str) -> bool {
    WORDS.context.iter().any(|w| text.contains(w.as_str()))
        && !WORDS.not_context.iter().any(|w| text.ends_with(w.as_str()))
}

/// Whether a heading is about how the plan is made, so that its prose tells the work in order.
pub(super) fn tells_making(text: &str) -> bool {
    announces(text) && WORDS.making.iter().any(|w| text.contains(w.as_str()))
}

/// What the surroundings say, nearest first: the first text that announces or denies decides.
pub(super) fn announced(texts: &[String]) -> Option<bool> {
    texts.iter().find_map(|t| match (announces(t), denies(t)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    })
}

/// Whether a heading, caption or header tells that the dates beneath are of another sort.
pub(super) fn denies(text: &str) -> bool {
    WORDS.not_context.iter().any(|w| text.contains(w.as_str()))
}

/// Endings of headers of what was talked about: 主要検討項目, 主な審議内容.
const CONTENT_ENDS: [&str; 10] =
    ["検討項目", "検討内容", "検討事項", "議題", "議事", "審議内容", "審議事項", "協議内容", "協議事項", "会議内容"];

/// What a column holds, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    /// Dates.
    Date,
    /// What was talked about.
    Content,
    /// What happens.
    Name,
    /// Who acts.
    Actor,
    /// Nothing that matters here.
    Idle,
    /// Something else: a track.
    Other,
}

/// Reads a header.
pub(super) fn header(text: &str) -> Header {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let t = without_trailing_brackets(&squeezed);
    let t = t.strip_suffix("など").or_else(|| t.strip_suffix('等')).unwrap_or(t);
    // 日時・場所: the first of several decides.
    let first = t.split(['・', '、', '/', '及']).next().unwrap_or(t);
    let has = |list: &[String]| list.iter().any(|w| w == t || w.trim_end_matches('等') == t);
    if has(&WORDS.date_headers) || WORDS.date_headers.iter().any(|w| w == first) {
        Header::Date
    } else if has(&WORDS.content_headers) || CONTENT_ENDS.iter().any(|w| t.ends_with(w)) {
        Header::Content
    } else if has(&WORDS.actor_headers) {
        Header::Actor
    } else if has(&WORDS.name_headers) {
        Header::Name
    } else if has(&WORDS.idle_headers) {
        Header::Idle
    } else {
        Header::Other
    }
}

/// The label that asks for a date, at the beginning of a text, and what follows it; a colon or a blank parts them.
pub(super) fn date_label(text: &str) -> Option<(&str, &str)> {
    let t = text.trim();
    let whole = t.trim_matches(['【', '】', '〔', '〕', '〈', '〉', '(', ')', ' ']);
    if WORDS.date_labels.iter().any(|w| w == whole) {
        let at = t.find(whole)?;
        return Some((t.get(at..at + whole.len())?, ""));
    }
    // Only brackets may stand before it.
    let head = t.trim_start_matches(['【', '】', '〔', '〕', '〈', '〉', '(', ')', ' ']);
    let at = t.len() - head.len();
    WORDS.date_labels.iter().filter(|w| head.starts_with(w.as_str())).find_map(|w| {
        let rest = t.get(at + w.len()..)?.trim_start_matches(['】', '〕', '〉', ')']);
        let rest = rest.trim_start_matches([' ', ':', '：', '…', '・']);
        // 開催日令和5年…: squeezed text has lost the blank.
        rest.starts_with(|c: char| c.is_ascii_digit() || "令平昭RHS".contains(c))
            .then_some((t.get(at..at + w.len())?, rest))
    })
}

/// What stands behind the label of an agenda (議題, 議事, 案件 …): empty where the items are below.
pub(super) fn agenda_label(text: &str) -> Option<&str> {
    const LABELS: [&str; 7] = ["議題", "議事", "案件", "協議事項", "審議事項", "会議次第", "報告事項"];
    let t = text.trim();
    let rest = LABELS.iter().find_map(|l| t.strip_prefix(l))?;
    let body = rest.trim_start_matches([' ', ':', '：', '等']);
    (rest.is_empty() || rest.len() > body.len()).then_some(body)
}

/// What was held, in a caption that tells how it went: ●ワークショップの実施状況.
pub(super) fn held(caption: &str) -> Option<String> {
    let t = caption.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let t = without_trailing_brackets(t);
    let head = ["実施状況", "開催状況", "実施経過", "開催経過", "開催実績", "実施日程", "開催日程"]
        .iter()
        .find_map(|w| t.strip_suffix(w))?
        .trim_end_matches('の');
    names_act(head).then(|| head.to_owned())
}

/// Whether a line names a meeting, a survey or an act, by its head noun.
pub(super) fn names_act(text: &str) -> bool {
    let t = head(text);
    WORDS.acts.iter().any(|w| t.ends_with(w.as_str()))
}

/// Whether the act may be only what a meeting did.
pub(super) fn weak_act(text: &str) -> bool {
    let t = head(text);
    WORDS.weak_acts.iter().any(|w| t.ends_with(w.as_str()) && t.chars().count() <= w.chars().count() + 4)
}

/// The phrase without brackets at its end and without 等 and など.
fn head(text: &str) -> &str {
    let t = without_trailing_brackets(text.trim());
    let t = t.trim_end_matches('等').trim_end_matches("など");
    without_trailing_brackets(t).trim_end_matches("の")
}

/// Whether the line names a body that meets, so that plain lines below tell what it did.
pub(super) fn names_meeting(text: &str) -> bool {
    let t = head(text).trim_end_matches("開催").trim_end_matches('の');
    WORDS.bodies.iter().any(|w| t.ends_with(w.as_str()))
        || ["プロジェクト", "ワークショップ", "カフェ", "塾", "勉強会", "懇談会", "会"].iter().any(|w| t.ends_with(w))
}

/// The body named in a text: from the last break before its ending to the ending.
pub(super) fn body(text: &str) -> Option<String> {
    // The list has longer endings first: 策定委員会 before 委員会.
    let end = WORDS.bodies.iter().find_map(|w| {
        // 審議会委員の選任, 市議会議員への説明: people of a body, not the body.
        text.match_indices(w.as_str()).map(|(at, _)| at + w.len()).find(|end| {
            let after = text.get(*end..).unwrap_or_default();
            !["員", "委員", "議員", "会長", "条例", "資料", "への", "の委員"].iter().any(|p| after.starts_with(p))
        })
    })?;
    let before = text.get(..end)?;
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| !c.is_whitespace() && !"、。・()（）「」『』【】《》〈〉:：0123456789".contains(*c))
        .last()
        .map_or(end, |(i, _)| i);
    let mut name = text.get(start..end)?;
    for prefix in ["回", "の", "による", "び", "に"] {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    (name.chars().count() >= 2).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        assert!(WORDS.context.len() > 10 && WORDS.bodies.len() > 10);
    }

    #[test]
    fn headers() {
        for (text, want) in [
            ("開 催 日", Header::Date),
            ("年月", Header::Date),
            ("開催会議名等", Header::Name),
            ("議題", Header::Content),
            ("庁内", Header::Other),
            ("備考", Header::Idle),
            ("開催日など", Header::Date),
            ("日時・場所", Header::Date),
            ("主要検討項目", Header::Content),
            ("指定年月日", Header::Other),
        ] {
            assert_eq!(header(text), want, "{text}");
        }
    }

    #[test]
    fn acts_and_content() {
        for (text, want) in [
            ("市民勉強会", true),
            ("審議会委員の選任", true),
            ("庁内作業部会(主な施策)", true),
            ("パブリックコメント", true),
            ("スケジュールの共有", false),
            ("吉野先生講演・前期の振り返り", false),
            ("後期期間における主な施策", false),
            ("キャッチフレーズの検討", false),
        ] {
            assert_eq!(names_act(text), want, "{text}");
        }
    }

    #[test]
    fn bodies_by_name() {
        for (text, want) in [
            ("第1回総合計画審議会の開催", Some("総合計画審議会")),
            ("第2回総合計画策定委員会", Some("総合計画策定委員会")),
            ("市議会議員全員協議会", Some("市議会議員全員協議会")),
            ("市民満足度調査", None),
            ("審議会委員の選任", None),
            ("市議会議員への説明", None),
            ("第1回", None),
        ] {
            assert_eq!(body(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn labels_of_dates() {
        for (text, want) in [
            ("募集期間", Some(("募集期間", ""))),
            ("【調査期間】", Some(("調査期間", ""))),
            ("調査期間:令和5年6月1日～30日", Some(("調査期間", "令和5年6月1日～30日"))),
            ("答申の期限 令和7年1月31日", Some(("答申の期限", "令和7年1月31日"))),
            ("計画期間", None),
            ("募集期間は次のとおりです", None),
        ] {
            assert_eq!(date_label(text), want, "{text}");
        }
    }

    #[test]
    fn captions_that_say_what_was_held() {
        for (text, want) in [
            ("●ワークショップの実施状況", Some("ワークショップ")),
            ("地域懇談会の開催状況(令和5年度)", Some("地域懇談会")),
            ("施策の実施状況", None),
            ("予防接種の実施状況", None),
        ] {
            assert_eq!(held(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn labels_of_agendas() {
        for (text, want) in [("議題", Some("")), ("議事 骨子について", Some("骨子について")), ("議事録", None)]
        {
            assert_eq!(agenda_label(text), want, "{text}");
        }
    }
}
