//! Unmasks a whole reply in the form of a provider.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;

use crate::chat::{Answer, ChatError, Dialect, Edits, Holds, Items, Json, Numbers, Place, Value};
use crate::error::Error;
use crate::placeholder::Context;
use crate::unmask::{Links, Report, Shifts, Tally, Unmasker};

/// An unmasked reply and what happened to it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnmaskedChat<'b> {
    /// The reply; borrowed where nothing was replaced.
    pub body: Cow<'b, str>,
    /// Counts, over all texts of the reply.
    pub report: Report,
}

impl fmt::Debug for UnmaskedChat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnmaskedChat").field("len", &self.body.len()).field("report", &self.report).finish()
    }
}

impl Unmasker {
    /// Unmasks every text of a model's reply: all choices, what was refused, arguments of calls, plain
    /// reasoning, transcripts, titles of what is cited.
    ///
    /// In arguments, and in a text that begins as JSON does (`{"`, `["`, `[{"`), values are escaped for
    /// JSON. Offsets of citations into the text are moved along. Log probabilities of a text that has changed
    /// are taken out: they speak of other tokens. What is signed (`thinking`) and every field that the
    /// dialect does not name stays as it is.
    ///
    /// Cost: linear in the reply.
    ///
    /// # Errors
    ///
    /// [`Error`] with the code `upstream_protocol_error` where the reply is no JSON, has a member twice or is
    /// nested deeper than 127.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Dialect, Kind, Mapping, Source, Unmasker};
    ///
    /// let mut mapping = Mapping::new();
    /// mapping.assign(&Kind::PERSON, "John \"JD\" Doe", Source::Explicit)?;
    /// let reply = r#"{"choices":[{"message":{"role":"assistant","content":"Hi <PERSON_1>"}}]}"#;
    /// let unmasked = Unmasker::new(mapping).unmask_chat(Dialect::OpenAiChat, reply)?;
    /// assert_eq!(unmasked.body, reply.replace("<PERSON_1>", r#"John \"JD\" Doe"#));
    /// assert_eq!(unmasked.report.restored, 1);
    /// # Ok::<(), pii_mask::Error>(())
    /// ```
    pub fn unmask_chat<'b>(&self, dialect: Dialect, reply: &'b str) -> Result<UnmaskedChat<'b>, Error> {
        let json =
            Json::parse_reply(reply).map_err(|error| ChatError::ReplyInvalid { offset: error.offset })?;
        let mut tally = self.tally();
        let mut shown = Shown::new(dialect);
        let mut whole = Whole::new(self, &json, &mut shown);
        let mut places = Vec::new();
        let numbers = (Numbers::default(), &Items::default());
        dialect.reply().walk(&json, &[], numbers, &mut |place| places.push(place));
        sort_as_shown(&mut places);
        places.into_iter().for_each(|place| whole.take(place, &mut tally));
        let (edits, _) = whole.finish();
        Ok(UnmaskedChat { body: edits.apply(reply), report: tally.report(self) })
    }
}

/// Of each part of an answer what sums it up is shown first.
pub(super) fn sort_as_shown(places: &mut [Place]) {
    places.sort_by_key(|place| (place.numbers.first(1), !place.traits.summary));
}

/// What a text is in, and whether it is a summary: the same in each event that says it.
pub(super) type Said = (Numbers, bool);

pub(super) fn place_said(place: &Place) -> Said {
    (place.numbers.untagged(), place.traits.summary)
}

/// The texts of a reply that are shown one behind the other: a link that one of them opens goes on in the
/// next one.
///
/// Where one that is said goes on after another one came, nobody knows in which order they are shown: by their
/// numbers, as they begin, or as they come. What is thought comes in several fields at the same time from some
/// servers: these are shown once.
pub(super) struct Shown {
    dialect: Dialect,
    /// At the end of what was read last, of each row of texts.
    links: BTreeMap<Row, Links>,
    /// Before the first piece of each text.
    begun: BTreeMap<Said, Links>,
    /// Texts of which a piece came, and of each list that of the last one.
    pieces: BTreeSet<Key>,
    last: BTreeMap<List, Key>,
    /// Lists whose texts take turns.
    lost: BTreeSet<List>,
    /// A hash of what the event calls itself, if it says again what was said in pieces.
    again: Option<u64>,
    hasher: DefaultHashBuilder,
}

/// Texts that are shown one behind the other: of one answer, said or thought; and each time they are said.
type List = (Numbers, bool);
type Row = (List, Option<u64>);

/// The numbers of what a text is in, and the field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) numbers: Numbers,
    pub(super) field: u16,
}

impl Key {
    pub(super) fn of(place: &Place) -> Self {
        Key { numbers: place.numbers, field: place.field }
    }
}

