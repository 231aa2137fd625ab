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

    let rows = each(&inputs, options.jobs, |input| {
        let row = read_one(input, output, options.timings);
        on_progress(Progress::Read(&row));
        row
    })?;

    write::records_ndjson(output, &rows)?;
    let run = Run::new(rows, options.timings.then(|| started.elapsed()));
    write::run_json(output, &run)?;
    let stale = write::stale_records(output, &run);
    Ok(Outcome { run, stale })
}

/// Does some work for each input on a pool of threads (as many as there are processors where `jobs` is absent). Results come
/// in the order of the inputs, whatever order they were done in.
///
/// # Errors
/// Where no threads can be started.
pub fn each<T: Send>(
    inputs: &[Input],
    jobs: Option<NonZeroUsize>,
    work: impl Fn(&Input) -> T + Sync,
) -> Result<Vec<T>, Error> {
    // Largest first: the last thread to finish then has a small file in hand, not the longest of all.
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_key(|i| (inputs.get(*i).map(|input| std::cmp::Reverse(input.bytes)), *i));

    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, NonZeroUsize::get))
        .stack_size(pipeline::STACK_BYTES)
        .build()
        .map_err(|e| {
            Error::new(ErrorCode::Internal, Stage::Open, format!("no threads could be started: {e}; try --jobs 1"))
        })?;
    let next = AtomicUsize::new(0);
    let done = pool.broadcast(|_| {
        let mut done = Vec::new();
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(input) = inputs.get(index) {
                done.push((index, work(input)));
            }
        }
        done
    });
    let mut done: Vec<(usize, T)> = done.into_iter().flatten().collect();
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, made)| made).collect())
}

/// The bytes of an input, if it is a file within the limit.
///
/// # Errors
/// What stands in the way of reading it.
pub fn bytes(input: &Input, limits: &pdf::Limits) -> Result<Vec<u8>, Error> {
    if let Some((_, error)) = &input.problem {
        return Err(error.clone());
    }
    let (bytes, limit) = (usize::try_from(input.bytes).unwrap_or(usize::MAX), limits.file_bytes);
    if bytes > limit {
        return Err(pdf::Error::TooLarge { bytes, limit }.into());
    }
    fs::read(&input.path).map_err(|e| Error::io(Stage::Open, &e))
}

/// Writes the plain text of a PDF, pages parted by form feeds, and returns its place in the output folder:
/// `a/b.pdf` gives `a/b.txt`.
///
/// # Errors
/// Where the PDF cannot be read or the text not be written.
pub fn text(input: &Input, output: &Path, ruby: bool) -> Result<String, Error> {
    let limits = pdf::Limits::default();
    let pages = pipeline::text(&bytes(input, &limits)?, &limits, ruby)?;
    write::text(output, &input.file, &pages)
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
    let record = pipeline::extract(&bytes(input, &options.limits)?, &options)?;
    let written = write::record(output, &record)?;
    Ok((record, written))
}
