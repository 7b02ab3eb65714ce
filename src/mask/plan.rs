//! What is replaced in a text: given spans first, then look-alikes, then known values and
//! detections in the gaps.

use std::borrow::Cow;

use super::claims::{Claim, Group, groups};
use super::finder::Budget;
use super::known::Known;
use super::tries::Wishes;
use super::{Lookalikes, MaskError, Masker, Matching};
use crate::cluster::Clusters;
use crate::entity::Entity;
use crate::header::Action;
use crate::kind::Kind;
use crate::mapping::{IdSet, Mapping, MappingError, Source, has_control};
use crate::placeholder::{Context, Event, Grammar, MAX_NAME_LEN, Placeholder, split_name};
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
    /// Whether it was found because its value is known, and nobody said that it stands here.
    pub(super) known: bool,
}

impl Item {
    /// A placeholder that stays as it is.
    fn reference(span: Span, id: u32) -> Self {
        Item { span, target: Target::Reference(id), score: 1.0, recognizer: None, known: true }
    }
}

/// Pieces of one text in order, none of them overlapping; known values may stand in the gaps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    items: Vec<Item>,
    /// What reads as the placeholder that a position asks for, maybe one of another text: whether it got that
    /// one is known when all texts are planned.
    wished: Vec<(Span, Placeholder)>,
}

/// Text in the form of a placeholder.
struct Lookalike {
    span: Span,
    /// The entry whose key it is.
    key: Option<u32>,
    /// A position gives it to a value: it will be a key.
    wanted: Option<Placeholder>,
}

impl Masker {
    /// Burns the number of every look-alike in a text, so that none is given out afterwards. A
    /// request with several texts calls it on each of them before the first is planned. Answers
    /// which keys were seen.
    pub(crate) fn survey(&self, text: &str, mapping: &mut Mapping) -> IdSet {
        let mut keys = IdSet::default();
        each_lookalike(self.grammar(), text, |_, kind, number| match mapping.id(kind, number) {
            Some(id) => keys.insert(id),
            None => burn(kind, number, mapping),
        });
        // It may be JSON, or be read as JSON, where letters of a name can be escapes.
        if memchr::memchr(b'\\', text.as_bytes()).is_some() {
            let json = Grammar { context: Context::JsonString, ..self.grammar() };
            each_lookalike(json, text, |_, kind, number| burn(kind, number, mapping));
        }
        keys
    }

    /// The same for a text that stays as it is; `bare`: in which placeholders may stand without brackets.
    pub(crate) fn survey_only(&self, text: &str, bare: bool, mapping: &mut Mapping) {
        let grammar = Grammar { bare: bare || self.bare, ..self.grammar() };
        each_lookalike(grammar, text, |_, kind, number| burn(kind, number, mapping));
    }

    /// Text in the form of a placeholder, in order. Numbers were burnt by [`survey`](Masker::survey).
    fn lookalikes_in(&self, text: &str, wishes: &Wishes<'_>, mapping: &Mapping) -> Vec<Lookalike> {
        let mut found = Vec::new();
        each_lookalike(self.grammar(), text, |span, kind, number| {
            let key = mapping.id(kind, number);
            let wanted = match key {
                None if !wishes.is_empty() => {
                    placeholder(kind, number).filter(|placeholder| wishes.has(placeholder))
                }
                _ => None,
            };
            found.push(Lookalike { span, key, wanted });
        });
        found
    }

