//! The finished record in, what in it contradicts itself out, as warnings.
//!
//! A paper's slips (a meeting's date copied from last year's paper, five years called ten) are the paper's: nothing is
//! repaired, both readings stay as printed, and the warning shows them side by side with the place to look at.

use crate::japanese::{self, Precision, When, numerals};
use crate::record::{At, DocumentFacts, Layer, Record, ScheduleEntry, Warning, WarningCode};

use super::Context;
use super::passages::Passage;

/// One document gives no more of them: beyond this its numbers are no dates.
const MOST: usize = 50;

/// What contradicts in the record so far.
pub(super) fn find(record: &Record, context: &Context<'_>, warnings: &mut Vec<Warning>) {
    let mut found = Vec::new();
    found.extend(meeting(&context.document, &record.schedule));
    rounds(&record.schedule, &mut found);
    for passage in &context.passages {
        lengths(passage, &mut found);
        weekdays(passage, &record.schedule, &mut found);
    }
    if let Some(plan) = &context.plan {
        halves(&plan.layers, &mut found);
    }
    found.truncate(MOST);
    warnings.extend(found);
}

fn contradiction(message: String, at: Option<At>) -> Warning {
    Warning { code: WarningCode::Contradiction, message, at }
}

fn day(iso: Option<&String>) -> Option<jiff::civil::Date> {
    iso?.parse().ok()
}

/// The fiscal year that a day lies in.
fn fiscal_year(day: jiff::civil::Date) -> i16 {
    if day.month() >= 4 { day.year() } else { day.year() - 1 }
}

/// As printed, with the days that it was read as: `6 (2023-06)`.
fn shown(when: &When) -> String {
    match &when.edtf {
        Some(days) => format!("{} ({days})", when.raw),
        None => when.raw.clone(),
    }
}

/// The paper's own meeting, if its schedule tells of it too, on another day: a 2nd meeting in June in a paper of the
/// 2nd meeting that is dated May.
fn meeting(document: &DocumentFacts, schedule: &[ScheduleEntry]) -> Option<Warning> {
    let meeting = document.meeting.as_ref()?;
    let (body, round) = (meeting.body.as_deref()?, meeting.round?);
    let date = document.date.as_ref().filter(|w| w.precision == Some(Precision::Day))?;
    let held = day(date.start.as_ref())?;
    let same = |name: &str| name.ends_with(body) || body.ends_with(name);
    // Rounds start anew every fiscal year, and are counted per body. A time that is only open or about tells nothing.
    let told: Vec<(&ScheduleEntry, jiff::civil::Date, jiff::civil::Date)> = schedule
        .iter()
        .filter(|e| e.round == Some(round) && e.body.as_deref().is_some_and(same) && !e.when.approximate)
        .filter_map(|e| Some((e, day(e.when.start.as_ref())?, day(e.when.end.as_ref())?)))
        .collect();
    let in_year: Vec<_> = told.into_iter().filter(|(_, start, _)| fiscal_year(*start) == fiscal_year(held)).collect();
    // Two tables may tell of it; where one agrees the other is of another body with the same name.
    if in_year.iter().any(|(_, start, end)| (*start..=*end).contains(&held)) {
        return None;
    }
    let (entry, _, _) = in_year.first()?;
    Some(contradiction(
        format!(
            "the schedule has 第{round}回 of {body} on {}, and the paper is of that meeting on {}; check with the source",
            shown(&entry.when),
            shown(date)
        ),
        entry.at.first().copied(),
    ))
}

/// A later round on an earlier day, within one table, body and fiscal year.
fn rounds(schedule: &[ScheduleEntry], out: &mut Vec<Warning>) {
    for (i, later) in schedule.iter().enumerate() {
        let Some((round, body)) = later.round.zip(later.body.as_ref()) else { continue };
        let (Some(end), Some(start)) = (day(later.when.end.as_ref()), day(later.when.start.as_ref())) else { continue };
        // The round before it: the nearest that is printed above.
        let before = schedule.get(..i).unwrap_or_default().iter().rev().find(|e| {
            e.round.is_some_and(|r| r + 1 == round)
                && e.body.as_ref() == Some(body)
                && e.table == later.table
                && e.track == later.track
                && e.group == later.group
        });
        let Some(before) = before else { continue };
        let Some(first) = day(before.when.start.as_ref()) else { continue };
        if fiscal_year(first) == fiscal_year(start) && end < first {
            out.push(contradiction(
                format!(
                    "第{round}回 of {body} is on {}, before 第{}回 on {}; check with the source",
                    shown(&later.when),
                    round - 1,
                    shown(&before.when)
                ),
                later.at.first().copied(),
            ));
        }
    }
}

