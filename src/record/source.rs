//! What the record was made from, and by what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::When;
use super::evidence::{Confidence, Evidence};

/// Program, version and the options that change results: a record travels alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Generator {
    /// The program: `keikaku`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Options that change results, as given; empty for the defaults.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

/// The file that a record was made from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Relative to the input folder, `/`-separated.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of pages, read or not.
    pub page_count: usize,
    /// Version of PDF: `1.7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdf_version: Option<String>,
    /// Program that made the PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// Program that made the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// Title in the file's metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was made, by the file itself (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it was last changed, by the file itself (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Whether it is encrypted (it opened with the empty password).
    pub encrypted: bool,
    /// Whether it has a structure tree (tagged PDF).
    pub tagged: bool,
    /// What the text was read from.
    pub text_layer: TextLayer,
}

/// What the text was read from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextLayer {
    /// Text drawn as text.
    Native,
    /// Invisible text over a picture.
    OcrLayer,
    /// There is no text.
    #[default]
    None,
    /// Pages differ.
    Mixed,
}

/// Whose document it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Municipality {
    /// Name: `鶴岡市`.
    pub name: String,
    /// Prefecture: `山形県`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefecture: Option<String>,
    /// 全国地方公共団体コード, six digits with its check digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// 市, 町, 村 …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MunicipalityKind>,
    /// How sure it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The words that tell it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Where several have the name and nothing tells which: their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
}

/// Kinds of local public body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum MunicipalityKind {
    /// 市.
    #[serde(rename = "市")]
    City,
    /// 町.
    #[serde(rename = "町")]
    Town,
    /// 村.
    #[serde(rename = "村")]
    Village,
    /// 特別区.
    #[serde(rename = "特別区")]
    Ward,
    /// 都道府県.
    #[serde(rename = "都道府県")]
    Prefecture,
    /// 広域連合, 一部事務組合.
    #[serde(rename = "広域")]
    Union,
}

/// What kind of paper it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentFacts {
    /// Its title, as on its cover or first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What sort of paper: 策定方針, スケジュール, 会議資料, 素案, 計画書, 概要版, 実施計画, 会議録, 要綱 …, or `other` for
    /// what is no planning document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How far the plan has come: 骨子, 素案, 原案, 案, 確定 …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The date that it bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<When>,
    /// The meeting it was handed out at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Meeting>,
    /// The words that tell these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A meeting that a paper was handed out at.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// Which body met: `総合計画審議会`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Number of the meeting: 第2回 → 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// Label of the paper: `資料3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

/// The plan that the paper is, or is about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Identifier from code, name, ordinal and part: the same for every PDF of one plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Title, without part and document kind: `第2次鶴岡市総合計画`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Which generation: 第2次 → 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<u32>,
    /// What sort of plan: `総合計画`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which part of it: `後期基本計画`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The years it is for: those of the part where they are printed, else of the whole plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<When>,
    /// Its layers (基本構想, 基本計画, 実施計画 …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Layer>,
    /// The vision (将来像).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vision: Option<String>,
    /// The words that tell these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A layer of a plan with its own period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Layer {
    /// Name: `基本構想`.
    pub name: String,
    /// The years it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<When>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<super::At>,
}
