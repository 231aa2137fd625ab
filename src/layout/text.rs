//! Nodes in reading order in, the page's plain text out.

use super::cells;
use super::read::Node;
use super::sheet::{Sheet, SheetTable};

/// The text of a page: a line each, cells of a table row parted by a tab, furniture left out.
pub(super) fn of(sheet: &Sheet<'_>, nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Line(l) => push_line(&mut out, &l.segment.line.text),
            Node::Table(t) => {
                if let Some(t) = sheet.tables.get(*t) {
                    table(&mut out, sheet, t);
                }
            }
        }
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}

fn table(out: &mut String, sheet: &Sheet<'_>, t: &SheetTable) {
    for row in 0..t.grid.rows() {
        let mut line = String::new();
        let mut first = true;
        for (f, text) in t.grid.faces.iter().zip(&t.text) {
            if f.row != row {
                continue;
            }
            if !first {
                line.push('\t');
            }
            first = false;
            for (i, s) in cells::lines(sheet.page, text).iter().enumerate() {
                if i > 0 {
                    line.push('\n');
                }
                line.push_str(&s.line.text);
            }
        }
        push_line(out, line.trim_end_matches('\t'));
    }
}
