//! The objects of a sound file, from its bytes (ISO 32000-2, 7.3).
//!
//! Strict on purpose: what is not as the standard has it gives nothing, and the file is then left to the readers that
//! know how to mend things (see [`load`](super::load)). So what is read here is read as every reader does.

use super::lexer::{self, is_space};
use super::model::{Dictionary, Name, Object};

/// Arrays and dictionaries in each other.
const DEEPEST: usize = 64;

/// Reads objects from a place in some bytes.
#[derive(Debug, Clone)]
pub(super) struct Parser<'b> {
    data: &'b [u8],
    pub(super) at: usize,
}

impl<'b> Parser<'b> {
    pub(super) fn new(data: &'b [u8], at: usize) -> Self {
        Self { data, at }
    }

    fn rest(&self) -> &'b [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// Steps over white space and comments.
    pub(super) fn space(&mut self) {
        while let Some(b) = self.peek() {
            if is_space(b) {
                self.at += 1;
            } else if b == b'%' {
                let rest = self.rest();
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else {
                break;
            }
        }
    }

    /// A word of regular characters that is next, with what stands before it stepped over.
    pub(super) fn keyword(&mut self, word: &[u8]) -> Option<()> {
        self.space();
        let rest = self.rest().strip_prefix(word)?;
        if rest.first().is_some_and(|&b| lexer::is_regular(b)) {
            return None;
        }
        self.at += word.len();
        Some(())
    }

    /// A whole number without a sign.
    pub(super) fn whole(&mut self) -> Option<usize> {
        self.space();
        // Longer ones do not fit.
        const MOST_DIGITS: usize = 18;
        let digits = self.rest().iter().take(MOST_DIGITS + 1).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > MOST_DIGITS {
            return None;
        }
        let value = self.rest().iter().take(digits).fold(0, |v, &b| v * 10 + usize::from(b - b'0'));
        self.at += digits;
        (!self.peek().is_some_and(lexer::is_regular)).then_some(value)
    }

    /// The next object.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.value(0)
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        self.space();
        let rest = self.rest();
        match *rest.first()? {
            b'/' => Some(Object::Name(self.name()?)),
            b'(' => {
                let (raw, len) = literal(rest.get(1..)?)?;
                self.at += len + 1;
                let mut out = Vec::new();
                lexer::literal(raw, &mut out);
                Some(Object::String(out.into()))
            }
            b'<' if rest.get(1) == Some(&b'<') => Some(Object::Dictionary(self.dictionary(depth)?)),
            b'<' => {
                let len = memchr::memchr(b'>', rest)?;
                let raw = rest.get(1..len)?;
                if !raw.iter().all(|&b| is_space(b) || b.is_ascii_hexdigit()) {
                    return None;
                }
                self.at += len + 1;
                let mut out = Vec::new();
                lexer::hex(raw, &mut out);
                Some(Object::String(out.into()))
            }
            b'[' if depth < DEEPEST => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.space();
                    if self.peek()? == b']' {
                        self.at += 1;
                        return Some(Object::Array(items));
                    }
                    items.push(self.value(depth + 1)?);
                }
            }
            b'0'..=b'9' => self.reference().or_else(|| self.number()),
            b'+' | b'-' | b'.' => self.number(),
            b't' => self.keyword(b"true").map(|()| Object::Boolean(true)),
            b'f' => self.keyword(b"false").map(|()| Object::Boolean(false)),
            b'n' => self.keyword(b"null").map(|()| Object::Null),
            _ => None,
        }
    }

    /// A dictionary, from its `<<`.
    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        if depth >= DEEPEST {
            return None;
        }
        self.at += 2;
        let mut entries = Vec::new();
        loop {
            self.space();
            match self.peek()? {
                b'/' => {
                    let key = self.name()?;
                    entries.push((key, self.value(depth + 1)?));
                }
                b'>' if self.rest().get(1) == Some(&b'>') => {
                    self.at += 2;
                    return Some(Dictionary::of(entries));
                }
                _ => return None,
            }
        }
    }

    /// A name, from its slash.
    fn name(&mut self) -> Option<Name> {
        let rest = self.rest().get(1..)?;
        let len = rest.iter().position(|&b| !lexer::is_regular(b)).unwrap_or(rest.len());
        let raw = rest.get(..len)?;
        self.at += len + 1;
        if !raw.contains(&b'#') {
            return Some(Name::from_slice(raw));
        }
        let mut out = Name::new();
        let mut bytes = raw.iter();
        while let Some(&b) = bytes.next() {
            // A stray `#` is a damaged name.
            let b =
                if b == b'#' { lexer::hex_digit(*bytes.next()?)? << 4 | lexer::hex_digit(*bytes.next()?)? } else { b };
            out.push(b);
        }
        Some(out)
    }

    /// `12 0 R`, where that is what stands here.
    fn reference(&mut self) -> Option<Object> {
        let start = self.at;
        let mut ahead = self.clone();
        let found = (|| {
            let number = u32::try_from(ahead.whole()?).ok()?;
            // Two numbers in a row are rare outside references, and the second is then seldom short.
            if !is_space(ahead.peek()?) {
                return None;
            }
            let generation = u16::try_from(ahead.whole()?).ok()?;
            ahead.keyword(b"R")?;
            Some(Object::Reference((number, generation)))
        })();
        self.at = if found.is_some() { ahead.at } else { start };
        found
    }

    fn number(&mut self) -> Option<Object> {
        let rest = self.rest();
        let len = rest.iter().position(|&b| !lexer::is_regular(b)).unwrap_or(rest.len());
        let raw = std::str::from_utf8(rest.get(..len)?).ok()?;
        let digits = raw.strip_prefix(['+', '-']).unwrap_or(raw);
        let points = digits.bytes().filter(|&b| b == b'.').count();
        if !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') || points > 1 || digits.len() == points {
            return None;
        }
        self.at += len;
        if points == 0 { raw.parse().ok().map(Object::Integer) } else { raw.parse().ok().map(Object::Real) }
    }
}

