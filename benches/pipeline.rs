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
    println!("text is {:.2} times the floor", text.as_secs_f64() / floor.as_secs_f64().max(1e-9));
    if let Some(mib) = memory {
        println!("peak memory of floor and text, the input ({} MB) held: {mib} MiB", input / 1_000_000);
    }
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
