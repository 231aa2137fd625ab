//! What `keikaku text` prints of small files with one difficulty each; `fixtures/text/make.py` makes them and says what is
//! odd about each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing unwrap is a failing test")]

use keikaku::error::ErrorCode;
use keikaku::pdf::{self, Limits, WarningKind};
use keikaku::pipeline;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/text/{name}.pdf", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn text(name: &str) -> String {
    pipeline::text(&bytes(name), &Limits::default(), true).unwrap_or_else(|e| panic!("{name}: {e}")).join("\u{c}")
}

/// The lines of all pages, pages parted by a form feed.
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(name, want)| {
            let got = text(name);
            (got.trim_end_matches('\n') != *want).then(|| format!("{name}:\n  want {want:?}\n  got  {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fonts() {
    check(&[
        ("cmaps-of-the-standard", "計画\n計画\n計画\n計画\n計画\n計画\n計画\n計画\n計画\n計画\n計画"),
        ("cmaps-beyond-it", "計画\n計画\n計画\n計画\n計画\n計画\n計画"),
        ("cmaps-of-neighbours", "规划\n計畫\n계획"),
        ("usecmap", "計画飲"),
        ("cids-of-japan1", "計画𠮷﨑〝モ"),
        ("truetype-cmap", "計画"),
        ("truetype-names", "計画A"),
        ("cid-to-gid", "計画"),
        ("cff-collection", "計"),
        ("differences", "計画fiéE1"),
        ("symbols", "●■◆☑\nα•→\n●➨\n●■"),
        ("tounicode-broken", "計画\n計画"),
        ("tounicode-partial", "計画"),
        ("radicals", "一日長行民自"),
        ("beyond-the-bmp", "𠮷葛株式会社"),
    ]);
}

#[test]
fn what_the_office_alone_knows_is_told() {
    assert_eq!(text("gaiji"), "計\u{e001}計\n");
    let document = pdf::read(&bytes("gaiji"), &Limits::default()).unwrap();
    let [warning] = document.warnings.as_slice() else { panic!("{:?}", document.warnings) };
    assert_eq!(warning.kind, WarningKind::Unmapped);
    let bbox = warning.bbox.unwrap();
    assert!((bbox.x0 - 60.0).abs() < 0.05 && (bbox.x1 - 70.0).abs() < 0.05, "{bbox:?}");
    let record = pipeline::extract(&bytes("gaiji"), &pipeline::Options::default()).unwrap();
    assert_eq!(record.quality.unmapped_characters, 1);
}

#[test]
fn what_is_drawn() {
    check(&[
        ("tile", "計画"),
        ("outside", "見える\n後"),
        ("painted-over", "新しい題\n半透明\n乗算\n重ね刷り"),
        ("recognised", "認識された文字"),
        ("shadow", "総合計画\n袋文字"),
        (
            "glyph-by-glyph",
            "本市では、総合計画の策定を進めています。\n令和6年度は、市民意識調査を行います。\nPlan A costs 1,200 yen.",
        ),
    ]);
    let hidden = |name| {
        let document = pdf::read(&bytes(name), &Limits::default()).unwrap();
        document.warnings.iter().any(|w| w.kind == WarningKind::HiddenText)
    };
    assert!(hidden("recognised") && hidden("painted-over"));
    assert!(!hidden("shadow") && !hidden("outside"));
}

#[test]
fn spacing_and_lines() {
    check(&[
        ("letter-spacing", "目次\n令和3年度\n総合計画審議会\n氏名\t所属\nDigital Garden City構想"),
        ("scripts", "面積は120m2です。\nCO2の排出量※1"),
        ("ruby", "つるおかし そうごうけいかく\n令和の鶴岡市と総合計画"),
        ("vertical-writing", "令和12年度までの計画\n市民とともに進める"),
        ("stacked", "基本目標\n誰もが安心して暮らせるまちをめざし、\n福祉と医療の連携を進めます。"),
        ("turned", "上向きでない文\n左の見出し\n右の見出し"),
        ("narrow-cell", "庁内\t策定委員会\n作業部会"),
    ]);
}

#[test]
fn ruby_goes_aside() {
    let pages = pipeline::text(&bytes("ruby"), &Limits::default(), false).unwrap();
    assert_eq!(pages, ["令和の鶴岡市と総合計画\n"]);
    let record = pipeline::extract(&bytes("ruby"), &pipeline::Options::default()).unwrap();
    assert_eq!(record.pages[0].text, "令和の鶴岡市と総合計画\n");
    let ruby: Vec<&str> = record.pages[0].ruby.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(ruby, ["つるおかし", "そうごうけいかく"]);
}

/// The prose of the fixtures, a line each.
const PROSE: [&str; 8] = [
    "本市を取り巻く環境は大きく変わり、",
    "人口の減少と高齢化が同時に進んで",
    "います。こうした中でも、暮らしの",
    "質を守り、次の世代に引き継ぐこと",
    "が求められています。この計画は、",
    "そのための道筋を示すものであり、",
    "市民と行政がともに取り組む指針と",
    "なるものです。",
];

fn prose(before: &str, length: usize) -> String {
    PROSE.map(|l| format!("{before}{}", l.chars().take(length).collect::<String>())).join("\n")
}

#[test]
fn reading_order() {
    let two = ["計画の趣旨".to_owned(), prose("左", 99), prose("右", 99)].join("\n");
    let three = ["一", "二", "三"].map(|c| prose(c, 12)).join("\n");
    let side = prose("", 99) + "\n用語の説明\n総合計画とは、市の\n最上位の計画です。";
    check(&[("columns-two", &two), ("columns-three", &three), ("sidebar", &side), ("tagged-order", &prose("", 99))]);
}

#[test]
fn what_repeats_is_furniture() {
    let record = pipeline::extract(&bytes("running-heads"), &pipeline::Options::default()).unwrap();
    for (i, page) in record.pages.iter().enumerate() {
        let furniture: Vec<&str> = page.furniture.iter().map(|f| f.text.as_str()).collect();
        assert_eq!(furniture, ["第2次総合計画", &format!("- {} -", i + 1)]);
        assert!(page.text.starts_with('第') && page.text.ends_with("暮らしの\n"), "{}", page.text);
    }
    // The plain text has it, in its place.
    assert!(text("running-heads").starts_with("第2次総合計画\n第一の本文です。\n"));
}

#[test]
fn damage() {
    let want = "読めるもの\nは読む。";
    check(&[
        ("broken-xref", want),
        ("missing-endobj", want),
        ("wrong-length", "読めるもの\n\u{c}は読む。"),
        ("cut-off", want),
        ("no-catalogue", want),
        ("incremental", "新しい文"),
        ("hybrid", "混成の文書"),
        ("object-streams", want),
        ("linearised", want),
        ("rc4-128", want),
        ("aes-128", want),
        ("aes-256", want),
    ]);
    let repaired = |name| pdf::read(&bytes(name), &Limits::default()).unwrap().warnings;
    for name in ["broken-xref", "cut-off", "no-catalogue"] {
        assert!(repaired(name).iter().any(|w| w.kind == WarningKind::Repaired), "{name}");
    }
    for name in ["incremental", "hybrid", "object-streams", "linearised", "aes-256"] {
        assert_eq!(repaired(name), [], "{name}");
    }
}

#[test]
fn a_password_that_is_needed_is_asked_for() {
    let error = pipeline::text(&bytes("password"), &Limits::default(), true).unwrap_err();
    assert_eq!(error.code, ErrorCode::Password);
    assert!(error.message.contains("password"), "{error}");
}
