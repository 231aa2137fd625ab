//! How much of a document is read, and what can go wrong.

/// Bounds on the work that one document may cause. A limit that is reached costs what lies beyond it and leaves a
/// [`WarningKind::Limit`](super::WarningKind::Limit) warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself. Default 1 GiB.
    pub file_bytes: usize,
    /// Bytes that one stream may inflate to. Default 64 MiB; the largest content streams of real plans (maps drawn as
    /// vectors) have about 20 MB.
    pub stream_bytes: usize,
    /// Bytes that all streams of a document together may inflate to. Default 1 GiB.
    pub total_bytes: usize,
    /// Operators on one page, forms included; four shown codes count as one. Default 4 million.
    pub operators: usize,
    /// Glyphs kept of one page. Default 200,000; a page of small print has 10,000.
    pub glyphs: usize,
    /// Points of paths, and strokes, fills and pictures each, kept of one page. Default 400,000.
    pub segments: usize,
    /// Operators of all pages together. Default 30 million: about 300 MB of content, ten times the
    /// largest real plan seen.
    pub total_operators: usize,
    /// Glyphs of all pages together. Default 5 million: 2,000 dense pages.
    pub total_glyphs: usize,
    /// Strokes, fills and pictures each, of all pages together. Default 5 million.
    pub total_segments: usize,
    /// Nesting of form XObjects. Default 16.
    pub form_depth: usize,
    /// Pages read. Default 5,000.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            stream_bytes: 64 << 20,
            total_bytes: 1 << 30,
            operators: 4_000_000,
            glyphs: 200_000,
            segments: 400_000,
            total_operators: 30_000_000,
            total_glyphs: 5_000_000,
            total_segments: 5_000_000,
            form_depth: 16,
            pages: 5_000,
        }
    }
}

/// Why nothing could be read of a file. The caller names the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are no PDF.
    #[error("this is not a PDF ({found}); if it should be one, fetch or export it again")]
    NotPdf {
        /// What the bytes look like.
        found: &'static str,
    },
    /// The file opens only with a password.
    #[error(
        "the PDF is protected with a password; save a copy without the password (in a viewer: print to PDF) and read that"
    )]
    PasswordNeeded,
    /// The structure is damaged beyond repair.
    #[error(
        "the PDF is damaged and no page could be recovered ({reason}); fetch it again, or open and re-save it in a viewer"
    )]
    Damaged {
        /// What failed.
        reason: String,
    },
    /// The file is larger than [`Limits::file_bytes`].
    #[error("the file has {bytes} bytes, more than the limit of {limit}; raise the limit or split the file")]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}
