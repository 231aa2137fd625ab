//! Cover and first page in, what kind of paper it is out.

use crate::record::DocumentFacts;

use super::Context;

/// Kind of a paper that has nothing to do with planning.
pub(super) const OTHER: &str = "other";

/// What paper it is.
pub(super) fn find(_context: &Context<'_>) -> DocumentFacts {
    DocumentFacts::default()
}
