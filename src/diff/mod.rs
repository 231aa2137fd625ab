//! What changed between two records of a plan (素案 → 案), or between the records of two folders (two versions of the
//! program): moved dates, added and dropped entries, changed values.
//!
//! `fields` makes plain named values of an entry, `pair` finds which entry became which, `tell` prints. Nothing here
//! knows a PDF or the types of a record: every value of an entry is compared, so that a field that is added to the record
//! needs nothing here. Left aside are ids, places (page, box, row, column, evidence) and the order of lists: they change
//! with every edit and mean nothing by themselves.

pub mod fields;
mod pair;
mod tell;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::export::read;
use fields::{Entry, Field};
pub use tell::{counts, text};

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Only in the second record.
    Added,
    /// Only in the first.
    Dropped,
    /// In both, on other days (and perhaps otherwise changed).
    Moved,
    /// In both, with other values.
    Changed,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Part of the record: `schedule`, `policies` …; `facts` for what stands once (plan, document, municipality).
    pub section: &'static str,
    /// What became of it.
    pub kind: Kind,
    /// What it is called in the first record; absent for what was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is called in the second; absent for what was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Its days, where it was added or dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// What it stands under (list, track), where it was added or dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// Its page in the first record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_before: Option<u64>,
    /// Its page in the second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_after: Option<u64>,
    /// The values that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// A record held against another.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Document {
    /// The PDF of the first record.
    pub before: String,
    /// The PDF of the second.
    pub after: String,
    /// Everything that changed, part by part, in the order of the second record; what was dropped stands last in its part.
    pub changes: Vec<Change>,
}

/// Two records or two folders held against each other.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Documents in both of which something changed, in the order of their paths.
    pub documents: Vec<Document>,
    /// Documents in both.
    pub compared: usize,
    /// Only in the second folder.
    pub added: Vec<String>,
    /// Only in the first folder.
    pub dropped: Vec<String>,
    /// Files that are no records.
    pub skipped: Vec<String>,
}

impl Diff {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.added.is_empty() && self.dropped.is_empty()
    }
}

/// Of a record, what tells which PDF it is of.
#[derive(Deserialize)]
struct Head {
    source: HeadSource,
}

#[derive(Deserialize)]
struct HeadSource {
    file: String,
}

/// Compares two records (whatever their PDFs are called), or two folders of records by the paths of their PDFs.
///
/// # Errors
/// Says what cannot be read.
pub fn run(before: &Path, after: &Path) -> Result<Diff, String> {
    let mut out = Diff::default();
    let (a, b) = (heads(before, &mut out.skipped)?, heads(after, &mut out.skipped)?);
    // Two drafts are two files: a record given by itself is held against the other whatever it is of.
    if let (true, true, Some((a_file, a_path)), Some((b_file, b_path))) =
        (before.is_file(), after.is_file(), a.first_key_value(), b.first_key_value())
    {
        compare((a_file, a_path), (b_file, b_path), &mut out)?;
        return Ok(out);
    }
    let files: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for file in files {
        match (a.get(file), b.get(file)) {
            (Some(a), Some(b)) => compare((file, a), (file, b), &mut out)?,
            (Some(_), None) => out.dropped.push(file.clone()),
            _ => out.added.push(file.clone()),
        }
    }
    Ok(out)
}

fn compare(a: (&String, &PathBuf), b: (&String, &PathBuf), out: &mut Diff) -> Result<(), String> {
    out.compared += 1;
    let changes = changes(&value(a.1)?, &value(b.1)?);
    if !changes.is_empty() {
        out.documents.push(Document { before: a.0.clone(), after: b.0.clone(), changes });
    }
    Ok(())
}

/// Records by the path of their PDF.
fn heads(input: &Path, skipped: &mut Vec<String>) -> Result<BTreeMap<String, PathBuf>, String> {
    let mut found = BTreeMap::new();
    for path in read::places(input).map_err(|e| format!("{}: {e}", input.display()))? {
        match value_of::<Head>(&path) {
            Ok(head) if found.contains_key(&head.source.file) => {
                skipped.push(format!("{}: there is another record of {}", path.display(), head.source.file));
            }
            Ok(head) => {
                found.insert(head.source.file, path);
            }
            Err(why) => skipped.push(why),
        }
    }
    if found.is_empty() {
        return Err(skipped.pop().unwrap_or_else(|| format!("{}: there are no records", input.display())));
    }
    Ok(found)
}

