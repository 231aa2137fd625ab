//! A folder in, an output folder out: what a run writes, and what it does not depend on.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;
use std::path::Path;

use common::{arg, files, keikaku, pdf, plan};

fn extract(input: &Path, output: &Path, more: &[&str]) -> (i32, String) {
    let mut args = vec!["extract", arg(input), "--out", arg(output)];
    args.extend(more);
    let assert = keikaku(&args).assert();
    let result = assert.get_output();
    (result.status.code().unwrap(), String::from_utf8(result.stdout.clone()).unwrap())
}

/// A folder with documents in it.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("in/b")).unwrap();
    fs::write(dir.path().join("in/a.pdf"), plan()).unwrap();
    fs::write(dir.path().join("in/a.PDF"), pdf(&[&["概要版"]])).unwrap();
    fs::write(dir.path().join("in/b/計画.pdf"), pdf(&[&["総合計画"], &["審議会"]])).unwrap();
    fs::write(dir.path().join("in/notes.txt"), "not read").unwrap();
    dir
}

#[test]
fn records_lines_and_run_agree() {
    let dir = folder();
    let out = dir.path().join("out");
    let (code, report) = extract(&dir.path().join("in"), &out, &[]);
    assert_eq!(code, 0, "{report}");
    let written = files(&out);
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        ["records.ndjson", "records/a.PDF.json", "records/a.json", "records/b/計画.json", "run.json"]
    );

    let lines = String::from_utf8(written["records.ndjson"].clone()).unwrap();
    let from_lines: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let from_files: Vec<serde_json::Value> = ["a.PDF.json", "a.json", "b/計画.json"]
        .iter()
        .map(|name| serde_json::from_slice(&written[&format!("records/{name}")]).unwrap())
        .collect();
    assert_eq!(from_lines, from_files);
    let sources: Vec<&str> = from_lines.iter().map(|r| r["source"]["file"].as_str().unwrap()).collect();
    assert_eq!(sources, ["a.PDF", "a.pdf", "b/計画.pdf"]);

    let run: serde_json::Value = serde_json::from_slice(&written["run.json"]).unwrap();
    assert_eq!(run["counts"]["done"], 3);
    assert_eq!(run["counts"]["pages"], 4);
    assert_eq!(run["inputs"][2]["record"], "records/b/計画.json");
    assert!(report.contains("pages                   4"), "{report}");
    assert!(report.contains("failures                0"), "{report}");
}

#[test]
fn threads_and_repetition_change_nothing() {
    let dir = folder();
    let run = |name: &str, more: &[&str]| {
        let out = dir.path().join(name);
        extract(&dir.path().join("in"), &out, more);
        files(&out)
    };
    let one = run("one", &["--jobs", "1"]);
    assert!(one == run("two", &["--jobs", "2"]));
    // Over the output of an earlier run, only what is told of it differs.
    let mut again = run("one", &["--jobs", "2"]);
    let told = String::from_utf8(again["run.json"].clone()).unwrap();
    let told = told
        .replace("unchanged\",", "done\",")
        .replace("\"done\": 0, \"unchanged\": 3", "\"done\": 3, \"unchanged\": 0");
    again.insert("run.json".into(), told.into_bytes());
    assert!(one == again);
}

#[test]
fn bad_files_cost_a_line_each_and_nothing_else() {
    let dir = folder();
    let (good, bad) = (dir.path().join("good"), dir.path().join("bad"));
    extract(&dir.path().join("in"), &good, &[]);

    let plan = plan();
    fs::write(dir.path().join("in/text.pdf"), "these are minutes, not a PDF").unwrap();
    fs::write(dir.path().join("in/b/corrupt.pdf"), &plan[..60]).unwrap();
    fs::write(dir.path().join("in/empty.pdf"), "").unwrap();
    let (code, report) = extract(&dir.path().join("in"), &bad, &[]);
    assert_eq!(code, 1);
    for name in ["text.pdf", "b/corrupt.pdf", "empty.pdf"] {
        assert_eq!(report.lines().filter(|l| l.contains(name)).count(), 1, "{report}");
    }
    assert!(report.contains("failures                3"), "{report}");

    let records = |out: &Path| {
        let mut all = files(out);
        all.remove("run.json");
        all
    };
    assert_eq!(records(&good), records(&bad));
    let run: serde_json::Value = serde_json::from_slice(&files(&bad)["run.json"]).unwrap();
    let failed: Vec<(&str, &str, &str)> = run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["state"] == "failed")
        .map(|row| {
            let error = &row["error"];
            assert!(!error["message"].as_str().unwrap().is_empty());
            (row["file"].as_str().unwrap(), error["code"].as_str().unwrap(), error["stage"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        failed,
        [("b/corrupt.pdf", "damaged", "pdf"), ("empty.pdf", "not_pdf", "pdf"), ("text.pdf", "not_pdf", "pdf")]
    );
}

#[test]
fn the_output_folder_may_lie_in_the_input_folder() {
    let dir = folder();
    let input = dir.path().join("in");
    let out = input.join("out");
    extract(&input, &out, &[]);
    let mut first = files(&out);
    // What someone puts into the output folder is no input.
    fs::write(out.join("copy.pdf"), plan()).unwrap();
    extract(&input, &out, &[]);
    let mut second = files(&out);
    second.remove("copy.pdf");
    first.remove("run.json");
    second.remove("run.json");
    assert!(first == second);
}

#[test]
fn records_whose_input_is_gone_stay_and_are_named() {
    let dir = folder();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    extract(&input, &out, &[]);
    fs::remove_file(input.join("a.PDF")).unwrap();
    let (code, report) = extract(&input, &out, &[]);
    assert_eq!(code, 0);
    assert!(report.contains("records/a.PDF.json"), "{report}");
    assert!(!report.contains("records/a.json"), "{report}");
    let written = files(&out);
    assert!(written.contains_key("records/a.PDF.json"));
    assert_eq!(String::from_utf8(written["records.ndjson"].clone()).unwrap().lines().count(), 2);
}

#[test]
fn times_stand_in_run_json_when_asked_for() {
    let dir = folder();
    let out = dir.path().join("out");
    let input = dir.path().join("in");
    let seconds = |more: &[&str]| {
        extract(&input, &out, more);
        let run: serde_json::Value = serde_json::from_slice(&files(&out)["run.json"]).unwrap();
        (run.get("seconds").is_some(), run["inputs"][0].get("seconds").is_some())
    };
    assert_eq!(seconds(&["--timings"]), (true, true));
    assert_eq!(seconds(&[]), (false, false));
}

#[test]
fn a_folder_with_two_bad_files_gives_the_third() {
    let dir = tempfile::tempdir().unwrap();
    let (code, report) = extract(&common::project("fixtures/batch"), dir.path(), &[]);
    assert_eq!(code, 1, "{report}");
    for name in ["broken.pdf", "notes.pdf"] {
        assert_eq!(report.lines().filter(|l| l.contains(name)).count(), 1, "{report}");
    }
    let record: serde_json::Value =
        serde_json::from_slice(&files(dir.path())["records/shiryou/KEIKA.PDF.json"]).unwrap();
    let starts: Vec<&str> =
        record["schedule"].as_array().unwrap().iter().filter_map(|e| e["when"]["start"].as_str()).collect();
    assert_eq!(starts, ["2024-04-26", "2024-05-31"]);
}
