//! Pages of the flow in, their text for the record out.

use crate::record::PageText;

use super::Context;

/// The pages.
pub(super) fn find(_context: &Context<'_>) -> Vec<PageText> {
    Vec::new()
}
