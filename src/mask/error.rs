use crate::kind::Kind;
use crate::mapping::MappingError;
use crate::span::OffsetUnit;

/// Why a text was not masked. Holds numbers, kinds and placeholders, never text.
///
/// `index` counts entities from 0 in the order they were given, offsets are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MaskError {
    /// A span that ends behind the text.
    #[error("position {index} ends at {end}, behind the text of {len} bytes")]
    PositionOutOfRange {
        /// The entity.
        index: usize,
        /// Where it ends.
        end: usize,
        /// Bytes of the text.
        len: usize,
    },
    /// A span that starts behind its end.
    #[error("position {index} starts behind its end")]
    PositionReversed {
        /// The entity.
        index: usize,
    },
    /// A span that covers nothing, or nothing visible.
    #[error("position {index} is empty")]
    PositionEmpty {
        /// The entity.
        index: usize,
    },
    /// A span that cuts a character.
    #[error("position {index} is inside a character, at {unit} offset {offset}")]
    PositionNotCharBoundary {
        /// The entity.
        index: usize,
        /// The edge that cuts it.
        offset: usize,
        /// What the offset counts.
        unit: OffsetUnit,
    },
    /// A given span over the bound.
    #[error("position {index} has {len} bytes, over the limit of {limit}")]
    MappingValueTooLong {
        /// The entity.
        index: usize,
        /// Bytes it has.
        len: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// A given span with a control character other than TAB, LF and CR.
    #[error("position {index} has a control character")]
    MappingValueControlChar {
        /// The entity.
        index: usize,
    },
    /// Text that looks like a placeholder, and is refused.
    #[error("text looks like a placeholder, at offset {offset}")]
    PlaceholderCollision {
        /// Where it begins.
        offset: usize,
    },
    /// A kind that must not be sent in any form.
    #[error("text holds {kind}, which is blocked, at offset {offset}")]
    KindBlocked {
        /// The kind.
        kind: Kind,
        /// Where it begins.
        offset: usize,
    },
    /// The `hash` action without a secret.
    #[error("policy asks for the hash action, and no hash key is configured")]
    PolicyHashKeyMissing,
    /// The mapping refused what was found.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// A state that cannot be. Nothing was masked.
    #[error("internal error while masking")]
    Internal,
}

impl MaskError {
    /// With entities counted from this one on: those before it are somebody else's.
    pub(crate) fn counted_from(mut self, first: usize) -> Self {
        match &mut self {
            MaskError::PositionOutOfRange { index, .. }
            | MaskError::PositionReversed { index }
            | MaskError::PositionEmpty { index }
            | MaskError::PositionNotCharBoundary { index, .. }
            | MaskError::MappingValueTooLong { index, .. }
            | MaskError::MappingValueControlChar { index } => *index = index.saturating_sub(first),
            MaskError::PlaceholderCollision { .. }
            | MaskError::KindBlocked { .. }
            | MaskError::PolicyHashKeyMissing
            | MaskError::Mapping(_)
            | MaskError::Internal => {}
        }
        self
    }

    /// The stable code: the variant in snake case.
    pub const fn code(&self) -> &'static str {
        match self {
            MaskError::PositionOutOfRange { .. } => "position_out_of_range",
            MaskError::PositionReversed { .. } => "position_reversed",
            MaskError::PositionEmpty { .. } => "position_empty",
            MaskError::PositionNotCharBoundary { .. } => "position_not_char_boundary",
            MaskError::MappingValueTooLong { .. } => "mapping_value_too_long",
            MaskError::MappingValueControlChar { .. } => "mapping_value_control_char",
            MaskError::PlaceholderCollision { .. } => "placeholder_collision",
            MaskError::KindBlocked { .. } => "kind_blocked",
            MaskError::PolicyHashKeyMissing => "policy_hash_key_missing",
            MaskError::Mapping(error) => error.code(),
            MaskError::Internal => "internal",
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(&self) -> u16 {
        match self {
            MaskError::Mapping(error) => error.status(),
            MaskError::Internal => 500,
            _ => 422,
        }
    }
}
