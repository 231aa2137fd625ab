//! Tables of nothing but aligned text.
//!
//! Columns are gutters that persist over rows, and a header row must witness them: short names, one for each column,
//! with a usual one among them. Lists, labels with values and prose in columns have no such row, so they are no tables.
//! One column holds a label for each row, and the widest free strip between two labels parts their rows; where lines
//! are set so tight that none is wider, rows are lines that share baselines.

use super::aligned::GUTTER;
use super::grid::{Face, Grid};
use super::headers::{could_name, names_columns};
use super::labels;
use super::words::{self, Word};
use crate::geometry::Rect;

/// A header without a body of so many rows is no table.
const LEAST_ROWS: usize = 3;
/// Empty space, in font sizes, that ends a table …
const END_GAP: f32 = 3.2;
/// … unless rows stand that far apart throughout: so many times the widest gap so far …
const EVEN_GAP: f32 = 1.6;
/// … of which the first, below the header, is at most this.
const FIRST_GAP: f32 = 5.0;
/// Text right below fewer rows than this, as close as they are, goes on with them …
const LEAST_BEFORE_TEXT: usize = 7;
/// … within this share of the gap between them.
const RUNS_ON: f32 = 1.1;
/// Rows of text to look at.
const MOST_ROWS: usize = 400;
/// Words on one row differ in height by less than this, in font sizes.
const SAME_ROW: f32 = 0.4;
/// Lines of one cell are at most this much wider set than the tightest of their column.
const TIGHT: f32 = 1.12;
/// Lines of one cell are never further apart than this, in heights of their letters.
const LOOSEST: f32 = 2.05;
/// Share of lines that stand on the baseline of another column's line where rows are single lines …
const REGULAR: f32 = 0.9;
/// … and where some cells run on below.
const MOSTLY_REGULAR: f32 = 0.6;
/// Rows of a long list …
const LONG_LIST: usize = 10;
/// … in which headings of groups and second lines stand among rows of single lines.
const LONG_REGULAR: f32 = 0.75;
/// A heading of a group stands out this far, in font sizes, to the left of the rows.
const OUTDENT: f32 = 0.12;
/// … and the share of its lines that have values beside them.
const MOSTLY_VALUES: f32 = 0.8;
/// A label may stand this far, in font sizes, off the centre of its lines.
const OFF_CENTRE: f32 = 0.45;

/// Finds tables of aligned text. `words` are sorted from top to bottom.
pub(super) fn find(words: &[Word]) -> Vec<Grid> {
    let rows = rows(words);
    let mut out = Vec::new();
    let mut i = 0;
    while i < rows.len() {
        match rows.get(i).filter(|r| is_header(r, rows.get(i + 1))).and_then(|_| table(&rows[i..])) {
            Some((grid, taken)) => {
                out.push(grid);
                i += taken;
            }
            None => i += 1,
        }
    }
    out
}

/// Words on one height, left to right.
fn rows(words: &[Word]) -> Vec<Vec<&Word>> {
    let mut out: Vec<Vec<&Word>> = Vec::new();
    for w in words {
        match out.last_mut() {
            Some(row)
                if row.first().is_some_and(|f| (w.rect.y1 - f.rect.y1).abs() <= SAME_ROW * f.size.min(w.size)) =>
            {
                row.push(w);
            }
            _ => out.push(vec![w]),
        }
    }
    for row in &mut out {
        row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    }
    out
}

/// Whether a row names columns: with a usual name among them, or all in bold over a row that is not.
fn is_header(row: &[&Word], next: Option<&Vec<&Word>>) -> bool {
    let texts: Vec<String> = row.iter().map(|w| w.text.chars().filter(|c| !c.is_whitespace()).collect()).collect();
    let bold = row.iter().all(|w| w.bold) && next.is_some_and(|n| n.len() >= 2 && n.iter().all(|w| !w.bold));
    row.len() >= 2 && (names_columns(&texts) || bold && row.len() >= 3 && texts.iter().all(|t| could_name(t)))
}

