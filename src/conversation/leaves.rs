//! The texts in a payload, and the same payload with other texts in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::payload::{ChatPolicy, Media, UserId, UserLocation};
use crate::chat::{
    ChatError, Dialect, Edits, Escapes, Holds, Items, Json, JsonKind, Numbers, Place, Traits, Unescaped,
    Value,
};
use crate::error::Error;
use crate::kind::Kind;
use crate::mask::{HashKey, Masked, MaskedEntity};
use crate::span::Span;

/// A string, a number or a member's name that is text.
pub(super) struct Leaf<'b> {
    pub(super) value: Value,
    /// What it is in.
    parent: Value,
    pub(super) foreign: bool,
    pub(super) model: bool,
    form: Form,
    /// In free JSON, the name of the member that it is the value of.
    pub(super) name: Option<Cow<'b, str>>,
    text: Cow<'b, str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    /// The name of a member: after masking it must still be the only one.
    MemberName,
    /// The name of a participant, which must not have brackets.
    Participant,
    /// JSON in a string.
    Json,
    /// From outside: JSON in a string, or words.
    Foreign,
}

/// A payload, taken apart.
#[derive(Default)]
pub(super) struct Leaves<'b> {
    pub(super) leaves: Vec<Leaf<'b>>,
    pub(super) edits: Edits,
    /// What passes though it cannot be masked.
    pub(super) passed: Vec<String>,
    /// What is signed, and passes.
    pub(super) signed: Vec<Cow<'b, str>>,
    /// Members that are taken out, by object.
    dropped: BTreeMap<Value, BTreeSet<Value>>,
    /// What no table knows and looks like a file.
    files: Vec<Value>,
    /// They go where a text beside them changes.
    logprobs: Vec<Place>,
}

impl<'b> Leaves<'b> {
    /// Takes a request apart, in the order in which numbers are given.
    pub(super) fn of(
        dialect: Dialect,
        json: &Json<'b>,
        policy: ChatPolicy,
        key: Option<&HashKey>,
    ) -> Result<Self, Error> {
        let mut leaves = Leaves::default();
        let mut outcome = Ok(());
        let numbers = (Numbers::default(), &Items::default());
        dialect.request().walk(json, dialect.form().order, numbers, &mut |place| {
            if outcome.is_ok() {
                outcome = leaves.take(dialect, json, place, policy, key);
            }
        });
        outcome?;
        for (&object, members) in &leaves.dropped {
            leaves.edits.drop_members(json, object, members);
        }
        Ok(leaves)
    }

    fn take(
        &mut self,
        dialect: Dialect,
        json: &Json<'b>,
        place: Place,
        policy: ChatPolicy,
        key: Option<&HashKey>,
    ) -> Result<(), Error> {
        // What nobody knows may come from anywhere.
        let foreign = place.traits.foreign || !place.listed;
        let place = Place { traits: Traits { foreign, ..place.traits }, ..place };
        let Place { value, parent, .. } = place;
        match place.holds {
            Holds::Word if !matches!(json.kind(value), JsonKind::Object | JsonKind::Array) => {}
            Holds::Signed if json.is_string(value) => self.signed.push(json.string(value)),
            Holds::Citation => {}
            Holds::Logprobs => self.logprobs.push(place),
            Holds::Media | Holds::MediaLink if policy.media != Media::Block => {
                if policy.media == Media::Warn {
                    self.passed.push(dialect.request().pointer(json, value));
                }
                self.beside_media(json, place);
            }
            // Absent, really.
            Holds::Media | Holds::MediaLink if ["null", "false", "\"\""].contains(&json.raw(value)) => {}
            Holds::Media | Holds::MediaLink => return Err(unsupported(dialect, json, value).into()),
            Holds::UserId => match (policy.user_id, key) {
                (UserId::Mask, _) => self.free(json, place),
                (UserId::Hash, Some(key)) if json.is_string(value) => {
                    let tag = key.tag(&Kind::PII, &json.string(value))?;
                    self.edits.set_string(json, value, &format!("{tag:016x}"));
                }
                _ => self.take_out(parent, value),
            },
            Holds::UserLocation => match policy.user_location {
                UserLocation::Drop => self.take_out(parent, value),
                UserLocation::Country => self.keep_country(json, parent, value),
                UserLocation::Mask => self.free(json, place),
            },
            Holds::Free => self.free(json, place),
            Holds::Json if json.is_string(value) => self.push(json, place, Form::Json),
            Holds::Name if json.is_string(value) => self.push(json, place, Form::Participant),
            Holds::Text | Holds::Result(_) | Holds::Piece if json.is_string(value) && place.listed => {
                self.push(json, place, if foreign { Form::Foreign } else { Form::Text });
            }
            // Not what the dialect says, or any JSON: all of it is masked.
            _ => self.free(json, place),
        }
        for file in std::mem::take(&mut self.files) {
            match policy.media {
                Media::Block => return Err(unsupported(dialect, json, file).into()),
                Media::Warn => self.passed.push(dialect.request().pointer(json, file)),
                Media::Pass => {}
            }
        }
        Ok(())
    }

