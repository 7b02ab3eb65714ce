#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    support::laws::chat_roundtrip(data);
    support::laws::chat_order(data);
    support::laws::chat_json(data);
    support::laws::chat_told(data);
});
