//! Sheets in, what repeats from page to page taken out of them: running headers, footers, page numbers.
//!
//! Only the bands at the edges of the page are looked at, and only what stands at the same place on several pages with
//! the same words, or a number that counts with the pages. A title that repeats in the size of a title stays.

use super::lines::Segment;
use super::sheet::Sheet;
use super::types::Line;

/// Share of the page's height, at top and bottom, where furniture stands.
const EDGE: f32 = 0.115;
/// Share of the page's width, at both sides, for thumb indexes.
const SIDE: f32 = 0.06;
/// Places agree within this (points).
const SAME_PLACE: f32 = 6.0;
/// Running heads are set no larger than this multiple of the text …
const LARGEST: f32 = 1.15;
/// … or this many points: tables make the commonest size small.
const ALWAYS_SMALL: f32 = 11.5;
/// A running head with a page number in it is no larger than this (points).
const LARGEST_WITH_NUMBER: f32 = 14.0;
/// … unless they stand on this share of all pages.
const EVERYWHERE: f32 = 0.8;

/// A candidate: where it stands and what it says.
struct Candidate {
    sheet: usize,
    /// `None` is the page itself.
    frame: Option<usize>,
    index: usize,
    line: Line,
    /// Text without white space.
    text: String,
    /// The number it shows and what stands around it, if it shows one.
    number: Option<(i64, String)>,
    /// Nothing else stands further out on its side of the page.
    outermost: bool,
}

/// Takes furniture out of the sheets; returns it page by page.
pub(super) fn take(sheets: &mut [Sheet<'_>], body_size: f32) -> Vec<Vec<Line>> {
    let mut out: Vec<Vec<Line>> = vec![Vec::new(); sheets.len()];
    let candidates = candidates(sheets);
    let mut taken = vec![false; candidates.len()];
    page_numbers(sheets, &candidates, &mut taken);
    repeated(sheets, &candidates, &mut taken, body_size);
    let mut gone: Vec<&Candidate> = candidates.iter().zip(&taken).filter_map(|(c, t)| t.then_some(c)).collect();
    // From the back, so that indices stay right.
    gone.sort_by_key(|c| (c.sheet, c.frame, std::cmp::Reverse(c.index)));
    for c in gone {
        let Some(sheet) = sheets.get_mut(c.sheet) else { continue };
        let list: Option<&mut Vec<Segment>> = match c.frame {
            None => Some(&mut sheet.text),
            Some(f) => sheet.frames.get_mut(f).map(|f| &mut f.text),
        };
        if let Some(list) = list
            && c.index < list.len()
        {
            let s = list.remove(c.index);
            if let Some(page) = out.get_mut(c.sheet) {
                page.push(s.line);
            }
        }
    }
    for page in &mut out {
        page.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    }
    out
}

fn candidates(sheets: &[Sheet<'_>]) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (n, sheet) in sheets.iter().enumerate() {
        let (w, h) = (sheet.page.width.max(1.0), sheet.page.height.max(1.0));
        let regions = std::iter::once((None, &sheet.text))
            .chain(sheet.frames.iter().enumerate().map(|(i, f)| (Some(i), &f.text)));
        let all: Vec<(Option<usize>, usize, &Segment)> =
            regions.flat_map(|(f, t)| t.iter().enumerate().map(move |(i, s)| (f, i, s))).collect();
        let top = all.iter().fold(f32::MAX, |m, s| m.min(s.2.line.bbox.cy()));
        let tables = sheet.tables.iter().map(|t| t.grid.rect());
        let bottom = tables.fold(0.0_f32, |m, r| m.max(r.y1));
        let bottom = all.iter().fold(bottom, |m, s| m.max(s.2.line.bbox.cy()));
        for (frame, index, s) in all {
            let b = s.line.bbox;
            let (x, y) = (b.cx() / w, b.cy() / h);
            if (EDGE..=1.0 - EDGE).contains(&y) && (SIDE..=1.0 - SIDE).contains(&x) {
                continue;
            }
            let text: String = s.line.text.chars().filter(|c| !c.is_whitespace()).collect();
            let em = s.line.size.max(1.0);
            let outermost = b.cy() <= top + 0.7 * em || b.cy() >= bottom - 0.7 * em;
            let number = number(&text);
            out.push(Candidate { sheet: n, frame, index, line: s.line.clone(), text, number, outermost });
        }
    }
    out
}

/// The page number in a short text, and what stands around it: `-3-` is 3 with `-#-`.
fn number(text: &str) -> Option<(i64, String)> {
    let digits: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
    let (Some(first), Some(last)) = (digits.first(), digits.last()) else { return None };
    // The number at the end, or else at the start: 第2次計画 12; 3/12; - 3 -.
    let tail = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let trailing = tail.len() - tail.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (from, to) = if text.contains('/') || last.0 + 1 < text.len() && first.0 == 0 {
        let n = text.get(first.0..)?.chars().take_while(char::is_ascii_digit).count();
        (first.0, first.0 + n)
    } else {
        (tail.len() - trailing, tail.len())
    };
    let value: i64 = text.get(from..to).filter(|d| d.len() <= 4)?.parse().ok()?;
    Some((value, format!("{}#{}", text.get(..from)?, text.get(to..)?)))
}

/// Whether nothing but dashes, brackets and the words for page stand around a number.
fn is_bare(around: &str) -> bool {
    let rest: String = around
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '#' | '-'
                    | '‐'
                    | '–'
                    | '—'
                    | '―'
                    | 'ー'
                    | '−'
                    | '~'
                    | '～'
                    | '〜'
                    | '('
                    | ')'
                    | '（'
                    | '）'
                    | '['
                    | ']'
                    | '<'
                    | '>'
                    | '〈'
                    | '〉'
                    | '・'
                    | '.'
                    | '|'
                    | '｜'
                    | '/'
            )
        })
        .filter(|c| !c.is_ascii_digit())
        .collect();
    matches!(rest.as_str(), "" | "p" | "P" | "page" | "Page" | "PAGE" | "ページ" | "頁")
}

