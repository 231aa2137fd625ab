//! Text operators (ISO 32000-2, 9.3 and 9.4): from shown strings to glyphs on the page.

use std::rc::Rc;

use super::model::Dictionary;

use super::color::MID_GREY;
use super::font::{Char, Font, Text};
use super::interpret::{Interpreter, Operand, numbers};
use super::lexer;
use super::matrix::Matrix;
use super::{Direction, Glyph, Limit};
use crate::geometry::Rect;

/// Tangent of 3°: text turned by less is read as lying along the axis (scans that were straightened, hand-placed labels).
const SLANT: f32 = 0.052;
/// Shown codes that count as one operator against the limit.
const CODES_AN_OPERATOR: usize = 4;
/// White is white paper, or nearly so.
const WHITE: u8 = 250;

impl<'a> Interpreter<'a, '_> {
    /// Runs a text operator; `false` where it is none.
    pub(super) fn text_operator(
        &mut self,
        op: &[u8],
        operands: &[Operand<'_>],
        resources: Option<&'a Dictionary>,
    ) -> bool {
        let state = &mut self.state;
        match (op, numbers::<1>(operands)) {
            (b"Tc", Some([v])) => state.char_space = v,
            (b"Tw", Some([v])) => state.word_space = v,
            (b"Tz", Some([v])) => state.stretch = v / 100.0,
            (b"TL", Some([v])) => state.leading = v,
            (b"Ts", Some([v])) => state.rise = v,
            // Modes beyond 7 do not exist and show as filled.
            (b"Tr", Some([v])) => state.render = if (0.0..=7.0).contains(&v) { v as u8 } else { 0 },
            (b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tr", None) => {}
            (b"Tf", _) => {
                if let [.., Operand::Name(name), Operand::Number(size)] = operands {
                    state.size = *size;
                    self.set_font(resources, &lexer::name(name));
                }
            }
            (b"BT", _) => {
                self.text_matrix = Matrix::IDENTITY;
                self.line_matrix = Matrix::IDENTITY;
            }
            (b"ET", _) => {}
            (b"Tm", _) => {
                if let Some([a, b, c, d, e, f]) = numbers(operands) {
                    self.line_matrix = Matrix::new(a, b, c, d, e, f);
                    self.text_matrix = self.line_matrix;
                }
            }
            (b"Td", _) => {
                if let Some([x, y]) = numbers(operands) {
                    self.next_line(x, y);
                }
            }
            (b"TD", _) => {
                if let Some([x, y]) = numbers(operands) {
                    self.state.leading = -y;
                    self.next_line(x, y);
                }
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Tj", _) => {
                if let Some(&string) = operands.last() {
                    self.show_string(string);
                }
            }
            (b"'", _) => {
                self.next_line(0.0, -self.state.leading);
                if let Some(&string) = operands.last() {
                    self.show_string(string);
                }
            }
            (b"\"", _) => {
                if let [Operand::Number(word), Operand::Number(char), string] = operands {
                    self.state.word_space = *word;
                    self.state.char_space = *char;
                    self.next_line(0.0, -self.state.leading);
                    self.show_string(*string);
                }
            }
            (b"TJ", _) => {
                for &operand in operands {
                    match operand {
                        Operand::Number(n) => self.kern(n),
                        other => self.show_string(other),
                    }
                }
            }
            _ => return false,
        }
        true
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line_matrix = Matrix::translation(x, y).then(&self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    /// A number within `TJ`: thousandths of the font size, against the direction of writing.
    fn kern(&mut self, n: f32) {
        let s = &self.state;
        let d = -n / 1000.0 * s.size;
        let m = if s.font.as_ref().is_some_and(|f| f.vertical) {
            Matrix::translation(0.0, d)
        } else {
            Matrix::translation(d * s.stretch, 0.0)
        };
        self.text_matrix = m.then(&self.text_matrix);
    }

    fn show_string(&mut self, operand: Operand<'_>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        if operand.string(&mut buffer)
            && let Some(font) = self.state.font.clone()
        {
            self.show(&font, &buffer);
        }
        self.buffer = buffer;
    }

    fn show(&mut self, font: &Rc<Font>, bytes: &[u8]) {
        // Showing costs by the code. Beyond the limit nothing more is kept, so nothing more needs a place.
        self.traces.operators += bytes.len() / CODES_AN_OPERATOR;
        if self.page.glyphs.len() >= self.shared.limits.glyphs {
            self.traces.limit(Limit::Glyphs);
            return;
        }
        let s = &self.state;
        // From the em of the font to text space, less the translation that each glyph adds.
        let size = Matrix::new(s.size * s.stretch, 0.0, 0.0, s.size, 0.0, s.rise);
        let (char_space, word_space, stretch, font_size) = (s.char_space, s.word_space, s.stretch, s.size);
        let ctm = s.ctm;
        let first = size.then(&self.text_matrix).then(&ctm);
        if !first.is_finite() {
            return;
        }
        let drawn = Drawn::of(self, font, &first);
        let mut rest = bytes;
        while !rest.is_empty() {
            let (shown, code, len) = font.next(self.shared.source, rest);
            rest = rest.get(len..).unwrap_or_default();
            if let Some(drawn) = &drawn {
                let m = size.then(&self.text_matrix).then(&ctm);
                self.place(font, &shown, &m, drawn);
            }
            let word = if len == 1 && code == 32 { word_space } else { 0.0 };
            let step = if font.vertical {
                Matrix::translation(0.0, shown.vertical * font_size + char_space + word)
            } else {
                Matrix::translation((shown.width * font_size + char_space + word) * stretch, 0.0)
            };
            self.text_matrix = step.then(&self.text_matrix);
        }
    }

    /// Puts one glyph on the page.
    fn place(&mut self, font: &Font, shown: &Char, m: &Matrix, drawn: &Drawn) {
        let cell = if font.vertical {
            Rect::new(-0.5, shown.vertical, 0.5, 0.0)
        } else {
            Rect::new(0.0, font.descent * font.em, shown.width, font.ascent * font.em)
        };
        let bbox = m.bounds(&cell);
        let clip = self.state.clip;
        // Not a number compares as outside.
        let inside = bbox.x0 <= clip.x1 && bbox.x1 >= clip.x0 && bbox.y0 <= clip.y1 && bbox.y1 >= clip.y0;
        if !inside {
            return;
        }
        if self.page.glyphs.len() >= self.shared.limits.glyphs {
            self.traces.limit(Limit::Glyphs);
            return;
        }
        let (ox, oy) = m.apply(0.0, 0.0);
        let baseline = match drawn.glyph.direction {
            Direction::Down | Direction::TurnedDown | Direction::TurnedUp => ox,
            _ => oy,
        };
        let glyph = Glyph { bbox, baseline, ..drawn.glyph };
        match &shown.text {
            None => self.push(Glyph { ch: '\u{FFFD}', ..glyph }, drawn),
            Some(Text::One(ch)) => self.push(Glyph { ch: *ch, ..glyph }, drawn),
            Some(Text::Many(text)) => {
                let count = text.chars().filter(|&c| !is_selector(c)).count();
                let mut nth = 0;
                for ch in text.chars() {
                    if is_selector(ch) {
                        let at = share(&bbox, glyph.direction, nth.max(1) - 1, count.max(1));
                        self.push(Glyph { ch, bbox: end_of(&at, glyph.direction), ..glyph }, drawn);
                    } else {
                        self.push(Glyph { ch, bbox: share(&bbox, glyph.direction, nth, count), ..glyph }, drawn);
                        nth += 1;
                    }
                }
            }
        }
    }

    fn push(&mut self, glyph: Glyph, drawn: &Drawn) {
        if glyph.ch.is_control() && glyph.ch != '\t' {
            return;
        }
        if drawn.white && !glyph.ch.is_whitespace() {
            self.traces.white.push(self.page.glyphs.len());
        }
        self.page.glyphs.push(glyph);
        // Operators are limited to some millions.
        self.traces.shown_by.push(u32::try_from(self.traces.operators).unwrap_or(u32::MAX));
    }
}

/// What the glyphs of one string have in common.
struct Drawn {
    glyph: Glyph,
    white: bool,
}

impl Drawn {
    /// `None` where nothing is drawn: optional content that is off, a size of nothing.
    fn of(run: &Interpreter<'_, '_>, font: &Font, m: &Matrix) -> Option<Self> {
        let s = &run.state;
        let size = m.vertical_scale() * font.em;
        if !run.marks.visible() || !size.is_finite() || size <= 0.0 {
            return None;
        }
        // ISO 32000-2, table 104: 1 and 5 stroke only; 3 paints nothing; 7 clips, and what is painted through it later (a
        // gradient in a title) is seen.
        let (fill, stroke) = match s.render {
            0 | 4 => (true, false),
            1 | 5 => (false, true),
            2 | 6 => (true, true),
            _ => (false, false),
        };
        let through = s.render == 7;
        let seen = through || (fill && !s.fill_clear) || (stroke && !s.stroke_clear);
        let invisible = !seen;
        let color = if through {
            MID_GREY
        } else if fill || invisible {
            s.fill
        } else {
            s.stroke
        };
        let white = !invisible && color.iter().all(|&c| c >= WHITE) && !(stroke && s.stroke.iter().any(|&c| c < WHITE));
        let glyph = Glyph {
            ch: ' ',
            bbox: Rect::default(),
            baseline: 0.0,
            size,
            font: font.index,
            bold: font.bold || (fill && stroke),
            color,
            direction: direction(m, font.vertical),
            invisible,
            mcid: run.marks.mcid(),
        };
        Some(Self { glyph, white })
    }
}

/// Which way the text runs as seen, from where the matrix sends its direction of writing. The page's y axis points down.
fn direction(m: &Matrix, vertical: bool) -> Direction {
    let (dx, dy) = if vertical { (-m.c, -m.d) } else { (m.a, m.b) };
    let along_x = dy.abs() <= dx.abs() * SLANT;
    let along_y = dx.abs() <= dy.abs() * SLANT;
    match (vertical, along_x, along_y) {
        (false, true, _) if dx >= 0.0 => Direction::Right,
        (false, true, _) => Direction::Left,
        (false, _, true) if dy > 0.0 => Direction::TurnedDown,
        (false, _, true) => Direction::TurnedUp,
        (true, _, true) if dy > 0.0 => Direction::Down,
        // A vertical font on a page that was turned: its glyphs lie on their side, the line runs along x.
        (true, true, _) if dx >= 0.0 => Direction::Right,
        _ => Direction::Slanted,
    }
}

/// Variation selectors: no glyph of their own.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The `nth` of `count` equal parts of a box, along the direction of writing.
pub(super) fn share(bbox: &Rect, direction: Direction, nth: usize, count: usize) -> Rect {
    let part = |from: f32, to: f32, i: usize| from + (to - from) * (i as f32 / count.max(1) as f32);
    match direction {
        Direction::Down | Direction::TurnedDown => {
            Rect { y0: part(bbox.y0, bbox.y1, nth), y1: part(bbox.y0, bbox.y1, nth + 1), ..*bbox }
        }
        Direction::TurnedUp => Rect { y0: part(bbox.y1, bbox.y0, nth + 1), y1: part(bbox.y1, bbox.y0, nth), ..*bbox },
        Direction::Left => Rect { x0: part(bbox.x1, bbox.x0, nth + 1), x1: part(bbox.x1, bbox.x0, nth), ..*bbox },
        Direction::Right | Direction::Slanted => {
            Rect { x0: part(bbox.x0, bbox.x1, nth), x1: part(bbox.x0, bbox.x1, nth + 1), ..*bbox }
        }
    }
}

/// The end of a box, of no width.
fn end_of(bbox: &Rect, direction: Direction) -> Rect {
    match direction {
        Direction::Down | Direction::TurnedDown => Rect { y0: bbox.y1, ..*bbox },
        Direction::TurnedUp => Rect { y1: bbox.y0, ..*bbox },
        Direction::Left => Rect { x1: bbox.x0, ..*bbox },
        Direction::Right | Direction::Slanted => Rect { x0: bbox.x1, ..*bbox },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_as_seen() {
        let m = |a, b, c, d| Matrix::new(a, b, c, d, 0.0, 0.0);
        for (matrix, vertical, want) in [
            (m(1.0, 0.0, 0.0, -1.0), false, Direction::Right),
            (m(1.0, 0.01, 0.0, -1.0), false, Direction::Right),
            (m(-1.0, 0.0, 0.0, 1.0), false, Direction::Left),
            (m(0.0, 1.0, 1.0, 0.0), false, Direction::TurnedDown),
            (m(0.0, -1.0, -1.0, 0.0), false, Direction::TurnedUp),
            (m(0.7, 0.7, 0.7, -0.7), false, Direction::Slanted),
            (m(1.0, 0.0, 0.0, -1.0), true, Direction::Down),
        ] {
            assert_eq!(direction(&matrix, vertical), want, "{matrix:?}");
        }
    }

    #[test]
    fn shares_lie_side_by_side() {
        let b = Rect::new(0.0, 0.0, 10.0, 20.0);
        assert_eq!(share(&b, Direction::Right, 1, 2), Rect::new(5.0, 0.0, 10.0, 20.0));
        assert_eq!(share(&b, Direction::Down, 0, 2), Rect::new(0.0, 0.0, 10.0, 10.0));
        assert_eq!(share(&b, Direction::TurnedUp, 0, 2), Rect::new(0.0, 10.0, 10.0, 20.0));
        assert_eq!(end_of(&b, Direction::Right), Rect::new(10.0, 0.0, 10.0, 20.0));
    }
}
