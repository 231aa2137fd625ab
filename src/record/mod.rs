//! The contract: what one PDF becomes. Types only, with serde and schemars; `schema/record.schema.json` is made from
//! them.
//!
//! Values are normalised Japanese; what normalising changed stands beside it in `raw`. A field with nothing to say is
//! absent or an empty list, never a guess.

mod content;
mod evidence;
mod facts;
pub mod ids;
pub mod json;
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
    /// Whose document it is; absent where nothing tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Municipality>,
    /// What kind of paper it is.
    #[serde(default)]
    pub document: DocumentFacts,
    /// The plan that the paper is, or is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The heading tree. The title of the document is `document.title`, not a heading.
    #[serde(default)]
    pub outline: Vec<OutlineNode>,
    /// The text of each page in reading order.
    #[serde(default)]
    pub pages: Vec<PageText>,
    /// Every table, in reading order.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Dated entries, from tables, lists, headings, prose and charts, in reading order.
    #[serde(default)]
    pub schedule: Vec<ScheduleEntry>,
    /// Policy lists (基本目標, 施策の大綱, 重点プロジェクト …), in reading order.
    #[serde(default)]
    pub policies: Vec<PolicyList>,
    /// Organisations that draw up the plan or speak on it, in the order in which they are named.
    #[serde(default)]
    pub bodies: Vec<Body>,
    /// How citizens take part: surveys, workshops, public comment …
    #[serde(default)]
    pub participation: Vec<Participation>,
    /// Terms that the document defines, in glossaries and in 「…（以下「…」という。）」.
    #[serde(default)]
    pub definitions: Vec<Definition>,
    /// Indicators (KPI) with baseline and targets.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Other plans that the document names.
    #[serde(default)]
    pub related_plans: Vec<RelatedPlan>,
    /// Cross-cutting themes that the document names (SDGs, DX, 人口減少 …).
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// What a person said of its entries, where corrections by hand were applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Applied>,
    /// What to know before trusting the record.
    pub quality: Quality,
}

impl Record {
    /// The record as it is written to `records/*.json`: JSON over lines, with a newline at the end.
    ///
    /// # Errors
    /// None that a record can cause; serde_json reports failures of its writer only.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(json::pretty(&serde_json::to_string(self)?))
    }
}

/// The JSON Schema (draft 2020-12) of a record, made from these types.
#[must_use]
pub fn schema() -> schemars::Schema {
    // What is written, not what is accepted: fields that are always there are required.
    let settings = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(schemars::transform::RecursiveTransform(without_examples));
    let mut schema = settings.into_generator().into_root_schema_for::<Record>();
    schema.insert("title".into(), format!("keikaku record {SCHEMA_VERSION}").into());
    schema
}

/// Leaves out the code that follows a description: it is for readers of the library.
fn without_examples(schema: &mut schemars::Schema) {
    let Some(serde_json::Value::String(text)) = schema.get_mut("description") else { return };
    if let Some(at) = text.find("\n\n```") {
        text.truncate(at);
    }
}

/// [`schema`] as it stands in `schema/record.schema.json` and as `keikaku schema` prints it.
#[must_use]
pub fn schema_json() -> String {
    // The alternate form of a JSON value lays it out over lines.
    format!("{:#}\n", schema().to_value())
}
