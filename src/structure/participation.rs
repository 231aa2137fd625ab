//! Text and schedule in, the ways in which citizens take part out.

use crate::record::{Participation, ScheduleEntry, Warning};

use super::Context;

/// The ways.
pub(super) fn find(
    _context: &Context<'_>,
    _schedule: &[ScheduleEntry],
    _warnings: &mut Vec<Warning>,
) -> Vec<Participation> {
    Vec::new()
}
