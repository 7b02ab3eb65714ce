//! The plain view of a text: as people read it, with the signs that rules are written for.
//!
//! Numbers and addresses come with spaces that do not break, hyphens that do not break, digits of other scripts
//! and of other widths, and signs that nobody sees.

use std::borrow::Cow;

use crate::blocks::BLOCK;
use crate::sameness::fold;
use crate::span::Span;

/// The sign that shows nothing and may end a line: between letters it may part two words as well as stand in one.
pub(super) const SEAM: char = '\u{200b}';

/// A text in plain signs, with the way back to the source.
pub(super) struct Plain<'t> {
    pub(super) text: Cow<'t, str>,
    /// Places of the plain text, and where the source goes on: one or two for each sign that was replaced.
    /// In order.
    steps: Vec<(usize, usize)>,
}

impl<'t> Plain<'t> {
    /// Borrows where there is nothing to replace. A [`SEAM`] is nothing.
    pub(super) fn new(source: &'t str) -> Self {
        Self::with_seams(source, None)
    }

    /// As [`new`](Self::new), with a space for each [`SEAM`].
    pub(super) fn in_pieces(source: &'t str) -> Self {
        Self::with_seams(source, Some(' '))
    }

    fn with_seams(source: &'t str, seam: Option<char>) -> Self {
        let (mut text, mut steps) = (String::new(), Vec::new());
        let mut copied = 0;
        for (at, c) in candidates(source) {
            let after = source.get(at + c.len_utf8()..).unwrap_or_default();
            let plain = if c == SEAM { Some(seam) } else { plain(source.as_bytes(), at, c, after) };
            let Some(plain) = plain else { continue };
            text.push_str(source.get(copied..at).unwrap_or_default());
            copied = at + c.len_utf8();
            match plain {
                Some(plain) => text.push(plain),
                None => steps.push((text.len(), at)),
            }
            steps.push((text.len(), copied));
        }
        if steps.is_empty() {
            return Plain { text: Cow::Borrowed(source), steps };
        }
        text.push_str(source.get(copied..).unwrap_or_default());
        Plain { text: Cow::Owned(text), steps }
    }

    /// A text with the signs that escapes of a query stand for: `jane%40example.org`, `%2B31612345678`. `None`
    /// where there are none.
    pub(super) fn of_query(source: &'t str) -> Option<Self> {
        let (mut text, mut steps, mut copied) = (String::new(), Vec::new(), 0);
        for at in memchr::memchr_iter(b'%', source.as_bytes()) {
            let code = source.get(at + 1..at + 3).filter(|_| at >= copied);
            let sign = code.and_then(|code| u8::from_str_radix(code, 16).ok());
            let Some(sign) = sign.filter(|sign| sign.is_ascii_graphic() || *sign == b' ') else { continue };
            text.push_str(source.get(copied..at).unwrap_or_default());
            text.push(char::from(sign));
            copied = at + 3;
            steps.push((text.len(), copied));
        }
        text.push_str(source.get(copied..).unwrap_or_default());
        (!steps.is_empty()).then_some(Plain { text: Cow::Owned(text), steps })
    }

    /// Where in the source that is which stands at a place of the plain text. What nobody sees is not
    /// part of it, before it or behind it.
    pub(super) fn source(&self, span: Span) -> Span {
        let goes_on = |step: Option<&(usize, usize)>, at: usize| {
            step.map_or(at, |&(plain, source)| source + (at - plain))
        };
        let before = |steps: usize| steps.checked_sub(1).and_then(|last| self.steps.get(last));
        let started = before(self.steps.partition_point(|step| step.0 <= span.start));
        let ends = self.steps.partition_point(|step| step.0 < span.end);
        let ended = self.steps.get(ends).filter(|step| step.0 == span.end).or_else(|| before(ends));
        Span::new(goes_on(started, span.start), goes_on(ended, span.end))
    }
}

/// Characters that may stand for a sign, and where: those beyond ASCII but for the letters of European languages.
fn candidates(text: &str) -> impl Iterator<Item = (usize, char)> {
    // U+0080 to U+00BF, and from U+0340 on.
    let begins = |b: u8| b == 0xc2 || b >= 0xcd;
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..)?;
        // Most blocks have none: asked so that it becomes vector code.
        let blocks = rest.chunks_exact(BLOCK).filter_map(|block| block.first_chunk::<BLOCK>());
        let none = |block: &&[u8; BLOCK]| block.iter().fold(0, |any, &b| any | u8::from(begins(b))) == 0;
        at += blocks.take_while(none).count() * BLOCK;
        at += text.as_bytes().get(at..)?.iter().position(|&b| begins(b))?;
        let c = text.get(at..)?.chars().next()?;
        let found = (at, c);
        at += c.len_utf8();
        Some(found)
    })
}

/// The sign that stands for a character: `Some(None)` for nothing at all, `None` for itself.
fn plain(source: &[u8], at: usize, c: char, after: &str) -> Option<Option<char>> {
    let sign = match c {
        '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{33f}' => return None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2012}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        // Beside digits only: elsewhere it stands between words and clauses.
        '\u{2013}' => {
            let before = at.checked_sub(1).and_then(|at| source.get(at));
            let digits =
                before.is_some_and(u8::is_ascii_digit) && after.starts_with(|c: char| c.is_ascii_digit());
            return digits.then_some(Some('-'));
        }
        '\u{ff0b}' => '+',
        '\u{ff0e}' => '.',
        '\u{ff0f}' => '/',
        '\u{ff20}' => '@',
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(c as u32 - 0xfee0)?
        }
        '\u{1d7ce}'..='\u{1d7ff}' => digit((c as u32 - 0x1d7ce) % 10)?,
        c if fold::is_ignorable(c) => return Some(None),
        c => {
            let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&(c as u32)))?;
            digit(c as u32 - zero)?
        }
    };
    Some(Some(sign))
}

fn digit(value: u32) -> Option<char> {
    char::from_digit(value, 10)
}

/// The digits zero of scripts (Unicode, general category Nd) that texts of today are written in: Arabic,
/// its eastern form, Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Thai.
const ZEROS: [u32; 12] = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50];

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "tests")]

    use super::Plain;
    use crate::span::Span;

    #[test]
    fn and_back() {
        for (source, plain) in [
            ("", ""),
            ("a é – b", "a é – b"),
            ("1\u{a0}2\u{202f}3", "1 2 3"),
            ("\u{200b}a\u{200b}\u{ad}b\u{feff}", "ab"),
            ("４１\u{200b}１", "411"),
            ("1–2 a–b 1 – 2 1‑2", "1-2 a–b 1 – 2 1-2"),
            ("é\u{a0}é１é", "é é1é"),
            ("١٢𝟗९", "1299"),
        ] {
            let view = Plain::new(source);
            assert_eq!(view.text, plain);
            // Each character comes from one that is not unseen, and all are in order.
            let mut end = 0;
            for (at, c) in plain.char_indices() {
                let span = view.source(Span::new(at, at + c.len_utf8()));
                let value = span.get(source).expect("on boundaries");
                assert_eq!(Plain::new(value).text.chars().count(), 1, "{source} {at}");
                assert!(value.chars().count() == 1 && span.start >= end, "{source} {at}");
                end = span.end;
            }
        }
        let view = Plain::new("x\u{200b}1\u{a0}２\u{200b} y");
        assert_eq!(view.source(Span::new(1, 4)).get("x\u{200b}1\u{a0}２\u{200b} y"), Some("1\u{a0}２"));
    }
}
