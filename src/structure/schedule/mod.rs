//! Tables, lists, headings and prose in, dated entries out.

use crate::record::{ScheduleEntry, Warning};

use super::Context;

/// The dated entries.
pub(super) fn find(_context: &Context<'_>, _warnings: &mut Vec<Warning>) -> Vec<ScheduleEntry> {
    Vec::new()
}
