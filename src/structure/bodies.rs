//! Text and tables in, the organisations named out.

use crate::record::Body;

use super::Context;

/// The organisations.
pub(super) fn find(_context: &Context<'_>) -> Vec<Body> {
    Vec::new()
}
