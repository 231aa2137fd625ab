//! Title and text in, the plan that the paper is or is about out.

use crate::record::Plan;

use super::Context;

/// The plan.
pub(super) fn find(_context: &Context<'_>) -> Option<Plan> {
    None
}
