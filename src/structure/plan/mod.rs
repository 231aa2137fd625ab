//! Title and text in, the plan that the paper is or is about out.
//!
//! A plan is written many ways in one paper: 第2次鶴岡市総合計画 on the cover, 総合計画 in a heading, 第2次総合計画後期基本計画 in
//! prose. The title says which plan it is; where the title leaves out ordinal or municipality, the fullest form in
//! the text completes it.

mod names;
mod period;
mod vision;

use crate::record::{At, Evidence, Plan};

use super::Context;
use super::gazetteer::printed_form;
use super::passages::Passage;
pub(super) use names::{Named, named_plans};
use names::{part_in, unlisted_plan};
use period::{layers, period};
use vision::vision;

/// The plan.
pub(super) fn find(context: &Context<'_>) -> Option<Plan> {
    if !context.is_planning() {
        return None;
    }
    let title = context.document.title.clone().unwrap_or_default();
    let municipality = context.municipality.as_ref().map(|m| m.name.clone()).unwrap_or_default();
    // As the title spells it, or the first passage that names it.
    let spelled = std::iter::once(title.as_str())
        .chain(context.passages.iter().map(|p| p.text.as_str()))
        .find_map(|t| printed_form(t, &municipality))
        .map(str::to_owned);
    let municipality = spelled.unwrap_or(municipality);
    let in_title =
        named_plans(&title, &municipality).into_iter().next().or_else(|| unlisted_plan(&title, &municipality));
    let in_text: Vec<(Named, &Passage)> = context
        .passages
        .iter()
        .flat_map(|p| named_plans(&p.text, &municipality).into_iter().map(move |n| (n, p)))
        .collect();
    let chosen = choose(in_title.as_ref(), &title, &in_text)?;
    let part = in_title
        .as_ref()
        .and_then(|n| n.part.clone())
        // 環境基本計画 is a name, no part: what stands beside the name counts.
        .or_else(|| {
            let (from, to) = in_title.as_ref().map_or((0, 0), |n| n.range);
            part_in(title.get(..from)?).or_else(|| part_in(title.get(to..)?))
        })
        .or_else(|| if in_title.is_some() { None } else { chosen.part.clone() });
    let full = complete(&chosen, part.as_deref(), &in_text);
    let layers = layers(context);
    let period = period(&full.name, part.as_deref(), &layers, context);
    let mut evidence = Vec::new();
    if let Some((_, passage)) = in_text.iter().find(|(n, _)| n.title == full.title) {
        evidence.push(evidence_of(passage, &full.title));
    }
    if let Some((_, e)) = &period {
        evidence.push(e.clone());
    }
    let vision = vision(&full.name, context);
    if let Some((_, e)) = &vision {
        evidence.push(e.clone());
    }
    Some(Plan {
        id: id(context, &full, part.as_deref()),
        part,
        period: period.map(|(w, _)| w),
        layers: layers
            .into_iter()
            .map(|l| l.layer)
            .filter(|l| names::is_comprehensive(&full.name) || !["基本構想", "基本計画"].contains(&l.name.as_str()))
            .collect(),
        vision: vision.map(|(v, _)| v),
        title: Some(full.title),
        ordinal: full.ordinal,
        name: Some(full.name),
        evidence,
    })
}

fn evidence_of(passage: &Passage, text: &str) -> Evidence {
    Evidence { text: text.to_owned(), at: passage.parts.first().map(|(page, rect)| At::new(*page, rect)) }
}

/// A line that says what a paper belongs to is no longer, in characters.
const LINE: usize = 30;

/// Which plan the paper is about: that of the title, else the one named most often together with the title's part.
fn choose(in_title: Option<&Named>, title: &str, in_text: &[(Named, &Passage)]) -> Option<Named> {
    if let Some(named) = in_title {
        return Some(named.clone());
    }
    let part = part_in(title);
    let mut counted: Vec<(usize, usize, Named)> = Vec::new();
    for (i, (named, passage)) in in_text.iter().enumerate() {
        let early = usize::from(passage.page() <= 2);
        let fits = usize::from(part.is_some() && named.part == part);
        // 久慈市総合計画〔後期基本計画〕 on a line of its own says what the paper belongs to; prose names others too.
        let line = passage.page() == 1
            && named.range.0 == 0
            && passage.text.chars().count() <= LINE
            && !passage.text.contains(['。', '、', 'は', 'を']);
        let weight = 1
            + early
            + 2 * fits
            + 2 * usize::from(named.own)
            + usize::from(named.ordinal.is_some())
            + 4 * usize::from(line);
        // 総合戦略 is short for まち・ひと・しごと創生総合戦略.
        let bare = !named.own && named.ordinal.is_none();
        let same = |n: &Named| n.name == named.name || (bare && n.name.ends_with(named.name.as_str()));
        match counted.iter_mut().find(|(_, _, n)| same(n)) {
            Some((w, _, n)) => {
                *w += weight;
                if n.part.is_none() && named.ordinal == n.ordinal {
                    n.part.clone_from(&named.part);
                }
            }
            None => counted.push((weight, i, named.clone())),
        }
    }
    counted.into_iter().max_by_key(|(w, i, _)| (*w, std::cmp::Reverse(*i))).map(|(_, _, n)| n)
}

