//! The content-stream interpreter (ISO 32000-2, 8 and 9): operators in, a [`Page`] of glyphs, strokes, fills and pictures
//! out.
//!
//! One pass, one frame: the current matrix starts as the map to the page as seen, so every coordinate that comes out is
//! final. Operands stay flat on a stack (array and dictionary brackets are marks on it), so that running a stream allocates
//! nothing per operator.

use std::rc::Rc;

use super::model::{Dictionary, Object, ObjectId};

use super::color::{self, MID_GREY, Space};
use super::lexer::{self, Lexer, Token};
use super::marked::Marks;
use super::matrix::Matrix;
use super::object::Source;
use super::path::{Path, Shape, ring};
use super::shared::Shared;
use super::state::State;
use super::{Fill, Limit, Page, Stroke};
use crate::geometry::Rect;

/// What a page gave, beyond the page itself.
#[derive(Debug, Default)]
pub(super) struct Traces {
    /// For each glyph: the number of the operator that showed it.
    pub(super) shown_by: Vec<u32>,
    /// Indices of glyphs that may not be visible: white ones.
    pub(super) white: Vec<usize>,
    /// Boxes that were painted over what lay there, each with the number of glyphs that were there before.
    pub(super) covers: Vec<(usize, Rect)>,
    /// Bounds of coloured grounds that are no rectangles (shadings, rounded boxes, patterns).
    pub(super) grounds: Vec<Rect>,
    /// Operators that ran.
    pub(super) operators: usize,
    /// Bytes and operators that made no sense.
    pub(super) skipped: usize,
    /// The first limit that was reached.
    pub(super) limited: Option<Limit>,
}

impl Traces {
    /// Notes that a limit was reached.
    pub(super) fn limit(&mut self, limit: Limit) {
        self.limited.get_or_insert(limit);
    }
}

