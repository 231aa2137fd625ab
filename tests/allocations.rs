//! Dates are found without an allocation per character: a part of the text costs a few, an expression found a few more.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failing unwrap is a failing test")]

use keikaku::japanese::{Context, find};

/// How often memory was asked for while `find` went through `text`, and how much it found.
fn allocations(text: &str) -> (u64, usize) {
    let context = Context::default();
    // What is made once for the whole program is not counted.
    let _ = find(text, &context);
    let mut found = 0;
    let told = allocation_counter::measure(|| found = find(text, &context).len());
    (told.count_total, found)
}

/// A text is gone through in parts of about this many bytes, each with its folded characters.
const PART: usize = 16 * 1024;
/// The folded characters of a part, what the fold itself holds, and their growth.
const PER_PART: u64 = 24;
/// Raw, start, end, EDTF, and the strings on the way to them.
const PER_EXPRESSION: u64 = 16;

#[test]
fn text_without_dates_costs_nothing_per_character() {
    for sentence in [
        "市民と行政がともに考え、ともに歩むまちづくりを進めます。",
        "三鷹市、五所川原市、八千代市の一人ひとりが十分に、二、三の点で。",
        "国道16号、第2次、3-1、10.5%、0235-25-2111、１２３４５６７８９円。",
        "ﾃﾞｼﾞﾀﾙ化のｼｽﾃﾑを㈱ＡＢＣとすすめる。",
    ] {
        let text = sentence.repeat(400_000 / sentence.len());
        let (count, found) = allocations(&text);
        let parts = (text.len() / PART + 1) as u64;
        println!("{count} allocations, {} characters, {found} found: {sentence}", text.chars().count());
        assert_eq!(found, 0, "{sentence}");
        assert!(count <= parts * PER_PART, "{count} allocations for {} characters: {sentence}", text.chars().count());
    }
}

#[test]
fn an_expression_costs_a_few() {
    for sentence in [
        "令和5年5月26日（金）に諮問し、令和7年度から11年度までとする。",
        "平成二十四年八月、昭和六十五年、二〇二五年度の計画。",
        "R5.4.1～R6.3.31、3月、10か年、毎年度。",
    ] {
        let text = sentence.repeat(400_000 / sentence.len());
        let (count, found) = allocations(&text);
        let parts = (text.len() / PART + 1) as u64;
        println!("{count} allocations, {} characters, {found} found: {sentence}", text.chars().count());
        assert!(found >= text.len() / sentence.len(), "{sentence}");
        // The list of what was found grows by doubling.
        let most = parts * PER_PART + found as u64 * PER_EXPRESSION + 64;
        assert!(count <= most, "{count} allocations for {found} expressions: {sentence}");
    }
}
