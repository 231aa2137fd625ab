//! The table `plans`: what all documents of a plan say of it, brought together by `plan.id`.
//!
//! Where documents differ, the value that most of them give stands in the table (of equally many, the one of the first
//! document) and the column is named in `disagreements`: a wrong value that looks right is worse than one that is told.

use std::collections::BTreeMap;

use super::rows::RecordRows;
use super::value::{Row, Value};
use crate::record::{Municipality, Plan, Record, When};

/// Plans with what each of their documents says.
#[derive(Debug, Default)]
pub(super) struct Plans(BTreeMap<String, Vec<(String, Option<Municipality>, Plan)>>);

impl Plans {
    pub(super) fn take(&mut self, record: &Record) {
        let Some(plan) = &record.plan else { return };
        let Some(id) = &plan.id else { return };
        let plan = Plan { layers: Vec::new(), evidence: Vec::new(), ..plan.clone() };
        let municipality = record.municipality.clone().map(|m| Municipality { evidence: Vec::new(), ..m });
        self.0.entry(id.clone()).or_default().push((super::file_of(record).to_owned(), municipality, plan));
    }

    /// A row per plan, in the order of their ids.
    pub(super) fn rows(&self) -> RecordRows {
        let mut out = RecordRows::default();
        for (id, readings) in &self.0 {
            out.put("plans", row(id, readings));
        }
        out
    }
}

fn row(id: &str, readings: &[(String, Option<Municipality>, Plan)]) -> Row {
    let mut differ = Vec::new();
    let mut most = |name: &str, say: &dyn Fn(&Option<Municipality>, &Plan) -> Option<String>| {
        let said: Vec<String> = readings.iter().filter_map(|(_, m, p)| say(m, p)).collect();
        let (value, agreed) = most_said(&said);
        if !agreed {
            differ.push(name.to_owned());
        }
        value
    };
    let of = |m: &Option<Municipality>, field: fn(&Municipality) -> Option<String>| m.as_ref().and_then(field);
    let code = most("municipality_code", &|m, _| of(m, |m| m.code.clone()));
    let name = most("municipality", &|m, _| of(m, |m| Some(m.name.clone())));
    let prefecture = most("prefecture", &|m, _| of(m, |m| m.prefecture.clone()));
    let kind = most("municipality_kind", &|m, _| of(m, |m| m.kind.and_then(|k| Value::id(&k).flat())));
    let title = most("title", &|_, p| p.title.clone());
    let ordinal = most("ordinal", &|_, p| p.ordinal.map(|n| n.to_string()));
    let sort = most("name", &|_, p| p.name.clone());
    let part = most("part", &|_, p| p.part.clone());
    // Periods are compared by their days: they may be printed in several ways.
    let days = |w: &When| (w.start.is_some() || w.end.is_some()).then(|| format!("{:?}/{:?}", w.start, w.end));
    let period = most("period", &|_, p| p.period.as_ref().and_then(days));
    let vision = most("vision", &|_, p| p.vision.clone());
    let whens = || readings.iter().filter_map(|(_, _, p)| p.period.as_ref());
    let period = match &period {
        Some(wanted) => whens().find(|w| days(w).as_ref() == Some(wanted)),
        None => whens().next(),
    };
    let files: Vec<String> = readings.iter().map(|(file, _, _)| file.clone()).collect();
    let mut row = Row::default();
    row.text(id)
        .maybe(code.as_deref())
        .maybe(name.as_deref())
        .maybe(prefecture.as_deref())
        .maybe(kind.as_deref())
        .maybe(title.as_deref())
        .push(Value::int(ordinal.and_then(|n| n.parse::<i64>().ok())))
        .maybe(sort.as_deref())
        .maybe(part.as_deref())
        .when(period)
        .maybe(vision.as_deref())
        .count(files.len())
        .list(&files)
        .list(&differ);
    row
}

/// What is said most often (of equally many, what is said first), and whether all say the same.
fn most_said(said: &[String]) -> (Option<String>, bool) {
    let times = |one: &String| said.iter().filter(|other| *other == one).count();
    let mut best: Option<(&String, usize)> = None;
    for one in said {
        if best.is_none_or(|(_, most)| times(one) > most) {
            best = Some((one, times(one)));
        }
    }
    (best.map(|(one, _)| one.clone()), best.is_none_or(|(_, most)| most == said.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_documents_are_believed_and_the_others_told() {
        let say = |said: &[&str]| most_said(&said.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
        assert_eq!(say(&["a", "b", "b"]), (Some("b".into()), false));
        assert_eq!(say(&["b", "a"]), (Some("b".into()), false));
        assert_eq!(say(&["a", "a"]), (Some("a".into()), true));
        assert_eq!(say(&[]), (None, true));
    }
}
