//! `keikaku tables`: the tables of a PDF in the formats that other programs read.

mod csv;
mod html;
mod lattice;
mod markdown;
mod xlsx;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Exit, Failure, print, printable, read_file};
use crate::batch::write::atomically;
use crate::pipeline;
use crate::record::{Record, Table, WarningCode, json};

/// Print the tables of a PDF, or write them to a folder.
///
/// A table that a page break cuts is one table; it is given whole where --page names one of its pages. Tables are
/// numbered in reading order (t1, t2 …), the same numbers as in the record.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The PDF
    file: PathBuf,
    /// Only tables on this page, from 1; several are parted by commas or given one by one
    #[arg(short, long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..))]
    page: Vec<u32>,
    /// How to write them
    #[arg(short, long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Folder to write to; without it the tables are printed
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// In CSV and Markdown, which know no merged cells: repeat the text of a merged cell in every place it covers
    #[arg(long)]
    repeat_merged: bool,
    /// Begin CSV files with a byte order mark, by which Excel knows UTF-8
    #[arg(long, requires = "out")]
    bom: bool,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku tables plan.pdf                               all tables as CSV, parted by an empty line
  keikaku tables plan.pdf --page 12 --format markdown   those of page 12 (a page of the PDF, not the printed number)
  keikaku tables plan.pdf --format csv --out tables     a file for each: tables/plan.t1.csv, tables/plan.t2.csv …
  keikaku tables plan.pdf --format xlsx --out tables    a workbook with a sheet for each: tables/plan.xlsx
  keikaku tables plan.pdf --format json | jq '.[0].cells[] | [.row, .column, .text]'
  keikaku debug plan.pdf --page 12 --out p12.html       where a table went wrong: the page with what was found on it

CSV is UTF-8 without a byte order mark; for Excel use xlsx, or --bom. JSON is the `tables` of the record. A table in a cell
of another is a table of its own: HTML shows it in its cell, JSON says where it stands (`within`). Units and notes (単位:千円,
※ …) stand with their table in every format but CSV.";

/// What tables can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values (RFC 4180); the text of a merged cell stands at its top left
    Csv,
    /// Every cell with spans, header flag, page and box, as in the record
    Json,
    /// A page with tables, merged cells and header cells
    Html,
    /// GitHub's pipe tables
    Markdown,
    /// An Excel workbook: a sheet for each table, cells merged, numbers as numbers
    Xlsx,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Xlsx => "xlsx",
        }
    }
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.format == Format::Xlsx && args.out.is_none() {
        return Err(Failure::usage("a workbook cannot be printed: say where it goes, with --out DIR"));
    }
    if let Some(out) = args.out.as_ref().filter(|o| o.exists() && !o.is_dir()) {
        return Err(Failure::usage(format!("--out {}: that is a file; give a folder", out.display())));
    }
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let record = pipeline::extract(&read_file(&args.file)?, &pipeline::Options { file: name, ..Default::default() })
        .map_err(|e| Failure::nothing(&args.file, &e))?;
    let pages: Vec<usize> = args.page.iter().map(|p| *p as usize).collect();
    if let Some(beyond) = pages.iter().find(|p| **p > record.source.page_count) {
        let n = record.source.page_count;
        let have = if n == 1 { "page" } else { "pages" };
        return Err(Failure::usage(format!("{} has {n} {have}; there is no page {beyond}", args.file.display())));
    }
    let on = |t: &&Table| pages.is_empty() || t.at.iter().any(|at| pages.contains(&at.page));
    let tables: Vec<&Table> = record.tables.iter().filter(on).collect();
    if tables.is_empty() {
        eprintln!("keikaku: {}", printable(&nothing_found(&record, &args.file, &pages)));
    }
    match &args.out {
        Some(out) => write(args, &tables, out)?,
        None => print(&printed(args, &tables)?)?,
    }
    Ok(Exit::Well)
}

/// Says that there is no table, and why where that is known.
fn nothing_found(record: &Record, file: &Path, pages: &[usize]) -> String {
    let mut out = format!("{}: no table found", file.display());
    let _ = match pages {
        [] => Ok(()),
        [page] => write!(out, " on page {page}"),
        _ => write!(out, " on these pages"),
    };
    // What the page's warnings say (a scan without text) is the likely reason.
    let about = |page: usize| pages.is_empty() || pages.contains(&page);
    let explains = |code: WarningCode| {
        use WarningCode as C;
        matches!(
            code,
            C::NoTextLayer | C::Unreadable | C::UnmappedGlyphs | C::LimitReached | C::Mojibake | C::TableUnreadable
        )
    };
    let mut warnings = record.quality.warnings.iter().filter(|w| explains(w.code));
    let warning = warnings.find(|w| w.at.as_ref().is_none_or(|at| about(at.page)));
    if let Some(w) = warning {
        let _ = write!(out, " ({})", w.message);
    }
    out
}

fn printed(args: &Args, tables: &[&Table]) -> Result<String, Failure> {
    Ok(match args.format {
        Format::Csv => {
            let parts: Result<Vec<String>, Failure> =
                tables.iter().map(|t| csv::table(t, args.repeat_merged)).collect();
            parts?.join("\n")
        }
        Format::Json => as_json(tables)?,
        Format::Html => html::page(tables, &title(&args.file)),
        Format::Markdown => markdown::page(tables, args.repeat_merged),
        // Refused in `run`.
        Format::Xlsx => String::new(),
    })
}

fn as_json(tables: &[&Table]) -> Result<String, Failure> {
    Ok(json::pretty(&serde_json::to_string(tables).map_err(std::io::Error::from)?))
}

fn write(args: &Args, tables: &[&Table], out: &Path) -> Result<(), Failure> {
    let stem = title(&args.file);
    let extension = args.format.extension();
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let whole = out.join(format!("{stem}.{extension}"));
    match args.format {
        Format::Csv => {
            for t in tables {
                let mark = if args.bom { "\u{feff}" } else { "" };
                let text = format!("{mark}{}", csv::table(t, args.repeat_merged)?);
                files.push((out.join(format!("{stem}.{}.{extension}", t.id)), text.into_bytes()));
            }
        }
        // A workbook must have a sheet.
        Format::Xlsx if tables.is_empty() => {}
        Format::Xlsx => files.push((whole, xlsx::workbook(tables).map_err(|e| unwritable(&e.to_string()))?)),
        Format::Json | Format::Html | Format::Markdown => files.push((whole, printed(args, tables)?.into_bytes())),
    }
    for (path, bytes) in &files {
        atomically(path, |file| file.write_all(bytes)).map_err(|e| unwritable(&e.message))?;
        eprintln!("{}", printable(&path.display().to_string()));
    }
    Ok(())
}

fn unwritable(why: &str) -> Failure {
    Failure { exit: Exit::Nothing, message: format!("cannot write: {why}") }
}

/// The file's name without its extension.
fn title(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Pages of a table for a person: `page 3`, `pages 3–4`.
fn pages_of(table: &Table) -> String {
    match (table.at.first(), table.at.last()) {
        (Some(a), Some(b)) if a.page != b.page => format!("pages {}–{}", a.page, b.page),
        (Some(a), _) => format!("page {}", a.page),
        _ => String::new(),
    }
}
