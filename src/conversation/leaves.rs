//! The texts in a payload, and the same payload with other texts in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::payload::{ChatPolicy, Media, UserId, UserLocation};
use crate::chat::{ChatError, Dialect, Edits, Holds, Json, JsonKind, Place, Value, unescaped};
use crate::error::Error;
use crate::kind::Kind;
use crate::mask::{HashKey, Masked};
use crate::span::Span;

/// A string, a number or a member's name that is text.
pub(super) struct Leaf<'b> {
    pub(super) place: Place,
    form: Form,
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
    /// JSON in a string, or words.
    Result,
}

/// A payload, taken apart.
#[derive(Default)]
pub(super) struct Leaves<'b> {
    pub(super) leaves: Vec<Leaf<'b>>,
    pub(super) edits: Edits,
    /// What passes though it cannot be masked.
    pub(super) passed: Vec<String>,
    /// Members that are taken out, by object.
    dropped: BTreeMap<Value, BTreeSet<Value>>,
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
        dialect.request().walk(json, dialect.form().order, &mut |place| {
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
        let Place { value, parent, .. } = place;
        match place.holds {
            Holds::Word | Holds::Logprobs => {}
            Holds::Media | Holds::MediaLink if policy.media != Media::Block => {
                if policy.media == Media::Warn {
                    self.passed.push(dialect.request().pointer(json, value));
                }
                if place.holds == Holds::MediaLink {
                    self.push(json, place, Form::Text);
                }
            }
            // Absent, really.
            Holds::Media | Holds::MediaLink if json.raw(value) == "null" => {}
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
            Holds::Result if json.is_string(value) => self.push(json, place, Form::Result),
            Holds::Name if json.is_string(value) => self.push(json, place, Form::Participant),
            Holds::Text if !place.listed && is_data(&json.string(value)) => {
                if policy.media == Media::Block {
                    return Err(unsupported(dialect, json, value).into());
                }
                if !is_file(&json.string(value)) {
                    self.push(json, place, Form::Text);
                } else if policy.media == Media::Warn {
                    self.passed.push(dialect.request().pointer(json, value));
                }
            }
            Holds::Text | Holds::Piece if json.is_string(value) => self.push(json, place, Form::Text),
            // Not what the dialect says: all of it is masked.
            _ => self.free(json, place),
        }
        Ok(())
    }

    fn push(&mut self, json: &Json<'b>, place: Place, form: Form) {
        self.leaves.push(Leaf { place, form, text: json.string(place.value) });
    }

    /// All strings of a value, the names of its members and its numbers.
    fn free(&mut self, json: &Json<'b>, place: Place) {
        let value = place.value;
        match json.kind(value) {
            JsonKind::String | JsonKind::Escaped | JsonKind::Number => self.push(json, place, Form::Text),
            JsonKind::Literal => {}
            JsonKind::Array => {
                for element in json.elements(value) {
                    self.free(json, Place { value: element, parent: value, ..place });
                }
            }
            JsonKind::Object => {
                for (name, member) in json.sorted(value) {
                    self.push(json, Place { value: name, parent: value, ..place }, Form::MemberName);
                    self.free(json, Place { value: member, parent: value, ..place });
                }
            }
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
    text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"))
        || text.len() >= 256 && text.bytes().filter(|b| !matches!(b, b'\r' | b'\n')).all(is_base64)
}

/// Whether what is most likely a file has no words in it for sure.
fn is_file(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic() || matches!(b, b'\r' | b'\n'))
}

/// What is masked of one leaf.
pub(super) enum Texts<'l> {
    One(&'l str),
    /// The JSON in it: its strings, names and numbers.
    Inner(Json<'l>, Leaves<'l>),
    /// It should be JSON and is none: as it is written, as somebody would read it, and where each byte
    /// of that is from.
    Broken(&'l str, String, Vec<usize>),
}

impl<'l> Texts<'l> {
    pub(super) fn of(leaf: &'l Leaf<'_>) -> Self {
        if !matches!(leaf.form, Form::Json | Form::Result) {
            return Texts::One(&leaf.text);
        }
        match Json::parse(&leaf.text) {
            // A number alone is no JSON that somebody wrote as such.
            Ok(json) if leaf.form == Form::Result && json.kind(json.root()) == JsonKind::Number => {
                Texts::One(&leaf.text)
            }
            Ok(json) => {
                let value = json.root();
                let mut leaves = Leaves::default();
                leaves.free(&json, Place { value, parent: value, ..leaf.place });
                Texts::Inner(json, leaves)
            }
            Err(_) if !leaf.text.contains('\\') => Texts::One(&leaf.text),
            Err(_) => {
                let (read, places) = unescaped(&leaf.text);
                Texts::Broken(&leaf.text, read, places)
            }
        }
    }

    pub(super) fn each<'s>(&'s self, mut take: impl FnMut(&'s str)) {
        match self {
            Texts::One(text) => take(text),
            Texts::Inner(_, inner) => inner.leaves.iter().for_each(|leaf| take(&leaf.text)),
            Texts::Broken(written, read, _) => {
                take(written);
                take(read);
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Texts::One(_) => 1,
            Texts::Broken(..) => 2,
            Texts::Inner(_, inner) => inner.leaves.len(),
        }
    }

    /// The leaf with its masked texts in it; `None` where nothing was replaced. An error is the object
    /// in which two names have become one.
    fn rewritten(&self, leaf: &Leaf<'_>, masked: &[Masked<'_>]) -> Result<Option<String>, Value> {
        match (self, masked) {
            (Texts::One(_), [masked]) => Ok(changed(masked).map(|text| match leaf.form {
                Form::Participant => without_brackets(masked),
                _ => text.to_owned(),
            })),
            (Texts::Broken(source, _, places), [written, read]) => Ok(spliced(source, places, written, read)),
            (Texts::Inner(json, inner), masked) => {
                let mut edits = Edits::default();
                let one = |leaf| Texts::One(leaf);
                let texts: Vec<Texts<'_>> = inner.leaves.iter().map(|leaf| one(&leaf.text)).collect();
                rewrite(json, &inner.leaves, &texts, masked, &mut edits)?;
                Ok((!edits.is_empty()).then(|| edits.apply(&leaf.text).into_owned()))
            }
            _ => Ok(None),
        }
    }
}

/// Puts masked texts in the place of the leaves. An error is the object in which two names have become
/// one, or the string that holds it.
pub(super) fn rewrite(
    json: &Json<'_>,
    leaves: &[Leaf<'_>],
    texts: &[Texts<'_>],
    mut masked: &[Masked<'_>],
    edits: &mut Edits,
) -> Result<(), Value> {
    let mut names: Vec<(Value, Cow<'_, str>)> = Vec::new();
    let mut renamed = false;
    for (leaf, texts) in leaves.iter().zip(texts) {
        let (own, rest) = masked.split_at_checked(texts.count()).unwrap_or_default();
        masked = rest;
        let text = texts.rewritten(leaf, own).map_err(|_| leaf.place.value)?;
        if leaf.form == Form::MemberName {
            renamed |= text.is_some();
            let name = text.clone().map_or(Cow::Borrowed(leaf.text.as_ref()), Cow::Owned);
            names.push((leaf.place.parent, name));
        }
        if let Some(text) = text {
            edits.set_string(json, leaf.place.value, &text);
        }
    }
    if renamed {
        names.sort();
        let twice = names.iter().zip(names.iter().skip(1)).find(|(a, b)| a == b);
        return twice.map_or(Ok(()), |((object, _), _)| Err(*object));
    }
    Ok(())
}

fn changed<'m>(masked: &'m Masked<'_>) -> Option<&'m str> {
    match &masked.text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

/// Providers allow letters, digits, `_` and `-` in the name of a participant.
fn without_brackets(masked: &Masked<'_>) -> String {
    let mut name = String::with_capacity(masked.text.len());
    let mut copied = 0;
    for entity in &masked.entities {
        name.push_str(masked.text.get(copied..entity.output.start).unwrap_or_default());
        let stand_in = entity.output.get(&masked.text).unwrap_or_default();
        name.extend(stand_in.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
        copied = entity.output.end;
    }
    name.push_str(masked.text.get(copied..).unwrap_or_default());
    name
}

/// What was replaced in the text as it is written, and in the text as it is read, replaced in both.
fn spliced(source: &str, places: &[usize], written: &Masked<'_>, read: &Masked<'_>) -> Option<String> {
    let place = |at: usize| places.get(at).copied().unwrap_or(source.len());
    let mut found: Vec<(Span, &str)> = Vec::new();
    for entity in &read.entities {
        let span = Span::new(place(entity.span.start), place(entity.span.end));
        found.push((span, entity.output.get(&read.text).unwrap_or_default()));
    }
    // Behind those: of the same text the reading counts, because what comes back is escaped.
    for entity in &written.entities {
        found.push((entity.span, entity.output.get(&written.text).unwrap_or_default()));
    }
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut out = String::with_capacity(source.len());
    let mut copied = 0;
    for (span, stand_in) in found {
        // Of two that overlap the first one stands for both.
        if span.start >= copied {
            out.push_str(source.get(copied..span.start).unwrap_or_default());
            out.push_str(stand_in);
        }
        copied = copied.max(span.end);
    }
    out.push_str(source.get(copied..).unwrap_or_default());
    Some(out)
}
