use super::super::testing::{BODY, Draft};
use super::super::{Context, Input};
use super::*;

/// The headings as `level marker title`.
fn of(flow: &crate::layout::Flow) -> Vec<String> {
    let context = Context::new(flow, &Input::default());
    let headings = find(&context);
    headings
        .list
        .iter()
        .map(|h| format!("{} {}|{}", h.level, h.marker.as_ref().map_or("", |m| m.printed.as_str()), h.title))
        .collect()
}

const SENTENCE: &str =
    "計画策定の進捗状況を適切に評価し、計画を推進する上での課題を整理・反映させるなど、必要な施策を検討します。";

#[test]
fn numbered_lines_with_text_below_are_headings_and_lists_are_not() {
    let flow = Draft::new()
        .big(16.0, "第6次鶴ヶ島市総合計画後期基本計画策定基本方針")
        .big(12.0, "1.計画策定の趣旨")
        .text(SENTENCE)
        .bold("(1)人口減少社会への戦略的な対応")
        .text(SENTENCE)
        .bold("(2)市民参加")
        .bold("①情報の共有")
        .text("ア 策定過程の公表(審議会委員公募、審議会の公開、議事録公開等)")
        .text("イ 広報つるがしま等で進捗状況を公表")
        .bold("②職員が出向いて“市民の声”を幅広く聴取")
        .text(SENTENCE)
        .text("ア 市民意識調査の実施")
        .text("イ 市民や各種団体等との意見交換")
        .page()
        .text("ウ その他、常時、意見・提案を募集")
        .bold("③素案の公表・意見募集")
        .text(SENTENCE)
        .bold("(3)市議会との連携")
        .text(SENTENCE)
        .big(12.0, "2.計画策定体制")
        .text(SENTENCE)
        .done();
    assert_eq!(
        of(&flow),
        [
            "1 1.|計画策定の趣旨",
            "2 (1)|人口減少社会への戦略的な対応",
            "2 (2)|市民参加",
            "3 ①|情報の共有",
            "3 ②|職員が出向いて“市民の声”を幅広く聴取",
            "3 ③|素案の公表・意見募集",
            "2 (3)|市議会との連携",
            "1 2.|計画策定体制",
        ]
    );
}

#[test]
fn nesting_is_local() {
    // Nothing is bold or big: only what stands below tells.
    let flow = Draft::new()
        .big(16.0, "第2次つくばみらい市総合計画後期基本計画策定方針")
        .page()
        .text("4 後期基本計画の策定の考え方")
        .text("(1) 時流の反映")
        .text(SENTENCE)
        .text("(2) 未来投資の強化")
        .text(SENTENCE)
        .text("5 計画の策定体制")
        .text("(1) 庁内組織")
        .text("■総合計画策定委員会")
        .text(SENTENCE)
        .text("■分野別専門部会")
        .text(SENTENCE)
        .text("(2) 市民参加")
        .text(SENTENCE)
        .text("6 計画の策定過程")
        .text("【令和3年度】")
        .text("(1) 基礎的調査")
        .text("①本市の概況整理")
        .text(SENTENCE)
        .text("②現行計画の進捗状況の整理")
        .text(SENTENCE)
        .text("【令和4年度】")
        .text("(1) 基本構想の修正")
        .text("①基本構想の検討")
        .text(SENTENCE)
        .done();
    assert_eq!(
        of(&flow),
        [
            "1 4|後期基本計画の策定の考え方",
            "2 (1)|時流の反映",
            "2 (2)|未来投資の強化",
            "1 5|計画の策定体制",
            "2 (1)|庁内組織",
            "3 ■|総合計画策定委員会",
            "3 ■|分野別専門部会",
            "2 (2)|市民参加",
            "1 6|計画の策定過程",
            "2 |【令和3年度】",
            "3 (1)|基礎的調査",
            "4 ①|本市の概況整理",
            "4 ②|現行計画の進捗状況の整理",
            "2 |【令和4年度】",
            "3 (1)|基本構想の修正",
            "4 ①|基本構想の検討",
        ]
    );
}

