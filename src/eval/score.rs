//! A record against its gold, field by field.
//!
//! Entries of a list are assigned to those of gold one to one, the likest pair first: by the likeness of their main text
//! ([`text::ratio`]), and by their days where gold tells them. A pair is right where the days are the same and the text is
//! the same (strict) or at least [`ENOUGH`] alike (soft). The other fields of an entry are scored on the pairs.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::gold::Gold;
use super::text;

/// Likeness that counts as right under soft matching.
pub const ENOUGH: f64 = 0.9;
/// Least likeness of two texts for their entries to be held against each other; below it they are two entries.
const SAME_ENTRY: f64 = 0.5;
/// Places of a table that are looked at: what a hostile record claims has a limit.
const MOST_PLACES: usize = 1_000_000;

/// What was found right, too much, and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Found, and right.
    pub right: usize,
    /// Found, and not in gold or otherwise there.
    pub extra: usize,
    /// In gold, and not found or found otherwise.
    pub missed: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.extra += other.extra;
        self.missed += other.missed;
    }

    /// Share of what was found that is right; 1 where nothing was found.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.extra)
    }

    /// Share of gold that was found; 1 where gold has nothing.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of both.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.extra + self.missed)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Counts of a field under both rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Both {
    /// The same text.
    pub strict: Count,
    /// A text at least [`ENOUGH`] alike.
    pub soft: Count,
}

/// Something that differs from gold under strict matching.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Which field.
    pub field: String,
    /// What gold says; absent for what should not be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold: Option<String>,
    /// What was found; absent for what was missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Page of what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u64>,
    /// Whether it is right under soft matching.
    pub soft: bool,
}

/// The scores of a document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Scores {
    /// By field; `schedule.when` is a field of the entries of `schedule`.
    pub fields: BTreeMap<String, Both>,
    /// Everything that differs.
    pub differences: Vec<Difference>,
}

impl Scores {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Self) {
        for (field, both) in &other.fields {
            let mine = self.fields.entry(field.clone()).or_default();
            mine.strict.add(both.strict);
            mine.soft.add(both.soft);
        }
    }

    fn count(&mut self, field: &str, strict: Count, soft: Count) {
        let mine = self.fields.entry(field.to_owned()).or_default();
        mine.strict.add(strict);
        mine.soft.add(soft);
    }

    fn differ(
        &mut self,
        field: &str,
        gold: Option<String>,
        found: Option<&Value>,
        say: impl Fn(&Value) -> String,
        soft: bool,
    ) {
        let page = found.and_then(page_of);
        self.differences.push(Difference { field: field.to_owned(), gold, found: found.map(say), page, soft });
    }
}

/// Facts, each by itself.
const FACTS: [&str; 20] = [
    "municipality/name",
    "municipality/prefecture",
    "municipality/code",
    "municipality/kind",
    "document/title",
    "document/kind",
    "document/stage",
    "document/date/start",
    "document/date/end",
    "document/meeting/body",
    "document/meeting/round",
    "document/meeting/item",
    "plan/title",
    "plan/ordinal",
    "plan/name",
    "plan/part",
    "plan/period/start",
    "plan/period/end",
    "plan/vision",
    "plan/id",
];

/// Lists: the field, the main text of an entry, its days, and its other fields.
const LISTS: [(&str, &str, Option<&str>, &[&str]); 10] = [
    ("schedule", "event", Some("when"), &["body", "round", "track", "group", "status", "phases", "when/approximate"]),
    ("policies", "label", None, &["kind", "declared_count"]),
    ("policies.items", "title", None, &["marker", "tagline", "examples", "field"]),
    (
        "indicators",
        "name",
        None,
        &["unit", "baseline/value", "targets/last/value", "targets/last/when/fiscal_year", "department", "policy"],
    ),
    ("bodies", "name", None, &["kind", "role", "parent", "members"]),
    ("participation", "name", Some("when"), &["method", "target", "days", "count"]),
    ("definitions", "term", None, &["meaning"]),
    ("related_plans", "title", Some("period"), &["relation"]),
    ("themes", "theme", None, &[]),
    ("outline", "title", None, &["level", "marker"]),
];

