//! Date expressions as documents print them, each with its expected value: `tests/data/dates/*.tsv`.
//!
//! A row is one expression found: text, context, then raw, start, end, precision, edtf, flags. A row with an empty
//! text is a further expression of the text above; `-` as raw says that nothing is found. `!reversed` and the like
//! among the flags are warnings. Lines that begin with `#`
//! are comments; `# from:` names the family of documents (kind, producer) that the rows below it were printed in, and
//! `# form of:` the family that a form belongs to whose numbers were set for the test. `KEIKAKU_UPDATE=1 cargo test --test dates` writes what is found into the files: read the difference
//! before believing it. `tests/data/check_dates.py` works the values out apart from the program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing unwrap is a failing test")]

use keikaku::japanese::{
    Context, Found, Inferred, Profile, Reading, WarningCode, When, YearFrom, find, find_numbers, normalize,
    normalize_as, normalize_with_map, read,
};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::PathBuf;

fn context(printed: &str) -> Context {
    let mut context = Context::default();
    for part in printed.split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').expect("key=value");
        match key {
            "published" => context.published = Some(value.parse().expect("a day")),
            "fiscal" => context.fiscal_label = Some(value.parse().expect("a year")),
            "row" => context.row_above = Some(value.parse().expect("a day")),
            "header" => context.column_header = Some(value.to_owned()),
            _ => panic!("unknown context {key}"),
        }
    }
    context
}

fn flags(when: &When) -> String {
    let mut flags = Vec::new();
    if let Some(year) = when.fiscal_year {
        flags.push(format!("fy{year}"));
    }
    if when.approximate {
        flags.push("approximate".to_owned());
    }
    for part in &when.inferred {
        flags.push(match part {
            Inferred::Year => "year?".to_owned(),
            Inferred::Era => "era?".to_owned(),
            Inferred::Month => "month?".to_owned(),
        });
    }
    if let Some(from) = when.year_from {
        flags.push(match from {
            YearFrom::RowAbove => "row".to_owned(),
            YearFrom::MergedCell => "merged".to_owned(),
            YearFrom::FiscalLabel => "label".to_owned(),
            YearFrom::Caption => "caption".to_owned(),
            YearFrom::Neighbour => "neighbour".to_owned(),
        });
    }
    if let Some(weekday) = &when.weekday {
        flags.push(format!("{}{}", weekday.printed, if weekday.agrees { "" } else { "!" }));
    }
    flags.join(" ")
}

fn row(found: &Found) -> String {
    let when = &found.when;
    let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let precision = when.precision.map_or_else(|| "-".to_owned(), |p| format!("{p:?}").to_lowercase());
    let raw = when.raw.replace('\n', "\\n");
    format!(
        "{raw}\t{}\t{}\t{precision}\t{}\t{}",
        or_dash(&when.start),
        or_dash(&when.end),
        or_dash(&when.edtf),
        flags(when)
    )
}

/// Warnings about the expression that begins at `start`. What stays undated shows in the row itself.
fn warnings(reading: &Reading, start: Option<usize>) -> String {
    let mut said = String::new();
    let stands_alone = |at: Option<usize>| !reading.found.iter().any(|found| Some(found.start) == at);
    // A warning about what was not found stands behind the last expression.
    let last = start == reading.found.last().map(|found| found.start);
    for warning in reading.warnings.iter().filter(|w| w.start == start || (last && stands_alone(w.start))) {
        said += match warning.code {
            WarningCode::YearMoved => " !moved",
            WarningCode::NoYearAgrees => " !no_year_agrees",
            WarningCode::ImpossibleDate => " !impossible",
            WarningCode::EndBeforeStart => " !reversed",
            WarningCode::CalendarsDisagree => " !calendars",
            WarningCode::WeekdayDisagrees => " !weekday",
            _ => "",
        };
    }
    said
}

