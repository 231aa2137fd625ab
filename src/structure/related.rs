//! Text in, other plans named out, each with how it relates to the paper's own plan where the sentence tells.

use crate::japanese::{self, Precision};
use crate::record::RelatedPlan;

use super::gazetteer::gazetteer;
use super::passages::{Passage, is_kanji};
use super::plan::{Named, named_plans};
use super::{Context, words};

/// A document names few plans; lists of hundreds are lists of laws and references.
const MOST: usize = 300;

/// The plans, in the order in which they are first named.
pub(super) fn find(context: &Context<'_>) -> Vec<RelatedPlan> {
    let municipality = context.municipality.as_ref().map(|m| m.name.clone()).unwrap_or_default();
    let mut out: Vec<RelatedPlan> = Vec::new();
    let mut short_forms: Vec<String> = Vec::new();
    for passage in &context.passages {
        for named in named_plans(&passage.text, &municipality).into_iter().chain(quoted_plans(&passage.text)) {
            let after = passage.text.get(named.range.1..).unwrap_or_default();
            // まちづくり計画課, まちづくり計画調査費: an office and money.
            let office = NOT_A_PLAN.iter().any(|w| after.starts_with(w));
            let named = whole_title(&passage.text, named);
            // 「第5期…総合計画」(以下、総合計画): from here on that plan.
            let before = passage.text.get(..named.range.0).unwrap_or_default();
            if before.trim_end_matches(['「', '『', '、', ',', ' ']).ends_with("(以下") {
                short_forms.push(named.title.clone());
            }
            let office = office || short_forms.contains(&named.title);
            if office || named.title.starts_with("本件") || is_own(&named, before, context) || out.len() >= MOST {
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

/// What follows the name of a plan where it is part of another word.
const NOT_A_PLAN: [&str; 8] = ["区域", "地区", "課", "係", "事業費", "調査費", "策定費", "推進費"];

/// The kanji directly before a listed name are of its title (事前復興まちづくり計画), but not what only points at the plan.
fn whole_title(text: &str, named: Named) -> Named {
    const POINTING: [&str; 14] =
        ["本市", "本町", "本村", "本県", "当市", "当町", "当該", "現行", "次期", "前回", "今回", "各", "同", "現"];
    /// Titles are written out; a longer run of kanji is a column of words run together.
    const LONGEST: usize = 8;
    let before = text.get(..named.range.0).unwrap_or_default();
    // こども, まちづくり: words of policy in hiragana head names of plans (こども総合計画).
    const KANA: [&str; 5] = ["こども", "子ども", "まちづくり", "ふるさと", "いのち"];
    if let Some(word) = KANA.iter().find(|w| before.ends_with(**w)) {
        let range = (named.range.0 - word.len(), named.range.1);
        return Named {
            title: format!("{word}{}", named.title),
            name: format!("{word}{}", named.name),
            range,
            ..named
        };
    }
    let run: usize = before.chars().rev().take_while(|c| is_kanji(*c)).map(char::len_utf8).sum();
    let mut head = before.get(before.len() - run..).unwrap_or_default();
    for word in POINTING {
        head = head.rsplit_once(word).map_or(head, |(_, rest)| rest);
    }
    // 国, 県 and 市 without a の before the name; dates and counters end words.
    let plain = !head.contains([
        '年', '月', '日', '次', '期', '度', '第', '条', '項', '国', '市', '県', '町', '村', '等', '及', '又', '種',
        '兼',
    ]);
    if head.is_empty() || head.chars().count() < 2 || head.chars().count() > LONGEST || !plain {
        return named;
    }
    let range = (named.range.0 - head.len(), named.range.1);
    Named { title: format!("{head}{}", named.title), name: format!("{head}{}", named.name), range, ..named }
}

/// A title with its ordinal in figures: 第一次黒潮町総合振興計画 is 第1次.
fn in_figures(title: &str) -> String {
    let end = title.find(['次', '期']).filter(|_| title.starts_with('第'));
    let n = end.and_then(|at| crate::japanese::numerals::ordinal(title.get(..at + '次'.len_utf8())?));
    match (end, n) {
        (Some(at), Some(n)) => format!("第{n}{}", title.get(at..).unwrap_or_default()),
        _ => title.to_owned(),
    }
}

/// One title is the other with its municipality and ordinal.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (in_figures(a), in_figures(b));
    let (a, b) = (a.as_str(), b.as_str());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    // 自治体DX推進計画 is the state's, 本市のDX推進計画 the city's own.
    let names_it = |head: &str| {
        let head = match head.find(['次', '期']).filter(|_| head.starts_with('第')) {
            Some(at) => head.get(at + '次'.len_utf8()..).unwrap_or_default(),
            None => head,
        };
        // 米子まちづくりビジョン: the city's name without 市.
        let short = |suffix: &str| {
            let whole = format!("{head}{suffix}");
            gazetteer().mentions(&whole).first().is_some_and(|m| m.start == 0 && m.end == whole.len())
        };
        head.is_empty()
            || head.ends_with(['市', '町', '村', '区', '県', '都', '府', '道'])
            || ["市", "町", "村", "区"].iter().any(|s| short(s))
    };
    // 景観計画 is 竹富町景観計画; 総合計画 may be any of several generations.
    let own = |head: &str| gazetteer().mentions(head).first().is_some_and(|m| m.start == 0 && m.end == head.len());
    let head = long.strip_suffix(short);
    a == b || head.is_some_and(|h| if short.chars().count() >= 6 { names_it(h) } else { own(h) })
}

/// The paper's own plan, or a part of it.
fn is_own(named: &Named, before: &str, context: &Context<'_>) -> bool {
    let Some(plan) = &context.plan else { return false };
    // 総合戦略 in the paper of まち・ひと・しごと創生総合戦略; 国の総合戦略 is another.
    let bare = !named.own && named.ordinal.is_none() && named.title == named.name;
    let others = ["国の", "県の", "道の", "都の", "府の"].iter().any(|w| before.ends_with(w));
    if bare && !others && plan.name.as_deref().is_some_and(|n| n.ends_with(named.name.as_str())) {
        return true;
    }
    let same_name = plan.name.as_deref() == Some(named.name.as_str());
    // A title in quotation marks is not taken apart: it is the plan's own, with or without its ordinal.
    let title = in_figures(&named.title);
    let numbered = plan.ordinal.map(|n| [format!("第{n}次"), format!("第{n}期")]).unwrap_or_default();
    let bare = numbered.iter().find_map(|n| title.strip_prefix(n.as_str())).unwrap_or(&title);
    let same_title = plan.title.as_deref().is_some_and(|t| t == title || t == bare);
    same_title || same_name && (named.ordinal.is_none() || named.ordinal == plan.ordinal)
}

/// Plans in quotation marks that no list knows: 「鶴岡市デジタル化戦略」.
fn quoted_plans(text: &str) -> Vec<Named> {
    let mut out = Vec::new();
    for (open, _) in text.match_indices('「') {
        let start = open + '「'.len_utf8();
        let Some(inner) = text.get(start..).and_then(|t| t.split(['「', '」']).next()) else { continue };
        let length = inner.chars().count();
        let is_title = |t: &str| ["計画", "戦略", "ビジョン", "プラン", "大綱"].iter().any(|e| t.ends_with(e));
        let ends_as_plan = is_title(inner);
        // 「地域防災計画・広域住民避難計画」 names two.
        if inner.contains('・') && inner.split('・').all(is_title) {
            continue;
        }
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
    // A paper without a plan of its own (a speech, a budget) only names others.
    if own.is_none() {
        return "mentioned";
    }
    // まちなかと郊外が一体的に発展する都市: only what plans do together counts.
    let together = sentence.match_indices("一体").any(|(at, _)| {
        let after: String = sentence.get(at + "一体".len()..).unwrap_or_default().chars().take(6).collect();
        TOGETHER.iter().any(|w| after.starts_with(w))
    });
    if earlier {
        "predecessor"
    } else if together || has(&["包含", "兼ね", "統合", "として位置付け", "として位置づけ"]) {
        "integrated"
    } else if has(&["上位計画", "最上位の計画", "最上位計画", "即して", "勘案", "国の", "県の"])
    {
        "superior"
    } else if has(&["個別計画", "分野別計画", "部門別計画", "下位計画", "個別の計画"]) {
        "subordinate"
    } else {
        "mentioned"
    }
}

/// What follows 一体 where two plans are one work.
const TOGETHER: [&str; 17] = [
    "化",
    "的に策定",
    "的に作成",
    "的に推進",
    "的に取",
    "的にと",
    "的に進",
    "的に改",
    "的に定",
    "的に位",
    "的に実施",
    "的に運用",
    "的に展開",
    "的な計画",
    "的な策",
    "のもの",
    "として",
];

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

    /// Titles and relations.
    fn of(flow: &crate::layout::Flow) -> Vec<(String, String)> {
        let mut context = Context::new(flow, &Input::default());
        context.municipality = municipality::find(&context, &mut Vec::new());
        context.document = document::find(&context);
        context.plan = plan::find(&context);
        find(&context).into_iter().map(|r| (r.title, r.relation.unwrap_or_default())).collect()
    }

    #[test]
    fn one_plan_under_two_titles() {
        for (a, b, one) in [
            ("第2期鶴ヶ島市まち・ひと・しごと創生総合戦略", "まち・ひと・しごと創生総合戦略", true),
            ("米子市環境基本計画", "第二次米子市環境基本計画", true),
            ("米子まちづくりビジョン", "まちづくりビジョン", true),
            ("竹富町景観計画", "景観計画", true),
            ("第5次南国市総合計画", "総合計画", false),
            ("自治体DX推進計画", "DX推進計画", false),
            ("デジタル田園都市総合戦略", "総合戦略", false),
        ] {
            assert_eq!(same(a, b), one, "{a} {b}");
        }
    }

    #[test]
    fn a_short_form_is_no_other_plan() {
        let flow = Draft::new()
            .big(16.0, "音威子府村まち・ひと・しごと創生総合戦略")
            .text("村の最上位の計画として策定した「第5期音威子府村総合計画」(以下、総合計画)があり、これに基づく。")
            .text("総合戦略は、総合計画の取り組みを踏まえるものです。まちなかと郊外が一体的に発展する景観計画もある。")
            .done();
        assert_eq!(
            of(&flow),
            [
                ("第5期音威子府村総合計画".to_owned(), "superior".to_owned()),
                ("景観計画".to_owned(), "mentioned".to_owned()),
            ]
        );
    }

    #[test]
    fn own_plan_is_no_related_plan() {
        let flow = Draft::new()
            .big(16.0, "第6次鶴ヶ島市総合計画後期基本計画策定基本方針")
            .text("第5次鶴ヶ島市総合計画の後を受けて「第6次鶴ヶ島市総合計画」を策定した。")
            .text("「第2期鶴ヶ島市まち・ひと・しごと創生総合戦略」と一体的に推進する。")
            .done();
        assert_eq!(
            of(&flow),
            [
                ("第5次鶴ヶ島市総合計画".to_owned(), "predecessor".to_owned()),
                ("第2期鶴ヶ島市まち・ひと・しごと創生総合戦略".to_owned(), "integrated".to_owned()),
            ]
        );
    }
}
