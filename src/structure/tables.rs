//! Grids of the flow in, tables for the record out, each with what it tells.
//!
//! What a table tells is read from its header words (`data/table_kinds.toml`), then from what its cells hold: dates
//! down the first column are a schedule, ranges of years beside the names of plan layers are periods.

use crate::japanese::{self, Precision};
use crate::layout::{Method, Table as Grid};
use crate::record::{At, Cell, Places, Table, TableKind, TableMethod, Within};

use super::passages::squeeze;
use super::{Context, words};

/// The tables, in reading order.
pub(super) fn find(context: &Context<'_>) -> Vec<Table> {
    let mut order: Vec<usize> = (0..context.flow.tables.len()).collect();
    // Tables without a block of their own stand after the others: their ids were given last.
    order.sort_by_key(|t| {
        (context.table_blocks.get(*t).copied().flatten().is_none(), context.table_blocks.get(*t).copied().flatten(), *t)
    });
    order
        .into_iter()
        .filter_map(|t| {
            let grid = context.flow.tables.get(t)?;
            Some(Table {
                id: context.table_ids.get(t)?.clone(),
                kind: kind(grid),
                caption: grid.caption.as_ref().map(|l| l.text.clone()).filter(|t| !t.is_empty()),
                notes: grid.notes.iter().map(|l| l.text.clone()).filter(|t| !t.is_empty()).collect(),
                within: grid.within.and_then(|(table, row, column)| {
                    Some(Within { table: context.table_ids.get(table)?.clone(), row, column })
                }),
                method: match grid.method {
                    Method::Tagged => TableMethod::Tagged,
                    Method::Ruled => TableMethod::Ruled,
                    Method::Aligned => TableMethod::Aligned,
                },
                at: grid.parts.iter().map(|(page, rect)| At::new(*page, rect)).collect(),
                row_count: grid.rows,
                column_count: grid.columns,
                header_rows: grid.header_rows,
                header_columns: grid.header_columns,
                cells: grid
                    .cells
                    .iter()
                    .map(|cell| {
                        let text = cell.text();
                        let raw = cell.paragraphs.iter().map(|p| p.raw.as_str()).collect::<Vec<_>>().join("\n");
                        Cell {
                            row: cell.row,
                            column: cell.column,
                            row_span: cell.row_span,
                            column_span: cell.column_span,
                            raw: (raw != text).then_some(raw),
                            text,
                            header: cell.header,
                            at: Places::of(cell.at.iter().copied()),
                        }
                    })
                    .collect(),
            })
        })
        .collect()
}

/// What a table tells.
pub(super) fn kind(grid: &Grid) -> TableKind {
    let header = |c: &crate::layout::Cell| c.header || c.row < grid.header_rows.max(1);
    let heads: Vec<String> =
        grid.cells.iter().filter(|c| header(c)).map(|c| squeeze(&c.text())).filter(|h| !h.is_empty()).collect();
    let kinds = &words::table_kinds().kind;
    let (finder, owners) = words::table_words();
    let mut said: Vec<usize> = Vec::new();
    for h in &heads {
        for (word, start, end) in finder.find(h) {
            let kind = owners.get(word).and_then(|kind| kinds.get(*kind));
            // 指定年月日 heads no schedule: there the word must begin the head.
            let within = start == 0 || kind.is_some_and(|k| k.name != "schedule");
            let several = h.get(start..end).is_some_and(|w| w.chars().nth(1).is_some());
            if end - start == h.len() || several && within {
                said.push(word);
            }
        }
    }
    said.sort_unstable();
    said.dedup();
    let count = |kind: usize| said.iter().filter(|w| owners.get(**w) == Some(&kind)).count();
    let by_words = kinds.iter().enumerate().find(|(i, k)| count(*i) >= k.need).map(|(_, k)| k);
    // A first column headed 月 holds months, whatever form they have (R4/10, 11, 12).
    let by_month = grid.cells.iter().any(|c| {
        c.row == 0
            && c.column <= 1
            && ["月", "年度", "年・月"].contains(&squeeze(&c.text()).as_str())
            && grid.columns > 2
    });
    if by_words.is_none() && by_month {
        return TableKind::Schedule;
    }
    if let Some(kind) = by_words {
        return match kind.name.as_str() {
            "indicator" => TableKind::Indicator,
            "comparison" => TableKind::Comparison,
            "glossary" => TableKind::Glossary,
            "members" => TableKind::Members,
            "budget" => TableKind::Budget,
            _ => TableKind::Schedule,
        };
    }
    by_content(grid)
}