/// Scores a record; one that is missing has found nothing.
#[must_use]
pub fn score(gold: &Gold, found: Option<&Value>) -> Scores {
    let nothing = Value::Null;
    let found = found.unwrap_or(&nothing);
    let mut out = Scores::default();
    for path in FACTS {
        fact(gold, found, path, &mut out);
    }
    let partial: Vec<&str> =
        gold.record.get("_partial").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (field, key, days, others) in LISTS {
        let Some(entries) = entries(&gold.record.get(top(field)), gold.record.get(field), field) else { continue };
        let there = entries_of(found, field);
        let list = List { field, key, days, others, partial: partial.contains(&field) };
        let wrong: Vec<&Value> = gold.wrong.get(field).and_then(Value::as_array).into_iter().flatten().collect();
        list.score(&entries, &there, &wrong, &mut out);
    }
    tables(gold, found, &mut out);
    pages(gold, found, &mut out);
    out
}

fn top(field: &str) -> &str {
    field.split('.').next().unwrap_or(field)
}

/// The entries of gold for a field, items of policy lists and headings in one row. None where the field is not scored.
fn entries(nested: &Option<&Value>, own: Option<&Value>, field: &str) -> Option<Vec<Value>> {
    if let Some(list) = own.and_then(Value::as_array).filter(|_| field != "outline") {
        return Some(list.clone());
    }
    let list = nested.as_ref()?.as_array()?;
    match field {
        // Lists that a reviewer marked come without their items.
        "policies.items" if list.iter().any(|l| l.get("items").is_some()) || list.is_empty() => {
            Some(list.iter().flat_map(|l| flat(l, "items", optional(l))).collect())
        }
        "outline" => Some(list.iter().flat_map(|n| with_itself(n, "children", optional(n))).collect()),
        _ => None,
    }
}

fn entries_of(found: &Value, field: &str) -> Vec<Value> {
    entries(&found.get(top(field)), found.get(field), field).unwrap_or_default()
}

fn flat(value: &Value, below: &str, is_optional: bool) -> Vec<Value> {
    let children = value.get(below).and_then(Value::as_array).into_iter().flatten();
    children.flat_map(|child| with_itself(child, below, is_optional || optional(child))).collect()
}

fn with_itself(value: &Value, below: &str, is_optional: bool) -> Vec<Value> {
    let mut own = value.clone();
    if let Some(map) = own.as_object_mut() {
        map.remove(below);
        if is_optional {
            map.insert("_optional".to_owned(), Value::Bool(true));
        }
    }
    let mut out = vec![own];
    out.extend(flat(value, below, is_optional));
    out
}

fn optional(value: &Value) -> bool {
    value.get("_optional").and_then(Value::as_bool).unwrap_or(false)
}

/// A nested field. None: it is not told; `Null`: there is none.
fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').try_fold(value, |v, part| match (part, v) {
        // The target of an indicator is the last of its values; those before are steps.
        ("last", Value::Array(list)) => list.last(),
        _ => v.get(part),
    })
}

/// What is accepted for a field of gold: its value, then what `_alt` says.
fn accepted(entry: &Value, path: &str) -> Vec<Value> {
    let own = get(entry, path).cloned().into_iter();
    let others = entry.get("_alt").and_then(|alt| alt.get(path)).and_then(Value::as_array).cloned().unwrap_or_default();
    own.chain(others).collect()
}

fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::String(text)) => text.is_empty(),
        _ => false,
    }
}

