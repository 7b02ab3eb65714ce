//! The laws: one body each, driven by property tests, by fuzz targets and by the saved corpus.
//! Their numbers are those of DESIGN.md, section "Laws".

mod conversation;
mod mapping;
mod mask;
mod unmask;
mod wire;

pub use conversation::*;
pub use mapping::*;
pub use mask::*;
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
    ("unmask_vs_oracle", unmask_vs_oracle),
    ("stream_equals_whole", stream_equals_whole),
    ("single_pass", single_pass),
    ("digits_exact", digits_exact),
    ("bounded_hold", bounded_hold),
    ("bounded_output", bounded_output),
    ("stable", stable),
    ("deterministic", deterministic),
    ("sameness", sameness),
    ("mapping_json", mapping_json),
    ("nothing_told", nothing_told),
    ("no_panic", no_panic),
    ("headers", headers),
    ("positions", positions),
    ("conversation", conversation),
];
