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
///
/// ```
/// # let bytes = std::fs::read("corpus/tsuruoka.pdf").unwrap_or_default();
/// # if bytes.is_empty() { return; }
/// let options = keikaku::Options { file: "schedule.pdf".into(), ..Default::default() };
/// let record = keikaku::extract(&bytes, &options).unwrap();
/// println!("{:?}: {} dated entries", record.document.title, record.schedule.len());
/// ```
pub fn extract(bytes: &[u8], options: &Options) -> Result<Record, Error> {
    extract_watched(bytes, options, &mut |_, _| {})
}

/// [`extract`], telling which stage begins and how many pages the first one has read: whoever watches knows where a
/// document was when it was stopped.
///
/// # Errors
/// As [`extract`].
pub fn extract_watched(bytes: &[u8], options: &Options, at: &mut dyn FnMut(Stage, usize)) -> Result<Record, Error> {
    at(Stage::Pdf, 0);
    let mut document =
        run(Stage::Pdf, || pdf::read_watched(bytes, &options.limits, &mut |pages| at(Stage::Pdf, pages)))??;
    let pages = document.pages.len();
    loop {
        let result = shape(&document, bytes, options, &mut |stage| at(stage, pages));
        let Err(error) = &result else { return result };
        // A page that brings a stage down costs that page: it is read as empty, and the others once more.
        let bad = pages_that_fail(&document, bytes, options);
        if bad.is_empty() {
            return result;
        }
        for page in document.pages.iter_mut().filter(|p| bad.contains(&p.number)) {
            *page = pdf::Page { number: page.number, width: page.width, height: page.height, ..pdf::Page::default() };
            let message = format!("the page could not be read ({}): {}", error.stage.as_str(), error.message);
            let kind = pdf::WarningKind::Unreadable;
            document.warnings.push(pdf::Warning { page: Some(page.number), bbox: None, kind, message });
        }
    }
}

/// The stages after the first.
fn shape(document: &Document, bytes: &[u8], options: &Options, at: &mut dyn FnMut(Stage)) -> Result<Record, Error> {
    at(Stage::Layout);
    let flow = run(Stage::Layout, || layout::analyse_on(options.limits.threads, document))?;
    at(Stage::Structure);
    let mut record = Record {
        schema_version: SCHEMA_VERSION.to_owned(),
        generator: generator(options),
        source: source(bytes, &options.file, document),
        ..Record::default()
    };
    record.quality.warnings = document.warnings.iter().map(structure::warning_from_pdf).collect();
    let input = structure::Input { info: Some(&document.info), file: &options.file };
    run(Stage::Structure, || structure::fill(&mut record, &flow, &input))?;
    Ok(record)
}

/// The pages that bring a stage down by themselves, without the others.
fn pages_that_fail(document: &Document, bytes: &[u8], options: &Options) -> Vec<usize> {
    let fails = |page: &&pdf::Page| {
        let holds_something = !(page.glyphs.is_empty() && page.strokes.is_empty() && page.fills.is_empty());
        let alone = Document { info: document.info.clone(), pages: vec![(*page).clone()], ..Document::default() };
        holds_something && shape(&alone, bytes, options, &mut |_| {}).is_err()
    };
    document.pages.iter().filter(fails).map(|page| page.number).collect()
}

/// Reads one PDF into its plain text, one string per page in reading order, running headers and footers included, as
/// other tools give it. `ruby` says whether reading aids (furigana) are printed, each on a line above its base.
///
/// # Errors
/// As [`extract`].
pub fn text(bytes: &[u8], limits: &Limits, ruby: bool) -> Result<Vec<String>, Error> {
    let document = run(Stage::Pdf, || pdf::read(bytes, limits))??;
    run(Stage::Layout, || layout::plain_text_on(limits.threads, &document, ruby))
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

/// Program, version and the options that change results, for records and run reports.
#[must_use]
pub fn generator(options: &Options) -> Generator {
    let changed = options.limits.changed().into_iter().map(|(name, value)| (name.to_owned(), value.to_string()));
    Generator { name: "keikaku".into(), version: env!("CARGO_PKG_VERSION").into(), options: changed.collect() }
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
