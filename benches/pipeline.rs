//! How fast each stage is, in pages per second on one thread, over a folder of PDFs; what the plain text alone takes, beside
//! the floor (the content streams of the same pages inflated, and nothing done with them); and the peak memory.
//!
//! ```text
//! cargo bench                       the corpus
//! cargo bench -- ../plans           another folder
//! ```
//!
//! Each stage runs over all documents several times and the fastest round counts, which keeps other work on the
//! machine out of the figure. Plain code instead of a framework: there is one thing to measure, and the input is a
//! folder that only the caller knows.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use keikaku::geometry::Rect;
use keikaku::record::Record;
use keikaku::{batch, layout, pdf, structure};

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    // cargo bench adds `--bench`.
    let folder = std::env::args().skip(1).find(|a| !a.starts_with("--")).unwrap_or_else(|| "corpus".into());
    let mut files = Vec::new();
    for input in batch::walk::inputs(Path::new(&folder), None)? {
        if input.problem.is_none() {
            files.push((input.file, std::fs::read(input.path)?));
        }
    }
    let limits = pdf::Limits::default();
    let input: usize = files.iter().map(|(_, b)| b.len()).sum();

    let (floor, inflated) = fastest(|| files.iter().map(|(_, bytes)| inflate(bytes)).sum::<usize>());
    let (text, _) = fastest(|| {
        let pages =
            files.iter().filter_map(|(_, bytes)| Some(layout::plain_text(&pdf::read(bytes, &limits).ok()?, true)));
        pages.map(|p| p.len()).sum::<usize>()
    });
    let memory = peak_memory();
    let (read, documents) = fastest(|| {
        files.iter().filter_map(|(file, bytes)| Some((file, pdf::read(bytes, &limits).ok()?))).collect::<Vec<_>>()
    });
    let (analyse, flows) = fastest(|| documents.iter().map(|(_, d)| layout::analyse(d)).collect::<Vec<_>>());
    let (fill, records) = fastest(|| {
        let both = documents.iter().zip(&flows);
        both.map(|((file, document), flow)| {
            let mut record = Record::default();
            structure::fill(&mut record, flow, &structure::Input { info: Some(&document.info), file });
            record
        })
        .collect::<Vec<_>>()
    });
    let (write, json) = fastest(|| records.iter().filter_map(|r| r.to_json().ok()).collect::<Vec<_>>());

    let pages: usize = documents.iter().map(|(_, d)| d.pages.len()).sum();
    let bytes: usize = json.iter().map(String::len).sum();
    println!("{folder}: {} documents, {pages} pages, {bytes} bytes of JSON; best of {ROUNDS} rounds", documents.len());
    println!("floor: {} MB of content streams inflated", inflated / 1_000_000);
    for (stage, time) in [
        ("floor", floor),
        ("text", text),
        ("pdf", read),
        ("layout", analyse),
        ("structure", fill),
        ("json", write),
        ("all", read + analyse + fill + write),
    ] {
        let ms = time.as_secs_f64() * 1000.0;
        println!("{stage:<10}{ms:>10.1} ms{:>10.0} pages/s", pages as f64 / time.as_secs_f64().max(1e-9));
    }
    println!("layout takes {:.2} of what pdf takes", analyse.as_secs_f64() / read.as_secs_f64().max(1e-9));
    println!("text is {:.2} times the floor", text.as_secs_f64() / floor.as_secs_f64().max(1e-9));
    if let Some(mib) = memory {
        println!("peak memory of floor and text, the input ({} MB) held: {mib} MiB", input / 1_000_000);
    }
    crowded();
    Ok(())
}

/// The bytes of all content streams of a PDF, by a reader that parses nothing but what leads to them.
fn inflate(bytes: &[u8]) -> usize {
    let Ok(pdf) = hayro_syntax::Pdf::new(bytes.to_vec()) else { return 0 };
    pdf.pages().iter().filter_map(|page| Some(page.page_stream()?.len())).sum()
}

