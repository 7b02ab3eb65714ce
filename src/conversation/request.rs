//! One request: all its texts are read before the first number is given.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::detected::Detected;
use super::{Conversation, MessageFacts};
use crate::entity::Entity;
use crate::error::Error;
use crate::header::{GivenSpan, HeaderError, Meaning, Pending, PositionError, Positions, TooShort};
use crate::mapping::{IdSet, Mapping, Mark};
use crate::mask::{Known, MaskError, Masked, Plan, Tries};
use crate::placeholder::Placeholder;
use crate::sameness::Form;

/// One text of a request.
#[derive(Clone, Copy)]
pub(super) struct Part<'t, 'e> {
    pub(super) text: &'t str,
    /// The name of the member that it is the value of: it says what it is.
    pub(super) name: Option<&'t str>,
    /// What the caller's own detector found in it.
    pub(super) entities: &'e [Entity],
    /// Whether it is the message of this turn, to which positions belong.
    pub(super) message: bool,
    /// Whether it is of what the user says in this turn: that, a part of it, or how it reads.
    pub(super) turn: bool,
    /// Whether it came from outside the conversation: a placeholder in it exposes nothing.
    pub(super) foreign: bool,
    /// Whether the model wrote it: what it has from outside exposes nothing either.
    pub(super) model: bool,
}

impl<'t> Part<'t, '_> {
    pub(super) fn new(text: &'t str) -> Self {
        let (message, turn, foreign, model) = (false, false, false, false);
        Part { text, name: None, entities: &[], message, turn, foreign, model }
    }

    /// Whether nothing but its text, the detector and the mapping decides what it becomes.
    fn is_plain(&self) -> bool {
        !self.message && !self.turn && self.name.is_none()
    }
}

/// What came of one try.
enum Tried<'t> {
    Masked(Vec<Masked<'t>>),
    /// Nothing yet: more is known of it now.
    Again,
}

/// An error, and the part that is at fault, if it is one.
pub(super) type PartError = (Option<usize>, Error);

fn no_part(error: impl Into<Error>) -> PartError {
    (None, error.into())
}

impl Conversation {
    /// Masks the parts of a request, in the order in which numbers are given. `finish` makes of them
    /// what will be sent; where that cannot be done, no value of the request is known afterwards.
    ///
    /// `before`: what texts say that stand before these and are sent as they were masked the last time. If
    /// anything is new to the mapping, they may not be: nothing is done then.
    pub(super) fn mask_parts<'t, R>(
        &mut self,
        parts: &[Part<'t, '_>],
        before: Option<&Told>,
        finish: impl FnOnce(Vec<Masked<'t>>) -> Result<R, Error>,
    ) -> Result<Option<R>, PartError> {
        let (mark, revision) = (self.mapping.mark(), self.mapping.revision());
        let (mut tries, mut detected) = (Tries::default(), Detected::default());
        let masked = loop {
            match self.try_mask(parts, before.is_some(), &mut tries, &mut detected) {
                Err(error) => break Err(error),
                Ok(Tried::Masked(masked)) => break Ok(masked),
                Ok(Tried::Again) => {
                    self.take_back(mark);
                    self.memory.clear();
                }
            }
        };
        // What is masked for good is in no mapping: what stands before may hold it, too.
        let is_new = revision != self.mapping.revision() || self.known.has_one_way();
        if before.is_some() && is_new {
            self.take_back(mark);
            return Ok(None);
        }
        let masked = masked.and_then(|masked| {
            let mut told = before.cloned().unwrap_or_default();
            parts.iter().zip(&masked).for_each(|(part, masked)| told.add(part, masked));
            Ok((finish(masked).map_err(|error| (None, error))?, told))
        });
        let (finished, told) = masked.inspect_err(|_| {
            // Nothing of a refused request is known to the next one. What the headers say stays, for
            // another try.
            self.take_back(mark);
        })?;
        // What was explicit for this message is history for the next one.
        Arc::make_mut(&mut self.mapping).end_turn();
        self.message = MessageFacts::default();
        self.before = None;
        self.planted.union(&told.planted);
        self.sent = told.sent(&self.planted);
        self.exposed.union(&self.sent);
        Ok(Some(finished))
    }

    /// Forgets what came with a request.
    fn take_back(&mut self, mark: Mark) {
        Arc::make_mut(&mut self.mapping).take_back(mark);
        self.known = Known::new(self.masker.matching_for(&self.mapping));
    }

