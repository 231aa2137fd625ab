//! `keikaku text`: the plain text of a PDF, or of a folder of PDFs.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::{Exit, Failure, print, printable, read_file};
use crate::batch;
use crate::error::Stage;
use crate::pdf::Limits;
use crate::pipeline;

/// Print the plain text of a PDF in reading order.
///
/// Each page ends with a form feed, as with pdftotext. Running headers, footers, page numbers and furigana are included;
/// the record of `keikaku extract` sets them apart.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A PDF, or a folder that holds PDFs
    #[arg(value_name = "FILE|FOLDER")]
    input: PathBuf,
    /// Folder to write: <path>.txt for each PDF
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Documents to read at the same time [default: one per processor]
    #[arg(short, long, value_name = "N", requires = "out")]
    jobs: Option<NonZeroUsize>,
    /// Leave furigana out (else it stands on a line of its own above its base)
    #[arg(long)]
    no_ruby: bool,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku text plan.pdf | grep 審議会
  keikaku text plans --out texts            a/b.pdf gives texts/a/b.txt
  keikaku text plan.pdf --no-ruby";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.out {
        Some(out) => folder(args, out),
        None if args.input.is_dir() => Err(Failure::usage(format!(
            "{} is a folder: say where its texts go, with --out FOLDER",
            args.input.display()
        ))),
        None => file(args),
    }
}

fn file(args: &Args) -> Result<Exit, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let limits = Limits { threads, ..Limits::default() };
    let pages = pipeline::text(&read_file(&args.input)?, &limits, !args.no_ruby)
        .map_err(|e| Failure::nothing(&args.input, &e))?;
    let mut out = Vec::new();
    for page in pages {
        batch::write::page_text(&page, &mut out)?;
    }
    print(&String::from_utf8_lossy(&out))?;
    Ok(Exit::Well)
}

fn folder(args: &Args, out: &Path) -> Result<Exit, Failure> {
    if out.exists() && !out.is_dir() {
        return Err(Failure::usage(format!("--out {}: that is a file; give a folder", out.display())));
    }
    let inputs = batch::walk::inputs(&args.input, Some(out)).map_err(|e| Failure::nothing(&args.input, &e))?;
    if inputs.is_empty() {
        return Err(Failure { exit: Exit::Nothing, message: format!("{}: no .pdf in it", args.input.display()) });
    }
    let written = batch::each(&inputs, args.jobs, |input| batch::text(input, out, !args.no_ruby))
        .map_err(|e| Failure::nothing(&args.input, &e))?;
    let mut failed = 0;
    for (input, result) in inputs.iter().zip(&written) {
        if let Err(error) = result {
            // A folder that cannot be written fails every file alike.
            if error.stage == Stage::Write {
                return Err(Failure::nothing(out, error));
            }
            failed += 1;
            eprintln!("keikaku: {}: {}", printable(&input.file), printable(&error.to_string()));
        }
    }
    Ok(match failed {
        0 => Exit::Well,
        n if n == inputs.len() => Exit::Nothing,
        _ => Exit::SomeFailed,
    })
}