#[test]
fn expressions_as_printed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/dates");
    let bless = std::env::var_os("KEIKAKU_UPDATE").is_some();
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let (mut wrong, mut texts, mut nothing) = (Vec::new(), 0, 0);
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "tsv")) {
        let content = std::fs::read_to_string(file).expect("a file");
        let mut actual = String::new();
        let mut lines = content.lines().peekable();
        while let Some(line) = lines.next() {
            if line.starts_with('#') || line.is_empty() {
                writeln!(actual, "{line}").expect("written");
                continue;
            }
            let mut columns = line.splitn(3, '\t');
            let (text, around) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
            let mut expected = vec![columns.next().unwrap_or_default().trim_end().to_owned()];
            while let Some(next) = lines.next_if(|next| next.starts_with('\t')) {
                expected.push(next.trim().to_owned());
            }
            let printed = text.replace("\\n", "\n").replace("\\t", "\t");
            let reading = read(&printed, &context(around));
            let told = |found: &Found| {
                let flags = warnings(&reading, Some(found.start));
                format!("{}{}", row(found), flags).replace("\t ", "\t").trim_end().to_owned()
            };
            let mut rows: Vec<String> = reading.found.iter().map(told).collect();
            if rows.is_empty() {
                rows.push(format!("-{}", warnings(&reading, None)));
                nothing += 1;
            }
            texts += 1;
            for (place, row) in rows.iter().enumerate() {
                let (text, around) = if place == 0 { (text, around) } else { ("", "") };
                writeln!(actual, "{text}\t{around}\t{row}").expect("written");
            }
            if rows != expected {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                wrong.push(format!("{name}: {text} ({around})\n  expected {expected:#?}\n  found    {rows:#?}"));
            }
        }
        if bless {
            std::fs::write(file, actual).expect("written");
        }
    }
    println!("{texts} texts, {nothing} of them with nothing to find");
    assert!(bless || wrong.is_empty(), "{} of {texts} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_row_names_its_family() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/dates");
    let (mut printed, mut nothing) = (0, 0);
    for file in std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path()) {
        let content = std::fs::read_to_string(&file).expect("a file");
        let mut family = None;
        for line in content.lines() {
            if let Some(comment) = line.strip_prefix('#') {
                let named = comment.trim().split_once(':').filter(|(key, _)| matches!(*key, "from" | "form of"));
                family = named.filter(|(_, name)| !name.trim().is_empty()).map(|(key, _)| key);
            } else if !line.starts_with('\t') {
                assert!(family.is_some(), "{}: {line}", file.display());
                printed += usize::from(family == Some("from"));
                nothing +=
                    usize::from(family == Some("from") && line.split('\t').nth(2).is_some_and(|r| r.starts_with('-')));
            }
        }
    }
    println!("{printed} texts as printed, {nothing} of them with nothing to find");
    assert!(printed >= 1_200 && nothing >= 150, "{printed} texts, {nothing} with nothing");
}

/// A long text is gone through in parts: every expression is found, at its own place.
#[test]
fn long_texts_are_read_in_parts() {
    for (sentence, times) in [
        ("計画期間は令和5年5月26日からとする。", 2_000),
        ("令和5年5月26日\t庁議\n", 2_000),
        ("令和5年5月26日、庁議、", 20_000),
    ] {
        let text = sentence.repeat(times);
        let found = find(&text, &Context::default());
        assert_eq!(found.len(), times, "{sentence}");
        for found in found {
            assert!(found.when.raw.starts_with("令和5年5月26日"), "{}", found.when.raw);
            assert_eq!(text.get(found.start..found.end), Some(found.when.raw.as_str()));
        }
    }
}

/// Characters that dates are made of, so that random texts reach deep into the grammar.
const ALPHABET: &str = "[0-9０-９〇一二三四五六七八九十元年月日度令和平成昭大正明治RHSTM/.・、～〜~()（）月火水木金土日曜上中下旬末頃第四半期前後春夏秋冬同翌から以降まで毎か間を初年度とし\\-ー \n\t]{0,40}";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_lie_in_the_text_in_order(text in prop_oneof![ALPHABET, "\\PC{0,40}"], label in proptest::option::of(1990..2060)) {
        let context = Context { fiscal_label: label, ..Context::default() };
        let mut last = 0;
        for found in find(&text, &context) {
            prop_assert!(last <= found.start && found.start < found.end && found.end <= text.len());
            prop_assert_eq!(text.get(found.start..found.end), Some(found.when.raw.as_str()));
            if let (Some(start), Some(end)) = (&found.when.start, &found.when.end) {
                prop_assert!(start <= end);
            }
            last = found.end;
        }
    }

    #[test]
    fn keys_of_keys_are_keys(text in prop_oneof![ALPHABET, "\\PC{0,40}", "[㌀-㏿㈠-㉃ａ-ｚＡ-Ｚヶヵか所月年国箇カケ㎡ 　-]{0,20}"]) {
        let once = normalize_as(&text, Profile::Key);
        prop_assert_eq!(normalize_as(&once, Profile::Key), once);
    }

    #[test]
    fn offsets_lead_back_in_order(text in prop_oneof![ALPHABET, "\\PC{0,40}", "[ｱ-ﾝﾞﾟ㋿㈱ か゛\u{3099}Ａ１]{0,20}"]) {
        let normalized = normalize_with_map(&text);
        let mut last = 0;
        for (at, c) in normalized.text.char_indices() {
            let range = normalized.map.range_to_original(&(at..at + c.len_utf8()));
            prop_assert!(last <= range.start && range.start < range.end && range.end <= text.len());
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            last = range.start;
        }
    }

    #[test]
    fn numbers_lie_in_the_text_in_order(text in prop_oneof!["[0-9０-９,.〇一二三四五六七八九十百千万億円人件%△▲約以上未満か所 /～-]{0,30}", "\\PC{0,40}"]) {
        let mut last = 0;
        for found in find_numbers(&text) {
            prop_assert!(last <= found.start && found.start < found.end);
            prop_assert_eq!(text.get(found.start..found.end), Some(found.raw.as_str()));
            prop_assert!(found.value.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.'), "{}", found.value);
            last = found.end;
        }
    }

    #[test]
    fn normalising_twice_is_normalising_once(text in prop_oneof![ALPHABET, "\\PC{0,40}", "[ア-ンｱ-ﾝﾞﾟー－‐−―～〜 　0-9a-z⼀-⿕⺀-⻳\u{3099}か゛Ⅰ①、。()（）]{0,30}"]) {
        let once = normalize(&text);
        prop_assert_eq!(normalize(&once), once);
    }
}
