//! A record in, printed words out.

use unicode_width::UnicodeWidthStr;

use super::grid::{BULLET, columns, hang};
use crate::record::{Meeting, PolicyItem, PolicyList, Precision, Record, ScheduleEntry, Status, When};

/// The record for a person, in lines of about `width` columns.
pub(super) fn view(record: &Record, width: usize) -> String {
    let mut out = String::new();
    facts(&mut out, record, width);
    schedule(&mut out, &record.schedule, width);
    policies(&mut out, &record.policies, width);
    warnings(&mut out, record, width);
    out
}

fn facts(out: &mut String, record: &Record, width: usize) {
    let mut fact = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            hang(out, &format!("{name:<14}"), &" ".repeat(14), &value, width);
        }
    };
    let source = &record.source;
    let pages = if source.page_count == 1 { "page" } else { "pages" };
    fact("file", Some(format!("{} ({} {pages})", source.file, source.page_count)));
    fact(
        "municipality",
        record.municipality.as_ref().map(|m| {
            let of = [m.prefecture.as_deref(), m.code.as_deref()];
            bracketed(&m.name, of.into_iter().flatten())
        }),
    );
    let document = &record.document;
    fact("document", document.title.clone());
    fact(
        "",
        Some(spaced([
            document.kind.clone(),
            document.stage.clone(),
            document.date.as_ref().map(day),
            document.meeting.as_ref().map(meeting),
        ])),
    );
    if let Some(plan) = &record.plan {
        fact("plan", Some(spaced([plan.title.clone(), plan.part.clone()])));
        fact("period", plan.period.as_ref().map(period));
        for layer in &plan.layers {
            fact("", Some(spaced([Some(layer.name.clone()), layer.period.as_ref().map(period)])));
        }
        fact("vision", plan.vision.clone());
    }
}

fn schedule(out: &mut String, entries: &[ScheduleEntry], width: usize) {
    heading(out, "schedule", entries.len());
    if entries.is_empty() {
        return;
    }
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    // A column in which nothing stands is left out.
    let header = ["when", "event", "track", "status"];
    let used: Vec<usize> =
        (0..header.len()).filter(|i| rows.iter().any(|r| r.get(*i).is_some_and(|c| !c.is_empty()))).collect();
    let pick = |row: &Vec<String>| used.iter().filter_map(|i| row.get(*i).cloned()).collect::<Vec<_>>();
    let header: Vec<&str> = used.iter().filter_map(|i| header.get(*i).copied()).collect();
    out.push_str(&columns(&header, &rows.iter().map(pick).collect::<Vec<_>>(), width));
}

fn row(entry: &ScheduleEntry) -> Vec<String> {
    let mut event = match &entry.group {
        Some(group) => format!("{group}: {}", entry.event),
        None => entry.event.clone(),
    };
    for item in &entry.items {
        let kind =
            if item.kind == "other" || item.kind == item.text { String::new() } else { format!("{}: ", item.kind) };
        event.push_str(&format!("\n{BULLET}{kind}{}", item.text.replace('\n', " ")));
    }
    let status = match entry.status {
        Status::Unspecified => "",
        Status::Held => "held",
        Status::Planned => "planned",
        Status::Tentative => "tentative",
        Status::Postponed => "postponed",
        Status::Cancelled => "cancelled",
        Status::Undecided => "undecided",
    };
    vec![day(&entry.when), event, entry.track.clone().unwrap_or_default(), status.to_owned()]
}

fn policies(out: &mut String, lists: &[PolicyList], width: usize) {
    heading(out, "policy lists", lists.len());
    for (i, list) in lists.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let mut label = if list.label.is_empty() { "(no label)".to_owned() } else { list.label.clone() };
        if let (Some(declared), Some(false)) = (list.declared_count, list.count_agrees) {
            label.push_str(&format!(" [declares {declared}, found {}]", list.items.len()));
        }
        hang(out, "", "  ", &label, width);
        branches(out, &list.items, "", width);
    }
}

/// Deeper items than this are not drawn: no printed list nests so far.
const MAX_DEPTH: usize = 16;

fn branches(out: &mut String, items: &[PolicyItem], stem: &str, width: usize) {
    if stem.width() > 3 * MAX_DEPTH {
        return;
    }
    for (i, item) in items.iter().enumerate() {
        let last = i + 1 == items.len();
        let (knee, bar) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        // The branch is bullet enough.
        let marker = item.marker.clone().filter(|m| m != "・");
        let mut text = spaced([marker, Some(item.title.clone())]);
        if let Some(tagline) = &item.tagline {
            text.push_str(&format!(" ～{tagline}～"));
        }
        if !item.examples.is_empty() {
            text.push_str(&format!("（{}{}）", item.examples.join("、"), if item.open { " など" } else { "" }));
        }
        hang(out, &format!("{stem}{knee}"), &format!("{stem}{bar}"), &text, width);
        branches(out, &item.items, &format!("{stem}{bar}"), width);
    }
}

