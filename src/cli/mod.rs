//! The commands: arguments in, files and printed words out. One file per command; each is thin over the library.
//!
//! Results go to standard output, what went wrong to standard error. The exit code says how it went, see `Exit`.

mod compare;
mod config;
mod dates;
mod debug;
mod diff;
mod escape;
mod eval;
mod export;
mod extract;
mod lines;
mod normalize;
mod numbers;
mod quantity;
#[cfg(feature = "review")]
mod review;
mod schema;
mod shell;
mod show;
mod signals;
mod tables;
mod tell;
mod text;
mod watch;
mod words;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::pipeline;
use words::Lang;

const AFTER_HELP: &str = "\
Examples:
  keikaku extract corpus --out output     a folder of PDFs into a folder of records
  keikaku extract corpus --out output --compare --export csv   … with tables, pictures and a report over all plans
  keikaku extract plan.pdf | jq .plan     one record on standard output
  keikaku watch plans --out output        the same, kept up to date
  keikaku text plan.pdf                   the plain text, pages parted by form feeds
  keikaku tables plan.pdf                 its tables as CSV (or JSON, HTML, Markdown, Excel)
  keikaku debug plan.pdf --page 3 --out p3.html   what was found on a page, drawn over it
  keikaku show output/records/plan.json   a record for a person to read
  keikaku compare output --html report.html   the plans of all municipalities beside each other
  keikaku review plan.pdf --out review.html   what was found, over its pages: to be checked and corrected
  keikaku eval output --gold corpus/gold  how much of gold was found, and how much is right
  keikaku diff soan.json an.json          what changed between two drafts, or two folders
  keikaku export output --format xlsx --to tables  records as flat tables (CSV, Parquet, Excel, SQLite)
  echo 令和7年度から5年間 | keikaku dates   the dates and periods of a text
  echo 約2,000人 | keikaku numbers        the numbers of a text
  echo ３－１　位置づけ | keikaku normalize  a text fit to be compared

Exit codes:
  0  all well
  1  some inputs failed (files, or lines of JSON); the others are answered
  2  wrong usage
  3  nothing could be read, or the result could not be written
  130  ended by Ctrl-C; what was finished is written";

/// Reads the planning documents of Japanese municipalities (PDF) and gives each back as structured JSON.
#[derive(Debug, Parser)]
#[command(name = "keikaku", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Watch(watch::Args),
    Config(config::Args),
    Text(text::Args),
    Tables(tables::Args),
    Debug(debug::Args),
    Show(show::Args),
    Compare(compare::Args),
    Export(export::Args),
    Eval(eval::Args),
    Diff(diff::Args),
    #[cfg(feature = "review")]
    Review(review::Args),
    Dates(dates::Args),
    Numbers(numbers::Args),
    Normalize(normalize::Args),
    Schema(schema::Args),
    Completions(shell::Completions),
    Man(shell::Man),
    /// Reads documents for its parent, which is keikaku as well.
    #[command(hide = true)]
    Worker,
}

/// How it went, as exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All well.
    Well = 0,
    /// Some inputs (files, or lines of JSON) failed; the others are answered.
    SomeFailed = 1,
    /// Wrong usage (clap gives the same code).
    Usage = 2,
    /// Nothing could be read, or the result could not be written.
    Nothing = 3,
    /// Ended by Ctrl-C; what was finished is written.
    Interrupted = 130,
    /// Ended by SIGTERM, likewise.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command gave up. An empty message prints nothing.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into() }
    }

    fn nothing(path: &Path, error: &Error) -> Self {
        Self::nothing_in(Lang::early(), path, error)
    }

    fn nothing_in(lang: Lang, path: &Path, error: &Error) -> Self {
        Self { exit: Exit::Nothing, message: format!("{}: {}", path.display(), lang.error(error)) }
    }
}

/// Failures of writing to standard output. A reader that has seen enough (`| head`) is none.
impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::BrokenPipe {
            Self { exit: Exit::Well, message: String::new() }
        } else {
            Self { exit: Exit::Nothing, message: format!("cannot write to standard output: {e}") }
        }
    }
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let work = || match cli.command {
        Command::Extract(args) => extract::run(&args),
        Command::Text(args) => text::run(&args),
        Command::Tables(args) => tables::run(&args),
        Command::Debug(args) => debug::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Diff(args) => diff::run(&args),
        #[cfg(feature = "review")]
        Command::Review(args) => review::run(&args),
        Command::Dates(args) => dates::run(&args),
        Command::Numbers(args) => numbers::run(&args),
        Command::Normalize(args) => normalize::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
        Command::Worker => crate::batch::worker::serve().map(|()| Exit::Well).map_err(Failure::from),
    };
    // On a thread of its own, for its stack.
    let result = std::thread::scope(|s| {
        let thread = std::thread::Builder::new().stack_size(pipeline::STACK_BYTES).spawn_scoped(s, work);
        thread.map(std::thread::ScopedJoinHandle::join)
    });
    match result {
        Ok(Ok(Ok(exit))) => exit.into(),
        Ok(Ok(Err(failure))) => {
            if !failure.message.is_empty() {
                eprintln!("keikaku: {}", printable(&failure.message));
            }
            failure.exit.into()
        }
        // The panic has told its story on standard error already.
        Ok(Err(_)) => Exit::Nothing.into(),
        Err(e) => {
            eprintln!("keikaku: no thread could be started: {e}");
            Exit::Nothing.into()
        }
    }
}

/// Writes to standard output at once.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::nothing(path, &Error::io(crate::error::Stage::Open, &e)))
}

/// The text without control characters: file names and documents do not get to steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
