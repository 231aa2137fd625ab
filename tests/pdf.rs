//! The PDF stage on small files with one quirk each; `fixtures/pdf/make.py` makes them and says what is odd about each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing unwrap is a failing test")]

use keikaku::geometry::Rect;
use keikaku::pdf::{Direction, Document, Error, Limits, Page, Role, WarningKind, read};

fn try_open(name: &str) -> Result<Document, Error> {
    let path = format!("{}/fixtures/pdf/{name}.pdf", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).unwrap(), &Limits::default())
}

fn open(name: &str) -> Document {
    try_open(name).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn text(page: &Page) -> String {
    page.glyphs.iter().map(|g| g.ch).collect()
}

fn near(a: &Rect, b: &Rect) -> bool {
    [(a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)].iter().all(|(a, b)| (a - b).abs() < 0.05)
}

#[test]
fn every_quirk_gives_its_text() {
    for (name, pages) in [
        ("rotate90", &["Ab"][..]),
        ("rotate270", &["Ab"]),
        ("form", &["inafter"]),
        ("form-loop", &["a"]),
        ("type3", &["計画"]),
        ("rksj", &["計画"]),
        ("ucs2", &["計画"]),
        ("euc", &["計画"]),
        ("identity", &["計画"]),
        ("vertical", &["計画"]),
        ("stray", &["onetwothrefour"]),
        ("truncated", &["kept"]),
        ("inline-image", &["beforeafter"]),
        ("ligature", &["fix"]),
        ("twice", &["boldll"]),
        ("hidden", &["whitescan"]),
        ("stray-name", &["游"]),
        ("actual-text", &["計画案z"]),
        ("optional-content", &["on"]),
        ("page-tree", &["one", "two"]),
        ("filters", &["flatehex"]),
        ("annotation", &["pagefield"]),
        ("tagged", &["headparamorecell"]),
        ("rc4-empty", &["open"]),
    ] {
        let document = open(name);
        let got: Vec<String> = document.pages.iter().map(text).collect();
        assert_eq!(got, pages, "{name}");
    }
}

#[test]
fn turned_pages_read_upright() {
    for name in ["rotate90", "rotate270"] {
        let document = open(name);
        let page = &document.pages[0];
        assert_eq!((page.width, page.height), (80.0, 100.0), "{name}");
        let first = page.glyphs[0];
        assert_eq!(first.direction, Direction::Right, "{name}");
        // Ten points from the left edge, 20 below the top, as seen.
        assert!((first.bbox.x0 - 10.0).abs() < 0.01, "{name}: {:?}", first.bbox);
        assert!((first.baseline - 20.0).abs() < 0.01, "{name}: {}", first.baseline);
        assert!((first.size - 10.0).abs() < 0.01, "{name}");
        assert!(page.glyphs[1].bbox.x0 > first.bbox.x0, "{name}");
    }
}

#[test]
fn a_form_scales_its_text() {
    let page = &open("form").pages[0];
    assert!((page.glyphs[0].size - 20.0).abs() < 0.01);
    assert!((page.glyphs[0].bbox.x0 - 70.0).abs() < 0.01);
}

#[test]
fn vertical_writing_runs_down() {
    let page = &open("vertical").pages[0];
    let [a, b] = page.glyphs[..] else { panic!("two glyphs") };
    assert_eq!(a.direction, Direction::Down);
    assert!(near(&a.bbox, &Rect::new(40.0, 100.0, 60.0, 120.0)), "{:?}", a.bbox);
    assert!(near(&b.bbox, &Rect::new(40.0, 120.0, 60.0, 140.0)), "{:?}", b.bbox);
    assert_eq!(a.baseline, 50.0);
}

#[test]
fn horizontal_cells_are_an_em() {
    for name in ["rksj", "ucs2", "euc", "identity", "type3"] {
        let page = &open(name).pages[0];
        let [a, b] = page.glyphs[..] else { panic!("two glyphs") };
        assert!((a.bbox.width() - 20.0).abs() < 0.05, "{name}: {:?}", a.bbox);
        assert!((a.bbox.height() - 20.0).abs() < 0.05, "{name}: {:?}", a.bbox);
        assert!((b.bbox.x0 - a.bbox.x1).abs() < 0.05, "{name}");
        assert!((a.baseline - 100.0).abs() < 0.05, "{name}");
    }
}

#[test]
fn ligatures_lie_side_by_side() {
    let page = &open("ligature").pages[0];
    let xs: Vec<f32> = page.glyphs.iter().map(|g| g.bbox.x0).collect();
    assert_eq!(xs, [50.0, 53.0, 56.0]);
}

#[test]
fn printed_twice_is_bold() {
    let page = &open("twice").pages[0];
    assert!(page.glyphs.iter().all(|g| g.bold == (g.ch != 'l' || g.baseline < 120.0)), "{:?}", page.glyphs);
}

#[test]
fn hidden_text_is_told() {
    let document = open("hidden");
    assert!(document.warnings.iter().any(|w| w.kind == WarningKind::HiddenText));
    let page = &document.pages[0];
    assert_eq!(page.pictures.len(), 1);
    let visible: String = page.glyphs.iter().filter(|g| !g.invisible).map(|g| g.ch).collect();
    assert_eq!(visible, "white");
}

#[test]
fn lost_objects_are_brought_back() {
    let document = open("stray-name");
    assert!(document.info.salvaged);
    assert!(document.warnings.iter().any(|w| w.kind == WarningKind::Repaired));
    assert!(!open("rksj").info.salvaged);
}

#[test]
fn rulings_and_fills() {
    let page = &open("rulings").pages[0];
    let lines: Vec<(Rect, bool)> = page.strokes.iter().map(|s| (s.line, s.dashed)).collect();
    let has = |r: Rect, dashed| lines.iter().any(|(l, d)| near(l, &r) && *d == dashed);
    assert!(has(Rect::new(10.0, 10.0, 110.0, 10.0), false), "{lines:?}");
    assert!(has(Rect::new(10.0, 20.0, 110.0, 20.0), true));
    assert!(has(Rect::new(200.0, 170.0, 250.0, 170.0), false), "cut to the clip");
    // Two lines, four sides of a rectangle, one clipped line.
    assert_eq!(lines.len(), 7, "{lines:?}");
    assert_eq!(page.strokes[0].width, 2.0);
    let fills: Vec<Rect> = page.fills.iter().map(|f| f.rect).collect();
    assert_eq!(fills.len(), 3, "{fills:?}");
    assert!(near(&fills[0], &Rect::new(10.0, 29.5, 110.0, 30.0)), "{fills:?}");
    assert!(near(&fills[2], &Rect::new(70.0, 80.0, 120.0, 100.0)));
    assert_eq!(page.fills[1].color, [230, 230, 230]);
}

#[test]
fn an_annotation_is_fitted_into_its_rectangle() {
    let page = &open("annotation").pages[0];
    let field = page.glyphs.iter().find(|g| g.ch == 'f').unwrap();
    assert!((field.bbox.x0 - 54.0).abs() < 0.05, "{:?}", field.bbox);
    assert!((field.baseline - 90.0).abs() < 0.05);
    assert!((field.size - 20.0).abs() < 0.05);
}

#[test]
fn facts_and_bookmarks() {
    let info = open("info").info;
    assert_eq!(info.title.as_deref(), Some("計画"));
    assert_eq!(info.producer.as_deref(), Some("計画"));
    assert_eq!(info.created.as_deref(), Some("2024-05-01T09:00:00+09:00"));
    assert_eq!(info.pdf_version.as_deref(), Some("2.0"));
    let marks: Vec<(usize, &str, Option<usize>)> =
        info.bookmarks.iter().map(|b| (b.depth, b.title.as_str(), b.page)).collect();
    assert_eq!(marks, [(0, "one", Some(1)), (1, "named", Some(1)), (0, "loop", None)]);
}

#[test]
fn structure_tells_roles() {
    let document = open("tagged");
    assert!(document.info.tagged);
    let roles: Vec<(u32, Role)> = document.roles[0].iter().map(|t| (t.mcid, t.role)).collect();
    assert_eq!(roles, [(0, Role::Heading(1)), (1, Role::Paragraph), (2, Role::Paragraph), (3, Role::TableCell)]);
    let elements: Vec<u32> = document.roles[0].iter().map(|t| t.element).collect();
    assert_eq!(elements[1], elements[2]);
    assert!(elements[0] < elements[1] && elements[2] < elements[3]);
    assert_eq!(document.pages[0].glyphs[0].mcid, Some(0));
}

#[test]
fn encryption() {
    assert!(open("rc4-empty").info.encrypted);
    assert_eq!(try_open("rc4-locked").map(|_| ()), Err(Error::PasswordNeeded));
}

#[test]
fn limits_hold() {
    let path = format!("{}/fixtures/pdf/stray.pdf", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    let limits = Limits { glyphs: 3, ..Limits::default() };
    let document = read(&bytes, &limits).unwrap();
    assert_eq!(document.pages[0].glyphs.len(), 3);
    assert!(document.warnings.iter().any(|w| w.kind == WarningKind::Limit));
    let limits = Limits { operators: 5, ..Limits::default() };
    assert_eq!(text(&read(&bytes, &limits).unwrap().pages[0]), "onetwo");
}

#[test]
fn limits_hold_for_the_whole_document() {
    let path = format!("{}/fixtures/pdf/page-tree.pdf", env!("CARGO_MANIFEST_DIR"));
    let limits = Limits { total_glyphs: 3, ..Limits::default() };
    let document = read(&std::fs::read(path).unwrap(), &limits).unwrap();
    assert_eq!(document.pages.iter().map(text).collect::<Vec<_>>(), ["one", ""]);
    assert!(document.warnings.iter().any(|w| w.page == Some(2) && w.kind == WarningKind::Limit));
}

#[test]
fn cut_files_never_panic() {
    for name in ["tagged", "type3", "rc4-empty", "info"] {
        let path = format!("{}/fixtures/pdf/{name}.pdf", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).unwrap();
        for end in (0..bytes.len()).step_by(37) {
            let _ = read(&bytes[..end], &Limits::default());
        }
    }
}
