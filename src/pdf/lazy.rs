//! The first reader: a sound file, read object by object as they are asked for.
//!
//! A file is mostly pictures, fonts and objects that no question ever leads to, so nothing is parsed or copied but what is
//! wanted. The reader is strict: it takes the cross-reference data (ISO 32000-2, 7.5.4 to 7.5.8) at its word, and the
//! first thing that is not as it should be makes the whole file [unsound](Lazy::is_sound), to be read again by the
//! readers that mend. A file whose pages are encrypted is theirs from the start.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Limits;
use super::inflate;
use super::model::{Data, Dictionary, Object, ObjectId, Stream};
use super::parse::Parser;

/// Objects of the largest files are some hundred thousand; a table of more is damaged or a trap.
const MOST_OBJECTS: usize = 4_000_000;
/// Sections of the cross-reference data: one for each time that the file was saved.
const MOST_SECTIONS: usize = 1_000;
/// `startxref` stands within so many bytes of the end.
const TAIL: usize = 1_024;
/// Object streams hold some hundred objects of some hundred bytes.
const MOST_IN_STREAM: usize = 1_000_000;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Entry {
    /// Not said yet by the sections read, newest first.
    Unknown,
    Free,
    /// Offset in the file, and generation.
    At(usize, u16),
    /// Number of the object stream, and index in it.
    In(u32, u32),
}

#[derive(Debug)]
struct Slot {
    entry: Entry,
    object: OnceLock<Box<Object>>,
}

/// A decoded object stream.
#[derive(Debug)]
struct Pack {
    data: Vec<u8>,
    /// Number and offset of each object.
    objects: Vec<(u32, usize)>,
}

/// A file that is read as it is asked for.
#[derive(Debug)]
pub(super) struct Lazy<'b> {
    bytes: &'b [u8],
    slots: Vec<Slot>,
    /// By the number of the object stream.
    packs: Vec<(u32, OnceLock<Option<Pack>>)>,
    pub(super) trailer: Dictionary,
    pub(super) version: String,
    sound: AtomicBool,
    stream_bytes: usize,
    /// Bytes that object streams may still inflate to.
    left: AtomicUsize,
}

impl<'b> Lazy<'b> {
    /// Reads the cross-reference data; nothing where it is not sound.
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Option<Self> {
        let mut this = Self {
            bytes,
            slots: Vec::new(),
            packs: Vec::new(),
            trailer: Dictionary::new(),
            version: version(bytes)?,
            sound: AtomicBool::new(true),
            stream_bytes: limits.stream_bytes,
            left: AtomicUsize::new(limits.total_bytes),
        };
        let tail = bytes.len().saturating_sub(TAIL);
        let at = tail + memchr::memmem::rfind(bytes.get(tail..)?, b"startxref")?;
        let mut parser = Parser::new(bytes, at);
        parser.keyword(b"startxref")?;
        let mut next = Some(parser.whole()?);
        let mut seen = Vec::new();
        while let Some(offset) = next {
            if seen.contains(&offset) || seen.len() >= MOST_SECTIONS {
                return None;
            }
            seen.push(offset);
            let trailer = this.section(offset)?;
            next = trailer.get(b"Prev").map(|o| index(o).ok_or(())).transpose().ok()?;
            if seen.len() == 1 {
                this.trailer = trailer;
            }
        }
        let objects = this.slots.iter().filter(|s| matches!(s.entry, Entry::At(..) | Entry::In(..))).count();
        if objects > limits.objects {
            return None;
        }
        let mut packs: Vec<u32> = this
            .slots
            .iter()
            .filter_map(|s| match s.entry {
                Entry::In(pack, _) => Some(pack),
                _ => None,
            })
            .collect();
        packs.sort_unstable();
        packs.dedup();
        this.packs = packs.into_iter().map(|n| (n, OnceLock::new())).collect();
        (!this.is_encrypted() || this.is_in_the_clear()).then_some(this)
    }

