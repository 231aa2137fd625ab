//! Decides whether a line goes on with the paragraph before it.
//!
//! Japanese typesetting gives few signs, but steady ones: a wrapped line runs to the end of its measure; a paragraph
//! starts one character in, or with a marker; what hangs under a marker aligns with the text after it; headings differ
//! in size or weight. The same signs hold in the page's column, in a frame and in a cell; only the measure differs.

use super::lines::{Segment, along, glyph};
use super::spacing;
use crate::japanese::{self, Marker, MarkerKind};
use crate::pdf::{Direction, Page};

/// A wrapped line ends at most this far, in font sizes, before the measure's end: a character, or two that line
/// breaking rules (kinsoku) pushed to the next line.
const RAGGED: f32 = 1.95;
/// A Latin word or number may not break and leaves more.
const RAGGED_LATIN: f32 = 5.0;
/// Sizes this close (as a share) are one size.
const SAME_SIZE: f32 = 0.08;
/// First-line indents start here, in font sizes.
const INDENT: f32 = 0.6;
/// Lines of a paragraph are set at most this much wider, in font sizes, than the document's usual pitch.
const LOOSER: f32 = 0.3;
/// … and, before the paragraph's own pitch is known, may be this many font sizes apart: slides mix pitches.
const LOOSEST_FIRST: f32 = 1.85;
/// Pitch of lines once known may vary by this share: half-leading of mixed fonts.
const PITCH_SLACK: f32 = 1.2;
/// A line must be this wide, in font sizes, to count as wrapped: shorter ones were ended on purpose.
const SHORTEST_WRAPPED: f32 = 6.0;

/// The column that lines are set in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Where lines start, along.
    pub(super) start: f32,
    /// Where full lines end, along.
    pub(super) end: f32,
    /// Usual pitch of lines, in font sizes.
    pub(super) pitch: f32,
    /// A drawn box around the lines: its sides are certain, and a centred label in it is one phrase.
    pub(super) boxed: bool,
}

/// A paragraph that may go on.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// Its marker.
    pub(super) marker: Option<Marker>,
    first: f32,
    rest: Option<f32>,
    /// Where the text after the marker starts.
    hang: f32,
    /// Where its first line goes on after a label, if it starts with one.
    tabs: Vec<f32>,
    last: Edge,
    pitch: Option<f32>,
    /// Where the measure of its last line ends: beside a picture it ends sooner.
    limit: f32,
}

/// What is needed of the last line.
#[derive(Debug, Clone)]
struct Edge {
    page: usize,
    start: f32,
    end: f32,
    across: f32,
    size: f32,
    bold: bool,
    color: [u8; 3],
    direction: Direction,
    tail: Option<char>,
    spread: bool,
}

impl Edge {
    fn new(s: &Segment) -> Self {
        let (start, end) = along(s.direction, &s.line.bbox);
        Self {
            page: s.line.page,
            start,
            end,
            across: s.across,
            size: s.line.size.max(1.0),
            bold: s.line.bold,
            color: s.line.color,
            direction: s.direction,
            tail: s.line.text.chars().next_back(),
            spread: s.spread,
        }
    }
}

impl Open {
    /// Starts a paragraph.
    pub(super) fn new(page: &Page, first: &Segment, m: &Measure) -> Self {
        let marker = japanese::marker(&first.line.text);
        let last = Edge::new(first);
        let hang = marker.as_ref().map_or(last.start, |m| after_marker(page, first, m));
        let tabs = first.tabs.clone();
        Self { marker, first: last.start, rest: None, hang, tabs, last, pitch: None, limit: m.end }
    }

    /// Adds a line that [`Open::goes_on`] with it.
    pub(super) fn push(&mut self, next: &Segment, m: &Measure) {
        let edge = Edge::new(next);
        if edge.page == self.last.page {
            self.pitch = Some(edge.across - self.last.across);
        }
        self.rest = Some(edge.start);
        self.last = edge;
        self.limit = m.end;
    }

    /// Whether its last line ends where a sentence does.
    pub(super) fn finished(&self) -> bool {
        self.last.tail.is_none_or(|c| {
            matches!(c, '。' | '．' | '.' | '」' | '』' | '）' | ')' | '！' | '？' | '!' | '?' | ':' | '：')
        })
    }

    /// Whether its last line was ended by the measure and not by its author.
    fn wrapped(&self, next: &Segment, m: &Measure) -> bool {
        let left = self.limit - self.last.end;
        let width = self.last.end - self.last.start;
        let latin = next.line.text.chars().take_while(char::is_ascii_alphanumeric).count();
        let word = 0.55 * latin as f32;
        let ragged = if latin >= 3 { (word + 0.5).clamp(RAGGED, RAGGED_LATIN) } else { RAGGED };
        let least = if m.boxed {
            0.5 * (m.end - m.start)
        } else {
            (SHORTEST_WRAPPED * self.last.size).max(0.55 * (m.end - m.start))
        };
        left <= ragged * self.last.size && width >= least.min(m.end - m.start - 2.0 * self.last.size)
    }