/// The table under a header row, and how many rows of text it takes.
fn table(rows: &[Vec<&Word>]) -> Option<(Grid, usize)> {
    let header = rows.first()?;
    let em = words::em(header.iter().copied());
    let (gutters, taken) = extent(rows, em)?;
    let all: Vec<&Word> = rows.iter().take(taken).flatten().copied().collect();
    let bounds = all.iter().skip(1).fold(all.first()?.rect, |r, w| r.union(&w.rect));
    let mut xs = vec![bounds.x0 - 0.3 * em];
    xs.extend(gutters.iter().map(|(a, b)| f32::midpoint(*a, *b)));
    xs.push(bounds.x1 + 0.3 * em);
    let body: Vec<&Word> = all.iter().skip(header.len()).copied().collect();
    let columns: Vec<Vec<Rect>> = xs
        .windows(2)
        .map(|x| {
            let column: Vec<&&Word> = body.iter().filter(|w| w.rect.cx() >= x[0] && w.rect.cx() < x[1]).collect();
            lines(&column)
        })
        .collect();
    let cells = regular(&columns, em, REGULAR)
        .or_else(|| labelled(&columns, em))
        .or_else(|| regular(&columns, em, MOSTLY_REGULAR))?;
    grid(&xs, header, &body, &bounds, &cells, em).map(|g| (g, taken))
}

/// How far rows keep to the columns that the header names, and the gutters between them. Names may stand centred over
/// columns set to one side, so the gutters are those of the rows, one between each two names. A row with a label and a
/// text over several columns is a row of the table too, once the others have told the gutters.
fn extent(rows: &[Vec<&Word>], em: f32) -> Option<(Vec<(f32, f32)>, usize)> {
    let header = rows.first()?;
    let mut best: Option<(Vec<(f32, f32)>, usize)> = None;
    let mut bottom = header.iter().fold(f32::NEG_INFINITY, |m, w| m.max(w.rect.y1));
    let mut body: Vec<&Word> = Vec::new();
    let mut filled = 1;
    let mut widest = 0.0_f32;
    // Least gap between rows so far.
    let mut pitch = f32::MAX;
    for (n, row) in rows.iter().enumerate().take(MOST_ROWS).skip(1) {
        let top = row.iter().fold(f32::MAX, |m, w| m.min(w.rect.y0));
        // Rows of a table stand about evenly; the first gap tells how wide.
        let limit = if n == 1 { FIRST_GAP * em } else { (END_GAP * em).max(EVEN_GAP * widest) };
        if top - bottom > limit {
            break;
        }
        widest = widest.max(top - bottom);
        let before_row = bottom;
        let before = body.len();
        body.extend(row);
        bottom = row.iter().fold(bottom, |m, w| m.max(w.rect.y1));
        let Some(gutters) = between_names(header, &body, em) else {
            let spans = best.as_ref().is_some_and(|(g, _)| spans_from_label(row, g));
            if !spans {
                // Text that runs on over all columns without a gap: terms and meanings set with tabs in prose.
                let runs_on = n > 1 && n < LEAST_BEFORE_TEXT && top - before_row <= RUNS_ON * pitch;
                if runs_on {
                    return None;
                }
                break;
            }
            body.truncate(before);
            if let Some(b) = &mut best {
                b.1 = n + 1;
            }
            continue;
        };
        if n > 1 {
            pitch = pitch.min(top - before_row);
        }
        filled += usize::from(row.len() >= 2);
        if n >= LEAST_ROWS && filled >= LEAST_ROWS && mostly_filled(&gutters, &body) {
            best = Some((gutters, n + 1));
        }
    }
    best
}

/// Whether most columns have a word below their name; a column of remarks may be empty.
fn mostly_filled(gutters: &[(f32, f32)], body: &[&Word]) -> bool {
    let place = |w: &&Word| gutters.iter().filter(|g| w.rect.cx() > f32::midpoint(g.0, g.1)).count();
    let used: std::collections::BTreeSet<usize> = body.iter().map(place).collect();
    used.len() >= 2 && used.len() * 3 > (gutters.len() + 1) * 2
}

/// The gutter between each two neighbouring names that body words leave free, as far as the names leave it too.
pub(super) fn between_names(header: &[&Word], body: &[&Word], em: f32) -> Option<Vec<(f32, f32)>> {
    let page = Rect { x0: f32::MIN, y0: f32::MIN, x1: f32::MAX, y1: f32::MAX };
    let free = words::gutters(body.iter().copied(), &page, GUTTER * em);
    let first = body.iter().fold(f32::MAX, |m, w| m.min(w.rect.x0));
    let last = body.iter().fold(f32::MIN, |m, w| m.max(w.rect.x1));
    let sides = [(f32::MIN, first), (last, f32::MAX)];
    header
        .windows(2)
        .map(|names| {
            let (from, to) = (names.first()?.rect.x1, names.last()?.rect.x0);
            // Before the first and after the last word all is free: a column may be empty so far.
            let parts = free.iter().chain(&sides).map(|g| (g.0.max(from), g.1.min(to)));
            let widest = parts.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
            (widest.1 - widest.0 >= GUTTER * em).then_some(widest)
        })
        .collect()
}