/// How a length is written behind a range: までの10年間, (5か年), 10カ年計画.
const YEARS: [&str; 8] = ["年間", "か年", "カ年", "ヵ年", "ヶ年", "ケ年", "箇年", "年計画"];

/// A range of years whose printed length is another: 令和7年度から令和11年度までの10年間.
fn lengths(passage: &Passage, out: &mut Vec<Warning>) {
    let text = passage.text.as_str();
    if out.len() >= MOST || !YEARS.iter().any(|w| text.contains(w)) {
        return;
    }
    for found in japanese::find(text, &japanese::Context::default()) {
        let Some(printed) = text.get(found.end..).and_then(length_behind) else { continue };
        // 平成28年から10年間: the length is part of the expression, and the range made from it.
        if YEARS.iter().any(|w| found.when.raw.contains(w)) {
            continue;
        }
        let Some(years) = whole_years(&found.when) else { continue };
        if years != printed {
            out.push(contradiction(
                format!("{} are {years} years, and {printed} are printed; check with the source", found.when.raw),
                passage.parts.first().map(|(page, rect)| At::new(*page, rect)),
            ));
        }
    }
}

/// The number of years that a text begins with, brackets and の aside.
fn length_behind(text: &str) -> Option<u32> {
    let t = text.trim_start_matches("まで").trim_start_matches('の').trim_start_matches(['(', '〔', '【', ' ']);
    let t = t.trim_start_matches("計画期間").trim_start_matches(['は', ':']);
    let end = t.find(|c: char| !c.is_ascii_digit() && !numerals::is_kanji_numeral(c))?;
    let unit = t.get(end..)?;
    YEARS.iter().any(|w| unit.starts_with(w)).then(|| numerals::integer(t.get(..end)?)).flatten()?.try_into().ok()
}

/// How many years a range runs, if it runs whole ones.
fn whole_years(when: &When) -> Option<u32> {
    if when.precision != Some(Precision::Range) {
        return None;
    }
    let (start, end) = (day(when.start.as_ref())?, day(when.end.as_ref())?.tomorrow().ok()?);
    let whole = start.month() == end.month() && start.day() == 1 && end.day() == 1;
    u32::try_from(end.year() - start.year()).ok().filter(|y| whole && *y > 0)
}

/// Weekdays in running text that the calendar contradicts; those of the schedule were told with it.
fn weekdays(passage: &Passage, schedule: &[ScheduleEntry], out: &mut Vec<Warning>) {
    let text = passage.text.as_str();
    let marked = text.char_indices().any(|(at, c)| {
        let after = || text.get(at + c.len_utf8()..).and_then(|t| t.chars().next());
        c == '(' && after().is_some_and(|c| "月火水木金土日".contains(c)) || c == '曜'
    });
    if out.len() >= MOST || !marked {
        return;
    }
    for found in japanese::find(text, &japanese::Context::default()) {
        let Some(weekday) = found.when.weekday.as_ref().filter(|w| !w.agrees) else { continue };
        if schedule.iter().any(|e| e.when.raw == found.when.raw || e.when.start == found.when.start) {
            continue;
        }
        out.push(Warning {
            code: WarningCode::WeekdayMismatch,
            message: format!("{} is no {}曜日; check the date with the source", found.when.raw, weekday.printed),
            at: passage.parts.first().map(|(page, rect)| At::new(*page, rect)),
        });
    }
}

