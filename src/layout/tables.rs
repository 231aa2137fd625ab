//! Tables of single pages in, tables of the document out: cells, headers, captions, and tables joined over pages.

use super::cells;
use super::read::Node;
use super::sheet::{Sheet, SheetTable};
use super::spacing;
use super::types::{Cell, Method, Table};
use super::{captions, turned};
use crate::geometry::Rect;
use crate::japanese;

/// Column borders of two parts of one table agree within this (points): producers place both alike, scans drift.
const SAME_COLUMN: f32 = 4.0;
/// A header cell says at most so many characters.
const HEADER_LENGTH: usize = 24;
/// Header rows beyond this are data.
const MOST_HEADER_ROWS: usize = 4;

/// A table of the document, and which tables of pages it is made of.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    /// The table.
    pub(super) table: Table,
    /// (page index, table index on the sheet).
    pub(super) parts: Vec<(usize, usize)>,
}

/// Builds all tables of the document in reading order, joining those that a page break cut.
pub(super) fn build(sheets: &[Sheet<'_>], nodes: &[Vec<Node>]) -> Vec<Joined> {
    let mut out: Vec<Joined> = Vec::new();
    let mut inner: Vec<Inner> = Vec::new();
    // The last table that stands in no other.
    let mut last: Option<usize> = None;
    let mut xs_of_last: Vec<f32> = Vec::new();
    // Parts of one table of the structure tree are one, wherever their text leaves the borders.
    let mut tagged_of_last: Option<usize> = None;
    // Whether nothing but tables stood since the last one ended: then the next page may go on with it.
    let mut unbroken = false;
    for (p, (sheet, nodes)) in sheets.iter().zip(nodes).enumerate() {
        let mut at_top = true;
        for node in nodes {
            let Node::Table(t) = node else {
                unbroken = false;
                at_top = false;
                continue;
            };
            let Some(source) = sheet.tables.get(*t) else { continue };
            let part = single(sheet, source);
            let xs = turned::borders(source);
            let joined = Joined { table: part, parts: vec![(p, *t)] };
            if let Some((outer, face)) = source.within {
                let rect = sheet.tables.get(outer).and_then(|o| Some(o.grid.face_rect(o.grid.faces.get(face)?)));
                inner.extend(rect.map(|rect| Inner { table: out.len(), page: sheet.page.number, rect }));
                out.push(joined);
                continue;
            }
            let tagged = source.tagged.map(|t| t.table);
            let same_tagged = tagged.is_some() && tagged == tagged_of_last;
            let before = last.and_then(|l| out.get_mut(l)).filter(|j| {
                unbroken
                    && at_top
                    && j.parts.last().is_some_and(|(q, _)| q + 1 == p)
                    && (same_tagged || same_columns(&xs_of_last, &xs) || same_header(&j.table, &joined.table))
            });
            match before {
                Some(before) => {
                    super::join::append(&mut before.table, joined.table);
                    before.parts.push((p, *t));
                }
                None => {
                    last = Some(out.len());
                    out.push(joined);
                }
            }
            xs_of_last = xs;
            tagged_of_last = tagged;
            unbroken = true;
            at_top = false;
        }
    }
    for j in &mut out {
        mark_headers(&mut j.table);
    }
    for i in inner {
        let around = out.iter().enumerate().filter(|(t, _)| *t != i.table).find_map(|(t, j)| {
            let cell = j.table.cells.iter().find(|c| c.at.contains(&(i.page, i.rect)))?;
            Some((t, cell.row, cell.column))
        });
        if let Some(j) = out.get_mut(i.table) {
            j.table.within = around;
        }
    }
    captions::find(&mut out, nodes);
    out
}

/// A table in a cell, and where that cell stands.
struct Inner {
    table: usize,
    page: usize,
    rect: Rect,
}

/// Whether columns agree; facing pages of a book may shift them all alike.
fn same_columns(a: &[f32], b: &[f32]) -> bool {
    let shift = a.first().zip(b.first()).map_or(0.0, |(x, y)| y - x);
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x + shift - y).abs() <= SAME_COLUMN)
}

