//! Text and schedule in, the ways in which citizens take part out.
//!
//! A schedule entry that names a way (パブリックコメント, 市民意識調査) is one, with its date. Ways that only the text
//! names are given once each, with what the sentence says of days and numbers. Words are `data/participation.toml`.

use std::sync::LazyLock;

use regex::Regex;

use crate::japanese::{Precision, When, numerals};
use crate::layout::{Cell, Table};
use crate::record::{Confidence, Participation, ScheduleEntry, Warning};

use super::Context;
use super::lexicon::{Lexicon, without_trailing_brackets};
use super::passages::Spot;

static METHODS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("../../data/participation.toml"), "method"));
static TARGETS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("../../data/participation.toml"), "target"));

/// 2,000人, 対象者3,000人, 63件.
static COUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<n>[0-9][0-9,]*)(?:人|名|件|世帯|票|通)").ok());

static DAYS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?P<n>[0-9]{1,3})日間").ok());

/// A clause that names a way has at most so many characters; longer ones are cut to the name.
const MAX_NAME: usize = 30;

/// The ways.
pub(super) fn find(
    context: &Context<'_>,
    schedule: &[ScheduleEntry],
    _warnings: &mut Vec<Warning>,
) -> Vec<Participation> {
    let mut out: Vec<Participation> = Vec::new();
    for entry in schedule {
        // The event names the way itself; items only where the event is a group over them. What a meeting has on its
        // agenda (アンケートについて) takes place on another day.
        let own = METHODS.ids(&entry.event);
        if own.is_empty() && entry.round.is_none() && entry.body.is_none() {
            for i in entry.items.iter().filter(|i| !ON_PAPER.iter().any(|w| i.text.ends_with(w))) {
                for method in METHODS.ids(&i.text).into_iter().take(1) {
                    out.push(from_entry(entry, method, &i.text));
                }
            }
        }
        // 募集期間 under 素案に関する意見募集: the heading names the way, the entry its days.
        let label = crate::structure::schedule::is_date_label(&entry.event);
        if let Some(group) = entry.group.as_deref().filter(|_| own.is_empty() && label) {
            for method in METHODS.ids(group).into_iter().take(1) {
                out.push(from_entry(entry, method, group));
            }
        }
        for method in own.into_iter().take(1) {
            out.push(from_entry(entry, method, &entry.event));
        }
    }
    let telling: Vec<bool> = context.flow.tables.iter().map(tells_ways).collect();
    for passage in &context.passages {
        let (is_item, around) = match passage.spot {
            Spot::Block(block) => (context.flow.blocks.get(block).is_some_and(|b| b.marker.is_some()), None),
            Spot::Cell { table, .. } if !telling.get(table).copied().unwrap_or(false) => continue,
            Spot::Cell { table, cell } => match row_around(context, table, cell) {
                Some(text) => (true, Some(text)),
                None => continue,
            },
            Spot::Furniture => continue,
        };
        let headings: Vec<&str> = match passage.spot {
            Spot::Block(block) => context.headings.above(block).map(|h| h.title.as_str()).collect(),
            Spot::Cell { table, .. } => {
                let block = context.table_blocks.get(table).copied().flatten();
                block.into_iter().flat_map(|b| context.headings.above(b)).map(|h| h.title.as_str()).collect()
            }
            Spot::Furniture => Vec::new(),
        };
        for sentence in passage.text.split('。').filter(|s| !names_members(s)) {
            for way in ways(sentence) {
                // Reading clubs hold lectures too: a way counts where the sentence or the heading speaks of the plan's
                // making or of people's say. A public comment is about a plan by its name.
                // The way's own words tell nothing (意見 in 意見交換会), and how another thing was made is its own affair.
                let rest = sentence.replace(way.name.as_str(), "");
                let about = ABOUT.iter().any(|w| rest.contains(w)) && !of_another(sentence, context);
                let headed = || headings.iter().any(|h| HEADED.iter().any(|w| h.contains(w)));
                let by_name = NAMED.iter().any(|w| way.name.contains(w));
                if way.method != "public_comment" && !about && !headed() && !by_name {
                    continue;
                }
                // Talks and lectures are held for their own sake as well: a heading alone is weak.
                let weak = ["symposium", "exchange"].contains(&way.method.as_str()) && !about;
                // Running text names a way again and again; each line of a list is a way of its own.
                let known = out.iter().any(|p| {
                    p.method == way.method && (!is_item || p.name.contains(&way.name) || way.name.contains(&p.name))
                });
                if known {
                    continue;
                }
                let said = around.as_deref().unwrap_or(way.said);
                out.push(Participation {
                    target: TARGETS.ids(&way.name).into_iter().chain(TARGETS.ids(said)).next(),
                    count: count(said),
                    days: days_said(said),
                    at: passage.places(),
                    method: way.method,
                    name: way.name,
                    when: None,
                    confidence: weak.then_some(Confidence::Medium),
                });
            }
        }
    }
    out
}

