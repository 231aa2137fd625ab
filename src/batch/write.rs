//! Writes the output folder. Every file is written under a temporary name beside its place, synced and renamed, so that a
//! reader, or a run that was stopped, never finds half a file.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::resume::hex;
use super::walk::has_pdf_extension;
use crate::error::{Error, ErrorCode, Stage};

/// The folder of the records.
pub(super) const RECORDS: &str = "records";

/// How temporary files begin.
const TEMPORARY: &str = ".keikaku-";

/// Bytes of a file's name that every file system in use takes.
const LONGEST_NAME: usize = 240;

/// Where the record of an input stands in the output folder, `/`-separated.
pub(super) fn record_place(file: &str) -> String {
    format!("{RECORDS}/{}", place(file, "json"))
}

/// Writes a record to its place.
pub(super) fn record(output: &Path, place: &str, text: &str) -> Result<(), Error> {
    let path = inside(output, place)?;
    atomically(&path, |file| file.write_all(text.as_bytes()))
}

/// Writes the pages of a text, each ended by a form feed, and returns its place in the output folder.
pub(super) fn text(output: &Path, file: &str, pages: &[String]) -> Result<String, Error> {
    let place = place(file, "txt");
    let path = inside(output, &place)?;
    atomically(&path, |out| pages.iter().try_for_each(|page| page_text(page, out)))?;
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

/// A place in the output folder as a path, its folder made. Neither its name nor a link in the folder can lead out of it.
fn inside(output: &Path, place: &str) -> Result<PathBuf, Error> {
    let strays = || Error::new(ErrorCode::Unwritable, Stage::Write, format!("{place} leads out of the output folder"));
    let relative = Path::new(place);
    if !relative.components().all(|c| matches!(c, Component::Normal(_))) {
        return Err(strays());
    }
    let path = output.join(relative);
    let folder = path.parent().unwrap_or(output);
    let io = |e: io::Error| Error::io(Stage::Write, &io::Error::new(e.kind(), format!("{}: {e}", folder.display())));
    fs::create_dir_all(folder).map_err(io)?;
    // Whoever makes records/ itself a link (to a larger disk) means it.
    let top = relative.components().next().filter(|_| relative.components().count() > 1);
    let top = top.map_or(output.to_owned(), |c| output.join(c));
    let (top, folder) = (top.canonicalize().map_err(io)?, folder.canonicalize().map_err(io)?);
    if folder.starts_with(top) { Ok(path) } else { Err(strays()) }
}

/// Removes what a run that was killed left half-written.
pub(super) fn clear_temporary(output: &Path) {
    let leftover = |e: &walkdir::DirEntry| {
        e.file_type().is_file()
            && e.file_name().as_encoded_bytes().starts_with(TEMPORARY.as_bytes())
            && e.file_name() != ".keikaku-lock"
    };
    let top = WalkDir::new(output).max_depth(1);
    let records = WalkDir::new(output.join(RECORDS));
    for entry in top.into_iter().chain(records).filter_map(Result::ok).filter(leftover) {
        // What cannot be removed does no harm.
        let _ = fs::remove_file(entry.path());
    }
}

/// Records in the output folder, `/`-separated, in any order, one at a time.
pub(super) fn records(output: &Path) -> impl Iterator<Item = String> {
    let files = WalkDir::new(output.join(RECORDS)).into_iter().filter_map(Result::ok);
    let records = files.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|x| x == "json"));
    records.filter_map(move |e| e.path().strip_prefix(output).ok().map(slashed))
}

/// Removes a record and the folders that it leaves empty.
pub(super) fn remove(output: &Path, place: &str) -> Result<(), Error> {
    let path = output.join(place);
    fs::remove_file(&path).map_err(|e| Error::io(Stage::Write, &e))?;
    let top = output.join(RECORDS);
    let empty = path.ancestors().skip(1).take_while(|a| *a != top && a.starts_with(&top));
    // The first that is not empty ends it.
    empty.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
    Ok(())
}

