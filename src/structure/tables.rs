//! Grids of the flow in, tables for the record out, each with what it tells.

use crate::record::Table;

use super::Context;

/// The tables.
pub(super) fn find(_context: &Context<'_>) -> Vec<Table> {
    Vec::new()
}
