//! A PDF and its record in, a page to look through them out: each page as a picture with boxes over what was found, beside
//! the entries of the record. Marks that a reviewer makes are saved as corrections ([`crate::corrections`]).
//!
//! The page is one file without any address of the network. What comes from the document stands in it as JSON that the
//! script puts into the page as text, never as markup.

pub mod pictures;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::record::{At, PolicyItem, Record, ids};
use pictures::Pictures;

/// The fields of the record that can be looked through, with the fields of an entry that can be corrected: `/` parts the
/// names of nested ones, `[]` ends those that hold a list, `#` a number.
const SECTIONS: [(&str, &[&str]); 10] = [
    ("municipality", &["name", "prefecture", "code", "kind"]),
    (
        "document",
        &[
            "title",
            "kind",
            "stage",
            "date/raw",
            "date/start",
            "date/end",
            "meeting/body",
            "meeting/round#",
            "meeting/item",
        ],
    ),
    ("plan", &["title", "ordinal#", "name", "part", "period/raw", "period/start", "period/end", "vision"]),
    (
        "schedule",
        &["when/raw", "when/start", "when/end", "event", "body", "round#", "track", "group", "status", "phases[]"],
    ),
    ("policies", &["label", "kind", "declared_count#"]),
    ("indicators", &["name", "unit", "baseline/value", "baseline/number#", "department", "policy"]),
    ("bodies", &["name", "kind", "role", "members[]", "parent"]),
    ("participation", &["method", "name", "target", "when/raw", "when/start", "when/end", "days#", "count#"]),
    ("definitions", &["term", "meaning"]),
    ("related_plans", &["title", "relation", "period/raw", "period/start", "period/end"]),
];
/// Of an item of a policy list.
const ITEM: &[&str] = &["marker", "title", "tagline", "examples[]", "field[]"];

/// The page.
///
/// # Errors
/// None that a record can cause; serde_json reports failures of its writer only.
pub fn page(record: &Record, pictures: &Pictures, lang: &str) -> serde_json::Result<String> {
    let all = serde_json::to_value(record)?;
    let mut entries = Vec::new();
    for (section, fields) in SECTIONS {
        match all.get(section) {
            Some(Value::Array(list)) => {
                for (i, value) in list.iter().enumerate() {
                    entries.push(entry(section, &format!("/{section}/{i}"), value, fields, 0));
                    if section == "policies" {
                        let items = record.policies.get(i).map_or(&[][..], |list| &list.items);
                        policy_items(&format!("/{section}/{i}"), items, 1, &mut entries)?;
                    }
                }
            }
            Some(value @ Value::Object(_)) => entries.push(entry(section, &format!("/{section}"), value, fields, 0)),
            _ => {}
        }
    }
    let pages: Vec<Value> = record
        .pages
        .iter()
        .map(|page| {
            let picture = pictures.pages.iter().find(|p| p.page == page.page);
            let source = picture.map(|p| {
                format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(&p.bytes))
            });
            json!({"page": page.page, "width": page.width, "height": page.height, "picture": source})
        })
        .collect();
    let data = json!({
        "lang": lang,
        "file": record.source.file,
        "sha256": record.source.sha256,
        "generator": format!("{} {}", record.generator.name, record.generator.version),
        "corrections": crate::corrections::VERSION,
        "ending": crate::corrections::ENDING,
        "title": record.document.title,
        "sections": SECTIONS.map(|(name, fields)| json!({"name": name, "fields": fields, "list": all.get(name).is_none_or(Value::is_array)})),
        "item": ITEM,
        "phases": ids::PHASES, "methods": ids::METHODS, "fields": ids::FIELDS, "bodies": ids::BODY_KINDS,
        "words": words()?,
        "entries": entries,
        "pages": pages,
        "warnings": record.quality.warnings,
        "failed": pictures.failed,
        "font_missing": pictures.font_missing,
    });
    // In a script element nothing but `</` and `<!--` has a meaning.
    let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
    let title: String =
        record.source.file.chars().map(|c| if matches!(c, '<' | '>' | '&') { ' ' } else { c }).collect();
    let parts = [
        ("{{lang}}", lang),
        ("{{title}}", title.as_str()),
        ("{{style}}", include_str!("review.css")),
        ("{{script}}", include_str!("review.js")),
        ("{{data}}", data.as_str()),
    ];
    // The data comes last: what stands in it is not looked at again.
    Ok(parts.iter().fold(include_str!("review.html").to_owned(), |page, (mark, part)| page.replacen(mark, part, 1)))
}

/// What ids are called, in Japanese and English, as in the report.
fn words() -> serde_json::Result<Value> {
    let all: Value = serde_json::from_str(crate::report::words::JSON)?;
    Ok(["phases", "methods", "fields", "bodies", "status"]
        .into_iter()
        .map(|g| (g.to_owned(), all[g].clone()))
        .collect())
}

fn entry(section: &str, path: &str, value: &Value, fields: &[&str], depth: usize) -> Value {
    json!({"section": section, "path": path, "value": value, "at": places(value), "fields": fields, "depth": depth})
}

/// The items of a policy list, each an entry of its own.
fn policy_items(path: &str, items: &[PolicyItem], depth: usize, out: &mut Vec<Value>) -> serde_json::Result<()> {
    for (i, item) in items.iter().enumerate() {
        let path = format!("{path}/items/{i}");
        out.push(entry("policies", &path, &serde_json::to_value(item)?, ITEM, depth));
        policy_items(&path, &item.items, depth + 1, out)?;
    }
    Ok(())
}

/// Where an entry stands: its own places, else those of its evidence.
fn places(value: &Value) -> Vec<At> {
    let read = |at: &Value| -> Vec<At> {
        let list = if at.is_array() { at.clone() } else { json!([at]) };
        serde_json::from_value(list).unwrap_or_default()
    };
    match (value.get("at"), value.get("evidence").and_then(Value::as_array)) {
        (Some(at), _) => read(at),
        (None, Some(evidence)) => evidence.iter().filter_map(|e| e.get("at")).flat_map(read).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_document_becomes_markup() {
        let mut record = Record::default();
        record.source.file = "</title><script>alert(1)</script>.pdf".into();
        record.document.title = Some("</script><img src=x onerror=alert(1)> {{data}}".into());
        let page = page(&record, &Pictures::default(), "ja").unwrap();
        assert!(!page.contains("<img src=x") && !page.contains("<script>alert"));
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(!page.contains("http://") && !page.contains("https://"));
    }
}
