//! Unmasks a streamed reply, event by event.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::DefaultHashBuilder;

use super::frames::{Frame, Frames};
use super::reply::{Key, Said, Shown, Whole, is_shown, move_offsets, place_said, sort_as_shown};
use crate::chat::{
    Answer, ChatError, Dialect, Edits, Ends, Holds, Items, Json, Numbers, Place, SseEvent, SseFramer, Value,
};
use crate::error::Error;
use crate::placeholder::Context;
use crate::unmask::{Report, Shifts, Tally, UnmaskLimit, UnmaskStream, Unmasker};

/// Unmasks a reply that arrives as server-sent events: bytes in, the same events out.
///
/// From [`Unmasker::chat_stream`]. Each choice, field, call and block is a text of its own. What may
/// still become a placeholder is held; everything else goes out with the event that brought it. Before
/// an event says that a text is at its end, what was held of it goes out as one more piece of the same
/// form.
///
/// Comments, unknown events and fields, ids and line ends pass as they are. The output does not
/// depend on how the bytes are cut.
///
/// Memory: about 1.5 KiB a text that comes in pieces, 32 bytes a restored placeholder of an answer, to move
/// the offsets of citations, and up to 16 bytes a text that does not.
///
/// # Examples
///
/// ```
/// use pii_mask::{Dialect, Kind, Mapping, Source, Unmasker};
///
/// let mut mapping = Mapping::new();
/// mapping.assign(&Kind::PERSON, "John", Source::Explicit)?;
/// let mut stream = Unmasker::new(mapping).chat_stream(Dialect::OpenAiChat);
///
/// let mut out = Vec::new();
/// stream.push(br#"data: {"choices":[{"index":0,"delta":{"content":"Hi <PERSO"}}]}"#, &mut out)?;
/// stream.push(b"\n\n", &mut out)?;
/// stream.push(b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"N_1>!\"}}]}\n\n", &mut out)?;
/// let report = stream.finish(&mut out)?;
/// assert_eq!(
///     String::from_utf8_lossy(&out),
///     "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi \"}}]}\n\n\
///      data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"John!\"}}]}\n\n",
/// );
/// assert_eq!(report.restored, 1);
/// # Ok::<(), pii_mask::Error>(())
/// ```
pub struct ChatStream {
    framer: SseFramer,
    events: Events,
    limit: usize,
    read: usize,
    written: usize,
    failed: Option<Error>,
}

impl Unmasker {
    /// A stream of a reply in the form of a provider.
    pub fn chat_stream(&self, dialect: Dialect) -> ChatStream {
        ChatStream {
            framer: SseFramer::new(),
            events: Events::new(self, dialect),
            limit: usize::MAX,
            read: 0,
            written: 0,
            failed: None,
        }
    }
}

impl ChatStream {
    /// Bytes that may go out in all. Default no bound.
    pub fn max_output_bytes(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Takes the next bytes of the reply and appends the events that can go out.
    ///
    /// # Errors
    ///
    /// [`Error`] with the code `upstream_protocol_error` where an event is no JSON, has a member twice, is nested
    /// deeper than 127 or too long, and `unmask_limit` where more would go out than allowed. Every further call
    /// fails in the same way. Events before the one at fault are in `out`.
    pub fn push(&mut self, chunk: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.framer.push(chunk);
        self.read += chunk.len();
        self.events_into(out).inspect_err(|error| self.failed = Some(error.clone()))
    }

    fn events_into(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        let Self { framer, events, limit, read, written, .. } = self;
        while let Some(event) = framer.next_event().map_err(Error::from)? {
            let before = out.len();
            events.take(&event, out).inspect_err(|_| out.truncate(before))?;
            *written += out.len() - before;
            if *written > *limit {
                out.truncate(before);
                return Err(UnmaskLimit { limit: *limit, offset: *read }.into());
            }
        }
        Ok(())
    }

    /// Ends the reply: what is held goes out as it is. What is left of an event that was cut stays as it
    /// came, behind that.
    ///
    /// # Errors
    ///
    /// Those of [`push`](ChatStream::push).
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Report, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let before = out.len();
        let rest = self.framer.finish().map_err(Error::from)?;
        let mut tails = Vec::new();
        match &rest {
            // An event whose blank line is missing is one to clients that read line by line.
            Some(rest) if self.events.take(rest, out).is_ok() => {
                self.events.end_all(&mut tails);
                if !tails.is_empty() {
                    // A LF behind a CR would be half of one line end.
                    out.extend_from_slice(match out.last() {
                        Some(b'\n') => b"\n",
                        Some(b'\r') => b"\r",
                        _ => b"\n\n",
                    });
                }
                out.append(&mut tails);
            }
            rest => {
                self.events.end_all(out);
                out.extend_from_slice(rest.as_ref().map(|rest| rest.raw()).unwrap_or_default());
            }
        }
        if self.written + out.len() - before > self.limit {
            out.truncate(before);
            return Err(UnmaskLimit { limit: self.limit, offset: self.read }.into());
        }
        Ok(self.events.tally.report(&self.events.unmasker))
    }
}

