//! A run over many documents into an output folder: what holds is kept, the rest is read, and the lists are written anew.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::manifest::{self, Counts, Row, State};
use super::pool::{self, Answer, Order, Slot};
use super::resume::{self, Glance, Key};
use super::walk::Input;
use super::worker::Reader;
use super::{OnProgress, Options, Outcome, Progress, interrupted, lock::Lock, write};
use crate::error::{Error, ErrorCode, Stage};
use crate::pipeline;
use crate::record::json;

/// What became of an input, as little as a run over ten thousand must keep.
#[derive(Debug, Clone, Default)]
struct Fate {
    state: Option<State>,
    error: Option<Box<Error>>,
    pages: u32,
    milliseconds: u32,
    sha256: Option<[u8; 32]>,
    taken_over: bool,
}

impl Fate {
    fn took(&self) -> Duration {
        Duration::from_millis(u64::from(self.milliseconds))
    }
}

/// A record on its way to the disk.
struct Written {
    index: usize,
    json: String,
    fate: Fate,
}

/// Reads the inputs and writes records, `records.ndjson` and `run.json` below `output`.
///
/// Records of an earlier run that were made from the same bytes, by the same version, with the same options, are kept.
///
/// # Errors
/// Where the output folder cannot be written, or another run is writing it. What is wrong with a single input is in its
/// row.
pub fn run(inputs: &[Input], output: &Path, options: &Options, on_progress: OnProgress<'_>) -> Result<Outcome, Error> {
    let started = Instant::now();
    let io = |e: io::Error| Error::io(Stage::Write, &io::Error::new(e.kind(), format!("{}: {e}", output.display())));
    fs::create_dir_all(output).map_err(io)?;
    let _lock = Lock::take(output)?;
    // Before any work: a folder that takes no file now will take none later.
    drop(write::temporary(output).map_err(io)?);
    write::clear_temporary(output);
    on_progress(Progress::Found(inputs.len()));

    let key =
        Key::new(pipeline::generator(&pipeline::Options { limits: options.limits.clone(), ..Default::default() }));
    let told = key.told(output);
    let run = Run {
        inputs,
        output,
        options,
        key: &key,
        told: &told,
        on_progress,
        fates: Mutex::new(vec![Fate::default(); inputs.len()]),
        stopped_by: Mutex::new(None),
    };
    run.read()?;
    on_progress(Progress::Ending);
    run.end(started)
}

struct Run<'a> {
    inputs: &'a [Input],
    output: &'a Path,
    options: &'a Options,
    key: &'a Key,
    told: &'a BTreeMap<String, [u8; 32]>,
    on_progress: OnProgress<'a>,
    fates: Mutex<Vec<Fate>>,
    /// Why the output folder takes no more.
    stopped_by: Mutex<Option<Error>>,
}

/// Threads that write: more only wait for the same disk.
const WRITERS: usize = 4;

