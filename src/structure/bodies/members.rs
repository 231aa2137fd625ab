//! Who sits on a body, what it does, what it belongs to: from the sentences, headings and columns around its name.

use super::super::passages::{Passage, Spot, squeeze};
use super::super::{Context, words};
use super::Group;
use crate::layout::Table;

/// The kind, decided by members, heading or column where the ending leaves it open, and whether anything decided it.
pub(super) fn kind(group: &Group, context: &Context<'_>) -> (String, bool) {
    if !group.ambiguous {
        return (group.kind.clone(), true);
    }
    // 外部評価検討会, 庁内検討会: the name itself may tell.
    const OUTSIDE: [&str; 6] = ["外部", "有識者", "市民", "町民", "村民", "住民"];
    const INSIDE: [&str; 3] = ["庁内", "職員", "部課長"];
    let named = |words: &[&str]| 3 * words.iter().filter(|w| group.name.contains(**w)).count();
    let (mut inside, mut outside) = (named(&INSIDE), named(&OUTSIDE));
    for mention in &group.mentions {
        let Some(passage) = context.passages.get(mention.passage) else { continue };
        let sentence = sentence_around(&passage.text, mention.range);
        let (i, o) = votes(sentence);
        inside += 2 * i;
        outside += 2 * o;
        for around in surroundings(passage, context) {
            let (i, o) = votes(&around);
            inside += i;
            outside += o;
        }
    }
    let is_section = group.kind == "council_subcommittee" || group.kind == "internal_section";
    // 評価委員会 is a council by custom: one word of members nearby (職員 over a column) does not make it internal.
    let custom = usize::from(group.kind == "council");
    match (inside, outside) {
        (i, o) if i > o + custom => (if is_section { "internal_section" } else { "internal_hq" }.to_owned(), true),
        (i, o) if o > i => (if is_section { "council_subcommittee" } else { "council" }.to_owned(), true),
        _ => (group.kind.clone(), false),
    }
}

fn votes(text: &str) -> (usize, usize) {
    let list = words::bodies();
    let count = |words: &[String]| words.iter().filter(|w| text.contains(w.as_str())).count();
    (count(&list.inside), count(&list.outside))
}

fn sentence_around(text: &str, range: (usize, usize)) -> &str {
    let from = text.get(..range.0).and_then(|t| t.rfind('。')).map_or(0, |at| at + '。'.len_utf8());
    let to = text.get(range.1..).and_then(|t| t.find('。')).map_or(text.len(), |at| range.1 + at);
    text.get(from..to).unwrap_or(text)
}

/// Headings above a passage; for a cell, the heads of its column and row; for a heading, the text directly below.
fn surroundings(passage: &Passage, context: &Context<'_>) -> Vec<String> {
    let mut out = Vec::new();
    match passage.spot {
        Spot::Block(block) => {
            out.extend(context.headings.above(block).map(|h| h.title.clone()));
            if context.headings.is_heading(block)
                && let Some(h) = context.headings.of_block.get(block).copied().flatten()
                && let Some(first) = context.headings.body(h).next()
                && let Some(text) = context.flow.blocks.get(first).map(|b| squeeze(&b.text))
            {
                out.push(text);
            }
        }
        Spot::Cell { table, cell } => {
            if let Some(grid) = context.flow.tables.get(table)
                && let Some(c) = grid.cells.get(cell)
            {
                let heads = grid.cells.iter().filter(|h| {
                    (h.row < grid.header_rows.max(1) && (h.column..h.column + h.column_span).contains(&c.column))
                        || (h.column < grid.header_columns && (h.row..h.row + h.row_span).contains(&c.row))
                });
                out.extend(heads.map(|h| squeeze(&h.text())));
                out.extend(beside(grid, c.row, MEMBER_HEADS));
            }
        }
        Spot::Furniture => {}
    }
    out
}

