//! Texts in blocks of 64 bytes, and a bit for each byte of one.

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// Zeros and ones as bits.
#[inline]
pub(crate) fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let mut bits = 0;
    for (at, eight) in bytes.chunks_exact(8).enumerate() {
        bits |= gather(u64::from_le_bytes(eight.try_into().unwrap_or_default())) << (8 * at);
    }
    bits
}

/// The lowest bits of eight bytes as one byte.
#[inline]
fn gather(eight: u64) -> u64 {
    eight.wrapping_mul(0x0102_0408_1020_4080) >> 56
}
