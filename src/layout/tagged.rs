//! Tables of the structure tree, where the page agrees: a tagged table and the glyphs of a page in, a grid out.
//!
//! Trees lie: editors tag every line as a row, or lay out whole pages in tables. So the tree only says which glyphs make
//! a cell and which cells a row; that they are a table, their places must show. The cells of each row and column have to
//! stand clear of those after them, and nothing else may stand among them. Otherwise the tree changes nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::grid::{Face, Grid};
use super::spacing;
use super::types::Method;
use crate::geometry::Rect;
use crate::pdf::{Document, Page, TaggedTable};

/// Cells of neighbouring rows or columns overlap by no more than this, in font sizes: the box of a glyph is higher than
/// its ink, and rows may be set closer than that.
const OVERLAP: f32 = 0.25;
/// Borders of one row or column are at least so far apart, in font sizes.
const LEAST_ROOM: f32 = 0.5;
/// The outer border stands this far from the text, in font sizes.
const MARGIN: f32 = 0.25;
/// Share of cells that hold text: lines tagged as rows leave most of theirs empty.
const FILLED: f32 = 0.7;
/// One row in so many may hold text in one cell only, though it has several: such a row looks like a wrapped line.
const CONTINUED: usize = 4;
/// Without a header cell two rows may be the layout of a page.
const LEAST_UNHEADED: usize = 3;
/// A grid that text alone gave is the same table if the tagged one covers so much of it.
const SAME_TABLE: f32 = 0.8;
/// Grids with more places than this are drawings.
const TOO_MANY: usize = 40_000;

/// A table of the structure tree that has content on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// Index into the document's tagged tables.
    number: usize,
    /// Index of the page.
    page: usize,
    table: &'a TaggedTable,
}

/// What the tree says of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tagged {
    /// Index into the document's tagged tables.
    pub(super) table: usize,
    /// Leading rows of header cells only.
    pub(super) header_rows: usize,
}

/// The tagged tables of each page that has some, by the page's index.
pub(super) fn by_page(document: &Document) -> BTreeMap<usize, Vec<Part<'_>>> {
    let mut out: BTreeMap<usize, Vec<Part<'_>>> = BTreeMap::new();
    for (number, table) in document.tables.iter().enumerate() {
        for (page, _) in table.rows.iter().flatten().flat_map(|c| &c.content) {
            let parts = out.entry(*page).or_default();
            if parts.last().is_none_or(|p| p.number != number) {
                parts.push(Part { number, page: *page, table });
            }
        }
    }
    out
}