/// Heads of columns that tell who sits on a body, and what it does.
const MEMBER_HEADS: &[&str] = &["構成", "構成員", "委員構成", "メンバー", "組織構成", "構成メンバー", "委員"];
const ROLE_HEADS: &[&str] =
    &["役割", "主な役割", "所掌", "所掌事務", "所掌事項", "機能", "任務", "検討内容", "業務内容"];

/// The cell of a row in the column with one of these heads.
fn beside(grid: &Table, row: usize, heads: &[&str]) -> Option<String> {
    let head = grid.cells.iter().find(|c| c.row == 0 && heads.iter().any(|h| squeeze(&c.text()) == *h))?;
    let cell = grid.cell_at(row, head.column).filter(|c| c.row > 0)?;
    Some(squeeze(&cell.text().replace('\n', "、"))).filter(|t| !t.is_empty())
}

/// What a table of bodies (組織｜構成｜役割) tells beside the name.
fn in_table(group: &Group, context: &Context<'_>) -> (Option<String>, Vec<String>) {
    for mention in &group.mentions {
        let Some(passage) = context.passages.get(mention.passage) else { continue };
        let Spot::Cell { table, cell } = passage.spot else { continue };
        let Some(grid) = context.flow.tables.get(table) else { continue };
        let Some(own) = grid.cells.get(cell) else { continue };
        // The cell is the name, with a bracket at most.
        let named = (mention.range.1 - mention.range.0) * 2 > passage.text.len() && mention.range.0 == 0;
        if !named {
            continue;
        }
        let role = beside(grid, own.row, ROLE_HEADS);
        let members = beside(grid, own.row, MEMBER_HEADS).map(|t| split_members(&t)).unwrap_or_default();
        if role.is_some() || !members.is_empty() {
            return (role, members);
        }
    }
    (None, Vec::new())
}

/// What it does, from the first sentence of which it is the subject; who sits on it, where a sentence says so.
pub(super) fn role_and_members(group: &Group, context: &Context<'_>) -> (Option<String>, Vec<String>) {
    let (mut role, mut members) = in_table(group, context);
    for mention in &group.mentions {
        let Some(passage) = context.passages.get(mention.passage) else { continue };
        let mut texts: Vec<String> = Vec::new();
        let after = passage.text.get(mention.range.1..).unwrap_or_default();
        let is_subject = ["は、", "は", "では、"].iter().any(|p| after.starts_with(p));
        if is_subject {
            texts.push(sentence_around(&passage.text, mention.range).to_owned());
        }
        // Under a heading that is its name, the text below is about it.
        if let Spot::Block(block) = passage.spot
            && context.headings.is_heading(block)
            && let Some(h) = context.headings.of_block.get(block).copied().flatten()
            && context.headings.list.get(h).is_some_and(|h| squeeze(&h.title).contains(&group.core))
        {
            texts.extend(context.headings.list.get(h).and_then(|h| h.rest.as_deref()).map(squeeze));
            texts.extend(
                context.headings.body(h).filter_map(|b| context.flow.blocks.get(b)).take(3).map(|b| squeeze(&b.text)),
            );
            if let Some(listed) =
                after.strip_prefix('(').and_then(|t| t.strip_suffix(')')).filter(|_| members.is_empty())
            {
                members = split_members(listed);
            }
        }
        // 課長職で構成する幹事会.
        if members.is_empty()
            && let Some(before) = passage.text.get(..mention.range.0)
            && let Some(listed) = COMPOSED.iter().find_map(|w| before.strip_suffix(w))
        {
            let from = listed.rfind(['。', 'は', 'に']).and_then(|at| listed.get(at..)).unwrap_or(listed);
            members = split_members(from.trim_start_matches(['。', 'は', 'に', '、']));
        }
        for text in &texts {
            for sentence in text.split('。') {
                if members.is_empty()
                    && let Some(listed) = members_in(sentence)
                {
                    members = listed;
                }
                if role.is_none() && says_role(sentence) {
                    role = Some(sentence.to_owned());
                }
            }
        }
        if role.is_some() && !members.is_empty() {
            break;
        }
    }
    (role, members)
}

