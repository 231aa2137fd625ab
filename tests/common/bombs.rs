//! PDFs that want to bring a reader down, made on the spot. `KEIKAKU_BOMBS=FOLDER cargo test --test hostile` keeps them.
#![allow(dead_code, reason = "each test program uses a part")]
#![allow(clippy::unwrap_used, reason = "a failing unwrap is a failing test")]

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF of these objects, numbered from 1; the first is the catalogue.
pub(crate) fn assemble(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        out.extend(format!("{} 0 obj\n", i + 1).bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.bytes());
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(9));
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// One page: its dictionary's further entries, its contents (object 4), and objects from 5 on.
fn page(entries: &str, contents: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {entries} >>").into_bytes(),
        contents,
    ];
    objects.extend_from_slice(more);
    assemble(&objects, "")
}

const A4: &str = "/MediaBox [0 0 595 842]";
const HELVETICA: &[u8] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const WITH_FONT: &str = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>";

/// Ten gigabytes of zeros within ten kilobytes, through three filters.
pub(crate) fn ten_gigabytes() -> Vec<u8> {
    const BLOCK: usize = 16 << 20;
    // Blocks that end on a byte boundary may be repeated: Flate's own way to make much of little.
    let zeros = vec![0; BLOCK];
    let mut raw = flate2::Compress::new(Compression::new(9), false);
    let mut block = Vec::with_capacity(1 << 16);
    raw.compress_vec(&zeros, &mut block, flate2::FlushCompress::Full).unwrap();
    let mut first = vec![0x78, 0x9c];
    for _ in 0..10 * (1 << 30) / BLOCK {
        first.extend_from_slice(&block);
    }
    // An empty last block; a wrong checksum is forgiven.
    first.extend_from_slice(&[0x03, 0x00, 0, 0, 0, 0]);
    let data = deflated(&deflated(&first));
    page(A4, stream("/Filter [/FlateDecode /FlateDecode /FlateDecode]", &data), &[])
}

/// A hundred filters, one within the other.
pub(crate) fn many_filters() -> Vec<u8> {
    let mut data = b"BT ET".to_vec();
    for _ in 0..100 {
        data = deflated(&data);
    }
    page(A4, stream(&format!("/Filter [{}]", "/FlateDecode ".repeat(100)), &data), &[])
}

/// An object stream that inflates to more than any limit.
pub(crate) fn object_stream() -> Vec<u8> {
    let mut inside = b"1 0 2 50 ".to_vec();
    inside.resize(100 << 20, b' ');
    let data = deflated(&inside);
    let object = stream("/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode", &data);
    let mut out = b"%PDF-1.7\n".to_vec();
    let at = out.len();
    out.extend_from_slice(b"3 0 obj\n");
    out.extend_from_slice(&object);
    out.extend_from_slice(b"\nendobj\n");
    let start = out.len();
    let mut table = Vec::new();
    for (kind, a, b) in [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, at, 0), (1, start, 0)] {
        table.push(u8::try_from(kind).unwrap());
        table.extend_from_slice(&u32::try_from(a).unwrap().to_be_bytes());
        table.push(b);
    }
    out.extend_from_slice(b"4 0 obj\n");
    out.extend_from_slice(&stream("/Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R", &table));
    out.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// A form that draws itself, and one that draws the next twice, a hundred deep: 2^100 drawings.
pub(crate) fn recursive_forms() -> Vec<u8> {
    let mut forms = vec![stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
        b"/F Do",
    )];
    for i in 0..100 {
        let next = if i < 99 { 7 + i } else { 5 };
        let dict =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >>");
        forms.push(stream(&dict, b"/F Do /F Do"));
    }
    let entries = format!("{A4} /Resources << /XObject << /A 5 0 R /B 6 0 R >> >>");
    page(&entries, stream("", b"/A Do /B Do"), &forms)
}

/// A page tree whose nodes hold each other.
pub(crate) fn page_tree_loop() -> Vec<u8> {
    assemble(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R 2 0 R 4 0 R 4 0 R] /Count 9999999 /Parent 3 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [2 0 R 3 0 R 4 0 R] /Count 2 /Parent 2 0 R >>".to_vec(),
            b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] >>".to_vec(),
        ],
        "",
    )
}

/// A cross-reference table that names itself as the one before it.
pub(crate) fn xref_loop() -> Vec<u8> {
    let plain = page(A4, stream("", b""), &[]);
    let at = plain.windows(5).position(|w| w == b"xref\n").unwrap();
    let text = String::from_utf8(plain).unwrap();
    text.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {at}")).into_bytes()
}

/// More than a million empty objects.
pub(crate) fn million_objects() -> Vec<u8> {
    let mut out = page(A4, stream("", b""), &[]);
    for i in 0..1_000_001 {
        out.extend(format!("{} 0 obj<<>>endobj\n", i + 10).bytes());
    }
    out
}