    /// Of an image, sound or file that may pass, what is neither that nor where it is.
    fn beside_media(&mut self, json: &Json<'b>, place: Place) {
        let value = place.value;
        match json.kind(value) {
            JsonKind::String | JsonKind::Escaped => {
                let text = json.string(value);
                let is_media = is_file(&text) && (is_data(&text) || is_address(&text));
                if place.holds == Holds::MediaLink || !is_media {
                    self.push(json, place, Form::Text);
                }
            }
            JsonKind::Object => {
                for (name, value) in json.members(value) {
                    let is = |names: &[&str]| names.iter().any(|known| json.is(name, known));
                    if is(&["data", "file_data", "image_url", "url"]) {
                        self.beside_media(json, Place { value, ..place });
                    } else if !(is(&["detail", "file_id", "format", "media_type", "type"])
                        && json.is_string(value))
                    {
                        let place = Place { parent: place.value, ..place };
                        self.push(json, Place { value: name, ..place }, Form::MemberName);
                        self.free(json, Place { value, ..place });
                    }
                }
            }
            _ => self.free(json, place),
        }
    }

    /// Names of participants, in which placeholders have no brackets.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.leaves.iter().filter(|leaf| leaf.form == Form::Participant).map(|leaf| leaf.text.as_ref())
    }

    fn push(&mut self, json: &Json<'b>, place: Place, form: Form) {
        let Place { value, parent, traits: Traits { foreign, model, .. }, .. } = place;
        self.leaves.push(Leaf { value, parent, foreign, model, form, name: None, text: json.string(value) });
    }

    /// All strings of a value, the names of its members and its numbers.
    fn free(&mut self, json: &Json<'b>, place: Place) {
        self.free_named(json, place, None);
    }

    fn free_named(&mut self, json: &Json<'b>, place: Place, name: Option<Value>) {
        let (value, from) = (place.value, self.leaves.len());
        match json.kind(value) {
            JsonKind::String | JsonKind::Escaped if !place.listed => {
                if is_data(&json.string(value)) {
                    self.files.push(value);
                }
                // What looks like a file may be a list of words: none of them goes out.
                self.push(json, place, Form::Foreign);
            }
            JsonKind::String | JsonKind::Escaped | JsonKind::Number => {
                // There may be very many that hold nothing.
                if json.raw(value) != "\"\"" {
                    self.push(json, place, Form::Text);
                }
            }
            JsonKind::Literal => {}
            JsonKind::Array => {
                for element in json.elements(value) {
                    self.free_named(json, Place { value: element, parent: value, ..place }, name);
                }
                return;
            }
            JsonKind::Object => {
                for (name, member) in json.sorted(value) {
                    self.push(json, Place { value: name, parent: value, ..place }, Form::MemberName);
                    self.free_named(json, Place { value: member, parent: value, ..place }, Some(name));
                }
                return;
            }
        }
        for leaf in self.leaves.iter_mut().skip(from) {
            leaf.name = name.map(|name| json.string(name));
        }
    }

    fn take_out(&mut self, object: Value, member: Value) {
        self.dropped.entry(object).or_default().insert(member);
    }

    /// Of a place on earth, the country.
    fn keep_country(&mut self, json: &Json<'_>, parent: Value, location: Value) {
        if json.kind(location) != JsonKind::Object {
            return self.take_out(parent, location);
        }
        for (name, value) in json.members(location) {
            let is_country = json.is(name, "country") && is_country(&json.string(value));
            let is_type = json.is(name, "type") && json.is(value, "approximate");
            if json.kind(value) == JsonKind::Object {
                self.keep_country(json, location, value);
            } else if !is_country && !is_type {
                self.take_out(location, value);
            }
        }
    }
}

