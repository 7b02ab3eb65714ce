//! Codes for terminals, which nobody sees: `ESC [ 31 m` makes what follows red.
//!
//! What runs in a terminal writes them directly before words, so that their last letter looks like the first one
//! of the word. Logs have them with their `ESC` spelled out, or without it.

use std::borrow::Cow;

use memchr::memchr2;

const ESC: u8 = 0x1b;

/// The longest code that is looked for, and most digits of a number in one.
const LONGEST: usize = 32;
const DIGITS: usize = 4;

/// What codes of everyday output end with: colours, the rest of a line or page, where to go, what is shown.
const LETTERS: &[u8] = b"mKJHABCDsuhlr";

/// How logs spell `ESC`.
const SPELLED: [&[u8]; 7] = [b"\x1b", br"\x1b", br"\x1B", br"\033", br"\u001b", br"\u001B", br"\e"];

/// The text with `filler`, a byte of ASCII, for each byte of a code; borrowed where there is none.
///
/// What looks like a code may be text: whoever looks for something looks in both.
pub(crate) fn without_codes(text: &str, filler: u8) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut shown: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr2(ESC, b'[', bytes.get(at..).unwrap_or_default()) {
        at += found;
        let (before, rest) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
        // Directly behind another code.
        let follows = shown.as_ref().is_some_and(|shown| shown.len() == at);
        let len = code(before, rest, follows).unwrap_or_default();
        if len > 0 {
            let shown = shown.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
            shown.extend_from_slice(bytes.get(shown.len()..at).unwrap_or_default());
            shown.resize(at + len, filler);
        }
        at += len.max(1);
    }
    let Some(mut shown) = shown else { return Cow::Borrowed(text) };
    shown.extend_from_slice(bytes.get(shown.len()..).unwrap_or_default());
    // Codes are ASCII.
    String::from_utf8(shown).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How long the code is that begins here (ECMA-48, 5.4 and ECMA-35, 13.2).
fn code(before: &[u8], rest: &[u8], follows: bool) -> Option<usize> {
    match rest {
        [ESC, b'[', ..] => sequence(rest, 2).map(|(len, _)| len),
        [ESC, b'('..=b'+', last, ..] => last.is_ascii_alphanumeric().then_some(3),
        [ESC, ..] => None,
        _ => {
            let (len, last) = sequence(rest, 1)?;
            let spelled = before.ends_with(b"^[") || SPELLED.iter().any(|escape| before.ends_with(escape));
            // Without what stands before it, a colour, or what goes with one.
            let colour = last == b'm' && len > 2 || follows && matches!(last, b'm' | b'K');
            (spelled || colour).then_some(len)
        }
    }
}

/// Numbers and a letter: the length, and that letter.
fn sequence(rest: &[u8], begin: usize) -> Option<(usize, u8)> {
    let mut digits = 0;
    for (at, &b) in rest.iter().enumerate().take(LONGEST).skip(begin) {
        match b {
            b'0'..=b'9' => digits += 1,
            b':'..=b'?' => digits = 0,
            _ => return LETTERS.contains(&b).then_some((at + 1, b)),
        }
        if digits > DIGITS {
            return None;
        }
    }
    None
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
            (r"\x1b[01;31m\x1b[KJo\x1b[m\x1b[K", r"\x1b_______\x1b__Jo\x1b__\x1b__"),
            ("^[[01;31m^[[KJo, [01;31m[KJo[m[K", "^[_______^[__Jo, _________Jo[m[K"),
            ("é\u{1b}[1mé", "é____é"),
            // None, or not at their end.
            ("", ""),
            ("a[0] [John] [1, 2] [12 [m[Kann", "a[0] [John] [1, 2] [12 [m[Kann"),
            ("\u{1b}[4111111111111111 x", "\u{1b}[4111111111111111 x"),
            ("\u{1b}[38;5;[0;31mJo", "\u{1b}[38;5;______Jo"),
            ("\u{1b}", "\u{1b}"),
            ("\u{1b}[", "\u{1b}["),
            ("\u{1b}[3", "\u{1b}[3"),
            ("\u{1b}[3é", "\u{1b}[3é"),
        ] {
            assert_eq!(without_codes(text, b'_'), shown);
        }
        let long = format!("\u{1b}[{}mJo", "1;".repeat(LONGEST));
        assert_eq!(without_codes(&long, b'_'), long);
    }
}
