//! Bytes of a content stream in, tokens out, without copying.
//!
//! A content stream is a flat run of operands followed by operators (ISO 32000-2, 7.8.2). Real files break the rules
//! in small ways (a stray `)`, `--5`, a lone `.`, a bad hex digit), and every viewer carries on after them. So this
//! lexer never fails: what it cannot read it steps over, and counts, so that a page which lost much can be told.

/// One token. Strings are given raw, between their delimiters; [`literal`] and [`hex`] decode them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    /// A number, integer or real.
    Number(f32),
    /// A name without its slash, `#xx` not yet decoded.
    Name(&'a [u8]),
    /// `( … )`, escapes not yet decoded.
    Literal(&'a [u8]),
    /// `< … >`.
    Hex(&'a [u8]),
    /// `[`.
    ArrayOpen,
    /// `]`.
    ArrayClose,
    /// `<<`.
    DictOpen,
    /// `>>`.
    DictClose,
    /// An operator, or `true`, `false`, `null`.
    Operator(&'a [u8]),
}

/// Reads tokens from the bytes of a content stream or a CMap.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
    /// How many bytes made no sense and were stepped over.
    pub(super) skipped: usize,
}

/// Digits are gathered up to this value, so that one more fits.
const MOST_DIGITS: u64 = 1_000_000_000_000_000_000;
static POWERS_OF_TEN: [f64; 20] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

/// What a byte is to the lexer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// White space (ISO 32000-2, table 1).
    Space,
    /// A delimiter (table 2).
    Delimiter,
    /// What a number starts with.
    Number,
    /// Anything else.
    Other,
}

/// The class of each byte: one look at a table instead of a dozen comparisons.
static CLASSES: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 256 {
        // Below 256.
        table[b] = match b as u8 {
            0 | 9 | 10 | 12 | 13 | 32 => Class::Space,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => Class::Delimiter,
            b'0'..=b'9' | b'+' | b'-' | b'.' => Class::Number,
            _ => Class::Other,
        };
        b += 1;
    }
    table
};

fn class(b: u8) -> Class {
    CLASSES[usize::from(b)]
}

/// White space of PDF.
pub(super) fn is_space(b: u8) -> bool {
    class(b) == Class::Space
}

/// Delimiters of PDF.
fn is_delimiter(b: u8) -> bool {
    class(b) == Class::Delimiter
}

pub(super) fn is_regular(b: u8) -> bool {
    !matches!(class(b), Class::Space | Class::Delimiter)
}

