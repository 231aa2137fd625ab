//! Pages in, the same pages without the line numbers in their left margin out.
//!
//! Drafts for a council number their lines (1, 2, 3 … down the margin, anew on each page), so that members can point to
//! them. Read as text, each number glues itself to the line beside it: 3 1.計画作成の背景. They are told by what no list
//! has: one number per line at one distance over the whole page, also beside lines that are empty, page after page.

use std::borrow::Cow;

use crate::geometry::Rect;
use crate::japanese;
use crate::pdf::{Direction, Document, Glyph};

use super::types::Line;

/// A page numbers so many lines at least …
const LEAST_LINES: usize = 15;
/// … and so many pages do …
const LEAST_PAGES: usize = 2;
/// … and one in so many has some: covers and contents have none.
const PAGES_IN: usize = 3;
/// Numbers stand at one place across, within this (points).
const SAME_PLACE: f32 = 2.0;
/// Distances of neighbours differ by no more than this part of the usual one.
const EVEN: f32 = 0.25;
/// The text begins so far behind the numbers at least, in multiples of their size.
const GAP: f32 = 0.7;

/// A number and its glyphs.
struct Number {
    value: u32,
    bbox: Rect,
    baseline: f32,
    size: f32,
    glyphs: Vec<usize>,
}

/// The document without line numbers, and these as lines, page by page.
pub(super) fn without_line_numbers(document: &Document) -> (Cow<'_, Document>, Vec<Vec<Line>>) {
    let mut lines: Vec<Vec<Line>> = vec![Vec::new(); document.pages.len()];
    let mut found: Vec<Vec<Number>> = document.pages.iter().map(|p| column(&p.glyphs)).collect();
    let sure: Vec<f32> = found.iter().filter(|n| is_even(n)).filter_map(|n| edge(n)).collect();
    // Pages with pictures have fewer lines, at any distance: there the place tells.
    let Some(place) = sure.get(sure.len() / 2).copied() else { return (Cow::Borrowed(document), lines) };
    for numbers in &mut found {
        if edge(numbers).is_none_or(|e| (e - place).abs() > SAME_PLACE) {
            numbers.clear();
        }
    }
    let pages = found.iter().filter(|n| !n.is_empty()).count();
    let beside_nothing = found.iter().zip(&document.pages).any(|(n, p)| n.iter().any(|n| is_alone(n, &p.glyphs)));
    if sure.len() < LEAST_PAGES || pages * PAGES_IN < document.pages.len() || !beside_nothing {
        return (Cow::Borrowed(document), lines);
    }
    let mut clean = document.clone();
    for ((page, numbers), out) in clean.pages.iter_mut().zip(&found).zip(&mut lines) {
        let mut gone = vec![false; page.glyphs.len()];
        for number in numbers {
            let chars = || number.glyphs.iter().filter_map(|i| page.glyphs.get(*i));
            let raw: String = chars().map(|g| g.ch).collect();
            out.push(Line {
                page: page.number,
                bbox: number.bbox,
                text: japanese::normalize(&raw),
                raw,
                size: number.size,
                bold: chars().all(|g| g.bold),
                color: chars().next().map_or([0; 3], |g| g.color),
                vertical: false,
            });
            for i in &number.glyphs {
                if let Some(slot) = gone.get_mut(*i) {
                    *slot = true;
                }
            }
        }
        let mut gone = gone.into_iter();
        page.glyphs.retain(|_| !gone.next().unwrap_or(false));
    }
    (Cow::Owned(clean), lines)
}

fn is_blank(g: &Glyph) -> bool {
    super::spacing::is_space(g.ch)
}

fn digit(ch: char) -> Option<u32> {
    match ch {
        '０'..='９' => Some(u32::from(ch) - u32::from('０')),
        c => c.to_digit(10),
    }
}

