//! The driver of the stage: load, walk the pages, run each, finish it.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashMap;

use super::model::Object;

use super::interpret::Interpreter;
use super::load::{self, Loaded};
use super::matrix::page_frame;
use super::pages::{self, PageNode};
use super::shared::Shared;
use super::{Document, Error, Limit, Limits, Page, Warning, WarningKind, finish, info, roles, tabled};
use crate::parallel;

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
    for threads in [limits.threads, 1] {
        let Some(loaded) = load::sound(bytes, limits) else { break };
        // Other people's code (filters) on what may be damaged: a panic counts as damage.
        let document = catch_unwind(AssertUnwindSafe(|| document(&loaded, limits, threads, pages_done)));
        let Ok(document) = document else { break };
        if !loaded.source.is_sound() {
            break;
        }
        // What is read up to a limit depends on what was read before: page after page, then.
        if let Some(document) = document {
            return Ok(document);
        }
    }
    for threads in [limits.threads, 1] {
        if let Some(document) = document(&load::load(bytes, limits)?, limits, threads, pages_done) {
            return Ok(document);
        }
    }
    Ok(Document::default())
}

/// The document, its pages read on several threads; nothing where a limit stood in the way and there are several.
fn document<'a>(
    loaded: &'a Loaded<'a>,
    limits: &Limits,
    threads: usize,
    pages_done: &mut dyn FnMut(usize),
) -> Option<Document> {
    let (nodes, count) = pages::pages(&loaded.source, limits.pages);
    let mut document = Document { info: info::info(loaded, &nodes, count), ..Document::default() };
    note_load(loaded, count, nodes.len(), limits, &mut document.warnings);
    document.roles = roles::roles(&loaded.source, &nodes);
    document.tables = tabled::tables(&loaded.source, &nodes);
    let start = || Shared::new(&loaded.source, limits);
    let work = |shared: &mut Shared<'a>, i: usize| nodes.get(i).map(|node| one_page(shared, node, i + 1));
    let mut read: Vec<Read> =
        parallel::map(nodes.len(), threads, start, work, pages_done).into_iter().flatten().collect();
    if parallel::threads(threads, nodes.len()) > 1 {
        if is_limited(&read, limits) {
            return None;
        }
        number_fonts(&mut read);
    }
    for Read { page, mut warnings, .. } in read {
        document.pages.push(page);
        document.warnings.append(&mut warnings);
    }
    Some(document)
}

/// What reading a page gave.
struct Read {
    page: Page,
    warnings: Vec<Warning>,
    operators: usize,
    /// The fonts that were set, in their order: number on this thread, and what tells the font.
    fonts: Vec<(u16, usize)>,
}

/// Reads a page; what panics costs the page: the readers below us (fonts, filters) are other people's code.
fn one_page<'a>(shared: &mut Shared<'a>, node: &PageNode<'a>, number: usize) -> Read {
    shared.start_page();
    match catch_unwind(AssertUnwindSafe(|| read_page(shared, node, number))) {
        Ok((page, warnings, operators)) => Read { page, warnings, operators, fonts: shared.fonts_of_page() },
        Err(_) => {
            let page = Page { number, width: node.crop.width(), height: node.crop.height(), ..Page::default() };
            let warnings = vec![warning(number, WarningKind::Unreadable, "the page could not be read".to_owned())];
            Read { page, warnings, operators: 0, fonts: shared.fonts_of_page() }
        }
    }
}

/// Whether a limit was reached, or what all pages used comes so near to one that a page could have felt it.
fn is_limited(read: &[Read], limits: &Limits) -> bool {
    let sum = |used: fn(&Read) -> usize| read.iter().map(used).fold(0, usize::saturating_add);
    let items = |r: &Read| r.page.strokes.len().max(r.page.fills.len()).max(r.page.pictures.len());
    read.iter().flat_map(|r| &r.warnings).any(|w| w.kind == WarningKind::Limit)
        || sum(|r| r.operators) > limits.total_operators.saturating_sub(limits.operators)
        || sum(|r| r.page.glyphs.len()) > limits.total_glyphs.saturating_sub(limits.glyphs)
        || sum(items) > limits.total_segments.saturating_sub(limits.segments)
}

/// Numbers the fonts as they are numbered page after page: in the order in which they are first set.
fn number_fonts(read: &mut [Read]) {
    let mut numbers: FxHashMap<usize, u16> = FxHashMap::default();
    for Read { page, fonts, .. } in read {
        let mut places: FxHashMap<u16, u16> = FxHashMap::default();
        for (here, font) in fonts {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX - 1);
            places.insert(*here, *numbers.entry(*font).or_insert(next));
        }
        if places.iter().any(|(here, there)| here != there) {
            for glyph in &mut page.glyphs {
                glyph.font = places.get(&glyph.font).copied().unwrap_or(glyph.font);
            }
        }
    }
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

fn read_page<'a>(shared: &mut Shared<'a>, node: &PageNode<'a>, number: usize) -> (Page, Vec<Warning>, usize) {
    let source = shared.source;
    let (frame, width, height) = page_frame(&node.crop, node.rotate, node.unit);
    let mut warnings = Vec::new();
    if shared.exhausted() {
        let page = Page { number, width, height, ..Page::default() };
        let limit = if shared.limits.glyphs == 0 { Limit::TotalGlyphs } else { Limit::TotalOperators };
        let message = format!("this page was left out: {}", limit.message(&shared.given));
        return (page, vec![warning(number, WarningKind::Limit, message)], 0);
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
    (page, warnings, traces.operators)
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
