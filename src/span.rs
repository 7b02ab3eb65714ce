//! Byte spans, and the one place where other offset units become bytes.

use std::fmt;

use crate::names::names;

/// A half-open range of **bytes** in a text: `start` is in, `end` is not.
///
/// # Examples
///
/// ```
/// use pii_mask::Span;
///
/// let span = Span::new(11, 19);
/// assert_eq!(span.get("My name is John Doe"), Some("John Doe"));
/// assert_eq!(span.len(), 8);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Length in bytes; 0 when reversed.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The text it covers, or `None` where it is out of range, reversed or off a character boundary.
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// Whether the two share at least one byte. Touching spans do not.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub(crate) fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// What a client counts when it gives an offset.
///
/// Closed on purpose: these three are all a chat client can mean. JavaScript, Java and C# count
/// UTF-16 code units, Python counts code points, Rust and Go count UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "closed by the wire contract")]
pub enum OffsetUnit {
    /// Bytes of the UTF-8 form.
    Utf8,
    /// 16-bit code units of the UTF-16 form.
    Utf16,
    /// Unicode code points.
    Codepoint,
}

// The names of the wire.
names!(OffsetUnit: "offset unit", str::eq, Utf8 => "utf8", Utf16 => "utf16", Codepoint => "codepoint");

impl OffsetUnit {
    /// How many units one character takes.
    const fn width(self, c: char) -> usize {
        match self {
            OffsetUnit::Utf8 => c.len_utf8(),
            OffsetUnit::Utf16 => c.len_utf16(),
            OffsetUnit::Codepoint => 1,
        }
    }

    /// The length of `text` in this unit. Linear in the text.
    pub fn len_of(self, text: &str) -> usize {
        match self {
            OffsetUnit::Utf8 => text.len(),
            _ => text.chars().map(|c| self.width(c)).sum(),
        }
    }

    /// Offsets in this unit → byte offsets of `text`, each at the place of its input.
    ///
    /// Linear in the text, plus a sort of the offsets; many offsets cost one walk.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{OffsetError, OffsetUnit};
    ///
    /// let bytes = OffsetUnit::Utf16.to_bytes("👋 Zoë", &[3, 6, 1, 7]);
    /// assert_eq!(bytes[0], Ok(5));
    /// assert_eq!(bytes[1], Ok(9));
    /// assert_eq!(bytes[2], Err(OffsetError::NotCharBoundary));
    /// assert_eq!(bytes[3], Err(OffsetError::OutOfRange));
    /// ```
    pub fn to_bytes(self, text: &str, offsets: &[u64]) -> Vec<Result<usize, OffsetError>> {
        self.convert(text, offsets, self, OffsetUnit::Utf8)
    }

    /// Byte offsets of `text` → offsets in this unit, each at the place of its input.
    ///
    /// Linear in the text, plus a sort of the offsets.
    pub fn from_bytes(self, text: &str, offsets: &[u64]) -> Vec<Result<usize, OffsetError>> {
        self.convert(text, offsets, OffsetUnit::Utf8, self)
    }

    fn convert(
        self,
        text: &str,
        offsets: &[u64],
        from: OffsetUnit,
        to: OffsetUnit,
    ) -> Vec<Result<usize, OffsetError>> {
        let mut sorted: Vec<(u64, usize)> =
            offsets.iter().enumerate().map(|(index, &offset)| (offset, index)).collect();
        sorted.sort_unstable();
        let mut answers = vec![Err(OffsetError::OutOfRange); offsets.len()];
        let mut wanted = sorted.into_iter().peekable();
        let (mut at_from, mut at_to) = (0u64, 0usize);
        // One step past the last character, so that the end of the text is an offset too.
        for c in text.chars().map(Some).chain([None]) {
            while let Some((_, index)) = wanted.next_if(|&(offset, _)| offset <= at_from) {
                if let Some(answer) = answers.get_mut(index) {
                    *answer = Ok(at_to);
                }
            }
            let Some(c) = c else { break };
            let next = at_from + from.width(c) as u64;
            while let Some((_, index)) = wanted.next_if(|&(offset, _)| offset > at_from && offset < next) {
                if let Some(answer) = answers.get_mut(index) {
                    *answer = Err(OffsetError::NotCharBoundary);
                }
            }
            at_from = next;
            at_to += to.width(c);
        }
        answers
    }
}

/// Why an offset has no place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OffsetError {
    /// Behind the end of the text.
    #[error("offset is behind the end of the text")]
    OutOfRange,
    /// Inside the UTF-8 form of a character, or inside a surrogate pair.
    #[error("offset is inside a character")]
    NotCharBoundary,
}
