//! Why a payload was refused.

/// Why a chat payload was refused: nothing of a request may be sent, nothing more of a reply shown.
///
/// Holds JSON pointers and numbers, never a byte of a text: of a pointer only names that the dialect
/// knows.
///
/// # Examples
///
/// ```
/// use pii_mask::{Conversation, Dialect};
///
/// let mut conversation = Conversation::builder().build()?;
/// let error = conversation.mask_chat(Dialect::OpenAiChat, r#"{"messages":[{"role":"boss"}]}"#).unwrap_err();
/// assert_eq!((error.code(), error.status()), ("role_invalid", 422));
/// assert_eq!(error.param().as_deref(), Some("/messages/0/role"));
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChatError {
    /// A body over the bound.
    #[error("body has {len} bytes, over the limit of {limit}")]
    BodyTooLarge {
        /// Bytes it has.
        len: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// No JSON: malformed, half a surrogate pair, a member twice, nested too deep.
    #[error("body is no JSON at byte {offset}: malformed, a member twice, or nested too deep")]
    BodyJsonInvalid {
        /// Byte of the body where reading stopped.
        offset: usize,
    },
    /// A reply, or an event of one, that is no JSON: malformed, a member twice, nested too deep. Of a member that is
    /// twice, readers take different ones.
    #[error("reply is no JSON at byte {offset}: malformed, a member twice, or nested too deep")]
    ReplyInvalid {
        /// Byte of the reply, or of the event's data, where reading stopped.
        offset: usize,
    },
    /// No messages, or none in the form of the dialect.
    #[error("{pointer} holds no messages of this dialect")]
    MessagesInvalid {
        /// Where they should be.
        pointer: String,
    },
    /// More messages than allowed.
    #[error("{count} messages, over the limit of {limit}")]
    HistoryTooLong {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A role that the dialect does not know, or none.
    #[error("{pointer} is no role of this dialect")]
    RoleInvalid {
        /// Where it stands.
        pointer: String,
    },
    /// Content that is neither a text nor a list of parts.
    #[error("{pointer} is neither a text nor a list of parts")]
    ContentInvalid {
        /// Where it stands.
        pointer: String,
    },
    /// An image, a sound, a file: it cannot be masked.
    #[error("{} is no text and cannot be masked; leave it out, or let such parts pass", place(.pointer))]
    ContentPartUnsupported {
        /// Where it stands.
        pointer: String,
    },
    /// Two members of one object that are one when masked.
    #[error("two members in {} have the same name when masked", place(.pointer))]
    MaskedKeyConflict {
        /// The object, as far as the dialect knows the way to it.
        pointer: String,
    },
}

/// A pointer, where there is one to something that the dialect knows.
fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "a field of the body" } else { pointer }
}

impl ChatError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            ChatError::BodyTooLarge { .. } => "body_too_large",
            ChatError::BodyJsonInvalid { .. } => "body_json_invalid",
            ChatError::ReplyInvalid { .. } => "upstream_protocol_error",
            ChatError::MessagesInvalid { .. } => "messages_invalid",
            ChatError::HistoryTooLong { .. } => "history_too_long",
            ChatError::RoleInvalid { .. } => "role_invalid",
            ChatError::ContentInvalid { .. } => "content_invalid",
            ChatError::ContentPartUnsupported { .. } => "content_part_unsupported",
            ChatError::MaskedKeyConflict { .. } => "masked_key_conflict",
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(&self) -> u16 {
        match self {
            ChatError::BodyJsonInvalid { .. } => 400,
            ChatError::ReplyInvalid { .. } => 502,
            ChatError::BodyTooLarge { .. } | ChatError::HistoryTooLong { .. } => 413,
            _ => 422,
        }
    }

    /// The JSON pointer to what is at fault.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            ChatError::BodyTooLarge { .. }
            | ChatError::BodyJsonInvalid { .. }
            | ChatError::ReplyInvalid { .. }
            | ChatError::HistoryTooLong { .. } => None,
            ChatError::MessagesInvalid { pointer }
            | ChatError::RoleInvalid { pointer }
            | ChatError::ContentInvalid { pointer }
            | ChatError::ContentPartUnsupported { pointer }
            | ChatError::MaskedKeyConflict { pointer } => Some(pointer),
        }
    }
}
