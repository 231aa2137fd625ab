use super::*;
use serde_json::json;

fn gold(record: &Value) -> Gold {
    Gold { record: record.as_object().unwrap().clone(), ..Gold::default() }
}

fn counts(both: &Both) -> [usize; 6] {
    let (s, f) = (both.strict, both.soft);
    [s.right, s.extra, s.missed, f.right, f.extra, f.missed]
}

#[test]
fn entries_need_their_days_and_nearly_their_words() {
    let day = |d: &str| json!({"start": d, "end": d});
    let gold = gold(&json!({"schedule": [
        {"event": "第1回総合計画審議会の開催", "when": day("2024-10-08"), "round": 1},
        {"event": "パブリックコメントの実施", "when": day("2024-12-25")},
        {"event": "答申", "when": day("2025-01-20")},
        {"event": "議会への説明会", "when": day("2025-02-01"), "_optional": true},
    ]}));
    let found = json!({"schedule": [
        {"event": "第1回 総合計画審議会の開催", "when": day("2024-10-08"), "round": 2},
        {"event": "パブリック・コメントの実施", "when": day("2024-12-25")},
        {"event": "答申", "when": day("2026-01-20")},
        {"event": "広報", "when": day("2025-03-01")},
    ]});
    let scores = score(&gold, Some(&found));
    // The first is right, the second softly, the third has another day, the fourth is too much.
    assert_eq!(counts(&scores.fields["schedule"]), [1, 3, 2, 2, 2, 1]);
    assert_eq!(counts(&scores.fields["schedule.when"]), [2, 1, 1, 2, 1, 1]);
    assert_eq!(counts(&scores.fields["schedule.round"]), [0, 1, 1, 0, 1, 1]);
    assert_eq!(counts(&score(&gold, None).fields["schedule"]), [0, 0, 3, 0, 0, 3]);
}

#[test]
fn what_gold_does_not_say_is_not_scored_and_none_is() {
    let found = json!({"bodies": [{"name": "審議会"}], "plan": {"title": "総合計画", "vision": "ゆめ"}});
    let scores = score(&gold(&json!({"plan": {"title": "総合計画", "vision": null}})), Some(&found));
    assert_eq!(scores.fields.len(), 2);
    assert_eq!(counts(&scores.fields["plan.title"]), [1, 0, 0, 1, 0, 0]);
    assert_eq!(counts(&scores.fields["plan.vision"]), [0, 1, 0, 0, 1, 0]);
    assert_eq!(counts(&score(&gold(&json!({"bodies": []})), Some(&found)).fields["bodies"]), [0, 1, 0, 0, 1, 0]);
    let partial = gold(&json!({"bodies": [{"name": "幹事会"}], "_partial": ["bodies"]}));
    assert_eq!(counts(&score(&partial, Some(&found)).fields["bodies"]), [0, 0, 1, 0, 0, 1]);
    assert_eq!(counts(&score(&gold(&json!({"plan": null})), Some(&found)).fields["plan.title"]), [0, 1, 0, 0, 1, 0]);
}

#[test]
fn tables_by_their_neighbours() {
    let cell = |row: usize, column: usize, span: usize, text: &str| json!({"row": row, "column": column, "row_span": 1, "column_span": span, "text": text});
    let table = |cells: Vec<Value>| json!({"tables": [{"cells": cells}]});
    let right = vec![cell(0, 0, 2, "年度"), cell(1, 0, 1, "令和6"), cell(1, 1, 1, "令和7")];
    // 年度 over both, and the two beside each other.
    let scores = score(&gold(&table(right.clone())), Some(&table(right.clone())));
    assert_eq!(counts(&scores.fields["tables"]), [3, 0, 0, 3, 0, 0]);
    let split = vec![cell(0, 0, 1, "年度"), cell(1, 0, 1, "令和6"), cell(1, 1, 1, "令和7")];
    assert_eq!(counts(&score(&gold(&table(right)), Some(&table(split))).fields["tables"]), [2, 0, 1, 2, 0, 1]);
}
