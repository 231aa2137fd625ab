//! How fast each stage is on one thread, in pages per second and in megabytes of PDF per second, over folders of PDFs; what the
//! plain text alone takes, beside the floor (the files read, the content streams and ToUnicode maps of the same pages
//! inflated, and nothing done with them); and the peak memory of each.
//!
//! ```text
//! cargo bench --bench pipeline                       the corpus, and ../shared/bench/dev and ../shared/realpdf if there
//! cargo bench --bench pipeline -- ../plans           another folder
//! cargo bench --bench pipeline -- --floor ../plans   the floor alone, once: for comparing whole processes
//! cargo bench --bench pipeline -- --scale            time against pages, glyphs, cells of a table, and files
//! ```
//!
//! Each stage runs over all documents several times and the fastest round counts, which keeps other work on the
//! machine out of the figure. Plain code instead of a framework: there is one thing to measure, and the input is a
//! folder that only the caller knows.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use keikaku::geometry::Rect;
use keikaku::record::Record;
use keikaku::{batch, layout, pdf, structure};

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    // cargo bench adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--floor", folder] => {
            let total: usize = files(folder)?.iter().filter_map(|p| Some(inflate(std::fs::read(p).ok()?))).sum();
            println!("{total} bytes inflated");
        }
        ["--scale"] => scale(),
        [] => {
            let shared = std::env::var("KEIKAKU_SHARED").unwrap_or_else(|_| "../shared".into());
            for folder in ["corpus".into(), format!("{shared}/bench/dev"), format!("{shared}/realpdf")] {
                if Path::new(&folder).is_dir() {
                    stages(&folder)?;
                } else {
                    println!("{folder} is not there: nothing measured");
                }
            }
            crowded();
        }
        folders => folders.iter().try_for_each(|folder| stages(folder))?,
    }
    Ok(())
}

/// The PDFs of a folder that can be opened, sorted.
fn files(folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let inputs = batch::walk::inputs(Path::new(folder), None)?;
    let path = |input: batch::walk::Input| match (input.problem, input.origin) {
        (None, batch::walk::Origin::File(path)) => Some(path),
        _ => None,
    };
    Ok(inputs.into_iter().filter_map(path).collect())
}

fn stages(folder: &str) -> Result<(), Box<dyn Error>> {
    let mut files = files(folder)?
        .into_iter()
        .map(|p| Ok((p.display().to_string(), std::fs::read(p)?)))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    let limits = pdf::Limits::default();
    // What cannot be read is no work.
    files.retain(|(_, bytes)| pdf::read(bytes, &limits).is_ok());
    let input: usize = files.iter().map(|(_, b)| b.len()).sum();

    let mut rows: Vec<(&str, Duration, Option<u64>)> = Vec::new();
    let (floor, inflated) = fastest(|| files.iter().map(|(_, bytes)| inflate(bytes.clone())).sum::<usize>());
    rows.push(("floor", floor, peak_memory()));
    let (text, _) = fastest(|| {
        let pages =
            files.iter().filter_map(|(_, bytes)| Some(layout::plain_text(&pdf::read(bytes, &limits).ok()?, true)));
        pages.map(|p| p.len()).sum::<usize>()
    });
    rows.push(("text", text, peak_memory()));
    // The stages by themselves hold all documents at once: their memory says nothing.
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
    rows.extend([("read", read, None), ("layout", analyse, None), ("structure", fill, None), ("write", write, None)]);
    rows.push(("record", read + analyse + fill + write, None));

    let pages: usize = documents.iter().map(|(_, d)| d.pages.len()).sum();
    let bytes: usize = json.iter().map(String::len).sum();
    println!(
        "{folder}: {} documents, {pages} pages, {:.1} MB of PDF, {:.1} MB inflated by the floor, {:.1} MB of JSON; best of {ROUNDS} rounds",
        documents.len(),
        megabytes(input),
        megabytes(inflated),
        megabytes(bytes)
    );
    for (stage, time, memory) in rows {
        let seconds = time.as_secs_f64().max(1e-9);
        let memory = memory.map(|m| format!("{m:>8} MiB so far, the input held")).unwrap_or_default();
        println!(
            "{stage:<10}{:>10.1} ms{:>10.0} pages/s{:>9.1} MB/s{:>8.2} × floor{memory}",
            seconds * 1000.0,
            pages as f64 / seconds,
            megabytes(input) / seconds,
            seconds / floor.as_secs_f64().max(1e-9)
        );
    }
    Ok(())
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The bytes of all content streams and ToUnicode maps of a PDF, by a reader that parses nothing but what leads to them.
fn inflate(bytes: Vec<u8>) -> usize {
    use hayro_syntax::object::{Dict, Stream};
    let Ok(pdf) = hayro_syntax::Pdf::new(bytes) else { return 0 };
    let mut seen = std::collections::BTreeSet::new();
    let mut total = 0;
    for page in pdf.pages().iter() {
        total += page.page_stream().map_or(0, <[u8]>::len);
        let fonts = &page.resources().fonts;
        for (name, _) in fonts.entries() {
            // A font that many pages use is inflated once.
            if fonts.get_ref(name.as_ref()).is_some_and(|r| !seen.insert((r.obj_number, r.gen_number))) {
                continue;
            }
            let map = fonts.get::<Dict<'_>>(name.as_ref()).and_then(|f| f.get::<Stream<'_>>(b"ToUnicode".as_slice()));
            total += map.and_then(|m| Some(m.decoded_data().ok()?.len())).unwrap_or(0);
        }
    }
    total
}

