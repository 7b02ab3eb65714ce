//! The stand-in of a value: its grammar, its style, its number. Knows no originals.

mod grammar;
mod numbering;

use std::fmt;
use std::str::FromStr;

use crate::kind::{Kind, MAX_KIND_LEN};
use crate::names::names;

pub(crate) use grammar::{
    Answered, Event, Grammar, MAX_NAME_LEN, Name, Partial, Scan, escape_like, number_fits,
};
pub(crate) use numbering::Numbering;

/// The highest number: six digits.
pub(crate) const MAX_NUMBER: u32 = 999_999;

/// `<KIND_N>`: a kind and a number from 1 to 999,999.
///
/// Ordered by kind, then number. [`Display`](fmt::Display) and [`FromStr`] use the default style;
/// [`PlaceholderStyle`] writes and reads the others.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Placeholder};
///
/// let placeholder: Placeholder = "<CREDIT_CARD_12>".parse()?;
/// assert_eq!(placeholder.kind(), &Kind::CREDIT_CARD);
/// assert_eq!(placeholder.number(), 12);
/// assert_eq!("<PERSON_01>".parse::<Placeholder>().unwrap_err().offset(), 8);
/// # Ok::<(), pii_mask::PlaceholderInvalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placeholder {
    kind: Kind,
    number: u32,
}

impl Placeholder {
    /// A placeholder of a kind; `None` unless `1 <= number <= 999_999`.
    pub fn new(kind: Kind, number: u32) -> Option<Placeholder> {
        (1..=MAX_NUMBER).contains(&number).then_some(Placeholder { kind, number })
    }

    /// The kind it stands for.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Its number within the kind.
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}_{}>", self.kind, self.number)
    }
}

impl fmt::Debug for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Placeholder {
    type Err = PlaceholderInvalid;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        PlaceholderStyle::Angle.parse(s)
    }
}

impl serde::Serialize for Placeholder {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From its exact spelling in the default style.
impl<'de> serde::Deserialize<'de> for Placeholder {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        // A foreign error may quote what it did not like.
        let text =
            String::deserialize(deserializer).map_err(|_| D::Error::custom("a placeholder is no string"))?;
        text.parse().map_err(D::Error::custom)
    }
}

/// What the text around a placeholder is.
///
/// Closed on purpose: a new place where text can stand is a new way to write values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "a new context changes what callers must do")]
pub enum Context {
    /// Text: values go in as they are.
    #[default]
    Plain,
    /// The inside of a JSON string, or a whole JSON text such as the arguments of a tool call:
    /// escapes are read as their characters, values are escaped once.
    JsonString,
}

/// The delimiters around a placeholder's name.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Placeholder, PlaceholderStyle};
///
/// let placeholder = Placeholder::new(Kind::EMAIL, 3).unwrap();
/// assert_eq!(PlaceholderStyle::DoubleSquare.format(&placeholder), "[[EMAIL_3]]");
/// assert_eq!(PlaceholderStyle::DoubleSquare.parse("[[EMAIL_3]]"), Ok(placeholder));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlaceholderStyle {
    /// `<PERSON_1>`
    #[default]
    Angle,
    /// `[PERSON_1]`
    Square,
    /// `[[PERSON_1]]`
    DoubleSquare,
    /// `{{PERSON_1}}`
    DoubleCurly,
}

names!(PlaceholderStyle: "placeholder style", str::eq,
    Angle => "angle", Square => "square", DoubleSquare => "double-square", DoubleCurly => "double-curly");

