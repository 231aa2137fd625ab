//! After a page ran: what was printed twice, what cannot be seen, what has no Unicode.

use super::interpret::Traces;
use super::{Page, Warning, WarningKind};
use crate::geometry::Rect;

/// Cleans a page up.
pub(super) fn finish(mut page: Page, traces: Traces, warnings: &mut Vec<Warning>) -> Page {
    let _ = &traces;
    note_unmapped(&page, warnings);
    page.glyphs.shrink_to_fit();
    page
}

fn note_unmapped(page: &Page, warnings: &mut Vec<Warning>) {
    let mut bbox: Option<Rect> = None;
    let mut count = 0_usize;
    for glyph in page.glyphs.iter().filter(|g| g.ch == '\u{FFFD}') {
        count += 1;
        bbox = Some(bbox.map_or(glyph.bbox, |b| b.union(&glyph.bbox)));
    }
    if count > 0 {
        warnings.push(Warning {
            page: Some(page.number),
            bbox,
            kind: WarningKind::Unmapped,
            message: format!("{count} characters have no Unicode; the font does not say what they are"),
        });
    }
}
