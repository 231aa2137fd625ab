//! What the report embeds: a comparison and the parts of its records that a page per document shows, as compact JSON.
//!
//! Rows are lists without names, ids are numbers, and boxes whole points: 1,741 municipalities have to fit into a file that
//! opens at once. `assets/data.js` reads it and tells the same order of fields.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use serde::ser::SerializeSeq;

use crate::compare::{
    Comparison, LEVELS, Measure, NUMBERS, Place, PlanRow, Reason, WORDS, number, word, words_of_vision,
};
use crate::record::ids::{BODY_KINDS, FIELDS, METHODS, PHASES};
use crate::record::{At, PolicyItem, Precision, Record, Status, When};

/// Deepest nesting of policy items that is shown.
const DEPTH: usize = 6;

/// `[document of the plan, page, x0, y0, x1, y1]`; the box is left out where there is none.
type Place6 = Vec<i64>;

/// A place, by its number in the plan's list: most figures are read from the same places.
type Spot = usize;

/// The places of a plan, each once.
#[derive(Default)]
struct Spots {
    list: Vec<Place6>,
    numbers: BTreeMap<Place6, Spot>,
}

impl Spots {
    fn add(&mut self, document: usize, page: Option<usize>, bbox: Option<[f64; 4]>) -> Spot {
        let place = whole_points(document, page, bbox);
        let next = self.list.len();
        match self.numbers.entry(place) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.list.push(new.key().clone());
                *new.insert(next)
            }
        }
    }

    fn at(&mut self, document: usize, at: Option<&At>) -> Spot {
        self.add(document, at.map(|a| a.page), at.map(|a| a.bbox))
    }

    fn of(&mut self, from: &[Place], plan: &PlanRow) -> Vec<Spot> {
        from.iter()
            .take(MOST_SPOTS)
            .filter_map(|place| {
                let document = plan.documents.iter().position(|d| d.file == place.file)?;
                Some(self.add(document, place.page, place.bbox))
            })
            .collect()
    }
}

