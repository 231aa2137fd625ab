//! Bodies, participation, definitions, indicators, related plans, themes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::When;
use super::evidence::{At, Places};

/// An organisation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// As printed.
    pub name: String,
    /// Body kind id (see `data/bodies.toml`): `council`, `internal_hq` …
    pub kind: String,
    /// What it does, in the document's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who sits on it: categories and offices, never personal names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The body it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Where it stands first.
    pub at: Places,
}

/// A way in which citizens take part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participation {
    /// Method id (see `data/participation.toml`).
    pub method: String,
    /// As printed.
    pub name: String,
    /// Who is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Length in days, both ends counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// People or events, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
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
    /// Where it stands.
    pub at: Places,
}

/// A KPI.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// Normalised.
    pub name: String,
    /// `人`, `%`, `千円`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 基準値, 現状値.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<IndicatorValue>,
    /// In the order of years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<IndicatorValue>,
    /// 担当課.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The heading it stands under.
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
    /// Of which year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
}

/// Another plan named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedPlan {
    /// As printed.
    pub title: String,
    /// Its period, where printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<When>,
    /// `integrated` (一体的), `superior` (上位), `subordinate` (個別), `predecessor` (前期, 第1次), `mentioned`.
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
    /// Where first.
    pub at: At,
}
