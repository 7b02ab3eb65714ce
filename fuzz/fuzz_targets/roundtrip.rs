#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use support::laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    laws::round_trip(data);
    laws::fresh_numbers(data);
    laws::idempotent(data);
});
