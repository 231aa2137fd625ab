//! Warnings of the stages and counts of the flow in, the record's `quality` out.

use crate::layout::{Flow, FlowPage};
use crate::pdf;
use crate::record::{At, Quality, TextLayer, Warning, WarningCode};

use super::Context;

/// What was noticed while reading the PDF, in the contract's words.
#[must_use]
pub fn from_pdf(warning: &pdf::Warning) -> Warning {
    let code = match warning.kind {
        pdf::WarningKind::Repaired => WarningCode::FileRepaired,
        pdf::WarningKind::Unreadable => WarningCode::Unreadable,
        pdf::WarningKind::Unmapped => WarningCode::UnmappedGlyphs,
        pdf::WarningKind::Mojibake => WarningCode::Mojibake,
        pdf::WarningKind::Limit => WarningCode::LimitReached,
        pdf::WarningKind::NoText => WarningCode::NoTextLayer,
        pdf::WarningKind::HiddenText => WarningCode::HiddenText,
    };
    let at = warning.page.map(|page| At::new(page, &warning.bbox.unwrap_or_default()));
    Warning { code, message: warning.message.clone(), at }
}

/// What the text of the document was read from.
pub(super) fn text_layer(flow: &Flow) -> TextLayer {
    let texts = || flow.pages.iter().filter(|p| has_text(p));
    match (texts().any(|p| !p.ocr), texts().any(|p| p.ocr)) {
        (true, true) => TextLayer::Mixed,
        (true, false) => TextLayer::Native,
        (false, true) => TextLayer::OcrLayer,
        (false, false) => TextLayer::None,
    }
}

fn has_text(page: &FlowPage) -> bool {
    !page.text.trim().is_empty() || !page.furniture.is_empty()
}

/// Counts, and the warnings of the finders in a fixed order.
pub(super) fn fill(quality: &mut Quality, context: &Context<'_>, warnings: Vec<Warning>) {
    let pages = &context.flow.pages;
    let text = |p: &FlowPage| {
        p.text.chars().chain(p.furniture.iter().flat_map(|l| l.text.chars())).filter(|c| !c.is_whitespace()).count()
    };
    quality.characters = pages.iter().map(text).sum();
    quality.unmapped_characters = pages.iter().map(|p| p.text.chars().filter(|c| pdf::is_unmapped(*c)).count()).sum();
    quality.pages_without_text = pages.iter().filter(|p| !has_text(p)).map(|p| p.number).collect();
    if let Some(first) = pages.iter().find(|p| p.ocr && has_text(p)) {
        let whole = crate::geometry::Rect { x0: 0.0, y0: 0.0, x1: first.width, y1: first.height };
        quality.warnings.push(Warning {
            code: WarningCode::OcrText,
            message: "the text comes from an OCR layer: expect misread characters".to_owned(),
            at: Some(At::new(first.number, &whole)),
        });
    }
    quality.warnings.extend(warnings);
}
