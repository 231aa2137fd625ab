//! A font program, asked for the characters of its glyphs.
#![no_main]

use keikaku_fuzz::{page, read, stream};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    // The first byte says which kind of program the rest is to be.
    let Some((kind, program)) = data.split_first() else { return };
    let (key, subtype) = [
        ("FontFile2", ""),
        ("FontFile3", "/Subtype /CIDFontType0C"),
        ("FontFile3", "/Subtype /OpenType"),
        ("FontFile", ""),
    ][usize::from(*kind) % 4];
    let descriptor = format!("<< /Type /FontDescriptor /FontName /H /Flags 4 /{key} 8 0 R >>").into_bytes();
    read(&page(
        b"BT /F1 12 Tf 50 700 Td <00010002000300FF> Tj /F2 12 Tf (ABC\\200) Tj ET",
        "/Font << /F1 5 0 R /F2 9 0 R >>",
        &[
            b"<< /Type /Font /Subtype /Type0 /BaseFont /H /Encoding /Identity-H /DescendantFonts [6 0 R] >>".to_vec(),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /H /FontDescriptor 7 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>".to_vec(),
            descriptor,
            stream(subtype, program),
            b"<< /Type /Font /Subtype /TrueType /BaseFont /H /FontDescriptor 7 0 R /FirstChar 0 /LastChar 255 >>".to_vec(),
        ],
    ));
});
