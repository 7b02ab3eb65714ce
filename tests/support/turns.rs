//! Conversations that begin with headers.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "for several tests")]

use pii_mask::*;

/// Header name, value.
pub type Headers<'h> = [(&'h str, &'h str)];

pub const EXPLICIT: &str = "X-Pii-Mapping";
pub const AUTO: &str = "X-Auto-Pii-Mapping";
pub const POSITIONS: &str = "X-Pii-Positions";
pub const HISTORY: &str = "X-Chat-History-Pii-Mapping";

pub fn headers(headers: &Headers<'_>) -> PiiHeaders {
    let pairs = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
    PiiHeaders::parse(pairs, &Limits::default()).unwrap()
}

pub fn start(given: &Headers<'_>) -> Conversation {
    Conversation::builder().headers(headers(given)).build().unwrap()
}
