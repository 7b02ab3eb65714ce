//! Why headers, or the members of the body that say the same, were refused.

use std::fmt;

use super::name::{Field, PiiHeader};
use crate::kind::Kind;
use crate::mapping::MappingError;
use crate::span::OffsetUnit;

/// Why a header or a member of the body's `pii` object was refused.
///
/// Holds places, numbers, kinds and placeholders, never a byte of a text or a value. Kinds and
/// placeholders are named as they were sent, so they are no place for a secret.
///
/// # Examples
///
/// ```
/// use pii_mask::{Limits, PiiHeaders};
///
/// let error = PiiHeaders::parse([("X-Pii-Positions", b"[[3,-1]]".as_slice())], &Limits::default()).unwrap_err();
/// assert_eq!(error.code(), "position_not_integer");
/// assert_eq!(error.status(), 422);
/// assert_eq!(error.param(), "X-Pii-Positions[0]");
/// assert_eq!(error.to_string(), "X-Pii-Positions: an offset of span 0 is no integer from 0 to 2^64-1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// A header that looks like one about personal data and is none: most likely misspelt.
    #[error(
        "unknown PII header, known are X-Pii-Mapping, X-Auto-Pii-Mapping, X-Pii-Positions \
         and X-Chat-History-Pii-Mapping"
    )]
    UnknownPiiHeader,
    /// A header on more than one line.
    #[error("{field} is there more than once")]
    HeaderRepeated {
        /// The header.
        field: Field,
    },
    /// One header over the bound.
    #[error("{field} has {len} bytes, over the limit of {limit}; send it as {} of the body", body_form(.field))]
    HeaderTooLarge {
        /// The header.
        field: Field,
        /// Bytes it has.
        len: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// All headers together over the bound. The code is the one of a single header.
    #[error(
        "all PII headers have {len} bytes, over the limit of {limit}; send them as members of pii in the body"
    )]
    HeadersTooLarge {
        /// Bytes they have.
        len: usize,
        /// Bytes they may have.
        limit: usize,
    },
    /// A value in none of the accepted forms.
    #[error("{field} is in none of the accepted forms: {}", Forms(*.field))]
    HeaderEncodingInvalid {
        /// The header.
        field: Field,
    },
    /// A policy in the body that is no string.
    #[error("{field} is no string of the form email=mask, ssn=redact")]
    PolicyNotString {
        /// The member.
        field: Field,
    },
    /// The action `hash` without a key to hash with.
    #[error("{field}: the action hash needs a key, and none is configured")]
    PolicyHashKeyMissing {
        /// The header or member.
        field: Field,
    },
    /// A member of the body's `pii` object that does not exist.
    #[error(
        "unknown member of pii, known are mapping, auto_mapping, history_mapping, positions, offset_unit, policy"
    )]
    FieldUnsupported,
    /// A header and the member of the body that says the same differ.
    #[error("{field} and its form in the body differ")]
    MappingSourceConflict {
        /// The header.
        field: Field,
    },
    /// A mapping that was refused.
    #[error("{field}: {error}")]
    Mapping {
        /// The header or member.
        field: Field,
        /// What is wrong with it.
        error: MappingError,
    },
    /// A policy that was refused.
    #[error("{field}: {error}")]
    Policy {
        /// The header or member.
        field: Field,
        /// What is wrong with it.
        error: PolicyError,
    },
    /// Positions that were refused.
    #[error("{field}: {error}")]
    Position {
        /// The header or member.
        field: Field,
        /// What is wrong with them.
        error: PositionError,
    },
}