impl fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatStream").field("dialect", &self.events.dialect).finish_non_exhaustive()
    }
}

/// What is known between two events.
struct Events {
    unmasker: Unmasker,
    arguments: Unmasker,
    dialect: Dialect,
    /// All texts, also those that are at their end: citations may come later.
    texts: BTreeMap<Key, Text>,
    shown: Shown,
    open: BTreeSet<Key>,
    tally: Tally,
    counted: Counted,
    /// The number of the next event, where events are numbered and nothing is put in.
    next: u64,
    /// Events that were put in, where events are numbered.
    inserted: u64,
    frames: Frames,
    items: Items,
}

/// A text that arrives in pieces.
struct Text {
    /// `None` when it is at its end.
    stream: Option<Box<UnmaskStream>>,
    /// Whether all of it is JSON: the arguments of a call.
    is_json: bool,
    is_thought: bool,
    answer: Answer,
    shifts: Shifts,
    /// Of a call that has one: its `id`. With another one another call begins.
    id: Option<String>,
    /// Whether citations speak of it.
    cited: bool,
    /// An event with another piece in it, where something is held.
    frame: Option<Frame>,
}

/// Texts whose placeholders were counted: what is said again is counted once.
#[derive(Default)]
struct Counted {
    /// Whether also what did not come in pieces is said again.
    repeats: bool,
    pieces: BTreeSet<Said>,
    /// Hashes of what a text is in, and of the text.
    wholes: BTreeSet<u64>,
    hasher: DefaultHashBuilder,
}

impl Counted {
    fn is_again(&mut self, json: &Json<'_>, place: &Place) -> bool {
        if !place.listed {
            return true;
        }
        let said = place_said(place);
        let is_said = place.traits.said || place.traits.thought || place.holds == Holds::Json;
        let is_in = |numbers| self.pieces.contains(&(numbers, said.1));
        let came = match (self.repeats, is_said) {
            // Some pieces do not say which part of an item they are.
            (true, true) => said.0.outwards().any(is_in),
            (repeats, is_said) => (repeats || is_said) && is_in(said.0),
        };
        if came {
            return true;
        }
        self.repeats && !self.wholes.insert(self.hasher.hash_one((said, json.raw(place.value))))
    }
}

impl Events {
    fn new(unmasker: &Unmasker, dialect: Dialect) -> Self {
        Events {
            unmasker: unmasker.clone(),
            arguments: unmasker.context(Context::JsonString),
            dialect,
            texts: BTreeMap::new(),
            shown: Shown::new(dialect),
            open: BTreeSet::new(),
            tally: unmasker.tally(),
            counted: Counted { repeats: dialect.form().repeats.is_some(), ..Counted::default() },
            next: 0,
            inserted: 0,
            frames: Frames::new(dialect),
            items: Items::default(),
        }
    }

