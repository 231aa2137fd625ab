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
th{background:#eef}";

/// A page with all tables.
pub(super) fn page(tables: &[&Table], title: &str) -> String {
    let title = markup(title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n"
    );
    for t in tables {
        table(&mut out, t);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn table(out: &mut String, t: &Table) {
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
            let _ = write!(out, ">{}</{tag}>", markup(&c.text));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_headers() {
        let text = page(&[&lattice::tests::budget()], "a<b");
        assert!(text.contains("<title>a&lt;b</title>"), "{text}");
        assert!(text.contains("<tr><th rowspan=\"2\">区分</th><th colspan=\"2\">令和6年度</th></tr>"), "{text}");
        assert!(text.contains("<td>道路|橋\n(舗装, &quot;A&quot;)</td>"), "{text}");
    }
}