    /// Whether `next`, the line after it in reading order, belongs to the same paragraph.
    pub(super) fn goes_on(&self, next: &Segment, m: &Measure) -> bool {
        let n = Edge::new(next);
        let em = self.last.size;
        if n.direction != self.last.direction || (n.size - em).abs() > SAME_SIZE * em.max(n.size) {
            return false;
        }
        let wrapped = self.wrapped(next, m);
        // 総務課長 above 所 属 長: names set to one width, not one name over two lines.
        if n.spread || self.last.spread {
            return false;
        }
        if n.page == self.last.page {
            let dv = n.across - self.last.across;
            let widest = self.pitch.map_or((m.pitch + LOOSER).max(LOOSEST_FIRST) * em, |p| p * PITCH_SLACK + 0.5);
            if dv <= 0.0 || dv > widest {
                return false;
            }
        } else if self.finished() {
            // Over a page break only an unfinished sentence goes on.
            return false;
        }
        // A wrapped line may change colour (highlighted words); weight changes from a heading to its text.
        let runs_on = wrapped && !self.finished();
        if n.color != self.last.color && !runs_on || n.bold != self.last.bold && !(runs_on && self.marker.is_none()) {
            return false;
        }
        if let Some(marker) = japanese::marker(&next.line.text)
            && !(wrapped && self.may_be_prose(&marker, n.start, em))
        {
            return false;
        }
        if next.line.text.starts_with(['【', '《', '≪', '〈', '〔'])
            && !(wrapped && !self.finished() && self.marker.is_none())
        {
            return false;
        }
        if self.is_next_row(next, n.start, em) {
            return false;
        }
        if self.one_phrase(&n, m) {
            return true;
        }
        wrapped && self.aligned(n.start, em)
    }

    /// Whether a line starts with a label as the first line did, and goes on at the same place: the next row of a list
    /// of labels and values.
    fn is_next_row(&self, next: &Segment, start: f32, em: f32) -> bool {
        let near = |a: f32, b: f32| (a - b).abs() <= INDENT * em;
        near(start, self.first) && self.tabs.iter().any(|a| next.tabs.iter().any(|b| near(*a, *b)))
    }

    /// Whether a line starts where a continuation line does.
    fn aligned(&self, start: f32, em: f32) -> bool {
        match self.rest {
            Some(rest) => (start - rest).abs() <= INDENT * em,
            // Under the value after a label.
            None if self.tabs.iter().any(|t| (start - t).abs() <= INDENT * em) => true,
            // The second line: flush, outdented from a first-line indent, or hanging under the marker's text.
            None if self.marker.is_some() => {
                start >= self.first - 2.2 * em && start <= (self.hang + 1.2 * em).max(self.first + INDENT * em)
            }
            None => start >= self.first - 2.2 * em && start <= self.first + INDENT * em,
        }
    }

    /// Lines of one centred phrase: a title over two lines, a label in a box.
    fn one_phrase(&self, n: &Edge, m: &Measure) -> bool {
        let em = self.last.size;
        let centre = f32::midpoint(m.start, m.end);
        let off = |e: &Edge| (f32::midpoint(e.start, e.end) - centre).abs();
        let same_centre =
            (f32::midpoint(n.start, n.end) - f32::midpoint(self.last.start, self.last.end)).abs() <= 0.6 * em;
        let inset = |e: &Edge| e.start - m.start > 0.8 * em || (e.end - e.start) > 0.8 * (m.end - m.start);
        let narrow = m.boxed && m.end - m.start <= 11.0 * em && n.bold;
        let title = !m.boxed
            && n.bold
            && self.last.bold
            && n.size > 1.25 * TITLE_BASE
            && n.across - self.last.across <= 2.0 * em;
        (narrow || title) && same_centre && off(n) <= em && inset(n) && !self.finished() && n.page == self.last.page
    }

    /// Whether what looks like a marker may be running text that happens to start a line.
    fn may_be_prose(&self, marker: &Marker, start: f32, em: f32) -> bool {
        let ambiguous = matches!(
            marker.kind,
            MarkerKind::Number
                | MarkerKind::Compound(_)
                | MarkerKind::Latin
                | MarkerKind::Labelled
                | MarkerKind::Hen
                | MarkerKind::Bu
                | MarkerKind::Sho
                | MarkerKind::Setsu
                | MarkerKind::Kan
                | MarkerKind::Ko
                | MarkerKind::Jo
        );
        let sibling = self.marker.as_ref().is_some_and(|m| m.kind == marker.kind);
        ambiguous && !sibling && !self.finished() && self.aligned(start, em)
    }
}

/// Titles are set larger than this many points times 1.25; smaller centred lines are dates and names below a title.
const TITLE_BASE: f32 = 11.0;

/// Where the text after a marker starts, along the line.
fn after_marker(page: &Page, s: &Segment, marker: &Marker) -> f32 {
    let skip = marker.printed.chars().filter(|c| !spacing::is_space(*c)).count();
    s.glyphs
        .iter()
        .filter_map(|g| glyph(page, *g))
        .filter(|g| !spacing::is_space(g.ch))
        .nth(skip)
        .map_or_else(|| along(s.direction, &s.line.bbox).0, |g| along(s.direction, &g.bbox).0)
}

/// Joins the normalised text of lines.
pub(super) fn join<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut out = String::new();
    for l in lines {
        spacing::join(&mut out, l);
    }
    out
}