    fn take(&mut self, event: &SseEvent<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        self.frames.read(event);
        let data = event.data();
        match data.as_deref() {
            Some(data) if data.trim_ascii() == b"[DONE]" => self.end_all(out),
            Some(data) if data.trim_ascii_start().starts_with(b"{") => {
                let invalid = |offset| ChatError::ReplyInvalid { offset };
                let data = std::str::from_utf8(data).map_err(|error| invalid(error.valid_up_to()))?;
                let json = Json::parse_reply(data).map_err(|error| invalid(error.offset))?;
                self.rewrite(event, data, &json, out);
                return Ok(());
            }
            _ => {}
        }
        out.extend_from_slice(event.raw());
        Ok(())
    }

    fn rewrite(&mut self, event: &SseEvent<'_>, data: &str, json: &Json<'_>, out: &mut Vec<u8>) {
        let mut places = Vec::new();
        let form = self.dialect.form();
        let numbers = (form.numbers)(json, &mut self.items);
        self.dialect.event().walk(json, &[], (numbers, &self.items), &mut |place| places.push(place));
        let is_piece = |place: &Place| {
            let is_piece = matches!(place.holds, Holds::Piece | Holds::JsonPiece);
            is_piece && place.listed && json.is_string(place.value)
        };
        let (pieces, mut places): (Vec<Place>, Vec<Place>) = places.into_iter().partition(is_piece);
        sort_as_shown(&mut places);

        let ends = (form.ends)(json, numbers);
        let counted = |name| Some((json.get(json.root(), name)?, json.number(json.root(), name)?));
        let sequence = form.counter.and_then(counted);
        let number = sequence.map_or(self.next, |(_, number)| number);
        self.end_before(&ends, json, (&pieces, &places), number, out);
        self.next = number.saturating_add(1);

        self.shown.hear(json);
        let texts = self.take_pieces(event, json, &pieces, &ends, sequence.is_some());
        let mut whole = Whole::new(&self.unmasker, json, &mut self.shown);
        texts.iter().for_each(|(value, text)| whole.set(*value, text));
        let mut again = self.unmasker.tally();
        for place in places {
            let tally = if self.counted.is_again(json, &place) { &mut again } else { &mut self.tally };
            whole.take(place, tally);
        }
        let (mut edits, far) = whole.finish();
        self.tally.add_seen(&again);
        self.move_along(json, &far, sequence, &mut edits);
        if edits.is_empty() {
            out.extend_from_slice(event.raw());
        } else {
            event.write_with_data(&edits.apply(data), out);
        }
    }

    /// Lets go of texts that are at their end with this event, of calls in whose place it begins another one,
    /// and of thoughts that go on signed. Those that get their last piece with it are let go then.
    fn end_before(
        &mut self,
        ends: &Ends,
        json: &Json<'_>,
        (pieces, others): (&[Place], &[Place]),
        number: u64,
        out: &mut Vec<u8>,
    ) {
        let mut here: BTreeSet<Key> = BTreeSet::new();
        let mut ended: BTreeSet<Key> = BTreeSet::new();
        for place in pieces {
            let key = Key::of(place);
            let id = call_id(json, place);
            let is_other = self.texts.get(&key).is_some_and(|text| text.is_other_than(id.as_deref()));
            if here.insert(key) && is_other {
                ended.insert(key);
            }
        }
        match ends {
            Ends::All => ended.extend(self.open.difference(&here)),
            Ends::In(places) => {
                let open = places.iter().flat_map(|place| self.open_in(*place));
                ended.extend(open.filter(|key| !here.contains(key)));
            }
        }
        let is_signed = |place: &&Place| place.holds == Holds::Signed && json.raw(place.value) != "\"\"";
        for Place { numbers, .. } in others.iter().filter(is_signed) {
            let is_thought = |key: &Key| self.texts.get(key).is_some_and(|text| text.is_thought);
            ended.extend(self.open_at(*numbers).filter(|key| !here.contains(key) && is_thought(key)));
        }
        // Another call may begin with another field, or with none.
        let mut named = BTreeSet::new();
        for place in pieces.iter().chain(others) {
            let Some(id) = call_id(json, place).filter(|_| named.insert(place.numbers)) else { continue };
            let is_other = |key: &Key| self.texts.get(key).is_some_and(|text| text.is_other_than(Some(&id)));
            ended.extend(self.open_at(place.numbers).filter(|key| !here.contains(key) && is_other(key)));
        }
        self.end(ended, number, out);
    }