#[test]
fn slides_begin_with_their_title() {
    let flow = Draft::slides()
        .big(28.0, "第六次釜石市総合計画")
        .big(28.0, "後期基本計画の策定について")
        .page()
        .big(18.0, "目 次")
        .big(16.0, "1) 釜石市総合計画の概要")
        .big(16.0, "2) 後期基本計画素案について")
        .big(16.0, "3) 今後の予定")
        .page()
        .big(18.0, "釜石市総合計画の概要①")
        .big(14.0, "総合計画の役割")
        .text("第六次釜石市総合計画は、次のような性格を持っています。")
        .bold("① 当市の行財政運営の最高指針")
        .text("各分野における具体的施策を総合的かつ体系的に明らかにするもの。")
        .bold("② まちづくりの方向性を示す")
        .text("市政の方向性を示し、自発的な取り組みと参画を促すもの。")
        .page()
        .big(18.0, "釜石市総合計画の概要②")
        .big(14.0, "総合計画の期間")
        .text("次の図のとおりです。")
        .done();
    assert_eq!(
        of(&flow),
        [
            "1 |目次",
            "1 |釜石市総合計画の概要①",
            "2 |総合計画の役割",
            "3 ①|当市の行財政運営の最高指針",
            "3 ②|まちづくりの方向性を示す",
            "1 |釜石市総合計画の概要②",
            "2 |総合計画の期間",
        ]
    );
}

#[test]
fn big_lines_that_begin_a_page_are_outermost() {
    let flow = Draft::new()
        .big(16.0, "第2次鶴岡市総合計画後期基本計画の策定について")
        .big(12.0, "1.後期基本計画策定の趣旨")
        .text("・総合計画のうち、「基本計画」については必要に応じて見直し")
        .text("・社会経済の変化を踏まえるとともに、課題に的確に対応")
        .big(12.0, "2.後期基本計画策定の基本的な考え方")
        .text("・これまでの施策の点検評価を行う")
        .page()
        .big(16.0, "第2次鶴岡市総合計画後期基本計画策定これまでの経過について")
        .table(&[&["開催日", "開催会議名等"], &["10月31日", "第1回"]])
        .done();
    assert_eq!(
        of(&flow),
        [
            "1 1.|後期基本計画策定の趣旨",
            "1 2.|後期基本計画策定の基本的な考え方",
            "1 |第2次鶴岡市総合計画後期基本計画策定これまでの経過について",
        ]
    );
}

#[test]
fn a_table_of_contents_holds_no_headings() {
    let flow = Draft::new()
        .big(16.0, "美祢市総合計画策定方針")
        .page()
        .big(14.0, "目次")
        .text("1 策定の趣旨…………………………1")
        .text("2 計画の期間…………………………2")
        .page()
        .big(12.0, "1 策定の趣旨")
        .text(SENTENCE)
        .big(12.0, "2 計画の期間")
        .text(SENTENCE)
        .done();
    assert_eq!(of(&flow), ["1 |目次", "1 1|策定の趣旨", "1 2|計画の期間"]);
}

#[test]
fn the_tree_holds_what_stands_below() {
    let flow = Draft::new()
        .big(16.0, "美祢市総合計画策定方針")
        .big(12.0, "1 策定の趣旨")
        .text(SENTENCE)
        .bold("(1) 計画期間")
        .table(&[&["計画名", "略称"], &["美祢市総合計画", "総合計画"]])
        .block("・一つ目の視点", BODY, false, 80.0)
        .done();
    let mut context = Context::new(&flow, &Input::default());
    context.headings = find(&context);
    let tree = tree(&context);
    assert_eq!(tree.len(), 1);
    let first = &tree[0];
    assert_eq!((first.body.len(), first.children.len()), (1, 1));
    let kinds: Vec<BodyKind> = first.children[0].body.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [BodyKind::Table, BodyKind::Item]);
    assert_eq!(first.children[0].body[0].table.as_deref(), Some("t1"));
}

#[test]
fn the_structure_tree_and_the_vision() {
    let flow = Draft::new()
        .big(16.0, "第2次みやま市総合計画")
        .page()
        .text("計画の推進")
        .tweak(|b| b.tagged_level = Some(1))
        .text(SENTENCE)
        .big(12.0, "1 将来像")
        .big(16.0, "人・水・緑が光り輝く夢ひらくまち")
        .text(SENTENCE)
        .big(12.0, "2 基本目標")
        .text("基本目標1 いきいきと暮らせるまちづくり")
        .text(SENTENCE)
        .text("基本目標2 安心して暮らせるまちづくり")
        .text(SENTENCE)
        .done();
    assert_eq!(
        of(&flow),
        [
            "1 |計画の推進",
            "1 1|将来像",
            "1 2|基本目標",
            "2 基本目標1|いきいきと暮らせるまちづくり",
            "2 基本目標2|安心して暮らせるまちづくり",
        ]
    );
}

