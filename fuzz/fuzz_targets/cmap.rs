//! A CMap, as the encoding of a font and as its ToUnicode.
#![no_main]

use keikaku_fuzz::{page, read, stream};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let shown = b"BT /F1 12 Tf 50 700 Td <0041004200438140E38182> Tj <00410042> Tj ET";
    read(&page(
        shown,
        "/Font << /F1 5 0 R >>",
        &[
            b"<< /Type /Font /Subtype /Type0 /BaseFont /H /Encoding 7 0 R /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>".to_vec(),
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /H /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >>".to_vec(),
            stream("/Type /CMap /CMapName /C", data),
            stream("", data),
        ],
    ));
});
