//! When things happen: phases, months between them, public comment.

use super::events::{Event, bare};
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

/// Every public comment, the last first.
pub(super) fn public_comments(events: &[Event<'_>], answer: Option<&Moment>) -> Vec<PublicComment> {
    let mut all: Vec<&Event<'_>> = events.iter().filter(|e| e.has_phase("public_comment")).collect();
    all.sort_by_key(|e| std::cmp::Reverse(e.span()));
    all.into_iter().map(|event| public_comment(event, answer)).collect()
}

fn public_comment(event: &Event<'_>, answer: Option<&Moment>) -> PublicComment {
    let (when, places) = (&event.lead.entry.when, event.places());
    let span = event.span();
    let missing = |reason| Measure::missing_at(reason, places.clone());
    let days = match span {
        None => missing(Reason::NoDate),
        Some(_) => match printed_days(when) {
            Some(days) => Measure::known(days, places.clone()),
            None => missing(Reason::TooCoarse),
        },
    };
    let season = match span {
        None => missing_text(Reason::NoDate, &places),
        // A printed range of days has the season of its first day; what is coarser has one where all of it lies in it.
        Some(s) => {
            let (first, last) = (season(s.lo.month().into()), season(s.hi.month().into()));
            if first == last && s.days() <= 120 || printed_days(when).is_some() {
                Measure::known(first.to_owned(), places.clone())
            } else {
                missing_text(Reason::TooCoarse, &places)
            }
        }
    };
    let order = match (span, answer) {
        (None, _) => missing_text(Reason::NoDate, &places),
        (_, None) => missing_text(Reason::NotFound, &places),
        (Some(s), Some(answer)) => {
            let from: Vec<Place> = places.iter().chain(&answer.from).cloned().collect();
            let certain = printed_days(when).is_some() && answer.span.lo == answer.span.hi;
            if s.hi < answer.span.lo {
                Measure::known("before".to_owned(), from)
            } else if s.lo > answer.span.hi {
                Measure::known("after".to_owned(), from)
            } else if certain {
                Measure::known("during".to_owned(), from)
            } else {
                missing_text(Reason::OrderUnclear, &from)
            }
        }
    };
    PublicComment {
        name: bare(&event.lead.entry.event),
        start: span.map(|s| s.lo.to_string()),
        end: span.map(|s| s.hi.to_string()),
        days,
        season,
        order,
    }
}

fn missing_text(reason: Reason, from: &[Place]) -> Measure<String> {
    Measure::missing_at(reason, from.to_vec())
}
