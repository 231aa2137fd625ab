//! The graphics state (ISO 32000-2, 8.4).

use std::rc::Rc;

use super::model::ObjectId;

use super::color::{BLACK, Rgb, Space};
use super::font::Font;
use super::matrix::Matrix;
use crate::geometry::Rect;

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    /// Bounds of the clip, in page coordinates.
    pub(super) clip: Rect,
    pub(super) fill: Rgb,
    pub(super) fill_space: Rc<Space>,
    /// The pattern that fills, where one does.
    pub(super) pattern: Option<ObjectId>,
    pub(super) stroke: Rgb,
    pub(super) stroke_space: Rc<Space>,
    /// `ca` and `CA` of 0: painted without a trace.
    pub(super) fill_clear: bool,
    pub(super) stroke_clear: bool,
    /// Why what is filled lets through what lies below it; nothing where it covers.
    pub(super) through: Through,
    pub(super) line_width: f32,
    pub(super) dashed: bool,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f32,
    pub(super) char_space: f32,
    pub(super) word_space: f32,
    /// 1 is 100 %.
    pub(super) stretch: f32,
    pub(super) leading: f32,
    pub(super) rise: f32,
    /// Text rendering mode, 0 to 7.
    pub(super) render: u8,
}

impl State {
    pub(super) fn new(ctm: Matrix, clip: Rect) -> Self {
        let gray = Rc::new(Space::Gray);
        Self {
            ctm,
            clip,
            fill: BLACK,
            fill_space: Rc::clone(&gray),
            pattern: None,
            stroke: BLACK,
            stroke_space: gray,
            fill_clear: false,
            stroke_clear: false,
            through: Through::default(),
            line_width: 1.0,
            dashed: false,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            render: 0,
        }
    }
}

/// Reasons why a fill does not hide what was drawn before it (ISO 32000-2, 8.6.7 and 11.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Through {
    /// `ca` below 1.
    pub(super) alpha: bool,
    /// A blend mode other than Normal.
    pub(super) blend: bool,
    /// A soft mask.
    pub(super) mask: bool,
    /// Overprint: inks that are not set stay.
    pub(super) overprint: bool,
    /// One of these holds for the group that is being drawn.
    pub(super) group: bool,
    /// The clip is no rectangle, so that its bounds say too much.
    pub(super) clip: bool,
}

impl Through {
    /// Whether what is filled hides what lies below.
    pub(super) fn covers(self) -> bool {
        self == Self::default()
    }

    /// As it holds within a form that is drawn now.
    pub(super) fn within(self) -> Self {
        Self { group: self.group || self.alpha || self.blend || self.mask || self.overprint, ..self }
    }
}
