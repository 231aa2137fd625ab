//! Matrices of plans by phase, method of participation and field of policy, and the calendar of phases, as pictures.

use super::svg::{Anchor, Drawing, ems, fitted, length_down};
use super::timeline::LANES;
use super::words::{Language, filled, word};
use crate::compare::{Comparison, LEVELS, Level, PlanRow, Reason};
use crate::record::ids::{FIELDS, METHODS, PHASES};

const LABEL: f64 = 250.0;
const CELL: f64 = 26.0;
const ROW: f64 = 28.0;
const RIGHT: f64 = 20.0;

/// What a matrix shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matrix {
    Phases,
    Participation,
    Fields,
}

impl Matrix {
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Phases, "phases"), (Self::Participation, "participation"), (Self::Fields, "fields")];

    fn columns(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Phases => ("phases", &PHASES),
            Self::Participation => ("methods", &METHODS),
            Self::Fields => ("fields", &FIELDS),
        }
    }
}

/// A cell: the class of its ground, the class and the words of its text.
type Cell = (String, &'static str, String);

fn cell(matrix: Matrix, plan: &PlanRow, id: &str, language: Language) -> Cell {
    let absent = |known: bool| (if known { String::new() } else { "none".to_owned() }, "s", "–".to_owned());
    match matrix {
        Matrix::Phases => {
            let lane = LANES.iter().find(|(_, phases)| phases.contains(&id)).map_or("", |l| l.0);
            match plan.phases.iter().find(|p| p.phase == id).map(|p| (p.month.value, p.month.reason)) {
                None => absent(!plan.events.is_empty()),
                Some((Some(month), _)) => (lane.to_owned(), "w", month.to_string()),
                Some((None, Some(Reason::NoDate))) => (String::new(), "c", "○".to_owned()),
                Some((None, _)) => (format!("{lane} pale"), "c", "●".to_owned()),
            }
        }
        Matrix::Participation => match plan.participation.iter().find(|m| m.method == id).map(|m| m.times.value) {
            None => absent(!plan.participation.is_empty()),
            Some(Some(times)) => ("people".to_owned(), "w", times.to_string()),
            Some(None) => ("people pale".to_owned(), "c", "○".to_owned()),
        },
        Matrix::Fields => match plan.fields.iter().find(|f| f.field == id).map(|f| f.level) {
            None => absent(!plan.fields.is_empty()),
            Some(level) => {
                let name = LEVELS.iter().find(|(l, _)| *l == level).map_or("", |(_, name)| name);
                let (ground, text) = match level {
                    Level::Pillar => ("l0", "w"),
                    Level::Priority => ("l1", "c"),
                    Level::Mention => ("l2", "c"),
                };
                (ground.to_owned(), text, word("marks", name, language).to_owned())
            }
        },
    }
}

/// Room above a matrix for the names of its columns.
fn head(group: &str, ids: &[&str], language: Language) -> f64 {
    ids.iter().map(|id| length_down(word(group, id, language))).fold(0.0, f64::max) + 10.0
}

/// The picture of these plans.
pub(super) fn picture(matrix: Matrix, plans: &[&PlanRow], language: Language, code: &str, version: &str) -> String {
    let (group, ids) = matrix.columns();
    let (title, note) = match matrix {
        Matrix::Phases => ("phases", "matrix_phases_note"),
        Matrix::Participation => ("participation", "matrix_methods_note"),
        Matrix::Fields => ("fields", "matrix_fields_note"),
    };
    let width = (LABEL + CELL * ids.len() as f64 + RIGHT).max(880.0);
    let mut drawing = Drawing::default();
    drawing.text(16.0, 28.0, "h", Anchor::Start, word("ui", title, language));
    drawing.text(16.0, 48.0, "s", Anchor::Start, word("ui", note, language));
    let top = 60.0 + head(group, ids, language);
    for (i, id) in ids.iter().enumerate() {
        let x = LABEL + CELL * (i as f64 + 0.5);
        drawing.text_down(x, top - 6.0, "c", word(group, id, language));
    }
    let mut y = top;
    for plan in plans {
        let name = plan.municipality.as_deref().unwrap_or_else(|| word("ui", "no_municipality", language));
        let name = fitted(name, 9.5);
        drawing.text(16.0, y + 19.0, "n", Anchor::Start, &name);
        let label = plan.part.as_deref().or(plan.name.as_deref()).unwrap_or("");
        let at = 16.0 + ems(&name) * 13.0 + 8.0;
        drawing.text(at, y + 19.0, "s", Anchor::Start, &fitted(label, (LABEL - 8.0 - at) / 11.0));
        for (i, id) in ids.iter().enumerate() {
            let x = LABEL + CELL * i as f64;
            let (ground, class, text) = cell(matrix, plan, id, language);
            if !ground.is_empty() {
                drawing.rect([x + 1.0, y + 2.0, CELL - 2.0, ROW - 4.0], &ground, word(group, id, language));
            }
            drawing.text(x + CELL / 2.0, y + 18.5, class, Anchor::Middle, &text);
        }
        drawing.line([16.0, y + ROW, LABEL + CELL * ids.len() as f64, y + ROW], "r");
        y += ROW;
    }
    drawing.text(16.0, y + 24.0, "s", Anchor::Start, &filled("picture_note", language, version));
    drawing.finish(width, y + 38.0, code, word("ui", title, language), word("ui", note, language))
}

/// In which months phases begin: counts of plans, the more the darker.
pub(super) fn calendar(comparison: &Comparison, language: Language, code: &str, version: &str) -> String {
    let rows: Vec<_> = comparison
        .phase_months
        .iter()
        .filter(|p| p.months.iter().sum::<usize>() + p.too_coarse + p.no_date > 0)
        .collect();
    let most = rows.iter().flat_map(|p| p.months).max().unwrap_or(0).max(1);
    let (label, cell) = (170.0, 44.0);
    let width = label + cell * 13.0 + 3.0 * RIGHT;
    let mut drawing = Drawing::default();
    drawing.text(16.0, 28.0, "h", Anchor::Start, word("ui", "calendar", language));
    for (i, line) in broken(word("ui", "calendar_note", language), (width - 32.0) / 11.0).iter().enumerate() {
        drawing.text(16.0, 48.0 + 15.0 * i as f64, "s", Anchor::Start, line);
    }
    let months = (4..=12).chain(1..=3);
    for (i, month) in months.enumerate() {
        let text = filled("month", language, &month.to_string());
        drawing.text(label + cell * (i as f64 + 0.5), 92.0, "a", Anchor::Middle, &text);
    }
    let coarse_x = label + cell * 12.5 + RIGHT;
    drawing.text(coarse_x, 92.0, "a", Anchor::Middle, word("ui", "coarse", language));
    let mut y = 100.0;
    for p in rows {
        drawing.text(label - 10.0, y + 18.5, "a", Anchor::End, word("phases", &p.phase, language));
        for (i, count) in p.months.iter().enumerate() {
            let x = label + cell * i as f64;
            if *count == 0 {
                drawing.rect([x + 1.0, y + 1.0, cell - 2.0, ROW - 2.0], "band", "");
                continue;
            }
            // Three steps: shades finer than these are not told apart in print.
            let step = 3 * count / (most + 1);
            let (ground, class) = [("l2", "c"), ("l1", "c"), ("l0", "w")].get(step).copied().unwrap_or(("l0", "w"));
            drawing.rect([x + 1.0, y + 1.0, cell - 2.0, ROW - 2.0], ground, "");
            drawing.text(x + cell / 2.0, y + 18.5, class, Anchor::Middle, &count.to_string());
        }
        let coarse = p.too_coarse + p.no_date;
        let text = if coarse > 0 { coarse.to_string() } else { "–".to_owned() };
        drawing.text(coarse_x, y + 18.5, "s", Anchor::Middle, &text);
        y += ROW;
    }
    drawing.text(16.0, y + 24.0, "s", Anchor::Start, &filled("picture_note", language, version));
    let (title, note) = (word("ui", "calendar", language), word("ui", "calendar_note", language));
    drawing.finish(width, y + 38.0, code, title, note)
}

/// A text over lines of at most so many ems; Japanese may be broken anywhere, other text at spaces.
fn broken(text: &str, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive([' ', '。', '、']) {
        if let Some(line) = lines.last_mut()
            && (ems(line) + ems(word) <= width || line.is_empty())
        {
            line.push_str(word);
            continue;
        }
        lines.push(word.to_owned());
    }
    lines
}
