//! `keikaku export`: what it writes is read back by the programs that people use (pandas, pyarrow, DuckDB, SQLite, openpyxl,
//! frictionless) and is the same for all of them, and the same bytes each time.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;
use std::path::Path;

use common::{arg, files, keikaku, project, tools};

fn export(from: &Path, to: &Path) {
    keikaku(&["export", arg(from), "--format", "csv,parquet,xlsx,sqlite", "--to", arg(to), "--pdfs", "../corpus"])
        .assert()
        .code(0);
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    export(&project("output"), &one);
    export(&project("output"), &two);
    let (one, two) = (files(&one), files(&two));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for name in ["datapackage.json", "keikaku.sqlite", "keikaku.xlsx", "schedule.csv", "schedule.parquet"] {
        assert!(one.contains_key(name), "{name}");
    }
    for (name, bytes) in &one {
        assert!(two[name] == *bytes, "{name}");
    }
}

#[test]
fn other_programs_read_the_same() {
    let Some(python) = tools::or_skip(tools::python()) else { return };
    let dir = tempfile::tempdir().unwrap();
    // The corpus has no indicators; the small plans have.
    let small = dir.path().join("small");
    keikaku(&["extract", arg(&project("fixtures/plans")), "--out", arg(&small)]).assert().code(0);
    for (records, rows) in [(project("output"), ["schedule", "policies"]), (small, ["indicators", "indicator_targets"])]
    {
        let to = dir.path().join("tables");
        export(&records, &to);
        let said = tools::script(python, "tests/tools/readback.py", &[arg(&to)]);
        let counts: serde_json::Value = serde_json::from_str(&said).unwrap();
        for table in rows {
            assert!(counts[table].as_u64().unwrap() > 10, "{table}: {counts}");
        }
        fs::remove_dir_all(&to).unwrap();
    }
}

#[test]
fn cp932_tells_what_it_does_not_have() {
    let dir = tempfile::tempdir().unwrap();
    let record = fs::read_to_string(project("output/records/mine.json")).unwrap();
    let record = record.replace("美祢市", "𠮷美祢市");
    fs::write(dir.path().join("a.json"), record).unwrap();
    let to = dir.path().join("tables");
    let args = ["export", arg(dir.path()), "--format", "csv", "--encoding", "cp932", "--to", arg(&to)];
    let assert = keikaku(&args).assert().code(0);
    let told = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(told.contains("U+20BB7 𠮷"), "{told}");
    let bytes = fs::read(to.join("documents.csv")).unwrap();
    let (text, _, wrong) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(text.contains("〓美祢市") && !wrong, "{text}");
}

#[test]
fn what_is_no_record_costs_itself_alone() {
    let dir = tempfile::tempdir().unwrap();
    let records = dir.path().join("records");
    fs::create_dir(&records).unwrap();
    fs::copy(project("output/records/mine.json"), records.join("a.json")).unwrap();
    fs::copy(project("output/records/mine.json"), records.join("twice.json")).unwrap();
    fs::write(records.join("b.json"), "{\"half").unwrap();
    let to = dir.path().join("tables");
    let assert = keikaku(&["export", arg(dir.path()), "--format", "csv", "--to", arg(&to)]).assert().code(1);
    let told = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(told.contains("b.json: no record") && told.contains("twice.json: left out"), "{told}");
    assert_eq!(fs::read_to_string(to.join("documents.csv")).unwrap().lines().count(), 2);

    fs::remove_dir_all(&records).unwrap();
    keikaku(&["export", arg(dir.path()), "--format", "csv", "--to", arg(&to)]).assert().code(3);
    keikaku(&["export", arg(dir.path()), "--format", "sqlite", "--encoding", "cp932", "--to", "x"]).assert().code(2);
}

#[test]
fn extract_writes_them_beside_the_records() {
    let dir = tempfile::tempdir().unwrap();
    let (pdf, out, to) = (project("corpus/mine.pdf"), dir.path().join("out"), dir.path().join("tables"));
    keikaku(&["extract", arg(&pdf), "--out", arg(&out), "--export", "csv,xlsx", "--pdfs", "../../corpus"])
        .assert()
        .code(0);
    let args = ["export", arg(&out), "--format", "csv,xlsx", "--pdfs", "../../corpus", "--to", arg(&to)];
    keikaku(&args).assert().code(0);
    assert!(files(&out.join("tables")) == files(&to));
    // Nowhere to write them, and links of nothing.
    keikaku(&["extract", arg(&pdf), "--export", "csv"]).assert().code(2);
    keikaku(&["extract", arg(&pdf), "--out", arg(&out), "--pdfs", "../../corpus"]).assert().code(2);
    keikaku(&["extract", arg(&pdf), "--out", arg(&out), "--export", "pdf"]).assert().code(2);
}
