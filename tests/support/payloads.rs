//! Payloads of a conversation that knows two persons and a number.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "for several tests"
)]

use pii_mask::*;

pub const TWO: &str = r#"{"<PERSON_1>":"John Doe","<PERSON_2>":"José","<PHONE_1>":"31612345678"}"#;

pub fn builder(mapping: &str) -> ConversationBuilder {
    let headers = PiiHeaders::parse([("X-Pii-Mapping", mapping.as_bytes())], &Limits::default()).unwrap();
    Conversation::builder().headers(headers)
}

/// What goes out of a payload.
pub fn mask(dialect: Dialect, body: &str) -> String {
    mask_with(ChatPolicy::new(), dialect, body)
}

pub fn mask_with(policy: ChatPolicy, dialect: Dialect, body: &str) -> String {
    builder(TWO).chat(policy).build().unwrap().mask_chat(dialect, body).unwrap().body.into_owned()
}

/// Everything of the mapping is exposed.
pub fn unmasker(mapping: &str) -> Unmasker {
    Unmasker::new(
        Mapping::from_json(mapping.as_bytes(), PlaceholderStyle::Angle, &Limits::default()).unwrap(),
    )
}

pub fn streamed(unmasker: &Unmasker, dialect: Dialect, sse: &str) -> String {
    let mut stream = unmasker.chat_stream(dialect);
    let mut out = Vec::new();
    stream.push(sse.as_bytes(), &mut out).unwrap();
    stream.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn nothing_leaks(masked: &str) {
    for word in ["John", "Doe", "José", "Jos\\u00e9", "Jos\\\\u00e9", "31612345678"] {
        assert!(!masked.contains(word), "{word} in {masked}");
    }
}

/// Events with these JSON texts as their data.
pub fn sse<T: AsRef<str>>(events: &[T]) -> String {
    events.iter().map(|event| format!("data: {}\n\n", event.as_ref())).collect()
}

/// The data of an event of Chat Completions.
pub fn content(text: &str, finish: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    format!(r#"{{"choices":[{{"index":0,"delta":{{"content":{text}}},"finish_reason":{finish}}}]}}"#)
}

pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// What a client adds up.
pub fn said(sse: &str) -> String {
    let events = sse.lines().filter_map(|line| line.strip_prefix("data: "));
    let events = events.map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
    events.map(|event| event["choices"][0]["delta"]["content"].as_str().unwrap().to_owned()).collect()
}
