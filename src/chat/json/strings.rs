//! How a text is written in a string of JSON.

use super::{Json, Value};

impl<'t> Json<'t> {
    /// A text as a string of this JSON.
    pub(crate) fn quoted(&self, text: &str) -> String {
        let quoted = quoted(text);
        if !(self.has_halves && quoted.contains(is_stand_in)) {
            return quoted;
        }
        let half = |c: char| format!("\\u{:04x}", u32::from(c) - STAND_INS);
        let each = |c: char| if is_stand_in(c) { half(c) } else { c.to_string() };
        quoted.chars().map(each).collect()
    }

    /// How the text of a string is written.
    pub(crate) fn written(&self, string: Value) -> Written<'t> {
        let raw = self.raw(string);
        let inside = raw.get(1..raw.len().max(2) - 1).unwrap_or_default();
        Written { inside, begin: self.span(string).start + 1, at: 0, read: 0, escape: None }
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, &b| Some(number * 16 + char::from(b).to_digit(16)?))
}

/// How long the escape is that begins here, and its character; `None` for half of a surrogate pair.
pub(super) fn escape(rest: &[u8]) -> Option<(usize, Option<char>)> {
    let c = match rest.get(1)? {
        b @ (b'"' | b'\\' | b'/') => char::from(*b),
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let code = hex(rest.get(2..6)?)?;
            let low = || hex(rest.get(6..12)?.strip_prefix(b"\\u")?);
            return Some(match code {
                0xd800..0xdc00 => match low() {
                    Some(low @ 0xdc00..0xe000) => {
                        (12, char::from_u32(0x10000 + (code - 0xd800) * 0x400 + low - 0xdc00))
                    }
                    _ => (6, None),
                },
                _ => (6, char::from_u32(code)),
            });
        }
        _ => return None,
    };
    Some((2, Some(c)))
}

/// Goes through a string of a JSON text.
pub(crate) struct Written<'t> {
    inside: &'t str,
    /// Where that begins in the JSON text.
    begin: usize,
    /// How far it is read, as it is written and as it reads.
    at: usize,
    read: usize,
    /// Where the next escape begins, once that was looked for.
    escape: Option<usize>,
}

impl Written<'_> {
    /// Where in the JSON text a character is written that begins at this place of the string's text; each
    /// place is behind the one before.
    pub(crate) fn place(&mut self, wanted: usize) -> usize {
        while self.read < wanted {
            let rest = self.inside.as_bytes().get(self.at..).unwrap_or_default();
            let next = || self.at + memchr::memchr(b'\\', rest).unwrap_or(rest.len() + wanted);
            let escape = *self.escape.get_or_insert_with(next);
            let plain = (escape - self.at).min(wanted - self.read);
            let (len, reads) = match plain {
                0 => {
                    self.escape = None;
                    let (len, c) = read_escape(rest);
                    (len, c.len_utf8())
                }
                plain => (plain, plain),
            };
            self.at += len;
            self.read += reads;
        }
        self.begin + self.at
    }
}

/// In a text a character stands for half of a surrogate pair: that much behind it. They are for private use,
/// and nobody uses them; where somebody does, halves do not come back.
const STAND_INS: u32 = 0x10_0000;

pub(super) fn is_stand_in(c: char) -> bool {
    matches!(c, '\u{10d800}'..='\u{10dfff}')
}

/// Of which half of a surrogate pair a character is the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    First,
    Second,
}

pub(crate) fn half_of_pair(c: char) -> Option<Half> {
    let half = if c < '\u{10dc00}' { Half::First } else { Half::Second };
    is_stand_in(c).then_some(half)
}

/// What is between the quotes of a string, with stand-ins for halves of surrogate pairs.
pub(super) fn unescaped(inside: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(inside.len()), inside);
    while let Some((plain, from)) =
        memchr::memchr(b'\\', rest.as_bytes()).and_then(|at| rest.split_at_checked(at))
    {
        let (len, c) = read_escape(from.as_bytes());
        text.push_str(plain);
        text.push(c);
        rest = from.get(len..).unwrap_or_default();
    }
    text + rest
}

/// How long the escape at the beginning is, and what it reads as.
fn read_escape(text: &[u8]) -> (usize, char) {
    let (len, c) = escape(text).unwrap_or((1, None));
    let half = || char::from_u32(STAND_INS + hex(text.get(2..6)?)?);
    (len, c.or_else(half).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The character that an escape at the beginning of a text stands for, and how long it is.
pub(crate) fn escaped(text: &str) -> Option<(usize, char)> {
    let (len, c) = escape(text.as_bytes())?;
    Some((len, c?))
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    // A string can always be written; what is no JSON would be noticed by whoever reads it.
    serde_json::to_string(text).unwrap_or_default()
}
