//! `keikaku diff`: what changed between two records, or two folders of them.

use std::path::PathBuf;

use super::{Exit, Failure, print, printable};
use crate::batch::write::atomically;
use crate::diff;
use crate::record::json;

/// Tell what changed between two records, or between two output folders.
///
/// Two records are two drafts of a plan (素案 → 案), whatever their PDFs are called; of two folders (two versions of the
/// program, two years) the records of the same PDF are compared. Moved dates, added and dropped policies, changed targets:
/// every value is compared, but for ids, places on the page and the order of lists.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The record, or the output folder of keikaku extract, from before
    #[arg(value_name = "A")]
    before: PathBuf,
    /// The one from after
    #[arg(value_name = "B")]
    after: PathBuf,
    /// List changes of the text as well: headings, rows of tables, lines of pages
    #[arg(short, long)]
    all: bool,
    /// Print how many changes there are, and not which
    #[arg(short, long, conflicts_with = "all")]
    summary: bool,
    /// Write every change as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// End with exit code 1 where something changed
    #[arg(long)]
    exit_code: bool,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku extract soan.pdf > soan.json; keikaku extract an.pdf > an.json
  keikaku diff soan.json an.json                          two drafts of a plan
  keikaku diff output-2024 output-2025 --summary          two runs over the same PDFs
  keikaku diff output-2024 output-2025 --json changes.json
  keikaku diff old new --exit-code                        for scripts: 1 where something changed

Marks: + added, - dropped, > moved to other days, ~ changed.
An entry is the same where its name is (in the same list or track first); after that the likest name, but names with other
numbers are two: 第3回 never becomes 第4回. What was renamed beyond likeness is dropped and added.

Exit codes: 0 all well, 1 with --exit-code: something changed, or a file was no record, 2 wrong usage, 3 nothing to compare.";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let nothing = |message: String| Failure { exit: Exit::Nothing, message };
    let found = diff::run(&args.before, &args.after).map_err(nothing)?;
    for skipped in &found.skipped {
        eprintln!("keikaku: {}", printable(skipped));
    }
    if let Some(path) = &args.json {
        let text = serde_json::to_string(&found).map_err(std::io::Error::from)?;
        let text = json::pretty(&text);
        atomically(path, |file| file.write_all(text.as_bytes())).map_err(|e| nothing(e.to_string()))?;
    }
    let mut text = String::new();
    if !args.summary {
        // What documents say does not steer the terminal; lines are ours.
        for line in diff::text(&found, args.all).lines() {
            text += &printable(line);
            text.push('\n');
        }
        if !text.is_empty() {
            text.push('\n');
        }
    }
    text += &diff::counts(&found);
    print(&text)?;
    let changed = args.exit_code && !found.is_empty();
    Ok(if changed || !found.skipped.is_empty() { Exit::SomeFailed } else { Exit::Well })
}
