//! One run at a time writes an output folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::error::{Error, ErrorCode, Stage};

/// Held while a run writes; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _held: File,
}

impl Lock {
    /// Takes the output folder, which exists.
    pub(super) fn take(output: &Path) -> Result<Self, Error> {
        // The folder itself where the system locks folders: nothing is left behind. Else a file in it.
        let folder = if cfg!(unix) { File::open(output).ok() } else { None };
        let io = |e: &std::io::Error| Error::io(Stage::Write, e);
        if let Some(folder) = folder {
            match folder.try_lock() {
                Ok(()) => return Ok(Self { _held: folder }),
                Err(TryLockError::WouldBlock) => return Err(taken()),
                Err(TryLockError::Error(_)) => {}
            }
        }
        let file = fs::OpenOptions::new().create(true).append(true).open(output.join(".keikaku-lock"));
        let file = file.map_err(|e| io(&e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _held: file }),
            Err(TryLockError::WouldBlock) => Err(taken()),
            Err(TryLockError::Error(e)) => Err(io(&e)),
        }
    }
}

fn taken() -> Error {
    Error::new(
        ErrorCode::Unwritable,
        Stage::Write,
        "another run is writing to this folder; wait until it ends, or give another --out",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path()).unwrap();
        assert!(Lock::take(dir.path()).unwrap_err().message.contains("another run"));
        drop(first);
        Lock::take(dir.path()).unwrap();
    }
}