/// ISO 3166-1 alpha-2: anything else could be anybody's words.
fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())
}

fn unsupported(dialect: Dialect, json: &Json<'_>, value: Value) -> ChatError {
    ChatError::ContentPartUnsupported { pointer: dialect.request().pointer(json, value) }
}

/// Whether a text is most likely a file: no words are that long.
fn is_data(text: &str) -> bool {
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_' | b'=');
    is_data_url(text)
        || text.len() >= 256 && text.bytes().filter(|b| !matches!(b, b'\r' | b'\n')).all(is_base64)
}

/// RFC 2397: `data:<type>,<data>`.
fn is_data_url(text: &str) -> bool {
    let scheme = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    let head = text.split_once(',').filter(|_| scheme).map(|(head, _)| head);
    head.is_some_and(|head| !head.contains(char::is_whitespace))
}

fn is_address(text: &str) -> bool {
    ["https://", "http://", "gs://", "s3://", "file://"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Whether what is most likely a file, or where one is, has no words in it for sure.
fn is_file(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic() || matches!(b, b'\r' | b'\n'))
}

/// What is masked of one leaf.
pub(super) enum Texts<'l> {
    /// The text, and how it reads.
    Text(&'l str, Readings),
    /// The JSON in it: its strings, names and numbers, and how each of them reads.
    Inner(Box<(Json<'l>, Leaves<'l>, Vec<Readings>)>),
}

impl<'l> Texts<'l> {
    pub(super) fn of(leaf: &'l Leaf<'_>) -> Self {
        if leaf.form == Form::Participant {
            return Texts::Text(&leaf.text, Readings::of_name(&leaf.text));
        }
        let as_text = || Texts::Text(&leaf.text, Readings::of(&leaf.text));
        if !matches!(leaf.form, Form::Json | Form::Foreign) {
            return as_text();
        }
        match Json::parse(&leaf.text) {
            // A number alone is no JSON that somebody wrote as such.
            Ok(json) if leaf.form == Form::Foreign && json.kind(json.root()) == JsonKind::Number => as_text(),
            Ok(json) => {
                let value = json.root();
                let mut inner = Leaves::default();
                inner.free(&json, Place::free(value, leaf.foreign));
                let readings = inner.leaves.iter().map(|leaf| Readings::of(&leaf.text)).collect();
                Texts::Inner(Box::new((json, inner, readings)))
            }
            Err(_) => as_text(),
        }
    }

    /// The text as it is written, and as it reads, with the name of its member in JSON in it. Positions
    /// belong to the former.
    pub(super) fn each<'s>(&'s self, mut take: impl FnMut(&'s str, Written, Option<&'s str>)) {
        let mut both = |text: &'s str, readings: &'s Readings, name: Option<&'s str>| {
            take(text, Written::AsItIs, name);
            readings.0.iter().for_each(|reading| take(&reading.read.text, Written::Read, name));
        };
        match self {
            Texts::Text(text, readings) => both(text, readings, None),
            Texts::Inner(inner) => {
                let (_, inner, readings) = &**inner;
                for (leaf, readings) in inner.leaves.iter().zip(readings) {
                    both(&leaf.text, readings, leaf.name.as_deref());
                }
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Texts::Text(_, readings) => 1 + readings.0.len(),
            Texts::Inner(inner) => inner.2.iter().map(|readings| 1 + readings.0.len()).sum(),
        }
    }

    /// What changes in the leaf. An error is the object in which two names have become one.
    fn rewritten(&self, leaf: &Leaf<'_>, masked: &[Masked<'_>]) -> Result<Edits, Value> {
        match self {
            Texts::Text(_, readings) => Ok(readings.rewritten(leaf, masked)),
            Texts::Inner(inner) => {
                let (json, inner, readings) = &**inner;
                let mut edits = Edits::default();
                let texts = readings.iter().map(|readings| (1 + readings.0.len(), readings));
                rewrite_all(json, inner, texts, masked, &mut edits, |readings, leaf, masked| {
                    Ok(readings.rewritten(leaf, masked))
                })?;
                Ok(edits)
            }
        }
    }
}

