//! From bytes to objects. A sound file is read lazily ([`sound`]); what is damaged, odd or encrypted goes to lopdf, which mends
//! much ([`load`]), and the second reader where lopdf loses something.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{DecompressError, LoadOptions, Object};

use super::lazy::Lazy;
use super::model::{self, Data, ObjectId};
use super::object::Source;
use super::pages;
use super::salvage::Second;
use super::{Error, Limits};

/// A loaded file, and what it took.
pub(super) struct Loaded<'b> {
    pub(super) source: Source<'b>,
    pub(super) encrypted: bool,
    /// The cross-reference data was rebuilt or mended.
    pub(super) repaired: bool,
    /// The second reader brought objects back.
    pub(super) salvaged: bool,
}

/// The header must stand within this many bytes, as viewers have it.
const HEADER_WITHIN: usize = 4096;

/// A file that looks sound. Whether it is shows when it has been read: see [`Source::is_sound`].
pub(super) fn sound<'b>(bytes: &'b [u8], limits: &Limits) -> Option<Loaded<'b>> {
    if bytes.len() > limits.file_bytes {
        return None;
    }
    let lazy = Lazy::open(bytes, limits)?;
    let encrypted = lazy.is_encrypted();
    let source = Source::lazy(lazy, limits);
    Some(Loaded { source, encrypted, repaired: false, salvaged: false })
}

/// Loads a file whose pages can be found, mending it where it is damaged.
pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<Loaded<'static>, Error> {
    if bytes.len() > limits.file_bytes {
        return Err(Error::TooLarge { bytes: bytes.len(), limit: limits.file_bytes });
    }
    let head = bytes.get(..bytes.len().min(HEADER_WITHIN)).unwrap_or_default();
    // A header that is spelled wrong (%PDF1.4) has been seen; what is no PDF shows soon enough.
    if memchr::memmem::find(head, b"%PDF").is_none() {
        return Err(Error::NotPdf { found: kind_of(bytes) });
    }
    // Those in object streams are counted once they are there.
    if objects_within(bytes, limits.objects) > limits.objects {
        return Err(Error::TooManyObjects { limit: limits.objects });
    }
    let mut attempt = Attempt { bytes, limits, reason: String::new(), second: None };
    attempt.first(false).or_else(|stop| match stop {
        Stop::Error(e) => Err(e),
        Stop::Retry => attempt.again(),
    })
}

/// How many objects stand in the file itself, counted no further than just beyond `enough`.
fn objects_within(bytes: &[u8], enough: usize) -> usize {
    // "1 0 obj" with its "endobj" takes 15 bytes at the least.
    if bytes.len() / 15 <= enough {
        return 0;
    }
    bytes.windows(5).filter(|w| *w == b" obj\n" || *w == b" obj\r" || *w == b" obj<").take(enough + 1).count()
}

/// Files above this size are loaded without the data of their pictures.
const LARGE: usize = 8 << 20;

/// Why a way of loading gave nothing.
enum Stop {
    /// No other way will do better.
    Error(Error),
    /// Another way may.
    Retry,
}

struct Attempt<'b> {
    bytes: &'b [u8],
    limits: &'b Limits,
    /// What failed, for the message.
    reason: String,
    second: Option<Option<Second>>,
}

