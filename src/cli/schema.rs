//! `keikaku schema`: the contract as JSON Schema.

use super::{Exit, Failure, print};
use crate::record;

/// Print the JSON Schema (draft 2020-12) that records follow.
///
/// The same stands in schema/record.schema.json.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  keikaku schema > record.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_args: &Args) -> Result<Exit, Failure> {
    print(&record::schema_json())?;
    Ok(Exit::Well)
}
