//! Text and tables in, the organisations named out.
//!
//! A body's name is a run of kanji, katakana and a few hiragana words that ends as names of bodies do
//! (`data/bodies.toml`). Names of one body differ by what is left out (美祢市総合計画審議会, 総合計画審議会, 審議会): they are
//! one body when nothing but the municipality's and the plan's names tells them apart.

use crate::record::Body;

use super::Context;
use super::passages::{Passage, Spot, is_hiragana, is_kanji, is_katakana, squeeze};
use super::words;

/// A name as found at one place.
#[derive(Debug, Clone)]
struct Found {
    /// As printed.
    name: String,
    /// Without the municipality's and the plan's names: equal for all names of one body.
    core: String,
    kind: String,
    ambiguous: bool,
    /// Index into the passages.
    passage: usize,
    /// Byte range in the passage.
    range: (usize, usize),
}

/// A body with all its mentions.
#[derive(Debug)]
struct Group {
    name: String,
    core: String,
    kind: String,
    ambiguous: bool,
    mentions: Vec<Found>,
}

/// A document names few bodies; a list of thousands is something else.
const MOST: usize = 400;

/// The organisations, in the order in which they are first named.
pub(super) fn find(context: &Context<'_>) -> Vec<Body> {
    let mut found: Vec<Found> = Vec::new();
    for (i, passage) in context.passages.iter().enumerate() {
        let names = names_in(passage, i, context);
        if names.is_empty() {
            found.extend(forum(passage, i, context));
        }
        found.extend(names);
    }
    let mut groups: Vec<Group> = Vec::new();
    for f in found {
        match groups.iter().position(|g| g.core == f.core) {
            Some(at) => {
                let Some(group) = groups.get_mut(at) else { continue };
                // The fullest name is the body's, but not one that only repeats the plan's title before it.
                if better_name(&f.name, &group.name, context) {
                    group.name.clone_from(&f.name);
                }
                group.mentions.push(f);
            }
            None if groups.len() < MOST => groups.push(Group {
                name: f.name.clone(),
                core: f.core.clone(),
                kind: f.kind.clone(),
                ambiguous: f.ambiguous,
                mentions: vec![f],
            }),
            None => {}
        }
    }
    drop_generic(&mut groups);
    let kinds: Vec<String> = groups.iter().map(|g| kind(g, context)).collect();
    let names: Vec<String> = groups.iter().map(|g| g.name.clone()).collect();
    groups
        .iter()
        .zip(kinds)
        .map(|(group, kind)| {
            let (role, members) = role_and_members(group, context);
            Body {
                name: group.name.clone(),
                kind,
                role,
                members,
                parent: parent(group, &names, context),
                at: group
                    .mentions
                    .first()
                    .and_then(|m| context.passages.get(m.passage))
                    .map(Passage::places)
                    .unwrap_or_default(),
            }
        })
        .collect()
}

/// Names of bodies in a passage.
fn names_in(passage: &Passage, index: usize, context: &Context<'_>) -> Vec<Found> {
    let list = words::bodies();
    let text = passage.text.as_str();
    // Ends of names: every ending, the longest where several end at one place.
    let mut ends: Vec<(usize, usize, usize)> = Vec::new();
    for (i, (ending, _, _)) in list.endings.iter().enumerate() {
        for (at, _) in text.match_indices(ending.as_str()) {
            let end = at + ending.len();
            match ends.iter_mut().find(|(_, e, _)| *e == end) {
                Some(slot) if slot.0 > at => *slot = (at, end, i),
                Some(_) => {}
                None => ends.push((at, end, i)),
            }
        }
    }
    ends.sort_unstable();
    let mut out: Vec<Found> = Vec::new();
    let mut from = 0;
    for (n, (at, end, ending)) in ends.iter().enumerate() {
        // 審議会部会 goes on: the longer name is the body.
        if ends
            .get(n + 1)
            .is_some_and(|next| next.0 <= *end && next.1 > *end && text.get(*end..next.0).is_none_or(str::is_empty))
        {
            continue;
        }
        let Some((word, kind, ambiguous)) = list.endings.get(*ending) else { continue };
        let after = text.get(*end..).unwrap_or_default();
        if goes_on(word, after) {
            continue;
        }
        let start = quoted_name(text, from, *at, *end).unwrap_or_else(|| start_of_name(text, from, *at));
        let Some(name) = text.get(start..*end) else { continue };
        from = *end;
        if list.skip.iter().any(|s| name.contains(s.as_str())) {
            continue;
        }
        let core = core(name, context);
        out.push(Found {
            name: name.to_owned(),
            core,
            kind: kind.clone(),
            ambiguous: *ambiguous,
            passage: index,
            range: (start, *end),
        });
    }
    out
}

