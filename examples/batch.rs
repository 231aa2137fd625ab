//! A folder of PDFs into a folder of records, with an eye on how it goes.
//!
//! ```text
//! cargo run --example batch -- corpus /tmp/records
//! ```
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};

use keikaku::batch::{self, Options, Progress, walk};

fn main() -> Result<(), keikaku::Error> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: batch FOLDER OUT");
        std::process::exit(2);
    };
    let options = Options {
        // Another program than keikaku reads in its own process, or names the one that is installed:
        // workers: Some("/usr/local/bin/keikaku".into()),
        limits: keikaku::pdf::Limits { pages: 500, ..Default::default() },
        ..Options::default()
    };
    let inputs = walk::inputs(input, Some(output))?;
    let outcome = batch::run(&inputs, output, &options, &|progress| {
        if let Progress::Read { file, state, took, .. } = progress {
            println!("{}\t{file}\t{:.2} s", state.as_str(), took.as_secs_f64());
        }
    })?;
    println!("{} done, {} unchanged, {} failed", outcome.counts.done, outcome.counts.unchanged, outcome.counts.failed);

    // Or one by one, without any folder:
    batch::stream(&walk::inputs(Path::new(input), None)?, &options, true, |input, result| {
        match result {
            Ok(extracted) => {
                println!("{}: {} pages, {} bytes of JSON", input.file, extracted.pages, extracted.json.len());
            }
            Err((_, error)) => println!("{}: {error}", input.file),
        }
        true
    })
}
