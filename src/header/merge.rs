//! History, what the user said, what detection proposed: one mapping, whatever the order of keys.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation as _;
use zeroize::Zeroizing;

use super::error::HeaderError;
use super::name::Field;
use super::{Given, PiiHeaders};
use crate::kind::Kind;
use crate::mapping::{Entries, Mapping, MappingError, Source};
use crate::placeholder::Placeholder;
use crate::sameness::fold;

/// What is left open where two sources disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MergeOptions {
    /// Explicit entries whose placeholder is taken get a fresh number instead of a refusal.
    pub(crate) renumber: bool,
}

/// The mapping a request starts from.
pub(crate) struct Merged {
    pub(crate) mapping: Mapping,
    /// Entries that need a fresh number, by kind and old number. They get it once all texts are
    /// known: what stands in a text is never given out, and a placeholder that stands in the
    /// message cannot be renumbered.
    pub(crate) pending: Vec<Pending>,
    /// Entries of one character, which only a position can justify.
    pub(crate) too_short: Vec<TooShort>,
    /// Whether something that was known is said again, which may put it before another entry.
    pub(crate) confirmed: bool,
}

/// An entry that waits for a fresh number.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pending {
    /// What it was called, by kind and number.
    pub(crate) old: Placeholder,
    pub(crate) source: Source,
    pub(crate) value: Zeroizing<String>,
    /// Where it comes from.
    pub(crate) field: Field,
}

impl Pending {
    pub(crate) fn kind(&self) -> &Kind {
        self.old.kind()
    }

    /// What is answered where the entry cannot be renumbered.
    pub(crate) fn conflict(&self) -> HeaderError {
        conflict(self.field, &self.old)
    }
}

/// An entry of one character that the history does not know.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TooShort {
    pub(crate) field: Field,
    /// Where it stood in what was written.
    pub(crate) index: usize,
    pub(crate) placeholder: Placeholder,
    pub(crate) value: Zeroizing<String>,
}

impl TooShort {
    /// What is answered where no position covers the value.
    pub(crate) fn refusal(&self) -> HeaderError {
        HeaderError::Mapping {
            field: self.field,
            error: MappingError::MappingValueTooShort { index: self.index },
        }
    }
}

impl fmt::Debug for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Merged({:?}, {} pending, {} too short)",
            self.mapping,
            self.pending.len(),
            self.too_short.len()
        )
    }
}

/// Merges what came with a request into what is known of the conversation.
///
/// `base` is what a store has. It is history, and a value of it goes on being masked by the
/// placeholder that masked it so far, unless an explicit entry says otherwise.
pub(crate) fn merge(
    headers: &PiiHeaders,
    base: Mapping,
    options: MergeOptions,
) -> Result<Merged, HeaderError> {
    let mut mapping = base;
    mapping.end_turn();
    if let Some(history) = &headers.history {
        // What a store has goes before what a client says of the past: there is no option here.
        for (placeholder, value) in history.value.iter() {
            mapping
                .insert(placeholder.clone(), value, Source::History)
                .map_err(|_| conflict(history.field, placeholder))?;
        }
    }
    let mut merging = Merging { mapping, pending: Vec::new(), too_short: Vec::new(), confirmed: false };
    let explicit = headers.explicit.as_ref().map(|given| Given { field: given.field, value: &given.value });
    let auto = headers.auto_entries();
    // Both before anything is added: only the history makes one character enough.
    for given in [&explicit, &auto].into_iter().flatten() {
        merging.note_short(given);
    }
    if let Some(given) = explicit {
        merging.add(&given, Source::Explicit, options.renumber)?;
    }
    if let Some(given) = auto {
        merging.add(&given, Source::Auto, true)?;
    }
    let Merging { mapping, mut pending, too_short, confirmed } = merging;
    // One placeholder waits twice at most, with two sources.
    pending.sort_by(|a, b| (&a.old, a.source).cmp(&(&b.old, b.source)));
    Ok(Merged { mapping, pending, too_short, confirmed })
}

struct Merging {
    mapping: Mapping,
    pending: Vec<Pending>,
    too_short: Vec<TooShort>,
    confirmed: bool,
}

impl Merging {
    fn note_short(&mut self, given: &Given<&Entries<'static>>) {
        let short = given.value.iter().filter(|(placeholder, value)| {
            is_one_character(value) && self.mapping.find(placeholder.kind(), value).is_none()
        });
        let short = short.map(|(placeholder, value)| TooShort {
            field: given.field,
            index: given.value.written_at(placeholder).unwrap_or_default(),
            placeholder: placeholder.clone(),
            value: Zeroizing::new(value.to_owned()),
        });
        self.too_short.extend(short.collect::<Vec<_>>());
    }

    /// Adds entries in the order of kind, then number.
    fn add(
        &mut self,
        given: &Given<&Entries<'static>>,
        source: Source,
        renumber: bool,
    ) -> Result<(), HeaderError> {
        for (placeholder, value) in given.value.iter() {
            let known = self.mapping.id_of(placeholder);
            match self.mapping.insert(placeholder.clone(), value, source) {
                Ok(()) => {
                    if let Some(known) = known.filter(|_| source == Source::Explicit) {
                        self.mapping.confirm(known);
                        self.confirmed = true;
                    }
                }
                Err(_) if renumber => self.pending.push(Pending {
                    old: placeholder.clone(),
                    source,
                    value: Zeroizing::new(value.to_owned()),
                    field: given.field,
                }),
                Err(_) => return Err(conflict(given.field, placeholder)),
            }
        }
        Ok(())
    }
}

fn conflict(field: Field, placeholder: &Placeholder) -> HeaderError {
    let error = MappingError::MappingConflict { placeholder: placeholder.clone() };
    HeaderError::Mapping { field, error }
}

/// One grapheme cluster, apart from space and what cannot be seen.
fn is_one_character(value: &str) -> bool {
    let visible = value.trim_matches(|c: char| c.is_whitespace() || fold::is_ignorable(c));
    visible.graphemes(true).nth(1).is_none()
}

#[cfg(test)]
mod tests;
