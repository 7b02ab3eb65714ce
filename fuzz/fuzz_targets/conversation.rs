#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    support::laws::conversation(data);
    support::laws::chat_again(data);
    support::laws::texts_again(data);
});
