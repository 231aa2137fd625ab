//! The structure tree (ISO 32000-2, 14.7 and 14.8): what a tagged PDF says that its pieces are.

use super::model::{Dictionary, Object, ObjectId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::object::Source;
use super::pages::{PageNode, catalog};
use super::{Role, Tag};

/// Nesting and number of elements beyond which a tree is a trap.
pub(super) const DEEPEST: usize = 128;
pub(super) const MOST_ELEMENTS: usize = 1_000_000;
/// `/RoleMap` may map a role to one that it maps again.
const MOST_MAPPINGS: usize = 8;

/// The tags of each page, sorted by content id.
pub(super) fn roles(source: &Source, pages: &[PageNode<'_>]) -> Vec<Vec<Tag>> {
    let mut out = vec![Vec::new(); pages.len()];
    let Some(root) = catalog(source).and_then(|c| source.dict(c, b"StructTreeRoot")) else { return out };
    let numbers = pages.iter().enumerate().filter_map(|(i, p)| Some((p.id?, i))).collect();
    let mut walk = Walk {
        source,
        map: source.dict(root, b"RoleMap"),
        numbers,
        seen: FxHashSet::default(),
        elements: 0,
        out: &mut out,
    };
    if let Some(kids) = root.get(b"K") {
        walk.kids(kids, Place { role: Role::Other, page: None, element: 0 }, 0);
    }
    for tags in &mut out {
        // A content id that two elements claim goes to the first.
        tags.sort_by_key(|t| (t.mcid, t.element));
        tags.dedup_by_key(|t| t.mcid);
    }
    out
}

#[derive(Clone, Copy)]
struct Place {
    role: Role,
    page: Option<usize>,
    element: u32,
}

struct Walk<'a, 'o> {
    source: &'a Source<'a>,
    map: Option<&'a Dictionary>,
    numbers: FxHashMap<ObjectId, usize>,
    seen: FxHashSet<ObjectId>,
    elements: u32,
    out: &'o mut Vec<Vec<Tag>>,
}

impl<'a> Walk<'a, '_> {
    fn kids(&mut self, kids: &'a Object, place: Place, depth: usize) {
        match self.source.resolve(kids) {
            Object::Array(items) => items.iter().for_each(|k| self.kid(k, place, depth)),
            _ => self.kid(kids, place, depth),
        }
    }

    fn kid(&mut self, kid: &'a Object, place: Place, depth: usize) {
        let source = self.source;
        match source.resolve(kid) {
            Object::Integer(mcid) => self.tag(*mcid, place.page, place),
            Object::Dictionary(dict) => match source.name(dict, b"Type") {
                Some(b"MCR") => {
                    // Content of a form XObject (`/Stm`) has ids of its own.
                    if !dict.has(b"Stm")
                        && let Some(mcid) = source.integer(dict, b"MCID")
                    {
                        self.tag(mcid, self.page(dict).or(place.page), place);
                    }
                }
                Some(b"OBJR") => {}
                _ => self.element(kid.as_reference(), dict, place, depth),
            },
            _ => {}
        }
    }

    fn element(&mut self, id: Option<ObjectId>, dict: &'a Dictionary, parent: Place, depth: usize) {
        if depth > DEEPEST || self.elements as usize >= MOST_ELEMENTS || id.is_some_and(|id| !self.seen.insert(id)) {
            return;
        }
        self.elements += 1;
        let own = self.source.name(dict, b"S").and_then(|s| mapped(self.source, self.map, s, role));
        let role = match (parent.role, own) {
            (outer, None) => outer,
            // A paragraph within a cell, an item or a heading is that.
            (outer, Some(Role::Paragraph)) if outer != Role::Other => outer,
            (_, Some(role)) => role,
        };
        // A grouping element without a role of its own (Span, Link) belongs to the block around it.
        let element = if own.is_some() || parent.role == Role::Other { self.elements } else { parent.element };
        let place = Place { role, page: self.page(dict).or(parent.page), element };
        if let Some(kids) = dict.get(b"K") {
            self.kids(kids, place, depth + 1);
        }
    }

    fn page(&self, dict: &Dictionary) -> Option<usize> {
        self.numbers.get(&Source::id(dict, b"Pg")?).copied()
    }

    fn tag(&mut self, mcid: i64, page: Option<usize>, place: Place) {
        if let (Ok(mcid), Some(tags)) = (u32::try_from(mcid), page.and_then(|p| self.out.get_mut(p)))
            && tags.len() < MOST_ELEMENTS
        {
            tags.push(Tag { mcid, role: place.role, element: place.element });
        }
    }
}

/// What a structure type is, or the standard one that the role map makes of it; `None` for those that only group.
pub(super) fn mapped<'a, T>(
    source: &'a Source<'a>,
    map: Option<&'a Dictionary>,
    name: &'a [u8],
    known: fn(&[u8]) -> Option<T>,
) -> Option<T> {
    let mut name = name;
    for _ in 0..MOST_MAPPINGS {
        if let Some(found) = known(name) {
            return Some(found);
        }
        match map.and_then(|m| source.name(m, name)) {
            Some(next) if next != name => name = next,
            _ => break,
        }
    }
    None
}

fn role(name: &[u8]) -> Option<Role> {
    Some(match name {
        b"H" => Role::Heading(0),
        [b'H', level @ b'1'..=b'6'] => Role::Heading(level - b'0'),
        b"Title" => Role::Title,
        b"P" => Role::Paragraph,
        b"LI" | b"LBody" => Role::ListItem,
        b"Lbl" => Role::Label,
        b"TH" => Role::TableHeader,
        b"TD" => Role::TableCell,
        b"Caption" => Role::Caption,
        b"TOCI" => Role::TocItem,
        b"Figure" | b"Formula" => Role::Figure,
        b"Note" | b"FENote" => Role::Note,
        b"Artifact" => Role::Artifact,
        _ => return None,
    })
}
