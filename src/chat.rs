//! Where text stands in chat payloads: requests, replies, events of streams. Knows shapes, never
//! masks.
//!
//! There are no types of a provider's messages here: they would drop what they do not know. A payload
//! is a JSON text whose every string is text unless a table says that it is something else, so a field
//! that a provider adds tomorrow is masked today.

mod answer;
mod anthropic;
mod edit;
mod error;
mod escapes;
mod json;
mod openai;
mod places;
mod responses;
mod rules;
mod schema;
mod sse;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::names::names;

pub(crate) use answer::Answer;
pub(crate) use edit::Edits;
pub use error::ChatError;
pub(crate) use escapes::{Escapes, Unescaped};
pub(crate) use json::{Half, Json, Kind as JsonKind, Value, half_of_pair, quoted};
pub use places::{Direction, Treatment};
pub(crate) use rules::{Holds, Place, Root, Rules, Traits};
pub use sse::{SseError, SseEvent, SseFramer};

/// Whose form a payload has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// OpenAI Chat Completions, `POST /v1/chat/completions`, and all that speaks it.
    OpenAiChat,
    /// OpenAI Responses, `POST /v1/responses`.
    OpenAiResponses,
    /// Anthropic Messages, `POST /v1/messages`.
    Anthropic,
}

names!(Dialect: "dialect", str::eq,
    OpenAiChat => "openai-chat", OpenAiResponses => "openai-responses", Anthropic => "anthropic");

/// What a dialect says of its payloads.
pub(crate) struct Form {
    pub(crate) request: Root,
    pub(crate) reply: Root,
    pub(crate) event: Root,
    /// The member that holds the messages.
    pub(crate) messages: &'static str,
    /// Whether the messages may be one string; and beside which members they may be absent, because the provider
    /// has them.
    short: Option<&'static [&'static str]>,
    /// Who may speak, and who of them may say nothing.
    roles: &'static [&'static str],
    silent: &'static str,
    /// The member of a message that holds what is said.
    content: &'static str,
    /// The `type` of a part that is text of a user.
    text_part: &'static str,
    /// The request's own members, in the order in which numbers are given.
    pub(crate) order: &'static [&'static str],
    /// How many numbers of a text say which answer it belongs to: one choice is not shown behind another.
    pub(crate) answer: usize,
    /// Whether what came in pieces is said again, each time in an event with a `type` of its own; and how the
    /// types of events end that say nothing again.
    pub(crate) repeats: Option<&'static str>,
    /// The member that numbers events.
    pub(crate) counter: Option<&'static str>,
    /// A member that is there only to hide how long a piece is.
    pub(crate) padding: Option<&'static str>,
    /// The numbers that an event itself has.
    pub(crate) numbers: fn(&Json<'_>, &mut Items) -> Numbers,
    /// Which streamed texts are at their end with an event that has these numbers.
    pub(crate) ends: fn(&Json<'_>, Numbers) -> Ends,
}

/// Where a streamed text belongs: the numbers of what it is in, from the outside in. Choice and call;
/// output item and part; block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Numbers {
    /// Zero behind the last one.
    numbers: [u64; 4],
    len: usize,
}

impl Numbers {
    /// These, and one more.
    fn and(mut self, number: u64) -> Self {
        if let Some(slot) = self.numbers.get_mut(self.len) {
            *slot = number;
            self.len += 1;
        }
        self
    }

    /// As they are where an event has the whole: there the name of the list tells them apart.
    pub(crate) fn untagged(mut self) -> Self {
        self.numbers = self.numbers.map(|number| number & (u64::MAX >> 2));
        self
    }

    /// The first ones.
    pub(crate) fn first(self, count: usize) -> Numbers {
        self.numbers.iter().take(count.min(self.len)).fold(Numbers::default(), |n, &number| n.and(number))
    }

    /// Whether this is the same place as another one, or in it. In no place in particular is nothing.
    pub(crate) fn starts_with(&self, outer: &Numbers) -> bool {
        outer.len <= self.len
            && (outer.len > 0 || self.len == 0)
            && self.numbers.iter().zip(&outer.numbers).take(outer.len).all(|(a, b)| a == b)
    }

    /// This place and all that it is in, from the inside out.
    pub(crate) fn outwards(self) -> impl Iterator<Item = Numbers> {
        (0..=self.len).rev().map(move |len| self.first(len))
    }
}

/// What the items of a stream are called that have numbers, or get one because they have none.
#[derive(Default)]
pub(crate) struct Items {
    numbers: BTreeMap<String, u64>,
    unnumbered: u64,
}

impl Items {
    /// No item says that it has such a number.
    const UNNUMBERED: u64 = 1 << 60;

    /// The number of an item of which an event gives the number, or what it is called, or both.
    fn number(&mut self, given: Option<u64>, id: Option<Cow<'_, str>>) -> Option<u64> {
        let Some(id) = id else { return given };
        let known = self.numbers.get(&*id).copied();
        let number = given.or(known).unwrap_or_else(|| {
            self.unnumbered += 1;
            Items::UNNUMBERED + self.unnumbered
        });
        if known != Some(number) {
            self.numbers.insert(id.into_owned(), number);
        }
        Some(number)
    }

    /// The number of an element of a list that is an item, where it does not say one.
    fn known(&self, json: &Json<'_>, element: Value) -> Option<u64> {
        let id = json.get(element, "id").filter(|_| !self.numbers.is_empty())?;
        self.numbers.get(&*json.string(id)).copied()
    }
}

/// Texts that are at their end.
pub(crate) enum Ends {
    All,
    /// Those in these places; none, mostly.
    In(BTreeSet<Numbers>),
}

