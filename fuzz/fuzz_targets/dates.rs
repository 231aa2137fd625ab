//! The finders of dates and numbers, over any text.
#![no_main]

use keikaku::japanese::{Context, find, find_numbers, normalize};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    for context in [Context::default(), Context { fiscal_label: Some(2024), ..Context::default() }] {
        let mut end = 0;
        for found in find(&text, &context) {
            assert!(end <= found.start && found.start < found.end, "in order, without overlaps");
            assert!(text.get(found.start..found.end).is_some(), "between characters");
            if let (Some(from), Some(to)) = (&found.when.start, &found.when.end) {
                assert!(from <= to, "{}: {from} to {to}", found.when.raw);
            }
            end = found.end;
        }
    }
    let _ = find_numbers(&text);
    let _ = normalize(&text);
});
