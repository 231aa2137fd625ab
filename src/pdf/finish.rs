//! After a page ran: what was painted over, what was printed twice, what cannot be seen.

use rustc_hash::FxHashMap;

use super::interpret::Traces;
use super::{Glyph, Page, Warning, WarningKind, doubt};
use crate::geometry::Rect;

/// Two prints of a character closer than this part of its size are one character: bold faked by printing twice (offset
/// of a hairline to a twentieth of the size), shadows (up to a sixth).
const TWICE_OFFSET: f32 = 0.2;
/// … but never further than this part of its width, or two narrow letters side by side (`ll`) would be one.
const TWICE_WIDTH: f32 = 0.5;
/// How many glyphs apart the two prints may be: a string, or a line, that is printed again.
const TWICE_WITHIN: usize = 600;
/// How many earlier prints of the same character are compared.
const TWICE_RECENT: usize = 8;
/// Tests of one glyph against grounds and pictures: beyond this many, what may be hidden is kept.
const MOST_TESTS: usize = 20_000_000;
/// Pictures that invisible text is compared with; a scan is one picture, or a few dozen strips.
const MOST_PICTURES: usize = 64;

/// Cleans a page up.
pub(super) fn finish(mut page: Page, traces: &Traces, warnings: &mut Vec<Warning>) -> Page {
    let mut drop = vec![false; page.glyphs.len()];
    // First: of two prints, the one that was painted over is not the one that is seen.
    let covered = mark_covered(&page, &traces.covers, &mut drop);
    mark_twice(&mut page.glyphs, &traces.shown_by, &mut drop);
    let unseen = mark_unseen(&page, traces, &mut drop);
    let hidden = match (covered, unseen) {
        (Some((m, a)), Some((n, b))) => Some((m + n, a.union(&b))),
        (one, other) => one.or(other),
    };
    if let Some((count, bbox)) = hidden {
        warnings.push(Warning {
            page: Some(page.number),
            bbox: Some(bbox),
            kind: WarningKind::HiddenText,
            message: format!(
                "{count} characters that cannot be seen (invisible, white on white, or painted over) were left out"
            ),
        });
    }
    if drop.contains(&true) {
        let mut keep = drop.iter().map(|d| !d);
        page.glyphs.retain(|_| keep.next().unwrap_or(true));
    }
    doubt::note(&page, warnings);
    page.glyphs.shrink_to_fit();
    page
}

/// Glyphs beside a patch that are looked through for those on it.
const MOST_ON_PATCH: usize = 5_000;

/// Marks text that a box was painted over later, on which other text is set (a placed page whose title is set anew); gives
/// its number and box.
fn mark_covered(page: &Page, covers: &[(usize, Rect)], drop: &mut [bool]) -> Option<(usize, Rect)> {
    /// A character is gone where this share of its cell is painted over: cells are larger than ink.
    const GONE: f32 = 0.85;
    if covers.is_empty() {
        return None;
    }
    let mut rows: Vec<(f32, usize)> = page.glyphs.iter().enumerate().map(|(i, g)| (g.bbox.cy(), i)).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // A box on which text is set anew is a patch. One without may be the ground of a drawing that shows the same (letters as
    // outlines, a scan): what lies below is then its text, as with an OCR layer.
    let is_patch = |(drawn, cover): &&(usize, Rect)| {
        let from = rows.partition_point(|(y, _)| *y < cover.y0);
        let mut below = rows.iter().skip(from).take_while(|(y, _)| *y <= cover.y1).take(MOST_ON_PATCH);
        below.any(|(_, i)| {
            *i >= *drawn
                && page.glyphs.get(*i).is_some_and(|g| {
                    !g.invisible && !g.ch.is_whitespace() && (cover.x0..=cover.x1).contains(&g.bbox.cx())
                })
        })
    };
    let mut tests = 0;
    let mut found: Option<(usize, Rect)> = None;
    for (drawn, cover) in covers.iter().filter(is_patch) {
        let from = rows.partition_point(|(y, _)| *y < cover.y0);
        for (_, i) in rows.iter().skip(from).take_while(|(y, _)| *y <= cover.y1) {
            tests += 1;
            let (Some(g), Some(d)) = (page.glyphs.get(*i), drop.get_mut(*i)) else { continue };
            if *i >= *drawn || *d || g.invisible {
                continue;
            }
            let b = &g.bbox;
            let (w, h) = (b.x1.min(cover.x1) - b.x0.max(cover.x0), b.y1.min(cover.y1) - b.y0.max(cover.y0));
            if w > 0.0 && h > 0.0 && w * h >= GONE * b.area() {
                *d = true;
                let n = usize::from(!g.ch.is_whitespace());
                found = Some(found.map_or((n, *b), |(m, all)| (m + n, all.union(b))));
            }
        }
        if tests > MOST_TESTS {
            break;
        }
    }
    found.filter(|(n, _)| *n > 0)
}

