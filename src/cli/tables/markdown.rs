//! Tables in, GitHub's pipe tables out. They have one header row: one on several levels is put into it level by level.

use std::fmt::Write as _;

use super::{lattice, pages_of};
use crate::record::Table;

/// All tables, each under a line that names it.
pub(super) fn page(tables: &[&Table], repeat_merged: bool) -> String {
    let mut out = String::new();
    for (i, t) in tables.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let caption = t.caption.as_deref().map(|c| format!(": {}", escaped(c))).unwrap_or_default();
        let within = t
            .within
            .as_ref()
            .map(|w| format!(", in {}, row {}, column {}", escaped(&w.table), w.row + 1, w.column + 1));
        let _ = writeln!(out, "**{}** ({}{}){caption}\n", t.id, pages_of(t), within.unwrap_or_default());
        table(&mut out, t, repeat_merged);
        for note in &t.notes {
            let _ = write!(out, "\n{}\n", escaped(note));
        }
    }
    out
}

fn table(out: &mut String, table: &Table, repeat_merged: bool) {
    let everywhere = lattice::rows(table, true);
    let header = (0..table.column_count).map(|column| {
        let mut levels: Vec<&str> =
            everywhere.iter().take(table.header_rows).filter_map(|r| r.get(column).copied()).collect();
        levels.dedup();
        levels.retain(|l| !l.is_empty());
        levels.join(" / ")
    });
    row(out, header);
    row(out, std::iter::repeat_n("---".to_owned(), table.column_count));
    for texts in lattice::rows(table, repeat_merged).iter().skip(table.header_rows) {
        row(out, texts.iter().map(|t| (*t).to_owned()));
    }
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    for cell in cells {
        let _ = write!(out, "| {} ", escaped(&cell));
    }
    out.push_str("|\n");
}

/// Text that cannot be taken for Markdown's own signs.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_the_header_become_one_row() {
        let budget = lattice::tests::budget();
        assert_eq!(
            page(&[&budget], false),
            "**t1** (): 表1 事業費\n\n| 区分 | 令和6年度 / 予算額 | 令和6年度 / 増減 |\n| --- | --- | --- |\n\
             | 道路\\|橋<br>(舗装, \"A\") | 1,234 | △6.8 |\n\n(単位:千円)\n"
        );
    }
}
