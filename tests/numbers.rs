//! Numbers as documents print them, each with its expected value: `tests/data/numbers/*.tsv`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing unwrap is a failing test")]

use keikaku::japanese::{Bound, find_numbers};

#[test]
fn numbers_as_printed() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in include_str!("data/numbers/quantities.tsv").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (text, value) = (columns[0], columns[1]);
        let found = find_numbers(text);
        rows += 1;
        if value == "-" {
            if !found.is_empty() {
                wrong.push(format!("{text}: nothing expected, found {found:?}"));
            }
            continue;
        }
        let unit = columns.get(2).copied().filter(|unit| !unit.is_empty());
        let told = columns.get(3).copied().unwrap_or_default();
        let bound = match told {
            "at_least" => Some(Bound::AtLeast),
            "at_most" => Some(Bound::AtMost),
            "more_than" => Some(Bound::MoreThan),
            "less_than" => Some(Bound::LessThan),
            _ => None,
        };
        let raw = told.strip_prefix('=').unwrap_or(text);
        let agrees = found.first().is_some_and(|number| {
            (number.value.as_str(), number.unit.as_deref(), number.bound) == (value, unit, bound)
                && number.approximate == (told == "~")
                && number.raw == raw
        });
        if !agrees {
            wrong.push(format!("{line}: found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn ends_of_a_range_share_their_unit_and_their_about() {
    for (text, expected) in [
        ("10～20人", [("10", "人", false), ("20", "人", false)]),
        ("約2～3割", [("2", "割", true), ("3", "割", true)]),
        ("約10人、20人", [("10", "人", true), ("20", "人", false)]),
    ] {
        let found = find_numbers(text);
        let told: Vec<_> =
            found.iter().map(|q| (q.value.as_str(), q.unit.as_deref().unwrap_or(""), q.approximate)).collect();
        assert_eq!(told, expected, "{text}");
    }
}
