//! How fast dates are found, in megabytes of text per second on one thread.
//!
//! ```text
//! cargo bench --bench dates                 the text of the corpus
//! cargo bench --bench dates -- plan.txt     a text of your own
//! ```
//!
//! The text is taken page by page (form feeds part them), as a caller has it; the fastest of several rounds counts.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use keikaku::japanese::{Context, find, find_numbers, normalize};
use keikaku::{batch, pdf, pipeline};

const ROUNDS: usize = 7;
/// Enough text that a round takes long against the clock's grain.
const LEAST_BYTES: usize = 4_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    // cargo bench adds `--bench`.
    let pages: Vec<String> = match std::env::args().skip(1).find(|a| !a.starts_with("--")) {
        Some(file) => std::fs::read_to_string(file)?.split('\u{c}').map(str::to_owned).collect(),
        None => corpus()?,
    };
    let once: usize = pages.iter().map(String::len).sum();
    let times = LEAST_BYTES / once.max(1) + 1;
    let context = Context::default();
    println!("{} pages, {once} bytes, read {times} times; best of {ROUNDS} rounds", pages.len());
    measure("find", once * times, || (0..times).flat_map(|_| &pages).map(|p| find(p, &context).len()).sum());
    measure("find_numbers", once * times, || (0..times).flat_map(|_| &pages).map(|p| find_numbers(p).len()).sum());
    measure("normalize", once * times, || (0..times).flat_map(|_| &pages).map(|p| normalize(p).len()).sum());
    Ok(())
}

fn corpus() -> Result<Vec<String>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for input in batch::walk::inputs(Path::new("corpus"), None)? {
        let path = input.origin.path().ok_or("no file")?;
        pages.extend(pipeline::text(&std::fs::read(path)?, &pdf::Limits::default(), true)?);
    }
    Ok(pages)
}

fn measure(name: &str, bytes: usize, work: impl Fn() -> usize) {
    let mut best = f64::MAX;
    let mut made = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        made = work();
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{name:<14}{:>8.1} MB/s{made:>12} made", bytes as f64 / best.max(1e-9) / 1e6);
}