impl HeaderError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            HeaderError::UnknownPiiHeader => "unknown_pii_header",
            HeaderError::HeaderRepeated { .. } => "header_repeated",
            HeaderError::HeaderTooLarge { .. } | HeaderError::HeadersTooLarge { .. } => "header_too_large",
            HeaderError::HeaderEncodingInvalid { .. } => "header_encoding_invalid",
            HeaderError::PolicyNotString { .. } => "policy_not_string",
            HeaderError::PolicyHashKeyMissing { .. } => "policy_hash_key_missing",
            HeaderError::FieldUnsupported => "field_unsupported",
            HeaderError::MappingSourceConflict { .. } => "mapping_source_conflict",
            HeaderError::Mapping { error, .. } => error.code(),
            HeaderError::Policy { error, .. } => error.code(),
            HeaderError::Position { error, .. } => error.code(),
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(&self) -> u16 {
        match self {
            HeaderError::UnknownPiiHeader
            | HeaderError::HeaderRepeated { .. }
            | HeaderError::HeaderEncodingInvalid { .. } => 400,
            HeaderError::HeaderTooLarge { .. } | HeaderError::HeadersTooLarge { .. } => 431,
            HeaderError::MappingSourceConflict { .. } => 409,
            HeaderError::Mapping { error, .. } => error.status(),
            HeaderError::Policy { error, .. } => error.status(),
            HeaderError::Position { error, .. } => error.status(),
            _ => 422,
        }
    }

    /// The header or member at fault; `None` where it is none in particular.
    pub const fn field(&self) -> Option<Field> {
        match self {
            HeaderError::UnknownPiiHeader
            | HeaderError::HeadersTooLarge { .. }
            | HeaderError::FieldUnsupported => None,
            HeaderError::HeaderRepeated { field }
            | HeaderError::HeaderTooLarge { field, .. }
            | HeaderError::HeaderEncodingInvalid { field }
            | HeaderError::PolicyNotString { field }
            | HeaderError::PolicyHashKeyMissing { field }
            | HeaderError::MappingSourceConflict { field }
            | HeaderError::Mapping { field, .. }
            | HeaderError::Policy { field, .. }
            | HeaderError::Position { field, .. } => Some(*field),
        }
    }

    /// The entry, item or span at fault, counted from 0 in the order they were written.
    pub const fn index(&self) -> Option<usize> {
        match self {
            HeaderError::Mapping { error, .. } => error.index(),
            HeaderError::Policy { error, .. } => Some(error.index()),
            HeaderError::Position { error, .. } => error.index(),
            _ => None,
        }
    }

    /// Where the fault is: a header's name with an index (`X-Pii-Positions[3].end`), a JSON pointer
    /// into the body (`/pii/positions/3/end`), or `headers`.
    ///
    /// A pointer ends at what has a name of its own: the items of a policy and the keys of a
    /// mapping are not pointed at, a key may itself be personal data.
    pub fn param(&self) -> String {
        let Some(field) = self.field() else {
            return if matches!(self, HeaderError::FieldUnsupported) { "/pii" } else { "headers" }.to_owned();
        };
        match (self, self.index(), field) {
            (HeaderError::Position { error, .. }, Some(index), _) => match error.member() {
                Some(name) => field.member(index, name),
                None => field.element(index),
            },
            (_, Some(index), Field::Header(_)) => field.element(index),
            _ => field.to_string(),
        }
    }
}

/// Where in the body a header's content may stand.
const fn body_form(field: &Field) -> &'static str {
    match field {
        Field::Header(PiiHeader::Mapping) => "pii.mapping or pii.policy",
        Field::Header(PiiHeader::AutoMapping) => "pii.auto_mapping",
        Field::Header(PiiHeader::HistoryMapping) => "pii.history_mapping",
        Field::Header(PiiHeader::Positions) => "pii.positions",
        Field::Body(_) => "members of pii",
    }
}

/// The forms in which a field is accepted.
struct Forms(Field);

impl fmt::Display for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (json, encoded) = match self.0 {
            Field::Header(PiiHeader::Positions) | Field::Body(_) => (r#"[{"start":11,"end":19}]"#, "%5B"),
            Field::Header(_) => (r#"{"<PERSON_1>":"John Doe"}"#, "%7B"),
        };
        write!(f, "JSON ({json}), percent-encoded JSON ({encoded}…), UTF-8''…, base64, :base64:")?;
        match self.0 {
            Field::Header(PiiHeader::Mapping) => f.write_str(", or a policy (email=mask, ssn=redact)"),
            Field::Header(PiiHeader::AutoMapping) => f.write_str(", or a switch (on, off)"),
            _ => Ok(()),
        }
    }
}

/// Why a policy was refused. Holds numbers and kinds only.
///
/// `index` counts items from 0 in the order they were written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A kind that does not exist, is reserved, or is missing.
    #[error("item {index} of the policy names no known kind")]
    PolicyKindInvalid {
        /// The item.
        index: usize,
    },
    /// An action that does not exist, or none.
    #[error("item {index} of the policy has no action of mask, redact, hash, partial, keep, block")]
    PolicyActionInvalid {
        /// The item.
        index: usize,
    },
    /// One kind twice, also under an alias.
    #[error("item {index} of the policy has the kind {kind} once more")]
    PolicyDuplicateKind {
        /// The second item.
        index: usize,
        /// The kind.
        kind: Kind,
    },
}