fn near(a: &Line, b: &Line) -> bool {
    (a.bbox.cy() - b.bbox.cy()).abs() <= SAME_PLACE
}

/// Numbers that count with the pages.
fn page_numbers(sheets: &[Sheet<'_>], candidates: &[Candidate], taken: &mut [bool]) {
    let offset = |c: &Candidate| -> Option<i64> {
        let page = sheets.get(c.sheet).map(|s| i64::try_from(s.page.number).unwrap_or(0))?;
        c.number.as_ref().map(|(n, _)| n - page)
    };
    for (i, c) in candidates.iter().enumerate() {
        let (Some((value, around)), Some(mine)) = (&c.number, offset(c)) else { continue };
        let bare = is_bare(around);
        let total = around.contains('/');
        // Others of the same look, counting alike, at the same height.
        let others = candidates
            .iter()
            .filter(|o| {
                o.sheet != c.sheet
                    && offset(o) == Some(mine)
                    && near(&o.line, &c.line)
                    && o.number.as_ref().is_some_and(|(_, a)| a == around)
            })
            .take(3)
            .count();
        let lone = bare && c.outermost && is_alone(sheets, c);
        let decorated = around.len() > 1 && !total;
        let counts = if bare { others >= 1 } else { others >= 2 };
        let plain_single = lone && sheets.len() == 1 && *value == 1;
        let alone = lone && (decorated || plain_single || mine == 0 && sheets.len() <= 2);
        if let Some(t) = taken.get_mut(i) {
            *t |= counts && (bare || c.line.size <= LARGEST_WITH_NUMBER) || alone;
        }
    }
}

/// Whether a line stands alone at the edge: nothing beside it, and clear space towards the text.
fn is_alone(sheets: &[Sheet<'_>], c: &Candidate) -> bool {
    let Some(sheet) = sheets.get(c.sheet) else { return false };
    let b = c.line.bbox.grown(1.2 * c.line.size.max(1.0));
    let mut hits = 0;
    for s in sheet.text.iter().chain(sheet.frames.iter().flat_map(|f| &f.text)) {
        if s.line.bbox.intersection(&b).is_some() {
            hits += 1;
        }
    }
    hits <= 1 && !sheet.tables.iter().any(|t| t.grid.rect().intersection(&b).is_some())
}

/// Lines that say the same at the same place.
fn repeated(sheets: &[Sheet<'_>], candidates: &[Candidate], taken: &mut [bool], body_size: f32) {
    let mut order: Vec<usize> = (0..candidates.len()).filter(|i| candidates[*i].text.chars().count() > 1).collect();
    order.sort_by(|a, b| candidates[*a].text.cmp(&candidates[*b].text).then(a.cmp(b)));
    let mut rest = order.as_slice();
    while let Some(first) = rest.first() {
        let text = &candidates[*first].text;
        let n = rest.iter().take_while(|i| candidates[**i].text == *text).count();
        let (same, tail) = rest.split_at(n);
        rest = tail;
        for &i in same {
            let c = &candidates[i];
            let mut pages: Vec<usize> = same
                .iter()
                .map(|j| &candidates[*j])
                .filter(|o| near(&o.line, &c.line) && (o.line.size - c.line.size).abs() < 0.6)
                .map(|o| o.sheet)
                .collect();
            pages.dedup();
            let share = pages.len() as f32 / sheets.len().max(1) as f32;
            let small = c.line.size <= (LARGEST * body_size).max(ALWAYS_SMALL);
            let often = pages.len() >= 3 || (pages.len() == 2 && sheets.len() <= 3 && c.outermost);
            let everywhere = pages.len() >= 4 && share >= EVERYWHERE;
            if (often && small && (c.outermost || pages.len() >= 3)) || everywhere {
                taken[i] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_stands_around_them() {
        let cases = [
            ("-3-", Some((3, "-#-"))),
            ("12", Some((12, "#"))),
            ("3/12", Some((3, "#/12"))),
            ("第2次計画12", Some((12, "第2次計画#"))),
            ("P.7", Some((7, "P.#"))),
            ("資料", None),
        ];
        for (text, want) in cases {
            assert_eq!(number(text), want.map(|(n, s)| (n, s.to_owned())), "{text}");
        }
        assert!(is_bare("-#-") && is_bare("P.#") && is_bare("#/12") && !is_bare("第2次計画#"));
    }
}
