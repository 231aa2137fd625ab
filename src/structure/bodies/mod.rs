//! Text and tables in, the organisations named out.
//!
//! A body's name is a run of kanji, katakana and a few hiragana words that ends as names of bodies do
//! (`data/bodies.toml`). Names of one body differ by what is left out (美祢市総合計画審議会, 総合計画審議会, 審議会): they are
//! one body when nothing but the municipality's and the plan's names tells them apart.

mod members;
mod names;

use crate::record::{Body, Confidence};

use super::passages::Passage;
use super::{Context, words};
use members::{kind, parent, role_and_members};
use names::{Found, forum, names_in};

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
        // 同審議会 is the body that was named last with such an end.
        let referred = f.refers_back.then(|| groups.iter().rposition(|g| g.name.ends_with(&f.name))).flatten();
        match referred.or_else(|| groups.iter().position(|g| g.core == f.core)) {
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
    let kinds: Vec<(String, bool)> = groups.iter().map(|g| kind(g, context)).collect();
    let names: Vec<String> = groups.iter().map(|g| g.name.clone()).collect();
    groups
        .iter()
        .zip(kinds)
        .map(|(group, (kind, decided))| {
            let (role, members) = role_and_members(group, context);
            let decided = decided && sits_at_home(&kind, context);
            Body {
                name: group.name.clone(),
                kind,
                role,
                members,
                parent: parent(group, &names, context),
                confidence: confidence(group, decided),
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

/// Whether a body can be of a kind in this paper: a committee of offices belongs to who draws up a plan; a judgment or a
/// budget names such committees of others too.
fn sits_at_home(kind: &str, context: &Context<'_>) -> bool {
    context.is_planning() || !["internal_hq", "internal_section", "council_subcommittee", "working"].contains(&kind)
}

/// How sure it is that this is a body of that kind.
fn confidence(group: &Group, decided: bool) -> Option<Confidence> {
    // 環境アドバイザー may be one person or many; only a plan's own (推進アドバイザー) sits among the bodies.
    const PEOPLE: [&str; 4] = ["アドバイザー", "補助員", "外部専門家", "コンサルタント"];
    if PEOPLE.iter().any(|p| group.name.ends_with(p)) {
        return Some(Confidence::Low);
    }
    // 懇談会 alone may be any gathering, 分科会 a part of any body; 審議会, 市議会 and 事務局 are the paper's own.
    let any = ["懇談会", "専門委員会", "分科会", "小委員会"].contains(&group.name.as_str());
    (!decided || any).then_some(Confidence::Medium)
}

/// Of two names of one body, the one with the plan's name but without its ordinal is what people call it.
fn better_name(a: &str, b: &str, context: &Context<'_>) -> bool {
    let municipality = context.municipality.as_ref().map_or("\u{0}", |m| m.name.as_str());
    // A bare ending (審議会) says less than any name.
    let bare = |n: &str| words::bodies().endings.iter().any(|(e, _, _)| e == n);
    let weight = |n: &str| (!bare(n), !n.starts_with('第'), !n.contains(municipality), n.chars().count());
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
        let tail = ["部会", "分科会", "会議", "委員会", "検討会", "連絡会"].iter().any(|t| g.core == *t);
        if tail && !named {
            return false;
        }
        !bare || named || others().next().is_none()
    });
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
    fn whom_the_city_pays_is_anothers() {
        let flow = Draft::new()
            .big(16.0, "令和6年度 予算に関する説明書")
            .text("産業経済問題懇話会負担金 200")
            .text("特別職報酬等審議会委員 10人")
            .text("世田谷区議会議員・区長選挙執行経費")
            .done();
        assert_eq!(names(&flow), [pair("特別職報酬等審議会", "council")]);
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
