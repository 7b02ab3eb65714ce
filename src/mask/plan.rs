//! What is replaced in a text: given spans first, then look-alikes, then known values and
//! detections in the gaps.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::known::Known;
use super::{Entity, Lookalikes, MaskError, Masker};
use crate::cluster::Clusters;
use crate::header::Action;
use crate::kind::Kind;
use crate::mapping::{IdSet, Mapping, MappingError, Source, has_control};
use crate::placeholder::{Event, Grammar, MAX_NAME_LEN, Placeholder, split_name};
use crate::sameness::fold;
use crate::span::{OffsetUnit, Span};

/// What an item becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The placeholder of an entry.
    Entry(u32),
    /// It is the placeholder of an entry already, and stays as it is.
    Reference(u32),
    /// A tag that cannot be undone, for a value that was found in this request.
    OneWay(u32),
    /// A tag that cannot be undone, for an entry.
    OneWayEntry(u32),
}

impl Target {
    pub(super) fn replaces(self) -> bool {
        !matches!(self, Target::Reference(_))
    }

    pub(super) fn entry(self) -> Option<u32> {
        match self {
            Target::Entry(id) | Target::Reference(id) => Some(id),
            Target::OneWay(_) | Target::OneWayEntry(_) => None,
        }
    }
}

/// A piece of the text and what becomes of it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(super) span: Span,
    pub(super) target: Target,
    pub(super) score: f32,
    pub(super) recognizer: Option<Cow<'static, str>>,
}

/// Pieces of one text in order, none of them overlapping; known values may stand in the gaps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    items: Vec<Item>,
}

/// Text in the form of a placeholder.
struct Lookalike {
    span: Span,
    /// The entry whose key it is.
    key: Option<u32>,
}

/// A span that will be masked, alone or with what overlaps it.
struct Claim<'e> {
    span: Span,
    kind: Option<Kind>,
    source: Source,
    entity: Option<&'e Entity>,
}

impl Masker {
    /// Burns the number of every look-alike in a text, so that none is given out afterwards. A
    /// request with several texts calls it on each of them before the first is planned. Answers
    /// which keys were seen.
    pub(crate) fn survey(&self, text: &str, mapping: &mut Mapping) -> IdSet {
        let mut keys = IdSet::default();
        self.lookalikes_in(text, mapping)
            .iter()
            .filter_map(|lookalike| lookalike.key)
            .for_each(|id| keys.insert(id));
        keys
    }

    fn lookalikes_in(&self, text: &str, mapping: &mut Mapping) -> Vec<Lookalike> {
        let mut found = Vec::new();
        each_lookalike(self.grammar(), text, |span, kind, number| {
            let key = mapping.id(kind, number);
            if key.is_none() {
                let kind = std::str::from_utf8(kind).ok().and_then(|kind| Kind::new(kind).ok());
                if let Some(placeholder) = kind.and_then(|kind| Placeholder::new(kind, number)) {
                    mapping.burn(&placeholder);
                }
            }
            found.push(Lookalike { span, key });
        });
        found
    }

    /// Decides on given spans, detections and look-alikes, and gives numbers to new values.
    pub(crate) fn plan(
        &self,
        text: &str,
        entities: &[Entity],
        mapping: &mut Mapping,
        known: &mut Known,
    ) -> Result<Plan, MaskError> {
        if self.lacks_hash_key() {
            return Err(MaskError::PolicyHashKeyMissing);
        }
        let lookalikes = self.lookalikes_in(text, mapping);
        known.sync(mapping);
        let mut claims = self.given(text, entities, &lookalikes)?;
        let references = uncovered(&lookalikes, &claims);
        if let (Lookalikes::Reject, Some(reference)) = (self.lookalikes, references.first()) {
            return Err(MaskError::PlaceholderCollision { offset: reference.span.start });
        }
        self.detected(text, entities, &references, &mut claims)?;
        if !claims.is_empty() {
            claims.extend(known_claims(text, &references, mapping, known));
        }
        let mut items: Vec<Item> = Vec::new();
        let mut references = references.into_iter().peekable();
        // By place, so that numbers follow first appearance.
        for group in groups(claims) {
            while let Some(reference) =
                references.next_if(|reference| reference.span.start < group.span.start)
            {
                items.push(self.reference(text, reference, mapping)?);
            }
            let item = self.decide(text, &group, &lookalikes, mapping, known)?;
            items.extend(item);
        }
        for reference in references {
            items.push(self.reference(text, reference, mapping)?);
        }
        known.sync(mapping);
        Ok(Plan { items })
    }

