//! Records in, flat tables out: CSV with a Frictionless `datapackage.json`, Parquet, Excel, SQLite.
//!
//! Every format writes the same tables ([`tables`]) with the same rows ([`rows`]), in the order of the records' paths and
//! within a record in its own order. Records are read one by one, so that any number of them needs the memory of few;
//! each format is written on a thread of its own. Nothing here knows the clock: the same records give the same bytes.

pub mod csv;
pub mod package;
#[cfg(feature = "parquet")]
pub mod parquet;
mod plans;
pub mod read;
pub mod rows;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod tables;
pub mod value;
#[cfg(feature = "sqlite")]
mod views;
pub mod xlsx;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::error::{Error, ErrorCode, Stage};
use crate::record::Record;
use read::Skipped;
use rows::RecordRows;

/// Records that may wait for the slowest format.
const WAITING: usize = 16;

/// What tables are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// A file per table, for anything; the package says what its columns are
    Csv,
    /// A file per table, for pandas, R, DuckDB and Spark: dates are dates, lists are lists
    Parquet,
    /// A workbook with a sheet per table, for people
    Xlsx,
    /// A database with keys, and views that answer common questions
    Sqlite,
}

/// How to write.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Encoding of CSV.
    pub encoding: csv::Encoding,
    /// What stands before the path of a PDF in links to it: a folder as seen from the workbook, or an address; empty
    /// or ending in `/`.
    pub link_base: String,
}

/// What became of an export.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Records read.
    pub records: usize,
    /// Files that are no records.
    pub skipped: Vec<Skipped>,
    /// Tables with their number of rows.
    pub counts: Vec<(&'static str, usize)>,
    /// Files written, relative to the folder.
    pub files: Vec<String>,
    /// Characters that the encoding of CSV does not have.
    pub unmappable: csv::Unmappable,
}

/// Writes one format.
pub(crate) trait Sink: Send {
    /// Takes the rows of the next record.
    fn take(&mut self, rows: &RecordRows) -> Result<(), Error>;
    /// Puts the files into their places, and tells them.
    fn finish(self: Box<Self>) -> Result<Finished, Error>;
}

/// What a format wrote.
#[derive(Debug, Default)]
pub(crate) struct Finished {
    files: Vec<String>,
    unmappable: csv::Unmappable,
}

/// Exports the records of `input` (the output folder of `keikaku extract`, or any folder of records) to `to`.
///
/// # Errors
/// Where `input` has no records or `to` cannot be written.
pub fn run(input: &Path, to: &Path, formats: &[Format], options: &Options) -> Result<Outcome, Error> {
    let places = read::places(input)?;
    if places.is_empty() {
        let why = format!("{} has no records; give a folder that keikaku extract wrote", input.display());
        return Err(Error::new(ErrorCode::Unreadable, Stage::Open, why));
    }
    std::fs::create_dir_all(to).map_err(|e| Error::io(Stage::Write, &e))?;
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    for format in formats {
        sinks.push(sink(*format, to, options)?);
    }
    let mut outcome = Outcome::default();
    let mut counts = vec![0_usize; tables::all().len()];
    let finished = std::thread::scope(|scope| {
        let mut senders: Vec<SyncSender<Arc<RecordRows>>> = Vec::new();
        let mut threads = Vec::new();
        for mut sink in sinks {
            let (sender, receiver): (_, Receiver<Arc<RecordRows>>) = sync_channel(WAITING);
            senders.push(sender);
            threads.push(scope.spawn(move || {
                // A sink that fails drops its receiver, and is sent nothing more.
                while let Ok(rows) = receiver.recv() {
                    sink.take(&rows)?;
                }
                sink.finish()
            }));
        }
        let mut send = |rows: RecordRows| {
            for (rows, count) in rows.tables.iter().zip(&mut counts) {
                *count += rows.len();
            }
            let rows = Arc::new(rows);
            for sender in &senders {
                let _ = sender.send(Arc::clone(&rows));
            }
        };
        let mut plans = plans::Plans::default();
        let mut files = BTreeSet::new();
        for place in &places {
            match read::record(place) {
                Ok(record) => {
                    let rows = rows::of_record(&record);
                    let twice = if files.insert(file_of(&record).to_owned()) { rows.twice() } else { Some("file") };
                    if let Some(table) = twice {
                        let why = format!("left out: it has a key of {table} that was there before");
                        outcome.skipped.push(Skipped { path: place.clone(), why });
                        continue;
                    }
                    outcome.records += 1;
                    plans.take(&record);
                    send(rows);
                }
                Err(skipped) => outcome.skipped.push(skipped),
            }
        }
        send(plans.rows());
        drop(senders);
        threads
            .into_iter()
            .map(|thread| {
                let fault = || Error::new(ErrorCode::Internal, Stage::Write, "a fault of keikaku, please report it");
                thread.join().unwrap_or_else(|_| Err(fault()))
            })
            .collect::<Result<Vec<Finished>, Error>>()
    })?;
    for one in finished {
        outcome.files.extend(one.files);
        outcome.unmappable.add(&one.unmappable);
    }
    if formats.contains(&Format::Csv) || formats.contains(&Format::Parquet) {
        package::write(to, formats, options.encoding)?;
        outcome.files.push(package::FILE.to_owned());
    }
    outcome.counts = tables::all().iter().map(|t| t.name).zip(counts).collect();
    Ok(outcome)
}

fn sink(format: Format, to: &Path, options: &Options) -> Result<Box<dyn Sink>, Error> {
    #[cfg(not(all(feature = "parquet", feature = "sqlite")))]
    let lacking = |feature: &str| {
        let why = format!("this keikaku was built without {feature}; build it with --features {feature}");
        Error::new(ErrorCode::Unwritable, Stage::Write, why)
    };
    Ok(match format {
        Format::Csv => Box::new(csv::Csv::new(to, options.encoding)?),
        Format::Xlsx => Box::new(xlsx::Xlsx::new(to, options)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(parquet::Parquet::new(to)?),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(lacking("parquet")),
        #[cfg(feature = "sqlite")]
        Format::Sqlite => Box::new(sqlite::Sqlite::new(to)?),
        #[cfg(not(feature = "sqlite"))]
        Format::Sqlite => return Err(lacking("sqlite")),
    })
}

/// The identifier of a record in all tables.
pub(crate) fn file_of(record: &Record) -> &str {
    &record.source.file
}
