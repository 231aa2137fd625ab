//! PDF bytes in, a [`Record`] out: the stages in the order that data takes.
//!
//! Each stage takes the value that the one before it made and knows nothing of those after it. A stage that panics is
//! a fault of ours; it is caught here and becomes an [`Error`], so that one document never takes the others with it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorCode, Stage};
use crate::layout::{self, Flow, FlowPage};
use crate::pdf::{self, Document, WarningKind};
use crate::record::{At, Generator, Quality, Record, SCHEMA_VERSION, Source, TextLayer, Warning, WarningCode};
use crate::structure;

/// Stack that a thread needs to run [`extract`]: documents nest (page trees, form objects, outlines), and within the
/// limits of the stages 16 MiB hold them all, where the 2 MiB of a common thread may not.
pub const STACK_BYTES: usize = 16 << 20;

/// What to know beside the bytes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the file relative to the input folder, `/`-separated; it stands in the record.
    pub file: String,
}

/// Reads one PDF into its record. The same bytes and options give the same record.
///
/// # Errors
/// Where no page can be read: not a PDF, a password, damage beyond repair. Lesser damage is a warning in the record.
pub fn extract(bytes: &[u8], options: &Options) -> Result<Record, Error> {
    let document = run(Stage::Pdf, || read(bytes))??;
    let flow = run(Stage::Layout, || layout::analyse(&document))?;

    let mut record = Record {
        schema_version: SCHEMA_VERSION.to_owned(),
        generator: generator(),
        source: source(bytes, &options.file, &document),
        quality: quality(&document),
        ..Record::default()
    };
    let input = structure::Input { info: Some(&document.info), file: &options.file };
    run(Stage::Structure, || structure::fill(&mut record, &flow, &input))?;
    Ok(record)
}

/// Reads one PDF into its plain text, one string per page in reading order, running headers and footers included, as
/// other tools give it.
///
/// # Errors
/// As [`extract`].
pub fn text(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let document = run(Stage::Pdf, || read(bytes))??;
    let flow: Flow = run(Stage::Layout, || layout::analyse(&document))?;
    Ok(flow.pages.iter().map(whole_page).collect())
}

/// Program and version, for records and run reports.
#[must_use]
pub fn generator() -> Generator {
    Generator { name: "keikaku".into(), version: env!("CARGO_PKG_VERSION").into(), ..Generator::default() }
}

fn read(bytes: &[u8]) -> Result<Document, Error> {
    if bytes.windows(5).take(1024).any(|w| w == b"%PDF-") {
        Ok(Document::default())
    } else {
        Err(Error::new(ErrorCode::NotPdf, Stage::Pdf, "no %PDF- header"))
    }
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
        text_layer: text_layer(document),
    }
}

/// What a page's text was read from; `None` for an empty page, which says nothing about the document.
fn page_layer(page: &pdf::Page) -> Option<TextLayer> {
    match (page.glyphs.iter().any(|g| !g.invisible), page.glyphs.is_empty(), page.pictures.is_empty()) {
        (true, _, _) => Some(TextLayer::Native),
        (false, false, _) => Some(TextLayer::OcrLayer),
        (false, true, false) => Some(TextLayer::None),
        (false, true, true) => None,
    }
}

fn text_layer(document: &Document) -> TextLayer {
    let mut layers = document.pages.iter().filter_map(page_layer);
    let first = layers.next().unwrap_or(TextLayer::None);
    if layers.all(|l| l == first) { first } else { TextLayer::Mixed }
}

