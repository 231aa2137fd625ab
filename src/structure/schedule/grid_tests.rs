use super::*;
use crate::geometry::Rect;
use crate::layout::{CellParagraph, Method};

/// A table from strings: `\n` parts paragraphs, `^` is covered by the cell above, `<` by the cell on the left.
fn table(rows: &[&[&str]], header_rows: usize) -> Table {
    let mut cells = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            if matches!(*text, "^" | "<") {
                continue;
            }
            let row_span = 1 + rows[r + 1..].iter().take_while(|row| row[c] == "^").count();
            let column_span = 1 + row[c + 1..].iter().take_while(|t| **t == "<").count();
            let paragraphs = text
                .split('\n')
                .filter(|t| !t.is_empty())
                .map(|t| CellParagraph { text: t.to_owned(), raw: t.to_owned(), page: 1, ..CellParagraph::default() })
                .collect();
            let header = r < header_rows;
            let at = vec![(1, Rect::default())];
            cells.push(Cell { row: r, column: c, row_span, column_span, paragraphs, header, at, ..Cell::default() });
        }
    }
    Table {
        method: Method::Ruled,
        parts: vec![(1, Rect::default())],
        rows: rows.len(),
        columns: rows.first().map_or(0, |r| r.len()),
        cells,
        header_rows,
        header_columns: 0,
        caption: None,
        notes: Vec::new(),
        within: None,
    }
}

fn around(texts: &[&str], label: Option<i32>) -> Surroundings {
    Surroundings {
        texts: texts.iter().map(|t| (*t).to_owned()).collect(),
        label: label.map(|l| (l, YearFrom::FiscalLabel)),
        id: "t1".to_owned(),
        published: None,
        bars: Vec::new(),
    }
}

/// `start end track event items` of each entry.
fn shown(table: &Table, around: &Surroundings) -> Vec<String> {
    read(table, around)
        .0
        .iter()
        .map(|d| {
            let when = d.when.clone().unwrap_or_default();
            format!(
                "{} {} {} {} {}",
                when.start.as_deref().unwrap_or(".."),
                when.end.as_deref().unwrap_or(".."),
                d.track.as_deref().unwrap_or("-"),
                d.event,
                d.items.len()
            )
        })
        .collect()
}

#[test]
fn rows_of_dates_with_an_event_column() {
    let t = table(
        &[
            &["開催日", "開催会議名等"],
            &["令和4年\n10月31日(月)", "第1回総合計画審議会の開催\n○諮問\n○協議:(1)検証について\n(2)見直しについて"],
            &["12月27日(火)", "第1回企画専門委員会の開催\n○委嘱状交付"],
            &["令和5年\n1月16日(月)", "第1回産業専門委員会の開催"],
            &["2月14日(火)", "温海地域振興懇談会"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["これまでの経過について"], None)),
        [
            "2022-10-31 2022-10-31 - 第1回総合計画審議会の開催 3",
            "2022-12-27 2022-12-27 - 第1回企画専門委員会の開催 1",
            "2023-01-16 2023-01-16 - 第1回産業専門委員会の開催 0",
            "2023-02-14 2023-02-14 - 温海地域振興懇談会 0",
        ]
    );
}

#[test]
fn months_by_tracks_with_nested_headers() {
    let t = table(
        &[
            &["月", "市", "庁内検討部会", "<", "市民からの意見"],
            &["^", "^", "審議会", "企画専門委員会", "^"],
            &["R4/10", "幹事会(書面)\n各専門委員会委員の選任", "第1回\n・諮問\n(見直しについて)", "", ""],
            &["11", "", "", "", ""],
            &["R5/1", "", "", "第1回\n・委員長選出等", ""],
            &["2", "", "・答申\n(見直しについて)", "", "パブリックコメント"],
            &["3", "後期基本計画の策定", "<", "<", "<"],
        ],
        2,
    );
    assert_eq!(
        shown(&t, &around(&["全体スケジュール(案)"], None)),
        [
            "2022-10-01 2022-10-31 市 幹事会(書面) 0",
            "2022-10-01 2022-10-31 市 各専門委員会委員の選任 0",
            "2022-10-01 2022-10-31 庁内検討部会 / 審議会 第1回 1",
            "2023-01-01 2023-01-31 庁内検討部会 / 企画専門委員会 第1回 1",
            "2023-02-01 2023-02-28 庁内検討部会 / 審議会 答申(見直しについて) 0",
            "2023-02-01 2023-02-28 市民からの意見 パブリックコメント 0",
            "2023-03-01 2023-03-31 - 後期基本計画の策定 0",
        ]
    );
}

