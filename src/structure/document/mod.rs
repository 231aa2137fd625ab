//! Cover and first page in, what kind of paper it is out.
//!
//! The title is the biggest type at the top of the first page, over as many lines as follow each other; a paper
//! without big type has its title on its first short line. A council's handout carries a corner label (資料3, the
//! meeting, its date), on whatever page it was printed.

mod corner;
mod dates;
mod title;

use std::sync::OnceLock;

use crate::japanese::{self, Precision, numerals};
use crate::layout::Line;
use crate::record::{At, DocumentFacts, Evidence, Meeting};

use super::Context;
use super::finder::Finder;
use super::passages::{Passage, Spot, squeeze};
use super::words;
use corner::{CORNER_LONGEST, Corner, body_in, item_label, meeting_of};
use dates::{cover_date, date_line};
use title::title_text;
pub(super) use title::{full_text, is_issuer, title_blocks};

/// Kind of a paper that has nothing to do with planning.
pub(super) const OTHER: &str = "other";

/// What paper it is.
pub(super) fn find(context: &Context<'_>) -> DocumentFacts {
    let blocks = title_blocks(context);
    let blocks = if is_judgement(context) { Vec::new() } else { blocks };
    let title: String =
        blocks.iter().filter_map(|i| context.flow.blocks.get(*i)).map(|b| squeeze(&title_text(b))).collect();
    let corner = Corner::read(context);
    let mut facts = DocumentFacts { title: (!title.is_empty()).then(|| title.clone()), ..DocumentFacts::default() };
    for index in &blocks {
        if let Some(block) = context.flow.blocks.get(*index)
            && let Some(line) = block.lines.first()
        {
            facts.evidence.push(evidence_of(line));
        }
    }
    facts.kind = kind(&title, &corner, context);
    // A cover whose big type is drawn leaves only its slogan as text; the plan's name stands on the pages behind it.
    if !title.is_empty()
        && facts.kind.as_deref() != Some(OTHER)
        && told_by(&title).is_none()
        && let Some(named) = named_behind(context)
    {
        facts.title = Some(named.text.clone());
        facts.evidence =
            vec![Evidence { text: named.text.clone(), at: named.parts.first().map(|(p, r)| At::new(*p, r)) }];
    }
    facts.stage = stage(&title);
    facts.date = cover_date(context).or_else(|| corner.date.as_ref().map(|(when, _)| when.clone()));
    if facts.date.is_some()
        && let Some((_, line)) = &corner.date
    {
        facts.evidence.push(evidence_of(line));
    }
    facts.meeting = corner.meeting();
    if matches!(facts.kind.as_deref(), Some("会議録" | "会議資料" | "次第")) {
        of_meeting(&mut facts, &title, context);
    }
    facts
}

/// Minutes and handouts print their meeting in the title, and minutes their day beside 日時.
fn of_meeting(facts: &mut DocumentFacts, title: &str, context: &Context<'_>) {
    // A paper's label on a later page is that paper's, not the agenda's.
    let only_label = facts.kind.as_deref() == Some("次第") && facts.meeting.as_ref().is_some_and(|m| m.body.is_none());
    if (facts.meeting.is_none() || only_label)
        && let Some(round) = numerals::round(title)
        && let Some((body, _)) = body_in(title)
    {
        facts.meeting = Some(Meeting { body: Some(body), round: Some(round), item: None });
    }
    if facts.date.is_some() {
        return;
    }
    const LABELS: &[&str] = &["日時", "開催日時", "開催日", "とき", "期日", "開催年月日"];
    for (i, passage) in context.passages.iter().enumerate().take_while(|(_, p)| p.page() <= 1) {
        let core =
            passage.text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '(' | ')' | '○' | '・'));
        let Some(rest) = LABELS.iter().find_map(|l| core.strip_prefix(l)) else { continue };
        // The date follows on the same line, or in the next cell.
        let text = if rest.chars().count() > 3 {
            rest
        } else {
            context.passages.get(i + 1).map(|p| p.text.as_str()).unwrap_or_default()
        };
        let day = japanese::find(text, &japanese::Context::default())
            .into_iter()
            .next()
            .filter(|f| f.start <= 6)
            .map(|f| f.when);
        facts.date = day.filter(|w| w.start.is_some() && w.precision == Some(Precision::Day) && w.inferred.is_empty());
        if facts.date.is_some() {
            return;
        }
    }
}

