//! Text in, cross-cutting themes named out.

use crate::record::Theme;

use super::Context;

/// The themes.
pub(super) fn find(_context: &Context<'_>) -> Vec<Theme> {
    Vec::new()
}
