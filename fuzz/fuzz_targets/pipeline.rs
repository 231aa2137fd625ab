//! The whole pipeline, over bytes that should be a PDF.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keikaku_fuzz::read(data));