fn evidence_of(line: &Line) -> Evidence {
    Evidence { text: squeeze(&line.text), at: Some(At::new(line.page, &line.bbox)) }
}

fn kind(title: &str, corner: &Corner, context: &Context<'_>) -> Option<String> {
    if !is_about_planning(title, context) {
        return Some(OTHER.to_owned());
    }
    // A slogan in big type is no title: then the short lines of the first page tell.
    let by_title = told_by(title).or_else(|| {
        let lines = context.passages.iter().take_while(|p| p.page() <= 1);
        lines
            .filter(|p| p.text.chars().count() <= CORNER_LONGEST && !p.text.contains('。'))
            .find_map(|p| told_by(&p.text))
    });
    // Nor is a cover with nothing else: the plan is named on the pages behind it.
    let by_title = by_title.or_else(|| named_behind(context).and_then(|p| told_by(&p.text)));
    match by_title {
        // A handout of a meeting whose title only names the plan is a handout, not the plan.
        Some(k) if k.name == "計画書" && corner.item.is_some() => Some("会議資料".to_owned()),
        Some(k) => Some(k.name.clone()),
        None if corner.item.is_some() || corner.body.is_some() => Some("会議資料".to_owned()),
        None => None,
    }
}

/// The kind of paper that a text tells.
fn told_by(text: &str) -> Option<&'static words::NamedWords> {
    words::document_kinds().kind.iter().find(|k| k.words.iter().any(|w| text.contains(w.as_str())))
}

/// A short line on the first pages that is a plan's name.
fn named_behind<'c>(context: &'c Context<'_>) -> Option<&'c Passage> {
    let lines = context.passages.iter().take_while(|p| p.page() <= PAGES_BEHIND);
    lines
        .filter(|p| p.text.chars().count() <= CORNER_LONGEST && !p.text.contains('。'))
        .find(|p| words::plans().names.iter().any(|n| p.text.ends_with(n.as_str())))
}

/// A cover has its contents behind it within so many pages.
const PAGES_BEHIND: usize = 4;

/// Words of planning that no other paper uses by chance.
const PLANNING: &[&str] = &[
    "総合計画",
    "基本計画",
    "基本構想",
    "実施計画",
    "総合戦略",
    "策定方針",
    "計画策定",
    "計画の策定",
    "審議会",
    "計画期間",
    "将来像",
    "マスタープラン",
    "振興計画",
    "推進計画",
    "パブリックコメント",
    "施策体系",
    "基本目標",
    "行政改革",
    "行財政改革",
];
/// So many of them and the paper is about planning.
const PLANNING_LEAST: usize = 3;
/// A book of statistics or a year's budget names plans now and then; a paper about one does on every other page.
const PAGES_PER_WORD: usize = 2;

/// Titles with 計画 in them that are no plan of a municipality: a corporation's budget, a call for applications.
const NO_PLANNING: &[&str] =
    &["事業計画及び予算", "事業計画及び収支予算", "事業計画書及び収支予算書", "公募要領", "募集要項"];

/// A court's judgement begins with its 主文 (民事訴訟法 第253条) on a line of its own, and has no title.
fn is_judgement(context: &Context<'_>) -> bool {
    let on_first = context.passages.iter().take_while(|p| p.page() <= 1);
    let mut lines = on_first.filter(|p| matches!(p.spot, Spot::Block(_))).map(|p| p.text.as_str());
    lines.any(|t| t == "主文")
}

fn is_about_planning(title: &str, context: &Context<'_>) -> bool {
    if is_judgement(context) || NO_PLANNING.iter().any(|w| title.contains(w)) {
        return false;
    }
    let in_title = PLANNING.iter().any(|w| title.contains(w))
        || ["計画", "戦略", "ビジョン", "プラン", "構想"].iter().any(|w| title.contains(w));
    let enough = PLANNING_LEAST.max(context.flow.pages.len() / PAGES_PER_WORD);
    let named = context.passages.iter().flat_map(|p| planning_words().find(&p.text));
    in_title || named.take(enough).count() == enough
}

fn planning_words() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| Finder::new(PLANNING.iter().copied()))
}

/// The stage that the title prints: (素案), 【骨子】, (案).
fn stage(title: &str) -> Option<String> {
    const STAGES: &[&str] = &["骨子", "素案", "原案", "最終案", "中間案", "たたき台", "改訂版", "改定版"];
    if let Some(stage) = STAGES.iter().find(|s| title.contains(**s)) {
        return Some((*stage).to_owned());
    }
    ["(案)", "〔案〕", "[案]", "【案】", "<案>"].iter().any(|s| title.contains(s)).then(|| "案".to_owned())
}

