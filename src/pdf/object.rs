//! The objects of a loaded file, with references resolved, and its streams, decoded within limits.
//!
//! Everything after this module asks for values by key and gets them, or nothing: which entry is direct and which a
//! reference, which number an integer and which a real, never matters downstream.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use lopdf::DecompressError;

use super::Limits;
use super::inflate::{self, Inflated};
use super::lazy::Lazy;
use super::limits::{Limit, RATIO_FREE};
use super::matrix::Matrix;
use super::model::{self, Data, Dictionary, NULL, Object, ObjectId, Stream};
use crate::geometry::Rect;

/// A loaded file.
pub(super) struct Source<'b> {
    store: Store<'b>,
    stream_bytes: usize,
    ratio: usize,
    /// What is left of [`Limits::total_bytes`].
    left: AtomicUsize,
    /// The limit for which a stream was refused.
    over_limit: Mutex<Option<Limit>>,
}

/// Where the objects come from.
enum Store<'b> {
    /// Read as they are asked for.
    Lazy(Box<Lazy<'b>>),
    /// All read, and mended.
    Whole(Whole),
}

/// A file that was read as a whole.
#[derive(Debug, Default)]
struct Whole {
    objects: BTreeMap<ObjectId, Object>,
    trailer: Dictionary,
    version: String,
}

/// References that lead to references, in a row.
const MOST_HOPS: usize = 16;

impl<'b> Source<'b> {
    /// A file that lopdf read, mended by now.
    pub(super) fn new(doc: lopdf::Document, limits: &Limits) -> Self {
        let whole = Whole {
            objects: doc.objects.into_iter().map(|(id, o)| (id, model::from_lopdf(o, 0))).collect(),
            trailer: model::dictionary(doc.trailer, 0),
            version: doc.version,
        };
        Self::of(Store::Whole(whole), limits)
    }

    /// A sound file.
    pub(super) fn lazy(lazy: Lazy<'b>, limits: &Limits) -> Self {
        Self::of(Store::Lazy(Box::new(lazy)), limits)
    }

    fn of(store: Store<'b>, limits: &Limits) -> Self {
        Self {
            store,
            stream_bytes: limits.stream_bytes,
            ratio: limits.ratio,
            left: AtomicUsize::new(limits.total_bytes),
            over_limit: Mutex::new(None),
        }
    }

    /// Nothing but empty; for tests of what asks it.
    #[cfg(test)]
    pub(super) fn empty(limits: &Limits) -> Self {
        Self::of(Store::Whole(Whole::default()), limits)
    }

    /// Whether nothing that was read turned out damaged. What was mended is sound.
    pub(super) fn is_sound(&self) -> bool {
        match &self.store {
            Store::Lazy(lazy) => lazy.is_sound(),
            Store::Whole(_) => true,
        }
    }