impl<'a> Lexer<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, skipped: 0 }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.data.get(self.at + ahead).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.data.get(from..to).unwrap_or_default()
    }

    /// What is not read yet.
    fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    /// Takes the bytes for which `is` holds.
    fn take(&mut self, is: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let n = rest.iter().position(|&b| !is(b)).unwrap_or(rest.len());
        self.at += n;
        rest.get(..n).unwrap_or_default()
    }

    /// The next token, or `None` at the end of the data. Every call that gives a token moves forward.
    pub(super) fn token(&mut self) -> Option<Token<'a>> {
        loop {
            let b = self.peek(0)?;
            match class(b) {
                Class::Space => self.at += 1,
                Class::Number => return Some(self.number()),
                Class::Other => return Some(Token::Operator(self.take(is_regular))),
                Class::Delimiter => {
                    if let Some(token) = self.delimiter(b) {
                        return Some(token);
                    }
                }
            }
        }
    }

    /// What starts with a delimiter; nothing for a comment and for one that makes no sense.
    fn delimiter(&mut self, b: u8) -> Option<Token<'a>> {
        self.at += 1;
        match b {
            b'/' => return Some(Token::Name(self.take(is_regular))),
            b'(' => return Some(self.literal()),
            b'<' if self.peek(0) == Some(b'<') => {
                self.at += 1;
                return Some(Token::DictOpen);
            }
            b'<' => {
                let rest = self.rest();
                let n = memchr::memchr(b'>', rest).unwrap_or(rest.len());
                self.at += n + 1;
                return Some(Token::Hex(rest.get(..n).unwrap_or_default()));
            }
            b'>' if self.peek(0) == Some(b'>') => {
                self.at += 1;
                return Some(Token::DictClose);
            }
            b'[' => return Some(Token::ArrayOpen),
            b']' => return Some(Token::ArrayClose),
            b'%' => {
                self.take(|b| b != b'\n' && b != b'\r');
            }
            _ => self.skipped += 1,
        }
        None
    }

    /// A number as lenient viewers read it: signs pile up (`--5` is −5), a second point or an inner minus ends the
    /// value and the rest of the run is ignored, a lone `.` or `-` is 0. A run that goes on with letters (`1_0`,
    /// `0g`) gives the number, and the letters are the next token.
    fn number(&mut self) -> Token<'a> {
        let rest = self.rest();
        let mut negative = false;
        let mut n = 0;
        while let Some(b @ (b'+' | b'-')) = rest.get(n) {
            negative |= *b == b'-';
            n += 1;
        }
        // Digits as a whole number, and how many of them stand after the point.
        let mut digits = 0_u64;
        let mut fraction = 0_usize;
        let mut seen_point = false;
        while let Some(&b) = rest.get(n) {
            match b {
                b'0'..=b'9' => {
                    // Digits beyond these are beyond any precision; before the point, beyond any coordinate.
                    if digits < MOST_DIGITS {
                        digits = digits * 10 + u64::from(b - b'0');
                        fraction += usize::from(seen_point);
                    } else if !seen_point {
                        digits = u64::MAX;
                    }
                }
                b'.' if !seen_point => seen_point = true,
                b'.' | b'-' => {
                    let odd = rest.iter().skip(n).take_while(|b| matches!(b, b'0'..=b'9' | b'.' | b'-')).count();
                    n += odd;
                    self.skipped += odd;
                    break;
                }
                _ => break,
            }
            n += 1;
        }
        self.at += n;
        let scale = POWERS_OF_TEN.get(fraction).copied().unwrap_or(1e19);
        // Beyond any coordinate; keeps infinities out of all later arithmetic.
        let value = (digits as f64 / scale).min(1e9) as f32;
        Token::Number(if negative { -value } else { value })
    }

    /// After `(`.
    fn literal(&mut self) -> Token<'a> {
        let rest = self.rest();
        let mut depth = 1_usize;
        let mut n = 0;
        while let Some(&b) = rest.get(n) {
            match b {
                b'\\' => n += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += n + 1;
                        return Token::Literal(rest.get(..n).unwrap_or_default());
                    }
                }
                _ => {}
            }
            n += 1;
        }
        self.at = self.data.len();
        Token::Literal(rest)
    }

    /// After `BI`: steps over the dictionary, the data and `EI` of an inline image (ISO 32000-2, 8.9.7).
    ///
    /// The data is binary and has no length before PDF 2.0, so its end is the first `EI` between white space after
    /// which the bytes look like operators again. Where there is none, the rest of the stream is lost and counted.
    pub(super) fn skip_inline_image(&mut self) {
        // The dictionary has a handful of entries; more tokens than this means that `BI` was no inline image.
        const MOST_TOKENS: usize = 200;
        let start = self.at;
        let mut found = false;
        for _ in 0..MOST_TOKENS {
            match self.token() {
                Some(Token::Operator(b"ID")) => {
                    found = true;
                    break;
                }
                Some(Token::Operator(b"EI")) => return,
                Some(_) => {}
                None => break,
            }
        }
        if !found {
            self.at = start;
            self.skipped += 2;
            return;
        }
        let data_start = self.at;
        let mut at = self.at + 1;
        while at + 1 < self.data.len() {
            if self.slice(at, at + 2) == b"EI"
                && at.checked_sub(1).and_then(|p| self.data.get(p)).is_some_and(|&b| is_space(b))
                && self.data.get(at + 2).is_none_or(|&b| is_space(b) || is_delimiter(b))
                && self.looks_like_operators(at + 2)
            {
                self.at = at + 2;
                return;
            }
            at += 1;
        }
        self.skipped += self.data.len() - data_start;
        self.at = self.data.len();
    }

    /// Whether the next bytes are all such as stand in operators and operands: image data seldom is for so long.
    fn looks_like_operators(&self, from: usize) -> bool {
        const LOOK: usize = 24;
        self.slice(from, (from + LOOK).min(self.data.len())).iter().all(|&b| {
            // A NUL is white space by the letter of the standard but in practice image data.
            (is_space(b) && b != 0) || (0x20..0x7F).contains(&b)
        })
    }
}

