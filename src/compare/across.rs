//! What is told of all plans together: calendars of phases, themes, indicators of one name, words of visions, terms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::types::{Measure, PlanRow, Reason};
use crate::record::ids::{FIELDS, METHODS, PHASES};

/// In which months of the 年度 a phase begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseMonths {
    /// Id of the phase.
    pub phase: String,
    /// Plans whose first event of this phase begins in April, May … March.
    pub months: [usize; 12],
    /// Plans that have the phase with a date too coarse for a month.
    pub too_coarse: usize,
    /// Plans that name it without a date.
    pub no_date: usize,
}

/// A theme, and the plans that name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Its name.
    pub theme: String,
    /// Ids of the plans.
    pub plans: Vec<String>,
}

/// An indicator that several plans have under one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedIndicator {
    /// Its name without spaces.
    pub key: String,
    /// Ids of the plans.
    pub plans: Vec<String>,
}

/// A word that visions use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisionWord {
    /// The word.
    pub word: String,
    /// Ids of the plans.
    pub plans: Vec<String>,
}

/// A name that documents use for a method of participation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Id of the method.
    pub method: String,
    /// The name.
    pub name: String,
    /// Ids of the plans.
    pub plans: Vec<String>,
}

/// How a number is spread over the plans of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// The measure.
    pub measure: String,
    /// Plans for which it is known.
    pub known: usize,
    /// Plans for which it is not.
    pub missing: usize,
    /// Least; null where none is known.
    pub least: Option<i64>,
    /// Median (of an even number the mean of the middle two).
    pub median: Option<f64>,
    /// Greatest.
    pub most: Option<i64>,
}

/// How many plans of a group have a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The measure: `public_comment_order`, `method`, `field` …
    pub measure: String,
    /// Its value.
    pub value: String,
    /// Plans that have it.
    pub plans: usize,
    /// Plans of which it is known whether they have it.
    pub known: usize,
}

/// Plans of one prefecture or kind; or all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its name; `all` for all plans, null for those whose group is not known.
    pub group: Option<String>,
    /// Number of plans.
    pub plans: usize,
    /// Numbers.
    pub spreads: Vec<Spread>,
    /// Properties.
    pub shares: Vec<Share>,
}

/// The measures that are numbers, by name.
pub const NUMBERS: [&str; 17] = [
    "period_years",
    "months_to_answer",
    "days_to_answer",
    "months_to_adoption",
    "council_meetings",
    "committee_meetings",
    "council_items",
    "public_comment_days",
    "methods",
    "postponed",
    "goals_declared",
    "goals_found",
    "measures_declared",
    "measures_found",
    "indicators_declared",
    "indicators_found",
    "period_first_year",
];

/// A measure of a plan that is a number.
#[must_use]
pub fn number(plan: &PlanRow, measure: &str) -> Option<Measure<i64>> {
    let of_period = |pick: &dyn Fn(&super::types::Period) -> Option<i32>| {
        let value = plan.period.value.as_ref().and_then(pick).map(i64::from);
        let reason = if plan.period.value.is_some() { Reason::TooCoarse } else { Reason::NotFound };
        match value {
            Some(value) => Measure::known(value, plan.period.from.clone()),
            None => Measure::missing(reason),
        }
    };
    Some(match measure {
        "period_years" => of_period(&|p| p.years),
        "period_first_year" => of_period(&|p| p.first_year),
        "months_to_answer" => plan.months_to_answer.clone(),
        "days_to_answer" => plan.days_to_answer.clone(),
        "months_to_adoption" => plan.months_to_adoption.clone(),
        "council_meetings" => plan.council_meetings.clone(),
        "committee_meetings" => plan.committee_meetings.clone(),
        "council_items" => plan.council_items.clone(),
        "public_comment_days" => plan.public_comment_days.clone(),
        "methods" => plan.methods.clone(),
        "postponed" => plan.postponed.clone(),
        "goals_declared" => plan.goals.declared.clone(),
        "goals_found" => plan.goals.found.clone(),
        "measures_declared" => plan.measures.declared.clone(),
        "measures_found" => plan.measures.found.clone(),
        "indicators_declared" => plan.indicators_counted.declared.clone(),
        "indicators_found" => plan.indicators_counted.found.clone(),
        _ => return None,
    })
}

/// The measures that are words, by name.
pub const WORDS: [&str; 4] = ["public_comment_season", "public_comment_order", "children", "assembly"];

/// A measure of a plan that is a word.
#[must_use]
pub fn word<'a>(plan: &'a PlanRow, measure: &str) -> Option<&'a Measure<String>> {
    Some(match measure {
        "public_comment_season" => &plan.public_comment_season,
        "public_comment_order" => &plan.public_comment_order,
        "children" => &plan.children,
        "assembly" => &plan.assembly,
        _ => return None,
    })
}

