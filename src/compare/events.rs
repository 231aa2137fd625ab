//! Schedule entries of all documents of a plan as events, each once.
//!
//! The record keeps an entry for every printing of a meeting: in the table of what was done and in the plan of the whole
//! schedule, in one paper and in the next. Counting entries would count such meetings twice. Two entries are one event
//! where they stand in different tables or documents, name the same body or act, and one's date lies within the other's.

use crate::japanese::normalize;
use crate::record::ids::PHASES;
use crate::record::{Record, ScheduleEntry, Status};

use super::span::{Span, is_coarse};
use super::types::{EventRow, Place};

/// With more entries than this no two are taken for one event: comparing each with each would take too long, and no
/// paper lists as many meetings.
const MOST_ENTRIES: usize = 3000;

/// An entry, with the record it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    pub record: &'a Record,
    /// Place of the record among those of the plan.
    pub document: usize,
    /// Place of the entry in the record's schedule.
    pub index: usize,
    pub entry: &'a ScheduleEntry,
    pub span: Option<Span>,
}

impl Entry<'_> {
    pub(super) fn places(&self) -> Vec<Place> {
        let text = if self.entry.when.raw.is_empty() {
            self.entry.event.clone()
        } else {
            format!("{} {}", self.entry.when.raw, self.entry.event)
        };
        places(self.record, &self.entry.at, &text, !self.entry.when.inferred.is_empty())
    }
}

/// Something that happens once, with every entry that prints it.
#[derive(Debug, Clone)]
pub(super) struct Event<'a> {
    /// The entry whose date is used: of the youngest document that prints it, or the finer one.
    pub lead: Entry<'a>,
    /// All entries, the lead among them.
    pub entries: Vec<Entry<'a>>,
}

impl<'a> Event<'a> {
    pub(super) fn has_phase(&self, phase: &str) -> bool {
        self.entries.iter().any(|e| e.entry.phases.iter().any(|p| p == phase))
    }

    /// Its span, unless it does not take place on the day that is printed.
    pub(super) fn span(&self) -> Option<Span> {
        match self.lead.entry.status {
            Status::Cancelled | Status::Postponed | Status::Undecided => None,
            _ => self.lead.span,
        }
    }

    pub(super) fn places(&self) -> Vec<Place> {
        let others = self.entries.iter().filter(|e| !std::ptr::eq(e.entry, self.lead.entry));
        self.lead.places().into_iter().chain(others.flat_map(Entry::places)).collect()
    }

    pub(super) fn row(&self) -> EventRow {
        let when = &self.lead.entry.when;
        let phases = PHASES.iter().filter(|p| self.has_phase(p)).map(|p| (*p).to_owned()).collect();
        EventRow {
            event: self.lead.entry.event.clone(),
            body: self.lead.entry.body.clone(),
            start: when.start.clone(),
            end: when.end.clone(),
            coarse: is_coarse(when),
            phases,
            status: self.lead.entry.status,
            entries: self.entries.len(),
            entry: (self.lead.document, self.lead.index),
            from: self.places(),
        }
    }

    /// Whether a word is printed in it.
    pub(super) fn says(&self, word: &str) -> bool {
        self.entries.iter().any(|e| {
            e.entry.event.contains(word) || e.entry.items.iter().any(|i| i.text.contains(word) || i.kind == word)
        })
    }

    pub(super) fn bodies(&self) -> impl Iterator<Item = &'a str> {
        self.entries.iter().filter_map(|e| e.entry.body.as_deref())
    }
}

/// The places of something in a record.
pub(super) fn places(record: &Record, at: &crate::record::Places, text: &str, inferred: bool) -> Vec<Place> {
    let list = match at {
        crate::record::Places::One(at) => std::slice::from_ref(at),
        crate::record::Places::Many(list) => list,
    };
    list.iter()
        .map(|at| Place {
            file: record.source.file.clone(),
            page: Some(at.page),
            bbox: Some(at.bbox),
            text: text.to_owned(),
            inferred,
        })
        .collect()
}

