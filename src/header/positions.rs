//! Where in a message personal data stand, as a client says it.

mod read;
mod resolve;

use std::fmt;

use zeroize::Zeroizing;

use super::error::{HeaderError, PositionError};
use super::name::{Field, PiiHeader};
use crate::kind::Kind;
use crate::limits::Limits;
use crate::mapping::escape_json;
use crate::placeholder::{Placeholder, PlaceholderStyle};
use crate::span::{OffsetUnit, Span};

/// One position: where it starts and ends, and what the client knows about it.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, OffsetUnit, Position, Positions};
///
/// let john = Position::new(11, 19).with_kind(Kind::PERSON).with_text("John Doe");
/// assert_eq!((john.kind(), john.text()), (Some(&Kind::PERSON), Some("John Doe")));
/// let positions = Positions::new(OffsetUnit::Utf8, vec![john]);
/// assert_eq!(
///     positions.to_json(),
///     r#"{"unit":"utf8","positions":[{"start":11,"end":19,"type":"PERSON","text":"John Doe"}]}"#,
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    start: u64,
    end: u64,
    kind: Option<Kind>,
    placeholder: Option<Placeholder>,
    text: Option<Zeroizing<String>>,
}

impl Position {
    /// From `start` up to, not including, `end`.
    pub fn new(start: u64, end: u64) -> Self {
        Position { start, end, kind: None, placeholder: None, text: None }
    }

    /// The kind of what stands there.
    pub fn with_kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The placeholder it has, or shall have.
    pub fn with_placeholder(mut self, placeholder: Placeholder) -> Self {
        self.placeholder = Some(placeholder);
        self
    }

    /// What stands there: compared, byte by byte, with the message.
    pub fn with_text(mut self, text: &str) -> Self {
        self.text = Some(Zeroizing::new(text.to_owned()));
        self
    }

    /// Everything that it says, in an order.
    fn key(&self) -> (u64, u64, Option<&Kind>, Option<&Placeholder>, Option<&str>) {
        (self.start, self.end, self.kind(), self.placeholder(), self.text())
    }

    /// Where it starts, in the unit of the positions.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// Where it ends, in the unit of the positions.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// The kind of what stands there, where it is told.
    pub fn kind(&self) -> Option<&Kind> {
        self.kind.as_ref()
    }

    /// The placeholder it has, or shall have, where it is told.
    pub fn placeholder(&self) -> Option<&Placeholder> {
        self.placeholder.as_ref()
    }

    /// What stands there, where it is told.
    pub fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.as_str())
    }
}

/// Prints no text.
impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position({}..{})", self.start, self.end)
    }
}

/// Positions in a message, not yet applied to it.
///
/// Texts in it are overwritten when it is dropped; `Debug` prints how many positions there are.
///
/// # Examples
///
/// ```
/// use pii_mask::{Limits, OffsetUnit, PiiHeaders, Sameness, Span};
///
/// let headers = [("X-Pii-Positions", br#"{"unit":"utf16","positions":[[3,6,"PERSON"]]}"#.as_slice())];
/// let headers = PiiHeaders::parse(headers, &Limits::default())?;
/// let positions = headers.positions().unwrap();
/// assert_eq!(positions.unit(), Some(OffsetUnit::Utf16));
///
/// let given = positions.resolve("👋 Zoë", |_| None, &Sameness::default(), false)?;
/// assert_eq!(given[0].span, Span::new(5, 9));
/// # Ok::<(), pii_mask::HeaderError>(())
/// ```
#[derive(Clone)]
pub struct Positions {
    field: Field,
    unit: Option<OffsetUnit>,
    list: Vec<Position>,
    /// Bytes that one span may cover.
    max_value: usize,
}

/// A position in a message: a place where personal data certainly stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct GivenSpan {
    /// Bytes of the message, on boundaries of grapheme clusters.
    pub span: Span,
    /// The type that was given, or that of the placeholder.
    pub kind: Option<Kind>,
    /// The placeholder that was given, where it still stands for this very value.
    pub placeholder: Option<Placeholder>,
    /// Which position it was, counted from 0; of equal ones the first.
    pub index: usize,
}

/// What a client may mean by a placeholder: a value, and what that is called here.
pub(crate) struct Meaning<'m> {
    pub(crate) value: &'m str,
    pub(crate) placeholder: Placeholder,
}

