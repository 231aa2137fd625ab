//! The reader of records: what is read can be written, and written again is the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(record) = serde_json::from_slice::<keikaku::Record>(data) {
        let json = record.to_json().expect("a record is JSON");
        let again: keikaku::Record = serde_json::from_str(&json).expect("a record can be read");
        let line = keikaku::record::json::minify(&json);
        assert_eq!(again.to_json().expect("JSON"), json);
        assert_eq!(keikaku::record::json::pretty(&line), json);
    }
});
