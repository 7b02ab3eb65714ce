//! Folded values, grouped by their first word, longest first.

use std::cmp::Ordering;

use zeroize::Zeroizing;

use crate::sameness::fold::Props;

/// Bytes of the first word that are looked at.
pub(super) const KEY_LEN: usize = 8;

#[derive(Clone, Default)]
pub(super) struct Dictionary {
    /// All folded values, one after another.
    text: Zeroizing<String>,
    /// In order of key, then longest first, then bytes.
    values: Vec<Value>,
    sorted: bool,
    /// A bit for the hash of each key.
    filter: Vec<u64>,
    twins: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Value {
    key: u64,
    start: u32,
    len: u32,
    target: u32,
}

impl Value {
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn target(&self) -> u32 {
        self.target
    }

    /// The key in the order of its bytes: what comes in order needs no sorting.
    fn order(&self) -> u64 {
        self.key.swap_bytes()
    }
}

impl Dictionary {
    /// Whether equal values were added.
    pub(super) fn has_twins(&self) -> bool {
        self.twins
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Makes room for so many values with so many bytes.
    pub(super) fn reserve(&mut self, values: usize, bytes: usize) {
        self.values.reserve(values);
        if self.text.capacity() - self.text.len() < bytes {
            // A growing String leaves its old bytes behind; this one is overwritten.
            let room = (self.text.len() + bytes).max(self.text.capacity() * 2).max(512);
            let mut larger = Zeroizing::new(String::with_capacity(room));
            larger.push_str(&self.text);
            self.text = larger;
        }
    }

    pub(super) fn add(&mut self, folded: &str, key: u64, target: u32) {
        if folded.is_empty() {
            return;
        }
        self.reserve(1, folded.len());
        let start = self.text.len() as u32;
        self.text.push_str(folded);
        self.values.push(Value { key, start, len: folded.len() as u32, target });
        self.sorted = false;
    }

    /// Makes what was added findable; whether there was something. Of equal values the one with the least
    /// target is kept.
    pub(super) fn sort(&mut self, compare: impl Fn(u32, u32) -> Ordering) -> bool {
        if std::mem::replace(&mut self.sorted, true) || self.values.is_empty() {
            return false;
        }
        let text = std::mem::take(&mut self.text);
        let bytes =
            |value: &Value| text.as_bytes().get(value.start as usize..(value.start + value.len) as usize);
        self.values.sort_by(|a, b| {
            a.order()
                .cmp(&b.order())
                .then(b.len.cmp(&a.len))
                .then_with(|| bytes(a).cmp(&bytes(b)))
                .then_with(|| compare(a.target, b.target))
        });
        let len = self.values.len();
        self.values.dedup_by(|later, first| {
            later.key == first.key && later.len == first.len && bytes(later) == bytes(first)
        });
        self.twins |= self.values.len() < len;
        let words = (self.values.len() * 16 / 64).next_power_of_two().max(16);
        self.filter.clear();
        self.filter.resize(words, 0);
        for value in &self.values {
            let (word, bit) = place(value.key, words);
            if let Some(word) = self.filter.get_mut(word) {
                *word |= 1 << bit;
            }
        }
        self.text = text;
        true
    }

    pub(super) fn text(&self, value: &Value) -> &str {
        self.text.get(value.start as usize..(value.start + value.len) as usize).unwrap_or_default()
    }

    /// The keys of all values, in order; equal ones may repeat.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        self.values.iter().map(|value| value.key)
    }

    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    pub(super) fn value(&self, index: u32) -> Option<&Value> {
        self.values.get(index as usize)
    }

    /// The values with this key, longest first.
    pub(super) fn with_key(&self, key: u64) -> &[Value] {
        let start = self.values.partition_point(|value| value.order() < key.swap_bytes());
        let rest = self.values.get(start..).unwrap_or_default();
        let len = rest.partition_point(|value| value.key == key);
        rest.get(..len).unwrap_or_default()
    }

    /// The value with this text.
    pub(super) fn find(&self, folded: &str) -> Option<&Value> {
        let candidates = self.with_key(key_of(folded));
        let start = candidates.partition_point(|value| value.len() > folded.len());
        let same_len = candidates.get(start..)?;
        let len = same_len.partition_point(|value| value.len() == folded.len());
        self.find_in(same_len.get(..len)?, folded)
    }

    /// The value with this text among values of its length.
    pub(super) fn find_in<'v>(&self, same_len: &'v [Value], folded: &str) -> Option<&'v Value> {
        let at = same_len.binary_search_by(|value| self.text(value).cmp(folded)).ok()?;
        same_len.get(at)
    }

    /// Whether some value may begin here. Wrong at most in saying yes.
    #[inline]
    pub(super) fn may_begin(&self, text: &str, at: usize, exact: bool) -> bool {
        let key = match key_at(text.as_bytes(), at) {
            Some(key) => key,
            None => match key_of_rest(text.get(at..).unwrap_or_default(), exact) {
                Some(key) => key,
                // Only folding can tell.
                None => return true,
            },
        };
        let (word, bit) = place(key, self.filter.len());
        self.filter.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }
}

