//! What the pages of a document share while it is read: fonts, forms, layers that are off, and what is left of the limits.

use std::rc::Rc;

use super::model::{Dictionary, Object, ObjectId, Stream};
use rustc_hash::{FxHashMap, FxHashSet};

use super::font::Font;
use super::object::Source;
use super::{Limit, Limits, Page};

/// What all pages of a document share while it is read.
pub(super) struct Shared<'a> {
    pub(super) source: &'a Source<'a>,
    /// The limits of the page that is being read.
    pub(super) limits: Limits,
    /// The limits as given, before any page used of them.
    pub(super) given: Limits,
    /// By the address of the font's dictionary, which stays where it is while the document is read: fonts may be direct
    /// objects as well. With each, the last page that set it.
    fonts: FxHashMap<usize, (Rc<Font>, usize)>,
    /// Number of the page that is being read, from 1.
    page: usize,
    /// The fonts that the page sets, in the order in which it first does.
    of_page: Vec<(u16, usize)>,
    /// What stands in for fonts that are missing.
    plain: Option<Rc<Font>>,
    /// Decoded form XObjects that were drawn before: letterheads and frames come on every page.
    forms: FxHashMap<ObjectId, Rc<[u8]>>,
    forms_bytes: usize,
    /// Optional content groups that are off by default.
    pub(super) hidden_groups: FxHashSet<ObjectId>,
}

/// Decoded forms kept for drawing again.
const KEPT_FORMS: usize = 32 << 20;

impl<'a> Shared<'a> {
    pub(super) fn new(source: &'a Source<'a>, limits: &Limits) -> Self {
        Self {
            source,
            limits: limits.clone(),
            given: limits.clone(),
            fonts: FxHashMap::default(),
            page: 0,
            of_page: Vec::new(),
            plain: None,
            forms: FxHashMap::default(),
            forms_bytes: 0,
            hidden_groups: super::marked::hidden_groups(source),
        }
    }

    /// Before a page is read.
    pub(super) fn start_page(&mut self) {
        self.page += 1;
        self.of_page.clear();
    }

    /// The fonts that the page set, in the order in which it first did: number, and what tells the font.
    pub(super) fn fonts_of_page(&mut self) -> Vec<(u16, usize)> {
        std::mem::take(&mut self.of_page)
    }

    /// Takes what a page used off what is left for all, and sets the limits of the next.
    pub(super) fn spend(&mut self, page: &Page, operators: usize) {
        let items = page.strokes.len().max(page.fills.len()).max(page.pictures.len());
        let l = &mut self.limits;
        l.total_operators = l.total_operators.saturating_sub(operators);
        l.total_glyphs = l.total_glyphs.saturating_sub(page.glyphs.len());
        l.total_segments = l.total_segments.saturating_sub(items);
        l.operators = l.operators.min(l.total_operators);
        l.glyphs = l.glyphs.min(l.total_glyphs);
        l.segments = l.segments.min(l.total_segments);
    }

    /// The limit behind one that a page reached: what is left for all pages may be less than one page may have.
    pub(super) fn reached(&self, limit: Limit) -> Limit {
        match limit {
            Limit::Operators if self.limits.operators < self.given.operators => Limit::TotalOperators,
            Limit::Glyphs if self.limits.glyphs < self.given.glyphs => Limit::TotalGlyphs,
            Limit::Segments if self.limits.segments < self.given.segments => Limit::TotalSegments,
            other => other,
        }
    }

    /// Whether another page may be read at all.
    pub(super) fn exhausted(&self) -> bool {
        self.limits.operators == 0 || self.limits.glyphs == 0
    }

    /// The font of a resource name. Where there is none (damaged resources), its text is read as Latin in a plain face, as
    /// viewers do.
    pub(super) fn font(&mut self, resources: Option<&'a Dictionary>, name: &[u8]) -> Rc<Font> {
        let fonts = resources.and_then(|r| self.source.dict(r, b"Font"));
        let found = fonts.and_then(|f| f.get(name)).and_then(|o| self.font_object(o));
        found.unwrap_or_else(|| {
            let source = self.source;
            Rc::clone(self.plain.get_or_insert_with(|| Rc::new(Font::load(source, &Dictionary::new(), u16::MAX))))
        })
    }

    pub(super) fn font_object(&mut self, object: &'a Object) -> Option<Rc<Font>> {
        let source = self.source;
        let dict = source.as_dict(object)?;
        // Beyond 65,535 fonts the number no longer tells them apart, and nothing else suffers.
        let index = u16::try_from(self.fonts.len()).unwrap_or(u16::MAX - 1);
        let key = std::ptr::from_ref(dict) as usize;
        let (font, page) = self.fonts.entry(key).or_insert_with(|| (Rc::new(Font::load(source, dict, index)), 0));
        if *page != self.page {
            *page = self.page;
            self.of_page.push((font.index, key));
        }
        Some(Rc::clone(font))
    }

    pub(super) fn form(&mut self, id: Option<ObjectId>, stream: &Stream) -> Option<Rc<[u8]>> {
        if let Some(data) = id.and_then(|id| self.forms.get(&id)) {
            return Some(Rc::clone(data));
        }
        let data: Rc<[u8]> = self.source.decode(stream)?.into();
        if let Some(id) = id
            && self.forms_bytes + data.len() <= KEPT_FORMS
        {
            self.forms_bytes += data.len();
            self.forms.insert(id, Rc::clone(&data));
        }
        Some(data)
    }
}