    /// The texts of pieces that are others now.
    fn take_pieces(
        &mut self,
        event: &SseEvent<'_>,
        json: &Json<'_>,
        pieces: &[Place],
        ends: &Ends,
        numbered: bool,
    ) -> Vec<(Value, String)> {
        // The next piece of the same text.
        let mut last: BTreeMap<Key, &Place> = BTreeMap::new();
        let next: Vec<_> = pieces.iter().rev().map(|place| last.insert(Key::of(place), place)).collect();

        let mut texts = Vec::new();
        let mut form: Option<Arc<SseEvent<'static>>> = None;
        for (place, next) in pieces.iter().zip(next.into_iter().rev()) {
            let piece = json.string(place.value);
            self.counted.pieces.insert(place_said(place));
            if piece.is_empty() && is_shown(place) && !self.open.contains(&Key::of(place)) {
                // Nothing has begun.
                continue;
            }
            let mut unmasked = String::with_capacity(piece.len() + 64);
            let text = self.text(place);
            if let Some(id) = call_id(json, place) {
                text.id = Some(id.into_owned());
            }
            text.push(&piece, &mut unmasked);
            let is_last = match next {
                None => ends.include(place.numbers),
                Some(next) => text.is_other_than(call_id(json, next).as_deref()),
            };
            let holds = text.holds();
            self.show(place);
            let mut frame = None;
            // What is held goes on in this event, or in one to come.
            let goes_on = next.is_some();
            if !is_last && holds && !goes_on {
                let form = form.get_or_insert_with(|| Arc::new(event.form()));
                frame = self.frames.around(form, numbered, json, place);
            }
            let key = Key::of(place);
            if is_last {
                self.finish(key, &mut unmasked);
            } else if let Some(Text { stream: Some(stream), frame: kept, shifts, .. }) =
                self.texts.get_mut(&key)
            {
                if holds && !goes_on && frame.is_none() {
                    // Thousands of texts hold something: no more can be held.
                    stream.let_go(&mut unmasked, shifts);
                }
                *kept = frame;
            }
            if unmasked != piece {
                texts.push((place.value, unmasked));
            }
        }
        texts
    }

    /// Offsets of citations into texts that came before, and not with them; and the number of the event.
    fn move_along(
        &self,
        json: &Json<'_>,
        citations: &[Place],
        sequence: Option<(Value, u64)>,
        edits: &mut Edits,
    ) {
        for place in citations {
            if let Some(shifts) = self.cited(place.numbers) {
                move_offsets(json, place.value, shifts, edits);
            }
        }
        if let Some((value, number)) = sequence.filter(|_| self.inserted > 0) {
            edits.set_number(json, value, number.saturating_add(self.inserted));
        }
    }

    /// The text that a piece belongs to.
    fn text(&mut self, place: &Place) -> &mut Text {
        let key = Key::of(place);
        let is_json = place.holds == Holds::JsonPiece;
        let text = self.texts.entry(key).or_insert_with(|| Text::new(place));
        self.frames.give_back(text.frame.take());
        if self.unmasker.reads_links() && self.shown.take_turn(place) {
            text.stream.iter_mut().filter(|_| !is_json).for_each(|stream| stream.lose());
        }
        if text.stream.is_none() {
            // The first piece, or the first one after an end.
            let mut stream = if is_json { self.arguments.stream() } else { self.unmasker.stream() };
            if !is_json {
                if let Some(links) = self.shown.before(&self.unmasker, place) {
                    stream = stream.behind(links);
                }
            }
            *text = Text { stream: Some(Box::new(stream)), cited: text.cited, ..Text::new(place) };
            self.open.insert(key);
        }
        text
    }

