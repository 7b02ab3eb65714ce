//! The spellings of a placeholder, read from left to right, one candidate at a time.
//!
//! This is the only reader of placeholders in text. Masking finds look-alikes with it, unmasking
//! finds what a model gave back, and a stream asks it how much it must hold: the same function
//! for all three is what makes "stream = whole" true by construction.

use super::{Context, PlaceholderStyle, digits_ok, split_name};
use crate::kind::MAX_KIND_LEN;

/// `KIND_N` without delimiters: 40 + 1 + 6 bytes.
pub(crate) const MAX_NAME_LEN: usize = MAX_KIND_LEN + 7;

/// Which spellings are read, and what the text around them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grammar {
    pub(crate) style: PlaceholderStyle,
    /// What models make of a placeholder, or only the exact spelling.
    pub(crate) tolerant: bool,
    /// `PERSON_1` without delimiters as well.
    pub(crate) bare: bool,
    pub(crate) context: Context,
}

/// A name in canonical letters, on the stack.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    bytes: [u8; MAX_NAME_LEN],
    len: usize,
}

impl Name {
    const EMPTY: Name = Name { bytes: [0; MAX_NAME_LEN], len: 0 };

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// `None` when it is longer than any name.
    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    fn push_separators(&mut self, count: usize) -> Option<()> {
        (0..count).try_for_each(|_| self.push(b'_'))
    }
}

/// The beginning of a spelling that the text ends in.
#[derive(Clone, Copy)]
pub(crate) struct Partial {
    /// The name so far.
    name: Name,
    /// Spaces behind it: underscores if the name goes on, else they stand before the delimiter.
    spaces: usize,
    /// Whether a backslash follows that may begin `\_` or the closing delimiter.
    backslash: bool,
    /// Whether the closing delimiter has begun.
    closing: bool,
}

/// How many digits the numbers of a kind have at most; `None` where no such kind is answered.
pub(crate) trait Answered {
    /// Whether an answered kind starts with these bytes.
    fn some_kind_starts_with(&self, prefix: &[u8]) -> bool;
    /// The digits of the longest answered number of exactly this kind.
    fn longest_number(&self, kind: &[u8]) -> Option<usize>;
}

impl Partial {
    const NOTHING: Partial = Partial { name: Name::EMPTY, spaces: 0, backslash: false, closing: false };

    /// Whether bytes may still follow that make this the spelling of something answered.
    pub(crate) fn viable(&self, answered: &impl Answered) -> bool {
        self.viable_as_name(answered) || self.viable_as_closing(answered)
    }

    /// The name goes on.
    fn viable_as_name(&self, answered: &impl Answered) -> bool {
        let mut name = self.name;
        let separators = self.spaces + usize::from(self.backslash);
        if self.closing || name.push_separators(separators).is_none() {
            return false;
        }
        answered.some_kind_starts_with(name.as_bytes()) || number_fits(name.as_bytes(), answered)
    }

    /// The name is over: its last spaces, if any, stand before the closing delimiter.
    fn viable_as_closing(&self, answered: &impl Answered) -> bool {
        let name = self.name.as_bytes();
        self.spaces <= 2 && split_name(name).is_some() && number_fits(name, answered)
    }
}

/// Whether this is an answered kind, an underscore and at most as many digits as its numbers have.
pub(crate) fn number_fits(name: &[u8], answered: &impl Answered) -> bool {
    let Some(at) = name.iter().rposition(|&b| b == b'_') else { return false };
    let (Some(kind), Some(digits)) = (name.get(..at), name.get(at + 1..)) else { return false };
    digits_ok(digits) && answered.longest_number(kind).is_some_and(|longest| digits.len() <= longest)
}

/// What stands at a candidate.
#[allow(clippy::large_enum_variant, reason = "lives on the stack for a moment")]
pub(crate) enum Scan {
    /// Nothing; go on behind the first unit.
    No,
    /// A spelling of `len` bytes, with a valid name.
    Found { name: Name, len: usize, exact: bool },
    /// The text ends inside what may be a spelling.
    Partial(Partial),
}