/// Whether a row is a label in the first column and one text over others.
fn spans_from_label(row: &[&Word], gutters: &[(f32, f32)]) -> bool {
    let (Some(first), [label, text]) = (gutters.first(), row) else { return false };
    label.rect.x1 <= first.1 && text.rect.x0 >= first.0 && label.rect.x1 < text.rect.x0
}

/// Words of one column as lines, top to bottom.
fn lines(words: &[&&Word]) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::new();
    for w in words {
        match out.last_mut() {
            Some(l) if (l.y1 - w.rect.y1).abs() <= SAME_ROW * w.size => *l = l.union(&w.rect),
            _ => out.push(w.rect),
        }
    }
    out
}

/// Rows of body cells: per column, where each cell starts and how many rows it spans, over rows with these extents.
struct Cells {
    rows: Vec<(f32, f32)>,
    spans: Vec<Vec<usize>>,
}

/// Rows that share baselines over the columns.
fn regular(columns: &[Vec<Rect>], em: f32, share: f32) -> Option<Cells> {
    let first = columns.first()?;
    let fullest = columns.iter().max_by_key(|c| c.len())?;
    let on = |c: &[Rect], y: f32| c.iter().any(|l| (l.y1 - y).abs() <= SAME_ROW * em);
    let matched = fullest.iter().filter(|l| columns.iter().filter(|c| on(c, l.y1)).count() >= 2).count();
    // The first column starts each row; what has nothing there goes on with the row above.
    let with_value: Vec<f32> =
        first.iter().filter(|l| columns.iter().skip(1).any(|c| on(c, l.y1))).map(|l| l.y0).collect();
    let starts: Vec<f32> = first.iter().map(|l| l.y0).collect();
    // In a long list a line without values now and then goes on with the row above.
    let long = with_value.len() >= LONG_LIST && with_value.len() as f32 >= MOSTLY_VALUES * first.len() as f32;
    // … but the heading of a group is a row of its own.
    let mut lefts: Vec<f32> = first.iter().filter(|l| with_value.contains(&l.y0)).map(|l| l.x0).collect();
    lefts.sort_by(f32::total_cmp);
    let left = lefts.get(lefts.len() / 2).copied().unwrap_or(f32::MIN);
    let heads_group = |l: &&Rect| with_value.contains(&l.y0) || l.x0 < left - OUTDENT * em;
    let starts: Vec<f32> = if long { first.iter().filter(heads_group).map(|l| l.y0).collect() } else { starts };
    let share_needed = if long { share.min(LONG_REGULAR) } else { share };
    if (matched as f32) < share_needed * fullest.len() as f32
        || !long && with_value.len() < first.len()
        || starts.len() < LEAST_ROWS - 1
    {
        return None;
    }
    // Lines off the labels' baselines go on below one that stands on it; where they stand around it, labels are centred.
    let goes_on = |c: &[Rect], l: &Rect| {
        let start = starts.iter().rev().find(|s| **s <= l.y0 + SAME_ROW * em);
        start.is_some_and(|s| c.iter().any(|o| o.y0 <= l.y0 && (o.y0 - s).abs() <= SAME_ROW * em))
    };
    if share >= REGULAR && !columns.iter().skip(1).all(|c| c.iter().all(|l| goes_on(c, l))) {
        return None;
    }
    let above = columns.iter().skip(1).flatten().any(|l| starts.first().is_some_and(|s| l.y0 < s - em));
    if above {
        return None;
    }
    let bottom = columns.iter().flatten().fold(0.0_f32, |m, l| m.max(l.y1));
    let rows: Vec<(f32, f32)> =
        starts.iter().enumerate().map(|(i, s)| (*s, starts.get(i + 1).copied().unwrap_or(bottom))).collect();
    Some(Cells { spans: vec![vec![1; rows.len()]; columns.len()], rows })
}

