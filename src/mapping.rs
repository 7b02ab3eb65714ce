//! The two-way table: placeholder ↔ original.

mod entries;
mod error;
mod ids;
mod index;
mod spellings;

use std::fmt;
use std::sync::OnceLock;

use zeroize::{Zeroize, Zeroizing};

use crate::kind::Kind;
use crate::limits::Limits;
use crate::placeholder::{Answered, Numbering, Placeholder, PlaceholderStyle};
use crate::sameness::Sameness;

pub(crate) use entries::{Entries, EntryLimits, deserialize_stored, escape_json, has_control};
pub use error::MappingError;
pub(crate) use ids::IdSet;
use index::Index;
use spellings::Spellings;

/// Where an entry comes from. Of two entries for one value, masking uses the first of this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Source {
    /// A position given for the message.
    Position,
    /// A mapping that the user confirmed or edited for this message.
    Explicit,
    /// What a placeholder already means in the conversation.
    History,
    /// What automatic detection proposed.
    Auto,
    /// What a detector found just now.
    Detector,
}

/// Placeholder ↔ original, both ways, in the order of kind and number.
///
/// A placeholder never means two values; an entry once given never changes. Which spellings are
/// the same value, [`Sameness`] decides. Values are kept in one buffer that is overwritten when the
/// mapping is dropped; `Debug` prints how many there are.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Mapping, Source};
///
/// let mut mapping = Mapping::new();
/// let john = mapping.assign(&Kind::PERSON, "John Doe", Source::Explicit)?;
/// assert_eq!(john.to_string(), "<PERSON_1>");
/// assert_eq!(mapping.assign(&Kind::PERSON, "JOHN DOE", Source::Explicit)?, john);
/// assert_eq!(mapping.get(&john), Some("John Doe"));
/// assert_eq!(mapping.to_json(), r#"{"<PERSON_1>":"John Doe"}"#);
/// assert_eq!(format!("{mapping:?}"), "Mapping(1 entry)");
/// # Ok::<(), pii_mask::MappingError>(())
/// ```
#[derive(Clone, Default)]
pub struct Mapping {
    sameness: Sameness,
    /// In order of the kind.
    kinds: Vec<KindTable>,
    /// By id: in the order they came in.
    entries: Vec<Entry>,
    /// All values, one after another.
    values: Values,
    spellings: Spellings,
    /// Canonical form → entry. Built when it is first asked: unmasking never needs it.
    index: OnceLock<Index>,
    /// How many messages there were: what an earlier one brought is history.
    turn: u32,
    /// How often it has changed what is found in a text, or what stands for it.
    revision: u64,
    numbering: Numbering,
}

#[derive(Clone)]
struct KindTable {
    kind: Kind,
    /// Number, id: in order of the number.
    numbers: Vec<(u32, u32)>,
}

#[derive(Clone)]
struct Entry {
    placeholder: Placeholder,
    source: Source,
    /// The turn in which the source said so.
    turn: u32,
    start: usize,
    end: usize,
}

/// How much a mapping held at some time.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    entries: usize,
    spellings: usize,
    values: usize,
}

/// A growing text of which no copy stays behind in memory.
#[derive(Clone, Default)]
struct Values(Zeroizing<String>);

impl Values {
    fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            let mut larger = String::with_capacity((self.0.len() + more).max(self.0.capacity() * 2));
            larger.push_str(&self.0);
            self.0.zeroize();
            *self.0 = larger;
        }
    }

    fn truncate(&mut self, len: usize) {
        let mut kept = String::with_capacity(self.0.capacity());
        kept.push_str(self.0.get(..len).unwrap_or_default());
        self.0.zeroize();
        *self.0 = kept;
    }

    fn get(&self, start: usize, end: usize) -> Option<&str> {
        self.0.get(start..end)
    }

    fn push(&mut self, value: &str) -> (usize, usize) {
        self.reserve(value.len());
        let start = self.0.len();
        self.0.push_str(value);
        (start, self.0.len())
    }
}

impl Mapping {
    /// An empty mapping with the default [`Sameness`].
    pub fn new() -> Self {
        Mapping::default()
    }

