//! The laws: one body each, driven by property tests, by fuzz targets and by the saved corpus.
//! Their numbers are those of DESIGN.md, section "Laws".

mod chat;
mod chat_again;
mod chat_stream;
mod conversation;
mod detect;
mod links;
mod mapping;
mod mask;
mod sse;
mod unmask;
mod wire;

pub use chat::*;
pub use chat_again::*;
pub use chat_stream::*;
pub use conversation::*;
pub use detect::*;
pub use links::*;
pub use mapping::*;
pub use mask::*;
pub use sse::*;
pub use unmask::*;
pub use wire::*;

/// A law and its name.
pub type Law = (&'static str, fn(&[u8]));

/// Every law.
pub const LAWS: &[Law] = &[
    ("no_leak", no_leak),
    ("mask_vs_oracle", mask_vs_oracle),
    ("round_trip", round_trip),
    ("fresh_numbers", fresh_numbers),
    ("idempotent", idempotent),
    ("joined", joined),
    ("unmask_vs_oracle", unmask_vs_oracle),
    ("stream_equals_whole", stream_equals_whole),
    ("single_pass", single_pass),
    ("digits_exact", digits_exact),
    ("bounded_hold", bounded_hold),
    ("bounded_output", bounded_output),
    ("link_policy", link_policy),
    ("answer_links", answer_links),
    ("turns_links", turns_links),
    ("stable", stable),
    ("deterministic", deterministic),
    ("sameness", sameness),
    ("mapping_json", mapping_json),
    ("nothing_told", nothing_told),
    ("no_panic", no_panic),
    ("headers", headers),
    ("positions", positions),
    ("conversation", conversation),
    ("sse_framer", sse_framer),
    ("chat_roundtrip", chat_roundtrip),
    ("chat_order", chat_order),
    ("chat_json", chat_json),
    ("chat_told", chat_told),
    ("chat_stream", chat_stream),
    ("chat_again", chat_again),
    ("texts_again", texts_again),
    ("detected", detected),
    ("preview", preview),
];