#[test]
fn a_label_governs_months_and_the_days_in_them() {
    let t = table(
        &[
            &["年月", "庁内", "市民・未来づくりPJ"],
            &["4月", "第1回策定委員会(4/15)\n庁内作業部会(主な施策)", ""],
            &["5月", "↓", "未来づくりプロジェクト(5/28・5/29)\n主な施策の検討"],
            &["12月", "", "(P)未来づくりプロジェクト(延期)"],
            &["1月", "第4回策定委員会(未定)", "パブリックコメント(12/25～1/23)\n市政懇談会(1/13～1/27)"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["経過②"], Some(2025))),
        [
            "2025-04-15 2025-04-15 庁内 第1回策定委員会 0",
            "2025-04-01 2025-04-30 庁内 庁内作業部会(主な施策) 0",
            "2025-05-28 2025-05-28 市民・未来づくりPJ 未来づくりプロジェクト 1",
            "2025-05-29 2025-05-29 市民・未来づくりPJ 未来づくりプロジェクト 1",
            "2025-12-01 2025-12-31 市民・未来づくりPJ 未来づくりプロジェクト 0",
            "2026-01-01 2026-01-31 庁内 第4回策定委員会 0",
            "2025-12-25 2026-01-23 市民・未来づくりPJ パブリックコメント 0",
            "2026-01-13 2026-01-27 市民・未来づくりPJ 市政懇談会 0",
        ]
    );
}

#[test]
fn quarters_under_a_merged_fiscal_year() {
    for merged in ["^", ""] {
        let t = table(
            &[
                &["年度", "月", "主な作業内容"],
                &["令和5年度", "4～6月", "《庁内準備作業》\n・策定方針の決定\n・庁内検討組織等設置"],
                &[merged, "1～3月", "《素案検討》\n・各課ヒアリング"],
                &["令和6年度", "4～6月", "《素案審議》\n・素案作成\n《素案公表》\n・パブリックコメント実施"],
            ],
            1,
        );
        assert_eq!(
            shown(&t, &around(&["策定スケジュール"], None)),
            [
                "2023-04-01 2023-06-30 - 庁内準備作業 2",
                "2024-01-01 2024-03-31 - 素案検討 1",
                "2024-04-01 2024-06-30 - 素案審議 1",
                "2024-04-01 2024-06-30 - 素案公表 1",
            ]
        );
    }
}

#[test]
fn start_and_end_columns() {
    for merged in ["^", ""] {
        let t = table(
            &[
                &["令和5年7月頃", "～令和5年11月頃", "市民意識調査分析"],
                &[merged, "～令和5年12月頃", "基礎的調査の整理分析"],
                &["令和6年12月頃", "～令和7年1月頃", "パブリックコメント"],
                &[merged, "～令和7年3月頃", "後期計画の策定"],
            ],
            0,
        );
        assert_eq!(
            shown(&t, &around(&["スケジュール"], None)),
            [
                "2023-07-01 2023-11-30 - 市民意識調査分析 0",
                "2023-07-01 2023-12-31 - 基礎的調査の整理分析 0",
                "2024-12-01 2025-01-31 - パブリックコメント 0",
                "2024-12-01 2025-03-31 - 後期計画の策定 0",
            ]
        );
    }
}

#[test]
fn tables_of_other_sorts_give_nothing() {
    for (t, near) in [
        (
            table(&[&["基本構想", "令和2年度～令和11年度(10年間)"], &["前期計画", "令和2年度～令和6年度"]], 0),
            "計画期間",
        ),
        (table(&[&["指標", "令和5年度", "令和11年度"], &["人口", "1,000人", "900人"]], 1), "成果指標"),
        (table(&[&["名称", "指定年月日"], &["本堂", "昭和30年4月1日"]], 1), "市指定文化財"),
        (table(&[&["計画名", "略称"], &["第二次総合計画", "総合計画"]], 1), "計画の名称"),
    ] {
        assert!(shown(&t, &around(&[near], None)).is_empty(), "{near}");
    }
}

#[test]
fn tasks_by_months() {
    let t = table(
        &[
            &["区分", "令和6年度", "<", "<", "<"],
            &["^", "12月", "1月", "2月", "3月"],
            &["素案", "作成", "<", "", ""],
            &["パブリックコメント", "", "●", "●", ""],
        ],
        2,
    );
    assert_eq!(
        shown(&t, &around(&["策定スケジュール"], None)),
        ["2024-12-01 2025-01-31 素案 作成 0", "2025-01-01 2025-02-28 - パブリックコメント 0"]
    );
}

