//! A folder of PDFs in, a folder of records out.
//!
//! Inputs are found and sorted ([`walk`]), read in parallel, and each record is written under a temporary name and
//! renamed ([`mod@write`]), so that it is there whole or not at all. One bad file costs one row of the [`manifest`] and
//! nothing else. What is written does not depend on the number of threads: rows and lines stand in the order of
//! their paths.

pub mod manifest;
pub mod walk;
pub mod write;

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::error::{Error, ErrorCode, Stage};
use crate::pdf;
use crate::pipeline;
use crate::record::Record;
use manifest::{Row, Run, State};
use walk::Input;

/// How to run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Threads; absent for as many as the machine has processors.
    pub jobs: Option<NonZeroUsize>,
    /// Whether `run.json` tells how long things took. Off, the same inputs give the same bytes.
    pub timings: bool,
}

/// What became of a run.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// As written to `run.json`.
    pub run: Run,
    /// Files under `records/` that this run did not write: of inputs that are gone, or that failed this time.
    /// Relative to the output folder. They are left alone.
    pub stale: Vec<String>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// So many inputs were found.
    Found(usize),
    /// One more is dealt with.
    Read(&'a Row),
}

/// Called as the run goes on, from any of its threads.
pub type OnProgress<'a> = &'a (dyn Fn(Progress<'_>) + Sync);

/// Reads every PDF at or below `input` and writes records, `records.ndjson` and `run.json` below `output`.
///
/// # Errors
/// Where `input` cannot be listed or the output folder cannot be written. What is wrong with a single input is in
/// its row.
pub fn run(input: &Path, output: &Path, options: &Options, on_progress: OnProgress<'_>) -> Result<Outcome, Error> {
    let started = Instant::now();
    let inputs = walk::inputs(input, Some(output))?;
    on_progress(Progress::Found(inputs.len()));
    fs::create_dir_all(output).map_err(|e| Error::io(Stage::Write, &e))?;

    let mut rows = read_all(&inputs, output, options, on_progress)?;
    rows.sort_by_key(|(index, _)| *index);
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();

    write::records_ndjson(output, &rows)?;
    let run = Run::new(rows, options.timings.then(|| started.elapsed()));
    write::run_json(output, &run)?;
    let stale = write::stale_records(output, &run);
    Ok(Outcome { run, stale })
}

/// Reads all inputs on a pool of threads; rows come back in any order with the index of their input.
fn read_all(
    inputs: &[Input],
    output: &Path,
    options: &Options,
    on_progress: OnProgress<'_>,
) -> Result<Vec<(usize, Row)>, Error> {
    // Largest first: the last thread to finish then has a small file in hand, not the longest of all.
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_key(|i| (inputs.get(*i).map(|input| std::cmp::Reverse(input.bytes)), *i));

    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs.map_or(0, NonZeroUsize::get))
        .stack_size(pipeline::STACK_BYTES)
        .build()
        .map_err(|e| {
            Error::new(ErrorCode::Internal, Stage::Open, format!("no threads could be started: {e}; try --jobs 1"))
        })?;
    let next = AtomicUsize::new(0);
    let rows = pool.broadcast(|_| {
        let mut rows = Vec::new();
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Some(input) = inputs.get(index) else { continue };
            let row = read_one(input, output, options.timings);
            on_progress(Progress::Read(&row));
            rows.push((index, row));
        }
        rows
    });
    Ok(rows.into_iter().flatten().collect())
}

/// Reads one input, writes its record, and says how it went.
fn read_one(input: &Input, output: &Path, timings: bool) -> Row {
    let started = Instant::now();
    let mut row = match &input.problem {
        Some((state, error)) => Row::without_record(&input.file, *state, error.clone()),
        None => match read_and_write(input, output) {
            Ok((record, written)) => Row::done(&record, written),
            Err(error) => Row::without_record(&input.file, State::Failed, error),
        },
    };
    row.seconds = timings.then(|| manifest::seconds(started.elapsed()));
    row
}

fn read_and_write(input: &Input, output: &Path) -> Result<(Record, String), Error> {
    let options = pipeline::Options { file: input.file.clone(), ..Default::default() };
    let (bytes, limit) = (usize::try_from(input.bytes).unwrap_or(usize::MAX), options.limits.file_bytes);
    if bytes > limit {
        return Err(pdf::Error::TooLarge { bytes, limit }.into());
    }
    let bytes = fs::read(&input.path).map_err(|e| Error::io(Stage::Open, &e))?;
    let record = pipeline::extract(&bytes, &options)?;
    let written = write::record(output, &record)?;
    Ok((record, written))
}