pub(super) fn phase_months(plans: &[PlanRow]) -> Vec<PhaseMonths> {
    let mut rows: Vec<PhaseMonths> = PHASES
        .iter()
        .map(|phase| PhaseMonths { phase: (*phase).to_owned(), months: [0; 12], too_coarse: 0, no_date: 0 })
        .collect();
    for row in plans.iter().flat_map(|p| &p.phases) {
        let Some(of) = rows.iter_mut().find(|r| r.phase == row.phase) else { continue };
        match (row.month.value, row.month.reason) {
            (Some(month), _) => {
                // April is the first month of a 年度.
                let place = usize::try_from((month + 8) % 12).unwrap_or(0);
                if let Some(count) = of.months.get_mut(place) {
                    *count += 1;
                }
            }
            (None, Some(Reason::NoDate)) => of.no_date += 1,
            (None, _) => of.too_coarse += 1,
        }
    }
    rows
}

/// A name and the plans that have it, most plans first.
fn by_plans<K: Ord + Clone>(found: BTreeMap<K, Vec<String>>) -> Vec<(K, Vec<String>)> {
    let mut rows: Vec<(K, Vec<String>)> = found.into_iter().collect();
    // The sort is stable and the map ordered: equal numbers stand in the order of their names.
    rows.sort_by_key(|(_, plans)| std::cmp::Reverse(plans.len()));
    rows
}

pub(super) fn themes(plans: &[PlanRow]) -> Vec<Theme> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for plan in plans {
        for theme in &plan.themes {
            found.entry(theme.theme.clone()).or_default().push(plan.id.clone());
        }
    }
    by_plans(found).into_iter().map(|(theme, plans)| Theme { theme, plans }).collect()
}

/// Indicators of each name, with the plans that have one.
pub(super) fn indicators(plans: &[PlanRow]) -> Vec<SharedIndicator> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for plan in plans {
        let keys: BTreeSet<&str> = plan.indicators.iter().map(|i| i.key.as_str()).collect();
        for key in keys {
            found.entry(key.to_owned()).or_default().push(plan.id.clone());
        }
    }
    by_plans(found).into_iter().map(|(key, plans)| SharedIndicator { key, plans }).collect()
}

pub(super) fn vision_words(plans: &[PlanRow]) -> Vec<VisionWord> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for plan in plans {
        let words = plan.vision.value.as_deref().map(words_of_vision).unwrap_or_default();
        for word in words {
            found.entry(word).or_default().push(plan.id.clone());
        }
    }
    by_plans(found).into_iter().map(|(word, plans)| VisionWord { word, plans }).collect()
}

/// Words that visions write in hiragana, which no change of script marks off. From the visions of 総合計画 at large.
const HIRAGANA: [&str; 26] = [
    "まちづくり",
    "ふるさと",
    "しあわせ",
    "つながり",
    "つながる",
    "かがやき",
    "かがやく",
    "やさしさ",
    "やすらぎ",
    "にぎわい",
    "うるおい",
    "ぬくもり",
    "いきいき",
    "みんな",
    "みらい",
    "くらし",
    "みどり",
    "こころ",
    "いのち",
    "ゆたか",
    "あんしん",
    "ひと",
    "まち",
    "しごと",
    "こども",
    "きずな",
];

/// The words of a vision: runs of kanji and of katakana, and the words above. Japanese has no spaces; without a
/// dictionary this is what can be told, and it is the same for all plans.
pub(crate) fn words_of_vision(vision: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut run = String::new();
    let mut kana = String::new();
    let kanji = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '々';
    let katakana = |c: char| ('\u{30A1}'..='\u{30FA}').contains(&c) || c == 'ー';
    let hiragana = |c: char| ('\u{3041}'..='\u{3096}').contains(&c);
    let mut before = None;
    for c in vision.chars().chain(['\n']) {
        let script = match c {
            c if kanji(c) => Some('k'),
            c if katakana(c) => Some('t'),
            _ => None,
        };
        if script != before && !run.is_empty() {
            words.insert(std::mem::take(&mut run));
        }
        if script.is_some() {
            run.push(c);
        }
        before = script;
        if hiragana(c) {
            kana.push(c);
        } else {
            take_hiragana(&std::mem::take(&mut kana), &mut words);
        }
    }
    words
}

fn take_hiragana(run: &str, words: &mut BTreeSet<String>) {
    let mut rest = run;
    while !rest.is_empty() {
        let word = HIRAGANA.iter().find(|word| rest.starts_with(**word));
        let length = word.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |word| word.len());
        words.extend(word.map(|word| (*word).to_owned()));
        rest = rest.get(length..).unwrap_or_default();
    }
}

