//! Pages of glyphs in, one [`Flow`] out: lines, blocks, tables as grids, frames, running furniture set apart, in
//! reading order over all pages.
//!
//! Knows geometry and typography; nothing about plans. Text is given twice: `raw` as the page prints it (spaces that
//! only letter-spacing made are gone) and `text` normalised by [`crate::japanese`].

mod above;
mod aligned;
mod blocks;
mod captions;
mod cells;
mod drawing;
mod frames;
mod furniture;
mod grid;
mod headers;
mod ink;
mod join;
mod labels;
mod lines;
mod margin;
mod order;
mod paragraph;
mod read;
mod rounded;
mod ruled;
mod rulings;
mod sheet;
mod spacing;
mod tables;
mod tagged;
mod text;
mod turned;
mod types;
mod unparted;
mod unruled;
mod words;
mod zebra;

pub use types::{Block, BlockKind, Cell, CellParagraph, Flow, FlowPage, Frame, Line, Method, Table};

use crate::parallel;
use crate::pdf::Document;
use sheet::Sheet;

/// Puts the pages of a document into reading order.
#[must_use]
pub fn analyse(document: &Document) -> Flow {
    analyse_on(1, document)
}

/// [`analyse`] on several threads; the result is the same.
#[must_use]
pub fn analyse_on(threads: usize, document: &Document) -> Flow {
    // Line numbers of a draft would glue themselves to the lines.
    let (document, numbers) = margin::without_line_numbers(document);
    let document = document.as_ref();
    // Each page into regions (tables with cells, frames, the rest), each region into lines.
    let mut sheets = sheets(threads, document);
    let body_size = body_size(document);
    // What repeats from page to page goes aside.
    let mut furniture = furniture::take(&mut sheets, body_size);
    for (page, numbers) in furniture.iter_mut().zip(numbers) {
        page.extend(numbers);
    }
    // Each page into reading order.
    let nodes = each_page(threads, &sheets, |_, sheet| read::read(sheet));
    // Tables of the document, joined over page breaks.
    let joined = tables::build(&sheets, &nodes);
    // Paragraphs, items and tables in reading order, over page breaks.
    let frame_base = frames::bases(&sheets);
    let table_of = |page: usize, table: usize| joined.iter().position(|j| j.parts.first() == Some(&(page, table)));
    let mut blocks = blocks::blocks(&sheets, &nodes, blocks::habits(&sheets, &nodes), &frame_base, &table_of);
    let frames = frames::collect(&sheets, &frame_base, &mut blocks);
    let pages = sheets.iter().zip(&nodes).zip(furniture).map(|((s, n), f)| flow_page(s, n, f)).collect();
    Flow { pages, blocks, tables: joined.into_iter().map(|j| j.table).collect(), frames, body_size }
}

/// The plain text of each page, a line each in reading order, with running headers and footers. `ruby` says whether
/// reading aids (furigana) stand in it, on a line of their own above their base. Cheaper than [`analyse`]: no paragraphs,
/// no tables over page breaks.
#[must_use]
pub fn plain_text(document: &Document, ruby: bool) -> Vec<String> {
    plain_text_on(1, document, ruby)
}

/// [`plain_text`] on several threads; the result is the same.
#[must_use]
pub fn plain_text_on(threads: usize, document: &Document, ruby: bool) -> Vec<String> {
    let (document, numbers) = margin::without_line_numbers(document);
    let document = document.as_ref();
    let mut sheets = sheets(threads, document);
    let mut furniture = furniture::take(&mut sheets, body_size(document));
    for (page, numbers) in furniture.iter_mut().zip(numbers) {
        page.extend(numbers);
    }
    let none = Vec::new();
    each_page(threads, &sheets, |i, sheet| {
        text::whole(sheet, &read::read(sheet), furniture.get(i).unwrap_or(&none), ruby)
    })
}

/// Does something for each page, in order.
fn each_page<P: Sync, T: Send>(threads: usize, pages: &[P], work: impl Fn(usize, &P) -> T + Sync) -> Vec<T> {
    let work = |(): &mut (), i: usize| pages.get(i).map(|page| work(i, page));
    parallel::map(pages.len(), threads, || (), work, &mut |_| {}).into_iter().flatten().collect()
}

