//! Originals → placeholders, in one text. Never detects: entities come in.

mod action;
mod claims;
mod error;
pub(crate) mod finder;
mod known;
mod plan;
mod tries;

use std::borrow::Cow;
use std::fmt;

use crate::entity::Entity;
use crate::header::Policy;
use crate::kind::Kind;
use crate::mapping::Mapping;
use crate::names::names;
use crate::placeholder::{Context, Grammar, Placeholder, PlaceholderStyle};
use crate::span::Span;

pub use action::{HashKey, HashKeyInvalid};
pub use error::MaskError;
pub use finder::Matching;
pub(crate) use known::Known;
pub(crate) use plan::{Plan, Target};
pub(crate) use tries::Tries;

/// What becomes of text that looks like a placeholder and is a key of the mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lookalikes {
    /// It means what the key means: clients send masked history again, and masking twice is
    /// masking once.
    #[default]
    Reference,
    /// Somebody typed it: it becomes `<LITERAL_n>` and comes back as it was. For clients that
    /// send unmasked text only.
    Escape,
    /// The text is refused.
    Reject,
}

names!(Lookalikes: "lookalikes", str::eq, Reference => "reference", Escape => "escape", Reject => "reject");

/// Masks texts: what to look for comes in, placeholders go out.
///
/// Known values of the mapping are found wherever they stand between word boundaries, in any
/// spelling that is the same value; entities are masked where they are. Nothing else changes.
///
/// Cost: linear in the text, whatever the values are; one allocation for the output.
///
/// # Examples
///
/// ```
/// use pii_mask::{Entity, Kind, Mapping, Masker, Span};
///
/// let mut mapping = Mapping::new();
/// let masker = Masker::new();
/// let masked = masker.mask(
///     "My name is John Doe. JOHN DOE's cat is called Also.",
///     &[Entity::given(Span::new(11, 19), Kind::PERSON)],
///     &mut mapping,
/// )?;
/// assert_eq!(masked.text, "My name is <PERSON_1>. <PERSON_1>'s cat is called Also.");
/// assert_eq!(masked.restore(), "My name is John Doe. JOHN DOE's cat is called Also.");
/// # Ok::<(), pii_mask::MaskError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Masker {
    style: PlaceholderStyle,
    matching: Matching,
    lookalikes: Lookalikes,
    bare: bool,
    policy: Policy,
    hash_key: Option<HashKey>,
    max_value_bytes: usize,
}

impl Default for Masker {
    fn default() -> Self {
        Masker {
            style: PlaceholderStyle::Angle,
            matching: Matching::Folded,
            lookalikes: Lookalikes::Reference,
            bare: false,
            policy: Policy::default(),
            hash_key: None,
            max_value_bytes: crate::limits::Limits::default().value_bytes,
        }
    }
}

impl Masker {
    /// A masker with the defaults of the wire contract (docs/contract.md).
    pub fn new() -> Self {
        Masker::default()
    }

    /// The delimiters of placeholders. Default [`PlaceholderStyle::Angle`].
    pub fn style(mut self, style: PlaceholderStyle) -> Self {
        self.style = style;
        self
    }

    /// How known values are looked for. Default [`Matching::Folded`]; a mapping with
    /// [`Variants::Distinct`](crate::Variants) is always looked for exactly.
    pub fn matching(mut self, matching: Matching) -> Self {
        self.matching = matching;
        self
    }

    /// What becomes of text that looks like a placeholder. Default [`Lookalikes::Reference`].
    pub fn lookalikes(mut self, lookalikes: Lookalikes) -> Self {
        self.lookalikes = lookalikes;
        self
    }

    /// Whether `PERSON_1` without delimiters looks like a placeholder: set it where the reply is
    /// unmasked with [`Unmasker::bare`](crate::Unmasker::bare). Default off.
    pub fn bare(mut self, bare: bool) -> Self {
        self.bare = bare;
        self
    }

    /// What is done with each kind. Default: everything is masked reversibly.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The secret of the `hash` action.
    pub fn hash_key(mut self, key: HashKey) -> Self {
        self.hash_key = Some(key);
        self
    }

    /// Bytes of one given span, or of one reversibly masked detection. Default 8 KiB.
    pub fn max_value_bytes(mut self, bytes: usize) -> Self {
        self.max_value_bytes = bytes;
        self
    }

