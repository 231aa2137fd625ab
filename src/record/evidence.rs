//! Where a fact stands, and how sure it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::geometry::Rect;

/// A place on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct At {
    /// Page, from 1.
    pub page: usize,
    /// `[x0, y0, x1, y1]` in points, origin at the top left of the page as a person sees it, y down; to 0.1 pt.
    pub bbox: [f64; 4],
}

impl At {
    /// A place from a box, rounded to 0.1 pt so that the same page gives the same bytes everywhere.
    #[must_use]
    pub fn new(page: usize, r: &Rect) -> Self {
        let round = |v: f32| {
            let v = (f64::from(v) * 10.0).round() / 10.0;
            if v == 0.0 { 0.0 } else { v } // no -0.0
        };
        Self { page, bbox: [round(r.x0), round(r.y0), round(r.x1), round(r.y1)] }
    }
}

/// The place or places of something that may run over pages: one is written as an object, several as a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Places {
    /// On one page.
    One(At),
    /// One per page.
    Many(Vec<At>),
}

impl Default for Places {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Places {
    /// From any number of boxes: those of one page are united, pages stay in the order given.
    #[must_use]
    pub fn of(parts: impl IntoIterator<Item = (usize, Rect)>) -> Self {
        let mut pages: Vec<(usize, Rect)> = Vec::new();
        for (page, rect) in parts {
            match pages.iter_mut().find(|(p, _)| *p == page) {
                Some((_, r)) => *r = r.union(&rect),
                None => pages.push((page, rect)),
            }
        }
        let mut places: Vec<At> = pages.iter().map(|(p, r)| At::new(*p, r)).collect();
        if places.len() == 1 { Self::One(places.remove(0)) } else { Self::Many(places) }
    }

    /// The first place.
    #[must_use]
    pub fn first(&self) -> Option<&At> {
        match self {
            Self::One(at) => Some(at),
            Self::Many(list) => list.first(),
        }
    }
}

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Could as well be otherwise.
    Low,
    /// Likely.
    Medium,
    /// Printed, or the only reading.
    High,
}

/// What a fact was read from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The words that tell it.
    pub text: String,
    /// Where they stand; absent for the file's name and metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// What to know before trusting the record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quality {
    /// Characters read, spaces aside.
    pub characters: usize,
    /// Of these, how many the fonts do not name; they stand as U+FFFD.
    pub unmapped_characters: usize,
    /// Pages that have no text layer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages_without_text: Vec<usize>,
    /// What was noticed, in the order of the stages.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// Something to know before trusting a part of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// What sort of thing, from a closed list.
    pub code: WarningCode,
    /// For a person: what, and what to do.
    pub message: String,
    /// Where, if it has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

/// Codes of warnings. Each says what a person can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// The file's structure was damaged and was repaired; compare the page count with the original.
    FileRepaired,
    /// A page, stream or font could not be read; look at that page.
    Unreadable,
    /// Glyphs whose character the font does not tell; they stand as U+FFFD. Look at the page, or run OCR on it.
    UnmappedGlyphs,
    /// A limit was reached and the rest of the page or file left out; raise the limit and run again.
    LimitReached,
    /// A page has a picture and no text; run OCR on the file first.
    NoTextLayer,
    /// The text comes from an OCR layer; expect misread characters.
    OcrText,
    /// Invisible text over no picture was left out; nothing to do unless it matters.
    HiddenText,
    /// The text of a region is no language (a font without a usable character map); run OCR on the page.
    Mojibake,
    /// A date whose printed weekday contradicts its printed year; check with the source.
    WeekdayMismatch,
    /// A date whose year could not be told; it stands without start and end.
    YearUnknown,
    /// A date that cannot be (30 February); it is left out.
    ImpossibleDate,
    /// A date that goes against the order of its rows; check with the source.
    DateOrder,
    /// A label or sentence declares another number of items than were found.
    CountMismatch,
    /// A list that is printed twice with different words; both are reported.
    ListDrift,
    /// An entry contradicts the document; check with the source.
    Contradiction,
    /// Several municipalities have the name and nothing printed tells which.
    AmbiguousMunicipality,
    /// No municipality was found.
    NoMunicipality,
    /// A table could not be read as a grid.
    TableUnreadable,
    /// A correction by hand whose entry reads otherwise now, or whose file is another; review it anew.
    CorrectionNotApplied,
}

/// What a person said of an entry of the record (see `keikaku review`), and what was done about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Applied {
    /// Where the entry stands in this record, as a JSON pointer; of one that was added, its list; of one that was removed,
    /// where it stood.
    pub path: String,
    /// What was said.
    pub verdict: Verdict,
    /// What was read from the page, as JSON, where it is no longer what the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What the reviewer notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a person says of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is as read.
    Right,
    /// It is not in the document; it was removed.
    Wrong,
    /// It is otherwise; the record says what the person says.
    Corrected,
    /// It was missing.
    Added,
}