impl PolicyError {
    /// The stable code: the variant in snake case.
    pub const fn code(&self) -> &'static str {
        match self {
            PolicyError::PolicyKindInvalid { .. } => "policy_kind_invalid",
            PolicyError::PolicyActionInvalid { .. } => "policy_action_invalid",
            PolicyError::PolicyDuplicateKind { .. } => "policy_duplicate_kind",
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(&self) -> u16 {
        422
    }

    /// The item at fault, counted from 0 in the order they were written.
    pub const fn index(&self) -> usize {
        match self {
            PolicyError::PolicyKindInvalid { index }
            | PolicyError::PolicyActionInvalid { index }
            | PolicyError::PolicyDuplicateKind { index, .. } => *index,
        }
    }
}

/// Why positions were refused. Holds numbers only.
///
/// `index` counts spans from 0 in the order they were written; `offset`, `end` and `len` are in the
/// unit of the positions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PositionError {
    /// Malformed, truncated, or with one member twice.
    #[error("positions are no valid JSON, at line {line}, column {column} (offset {offset})")]
    PositionsJsonInvalid {
        /// Byte of the decoded value where reading stopped.
        offset: usize,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// None of the accepted shapes.
    #[error(
        r#"positions have none of the accepted shapes: [{{"start":11,"end":19,"type":"PERSON"}}], [[11,19]], [[11,19,"PERSON"]], {{"<PERSON_1>":[[11,19]]}}, {{"unit":"utf16","positions":…}}"#
    )]
    PositionsShapeInvalid,
    /// A span without a start or an end, or with two that disagree.
    #[error("span {index} has no start, no end, or two that disagree")]
    PositionInvalid {
        /// The span.
        index: usize,
    },
    /// An offset that is no JSON integer from 0 to 2^64-1: a string, `1.0`, `1e2`, `-1`.
    #[error("an offset of span {index} is no integer from 0 to 2^64-1")]
    PositionNotInteger {
        /// The span.
        index: usize,
        /// The name of the member, where it has one.
        member: Option<&'static str>,
    },
    /// A start behind its end.
    #[error("span {index} ends before it starts")]
    PositionReversed {
        /// The span.
        index: usize,
    },
    /// Nothing, or only white space and invisible characters.
    #[error("span {index} covers no text")]
    PositionEmpty {
        /// The span.
        index: usize,
    },
    /// An end behind the end of the message.
    #[error("span {index} ends at {end}, behind the end of the message at {len}")]
    PositionOutOfRange {
        /// The span.
        index: usize,
        /// Its end.
        end: u64,
        /// The length of the message.
        len: usize,
    },
    /// Inside the UTF-8 form of a character or inside a surrogate pair.
    #[error("an edge of span {index} is inside a character, at offset {offset} ({unit})")]
    PositionNotCharBoundary {
        /// The span.
        index: usize,
        /// The offset as it was given.
        offset: u64,
        /// What it counts.
        unit: OffsetUnit,
    },
    /// Inside a grapheme cluster or between CR and LF, where that is not tolerated.
    #[error("an edge of span {index} is inside a grapheme cluster, at offset {offset}")]
    PositionNotGraphemeBoundary {
        /// The span.
        index: usize,
        /// The offset as it was given.
        offset: u64,
    },
    /// Two spans that share text, where that is not tolerated.
    #[error("span {index} overlaps span {other}")]
    PositionsOverlap {
        /// The one that starts later.
        index: usize,
        /// The one that starts earlier.
        other: usize,
    },
    /// More spans than the bound.
    #[error("more than {limit} positions")]
    PositionsTooMany {
        /// Spans there may be.
        limit: usize,
    },
    /// A unit that does not exist, or two different ones.
    #[error("the offset unit is none of utf8, utf16, codepoint, or given twice and different")]
    PositionsUnitInvalid,
    /// The unit is not given, and the message does not tell.
    #[error(
        "the offset unit is not given and the message does not tell which it is: utf8, utf16 or codepoint"
    )]
    PositionsUnitAmbiguous,
    /// The text or the mapped value does not stand where it should.
    #[error("span {index} covers another text than it should")]
    PositionsStale {
        /// The span.
        index: usize,
    },
    /// A request without a message of the user, or whose last one is not a single text.
    #[error("there is no single text that positions could belong to")]
    PositionsWithoutMessage,
    /// A type outside the grammar of kinds, a reserved one, or two different ones.
    #[error("the type of span {index} is no kind")]
    PositionTypeInvalid {
        /// The span.
        index: usize,
    },
    /// A placeholder outside the grammar.
    #[error("the placeholder of span {index} is not of the form <KIND_N>")]
    PositionPlaceholderInvalid {
        /// The span.
        index: usize,
    },
    /// A span over the bound of a value.
    #[error("span {index} covers {len} bytes, over the limit of {limit}")]
    MappingValueTooLong {
        /// The span.
        index: usize,
        /// Bytes it covers.
        len: usize,
        /// Bytes it may cover.
        limit: usize,
    },
    /// A span over a control character other than TAB, LF and CR.
    #[error("span {index} covers a control character")]
    MappingValueControlChar {
        /// The span.
        index: usize,
    },
}