    /// Decides on given spans, detections and look-alikes, and gives numbers to new values. What is wished
    /// for in any text of the request is a placeholder in all of them; `joined`: what is one value with what
    /// it overlaps, as earlier tries have shown.
    pub(crate) fn plan(
        &self,
        text: &str,
        entities: &[Entity],
        wishes: &Wishes<'_>,
        joined: &[Claim<'static>],
        mapping: &mut Mapping,
        known: &mut Known,
    ) -> Result<Plan, MaskError> {
        if self.lacks_hash_key() {
            return Err(MaskError::PolicyHashKeyMissing);
        }
        let lookalikes = self.lookalikes_in(text, wishes, mapping);
        known.sync(mapping);
        let mut claims = self.given(text, entities, &lookalikes)?;
        let references = uncovered(&lookalikes, &claims);
        if let (Lookalikes::Reject, Some(reference)) = (self.lookalikes, references.first()) {
            return Err(MaskError::PlaceholderCollision { offset: reference.span.start });
        }
        self.detected(text, entities, &references, &mut claims);
        // Where bare names are read, also a known value alone may have to grow.
        if self.bare || !claims.is_empty() {
            let barriers = references.iter().map(|reference| reference.span);
            claims.extend(self.known_claims(text, barriers, mapping, known));
            claims.extend_from_slice(joined);
        }
        let mut items: Vec<Item> = Vec::new();
        let mut typed = references.iter().peekable();
        // By place, so that numbers follow first appearance.
        for group in groups(claims) {
            while let Some(reference) = typed.next_if(|reference| reference.span.start < group.span.start) {
                items.extend(self.escaped(text, reference, mapping)?);
            }
            items.push(self.decide(text, &group, &lookalikes, mapping, known)?);
        }
        for reference in typed {
            items.extend(self.escaped(text, reference, mapping)?);
        }
        let mut wished = Vec::new();
        if self.lookalikes != Lookalikes::Escape {
            for Lookalike { span, key, wanted } in references {
                items.extend(key.map(|id| Item::reference(*span, id)));
                wished.extend(wanted.clone().map(|placeholder| (*span, placeholder)));
            }
            items.sort_by_key(|item| item.span.start);
        }
        known.sync(mapping);
        Ok(Plan { items, wished })
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
            // A mark may stand on the last sign of a look-alike.
            let span = clusters.grow(span);
            self.check_given(span.get(text).unwrap_or_default(), index)?;
            let kind = entity.kind.clone().filter(|kind| *kind != Kind::LITERAL);
            claims.push(Claim {
                span,
                kind,
                source: entity.source,
                entity: Some((index, entity)),
                grown: false,
            });
        }
        claims.sort_by_key(|claim| (claim.span.start, claim.span.end));
        Ok(claims)
    }