    /// Whether something in the file is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.trailer.has(b"Encrypt")
    }

    /// Whether only attachments are encrypted, and nothing that a page shows (ISO 32000-2, 7.6.6: streams and strings go
    /// through the crypt filter Identity, which is also what is meant where none is named).
    fn is_in_the_clear(&self) -> bool {
        let encrypt = match self.trailer.get(b"Encrypt") {
            Some(Object::Reference(id)) => self.get(*id),
            other => other,
        };
        let Some(Object::Dictionary(encrypt)) = encrypt else { return false };
        let filters = matches!(encrypt.get(b"V"), Some(Object::Integer(4 | 5)));
        let identity = |key: &[u8]| match encrypt.get(key) {
            None => true,
            Some(Object::Name(name)) => name.as_slice() == b"Identity",
            Some(_) => false,
        };
        filters && identity(b"StmF") && identity(b"StrF")
    }

    /// Whether nothing that was asked for so far turned out damaged.
    pub(super) fn is_sound(&self) -> bool {
        self.sound.load(Ordering::Relaxed)
    }

    /// Says that something is not as it should be.
    pub(super) fn unsound(&self) {
        self.sound.store(false, Ordering::Relaxed);
    }

    /// The object of an id; nothing where the file has none.
    pub(super) fn get(&self, (number, generation): ObjectId) -> Option<&Object> {
        let slot = self.slots.get(usize::try_from(number).ok()?)?;
        match slot.entry {
            Entry::Unknown | Entry::Free => return None,
            Entry::At(_, its) if its == generation => {}
            Entry::In(..) if generation == 0 => {}
            Entry::At(..) | Entry::In(..) => {
                self.unsound();
                return None;
            }
        }
        if let Some(object) = slot.object.get() {
            return Some(object);
        }
        let object = match slot.entry {
            Entry::At(offset, _) => self.indirect(number, generation, offset),
            Entry::In(pack, index) => self.packed(number, pack, index),
            Entry::Unknown | Entry::Free => None,
        };
        let object = object.unwrap_or_else(|| {
            self.unsound();
            Object::Null
        });
        // Where two threads read the same object, the first one's stays.
        Some(slot.object.get_or_init(|| Box::new(object)))
    }

    /// The data of a stream as it is stored.
    pub(super) fn data(&self, range: &Range<usize>) -> &'b [u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    /// A section of the cross-reference data; gives its trailer.
    fn section(&mut self, offset: usize) -> Option<Dictionary> {
        let mut parser = Parser::new(self.bytes, offset);
        if parser.keyword(b"xref").is_some() { self.table(parser) } else { self.stream_section(offset) }
    }

    /// `xref`: subsections of entries, then `trailer` (7.5.4).
    fn table(&mut self, mut parser: Parser<'b>) -> Option<Dictionary> {
        let mut entries = Vec::new();
        while parser.keyword(b"trailer").is_none() {
            let (first, count) = (parser.whole()?, parser.whole()?);
            for i in 0..count {
                let (offset, generation) = (parser.whole()?, parser.whole()?);
                let entry = if parser.keyword(b"n").is_some() {
                    // No object stands where the header is: a free entry by a careless producer.
                    if offset == 0 { Entry::Free } else { Entry::At(offset, u16::try_from(generation).ok()?) }
                } else {
                    parser.keyword(b"f")?;
                    Entry::Free
                };
                entries.push((first.checked_add(i)?, entry));
            }
        }
        let Object::Dictionary(trailer) = parser.object()? else { return None };
        // Of a hybrid file: where the objects are that the table hides from readers without object streams (7.5.8.4).
        if let Some(hybrid) = trailer.get(b"XRefStm") {
            self.stream_section(index(hybrid)?)?;
        }
        for (number, entry) in entries {
            self.enter(number, entry)?;
        }
        Some(trailer)
    }

    /// A cross-reference stream (7.5.8).
    fn stream_section(&mut self, offset: usize) -> Option<Dictionary> {
        let mut parser = Parser::new(self.bytes, offset);
        let (_, _) = (parser.whole()?, parser.whole()?);
        parser.keyword(b"obj")?;
        let Object::Stream(stream) = self.body(parser, None)? else { return None };
        let Stream { dict, data } = *stream;
        let Data::File(range) = data else { return None };
        let data = inflate::plain(&dict, self.data(&range), self.stream_bytes)?;
        let numbers = |key: &[u8]| -> Option<Vec<usize>> {
            match dict.get(key)? {
                Object::Array(a) => a.iter().map(index).collect(),
                _ => None,
            }
        };
        let &[a, b, c] = numbers(b"W")?.as_slice() else { return None };
        // Wider fields hold nothing that a file can have.
        if a > 1 || b > 8 || c > 8 || b == 0 {
            return None;
        }
        let size = index(dict.get(b"Size")?)?;
        let spans = if dict.has(b"Index") { numbers(b"Index")? } else { vec![0, size] };
        let mut rows = data.chunks_exact(a + b + c);
        let field = |bytes: &[u8]| bytes.iter().fold(0_usize, |v, &b| v << 8 | usize::from(b));
        for span in spans.chunks(2) {
            let &[first, count] = span else { return None };
            for i in 0..count {
                let row = rows.next()?;
                let (kind, rest) = row.split_at_checked(a)?;
                let (second, third) = rest.split_at_checked(b)?;
                let (second, third) = (field(second), field(third));
                let entry = match if a == 0 { 1 } else { field(kind) } {
                    0 => Entry::Free,
                    1 => Entry::At(second, u16::try_from(third).ok()?),
                    2 => Entry::In(u32::try_from(second).ok()?, u32::try_from(third).ok()?),
                    // Kinds to come are null (7.5.8.3).
                    _ => Entry::Free,
                };
                self.enter(first.checked_add(i)?, entry)?;
            }
        }
        Some(dict)
    }

    fn enter(&mut self, number: usize, entry: Entry) -> Option<()> {
        if number >= MOST_OBJECTS {
            return None;
        }
        if number >= self.slots.len() {
            self.slots.resize_with(number + 1, || Slot { entry: Entry::Unknown, object: OnceLock::new() });
        }
        let slot = self.slots.get_mut(number)?;
        if slot.entry == Entry::Unknown {
            slot.entry = entry;
        }
        Some(())
    }

    /// `12 0 obj …` at its place.
    fn indirect(&self, number: u32, generation: u16, offset: usize) -> Option<Object> {
        let mut parser = Parser::new(self.bytes, offset);
        if parser.whole()? != usize::try_from(number).ok()? || parser.whole()? != usize::from(generation) {
            return None;
        }
        parser.keyword(b"obj")?;
        self.body(parser, Some(number))
    }

    /// What stands between `obj` and `endobj`. `owner` is the object's number, where lengths may be looked up.
    fn body(&self, mut parser: Parser<'b>, owner: Option<u32>) -> Option<Object> {
        let dict = match parser.object()? {
            Object::Dictionary(dict) => dict,
            other => {
                parser.keyword(b"endobj")?;
                return Some(other);
            }
        };
        if parser.keyword(b"stream").is_none() {
            parser.keyword(b"endobj")?;
            return Some(Object::Dictionary(dict));
        }
        // CR LF or LF (7.3.8.1).
        match parser.peek()? {
            b'\r' if self.bytes.get(parser.at + 1) == Some(&b'\n') => parser.at += 2,
            b'\n' => parser.at += 1,
            _ => return None,
        }
        let length = match dict.get(b"Length")? {
            Object::Reference(id) if owner.is_some_and(|n| n != id.0) => self.length(*id)?,
            other => index(other)?,
        };
        let range = parser.at..parser.at.checked_add(length)?;
        self.bytes.get(range.clone())?;
        // An end of line that is not counted, and no more, stands before it.
        let tail = self.bytes.get(range.end..)?;
        let tail = tail
            .strip_prefix(b"\r\n")
            .or_else(|| tail.strip_prefix(b"\n"))
            .or_else(|| tail.strip_prefix(b"\r"))
            .unwrap_or(tail);
        if !tail.starts_with(b"endstream") {
            return None;
        }
        Some(Object::Stream(Box::new(Stream { dict, data: Data::File(range) })))
    }

    /// A length that is an object of its own: read without remembering it, so that nothing can wait for itself.
    fn length(&self, (number, generation): ObjectId) -> Option<usize> {
        match self.slots.get(usize::try_from(number).ok()?)?.entry {
            Entry::At(offset, _) => {
                let mut parser = Parser::new(self.bytes, offset);
                let found = (parser.whole()?, parser.whole()?);
                parser.keyword(b"obj")?;
                let length = parser.whole()?;
                parser.keyword(b"endobj")?;
                (found == (usize::try_from(number).ok()?, usize::from(generation))).then_some(length)
            }
            // Their stream may be the one whose length is sought: the other readers know.
            _ => None,
        }
    }

    /// An object of an object stream (7.5.7).
    fn packed(&self, number: u32, pack: u32, at: u32) -> Option<Object> {
        let i = self.packs.binary_search_by_key(&pack, |p| p.0).ok()?;
        let pack = self.packs.get(i)?.1.get_or_init(|| self.pack(pack)).as_ref()?;
        let &(its, offset) = pack.objects.get(usize::try_from(at).ok()?)?;
        (its == number).then(|| Parser::new(&pack.data, offset).object()).flatten()
    }

    fn pack(&self, number: u32) -> Option<Pack> {
        let Entry::At(offset, generation) = self.slots.get(usize::try_from(number).ok()?)?.entry else { return None };
        let Object::Stream(stream) = self.indirect(number, generation, offset)? else { return None };
        let Data::File(range) = &stream.data else { return None };
        let limit = self.stream_bytes.min(self.left.load(Ordering::Relaxed));
        let data = inflate::plain(&stream.dict, self.data(range), limit)?;
        self.left.fetch_sub(data.len(), Ordering::Relaxed);
        let (count, first) = (index(stream.dict.get(b"N")?)?, index(stream.dict.get(b"First")?)?);
        if count > MOST_IN_STREAM.min(first) {
            return None;
        }
        let mut parser = Parser::new(data.get(..first)?, 0);
        let pair = |parser: &mut Parser<'_>| Some((u32::try_from(parser.whole()?).ok()?, parser.whole()? + first));
        let objects = (0..count).map(|_| pair(&mut parser)).collect::<Option<_>>()?;
        Some(Pack { data, objects })
    }
}

