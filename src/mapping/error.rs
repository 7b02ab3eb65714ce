use crate::kind::Kind;
use crate::placeholder::Placeholder;

/// Why a mapping was refused. Holds numbers, kinds and placeholders, never a value.
///
/// `index` counts entries from 0 in the order they were written, offsets are bytes of the JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// Malformed, truncated, or with something behind the end.
    #[error("mapping is no valid JSON, at line {line}, column {column} (offset {offset})")]
    MappingJsonInvalid {
        /// Byte where reading stopped.
        offset: usize,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// Something else than an object.
    #[error("mapping is no JSON object of placeholders and values")]
    MappingNotObject,
    /// One key twice.
    #[error("mapping has the key of entry {index} twice")]
    MappingDuplicateKey {
        /// The second of the two.
        index: usize,
    },
    /// A key without a character.
    #[error("key of mapping entry {index} is empty")]
    MappingKeyEmpty {
        /// The entry.
        index: usize,
    },
    /// A key that is no placeholder.
    #[error("key of mapping entry {index} is not of the form <KIND_N>, at offset {offset}")]
    MappingKeyInvalid {
        /// The entry.
        index: usize,
        /// First byte that cannot stand there; the key's first where it is written with escapes.
        offset: usize,
    },
    /// `<LITERAL_N>` with a value that looks like no placeholder.
    #[error("key of mapping entry {index} is reserved for placeholder-like text")]
    MappingKeyReserved {
        /// The entry.
        index: usize,
    },
    /// A number, boolean, null, array or object.
    #[error("value of mapping entry {index} is no string")]
    MappingValueNotString {
        /// The entry.
        index: usize,
    },
    /// Nothing to see: empty, white space, invisible characters.
    #[error("value of mapping entry {index} is empty")]
    MappingValueEmpty {
        /// The entry.
        index: usize,
    },
    /// One character, covered by no position and not in the history.
    #[error("value of mapping entry {index} has one character, and no position covers it")]
    MappingValueTooShort {
        /// The entry.
        index: usize,
    },
    /// A value over the bound.
    #[error("value of mapping entry {index} has {len} bytes, over the limit of {limit}")]
    MappingValueTooLong {
        /// The entry.
        index: usize,
        /// Bytes it has.
        len: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// A control character other than TAB, LF and CR.
    #[error("value of mapping entry {index} has a control character")]
    MappingValueControlChar {
        /// The entry.
        index: usize,
    },
    /// More entries than the bound.
    #[error("mapping has more than {limit} entries")]
    MappingTooManyEntries {
        /// Entries it may have.
        limit: usize,
    },
    /// More text than the bound.
    #[error("mapping has more than {limit} bytes of text")]
    MappingTooLarge {
        /// Bytes it may have.
        limit: usize,
    },
    /// A placeholder that means two values.
    #[error("placeholder {placeholder} already means another value")]
    MappingConflict {
        /// The placeholder.
        placeholder: Placeholder,
    },
    /// All numbers of a kind are taken.
    #[error("no free placeholder number is left for {kind}")]
    PlaceholderNumbersExhausted {
        /// The kind.
        kind: Kind,
    },
}

impl MappingError {
    /// The stable code: the variant in snake case.
    pub const fn code(&self) -> &'static str {
        match self {
            MappingError::MappingJsonInvalid { .. } => "mapping_json_invalid",
            MappingError::MappingNotObject => "mapping_not_object",
            MappingError::MappingDuplicateKey { .. } => "mapping_duplicate_key",
            MappingError::MappingKeyEmpty { .. } => "mapping_key_empty",
            MappingError::MappingKeyInvalid { .. } => "mapping_key_invalid",
            MappingError::MappingKeyReserved { .. } => "mapping_key_reserved",
            MappingError::MappingValueNotString { .. } => "mapping_value_not_string",
            MappingError::MappingValueEmpty { .. } => "mapping_value_empty",
            MappingError::MappingValueTooShort { .. } => "mapping_value_too_short",
            MappingError::MappingValueTooLong { .. } => "mapping_value_too_long",
            MappingError::MappingValueControlChar { .. } => "mapping_value_control_char",
            MappingError::MappingTooManyEntries { .. } => "mapping_too_many_entries",
            MappingError::MappingTooLarge { .. } => "mapping_too_large",
            MappingError::MappingConflict { .. } => "mapping_conflict",
            MappingError::PlaceholderNumbersExhausted { .. } => "placeholder_numbers_exhausted",
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(&self) -> u16 {
        match self {
            MappingError::MappingJsonInvalid { .. } | MappingError::MappingDuplicateKey { .. } => 400,
            MappingError::MappingConflict { .. } => 409,
            MappingError::MappingTooManyEntries { .. } | MappingError::MappingTooLarge { .. } => 413,
            _ => 422,
        }
    }

    /// The entry that is at fault, counted from 0.
    pub const fn index(&self) -> Option<usize> {
        match self {
            MappingError::MappingDuplicateKey { index }
            | MappingError::MappingKeyEmpty { index }
            | MappingError::MappingKeyInvalid { index, .. }
            | MappingError::MappingKeyReserved { index }
            | MappingError::MappingValueNotString { index }
            | MappingError::MappingValueEmpty { index }
            | MappingError::MappingValueTooShort { index }
            | MappingError::MappingValueTooLong { index, .. }
            | MappingError::MappingValueControlChar { index } => Some(*index),
            _ => None,
        }
    }
}
