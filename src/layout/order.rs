//! Lines, tables and frames of one region in, their reading order out.
//!
//! A variant of the recursive XY cut. The region is cut into horizontal bands; bands that share a vertical gutter are
//! taken together, and only then it is asked whether a reader goes down the columns or along the rows: prose columns
//! are read down, labels with their values along; boxes of a diagram are read along unless they stand closer to the
//! box below than to the box beside. Vertical writing is the same on turned coordinates.

use crate::geometry::Rect;

/// Least gutter between two columns, in font sizes of the region's text.
const GUTTER: f32 = 1.0;
/// A column of prose has at least so many lines …
const PROSE_LINES: usize = 3;
/// … of which this share …
const PROSE_FULL: f32 = 0.5;
/// … is at least this wide a share of the column …
const PROSE_WIDTH: f32 = 0.75;
/// … which is at least so many characters wide.
const PROSE_MEASURE: f32 = 8.0;
/// Lines of a column follow at most this far, in font sizes, baseline to baseline.
const PROSE_PITCH: f32 = 2.6;
/// Interlocking things whose tops differ by less than this (points) start at one height.
const INTERLOCK: f32 = 8.0;
/// A group that has not become columns in so many bands will not; columns are not searched further than this.
const FARTHEST: (usize, usize) = (60, 400);
/// Cuts within cuts: no page nests deeper.
const DEPTH: usize = 24;

/// What an item is; the number is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A segment of text.
    Line(usize),
    /// A table.
    Table(usize),
    /// A frame with all that is in it.
    Frame(usize),
}

/// Something to put in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Its box; of text only the height of the letters, since line boxes overlap when leading is tight.
    pub(super) rect: Rect,
    /// Font size, of text.
    pub(super) size: f32,
    /// Which.
    pub(super) what: What,
}

/// One row in reading order: one table or frame, or segments that make one printed line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// Left to right.
    pub(super) items: Vec<What>,
    /// The column it stands in: the extent of all that was read with it.
    pub(super) column: Rect,
    /// Tells columns apart: rows of one column have one number.
    pub(super) column_id: usize,
}

/// Puts items in reading order.
pub(super) fn order(items: &[Item], vertical: bool) -> Vec<Placed> {
    let turned: Vec<Item>;
    let items = if vertical {
        turned = items.iter().map(|i| Item { rect: turn(&i.rect), ..*i }).collect();
        &turned
    } else {
        items
    };
    let mut out = Vec::new();
    let mut columns = 0;
    let all: Vec<&Item> = items.iter().collect();
    cut(&all, &mut out, &mut columns, 0);
    if vertical {
        for p in &mut out {
            p.column = turn_back(&p.column);
        }
    }
    out
}

/// Vertical writing runs down, and its lines follow to the left.
fn turn(r: &Rect) -> Rect {
    Rect { x0: r.y0, y0: -r.x1, x1: r.y1, y1: -r.x0 }
}

fn turn_back(r: &Rect) -> Rect {
    Rect { x0: -r.y1, y0: r.x0, x1: -r.y0, y1: r.x1 }
}

fn union(items: &[&Item]) -> Rect {
    items.iter().skip(1).fold(items.first().map_or(Rect::default(), |i| i.rect), |r, i| r.union(&i.rect))
}

/// Font size that measures a region: the median of its text.
fn em(items: &[&Item]) -> f32 {
    let mut sizes: Vec<f32> = items.iter().filter(|i| matches!(i.what, What::Line(_))).map(|i| i.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0).max(1.0)
}

/// Orders one region.
fn cut(items: &[&Item], out: &mut Vec<Placed>, columns: &mut usize, depth: usize) {
    if items.is_empty() {
        return;
    }
    let region = union(items);
    let id = *columns;
    *columns += 1;
    let em = em(items);
    let bands = bands(items);
    let mut i = 0;
    while i < bands.len() {
        let run = columns_from(&bands, i, &region, em);
        match run {
            Some((end, gutters)) if depth < DEPTH => {
                let group: Vec<&Item> = bands.iter().take(end).skip(i).flatten().copied().collect();
                for side in sides(&group, &gutters) {
                    cut(&side, out, columns, depth + 1);
                }
                // What follows is a column of its own: its margins are those of the region again.
                i = end;
            }
            _ => {
                if let Some(band) = bands.get(i) {
                    place_band(band, &region, id, out, columns, depth);
                }
                i += 1;
            }
        }
    }
}

