//! Documents joined to plans, and all that is told of one plan.

use super::counts::{self, key, number};
use super::events::{Event, events, places};
use super::span::{Span, fiscal_year};
use super::timing;
use super::types::{
    BodyRow, DocumentRow, IndicatorRow, LayerRow, Measure, Period, Place, PlanRow, Reason, RelatedRow, ThemeRow,
    ValueRow,
};
use crate::record::{IndicatorValue, Places, Record, Status, When};

/// The id under which a document is joined: that of its plan, else its own.
pub(super) fn id(record: &Record) -> String {
    let plan = record.plan.as_ref().and_then(|p| p.id.as_deref());
    plan.map_or_else(|| format!("file:{}", record.source.file), str::to_owned)
}

/// A plan from its documents, given with their places among all records; the youngest first.
pub(super) fn row(id: &str, documents: &[(usize, &Record)]) -> PlanRow {
    let records: Vec<&Record> = documents.iter().map(|(_, r)| *r).collect();
    let records = records.as_slice();
    let events = events(records);
    let municipality = || records.iter().filter_map(|r| r.municipality.as_ref());
    let plan = || records.iter().filter_map(|r| r.plan.as_ref());

    let period = period(records);
    let start = period.value.as_ref().and_then(|p| p.start.as_deref()?.parse().ok());
    let consultation = timing::first(&events, "consultation", "諮問");
    let answer = timing::last(&events, "answer", "答申", consultation.as_ref());
    let (months_to_answer, days_to_answer) =
        timing::between(consultation.as_ref(), answer.as_ref(), &events, ["consultation", "answer"]);
    let decision = timing::policy_decision(&events, records);
    let adoption = timing::last(&events, "adoption", "策定", decision.as_ref());
    let (months_to_adoption, _) =
        timing::between(decision.as_ref(), adoption.as_ref(), &events, ["policy_decision", "adoption"]);
    let (council_meetings, council_items) = counts::meetings(&events, records, "council");
    let (committee_meetings, _) = counts::meetings(&events, records, "council_subcommittee");
    let public_comments = timing::public_comments(&events, records, answer.as_ref());
    let unheld = if events.is_empty() { Reason::NoSchedule } else { Reason::NotFound };
    let main = public_comments.first();
    let participation = counts::participation(&events, records);
    let postponed: Vec<&Event<'_>> = events.iter().filter(|e| e.lead.entry.status == Status::Postponed).collect();

    PlanRow {
        id: id.to_owned(),
        municipality: municipality().map(|m| m.name.clone()).next(),
        prefecture: municipality().find_map(|m| m.prefecture.clone()),
        code: municipality().find_map(|m| m.code.clone()),
        kind: municipality().find_map(|m| kind(m.kind?)),
        title: plan().find_map(|p| p.title.clone()),
        name: plan().find_map(|p| p.name.clone()),
        ordinal: plan().find_map(|p| p.ordinal),
        part: plan().find_map(|p| p.part.clone()),
        documents: documents.iter().map(|(i, r)| document(*i, r)).collect(),
        layers: layers(records),
        vision: vision(records),
        months_to_answer,
        days_to_answer,
        months_to_adoption,
        council_meetings,
        committee_meetings,
        council_items,
        public_comment_days: main.map_or(Measure::missing(unheld), |c| c.days.clone()),
        public_comment_season: main.map_or(Measure::missing(unheld), |c| c.season.clone()),
        public_comment_order: main.map_or(Measure::missing(unheld), |c| c.order.clone()),
        public_comments,
        methods: Measure::counted(
            number(participation.len()),
            Reason::NotFound,
            participation.iter().filter_map(|m| m.times.from.first().cloned()).collect(),
        ),
        participation,
        children: counts::children(records),
        assembly: counts::assembly(&events),
        events: events.iter().map(Event::row).collect(),
        phases: timing::phases(&events, start),
        postponed: Measure::counted(
            number(postponed.len()),
            unheld,
            postponed.iter().flat_map(|e| e.lead.places()).collect(),
        ),
        goals: counts::goals(records),
        measures: counts::measures(records),
        indicators_counted: counts::indicators(records),
        fields: counts::fields(records),
        themes: themes(records),
        bodies: bodies(records),
        related_plans: related(records),
        indicators: indicators(records),
        period,
    }
}

/// 市, 町 … as the record writes it.
fn kind(kind: crate::record::MunicipalityKind) -> Option<String> {
    serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)
}

fn document(index: usize, record: &Record) -> DocumentRow {
    DocumentRow {
        file: record.source.file.clone(),
        record: index,
        title: record.document.title.clone(),
        kind: record.document.kind.clone(),
        stage: record.document.stage.clone(),
        date: record.document.date.clone(),
        pages: record.source.page_count,
        warnings: record.quality.warnings.len(),
    }
}

