//! Tables of nothing but aligned text.
//!
//! Columns are gutters that persist over rows, and a header row must witness them: short names, one for each column,
//! with a usual one among them. Lists, labels with values and prose in columns have no such row, so they are no tables.
//! Rows are lines that share baselines; where they do not, one column holds a label for each row, centred on the lines
//! beside it.

use super::aligned::GUTTER;
use super::grid::{Face, Grid};
use super::labels;
use super::tables::names_columns;
use super::words::{self, Word};
use crate::geometry::Rect;

/// A header without a body of so many rows is no table.
const LEAST_ROWS: usize = 3;
/// Empty space, in font sizes, that ends a table.
const END_GAP: f32 = 3.2;
/// Words on one row differ in height by less than this, in font sizes.
const SAME_ROW: f32 = 0.4;
/// Lines of one cell are at most this much wider set than the tightest of their column.
const TIGHT: f32 = 1.12;
/// Lines of one cell are never further apart than this, in font sizes.
const LOOSEST: f32 = 2.1;
/// A label may stand this far, in font sizes, off the centre of its lines.
const OFF_CENTRE: f32 = 0.45;

/// Finds tables of aligned text. `words` are sorted from top to bottom.
pub(super) fn find(words: &[Word]) -> Vec<Grid> {
    let rows = rows(words);
    let mut out = Vec::new();
    let mut i = 0;
    while i < rows.len() {
        match rows.get(i).filter(|r| is_header(r)).and_then(|_| table(&rows[i..])) {
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

fn is_header(row: &[&Word]) -> bool {
    let texts: Vec<String> = row.iter().map(|w| w.text.chars().filter(|c| !c.is_whitespace()).collect()).collect();
    row.len() >= 2 && names_columns(&texts)
}

/// The table under a header row, and how many rows of text it takes.
fn table(rows: &[Vec<&Word>]) -> Option<(Grid, usize)> {
    let header = rows.first()?;
    let em = words::em(header.iter().copied());
    let (gutters, taken) = extent(rows, header.len(), em)?;
    let all: Vec<&Word> = rows.iter().take(taken).flatten().copied().collect();
    let bounds = all.iter().skip(1).fold(all.first()?.rect, |r, w| r.union(&w.rect));
    let mut xs = vec![bounds.x0 - 0.3 * em];
    xs.extend(gutters.iter().map(|(a, b)| f32::midpoint(*a, *b)));
    xs.push(bounds.x1 + 0.3 * em);
    let columns: Vec<Vec<Rect>> = xs
        .windows(2)
        .map(|x| {
            let column: Vec<&&Word> =
                all.iter().skip(header.len()).filter(|w| w.rect.cx() >= x[0] && w.rect.cx() < x[1]).collect();
            lines(&column)
        })
        .collect();
    let cells = regular(&columns, em).or_else(|| labelled(&columns, em))?;
    grid(&xs, header, &bounds, &cells, em).map(|g| (g, taken))
}

/// How far rows keep to the gutters of the header, and the gutters that all of them leave.
fn extent(rows: &[Vec<&Word>], columns: usize, em: f32) -> Option<(Vec<(f32, f32)>, usize)> {
    let mut best = None;
    let mut bottom = f32::NEG_INFINITY;
    let mut all: Vec<&Word> = Vec::new();
    let mut filled = 0;
    let page = Rect { x0: f32::MIN, y0: f32::MIN, x1: f32::MAX, y1: f32::MAX };
    for (n, row) in rows.iter().enumerate().take(400) {
        let top = row.iter().fold(f32::MAX, |m, w| m.min(w.rect.y0));
        if n > 0 && top - bottom > END_GAP * em {
            break;
        }
        all.extend(row);
        bottom = row.iter().fold(bottom, |m, w| m.max(w.rect.y1));
        let gutters = words::gutters(all.iter().copied(), &page, GUTTER * em);
        if gutters.len() + 1 < columns {
            break;
        }
        filled += usize::from(row.len() >= 2);
        if gutters.len() + 1 == columns && n >= LEAST_ROWS && filled >= LEAST_ROWS {
            best = Some((gutters, n + 1));
        }
    }
    best
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
fn regular(columns: &[Vec<Rect>], em: f32) -> Option<Cells> {
    let first = columns.first()?;
    let fullest = columns.iter().max_by_key(|c| c.len())?;
    let on = |c: &[Rect], y: f32| c.iter().any(|l| (l.y1 - y).abs() <= SAME_ROW * em);
    let matched = fullest.iter().filter(|l| columns.iter().filter(|c| on(c, l.y1)).count() >= 2).count();
    // The first column starts each row; what has nothing there goes on with the row above.
    let starts: Vec<f32> = first.iter().map(|l| l.y0).collect();
    let aligned = first.iter().filter(|l| columns.iter().skip(1).any(|c| on(c, l.y1))).count();
    if matched * 5 < fullest.len() * 3 || aligned < first.len() || starts.len() < LEAST_ROWS - 1 {
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

/// Rows told by labels that are centred on the lines beside them.
fn labelled(columns: &[Vec<Rect>], em: f32) -> Option<Cells> {
    let clumps: Vec<Vec<Rect>> = columns.iter().map(|c| clumps(c, em)).collect();
    // The column whose labels tell the rows: the one with the most clumps of single lines.
    let key = (0..columns.len()).filter(|c| clumps[*c].len() >= LEAST_ROWS - 1).max_by_key(|c| {
        let single = clumps[*c].len() == columns[*c].len();
        (single, clumps[*c].len())
    })?;
    let labels: Vec<f32> = clumps[key].iter().map(Rect::cy).collect();
    // Rows reach over the lines of the column that has the most.
    let fullest = (0..columns.len()).filter(|c| *c != key).max_by_key(|c| columns[*c].len())?;
    let extents: Vec<(f32, f32)> = columns[fullest].iter().map(|l| (l.y0, l.y1)).collect();
    let (sizes, error) = labels::centred(&labels, &extents)?;
    if error > OFF_CENTRE * em {
        return None;
    }
    let mut rows = Vec::new();
    let mut at = 0;
    for n in sizes {
        rows.push((extents.get(at)?.0, extents.get(at + n - 1)?.1));
        at += n;
    }
    let mut spans = Vec::new();
    for (c, clumps) in clumps.iter().enumerate() {
        if c == key || c == fullest {
            spans.push(vec![1; rows.len()]);
            continue;
        }
        let centres: Vec<f32> = clumps.iter().map(Rect::cy).collect();
        let (sizes, error) = labels::centred(&centres, &rows)?;
        spans.push(if error <= OFF_CENTRE * em { sizes } else { vec![1; rows.len()] });
    }
    Some(Cells { rows, spans })
}

/// Lines set as tight as lines of one cell are.
fn clumps(lines: &[Rect], em: f32) -> Vec<Rect> {
    let pitch = |w: &[Rect]| w[1].y1 - w[0].y1;
    let tightest = lines.windows(2).map(pitch).fold(f32::MAX, f32::min);
    let mut out: Vec<Rect> = Vec::new();
    let mut last: Option<&Rect> = None;
    for l in lines {
        let joins = last.is_some_and(|p| l.y1 - p.y1 <= TIGHT * tightest && l.y1 - p.y1 <= LOOSEST * em);
        match out.last_mut() {
            Some(c) if joins => *c = c.union(l),
            _ => out.push(*l),
        }
        last = Some(l);
    }
    out
}

fn grid(xs: &[f32], header: &[&Word], bounds: &Rect, cells: &Cells, em: f32) -> Option<Grid> {
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
    for (column, spans) in cells.spans.iter().enumerate() {
        let mut row = 1;
        for &n in spans {
            faces.push(Face { row, column, row_span: n, column_span: 1 });
            row += n;
        }
    }
    faces.sort_by_key(|f| (f.row, f.column));
    Some(Grid { xs: xs.to_vec(), ys, faces })
}