/// Bands from top to bottom: items whose heights overlap are in one.
fn bands<'a>(items: &[&'a Item]) -> Vec<Vec<&'a Item>> {
    let mut sorted: Vec<&Item> = items.to_vec();
    sorted.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let mut out: Vec<Vec<&Item>> = Vec::new();
    let mut bottom = f32::NEG_INFINITY;
    for item in sorted {
        // A hair of overlap (descenders, borders drawn over one another) parts no less.
        let slack = 0.15 * item.rect.height().min(item.size.max(6.0));
        match out.last_mut() {
            Some(band) if item.rect.y0 < bottom - slack => {
                band.push(item);
                bottom = bottom.max(item.rect.y1);
            }
            _ => {
                out.push(vec![item]);
                bottom = item.rect.y1;
            }
        }
    }
    out
}

/// Free stretches of x that no item of a band covers, within the region.
fn free(band: &[&Item], region: &Rect) -> Vec<(f32, f32)> {
    let mut covered: Vec<(f32, f32)> = band.iter().map(|i| (i.rect.x0, i.rect.x1)).collect();
    covered.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out = Vec::new();
    let mut at = region.x0;
    for (a, b) in covered {
        if a > at {
            out.push((at, a));
        }
        at = at.max(b);
    }
    if region.x1 > at {
        out.push((at, region.x1));
    }
    out
}

fn intersect(a: &[(f32, f32)], b: &[(f32, f32)], least: f32) -> Vec<(f32, f32)> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(p), Some(q)) = (a.get(i), b.get(j)) {
        let (lo, hi) = (p.0.max(q.0), p.1.min(q.1));
        if hi - lo >= least {
            out.push((lo, hi));
        }
        if p.1 < q.1 { i += 1 } else { j += 1 }
    }
    out
}

/// If the bands from `start` on are columns that are read down: where they end, and their gutters.
fn columns_from(bands: &[Vec<&Item>], start: usize, region: &Rect, em: f32) -> Option<(usize, Vec<(f32, f32)>)> {
    let boxes = |band: &[&Item]| band.iter().any(|i| !matches!(i.what, What::Line(_)));
    let inside = |g: &[(f32, f32)]| -> Vec<(f32, f32)> {
        g.iter().filter(|(a, b)| *a > region.x0 + 0.1 && *b < region.x1 - 0.1).copied().collect()
    };
    let first = bands.get(start)?;
    // Boxes stand closer together than columns of text.
    let least = if boxes(first) { 0.2 * em } else { GUTTER * em };
    let mut common: Vec<(f32, f32)> = free(first, region).into_iter().filter(|(a, b)| b - a >= least).collect();
    if inside(&common).is_empty() {
        return None;
    }
    // Columns of text have lines this wide.
    let wide = |band: &[&Item]| band.iter().filter(|i| i.rect.width() >= PROSE_WIDTH * (PROSE_MEASURE * em)).count();
    let (mut lines, mut boxed) = (wide(first), boxes(first));
    let mut best = None;
    let mut end = start + 1;
    // The longest group that is read down is wanted: so bands are gathered first, and then it is asked from the back.
    for farthest in [FARTHEST.0, FARTHEST.1] {
        let mut groups: Vec<(usize, Vec<(f32, f32)>)> = Vec::new();
        while let Some(next) = bands.get(end).filter(|_| end - start <= farthest) {
            common = intersect(&common, &free(next, region), least);
            let gutters = inside(&common);
            if gutters.is_empty() {
                break;
            }
            end += 1;
            lines += wide(next);
            boxed |= boxes(next);
            if boxed || lines >= 2 {
                groups.push((end, gutters));
            }
        }
        let down = groups.into_iter().rev().find(|(end, gutters)| {
            let bands = bands.get(start..*end).unwrap_or_default();
            let group: Vec<&Item> = bands.iter().flatten().copied().collect();
            read_down(bands, &group, gutters, em)
        });
        // What has not become columns so far will not.
        best = Some(down.or(best)?);
    }
    best
}

