//! From positions to spans of a message: the unit, what must stand there, and whole clusters.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{GivenSpan, Meaning, Position, Positions};
use crate::cluster::Clusters;
use crate::header::error::{HeaderError, PositionError};
use crate::mapping::MappingError;
use crate::placeholder::Placeholder;
use crate::sameness::{Sameness, fold};
use crate::span::{OffsetError, OffsetUnit, Span};

impl Positions {
    /// The spans of `message` that are meant, in order of their start, each on boundaries of
    /// grapheme clusters.
    ///
    /// `mapped` tells what placeholders already mean. `strict` refuses spans that overlap or that
    /// split a grapheme cluster; otherwise the latter grow outward, and the former are left for
    /// masking to join.
    ///
    /// Without a unit every unit is tried in the order codepoint, utf16, utf8, and those under which
    /// each span's text and mapped value stand where they should are kept; they must agree. With
    /// nothing to compare, codepoints are meant, and a message with characters outside the Basic
    /// Multilingual Plane needs a unit.
    ///
    /// Linear in the message; a span is compared in time linear in its length, which is bounded.
    ///
    /// # Errors
    ///
    /// [`HeaderError::Position`] with what is wrong with which span, and
    /// [`MappingError::MappingConflict`] where spans of one placeholder have different values.
    pub fn resolve<'m>(
        &self,
        message: &str,
        mapped: impl Fn(&Placeholder) -> Option<&'m str>,
        sameness: &Sameness,
        strict: bool,
    ) -> Result<Vec<GivenSpan>, HeaderError> {
        let meant = |placeholder: &Placeholder| {
            mapped(placeholder).map(|value| Meaning { value, placeholder: placeholder.clone() })
        };
        self.resolve_meant(message, meant, sameness, strict)
    }

    /// [`resolve`](Positions::resolve), where a client may mean one of several values by a placeholder: what
    /// stands in the message tells which.
    pub(crate) fn resolve_meant<'m, M: IntoIterator<Item = Meaning<'m>>>(
        &self,
        message: &str,
        meant: impl Fn(&Placeholder) -> M,
        sameness: &Sameness,
        strict: bool,
    ) -> Result<Vec<GivenSpan>, HeaderError> {
        let field = self.field;
        let refused = |error| HeaderError::Position { field, error };
        let mut expected: BTreeMap<&Placeholder, Vec<Expected<'_>>> = BTreeMap::new();
        for placeholder in self.placeholders() {
            expected.entry(placeholder).or_insert_with(|| {
                let canonical = |value| sameness.canonical(placeholder.kind(), value);
                let meant = meant(placeholder).into_iter();
                meant.map(|Meaning { value, placeholder }| (canonical(value), placeholder)).collect()
            });
        }
        let resolving = Resolving { positions: self, message, sameness, expected };
        let spans = resolving.spans().map_err(refused)?;
        let grown = resolving.grow(&spans, strict).map_err(refused)?;
        let mut given = resolving.given(&spans, &grown);
        if let Some(placeholder) = resolving.conflict(&given) {
            return Err(HeaderError::Mapping { field, error: MappingError::MappingConflict { placeholder } });
        }
        given.sort();
        given.dedup_by(|a, b| a.0 == b.0);
        if strict {
            check_overlap(&given).map_err(refused)?;
        }
        Ok(given.into_iter().map(|(given, index)| GivenSpan { index, ..given }).collect())
    }
}

/// What a start and an end must be without a look at the message.
pub(super) fn check_order(start: u64, end: u64, index: usize) -> Result<(), PositionError> {
    match start.cmp(&end) {
        std::cmp::Ordering::Less => Ok(()),
        std::cmp::Ordering::Equal => Err(PositionError::PositionEmpty { index }),
        std::cmp::Ordering::Greater => Err(PositionError::PositionReversed { index }),
    }
}