    /// An empty mapping that compares values in this way.
    pub fn with_sameness(sameness: Sameness) -> Self {
        Mapping { sameness, ..Mapping::default() }
    }

    /// How values are compared.
    pub fn sameness(&self) -> &Sameness {
        &self.sameness
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The original that a placeholder means.
    pub fn get(&self, placeholder: &Placeholder) -> Option<&str> {
        self.value(self.id_of(placeholder)?)
    }

    /// All entries in the order of kind, then number.
    pub fn iter(&self) -> impl Iterator<Item = (&Placeholder, &str)> {
        self.ids().filter_map(|id| Some((self.placeholder(id)?, self.value(id)?)))
    }

    /// The placeholder that masking uses for a value, in any spelling of it.
    ///
    /// Of several the one with the first [`Source`], then the lowest number.
    pub fn find(&self, kind: &Kind, value: &str) -> Option<&Placeholder> {
        self.placeholder(self.find_id(kind, value)?)
    }

    /// Adds an entry.
    ///
    /// The same value once more changes nothing; another spelling of it is masked from now on as well, and
    /// the first one comes back.
    ///
    /// # Errors
    ///
    /// [`MappingError::MappingConflict`] where the placeholder means another value.
    pub fn insert(
        &mut self,
        placeholder: Placeholder,
        value: &str,
        source: Source,
    ) -> Result<(), MappingError> {
        let known = self.id_of(&placeholder).and_then(|id| Some((id, self.value(id)?)));
        match known {
            None => self.add(placeholder, value, source),
            Some((id, known)) if self.sameness.same(placeholder.kind(), known, value) => {
                self.add_spelling(id, value, false);
            }
            Some(_) => return Err(MappingError::MappingConflict { placeholder }),
        }
        Ok(())
    }

    /// The placeholder of a value: the one it has, or a fresh one.
    ///
    /// # Errors
    ///
    /// [`MappingError::PlaceholderNumbersExhausted`] where all numbers of the kind are taken or burnt.
    pub fn assign(&mut self, kind: &Kind, value: &str, source: Source) -> Result<Placeholder, MappingError> {
        let Some(id) = self.find_id(kind, value) else { return self.assign_fresh(kind, value, source) };
        self.add_spelling(id, value, false);
        self.placeholder(id)
            .cloned()
            .ok_or_else(|| MappingError::PlaceholderNumbersExhausted { kind: kind.clone() })
    }

    /// A fresh placeholder, also for a value that has one under another kind.
    pub(crate) fn assign_fresh(
        &mut self,
        kind: &Kind,
        value: &str,
        source: Source,
    ) -> Result<Placeholder, MappingError> {
        let mut numbering = std::mem::take(&mut self.numbering);
        let table = self.table(kind.as_str().as_bytes());
        let taken = |number| table.is_some_and(|table| table.id(number).is_some());
        let fresh = numbering.fresh(kind, taken);
        self.numbering = numbering;
        let placeholder =
            fresh.ok_or_else(|| MappingError::PlaceholderNumbersExhausted { kind: kind.clone() })?;
        self.add(placeholder.clone(), value, source);
        Ok(placeholder)
    }

    /// Sees to it that a placeholder is never given to a fresh value: it stands in some text.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Kind, Mapping, Source};
    ///
    /// let mut mapping = Mapping::new();
    /// mapping.burn(&"<PERSON_1>".parse().unwrap());
    /// let john = mapping.assign(&Kind::PERSON, "John", Source::Explicit)?;
    /// assert_eq!(john.to_string(), "<PERSON_2>");
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn burn(&mut self, placeholder: &Placeholder) {
        self.numbering.burn(placeholder);
    }

    /// Keeps placeholders that somebody asks for from being given to another value.
    pub(crate) fn reserve<'p>(&mut self, asked: impl Iterator<Item = &'p Placeholder>) {
        for placeholder in asked {
            if self.id_of(placeholder).is_none() {
                self.burn(placeholder);
            }
        }
    }

    /// Placeholders that are never given out, in order.
    pub fn burnt(&self) -> impl Iterator<Item = Placeholder> {
        self.numbering
            .burnt()
            .flat_map(|(kind, numbers)| numbers.iter().filter_map(|&n| Placeholder::new(kind.clone(), n)))
    }

