//! Where words may begin, found 64 bytes at a time.

use super::prefilter::Prefilter;
use crate::blocks::{BLOCK, bits};
use crate::sameness::fold::{Props, is_ascii_space};

/// Bytes that the prefilter reads at a place.
const WINDOW: usize = 4;

/// The places of a text where a value may begin, in order: first bytes of characters that do not go
/// on a word, as a rule are no white space, and pass the prefilter.
pub(super) struct Starts<'t, 'f> {
    text: &'t str,
    /// Whether white space is no place.
    skip_space: bool,
    prefilter: &'f Prefilter,
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

impl<'t, 'f> Starts<'t, 'f> {
    /// `skip_space`: whether no value begins with white space.
    pub(super) fn new(text: &'t str, skip_space: bool, prefilter: &'f Prefilter) -> Self {
        let mut starts = Starts {
            text,
            skip_space,
            prefilter,
            base: 0,
            places: 0,
            beyond_ascii: 0,
            after_word: false,
            after_beyond: false,
        };
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
        // Behind the end a character goes on: no word begins there.
        let padded;
        let block = match rest.first_chunk() {
            Some(block) => block,
            None => {
                padded = padded_with(rest, 0x80);
                &padded
            }
        };
        let classes = Classes::of(block, self.skip_space, self.after_word);
        self.places = self.filtered(block, classes.places);
        self.beyond_ascii = classes.beyond_ascii | classes.beyond_ascii << 1 | u64::from(self.after_beyond);
        self.after_word = classes.ends_in_word;
        self.after_beyond = classes.beyond_ascii >> (BLOCK - 1) == 1;
    }

    /// Those of the places that pass the prefilter.
    #[inline]
    fn filtered(&self, block: &[u8; BLOCK + WINDOW], places: u64) -> u64 {
        let (mut left, mut passed) = (places, 0);
        while left != 0 {
            let bit = left.trailing_zeros() as usize % BLOCK;
            left &= left - 1;
            let window = block.get(bit..bit + WINDOW).and_then(|window| window.try_into().ok());
            if window.is_none_or(|window| self.prefilter.passes(u32::from_le_bytes(window))) {
                passed |= 1 << bit;
            }
        }
        passed
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

/// A last block: what is left of the text, and then this byte.
fn padded_with(rest: &[u8], byte: u8) -> [u8; BLOCK + WINDOW] {
    let mut block = [byte; BLOCK + WINDOW];
    block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    block
}

/// What is where in a block: a bit for each byte.
struct Classes {
    /// Where no ASCII word goes on, no character either, and where is no white space.
    places: u64,
    beyond_ascii: u64,
    /// Whether the last byte is an ASCII letter or digit.
    ends_in_word: bool,
}

impl Classes {
    #[inline]
    fn of(block: &[u8; BLOCK + WINDOW], skip_space: bool, after_word: bool) -> Classes {
        // Written so that it becomes vector code: a byte for each byte, then eight of them to
        // eight bits.
        let mut words = [0u8; BLOCK + 1];
        let [before, inside @ ..] = &mut words;
        *before = u8::from(after_word);
        let mut all = 0;
        for (word, &b) in inside.iter_mut().zip(block) {
            let letter = (b | 0x20).wrapping_sub(b'a') < 26;
            let digit = b.wrapping_sub(b'0') < 10;
            *word = u8::from(letter | digit);
            all |= b;
        }
        let mut places = [0u8; BLOCK];
        for (place, (pair, &b)) in places.iter_mut().zip(words.windows(2).zip(block)) {
            let goes_on = pair.iter().fold(1, |both, word| both & word);
            let inside = b & 0xc0 == 0x80;
            *place = 1 ^ (goes_on | u8::from(inside | skip_space & is_ascii_space(b)));
        }
        let beyond_ascii = if all.is_ascii() {
            0
        } else {
            let mut beyond = [0u8; BLOCK];
            beyond.iter_mut().zip(block).for_each(|(beyond, b)| *beyond = b >> 7);
            bits(&beyond)
        };
        Classes { places: bits(&places), beyond_ascii, ends_in_word: words.last() == Some(&1) }
    }
}
