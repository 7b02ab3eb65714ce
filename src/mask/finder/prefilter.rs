//! Turns most places of a text away by their first three bytes.

/// For the first two bytes, without regard to case, a bit for the third.
#[derive(Clone)]
pub(super) struct Prefilter(Box<[u8; LEN]>);

/// One more than the highest slot.
const LEN: usize = 0xc00;

impl Prefilter {
    /// Lets nothing pass.
    pub(super) fn new() -> Self {
        Prefilter(Box::new([0; LEN]))
    }

    /// Lets all texts pass that may have this key of a value: the word that it begins with. A word of
    /// less than three bytes is not followed by a letter.
    pub(super) fn add_key(&mut self, key: u64) {
        let [a, b, c, ..] = key.to_le_bytes();
        match (b, c) {
            (0, _) if !a.is_ascii_alphanumeric() => self.add_first(a),
            // Not digits alone: control characters share their slots.
            (0, _) => {
                (0x20..0x80u8).filter(|b| !b.is_ascii_alphabetic()).for_each(|b| self.mark(a, b, 0xff));
            }
            (_, 0) => self.mark(a, b, 0xff),
            _ => self.mark(a, b, 1 << (c % 8)),
        }
    }

    /// Lets all texts pass that begin with this byte.
    pub(super) fn add_first(&mut self, a: u8) {
        (0x20..0x80).for_each(|b| self.mark(a, b, 0xff));
    }

    /// Lets all texts pass.
    pub(super) fn add_all(&mut self) {
        self.0.fill(0xff);
    }

    fn mark(&mut self, a: u8, b: u8, bits: u8) {
        if let Some(slot) = self.0.get_mut(slot(u32::from(a) | u32::from(b) << 8)) {
            *slot |= bits;
        }
    }

    /// Whether some value may begin with these bytes, in the order in which they stand. Wrong at most
    /// in saying yes.
    #[inline]
    pub(super) fn passes(&self, window: u32) -> bool {
        if window & 0x8080_8080 != 0 && !is_plain(window.to_le_bytes()) {
            return true;
        }
        self.has(window)
    }

    #[inline]
    fn has(&self, window: u32) -> bool {
        // The slot is always there; the compiler sees it.
        self.0.get(slot(window)).is_none_or(|bits| bits >> (window >> 16 & 7) & 1 == 1)
    }
}

/// Whether the key of a text begins with its first three bytes, but for case, as far as it goes. Beyond
/// ASCII that is known of letters of Latin-1, and of dashes and quotation marks.
fn is_plain(window: [u8; 4]) -> bool {
    let letter = |first: u8, second: u8| {
        // U+00D7, U+00DF and U+00F7: two signs, and a letter that folds to two.
        first == 0xc3 && !matches!(second, 0x97 | 0x9f | 0xb7)
    };
    match window {
        [a, b, c, d] if a.is_ascii() && b.is_ascii() && c.is_ascii() => d == 0xc3,
        [a, b, c, d] if a.is_ascii() && b.is_ascii() => letter(c, d),
        [a, b, c, d] if a.is_ascii() => letter(b, c) && (d.is_ascii() || d == 0xc3),
        [a, b, c, d] if c.is_ascii() => letter(a, b) && (d.is_ascii() || d == 0xc3),
        // U+2013, U+2014, U+2018, U+2019, U+201C, U+201D.
        [0xe2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9c | 0x9d, d] => d.is_ascii() || d == 0xc3,
        [a, b, c, d] => letter(a, b) && letter(c, d),
    }
}

/// Five bits of the first byte and six of the second: those in which letters, digits and signs differ,
/// but for case.
#[inline]
fn slot(pair: u32) -> usize {
    (pair & 0x1f | pair >> 3 & 0xbe0) as usize
}
