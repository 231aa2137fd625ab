//! Tables of the structure tree (ISO 32000-2, 14.8.4.8.3 and 14.8.5.7): rows of cells with their spans and the marked
//! content that they hold. What the tree says is taken down as it stands; whether it is true, geometry has to tell.

use super::model::{Dictionary, Object, ObjectId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::object::Source;
use super::pages::{PageNode, catalog};
use super::roles::{DEEPEST, MOST_ELEMENTS, mapped};
use super::{TaggedCell, TaggedTable};

/// A table with more rows, or more cells, is a trap; it is left out.
const MOST_ROWS: usize = 5_000;
const MOST_CELLS: usize = 50_000;
/// More columns than this make no table that is printed.
const WIDEST: i64 = 200;

/// Structure types that a table is made of, and those that show that it only lays out a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    Group,
    Row,
    Cell { header: bool },
    Heading,
    Other,
}

/// The tables of a document in the order of the tree. A table whose cells hold tables or headings lays out a page: not
/// it but the tables in it are given.
pub(super) fn tables(source: &Source, pages: &[PageNode<'_>]) -> Vec<TaggedTable> {
    let Some(root) = catalog(source).and_then(|c| source.dict(c, b"StructTreeRoot")) else { return Vec::new() };
    let mut walk = Walk {
        source,
        map: source.dict(root, b"RoleMap"),
        numbers: pages.iter().enumerate().filter_map(|(i, p)| Some((p.id?, i))).collect(),
        seen: FxHashSet::default(),
        elements: 0,
        open: Vec::new(),
        out: Vec::new(),
    };
    if let Some(kids) = root.get(b"K") {
        walk.kids(kids, None, 0);
    }
    walk.out
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    table: TaggedTable,
    cells: usize,
    /// Whether content goes to the last cell.
    in_cell: bool,
    /// Whether it is a table at all, and within bounds.
    sound: bool,
}

struct Walk<'a> {
    source: &'a Source<'a>,
    map: Option<&'a Dictionary>,
    numbers: FxHashMap<ObjectId, usize>,
    seen: FxHashSet<ObjectId>,
    elements: usize,
    /// The tables around the element, outermost first.
    open: Vec<Open>,
    out: Vec<TaggedTable>,
}

impl<'a> Walk<'a> {
    fn kids(&mut self, kids: &'a Object, page: Option<usize>, depth: usize) {
        match self.source.resolve(kids) {
            Object::Array(items) => items.iter().for_each(|k| self.kid(k, page, depth)),
            _ => self.kid(kids, page, depth),
        }
    }

    fn kid(&mut self, kid: &'a Object, page: Option<usize>, depth: usize) {
        let source = self.source;
        match source.resolve(kid) {
            Object::Integer(mcid) => self.content(*mcid, page),
            Object::Dictionary(dict) => match source.name(dict, b"Type") {
                Some(b"MCR") => {
                    // Content of a form XObject (`/Stm`) has ids of its own.
                    if !dict.has(b"Stm")
                        && let Some(mcid) = source.integer(dict, b"MCID")
                    {
                        self.content(mcid, self.page(dict).or(page));
                    }
                }
                Some(b"OBJR") => {}
                _ => self.element(kid.as_reference(), dict, page, depth),
            },
            _ => {}
        }
    }

