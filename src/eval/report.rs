//! How an evaluation is told: as a table for a terminal, as JSON, as a page with every difference; and held against a
//! baseline.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Evaluation;
use super::score::{Both, Count, Scores};

/// What counts as right, for people.
pub const RULE: &str = "Entries are assigned to gold one to one, the likest pair first (at least half alike). Strict: the same \
text after NFKC without white space, and the same first and last day. Soft: texts at least 0.9 alike (twice their longest \
common subsequence by both lengths, without punctuation), and the same days. Ids, days and numbers are the same or wrong. \
Other fields of an entry are scored on the assigned pairs, where gold has them. Tables: pairs of neighbouring cells. Text: \
characters in common, in order. What gold leaves out is not scored.";

/// A fall of F1 by less than this is rounding.
const TOLERANCE: f64 = 0.000_5;

/// F1 of a field that must not fall.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// Under strict matching.
    pub strict: f64,
    /// Under soft matching.
    pub soft: f64,
}

/// Floors by field.
pub type Baseline = BTreeMap<String, Floor>;

/// The table.
#[must_use]
pub fn table(evaluation: &Evaluation, per_document: bool) -> String {
    let mut out = String::new();
    if per_document {
        for document in &evaluation.documents {
            let _ = writeln!(out, "{}{}", document.file, if document.found { "" } else { " (no record)" });
            rows(&document.scores, &mut out);
            out.push('\n');
        }
    }
    let n = evaluation.documents.len();
    let _ = writeln!(out, "{n} {}", if n == 1 { "document" } else { "documents" });
    rows(&evaluation.overall, &mut out);
    out
}

fn rows(scores: &Scores, out: &mut String) {
    let _ = writeln!(out, "  {:<34}{:>9}{:>26}{:>25}", "", "", "strict", "soft");
    let _ = writeln!(
        out,
        "  {:<34}{:>9}{:>10}{:>8}{:>8}{:>9}{:>8}{:>8}",
        "field", "in gold", "precision", "recall", "F1", "precision", "recall", "F1"
    );
    for (field, both) in &scores.fields {
        let three = |c: &Count| [c.precision(), c.recall(), c.f1()].map(|v| format!("{v:.3}"));
        let ([a, b, c], [d, e, f]) = (three(&both.strict), three(&both.soft));
        let wanted = both.strict.right + both.strict.missed;
        let _ = writeln!(out, "  {field:<34}{wanted:>9}{a:>10}{b:>8}{c:>8}{d:>9}{e:>8}{f:>8}");
    }
}

/// As JSON.
#[must_use]
pub fn json(evaluation: &Evaluation) -> Value {
    let documents: Vec<Value> = evaluation
        .documents
        .iter()
        .map(|d| {
            json!({"file": d.file, "found": d.found, "fields": fields(&d.scores), "differences": d.scores.differences})
        })
        .collect();
    json!({"rule": evaluation.rule, "overall": fields(&evaluation.overall), "documents": documents})
}

fn fields(scores: &Scores) -> Value {
    let told = |c: &Count| {
        json!({"right": c.right, "extra": c.extra, "missed": c.missed, "precision": round(c.precision()),
               "recall": round(c.recall()), "f1": round(c.f1())})
    };
    let both = |b: &Both| json!({"strict": told(&b.strict), "soft": told(&b.soft)});
    scores.fields.iter().map(|(field, b)| (field.clone(), both(b))).collect()
}

fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// As a page: the scores, then every difference by document.
#[must_use]
pub fn html(evaluation: &Evaluation) -> String {
    let mut out = String::from(HEAD);
    let _ = writeln!(out, "<h1>keikaku eval</h1><p class=\"rule\">{}</p>", text(&evaluation.rule));
    let mut section = |title: &str, scores: &Scores| {
        let _ = writeln!(
            out,
            "<h2>{}</h2>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"scores\"><thead><tr><th scope=\"col\">field<th scope=\"col\">in gold<th scope=\"col\">strict F1\
            <th scope=\"col\">soft precision<th scope=\"col\">soft recall<th scope=\"col\">soft F1</thead>",
            text(title)
        );
        for (field, both) in &scores.fields {
            let (s, f) = (&both.strict, &both.soft);
            let class = if s.f1() >= 1.0 { "" } else { " class=\"less\"" };
            let _ = writeln!(
                out,
                "<tr{class}><th scope=\"row\">{}<td>{}<td>{:.3}<td>{:.3}<td>{:.3}<td>{:.3}",
                text(field),
                s.right + s.missed,
                s.f1(),
                f.precision(),
                f.recall(),
                f.f1()
            );
        }
        out.push_str("</table></div>\n");
        if !scores.differences.is_empty() {
            out.push_str("<div class=\"scroll\" tabindex=\"0\"><table class=\"differences\"><thead><tr><th scope=\"col\">field<th scope=\"col\">in gold<th scope=\"col\">found\
                <th scope=\"col\">page<th scope=\"col\">right softly</thead>\n");
            for d in &scores.differences {
                let cell = |value: &Option<String>| value.as_deref().map_or_else(|| "<i>nothing</i>".to_owned(), text);
                let page = d.page.map(|p| p.to_string()).unwrap_or_default();
                let soft = if d.soft { "yes" } else { "" };
                let _ = writeln!(
                    out,
                    "<tr><th scope=\"row\">{}<td>{}<td>{}<td>{page}<td>{soft}",
                    text(&d.field),
                    cell(&d.gold),
                    cell(&d.found)
                );
            }
            out.push_str("</table></div>\n");
        }
    };
    section(&format!("All {} documents", evaluation.documents.len()), &evaluation.overall);
    for document in &evaluation.documents {
        let none = if document.found { "" } else { " (no record)" };
        section(&format!("{}{none}", document.file), &document.scores);
    }
    out.push_str("</main>\n");
    out
}