    /// `goes_on`: the parts are what is new in a request that begins as the last one ended. `tries`: what those
    /// before this one have shown.
    fn try_mask<'t>(
        &mut self,
        parts: &[Part<'t, '_>],
        goes_on: bool,
        tries: &mut Tries,
        detected: &mut Detected,
    ) -> Result<Tried<'t>, PartError> {
        let (recalled, typed) = self.recall(parts);
        let mapping = Arc::make_mut(&mut self.mapping);
        let revision = mapping.revision();
        let facts = &self.message;
        let unread = |at: usize| recalled.get(at).is_some_and(Option::is_none);
        detected.read(self.detector.as_ref(), parts, unread, facts.auto).map_err(no_part)?;
        let message = parts.iter().enumerate().find(|(_, part)| part.message);
        let given =
            facts.given_in(message.map(|(_, part)| part.text), &typed, self.strict_positions, mapping);
        let given = given.map_err(no_part)?;
        let mut found: Vec<Entity> = given.iter().cloned().map(Entity::from).collect();
        if let Some((at, part)) = message {
            found.extend_from_slice(part.entities);
            found.extend_from_slice(detected.of(at));
        }
        let wishes = tries.wishes(&found);
        let mut plans: Vec<Option<Plan>> = Vec::with_capacity(parts.len());
        for (at, (part, recalled)) in parts.iter().zip(&recalled).enumerate() {
            if recalled.is_some() {
                plans.push(None);
                continue;
            }
            let entities = if part.message { &found } else { detected.of(at) };
            let joined = tries.joined(at);
            let plan = self.masker.plan(part.text, entities, &wishes, joined, mapping, &mut self.known);
            let told = |error| if part.message { facts.told(error, &given) } else { error.into() };
            plans.push(Some(plan.map_err(|error| (Some(at), told(error)))?));
        }
        let planned = parts.iter().map(|part| part.text).zip(plans.iter().map(Option::as_ref));
        let recalls = !goes_on && recalled.iter().any(Option::is_some);
        let is_new = mapping.revision() != revision || self.known.has_one_way();
        // What was found in one text is masked in all of them, and numbers follow the order of the texts. Of a
        // request that goes on, nothing is used where anything is new.
        if recalls && is_new || tries.learn(&self.masker, &wishes, planned, mapping, &mut self.known) {
            return Ok(Tried::Again);
        }
        self.memory.hold_for(mapping.revision());
        let (masked, was_read) = self.render(parts, recalled, plans)?;
        // What was typed like a placeholder that nothing means after all is text from now on.
        if !self.known.has_one_way() && wishes.are_granted(&self.mapping) {
            let read = parts.iter().zip(&masked).zip(was_read);
            let new = read.filter(|((part, _), was_read)| *was_read && part.is_plain());
            self.memory.remember(new.map(|((part, masked), _)| (part.text, masked)));
            self.memory.forget_others(goes_on);
        } else {
            self.memory.clear();
        }
        Ok(Tried::Masked(masked))
    }

    /// What each part became in an earlier request, under the same mapping: it is not read again. And the keys
    /// that stand in the message.
    fn recall<'t>(&mut self, parts: &[Part<'t, '_>]) -> (Vec<Option<Masked<'t>>>, IdSet) {
        let mapping = Arc::make_mut(&mut self.mapping);
        self.known.end_request();
        self.memory.begin(mapping.revision());
        let mut typed = IdSet::default();
        let mut recalled = Vec::with_capacity(parts.len());
        // What a position asks for is a placeholder in all texts, and may be refused in any.
        let mut asked = self.message.positions.iter().flat_map(Positions::placeholders);
        let is_read = self.masker.rejects_lookalikes() && asked.next().is_some();
        for part in parts {
            let known = if part.is_plain() && !is_read { self.memory.recall(part.text) } else { None };
            if known.is_none() {
                let keys = self.masker.survey(part.text, mapping);
                if part.message {
                    typed = keys;
                }
            }
            recalled.push(known);
        }
        (recalled, typed)
    }

    /// The masked parts, and which of them were not recalled.
    fn render<'t>(
        &mut self,
        parts: &[Part<'t, '_>],
        recalled: Vec<Option<Masked<'t>>>,
        plans: Vec<Option<Plan>>,
    ) -> Result<(Vec<Masked<'t>>, Vec<bool>), PartError> {
        let was_read = recalled.iter().map(Option::is_none).collect();
        let mut masked = Vec::with_capacity(plans.len());
        for (at, ((part, recalled), plan)) in parts.iter().zip(recalled).zip(plans).enumerate() {
            masked.push(match (recalled, plan) {
                (None, Some(plan)) => {
                    let rendered = self.masker.render(part.text, plan, &self.mapping, &mut self.known);
                    rendered.map_err(|error| (Some(at), error.into()))?
                }
                (recalled, _) => recalled.ok_or_else(|| no_part(MaskError::Internal))?,
            });
        }
        Ok((masked, was_read))
    }
}

/// What texts say of entries.
#[derive(Clone, Default)]
pub(super) struct Told {
    /// What goes out: the value stands there, or somebody refers to it.
    sent: IdSet,
    /// What something from outside refers to.
    planted: IdSet,
    /// What the model refers to.
    echoed: IdSet,
}

impl Told {
    pub(super) fn add(&mut self, part: &Part<'_, '_>, masked: &Masked<'_>) {
        masked.values().for_each(|id| self.sent.insert(id));
        let references = match part {
            Part { foreign: true, .. } => &mut self.planted,
            Part { model: true, .. } => &mut self.echoed,
            _ => &mut self.sent,
        };
        masked.references.iter().for_each(|&id| references.insert(id));
    }

