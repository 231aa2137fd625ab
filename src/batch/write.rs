//! Writes the output folder. Every file is written under a temporary name beside its place and renamed, so that a
//! reader, or a run that was stopped, never leaves half a file.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use walkdir::WalkDir;

use super::manifest::{Row, Run};
use super::walk::has_pdf_extension;
use crate::error::{Error, Stage};
use crate::record::{Record, json};

const RECORDS: &str = "records";

/// Writes the record and returns its place in the output folder, `/`-separated.
pub(super) fn record(output: &Path, record: &Record) -> Result<String, Error> {
    let place = format!("{RECORDS}/{}", place(&record.source.file, "json"));
    let text = record.to_json().map_err(|e| Error::io(Stage::Write, &e.into()))?;
    atomically(&output.join(&place), |file| file.write_all(text.as_bytes()))?;
    Ok(place)
}

/// Writes the pages of a text, each ended by a form feed, and returns its place in the output folder.
pub(super) fn text(output: &Path, file: &str, pages: &[String]) -> Result<String, Error> {
    let place = place(file, "txt");
    atomically(&output.join(&place), |out| pages.iter().try_for_each(|page| page_text(page, out)))?;
    Ok(place)
}

/// Writes a page and the form feed that ends it. A form feed in the text would count as a page.
///
/// # Errors
/// Where `out` cannot be written.
pub fn page_text(page: &str, out: &mut dyn Write) -> io::Result<()> {
    for (i, part) in page.split('\u{c}').enumerate() {
        out.write_all(if i > 0 { b" " } else { b"" })?;
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\x0c")
}

/// Writes the records of this run again, a line each, in the order of the rows. They are read back from their files
/// so that a run over any number of documents needs the memory of one.
pub(super) fn records_ndjson(output: &Path, rows: &[Row]) -> Result<(), Error> {
    atomically(&output.join("records.ndjson"), |file| {
        for place in rows.iter().filter_map(|r| r.record.as_ref()) {
            let line = json::minify(&fs::read_to_string(output.join(place))?);
            file.write_all(line.as_bytes())?;
            file.write_all(b"\n")?;
        }
        Ok(())
    })
}

pub(super) fn run_json(output: &Path, run: &Run) -> Result<(), Error> {
    let text = serde_json::to_string(run).map_err(|e| Error::io(Stage::Write, &e.into()))?;
    atomically(&output.join("run.json"), |file| file.write_all(json::pretty(&text).as_bytes()))
}

/// Records in the output folder that the run did not write, `/`-separated and sorted.
pub(super) fn stale_records(output: &Path, run: &Run) -> Vec<String> {
    let mut written: Vec<&str> = run.inputs.iter().filter_map(|r| r.record.as_deref()).collect();
    written.sort_unstable();
    WalkDir::new(output.join(RECORDS))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|x| x == "json"))
        .filter_map(|e| e.path().strip_prefix(output).ok().map(slashed))
        .filter(|place| written.binary_search(&place.as_str()).is_err())
        .collect()
}

/// `a/b.pdf` → `a/b.json`. Another spelling of the extension stays (`b.PDF` → `b.PDF.json`), and so does one that
/// hides another (`b.pdf.pdf`), so that no two inputs ever share a record and none depends on its neighbours.
fn place(file: &str, extension: &str) -> String {
    match file.strip_suffix(".pdf") {
        Some(stem) if !has_pdf_extension(stem.as_bytes()) => format!("{stem}.{extension}"),
        _ => format!("{file}.{extension}"),
    }
}

fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Writes a file whole or not at all.
pub(crate) fn atomically(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".keikaku-");
        #[cfg(unix)]
        {
            // As for any new file (less the umask); temporary files are private otherwise.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = BufWriter::new(builder.tempfile_in(folder)?);
        fill(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.persist(path)?;
        Ok(())
    };
    write().map_err(|e| Error::io(Stage::Write, &io::Error::new(e.kind(), format!("{}: {e}", path.display()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_inputs_share_a_record() {
        for (input, record) in [
            ("tsuruoka.pdf", "tsuruoka.json"),
            ("a/b.pdf", "a/b.json"),
            ("a/b.PDF", "a/b.PDF.json"),
            ("b.pdf.pdf", "b.pdf.pdf.json"),
            ("b.PDF.pdf", "b.PDF.pdf.json"),
            ("資料3.1.pdf", "資料3.1.json"),
        ] {
            assert_eq!(place(input, "json"), record, "{input}");
        }
    }

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.json");
        let error = atomically(&path, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("no space left"))
        })
        .unwrap_err();
        assert!(error.message.contains("no space left"), "{error}");
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 0);
        atomically(&path, |file| file.write_all(b"whole")).unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "whole");
    }
}
