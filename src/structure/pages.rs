//! Pages of the flow in, their text for the record out.

use crate::record::{At, Furniture, PageText, Ruby};

use super::Context;

/// The pages.
pub(super) fn find(context: &Context<'_>) -> Vec<PageText> {
    context
        .flow
        .pages
        .iter()
        .map(|page| PageText {
            page: page.number,
            width: round(page.width),
            height: round(page.height),
            text: page.text.clone(),
            furniture: page
                .furniture
                .iter()
                .map(|line| Furniture { text: line.text.clone(), at: At::new(line.page, &line.bbox) })
                .collect(),
            ruby: page
                .ruby
                .iter()
                .map(|line| Ruby { text: line.text.clone(), at: At::new(line.page, &line.bbox) })
                .collect(),
        })
        .collect()
}

/// To 0.1 pt, as all coordinates of the record.
fn round(points: f32) -> f64 {
    (f64::from(points) * 10.0).round() / 10.0
}
