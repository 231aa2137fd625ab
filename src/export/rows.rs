//! A record in, the rows of all tables out, each in the order of the columns of [`super::tables`].

use rustc_hash::FxHashSet;

use super::value::{Row, Value};
use super::{file_of, tables};
use crate::record::{
    At, Indicator, OutlineNode, Places, PolicyItem, PolicyList, Record, ScheduleEntry, Table as RecordTable,
};

/// The rows that a record gives, table by table as in [`tables::all`].
#[derive(Debug, Clone)]
pub struct RecordRows {
    /// The rows of each table.
    pub tables: Vec<Vec<Vec<Value>>>,
}

impl Default for RecordRows {
    fn default() -> Self {
        Self { tables: vec![Vec::new(); tables::all().len()] }
    }
}

impl RecordRows {
    pub(crate) fn put(&mut self, table: &str, row: Row) {
        if let Some(rows) = tables::index(table).and_then(|i| self.tables.get_mut(i)) {
            rows.push(row.0);
        }
    }

    /// A table in which two rows have the same key, which the contract of records forbids.
    #[must_use]
    pub fn twice(&self) -> Option<&'static str> {
        tables::all().iter().zip(&self.tables).find_map(|(table, rows)| {
            let id = table.columns.iter().position(|c| c.name == "id")?;
            let mut seen = FxHashSet::default();
            let mut ids = rows.iter().filter_map(|row| match row.get(id) {
                Some(Value::Text(id)) => Some(id.as_str()),
                _ => None,
            });
            ids.any(|id| !seen.insert(id)).then_some(table.name)
        })
    }

    /// The rows of a table.
    #[must_use]
    pub fn of(&self, table: &str) -> &[Vec<Value>] {
        tables::index(table).and_then(|i| self.tables.get(i)).map_or(&[], Vec::as_slice)
    }
}

/// What a row tells of the record it comes from.
struct Whose<'a>(&'a Record);

impl Whose<'_> {
    /// The columns that all tables of entries begin with.
    fn row(&self, id: &str) -> Row {
        let record = self.0;
        let municipality = record.municipality.as_ref();
        let mut row = Row::default();
        row.text(file_of(record))
            .text(id)
            .maybe(plan_id(record))
            .maybe(municipality.and_then(|m| m.code.as_deref()))
            .maybe(municipality.map(|m| m.name.as_str()));
        row
    }

    /// The same with the place in the document, from 1.
    fn placed(&self, letter: &str, index: usize) -> Row {
        let mut row = self.row(&format!("{letter}{}", index + 1));
        row.count(index + 1);
        row
    }
}

fn plan_id(record: &Record) -> Option<&str> {
    record.plan.as_ref().and_then(|p| p.id.as_deref())
}

/// The rows of a record. `plans` is filled from all records at the end.
#[must_use]
pub fn of_record(record: &Record) -> RecordRows {
    let mut out = RecordRows::default();
    let whose = Whose(record);
    out.put("documents", document(record));
    layers(&whose, &mut out);
    for table in &record.tables {
        table_and_cells(&whose, table, &mut out);
    }
    for (i, entry) in record.schedule.iter().enumerate() {
        schedule(&whose, i, entry, record, &mut out);
    }
    for (i, list) in record.policies.iter().enumerate() {
        policies(&whose, i, list, &mut out);
    }
    for (i, indicator) in record.indicators.iter().enumerate() {
        indicators(&whose, i, indicator, &mut out);
    }
    facts(&whose, &mut out);
    let mut headings = 0;
    outline(&whose, &record.outline, &mut Vec::new(), None, &mut headings, &mut out);
    for (i, w) in record.quality.warnings.iter().enumerate() {
        let mut row = whose.placed("w", i);
        row.push(Value::id(&w.code)).text(&w.message).at(one(w.at.as_ref()));
        out.put("warnings", row);
    }
    out
}

fn one(at: Option<&At>) -> &[At] {
    at.map_or(&[], std::slice::from_ref)
}