/// Parts items by gutters, left to right.
fn sides<'a>(items: &[&'a Item], gutters: &[(f32, f32)]) -> Vec<Vec<&'a Item>> {
    let mut out: Vec<Vec<&Item>> = vec![Vec::new(); gutters.len() + 1];
    for i in items {
        let side = gutters.iter().take_while(|g| i.rect.x0 >= g.1 - 0.1).count();
        if let Some(s) = out.get_mut(side) {
            s.push(i);
        }
    }
    out.retain(|s| !s.is_empty());
    out
}

/// Whether bands with common gutters are columns that are read down.
fn read_down(bands: &[Vec<&Item>], group: &[&Item], gutters: &[(f32, f32)], em: f32) -> bool {
    let parts = sides(group, gutters);
    if parts.len() < 2 {
        return false;
    }
    if group.iter().all(|i| matches!(i.what, What::Line(_))) {
        return parts.iter().all(|p| is_prose(p, em)) || beside_prose(&parts, em);
    }
    if labelled_text(&parts) {
        return false;
    }
    // Boxes: down if every box stands closer to what is below than to what is beside.
    if !parts.iter().all(|p| p.len() >= 2 || p.iter().any(|i| !matches!(i.what, What::Line(_)))) {
        return false;
    }
    let gutter = gutters.iter().fold(f32::MAX, |m, g| m.min(g.1 - g.0));
    let mut widest = 0.0_f32;
    let mut bottom = f32::NEG_INFINITY;
    for band in bands {
        let top = band.iter().fold(f32::MAX, |m, i| m.min(i.rect.y0));
        if bottom > f32::NEG_INFINITY {
            widest = widest.max(top - bottom);
        }
        bottom = band.iter().fold(bottom, |m, i| m.max(i.rect.y1));
    }
    widest < gutter
}

/// Whether boxed labels stand beside texts wider than they are: these are read along, label by label.
fn labelled_text(parts: &[Vec<&Item>]) -> bool {
    let boxes = |p: &&Vec<&Item>| p.iter().all(|i| !matches!(i.what, What::Line(_)));
    let text = |p: &&Vec<&Item>| p.iter().all(|i| matches!(i.what, What::Line(_)));
    let width = |p: &Vec<&Item>| union(p).width();
    let label = parts.iter().filter(boxes).map(width).fold(f32::MAX, f32::min);
    parts.iter().filter(text).any(|p| p.len() >= PROSE_LINES && width(p) > label)
}

/// Whether one part is running text and the lines of the others mostly stand between its lines: a diagram with its
/// explanation beside it. Labels and values share their baselines.
fn beside_prose(parts: &[Vec<&Item>], em: f32) -> bool {
    /// Baselines this close, in font sizes, are one.
    const SAME: f32 = 0.25;
    parts.iter().any(|prose| {
        if prose.len() < PROSE_LINES + 1 || !is_prose(prose, em) {
            return false;
        }
        let others: Vec<&&Item> = parts.iter().filter(|p| !std::ptr::eq(*p, prose)).flatten().collect();
        let shared = others.iter().filter(|o| prose.iter().any(|l| (l.rect.y1 - o.rect.y1).abs() <= SAME * em)).count();
        others.len() >= 2 && shared * 2 <= others.len()
    })
}

/// Whether lines make a column of running text.
fn is_prose(side: &[&Item], em: f32) -> bool {
    let width = union(side).width();
    if side.len() < PROSE_LINES || width < PROSE_MEASURE * em {
        return false;
    }
    let full = side.iter().filter(|i| i.rect.width() >= PROSE_WIDTH * width).count();
    let mut tops: Vec<f32> = side.iter().map(|i| i.rect.y1).collect();
    tops.sort_by(f32::total_cmp);
    let close = tops.windows(2).filter(|w| w[1] - w[0] <= PROSE_PITCH * em).count();
    full as f32 >= PROSE_FULL * side.len() as f32 && close as f32 >= 0.6 * (side.len() - 1) as f32
}

