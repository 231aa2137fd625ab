//! The invented planning documents of `fixtures/plans` against their answer keys: every dated entry of a key is found
//! with its days, and nothing is found that no key has; likewise headings, plan and municipality where a key has them.
//! What a paper that is no plan must not give stands in its key too.

#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

use std::collections::BTreeMap;
use std::path::Path;

use keikaku::record::Record;
use keikaku::{Options, batch, extract};
use serde_json::Value;

fn text(value: &Value) -> String {
    let squeezed = value.as_str().unwrap_or_default().chars().filter(|c| !c.is_whitespace());
    squeezed.map(|c| if matches!(c, '~' | '〜' | '∼') { '～' } else { c }).collect()
}

/// The days of a key's entry, and of the other readings that it allows.
fn days(entry: &Value) -> Vec<(Option<String>, Option<String>)> {
    let pair = |a: &Value, b: &Value| (a.as_str().map(str::to_owned), b.as_str().map(str::to_owned));
    let mut out = vec![pair(&entry["start"], &entry["end"])];
    for other in entry["date_alt"].as_array().into_iter().flatten() {
        out.push(pair(&other[0], &other[1]));
    }
    out
}

/// What in the record is not as the key says.
fn differences(record: &Record, key: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut found: Vec<(Option<String>, Option<String>)> =
        record.schedule.iter().map(|e| (e.when.start.clone(), e.when.end.clone())).collect();
    if let Some(entries) = key["schedule"].as_array() {
        let (optional, needed): (Vec<&Value>, Vec<&Value>) =
            entries.iter().partition(|e| e["optional"].as_bool() == Some(true));
        for entry in needed {
            match found.iter().position(|f| days(entry).contains(f)) {
                Some(at) => {
                    found.remove(at);
                }
                None => out.push(format!("missing: {} {} {}", entry["start"], entry["end"], entry["event"])),
            }
        }
        found.retain(|f| !optional.iter().any(|e| days(e).contains(f)));
        out.extend(found.iter().map(|f| format!("found without a key: {f:?}")));
    }
    if let Some(headings) = key["headings"].as_array() {
        let mut have: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut open: Vec<&keikaku::record::OutlineNode> = record.outline.iter().collect();
        while let Some(node) = open.pop() {
            have.entry(text(&Value::from(node.title.clone()))).or_default().push(node.level);
            open.extend(&node.children);
        }
        for heading in headings.iter().filter(|h| h["optional"].as_bool() != Some(true)) {
            let levels: Vec<u64> = heading["level"].as_u64().into_iter().chain(heading["level_alt"].as_u64()).collect();
            match have.get(&text(&heading["text"])) {
                Some(have) if have.iter().any(|l| levels.contains(&u64::from(*l))) => {}
                other => out.push(format!("heading {} {}: {other:?}", heading["text"], heading["level"])),
            }
        }
    }
    let code = &key["municipality"]["code"];
    if let Some(code) = code.as_str()
        && record.municipality.as_ref().and_then(|m| m.code.as_deref()) != Some(code)
    {
        out.push(format!("municipality {code}"));
    }
    if key["is_plan"].as_bool() == Some(false) && !(record.schedule.is_empty() && record.policies.is_empty()) {
        out.push("a schedule or policies in what is no plan".to_owned());
    }
    out
}

#[test]
fn invented_plans_give_what_their_keys_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plans");
    let inputs = batch::walk::inputs(&folder, None).unwrap();
    let mut wrong = Vec::new();
    let mut read = 0;
    for input in inputs {
        let stem = input.file.trim_end_matches(".pdf").to_owned();
        let key = std::fs::read_to_string(folder.join(format!("{stem}.gold.json"))).unwrap();
        let key: Value = serde_json::from_str(&key).unwrap();
        let bytes = std::fs::read(input.origin.path().unwrap()).unwrap();
        let record = extract(&bytes, &Options { file: input.file.clone(), ..Options::default() }).unwrap();
        read += 1;
        wrong.extend(differences(&record, &key).into_iter().map(|d| format!("{stem}: {d}")));
    }
    assert!(read >= 40, "only {read} fixtures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