fn warnings(out: &mut String, record: &Record, width: usize) {
    let warnings = &record.quality.warnings;
    if warnings.is_empty() {
        return;
    }
    heading(out, "warnings", warnings.len());
    for w in warnings {
        let page = w.at.map_or(String::new(), |at| format!("p. {}: ", at.page));
        hang(out, "! ", "  ", &format!("{page}{}", w.message), width);
    }
}

fn heading(out: &mut String, name: &str, count: usize) {
    out.push_str(&format!("\n{name} ({count})\n"));
}

/// A period with what was printed: `2025-04-01 – 2030-03-31 (令和7年度～令和11年度)`.
fn period(when: &When) -> String {
    let days = day(when);
    if days == when.raw { days } else { bracketed(&days, [when.raw.as_str()]) }
}

/// The days of a date as short as its precision allows: `2024-04`, `FY2024`, `2025-01-24 – 2025-02-14`. As printed
/// where no day is known.
fn day(when: &When) -> String {
    let (start, end) = (when.start.as_deref(), when.end.as_deref());
    let about = if when.approximate { "c. " } else { "" };
    let text = match (when.precision, start, end) {
        (_, None, None) => return when.raw.clone(),
        (Some(Precision::Day), Some(start), _) => start.to_owned(),
        (Some(Precision::Month), Some(start), Some(_)) => start.get(..7).unwrap_or(start).to_owned(),
        (Some(Precision::Year), Some(start), Some(_)) => start.get(..4).unwrap_or(start).to_owned(),
        (Some(Precision::FiscalYear), Some(start), Some(_)) => format!("FY{}", start.get(..4).unwrap_or(start)),
        (_, start, end) if start == end => start.unwrap_or_default().to_owned(),
        (_, start, end) => format!("{} – {}", start.unwrap_or(".."), end.unwrap_or("..")),
    };
    format!("{about}{text}")
}

fn meeting(meeting: &Meeting) -> String {
    spaced([meeting.body.clone(), meeting.round.map(|r| format!("第{r}回")), meeting.item.clone()])
}

fn spaced(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

fn bracketed<'a>(text: &str, more: impl IntoIterator<Item = &'a str>) -> String {
    let more: Vec<&str> = more.into_iter().filter(|m| !m.is_empty()).collect();
    if more.is_empty() { text.to_owned() } else { format!("{text} ({})", more.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(start: &str, end: &str, precision: Precision) -> When {
        When {
            start: (!start.is_empty()).then(|| start.into()),
            end: (!end.is_empty()).then(|| end.into()),
            precision: Some(precision),
            ..When::default()
        }
    }

    #[test]
    fn days_are_as_short_as_their_precision() {
        for (start, end, precision, expected) in [
            ("2023-05-26", "2023-05-26", Precision::Day, "2023-05-26"),
            ("2024-04-01", "2024-04-30", Precision::Month, "2024-04"),
            ("2024-04-01", "2025-03-31", Precision::FiscalYear, "FY2024"),
            ("2025-01-24", "2025-02-14", Precision::Range, "2025-01-24 – 2025-02-14"),
            ("", "2023-12-31", Precision::Range, ".. – 2023-12-31"),
            ("2024-04-01", "2024-06-30", Precision::Quarter, "2024-04-01 – 2024-06-30"),
        ] {
            assert_eq!(day(&when(start, end, precision)), expected);
        }
    }

    #[test]
    fn policy_lists_are_trees() {
        let item = |title: &str, items: Vec<PolicyItem>| PolicyItem {
            marker: Some("①".into()),
            title: title.into(),
            items,
            ..PolicyItem::default()
        };
        let list = PolicyList {
            label: "3つの柱".into(),
            declared_count: Some(3),
            count_agrees: Some(false),
            items: vec![item("福祉", vec![item("医療", vec![])]), item("産業", vec![])],
            ..PolicyList::default()
        };
        let mut out = String::new();
        policies(&mut out, &[list], 60);
        assert_eq!(out, "\npolicy lists (1)\n3つの柱 [declares 3, found 2]\n├─ ① 福祉\n│  └─ ① 医療\n└─ ① 産業\n");
    }
}
