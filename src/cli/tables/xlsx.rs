//! Tables in, an Excel workbook out: a sheet that lists them, then one for each.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::pages_of;
use crate::record::{Cell, Table, TableKind};

/// Columns are as wide as their text, between these (in characters of the standard font).
const WIDTH: (usize, usize) = (6, 48);
/// Rows and columns of a sheet.
const MOST: (usize, usize) = (1_048_576, 16_384);

/// A workbook of all tables.
pub(super) fn workbook(tables: &[&Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock must not show in the bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    list(book.add_worksheet(), tables)?;
    for t in tables {
        sheet(book.add_worksheet(), t)?;
    }
    book.save_to_buffer()
}

fn list(sheet: &mut Worksheet, tables: &[&Table]) -> Result<(), XlsxError> {
    sheet.set_name("tables")?;
    let bold = Format::new().set_bold();
    for (column, head) in (0..).zip(["table", "pages", "kind", "caption", "rows", "columns", "notes", "in cell"]) {
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    for (row, t) in (1..).zip(tables) {
        sheet.write_url_with_text(row, 0, format!("internal:'{}'!A1", t.id).as_str(), &t.id)?;
        sheet.write_string(row, 1, pages_of(t))?;
        sheet.write_string(row, 2, kind(t.kind))?;
        sheet.write_string(row, 3, t.caption.as_deref().unwrap_or_default())?;
        sheet.write_number(row, 4, t.row_count as f64)?;
        sheet.write_number(row, 5, t.column_count as f64)?;
        sheet.write_string(row, 6, text(&t.notes.join("\n")))?;
        if let Some(w) = &t.within {
            sheet.write_string(row, 7, format!("{}: row {}, column {}", w.table, w.row + 1, w.column + 1))?;
        }
    }
    sheet.set_column_width(3, 40)?;
    Ok(())
}

fn kind(kind: TableKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(&table.id)?;
    let plain = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let header = plain.clone().set_bold().set_background_color(0xE8_EC_F8);
    for c in &table.cells {
        let format = if c.header { &header } else { &plain };
        let last = (c.row + c.row_span.max(1) - 1, c.column + c.column_span.max(1) - 1);
        if last.0 >= MOST.0 || last.1 >= MOST.1 {
            continue;
        }
        let (row, column) = place(c.row, c.column);
        if last != (c.row, c.column) {
            let (last_row, last_column) = place(last.0, last.1);
            sheet.merge_range(row, column, last_row, last_column, "", format)?;
        }
        write(sheet, (row, column), c, format)?;
    }
    // Below the table, so that its rows are those of the sheet.
    for (row, note) in (table.row_count + 1..MOST.0).zip(&table.notes) {
        sheet.write_string(place(row, 0).0, 0, text(note))?;
    }
    let widths = widths(table);
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, width as f64)?;
    }
    if table.header_rows > 0 {
        let (row, column) = place(table.header_rows, table.header_columns);
        sheet.set_freeze_panes(row, column)?;
    }
    Ok(())
}

/// A place in Excel's own numbers; larger ones were left out before.
fn place(row: usize, column: usize) -> (u32, u16) {
    (u32::try_from(row).unwrap_or(u32::MAX), u16::try_from(column).unwrap_or(u16::MAX))
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), c: &Cell, format: &Format) -> Result<(), XlsxError> {
    match number(&c.text) {
        Some((value, pattern)) => {
            sheet.write_number_with_format(row, column, value, &format.clone().set_num_format(pattern))?
        }
        None if c.text.is_empty() => sheet.write_blank(row, column, format)?,
        None => sheet.write_string_with_format(row, column, text(&c.text), format)?,
    };
    Ok(())
}

/// A text as Excel can hold it.
fn text(text: &str) -> String {
    /// Excel's longest text, in UTF-16 units.
    const LONGEST: usize = 32_767;
    let mut units = 0;
    let fits = |ch: &char| {
        units += ch.len_utf16();
        units <= LONGEST
    };
    text.chars().take_while(fits).map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// A number as it is printed, and the number format that prints it so: `1,234`, `12.50`, `△6.8` (less than nothing in
/// Japanese accounts), `-3`. Codes (`0123`), years and dates are text.
fn number(text: &str) -> Option<(f64, String)> {
    /// Excel keeps 15 digits.
    const MOST_DIGITS: usize = 15;
    let (minus, digits) = match text.strip_prefix(['△', '▲', '-', '−']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    };
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(w, d)| (w, Some(d)));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let sound = all_digits(first)
        && (!grouped || first.len() <= 3)
        && groups.all(|g| g.len() == 3 && all_digits(g))
        && decimals.is_none_or(all_digits)
        && (first == "0" || !first.starts_with('0'))
        && digits.len() <= MOST_DIGITS;
    let value: f64 = digits.replace(',', "").parse().ok().filter(|_| sound)?;
    let mut pattern = if grouped { "#,##0".to_owned() } else { "0".to_owned() };
    if let Some(d) = decimals {
        pattern.push('.');
        pattern.extend(std::iter::repeat_n('0', d.len()));
    }
    let value = if minus.is_some() { -value } else { value };
    if let Some(sign @ ('△' | '▲')) = minus {
        pattern = format!("{pattern};\"{sign}\"{pattern}");
    }
    Some((value, pattern))
}

/// Widths of the columns, as their own cells need.
fn widths(table: &Table) -> Vec<usize> {
    let mut widths = vec![WIDTH.0; table.column_count.min(MOST.1)];
    for c in table.cells.iter().filter(|c| c.column_span == 1) {
        let longest = c.text.lines().map(|l| unicode_width::UnicodeWidthStr::width(l) + 2).max().unwrap_or(0);
        if let Some(w) = widths.get_mut(c.column) {
            *w = (*w).max(longest.min(WIDTH.1));
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::super::lattice;
    use super::*;

    #[test]
    fn numbers_stay_as_they_are_printed() {
        for (text, expected) in [
            ("1,234", Some((1234.0, "#,##0"))),
            ("12.50", Some((12.5, "0.00"))),
            ("△6.8", Some((-6.8, "0.0;\"△\"0.0"))),
            ("-3", Some((-3.0, "0"))),
            ("0", Some((0.0, "0"))),
            ("0123", None),
            ("1,23", None),
            ("1234,567", None),
            ("12%", None),
            ("令和6", None),
            ("4/1", None),
            ("", None),
            ("-", None),
            ("1234567890123456", None),
        ] {
            assert_eq!(number(text), expected.map(|(v, p)| (v, p.to_owned())), "{text}");
        }
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let table = lattice::tests::budget();
        let book = workbook(&[&table]).unwrap();
        assert!(book.starts_with(b"PK"));
        assert_eq!(book, workbook(&[&table]).unwrap());
    }
}
