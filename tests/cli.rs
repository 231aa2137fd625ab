//! The commands as a person or a script uses them: what is printed, and the exit codes.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;

use common::{arg, keikaku, pdf, plan};

fn stdout(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn one_file_gives_one_record_on_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("方針.pdf");
    fs::write(&file, plan()).unwrap();
    let assert = keikaku(&["extract", arg(&file)]).assert().code(0);
    let record: keikaku::record::Record = serde_json::from_str(&stdout(&assert)).unwrap();
    assert_eq!(record.source.file, "方針.pdf");
    assert_eq!(record.source.page_count, 1);
    assert!(record.pages[0].text.contains("計画策定の趣旨"), "{:?}", record.pages);
    assert_eq!(stderr(&assert), "");
}

#[test]
fn pages_of_text_end_with_form_feeds() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.pdf");
    fs::write(&file, pdf(&[&["総合計画"], &[], &["審議会"]])).unwrap();
    let text = stdout(&keikaku(&["text", arg(&file)]).assert().code(0));
    let pages: Vec<&str> = text.split('\u{c}').map(str::trim).collect();
    assert_eq!(pages, ["総合計画", "", "審議会", ""]);
}

#[test]
fn what_is_shown_comes_from_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("方針.pdf");
    fs::write(&file, plan()).unwrap();
    let json = stdout(&keikaku(&["extract", arg(&file)]).assert().code(0));
    let assert = keikaku(&["show", "-"]).write_stdin(json).assert().code(0);
    assert!(stdout(&assert).contains("方針.pdf (1 page)"), "{}", stdout(&assert));
}

#[test]
fn the_schema_is_printed() {
    let schema = stdout(&keikaku(&["schema"]).assert().code(0));
    assert_eq!(schema, keikaku::record::schema_json());
}

#[test]
fn exit_codes_and_messages() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(at("empty")).unwrap();
    fs::create_dir(at("bad")).unwrap();
    fs::create_dir(at("mixed")).unwrap();
    fs::write(at("text.pdf"), "this is no PDF").unwrap();
    fs::write(at("bad/text.pdf"), "this is no PDF").unwrap();
    fs::write(at("mixed/text.pdf"), "this is no PDF").unwrap();
    fs::write(at("mixed/plan.pdf"), plan()).unwrap();
    fs::write(at("plan.pdf"), plan()).unwrap();
    let (out, here) = (at("out"), at("."));
    for (args, code, said) in [
        // 0: all well.
        (vec!["extract", &at("plan.pdf")], 0, ""),
        (vec!["extract", &at("plan.pdf"), "--out", &out], 0, ""),
        (vec!["--help"], 0, ""),
        (vec!["--version"], 0, ""),
        // 1: some inputs failed.
        (vec!["extract", &at("mixed"), "--out", &out], 1, ""),
        // 2: wrong usage.
        (vec![], 2, "Usage"),
        (vec!["extract"], 2, "FILE|FOLDER"),
        (vec!["extract", &at("mixed")], 2, "--out FOLDER"),
        (vec!["extract", &at("mixed"), "--out", &out, "--jobs", "0"], 2, "--jobs"),
        (vec!["extract", &at("mixed"), "--out", &at("mixed")], 2, "that is the input folder"),
        (vec!["extract", &at("mixed"), "--out", &at("plan.pdf")], 2, "that is a file"),
        (vec!["extract", &here, "--out", &at("empty/..")], 2, "that is the input folder"),
        // 3: nothing could be read.
        (vec!["extract", &at("gone.pdf")], 3, "gone.pdf"),
        (vec!["extract", &at("gone"), "--out", &out], 3, "gone"),
        (vec!["extract", &at("text.pdf")], 3, "text.pdf"),
        (vec!["extract", &at("bad"), "--out", &out], 3, ""),
        (vec!["extract", &at("empty"), "--out", &out], 3, "no .pdf in it"),
        (vec!["text", &at("text.pdf")], 3, "text.pdf"),
        (vec!["show", &at("text.pdf")], 3, "give a file that keikaku extract wrote"),
    ] {
        let assert = keikaku(&args).assert();
        assert_eq!(assert.get_output().status.code(), Some(code), "{args:?}: {}", stderr(&assert));
        assert!(stderr(&assert).contains(said), "{args:?}: {}", stderr(&assert));
        if code == 0 {
            // Only runs into a folder sum up.
            let lines = stderr(&assert).lines().count();
            assert_eq!(lines, usize::from(args.contains(&"--out")), "{args:?}: {}", stderr(&assert));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_keikaku"))
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take()); // as `| head` does, before anything is read
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn tables_in_every_format() {
    let file = common::project("fixtures/tables/ruled-strokes.pdf");
    let csv = stdout(&keikaku(&["tables", arg(&file)]).assert().code(0));
    assert!(csv.starts_with("年度,月,会議,内容\n令和6年度,4月,"), "{csv}");
    assert!(csv.contains("\n\n指標名,単位,現状値,目標値,\n"), "an empty line parts tables: {csv}");
    let repeated = stdout(&keikaku(&["tables", arg(&file), "--repeat-merged"]).assert().code(0));
    assert!(repeated.contains("指標名,単位,現状値,目標値,目標値\n"), "{repeated}");
    let html = stdout(&keikaku(&["tables", arg(&file), "--format", "html"]).assert().code(0));
    assert!(html.contains("<th colspan=\"2\">目標値</th>"), "{html}");
    let markdown = stdout(&keikaku(&["tables", arg(&file), "--format", "markdown"]).assert().code(0));
    assert!(markdown.contains("| 目標値 / 令和8年度 | 目標値 / 令和12年度 |"), "{markdown}");
    let json = stdout(&keikaku(&["tables", arg(&file), "--format", "json"]).assert().code(0));
    let tables: Vec<keikaku::record::Table> = serde_json::from_str(&json).unwrap();
    assert_eq!(tables.len(), 3);
}

#[test]
fn tables_into_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let file = common::project("fixtures/tables/ruled-strokes.pdf");
    for format in ["csv", "json", "html", "markdown", "xlsx"] {
        keikaku(&["tables", arg(&file), "--format", format, "--out", arg(dir.path())]).assert().code(0);
    }
    let files = common::files(dir.path());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["csv", "html", "json", "md", "t2.csv", "t3.csv", "xlsx"]
            .map(|e| match e {
                "csv" => "ruled-strokes.t1.csv".to_owned(),
                e => format!("ruled-strokes.{e}"),
            })
            .iter()
            .map(String::as_str)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert!(files["ruled-strokes.xlsx"].starts_with(b"PK"));
}

