//! A page and what layout made of it in, an SVG out, a group for each layer.

use std::fmt::Write as _;

use crate::cli::escape::markup;
use crate::geometry::Rect;
use crate::layout::{self, BlockKind, Flow, FlowPage, Line};
use crate::pdf::{Direction, Glyph, Page};

/// What there is to draw.
pub(super) struct Drawing<'a> {
    /// The page as read.
    pub(super) page: &'a Page,
    /// The same page after layout.
    pub(super) read: &'a FlowPage,
    /// The document that it belongs to.
    pub(super) flow: &'a Flow,
}

/// Layers from the bottom up: id, what it holds, whether it is shown at first.
const LAYERS: [(&str, &str, bool); 9] = [
    ("page", "page as read", true),
    ("glyphs", "glyph boxes", false),
    ("cells", "cells", true),
    ("frames", "frames", true),
    ("rulings", "rulings", true),
    ("lines", "lines", false),
    ("furniture", "furniture and ruby", true),
    ("blocks", "blocks", false),
    ("order", "reading order", true),
];

const STYLE: &str = "\
.text{font-family:sans-serif;fill:#444}\
#glyphs rect{fill:none;stroke:#999;stroke-width:.2}\
#rulings line{stroke:#e00;stroke-width:.8}\
#cells rect{fill:#f80;fill-opacity:.12;stroke:#f80;stroke-width:.6}\
#cells .header{fill-opacity:.3}\
#cells text{font:4.5px sans-serif;fill:#b50}\
#frames rect{fill:none;stroke:#a0c;stroke-width:1;stroke-dasharray:3 2}\
#lines rect{fill:none;stroke:#06f;stroke-width:.4}\
#furniture rect{fill:#a63;fill-opacity:.2;stroke:#a63;stroke-width:.4}\
#blocks rect{fill:#0a4;fill-opacity:.08;stroke:#0a4;stroke-width:.6}\
#order polyline{fill:none;stroke:#0a4;stroke-width:.8;stroke-opacity:.6;marker-mid:url(#arrow)}\
#order text{font:bold 6px sans-serif;fill:#084}";

