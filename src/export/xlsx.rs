//! Tables as an Excel workbook: a sheet per table with frozen headers, filters, widths, real dates and links to pages,
//! and a first sheet that tells what the columns are.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format as Style, FormatAlign, FormatUnderline, Formula, Url, Workbook,
    Worksheet, XlsxError,
};

use super::rows::RecordRows;
use super::tables::{self, Table};
use super::value::{Kind, Value};
use super::{Finished, Options, Sink};
use crate::batch::write::Pending;
use crate::error::{Error, ErrorCode, Stage};

/// Its name.
pub const FILE: &str = "keikaku.xlsx";
/// Rows of a sheet; a table with more goes on in another.
const MOST_ROWS: u32 = 1_048_576;
/// Links of a sheet that Excel opens; more of them are written as formulas.
const MOST_LINKS: u32 = 65_530;
/// Excel's longest text, in UTF-16 units.
const LONGEST: usize = 32_767;
/// Excel's longest address, and its longest text within a formula.
const LONGEST_LINK: usize = 250;

/// Writes a workbook.
pub(super) struct Xlsx {
    path: PathBuf,
    link_base: String,
    book: Workbook,
    styles: Styles,
    tables: Vec<Place>,
}

struct Styles {
    head: Style,
    day: Style,
    link: Style,
}

/// Where the next row of a table goes.
struct Place {
    sheet: usize,
    part: usize,
    row: u32,
    links: u32,
}

impl Xlsx {
    pub(super) fn new(to: &Path, options: &Options) -> Result<Self, Error> {
        let mut book = Workbook::new();
        let styles = Styles {
            head: Style::new().set_bold().set_background_color(0xE8_EC_F8).set_align(FormatAlign::Top),
            day: Style::new().set_num_format("yyyy-mm-dd"),
            link: Style::new().set_font_color(Color::Blue).set_underline(FormatUnderline::Single),
        };
        let mut make = || -> Result<Vec<Place>, XlsxError> {
            // The clock must not show in the bytes.
            book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
            legend(book.add_worksheet(), &styles)?;
            let mut places = Vec::new();
            for (i, table) in tables::all().iter().enumerate() {
                begin(book.add_worksheet_with_constant_memory(), table, 1, &styles)?;
                places.push(Place { sheet: i + 1, part: 1, row: 1, links: 0 });
            }
            Ok(places)
        };
        let tables = make().map_err(unwritable)?;
        Ok(Self { path: to.join(FILE), link_base: options.link_base.clone(), book, styles, tables })
    }

    fn rows(&mut self, table: usize, rows: &[Vec<Value>]) -> Result<(), XlsxError> {
        let Some(definition) = tables::all().get(table) else { return Ok(()) };
        let Some(place) = self.tables.get_mut(table) else { return Ok(()) };
        for row in rows {
            if place.row >= MOST_ROWS {
                place.part += 1;
                (place.row, place.links) = (1, 0);
                place.sheet = self.book.worksheets().len();
                begin(self.book.add_worksheet_with_constant_memory(), definition, place.part, &self.styles)?;
            }
            let sheet = self.book.worksheet_from_index(place.sheet)?;
            for (column, value) in (0_u16..).zip(row) {
                cell(sheet, place.row, column, value, &self.styles)?;
            }
            if let Some((target, page)) = link(definition, row, &self.link_base) {
                let column = u16::try_from(row.len()).unwrap_or(u16::MAX);
                let label = format!("p. {page}");
                if place.links < MOST_LINKS {
                    place.links += 1;
                    sheet.write_url_with_options(
                        place.row,
                        column,
                        Url::new(target),
                        &label,
                        "",
                        Some(&self.styles.link),
                    )?;
                } else {
                    let formula =
                        format!("=HYPERLINK(\"{}\",\"{label}\")", formula_target(&target).replace('"', "\"\""));
                    let formula = Formula::new(formula).set_result(label);
                    sheet.write_formula_with_format(place.row, column, formula, &self.styles.link)?;
                }
            }
            place.row += 1;
        }
        Ok(())
    }