struct Resolving<'p, 'm> {
    positions: &'p Positions,
    message: &'p str,
    sameness: &'p Sameness,
    /// What the placeholders already mean; nothing, where they mean nothing.
    expected: BTreeMap<&'p Placeholder, Vec<Expected<'m>>>,
}

/// The canonical form of a value, and what it is called.
type Expected<'m> = (Cow<'m, str>, Placeholder);

/// Why a position has no place in the message, in some unit.
#[derive(Clone, Copy)]
enum Misplaced {
    OutOfRange,
    InsideChar(u64),
}

type Placed = Vec<Result<Span, Misplaced>>;

impl Resolving<'_, '_> {
    /// The spans that are meant, in bytes, by index.
    fn spans(&self) -> Result<Vec<Span>, PositionError> {
        for (index, position) in self.positions.list.iter().enumerate() {
            check_order(position.start, position.end, index)?;
        }
        let (unit, placed) = match self.positions.unit {
            Some(unit) => (unit, self.place(unit)),
            None => self.tried()?,
        };
        let mut spans = Vec::with_capacity(placed.len());
        for (index, (placed, position)) in placed.iter().zip(&self.positions.list).enumerate() {
            let span = match *placed {
                Ok(span) => span,
                Err(Misplaced::OutOfRange) => return Err(self.out_of_range(index, position, unit)),
                Err(Misplaced::InsideChar(offset)) => {
                    return Err(PositionError::PositionNotCharBoundary { index, offset, unit });
                }
            };
            self.check_length(index, span)?;
            if self.matches(position, span) == Some(false) {
                return Err(PositionError::PositionsStale { index });
            }
            spans.push(span);
        }
        Ok(spans)
    }

    /// The unit that the message itself tells.
    fn tried(&self) -> Result<(OffsetUnit, Placed), PositionError> {
        if self.message.is_ascii() {
            // All units are the same.
            return Ok((OffsetUnit::Codepoint, self.place(OffsetUnit::Codepoint)));
        }
        let mut kept: Option<(OffsetUnit, Placed)> = None;
        let (mut checkable, mut stale) = (false, None);
        for unit in [OffsetUnit::Codepoint, OffsetUnit::Utf16, OffsetUnit::Utf8] {
            let placed = self.place(unit);
            if kept.as_ref().is_some_and(|(_, kept)| agree(kept, &placed)) {
                continue;
            }
            let mut wrong = None;
            for (index, (placed, position)) in placed.iter().zip(&self.positions.list).enumerate() {
                match placed.map_or_else(
                    |_| self.is_checkable(position).then_some(false),
                    |span| self.matches(position, span),
                ) {
                    Some(true) => checkable = true,
                    Some(false) => {
                        checkable = true;
                        wrong = Some(index);
                        break;
                    }
                    None => {}
                }
            }
            match wrong {
                Some(index) => stale = stale.or(Some(index)),
                None if !checkable => {
                    // Nothing to compare, in no unit.
                    let beyond = self.message.chars().any(|c| c > '\u{ffff}');
                    let ambiguous = beyond && !self.positions.is_empty();
                    return if ambiguous {
                        Err(PositionError::PositionsUnitAmbiguous)
                    } else {
                        Ok((unit, placed))
                    };
                }
                None if kept.is_some() => return Err(PositionError::PositionsUnitAmbiguous),
                None => kept = Some((unit, placed)),
            }
        }
        kept.ok_or_else(|| {
            // UTF-8 has the most units: what is out of range there is out of range anyhow.
            let behind = |position: &&Position| position.end > self.message.len() as u64;
            match self.positions.list.iter().enumerate().find(|(_, position)| behind(position)) {
                Some((index, position)) => self.out_of_range(index, position, OffsetUnit::Codepoint),
                None => PositionError::PositionsStale { index: stale.unwrap_or_default() },
            }
        })
    }

    fn out_of_range(&self, index: usize, position: &Position, unit: OffsetUnit) -> PositionError {
        PositionError::PositionOutOfRange { index, end: position.end, len: unit.len_of(self.message) }
    }

