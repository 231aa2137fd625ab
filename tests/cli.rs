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
            assert_eq!(stderr(&assert), "", "{args:?}");
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
