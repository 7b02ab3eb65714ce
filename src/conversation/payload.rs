//! Masks every text of a chat payload.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::Conversation;
use super::again::{Beginning, Done, History};
use super::leaves::{Leaves, Texts, Written, rewrite};
use super::request::Part;
use crate::chat::{ChatError, Dialect, Json, Value};
use crate::error::Error;
use crate::mask::MaskError;
use crate::names::names;

/// What becomes of images, sounds and files: they cannot be masked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Media {
    /// The payload is refused.
    #[default]
    Block,
    /// They pass as they are, and [`MaskedChat::passed`] names them.
    Warn,
    /// They pass as they are.
    Pass,
}

names!(Media: "media", str::eq, Block => "block", Warn => "warn", Pass => "pass");

/// What becomes of identifiers by which a provider tells users apart (`user`, `safety_identifier`,
/// `metadata.user_id`, `prompt_cache_key`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserId {
    /// A keyed hash of 16 hex digits stands for them: the same user stays the same user. Without a
    /// [`hash_key`](crate::ConversationBuilder::hash_key) they are dropped.
    #[default]
    Hash,
    /// They are dropped.
    Drop,
    /// They are masked like any text.
    Mask,
}

/// What becomes of the place where the user is (`user_location` of web search).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserLocation {
    /// It is dropped.
    #[default]
    Drop,
    /// Its country stays, all else is dropped.
    Country,
    /// It is masked like any text.
    Mask,
}

/// What becomes of that in chat payloads which is not simply text.
///
/// # Examples
///
/// ```
/// use pii_mask::{ChatPolicy, Conversation, Dialect, Media};
///
/// let policy = ChatPolicy::new().media(Media::Warn);
/// let mut conversation = Conversation::builder().chat(policy).build()?;
/// let body = r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}]}"#;
/// let masked = conversation.mask_chat(Dialect::OpenAiChat, body)?;
/// assert_eq!(masked.body, body);
/// assert_eq!(masked.passed, ["/messages/0/content/0/image_url"]);
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChatPolicy {
    pub(super) media: Media,
    pub(super) user_id: UserId,
    pub(super) user_location: UserLocation,
}

impl ChatPolicy {
    /// The defaults: images and files refused, users hashed, places dropped.
    pub fn new() -> Self {
        ChatPolicy::default()
    }

    /// Images, sounds, files. Default [`Media::Block`].
    pub fn media(mut self, media: Media) -> Self {
        self.media = media;
        self
    }

    /// Who the user is. Default [`UserId::Hash`].
    pub fn user_id(mut self, user_id: UserId) -> Self {
        self.user_id = user_id;
        self
    }

    /// Where the user is. Default [`UserLocation::Drop`].
    pub fn user_location(mut self, user_location: UserLocation) -> Self {
        self.user_location = user_location;
        self
    }
}

/// Bounds on one payload.
#[derive(Clone, Copy)]
pub(super) struct ChatLimits {
    pub(super) body: usize,
    pub(super) messages: usize,
}

impl Default for ChatLimits {
    fn default() -> Self {
        let limits = crate::limits::Limits::default();
        ChatLimits { body: limits.body_bytes, messages: limits.messages }
    }
}

/// A masked payload.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MaskedChat<'b> {
    /// What may be sent; borrowed where nothing was replaced. Member order, the spelling of numbers
    /// and white space are those of the request.
    pub body: Cow<'b, str>,
    /// JSON pointers to images, sounds and files that passed as they are, under [`Media::Warn`].
    pub passed: Vec<String>,
}

impl fmt::Debug for MaskedChat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskedChat").field("len", &self.body.len()).field("passed", &self.passed).finish()
    }
}

