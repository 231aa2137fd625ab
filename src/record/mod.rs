//! The contract: what one PDF becomes. Types only, with serde and schemars; `schema/record.schema.json` is made from
//! them.
//!
//! Values are normalised Japanese; what normalising changed stands beside it in `raw`. A field with nothing to say is
//! absent or an empty list, never a guess.

mod content;
mod evidence;
mod facts;
mod outline;
mod source;

pub use crate::japanese::{Inferred, Precision, Weekday, When, YearFrom};
pub use content::*;
pub use evidence::*;
pub use facts::*;
pub use outline::*;
pub use source::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this contract (semantic: a new field is a minor change, a renamed or removed one a major change).
pub const SCHEMA_VERSION: &str = "1.0.0";

/// The record of one PDF.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Version of the contract that this record follows.
    pub schema_version: String,
    /// What made it.
    pub generator: Generator,
    /// The file it was made from.
    pub source: Source,
    /// Whose document it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Municipality>,
    /// What kind of paper it is.
    #[serde(default)]
    pub document: DocumentFacts,
    /// The plan that the paper is, or is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The heading tree.
    #[serde(default)]
    pub outline: Vec<OutlineNode>,
    /// One per page.
    #[serde(default)]
    pub pages: Vec<PageText>,
    /// Every table.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Dated entries.
    #[serde(default)]
    pub schedule: Vec<ScheduleEntry>,
    /// Policy lists.
    #[serde(default)]
    pub policies: Vec<PolicyList>,
    /// Organisations.
    #[serde(default)]
    pub bodies: Vec<Body>,
    /// How citizens take part.
    #[serde(default)]
    pub participation: Vec<Participation>,
    /// Terms that the document defines.
    #[serde(default)]
    pub definitions: Vec<Definition>,
    /// KPI.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Other plans named.
    #[serde(default)]
    pub related_plans: Vec<RelatedPlan>,
    /// Cross-cutting themes named.
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// What to know before trusting the record.
    pub quality: Quality,
}
