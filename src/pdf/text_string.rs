//! Text strings and dates outside content streams (ISO 32000-2, 7.9.2 and 7.9.4).

use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// A text string as Unicode: UTF-16 or UTF-8 by its mark, else PDFDocEncoding, unless the bytes are Shift_JIS, which old
/// Japanese producers wrote against the standard.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => UTF_8.decode_without_bom_handling(rest).0,
        _ if bytes.is_ascii() => String::from_utf8_lossy(bytes),
        // UTF-8 without a mark is a common mistake too, and cannot be met by chance.
        _ => match std::str::from_utf8(bytes) {
            Ok(s) => s.into(),
            Err(_) => match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
                Some(s) if looks_japanese(&s) => s,
                _ => bytes.iter().map(|&b| pdf_doc(b)).collect::<String>().into(),
            },
        },
    };
    // Language codes between escape characters (7.9.2.2) are no text, nor are trailing NULs.
    text.chars().filter(|&c| c != '\u{1B}' && c != '\0').collect()
}

/// Whether half of what Shift_JIS makes of bytes above ASCII is kana or kanji: Latin text with accents gives rare
/// characters and half-width katakana.
fn looks_japanese(s: &str) -> bool {
    let mut japanese = 0_usize;
    let mut other = 0_usize;
    for c in s.chars().filter(|c| !c.is_ascii()) {
        if matches!(c, '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}') {
            japanese += 1;
        } else {
            other += 1;
        }
    }
    japanese > other
}

/// PDFDocEncoding (ISO 32000-2, annex D.2): Latin-1 but for these.
fn pdf_doc(b: u8) -> char {
    match b {
        0x18 => '˘',
        0x19 => 'ˇ',
        0x1A => 'ˆ',
        0x1C => '˝',
        0x1D => '˛',
        0x1E => '˚',
        0x1F => '˜',
        0x80 => '•',
        0x81 => '†',
        0x82 => '‡',
        0x83 => '…',
        0x84 => '—',
        0x85 => '–',
        0x86 => 'ƒ',
        0x87 => '⁄',
        0x88 => '‹',
        0x89 => '›',
        0x8A => '−',
        0x8B => '‰',
        0x8C => '„',
        0x8D => '“',
        0x8E => '”',
        0x8F => '‘',
        0x90 => '’',
        0x91 => '‚',
        0x92 => '™',
        0x93 => 'ﬁ',
        0x94 => 'ﬂ',
        0x95 => 'Ł',
        0x96 => 'Œ',
        0x97 => 'Š',
        0x98 => 'Ÿ',
        0x99 => 'Ž',
        0x9A => 'ı',
        0x9B => 'ł',
        0x9C => 'œ',
        0x9D => 'š',
        0x9E => 'ž',
        0xA0 => '€',
        other => char::from(other),
    }
}

/// `D:20240501090000+09'00'` as `2024-05-01T09:00:00+09:00`. What is not printed is left out at the end (`2024-05`);
/// `None` where the numbers are no date.
pub(super) fn date(raw: &str) -> Option<String> {
    let s = raw.trim().trim_start_matches("D:").trim();
    let digits: usize = s.bytes().take_while(u8::is_ascii_digit).count().min(14);
    let part = |from: usize, to: usize| s.get(from..to).filter(|_| to <= digits).and_then(|p| p.parse::<u32>().ok());
    let year = part(0, 4).filter(|y| (1900..=2200).contains(y))?;
    let mut out = format!("{year:04}");
    let Some(month) = part(4, 6) else { return Some(out) };
    if !(1..=12).contains(&month) {
        return None;
    }
    out.push_str(&format!("-{month:02}"));
    let Some(day) = part(6, 8) else { return Some(out) };
    if !(1..=31).contains(&day) {
        return None;
    }
    out.push_str(&format!("-{day:02}"));
    let (Some(hour), Some(minute)) = (part(8, 10), part(10, 12)) else { return Some(out) };
    let second = part(12, 14).unwrap_or(0);
    if hour > 23 || minute > 59 || second > 59 {
        return Some(out);
    }
    out.push_str(&format!("T{hour:02}:{minute:02}:{second:02}"));
    let zone = s.get(digits..).unwrap_or_default();
    match zone.chars().next() {
        Some('Z') => out.push('Z'),
        Some(sign @ ('+' | '-')) => {
            let numbers: Vec<u32> = zone
                .split(|c: char| !c.is_ascii_digit())
                .filter(|p| !p.is_empty())
                .filter_map(|p| p.parse().ok())
                .collect();
            let (h, m) = match numbers.as_slice() {
                // `+0900` without the apostrophe.
                [hm] if *hm > 23 => (hm / 100, hm % 100),
                [h] => (*h, 0),
                [h, m, ..] => (*h, *m),
                [] => return Some(out),
            };
            if h <= 23 && m <= 59 {
                out.push_str(&format!("{sign}{h:02}:{m:02}"));
            }
        }
        _ => {}
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_in_every_encoding() {
        for (bytes, want) in [
            (&b"\xFE\xFF\x8A\x08\x75\x3B"[..], "計画"),
            (b"\xFF\xFE\x08\x8A\x3B\x75", "計画"),
            (b"\xEF\xBB\xBF\xE8\xA8\x88", "計"),
            (b"\xE8\xA8\x88\xE7\x94\xBB", "計画"),
            (b"\x8C\x76\x89\xE6\x88\xC4", "計画案"),
            (b"Writer", "Writer"),
            (b"caf\xE9", "café"),
            (b"\x8D\xA0\x8E", "“€”"),
            (b"plan\0\0", "plan"),
        ] {
            assert_eq!(decode(bytes), want, "{bytes:?}");
        }
    }

    #[test]
    fn dates_as_producers_write_them() {
        for (raw, want) in [
            ("D:20240501090000+09'00'", Some("2024-05-01T09:00:00+09:00")),
            ("D:20240501090000+09'00", Some("2024-05-01T09:00:00+09:00")),
            ("D:20240501090000+0900", Some("2024-05-01T09:00:00+09:00")),
            ("D:20240501090000Z", Some("2024-05-01T09:00:00Z")),
            ("20240501090000", Some("2024-05-01T09:00:00")),
            ("D:20240501", Some("2024-05-01")),
            ("D:2024", Some("2024")),
            ("D:20241301", None),
            ("2024/05/01", Some("2024")),
            ("", None),
            ("D:00000000", None),
        ] {
            assert_eq!(date(raw).as_deref(), want, "{raw}");
        }
    }
}
