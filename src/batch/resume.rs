//! What an earlier run left: which records still hold, and which of them it told of.
//!
//! A record bears its own key: the SHA-256 of the bytes it was made from, the version of the schema, the version of the
//! program and the options that change results. So nothing beside the records can be lost or go stale. One more thing is
//! looked at: a record that is older than the program itself was made by another build of the same version, as happens
//! while the program is being worked on, and is made anew.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::SystemTime;

use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

use super::manifest::State;
use super::walk::{Input, Origin};
use super::worker::Reader;
use crate::error::Error;
use crate::record::{Generator, SCHEMA_VERSION, Warning};

/// What a run needs to know of a record; the rest is passed over.
#[derive(Debug, Deserialize)]
pub(super) struct Glance {
    schema_version: String,
    generator: Generator,
    pub(super) source: GlanceSource,
    #[serde(default)]
    pub(super) schedule: Vec<IgnoredAny>,
    #[serde(default)]
    pub(super) policies: Vec<IgnoredAny>,
    pub(super) quality: GlanceQuality,
}

#[derive(Debug, Deserialize)]
pub(super) struct GlanceSource {
    pub(super) file: String,
    pub(super) sha256: String,
    pub(super) page_count: usize,
}

#[derive(Debug, Deserialize)]
pub(super) struct GlanceQuality {
    #[serde(default)]
    pub(super) warnings: Vec<Warning>,
}

/// What is asked of a record before it is taken over.
pub(super) struct Key {
    pub(super) generator: Generator,
    /// When the program was built, as far as can be told.
    built: Option<SystemTime>,
}

impl Key {
    pub(super) fn new(generator: Generator) -> Self {
        let built = std::env::current_exe().and_then(|exe| exe.metadata()).and_then(|m| m.modified()).ok();
        Self { generator, built }
    }

    /// The SHA-256 of the bytes that a record was made from, if this version would make the same record from them with
    /// these corrections by hand (told by their SHA-256).
    pub(super) fn holds(&self, record: &Path, file: &str, corrections: Option<&str>) -> Option<String> {
        let made = record.metadata().and_then(|m| m.modified()).ok()?;
        if self.built.is_some_and(|built| made < built) {
            return None;
        }
        let glance: Glance = serde_json::from_str(&std::fs::read_to_string(record).ok()?).ok()?;
        let mut generator = self.generator.clone();
        generator.options.extend(corrections.map(|sha256| ("corrections".to_owned(), sha256.to_owned())));
        let same =
            glance.schema_version == SCHEMA_VERSION && glance.generator == generator && glance.source.file == file;
        same.then_some(glance.source.sha256)
    }

    /// What the last run that ended told: the SHA-256 of each input with a record.
    pub(super) fn told(&self, output: &Path) -> BTreeMap<String, [u8; 32]> {
        #[derive(Deserialize)]
        struct Told {
            schema_version: String,
            generator: Generator,
            inputs: Vec<ToldRow>,
        }
        #[derive(Deserialize)]
        struct ToldRow {
            file: String,
            state: State,
            #[serde(default)]
            sha256: Option<String>,
        }
        let Ok(file) = File::open(output.join("run.json")) else { return BTreeMap::new() };
        // No run, or one of another version: nothing is known, and everything counts as new.
        let Ok(told) = serde_json::from_reader::<_, Told>(BufReader::new(file)) else { return BTreeMap::new() };
        if told.schema_version != SCHEMA_VERSION || told.generator != self.generator {
            return BTreeMap::new();
        }
        let with_record = |row: &ToldRow| matches!(row.state, State::Done | State::Unchanged);
        let rows = told.inputs.into_iter().filter(with_record);
        rows.filter_map(|row| Some((row.file, bytes_of(&row.sha256?)?))).collect()
    }
}

/// The SHA-256 of the bytes of an input, in hex. A file is read in pieces, so that its size costs no memory.
pub(super) fn sha256(input: &Input, reader: &mut Reader) -> Result<String, Error> {
    let digest = match &input.origin {
        Origin::File(path) => {
            let mut file = File::open(path).map_err(|e| Error::reading(&e))?;
            let mut hasher = Sha256::new();
            let mut chunk = vec![0; 1 << 16];
            loop {
                match file.read(&mut chunk).map_err(|e| Error::reading(&e))? {
                    0 => break hasher.finalize(),
                    n => hasher.update(chunk.get(..n).unwrap_or_default()),
                }
            }
        }
        other => Sha256::digest(reader.bytes(other)?),
    };
    Ok(hex(&digest))
}

/// In hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// From hex.
pub(super) fn bytes_of(hex: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if hex.len() != 64 {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_back() {
        let bytes: [u8; 32] = Sha256::digest(b"plan").into();
        assert_eq!(bytes_of(&hex(&bytes)), Some(bytes));
        assert_eq!(bytes_of("12"), None);
        assert_eq!(bytes_of(&"g".repeat(64)), None);
    }
}