fn document(record: &Record) -> Row {
    let (m, d, s) = (record.municipality.as_ref(), &record.document, &record.source);
    let (meeting, plan, quality) = (d.meeting.as_ref(), record.plan.as_ref(), &record.quality);
    let mut row = Row::default();
    row.text(file_of(record))
        .maybe(plan_id(record))
        .maybe(m.and_then(|m| m.code.as_deref()))
        .maybe(m.map(|m| m.name.as_str()))
        .maybe(m.and_then(|m| m.prefecture.as_deref()))
        .push(m.and_then(|m| m.kind).map_or(Value::Null, |k| Value::id(&k)))
        .push(m.and_then(|m| m.confidence).map_or(Value::Null, |c| Value::id(&c)))
        .maybe(d.title.as_deref())
        .maybe(d.kind.as_deref())
        .maybe(d.stage.as_deref())
        .when(d.date.as_ref())
        .maybe(meeting.and_then(|m| m.body.as_deref()))
        .push(Value::int(meeting.and_then(|m| m.round)))
        .maybe(meeting.and_then(|m| m.item.as_deref()))
        .maybe(plan.and_then(|p| p.title.as_deref()))
        .maybe(plan.and_then(|p| p.part.as_deref()))
        .when(plan.and_then(|p| p.period.as_ref()))
        .maybe(plan.and_then(|p| p.vision.as_deref()))
        .text(&s.sha256)
        .push(i64::try_from(s.bytes).map_or(Value::Null, Value::Int))
        .count(s.page_count)
        .maybe(s.pdf_version.as_deref())
        .maybe(s.producer.as_deref())
        .maybe(s.creator.as_deref())
        .maybe(s.title.as_deref())
        .maybe(s.created.as_deref())
        .maybe(s.modified.as_deref())
        .push(Value::Bool(s.encrypted))
        .push(Value::Bool(s.tagged))
        .push(Value::id(&s.text_layer))
        .count(quality.characters)
        .count(quality.unmapped_characters)
        .list(&quality.pages_without_text.iter().map(usize::to_string).collect::<Vec<_>>())
        .count(quality.warnings.len())
        .text(&record.schema_version)
        .text(&format!("{} {}", record.generator.name, record.generator.version));
    row
}

fn layers(whose: &Whose<'_>, out: &mut RecordRows) {
    for (i, layer) in whose.0.plan.iter().flat_map(|p| &p.layers).enumerate() {
        let mut row = whose.row(&format!("l{}", i + 1));
        row.text(&layer.name).when(layer.period.as_ref()).at(one(layer.at.as_ref()));
        out.put("layers", row);
    }
}

fn table_and_cells(whose: &Whose<'_>, table: &RecordTable, out: &mut RecordRows) {
    let mut row = whose.row(&table.id);
    row.push(Value::id(&table.kind))
        .maybe(table.caption.as_deref())
        .list(&table.notes)
        .push(Value::id(&table.method))
        .count(table.row_count)
        .count(table.column_count)
        .count(table.header_rows)
        .count(table.header_columns)
        .at(&table.at);
    out.put("tables", row);
    for cell in &table.cells {
        let mut row = whose.row(&format!("{}.{}.{}", table.id, cell.row, cell.column));
        row.text(&table.id)
            .count(cell.row)
            .count(cell.column)
            .count(cell.row_span)
            .count(cell.column_span)
            .text(&cell.text)
            .maybe(cell.raw.as_deref())
            .push(Value::Bool(cell.header))
            .places(&cell.at);
        out.put("cells", row);
    }
}

fn schedule(whose: &Whose<'_>, index: usize, entry: &ScheduleEntry, record: &Record, out: &mut RecordRows) {
    let weekday = entry.when.weekday.as_ref();
    // A reference that points nowhere would break the key; the record's contract forbids it, but files can be edited.
    let table = entry.table.as_deref().filter(|id| record.tables.iter().any(|t| t.id == *id));
    let mut row = whose.row(&entry.id);
    row.count(index + 1)
        .when(Some(&entry.when))
        .maybe(weekday.map(|w| w.printed.as_str()))
        .push(weekday.map_or(Value::Null, |w| Value::Bool(w.agrees)))
        .text(&entry.event)
        .maybe(entry.raw.as_deref())
        .maybe(entry.body.as_deref())
        .push(Value::int(entry.round))
        .maybe(entry.track.as_deref())
        .maybe(entry.group.as_deref())
        .list(&entry.phases)
        .push(Value::id(&entry.status))
        .push(Value::id(&entry.from))
        .maybe(table)
        .push(entry.row.map_or(Value::Null, Value::count))
        .push(entry.column.map_or(Value::Null, Value::count))
        .places(&entry.at);
    out.put("schedule", row);
    for (i, item) in entry.items.iter().enumerate() {
        let mut row = whose.row(&format!("{}.{}", entry.id, i + 1));
        row.text(&entry.id)
            .count(i + 1)
            .text(&item.kind)
            .maybe(item.marker.as_deref())
            .text(&item.text)
            .places(&entry.at);
        out.put("agenda_items", row);
    }
}

