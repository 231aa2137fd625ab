//! A content stream, with fonts and a form to call.
#![no_main]

use keikaku_fuzz::{page, read, stream};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let resources = "/Font << /F1 5 0 R /F2 6 0 R >> /XObject << /X 8 0 R >>";
    read(&page(
        data,
        resources,
        &[
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /H /Encoding /UniJIS-UTF16-H /DescendantFonts [7 0 R] >>".to_vec(),
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /H /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >>".to_vec(),
            stream("/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << /X 8 0 R >> >>", data),
        ],
    ));
});
