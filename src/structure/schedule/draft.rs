//! What is read of an entry before it is numbered.

use crate::geometry::Rect;
use crate::japanese::{When, marker};
use crate::layout::{Block, BlockKind, Cell};
use crate::record::{AgendaItem, EntryFrom, Places, ScheduleEntry, Status};
use crate::structure::lexicon::Lexicon;

use super::words;

/// A paragraph with its place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    /// Normalised, with its marker.
    pub(super) text: String,
    /// As printed.
    pub(super) raw: String,
    /// From 1.
    pub(super) page: usize,
    /// Box of its lines.
    pub(super) bbox: Rect,
}

impl Line {
    /// The paragraphs of a cell.
    pub(super) fn of_cell(cell: &Cell) -> Vec<Self> {
        cell.paragraphs
            .iter()
            .filter(|p| !p.text.trim().is_empty())
            .map(|p| Self { text: p.text.trim().to_owned(), raw: p.raw.trim().to_owned(), page: p.page, bbox: p.bbox })
            .collect()
    }

    /// A block of running text; `None` for tables and empty blocks.
    pub(super) fn of_block(block: &Block) -> Option<Self> {
        if matches!(block.kind, BlockKind::Table(_)) {
            return None;
        }
        let first = block.lines.first()?;
        let bbox = block.lines.iter().skip(1).fold(first.bbox, |b, l| b.union(&l.bbox));
        let raw = block.lines.iter().map(|l| l.raw.as_str()).collect::<String>();
        let printed = block.marker.as_ref().map_or("", |m| m.printed.as_str());
        let text = format!("{printed}{}", block.text.trim());
        (!text.is_empty()).then_some(Self { text, raw, page: first.page, bbox })
    }
}

/// An entry in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    /// When, if told.
    pub(super) when: Option<When>,
    /// What happens, without its date.
    pub(super) event: String,
    /// As printed.
    pub(super) raw: String,
    /// The column, row group or actor.
    pub(super) track: Option<String>,
    /// A heading over several entries.
    pub(super) group: Option<String>,
    /// The body that the caption names, for meetings that only have a number.
    pub(super) host: Option<String>,
    /// Agenda and content.
    pub(super) items: Vec<AgendaItem>,
    /// What its marks say.
    pub(super) status: Status,
    /// What it was read from.
    pub(super) from: EntryFrom,
    /// Id, row and column of its table.
    pub(super) cell: Option<(String, usize, usize)>,
    /// Page and boxes.
    pub(super) at: Vec<(usize, Rect)>,
}

impl Draft {
    /// The entry, without its id.
    pub(super) fn finish(self, phases: &Lexicon) -> ScheduleEntry {
        let round = crate::japanese::numerals::round(&self.event);
        let track_body = || {
            let last = self.track.as_deref()?.rsplit(" / ").next()?;
            // A column of several bodies (審議会・市議会) names none of them.
            (words::names_meeting(last) && !last.contains(['・', '、'])).then(|| words::body(last)).flatten()
        };
        let body = words::body(&self.event).or_else(|| round.and_then(|_| track_body().or(self.host)));
        let told: String = std::iter::once(self.event.as_str())
            .chain(self.items.iter().map(|i| i.text.as_str()))
            .collect::<Vec<_>>()
            .join("\n");
        let (table, row, column) = match self.cell {
            Some((t, r, c)) => (Some(t), Some(r), Some(c)),
            None => (None, None, None),
        };
        let mut told_phases = phases.ids(&told);
        // 募集期間, 調査期間 tell nothing themselves: what is asked for stands in the heading over them.
        if told_phases.is_empty() && super::is_date_label(&self.event) {
            told_phases = self.group.as_deref().map(|g| phases.ids(g)).unwrap_or_default();
        }
        ScheduleEntry {
            id: String::new(),
            when: self.when.unwrap_or_default(),
            raw: (self.raw != self.event).then_some(self.raw),
            event: self.event,
            body,
            round,
            track: self.track,
            group: self.group,
            phases: told_phases,
            items: self.items,
            status: self.status,
            from: self.from,
            table,
            row,
            column,
            at: Places::of(self.at),
        }
    }
}

