//! Every character of a page stands in one place of the record: a heading, its body, or a cell. What stands before the
//! first heading (the title, the day, the number of the paper) is told by `document` and stays in the text of its page.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::project;
use keikaku::pipeline;
use keikaku::record::Record;
use serde_json::Value;

type Counts = BTreeMap<char, i64>;

fn count(into: &mut Counts, text: &str, by: i64) {
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *into.entry(c).or_default() += by;
    }
}

fn node(into: &mut Counts, of: &Value) {
    let mut add = |v: &Value| count(into, v.as_str().unwrap_or_default(), 1);
    add(&of["marker"]);
    add(&of["title"]);
    for body in of["body"].as_array().into_iter().flatten().filter(|b| b["text"].is_string()) {
        add(&body["marker"]);
        add(&body["text"]);
    }
    of["children"].as_array().into_iter().flatten().for_each(|child| node(into, child));
}

/// For each character, how often the outline and the tables have it more than the pages.
fn beyond_the_pages(record: &Record) -> Counts {
    let mut out = Counts::new();
    let record = serde_json::to_value(record).unwrap();
    let list = |key: &str| record[key].as_array().cloned().unwrap_or_default();
    list("outline").iter().for_each(|n| node(&mut out, n));
    for table in list("tables") {
        table["cells"]
            .as_array()
            .into_iter()
            .flatten()
            .for_each(|c| count(&mut out, c["text"].as_str().unwrap_or(""), 1));
    }
    list("pages").iter().for_each(|p| count(&mut out, p["text"].as_str().unwrap_or_default(), -1));
    out
}

#[test]
fn nothing_stands_twice_in_outline_and_tables() {
    let mut documents = 0;
    for folder in ["corpus", "fixtures/plans", "fixtures/tables"] {
        let mut files: Vec<_> = fs::read_dir(project(folder)).unwrap().map(|e| e.unwrap().path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "pdf"));
        files.sort();
        for file in files {
            let record = pipeline::extract(&fs::read(&file).unwrap(), &pipeline::Options::default()).unwrap();
            let counts = beyond_the_pages(&record);
            let twice: String = counts.iter().filter(|(_, n)| **n > 0).map(|(c, _)| *c).collect();
            assert!(twice.is_empty(), "{}: {twice}", file.display());
            if folder == "corpus" {
                // The lines above the first heading.
                let left: i64 = counts.values().filter(|n| **n < 0).sum();
                assert!(left >= -80, "{}: {left} characters in no place", file.display());
            }
            documents += 1;
        }
    }
    assert!(documents > 90, "{documents} documents");
}
