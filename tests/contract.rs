//! The contract: the schema that is checked in is the one the types give, and what is checked in under `output/`
//! follows it and is what the program makes of `corpus/`.
//!
//! `KEIKAKU_UPDATE=1 cargo test --test contract` writes the schema anew. `output/` is written anew with
//! `cargo run --release -- extract corpus --out output --compare --export csv --pdfs ../../corpus`.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;
use std::sync::OnceLock;

use common::{arg, files, keikaku, project};

/// What the program makes of `corpus/` now, made once for all tests.
fn made() -> &'static std::path::Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let dir = MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let report = ["--compare", "--export", "csv", "--pdfs", "../../corpus"];
        keikaku(&[&["extract", arg(&project("corpus")), "--out", arg(dir.path())], &report[..]].concat())
            .assert()
            .code(0);
        dir
    });
    dir.path()
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&keikaku::record::schema_json()).unwrap()).unwrap()
}

fn assert_valid(name: &str, json: &[u8]) {
    let record: serde_json::Value = serde_json::from_slice(json).unwrap();
    let errors: Vec<String> =
        validator().iter_errors(&record).map(|e| format!("{}: {e}", e.instance_path())).take(5).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn the_schema_is_the_one_of_the_types() {
    let path = project("schema/record.schema.json");
    let now = keikaku::record::schema_json();
    if std::env::var_os("KEIKAKU_UPDATE").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == now,
        "schema/record.schema.json is not what the types give; see what the change means for \
         SCHEMA_VERSION, then run KEIKAKU_UPDATE=1 cargo test --test contract"
    );
}

#[test]
fn records_of_the_corpus_are_valid() {
    let written = files(made());
    let records: Vec<_> = written.iter().filter(|(name, _)| name.starts_with("records/")).collect();
    assert_eq!(records.len(), 5);
    for (name, json) in records {
        assert_valid(name, json);
    }
}

#[test]
fn records_are_read_back_as_they_were_written() {
    for (name, json) in files(made()).iter().filter(|(name, _)| name.starts_with("records/")) {
        let record: keikaku::record::Record = serde_json::from_slice(json).unwrap();
        assert!(record.to_json().unwrap().as_bytes() == json, "{name}");
    }
}

#[test]
fn output_is_what_the_program_makes_of_the_corpus() {
    let (made, stored) = (files(made()), files(&project("output")));
    assert_eq!(made.keys().collect::<Vec<_>>(), stored.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(
            stored[name] == *bytes,
            "output/{name} is not what the program makes; look at the difference after \
             cargo run --release -- extract corpus --out output --compare --export csv --pdfs ../../corpus"
        );
    }
}

#[test]
fn records_of_released_schemas_are_read() {
    let json = fs::read(project("tests/data/record-1.0.0.json")).unwrap();
    let record: keikaku::record::Record = serde_json::from_slice(&json).unwrap();
    assert_eq!(record.schema_version, "1.0.0");
    assert!(!record.schedule.is_empty() && !record.policies.is_empty() && !record.tables.is_empty());
    // A minor version adds fields: what an older one wrote must still be valid.
    assert_valid("record-1.0.0.json", &json);
}
