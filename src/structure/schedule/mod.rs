//! Tables, lists, headings and prose in, dated entries out.
//!
//! [`grid`] reads tables (by [`rows`] or as a [`chart`]), [`text`], [`lists`] and [`prose`] what stands outside them; all hand the lines of a cell or list to [`cell`], which
//! knows how such lines are written, and take years from the [`clock`], which rather leaves a date without a year than
//! gives a wrong one. Words are data (`data/schedule.toml`, `data/phases.toml`).

mod cell;
mod chart;
mod clock;
mod dates;
mod draft;
mod grid;
mod labelled;
mod lists;
mod panels;
mod prose;
mod rows;
#[cfg(test)]
mod testing;
mod text;
mod words;

use std::sync::LazyLock;

use crate::geometry::Rect;
use crate::japanese::YearFrom;
use crate::layout::{BlockKind, Table};
use crate::record::{At, ScheduleEntry, Warning, WarningCode};

use super::Context;
use super::lexicon::Lexicon;
use draft::Draft;
use grid::{Surroundings, Trouble};

static PHASES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("../../../data/phases.toml"), "phase"));

/// Lines before a table that may caption it: so many blocks, of at most so many characters.
const LINES_BEFORE: usize = 3;
const MAX_LABEL: usize = 40;

/// The dated entries.
pub(super) fn find(context: &Context<'_>, warnings: &mut Vec<Warning>) -> Vec<ScheduleEntry> {
    // Drafts with the block they stand at, so that all of them come out in reading order.
    let mut drafts: Vec<(usize, Draft)> = Vec::new();
    for (index, table) in context.flow.tables.iter().enumerate() {
        let block = context.table_blocks.get(index).copied().flatten();
        let around = surroundings(context, index, table, block);
        let (found, troubles) = grid::read(table, &around);
        if !found.is_empty() || troubles.iter().any(|(t, _)| *t == Trouble::Bars) {
            report(table, &troubles, warnings);
        }
        drafts.extend(found.into_iter().map(|d| (block.unwrap_or(usize::MAX), d)));
    }
    drafts.extend(text::dated_headings(context));
    drafts.extend(lists::lists(context));
    drafts.extend(prose::read(context));
    drafts.extend(labelled::dates(context));
    drafts.extend(labelled::meeting(context, drafts.is_empty()));
    drafts.retain(|(_, d)| !d.event.trim().is_empty());
    drafts.sort_by_key(|(block, _)| *block);
    let entries: Vec<ScheduleEntry> = drafts
        .into_iter()
        .enumerate()
        .map(|(i, (_, d))| ScheduleEntry { id: format!("s{}", i + 1), ..d.finish(&PHASES) })
        .collect();
    weekdays(&entries, warnings);
    entries
}

/// Whether an event is but a label that asks for a date (募集期間, 調査期間).
pub(super) fn is_date_label(event: &str) -> bool {
    words::date_label(event).is_some_and(|(_, rest)| rest.is_empty())
}

/// What stands around a table and tells its year and its sort.
fn surroundings(context: &Context<'_>, index: usize, table: &Table, block: Option<usize>) -> Surroundings {
    let mut texts: Vec<(String, YearFrom)> = Vec::new();
    if let Some(caption) = &table.caption {
        texts.push((caption.text.clone(), YearFrom::Caption));
    }
    let blocks = &context.flow.blocks;
    let page = table.parts.first().map_or(0, |p| p.0);
    let short = |i: usize| {
        let b = blocks.get(i)?;
        let text = draft::Line::of_block(b)?.text;
        (b.page() == page && text.chars().count() <= MAX_LABEL).then_some(text)
    };
    if let Some(at) = block {
        // What stands before, nearest first, up to the table before.
        for i in (at.saturating_sub(LINES_BEFORE)..at).rev() {
            if blocks.get(i).is_some_and(|b| matches!(b.kind, BlockKind::Table(_))) {
                break;
            }
            texts.extend(short(i).map(|t| (t, YearFrom::FiscalLabel)));
        }
        texts.extend(context.headings.above(at).map(|h| (h.title.clone(), YearFrom::FiscalLabel)));
        // A title may announce (策定の経過); that it speaks of 文化財 says nothing about a table.
        if let Some(title) = context.document.title.as_ref().filter(|t| words::announces(t) || !words::denies(t)) {
            texts.push((title.clone(), YearFrom::FiscalLabel));
        }
    }
    let mut label = texts.iter().find_map(|(t, from)| Some((text::label_in(t)?, *from)));
    // A label that fell behind its table: only a line that is nothing but the label.
    if label.is_none()
        && let Some(at) = block
    {
        label = short(at + 1)
            .filter(|_| blocks.get(at + 2).is_none_or(|b| !matches!(b.kind, BlockKind::Table(_)) || b.page() != page))
            .and_then(|t| crate::japanese::fiscal_label(t.trim()))
            .map(|y| (y, YearFrom::FiscalLabel));
    }
    Surroundings {
        texts: texts.into_iter().map(|t| t.0).collect(),
        label,
        id: context.table_ids.get(index).cloned().unwrap_or_default(),
        bars: bars(context, table),
        published: context.document.date.as_ref().and_then(clock::first_day),
    }
}

/// What is drawn over a table.
fn bars(context: &Context<'_>, table: &Table) -> Vec<(usize, Rect)> {
    let on = |number: usize| context.flow.pages.iter().find(|p| p.number == number);
    let inside = |r: &Rect, t: &Rect| r.x0 < t.x1 && r.x1 > t.x0 && r.y0 >= t.y0 && r.y1 <= t.y1;
    table
        .parts
        .iter()
        .filter_map(|(page, area)| Some((*page, area, on(*page)?)))
        .flat_map(|(page, area, p)| p.bars.iter().filter(|b| inside(b, area)).map(move |b| (page, *b)))
        .collect()
}

/// Warnings of a table: once per sort, with the first place.
fn report(table: &Table, troubles: &[(Trouble, usize)], warnings: &mut Vec<Warning>) {
    for (sort, code, message) in [
        (
            Trouble::NoYear,
            WarningCode::YearUnknown,
            "no year stands in reach of these dates; they are given without start and end",
        ),
        (
            Trouble::Order,
            WarningCode::DateOrder,
            "a date whose year is not printed goes against the order of its rows; check with the source",
        ),
        (
            Trouble::Bars,
            WarningCode::TableUnreadable,
            "the bars of this chart could not be read; its work is left out of the schedule: look at the page",
        ),
    ] {
        let Some((_, row)) = troubles.iter().find(|(t, _)| *t == sort) else { continue };
        let at = table.cells.iter().find(|c| c.row == *row).and_then(|c| c.at.first()).map(|(p, r)| At::new(*p, r));
        warnings.push(Warning { code, message: message.to_owned(), at });
    }
}

/// Printed weekdays that the calendar contradicts.
fn weekdays(entries: &[ScheduleEntry], warnings: &mut Vec<Warning>) {
    for e in entries {
        if let Some(w) = e.when.weekday.as_ref().filter(|w| !w.agrees) {
            warnings.push(Warning {
                code: WarningCode::WeekdayMismatch,
                message: format!("{} is no {}曜日; check the date with the source", e.when.raw, w.printed),
                at: e.at.first().copied(),
            });
        }
    }
}
