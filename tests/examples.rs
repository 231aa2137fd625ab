//! Every public item of `keikaku::japanese` shows how it is used.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing unwrap is a failing test")]

use std::path::{Path, PathBuf};

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Is it an item that a user can call or name: `pub fn`, `pub struct`, `pub enum`, `pub mod`, `pub trait`, `pub const`?
fn is_item(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix("pub ") else { return false };
    let kind = rest.strip_prefix("const fn ").map_or(rest, |_| "fn ");
    ["fn ", "struct ", "enum ", "mod ", "trait ", "type ", "const ", "static "]
        .iter()
        .any(|word| kind.starts_with(word))
}

fn module_has_example(parent: &Path, name: &str) -> bool {
    let module = parent.with_file_name(format!("{name}.rs"));
    std::fs::read_to_string(module)
        .is_ok_and(|source| source.lines().any(|line| line.starts_with("//!") && line.contains("```")))
}

#[test]
fn every_public_item_has_an_example() {
    let mut files = Vec::new();
    sources(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/japanese"), &mut files);
    files.sort();
    let (mut items, mut without) = (0, Vec::new());
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a file");
        // The comments and attributes gathered since the last line of code.
        let mut example = false;
        for (number, line) in source.lines().enumerate() {
            let line_start = line.trim_start();
            if line_start.starts_with("///") {
                example |= line_start.contains("```");
            } else if !line_start.starts_with("#[") && !line_start.starts_with("//") {
                if is_item(line) {
                    items += 1;
                    // A module carries its example inside.
                    let inside = line_start.strip_prefix("pub mod ").map(|name| name.trim_end_matches(';'));
                    let example = example || inside.is_some_and(|name| module_has_example(&file, name));
                    if !example {
                        without.push(format!("{}:{}: {line_start}", file.display(), number + 1));
                    }
                }
                // An attribute may run over lines; a blank line or code ends the comments before it.
                example = false;
            }
        }
    }
    println!("{items} public items");
    assert!(items > 30, "{items} items: is the pattern still right?");
    assert!(without.is_empty(), "{} of {items} without an example:\n{}", without.len(), without.join("\n"));
}