/// 前期 and 後期 of one plan follow each other, and both lie within the whole.
fn halves(layers: &[Layer], out: &mut Vec<Warning>) {
    let of = |name: &str| {
        let layer = layers.iter().find(|l| l.name == name)?;
        let when = layer.period.as_ref()?;
        Some((layer, when, day(when.start.as_ref())?, day(when.end.as_ref())?))
    };
    let (first, second) = (of("前期基本計画"), of("後期基本計画"));
    if let (Some((_, a, _, end)), Some((layer, b, start, _))) = (&first, &second)
        && end.tomorrow().ok().is_some_and(|next| next != *start)
    {
        let message = format!("前期基本計画 runs {} and 後期基本計画 {}; check with the source", a.raw, b.raw);
        out.push(contradiction(message, layer.at));
    }
    let Some((_, whole, from, to)) = of("基本構想") else { return };
    for (layer, part, start, end) in [first, second].into_iter().flatten() {
        if start < from || end > to {
            let message =
                format!("{} runs {}, beyond 基本構想 {}; check with the source", layer.name, part.raw, whole.raw);
            out.push(contradiction(message, layer.at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::super::{Input, fill};
    use super::*;

    fn of(draft: Draft) -> Vec<String> {
        let mut record = Record::default();
        fill(&mut record, &draft.done(), &Input::default());
        let told = record.quality.warnings.into_iter();
        told.filter(|w| matches!(w.code, WarningCode::Contradiction | WarningCode::WeekdayMismatch))
            .map(|w| w.message)
            .collect()
    }

    fn paper(date: &str, rows: &[&[&str]]) -> Draft {
        Draft::new()
            .text(date)
            .text("総合計画審議会(第2回) 資料3")
            .big(16.0, "第2次鶴岡市総合計画後期基本計画の策定について")
            .bold("策定スケジュール")
            .table(rows)
    }

    #[test]
    fn the_papers_own_meeting_on_another_day() {
        let rows: &[&[&str]] = &[
            &["開催日", "開催会議名等"],
            &["令和5年4月20日", "第1回総合計画審議会の開催"],
            &["令和5年6月12日", "第2回総合計画審議会の開催"],
        ];
        let told = of(paper("令和5年5月26日", rows));
        assert!(told.iter().any(|m| m.contains("令和5年6月12日") && m.contains("令和5年5月26日")), "{told:?}");
        assert_eq!(of(paper("令和5年6月12日", rows)), Vec::<String>::new());
        // The 2nd meeting of another fiscal year is another meeting.
        assert_eq!(of(paper("令和6年5月26日", rows)), Vec::<String>::new());
    }

    #[test]
    fn rounds_against_the_calendar() {
        let rows: &[&[&str]] = &[
            &["開催日", "開催会議名等"],
            &["令和5年7月20日", "第1回総合計画審議会の開催"],
            &["令和5年6月12日", "第2回総合計画審議会の開催"],
        ];
        let told = of(paper("令和4年12月1日", rows));
        assert!(
            told.iter()
                .any(|m| m.starts_with("第2回 of 総合計画審議会 is on 令和5年6月12日 (2023-06-12), before 第1回")),
            "{told:?}"
        );
    }

    #[test]
    fn lengths_that_do_not_fit() {
        for (text, want) in [
            ("計画期間は令和7年度から令和11年度までの10年間とします。", Some("are 5 years, and 10 are printed")),
            ("計画期間は令和7年度から令和11年度までの5年間とします。", None),
            ("令和2年度～令和11年度(10年間)", None),
            ("令和2年度～令和11年度(5か年)", Some("are 10 years, and 5 are printed")),
            ("平成28年から10年間", None),
            ("令和3年4月1日から令和8年3月31日までの五年間", None),
            ("令和5年4月から令和5年9月までの2年間の準備", None),
        ] {
            let told = of(Draft::new().big(16.0, "鶴岡市総合計画").text(text));
            match want {
                Some(want) => assert!(told.iter().any(|m| m.contains(want)), "{text} {told:?}"),
                None => assert_eq!(told, Vec::<String>::new(), "{text}"),
            }
        }
    }

    #[test]
    fn weekdays_in_running_text() {
        let told = of(Draft::new().big(16.0, "鶴岡市総合計画").text("令和5年5月26日(月)に諮問を受けました。"));
        assert_eq!(told, ["令和5年5月26日(月) is no 月曜日; check the date with the source"]);
        let told = of(Draft::new().big(16.0, "鶴岡市総合計画").text("令和5年5月26日(金)に諮問を受けました。"));
        assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn halves_that_do_not_meet() {
        let told = of(Draft::new()
            .big(16.0, "第二次美祢市総合計画")
            .text("基本構想は令和2年度から令和11年度までとします。")
            .text("前期基本計画は令和2年度から令和6年度までとします。")
            .text("後期基本計画は令和8年度から令和12年度までとします。"));
        assert_eq!(told.len(), 2, "{told:?}");
    }
}
