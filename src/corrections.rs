//! What a person found right, wrong or different in a record, as the review page saves it (`plan.pdf.corrections.json`):
//! read, and applied to the record of the next run.
//!
//! A mark names its entry by a JSON pointer and by what stood there (`was`). Where another version of the program puts the
//! entry elsewhere, it is found again by what it says; where it says something else by now, the mark is not applied and a
//! warning tells so: a correction never lands on an entry that nobody looked at. What was applied stands in the record
//! under `corrections`, with what was read.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorCode, Stage};
use crate::record::{Applied, Record, Verdict, Warning, WarningCode};

/// How the names of corrections end, after the name of the PDF.
pub const ENDING: &str = ".corrections.json";
/// Version of this format.
pub const VERSION: u32 = 1;
/// The largest file that is read.
const MOST_BYTES: u64 = 64 << 20;

/// A file of corrections.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Corrections {
    /// Version of the format; always there, so that other JSON is not taken for corrections.
    pub keikaku_corrections: u32,
    /// The document that was looked at.
    pub source: Reviewed,
    /// What was said, entry by entry.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Fields of the record of which every entry was marked, so that nothing else belongs there.
    #[serde(default)]
    pub complete: Vec<String>,
    /// SHA-256 of the file, in hex.
    #[serde(skip)]
    pub sha256: String,
}

/// The document that was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// What was said of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Where it stood in the record, as a JSON pointer: `/schedule/3`, `/plan`; of what was added, the list.
    pub path: String,
    /// What was said.
    pub verdict: Verdict,
    /// What stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Value>,
    /// What is right, of what was corrected or added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// What the reviewer notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where the corrections of an input are: in `folder` under the path of the input, else beside the PDF. `file` is that
/// path, `/`-separated, `pdf` the file itself where there is one.
#[must_use]
pub fn find(folder: Option<&Path>, file: &str, pdf: Option<&Path>) -> Option<PathBuf> {
    let in_folder = folder.map(|folder| folder.join(format!("{file}{ENDING}")));
    // A file that a browser saved has no folders in its name.
    let by_name = folder.zip(file.rsplit('/').next()).map(|(folder, name)| folder.join(format!("{name}{ENDING}")));
    let beside = pdf.map(|pdf| {
        let mut name = pdf.file_name().unwrap_or_default().to_owned();
        name.push(ENDING);
        pdf.with_file_name(name)
    });
    // A path out of the folder is none of ours.
    let sound = !file.split('/').any(|part| part == "..");
    let folders = [in_folder, by_name].into_iter().flatten().filter(|_| sound);
    folders.chain(beside).find(|path| path.is_file())
}

