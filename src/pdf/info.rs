//! Facts about the file: the Info dictionary, the version, bookmarks.

use super::model::{Dictionary, Object, ObjectId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::load::Loaded;
use super::object::Source;
use super::pages::{PageNode, catalog};
use super::text_string::{date, decode};
use super::{Bookmark, Info};

/// Bookmarks kept.
const MOST_BOOKMARKS: usize = 10_000;
const DEEPEST: usize = 32;

/// Reads the facts.
pub(super) fn info(loaded: &Loaded, pages: &[PageNode<'_>], page_count: usize) -> Info {
    let source = &loaded.source;
    let catalog = catalog(source);
    let empty = Dictionary::new();
    let dict = source.dict(source.trailer(), b"Info").unwrap_or(&empty);
    let text = |key: &[u8]| source.string(dict, key).map(|s| decode(s).trim().to_owned()).filter(|s| !s.is_empty());
    let when = |key: &[u8]| text(key).and_then(|s| date(&s));
    let marked = catalog.and_then(|c| source.dict(c, b"MarkInfo")).and_then(|m| source.boolean(m, b"Marked"));
    let has_tree = catalog.is_some_and(|c| source.dict(c, b"StructTreeRoot").is_some());
    Info {
        pdf_version: version(source, catalog),
        producer: text(b"Producer"),
        creator: text(b"Creator"),
        title: text(b"Title"),
        created: when(b"CreationDate"),
        modified: when(b"ModDate"),
        encrypted: loaded.encrypted,
        tagged: marked == Some(true) && has_tree,
        page_count,
        salvaged: loaded.salvaged,
        bookmarks: catalog.map(|c| bookmarks(source, c, pages)).unwrap_or_default(),
    }
}

/// The later of header and catalogue.
fn version(source: &Source, catalog: Option<&Dictionary>) -> Option<String> {
    let header = Some(source.version().trim()).filter(|v| !v.is_empty()).map(str::to_owned);
    let own = catalog
        .and_then(|c| source.name(c, b"Version"))
        .and_then(|v| std::str::from_utf8(v).ok())
        .filter(|v| v.len() <= 4)
        .map(str::to_owned);
    header.max(own)
}

fn bookmarks(source: &Source, catalog: &Dictionary, pages: &[PageNode<'_>]) -> Vec<Bookmark> {
    let numbers = pages.iter().enumerate().filter_map(|(i, p)| Some((p.id?, i + 1))).collect();
    let mut walk = Outline { source, catalog, numbers, seen: FxHashSet::default(), out: Vec::new() };
    if let Some(outlines) = source.dict(catalog, b"Outlines") {
        walk.siblings(outlines.get(b"First"), 0);
    }
    walk.out
}

struct Outline<'a> {
    source: &'a Source<'a>,
    catalog: &'a Dictionary,
    numbers: FxHashMap<ObjectId, usize>,
    seen: FxHashSet<ObjectId>,
    out: Vec<Bookmark>,
}

impl<'a> Outline<'a> {
    fn siblings(&mut self, first: Option<&'a Object>, depth: usize) {
        let source = self.source;
        let mut next = first;
        while let Some(object) = next {
            let Some(id) = object.as_reference() else { return };
            if depth > DEEPEST || self.out.len() >= MOST_BOOKMARKS || !self.seen.insert(id) {
                return;
            }
            let Some(dict) = source.as_dict(object) else { return };
            let title = source.string(dict, b"Title").map(decode).unwrap_or_default();
            let page = self.target(dict);
            self.out.push(Bookmark { depth, title: title.trim().to_owned(), page });
            self.siblings(dict.get(b"First"), depth + 1);
            next = dict.get(b"Next");
        }
    }

    fn target(&self, dict: &'a Dictionary) -> Option<usize> {
        let source = self.source;
        let destination = source
            .get(dict, b"Dest")
            .or_else(|| source.dict(dict, b"A").and_then(|action| source.get(action, b"D")))?;
        self.resolve(destination)
    }

    fn resolve(&self, destination: &Object) -> Option<usize> {
        let array = match destination {
            Object::Array(a) => a,
            Object::Name(name) => self.pages_of(name)?,
            Object::String(name) => self.pages_of(name)?,
            _ => return None,
        };
        match array.first()? {
            Object::Reference(id) => self.numbers.get(id).copied(),
            // A page number from 0: meant for other files, used within as well.
            Object::Integer(n) => usize::try_from(*n).ok().map(|n| n + 1),
            _ => None,
        }
    }

    /// The array of a named destination.
    fn pages_of(&self, name: &[u8]) -> Option<&'a [Object]> {
        match self.named(name)? {
            Object::Array(a) => Some(a),
            Object::Dictionary(d) => self.source.get(d, b"D")?.as_array(),
            _ => None,
        }
    }

    /// A named destination: in the old dictionary or the name tree.
    fn named(&self, name: &[u8]) -> Option<&'a Object> {
        let source = self.source;
        if let Some(old) = source.dict(self.catalog, b"Dests")
            && let Some(found) = source.get(old, name)
        {
            return Some(found);
        }
        let mut node = source.dict(source.dict(self.catalog, b"Names")?, b"Dests")?;
        for _ in 0..DEEPEST {
            if let Some(pairs) = source.array(node, b"Names") {
                return pairs.chunks_exact(2).find_map(|pair| match pair {
                    [key, value] if matches!(source.resolve(key), Object::String(k) if **k == *name) => {
                        Some(source.resolve(value))
                    }
                    _ => None,
                });
            }
            node = source.array(node, b"Kids")?.iter().filter_map(|k| source.as_dict(k)).find(|kid| {
                let Some([low, high]) = source.array(kid, b"Limits") else { return true };
                let string = |o| match source.resolve(o) {
                    Object::String(s) => Some(&**s),
                    _ => None,
                };
                string(low).is_none_or(|l| l <= name) && string(high).is_none_or(|h| name <= h)
            })?;
        }
        None
    }
}