/// Whether two tables of aligned text have the same header: their columns are as wide as their text, on each page.
fn same_header(a: &Table, b: &Table) -> bool {
    let aligned = a.method == Method::Aligned && b.method == Method::Aligned;
    aligned && a.columns == b.columns && super::join::repeated_header(a, b) > 0
}

/// The table of one page.
fn single(sheet: &Sheet<'_>, t: &SheetTable) -> Table {
    let cells = turned::seats(t).into_iter().filter_map(|s| {
        let (face, lines, fill) = (t.grid.faces.get(s.face)?, t.lines.get(s.face)?, t.fills.get(s.face)?);
        let place = (s.row, s.column, s.row_span, s.column_span);
        Some(cells::cell(sheet.page, place, t.grid.face_rect(face), lines, *fill))
    });
    let (rows, columns) = turned::size(t);
    Table {
        method: t.method,
        parts: vec![(sheet.page.number, t.grid.rect())],
        rows,
        columns,
        cells: cells.collect(),
        header_rows: t.tagged.map_or(0, |t| t.header_rows),
        header_columns: 0,
        caption: None,
        notes: Vec::new(),
        within: None,
    }
}

/// Text of a cell without white space.
pub(super) fn bare(cell: &Cell) -> String {
    cell.paragraphs.iter().flat_map(|p| p.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

/// How many leading rows are header.
pub(super) fn header_rows(table: &Table) -> usize {
    if table.rows < 2 {
        return 0;
    }
    let mut n = 0;
    while n < MOST_HEADER_ROWS.min(table.rows - 1) && is_header_row(table, n) {
        // A header cell that reaches down takes the rows beside it along.
        let reach = starting(table, n).map(|c| c.row + c.row_span).max().unwrap_or(n + 1);
        let whole = starting(table, n).all(|c| c.row_span > 1) && starting(table, n).count() == table.columns;
        n = if whole { n + 1 } else { reach };
        let spans = (0..n).any(|r| starting(table, r).any(|c| c.column_span > 1));
        if !spans {
            break;
        }
    }
    n.min(table.rows - 1).min(MOST_HEADER_ROWS)
}

fn starting(table: &Table, row: usize) -> impl Iterator<Item = &Cell> {
    table.cells.iter().filter(move |c| c.row == row)
}

/// Where the body starts below a first row of names: a name over several columns has names below it, beside which the others
/// reach down.
fn reach(table: &Table, first: &[&Cell]) -> usize {
    let deepest = first.iter().map(|c| c.row + c.row_span).max().unwrap_or(1);
    let over_columns = first.iter().any(|c| c.column_span > 1 && c.row_span < deepest);
    if over_columns && deepest <= MOST_HEADER_ROWS && deepest < table.rows { deepest } else { 1 }
}

/// Whether a row looks like a header against what follows.
fn is_header_row(table: &Table, row: usize) -> bool {
    let cells: Vec<&Cell> = starting(table, row).collect();
    let texts: Vec<String> = cells.iter().map(|c| bare(c)).collect();
    let filled = texts.iter().filter(|t| !t.is_empty()).count();
    if cells.is_empty() || filled == 0 || (filled < 2 && table.columns > 1 && row == 0 && cells.len() > 1) {
        return false;
    }
    if texts.iter().any(|t| t.chars().count() > HEADER_LENGTH || t.contains('。')) {
        return false;
    }
    // A cell of the first row that reaches down tells how many levels the header has.
    let reach = if row == 0 { reach(table, &cells) } else { row + 1 };
    let body: Vec<&Cell> = table.cells.iter().filter(|c| c.row >= reach && c.row_span == 1).collect();
    let coloured = |c: &Cell| c.fill.is_some();
    let bold = |c: &Cell| !c.lines.is_empty() && c.lines.iter().all(|l| l.bold);
    let share = |f: &dyn Fn(&Cell) -> bool| -> f32 {
        let with: Vec<&&Cell> = body.iter().filter(|c| !c.lines.is_empty()).collect();
        with.iter().filter(|c| f(c)).count() as f32 / with.len().max(1) as f32
    };
    let first_colour = cells.first().and_then(|c| c.fill);
    let one_colour = first_colour.is_some() && cells.iter().all(|c| c.fill == first_colour);
    let fill_differs = |c: &Cell| c.fill == first_colour && coloured(c);
    if one_colour && share(&fill_differs) < 0.34 {
        return true;
    }
    let all_bold = cells.iter().all(|c| c.lines.is_empty() || bold(c));
    if all_bold && share(&bold) < 0.34 {
        return true;
    }
    row == 0
        && (says_headers(table, &cells, &texts)
            || heads_months(&texts)
            || heads_numbers(&cells, &texts, &body)
            || centred_over_text(&cells, &texts, &body))
}

/// Whether a row names months over the columns of a chart: 項目, 4月, 5月, 6月.
fn heads_months(texts: &[String]) -> bool {
    /// Fewer months may be dates of a row.
    const LEAST: usize = 4;
    let month = |t: &String| {
        let number = t.strip_suffix('月').unwrap_or_default();
        number.len() <= 2 && number.parse::<u8>().is_ok_and(|n| (1..=12).contains(&n))
    };
    let months = texts.iter().filter(|t| month(t)).count();
    months >= LEAST && months + 2 >= texts.len()
}

/// Whether short names stand centred over columns of text that starts at the left.
fn centred_over_text(cells: &[&Cell], texts: &[String], body: &[&Cell]) -> bool {
    let name = |t: &String| could_name(t) && !t.contains(|c: char| c.is_ascii_digit());
    // The corner above the names of rows may be empty.
    let corner = usize::from(cells.len() > 2 && texts.first().is_some_and(String::is_empty));
    let (cells, texts) = (cells.get(corner..).unwrap_or_default(), texts.get(corner..).unwrap_or_default());
    if cells.len() < 2 || !texts.iter().all(name) || !cells.iter().all(|c| is_centred(c)) {
        return false;
    }
    cells.iter().any(|h| {
        let below: Vec<&&Cell> = body.iter().filter(|c| c.column == h.column && !c.lines.is_empty()).collect();
        let text = below.iter().any(|c| bare(c).chars().count() > HEADER_LENGTH);
        (below.len() >= 2 || text) && below.iter().filter(|c| !is_centred(c)).count() * 10 >= below.len() * 7
    })
}

/// Whether the text of a cell is centred in it.
fn is_centred(c: &Cell) -> bool {
    let Some((_, rect)) = c.at.first() else { return false };
    let em = c.lines.first().map_or(10.0, |l| l.size.max(1.0));
    let (left, right) = c.lines.iter().fold((f32::MAX, f32::MIN), |(a, b), l| (a.min(l.bbox.x0), b.max(l.bbox.x1)));
    let (before, after) = (left - rect.x0, rect.x1 - right);
    (before - after).abs() <= em && before + after > 1.5 * em || c.lines.is_empty()
}

/// 12,345 and 8.1% are numbers, 23年度 is a name.
pub(super) fn is_number(t: &str) -> bool {
    let digits =
        t.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '%' | '△' | '▲' | '-' | '+' | '±')).count();
    t.contains(|c: char| c.is_ascii_digit()) && digits * 5 > t.chars().count() * 3
}

