//! A table in, its header out: how many leading rows and columns name what the others hold.
//!
//! Witnesses, each enough by itself: a ground or bold type that the body lacks, words that head columns (区分, 所在地, …額),
//! months or years over a chart, words over numbers, names centred over text that starts at the left, rows that each page
//! of a long table says again. A title over the whole width, or names over several columns, belong to the header below.

use super::spacing;
use super::tables::bare;
use super::types::{Cell, Table};
use crate::japanese;

/// A header cell says at most so many characters.
const HEADER_LENGTH: usize = 24;
/// So many usual names of columns in one row leave no doubt.
const SURE: usize = 3;
/// Header rows beyond this are data.
const MOST_HEADER_ROWS: usize = 4;
/// Header columns beyond this are data.
const MOST_HEADER_COLUMNS: usize = 4;

/// How many leading rows are header.
fn header_rows(table: &Table) -> usize {
    if table.rows < 2 {
        return 0;
    }
    let mut n = titles(table);
    if n > 0 && !is_header_row(table, n) {
        n = 0;
    }
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

/// Whether the first row only titles the names of the next one: one cell over all columns (資産の部), or names over several
/// columns each, beside corners (収入の部, 支出の部). Gives how many rows that is, 0 or 1.
fn titles(table: &Table) -> usize {
    let first: Vec<&Cell> = starting(table, 0).collect();
    let texts: Vec<String> = first.iter().map(|c| bare(c)).collect();
    let said = texts.iter().any(|t| !t.is_empty());
    let short = texts.iter().all(|t| t.chars().count() <= HEADER_LENGTH && !t.ends_with('。') && !is_number(t));
    let one_row = first.iter().all(|c| c.row_span == 1);
    let over = first.iter().any(|c| c.column_span > 1 && !bare(c).is_empty());
    if !said || !short || !one_row || !over || table.rows < 3 {
        return 0;
    }
    let next: Vec<&Cell> = starting(table, 1).collect();
    // As many names below as there are columns, but for names of their own.
    let whole = next.len() > first.len();
    usize::from(whole && reads_as_header(table, 1, &next))
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
    // A corner beside one name (空, 補正額) says as much as two names do.
    let corner = cells.len() == 2 && texts.first().is_some_and(String::is_empty);
    if cells.is_empty() || filled == 0 || (filled < 2 && table.columns > 1 && row == 0 && cells.len() > 1 && !corner) {
        return false;
    }
    // Beside usual names a question may head a column (対面診療への対応が可能な時間帯).
    let usual = texts.iter().filter(|t| is_usual(t)).count();
    let longest = if usual >= SURE { 2 * HEADER_LENGTH } else { HEADER_LENGTH };
    if texts.iter().any(|t| t.chars().count() > longest || t.contains('。')) {
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
    // Rows of one colour each, several of the same one, are groups (施策1, 施策2).
    let next_alike = cells.iter().all(|c| c.row_span == 1 && c.column_span == 1)
        && starting(table, row + 1).all(|c| c.fill == first_colour);
    if one_colour && !next_alike && share(&fill_differs) < 0.34 {
        return true;
    }
    let all_bold = cells.iter().all(|c| c.lines.is_empty() || bold(c));
    if all_bold && share(&bold) < 0.34 {
        return true;
    }
    row == titles(table) && reads_as_header(table, row, &cells)
}

/// Whether the words of a row, and what stands below them, say that it is a header.
fn reads_as_header(table: &Table, row: usize, cells: &[&Cell]) -> bool {
    let texts: Vec<String> = cells.iter().map(|c| bare(c)).collect();
    let reach = if row == 0 { reach(table, cells) } else { row + 1 };
    let body: Vec<&Cell> = table.cells.iter().filter(|c| c.row >= reach && c.row_span == 1).collect();
    says_headers(table, cells, &texts)
        || heads_months(&texts)
        || heads_numbers(cells, &texts, &body)
        || centred_over_text(cells, &texts, &body)
}

/// Whether a row names months or years over the columns of a chart: 項目, 4月, 5月, 6月; 2015年度, 2016年度.
fn heads_months(texts: &[String]) -> bool {
    /// Fewer may be dates of a row.
    const LEAST: usize = 4;
    let month = |t: &String| {
        let number = t.strip_suffix('月').unwrap_or_default();
        number.len() <= 2 && number.parse::<u8>().is_ok_and(|n| (1..=12).contains(&n))
    };
    let year = |t: &String| {
        let number = t.strip_suffix("年度").or_else(|| t.strip_suffix('年')).unwrap_or_default();
        let number = ["令和", "平成", "昭和"].iter().find_map(|e| number.strip_prefix(e)).unwrap_or(number);
        number == "元" || number.len() <= 4 && number.parse::<u16>().is_ok()
    };
    let most = |n: usize| n >= LEAST && n * 3 >= texts.len() * 2;
    most(texts.iter().filter(|t| month(t)).count()) || most(texts.iter().filter(|t| year(t)).count())
}

/// Whether short names stand centred over columns of text that starts at the left.
fn centred_over_text(cells: &[&Cell], texts: &[String], body: &[&Cell]) -> bool {
    // A number in a name (学校教育第1係) is none of a date or an amount where all columns hold long texts.
    let long = |h: &&Cell| body.iter().any(|c| c.column == h.column && bare(c).chars().count() > LONGEST_NAME);
    let all_long = cells.iter().all(long);
    let name = |t: &String| could_name(t) && (all_long || !t.contains(|c: char| c.is_ascii_digit()));
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

/// Whether the text of a cell is centred in it: as a block, or line by line where a name breaks that fills the cell.
fn is_centred(c: &Cell) -> bool {
    /// The rest of a broken name has so much room on both sides (font sizes); a hanging indent is less.
    const REST: f32 = 2.0;
    let Some((page, rect)) = c.at.first() else { return false };
    let em = c.lines.first().map_or(10.0, |l| l.size.max(1.0));
    // A header that is repeated has lines on each page, where the table may stand elsewhere.
    let room: Vec<(f32, f32)> =
        c.lines.iter().filter(|l| l.page == *page).map(|l| (l.bbox.x0 - rect.x0, rect.x1 - l.bbox.x1)).collect();
    let even = |(before, after): &(f32, f32)| (before - after).abs() <= em;
    let block = room.iter().fold((f32::MAX, f32::MAX), |(a, b), (before, after)| (a.min(*before), b.min(*after)));
    let broken = room.iter().all(even) && room.iter().any(|(before, after)| before.min(*after) >= REST * em);
    room.is_empty() || even(&block) && block.0 + block.1 > 1.5 * em || broken
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
    // 12月 and 3級 are names though most of them is digits.
    let names = |t: &String| !t.is_empty() && (!is_number(t) || t.ends_with(|c| COUNTERS.contains(&c)));
    if !texts.iter().skip(1).all(names) || texts.len() < 2 {
        return false;
    }
    // Where no name has a digit, a row of numbers and a row of marks (A, B) may take turns.
    let share = if texts.iter().any(|t| t.contains(|c: char| c.is_ascii_digit())) { 7 } else { 5 };
    let numbers = |c: &Cell| {
        let below: Vec<String> = body
            .iter()
            .filter(|b| b.column == c.column)
            .map(|b| bare(b))
            .filter(|t| !t.is_empty() && !is_unit(t))
            .collect();
        !below.is_empty() && below.iter().filter(|t| is_number(t)).count() * 10 >= below.len() * share
    };
    // Most columns, the first aside: that one names the rows.
    let columns: Vec<&&Cell> = cells.iter().skip(1).collect();
    columns.iter().filter(|c| numbers(c)).count() * 2 > columns.len()
}

/// Whether the words of a row name what the columns hold: short nouns, a usual one among them, and one for each cell; or
/// so many usual ones that a column without a name (of running numbers) or a long name says nothing against it.
fn says_headers(table: &Table, cells: &[&Cell], texts: &[String]) -> bool {
    if table.columns < 2 || texts.len() != cells.len() || texts.len() < 2 {
        return false;
    }
    if names_columns(texts) {
        return true;
    }
    let usual = texts.iter().filter(|t| is_usual(t)).count();
    let empty = texts.iter().filter(|t| t.is_empty()).count();
    // Two names and two blanks by turns are a form to fill in: 氏名, 住所.
    let apart = |t: &String| t.is_empty() || !is_number(t) && japanese::marker(t).is_none();
    let named: Vec<&String> = texts.iter().skip_while(|t| t.is_empty()).collect();
    let first_names = named.first().is_some_and(|t| is_corner(t));
    let counted = |t: &String| !t.is_empty() && (could_name(t) || t.ends_with(|c| COUNTERS.contains(&c)));
    usual >= 2 && usual * 2 >= texts.len() - empty && empty * 3 <= texts.len() && texts.iter().all(apart)
        || first_names && named.len() >= 3 && named.iter().all(|t| counted(t))
}

/// Whether a text is a usual name of a column, by itself or by its end: 指定年月日, 起債の方法, 路線名, 延長(m).
fn is_usual(t: &str) -> bool {
    let t = t.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map_or(t, |(t, _)| t);
    let short = (2..=LONGEST_NAME).contains(&t.chars().count()) && could_name(t);
    COLUMN_NAMES.contains(&t) || short && NAME_ENDS.iter().any(|e| t.ends_with(e))
}

/// Whether a text names what the names beside it divide: 区分, 1級, 2級, 3級.
fn is_corner(t: &str) -> bool {
    matches!(t, "区分" | "項目" | "種別" | "年度" | "年次")
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

/// What is counted by these is a name when it heads a column: 12月, 3級, 第2回.
const COUNTERS: &[char] = &['年', '月', '日', '度', '期', '回', '号', '級', '次'];

/// Names of columns end so: 施設名, 郵便番号, 指定年月日, 限度額, 起債の目的. Data that ends so is a rare name of its own.
const NAME_ENDS: &[&str] = &[
    "名",
    "名称",
    "番号",
    "年月日",
    "所在地",
    "住所",
    "区分",
    "種別",
    "内容",
    "限度額",
    "予算額",
    "決算額",
    "補助額",
    "上限額",
    "補正額",
    "目的",
    "方法",
    "状況",
    "対象",
    "対象経費",
    "事項",
    "人員",
    "員数",
    "件数",
    "回数",
    "定員",
    "面積",
    "備考",
    "URL",
];

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
    "施設名",
    "所在地",
    "住所",
    "電話番号",
    "員数",
    "数量",
    "時代",
    "所有者",
    "管理者",
    "指定年月日",
    "限度額",
    "利率",
    "補助率",
    "起点",
    "終点",
    "科目",
    "細目",
    "名前",
    "№",
    "現行",
    "改正後",
    "改正前",
    "改訂後",
    "改訂前",
    "変更後",
    "変更前",
];

/// Marks header cells, and leading header columns; `repeated` rows are said again on each page of the table.
pub(super) fn mark(table: &mut Table, repeated: usize) {
    // What the structure tree calls a header is one; it may be silent.
    if table.header_rows == 0 || table.header_rows > MOST_HEADER_ROWS || table.header_rows >= table.rows {
        table.header_rows = header_rows(table);
    }
    if table.header_rows == 0 && repeated < table.rows && repeated <= MOST_HEADER_ROWS {
        table.header_rows = repeated;
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
    // Where most columns are bold, that is the type of the table, and one that is not is the exception.
    if n < table.columns && n <= MOST_HEADER_COLUMNS { n } else { 0 }
}
