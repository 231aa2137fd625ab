//! `keikaku eval`: records against gold.

use std::path::{Path, PathBuf};

use super::{Exit, Failure, print, printable};
use crate::batch::write::atomically;
use crate::eval;
use crate::eval::report::{self, Baseline};
use crate::record::json;

/// Score records against gold: precision, recall and F1 of each field.
///
/// Gold is records of keikaku's own schema (NAME.gold.json) of which only the fields that are there are scored; an empty list
/// or null says that there is none. The corrections of reviewers (*.corrections.json) are gold as well.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The output folder of keikaku extract, any folder of records, or one record
    #[arg(value_name = "OUT")]
    records: PathBuf,
    /// Folder of *.gold.json and *.corrections.json, or one of them
    #[arg(short, long, value_name = "DIR")]
    gold: PathBuf,
    /// Print the scores of each document as well
    #[arg(short, long)]
    documents: bool,
    /// Write scores and differences as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a page with every difference
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Fail (exit code 1) where an F1 is lower than in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the baseline anew where a score is higher; it never goes down by itself
    #[arg(long, requires = "baseline")]
    raise: bool,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku eval output --gold corpus/gold --html differences.html
  keikaku eval output --gold corrections                           what reviewers marked
  keikaku eval output --gold corpus/gold --baseline floor.json     for CI: fails where a score falls

A gold record: {\"source\": {\"file\": \"a.pdf\"}, \"plan\": {\"title\": \"第2次見本市総合計画\"}, \"bodies\": [],
  \"schedule\": [{\"event\": \"答申\", \"when\": {\"start\": \"2025-01-20\", \"end\": \"2025-01-20\"}, \"_alt\": {\"event\": [\"審議会から答申\"]}}]}
Gold's own keys: _optional (may be found or not), _alt (other accepted values), _partial (lists that are not whole).";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let nothing = |message: String| Failure { exit: Exit::Nothing, message };
    let evaluation = eval::run(&args.records, &args.gold).map_err(nothing)?;
    let write = |path: &Path, text: &str| {
        atomically(path, |file| file.write_all(text.as_bytes())).map_err(|e| nothing(e.to_string()))
    };
    print(&report::table(&evaluation, args.documents))?;
    if let Some(path) = &args.json {
        write(path, &json::pretty(&report::json(&evaluation).to_string()))?;
    }
    if let Some(path) = &args.html {
        write(path, &report::html(&evaluation))?;
    }
    for document in evaluation.documents.iter().filter(|d| !d.found) {
        eprintln!("keikaku: {}", printable(&format!("{}: there is no record of it", document.file)));
    }
    let Some(path) = &args.baseline else { return Ok(Exit::Well) };
    let baseline: Baseline = match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|e| Failure::usage(format!("{}: no baseline: {e}", path.display())))?,
        Err(e) if args.raise && e.kind() == std::io::ErrorKind::NotFound => Baseline::new(),
        Err(e) => return Err(nothing(format!("{}: {e}", path.display()))),
    };
    if args.raise {
        let raised = report::raised(&evaluation, &baseline);
        let text = serde_json::to_string_pretty(&raised).map_err(std::io::Error::from)?;
        write(path, &(text + "\n"))?;
    }
    let fallen = report::fallen(&evaluation, &baseline);
    for line in &fallen {
        eprintln!("keikaku: {}", printable(line));
    }
    Ok(if fallen.is_empty() { Exit::Well } else { Exit::SomeFailed })
}
