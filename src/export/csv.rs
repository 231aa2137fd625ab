//! Tables as comma-separated values (RFC 4180): UTF-8 with a byte order mark, which Excel needs to see that it is
//! UTF-8, or cp932 for programs that know nothing else.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::rows::RecordRows;
use super::{Finished, Sink, tables};
use crate::batch::write::Pending;
use crate::error::{Error, Stage};

/// Encoding of CSV.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, as Excel wants it
    #[default]
    Utf8Bom,
    /// UTF-8 without
    Utf8,
    /// Windows' Shift_JIS, for old Japanese programs; what it lacks becomes 〓 and is told
    Cp932,
}

/// What a character becomes that the encoding does not have: 〓 (geta), as Japanese printers put for a missing type.
pub const GETA: char = '〓';

/// Characters that an encoding does not have, and how often each was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unmappable(pub BTreeMap<char, usize>);

impl Unmappable {
    pub(crate) fn add(&mut self, other: &Self) {
        for (c, n) in &other.0 {
            *self.0.entry(*c).or_default() += n;
        }
    }

    /// How many there were.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().sum()
    }
}

/// Writes a file per table.
pub(super) struct Csv {
    encoding: Encoding,
    files: Vec<(PathBuf, csv::Writer<Vec<u8>>, Pending)>,
    unmappable: Unmappable,
}

impl Csv {
    pub(super) fn new(to: &Path, encoding: Encoding) -> Result<Self, Error> {
        let mut files = Vec::new();
        for table in tables::all() {
            let path = to.join(format!("{}.csv", table.name));
            let mut pending = Pending::new(&path)?;
            if encoding == Encoding::Utf8Bom {
                pending.file.write_all("\u{FEFF}".as_bytes()).map_err(|e| Error::io(Stage::Write, &e))?;
            }
            let mut writer = writer();
            writer.write_record(table.columns.iter().map(|c| c.name.as_str())).map_err(unwritable)?;
            files.push((path, writer, pending));
        }
        Ok(Self { encoding, files, unmappable: Unmappable::default() })
    }
}

/// Rows end as RFC 4180 and Excel have it.
fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn unwritable(e: csv::Error) -> Error {
    Error::io(Stage::Write, &io::Error::from(e))
}

impl Sink for Csv {
    fn take(&mut self, record: &RecordRows) -> Result<(), Error> {
        for (rows, (_, writer, pending)) in record.tables.iter().zip(&mut self.files) {
            for row in rows {
                writer.write_record(row.iter().map(|v| v.flat().unwrap_or_default())).map_err(unwritable)?;
            }
            flush(self.encoding, writer, pending, &mut self.unmappable)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Finished, Error> {
        let Self { encoding, files, mut unmappable } = *self;
        let mut names = Vec::new();
        for (path, mut writer, mut pending) in files {
            flush(encoding, &mut writer, &mut pending, &mut unmappable)?;
            pending.put()?;
            names.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
        Ok(Finished { files: names, unmappable })
    }
}

/// Moves what was written so far to the file, encoded.
fn flush(
    encoding: Encoding,
    from: &mut csv::Writer<Vec<u8>>,
    to: &mut Pending,
    unmappable: &mut Unmappable,
) -> Result<(), Error> {
    let bytes = std::mem::replace(from, writer()).into_inner().map_err(|e| Error::io(Stage::Write, e.error()))?;
    let written = if encoding == Encoding::Cp932 {
        // What was written is made of strings.
        to.file.write_all(&cp932(&String::from_utf8_lossy(&bytes), unmappable))
    } else {
        to.file.write_all(&bytes)
    };
    written.map_err(|e| Error::io(Stage::Write, &e))
}

/// Text in cp932. Marks that Unicode has twice and cp932 once take the code of that one; what is left is counted and
/// becomes [`GETA`].
#[must_use]
pub fn cp932(text: &str, unmappable: &mut Unmappable) -> Vec<u8> {
    // encoding_rs follows the WHATWG table, in which 0x8160 is U+FF5E; JIS X 0208 says U+301C. Likewise the others.
    let same = |c: char| match c {
        '〜' => '～',
        '‖' => '∥',
        '—' => '―',
        '−' => '－',
        '\u{A0}' => ' ',
        c => c,
    };
    let text: String = text.chars().map(same).collect();
    let mut out = Vec::with_capacity(text.len());
    let mut encoder = encoding_rs::SHIFT_JIS.new_encoder();
    let mut rest = text.as_str();
    let mut buffer = [0_u8; 4096];
    loop {
        let (result, read, written) = encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
        out.extend_from_slice(buffer.get(..written).unwrap_or_default());
        rest = rest.get(read..).unwrap_or_default();
        match result {
            encoding_rs::EncoderResult::InputEmpty => return out,
            encoding_rs::EncoderResult::OutputFull => {}
            encoding_rs::EncoderResult::Unmappable(c) => {
                *unmappable.0.entry(c).or_default() += 1;
                out.extend_from_slice(&[0x81, 0xAC]); // GETA
            }
        }
    }
}

/// As one line for a person: `3 characters: U+20BB7 𠮷 (2), U+9DD7 鷗 (1)`, the most frequent first.
#[must_use]
pub fn told(unmappable: &Unmappable) -> String {
    const EXAMPLES: usize = 10;
    let mut all: Vec<(char, usize)> = unmappable.0.iter().map(|(c, n)| (*c, *n)).collect();
    all.sort_by_key(|(c, n)| (std::cmp::Reverse(*n), *c));
    let shown: Vec<String> =
        all.iter().take(EXAMPLES).map(|(c, n)| format!("U+{:04X} {c} ({n})", u32::from(*c))).collect();
    let more = if all.len() > EXAMPLES { format!(", and {} more", all.len() - EXAMPLES) } else { String::new() };
    format!("{} characters: {}{more}", unmappable.count(), shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp932_has_what_windows_has() {
        let mut lost = Unmappable::default();
        let bytes = cp932("髙﨑①Ⅲ㈱～〜−―é𠮷", &mut lost);
        let (back, _, errors) = encoding_rs::SHIFT_JIS.decode(&bytes);
        assert!(!errors);
        assert_eq!(back, "髙﨑①Ⅲ㈱～～－―〓〓");
        assert_eq!(told(&lost), "2 characters: U+00E9 é (1), U+20BB7 𠮷 (1)");
    }
}