#[test]
fn content_columns_become_items() {
    let t = table(
        &[
            &["回", "開催日", "議題"],
            &["1", "令和5年5月26日(金)", "・会長の選出\n・策定方針について"],
            &["2", "8月2日(水)", "・骨子案について"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["審議会の開催経過"], None)),
        ["2023-05-26 2023-05-26 - 第1回 2", "2023-08-02 2023-08-02 - 第2回 1"]
    );
}

#[test]
fn a_name_over_several_dates_is_who_acts() {
    let t = table(
        &[
            &["会議名", "回", "開催日", "主な議題"],
            &["総合計画審議会", "第1回", "令和6年5月20日(月)", "・諮問"],
            &["^", "第2回", "8月5日(月)", "・骨子案について"],
            &["策定委員会", "第1回", "4月15日", "・策定方針について"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["会議の開催状況"], None)),
        [
            "2024-05-20 2024-05-20 総合計画審議会 第1回 1",
            "2024-08-05 2024-08-05 総合計画審議会 第2回 1",
            ".. .. 策定委員会 第1回 1",
        ]
    );
}

#[test]
fn numbers_in_three_columns() {
    let t = table(
        &[
            &["年", "月", "日", "内容"],
            &["平成27", "10", "1", "第1回策定審議会"],
            &["28", "2", "3", "町民アンケート"],
            &["", "3", "23", "第2回策定審議会"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["策定経過"], None)),
        [
            "2015-10-01 2015-10-01 - 第1回策定審議会 0",
            "2016-02-03 2016-02-03 - 町民アンケート 0",
            "2016-03-23 2016-03-23 - 第2回策定審議会 0",
        ]
    );
}

#[test]
fn years_as_columns() {
    let t = table(
        &[&["作業項目", "令和5年度", "令和6年度"], &["市民アンケート", "実施・集計", ""], &["素案の作成", "-", "→"]],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["策定スケジュール"], None)),
        ["2023-04-01 2024-03-31 市民アンケート 実施・集計 0", "2024-04-01 2025-03-31 - 素案の作成 0"]
    );
}

#[test]
fn the_place_of_a_meeting_does_not_hide_its_date() {
    let t = table(
        &[
            &["日時・場所", "会議名"],
            &["令和5年5月26日(金)\n14:00～ 市役所大会議室", "第1回審議会"],
            &["8月2日(水)\n市民会館", "第2回審議会"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["開催状況"], None)),
        ["2023-05-26 2023-05-26 - 第1回審議会 0", "2023-08-02 2023-08-02 - 第2回審議会 0"]
    );
}

#[test]
fn panels_side_by_side_are_read_apart() {
    let t = table(
        &[
            &["令和5年度", "<", "令和6年度", "<"],
            &["月", "内容", "月", "内容"],
            &["4月", "推進本部会議", "4月", "骨子案の作成"],
            &["2月", "団体ヒアリング", "1月", "審議会(答申)"],
        ],
        2,
    );
    assert_eq!(
        shown(&t, &around(&["策定日程"], None)),
        [
            "2023-04-01 2023-04-30 - 推進本部会議 0",
            "2024-02-01 2024-02-29 - 団体ヒアリング 0",
            "2024-04-01 2024-04-30 - 骨子案の作成 0",
            "2025-01-01 2025-01-31 - 審議会(答申) 0",
        ]
    );
}

#[test]
fn days_with_dots_and_ends_of_a_row() {
    let t = table(
        &[
            &["年月日", "会議名等"],
            &["R5.7.21", "第1回庁議"],
            &["R5.9～10", "市民意識調査"],
            &["R6.2", "ワークショップ"],
            &["5.13", "第2回審議会"],
            &["8.1～8.30", "意見公募"],
            &["9.1", "縦覧(～9月30日まで)"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["策定の経過"], None)),
        [
            "2023-07-21 2023-07-21 - 第1回庁議 0",
            "2023-09-01 2023-10-31 - 市民意識調査 0",
            "2024-02-01 2024-02-29 - ワークショップ 0",
            "2024-05-13 2024-05-13 - 第2回審議会 0",
            "2024-08-01 2024-08-30 - 意見公募 0",
            "2024-09-01 2024-09-30 - 縦覧 0",
        ]
    );
}