/// Orders one band: a row of segments, or things of different heights side by side.
fn place_band(band: &[&Item], region: &Rect, id: usize, out: &mut Vec<Placed>, columns: &mut usize, depth: usize) {
    let mut row: Vec<&Item> = band.to_vec();
    row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0).then(a.rect.y0.total_cmp(&b.rect.y0)));
    if is_row(&row) {
        let mut line: Vec<&Item> = Vec::new();
        for item in row {
            let joins = line.last().is_none_or(|l| same_line(l, item));
            if !joins {
                out.push(Placed { items: line.iter().map(|i| i.what).collect(), column: *region, column_id: id });
                line.clear();
            }
            line.push(item);
        }
        out.push(Placed { items: line.iter().map(|i| i.what).collect(), column: *region, column_id: id });
        return;
    }
    let inner = union(&row);
    let gutters: Vec<(f32, f32)> = free(&row, &inner);
    let parts = sides(&row, &gutters);
    if parts.len() > 1 && depth < DEPTH {
        for part in parts {
            cut(&part, out, columns, depth + 1);
        }
        return;
    }
    // Things that interlock: from the top, and among those that start at about one height from the left.
    row.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let mut rest = row.as_slice();
    while let Some(first) = rest.first() {
        let reach = first.rect.y0 + (0.5 * first.rect.height()).min(INTERLOCK);
        let n = rest.partition_point(|i| i.rect.y0 <= reach).max(1);
        let (tops, tail) = rest.split_at(n);
        let mut tops = tops.to_vec();
        tops.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0).then(a.rect.y0.total_cmp(&b.rect.y0)));
        for item in tops {
            out.push(Placed { items: vec![item.what], column: *region, column_id: id });
        }
        rest = tail;
    }
}

/// Whether all items are text on one height.
fn is_row(row: &[&Item]) -> bool {
    let Some(first) = row.first() else { return false };
    if row.len() == 1 {
        return true;
    }
    row.iter()
        .all(|i| matches!(i.what, What::Line(_)) && (i.rect.y1 - first.rect.y1).abs() <= 0.5 * first.size.max(i.size))
}

/// Whether two neighbours on a row are one printed line.
fn same_line(a: &Item, b: &Item) -> bool {
    (a.size - b.size).abs() <= 0.1 * a.size.max(b.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(boxes: &[(f32, f32, f32)]) -> Vec<Item> {
        boxes
            .iter()
            .enumerate()
            .map(|(i, (x0, y, x1))| Item { rect: Rect::new(*x0, *y - 7.0, *x1, *y), size: 10.0, what: What::Line(i) })
            .collect()
    }

    fn read(items: &[Item]) -> Vec<Vec<usize>> {
        order(items, false)
            .iter()
            .map(|p| {
                p.items
                    .iter()
                    .map(|w| match w {
                        What::Line(i) | What::Table(i) | What::Frame(i) => *i,
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn two_columns_of_prose_are_read_down() {
        let items = lines(&[
            (50.0, 20.0, 350.0),
            (50.0, 40.0, 190.0),
            (210.0, 40.0, 350.0),
            (50.0, 55.0, 190.0),
            (210.0, 55.0, 350.0),
            (50.0, 70.0, 190.0),
            (210.0, 70.0, 350.0),
        ]);
        assert_eq!(read(&items), [vec![0], vec![1], vec![3], vec![5], vec![2], vec![4], vec![6]]);
    }

    #[test]
    fn labels_and_values_are_read_along() {
        let items = lines(&[(50.0, 20.0, 80.0), (120.0, 20.0, 250.0), (50.0, 35.0, 80.0), (120.0, 35.0, 200.0)]);
        assert_eq!(read(&items), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn boxes_are_read_along_unless_closer_below() {
        let frame = |i, x0, y0, x1, y1| Item { rect: Rect::new(x0, y0, x1, y1), size: 0.0, what: What::Frame(i) };
        let apart = [
            frame(0, 0.0, 0.0, 50.0, 20.0),
            frame(1, 55.0, 0.0, 200.0, 20.0),
            frame(2, 0.0, 40.0, 50.0, 60.0),
            frame(3, 55.0, 40.0, 200.0, 60.0),
        ];
        assert_eq!(read(&apart), [vec![0], vec![1], vec![2], vec![3]]);
        let headed = [
            frame(0, 0.0, 0.0, 90.0, 20.0),
            frame(1, 100.0, 0.0, 190.0, 20.0),
            frame(2, 0.0, 23.0, 90.0, 90.0),
            frame(3, 100.0, 23.0, 190.0, 90.0),
        ];
        assert_eq!(read(&headed), [vec![0], vec![2], vec![1], vec![3]]);
    }
}
