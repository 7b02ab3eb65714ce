//! Codes for terminals, which nobody sees: `ESC [ 31 m` makes what follows red.
//!
//! What runs in a terminal writes them directly before words, so that their last letter looks like the first one
//! of the word. Logs have them with their `ESC` spelled out, or without it.

use std::borrow::Cow;

use memchr::memchr2;

const ESC: u8 = 0x1b;

/// The longest code that is looked for.
const LONGEST: usize = 64;

/// The text with each byte of a code replaced by one that is in no word; borrowed where there is none.
pub(crate) fn without_codes(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut blank: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr2(ESC, b'[', bytes.get(at..).unwrap_or_default()) {
        at += found;
        let len = code(bytes.get(at..).unwrap_or_default()).unwrap_or_default();
        if len > 0 {
            let blank = blank.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
            blank.extend_from_slice(bytes.get(blank.len()..at).unwrap_or_default());
            blank.resize(at + len, ESC);
        }
        at += len.max(1);
    }
    let Some(mut blank) = blank else { return Cow::Borrowed(text) };
    blank.extend_from_slice(bytes.get(blank.len()..).unwrap_or_default());
    // Codes are ASCII.
    String::from_utf8(blank).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How long the code is that begins here (ECMA-48, 5.4 and ECMA-35, 13.2).
fn code(rest: &[u8]) -> Option<usize> {
    let rest = rest.get(..rest.len().min(LONGEST)).unwrap_or_default();
    let run = |from: usize, is: fn(&u8) -> bool| {
        rest.get(from..).unwrap_or_default().iter().take_while(|b| is(b)).count()
    };
    let (begin, is_last): (usize, fn(&u8) -> bool) = match rest {
        [ESC, b'[', ..] => (2 + run(2, |b| matches!(b, b'0'..=b'?')), |b| matches!(b, b'@'..=b'~')),
        [ESC, b' '..=b'/', ..] => (1, |b| matches!(b, b'0'..=b'~')),
        // Without what stands before it, colours only.
        [b'[', b'0'..=b'9', ..] => (1 + run(1, |b| matches!(b, b'0'..=b';')), |b| *b == b'm'),
        _ => return None,
    };
    let last = begin + run(begin, |b| matches!(b, b' '..=b'/'));
    rest.get(last).filter(|b| is_last(b)).map(|_| last + 1)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, without_codes};

    #[test]
    fn codes() {
        for (text, shown) in [
            ("\u{1b}[31mJohn\u{1b}[0m", "_____John____"),
            ("\u{1b}[01;31m\u{1b}[KJo\u{1b}[m", "___________Jo___"),
            ("\u{1b}[?25hJo \u{1b}(BJo \u{1b}]0;JoJo", "______Jo ___Jo \u{1b}]0;JoJo"),
            (r"\x1b[1;31mJo \e[0mJo [38;5;9mJo", r"\x1b______Jo \e___Jo ________Jo"),
            ("é\u{1b}[1mé", "é____é"),
            // None, or not at their end.
            ("", ""),
            ("a[0] [John] [1, 2] [12", "a[0] [John] [1, 2] [12"),
            ("\u{1b}", "\u{1b}"),
            ("\u{1b}[", "\u{1b}["),
            ("\u{1b}[3", "\u{1b}[3"),
            ("\u{1b}[3é", "\u{1b}[3é"),
        ] {
            assert_eq!(without_codes(text), shown.replace('_', "\u{1b}"));
        }
        let long = format!("\u{1b}[{}mJo", "1".repeat(LONGEST));
        assert_eq!(without_codes(&long), long);
    }
}
