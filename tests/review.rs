//! `keikaku review` in a real browser, and what `extract` makes of the corrections that are saved there.
#![cfg(feature = "review")]
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;

use common::{arg, keikaku, project, tools};
use keikaku::record::{Record, Verdict};

#[test]
fn a_reviewer_clicks_corrects_and_saves_and_extract_applies_it() {
    let Some(python) = tools::or_skip(tools::python()) else { return };
    let Some(chromium) = tools::or_skip(tools::chromium()) else { return };
    let dir = tempfile::tempdir().unwrap();
    let (pdf, html) = (dir.path().join("tsuruoka.pdf"), dir.path().join("review.html"));
    fs::copy(project("corpus/tsuruoka.pdf"), &pdf).unwrap();
    keikaku(&["review", arg(&pdf), "--out", arg(&html), "--lang", "en"]).assert().code(0);
    assert!(!fs::read_to_string(&html).unwrap().contains("https://"));
    // Saved beside the PDF, as a person would put it there.
    let pictures = std::env::var("KEIKAKU_PICTURES").unwrap_or_default();
    let args = [arg(&html), arg(dir.path()), pictures.as_str()];
    let args = if pictures.is_empty() { &args[..2] } else { &args[..] };
    tools::browse(python, chromium, "tests/tools/review.py", args);
    assert!(dir.path().join("tsuruoka.pdf.corrections.json").is_file());

    let without = dir.path().join("without");
    keikaku(&["extract", arg(&project("corpus/tsuruoka.pdf")), "--out", arg(&without)]).assert().code(0);
    let before: Record = serde_json::from_slice(&fs::read(without.join("records/tsuruoka.json")).unwrap()).unwrap();
    let out = dir.path().join("out");
    keikaku(&["extract", arg(&pdf), "--out", arg(&out)]).assert().code(0);
    let after: Record = serde_json::from_slice(&fs::read(out.join("records/tsuruoka.json")).unwrap()).unwrap();
    assert_eq!(after.schedule.len(), before.schedule.len() - 1);
    assert_eq!(after.schedule[1].event, "直した行事");
    assert_eq!(after.schedule[1].when.edtf.as_deref(), Some("2030-01-02"));
    assert!(after.bodies.iter().any(|b| b.name == "足した会議"));
    let verdicts: Vec<Verdict> = after.corrections.iter().map(|c| c.verdict).collect();
    assert_eq!(verdicts.len(), 4, "{verdicts:?}");
    assert!(after.corrections.iter().any(|c| c.note.as_deref() == Some("試験") && c.was.is_some()));

    // The corrections are part of what makes a record hold: the same again, then without them.
    let run = || {
        let assert = keikaku(&["extract", arg(&pdf), "--out", arg(&out), "--lang", "en"]).assert().code(0);
        let _ = assert;
        serde_json::from_slice::<serde_json::Value>(&fs::read(out.join("run.json")).unwrap()).unwrap()["counts"].clone()
    };
    assert_eq!(run()["unchanged"], 1);
    fs::remove_file(dir.path().join("tsuruoka.pdf.corrections.json")).unwrap();
    assert_eq!(run()["done"], 1);
    let without: Record = serde_json::from_slice(&fs::read(out.join("records/tsuruoka.json")).unwrap()).unwrap();
    assert_eq!(without.schedule, before.schedule);
}

#[test]
fn corrections_that_cannot_be_read_cost_their_document() {
    let dir = tempfile::tempdir().unwrap();
    let (pdf, out) = (dir.path().join("plan.pdf"), dir.path().join("out"));
    fs::write(&pdf, common::plan()).unwrap();
    let folder = dir.path().join("corrections");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("plan.pdf.corrections.json"), "{\"half").unwrap();
    let args = ["extract", arg(&pdf), "--out", arg(&out), "--corrections", arg(&folder)];
    keikaku(&args).assert().code(3);
    keikaku(&args[..4]).assert().code(0);
}

#[test]
fn corrections_hold_through_extract_resume_and_eval() {
    let dir = tempfile::tempdir().unwrap();
    let (pdf, out) = (dir.path().join("mine.pdf"), dir.path().join("out"));
    fs::copy(project("corpus/mine.pdf"), &pdf).unwrap();
    let run = || -> (Record, serde_json::Value) {
        keikaku(&["extract", arg(&pdf), "--out", arg(&out)]).assert().code(0);
        let read = |name: &str| fs::read(out.join(name)).unwrap();
        let counts = serde_json::from_slice::<serde_json::Value>(&read("run.json")).unwrap()["counts"].clone();
        (serde_json::from_slice(&read("records/mine.json")).unwrap(), counts)
    };
    let (before, _) = run();
    assert!(before.corrections.is_empty());

    // Saved in the form that the review page saves.
    let was = serde_json::to_value(&before.schedule[1]).unwrap();
    let correct = |event: &str, note: &str| {
        let mut value = was.clone();
        value["event"] = event.into();
        let corrections = serde_json::json!({
            "keikaku_corrections": 1, "source": {"file": "mine.pdf", "sha256": before.source.sha256},
            "marks": [{"path": "/schedule/1", "verdict": "corrected", "was": was, "value": value, "note": note}],
        });
        fs::write(dir.path().join("mine.pdf.corrections.json"), corrections.to_string()).unwrap();
    };
    correct("直した行事", "一");
    let (first, counts) = run();
    assert_eq!((first.schedule[1].event.as_str(), &counts["done"]), ("直した行事", &1.into()));
    assert_eq!(first.corrections.len(), 1);
    assert_eq!((first.corrections[0].verdict, first.corrections[0].note.as_deref()), (Verdict::Corrected, Some("一")));
    assert!(first.corrections[0].was.is_some());
    assert_eq!(run().1["unchanged"], 1);

    // A file that says something else makes the record anew.
    correct("また直した行事", "二");
    let (second, counts) = run();
    assert_eq!((second.schedule[1].event.as_str(), &counts["done"]), ("また直した行事", &1.into()));
    assert_ne!(first.generator, second.generator, "the record tells which corrections it has");

    // As gold: the corrected record is right, the one that was read is not.
    let strict = |records: &std::path::Path| {
        let json = dir.path().join("eval.json");
        keikaku(&["eval", arg(records), "--gold", arg(dir.path()), "--json", arg(&json)]).assert().code(0);
        let scores: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
        let strict = &scores["overall"]["schedule"]["strict"];
        (strict["right"].as_u64().unwrap(), strict["missed"].as_u64().unwrap())
    };
    assert_eq!(strict(&out), (1, 0));
    assert_eq!(strict(&project("output")), (0, 1));
}
