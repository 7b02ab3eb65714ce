//! Finds words of our own where a word begins: cues, and the beginnings of keys.

use crate::blocks::{BLOCK, bits};

/// Bytes that the filters read at a place.
const WINDOW: usize = 4;

/// Words to be found, with what each is for.
pub(super) struct Literals {
    /// By the first three bytes, a bit for what the fourth one may be.
    filter: Box<[u8; Literals::SLOTS]>,
    /// By the first two bytes in lower case, the longest first.
    words: Vec<Vec<Literal>>,
}

struct Literal {
    text: &'static str,
    any_case: bool,
    target: usize,
}

impl Literals {
    const BUCKETS: usize = 1024;
    const SLOTS: usize = 1 << 14;

    pub(super) fn new(literals: impl Iterator<Item = (&'static str, bool, usize)>) -> Self {
        let mut words: Vec<Vec<Literal>> = Vec::new();
        words.resize_with(Literals::BUCKETS, Vec::new);
        let mut all = Literals { filter: Box::new([0; Literals::SLOTS]), words };
        for (text, any_case, target) in literals {
            all.add(text);
            if let [first, second, ..] = *text.as_bytes() {
                let bucket = all.words.get_mut(bucket(first, second));
                bucket.into_iter().for_each(|words| words.push(Literal { text, any_case, target }));
            }
        }
        all.words.iter_mut().for_each(|words| words.sort_by_key(|word| std::cmp::Reverse(word.text.len())));
        all
    }

    /// Adds the beginning of a word to the filter; behind a short one may be any byte.
    fn add(&mut self, text: &str) {
        let mut set = |window: [u8; WINDOW], bits: u8| {
            let (slot, _) = place(window);
            self.filter.get_mut(slot).into_iter().for_each(|may| *may |= bits);
        };
        match *text.as_bytes() {
            [a, b, c, d, ..] => set([a, b, c, d], 1 << place([a, b, c, d]).1),
            [a, b, c] => set([a, b, c, 0], u8::MAX),
            [a, b] => (0..=u8::MAX).for_each(|c| set([a, b, c, 0], u8::MAX)),
            _ => {}
        }
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

    /// Whether a word may begin with this: what is not so mostly is not said to be.
    #[inline]
    fn passes(&self, window: [u8; WINDOW]) -> bool {
        let (slot, bit) = place(window);
        self.filter.get(slot).is_some_and(|may| may >> bit & 1 != 0)
    }

    fn longest(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let [first, second, ..] = *rest else { return None };
        let words = self.words.get(bucket(first, second))?;
        let stands = |word: &&Literal| {
            rest.get(..word.text.len()).is_some_and(|text| match word.any_case {
                true => text.eq_ignore_ascii_case(word.text.as_bytes()),
                false => text == word.text.as_bytes(),
            })
        };
        words.iter().find(stands).map(|word| (word.text.len(), word.target))
    }
}

/// Where the filter has a beginning of a word, in small letters or capitals.
#[inline]
fn place(window: [u8; WINDOW]) -> (usize, u32) {
    let window = u32::from_le_bytes(window) | 0x2020_2020;
    let hash = (window << 8).wrapping_mul(0x9e37_79b1) >> (32 - Literals::SLOTS.ilog2());
    (hash as usize % Literals::SLOTS, window >> 24 & 7)
}

fn bucket(first: u8, second: u8) -> usize {
    (usize::from(first & 0x1f) << 5 | usize::from(second & 0x1f)) % Literals::BUCKETS
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
