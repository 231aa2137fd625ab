//! The timeline as a picture: what each plan does when, on a common axis of fiscal years.

use jiff::civil::Date;

use super::svg::{Anchor, Drawing, fitted};
use super::words::{Language, filled, word};
use crate::compare::{EventRow, PlanRow};
use crate::record::Status;

/// The lanes of a plan, and the phases that each has. An event stands in the lane of its most telling phase.
pub(super) const LANES: [(&str, &[&str]); 5] = [
    ("prepare", &["policy_decision", "set_up", "review", "research"]),
    ("people", &["survey", "hearing", "workshop", "local_forum", "public_comment"]),
    ("council", &["consultation", "deliberation", "answer"]),
    ("draft", &["internal", "outline", "draft", "original_draft", "final_draft"]),
    ("finish", &["assembly_report", "bill", "vote", "adoption", "publication", "budget_link"]),
];

/// Phases that have a mark of their own, and come before all others where an event has several.
const MARKED: [&str; 5] = ["consultation", "answer", "vote", "adoption", "public_comment"];

/// Fiscal years that an axis holds at most. What lies beyond is counted at its end.
const MOST_YEARS: i32 = 12;

const WIDTH: f64 = 1120.0;
const LABEL: f64 = 236.0;
const RIGHT: f64 = 20.0;
/// Height of a mark with its gap.
const TRACK: f64 = 11.0;
const GAP: f64 = 2.0;

/// The phase that an event is drawn as.
fn phase(event: &EventRow) -> Option<&str> {
    let phases = &event.phases;
    MARKED.iter().find(|m| phases.iter().any(|p| p == *m)).copied().or_else(|| phases.first().map(String::as_str))
}

fn lane(phase: &str) -> usize {
    LANES.iter().position(|(_, phases)| phases.contains(&phase)).unwrap_or(0)
}

fn fiscal_year(day: Date) -> i32 {
    i32::from(day.year()) - i32::from(day.month() < 4)
}

struct Mark<'a> {
    event: &'a EventRow,
    phase: &'a str,
    lane: usize,
    start: Date,
    end: Date,
}

fn marks(plan: &PlanRow) -> Vec<Mark<'_>> {
    let day = |text: &Option<String>| text.as_deref().and_then(|t| t.parse::<Date>().ok());
    plan.events
        .iter()
        .filter(|e| !matches!(e.status, Status::Cancelled))
        .filter_map(|event| {
            let phase = phase(event)?;
            let (start, end) = (day(&event.start)?, day(&event.end)?);
            (start <= end).then(|| Mark { event, phase, lane: lane(phase), start, end })
        })
        .collect()
}

