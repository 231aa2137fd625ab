//! Cover and first page in, what kind of paper it is out.
//!
//! The title is the biggest type at the top of the first page, over as many lines as follow each other; a paper
//! without big type has its title on its first short line. A council's handout carries a corner label (資料3, the
//! meeting, its date), on whatever page it was printed.

use std::sync::OnceLock;

use crate::japanese::{self, Precision, When, numerals};
use crate::layout::{Block, BlockKind, Line};
use crate::record::{At, DocumentFacts, Evidence, Meeting};

use super::Context;
use super::passages::squeeze;
use super::words;

/// Kind of a paper that has nothing to do with planning.
pub(super) const OTHER: &str = "other";

/// Type so many times the running text is title type.
const TITLE_RATIO: f32 = 1.15;
/// Lines of a title may differ so much in size (a plan's name above its part, smaller).
const TITLE_SPREAD: f32 = 0.62;
/// A title is no longer than this, in characters; longer is a sentence.
const TITLE_LONGEST: usize = 80;
/// Corner labels stand in the top of the page: this part of its height …
const CORNER_HEIGHT: f32 = 0.2;
/// … and are short.
const CORNER_LONGEST: usize = 40;

/// The blocks that form the document's title, in reading order.
pub(super) fn title_blocks(context: &Context<'_>) -> Vec<usize> {
    let flow = context.flow;
    let Some(first_page) = flow.blocks.iter().map(Block::page).find(|p| *p > 0) else { return Vec::new() };
    let page: Vec<(usize, &Block)> = flow
        .blocks
        .iter()
        .enumerate()
        .take_while(|(_, b)| b.page() <= first_page)
        .filter(|(_, b)| !matches!(b.kind, BlockKind::Table(_)) && b.page() == first_page)
        .collect();
    let may_be = |b: &Block| {
        let text = squeeze(&b.text);
        let length = text.chars().count();
        (2..=TITLE_LONGEST).contains(&length)
            && !text.ends_with('。')
            && !is_date_line(&text)
            && item_label(&text).is_none()
            && !text.starts_with("【計画期間】")
    };
    let biggest = page
        .iter()
        .filter(|(_, b)| may_be(b) && !is_section(b))
        .map(|(_, b)| b.size)
        .max_by(f32::total_cmp)
        .unwrap_or(0.0);
    // 18 竹田市文化財保存活用地域計画: the biggest line of the page numbers its paper in a collection.
    let numbered = page.iter().find(|(_, b)| {
        b.size > biggest.max(flow.body_size * TITLE_RATIO) && is_numbered(b) && may_be(b) && names_paper(&b.text)
    });
    if let Some((index, _)) = numbered {
        return vec![*index];
    }
    let is_big = biggest >= flow.body_size * TITLE_RATIO;
    let starts = |b: &Block| {
        may_be(b)
            && !is_section(b)
            && if is_big {
                b.size >= biggest * 0.98
            } else {
                b.bold || b.centred || b.emphasised || names_paper(&b.text)
            }
    };
    let Some(start) = page.iter().position(|(_, b)| starts(b)) else { return Vec::new() };
    let follows = |b: &Block, before: &Block| {
        may_be(b)
            && !is_section(b)
            && !is_issuer(&squeeze(&b.text))
            && if is_big {
                b.size >= (biggest * TITLE_SPREAD).max(flow.body_size * TITLE_RATIO)
            } else {
                (b.size - before.size).abs() < 0.5 && b.bold == before.bold && b.centred && before.centred
            }
    };
    let mut from = start;
    // A smaller line directly above belongs to it when it names the plan (第2次○○市総合計画 above 後期基本計画).
    while let Some((_, above)) = from.checked_sub(1).and_then(|i| page.get(i)) {
        let Some((_, below)) = page.get(from) else { break };
        if is_big && follows(above, below) && names_paper(&above.text) { from -= 1 } else { break }
    }
    let mut out: Vec<usize> = Vec::new();
    let mut last: Option<usize> = None;
    for (i, (index, block)) in page.iter().enumerate().skip(from) {
        // A table between ends it: what follows is a heading.
        let apart = last.replace(*index).is_some_and(|l| {
            flow.blocks.get(l..*index).is_some_and(|b| b.iter().any(|b| matches!(b.kind, BlockKind::Table(_))))
        });
        if i > start && apart {
            break;
        }
        if i > start && !page.get(i - 1).is_some_and(|(_, before)| follows(block, before)) {
            break;
        }
        out.push(*index);
        if out.len() >= 6 {
            break;
        }
    }
    out
}