/// A handout's label, an issuer's line or a date: printed on a first page or in a corner, and never a heading.
pub(super) fn is_label(text: &str) -> bool {
    // 6政企第123号: the number of a letter.
    if text.chars().count() <= 14 && text.contains('第') && text.ends_with('号') {
        return true;
    }
    item_label(text).is_some()
        || date_line(text).is_some()
        || meeting_of(text).is_some_and(|(_, round)| round.is_some()) && text.contains("資料")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{BODY, Draft};
    use super::super::{Context, Input};
    use super::*;

    fn of(flow: &crate::layout::Flow) -> DocumentFacts {
        find(&Context::new(flow, &Input::default()))
    }

    #[test]
    fn a_number_in_a_collection_is_no_part_of_the_title() {
        let flow = Draft::new()
            .big(20.0, "18 竹田市文化財保存活用地域計画")
            .text("【計画期間】令和5～14年度")
            .text("1 計画の目的")
            .done();
        assert_eq!(of(&flow).title.as_deref(), Some("竹田市文化財保存活用地域計画"));
    }

    #[test]
    fn a_title_in_plain_type_stands_first() {
        let rows: &[&[&str]] = &[&["区分", "名称"], &["県", "銅鐘"]];
        let of_title = |draft: Draft| of(&draft.done()).title;
        assert_eq!(
            of_title(Draft::new().text("栃木市指定文化財一覧").table(rows)).as_deref(),
            Some("栃木市指定文化財一覧")
        );
        // A label, a line that goes on, a section's number.
        assert_eq!(of_title(Draft::new().text("別表").table(rows)), None);
        assert_eq!(of_title(Draft::new().text("栃木市の指定文化財は次の").text("とおりです。")), None);
        assert_eq!(of_title(Draft::new().text("1 栃木市の指定文化財").table(rows)), None);
    }

    #[test]
    fn a_judgement_has_no_title() {
        let flow = Draft::new()
            .text("主文")
            .text("本件上告を棄却する。")
            .bold("第1 上告理由について")
            .text("審議会が基本計画及び実施計画について審議会に諮問した経緯は次のとおりである。")
            .done();
        let facts = of(&flow);
        assert_eq!((facts.title, facts.kind.as_deref()), (None, Some(OTHER)));
    }

    #[test]
    fn a_slogan_on_the_cover_is_no_title() {
        let flow = Draft::new()
            .big(20.0, "森と水と人が織りなす匠の里")
            .page()
            .bold("音威子府村まち・ひと・しごと創生総合戦略")
            .text("計画期間は、2015年度から2019年度までの5年間とします。")
            .text("基本目標ごとに施策体系を示し、村総合計画と一体で進めます。")
            .done();
        let facts = of(&flow);
        assert_eq!(facts.title.as_deref(), Some("音威子府村まち・ひと・しごと創生総合戦略"));
        assert_eq!(facts.kind.as_deref(), Some("総合戦略"));
    }

    #[test]
    fn what_follows_a_table_is_no_title() {
        let flow = Draft::new()
            .big(16.0, "港区基本計画改定検討委員会 開催予定")
            .table(&[&["回", "議題"], &["第1回", "委員の委嘱"]])
            .big(14.0, "これまでの動き")
            .text("東京都港区企画部 2024年6月21日")
            .done();
        let facts = of(&flow);
        assert_eq!(facts.title.as_deref(), Some("港区基本計画改定検討委員会開催予定"));
        assert_eq!(facts.date.and_then(|w| w.start).as_deref(), Some("2024-06-21"));
    }

    #[test]
    fn agendas_and_minutes_name_their_meeting() {
        for (title, body, round) in [
            ("第3回府中市総合計画審議会 次第", "府中市総合計画審議会", 3),
            ("令和5年度第2回千代田区基本構想懇談会 議事録", "千代田区基本構想懇談会", 2),
        ] {
            let flow = Draft::new().big(16.0, title).text("総合計画について").text("資料2 総合計画の案").done();
            let meeting = of(&flow).meeting.unwrap();
            assert_eq!((meeting.body.as_deref(), meeting.round), (Some(body), Some(round)), "{title}");
        }
    }

    #[test]
    fn a_cover_over_several_lines_is_one_title() {
        let flow = Draft::new()
            .big(24.0, "第2次つくばみらい市総合計画")
            .big(20.0, "後期基本計画 策定方針")
            .block("令和3年5月", 14.0, false, 250.0)
            .block("つくばみらい市", 14.0, false, 250.0)
            .page()
            .text("基本構想を踏襲することとしますが、社会情勢の変化などに応じた必要な見直しを行います。")
            .done();
        let facts = of(&flow);
        assert_eq!(facts.title.as_deref(), Some("第2次つくばみらい市総合計画後期基本計画策定方針"));
        assert_eq!(facts.kind.as_deref(), Some("策定方針"));
        assert_eq!(facts.date.and_then(|d| d.start).as_deref(), Some("2021-05-01"));
    }

    #[test]
    fn a_corner_label_tells_the_meeting() {
        let flow = Draft::new()
            .block("参考資料1", 9.0, false, 450.0)
            .block("令和5年5月26日", 9.0, false, 450.0)
            .block("総合計画審議会(第2回) 資料3", 9.0, false, 400.0)
            .big(16.0, "総合計画後期基本計画策定全体スケジュール(案)")
            .block("審議会", BODY, false, 70.0)
            .done();
        let facts = of(&flow);
        let meeting = facts.meeting.unwrap();
        assert_eq!(meeting.body.as_deref(), Some("総合計画審議会"));
        assert_eq!((meeting.round, meeting.item.as_deref()), (Some(2), Some("資料3")));
        assert_eq!(facts.date.and_then(|d| d.start).as_deref(), Some("2023-05-26"));
        assert_eq!(facts.stage.as_deref(), Some("案"));
    }

    #[test]
    fn labels_of_handouts() {
        for (text, label) in [
            ("資料3", Some("資料3")),
            ("【資料4】", Some("資料4")),
            ("資料No.2", Some("資料No.2")),
            ("資料No. 2", Some("資料No. 2")),
            ("資料1-2", Some("資料1-2")),
            ("別紙", Some("別紙")),
            ("資料の収集", None),
            ("資料編", None),
        ] {
            assert_eq!(item_label(text).as_deref(), label, "{text}");
        }
    }

    #[test]
    fn meetings_in_corners() {
        for (text, body, round) in [
            ("総合計画審議会(第2回)資料3", "総合計画審議会", Some(2)),
            ("令和5年度第1回総合計画策定委員会", "総合計画策定委員会", Some(1)),
            ("第3回釜石市総合振興審議会", "釜石市総合振興審議会", Some(3)),
        ] {
            assert_eq!(meeting_of(text), Some((body.to_owned(), round)), "{text}");
        }
        assert_eq!(meeting_of("市民参加・市議会との連携"), None);
        assert_eq!(meeting_of("総合計画審議会"), None);
    }

    #[test]
    fn minutes_print_meeting_and_day() {
        let flow = Draft::new()
            .big(14.0, "令和6年度第2回安曇野市総合計画審議会 会議概要")
            .table(&[&["日時", "令和6年8月21日(水) 午後1時30分から3時まで"], &["場所", "安曇野市役所"]])
            .done();
        let facts = of(&flow);
        let meeting = facts.meeting.unwrap();
        assert_eq!((meeting.body.as_deref(), meeting.round), (Some("安曇野市総合計画審議会"), Some(2)));
        assert_eq!(facts.date.and_then(|d| d.start).as_deref(), Some("2024-08-21"));
    }

    #[test]
    fn dates_with_weekday_or_issuer() {
        for (text, start) in [
            ("令和6年6月18日(火)", Some("2024-06-18")),
            ("(令和5年5月26日現在)", Some("2023-05-26")),
            ("令和6年11月大空町", Some("2024-11-01")),
            ("令和2年3月策定", Some("2020-03-01")),
            ("令和4年4月26日庁議決定", Some("2022-04-26")),
            ("令和2年度～令和6年度", None),
            ("令和2年3月に策定した計画", None),
        ] {
            assert_eq!(date_line(text).and_then(|w| w.start).as_deref(), start, "{text}");
        }
    }

    #[test]
    fn a_paper_without_planning_is_other() {
        let flow = Draft::new().big(18.0, "夏まつりのお知らせ").text("8月5日に夏まつりを開きます。").done();
        assert_eq!(of(&flow).kind.as_deref(), Some(OTHER));
    }
}
