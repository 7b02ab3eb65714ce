//! Oracles, generators and laws, shared by the tests and the fuzz targets.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test that panics is a test that fails")]

pub mod gen_case;
pub mod gen_chat;
pub mod laws;
pub mod naive;
pub mod replay;
