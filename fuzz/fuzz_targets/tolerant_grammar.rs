#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use support::laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    laws::unmask_vs_oracle(data);
    laws::digits_exact(data);
    laws::bounded_output(data);
});