impl Corrections {
    /// Reads a file of corrections.
    ///
    /// # Errors
    /// Where it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let told = |what: String| Error::new(ErrorCode::Unreadable, Stage::Open, format!("{}: {what}", path.display()));
        let size = path.metadata().map_err(|e| told(e.to_string()))?.len();
        if size > MOST_BYTES {
            return Err(told(format!("{size} bytes are too many for corrections")));
        }
        let bytes = std::fs::read(path).map_err(|e| told(e.to_string()))?;
        Self::parse(&bytes).map_err(told)
    }

    /// From JSON.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let mut read: Self =
            serde_json::from_slice(bytes).map_err(|e| format!("no corrections as keikaku review saves them: {e}"))?;
        if read.keikaku_corrections != VERSION {
            return Err(format!("corrections of version {}; this keikaku knows {VERSION}", read.keikaku_corrections));
        }
        read.sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        Ok(read)
    }

    /// Applies them to a record, and says in the record what was applied and what was not.
    ///
    /// # Errors
    /// None that a record can cause.
    pub fn apply(&self, record: &Record) -> serde_json::Result<Record> {
        if self.source.sha256 != record.source.sha256 {
            let mut record = record.clone();
            let message = "the corrections are of another file (their SHA-256 differs); review this one anew";
            record.quality.warnings.push(not_applied(message.to_owned()));
            return Ok(record);
        }
        let before = serde_json::to_value(record)?;
        let mut found: Vec<(&Mark, Option<String>)> =
            self.marks.iter().map(|mark| (mark, place(&before, mark))).collect();
        // From the last entry to the first, so that what is removed moves none of those to come; additions at the end.
        found.sort_by_key(|(mark, path)| std::cmp::Reverse(path.as_deref().map(|p| order(p, mark))));
        let (mut now, mut applied, mut failed) = (before.clone(), Vec::new(), Vec::new());
        for (mark, path) in found {
            let done = path.and_then(|path| {
                let mut next = now.clone();
                put(&mut next, &path, mark)?;
                // What does not fit the contract is not taken.
                serde_json::from_value::<Record>(next.clone()).ok()?;
                now = next;
                Some(path)
            });
            match done {
                Some(path) => applied.push((mark, path)),
                None => failed.push(mark),
            }
        }
        let mut record: Record = serde_json::from_value(now)?;
        let removed: Vec<String> =
            applied.iter().filter(|(m, _)| m.verdict == Verdict::Wrong).map(|(_, p)| p.clone()).collect();
        applied.reverse();
        record.corrections = applied.iter().map(|(mark, path)| told(mark, path, &removed)).collect();
        record.generator.options.insert("corrections".to_owned(), self.sha256.clone());
        for mark in failed {
            let message =
                format!("a correction of {} was not applied: its entry reads otherwise now; review it anew", mark.path);
            record.quality.warnings.push(not_applied(message));
        }
        Ok(record)
    }
}

fn not_applied(message: String) -> Warning {
    Warning { code: WarningCode::CorrectionNotApplied, message, at: None }
}

/// For sorting places of one record: lists by their index, not as text.
fn order(path: &str, mark: &Mark) -> (bool, Vec<(String, usize)>) {
    let parts = path.split('/').map(|part| part.parse().map_or_else(|_| (part.to_owned(), 0), |n| (String::new(), n)));
    (mark.verdict != Verdict::Added, parts.collect())
}

/// Where the entry of a mark stands now.
fn place(record: &Value, mark: &Mark) -> Option<String> {
    if mark.verdict == Verdict::Added {
        return record.pointer(&mark.path).is_none_or(Value::is_array).then(|| mark.path.clone());
    }
    let was = mark.was.as_ref()?;
    if record.pointer(&mark.path).is_some_and(|now| bare(now) == bare(was)) {
        return Some(mark.path.clone());
    }
    // Elsewhere in the same list: the one entry that says the same.
    let (list, _) = mark.path.rsplit_once('/')?;
    let entries = record.pointer(list)?.as_array()?;
    let mut same = entries.iter().enumerate().filter(|(_, now)| bare(now) == bare(was));
    let (index, _) = same.next()?;
    same.next().is_none().then(|| format!("{list}/{index}"))
}

/// What an entry says, without its numbering and its place on the page.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let said = map
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "id" | "at" | "table" | "row" | "column" | "evidence"));
            Value::Object(said.map(|(key, value)| (key.clone(), bare(value))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(bare).collect()),
        other => other.clone(),
    }
}

/// Carries out a mark. None where its place is no place.
fn put(record: &mut Value, path: &str, mark: &Mark) -> Option<()> {
    match mark.verdict {
        Verdict::Right => {}
        Verdict::Corrected => {
            let mut value = mark.value.clone()?;
            let was = record.pointer(path)?;
            dates(&mut value, was);
            *record.pointer_mut(path)? = value;
        }
        Verdict::Wrong => {
            let (list, last) = path.rsplit_once('/')?;
            match record.pointer_mut(list)? {
                Value::Array(entries) => {
                    let index = last.parse::<usize>().ok().filter(|i| *i < entries.len())?;
                    entries.remove(index);
                }
                Value::Object(map) => {
                    map.remove(last)?;
                }
                _ => return None,
            }
        }
        Verdict::Added => {
            let mut value = mark.value.clone()?;
            dates(&mut value, &Value::Null);
            let list = record.pointer_mut(path)?.as_array_mut()?;
            if let Some(map) = value.as_object_mut() {
                map.entry("at").or_insert_with(|| Value::Array(Vec::new()));
                if list.iter().any(|e| e.get("id").is_some()) || matches!(path, "/schedule" | "/policies") {
                    map.insert("id".to_owned(), Value::String(format!("added{}", list.len() + 1)));
                }
            }
            list.push(value);
        }
    }
    Some(())
}