impl Conversation {
    /// Masks every text of a chat payload: messages of all roles, tool calls and their results,
    /// descriptions of tools, and every string that the dialect does not know to be something else. A text
    /// with escapes of JSON in it is searched as it is written and as it reads.
    ///
    /// Positions of the headers belong to the last message of the user and are used up by it. A
    /// placeholder that stands only in what came from outside (a tool's result, a document, a search
    /// result) is sent as it is and not answered in the reply.
    ///
    /// Nothing but what is replaced changes: the order of members, the spelling of numbers, white space
    /// stay. A payload in which nothing is replaced is the same bytes.
    ///
    /// Cost: linear in the payload, and that of [`mask`](Conversation::mask) for each text. Where it begins
    /// as the last one did, byte for byte, the messages before the user's last one are compared and not read,
    /// unless the mapping has grown. Memory: a tree of 16 bytes a JSON value, and about 300 bytes a text
    /// besides the text: a body of nothing but very short texts takes 150 times its size, which `body_bytes`
    /// of [`Limits`](crate::Limits) bounds. Of the history the conversation keeps what was sent and what it
    /// became.
    ///
    /// # Errors
    ///
    /// [`Error`] where the body is no JSON or no request of this dialect
    /// ([`ChatError`](crate::ChatError)), and as [`mask`](Conversation::mask). Nothing may be sent
    /// then, and no value of the payload is known afterwards.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Conversation, Dialect, Limits, PiiHeaders};
    ///
    /// let headers = [("X-Pii-Mapping", br#"{"<PERSON_1>":"John Doe"}"#.as_slice())];
    /// let headers = PiiHeaders::parse(headers, &Limits::default())?;
    /// let mut conversation = Conversation::builder().headers(headers).build()?;
    ///
    /// let body = r#"{"model":"m","temperature":1.50,"messages":[{"role":"user","content":"Ask John Doe."}]}"#;
    /// let masked = conversation.mask_chat(Dialect::OpenAiChat, body)?;
    /// assert_eq!(masked.body, body.replace("John Doe", "<PERSON_1>"));
    /// # Ok::<(), pii_mask::Error>(())
    /// ```
    pub fn mask_chat<'b>(&mut self, dialect: Dialect, body: &'b str) -> Result<MaskedChat<'b>, Error> {
        if body.len() > self.limits.body {
            let (len, limit) = (body.len(), self.limits.body);
            return Err(ChatError::BodyTooLarge { len, limit }.into());
        }
        let beginning = self.memory.take_beginning(self.mapping.revision());
        let again = beginning.and_then(|beginning| Some((beginning.new_in(dialect, body)?, beginning)));
        if let Some((new, beginning)) = again {
            // An error is said of the whole payload.
            if let Ok(Some(done)) = self.mask_payload(dialect, &new.json, Some(&beginning)) {
                let (body, beginning) = beginning.and(body, &new, done);
                self.memory.keep_beginning(Some(beginning));
                return Ok(MaskedChat { body, passed: Vec::new() });
            }
        }
        let done = self.mask_payload(dialect, body, None)?.ok_or(MaskError::Internal)?;
        let Done { edits, passed, history } = done;
        let end = history.as_ref().map(|history| edits.moved(history.end));
        let masked = edits.apply(body);
        let beginning = history.zip(end).and_then(|(history, masked_end)| {
            let (text, masked) = (body.get(..history.end)?, masked.get(..masked_end)?);
            Some(Beginning::new(dialect, text, masked, history))
        });
        self.memory.keep_beginning(beginning);
        Ok(MaskedChat { body: masked, passed })
    }

    /// Masks a payload, or what is new in it: then `None` where that changes what is known, or is not like
    /// what was there before.
    fn mask_payload(
        &mut self,
        dialect: Dialect,
        body: &str,
        before: Option<&Beginning>,
    ) -> Result<Option<Done>, Error> {
        let json = Json::parse(body).map_err(|error| ChatError::BodyJsonInvalid { offset: error.offset })?;
        let most = self.limits.messages.saturating_sub(before.map_or(0, Beginning::messages));
        dialect.check(&json, most)?;
        let mut leaves = Leaves::of(dialect, &json, self.chat, self.masker.current_hash_key())?;
        let (mut edits, passed) = (std::mem::take(&mut leaves.edits), std::mem::take(&mut leaves.passed));
        if before.is_some() && !passed.is_empty() {
            return Ok(None);
        }
        let texts: Vec<Texts<'_>> = leaves.leaves.iter().map(Texts::of).collect();

        // Their numbers are taken, too.
        for text in &leaves.signed {
            self.masker.survey_only(text, false, Arc::make_mut(&mut self.mapping));
        }
        for name in leaves.names() {
            self.masker.survey_only(name, true, Arc::make_mut(&mut self.mapping));
        }
        let (message, said) = (dialect.message(&json), dialect.said(&json));
        let detects = self.detector.is_some();
        let mut history = History::of(dialect, &json, said).filter(|_| passed.is_empty());
        let mut parts = Vec::with_capacity(leaves.leaves.len());
        let mut values = Vec::with_capacity(leaves.leaves.len());
        for (leaf, texts) in leaves.leaves.iter().zip(&texts) {
            let is_message = Some(leaf.value) == message;
            let (foreign, model) = (leaf.foreign, leaf.model);
            let turn = !foreign && said.is_some_and(|said| json.all_in(said).contains(&leaf.value));
            texts.each(|text, written, inner| {
                let message = is_message && written == Written::AsItIs;
                // Only the detector asks for it.
                let name = inner.or(leaf.name.as_deref()).filter(|_| detects);
                parts.push(Part { message, turn, foreign, model, name, ..Part::new(text) });
                values.push(leaf.value);
            });
        }
        let pointer = |value: Value| dialect.request().pointer(&json, value);
        let masked = self.mask_parts(&parts, before.map(Beginning::told), |masked| {
            if let Some(history) = &mut history {
                for (value, (part, masked)) in values.iter().zip(parts.iter().zip(&masked)) {
                    if history.has(&json, *value) {
                        history.told.add(part, masked);
                    }
                }
            }
            let conflict = |value| ChatError::MaskedKeyConflict { pointer: pointer(value) };
            Ok(rewrite(&json, &leaves, &texts, &masked, &mut edits).map_err(conflict)?)
        });
        let masked = masked.map_err(|(at, error)| match at.and_then(|at| values.get(at)) {
            Some(&value) => error.at(pointer(value)),
            None => error,
        })?;
        Ok(masked.map(|()| Done { edits, passed, history }))
    }
}