/// The fiscal years that most events lie in: all of them, unless a chronicle of decades would press them together.
fn axis(all: &[Vec<Mark<'_>>]) -> Option<(i32, i32)> {
    let mut years: Vec<i32> = all.iter().flatten().flat_map(|m| [fiscal_year(m.start), fiscal_year(m.end)]).collect();
    years.sort_unstable();
    let (first, last) = (*years.first()?, *years.last()?);
    if last - first < MOST_YEARS {
        return Some((first, last));
    }
    // The window of years that holds most; the earliest of equals.
    let held = |from: i32| years.iter().filter(|y| (from..from + MOST_YEARS).contains(*y)).count();
    let from = (first..=last.saturating_sub(MOST_YEARS - 1)).take(2000).max_by_key(|y| (held(*y), -*y))?;
    Some((from, from + MOST_YEARS - 1))
}

/// The picture of these plans; none where nothing has a date.
pub(super) fn picture(plans: &[&PlanRow], language: Language, code: &str, version: &str) -> Option<String> {
    let all: Vec<Vec<Mark<'_>>> = plans.iter().map(|p| marks(p)).collect();
    let (first, last) = axis(&all)?;
    let origin = Date::new(i16::try_from(first).ok()?, 4, 1).ok()?;
    let days = f64::from(last - first + 1) * 365.25;
    let scale = (WIDTH - LABEL - RIGHT) / days;
    let x = |day: Date| {
        let since = origin.until(day).map_or(0, |s| s.get_days());
        LABEL + (f64::from(since) * scale).clamp(0.0, WIDTH - LABEL - RIGHT)
    };

    let mut drawing = Drawing::default();
    drawing.text(16.0, 28.0, "h", Anchor::Start, word("ui", "timeline", language));
    legend(&mut drawing, language);
    let top = 96.0;
    let mut rows = Drawing::default();
    let mut y = top;
    for (plan, marks) in plans.iter().zip(&all) {
        // A mark held at the edge would be a date that is wrong: what lies beyond is counted instead.
        let is_seen = |m: &&Mark<'_>| fiscal_year(m.end) >= first && fiscal_year(m.start) <= last;
        let seen: Vec<&Mark<'_>> = marks.iter().filter(is_seen).collect();
        let outside = marks.len() - seen.len();
        let height = row(&mut rows, plan, &seen, outside, y, &x, language);
        rows.line([16.0, y + height, WIDTH - RIGHT, y + height], "r");
        y += height;
    }
    for year in first..=last + 1 {
        let Ok(day) = Date::new(i16::try_from(year).ok()?, 4, 1) else { continue };
        let at = if year > last { WIDTH - RIGHT } else { x(day) };
        if (year - first) % 2 == 0 && year <= last {
            let width = 365.25 * scale;
            drawing.rect([at, top - 22.0, width, y - top + 22.0], "band", "");
        }
        drawing.line([at, top - 22.0, at, y], "g");
        if year <= last {
            let label = filled("fiscal", language, &year.to_string());
            drawing.text(at + 182.6 * scale, top - 7.0, "a", Anchor::Middle, &label);
        }
    }
    drawing.append(&rows);
    drawing.text(16.0, y + 22.0, "s", Anchor::Start, &filled("picture_note", language, version));
    let title = word("ui", "timeline", language);
    Some(drawing.finish(WIDTH, y + 36.0, code, title, word("ui", "timeline_note", language)))
}

/// What the marks mean, above the axis: on a second line where the first is full.
fn legend(drawing: &mut Drawing, language: Language) {
    let (mut x, mut y) = (16.0, 45.0);
    let words = LANES.iter().map(|(lane, _)| (*lane, false, word("lanes", lane, language)));
    let words = words.chain(MARKED.iter().map(|phase| (*phase, true, word("phases", phase, language))));
    for (id, is_mark, text) in words {
        let width = 24.0 + super::svg::ems(text) * 12.0;
        if x + width > WIDTH - RIGHT {
            (x, y) = (16.0, y + 18.0);
        }
        if is_mark {
            mark(drawing, id, LANES.get(lane(id)).map_or("", |l| l.0), [x, x + 16.0], y, false, "");
        } else {
            drawing.rect([x, y - 4.0, 18.0, 7.0], id, "");
        }
        drawing.text(x + 24.0, y + 4.0, "a", Anchor::Start, text);
        x += width + 22.0;
    }
}

/// A row, and its height.
fn row(
    drawing: &mut Drawing,
    plan: &PlanRow,
    marks: &[&Mark<'_>],
    outside: usize,
    top: f64,
    x: &dyn Fn(Date) -> f64,
    language: Language,
) -> f64 {
    let name = plan.municipality.as_deref().unwrap_or_else(|| word("ui", "no_municipality", language));
    let label = [plan.name.as_deref(), plan.part.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let prefecture = plan.prefecture.as_deref().unwrap_or("");
    drawing.text(16.0, top + 19.0, "n", Anchor::Start, &fitted(name, 16.0));
    drawing.text(16.0, top + 34.0, "s", Anchor::Start, &fitted(&format!("{prefecture} {label}"), 19.0));

    let mut tracks: Vec<f64> = Vec::new(); // right edge of the last mark of each
    let mut lane_start = 0;
    for lane in 0..LANES.len() {
        for m in marks.iter().filter(|m| m.lane == lane) {
            let (x0, x1) = (x(m.start), x(m.end));
            // A day is a dot, and a mark of its own is never narrower than it can be seen.
            let (x0, x1) = if x1 - x0 < 8.0 { ((x0 + x1) / 2.0 - 4.0, (x0 + x1) / 2.0 + 4.0) } else { (x0, x1) };
            let free = tracks.iter().skip(lane_start).position(|right| right + GAP <= x0).map(|i| i + lane_start);
            let track = free.unwrap_or(tracks.len());
            match tracks.get_mut(track) {
                Some(right) => *right = x1,
                None => tracks.push(x1),
            }
            let y = top + 10.0 + TRACK * track as f64;
            let title = format!(
                "{} {} {}",
                word("phases", m.phase, language),
                m.event.from.first().map_or("", |p| p.text.as_str()),
                m.event.from.first().map(crate::compare::link).unwrap_or_default()
            );
            let class = LANES.get(lane).map_or("", |l| l.0);
            mark(drawing, m.phase, class, [x0, x1], y, m.event.coarse, &title);
        }
        lane_start = tracks.len();
    }
    let mut height = (20.0 + TRACK * tracks.len() as f64 - 1.0).max(44.0);
    if outside > 0 {
        // On a line of its own below the marks.
        height = height.max(20.0 + TRACK * tracks.len() as f64 + 12.0);
        let text = filled("outside", language, &outside.to_string());
        drawing.text(WIDTH - RIGHT - 6.0, top + height - 6.0, "s", Anchor::End, &text);
    } else if marks.is_empty() {
        let text = word("reasons", "no_schedule", language);
        drawing.text(LABEL + 8.0, top + 26.0, "s", Anchor::Start, text);
    }
    height
}

/// A mark about a line: triangles for 諮問 and 答申, a square for 議決, a diamond for 策定, a dot for a day, a bar for the rest.
fn mark(drawing: &mut Drawing, phase: &str, class: &str, [x0, x1]: [f64; 2], y: f64, coarse: bool, title: &str) {
    let class = if coarse { format!("{class} pale") } else { class.to_owned() };
    let x = (x0 + x1) / 2.0;
    if x1 - x0 > 20.0 || matches!(phase, "public_comment") {
        let height = if phase == "public_comment" { 8.0 } else { 6.0 };
        drawing.rect([x0, y - height / 2.0, x1 - x0, height], &class, title);
        if phase == "public_comment" {
            // A notch of white along it, so that it is told by more than its colour.
            drawing.rect([x0 + 1.5, y - 0.75, (x1 - x0 - 3.0).max(1.0), 1.5], "band", "");
        }
        if !matches!(phase, "consultation" | "answer" | "vote" | "adoption") {
            return;
        }
    }
    let path = match phase {
        "consultation" => format!("M{:.1} {:.1}h10l-5 -9z", x - 5.0, y + 4.5),
        "answer" => format!("M{:.1} {:.1}h10l-5 9z", x - 5.0, y - 4.5),
        "vote" => format!("M{:.1} {:.1}h8v8h-8z", x - 4.0, y - 4.0),
        "adoption" => format!("M{:.1} {:.1}l5 5l-5 5l-5 -5z", x, y - 5.0),
        _ if x1 - x0 <= 8.5 => return drawing.circle(x, y, 3.6, &class, title),
        _ => return drawing.rect([x0, y - 3.0, x1 - x0, 6.0], &class, title),
    };
    // On its bar, a mark of the same colour is told by a white edge.
    let class = if x1 - x0 > 20.0 { format!("{} edge", class.trim_end_matches(" pale")) } else { class };
    drawing.path(&path, &class, title);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare};
    use crate::record::{Plan, Record, ScheduleEntry, When};

    /// A meeting in each of these years.
    fn chronicle(years: &[i32]) -> Record {
        let entry = |year: &i32| ScheduleEntry {
            event: format!("{year}年の諮問"),
            phases: vec!["consultation".to_owned()],
            when: When { start: Some(format!("{year}-06-01")), end: Some(format!("{year}-06-01")), ..When::default() },
            ..ScheduleEntry::default()
        };
        Record {
            plan: Some(Plan { id: Some("012025-総合計画".to_owned()), ..Plan::default() }),
            schedule: years.iter().map(entry).collect(),
            ..Record::default()
        }
    }

    #[test]
    fn the_legend_stays_within_the_picture() {
        for (language, _) in Language::ALL {
            let mut drawing = Drawing::default();
            legend(&mut drawing, language);
            let svg = drawing.finish(WIDTH, 96.0, "en", "", "");
            for text in svg.lines().filter_map(|l| l.strip_prefix("<text x=\"")) {
                let (x, rest) = text.split_once('"').unwrap();
                let words = rest.split_once('>').unwrap().1.trim_end_matches("</text>");
                let right = x.parse::<f64>().unwrap() + super::super::svg::ems(words) * 12.0;
                assert!(right <= WIDTH - RIGHT, "{words} ends at {right}");
            }
        }
    }

    #[test]
    fn what_lies_beyond_the_axis_is_counted_and_not_drawn_at_its_edge() {
        // A dozen years, and what was thirty years before.
        let years: Vec<i32> = [1990, 1991].into_iter().chain(2015..=2026).collect();
        let comparison = compare(&[chronicle(&years)], &Options::default()).unwrap();
        let plans: Vec<&PlanRow> = comparison.plans.iter().collect();
        let svg = picture(&plans, Language::English, "en", "0").unwrap();
        assert!(svg.contains("FY2015") && svg.contains("FY2026") && !svg.contains("FY1990"), "{svg}");
        assert_eq!(svg.matches("</title></path>").count(), 12, "{svg}");
        let outside = filled("outside", Language::English, "2");
        assert!(svg.contains(&outside), "{svg}");
    }
}