/// A number from 0 that counts or places something.
fn index(object: &Object) -> Option<usize> {
    match object {
        Object::Integer(i) => usize::try_from(*i).ok(),
        _ => None,
    }
}

/// The version in the header, which opens the file.
fn version(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(b"%PDF-")?;
    let len = rest.iter().position(|b| !(b.is_ascii_digit() || *b == b'.'))?;
    if !matches!(rest.get(len), Some(b'\r' | b'\n')) {
        return None;
    }
    String::from_utf8(rest.get(..len)?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of the given objects, with a table.
    fn file(objects: &[&str]) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (i, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", out.len()));
            out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", i + 1).as_bytes());
        }
        let at = out.len();
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(b"trailer\n<</Root 1 0 R>>\n");
        out.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        out
    }

    fn open(bytes: &[u8]) -> Option<Lazy<'_>> {
        Lazy::open(bytes, &Limits::default())
    }

    #[test]
    fn gives_what_is_asked_for() {
        let bytes = file(&["<</A 2 0 R>>", "7", "<</Length 2 0 R>>stream\n1234567\nendstream"]);
        let lazy = open(&bytes).unwrap();
        assert_eq!(lazy.version, "1.7");
        assert_eq!(lazy.get((2, 0)), Some(&Object::Integer(7)));
        let Some(Object::Stream(s)) = lazy.get((3, 0)) else { panic!() };
        let Data::File(range) = &s.data else { panic!() };
        assert_eq!(lazy.data(range), b"1234567");
        assert_eq!((lazy.get((0, 0)), lazy.get((9, 0))), (None, None));
        assert!(lazy.is_sound());
    }

    #[test]
    fn what_is_odd_is_left_to_others() {
        for object in [
            "<</A>>",
            "<</Length 3>>stream\n1234567\nendstream",
            "<</Length 700>>stream\n1234567\nendstream",
            // Its own length.
            "<</Length 1 0 R>>stream\n1234567\nendstream",
            "<</Name/A#2>>",
            "(open",
        ] {
            let bytes = file(&[object]);
            let lazy = open(&bytes).unwrap();
            assert_eq!(lazy.get((1, 0)), Some(&Object::Null), "{object}");
            assert!(!lazy.is_sound(), "{object}");
        }
        let sound = file(&["1"]);
        let lazy = open(&sound).unwrap();
        assert_eq!(lazy.get((1, 3)), None);
        assert!(!lazy.is_sound());
        for (from, to) in [("%PDF", "%PDX"), ("startxref\n2", "startxref\n9"), ("/Root", "/Encrypt 1 0 R/Root")] {
            let text = String::from_utf8(sound.clone()).unwrap().replace(from, to);
            assert!(open(text.as_bytes()).is_none(), "{to}");
        }
    }

    #[test]
    fn a_file_with_encrypted_attachments_alone_is_read() {
        for (dictionary, want) in [
            ("<</Filter/Standard/V 5/StmF/Identity/StrF/Identity/EFF/StdCF>>", true),
            ("<</Filter/Standard/V 4/EFF/StdCF>>", true),
            ("<</Filter/Standard/V 5/StmF/StdCF/StrF/Identity>>", false),
            ("<</Filter/Standard/V 2>>", false),
            ("7", false),
        ] {
            let text = String::from_utf8(file(&[dictionary])).unwrap().replace("/Root", "/Encrypt 1 0 R/Root");
            assert_eq!(open(text.as_bytes()).is_some(), want, "{dictionary}");
        }
    }

    #[test]
    fn sections_that_go_round_in_a_circle_end() {
        let text = String::from_utf8(file(&["1"])).unwrap();
        let at = text.find("xref").unwrap();
        assert!(open(text.replace("/Root", &format!("/Prev {at}/Root")).as_bytes()).is_none());
    }

    #[test]
    fn objects_in_streams() {
        let inside = "4 0 5 3 (x)<</B 4 0 R>>";
        let objects = [format!("<</Type/ObjStm/N 2/First 8/Length {}>>stream\n{inside}\nendstream", inside.len())];
        let mut bytes = file(&[objects[0].as_str()]);
        // The same file, its table as a stream.
        let cut = memchr::memmem::find(&bytes, b"xref\n").unwrap();
        bytes.truncate(cut);
        let rows: Vec<u8> = [[0, 0, 0], [1, 9, 0], [1, 0, 0], [0, 0, 0], [2, 1, 0], [2, 1, 1]].concat();
        bytes.extend_from_slice(b"2 0 obj<</Type/XRef/Size 6/W[1 1 1]/Root 5 0 R/Length 18>>stream\n");
        bytes.extend_from_slice(&rows);
        bytes.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{cut}\n%%EOF").as_bytes());
        let lazy = open(&bytes).unwrap();
        assert_eq!(lazy.get((4, 0)), Some(&Object::String((*b"x").into())));
        assert!(
            matches!(lazy.get((5, 0)), Some(Object::Dictionary(d)) if d.get(b"B") == Some(&Object::Reference((4, 0))))
        );
        assert!(lazy.is_sound());
    }
}