fn policies(whose: &Whose<'_>, index: usize, list: &PolicyList, out: &mut RecordRows) {
    let mut row = whose.row(&list.id);
    row.count(index + 1)
        .text(&list.label)
        .push(Value::id(&list.kind))
        .push(Value::int(list.declared_count))
        .count(list.items.len())
        .push(list.count_agrees.map_or(Value::Null, Value::Bool))
        .places(&list.at);
    out.put("policy_lists", row);
    policy_items(whose, list, &list.items, None, &mut Vec::new(), out);
}

fn policy_items(
    whose: &Whose<'_>,
    list: &PolicyList,
    items: &[PolicyItem],
    parent: Option<&str>,
    path: &mut Vec<String>,
    out: &mut RecordRows,
) {
    for (i, item) in items.iter().enumerate() {
        let id = format!("{}.{}", parent.unwrap_or(&list.id), i + 1);
        path.push(item.title.clone());
        let mut row = whose.row(&id);
        row.text(&list.id)
            .maybe(parent)
            .count(i + 1)
            .count(path.len())
            .list(path)
            .maybe(item.marker.as_deref())
            .text(&item.title)
            .maybe(item.raw.as_deref())
            .maybe(item.tagline.as_deref())
            .list(&item.examples)
            .push(Value::Bool(item.open))
            .list(&item.field)
            .places(&item.at);
        out.put("policies", row);
        policy_items(whose, list, &item.items, Some(&id), path, out);
        path.pop();
    }
}

fn indicators(whose: &Whose<'_>, index: usize, indicator: &Indicator, out: &mut RecordRows) {
    let baseline = indicator.baseline.as_ref();
    let number = |n: Option<f64>| n.filter(|n| n.is_finite()).map_or(Value::Null, Value::Number);
    let mut row = whose.placed("k", index);
    row.text(&indicator.name)
        .maybe(indicator.unit.as_deref())
        .maybe(baseline.map(|b| b.value.as_str()))
        .push(number(baseline.and_then(|b| b.number)))
        .when(baseline.and_then(|b| b.when.as_ref()))
        .maybe(indicator.department.as_deref())
        .maybe(indicator.policy.as_deref())
        .places(&indicator.at);
    out.put("indicators", row);
    for (i, target) in indicator.targets.iter().enumerate() {
        let mut row = whose.row(&format!("k{}.{}", index + 1, i + 1));
        row.text(&format!("k{}", index + 1))
            .count(i + 1)
            .text(&target.value)
            .push(number(target.number))
            .when(target.when.as_ref())
            .places(&indicator.at);
        out.put("indicator_targets", row);
    }
}

fn facts(whose: &Whose<'_>, out: &mut RecordRows) {
    let record = whose.0;
    for (i, body) in record.bodies.iter().enumerate() {
        let mut row = whose.placed("b", i);
        row.text(&body.name)
            .text(&body.kind)
            .maybe(body.role.as_deref())
            .list(&body.members)
            .maybe(body.parent.as_deref())
            .push(body.confidence.map_or(Value::Null, |c| Value::id(&c)))
            .places(&body.at);
        out.put("bodies", row);
    }
    for (i, p) in record.participation.iter().enumerate() {
        let mut row = whose.placed("c", i);
        row.text(&p.method)
            .text(&p.name)
            .maybe(p.target.as_deref())
            .when(p.when.as_ref())
            .push(Value::int(p.days))
            .push(Value::int(p.count))
            .push(p.confidence.map_or(Value::Null, |c| Value::id(&c)))
            .places(&p.at);
        out.put("participation", row);
    }
    for (i, d) in record.definitions.iter().enumerate() {
        let mut row = whose.placed("d", i);
        row.text(&d.term).text(&d.meaning).push(d.confidence.map_or(Value::Null, |c| Value::id(&c))).places(&d.at);
        out.put("definitions", row);
    }
    for (i, plan) in record.related_plans.iter().enumerate() {
        let mut row = whose.placed("r", i);
        row.text(&plan.title).when(plan.period.as_ref()).maybe(plan.relation.as_deref()).places(&plan.at);
        out.put("related_plans", row);
    }
    for (i, theme) in record.themes.iter().enumerate() {
        let mut row = whose.placed("m", i);
        row.text(&theme.theme).count(theme.count).at(&[theme.at]);
        out.put("themes", row);
    }
}

