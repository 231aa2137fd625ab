//! What should be found: gold records in our own schema, partial ones allowed, and the corrections of reviewers.
//!
//! A gold record (`NAME.gold.json`) is a record of which only some fields are there. A field that is absent is not scored,
//! neither of the record nor of an entry; an empty list or `null` says that there is none. Gold's own keys begin with `_`:
//! `_optional` (an entry that may be found or not), `_alt` (other accepted values: `{"event": ["…"]}`), `_partial` (fields of
//! the record of which not every entry is given: what else is found is not held against it).

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use walkdir::WalkDir;

use crate::corrections::{Corrections, ENDING};
use crate::record::Verdict;

/// Gold of a document.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// Where it was read from.
    pub path: PathBuf,
    /// The PDF it is for, as in `source.file`, or the name of the gold file without its ending.
    pub file: String,
    /// SHA-256 of that PDF, where it is told.
    pub sha256: Option<String>,
    /// The partial record.
    pub record: Map<String, Value>,
    /// Entries that a reviewer found wrong, by field.
    pub wrong: Map<String, Value>,
}

/// All gold at or below a folder (or one file), in the order of the paths.
///
/// # Errors
/// Says which file is no gold, and why.
pub fn read_all(folder: &Path) -> Result<Vec<Gold>, String> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|e| e.to_string())?;
        let name = entry.file_name().to_string_lossy();
        if entry.file_type().is_file() && (name.ends_with(".gold.json") || name.ends_with(ENDING)) {
            found.push(entry.into_path());
        }
    }
    found.sort();
    found.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Gold, String> {
    let told = |what: String| format!("{}: {what}", path.display());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name.ends_with(ENDING) {
        let corrections = Corrections::read(path).map_err(|e| e.to_string())?;
        return Ok(of_corrections(path, &corrections));
    }
    let json = std::fs::read(path).map_err(|e| told(e.to_string()))?;
    let record: Map<String, Value> = serde_json::from_slice(&json).map_err(|e| told(format!("no gold record: {e}")))?;
    if record.contains_key("headings")
        || record.get("schedule").and_then(|s| s.get(0)).is_some_and(|e| e.get("start").is_some())
    {
        return Err(told("gold of another format; give records of keikaku's own schema".to_owned()));
    }
    let source = |key: &str| record.get("source").and_then(|s| s.get(key)).and_then(Value::as_str).map(str::to_owned);
    let stem = name.strip_suffix(".gold.json").unwrap_or(&name);
    let file = source("file").unwrap_or_else(|| format!("{stem}.pdf"));
    Ok(Gold { path: path.to_owned(), file, sha256: source("sha256"), record, wrong: Map::new() })
}

/// What a reviewer marked. A field of which every entry was marked is whole.
fn of_corrections(path: &Path, corrections: &Corrections) -> Gold {
    let mut gold = Gold {
        path: path.to_owned(),
        file: corrections.source.file.clone(),
        sha256: Some(corrections.source.sha256.clone()),
        ..Gold::default()
    };
    let push = |map: &mut Map<String, Value>, field: &str, value: Value| {
        if let Some(list) = map.entry(field).or_insert_with(|| Value::Array(Vec::new())).as_array_mut() {
            list.push(value);
        }
    };
    for mark in &corrections.marks {
        let parts: Vec<&str> = mark.path.trim_start_matches('/').split('/').collect();
        let (Some(field), said) = (parts.first(), mark.value.clone().or_else(|| mark.was.clone())) else { continue };
        let Some(said) = said else { continue };
        // Items of policy lists are marked by themselves.
        let field = if parts.contains(&"items") { "policies.items" } else { field };
        let is_entry = parts.len() > 1 || mark.verdict == Verdict::Added;
        match (is_entry, mark.verdict) {
            (true, Verdict::Wrong) => push(&mut gold.wrong, field, said),
            (true, _) => push(&mut gold.record, field, without_items(said)),
            (false, _) => {
                gold.record.insert(field.to_owned(), said);
            }
        }
    }
    let partial: Vec<Value> = gold
        .record
        .iter()
        .filter(|(field, value)| {
            value.is_array() && !corrections.complete.iter().any(|c| *c == field.split('.').next().unwrap_or(field))
        })
        .map(|(field, _)| Value::String(field.clone()))
        .collect();
    gold.record.insert("_partial".to_owned(), Value::Array(partial));
    gold
}

fn without_items(mut value: Value) -> Value {
    if let Some(map) = value.as_object_mut()
        && (map.contains_key("title") || map.contains_key("label"))
    {
        map.remove("items");
    }
    value
}
