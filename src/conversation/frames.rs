//! What stands around the tail of a streamed text, where it goes out in an event of its own.

use std::sync::Arc;

use crate::chat::{Dialect, Form, Json, JsonKind, Place, SseEvent, Value, quoted};

/// How many members of an object stand again around a tail, and how many bytes they may have, one and all.
const MOST_KEPT: usize = 32;
const LONGEST_KEPT: usize = 512;
const ALL_KEPT: usize = 4096;

/// What stands around tails is no more than what was read, and this.
const MOST_AROUND: usize = 64 * 1024;

/// How deep choices are: the root, their list, one of them.
const CHOICE: usize = 2;

/// What all frames of a stream may cost: where a tail stands is said again for each, and a reply must not
/// grow by it out of all proportion.
pub(super) struct Frames {
    dialect: Dialect,
    /// Bytes of all events so far.
    read: usize,
    /// Bytes of all frames that went out or may go out.
    around: usize,
    /// Bytes of all frames that were made and are too much.
    refused: usize,
}

/// An event around a piece.
pub(super) struct Frame {
    form: Arc<SseEvent<'static>>,
    before: String,
    after: String,
    /// The member that numbers events, where they are numbered.
    pub(super) counter: Option<&'static str>,
}

impl Frames {
    pub(super) fn new(dialect: Dialect) -> Self {
        Frames { dialect, read: 0, around: 0, refused: 0 }
    }

    pub(super) fn read(&mut self, event: &SseEvent<'_>) {
        self.read = self.read.saturating_add(event.raw().len());
    }

    /// The frame of a piece of this event. `None` where there are too many already.
    pub(super) fn around(
        &mut self,
        form: &Arc<SseEvent<'static>>,
        numbered: bool,
        json: &Json<'_>,
        place: &Place,
    ) -> Option<Frame> {
        let most = self.read.saturating_add(MOST_AROUND);
        if self.refused > most {
            // To make one more costs, too.
            return None;
        }
        let frame = Frame::new(self.dialect, form, numbered, json, place);
        let around = self.around.saturating_add(frame.len());
        if around > most {
            self.refused += frame.len();
            return None;
        }
        self.around = around;
        Some(frame)
    }

    /// Of a text that went on: nothing of it goes out in this frame.
    pub(super) fn give_back(&mut self, frame: Option<Frame>) {
        self.around -= frame.map_or(0, |frame| frame.len());
    }
}

impl Frame {
    /// Of an event, what says where the piece belongs: plain members of the event itself, and on the
    /// way to the piece what numbers and names the form. What a client would add up is left out.
    fn new(
        dialect: Dialect,
        form: &Arc<SseEvent<'static>>,
        numbered: bool,
        json: &Json<'_>,
        place: &Place,
    ) -> Self {
        let Form { counter, padding, .. } = dialect.form();
        let (mut before, mut after) = (String::new(), String::new());
        let way = json.way_to(place.value);
        for (depth, (&at, &next)) in way.iter().zip(way.iter().skip(1)).enumerate() {
            if json.kind(at) == JsonKind::Array {
                before.push('[');
                after.insert(0, ']');
                continue;
            }
            let mut passed = false;
            let mut room = ALL_KEPT;
            let (mut head, mut tail) = (String::from("{"), String::new());
            // Alone it would be the first one. The parts of a text have no numbers.
            let is_part = place.traits.flows && depth > CHOICE;
            let number = json.place(at).filter(|&n| n > 0 && !is_part && json.number(at, "index").is_none());
            if let Some(number) = number {
                head.push_str(&format!("\"index\":{number}"));
            }
            // Of objects that are as nobody writes them, not everything: there may be a piece at each
            // of many places in one event.
            let piece = json.name(next).map(|name| (name, next));
            let members = json.members(at).take(MOST_KEPT).filter(|&(_, value)| value != next);
            let mut members: Vec<(Value, Value)> = members.chain(piece).collect();
            members.sort();
            for (name, value) in members {
                let kept = match json.kind(value) {
                    JsonKind::Object | JsonKind::Array => {
                        json.elements(value).next().is_none() && json.kind(value) == JsonKind::Array
                    }
                    _ if json.raw(name).len() + json.raw(value).len() > LONGEST_KEPT.min(room) => false,
                    _ if depth == 0 => !counter.iter().chain(padding).any(|skip| json.is(name, skip)),
                    // It has its number already.
                    _ if number.is_some() && json.is(name, "index") => false,
                    JsonKind::Literal => json.raw(value) == "null",
                    _ => ["index", "type"].iter().any(|known| json.is(name, known)),
                };
                let to = if passed { &mut tail } else { &mut head };
                if value == next {
                    to.push_str(&format!("{}{}:", comma(to), json.raw(name)));
                    passed = true;
                } else if kept {
                    room -= json.raw(name).len() + json.raw(value).len();
                    to.push_str(&format!("{}{}:{}", comma(to), json.raw(name), json.raw(value)));
                }
            }
            before.push_str(&head);
            after.insert_str(0, &format!("{tail}}}"));
        }
        Frame { form: Arc::clone(form), before, after, counter: counter.filter(|_| numbered) }
    }

    fn len(&self) -> usize {
        self.form.raw().len() + self.before.len() + self.after.len()
    }

    /// Appends the event with this piece in it, and with a number if it has one.
    pub(super) fn write(&self, piece: &str, number: Option<u64>, out: &mut Vec<u8>) {
        let (before, after) = (&self.before, &self.after);
        let piece = quoted(piece);
        let data = match (self.counter.zip(number), before.strip_prefix('{')) {
            (Some((counter, number)), Some(before)) => {
                format!("{{{}:{number},{before}{piece}{after}", quoted(counter))
            }
            _ => format!("{before}{piece}{after}"),
        };
        self.form.write_like(&data, out);
    }
}

/// Before a member that is not the first one.
fn comma(object: &str) -> &'static str {
    if object == "{" { "" } else { "," }
}
