//! Paragraphs under a heading about how the plan is made in, an entry per dated clause out:
//! 令和5年6月から8月にかけて市民アンケートを実施し、令和6年1月に骨子案を作成しました。
//!
//! A date in prose may belong to anything: 令和2年3月に策定した計画の評価を行います dates the old plan. So a clause is an
//! entry only where it begins with its date and a particle of time (or the body or survey that it is about stands
//! before), ends with the name of an act, and has no other verb in between that the date could belong to. All else is
//! left out.

use crate::japanese::{Precision, When, YearFrom, find};
use crate::layout::BlockKind;
use crate::record::EntryFrom;
use crate::structure::Context;

use super::clock::Clock;
use super::draft::{Draft, Line};
use super::lists::list_line;
use super::text::{announcer, date_line, label_in, line, unmarked};
use super::words;

/// Particles that make a date the time of what follows; longest first.
const AT: [&str; 22] = [
    "までの間に",
    "までの間",
    "にかけて、",
    "にかけて",
    "にかけ、",
    "にかけ",
    "を目途に",
    "を目処に",
    "をめどに",
    "の期間に",
    "の期間で",
    "の期間",
    "の間に",
    "の間",
    "には、",
    "には",
    "中に",
    "から、",
    "から",
    "より",
    "に、",
    "に",
];

/// How a clause says that its act is done; taken off, so that the act's name stands last (市民アンケートを実施).
const DONE: [&str; 26] = [
    "いたしました",
    "いたします",
    "を行いました",
    "を行います",
    "を行っています",
    "を行った",
    "を行う",
    "を行い",
    "しています",
    "しており",
    "される予定です",
    "する予定です",
    "する予定",
    "されました",
    "されます",
    "しました",
    "します",
    "された",
    "される",
    "され",
    "した",
    "する",
    "して",
    "し",
    "を予定しています",
    "予定です",
];

/// An act as prose names it is short; longer clauses say more than one thing.
const LONGEST_ACT: usize = 60;
/// What a clause is about (市民アンケートは、) is shorter still.
const LONGEST_TOPIC: usize = 30;

/// Entries of paragraphs.
pub(super) fn read(context: &Context<'_>) -> Vec<(usize, Draft)> {
    let mut out = Vec::new();
    let mut clock = Clock::default();
    let mut section = None;
    for (index, block) in context.flow.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Table(_)) || block.frame.is_some() || !block.text.contains('。') {
            continue;
        }
        let Some(announcer) = announcer(context, index) else { continue };
        let Some(heading) = context.headings.list.get(announcer) else { continue };
        let tabled = |b: usize| context.flow.blocks.get(b).is_some_and(|b| matches!(b.kind, BlockKind::Table(_)));
        // Where a table tells the schedule, what stands beside it speaks of the same work.
        if !words::tells_making(&heading.title) || context.headings.body(announcer).any(tabled) {
            continue;
        }
        if section != Some(announcer) {
            section = Some(announcer);
            let first = heading.blocks.first().copied().unwrap_or_default();
            let label = context.headings.above(first).find_map(|h| label_in(&h.title));
            clock = Clock::new(label.map(|l| (l, YearFrom::FiscalLabel)), None);
        }
        // Under a line that is a date, and in lists, others read.
        let dated = context.headings.above(index).any(|h| date_line(&h.title, &mut Clock::default()).is_some());
        let Some(l) = line(context, index).filter(|l| !dated && list_line(&l.text, &clock.context()).is_none()) else {
            continue;
        };
        out.extend(paragraph(&l, &mut clock).into_iter().map(|d| (index, d)));
    }
    out
}

/// The dated clauses of a paragraph.
fn paragraph(l: &Line, clock: &mut Clock) -> Vec<Draft> {
    let mut out = Vec::new();
    for sentence in unmarked(&l.text).split('。') {
        // 「…」 cites: its dates are those of what is cited.
        if sentence.contains(['「', '『']) && !find(quoted(sentence), &clock.context()).is_empty() {
            continue;
        }
        let mut topic: Option<&str> = None;
        for clause in clauses(sentence, clock) {
            match dated(clause, topic, clock) {
                Some((when, event)) => out.push(Draft {
                    when: Some(when),
                    event,
                    raw: clause.trim().to_owned(),
                    from: EntryFrom::Prose,
                    at: vec![(l.page, l.bbox)],
                    ..Draft::default()
                }),
                None => topic = about(clause),
            }
        }
    }
    out
}

/// What stands from the first opening quotation mark to the last closing one.
fn quoted(sentence: &str) -> &str {
    let from = sentence.find(['「', '『']).unwrap_or_default();
    let to = sentence.rfind(['」', '』']).unwrap_or(sentence.len());
    sentence.get(from..to).unwrap_or_default()
}

/// A sentence cut before each date that follows a comma: what belongs to a date stands behind it up to the next.
fn clauses<'s>(sentence: &'s str, clock: &Clock) -> Vec<&'s str> {
    let mut cuts: Vec<usize> = find(sentence, &clock.context())
        .iter()
        .map(|f| f.start)
        .filter(|at| sentence.get(..*at).is_some_and(|t| t.ends_with(['、', '，'])))
        .collect();
    cuts.insert(0, 0);
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain(std::iter::once(sentence.len())).collect::<Vec<_>>();
    cuts.into_iter().zip(ends).filter_map(|(a, b)| sentence.get(a..b)).collect()
}

