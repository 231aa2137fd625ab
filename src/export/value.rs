//! What may stand in a cell of a flat table.

use jiff::civil::Date;
use serde::Serialize;

use crate::record::{At, Places, When};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: not in the document, or it could not be told.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Day(Date),
    /// Texts in order. Never absent: a list of nothing is empty.
    List(Vec<String>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Text`].
    Text,
    /// [`Value::Int`].
    Int,
    /// [`Value::Number`].
    Number,
    /// [`Value::Bool`].
    Bool,
    /// [`Value::Day`].
    Day,
    /// [`Value::List`].
    List,
}

impl Value {
    /// Text, where there is some.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Text that may be absent.
    #[must_use]
    pub fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    /// A number of things.
    #[must_use]
    pub fn count(n: usize) -> Self {
        i64::try_from(n).map_or(Self::Null, Self::Int)
    }

    /// A whole number that may be absent.
    #[must_use]
    pub fn int(n: Option<impl Into<i64>>) -> Self {
        n.map_or(Self::Null, |n| Self::Int(n.into()))
    }

    /// An ISO day that may be absent. One that is no day gives nothing.
    #[must_use]
    pub fn day(day: Option<&str>) -> Self {
        day.and_then(|d| d.parse().ok()).map_or(Self::Null, Self::Day)
    }

    /// An id of a closed list, as it stands in the record.
    #[must_use]
    pub fn id(id: &impl Serialize) -> Self {
        serde_json::to_value(id).ok().and_then(|v| v.as_str().map(str::to_owned)).map_or(Self::Null, Self::Text)
    }

    /// What it holds; None for nothing.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Null => return None,
            Self::Text(_) => Kind::Text,
            Self::Int(_) => Kind::Int,
            Self::Number(_) => Kind::Number,
            Self::Bool(_) => Kind::Bool,
            Self::Day(_) => Kind::Day,
            Self::List(_) => Kind::List,
        })
    }

    /// As text, where lists are JSON: for formats that know no lists. None for nothing.
    #[must_use]
    pub fn flat(&self) -> Option<String> {
        Some(match self {
            Self::Null => return None,
            Self::Text(text) => text.clone(),
            Self::Int(n) => n.to_string(),
            Self::Number(n) => n.to_string(),
            Self::Bool(b) => b.to_string(),
            Self::Day(day) => day.to_string(),
            Self::List(list) => json_list(list),
        })
    }
}

/// A list as JSON, without spaces.
#[must_use]
pub fn json_list(list: &[String]) -> String {
    // Strings always can be written.
    serde_json::to_string(list).unwrap_or_default()
}

/// A row that is being filled, in the order of its table's columns.
#[derive(Debug, Default)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    pub(crate) fn push(&mut self, value: Value) -> &mut Self {
        self.0.push(value);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.push(Value::text(text))
    }

    pub(crate) fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        self.push(Value::maybe(text))
    }

    pub(crate) fn count(&mut self, n: usize) -> &mut Self {
        self.push(Value::count(n))
    }

    pub(crate) fn list(&mut self, list: &[String]) -> &mut Self {
        self.push(Value::List(list.to_vec()))
    }

    /// The columns of [`super::tables::Columns::when`].
    pub(crate) fn when(&mut self, when: Option<&When>) -> &mut Self {
        let Some(w) = when else {
            for _ in 0..7 {
                self.push(Value::Null);
            }
            return self.list(&[]).push(Value::Null);
        };
        let parts = w.inferred.iter().filter_map(|p| Value::id(p).flat()).collect();
        self.text(&w.raw)
            .push(Value::day(w.start.as_deref()))
            .push(Value::day(w.end.as_deref()))
            .push(w.precision.map_or(Value::Null, |p| Value::id(&p)))
            .maybe(w.edtf.as_deref())
            .push(Value::int(w.fiscal_year))
            .push(Value::Bool(w.approximate))
            .push(Value::List(parts))
            .push(w.year_from.map_or(Value::Null, |y| Value::id(&y)))
    }

    /// The columns of [`super::tables::Columns::at`]: the first place, and the last page.
    pub(crate) fn at(&mut self, places: &[At]) -> &mut Self {
        let first = places.first();
        let last = places.iter().map(|at| at.page).max();
        self.push(first.map_or(Value::Null, |at| Value::count(at.page)));
        self.push(last.map_or(Value::Null, Value::count));
        for side in 0..4 {
            self.push(first.and_then(|at| at.bbox.get(side)).map_or(Value::Null, |v| Value::Number(*v)));
        }
        self
    }

    pub(crate) fn places(&mut self, places: &Places) -> &mut Self {
        match places {
            Places::One(at) => self.at(std::slice::from_ref(at)),
            Places::Many(list) => self.at(list),
        }
    }
}
