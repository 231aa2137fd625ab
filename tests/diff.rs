//! `keikaku diff`: two drafts of a plan, and two folders of records.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;
use std::path::Path;

use common::{arg, keikaku, project};
use serde_json::Value;

fn record(name: &str) -> Value {
    serde_json::from_slice(&fs::read(project("output/records").join(name)).unwrap()).unwrap()
}

fn write(path: &Path, record: &Value) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, record.to_string()).unwrap();
}

fn said(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stdout).into_owned()
}

#[test]
fn what_is_the_same_has_no_changes() {
    let output = project("output");
    let told = said(&keikaku(&["diff", arg(&output), arg(&output), "--exit-code"]).assert().code(0));
    assert!(told.starts_with("documents compared") && told.contains("of these changed               0"), "{told}");
}

#[test]
fn two_drafts_of_a_plan() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b, json) = (dir.path().join("soan.json"), dir.path().join("an.json"), dir.path().join("changes.json"));
    let before = record("tsuruoka.json");
    let mut after = before.clone();
    after["source"]["file"] = "an.pdf".into();
    // The second meeting is put off, the third is dropped, a pillar renamed, one dropped, one added.
    let schedule = after["schedule"].as_array_mut().unwrap();
    schedule[1]["when"]["start"] = "2023-01-10".into();
    schedule[1]["when"]["end"] = "2023-01-10".into();
    let dropped = schedule.remove(2)["event"].as_str().unwrap().to_owned();
    let items = after["policies"][1]["items"].as_array_mut().unwrap();
    items[0]["title"] = "若者・子育て世代に選ばれるまち".into();
    items.pop();
    items.push(serde_json::json!({"marker": "⑤", "title": "雪とともに暮らす知恵", "at": []}));
    after["plan"]["vision"] = "ほんとうの豊かさを追求する".into();
    write(&a, &before);
    write(&b, &after);
    let assert = keikaku(&["diff", arg(&a), arg(&b), "--json", arg(&json), "--exit-code"]).assert().code(1);
    let told = said(&assert);
    for line in [
        "tsuruoka.pdf → an.pdf",
        "+ plan.vision: – → ほんとうの豊かさを追求する",
        "when: 2022-12-27 → 2023-01-10",
        &format!("- 2023-01-16 {dropped}"),
        "title: 若者・子育て世代に選ばれるまちづくり → 若者・子育て世代に選ばれるまち",
        "- 総合的なデジタル化戦略の推進  [5つの加速化アクション(仮)]",
        "+ 雪とともに暮らす知恵  [5つの加速化アクション(仮)]",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    // Nothing but these is told, and JSON has the same.
    let changes: Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let changes = changes["documents"][0]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 6, "{changes:#?}");
    // Turned round, what came goes.
    let back = said(&keikaku(&["diff", arg(&b), arg(&a)]).assert().code(0));
    assert!(back.contains("+ 総合的なデジタル化戦略の推進") && back.contains("- 雪とともに暮らす知恵"), "{back}");
    let short = said(&keikaku(&["diff", arg(&a), arg(&b), "--summary"]).assert().code(0));
    assert!(short.contains("policies               1       1       0       1"), "{short}");
}

#[test]
fn two_folders() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("a/records"), dir.path().join("b/records"));
    for name in ["mine.json", "kamaishi.json"] {
        write(&a.join(name), &record(name));
    }
    let mut changed = record("mine.json");
    changed["pages"][0]["text"] = "別の本文".into();
    write(&b.join("mine.json"), &changed);
    write(&b.join("tsuruoka.json"), &record("tsuruoka.json"));
    fs::write(b.join("half.json"), "{\"half").unwrap();
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    let assert = keikaku(&["diff", arg(&a), arg(&b)]).assert().code(1);
    let told = said(&assert);
    assert!(told.contains("+ tsuruoka.pdf") && told.contains("- kamaishi.pdf"), "{told}");
    // The text is counted, and listed on demand.
    assert!(told.contains("changes of the text (--all lists them): pages 1") && !told.contains("別の本文"), "{told}");
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("half.json: no record"));
    let told = said(&keikaku(&["diff", arg(&a), arg(&b), "--all"]).assert().code(1));
    assert!(told.contains("+ 別の本文"), "{told}");
}

#[test]
fn wrong_usage_and_nothing_to_compare() {
    let output = project("output");
    keikaku(&["diff", arg(&output)]).assert().code(2);
    keikaku(&["diff", arg(&output), "--all", "--summary", arg(&output)]).assert().code(2);
    keikaku(&["diff", arg(&output), "nowhere"]).assert().code(3);
    let dir = tempfile::tempdir().unwrap();
    keikaku(&["diff", arg(&output), arg(dir.path())]).assert().code(3);
    let help = keikaku(&["diff", "--help"]).assert().code(0);
    assert!(said(&help).contains("keikaku diff soan.json an.json"));
}
