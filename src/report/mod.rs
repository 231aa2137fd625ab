//! A comparison to look at: one HTML file that needs nothing else, and pictures for papers.
//!
//! The page is `assets/report.html` with its style, its scripts, its words in two languages and the data (`data`) put
//! in; what is drawn is drawn by the scripts, a screenful at a time, so that 1,741 municipalities open at once. The
//! pictures (`timeline`, `matrix`) are drawn here, because a paper needs files.

mod data;
mod matrix;
mod svg;
mod timeline;
pub(crate) mod words;

use std::path::Path;

use crate::batch::write::atomically;
use crate::compare::{Comparison, PlanRow};
use crate::error::{Error, Stage};
use crate::record::Record;

/// Rows of a picture: more would not be read on a page.
const PICTURE_ROWS: usize = 40;

const PAGE: &str = include_str!("assets/report.html");
const STYLE: &str = include_str!("assets/report.css");
const SCRIPTS: [&str; 5] = [
    include_str!("assets/data.js"),
    include_str!("assets/draw.js"),
    include_str!("assets/views.js"),
    include_str!("assets/document.js"),
    include_str!("assets/main.js"),
];

/// The report as HTML. `pdfs` is where the PDFs lie, seen from the report (a folder or an address), for links to their
/// pages; `records` are those that were compared.
///
/// # Errors
/// None that records can cause; serde_json reports failures of its writer only.
pub fn html(comparison: &Comparison, records: &[Record], pdfs: Option<&str>) -> serde_json::Result<String> {
    let data = serde_json::to_string(&data::data(comparison, records, pdfs))?;
    // Within <script> nothing but "<" can end the script or begin a comment.
    let inert = |json: &str| json.replace('<', "\\u003c");
    let mut page = String::with_capacity(data.len() + 200_000);
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        match name {
            "style" => page.push_str(STYLE),
            "words" => page.push_str(&inert(words::JSON)),
            "data" => page.push_str(&inert(&data)),
            "scripts" => SCRIPTS.iter().for_each(|script| page.push_str(script)),
            _ => {}
        }
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

/// Writes [`html`] to a file, whole or not at all.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(comparison: &Comparison, records: &[Record], pdfs: Option<&str>, file: &Path) -> Result<(), Error> {
    let page = html(comparison, records, pdfs).map_err(|e| Error::io(Stage::Write, &e.into()))?;
    atomically(file, |out| out.write_all(page.as_bytes()))
}

/// Writes the pictures below a folder: the timeline, the matrices and the calendar, in Japanese (`.ja.svg`) and English
/// (`.en.svg`). More plans than one picture holds are parted (`timeline-02.ja.svg`).
///
/// # Errors
/// Where the folder cannot be written.
pub fn write_pictures(comparison: &Comparison, folder: &Path) -> Result<(), Error> {
    let version = comparison.generator.version.as_str();
    let save = |name: String, picture: String| atomically(&folder.join(name), |out| out.write_all(picture.as_bytes()));
    for (language, code) in words::Language::ALL {
        save(format!("calendar.{code}.svg"), matrix::calendar(comparison, language, code, version))?;
        let plans: Vec<&PlanRow> = comparison.plans.iter().collect();
        for (i, part) in plans.chunks(PICTURE_ROWS).enumerate() {
            let number = if plans.len() > PICTURE_ROWS { format!("-{:02}", i + 1) } else { String::new() };
            if let Some(picture) = timeline::picture(part, language, code, version) {
                save(format!("timeline{number}.{code}.svg"), picture)?;
            }
            for (of, name) in matrix::Matrix::ALL {
                save(format!("{name}{number}.{code}.svg"), matrix::picture(of, part, language, code, version))?;
            }
        }
    }
    Ok(())
}
