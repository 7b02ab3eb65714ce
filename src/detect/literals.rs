//! Finds words of our own where a word begins: cues, and the beginnings of keys.

use crate::blocks::{BLOCK, bits};

/// Bytes that the filter reads at a place.
const WINDOW: usize = 3;

/// Words to be found, with what each is for.
pub(super) struct Literals {
    /// A bit for each three bytes that a word may begin with, letters in lower case.
    filter: Box<[u64; Literals::WORDS]>,
    /// By first byte in lower case, the longest first.
    words: Vec<Vec<Literal>>,
}

struct Literal {
    text: &'static str,
    any_case: bool,
    target: usize,
}

impl Literals {
    /// 2^15 bits.
    const WORDS: usize = 512;

    pub(super) fn new(literals: impl Iterator<Item = (&'static str, bool, usize)>) -> Self {
        let mut filter = Box::new([0; Literals::WORDS]);
        let mut words: Vec<Vec<Literal>> = (0..256).map(|_| Vec::new()).collect();
        for (text, any_case, target) in literals {
            let mut mark = |third: u8| {
                let bytes = text.as_bytes();
                let byte = |at: usize| bytes.get(at).copied().unwrap_or(third);
                let (place, bit) = slot([byte(0), byte(1), byte(2)]);
                filter.get_mut(place).into_iter().for_each(|bits| *bits |= bit);
            };
            (0..=u8::MAX).for_each(&mut mark);
            let first = text.bytes().next().unwrap_or_default() | 0x20;
            words.get_mut(usize::from(first)).into_iter().for_each(|words| {
                words.push(Literal { text, any_case, target });
            });
        }
        words.iter_mut().for_each(|words| words.sort_by_key(|literal| std::cmp::Reverse(literal.text.len())));
        Literals { filter, words }
    }

    /// Calls `found` with the place, the length and the target of the longest word wherever one stands. A
    /// word begins at a letter, not after a letter or digit, unless it is a capital after a small letter.
    pub(super) fn each(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        let (mut base, mut before) = (0, b' ');
        while base < bytes.len() {
            let rest = bytes.get(base..).unwrap_or_default();
            let last;
            let block: &[u8; BLOCK + WINDOW] = match rest.first_chunk() {
                Some(block) => block,
                None => {
                    last = padded(rest);
                    &last
                }
            };
            let mut starts = starts(block, before);
            while starts != 0 {
                let bit = starts.trailing_zeros() as usize % BLOCK;
                starts &= starts - 1;
                let window: Option<[u8; WINDOW]> =
                    block.get(bit..bit + WINDOW).and_then(|window| window.try_into().ok());
                if window.is_some_and(|window| self.passes(window)) {
                    if let Some((len, target)) = self.longest(rest.get(bit..).unwrap_or_default()) {
                        found(base + bit, len, target);
                    }
                }
            }
            before = *block.get(BLOCK - 1).unwrap_or(&b' ');
            base += BLOCK;
        }
    }

    #[inline]
    fn passes(&self, window: [u8; WINDOW]) -> bool {
        let (place, bit) = slot(window);
        self.filter.get(place).is_some_and(|bits| bits & bit != 0)
    }

    fn longest(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let first = rest.first()? | 0x20;
        let literals = self.words.get(usize::from(first))?;
        let stands = |literal: &&Literal| {
            rest.get(..literal.text.len()).is_some_and(|text| match literal.any_case {
                true => text.eq_ignore_ascii_case(literal.text.as_bytes()),
                false => text == literal.text.as_bytes(),
            })
        };
        literals.iter().find(stands).map(|literal| (literal.text.len(), literal.target))
    }
}

/// Where three bytes have their bit.
#[inline]
fn slot(window: [u8; WINDOW]) -> (usize, u64) {
    let [a, b, c] = window.map(|b| u32::from(b | 0x20));
    let hash = (a | b << 8 | c << 16).wrapping_mul(0x9e37_79b1) >> 17;
    ((hash >> 6) as usize % Literals::WORDS, 1 << (hash & 63))
}

fn padded(rest: &[u8]) -> [u8; BLOCK + WINDOW] {
    let mut block = [b' '; BLOCK + WINDOW];
    block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    block
}

/// A bit for each place where a word begins. Written so that it becomes vector code.
#[inline]
fn starts(block: &[u8; BLOCK + WINDOW], before: u8) -> u64 {
    let class = |b: u8| {
        let letter = (b | 0x20).wrapping_sub(b'a') < 26;
        let digit = b.wrapping_sub(b'0') < 10;
        let small = b.wrapping_sub(b'a') < 26;
        // 1: in a word, 2: a letter, 4: a small letter.
        u8::from(letter | digit) | u8::from(letter) << 1 | u8::from(small) << 2
    };
    let mut classes = [0u8; BLOCK + 1];
    let [first, classes_inside @ ..] = &mut classes;
    *first = class(before);
    classes_inside.iter_mut().zip(block).for_each(|(to, b)| *to = class(*b));
    let mut starts = [0u8; BLOCK];
    for (start, pair) in starts.iter_mut().zip(classes.windows(2)) {
        let [before, here] = pair else { continue };
        let letter = here >> 1 & 1;
        let fresh = 1 ^ (before & 1);
        // A capital after a small letter.
        let turn = before >> 2 & (here >> 2 ^ 1) & 1;
        *start = letter & (fresh | turn);
    }
    bits(&starts)
}
