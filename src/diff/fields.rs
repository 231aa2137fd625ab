//! Entries of a record as plain named values.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// A value: a text, or the texts of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Leaf {
    /// One value.
    Text(String),
    /// Several.
    List(Vec<String>),
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name, as `when`, `targets[2029]` or `plan.period`.
    pub name: String,
    /// In the first record; absent where it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Leaf>,
    /// In the second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Leaf>,
}

/// Named values of an entry.
pub type Fields = BTreeMap<String, Leaf>;

/// An entry of a part of the record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// What it is called.
    pub text: String,
    /// Its first and last day, where it has days.
    pub days: Option<String>,
    /// What tells it from others of the same name: track and body, the lists and items above it.
    pub context: Vec<String>,
    /// Which entry it hangs below.
    pub parent: Option<usize>,
    /// Page on which it begins.
    pub page: Option<u64>,
    /// All its values.
    pub fields: Fields,
}

impl Entry {
    /// The context as one text.
    #[must_use]
    pub fn under(&self) -> Option<String> {
        (!self.context.is_empty()).then(|| self.context.join(" / "))
    }
}

/// A part of a record that is a list.
pub struct Section {
    /// Its field.
    pub name: &'static str,
    /// What an entry is called.
    key: &'static str,
    /// When it is.
    days: Option<&'static str>,
    /// What tells entries of one name apart.
    context: &'static [&'static str],
    /// The list of what hangs below it.
    below: Option<&'static str>,
}

const fn section(name: &'static str, key: &'static str) -> Section {
    Section { name, key, days: None, context: &[], below: None }
}

/// Every list of a record. The last three are its text: `keikaku diff` counts their changes and lists them with `--all`.
pub const SECTIONS: [Section; 12] = [
    Section { days: Some("when"), context: &["track", "group", "body"], ..section("schedule", "event") },
    Section { days: Some("when"), context: &["method", "target"], ..section("participation", "name") },
    section("bodies", "name"),
    Section { below: Some("items"), ..section("policies", "title") },
    Section { context: &["policy", "department"], ..section("indicators", "name") },
    section("definitions", "term"),
    Section { days: Some("period"), ..section("related_plans", "title") },
    section("themes", "theme"),
    Section { context: &["code"], ..section("warnings", "message") },
    Section { below: Some("children"), ..section("outline", "title") },
    section("tables", "caption"),
    section("pages", "page"),
];

/// Parts that are the text itself.
pub const TEXTS: [&str; 3] = ["outline", "tables", "pages"];

/// Places and ids: they change with every edit. Width and height belong to pages; `furniture` is what repeats.
const ASIDE: [&str; 7] = ["at", "id", "table", "row", "column", "evidence", "within"];

/// Deepest nesting that is looked at: serde_json reads 128.
const DEEPEST: usize = 130;

impl Section {
    /// The entries, in the order of the record.
    #[must_use]
    pub fn entries(&self, record: &Value) -> Vec<Entry> {
        let holder = if self.name == "warnings" { record.get("quality") } else { Some(record) };
        let mut out = Vec::new();
        for value in holder.and_then(|h| h.get(self.name)).and_then(Value::as_array).into_iter().flatten() {
            self.add(value, None, &[], DEEPEST, &mut out);
        }
        out
    }

    fn add(&self, value: &Value, parent: Option<usize>, above: &[String], deepest: usize, out: &mut Vec<Entry>) {
        let Some(map) = value.as_object() else { return };
        let mut fields = Fields::new();
        let is_own = |key: &str| Some(key) != self.below && !ASIDE.contains(&key);
        for (key, value) in map.iter().filter(|(key, _)| is_own(key)) {
            leaves(value, key, &mut fields);
        }
        // A policy list is called by its label, its items by their titles.
        let key = if map.contains_key(self.key) { self.key } else { "label" };
        let mut text = map.get(key).map(plain).unwrap_or_default();
        match self.name {
            "tables" => {
                let rows = rows(map);
                if text.is_empty() {
                    text = rows.first().cloned().unwrap_or_default();
                }
                fields.remove("cells");
                fields.insert("rows".to_owned(), Leaf::List(rows));
            }
            "pages" => {
                let lines = map.get("text").and_then(Value::as_str).unwrap_or_default().lines();
                fields.insert("text".to_owned(), Leaf::List(lines.map(str::to_owned).collect()));
            }
            _ => {}
        }
        let own = self.context.iter().filter_map(|key| map.get(*key)).map(plain).filter(|text| !text.is_empty());
        let entry = Entry {
            days: self.days.and_then(|key| map.get(key)).and_then(days),
            context: above.iter().cloned().chain(own).collect(),
            parent,
            page: page(value),
            fields,
            text: text.clone(),
        };
        let here = out.len();
        out.push(entry);
        let (Some(below), true) = (self.below, deepest > 0) else { return };
        let above: Vec<String> = above.iter().cloned().chain([text]).collect();
        for value in map.get(below).and_then(Value::as_array).into_iter().flatten() {
            self.add(value, Some(here), &above, deepest - 1, out);
        }
    }
}

