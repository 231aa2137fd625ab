//! The objects of a loaded file, with references resolved, and its streams, decoded within limits.
//!
//! Everything after this module asks for values by key and gets them, or nothing: which entry is direct and which a
//! reference, which number an integer and which a real, never matters downstream.

use std::borrow::Cow;
use std::cell::Cell;

use lopdf::{DecompressError, Dictionary, Object, ObjectId, Stream};

use super::Limits;
use super::limits::{Limit, RATIO_FREE};
use super::matrix::Matrix;
use crate::geometry::Rect;

/// A loaded file.
pub(super) struct Source {
    pub(super) doc: lopdf::Document,
    stream_bytes: usize,
    ratio: usize,
    /// What is left of [`Limits::total_bytes`].
    left: Cell<usize>,
    /// The limit for which a stream was refused.
    pub(super) over_limit: Cell<Option<Limit>>,
}

impl Source {
    pub(super) fn new(doc: lopdf::Document, limits: &Limits) -> Self {
        Self {
            doc,
            stream_bytes: limits.stream_bytes,
            ratio: limits.ratio,
            left: Cell::new(limits.total_bytes),
            over_limit: Cell::new(None),
        }
    }

    /// Follows references; what leads nowhere is null.
    pub(super) fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        match object {
            Object::Reference(_) => self.doc.dereference(object).map_or(&Object::Null, |(_, o)| o),
            other => other,
        }
    }

    /// The value of a key, resolved; null is as absent.
    pub(super) fn get<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        match self.resolve(dict.get(key).ok()?) {
            Object::Null => None,
            other => Some(other),
        }
    }

    /// A dictionary, be it that of a stream.
    pub(super) fn as_dict<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.resolve(object) {
            Object::Dictionary(d) => Some(d),
            Object::Stream(s) => Some(&s.dict),
            _ => None,
        }
    }

    pub(super) fn dict<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.as_dict(dict.get(key).ok()?)
    }

    pub(super) fn array<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        match self.get(dict, key)? {
            Object::Array(a) => Some(a),
            _ => None,
        }
    }

    pub(super) fn stream<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
        match self.get(dict, key)? {
            Object::Stream(s) => Some(s),
            _ => None,
        }
    }

    pub(super) fn name<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        match self.get(dict, key)? {
            Object::Name(n) => Some(n),
            _ => None,
        }
    }

    pub(super) fn string<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        match self.get(dict, key)? {
            Object::String(s, _) => Some(s),
            _ => None,
        }
    }

    pub(super) fn as_number(&self, object: &Object) -> Option<f32> {
        match self.resolve(object) {
            // Only magnitudes far beyond any page lose digits here.
            Object::Integer(i) => Some(*i as f32),
            Object::Real(r) if r.is_finite() => Some(*r),
            _ => None,
        }
    }

    pub(super) fn number(&self, dict: &Dictionary, key: &[u8]) -> Option<f32> {
        self.as_number(dict.get(key).ok()?)
    }

    pub(super) fn integer(&self, dict: &Dictionary, key: &[u8]) -> Option<i64> {
        match self.get(dict, key)? {
            Object::Integer(i) => Some(*i),
            Object::Real(r) if r.is_finite() => Some(*r as i64),
            _ => None,
        }
    }

    pub(super) fn boolean(&self, dict: &Dictionary, key: &[u8]) -> Option<bool> {
        match self.get(dict, key)? {
            Object::Boolean(b) => Some(*b),
            _ => None,
        }
    }

    /// The first `N` numbers of an array.
    pub(super) fn numbers<const N: usize>(&self, dict: &Dictionary, key: &[u8]) -> Option<[f32; N]> {
        let array = self.array(dict, key)?;
        let mut out = [0.0; N];
        for (slot, object) in out.iter_mut().zip(array.get(..N)?) {
            *slot = self.as_number(object)?;
        }
        Some(out)
    }

    pub(super) fn rect(&self, dict: &Dictionary, key: &[u8]) -> Option<Rect> {
        let [xa, ya, xb, yb] = self.numbers(dict, key)?;
        Some(Rect::new(xa, ya, xb, yb))
    }

    pub(super) fn matrix(&self, dict: &Dictionary, key: &[u8]) -> Option<Matrix> {
        let [a, b, c, d, e, f] = self.numbers(dict, key)?;
        Some(Matrix::new(a, b, c, d, e, f))
    }

    /// The id behind a value that is a reference.
    pub(super) fn id(dict: &Dictionary, key: &[u8]) -> Option<ObjectId> {
        dict.get(key).ok()?.as_reference().ok()
    }

    /// The decoded bytes of a stream, or `None` where it cannot be decoded or would exceed a limit.
    pub(super) fn decode<'a>(&self, stream: &'a Stream) -> Option<Cow<'a, [u8]>> {
        let ratio = stream.content.len().saturating_mul(self.ratio).max(RATIO_FREE);
        let (limit, which) =
            [(self.stream_bytes, Limit::StreamBytes), (self.left.get(), Limit::TotalBytes), (ratio, Limit::Ratio)]
                .into_iter()
                .min_by_key(|(bytes, _)| *bytes)
                .unwrap_or((self.stream_bytes, Limit::StreamBytes));
        let filter = stream.dict.get(b"Filter").or_else(|_| stream.dict.get(b"F")).ok().map(|f| self.resolve(f));
        let data = match filter {
            None | Some(Object::Null) => Cow::Borrowed(stream.content.as_slice()),
            Some(Object::Array(a)) if a.is_empty() => Cow::Borrowed(stream.content.as_slice()),
            Some(filter) => {
                let decoded = if self.is_plain(stream) {
                    stream.decompressed_content_with_limit(limit)
                } else {
                    self.normalised(stream, filter).decompressed_content_with_limit(limit)
                };
                match decoded {
                    Ok(data) => Cow::Owned(data),
                    Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                        self.over_limit.set(Some(which));
                        return None;
                    }
                    Err(_) => return None,
                }
            }
        };
        if data.len() > limit {
            self.over_limit.set(Some(which));
            return None;
        }
        if matches!(data, Cow::Owned(_)) {
            self.left.set(self.left.get() - data.len());
        }
        Some(data)
    }

    /// Whether lopdf can decode the stream as it stands: it resolves no references in `/Filter` and `/DecodeParms` and
    /// knows no abbreviations.
    fn is_plain(&self, stream: &Stream) -> bool {
        let direct = |o: &Object| match o {
            Object::Reference(_) => false,
            Object::Dictionary(d) => d.iter().all(|(_, v)| !matches!(v, Object::Reference(_))),
            _ => true,
        };
        let plain = |o: &Object| match o {
            Object::Array(a) => a.iter().all(direct),
            other => direct(other),
        };
        let long = |o: &Object| match o {
            Object::Name(n) => long_filter_name(n) == n.as_slice(),
            _ => true,
        };
        let Ok(filter) = stream.dict.get(b"Filter") else { return false };
        let names_are_long = match filter {
            Object::Array(a) => a.iter().all(long),
            other => long(other),
        };
        plain(filter) && names_are_long && stream.dict.get(b"DecodeParms").is_ok_and(plain)
            || (plain(filter)
                && names_are_long
                && stream.dict.get(b"DecodeParms").is_err()
                && stream.dict.get(b"DP").is_err())
    }

    /// The stream with its filters as direct, full names, for lopdf's decoders.
    fn normalised(&self, stream: &Stream, filter: &Object) -> Stream {
        let one = |o: &Object| match self.resolve(o) {
            Object::Name(n) => Object::Name(long_filter_name(n).to_vec()),
            other => other.clone(),
        };
        let parms = |o: &Object| match self.resolve(o) {
            Object::Dictionary(d) => {
                let mut direct = Dictionary::new();
                for (k, v) in d {
                    direct.set(k.clone(), self.resolve(v).clone());
                }
                Object::Dictionary(direct)
            }
            _ => Object::Null,
        };
        let mut dict = Dictionary::new();
        dict.set(
            "Filter",
            match filter {
                Object::Array(a) => Object::Array(a.iter().map(one).collect()),
                other => one(other),
            },
        );
        if let Some(p) = self.get(&stream.dict, b"DecodeParms").or_else(|| self.get(&stream.dict, b"DP")) {
            dict.set(
                "DecodeParms",
                match p {
                    Object::Array(a) => Object::Array(a.iter().map(parms).collect()),
                    other => parms(other),
                },
            );
        }
        Stream::new(dict, stream.content.clone())
    }
}

