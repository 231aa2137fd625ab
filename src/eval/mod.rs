//! Records against gold: how much of what is printed was found, and how much of what was found is right.
//!
//! [`gold`] says what gold is, [`score`] how entries are matched, [`report`] how it is told. Nothing here sees a PDF.

pub mod gold;
pub mod report;
pub mod score;
pub mod text;

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::export::read;
use gold::Gold;
use score::Scores;

/// An evaluation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Evaluation {
    /// What counts as right.
    pub rule: String,
    /// All documents together.
    pub overall: Scores,
    /// Each by itself, in the order of their gold files.
    pub documents: Vec<Document>,
}

/// A document with its gold.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The PDF.
    pub file: String,
    /// Whether there is a record of it; where there is none, everything counts as missed.
    pub found: bool,
    /// Its scores.
    pub scores: Scores,
}

/// Scores the records of a folder against the gold of another.
///
/// # Errors
/// Says what could not be read, or that there is no gold.
pub fn run(records: &Path, gold: &Path) -> Result<Evaluation, String> {
    let golds = gold::read_all(gold)?;
    if golds.is_empty() {
        return Err(format!("{} holds no *.gold.json and no *.corrections.json", gold.display()));
    }
    let mut there: Vec<(String, String, std::path::PathBuf)> = Vec::new();
    for path in read::places(records).map_err(|e| e.to_string())? {
        let record = read::record(&path).map_err(|s| format!("{}: {}", s.path.display(), s.why))?;
        there.push((record.source.file, record.source.sha256, path));
    }
    let mut out = Evaluation { rule: report::RULE.to_owned(), ..Evaluation::default() };
    for gold in &golds {
        let found = matching(gold, &there).map(read_value).transpose()?;
        let scores = score::score(gold, found.as_ref());
        out.overall.add(&scores);
        out.documents.push(Document { file: gold.file.clone(), found: found.is_some(), scores });
    }
    Ok(out)
}

/// The record of a document: by its bytes where gold tells them, else by its path, else by its name.
fn matching<'a>(gold: &Gold, there: &'a [(String, String, std::path::PathBuf)]) -> Option<&'a Path> {
    let name = |file: &str| file.rsplit('/').next().unwrap_or(file).to_owned();
    let by = |test: &dyn Fn(&str, &str) -> bool| {
        there.iter().find(|(file, sha, _)| test(file, sha)).map(|(_, _, p)| p.as_path())
    };
    by(&|_, sha| gold.sha256.as_deref() == Some(sha))
        .or_else(|| by(&|file, _| file == gold.file))
        .or_else(|| by(&|file, _| name(file) == name(&gold.file)))
}

fn read_value(path: &Path) -> Result<Value, String> {
    let json = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_slice(&json).map_err(|e| format!("{}: {e}", path.display()))
}