/// What a record says once: municipality, document, plan and what was noticed of its text.
#[must_use]
pub fn facts(record: &Value) -> Fields {
    let mut out = Fields::new();
    for part in ["municipality", "document", "plan"] {
        if let Some(value) = record.get(part) {
            leaves(value, part, &mut out);
        }
    }
    if let Some(Value::Object(quality)) = record.get("quality") {
        for (key, value) in quality.iter().filter(|(key, _)| *key != "warnings") {
            leaves(value, &format!("quality.{key}"), &mut out);
        }
    }
    if let Some(value) = record.get("corrections") {
        leaves(value, "corrections", &mut out);
    }
    out
}

/// Which values differ, by name. Where the days of something differ, what follows from them is not told as well.
#[must_use]
pub fn differences(before: &Fields, after: &Fields) -> Vec<Field> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let differs = |name: &str| before.get(name) != after.get(name);
    let follows = |name: &str| match name.rsplit_once('.') {
        Some((
            of,
            "raw" | "edtf" | "fiscal_year" | "precision" | "weekday" | "approximate" | "inferred" | "year_from",
        )) => differs(of),
        // What was printed follows what was read.
        _ => name == "raw" && ["event", "title"].iter().any(|main| differs(main)),
    };
    names
        .into_iter()
        .filter(|name| differs(name) && !follows(name))
        .map(|name| Field { name: name.clone(), before: before.get(name).cloned(), after: after.get(name).cloned() })
        .collect()
}

/// The values below a value. Nothing is what is absent, null, false, or empty.
fn leaves(value: &Value, name: &str, out: &mut Fields) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Object(map) => {
            if let (Some(days), true) = (days(value), map.contains_key("raw")) {
                out.insert(name.to_owned(), Leaf::Text(days));
            }
            for (key, value) in map.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
                if !(matches!(key.as_str(), "start" | "end") && map.contains_key("raw")) {
                    leaves(value, &format!("{name}.{key}"), out);
                }
            }
        }
        Value::Array(list) => match name.rsplit('.').next() {
            Some("targets") => named(list, name, target_name, target, out),
            Some("layers") => named(list, name, |v| v.get("name").map(plain), |v| v.get("period").and_then(days), out),
            _ => {
                let texts: Vec<String> = list.iter().map(plain).filter(|text| !text.is_empty()).collect();
                if !texts.is_empty() {
                    out.insert(name.to_owned(), Leaf::List(texts));
                }
            }
        },
        other => {
            let text = plain(other);
            if !text.is_empty() {
                out.insert(name.to_owned(), Leaf::Text(text));
            }
        }
    }
}

/// The entries of a list that have names.
fn named(
    list: &[Value],
    name: &str,
    name_of: impl Fn(&Value) -> Option<String>,
    value_of: impl Fn(&Value) -> Option<String>,
    out: &mut Fields,
) {
    for (i, value) in list.iter().enumerate() {
        let own = name_of(value).filter(|n| !n.is_empty()).unwrap_or_else(|| (i + 1).to_string());
        let mut key = format!("{name}[{own}]");
        if out.contains_key(&key) {
            key = format!("{name}[{own}, {}]", i + 1);
        }
        out.insert(key, Leaf::Text(value_of(value).unwrap_or_default()));
    }
}

fn target_name(target: &Value) -> Option<String> {
    let when = target.get("when")?;
    when.get("fiscal_year").or_else(|| when.get("raw")).map(plain)
}

/// The value of a target; its number as well where that is not what the value reads as.
fn target(target: &Value) -> Option<String> {
    let value = target.get("value").map(plain)?;
    let number = target.get("number").and_then(Value::as_f64);
    let reads = value.replace(',', "").parse::<f64>().ok();
    Some(match number {
        Some(number) if reads != Some(number) => format!("{value} (= {number})"),
        _ => value,
    })
}

/// First and last day, as `2024-10-08` or `2024-04-01～2025-03-31`; what was printed where there are none.
fn days(when: &Value) -> Option<String> {
    let side = |key: &str| when.get(key).and_then(Value::as_str);
    Some(match (side("start"), side("end")) {
        (Some(start), Some(end)) if start == end => start.to_owned(),
        (None, None) => side("raw")?.to_owned(),
        (start, end) => format!("{}～{}", start.unwrap_or_default(), end.unwrap_or_default()),
    })
}

/// A value as text: of an object, its values but for places and ids.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace('\n', " "),
        Value::Array(list) => list.iter().map(plain).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" "),
        Value::Object(map) => {
            let own = map.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str()));
            own.map(|(_, value)| plain(value)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// The rows of a table, the cells that begin in them parted by bars.
fn rows(table: &Map<String, Value>) -> Vec<String> {
    let mut rows: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for cell in table.get("cells").and_then(Value::as_array).into_iter().flatten() {
        let row = cell.get("row").and_then(Value::as_u64).unwrap_or_default();
        rows.entry(row).or_default().push(cell.get("text").map(plain).unwrap_or_default());
    }
    rows.into_values().map(|cells| cells.join(" | ")).collect()
}

fn page(value: &Value) -> Option<u64> {
    if let Some(page) = value.get("page") {
        return page.as_u64();
    }
    let at = value.get("at")?;
    at.get("page").or_else(|| at.get(0)?.get("page"))?.as_u64()
}
