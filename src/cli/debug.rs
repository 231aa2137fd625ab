//! `keikaku debug`: a page with what was found on it drawn over it.

mod svg;

use std::path::PathBuf;

use super::{Exit, Failure, print, printable, read_file};
use crate::batch::write::atomically;
use crate::pdf::Limits;
use crate::pipeline;

/// Draw what was found on a page over it: glyph boxes, rulings, lines, cells, frames, blocks and their reading order.
///
/// The page itself is drawn as it was read (glyphs, strokes, fills, boxes of pictures), not as a viewer shows it: what
/// is missing there was not read. The HTML page has a switch for each layer.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The PDF
    file: PathBuf,
    /// The page, from 1 (of the PDF, not the printed number)
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// File to write, page.svg or page.html; without it SVG is printed
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  keikaku debug plan.pdf --page 3 --out page.html   with switches for the layers; point at a thing to see its text
  keikaku debug plan.pdf --page 3 --out page.svg    all layers in one picture
  keikaku debug plan.pdf --page 3 > page.svg

What is what:
  grey boxes      glyphs as read
  red lines       rulings after merging pieces, dashes and double lines
  orange          cells of tables, with row,column
  violet dashes   frames: boxes that are no tables
  blue boxes      printed lines
  green           blocks in reading order, numbered, and the way from one to the next
  brown           running headers, footers, page numbers; ruby";

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let html = match args.out.as_ref().map(|o| o.extension().unwrap_or_default().to_ascii_lowercase()) {
        None => false,
        Some(e) if e == "svg" => false,
        Some(e) if e == "html" || e == "htm" => true,
        Some(_) => return Err(Failure::usage("--out must end in .svg or .html")),
    };
    let bytes = read_file(&args.file)?;
    let (document, flow) =
        pipeline::layout(&bytes, &Limits::default()).map_err(|e| Failure::nothing(&args.file, &e))?;
    let wanted = args.page as usize;
    let place = document.pages.iter().position(|p| p.number == wanted);
    let Some((page, read)) = place.and_then(|i| Some((document.pages.get(i)?, flow.pages.get(i)?))) else {
        let n = document.info.page_count.max(document.pages.len());
        let have = if n == 1 { "page" } else { "pages" };
        return Err(Failure::usage(format!("{} has {n} {have}; page {wanted} cannot be read", args.file.display())));
    };
    let drawing = svg::Drawing { page, read, flow: &flow };
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let text = if html { drawing.html(&format!("{name}, page {wanted}")) } else { drawing.svg() };
    match &args.out {
        Some(out) => {
            atomically(out, |file| file.write_all(text.as_bytes()))
                .map_err(|e| Failure { exit: Exit::Nothing, message: e.to_string() })?;
            eprintln!("{}", printable(&out.display().to_string()));
        }
        None => print(&text)?,
    }
    Ok(Exit::Well)
}
