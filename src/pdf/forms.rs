//! Content within content: form XObjects, tiling patterns, the appearances of annotations.
//!
//! Each is a stream of its own that runs in a state of its own; nothing it sets outlives it, and none runs within itself.

use super::model::{Dictionary, Object, ObjectId, Stream};

use super::Limit;
use super::interpret::Interpreter;
use super::matrix::Matrix;
use super::object::Source;
use super::state::State;
use crate::geometry::Rect;

impl<'a> Interpreter<'a, '_> {
    /// `Do`.
    pub(super) fn external(&mut self, name: &[u8], resources: Option<&'a Dictionary>) {
        let source = self.shared.source;
        let Some(objects) = resources.and_then(|r| source.dict(r, b"XObject")) else { return };
        let Some(stream) = source.stream(objects, name) else { return };
        if !self.marks.visible() || self.is_hidden(&stream.dict, b"OC") {
            return;
        }
        match source.name(&stream.dict, b"Subtype") {
            Some(b"Image") => self.picture(),
            Some(b"Form") | None => self.form(Source::id(objects, name), stream, resources),
            _ => {}
        }
    }

    /// Draws a form XObject (ISO 32000-2, 8.10).
    pub(super) fn form(&mut self, id: Option<ObjectId>, stream: &'a Stream, outer: Option<&'a Dictionary>) {
        let source = self.shared.source;
        if self.depth >= self.shared.limits.form_depth {
            self.traces.limit(Limit::FormDepth);
            return;
        }
        if id.is_some_and(|id| self.forms.contains(&id)) {
            return;
        }
        let Some(data) = self.shared.form(id, stream) else {
            if let Some(limit) = source.over_limit() {
                self.traces.limit(limit);
            }
            return;
        };
        let saved = self.state.clone();
        let (text_matrix, line_matrix) = (self.text_matrix, self.line_matrix);
        let path = std::mem::take(&mut self.path);
        self.state.through = self.state.through.within();
        if let Some(m) = source.matrix(&stream.dict, b"Matrix") {
            self.state.ctm = m.then(&self.state.ctm);
        }
        if let Some(bbox) = source.rect(&stream.dict, b"BBox") {
            let bounds = self.state.ctm.bounds(&bbox);
            self.clip_to(&bounds);
        }
        self.depth += 1;
        self.forms.extend(id);
        // Content ids within a form that has its own entry in the structure tree are not those of the page.
        let own_ids = stream.dict.has(b"StructParents");
        self.marks.enter(own_ids);
        // A form without resources uses those of what draws it (PDF 1.1, still made).
        self.run(&data, source.dict(&stream.dict, b"Resources").or(outer));
        self.marks.leave(own_ids);
        if id.is_some() {
            self.forms.pop();
        }
        self.depth -= 1;
        self.path = path;
        self.clip_next = false;
        (self.text_matrix, self.line_matrix) = (text_matrix, line_matrix);
        self.state = saved;
    }

    /// Draws what a tiling pattern shows within the path, where one tile covers it all (ISO 32000-2, 8.7.3): programs wrap
    /// drawings with text so. Smaller tiles are texture.
    pub(super) fn tile(&mut self, id: ObjectId) {
        let source = self.shared.source;
        let Some(bounds) = self.path.bounds() else { return };
        let Some(Object::Stream(stream)) = source.object(id) else { return };
        if source.integer(&stream.dict, b"PatternType") != Some(1) {
            return;
        }
        let step = |key| source.number(&stream.dict, key).unwrap_or(0.0).abs();
        let (Some(bbox), x, y) = (source.rect(&stream.dict, b"BBox"), step(b"XStep"), step(b"YStep")) else { return };
        let matrix = source.matrix(&stream.dict, b"Matrix").unwrap_or(Matrix::IDENTITY);
        let cell = matrix.then(&self.frame).bounds(&Rect::new(bbox.x0, bbox.y0, bbox.x0 + x, bbox.y0 + y));
        // Tiles are as large as what they fill, but for rounding.
        if !cell.grown(1.0).contains_rect(&bounds, 0.0) {
            return;
        }
        let saved = self.state.clone();
        let clip = self.state.clip;
        self.state = State::new(self.frame, clip);
        self.clip_to(&bounds);
        self.form(Some(id), stream, None);
        self.state = saved;
    }

    /// Draws an annotation's appearance into its rectangle (ISO 32000-2, algorithm 8).
    pub(super) fn appearance(&mut self, id: Option<ObjectId>, stream: &'a Stream, rect: &Rect) {
        let source = self.shared.source;
        let Some(bbox) = source.rect(&stream.dict, b"BBox") else { return };
        let matrix = source.matrix(&stream.dict, b"Matrix").unwrap_or(Matrix::IDENTITY);
        let from = matrix.bounds(&bbox);
        if !(from.width() > 0.0 && from.height() > 0.0) {
            return;
        }
        let (sx, sy) = (rect.width() / from.width(), rect.height() / from.height());
        let fit = Matrix::new(sx, 0.0, 0.0, sy, rect.x0 - from.x0 * sx, rect.y0 - from.y0 * sy);
        let saved = self.state.clone();
        self.state = State::new(fit.then(&self.frame), self.page_box);
        self.form(id, stream, None);
        self.state = saved;
    }
}
