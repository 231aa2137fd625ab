//! Many PDFs in, a folder of records out, or a stream of them.
//!
//! Inputs are found and sorted ([`walk`]), read side by side, each in a worker process that may die of it, and each record
//! is written under a temporary name and renamed ([`mod@write`]), so that it is there whole or not at all. A run that was
//! stopped is taken up where it was. One bad file costs one row of the [`manifest`] and nothing else. What is written does
//! not depend on the number of workers: rows and lines stand in the order of their paths.
//!
//! ```no_run
//! use std::path::Path;
//! use keikaku::batch::{self, Options, walk};
//!
//! let inputs = walk::inputs(Path::new("plans"), None)?;
//! let outcome = batch::run(&inputs, Path::new("records-of-plans"), &Options::default(), &|_| {})?;
//! println!("{} read, {} failed", outcome.counts.done, outcome.counts.failed);
//! # Ok::<(), keikaku::Error>(())
//! ```

mod archive;
mod frame;
mod lock;
pub mod manifest;
mod pool;
pub mod report;
mod resume;
mod run;
pub mod walk;
pub mod worker;
pub mod write;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::corrections::{self, Corrections};
use crate::error::{Error, ErrorCode, Stage};
use crate::pdf;
use crate::pipeline;
pub use frame::Extracted;
use manifest::{Counts, Row, State};
pub use pool::this_program;
use pool::{Answer, Order, Printed};
use report::Report;
pub use run::run;
use walk::Input;
pub use worker::bytes;

/// Seconds that a document may take, where nothing else is said: the slowest of some hundred real plans takes one.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// Bytes of memory that a worker may take, where nothing else is said.
pub const MAX_MEMORY: u64 = 2 << 30;

/// How to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// How much is read of a document.
    pub limits: pdf::Limits,
    /// Documents at the same time; absent for as many as the machine has processors.
    pub jobs: Option<NonZeroUsize>,
    /// The program to start as a worker ([`this_program`], where that is keikaku). Absent, documents are read in this
    /// process: a crash is then a crash of it, and `timeout` and `max_memory` do not hold.
    pub workers: Option<PathBuf>,
    /// Time that a document may take.
    pub timeout: Option<Duration>,
    /// Bytes of memory that a worker may take.
    pub max_memory: Option<u64>,
    /// Whether records that still hold are made anew.
    pub force: bool,
    /// Whether records whose input is gone are removed.
    pub prune: bool,
    /// Folder of corrections by hand ([`crate::corrections`]); those beside a PDF are applied in any case.
    pub corrections: Option<PathBuf>,
    /// Reports to write beside `run.json`.
    pub reports: Vec<Report>,
    /// Whether `run.json` tells how long things took. Off, the same inputs give the same bytes.
    pub timings: bool,
    /// Set to end the run early.
    pub stop: Stop,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: pdf::Limits::default(),
            jobs: None,
            workers: None,
            timeout: Some(TIMEOUT),
            max_memory: Some(MAX_MEMORY),
            force: false,
            prune: false,
            corrections: None,
            reports: Vec::new(),
            timings: false,
            stop: Stop::default(),
        }
    }
}

/// A wish to end, shared by whoever may have it and whoever must heed it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Ends the run: what is finished is written, what is in hand is given up.
    pub fn set(&self) {
        self.0.store(1, Ordering::SeqCst);
    }

    /// Whether to end.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst) != 0
    }

    /// The number behind it, for signal handlers: anything but 0 ends.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.0)
    }
}

/// What became of a run over a folder.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// As in `run.json`.
    pub counts: Counts,
    /// The rows without a record, without those that the end of the run left.
    pub without_record: Vec<Row>,
    /// Inputs whose bytes are those of another, each with that one; the first thousand, `counts.duplicates` counts all.
    pub duplicates: Vec<(String, String)>,
    /// Of those done, how many were finished by a run that was stopped before it could say so.
    pub taken_over: usize,
    /// Records of inputs that are gone, relative to the output folder. Removed, with [`Options::prune`].
    pub gone: Vec<String>,
    /// Records of an earlier run whose input failed this time; they are left, and stand in no list.
    pub outdated: Vec<String>,
    /// Whether [`Options::stop`] ended it.
    pub interrupted: bool,
    /// What ended it early, where the output folder took no more.
    pub stopped_by: Option<Error>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// So many inputs are to be dealt with.
    Found(usize),
    /// One more is dealt with.
    Read {
        /// Which.
        file: &'a str,
        /// What became of it.
        state: State,
        /// Why, where it has no record.
        error: Option<&'a Error>,
        /// Its pages.
        pages: usize,
        /// How long it took.
        took: Duration,
    },
    /// All are dealt with; lists and reports are being written.
    Ending,
}

