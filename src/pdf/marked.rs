//! Marked content (ISO 32000-2, 14.6): content ids for the structure tree, replacement text, optional content.

use super::model::{Dictionary, Object, ObjectId};
use rustc_hash::FxHashSet;

use super::Glyph;
use super::interpret::{Interpreter, Operand};
use super::lexer;
use super::object::Source;
use super::text_string;

/// The open marked-content sequences.
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    /// How many of the open ones are hidden.
    hidden: usize,
    /// Forms with content ids of their own that are being drawn.
    foreign: usize,
}

#[derive(Debug)]
struct Mark {
    mcid: Option<u32>,
    hidden: bool,
    actual: Option<String>,
    /// Glyphs of the page before it.
    start: usize,
}

/// Deeper nesting is a trap; sequences beyond are not kept.
const DEEPEST: usize = 512;

impl Marks {
    /// Whether what is drawn now is seen.
    pub(super) fn visible(&self) -> bool {
        self.hidden == 0
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The content id of what is drawn now.
    pub(super) fn mcid(&self) -> Option<u32> {
        if self.foreign > 0 { None } else { self.open.iter().rev().find_map(|m| m.mcid) }
    }

    pub(super) fn enter(&mut self, own_ids: bool) {
        self.foreign += usize::from(own_ids);
    }

    pub(super) fn leave(&mut self, own_ids: bool) {
        self.foreign -= usize::from(own_ids);
    }
}

impl<'a> Interpreter<'a, '_> {
    /// `BMC` and `BDC`.
    pub(super) fn begin_mark(&mut self, operands: &[Operand<'_>], resources: Option<&'a Dictionary>) {
        let mut mark = Mark { mcid: None, hidden: false, actual: None, start: self.page.glyphs.len() };
        let source = self.shared.source;
        if let [Operand::Name(tag), properties @ ..] = operands {
            match properties {
                [Operand::Name(name), ..] => {
                    let list = resources.and_then(|r| source.dict(r, b"Properties"));
                    if let Some(list) = list {
                        let name = lexer::name(name);
                        if *tag == b"OC" {
                            mark.hidden = self.is_hidden(list, &name);
                        }
                        if let Some(dict) = source.dict(list, &name) {
                            mark.mcid = source.integer(dict, b"MCID").and_then(|n| u32::try_from(n).ok());
                            mark.actual = source.string(dict, b"ActualText").map(text_string::decode);
                        }
                    }
                }
                [Operand::DictOpen, entries @ ..] => self.read_inline(entries, &mut mark),
                _ => {}
            }
        }
        if self.marks.open.len() < DEEPEST {
            self.marks.hidden += usize::from(mark.hidden);
            self.marks.open.push(mark);
        }
    }

    fn read_inline(&mut self, entries: &[Operand<'_>], mark: &mut Mark) {
        for pair in entries.windows(2) {
            match pair {
                [Operand::Name(b"MCID"), Operand::Number(n)] if *n >= 0.0 => mark.mcid = Some(*n as u32),
                [Operand::Name(b"ActualText"), text] => {
                    let mut buffer = std::mem::take(&mut self.buffer);
                    if text.string(&mut buffer) {
                        mark.actual = Some(text_string::decode(&buffer));
                    }
                    self.buffer = buffer;
                }
                _ => {}
            }
        }
    }

    /// `EMC`.
    pub(super) fn end_mark(&mut self) {
        let Some(mark) = self.marks.open.pop() else { return };
        self.marks.hidden -= usize::from(mark.hidden);
        if let Some(text) = mark.actual {
            self.replace(mark.start, &text);
        }
    }

    /// Gives the glyphs since `start` the text that the producer says they are.
    fn replace(&mut self, start: usize, text: &str) {
        let text: Vec<char> = text.chars().filter(|c| !c.is_control() && *c != '\u{FEFF}').collect();
        let Some(span) = self.page.glyphs.get_mut(start..) else { return };
        if text.is_empty() || span.is_empty() {
            return;
        }
        if text.len() == span.len() {
            for (glyph, ch) in span.iter_mut().zip(text) {
                glyph.ch = ch;
            }
            return;
        }
        let Some(first) = span.first().copied() else { return };
        // A replacement over several lines says nothing about where its characters are: the glyphs' own text stays.
        let one_line = span.iter().all(|g| (g.baseline - first.baseline).abs() < 0.5 * first.size);
        if !one_line {
            return;
        }
        let bbox = span.iter().fold(first.bbox, |r, g| r.union(&g.bbox));
        let by = self.traces.shown_by.get(start).copied().unwrap_or(0);
        self.page.glyphs.truncate(start);
        self.traces.shown_by.truncate(start);
        // Indices in rising order.
        let kept = self.traces.white.partition_point(|&i| i < start);
        self.traces.white.truncate(kept);
        let n = text.len();
        for (i, ch) in text.into_iter().enumerate() {
            let glyph = Glyph { ch, bbox: super::show::share(&bbox, first.direction, i, n), ..first };
            self.page.glyphs.push(glyph);
            self.traces.shown_by.push(by);
        }
    }

    /// Whether the entry of a dictionary is an optional content group, or a membership dictionary, that is off.
    pub(super) fn is_hidden(&self, dict: &Dictionary, key: &[u8]) -> bool {
        let off = &self.shared.hidden_groups;
        if off.is_empty() {
            return false;
        }
        let source = self.shared.source;
        let Some(value) = dict.get(key) else { return false };
        if let Some(id) = value.as_reference()
            && off.contains(&id)
        {
            return true;
        }
        let Some(membership) = source.as_dict(value) else { return false };
        if source.name(membership, b"Type") != Some(b"OCMD") {
            return false;
        }
        let groups: Vec<ObjectId> = match membership.get(b"OCGs") {
            Some(Object::Reference(id)) => match source.resolve(&Object::Reference(*id)) {
                Object::Array(a) => a.iter().filter_map(super::model::Object::as_reference).collect(),
                _ => vec![*id],
            },
            Some(Object::Array(a)) => a.iter().filter_map(super::model::Object::as_reference).collect(),
            _ => return false,
        };
        if groups.is_empty() {
            return false;
        }
        let is_off = |id: &ObjectId| off.contains(id);
        // ISO 32000-2, table 97: seen when …
        match source.name(membership, b"P") {
            Some(b"AllOn") => groups.iter().any(is_off),
            Some(b"AnyOff") => !groups.iter().any(is_off),
            Some(b"AllOff") => !groups.iter().all(is_off),
            _ => groups.iter().all(is_off),
        }
    }
}

/// The optional content groups that the default configuration turns off (ISO 32000-2, 8.11.4).
pub(super) fn hidden_groups(source: &Source) -> FxHashSet<ObjectId> {
    let mut off = FxHashSet::default();
    let Some(properties) = super::pages::catalog(source).and_then(|c| source.dict(c, b"OCProperties")) else {
        return off;
    };
    let Some(config) = source.dict(properties, b"D") else { return off };
    let ids = |dict, key: &[u8]| -> Vec<ObjectId> {
        source.array(dict, key).unwrap_or_default().iter().filter_map(super::model::Object::as_reference).collect()
    };
    if source.name(config, b"BaseState") == Some(b"OFF") {
        off.extend(ids(properties, b"OCGs"));
        for id in ids(config, b"ON") {
            off.remove(&id);
        }
    }
    off.extend(ids(config, b"OFF"));
    off
}