    /// Adds all entries and burnt numbers of another mapping.
    ///
    /// # Errors
    ///
    /// [`MappingError::MappingConflict`] where a placeholder means two values; then nothing is added.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, Mapping, PlaceholderStyle};
    ///
    /// let read = |json: &[u8]| Mapping::from_json(json, PlaceholderStyle::Angle, &Limits::default());
    /// let mut mapping = read(br#"{"<PERSON_1>":"John"}"#)?;
    /// mapping.merge(&read(br#"{"<PERSON_1>":"JOHN","<PERSON_2>":"Mary"}"#)?)?;
    /// // An entry never changes: the first spelling stays.
    /// assert_eq!(mapping.to_json(), r#"{"<PERSON_1>":"John","<PERSON_2>":"Mary"}"#);
    ///
    /// let error = mapping.merge(&read(br#"{"<PERSON_1>":"Bert"}"#)?).unwrap_err();
    /// assert_eq!(error.to_string(), "placeholder <PERSON_1> already means another value");
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn merge(&mut self, other: &Mapping) -> Result<(), MappingError> {
        for (placeholder, value) in other.iter() {
            if self
                .get(placeholder)
                .is_some_and(|known| !self.sameness.same(placeholder.kind(), known, value))
            {
                return Err(MappingError::MappingConflict { placeholder: placeholder.clone() });
            }
        }
        for id in 0..other.entries.len() as u32 {
            let entry = (other.placeholder(id), other.value(id), other.source(id));
            if let (Some(placeholder), Some(value), Some(source)) = entry {
                self.insert(placeholder.clone(), value, source)?;
            }
        }
        self.take_spellings(other);
        for placeholder in other.burnt() {
            self.burn(&placeholder);
        }
        Ok(())
    }

    /// Notes what another mapping knows of other spellings, under the placeholder that masks them here.
    fn take_spellings(&mut self, other: &Mapping) {
        for (id, spelling) in other.spellings() {
            let here = other.placeholder(id).and_then(|placeholder| {
                self.id_of(placeholder).or_else(|| self.find_id(placeholder.kind(), other.value(id)?))
            });
            if let Some(here) = here {
                self.add_spelling(here, spelling, false);
            }
        }
    }

    /// One placeholder for each distinct value: the one with the lowest number.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, Mapping, PlaceholderStyle};
    ///
    /// let json = br#"{"<PERSON_1>":"John","<PERSON_2>":"JOHN","<PERSON_3>":"Mary"}"#;
    /// let mapping = Mapping::from_json(json, PlaceholderStyle::Angle, &Limits::default())?;
    /// assert_eq!(mapping.normalized().to_json(), r#"{"<PERSON_1>":"John","<PERSON_3>":"Mary"}"#);
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn normalized(&self) -> Mapping {
        let mut by_number: Vec<u32> = self.ids().collect();
        // Stable: of equal numbers the first kind wins.
        by_number.sort_by_key(|&id| self.placeholder(id).map_or(0, Placeholder::number));
        let mut normalized = Mapping::with_sameness(self.sameness);
        normalized.numbering = self.numbering.clone();
        for id in by_number {
            let entry = (self.placeholder(id), self.value(id), self.source(id));
            if let (Some(placeholder), Some(value), Some(source)) = entry {
                match normalized.find_id(placeholder.kind(), value) {
                    None => normalized.add(placeholder.clone(), value, source),
                    Some(id) => {
                        normalized.add_spelling(id, value, false);
                        // The model may have seen it.
                        normalized.burn(placeholder);
                    }
                }
            }
        }
        normalized.take_spellings(self);
        normalized
    }