    /// Given spans: checked, then grown to whole characters and whole look-alikes.
    fn given<'e>(
        &self,
        text: &str,
        entities: &'e [Entity],
        lookalikes: &[Lookalike],
    ) -> Result<Vec<Claim<'e>>, MaskError> {
        let clusters = Clusters::new(text);
        let mut claims = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            let value = check_span(text, entity.span, index)?;
            if entity.source == Source::Detector {
                continue;
            }
            if value.chars().all(|c| c.is_whitespace() || fold::is_ignorable(c)) {
                return Err(MaskError::PositionEmpty { index });
            }
            let mut span = self.grow_over_bare(text, clusters.grow(entity.span));
            let end = span.end;
            let first = lookalikes.partition_point(|lookalike| lookalike.span.end <= span.start);
            for lookalike in lookalikes.iter().skip(first).take_while(|lookalike| lookalike.span.start < end)
            {
                span = span.join(lookalike.span);
            }
            let value = span.get(text).unwrap_or_default();
            if value.len() > self.max_value_bytes {
                let (len, limit) = (value.len(), self.max_value_bytes);
                return Err(MaskError::MappingValueTooLong { index, len, limit });
            }
            if has_control(value) {
                return Err(MaskError::MappingValueControlChar { index });
            }
            let kind = entity.kind.clone();
            claims.push(Claim { span, kind, source: entity.source, entity: Some(entity) });
        }
        claims.sort_by_key(|claim| (claim.span.start, claim.span.end));
        Ok(claims)
    }

    /// Where bare names are read, a span takes the rest of its word along if that were one alone:
    /// the `x` of `PERSON_1x` must not leave a placeholder that nobody wrote.
    fn grow_over_bare(&self, text: &str, mut span: Span) -> Span {
        let wordy = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        let is_name =
            |name: Option<&str>| name.is_some_and(|n| format!("<{n}>").parse::<Placeholder>().is_ok());
        let bytes = text.as_bytes();
        let inside = bytes.get(span.start..span.end).unwrap_or_default();
        if self.bare && inside.first().is_some_and(wordy) {
            let before = bytes.get(..span.start).unwrap_or_default();
            let len = before.iter().rev().take(MAX_NAME_LEN + 1).take_while(|b| wordy(b)).count();
            if is_name(text.get(span.start - len..span.start)) {
                span.start -= len;
            }
        }
        if self.bare && inside.last().is_some_and(wordy) {
            let after = bytes.get(span.end..).unwrap_or_default();
            let len = after.iter().take(MAX_NAME_LEN + 1).take_while(|b| wordy(b)).count();
            if is_name(text.get(span.end..span.end + len)) {
                span.end += len;
            }
        }
        span
    }

    /// Detections: without references, and only up to the first control character.
    fn detected<'e>(
        &self,
        text: &str,
        entities: &'e [Entity],
        references: &[&Lookalike],
        claims: &mut Vec<Claim<'e>>,
    ) -> Result<(), MaskError> {
        let clusters = Clusters::new(text);
        for entity in entities.iter().filter(|entity| entity.source == Source::Detector) {
            if entity.kind.as_ref().is_some_and(|kind| self.policy.action(kind) == Action::Keep) {
                continue;
            }
            let span = self.grow_over_bare(text, clusters.grow(entity.span));
            let mut start = span.start;
            let first = references.partition_point(|reference| reference.span.end <= span.start);
            let inside =
                references.iter().skip(first).take_while(|reference| reference.span.start < span.end);
            for gap_end in inside.map(|reference| reference.span).chain([Span::new(span.end, span.end)]) {
                let piece = visible(text, Span::new(start.min(gap_end.start), gap_end.start));
                if !piece.is_empty() {
                    let kind = entity.kind.clone();
                    claims.push(Claim { span: piece, kind, source: entity.source, entity: Some(entity) });
                }
                start = gap_end.end;
            }
        }
        claims.sort_by_key(|claim| (claim.span.start, claim.span.end));
        Ok(())
    }

    /// What becomes of overlapping claims: one value, one target. `None`: the policy keeps it.
    fn decide(
        &self,
        text: &str,
        group: &Group<'_>,
        lookalikes: &[Lookalike],
        mapping: &mut Mapping,
        known: &mut Known,
    ) -> Result<Option<Item>, MaskError> {
        let value = group.span.get(text).ok_or(MaskError::Internal)?;
        let best = group.claims.iter().min_by_key(|claim| {
            (
                claim.kind.is_none(),
                claim.source,
                Reverse(claim.span.len()),
                claim.span.start,
                claim.kind.as_ref(),
            )
        });
        let found_kind = best.and_then(|claim| claim.kind.as_ref()).unwrap_or(&Kind::PII);
        let is_lookalike = lookalikes
            .binary_search_by_key(&group.span.start, |l| l.span.start)
            .is_ok_and(|at| lookalikes.get(at).is_some_and(|lookalike| lookalike.span == group.span));
        let wanted = match group.claims.as_slice() {
            [only] => only.entity.and_then(|entity| entity.placeholder.as_ref()),
            _ => None,
        };
        let entry = match wanted {
            _ if is_lookalike => None,
            Some(wanted) => mapping.id_of(wanted).or_else(|| mapping.find_id(found_kind, value)),
            None => mapping.find_id(found_kind, value),
        };
        let kind = match entry.and_then(|id| mapping.placeholder(id)) {
            _ if is_lookalike => Kind::LITERAL,
            Some(placeholder) => placeholder.kind().clone(),
            None => wanted.map_or(found_kind, Placeholder::kind).clone(),
        };
        let given = group.claims.iter().any(|claim| claim.source != Source::Detector);
        let (score, recognizer) = match best.and_then(|claim| claim.entity) {
            Some(entity) => (entity.score, entity.recognizer.clone()),
            None => (1.0, None),
        };
        let action = match self.policy.action(&kind) {
            Action::Keep if !given => return Ok(None),
            _ if is_lookalike => Action::Mask,
            action => action,
        };
        let target = match action {
            Action::Block => return Err(MaskError::KindBlocked { kind, offset: group.span.start }),
            // One-way, because a value of that length is no use in a mapping.
            Action::Mask | Action::Keep if value.len() > self.max_value_bytes => {
                Target::OneWay(known.add_one_way(&kind, value))
            }
            Action::Mask | Action::Keep => {
                Target::Entry(entry_for(entry, wanted, &kind, value, given, mapping)?)
            }
            Action::Redact | Action::Hash | Action::Partial => {
                Target::OneWay(known.add_one_way(&kind, value))
            }
        };
        Ok(Some(Item { span: group.span, target, score, recognizer }))
    }

    fn reference(&self, text: &str, reference: &Lookalike, mapping: &mut Mapping) -> Result<Item, MaskError> {
        let span = reference.span;
        let target = match self.lookalikes {
            Lookalikes::Escape => {
                let literal =
                    mapping.assign(&Kind::LITERAL, span.get(text).unwrap_or_default(), Source::Detector)?;
                mapping.id_of(&literal).map(Target::Entry)
            }
            _ => reference.key.map(Target::Reference),
        };
        Ok(Item { span, target: target.ok_or(MaskError::Internal)?, score: 1.0, recognizer: None })
    }

    /// The plan, and known values in its gaps. Each gap is a text of its own: what stands beside
    /// it is a boundary.
    pub(super) fn fill_gaps(
        &self,
        text: &str,
        plan: Plan,
        mapping: &Mapping,
        known: &mut Known,
    ) -> Result<Vec<Item>, MaskError> {
        let mut items = Vec::with_capacity(plan.items.len());
        let mut start = 0;
        for item in plan.items.into_iter().map(Some).chain([None]) {
            let end = item.as_ref().map_or(text.len(), |item| item.span.start);
            for found in known.find(text.get(start..end).unwrap_or_default()) {
                let span = Span::new(found.span.start + start, found.span.end + start);
                let target = self.known_target(known.target(found.target, mapping), span, mapping)?;
                items.push(Item { span, target, score: 1.0, recognizer: None });
            }
            if let Some(item) = item {
                start = item.span.end;
                items.push(item);
            }
        }
        Ok(items)
    }

    /// A known value under the policy of its kind.
    fn known_target(&self, target: Target, span: Span, mapping: &Mapping) -> Result<Target, MaskError> {
        let Target::Entry(id) = target else { return Ok(target) };
        let kind = mapping.placeholder(id).ok_or(MaskError::Internal)?.kind();
        match self.policy.action(kind) {
            Action::Mask | Action::Keep => Ok(target),
            Action::Block => Err(MaskError::KindBlocked { kind: kind.clone(), offset: span.start }),
            Action::Redact | Action::Hash | Action::Partial => Ok(Target::OneWayEntry(id)),
        }
    }
}