pub(super) fn terms(plans: &[PlanRow]) -> Vec<Term> {
    let mut found: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
    for plan in plans {
        for row in &plan.participation {
            let order = METHODS.iter().position(|m| *m == row.method).unwrap_or(METHODS.len());
            for name in &row.names {
                found.entry((order, name.clone())).or_default().push(plan.id.clone());
            }
        }
    }
    let mut rows = by_plans(found);
    rows.sort_by_key(|((order, _), _)| *order);
    rows.into_iter()
        .filter_map(|((order, name), plans)| {
            METHODS.get(order).map(|method| Term { method: (*method).to_owned(), name, plans })
        })
        .collect()
}

/// The group `all`, then those of `by`.
pub(super) fn groups(plans: &[PlanRow], by: Option<super::By>) -> Vec<Group> {
    let mut groups = vec![group(Some("all".to_owned()), &plans.iter().collect::<Vec<_>>())];
    let Some(by) = by else { return groups };
    let mut found: BTreeMap<(bool, String), Vec<&PlanRow>> = BTreeMap::new();
    for plan in plans {
        // In the order of the codes, as every table of municipalities has them: the first two digits are the prefecture.
        let (name, order) = match by {
            super::By::Prefecture => (&plan.prefecture, plan.code.as_deref().and_then(|c| c.get(..2)).unwrap_or("")),
            super::By::Kind => (&plan.kind, ""),
        };
        let key = name.as_ref().map_or_else(String::new, |name| format!("{order}\t{name}"));
        found.entry((name.is_none(), key)).or_default().push(plan);
    }
    for ((unknown, key), plans) in found {
        let name = key.split_once('\t').map(|(_, name)| name.to_owned());
        groups.push(group(if unknown { None } else { name }, &plans));
    }
    groups
}

fn group(name: Option<String>, plans: &[&PlanRow]) -> Group {
    let spread = |measure: &&str| {
        let mut values: Vec<i64> = plans.iter().filter_map(|p| number(p, measure)?.value).collect();
        values.sort_unstable();
        Spread {
            measure: (*measure).to_owned(),
            known: values.len(),
            missing: plans.len() - values.len(),
            least: values.first().copied(),
            median: median(&values),
            most: values.last().copied(),
        }
    };
    let mut shares = Vec::new();
    let mut share = |measure: &str, value: &str, plans: usize, known: usize| {
        if plans > 0 {
            shares.push(Share { measure: measure.to_owned(), value: value.to_owned(), plans, known });
        }
    };
    for measure in WORDS {
        let values: Vec<&str> = plans.iter().filter_map(|p| word(p, measure)?.value.as_deref()).collect();
        let all: BTreeSet<&str> = values.iter().copied().collect();
        for value in all {
            share(measure, value, values.iter().filter(|v| **v == value).count(), values.len());
        }
    }
    // What a document does not name may stand in another: only plans that name some can be known.
    let with = |test: &dyn Fn(&PlanRow) -> bool| plans.iter().filter(|p| test(p)).count();
    for method in METHODS {
        let known = with(&|p| !p.participation.is_empty());
        share("method", method, with(&|p| p.participation.iter().any(|m| m.method == method)), known);
    }
    for field in FIELDS {
        for (level, name) in super::LEVELS {
            let has = |p: &PlanRow| p.fields.iter().any(|f| f.field == field && f.level == level);
            share(&format!("field_{name}"), field, with(&has), with(&|p| !p.fields.is_empty()));
        }
    }
    for phase in PHASES {
        share(
            "phase",
            phase,
            with(&|p| p.phases.iter().any(|row| row.phase == phase)),
            with(&|p| !p.phases.is_empty()),
        );
    }
    Group { group: name, plans: plans.len(), spreads: NUMBERS.iter().map(spread).collect(), shares }
}

/// The median of sorted values.
#[allow(clippy::cast_precision_loss, reason = "months, days and counts are far below 2^52")]
fn median(sorted: &[i64]) -> Option<f64> {
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some((*low as f64 + *high as f64) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_visions() {
        let words = |text| words_of_vision(text).into_iter().collect::<Vec<_>>();
        assert_eq!(words("しあわせ共感安心のまちつるがしま"), ["しあわせ", "まち", "共感安心"]);
        assert_eq!(words("スポーツと健康のまち"), ["まち", "スポーツ", "健康"]);
        assert_eq!(words("誇れる郷土・秋吉台のまち"), ["まち", "秋吉台", "誇", "郷土"]);
    }

    #[test]
    fn medians() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3]), Some(3.0));
        assert_eq!(median(&[1, 2, 3, 10]), Some(2.5));
    }

    #[test]
    fn groups_know_how_many_they_do_not_know() {
        let plans = crate::compare::tests::plans();
        let groups = groups(&plans, Some(crate::compare::By::Prefecture));
        let names: Vec<_> = groups.iter().map(|g| g.group.as_deref().unwrap_or("?")).collect();
        assert_eq!(names, ["all", "山形県", "山口県"]);
        let spread = groups[0].spreads.iter().find(|s| s.measure == "months_to_answer").unwrap();
        assert_eq!((spread.known, spread.missing, spread.median), (1, 1, Some(16.0)));
    }
}
