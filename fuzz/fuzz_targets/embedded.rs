#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    nestc_fuzz::embedded(text);
});