/// Each page into its regions.
fn sheets(threads: usize, document: &Document) -> Vec<Sheet<'_>> {
    let tagged = tagged::by_page(document);
    let none = Vec::new();
    let work =
        |(): &mut (), i: usize| document.pages.get(i).map(|page| sheet::divide(page, tagged.get(&i).unwrap_or(&none)));
    parallel::map(document.pages.len(), threads, || (), work, &mut |_| {}).into_iter().flatten().collect()
}

fn flow_page(sheet: &Sheet<'_>, nodes: &[read::Node], furniture: Vec<Line>) -> FlowPage {
    FlowPage {
        number: sheet.page.number,
        width: sheet.page.width,
        height: sheet.page.height,
        text: text::of(sheet, nodes),
        furniture,
        ruby: sheet.ruby.iter().map(|s| s.line.clone()).collect(),
        pictures: sheet.page.pictures.clone(),
        bars: bars(sheet.page),
        ocr: is_ocr(sheet.page),
    }
}

/// A bar is at least so long, in points: shorter ones are dots and arrowheads.
const BAR_SHORTEST: f32 = 8.0;
/// More coloured boxes than this are a picture, no chart.
const MOST_BARS: usize = 5_000;

/// Coloured boxes and level strokes: what may be a bar of a chart. Thin black boxes are rulings drawn as fills.
fn bars(page: &crate::pdf::Page) -> Vec<crate::geometry::Rect> {
    let coloured = |c: [u8; 3]| c.iter().any(|v| *v < 0xf0);
    let fills = page.fills.iter().chain(&page.arrows).filter(|f| coloured(f.color)).map(|f| f.rect);
    let strokes = page.strokes.iter().filter(|s| s.line.y0 == s.line.y1).map(|s| s.line);
    let long = |r: &crate::geometry::Rect| r.x1 - r.x0 >= BAR_SHORTEST;
    fills.chain(strokes).filter(long).take(MOST_BARS).collect()
}

/// The rulings that are seen on a page, horizontal ones first: pieces, dashes and double lines merged into one line of no
/// thickness each. For drawings of a page.
#[must_use]
pub fn rulings(page: &crate::pdf::Page) -> Vec<crate::geometry::Rect> {
    use crate::geometry::Rect;
    let found = rulings::collect(page);
    let horizontal = found.horizontal.iter().map(|r| Rect { x0: r.from, y0: r.at, x1: r.to, y1: r.at });
    let vertical = found.vertical.iter().map(|r| Rect { x0: r.at, y0: r.from, x1: r.at, y1: r.to });
    horizontal.chain(vertical).collect()
}

/// Whether most of a page's text is an invisible layer.
fn is_ocr(page: &crate::pdf::Page) -> bool {
    let hidden = page.glyphs.iter().filter(|g| g.invisible).count();
    hidden * 2 > page.glyphs.len()
}