impl PlaceholderStyle {
    /// The opening delimiter.
    pub const fn open(self) -> &'static str {
        match self {
            PlaceholderStyle::Angle => "<",
            PlaceholderStyle::Square => "[",
            PlaceholderStyle::DoubleSquare => "[[",
            PlaceholderStyle::DoubleCurly => "{{",
        }
    }

    /// The closing delimiter.
    pub const fn close(self) -> &'static str {
        match self {
            PlaceholderStyle::Angle => ">",
            PlaceholderStyle::Square => "]",
            PlaceholderStyle::DoubleSquare => "]]",
            PlaceholderStyle::DoubleCurly => "}}",
        }
    }

    /// Writes a placeholder in this style.
    pub fn format(self, placeholder: &Placeholder) -> String {
        let mut text = String::new();
        self.write(placeholder, &mut text);
        text
    }

    /// Appends a placeholder in this style.
    pub(crate) fn write(self, placeholder: &Placeholder, out: &mut String) {
        out.push_str(self.open());
        out.push_str(placeholder.kind.as_str());
        out.push('_');
        // Six digits at most; the machinery of `write!` costs more than all the rest.
        let mut scale = 10u32.pow(placeholder.number.ilog10());
        while scale > 0 {
            out.push(char::from(b'0' + (placeholder.number / scale % 10) as u8));
            scale /= 10;
        }
        out.push_str(self.close());
    }

    /// Reads the exact spelling of a placeholder: nothing tolerated, nothing around it.
    ///
    /// # Errors
    ///
    /// [`PlaceholderInvalid`] with the offset of the first byte that cannot stand there.
    #[inline]
    pub fn parse(self, s: &str) -> Result<Placeholder, PlaceholderInvalid> {
        let name = s.strip_prefix(self.open()).and_then(|rest| rest.strip_suffix(self.close()));
        let read = name.and_then(|name| {
            let (kind, number) = split_name(name.as_bytes())?;
            let kind = Kind::new(name.get(..kind.len())?).ok()?;
            Some(Placeholder { kind, number })
        });
        read.ok_or_else(|| PlaceholderInvalid { offset: self.first_fault(s) })
    }

    /// The first byte that cannot stand in the spelling of a placeholder.
    #[cold]
    fn first_fault(self, s: &str) -> usize {
        let same_as =
            |text: &str, wanted: &str| text.bytes().zip(wanted.bytes()).take_while(|(a, b)| a == b).count();
        let (open, close) = (self.open(), self.close());
        let Some(rest) = s.strip_prefix(open) else { return same_as(s, open) };
        let name_len =
            rest.bytes().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_').count();
        let (name, tail) = rest.split_at(name_len);
        // Where the name itself is wrong, the name is what to point at; then what follows it.
        let Some((kind, number)) = name.rsplit_once('_') else {
            return open.len() + Kind::new(name).map_or_else(|e| e.offset(), |_| name_len);
        };
        if let Err(e) = Kind::new(kind) {
            return open.len() + e.offset();
        }
        let digits_at = open.len() + kind.len() + 1;
        let bad_digit = number
            .bytes()
            .enumerate()
            .position(|(i, b)| !b.is_ascii_digit() || i == 0 && b == b'0' || i == 6);
        match bad_digit {
            Some(bad) => digits_at + bad,
            None if tail != close => open.len() + name_len + same_as(tail, close),
            None => digits_at,
        }
    }
}

/// Text outside the grammar of a [`Placeholder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("placeholder is not of the form <KIND_N>, at offset {offset}")]
#[non_exhaustive]
pub struct PlaceholderInvalid {
    offset: usize,
}

impl PlaceholderInvalid {
    /// The first byte that cannot stand there; the length where the text ends too early.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// Splits `KIND_N` at its last underscore; `None` unless both halves are in the grammar.
pub(crate) fn split_name(name: &[u8]) -> Option<(&[u8], u32)> {
    let at = name.iter().rposition(|&b| b == b'_')?;
    let (kind, digits) = (name.get(..at)?, name.get(at + 1..)?);
    if kind.is_empty() || kind.len() > MAX_KIND_LEN || !digits_ok(digits) || digits.is_empty() {
        return None;
    }
    let number = digits.iter().fold(0, |n, &d| n * 10 + u32::from(d - b'0'));
    Some((kind, number))
}

/// Whether these can be the first digits of a number.
pub(crate) fn digits_ok(digits: &[u8]) -> bool {
    digits.len() <= 6 && digits.first() != Some(&b'0') && digits.iter().all(u8::is_ascii_digit)
}
