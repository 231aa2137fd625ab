//! Units in, policy items out: nesting by marker systems, and the anatomy of an item (title, tagline, examples).

use std::sync::LazyLock;

use crate::record::{Places, PolicyItem};
use crate::structure::lexicon::Lexicon;

use super::unit::{Unit, siblings};

static FIELDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("../../../data/fields.toml"), "field"));

/// Depth of nested items that is followed; real lists have three at most.
const MAX_DEPTH: usize = 4;

/// A gloss in brackets at the end of a title is taken off from this many characters on; shorter ones ((仮), (DX))
/// belong to the name.
const LONG_BRACKET: usize = 10;

/// A heading unit with what stands below it until its next sibling.
pub(super) struct Group<'u> {
    /// The item itself.
    pub(super) head: &'u Unit,
    /// What belongs to it.
    pub(super) rest: Vec<&'u Unit>,
}

/// Splits units into items by the marker system of the first one: later units of that system are its siblings,
/// everything else belongs to the item above it. Without a marker each unmarked unit is an item.
pub(super) fn groups<'u>(units: &[&'u Unit]) -> Vec<Group<'u>> {
    let mut out: Vec<Group<'u>> = Vec::new();
    for &unit in units {
        let attached = is_tagline(&unit.text) || is_bracketed(&unit.text);
        let sibling = match out.first().map(|g| g.head.marker.as_ref()) {
            None => !attached,
            Some(None) => unit.marker.is_none() && !attached,
            Some(Some(first)) => unit.marker.as_ref().is_some_and(|m| siblings(first, m)),
        };
        if sibling {
            out.push(Group { head: unit, rest: Vec::new() });
        } else if let Some(last) = out.last_mut() {
            last.rest.push(unit);
        }
    }
    out
}

/// The items of a list.
pub(super) fn items(units: &[&Unit]) -> Vec<PolicyItem> {
    nested(units, 0)
}

fn nested(units: &[&Unit], depth: usize) -> Vec<PolicyItem> {
    groups(units).iter().map(|g| item(g, depth)).collect()
}

/// One item with what hangs below it.
fn item(group: &Group<'_>, depth: usize) -> PolicyItem {
    let head = group.head;
    let mut out = anatomy(&head.text);
    out.marker = head.marker.as_ref().map(|m| m.printed.clone());
    let mut parts = vec![(head.page, head.bbox)];
    let mut below: Vec<&Unit> = Vec::new();
    for unit in &group.rest {
        if is_tagline(&unit.text) {
            out.tagline.get_or_insert_with(|| trim_tagline(&unit.text));
        } else if is_bracketed(&unit.text) {
            let (examples, open) = examples(&unit.text);
            if out.examples.is_empty() && (examples.len() > 1 || open) {
                out.examples = examples;
                out.open = open;
            }
        } else if unit.marker.is_some() && !unit.text.is_empty() && !is_measured(&unit.text) {
            below.push(unit);
        } else {
            continue;
        }
        parts.push((unit.page, unit.bbox));
    }
    if depth + 1 < MAX_DEPTH {
        out.items = nested(&below, depth + 1);
    }
    let raw = head.raw.trim();
    if raw != out.title {
        out.raw = Some(raw.to_owned());
    }
    out.field = FIELDS.ids(&format!("{} {}", out.title, out.tagline.as_deref().unwrap_or_default()));
    out.at = Places::of(parts);
    out
}

/// Title, tagline and examples of an item's own text (its marker taken off).
pub(super) fn anatomy(text: &str) -> PolicyItem {
    let mut out = PolicyItem::default();
    let mut title = text.trim();
    // ～…～ at the end, or before the examples.
    if let Some((before, tagline, after)) = tagline_in(title) {
        out.tagline = Some(tagline.to_owned());
        if is_bracketed(after) {
            let (list, open) = examples(after);
            if list.len() > 1 || open {
                out.examples = list;
                out.open = open;
            }
        }
        title = before;
    }
    if out.examples.is_empty()
        && let Some(at) = trailing_bracket(title)
        && let (Some(head), Some(bracket)) = (title.get(..at), title.get(at..))
        && !head.trim().is_empty()
    {
        let (list, open) = examples(bracket);
        if list.len() > 1 || open {
            out.examples = list;
            out.open = open;
            title = head;
        } else if bracket.chars().count() > LONG_BRACKET {
            title = head;
        }
    }
    title = title.trim();
    if let Some(stripped) = ["など", " 等"].iter().find_map(|s| title.strip_suffix(s)) {
        out.open = true;
        title = stripped.trim_end();
    }
    out.title = title.to_owned();
    out.field = FIELDS.ids(&out.title);
    out
}

/// A line that gives values of an indicator (現状値…目標値…, 12件→25件) is no policy.
fn is_measured(text: &str) -> bool {
    let (before, after) = text.split_once(['→', '⇒']).unwrap_or((text, ""));
    let digit = |t: &str| t.chars().any(|c| c.is_ascii_digit());
    text.contains("目標値") || text.contains("現状値") || (digit(before) && digit(after))
}

/// `～…～` as a whole.
pub(super) fn is_tagline(text: &str) -> bool {
    let t = text.trim();
    t.chars().count() > 3 && t.starts_with('～') && t.ends_with('～')
}

