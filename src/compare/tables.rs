//! A comparison as files: one JSON, and tables as CSV.

use std::path::Path;

use super::across::{NUMBERS, WORDS, number, word};
use super::types::{Measure, Place, PlanRow};
use super::{Comparison, LEVELS};
use crate::batch::write::atomically;
use crate::error::{Error, Stage};
use crate::record::json;

/// The tables that are written, and what a row of each is. `docs/compare.md` tells their columns.
pub const TABLES: [(&str, &str); 15] = [
    ("plans", "a plan: its facts and every measure, or the reason why it has none"),
    ("measures", "a measure of a plan, with its bounds and links to the pages"),
    ("sources", "a place on a page that a figure was read from"),
    ("groups", "a figure of a group (all, and each prefecture or kind with --by)"),
    ("phases", "a phase of a plan: when it begins and ends"),
    ("phase_months", "a phase and a month of the 年度: how many plans begin it then"),
    ("public_comments", "a public comment"),
    ("participation", "a method of participation of a plan"),
    ("terms", "a name that documents use for a method"),
    ("fields", "a field of policy in a plan"),
    ("themes", "a theme in a plan, and how many plans share it"),
    ("indicators", "an indicator (KPI) of a plan, those of one name beside each other"),
    ("visions", "the vision of a plan"),
    ("vision_words", "a word of visions, and the plans that use it"),
    ("bodies", "a body of a plan"),
];

/// A table: its columns, then its rows.
struct Table {
    name: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(name: &'static str, columns: &[&str]) -> Self {
        Self { name, columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows: Vec::new() }
    }
}

/// Writes `comparison.json` and a CSV file per table below a folder, each whole or not at all.
///
/// # Errors
/// Where the folder cannot be written.
pub fn write(comparison: &Comparison, folder: &Path) -> Result<(), Error> {
    let told = |e: serde_json::Error| Error::io(Stage::Write, &e.into());
    let text = json::pretty(&serde_json::to_string(comparison).map_err(told)?);
    atomically(&folder.join("comparison.json"), |out| out.write_all(text.as_bytes()))?;
    for table in tables(comparison) {
        let path = folder.join(format!("{}.csv", table.name));
        atomically(&path, |out| {
            // Excel takes UTF-8 for UTF-8 only where this mark stands first.
            out.write_all("\u{FEFF}".as_bytes())?;
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(&table.columns)?;
            for row in &table.rows {
                csv.write_record(row)?;
            }
            csv.flush()
        })?;
    }
    Ok(())
}

fn tables(comparison: &Comparison) -> Vec<Table> {
    let plans = &comparison.plans;
    vec![
        plan_table(plans),
        measures(plans),
        sources(plans),
        groups(comparison),
        phases(plans),
        phase_months(comparison),
        public_comments(plans),
        participation(plans),
        terms(comparison),
        fields(plans),
        themes(comparison),
        indicators(plans),
        visions(plans),
        vision_words(comparison),
        bodies(plans),
    ]
}

/// `file.pdf#page=2&viewrect=left,top,width,height`: the open parameters of PDF (Adobe, "PDF Open Parameters"; ISO 32000-2
/// Annex O), which browsers follow to the page.
pub(crate) fn link(place: &Place) -> String {
    let mut link = place.file.clone();
    if let Some(page) = place.page {
        link += &format!("#page={page}");
        if let Some([x0, y0, x1, y1]) = place.bbox {
            let one = |v: f64| (v * 10.0).round() / 10.0;
            link += &format!("&viewrect={},{},{},{}", one(x0), one(y0), one(x1 - x0), one(y1 - y0));
        }
    }
    link
}