fn say(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(say).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

/// Whether a value is one of those that gold accepts, strictly and softly. Only texts may be alike; ids, days and numbers are
/// the same or not.
fn agrees(accepted: &[Value], found: &Value) -> (bool, bool) {
    let is_text = accepted.iter().any(|a| match a {
        Value::String(text) => !text.is_ascii(),
        Value::Array(list) => list.iter().any(|v| v.as_str().is_some_and(|t| !t.is_ascii())),
        _ => false,
    });
    let found = say(found);
    let strict = accepted.iter().any(|a| text::strict(&say(a)) == text::strict(&found));
    let soft = is_text && accepted.iter().any(|a| text::ratio(&text::soft(&say(a)), &text::soft(&found)) >= ENOUGH);
    (strict, strict || soft)
}

/// The count of a single value.
fn single(right: bool, expected: bool, found: bool) -> Count {
    Count {
        right: usize::from(right && expected),
        extra: usize::from(found && !right),
        missed: usize::from(expected && !right),
    }
}

/// Scores one value of gold against one that was found.
fn value(field: &str, of: &Value, path: &str, found: Option<&Value>, context: &Value, out: &mut Scores) {
    let accepted = accepted(of, path);
    if accepted.is_empty() {
        return;
    }
    let expected = !accepted.iter().all(|a| is_nothing(Some(a)));
    let there = found.filter(|f| !is_nothing(Some(f)));
    let (strict, mut soft) = there.map_or((!expected, !expected), |f| agrees(&accepted, f));
    if let (Some(there), true) = (there, path.ends_with("marker")) {
        // `1.` and `1` mark the same.
        soft |= accepted.iter().any(|a| text::soft(&say(a)) == text::soft(&say(there)));
    }
    // Nothing where nothing should be counts for neither.
    out.count(field, single(strict, expected, there.is_some()), single(soft, expected, there.is_some()));
    if !strict {
        let gold = expected.then(|| say(accepted.first().unwrap_or(&Value::Null)));
        let page = page_of(context);
        out.differences.push(Difference { field: field.to_owned(), gold, found: there.map(say), page, soft });
    }
}

fn fact(gold: &Gold, found: &Value, path: &str, out: &mut Scores) {
    let (group, rest) = path.split_once('/').unwrap_or((path, ""));
    match gold.record.get(group) {
        None => {}
        // There is none of it: nothing of it should be found.
        Some(Value::Null) => {
            let none = serde_json::json!({"none": null});
            if let Some(there) = get(found, path) {
                value(&path.replace('/', "."), &none, "none", Some(there), found, out);
            }
        }
        Some(of) => {
            value(&path.replace('/', "."), of, rest, get(found, path), found.get(group).unwrap_or(&Value::Null), out);
        }
    }
}

fn page_of(value: &Value) -> Option<u64> {
    let at = value.get("at")?;
    at.get("page").or_else(|| at.get(0)?.get("page"))?.as_u64()
}

struct List<'a> {
    field: &'a str,
    key: &'a str,
    days: Option<&'a str>,
    others: &'a [&'a str],
    partial: bool,
}

