//! The flow of a document in, the record out: one file per thing that is found.
//!
//! Rules work from typography, markers and the domain's words (lists under `data/`); none depends on one city's
//! document.

use crate::layout::Flow;
use crate::pdf::Info;
use crate::record::Record;

/// What the finders may look at beside the flow.
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    /// Facts about the file.
    pub info: Option<&'a Info>,
    /// File name relative to the input folder, `/`-separated.
    pub file: &'a str,
}

/// Fills the record from the flow.
pub fn fill(_record: &mut Record, _flow: &Flow, _input: &Input<'_>) {}