/// A forum of citizens with a name of its own (かまいし未来づくりプロジェクト): the head of a box whose text says that
/// people talk there.
fn forum(passage: &Passage, index: usize, context: &Context<'_>) -> Option<Found> {
    const ENDINGS: &[&str] = &["プロジェクト", "カフェ", "塾", "ラウンドテーブル", "タウンミーティング"];
    const TALK: &[&str] = &["協議する", "協議を", "話し合", "議論する", "議論を", "意見交換", "検討する"];
    let Spot::Block(block) = passage.spot else { return None };
    let frame = context.flow.blocks.get(block)?.frame.and_then(|f| context.flow.frames.get(f))?;
    let name = passage.text.trim_matches(['【', '】', '「', '」', '■', '○']);
    let fits = frame.blocks.first() == Some(&block)
        && (6..=24).contains(&name.chars().count())
        && ENDINGS.iter().any(|e| name.ends_with(e));
    let talk = || {
        let others = frame.blocks.iter().filter(|b| **b != block).filter_map(|b| context.flow.blocks.get(*b));
        others.map(|b| squeeze(&b.text)).any(|t| TALK.iter().any(|w| t.contains(w)))
    };
    (fits && talk()).then(|| Found {
        name: name.to_owned(),
        core: core(name, context),
        kind: "citizen_body".to_owned(),
        ambiguous: false,
        passage: index,
        range: (0, passage.text.len()),
    })
}

/// Whether the word goes on after the ending, so that it is no body: 部会長, 本部長, 幹事会社, 懇談会場.
fn goes_on(ending: &str, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    let person = next == '長' && !after.starts_with("長会議");
    let other = matches!(next, '場' | '社' | '館' | '室') || (ending == "庁議" && next == '室');
    person || other
}

/// A name in quotation marks is what stands between them: 「いちはら未来会議」.
fn quoted_name(text: &str, from: usize, at: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 20;
    if !text.get(end..)?.starts_with(['」', '』']) {
        return None;
    }
    let head = text.get(from..at)?;
    let open = head.rfind(['「', '『'])? + '「'.len_utf8();
    let name = head.get(open..)?;
    let plain = !name.contains(['、', '。', '」', '』', '(', ')']) && name.chars().count() <= LONGEST;
    plain.then_some(from + open)
}

/// Where a name starts that ends at `at` (start of its ending), not before `from`.
fn start_of_name(text: &str, from: usize, at: usize) -> usize {
    let list = words::bodies();
    let mut start = at;
    while start > from {
        let head = text.get(from..start).unwrap_or_default();
        let Some(c) = head.chars().next_back() else { break };
        if is_kanji(c) || is_katakana(c) || c.is_ascii_alphanumeric() {
            start -= c.len_utf8();
            continue;
        }
        if c == '・' {
            // ・ joins words of a name (まち・ひと・しごと) but also parts names and starts items.
            let before = head.strip_suffix('・').and_then(|h| h.chars().next_back());
            let joins = before.is_some_and(|b| is_hiragana(b) || is_katakana(b) || b == '育')
                && list.within.iter().any(|w| head.strip_suffix('・').is_some_and(|h| h.ends_with(w.as_str())));
            if joins {
                start -= c.len_utf8();
                continue;
            }
            break;
        }
        if is_hiragana(c) {
            if let Some(word) = list.within.iter().find(|w| head.ends_with(w.as_str())) {
                start -= word.len();
                continue;
            }
            // つくばみらい市, かまいし: names of places.
            if let Some(place) = place_that_ends(text, from, start) {
                start = place;
                continue;
            }
        }
        break;
    }
    strip_before(text, start, at)
}

/// Start of a municipality's name that ends at `end`.
fn place_that_ends(text: &str, from: usize, end: usize) -> Option<usize> {
    let window = text.get(..end)?;
    let head = window.get(from..)?;
    // Within the name's characters only: find a mention that covers the place.
    let g = super::gazetteer::gazetteer();
    let next = text.get(end..)?;
    let with_suffix: String = head.chars().chain(next.chars().take(4)).collect();
    g.mentions(&with_suffix)
        .into_iter()
        .rev()
        .find(|m| m.start < head.len() && m.end >= head.len())
        .map(|m| from + m.start)
}

/// What makes 市, 町, 村 at the start of a name a part of its first word: 市議会, 市民会議, 町内会, 村づくり.
const NOT_LEFT_OVER: [char; 11] = ['議', '民', '政', '長', '内', '外', '街', 'づ', '場', '道', '域'];