/// The full name of an abbreviated filter (ISO 32000-2, table 91): meant for inline images, found on streams too.
fn long_filter_name(name: &[u8]) -> &[u8] {
    match name {
        b"Fl" => b"FlateDecode",
        b"AHx" => b"ASCIIHexDecode",
        b"A85" => b"ASCII85Decode",
        b"LZW" => b"LZWDecode",
        b"RL" => b"RunLengthDecode",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_through_references_and_abbreviations() {
        let mut doc = lopdf::Document::new();
        let id = doc.add_object(Object::Name(b"AHx".to_vec()));
        let source = Source::new(doc, &Limits::default());
        for filter in [
            Object::Reference(id),
            Object::Name(b"AHx".to_vec()),
            Object::Array(vec![Object::Reference(id)]),
            Object::Name(b"ASCIIHexDecode".to_vec()),
        ] {
            let mut dict = Dictionary::new();
            dict.set("Filter", filter);
            let stream = Stream::new(dict, b"4142>".to_vec());
            assert_eq!(source.decode(&stream).as_deref(), Some(&b"AB"[..]));
        }
        assert_eq!(source.decode(&Stream::new(Dictionary::new(), b"raw".to_vec())).as_deref(), Some(&b"raw"[..]));
    }

    #[test]
    fn refuses_what_is_too_large() {
        let limits = Limits { stream_bytes: 2, ..Limits::default() };
        let source = Source::new(lopdf::Document::new(), &limits);
        assert!(source.decode(&Stream::new(Dictionary::new(), b"raw".to_vec())).is_none());
        assert_eq!(source.over_limit.get(), Some(Limit::StreamBytes));
    }
}
