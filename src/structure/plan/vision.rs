//! The vision of a plan (将来像): quoted beside the word, or alone under a heading that says it.

use crate::layout::Block;
use crate::record::{At, Evidence};

use super::super::passages::{Passage, Spot, is_hiragana, is_kanji, is_katakana, squeeze};
use super::super::{Context, words};
use super::evidence_of;
use super::names::is_comprehensive;

/// The vision: quoted beside 将来像, or alone under a heading that says 将来像.
pub(super) fn vision(plan: &str, context: &Context<'_>) -> Option<(String, Evidence)> {
    for passage in &paragraphs(context) {
        let mentions = words::plans().vision_labels.iter().flat_map(|label| {
            passage.text.match_indices(label.as_str()).map(move |(at, _)| (at, label)).take(MOST_MENTIONS)
        });
        for (at, label) in mentions {
            // 市の将来像 in the paper of a plan below the 総合計画 is that of the plan above.
            let of_town =
                passage.text.get(..at).is_some_and(|t| ["市の", "町の", "村の", "区の"].iter().any(|w| t.ends_with(w)));
            if of_town && !(is_comprehensive(plan) || plan.ends_with("総合戦略")) {
                continue;
            }
            if passage.text.get(..at).is_some_and(|before| anothers(before, plan)) {
                continue;
            }
            let after = passage.text.get(at + label.len()..).unwrap_or_default();
            if let Some(quoted) =
                quote_after(after).or_else(|| quote_before(passage.text.get(..at).unwrap_or_default(), after))
            {
                return Some((quoted.clone(), evidence_of(passage, &quoted)));
            }
        }
    }
    vision_alone(plan, context)
}

/// Words between a plan's name and the vision that it states.
const STATES: [&str; 11] = [
    "に示す",
    "で示す",
    "に示された",
    "で示された",
    "で示した",
    "に掲げる",
    "で掲げる",
    "が掲げる",
    "に定める",
    "で定める",
    "の",
];

/// 「まちづくりビジョン」に示す将来像: the text before the word says that it is the vision of another plan.
fn anothers(before: &str, plan: &str) -> bool {
    let named = STATES.iter().find_map(|w| before.strip_suffix(w)).map(|t| t.trim_end_matches(['」', '』']));
    named.is_some_and(|t| is_other_plan(t, plan))
}

/// Whether a text ends in the name of a plan that is neither the paper's own nor a part of it.
fn is_other_plan(text: &str, plan: &str) -> bool {
    let names_plan = ["計画", "ビジョン", "構想", "戦略", "プラン"].iter().any(|e| text.ends_with(e));
    let own = text.ends_with(plan)
        || ["本計画", "この計画", "当計画", "本構想", "本戦略", "本ビジョン", "本プラン"]
            .iter()
            .any(|w| text.ends_with(w))
        || words::plans().parts.iter().any(|p| text.ends_with(p.as_str()));
    names_plan && !own
}

/// Passages, those that a line or page break cut in mid-sentence joined again.
fn paragraphs(context: &Context<'_>) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    for passage in &context.passages {
        let plain = |p: &Passage| {
            let Spot::Block(b) = p.spot else { return false };
            context.flow.blocks.get(b).is_some_and(|b| b.marker.is_none() && b.frame.is_none())
        };
        match out.last_mut() {
            Some(last)
                if plain(passage)
                    && matches!(last.spot, Spot::Block(_))
                    && !last.text.ends_with('。')
                    && last.text.matches(['「', '『']).count() > last.text.matches(['」', '』']).count() =>
            {
                last.text.push_str(&passage.text);
                last.parts.extend(passage.parts.iter().copied());
            }
            _ => out.push(passage.clone()),
        }
    }
    out
}

/// A plan's name is so long, in characters.
const LONGEST_NAME: usize = 30;
/// A passage speaks of the vision so often.
const MOST_MENTIONS: usize = 8;

/// Characters between 将来像 and its quotation: は, である, として, を… no more.
const QUOTE_NEAR: usize = 6;
/// A vision is so long, in characters.
const VISION_LENGTH: std::ops::RangeInclusive<usize> = 5..=60;

fn quote_after(after: &str) -> Option<String> {
    let open = after.find(['「', '『'])?;
    let between = after.get(..open)?;
    let near = between.chars().count() <= QUOTE_NEAR && !between.contains(['。', '、', '」', '』']);
    let quoted = near.then(|| quoted(after.get(open..)?)).flatten()?;
    // 将来像「…」を踏まえ、新たに…: the one that is left behind.
    let behind = after.get(open + '「'.len_utf8() + quoted.len() + '」'.len_utf8()..).unwrap_or_default();
    let left =
        ["を踏まえ", "を継承", "を引き継", "に代わ", "から", "を見直", "を改め"].iter().any(|w| behind.starts_with(w));
    (!left).then_some(quoted)
}