impl List<'_> {
    fn score(&self, gold: &[Value], found: &[Value], wrong: &[&Value], out: &mut Scores) {
        let pairs = self.pairs(gold, found);
        let (mut strict, mut soft) = (Count::default(), Count::default());
        let mut taken = vec![false; found.len()];
        for (g, entry) in gold.iter().enumerate() {
            let other = pairs.get(&g).and_then(|f| Some((*f, found.get(*f)?)));
            let (exact, alike) = other.map_or((false, false), |(_, f)| self.right(entry, f));
            if let Some((f, _)) = other.filter(|_| alike || !optional(entry))
                && let Some(taken) = taken.get_mut(f)
            {
                *taken = true;
            }
            if optional(entry) {
                continue;
            }
            let there = other.is_some();
            strict.add(single(exact, true, there));
            soft.add(single(alike, true, there));
            if !exact {
                out.differ(self.field, Some(self.told(entry)), other.map(|(_, f)| f), |f| self.told(f), alike);
            }
            if let Some((_, f)) = other {
                self.fields(entry, f, out);
            }
        }
        for (entry, _) in found.iter().zip(taken).filter(|(_, taken)| !taken) {
            // Where gold is partial, only what a reviewer called wrong is held against the record.
            if self.partial && !wrong.iter().any(|w| self.right(w, entry).0) {
                continue;
            }
            let extra = Count { extra: 1, ..Count::default() };
            strict.add(extra);
            soft.add(extra);
            out.differ(self.field, None, Some(entry), |f| self.told(f), false);
        }
        out.count(self.field, strict, soft);
    }

    /// Which entry was found for which of gold: the likest first; of equally like ones the earliest.
    fn pairs(&self, gold: &[Value], found: &[Value]) -> BTreeMap<usize, usize> {
        let soft: Vec<String> =
            found.iter().map(|f| text::soft(&get(f, self.key).map(say).unwrap_or_default())).collect();
        let mut likes = Vec::new();
        for (g, entry) in gold.iter().enumerate() {
            let words: Vec<String> = accepted(entry, self.key).iter().map(|a| text::soft(&say(a))).collect();
            for (f, (other, own)) in found.iter().zip(&soft).enumerate() {
                let like = words.iter().map(|w| text::ratio(w, own)).fold(0.0, f64::max);
                if like >= SAME_ENTRY {
                    // In thousandths, so that the order hangs on no last bit.
                    let days = if self.same_days(entry, other) { 1000 } else { 0 };
                    likes.push((std::cmp::Reverse((like * 1000.0).round() as u32 + days), g, f));
                }
            }
        }
        likes.sort_unstable();
        let (mut pairs, mut taken) = (BTreeMap::new(), std::collections::BTreeSet::new());
        for (_, g, f) in likes {
            if !pairs.contains_key(&g) && taken.insert(f) {
                pairs.insert(g, f);
            }
        }
        pairs
    }

    /// Whether the days are those of gold, as far as gold tells them.
    fn same_days(&self, gold: &Value, found: &Value) -> bool {
        let Some(days) = self.days else { return true };
        let side =
            |v: &Value, side: &str| get(v, days).and_then(|w| w.get(side)).and_then(Value::as_str).map(str::to_owned);
        let Some(when) = get(gold, days) else { return true };
        let same = |when: &Value| {
            ["start", "end"].iter().all(|s| {
                let wanted = when.get(*s).and_then(Value::as_str).map(str::to_owned);
                wanted == side(found, s)
            })
        };
        let others = gold.get("_alt").and_then(|alt| alt.get(days)).and_then(Value::as_array);
        same(when) || others.is_some_and(|list| list.iter().any(same))
    }

    fn right(&self, gold: &Value, found: &Value) -> (bool, bool) {
        if !self.same_days(gold, found) {
            return (false, false);
        }
        let accepted = accepted(gold, self.key);
        let found = get(found, self.key).map(say).unwrap_or_default();
        let strict = accepted.iter().any(|a| text::strict(&say(a)) == text::strict(&found));
        let soft = accepted.iter().any(|a| text::ratio(&text::soft(&say(a)), &text::soft(&found)) >= ENOUGH);
        (strict, strict || soft)
    }

    /// The other fields of a pair. Days by themselves as well: an entry whose days are wrong is a pair all the same.
    fn fields(&self, gold: &Value, found: &Value, out: &mut Scores) {
        if let Some(days) = self.days.filter(|days| get(gold, days).is_some()) {
            let right = self.same_days(gold, found);
            let when = |v: &Value| {
                let side =
                    |s: &str| get(v, days).and_then(|w| w.get(s)).and_then(Value::as_str).unwrap_or("…").to_owned();
                format!("{}～{}", side("start"), side("end"))
            };
            let name = format!("{}.{days}", self.field);
            let has =
                |v: &Value| get(v, days).is_some_and(|w| w.get("start").or(w.get("end")).is_some_and(|d| !d.is_null()));
            let count = single(right, has(gold), has(found));
            out.count(&name, count, count);
            if !right {
                out.differ(&name, Some(format!("{}: {}", self.told(gold), when(gold))), Some(found), when, false);
            }
        }
        for other in self.others {
            value(&format!("{}.{}", self.field, other.replace('/', ".")), gold, other, get(found, other), found, out);
        }
    }

    fn told(&self, entry: &Value) -> String {
        let when = self.days.and_then(|days| get(entry, days)).map(|w| {
            let side = |s: &str| w.get(s).and_then(Value::as_str).unwrap_or("…").to_owned();
            if side("start") == side("end") { side("start") } else { format!("{}～{}", side("start"), side("end")) }
        });
        let main = get(entry, self.key).map(say).unwrap_or_default();
        when.map_or(main.clone(), |when| format!("{when} {main}"))
    }
}

