//! Rows that no rule parts: a table on one sheet in, the same table out, its rows cut where lines share baselines.
//!
//! Statistics and account books rule columns, or only the header, and let the eye find the rows. Columns of numbers
//! tell them: a number on the baseline of a label starts a row. Cells of running text side by side have no such
//! column, so they stay whole.

use super::cells;
use super::grid::Face;
use super::headers::is_number;
use super::lines::Segment;
use super::sheet::SheetTable;
use super::unruled::widest_strip;
use crate::pdf::{Direction, Page};

/// Fewer lines than this in one cell may be one value and its note: 6,721／(16.5).
const LEAST: usize = 3;
/// Lines this close, in font sizes, share their baseline.
const SAME_BASELINE: f32 = 0.4;
/// Share of a column's lines that are numbers, and of its numbers that have a label beside them.
const MOST: f32 = 0.8;
/// Rows of one cell beyond this are a drawing.
const MOST_ROWS: usize = 400;

/// A line of a cell: baseline, top, bottom, font size, and whether it is a number.
struct Line {
    at: f32,
    top: f32,
    bottom: f32,
    size: f32,
    number: bool,
}

/// Cuts the rows of a table of which columns of numbers tell that there are several.
pub(super) fn part(page: &Page, table: &mut SheetTable) {
    // A column of numbers has a cell of several lines; hardly any row has one.
    let tall = |(face, text): &(&Face, &Vec<Segment>)| face.row_span == 1 && text.len() >= LEAST;
    let faces = table.grid.faces.iter().zip(&table.text).filter(tall);
    let rows: std::collections::BTreeSet<usize> = faces.map(|(face, _)| face.row).collect();
    for row in rows.into_iter().rev() {
        if let Some(borders) = borders(table, row) {
            cut(page, table, row, &borders);
        }
    }
}

/// Where a row is to be cut.
fn borders(table: &SheetTable, row: usize) -> Option<Vec<f32>> {
    let faces = || {
        let faces = table.grid.faces.iter().zip(&table.text).zip(&table.lines);
        faces.filter(|((f, text), _)| f.row == row && f.row_span == 1 && !text.is_empty())
    };
    if faces().any(|((_, text), _)| text.iter().any(|s| s.direction != Direction::Right)) {
        return None;
    }
    let mut columns: Vec<Vec<Line>> = Vec::new();
    for (_, lines) in faces() {
        let mut lines: Vec<&Segment> = lines.iter().collect();
        lines.sort_by(|a, b| a.across.total_cmp(&b.across).then(a.line.bbox.x0.total_cmp(&b.line.bbox.x0)));
        let line = |s: &&Segment| Line {
            at: s.across,
            top: s.across - 0.76 * s.line.size,
            bottom: s.across + 0.06 * s.line.size,
            size: s.line.size.max(1.0),
            number: is_number(&s.line.text),
        };
        columns.push(lines.iter().map(line).collect());
    }
    let columns: Vec<Vec<Line>> = columns.into_iter().filter(|c| !c.is_empty() && c.len() <= MOST_ROWS).collect();
    let (labels, rest) = columns.split_first()?;
    let numeric =
        |c: &&Vec<Line>| c.len() >= LEAST && c.iter().filter(|l| l.number).count() as f32 >= MOST * c.len() as f32;
    let mut starts: Vec<&Line> = rest.iter().filter(numeric).flatten().filter(|l| l.number).collect();
    starts.sort_by(|a, b| a.at.total_cmp(&b.at));
    starts.dedup_by(|a, b| (a.at - b.at).abs() <= SAME_BASELINE * a.size.min(b.size));
    let labelled = |s: &&&Line| labels.iter().any(|l| (l.at - s.at).abs() <= SAME_BASELINE * l.size.min(s.size));
    let with_label = starts.iter().filter(labelled).count();
    if starts.len() < LEAST || (with_label as f32) < MOST * starts.len() as f32 {
        return None;
    }
    let mut text: Vec<(f32, f32)> = columns.iter().flatten().map(|l| (l.top, l.bottom)).collect();
    text.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    starts.windows(2).map(|s| widest_strip(&text, s[0].bottom, s[1].top)).collect()
}

/// Cuts a row at heights; what spans it spans the new rows.
fn cut(page: &Page, table: &mut SheetTable, row: usize, borders: &[f32]) {
    let more = borders.len();
    let mut faces = Vec::new();
    let old = std::mem::take(&mut table.grid.faces);
    let text = std::mem::take(&mut table.text).into_iter().zip(std::mem::take(&mut table.lines));
    for ((mut face, (text, lines)), fill) in old.into_iter().zip(text).zip(table.fills.iter()) {
        if face.row > row {
            face.row += more;
        } else if face.row == row && face.row_span == 1 {
            let mut parts = vec![Vec::new(); more + 1];
            for segment in text {
                let place = borders.partition_point(|b| *b <= segment.across - 0.35 * segment.line.size);
                if let Some(part) = parts.get_mut(place) {
                    part.push(segment);
                }
            }
            for (i, part) in parts.into_iter().enumerate() {
                let lines = cells::lines(page, &part);
                faces.push((Face { row: row + i, ..face.clone() }, part, lines, *fill));
            }
            continue;
        } else if row < face.row + face.row_span {
            face.row_span += more;
        }
        faces.push((face, text, lines, *fill));
    }
    faces.sort_by_key(|(f, ..)| (f.row, f.column));
    table.fills.clear();
    for (face, text, lines, fill) in faces {
        table.grid.faces.push(face);
        table.text.push(text);
        table.lines.push(lines);
        table.fills.push(fill);
    }
    let at = row + 1;
    table.grid.ys.splice(at..at, borders.iter().copied());
}