    /// Masks one text.
    ///
    /// Entities may overlap and come in any order: overlapping ones are joined to one value.
    ///
    /// # Errors
    ///
    /// [`MaskError`] where a span does not fit the text, a policy forbids what was found, or the
    /// numbers of a kind are used up. Nothing is masked then; the mapping may have grown.
    pub fn mask<'t>(
        &self,
        text: &'t str,
        entities: &[Entity],
        mapping: &mut Mapping,
    ) -> Result<Masked<'t>, MaskError> {
        self.survey(text, mapping);
        mapping.reserve(entities.iter().filter_map(Entity::placeholder));
        let (mark, mut tries) = (mapping.mark(), Tries::default());
        loop {
            let mut known = Known::new(self.matching_for(mapping));
            let wishes = tries.wishes(entities);
            let plan = self.plan(text, entities, &wishes, tries.joined(0), mapping, &mut known)?;
            let plans = std::iter::once((text, Some(&plan)));
            if !tries.learn(self, &wishes, plans, mapping, &mut known) {
                return self.render(text, plan, mapping, &mut known);
            }
            mapping.take_back(mark);
        }
    }

    pub(crate) fn placeholder_style(&self) -> PlaceholderStyle {
        self.style
    }

    pub(crate) fn rejects_lookalikes(&self) -> bool {
        self.lookalikes == Lookalikes::Reject
    }

    pub(crate) fn reads_bare(&self) -> bool {
        self.bare
    }

    pub(crate) fn current_policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn current_hash_key(&self) -> Option<&HashKey> {
        self.hash_key.as_ref()
    }

    pub(crate) fn lacks_hash_key(&self) -> bool {
        self.policy.uses_hash() && self.hash_key.is_none()
    }

    pub(crate) fn matching_for(&self, mapping: &Mapping) -> Matching {
        if mapping.sameness().is_distinct() { Matching::Exact } else { self.matching }
    }

    pub(crate) fn grammar(&self) -> Grammar {
        Grammar { style: self.style, tolerant: true, bare: self.bare, context: Context::Plain }
    }

    /// Writes the masked text: what was planned, and known values in the gaps.
    pub(crate) fn render<'t>(
        &self,
        text: &'t str,
        plan: Plan,
        mapping: &Mapping,
        known: &mut Known,
    ) -> Result<Masked<'t>, MaskError> {
        let items = self.fill_gaps(text, plan, mapping, known)?;
        let replaced: usize =
            items.iter().filter(|item| item.target.replaces()).map(|item| item.span.len()).sum();
        let inserted: usize = items.iter().map(|item| self.written_len(item, mapping)).sum();
        let mut masked = Masked { text: Cow::Borrowed(text), entities: Vec::new(), references: Vec::new() };
        if items.iter().all(|item| !item.target.replaces()) {
            masked.references = items.into_iter().filter_map(|item| item.target.entry()).collect();
            return Ok(masked);
        }
        let mut out = String::with_capacity(text.len() - replaced + inserted);
        masked.entities.reserve_exact(items.len());
        let mut copied = 0;
        for item in items {
            if let Target::Reference(id) = item.target {
                masked.references.push(id);
                continue;
            }
            out.push_str(text.get(copied..item.span.start).unwrap_or_default());
            copied = item.span.end;
            let start = out.len();
            let original = item.span.get(text).unwrap_or_default();
            let (kind, id) = self.write(&item, original, mapping, known, &mut out)?;
            masked.entities.push(MaskedEntity {
                span: item.span,
                output: Span::new(start, out.len()),
                kind,
                id,
                placeholder: id.and_then(|id| mapping.placeholder(id)).cloned(),
                original,
                score: item.score,
                recognizer: item.recognizer,
                known: item.known,
            });
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        masked.text = Cow::Owned(out);
        Ok(masked)
    }

    /// How long the stand-in of an item is; an estimate for one-way tags.
    fn written_len(&self, item: &plan::Item, mapping: &Mapping) -> usize {
        match item.target {
            Target::Reference(_) => 0,
            Target::Entry(id) => mapping.placeholder(id).map_or(0, |placeholder| {
                let digits = placeholder.number().ilog10() as usize + 1;
                self.style.open().len()
                    + placeholder.kind().as_str().len()
                    + 1
                    + digits
                    + self.style.close().len()
            }),
            Target::OneWay(_) | Target::OneWayEntry(_) => item.span.len() + 64,
        }
    }

    /// Writes the stand-in of an item; answers its kind and, where there is one, its entry.
    fn write(
        &self,
        item: &plan::Item,
        original: &str,
        mapping: &Mapping,
        known: &Known,
        out: &mut String,
    ) -> Result<(Kind, Option<u32>), MaskError> {
        let entry = |id| mapping.placeholder(id).ok_or(MaskError::Internal);
        let kind = match item.target {
            Target::Entry(id) | Target::Reference(id) => {
                self.style.write(entry(id)?, out);
                return Ok((entry(id)?.kind().clone(), Some(id)));
            }
            Target::OneWayEntry(id) => entry(id)?.kind(),
            Target::OneWay(index) => known.one_way_kind(index).ok_or(MaskError::Internal)?,
        };
        let brackets_read =
            self.bare || matches!(self.style, PlaceholderStyle::Square | PlaceholderStyle::DoubleSquare);
        action::write_one_way(
            kind,
            original,
            self.policy.action(kind),
            self.hash_key.as_ref(),
            mapping.sameness(),
            brackets_read,
            self.bare,
            out,
        )?;
        Ok((kind.clone(), None))
    }
}

