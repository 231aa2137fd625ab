//! What stands in `run.json`: what was run, and what became of each input.
//!
//! Paths are relative and times are written only when asked for, so that the same inputs give the same bytes on every
//! machine.

use std::time::Duration;

use serde::Serialize;

use crate::error::Error;
use crate::pipeline;
use crate::record::{Generator, Record, SCHEMA_VERSION, Warning};

/// A run over a folder.
#[derive(Debug, Clone, Serialize)]
pub struct Run {
    /// Of the records.
    pub schema_version: &'static str,
    /// Program, version and the options that change results.
    pub generator: Generator,
    /// Sums over the inputs.
    pub counts: Counts,
    /// Wall-clock time of the whole run, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// In the order of their paths.
    pub inputs: Vec<Row>,
}

/// Sums over the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Inputs found.
    pub files: usize,
    /// With a record.
    pub done: usize,
    /// That could not be read or written.
    pub failed: usize,
    /// That were not tried.
    pub skipped: usize,
    /// Pages of those that are done, as are the sums below.
    pub pages: usize,
    /// Schedule entries.
    pub schedule_entries: usize,
    /// Policy lists.
    pub policy_lists: usize,
    /// Warnings.
    pub warnings: usize,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its record is written.
    Done,
    /// See `error`.
    Failed,
    /// Not tried; `error` says why.
    Skipped,
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
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// Pages.
    pub pages: usize,
    /// Schedule entries.
    pub schedule_entries: usize,
    /// Policy lists.
    pub policy_lists: usize,
    /// The warnings of its record.
    pub warnings: Vec<Warning>,
    /// Time from opening it to its record written, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

impl Row {
    /// The row of an input whose record is written.
    #[must_use]
    pub fn done(record: &Record, written: String) -> Self {
        Self {
            file: record.source.file.clone(),
            state: State::Done,
            record: Some(written),
            error: None,
            pages: record.source.page_count,
            schedule_entries: record.schedule.len(),
            policy_lists: record.policies.len(),
            warnings: record.quality.warnings.clone(),
            seconds: None,
        }
    }

    /// The row of an input without a record.
    #[must_use]
    pub fn without_record(file: &str, state: State, error: Error) -> Self {
        Self {
            file: file.to_owned(),
            state,
            record: None,
            error: Some(error),
            pages: 0,
            schedule_entries: 0,
            policy_lists: 0,
            warnings: Vec::new(),
            seconds: None,
        }
    }
}

impl Run {
    /// The run that gave these rows.
    #[must_use]
    pub fn new(inputs: Vec<Row>, elapsed: Option<Duration>) -> Self {
        let mut counts = Counts { files: inputs.len(), ..Counts::default() };
        for row in &inputs {
            match row.state {
                State::Done => counts.done += 1,
                State::Failed => counts.failed += 1,
                State::Skipped => counts.skipped += 1,
            }
            counts.pages += row.pages;
            counts.schedule_entries += row.schedule_entries;
            counts.policy_lists += row.policy_lists;
            counts.warnings += row.warnings.len();
        }
        Self {
            schema_version: SCHEMA_VERSION,
            generator: pipeline::generator(),
            counts,
            seconds: elapsed.map(seconds),
            inputs,
        }
    }
}

/// Seconds to the millisecond.
#[must_use]
pub fn seconds(elapsed: Duration) -> f64 {
    (elapsed.as_secs_f64() * 1000.0).round() / 1000.0
}
