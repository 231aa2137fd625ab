//! What the tests of this room share: lines to read, and drafts as they are compared.

use super::draft::{Draft, Line};

/// Lines as a list has them, one block each.
pub(super) fn lines(texts: &[&str]) -> Vec<(usize, Line)> {
    let line = |t: &str| Line { text: t.to_owned(), raw: t.to_owned(), ..Line::default() };
    texts.iter().enumerate().map(|(i, t)| (i, line(t))).collect()
}

/// `2023-06-01 2023-06-30 市民アンケート`: start, end and event of each.
pub(super) fn shown(drafts: Vec<(usize, Draft)>) -> Vec<String> {
    let day = |d: Option<String>| d.unwrap_or_else(|| "..".to_owned());
    let show = |d: Draft| {
        let when = d.when.unwrap_or_default();
        format!("{} {} {}", day(when.start), day(when.end), d.event)
    };
    drafts.into_iter().map(|(_, d)| show(d)).collect()
}