/// `a/b.pdf` → `a/b.json`. Another spelling of the extension stays (`b.PDF` → `b.PDF.json`), and so does one that
/// hides another (`b.pdf.pdf`), so that no two inputs ever share a record and none depends on its neighbours. A name too
/// long for a file system is cut, and a hash of the whole keeps it apart from others.
fn place(file: &str, extension: &str) -> String {
    let named = match file.strip_suffix(".pdf") {
        Some(stem) if !has_pdf_extension(stem.as_bytes()) => format!("{stem}.{extension}"),
        _ => format!("{file}.{extension}"),
    };
    if named.split('/').all(|part| part.len() <= LONGEST_NAME) {
        return named;
    }
    let mut parts: Vec<String> = named.split('/').map(str::to_owned).collect();
    let last = parts.len() - 1;
    for (i, part) in parts.iter_mut().enumerate().filter(|(_, part)| part.len() > LONGEST_NAME) {
        let hash = hex(Sha256::digest(part.as_bytes()).get(..8).unwrap_or_default());
        let end = if i == last { format!("~{hash}.{extension}") } else { format!("~{hash}") };
        part.truncate(part.floor_char_boundary(LONGEST_NAME - end.len()));
        part.push_str(&end);
    }
    parts.join("/")
}

fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A file under a temporary name in a folder.
pub(super) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        // As for any new file (less the umask); temporary files are private otherwise.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Gives a temporary file its name. What has its name is on the disk: a machine that goes down leaves no empty record.
pub(super) fn put(file: BufWriter<tempfile::NamedTempFile>, path: &Path) -> Result<(), Error> {
    let write = || -> io::Result<()> {
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_data()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|e| failed(path, &e))
}

/// Writes a file whole or not at all.
pub(crate) fn atomically(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let write = || -> io::Result<BufWriter<tempfile::NamedTempFile>> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = BufWriter::new(temporary(folder)?);
        fill(&mut file)?;
        Ok(file)
    };
    write().map_err(|e| failed(path, &e)).and_then(|file| put(file, path))
}

/// A file that is written bit by bit under a temporary name beside its place.
#[derive(Debug)]
pub(crate) struct Pending {
    path: PathBuf,
    pub(crate) file: BufWriter<tempfile::NamedTempFile>,
}

impl Pending {
    /// Makes the folder and the temporary file.
    pub(crate) fn new(path: &Path) -> Result<Self, Error> {
        let make = || {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            fs::create_dir_all(folder).and_then(|()| temporary(folder))
        };
        let file = make().map_err(|e| failed(path, &e))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file) })
    }

    /// Gives it its name.
    pub(crate) fn put(self) -> Result<(), Error> {
        put(self.file, &self.path)
    }
}

/// Stands in the message of a failure to write that will meet every other file as well: no space, no permission to write
/// the disk at all.
pub(super) const HOPELESS: &str = "nothing more can be written";

fn failed(path: &Path, error: &io::Error) -> Error {
    let kind = error.kind();
    let hopeless =
        matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem);
    let what = if hopeless { format!("{HOPELESS}: ") } else { String::new() };
    Error::io(Stage::Write, &io::Error::new(kind, format!("{what}{}: {error}", path.display())))
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
        let long = |c: &str| format!("{}.pdf", c.repeat(250));
        let (a, b) = (place(&long("計"), "json"), place(&long("画"), "json"));
        assert!(a != b && a.len() <= 240 && a.ends_with(".json") && a.starts_with("計計"), "{a}");
        assert_eq!(place(&format!("{}/b.pdf", "x".repeat(300)), "json").split('/').next_back(), Some("b.json"));
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

    #[cfg(unix)]
    #[test]
    fn no_place_leads_out_of_the_folder() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(dir.path().join("records")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("records/a")).unwrap();
        for place in ["records/a/b.json", "records/../../b.json", "/tmp/b.json"] {
            let error = record(dir.path(), place, "{}").unwrap_err();
            assert!(error.message.contains("leads out"), "{error}");
        }
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
        record(dir.path(), "records/c/b.json", "{}").unwrap();
        remove(dir.path(), "records/c/b.json").unwrap();
        assert_eq!(fs::read_dir(dir.path().join("records")).unwrap().count(), 1, "the empty folder is gone");
    }
}
