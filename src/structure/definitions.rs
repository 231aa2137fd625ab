//! Text and tables in, the terms that the document defines out.

use crate::record::Definition;

use super::Context;

/// The terms.
pub(super) fn find(_context: &Context<'_>) -> Vec<Definition> {
    Vec::new()
}
