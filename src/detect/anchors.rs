//! The bytes at which anything can be found, 64 bytes at a time.

use crate::blocks::{self, BLOCK};

/// Digits, `:`, `@` and, because one comparison takes them in, `;` to `?`; `_` and `=` are among what
/// people write between a name and its value.
#[inline]
fn is_anchor(b: u8) -> bool {
    b.wrapping_sub(b'0') <= b'@' - b'0'
}

/// The anchors of a text, in order.
pub(super) struct Anchors<'t> {
    bytes: &'t [u8],
    base: usize,
    /// A bit for each anchor of the block that is still to come.
    left: u64,
}

impl<'t> Anchors<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut anchors = Anchors { bytes: text.as_bytes(), base: 0, left: 0 };
        anchors.left = anchors.block();
        anchors
    }

    fn block(&self) -> u64 {
        let rest = self.bytes.get(self.base..).unwrap_or_default();
        match rest.first_chunk::<BLOCK>() {
            Some(block) => bits(block),
            None => rest.iter().enumerate().fold(0, |bits, (at, b)| bits | u64::from(is_anchor(*b)) << at),
        }
    }

    /// The next anchor at or after a place, which is no earlier one than before.
    #[inline]
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        if from >= self.base + BLOCK {
            self.base = from - from % BLOCK;
            self.left = self.block();
        }
        if from > self.base {
            self.left &= u64::MAX << ((from - self.base) % BLOCK);
        }
        while self.left == 0 {
            self.base += BLOCK;
            if self.base >= self.bytes.len() {
                return None;
            }
            self.left = self.block();
        }
        Some(self.base + self.left.trailing_zeros() as usize)
    }
}

/// A bit for each anchor. Most blocks of prose have none: that is asked first. Written so that it becomes
/// vector code.
#[inline]
fn bits(block: &[u8; BLOCK]) -> u64 {
    let mut anchors = [0u8; BLOCK];
    anchors.iter_mut().zip(block).for_each(|(anchor, b)| *anchor = u8::from(is_anchor(*b)));
    if anchors.iter().fold(0, |any, anchor| any | anchor) == 0 {
        return 0;
    }
    blocks::bits(&anchors)
}