/// Called as the run goes on, from any of its threads.
pub type OnProgress<'a> = &'a (dyn Fn(Progress<'_>) + Sync);

/// Reads documents and hands over each record as soon as it is made, or in the order of the inputs. Nothing is written.
///
/// `each` is called on this thread with the input and its record, or why there is none; it says whether to go on.
///
/// # Errors
/// Where no thread can be started.
pub fn stream(
    inputs: &[Input],
    options: &Options,
    ordered: bool,
    mut each: impl FnMut(&Input, Result<Extracted, (State, Error)>) -> bool,
) -> Result<(), Error> {
    let printed = Printed::default();
    let (answers, from) = mpsc::sync_channel::<(usize, Answer)>(pool::jobs(options.jobs));
    let order = if ordered { Order::ByPath } else { Order::LargestFirst };
    std::thread::scope(|scope| {
        let printed = &printed;
        let pool = scope.spawn(move || {
            pool::each(inputs, options, order, ordered.then_some(printed), |slot, index, input| {
                let answer = match &input.problem {
                    _ if options.stop.is_set() => Answer::Stopped,
                    Some(_) => Answer::Stopped,
                    None => corrected(slot.read(input, &options.stop), corrections_of(input, options).as_ref()),
                };
                // Nobody listens any more where `each` has said to stop.
                let _ = answers.send((index, answer));
            })
        });
        let mut waiting = std::collections::BTreeMap::new();
        let mut next = 0;
        for (index, answer) in from {
            waiting.insert(index, answer);
            while let Some((index, answer)) =
                if ordered { waiting.remove(&next).map(|a| (next, a)) } else { waiting.pop_first() }
            {
                next += 1;
                printed.set(next);
                let Some(input) = inputs.get(index) else { continue };
                let result = match (answer, &input.problem) {
                    (_, Some(problem)) => Err((**problem).clone()),
                    (Answer::Done(extracted), _) => Ok(extracted),
                    (Answer::Failed(error, _), _) => Err((State::Failed, error)),
                    (Answer::Stopped, _) => Err((State::Skipped, interrupted())),
                };
                if !options.stop.is_set() && !each(input, result) {
                    options.stop.set();
                }
            }
        }
        pool.join()
            .unwrap_or_else(|_| Err(Error::new(ErrorCode::Internal, Stage::Open, "a thread of the pool panicked")))
    })
}

/// Why an input was not tried when a run ends early.
fn interrupted() -> Error {
    Error::new(ErrorCode::Interrupted, Stage::Open, "the run ended before its turn came; run again to go on")
}

/// Does some work for each input on a pool of threads (as many as there are processors where `jobs` is absent). Results
/// come in the order of the inputs, whatever order they were done in.
///
/// # Errors
/// Where no threads can be started.
pub fn each<T: Send>(
    inputs: &[Input],
    jobs: Option<NonZeroUsize>,
    work: impl Fn(&Input) -> T + Sync,
) -> Result<Vec<T>, Error> {
    let done = std::sync::Mutex::new(Vec::new());
    let options = Options { jobs, ..Options::default() };
    pool::each(inputs, &options, Order::LargestFirst, None, |_, index, input| {
        let made = work(input);
        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, made));
    })?;
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, made)| made).collect())
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
/// The corrections by hand of an input, where there are some.
fn corrections_of(input: &Input, options: &Options) -> Option<Result<Corrections, Error>> {
    let pdf = if let walk::Origin::File(path) = &input.origin { Some(path.as_path()) } else { None };
    let path = corrections::find(options.corrections.as_deref(), &input.file, pdf)?;
    Some(Corrections::read(&path))
}

/// The record with its corrections. Corrections that cannot be read fail the document: a person made them to be applied.
fn corrected(answer: Answer, corrections: Option<&Result<Corrections, Error>>) -> Answer {
    let (Answer::Done(extracted), Some(corrections)) = (&answer, corrections) else { return answer };
    let apply = || -> Result<String, Error> {
        let corrections = corrections.as_ref().map_err(Clone::clone)?;
        let fault = |e: serde_json::Error| Error::new(ErrorCode::Internal, Stage::Write, e.to_string());
        let record: crate::record::Record = serde_json::from_str(&extracted.json).map_err(fault)?;
        corrections.apply(&record).and_then(|r| r.to_json()).map_err(fault)
    };
    match apply() {
        Ok(json) => Answer::Done(Extracted { json, ..extracted.clone() }),
        Err(error) => Answer::Failed(error, extracted.pages),
    }
}