/// Decodes the inside of a literal string into `out` (ISO 32000-2, 7.3.4.2).
pub(super) fn literal(raw: &[u8], out: &mut Vec<u8>) {
    out.clear();
    // Most strings have no escape in them.
    let mut i = memchr::memchr2(b'\\', b'\r', raw).unwrap_or(raw.len());
    out.extend_from_slice(raw.get(..i).unwrap_or_default());
    while let Some(&b) = raw.get(i) {
        i += 1;
        match b {
            b'\\' => {
                let Some(&e) = raw.get(i) else { break };
                i += 1;
                match e {
                    b'n' => out.push(b'\n'),
                    b'r' => out.push(b'\r'),
                    b't' => out.push(b'\t'),
                    b'b' => out.push(8),
                    b'f' => out.push(12),
                    b'0'..=b'7' => {
                        let mut v = u16::from(e - b'0');
                        for _ in 0..2 {
                            match raw.get(i) {
                                Some(&d @ b'0'..=b'7') => {
                                    v = v * 8 + u16::from(d - b'0');
                                    i += 1;
                                }
                                _ => break,
                            }
                        }
                        // A value over 255 loses its high bit, as the standard says.
                        out.push((v & 0xFF) as u8);
                    }
                    b'\r' => {
                        if raw.get(i) == Some(&b'\n') {
                            i += 1;
                        }
                    }
                    b'\n' => {}
                    other => out.push(other),
                }
            }
            b'\r' => {
                if raw.get(i) == Some(&b'\n') {
                    i += 1;
                }
                out.push(b'\n');
            }
            other => out.push(other),
        }
    }
}

/// The value of each byte as a hex digit; 255 for those that are none.
static HEX: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut b = 0;
    while b < 256 {
        // Below 256.
        let c = b as u8;
        table[b] = match c {
            b'0'..=b'9' => c - b'0',
            b'a'..=b'f' => c - b'a' + 10,
            b'A'..=b'F' => c - b'A' + 10,
            _ => u8::MAX,
        };
        b += 1;
    }
    table
};

/// The value of a hex digit.
pub(super) fn hex_digit(b: u8) -> Option<u8> {
    Some(HEX[usize::from(b)]).filter(|&d| d != u8::MAX)
}

/// Decodes the inside of a hex string into `out`; what is no hex digit is left out, an odd last digit is followed by 0.
pub(super) fn hex(raw: &[u8], out: &mut Vec<u8>) {
    out.clear();
    out.reserve(raw.len() / 2 + 1);
    // Nearly all are digits in pairs without anything between.
    let mut pairs = raw.chunks_exact(2);
    let mut done = 0;
    for pair in pairs.by_ref() {
        let &[high, low] = pair else { break };
        let (Some(high), Some(low)) = (hex_digit(high), hex_digit(low)) else { break };
        out.push(high << 4 | low);
        done += 2;
    }
    let mut high = None;
    for d in raw.iter().skip(done).filter_map(|&b| hex_digit(b)) {
        match high.take() {
            Some(h) => out.push(h << 4 | d),
            None => high = Some(d),
        }
    }
    if let Some(h) = high {
        out.push(h << 4);
    }
}

