//! Tables, schedule and policy lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::When;
use super::evidence::{At, Places};

/// A table as a grid. One that a page break cuts is one table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// `t1`, `t2` … in reading order.
    pub id: String,
    /// What it tells.
    pub kind: TableKind,
    /// The line above or below that names it (表1 …, 【…】, a year).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Its unit (単位:千円) and the notes below it (※ …, 注 …, 備考 …, 資料: …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The cell of another table in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// How it was found.
    pub method: TableMethod,
    /// Its box on each page that it runs over.
    pub at: Vec<At>,
    /// Number of rows.
    pub row_count: usize,
    /// Number of columns.
    pub column_count: usize,
    /// Leading rows that are header.
    pub header_rows: usize,
    /// Leading columns that are header.
    pub header_columns: usize,
    /// One per grid cell or merged cell, empty ones too, row by row.
    pub cells: Vec<Cell>,
}

/// The cell in which a table stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Within {
    /// Id of the table around it.
    pub table: String,
    /// Row of the cell, from 0.
    pub row: usize,
    /// Column of the cell, from 0.
    pub column: usize,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Its top row, from 0.
    pub row: usize,
    /// Its left column, from 0.
    pub column: usize,
    /// Rows that it covers, at least 1.
    pub row_span: usize,
    /// Columns that it covers, at least 1.
    pub column_span: usize,
    /// Its text, normalised; paragraphs are parted by `\n`.
    pub text: String,
    /// As printed, where normalising changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Whether it is a header cell; absent for no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Where it stands.
    pub at: Places,
}

/// What a table tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Dates and events (スケジュール, 経過).
    Schedule,
    /// Periods of plans (計画期間).
    Period,
    /// Terms and what they stand for (計画名｜略称).
    Glossary,
    /// Indicators with values (KPI, 成果指標).
    Indicator,
    /// Money (事業費, 財源).
    Budget,
    /// People and offices (委員名簿).
    Members,
    /// Old and new side by side (新旧対照).
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
    /// From the structure tree of a tagged PDF.
    Tagged,
    /// From ruling lines.
    #[default]
    Ruled,
    /// From text that stands in columns, without rulings.
    Aligned,
}

/// Something that happens at a time: a meeting, a survey, a decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleEntry {
    /// `s1`, `s2` … in reading order.
    pub id: String,
    /// When it happens; without start and end where the page does not tell.
    pub when: When,
    /// What happens, without its date, its status and the marker.
    pub event: String,
    /// As printed, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Who meets, where the entry names a body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Number of the meeting: 第3回 → 3. It restarts each fiscal year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// The column, row group or actor it stands under; nested headers joined by ` / `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// A heading over several entries (《…》, a heading in the text).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Agenda and content, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<AgendaItem>,
    /// Which steps of making a plan it belongs to, as ids that are the same for all municipalities
    /// (`survey`, `consultation`, `public_comment` …; see `data/phases.toml`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "super::ids::phases")]
    pub phases: Vec<String>,
    /// Whether it is planned, held, postponed …
    pub status: Status,
    /// What it was read from.
    pub from: EntryFrom,
    /// Which table it stands in: the `id` of one in `tables`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Row of that table, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// Column of that table, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Where it stands.
    pub at: Places,
}

/// A line of an agenda.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgendaItem {
    /// What is done with it: 諮問, 答申, 協議, 報告, 委嘱, 議題, テーマ, or `other`.
    pub kind: String,
    /// Its marker, width-normalised: `(1)`, `○`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Its text, normalised, without marker.
    pub text: String,
}

/// Whether something is planned, held, postponed …
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The page does not say.
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
    /// A cell of a table.
    #[default]
    Table,
    /// An item of a list.
    List,
    /// A heading under a date.
    Heading,
    /// Running text.
    Prose,
    /// A chart with bars.
    Chart,
}

/// A list of policies that the document sets out under one label.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyList {
    /// `p1`, `p2` … in reading order.
    pub id: String,
    /// What it is called: `5つの加速化アクション`.
    pub label: String,
    /// What sort of list.
    pub kind: PolicyKind,
    /// The number that its own label or the prose states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_count: Option<u32>,
    /// Whether as many items were found as declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_agrees: Option<bool>,
    /// Its items, as a tree.
    pub items: Vec<PolicyItem>,
    /// Where it stands.
    pub at: Places,
}

/// Sorts of policy list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// Pillars of the vision (将来像).
    VisionPillar,
    /// 基本目標.
    BasicGoal,
    /// 施策の大綱.
    Framework,
    /// What comes first (重点施策, 加速化アクション).
    Priority,
    /// Projects (プロジェクト).
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
    /// Its marker, width-normalised: `①`, `大綱1`, `第1章`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Its title, without marker, tagline and bracketed examples.
    pub title: String,
    /// As printed, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// A phrase beside the title, printed as ～…～.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// Examples in brackets: （…、… など）.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// Whether the examples end with など or 等; absent for no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// Policy fields that its words tell, as ids that are the same for all municipalities (`welfare`, `disaster` …;
    /// see `data/fields.toml`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "super::ids::fields")]
    pub field: Vec<String>,
    /// What hangs below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<PolicyItem>,
    /// Where it stands.
    pub at: Places,
}
