#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| gongwen_fuzz::entries::xlsx(data));