fn links(places: &[Place]) -> String {
    places.iter().map(link).collect::<Vec<_>>().join("; ")
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn reason<T>(measure: &Measure<T>) -> String {
    measure.reason.map(|r| r.id().to_owned()).unwrap_or_default()
}

/// The columns that say whose plan a row is of.
const OWNER: [&str; 4] = ["plan_id", "prefecture", "municipality", "part"];

fn owner(plan: &PlanRow) -> Vec<String> {
    vec![plan.id.clone(), text(plan.prefecture.as_ref()), text(plan.municipality.as_ref()), text(plan.part.as_ref())]
}

fn owned(name: &'static str, columns: &[&str]) -> Table {
    Table::new(name, &[&OWNER, columns].concat())
}

fn plan_table(plans: &[PlanRow]) -> Table {
    let mut table = Table::new(
        "plans",
        &[
            "plan_id",
            "code",
            "prefecture",
            "municipality",
            "kind",
            "title",
            "name",
            "ordinal",
            "part",
            "documents",
            "files",
            "period",
            "period_start",
            "period_end",
            "layers",
            "vision",
            "vision_reason",
        ],
    );
    for measure in NUMBERS.into_iter().chain(WORDS) {
        table.columns.extend([measure.to_owned(), format!("{measure}_reason")]);
    }
    for plan in plans {
        let period = plan.period.value.as_ref();
        let files: Vec<&str> = plan.documents.iter().map(|d| d.file.as_str()).collect();
        let layer = |l: &super::LayerRow| match &l.period.value {
            Some(p) => format!("{} {}", l.name, p.raw),
            None => l.name.clone(),
        };
        let mut row = vec![
            plan.id.clone(),
            text(plan.code.as_ref()),
            text(plan.prefecture.as_ref()),
            text(plan.municipality.as_ref()),
            text(plan.kind.as_ref()),
            text(plan.title.as_ref()),
            text(plan.name.as_ref()),
            text(plan.ordinal.as_ref()),
            text(plan.part.as_ref()),
            plan.documents.len().to_string(),
            files.join("; "),
            period.map(|p| p.raw.clone()).unwrap_or_default(),
            period.and_then(|p| p.start.clone()).unwrap_or_default(),
            period.and_then(|p| p.end.clone()).unwrap_or_default(),
            plan.layers.iter().map(layer).collect::<Vec<_>>().join("; "),
            text(plan.vision.value.as_ref()),
            reason(&plan.vision),
        ];
        for m in NUMBERS.iter().filter_map(|m| number(plan, m)) {
            row.extend([text(m.value.as_ref()), reason(&m)]);
        }
        for m in WORDS.iter().filter_map(|m| word(plan, m)) {
            row.extend([text(m.value.as_ref()), reason(m)]);
        }
        table.rows.push(row);
    }
    table
}

fn measures(plans: &[PlanRow]) -> Table {
    let mut table = owned("measures", &["measure", "value", "least", "most", "reason", "from"]);
    for plan in plans {
        let mut add = |name: &str, value: String, least: String, most: String, reason: String, from: &[Place]| {
            table.rows.push([owner(plan), vec![name.to_owned(), value, least, most, reason, links(from)]].concat());
        };
        for name in NUMBERS {
            if let Some(m) = number(plan, name) {
                let (least, most) = (text(m.least.as_ref()), text(m.most.as_ref()));
                add(name, text(m.value.as_ref()), least, most, reason(&m), &m.from);
            }
        }
        for name in WORDS {
            if let Some(m) = word(plan, name) {
                add(name, text(m.value.as_ref()), String::new(), String::new(), reason(m), &m.from);
            }
        }
        let vision = &plan.vision;
        add("vision", text(vision.value.as_ref()), String::new(), String::new(), reason(vision), &vision.from);
    }
    table
}

/// Every place, by what was read there.
fn sources(plans: &[PlanRow]) -> Table {
    let columns = ["plan_id", "figure", "file", "page", "x0", "y0", "x1", "y1", "text", "inferred"];
    let mut table = Table::new("sources", &columns);
    for plan in plans {
        let mut add = |figure: String, from: &[Place]| {
            for place in from {
                let side = |i: usize| place.bbox.and_then(|b| b.get(i).map(ToString::to_string)).unwrap_or_default();
                table.rows.push(vec![
                    plan.id.clone(),
                    figure.clone(),
                    place.file.clone(),
                    text(place.page.as_ref()),
                    side(0),
                    side(1),
                    side(2),
                    side(3),
                    place.text.clone(),
                    place.inferred.to_string(),
                ]);
            }
        };
        for name in NUMBERS {
            if let Some(m) = number(plan, name) {
                add(name.to_owned(), &m.from);
            }
        }
        for name in WORDS {
            if let Some(m) = word(plan, name) {
                add(name.to_owned(), &m.from);
            }
        }
        add("vision".to_owned(), &plan.vision.from);
        plan.layers.iter().for_each(|l| add(format!("layer:{}", l.name), &l.period.from));
        plan.phases.iter().for_each(|p| add(format!("phase:{}", p.phase), &p.month.from));
        plan.participation.iter().for_each(|m| add(format!("method:{}", m.method), &m.times.from));
        plan.fields.iter().for_each(|f| add(format!("field:{}", f.field), &f.from));
        plan.themes.iter().for_each(|t| add(format!("theme:{}", t.theme), &t.from));
        plan.bodies.iter().for_each(|b| add(format!("body:{}", b.name), &b.from));
        plan.related_plans.iter().for_each(|r| add(format!("related_plan:{}", r.title), &r.from));
        plan.indicators.iter().for_each(|i| add(format!("indicator:{}", i.name), &i.from));
    }
    table
}

fn groups(comparison: &Comparison) -> Table {
    let columns = ["group", "plans", "measure", "value", "plans_with", "known", "missing", "least", "median", "most"];
    let mut table = Table::new("groups", &columns);
    for group in &comparison.groups {
        let start = [text(group.group.as_ref()), group.plans.to_string()];
        for s in &group.spreads {
            let row = [
                s.measure.clone(),
                String::new(),
                String::new(),
                s.known.to_string(),
                s.missing.to_string(),
                text(s.least.as_ref()),
                text(s.median.as_ref()),
                text(s.most.as_ref()),
            ];
            table.rows.push(start.iter().cloned().chain(row).collect());
        }
        for s in &group.shares {
            let missing = group.plans - s.known;
            let row = [
                s.measure.clone(),
                s.value.clone(),
                s.plans.to_string(),
                s.known.to_string(),
                missing.to_string(),
                String::new(),
                String::new(),
                String::new(),
            ];
            table.rows.push(start.iter().cloned().chain(row).collect());
        }
    }
    table
}

fn phases(plans: &[PlanRow]) -> Table {
    let columns = [
        "phase",
        "events",
        "first",
        "last",
        "month",
        "month_reason",
        "months_before_period",
        "months_before_least",
        "months_before_most",
        "months_before_reason",
        "from",
    ];
    let mut table = owned("phases", &columns);
    for plan in plans {
        for p in &plan.phases {
            let row = vec![
                p.phase.clone(),
                p.events.to_string(),
                text(p.first.as_ref()),
                text(p.last.as_ref()),
                text(p.month.value.as_ref()),
                reason(&p.month),
                text(p.lead.value.as_ref()),
                text(p.lead.least.as_ref()),
                text(p.lead.most.as_ref()),
                reason(&p.lead),
                links(&p.month.from),
            ];
            table.rows.push([owner(plan), row].concat());
        }
    }
    table
}

fn phase_months(comparison: &Comparison) -> Table {
    let mut table = Table::new("phase_months", &["phase"]);
    // April first, as a 年度 runs.
    table.columns.extend((4..=12).chain(1..=3).map(|m| format!("month_{m}")));
    table.columns.extend(["too_coarse".to_owned(), "no_date".to_owned()]);
    for p in &comparison.phase_months {
        let counts = p.months.iter().chain([&p.too_coarse, &p.no_date]).map(ToString::to_string);
        table.rows.push([p.phase.clone()].into_iter().chain(counts).collect());
    }
    table
}

fn public_comments(plans: &[PlanRow]) -> Table {
    let columns =
        ["name", "start", "end", "days", "days_reason", "season", "season_reason", "order", "order_reason", "from"];
    let mut table = owned("public_comments", &columns);
    for plan in plans {
        for c in &plan.public_comments {
            let row = vec![
                c.name.clone(),
                text(c.start.as_ref()),
                text(c.end.as_ref()),
                text(c.days.value.as_ref()),
                reason(&c.days),
                text(c.season.value.as_ref()),
                reason(&c.season),
                text(c.order.value.as_ref()),
                reason(&c.order),
                links(&c.days.from),
            ];
            table.rows.push([owner(plan), row].concat());
        }
    }
    table
}

fn participation(plans: &[PlanRow]) -> Table {
    let mut table = owned("participation", &["method", "times", "times_reason", "names", "targets", "from"]);
    for plan in plans {
        for m in &plan.participation {
            let row = vec![
                m.method.clone(),
                text(m.times.value.as_ref()),
                reason(&m.times),
                m.names.join("; "),
                m.targets.join("; "),
                links(&m.times.from),
            ];
            table.rows.push([owner(plan), row].concat());
        }
    }
    table
}

fn terms(comparison: &Comparison) -> Table {
    let mut table = Table::new("terms", &["method", "name", "plans", "plan_ids"]);
    for t in &comparison.terms {
        table.rows.push(vec![t.method.clone(), t.name.clone(), t.plans.len().to_string(), t.plans.join("; ")]);
    }
    table
}

fn fields(plans: &[PlanRow]) -> Table {
    let mut table = owned("fields", &["field", "level", "count", "words", "from"]);
    for plan in plans {
        for f in &plan.fields {
            let level = LEVELS.iter().find(|(l, _)| *l == f.level).map_or("", |(_, name)| name);
            let words: Vec<&str> = f.from.iter().map(|p| p.text.as_str()).collect();
            let row = vec![f.field.clone(), level.to_owned(), f.count.to_string(), words.join("; "), links(&f.from)];
            table.rows.push([owner(plan), row].concat());
        }
    }
    table
}

fn themes(comparison: &Comparison) -> Table {
    let mut table = owned("themes", &["theme", "count", "plans", "unique", "from"]);
    let shared: std::collections::BTreeMap<&str, usize> =
        comparison.themes.iter().map(|t| (t.theme.as_str(), t.plans.len())).collect();
    for plan in &comparison.plans {
        for t in &plan.themes {
            let row = vec![
                t.theme.clone(),
                t.count.to_string(),
                text(shared.get(t.theme.as_str())),
                t.unique.to_string(),
                links(&t.from),
            ];
            table.rows.push([owner(plan), row].concat());
        }
    }
    table
}

fn indicators(plans: &[PlanRow]) -> Table {
    let columns = ["key", "plans", "name", "unit", "baseline", "baseline_when", "targets", "from"];
    let mut table = owned("indicators", &columns);
    let mut all: Vec<_> = plans.iter().flat_map(|p| p.indicators.iter().map(move |i| (p, i))).collect();
    // Those of one name beside each other, names of most plans first; plans keep their order.
    all.sort_by(|(_, a), (_, b)| b.plans.cmp(&a.plans).then_with(|| a.key.cmp(&b.key)));
    for (plan, i) in all {
        let target = |v: &super::ValueRow| match &v.when {
            Some(when) => format!("{} ({when})", v.value),
            None => v.value.clone(),
        };
        let row = vec![
            i.key.clone(),
            i.plans.to_string(),
            i.name.clone(),
            text(i.unit.as_ref()),
            i.baseline.as_ref().map(|b| b.value.clone()).unwrap_or_default(),
            i.baseline.as_ref().and_then(|b| b.when.clone()).unwrap_or_default(),
            i.targets.iter().map(target).collect::<Vec<_>>().join("; "),
            links(&i.from),
        ];
        table.rows.push([owner(plan), row].concat());
    }
    table
}

fn visions(plans: &[PlanRow]) -> Table {
    let mut table = owned("visions", &["vision", "characters", "reason", "from"]);
    for plan in plans {
        let characters = plan.vision.value.as_ref().map(|v| v.chars().count());
        let row = vec![
            text(plan.vision.value.as_ref()),
            text(characters.as_ref()),
            reason(&plan.vision),
            links(&plan.vision.from),
        ];
        table.rows.push([owner(plan), row].concat());
    }
    table
}

fn vision_words(comparison: &Comparison) -> Table {
    let mut table = Table::new("vision_words", &["word", "plans", "plan_ids"]);
    for w in &comparison.vision_words {
        table.rows.push(vec![w.word.clone(), w.plans.len().to_string(), w.plans.join("; ")]);
    }
    table
}

fn bodies(plans: &[PlanRow]) -> Table {
    let mut table = owned("bodies", &["name", "kind", "members", "from"]);
    for plan in plans {
        for b in &plan.bodies {
            let row = vec![b.name.clone(), b.kind.clone(), b.members.join("; "), links(&b.from)];
            table.rows.push([owner(plan), row].concat());
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare, tests::records};

    #[test]
    fn rows_have_as_many_cells_as_columns_and_every_table_is_told_of() {
        let all = tables(&compare(&records(), &Options::default()).unwrap());
        assert_eq!(all.iter().map(|t| t.name).collect::<Vec<_>>(), TABLES.map(|(name, _)| name));
        let docs = std::fs::read_to_string(format!("{}/docs/compare.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
        for table in &all {
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", table.name);
            }
            assert!(docs.contains(&format!("`{}.csv`", table.name)), "docs/compare.md tells nothing of {}", table.name);
            for column in table.columns.iter().filter(|c| !c.ends_with("_reason") && !c.starts_with("month_")) {
                assert!(docs.contains(&format!("`{column}`")), "docs/compare.md tells nothing of {column}");
            }
        }
    }

    #[test]
    fn links_lead_to_the_box() {
        let place = Place {
            file: "a.pdf".into(),
            page: Some(3),
            bbox: Some([10.0, 20.0, 110.3, 32.0]),
            text: String::new(),
            inferred: false,
        };
        assert_eq!(link(&place), "a.pdf#page=3&viewrect=10,20,100.3,12");
    }
}