/// Marks the later print of a character that was printed twice, and makes the first one bold.
fn mark_twice(glyphs: &mut [Glyph], shown_by: &[u32], drop: &mut [bool]) {
    let mut recent: FxHashMap<char, ([usize; TWICE_RECENT], usize)> = FxHashMap::default();
    for i in 0..glyphs.len() {
        let (Some(&g), by) = (glyphs.get(i), shown_by.get(i)) else { continue };
        if g.ch.is_whitespace() || g.ch == '\u{FFFD}' || drop.get(i).is_some_and(|d| *d) {
            continue;
        }
        let (ring, count) = recent.entry(g.ch).or_insert(([usize::MAX; TWICE_RECENT], 0));
        let reach = (TWICE_OFFSET * g.size).min(TWICE_WIDTH * g.bbox.width().max(g.bbox.height() * 0.5));
        let twin = ring.iter().copied().find(|&j| {
            i.saturating_sub(j) <= TWICE_WITHIN
                && shown_by.get(j) != by
                && glyphs.get(j).is_some_and(|first| {
                    first.direction == g.direction
                        && first.invisible == g.invisible
                        && (first.size - g.size).abs() <= 0.02 * g.size
                        && (first.bbox.cx() - g.bbox.cx()).abs() < reach
                        && (first.bbox.cy() - g.bbox.cy()).abs() < reach
                })
        });
        if let Some(j) = twin {
            if let Some(d) = drop.get_mut(i) {
                *d = true;
            }
            // A white print under or over a dark one is a halo, not weight; the dark one is what is read.
            if let Some(first) = glyphs.get_mut(j) {
                let (a, b) = (luminance(first.color), luminance(g.color));
                if (a - b).abs() < 0.5 {
                    first.bold = true;
                } else if b < a {
                    first.color = g.color;
                }
            }
        } else {
            if let Some(slot) = ring.get_mut(*count % TWICE_RECENT) {
                *slot = i;
            }
            *count += 1;
        }
    }
}

/// Lightness of a colour, 0 to 1 (Rec. 709 weights on the sRGB values, enough to tell dark from light).
fn luminance([r, g, b]: [u8; 3]) -> f32 {
    (0.2126 * f32::from(r) + 0.7152 * f32::from(g) + 0.0722 * f32::from(b)) / 255.0
}

/// Marks invisible text that lies over no picture, and white text that lies on no ground; gives their number and box.
fn mark_unseen(page: &Page, traces: &Traces, drop: &mut [bool]) -> Option<(usize, Rect)> {
    let mut hidden: Option<(usize, Rect)> = None;
    let mut mark = |i: usize, g: &Glyph| {
        if let Some(d) = drop.get_mut(i)
            && !*d
        {
            *d = true;
            let ch = usize::from(!g.ch.is_whitespace());
            hidden = Some(hidden.map_or((ch, g.bbox), |(n, b)| (n + ch, b.union(&g.bbox))));
        }
    };
    let pictures = largest_pictures(page);
    for (i, g) in page.glyphs.iter().enumerate().filter(|(_, g)| g.invisible) {
        if !lies_on(g, &pictures) {
            mark(i, g);
        }
    }
    let grounds: Vec<Rect> = page
        .fills
        .iter()
        .filter(|f| luminance(f.color) < 0.98)
        .map(|f| f.rect)
        .chain(traces.grounds.iter().copied())
        .chain(page.pictures.iter().copied())
        // A thick stroke is a ground too.
        .chain(page.strokes.iter().filter(|s| s.width > 4.0).map(|s| s.line.grown(s.width / 2.0)))
        .collect();
    if traces.white.len().saturating_mul(grounds.len()) <= MOST_TESTS {
        for &i in &traces.white {
            if let Some(g) = page.glyphs.get(i)
                // What became dark by a second print is no longer white.
                && luminance(g.color) > 0.95
                && !lies_on(g, &grounds)
            {
                mark(i, g);
            }
        }
    }
    hidden.filter(|(n, _)| *n > 0)
}

fn lies_on(g: &Glyph, grounds: &[Rect]) -> bool {
    let (x, y) = (g.bbox.cx(), g.bbox.cy());
    grounds.iter().any(|r| r.contains(x, y))
}