#[derive(Serialize)]
pub(super) struct Data<'a> {
    generator: String,
    #[serde(rename = "where")]
    conditions: &'a [String],
    by: Option<crate::compare::By>,
    left_out: usize,
    pdfs: Option<&'a str>,
    numbers: [&'static str; NUMBERS.len()],
    words: [&'static str; WORDS.len()],
    phases: [&'static str; PHASES.len()],
    methods: [&'static str; METHODS.len()],
    fields: [&'static str; FIELDS.len()],
    reasons: [&'static str; Reason::ALL.len()],
    plans: Vec<Plan<'a>>,
    docs: Vec<Doc<'a>>,
}

#[derive(Serialize)]
struct Plan<'a> {
    id: &'a str,
    m: Option<&'a str>,
    pref: Option<&'a str>,
    code: Option<&'a str>,
    kind: Option<&'a str>,
    title: Option<&'a str>,
    name: Option<&'a str>,
    part: Option<&'a str>,
    /// Number of its first document, and how many it has.
    docs: (usize, usize),
    sp: Vec<Place6>,
    /// Its events, each once: document of the plan times 2^16, and entry.
    ev: Vec<usize>,
    /// raw, first 年度, last 年度
    period: Option<(&'a str, Option<i32>, Option<i32>)>,
    /// name, raw
    layers: Vec<(&'a str, Option<&'a str>)>,
    vision: Figure<&'a str>,
    /// Words of the vision.
    vw: Vec<String>,
    n: Vec<Figure<i64>>,
    w: Vec<Figure<&'a str>>,
    ph: Vec<Phase<'a>>,
    me: Vec<Method<'a>>,
    /// field, level, count, places
    fi: Vec<(usize, usize, usize, Vec<Spot>)>,
    /// theme, count, place
    th: Vec<(&'a str, usize, Vec<Spot>)>,
    /// key (where it differs from the name), name, unit, baseline, targets, places
    ind: Vec<Indicator<'a>>,
}

/// phase, events, first day, month, reason, places
#[derive(Serialize)]
struct Phase<'a>(usize, usize, Option<&'a str>, Option<i64>, Option<usize>, Vec<Spot>);

/// method, times, reason, names, targets, places
#[derive(Serialize)]
struct Method<'a>(usize, Option<i64>, Option<usize>, &'a [String], &'a [String], Vec<Spot>);

/// label, kind, declared number, items, place
#[derive(Serialize)]
struct List<'a>(&'a str, String, Option<u32>, Vec<Item<'a>>, Spot);

#[derive(Serialize)]
struct Indicator<'a>(Option<&'a str>, &'a str, Option<&'a str>, Option<Value<'a>>, Vec<Value<'a>>, Vec<Spot>);

/// value, when
type Value<'a> = (&'a str, Option<&'a str>);

/// `[value, places, reason, least, most]`, with what is empty at the end left out; only the number of the reason where
/// there is nothing else.
struct Figure<T> {
    value: Option<T>,
    least: Option<T>,
    most: Option<T>,
    reason: Option<usize>,
    from: Vec<Spot>,
}

impl<T: Serialize> Serialize for Figure<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let (None, None, Some(reason), true) = (&self.value, &self.least, self.reason, self.from.is_empty()) {
            return reason.serialize(serializer);
        }
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element(&self.value)?;
        list.serialize_element(&self.from)?;
        if self.reason.is_some() {
            list.serialize_element(&self.reason)?;
            if self.least.is_some() {
                list.serialize_element(&self.least)?;
                list.serialize_element(&self.most)?;
            }
        }
        list.end()
    }
}

#[derive(Serialize)]
struct Doc<'a> {
    f: &'a str,
    t: Option<&'a str>,
    k: Option<&'a str>,
    st: Option<&'a str>,
    d: Option<&'a str>,
    p: usize,
    plan: usize,
    s: Vec<Line<'a>>,
    pol: Vec<List<'a>>,
    bod: Vec<(&'a str, usize, String, Spot)>,
    rel: Vec<(&'a str, Option<&'a str>, Spot)>,
    war: Vec<(String, &'a str, Spot)>,
}

/// start, end, raw, event, body or track, phases, status, flags (1 inferred, 2 coarse, 4 approximate), place. A day has its
/// end left out (0), a whole month stands as `2024-02`.
#[derive(Serialize)]
struct Line<'a>(Option<&'a str>, End<'a>, &'a str, &'a str, &'a str, Vec<usize>, u8, u8, Spot);

#[derive(Serialize)]
#[serde(untagged)]
enum End<'a> {
    Same(u8),
    Day(Option<&'a str>),
}

/// marker, title, items
#[derive(Serialize)]
struct Item<'a>(Option<&'a str>, &'a str, Vec<Item<'a>>);

/// The data of a report. `pdfs` is where the PDFs lie.
pub(super) fn data<'a>(comparison: &'a Comparison, records: &'a [Record], pdfs: Option<&'a str>) -> Data<'a> {
    let (mut docs, mut plans) = (Vec::new(), Vec::new());
    for plan in &comparison.plans {
        let (first, mut spots) = (docs.len(), Spots::default());
        for (i, record) in plan.documents.iter().map(|d| records.get(d.record)).enumerate() {
            docs.extend(record.map(|r| doc(r, plans.len(), i, &mut spots)));
        }
        plans.push(plan_data(plan, first, spots));
    }
    Data {
        generator: format!("{} {}", comparison.generator.name, comparison.generator.version),
        conditions: &comparison.conditions,
        by: comparison.by,
        left_out: comparison.left_out,
        pdfs,
        numbers: NUMBERS,
        words: WORDS,
        phases: PHASES,
        methods: METHODS,
        fields: FIELDS,
        reasons: Reason::ALL.map(Reason::id),
        plans,
        docs,
    }
}

