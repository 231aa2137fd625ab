//! `keikaku eval`: what the program finds in `corpus/` and `fixtures/plans` against gold, and that no score has fallen.
//!
//! The scores that must not fall stand in `tests/data/eval-corpus.json` and `tests/data/eval-fixtures.json`. A change that
//! makes them better raises them: `KEIKAKU_UPDATE=1 cargo test --test eval`. They never go down by themselves; whoever
//! has to lower one edits the file by hand and says why in the commit.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;
use std::path::Path;

use common::{arg, keikaku, project};

fn holds(records: &Path, gold: &str, baseline: &str) {
    let (gold, baseline) = (project(gold), project(baseline));
    let mut args = vec!["eval", arg(records), "--gold", arg(&gold), "--baseline", arg(&baseline)];
    if std::env::var_os("KEIKAKU_UPDATE").is_some() {
        args.push("--raise");
    }
    let assert = keikaku(&args).assert();
    let output = assert.get_output();
    // For CI's log.
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn no_score_of_the_corpus_has_fallen() {
    let dir = tempfile::tempdir().unwrap();
    keikaku(&["extract", arg(&project("corpus")), "--out", arg(dir.path())]).assert().code(0);
    holds(dir.path(), "corpus/gold", "tests/data/eval-corpus.json");
}

#[test]
fn no_score_of_the_fixtures_has_fallen() {
    let dir = tempfile::tempdir().unwrap();
    keikaku(&["extract", arg(&project("fixtures/plans")), "--out", arg(dir.path())]).assert().code(0);
    holds(dir.path(), "fixtures/gold", "tests/data/eval-fixtures.json");
}

#[test]
fn a_fall_fails_and_every_difference_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let record = fs::read_to_string(project("output/records/mine.json")).unwrap();
    // Wrong by a year, and another name.
    let record =
        record.replace("\"start\": \"2023-07-01\"", "\"start\": \"2022-07-01\"").replace("総合戦略部会", "総合戦略会");
    fs::write(dir.path().join("mine.json"), record).unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (json, html, floor) = (at("eval.json"), at("eval.html"), at("floor.json"));
    let gold = project("corpus/gold/mine.gold.json");
    let output = project("output");
    keikaku(&["eval", arg(&output), "--gold", arg(&gold), "--baseline", &floor, "--raise"]).assert().code(0);
    let args = ["eval", &at("mine.json"), "--gold", arg(&gold), "--baseline", &floor, "--json", &json, "--html", &html];
    let assert = keikaku(&args).assert().code(1);
    let told = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(told.contains("schedule.when: strict F1 fell"), "{told}");
    let scores: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let differences = scores["documents"][0]["differences"].as_array().unwrap();
    let has = |field: &str, text: &str| differences.iter().any(|d| d["field"] == field && d.to_string().contains(text));
    assert!(has("schedule.when", "2022-07-01") && has("bodies", "総合戦略部会"), "{differences:#?}");
    assert!(fs::read_to_string(&html).unwrap().contains("2022-07-01"));
    keikaku(&["eval", &at("mine.json"), "--gold", arg(&project("fixtures/plans"))]).assert().code(3);
}

#[test]
fn corrections_are_gold() {
    let dir = tempfile::tempdir().unwrap();
    let output = project("output");
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(project("output/records/mine.json")).unwrap()).unwrap();
    let was = |i: usize| record["schedule"][i].clone();
    let mut moved = was(1);
    moved["when"]["start"] = "2020-01-01".into();
    let corrections = serde_json::json!({
        "keikaku_corrections": 1, "source": record["source"],
        "marks": [
            {"path": "/schedule/0", "verdict": "right", "was": was(0)},
            {"path": "/schedule/1", "verdict": "corrected", "was": was(1), "value": moved},
            {"path": "/schedule/2", "verdict": "wrong", "was": was(2)},
        ],
    });
    fs::write(dir.path().join("mine.pdf.corrections.json"), corrections.to_string()).unwrap();
    let json = dir.path().join("eval.json");
    keikaku(&["eval", arg(&output), "--gold", arg(dir.path()), "--json", arg(&json)]).assert().code(0);
    let scores: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let strict = &scores["overall"]["schedule"]["strict"];
    // One right; one with other days, which is missed and too much; one that should not be there.
    assert_eq!(
        (&strict["right"], &strict["missed"], &strict["extra"]),
        (&1.into(), &1.into(), &2.into()),
        "{scores:#}"
    );
}
