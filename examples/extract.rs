//! One PDF into its record, and what can be asked of it.
//!
//! ```text
//! cargo run --example extract -- corpus/tsuruoka.pdf
//! ```
#![allow(clippy::print_stdout)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: extract FILE.pdf");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) => {
            eprintln!("{path}: {e}");
            return ExitCode::FAILURE;
        }
    };
    // The name tells something too, where the pages do not.
    let options = keikaku::Options { file: path.clone(), ..Default::default() };
    match keikaku::extract(&bytes, &options) {
        Ok(record) => {
            println!("{}", record.document.title.unwrap_or_default());
            for entry in &record.schedule {
                println!("{}\t{}", entry.when.start.as_deref().unwrap_or("undated"), entry.event);
            }
            ExitCode::SUCCESS
        }
        Err(keikaku::Error { code, stage, message }) => {
            eprintln!("{path}: {message} ({}, {})", code.as_str(), stage.as_str());
            ExitCode::FAILURE
        }
    }
}