/// The fullest printed form of the chosen plan: the same name, the same ordinal where the title has one, with
/// ordinal and municipality; of several the one printed most often.
fn complete(chosen: &Named, part: Option<&str>, in_text: &[(Named, &Passage)]) -> Named {
    if chosen.own && chosen.ordinal.is_some() {
        return chosen.clone();
    }
    let bare = !chosen.own && chosen.ordinal.is_none();
    let same_name = |n: &Named| n.name == chosen.name || (bare && n.name.ends_with(chosen.name.as_str()));
    let same = |n: &Named| same_name(n) && (chosen.ordinal.is_none() || n.ordinal == chosen.ordinal);
    let mut forms: Vec<(usize, usize, &Named)> = Vec::new();
    for (i, (named, passage)) in in_text.iter().enumerate().filter(|(_, (n, _))| same(n)) {
        // A new plan's paper names the plan that ends; 後期基本計画 belongs to the plan that runs.
        if part.is_none() && chosen.ordinal.is_none() && named.ordinal.is_some() && is_predecessor(named, passage) {
            continue;
        }
        // 市原市総合計画審議会 is a body's name.
        let after = passage.text.get(named.range.1..).unwrap_or_default();
        if ["審議会", "策定委員会", "策定本部", "推進本部", "条例"].iter().any(|b| after.starts_with(b))
        {
            continue;
        }
        let fullness = usize::from(named.own) + usize::from(named.ordinal.is_some());
        let fits = usize::from(chosen.part.is_some() && named.part == chosen.part);
        match forms.iter_mut().find(|(_, _, n)| n.title == named.title) {
            Some((w, _, _)) => *w += 1 + fits,
            None => forms.push((fullness * 1000 + 1 + fits, i, named)),
        }
    }
    forms
        .into_iter()
        .max_by_key(|(w, i, _)| (*w, std::cmp::Reverse(*i)))
        .filter(|(w, _, _)| *w / 1000 > usize::from(chosen.own) + usize::from(chosen.ordinal.is_some()))
        .map_or_else(|| chosen.clone(), |(_, _, n)| n.clone())
}

/// Whether the words around a plan say that it runs or ends already.
fn is_predecessor(named: &Named, passage: &Passage) -> bool {
    const BEFORE: &[&str] = &["現行", "現在", "これまで", "目標年次とする", "目標年次とした"];
    const AFTER: &[&str] = &[
        "に基づ",
        "が終了",
        "の終了",
        "を策定し、",
        "を策定し、",
        "の計画期間が",
        "が満了",
        "は、平成",
        "は、令和",
        "の検証",
        "の評価",
    ];
    let around = |text: &str, back: bool| -> String {
        /// So many characters around the name speak of it.
        const NEAR: usize = 16;
        if back {
            let mut tail: Vec<char> = text.chars().rev().take(NEAR).collect();
            tail.reverse();
            tail.into_iter().collect()
        } else {
            text.chars().take(NEAR).collect()
        }
    };
    let before = around(passage.text.get(..named.range.0).unwrap_or_default(), true);
    let after = around(passage.text.get(named.range.1..).unwrap_or_default(), false);
    BEFORE.iter().any(|w| before.contains(w)) || AFTER.iter().any(|w| after.contains(w))
}

