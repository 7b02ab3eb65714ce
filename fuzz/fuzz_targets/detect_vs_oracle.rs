#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    support::laws::detected(data);
    support::laws::preview(data);
    let text = support::laws::personal_text(&mut support::gen_case::Gen::new(data));
    pii_mask::oracle::check(&text);
    // The bytes as they are, of which a fuzzer makes what it likes.
    if let Ok(text) = std::str::from_utf8(data.get(..200).unwrap_or(data)) {
        pii_mask::oracle::check(text);
    }
});
