//! Finds the inputs: files, folders, patterns, lists, archives, standard input.
//!
//! A folder gives every file below it whose name ends in `.pdf`, in any case, and the PDFs in every `.zip`. What is found is
//! named by its path, sorted by that name, and no name comes twice: an input is what its name says, whatever lies beside it.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::archive;
use super::manifest::State;
use crate::error::{Error, ErrorCode, Stage};
use crate::pdf;

/// A file to read, or one that stands in the way.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where its bytes are.
    pub origin: Origin,
    /// As records name it: relative to the input folder, `/`-separated. What is no UTF-8 in it (names that were unpacked
    /// with the wrong encoding) stands as `%8E`, byte by byte.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Why it will not be read, known before trying.
    pub problem: Option<Box<(State, Error)>>,
}

/// Where the bytes of an input are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a file.
    File(PathBuf),
    /// In an archive.
    Member {
        /// The archive.
        archive: Arc<Path>,
        /// Which of its entries.
        index: usize,
    },
    /// Here, from standard input.
    Bytes(Arc<[u8]>),
}

impl Origin {
    /// The file that it lies in, if any.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Member { archive, .. } => Some(archive),
            Self::Bytes(_) => None,
        }
    }
}

/// The name that the PDF on standard input goes by.
pub const STDIN: &str = "stdin.pdf";

/// The inputs that these arguments name, sorted by [`Input::file`], without what lies in the `output` folder:
///
/// - a folder: see [`inputs`]
/// - a file, whatever its name; a `.zip` gives the PDFs in it
/// - a pattern (`plans/**/*.pdf`), where no file of that name exists
/// - `@list.txt`: a list of files and folders, a line each (or parted by zero bytes), relative to the current folder
/// - `-`: one PDF on standard input
///
/// One file or folder is named from where it is; of several, each is named by its path as given. An argument that leads
/// nowhere is an input that failed where there are others.
///
/// # Errors
/// Where the only argument cannot be read, or a list or standard input cannot.
pub fn gather(given: &[OsString], output: Option<&Path>, limits: &pdf::Limits) -> Result<Vec<Input>, Error> {
    let mut found = Vec::new();
    match given {
        [only] if !is_special(only) => return inputs(Path::new(only), output),
        _ => {}
    }
    for argument in given {
        let bytes = argument.as_encoded_bytes();
        let path = Path::new(argument);
        if bytes == b"-" {
            found.push(standard_input(limits)?);
        } else if bytes.starts_with(b"@") && !exists(path) {
            for line in lines(Path::new(argument.to_str().map_or(argument.as_os_str(), |s| OsStr::new(&s[1..]))))? {
                named(Path::new(&line), output, &mut found);
            }
        } else if is_pattern(argument) && !exists(path) {
            matching(argument, output, &mut found)?;
        } else {
            named(path, output, &mut found);
        }
    }
    Ok(settled(found))
}

fn is_special(argument: &OsStr) -> bool {
    let bytes = argument.as_encoded_bytes();
    bytes == b"-" || ((bytes.starts_with(b"@") || is_pattern(argument)) && !exists(Path::new(argument)))
}