impl Positions {
    /// Positions that count in `unit`.
    pub fn new(unit: OffsetUnit, list: Vec<Position>) -> Self {
        let max_value = Limits::default().value_bytes;
        Positions { field: Field::Header(PiiHeader::Positions), unit: Some(unit), list, max_value }
    }

    /// Reads JSON in any of the accepted shapes, with placeholders in the given style.
    ///
    /// # Errors
    ///
    /// [`PositionError`]: bad JSON, none of the shapes, or a span that no message could have.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, PlaceholderStyle, PositionError, Positions};
    ///
    /// let read = |json| Positions::from_json(json, PlaceholderStyle::Angle, &Limits::default());
    /// assert_eq!(read(b"[[11,19],[40,48]]")?.len(), 2);
    /// assert_eq!(read(b"[[11,19],[4,4]]").unwrap_err(), PositionError::PositionEmpty { index: 1 });
    /// # Ok::<(), PositionError>(())
    /// ```
    pub fn from_json(
        json: &[u8],
        style: PlaceholderStyle,
        limits: &Limits,
    ) -> Result<Positions, PositionError> {
        let (unit, list) = read::read(json, style, limits.positions)?;
        let field = Field::Header(PiiHeader::Positions);
        Ok(Positions { field, unit, list, max_value: limits.value_bytes })
    }

    /// [`from_json`](Positions::from_json) of a header or a member of the body.
    pub(super) fn parse(
        text: &str,
        field: Field,
        style: PlaceholderStyle,
        limits: &Limits,
    ) -> Result<Positions, HeaderError> {
        let positions = Positions::from_json(text.as_bytes(), style, limits)
            .map_err(|error| HeaderError::Position { field, error })?;
        Ok(Positions { field, ..positions })
    }

    /// The unit, where it was given.
    pub fn unit(&self) -> Option<OffsetUnit> {
        self.unit
    }

    /// The number of positions.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The positions in the order they were written.
    pub fn iter(&self) -> impl Iterator<Item = &Position> {
        self.list.iter()
    }

    /// The placeholders that they ask for.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.list.iter().filter_map(Position::placeholder)
    }

    /// Where they come from.
    pub fn field(&self) -> Field {
        self.field
    }

    pub(super) fn set_unit(&mut self, unit: OffsetUnit) {
        self.unit = Some(unit);
    }

    /// Whether two say the same, in any order.
    pub(super) fn says_the_same(&self, other: &Positions) -> bool {
        fn sorted(positions: &Positions) -> Vec<impl Ord + '_> {
            let mut all: Vec<_> = positions.list.iter().map(Position::key).collect();
            all.sort_unstable();
            all
        }
        self.unit == other.unit && self.len() == other.len() && sorted(self) == sorted(other)
    }

    /// ASCII JSON in the first of the accepted shapes, with its unit: fit for a header or a body.
    pub fn to_json(&self) -> String {
        self.to_json_styled(PlaceholderStyle::Angle)
    }

    /// [`to_json`](Positions::to_json) with the placeholders in another style.
    pub fn to_json_styled(&self, style: PlaceholderStyle) -> String {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let mut json = String::from("{");
        if let Some(unit) = self.unit {
            let _ = write!(json, r#""unit":"{unit}","#);
        }
        json.push_str(r#""positions":["#);
        for (at, position) in self.list.iter().enumerate() {
            let separator = if at == 0 { "" } else { "," };
            let _ = write!(json, r#"{separator}{{"start":{},"end":{}"#, position.start, position.end);
            // The reserved kind is no type that a client may give: its placeholder says it.
            if let Some(kind) = position.kind.as_ref().filter(|kind| **kind != Kind::LITERAL) {
                let _ = write!(json, r#","type":"{kind}""#);
            }
            if let Some(placeholder) = &position.placeholder {
                let _ = write!(json, r#","placeholder":"{}""#, style.format(placeholder));
            }
            if let Some(text) = &position.text {
                json.push_str(r#","text":""#);
                escape_json(text, true, &mut json);
                json.push('"');
            }
            json.push('}');
        }
        json.push_str("]}");
        json
    }
}

impl fmt::Debug for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Positions({})", self.len())
    }
}
