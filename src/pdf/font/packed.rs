//! Predefined Japanese CMaps, ready to be searched: from codes to CIDs of Adobe-Japan1, and from these to Unicode.
//!
//! `hayro-cmap` packs the CMaps of all languages into one Brotli archive, and unpacking it takes several times as long as reading a
//! page. Those for Japanese, which nearly all documents need alone, lie in `data/cmaps.bin` as sorted ranges, made from
//! what `hayro-cmap` says by a test of this module. For each:
//!
//! ```text
//! length of its name, its name, index of the CMap it builds on or FF
//! number of ranges of codes of one, two, four bytes, number of ranges of CIDs, length of the strings: five times u32
//! ranges of codes: first u32, how many more u16, CID of the first u16
//! ranges of CIDs: first u16, how many more u16, character of the first u32; or FF, length u8, place u16 of a string
//! strings: UTF-8
//! ```

use super::Text;

static DATA: &[u8] = include_bytes!("../../../data/cmaps.bin");

/// Bytes of a range.
const RANGE: usize = 8;
/// The mark of a string in the place of a character.
const STRING: u8 = 0xFF;
/// More than there are: the file is part of the program.
const MOST: usize = 64;

/// Ranges by code length: one, two, four.
type Codes = [&'static [u8]; 3];

/// One CMap.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    /// Its own, then those of the CMaps it builds on.
    codes: Vec<Codes>,
    /// Ranges of CIDs.
    cids: &'static [u8],
    strings: &'static [u8],
}

impl Packed {
    /// The CMap of a name.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        let mut entry = all().find(|e| e.name == name)?;
        let (cids, strings) = (entry.cids, entry.strings);
        let mut codes = vec![entry.codes];
        while let Some(base) = entry.base.filter(|_| codes.len() < MOST).and_then(|b| all().nth(b)) {
            codes.push(base.codes);
            entry = base;
        }
        Some(Self { codes, cids, strings })
    }

    /// The CID of a code of `len` bytes.
    pub(super) fn cid(&self, code: u32, len: u8) -> Option<u32> {
        let ranges = match len {
            1 => 0,
            2 => 1,
            4 => 2,
            _ => return None,
        };
        self.codes.iter().find_map(|codes| {
            let [a, b, c, d, m0, m1, c0, c1] = last_before(codes.get(ranges)?, |r| {
                let [a, b, c, d, ..] = *r;
                u32::from_be_bytes([a, b, c, d]) <= code
            })?;
            let behind = code - u32::from_be_bytes([a, b, c, d]);
            let more = u32::from(u16::from_be_bytes([m0, m1]));
            (behind <= more).then(|| u32::from(u16::from_be_bytes([c0, c1])) + behind)
        })
    }

    /// The text of a CID.
    pub(super) fn text(&self, cid: u32) -> Option<Text> {
        let [a, b, m0, m1, kind, length, p0, p1] = last_before(self.cids, |r| {
            let [a, b, ..] = *r;
            u32::from(u16::from_be_bytes([a, b])) <= cid
        })?;
        let behind = cid - u32::from(u16::from_be_bytes([a, b]));
        if behind > u32::from(u16::from_be_bytes([m0, m1])) {
            return None;
        }
        if kind == STRING {
            let from = usize::from(u16::from_be_bytes([p0, p1]));
            let text = self.strings.get(from..from + usize::from(length))?;
            return Some(Text::Many(std::str::from_utf8(text).ok()?.into()));
        }
        char::from_u32(u32::from_be_bytes([kind, length, p0, p1]) + behind).map(Text::One)
    }
}

/// The last range that is not behind.
fn last_before(ranges: &'static [u8], not_behind: impl Fn(&[u8; RANGE]) -> bool) -> Option<[u8; RANGE]> {
    let (ranges, _) = ranges.as_chunks::<RANGE>();
    ranges.get(ranges.partition_point(not_behind).checked_sub(1)?).copied()
}

/// One CMap as it lies in the file.
struct Entry {
    name: &'static [u8],
    base: Option<usize>,
    codes: Codes,
    cids: &'static [u8],
    strings: &'static [u8],
}

/// All CMaps of the file.
fn all() -> impl Iterator<Item = Entry> {
    let mut rest = DATA;
    let next = move || {
        let mut take = |n: usize| {
            let (taken, left) = rest.split_at_checked(n)?;
            rest = left;
            Some(taken)
        };
        let length = *take(1)?.first()?;
        let name = take(usize::from(length))?;
        let base = Some(usize::from(*take(1)?.first()?)).filter(|b| *b < MOST);
        let mut numbers = [0_usize; 5];
        for number in &mut numbers {
            *number = u32::from_be_bytes(take(4)?.try_into().ok()?) as usize;
        }
        let [one, two, four, cids, strings] = numbers;
        let codes = [take(one * RANGE)?, take(two * RANGE)?, take(four * RANGE)?];
        Some(Entry { name, base, codes, cids: take(cids * RANGE)?, strings: take(strings)? })
    };
    std::iter::from_fn(next).take(MOST)
}

#[cfg(test)]
mod tests {
    use hayro_cmap::{BfString, CMap, CMapName, load_embedded};

    use super::*;

