//! Turns most places of a text away by their first three bytes.

/// For the hash of two bytes, a bit for the third.
#[derive(Clone, Default)]
pub(super) struct Prefilter(Vec<u8>);

const LEN: usize = 2048;

impl Prefilter {
    pub(super) fn clear(&mut self) {
        self.0.clear();
        self.0.resize(LEN, 0);
    }

    /// Lets all texts pass that may have this key: its first byte and ASCII letters and digits. A
    /// key may be shorter than three bytes: then anything may follow in the text.
    pub(super) fn add(&mut self, key: u64) {
        let [a, b, c, ..] = key.to_le_bytes();
        if !a.is_ascii() {
            // Texts that begin beyond ASCII are not asked about.
            return;
        }
        match (b, c) {
            (0, _) => (0x20..0x80).for_each(|b| self.mark(a, b, 0xff)),
            (_, 0) => self.mark(a, b, 0xff),
            _ => self.mark(a, b, 1 << (c % 8)),
        }
    }

    fn mark(&mut self, a: u8, b: u8, bits: u8) {
        if let Some(slot) = self.0.get_mut(place(u32::from(a | 0x20) | u32::from(b | 0x20) << 8)) {
            *slot |= bits;
        }
    }

    /// Whether some value may begin here. Wrong at most in saying yes.
    #[inline]
    pub(super) fn passes(&self, bytes: &[u8], at: usize) -> bool {
        let Some(window) = bytes.get(at..at + 4) else { return true };
        let window = window.try_into().map_or(0, u32::from_le_bytes);
        if window & 0x80_8080 != 0 {
            return true;
        }
        let window = window | 0x20_2020;
        let bits = self.0.get(place(window & 0xffff)).copied().unwrap_or(0);
        bits >> (window >> 16 & 7) & 1 == 1
    }
}

#[inline]
fn place(pair: u32) -> usize {
    (pair.wrapping_mul(0x9e37) >> 8) as usize % LEN
}