    fn place(&self, unit: OffsetUnit) -> Placed {
        let list = &self.positions.list;
        let offsets: Vec<u64> = list.iter().flat_map(|position| [position.start, position.end]).collect();
        let bytes = unit.to_bytes(self.message, &offsets);
        let pairs = bytes.chunks_exact(2).zip(list);
        pairs
            .map(|(edges, position)| match edges {
                [Ok(start), Ok(end)] => Ok(Span::new(*start, *end)),
                [_, Err(OffsetError::OutOfRange)] | [Err(OffsetError::OutOfRange), _] => {
                    Err(Misplaced::OutOfRange)
                }
                [Err(_), _] => Err(Misplaced::InsideChar(position.start)),
                _ => Err(Misplaced::InsideChar(position.end)),
            })
            .collect()
    }

    fn is_checkable(&self, position: &Position) -> bool {
        position.text.is_some() || !self.expected(position).is_empty()
    }

    fn expected(&self, position: &Position) -> &[Expected<'_>] {
        let expected = position.placeholder.as_ref().and_then(|placeholder| self.expected.get(placeholder));
        expected.map_or(&[], Vec::as_slice)
    }

    /// What is called by the placeholder of a position, of what may be meant by it.
    fn meant(&self, position: &Position, found: &str) -> Option<&Placeholder> {
        let kind = position.placeholder.as_ref()?.kind();
        let canonical = || self.sameness.canonical(kind, found);
        let same = |value: &Cow<'_, str>| found == value.as_ref() || canonical() == *value;
        self.expected(position).iter().find(|(value, _)| same(value)).map(|(_, placeholder)| placeholder)
    }

    /// Whether there stands what should; `None` where nothing is known of it.
    fn matches(&self, position: &Position, span: Span) -> Option<bool> {
        let is_mapped = !self.expected(position).is_empty();
        if position.text.is_none() && !is_mapped {
            return None;
        }
        let found = span.get(self.message).filter(|found| found.len() <= self.positions.max_value);
        let Some(found) = found else { return Some(false) };
        let same_text = position.text.as_ref().is_none_or(|text| text.as_str() == found);
        Some(same_text && (!is_mapped || self.meant(position, found).is_some()))
    }

    fn check_length(&self, index: usize, span: Span) -> Result<(), PositionError> {
        let limit = self.positions.max_value;
        match span.len() {
            len if len > limit => Err(PositionError::MappingValueTooLong { index, len, limit }),
            _ => Ok(()),
        }
    }