#[test]
fn ordinals_without_unit_and_titles_on_the_line() {
    let flow = Draft::new()
        .big(14.0, "第3次野々市市総合計画策定方針")
        .text("第1 策定の趣旨")
        .text(SENTENCE)
        .text("第2 策定体制")
        .text("(1)\u{3000}策定委員会\u{3000}副市長を委員長とし、部長をもって構成する。")
        .text("(2)\u{3000}審議会\u{3000}市長の諮問に応じて審議する。")
        .done();
    assert_eq!(of(&flow), ["1 第1|策定の趣旨", "1 第2|策定体制", "2 (1)|策定委員会", "2 (2)|審議会"]);
}

#[test]
fn a_budget_repeats_its_divisions() {
    let flow = Draft::new()
        .big(16.0, "令和6年度 予算に関する説明書")
        .page()
        .text("1款 市税")
        .text("1項 市民税")
        .table(&[&["目", "本年度予算額"], &["1 個人", "100"]])
        .text("1款 市税")
        .text("2項 固定資産税")
        .table(&[&["目", "本年度予算額"], &["1 固定資産税", "200"]])
        .page()
        .text("2款 地方譲与税")
        .text("1項 地方揮発油譲与税")
        .table(&[&["目", "本年度予算額"], &["1 地方揮発油譲与税", "30"]])
        .done();
    assert_eq!(
        of(&flow),
        ["1 1款|市税", "2 1項|市民税", "2 2項|固定資産税", "1 2款|地方譲与税", "2 1項|地方揮発油譲与税",]
    );
}

#[test]
fn what_is_no_heading_in_any_type() {
    for text in [
        "改正平成24年12月20日条例第35号",
        "一部改正〔平成24年条例35号〕",
        "平成18年3月20日条例第157号",
        "小坂町WEBアンケート:33票",
        "調査期間:令和6年6月1日から令和6年8月1日",
        "【面積】477.53㎢",
        "及び8年度末における現在高の見込に関する調書",
        "\\documentclass[a4paper]{jsarticle}",
        "90.9%公債費",
    ] {
        let flow = Draft::new().big(16.0, "第2次総合計画").page().bold(text).text(SENTENCE).done();
        assert!(of(&flow).is_empty(), "{text}: {:?}", of(&flow));
    }
}

#[test]
fn one_answer_of_a_chart_is_no_heading() {
    let flow = Draft::new()
        .big(16.0, "第2次総合計画")
        .page()
        .bold("アンケート結果")
        .text("⑤ 学校教育での充実")
        .text(SENTENCE)
        .done();
    assert_eq!(of(&flow), ["1 |アンケート結果"]);
}

#[test]
fn brackets_of_any_form_head() {
    let flow = Draft::new()
        .big(16.0, "第2次総合計画")
        .page()
        .text("[現状と課題]")
        .text(SENTENCE)
        .text("[単位:千円]")
        .text(SENTENCE)
        .done();
    assert_eq!(of(&flow), ["1 |[現状と課題]"]);
}

#[test]
fn a_place_that_only_type_tells_is_marked() {
    let flow = Draft::new()
        .big(16.0, "第2次総合計画")
        .page()
        .bold("町の概要")
        .text(SENTENCE)
        .text("第1章 人口の動き")
        .text(SENTENCE)
        .text("(2) 世帯の動き")
        .text(SENTENCE)
        .done();
    let context = Context::new(&flow, &Input::default());
    let sure: Vec<(String, bool)> = find(&context).list.into_iter().map(|h| (h.title, h.sure)).collect();
    let of = |title: &str| sure.iter().find(|(t, _)| t == title).map(|(_, s)| *s);
    assert_eq!(of("町の概要"), Some(false), "{sure:?}");
    assert_ne!(of("世帯の動き"), Some(true), "{sure:?}");
}
