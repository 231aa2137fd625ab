//! One page in, its regions out: tables with their cells, frames, and the page itself, each with its own lines.
//!
//! Every glyph belongs to exactly one region (the innermost one that holds its centre), and lines are made within a
//! region only. So text never runs across a cell border, and nothing is lost or read twice.

use super::above;
use super::aligned;
use super::cells;
use super::grid::Grid;
use super::ink::{self, Ink};
use super::lines::{self, Segment};
use super::rounded;
use super::ruled::{Ruled, ruled};
use super::rulings::{self, Panel, Rule, Rulings};
use super::spacing;
use super::tagged::{self, Tagged};
use super::types::Method;
use super::unparted;
use super::words;
use crate::geometry::Rect;
use crate::pdf::Page;

/// A box this wide and high, as shares of the page, frames the page and nothing on it.
const PAGE_FRAME: (f32, f32) = (0.8, 0.72);
/// Boxes whose edges are this close (points) are one: a shadow, a border drawn around a fill.
const SAME_BOX: f32 = 5.0;
/// More frames than this on a page are a drawing.
const TOO_MANY_FRAMES: usize = 600;
/// A single line in a panel up to this many font sizes high is a heading on a band.
const BAND_HEIGHT: f32 = 3.2;
/// … if the panel is at least this share of the page's width.
const BAND_WIDTH: f32 = 0.5;

/// A table on one page.
#[derive(Debug, Clone)]
pub(super) struct SheetTable {
    /// Its borders and cells.
    pub(super) grid: Grid,
    /// How it was found.
    pub(super) method: Method,
    /// The table of the structure tree that it is, or is a part of.
    pub(super) tagged: Option<Tagged>,
    /// Segments of each face.
    pub(super) text: Vec<Vec<Segment>>,
    /// Printed lines of each face in reading order: its segments, those of one row joined.
    pub(super) lines: Vec<Vec<Segment>>,
    /// Fill of each face.
    pub(super) fills: Vec<Option<[u8; 3]>>,
    /// The table and the face of it in which this one stands. Such tables come after all others of the sheet.
    pub(super) within: Option<(usize, usize)>,
}

/// A drawn box with text.
#[derive(Debug, Clone)]
pub(super) struct SheetFrame {
    /// Its box.
    pub(super) rect: Rect,
    /// Its colour.
    pub(super) fill: Option<[u8; 3]>,
    /// The frame around it.
    pub(super) parent: Option<usize>,
    /// Its own segments, not those of frames in it.
    pub(super) text: Vec<Segment>,
}

/// A page with its regions.
#[derive(Debug, Clone)]
pub(super) struct Sheet<'a> {
    /// The page.
    pub(super) page: &'a Page,
    /// Its tables from top to bottom.
    pub(super) tables: Vec<SheetTable>,
    /// Its frames, larger ones first.
    pub(super) frames: Vec<SheetFrame>,
    /// Text in neither.
    pub(super) text: Vec<Segment>,
    /// Ruby, set apart from the text.
    pub(super) ruby: Vec<Segment>,
    /// Coloured bands behind single lines.
    pub(super) bands: Vec<Rect>,
    /// Horizontal rules that belong to no table or box: underlines.
    pub(super) underlines: Vec<Rule>,
}

/// A box and its colour.
pub(super) type Boxed = (Rect, Option<[u8; 3]>);

/// Where a glyph belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Page,
    Frame(usize),
    Cell(usize, usize),
}