/// The inside of a literal string after its bracket, and its length with the closing one.
fn literal(rest: &[u8]) -> Option<(&[u8], usize)> {
    let mut depth = 1_usize;
    let mut n = 0;
    loop {
        n += memchr::memchr3(b'\\', b'(', b')', rest.get(n..)?)?;
        match rest.get(n)? {
            b'\\' => n += 1,
            b'(' => depth += 1,
            _ => depth -= 1,
        }
        if depth == 0 {
            return Some((rest.get(..n)?, n + 1));
        }
        n += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Object> {
        Parser::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn reads_what_is_sound() {
        let int = Object::Integer;
        for (text, want) in [
            ("12", int(12)),
            ("-7 ", int(-7)),
            ("+.5]", Object::Real(0.5)),
            ("841.89", Object::Real(841.89)),
            ("4.", Object::Real(4.0)),
            ("% note\n true", Object::Boolean(true)),
            ("null", Object::Null),
            ("/A#20B", Object::name("A B")),
            ("/ 1", Object::name("")),
            ("(a\\(b(c)\\\\)", Object::String((*b"a(b(c)\\").into())),
            ("<4 14>", Object::String((*b"A@").into())),
            ("12 0 R", Object::Reference((12, 0))),
            ("[1 2 3 0 R 4 5.5/X(y)]", {
                Object::Array(vec![
                    int(1),
                    int(2),
                    Object::Reference((3, 0)),
                    int(4),
                    Object::Real(5.5),
                    Object::name("X"),
                    Object::String((*b"y").into()),
                ])
            }),
        ] {
            assert_eq!(read(text), Some(want), "{text}");
        }
        let Some(Object::Dictionary(d)) = read("<</A 1/B<</C[]>>/A 2>>") else { panic!() };
        assert_eq!(d.get(b"A"), Some(&int(2)));
        assert!(matches!(d.get(b"B"), Some(Object::Dictionary(b)) if b.get(b"C") == Some(&Object::Array(Vec::new()))));
    }

    #[test]
    fn leaves_what_is_damaged() {
        for text in [
            "", "(open", "<41", "<4x>", "[1 2", "<</A>>", "<</A 1", "/A#2", "/A#zz", "1.2.3", "--5", ".", "1_0", "obj",
            ")",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(200)), None);
    }
}