/// Which of the texts of a leaf it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    AsItIs,
    Read,
}

/// How a text reads to somebody who knows the escapes of JSON, HTML or URLs; how each of these reads, and
/// so on: JSON is often written in a string of JSON, a URL in HTML. Empty where there are no escapes.
#[derive(Default)]
pub(super) struct Readings(Vec<Reading>);

struct Reading {
    read: Unescaped,
    /// Of which reading it is one; `None` for the text itself.
    of: Option<usize>,
    depth: usize,
    is_json: bool,
}

impl Readings {
    /// Each level of JSON in JSON at least doubles the backslashes of the one before. Deeper nobody writes.
    const DEEPEST: usize = 6;
    /// Each costs as much as the text. Those that read one kind least often are the first.
    const MOST: usize = 12;

    fn of(text: &str) -> Self {
        let mut readings = Readings::default();
        // Of the text, then of each reading in turn.
        let mut at = 0;
        while at <= readings.0.len() {
            for escapes in Escapes::EACH {
                if readings.0.len() < Self::MOST {
                    readings.read(text, at.checked_sub(1), escapes);
                }
            }
            at += 1;
        }
        // There may be more ways than that in a text of many kinds: all at once, level by level.
        for escapes in Escapes::ALL.into_iter().filter(|_| at > 1) {
            let mut of = None;
            while let Some(read) = readings.read(text, of, escapes) {
                of = Some(read);
            }
        }
        readings
    }

    /// How the name of a participant reads: many providers allow no other spaces than these, and some allow
    /// everything.
    fn of_name(name: &str) -> Self {
        let mut readings = Readings::of(name);
        for of in 0..=readings.0.len() {
            readings.read(name, of.checked_sub(1), Escapes::Words);
        }
        readings
    }

    /// Reads the text, or a reading of it, once more. Answers which reading that is.
    fn read(&mut self, text: &str, of: Option<usize>, escapes: Escapes) -> Option<usize> {
        let source = of.and_then(|of| self.0.get(of));
        let (depth, is_json) = source.map_or((0, true), |source| (source.depth, source.is_json));
        if depth == Self::DEEPEST {
            return None;
        }
        let read = Unescaped::read(source.map_or(text, |source| &source.read.text), escapes)?;
        let known = self.0.iter().position(|known| known.read.text == read.text);
        Some(known.unwrap_or_else(|| {
            let is_json = is_json && escapes == Escapes::Json;
            self.0.push(Reading { read, of, depth: depth + 1, is_json });
            self.0.len() - 1
        }))
    }

    /// Where in the text it is written what begins, or ends, at a place of a reading.
    fn place(&self, reading: usize, at: usize) -> usize {
        let (mut at, mut of) = (at, Some(reading));
        while let Some(reading) = of.and_then(|of| self.0.get(of)) {
            at = reading.read.place(at);
            of = reading.of;
        }
        at
    }

    fn rewritten(&self, leaf: &Leaf<'_>, masked: &[Masked<'_>]) -> Edits {
        let Some((written, read)) = masked.split_first() else { return Edits::default() };
        let mut found: Vec<Replaced<'_>> = Vec::new();
        for (n, (reading, masked)) in self.0.iter().zip(read).enumerate().rev() {
            let place = |at: usize| self.place(n, at);
            // Nobody who answers placeholders reads an escape in a text that is no JSON, or one of another kind.
            let literals = leaf.form == Form::Json && reading.is_json;
            let replaced = replaced(masked, &reading.read.text, literals);
            found.extend(replaced.map(|replaced| {
                let span = Span::new(place(replaced.span.start), place(replaced.span.end));
                Replaced { span, ..replaced }
            }));
        }
        // Behind those: of the same text the reading counts, because what comes back is escaped.
        found.extend(replaced(written, &leaf.text, true));
        stand_ins(found, leaf.form == Form::Participant)
    }
}

