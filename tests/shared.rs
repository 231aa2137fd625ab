//! Over many documents that do not belong to the project and lie beside it (`../shared`, or where `KEIKAKU_SHARED`
//! says): real papers with all sorts of damage, and PDFs made to break readers. Without them there is nothing to test.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::path::PathBuf;

use common::{arg, files, keikaku, project};
use keikaku::record::Record;

/// Reads a folder; nothing may be a fault of the program, and every record has to follow the schema and read back.
fn every_record_is_sound(folder: &str) {
    let shared = std::env::var_os("KEIKAKU_SHARED").map_or_else(|| project("../shared"), PathBuf::from);
    let folder = shared.join(folder);
    if !folder.is_dir() {
        return println!("skipped: no {}", folder.display());
    }
    let out = tempfile::tempdir().unwrap();
    let assert = keikaku(&["extract", arg(&folder), "--out", arg(out.path())]).assert();
    assert!(matches!(assert.get_output().status.code(), Some(0 | 1)), "{assert}");

    let schema = jsonschema::validator_for(keikaku::record::schema().as_value()).unwrap();
    let written = files(out.path());
    let run: serde_json::Value = serde_json::from_slice(&written["run.json"]).unwrap();
    let rows = run["inputs"].as_array().unwrap();
    println!("{}: {}", folder.display(), run["counts"]);
    for row in rows {
        assert_ne!(row["error"]["code"], "internal", "{row}");
    }
    for (name, json) in written.iter().filter(|(name, _)| name.starts_with("records/")) {
        let value: serde_json::Value = serde_json::from_slice(json).unwrap();
        let errors: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).take(3).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let record: Record = serde_json::from_slice(json).unwrap();
        assert!(record.to_json().unwrap().as_bytes() == json, "{name} is not read back as it was written");
    }
}

#[test]
fn papers_by_many_producers() {
    every_record_is_sound("bench/dev");
}

#[test]
fn files_made_to_break_readers() {
    every_record_is_sound("stress");
}