/// Peak resident memory of this process in MiB, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// How the time of layout and structure grows with what they are given, as a line fitted through measured points: made-up
/// pages, so that nothing but the one quantity changes. Reading grows with the bytes, see the stages.
fn scale() {
    let prose = |pages: usize, lines: u16, columns: u16| pdf::Document {
        pages: (1..=pages).map(|number| lines_of(number, lines, columns)).collect(),
        ..pdf::Document::default()
    };
    let table = |rows: u16| pdf::Document { pages: vec![ruled(rows, 10)], ..pdf::Document::default() };
    fit("pages of 1,000 glyphs", [50, 100, 200, 400, 800].map(|n| (n as f64, whole(&prose(n, 25, 40)))));
    fit("glyphs on a page", [10_u16, 20, 40, 80, 160].map(|n| (f64::from(n) * 50.0, whole(&prose(1, n, 50)))));
    fit("cells of a table", [10_u16, 20, 40, 80, 160].map(|n| (f64::from(n) * 10.0, whole(&table(n)))));
}

/// Milliseconds for layout and structure of a document.
fn whole(document: &pdf::Document) -> f64 {
    let input = structure::Input { info: Some(&document.info), file: "scale.pdf" };
    let work = || structure::fill(&mut Record::default(), &layout::analyse(document), &input);
    fastest(work).0.as_secs_f64() * 1000.0
}

/// Prints the line of least squares through points, how well it fits (R²), and the exponent of the power law through them.
fn fit<const N: usize>(what: &str, points: [(f64, f64); N]) {
    let line = |p: &[(f64, f64)]| {
        let n = p.len() as f64;
        let (mx, my) = (p.iter().map(|q| q.0).sum::<f64>() / n, p.iter().map(|q| q.1).sum::<f64>() / n);
        let sxy: f64 = p.iter().map(|(x, y)| (x - mx) * (y - my)).sum();
        let sxx: f64 = p.iter().map(|(x, _)| (x - mx) * (x - mx)).sum();
        let syy: f64 = p.iter().map(|(_, y)| (y - my) * (y - my)).sum();
        (sxy / sxx, my - sxy / sxx * mx, sxy * sxy / (sxx * syy))
    };
    let (slope, at_nothing, r2) = line(&points);
    let (power, _, _) = line(&points.map(|(x, y)| (x.ln(), y.ln())));
    let listed: Vec<String> = points.iter().map(|(x, y)| format!("{x:.0}: {y:.2}")).collect();
    println!(
        "{what}: {:.4} ms each + {at_nothing:.2} ms, R² {r2:.4}, grows as n^{power:.2}   ({} ms)",
        slope,
        listed.join(", ")
    );
}

/// A page of prose: lines of characters of 10 points or what fits.
fn lines_of(number: usize, lines: u16, columns: u16) -> pdf::Page {
    let (w, h) = (500.0 / f32::from(columns), 700.0 / f32::from(lines));
    let size = w.min(h * 0.6);
    let words: Vec<char> = "本市では、市民とともに令和七年度から五年間の総合計画を策定します。".chars().collect();
    let glyph = |i: u16| {
        let (x, y) = (50.0 + f32::from(i % columns) * w, 60.0 + f32::from(i / columns) * h);
        let ch = words.get((usize::from(i) + number) % words.len()).copied().unwrap_or('市');
        pdf::Glyph { ch, ..glyph(x, y, size) }
    };
    pdf::Page {
        number,
        width: 595.0,
        height: 842.0,
        glyphs: (0..lines * columns).map(glyph).collect(),
        ..pdf::Page::default()
    }
}

/// A page with one ruled table, two characters in each cell.
fn ruled(rows: u16, columns: u16) -> pdf::Page {
    let (w, h) = (500.0 / f32::from(columns), 700.0 / f32::from(rows));
    let (right, bottom) = (50.0 + 500.0, 60.0 + 700.0);
    let across = (0..=rows).map(|r| 60.0 + f32::from(r) * h).map(|y| stroke(50.0, y, right, y));
    let down = (0..=columns).map(|c| 50.0 + f32::from(c) * w).map(|x| stroke(x, 60.0, x, bottom));
    let size = (h * 0.6).min(10.0);
    let cell = |i: u16| {
        let (x, y) = (55.0 + f32::from(i % columns) * w, 60.0 + f32::from(i / columns) * h + 0.2 * h);
        [glyph(x, y, size), glyph(x + size, y, size)]
    };
    page((0..rows * columns).flat_map(cell).collect(), across.chain(down).collect())
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
    let (rows, columns) = (30 * times, 20_u16);
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
