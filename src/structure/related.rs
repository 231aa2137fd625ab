//! Text in, other plans named out, each with how it relates to the paper's own plan where the sentence tells.

use crate::japanese::{self, Precision};
use crate::record::RelatedPlan;

use super::passages::Passage;
use super::plan::{Named, named_plans};
use super::{Context, words};

/// A document names few plans; lists of hundreds are lists of laws and references.
const MOST: usize = 300;

/// The plans, in the order in which they are first named.
pub(super) fn find(context: &Context<'_>) -> Vec<RelatedPlan> {
    let municipality = context.municipality.as_ref().map(|m| m.name.clone()).unwrap_or_default();
    let mut out: Vec<RelatedPlan> = Vec::new();
    for passage in &context.passages {
        for named in named_plans(&passage.text, &municipality).into_iter().chain(quoted_plans(&passage.text)) {
            if is_own(&named, context) || out.len() >= MOST {
                continue;
            }
            let sentence = sentence_around(&passage.text, named.range);
            let relation = relation(&named, sentence, context);
            match out.iter_mut().find(|r| same(&r.title, &named.title)) {
                Some(known) => {
                    if named.title.chars().count() > known.title.chars().count() {
                        known.title = named.title;
                    }
                    if known.relation.as_deref() == Some("mentioned") {
                        known.relation = Some(relation.to_owned());
                    }
                }
                None => out.push(RelatedPlan {
                    period: period_after(&passage.text, named.range.1),
                    title: named.title,
                    relation: Some(relation.to_owned()),
                    at: Passage::places(passage),
                }),
            }
        }
    }
    out
}

/// One title is the other with its municipality and ordinal.
fn same(a: &str, b: &str) -> bool {
    a == b || (a.ends_with(b) && b.chars().count() >= 6) || (b.ends_with(a) && a.chars().count() >= 6)
}

/// The paper's own plan, or a part of it.
fn is_own(named: &Named, context: &Context<'_>) -> bool {
    let Some(plan) = &context.plan else { return false };
    let same_name = plan.name.as_deref() == Some(named.name.as_str());
    same_name && (named.ordinal.is_none() || named.ordinal == plan.ordinal)
}

/// Plans in quotation marks that no list knows: 「鶴岡市デジタル化戦略」.
fn quoted_plans(text: &str) -> Vec<Named> {
    let mut out = Vec::new();
    for (open, _) in text.match_indices('「') {
        let start = open + '「'.len_utf8();
        let Some(inner) = text.get(start..).and_then(|t| t.split(['「', '」']).next()) else { continue };
        let length = inner.chars().count();
        let ends_as_plan = ["計画", "戦略", "ビジョン", "プラン", "大綱"].iter().any(|e| inner.ends_with(e));
        let is_part = words::plans().parts.iter().any(|p| inner.ends_with(p.as_str()));
        let known = words::plans().names.iter().any(|n| inner.ends_with(n.as_str()));
        if ends_as_plan && !is_part && !known && (5..=40).contains(&length) && !inner.contains(['。', '、']) {
            out.push(Named {
                title: inner.to_owned(),
                name: inner.to_owned(),
                range: (start, start + inner.len()),
                ..Named::default()
            });
        }
    }
    out
}

fn sentence_around(text: &str, range: (usize, usize)) -> &str {
    let from = text.get(..range.0).and_then(|t| t.rfind('。')).map_or(0, |at| at + '。'.len_utf8());
    let to = text.get(range.1..).and_then(|t| t.find('。')).map_or(text.len(), |at| range.1 + at);
    text.get(from..to).unwrap_or(text)
}

/// How a plan relates to the paper's own, in the words of the sentence that names it.
fn relation(named: &Named, sentence: &str, context: &Context<'_>) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|w| sentence.contains(w));
    let own = context.plan.as_ref();
    let earlier = own.is_some_and(|p| {
        p.name.as_deref() == Some(named.name.as_str())
            && matches!((p.ordinal, named.ordinal), (Some(own), Some(other)) if other < own)
    });
    if earlier {
        "predecessor"
    } else if has(&["一体的", "一体化", "包含", "兼ね", "統合", "として位置付け", "として位置づけ"])
    {
        "integrated"
    } else if has(&["上位計画", "即して", "勘案", "国の", "県の"]) {
        "superior"
    } else if has(&["個別計画", "分野別計画", "部門別計画", "下位計画", "個別の計画"]) {
        "subordinate"
    } else {
        "mentioned"
    }
}

/// A period in brackets directly after the name: 第2期環境基本計画(令和3年度～令和12年度).
fn period_after(text: &str, end: usize) -> Option<japanese::When> {
    let rest = text.get(end..)?.trim_start_matches(['」', '』']);
    let inner = rest.strip_prefix('(')?.split(')').next()?;
    japanese::parse_one(inner, &japanese::Context::default()).filter(|w| w.precision == Some(Precision::Range))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Context, Input, document, municipality, plan};
    use super::*;

    #[test]
    fn own_plan_is_no_related_plan() {
        let flow = Draft::new()
            .big(16.0, "第6次鶴ヶ島市総合計画後期基本計画策定基本方針")
            .text("第5次鶴ヶ島市総合計画の後を受けて「第6次鶴ヶ島市総合計画」を策定した。")
            .text("「第2期鶴ヶ島市まち・ひと・しごと創生総合戦略」と一体的に推進する。")
            .done();
        let mut context = Context::new(&flow, &Input::default());
        context.municipality = municipality::find(&context, &mut Vec::new());
        context.document = document::find(&context);
        context.plan = plan::find(&context);
        let found: Vec<_> = find(&context).into_iter().map(|r| (r.title, r.relation.unwrap_or_default())).collect();
        assert_eq!(
            found,
            [
                ("第5次鶴ヶ島市総合計画".to_owned(), "predecessor".to_owned()),
                ("第2期鶴ヶ島市まち・ひと・しごと創生総合戦略".to_owned(), "integrated".to_owned()),
            ]
        );
    }
}