fn is_pattern(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().iter().any(|b| matches!(b, b'*' | b'?' | b'['))
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The inputs at or below `root`, sorted by [`Input::file`], without what lies in the `output` folder.
///
/// Links to files are followed; links to folders are not (they may lead in a circle or out of the tree) and are
/// reported as skipped if they are called `.pdf`. `._*.pdf` files, which macOS puts into archives beside the real
/// ones, are no documents and are passed over.
///
/// # Errors
/// Where `root` itself cannot be read.
pub fn inputs(root: &Path, output: Option<&Path>) -> Result<Vec<Input>, Error> {
    let metadata = root.metadata().map_err(|e| Error::io(Stage::Open, &e))?;
    let mut found = Vec::new();
    if metadata.is_dir() {
        walk(root, "", output, &mut found)?;
    } else {
        add(root, portable(Path::new(root.file_name().unwrap_or_default())), &mut found);
    }
    Ok(settled(found))
}

/// Sorts the inputs and lets each name stand once: of several, the first that can be read.
fn settled(mut found: Vec<Input>) -> Vec<Input> {
    found.sort_by(|a, b| (&a.file, a.problem.is_some()).cmp(&(&b.file, b.problem.is_some())));
    let real = |origin: &Origin| match origin {
        Origin::Member { index, archive } => (archive.canonicalize().ok(), *index),
        other => (other.path().and_then(|p| p.canonicalize().ok()), 0),
    };
    let mut first: Option<(String, Origin)> = None;
    for input in &mut found {
        let Some((name, origin)) = &first else {
            first = Some((input.file.clone(), input.origin.clone()));
            continue;
        };
        if *name != input.file {
            first = Some((input.file.clone(), input.origin.clone()));
        } else if input.problem.is_none() {
            let (code, what) = if real(origin) == real(&input.origin) {
                (ErrorCode::ListedTwice, "the file was given before; it is read once")
            } else {
                (
                    ErrorCode::SameName,
                    "another input has the same name, and their records would be one; rename it, or read it in a run of its own",
                )
            };
            input.problem = Some(Box::new((State::Skipped, Error::new(code, Stage::Open, what))));
        }
    }
    found
}

/// Everything at or below a path, named by the path.
fn named(path: &Path, output: Option<&Path>, found: &mut Vec<Input>) {
    let name = portable(path);
    let result = match path.metadata() {
        Ok(m) if m.is_dir() => walk(path, &name, output, found),
        Ok(_) => {
            add(path, name.clone(), found);
            Ok(())
        }
        Err(e) => Err(Error::io(Stage::Open, &e)),
    };
    if let Err(error) = result {
        let origin = Origin::File(path.to_owned());
        found.push(Input { origin, file: name, bytes: 0, problem: Some(Box::new((State::Failed, error))) });
    }
}

fn matching(pattern: &OsStr, output: Option<&Path>, found: &mut Vec<Input>) -> Result<(), Error> {
    let text = pattern.to_str().ok_or_else(|| {
        Error::new(
            ErrorCode::Unreadable,
            Stage::Open,
            "a pattern must be UTF-8; give the folder, or a list (@list.txt)",
        )
    })?;
    let paths = glob::glob(text).map_err(|e| {
        Error::new(ErrorCode::Unreadable, Stage::Open, format!("{text}: {e}; put the pattern in quotes, as in '*.pdf'"))
    })?;
    let before = found.len();
    for path in paths {
        match path {
            Ok(path) => {
                let name = path.file_name().unwrap_or_default().as_encoded_bytes();
                // As when walking: what a pattern sweeps up and is neither PDF, archive nor folder is none of ours.
                if path.is_dir() || has_pdf_extension(name) || has_zip_extension(name) {
                    named(&path, output, found);
                }
            }
            Err(e) => {
                let (path, error) = (e.path().to_owned(), Error::io(Stage::Open, e.error()));
                let problem = Some(Box::new((State::Failed, error)));
                found.push(Input { file: portable(&path), origin: Origin::File(path), bytes: 0, problem });
            }
        }
    }
    if found.len() == before {
        let error = Error::new(ErrorCode::Unreadable, Stage::Open, "nothing matches this pattern");
        let problem = Some(Box::new((State::Failed, error)));
        found.push(Input {
            file: portable(Path::new(pattern)),
            origin: Origin::File(pattern.into()),
            bytes: 0,
            problem,
        });
    }
    Ok(())
}

/// The lines of a list, as paths.
fn lines(list: &Path) -> Result<Vec<OsString>, Error> {
    let bytes = std::fs::read(list)
        .map_err(|e| Error::new(ErrorCode::Unreadable, Stage::Open, format!("the list {}: {e}", list.display())))?;
    let parting = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines =
        bytes.split(|b| *b == parting).map(|l| if parting == 0 { l } else { l.strip_suffix(b"\r").unwrap_or(l) });
    Ok(lines.filter(|l| !l.is_empty()).map(os_string).collect())
}

#[cfg(unix)]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

fn standard_input(limits: &pdf::Limits) -> Result<Input, Error> {
    let mut bytes = Vec::new();
    // One byte more than is allowed, to know that there is more.
    let most = (limits.file_bytes as u64).saturating_add(1);
    io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(|e| Error::io(Stage::Open, &e))?;
    Ok(Input { bytes: bytes.len() as u64, origin: Origin::Bytes(bytes.into()), file: STDIN.to_owned(), problem: None })
}

/// Everything below a folder, with `prefix` before its name.
fn walk(root: &Path, prefix: &str, output: Option<&Path>, found: &mut Vec<Input>) -> Result<(), Error> {
    // The output folder need not exist yet; then it holds nothing to leave out either.
    let output = output.and_then(|o| o.canonicalize().ok());
    let is_output = |e: &DirEntry| output.is_some() && e.file_type().is_dir() && e.path().canonicalize().ok() == output;
    let name = |path: &Path| {
        let name = portable(path.strip_prefix(root).unwrap_or(path));
        if prefix.is_empty() || name.is_empty() { format!("{prefix}{name}") } else { format!("{prefix}/{name}") }
    };
    for entry in WalkDir::new(root).into_iter().filter_entry(|e| e.depth() == 0 || !is_output(e)) {
        match entry {
            Ok(entry) if is_wanted(&entry) && !entry.file_type().is_dir() => {
                let file = name(entry.path());
                add(entry.path(), file, found);
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let is_root = path == root;
                let error = Error::io(Stage::Open, &error.into());
                if is_root {
                    return Err(error);
                }
                let problem = Some(Box::new((State::Failed, error)));
                found.push(Input { file: name(&path), origin: Origin::File(path), bytes: 0, problem });
            }
        }
    }
    Ok(())
}

/// Adds a file, or the PDFs in it where it is an archive.
fn add(path: &Path, file: String, found: &mut Vec<Input>) {
    let mut input = Input { origin: Origin::File(path.to_owned()), file, bytes: 0, problem: None };
    match path.metadata() {
        Ok(m) if m.is_file() => input.bytes = m.len(),
        Ok(m) => {
            // Opening a pipe would wait for ever.
            let what = if m.is_dir() {
                "a link to a folder is not followed; give that folder itself"
            } else {
                "a pipe or device is no document"
            };
            let error = Error::new(ErrorCode::NotAFile, Stage::Open, what);
            input.problem = Some(Box::new((State::Skipped, error)));
        }
        Err(e) => input.problem = Some(Box::new((State::Failed, Error::io(Stage::Open, &e)))),
    }
    if input.problem.is_none() && has_zip_extension(path.file_name().unwrap_or_default().as_encoded_bytes()) {
        match archive::members(path) {
            Ok(members) => return add_members(path, &input.file, members, found),
            Err(error) => input.problem = Some(Box::new((State::Failed, error))),
        }
    }
    found.push(input);
}

fn add_members(path: &Path, name: &str, members: Vec<archive::Member>, found: &mut Vec<Input>) {
    let archive: Arc<Path> = path.into();
    for member in members {
        let last = member.name.rsplit('/').next().unwrap_or_default().as_bytes();
        let problem = if has_zip_extension(last) {
            let what = "an archive within an archive is not read; unpack the outer one";
            Some(Box::new((State::Skipped, Error::new(ErrorCode::NestedArchive, Stage::Open, what))))
        } else if has_pdf_extension(last) && !last.starts_with(b"._") {
            None
        } else {
            continue;
        };
        let origin = Origin::Member { archive: Arc::clone(&archive), index: member.index };
        found.push(Input { origin, file: format!("{name}/{}", member.name), bytes: member.bytes, problem });
    }
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    (has_pdf_extension(name) || has_zip_extension(name)) && !name.starts_with(b"._")
}

/// Whether a file name ends in `.pdf`, in any case, and has something before it.
pub(super) fn has_pdf_extension(name: &[u8]) -> bool {
    has_extension(name, b".pdf")
}

fn has_zip_extension(name: &[u8]) -> bool {
    has_extension(name, b".zip")
}

fn has_extension(name: &[u8], extension: &[u8]) -> bool {
    name.len() > extension.len()
        && name.get(name.len() - extension.len()..).is_some_and(|end| end.eq_ignore_ascii_case(extension))
}

/// See [`Input::file`]. A path that climbs (`../b.pdf`) keeps its steps as `%2E%2E`; the root of a path is left out.
fn portable(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        let part = match part {
            Component::Normal(part) => part,
            Component::ParentDir => OsStr::new("\u{0}"),
            _ => continue,
        };
        if !out.is_empty() {
            out.push('/');
        }
        if part == OsStr::new("\u{0}") {
            out.push_str("%2E%2E");
        } else {
            out.push_str(&spelt(part.as_encoded_bytes()));
        }
    }
    out
}

