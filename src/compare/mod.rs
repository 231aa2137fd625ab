//! Records in, comparisons out: what researchers ask of the plans of many municipalities, with the way back to the page.
//!
//! Documents of one plan are joined by `plan.id` (`plan`), their schedules united so that a meeting printed twice
//! counts once (`events`), and everything asked is measured (`timing`, `counts`): a value with the places it was
//! read from, or the reason why there is none. A count of nothing is missing, never zero: what one paper does not tell,
//! another may. Differences of dates are bounds, one number only where the printed precision allows one.
//!
//! It reads records only, never a PDF, and gives the same bytes for the same records. `docs/compare.md` tells every
//! table and column.

mod across;
mod counts;
mod events;
mod filter;
mod plan;
mod read;
mod span;
mod tables;
mod timing;
mod types;

pub use across::*;
pub use filter::{FIELDS as FILTER_FIELDS, Filter, FilterError};
pub use read::{Records, records};
pub(crate) use tables::link;
pub use tables::{TABLES, write};
pub use types::*;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::record::{Generator, Record};

/// What plans are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// 都道府県.
    Prefecture,
    /// 市, 町, 村 …
    Kind,
}

/// Levels of policy fields, as they are written.
pub const LEVELS: [(Level, &str); 3] =
    [(Level::Pillar, "pillar"), (Level::Priority, "priority"), (Level::Mention, "mention")];

/// What to compare, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Conditions that a plan must pass, as given.
    pub conditions: Vec<String>,
    /// What to group by.
    pub by: Option<By>,
}

/// A comparison: a row per plan, and what is told of all together.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Program and version.
    pub generator: Generator,
    /// Conditions, as given.
    #[serde(rename = "where")]
    pub conditions: Vec<String>,
    /// What the groups are.
    pub by: Option<By>,
    /// Number of documents of these plans.
    pub documents: usize,
    /// Plans that the conditions left out.
    pub left_out: usize,
    /// The plans, in the order of their municipalities' codes.
    pub plans: Vec<PlanRow>,
    /// `all`, then the groups.
    pub groups: Vec<Group>,
    /// In which months phases begin.
    pub phase_months: Vec<PhaseMonths>,
    /// Themes, those of most plans first.
    pub themes: Vec<Theme>,
    /// Names of indicators, those of most plans first.
    pub indicators: Vec<SharedIndicator>,
    /// Words of visions, those of most plans first.
    pub vision_words: Vec<VisionWord>,
    /// Names of methods of participation.
    pub terms: Vec<Term>,
}

/// Compares records.
///
/// # Errors
/// Where a condition cannot be understood.
pub fn compare(records: &[Record], options: &Options) -> Result<Comparison, FilterError> {
    let filters: Vec<Filter> = options.conditions.iter().map(|c| c.parse()).collect::<Result<_, _>>()?;
    let all = plan_rows(records);
    let found = all.len();
    let mut plans: Vec<PlanRow> = all.into_iter().filter(|p| filters.iter().all(|f| f.passes(p))).collect();

    let themes = across::themes(&plans);
    let indicators = across::indicators(&plans);
    let of_theme: BTreeMap<&str, usize> = themes.iter().map(|t| (t.theme.as_str(), t.plans.len())).collect();
    let of_key: BTreeMap<&str, usize> = indicators.iter().map(|i| (i.key.as_str(), i.plans.len())).collect();
    for plan in &mut plans {
        for theme in &mut plan.themes {
            theme.unique = of_theme.get(theme.theme.as_str()) == Some(&1);
        }
        for indicator in &mut plan.indicators {
            indicator.plans = of_key.get(indicator.key.as_str()).copied().unwrap_or(1);
        }
    }
    Ok(Comparison {
        generator: Generator {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ..Generator::default()
        },
        conditions: options.conditions.clone(),
        by: options.by,
        documents: plans.iter().map(|p| p.documents.len()).sum(),
        left_out: found - plans.len(),
        groups: across::groups(&plans, options.by),
        phase_months: across::phase_months(&plans),
        themes,
        indicators,
        vision_words: across::vision_words(&plans),
        terms: across::terms(&plans),
        plans,
    })
}