/// A block with a section's number is the first heading, not the title; signs (■, ○) likewise.
fn is_section(block: &Block) -> bool {
    use japanese::MarkerKind as K;
    block
        .marker
        .as_ref()
        .is_some_and(|m| !matches!(m.kind, K::Labelled | K::Sho | K::Bu | K::Hen) || m.number == Some(1))
}

/// Whether words of papers and plans stand in it.
fn names_paper(text: &str) -> bool {
    let text = squeeze(text);
    text.chars().count() <= 50
        && !text.contains('。')
        && words::document_kinds().kind.iter().flat_map(|k| &k.words).any(|w| text.contains(w.as_str()))
}

/// A municipality, department or date line below a title.
pub(super) fn is_issuer(text: &str) -> bool {
    let length = text.chars().count();
    length <= 20
        && ["市", "町", "村", "区", "県", "都", "府", "課", "室", "局", "委員会", "部"]
            .iter()
            .any(|e| text.ends_with(e))
        && !["計画", "方針", "構想"].iter().any(|w| text.contains(w))
}

/// What paper it is.
pub(super) fn find(context: &Context<'_>) -> DocumentFacts {
    let blocks = title_blocks(context);
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

/// A block of the title: a number in a collection (18 竹田市…計画) is none of it.
fn title_text(block: &Block) -> String {
    if is_numbered(block) { block.text.clone() } else { full_text(block) }
}

/// Whether an Arabic number from 2 on stands before the text.
fn is_numbered(block: &Block) -> bool {
    block
        .marker
        .as_ref()
        .is_some_and(|m| m.printed.starts_with(|c: char| c.is_ascii_digit()) && m.number.is_some_and(|n| n > 1))
}

/// A block's text with its marker.
pub(super) fn full_text(block: &Block) -> String {
    match &block.marker {
        Some(m) => format!("{}{}", m.printed, block.text),
        None => block.text.clone(),
    }
}

fn kind(title: &str, corner: &Corner, context: &Context<'_>) -> Option<String> {
    if !is_about_planning(title, context) {
        return Some(OTHER.to_owned());
    }
    let told_by =
        |text: &str| words::document_kinds().kind.iter().find(|k| k.words.iter().any(|w| text.contains(w.as_str())));
    // A slogan in big type is no title: then the short lines of the first page tell.
    let by_title = told_by(title).or_else(|| {
        let lines = context.passages.iter().take_while(|p| p.page() <= 1);
        lines
            .filter(|p| p.text.chars().count() <= CORNER_LONGEST && !p.text.contains('。'))
            .find_map(|p| told_by(&p.text))
    });
    // Nor is a cover with nothing else: the plan is named on the pages behind it.
    let by_title = by_title.or_else(|| {
        let lines = context.passages.iter().take_while(|p| p.page() <= PAGES_BEHIND);
        lines
            .filter(|p| p.text.chars().count() <= CORNER_LONGEST && !p.text.contains('。'))
            .filter(|p| words::plans().names.iter().any(|n| p.text.ends_with(n.as_str())))
            .find_map(|p| told_by(&p.text))
    });
    match by_title {
        // A handout of a meeting whose title only names the plan is a handout, not the plan.
        Some(k) if k.name == "計画書" && corner.item.is_some() => Some("会議資料".to_owned()),
        Some(k) => Some(k.name.clone()),
        None if corner.item.is_some() || corner.body.is_some() => Some("会議資料".to_owned()),
        None => None,
    }
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

fn is_about_planning(title: &str, context: &Context<'_>) -> bool {
    let in_title = PLANNING.iter().any(|w| title.contains(w))
        || ["計画", "戦略", "ビジョン", "プラン", "構想"].iter().any(|w| title.contains(w));
    let enough = PLANNING_LEAST.max(context.flow.pages.len() / PAGES_PER_WORD);
    let named = context.passages.iter().flat_map(|p| planning_words().find(&p.text));
    in_title || named.take(enough).count() == enough
}

fn planning_words() -> &'static words::Finder {
    static FINDER: OnceLock<words::Finder> = OnceLock::new();
    FINDER.get_or_init(|| words::Finder::new(PLANNING.iter().copied()))
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

/// Whether a line says a date or period and nothing else.
fn is_date_line(text: &str) -> bool {
    date_line(text).is_some() || japanese::parse_one(strip_brackets(text), &japanese::Context::default()).is_some()
}

fn strip_brackets(text: &str) -> &str {
    text.trim_matches(|c| matches!(c, '(' | ')' | '【' | '】' | '[' | ']' | '〔' | '〕' | ' '))
}

/// The date of a line that says nothing else: 令和5年11月, (令和5年5月26日現在), 令和4年4月策定.
fn date_line(text: &str) -> Option<When> {
    // The bracket of a weekday stays: 令和6年6月18日(火).
    let whole = text.ends_with(')') && text.matches('(').count() == 1 && !text.starts_with('(');
    let mut core = if whole { text } else { strip_brackets(text) };
    for prefix in ["作成日", "発行日", "策定日", "日時", "日付", "平成版"] {
        core = core.strip_prefix(prefix).unwrap_or(core).trim_start_matches([':', '：', ' ']);
    }
    for suffix in
        ["庁議決定", "本部決定", "決定", "制定", "現在", "時点", "作成", "策定", "発行", "改訂", "改定", "公表", "版"]
    {
        core = core.strip_suffix(suffix).unwrap_or(core);
    }
    // 令和6年11月 大空町: the issuer on the same line.
    if let Some(found) = japanese::find(core, &japanese::Context::default()).into_iter().next().filter(|f| f.start == 0)
        && let Some(rest) = core.get(found.end..).filter(|r| !r.is_empty())
        && is_issuer(rest)
    {
        core = core.get(..found.end).unwrap_or(core);
    }
    // 熊本県菊池市 令和6年3月: likewise before it.
    if let Some(found) = japanese::find(core, &japanese::Context::default()).into_iter().next_back()
        && found.end == core.len()
        && let Some(before) = core.get(..found.start).filter(|b| !b.is_empty())
        && is_issuer(before)
    {
        core = core.get(found.start..).unwrap_or(core);
    }
    let when = japanese::parse_one(core.trim(), &japanese::Context::default())?;
    let exact = matches!(when.precision, Some(Precision::Day | Precision::Month)) && when.inferred.is_empty();
    (exact && when.start.is_some()).then_some(when)
}

/// The date on the cover: a line of its own on the first page, below the title or in a corner.
fn cover_date(context: &Context<'_>) -> Option<When> {
    let first_page = context.flow.blocks.iter().map(Block::page).find(|p| *p > 0)?;
    let lines = || context.flow.blocks.iter().take_while(|b| b.page() <= first_page).flat_map(|b| &b.lines);
    let dates: Vec<When> =
        lines().filter(|l| l.page == first_page).filter_map(|l| date_line(&squeeze(&l.text))).collect();
    // 令和5年5月26日 says more than (令和5年5月現在).
    let day = dates.iter().find(|w| w.precision == Some(Precision::Day));
    day.or_else(|| dates.first()).cloned()
}

/// What corner labels say.
#[derive(Debug, Default)]
struct Corner {
    item: Option<String>,
    body: Option<String>,
    round: Option<u32>,
    date: Option<(When, Line)>,
}

impl Corner {
    fn read(context: &Context<'_>) -> Self {
        let mut corner = Self::default();
        let flow = context.flow;
        let in_corner = |l: &Line| {
            flow.pages.get(l.page.saturating_sub(1)).is_some_and(|p| l.bbox.y1 <= p.height * CORNER_HEIGHT)
                && l.text.chars().count() <= CORNER_LONGEST
        };
        let block_lines = flow.blocks.iter().flat_map(|b| &b.lines);
        // A box with the label may have been read as a grid of few cells.
        let cell_lines =
            flow.tables.iter().filter(|t| t.cells.len() <= 4).flat_map(|t| &t.cells).flat_map(|c| &c.lines);
        let furniture = flow.pages.iter().flat_map(|p| &p.furniture);
        let mut lines: Vec<&Line> = block_lines.chain(cell_lines).chain(furniture).filter(|l| in_corner(l)).collect();
        lines
            .sort_by(|a, b| (a.page, a.bbox.y0).partial_cmp(&(b.page, b.bbox.y0)).unwrap_or(std::cmp::Ordering::Equal));
        let labelled: Vec<usize> =
            lines.iter().filter(|l| tail_label(&squeeze(&l.text)).is_some()).map(|l| l.page).collect();
        for line in lines {
            let text = squeeze(&line.text);
            if let Some(label) = tail_label(&text) {
                // 参考資料1 beside 総合計画審議会(第2回)資料3: the one with the meeting says what it was there.
                let with_meeting = meeting_of(&text).is_some();
                if corner.item.is_none() || (with_meeting && corner.body.is_none()) {
                    corner.item = Some(label);
                }
            }
            if corner.body.is_none()
                && let Some((body, round)) = meeting_of(&text)
            {
                (corner.body, corner.round) = (Some(body), round);
            }
            if corner.date.is_none()
                && labelled.contains(&line.page)
                && let Some(when) = date_line(&text)
                && when.precision == Some(Precision::Day)
            {
                corner.date = Some((when, line.clone()));
            }
        }
        corner
    }

    fn meeting(&self) -> Option<Meeting> {
        (self.item.is_some() || self.body.is_some()).then(|| Meeting {
            body: self.body.clone(),
            round: self.round,
            item: self.item.clone(),
        })
    }
}

/// A line that is a handout's label and nothing else: 資料3, 【資料4】, 資料No.2, 参考資料1, 別紙, 資料1-2.
fn item_label(text: &str) -> Option<String> {
    let core = strip_brackets(text);
    let rest = [
        "参考資料",
        "当日資料",
        "追加資料",
        "配付資料",
        "配布資料",
        "補足資料",
        "事前資料",
        "別添資料",
        "資料",
        "別紙",
        "別添",
    ]
    .iter()
    .find_map(|p| core.strip_prefix(p))?;
    let number = rest.trim_start_matches(|c: char| "No.№ 第.:".contains(c)).trim_end_matches('号');
    let is_number = number.chars().count() <= 5
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | 'の' | '~' | '①'..='⑳') || c.is_ascii_uppercase());
    let is_label = is_number && (!number.is_empty() || (rest.is_empty() && core != "資料"));
    is_label.then(|| core.to_owned())
}