/// Bytes that are no UTF-8 as `%8E`; a `%` that looks like the start of one as `%25`, so that no two names meet.
pub(super) fn spelt(name: &[u8]) -> String {
    let mut out = String::new();
    for chunk in name.utf8_chunks() {
        let valid = chunk.valid();
        for (i, c) in valid.char_indices() {
            let hex = |n: usize| valid.as_bytes().get(i + n).is_some_and(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
            if c == '%' && hex(1) && hex(2) {
                out.push_str("%25");
            } else {
                out.push(c);
            }
        }
        out.extend(chunk.invalid().iter().map(|b| format!("%{b:02X}")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn files(root: &Path, output: Option<&Path>) -> Vec<String> {
        inputs(root, output).unwrap().into_iter().map(|i| i.file).collect()
    }

    #[test]
    fn finds_pdfs_in_any_case_and_sorts_them() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.pdf", "計画.PDF", "a/z.Pdf", "a/notes.txt", "pdf", ".pdf", "a/._z.pdf", "out/old.pdf"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::create_dir(dir.path().join("folder.pdf")).unwrap();
        assert_eq!(files(dir.path(), Some(&dir.path().join("out"))), ["a/z.Pdf", "b.pdf", "計画.PDF"]);
        assert_eq!(files(&dir.path().join("b.pdf"), None), ["b.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_read_and_links_to_folders_skipped() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.pdf"), "x").unwrap();
        symlink(dir.path().join("a.pdf"), dir.path().join("b.pdf")).unwrap();
        symlink(dir.path(), dir.path().join("loop.pdf")).unwrap();
        symlink(dir.path(), dir.path().join("loop")).unwrap();
        symlink(dir.path().join("gone"), dir.path().join("dangling.pdf")).unwrap();
        let states: Vec<_> = inputs(dir.path(), None)
            .unwrap()
            .into_iter()
            .map(|i| (i.file, i.problem.map(|p| (p.0, p.1.code))))
            .collect();
        assert_eq!(
            states,
            [
                ("a.pdf".to_owned(), None),
                ("b.pdf".to_owned(), None),
                ("dangling.pdf".to_owned(), Some((State::Failed, ErrorCode::Unreadable))),
                ("loop.pdf".to_owned(), Some((State::Skipped, ErrorCode::NotAFile))),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn names_in_another_encoding_are_spelt_out() {
        use std::os::unix::ffi::OsStrExt;
        // 計画.pdf in Shift_JIS, below a folder in UTF-8.
        let name = std::ffi::OsStr::from_bytes(b"\x8Cv\x89\xE6.pdf");
        assert_eq!(portable(&Path::new("市").join(name)), "市/%8Cv%89%E6.pdf");
    }

    #[test]
    fn a_root_that_is_not_there_is_an_error() {
        assert_eq!(inputs(Path::new("no/such/folder"), None).unwrap_err().code, ErrorCode::Unreadable);
    }

    #[test]
    fn names_never_meet() {
        for (name, want) in [
            (&b"plan.pdf"[..], "plan.pdf"),
            (b"\x8Cv.pdf", "%8Cv.pdf"),
            (b"%8Cv.pdf", "%258Cv.pdf"),
            (b"100%.pdf", "100%.pdf"),
            ("50%減.pdf".as_bytes(), "50%減.pdf"),
        ] {
            assert_eq!(spelt(name), want);
        }
        assert_eq!(portable(Path::new("/srv/./plans/../a.pdf")), "srv/plans/%2E%2E/a.pdf");
    }

    #[test]
    fn several_arguments_are_named_by_their_paths() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a/x.pdf", "b/x.pdf", "b/y.txt"] {
            fs::create_dir_all(dir.path().join(name).parent().unwrap()).unwrap();
            fs::write(dir.path().join(name), name).unwrap();
        }
        let at = |name: &str| dir.path().join(name).into_os_string();
        let base = portable(dir.path());
        let gathered = |given: &[OsString]| -> Vec<(String, Option<ErrorCode>)> {
            gather(given, None, &pdf::Limits::default())
                .unwrap()
                .into_iter()
                .map(|i| {
                    (i.file.strip_prefix(&base).map_or(i.file.clone(), str::to_owned), i.problem.map(|p| p.1.code))
                })
                .collect()
        };
        let (ax, bx, by) = ("/a/x.pdf".to_owned(), "/b/x.pdf".to_owned(), "/b/y.txt".to_owned());
        assert_eq!(gathered(&[at("a"), at("b")]), [(ax.clone(), None), (bx.clone(), None)]);
        assert_eq!(gathered(&[at("*/*")]), [(ax.clone(), None), (bx.clone(), None)]);
        assert_eq!(
            gathered(&[at("a"), at("a/x.pdf"), at("none.pdf")]),
            [
                (ax.clone(), None),
                (ax.clone(), Some(ErrorCode::ListedTwice)),
                ("/none.pdf".to_owned(), Some(ErrorCode::Unreadable))
            ]
        );
        let list = dir.path().join("list.txt");
        fs::write(&list, format!("{}\r\n\n{}\n", at("b/y.txt").display(), at("a").display())).unwrap();
        assert_eq!(gathered(&[format!("@{}", list.display()).into()]), [(ax, None), (by, None)]);
    }
}