    /// A name, and the index of the one it builds on.
    const NAMES: [(&str, Option<usize>); 20] = [
        ("90ms-RKSJ-H", None),
        ("90ms-RKSJ-V", Some(0)),
        ("90msp-RKSJ-H", Some(0)),
        ("90msp-RKSJ-V", Some(2)),
        ("90pv-RKSJ-H", None),
        ("83pv-RKSJ-H", None),
        ("Add-RKSJ-H", None),
        ("Add-RKSJ-V", Some(6)),
        ("Ext-RKSJ-H", None),
        ("Ext-RKSJ-V", Some(8)),
        ("EUC-H", None),
        ("EUC-V", Some(10)),
        ("H", None),
        ("V", Some(12)),
        ("UniJIS-UTF16-H", None),
        ("UniJIS-UTF16-V", Some(14)),
        ("UniJIS-UCS2-H", None),
        ("UniJIS-UCS2-V", Some(16)),
        ("UniJIS-UCS2-HW-H", Some(16)),
        ("UniJIS-UCS2-HW-V", Some(17)),
    ];
    const UNICODE: &str = "Adobe-Japan1-UCS2";

    fn unpacked(name: &str) -> CMap {
        CMap::parse(load_embedded(CMapName::from_bytes(name.as_bytes())).unwrap(), load_embedded).unwrap()
    }

    /// All codes of a length that can be in a CMap.
    fn codes(len: u8) -> Box<dyn Iterator<Item = u32>> {
        match len {
            1 => Box::new(0..=0xFF),
            2 => Box::new(0..=0xFFFF),
            // Surrogates.
            _ => Box::new((0xD800..=0xDBFF_u32).flat_map(|high| (0xDC00..=0xDFFF).map(move |low| high << 16 | low))),
        }
    }

    fn pack() -> Vec<u8> {
        let mut out = Vec::new();
        let mut head = |name: &str, base: Option<usize>, numbers: [usize; 5], body: &[u8]| {
            out.push(name.len() as u8);
            out.extend(name.as_bytes());
            out.push(base.map_or(0xFF, |b| b as u8));
            out.extend(numbers.iter().flat_map(|n| (*n as u32).to_be_bytes()));
            out.extend(body);
        };
        for (name, base) in NAMES {
            let map = unpacked(name);
            let base_map = base.map(|b| unpacked(NAMES[b].0));
            let (mut numbers, mut body) = ([0; 5], Vec::new());
            for (number, len) in numbers.iter_mut().zip([1, 2, 4]) {
                let mut ranges: Vec<(u32, u32, u32)> = Vec::new();
                for code in codes(len) {
                    let cid = map.lookup_cid_code(code, len);
                    let below = base_map.as_ref().and_then(|m| m.lookup_cid_code(code, len));
                    let Some(cid) = cid.filter(|c| Some(*c) != below) else { continue };
                    match ranges.last_mut() {
                        Some((first, more, start)) if *first + *more + 1 == code && *start + *more + 1 == cid => {
                            *more += 1;
                        }
                        _ => ranges.push((code, 0, cid)),
                    }
                }
                *number = ranges.len();
                for (first, more, cid) in ranges {
                    body.extend(first.to_be_bytes());
                    body.extend(u16::try_from(more).unwrap().to_be_bytes());
                    body.extend(u16::try_from(cid).unwrap().to_be_bytes());
                }
            }
            head(name, base, numbers, &body);
        }
        let map = unpacked(UNICODE);
        let mut ranges: Vec<(u16, u16, [u8; 4])> = Vec::new();
        let mut strings: Vec<u8> = Vec::new();
        for cid in 0..=u16::MAX {
            match map.lookup_bf_string(u32::from(cid)) {
                None => {}
                Some(BfString::Char(c)) => match ranges.last_mut() {
                    Some((first, more, [0, at @ ..]))
                        if *first + *more + 1 == cid
                            && u32::from_be_bytes([0, at[0], at[1], at[2]]) + u32::from(*more) + 1 == c as u32 =>
                    {
                        *more += 1;
                    }
                    _ => ranges.push((cid, 0, (c as u32).to_be_bytes())),
                },
                Some(BfString::String(s)) => {
                    let [p0, p1] = u16::try_from(strings.len()).unwrap().to_be_bytes();
                    ranges.push((cid, 0, [STRING, s.len() as u8, p0, p1]));
                    strings.extend(s.bytes());
                }
            }
        }
        let mut body = Vec::new();
        for (first, more, value) in &ranges {
            body.extend(first.to_be_bytes());
            body.extend(more.to_be_bytes());
            body.extend(value);
        }
        body.extend(&strings);
        head(UNICODE, None, [0, 0, 0, ranges.len(), strings.len()], &body);
        out
    }

    /// `KEIKAKU_UPDATE=1` writes the file anew.
    #[test]
    fn the_file_is_what_the_crate_says() {
        let packed = pack();
        if std::env::var_os("KEIKAKU_UPDATE").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/cmaps.bin"), &packed).unwrap();
            return;
        }
        assert!(packed == DATA, "data/cmaps.bin is not what hayro-cmap says: KEIKAKU_UPDATE=1 writes it anew");
    }

    #[test]
    fn codes_lead_where_the_crate_leads_them() {
        for (name, _) in NAMES {
            let (packed, map) = (Packed::named(name.as_bytes()).unwrap(), unpacked(name));
            for len in [1, 2, 4] {
                for code in codes(len) {
                    let (ours, theirs) = (packed.cid(code, len), map.lookup_cid_code(code, len));
                    assert_eq!(ours, theirs, "{name} {code:X}");
                }
            }
        }
        let (packed, map) = (Packed::named(UNICODE.as_bytes()).unwrap(), unpacked(UNICODE));
        for cid in 0..=0xFFFF {
            let theirs = map.lookup_bf_string(cid).map(|s| match s {
                BfString::Char(c) => Text::One(c),
                BfString::String(s) => Text::Many(s.into()),
            });
            assert_eq!(packed.text(cid), theirs, "{cid}");
        }
        assert!(Packed::named(b"GBK-EUC-H").is_none());
    }
}
