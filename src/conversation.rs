//! A mapping over turns: what most callers use.

mod again;
mod detected;
mod events;
mod frames;
mod leaves;
mod memory;
mod payload;
mod reply;
mod request;
mod state;

use std::fmt;
use std::sync::Arc;

use crate::detect::{DetectError, Detector};
use crate::entity::Entity;
use crate::error::Error;
use crate::header::{Auto, MergeOptions, Merged, Pending, PiiHeaders, Policy, Positions, TooShort, merge};
use crate::limits::Limits;
use crate::mapping::{IdSet, Mapping};
use crate::mask::{HashKey, Known, Lookalikes, MaskError, Masked, Masker, Matching};
use crate::placeholder::PlaceholderStyle;
use crate::sameness::{Region, Sameness, Variants};
use crate::unmask::{LinkPolicy, Tolerance, Unmasker};

use memory::Memory;
use payload::ChatLimits;
use request::Part;

pub use events::ChatStream;
pub use payload::{ChatPolicy, MaskedChat, Media, UserId, UserLocation};
pub use reply::UnmaskedChat;
pub use state::ConversationState;

/// Which placeholders a reply is answered for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expose {
    /// Those of the history and all that went out in this conversation: a model can only ask for
    /// what it has seen.
    #[default]
    Conversation,
    /// Those that went out with the last request.
    ThisRequest,
    /// Every entry of the mapping.
    All,
}

/// A chat: texts go out masked, answers come back, the same value is the same placeholder
/// throughout.
///
/// Holds a mapping and, so that a history that is sent again is not searched again, the texts of the
/// last request; what is [stored](Conversation::state) is the mapping alone. Two conversations share
/// nothing.
///
/// # Examples
///
/// ```
/// use pii_mask::{Conversation, Limits, PiiHeaders};
///
/// let headers = PiiHeaders::parse(
///     [("X-Pii-Mapping", br#"{"<PERSON_1>":"John Doe"}"#.as_slice())],
///     &Limits::default(),
/// )?;
/// let mut conversation = Conversation::builder().headers(headers).build()?;
/// let masked = conversation.mask("My name is John Doe")?;
/// assert_eq!(masked.text, "My name is <PERSON_1>");
/// assert_eq!(conversation.unmasker().unmask("Hello <PERSON_1>"), "Hello John Doe");
/// # Ok::<(), pii_mask::Error>(())
/// ```
#[derive(Clone)]
pub struct Conversation {
    mapping: Arc<Mapping>,
    masker: Masker,
    known: Known,
    tolerance: Tolerance,
    links: LinkPolicy,
    expose: Expose,
    /// The history, and what went out earlier.
    exposed: IdSet,
    /// What went out with the last request.
    sent: IdSet,
    /// What something from outside ever referred to.
    planted: IdSet,
    /// The deployment's policy, without that of a request.
    policy: Policy,
    renumber: bool,
    strict_positions: bool,
    detector: Option<Detector>,
    /// Whether the detector is on, in the last turn.
    detects: bool,
    chat: ChatPolicy,
    limits: ChatLimits,
    /// What the headers say of the message that is masked next.
    message: MessageFacts,
    /// What was known before the headers of a message that is not masked yet.
    before: Option<Before>,
    memory: Memory,
}

/// Where a conversation goes back to if a message is never masked.
#[derive(Clone)]
struct Before {
    mapping: Arc<Mapping>,
    exposed: IdSet,
}

/// What holds for one message and is used up by masking it.
#[derive(Clone, Default)]
struct MessageFacts {
    positions: Option<Positions>,
    /// Values whose placeholder was taken.
    pending: Vec<Pending>,
    /// Entries of one character, which a position must cover.
    too_short: Vec<TooShort>,
    auto: Auto,
}

/// Makes a [`Conversation`].
#[derive(Clone, Default)]
pub struct ConversationBuilder {
    state: ConversationState,
    headers: PiiHeaders,
    sameness: Sameness,
    masker: Masker,
    tolerance: Tolerance,
    links: LinkPolicy,
    expose: Expose,
    renumber: bool,
    strict_positions: bool,
    detector: Option<Detector>,
    chat: ChatPolicy,
    limits: ChatLimits,
}