/// The largest pictures, and the box of all where together they are a page in strips.
pub(super) fn largest_pictures(page: &Page) -> Vec<Rect> {
    let mut all: Vec<Rect> = page.pictures.clone();
    all.sort_by(|a, b| b.area().total_cmp(&a.area()));
    let total: f32 = all.iter().map(Rect::area).sum();
    let hull = all.iter().copied().reduce(|a, b| a.union(&b));
    all.truncate(MOST_PICTURES);
    if let Some(hull) = hull
        && total > 0.8 * hull.area()
    {
        all.push(hull);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::{Direction, Fill};
    use super::*;

    fn glyph(ch: char, x: f32, y: f32) -> Glyph {
        Glyph {
            ch,
            bbox: Rect::new(x, y, x + 10.0, y + 10.0),
            baseline: y + 8.8,
            size: 10.0,
            font: 0,
            bold: false,
            color: [0; 3],
            direction: Direction::Right,
            invisible: false,
            mcid: None,
        }
    }

    fn run(glyphs: Vec<Glyph>, shown_by: Vec<u32>, white: Vec<usize>, fills: Vec<Fill>, pictures: Vec<Rect>) -> Page {
        let page = Page { number: 1, width: 100.0, height: 100.0, glyphs, fills, pictures, ..Page::default() };
        finish(page, &Traces { shown_by, white, ..Traces::default() }, &mut Vec::new())
    }

    fn text(page: &Page) -> String {
        page.glyphs.iter().map(|g| g.ch).collect()
    }

    #[test]
    fn printed_twice_is_once_and_bold() {
        let page = run(
            vec![glyph('計', 0.0, 0.0), glyph('画', 10.0, 0.0), glyph('計', 0.3, 0.0), glyph('画', 10.3, 0.0)],
            vec![1, 1, 2, 2],
            vec![],
            vec![],
            vec![],
        );
        assert_eq!(text(&page), "計画");
        assert!(page.glyphs.iter().all(|g| g.bold));
    }

    #[test]
    fn the_same_character_beside_itself_stays() {
        let page = run(vec![glyph('々', 0.0, 0.0), glyph('々', 10.0, 0.0)], vec![1, 2], vec![], vec![], vec![]);
        assert_eq!(text(&page), "々々");
        assert!(page.glyphs.iter().all(|g| !g.bold));
    }

    #[test]
    fn invisible_text_needs_a_picture() {
        let hidden = Glyph { invisible: true, ..glyph('隠', 0.0, 0.0) };
        assert_eq!(text(&run(vec![hidden], vec![1], vec![], vec![], vec![])), "");
        let scan = Rect::new(0.0, 0.0, 100.0, 100.0);
        assert_eq!(text(&run(vec![hidden], vec![1], vec![], vec![], vec![scan])), "隠");
    }

    #[test]
    fn white_text_needs_a_ground() {
        let white = Glyph { color: [255; 3], ..glyph('白', 0.0, 0.0) };
        assert_eq!(text(&run(vec![white], vec![1], vec![0], vec![], vec![])), "");
        let dark = Fill { rect: Rect::new(0.0, 0.0, 50.0, 20.0), color: [0, 0, 128] };
        assert_eq!(text(&run(vec![white], vec![1], vec![0], vec![dark], vec![])), "白");
        let paper = Fill { rect: Rect::new(0.0, 0.0, 50.0, 20.0), color: [255; 3] };
        assert_eq!(text(&run(vec![white], vec![1], vec![0], vec![paper], vec![])), "");
    }

    #[test]
    fn what_a_box_was_painted_over_is_gone() {
        let paint = |covers: Vec<(usize, Rect)>| {
            let glyphs = vec![glyph('旧', 0.0, 0.0), glyph('外', 30.0, 0.0), glyph('新', 1.0, 0.5)];
            let page = Page { number: 1, width: 100.0, height: 100.0, glyphs, ..Page::default() };
            let traces = Traces { shown_by: vec![1, 1, 2], covers, ..Traces::default() };
            let mut warnings = Vec::new();
            let text = text(&finish(page, &traces, &mut warnings));
            (text, warnings.iter().any(|w| w.kind == WarningKind::HiddenText))
        };
        let over = Rect::new(0.0, 0.0, 20.0, 12.0);
        assert_eq!(paint(vec![(2, over)]), ("外新".to_owned(), true));
        // A box without text on it: the ground of a drawing that shows the same again.
        assert_eq!(paint(vec![(3, over)]), ("旧外新".to_owned(), false));
        // A ground that was there before the text hides nothing, nor does one that covers a part.
        assert_eq!(paint(vec![(0, over)]), ("旧外新".to_owned(), false));
        assert_eq!(paint(vec![(2, Rect::new(0.0, 0.0, 20.0, 6.0))]), ("旧外新".to_owned(), false));
    }

    #[test]
    fn a_halo_is_not_bold() {
        let white = Glyph { color: [255; 3], ..glyph('縁', 0.0, 0.0) };
        let page = run(vec![white, glyph('縁', 0.0, 0.0)], vec![1, 2], vec![0], vec![], vec![]);
        assert_eq!(text(&page), "縁");
        assert!(!page.glyphs[0].bold);
        assert_eq!(page.glyphs[0].color, [0; 3]);
    }
}