impl Shown {
    pub(super) fn new(dialect: Dialect) -> Self {
        Shown {
            dialect,
            links: BTreeMap::new(),
            begun: BTreeMap::new(),
            pieces: BTreeSet::new(),
            last: BTreeMap::new(),
            lost: BTreeSet::new(),
            again: None,
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// An event comes.
    pub(super) fn hear(&mut self, json: &Json<'_>) {
        let kind = self.dialect.form().repeats.and_then(|first| {
            let kind = json.string(json.get(json.root(), "type")?);
            Some(kind).filter(|kind| !kind.ends_with(first))
        });
        self.again = kind.map(|kind| self.hasher.hash_one(kind));
    }

    fn list(&self, place: &Place) -> List {
        (place.numbers.first(self.dialect.form().answer), place.traits.thought)
    }

    fn row(&self, place: &Place) -> Row {
        (self.list(place), self.again.filter(|_| place.holds != Holds::Piece))
    }

    /// What is known before a text, where that matters. One that is said again stands where it stood, or
    /// behind what is said again before it.
    pub(super) fn before(&mut self, unmasker: &Unmasker, place: &Place) -> Option<Links> {
        let (list, text) = (self.list(place), place_said(place));
        let pieces = self.links.get(&(list, None));
        let last = self.links.get(&self.row(place));
        let begun = self.begun.get(&text).filter(|_| !self.begins(place));
        let links = match begun {
            None => unmasker.links_before(last.or(pieces))?,
            Some(begun) => begun.or(unmasker.links_before(last)?),
        };
        if begun.is_none() {
            self.begun.insert(text, links);
        }
        Some(if self.lost.contains(&list) { links.lost() } else { links })
    }

    /// Whether a text is not said again.
    fn begins(&self, place: &Place) -> bool {
        place.holds == Holds::Piece || !self.begun.contains_key(&place_said(place))
    }

    /// Takes note of a piece. Answers whether nobody knows what stands before it.
    pub(super) fn take_turn(&mut self, place: &Place) -> bool {
        let (list, text) = (self.list(place), Key::of(place));
        if is_shown(place)
            && !place.traits.thought
            && self.last.insert(list, text) != Some(text)
            && !self.pieces.insert(text)
        {
            self.lost.insert(list);
        }
        self.lost.contains(&list)
    }

    /// What is known where a text has been read so far. One that is not shown behind the others ends
    /// nothing that they began.
    pub(super) fn note(&mut self, place: &Place, links: Option<Links>, begins: bool) {
        if let Some(links) = links.filter(|_| is_shown(place)) {
            let (list, row) = (self.list(place), self.row(place));
            self.links.insert(row, links);
            if self.again.is_none() {
                self.last.insert(list, Key::of(place));
            } else if begins {
                // It came in no pieces: those of the next one stand behind it all the same.
                self.links.insert((list, None), links);
            }
        }
    }
}

/// Whether a text is shown behind others.
pub(super) fn is_shown(place: &Place) -> bool {
    (place.traits.said || place.traits.thought) && !place.traits.foreign
}

/// Unmasks texts that are there as a whole.
pub(super) struct Whole<'u, 'j, 'b> {
    unmasker: &'u Unmasker,
    arguments: Unmasker,
    json: &'j Json<'b>,
    shown: &'u mut Shown,
    edits: Edits,
    /// What must wait until it is known which texts have changed.
    citations: Vec<Place>,
    logprobs: Vec<Place>,
    /// How the texts that citations may speak of have moved.
    shifts: BTreeMap<Value, Shifts>,
    /// Texts that are not part of what is said around them.
    apart: BTreeSet<Value>,
    changed: BTreeSet<Value>,
}

impl<'u, 'j, 'b> Whole<'u, 'j, 'b> {
    pub(super) fn new(unmasker: &'u Unmasker, json: &'j Json<'b>, shown: &'u mut Shown) -> Self {
        Whole {
            shown,
            unmasker,
            arguments: unmasker.context(Context::JsonString),
            json,
            edits: Edits::default(),
            citations: Vec::new(),
            logprobs: Vec::new(),
            shifts: BTreeMap::new(),
            apart: BTreeSet::new(),
            changed: BTreeSet::new(),
        }
    }

    pub(super) fn take(&mut self, place: Place, tally: &mut Tally) {
        let value = place.value;
        match place.holds {
            // In a reply only what is known to be text is.
            _ if !place.listed => {}
            Holds::Text | Holds::Result(_) | Holds::Json if self.json.is_string(value) => {
                let text = self.json.string(value);
                let mut shifts = Shifts::default();
                let unmasked = if place.holds == Holds::Json {
                    self.arguments.unmask_part(&text, &mut None, tally, &mut shifts)
                } else {
                    let begins = self.shown.begins(&place);
                    let mut links = self.shown.before(self.unmasker, &place);
                    let unmasked = self.unmasker.unmask_answer(&text, &mut links, tally, &mut shifts);
                    self.shown.note(&place, links.filter(|_| !text.is_empty()), begins);
                    unmasked
                };
                if let Cow::Owned(text) = unmasked {
                    self.set(value, &text);
                }
                self.shifts.insert(value, shifts);
                if place.traits.foreign || place.traits.thought {
                    self.apart.insert(value);
                }
            }
            // Some servers send arguments as they are, not in a string.
            Holds::Free | Holds::Result(_) | Holds::Json | Holds::JsonPiece => self.free(value, tally),
            Holds::Citation => self.citations.push(place),
            Holds::Logprobs => self.logprobs.push(place),
            _ => {}
        }
    }