    /// The spans grown to whole clusters, by index; checks what they cover then.
    fn grow(&self, spans: &[Span], strict: bool) -> Result<Vec<Span>, PositionError> {
        let mut edges: Vec<(usize, usize)> = spans
            .iter()
            .enumerate()
            .flat_map(|(index, span)| [(span.start, index), (span.end, index)])
            .collect();
        edges.sort_unstable();
        let clusters = Clusters::new(self.message);
        let mut grown = spans.to_vec();
        for (edge, index) in edges {
            let cluster = clusters.around(edge);
            if let Some(span) = grown.get_mut(index) {
                // A span inside one cluster meets that cluster at both of its edges.
                *span = span.join(cluster);
            }
        }
        let mut in_order: Vec<(Span, usize)> =
            grown.iter().enumerate().map(|(index, span)| (*span, index)).collect();
        in_order.sort_unstable();
        let mut visible = Next::new(self.message, |c| !c.is_whitespace() && !fold::is_ignorable(c));
        let mut control = Next::new(self.message, |c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
        let mut fault: Option<(usize, PositionError)> = None;
        for (span, index) in in_order {
            let checked = self
                .check_clusters(index, spans, span, strict)
                .and_then(|()| self.check_length(index, span))
                .and_then(|()| match visible.from(span.start) < span.end {
                    true => Ok(()),
                    false => Err(PositionError::PositionEmpty { index }),
                })
                .and_then(|()| match control.from(span.start) < span.end {
                    true => Err(PositionError::MappingValueControlChar { index }),
                    false => Ok(()),
                });
            if let Err(error) = checked {
                fault = Some(fault.filter(|(first, _)| *first < index).unwrap_or((index, error)));
            }
        }
        fault.map_or(Ok(grown), |(_, error)| Err(error))
    }

    fn check_clusters(
        &self,
        index: usize,
        spans: &[Span],
        grown: Span,
        strict: bool,
    ) -> Result<(), PositionError> {
        let (Some(span), Some(position)) = (spans.get(index), self.positions.list.get(index)) else {
            return Ok(());
        };
        match () {
            () if !strict || *span == grown => Ok(()),
            () if span.start != grown.start => {
                Err(PositionError::PositionNotGraphemeBoundary { index, offset: position.start })
            }
            () => Err(PositionError::PositionNotGraphemeBoundary { index, offset: position.end }),
        }
    }

    fn given(&self, spans: &[Span], grown: &[Span]) -> Vec<(GivenSpan, usize)> {
        let each = self.positions.list.iter().zip(spans.iter().zip(grown)).enumerate();
        each.map(|(index, (position, (&before, &span)))| {
            let texts = before.get(self.message).zip(span.get(self.message));
            let placeholder = texts.and_then(|(before, after)| {
                let asked = position.placeholder.as_ref()?;
                let kept = self.sameness.same(asked.kind(), before, after);
                kept.then(|| self.meant(position, before).unwrap_or(asked).clone())
            });
            let kind = position.kind.clone().or_else(|| Some(position.placeholder.as_ref()?.kind().clone()));
            // All equal until they are sorted.
            (GivenSpan { span, kind, placeholder, index: 0 }, index)
        })
        .collect()
    }

    /// The first placeholder whose spans have different values.
    fn conflict(&self, given: &[(GivenSpan, usize)]) -> Option<Placeholder> {
        let mut values: BTreeMap<&Placeholder, Cow<'_, str>> = BTreeMap::new();
        let mut conflict: Option<&Placeholder> = None;
        for (given, _) in given {
            let (Some(placeholder), Some(text)) = (&given.placeholder, given.span.get(self.message)) else {
                continue;
            };
            let canonical = self.sameness.canonical(placeholder.kind(), text);
            let known = values.entry(placeholder).or_insert_with(|| canonical.clone());
            if *known != canonical {
                conflict = Some(conflict.map_or(placeholder, |conflict| conflict.min(placeholder)));
            }
        }
        conflict.cloned()
    }
}

fn agree(a: &Placed, b: &Placed) -> bool {
    a.iter().map(|placed| placed.ok()).eq(b.iter().map(|placed| placed.ok()))
}

fn check_overlap(given: &[(GivenSpan, usize)]) -> Result<(), PositionError> {
    let mut furthest: Option<(usize, usize)> = None;
    for (given, index) in given {
        if let Some((end, other)) = furthest {
            if given.span.start < end {
                return Err(PositionError::PositionsOverlap { index: *index, other });
            }
        }
        if furthest.is_none_or(|(end, _)| given.span.end > end) {
            furthest = Some((given.span.end, *index));
        }
    }
    Ok(())
}

/// The next character of some sort behind offsets that come in ascending order: one walk for all.
struct Next<'t, F> {
    text: &'t str,
    wanted: F,
    found: Option<usize>,
}

impl<'t, F: Fn(char) -> bool> Next<'t, F> {
    fn new(text: &'t str, wanted: F) -> Self {
        Next { text, wanted, found: None }
    }

    fn from(&mut self, offset: usize) -> usize {
        match self.found {
            Some(found) if found >= offset => found,
            _ => {
                let rest = self.text.get(offset..).unwrap_or_default();
                let found = rest.find(&self.wanted).map_or(self.text.len(), |at| offset + at);
                self.found = Some(found);
                found
            }
        }
    }
}