/// Kinds of agenda items by their first word, and the ids that they have in the record.
const KINDS: [(&str, &str); 12] = [
    ("諮問", "諮問"),
    ("答申", "答申"),
    ("協議", "協議"),
    ("審議", "協議"),
    ("報告", "報告"),
    ("委嘱", "委嘱"),
    ("議題", "議題"),
    ("議事", "議題"),
    ("議案", "議題"),
    ("案件", "議題"),
    ("テーマ", "テーマ"),
    ("説明", "報告"),
];

/// Reads an item: its kind by its first word (協議:…), which is taken off where a colon or a bullet parts it from
/// the text. `inherited` is the kind of the label above ((2) under ○協議:(1)…).
pub(super) fn item(text: &str, inherited: Option<&str>) -> AgendaItem {
    let found = marker(text);
    let rest = found.as_ref().and_then(|m| text.get(m.len..)).unwrap_or(text).trim();
    let printed = found.map(|m| m.printed);
    let Some((word, kind)) = KINDS.iter().find(|(w, _)| rest.starts_with(w)) else {
        return AgendaItem { kind: inherited.unwrap_or("other").to_owned(), marker: printed, text: rest.to_owned() };
    };
    let after = rest.get(word.len()..).unwrap_or_default().trim_start();
    let body = after.strip_prefix([':', '：', '・', '】', ')']).map(str::trim);
    match body.filter(|b| !b.is_empty()) {
        Some(body) => {
            let inner = marker(body);
            let shown = inner.as_ref().and_then(|m| body.get(m.len..)).unwrap_or(body).trim();
            AgendaItem {
                kind: (*kind).to_owned(),
                marker: inner.map(|m| m.printed).or(printed),
                text: shown.to_owned(),
            }
        }
        None => AgendaItem {
            kind: (*kind).to_owned(),
            marker: printed,
            text: rest.trim_end_matches([':', '：']).to_owned(),
        },
    }
}

/// Adds a line to a list of items: one in brackets goes on with the item above it (4 計画素案 / (序章～第3章)).
pub(super) fn push_item(items: &mut Vec<AgendaItem>, text: &str) {
    match items.last_mut() {
        Some(above) if super::cell::is_bracketed(text) => above.text.push_str(text.trim()),
        _ => items.push(item(text, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_goes_on_with_its_item() {
        let mut items = Vec::new();
        for line in ["3 ワークショップについて", "4 計画素案 序章～第3章", "(市の概要、歴史文化の特性 他)", "5 その他"]
        {
            push_item(&mut items, line);
        }
        let texts: Vec<&str> = items.iter().map(|i| i.text.as_str()).collect();
        assert_eq!(texts, ["ワークショップについて", "計画素案 序章～第3章(市の概要、歴史文化の特性 他)", "その他"]);
    }

    #[test]
    fn agenda_items() {
        for (text, inherited, kind, mark, body) in [
            ("○諮問", None, "諮問", Some("○"), "諮問"),
            ("○協議:(1)評価・検証について", None, "協議", Some("(1)"), "評価・検証について"),
            ("(2)中間見直しについて", Some("協議"), "協議", Some("(2)"), "中間見直しについて"),
            ("○委嘱状交付", None, "委嘱", Some("○"), "委嘱状交付"),
            ("○テーマ・どのようにして増やすか", None, "テーマ", Some("○"), "どのようにして増やすか"),
            ("策定方針の決定", None, "other", None, "策定方針の決定"),
        ] {
            let got = item(text, inherited);
            assert_eq!((got.kind.as_str(), got.marker.as_deref(), got.text.as_str()), (kind, mark, body), "{text}");
        }
    }
}