/// The entry that a masked value stands under: known, wanted by the caller, or fresh.
fn entry_for(
    entry: Option<u32>,
    wanted: Option<&Placeholder>,
    kind: &Kind,
    value: &str,
    given: bool,
    mapping: &mut Mapping,
) -> Result<u32, MaskError> {
    let source = if given { Source::Explicit } else { Source::Detector };
    let placeholder = match (entry, wanted) {
        (Some(id), Some(wanted)) if mapping.placeholder(id) == Some(wanted) => {
            // The caller's own words about this span: they must be true.
            if !mapping.value(id).is_some_and(|known| mapping.sameness().same(kind, known, value)) {
                return Err(MappingError::MappingConflict { placeholder: wanted.clone() }.into());
            }
            return Ok(id);
        }
        (Some(id), _) => return Ok(id),
        (None, Some(wanted)) => {
            mapping.insert(wanted.clone(), value, source)?;
            wanted.clone()
        }
        (None, None) => mapping.assign_fresh(kind, value, source)?,
    };
    mapping.id_of(&placeholder).ok_or(MaskError::Internal)
}

/// Claims that overlap, directly or through others.
struct Group<'e> {
    span: Span,
    claims: Vec<Claim<'e>>,
}

/// Joins claims; they come in order of their start. Known values that overlap nothing are left to
/// the gaps.
fn groups<'e>(mut claims: Vec<Claim<'e>>) -> Vec<Group<'e>> {
    claims.sort_by_key(|claim| (claim.span.start, claim.span.end));
    let mut groups: Vec<Group<'e>> = Vec::new();
    for claim in claims {
        match groups.last_mut() {
            Some(group) if group.span.overlaps(claim.span) => {
                group.span = group.span.join(claim.span);
                group.claims.push(claim);
            }
            _ => groups.push(Group { span: claim.span, claims: vec![claim] }),
        }
    }
    groups.retain(|group| group.claims.iter().any(|claim| claim.entity.is_some()));
    groups
}

