//! Text in, other plans named out.

use crate::record::RelatedPlan;

use super::Context;

/// The plans.
pub(super) fn find(_context: &Context<'_>) -> Vec<RelatedPlan> {
    Vec::new()
}
