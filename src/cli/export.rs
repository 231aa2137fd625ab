//! `keikaku export`: records as flat tables.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Exit, Failure, print, printable};
use crate::export::{self, Format, Options, csv};

/// Write records as flat tables: CSV, Parquet, Excel, SQLite.
///
/// Reads records only, never a PDF, and writes the same bytes each time. Documents of one plan are joined by plan_id,
/// entries of one document by file.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The output folder of keikaku extract, any folder of records, or one record
    #[arg(value_name = "OUT")]
    input: PathBuf,
    /// How to write them; several are parted by commas
    #[arg(short, long, value_enum, value_delimiter = ',', required = true)]
    format: Vec<Format>,
    /// Folder to write to
    #[arg(short, long, value_name = "DIR")]
    to: PathBuf,
    /// Encoding of CSV
    #[arg(long, value_enum, default_value_t = csv::Encoding::Utf8Bom)]
    encoding: csv::Encoding,
    /// Where the PDFs are, for the links of the workbook: a folder as seen from DIR, or an address
    #[arg(long, value_name = "FOLDER|URL", default_value = "")]
    pdfs: String,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku export output --format csv --to tables                      a CSV per table, and datapackage.json
  keikaku export output --format csv --encoding cp932 --to tables     for programs that know Shift_JIS only
  keikaku export output --format xlsx --to tables --pdfs ../corpus    a workbook whose links open the page
  keikaku export output --format parquet,sqlite --to tables           for pandas, R, DuckDB; for SQL
  sqlite3 tables/keikaku.sqlite 'SELECT * FROM about_views'           the questions that have a view

Tables:
  plans           each plan once, from all its documents      documents      one row per PDF
  layers          layers of plans with their years            schedule       dated entries
  agenda_items    agenda of schedule entries                  policy_lists   lists of policies
  policies        their items, with path and depth            indicators     KPI with baseline
  indicator_targets                                           bodies         organisations
  participation   how citizens take part                      definitions    terms
  related_plans   other plans named                           themes         SDGs, DX …
  headings        the heading tree                            tables, cells  tables as grids
  warnings        what to know before trusting a record

Dates are days (start and end, inclusive) with what was printed beside them. Lists are lists in Parquet, JSON in CSV and
SQLite, parted by ; in Excel. Boxes are in points from the top left of the page. An empty cell says that the document
does not tell, or that it could not be read (see warnings); it is not zero.
CSV takes a text as it is: one that begins with = is a formula to Excel. The workbook writes every text as text.";

/// What stands before the path of a PDF.
fn link_base(pdfs: &str) -> String {
    match pdfs {
        "" => String::new(),
        _ if pdfs.ends_with(['/', '=']) => pdfs.to_owned(),
        _ => format!("{pdfs}/"),
    }
}

/// What `keikaku extract --export` makes beside the records: `tables/`.
pub(super) fn beside_records(out: &Path, formats: &[Format], pdfs: Option<&str>) -> Result<(), Failure> {
    let formats: Vec<Format> = formats.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let options = Options { link_base: link_base(pdfs.unwrap_or_default()), ..Options::default() };
    let outcome = export::run(out, &out.join("tables"), &formats, &options)
        .map_err(|e| Failure { exit: Exit::Nothing, message: e.to_string() })?;
    for skipped in &outcome.skipped {
        eprintln!("keikaku: {}", printable(&format!("{}: {}", skipped.path.display(), skipped.why)));
    }
    Ok(())
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut formats = args.format.clone();
    formats.sort_unstable();
    formats.dedup();
    if args.encoding != csv::Encoding::default() && !formats.contains(&Format::Csv) {
        return Err(Failure::usage("--encoding is for CSV; add csv to --format"));
    }
    if args.to.exists() && !args.to.is_dir() {
        return Err(Failure::usage(format!("--to {}: that is a file; give a folder", args.to.display())));
    }
    let options = Options { encoding: args.encoding, link_base: link_base(&args.pdfs) };
    let outcome = export::run(&args.input, &args.to, &formats, &options)
        .map_err(|e| Failure { exit: Exit::Nothing, message: e.to_string() })?;
    for skipped in &outcome.skipped {
        eprintln!("keikaku: {}", printable(&format!("{}: {}", skipped.path.display(), skipped.why)));
    }
    if outcome.unmappable.count() > 0 {
        let told = csv::told(&outcome.unmappable);
        eprintln!("keikaku: cp932 does not have {}; they stand as {}", printable(&told), csv::GETA);
    }
    let mut text = format!("{:<19}{:>8}\n", "records", outcome.records);
    for (table, rows) in &outcome.counts {
        text.push_str(&format!("{table:<19}{rows:>8}\n"));
    }
    text.push_str(&format!("{:<19}{}\n", "written to", args.to.display()));
    print(&text)?;
    Ok(if outcome.skipped.is_empty() { Exit::Well } else { Exit::SomeFailed })
}
