//! `data/indicators.toml`: the words by which the columns of a KPI table are known.

use std::sync::LazyLock;

use serde::Deserialize;

/// The lists.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    /// Heads of the column that names what is measured.
    pub(super) name: Vec<String>,
    /// The same, or the value to reach where another column has the names.
    pub(super) name_or_target: Vec<String>,
    /// Heads that name a row of anything.
    pub(super) name_weak: Vec<String>,
    pub(super) target: Vec<String>,
    /// In the order of weight.
    pub(super) baseline: Vec<String>,
    pub(super) unit: Vec<String>,
    pub(super) department: Vec<String>,
    pub(super) policy: Vec<String>,
    /// Columns that say something else about an indicator.
    pub(super) other: Vec<String>,
    /// Units that stand in brackets behind a name.
    pub(super) units: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/indicators.toml")).unwrap_or_default());

/// The lists, read once.
pub(super) fn words() -> &'static Words {
    &WORDS
}

/// Whether a text is a unit: one of the list, alone or per something (人/年).
pub(super) fn is_unit(text: &str) -> bool {
    let text = text.trim().trim_start_matches("単位").trim_start_matches([':', '：']).trim();
    let first = text.split(['/', '／']).next().unwrap_or_default();
    !first.is_empty() && words().units.iter().any(|u| u == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert!(words().name.len() > 10 && words().units.len() > 40 && words().baseline.len() > 5);
    }

    #[test]
    fn units() {
        for unit in ["人", "人/年", "%", "g/人・日", "単位:件", "t-CO2"] {
            assert!(is_unit(unit), "{unit}");
        }
        for word in ["累計", "市民アンケート", "満足度", ""] {
            assert!(!is_unit(word), "{word}");
        }
    }
}