/// Divides a page into its regions. `said` are the tables that the structure tree has on it.
pub(super) fn divide<'a>(page: &'a Page, said: &[tagged::Part<'_>]) -> Sheet<'a> {
    let rulings = rulings::collect(page);
    let ink = Ink::new(page);
    let Ruled { tables: mut ruled, mut boxes, stacks, drawings } = ruled(&rulings, &ink, page.height);
    let nested = take_nested(&mut ruled, &mut boxes, &ink);
    boxes.extend(rounded::boxes(&rulings).into_iter().map(|r| (r, None)));
    let mut taken: Vec<Grid> = ruled.iter().chain(&drawings).cloned().collect();
    let mut outside = outside_of(page, &taken);
    let mut free = lines::segments(page, &outside);
    let wide = ruled.iter().any(|g| g.columns() >= above::LEAST);
    if wide && above::take_in(&mut ruled, &words::coarse(page, &free.0)) {
        taken = ruled.iter().chain(&drawings).cloned().collect();
        outside = outside_of(page, &taken);
        free = lines::segments(page, &outside);
    }
    let mut aligned = aligned::find(&free.0, page, &rulings, &taken, &boxes);
    aligned.retain(|(g, _)| !ink.cut_by(g));
    boxes.extend(stacks.iter().flat_map(|s| s.faces.iter().map(|f| (s.face_rect(f), None))));
    let mut grids: Vec<(Grid, Method)> = ruled.into_iter().map(|g| (g, Method::Ruled)).chain(aligned).collect();
    let tagged = tagged::add(page, said, &mut grids);
    let inside = |r: &Rect| grids.iter().any(|(g, _)| g.rect().grown(SAME_BOX).contains_rect(r, 0.0));
    boxes.extend(rulings.panels.iter().filter(|p| !inside(&p.rect)).map(|p| (p.rect, Some(p.color))));
    let (frames, bands) = frames(page, &ink, boxes, &grids);
    let untagged = grids.len().saturating_sub(tagged.len());
    let mut tables: Vec<SheetTable> = grids
        .into_iter()
        .zip(std::iter::repeat_n(None, untagged).chain(tagged.into_iter().map(Some)))
        .map(|((grid, method), tagged)| SheetTable {
            fills: barred(&grid, fills(&grid, &rulings.panels), &rulings, &ink),
            text: vec![Vec::new(); grid.faces.len()],
            lines: Vec::new(),
            method,
            tagged,
            grid,
            within: None,
        })
        .collect();
    let inner = nested.into_iter().filter_map(|grid| nest(grid, &tables, &rulings)).collect::<Vec<_>>();
    tables.extend(inner);
    let underlines = underlines(&rulings, &tables, &frames);
    let mut sheet = Sheet { page, tables, frames, text: Vec::new(), ruby: Vec::new(), bands, underlines };
    assign(&mut sheet, Some((outside, free)));
    for table in &mut sheet.tables {
        table.lines = table.text.iter().map(|text| cells::lines(page, text)).collect();
    }
    // The structure tree knows its rows; a table in a cell stands in the face that it was put into.
    let holds: Vec<usize> = sheet.tables.iter().filter_map(|t| t.within).map(|(outer, _)| outer).collect();
    for (i, table) in sheet.tables.iter_mut().enumerate().filter(|(_, t)| t.tagged.is_none()) {
        if !holds.contains(&i) {
            unparted::part(page, table);
        }
    }
    sheet
}

/// Glyphs that stand in no ruled table.
fn outside_of(page: &Page, ruled: &[Grid]) -> Vec<u32> {
    let rects: Vec<Rect> = ruled.iter().map(Grid::rect).collect();
    let free = |g: &crate::pdf::Glyph| !rects.iter().any(|r| r.contains(g.bbox.cx(), g.bbox.cy()));
    (0_u32..).zip(&page.glyphs).filter(|(_, g)| free(g)).map(|(i, _)| i).collect()
}

/// Takes out the tables that stand in another. What fills one cell of the outer table with rows and columns of its own is
/// given back; anything else are borders drawn twice. An outer one that is a mere frame of few cells goes instead.
fn take_nested(tables: &mut Vec<Grid>, boxes: &mut Vec<Boxed>, ink: &Ink) -> Vec<Grid> {
    /// A layout table has at most so many cells.
    const LAYOUT: usize = 4;
    /// A table in a cell has at least so many cells with text.
    const LEAST: usize = 4;
    let mut keep = vec![true; tables.len()];
    let mut nested: Vec<usize> = Vec::new();
    for i in 0..tables.len().min(400) {
        for j in 0..tables.len().min(400) {
            if i == j || !keep[i] || !keep[j] {
                continue;
            }
            let (outer, inner) = (&tables[i], &tables[j]);
            let rect = inner.rect();
            if !outer.rect().contains_rect(&rect, 1.0) {
                continue;
            }
            if outer.faces.len() <= LAYOUT && inner.faces.len() > outer.faces.len() {
                keep[i] = false;
                boxes.extend(outer.faces.iter().map(|f| (outer.face_rect(f), None)));
                continue;
            }
            keep[j] = false;
            let in_cell = outer.faces.iter().any(|f| outer.face_rect(f).contains_rect(&rect, 1.0));
            let filled = inner.faces.iter().filter(|f| ink.any(&inner.face_rect(f))).count();
            if in_cell && inner.rows() >= 2 && inner.columns() >= 2 && filled >= LEAST {
                nested.push(j);
            }
        }
    }
    // One level: a table in a cell of a table in a cell stays part of that cell.
    let out = nested
        .iter()
        .filter(|j| {
            let around = |o: &usize| o != *j && tables[*o].rect().contains_rect(&tables[**j].rect(), 1.0);
            !nested.iter().any(around)
        })
        .map(|j| tables[*j].clone())
        .collect();
    let mut it = keep.into_iter();
    tables.retain(|_| it.next().unwrap_or(true));
    out
}

/// Puts a table into the cell of the sheet's table in which it stands.
fn nest(grid: Grid, tables: &[SheetTable], rulings: &Rulings) -> Option<SheetTable> {
    let rect = grid.rect();
    let within = tables.iter().enumerate().find_map(|(t, outer)| {
        let face = outer.grid.faces.iter().position(|f| outer.grid.face_rect(f).contains_rect(&rect, 1.0))?;
        Some((t, face))
    });
    within.map(|place| SheetTable {
        fills: fills(&grid, &rulings.panels),
        text: vec![Vec::new(); grid.faces.len()],
        lines: Vec::new(),
        method: Method::Ruled,
        tagged: None,
        within: Some(place),
        grid,
    })
}

/// The colour behind each face: the panel drawn last that covers its centre and most of it.
pub(super) fn fills(grid: &Grid, panels: &[Panel]) -> Vec<Option<[u8; 3]>> {
    let near: Vec<&Panel> = panels.iter().filter(|p| p.rect.intersection(&grid.rect()).is_some()).collect();
    grid.faces
        .iter()
        .map(|f| {
            let r = grid.face_rect(f);
            near.iter()
                .rev()
                .take(TOO_MANY_FRAMES)
                .find(|p| p.rect.intersection(&r).is_some_and(|i| i.area() >= 0.7 * r.area()))
                .map(|p| p.color)
        })
        .collect()
}

/// Adds the bars of a chart: a cell without text that a bar crosses for the better part of its width has the bar's colour.
fn barred(grid: &Grid, mut fills: Vec<Option<[u8; 3]>>, rulings: &Rulings, ink: &Ink) -> Vec<Option<[u8; 3]>> {
    /// A row with so many cells of text, its label among them, tells its work in words; lines there lead from one to
    /// the next.
    const WORDS: usize = 3;
    /// Share of a cell's width that a bar must cover: the month in which it begins or ends may be begun only.
    const COVERED: f32 = 0.4;
    let rect = grid.rect();
    let flat = rulings.panels.iter().filter(|p| p.rect.width() > p.rect.height());
    let bars: Vec<&Panel> =
        rulings.bars.iter().chain(flat).filter(|b| rect.contains_rect(&b.rect, 2.0)).take(TOO_MANY_FRAMES).collect();
    if bars.is_empty() {
        return fills;
    }
    let mut filled = vec![0_usize; grid.rows()];
    for f in grid.faces.iter().filter(|f| ink.any(&grid.face_rect(f))) {
        filled.iter_mut().skip(f.row).take(f.row_span).for_each(|n| *n += 1);
    }
    for (face, fill) in grid.faces.iter().zip(&mut fills) {
        let r = grid.face_rect(face);
        if filled.get(face.row).is_some_and(|n| *n >= WORDS) || fill.is_some() || ink.any(&r) {
            continue;
        }
        // Its own row: a bar stands within the heights of the cell.
        let within = |b: &&&Panel| {
            b.rect.y0 > r.y0 + 0.5
                && b.rect.y1 < r.y1 - 0.5
                && b.rect.x1.min(r.x1) - b.rect.x0.max(r.x0) >= COVERED * r.width()
        };
        *fill = bars.iter().find(within).map(|b| b.color);
    }
    fills
}

/// Boxes with text that are no tables, and the bands behind headings.
fn frames(page: &Page, ink: &Ink, mut boxes: Vec<Boxed>, tables: &[(Grid, Method)]) -> (Vec<SheetFrame>, Vec<Rect>) {
    boxes.retain(|(r, _)| {
        (r.width() < PAGE_FRAME.0 * page.width || r.height() < PAGE_FRAME.1 * page.height)
            && !tables.iter().any(|(t, _)| t.rect().grown(1.0).contains_rect(r, 0.0))
            && ink.any(r)
            && ink.fit(r)
    });
    if boxes.len() > 4 * TOO_MANY_FRAMES {
        boxes.clear();
    }
    boxes.sort_by(|a, b| {
        b.0.area().total_cmp(&a.0.area()).then(a.0.y0.total_cmp(&b.0.y0)).then(a.0.x0.total_cmp(&b.0.x0))
    });
    let mut frames: Vec<SheetFrame> = Vec::new();
    for (rect, fill) in boxes {
        let near = |a: f32, b: f32| (a - b).abs() <= SAME_BOX;
        let same = frames.iter().position(|f| {
            near(f.rect.x0, rect.x0) && near(f.rect.y0, rect.y0) && near(f.rect.x1, rect.x1) && near(f.rect.y1, rect.y1)
        });
        match same {
            Some(i) => frames[i].fill = frames[i].fill.or(fill),
            None if frames.len() < TOO_MANY_FRAMES => {
                frames.push(SheetFrame { rect, fill, parent: None, text: Vec::new() });
            }
            None => {}
        }
    }
    // Text that sticks out: a box that cuts through lines is a highlight or a drawing behind the text.
    frames.retain(|f| !ink.runs_over(&f.rect));
    let (bands, mut frames): (Vec<SheetFrame>, Vec<SheetFrame>) =
        frames.into_iter().partition(|f| is_band(page, ink, f));
    for i in 0..frames.len() {
        let inner = frames[i].rect;
        // Larger frames come first: the last that holds it is the smallest.
        let parent = frames.iter().take(i).rposition(|o| o.rect.contains_rect(&inner, 1.5));
        frames[i].parent = parent;
    }
    (frames, bands.into_iter().map(|f| f.rect).collect())
}

/// A coloured panel behind one heading line.
fn is_band(page: &Page, ink: &Ink, f: &SheetFrame) -> bool {
    if f.fill.is_none() || f.rect.width() < BAND_WIDTH * page.width {
        return false;
    }
    let Some((size, top, bottom)) = ink.extent(&f.rect) else { return true };
    bottom - top < 0.6 * size && f.rect.height() <= BAND_HEIGHT * size
}

/// Horizontal rules outside tables and boxes.
fn underlines(rulings: &Rulings, tables: &[SheetTable], frames: &[SheetFrame]) -> Vec<Rule> {
    rulings
        .horizontal
        .iter()
        .filter(|h| {
            let mid = f32::midpoint(h.from, h.to);
            let on = |r: &Rect| r.grown(1.5).contains(mid, h.at);
            let edge = |r: &Rect| (h.at - r.y0).abs() < 2.5 || (h.at - r.y1).abs() < 2.5;
            !tables.iter().any(|t| on(&t.grid.rect())) && !frames.iter().any(|f| on(&f.rect) && edge(&f.rect))
        })
        .copied()
        .collect()
}

/// Segments, and the ruby among them.
type Segments = (Vec<Segment>, Vec<Segment>);

/// Gives every glyph to its region and makes the regions' lines. `known` are those of some glyphs, made before.
fn assign(sheet: &mut Sheet<'_>, mut known: Option<(Vec<u32>, Segments)>) {
    let atoms: Vec<Vec<Option<usize>>> = sheet.tables.iter().map(|t| t.grid.atoms()).collect();
    let mut owned: Vec<(Owner, u32)> = Vec::with_capacity(sheet.page.glyphs.len());
    for (i, g) in sheet.page.glyphs.iter().enumerate() {
        let (x, y) = (g.bbox.cx(), g.bbox.cy());
        // Tables in cells come last: they have their text before the cell has it.
        let cell = sheet
            .tables
            .iter()
            .zip(&atoms)
            .enumerate()
            .rev()
            .find_map(|(t, (table, atoms))| table.grid.face_at(atoms, x, y).map(|face| Owner::Cell(t, face)));
        let owner = cell.unwrap_or_else(|| {
            // Larger frames come first.
            sheet.frames.iter().rposition(|f| f.rect.contains(x, y)).map_or(Owner::Page, Owner::Frame)
        });
        // A mark that ends the text of a cell too long for it stays with that text.
        let before = i.checked_sub(1).and_then(|b| sheet.page.glyphs.get(b));
        let goes_on = spacing::is_closing(g.ch) && before.is_some_and(|b| ink::are_close(b, g));
        let owner = owned.last().filter(|(o, _)| goes_on && matches!(o, Owner::Cell(..))).map_or(owner, |(o, _)| *o);
        if let Ok(i) = u32::try_from(i) {
            owned.push((owner, i));
        }
    }
    owned.sort();
    sheet.text.clear();
    sheet.ruby.clear();
    let mut rest = owned.as_slice();
    while let Some(&(owner, _)) = rest.first() {
        let n = rest.partition_point(|(o, _)| *o <= owner);
        let (mine, tail) = rest.split_at(n.max(1));
        rest = tail;
        let ids: Vec<u32> = mine.iter().map(|(_, g)| *g).collect();
        let same = owner == Owner::Page && known.as_ref().is_some_and(|(of, _)| *of == ids);
        let made = if same { known.take().map(|(_, segments)| segments) } else { None };
        let (text, ruby) = made.unwrap_or_else(|| lines::segments(sheet.page, &ids));
        sheet.ruby.extend(ruby);
        match owner {
            Owner::Page => sheet.text = text,
            Owner::Frame(f) => {
                if let Some(f) = sheet.frames.get_mut(f) {
                    f.text = text;
                }
            }
            Owner::Cell(t, f) => {
                if let Some(cell) = sheet.tables.get_mut(t).and_then(|t| t.text.get_mut(f)) {
                    *cell = text;
                }
            }
        }
    }
    remove_hollow(sheet);
}

/// Takes out frames that turned out to hold no text, neither of their own nor in frames or tables within.
fn remove_hollow(sheet: &mut Sheet<'_>) {
    let mut keep: Vec<bool> = sheet
        .frames
        .iter()
        .map(|f| !f.text.is_empty() || sheet.tables.iter().any(|t| f.rect.contains_rect(&t.grid.rect(), 2.0)))
        .collect();
    for i in (0..sheet.frames.len()).rev() {
        if keep[i]
            && let Some(p) = sheet.frames[i].parent
        {
            keep[p] = true;
        }
    }
    let mut place = Vec::with_capacity(keep.len());
    let mut n = 0;
    for k in &keep {
        place.push(n);
        n += usize::from(*k);
    }
    let mut it = keep.iter();
    sheet.frames.retain(|_| it.next().copied().unwrap_or(true));
    for f in &mut sheet.frames {
        f.parent = f.parent.and_then(|p| place.get(p).copied());
    }
}