    /// Reads `{"<PERSON_1>":"John Doe", …}` with the bounds of a body.
    ///
    /// One pass; keys are checked against the grammar of `style`, values against `limits`, both
    /// before anything is built.
    ///
    /// # Errors
    ///
    /// [`MappingError`]; equal keys are refused, whatever their values.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, Mapping, PlaceholderStyle};
    ///
    /// let read = |json: &[u8]| Mapping::from_json(json, PlaceholderStyle::Square, &Limits::default());
    /// let mapping = read(br#"{"[PERSON_1]":"John"}"#)?;
    /// assert_eq!(mapping.get(&"<PERSON_1>".parse().unwrap()), Some("John"));
    ///
    /// let error = read(br#"{"[PERSON_1]":"John","[PERSON_1]":"John"}"#).unwrap_err();
    /// assert_eq!((error.code(), error.status()), ("mapping_duplicate_key", 400));
    /// # Ok::<(), pii_mask::MappingError>(())
    /// ```
    pub fn from_json(json: &[u8], style: PlaceholderStyle, limits: &Limits) -> Result<Mapping, MappingError> {
        let entries = Entries::parse(json, style, EntryLimits::body(limits))?;
        let mut mapping = Mapping::new();
        mapping.entries.reserve(entries.len());
        mapping.values.reserve(entries.text_len());
        for (placeholder, value) in entries.iter() {
            mapping.add(placeholder.clone(), value, Source::History);
        }
        Ok(mapping)
    }

    /// ASCII JSON with `\u` escapes, sorted by kind, then number: fit for a header.
    pub fn to_json(&self) -> String {
        self.to_json_styled(PlaceholderStyle::Angle)
    }

    /// [`to_json`](Mapping::to_json) with the keys in another style.
    pub fn to_json_styled(&self, style: PlaceholderStyle) -> String {
        entries::to_json(self.iter(), style)
    }

    /// [`to_json`](Mapping::to_json) as base64url without padding.
    pub fn to_base64url(&self) -> String {
        use base64::Engine as _;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.to_json())
    }

    /// The id of a placeholder. A few comparisons, whatever the number of entries.
    #[inline]
    pub(crate) fn id(&self, kind: &[u8], number: u32) -> Option<u32> {
        self.table(kind)?.id(number)
    }

    /// The id of a placeholder.
    pub(crate) fn id_of(&self, placeholder: &Placeholder) -> Option<u32> {
        self.id(placeholder.kind().as_str().as_bytes(), placeholder.number())
    }

    /// Ids are given in the order of arrival and never change.
    pub(crate) fn value(&self, id: u32) -> Option<&str> {
        let entry = self.entries.get(id as usize)?;
        self.values.get(entry.start, entry.end)
    }

    pub(crate) fn placeholder(&self, id: u32) -> Option<&Placeholder> {
        Some(&self.entries.get(id as usize)?.placeholder)
    }

    /// Who says so; what an earlier turn brought is history.
    pub(crate) fn source(&self, id: u32) -> Option<Source> {
        let entry = self.entries.get(id as usize)?;
        Some(if entry.turn == self.turn { entry.source } else { Source::History })
    }

    /// The message is masked, or another one begins: everything that is known is history.
    pub(crate) fn end_turn(&mut self) {
        self.turn += 1;
    }

    /// Another number as soon as a text may be masked in another way than before.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// An entry that there is already is an explicit one of this turn.
    pub(crate) fn confirm(&mut self, id: u32) {
        let masks = |mapping: &Mapping| mapping.find_id(mapping.placeholder(id)?.kind(), mapping.value(id)?);
        let before = masks(self);
        if let Some(entry) = self.entries.get_mut(id as usize) {
            entry.source = Source::Explicit;
            entry.turn = self.turn;
        }
        self.index_entry(id);
        self.revision += u64::from(masks(self) != before);
    }

    /// Takes note of another spelling of an entry's value, in this or in a later text. `folded`: whether
    /// it is enough that a search in all spellings finds it.
    pub(crate) fn add_spelling(&mut self, id: u32, spelling: &str, folded: bool) {
        let (Some(placeholder), Some(value)) = (self.placeholder(id), self.value(id)) else { return };
        let (kind, sameness) = (placeholder.kind().clone(), self.sameness);
        if value == spelling || folded && sameness.finds(&kind, value, spelling) {
            return;
        }
        let form = sameness.search_form(&kind, spelling);
        let same = |known: &str| known == spelling || folded && sameness.search_form(&kind, known) == form;
        if self.spellings.add((id, &form), spelling, &mut self.values, same) {
            self.revision += 1;
        }
    }

    /// Other spellings that were noted, in the order they came.
    pub(crate) fn spellings(&self) -> impl ExactSizeIterator<Item = (u32, &str)> {
        self.spellings.iter(&self.values)
    }

    /// How much there is; [`take_back`](Mapping::take_back) goes back to it.
    pub(crate) fn mark(&self) -> Mark {
        Mark { entries: self.entries.len(), spellings: self.spellings.len(), values: self.values.0.len() }
    }

    /// Forgets what came since a mark: the request that brought it was refused. Burnt numbers stay.
    pub(crate) fn take_back(&mut self, mark: Mark) {
        self.entries.truncate(mark.entries);
        self.spellings.truncate(mark.spellings);
        self.values.truncate(mark.values);
        for table in &mut self.kinds {
            table.numbers.retain(|&(_, id)| (id as usize) < mark.entries);
        }
        self.kinds.retain(|table| !table.numbers.is_empty());
        self.index = OnceLock::new();
        self.revision += 1;
        self.numbering.search_again();
    }

    /// Ids in the order of kind, then number.
    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> {
        self.kinds.iter().flat_map(|table| table.numbers.iter().map(|&(_, id)| id))
    }

    /// Adds an entry whose placeholder is not taken.
    fn add(&mut self, placeholder: Placeholder, value: &str, source: Source) {
        let id = self.entries.len() as u32;
        let at = match self.kinds.last() {
            // Entries mostly come in order.
            Some(last) if last.kind == *placeholder.kind() => self.kinds.len() - 1,
            _ => self.make_table(placeholder.kind()),
        };
        if let Some(table) = self.kinds.get_mut(at) {
            table.add(placeholder.number(), id);
        }
        let (start, end) = self.values.push(value);
        self.entries.push(Entry { placeholder, source, turn: self.turn, start, end });
        self.revision += 1;
        self.index_entry(id);
    }

    /// Where the table of a kind is, which is made if there is none.
    fn make_table(&mut self, kind: &Kind) -> usize {
        self.kinds.binary_search_by(|table| table.kind.cmp(kind)).unwrap_or_else(|at| {
            self.kinds.insert(at, KindTable { kind: kind.clone(), numbers: Vec::new() });
            at
        })
    }

    #[inline]
    fn table(&self, kind: &[u8]) -> Option<&KindTable> {
        // Few kinds: comparing lengths in a row is faster than a search.
        if self.kinds.len() <= 8 {
            return self.kinds.iter().find(|table| table.kind.as_str().as_bytes() == kind);
        }
        let at = self.kinds.binary_search_by(|table| table.kind.as_str().as_bytes().cmp(kind)).ok()?;
        self.kinds.get(at)
    }
}

