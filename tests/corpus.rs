//! What the program reads in `corpus/` against what is printed there (`corpus/expected/`).
//!
//! `output/` tells whether results changed; this tells whether they are right. The facts of the cover have to be right
//! without exception, dates and policy lists nearly so.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::project;
use keikaku::pipeline::{Options, extract};
use keikaku::record::Record;
use serde_json::Value;

/// Share of the printed dates that have to be found, and of the found ones that have to be printed.
const ENOUGH: f64 = 0.9;

const DOCUMENTS: [&str; 5] = ["kamaishi", "mine", "tsukubamirai", "tsurugashima", "tsuruoka"];

fn read(name: &str) -> (Record, Value) {
    let bytes = fs::read(project(&format!("corpus/{name}.pdf"))).unwrap();
    let record = extract(&bytes, &Options { file: format!("{name}.pdf"), ..Options::default() }).unwrap();
    let expected = fs::read(project(&format!("corpus/expected/{name}.json"))).unwrap();
    (record, serde_json::from_slice(&expected).unwrap())
}

/// Without spaces: expected strings have none between Japanese characters.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether `found` is what is expected, or one of several expected readings; where nothing is expected, all will do.
fn agrees(expected: &Value, found: Option<&str>) -> bool {
    match expected {
        Value::Null => true,
        Value::Array(any) => any.iter().any(|one| agrees(one, found)),
        Value::String(one) => found.is_some_and(|f| squeezed(f) == squeezed(one)),
        other => found == Some(other.to_string().as_str()),
    }
}

#[test]
fn facts_of_the_plan() {
    for name in DOCUMENTS {
        let (record, expected) = read(name);
        let municipality = record.municipality.unwrap_or_default();
        let plan = record.plan.unwrap_or_default();
        let ordinal = plan.ordinal.map(|n| n.to_string());
        let period = plan.period.unwrap_or_default();
        let date = record.document.date.unwrap_or_default();
        for (field, found) in [
            ("/municipality/name", Some(municipality.name.as_str())),
            ("/municipality/prefecture", municipality.prefecture.as_deref()),
            ("/municipality/code", municipality.code.as_deref()),
            ("/plan/title", plan.title.as_deref()),
            ("/plan/ordinal", ordinal.as_deref()),
            ("/plan/part", plan.part.as_deref()),
            ("/plan/period/start", period.start.as_deref()),
            ("/plan/period/end", period.end.as_deref()),
            ("/plan/vision", plan.vision.as_deref()),
            ("/document/kind", record.document.kind.as_deref()),
        ] {
            let expected = expected.pointer(field).unwrap_or(&Value::Null);
            assert!(agrees(expected, found), "{name} {field}: {expected} is printed, {found:?} was read");
        }
        // A month is expected as 2023-11.
        if let Some(day) = expected.pointer("/document/date").and_then(Value::as_str) {
            assert!(
                date.start.as_ref().is_some_and(|d| d.starts_with(day)),
                "{name}: {day} is printed, {date:?} was read"
            );
        }
    }
}

#[test]
fn dates_of_the_schedule() {
    for name in DOCUMENTS {
        let (record, expected) = read(name);
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        // Start and end → times printed, times that are optional, times read.
        let mut dates: BTreeMap<(String, String), (usize, usize, usize)> = BTreeMap::new();
        for entry in expected["schedule"].as_array().unwrap() {
            let date = dates.entry((text(&entry["start"]), text(&entry["end"]))).or_default();
            *(if entry["optional"] == true { &mut date.1 } else { &mut date.0 }) += 1;
        }
        for entry in &record.schedule {
            let when = (entry.when.start.clone().unwrap_or_default(), entry.when.end.clone().unwrap_or_default());
            dates.entry(when).or_default().2 += 1;
        }
        let printed: usize = dates.values().map(|d| d.0).sum();
        let hits: usize = dates.values().map(|d| d.0.min(d.2)).sum();
        let extra: usize = dates.values().map(|d| d.2.saturating_sub(d.0 + d.1)).sum();
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let wrong: Vec<_> = dates.iter().filter(|(_, d)| d.2 < d.0 || d.2 > d.0 + d.1).collect();
        assert!(share(hits, printed) >= ENOUGH, "{name}: {hits} of {printed} dates found: {wrong:#?}");
        assert!(share(hits, hits + extra) >= ENOUGH, "{name}: {extra} dates too many: {wrong:#?}");
    }
}

#[test]
fn policy_lists() {
    for name in DOCUMENTS {
        let (record, expected) = read(name);
        for list in expected["policies"].as_array().unwrap().iter().filter(|l| l["optional"] != true) {
            let label = squeezed(list["label"].as_str().unwrap());
            let found = record.policies.iter().find(|p| {
                let own = squeezed(&p.label);
                !own.is_empty() && (own.contains(&label) || label.contains(&own))
            });
            let found = found.map(|p| p.items.iter().map(|i| squeezed(&i.title)).collect::<Vec<_>>());
            let titles: Vec<String> =
                list["items"].as_array().unwrap().iter().map(|i| squeezed(i["title"].as_str().unwrap())).collect();
            assert_eq!(found, Some(titles), "{name}: {label}");
        }
    }
}
