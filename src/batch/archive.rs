//! ZIP archives of PDFs, read in place: nothing is unpacked to disk.
//!
//! Their names are those of whoever packed them: UTF-8 where it is, else Shift_JIS, which Windows in Japan writes without
//! saying so. A name cannot lead out of the archive.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::walk::spelt;
use crate::error::{Error, ErrorCode, Stage};
use crate::pdf::{self, RATIO_FREE};

/// Entries of an archive; the largest that municipalities publish hold some hundreds.
const MOST_MEMBERS: usize = 100_000;

/// A file in an archive.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) index: usize,
    /// `/`-separated, without steps that climb.
    pub(super) name: String,
    /// Unpacked, as the archive says.
    pub(super) bytes: u64,
}

type Opened = ZipArchive<BufReader<File>>;

/// The files in an archive, folders left out.
pub(super) fn members(path: &Path) -> Result<Vec<Member>, Error> {
    let mut archive = open(path)?;
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|e| bad(&e))?;
        if entry.is_file() {
            members.push(Member { index, name: clean(&decoded(entry.name_raw())), bytes: entry.size() });
        }
    }
    Ok(members)
}

/// The archive that was read last, kept open: its members come one after the other.
#[derive(Default)]
pub(super) struct Archives {
    last: Option<(PathBuf, Opened)>,
}

impl Archives {
    /// The bytes of a member, within the limits.
    pub(super) fn read(&mut self, path: &Path, index: usize, limits: &pdf::Limits) -> Result<Vec<u8>, Error> {
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            self.last = Some((path.to_owned(), open(path)?));
        }
        let Some((_, archive)) = &mut self.last else { return Err(gone()) };
        // Other people's code on hostile bytes.
        catch_unwind(AssertUnwindSafe(|| member(archive, index, limits))).unwrap_or_else(|_| Err(gone()))
    }
}

fn member(archive: &mut Opened, index: usize, limits: &pdf::Limits) -> Result<Vec<u8>, Error> {
    let entry = archive.by_index(index).map_err(|e| bad(&e))?;
    let ratio = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX).saturating_mul(limits.ratio);
    let most = limits.file_bytes.min(ratio.max(RATIO_FREE));
    let mut bytes = Vec::new();
    // What the archive says of its size need not be so: one byte more than is allowed tells.
    let read = entry.take((most as u64).saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|e| Error::new(ErrorCode::BadArchive, Stage::Open, format!("{e}; the archive is damaged")))?;
    if bytes.len() <= most {
        return Ok(bytes);
    }
    Err(if most == limits.file_bytes {
        pdf::Error::TooLarge { bytes: bytes.len(), limit: most }.into()
    } else {
        let limit = limits.ratio;
        let what = format!(
            "unpacked it is more than {limit} times its size in the archive, the limit: a bomb; if not, --max-ratio raises it"
        );
        Error::new(ErrorCode::DecompressionBomb, Stage::Open, what)
    })
}

fn open(path: &Path) -> Result<Opened, Error> {
    let file = File::open(path).map_err(|e| Error::reading(&e))?;
    let opened = catch_unwind(AssertUnwindSafe(|| ZipArchive::new(BufReader::new(file))));
    let archive = opened.map_err(|_| gone())?.map_err(|e| bad(&e))?;
    if archive.len() > MOST_MEMBERS {
        let what =
            format!("the archive holds {} files, more than the limit of {MOST_MEMBERS}; unpack it", archive.len());
        return Err(Error::new(ErrorCode::BadArchive, Stage::Open, what));
    }
    Ok(archive)
}

fn bad(error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(what) if what.to_ascii_lowercase().contains("password") => {
            Error::new(ErrorCode::Password, Stage::Open, "the archive needs a password; unpack it and read the folder")
        }
        other => Error::new(
            ErrorCode::BadArchive,
            Stage::Open,
            format!("the archive cannot be read ({other}); fetch it again, or unpack it and read the folder"),
        ),
    }
}

fn gone() -> Error {
    Error::new(ErrorCode::BadArchive, Stage::Open, "the archive cannot be read; fetch it again, or unpack it")
}

fn decoded(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    let (name, _, lossy) = encoding_rs::SHIFT_JIS.decode(raw);
    if lossy { spelt(raw) } else { name.into_owned() }
}

/// The parts of a name that name something: no root, no drive, no steps.
fn clean(name: &str) -> String {
    let parts = name.split(['/', '\\']).map(|p| p.replace(['\0', ':'], "_"));
    parts.filter(|p| !matches!(p.as_str(), "" | "." | "..")).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_the_archive() {
        for (name, want) in [
            ("plans/a.pdf", "plans/a.pdf"),
            ("../../etc/a.pdf", "etc/a.pdf"),
            ("/etc/a.pdf", "etc/a.pdf"),
            ("C:\\temp\\a.pdf", "C_/temp/a.pdf"),
            ("a/./../b.pdf", "a/b.pdf"),
        ] {
            assert_eq!(clean(name), want);
        }
        assert_eq!(decoded(b"\x8Cv\x89\xE6.pdf"), "計画.pdf");
        assert_eq!(decoded("計画.pdf".as_bytes()), "計画.pdf");
    }
}