/// One decoded character of the text.
enum Unit {
    /// A character and the bytes it takes. Of one beyond ASCII any byte that is not ASCII either: it is
    /// no part of any spelling.
    Char(u8, usize),
    /// The text ends here, or inside an escape.
    End,
}

/// Ways a step can fail: the three answers of [`Scan`] without the good one.
enum Stop {
    No,
    End,
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    json: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Unit {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match rest {
            [] => Unit::End,
            [b'\\', ..] if self.json => json_escape(rest),
            [b, ..] => Unit::Char(*b, 1),
        }
    }

    /// Takes the next character if it is `wanted`.
    fn take(&mut self, wanted: u8) -> Result<bool, Stop> {
        match self.peek() {
            Unit::End => Err(Stop::End),
            Unit::Char(b, len) if b == wanted => {
                self.at += len;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Takes `wanted` whole; letters in any case where `fold`.
    fn expect(&mut self, wanted: &[u8], fold: bool) -> Result<(), Stop> {
        for &w in wanted {
            match self.peek() {
                Unit::End => return Err(Stop::End),
                Unit::Char(b, len) if b == w || fold && b.eq_ignore_ascii_case(&w) => self.at += len,
                _ => return Err(Stop::No),
            }
        }
        Ok(())
    }
}

/// The escape of an ASCII character, if it can begin like this.
pub(crate) fn escape_like(begun: &[u8], c: u8) -> Option<[u8; 6]> {
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble };
    let escape = [b'\\', b'u', b'0', b'0', digit(c >> 4), digit(c & 15)];
    escape.get(..begun.len())?.eq_ignore_ascii_case(begun).then_some(escape)
}

/// Reads one JSON escape as one character. A backslash that begins no escape stands for itself:
/// models write `\_` and `\<` where JSON does not allow them.
fn json_escape(rest: &[u8]) -> Unit {
    match rest {
        [_] => Unit::End,
        [_, b @ (b'"' | b'\\' | b'/'), ..] => Unit::Char(*b, 2),
        [_, b'b' | b'f' | b'n' | b'r' | b't', ..] => Unit::Char(b'\n', 2),
        [_, b'u', hex @ ..] => {
            let hex = hex.get(..4).unwrap_or(hex);
            if !hex.iter().all(u8::is_ascii_hexdigit) {
                return Unit::Char(b'\\', 1);
            }
            if hex.len() < 4 {
                return Unit::End;
            }
            let code = hex.iter().fold(0u32, |code, &h| code * 16 + char::from(h).to_digit(16).unwrap_or(0));
            Unit::Char(u8::try_from(code).unwrap_or(u8::MAX), 6)
        }
        _ => Unit::Char(b'\\', 1),
    }
}

impl Grammar {
    /// The longest spelling in bytes.
    pub(crate) fn max_len(self) -> usize {
        match self.context {
            Context::Plain => 128,
            Context::JsonString => 512,
        }
    }

    fn json(self) -> bool {
        self.context == Context::JsonString
    }

    /// The bytes with which a delimited spelling may begin; fewer than three are repeated.
    #[inline]
    fn openers(self) -> [u8; 3] {
        let open = match self.style {
            PlaceholderStyle::Angle => b'<',
            PlaceholderStyle::Square | PlaceholderStyle::DoubleSquare => b'[',
            PlaceholderStyle::DoubleCurly => b'{',
        };
        let escaped = self.tolerant || self.json();
        let entity = self.tolerant && self.style == PlaceholderStyle::Angle;
        [open, if escaped { b'\\' } else { open }, if entity { b'&' } else { open }]
    }

    /// The next byte at or behind `from` where a delimited spelling may begin.
    #[inline]
    pub(crate) fn candidate(self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        let [open, escape, entity] = self.openers();
        let found = if rest.len() < 16 {
            // Pieces of a stream are short: a vector search would cost more than it saves.
            rest.iter().position(|&b| (b == open) | (b == escape) | (b == entity))
        } else if entity != open {
            memchr::memchr3(open, escape, entity, rest)
        } else if escape != open {
            memchr::memchr2(open, escape, rest)
        } else {
            memchr::memchr(open, rest)
        };
        found.map(|at| from + at)
    }

    /// Whether a delimited spelling may begin with this byte.
    #[inline]
    pub(crate) fn is_candidate(self, b: u8) -> bool {
        self.openers().contains(&b)
    }

    /// How far to go on from a candidate that was none: one byte, or one whole JSON escape.
    ///
    /// `None` where the text ends inside the escape.
    #[inline]
    pub(crate) fn step(self, rest: &[u8]) -> Option<usize> {
        match rest {
            [b'\\', ..] if self.json() => match json_escape(rest) {
                Unit::Char(_, len) => Some(len),
                Unit::End => None,
            },
            _ => Some(1),
        }
    }

    /// Where an escape begins in which the text ends; its length if it ends in none.
    pub(crate) fn cut_escape(self, text: &[u8]) -> usize {
        let mut at = 0;
        while self.json() {
            let Some(backslash) = text.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) else { break };
            at += backslash;
            match self.step(text.get(at..).unwrap_or_default()) {
                Some(step) => at += step,
                None => return at,
            }
        }
        text.len()
    }

    /// Reads the delimited spelling that begins at the first byte of `rest`, if one does.
    #[inline]
    pub(crate) fn scan(self, rest: &[u8]) -> Scan {
        match rest {
            [first, second, ..] if !self.may_begin_with(*first, *second) => Scan::No,
            _ => self.scan_exact(rest).unwrap_or_else(|| self.scan_spelling(rest)),
        }
    }

    /// The exact spelling, which nearly every placeholder has: in no need of the full grammar.
    #[inline]
    fn scan_exact(self, rest: &[u8]) -> Option<Scan> {
        let (open, close) = (self.style.open().as_bytes(), self.style.close().as_bytes());
        let inner = rest.strip_prefix(open)?;
        let fits = |b: &&u8| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_';
        let len = inner.iter().take(MAX_NAME_LEN).take_while(fits).count();
        let (name, behind) = inner.split_at_checked(len)?;
        if !behind.starts_with(close) || !name.first().is_some_and(u8::is_ascii_uppercase) {
            return None;
        }
        split_name(name)?;
        let mut found = Name { len, ..Name::EMPTY };
        found.bytes.get_mut(..len)?.copy_from_slice(name);
        Some(Scan::Found { name: found, len: open.len() + len + close.len(), exact: true })
    }

    /// Whether a spelling may begin with these bytes. Wrong at most in saying yes; turns away the
    /// brackets of code and markup.
    #[inline]
    fn may_begin_with(self, first: u8, second: u8) -> bool {
        let doubled = matches!(self.style, PlaceholderStyle::DoubleSquare | PlaceholderStyle::DoubleCurly);
        let [open, ..] = self.openers();
        if second == b'\\' && self.json() {
            return true;
        }
        match first {
            b'\\' => second == open || second == b'u',
            b'&' => second.eq_ignore_ascii_case(&b'l'),
            _ if doubled => second == open,
            _ => second.is_ascii_alphabetic() || second == b' ',
        }
    }

    fn scan_spelling(self, rest: &[u8]) -> Scan {
        let mut reader = Reader { bytes: rest, at: 0, json: self.json() };
        let mut partial = Partial::NOTHING;
        match self.spelling(&mut reader, &mut partial) {
            Ok(exact) if reader.at <= self.max_len() => {
                Scan::Found { name: partial.name, len: reader.at, exact }
            }
            Err(Stop::End) if rest.len() < self.max_len() => Scan::Partial(partial),
            Ok(_) | Err(_) => Scan::No,
        }
    }

    /// Whether the spelling is exact.
    fn spelling(self, reader: &mut Reader<'_>, partial: &mut Partial) -> Result<bool, Stop> {
        let (slash, mut exact) = self.open(reader)?;
        if self.tolerant {
            for _ in 0..2 {
                exact &= !reader.take(b' ')?;
            }
        }
        exact &= self.name(reader, partial)?;
        partial.closing = true;
        exact &= self.close(reader)?;
        // A backslash before an exact spelling is text: `C:\Users\<PERSON_1>`.
        if slash && exact { Err(Stop::No) } else { Ok(exact && !slash) }
    }

    /// The opening delimiter: whether a backslash precedes it, and whether it is exact but for that.
    fn open(self, reader: &mut Reader<'_>) -> Result<(bool, bool), Stop> {
        let angle = self.style == PlaceholderStyle::Angle;
        if self.tolerant {
            if angle && reader.take(b'&')? {
                reader.expect(b"lt;", true)?;
                return Ok((false, false));
            }
            if reader.take(b'\\')? {
                // In a JSON string `\u003c` is an escape and has been read as `<`; a backslash
                // that is a character there is no part of one.
                if angle && !self.json() && reader.take(b'u')? {
                    reader.expect(b"003c", true)?;
                    return Ok((false, false));
                }
                reader.expect(self.style.open().as_bytes(), false)?;
                return Ok((true, true));
            }
        }
        reader.expect(self.style.open().as_bytes(), false)?;
        Ok((false, true))
    }

    /// The name, up to the first character that belongs to the closing delimiter.
    fn name(self, reader: &mut Reader<'_>, partial: &mut Partial) -> Result<bool, Stop> {
        let mut exact = true;
        loop {
            let before = reader.at;
            let (b, len) = match reader.peek() {
                Unit::End => return Err(Stop::End),
                Unit::Char(b, len) => (b, len),
            };
            reader.at += len;
            let started = partial.name.len > 0;
            let (byte, is_exact) = match b {
                b'A'..=b'Z' => (b, true),
                b'0'..=b'9' | b'_' if started => (b, true),
                b'a'..=b'z' if self.tolerant => (b.to_ascii_uppercase(), false),
                b'-' if started && self.tolerant => (b'_', false),
                b' ' if started && self.tolerant => {
                    partial.spaces += 1;
                    exact = false;
                    continue;
                }
                b'\\' if started && self.tolerant => match reader.peek() {
                    Unit::End => {
                        partial.backslash = true;
                        return Err(Stop::End);
                    }
                    Unit::Char(b'_', len) => {
                        reader.at += len;
                        (b'_', false)
                    }
                    _ => return self.name_ends(reader, before, partial, exact),
                },
                _ => return self.name_ends(reader, before, partial, exact),
            };
            exact &= is_exact;
            let separators = std::mem::take(&mut partial.spaces);
            partial.name.push_separators(separators).ok_or(Stop::No)?;
            partial.name.push(byte).ok_or(Stop::No)?;
        }
    }

    fn name_ends(
        self,
        reader: &mut Reader<'_>,
        before: usize,
        partial: &mut Partial,
        exact: bool,
    ) -> Result<bool, Stop> {
        reader.at = before;
        if partial.spaces > 2 {
            return Err(Stop::No);
        }
        partial.spaces = 0;
        match split_name(partial.name.as_bytes()) {
            Some(_) => Ok(exact),
            None => Err(Stop::No),
        }
    }

    fn close(self, reader: &mut Reader<'_>) -> Result<bool, Stop> {
        let angle = self.style == PlaceholderStyle::Angle;
        let mut exact = true;
        if self.tolerant {
            if angle && reader.take(b'&')? {
                reader.expect(b"gt;", true)?;
                return Ok(false);
            }
            if reader.take(b'\\')? {
                if angle && !self.json() && reader.take(b'u')? {
                    reader.expect(b"003e", true)?;
                    return Ok(false);
                }
                exact = false;
            }
        }
        reader.expect(self.style.close().as_bytes(), false)?;
        Ok(exact)
    }

    /// Reads the bare spelling `KIND_N` that begins at the first byte of `rest`, if one does. The
    /// caller has seen to it that no letter, digit or underscore stands before.
    ///
    /// `ends`: whether the text ends with `rest`, so that nothing can follow the last digit.
    pub(crate) fn scan_bare(self, rest: &[u8], ends: bool) -> Scan {
        let mut partial = Partial::NOTHING;
        let mut reader = Reader { bytes: rest, at: 0, json: self.json() };
        let over = loop {
            match reader.peek() {
                Unit::End => break ends,
                Unit::Char(b, len) if is_word(b) => {
                    let fits = b.is_ascii_uppercase() || partial.name.len > 0 && !b.is_ascii_lowercase();
                    if !fits || partial.name.push(b).is_none() {
                        return Scan::No;
                    }
                    reader.at += len;
                }
                _ => break true,
            }
        };
        match split_name(partial.name.as_bytes()) {
            _ if partial.name.len == 0 => Scan::No,
            Some(_) if over => Scan::Found { name: partial.name, len: reader.at, exact: false },
            None if over || ends => Scan::No,
            _ => Scan::Partial(partial),
        }
    }

    /// Whether the character at the first byte of `rest` joins a bare name to what follows it.
    pub(crate) fn is_word_unit(self, rest: &[u8]) -> bool {
        let reader = Reader { bytes: rest, at: 0, json: self.json() };
        matches!(reader.peek(), Unit::Char(b, _) if is_word(b))
    }

    /// The next placeholder at or behind `from`; `ends`: whether nothing follows the text.
    ///
    /// `after_word` tells and keeps whether a letter, digit or underscore stands before `from`; only
    /// bare names ask.
    #[inline]
    pub(crate) fn next_event(
        self,
        bytes: &[u8],
        from: usize,
        after_word: &mut bool,
        ends: bool,
    ) -> Option<Event> {
        if self.bare {
            return self.next_event_bare(bytes, from, after_word, ends);
        }
        let mut at = from;
        while let Some(start) = self.candidate(bytes, at) {
            let rest = bytes.get(start..)?;
            match self.scan(rest) {
                Scan::Found { name, len, exact } => return Some(Event::Found { start, len, name, exact }),
                Scan::Partial(partial) if !ends => return Some(Event::Tail { start, partial }),
                _ => match self.step(rest) {
                    Some(step) => at = start + step,
                    None => return (!ends).then_some(Event::Tail { start, partial: Partial::NOTHING }),
                },
            }
        }
        None
    }

    /// Character by character: a bare name may begin anywhere.
    fn next_event_bare(self, bytes: &[u8], from: usize, after_word: &mut bool, ends: bool) -> Option<Event> {
        let mut start = from;
        while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
            let delimited = match rest.first() {
                Some(&b) if self.is_candidate(b) => self.scan(rest),
                _ => Scan::No,
            };
            let scan = match delimited {
                Scan::No if !*after_word => self.scan_bare(rest, ends),
                delimited => delimited,
            };
            match scan {
                Scan::Found { name, len, exact } => return Some(Event::Found { start, len, name, exact }),
                Scan::Partial(partial) if !ends => return Some(Event::Tail { start, partial }),
                _ => {
                    let Some(step) = self.step(rest) else {
                        return (!ends).then_some(Event::Tail { start, partial: Partial::NOTHING });
                    };
                    *after_word = self.is_word_unit(rest);
                    start += step;
                }
            }
        }
        None
    }
}

/// What comes next in a text.
#[allow(clippy::large_enum_variant, reason = "lives on the stack for a moment")]
pub(crate) enum Event {
    /// A grammatical placeholder.
    Found { start: usize, len: usize, name: Name, exact: bool },
    /// The text ends in what may become one, from here on.
    Tail { start: usize, partial: Partial },
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}
