//! Changes as lines for a person.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::fields::{Field, Leaf, TEXTS};
use super::{Change, Diff, Kind};

/// Characters of a value that are shown; JSON has all of it.
const SHOWN: usize = 80;

/// The changes, document by document; of the text (outline, tables, pages) only with `all`.
#[must_use]
pub fn text(diff: &Diff, all: bool) -> String {
    let mut out = String::new();
    for document in &diff.documents {
        if document.before == document.after {
            let _ = writeln!(out, "{}", document.after);
        } else {
            let _ = writeln!(out, "{} → {}", document.before, document.after);
        }
        let mut section = "";
        let listed = |c: &&Change| all || !TEXTS.contains(&c.section);
        for change in document.changes.iter().filter(listed) {
            if change.section != section {
                section = change.section;
                let _ = writeln!(out, "  {section}");
            }
            line(change, &mut out);
        }
        let mut more: BTreeMap<&str, usize> = BTreeMap::new();
        for change in document.changes.iter().filter(|c| !listed(c)) {
            *more.entry(change.section).or_default() += 1;
        }
        if !more.is_empty() {
            let told: Vec<String> = more.iter().map(|(section, count)| format!("{section} {count}")).collect();
            let _ = writeln!(out, "  changes of the text (--all lists them): {}", told.join(", "));
        }
    }
    for (files, mark) in [(&diff.added, '+'), (&diff.dropped, '-')] {
        for file in files {
            let _ = writeln!(out, "{mark} {file}");
        }
    }
    out
}

/// How many of each kind, part by part, over all documents.
#[must_use]
pub fn counts(diff: &Diff) -> String {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut order = Vec::new();
    for change in diff.documents.iter().flat_map(|d| &d.changes) {
        if !order.contains(&change.section) {
            order.push(change.section);
        }
        if let Some(count) = counts.entry(change.section).or_default().get_mut(change.kind as usize) {
            *count += 1;
        }
    }
    let mut out = String::new();
    if !order.is_empty() {
        let _ = writeln!(out, "{:<16}{:>8}{:>8}{:>8}{:>8}", "", "added", "dropped", "moved", "changed");
    }
    for section in order {
        let [added, dropped, moved, changed] = counts.get(section).copied().unwrap_or_default();
        let _ = writeln!(out, "{section:<16}{added:>8}{dropped:>8}{moved:>8}{changed:>8}");
    }
    let documents = [
        ("documents compared", diff.compared),
        ("of these changed", diff.documents.len()),
        ("added", diff.added.len()),
        ("dropped", diff.dropped.len()),
    ];
    for (name, count) in documents {
        let _ = writeln!(out, "{name:<24}{count:>8}");
    }
    out
}

fn line(change: &Change, out: &mut String) {
    let mark = match change.kind {
        Kind::Added => '+',
        Kind::Dropped => '-',
        Kind::Moved => '>',
        Kind::Changed => '~',
    };
    let name = change.after.as_ref().or(change.before.as_ref()).map_or("", String::as_str);
    let page = match (change.page_before, change.page_after) {
        (Some(a), Some(b)) if a != b => format!("  (p. {a} → {b})"),
        (Some(page), _) | (_, Some(page)) => format!("  (p. {page})"),
        _ => String::new(),
    };
    if change.section == "facts" {
        for field in &change.fields {
            values(field, &format!("    {mark} {}", field.name), out);
        }
        return;
    }
    let when = change.when.as_ref().map(|when| format!("{when} ")).unwrap_or_default();
    let under = change.under.as_ref().map(|under| format!("  [{}]", short(under))).unwrap_or_default();
    let _ = writeln!(out, "    {mark} {when}{}{under}{page}", short(name));
    for field in &change.fields {
        values(field, &format!("        {}", field.name), out);
    }
}

/// A value before and after; of lists, what came and went.
fn values(field: &Field, name: &str, out: &mut String) {
    let empty = Vec::new();
    let list = |leaf: &Option<Leaf>| match leaf {
        Some(Leaf::List(list)) => Some(list.clone()),
        None => Some(empty.clone()),
        Some(Leaf::Text(_)) => None,
    };
    let both_absent = !matches!(field.before, Some(Leaf::List(_))) && !matches!(field.after, Some(Leaf::List(_)));
    if let (Some(before), Some(after), false) = (list(&field.before), list(&field.after), both_absent) {
        let (gone, new) = (less(&before, &after), less(&after, &before));
        if gone.is_empty() && new.is_empty() {
            let _ = writeln!(out, "{name}: in another order");
            return;
        }
        let _ = writeln!(out, "{name}:");
        for (mark, texts) in [('-', gone), ('+', new)] {
            for text in texts {
                let _ = writeln!(out, "          {mark} {}", short(text));
            }
        }
        return;
    }
    let say = |leaf: &Option<Leaf>| match leaf {
        None => "–".to_owned(),
        Some(Leaf::Text(text)) => short(text),
        Some(Leaf::List(list)) => short(&list.join(" / ")),
    };
    let _ = writeln!(out, "{name}: {} → {}", say(&field.before), say(&field.after));
}

/// What the first list has more often than the second.
fn less<'a>(list: &'a [String], other: &[String]) -> Vec<&'a String> {
    let mut there: BTreeMap<&String, usize> = BTreeMap::new();
    for text in other {
        *there.entry(text).or_default() += 1;
    }
    list.iter()
        .filter(|text| match there.get_mut(text) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

fn short(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
