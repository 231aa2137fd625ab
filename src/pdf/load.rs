//! From bytes to objects: lopdf first, and the second reader where lopdf loses something.

use lopdf::{LoadOptions, Object};

use super::object::Source;
use super::{Error, Limits};

/// A loaded file, and what it took.
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) encrypted: bool,
    /// The cross-reference data was rebuilt or mended.
    pub(super) repaired: bool,
}

/// The header must stand within this many bytes, as viewers have it.
const HEADER_WITHIN: usize = 4096;

/// Loads a file.
pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<Loaded, Error> {
    if bytes.len() > limits.file_bytes {
        return Err(Error::TooLarge { bytes: bytes.len(), limit: limits.file_bytes });
    }
    let head = bytes.get(..bytes.len().min(HEADER_WITHIN)).unwrap_or_default();
    if !head.windows(5).any(|w| w == b"%PDF-") {
        return Err(Error::NotPdf { found: kind_of(bytes) });
    }
    let options = LoadOptions {
        filter: Some(without_image_data),
        max_decompressed_size: Some(limits.stream_bytes),
        ..LoadOptions::default()
    };
    let doc = lopdf::Document::load_mem_with_options(bytes, options).map_err(|e| match e {
        lopdf::Error::InvalidPassword => Error::PasswordNeeded,
        other => Error::Damaged { reason: other.to_string() },
    })?;
    if doc.is_encrypted() && doc.encryption_state.is_none() {
        return Err(Error::PasswordNeeded);
    }
    let encrypted = doc.was_encrypted();
    let repaired = doc.xref_recovery.is_some();
    Ok(Loaded { source: Source::new(doc, limits), encrypted, repaired })
}

/// Drops the data of images while loading: only their boxes are needed, and they are most of a scanned file. One byte
/// stays, as an empty stream would be read again.
fn without_image_data(id: (u32, u16), object: &mut Object) -> Option<((u32, u16), Object)> {
    if let Object::Stream(stream) = object
        && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image")
    {
        stream.content = vec![0];
    }
    Some((id, object.clone()))
}

/// What bytes that are no PDF look like, for a person.
fn kind_of(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "the file is empty",
        [b'P', b'K', 3, 4, ..] => "it looks like a ZIP or Office file",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "it looks like an old Office file",
        [0xFF, 0xD8, ..] => "it looks like a JPEG picture",
        [0x89, b'P', b'N', b'G', ..] => "it looks like a PNG picture",
        _ => {
            let head: Vec<u8> = bytes.iter().take(512).map(u8::to_ascii_lowercase).collect();
            if head.windows(5).any(|w| w == b"<html" || w == b"<!doc") {
                "it looks like a web page"
            } else {
                "it does not start with %PDF-"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_no_pdf() {
        for (bytes, want) in [
            (&b""[..], "empty"),
            (b"PK\x03\x04rest", "ZIP"),
            (b"<!DOCTYPE html><html>", "web page"),
            (b"hello", "%PDF-"),
        ] {
            let Err(Error::NotPdf { found }) = load(bytes, &Limits::default()) else { panic!("{bytes:?}") };
            assert!(found.contains(want), "{found}");
        }
    }

    #[test]
    fn refuses_what_is_too_large() {
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        assert!(matches!(load(b"%PDF-1.4", &limits), Err(Error::TooLarge { .. })));
    }
}