fn outline(
    whose: &Whose<'_>,
    nodes: &[OutlineNode],
    path: &mut Vec<String>,
    parent: Option<&str>,
    count: &mut usize,
    out: &mut RecordRows,
) {
    for node in nodes {
        let mut row = whose.placed("h", *count);
        *count += 1;
        let id = format!("h{count}");
        path.push(node.title.clone());
        let characters = node.body.iter().filter_map(|b| b.text.as_deref()).flat_map(str::chars);
        row.maybe(parent)
            .push(Value::Int(i64::from(node.level)))
            .list(path)
            .maybe(node.marker.as_deref())
            .text(&node.title)
            .count(characters.filter(|c| !c.is_whitespace()).count())
            .places(&node.at);
        out.put("headings", row);
        outline(whose, &node.children, path, Some(&id), count, out);
        path.pop();
    }
}

/// The places of something, as a list.
#[must_use]
pub fn list_of(places: &Places) -> &[At] {
    match places {
        Places::One(at) => std::slice::from_ref(at),
        Places::Many(list) => list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{AgendaItem, IndicatorValue, When};

    /// A record with something in every table.
    fn record() -> Record {
        let json = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/record-1.0.0.json")).unwrap();
        let mut record: Record = serde_json::from_slice(&json).unwrap();
        record.schedule[0].items = vec![AgendaItem { kind: "諮問".into(), marker: None, text: "諮問".into() }];
        let value = IndicatorValue { value: "5".into(), number: Some(5.0), when: Some(When::default()) };
        record.indicators = vec![Indicator {
            name: "人口".into(),
            baseline: Some(value.clone()),
            targets: vec![value],
            ..Default::default()
        }];
        record
    }

    #[test]
    fn rows_have_the_columns_of_their_table() {
        let rows = of_record(&record());
        for (table, rows) in tables::all().iter().zip(&rows.tables) {
            for row in rows {
                assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", table.name);
                for (value, column) in row.iter().zip(&table.columns) {
                    let kind = value.kind();
                    assert!(kind.is_none_or(|k| k == column.kind), "{}.{}: {value:?}", table.name, column.name);
                }
            }
        }
        for table in ["documents", "schedule", "agenda_items", "policies", "indicators", "indicator_targets", "cells"] {
            assert!(!rows.of(table).is_empty(), "{table}");
        }
    }

    #[test]
    fn keys_tell_rows_apart() {
        let rows = of_record(&record());
        for (table, rows) in tables::all().iter().zip(&rows.tables) {
            let key: Vec<usize> =
                table.key.iter().map(|k| table.columns.iter().position(|c| c.name == *k).unwrap()).collect();
            let mut keys: Vec<String> =
                rows.iter().map(|row| key.iter().map(|i| format!("{:?} ", row[*i])).collect()).collect();
            keys.sort();
            let all = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), all, "{}", table.name);
        }
    }

    #[test]
    fn a_policy_tells_its_way_down() {
        let item = |title: &str, items| PolicyItem { title: title.into(), items, ..Default::default() };
        let list = PolicyList {
            id: "p1".into(),
            items: vec![item("暮らし", vec![item("福祉", vec![]), item("医療", vec![])])],
            ..Default::default()
        };
        let record = Record { policies: vec![list], ..Default::default() };
        let rows = of_record(&record);
        let column = |name: &str| {
            let table = &tables::all()[tables::index("policies").unwrap()];
            table.columns.iter().position(|c| c.name == name).unwrap()
        };
        let last = rows.of("policies").last().unwrap();
        assert_eq!(last[column("id")], Value::text("p1.1.2"));
        assert_eq!(last[column("parent_id")], Value::text("p1.1"));
        assert_eq!(last[column("depth")], Value::Int(2));
        assert_eq!(last[column("path")], Value::List(vec!["暮らし".into(), "医療".into()]));
    }
}
