//! The union of the floors' errors, for callers that treat them alike.

use std::fmt;

use crate::chat::{ChatError, SseError};
use crate::detect::DetectError;
use crate::header::{HeaderError, PolicyError, PositionError};
use crate::mapping::MappingError;
use crate::mask::MaskError;
use crate::unmask::UnmaskLimit;

/// Anything that can go wrong: a stable code, the HTTP status that goes with it, and the place.
///
/// No message holds a byte of a text or a value. Placeholders and kinds are named, also those that
/// a client made up: they are not secret.
///
/// # Examples
///
/// ```
/// use pii_mask::{Error, Limits, PiiHeaders};
///
/// let header = [("X-Pii-Mapping", br#"{"PERSON_1":"John"}"#.as_slice())];
/// let error = Error::from(PiiHeaders::parse(header, &Limits::default()).unwrap_err());
/// assert_eq!(error.code(), "mapping_key_invalid");
/// assert_eq!(error.status(), 422);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    inner: Inner,
    /// The text of a payload that is at fault.
    pointer: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Inner {
    Header(HeaderError),
    Policy(PolicyError),
    Position(PositionError),
    Mapping(MappingError),
    Mask(MaskError),
    Unmask(UnmaskLimit),
    Chat(ChatError),
    Sse(SseError),
    Detect(DetectError),
}

impl Error {
    /// The stable code, in snake case.
    pub fn code(&self) -> &'static str {
        match &self.inner {
            Inner::Header(error) => error.code(),
            Inner::Policy(error) => error.code(),
            Inner::Position(error) => error.code(),
            Inner::Mapping(error) => error.code(),
            Inner::Mask(error) => error.code(),
            Inner::Unmask(error) => error.code(),
            Inner::Chat(error) => error.code(),
            Inner::Sse(error) => error.code(),
            Inner::Detect(error) => error.code(),
        }
    }

    /// The HTTP status that goes with the code.
    pub fn status(&self) -> u16 {
        match &self.inner {
            Inner::Header(error) => error.status(),
            Inner::Policy(error) => error.status(),
            Inner::Position(error) => error.status(),
            Inner::Mapping(error) => error.status(),
            Inner::Mask(error) => error.status(),
            Inner::Unmask(error) => error.status(),
            Inner::Chat(error) => error.status(),
            Inner::Sse(error) => error.status(),
            Inner::Detect(error) => error.status(),
        }
    }

    /// The header or the JSON pointer at fault, where it is one.
    pub fn param(&self) -> Option<String> {
        match &self.inner {
            Inner::Header(error) => Some(error.param()),
            Inner::Chat(error) => error.pointer().map(str::to_owned),
            _ => self.pointer.clone(),
        }
    }

    /// The same error, and where in a payload the text is that is at fault.
    pub(crate) fn at(mut self, pointer: String) -> Self {
        if let Inner::Mask(_) = self.inner {
            self.pointer = Some(pointer);
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(pointer) = &self.pointer {
            write!(f, "{pointer}: ")?;
        }
        match &self.inner {
            Inner::Header(error) => error.fmt(f),
            Inner::Policy(error) => error.fmt(f),
            Inner::Position(error) => error.fmt(f),
            Inner::Mapping(error) => error.fmt(f),
            Inner::Mask(error) => error.fmt(f),
            Inner::Unmask(error) => error.fmt(f),
            Inner::Chat(error) => error.fmt(f),
            Inner::Sse(error) => error.fmt(f),
            Inner::Detect(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // What is in it is said already: the chain goes on behind it.
        match &self.inner {
            Inner::Header(error) => error.source(),
            Inner::Policy(error) => error.source(),
            Inner::Position(error) => error.source(),
            Inner::Mapping(error) => error.source(),
            Inner::Mask(error) => error.source(),
            Inner::Unmask(error) => error.source(),
            Inner::Chat(error) => error.source(),
            Inner::Sse(error) => error.source(),
            Inner::Detect(error) => error.source(),
        }
    }
}

impl From<HeaderError> for Error {
    fn from(error: HeaderError) -> Self {
        Error { inner: Inner::Header(error), pointer: None }
    }
}

impl From<PolicyError> for Error {
    fn from(error: PolicyError) -> Self {
        Error { inner: Inner::Policy(error), pointer: None }
    }
}

impl From<PositionError> for Error {
    fn from(error: PositionError) -> Self {
        Error { inner: Inner::Position(error), pointer: None }
    }
}

impl From<MappingError> for Error {
    fn from(error: MappingError) -> Self {
        Error { inner: Inner::Mapping(error), pointer: None }
    }
}

impl From<MaskError> for Error {
    fn from(error: MaskError) -> Self {
        Error { inner: Inner::Mask(error), pointer: None }
    }
}

impl From<UnmaskLimit> for Error {
    fn from(error: UnmaskLimit) -> Self {
        Error { inner: Inner::Unmask(error), pointer: None }
    }
}

impl From<ChatError> for Error {
    fn from(error: ChatError) -> Self {
        Error { inner: Inner::Chat(error), pointer: None }
    }
}

impl From<SseError> for Error {
    fn from(error: SseError) -> Self {
        Error { inner: Inner::Sse(error), pointer: None }
    }
}

impl From<DetectError> for Error {
    fn from(error: DetectError) -> Self {
        Error { inner: Inner::Detect(error), pointer: None }
    }
}
