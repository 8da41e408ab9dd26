#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badgehouse_simulation::fuzz::run("name", data));
