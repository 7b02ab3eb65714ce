//! Where a match may begin and end.

use crate::sameness::fold;
use crate::span::Span;

/// Whether a word may begin here.
pub(super) fn begins_word(text: &str, at: usize) -> bool {
    let after = text.as_bytes().get(at);
    match at.checked_sub(1).and_then(|before| text.as_bytes().get(before)) {
        None => true,
        Some(before) if before.is_ascii() && after.is_none_or(u8::is_ascii) => {
            !(before.is_ascii_alphanumeric() && after.is_some_and(u8::is_ascii_alphanumeric))
        }
        Some(_) => {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at..).and_then(|text| text.chars().next());
            fold::is_boundary(before, after)
        }
    }
}

/// Whether a number that begins here goes on something before it: `2024-01-15`, `$5`.
pub(super) fn is_glued_before(bytes: &[u8], start: usize) -> bool {
    let Some(last) = start.checked_sub(1) else { return false };
    let before = last.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    match bytes.get(last) {
        Some(b'$') => true,
        Some(b'-' | b'_' | b'/') => before.is_ascii_alphanumeric(),
        Some(b'.' | b',' | b':') => before.is_ascii_digit(),
        // A minus, a currency.
        Some(0xac | 0xa3 | 0xa5) => !before.is_ascii(),
        _ => false,
    }
}

/// Whether a number that ends here goes on.
pub(super) fn is_glued_after(bytes: &[u8], end: usize) -> bool {
    let after = bytes.get(end + 1).copied().unwrap_or(b' ');
    match bytes.get(end) {
        Some(b'%' | b'$' | b'@') => true,
        Some(b'-' | b'_' | b'/') => after.is_ascii_alphanumeric(),
        Some(b'.' | b',' | b':') => after.is_ascii_digit(),
        Some(_) | None => bytes.get(end..).is_some_and(|rest| {
            rest.starts_with("€".as_bytes())
                || rest.starts_with("£".as_bytes())
                || rest.starts_with("°".as_bytes())
        }),
    }
}

/// Whether what stands between colons goes on behind a place: `fe80::` in `fe80::1text`.
pub(super) fn is_between_colons(bytes: &[u8], end: usize) -> bool {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let last = end.checked_sub(1).map_or(b' ', byte);
    match byte(end) {
        b':' => byte(end + 1).is_ascii_hexdigit(),
        b'.' => byte(end + 1).is_ascii_digit(),
        next => last == b':' && next.is_ascii_alphanumeric(),
    }
}

/// Whether a place is in an index of a program: `a[::1]`.
pub(super) fn is_in_index(bytes: &[u8], start: usize) -> bool {
    let (before, bracket) = bytes
        .get(..start)
        .unwrap_or_default()
        .split_last_chunk::<2>()
        .map_or((b' ', b' '), |(_, &[before, bracket])| (before, bracket));
    bracket == b'[' && (before.is_ascii_alphanumeric() || matches!(before, b'_' | b')' | b']'))
}

/// Whether a number stands in a row of numbers.
pub(super) fn is_crowded(bytes: &[u8], start: usize, end: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let space = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b' ');
    space(start.checked_sub(1)) && digit(start.checked_sub(2)) || space(Some(end)) && digit(Some(end + 1))
}

/// Whether nothing else stands on a line, and nothing or words without a digit on the line before: as under a
/// letter, or as the answer to a question.
pub(super) fn is_alone(text: &str, span: Span) -> bool {
    /// The longest line that is looked at.
    const LINE: usize = 80;
    let (before, after) = (text.as_bytes().get(..span.start), text.as_bytes().get(span.end..));
    let space = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r');
    let after = after.unwrap_or_default().iter().find(|b| !space(b));
    if after.is_some_and(|b| *b != b'\n') {
        return false;
    }
    let mut before = before.unwrap_or_default().iter().rev().skip_while(space);
    match before.next() {
        None => true,
        Some(b'\n') => {
            let line = before.take(LINE).skip_while(|b| b.is_ascii_whitespace()).take_while(|b| **b != b'\n');
            let (mut letters, mut digits) = (false, false);
            line.for_each(|b| {
                letters |= b.is_ascii_alphabetic();
                digits |= b.is_ascii_digit();
            });
            letters && !digits
        }
        Some(_) => false,
    }
}
