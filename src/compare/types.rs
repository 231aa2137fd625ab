//! What a comparison is made of: places, measures with their reasons, and a row per plan.

use serde::Serialize;

use crate::record::When;

/// Where a number was read: the way back from every figure to the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// `source.file` of the record.
    pub file: String,
    /// Page, from 1; absent for what is printed nowhere (the date in a file's metadata).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// `[x0, y0, x1, y1]` in points from the top left of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
    /// The words or the date as printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether a part of its date was inferred, not printed with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
}

/// Why there is no value. Missing is not zero: a count of nothing is never written as 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nothing of the kind stands in the documents that were read. Other papers of the plan may tell it.
    NotFound,
    /// The documents have no dated entries at all, so nothing about time can be told.
    NoSchedule,
    /// It is named, but without a date (未定, 随時), or it was postponed or cancelled.
    NoDate,
    /// The printed dates are too coarse for one number; `least` and `most` bound it where they can.
    TooCoarse,
    /// The two overlap, so that neither is surely before the other.
    OrderUnclear,
}

impl Reason {
    /// As it is written.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NoSchedule => "no_schedule",
            Self::NoDate => "no_date",
            Self::TooCoarse => "too_coarse",
            Self::OrderUnclear => "order_unclear",
        }
    }

    /// All of them.
    pub const ALL: [Self; 5] = [Self::NotFound, Self::NoSchedule, Self::NoDate, Self::TooCoarse, Self::OrderUnclear];
}

/// A value with what it was read from, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure<T> {
    /// The value; null where there is a `reason`.
    pub value: Option<T>,
    /// Least value that the printed dates allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<T>,
    /// Greatest value that the printed dates allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<T>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What it was read from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Place>,
}

impl<T> Measure<T> {
    /// A value and where it stands.
    #[must_use]
    pub fn known(value: T, from: Vec<Place>) -> Self {
        Self { value: Some(value), least: None, most: None, reason: None, from }
    }

    /// No value, and why.
    #[must_use]
    pub fn missing(reason: Reason) -> Self {
        Self { value: None, least: None, most: None, reason: Some(reason), from: Vec::new() }
    }

    /// No value, why, and what was found all the same.
    #[must_use]
    pub fn missing_at(reason: Reason, from: Vec<Place>) -> Self {
        Self { from, ..Self::missing(reason) }
    }

    /// A count: what was counted nowhere is missing, not zero.
    #[must_use]
    pub fn counted(count: T, reason: Reason, from: Vec<Place>) -> Self
    where
        T: Default + PartialEq,
    {
        if count == T::default() { Self::missing(reason) } else { Self::known(count, from) }
    }
}

impl Measure<i64> {
    /// A number that lies between two bounds; one number where they meet.
    #[must_use]
    pub fn between(least: i64, most: i64, from: Vec<Place>) -> Self {
        if least == most {
            return Self::known(least, from);
        }
        Self { value: None, least: Some(least), most: Some(most), reason: Some(Reason::TooCoarse), from }
    }
}

/// A document of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentRow {
    /// `source.file` of its record.
    pub file: String,
    /// Place of the record among those compared; for the report.
    #[serde(skip)]
    pub record: usize,
    /// Title.
    pub title: Option<String>,
    /// 策定方針, 会議資料 …
    pub kind: Option<String>,
    /// 素案, 案 …
    pub stage: Option<String>,
    /// The date that it bears.
    pub date: Option<When>,
    /// Number of pages.
    pub pages: usize,
    /// Number of warnings in its record.
    pub warnings: usize,
}

/// The years of a plan or layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    /// As printed.
    pub raw: String,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// First 年度.
    pub first_year: Option<i32>,
    /// Last 年度.
    pub last_year: Option<i32>,
    /// Length in whole years, where both ends are printed.
    pub years: Option<i32>,
}

/// A layer of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerRow {
    /// 基本構想 …
    pub name: String,
    /// Its years.
    pub period: Measure<Period>,
}

/// Something that happens once, however many tables and papers print it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventRow {
    /// What happens.
    pub event: String,
    /// Who meets.
    pub body: Option<String>,
    /// First day, in the widest reading.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Whether the printed date is a quarter, a season, half a year or a year.
    pub coarse: bool,
    /// Ids of its phases.
    pub phases: Vec<String>,
    /// Whether it is held, planned, postponed …
    pub status: crate::record::Status,
    /// How many entries print it.
    pub entries: usize,
    /// Place of the document among those of the plan, and of the entry in its schedule; for the report.
    #[serde(skip)]
    pub entry: (usize, usize),
    /// Where it stands.
    pub from: Vec<Place>,
}

/// What a plan's documents tell about one phase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseRow {
    /// Id of the phase.
    pub phase: String,
    /// Events of this phase with a date, each counted once however many tables print it.
    pub events: usize,
    /// First day of the first event, in the widest reading.
    pub first: Option<String>,
    /// Last day of the last one.
    pub last: Option<String>,
    /// Month (1 to 12) in which the first event begins, where the page prints a month.
    pub month: Measure<i64>,
    /// Months from the first event to the first day of the plan's period; negative where it comes after that.
    pub lead: Measure<i64>,
}

/// One public comment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicComment {
    /// What the document calls it.
    pub name: String,
    /// First day, in the widest reading.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Length in days, both ends counted.
    pub days: Measure<i64>,
    /// `spring` (3 to 5), `summer`, `autumn`, `winter`: of its first day.
    pub season: Measure<String>,
    /// Whether it ends `before` the 答申, begins `after` it, or runs `during` it.
    pub order: Measure<String>,
}

