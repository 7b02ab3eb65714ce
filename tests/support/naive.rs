//! Slow and obviously right: what the library promises, read from its specification and written
//! without a line of it.

pub mod escapes;
pub mod find;
pub mod fold;
pub mod json;
pub mod links;
pub mod spell;
pub mod sse;
pub mod unmask;

use pii_mask::{Kind, Placeholder};

/// An entry of a mapping, in the order masking prefers them.
#[derive(Clone, Debug)]
pub struct Entry {
    pub placeholder: Placeholder,
    pub value: String,
    pub source: pii_mask::Source,
}

pub fn placeholder(kind: &str, number: u32) -> Option<Placeholder> {
    Placeholder::new(Kind::new(kind).ok()?, number)
}