/// Whether a text is the unit of the numbers below it, as budgets set it: 千円.
fn is_unit(t: &str) -> bool {
    matches!(t.trim_matches(['(', ')']), "円" | "千円" | "百万円" | "億円" | "人" | "件" | "%" | "戸" | "世帯" | "ha")
}

/// Whether a row of words stands over columns of numbers.
fn heads_numbers(cells: &[&Cell], texts: &[String], body: &[&Cell]) -> bool {
    if texts.iter().skip(1).any(|t| t.is_empty() || is_number(t)) || texts.len() < 2 {
        return false;
    }
    let numbers = |c: &Cell| {
        let below: Vec<String> = body
            .iter()
            .filter(|b| b.column == c.column)
            .map(|b| bare(b))
            .filter(|t| !t.is_empty() && !is_unit(t))
            .collect();
        !below.is_empty() && below.iter().filter(|t| is_number(t)).count() * 10 >= below.len() * 7
    };
    // Most columns, the first aside: that one names the rows.
    let columns: Vec<&&Cell> = cells.iter().skip(1).collect();
    columns.iter().filter(|c| numbers(c)).count() * 2 > columns.len()
}

/// Whether the words of a row name what the columns hold: short nouns, a usual one among them, and one for each cell.
fn says_headers(table: &Table, cells: &[&Cell], texts: &[String]) -> bool {
    table.columns >= 2 && texts.len() == cells.len() && names_columns(texts)
}

