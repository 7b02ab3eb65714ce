#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use support::laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    laws::stable(data);
    laws::deterministic(data);
    laws::sameness(data);
});