/// Rows told by labels: each row has one in the key column, and the widest free strip between two labels parts their
/// rows, however cells are aligned in height. Columns with fewer labels span rows, centred on them.
fn labelled(columns: &[Vec<Rect>], em: f32) -> Option<Cells> {
    let clumps: Vec<Vec<Rect>> = columns.iter().map(|c| clumps(c)).collect();
    let count = |c: usize| clumps.get(c).map_or(0, Vec::len);
    let key = usize::from(count(1) > count(0) && columns.len() > 2);
    let labels = clumps.get(key)?;
    if labels.len() < LEAST_ROWS - 1 {
        return None;
    }
    // What spans rows says nothing of their borders.
    let spanning = |c: usize| c < key;
    let mut text: Vec<(f32, f32)> =
        (0..columns.len()).filter(|c| !spanning(*c)).flat_map(|c| &columns[c]).map(|l| (l.y0, l.y1)).collect();
    text.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (top, bottom) = (text.first()?.0, text.iter().fold(0.0_f32, |m, t| m.max(t.1)));
    let mut borders = vec![top];
    for pair in labels.windows(2) {
        let strip = widest_strip(&text, pair[0].y1, pair[1].y0)?;
        borders.push(strip);
    }
    borders.push(bottom);
    let rows: Vec<(f32, f32)> = borders.windows(2).map(|b| (b[0], b[1])).collect();
    let mut spans = Vec::new();
    for (c, clumps) in clumps.iter().enumerate() {
        if !spanning(c) {
            spans.push(vec![1; rows.len()]);
            continue;
        }
        let centres: Vec<f32> = clumps.iter().map(Rect::cy).collect();
        let (sizes, error) = labels::centred(&centres, &rows)?;
        spans.push(if error <= OFF_CENTRE * em { sizes } else { vec![1; rows.len()] });
    }
    Some(Cells { rows, spans })
}

/// The middle of the widest strip without text between two heights.
pub(super) fn widest_strip(text: &[(f32, f32)], from: f32, to: f32) -> Option<f32> {
    let mut best: Option<(f32, f32)> = None;
    let mut end = from;
    let inside = text.iter().filter(|t| t.1 > from && t.0 < to).copied().chain([(to, to)]);
    for (a, b) in inside {
        let strip = a - end;
        if strip > 0.0 && best.is_none_or(|(width, _)| strip > width + 0.01) {
            best = Some((strip, f32::midpoint(a, end)));
        }
        end = end.max(b);
    }
    best.map(|(_, at)| at)
}

/// Lines set as tight as lines of one cell are.
fn clumps(lines: &[Rect]) -> Vec<Rect> {
    let pitch = |w: &[Rect]| w[1].y1 - w[0].y1;
    let tightest = lines.windows(2).map(pitch).fold(f32::MAX, f32::min);
    let mut out: Vec<Rect> = Vec::new();
    let mut last: Option<&Rect> = None;
    for l in lines {
        let joins = last.is_some_and(|p| l.y1 - p.y1 <= TIGHT * tightest && l.y1 - p.y1 <= LOOSEST * p.height());
        match out.last_mut() {
            Some(c) if joins => *c = c.union(l),
            _ => out.push(*l),
        }
        last = Some(l);
    }
    out
}

fn grid(xs: &[f32], header: &[&Word], body: &[&Word], bounds: &Rect, cells: &Cells, em: f32) -> Option<Grid> {
    let head = header.iter().fold(0.0_f32, |m, w| m.max(w.rect.y1));
    let mut ys = vec![bounds.y0 - 0.3 * em];
    let mut above = head;
    for (top, bottom) in &cells.rows {
        ys.push(f32::midpoint(above, *top));
        above = *bottom;
    }
    ys.push(bounds.y1 + 0.3 * em);
    let columns = xs.len().checked_sub(1)?;
    let mut faces: Vec<Face> =
        (0..columns).map(|column| Face { row: 0, column, row_span: 1, column_span: 1 }).collect();
    // A word over a border makes one cell of both sides.
    let crossed = |row: usize, column: usize| {
        let (Some(x), Some(top), Some(bottom)) = (xs.get(column + 1), ys.get(row), ys.get(row + 1)) else {
            return false;
        };
        let over = |w: &&&Word| w.rect.x0 < *x && w.rect.x1 > *x && w.rect.cy() > *top && w.rect.cy() < *bottom;
        column + 1 < columns && body.iter().any(|w| over(&w))
    };
    let mut taken = std::collections::BTreeSet::new();
    for column in 0..columns {
        let mut row = 1;
        for &n in cells.spans.get(column)? {
            if !taken.contains(&(row, column)) {
                let mut column_span = 1;
                while n == 1 && crossed(row, column + column_span - 1) {
                    taken.insert((row, column + column_span));
                    column_span += 1;
                }
                faces.push(Face { row, column, row_span: n, column_span });
            }
            row += n;
        }
    }
    faces.sort_by_key(|f| (f.row, f.column));
    Some(Grid { xs: xs.to_vec(), ys, faces })
}
