//! The units of data/units.toml: their spellings, and which one stands at a place.

use super::Reader;
use crate::japanese::numerals;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
pub(super) struct Unit {
    pub(super) unit: String,
    spellings: Vec<String>,
    /// Stands behind kanji numerals too.
    #[serde(default)]
    pub(super) kanji: bool,
}

/// A spelling, with the place of its unit in the list.
pub(super) type Spelling = (Vec<char>, usize);

/// The units, and their spellings by their first character, with the longest first among those, so that 千円 is not read
/// as 千 and 円.
pub(super) static UNITS: LazyLock<(Vec<Unit>, Vec<Spelling>)> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        units: Vec<Unit>,
    }
    // The file is part of the program and a test reads it.
    let units =
        toml::from_str::<File>(include_str!("../../../data/units.toml")).map(|file| file.units).unwrap_or_default();
    let mut spellings: Vec<Spelling> = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        spellings.extend(unit.spellings.iter().map(|s| (s.chars().collect(), place)));
    }
    spellings.retain(|(spelling, _)| !spelling.is_empty());
    spellings.sort_by(|a, b| {
        let by_first = a.0.first().cmp(&b.0.first());
        by_first.then_with(|| b.0.len().cmp(&a.0.len())).then_with(|| a.0.cmp(&b.0))
    });
    (units, spellings)
});

impl Reader<'_> {
    /// The unit at `index`: its place in the list and the index after it.
    pub(super) fn unit(&self, index: usize, kanji: bool) -> Option<(usize, usize)> {
        let (units, spellings) = &*UNITS;
        let first = self.at(index)?;
        let from = spellings.partition_point(|(spelling, _)| spelling.first() < Some(&first));
        let mut begin_here = spellings.iter().skip(from).take_while(|(spelling, _)| spelling.first() == Some(&first));
        begin_here.find_map(|(spelling, place)| {
            let end = index + spelling.len();
            let fits = spelling.iter().enumerate().all(|(i, c)| self.at(index + i) == Some(*c))
                && (!kanji || units.get(*place).is_some_and(|unit| unit.kanji));
            // m in m2 and t in t-CO2 were longer spellings; m in mail is none.
            let latin = spelling.last().is_some_and(char::is_ascii_alphabetic);
            let goes_on = latin && self.at(end).is_some_and(|c| c.is_ascii_alphanumeric());
            (fits && !goes_on).then_some((*place, end))
        })
    }
}

/// 千円, 百万円: the unit begins with a place value.
pub(super) fn has_place_value(place: usize) -> bool {
    UNITS.0.get(place).and_then(|unit| unit.unit.chars().next()).is_some_and(|c| numerals::small_unit(c).is_some())
}