/// Known values between the references; those that overlap a claim will be joined with it.
fn known_claims<'e>(
    text: &str,
    references: &[&Lookalike],
    mapping: &Mapping,
    known: &mut Known,
) -> Vec<Claim<'e>> {
    let mut claims = Vec::new();
    let mut start = 0;
    for barrier in
        references.iter().map(|reference| reference.span).chain([Span::new(text.len(), text.len())])
    {
        for found in known.find(text.get(start..barrier.start).unwrap_or_default()) {
            let span = Span::new(found.span.start + start, found.span.end + start);
            let (kind, source) = match known.target(found.target, mapping) {
                Target::Entry(id) | Target::Reference(id) | Target::OneWayEntry(id) => {
                    (mapping.placeholder(id).map(Placeholder::kind), mapping.source(id))
                }
                Target::OneWay(index) => (known.one_way_kind(index), None),
            };
            let source = source.unwrap_or(Source::Explicit);
            claims.push(Claim { span, kind: kind.cloned(), source, entity: None });
        }
        start = barrier.end;
    }
    claims
}

/// Look-alikes that are keys and that no given span covers.
fn uncovered<'l>(lookalikes: &'l [Lookalike], given: &[Claim<'_>]) -> Vec<&'l Lookalike> {
    let mut covered_to = 0;
    let mut given = given.iter().peekable();
    lookalikes
        .iter()
        .filter(|lookalike| {
            while let Some(claim) = given.next_if(|claim| claim.span.start <= lookalike.span.start) {
                covered_to = covered_to.max(claim.span.end);
            }
            lookalike.key.is_some() && lookalike.span.start >= covered_to
        })
        .collect()
}

/// Calls `found` for each look-alike in a text, in order.
fn each_lookalike(grammar: Grammar, text: &str, mut found: impl FnMut(Span, &[u8], u32)) {
    let (bytes, mut at, mut after_word) = (text.as_bytes(), 0, false);
    while let Some(Event::Found { start, len, name, .. }) =
        grammar.next_event(bytes, at, &mut after_word, true)
    {
        at = start + len;
        after_word = false;
        if let Some((kind, number)) = split_name(name.as_bytes()) {
            found(Span::new(start, at), kind, number);
        }
    }
}

/// The text of a span, or what is wrong with it.
fn check_span(text: &str, span: Span, index: usize) -> Result<&str, MaskError> {
    if span.start > span.end {
        return Err(MaskError::PositionReversed { index });
    }
    if span.end > text.len() {
        return Err(MaskError::PositionOutOfRange { index, end: span.end, len: text.len() });
    }
    if span.is_empty() {
        return Err(MaskError::PositionEmpty { index });
    }
    span.get(text).ok_or_else(|| {
        let offset = if text.is_char_boundary(span.start) { span.end } else { span.start };
        MaskError::PositionNotCharBoundary { index, offset, unit: OffsetUnit::Utf8 }
    })
}

/// What is left of a detection without white space at its edges, up to a control character.
fn visible(text: &str, span: Span) -> Span {
    let value = span.get(text).unwrap_or_default();
    let value =
        value.split(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r')).next().unwrap_or_default();
    let invisible = |c: char| c.is_whitespace() || fold::is_ignorable(c);
    let trimmed = value.trim_start_matches(invisible);
    let start = span.start + (value.len() - trimmed.len());
    Span::new(start, start + trimmed.trim_end_matches(char::is_whitespace).len())
}
