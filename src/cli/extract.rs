//! `keikaku extract`: PDFs to records, on standard output or in a folder.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::config::{Format, InForce, Settings};
use super::tell::Teller;
use super::words::Lang;
use super::{Exit, Failure, print, signals};
use crate::batch::manifest::{Counts, State};
use crate::batch::walk::{self, Input};
use crate::batch::{self, Options, Outcome};
use crate::error::Stage;
use crate::record::json;

/// Read PDFs into records.
///
/// A FILE without --out is printed as one JSON record. With --out, every .pdf at or below the inputs (in any case, also in
/// .zip archives) becomes a record of its own; a file that cannot be read costs one line of the report and nothing else. A
/// run that was stopped is taken up where it was.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// PDFs, folders or .zip archives that hold PDFs, patterns ('plans/**/*.pdf'), lists of them (@list.txt), or - for a PDF
    /// on standard input
    #[arg(value_name = "FILE|FOLDER", required = true)]
    pub(super) inputs: Vec<OsString>,
    /// Read options from this file [default: keikaku.toml beside the input]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Compare the records as well: OUT/comparison/ with tables, pictures and report.html (see keikaku compare)
    #[arg(long)]
    compare: bool,
    /// Where the PDFs lie, seen from comparison/report.html, for links to their pages
    #[arg(long, value_name = "PREFIX", requires = "compare")]
    pdfs: Option<String>,
    #[command(flatten)]
    pub(super) settings: Settings,
}

