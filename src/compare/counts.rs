//! What can be counted: meetings, participation, goals, 施策, KPI, fields of policy.

use super::events::{Event, bare, places};
use super::types::{Counted, FieldRow, Level, Measure, MethodRow, Place, Reason};
use crate::record::ids::{FIELDS, METHODS};
use crate::record::{Participation, PolicyItem, PolicyKind, PolicyList, Record, Status};

/// Deepest nesting of policy items that is gone through.
const DEPTH: usize = 12;

/// Meetings of bodies of a kind: how many, and how many agenda items.
pub(super) fn meetings(events: &[Event<'_>], records: &[&Record], kind: &str) -> (Measure<i64>, Measure<i64>) {
    let reason = if events.is_empty() { Reason::NoSchedule } else { Reason::NotFound };
    let held: Vec<&Event<'_>> = events
        .iter()
        .filter(|e| e.lead.entry.status != Status::Cancelled)
        .filter(|e| e.bodies().any(|body| kind_of(body, records) == Some(kind)))
        .collect();
    let items = |e: &&&Event<'_>| e.entries.iter().map(|e| e.entry.items.len()).max().unwrap_or(0);
    let with_items: Vec<&&Event<'_>> = held.iter().filter(|e| items(e) > 0).collect();
    let total: usize = with_items.iter().map(items).sum();
    let from = |events: &[&Event<'_>]| events.iter().flat_map(|e| e.lead.places()).collect();
    let with_items_from = with_items.iter().flat_map(|e| e.lead.places()).collect();
    (
        Measure::counted(number(held.len()), reason, from(&held)),
        Measure::counted(number(total), reason, with_items_from),
    )
}

/// The kind of a body that a schedule names, perhaps shortly: 審議会 where the list of bodies has 総合計画審議会.
fn kind_of<'a>(name: &str, records: &[&'a Record]) -> Option<&'a str> {
    let name = bare(name);
    let bodies = || records.iter().flat_map(|r| &r.bodies);
    if let Some(body) = bodies().find(|b| bare(&b.name) == name) {
        return Some(&body.kind);
    }
    let alike = |b: &&crate::record::Body| {
        let of = bare(&b.name);
        of.ends_with(&name) || name.ends_with(&of)
    };
    let mut kinds: Vec<&str> = bodies().filter(alike).map(|b| b.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    match kinds.as_slice() {
        [one] => Some(one),
        [] if name.ends_with("審議会") => Some("council"),
        _ => None,
    }
}