/// One operand: a token's value, or a bracket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Operand<'s> {
    Number(f32),
    Name(&'s [u8]),
    Literal(&'s [u8]),
    Hex(&'s [u8]),
    Open,
    Close,
    DictOpen,
    DictClose,
}

impl<'s> Operand<'s> {
    fn of(token: Token<'s>) -> Option<Self> {
        Some(match token {
            Token::Number(n) => Self::Number(n),
            Token::Name(n) => Self::Name(n),
            Token::Literal(s) => Self::Literal(s),
            Token::Hex(s) => Self::Hex(s),
            Token::ArrayOpen => Self::Open,
            Token::ArrayClose => Self::Close,
            Token::DictOpen => Self::DictOpen,
            Token::DictClose => Self::DictClose,
            Token::Operator(_) => return None,
        })
    }

    /// The bytes of a string.
    pub(super) fn string(self, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Literal(raw) => lexer::literal(raw, out),
            Self::Hex(raw) => lexer::hex(raw, out),
            _ => return false,
        }
        true
    }
}

/// Operands kept for one operator; a `TJ` of a whole page has some ten thousand.
const MOST_OPERANDS: usize = 1 << 17;
/// `q` within `q`. Deeper ones are counted but not saved.
const DEEPEST_STATE: usize = 256;

/// A painted box less wide or high than this, in points, is a ruling: it hides no character.
const LEAST_COVER: f32 = 3.0;

/// Runs the content of one page.
pub(super) struct Interpreter<'a, 'b> {
    pub(super) shared: &'b mut Shared<'a>,
    pub(super) page: Page,
    pub(super) traces: Traces,
    pub(super) state: State,
    stack: Vec<State>,
    pub(super) path: Path,
    /// `W` or `W*` was given: the next painting operator clips.
    pub(super) clip_next: bool,
    pub(super) text_matrix: Matrix,
    pub(super) line_matrix: Matrix,
    pub(super) marks: Marks,
    pub(super) buffer: Vec<u8>,
    /// Forms being drawn, outermost first.
    pub(super) forms: Vec<ObjectId>,
    pub(super) depth: usize,
    /// From user space to the page as seen, and the bounds of the page there.
    pub(super) frame: Matrix,
    pub(super) page_box: Rect,
}

impl<'a, 'b> Interpreter<'a, 'b> {
    pub(super) fn new(shared: &'b mut Shared<'a>, number: usize, frame: Matrix, width: f32, height: f32) -> Self {
        let page_box = Rect::new(0.0, 0.0, width, height);
        Self {
            shared,
            page: Page { number, width, height, ..Page::default() },
            traces: Traces::default(),
            state: State::new(frame, page_box),
            stack: Vec::new(),
            path: Path::default(),
            clip_next: false,
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            marks: Marks::default(),
            buffer: Vec::new(),
            forms: Vec::new(),
            depth: 0,
            frame,
            page_box,
        }
    }

    /// Runs a content stream with its resources. What it leaves open (states, marked content) is closed after it.
    pub(super) fn run(&mut self, data: &[u8], resources: Option<&'a Dictionary>) {
        let floor = self.stack.len();
        let marks_floor = self.marks.depth();
        let mut lexer = Lexer::new(data);
        let mut operands: Vec<Operand<'_>> = Vec::with_capacity(64);
        while let Some(token) = lexer.token() {
            let Token::Operator(op) = token else {
                if operands.len() < MOST_OPERANDS {
                    operands.extend(Operand::of(token));
                }
                continue;
            };
            match op {
                b"BI" => {
                    lexer.skip_inline_image();
                    self.picture();
                }
                // Values, not operators.
                b"true" | b"false" | b"null" => continue,
                b"Q" if self.stack.len() > floor => {
                    if let Some(state) = self.stack.pop() {
                        self.state = state;
                    }
                }
                b"Q" => {}
                _ => self.operator(op, &operands, resources),
            }
            operands.clear();
            self.traces.operators += 1;
            if self.traces.operators > self.shared.limits.operators {
                self.traces.limit(Limit::Operators);
                break;
            }
        }
        self.traces.skipped += lexer.skipped;
        if let Some(state) = self.stack.get(floor) {
            self.state = state.clone();
            self.stack.truncate(floor);
        }
        while self.marks.depth() > marks_floor {
            self.end_mark();
        }
    }

    fn operator(&mut self, op: &[u8], operands: &[Operand<'_>], resources: Option<&'a Dictionary>) {
        match op {
            // Graphics state
            b"q" => {
                if self.stack.len() < DEEPEST_STATE {
                    self.stack.push(self.state.clone());
                }
            }
            b"cm" => {
                if let Some([a, b, c, d, e, f]) = numbers(operands) {
                    let m = Matrix::new(a, b, c, d, e, f).then(&self.state.ctm);
                    if m.is_finite() {
                        self.state.ctm = m;
                    }
                }
            }
            b"w" => {
                if let Some([w]) = numbers(operands) {
                    self.state.line_width = w.abs();
                }
            }
            b"d" => {
                // `[3 2] 0 d`: a pattern is one that has a dash of some length.
                self.state.dashed = operands
                    .iter()
                    .take_while(|o| **o != Operand::Close)
                    .any(|o| matches!(o, Operand::Number(n) if *n > 0.0));
            }
            b"gs" => self.ext_state(operands, resources),
            b"i" | b"ri" | b"J" | b"j" | b"M" => {}
            // Paths
            b"m" => {
                if let Some([x, y]) = numbers(operands) {
                    let p = self.state.ctm.apply(x, y);
                    self.with_path(|path| path.move_to(p));
                }
            }
            b"l" => {
                if let Some([x, y]) = numbers(operands) {
                    let p = self.state.ctm.apply(x, y);
                    self.with_path(|path| path.line_to(p));
                }
            }
            b"c" => {
                if let Some([xa, ya, xb, yb, x, y]) = numbers(operands) {
                    let m = self.state.ctm;
                    let controls = [m.apply(xa, ya), m.apply(xb, yb)];
                    self.with_path(|path| path.curve_to(&controls, m.apply(x, y)));
                }
            }
            b"v" | b"y" => {
                if let Some([xa, ya, x, y]) = numbers(operands) {
                    let m = self.state.ctm;
                    self.with_path(|path| path.curve_to(&[m.apply(xa, ya)], m.apply(x, y)));
                }
            }
            b"h" => self.path.close(),
            b"re" => {
                if let Some([x, y, w, h]) = numbers(operands) {
                    let m = self.state.ctm;
                    let corners = [m.apply(x, y), m.apply(x + w, y), m.apply(x + w, y + h), m.apply(x, y + h)];
                    self.with_path(|path| path.rect(corners));
                }
            }
            b"S" => self.paint(None, true),
            b"s" => {
                self.path.close();
                self.paint(None, true);
            }
            b"f" | b"F" | b"f*" => self.paint(Some(op == b"f*"), false),
            b"B" | b"B*" => self.paint(Some(op == b"B*"), true),
            b"b" | b"b*" => {
                self.path.close();
                self.paint(Some(op == b"b*"), true);
            }
            b"n" => self.paint(None, false),
            b"W" | b"W*" => self.clip_next = true,
            b"sh" => {
                let clip = self.state.clip;
                self.ground(clip);
            }
            // Colour
            b"g" | b"G" | b"rg" | b"RG" | b"k" | b"K" => self.device_color(op, operands),
            b"cs" | b"CS" => {
                if let Some(Operand::Name(name)) = operands.last() {
                    let space = Space::named(self.shared.source, resources, &lexer::name(name));
                    if op == b"cs" {
                        self.state.pattern = None;
                    }
                    let (slot, color) = if op == b"cs" {
                        (&mut self.state.fill_space, &mut self.state.fill)
                    } else {
                        (&mut self.state.stroke_space, &mut self.state.stroke)
                    };
                    *color = space.initial();
                    *slot = Rc::new(space);
                }
            }
            b"sc" | b"scn" | b"SC" | b"SCN" => {
                let fill = matches!(op, b"sc" | b"scn");
                let space = if fill { &self.state.fill_space } else { &self.state.stroke_space };
                let mut pattern = None;
                let color = if let Some(Operand::Name(name)) = operands.last() {
                    let patterns = resources.and_then(|r| self.shared.source.dict(r, b"Pattern"));
                    pattern = patterns.and_then(|p| Source::id(p, &lexer::name(name)));
                    MID_GREY
                } else {
                    let mut parts = [0.0; 32];
                    let mut n = 0;
                    for (slot, o) in parts.iter_mut().zip(operands) {
                        if let Operand::Number(v) = o {
                            *slot = *v;
                            n += 1;
                        }
                    }
                    space.color(parts.get(..n).unwrap_or_default())
                };
                if fill {
                    self.state.fill = color;
                    self.state.pattern = pattern;
                } else {
                    self.state.stroke = color;
                }
            }
            // Objects and marks
            b"Do" => {
                if let Some(Operand::Name(name)) = operands.last() {
                    self.external(&lexer::name(name), resources);
                }
            }
            b"BMC" | b"BDC" => self.begin_mark(operands, resources),
            b"EMC" => self.end_mark(),
            b"MP" | b"DP" | b"BX" | b"EX" | b"d0" | b"d1" => {}
            _ => {
                if !self.text_operator(op, operands, resources) {
                    self.traces.skipped += op.len();
                }
            }
        }
    }

    /// Sets a font by its resource name.
    pub(super) fn set_font(&mut self, resources: Option<&'a Dictionary>, name: &[u8]) {
        self.state.font = Some(self.shared.font(resources, name));
    }

    fn with_path(&mut self, build: impl FnOnce(&mut Path)) {
        if self.path.len() < self.shared.limits.segments {
            build(&mut self.path);
        } else {
            self.traces.limit(Limit::Segments);
        }
    }

    fn ext_state(&mut self, operands: &[Operand<'_>], resources: Option<&'a Dictionary>) {
        let source = self.shared.source;
        let Some(Operand::Name(name)) = operands.last() else { return };
        let Some(dict) =
            resources.and_then(|r| source.dict(r, b"ExtGState")).and_then(|d| source.dict(d, &lexer::name(name)))
        else {
            return;
        };
        if let Some(w) = source.number(dict, b"LW") {
            self.state.line_width = w.abs();
        }
        if let Some(dash) = source.array(dict, b"D")
            && let Some(Object::Array(pattern)) = dash.first().map(|o| source.resolve(o))
        {
            self.state.dashed = pattern.iter().filter_map(|o| source.as_number(o)).any(|n| n > 0.0);
        }
        let through = &mut self.state.through;
        if let Some(mode) = source.get(dict, b"BM") {
            let mode =
                if let Object::Array(modes) = mode { modes.first().map(|m| source.resolve(m)) } else { Some(mode) };
            through.blend = !matches!(mode, Some(Object::Name(n)) if matches!(n.as_slice(), b"Normal" | b"Compatible"));
        }
        if let Some(mask) = source.get(dict, b"SMask") {
            through.mask = !matches!(mask, Object::Name(n) if n.as_slice() == b"None");
        }
        // `op` is for filling; `OP` alone is for both.
        if let Some(on) = source.boolean(dict, b"op").or_else(|| source.boolean(dict, b"OP")) {
            through.overprint = on;
        }
        if let Some(alpha) = source.number(dict, b"ca") {
            self.state.through.alpha = alpha < 1.0;
            self.state.fill_clear = alpha <= 0.0;
        }
        if let Some(alpha) = source.number(dict, b"CA") {
            self.state.stroke_clear = alpha <= 0.0;
        }
        if let Some(font) = source.array(dict, b"Font")
            && let [object, size] = font
            && let Some(size) = source.as_number(size)
        {
            self.state.font = self.shared.font_object(object);
            self.state.size = size;
        }
    }

    fn device_color(&mut self, op: &[u8], operands: &[Operand<'_>]) {
        let (color, space) = match op {
            b"g" | b"G" => (numbers(operands).map(|[v]| color::gray(v)), Space::Gray),
            b"rg" | b"RG" => (numbers(operands).map(|[r, g, b]| color::rgb(r, g, b)), Space::Rgb),
            _ => (numbers(operands).map(|[c, m, y, k]| color::cmyk(c, m, y, k)), Space::Cmyk),
        };
        let Some(color) = color else { return };
        let fill = op.first().is_some_and(u8::is_ascii_lowercase);
        if fill {
            self.state.pattern = None;
        }
        let (slot, kept) = if fill {
            (&mut self.state.fill, &mut self.state.fill_space)
        } else {
            (&mut self.state.stroke, &mut self.state.stroke_space)
        };
        *slot = color;
        if **kept != space {
            *kept = Rc::new(space);
        }
    }

    /// Paints the path, clips with it where `W` said so, and ends it. `fill` says whether by the even-odd rule.
    fn paint(&mut self, fill: Option<bool>, stroke: bool) {
        if !self.path.is_empty() && self.marks.visible() {
            if let Some(even_odd) = fill
                && !self.state.fill_clear
            {
                self.fill_path(even_odd);
                if let Some(id) = self.state.pattern {
                    self.tile(id);
                }
            }
            if stroke && !self.state.stroke_clear {
                self.stroke_path();
            }
        }
        if self.clip_next {
            self.clip_next = false;
            let bounds = self.path.bounds().unwrap_or_default();
            let mut shapes = self.path.fills();
            let plain = matches!((shapes.next(), shapes.next()), (Some(Shape::Rect(..)), None));
            drop(shapes);
            self.state.through.clip |= !plain;
            self.clip_to(&bounds);
        }
        self.path.clear();
    }

    pub(super) fn clip_to(&mut self, bounds: &Rect) {
        let c = &mut self.state.clip;
        c.x0 = c.x0.max(bounds.x0);
        c.y0 = c.y0.max(bounds.y0);
        // An empty clip stays where it is, of no size.
        c.x1 = c.x1.min(bounds.x1).max(c.x0);
        c.y1 = c.y1.min(bounds.y1).max(c.y0);
    }

    /// Fills the path. A rectangle within another, as a hole, leaves the frame that is seen (8.5.3.3): some producers draw
    /// the border of a cell so.
    fn fill_path(&mut self, even_odd: bool) {
        let (clip, color, most) = (self.state.clip, self.state.fill, self.shared.limits.segments);
        let page = &mut self.page;
        let (drawn, covers) = (page.glyphs.len(), &mut self.traces.covers);
        let hides = drawn > 0 && self.state.through.covers() && self.state.pattern.is_none();
        let mut full = false;
        let mut add = |rect: &Rect| {
            if let Some(rect) = clipped(rect, &clip) {
                // A ruling hides no character.
                if hides && rect.width().min(rect.height()) >= LEAST_COVER && covers.len() < most {
                    covers.push((drawn, rect));
                }
                if page.fills.len() < most {
                    page.fills.push(Fill { rect, color });
                } else {
                    full = true;
                }
            }
        };
        let mut last: Option<(Rect, bool)> = None;
        for shape in self.path.fills() {
            match shape {
                Shape::Rect(rect, way) => match last.take() {
                    Some((before, its_way)) if even_odd || way != its_way => {
                        if before.contains_rect(&rect, 0.0) {
                            ring(&before, &rect).for_each(|r| add(&r));
                        } else if rect.contains_rect(&before, 0.0) {
                            ring(&rect, &before).for_each(|r| add(&r));
                        } else {
                            add(&before);
                            last = Some((rect, way));
                        }
                    }
                    before => {
                        if let Some((before, _)) = before {
                            add(&before);
                        }
                        last = Some((rect, way));
                    }
                },
                Shape::Other(bounds) | Shape::Arrow(bounds) => {
                    if matches!(shape, Shape::Arrow(_))
                        && page.arrows.len() < most
                        && let Some(rect) = clipped(&bounds, &clip)
                    {
                        page.arrows.push(Fill { rect, color });
                    }
                    if color != [255; 3]
                        && self.traces.grounds.len() < most
                        && let Some(bounds) = clipped(&bounds, &clip)
                    {
                        self.traces.grounds.push(bounds);
                    }
                }
            }
        }
        if let Some((rect, _)) = last {
            add(&rect);
        }
        if full {
            self.traces.limit(Limit::Segments);
        }
    }

    fn stroke_path(&mut self) {
        let s = &self.state;
        let (clip, most) = (s.clip, self.shared.limits.segments);
        let width = s.line_width * s.ctm.scale();
        for line in self.path.segments() {
            let Some(line) = clipped(&line, &clip) else { continue };
            if self.page.strokes.len() >= most {
                self.traces.limit(Limit::Segments);
                break;
            }
            self.page.strokes.push(Stroke { line, width, color: s.stroke, dashed: s.dashed });
        }
    }

    fn ground(&mut self, bounds: Rect) {
        if self.traces.grounds.len() < self.shared.limits.segments {
            self.traces.grounds.push(bounds);
        }
    }

    /// An image in the unit square.
    pub(super) fn picture(&mut self) {
        if !self.marks.visible() || self.state.fill_clear {
            return;
        }
        let bounds = self.state.ctm.bounds(&Rect::new(0.0, 0.0, 1.0, 1.0));
        if let Some(rect) = clipped(&bounds, &self.state.clip) {
            if self.page.pictures.len() < self.shared.limits.segments {
                self.page.pictures.push(rect);
            } else {
                self.traces.limit(Limit::Segments);
            }
        }
    }
}

/// The last `N` operands, where they are numbers.
pub(super) fn numbers<const N: usize>(operands: &[Operand<'_>]) -> Option<[f32; N]> {
    let mut out = [0.0; N];
    let from = operands.len().checked_sub(N)?;
    for (slot, o) in out.iter_mut().zip(operands.get(from..)?) {
        let Operand::Number(n) = o else { return None };
        *slot = *n;
    }
    Some(out)
}

/// The part of a box within the clip; a box of no width or height may lie within.
fn clipped(r: &Rect, clip: &Rect) -> Option<Rect> {
    let out = Rect { x0: r.x0.max(clip.x0), y0: r.y0.max(clip.y0), x1: r.x1.min(clip.x1), y1: r.y1.min(clip.y1) };
    // A ruling that lies on the edge of the clip is visible by half its width.
    (out.x0 <= out.x1 && out.y0 <= out.y1 && (out.x1 - out.x0).is_finite() && (out.y1 - out.y0).is_finite())
        .then_some(out)
}