/// Where days were changed, what is told beside them has to follow: precision, EDTF, fiscal year.
fn dates(value: &mut Value, was: &Value) {
    match value {
        Value::Object(map) => {
            let is_date = map.contains_key("start") || map.contains_key("end");
            let same = |key: &str| map.get(key) == was.get(key);
            if is_date && !(same("start") && same("end")) {
                retold(map);
            }
            for (key, inner) in map.iter_mut() {
                dates(inner, was.get(key).unwrap_or(&Value::Null));
            }
        }
        Value::Array(list) => {
            for (i, inner) in list.iter_mut().enumerate() {
                dates(inner, was.get(i).unwrap_or(&Value::Null));
            }
        }
        _ => {}
    }
}

fn retold(map: &mut serde_json::Map<String, Value>) {
    let day = |key: &str| map.get(key).and_then(Value::as_str).and_then(|d| d.parse::<jiff::civil::Date>().ok());
    let (start, end) = (day("start"), day("end"));
    let fiscal = |d: jiff::civil::Date| if d.month() >= 4 { d.year() } else { d.year() - 1 };
    let fiscal_year = start.zip(end).map(|(s, e)| (fiscal(s), fiscal(e))).filter(|(s, e)| s == e).map(|(s, _)| s);
    let precision = match (start, end) {
        (Some(s), Some(e)) if s == e => "day",
        (Some(s), Some(e)) if s.day() == 1 && e == s.last_of_month() => "month",
        (Some(s), Some(e)) if fiscal_year.is_some() && (s.month(), s.day(), e.month(), e.day()) == (4, 1, 3, 31) => {
            "fiscal_year"
        }
        _ => "range",
    };
    let edtf = match (start, end, precision) {
        (Some(s), _, "day") => s.to_string(),
        (Some(s), _, "month") => format!("{:04}-{:02}", s.year(), s.month()),
        (s, e, _) => {
            let side = |d: Option<jiff::civil::Date>| d.map_or_else(|| "..".to_owned(), |d| d.to_string());
            format!("{}/{}", side(s), side(e))
        }
    };
    for key in ["inferred", "year_from", "weekday", "fiscal_year", "precision", "edtf"] {
        map.remove(key);
    }
    if start.is_some() || end.is_some() {
        map.insert("precision".to_owned(), precision.into());
        map.insert("edtf".to_owned(), edtf.into());
    }
    if let Some(year) = fiscal_year {
        map.insert("fiscal_year".to_owned(), year.into());
    }
    map.entry("raw").or_insert_with(|| "".into());
}