/// Whether texts (without white space) are names of columns.
pub(super) fn names_columns(texts: &[String]) -> bool {
    texts.len() >= 2 && texts.iter().all(|t| could_name(t)) && texts.iter().any(|t| COLUMN_NAMES.contains(&t.as_str()))
}

/// Whether a text could name a column.
pub(super) fn could_name(t: &str) -> bool {
    !t.is_empty()
        && t.chars().count() <= LONGEST_NAME
        && !t.starts_with(|c: char| c.is_ascii_digit())
        && !t.ends_with(['。', '、'])
        && japanese::marker(t).is_none()
}

/// Names of columns are no longer than this.
const LONGEST_NAME: usize = 14;

/// Words that head columns of any table; they say nothing of a document's subject.
const COLUMN_NAMES: &[&str] = &[
    "年度",
    "年月",
    "年月日",
    "月",
    "月日",
    "日",
    "日時",
    "日付",
    "日程",
    "時期",
    "期間",
    "期日",
    "開催日",
    "開催日時",
    "内容",
    "主な内容",
    "主な作業内容",
    "作業内容",
    "項目",
    "区分",
    "名称",
    "計画名",
    "略称",
    "備考",
    "摘要",
    "No",
    "No.",
    "番号",
    "氏名",
    "所属",
    "役職",
    "会議名",
    "議題",
    "議事",
    "場所",
    "担当",
    "担当課",
    "所管",
    "指標",
    "指標名",
    "単位",
    "現状値",
    "基準値",
    "目標値",
    "実績値",
    "事業名",
    "事業費",
    "施策",
    "施策名",
    "分野",
    "対象",
    "方法",
    "件数",
    "回",
    "回数",
    "意見",
    "回答",
    "市の考え方",
    "説明",
    "定義",
    "用語",
    "種別",
    "種類",
    "合計",
    "款",
    "項",
    "目",
    "節",
    "金額",
    "予算額",
    "本年度",
    "前年度",
    "本年度予算額",
    "前年度予算額",
    "比較",
];

/// Marks header cells, and leading header columns.
fn mark_headers(table: &mut Table) {
    // What the structure tree calls a header is one; it may be silent.
    if table.header_rows == 0 || table.header_rows > MOST_HEADER_ROWS || table.header_rows >= table.rows {
        table.header_rows = header_rows(table);
    }
    let rows = table.header_rows;
    table.header_columns = header_columns(table);
    let columns = table.header_columns;
    for c in &mut table.cells {
        c.header = c.row < rows || c.column < columns;
        if c.row < rows {
            one_phrase(c);
        }
    }
}

/// Makes one paragraph of a header cell: its lines (本年度／予算額) are one name, however they are broken.
fn one_phrase(c: &mut Cell) {
    let short = bare(c).chars().count() <= HEADER_LENGTH;
    if !short || c.paragraphs.iter().skip(1).any(|p| japanese::marker(&p.text).is_some()) {
        return;
    }
    let mut rest = std::mem::take(&mut c.paragraphs).into_iter();
    let Some(mut first) = rest.next() else { return };
    for p in rest.by_ref() {
        spacing::join(&mut first.text, &p.text);
        spacing::join(&mut first.raw, &p.raw);
        first.bbox = first.bbox.union(&p.bbox);
    }
    c.paragraphs = vec![first];
}

/// Leading columns whose body cells are all coloured or bold while those of the next columns are not.
fn header_columns(table: &Table) -> usize {
    let body = |column: usize| table.cells.iter().filter(move |c| c.column == column && c.row >= table.header_rows);
    let marked = |column: usize| {
        let mut n = 0_usize;
        let all = body(column).all(|c| {
            n += 1;
            c.fill.is_some() || (!c.lines.is_empty() && c.lines.iter().all(|l| l.bold))
        });
        all && n > 0
    };
    let n = (0..table.columns).take_while(|c| marked(*c)).count();
    if n < table.columns { n } else { 0 }
}
