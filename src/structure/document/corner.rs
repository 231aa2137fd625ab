//! What the corners of pages say: a handout's label (資料3), its meeting and that meeting's day, on whatever page it stands.

use crate::japanese::{Precision, When, numerals};
use crate::layout::Line;
use crate::record::Meeting;

use super::super::Context;
use super::super::passages::squeeze;
use super::dates::{date_line, strip_brackets};

/// Corner labels stand in the top of the page: this part of its height …
const CORNER_HEIGHT: f32 = 0.2;
/// … and are short.
pub(super) const CORNER_LONGEST: usize = 40;

/// What corner labels say.
#[derive(Debug, Default)]
pub(super) struct Corner {
    pub(super) item: Option<String>,
    pub(super) body: Option<String>,
    round: Option<u32>,
    pub(super) date: Option<(When, Line)>,
}

impl Corner {
    pub(super) fn read(context: &Context<'_>) -> Self {
        let mut corner = Self::default();
        let flow = context.flow;
        let in_corner = |l: &Line| {
            flow.pages.get(l.page.saturating_sub(1)).is_some_and(|p| l.bbox.y1 <= p.height * CORNER_HEIGHT)
                && l.text.chars().count() <= CORNER_LONGEST
        };
        let block_lines = flow.blocks.iter().flat_map(|b| &b.lines);
        // A box with the label may have been read as a grid of few cells.
        let cell_lines =
            flow.tables.iter().filter(|t| t.cells.len() <= 4).flat_map(|t| &t.cells).flat_map(|c| &c.lines);
        let furniture = flow.pages.iter().flat_map(|p| &p.furniture);
        let mut lines: Vec<&Line> = block_lines.chain(cell_lines).chain(furniture).filter(|l| in_corner(l)).collect();
        lines
            .sort_by(|a, b| (a.page, a.bbox.y0).partial_cmp(&(b.page, b.bbox.y0)).unwrap_or(std::cmp::Ordering::Equal));
        let labelled: Vec<usize> =
            lines.iter().filter(|l| tail_label(&squeeze(&l.text)).is_some()).map(|l| l.page).collect();
        for line in lines {
            let text = squeeze(&line.text);
            if let Some(label) = tail_label(&text) {
                // 参考資料1 beside 総合計画審議会(第2回)資料3: the one with the meeting says what it was there.
                let with_meeting = meeting_of(&text).is_some();
                if corner.item.is_none() || (with_meeting && corner.body.is_none()) {
                    corner.item = Some(label);
                }
            }
            if corner.body.is_none()
                && let Some((body, round)) = meeting_of(&text)
            {
                (corner.body, corner.round) = (Some(body), round);
            }
            if corner.date.is_none()
                && labelled.contains(&line.page)
                && let Some(when) = date_line(&text)
                && when.precision == Some(Precision::Day)
            {
                corner.date = Some((when, line.clone()));
            }
        }
        corner
    }

    pub(super) fn meeting(&self) -> Option<Meeting> {
        (self.item.is_some() || self.body.is_some()).then(|| Meeting {
            body: self.body.clone(),
            round: self.round,
            item: self.item.clone(),
        })
    }
}

/// A line that is a handout's label and nothing else: 資料3, 【資料4】, 資料No.2, 参考資料1, 別紙, 資料1-2.
pub(super) fn item_label(text: &str) -> Option<String> {
    let core = strip_brackets(text);
    let rest = [
        "参考資料",
        "当日資料",
        "追加資料",
        "配付資料",
        "配布資料",
        "補足資料",
        "事前資料",
        "別添資料",
        "資料",
        "別紙",
        "別添",
    ]
    .iter()
    .find_map(|p| core.strip_prefix(p))?;
    let number = rest.trim_start_matches(|c: char| "No.№ 第.:".contains(c)).trim_end_matches('号');
    let is_number = number.chars().count() <= 5
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | 'の' | '~' | '①'..='⑳') || c.is_ascii_uppercase());
    let is_label = is_number && (!number.is_empty() || (rest.is_empty() && core != "資料"));
    is_label.then(|| core.to_owned())
}

/// The label that a line ends with: 総合計画審議会(第2回) 資料3.
pub(super) fn tail_label(text: &str) -> Option<String> {
    if let Some(label) = item_label(text) {
        return Some(label);
    }
    let at = text.rfind("資料")?;
    let from = text.get(..at).map_or(at, |t| if t.ends_with("参考") { at - "参考".len() } else { at });
    let label = item_label(text.get(from..)?)?;
    let ends_in_number = label.chars().next_back().is_some_and(|c| c.is_ascii_digit());
    (ends_in_number && meeting_of(text).is_some()).then_some(label)
}

/// 総合計画審議会(第2回), 第3回○○市総合計画審議会, 令和5年度第1回策定委員会: the body and the round.
pub(super) fn meeting_of(text: &str) -> Option<(String, Option<u32>)> {
    let (body, after) = body_in(text)?;
    let is_label = after.is_empty() || ["(", "第", "資料", "参考資料"].iter().any(|w| after.starts_with(w));
    let round = numerals::round(text);
    // A bare name in a corner may be a heading: a round or a label makes it a meeting.
    (is_label && (round.is_some() || after.contains("資料"))).then_some((body, round))
}

/// The name of a body in a short text, without year and round before it, and what follows it.
pub(super) fn body_in(text: &str) -> Option<(String, &str)> {
    const ENDINGS: &[&str] =
        &["審議会", "委員会", "部会", "懇談会", "懇話会", "協議会", "幹事会", "本部会議", "会議", "本部", "分科会"];
    // 会議 within 会議録 and 会議資料 ends no name.
    let end = ENDINGS
        .iter()
        .filter_map(|e| text.find(e).map(|at| at + e.len()))
        .filter(|end| {
            let after = text.get(*end..).unwrap_or_default();
            let agenda = after.starts_with('次') && text.get(..*end).is_some_and(|t| t.ends_with("会議"));
            // 懇談会議事録: 会議 stands across two words.
            let minutes = text.get(..*end).is_some_and(|t| t.ends_with("会議")) && after.starts_with('事');
            !after.starts_with(['録', '概']) && !agenda && !minutes
        })
        .max()?;
    let mut body = text.get(..end)?;
    for mark in ["年度", "回", "日", ")", "】", " "] {
        if let Some(at) = body.rfind(mark) {
            body = body.get(at + mark.len()..).unwrap_or(body);
        }
    }
    let body = body.trim();
    let is_name = body.chars().count() >= 2 && !body.contains(['、', '。']);
    is_name.then(|| (body.to_owned(), text.get(end..).unwrap_or_default()))
}