/// Adds the tagged tables that are true to the grids of a page, last, and says what they are. Rulings know better where
/// there are some; a grid that was only guessed from the text gives way.
pub(super) fn add(page: &Page, said: &[Part<'_>], grids: &mut Vec<(Grid, Method)>) -> Vec<Tagged> {
    let mut out: Vec<(Grid, Tagged)> = Vec::new();
    for part in said {
        let Some((grid, tagged)) = check(page, part) else { continue };
        let rect = grid.rect();
        let free = out.iter().all(|(g, _)| g.rect().intersection(&rect).is_none());
        let gives_way = |(g, method): &(Grid, Method)| {
            let common = g.rect().intersection(&rect).map_or(0.0, |i| i.area());
            common <= 0.0 || *method == Method::Aligned && common >= SAME_TABLE * g.rect().area()
        };
        if free && grids.iter().all(gives_way) {
            grids.retain(|(g, _)| g.rect().intersection(&rect).is_none());
            out.push((grid, tagged));
        }
    }
    let (new, tagged): (Vec<Grid>, Vec<Tagged>) = out.into_iter().unzip();
    grids.extend(new.into_iter().map(|g| (g, Method::Tagged)));
    tagged
}

/// A cell on its place in the grid.
struct Placed {
    face: Face,
    header: bool,
    /// Box of its glyphs on the page.
    ink: Option<Rect>,
}

/// The grid of a tagged table on one page, if everything agrees.
fn check(page: &Page, part: &Part<'_>) -> Option<(Grid, Tagged)> {
    let (mut cells, columns) = place(part.table)?;
    // Which cell each content id belongs to. One that two cells claim goes to the first, as roles have it.
    let mut owners: FxHashMap<u32, usize> = FxHashMap::default();
    for (i, cell) in part.table.rows.iter().flatten().enumerate() {
        for (_, mcid) in cell.content.iter().filter(|(p, _)| *p == part.page) {
            owners.entry(*mcid).or_insert(i);
        }
    }
    let owner = |g: &crate::pdf::Glyph| g.mcid.and_then(|m| owners.get(&m).copied());
    let visible = || page.glyphs.iter().filter(|g| !spacing::is_space(g.ch));
    let mut size = 0.0_f32;
    for g in visible() {
        if let Some(cell) = owner(g).and_then(|i| cells.get_mut(i)) {
            cell.ink = Some(cell.ink.map_or(g.bbox, |b| b.union(&g.bbox)));
            size = size.max(g.size);
        }
    }
    let rows = keep_rows(&mut cells, part.table.rows.len());
    if rows < 2 || columns < 2 || rows * columns > TOO_MANY || !is_filled(&cells, rows) {
        return None;
    }
    let headed = cells.iter().any(|c| c.header);
    if rows < LEAST_UNHEADED && !headed {
        return None;
    }
    let across = |c: &Placed| Span { from: c.face.column, count: c.face.column_span, ink: c.ink.map(|r| (r.x0, r.x1)) };
    let down = |c: &Placed| Span { from: c.face.row, count: c.face.row_span, ink: c.ink.map(|r| (r.y0, r.y1)) };
    let xs = borders(&cells.iter().map(across).collect::<Vec<_>>(), columns, size)?;
    let ys = borders(&cells.iter().map(down).collect::<Vec<_>>(), rows, size)?;
    let header = |row: usize| {
        let mut here = cells.iter().filter(|c| c.face.row <= row && row < c.face.row + c.face.row_span).peekable();
        here.peek().is_some() && here.all(|c| c.header)
    };
    let header_rows = (0..rows).take_while(|r| header(*r)).count();
    // Cells that are on this page, by their number in the tree; faces stand in the order of the tree, which is row-major.
    let mut faces = Vec::new();
    let mut own: Vec<Option<usize>> = Vec::with_capacity(cells.len());
    for c in &cells {
        let here = c.face.row_span > 0;
        own.push(here.then_some(faces.len()));
        faces.extend(here.then(|| c.face.clone()));
    }
    let mut order: Vec<usize> = (0..faces.len()).collect();
    order.sort_by_key(|i| faces.get(*i).map(|f| (f.row, f.column)));
    let grid = Grid { xs, ys, faces };
    let atoms = grid.atoms();
    let agrees = visible().all(|g| {
        let stands = grid.face_at(&atoms, g.bbox.cx(), g.bbox.cy());
        stands == owner(g).and_then(|i| own.get(i).copied().flatten())
    });
    if !agrees || atoms.iter().any(Option::is_none) {
        return None;
    }
    let sorted = order.iter().filter_map(|i| grid.faces.get(*i).cloned()).collect();
    Some((Grid { faces: sorted, ..grid }, Tagged { table: part.number, header_rows }))
}

/// Puts the cells of a table on their places, as browsers do, and gives the number of columns; `None` where they leave
/// a place open or cover one twice.
fn place(table: &TaggedTable) -> Option<(Vec<Placed>, usize)> {
    let rows = table.rows.len();
    let columns: usize = table.rows.first()?.iter().map(|c| c.column_span).sum();
    if columns < 2 || rows < 2 || rows.checked_mul(columns)? > TOO_MANY {
        return None;
    }
    let mut taken = vec![false; rows * columns];
    let mut out = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while column < columns && *taken.get(row * columns + column)? {
                column += 1;
            }
            let face = Face { row, column, row_span: cell.row_span, column_span: cell.column_span };
            if row + face.row_span > rows || column + face.column_span > columns {
                return None;
            }
            for place in
                (row..row + face.row_span).flat_map(|r| (column..column + face.column_span).map(move |c| (r, c)))
            {
                let place = taken.get_mut(place.0 * columns + place.1)?;
                if std::mem::replace(place, true) {
                    return None;
                }
            }
            column += cell.column_span;
            out.push(Placed { face, header: cell.header, ink: None });
        }
    }
    taken.iter().all(|t| *t).then_some((out, columns))
}

/// Keeps the rows of which something stands on the page, and numbers them anew. A cell that has none of them spans no
/// row any more; a merged one keeps the rest. Gives the number of rows kept.
fn keep_rows(cells: &mut [Placed], rows: usize) -> usize {
    let mut used = vec![false; rows];
    for c in cells.iter().filter(|c| c.ink.is_some()) {
        if let Some(u) = used.get_mut(c.face.row) {
            *u = true;
        }
    }
    // New number of each row: how many before it stay.
    let mut before = vec![0; rows + 1];
    for (i, u) in used.iter().enumerate() {
        before[i + 1] = before[i] + usize::from(*u);
    }
    let at = |row: usize| before.get(row).copied().unwrap_or(0);
    for c in cells {
        let (from, to) = (at(c.face.row), at(c.face.row + c.face.row_span));
        c.face.row = from;
        c.face.row_span = to - from;
    }
    at(rows)
}

