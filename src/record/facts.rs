//! Bodies, participation, definitions, indicators, related plans, themes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::When;
use super::evidence::{At, Confidence, Places};

/// An organisation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// Its name, normalised, as the document gives it in full.
    pub name: String,
    /// What sort of body, as an id that is the same for all municipalities (`council`, `internal_hq` …; see
    /// `data/bodies.toml`).
    #[schemars(schema_with = "super::ids::body_kind")]
    pub kind: String,
    /// What it does, in the document's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who sits on it: categories and offices, never personal names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The body that it belongs to, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// How sure it is; absent where the page tells. `medium`: nothing printed decides its `kind`; `low`: it may be people
    /// in an office rather than a body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it stands first.
    pub at: Places,
}

/// A way in which citizens take part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participation {
    /// Which method, as an id that is the same for all municipalities (`questionnaire`, `workshop`, `public_comment` …; see
    /// `data/participation.toml`).
    #[schemars(schema_with = "super::ids::method")]
    pub method: String,
    /// What the document calls it.
    pub name: String,
    /// Who is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// When it takes place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Length in days, both ends counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// How many people or events, where printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How sure it is; absent where the page tells. `medium`: only the heading above says that it is about the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it stands.
    pub at: Places,
}

/// A term that the document defines.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Definition {
    /// The short form.
    pub term: String,
    /// What it stands for.
    pub meaning: String,
    /// How sure it is; absent where the page tells. `medium`: where the meaning begins in its sentence is a guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it stands.
    pub at: Places,
}

/// An indicator (KPI).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// What is measured.
    pub name: String,
    /// Unit: `人`, `%`, `千円`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Value to start from (基準値, 現状値).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<IndicatorValue>,
    /// Values to reach, in the order of years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<IndicatorValue>,
    /// Department in charge (担当課).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The heading of the policy that it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Where it stands.
    pub at: Places,
}

/// A value of an indicator.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorValue {
    /// As printed, without its unit.
    pub value: String,
    /// As a number, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// The year it is of, or to be reached in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
}

/// Another plan named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedPlan {
    /// Its title, as printed.
    pub title: String,
    /// Its period, where printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<When>,
    /// How it stands to this plan: `integrated` (一体的), `superior` (上位), `subordinate` (個別), `predecessor` (前期,
    /// 第1次), `mentioned`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Where it stands first.
    pub at: Places,
}

/// A cross-cutting theme named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Theme {
    /// Normalised name (see `data/themes.toml`).
    pub theme: String,
    /// How often its words stand in the text.
    pub count: usize,
    /// Where it stands first.
    pub at: At,
}