/// Words that make a sentence or a section one about taking part in the plan.
const ABOUT: [&str; 17] = [
    "策定",
    "改定",
    "見直し",
    "市民参加",
    "町民参加",
    "村民参加",
    "区民参加",
    "住民参加",
    "参画",
    "意見を",
    "意見の",
    "意見等",
    "聴取",
    "民意",
    "計画づくり",
    "意向",
    "公聴",
];

/// Ways whose name says that people are asked what they want.
const NAMED: [&str; 5] = ["意識調査", "意向調査", "満足度調査", "ニーズ調査", "町民アンケート"];

/// Ends of agenda items that speak of a way and are none.
const ON_PAPER: [&str; 7] = ["について", "結果", "報告", "案", "案)", "概要", "調査票"];

/// Whether a sentence has another plan or paper in quotation marks as its topic (「観光立町宣言」は、…策定された).
fn of_another(sentence: &str, context: &Context<'_>) -> bool {
    let Some((topic, _)) = sentence.split_once("」は") else { return false };
    let Some(quoted) = topic.rsplit('「').next() else { return false };
    let own = context.plan.as_ref().and_then(|p| p.name.as_deref()).is_some_and(|n| quoted.contains(n));
    !own && !topic.contains("本計画")
}

/// The same for the headings above: 協働 and 把握 head chapters of the plan itself.
const HEADED: [&str; 7] = ["策定", "参加", "参画", "意見", "聴取", "意向", "公聴"];

/// A way as a sentence names it.
struct Way<'s> {
    method: String,
    name: String,
    /// The sentence from here to the next way.
    said: &'s str,
}

/// A sentence that tells who sits on a body (公募市民で構成し) names no way.
fn names_members(sentence: &str) -> bool {
    ["構成", "組織し", "組織する", "委員とし", "委員と"].iter().any(|w| sentence.contains(w))
}

/// The ways that a sentence names, each with what is said of it.
fn ways(sentence: &str) -> Vec<Way<'_>> {
    let mut found: Vec<(usize, String, String)> = Vec::new();
    let mut at = 0;
    let parts = sentence.split_inclusive(|c: char| "、，「」()（）:や を は が に で及又と".contains(c));
    for clause in parts {
        for method in METHODS.ids(clause) {
            if found.iter().all(|(_, m, _)| *m != method)
                && let Some(name) = name_of(clause, &method)
            {
                found.push((at, method, name));
            }
        }
        at += clause.len();
    }
    // Words with と within are cut by the parting above.
    if found.is_empty() {
        for method in METHODS.ids(sentence).into_iter().take(1) {
            if let Some(name) = name_of(sentence, &method) {
                found.push((0, method, name));
            }
        }
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|f| f.0).chain([sentence.len()]).collect();
    found
        .into_iter()
        .zip(ends)
        .filter_map(|((from, method, name), end)| Some(Way { method, name, said: sentence.get(from..end)? }))
        .collect()
}

/// The words of a clause up to the way's own, and on as long as they are one word with it (アンケート調査).
fn name_of(clause: &str, method: &str) -> Option<String> {
    let end = METHODS.end_of(method, clause)?;
    const GOES_ON: [&str; 5] = ["調査", "手続", "制度", "会議", "会"];
    let rest = clause.get(end..)?;
    let on = GOES_ON.iter().find(|w| rest.starts_with(**w)).map_or(0, |w| w.len());
    let mut name = clause.get(..end + on)?.trim_start_matches(['-', '・', '○', '●', '※', ' ', ':']).trim();
    // アンケート・ワークショップ names two, 中学生・高校生アンケート one.
    while let Some((head, last)) = name.rsplit_once('・').filter(|(head, _)| !METHODS.ids(head).is_empty()) {
        if METHODS.ids(last).iter().any(|m| m == method) {
            name = last;
        } else {
            name = head;
        }
    }
    // What is left of the clause before: …に関する, …の.
    for left_over in
        ["関する", "よる", "対する", "した", "する", "あった", "なった", "び", "し", "り", "た", "る", "の"]
    {
        name = name.strip_prefix(left_over).unwrap_or(name);
    }
    // 9月中旬パブリックコメント: the date of a line is no part of its name.
    if let Some(date) =
        crate::japanese::find(name, &crate::japanese::Context::default()).first().filter(|f| f.start == 0)
    {
        name = name.get(date.end..).unwrap_or(name).trim_start();
    }
    // 資料編②町民意向調査: what numbers it is no part of its name.
    name = name.rsplit(|c| ('①'..='⑳').contains(&c)).next().unwrap_or(name);
    for verb in ["した", "なった", "する", "された", "その他の"] {
        name = name.rsplit_once(verb).map_or(name, |(_, rest)| rest);
    }
    (name.chars().count() <= MAX_NAME && !name.is_empty()).then(|| name.to_owned())
}