impl Conversation {
    /// Starts with the defaults of the wire contract (docs/contract.md) and no history.
    pub fn builder() -> ConversationBuilder {
        ConversationBuilder::default()
    }

    /// Everything that is known: history, headers, and what was found since.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Takes what the next request says.
    ///
    /// Its history, explicit and automatic entries are merged into the mapping and stay. Its policy,
    /// on top of that of the builder, holds until the next `begin_turn`. Its positions are used up by
    /// the next message that is masked; where masking fails, they are kept for another try. What is
    /// left of the turn before, a policy or unused positions, is dropped.
    ///
    /// An entry whose placeholder is taken gets its fresh number when the message is masked, because
    /// only then it is known which numbers stand in it. Until then it is not in the mapping.
    ///
    /// Cost: linear in the mapping, which is copied, and in what the request says.
    ///
    /// # Errors
    ///
    /// [`Error`] with the code `mapping_conflict` where a placeholder means two values, and
    /// `policy_hash_key_missing` where a policy asks for `hash` and there is no key, and
    /// `detector_missing` where detection is switched on and there is no detector. The conversation is
    /// unchanged then.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Conversation, Limits, PiiHeaders};
    ///
    /// let limits = Limits::default();
    /// let mut conversation = Conversation::builder().build()?;
    ///
    /// let first = [
    ///     ("X-Pii-Mapping", b"email=redact".as_slice()),
    ///     ("X-Pii-Positions", br#"[[5,9,"PERSON"],[11,18,"EMAIL"]]"#.as_slice()),
    /// ];
    /// conversation.begin_turn(&PiiHeaders::parse(first, &limits)?)?;
    /// assert_eq!(conversation.mask("I am John, a@b.com")?.text, "I am <PERSON_1>, [EMAIL]");
    ///
    /// // The next turn: John is known, the policy and the positions are over.
    /// let second = [("X-Pii-Mapping", br#"{"<EMAIL_1>":"a@b.com"}"#.as_slice())];
    /// conversation.begin_turn(&PiiHeaders::parse(second, &limits)?)?;
    /// assert_eq!(conversation.mask("John: a@b.com")?.text, "<PERSON_1>: <EMAIL_1>");
    ///
    /// let wrong = [("X-Pii-Mapping", br#"{"<PERSON_1>":"Mary"}"#.as_slice())];
    /// let error = conversation.begin_turn(&PiiHeaders::parse(wrong, &limits)?).unwrap_err();
    /// assert_eq!(error.code(), "mapping_conflict");
    /// # Ok::<(), pii_mask::Error>(())
    /// ```
    pub fn begin_turn(&mut self, headers: &PiiHeaders) -> Result<(), Error> {
        let mut masker = self.masker.clone().policy(self.policy.clone());
        if let Some(policy) = headers.policy() {
            masker = masker.policy(self.policy.clone().and(policy));
        }
        if masker.lacks_hash_key() {
            let from_request = headers.hash_key_missing().map(Error::from);
            return Err(from_request.unwrap_or_else(|| MaskError::PolicyHashKeyMissing.into()));
        }
        if headers.auto() == Auto::On && self.detector.is_none() {
            return Err(DetectError::DetectorMissing.into());
        }
        // What the headers of a message said that was never masked is forgotten.
        let before = self.before.clone().unwrap_or_else(|| self.current());
        let merged =
            merge(headers, Mapping::clone(&before.mapping), MergeOptions { renumber: self.renumber })?;
        let Merged { mapping, pending, too_short, confirmed } = merged;
        self.exposed = before.exposed.clone();
        for placeholder in headers.history_placeholders() {
            if let Some(id) = mapping.id_of(placeholder) {
                self.exposed.insert(id);
            }
        }
        // Mostly a client says again what is known.
        let reordered = confirmed && self.known.has_twins();
        let same = self.before.is_none() && mapping.revision() == before.mapping.revision() && !reordered;
        if !same {
            // Which of two placeholders a value is masked by may have changed.
            self.known = Known::new(masker.matching_for(&mapping));
        }
        // What is remembered was searched by the detector, or was not.
        let detects = headers.auto() != Auto::Off;
        if !same || masker.current_policy() != self.masker.current_policy() || detects != self.detects {
            self.detects = detects;
            self.memory.clear();
        }
        self.before = Some(before);
        self.masker = masker;
        self.mapping = Arc::new(mapping);
        let (positions, auto) = (headers.positions().cloned(), headers.auto());
        self.message = MessageFacts { positions, pending, too_short, auto };
        Ok(())
    }