impl Ends {
    pub(crate) fn include(&self, numbers: Numbers) -> bool {
        match self {
            Ends::All => true,
            Ends::In(places) => {
                let ended = |place: &Numbers| places.contains(place) && numbers.starts_with(place);
                !places.is_empty() && numbers.outwards().any(|place| ended(&place))
            }
        }
    }
}

impl Json<'_> {
    /// The number of an element: its `index`, or else its place.
    fn index(&self, element: Value, place: usize) -> u64 {
        self.number(element, "index").unwrap_or(place as u64)
    }

    /// A number that tells apart: some servers write `1.0`, or a string.
    pub(crate) fn number(&self, object: Value, name: &str) -> Option<u64> {
        let text = self.string(self.get(object, name)?);
        text.parse().ok().or_else(|| whole_number(&text))
    }

    fn is_type(&self, name: &str) -> bool {
        self.get(self.root(), "type").is_some_and(|kind| self.is(kind, name))
    }
}

/// A number that is written as one with a fraction or an exponent, where it has none.
fn whole_number(text: &str) -> Option<u64> {
    /// Above it there are numbers that two texts mean.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number: f64 = text.parse().ok()?;
    let is_whole = (0.0..EXACT).contains(&number) && number.fract() == 0.0;
    is_whole.then_some(number as u64)
}

impl Dialect {
    pub(crate) fn form(self) -> &'static Form {
        match self {
            Dialect::OpenAiChat => &openai::FORM,
            Dialect::OpenAiResponses => &responses::FORM,
            Dialect::Anthropic => &anthropic::FORM,
        }
    }

    pub(crate) fn request(self) -> &'static Rules {
        self.form().request.rules()
    }

    pub(crate) fn reply(self) -> &'static Rules {
        self.form().reply.rules()
    }

    pub(crate) fn event(self) -> &'static Rules {
        self.form().event.rules()
    }

    /// Whether a payload is a request of this dialect, as far as masking must know.
    pub(crate) fn check(self, json: &Json<'_>, max_messages: usize) -> Result<(), ChatError> {
        let form = self.form();
        let pointer = || format!("/{}", form.messages);
        let invalid = || ChatError::MessagesInvalid { pointer: pointer() };
        let absent = || {
            let has = |name: &&str| json.get(json.root(), name).is_some();
            let elsewhere = form.short.is_some_and(|names| names.iter().any(has));
            if elsewhere { Ok(()) } else { Err(invalid()) }
        };
        let Some(messages) = json.get(json.root(), form.messages) else { return absent() };
        if form.short.is_some() && json.is_string(messages) {
            return Ok(());
        }
        let count = json.elements(messages).count();
        if count == 0 {
            return absent();
        }
        if count > max_messages {
            return Err(ChatError::HistoryTooLong { count, limit: max_messages });
        }
        for (n, message) in json.elements(messages).enumerate() {
            self.check_message(json, message, || format!("{}/{n}", pointer()))?;
        }
        Ok(())
    }

    fn check_message(
        self,
        json: &Json<'_>,
        message: Value,
        pointer: impl Fn() -> String,
    ) -> Result<(), ChatError> {
        let form = self.form();
        if json.kind(message) != JsonKind::Object {
            return Err(ChatError::MessagesInvalid { pointer: pointer() });
        }
        let role = json.get(message, "role");
        let is_message = json.get(message, "type").is_none_or(|kind| json.is(kind, "message"));
        if form.short.is_some() && !(is_message && role.is_some()) {
            // An item that nobody said: a call, a result.
            return Ok(());
        }
        if !role.is_some_and(|role| form.roles.iter().any(|known| json.is(role, known))) {
            return Err(ChatError::RoleInvalid { pointer: pointer() + "/role" });
        }
        let content = json.get(message, form.content);
        let may_be_silent = role.is_some_and(|role| json.is(role, form.silent));
        let fits = match content.map(|content| json.kind(content)) {
            Some(JsonKind::String | JsonKind::Escaped | JsonKind::Array) => true,
            Some(JsonKind::Literal) => {
                content.is_some_and(|content| json.raw(content) == "null") && may_be_silent
            }
            None => may_be_silent,
            _ => false,
        };
        let invalid = || ChatError::ContentInvalid { pointer: pointer() + "/" + form.content };
        if fits { Ok(()) } else { Err(invalid()) }
    }

    /// The messages, where they are a list.
    pub(crate) fn messages(self, json: &Json<'_>) -> Option<Value> {
        let messages = json.get(json.root(), self.form().messages);
        messages.filter(|&messages| json.kind(messages) == JsonKind::Array)
    }

    /// What the user says in this turn: the content of the last message of the user.
    pub(crate) fn said(self, json: &Json<'_>) -> Option<Value> {
        let form = self.form();
        let messages = json.get(json.root(), form.messages)?;
        if json.is_string(messages) {
            return Some(messages);
        }
        let by_user = |&message: &Value| json.get(message, "role").is_some_and(|role| json.is(role, "user"));
        json.get(json.elements(messages).filter(by_user).last()?, form.content)
    }

    /// The text of that, where it is a single one: positions belong to it.
    pub(crate) fn message(self, json: &Json<'_>) -> Option<Value> {
        let (form, content) = (self.form(), self.said(json)?);
        if json.is_string(content) {
            return Some(content);
        }
        let is_text =
            |&part: &Value| json.get(part, "type").is_some_and(|kind| json.is(kind, form.text_part));
        let mut texts = json.elements(content).filter(is_text).filter_map(|part| json.get(part, "text"));
        let text = texts.next().filter(|&text| json.is_string(text));
        if texts.next().is_some() { None } else { text }
    }
}
