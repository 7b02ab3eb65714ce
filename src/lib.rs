#![allow(missing_docs, unused, dead_code)]
mod header;
mod kind;
mod limits;
mod mapping;
mod placeholder;
mod sameness;
mod span;
pub use header::*;
pub use kind::*;
pub use limits::*;
pub use mapping::*;
pub use placeholder::{Context, Placeholder, PlaceholderInvalid, PlaceholderStyle};
pub use sameness::{Region, Sameness, Variants, VariantsInvalid};
pub use span::*;
