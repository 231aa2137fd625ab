//! Objects of a PDF (ISO 32000-2, 7.3), as small as they can be.
//!
//! A plan has some ten thousand of them, most in its structure tree, and each is read once. So short names stand where
//! they are used instead of on the heap, dictionaries are lists, and the data of a stream stays where it is in the file.

use std::ops::Range;

use smallvec::SmallVec;

/// Number and generation.
pub(super) type ObjectId = (u32, u16);

/// A name without its slash, decoded. Those of the standard are short.
pub(super) type Name = SmallVec<[u8; 16]>;

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f32),
    Name(Name),
    /// Decoded, and decrypted.
    String(Box<[u8]>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Stream(Box<Stream>),
    Reference(ObjectId),
}

/// What stands for objects that are not there.
pub(super) static NULL: Object = Object::Null;

impl Object {
    pub(super) fn as_reference(&self) -> Option<ObjectId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(a) => Some(a),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(super) fn name(name: &str) -> Self {
        Self::Name(Name::from_slice(name.as_bytes()))
    }
}

/// A dictionary: its entries, each key once. Short ones (nearly all) stand as they came, long ones sorted by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dictionary {
    entries: Vec<(Name, Object)>,
}

impl Dictionary {
    /// Up to this many entries are looked through one by one.
    const SHORT: usize = 16;

    pub(super) const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// From entries in the order of the file; of several with one key the last counts.
    pub(super) fn of(mut entries: Vec<(Name, Object)>) -> Self {
        if entries.len() > Self::SHORT {
            // Last first within a key.
            entries.reverse();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries.dedup_by(|later, first| later.0 == first.0);
            if entries.len() <= Self::SHORT {
                return Self { entries };
            }
        } else {
            let mut i = 1;
            while i < entries.len() {
                let (before, rest) = entries.split_at_mut(i);
                if let Some((key, value)) = rest.first_mut()
                    && let Some(twin) = before.iter_mut().find(|(k, _)| k == key)
                {
                    twin.1 = std::mem::replace(value, Object::Null);
                    entries.remove(i);
                } else {
                    i += 1;
                }
            }
        }
        Self { entries }
    }

    pub(super) fn get(&self, key: &[u8]) -> Option<&Object> {
        if self.entries.len() <= Self::SHORT {
            return self.entries.iter().find(|(k, _)| k.as_slice() == key).map(|(_, v)| v);
        }
        let at = self.entries.binary_search_by(|(k, _)| k.as_slice().cmp(key)).ok()?;
        self.entries.get(at).map(|(_, v)| v)
    }

    pub(super) fn has(&self, key: &[u8]) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.entries.iter().map(|(k, v)| (k.as_slice(), v))
    }

    #[cfg(test)]
    pub(super) fn set(&mut self, key: &str, value: Object) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.push((Name::from_slice(key.as_bytes()), value));
        *self = Self::of(entries);
    }
}

/// A stream: its dictionary, and its data as stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    pub(super) dict: Dictionary,
    pub(super) data: Data,
}

/// Where the data of a stream is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    /// In the file.
    File(Range<usize>),
    /// Not as it is in the file, or not from one.
    Own(Vec<u8>),
}

/// Deeper nesting is a trap.
const DEEPEST: usize = 64;

/// An object as lopdf has it; it is taken apart.
pub(super) fn from_lopdf(object: lopdf::Object, depth: usize) -> Object {
    if depth > DEEPEST {
        return Object::Null;
    }
    match object {
        lopdf::Object::Null => Object::Null,
        lopdf::Object::Boolean(b) => Object::Boolean(b),
        lopdf::Object::Integer(i) => Object::Integer(i),
        lopdf::Object::Real(r) => Object::Real(r),
        lopdf::Object::Name(n) => Object::Name(Name::from_vec(n)),
        lopdf::Object::String(s, _) => Object::String(s.into()),
        lopdf::Object::Array(a) => Object::Array(a.into_iter().map(|o| from_lopdf(o, depth + 1)).collect()),
        lopdf::Object::Dictionary(d) => Object::Dictionary(dictionary(d, depth)),
        lopdf::Object::Stream(s) => {
            Object::Stream(Box::new(Stream { dict: dictionary(s.dict, depth), data: Data::Own(s.content) }))
        }
        lopdf::Object::Reference(id) => Object::Reference(id),
    }
}

/// A dictionary as lopdf has it.
pub(super) fn dictionary(found: lopdf::Dictionary, depth: usize) -> Dictionary {
    Dictionary::of(found.into_iter().map(|(k, v)| (Name::from_vec(k), from_lopdf(v, depth + 1))).collect())
}

/// An object for lopdf's decoders.
pub(super) fn to_lopdf(object: &Object, depth: usize) -> lopdf::Object {
    if depth > DEEPEST {
        return lopdf::Object::Null;
    }
    match object {
        Object::Boolean(b) => lopdf::Object::Boolean(*b),
        Object::Integer(i) => lopdf::Object::Integer(*i),
        Object::Real(r) => lopdf::Object::Real(*r),
        Object::Name(n) => lopdf::Object::Name(n.to_vec()),
        Object::String(s) => lopdf::Object::String(s.to_vec(), lopdf::StringFormat::Literal),
        Object::Array(a) => lopdf::Object::Array(a.iter().map(|o| to_lopdf(o, depth + 1)).collect()),
        Object::Dictionary(d) => {
            let mut out = lopdf::Dictionary::new();
            for (k, v) in d.iter() {
                out.set(k, to_lopdf(v, depth + 1));
            }
            lopdf::Object::Dictionary(out)
        }
        Object::Reference(id) => lopdf::Object::Reference(*id),
        Object::Null | Object::Stream(_) => lopdf::Object::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_values_of_a_key_the_last_counts() {
        for n in [3_usize, 10, 40] {
            let mut entries: Vec<_> =
                (0..n).map(|i| (Name::from_slice(format!("K{i}").as_bytes()), Object::Integer(1))).collect();
            entries.push((Name::from_slice(b"K1"), Object::Integer(2)));
            let d = Dictionary::of(entries);
            assert_eq!(d.get(b"K1"), Some(&Object::Integer(2)), "{n}");
            assert_eq!(d.get(b"K0"), Some(&Object::Integer(1)));
            assert_eq!(d.iter().count(), n);
            assert!(!d.has(b"K"));
        }
    }

    #[test]
    fn objects_are_small() {
        assert!(size_of::<Object>() <= 32, "{}", size_of::<Object>());
    }
}
