//! A history that is sent again with every message: it is compared, and only what is behind it is masked.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::request::Told;
use crate::chat::{Dialect, Json, JsonKind, Value};

/// How a payload begins, up to the end of one of its messages, and what that became. None of these messages
/// is the one of that turn, so all that decides on them is the mapping.
#[derive(Clone)]
pub(super) struct Beginning {
    dialect: Dialect,
    /// Where the first message begins, or what is before it.
    head: usize,
    /// What each turn has added: nothing moves when there is more.
    pieces: Vec<Piece>,
    messages: usize,
    /// What these messages say of entries.
    told: Told,
}

/// A part of a payload that was sent.
#[derive(Clone)]
struct Piece {
    text: Zeroizing<String>,
    /// `None`: it was sent as it is.
    masked: Option<String>,
}

impl Piece {
    fn new(text: &str, masked: &str) -> Self {
        Piece { text: Zeroizing::new(text.to_owned()), masked: (text != masked).then(|| masked.to_owned()) }
    }

    fn masked(&self) -> &str {
        self.masked.as_ref().unwrap_or(&self.text)
    }
}

/// A payload without the messages that are known.
pub(super) struct New {
    /// As it is written.
    pub(super) json: String,
    /// Where in the whole payload these messages end.
    end: usize,
    /// Where that begins which is not left out: behind a comma.
    begin: usize,
}

/// A payload that was masked, in its own words.
pub(super) struct Done {
    pub(super) edits: crate::chat::Edits,
    pub(super) passed: Vec<String>,
    pub(super) history: Option<History>,
}

/// The messages of a payload that are not of this turn.
pub(super) struct History {
    /// Where the first message begins, or what is before it.
    head: usize,
    /// Where the last of them ends.
    pub(super) end: usize,
    messages: usize,
    pub(super) told: Told,
}

impl History {
    /// The messages before the one that is, or has in it, what the user says in this turn.
    pub(super) fn of(dialect: Dialect, json: &Json<'_>, said: Option<Value>) -> Option<Self> {
        let list = dialect.messages(json)?;
        let head = json.span(list).start + 1;
        let before = json.elements(list).take_while(|&element| {
            let is_in = |said: Value| json.all_in(element).contains(&said);
            json.kind(element) == JsonKind::Object && !said.is_some_and(is_in)
        });
        let (messages, last) = before.fold((0, None), |(count, _), element| (count + 1, Some(element)));
        Some(History { head, end: json.span(last?).end, messages, told: Told::default() })
    }

    /// Whether a value is in one of them.
    pub(super) fn has(&self, json: &Json<'_>, value: Value) -> bool {
        (self.head..self.end).contains(&json.span(value).start)
    }
}

impl Beginning {
    /// That of a payload that was masked as a whole: up to the end of its history, and what that became.
    pub(super) fn new(dialect: Dialect, text: &str, masked: &str, history: History) -> Self {
        let History { head, messages, told, .. } = history;
        Beginning { dialect, head, pieces: vec![Piece::new(text, masked)], messages, told }
    }

    pub(super) fn messages(&self) -> usize {
        self.messages
    }

    pub(super) fn told(&self) -> &Told {
        &self.told
    }

    /// A payload that begins in this way, without these messages.
    pub(super) fn new_in(&self, dialect: Dialect, body: &str) -> Option<New> {
        if dialect != self.dialect {
            return None;
        }
        let mut pieces = self.pieces.iter();
        let rest = pieces.try_fold(body, |rest, piece| rest.strip_prefix(piece.text.as_str()))?;
        let behind = rest.trim_start_matches(is_space).strip_prefix(',')?;
        // Whatever else is there is wrong, which is said of the whole payload.
        behind.trim_start_matches(is_space).strip_prefix('{')?;
        let head = body.get(..self.head)?;
        let (end, begin) = (body.len() - rest.len(), body.len() - behind.len());
        Some(New { json: [head, behind].concat(), end, begin })
    }

    /// The whole payload, of which what is new was masked; and how the next one will begin.
    pub(super) fn and<'b>(mut self, body: &'b str, new: &New, done: Done) -> (Cow<'b, str>, Self) {
        let end = done.history.as_ref().map_or(self.head, |history| history.end);
        let (masked_head, masked_end) = (done.edits.moved(self.head), done.edits.moved(end));
        let comma = body.get(new.end..new.begin).unwrap_or_default();
        let is_same = done.edits.is_empty() && self.pieces.iter().all(|piece| piece.masked.is_none());
        let masked = done.edits.apply(&new.json);
        let behind = |from: usize, to: usize| masked.get(from..to).unwrap_or_default();
        let whole = if is_same {
            Cow::Borrowed(body)
        } else {
            let known = self.pieces.iter().map(Piece::masked);
            let all: Vec<&str> = known.chain([comma, behind(masked_head, masked.len())]).collect();
            Cow::Owned(all.concat())
        };
        if let Some(history) = &done.history {
            let text = body.get(new.end..new.begin + end - self.head).unwrap_or_default();
            self.pieces.push(Piece::new(text, &[comma, behind(masked_head, masked_end)].concat()));
            self.messages += history.messages;
            self.told.union(&history.told);
        }
        (whole, self)
    }
}

/// White space between values of JSON.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}