/// Puts masked texts in the place of the leaves. An error is the object in which two names have become
/// one, or the string that holds it.
pub(super) fn rewrite(
    json: &Json<'_>,
    leaves: &Leaves<'_>,
    texts: &[Texts<'_>],
    masked: &[Masked<'_>],
    edits: &mut Edits,
) -> Result<(), Value> {
    let texts = texts.iter().map(|texts| (texts.count(), texts));
    let changed = rewrite_all(json, leaves, texts, masked, edits, Texts::rewritten)?;
    let stale = |place: &&Place| changed.range(json.all_in(place.parent)).next().is_some();
    edits.take_out(json, leaves.logprobs.iter().filter(stale).map(|place| place.value));
    Ok(())
}

/// Answers which values have changed.
fn rewrite_all<'t, T: 't>(
    json: &Json<'_>,
    leaves: &Leaves<'_>,
    texts: impl Iterator<Item = (usize, &'t T)>,
    mut masked: &[Masked<'_>],
    edits: &mut Edits,
    rewritten: impl Fn(&T, &Leaf<'_>, &[Masked<'_>]) -> Result<Edits, Value>,
) -> Result<BTreeSet<Value>, Value> {
    let mut changed = BTreeSet::new();
    let mut names: Vec<(Value, Cow<'_, str>)> = Vec::new();
    let mut renamed = false;
    for (leaf, (count, texts)) in leaves.leaves.iter().zip(texts) {
        let (own, rest) = masked.split_at_checked(count).unwrap_or_default();
        masked = rest;
        let changes = rewritten(texts, leaf, own).map_err(|_| leaf.value)?;
        if leaf.form == Form::MemberName {
            renamed |= !changes.is_empty();
            names.push((leaf.parent, changes.clone().apply(&leaf.text)));
        }
        if changes.is_empty() {
            continue;
        }
        changed.insert(leaf.value);
        if json.is_string(leaf.value) {
            edits.splice(json, leaf.value, changes);
        } else {
            // A number with a placeholder in it is none.
            edits.set_string(json, leaf.value, &changes.apply(&leaf.text));
        }
    }
    if renamed {
        names.sort();
        let twice = names.iter().zip(names.iter().skip(1)).find(|(a, b)| a == b);
        twice.map_or(Ok(()), |((object, _), _)| Err(*object))?;
    }
    Ok(changed)
}

/// What was replaced in a text.
struct Replaced<'m> {
    span: Span,
    with: &'m str,
    may_stay_in_part: bool,
}

/// What was replaced in a text, and with what. A placeholder that stands for itself stays as it is written.
fn replaced<'m>(masked: &'m Masked<'_>, text: &'m str, literals: bool) -> impl Iterator<Item = Replaced<'m>> {
    let counts = move |entity: &&MaskedEntity<'_>| literals || entity.kind != Kind::LITERAL;
    let replaced = masked.entities.iter().filter(counts).map(|entity| Replaced {
        span: entity.span,
        with: entity.output.get(&masked.text).unwrap_or_default(),
        may_stay_in_part: entity.may_stay_in_part(),
    });
    replaced.filter(|replaced| Some(replaced.with) != replaced.span.get(text))
}

/// Stand-ins at spans of a text. Of those that overlap the first one, and of those the longest, is replaced
/// as a whole; what is left of another is replaced if it may not stay. `bare`: without brackets, because
/// providers allow letters, digits, `_` and `-` only.
fn stand_ins(mut found: Vec<Replaced<'_>>, bare: bool) -> Edits {
    found.sort_by_key(|replaced| (replaced.span.start, std::cmp::Reverse(replaced.span.end)));
    let mut edits = Edits::default();
    let mut replaced = 0;
    for Replaced { span, with, may_stay_in_part } in found {
        if span.start >= replaced || span.end > replaced && !may_stay_in_part {
            let allowed = |c: &char| !bare || c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            let with = with.chars().filter(allowed).collect();
            edits.replace(span.start.max(replaced)..span.end, with);
            replaced = span.end;
        }
    }
    edits
}
