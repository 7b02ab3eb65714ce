//! Reversible masking of personal data for chat with language models.
//!
//! Personal data goes out as placeholders (`<PERSON_1>`), the answer comes back with the real
//! values, byte for byte, whole or in a stream, the same over a whole conversation.
//!
//! The caller says what is personal, by a mapping or by positions, and a [`Detector`] finds what has a form,
//! addresses, numbers, keys, and names of people by the words around them and by lists of names, most of them and
//! not all. What nobody names and no rule finds goes out as it is.
//!
//! ```
//! use pii_mask::{Conversation, Limits, PiiHeaders};
//!
//! let headers = PiiHeaders::parse(
//!     [
//!         ("X-Pii-Mapping", br#"{"<PERSON_1>":"John Doe"}"#.as_slice()),
//!         ("X-Pii-Positions", br#"[{"start":28,"end":42,"type":"EMAIL"}]"#.as_slice()),
//!     ],
//!     &Limits::default(),
//! )?;
//! let mut conversation = Conversation::builder().headers(headers).build()?;
//!
//! let masked = conversation.mask("I am John Doe, write to me: jd@example.org")?;
//! assert_eq!(masked.text, "I am <PERSON_1>, write to me: <EMAIL_1>");
//!
//! let mut stream = conversation.unmasker().stream();
//! let mut reply = String::new();
//! for chunk in ["Dear <PER", "SON_1>", ", mail sent to <EMAIL_1>."] {
//!     stream.push(chunk, &mut reply);
//! }
//! stream.finish(&mut reply);
//! assert_eq!(reply, "Dear John Doe, mail sent to jd@example.org.");
//!
//! // The reply as the model sent it: a number that it made up is never given to a value.
//! conversation.note_reply("Dear <PERSON_1>, mail sent to <EMAIL_1>.");
//! # Ok::<(), pii_mask::Error>(())
//! ```
//!
//! # Where to look
//!
//! | what | where |
//! |---|---|
//! | facts of a request: four headers, or the same in its body | [`PiiHeaders`], [`PiiBody`] |
//! | what stands in a text | [`Detector`] |
//! | placeholder ↔ original | [`Mapping`] |
//! | mask one text | [`Masker`] → [`Masked`] |
//! | unmask, whole or in a stream | [`Unmasker`], [`UnmaskStream`] |
//! | all of it, over turns | [`Conversation`] |
//! | every text of a provider's payload | [`Conversation::mask_chat`], [`Unmasker::unmask_chat`], [`ChatStream`] |
//! | cut a reply into server-sent events, change their data | [`SseFramer`], [`SseEvent`] |
//! | anything that can go wrong | [`Error`] |
//!
//! What clients send, in full, is in `docs/contract.md` of the repository; what is answered to wrong
//! input, in `docs/bad-inputs.md`.
//!
//! # What is promised
//!
//! - **Nothing known goes out.** Values of the mapping and given positions are masked in every
//!   spelling that is the same value ([`Sameness`]), between word boundaries.
//! - **Everything comes back.** Digits are exact, inserted values are never scanned again, outside
//!   of replaced placeholders not a byte changes, and a stream gives what the whole text gives,
//!   however it is cut.
//! - **A placeholder never means two values**, and a number that stands in any text of a request, or
//!   in a reply that was [noted](Conversation::note_reply), is never given to a fresh value.
//! - **Only what was sent is answered** ([`Expose`]).
//! - **Errors tell nothing**: no error, `Debug` or panic holds a byte of a text or a value.
//!   Placeholders and kinds are named: they are not secret.
//! - **Linear time**, whatever texts and values are; hard bounds on all that comes from outside
//!   ([`Limits`]).
//!
//! Everything here is synchronous, does no I/O and has no `unsafe`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod blocks;
mod chat;
mod cluster;
mod conversation;
mod detect;
mod entity;
mod error;
mod header;
mod kind;
mod limits;
mod mapping;
mod mask;
mod names;
mod placeholder;
mod sameness;
mod span;
mod terminal;
mod unmask;

pub use chat::{ChatError, Dialect, Direction, SseError, SseEvent, SseFramer, Treatment};
pub use conversation::{
    ChatPolicy, ChatStream, Conversation, ConversationBuilder, ConversationState, Expose, MaskedChat, Media,
    UnmaskedChat, UserId, UserLocation,
};
#[cfg(fuzzing)]
#[doc(hidden)]
pub use detect::oracle;
pub use detect::{
    BuiltIn, CustomPattern, DetectError, Detector, DetectorBuilder, DetectorConfig, DetectorError, Explained,
    OnFailure, Recognizer, RecognizerError,
};
pub use entity::Entity;
pub use error::Error;
pub use header::{
    Action, Auto, Field, GivenSpan, HeaderError, PiiBody, PiiHeader, PiiHeaders, PiiMember, Policy,
    PolicyError, Position, PositionError, Positions,
};
pub use kind::{Kind, KindInvalid};
pub use limits::Limits;
pub use mapping::{Mapping, MappingError, Source};
pub use mask::{HashKey, HashKeyInvalid, Lookalikes, MaskError, Masked, MaskedEntity, Masker, Matching};
pub use names::NameInvalid;
pub use placeholder::{Context, Placeholder, PlaceholderInvalid, PlaceholderStyle};
pub use sameness::{Region, Sameness, Variants};
pub use span::{OffsetError, OffsetUnit, Span};
pub use unmask::{
    BoundedStream, LinkPolicy, Report, Tolerance, UnmaskLimit, UnmaskStream, Unmasked, Unmasker,
};

/// The examples of the README run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