/// `「…」を将来像に掲げ`, `「…」を将来像とし`.
fn quote_before(before: &str, after: &str) -> Option<String> {
    let is_object = ["に掲げ", "とし", "と定め", "に定め", "に位置", "に設定", "と掲げ", "として"]
        .iter()
        .any(|w| after.starts_with(w));
    if !is_object {
        return None;
    }
    let close = before.rfind(['」', '』'])?;
    let tail = before.get(close..)?;
    let between: String = tail.chars().skip(1).collect();
    if between.chars().count() > 10 || between.contains(['。', '、']) {
        return None;
    }
    // Back to the bracket that opens it, others nested within.
    let head: Vec<(usize, char)> = before.get(..close)?.char_indices().collect();
    let mut depth = 1;
    for (at, c) in head.into_iter().rev() {
        match c {
            '」' | '』' => depth += 1,
            '「' | '『' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return quoted(before.get(at..)?);
        }
    }
    None
}

/// The text between the first bracket and the one that closes it.
fn quoted(text: &str) -> Option<String> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '「' | '『' => depth += 1,
            '」' | '』' => depth -= 1,
            '。' => return None,
            _ => {}
        }
        if depth == 0 {
            // 将来像「おかげ」と感謝を捧げ、…まち」: where the outer bracket stands for the inner one too, the last closes it.
            let rest = text.get(at + c.len_utf8()..)?.split('。').next().unwrap_or_default();
            let again = rest.find(['」', '』']).filter(|a| !rest.get(..*a).is_some_and(|t| t.contains(['「', '『'])));
            if let Some(again) = again {
                let whole = text.get('「'.len_utf8()..at + c.len_utf8() + again)?.trim();
                return VISION_LENGTH.contains(&whole.chars().count()).then(|| format!("「{whole}"));
            }
            let inner = text.get('「'.len_utf8()..at)?.trim();
            return VISION_LENGTH.contains(&inner.chars().count()).then(|| inner.to_owned());
        }
    }
    None
}

/// The first line under a short heading that ends in 将来像: it stands alone, is no sentence and no list item.
fn vision_alone(plan: &str, context: &Context<'_>) -> Option<(String, Evidence)> {
    let blocks = &context.flow.blocks;
    for (i, block) in blocks.iter().enumerate() {
        let text = squeeze(&block.text);
        let core = text.trim_matches(['【', '】', '《', '》', '〈', '〉', '■', '○', '◆', '●', '(', ')']);
        let is_label =
            words::plans().vision_labels.iter().any(|l| core.ends_with(l.as_str())) && core.chars().count() <= 16;
        let of_town = ["市の", "町の", "村の", "区の"].iter().any(|w| core.contains(w));
        if !is_label || of_town && !(is_comprehensive(plan) || plan.ends_with("総合戦略")) {
            continue;
        }
        // A box that is headed 第5期…総合計画 tells what that plan says.
        let above = i.checked_sub(1).and_then(|a| blocks.get(a)).filter(|b| b.page() == block.page());
        if above.is_some_and(|b| b.text.chars().count() <= LONGEST_NAME && is_other_plan(&squeeze(&b.text), plan)) {
            continue;
        }
        let Some(next) = blocks.get(i + 1).filter(|b| b.page() == block.page()) else { continue };
        // A quotation over two blocks goes on until it is closed.
        let mut next = next.clone();
        for below in blocks.iter().skip(i + 2).take(2).filter(|b| b.page() == block.page()) {
            let count = |t: &str, marks: [char; 2]| t.matches(marks).count();
            if count(&next.text, ['「', '『']) <= count(&next.text, ['」', '』']) {
                break;
            }
            next.text.push_str(&below.text);
            next.lines.extend(below.lines.iter().cloned());
        }
        if let Some(vision) = standing_alone(&next) {
            let at = next.lines.first().map(|l| At::new(l.page, &l.bbox));
            return Some((vision.clone(), Evidence { text: vision, at }));
        }
    }
    None
}

fn standing_alone(block: &Block) -> Option<String> {
    let mut out = String::new();
    for line in &block.lines {
        let text = squeeze(&line.text);
        // ～多様性を認めあいながら～ is a tagline of it.
        if text.starts_with('～') || text.starts_with('-') || text.starts_with('(') {
            break;
        }
        out.push_str(&text);
    }
    let out = out.trim_matches(['「', '」', '『', '』']).to_owned();
    let has_words = out.chars().any(is_hiragana) && out.chars().any(|c| is_kanji(c) || is_katakana(c));
    let fits = VISION_LENGTH.contains(&out.chars().count())
        && has_words
        && block.marker.is_none()
        && !out.contains(['。', '、', '：', ':'])
        && !["です", "ます", "について", "とおり", "ため"].iter().any(|e| out.ends_with(e));
    fits.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bracket_for_two() {
        assert_eq!(
            quoted("「お山のおかげ」と感謝を捧げ、歴史が息づくまち」の実現に向け").as_deref(),
            Some("「お山のおかげ」と感謝を捧げ、歴史が息づくまち")
        );
        assert_eq!(quoted("「住んで楽しいまち」を掲げ、「7つの目標」を").as_deref(), Some("住んで楽しいまち"));
    }

    #[test]
    fn whose_vision_it_is() {
        for (before, plan, other) in [
            ("「米子まちづくりビジョン」に示す", "文化財保存活用地域計画", true),
            ("第5期総合計画の", "まち・ひと・しごと創生総合戦略", true),
            ("第2次総合計画の", "総合計画", false),
            ("基本構想に掲げる", "総合計画", false),
            ("本計画の", "環境基本計画", false),
            ("保存・活用に関する", "文化財保存活用地域計画", false),
        ] {
            assert_eq!(anothers(before, plan), other, "{before}");
        }
    }
}