#[inline]
fn place(key: u64, words: usize) -> (usize, u32) {
    let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash >> 40) as usize & (words - 1), (hash >> 58) as u32)
}

/// The key of a folded text: the word that it begins with, up to eight bytes; its first character
/// where that is none.
///
/// A key ends where a value may end or a script without spaces may go on, so a value and a text
/// that begins with it have the same key.
pub(super) fn key_of(folded: &str) -> u64 {
    let ascii = folded.bytes().take(KEY_LEN).take_while(u8::is_ascii_alphanumeric).count();
    let beyond = !folded.as_bytes().get(ascii).is_none_or(u8::is_ascii);
    let len = if ascii < KEY_LEN && (ascii == 0 || beyond) { word_len(folded) } else { ascii };
    let mut key = [0; KEY_LEN];
    for (slot, b) in key.iter_mut().zip(folded.bytes().take(len)) {
        *slot = if b.is_ascii() { b | 0x20 } else { b };
    }
    u64::from_le_bytes(key)
}

/// Bytes of the first word, as far as the key reads; of the first character where that is none.
fn word_len(folded: &str) -> usize {
    let mut joins = true;
    let word = folded.char_indices().take_while(|&(at, c)| {
        let props = Props::of(c);
        let goes_on = at < KEY_LEN && joins && (at == 0 || props.has(Props::FIRST_JOINS));
        joins = props.has(Props::LAST_JOINS);
        goes_on
    });
    word.last().map_or(0, |(at, c)| at + c.len_utf8())
}

/// The key of a text that is not all ASCII; `None` where characters do not fold one by one.
fn key_of_rest(text: &str, exact: bool) -> Option<u64> {
    if exact {
        return Some(key_of(text));
    }
    let mut folded = [0; 2 * KEY_LEN];
    let mut len = 0;
    let mut chars = text.chars();
    let mut next = chars.next().map(|c| (c, Props::of(c)));
    while let Some((_, props)) = next {
        next = chars.next().map(|c| (c, Props::of(c)));
        let joined = next.is_some_and(|(_, next)| !next.has(Props::BREAKS));
        let c = props.folded().filter(|_| !joined)?;
        if len > 0 && !props.has(Props::FIRST_JOINS) {
            break;
        }
        len += c.encode_utf8(folded.get_mut(len..)?).len();
        if len >= KEY_LEN || !props.has(Props::LAST_JOINS) {
            break;
        }
    }
    let key = u64::from_le_bytes(*folded.first_chunk()?);
    // As everywhere, small letters; what is no letter as well.
    let ascii = !key & HIGH;
    Some(key | (ascii >> 2) & bytes_below(len))
}

/// All bits of the first so many bytes.
fn bytes_below(len: usize) -> u64 {
    u64::MAX.checked_shl(8 * len as u32).map_or(u64::MAX, |above| !above)
}

/// The key of a text at one place; `None` where it is not all ASCII.
#[inline]
fn key_at(bytes: &[u8], at: usize) -> Option<u64> {
    let (window, next) = match bytes.get(at..at + KEY_LEN) {
        Some(window) => (u64::from_le_bytes(window.try_into().ok()?), bytes.get(at + KEY_LEN)),
        None => {
            let mut window = [0; KEY_LEN];
            for (slot, b) in window.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
                *slot = *b;
            }
            (u64::from_le_bytes(window), None)
        }
    };
    // The first byte that is no ASCII letter or digit; alone where it is the very first one.
    let stop = not_alphanumeric(window);
    let len = (stop.trailing_zeros() / 8).max(1);
    let beyond_ascii = window & HIGH;
    let (kept, seen) = if len >= 8 {
        if next.is_some_and(|b| !b.is_ascii()) {
            return None;
        }
        (u64::MAX, u64::MAX)
    } else {
        ((1u64 << (8 * len)) - 1, u64::MAX >> (56 - 8 * len))
    };
    (beyond_ascii & seen == 0).then_some((window | (ONES * 0x20)) & kept)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES * 0x80;

/// The high bit of each byte that is no ASCII letter or digit.
#[inline]
fn not_alphanumeric(window: u64) -> u64 {
    // Bytes below 0x80 only: adding cannot carry into the next byte.
    let low = window & !HIGH;
    let lower = low | (ONES * 0x20);
    let at_least = |bytes: u64, least: u8| bytes + ONES * u64::from(0x80 - least);
    let letter = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1);
    (!(letter | digit) | window) & HIGH
}