    /// Masks the message of this turn. Positions of the headers are used up by it.
    ///
    /// Cost: linear in the message. Besides, the mapping is copied if an [`Unmasker`] of an earlier
    /// turn, or a stream of one, is still alive; and after a [`begin_turn`](Conversation::begin_turn)
    /// the search for known values is built anew, linear in the mapping.
    ///
    /// # Errors
    ///
    /// [`Error`] where positions do not fit the message, entries are in conflict with it, or
    /// a policy forbids what it holds. Then nothing may be sent, and no value of the message
    /// is known afterwards; a number that it wrote like a placeholder stays unused. What the headers say is kept for another try.
    pub fn mask<'t>(&mut self, message: &'t str) -> Result<Masked<'t>, Error> {
        let mut masked = self.mask_request(&[], message, &[])?;
        masked.pop().ok_or_else(|| MaskError::Internal.into())
    }

    /// Masks a whole request: texts that came before, in their order, and the message of this
    /// turn, for which `entities` were detected. The message is the last of what is returned.
    ///
    /// All texts are read before the first number is given, so no fresh placeholder collides with
    /// what somebody typed, and what is found in one text is masked in all of them.
    ///
    /// Cost: that of [`mask`](Conversation::mask), with all texts for the message.
    ///
    /// # Errors
    ///
    /// As [`mask`](Conversation::mask).
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Conversation, Entity, Kind, Span};
    ///
    /// let mut conversation = Conversation::builder().build()?;
    /// let history = ["Is <PERSON_1> a placeholder?", "Ask john doe."];
    /// let found = [Entity::detected(Span::new(5, 13), Kind::PERSON)];
    /// let masked = conversation.mask_request(&history, "I am John Doe.", &found)?;
    ///
    /// let texts: Vec<&str> = masked.iter().map(|masked| masked.text.as_ref()).collect();
    /// // Somebody typed number 1, so it is never given to a value.
    /// assert_eq!(texts, ["Is <PERSON_1> a placeholder?", "Ask <PERSON_2>.", "I am <PERSON_2>."]);
    /// # Ok::<(), pii_mask::Error>(())
    /// ```
    pub fn mask_request<'t>(
        &mut self,
        history: &[&'t str],
        message: &'t str,
        entities: &[Entity],
    ) -> Result<Vec<Masked<'t>>, Error> {
        let mut parts: Vec<Part<'_, '_>> = history.iter().map(|text| Part::new(text)).collect();
        parts.push(Part { entities, message: true, ..Part::new(message) });
        let masked = self.mask_parts(&parts, None, Ok).map_err(|(_, error)| error)?;
        masked.ok_or_else(|| MaskError::Internal.into())
    }

    /// Takes note of a reply: a placeholder that the model made up is never given to a value.
    ///
    /// Call it with every reply as it came from the model, before it is unmasked. Without it, nothing
    /// is known of the numbers that the model made up: one of them may be given to the next value,
    /// and the old reply then seems to speak of it. A reply is read as one text: of a stream, its pieces joined.
    ///
    /// Cost: linear in the reply. Besides, the mapping is copied if an [`Unmasker`] of an earlier
    /// turn, or a stream of one, is still alive.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Conversation, Entity, Kind, Span};
    ///
    /// let mut conversation = Conversation::builder().build()?;
    /// conversation.note_reply("Is it <PERSON_1> or < person-2 >?");
    ///
    /// let name = [Entity::given(Span::new(0, 4), Kind::PERSON)];
    /// let masked = conversation.mask_request(&[], "John.", &name)?;
    /// assert_eq!(masked[0].text, "<PERSON_3>.");
    /// # Ok::<(), pii_mask::Error>(())
    /// ```
    pub fn note_reply(&mut self, reply: &str) {
        self.masker.survey(reply, Arc::make_mut(&mut self.mapping));
        if let Some(before) = &mut self.before {
            self.masker.survey(reply, Arc::make_mut(&mut before.mapping));
        }
    }

    fn current(&self) -> Before {
        Before { mapping: Arc::clone(&self.mapping), exposed: self.exposed.clone() }
    }

    /// Gives back the originals of what was sent. Cheap to clone; it does not see later turns.
    ///
    /// Making one is linear in the number of entries, with [`Expose::All`] nearly free; values are
    /// not copied. Drop it, and streams of it, before the next turn: while one is alive,
    /// [`mask`](Conversation::mask) and [`note_reply`](Conversation::note_reply) copy the mapping.
    pub fn unmasker(&self) -> Unmasker {
        let unmasker = Unmasker::new(Arc::clone(&self.mapping))
            .style(self.masker.placeholder_style())
            .tolerance(self.tolerance)
            .links(self.links)
            .bare(self.masker.reads_bare())
            .sent(self.sent.clone());
        match self.expose {
            Expose::All => unmasker,
            Expose::Conversation => unmasker.exposing_ids(self.exposed.clone()),
            Expose::ThisRequest => unmasker.exposing_ids(self.sent.clone()),
        }
    }

    /// What a store must keep to go on later. A copy: linear in the mapping.
    ///
    /// Take it after the message is masked: what headers say of a message that is not masked yet is
    /// not in it.
    pub fn state(&self) -> ConversationState {
        let Before { mapping, exposed } = self.before.clone().unwrap_or_else(|| self.current());
        ConversationState::new(&mapping, &exposed, &self.planted)
    }
}