/// Relations of a table: which text stands beside and which below another (cell adjacency, ICDAR 2013).
fn relations(table: &Value, norm: fn(&str) -> String) -> BTreeMap<(String, String, bool), usize> {
    let mut out = BTreeMap::new();
    let cells: Vec<&Value> = table.get("cells").and_then(Value::as_array).into_iter().flatten().collect();
    let number = |cell: &Value, key: &str, least: u64| {
        cell.get(key).and_then(Value::as_u64).unwrap_or(least).max(least) as usize
    };
    let mut grid: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, cell) in cells.iter().enumerate() {
        let (row, column) = (number(cell, "row", 0), number(cell, "column", 0));
        let (rows, columns) = (number(cell, "row_span", 1), number(cell, "column_span", 1));
        if grid.len().saturating_add(rows.saturating_mul(columns)) > MOST_PLACES {
            break;
        }
        for r in row..row.saturating_add(rows) {
            for c in column..column.saturating_add(columns) {
                grid.insert((r, c), i);
            }
        }
    }
    let words =
        |i: usize| cells.get(i).and_then(|c| c.get("text")).and_then(Value::as_str).map(norm).unwrap_or_default();
    let mut seen = std::collections::BTreeSet::new();
    let turned: BTreeMap<(usize, usize), usize> = grid.iter().map(|((r, c), i)| ((*c, *r), *i)).collect();
    for (places, below) in [(&grid, false), (&turned, true)] {
        let mut before: Option<(usize, usize)> = None;
        for ((line, _), i) in places {
            let text = words(*i);
            if text.is_empty() {
                continue;
            }
            if let Some((last, j)) = before
                && last == *line
                && j != *i
                && seen.insert((j, *i, below))
            {
                *out.entry((words(j), text, below)).or_default() += 1;
            }
            before = Some((*line, *i));
        }
    }
    out
}

fn tables(gold: &Gold, found: &Value, out: &mut Scores) {
    let Some(list) = gold.record.get("tables").and_then(Value::as_array) else { return };
    let count = |norm: fn(&str) -> String, out: Option<&mut Scores>| {
        let (mut wanted, mut allowed, mut there) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let sum = |into: &mut BTreeMap<_, usize>, from: BTreeMap<(String, String, bool), usize>| {
            for (key, n) in from {
                *into.entry(key).or_default() += n;
            }
        };
        for table in list {
            sum(if optional(table) { &mut allowed } else { &mut wanted }, relations(table, norm));
        }
        for table in found.get("tables").and_then(Value::as_array).into_iter().flatten() {
            sum(&mut there, relations(table, norm));
        }
        let n = |map: &BTreeMap<_, usize>, key: &(String, String, bool)| map.get(key).copied().unwrap_or(0);
        let mut counted = Count::default();
        let mut lines = Vec::new();
        let told = |(a, b, below): &(String, String, bool)| format!("{a} {} {b}", if *below { "↓" } else { "→" });
        for (key, wanted) in &wanted {
            let right = (*wanted).min(n(&there, key));
            counted.right += right;
            counted.missed += wanted - right;
            if right < *wanted {
                lines.push((Some(told(key)), None));
            }
        }
        for (key, there) in &there {
            let extra = there.saturating_sub(n(&wanted, key) + n(&allowed, key));
            counted.extra += extra;
            if extra > 0 {
                lines.push((None, Some(told(key))));
            }
        }
        if let Some(out) = out {
            out.differences.extend(lines.into_iter().map(|(gold, found)| Difference {
                field: "tables".to_owned(),
                gold,
                found,
                page: None,
                soft: false,
            }));
        }
        counted
    };
    let strict = count(text::strict, Some(out));
    let soft = count(text::soft, None);
    out.count("tables", strict, soft);
}

/// The text of pages: characters in common, in order.
fn pages(gold: &Gold, found: &Value, out: &mut Scores) {
    let number = |page: &Value| page.get("page").and_then(Value::as_u64);
    for page in gold.record.get("pages").and_then(Value::as_array).into_iter().flatten() {
        let mut all = found.get("pages").and_then(Value::as_array).into_iter().flatten();
        let other = all.find(|p| number(p) == number(page));
        let words =
            |v: Option<&Value>| v.and_then(|v| v.get("text")).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (wanted, there) = (words(Some(page)), words(other));
        let count = |norm: fn(&str) -> String| {
            let (common, a, b) = text::common(&norm(&wanted), &norm(&there));
            Count { right: common, extra: b - common, missed: a - common }
        };
        let (strict, soft) = (count(text::strict), count(text::soft));
        out.count("pages.text", strict, soft);
        if strict.extra + strict.missed > 0 {
            let gold = Some(format!(
                "{} characters, {} of them missed, {} too many",
                strict.right + strict.missed,
                strict.missed,
                strict.extra
            ));
            let is_soft = soft.extra + soft.missed == 0;
            out.differences.push(Difference {
                field: "pages.text".to_owned(),
                gold,
                found: None,
                page: number(page),
                soft: is_soft,
            });
        }
    }
}

#[cfg(test)]
mod tests;