fn by_content(grid: &Grid) -> TableKind {
    let dates = japanese::Context::default();
    let (mut filled, mut dated_rows, mut ranges, mut layers) = (0usize, 0usize, 0usize, 0usize);
    let mut last_row = None;
    let texts: Vec<String> = grid.cells.iter().map(|c| squeeze(&c.text())).collect();
    for (cell, text) in grid.cells.iter().zip(&texts) {
        if text.is_empty() {
            continue;
        }
        filled += 1;
        layers += usize::from(words::plan_parts().find(text).next().is_some());
        // Beyond the label columns only ranges of 年度 are looked for.
        if cell.column > 1 && !text.contains("年度") {
            continue;
        }
        let found = japanese::find(text, &dates);
        ranges += usize::from(
            found.iter().any(|f| f.when.precision == Some(Precision::Range) && f.when.raw.contains("年度")),
        );
        let is_label = found.first().is_some_and(|f| f.end - f.start + 6 >= text.len()) || is_month(text);
        if is_label && cell.column <= 1 && last_row != Some(cell.row) {
            dated_rows += cell.row_span.max(1);
            last_row = Some(cell.row);
        }
    }
    // An empty form asks for a name or a date and leaves the cells beside blank.
    const FORM_WORDS: &[&str] = &["氏名", "住所", "電話番号", "御意見", "ご意見", "年齢", "連絡先", "記入欄"];
    let form_words = || FORM_WORDS.iter().filter(|w| texts.iter().any(|t| t.contains(**w))).count();
    if ranges >= 2 && layers >= 2 {
        TableKind::Period
    } else if dated_rows * 2 >= grid.rows && dated_rows >= 2 {
        TableKind::Schedule
    } else if filled * 2 <= grid.cells.len() + 1 && form_words() >= 2 {
        TableKind::Form
    } else {
        TableKind::Other
    }
}

/// `4月`, `10～12月`, `R5/1`.
fn is_month(text: &str) -> bool {
    let digits = text.chars().any(|c| c.is_ascii_digit());
    digits
        && text.chars().count() <= 8
        && text.chars().all(|c| c.is_ascii_digit() || "月年度上中下旬頃～~・-/RHS令和平成".contains(c))
        && text.contains(['月', '/', '年'])
}

#[cfg(test)]
mod tests {
    use super::super::testing::Draft;
    use super::*;

    #[test]
    fn kinds_by_header_and_by_content() {
        for (rows, expected) in [
            (&[&["計画名", "略称"][..], &["第二次美祢市総合計画", "総合計画"]][..], TableKind::Glossary),
            (
                &[&["開催日", "開催会議名等"], &["令和4年10月31日(月)", "第1回総合計画審議会の開催"]],
                TableKind::Schedule,
            ),
            (
                &[
                    &["基本構想", "令和2年度～令和11年度(10年間)", ""],
                    &[
                        "基本計画",
                        "前期基本計画\n令和2年度～令和6年度(5年間)",
                        "後期基本計画\n令和7年度～令和11年度(5年間)",
                    ],
                ],
                TableKind::Period,
            ),
            (
                &[
                    &["令和5年7月頃", "～令和5年11月頃", "市民意識調査分析"],
                    &["", "～令和5年12月頃", "基礎的調査の整理分析"],
                ],
                TableKind::Schedule,
            ),
            (&[&["指標名", "単位", "現状値", "目標値"], &["人口", "人", "100", "120"]], TableKind::Indicator),
            (&[&["区分", "氏名", "所属"], &["会長", "", "大学"]], TableKind::Members),
            (&[&["部会", "担当"], &["総務部会", "総務課"]], TableKind::Other),
        ] {
            let flow = Draft::new().table(rows).done();
            assert_eq!(flow.tables.first().map(kind), Some(expected), "{rows:?}");
        }
    }
}
