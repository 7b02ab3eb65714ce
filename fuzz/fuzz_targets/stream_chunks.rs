#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use support::laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    laws::stream_equals_whole(data);
    laws::single_pass(data);
});