impl Run<'_> {
    /// Deals with each input. Records are written beside the reading, for syncing waits for the disk.
    fn read(&self) -> Result<(), Error> {
        let jobs = pool::jobs(self.options.jobs);
        let (to_disk, from) = mpsc::sync_channel::<Written>(jobs);
        let from = Mutex::new(from);
        thread::scope(|scope| {
            for _ in 0..jobs.min(WRITERS) {
                scope.spawn(|| self.write_all(&from));
            }
            let result = pool::each(self.inputs, self.options, Order::LargestFirst, None, |slot, index, input| {
                if let Some(written) = self.read_one(slot, index, input) {
                    // The writers live as long as there is a sender.
                    let _ = to_disk.send(written);
                }
            });
            drop(to_disk);
            result
        })
    }

    fn is_over(&self) -> bool {
        self.options.stop.is_set() || self.stopped_by.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn read_one(&self, slot: &mut Slot<'_>, index: usize, input: &Input) -> Option<Written> {
        let started = Instant::now();
        let fate = |state, error: Option<Error>, pages: usize, sha256: Option<String>| Fate {
            state: Some(state),
            error: error.map(Box::new),
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            sha256: sha256.and_then(|s| resume::bytes_of(&s)),
            milliseconds: u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX),
            taken_over: false,
        };
        if let Some(problem) = &input.problem {
            self.settle(index, fate(problem.0, Some(problem.1.clone()), 0, None));
            return None;
        }
        if self.is_over() {
            self.settle(index, fate(State::Skipped, Some(interrupted()), 0, None));
            return None;
        }
        let mut hashed = None;
        let mut sha256 = || {
            let hash = || resume::sha256(input, &mut Reader::new(self.options.limits.clone())).ok();
            hashed.get_or_insert_with(hash).clone()
        };
        let record = self.output.join(write::record_place(&input.file));
        let corrections = super::corrections_of(input, self.options);
        let hash = corrections.as_ref().and_then(|c| c.as_ref().ok()).map(|c| c.sha256.as_str());
        let unreadable = corrections.as_ref().is_some_and(Result::is_err);
        let held = if self.options.force || unreadable { None } else { self.key.holds(&record, &input.file, hash) };
        if let Some(held) = held
            && sha256().as_ref() == Some(&held)
        {
            let told = resume::bytes_of(&held).is_some_and(|h| self.told.get(&input.file) == Some(&h));
            let state = if told { State::Unchanged } else { State::Done };
            self.settle(index, Fate { taken_over: !told, ..fate(state, None, 0, Some(held)) });
            return None;
        }
        match super::corrected(slot.read(input, &self.options.stop), corrections.as_ref()) {
            Answer::Done(e) => {
                let fate = fate(State::Done, None, e.pages, Some(e.sha256));
                return Some(Written { index, json: e.json, fate });
            }
            Answer::Failed(error, pages) => {
                let sha256 = if error.code == ErrorCode::TooLarge { None } else { sha256() };
                self.settle(index, fate(State::Failed, Some(error), pages, sha256));
            }
            Answer::Stopped => self.settle(index, fate(State::Skipped, Some(interrupted()), 0, None)),
        }
        None
    }

    /// Writes records until no more come.
    fn write_all(&self, from: &Mutex<Receiver<Written>>) {
        loop {
            let next = from.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Written { index, json, mut fate }) = next else { return };
            let Some(input) = self.inputs.get(index) else { continue };
            if let Err(error) = write::record(self.output, &write::record_place(&input.file), &json) {
                if error.message.contains(write::HOPELESS) {
                    let mut stopped = self.stopped_by.lock().unwrap_or_else(PoisonError::into_inner);
                    stopped.get_or_insert_with(|| error.clone());
                }
                fate = Fate { state: Some(State::Failed), error: Some(Box::new(error)), ..fate };
            }
            self.settle(index, fate);
        }
    }

    fn settle(&self, index: usize, fate: Fate) {
        if let Some(input) = self.inputs.get(index) {
            (self.on_progress)(Progress::Read {
                file: &input.file,
                state: fate.state.unwrap_or(State::Failed),
                error: fate.error.as_deref(),
                pages: fate.pages as usize,
                took: fate.took(),
            });
        }
        if let Some(slot) = self.fates.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
            *slot = fate;
        }
    }

    /// Writes `records.ndjson`, `run.json` and the reports from the records on the disk, one at a time.
    fn end(self, started: Instant) -> Result<Outcome, Error> {
        let stopped_by = self.stopped_by.into_inner().unwrap_or_else(PoisonError::into_inner);
        let fates = self.fates.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut lists = Lists::new(self.output, self.options)?;
        let mut outcome =
            Outcome { interrupted: self.options.stop.is_set(), stopped_by: stopped_by.clone(), ..Outcome::default() };
        let firsts = firsts(&fates);
        let mut places = Vec::with_capacity(fates.len());
        let write_lists = || -> Result<(), Error> {
            for (index, (input, fate)) in self.inputs.iter().zip(fates).enumerate() {
                let place = write::record_place(&input.file);
                let mut row = lists.row(self.output, input, &fate, &place)?;
                if let Some(sha256) = fate.sha256 {
                    row.sha256 = Some(resume::hex(&sha256));
                    let first = firsts.get(index).map_or(index, |first| *first as usize);
                    if first != index {
                        row.duplicate_of = self.inputs.get(first).map(|i| i.file.clone());
                    }
                }
                row.seconds = self.options.timings.then(|| manifest::seconds(fate.took()));
                lists.add(&row)?;
                outcome.counts.add(&row);
                outcome.taken_over += usize::from(fate.taken_over);
                if let Some(other) = &row.duplicate_of
                    && outcome.duplicates.len() < NAMED_DUPLICATES
                {
                    outcome.duplicates.push((row.file.clone(), other.clone()));
                }
                let ended = row.error.as_ref().is_some_and(|e| e.code == ErrorCode::Interrupted);
                // An input that was skipped for its name says nothing of the record of that name.
                if row.state != State::Skipped || ended {
                    places.push((hash_of(&place), row.state));
                }
                if row.error.is_some() && !ended {
                    outcome.without_record.push(row);
                }
            }
            Ok(())
        };
        // Where the disk is full, what ended the run is the better message.
        write_lists().map_err(|e| stopped_by.clone().unwrap_or(e))?;
        let elapsed = self.options.timings.then(|| started.elapsed());
        lists.write(self.output, self.key, &outcome.counts, elapsed).map_err(|e| stopped_by.unwrap_or(e))?;

        places.sort_unstable_by_key(|(hash, _)| *hash);
        for place in write::records(self.output) {
            match places.binary_search_by_key(&hash_of(&place), |(hash, _)| *hash) {
                Ok(at) if places.get(at).is_some_and(|(_, state)| *state == State::Failed) => {
                    outcome.outdated.push(place);
                }
                Ok(_) => {}
                Err(_) => outcome.gone.push(place),
            }
        }
        outcome.outdated.sort_unstable();
        outcome.gone.sort_unstable();
        if self.options.prune {
            outcome.gone.iter().try_for_each(|place| write::remove(self.output, place))?;
        }
        Ok(outcome)
    }
}