/// What the record says of a mark that was applied. Entries that were removed before it in its list moved it up.
fn told(mark: &Mark, path: &str, removed: &[String]) -> Applied {
    let was = mark.was.as_ref().map(|was| bare(was).to_string()).filter(|_| mark.verdict != Verdict::Right);
    let path = match path.rsplit_once('/').map(|(list, last)| (list, last.parse::<usize>())) {
        Some((list, Ok(index))) if mark.verdict != Verdict::Wrong => {
            let before = removed.iter().filter_map(|p| p.rsplit_once('/'));
            let gone = before.filter(|(l, i)| *l == list && i.parse::<usize>().is_ok_and(|i| i < index)).count();
            format!("{list}/{}", index - gone)
        }
        _ => path.to_owned(),
    };
    Applied { path, verdict: mark.verdict, was, note: mark.note.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record() -> Record {
        let entry = |id: &str, event: &str, day: &str| {
            json!({"id": id, "when": {"raw": day, "start": day, "end": day, "precision": "day", "edtf": day,
                   "fiscal_year": 2024, "inferred": ["year"], "year_from": "caption"},
                   "event": event, "status": "unspecified", "from": "table", "at": {"page": 1, "bbox": [0.0, 0.0, 1.0, 1.0]}})
        };
        let mut record = Record::default();
        record.source.sha256 = "ab".into();
        record.schedule = serde_json::from_value(json!([
            entry("s1", "諮問", "2024-10-08"),
            entry("s2", "調査", "2024-11-01"),
            entry("s3", "答申", "2025-01-20")
        ]))
        .unwrap();
        record
    }

    fn marks(marks: &Value) -> Corrections {
        let file = json!({"keikaku_corrections": 1, "source": {"file": "a.pdf", "sha256": "ab"}, "marks": marks});
        Corrections::parse(file.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn what_was_marked_is_carried_out_and_told() {
        let record = record();
        let all = serde_json::to_value(&record).unwrap();
        let was = |i: usize| all["schedule"][i].clone();
        let mut moved = was(2);
        moved["when"]["start"] = json!("2025-02-01");
        moved["when"]["end"] = json!("2025-02-28");
        let now = marks(&json!([
            {"path": "/schedule/0", "verdict": "right", "was": was(0)},
            {"path": "/schedule/1", "verdict": "wrong", "was": was(1)},
            {"path": "/schedule/2", "verdict": "corrected", "was": was(2), "value": moved, "note": "見間違い"},
            {"path": "/schedule", "verdict": "added",
             "value": {"event": "議決", "when": {"raw": "3月20日", "start": "2025-03-20", "end": "2025-03-20"},
                       "status": "unspecified", "from": "table"}},
        ]))
        .apply(&record)
        .unwrap();
        let events: Vec<_> = now.schedule.iter().map(|e| (e.event.as_str(), e.when.edtf.as_deref())).collect();
        assert_eq!(events, [("諮問", Some("2024-10-08")), ("答申", Some("2025-02")), ("議決", Some("2025-03-20"))]);
        assert!(now.schedule[1].when.inferred.is_empty());
        let said: Vec<_> = now.corrections.iter().map(|c| (c.path.as_str(), c.verdict)).collect();
        assert_eq!(
            said,
            [
                ("/schedule", Verdict::Added),
                ("/schedule/0", Verdict::Right),
                ("/schedule/1", Verdict::Wrong),
                ("/schedule/1", Verdict::Corrected)
            ]
        );
        assert!(now.corrections[3].was.as_deref().unwrap().contains("2025-01-20"));
        assert!(now.generator.options.contains_key("corrections") && now.quality.warnings.is_empty());
    }

    #[test]
    fn an_entry_is_found_where_it_went_and_nowhere_else() {
        let mut record = record();
        let was = serde_json::to_value(&record.schedule[2]).unwrap();
        let corrections = marks(&json!([{"path": "/schedule/2", "verdict": "wrong", "was": was}]));
        record.schedule.remove(0);
        let now = corrections.apply(&record).unwrap();
        assert_eq!(now.schedule.iter().map(|e| e.event.as_str()).collect::<Vec<_>>(), ["調査"]);
        // It reads otherwise now: nobody looked at this.
        record.schedule[1].event = "答申書".into();
        let now = corrections.apply(&record).unwrap();
        assert_eq!(now.schedule.len(), 2);
        assert_eq!(now.quality.warnings[0].code, WarningCode::CorrectionNotApplied);
        // Another file.
        record.source.sha256 = "cd".into();
        assert_eq!(corrections.apply(&record).unwrap().quality.warnings.len(), 1);
    }

    #[test]
    fn what_breaks_the_contract_is_not_taken() {
        let record = record();
        let was = serde_json::to_value(&record.schedule[0]).unwrap();
        let bad = json!([{"path": "/schedule/0", "verdict": "corrected", "was": was, "value": {"event": 5}}]);
        let now = marks(&bad).apply(&record).unwrap();
        assert_eq!(now.schedule, record.schedule);
        assert_eq!(now.quality.warnings.len(), 1);
    }
}
