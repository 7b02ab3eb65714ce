//! One found item: what positions give and what a detector finds.

use std::borrow::Cow;

use crate::header::GivenSpan;
use crate::kind::Kind;
use crate::mapping::Source;
use crate::placeholder::Placeholder;
use crate::span::Span;

/// One found item: where, what, and who says so.
///
/// # Examples
///
/// ```
/// use pii_mask::{Entity, Kind, Span};
///
/// let given = Entity::given(Span::new(11, 19), Kind::PERSON);
/// let detected = Entity::detected(Span::new(11, 19), Kind::PERSON).with_score(0.85).with_recognizer("names");
/// assert_eq!(given.span(), detected.span());
/// assert_eq!((given.score(), detected.recognizer()), (1.0, Some("names")));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub(crate) span: Span,
    pub(crate) kind: Option<Kind>,
    pub(crate) placeholder: Option<Placeholder>,
    pub(crate) source: Source,
    pub(crate) score: f32,
    pub(crate) recognizer: Option<Cow<'static, str>>,
}

impl Entity {
    /// A position that the caller gives: it is masked, whatever anybody else finds.
    pub fn given(span: Span, kind: impl Into<Option<Kind>>) -> Self {
        let (placeholder, recognizer) = (None, None);
        Entity { span, kind: kind.into(), placeholder, source: Source::Position, score: 1.0, recognizer }
    }

    /// What a detector found.
    pub fn detected(span: Span, kind: Kind) -> Self {
        Entity { source: Source::Detector, ..Entity::given(span, kind) }
    }

    /// The placeholder that the caller wants for it.
    pub fn with_placeholder(mut self, placeholder: Placeholder) -> Self {
        self.placeholder = Some(placeholder);
        self
    }

    /// How sure the detector is, from 0 to 1.
    pub fn with_score(mut self, score: f32) -> Self {
        self.score = score;
        self
    }

    /// The rule that found it.
    pub fn with_recognizer(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.recognizer = Some(name.into());
        self
    }

    /// Where it stands, in bytes.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Its kind, where one is known.
    pub fn kind(&self) -> Option<&Kind> {
        self.kind.as_ref()
    }

    /// The placeholder that the caller wants for it, where one is wanted.
    pub fn placeholder(&self) -> Option<&Placeholder> {
        self.placeholder.as_ref()
    }

    /// Who says so: a position or a detector.
    pub fn source(&self) -> Source {
        self.source
    }

    /// How sure the detector is, from 0 to 1; 1 for what is given.
    pub fn score(&self) -> f32 {
        self.score
    }

    /// The rule that found it, where it is told.
    pub fn recognizer(&self) -> Option<&str> {
        self.recognizer.as_deref()
    }
}

/// A position that was found in the text.
impl From<GivenSpan> for Entity {
    fn from(given: GivenSpan) -> Self {
        Entity { placeholder: given.placeholder, ..Entity::given(given.span, given.kind) }
    }
}