/// Whether a table tells ways of taking part (手法｜対象｜回数), by its heads.
fn tells_ways(grid: &Table) -> bool {
    const HEADS: [&str; 7] = ["手法", "方法", "参加", "参画", "対象", "取組", "実施内容"];
    let mut heads = grid.cells.iter().filter(|c| c.row == 0).map(Cell::text);
    heads.any(|head| HEADS.iter().any(|h| head.contains(h)))
}

/// The row of a cell in such a table: its text; `None` for the heads.
fn row_around(context: &Context<'_>, table: usize, cell: usize) -> Option<String> {
    let grid = context.flow.tables.get(table)?;
    let own = grid.cells.get(cell)?;
    (own.row > 0).then(|| {
        grid.cells.iter().filter(|c| c.row == own.row).map(|c| c.text().replace('\n', " ")).collect::<String>()
    })
}

/// 30日間.
fn days_said(text: &str) -> Option<u32> {
    let found = DAYS.as_ref().filter(|_| text.contains("日間"))?.captures(text)?;
    found.name("n")?.as_str().parse().ok()
}

/// A way that stands in the schedule.
fn from_entry(entry: &ScheduleEntry, method: String, text: &str) -> Participation {
    Participation {
        method,
        name: without_trailing_brackets(text).to_owned(),
        target: TARGETS.ids(text).into_iter().next(),
        days: days(&entry.when),
        count: count(text),
        when: (!entry.when.raw.is_empty() || entry.when.start.is_some()).then(|| entry.when.clone()),
        confidence: None,
        at: entry.at.clone(),
    }
}

/// Length in days, both ends counted, where the days themselves are printed.
fn days(when: &When) -> Option<u32> {
    if when.precision != Some(Precision::Range) || when.raw.contains("月頃") {
        return None;
    }
    let start: jiff::civil::Date = when.start.as_deref()?.parse().ok()?;
    let end: jiff::civil::Date = when.end.as_deref()?.parse().ok()?;
    // Months as ends (4～6月) tell no number of days.
    let exact = when.raw.contains('/') || when.raw.contains('日') || when.raw.matches('.').count() >= 2;
    let span = start.until(end).ok()?.get_days();
    exact.then(|| u32::try_from(span).ok()).flatten().map(|d| d + 1)
}

/// People or answers that the text counts.
fn count(text: &str) -> Option<u32> {
    let found = COUNT.as_ref()?.captures(text)?;
    u32::try_from(numerals::integer(found.name("n")?.as_str())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_days() {
        let when = |raw: &str, start: &str, end: &str| When {
            raw: raw.to_owned(),
            start: Some(start.to_owned()),
            end: Some(end.to_owned()),
            precision: Some(Precision::Range),
            ..When::default()
        };
        assert_eq!(days(&when("12/25～1/23", "2025-12-25", "2026-01-23")), Some(30));
        assert_eq!(days(&when("4～6月", "2023-04-01", "2023-06-30")), None);
    }

    #[test]
    fn ways_by_words() {
        let of = |t: &str| {
            ways(t)
                .into_iter()
                .map(|w| {
                    format!("{}:{}:{}:{}", w.method, w.name, count(w.said).unwrap_or(0), days_said(w.said).unwrap_or(0))
                })
                .collect::<Vec<_>>()
        };
        for (text, want) in [
            ("広報やホームページ、パブリックコメントを実施します", vec!["public_comment:パブリックコメント:0:0"]),
            ("市民意識調査18歳以上の市民2,500人(無作為抽出)", vec!["questionnaire:市民意識調査:2500:0"]),
            (
                "市民3,000人を対象とした町民アンケート調査(回答1,200件)と、パブリックコメント(30日間)を行う",
                vec!["questionnaire:町民アンケート調査:1200:0", "public_comment:パブリックコメント:0:30"],
            ),
            ("中学生・高校生アンケート", vec!["questionnaire:中学生・高校生アンケート:0:0"]),
            ("福祉に関する町民アンケートの実施", vec!["questionnaire:町民アンケート:0:0"]),
            ("パブリック・コメントの実施", vec!["public_comment:パブリック・コメント:0:0"]),
        ] {
            assert_eq!(of(text), want, "{text}");
        }
        assert!(names_members("学識経験者、公募市民及び関係団体の代表者で構成し、答申する"));
        assert_eq!(count("市民2,000人を対象とした"), Some(2000));
    }
}