#[test]
fn labels_before_the_dates_are_tracks() {
    let t = table(
        &[
            &["", "時期", "取組"],
            &["住民参加", "令和4年10月", "ワークショップ"],
            &["^", "令和5年6月", "説明会"],
            &["庁内", "令和4年8月30日", "策定委員会"],
            &["^", "令和5年2月", "庁議"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["策定の経過"], None)),
        [
            "2022-10-01 2022-10-31 住民参加 ワークショップ 0",
            "2023-06-01 2023-06-30 住民参加 説明会 0",
            "2022-08-30 2022-08-30 庁内 策定委員会 0",
            "2023-02-01 2023-02-28 庁内 庁議 0",
        ]
    );
}

/// A chart of four months, each column 50 points wide and the rows 30 high from y = 30, the tasks in 100 points.
fn chart(bars: &[Rect]) -> Vec<String> {
    let mut t =
        table(&[&["作業項目", "4月", "5月", "6月", "7月"], &["調査", "", "", "", ""], &["素案", "", "", "", ""]], 1);
    for c in &mut t.cells {
        let x = 50.0 + 50.0 * c.column as f32;
        let x0 = if c.column == 0 { 0.0 } else { x };
        let y = 30.0 * c.row as f32;
        c.at = vec![(1, Rect::new(x0, y, x + 50.0, y + 30.0))];
    }
    let mut around = around(&["策定スケジュール"], Some(2024));
    around.bars = bars.iter().map(|b| (1, *b)).collect();
    shown(&t, &around)
}

#[test]
fn bars_drawn_over_a_chart() {
    // A shaft with its head, starting a little late.
    assert_eq!(
        chart(&[Rect::new(108.0, 45.0, 190.0, 45.0), Rect::new(186.0, 42.0, 195.0, 48.0)]),
        ["2024-04-01 2024-05-31 - 調査 0"]
    );
    // A bar over a sliver of July does not reach it.
    assert_eq!(chart(&[Rect::new(152.0, 70.0, 253.0, 80.0)]), ["2024-05-01 2024-06-30 - 素案 0"]);
    // Rulings and the filling of a row are no bars.
    assert!(chart(&[Rect::new(100.0, 30.0, 300.0, 30.0), Rect::new(100.0, 30.0, 300.0, 60.0)]).is_empty());
    // Two bars in one row.
    assert_eq!(
        chart(&[Rect::new(102.0, 45.0, 148.0, 45.0), Rect::new(252.0, 45.0, 298.0, 45.0)]),
        ["2024-04-01 2024-04-30 - 調査 0", "2024-07-01 2024-07-31 - 調査 0"]
    );
}

#[test]
fn circled_rounds_in_a_chart() {
    let t = table(&[&["作業項目", "4月", "5月", "6月", "7月"], &["審議会", "①", "", "②", "答申"]], 1);
    assert_eq!(
        shown(&t, &around(&["策定スケジュール"], Some(2024))),
        [
            "2024-04-01 2024-04-30 - 審議会① 0",
            "2024-06-01 2024-06-30 - 審議会② 0",
            "2024-07-01 2024-07-31 審議会 答申 0",
        ]
    );
}

#[test]
fn what_was_held_stands_in_the_caption() {
    let t = table(
        &[
            &["地区", "開催日時", "会場"],
            &["北地区", "令和5年11月1日", "北公民館"],
            &["南地区", "令和5年11月8日", "南公民館"],
        ],
        1,
    );
    assert_eq!(
        shown(&t, &around(&["●ワークショップの実施状況", "文化財の地域計画"], None)),
        ["2023-11-01 2023-11-01 北地区 ワークショップ 0", "2023-11-08 2023-11-08 南地区 ワークショップ 0"]
    );
}

#[test]
fn words_over_two_months_without_a_bar_are_not_dated() {
    let mut t = table(&[&["作業項目", "4月", "5月", "6月", "7月"], &["人材育成", "職員研", "修", "", ""]], 1);
    // The word runs on from April into May.
    for c in t.cells.iter_mut().filter(|c| c.row == 1 && (1..3).contains(&c.column)) {
        let x = if c.column == 1 { (120.0, 150.0) } else { (150.0, 160.0) };
        let bbox = Rect::new(x.0, 35.0, x.1, 45.0);
        c.lines = vec![crate::layout::Line { page: 1, bbox, size: 10.0, ..crate::layout::Line::default() }];
    }
    let (drafts, troubles) = read(&t, &around(&["工程(案)"], Some(2024)));
    assert_eq!((drafts.len(), troubles), (0, vec![(Trouble::Bars, 1)]));
}