/// A row per plan, in the order of codes, then ids.
fn plan_rows(records: &[Record]) -> Vec<PlanRow> {
    let mut joined: BTreeMap<String, Vec<(usize, &Record)>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        joined.entry(plan::id(record)).or_default().push((index, record));
    }
    let mut joined: Vec<(String, Vec<(usize, &Record)>)> = joined.into_iter().collect();
    for (_, documents) in &mut joined {
        // The youngest first; those without a date are the oldest. The sort is stable: else the order of paths.
        documents.sort_by_key(|(_, r)| std::cmp::Reverse(r.document.date.as_ref().and_then(|d| d.start.clone())));
    }
    let mut rows: Vec<PlanRow> = joined.par_iter().map(|(id, documents)| plan::row(id, documents)).collect();
    rows.sort_by(|a, b| {
        let key = |p: &PlanRow| (p.code.is_none(), p.code.clone());
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    rows
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The checked-in records of two cities.
    pub(crate) fn records() -> Vec<Record> {
        ["tsuruoka", "mine", "kamaishi"]
            .map(|name| {
                let path = format!("{}/output/records/{name}.json", env!("CARGO_MANIFEST_DIR"));
                serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
            })
            .into()
    }

    pub(crate) fn plans() -> Vec<PlanRow> {
        plan_rows(&records()[..2])
    }

    fn one(name: &str) -> PlanRow {
        plan_rows(&records()).into_iter().find(|p| p.municipality.as_deref() == Some(name)).unwrap()
    }

    #[test]
    fn tsuruoka_by_hand() {
        // Read from the pages: 諮問 on 31 October 2022, 答申 and パブリックコメント both in February 2024.
        let plan = one("鶴岡市");
        assert_eq!(plan.months_to_answer.value, Some(16));
        assert_eq!(plan.days_to_answer.value, None);
        assert_eq!((plan.days_to_answer.least, plan.days_to_answer.most), (Some(458), Some(486)));
        assert_eq!(plan.public_comment_order.reason, Some(Reason::OrderUnclear));
        assert_eq!(plan.public_comment_season.value.as_deref(), Some("winter"));
        // 審議会: October 2022 (printed in two tables), June and September 2023, January and February 2024 (its 答申 is no
        // meeting of a number, and names no body).
        assert_eq!(plan.council_meetings.value, Some(4));
        assert_eq!(plan.children.value, None);
        assert_eq!((plan.goals.declared.value, plan.goals.found.value), (Some(7), Some(7)));
        let digital = plan.fields.iter().find(|f| f.field == "digital").unwrap();
        assert_eq!(digital.level, Level::Priority);
        let place = &plan.months_to_answer.from[0];
        assert_eq!((place.file.as_str(), place.page), ("tsuruoka.pdf", Some(2)));
        assert!(place.bbox.is_some());
    }

    #[test]
    fn kamaishi_by_hand() {
        // 諮問 on 24 December 2025, 答申 on 28 January 2026, comments from 25 December to 23 January.
        let plan = one("釜石市");
        assert_eq!((plan.months_to_answer.value, plan.days_to_answer.value), (Some(1), Some(35)));
        assert_eq!(plan.public_comment_days.value, Some(30));
        assert_eq!(plan.public_comment_order.value.as_deref(), Some("before"));
        assert_eq!(plan.postponed.value, Some(1));
        assert_eq!(plan.assembly.value.as_deref(), Some("report"));
        // It states no number of goals: that is not zero.
        assert_eq!((plan.goals.declared.value, plan.goals.declared.reason), (None, Some(Reason::NotFound)));
        assert_eq!(plan.goals.found.value, Some(5));
    }

    #[test]
    fn mine_by_hand() {
        // No 諮問 in the schedule; the paper is of November 2023, 策定 from December 2024 to March 2025.
        let plan = one("美祢市");
        assert_eq!(plan.months_to_answer.reason, Some(Reason::NotFound));
        let months = &plan.months_to_adoption;
        assert_eq!((months.value, months.least, months.most), (None, Some(13), Some(16)));
        assert_eq!(plan.council_meetings.reason, Some(Reason::NotFound));
        assert_eq!(plan.public_comment_days.reason, Some(Reason::TooCoarse));
        assert_eq!(plan.layers.len(), 3);
        assert_eq!(plan.period.value.as_ref().unwrap().first_year, Some(2025));
    }

    #[test]
    fn documents_of_one_plan_are_joined() {
        let mut all = records();
        let mut second = all[2].clone();
        second.source.file = "kamaishi-2.pdf".into();
        all.push(second);
        let comparison = compare(&all, &Options::default()).unwrap();
        assert_eq!((comparison.plans.len(), comparison.documents), (3, 4));
        let joined = comparison.plans.iter().find(|p| p.documents.len() == 2).unwrap();
        let alone = one("釜石市");
        // The same paper twice tells nothing twice.
        assert_eq!(joined.council_meetings.value, alone.council_meetings.value);
        assert_eq!(
            joined.phases.iter().map(|p| p.events).sum::<usize>(),
            alone.phases.iter().map(|p| p.events).sum::<usize>()
        );
        let times = |p: &PlanRow| p.participation.iter().map(|m| m.times.value).collect::<Vec<_>>();
        assert_eq!(times(joined), times(&alone));
    }
}
