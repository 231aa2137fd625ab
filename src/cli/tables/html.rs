//! Tables in, an HTML page out: merged cells, header cells, captions.

use std::fmt::Write as _;

use super::{lattice, pages_of};
use crate::cli::escape::markup;
use crate::record::Table;

const STYLE: &str = "\
body{font-family:sans-serif;margin:2em}\
table{border-collapse:collapse;margin:0 0 2em}\
caption{text-align:left;padding:.3em 0}\
caption small{color:#666}\
th,td{border:1px solid #999;padding:.2em .5em;vertical-align:top;text-align:left;white-space:pre-line}\
th{background:#eef}\
td table{margin:.5em 0}\
.notes{margin:-1.5em 0 2em;color:#444;font-size:.9em;white-space:pre-line}";

/// A page with all tables.
pub(super) fn page(tables: &[&Table], title: &str) -> String {
    let title = markup(title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n"
    );
    let around = |t: &Table| t.within.as_ref().is_some_and(|w| tables.iter().any(|o| o.id == w.table));
    for t in tables.iter().filter(|t| !around(t)) {
        table(&mut out, t, tables);
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// A table, with those of `all` that stand in its cells.
fn table(out: &mut String, t: &Table, all: &[&Table]) {
    let caption = markup(t.caption.as_deref().unwrap_or_default());
    let _ = writeln!(
        out,
        "<table id=\"{}\">\n<caption>{caption} <small>{}, {}</small></caption>",
        markup(&t.id),
        markup(&t.id),
        pages_of(t)
    );
    for row in 0..t.row_count {
        out.push_str("<tr>");
        for c in lattice::starting(t, row) {
            let tag = if c.header { "th" } else { "td" };
            let _ = write!(out, "<{tag}");
            if c.row_span > 1 {
                let _ = write!(out, " rowspan=\"{}\"", c.row_span);
            }
            if c.column_span > 1 {
                let _ = write!(out, " colspan=\"{}\"", c.column_span);
            }
            let _ = write!(out, ">{}", markup(&c.text));
            let here = |i: &&&Table| {
                i.within.as_ref().is_some_and(|w| w.table == t.id && w.row == c.row && w.column == c.column)
            };
            // A table in a cell has none in its own.
            for inner in all.iter().filter(here).filter(|i| i.id != t.id) {
                table(out, inner, &[]);
            }
            let _ = write!(out, "</{tag}>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
    if !t.notes.is_empty() {
        let _ = writeln!(out, "<p class=\"notes\">{}</p>", markup(&t.notes.join("\n")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_in_a_cell_is_shown_there() {
        let outer = lattice::tests::budget();
        let within = Some(crate::record::Within { table: "t1".into(), row: 2, column: 1 });
        let inner = Table { id: "t2".into(), within, ..lattice::tests::budget() };
        let text = page(&[&outer, &inner], "a");
        assert!(text.contains("<td>1,234<table id=\"t2\">"), "{text}");
        assert_eq!(text.matches("<table id=\"t2\">").count(), 1);
        // Alone it stands by itself.
        assert_eq!(page(&[&inner], "a").matches("<table id=\"t2\">").count(), 1);
    }

    #[test]
    fn spans_and_headers() {
        let text = page(&[&lattice::tests::budget()], "a<b");
        assert!(text.contains("<title>a&lt;b</title>"), "{text}");
        assert!(text.contains("<tr><th rowspan=\"2\">区分</th><th colspan=\"2\">令和6年度</th></tr>"), "{text}");
        assert!(text.contains("</table>\n<p class=\"notes\">(単位:千円)</p>"), "{text}");
        assert!(text.contains("<td>道路|橋\n(舗装, &quot;A&quot;)</td>"), "{text}");
    }
}
