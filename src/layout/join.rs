//! Two parts of one table in, the whole out.
//!
//! A page break may repeat the header, cut a row in two, or cut a merged cell. A repeated header adds its place only; a row that
//! goes on (its text breaks off in mid-sentence) is made whole; a merged cell that goes on without text of its own is
//! one with its upper part.

use super::tables::bare;
use super::types::{Cell, Table};

/// Appends the part of a table that stands on the next page; gives how many rows of the header it repeats.
pub(super) fn append(table: &mut Table, mut part: Table) -> usize {
    let repeated = repeated_header(table, &part);
    if repeated > 0 {
        for mut c in std::mem::take(&mut part.cells) {
            if c.row >= repeated {
                c.row -= repeated;
                part.cells.push(c);
            } else if let Some(first) = table.cells.iter_mut().find(|a| (a.row, a.column) == (c.row, c.column)) {
                // The copy's lines and place are the first one's too, its words are not said again.
                first.lines.append(&mut c.lines);
                first.at.append(&mut c.at);
            }
        }
        part.rows -= repeated;
    }
    table.parts.append(&mut part.parts);
    if part.rows == 0 {
        return repeated;
    }
    if cut_row(table, &part) {
        merge_first_row(table, &mut part);
    } else {
        merge_spans(table, &mut part);
    }
    let shift = table.rows;
    let before = table.cells.len();
    table.cells.extend(part.cells.into_iter().map(|c| Cell { row: c.row + shift, ..c }));
    table.rows += part.rows;
    // Those above are in order and stand above.
    if let Some(added) = table.cells.get_mut(before..) {
        added.sort_by_key(|c| (c.row, c.column));
    }
    repeated
}

/// How many leading rows of a part repeat the table's header.
pub(super) fn repeated_header(table: &Table, part: &Table) -> usize {
    let row = |t: &Table, r: usize| -> Vec<(usize, usize, String)> {
        let from = t.cells.partition_point(|c| c.row < r);
        let cells = t.cells.iter().skip(from).take_while(|c| c.row == r);
        cells.map(|c| (c.column, c.column_span, bare(c))).collect()
    };
    let most = table.rows.min(part.rows).min(6);
    let n = (0..most).take_while(|r| {
        let a = row(table, *r);
        a.iter().any(|c| !c.2.is_empty()) && a == row(part, *r)
    });
    n.count()
}

/// Whether the break cut a row: the part's first row has no key, and a text of the last row breaks off.
fn cut_row(table: &Table, part: &Table) -> bool {
    let last = table.rows.saturating_sub(1);
    let key_empty = part.cells.iter().find(|c| c.row == 0 && c.column == 0).is_some_and(|c| bare(c).is_empty());
    let above = |column: usize| table.cells.iter().find(|c| c.column == column && c.row + c.row_span == last + 1);
    let first: Vec<&Cell> = part.cells.iter().filter(|c| c.row == 0 && !bare(c).is_empty()).collect();
    let runs_on = |c: &&Cell| {
        above(c.column).is_some_and(|a| {
            let end = a.paragraphs.last().and_then(|p| p.text.chars().next_back());
            let start = c.paragraphs.first().map_or("", |p| p.text.as_str());
            a.column_span == c.column_span
                && end.is_some_and(|e| !matches!(e, '。' | '）' | ')' | '」'))
                && crate::japanese::marker(start).is_none()
                && !start.starts_with(['《', '【', '〈'])
                && full_last_line(a)
        })
    };
    key_empty && !first.is_empty() && first.iter().all(runs_on)
}

/// Whether the last line of a cell fills its measure.
fn full_last_line(c: &Cell) -> bool {
    let (Some(line), Some((_, rect))) = (c.lines.last(), c.at.last()) else { return false };
    rect.x1 - line.bbox.x1 <= 2.6 * line.size.max(1.0)
}

/// Makes the cut row whole.
fn merge_first_row(table: &mut Table, part: &mut Table) {
    let last = table.rows.saturating_sub(1);
    let mut rest = Vec::new();
    for c in std::mem::take(&mut part.cells) {
        if c.row > 0 {
            rest.push(Cell { row: c.row - 1, ..c });
            continue;
        }
        let upper = table.cells.iter_mut().find(|a| a.column == c.column && a.row + a.row_span == last + 1);
        let Some(upper) = upper else { continue };
        upper.row_span += c.row_span.saturating_sub(1);
        let mut paragraphs = c.paragraphs.into_iter();
        if let (Some(a), Some(b)) = (upper.paragraphs.last_mut(), paragraphs.next()) {
            super::spacing::join(&mut a.text, &b.text);
            super::spacing::join(&mut a.raw, &b.raw);
        }
        upper.paragraphs.extend(paragraphs);
        upper.lines.extend(c.lines);
        upper.at.extend(c.at);
    }
    part.cells = rest;
    part.rows -= 1;
}

/// Makes merged cells that the break cut one cell again.
fn merge_spans(table: &mut Table, part: &mut Table) {
    let last = table.rows.saturating_sub(1);
    let has_finer = part.cells.iter().any(|c| c.row == 0 && !bare(c).is_empty());
    if !has_finer {
        return;
    }
    let mut rest = Vec::new();
    for c in std::mem::take(&mut part.cells) {
        let may_go_on = c.row == 0 && c.column == 0 && bare(&c).is_empty();
        let above =
            |a: &&mut Cell| a.column == c.column && a.column_span == c.column_span && a.row + a.row_span == last + 1;
        let upper = if may_go_on { table.cells.iter_mut().find(above) } else { None };
        match upper {
            // Only a merged cell above can be cut here; an empty single cell is a cell of its own.
            Some(a) if (a.row_span > 1 || c.row_span > 1) && !bare(a).is_empty() => {
                a.row_span += c.row_span;
                a.at.extend(c.at);
            }
            _ => rest.push(c),
        }
    }
    part.cells = rest;
}