    fn element(&mut self, id: Option<ObjectId>, dict: &'a Dictionary, page: Option<usize>, depth: usize) {
        if depth > DEEPEST || self.elements >= MOST_ELEMENTS || id.is_some_and(|id| !self.seen.insert(id)) {
            return;
        }
        self.elements += 1;
        let own = self.source.name(dict, b"S").and_then(|s| mapped(self.source, self.map, s, kind));
        match (own.unwrap_or(Kind::Other), self.open.last_mut()) {
            (Kind::Table, around) => {
                if let Some(around) = around {
                    around.sound = false;
                }
                self.open.push(Open { sound: true, ..Open::default() });
            }
            (Kind::Row, Some(open)) if !open.in_cell && open.table.rows.len() < MOST_ROWS => {
                open.table.rows.push(Vec::new());
            }
            (Kind::Cell { header }, Some(open)) if !open.in_cell && open.cells < MOST_CELLS => {
                let (row_span, column_span) = spans(self.source, dict);
                let cell = TaggedCell { header, row_span, column_span, content: Vec::new() };
                match open.table.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => open.sound = false,
                }
                open.cells += 1;
                open.in_cell = true;
            }
            (Kind::Row | Kind::Cell { .. } | Kind::Heading, Some(open)) => open.sound = false,
            _ => {}
        }
        let page = self.page(dict).or(page);
        if let Some(kids) = dict.get(b"K") {
            self.kids(kids, page, depth + 1);
        }
        match own {
            Some(Kind::Table) => {
                if let Some(Open { table, sound: true, .. }) = self.open.pop() {
                    self.out.push(table);
                }
            }
            Some(Kind::Cell { .. }) => {
                if let Some(open) = self.open.last_mut() {
                    open.in_cell = false;
                }
            }
            _ => {}
        }
    }

    fn page(&self, dict: &Dictionary) -> Option<usize> {
        self.numbers.get(&Source::id(dict, b"Pg")?).copied()
    }

    fn content(&mut self, mcid: i64, page: Option<usize>) {
        if let (Ok(mcid), Some(page), Some(open)) = (u32::try_from(mcid), page, self.open.last_mut())
            && open.in_cell
            && let Some(cell) = open.table.rows.last_mut().and_then(|r| r.last_mut())
            && cell.content.len() < MOST_ELEMENTS
        {
            cell.content.push((page, mcid));
        }
    }
}

fn kind(name: &[u8]) -> Option<Kind> {
    Some(match name {
        b"Table" => Kind::Table,
        b"THead" | b"TBody" | b"TFoot" => Kind::Group,
        b"TR" => Kind::Row,
        b"TH" => Kind::Cell { header: true },
        b"TD" => Kind::Cell { header: false },
        b"Title" | b"H" | [b'H', b'1'..=b'6'] => Kind::Heading,
        _ => return None,
    })
}