/// Counts, never values.
impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation").field("mapping", &self.mapping).finish_non_exhaustive()
    }
}

impl fmt::Debug for ConversationBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConversationBuilder").field("headers", &self.headers).finish_non_exhaustive()
    }
}

impl ConversationBuilder {
    /// What the request says of this turn and of the history.
    pub fn headers(mut self, headers: PiiHeaders) -> Self {
        self.headers = headers;
        self
    }

    /// Goes on where a conversation stopped.
    pub fn state(mut self, state: ConversationState) -> Self {
        self.state = state;
        self
    }

    /// Goes on with a mapping, all of which the model has seen.
    pub fn mapping(self, mapping: Mapping) -> Self {
        self.state(ConversationState::from(mapping))
    }

    /// The bounds on one given span, on one reversible detection and on payloads are taken from these;
    /// those on headers hold where the headers are read. Default [`Limits::default`].
    pub fn limits(mut self, limits: &Limits) -> Self {
        self.masker = self.masker.max_value_bytes(limits.value_bytes);
        self.limits = ChatLimits { body: limits.body_bytes, messages: limits.messages };
        self
    }

    /// The delimiters of placeholders. Default [`PlaceholderStyle::Angle`].
    pub fn style(mut self, style: PlaceholderStyle) -> Self {
        self.masker = self.masker.style(style);
        self
    }

    /// How known values are looked for. Default [`Matching::Folded`].
    pub fn matching(mut self, matching: Matching) -> Self {
        self.masker = self.masker.matching(matching);
        self
    }

    /// What becomes of text that looks like a placeholder. Default [`Lookalikes::Reference`].
    pub fn lookalikes(mut self, lookalikes: Lookalikes) -> Self {
        self.masker = self.masker.lookalikes(lookalikes);
        self
    }