impl KindTable {
    /// Numbers count from 1, so the place is nearly always known without a search.
    #[inline]
    fn id(&self, number: u32) -> Option<u32> {
        if let Some(&(at, id)) = self.numbers.get(number as usize - 1) {
            if at == number {
                return Some(id);
            }
        }
        let at = self.numbers.binary_search_by_key(&number, |&(at, _)| at).ok()?;
        Some(self.numbers.get(at)?.1)
    }

    fn add(&mut self, number: u32, id: u32) {
        match self.numbers.last() {
            Some(&(last, _)) if last > number => {
                let at = self.numbers.partition_point(|&(at, _)| at < number);
                self.numbers.insert(at, (number, id));
            }
            _ => self.numbers.push((number, id)),
        }
    }
}

impl Answered for Mapping {
    fn some_kind_starts_with(&self, prefix: &[u8]) -> bool {
        let at = self.kinds.partition_point(|table| table.kind.as_str().as_bytes() < prefix);
        self.kinds.get(at).is_some_and(|table| table.kind.as_str().as_bytes().starts_with(prefix))
    }

    fn longest_number(&self, kind: &[u8]) -> Option<usize> {
        let (largest, _) = self.table(kind)?.numbers.last()?;
        Some(largest.ilog10() as usize + 1)
    }
}

/// Equal when they have the same entries, in the same spelling.
impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Mapping {}

impl fmt::Debug for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = if self.len() == 1 { "entry" } else { "entries" };
        write!(f, "Mapping({} {entries})", self.len())
    }
}

#[cfg(test)]
mod tests;
