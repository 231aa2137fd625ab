//! What the targets share: a PDF around the part that is being fuzzed, and the pipeline over it with limits that keep a
//! run quick.

use keikaku::pdf::Limits;

/// Reads a document as the program does; whatever it says is right, as long as it says something.
pub fn read(pdf: &[u8]) {
    let limits = Limits {
        stream_bytes: 1 << 20,
        total_bytes: 4 << 20,
        operators: 20_000,
        glyphs: 5_000,
        segments: 5_000,
        pages: 8,
        objects: 5_000,
        ..Limits::default()
    };
    if let Ok(record) = keikaku::extract(pdf, &keikaku::Options { file: "a.pdf".into(), limits }) {
        // What is written can be read again.
        let json = record.to_json().expect("a record is JSON");
        let again: keikaku::Record = serde_json::from_str(&json).expect("a record can be read");
        assert_eq!(again.to_json().expect("JSON"), json);
    }
}

/// A page with these contents, and objects from 5 on.
pub fn page(contents: &[u8], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>")
            .into_bytes(),
        stream("", contents),
    ];
    objects.extend_from_slice(more);
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{} 0 obj\n", i + 1).bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.bytes());
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

/// A stream object.
pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}