impl PositionError {
    /// The stable code: the variant in snake case.
    pub const fn code(&self) -> &'static str {
        match self {
            PositionError::PositionsJsonInvalid { .. } => "positions_json_invalid",
            PositionError::PositionsShapeInvalid => "positions_shape_invalid",
            PositionError::PositionInvalid { .. } => "position_invalid",
            PositionError::PositionNotInteger { .. } => "position_not_integer",
            PositionError::PositionReversed { .. } => "position_reversed",
            PositionError::PositionEmpty { .. } => "position_empty",
            PositionError::PositionOutOfRange { .. } => "position_out_of_range",
            PositionError::PositionNotCharBoundary { .. } => "position_not_char_boundary",
            PositionError::PositionNotGraphemeBoundary { .. } => "position_not_grapheme_boundary",
            PositionError::PositionsOverlap { .. } => "positions_overlap",
            PositionError::PositionsTooMany { .. } => "positions_too_many",
            PositionError::PositionsUnitInvalid => "positions_unit_invalid",
            PositionError::PositionsUnitAmbiguous => "positions_unit_ambiguous",
            PositionError::PositionsStale { .. } => "positions_stale",
            PositionError::PositionsWithoutMessage => "positions_without_message",
            PositionError::PositionTypeInvalid { .. } => "position_type_invalid",
            PositionError::PositionPlaceholderInvalid { .. } => "position_placeholder_invalid",
            PositionError::MappingValueTooLong { .. } => "mapping_value_too_long",
            PositionError::MappingValueControlChar { .. } => "mapping_value_control_char",
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(&self) -> u16 {
        match self {
            PositionError::PositionsJsonInvalid { .. } => 400,
            PositionError::PositionsTooMany { .. } => 413,
            _ => 422,
        }
    }

    /// The span at fault, counted from 0 in the order they were written.
    pub const fn index(&self) -> Option<usize> {
        match self {
            PositionError::PositionInvalid { index }
            | PositionError::PositionNotInteger { index, .. }
            | PositionError::PositionReversed { index }
            | PositionError::PositionEmpty { index }
            | PositionError::PositionOutOfRange { index, .. }
            | PositionError::PositionNotCharBoundary { index, .. }
            | PositionError::PositionNotGraphemeBoundary { index, .. }
            | PositionError::PositionsOverlap { index, .. }
            | PositionError::PositionsStale { index }
            | PositionError::PositionTypeInvalid { index }
            | PositionError::PositionPlaceholderInvalid { index }
            | PositionError::MappingValueTooLong { index, .. }
            | PositionError::MappingValueControlChar { index } => Some(*index),
            _ => None,
        }
    }

    /// The member of the span at fault, where it is one in particular.
    const fn member(&self) -> Option<&'static str> {
        match self {
            PositionError::PositionNotInteger { member, .. } => *member,
            PositionError::PositionOutOfRange { .. } => Some("end"),
            PositionError::PositionTypeInvalid { .. } => Some("type"),
            PositionError::PositionPlaceholderInvalid { .. } => Some("placeholder"),
            _ => None,
        }
    }

    /// Whether the value is no JSON at all, which comes before every other fault.
    pub(super) const fn is_syntax(&self) -> bool {
        matches!(self, PositionError::PositionsJsonInvalid { .. })
    }
}
