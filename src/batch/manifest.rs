//! What stands in `run.json`: what was run, and what became of each input.
//!
//! Paths are relative and times are written only when asked for, so that the same inputs give the same bytes on every
//! machine. Rows are written one by one, so that ten thousand take the memory of one.

use std::io::{self, Write};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::resume::Glance;
use crate::error::Error;
use crate::record::{Generator, SCHEMA_VERSION, Warning, json};

/// Sums over the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Inputs found.
    pub files: usize,
    /// With a record that was made since the last run that ended.
    pub done: usize,
    /// With a record of an earlier run.
    pub unchanged: usize,
    /// That could not be read or written.
    pub failed: usize,
    /// That were not tried.
    pub skipped: usize,
    /// Whose bytes are those of an input before.
    pub duplicates: usize,
    /// Pages of those with a record, as are the sums below.
    pub pages: usize,
    /// Schedule entries.
    pub schedule_entries: usize,
    /// Policy lists.
    pub policy_lists: usize,
    /// Warnings.
    pub warnings: usize,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its record is written: by this run, or by one that was stopped before it could say so.
    Done,
    /// Its record is that of an earlier run, made from the same bytes by the same version with the same options.
    Unchanged,
    /// See `error`.
    Failed,
    /// Not tried; `error` says why.
    Skipped,
}

impl State {
    /// As it stands in `run.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// One input.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Relative to the input folder, `/`-separated.
    pub file: String,
    /// What became of it.
    pub state: State,
    /// Its record, relative to the output folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// SHA-256 of its bytes, where they could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The first input, in the order of paths, that has the same bytes. It has a record of its own all the same, for its
    /// name tells something too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// Pages; of one that failed, those that were read before.
    pub pages: usize,
    /// Schedule entries.
    pub schedule_entries: usize,
    /// Policy lists.
    pub policy_lists: usize,
    /// The warnings of its record.
    pub warnings: Vec<Warning>,
    /// Time from opening it to its record made, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

impl Row {
    /// The row of an input without a record.
    #[must_use]
    pub fn without_record(file: &str, state: State, error: Error, pages: usize) -> Self {
        Self {
            file: file.to_owned(),
            state,
            record: None,
            sha256: None,
            duplicate_of: None,
            error: Some(error),
            pages,
            schedule_entries: 0,
            policy_lists: 0,
            warnings: Vec::new(),
            seconds: None,
        }
    }

    /// The row of an input whose record is written.
    pub(super) fn with_record(file: &str, state: State, record: &str, glance: Glance) -> Self {
        Self {
            file: file.to_owned(),
            state,
            record: Some(record.to_owned()),
            sha256: Some(glance.source.sha256),
            duplicate_of: None,
            error: None,
            pages: glance.source.page_count,
            schedule_entries: glance.schedule.len(),
            policy_lists: glance.policies.len(),
            warnings: glance.quality.warnings,
            seconds: None,
        }
    }
}

impl Counts {
    pub(super) fn add(&mut self, row: &Row) {
        self.files += 1;
        match row.state {
            State::Done => self.done += 1,
            State::Unchanged => self.unchanged += 1,
            State::Failed => self.failed += 1,
            State::Skipped => self.skipped += 1,
        }
        self.duplicates += usize::from(row.duplicate_of.is_some());
        if row.record.is_some() {
            self.pages += row.pages;
        }
        self.schedule_entries += row.schedule_entries;
        self.policy_lists += row.policy_lists;
        self.warnings += row.warnings.len();
    }
}

/// A row as it stands in the list of `run.json`.
pub(super) fn row_text(row: &Row) -> io::Result<String> {
    Ok(json::pretty_within(&serde_json::to_string(row)?, 2))
}

/// Writes `run.json`; `rows` copies the texts of the rows, parted by commas.
pub(super) fn write(
    out: &mut dyn Write,
    generator: &Generator,
    counts: &Counts,
    elapsed: Option<Duration>,
    rows: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"{\n")?;
    let mut field = |name: &str, compact: &str| writeln!(out, "  \"{name}\": {},", json::pretty_within(compact, 1));
    field("schema_version", &serde_json::to_string(SCHEMA_VERSION)?)?;
    field("generator", &serde_json::to_string(generator)?)?;
    field("counts", &serde_json::to_string(counts)?)?;
    if let Some(elapsed) = elapsed {
        field("seconds", &serde_json::to_string(&seconds(elapsed))?)?;
    }
    out.write_all(b"  \"inputs\": [")?;
    if counts.files > 0 {
        rows(out)?;
        out.write_all(b"\n  ")?;
    }
    out.write_all(b"]\n}\n")
}

/// Seconds to the millisecond.
#[must_use]
pub fn seconds(elapsed: Duration) -> f64 {
    (elapsed.as_secs_f64() * 1000.0).round() / 1000.0
}
