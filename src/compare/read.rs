//! The records of an output folder, without the parts that no comparison looks at.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::error::{Error, ErrorCode, Stage};
use crate::record::Record;

/// Records, and what could not be read as one.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// In the order of their files' paths.
    pub records: Vec<Record>,
    /// A line each: where, and what is wrong.
    pub problems: Vec<String>,
}

/// Lines that are parsed at a time: enough for all processors, few enough to keep in memory whole.
const CHUNK: usize = 256;

/// Reads the records below `path`: an output folder of `keikaku extract` (its `records.ndjson`, else `records/*.json`), any
/// other folder with records, a file with a record on each line, or a single record.
///
/// # Errors
/// Where nothing can be read there.
pub fn records(path: &Path) -> Result<Records, Error> {
    let mut all = Records::default();
    let ndjson = path.join("records.ndjson");
    if path.is_dir() && !ndjson.is_file() {
        for file in json_files(path) {
            let told = |e: &dyn std::fmt::Display| format!("{}: {e}", file.display());
            match fs::read_to_string(&file) {
                Ok(text) => match parse(&text) {
                    Ok(record) => all.records.push(record),
                    Err(e) => all.problems.push(told(&e)),
                },
                Err(e) => all.problems.push(told(&e)),
            }
        }
    } else {
        let file = if path.is_dir() { ndjson } else { path.to_path_buf() };
        lines(&file, &mut all)?;
    }
    if all.records.is_empty() {
        let found = all.problems.first().map_or_else(String::new, |p| format!(" ({p})"));
        return Err(Error::new(
            ErrorCode::Unreadable,
            Stage::Open,
            format!("no records in it{found}; give a folder that keikaku extract wrote (--out)"),
        ));
    }
    // Where two inputs of one name were put together, their order is that of the bytes.
    all.records.sort_by(|a, b| (&a.source.file, &a.source.sha256).cmp(&(&b.source.file, &b.source.sha256)));
    Ok(all)
}

/// A record to a line; or the whole file is one record.
fn lines(file: &Path, all: &mut Records) -> Result<(), Error> {
    let io = |e: std::io::Error| Error::io(Stage::Open, &e);
    if file.extension().is_some_and(|x| x == "json") {
        match parse(&fs::read_to_string(file).map_err(io)?) {
            Ok(record) => all.records.push(record),
            Err(e) => all.problems.push(format!("{}: {e}", file.display())),
        }
        return Ok(());
    }
    let mut reader = BufReader::new(fs::File::open(file).map_err(io)?).lines();
    let mut number = 0;
    loop {
        let chunk: Vec<String> = reader.by_ref().take(CHUNK).collect::<Result<_, _>>().map_err(io)?;
        if chunk.is_empty() {
            return Ok(());
        }
        let parsed: Vec<Option<Result<Record, serde_json::Error>>> =
            chunk.par_iter().map(|line| (!line.trim().is_empty()).then(|| parse(line))).collect();
        for record in parsed {
            number += 1;
            match record {
                Some(Ok(record)) => all.records.push(record),
                Some(Err(e)) => all.problems.push(format!("{} line {number}: {e}", file.display())),
                None => {}
            }
        }
    }
}

fn parse(json: &str) -> Result<Record, serde_json::Error> {
    let mut record: Record = serde_json::from_str(json)?;
    // Nine tenths of a record.
    record.pages = Vec::new();
    record.outline = Vec::new();
    record.tables = Vec::new();
    record.definitions = Vec::new();
    Ok(record)
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let own = folder.join("records");
    let root = if own.is_dir() { own } else { folder.to_path_buf() };
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|x| x == "json"))
        .map(walkdir::DirEntry::into_path)
        .collect()
}