/// How often one method of participation is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodRow {
    /// Id of the method.
    pub method: String,
    /// How often, where there are dates.
    pub times: Measure<i64>,
    /// Names in the documents, without numbers of meetings.
    pub names: Vec<String>,
    /// Who is asked, as ids.
    pub targets: Vec<String>,
}

/// How strongly a field of policy is held up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// An item of a list of pillars, basic goals or 大綱.
    Pillar,
    /// An item of a list of priorities or projects.
    Priority,
    /// Named anywhere else in the policy lists or among the themes.
    Mention,
}

/// A field of policy in a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldRow {
    /// Id of the field.
    pub field: String,
    /// The strongest way in which it stands.
    pub level: Level,
    /// Items that tell it, at whatever level.
    pub count: usize,
    /// These items, strongest first.
    pub from: Vec<Place>,
}

/// How many a document says there are, and how many were found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// The number that a label or a sentence states.
    pub declared: Measure<i64>,
    /// The number of items found.
    pub found: Measure<i64>,
}

/// A theme in a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThemeRow {
    /// Its name.
    pub theme: String,
    /// How often its words stand in the documents.
    pub count: usize,
    /// Whether no other plan of the comparison names it.
    pub unique: bool,
    /// Where it stands first.
    pub from: Vec<Place>,
}

/// A body of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BodyRow {
    /// Name.
    pub name: String,
    /// Id of its kind.
    pub kind: String,
    /// Categories and offices that sit on it.
    pub members: Vec<String>,
    /// Where it stands.
    pub from: Vec<Place>,
}

/// Another plan named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedRow {
    /// Its title.
    pub title: String,
    /// integrated, superior, subordinate, predecessor, mentioned.
    pub relation: Option<String>,
    /// Where it stands.
    pub from: Vec<Place>,
}

/// An indicator of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorRow {
    /// Its name without spaces and width: what makes two of the same name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Value to start from.
    pub baseline: Option<ValueRow>,
    /// Values to reach.
    pub targets: Vec<ValueRow>,
    /// In how many plans of the comparison an indicator of this name stands, this one included.
    pub plans: usize,
    /// Where it stands.
    pub from: Vec<Place>,
}

/// A value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueRow {
    /// As printed.
    pub value: String,
    /// As a number.
    pub number: Option<f64>,
    /// Year or date, as printed.
    pub when: Option<String>,
}

/// A plan, with all that its documents tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRow {
    /// `plan.id` of its records; `file:` and the path where a document names no plan.
    pub id: String,
    /// Municipality.
    pub municipality: Option<String>,
    /// Prefecture.
    pub prefecture: Option<String>,
    /// 全国地方公共団体コード.
    pub code: Option<String>,
    /// 市, 町, 村 …
    pub kind: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// 総合計画, 環境基本計画 …
    pub name: Option<String>,
    /// Generation: 第2次 → 2.
    pub ordinal: Option<u32>,
    /// 後期基本計画 …
    pub part: Option<String>,
    /// Its documents, the youngest first.
    pub documents: Vec<DocumentRow>,
    /// Its years.
    pub period: Measure<Period>,
    /// Its layers.
    pub layers: Vec<LayerRow>,
    /// Its vision.
    pub vision: Measure<String>,
    /// Calendar months from 諮問 to 答申.
    pub months_to_answer: Measure<i64>,
    /// Days from 諮問 to 答申.
    pub days_to_answer: Measure<i64>,
    /// Calendar months from 策定方針 to 策定.
    pub months_to_adoption: Measure<i64>,
    /// Meetings of the council (審議会), each counted once.
    pub council_meetings: Measure<i64>,
    /// Meetings of its committees (専門委員会, 部会).
    pub committee_meetings: Measure<i64>,
    /// Agenda items of the council's meetings.
    pub council_items: Measure<i64>,
    /// Public comments, the last first.
    pub public_comments: Vec<PublicComment>,
    /// Days of the last public comment.
    pub public_comment_days: Measure<i64>,
    /// Its season.
    pub public_comment_season: Measure<String>,
    /// Whether it comes before or after the 答申.
    pub public_comment_order: Measure<String>,
    /// Methods of participation, in the order of the contract.
    pub participation: Vec<MethodRow>,
    /// Different methods.
    pub methods: Measure<i64>,
    /// Whether children or young people are asked: `children`, `young` or both joined by `+`.
    pub children: Measure<String>,
    /// `vote` where the assembly is asked to vote, `report` where it is informed.
    pub assembly: Measure<String>,
    /// Everything that happens, in the order of time, each once.
    pub events: Vec<EventRow>,
    /// Phases, in the order of the contract.
    pub phases: Vec<PhaseRow>,
    /// Entries postponed (延期).
    pub postponed: Measure<i64>,
    /// Basic goals (or pillars).
    pub goals: Counted,
    /// 施策.
    pub measures: Counted,
    /// KPI.
    pub indicators_counted: Counted,
    /// Fields of policy, in the order of the contract.
    pub fields: Vec<FieldRow>,
    /// Themes.
    pub themes: Vec<ThemeRow>,
    /// Bodies.
    pub bodies: Vec<BodyRow>,
    /// Other plans.
    pub related_plans: Vec<RelatedRow>,
    /// Indicators.
    pub indicators: Vec<IndicatorRow>,
}