    fn end(mut self) -> Result<(PathBuf, Workbook), XlsxError> {
        // Filters only on tables that stand on one sheet: their range must be known.
        for (place, table) in self.tables.iter().zip(tables::all()) {
            if place.part == 1 && place.row > 1 {
                let last = u16::try_from(table.columns.len()).unwrap_or(1) - 1;
                self.book.worksheet_from_index(place.sheet)?.autofilter(0, 0, place.row - 1, last)?;
            }
        }
        Ok((self.path, self.book))
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn unwritable(e: XlsxError) -> Error {
    Error::new(ErrorCode::Unwritable, Stage::Write, format!("{FILE}: {e}"))
}

impl Sink for Xlsx {
    fn take(&mut self, record: &RecordRows) -> Result<(), Error> {
        for (i, rows) in record.tables.iter().enumerate() {
            self.rows(i, rows).map_err(unwritable)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Finished, Error> {
        let (path, mut book) = self.end().map_err(unwritable)?;
        let mut pending = Pending::new(&path)?;
        book.save_to_writer(pending.file.get_mut()).map_err(unwritable)?;
        pending.put()?;
        Ok(Finished { files: vec![FILE.to_owned()], ..Finished::default() })
    }
}

/// What the tables and their columns are.
fn legend(sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_name("about")?;
    for (column, (head, width)) in
        (0..).zip([("table", 20), ("column", 26), ("type", 10), ("unit", 8), ("what it says", 90)])
    {
        sheet.write_string_with_format(0, column, head, &styles.head)?;
        sheet.set_column_width(column, width)?;
    }
    let mut row = 1;
    for table in tables::all() {
        sheet.write_url_with_text(row, 0, format!("internal:'{}'!A1", table.name).as_str(), table.name)?;
        sheet.write_string(row, 4, table.description)?;
        row += 1;
        for column in &table.columns {
            sheet.write_string(row, 0, table.name)?;
            sheet.write_string(row, 1, &column.name)?;
            sheet.write_string(row, 2, format!("{:?}", column.kind).to_lowercase())?;
            sheet.write_string(row, 3, column.unit.unwrap_or_default())?;
            sheet.write_string(row, 4, &column.description)?;
            row += 1;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn begin(sheet: &mut Worksheet, table: &Table, part: usize, styles: &Styles) -> Result<(), XlsxError> {
    let name = if part > 1 { format!("{} {part}", table.name) } else { table.name.to_owned() };
    sheet.set_name(name)?;
    // The identifiers stay in sight as well.
    let keys = u16::try_from(table.key.len()).unwrap_or(1);
    sheet.set_freeze_panes(1, keys)?;
    let mut column = 0;
    for c in &table.columns {
        sheet.write_string_with_format(0, column, &c.name, &styles.head)?;
        sheet.set_column_width(column, width(&c.name, c.kind))?;
        column += 1;
    }
    if has_pages(table) {
        sheet.write_string_with_format(0, column, "link", &styles.head)?;
        sheet.set_column_width(column, 8)?;
    }
    Ok(())
}

/// Widths by what a column holds, in characters: rows are written one by one, so their longest is not known.
fn width(name: &str, kind: Kind) -> u16 {
    let prose = ["event", "title", "label", "meaning", "message", "text", "raw", "role", "name", "tagline", "vision"];
    let words = name.rsplit('_').next().unwrap_or(name);
    let room: u16 = match kind {
        Kind::Day => 12,
        Kind::Int | Kind::Number | Kind::Bool => 8,
        Kind::List => 28,
        Kind::Text if name == "id" => 10,
        Kind::Text if prose.contains(&words) && !name.ends_with("_raw") => 40,
        Kind::Text => 18,
    };
    room.max(u16::try_from(name.len() + 3).unwrap_or(room))
}

fn has_pages(table: &Table) -> bool {
    table.name == "documents" || table.columns.iter().any(|c| c.name == "page")
}

fn cell(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, styles: &Styles) -> Result<(), XlsxError> {
    match value {
        Value::Null => {}
        Value::Text(text) if text.is_empty() => {}
        Value::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        Value::List(list) => {
            if !list.is_empty() {
                sheet.write_string(row, column, fitting(&list.join("; ")))?;
            }
        }
        Value::Int(n) => {
            sheet.write_number(row, column, *n as f64)?;
        }
        Value::Number(n) => {
            sheet.write_number(row, column, *n)?;
        }
        Value::Bool(b) => {
            sheet.write_boolean(row, column, *b)?;
        }
        Value::Day(day) => {
            // Excel's calendar begins in 1900; its first months count a day that never was.
            let (y, m, d) = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
            match (y, m, d) {
                (Ok(y), Ok(m), Ok(d)) if y > 1900 => {
                    sheet.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(y, m, d)?, &styles.day)?;
                }
                _ => {
                    sheet.write_string(row, column, day.to_string())?;
                }
            }
        }
    }
    Ok(())
}

/// As much of a text as Excel takes, without the controls that XML forbids.
fn fitting(text: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    text.chars().take_while(fits).map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect()
}

/// The address of the page that a row stands on, and that page.
fn link(table: &Table, row: &[Value], base: &str) -> Option<(String, i64)> {
    let value = |name: &str| table.columns.iter().position(|c| c.name == name).and_then(|i| row.get(i));
    let Some(Value::Text(file)) = value("file") else { return None };
    let page = match (table.name, value("page")) {
        ("documents", _) => 1,
        (_, Some(Value::Int(page))) => *page,
        _ => return None,
    };
    let path = format!("{base}{}", escaped(file));
    // Excel takes a bare name for an address of the web unless it is told that it is a file.
    let target = if base.contains("://") { path } else { format!("file:///{path}") };
    (target.encode_utf16().count() <= LONGEST_LINK).then(|| (format!("{target}#page={page}"), page))
}

/// A formula takes a path as it is.
fn formula_target(target: &str) -> &str {
    target.strip_prefix("file:///").unwrap_or(target)
}

/// Characters with a meaning of their own in addresses.
fn escaped(path: &str) -> String {
    path.chars()
        .map(|c| match c {
            '%' | '#' | '?' | ' ' | '"' | '<' | '>' => format!("%{:02X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}
