//! Tables, schedule and policy lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::When;
use super::evidence::{At, Places};

/// A table as a grid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// `t1`, in reading order.
    pub id: String,
    /// What it tells.
    pub kind: TableKind,
    /// Printed above or below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// How it was found.
    pub method: TableMethod,
    /// One per page it runs over.
    pub at: Vec<At>,
    /// Number of rows.
    pub row_count: usize,
    /// Number of columns.
    pub column_count: usize,
    /// Leading rows that are header.
    pub header_rows: usize,
    /// Leading columns that are header.
    pub header_columns: usize,
    /// One per grid cell or merged cell, empty ones too.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// From 0.
    pub row: usize,
    /// From 0.
    pub column: usize,
    /// At least 1.
    pub row_span: usize,
    /// At least 1.
    pub column_span: usize,
    /// Normalised; lines that belong apart are parted by `\n`.
    pub text: String,
    /// As printed, where normalising changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Header cell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Where it stands.
    pub at: Places,
}

/// What a table tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Dates and events.
    Schedule,
    /// Plan periods.
    Period,
    /// Terms and meanings.
    Glossary,
    /// KPI.
    Indicator,
    /// Money.
    Budget,
    /// People.
    Members,
    /// Old and new.
    Comparison,
    /// A form to fill in.
    Form,
    /// Anything else.
    #[default]
    Other,
}

/// How a table was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableMethod {
    /// From the structure tree.
    Tagged,
    /// From ruling lines.
    #[default]
    Ruled,
    /// From aligned text.
    Aligned,
}

/// A dated entry.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleEntry {
    /// `s1`, in reading order.
    pub id: String,
    /// When; without start and end where the page does not tell.
    pub when: When,
    /// What happens, without its date.
    pub event: String,
    /// As printed, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Who meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// 第3回 → 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// The column, row group or actor it stands under; nested headers joined by ` / `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// A heading over several entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Agenda and content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<AgendaItem>,
    /// Phase ids (see `data/phases.toml`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<String>,
    /// Planned, held …
    pub status: Status,
    /// What it was read from.
    pub from: EntryFrom,
    /// `tables[].id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Row of that table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// Column of that table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Where it stands.
    pub at: Places,
}

/// A line of an agenda.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgendaItem {
    /// 諮問, 答申, 協議, 報告, 委嘱, 議題, テーマ, or `other`.
    pub kind: String,
    /// `(1)`, `○`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Normalised.
    pub text: String,
}

/// Planned, held …
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not said.
    #[default]
    Unspecified,
    /// Took place.
    Held,
    /// Will take place.
    Planned,
    /// (P), 仮.
    Tentative,
    /// 延期.
    Postponed,
    /// 中止.
    Cancelled,
    /// 未定.
    Undecided,
}

/// What an entry was read from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryFrom {
    /// A table.
    #[default]
    Table,
    /// A list.
    List,
    /// A heading.
    Heading,
    /// Running text.
    Prose,
    /// A chart with bars.
    Chart,
}

/// A policy list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyList {
    /// `p1`, in reading order.
    pub id: String,
    /// `5つの加速化アクション`.
    pub label: String,
    /// What sort of list.
    pub kind: PolicyKind,
    /// The number that its own label or the prose states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_count: Option<u32>,
    /// Whether as many items were found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_agrees: Option<bool>,
    /// The items.
    pub items: Vec<PolicyItem>,
    /// Where it stands.
    pub at: Places,
}

/// Sorts of policy list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// Pillars of the vision.
    VisionPillar,
    /// 基本目標.
    BasicGoal,
    /// 施策の大綱.
    Framework,
    /// 重点.
    Priority,
    /// Project.
    Project,
    /// 視点・考え方.
    Viewpoint,
    /// 施策.
    Measure,
    /// Anything else.
    #[default]
    Other,
}

/// An item of a policy list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyItem {
    /// `①`, `大綱1`, `第1章`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Without marker, tagline and bracketed examples.
    pub title: String,
    /// As printed, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// ～…～.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// （…、… など）.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// The examples end with など or 等.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// Policy field ids that its words tell (see `data/fields.toml`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field: Vec<String>,
    /// What hangs below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<PolicyItem>,
    /// Where it stands.
    pub at: Places,
}