impl Drawing<'_> {
    /// All layers in one picture.
    pub(super) fn svg(&self) -> String {
        let (w, h) = (self.page.width, self.page.height);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}pt\" height=\"{h}pt\">\n\
             <style>{STYLE}</style>\n\
             <defs><marker id=\"arrow\" viewBox=\"0 0 6 6\" refX=\"3\" refY=\"3\" markerWidth=\"5\" markerHeight=\"5\" \
             orient=\"auto\"><path d=\"M0 0L6 3L0 6z\" fill=\"#0a4\"/></marker></defs>\n\
             <rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>\n"
        );
        for (id, _, _) in LAYERS {
            let _ = writeln!(out, "<g id=\"{id}\">");
            match id {
                "page" => self.drawn(&mut out),
                "glyphs" => {
                    for g in &self.page.glyphs {
                        let title = format!("{} U+{:04X} {:.1} pt", g.ch, u32::from(g.ch), g.size);
                        boxed(&mut out, &g.bbox, "", &title);
                    }
                }
                "cells" => self.cells(&mut out),
                "frames" => {
                    for f in self.flow.frames.iter().filter(|f| f.page == self.page.number) {
                        boxed(&mut out, &f.bbox, "", "frame");
                    }
                }
                "rulings" => {
                    for r in layout::rulings(self.page) {
                        let _ = writeln!(
                            out,
                            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
                            r.x0, r.y0, r.x1, r.y1
                        );
                    }
                }
                "lines" => {
                    let of_blocks = self.flow.blocks.iter().flat_map(|b| &b.lines);
                    let of_cells = self.flow.tables.iter().flat_map(|t| &t.cells).flat_map(|c| &c.lines);
                    of_blocks
                        .chain(of_cells)
                        .filter(|l| self.here(l))
                        .for_each(|l| boxed(&mut out, &l.bbox, "", &l.text));
                }
                "furniture" => {
                    for l in self.read.furniture.iter().chain(&self.read.ruby) {
                        boxed(&mut out, &l.bbox, "", &l.text);
                    }
                }
                "blocks" => self.blocks().iter().for_each(|(r, title)| boxed(&mut out, r, "", title)),
                _ => self.order(&mut out),
            }
            out.push_str("</g>\n");
        }
        out.push_str("</svg>\n");
        out
    }

    /// The picture in a page with a switch for each layer.
    pub(super) fn html(&self, title: &str) -> String {
        let title = markup(title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n\
             body{{font:14px sans-serif;margin:1em}}label{{margin-right:1em}}\
             svg{{display:block;width:min(100%,1400px);height:auto;border:1px solid #ccc;margin-top:1em}}\n"
        );
        for (id, _, _) in LAYERS {
            let _ = writeln!(out, "body:has(#show-{id}:not(:checked)) #{id}{{display:none}}");
        }
        let _ = writeln!(out, "</style>\n</head>\n<body>\n<h1>{title}</h1>");
        for (id, name, shown) in LAYERS {
            let checked = if shown { " checked" } else { "" };
            let _ = writeln!(out, "<label><input type=\"checkbox\" id=\"show-{id}\"{checked}> {name}</label>");
        }
        out.push_str(&self.svg());
        out.push_str("</body>\n</html>\n");
        out
    }

    fn here(&self, line: &Line) -> bool {
        line.page == self.page.number
    }

    /// What was read: fills, strokes, pictures and glyphs.
    fn drawn(&self, out: &mut String) {
        let rgb = |c: [u8; 3]| format!("#{:02x}{:02x}{:02x}", c[0], c[1], c[2]);
        for f in &self.page.fills {
            let _ = writeln!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{}\" fill-opacity=\".6\"/>",
                f.rect.x0,
                f.rect.y0,
                f.rect.width().max(0.2),
                f.rect.height().max(0.2),
                rgb(f.color)
            );
        }
        for s in &self.page.strokes {
            let r = s.line;
            let dashes = if s.dashed { " stroke-dasharray=\"2 1\"" } else { "" };
            let _ = writeln!(
                out,
                "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{}\" stroke-width=\"{:.2}\"{dashes}/>",
                r.x0,
                r.y0,
                r.x1,
                r.y1,
                rgb(s.color),
                s.width.max(0.2)
            );
        }
        for p in &self.page.pictures {
            let _ = writeln!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#def\" fill-opacity=\".5\" stroke=\"#89a\" \
                 stroke-width=\".5\"><title>picture</title></rect>",
                p.x0,
                p.y0,
                p.width(),
                p.height()
            );
        }
        for g in &self.page.glyphs {
            if !g.ch.is_whitespace() {
                character(out, g);
            }
        }
    }

    fn cells(&self, out: &mut String) {
        for t in &self.flow.tables {
            for c in &t.cells {
                for (_, rect) in c.at.iter().filter(|(page, _)| *page == self.page.number) {
                    boxed(out, rect, if c.header { "header" } else { "" }, &c.text());
                    let _ = writeln!(
                        out,
                        "<text x=\"{:.1}\" y=\"{:.1}\">{},{}</text>",
                        rect.x0 + 1.0,
                        rect.y0 + 4.5,
                        c.row,
                        c.column
                    );
                }
            }
        }
    }

    /// The blocks with something on the page, in reading order: box and text.
    fn blocks(&self) -> Vec<(Rect, String)> {
        self.flow
            .blocks
            .iter()
            .filter_map(|b| match b.kind {
                BlockKind::Table(t) => {
                    let parts = &self.flow.tables.get(t)?.parts;
                    let (_, rect) = parts.iter().find(|(page, _)| *page == self.page.number)?;
                    Some((*rect, format!("table t{}", t + 1)))
                }
                kind => {
                    let rect = b.lines.iter().filter(|l| self.here(l)).map(|l| l.bbox).reduce(|a, b| a.union(&b))?;
                    let marker = b.marker.as_ref().map(|m| format!("[{m:?}] ")).unwrap_or_default();
                    Some((rect, format!("{kind:?} {marker}{}", b.text)))
                }
            })
            .collect()
    }

    fn order(&self, out: &mut String) {
        let blocks = self.blocks();
        let points: Vec<String> = blocks.iter().map(|(r, _)| format!("{:.1},{:.1}", r.x0 - 4.0, r.y0 + 4.0)).collect();
        let _ = writeln!(out, "<polyline points=\"{}\"/>", points.join(" "));
        for (i, (r, _)) in blocks.iter().enumerate() {
            let _ = writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>", r.x0 - 8.0, r.y0 + 5.0, i + 1);
        }
    }
}

fn boxed(out: &mut String, r: &Rect, class: &str, title: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = writeln!(
        out,
        "<rect{class} x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{}</title></rect>",
        r.x0,
        r.y0,
        r.width(),
        r.height(),
        markup(title)
    );
}

fn character(out: &mut String, g: &Glyph) {
    let b = &g.bbox;
    // Where the character's baseline starts, and how it is turned.
    let (x, y, turn) = match g.direction {
        Direction::Right | Direction::Slanted => (b.x0, g.baseline, 0),
        Direction::Down => (b.x0, b.y1 - 0.12 * g.size, 0),
        Direction::TurnedDown => (g.baseline, b.y0, 90),
        Direction::TurnedUp => (g.baseline, b.y1, -90),
        Direction::Left => (b.x1, g.baseline, 180),
    };
    let turn = if turn == 0 { String::new() } else { format!(" transform=\"rotate({turn} {x:.1} {y:.1})\"") };
    let _ = writeln!(
        out,
        "<text class=\"text\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{:.1}\"{turn}>{}</text>",
        g.size,
        markup(&g.ch.to_string())
    );
}