    /// All objects by their ids, where all were read. Asked for where the page tree or the catalogue is lost, so that a
    /// file that is read as it is asked for must be read as a whole.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = (ObjectId, &Object)> {
        let objects = match &self.store {
            Store::Lazy(lazy) => {
                lazy.unsound();
                None
            }
            Store::Whole(whole) => Some(&whole.objects),
        };
        objects.into_iter().flatten().map(|(id, o)| (*id, o))
    }

    pub(super) fn trailer(&self) -> &Dictionary {
        match &self.store {
            Store::Lazy(lazy) => &lazy.trailer,
            Store::Whole(whole) => &whole.trailer,
        }
    }

    /// Of the header; empty where there is none.
    pub(super) fn version(&self) -> &str {
        match &self.store {
            Store::Lazy(lazy) => &lazy.version,
            Store::Whole(whole) => &whole.version,
        }
    }

    /// An object by its id.
    pub(super) fn object(&self, id: ObjectId) -> Option<&Object> {
        match &self.store {
            Store::Lazy(lazy) => lazy.get(id),
            Store::Whole(whole) => whole.objects.get(&id),
        }
    }

    /// Puts an object in the place of one that was lost.
    pub(super) fn put(&mut self, id: ObjectId, object: Object) {
        if let Store::Whole(whole) = &mut self.store {
            whole.objects.insert(id, object);
        }
    }

    /// The data of a stream as it is stored.
    pub(super) fn raw<'a>(&'a self, stream: &'a Stream) -> &'a [u8] {
        match (&stream.data, &self.store) {
            (Data::Own(data), _) => data,
            (Data::File(range), Store::Lazy(lazy)) => lazy.data(range),
            (Data::File(_), Store::Whole(_)) => &[],
        }
    }

    /// The limit for which a stream was refused since this was asked last.
    pub(super) fn take_over_limit(&self) -> Option<Limit> {
        self.over_limit.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn over_limit(&self) -> Option<Limit> {
        *self.over_limit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows references; what leads nowhere is null.
    pub(super) fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        let mut object = object;
        for _ in 0..MOST_HOPS {
            let Object::Reference(id) = object else { return object };
            object = self.object(*id).unwrap_or(&NULL);
        }
        &NULL
    }

    /// The value of a key, resolved; null is as absent.
    pub(super) fn get<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        match self.resolve(dict.get(key)?) {
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
        self.as_dict(dict.get(key)?)
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
            Object::String(s) => Some(s),
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
        self.as_number(dict.get(key)?)
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
        dict.get(key)?.as_reference()
    }

    /// The decoded bytes of a stream, or `None` where it cannot be decoded or would exceed a limit.
    pub(super) fn decode<'a>(&'a self, stream: &'a Stream) -> Option<Cow<'a, [u8]>> {
        let raw = self.raw(stream);
        let ratio = raw.len().saturating_mul(self.ratio).max(RATIO_FREE);
        let left = self.left.load(Ordering::Relaxed);
        let limits = [(self.stream_bytes, Limit::StreamBytes), (left, Limit::TotalBytes), (ratio, Limit::Ratio)];
        let least = limits.into_iter().min_by_key(|(bytes, _)| *bytes);
        let (limit, which) = least.unwrap_or((self.stream_bytes, Limit::StreamBytes));
        let filter = stream.dict.get(b"Filter").or_else(|| stream.dict.get(b"F")).map(|f| self.resolve(f));
        let data = match filter {
            None | Some(Object::Null) => Cow::Borrowed(raw),
            Some(Object::Array(a)) if a.is_empty() => Cow::Borrowed(raw),
            Some(filter) => {
                let parms = self.get(&stream.dict, b"DecodeParms").or_else(|| self.get(&stream.dict, b"DP"));
                let plain = parms.is_none() && inflate::is_flate(filter);
                match if plain { inflate::inflate(raw, limit) } else { Inflated::Damaged } {
                    Inflated::Whole(data) => Cow::Owned(data),
                    Inflated::OverLimit => return self.refused(which),
                    Inflated::Damaged => {
                        match self.normalised(filter, parms, raw).decompressed_content_with_limit(limit) {
                            Ok(data) => Cow::Owned(data),
                            Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                                return self.refused(which);
                            }
                            Err(_) => return None,
                        }
                    }
                }
            }
        };
        if data.len() > limit {
            return self.refused(which);
        }
        if matches!(data, Cow::Owned(_)) {
            // Other threads may have taken of it meanwhile.
            let less = |left: usize| Some(left.saturating_sub(data.len()));
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        }
        Some(data)
    }

    fn refused<T>(&self, limit: Limit) -> Option<T> {
        *self.over_limit.lock().unwrap_or_else(PoisonError::into_inner) = Some(limit);
        None
    }

    /// A stream with its filters as direct, full names, for lopdf's decoders: they resolve no references in `/Filter` and
    /// `/DecodeParms` and know no abbreviations.
    fn normalised(&self, filter: &Object, parms: Option<&Object>, raw: &[u8]) -> lopdf::Stream {
        let one = |o: &Object| match self.resolve(o) {
            Object::Name(n) => lopdf::Object::Name(long_filter_name(n).to_vec()),
            other => model::to_lopdf(other, 0),
        };
        let parm = |o: &Object| match self.resolve(o) {
            Object::Dictionary(d) => {
                let mut direct = lopdf::Dictionary::new();
                for (k, v) in d.iter() {
                    direct.set(k, model::to_lopdf(self.resolve(v), 0));
                }
                lopdf::Object::Dictionary(direct)
            }
            _ => lopdf::Object::Null,
        };
        let mut dict = lopdf::Dictionary::new();
        let filter = match filter {
            Object::Array(a) => lopdf::Object::Array(a.iter().map(one).collect()),
            other => one(other),
        };
        dict.set("Filter", filter);
        if let Some(parms) = parms {
            let parms = match parms {
                Object::Array(a) => lopdf::Object::Array(a.iter().map(parm).collect()),
                other => parm(other),
            };
            dict.set("DecodeParms", parms);
        }
        lopdf::Stream::new(dict, raw.to_vec())
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
        let mut source = Source::empty(&Limits::default());
        let id = (7, 0);
        source.put(id, Object::name("AHx"));
        for filter in [
            Object::Reference(id),
            Object::name("AHx"),
            Object::Array(vec![Object::Reference(id)]),
            Object::name("ASCIIHexDecode"),
        ] {
            let mut dict = Dictionary::new();
            dict.set("Filter", filter);
            let stream = Stream { dict, data: Data::Own(b"4142>".to_vec()) };
            assert_eq!(source.decode(&stream).as_deref(), Some(&b"AB"[..]));
        }
        let raw = Stream { dict: Dictionary::new(), data: Data::Own(b"raw".to_vec()) };
        assert_eq!(source.decode(&raw).as_deref(), Some(&b"raw"[..]));
    }

    #[test]
    fn refuses_what_is_too_large() {
        let limits = Limits { stream_bytes: 2, ..Limits::default() };
        let source = Source::empty(&limits);
        assert!(source.decode(&Stream { dict: Dictionary::new(), data: Data::Own(b"raw".to_vec()) }).is_none());
        assert_eq!((source.take_over_limit(), source.over_limit()), (Some(Limit::StreamBytes), None));
    }

    #[test]
    fn references_in_a_circle_are_null() {
        let mut source = Source::empty(&Limits::default());
        source.put((1, 0), Object::Reference((2, 0)));
        source.put((2, 0), Object::Reference((1, 0)));
        assert_eq!(source.resolve(&Object::Reference((1, 0))), &Object::Null);
    }
}