fn plan_data<'a>(plan: &'a PlanRow, first: usize, mut table: Spots) -> Plan<'a> {
    let mut spots = |from: &[Place]| table.of(from, plan);
    let reason = |r: Option<Reason>| r.and_then(|r| Reason::ALL.iter().position(|a| *a == r));
    let mut made = Plan {
        id: &plan.id,
        sp: Vec::new(),
        m: plan.municipality.as_deref(),
        pref: plan.prefecture.as_deref(),
        code: plan.code.as_deref(),
        kind: plan.kind.as_deref(),
        title: plan.title.as_deref(),
        name: plan.name.as_deref(),
        part: plan.part.as_deref(),
        docs: (first, plan.documents.len()),
        ev: plan.events.iter().map(|e| (e.entry.0 << 16) + e.entry.1).collect(),
        period: plan.period.value.as_ref().map(|p| (p.raw.as_str(), p.first_year, p.last_year)),
        layers: plan
            .layers
            .iter()
            .map(|l| (l.name.as_str(), l.period.value.as_ref().map(|p| p.raw.as_str())))
            .collect(),
        vision: text(&plan.vision, &mut spots),
        vw: plan.vision.value.as_deref().map(words_of_vision).unwrap_or_default().into_iter().collect(),
        n: NUMBERS
            .iter()
            .filter_map(|m| number(plan, m))
            .map(|m| Figure {
                value: m.value,
                least: m.least,
                most: m.most,
                reason: reason(m.reason),
                from: spots(&m.from),
            })
            .collect(),
        w: WORDS.iter().filter_map(|m| word(plan, m)).map(|m| text(m, &mut spots)).collect(),
        ph: plan
            .phases
            .iter()
            .filter_map(|p| {
                let phase = PHASES.iter().position(|id| *id == p.phase)?;
                let month = &p.month;
                Some(Phase(phase, p.events, p.first.as_deref(), month.value, reason(month.reason), spots(&month.from)))
            })
            .collect(),
        me: plan
            .participation
            .iter()
            .filter_map(|m| {
                let method = METHODS.iter().position(|id| *id == m.method)?;
                Some(Method(
                    method,
                    m.times.value,
                    reason(m.times.reason),
                    m.names.as_slice(),
                    m.targets.as_slice(),
                    spots(&m.times.from),
                ))
            })
            .collect(),
        fi: plan
            .fields
            .iter()
            .filter_map(|f| {
                let field = FIELDS.iter().position(|id| *id == f.field)?;
                let level = LEVELS.iter().position(|(l, _)| *l == f.level)?;
                Some((field, level, f.count, spots(&f.from)))
            })
            .collect(),
        th: plan.themes.iter().map(|t| (t.theme.as_str(), t.count, spots(&t.from))).collect(),
        ind: plan
            .indicators
            .iter()
            .map(|i| {
                let value = |v: &'a crate::compare::ValueRow| (v.value.as_str(), v.when.as_deref());
                Indicator(
                    (i.key != i.name).then_some(i.key.as_str()),
                    &i.name,
                    i.unit.as_deref(),
                    i.baseline.as_ref().map(value),
                    i.targets.iter().map(value).collect(),
                    spots(&i.from),
                )
            })
            .collect(),
    };
    made.sp = table.list;
    made
}

fn text<'a>(m: &'a Measure<String>, spots: &mut impl FnMut(&[Place]) -> Vec<Spot>) -> Figure<&'a str> {
    let reason = m.reason.and_then(|r| Reason::ALL.iter().position(|a| *a == r));
    Figure { value: m.value.as_deref(), least: None, most: None, reason, from: spots(&m.from) }
}

/// Places that a figure shows; the tables have all.
const MOST_SPOTS: usize = 12;