fn quality(document: &Document) -> Quality {
    let glyphs = || document.pages.iter().flat_map(|p| &p.glyphs);
    let mut warnings: Vec<Warning> = document.warnings.iter().map(warning).collect();
    let ocr = document.pages.iter().filter(|p| page_layer(p) == Some(TextLayer::OcrLayer)).count();
    if ocr > 0 {
        let message = format!("the text of {ocr} page(s) comes from an OCR layer; expect misread characters");
        warnings.push(Warning { code: WarningCode::OcrText, message, at: None });
    }
    Quality {
        characters: glyphs().filter(|g| !g.ch.is_whitespace()).count(),
        unmapped_characters: glyphs().filter(|g| g.ch == char::REPLACEMENT_CHARACTER).count(),
        pages_without_text: document.pages.iter().filter(|p| p.glyphs.is_empty()).map(|p| p.number).collect(),
        warnings,
    }
}

/// A warning of the PDF stage in the words of the contract.
fn warning(w: &pdf::Warning) -> Warning {
    let code = match w.kind {
        WarningKind::Repaired => WarningCode::FileRepaired,
        WarningKind::Unreadable => WarningCode::Unreadable,
        WarningKind::Unmapped => WarningCode::UnmappedGlyphs,
        WarningKind::Limit => WarningCode::LimitReached,
        WarningKind::NoText => WarningCode::NoTextLayer,
        WarningKind::HiddenText => WarningCode::HiddenText,
    };
    let at = w.page.map(|page| At::new(page, &w.bbox.unwrap_or_default()));
    Warning { code, message: w.message.clone(), at }
}

/// The text of a page with its furniture put back: above the text what stands in the upper half, below it the rest.
fn whole_page(page: &FlowPage) -> String {
    let (above, below): (Vec<_>, Vec<_>) = page.furniture.iter().partition(|l| l.bbox.cy() < page.height / 2.0);
    let mut out = String::new();
    for part in above.iter().map(|l| &l.text).chain([&page.text]).chain(below.iter().map(|l| &l.text)) {
        out.push_str(part);
        if !part.is_empty() && !part.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::layout::Line;
    use crate::pdf::{Direction, Glyph, Page};

    fn glyph(ch: char, invisible: bool) -> Glyph {
        Glyph {
            ch,
            bbox: Rect::default(),
            baseline: 0.0,
            size: 10.5,
            font: 0,
            bold: false,
            color: [0; 3],
            direction: Direction::Right,
            invisible,
            mcid: None,
        }
    }

    fn page(glyphs: Vec<Glyph>, picture: bool) -> Page {
        let pictures = if picture { vec![Rect::new(0.0, 0.0, 595.0, 842.0)] } else { vec![] };
        Page { glyphs, pictures, ..Page::default() }
    }

    #[test]
    fn text_layers() {
        let native = || page(vec![glyph('市', false)], false);
        let ocr = || page(vec![glyph('市', true)], true);
        let scan = || page(vec![], true);
        let blank = || page(vec![], false);
        for (pages, expected) in [
            (vec![native(), blank()], TextLayer::Native),
            (vec![ocr(), ocr()], TextLayer::OcrLayer),
            (vec![scan()], TextLayer::None),
            (vec![], TextLayer::None),
            (vec![native(), scan()], TextLayer::Mixed),
            (vec![native(), ocr()], TextLayer::Mixed),
        ] {
            assert_eq!(text_layer(&Document { pages, ..Document::default() }), expected);
        }
    }

    #[test]
    fn a_panic_is_an_error_of_its_stage() {
        let e = run(Stage::Layout, || -> () { panic!("index 3 of 2") }).unwrap_err();
        assert_eq!((e.code, e.stage), (ErrorCode::Internal, Stage::Layout));
        assert!(e.message.contains("index 3 of 2"), "{e}");
    }

    #[test]
    fn furniture_goes_back_to_its_side_of_the_page() {
        let line =
            |y: f32, text: &str| Line { bbox: Rect::new(0.0, y, 10.0, y + 10.0), text: text.into(), ..Line::default() };
        let page = FlowPage {
            height: 842.0,
            text: "本文".into(),
            furniture: vec![line(800.0, "- 1 -"), line(20.0, "資料3")],
            ..FlowPage::default()
        };
        assert_eq!(whole_page(&page), "資料3\n本文\n- 1 -\n");
    }
}
