//! Tables and text in, KPI out.

use crate::record::{Indicator, Warning};

use super::Context;

/// The indicators.
pub(super) fn find(_context: &Context<'_>, _warnings: &mut Vec<Warning>) -> Vec<Indicator> {
    Vec::new()
}