/// A place in whole points, widened outwards.
#[allow(clippy::cast_possible_truncation, reason = "a page has at most 14,400 points")]
fn whole_points(document: usize, page: Option<usize>, bbox: Option<[f64; 4]>) -> Place6 {
    let number = |n: usize| i64::try_from(n).unwrap_or(0);
    let mut spot = vec![number(document)];
    spot.extend(page.map(number));
    if let Some([x0, y0, x1, y1]) = bbox {
        spot.extend([x0.floor() as i64, y0.floor() as i64, x1.ceil() as i64, y1.ceil() as i64]);
    }
    spot
}

/// A document; `index` is its place in the plan.
fn doc<'a>(record: &'a Record, plan: usize, index: usize, spots: &mut Spots) -> Doc<'a> {
    let s = record.schedule.iter().map(|e| entry(e, index, spots)).collect();
    let mut at = |at: Option<&At>| spots.at(index, at);
    let facts = &record.document;
    Doc {
        f: &record.source.file,
        t: facts.title.as_deref(),
        k: facts.kind.as_deref(),
        st: facts.stage.as_deref(),
        d: facts.date.as_ref().map(|d| d.raw.as_str()),
        p: record.source.page_count,
        plan,
        s,
        pol: record
            .policies
            .iter()
            .map(|l| {
                List(
                    l.label.as_str(),
                    id(&l.kind),
                    l.declared_count,
                    l.items.iter().map(|i| item(i, 0)).collect(),
                    at(l.at.first()),
                )
            })
            .collect(),
        bod: record
            .bodies
            .iter()
            .map(|b| {
                let kind = BODY_KINDS.iter().position(|k| *k == b.kind).unwrap_or(BODY_KINDS.len());
                (b.name.as_str(), kind, b.members.join("、"), at(b.at.first()))
            })
            .collect(),
        rel: record.related_plans.iter().map(|r| (r.title.as_str(), r.relation.as_deref(), at(r.at.first()))).collect(),
        war: record.quality.warnings.iter().map(|w| (id(&w.code), w.message.as_str(), at(w.at.as_ref()))).collect(),
    }
}

/// How serde writes a name of the contract.
fn id<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn entry<'a>(entry: &'a crate::record::ScheduleEntry, document: usize, spots: &mut Spots) -> Line<'a> {
    let When { start, end, raw, .. } = &entry.when;
    let (start, end) = (start.as_deref(), end.as_deref());
    let (start, end) = match (start, entry.when.precision) {
        (Some(day), _) if end == Some(day) => (start, End::Same(0)),
        (Some(day), Some(Precision::Month)) => (day.get(..7), End::Same(0)),
        _ => (start, End::Day(end)),
    };
    let status = match entry.status {
        Status::Unspecified => 0,
        Status::Held => 1,
        Status::Planned => 2,
        Status::Tentative => 3,
        Status::Postponed => 4,
        Status::Cancelled => 5,
        Status::Undecided => 6,
    };
    use Precision::{FiscalYear, Half, Quarter, Season, Year};
    let is_coarse = matches!(entry.when.precision, Some(Quarter | Season | Half | Year | FiscalYear));
    let flags = [!entry.when.inferred.is_empty(), is_coarse, entry.when.approximate];
    let flags = flags.iter().rev().fold(0, |bits, flag| bits * 2 + u8::from(*flag));
    let at = entry.at.first();
    Line(
        start,
        end,
        raw,
        &entry.event,
        entry.body.as_deref().or(entry.track.as_deref()).unwrap_or(""),
        entry.phases.iter().filter_map(|p| PHASES.iter().position(|id| id == p)).collect(),
        status,
        flags,
        spots.at(document, at),
    )
}

fn item(item: &PolicyItem, depth: usize) -> Item<'_> {
    let below = if depth < DEPTH { item.items.as_slice() } else { &[] };
    Item(item.marker.as_deref(), &item.title, below.iter().map(|i| self::item(i, depth + 1)).collect())
}