/// The years of a period, in 年度.
fn years(when: &When) -> Period {
    let span = Span::of(when);
    let day = |text: &Option<String>| text.as_deref().and_then(|t| t.parse().ok());
    let (first, last) = (day(&when.start).map(fiscal_year), day(&when.end).map(fiscal_year));
    Period {
        raw: when.raw.clone(),
        start: when.start.clone(),
        end: when.end.clone(),
        first_year: first,
        last_year: last,
        years: span.and_then(|_| Some(last? - first? + 1)),
    }
}

fn period(records: &[&Record]) -> Measure<Period> {
    for record in records {
        let Some(plan) = &record.plan else { continue };
        let Some(when) = plan.period.as_ref().filter(|w| w.start.is_some() || w.end.is_some()) else { continue };
        return Measure::known(years(when), evidence(record, &when.raw, !when.inferred.is_empty()));
    }
    Measure::missing(Reason::NotFound)
}

fn vision(records: &[&Record]) -> Measure<String> {
    for record in records {
        if let Some(vision) = record.plan.as_ref().and_then(|p| p.vision.as_ref()) {
            return Measure::known(vision.clone(), evidence(record, vision, false));
        }
    }
    Measure::missing(Reason::NotFound)
}

/// Where the record says that it read a fact of the plan.
fn evidence(record: &Record, text: &str, inferred: bool) -> Vec<Place> {
    let at = record.plan.iter().flat_map(|p| &p.evidence).find(|e| e.text == text).and_then(|e| e.at);
    vec![Place {
        file: record.source.file.clone(),
        page: at.map(|at| at.page),
        bbox: at.map(|at| at.bbox),
        text: text.to_owned(),
        inferred,
    }]
}

fn layers(records: &[&Record]) -> Vec<LayerRow> {
    let mut rows: Vec<LayerRow> = Vec::new();
    for (record, layer) in records.iter().flat_map(|r| r.plan.iter().flat_map(|p| &p.layers).map(move |l| (r, l))) {
        if rows.iter().any(|row| row.name == layer.name) {
            continue;
        }
        let period = match &layer.period {
            Some(when) => {
                let at = layer.at.map(Places::One).unwrap_or_default();
                Measure::known(years(when), places(record, &at, &when.raw, !when.inferred.is_empty()))
            }
            None => Measure::missing(Reason::NotFound),
        };
        rows.push(LayerRow { name: layer.name.clone(), period });
    }
    rows
}

fn themes(records: &[&Record]) -> Vec<ThemeRow> {
    let mut rows: Vec<ThemeRow> = Vec::new();
    for (record, theme) in records.iter().flat_map(|r| r.themes.iter().map(move |t| (r, t))) {
        let from = places(record, &Places::One(theme.at), &theme.theme, false);
        match rows.iter_mut().find(|row| row.theme == theme.theme) {
            Some(row) => {
                row.count += theme.count;
                row.from.extend(from);
            }
            None => rows.push(ThemeRow { theme: theme.theme.clone(), count: theme.count, unique: false, from }),
        }
    }
    rows
}

fn bodies(records: &[&Record]) -> Vec<BodyRow> {
    let mut rows: Vec<BodyRow> = Vec::new();
    for (record, body) in records.iter().flat_map(|r| r.bodies.iter().map(move |b| (r, b))) {
        let from = places(record, &body.at, &body.name, false);
        match rows.iter_mut().find(|row| row.name == body.name) {
            Some(row) => {
                row.from.extend(from);
                if row.members.is_empty() {
                    row.members.clone_from(&body.members);
                }
            }
            None => rows.push(BodyRow {
                name: body.name.clone(),
                kind: body.kind.clone(),
                members: body.members.clone(),
                from,
            }),
        }
    }
    rows
}

fn related(records: &[&Record]) -> Vec<RelatedRow> {
    let mut rows: Vec<RelatedRow> = Vec::new();
    for (record, plan) in records.iter().flat_map(|r| r.related_plans.iter().map(move |p| (r, p))) {
        let from = places(record, &plan.at, &plan.title, false);
        match rows.iter_mut().find(|row| row.title == plan.title && row.relation == plan.relation) {
            Some(row) => row.from.extend(from),
            None => rows.push(RelatedRow { title: plan.title.clone(), relation: plan.relation.clone(), from }),
        }
    }
    rows
}

fn indicators(records: &[&Record]) -> Vec<IndicatorRow> {
    let mut rows: Vec<IndicatorRow> = Vec::new();
    let mut seen: Vec<(String, Option<&str>)> = Vec::new();
    for (record, indicator) in records.iter().flat_map(|r| r.indicators.iter().map(move |i| (r, i))) {
        let own = (key(&indicator.name), indicator.policy.as_deref());
        if seen.contains(&own) {
            continue;
        }
        rows.push(IndicatorRow {
            key: own.0.clone(),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            baseline: indicator.baseline.as_ref().map(value),
            targets: indicator.targets.iter().map(value).collect(),
            plans: 1,
            from: places(record, &indicator.at, &indicator.name, false),
        });
        seen.push(own);
    }
    rows
}

fn value(value: &IndicatorValue) -> ValueRow {
    ValueRow { value: value.value.clone(), number: value.number, when: value.when.as_ref().map(|w| w.raw.clone()) }
}
