//! `keikaku review`: a PDF and its record as a page to look through and to correct.

use std::path::PathBuf;

use super::words::Lang;
use super::{Exit, Failure, printable, read_file};
use crate::batch::write::atomically;
use crate::corrections::{self, Corrections};
use crate::pipeline;
use crate::review::{page, pictures};

/// Write a page that shows each page of a PDF with what was found on it, to be checked and corrected.
///
/// One file without any address of the network: open it in a browser, mark entries right, wrong or corrected, and save the
/// corrections. keikaku extract applies those beside the PDF (plan.pdf.corrections.json) or in --corrections FOLDER, and
/// keikaku eval takes them for gold.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The PDF
    file: PathBuf,
    /// File to write
    #[arg(short, long, value_name = "FILE.html")]
    out: PathBuf,
    /// Dots per inch of the pictures
    #[arg(long, value_name = "N", default_value_t = 110, value_parser = clap::value_parser!(u16).range(36..=300))]
    dpi: u16,
    /// Only these pages have pictures, from 1; several are parted by commas
    #[arg(short, long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..))]
    page: Vec<u32>,
    /// Corrections that were made before; those beside the PDF are taken without asking
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Language to begin with; the page has a switch [default: ja where LC_ALL, LC_MESSAGES or LANG says so, else en]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku review plan.pdf --out review.html
  keikaku review plan.pdf --out review.html --lang ja --dpi 150
  keikaku extract plans --out output --corrections corrections    with what reviewers saved there

Keys on the page: down, up or j, k for the entries, Enter for the box, r right, w wrong, e correct, u unmark, s save.
Japanese in fonts that the PDF does not embed shows where the system has Noto CJK, IPA, Hiragino, Yu or MS fonts.";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let nothing = |e: &crate::error::Error| Failure { exit: Exit::Nothing, message: e.to_string() };
    let bytes = read_file(&args.file)?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let options = pipeline::Options { file: name.clone(), ..Default::default() };
    let mut record = pipeline::extract(&bytes, &options).map_err(|e| Failure::nothing(&args.file, &e))?;
    let before = args.corrections.clone().or_else(|| corrections::find(None, &name, Some(&args.file)));
    if let Some(path) = before {
        let corrections = Corrections::read(&path).map_err(|e| nothing(&e))?;
        record = corrections.apply(&record).map_err(std::io::Error::from)?;
    }
    let pages: Vec<usize> = args.page.iter().map(|p| *p as usize).collect();
    let pictures = pictures::draw(&bytes, f32::from(args.dpi), &|page| pages.is_empty() || pages.contains(&page));
    if pictures.pages.is_empty() {
        eprintln!("keikaku: {}: no page could be drawn; the boxes stand on white", args.file.display());
    }
    if pictures.font_missing {
        let what =
            "a Japanese font that it does not embed is not on this system; its text does not show in the pictures";
        eprintln!("keikaku: {}: {what}", args.file.display());
    }
    let lang = args.lang.unwrap_or_else(|| Lang::of_locale(|name| std::env::var(name).ok()));
    let html = page(&record, &pictures, lang.pick("en", "ja")).map_err(std::io::Error::from)?;
    atomically(&args.out, |file| file.write_all(html.as_bytes())).map_err(|e| nothing(&e))?;
    eprintln!("{}", printable(&args.out.display().to_string()));
    Ok(Exit::Well)
}
