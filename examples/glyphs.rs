//! Developer's tool: prints what the PDF stage sees.
//!
//! `glyphs FILE.pdf` prints the characters in drawing order, a line break where the baseline changes, pages parted by form
//! feeds. `glyphs FILE.pdf PAGE` prints a line for each glyph, stroke, fill and picture of a page (from 1).

use std::fmt::Write as _;

use keikaku::pdf::{Limits, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("usage: glyphs FILE.pdf [PAGE]")?;
    let page: Option<usize> = args.next().map(|p| p.parse()).transpose()?;
    let document = read(&std::fs::read(&file)?, &Limits::default())?;
    let mut out = String::new();
    for (i, p) in document.pages.iter().enumerate() {
        if let Some(number) = page {
            if p.number != number {
                continue;
            }
            writeln!(out, "page {} {}x{}", p.number, p.width, p.height)?;
            for g in &p.glyphs {
                let b = g.bbox;
                writeln!(
                    out,
                    "glyph {:?} {:.2} {:.2} {:.2} {:.2} base {:.2} size {:.2} font {} {:?}{}{} {:?} {:?}",
                    g.ch,
                    b.x0,
                    b.y0,
                    b.x1,
                    b.y1,
                    g.baseline,
                    g.size,
                    g.font,
                    g.direction,
                    if g.bold { " bold" } else { "" },
                    if g.invisible { " invisible" } else { "" },
                    g.color,
                    g.mcid
                )?;
            }
            for s in &p.strokes {
                writeln!(out, "stroke {:?} width {} {:?} dashed {}", s.line, s.width, s.color, s.dashed)?;
            }
            for f in &p.fills {
                writeln!(out, "fill {:?} {:?}", f.rect, f.color)?;
            }
            for r in &p.pictures {
                writeln!(out, "picture {r:?}")?;
            }
            for t in document.roles.get(i).into_iter().flatten() {
                let text: String = p.glyphs.iter().filter(|g| g.mcid == Some(t.mcid)).map(|g| g.ch).collect();
                writeln!(out, "tag {} {:?} element {} {text}", t.mcid, t.role, t.element)?;
            }
            continue;
        }
        if i > 0 {
            out.push('\u{C}');
        }
        let mut baseline = f32::NAN;
        for g in &p.glyphs {
            if (g.baseline - baseline).abs() > g.size * 0.5 {
                out.push('\n');
            }
            baseline = g.baseline;
            out.push(g.ch);
        }
    }
    if page.is_some() {
        writeln!(out, "{:#?}", document.info)?;
        for w in &document.warnings {
            writeln!(out, "{w:?}")?;
        }
    }
    use std::io::Write as _;
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}