fn trim_tagline(text: &str) -> String {
    text.trim().trim_matches('～').trim().to_owned()
}

/// A tagline inside a text: what stands before it, itself, what stands after it. It must follow something (else
/// the whole is a tagline) and must not be a range (4～6月): a tagline has no digit at its edges.
fn tagline_in(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('～')?;
    let (inner, after) = rest.rsplit_once('～')?;
    let edge_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if before.trim().is_empty() || inner.chars().count() < 3 || edge_digit(before.chars().last()) {
        return None;
    }
    if !after.trim().is_empty() && !is_bracketed(after) {
        return None;
    }
    Some((before.trim_end(), inner.trim(), after.trim()))
}

/// Whether the text is one bracketed whole.
pub(super) fn is_bracketed(text: &str) -> bool {
    let t = text.trim();
    t.chars().count() > 2 && trailing_bracket(t) == Some(0)
}

/// Byte position where the bracketed part that ends the text opens.
fn trailing_bracket(text: &str) -> Option<usize> {
    let t = text.trim_end();
    if !t.ends_with([')', '）']) {
        return None;
    }
    let mut depth = 0usize;
    for (i, c) in t.char_indices().rev() {
        match c {
            ')' | '）' => depth += 1,
            '(' | '（' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// The examples in a bracket, split on 、 outside inner brackets and quotes, and whether the list is open
/// (など, 等). ・ inside a name (日本遺産・国民保養温泉地活用) does not split.
pub(super) fn examples(bracketed: &str) -> (Vec<String>, bool) {
    let t = bracketed.trim();
    let inner = t.strip_prefix(['(', '（']).and_then(|t| t.strip_suffix([')', '）'])).unwrap_or(t).trim();
    let (inner, open) = ["など", "等", "ほか", "他"]
        .iter()
        .find_map(|s| inner.strip_suffix(s))
        .map_or((inner, false), |t| (t.trim_end().trim_end_matches('、'), true));
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut part = String::new();
    for c in inner.chars() {
        match c {
            '(' | '（' | '「' | '『' | '〔' => depth += 1,
            ')' | '）' | '」' | '』' | '〕' => depth = depth.saturating_sub(1),
            '、' | ',' | '，' if depth == 0 => {
                push_part(&mut out, &mut part);
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    push_part(&mut out, &mut part);
    // (自然環境・防災・産業等): an open list may be set with dots throughout; two words with one dot are a name.
    if open && out.len() == 1 && inner.matches('・').count() >= 2 && !inner.contains(['「', '(', '（']) {
        out = inner.split('・').map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    }
    (out, open)
}

fn push_part(out: &mut Vec<String>, part: &mut String) {
    let t = part.trim();
    if !t.is_empty() {
        out.push(t.to_owned());
    }
    part.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anatomy_of_items() {
        for (text, title, tagline, examples, open) in [
            (
                "若者に選ばれるまちづくり～本市で活躍したいという人を増やす～",
                "若者に選ばれるまちづくり",
                Some("本市で活躍したいという人を増やす"),
                vec![],
                false,
            ),
            (
                "教育環境の充実(奨学金返済支援、人工芝グラウンド場建設、図書館整備 など)",
                "教育環境の充実",
                None,
                vec!["奨学金返済支援", "人工芝グラウンド場建設", "図書館整備"],
                true,
            ),
            (
                "総合的なデジタル化戦略の推進 (各分野におけるデジタルの有効活用)",
                "総合的なデジタル化戦略の推進",
                None,
                vec![],
                false,
            ),
            ("5つの加速化アクション(仮)", "5つの加速化アクション(仮)", None, vec![], false),
            (
                "ICT、オンラインなどを活用した学びの多様性の実現",
                "ICT、オンラインなどを活用した学びの多様性の実現",
                None,
                vec![],
                false,
            ),
            ("「ラグビーのまち釜石」の推進", "「ラグビーのまち釜石」の推進", None, vec![], false),
        ] {
            let item = anatomy(text);
            assert_eq!(item.title, title);
            assert_eq!(item.tagline.as_deref(), tagline, "{text}");
            assert_eq!(item.examples, examples, "{text}");
            assert_eq!(item.open, open, "{text}");
        }
    }

    #[test]
    fn examples_split_outside_quotes_only() {
        let (list, open) = examples("(「緑、水」の保全、日本遺産・国民保養温泉地活用、空き家の活用 など)");
        assert_eq!(list, ["「緑、水」の保全", "日本遺産・国民保養温泉地活用", "空き家の活用"]);
        assert!(open);
    }

    #[test]
    fn open_lists_with_dots() {
        assert_eq!(examples("(自然環境・防災・産業等)").0, ["自然環境", "防災", "産業"]);
        assert_eq!(examples("(地方創生・多文化共生・広域連携の推進)").0, ["地方創生・多文化共生・広域連携の推進"]);
        assert_eq!(examples("(日本遺産・国民保養温泉地活用など)").0, ["日本遺産・国民保養温泉地活用"]);
    }

    #[test]
    fn fields_by_words() {
        assert_eq!(anatomy("商工と観光").field, ["industry", "tourism"]);
        assert_eq!(anatomy("食文化創造都市の推進").field, ["food"]);
        assert_eq!(anatomy("多文化共生の推進").field, ["inclusion"]);
    }
}
