//! Names printed on the pages in, the municipality out.

use crate::record::{Municipality, Warning};

use super::Context;

/// Whose document it is.
pub(super) fn find(_context: &Context<'_>, _warnings: &mut Vec<Warning>) -> Option<Municipality> {
    None
}
