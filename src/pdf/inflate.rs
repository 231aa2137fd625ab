//! Deflated data (ISO 32000-2, 7.4.4), the plain case: whole, sound, within a limit. Anything else is for lopdf's decoders,
//! which keep what can be kept.

use std::cell::RefCell;

use flate2::{Decompress, FlushDecompress, Status};

use super::model::{Dictionary, Object, to_lopdf};

/// Text and operators shrink to a fourth or fifth.
const USUAL_RATIO: usize = 5;

thread_local! {
    /// The tables and the window of a decoder are larger than most streams: they are made once.
    static DECODER: RefCell<Decompress> = RefCell::new(Decompress::new(true));
}

/// What became of inflating.
#[derive(Debug, PartialEq)]
pub(super) enum Inflated {
    Whole(Vec<u8>),
    OverLimit,
    /// Not deflated data, or not all of it.
    Damaged,
}

/// Inflates data with a zlib header, up to `limit` bytes.
pub(super) fn inflate(data: &[u8], limit: usize) -> Inflated {
    DECODER.with_borrow_mut(|decoder| {
        decoder.reset(true);
        let mut out = Vec::with_capacity(data.len().saturating_mul(USUAL_RATIO).min(limit).max(256));
        loop {
            let done = usize::try_from(decoder.total_in()).unwrap_or(usize::MAX);
            let rest = data.get(done..).unwrap_or_default();
            match decoder.decompress_vec(rest, &mut out, FlushDecompress::None) {
                Ok(Status::StreamEnd) if out.len() <= limit => return Inflated::Whole(out),
                Ok(_) if out.len() > limit => return Inflated::OverLimit,
                // Room was what it wanted.
                Ok(_) if out.len() == out.capacity() => out.reserve(out.len().max(256)),
                Ok(_) | Err(_) => return Inflated::Damaged,
            }
        }
    })
}

/// The data of a stream whose dictionary needs no looking up: cross-reference and object streams (7.5.7 and 7.5.8).
/// Nothing where it is not sound, or above the limit.
pub(super) fn plain(dict: &Dictionary, data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let (filter, parms) = (dict.get(b"Filter"), dict.get(b"DecodeParms"));
    match (filter, parms) {
        (None, _) => (data.len() <= limit).then(|| data.to_vec()),
        (Some(filter), None) if is_flate(filter) => match inflate(data, limit) {
            Inflated::Whole(out) => Some(out),
            _ => None,
        },
        (Some(filter), parms) => {
            let mut plain = lopdf::Dictionary::new();
            plain.set("Filter", to_lopdf(filter, 0));
            if let Some(parms) = parms {
                plain.set("DecodeParms", to_lopdf(parms, 0));
            }
            lopdf::Stream::new(plain, data.to_vec()).decompressed_content_with_limit(limit).ok()
        }
    }
}

/// Whether a filter is `FlateDecode` alone.
pub(super) fn is_flate(filter: &Object) -> bool {
    match filter {
        Object::Name(n) => matches!(n.as_slice(), b"FlateDecode" | b"Fl"),
        Object::Array(a) => matches!(a.as_slice(), [Object::Name(n)] if matches!(n.as_slice(), b"FlateDecode" | b"Fl")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflate(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gives_all_or_says_why_not() {
        for data in [
            Vec::new(),
            b"q Q".to_vec(),
            vec![0; 100_000],
            (0..100_000_u32).map(|i| (i.wrapping_mul(i) >> 7) as u8).collect(),
        ] {
            let packed = deflate(&data);
            assert_eq!(inflate(&packed, 100_000), Inflated::Whole(data.clone()));
            assert_eq!(inflate(&packed[..packed.len() - 5], 100_000), Inflated::Damaged);
            if data.len() > 10 {
                assert_eq!(inflate(&packed, data.len() - 1), Inflated::OverLimit);
            }
        }
        assert_eq!(inflate(b"no", 10), Inflated::Damaged);
        assert_eq!(inflate(b"", 10), Inflated::Damaged);
    }
}