    /// A text is shown up to here.
    fn show(&mut self, place: &Place) {
        let text = self.texts.get(&Key::of(place)).filter(|text| !text.is_json);
        if let Some(stream) = text.and_then(|text| text.stream.as_ref()) {
            self.shown.note(place, stream.links(), true);
        }
    }

    /// Ends a text: what was held of it goes to `tail`.
    fn finish(&mut self, key: Key, tail: &mut String) {
        self.open.remove(&key);
        let Some(text) = self.texts.get_mut(&key) else { return };
        text.frame = None;
        let Some(stream) = text.stream.take() else { return };
        let (tally, _) = stream.finish_part(tail, &mut text.shifts);
        self.tally.add(&tally);
    }

    /// How the text has moved that is cited from this place.
    fn cited(&self, numbers: Numbers) -> Option<&Shifts> {
        numbers.outwards().find_map(|numbers| {
            let fields = Key { numbers, field: 0 }..=Key { numbers, field: u16::MAX };
            self.texts.range(fields).map(|(_, text)| text).find(|text| text.cited).map(|text| &text.shifts)
        })
    }

    /// Ends texts: what was held of them goes out now, each in an event of its own.
    fn end(&mut self, ended: BTreeSet<Key>, number: u64, out: &mut Vec<u8>) {
        for key in ended {
            let frame = self.texts.get_mut(&key).and_then(|text| text.frame.take());
            let mut tail = String::new();
            self.finish(key, &mut tail);
            if let Some(frame) = frame.filter(|_| !tail.is_empty()) {
                let is_numbered = frame.counter.is_some();
                let number = is_numbered.then_some(number.saturating_add(self.inserted));
                self.inserted += u64::from(is_numbered);
                frame.write(&tail, number, out);
            }
        }
    }

    fn end_all(&mut self, out: &mut Vec<u8>) {
        self.end(self.open.clone(), self.next, out);
    }

    /// Texts in this place itself.
    fn open_at(&self, numbers: Numbers) -> impl Iterator<Item = Key> {
        self.open.range(Key { numbers, field: 0 }..=Key { numbers, field: u16::MAX }).copied()
    }

    fn open_in(&self, numbers: Numbers) -> impl Iterator<Item = Key> {
        let from = self.open.range(Key { numbers, field: 0 }..);
        from.copied().take_while(move |key| key.numbers.starts_with(&numbers))
    }
}

/// What the call is called that a piece belongs to, where it is.
fn call_id<'b>(json: &Json<'b>, place: &Place) -> Option<Cow<'b, str>> {
    let id = place.id.filter(|&id| json.is_string(id))?;
    Some(json.string(id)).filter(|id| !id.is_empty())
}

impl Text {
    fn new(place: &Place) -> Self {
        let (is_json, is_thought) = (place.holds == Holds::JsonPiece, place.traits.thought);
        let (answer, shifts, cited) = (Answer::default(), Shifts::default(), place.traits.cited);
        Text { stream: None, is_json, is_thought, answer, shifts, id: None, cited, frame: None }
    }

    /// Whether a piece with this `id` begins another text.
    fn is_other_than(&self, id: Option<&str>) -> bool {
        let known = self.id.as_ref().filter(|_| self.stream.is_some());
        known.zip(id).is_some_and(|(known, id)| *known != id)
    }

    fn push(&mut self, piece: &str, out: &mut String) {
        let Some(stream) = &mut self.stream else { return };
        if self.is_json {
            stream.push_part(piece, out, &mut self.shifts);
        } else {
            let mut rest = piece;
            while !rest.is_empty() {
                let (len, json) = self.answer.next(rest);
                let (part, behind) = rest.split_at_checked(len).unwrap_or((rest, ""));
                stream.seems_json(json, out, &mut self.shifts);
                stream.push_part(part, out, &mut self.shifts);
                rest = behind;
            }
        }
        if !self.cited {
            // Nobody asks where in it something is.
            self.shifts = Shifts::default();
        }
    }

    fn holds(&self) -> bool {
        self.stream.as_ref().is_some_and(|stream| stream.held() > 0)
    }
}