/// How often each method of participation is used.
pub(super) fn participation(events: &[Event<'_>], records: &[&Record]) -> Vec<MethodRow> {
    METHODS
        .iter()
        .filter_map(|method| {
            let rows: Vec<(usize, &Participation)> = records
                .iter()
                .enumerate()
                .flat_map(|(d, r)| r.participation.iter().map(move |p| (d, p)))
                .filter(|(_, p)| p.method == *method)
                .collect();
            (!rows.is_empty()).then(|| method_row(method, &rows, events, records))
        })
        .collect()
}

fn method_row(method: &str, rows: &[(usize, &Participation)], events: &[Event<'_>], records: &[&Record]) -> MethodRow {
    // A row is the event that it was read from, so that one meeting printed twice counts once.
    let mut times: Vec<usize> = Vec::new();
    let (mut alone, mut dated, mut undated) = (0, Vec::new(), Vec::new());
    for (document, row) in rows {
        let Some(record) = records.get(*document) else { continue };
        let text = row.when.as_ref().map_or_else(|| row.name.clone(), |w| format!("{} {}", w.raw, row.name));
        let inferred = row.when.as_ref().is_some_and(|w| !w.inferred.is_empty());
        let at = places(record, &row.at, &text, inferred);
        match events.iter().position(|e| is_of(e, *document, row)) {
            Some(event) if times.contains(&event) => {}
            Some(event) if events.get(event).is_some_and(|e| e.span().is_some()) => {
                times.push(event);
                dated.extend(at);
            }
            None if row.when.as_ref().is_some_and(|w| w.start.is_some() || w.end.is_some()) => {
                alone += 1;
                dated.extend(at);
            }
            _ => undated.extend(at),
        }
    }
    let count = number(times.len() + alone);
    let named = |of: &dyn Fn(&Participation) -> Option<String>| {
        let mut names: Vec<String> = rows.iter().filter_map(|(_, row)| of(row)).collect();
        names.sort();
        names.dedup();
        names
    };
    MethodRow {
        method: method.to_owned(),
        times: if count > 0 { Measure::known(count, dated) } else { Measure::missing_at(Reason::NoDate, undated) },
        names: named(&|p| Some(bare(&p.name))),
        targets: named(&|p| p.target.clone()),
    }
}

/// Whether a row of participation was read from an entry of this event: the same document and date, and a box within
/// the other's.
fn is_of(event: &Event<'_>, document: usize, row: &Participation) -> bool {
    event.entries.iter().any(|e| {
        let (Some(a), Some(b)) = (e.entry.at.first(), row.at.first()) else { return false };
        let raw = row.when.as_ref().map_or("", |w| w.raw.as_str());
        e.document == document
            && e.entry.when.raw == raw
            && a.page == b.page
            && (within(a.bbox, b.bbox) || within(b.bbox, a.bbox))
    })
}

/// Whether the second box lies within the first, to a point.
fn within([ax0, ay0, ax1, ay1]: [f64; 4], [bx0, by0, bx1, by1]: [f64; 4]) -> bool {
    ax0 - 1.0 <= bx0 && ay0 - 1.0 <= by0 && bx1 <= ax1 + 1.0 && by1 <= ay1 + 1.0
}

/// Whether children or young people are asked.
pub(super) fn children(records: &[&Record]) -> Measure<String> {
    let (mut who, mut from) = (Vec::new(), Vec::new());
    for record in records {
        for row in &record.participation {
            let id = match row.target.as_deref() {
                Some("children") => "children",
                Some("young") => "young",
                _ if row.method == "children" => "children",
                _ => continue,
            };
            if !who.contains(&id) {
                who.push(id);
            }
            from.extend(places(record, &row.at, &row.name, false));
        }
    }
    who.sort_unstable();
    if who.is_empty() { Measure::missing(Reason::NotFound) } else { Measure::known(who.join("+"), from) }
}

/// Whether the assembly votes on the plan, or is only told of it.
pub(super) fn assembly(events: &[Event<'_>]) -> Measure<String> {
    for (answer, phases) in [("vote", &["vote", "bill"][..]), ("report", &["assembly_report"])] {
        let from: Vec<Place> =
            events.iter().filter(|e| phases.iter().any(|p| e.has_phase(p))).flat_map(Event::places).collect();
        if !from.is_empty() {
            return Measure::known(answer.to_owned(), from);
        }
    }
    Measure::missing(if events.is_empty() { Reason::NoSchedule } else { Reason::NotFound })
}

/// Goals: the first list of basic goals, else of 大綱, else of pillars.
pub(super) fn goals(records: &[&Record]) -> Counted {
    for kind in [PolicyKind::BasicGoal, PolicyKind::Framework, PolicyKind::VisionPillar] {
        let lists: Vec<_> = lists(records).filter(|(_, list)| list.kind == kind).collect();
        // A list printed twice is one list: a declared number makes the first that has one the one that counts.
        let best = lists.iter().find(|(_, l)| l.declared_count.is_some()).or(lists.first());
        if let Some((record, list)) = best {
            return Counted { declared: declared(record, list), found: found(record, list, list.items.len()) };
        }
    }
    nothing()
}

/// 施策: the innermost items of lists of 施策, else those below the goals.
pub(super) fn measures(records: &[&Record]) -> Counted {
    let own: Vec<_> = lists(records).filter(|(_, list)| list.kind == PolicyKind::Measure).collect();
    if !own.is_empty() {
        let leaves = |list: &PolicyList| list.items.iter().map(|i| innermost(i, 0)).sum::<usize>();
        let from = own.iter().flat_map(|(r, l)| places(r, &l.at, &l.label, false)).collect();
        let total = own.iter().map(|(_, l)| leaves(l)).sum();
        let stated = own.iter().find(|(_, l)| l.declared_count.is_some());
        let declared = stated.map_or(Measure::missing(Reason::NotFound), |(r, l)| declared(r, l));
        return Counted { declared, found: Measure::counted(number(total), Reason::NotFound, from) };
    }
    let below: Vec<_> = lists(records)
        .filter(|(_, l)| matches!(l.kind, PolicyKind::BasicGoal | PolicyKind::Framework | PolicyKind::VisionPillar))
        .map(|(r, l)| (r, l, l.items.iter().filter(|i| !i.items.is_empty()).map(|i| innermost(i, 0)).sum::<usize>()))
        .filter(|(_, _, count)| *count > 0)
        .collect();
    let from = below.iter().flat_map(|(r, l, _)| places(r, &l.at, &l.label, false)).collect();
    let total = below.iter().map(|(_, _, count)| count).sum();
    Counted {
        declared: Measure::missing(Reason::NotFound),
        found: Measure::counted(number(total), Reason::NotFound, from),
    }
}

/// KPI: those found, and the number that a label with such a word states.
pub(super) fn indicators(records: &[&Record]) -> Counted {
    let says = |label: &str| ["KPI", "指標", "数値目標"].iter().any(|word| label.contains(word));
    let stated = lists(records).find(|(_, l)| says(&l.label) && l.declared_count.is_some());
    let all = || records.iter().flat_map(|r| r.indicators.iter().map(move |i| (r, i)));
    let from = all().flat_map(|(r, i)| places(r, &i.at, &i.name, false)).collect();
    // An indicator that a second paper of the plan prints again is the same one.
    let mut keys: Vec<(String, Option<&str>)> = all().map(|(_, i)| (key(&i.name), i.policy.as_deref())).collect();
    keys.sort();
    keys.dedup();
    Counted {
        declared: stated.map_or(Measure::missing(Reason::NotFound), |(r, l)| declared(r, l)),
        found: Measure::counted(number(keys.len()), Reason::NotFound, from),
    }
}

/// What makes two names of indicators the same: normalised, without spaces.
pub(super) fn key(name: &str) -> String {
    crate::japanese::normalize(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Each field of policy, as strongly as it stands.
pub(super) fn fields(records: &[&Record]) -> Vec<FieldRow> {
    let mut found: Vec<(&str, Level, Vec<Place>)> = Vec::new();
    for (record, list) in lists(records) {
        let level = match list.kind {
            PolicyKind::VisionPillar | PolicyKind::BasicGoal | PolicyKind::Framework => Level::Pillar,
            PolicyKind::Priority | PolicyKind::Project => Level::Priority,
            PolicyKind::Viewpoint | PolicyKind::Measure | PolicyKind::Other => Level::Mention,
        };
        for item in &list.items {
            tell(item, level, 0, &mut |field, level, item| {
                found.push((field, level, places(record, &item.at, &item.title, false)));
            });
        }
    }
    for record in records {
        for theme in &record.themes {
            if let Some(field) = field_of_theme(&theme.theme) {
                let at = crate::record::Places::One(theme.at);
                found.push((field, Level::Mention, places(record, &at, &theme.theme, false)));
            }
        }
    }
    FIELDS
        .iter()
        .filter_map(|field| {
            let mut of: Vec<_> = found.iter().filter(|(f, ..)| f == field).collect();
            of.sort_by_key(|(_, level, _)| *level);
            let level = of.first()?.1;
            let from = of.iter().flat_map(|(_, _, places)| places.iter().cloned()).collect();
            Some(FieldRow { field: (*field).to_owned(), level, count: of.len(), from })
        })
        .collect()
}

fn tell<'a>(item: &'a PolicyItem, level: Level, depth: usize, on: &mut impl FnMut(&'a str, Level, &'a PolicyItem)) {
    for field in &item.field {
        on(field, level, item);
    }
    if depth < DEPTH {
        // What hangs below a pillar is a part of it, no pillar.
        item.items.iter().for_each(|below| tell(below, Level::Mention, depth + 1, on));
    }
}

/// Themes that are a field of policy by their name.
fn field_of_theme(theme: &str) -> Option<&'static str> {
    Some(match theme {
        "SDGs" => "sdgs",
        "DX" | "デジタル田園都市" | "Society 5.0" => "digital",
        "GX" | "気候変動" => "environment",
        "人口減少" | "地方創生" | "関係人口" => "migration",
        "少子高齢化" => "childcare",
        "国土強靱化" => "disaster",
        "多文化共生" | "女性活躍・男女共同参画" | "多様性" => "inclusion",
        "協働" => "community",
        "公共施設の老朽化" => "admin",
        _ => return None,
    })
}

fn lists<'a>(records: &[&'a Record]) -> impl Iterator<Item = (&'a Record, &'a PolicyList)> {
    records.iter().flat_map(|r| r.policies.iter().map(move |l| (*r, l)))
}

fn innermost(item: &PolicyItem, depth: usize) -> usize {
    if item.items.is_empty() || depth >= DEPTH {
        return 1;
    }
    item.items.iter().map(|i| innermost(i, depth + 1)).sum()
}

fn declared(record: &Record, list: &PolicyList) -> Measure<i64> {
    match list.declared_count {
        Some(count) => Measure::known(i64::from(count), places(record, &list.at, &list.label, false)),
        None => Measure::missing(Reason::NotFound),
    }
}

fn found(record: &Record, list: &PolicyList, count: usize) -> Measure<i64> {
    Measure::counted(number(count), Reason::NotFound, places(record, &list.at, &list.label, false))
}

fn nothing() -> Counted {
    Counted { declared: Measure::missing(Reason::NotFound), found: Measure::missing(Reason::NotFound) }
}

pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
