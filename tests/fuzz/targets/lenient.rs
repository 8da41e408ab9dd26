#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badgehouse_tests::fuzz::run("lenient", data));
