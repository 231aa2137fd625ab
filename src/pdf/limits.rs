//! How much of a document is read, and what can go wrong.

/// Bounds on the work that one document may cause. A limit that is reached costs what lies beyond it and leaves a
/// [`WarningKind::Limit`](super::WarningKind::Limit) warning.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// Bytes of the file itself. Default 1 GiB.
    pub file_bytes: usize,
    /// Bytes that one stream may inflate to. Default 64 MiB; the largest content streams of real plans (maps drawn as
    /// vectors) have about 20 MB.
    pub stream_bytes: usize,
    /// Bytes that all streams of a document together may inflate to. Default 1 GiB.
    pub total_bytes: usize,
    /// How many times its stored size a stream may inflate to, beyond [`RATIO_FREE`]. Default 200: text and drawings
    /// deflate to a fifth or a tenth, a map of one repeated symbol to a fiftieth, and Flate alone can reach 1,032.
    pub ratio: usize,
    /// Objects in the file. Default 1 million; the largest real plans seen have 100,000.
    pub objects: usize,
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
    /// Threads that may work on the pages of one document. What is read does not depend on it. Default 1: where there are
    /// several documents, a thread for each is faster.
    pub threads: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            stream_bytes: 64 << 20,
            total_bytes: 1 << 30,
            ratio: 200,
            objects: 1_000_000,
            operators: 4_000_000,
            glyphs: 200_000,
            segments: 400_000,
            total_operators: 30_000_000,
            total_glyphs: 5_000_000,
            total_segments: 5_000_000,
            form_depth: 16,
            pages: 5_000,
            threads: 1,
        }
    }
}

impl Limits {
    /// The limits that are not the default ones, by the name of their option: they may change what is read.
    #[must_use]
    pub fn changed(&self) -> Vec<(&'static str, usize)> {
        let ours = self.named();
        let usual = Self::default().named();
        // These two decide whether a file is read, not what is read of it.
        let decides = |name: &str| matches!(name, "max_file_size" | "max_objects");
        let changed = ours.into_iter().zip(usual).filter(|(ours, usual)| ours != usual).map(|(ours, _)| ours);
        changed.filter(|(name, _)| !decides(name)).collect()
    }

    /// Each limit with the name of its option in the configuration, in the order of the documentation.
    #[must_use]
    pub fn named(&self) -> [(&'static str, usize); 13] {
        [
            ("max_file_size", self.file_bytes),
            ("max_pages", self.pages),
            ("max_objects", self.objects),
            ("max_stream_size", self.stream_bytes),
            ("max_inflated_size", self.total_bytes),
            ("max_ratio", self.ratio),
            ("max_depth", self.form_depth),
            ("max_operators", self.operators),
            ("max_glyphs", self.glyphs),
            ("max_segments", self.segments),
            ("max_total_operators", self.total_operators),
            ("max_total_glyphs", self.total_glyphs),
            ("max_total_segments", self.total_segments),
        ]
    }
}

/// Bytes to which any stream may inflate, however small it is stored: so much harms nobody, and a blank form may well
/// deflate a thousand times.
pub const RATIO_FREE: usize = 8 << 20;

/// Which limit was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::stream_bytes`].
    StreamBytes,
    /// [`Limits::total_bytes`].
    TotalBytes,
    /// [`Limits::ratio`].
    Ratio,
    /// [`Limits::operators`].
    Operators,
    /// [`Limits::glyphs`].
    Glyphs,
    /// [`Limits::segments`].
    Segments,
    /// [`Limits::total_operators`].
    TotalOperators,
    /// [`Limits::total_glyphs`].
    TotalGlyphs,
    /// [`Limits::total_segments`].
    TotalSegments,
    /// [`Limits::form_depth`].
    FormDepth,
    /// [`Limits::pages`].
    Pages,
}

impl Limit {
    /// What was reached and how to raise it, for a person; `limits` are those that hold.
    #[must_use]
    pub fn message(self, limits: &Limits) -> String {
        let (what, limit, option) = match self {
            Self::StreamBytes => ("a stream inflates to more bytes", limits.stream_bytes, "--max-stream-size"),
            Self::TotalBytes => ("the streams inflate to more bytes", limits.total_bytes, "--max-inflated-size"),
            Self::Ratio => ("a stream inflates more times its stored size", limits.ratio, "--max-ratio"),
            Self::Operators => ("the page has more operators", limits.operators, "--max-operators"),
            Self::Glyphs => ("the page has more glyphs", limits.glyphs, "--max-glyphs"),
            Self::Segments => ("the page has more path segments", limits.segments, "--max-segments"),
            Self::TotalOperators => {
                ("the pages together have more operators", limits.total_operators, "--max-total-operators")
            }
            Self::TotalGlyphs => ("the pages together have more glyphs", limits.total_glyphs, "--max-total-glyphs"),
            Self::TotalSegments => {
                ("the pages together have more path segments", limits.total_segments, "--max-total-segments")
            }
            Self::FormDepth => ("forms are nested deeper", limits.form_depth, "--max-depth"),
            Self::Pages => ("the file has more pages", limits.pages, "--max-pages"),
        };
        format!("{what} than the limit of {limit}; what was read up to it is kept; {option} raises it")
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
    #[error("the file has {bytes} bytes, more than the limit of {limit}; --max-file-size raises it, or split the file")]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The file holds more objects than [`Limits::objects`].
    #[error("the file holds more than {limit} objects, the limit; --max-objects raises it")]
    TooManyObjects {
        /// The limit.
        limit: usize,
    },
    /// The streams that hold the file's structure inflate to more than [`Limits::stream_bytes`].
    #[error(
        "a stream that holds the file's structure inflates to more than {limit} bytes, the limit: a decompression bomb, \
         if not, --max-stream-size raises it"
    )]
    Inflates {
        /// The limit.
        limit: usize,
    },
}