pub(super) const AFTER_HELP: &str = "\
Examples:
  keikaku extract corpus --out output
  keikaku extract corpus more/*.pdf archive.zip @list.txt --out output --jobs 2
  keikaku extract corpus --out output --compare --pdfs ../../corpus
  keikaku extract plan.pdf | jq '.schedule[] | [.when.start, .event]'
  curl -s URL | keikaku extract - --format ndjson

The output folder:
  records/<path>.json   one record each (a/b.pdf gives a/b.json), written whole or not at all
  records.ndjson        the same, a line each, ordered by path
  run.json              what was run, and what became of each input
  report.html|csv       the same for people, with --report
  comparison/           with --compare: tables (CSV, JSON), pictures (SVG) and report.html over all plans

A record is kept where the file, the schema, the version and the options that change results are the same; --force makes it
anew. Files that failed are tried again. Records whose input is gone are named, and removed with --prune.

Exit codes: 0 all well, 1 some inputs failed, 2 wrong usage, 3 nothing could be read or written, 130 stopped by Ctrl-C.
docs/batch.md lists the codes of errors, the limits and every option of keikaku.toml.";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let force = InForce::new(&args.inputs, args.config.as_deref(), &args.settings)?;
    let options = force.batch(signals::stop())?;
    let teller = Teller::new(&force.all);
    let result = match &force.all.out {
        Some(out) => folder(&args.inputs, out, &options, &teller).and_then(|(exit, _)| {
            if args.compare && matches!(exit, Exit::Well | Exit::SomeFailed) {
                super::compare::beside_records(out, args.pdfs.as_deref())?;
            }
            Ok(exit)
        }),
        None if args.compare => {
            return Err(Failure::usage("--compare: say where the records and the comparison go, with --out FOLDER"));
        }
        None => printed(&args.inputs, &force.all, &options, &teller),
    };
    teller.finish();
    result
}

/// Records on standard output.
fn printed(given: &[OsString], settings: &Settings, options: &Options, teller: &Teller) -> Result<Exit, Failure> {
    let lines = settings.format == Some(Format::Ndjson);
    let first = Path::new(given.first().map_or(std::ffi::OsStr::new("-"), OsString::as_os_str));
    if !lines && (given.len() > 1 || first.is_dir()) {
        let what = match first.is_dir() {
            true => teller.lang.pick("is a folder", "はフォルダです"),
            false => teller.lang.pick("is one of several", "のほかにも入力があります"),
        };
        return Err(Failure::usage(format!("{} {what}: {}", first.display(), where_to(teller.lang))));
    }
    let inputs = gather(given, None, options, teller.lang)?;
    if !lines && inputs.len() != 1 {
        let what = teller.lang.pick("documents in it", "件の文書があります");
        return Err(Failure::usage(format!("{}: {} {what}: {}", first.display(), inputs.len(), where_to(teller.lang))));
    }
    let (mut counts, mut broken) = (Counts { files: inputs.len(), ..Counts::default() }, None);
    let ordered = settings.ordered == Some(true);
    let stopped = options.stop.clone();
    let mut only_error = None;
    if lines {
        teller.found(inputs.len());
    }
    let result = batch::stream(&inputs, options, ordered, |input, result| match result {
        Ok(extracted) => {
            counts.done += 1;
            counts.pages += extracted.pages;
            if lines {
                teller.done(&input.file, extracted.pages);
            }
            let text = if lines { json::minify(&extracted.json) + "\n" } else { extracted.json };
            let mut out = std::io::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Ok(()) => true,
                Err(e) => {
                    broken = Some(e);
                    false
                }
            }
        }
        Err((state, error)) => {
            match state {
                State::Skipped => counts.skipped += 1,
                _ => counts.failed += 1,
            }
            if lines {
                teller.failed(&input.file, state, &error);
            } else {
                only_error = Some(error);
            }
            true
        }
    });
    if let Some(e) = broken {
        return Err(e.into());
    }
    result.map_err(|e| Failure::nothing_in(teller.lang, first, &e))?;
    if stopped.is_set() {
        return Ok(stopped_exit(options));
    }
    if let Some(error) = only_error {
        return Err(Failure::nothing_in(teller.lang, first, &error));
    }
    if lines {
        teller.stream_summary(&counts);
    }
    Ok(exit(&counts))
}

/// Records in a folder.
pub(super) fn folder(
    given: &[OsString],
    out: &Path,
    options: &Options,
    teller: &Teller,
) -> Result<(Exit, Vec<Input>), Failure> {
    if out.exists() && !out.is_dir() {
        let what = teller.lang.pick("that is a file; give a folder", "ファイルです。フォルダを指定してください");
        return Err(Failure::usage(format!("--out {}: {what}", out.display())));
    }
    let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if given.iter().any(|input| same(Path::new(input), out)) {
        let what = teller.lang.pick(
            "that is the input folder; give another, so that records do not mix with documents",
            "入力と同じフォルダです。レコードと文書が混ざらないよう、別のフォルダを指定してください",
        );
        return Err(Failure::usage(format!("--out {}: {what}", out.display())));
    }
    let inputs = gather(given, Some(out), options, teller.lang)?;
    let outcome = batch::run(&inputs, out, options, &|progress| teller.progress(progress));
    teller.finish();
    let outcome = outcome.map_err(|e| {
        let path = if e.stage == Stage::Write {
            out
        } else {
            Path::new(given.first().map_or(std::ffi::OsStr::new(""), |g| g))
        };
        Failure::nothing_in(teller.lang, path, &e)
    })?;
    teller.told(&outcome, out)?;
    teller.summary(&outcome.counts);
    if let Some(error) = &outcome.stopped_by {
        return Err(Failure::nothing_in(teller.lang, out, error));
    }
    if outcome.interrupted {
        return Ok((stopped_exit(options), inputs));
    }
    if inputs.is_empty() {
        let path = Path::new(given.first().map_or(std::ffi::OsStr::new(""), |g| g)).display().to_string();
        let what = teller.lang.pick("no .pdf in it", "PDFがありません");
        return Err(Failure { exit: Exit::Nothing, message: format!("{path}: {what}") });
    }
    Ok((exit(&outcome.counts), inputs))
}

fn where_to(lang: Lang) -> &'static str {
    lang.pick(
        "say where the records go, with --out FOLDER, or print a line each with --format ndjson",
        "--out で出力先のフォルダを指定するか、--format ndjson で一行ずつ出力してください",
    )
}

fn gather(given: &[OsString], out: Option<&Path>, options: &Options, lang: Lang) -> Result<Vec<Input>, Failure> {
    walk::gather(given, out, &options.limits).map_err(|e| {
        let first = given.first().map_or(std::ffi::OsStr::new("-"), OsString::as_os_str);
        Failure::nothing_in(lang, Path::new(first), &e)
    })
}

impl Teller {
    /// The report, on standard output.
    fn told(&self, outcome: &Outcome, out: &Path) -> Result<(), Failure> {
        if self.is_quiet() { Ok(()) } else { print(&self.report(outcome, out)) }
    }
}

fn exit(counts: &Counts) -> Exit {
    match (counts.done + counts.unchanged, counts.failed) {
        (0, _) => Exit::Nothing,
        (_, 0) => Exit::Well,
        _ => Exit::SomeFailed,
    }
}

pub(super) fn stopped_exit(options: &Options) -> Exit {
    if signals::is_term(&options.stop) { Exit::Terminated } else { Exit::Interrupted }
}