/// A million empty objects in an object stream.
pub(crate) fn million_compressed_objects() -> Vec<u8> {
    let count = 1_100_000;
    let mut head = String::new();
    for i in 0..count {
        write!(head, "{} 0 ", i + 10).unwrap();
    }
    let inside = format!("{head}<<>>");
    let dict = format!("/Type /ObjStm /N {count} /First {} /Filter /FlateDecode", head.len());
    // Rebuilt by scanning, every object of the stream is loaded.
    let mut out = page(A4, stream("", b""), &[stream(&dict, &deflated(inside.as_bytes()))]);
    let at = out.windows(9).position(|w| w == b"startxref").unwrap();
    out.truncate(at);
    out
}

/// Arrays and dictionaries a hundred thousand deep, as an object and in the contents.
pub(crate) fn deep_arrays() -> Vec<u8> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000)).into_bytes();
    let contents = [deep("[", "]"), b" TJ ".to_vec(), deep("<</A ", ">>"), b" BDC".to_vec()].concat();
    page(&format!("{A4} /Extra 5 0 R /More 6 0 R"), stream("", &contents), &[deep("[", "]"), deep("<</A ", ">>")])
}

/// A page of a million kilometres.
pub(crate) fn huge_page() -> Vec<u8> {
    page(
        "/MediaBox [0 0 3000000000000 3000000000000] /UserUnit 1000000000",
        stream("", b"0 0 3000000000000 3000000000000 re f"),
        &[],
    )
}

/// A million glyphs on a page.
pub(crate) fn million_glyphs() -> Vec<u8> {
    let mut contents = b"BT /F1 6 Tf 1 0 0 1 10 10 Tm\n".to_vec();
    for _ in 0..10_000 {
        contents.extend_from_slice(b"1 0 0 1 10 10 Tm (");
        contents.extend_from_slice("abcdefghij".repeat(10).as_bytes());
        contents.extend_from_slice(b") Tj\n");
    }
    page(WITH_FONT, stream("/Filter /FlateDecode", &deflated(&contents)), &[HELVETICA.to_vec()])
}

/// A path of a million segments, and a million rules.
pub(crate) fn million_segments() -> Vec<u8> {
    let mut contents = b"0 0 m\n".to_vec();
    for i in 0..1_000_000_u32 {
        contents.extend(format!("{} {} l\n", i % 595, i * 7 % 842).bytes());
    }
    contents.extend_from_slice(b"S\n");
    page(A4, stream("/Filter /FlateDecode", &deflated(&contents)), &[])
}

/// Five million operators.
pub(crate) fn operators() -> Vec<u8> {
    let contents: Vec<u8> = (0..4_500_000_u32).flat_map(|i| [b'q', b' ' + u8::from(i % 3 == 9), b'Q', b'\n']).collect();
    // Stored, not deflated: the ratio is not the limit here.
    page(A4, stream("", &contents), &[])
}

/// CMaps that include each other, and one that maps four billion codes.
pub(crate) fn cmap_loop() -> Vec<u8> {
    let cmap = |other: u8| {
        let dict = format!(
            "/Type /CMap /CMapName /C{other} /UseCMap {other} 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 1 >>"
        );
        stream(&dict, format!("/C{other} usecmap 1 begincodespacerange <0000> <FFFF> endcodespacerange").as_bytes())
    };
    let everything = b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange\n\
        2 beginbfrange <00000000> <FFFFFFFF> <0041> <0000> <FFFF> <0041> endbfrange"
        .to_vec();
    page(
        WITH_FONT,
        stream("", b"BT /F1 12 Tf 50 700 Td <00410042> Tj ET"),
        &[
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /DescendantFonts [8 0 R] /ToUnicode 9 0 R >>".to_vec(),
            cmap(7),
            cmap(6),
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 1 >> /W [0 4294967295 1000 0 2147483647 500] >>".to_vec(),
            stream("", &everything),
        ],
    )
}

/// Six thousand pages.
pub(crate) fn many_pages() -> Vec<u8> {
    let kids = "<< /Type /Page /MediaBox [0 0 595 842] >> ".repeat(6_000);
    assemble(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [{kids}] /Count 6000 >>").into_bytes(),
        ],
        "",
    )
}

/// Pages full of glyphs up to the limit: slow, and large in memory.
pub(crate) fn heavy(pages: usize) -> Vec<u8> {
    let mut contents = b"BT /F1 4 Tf\n".to_vec();
    for i in 0..2_000_u32 {
        contents.extend(format!("1 0 0 1 {} {} Tm (", i % 50, i % 800).bytes());
        contents.extend_from_slice("abcdefgh ".repeat(10).as_bytes());
        contents.extend_from_slice(b") Tj\n");
    }
    contents.extend_from_slice(b"ET");
    let kids: Vec<String> = (0..pages).map(|i| format!("{} 0 R", 5 + i)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {pages} >>", kids.join(" ")).into_bytes(),
        HELVETICA.to_vec(),
        stream("/Filter /FlateDecode", &deflated(&contents)),
    ];
    let one = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>";
    objects.extend((0..pages).map(|_| one.as_bytes().to_vec()));
    assemble(&objects, "")
}