/// Takes off what stands before a name without belonging to it.
fn strip_before(text: &str, start: usize, at: usize) -> usize {
    let list = words::bodies();
    let mut start = start;
    loop {
        let Some(name) = text.get(start..at) else { return start };
        // 第1回企画専門委員会, 12月27日第2回…: up to the last counter that no name holds.
        let cut = ["回", "年度", "日", "月"]
            .iter()
            .filter_map(|mark| {
                let end = name.rfind(mark)? + mark.len();
                let number = name.get(..end - mark.len())?.chars().next_back()?;
                (number.is_ascii_digit() || "一二三四五六七八九十".contains(number) || *mark == "年度").then_some(end)
            })
            .max();
        if let Some(cut) = cut {
            start += cut;
            continue;
        }
        // 市, 町 left over from 本市, ○○町.
        let is_place = || super::gazetteer::gazetteer().mentions(name).first().is_some_and(|m| m.start == 0);
        let left_over = name.chars().count() > 3
            && name.strip_prefix(['市', '町', '村']).is_some_and(|r| !r.starts_with(NOT_LEFT_OVER))
            && !is_place();
        if left_over {
            start += '市'.len_utf8();
            continue;
        }
        match list.before.iter().find(|w| name.starts_with(w.as_str())) {
            Some(word) => start += word.len(),
            None => {
                let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if digits == 0 {
                    return start;
                }
                start += digits;
            }
        }
    }
}

/// A name without the municipality's and the plan's names.
fn core(name: &str, context: &Context<'_>) -> String {
    let mut core = squeeze(name);
    let municipality = context.municipality.as_ref().map(|m| m.name.as_str()).unwrap_or_default();
    let plan = context.plan.as_ref();
    if !municipality.is_empty() {
        core = core.replace(municipality, "");
    }
    if let Some(at) = core.find(['次', '期'])
        && core.starts_with('第')
    {
        core = core.get(at + '次'.len_utf8()..).unwrap_or_default().to_owned();
    }
    if let Some(name) = plan.and_then(|p| p.name.as_deref()) {
        core = core.strip_prefix(name).map_or(core.clone(), str::to_owned);
    }
    if let Some(part) = plan.and_then(|p| p.part.as_deref()) {
        core = core.strip_prefix(part).map_or(core.clone(), str::to_owned);
    }
    // 市総合計画審議会: what is left of 本市.
    let rest = core.strip_prefix(['市', '町', '村']).filter(|r| !r.starts_with(NOT_LEFT_OVER)).map(str::to_owned);
    if let Some(rest) = rest.filter(|r| r.chars().count() >= 3) {
        core = rest;
        if let Some(name) = plan.and_then(|p| p.name.as_deref()) {
            core = core.strip_prefix(name).map_or(core.clone(), str::to_owned);
        }
    }
    if core.is_empty() { name.to_owned() } else { core }
}

/// Of two names of one body, the one with the plan's name but without its ordinal is what people call it.
fn better_name(a: &str, b: &str, context: &Context<'_>) -> bool {
    let municipality = context.municipality.as_ref().map(|m| m.name.as_str()).unwrap_or("\u{0}");
    let weight = |n: &str| (!n.starts_with('第'), !n.contains(municipality), n.chars().count());
    weight(a) > weight(b)
}

/// A bare ending (審議会, 部会, 専門委員会) means a body named in full elsewhere; where none is, it is the name.
fn drop_generic(groups: &mut Vec<Group>) {
    let endings = &words::bodies().endings;
    let cores: Vec<String> = groups.iter().map(|g| g.core.clone()).collect();
    groups.retain(|g| {
        let bare = endings.iter().any(|(e, _, _)| *e == g.core);
        // Printed with the plan's name before it, it is no bare ending (総合計画審議会).
        let named = g.name != g.core;
        let others = || cores.iter().filter(|c| **c != g.core && c.ends_with(g.core.as_str()));
        let tail = ["部会", "分科会", "会議", "委員会"].iter().any(|t| g.core == *t);
        if tail && !named {
            return false;
        }
        !bare || named || others().next().is_none()
    });
}

/// The kind, decided by members, heading or column where the ending leaves it open.
fn kind(group: &Group, context: &Context<'_>) -> String {
    if !group.ambiguous {
        return group.kind.clone();
    }
    let (mut inside, mut outside) = (0usize, 0usize);
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
    match (inside, outside) {
        (i, o) if i > o => if is_section { "internal_section" } else { "internal_hq" }.to_owned(),
        (i, o) if o > i => if is_section { "council_subcommittee" } else { "council" }.to_owned(),
        _ => group.kind.clone(),
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
            }
        }
        Spot::Furniture => {}
    }
    out
}