fn value(path: &Path) -> Result<Value, String> {
    value_of(path)
}

fn value_of<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let json = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_slice(&json).map_err(|e| format!("{}: no record of keikaku: {e}", path.display()))
}

/// What changed from one record to another.
#[must_use]
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut out = Vec::new();
    for field in fields::differences(&fields::facts(before), &fields::facts(after)) {
        let kind = match (&field.before, &field.after) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Dropped,
            _ => Kind::Changed,
        };
        let name = Some(field.name.clone());
        let (b, a) = (name.clone().filter(|_| kind != Kind::Added), name.filter(|_| kind != Kind::Dropped));
        out.push(Change { before: b, after: a, fields: vec![field], ..blank("facts", kind) });
    }
    for section in fields::SECTIONS {
        section_changes(section.name, &section.entries(before), &section.entries(after), &mut out);
    }
    out
}

fn blank(section: &'static str, kind: Kind) -> Change {
    Change {
        section,
        kind,
        before: None,
        after: None,
        when: None,
        under: None,
        page_before: None,
        page_after: None,
        fields: Vec::new(),
    }
}

fn section_changes(section: &'static str, before: &[Entry], after: &[Entry], out: &mut Vec<Change>) {
    let pairs = pair::pairs(before, after);
    let from: BTreeMap<usize, usize> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
    for (b, entry) in after.iter().enumerate() {
        let Some((a, was)) = from.get(&b).and_then(|a| Some((*a, before.get(*a)?))) else {
            out.push(Change {
                after: Some(entry.text.clone()),
                when: entry.days.clone(),
                under: entry.under(),
                page_after: entry.page,
                ..blank(section, Kind::Added)
            });
            continue;
        };
        let mut fields = fields::differences(&was.fields, &entry.fields);
        // What hangs below an entry that only got another name has not moved.
        if was.parent.and_then(|p| pairs.get(&p)) != entry.parent.as_ref() {
            let wrap = |e: &Entry| e.under().map(fields::Leaf::Text);
            fields.push(Field { name: "under".to_owned(), before: wrap(was), after: wrap(entry) });
        }
        if fields.is_empty() {
            continue;
        }
        let kind = if was.days == entry.days { Kind::Changed } else { Kind::Moved };
        out.push(Change {
            before: Some(was.text.clone()),
            after: Some(entry.text.clone()),
            page_before: was.page,
            page_after: entry.page,
            fields,
            ..blank(section, kind)
        });
        debug_assert!(pairs.get(&a) == Some(&b));
    }
    for (_, entry) in before.iter().enumerate().filter(|(a, _)| !pairs.contains_key(a)) {
        out.push(Change {
            before: Some(entry.text.clone()),
            when: entry.days.clone(),
            under: entry.under(),
            page_before: entry.page,
            ..blank(section, Kind::Dropped)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn when(start: &str, end: &str, raw: &str) -> Value {
        json!({"raw": raw, "start": start, "end": end, "precision": "day", "edtf": start})
    }

    fn entry(event: &str, start: &str, track: &str) -> Value {
        json!({"id": "s1", "event": event, "when": when(start, start, start), "track": track, "status": "planned",
               "from": "table", "at": {"page": 2, "bbox": [1.0, 2.0, 3.0, 4.0]}})
    }

    fn of(section: &str, a: &Value, b: &Value) -> Vec<(Kind, String, String)> {
        changes(&json!({ section: a }), &json!({ section: b }))
            .into_iter()
            .map(|c| (c.kind, c.before.unwrap_or_default(), c.after.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn places_ids_and_order_are_no_change() {
        let a = json!([entry("諮問", "2024-05-01", "審議会"), entry("答申", "2025-01-20", "審議会")]);
        let mut b = json!([entry("答申", "2025-01-20", "審議会"), entry("諮問", "2024-05-01", "審議会")]);
        b[0]["id"] = "s9".into();
        b[0]["at"] = json!([{"page": 7, "bbox": [9.0, 9.0, 9.0, 9.0]}]);
        assert_eq!(of("schedule", &a, &b), []);
    }

    #[test]
    fn a_date_moves_and_meetings_stay_what_they_are() {
        // The third meeting is put off, a fifth is added, the first is dropped: no meeting becomes another.
        let a = json!([
            entry("第1回審議会", "2024-05-01", "審議会"),
            entry("第3回審議会", "2024-07-01", "審議会"),
            entry("第4回審議会", "2024-08-01", "審議会"),
        ]);
        let b = json!([
            entry("第3回審議会", "2024-07-15", "審議会"),
            entry("第4回審議会", "2024-08-01", "審議会"),
            entry("第5回審議会", "2024-10-01", "審議会"),
        ]);
        let third = "第3回審議会".to_owned();
        assert_eq!(
            of("schedule", &a, &b),
            [
                (Kind::Moved, third.clone(), third),
                (Kind::Added, String::new(), "第5回審議会".to_owned()),
                (Kind::Dropped, "第1回審議会".to_owned(), String::new()),
            ]
        );
    }

    #[test]
    fn the_same_event_of_two_tracks_is_two() {
        let a = json!([entry("協議", "2024-05-01", "審議会"), entry("協議", "2024-06-01", "議会")]);
        let b = json!([entry("協議", "2024-05-08", "審議会"), entry("協議", "2024-06-01", "議会")]);
        let changes = changes(&json!({ "schedule": a }), &json!({ "schedule": b }));
        assert_eq!(changes.len(), 1, "{changes:?}");
        let field = &changes[0].fields[0];
        assert_eq!(field.name, "when");
        assert_eq!(field.before, Some(fields::Leaf::Text("2024-05-01".into())));
    }

    #[test]
    fn policies_by_their_tree() {
        let item = |title: &str, below: Value| json!({"title": title, "items": below, "at": []});
        let list =
            |label: &str, items: Value| json!([{"id": "p1", "label": label, "kind": "basic_goal", "items": items}]);
        let a = list(
            "基本目標",
            json!([
                item("健やかに暮らせるまち", json!([item("健康づくり", json!([])), item("地域医療", json!([]))])),
                item("学びのまち", json!([item("学校教育", json!([]))]))
            ]),
        );
        // Renamed, with what is below; 地域医療 dropped; 学校教育 put elsewhere; 防災 added.
        let b = list(
            "基本目標",
            json!([
                item("健やかに暮らせる町", json!([item("健康づくり", json!([])), item("学校教育", json!([]))])),
                item("学びのまち", json!([])),
                item("防災", json!([]))
            ]),
        );
        let got = of("policies", &a, &b);
        let text = |s: &str| s.to_owned();
        assert_eq!(
            got,
            [
                (Kind::Changed, text("健やかに暮らせるまち"), text("健やかに暮らせる町")),
                (Kind::Changed, text("学校教育"), text("学校教育")),
                (Kind::Added, text(""), text("防災")),
                (Kind::Dropped, text("地域医療"), text("")),
            ]
        );
    }

    #[test]
    fn targets_by_their_year() {
        let of = |value: &str, number: f64| {
            json!({"indicators": [{"name": "健診の受診率", "unit": "%", "at": [],
                "targets": [{"value": "45", "number": 45.0, "when": {"raw": "令和9年度", "fiscal_year": 2027, "precision": "fiscal_year"}},
                            {"value": value, "number": number, "when": {"raw": "令和11年度", "fiscal_year": 2029, "precision": "fiscal_year"}}]}]})
        };
        let changes = changes(&of("60", 60.0), &of("65", 65.0));
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].fields.len(), 1, "{:?}", changes[0].fields);
        assert_eq!(changes[0].fields[0].name, "targets[2029]");
        assert_eq!(changes[0].fields[0].after, Some(fields::Leaf::Text("65".into())));
    }

    #[test]
    fn facts_come_and_go() {
        let a = json!({"plan": {"title": "第2次見本市総合計画", "vision": "水と緑のまち",
                                "period": when("2025-04-01", "2030-03-31", "令和7年度から5年間")}});
        let b = json!({"plan": {"title": "第2次見本市総合計画", "part": "基本計画",
                                "period": when("2025-04-01", "2035-03-31", "令和7年度から10年間")}});
        let got: Vec<_> = changes(&a, &b).into_iter().map(|c| (c.kind, c.fields[0].name.clone())).collect();
        assert_eq!(
            got,
            [
                (Kind::Added, "plan.part".to_owned()),
                (Kind::Changed, "plan.period".to_owned()),
                (Kind::Dropped, "plan.vision".to_owned())
            ]
        );
    }

    #[test]
    fn what_is_no_record_does_no_harm() {
        for odd in
            [json!(null), json!([1]), json!({"schedule": 3, "policies": [[], 4], "pages": {"a": 1}, "plan": "x"})]
        {
            assert!(changes(&odd, &odd).is_empty());
        }
    }
}
