//! Where a match may begin and end.

use crate::sameness::fold;
use crate::span::Span;

/// At most so many bytes before a place, and behind one, without a character that is cut.
pub(super) fn before(text: &str, at: usize, most: usize) -> &str {
    (at.saturating_sub(most)..=at).find_map(|from| text.get(from..at)).unwrap_or_default()
}

pub(super) fn behind(text: &str, at: usize, most: usize) -> &str {
    (at..=text.len().min(at + most)).rev().find_map(|to| text.get(at..to)).unwrap_or_default()
}

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
        Some(b'/') if is_phone_behind_slash(bytes, start) => false,
        Some(b'-' | b'_' | b'/') => before.is_ascii_alphanumeric(),
        Some(b',') => {
            before.is_ascii_digit() && (is_part_of_number(bytes, start) || is_fraction(bytes, start))
        }
        Some(b'.' | b':') => before.is_ascii_digit(),
        // A minus, a currency.
        Some(0xac | 0xa3 | 0xa5) => !before.is_ascii(),
        _ => false,
    }
}

/// Whether a number from `start` to `end` goes on.
pub(super) fn is_glued_after(bytes: &[u8], start: usize, end: usize) -> bool {
    let after = bytes.get(end + 1).copied().unwrap_or(b' ');
    match bytes.get(end) {
        Some(b'%' | b'$' | b'@') => true,
        Some(b'/') if end - start >= LONG && is_phone_behind_slash(bytes, end + 1) => false,
        Some(b'-' | b'_' | b'/') => after.is_ascii_alphanumeric(),
        Some(b',') => after.is_ascii_digit() && !is_field(bytes, start, end),
        Some(b'.' | b':') => after.is_ascii_digit(),
        Some(_) | None => bytes.get(end..).is_some_and(|rest| {
            rest.starts_with("€".as_bytes())
                || rest.starts_with("£".as_bytes())
                || rest.starts_with("°".as_bytes())
        }),
    }
}

/// So many characters are no amount with a comma in it.
const LONG: usize = 10;

/// `06-12345678/020-1234567`
fn is_phone_behind_slash(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at..).unwrap_or_default();
    let digits = next.iter().take(2 * LONG).take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b' '));
    matches!(next, [b'0', b'1'..=b'9', ..])
        && digits.filter(|b| b.is_ascii_digit()).count() >= LONG
        && at.checked_sub(2).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit)
}

/// Whether what stands behind a digit and a comma belongs to the same number: `1,234,567`, `3,1415`, and not
/// `17,0612345678`, `1,536-90-4399`, `10.0.0.1,10.0.0.2`.
fn is_part_of_number(bytes: &[u8], start: usize) -> bool {
    let next = bytes.get(start..).unwrap_or_default();
    let run = next.iter().take(LONG).take_while(|b| b.is_ascii_digit()).count();
    let (sign, behind) = (next.get(run).copied().unwrap_or(b' '), next.get(run + 1).copied().unwrap_or(b' '));
    match sign {
        _ if run == 0 || run >= 7 => false,
        b'-' | b'/' => run < 2 || !behind.is_ascii_digit(),
        b' ' => run < 4 || !behind.is_ascii_digit(),
        b':' => !behind.is_ascii_hexdigit(),
        // Three dots: no amount has them.
        b'.' => dots(next) < 2,
        _ => !sign.is_ascii_alphabetic(),
    }
}

/// Whether what stands behind a nought and a comma is a fraction: `= 0,4112223334`, and not a field of a row or a
/// list: `(0,4112223334)`, `x, 0,4112223334`.
fn is_fraction(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(..start).unwrap_or_default();
    let before = before.strip_suffix(b"0,").unwrap_or_default();
    let rest = bytes.get(start..).unwrap_or_default();
    let rest =
        rest.get(rest.iter().take(2 * LONG).take_while(|b| b.is_ascii_digit()).count()..).unwrap_or_default();
    let goes_on = matches!(rest, [b',' | b'-' | b'/', next, ..] if *next != b' ');
    let parted = matches!(before, [.., sign, b' '] if !b",;([\t\n".contains(sign));
    (parted || before.ends_with(b"=")) && !goes_on
}

/// Dots between digits from here on.
fn dots(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take(2 * LONG)
        .take_while(|b| b.is_ascii_digit() || **b == b'.')
        .filter(|b| **b == b'.')
        .count()
}

/// Whether a comma behind a number ends a field and the number: `0612345678,42`, `536-90-4399,3`, and not `1234,56`.
fn is_field(bytes: &[u8], start: usize, end: usize) -> bool {
    let value = bytes.get(start..end).unwrap_or_default();
    let amount = value.iter().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.')) && dots(value) != 3;
    let next = bytes.get(end + 1..).unwrap_or_default();
    let run = next.iter().take(LONG).take_while(|b| b.is_ascii_digit()).count();
    let in_row =
        start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b',') || next.get(run) == Some(&b',');
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    // 1,234,567
    let thousands = digits <= 3 && run == 3;
    !thousands && (!amount || digits >= LONG || run > 3 || in_row && digits > 3)
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

/// Whether four numbers with dots between them end here that a port or a range follows: `10.1.2.3:443`.
pub(super) fn goes_on_behind_quad(bytes: &[u8], start: usize, end: usize) -> bool {
    let quad = bytes.get(start..end).unwrap_or_default();
    let is_quad = quad.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && quad.iter().filter(|b| **b == b'.').count() == 3;
    is_quad
        && matches!(bytes.get(end), Some(b':' | b'-' | b'/'))
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
}

/// Whether a range goes on here: `10.0.0.5-10.0.0.9`.
pub(super) fn is_behind_quad(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(..start).unwrap_or_default();
    let Some((b'-', before)) = before.split_last() else { return false };
    let quad = before.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'.').take(16);
    quad.filter(|b| **b == b'.').count() == 3
}

/// Whether a short word for a version stands before a place: `v. 2.10.0.9`, `ver.2.10.0.9`.
pub(super) fn is_behind_version(text: &str, start: usize) -> bool {
    let before = before(text, start, 8).trim_end_matches(' ');
    let word =
        before.strip_suffix('.').and_then(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next());
    word.is_some_and(|word| ["v", "ver", "vers", "rev"].iter().any(|short| short.eq_ignore_ascii_case(word)))
}

/// Whether a number stands in a row of numbers. Dates, times, amounts and a single digit are none.
pub(super) fn is_crowded(bytes: &[u8], start: usize, end: usize) -> bool {
    fn is_number<'b>(mut beside: impl Iterator<Item = &'b u8>) -> bool {
        let space = beside.next() == Some(&b' ');
        let (mut len, mut next) = (0, b' ');
        for &b in beside.by_ref().take(ROW) {
            next = b;
            if !b.is_ascii_digit() {
                break;
            }
            len += 1;
        }
        let goes_on = next == b' ' && beside.next().is_some_and(u8::is_ascii_digit);
        space && (len > 1 || len == 1 && goes_on) && !matches!(next, b':' | b'/' | b'-' | b',' | b'.')
    }
    let (before, after) = (bytes.get(..start).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
    is_number(before.iter().rev()) || is_number(after.iter())
}

/// The longest number beside one that is looked at.
const ROW: usize = 20;

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