/// The numbers that count down the page left of all text, right-aligned or not; none where there are no such.
fn column(glyphs: &[Glyph]) -> Vec<Number> {
    let is_digit = |g: &Glyph| digit(g.ch).is_some() && g.direction == Direction::Right;
    if !glyphs.iter().any(is_digit) {
        return Vec::new();
    }
    let text_left = glyphs.iter().filter(|g| !is_blank(g) && !is_digit(g)).map(|g| g.bbox.x0).min_by(f32::total_cmp);
    let Some(text_left) = text_left else { return Vec::new() };
    // Hardly any page has a number left of all text.
    if !glyphs.iter().any(|g| g.bbox.x1 + GAP * g.size <= text_left && is_digit(g)) {
        return Vec::new();
    }
    // The leftmost thing on each line: only a number there can be a line number.
    let mut order: Vec<usize> = (0..glyphs.len()).filter(|i| glyphs.get(*i).is_some_and(|g| !is_blank(g))).collect();
    let place = |i: &usize| glyphs.get(*i).map_or((0.0, 0.0), |g| (g.baseline, g.bbox.x0));
    order.sort_by(|a, b| {
        let ((ya, xa), (yb, xb)) = (place(a), place(b));
        ya.total_cmp(&yb).then(xa.total_cmp(&xb))
    });
    let mut numbers: Vec<Number> = Vec::new();
    let mut open = false;
    for i in order {
        let Some(g) = glyphs.get(i) else { continue };
        let last = numbers.last_mut().filter(|n| open && (n.baseline - g.baseline).abs() < 0.5);
        match (last, digit(g.ch).filter(|_| is_digit(g))) {
            (Some(n), Some(d)) if g.bbox.x0 - n.bbox.x1 < 0.3 * g.size && n.value < 1000 => {
                n.value = n.value * 10 + d;
                n.bbox = n.bbox.union(&g.bbox);
                n.glyphs.push(i);
            }
            (_, Some(d)) => {
                numbers.push(Number { value: d, bbox: g.bbox, baseline: g.baseline, size: g.size, glyphs: vec![i] });
                open = true;
            }
            _ => open = false,
        }
    }
    // Nothing but numbers stands in their column, and all end (or begin) at one place.
    numbers.retain(|n| n.bbox.x1 + GAP * n.size <= text_left);
    let counts = numbers.windows(2).all(|w| matches!(w, [a, b] if b.value == a.value + 1));
    let at = |of: fn(&Number) -> f32| {
        let places = || numbers.iter().map(of);
        let (least, most) = (places().min_by(f32::total_cmp), places().max_by(f32::total_cmp));
        least.zip(most).is_some_and(|(a, b)| b - a <= SAME_PLACE)
    };
    let aligned = at(|n| n.bbox.x0) || at(|n| n.bbox.x1) || at(|n| n.bbox.cx());
    if counts && aligned { numbers } else { Vec::new() }
}

/// Where the numbers of a page end.
fn edge(numbers: &[Number]) -> Option<f32> {
    numbers.iter().map(|n| n.bbox.x1).max_by(f32::total_cmp)
}

/// Whether a page's numbers stand at one distance from top to bottom.
fn is_even(numbers: &[Number]) -> bool {
    let step = |w: &[Number]| Some(w.last()?.baseline - w.first()?.baseline);
    let mut steps: Vec<f32> = numbers.windows(2).filter_map(step).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or_default();
    numbers.len() >= LEAST_LINES && steps.iter().all(|s| (s - usual).abs() <= EVEN * usual)
}

/// Whether nothing else stands on a number's line.
fn is_alone(number: &Number, glyphs: &[Glyph]) -> bool {
    let on_line = |g: &Glyph| g.bbox.y0 < number.bbox.y1 && g.bbox.y1 > number.bbox.y0 && !is_blank(g);
    !glyphs.iter().enumerate().any(|(i, g)| on_line(g) && !number.glyphs.contains(&i))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::Page;

    fn set(page: &mut Page, x: f32, y: f32, text: &str) {
        for (i, ch) in text.chars().enumerate() {
            let x = x + 10.0 * i as f32;
            page.glyphs.push(Glyph {
                ch,
                bbox: Rect::new(x, y - 8.8, x + 10.0, y + 1.2),
                baseline: y,
                size: 10.0,
                font: 0,
                bold: false,
                color: [0; 3],
                direction: Direction::Right,
                invisible: false,
                mcid: None,
            });
        }
    }

    /// Two pages of twenty lines; `empty`: the lines without text.
    fn document(empty: &[u32], start: f32) -> Document {
        let page = |number| {
            let mut page = Page { number, width: 595.0, height: 842.0, ..Page::default() };
            for n in 1..=20_u32 {
                let y = 60.0 + 20.0 * n as f32;
                let printed = n.to_string();
                set(&mut page, 60.0 - 10.0 * printed.len() as f32, y, &printed);
                if !empty.contains(&n) {
                    set(&mut page, start, y, "湖南市の文化財");
                }
            }
            page
        };
        Document { pages: vec![page(1), page(2)], ..Document::default() }
    }

    #[test]
    fn line_numbers_go_aside() {
        let numbered = document(&[2, 7, 20], 80.0);
        let (clean, lines) = without_line_numbers(&numbered);
        assert!(clean.pages.iter().all(|p| p.glyphs.iter().all(|g| digit(g.ch).is_none())));
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20]);
        assert_eq!(lines[1].last().map(|l| l.text.as_str()), Some("20"));
    }

    #[test]
    fn numbered_lists_stay() {
        // Every number has its item beside it; or it stands right before its text.
        for (empty, start) in [(&[][..], 80.0), (&[2, 7][..], 63.0)] {
            let list = document(empty, start);
            assert!(matches!(without_line_numbers(&list).0, Cow::Borrowed(_)), "{empty:?}");
        }
    }
}