const HEAD: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
<title>keikaku eval</title>\n<style>:root{color-scheme:light dark;font:15px/1.5 system-ui,\"Hiragino Sans\",\"Noto Sans JP\",\
\"Noto Sans CJK JP\",Meiryo,sans-serif}main{max-width:75rem;margin:0 auto;padding:1rem}table{border-collapse:collapse;margin:.5rem 0 \
1.5rem;width:100%}th,td{border-bottom:1px solid #8885;padding:.15rem .6rem;text-align:left;vertical-align:top}\
.scroll{overflow-x:auto}.scores{width:auto;min-width:min(100%,40rem)}.scores th,.scores td{white-space:nowrap}.scores td{text-align:right}\
.scores thead th:not(:first-child){text-align:right}.differences td:nth-child(2),.differences td:nth-child(3){min-width:11rem;\
overflow-wrap:anywhere}th[scope=row]{font-weight:normal;white-space:nowrap}td{font-variant-numeric:tabular-nums}.less{font-weight:600}.rule{opacity:.8}\
.differences td:nth-child(2){color:light-dark(#2b7a3d,#7ccf8e)}.differences td:nth-child(3){color:light-dark(#b3261e,#ff9c94)}\
</style>\n<main>\n";

fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() && c != '\n' => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

/// What stands now, as a baseline.
#[must_use]
pub fn floors(evaluation: &Evaluation) -> Baseline {
    let fields = evaluation.overall.fields.iter();
    fields.map(|(field, b)| (field.clone(), Floor { strict: round(b.strict.f1()), soft: round(b.soft.f1()) })).collect()
}

/// Which fields fell below a baseline, each told on a line. A field that is no longer scored has fallen as well.
#[must_use]
pub fn fallen(evaluation: &Evaluation, baseline: &Baseline) -> Vec<String> {
    let now = floors(evaluation);
    let mut out = Vec::new();
    for (field, floor) in baseline {
        match now.get(field) {
            None => out.push(format!("{field} is no longer scored")),
            Some(value) => {
                for (rule, was, is) in [("strict", floor.strict, value.strict), ("soft", floor.soft, value.soft)] {
                    if is < was - TOLERANCE {
                        out.push(format!("{field}: {rule} F1 fell from {was:.4} to {is:.4}"));
                    }
                }
            }
        }
    }
    out
}

/// A baseline raised to what stands now, where that is higher; new fields are added. It never goes down by itself.
#[must_use]
pub fn raised(evaluation: &Evaluation, baseline: &Baseline) -> Baseline {
    let mut out = floors(evaluation);
    for (field, was) in baseline {
        let now = out.entry(field.clone()).or_insert(*was);
        *now = Floor { strict: now.strict.max(was.strict), soft: now.soft.max(was.soft) };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(right: usize) -> Evaluation {
        let count = Count { right, extra: 1, missed: 0 };
        let mut evaluation = Evaluation::default();
        evaluation.overall.fields.insert("schedule".into(), Both { strict: count, soft: count });
        evaluation
    }

    #[test]
    fn a_baseline_only_goes_up() {
        let (low, high) = (evaluation(1), evaluation(9));
        let base = floors(&high);
        assert!(fallen(&high, &base).is_empty());
        assert_eq!(fallen(&low, &base).len(), 2);
        assert_eq!(raised(&low, &base), base);
        assert_eq!(raised(&high, &floors(&low)), base);
        assert_eq!(fallen(&Evaluation::default(), &base), ["schedule is no longer scored"]);
    }
}
