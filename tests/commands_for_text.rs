//! `dates`, `numbers` and `normalize` as programs use them: a line out for each line in, whatever the line.
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

mod common;

use common::keikaku;
use serde_json::{Value, json};

fn lines(args: &[&str], input: &str, code: i32) -> Vec<String> {
    let assert = keikaku(args).write_stdin(input).assert().code(code);
    let out = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    assert!(out.is_empty() || out.ends_with('\n'));
    out.lines().map(str::to_owned).collect()
}

fn answers(args: &[&str], input: &str, code: i32) -> Vec<Value> {
    lines(args, input, code).iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn dates_of_a_text() {
    let found = answers(&["dates"], "計画期間は令和7年度から11年度まで\n中間見直し：令和9年度\n", 0);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["text"], "令和7年度から11年度まで");
    assert_eq!(found[0]["offset"], 5);
    assert_eq!(found[0]["when"]["edtf"], "2025-04/2030-03");
    // Characters from the start of the whole input.
    assert_eq!(found[1]["offset"], 25);
    assert_eq!(lines(&["dates"], "", 0), [""; 0]);
    assert_eq!(lines(&["dates"], "国道16号の1/2", 0), [""; 0]);
}

#[test]
fn each_line_of_json_is_answered_in_its_place() {
    let context = json!({"published": "2023-05-26", "fiscal_label": "令和5年度",
        "row_above": "令和4年10月31日（月）", "column_header": "4月"});
    let input = [
        json!({"text": "10/8", "context": context}).to_string(),
        "{\"text\": ".to_owned(),
        json!({"text": ""}).to_string(),
        String::new(),
        json!({"text": "12/25～1/23", "context": {"fiscal_label": "令和7年度"}}).to_string(),
        json!({"text": "令和5年5月26日（月）", "context": null}).to_string(),
        json!({"text": "10/8", "context": {"fiscal_label": null, "row_above": "同上"}}).to_string(),
        json!({"text": "15日", "context": {"fiscal_label": "【令和６年度】", "column_header": "6月"}}).to_string(),
        json!({"text": 5}).to_string(),
    ]
    .join("\r\n");
    let out = answers(&["dates", "--jsonl"], &input, 1);
    assert_eq!(out.len(), 9);
    let start = |at: usize| out[at]["found"][0]["when"]["start"].as_str();
    assert_eq!(start(0), Some("2023-10-08"));
    assert_eq!(out[0]["found"][0]["when"]["year_from"], "fiscal_label");
    for at in [1, 3, 8] {
        assert!(out[at]["error"].is_string(), "{}", out[at]);
        assert_eq!(out[at]["found"], json!([]));
    }
    assert_eq!(out[2], json!({"found": [], "warnings": []}));
    assert_eq!((start(4), &out[4]["found"][0]["when"]["end"]), (Some("2025-12-25"), &json!("2026-01-23")));
    assert_eq!(out[5]["warnings"][0]["code"], "weekday_disagrees");
    assert_eq!(out[5]["found"][0]["when"]["weekday"], json!({"printed": "月", "agrees": false}));
    let codes: Vec<_> = out[6]["warnings"].as_array().unwrap().iter().map(|w| w["code"].clone()).collect();
    assert_eq!(codes, ["context_unread", "no_year"]);
    assert_eq!(start(6), None);
    assert_eq!(start(7), Some("2024-06-15"));
}

#[test]
fn numbers_of_a_text() {
    let found = answers(&["numbers"], "事業費は約94億7,500万円、△6.8%、30人以上、３ヶ所\n", 0);
    let told: Vec<_> = found
        .iter()
        .map(|n| (n["value"].as_str().unwrap(), n["unit"].as_str().unwrap(), n["bound"].as_str()))
        .collect();
    assert_eq!(
        told,
        [("9475000000", "円", None), ("-6.8", "%", None), ("30", "人", Some("at_least")), ("3", "箇所", None)]
    );
    assert_eq!((&found[0]["approximate"], &found[0]["offset"]), (&json!(true), &json!(4)));
    let out = answers(&["numbers", "--jsonl"], "{\"text\": \"663,934千円\"}\nx\n{\"text\": \"三鷹市\"}", 1);
    assert_eq!((&out[0]["found"][0]["value"], &out[0]["found"][0]["unit"]), (&json!("663934"), &json!("千円")));
    assert!(out[1]["error"].is_string());
    assert_eq!(out[2], json!({"found": [], "warnings": []}));
}

#[test]
fn normalised_lines() {
    let input = "\u{FEFF}３－１　計 画 の 位 置 づ け\n\n一\u{c}二\u{2028}三\r\n①ﾃﾞｼﾞﾀﾙ";
    assert_eq!(lines(&["normalize"], input, 0), ["3-1 計画の位置づけ", "", "一 二 三", "①デジタル"]);
    assert_eq!(lines(&["normalize", "--profile", "key"], "鶴ヶ島市（案）・㎡", 0), ["鶴ケ島市案m2"]);
    assert_eq!(lines(&["normalize"], "", 0), [""; 0]);
    lines(&["normalize", "--profile", "nfkc"], "", 2);
}