impl Attempt<'_> {
    /// lopdf, as the file stands or rebuilt by scanning; with what it lost.
    fn first(&mut self, rebuild: bool) -> Result<Loaded<'static>, Stop> {
        let options = LoadOptions {
            // The filter makes lopdf copy every other object once: worth it only where pictures can be large.
            filter: (self.bytes.len() > LARGE).then_some(without_image_data),
            max_decompressed_size: Some(self.limits.stream_bytes),
            force_reconstruct: rebuild,
            ..LoadOptions::default()
        };
        // Other people's code on hostile bytes: a panic counts as a failure.
        let bytes = self.bytes;
        let doc = catch_unwind(AssertUnwindSafe(|| lopdf::Document::load_mem_with_options(bytes, options)));
        let mut doc = match doc {
            Ok(Ok(doc)) => doc,
            Ok(Err(e)) => return Err(self.failed(&e)),
            Err(_) => return Err(Stop::Retry),
        };
        if doc.is_encrypted() && doc.encryption_state.is_none() {
            return Err(self.locked());
        }
        if doc.objects.len() > self.limits.objects {
            return Err(Stop::Error(Error::TooManyObjects { limit: self.limits.objects }));
        }
        let encrypted = doc.was_encrypted();
        let repaired = doc.xref_recovery.is_some();
        let lost = lost(&doc);
        let mut salvaged = false;
        if !lost.is_empty()
            && let Some(second) = self.second()
        {
            salvaged = second.bring(&mut doc, lost) > 0;
        }
        let mut source = Source::new(doc, self.limits);
        let (nodes, _) = pages::pages(&source, self.limits.pages);
        if nodes.is_empty() {
            "it holds no page".clone_into(&mut self.reason);
            return Err(Stop::Retry);
        }
        let empty = empty_contents(&source, &nodes);
        if !empty.is_empty()
            && let Some(second) = self.second()
        {
            for id in empty {
                if let Some(Object::Stream(stream)) = second.object(id)
                    && !stream.content.is_empty()
                {
                    source.put(id, model::from_lopdf(Object::Stream(stream), 0));
                    salvaged = true;
                }
            }
        }
        Ok(Loaded { source, encrypted, repaired, salvaged })
    }

    fn failed(&mut self, error: &lopdf::Error) -> Stop {
        match error {
            lopdf::Error::InvalidPassword => self.locked(),
            // An object stream that inflates beyond the limit: the second reader has no limit.
            lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
                Stop::Error(Error::Inflates { limit: self.limits.stream_bytes })
            }
            lopdf::Error::Decompress(_) => Stop::Error(Error::Damaged { reason: error.to_string() }),
            other => {
                self.reason = other.to_string();
                Stop::Retry
            }
        }
    }

    /// lopdf asks for a password: the second reader, which knows other handlers, may not.
    fn locked(&mut self) -> Stop {
        if self.second().is_some() { Stop::Retry } else { Stop::Error(Error::PasswordNeeded) }
    }

    /// The ways that remain: the table rebuilt by scanning, then the second reader alone.
    fn again(&mut self) -> Result<Loaded<'static>, Error> {
        match self.first(true) {
            Ok(loaded) => return Ok(Loaded { repaired: true, ..loaded }),
            Err(Stop::Error(e)) => return Err(e),
            Err(Stop::Retry) => {}
        }
        let limits = self.limits;
        let doc = self.second().and_then(Second::document);
        if let Some(doc) = doc {
            let source = Source::new(doc, limits);
            if !pages::pages(&source, 1).0.is_empty() {
                // The second reader does not tell whether it had to decrypt.
                let encrypted = self.bytes.windows(8).any(|w| w == b"/Encrypt");
                return Ok(Loaded { source, encrypted, repaired: true, salvaged: true });
            }
        }
        Err(Error::Damaged { reason: std::mem::take(&mut self.reason) })
    }

    /// The second reader, opened once.
    fn second(&mut self) -> Option<&mut Second> {
        let bytes = self.bytes;
        let open = || catch_unwind(AssertUnwindSafe(|| Second::open(bytes))).ok().flatten();
        self.second.get_or_insert_with(open).as_mut()
    }
}

/// The ids that the cross-reference table names but that did not load.
fn lost(doc: &lopdf::Document) -> Vec<ObjectId> {
    use lopdf::xref::XrefEntry;
    doc.reference_table
        .entries
        .iter()
        .filter_map(|(&number, entry)| match entry {
            XrefEntry::Normal { generation, offset } if *offset > 0 => Some((number, *generation)),
            XrefEntry::Compressed { .. } => Some((number, 0)),
            _ => None,
        })
        .filter(|id| !doc.objects.contains_key(id))
        .collect()
}

/// The content streams of pages that hold nothing: a wrong `/Length` may have cost them their data.
fn empty_contents(source: &Source<'_>, nodes: &[pages::PageNode<'_>]) -> Vec<ObjectId> {
    let mut out = Vec::new();
    for node in nodes {
        let Some(contents) = node.dict.get(b"Contents") else { continue };
        let parts = match source.resolve(contents) {
            model::Object::Array(parts) => parts.as_slice(),
            _ => std::slice::from_ref(contents),
        };
        let is_empty = |o: &&model::Object| matches!(source.resolve(o), model::Object::Stream(s) if matches!(&s.data, Data::Own(d) if d.is_empty()));
        out.extend(parts.iter().filter(is_empty).filter_map(model::Object::as_reference));
    }
    out
}

/// Drops the data of images while loading: only their boxes are needed, and they are most of a scanned file. One byte
/// stays, as an empty stream would be read again. lopdf keeps the changed object of a file and the returned one of an
/// object stream, which cannot hold streams; so streams need no copy.
fn without_image_data(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object {
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image") {
            stream.content = vec![0];
        }
        return Some((id, Object::Null));
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
