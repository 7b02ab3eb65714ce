//! The names of the headers, and of the members of the body that say the same.

use std::fmt;

use crate::names::names;

/// One of the headers that carry facts about personal data. Names are read in any case.
///
/// # Examples
///
/// ```
/// use pii_mask::PiiHeader;
///
/// assert_eq!(PiiHeader::Positions.as_str(), "X-Pii-Positions");
/// assert_eq!("x-pii-positions".parse(), Ok(PiiHeader::Positions));
/// assert!("Accept".parse::<PiiHeader>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PiiHeader {
    /// `X-Pii-Mapping`: what the user confirmed or edited for this message, or a policy.
    Mapping,
    /// `X-Auto-Pii-Mapping`: what automatic detection proposed, or a switch for it.
    AutoMapping,
    /// `X-Pii-Positions`: where in this message personal data stand.
    Positions,
    /// `X-Chat-History-Pii-Mapping`: what placeholders already mean in the conversation.
    HistoryMapping,
}

names!(PiiHeader: "header", str::eq_ignore_ascii_case,
    Mapping => "X-Pii-Mapping",
    AutoMapping => "X-Auto-Pii-Mapping",
    Positions => "X-Pii-Positions",
    HistoryMapping => "X-Chat-History-Pii-Mapping");

/// Whether a header looks as if it meant personal data: `X-…pii…`, in any case.
pub(super) fn looks_like_pii_header(name: &str) -> bool {
    let name = name.as_bytes();
    let (Some(prefix), Some(rest)) = (name.get(..2), name.get(2..)) else { return false };
    prefix.eq_ignore_ascii_case(b"x-") && rest.windows(3).any(|part| part.eq_ignore_ascii_case(b"pii"))
}

/// A member of the body's `pii` object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PiiMember {
    /// `mapping`
    Mapping,
    /// `auto_mapping`
    AutoMapping,
    /// `history_mapping`
    HistoryMapping,
    /// `positions`
    Positions,
    /// `offset_unit`
    OffsetUnit,
    /// `policy`
    Policy,
}

names!(PiiMember: "member", str::eq,
    Mapping => "mapping",
    AutoMapping => "auto_mapping",
    HistoryMapping => "history_mapping",
    Positions => "positions",
    OffsetUnit => "offset_unit",
    Policy => "policy");

/// Where a fact comes from. Displayed as the header's name or as a JSON pointer into the body.
///
/// # Examples
///
/// ```
/// use pii_mask::{Field, PiiHeader, PiiMember};
///
/// assert_eq!(Field::Header(PiiHeader::Mapping).to_string(), "X-Pii-Mapping");
/// assert_eq!(Field::Body(PiiMember::Mapping).to_string(), "/pii/mapping");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// A header.
    Header(PiiHeader),
    /// A member of the body's `pii` object.
    Body(PiiMember),
}

impl Field {
    /// The place of one element: `X-Pii-Positions[3]` or `/pii/positions/3`.
    pub(super) fn element(self, index: usize) -> String {
        match self {
            Field::Header(_) => format!("{self}[{index}]"),
            Field::Body(_) => format!("{self}/{index}"),
        }
    }

    /// The place of a member of one element: `X-Pii-Positions[3].end` or `/pii/positions/3/end`.
    pub(super) fn member(self, index: usize, name: &str) -> String {
        let separator = if matches!(self, Field::Header(_)) { '.' } else { '/' };
        format!("{}{separator}{name}", self.element(index))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::Header(header) => f.write_str(header.as_str()),
            Field::Body(member) => write!(f, "/pii/{}", member.as_str()),
        }
    }
}