/// What stands between its members and a body's name.
const COMPOSED: [&str; 7] =
    ["で構成する", "で構成される", "で組織する", "からなる", "から成る", "により構成する", "をもって構成する"];

fn says_role(sentence: &str) -> bool {
    ["審議", "答申", "協議", "調整", "検討", "決定", "調査", "作成", "議論", "総括", "庶務", "意見を述べ"]
        .iter()
        .any(|w| sentence.contains(w))
}

/// The members in 「…は、副市長、教育長、各部長で組織し」, 「市民及び学識経験者等をもって組織し」.
fn members_in(sentence: &str) -> Option<Vec<String>> {
    const BY: &[&str] = &[
        "をもって組織",
        "をもって構成",
        "等で組織",
        "等で構成",
        "で組織",
        "で構成",
        "により構成",
        "により組織",
        "から構成",
        "からなる",
    ];
    let (at, _) = BY.iter().filter_map(|b| sentence.find(b).map(|at| (at, b.len()))).min()?;
    let head = sentence.get(..at)?;
    let from = ["は、", "は"].iter().filter_map(|p| head.find(p).map(|at| at + p.len())).min().unwrap_or(0);
    let listed = split_members(head.get(from..)?);
    (!listed.is_empty()).then_some(listed)
}

fn split_members(text: &str) -> Vec<String> {
    let text = text.replace("及び", "、").replace("並びに", "、").replace("その他", "、").replace('・', "、");
    text.split(['、', ','])
        .map(|m| {
            // 市長を本部長(とし): who, not as what.
            let who = m.split_once('を').filter(|(_, office)| office.contains('長')).map_or(m, |(who, _)| who);
            who.trim_end_matches("など").trim_end_matches('等').trim().to_owned()
        })
        .filter(|m| (2..=14).contains(&m.chars().count()) && !is_count(m))
        .collect()
}

/// 8人, 15名: how many sit there, not who.
fn is_count(text: &str) -> bool {
    text.trim_end_matches(['人', '名', '内', '以']).chars().all(|c| c.is_ascii_digit())
}

/// A name cut to its end keeps so many characters (策定本部, 審議会).
const SHORTEST: usize = 3;

/// How many characters two texts have in common at their ends.
fn common_end(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count()
}

/// The body it belongs to: `AのもとにBを置く`, `Aの下に…Bを設置`, `Aに、Bを置く`.
pub(super) fn parent(group: &Group, names: &[String], context: &Context<'_>) -> Option<String> {
    for mention in &group.mentions {
        let passage = context.passages.get(mention.passage)?;
        let sentence = sentence_around(&passage.text, mention.range);
        let name_at = sentence.find(group.name.as_str()).or_else(|| sentence.find(group.core.as_str()));
        let Some(name_at) = name_at else { continue };
        for below in ["の下に", "のもとに", "の下部組織として", "の専門組織として"] {
            let Some(at) = sentence.find(below).filter(|at| *at < name_at) else { continue };
            let head = sentence.get(..at)?;
            // 策定本部の下に: the name may be cut to its end.
            let found = names
                .iter()
                .filter(|n| **n != group.name)
                .map(|n| (common_end(head, n), n))
                .filter(|(length, n)| *length >= SHORTEST || head.ends_with(n.as_str()))
                .max_by_key(|(length, n)| (*length, n.len()))
                .map(|(_, n)| n);
            if let Some(parent) = found {
                return Some(parent.clone());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_count_is_no_member() {
        assert!(super::split_members("8人").is_empty());
        assert_eq!(super::split_members("副市長、教育長、公募市民3人"), ["副市長", "教育長", "公募市民3人"]);
    }
}
