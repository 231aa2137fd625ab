//! `keikaku extract`: a PDF to standard output, or a folder of PDFs to a folder of records.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, Failure, print, printable, read_file};
use crate::batch::manifest::State;
use crate::batch::{self, Outcome, Progress};
use crate::error::Stage;
use crate::pipeline;

/// Read PDFs into records.
///
/// A FILE without --out is printed as one JSON record. With --out, every .pdf at or below INPUT (in any case) becomes
/// a record of its own; a file that cannot be read costs one line of the report and nothing else.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A PDF, or a folder that holds PDFs
    #[arg(value_name = "FILE|FOLDER")]
    input: PathBuf,
    /// Folder to write: records/*.json, records.ndjson and run.json
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Documents to read at the same time [default: one per processor]
    #[arg(short, long, value_name = "N", requires = "out")]
    jobs: Option<NonZeroUsize>,
    /// Write into run.json how long each document took (without, the same inputs give the same bytes)
    #[arg(long, requires = "out")]
    timings: bool,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku extract corpus --out output
  keikaku extract corpus --out output --jobs 2
  keikaku extract plan.pdf | jq '.schedule[] | [.when.start, .event]'

The output folder:
  records/<path>.json   one record each (a/b.pdf gives a/b.json), written whole or not at all
  records.ndjson        the same, a line each, ordered by path
  run.json              what was run, and what became of each input

Records of earlier runs whose input is gone are left alone and named in the report.";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let is_folder = args.input.is_dir();
    match &args.out {
        Some(out) => folder(args, out),
        None if is_folder => Err(Failure::usage(format!(
            "{} is a folder: say where its records go, with --out FOLDER",
            args.input.display()
        ))),
        None => file(&args.input),
    }
}

fn file(path: &Path) -> Result<Exit, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let record = pipeline::extract(&read_file(path)?, &pipeline::Options { file: name, ..Default::default() })
        .map_err(|e| Failure::nothing(path, &e))?;
    let json = record.to_json().map_err(std::io::Error::from)?;
    print(&json)?;
    Ok(Exit::Well)
}

fn folder(args: &Args, out: &Path) -> Result<Exit, Failure> {
    if out.exists() && !out.is_dir() {
        return Err(Failure::usage(format!("--out {}: that is a file; give a folder", out.display())));
    }
    let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if same(&args.input, out) {
        return Err(Failure::usage(format!(
            "--out {}: that is the input folder; give another, so that records do not mix with documents",
            out.display()
        )));
    }

    // On a terminal only: elsewhere indicatif draws nothing.
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg} {eta}").unwrap_or(ProgressStyle::default_bar()),
    );
    let on_progress = |progress: Progress<'_>| match progress {
        Progress::Found(files) => bar.set_length(files as u64),
        Progress::Read(row) => {
            bar.set_message(printable(&row.file));
            bar.inc(1);
        }
    };
    let options = batch::Options { jobs: args.jobs, timings: args.timings };
    let outcome = batch::run(&args.input, out, &options, &on_progress);
    bar.finish_and_clear();
    let outcome = outcome.map_err(|e| {
        let path = if e.stage == Stage::Write { out } else { &args.input };
        Failure::nothing(path, &e)
    })?;

    print(&report(&outcome, out))?;
    let counts = &outcome.run.counts;
    if counts.files == 0 {
        return Err(Failure { exit: Exit::Nothing, message: format!("{}: no .pdf in it", args.input.display()) });
    }
    Ok(match (counts.done, counts.failed) {
        (0, _) => Exit::Nothing,
        (_, 0) => Exit::Well,
        _ => Exit::SomeFailed,
    })
}

/// A line per input that has no record, then the sums.
fn report(outcome: &Outcome, out: &Path) -> String {
    let mut text = String::new();
    for row in &outcome.run.inputs {
        if let Some(error) = &row.error {
            let word = if row.state == State::Skipped { "skipped" } else { "failed " };
            let _ = writeln!(
                text,
                "{word}  {}: {} ({})",
                printable(&row.file),
                printable(&error.message),
                error.code.as_str()
            );
        }
    }
    for place in &outcome.stale {
        let _ = writeln!(text, "stale    {}: from an earlier run; left as it is", printable(place));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let c = &outcome.run.counts;
    for (name, number) in [
        ("files", c.files),
        ("pages", c.pages),
        ("schedule entries", c.schedule_entries),
        ("policy lists", c.policy_lists),
        ("warnings", c.warnings),
        ("failures", c.failed),
    ] {
        let _ = writeln!(text, "{name:<17}{number:>8}");
    }
    let _ = writeln!(text, "{:<17}{}", "written to", out.display());
    text
}