/// `/RowSpan` and `/ColSpan` of the attributes whose owner is the table; 1 where none are given.
fn spans(source: &Source, dict: &Dictionary) -> (usize, usize) {
    /// More attribute objects than this belong to no cell.
    const MOST: usize = 16;
    let one = source.get(dict, b"A").map(std::slice::from_ref);
    // An array holds attribute objects, each with its revision number after it.
    let list = source.array(dict, b"A").or(one).unwrap_or_default();
    let mut out = (1, 1);
    for owned in list.iter().take(MOST).filter_map(|o| source.as_dict(o)) {
        if source.name(owned, b"O") != Some(b"Table") {
            continue;
        }
        let span = |key: &[u8], most: i64| {
            source.integer(owned, key).filter(|n| (1..=most).contains(n)).and_then(|n| usize::try_from(n).ok())
        };
        out.0 = span(b"RowSpan", MOST_ROWS as i64).unwrap_or(out.0);
        out.1 = span(b"ColSpan", WIDEST).unwrap_or(out.1);
    }
    out
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, dictionary};

    use super::super::Limits;
    use super::*;
    use crate::geometry::Rect;

    const PAGE: ObjectId = (1, 0);

    /// What the tables of a tree with these elements are.
    fn read(kids: Vec<Object>) -> Vec<TaggedTable> {
        let mut doc = lopdf::Document::with_version("1.7");
        assert_eq!(doc.add_object(dictionary! { "Type" => "Page" }), PAGE);
        let map = dictionary! { "Tabelle" => "Table", "Zeile" => "TR" };
        let root = doc.add_object(dictionary! { "K" => kids, "RoleMap" => map });
        let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "StructTreeRoot" => root });
        doc.trailer.set("Root", catalog);
        let source = Source::new(doc, &Limits::default());
        let dict = Dictionary::new();
        let page =
            PageNode { id: Some(PAGE), dict: &dict, resources: None, crop: Rect::default(), rotate: 0, unit: 1.0 };
        tables(&source, &[page])
    }

    fn element(kind: &str, kids: Vec<Object>) -> Object {
        dictionary! { "S" => kind, "Pg" => PAGE, "K" => kids }.into()
    }

    fn cell(kind: &str, mcid: i64) -> Object {
        element(kind, vec![mcid.into()])
    }

    fn spanning(mcid: i64, rows: i64, columns: i64) -> Object {
        let attributes = dictionary! { "O" => "Table", "RowSpan" => rows, "ColSpan" => columns };
        dictionary! { "S" => "TD", "Pg" => PAGE, "A" => attributes, "K" => mcid }.into()
    }

    /// Header, height, width and content of a cell.
    type Shape = (bool, usize, usize, Vec<u32>);

    fn shape(t: &TaggedTable) -> Vec<Vec<Shape>> {
        let cell = |c: &TaggedCell| {
            let ids = c.content.iter().map(|(page, id)| {
                assert_eq!(*page, 0);
                *id
            });
            (c.header, c.row_span, c.column_span, ids.collect())
        };
        t.rows.iter().map(|r| r.iter().map(cell).collect()).collect()
    }

    #[test]
    fn rows_cells_and_spans() {
        let head = element("THead", vec![element("TR", vec![cell("TH", 0), cell("TH", 1)])]);
        let body = element(
            "TBody",
            vec![
                element("Zeile", vec![spanning(2, 2, 1), element("TD", vec![element("P", vec![3.into(), 4.into()])])]),
                element("TR", vec![cell("TD", 5)]),
                element("TR", vec![spanning(6, 1, 2)]),
            ],
        );
        let got = read(vec![element("Document", vec![element("Tabelle", vec![head, body])])]);
        let want = vec![
            vec![(true, 1, 1, vec![0]), (true, 1, 1, vec![1])],
            vec![(false, 2, 1, vec![2]), (false, 1, 1, vec![3, 4])],
            vec![(false, 1, 1, vec![5])],
            vec![(false, 1, 2, vec![6])],
        ];
        assert_eq!(got.iter().map(shape).collect::<Vec<_>>(), [want]);
    }

    #[test]
    fn a_table_around_a_table_or_a_heading_lays_out_a_page() {
        let inner = element("Table", vec![element("TR", vec![cell("TD", 1), cell("TD", 2)])]);
        let around = element("Table", vec![element("TR", vec![element("TD", vec![inner])])]);
        let got = read(vec![around]);
        assert_eq!(got.iter().map(shape).collect::<Vec<_>>(), [[[(false, 1, 1, vec![1]), (false, 1, 1, vec![2])]]]);
        let heading = element("TD", vec![cell("H2", 0)]);
        assert!(read(vec![element("Table", vec![element("TR", vec![heading])])]).is_empty());
    }

    #[test]
    fn what_no_table_has_is_left_out() {
        // A cell outside any row; spans of no sense; content of a page that is not there.
        assert!(read(vec![element("Table", vec![cell("TD", 0)])]).is_empty());
        let got = read(vec![element("Table", vec![element("TR", vec![spanning(0, -1, 1_000_000)])])]);
        assert_eq!(got.iter().map(shape).collect::<Vec<_>>(), [[[(false, 1, 1, vec![0])]]]);
        let elsewhere: Object = dictionary! { "S" => "TD", "Pg" => (99, 0), "K" => 0 }.into();
        let row: Object = dictionary! { "S" => "TR", "K" => vec![elsewhere] }.into();
        let got = read(vec![dictionary! { "S" => "Table", "K" => vec![row] }.into()]);
        assert_eq!(got.iter().map(shape).collect::<Vec<_>>(), [[[(false, 1, 1, Vec::new())]]]);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = (0..2 * DEEPEST).fold(cell("TD", 0), |kid, _| element("Div", vec![kid]));
        assert!(read(vec![element("Table", vec![element("TR", vec![deep])])]).iter().all(|t| t.rows[0].is_empty()));
    }
}