    /// A text that has changed.
    pub(super) fn set(&mut self, value: Value, text: &str) {
        self.edits.set_string(self.json, value, text);
        self.changed.insert(value);
    }

    /// All strings of a value and the names of its members, as they would come in pieces: JSON is a text.
    /// Where two names would become one, all of it stays.
    fn free(&mut self, value: Value, tally: &mut Tally) {
        let mut told = tally.clone();
        let raw = self.json.raw(value);
        match self.arguments.unmask_part(raw, &mut None, &mut told, &mut Shifts::default()) {
            Cow::Owned(text) if Json::parse_reply(&text).is_err() => {}
            Cow::Owned(text) => {
                self.edits.replace(self.json.span(value), text);
                self.changed.insert(value);
                *tally = told;
            }
            Cow::Borrowed(_) => *tally = told,
        }
    }

    /// What depends on other texts. Answers also the citations whose text is not here.
    pub(super) fn finish(mut self) -> (Edits, Vec<Place>) {
        // The text that is cited stands beside the list of citations.
        let mut texts: BTreeMap<Value, Option<Value>> = BTreeMap::new();
        let mut far = Vec::new();
        for citation in std::mem::take(&mut self.citations) {
            let way = self.json.way_to(citation.value);
            let mut beside = way.iter().rev().skip(1);
            let text =
                beside.find_map(|&object| *texts.entry(object).or_insert_with(|| self.cited_in(object)));
            // A piece of a streamed text is not the text.
            match text.and_then(|text| self.shifts.get(&text)) {
                Some(shifts) => move_offsets(self.json, citation.value, shifts, &mut self.edits),
                None => far.push(citation),
            }
        }
        let Self { logprobs, changed, json, edits, .. } = &mut self;
        let stale = |place: &&Place| changed.range(json.all_in(place.parent)).next().is_some();
        edits.take_out(json, logprobs.iter().filter(stale).map(|place| place.value));
        (self.edits, far)
    }

    /// The text of which citations in an object speak: a string, or a list of which all that is said counts.
    fn cited_in(&mut self, object: Value) -> Option<Value> {
        let text = ["content", "text"].iter().find_map(|name| self.json.get(object, name))?;
        if self.json.is_string(text) {
            return Some(text);
        }
        let mut all: Option<Shifts> = None;
        for part in self.json.elements(text) {
            let said = if self.json.is_string(part) { Some(part) } else { self.json.get(part, "text") };
            let shifts =
                said.filter(|said| !self.apart.contains(said)).and_then(|said| self.shifts.get(&said));
            if let Some(shifts) = shifts {
                all.get_or_insert_default().append(shifts);
            }
        }
        self.shifts.insert(text, all?);
        Some(text)
    }
}

impl Unmasker {
    /// A whole text of an answer, parts of which may be JSON.
    fn unmask_answer<'t>(
        &self,
        text: &'t str,
        links: &mut Option<Links>,
        tally: &mut Tally,
        shifts: &mut Shifts,
    ) -> Cow<'t, str> {
        let mut answer = Answer::default();
        let (len, json) = answer.next(text);
        if len == text.len() && !json {
            return self.unmask_part(text, links, tally, shifts);
        }
        let mut stream = self.stream();
        if let Some(links) = links {
            stream = stream.behind(*links);
        }
        let mut unmasked = String::with_capacity(text.len() + 64);
        let mut rest = text;
        let (mut len, mut json) = (len, json);
        while !rest.is_empty() {
            let (part, behind) = rest.split_at_checked(len).unwrap_or((rest, ""));
            stream.seems_json(json, &mut unmasked, shifts);
            stream.push_part(part, &mut unmasked, shifts);
            rest = behind;
            (len, json) = answer.next(rest);
        }
        let (told, known) = stream.finish_part(&mut unmasked, shifts);
        tally.add(&told);
        if let Some(links) = links {
            *links = known;
        }
        if unmasked == text { Cow::Borrowed(text) } else { Cow::Owned(unmasked) }
    }
}

/// Moves the offsets of a citation along with the text they point into.
pub(super) fn move_offsets(json: &Json<'_>, citation: Value, shifts: &Shifts, edits: &mut Edits) {
    for (name, end) in [("start_index", false), ("end_index", true)] {
        let Some(value) = json.get(citation, name) else { continue };
        let offset = json.number(citation, name).and_then(|offset| usize::try_from(offset).ok());
        let moved = offset.map(|offset| shifts.unmasked(offset, end));
        if let Some(moved) = moved.filter(|_| moved != offset) {
            edits.set_number(json, value, moved as u64);
        }
    }
}