/// 総合計画審議会は、 and 市民アンケートについては、 before a date: what the act is done by, or with.
fn about(clause: &str) -> Option<&str> {
    let t = clause.trim().trim_end_matches(['、', '，']);
    let t = t.strip_suffix("については").or_else(|| t.strip_suffix("では")).or_else(|| t.strip_suffix('は'))?;
    (t.chars().count() <= LONGEST_TOPIC && !t.contains(['、', '，']) && words::names_act(t)).then_some(t)
}

/// The date and the act of a clause that begins with its date.
fn dated(clause: &str, topic: Option<&str>, clock: &mut Clock) -> Option<(When, String)> {
    let text = clause.trim().trim_end_matches(['、', '，']);
    let found = find(text, &clock.context());
    let [first] = found.as_slice() else { return None };
    let when = first.when.clone();
    let fine = matches!(
        when.precision,
        Some(
            Precision::Day
                | Precision::Month
                | Precision::Tenday
                | Precision::Range
                | Precision::Season
                | Precision::FiscalYear
        )
    );
    if first.start != 0 || !fine || (when.start.is_none() && when.end.is_none()) {
        return None;
    }
    let rest = text.get(first.end..)?;
    // Whatever the clause turns out to say: the next date without a year goes on from here.
    clock.read(&when.raw);
    // A range may have taken its last particle (6月から8月にかけて) with it.
    let told = ["まで", "から", "にかけて", "にかけ", "中", "間"].iter().any(|p| when.raw.ends_with(p));
    let rest = AT.iter().find_map(|p| rest.strip_prefix(p)).or_else(|| {
        let rest = rest.strip_prefix("まで").unwrap_or(rest);
        told.then(|| rest.strip_prefix('に').unwrap_or(rest))
    })?;
    let act = act(rest.trim_start_matches(['、', '，', ' ']))?;
    let event = match topic {
        // 市民アンケートは、…に実施しました: what was done stands before the date.
        Some(topic) => format!("{topic} {act}"),
        None => act.to_owned(),
    };
    // 実施, 決定 alone says nothing.
    (topic.is_some() || act.chars().count() > 2).then_some((when, event))
}

/// The act that a clause tells, named by its last words; `None` where another verb stands before it.
fn act(clause: &str) -> Option<&str> {
    // 市民アンケートを実施し、その結果を踏まえ…: what follows the act's own verb has no date of its own.
    let mut end = clause.len();
    for (at, _) in clause.match_indices(['、', '，']) {
        let head = clause.get(..at)?;
        if bare(head).is_some() {
            end = at;
            break;
        }
    }
    let own = bare(clause.get(..end)?)?;
    (own.chars().count() <= LONGEST_ACT && !has_inner_verb(own)).then_some(own)
}

/// The clause without its verb, if an act's name stands before that.
fn bare(clause: &str) -> Option<&str> {
    let t = DONE.iter().find_map(|d| clause.strip_suffix(d)).filter(|t| words::names_act(t))?;
    (!t.is_empty()).then_some(t)
}

/// 策定した計画, 開始する事業, 示された課題: a verb that tells of the noun behind it.
fn has_inner_verb(clause: &str) -> bool {
    ["した", "された", "する", "される", "している", "いた", "った", "なる", "れる"].iter().any(|v| clause.contains(v))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Draft as Page;
    use super::super::super::{Input, document, outline};
    use super::super::testing::shown;
    use super::*;

    fn of(heading: &str, text: &str) -> Vec<String> {
        let flow = Page::new().big(16.0, "鶴岡市総合計画策定方針").bold(heading).text(text).done();
        let mut context = Context::new(&flow, &Input::default());
        context.document = document::find(&context);
        context.headings = outline::find(&context);
        shown(read(&context))
    }

    #[test]
    fn dated_clauses() {
        for (text, want) in [
            (
                "令和5年6月から8月にかけて市民アンケートを実施し、その結果を踏まえ、令和6年1月に骨子案を作成しました。",
                &["2023-06-01 2023-08-31 市民アンケートを実施", "2024-01-01 2024-01-31 骨子案を作成"][..],
            ),
            (
                "令和5年4月に策定委員会を設置し、5月には第1回審議会を開催しました。また、翌年2月に計画案を議会へ報告します。",
                &[
                    "2023-04-01 2023-04-30 策定委員会を設置",
                    "2023-05-01 2023-05-31 第1回審議会を開催",
                    "2024-02-01 2024-02-29 計画案を議会へ報告",
                ],
            ),
            ("市民アンケートは、令和5年6月に実施しました。", &["2023-06-01 2023-06-30 市民アンケート 実施"]),
            (
                "令和6年12月20日から令和7年1月20日までの間、パブリックコメントを実施します。",
                &["2024-12-20 2025-01-20 パブリックコメントを実施"],
            ),
            // The date is that of the old plan.
            ("令和2年3月に策定した計画の中間評価を実施します。", &[]),
            ("令和6年4月に開始する事業について意見募集を実施します。", &[]),
            // A period, a reference, a target.
            ("計画期間は令和7年度から令和11年度までの5年間とします。", &[]),
            ("「令和5年6月の骨子」に基づいて審議会を開催します。", &[]),
            ("令和5年度の予算編成に合わせて事業を見直します。", &[]),
            // No year in reach.
            ("6月に市民アンケートを実施します。", &[]),
        ] {
            assert_eq!(of("計画の策定経過", text), want, "{text}");
        }
    }

    #[test]
    fn only_where_the_making_is_told() {
        let text = "令和5年6月に市民アンケートを実施しました。";
        assert_eq!(of("計画の位置付け", text), Vec::<String>::new());
        assert_eq!(of("今後の進め方", text).len(), 1);
        // A list reads its own sentences.
        assert_eq!(of("今後の進め方", "①令和5年6月に市民アンケートを実施しました。"), Vec::<String>::new());
    }
}