/// Duplicates that [`Outcome`] names; `run.json` has all.
const NAMED_DUPLICATES: usize = 1_000;

/// For each input the first with the same bytes, be it itself.
fn firsts(fates: &[Fate]) -> Vec<u32> {
    let count = u32::try_from(fates.len()).unwrap_or(u32::MAX);
    let mut firsts: Vec<u32> = (0..count).collect();
    let sha256 = |i: u32| fates.get(i as usize).and_then(|f| f.sha256.as_ref());
    let mut order = firsts.clone();
    order.sort_unstable_by_key(|i| (sha256(*i), *i));
    for same in order.chunk_by(|a, b| sha256(*a).is_some() && sha256(*a) == sha256(*b)) {
        let Some(first) = same.first() else { continue };
        for i in same {
            if let Some(slot) = firsts.get_mut(*i as usize) {
                *slot = *first;
            }
        }
    }
    firsts
}

/// Stands for a place where ten thousand of them are kept: the first half of its SHA-256.
fn hash_of(place: &str) -> u128 {
    let digest: [u8; 32] = Sha256::digest(place.as_bytes()).into();
    digest.iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))
}

/// The lists as they grow, in temporary files beside their place: their heads are known last.
struct Lists<'o> {
    options: &'o Options,
    lines: BufWriter<tempfile::NamedTempFile>,
    rows: BufWriter<File>,
    reports: Vec<BufWriter<File>>,
    count: usize,
}

impl<'o> Lists<'o> {
    fn new(output: &Path, options: &'o Options) -> Result<Self, Error> {
        let spool = || tempfile::tempfile_in(output).map(BufWriter::new).map_err(|e| Error::io(Stage::Write, &e));
        Ok(Self {
            options,
            lines: BufWriter::new(write::temporary(output).map_err(|e| Error::io(Stage::Write, &e))?),
            rows: spool()?,
            reports: options.reports.iter().map(|_| spool()).collect::<Result<_, _>>()?,
            count: 0,
        })
    }

    /// The row of an input; where it has a record, its line is written as well.
    fn row(&mut self, output: &Path, input: &Input, fate: &Fate, place: &str) -> Result<Row, Error> {
        let state = fate.state.unwrap_or(State::Failed);
        if let Some(error) = &fate.error {
            return Ok(Row::without_record(&input.file, state, (**error).clone(), fate.pages as usize));
        }
        // Read back, so that a run over any number of documents needs the memory of one.
        let read = fs::read_to_string(output.join(place)).map_err(|e| e.to_string());
        let read = read.and_then(|text| match serde_json::from_str::<Glance>(&text) {
            Ok(glance) => Ok((glance, text)),
            Err(e) => Err(e.to_string()),
        });
        match read {
            Ok((glance, text)) => {
                let line = json::minify(&text);
                let written = self.lines.write_all(line.as_bytes()).and_then(|()| self.lines.write_all(b"\n"));
                written.map_err(|e| Error::io(Stage::Write, &e))?;
                Ok(Row::with_record(&input.file, state, place, glance))
            }
            Err(e) => {
                let what = format!("its record was written and cannot be read back ({e}); run again");
                let error = Error::new(ErrorCode::Unwritable, Stage::Write, what);
                Ok(Row::without_record(&input.file, State::Failed, error, fate.pages as usize))
            }
        }
    }

    fn add(&mut self, row: &Row) -> Result<(), Error> {
        let mut write = || -> io::Result<()> {
            let comma = if self.count > 0 { "," } else { "" };
            write!(self.rows, "{comma}\n    {}", manifest::row_text(row)?)?;
            for (report, to) in self.options.reports.iter().zip(&mut self.reports) {
                to.write_all(report.row(row).as_bytes())?;
            }
            Ok(())
        };
        write().map_err(|e| Error::io(Stage::Write, &e))?;
        self.count += 1;
        Ok(())
    }

    fn write(self, output: &Path, key: &Key, counts: &Counts, elapsed: Option<Duration>) -> Result<(), Error> {
        let copied = |spool: BufWriter<File>| {
            move |out: &mut dyn Write| -> io::Result<()> {
                let mut file = spool.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.rewind()?;
                io::copy(&mut BufReader::new(file), out).map(drop)
            }
        };
        write::put(self.lines, &output.join("records.ndjson"))?;
        let rows = copied(self.rows);
        write::atomically(&output.join("run.json"), |out| manifest::write(out, &key.generator, counts, elapsed, rows))?;
        for (report, spool) in self.options.reports.iter().zip(self.reports) {
            let rows = copied(spool);
            write::atomically(&output.join(report.file()), |out| report.write(out, counts, rows))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_those_that_are_the_same() {
        let with = |hash: Option<u8>| Fate { sha256: hash.map(|h| [h; 32]), ..Fate::default() };
        let fates = [Some(7), None, Some(9), Some(7), None, Some(9), Some(7)].map(with);
        assert_eq!(firsts(&fates), [0, 1, 2, 0, 4, 2, 0]);
    }
}
