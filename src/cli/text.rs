//! `keikaku text`: the plain text of a PDF.

use std::path::PathBuf;

use super::{Exit, Failure, print, read_file};
use crate::pdf::Limits;
use crate::pipeline;

/// Print the plain text of a PDF in reading order.
///
/// Each page ends with a form feed, as with pdftotext. Running headers, footers and page numbers are included; the
/// record of `keikaku extract` sets them apart.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  keikaku text plan.pdf | grep 審議会")]
pub(super) struct Args {
    /// The PDF
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let pages =
        pipeline::text(&read_file(&args.file)?, &Limits::default()).map_err(|e| Failure::nothing(&args.file, &e))?;
    let mut out = String::new();
    for page in pages {
        // A form feed in the text would count as a page.
        out.push_str(&page.replace('\u{c}', " "));
        out.push('\u{c}');
    }
    print(&out)?;
    Ok(Exit::Well)
}
