//! What the pages say is what the program does: codes, limits, options.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::fs;

use common::{keikaku, project};
use keikaku::ErrorCode;

#[test]
fn every_code_limit_and_option_stands_in_docs_batch() {
    let page = fs::read_to_string(project("docs/batch.md")).unwrap();
    let codes: Vec<&str> = page
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split_once("` | "))
        .filter(|(_, rest)| rest.starts_with("failed |") || rest.starts_with("skipped |"))
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ErrorCode::ALL.map(ErrorCode::as_str));

    let assert = keikaku(&["config", "--print"]).current_dir(project("docs")).assert().code(0);
    let printed = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let mut limits = 0;
    for line in printed.lines() {
        let Some((name, value)) = line.split_once(" = ") else { continue };
        let value = value.split_once('#').unwrap().0.trim().trim_matches('"');
        if name.starts_with("max_") || name == "timeout" {
            let row = format!("| `--{}` | {} |", name.replace('_', "-"), value.trim_end_matches(".0"));
            assert!(page.contains(&row), "{row}");
            limits += 1;
        } else {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }
    assert_eq!(limits, 15);

    // The help tells the same defaults.
    let assert = keikaku(&["extract", "--help"]).assert().code(0);
    let help = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    for row in page.lines().filter(|l| l.starts_with("| `--")) {
        let mut cells = row.split('|').map(str::trim).skip(1);
        let (option, default) = (cells.next().unwrap().trim_matches('`'), cells.next().unwrap());
        let at = help.find(&format!("{option} <")).unwrap_or_else(|| panic!("{option} is not in --help"));
        assert!(help[at..].split("\n\n").take(2).any(|p| p.contains(&format!("[default: {default}]"))), "{option}");
    }
}