/// The events of a plan, in the order of time; those without a date last. `records` must have the youngest first.
pub(super) fn events<'a>(records: &[&'a Record]) -> Vec<Event<'a>> {
    let mut entries: Vec<(usize, Entry<'a>, String)> = Vec::new();
    for (document, record) in records.iter().enumerate() {
        for (index, entry) in record.schedule.iter().enumerate() {
            let e = Entry { record, document, index, entry, span: Span::of(&entry.when) };
            entries.push((entries.len(), e, subject(entry)));
        }
    }
    let merge = entries.len() <= MOST_ENTRIES;
    // Of one document the finest dates first, so that a coarse one finds the fine one it repeats.
    entries.sort_by_key(|(order, e, _)| (e.document, e.span.map_or(i64::MAX, |s| s.days()), *order));

    let mut events: Vec<(Event<'a>, String)> = Vec::new();
    for (_, entry, subject) in entries {
        let same = if merge {
            events.iter_mut().find(|(event, of)| {
                is_same(&event.lead, of, &entry, &subject) && !event.entries.iter().any(|e| one_list(e, &entry))
            })
        } else {
            None
        };
        match same {
            Some((event, of)) => {
                event.entries.push(entry);
                // A finer date within the same span tells more, whichever paper prints it.
                if let (Some(lead), Some(new)) = (event.lead.span, entry.span)
                    && lead != new
                    && lead.contains(&new)
                {
                    event.lead = entry;
                }
                if subject.len() > of.len() {
                    *of = subject;
                }
            }
            None => events.push((Event { lead: entry, entries: vec![entry] }, subject)),
        }
    }
    let mut events: Vec<Event<'a>> = events.into_iter().map(|(event, _)| event).collect();
    events.sort_by(|a, b| {
        let key = |e: &Event<'_>| (e.lead.span.is_none(), e.lead.span);
        key(a).cmp(&key(b))
    });
    events
}

/// Rows of one table, or lines of one text, are events of their own.
fn one_list(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    a.document == b.document && a.entry.table == b.entry.table
}

fn is_same(a: &Entry<'_>, subject_a: &str, b: &Entry<'_>, subject_b: &str) -> bool {
    if one_list(a, b)
        || !matches!((a.entry.round, b.entry.round), (None, _) | (_, None)) && a.entry.round != b.entry.round
    {
        return false;
    }
    // The same line in another paper.
    if a.document != b.document && a.span == b.span && subject_a == subject_b {
        return true;
    }
    let within = matches!((a.span, b.span), (Some(a), Some(b)) if a.contains(&b) || b.contains(&a));
    let bodies = a.entry.body.is_some() && b.entry.body.is_some();
    if bodies {
        // In another paper the same meeting of the same year may have another date: it was moved.
        let moved = a.document != b.document
            && a.entry.round.is_some()
            && a.entry.round == b.entry.round
            && subject_a == subject_b
            && a.entry.when.fiscal_year.is_some()
            && a.entry.when.fiscal_year == b.entry.when.fiscal_year;
        return moved || within && (subject_a.ends_with(subject_b) || subject_b.ends_with(subject_a));
    }
    let shares_phase = a.entry.phases.iter().any(|p| b.entry.phases.contains(p));
    within && shares_phase && (subject_a.contains(subject_b) || subject_b.contains(subject_a))
}

/// What an entry is about, for telling whether two are the same: its body, else its event, without what differs from
/// printing to printing.
fn subject(entry: &ScheduleEntry) -> String {
    bare(entry.body.as_deref().unwrap_or(&entry.event))
}

/// A name without spaces, the number of a meeting, 各 or 全 before it and の開催 after it.
pub(super) fn bare(name: &str) -> String {
    let text: String = normalize(name).chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = text.as_str();
    if let Some(after) = rest.strip_prefix('第')
        && let Some((number, after)) = after.split_once('回')
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    {
        rest = after;
    }
    for start in ["各", "全"] {
        // Not where nothing but a word like 全体 would be cut in two.
        rest = rest.strip_prefix(start).filter(|r| r.chars().count() >= 3 && !r.starts_with('体')).unwrap_or(rest);
    }
    for end in ["の開催", "の実施", "を開催", "を実施", "開催", "実施"] {
        if let Some(r) = rest.strip_suffix(end).filter(|r| !r.is_empty()) {
            rest = r;
            break;
        }
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::japanese::{Context, parse_one};

    fn entry(table: Option<&str>, date: &str, event: &str, body: Option<&str>, round: Option<u32>) -> ScheduleEntry {
        ScheduleEntry {
            when: parse_one(date, &Context::default()).unwrap_or_default(),
            event: event.into(),
            body: body.map(Into::into),
            round,
            table: table.map(Into::into),
            phases: if body.is_none() { vec!["workshop".into()] } else { Vec::new() },
            ..ScheduleEntry::default()
        }
    }

    fn count(entries: Vec<ScheduleEntry>) -> usize {
        let record = Record { schedule: entries, ..Record::default() };
        events(&[&record]).len()
    }

    #[test]
    fn a_meeting_in_two_tables_is_one() {
        let (council, short) = (Some("総合計画審議会"), Some("審議会"));
        let fine = entry(Some("t1"), "令和4年10月31日", "第1回総合計画審議会の開催", council, Some(1));
        assert_eq!(count(vec![fine.clone(), entry(Some("t2"), "令和4年10月", "第1回", short, Some(1))]), 1);
        // Another number, another month, another body, or the same table.
        assert_eq!(count(vec![fine.clone(), entry(Some("t2"), "令和4年10月", "第2回", short, Some(2))]), 2);
        assert_eq!(count(vec![fine.clone(), entry(Some("t2"), "令和4年11月", "第1回", short, Some(1))]), 2);
        assert_eq!(count(vec![fine.clone(), entry(Some("t2"), "令和4年10月", "第1回", Some("幹事会"), Some(1))]), 2);
        assert_eq!(count(vec![fine, entry(Some("t1"), "令和4年10月", "第1回", short, Some(1))]), 2);
    }

    #[test]
    fn a_coarse_entry_repeats_one_fine_entry_only() {
        let fine = |day: &str, name: &'static str| entry(Some("t1"), day, name, Some(name), None);
        let entries = vec![
            fine("令和5年2月14日", "温海地域振興懇談会"),
            fine("令和5年2月16日", "羽黒地域振興懇談会"),
            entry(Some("t2"), "令和5年2月", "第1回地域振興懇談会", Some("地域振興懇談会"), Some(1)),
        ];
        assert_eq!(count(entries), 2);
        let named = entry(Some("t1"), "令和5年2月28日", "市民ワークショップ「つるおか未来カフェ」", None, None);
        assert_eq!(count(vec![named, entry(Some("t2"), "令和5年2月", "市民ワークショップ", None, None)]), 1);
    }

    #[test]
    fn a_meeting_that_was_moved_has_the_date_of_the_younger_paper() {
        let of = |date| entry(Some("t1"), date, "第3回審議会", Some("審議会"), Some(3));
        let younger = Record { schedule: vec![of("令和5年9月20日")], ..Record::default() };
        let older = Record { schedule: vec![of("令和5年8月")], ..Record::default() };
        let events = events(&[&younger, &older]);
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].lead.entry.when.raw, "令和5年9月20日");
    }

    #[test]
    fn names_without_what_differs() {
        for (name, expected) in [
            ("第1回 総合計画審議会の開催", "総合計画審議会"),
            ("各専門委員会", "専門委員会"),
            ("全体会議", "全体会議"),
            ("ワークショップの実施", "ワークショップ"),
            ("実施", "実施"),
        ] {
            assert_eq!(bare(name), expected, "{name}");
        }
    }
}
