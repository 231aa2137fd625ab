//! Finds and reads the records of an output folder, one by one.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::error::{Error, Stage};
use crate::record::Record;

/// A file that should be a record and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it is.
    pub path: PathBuf,
    /// Why it cannot be read.
    pub why: String,
}

/// The records below a folder that `keikaku extract` wrote (its `records/`), or below any folder of `*.json`, sorted by
/// their path; or the one record that `input` is. `*.gold.json` and `*.corrections.json` are no records.
///
/// # Errors
/// Where the folder cannot be read.
pub fn places(input: &Path) -> Result<Vec<PathBuf>, Error> {
    let metadata = input.metadata().map_err(|e| Error::io(Stage::Open, &e))?;
    if metadata.is_file() {
        return Ok(vec![input.to_owned()]);
    }
    let records = input.join("records");
    let root = if records.is_dir() { records } else { input.to_owned() };
    let mut found = Vec::new();
    for entry in WalkDir::new(&root) {
        let entry = entry.map_err(|e| Error::io(Stage::Open, &e.into()))?;
        let name = entry.file_name().to_string_lossy();
        let other = [".gold.json", ".corrections.json"].iter().any(|end| name.ends_with(end));
        // In a folder of records, the report of a run is none of them.
        let report = matches!(name.as_ref(), "run.json" | "datapackage.json" | "records.ndjson");
        if entry.file_type().is_file() && name.ends_with(".json") && !other && !report && !name.starts_with('.') {
            found.push(entry.into_path());
        }
    }
    // By their parts: `a/b.json` before `a-b.json` in every file system and on every machine.
    found.sort();
    Ok(found)
}

/// Reads a record.
///
/// # Errors
/// Where the file cannot be read or is no record.
pub fn record(path: &Path) -> Result<Record, Skipped> {
    let skipped = |why: String| Skipped { path: path.to_owned(), why };
    let json = fs::read(path).map_err(|e| skipped(e.to_string()))?;
    serde_json::from_slice(&json).map_err(|e| skipped(format!("no record of keikaku: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_in_order_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["records/b.json", "records/a/z.json", "records/a.corrections.json", "run.json", "records/.x.json"]
        {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let found: Vec<_> =
            places(dir.path()).unwrap().iter().map(|p| p.strip_prefix(dir.path()).unwrap().to_owned()).collect();
        assert_eq!(found, [Path::new("records/a/z.json"), Path::new("records/b.json")]);
        assert!(record(&dir.path().join("records/b.json")).unwrap_err().why.starts_with("no record"));
    }
}