    /// What is given must be fit for a mapping.
    fn check_given(&self, value: &str, index: usize) -> Result<(), MaskError> {
        if value.len() > self.max_value_bytes {
            let (len, limit) = (value.len(), self.max_value_bytes);
            return Err(MaskError::MappingValueTooLong { index, len, limit });
        }
        if has_control(value) {
            return Err(MaskError::MappingValueControlChar { index });
        }
        Ok(())
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
    ) {
        let clusters = Clusters::new(text);
        let detected = entities.iter().enumerate().filter(|(_, entity)| entity.source == Source::Detector);
        for (index, entity) in detected {
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
                    let kind = entity.kind.clone().filter(|kind| *kind != Kind::LITERAL);
                    let entity = Some((index, entity));
                    claims.push(Claim { span: piece, kind, source: Source::Detector, entity, grown: false });
                }
                start = gap_end.end;
            }
        }
    }

    /// Known values between the barriers; those that overlap a claim will be joined with it.
    fn known_claims(
        &self,
        text: &str,
        barriers: impl Iterator<Item = Span>,
        mapping: &Mapping,
        known: &mut Known,
    ) -> Vec<Claim<'static>> {
        let (mut start, mut budget, mut claims) = (0, Budget::of(text), Vec::new());
        for barrier in barriers.chain([Span::new(text.len(), text.len())]) {
            let piece = text.get(start..barrier.start).unwrap_or_default();
            for found in known.find(piece, true, mapping, &mut budget) {
                let span = Span::new(found.span.start + start, found.span.end + start);
                let (kind, source) = match known.target(found.target, mapping) {
                    Target::Entry(id) | Target::Reference(id) | Target::OneWayEntry(id) => {
                        (mapping.placeholder(id).map(Placeholder::kind), mapping.source(id))
                    }
                    Target::OneWay(index) => (known.one_way_kind(index), None),
                };
                let source = source.unwrap_or(Source::Explicit);
                let kind = kind.filter(|kind| **kind != Kind::LITERAL).cloned();
                let grown = self.grow_over_bare(text, span);
                claims.push(Claim { span: grown, kind, source, entity: None, grown: grown != span });
            }
            start = barrier.end;
        }
        claims
    }

    /// Values that are known now and overlap what was planned without them: they are to be joined.
    pub(super) fn overlapping(
        &self,
        text: &str,
        plan: &Plan,
        mapping: &Mapping,
        known: &mut Known,
    ) -> Vec<Claim<'static>> {
        let (typed, decided): (Vec<&Item>, Vec<&Item>) = plan.items.iter().partition(|item| item.known);
        if decided.is_empty() && !self.bare {
            return Vec::new();
        }
        let mut barriers: Vec<Span> = typed.iter().map(|item| item.span).collect();
        barriers.extend(plan.wished.iter().map(|(span, _)| *span));
        barriers.sort_unstable();
        let mut found = self.known_claims(text, barriers.into_iter(), mapping, known);
        found.retain(|claim| {
            let first = decided.partition_point(|item| item.span.end <= claim.span.start);
            let beside = decided.get(first).map(|item| item.span).filter(|span| span.overlaps(claim.span));
            beside.map_or(claim.grown, |span| span.join(claim.span) != span)
        });
        found
    }

    /// What becomes of overlapping claims: one value, one target.
    fn decide(
        &self,
        text: &str,
        group: &Group<'_>,
        lookalikes: &[Lookalike],
        mapping: &mut Mapping,
        known: &mut Known,
    ) -> Result<Item, MaskError> {
        let value = group.span.get(text).ok_or(MaskError::Internal)?;
        let given = group.claims.iter().find(|claim| claim.given());
        if let Some((index, _)) = given.and_then(|claim| claim.entity) {
            self.check_given(value, index)?;
        }
        let best = group.best();
        let (score, recognizer) = match best.and_then(|claim| claim.entity) {
            Some((_, entity)) => (entity.score, entity.recognizer.clone()),
            None => (1.0, None),
        };
        let is_lookalike = lookalikes
            .binary_search_by_key(&group.span.start, |lookalike| lookalike.span.start)
            .is_ok_and(|at| lookalikes.get(at).is_some_and(|lookalike| lookalike.span == group.span));
        let target = if is_lookalike {
            let literal = mapping.assign(&Kind::LITERAL, value, Source::Detector)?;
            mapping.id_of(&literal).map(Target::Entry).ok_or(MaskError::Internal)?
        } else {
            let kind = best.and_then(|claim| claim.kind.as_ref()).unwrap_or(&Kind::PII);
            self.target(value, kind, group, mapping, known)?
        };
        Ok(Item { span: group.span, target, score, recognizer, known: false })
    }

    /// What a value becomes that is no look-alike.
    fn target(
        &self,
        value: &str,
        found_kind: &Kind,
        group: &Group<'_>,
        mapping: &mut Mapping,
        known: &mut Known,
    ) -> Result<Target, MaskError> {
        let wanted = group.wanted();
        let entry = wanted
            .and_then(|wanted| mapping.id_of(wanted))
            .or_else(|| mapping.find_id(found_kind, value).filter(|&id| !is_literal(mapping, id)));
        let kind = match entry.and_then(|id| mapping.placeholder(id)) {
            Some(placeholder) => placeholder.kind().clone(),
            None => wanted.map_or(found_kind, Placeholder::kind).clone(),
        };
        // Of what is joined, the part that must not come back decides for all of it.
        let kinds = || group.claims.iter().filter_map(|claim| claim.kind.as_ref());
        let strictest = kinds().max_by_key(|kind| strictness(self.policy.action(kind))).filter(|strictest| {
            strictness(self.policy.action(strictest)) > strictness(self.policy.action(&kind))
        });
        let kind = strictest.unwrap_or(&kind);
        match self.policy.action(kind) {
            Action::Block => Err(MaskError::KindBlocked { kind: kind.clone(), offset: group.span.start }),
            // A detection of that length is no use in a mapping.
            Action::Mask | Action::Keep if value.len() > self.max_value_bytes => {
                Ok(Target::OneWay(known.add_one_way(kind, value)))
            }
            Action::Mask | Action::Keep => {
                let given = group.claims.iter().any(Claim::given);
                let folded = self.matching_for(mapping) == Matching::Folded;
                Ok(Target::Entry(entry_for(entry, wanted, kind, value, given, folded, mapping)?))
            }
            Action::Redact | Action::Hash | Action::Partial => {
                Ok(Target::OneWay(known.add_one_way(kind, value)))
            }
        }
    }

    /// Text in the form of a key that is masked, where that was asked for.
    fn escaped(
        &self,
        text: &str,
        typed: &Lookalike,
        mapping: &mut Mapping,
    ) -> Result<Option<Item>, MaskError> {
        if self.lookalikes != Lookalikes::Escape {
            return Ok(None);
        }
        let value = typed.span.get(text).unwrap_or_default();
        let literal = mapping.assign(&Kind::LITERAL, value, Source::Detector)?;
        let target = mapping.id_of(&literal).map(Target::Entry).ok_or(MaskError::Internal)?;
        Ok(Some(Item { span: typed.span, target, score: 1.0, recognizer: None, known: true }))
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
        let Plan { items: mut planned, wished } = plan;
        if !wished.is_empty() {
            let granted =
                |(span, wish): (Span, Placeholder)| Some(Item::reference(span, mapping.id_of(&wish)?));
            planned.extend(wished.into_iter().filter_map(granted));
            planned.sort_by_key(|item| item.span.start);
        }
        let mut items = Vec::with_capacity(planned.len());
        let (mut start, mut budget) = (0, Budget::of(text));
        for item in planned.into_iter().map(Some).chain([None]) {
            let end = item.as_ref().map_or(text.len(), |item| item.span.start);
            let gap = text.get(start..end).unwrap_or_default();
            for found in known.find(gap, false, mapping, &mut budget) {
                let span = Span::new(found.span.start + start, found.span.end + start);
                let target = self.known_target(known.target(found.target, mapping), span, mapping)?;
                items.push(Item { span, target, score: 1.0, recognizer: None, known: true });
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
    folded: bool,
    mapping: &mut Mapping,
) -> Result<u32, MaskError> {
    let source = if given { Source::Explicit } else { Source::Detector };
    let placeholder = match (entry, wanted) {
        (Some(id), _) => {
            // The caller's own words about this span must be true.
            let wanted = wanted.filter(|wanted| mapping.placeholder(id) == Some(*wanted));
            let same = || mapping.value(id).is_some_and(|known| mapping.sameness().same(kind, known, value));
            if let Some(wanted) = wanted.filter(|_| !same()) {
                return Err(MappingError::MappingConflict { placeholder: wanted.clone() }.into());
            }
            mapping.add_spelling(id, value, folded);
            return Ok(id);
        }
        (None, Some(wanted)) => {
            mapping.insert(wanted.clone(), value, source)?;
            wanted.clone()
        }
        (None, None) => mapping.assign_fresh(kind, value, source)?,
    };
    mapping.id_of(&placeholder).ok_or(MaskError::Internal)
}

/// The more, the less comes back.
fn strictness(action: Action) -> u8 {
    match action {
        Action::Mask | Action::Keep => 0,
        Action::Partial => 1,
        Action::Hash => 2,
        Action::Redact => 3,
        Action::Block => 4,
    }
}

fn is_literal(mapping: &Mapping, id: u32) -> bool {
    mapping.placeholder(id).is_some_and(|placeholder| *placeholder.kind() == Kind::LITERAL)
}

fn placeholder(kind: &[u8], number: u32) -> Option<Placeholder> {
    let kind = Kind::new(std::str::from_utf8(kind).ok()?).ok()?;
    Placeholder::new(kind, number)
}

/// Sees to it that what stands in a text and is no key is never given out.
fn burn(kind: &[u8], number: u32, mapping: &mut Mapping) {
    if mapping.id(kind, number).is_none() {
        if let Some(placeholder) = placeholder(kind, number) {
            mapping.burn(&placeholder);
        }
    }
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
            (lookalike.key.is_some() || lookalike.wanted.is_some()) && lookalike.span.start >= covered_to
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