/// The label that a line ends with: 総合計画審議会(第2回) 資料3.
fn tail_label(text: &str) -> Option<String> {
    if let Some(label) = item_label(text) {
        return Some(label);
    }
    let at = text.rfind("資料")?;
    let from = text.get(..at).map_or(at, |t| if t.ends_with("参考") { at - "参考".len() } else { at });
    let label = item_label(text.get(from..)?)?;
    let ends_in_number = label.chars().next_back().is_some_and(|c| c.is_ascii_digit());
    (ends_in_number && meeting_of(text).is_some()).then_some(label)
}

/// 総合計画審議会(第2回), 第3回○○市総合計画審議会, 令和5年度第1回策定委員会: the body and the round.
fn meeting_of(text: &str) -> Option<(String, Option<u32>)> {
    let (body, after) = body_in(text)?;
    let is_label = after.is_empty() || ["(", "第", "資料", "参考資料"].iter().any(|w| after.starts_with(w));
    let round = numerals::round(text);
    // A bare name in a corner may be a heading: a round or a label makes it a meeting.
    (is_label && (round.is_some() || after.contains("資料"))).then_some((body, round))
}

/// The name of a body in a short text, without year and round before it, and what follows it.
fn body_in(text: &str) -> Option<(String, &str)> {
    const ENDINGS: &[&str] =
        &["審議会", "委員会", "部会", "懇談会", "懇話会", "協議会", "幹事会", "本部会議", "会議", "本部", "分科会"];
    // 会議 within 会議録 and 会議資料 ends no name.
    let end = ENDINGS
        .iter()
        .filter_map(|e| text.find(e).map(|at| at + e.len()))
        .filter(|end| {
            let after = text.get(*end..).unwrap_or_default();
            let agenda = after.starts_with('次') && text.get(..*end).is_some_and(|t| t.ends_with("会議"));
            // 懇談会議事録: 会議 stands across two words.
            let minutes = text.get(..*end).is_some_and(|t| t.ends_with("会議")) && after.starts_with('事');
            !after.starts_with(['録', '概']) && !agenda && !minutes
        })
        .max()?;
    let mut body = text.get(..end)?;
    for mark in ["年度", "回", "日", ")", "】", " "] {
        if let Some(at) = body.rfind(mark) {
            body = body.get(at + mark.len()..).unwrap_or(body);
        }
    }
    let body = body.trim();
    let is_name = body.chars().count() >= 2 && !body.contains(['、', '。']);
    is_name.then(|| (body.to_owned(), text.get(end..).unwrap_or_default()))
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