/// Commonest font size by characters, to half a point.
fn body_size(document: &Document) -> f32 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    // Glyphs of one size stand in long runs.
    let mut run = (0_f32, 0_usize);
    let mut add = |(size, n): (f32, usize)| {
        if n > 0 && size.is_finite() {
            *counts.entry((size * 2.0).round() as i64).or_default() += n;
        }
    };
    for g in document.pages.iter().flat_map(|p| &p.glyphs).filter(|g| !spacing::is_space(g.ch)) {
        if g.size.to_bits() != run.0.to_bits() {
            add(std::mem::replace(&mut run, (g.size, 0)));
        }
        run.1 += 1;
    }
    add(run);
    counts.iter().max_by_key(|(size, n)| (**n, -**size)).map_or(10.5, |(size, _)| *size as f32 / 2.0)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::geometry::Rect;
    use crate::pdf::{self, Direction, Fill, Glyph, Page, Stroke};

    /// Checks that every visible glyph of each page stands in exactly one place: a block, a cell, furniture or ruby.
    fn conserved(document: &Document, flow: &Flow) -> Result<(), String> {
        let visible = |s: &str| s.chars().filter(|c| !spacing::is_space(*c)).collect::<Vec<char>>();
        for page in &document.pages {
            let here = |l: &&Line| l.page == page.number;
            let blocks = flow.blocks.iter().flat_map(|b| &b.lines);
            let cells = flow.tables.iter().flat_map(|t| &t.cells).flat_map(|c| &c.lines);
            let aside = flow.pages.iter().flat_map(|p| p.furniture.iter().chain(&p.ruby));
            let mut got: Vec<char> =
                blocks.chain(cells).chain(aside).filter(here).flat_map(|l| visible(&l.raw)).collect();
            let mut want: Vec<char> = page.glyphs.iter().map(|g| g.ch).filter(|c| !spacing::is_space(*c)).collect();
            got.sort_unstable();
            want.sort_unstable();
            if got != want {
                let (number, want, got) = (page.number, want.len(), got.len());
                return Err(format!("page {number}: {want} glyphs, {got} in the flow, or others"));
            }
        }
        Ok(())
    }

    /// Sets text in a 10 pt font, each character 10 pt wide, its baseline at `y`.
    fn set(glyphs: &mut Vec<Glyph>, x: f32, y: f32, text: &str) {
        for (i, ch) in text.chars().enumerate() {
            let x = x + 10.0 * i as f32;
            glyphs.push(Glyph {
                ch,
                bbox: Rect::new(x, y - 8.8, x + 10.0, y + 1.2),
                baseline: y,
                size: 10.0,
                font: 0,
                bold: false,
                color: [0; 3],
                direction: Direction::Right,
                invisible: false,
                mcid: None,
            });
        }
    }

    fn boxed(page: &mut Page, r: Rect) {
        let sides = [
            Rect::new(r.x0, r.y0, r.x1, r.y0),
            Rect::new(r.x0, r.y1, r.x1, r.y1),
            Rect::new(r.x0, r.y0, r.x0, r.y1),
            Rect::new(r.x1, r.y0, r.x1, r.y1),
        ];
        page.strokes.extend(sides.map(|line| Stroke { line, width: 0.5, color: [0; 3], dashed: false }));
    }

    fn page() -> Page {
        Page { number: 1, width: 595.0, height: 842.0, ..Page::default() }
    }

    fn flow(page: Page) -> Flow {
        let document = Document { pages: vec![page], ..Document::default() };
        let flow = analyse(&document);
        conserved(&document, &flow).unwrap();
        flow
    }

    #[test]
    fn an_empty_document_and_an_empty_page() {
        assert!(analyse(&Document::default()).blocks.is_empty());
        assert!(flow(page()).blocks.is_empty());
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_markers_start_items() {
        let mut p = page();
        set(&mut p.glyphs, 50.0, 100.0, "１　策定の趣旨");
        set(&mut p.glyphs, 60.0, 130.0, "本市では、総合計画を策定し、将来像の実現に向けて計画的に");
        set(&mut p.glyphs, 50.0, 147.0, "まちづくりを進めてきました。");
        set(&mut p.glyphs, 60.0, 164.0, "・市民の参加");
        set(&mut p.glyphs, 60.0, 181.0, "・職員の参加");
        let f = flow(p);
        let texts: Vec<&str> = f.blocks.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "策定の趣旨",
                "本市では、総合計画を策定し、将来像の実現に向けて計画的にまちづくりを進めてきました。",
                "市民の参加",
                "職員の参加"
            ]
        );
        assert_eq!(f.blocks[2].kind, BlockKind::Item);
    }

    #[test]
    fn a_box_is_a_frame_and_a_grid_a_table_in_any_drawing_order() {
        let mut p = page();
        for (r, row) in [["年度", "内容"], ["令和５", "策定方針の決定"]].iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                let x = 50.0 + 100.0 * c as f32;
                let y = 200.0 + 20.0 * r as f32;
                boxed(&mut p, Rect::new(x, y, x + 100.0, y + 20.0));
                set(&mut p.glyphs, x + 5.0, y + 14.0, text);
            }
        }
        boxed(&mut p, Rect::new(50.0, 300.0, 200.0, 330.0));
        set(&mut p.glyphs, 60.0, 318.0, "総合計画審議会");
        p.glyphs.reverse();
        let f = flow(p);
        assert_eq!(f.tables.len(), 1);
        let cells: Vec<String> = f.tables[0].cells.iter().map(Cell::text).collect();
        assert_eq!(cells, ["年度", "内容", "令和5", "策定方針の決定"]);
        assert_eq!(f.tables[0].header_rows, 1);
        assert_eq!(f.frames.len(), 1);
        assert_eq!(f.pages[0].text, "年度\t内容\n令和5\t策定方針の決定\n総合計画審議会\n");
    }

    #[test]
    fn page_numbers_and_running_heads_are_furniture() {
        let pages = (1..=4)
            .map(|number| {
                let mut p = Page { number, ..page() };
                set(&mut p.glyphs, 400.0, 30.0, "後期基本計画");
                set(&mut p.glyphs, 50.0, 200.0, "本文の行");
                set(&mut p.glyphs, 290.0, 810.0, &format!("- {number} -"));
                p
            })
            .collect();
        let document = Document { pages, ..Document::default() };
        let f = analyse(&document);
        conserved(&document, &f).unwrap();
        assert!(f.pages.iter().all(|p| p.text == "本文の行\n" && p.furniture.len() == 2));
    }

    #[test]
    fn a_band_behind_a_heading_is_emphasis() {
        let mut p = page();
        p.fills.push(Fill { rect: Rect::new(40.0, 90.0, 550.0, 112.0), color: [200, 220, 240] });
        set(&mut p.glyphs, 50.0, 105.0, "１　計画の策定体制");
        set(&mut p.glyphs, 50.0, 140.0, "本文の行");
        let f = flow(p);
        assert!(f.frames.is_empty());
        assert!(f.blocks[0].emphasised && !f.blocks[1].emphasised);
    }

    #[test]
    fn a_map_of_many_strokes_is_no_table() {
        let mut p = page();
        for i in 0..30_000_u16 {
            let (x, y) = (f32::from(i % 500), f32::from(i / 500) * 10.0);
            let line = if i % 2 == 0 { Rect::new(x, y, x + 6.0, y) } else { Rect::new(x, y, x, y + 6.0) };
            p.strokes.push(Stroke { line, width: 0.2, color: [0; 3], dashed: false });
        }
        set(&mut p.glyphs, 50.0, 100.0, "市役所");
        assert!(flow(p).tables.is_empty());
    }

    /// The PDFs of a folder, sorted.
    fn pdfs(folder: &Path) -> Vec<std::path::PathBuf> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            println!("skipped: {} is not there", folder.display());
            return Vec::new();
        };
        let mut files: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "pdf"));
        files.sort();
        files
    }

    /// Checks every page of the PDFs of a folder; gives the number of documents.
    fn folder_is_conserved(folder: &str) -> usize {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut documents = 0;
        for file in pdfs(&folder) {
            let Ok(document) = pdf::read(&std::fs::read(&file).unwrap(), &pdf::Limits::default()) else { continue };
            let f = analyse(&document);
            assert_eq!(conserved(&document, &f), Ok(()), "{}", file.display());
            documents += 1;
        }
        documents
    }

    #[test]
    fn every_glyph_stands_in_one_place() {
        let folders = [
            ("corpus", 5),
            ("fixtures/pdf", 15),
            ("fixtures/plans", 20),
            ("fixtures/tables", 55),
            ("fixtures/text", 30),
        ];
        for (folder, least) in folders {
            let documents = folder_is_conserved(folder);
            assert!(documents >= least, "{folder}: {documents} documents");
        }
    }

    #[test]
    fn every_glyph_of_real_documents_stands_in_one_place() {
        for folder in ["../shared/bench/dev", "../shared/realpdf"] {
            println!("{folder}: {} documents", folder_is_conserved(folder));
        }
    }
}
