//! The one error type: why a document (or a file around it) could not be dealt with.
//!
//! It says which [`Stage`] gave up, a [`ErrorCode`] that programs can rely on, and a message for a person that tells
//! what is wrong and what to do. It is what stands in `run.json`, so it is plain data. Whatever only spoils a part of
//! a document is no error but a [`crate::record::Warning`] in the record.

use serde::{Deserialize, Serialize};

use crate::pdf;

/// Why a document could not be dealt with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct Error {
    /// Closed list, stable over versions.
    pub code: ErrorCode,
    /// Where it happened.
    pub stage: Stage,
    /// What is wrong and what to do, on one line, without the file's name.
    pub message: String,
}

/// Kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The operating system would not give the file.
    Unreadable,
    /// Not a PDF, whatever its name says.
    NotPdf,
    /// Opens only with a password.
    Password,
    /// A PDF in which no page could be found.
    Damaged,
    /// The file is larger than the limit (`--max-file-size`).
    TooLarge,
    /// The file holds more objects than the limit (`--max-objects`).
    TooManyObjects,
    /// The streams that hold the file's structure inflate beyond the limit (`--max-stream-size`).
    DecompressionBomb,
    /// It took longer than the limit (`--timeout`).
    Timeout,
    /// It took more memory than the limit (`--max-memory`).
    OutOfMemory,
    /// Its nesting took more stack than there is; a fault of the program.
    StackOverflow,
    /// The worker process that read it died; a fault of the program.
    Crash,
    /// A panic; a fault of the program.
    Internal,
    /// The file was there when the run began and is gone.
    Vanished,
    /// A ZIP archive that cannot be read.
    BadArchive,
    /// An archive within an archive; skipped.
    NestedArchive,
    /// A link to a folder, a pipe or a device; skipped.
    NotAFile,
    /// The same file was given before, under another path or pattern; skipped.
    ListedTwice,
    /// Another input has the same name, so their records would be one; skipped.
    SameName,
    /// The result could not be written.
    Unwritable,
    /// The run ended before its turn came; skipped.
    Interrupted,
}

/// The step that gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// Finding and reading the input file.
    Open,
    /// [`crate::pdf`].
    Pdf,
    /// [`crate::layout`].
    Layout,
    /// [`crate::structure`].
    Structure,
    /// Writing the result.
    Write,
}

impl Stage {
    /// As it stands in `run.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pdf => "pdf",
            Self::Layout => "layout",
            Self::Structure => "structure",
            Self::Write => "write",
        }
    }
}

impl Error {
    /// An error; line breaks in the message become spaces.
    #[must_use]
    pub fn new(code: ErrorCode, stage: Stage, message: impl AsRef<str>) -> Self {
        let message = message.as_ref().split_whitespace().collect::<Vec<_>>().join(" ");
        Self { code, stage, message }
    }

    /// From the operating system.
    #[must_use]
    pub fn io(stage: Stage, error: &std::io::Error) -> Self {
        let (code, advice) = match stage {
            Stage::Write => (ErrorCode::Unwritable, "check the free space and the permissions of the output folder"),
            _ => (ErrorCode::Unreadable, "check that it exists and may be read"),
        };
        Self::new(code, stage, format!("{error}; {advice}"))
    }
}

impl Error {
    /// From reading a file that was there when the inputs were listed.
    #[must_use]
    pub fn reading(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::new(
                ErrorCode::Vanished,
                Stage::Open,
                "the file was there when the run began and is gone; run again",
            ),
            _ => Self::io(Stage::Open, error),
        }
    }
}

impl From<pdf::Error> for Error {
    fn from(e: pdf::Error) -> Self {
        let code = match e {
            pdf::Error::NotPdf { .. } => ErrorCode::NotPdf,
            pdf::Error::PasswordNeeded => ErrorCode::Password,
            pdf::Error::Damaged { .. } => ErrorCode::Damaged,
            pdf::Error::TooLarge { .. } => ErrorCode::TooLarge,
            pdf::Error::TooManyObjects { .. } => ErrorCode::TooManyObjects,
            pdf::Error::Inflates { .. } => ErrorCode::DecompressionBomb,
        };
        Self::new(code, Stage::Pdf, e.to_string())
    }
}

impl ErrorCode {
    /// All of them: those of files that failed, then those of files that were skipped.
    pub const ALL: [Self; 20] = [
        Self::Unreadable,
        Self::Vanished,
        Self::NotPdf,
        Self::Password,
        Self::Damaged,
        Self::TooLarge,
        Self::TooManyObjects,
        Self::DecompressionBomb,
        Self::Timeout,
        Self::OutOfMemory,
        Self::StackOverflow,
        Self::Crash,
        Self::Internal,
        Self::BadArchive,
        Self::Unwritable,
        Self::NestedArchive,
        Self::NotAFile,
        Self::ListedTwice,
        Self::SameName,
        Self::Interrupted,
    ];

    /// As it stands in `run.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotPdf => "not_pdf",
            Self::Password => "password",
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
            Self::TooManyObjects => "too_many_objects",
            Self::DecompressionBomb => "decompression_bomb",
            Self::Timeout => "timeout",
            Self::OutOfMemory => "out_of_memory",
            Self::StackOverflow => "stack_overflow",
            Self::Crash => "crash",
            Self::Internal => "internal",
            Self::Vanished => "vanished",
            Self::BadArchive => "bad_archive",
            Self::NestedArchive => "nested_archive",
            Self::NotAFile => "not_a_file",
            Self::ListedTwice => "listed_twice",
            Self::SameName => "same_name",
            Self::Unwritable => "unwritable",
            Self::Interrupted => "interrupted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line() {
        let e = Error::new(ErrorCode::Damaged, Stage::Pdf, "no page\n  could be read");
        assert_eq!(e.to_string(), "no page could be read");
    }

    #[test]
    fn codes_are_written_as_they_say() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
