//! `keikaku show`: a record for a person to read.

mod grid;
mod view;

use std::path::PathBuf;

use super::{Exit, Failure, print, read_file};
use crate::record::Record;

/// Print a record for a person: plan, period, schedule as a table, policy lists as trees.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  keikaku show output/records/plan.json\n  keikaku extract plan.pdf | keikaku show -"
)]
pub(super) struct Args {
    /// A record as written by keikaku extract; - reads standard input
    #[arg(value_name = "RECORD.json")]
    record: PathBuf,
    /// Columns to fill; a Japanese character takes two
    #[arg(long, value_name = "COLUMNS", default_value_t = 100, value_parser = clap::value_parser!(u16).range(60..))]
    width: u16,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let json = if args.record.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
        bytes
    } else {
        read_file(&args.record)?
    };
    let record: Record = serde_json::from_slice(&json).map_err(|e| Failure {
        exit: Exit::Nothing,
        message: format!(
            "{}: no record of keikaku: {e}; give a file that keikaku extract wrote (records/*.json)",
            args.record.display()
        ),
    })?;
    print(&view::view(&record, usize::from(args.width)))?;
    Ok(Exit::Well)
}