/// Peak resident memory of this process in MiB, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// How layout grows with what stands on a page: text, a ruled sheet with a stroke for each side of each cell, maps of short
/// and of long lines, each once, twice and four times as large.
fn crowded() {
    for (what, made) in [
        ("text", text as fn(u16) -> pdf::Page),
        ("ruled sheet", sheet),
        ("map of short lines", short),
        ("map of long lines", long),
    ] {
        let mut first = None;
        for times in [1, 2, 4] {
            let page = made(times);
            let size = format!("{} glyphs, {} strokes", page.glyphs.len(), page.strokes.len());
            let document = pdf::Document { pages: vec![page], ..pdf::Document::default() };
            let (time, _) = fastest(|| layout::analyse(&document));
            let ms = time.as_secs_f64() * 1000.0;
            let once = *first.get_or_insert(ms);
            println!("layout of a page, {what} ({size}): {ms:.1} ms, {:.2} times", ms / once.max(1e-9));
        }
    }
}

fn page(glyphs: Vec<pdf::Glyph>, strokes: Vec<pdf::Stroke>) -> pdf::Page {
    pdf::Page { number: 1, width: 595.0, height: 842.0, strokes, glyphs, ..pdf::Page::default() }
}

fn glyph(x: f32, y: f32, size: f32) -> pdf::Glyph {
    pdf::Glyph {
        ch: '市',
        bbox: Rect::new(x, y, x + size, y + size),
        baseline: y + 0.88 * size,
        size,
        font: 0,
        bold: false,
        color: [0; 3],
        direction: pdf::Direction::Right,
        invisible: false,
        mcid: None,
    }
}

fn stroke(x0: f32, y0: f32, x1: f32, y1: f32) -> pdf::Stroke {
    pdf::Stroke { line: Rect::new(x0, y0, x1, y1), width: 0.3, color: [0; 3], dashed: false }
}

/// Lines of 50 characters, set closer the more there are.
fn text(times: u16) -> pdf::Page {
    let lines = 50 * times;
    let pitch = 800.0 / f32::from(lines);
    let size = (0.7 * pitch).min(10.0);
    let line = |i: u16| (0..50).map(move |k: u16| glyph(40.0 + f32::from(k) * size, 20.0 + f32::from(i) * pitch, size));
    page((0..lines).flat_map(line).collect(), Vec::new())
}

/// Twenty columns of cells with two characters each.
fn sheet(times: u16) -> pdf::Page {
    let (rows, columns) = (30 * times, 20);
    let (w, h) = (580.0 / f32::from(columns), 830.0 / f32::from(rows));
    let places = || (0..rows).flat_map(|r| (0..columns).map(move |c| (f32::from(c) * w + 5.0, f32::from(r) * h + 5.0)));
    let sides = |(x, y): (f32, f32)| {
        [stroke(x, y, x + w, y), stroke(x, y + h, x + w, y + h), stroke(x, y, x, y + h), stroke(x + w, y, x + w, y + h)]
    };
    let size = (0.6 * h).min(9.0);
    let word = |(x, y): (f32, f32)| [glyph(x + 3.0, y + 0.2 * h, size), glyph(x + 3.0 + size, y + 0.2 * h, size)];
    page(places().flat_map(word).collect(), places().flat_map(sides).collect())
}

/// Names between very many short strokes.
fn short(times: u16) -> pdf::Page {
    let stroke = |i: u16| {
        let (x, y) = (f32::from(i % 250) * 2.3, f32::from(i / 250) * 4.1);
        [stroke(x, y, x + 6.0, y), stroke(x, y, x, y + 6.0)]
    };
    page(text(1).glyphs, (0..12_500 * times).flat_map(stroke).collect())
}

/// Names between very many long ones, nowhere in a row.
fn long(times: u16) -> pdf::Page {
    let stroke = |i: u16| {
        let (x, y) = (f32::from(i % 251) * 2.1, f32::from(i / 251) * 3.7 + f32::from(i % 13) * 0.3);
        [stroke(x, y, x + 60.0, y), stroke(x, y, x, y + 60.0)]
    };
    page(text(1).glyphs, (0..12_500 * times).flat_map(stroke).collect())
}

/// The shortest time of several rounds, and what the last one made.
fn fastest<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let started = Instant::now();
        let made = work();
        (started.elapsed(), made)
    };
    let mut best = timed();
    for _ in 1..ROUNDS {
        let next = timed();
        best = (best.0.min(next.0), next.1);
    }
    best
}