    /// How values are compared: [`variants`](ConversationBuilder::variants) and
    /// [`region`](ConversationBuilder::region) in one. Default [`Sameness::default`].
    pub fn sameness(mut self, sameness: Sameness) -> Self {
        self.sameness = sameness;
        self
    }

    /// Whether spellings share a placeholder. Default [`Variants::Shared`].
    pub fn variants(mut self, variants: Variants) -> Self {
        self.sameness = self.sameness.variants(variants);
        self
    }

    /// The region of telephone numbers without a country code. Default none.
    pub fn region(mut self, region: Region) -> Self {
        self.sameness = self.sameness.region(region);
        self
    }

    /// The deployment's policy; kinds that the request's own policy names go by that.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.masker = self.masker.policy(policy);
        self
    }

    /// The secret of the `hash` action: 16 bytes or more. Without one, a policy with that action is
    /// refused.
    pub fn hash_key(mut self, key: HashKey) -> Self {
        self.masker = self.masker.hash_key(key);
        self
    }

    /// Which spellings of a placeholder are answered. Default [`Tolerance::Tolerant`].
    pub fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Whether placeholders in links of a reply are answered. Default [`LinkPolicy::Restore`]: they are.
    pub fn links(mut self, links: LinkPolicy) -> Self {
        self.links = links;
        self
    }

    /// Whether `PERSON_1` without delimiters is a placeholder. Default off.
    pub fn bare(mut self, bare: bool) -> Self {
        self.masker = self.masker.bare(bare);
        self
    }

    /// Which placeholders a reply is answered for. Default [`Expose::Conversation`].
    pub fn expose(mut self, expose: Expose) -> Self {
        self.expose = expose;
        self
    }

    /// Whether an explicit entry whose placeholder is taken gets a fresh number instead of an
    /// error. Default off.
    pub fn renumber(mut self, renumber: bool) -> Self {
        self.renumber = renumber;
        self
    }

    /// Whether positions that overlap or cut a grapheme cluster are refused instead of joined and
    /// grown. Default off.
    pub fn strict_positions(mut self, strict: bool) -> Self {
        self.strict_positions = strict;
        self
    }

    /// Finds personal data that nobody names, in every text of a request. Default: nothing is detected.
    ///
    /// `X-Auto-Pii-Mapping: off` switches it off for a turn. A mapping in that header is its result for the
    /// message: then it does not run on that one, but on all other texts. What it finds gets a number like any
    /// new value, is masked wherever it stands, and stays known.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Conversation, Detector};
    ///
    /// let mut conversation = Conversation::builder().detector(Detector::new()).build()?;
    /// let masked = conversation.mask("Mail jane@example.org or ring +31 20 123 4567.")?;
    /// assert!(masked.text.starts_with("Mail <EMAIL_1> or ring "));
    /// # Ok::<(), pii_mask::Error>(())
    /// ```
    pub fn detector(mut self, detector: Detector) -> Self {
        self.detector = Some(detector);
        self
    }

    /// What becomes of images, files and the user's identity in chat payloads.
    pub fn chat(mut self, policy: ChatPolicy) -> Self {
        self.chat = policy;
        self
    }

    /// Starts or goes on, with what the request says.
    ///
    /// # Errors
    ///
    /// As [`Conversation::begin_turn`].
    pub fn build(self) -> Result<Conversation, Error> {
        let (mapping, exposed, planted) = self.state.into_mapping(self.sameness)?;
        let known = Known::new(self.masker.matching_for(&mapping));
        let mut conversation = Conversation {
            mapping: Arc::new(mapping),
            policy: self.masker.current_policy().clone(),
            masker: self.masker,
            known,
            tolerance: self.tolerance,
            links: self.links,
            expose: self.expose,
            exposed,
            sent: IdSet::default(),
            planted,
            renumber: self.renumber,
            strict_positions: self.strict_positions,
            detector: self.detector,
            detects: true,
            chat: self.chat,
            limits: self.limits,
            message: MessageFacts::default(),
            before: None,
            memory: Memory::default(),
        };
        conversation.begin_turn(&self.headers)?;
        Ok(conversation)
    }
}
