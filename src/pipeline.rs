//! PDF bytes in, a [`Record`] out: the stages in the order that data takes.
//!
//! Each stage takes the value that the one before it made and knows nothing of those after it. A stage that panics is
//! a fault of ours; it is caught here and becomes an [`Error`], so that one document never takes the others with it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorCode, Stage};
use crate::layout::{self, Flow};
use crate::pdf::{self, Document, Limits};
use crate::record::{Generator, Record, SCHEMA_VERSION, Source};
use crate::structure;

/// Stack that a thread needs to run [`extract`]: documents nest (page trees, form objects, outlines), and within the
/// limits of the stages 16 MiB hold them all, where the 2 MiB of a common thread may not.
pub const STACK_BYTES: usize = 16 << 20;

/// What to know beside the bytes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the file relative to the input folder, `/`-separated; it stands in the record.
    pub file: String,
    /// How much to read at most.
    pub limits: Limits,
}

/// Reads one PDF into its record. The same bytes and options give the same record.
///
/// # Errors
/// Where no page can be read: not a PDF, a password, damage beyond repair. Lesser damage is a warning in the record.
pub fn extract(bytes: &[u8], options: &Options) -> Result<Record, Error> {
    let document = run(Stage::Pdf, || pdf::read(bytes, &options.limits))??;
    let flow = run(Stage::Layout, || layout::analyse(&document))?;

    let mut record = Record {
        schema_version: SCHEMA_VERSION.to_owned(),
        generator: generator(),
        source: source(bytes, &options.file, &document),
        ..Record::default()
    };
    record.quality.warnings = document.warnings.iter().map(structure::warning_from_pdf).collect();
    let input = structure::Input { info: Some(&document.info), file: &options.file };
    run(Stage::Structure, || structure::fill(&mut record, &flow, &input))?;
    Ok(record)
}

/// Reads one PDF into its plain text, one string per page in reading order, running headers and footers included, as
/// other tools give it. `ruby` says whether reading aids (furigana) are printed, each on a line above its base.
///
/// # Errors
/// As [`extract`].
pub fn text(bytes: &[u8], limits: &Limits, ruby: bool) -> Result<Vec<String>, Error> {
    let document = run(Stage::Pdf, || pdf::read(bytes, limits))??;
    run(Stage::Layout, || layout::plain_text(&document, ruby))
}

/// Reads one PDF as far as layout: the pages as read, and the flow made of them.
///
/// # Errors
/// As [`extract`].
pub fn layout(bytes: &[u8], limits: &Limits) -> Result<(Document, Flow), Error> {
    let document = run(Stage::Pdf, || pdf::read(bytes, limits))??;
    let flow = run(Stage::Layout, || layout::analyse(&document))?;
    Ok((document, flow))
}

/// Program and version, for records and run reports.
#[must_use]
pub fn generator() -> Generator {
    Generator { name: "keikaku".into(), version: env!("CARGO_PKG_VERSION").into(), ..Generator::default() }
}

/// Runs a stage; a panic in it is an error of that stage.
fn run<T>(stage: Stage, work: impl FnOnce() -> T) -> Result<T, Error> {
    // Nothing that the closure borrowed is looked at again after a panic, so nothing half-made can be seen.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let what = payload
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Error::new(ErrorCode::Internal, stage, format!("a fault of keikaku, please report it with the file: {what}"))
    })
}

fn source(bytes: &[u8], file: &str, document: &Document) -> Source {
    let info = &document.info;
    let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    Source {
        file: file.to_owned(),
        sha256,
        bytes: bytes.len() as u64,
        page_count: info.page_count.max(document.pages.len()),
        pdf_version: info.pdf_version.clone(),
        producer: info.producer.clone(),
        creator: info.creator.clone(),
        title: info.title.clone(),
        created: info.created.clone(),
        modified: info.modified.clone(),
        encrypted: info.encrypted,
        tagged: info.tagged,
        ..Source::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_its_stage() {
        let e = run(Stage::Layout, || -> () { panic!("index 3 of 2") }).unwrap_err();
        assert_eq!((e.code, e.stage), (ErrorCode::Internal, Stage::Layout));
        assert!(e.message.contains("index 3 of 2"), "{e}");
    }
}
