//! The driver of the stage: load, walk the pages, run each, finish it.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::model::Object;

use super::interpret::Interpreter;
use super::load::{self, Loaded};
use super::matrix::page_frame;
use super::pages::{self, PageNode};
use super::shared::Shared;
use super::{Document, Error, Limit, Limits, Page, Warning, WarningKind, finish, info, roles, tabled};

/// Reads a PDF: its facts and its pages with positioned glyphs, strokes, fills and pictures.
///
/// Never fails where something can be read: a page that cannot costs that page, and a warning says so.
///
/// # Errors
///
/// [`Error::NotPdf`] for other bytes, [`Error::PasswordNeeded`] where the empty password does not open the file,
/// [`Error::TooLarge`] beyond the limit, [`Error::Damaged`] where no page could be found.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    read_watched(bytes, limits, &mut |_| {})
}

/// [`read`], telling before each page how many pages are done: whoever watches knows where it was when it was stopped.
///
/// # Errors
///
/// As [`read`].
pub fn read_watched(bytes: &[u8], limits: &Limits, pages_done: &mut dyn FnMut(usize)) -> Result<Document, Error> {
    if let Some(loaded) = load::sound(bytes, limits) {
        // Other people's code (filters) on what may be damaged: a panic counts as damage.
        let document = catch_unwind(AssertUnwindSafe(|| document(&loaded, limits, pages_done)));
        if let Ok(document) = document
            && loaded.source.is_sound()
        {
            return Ok(document);
        }
    }
    Ok(document(&load::load(bytes, limits)?, limits, pages_done))
}

fn document(loaded: &Loaded<'_>, limits: &Limits, pages_done: &mut dyn FnMut(usize)) -> Document {
    let (nodes, count) = pages::pages(&loaded.source, limits.pages);
    let mut document = Document { info: info::info(loaded, &nodes, count), ..Document::default() };
    note_load(loaded, count, nodes.len(), limits, &mut document.warnings);
    document.roles = roles::roles(&loaded.source, &nodes);
    document.tables = tabled::tables(&loaded.source, &nodes);
    let mut shared = Shared::new(&loaded.source, limits);
    for (i, node) in nodes.iter().enumerate() {
        let number = i + 1;
        pages_done(i);
        // The readers below us (fonts, filters) are other people's code: what panics there costs the page.
        let read = catch_unwind(AssertUnwindSafe(|| read_page(&mut shared, node, number)));
        match read {
            Ok((page, mut warnings)) => {
                document.pages.push(page);
                document.warnings.append(&mut warnings);
            }
            Err(_) => {
                document.pages.push(Page {
                    number,
                    width: node.crop.width(),
                    height: node.crop.height(),
                    ..Page::default()
                });
                document.warnings.push(warning(
                    number,
                    WarningKind::Unreadable,
                    "the page could not be read".to_owned(),
                ));
            }
        }
    }
    document
}

/// Bytes of a content stream that may make no sense before it is worth a warning (and one in a hundred): stray delimiters
/// and unknown operators are common and cost nothing.
const MUCH_SKIPPED: usize = 64;

fn warning(page: usize, kind: WarningKind, message: String) -> Warning {
    Warning { page: Some(page), bbox: None, kind, message }
}

fn note_load(loaded: &Loaded<'_>, count: usize, read: usize, limits: &Limits, warnings: &mut Vec<Warning>) {
    let mut note =
        |kind, message: &str| warnings.push(Warning { page: None, bbox: None, kind, message: message.to_owned() });
    if loaded.repaired {
        note(WarningKind::Repaired, "the cross-reference table was damaged and was rebuilt");
    }
    if loaded.salvaged {
        note(WarningKind::Repaired, "damaged objects were read in a second way");
    }
    if read < count {
        note(WarningKind::Limit, &format!("of {count} pages: {}", Limit::Pages.message(limits)));
    }
}