    pub(super) fn union(&mut self, other: &Told) {
        self.sent.union(&other.sent);
        self.planted.union(&other.planted);
        self.echoed.union(&other.echoed);
    }

    /// Entries that go out with a request: those whose value stands in it, and those that it refers to. What
    /// came from outside was maybe written by somebody who wants to see what a placeholder stands for, and
    /// the model repeats what it reads: neither counts where nobody else says it. `planted`: also by what came
    /// with earlier requests.
    fn sent(mut self, planted: &IdSet) -> IdSet {
        self.echoed.remove(planted);
        self.sent.union(&self.echoed);
        self.sent
    }
}

impl MessageFacts {
    /// The positions of the message, in bytes, once what the headers say has its numbers. `typed`: the keys
    /// that stand in the message.
    fn given_in(
        &self,
        message: Option<&str>,
        typed: &IdSet,
        strict: bool,
        mapping: &mut Mapping,
    ) -> Result<Vec<GivenSpan>, Error> {
        mapping.reserve(self.positions.iter().flat_map(Positions::placeholders));
        let renumbered = self.give_numbers(typed, mapping)?;
        let given = match (&self.positions, message) {
            (Some(positions), Some(message)) => {
                let meant = |placeholder: &Placeholder| self.meant(placeholder, &renumbered, mapping);
                positions.resolve_meant(message, meant, mapping.sameness(), strict)?
            }
            (Some(positions), None) => {
                let (field, error) = (positions.field(), PositionError::PositionsWithoutMessage);
                return Err(HeaderError::Position { field, error }.into());
            }
            (None, _) => Vec::new(),
        };
        covered(&self.too_short, message.unwrap_or_default(), &given, mapping)?;
        Ok(given)
    }

    /// Gives values whose placeholder was taken their fresh numbers, and answers what they are called now.
    fn give_numbers(&self, typed: &IdSet, mapping: &mut Mapping) -> Result<Vec<Placeholder>, Error> {
        for pending in &self.pending {
            // The client masked it already, with a number that means something else here.
            let old = &pending.old;
            if mapping.id_of(old).is_some_and(|id| typed.contains(id)) {
                return Err(pending.conflict().into());
            }
        }
        let assign = |pending: &Pending| mapping.assign(pending.kind(), &pending.value, pending.source);
        Ok(self.pending.iter().map(assign).collect::<Result<_, _>>()?)
    }

    /// What the client may mean by a placeholder: what it means here, or the value for which it was taken.
    fn meant<'m>(
        &'m self,
        placeholder: &Placeholder,
        renumbered: &'m [Placeholder],
        mapping: &'m Mapping,
    ) -> Vec<Meaning<'m>> {
        let here = mapping.get(placeholder).map(|value| (value, placeholder));
        // They are in order.
        let first = self.pending.partition_point(|pending| pending.old < *placeholder);
        let theirs = self.pending.iter().zip(renumbered).skip(first);
        let theirs = theirs.take_while(|(pending, _)| pending.old == *placeholder);
        let all = here.into_iter().chain(theirs.map(|(pending, now)| (pending.value.as_str(), now)));
        all.map(|(value, now)| Meaning { value, placeholder: now.clone() }).collect()
    }

    /// An error of masking in the words of who gave the positions.
    fn told(&self, error: MaskError, given: &[GivenSpan]) -> Error {
        let Some(field) = self.positions.as_ref().map(Positions::field) else { return error.into() };
        let index = |index: usize| given.get(index).map(|given| given.index);
        let told = match &error {
            MaskError::MappingValueTooLong { index: at, len, limit } => {
                index(*at).map(|index| PositionError::MappingValueTooLong { index, len: *len, limit: *limit })
            }
            MaskError::MappingValueControlChar { index: at } => {
                index(*at).map(|index| PositionError::MappingValueControlChar { index })
            }
            _ => None,
        };
        match told {
            Some(error) => HeaderError::Position { field, error }.into(),
            None => error.counted_from(given.len()).into(),
        }
    }
}

/// One character is too little to look for, unless a position says where it stands.
fn covered(short: &[TooShort], message: &str, given: &[GivenSpan], mapping: &Mapping) -> Result<(), Error> {
    let sameness = mapping.sameness();
    let mut covered: BTreeMap<Form, BTreeSet<Cow<'_, str>>> = BTreeMap::new();
    for short in short {
        let kind = short.placeholder.kind();
        let covered = covered.entry(Form::of(kind)).or_insert_with(|| {
            let texts = given.iter().filter_map(|given| given.span.get(message));
            texts.map(|text| sameness.canonical(kind, text)).collect()
        });
        if !covered.contains(&sameness.canonical(kind, &short.value)) {
            return Err(short.refusal().into());
        }
    }
    Ok(())
}