/// A masked text, and what was replaced in it.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Masked<'t> {
    /// What may be sent; borrowed where nothing was replaced.
    pub text: Cow<'t, str>,
    /// What was replaced, in order.
    pub entities: Vec<MaskedEntity<'t>>,
    /// Entries that the text referred to by their placeholder.
    pub(crate) references: Vec<u32>,
}

impl Masked<'_> {
    /// The text as it was, byte for byte, also where an action cannot be undone otherwise.
    pub fn restore(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut copied = 0;
        for entity in &self.entities {
            text.push_str(self.text.get(copied..entity.output.start).unwrap_or_default());
            text.push_str(entity.original);
            copied = entity.output.end;
        }
        text.push_str(self.text.get(copied..).unwrap_or_default());
        text
    }

    /// Entries whose placeholder stands in the masked text for a value.
    pub(crate) fn values(&self) -> impl Iterator<Item = u32> {
        self.entities.iter().filter_map(|entity| entity.id)
    }
}

/// Lengths and kinds, never text.
impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masked").field("len", &self.text.len()).field("entities", &self.entities).finish()
    }
}

/// One replaced piece of a text.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct MaskedEntity<'t> {
    /// Where it stood in the text, in bytes.
    pub span: Span,
    /// Where its stand-in is in the masked text, in bytes.
    pub output: Span,
    /// Its kind.
    pub kind: Kind,
    /// Its placeholder; `None` where the action cannot be undone.
    pub placeholder: Option<Placeholder>,
    /// How it was spelled.
    pub original: &'t str,
    /// How sure the detector was, from 0 to 1; 1 for what was given or known.
    pub score: f32,
    /// The rule that found it; `None` for what was given or known.
    pub recognizer: Option<Cow<'static, str>>,
    id: Option<u32>,
    known: bool,
}

impl MaskedEntity<'_> {
    /// Whether its value may stand there in part: it is known, and comes back.
    pub(crate) fn may_stay_in_part(&self) -> bool {
        self.known && self.id.is_some()
    }

    /// The same in another text.
    pub(crate) fn of<'t>(&self, text: &'t str) -> MaskedEntity<'t> {
        let (kind, placeholder) = (self.kind.clone(), self.placeholder.clone());
        let original = self.span.get(text).unwrap_or_default();
        let MaskedEntity { span, output, score, id, known, .. } = *self;
        MaskedEntity {
            span,
            output,
            kind,
            placeholder,
            original,
            score,
            recognizer: self.recognizer.clone(),
            id,
            known,
        }
    }
}

impl fmt::Debug for MaskedEntity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskedEntity")
            .field("span", &self.span)
            .field("output", &self.output)
            .field("kind", &self.kind)
            .field("placeholder", &self.placeholder)
            .field("score", &self.score)
            .finish()
    }
}
