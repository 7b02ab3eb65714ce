//! Where words may begin, found 64 bytes at a time.

use crate::sameness::fold::{Props, is_ascii_space};

const BLOCK: usize = 64;

/// The places of a text where a value may begin, in order: first bytes of characters that do not go
/// on a word and, as a rule, are no white space.
pub(super) struct Starts<'t> {
    text: &'t str,
    /// Whether white space is no place.
    skip_space: bool,
    /// Where the current block begins.
    base: usize,
    /// A bit for each place of the block that is still to come.
    places: u64,
    /// Those of them beside which stands something beyond ASCII.
    beyond_ascii: u64,
    /// Whether the last byte before the block is an ASCII letter or digit, is beyond ASCII.
    after_word: bool,
    after_beyond: bool,
}

impl<'t> Starts<'t> {
    /// `skip_space`: whether no value begins with white space.
    pub(super) fn new(text: &'t str, skip_space: bool) -> Self {
        let (after_word, after_beyond) = (false, false);
        let mut starts =
            Starts { text, skip_space, base: 0, places: 0, beyond_ascii: 0, after_word, after_beyond };
        starts.load();
        starts
    }

    /// Goes on at this place, which is no earlier one.
    pub(super) fn skip_to(&mut self, from: usize) {
        while self.base + BLOCK <= from && self.base < self.text.len() {
            self.base += BLOCK;
            self.load();
        }
        if from > self.base {
            self.places &= u64::MAX.checked_shl((from - self.base) as u32).unwrap_or(0);
        }
    }

    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        loop {
            while self.places == 0 {
                self.base += BLOCK;
                if self.base >= self.text.len() {
                    return None;
                }
                self.load();
            }
            let bit = self.places.trailing_zeros();
            self.places &= self.places - 1;
            let at = self.base + bit as usize;
            if self.beyond_ascii >> bit & 1 == 0 || !self.joins(at) {
                return Some(at);
            }
        }
    }

    /// Reads the block at `base`.
    fn load(&mut self) {
        let rest = self.text.as_bytes().get(self.base..).unwrap_or_default();
        let classes = match rest.first_chunk::<BLOCK>() {
            Some(block) => Classes::of(block, self.skip_space),
            None => {
                // Behind the end a character goes on: no word begins there.
                let mut block = [0x80; BLOCK];
                block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                Classes::of(&block, self.skip_space)
            }
        };
        self.places = !(classes.words & (classes.words << 1 | u64::from(self.after_word))) & !classes.never;
        self.beyond_ascii = classes.beyond_ascii | classes.beyond_ascii << 1 | u64::from(self.after_beyond);
        self.after_word = classes.words >> (BLOCK - 1) == 1;
        self.after_beyond = classes.beyond_ascii >> (BLOCK - 1) == 1;
    }

    /// Whether a word goes on over a place.
    fn joins(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|before| before.chars().next_back());
        let after = self.text.get(at..).and_then(|after| after.chars().next());
        match (before, after) {
            (Some(before), Some(after)) => {
                Props::of(before).has(Props::LAST_JOINS) && Props::of(after).has(Props::FIRST_JOINS)
            }
            _ => false,
        }
    }
}

/// A bit for each byte of a block.
struct Classes {
    /// ASCII letters and digits.
    words: u64,
    /// Where nothing begins: white space, and bytes inside a character.
    never: u64,
    beyond_ascii: u64,
}

impl Classes {
    #[inline]
    fn of(block: &[u8; BLOCK], skip_space: bool) -> Classes {
        // Written so that it becomes vector code: a byte for each byte, then eight of them to
        // eight bits.
        let mut classes = [0u8; BLOCK];
        let mut all = 0;
        for (class, &b) in classes.iter_mut().zip(block) {
            let letter = (b | 0x20).wrapping_sub(b'a') < 26;
            let digit = b.wrapping_sub(b'0') < 10;
            let inside = b & 0xc0 == 0x80;
            *class = u8::from(letter | digit) | u8::from(inside | skip_space & is_ascii_space(b)) << 1 | b >> 7 << 2;
            all |= b;
        }
        let mut masks = Classes { words: 0, never: 0, beyond_ascii: 0 };
        for (at, eight) in classes.chunks_exact(8).enumerate() {
            let eight = u64::from_le_bytes(eight.try_into().unwrap_or_default());
            masks.words |= gather(eight & ONES) << (8 * at);
            masks.never |= gather(eight >> 1 & ONES) << (8 * at);
            if !all.is_ascii() {
                masks.beyond_ascii |= gather(eight >> 2 & ONES) << (8 * at);
            }
        }
        masks
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The lowest bits of eight bytes as one byte.
#[inline]
fn gather(eight: u64) -> u64 {
    eight.wrapping_mul(0x0102_0408_1020_4080) >> 56
}
