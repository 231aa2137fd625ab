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
    /// A limit forbids reading it at all.
    TooLarge,
    /// A link to a folder, a pipe or a device; inputs of this kind are skipped, not failed.
    NotAFile,
    /// The result could not be written.
    Unwritable,
    /// A fault of the program itself.
    Internal,
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

impl From<pdf::Error> for Error {
    fn from(e: pdf::Error) -> Self {
        let code = match e {
            pdf::Error::NotPdf { .. } => ErrorCode::NotPdf,
            pdf::Error::PasswordNeeded => ErrorCode::Password,
            pdf::Error::Damaged { .. } => ErrorCode::Damaged,
            pdf::Error::TooLarge { .. } => ErrorCode::TooLarge,
        };
        Self::new(code, Stage::Pdf, e.to_string())
    }
}

impl ErrorCode {
    /// As it stands in `run.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotPdf => "not_pdf",
            Self::Password => "password",
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
            Self::NotAFile => "not_a_file",
            Self::Unwritable => "unwritable",
            Self::Internal => "internal",
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
        use ErrorCode::*;
        for code in [Unreadable, NotPdf, Password, Damaged, TooLarge, NotAFile, Unwritable, Internal] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
