#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    support::laws::link_policy(data);
    support::laws::answer_links(data);
    support::laws::turns_links(data);
});
