//! The second reader: brings back objects that lopdf loses.
//!
//! lopdf drops an object whose name has a stray `#` (the Adobe PDF Library cuts escaped Japanese font names in the middle
//! of an escape), a stream whose `endstream` follows a blank, and some damaged files as a whole. `hayro-syntax` reads
//! these. What it finds is turned into lopdf's objects, so that everything downstream keeps one model; streams are copied
//! as stored and decoded later, within the limits of [`Source`](super::object::Source).

use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Object as Found, ObjectIdentifier};
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
use rustc_hash::FxHashSet;

/// Objects asked for; large plans have some 100,000.
const MOST_OBJECTS: usize = 500_000;
/// Nesting of arrays and dictionaries.
const DEEPEST: usize = 64;

/// A file as the second reader sees it.
pub(super) struct Second {
    pdf: Pdf,
    /// Bytes of streams that may still be copied. Overlapping streams of a hostile file could otherwise copy the file
    /// once for each object.
    left: usize,
}

impl Second {
    /// Opens a file, with the empty password.
    pub(super) fn open(bytes: &[u8]) -> Option<Self> {
        let pdf = Pdf::new(Arc::new(bytes.to_vec())).ok()?;
        Some(Self { pdf, left: bytes.len().saturating_mul(2).saturating_add(1 << 20) })
    }

    /// Adds the wanted objects, and all that they refer to, where the document lacks them; gives how many came.
    pub(super) fn bring(&mut self, doc: &mut lopdf::Document, wanted: Vec<ObjectId>) -> usize {
        let mut asked: FxHashSet<ObjectId> = wanted.iter().copied().collect();
        let mut queue = wanted;
        let mut brought = 0;
        while let Some(id) = queue.pop() {
            if doc.objects.contains_key(&id) || asked.len() > MOST_OBJECTS {
                continue;
            }
            let Some(object) = self.object(id) else { continue };
            // lopdf takes the encryption dictionary out once it has done its work.
            if matches!(&object, Object::Dictionary(d) if d.has(b"Filter") && d.has(b"O") && d.has(b"U")) {
                continue;
            }
            references(&object, 0, &mut |r| {
                if !doc.objects.contains_key(&r) && asked.insert(r) {
                    queue.push(r);
                }
            });
            doc.objects.insert(id, object);
            brought += 1;
        }
        brought
    }

    /// The whole document, walked from its catalogue.
    pub(super) fn document(&mut self) -> Option<lopdf::Document> {
        let root = lopdf_id(self.pdf.xref().root_id())?;
        let mut doc = lopdf::Document::new();
        let mut trailer = Dictionary::new();
        trailer.set("Root", Object::Reference(root));
        trailer.set("Info", self.info());
        doc.trailer = trailer;
        doc.version = String::new();
        (self.bring(&mut doc, vec![root]) > 0).then_some(doc)
    }

    fn info(&self) -> Object {
        let metadata = self.pdf.metadata();
        let mut info = Dictionary::new();
        for (key, value) in
            [("Title", &metadata.title), ("Creator", &metadata.creator), ("Producer", &metadata.producer)]
        {
            if let Some(bytes) = value {
                info.set(key, Object::String(bytes.to_vec(), StringFormat::Literal));
            }
        }
        Object::Dictionary(info)
    }

    /// One object.
    pub(super) fn object(&mut self, (number, generation): ObjectId) -> Option<Object> {
        let id = ObjectIdentifier::new(number, i32::from(generation));
        let Self { pdf, left } = self;
        let found: Found<'_> = pdf.xref().get(id)?;
        Some(convert(found, left, 0))
    }
}

fn lopdf_id(id: ObjectIdentifier) -> Option<ObjectId> {
    Some((id.obj_number, u16::try_from(id.gen_number).ok()?))
}

fn convert(found: Found<'_>, left: &mut usize, depth: usize) -> Object {
    if depth > DEEPEST {
        return Object::Null;
    }
    match found {
        Found::Null(_) => Object::Null,
        Found::Boolean(b) => Object::Boolean(b),
        Found::Number(n) => {
            let value = n.as_f64();
            if value.fract() == 0.0 && value.abs() < 1e15 {
                Object::Integer(n.as_i64())
            } else {
                Object::Real(n.as_f32())
            }
        }
        Found::String(s) => Object::String(s.as_bytes().to_vec(), StringFormat::Literal),
        Found::Name(n) => Object::Name(n.as_ref().to_vec()),
        Found::Array(a) => Object::Array(a.raw_iter().map(|item| maybe(item, left, depth + 1)).collect()),
        Found::Dict(d) => Object::Dictionary(dictionary(&d, left, depth + 1)),
        Found::Stream(s) => {
            let mut dict = dictionary(s.dict(), left, depth + 1);
            // Pictures are only boxes to us; see `load`.
            let picture = dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image");
            let data = if picture { vec![0] } else { s.raw_data().into_owned() };
            let data = if data.len() <= *left { data } else { Vec::new() };
            *left -= data.len();
            dict.remove(b"Length");
            Object::Stream(Stream::new(dict, data))
        }
    }
}

fn maybe(item: MaybeRef<Found<'_>>, left: &mut usize, depth: usize) -> Object {
    match item {
        MaybeRef::Ref(r) => u16::try_from(r.gen_number).map_or(Object::Null, |g| Object::Reference((r.obj_number, g))),
        MaybeRef::NotRef(object) => convert(object, left, depth),
    }
}

fn dictionary(found: &Dict<'_>, left: &mut usize, depth: usize) -> Dictionary {
    let mut out = Dictionary::new();
    for (key, value) in found.entries() {
        out.set(key.as_ref().to_vec(), maybe(value, left, depth));
    }
    out
}

/// Calls `each` for every reference in an object.
fn references(object: &Object, depth: usize, each: &mut impl FnMut(ObjectId)) {
    if depth > DEEPEST {
        return;
    }
    match object {
        Object::Reference(id) => each(*id),
        Object::Array(items) => items.iter().for_each(|o| references(o, depth + 1, each)),
        Object::Dictionary(d) => d.iter().for_each(|(_, o)| references(o, depth + 1, each)),
        Object::Stream(s) => s.dict.iter().for_each(|(_, o)| references(o, depth + 1, each)),
        _ => {}
    }
}