/// Whether nearly all cells hold text, and few rows look like the second line of the row above.
fn is_filled(cells: &[Placed], rows: usize) -> bool {
    let here = || cells.iter().filter(|c| c.face.row_span > 0);
    let filled = here().filter(|c| c.ink.is_some()).count();
    let mut by_row = vec![(0_usize, 0_usize); rows];
    for c in here() {
        if let Some(row) = by_row.get_mut(c.face.row) {
            row.0 += 1;
            row.1 += usize::from(c.ink.is_some());
        }
    }
    let continued = by_row.iter().filter(|(all, filled)| *all > 1 && *filled <= 1).count();
    filled as f32 >= FILLED * here().count() as f32 && continued * CONTINUED <= rows
}

/// What a cell covers along one axis: rows or columns, and the extent of its text.
struct Span {
    from: usize,
    count: usize,
    ink: Option<(f32, f32)>,
}

/// Borders along one axis: each in the middle between what ends before it and what starts after it. `None` where these
/// overlap, or where nothing shows how far a row or column reaches.
fn borders(spans: &[Span], n: usize, size: f32) -> Option<Vec<f32>> {
    // The furthest end of the cells that end in each row or column, the nearest start of those that start there.
    let mut ends = vec![f32::MIN; n];
    let mut starts = vec![f32::MAX; n];
    let mut single = vec![false; n];
    for s in spans.iter().filter(|s| s.count > 0) {
        let Some((a, b)) = s.ink else { continue };
        let end = ends.get_mut(s.from + s.count - 1)?;
        *end = end.max(b);
        let start = starts.get_mut(s.from)?;
        *start = start.min(a);
        *single.get_mut(s.from)? |= s.count == 1;
    }
    if !single.iter().all(|s| *s) {
        return None;
    }
    for i in 1..n {
        ends[i] = ends[i].max(ends[i - 1]);
        starts[n - 1 - i] = starts[n - 1 - i].min(starts[n - i]);
    }
    let mut out = vec![starts.first()? - MARGIN * size];
    for i in 1..n {
        if ends[i - 1] > starts[i] + OVERLAP * size {
            return None;
        }
        out.push(f32::midpoint(ends[i - 1], starts[i]));
    }
    out.push(ends.last()? + MARGIN * size);
    out.windows(2).all(|w| w[1] - w[0] >= LEAST_ROOM * size).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{Direction, Glyph, TaggedCell};

    /// A cell to be set: place, text, header, height, width.
    type Set = (f32, f32, &'static str, bool, usize, usize);

    /// Pages on which the cells of each row stand, 10 points a character, and the table that the tree makes of them.
    fn document(pages: &[&[&[Set]]]) -> Document {
        let mut out = Document::default();
        let mut table = TaggedTable::default();
        for (p, rows) in pages.iter().enumerate() {
            let mut page = Page { number: p + 1, width: 595.0, height: 842.0, ..Page::default() };
            for row in *rows {
                let mut cells = Vec::new();
                for (x, y, text, header, row_span, column_span) in *row {
                    let mcid = page.glyphs.iter().filter_map(|g| g.mcid).max().map_or(0, |m| m + 1);
                    set(&mut page, *x, *y, text, Some(mcid));
                    let content = if text.is_empty() { Vec::new() } else { vec![(p, mcid)] };
                    cells.push(TaggedCell { header: *header, row_span: *row_span, column_span: *column_span, content });
                }
                table.rows.push(cells);
            }
            out.pages.push(page);
        }
        out.tables.push(table);
        out
    }

    fn set(page: &mut Page, x: f32, y: f32, text: &str, mcid: Option<u32>) {
        for (ch, i) in text.chars().zip(0_u8..) {
            let x = x + 10.0 * f32::from(i);
            page.glyphs.push(Glyph {
                ch,
                bbox: Rect::new(x, y, x + 10.0, y + 10.0),
                baseline: y + 8.8,
                size: 10.0,
                font: 0,
                bold: false,
                color: [0; 3],
                direction: Direction::Right,
                invisible: false,
                mcid,
            });
        }
    }

    /// The grids of a page: how they were found, rows, columns, header rows, places of the cells.
    type Found = (Method, usize, usize, Vec<(usize, usize, usize, usize)>);

    fn found(document: &Document, page: usize, mut grids: Vec<(Grid, Method)>) -> (Vec<Found>, Vec<usize>) {
        let said = by_page(document);
        let none = Vec::new();
        let tagged = add(&document.pages[page], said.get(&page).unwrap_or(&none), &mut grids);
        let faces = |g: &Grid| g.faces.iter().map(|f| (f.row, f.column, f.row_span, f.column_span)).collect();
        let grids = grids.iter().map(|(g, m)| (*m, g.rows(), g.columns(), faces(g))).collect();
        (grids, tagged.iter().map(|t| t.header_rows).collect())
    }

    const ROWS: [&[Set]; 3] = [
        &[(50.0, 50.0, "年度", true, 1, 1), (100.0, 50.0, "時期", true, 1, 1), (150.0, 50.0, "内容", true, 1, 1)],
        &[
            (50.0, 71.0, "令和", false, 2, 1),
            (100.0, 64.0, "四月", false, 1, 1),
            (150.0, 64.0, "策定方針", false, 1, 1),
        ],
        &[(100.0, 78.0, "五月以降の取組", false, 1, 2)],
    ];

    #[test]
    fn a_true_tree_gives_cells_and_spans() {
        let (grids, headers) = found(&document(&[&ROWS]), 0, Vec::new());
        let faces =
            vec![(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 2)];
        assert_eq!(grids, [(Method::Tagged, 3, 3, faces)]);
        assert_eq!(headers, [1]);
    }

    #[test]
    fn a_tree_that_lies_changes_nothing() {
        // Lines of prose as rows, cut where no column is.
        let prose: [&[Set]; 3] = [
            &[(50.0, 50.0, "本市では人口の", true, 1, 1), (120.0, 50.0, "減少が続き", true, 1, 1)],
            &[(50.0, 64.0, "仕組みを", false, 1, 1), (90.0, 64.0, "見直すことが求め", false, 1, 1)],
            &[(50.0, 78.0, "市民と行政が力を", false, 1, 1), (130.0, 78.0, "合わせて", false, 1, 1)],
        ];
        assert_eq!(found(&document(&[&prose]), 0, Vec::new()).0, []);
        // Words that belong to no cell stand among the cells.
        let mut other = document(&[&ROWS]);
        set(&mut other.pages[0], 200.0, 64.0, "他", None);
        other.pages[0].glyphs.iter_mut().rev().take(1).for_each(|g| g.bbox = Rect::new(130.0, 50.0, 140.0, 60.0));
        assert_eq!(found(&other, 0, Vec::new()).0, []);
        // Spans that leave a place open, and spans that cover one twice.
        for (rows, columns) in [(1, 1), (3, 1), (2, 2)] {
            let mut wrong = document(&[&ROWS]);
            let cell = &mut wrong.tables[0].rows[1][0];
            (cell.row_span, cell.column_span) = (rows, columns);
            assert_eq!(found(&wrong, 0, Vec::new()).0, [], "{rows} × {columns}");
        }
    }

    #[test]
    fn each_page_has_its_rows() {
        let rest: [&[Set]; 3] = [
            &[
                (50.0, 50.0, "五年", false, 1, 1),
                (100.0, 50.0, "六月", false, 1, 1),
                (150.0, 50.0, "諮問", false, 1, 1),
            ],
            &[
                (50.0, 64.0, "六年", false, 1, 1),
                (100.0, 64.0, "七月", false, 1, 1),
                (150.0, 64.0, "素案", false, 1, 1),
            ],
            &[
                (50.0, 78.0, "七年", false, 1, 1),
                (100.0, 78.0, "八月", false, 1, 1),
                (150.0, 78.0, "答申", false, 1, 1),
            ],
        ];
        let document = document(&[&ROWS, &rest]);
        let shape = |page| {
            let (grids, headers) = found(&document, page, Vec::new());
            (grids.iter().map(|g| (g.1, g.2)).collect::<Vec<_>>(), headers)
        };
        assert_eq!(shape(0), (vec![(3, 3)], vec![1]));
        assert_eq!(shape(1), (vec![(3, 3)], vec![0]));
    }

    #[test]
    fn rulings_know_better_and_guesses_give_way() {
        let face = |column| Face { row: 0, column, row_span: 1, column_span: 1 };
        let grid = Grid { xs: vec![45.0, 95.0, 195.0], ys: vec![48.0, 90.0], faces: vec![face(0), face(1)] };
        let methods = |method| {
            let grids = found(&document(&[&ROWS]), 0, vec![(grid.clone(), method)]).0;
            grids.iter().map(|g| g.0).collect::<Vec<_>>()
        };
        assert_eq!(methods(Method::Ruled), [Method::Ruled]);
        assert_eq!(methods(Method::Aligned), [Method::Tagged]);
    }
}