/// A name with its `#xx` decoded; a stray `#` stays as it is.
pub(super) fn name(raw: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if !raw.contains(&b'#') {
        return raw.into();
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut i = 0;
    while let Some(&b) = raw.get(i) {
        if b == b'#'
            && let (Some(h), Some(l)) =
                (raw.get(i + 1).and_then(|&b| hex_digit(b)), raw.get(i + 2).and_then(|&b| hex_digit(b)))
        {
            out.push(h << 4 | l);
            i += 3;
        } else {
            out.push(b);
            i += 1;
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(data: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(data);
        std::iter::from_fn(|| lexer.token()).collect()
    }

    #[test]
    fn reads_tokens_and_survives_damage() {
        use Token::{ArrayClose, ArrayOpen, DictClose, DictOpen, Hex, Literal, Name, Number, Operator};
        let cases: &[(&[u8], &[Token<'_>])] = &[
            (
                b"1 0 0 -1 0 841.89 cm",
                &[Number(1.0), Number(0.0), Number(0.0), Number(-1.0), Number(0.0), Number(841.89), Operator(b"cm")],
            ),
            (
                b"--5 .5 -.25 +3 . 4.",
                &[Number(-5.0), Number(0.5), Number(-0.25), Number(3.0), Number(0.0), Number(4.0)],
            ),
            (b"1.2.3 5-3 7", &[Number(1.2), Number(5.0), Number(7.0)]),
            (b"0g", &[Number(0.0), Operator(b"g")]),
            (
                b"[(a\\)(b)) -120 <4 1>]TJ",
                &[ArrayOpen, Literal(b"a\\)(b)"), Number(-120.0), Hex(b"4 1"), ArrayClose, Operator(b"TJ")],
            ),
            (b"/P <</MCID 3>>BDC", &[Name(b"P"), DictOpen, Name(b"MCID"), Number(3.0), DictClose, Operator(b"BDC")]),
            (b") > } q % note\nQ", &[Operator(b"q"), Operator(b"Q")]),
            (b"b@r \x80\x81 T*", &[Operator(b"b@r"), Operator(b"\x80\x81"), Operator(b"T*")]),
            (b"(open", &[Literal(b"open")]),
            (b"<41", &[Hex(b"41")]),
        ];
        for (data, want) in cases {
            assert_eq!(&all(data), want, "{}", String::from_utf8_lossy(data));
        }
    }

    #[test]
    fn counts_what_it_steps_over() {
        let mut lexer = Lexer::new(b") ) q");
        while lexer.token().is_some() {}
        assert_eq!(lexer.skipped, 2);
    }

    #[test]
    fn skips_inline_images() {
        let cases: &[(&[u8], Option<Token<'_>>)] = &[
            (b" /W 1 /H 1 /BPC 8 ID \x00\xFFEI\x01 EI\nQ", Some(Token::Operator(b"Q"))),
            // `EI` within the data: what follows does not look like operators.
            (b" /W 9 ID \x01 EI \xFE\x00\x01 abc\nEI Q q 1 0 0 1 0 0 cm", Some(Token::Operator(b"Q"))),
            (b" /W 9 ID \x01\x02 cut off", None),
            (b" Q", Some(Token::Operator(b"Q"))),
        ];
        for (data, want) in cases {
            let mut lexer = Lexer::new(data);
            lexer.skip_inline_image();
            assert_eq!(&lexer.token(), want, "{}", String::from_utf8_lossy(data));
        }
    }

    #[test]
    fn decodes_strings_and_names() {
        let mut out = Vec::new();
        for (raw, want) in [
            (&b"a\\(b\\)\\\\"[..], &b"a(b)\\"[..]),
            (b"\\101\\0\\7x\\400", b"A\0\x07x\0"),
            (b"a\\\r\nb\r\nc\rd", b"ab\nc\nd"),
            (b"\\", b""),
        ] {
            literal(raw, &mut out);
            assert_eq!(out, want);
        }
        for (raw, want) in [(&b"4 1\n42"[..], &b"AB"[..]), (b"4", b"@"), (b"4x1", b"A")] {
            hex(raw, &mut out);
            assert_eq!(out, want);
        }
        assert_eq!(&*name(b"A#42#4"), b"AB#4");
        assert_eq!(&*name(b"plain"), b"plain");
    }

    proptest! {
        #[test]
        fn any_bytes_end(data in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut lexer = Lexer::new(&data);
            let mut count = 0;
            while let Some(token) = lexer.token() {
                count += 1;
                if token == Token::Operator(b"BI") { lexer.skip_inline_image(); }
                prop_assert!(count <= data.len());
            }
        }

        #[test]
        fn any_operators_end(data in "[ \\[\\]()<>/a-zA-Z0-9.%BIDE-]{0,200}") {
            let mut lexer = Lexer::new(data.as_bytes());
            let mut count = 0;
            while let Some(token) = lexer.token() {
                count += 1;
                if token == Token::Operator(b"BI") { lexer.skip_inline_image(); }
                if let Token::Number(n) = token { prop_assert!(n.is_finite()); }
                prop_assert!(count <= data.len());
            }
        }
    }
}