fn read_page<'a>(shared: &mut Shared<'a>, node: &PageNode<'a>, number: usize) -> (Page, Vec<Warning>) {
    let source = shared.source;
    let (frame, width, height) = page_frame(&node.crop, node.rotate, node.unit);
    let mut warnings = Vec::new();
    if shared.exhausted() {
        let page = Page { number, width, height, ..Page::default() };
        let limit = if shared.limits.glyphs == 0 { Limit::TotalGlyphs } else { Limit::TotalOperators };
        let message = format!("this page was left out: {}", limit.message(&shared.given));
        return (page, vec![warning(number, WarningKind::Limit, message)]);
    }
    let (data, lost) = contents(shared, node);
    let mut run = Interpreter::new(shared, number, frame, width, height);
    run.run(&data, node.resources);
    annotations(&mut run, node);
    let Interpreter { page, traces, .. } = run;
    shared.spend(&page, traces.operators);
    if lost > 0 {
        let message = format!("{lost} content stream(s) could not be decoded");
        warnings.push(warning(number, WarningKind::Unreadable, message));
    }
    if let Some(limit) = traces.limited.or(source.take_over_limit()) {
        let message = shared.reached(limit).message(&shared.given);
        warnings.push(warning(number, WarningKind::Limit, message));
    }
    if traces.skipped > MUCH_SKIPPED && traces.skipped > data.len() / 100 {
        let message = format!("{} bytes of the page's content made no sense and were stepped over", traces.skipped);
        warnings.push(warning(number, WarningKind::Repaired, message));
    }
    let page = finish::finish(page, &traces, &mut warnings);
    (page, warnings)
}

/// The content streams of a page as one, parted by white space (ISO 32000-2, 7.8.2), and how many could not be decoded.
fn contents<'a>(shared: &Shared<'a>, node: &PageNode<'a>) -> (Cow<'a, [u8]>, usize) {
    let source = shared.source;
    let parts = match source.get(node.dict, b"Contents") {
        Some(Object::Array(parts)) => parts.as_slice(),
        Some(other) => std::slice::from_ref(other),
        None => &[],
    };
    let mut out: Cow<'a, [u8]> = Cow::Borrowed(&[]);
    let mut lost = 0;
    for part in parts {
        let Object::Stream(stream) = source.resolve(part) else { continue };
        match source.decode(stream) {
            // Most pages have one stream, which is not copied.
            Some(data) if out.is_empty() => out = data,
            Some(data) if out.len() + data.len() <= shared.limits.stream_bytes => {
                let out = out.to_mut();
                out.push(b'\n');
                out.extend_from_slice(&data);
            }
            _ => lost += 1,
        }
    }
    (out, lost)
}

/// Draws the normal appearances of the annotations that are seen (ISO 32000-2, 12.5.5): form fields, stamps, free text.
fn annotations<'a>(run: &mut Interpreter<'a, '_>, node: &PageNode<'a>) {
    // Flags: hidden, no view (12.5.3).
    const UNSEEN: i64 = 1 << 1 | 1 << 5;
    const MOST: usize = 5_000;
    let source = run.shared.source;
    for object in source.array(node.dict, b"Annots").unwrap_or_default().iter().take(MOST) {
        let Some(dict) = source.as_dict(object) else { continue };
        let unseen = source.integer(dict, b"F").unwrap_or(0) & UNSEEN != 0;
        if unseen || source.name(dict, b"Subtype") == Some(b"Popup") || run.is_hidden(dict, b"OC") {
            continue;
        }
        let Some(appearances) = source.dict(dict, b"AP") else { continue };
        let (id, stream) = match source.get(appearances, b"N") {
            Some(Object::Stream(s)) => (super::object::Source::id(appearances, b"N"), &**s),
            // Several states: the one that `/AS` names.
            Some(Object::Dictionary(states)) => {
                let Some(state) = source.name(dict, b"AS") else { continue };
                let Some(s) = source.stream(states, state) else { continue };
                (super::object::Source::id(states, state), s)
            }
            _ => continue,
        };
        let Some(rect) = source.rect(dict, b"Rect") else { continue };
        run.appearance(id, stream, &rect);
    }
}