/// `062031-総合計画-2-後期基本計画`: the same for every paper of one plan, whatever its wording.
fn id(context: &Context<'_>, plan: &Named, part: Option<&str>) -> Option<String> {
    let code = context.municipality.as_ref()?.code.as_ref()?;
    let mut id = format!("{code}-{}", plan.name);
    if let Some(n) = plan.ordinal {
        id.push_str(&format!("-{n}"));
    }
    if let Some(part) = part {
        id.push('-');
        id.push_str(part);
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Context, Input, document, municipality};
    use super::*;

    #[test]
    fn a_line_of_its_own_beats_prose() {
        let flow = Draft::new()
            .big(16.0, "用語解説")
            .text("久慈市総合計画〔後期基本計画〕資料編")
            .text("本書では、久慈市まち・ひと・しごと創生総合戦略(以下「総合戦略」という。)についても触れています。")
            .done();
        assert_eq!(of(&flow).title.as_deref(), Some("久慈市総合計画"));
    }

    fn of(flow: &crate::layout::Flow) -> Plan {
        let mut context = Context::new(flow, &Input::default());
        context.municipality = municipality::find(&context, &mut Vec::new());
        context.document = document::find(&context);
        find(&context).unwrap_or_default()
    }

    #[test]
    fn ordinals_in_every_spelling() {
        for (text, municipality, title, ordinal, part) in [
            (
                "第2次鶴岡市総合計画後期基本計画の策定について",
                "鶴岡市",
                "第2次鶴岡市総合計画",
                Some(2),
                Some("後期基本計画"),
            ),
            ("第六次釜石市総合計画後期基本計画", "釜石市", "第六次釜石市総合計画", Some(6), Some("後期基本計画")),
            ("鶴岡市第2次総合計画(素案)", "鶴岡市", "鶴岡市第2次総合計画", Some(2), None),
            ("幸田町総合計画", "幸田町", "幸田町総合計画", None, None),
            ("第Ⅱ期鹿角市総合計画", "鹿角市", "第Ⅱ期鹿角市総合計画", Some(2), None),
            ("第十次日高町総合振興計画", "日高町", "第十次日高町総合振興計画", Some(10), None),
            ("大府市第7次総合計画", "大府市", "大府市第7次総合計画", Some(7), None),
            (
                "第3期美祢市まち・ひと・しごと創生総合戦略",
                "美祢市",
                "第3期美祢市まち・ひと・しごと創生総合戦略",
                Some(3),
                None,
            ),
        ] {
            let named = named_plans(text, municipality);
            let first = named.first().unwrap();
            assert_eq!((first.title.as_str(), first.ordinal, first.part.as_deref()), (title, ordinal, part), "{text}");
        }
    }

    #[test]
    fn a_bare_title_is_completed_from_the_text() {
        let flow = Draft::new()
            .big(16.0, "総合計画後期基本計画策定全体スケジュール(案)")
            .text("第2次鶴岡市総合計画基本計画の中間見直しについて、第2次鶴岡市総合計画の評価を行う。")
            .done();
        let plan = of(&flow);
        assert_eq!(plan.title.as_deref(), Some("第2次鶴岡市総合計画"));
        assert_eq!((plan.ordinal, plan.part.as_deref()), (Some(2), Some("後期基本計画")));
        assert_eq!(plan.id.as_deref(), Some("062031-総合計画-2-後期基本計画"));
    }

    #[test]
    fn a_new_plan_is_not_the_one_that_ends() {
        let flow = Draft::new()
            .big(14.0, "中井町総合計画策定方針")
            .text("平成27年度を目標年次とする第五次中井町総合計画に基づきまちづくりを進めていますが、新たな総合計画を策定します。")
            .bold("ア 基本構想")
            .text("計画期間は平成28年度から平成37年度までの10年間とします。")
            .done();
        let plan = of(&flow);
        assert_eq!((plan.title.as_deref(), plan.ordinal), (Some("中井町総合計画"), None));
        assert_eq!(plan.period.and_then(|p| p.start).as_deref(), Some("2016-04-01"));
    }

    #[test]
    fn the_period_of_another_plan_is_not_taken() {
        let flow = Draft::new()
            .big(14.0, "潟上市総合計画(仮称)策定方針")
            .text("本市では、平成18年度からの10年間を計画期間とする「潟上市総合発展計画」に基づき取り組んできました。")
            .text("計画期間は平成28年度から平成37年度までの10年間とします。")
            .done();
        assert_eq!(of(&flow).period.and_then(|p| p.start).as_deref(), Some("2016-04-01"));
    }

    #[test]
    fn plans_that_no_list_knows() {
        for (title, municipality, name, ordinal) in [
            ("第二次音威子府村特定事業主行動計画", "音威子府村", "特定事業主行動計画", Some(2)),
            ("飯塚市文化財保存活用地域計画 資料編", "飯塚市", "文化財保存活用地域計画", None),
        ] {
            let named = unlisted_plan(&title.replace(' ', ""), municipality).unwrap();
            assert_eq!((named.name.as_str(), named.ordinal), (name, ordinal), "{title}");
        }
        let named = named_plans("(仮称)市原市新総合計画策定方針", "市原市");
        assert_eq!(named.first().map(|n| n.title.as_str()), Some("市原市新総合計画"));
    }

    #[test]
    fn the_period_of_the_part_comes_first() {
        let flow = Draft::new()
            .big(16.0, "第二次美祢市総合計画後期基本計画等策定方針")
            .bold("計画期間")
            .table(&[
                &["基本構想", "令和2年度～令和11年度(10年間)", ""],
                &[
                    "基本計画",
                    "前期基本計画\n令和2年度～令和6年度(5年間)",
                    "後期基本計画\n令和7年度～令和11年度(5年間)",
                ],
            ])
            .done();
        let period = of(&flow).period.unwrap();
        assert_eq!((period.start.as_deref(), period.end.as_deref()), (Some("2025-04-01"), Some("2030-03-31")));
        let flow = Draft::new()
            .big(16.0, "第六次釜石市総合計画後期基本計画の策定について")
            .bold("【計画の期間】")
            .text("令和3年度～令和12年度")
            .done();
        let period = of(&flow).period.unwrap();
        assert_eq!((period.start.as_deref(), period.end.as_deref()), (Some("2021-04-01"), Some("2031-03-31")));
    }

    #[test]
    fn parts_have_numbers_and_names_stay_whole() {
        for (title, name, ordinal, part) in [
            ("第3次伊賀市総合計画 第1次基本計画【概要版】", "総合計画", Some(3), Some("第1次基本計画")),
            ("第2次府中市環境基本計画の改定スケジュール", "環境基本計画", Some(2), None),
            ("港区基本計画 策定スケジュール", "基本計画", None, None),
            ("第3次豊岡市基本構想について(諮問)", "基本構想", Some(3), None),
            ("音威子府村特定事業主行動計画第2次", "特定事業主行動計画", Some(2), None),
            ("第3次竜ヶ崎市最上位計画 策定方針", "最上位計画", Some(3), None),
        ] {
            let plan = of(&Draft::new().big(18.0, title).text("審議会に諮り、計画期間を定める。").done());
            assert_eq!(
                (plan.name.as_deref(), plan.ordinal, plan.part.as_deref()),
                (Some(name), ordinal, part),
                "{title}"
            );
        }
    }

    #[test]
    fn the_plan_above_lends_neither_period_nor_vision() {
        let flow = Draft::new()
            .big(16.0, "米子市文化財保存活用地域計画")
            .text("基本構想(令和2年度～令和11年度)で示された市の将来像「住んで楽しいまちよなご」をめざします。")
            .text("第2次米子市海洋基本計画は、平成30年度から令和4年度までの5年間を計画期間として策定された。")
            .bold("3 計画期間")
            .text("本計画の計画期間は、『第4次米子市総合計画』を見据え、8年間(令和5年度から令和12年度)とします。")
            .done();
        let plan = of(&flow);
        let period = plan.period.unwrap();
        assert_eq!((period.start.as_deref(), period.end.as_deref()), (Some("2023-04-01"), Some("2031-03-31")));
        assert_eq!((plan.vision, plan.layers.len()), (None, 0));
        let flow = Draft::new().big(16.0, "南牧村第四次総合計画").text("平成二十三年度～平成三十二年度").done();
        assert_eq!(of(&flow).period.and_then(|p| p.end).as_deref(), Some("2021-03-31"));
    }

    #[test]
    fn visions_are_quoted_or_stand_alone() {
        for (lines, vision) in [
            (
                &[
                    "目指すべき将来像『若者・女性・地域がかがやき こどもの笑い声が響く「誇れる郷土・秋吉台のまち」』とし、",
                ][..],
                Some("若者・女性・地域がかがやきこどもの笑い声が響く「誇れる郷土・秋吉台のまち」"),
            ),
            (
                &["基本構想では「しあわせ共感 安心のまち つるがしま」を将来像に掲げ、その実現に向けて"],
                Some("しあわせ共感安心のまちつるがしま"),
            ),
            (
                &["目指す釜石の将来像", "一人ひとりが学びあい 世界とつながり 未来を創るまちかまいし"],
                Some("一人ひとりが学びあい世界とつながり未来を創るまちかまいし"),
            ),
            (
                &[
                    "将来像『緑とまち笑顔あふれるまち』を踏まえ、新たに『みどり輝きまちも輝くまち』を将来像として掲げます。",
                ],
                Some("みどり輝きまちも輝くまち"),
            ),
            (&["将来像", "『ひとが輝く 地域が輝く 伊賀", "市』"], Some("ひとが輝く地域が輝く伊賀市")),
            (&["目指す都市像の実現に向けて取り組みます。", "「基本計画」については見直す。"], None),
        ] {
            let mut draft = Draft::new().big(16.0, "鶴岡市総合計画");
            for line in lines {
                draft = draft.text(line);
            }
            assert_eq!(of(&draft.done()).vision.as_deref(), vision);
        }
    }
}