/// What it does, from the first sentence of which it is the subject; who sits on it, where a sentence says so.
fn role_and_members(group: &Group, context: &Context<'_>) -> (Option<String>, Vec<String>) {
    let mut role = None;
    let mut members = Vec::new();
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
        {
            texts.extend(
                context.headings.body(h).filter_map(|b| context.flow.blocks.get(b)).take(3).map(|b| squeeze(&b.text)),
            );
            if let Some(listed) =
                after.strip_prefix('(').and_then(|t| t.strip_suffix(')')).filter(|_| members.is_empty())
            {
                members = split_members(listed);
            }
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
        .map(|m| m.trim_end_matches("など").trim_end_matches('等').trim().to_owned())
        .filter(|m| (2..=14).contains(&m.chars().count()))
        .collect()
}

/// The body it belongs to: `AのもとにBを置く`, `Aの下に…Bを設置`, `Aに、Bを置く`.
fn parent(group: &Group, names: &[String], context: &Context<'_>) -> Option<String> {
    for mention in &group.mentions {
        let passage = context.passages.get(mention.passage)?;
        let sentence = sentence_around(&passage.text, mention.range);
        let name_at = sentence.find(group.name.as_str()).or_else(|| sentence.find(group.core.as_str()));
        let Some(name_at) = name_at else { continue };
        for below in ["の下に", "のもとに", "の下部組織として", "の専門組織として"] {
            let Some(at) = sentence.find(below).filter(|at| *at < name_at) else { continue };
            let head = sentence.get(..at)?;
            let found =
                names.iter().filter(|n| **n != group.name && head.ends_with(n.as_str())).max_by_key(|n| n.len());
            if let Some(parent) = found {
                return Some(parent.clone());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Context, Input, document, municipality, outline, plan};
    use super::*;

    fn of(flow: &crate::layout::Flow) -> Vec<Body> {
        let mut context = Context::new(flow, &Input::default());
        context.municipality = municipality::find(&context, &mut Vec::new());
        context.document = document::find(&context);
        context.plan = plan::find(&context);
        context.headings = outline::find(&context);
        find(&context)
    }

    fn names(flow: &crate::layout::Flow) -> Vec<(String, String)> {
        of(flow).into_iter().map(|b| (b.name, b.kind)).collect()
    }

    fn pair(name: &str, kind: &str) -> (String, String) {
        (name.to_owned(), kind.to_owned())
    }

    #[test]
    fn members_decide_what_is_internal() {
        let flow = Draft::new()
            .big(16.0, "第2次つくばみらい市総合計画後期基本計画策定方針")
            .text("つくばみらい市総合計画審議会条例に基づき、総合計画審議会を設置します。総合計画審議会は、市民及び学識経験者等をもって組織し、市長の諮問に応じ審議を行います。")
            .text("つくばみらい市総合計画策定委員会要綱に基づき、総合計画策定委員会を設置します。総合計画策定委員会は、副市長、教育長、各部長で組織し、必要な事項の調整及び協議を行います。")
            .text("総合計画策定委員会の下に分野別の専門部会を設置します。専門部会は、総務企画部会、市民経済部会、教育部会とし、各関係課長で組織し、調査を行います。")
            .done();
        let bodies = of(&flow);
        let list: Vec<_> = bodies.iter().map(|b| (b.name.clone(), b.kind.clone())).collect();
        assert_eq!(
            list,
            [
                pair("総合計画審議会", "council"),
                pair("総合計画策定委員会", "internal_hq"),
                pair("専門部会", "internal_section"),
                pair("総務企画部会", "internal_section"),
                pair("市民経済部会", "internal_section"),
                pair("教育部会", "internal_section"),
            ]
        );
        assert_eq!(bodies[1].members, ["副市長", "教育長", "各部長"]);
        assert_eq!(bodies[2].parent.as_deref(), Some("総合計画策定委員会"));
    }

    #[test]
    fn names_within_cells_and_sentences() {
        let flow = Draft::new()
            .big(16.0, "第2次鶴岡市総合計画後期基本計画の策定について")
            .table(&[
                &["開催日", "開催会議名等"],
                &["10月31日", "第1回総合計画審議会の開催\n○諮問"],
                &["12月27日", "第1回企画専門委員会の開催"],
                &["2月14日", "温海地域振興懇談会"],
                &["4月", "市議会議員への説明"],
            ])
            .text("総合戦略部会及び基本計画部会を設置することができます。部会長会議を開きます。公募市民の「いちはら未来会議」も開きます。")
            .done();
        assert_eq!(
            names(&flow),
            [
                pair("総合計画審議会", "council"),
                pair("企画専門委員会", "council_subcommittee"),
                pair("温海地域振興懇談会", "citizen_body"),
                pair("市議会", "assembly"),
                pair("総合戦略部会", "council_subcommittee"),
                pair("基本計画部会", "council_subcommittee"),
                pair("部会長会議", "internal_section"),
                pair("いちはら未来会議", "citizen_body"),
            ]
        );
    }
}
