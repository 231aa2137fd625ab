//! Finds the inputs: every file whose name ends in `.pdf`, in any case, below a folder.

use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::manifest::State;
use crate::error::{Error, ErrorCode, Stage};

/// A file to read, or one that stands in the way.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Relative to the input folder, `/`-separated, as records name it. What is no UTF-8 in it (names that were
    /// unpacked with the wrong encoding) stands as `%8E`, byte by byte.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Why it will not be read, known before trying.
    pub problem: Option<(State, Error)>,
}

/// The inputs at or below `root`, sorted by [`Input::file`], without what lies in the `output` folder.
///
/// Links to files are followed; links to folders are not (they may lead in a circle or out of the tree) and are
/// reported as skipped if they are called `.pdf`. `._*.pdf` files, which macOS puts into archives beside the real
/// ones, are no documents and are passed over.
///
/// # Errors
/// Where `root` itself cannot be read, or `output` is the same folder.
pub fn inputs(root: &Path, output: Option<&Path>) -> Result<Vec<Input>, Error> {
    let metadata = root.metadata().map_err(|e| Error::io(Stage::Open, &e))?;
    if metadata.is_file() {
        let file = portable(Path::new(root.file_name().unwrap_or_default()));
        return Ok(vec![input(root.to_owned(), file)]);
    }
    // The output folder need not exist yet; then it holds nothing to leave out either.
    let output = output.and_then(|o| o.canonicalize().ok());
    let is_output = |e: &DirEntry| output.is_some() && e.file_type().is_dir() && e.path().canonicalize().ok() == output;

    let mut found = Vec::new();
    for entry in WalkDir::new(root).into_iter().filter_entry(|e| e.depth() == 0 || !is_output(e)) {
        match entry {
            Ok(entry) if is_pdf_name(&entry) && !entry.file_type().is_dir() => {
                let file = portable(entry.path().strip_prefix(root).unwrap_or(entry.path()));
                found.push(input(entry.into_path(), file));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let file = portable(path.strip_prefix(root).unwrap_or(&path));
                let error = Error::io(Stage::Open, &error.into());
                if file.is_empty() {
                    return Err(error);
                }
                found.push(Input { path, file, bytes: 0, problem: Some((State::Failed, error)) });
            }
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

fn input(path: PathBuf, file: String) -> Input {
    let mut input = Input { path, file, bytes: 0, problem: None };
    match input.path.metadata() {
        Ok(m) if m.is_file() => input.bytes = m.len(),
        Ok(m) => {
            // Opening a pipe would wait for ever.
            let what = if m.is_dir() {
                "a link to a folder is not followed; give that folder itself"
            } else {
                "a pipe or device is no document"
            };
            let error = Error::new(ErrorCode::NotAFile, Stage::Open, what);
            input.problem = Some((State::Skipped, error));
        }
        Err(e) => input.problem = Some((State::Failed, Error::io(Stage::Open, &e))),
    }
    input
}

fn is_pdf_name(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    has_pdf_extension(name) && !name.starts_with(b"._")
}

/// Whether a file name ends in `.pdf`, in any case, and has something before it.
pub(super) fn has_pdf_extension(name: &[u8]) -> bool {
    name.len() > 4 && name.get(name.len() - 4..).is_some_and(|end| end.eq_ignore_ascii_case(b".pdf"))
}

/// See [`Input::file`].
fn portable(relative: &Path) -> String {
    let mut out = String::new();
    for part in relative.components() {
        let Component::Normal(part) = part else { continue };
        if !out.is_empty() {
            out.push('/');
        }
        for chunk in part.as_encoded_bytes().utf8_chunks() {
            out.push_str(chunk.valid());
            out.extend(chunk.invalid().iter().map(|b| format!("%{b:02X}")));
        }
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
            .map(|i| (i.file, i.problem.map(|(state, error)| (state, error.code))))
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
}
