//! What can go wrong in making a detector, and in asking it.

use crate::kind::KindInvalid;

/// Why a detector cannot be made. Names rules and fields, which are the deployment's own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DetectorError {
    /// The pattern of a custom rule is no regular expression of linear time, or too large.
    #[error("pattern of recognizer {name} cannot be used")]
    PatternInvalid {
        /// The rule.
        name: String,
    },
    /// A custom rule names a validator that there is not.
    #[error("validator of recognizer {name} is none of {known}")]
    ValidatorUnknown {
        /// The rule.
        name: String,
        /// The validators there are.
        known: String,
    },
    /// The kind of a custom rule is no label.
    #[error("kind of recognizer {name}: {source}")]
    KindInvalid {
        /// The rule.
        name: String,
        /// Where it is wrong.
        source: KindInvalid,
    },
    /// A kind that nothing finds.
    #[error("kind {name} is found by no rule: see pii-mask kinds")]
    KindUnknown {
        /// The kind.
        name: String,
    },
    /// A country of which there are no rules.
    #[error("country {name} has no rules: ISO 3166-1, such as NL")]
    CountryUnknown {
        /// The country.
        name: String,
    },
    /// A score or a threshold that is not from 0 to 1.
    #[error("score or threshold of {name} is not from 0 to 1")]
    ScoreInvalid {
        /// The rule or the kind.
        name: String,
    },
    /// Too many rules, or too many listed values.
    #[error("too many rules or listed values")]
    TooLarge,
}

/// Why a text could not be searched. Nothing may be sent then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DetectError {
    /// A request asks for detection, and there is no detector.
    #[error("automatic detection is asked for, and there is no detector")]
    DetectorMissing,
    /// A recognizer failed that must not.
    #[error("recognizer {name} failed")]
    RecognizerFailed {
        /// Its name.
        name: String,
    },
    /// A recognizer answered a span that is not in the text, or off a character boundary.
    #[error("recognizer {name} answered a span that is not in the text")]
    RecognizerSpanInvalid {
        /// Its name.
        name: String,
    },
}

impl DetectError {
    /// The stable code, in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            DetectError::DetectorMissing => "detector_missing",
            DetectError::RecognizerFailed { .. } => "recognizer_failed",
            DetectError::RecognizerSpanInvalid { .. } => "recognizer_span_invalid",
        }
    }

    /// The HTTP status that goes with the code.
    pub fn status(&self) -> u16 {
        match self {
            DetectError::DetectorMissing => 422,
            _ => 500,
        }
    }
}
