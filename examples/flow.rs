//! Shows what the layout stage makes of a PDF, to see in a minute why a block or a table came out wrong.
//!
//! ```text
//! cargo run --example flow -- FILE.pdf            blocks in reading order, tables as grids, frames, furniture
//! cargo run --example flow -- FILE.pdf --page 3   of one page only
//! cargo run --example flow -- FILE.pdf --rules    rules, fills and glyph counts that the stage was given
//! cargo run --example flow -- FILE.pdf --json     text per page and tables as rows and spans, for scoring
//! ```
#![allow(clippy::print_stdout)]

use std::process::ExitCode;

use keikaku::layout::{self, BlockKind, Flow, Table};
use keikaku::pdf;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = args.iter().find(|a| !a.starts_with("--")) else {
        eprintln!("usage: flow FILE.pdf [--page N] [--rules] [--json]");
        return ExitCode::from(2);
    };
    let has = |name: &str| args.iter().any(|a| a == name);
    let page = args.iter().position(|a| a == "--page").and_then(|i| args.get(i + 1)).and_then(|n| n.parse().ok());
    let document = match std::fs::read(file)
        .map_err(|e| e.to_string())
        .and_then(|bytes| pdf::read(&bytes, &pdf::Limits::default()).map_err(|e| e.to_string()))
    {
        Ok(document) => document,
        Err(why) => {
            eprintln!("{file}: {why}");
            return ExitCode::FAILURE;
        }
    };
    if has("--rules") {
        rules(&document, page);
        return ExitCode::SUCCESS;
    }
    let flow = layout::analyse(&document);
    if has("--json") {
        println!("{}", json(&flow));
    } else {
        show(&flow, page);
    }
    ExitCode::SUCCESS
}

fn rules(document: &pdf::Document, only: Option<usize>) {
    for p in document.pages.iter().filter(|p| only.is_none_or(|n| n == p.number)) {
        println!(
            "page {} {}x{}: {} glyphs, {} pictures",
            p.number,
            p.width,
            p.height,
            p.glyphs.len(),
            p.pictures.len()
        );
        for s in &p.strokes {
            let r = s.line;
            println!(
                "  stroke {:.1},{:.1} - {:.1},{:.1} w{:.2} {:?} dashed={}",
                r.x0, r.y0, r.x1, r.y1, s.width, s.color, s.dashed
            );
        }
        for f in &p.fills {
            let r = f.rect;
            println!("  fill   {:.1},{:.1} - {:.1},{:.1} {:?}", r.x0, r.y0, r.x1, r.y1, f.color);
        }
    }
}

fn show(flow: &Flow, only: Option<usize>) {
    let wanted = |page: usize| only.is_none_or(|n| n == page);
    println!("body size {}", flow.body_size);
    for (i, b) in flow.blocks.iter().enumerate() {
        if let BlockKind::Table(t) = b.kind {
            if let Some(table) = flow.tables.get(t).filter(|t| t.parts.iter().any(|p| wanted(p.0))) {
                show_table(t, table);
            }
            continue;
        }
        if !wanted(b.page()) {
            continue;
        }
        let marker = b.marker.as_ref().map_or(String::new(), |m| format!("<{}> ", m.printed));
        let flags: String = [(b.bold, 'B'), (b.centred, 'C'), (b.emphasised, 'E')]
            .iter()
            .map(|(on, c)| if *on { *c } else { '.' })
            .collect();
        let frame = b.frame.map_or(String::new(), |f| format!(" frame {f}"));
        println!(
            "{i:4} p{} {flags} {:.1}pt x{:.0} +{:.1}{frame} [{}] {marker}{}",
            b.page(),
            b.size,
            b.indent,
            b.gap_above,
            b.lines.len(),
            b.text
        );
    }
    for (i, f) in flow.frames.iter().enumerate().filter(|(_, f)| wanted(f.page)) {
        println!("frame {i} p{} {:?} fill {:?} in {:?} blocks {:?}", f.page, f.bbox, f.fill, f.parent, f.blocks);
    }
    for p in flow.pages.iter().filter(|p| wanted(p.number)) {
        for l in &p.furniture {
            println!("furniture p{}: {}", p.number, l.text);
        }
        for l in &p.ruby {
            println!("ruby p{}: {}", p.number, l.text);
        }
    }
}

fn show_table(index: usize, t: &Table) {
    println!(
        "---- table {index} {:?} {}x{} header rows {} columns {} parts {:?} caption {:?}",
        t.method,
        t.rows,
        t.columns,
        t.header_rows,
        t.header_columns,
        t.parts.iter().map(|p| p.0).collect::<Vec<_>>(),
        t.caption.as_ref().map(|l| &l.text)
    );
    for c in &t.cells {
        println!(
            "  ({},{}) {}x{}{} {}",
            c.row,
            c.column,
            c.row_span,
            c.column_span,
            if c.header { " H" } else { "" },
            c.text().replace('\n', " / ")
        );
    }
}

fn json(flow: &Flow) -> serde_json::Value {
    let text: Vec<&str> = flow.pages.iter().map(|p| p.text.as_str()).collect();
    let tables: Vec<serde_json::Value> = flow
        .tables
        .iter()
        .map(|t| {
            let mut rows: Vec<Vec<Option<String>>> = vec![vec![None; t.columns]; t.rows];
            let mut spans: Vec<[usize; 4]> = Vec::new();
            for c in &t.cells {
                if let Some(place) = rows.get_mut(c.row).and_then(|r| r.get_mut(c.column)) {
                    *place = Some(c.text());
                }
                if c.row_span > 1 || c.column_span > 1 {
                    spans.push([c.row, c.column, c.row_span, c.column_span]);
                }
            }
            let pages: Vec<usize> = t.parts.iter().map(|p| p.0).collect();
            serde_json::json!({ "pages": pages, "rows": rows, "spans": spans, "header_rows": t.header_rows })
        })
        .collect();
    serde_json::json!({ "text": text, "tables": tables })
}
