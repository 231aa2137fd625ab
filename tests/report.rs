//! `keikaku compare` from end to end: the tables, the pictures, and the report in a real browser.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{arg, files, keikaku, project, tools};

fn compare(args: &[&str]) -> assert_cmd::assert::Assert {
    keikaku(&[&["compare"], args].concat()).assert()
}

fn said(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stdout).into_owned()
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let output = project("output");
    for dir in [&one, &two] {
        let html = dir.path().join("report.html");
        compare(&[arg(&output), "--to", arg(dir.path()), "--html", arg(&html), "--by", "kind"]).code(0);
    }
    // A folder of single records tells the same as their lines in one file.
    let three = tempfile::tempdir().unwrap();
    let html = three.path().join("report.html");
    let records = output.join("records");
    compare(&[arg(&records), "--to", arg(three.path()), "--html", arg(&html), "--by", "kind"]).code(0);
    let (one, two, three) = (files(one.path()), files(two.path()), files(three.path()));
    assert!(one == two && one == three);
    let names: Vec<&str> = one.keys().map(String::as_str).filter(|n| n.ends_with(".csv")).collect();
    assert_eq!(names.len(), keikaku::compare::TABLES.len(), "{names:?}");
}

#[test]
fn every_figure_has_a_value_or_a_reason_and_a_value_has_a_place() {
    let dir = tempfile::tempdir().unwrap();
    compare(&[arg(&project("output")), "--to", arg(dir.path())]).code(0);
    let mut reader = csv::Reader::from_path(dir.path().join("measures.csv")).unwrap();
    let mut rows = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        assert!(row["value"].is_empty() != row["reason"].is_empty(), "{row:?}");
        assert!(row["value"].is_empty() || row["from"].contains(".pdf#page="), "{row:?}");
        assert_ne!(row["value"], "0", "{row:?}");
        rows += 1;
    }
    // Five plans; every measure of each.
    assert_eq!(rows, 5 * (keikaku::compare::NUMBERS.len() + keikaku::compare::WORDS.len() + 1));
}

#[test]
fn places_are_those_of_the_records() {
    let dir = tempfile::tempdir().unwrap();
    compare(&[arg(&project("output")), "--to", arg(dir.path())]).code(0);
    // Every box that a figure names stands in the record of its file, on that page.
    let mut reader = csv::Reader::from_path(dir.path().join("sources.csv")).unwrap();
    let mut seen = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        // A date without a box of its own has its page only.
        if row["x0"].is_empty() {
            continue;
        }
        let name = row["file"].replace(".pdf", ".json");
        let record = fs::read_to_string(project("output/records").join(name)).unwrap();
        let number = |side: &str| format!("{:?}", row[side].parse::<f64>().unwrap());
        let box_ = ["x0", "y0", "x1", "y1"].map(number).join(", ");
        assert!(record.contains(&format!("\"page\": {}, \"bbox\": [{box_}]", row["page"])), "{row:?}");
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn conditions_choose_and_wrong_ones_are_told() {
    let output = project("output");
    let shown = said(&compare(&[arg(&output), "--where", "prefecture=山形県"]).code(0));
    assert!(shown.contains("鶴岡市") && !shown.contains("釜石市"), "{shown}");
    let shown = said(&compare(&[arg(&output), "--where", "period>=2025", "--where", "phase=vote"]).code(0));
    assert!(shown.contains("鶴ヶ島市") && !shown.contains("美祢市"), "{shown}");
    compare(&[arg(&output), "--where", "size>3"]).code(2);
    compare(&[arg(&output), "--where", "prefecture=沖縄県"]).code(3);
    let dir = tempfile::tempdir().unwrap();
    compare(&[arg(dir.path())]).code(3);
    fs::write(dir.path().join("records.ndjson"), "{}\n").unwrap();
    compare(&[arg(dir.path())]).code(3);
}

#[test]
fn a_line_that_is_no_record_costs_that_line() {
    let dir = tempfile::tempdir().unwrap();
    let lines = fs::read_to_string(project("output/records.ndjson")).unwrap();
    fs::write(dir.path().join("records.ndjson"), format!("{{\"half\": \n{lines}")).unwrap();
    let assert = compare(&[arg(dir.path())]).code(1);
    assert!(said(&assert).contains("plans                   5"), "{}", said(&assert));
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("line 1"));
}

/// Text of a record that tries to break out of the report.
#[test]
fn a_record_cannot_break_out_of_the_report() {
    let dir = tempfile::tempdir().unwrap();
    let hostile = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>";
    let text = fs::read_to_string(project("output/records/kamaishi.json")).unwrap();
    let mut record: keikaku::record::Record = serde_json::from_str(&text).unwrap();
    record.plan.as_mut().unwrap().vision = Some(hostile.into());
    record.schedule[0].event = hostile.into();
    record.municipality.as_mut().unwrap().name = hostile.into();
    let file = dir.path().join("one.json");
    fs::write(&file, record.to_json().unwrap()).unwrap();
    let html = dir.path().join("report.html");
    compare(&[arg(&file), "--html", arg(&html), "--to", arg(dir.path())]).code(0);
    assert!(!fs::read_to_string(&html).unwrap().contains("<img src=x"));
    for (name, bytes) in files(&dir.path().join("pictures")) {
        assert!(!String::from_utf8(bytes).unwrap().contains("<img"), "{name}");
    }
    let Some(python) = tools::or_skip(tools::python()) else { return };
    let Some(chromium) = tools::or_skip(tools::chromium()) else { return };
    tools::browse(python, chromium, "tests/tools/hostile.py", &[arg(&html)]);
}

#[test]
fn the_report_works_in_a_browser() {
    let dir = tempfile::tempdir().unwrap();
    let html = dir.path().join("report.html");
    compare(&[arg(&project("output")), "--html", arg(&html), "--pdfs", "../corpus"]).code(0);
    let Some(python) = tools::or_skip(tools::python()) else { return };
    let Some(chromium) = tools::or_skip(tools::chromium()) else { return };
    let told = tools::browse(python, chromium, "tests/tools/report.py", &[arg(&html)]);
    println!("{told}");
}
