//! `keikaku compare`: the records of many municipalities beside each other, as tables, pictures and a report.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Exit, Failure, print, printable};
use crate::compare::{self, By, Comparison, FILTER_FIELDS, Options, Records, TABLES};
use crate::report;

/// Compare the plans of many municipalities: tables, pictures and a report to look at.
///
/// OUT is what keikaku extract wrote: records, never PDFs. Documents of one plan are joined. Without --to and --html a short
/// table is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP, after_long_help = after_long_help())]
pub(super) struct Args {
    /// Output folder of keikaku extract (or a file of records, .ndjson or .json)
    #[arg(value_name = "OUT")]
    input: PathBuf,
    /// Only plans that pass this condition, as prefecture=山形県 or period>=2025; several must all hold
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// Give figures for each of these groups as well
    #[arg(long, value_name = "GROUP")]
    by: Option<By>,
    /// Folder to write: comparison.json, tables as CSV, pictures as SVG
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// File to write: a report to look at in a browser, all in one file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Where the PDFs lie, seen from the report: a folder or an address, for links to their pages
    #[arg(long, value_name = "PREFIX", requires = "html")]
    pdfs: Option<String>,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku compare output
  keikaku compare output --to comparison --html report.html
  keikaku compare output --where prefecture=山形県 --where 'period>=2025' --to yamagata
  keikaku compare output --by prefecture --to comparison
  keikaku compare output --html output/comparison/report.html --pdfs ../../corpus";

fn after_long_help() -> String {
    let mut text = format!("{AFTER_HELP}\n\nConditions (= != ~ contains, < <= > >=; a|b for one of several):\n");
    for (field, holds) in FILTER_FIELDS {
        let _ = writeln!(text, "  {field:<13}{holds}");
    }
    text += "A plan of which the field is not known passes no condition, != included.\n\nThe folder:\n";
    let _ = writeln!(text, "  {:<22}everything, with the places on the pages", "comparison.json");
    for (table, row) in TABLES {
        let _ = writeln!(text, "  {:<22}{row}", format!("{table}.csv"));
    }
    let _ = writeln!(text, "  {:<22}SVG, in Japanese (.ja) and English (.en)", "pictures/");
    text + "docs/compare.md tells every column. Missing is not zero: an empty value has its reason beside it."
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let Records { records, problems } = compare::records(&args.input).map_err(|e| Failure::nothing(&args.input, &e))?;
    for problem in &problems {
        eprintln!("keikaku: not a record: {}", printable(problem));
    }
    let options = Options { conditions: args.conditions.clone(), by: args.by };
    let comparison = compare::compare(&records, &options).map_err(|e| Failure::usage(e.to_string()))?;
    if comparison.plans.is_empty() {
        return Err(Failure { exit: Exit::Nothing, message: format!("none of {} plans passes", comparison.left_out) });
    }
    if let Some(folder) = &args.to {
        write_folder(&comparison, folder)?;
    }
    if let Some(file) = &args.html {
        let failed = |e| Failure::nothing(file, &e);
        report::write(&comparison, &records, args.pdfs.as_deref(), file).map_err(failed)?;
    }
    print(&summary(&comparison, args))?;
    Ok(if problems.is_empty() { Exit::Well } else { Exit::SomeFailed })
}

/// Tables and pictures.
fn write_folder(comparison: &Comparison, folder: &Path) -> Result<(), Failure> {
    let failed = |e| Failure::nothing(folder, &e);
    compare::write(comparison, folder).map_err(failed)?;
    report::write_pictures(comparison, &folder.join("pictures")).map_err(failed)
}

/// What `keikaku extract --compare` makes beside the records: `comparison/` with tables, pictures and the report.
pub(super) fn beside_records(out: &Path, pdfs: Option<&str>) -> Result<(), Failure> {
    let Records { records, .. } = compare::records(out).map_err(|e| Failure::nothing(out, &e))?;
    let comparison = compare::compare(&records, &Options::default()).map_err(|e| Failure::usage(e.to_string()))?;
    let folder = out.join("comparison");
    write_folder(&comparison, &folder)?;
    let file = folder.join("report.html");
    report::write(&comparison, &records, pdfs, &file).map_err(|e| Failure::nothing(&file, &e))
}

/// The plans on lines, where nothing is written; and what was written.
fn summary(comparison: &Comparison, args: &Args) -> String {
    let mut text = String::new();
    if args.to.is_none() && args.html.is_none() {
        let shown = |m: &compare::Measure<i64>| match (m.value, m.least, m.most) {
            (Some(value), ..) => value.to_string(),
            (None, Some(least), Some(most)) => format!("{least}–{most}"),
            _ => "–".to_owned(),
        };
        let columns = ["諮問→答申", "方針→策定", "審議会", "パブコメ", "参加方法", "計画"];
        let _ = writeln!(text, "{}", columns.join("  "));
        for plan in &comparison.plans {
            let cells = [
                &plan.months_to_answer,
                &plan.months_to_adoption,
                &plan.council_meetings,
                &plan.public_comment_days,
                &plan.methods,
            ];
            for (cell, column) in cells.iter().zip(columns) {
                let width = unicode_width::UnicodeWidthStr::width(column);
                let cell = shown(cell);
                let _ = write!(text, "{}{cell}  ", " ".repeat(width.saturating_sub(cell.chars().count())));
            }
            let name = [&plan.municipality, &plan.title, &plan.part].map(|t| t.as_deref().unwrap_or_default());
            let name = name.join(" ");
            let _ = writeln!(text, "{}", printable(if name.trim().is_empty() { &plan.id } else { name.trim() }));
        }
        text += "months from 諮問 to 答申 and from 策定方針 to 策定, meetings of the council, days of public comment, methods of\n\
                 participation; – is not found, which is not zero\n\n";
    }
    for (name, number) in
        [("plans", comparison.plans.len()), ("documents", comparison.documents), ("left out", comparison.left_out)]
    {
        let _ = writeln!(text, "{name:<17}{number:>8}");
    }
    for path in [&args.to, &args.html].into_iter().flatten() {
        let _ = writeln!(text, "{:<17}{}", "written to", path.display());
    }
    text
}