#[test]
fn tables_of_one_page_and_of_none() {
    let file = common::project("fixtures/tables/pages-header-repeated.pdf");
    let whole = stdout(&keikaku(&["tables", arg(&file)]).assert().code(0));
    let second = stdout(&keikaku(&["tables", arg(&file), "--page", "2"]).assert().code(0));
    assert_eq!(whole, second, "a table over two pages is given whole");
    let beyond = keikaku(&["tables", arg(&file), "--page", "3"]).assert().code(2);
    assert!(stderr(&beyond).contains("has 2 pages; there is no page 3"), "{}", stderr(&beyond));
    let file = common::project("fixtures/tables/lists-and-columns-are-no-tables.pdf");
    let none = keikaku(&["tables", arg(&file)]).assert().code(0);
    assert_eq!(stdout(&none), "");
    assert!(stderr(&none).contains("no table found"), "{}", stderr(&none));
    let printed = keikaku(&["tables", arg(&file), "--format", "xlsx"]).assert().code(2);
    assert!(stderr(&printed).contains("--out DIR"), "{}", stderr(&printed));
}

#[test]
fn a_page_is_drawn_with_what_was_found() {
    let dir = tempfile::tempdir().unwrap();
    let file = common::project("fixtures/tables/ruled-strokes.pdf");
    let svg = stdout(&keikaku(&["debug", arg(&file), "--page", "1"]).assert().code(0));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    for layer in ["page", "glyphs", "cells", "frames", "rulings", "lines", "furniture", "blocks", "order"] {
        assert!(svg.contains(&format!("<g id=\"{layer}\">")), "{layer}");
    }
    assert!(svg.contains("<title>第1回策定本部会議</title>"));
    let out = dir.path().join("p.html");
    keikaku(&["debug", arg(&file), "--page", "1", "--out", arg(&out)]).assert().code(0);
    assert!(fs::read_to_string(&out).unwrap().contains("id=\"show-cells\""));
    let out = dir.path().join("p.png");
    let wrong = keikaku(&["debug", arg(&file), "--page", "1", "--out", arg(&out)]).assert().code(2);
    assert!(stderr(&wrong).contains(".svg or .html"), "{}", stderr(&wrong));
    let beyond = keikaku(&["debug", arg(&file), "--page", "9"]).assert().code(2);
    assert!(stderr(&beyond).contains("has 1 page; page 9 cannot be read"), "{}", stderr(&beyond));
}
