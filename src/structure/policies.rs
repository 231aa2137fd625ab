//! Blocks and tables in, policy lists out.

use crate::record::{PolicyList, Warning};

use super::Context;

/// The policy lists.
pub(super) fn find(_context: &Context<'_>, _warnings: &mut Vec<Warning>) -> Vec<PolicyList> {
    Vec::new()
}
