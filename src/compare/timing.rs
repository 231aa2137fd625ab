//! When things happen: phases, months between them, public comment.

use super::events::{Event, bare, places};
use super::span::{Span, month, printed_days, season};
use super::types::{Measure, PhaseRow, Place, PublicComment, Reason};
use crate::record::Record;
use crate::record::ids::PHASES;

/// A moment that months are counted from or to.
pub(super) struct Moment {
    span: Span,
    from: Vec<Place>,
}

/// The first event of a phase that has a date. Where some print the word itself, only these count: 提言 and 報告書 may be
/// 答申, but not where another line says 答申.
fn moments<'e, 'a>(events: &'e [Event<'a>], phase: &str, word: &str) -> Vec<(&'e Event<'a>, Span)> {
    let of = |literal: bool| -> Vec<_> {
        let all = events.iter().filter(|e| e.has_phase(phase) && (!literal || e.says(word)));
        all.filter_map(|e| Some((e, e.span()?))).collect()
    };
    let literal = of(true);
    if literal.is_empty() { of(false) } else { literal }
}

pub(super) fn first(events: &[Event<'_>], phase: &str, word: &str) -> Option<Moment> {
    let found = moments(events, phase, word);
    found.into_iter().min_by_key(|(_, span)| (span.lo, span.hi)).map(|(e, span)| Moment { span, from: e.places() })
}

/// The last event of a phase that is not wholly before `after`.
pub(super) fn last(events: &[Event<'_>], phase: &str, word: &str, after: Option<&Moment>) -> Option<Moment> {
    let found = moments(events, phase, word);
    let mut late = found.into_iter().filter(|(_, span)| after.is_none_or(|a| span.hi >= a.span.lo)).collect::<Vec<_>>();
    late.sort_by_key(|(_, span)| (span.hi, span.lo));
    late.pop().map(|(e, span)| Moment { span, from: e.places() })
}

/// The day on which the 策定方針 was decided: an event of the schedule, else the date that such a paper bears.
pub(super) fn policy_decision(events: &[Event<'_>], records: &[&Record]) -> Option<Moment> {
    if let Some(moment) = first(events, "policy_decision", "方針") {
        return Some(moment);
    }
    let paper = |r: &&&Record| r.document.kind.as_deref().is_some_and(|k| k.starts_with("策定") && k.ends_with("方針"));
    let dated = records.iter().filter(paper).filter_map(|r| {
        let when = r.document.date.as_ref()?;
        let span = Span::of(when)?;
        // The date has no box of its own in the record: the evidence that prints it, else the first page.
        let at = r.document.evidence.iter().find(|e| e.text == when.raw).and_then(|e| e.at);
        let place = Place {
            file: r.source.file.clone(),
            page: Some(at.map_or(1, |at| at.page)),
            bbox: at.map(|at| at.bbox),
            text: when.raw.clone(),
            inferred: !when.inferred.is_empty(),
        };
        Some(Moment { span, from: vec![place] })
    });
    dated.min_by_key(|m| (m.span.lo, m.span.hi))
}

/// Why a phase has no moment.
fn absence(events: &[Event<'_>], phase: &str) -> Measure<i64> {
    let named: Vec<Place> = events.iter().filter(|e| e.has_phase(phase)).flat_map(Event::places).collect();
    if events.is_empty() {
        Measure::missing(Reason::NoSchedule)
    } else if named.is_empty() {
        Measure::missing(Reason::NotFound)
    } else {
        Measure::missing_at(Reason::NoDate, named)
    }
}

/// Months and days from one moment to another.
pub(super) fn between(
    from: Option<&Moment>,
    to: Option<&Moment>,
    events: &[Event<'_>],
    phases: [&str; 2],
) -> (Measure<i64>, Measure<i64>) {
    match (from, to) {
        (Some(a), Some(b)) => {
            let places: Vec<Place> = a.from.iter().chain(&b.from).cloned().collect();
            let (months, days) = (a.span.months_to(&b.span), a.span.days_to(&b.span));
            (Measure::between(months.0, months.1, places.clone()), Measure::between(days.0, days.1, places))
        }
        (None, _) => (absence(events, phases[0]), absence(events, phases[0])),
        (_, None) => (absence(events, phases[1]), absence(events, phases[1])),
    }
}

/// What is told of each phase. `start` is the first day of the plan's period.
pub(super) fn phases(events: &[Event<'_>], start: Option<jiff::civil::Date>) -> Vec<PhaseRow> {
    let row = |phase: &&str| {
        let all: Vec<&Event<'_>> = events.iter().filter(|e| e.has_phase(phase)).collect();
        if all.is_empty() {
            return None;
        }
        let mut dated: Vec<(&Event<'_>, Span)> = all.iter().filter_map(|e| Some((*e, e.span()?))).collect();
        dated.sort_by_key(|(_, span)| (span.lo, span.hi));
        let Some(&(first, span)) = dated.first() else {
            let from: Vec<Place> = all.iter().flat_map(|e| e.places()).collect();
            return Some(PhaseRow {
                phase: (*phase).to_owned(),
                events: 0,
                first: None,
                last: None,
                month: Measure::missing_at(Reason::NoDate, from),
                lead: Measure::missing(Reason::NoDate),
            });
        };
        let month = match month(&first.lead.entry.when) {
            Some(month) => Measure::known(month, first.places()),
            None => Measure::missing_at(Reason::TooCoarse, first.places()),
        };
        let lead = start.map_or(Measure::missing(Reason::NotFound), |day| {
            let start = Span { lo: day, hi: day };
            let (least, most) = if span.lo <= day {
                span.months_to(&start)
            } else {
                let (least, most) = start.months_to(&span);
                (-most, -least)
            };
            Measure::between(least, most, first.places())
        });
        Some(PhaseRow {
            phase: (*phase).to_owned(),
            events: dated.len(),
            first: Some(span.lo.to_string()),
            last: dated.iter().map(|(_, s)| s.hi).max().map(|d| d.to_string()),
            month,
            lead,
        })
    };
    PHASES.iter().filter_map(row).collect()
}

/// What is printed of one public comment.
struct Printed<'a> {
    name: &'a str,
    /// When, unless it was put off.
    span: Option<Span>,
    /// Its length, where days are printed.
    days: Option<i64>,
    places: Vec<Place>,
}

/// Every public comment, the last first. Papers without one in their schedule may tell of it all the same (パブリックコメントを
/// 30日間実施).
pub(super) fn public_comments(
    events: &[Event<'_>],
    records: &[&Record],
    answer: Option<&Moment>,
) -> Vec<PublicComment> {
    let mut all: Vec<Printed<'_>> = events
        .iter()
        .filter(|e| e.has_phase("public_comment"))
        .map(|e| Printed {
            name: &e.lead.entry.event,
            span: e.span(),
            days: printed_days(&e.lead.entry.when),
            places: e.places(),
        })
        .collect();
    if all.is_empty() {
        let rows = records.iter().flat_map(|r| r.participation.iter().map(move |p| (r, p)));
        all.extend(rows.filter(|(_, p)| p.method == "public_comment").map(|(record, row)| Printed {
            name: &row.name,
            span: row.when.as_ref().and_then(Span::of),
            days: row.days.map(i64::from).or_else(|| row.when.as_ref().and_then(printed_days)),
            places: places(record, &row.at, &row.name, row.when.as_ref().is_some_and(|w| !w.inferred.is_empty())),
        }));
    }
    all.sort_by_key(|p| std::cmp::Reverse((p.span, p.days)));
    all.into_iter().map(|printed| public_comment(printed, answer)).collect()
}

fn public_comment(printed: Printed<'_>, answer: Option<&Moment>) -> PublicComment {
    let Printed { name, span, days, places } = printed;
    let missing = |reason| Measure::missing_at(reason, places.clone());
    let season = match span {
        None => missing(Reason::NoDate),
        // A printed range of days has the season of its first day; what is coarser has one where all of it lies in it.
        Some(s) => {
            let (first, last) = (season(s.lo.month().into()), season(s.hi.month().into()));
            if first == last && s.days() <= LONGEST_SEASON || days.is_some() {
                Measure::known(first.to_owned(), places.clone())
            } else {
                missing(Reason::TooCoarse)
            }
        }
    };
    let order = match (span, answer) {
        (None, _) => missing(Reason::NoDate),
        (_, None) => missing(Reason::NotFound),
        (Some(s), Some(answer)) => {
            let from: Vec<Place> = places.iter().chain(&answer.from).cloned().collect();
            let certain = days.is_some() && answer.span.lo == answer.span.hi;
            if s.hi < answer.span.lo {
                Measure::known("before".to_owned(), from)
            } else if s.lo > answer.span.hi {
                Measure::known("after".to_owned(), from)
            } else if certain {
                Measure::known("during".to_owned(), from)
            } else {
                Measure::missing_at(Reason::OrderUnclear, from)
            }
        }
    };
    PublicComment {
        name: bare(name),
        start: span.map(|s| s.lo.to_string()),
        end: span.map(|s| s.hi.to_string()),
        days: match days {
            Some(days) => Measure::known(days, places.clone()),
            None => {
                Measure::missing_at(if span.is_some() { Reason::TooCoarse } else { Reason::NoDate }, places.clone())
            }
        },
        season,
        order,
    }
}

/// Days of a season, and some: what begins and ends in winters of two years is longer.
const LONGEST_SEASON: i64 = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::japanese::{Context, parse_one};
    use crate::record::{Participation, ScheduleEntry, Status};

    fn entry(phase: &str, date: &str, event: &str) -> ScheduleEntry {
        ScheduleEntry {
            when: parse_one(date, &Context::default()).unwrap_or_default(),
            event: event.into(),
            phases: vec![phase.into()],
            table: Some("t1".into()),
            ..ScheduleEntry::default()
        }
    }

    fn comments(schedule: Vec<ScheduleEntry>, participation: Vec<Participation>) -> Vec<PublicComment> {
        let record = Record { schedule, participation, ..Record::default() };
        let records = [&record];
        let events = crate::compare::events::events(&records);
        public_comments(&events, &records, last(&events, "answer", "答申", None).as_ref())
    }

    #[test]
    fn before_after_during_or_unclear() {
        let dates = "令和7年12月25日～令和8年1月23日";
        for (comment, answer, expected) in [
            (dates, "令和8年1月28日", Ok("before")),
            (dates, "令和7年12月1日", Ok("after")),
            (dates, "令和8年1月5日", Ok("during")),
            (dates, "令和8年1月", Err(Reason::OrderUnclear)),
            ("令和6年2月", "令和6年2月", Err(Reason::OrderUnclear)),
            ("令和6年1月", "令和6年2月", Ok("before")),
            (dates, "未定", Err(Reason::NotFound)),
            ("未定", "令和8年1月5日", Err(Reason::NoDate)),
        ] {
            let schedule =
                vec![entry("public_comment", comment, "パブリックコメント"), entry("answer", answer, "答申")];
            let order = comments(schedule, Vec::new()).remove(0).order;
            assert_eq!(order.value.as_deref().ok_or(order.reason), expected.map_err(Some), "{comment} {answer}");
        }
    }

    #[test]
    fn days_and_seasons_are_those_that_are_printed() {
        for (date, days, season) in [
            ("令和7年12月25日～令和8年1月23日", Some(30), Some("winter")),
            ("令和6年2月", None, Some("winter")),
            ("令和6年12月頃～令和7年1月頃", None, Some("winter")),
            ("令和6年4～6月", None, None),
            ("令和5年度", None, None),
        ] {
            let comment = comments(vec![entry("public_comment", date, "意見公募")], Vec::new()).remove(0);
            assert_eq!((comment.days.value, comment.season.value.as_deref()), (days, season), "{date}");
        }
    }

    #[test]
    fn a_comment_that_only_the_text_tells_of_counts_where_no_schedule_has_one() {
        let told = Participation {
            method: "public_comment".into(),
            name: "パブリックコメント".into(),
            days: Some(30),
            ..Participation::default()
        };
        let alone = comments(Vec::new(), vec![told.clone()]);
        assert_eq!((alone.len(), alone[0].days.value, alone[0].season.reason), (1, Some(30), Some(Reason::NoDate)));
        let both = comments(vec![entry("public_comment", "令和6年2月", "意見公募")], vec![told]);
        assert_eq!((both.len(), both[0].days.reason), (1, Some(Reason::TooCoarse)));
    }

    #[test]
    fn what_was_put_off_has_no_date_and_the_word_itself_comes_first() {
        let mut put_off = entry("answer", "令和6年2月1日", "答申");
        put_off.status = Status::Postponed;
        let report = entry("answer", "令和6年1月10日", "報告書の提出");
        let answered = entry("answer", "令和6年3月1日", "答申");
        let moment = |schedule: Vec<ScheduleEntry>| {
            let record = Record { schedule, ..Record::default() };
            let records = [&record];
            last(&crate::compare::events::events(&records), "answer", "答申", None).map(|m| m.span.lo.to_string())
        };
        assert_eq!(moment(vec![put_off.clone()]), None);
        assert_eq!(moment(vec![report.clone(), answered]).as_deref(), Some("2024-03-01"));
        assert_eq!(moment(vec![report]).as_deref(), Some("2024-01-10"));
    }
}
