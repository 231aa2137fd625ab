//! The page tree (ISO 32000-2, 7.7.3): one flat list of pages with what they inherit.
//!
//! Written leniently, as damaged and hand-made trees are common: kids may be direct objects, `/Type` may be missing,
//! a node may appear twice or contain itself.

use super::model::{Dictionary, Object, ObjectId};
use rustc_hash::FxHashSet;

use super::object::Source;
use crate::geometry::Rect;

/// A page as the tree describes it.
#[derive(Clone)]
pub(super) struct PageNode<'a> {
    pub(super) id: Option<ObjectId>,
    pub(super) dict: &'a Dictionary,
    pub(super) resources: Option<&'a Dictionary>,
    /// The visible box in user space.
    pub(super) crop: Rect,
    /// Clockwise, a multiple of 90.
    pub(super) rotate: i64,
    /// Size of a unit of user space in points.
    pub(super) unit: f32,
}

#[derive(Clone, Copy, Default)]
struct Inherited<'a> {
    resources: Option<&'a Dictionary>,
    media: Option<Rect>,
    crop: Option<Rect>,
    rotate: Option<i64>,
}

/// Depth beyond which a page tree is a trap.
const DEEPEST: usize = 64;
/// A4 upright, where a page says nothing usable.
const A4: Rect = Rect { x0: 0.0, y0: 0.0, x1: 595.276, y1: 841.89 };
/// The largest side that PDF allows a page (14,400 units), with room for generous producers.
const LARGEST_SIDE: f32 = 200_000.0;

/// All pages in order, at most `limit`; and how many there are.
pub(super) fn pages<'a>(source: &'a Source<'a>, limit: usize) -> (Vec<PageNode<'a>>, usize) {
    let mut walk = Walk { source, seen: FxHashSet::default(), pages: Vec::new(), count: 0, limit };
    if let Some(root) = catalog(source).and_then(|c| c.get(b"Pages")) {
        walk.node(root, Inherited::default(), 0);
    }
    if walk.pages.is_empty() {
        // The tree is lost, but the pages themselves may be there: take them in the order of their ids.
        for (id, object) in source.all() {
            if let Object::Dictionary(d) = object
                && source.name(d, b"Type") == Some(b"Page")
            {
                walk.dictionary(Some(id), d, Inherited::default(), 0);
            }
        }
    }
    (walk.pages, walk.count)
}

/// The document catalogue, from the trailer or, where that is damaged, found by its type.
pub(super) fn catalog<'a>(source: &'a Source<'_>) -> Option<&'a Dictionary> {
    source.dict(source.trailer(), b"Root").filter(|c| c.has(b"Pages")).or_else(|| {
        source.all().rev().find_map(|(_, o)| match o {
            Object::Dictionary(d) if source.name(d, b"Type") == Some(b"Catalog") => Some(d),
            _ => None,
        })
    })
}

struct Walk<'a> {
    source: &'a Source<'a>,
    seen: FxHashSet<ObjectId>,
    pages: Vec<PageNode<'a>>,
    count: usize,
    limit: usize,
}

impl<'a> Walk<'a> {
    fn node(&mut self, object: &'a Object, inherited: Inherited<'a>, depth: usize) {
        let id = object.as_reference();
        if depth > DEEPEST || id.is_some_and(|id| !self.seen.insert(id)) {
            return;
        }
        if let Some(dict) = self.source.as_dict(object) {
            self.dictionary(id, dict, inherited, depth);
        }
    }

    fn dictionary(&mut self, id: Option<ObjectId>, dict: &'a Dictionary, mut inherited: Inherited<'a>, depth: usize) {
        let source = self.source;
        inherited.resources = source.dict(dict, b"Resources").or(inherited.resources);
        inherited.media = source.rect(dict, b"MediaBox").filter(usable).or(inherited.media);
        inherited.crop = source.rect(dict, b"CropBox").filter(usable).or(inherited.crop);
        inherited.rotate = source.integer(dict, b"Rotate").or(inherited.rotate);
        let is_page = source.name(dict, b"Type") == Some(b"Page") && !dict.has(b"Kids");
        if !is_page && let Some(kids) = source.array(dict, b"Kids") {
            for kid in kids {
                self.node(kid, inherited, depth + 1);
            }
            return;
        }
        if source.name(dict, b"Type") == Some(b"Pages") {
            return;
        }
        self.count += 1;
        if self.pages.len() >= self.limit {
            return;
        }
        let media = inherited.media.unwrap_or(A4);
        // A CropBox reaching beyond the MediaBox is cut to it.
        let crop = inherited.crop.and_then(|c| c.intersection(&media)).filter(usable).unwrap_or(media);
        // Rotations that are no multiple of 90 are no rotations.
        let rotate = inherited.rotate.filter(|r| r % 90 == 0).unwrap_or(0).rem_euclid(360);
        let unit = source.number(dict, b"UserUnit").filter(|u| (0.01..=100.0).contains(u)).unwrap_or(1.0);
        self.pages.push(PageNode { id, dict, resources: inherited.resources, crop, rotate, unit });
    }
}

fn usable(r: &Rect) -> bool {
    r.width() > 1.0 && r.height() > 1.0 && r.width() < LARGEST_SIDE && r.height() < LARGEST_SIDE
}
