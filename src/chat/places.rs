//! The tables of a dialect as a list that people and tests can read.

use std::collections::BTreeMap;

use super::Dialect;
use super::rules::{Holds, Rule, Table};
use crate::names::names;

/// Which way a payload goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// To the model.
    Request,
    /// From the model, whole.
    Reply,
    /// From the model, as one event of a stream.
    Event,
}

names!(Direction: "direction", str::eq, Request => "request", Reply => "reply", Event => "event");

/// What becomes of what stands at a place of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Treatment {
    /// Masked as text.
    Masked,
    /// Masked as text, or as the JSON that it is. It comes from outside: a placeholder in it alone is not
    /// answered.
    MaskedForeign,
    /// JSON in a string: its strings, names of members and numbers are masked.
    MaskedJson,
    /// Any JSON: its strings, names of members and numbers are masked.
    MaskedValue,
    /// Masked, with placeholders without brackets.
    MaskedName,
    /// Hashed or dropped: [`UserId`](crate::UserId).
    UserId,
    /// Dropped: [`UserLocation`](crate::UserLocation).
    UserLocation,
    /// Refused, unless media may pass: [`Media`](crate::Media).
    Media,
    /// Stays as it is.
    Untouched,
    /// Originals come back.
    Restored,
    /// Originals come back, escaped for the JSON that they stand in.
    RestoredJson,
    /// Originals come back in all strings and names of members.
    RestoredValue,
    /// Originals come back in titles.
    Citation,
    /// An offset: moves along with the text that cites.
    Moved,
    /// Taken out where the text has changed.
    TakenOut,
}

names!(Treatment: "treatment", str::eq,
    Masked => "masked",
    MaskedForeign => "masked, exposes nothing",
    MaskedJson => "masked, JSON in a string",
    MaskedValue => "masked, names and numbers too",
    MaskedName => "masked, without brackets",
    UserId => "hashed or dropped",
    UserLocation => "dropped",
    Media => "refused, unless media may pass",
    Untouched => "untouched",
    Restored => "restored",
    RestoredJson => "restored, escaped for JSON",
    RestoredValue => "restored, names too",
    Citation => "titles restored",
    Moved => "moved with the text",
    TakenOut => "taken out where the text has changed",
);

impl Dialect {
    /// Every place that this dialect names, in the order of its tables, and what becomes of it. In a
    /// path `[]` is any element, `*` any member, `[type=x]` an object with that member. A table that
    /// contains itself is listed once.
    ///
    /// What is not listed: in a request every other string is masked; in a reply and an event
    /// everything else stays as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Dialect, Direction, Treatment};
    ///
    /// let places = Dialect::OpenAiChat.places(Direction::Request);
    /// assert!(places.contains(&("messages[].content[].text".to_owned(), Treatment::Masked)));
    /// assert!(places.contains(&("messages[].role".to_owned(), Treatment::Untouched)));
    /// ```
    pub fn places(self, direction: Direction) -> Vec<(String, Treatment)> {
        let form = self.form();
        let table = match direction {
            Direction::Request => form.request.table,
            Direction::Reply => form.reply.table,
            Direction::Event => form.event.table,
        };
        let mut places = Vec::new();
        let above = Above { request: direction == Direction::Request, foreign: false, cited: false };
        list(table, "", above, &mut vec![table], &mut places);
        // A line of its own goes before the table that the place is in, and stands behind it.
        let last: BTreeMap<String, usize> =
            places.iter().enumerate().map(|(at, (path, _))| (path.clone(), at)).collect();
        let is_last = |(at, (path, _)): &(usize, (String, Treatment))| last.get(path) == Some(at);
        places.into_iter().enumerate().filter(is_last).map(|(_, place)| place).collect()
    }
}

/// What holds for all that is in a place.
#[derive(Clone, Copy)]
struct Above {
    request: bool,
    /// Whether it came from outside.
    foreign: bool,
    /// Whether it is what is cited.
    cited: bool,
}

fn list(
    table: &'static Table,
    prefix: &str,
    Above { request, foreign, cited }: Above,
    open: &mut Vec<&'static Table>,
    places: &mut Vec<(String, Treatment)>,
) {
    for rule in table.0 {
        let path = if rule.path.starts_with('[') || prefix.is_empty() {
            format!("{prefix}{}", rule.path)
        } else {
            format!("{prefix}.{}", rule.path)
        };
        // What holds for an object holds for all that is in it.
        let foreign =
            foreign || table.0.iter().any(|outer| outer.traits.foreign && rule.path.starts_with(outer.path));
        // A condition alone says at most that what is there came from outside, of what is sent.
        let is_frame = !(request && rule.traits.foreign)
            && rule.path.ends_with(']')
            && rule.path.rsplit('[').next().is_some_and(|last| last.contains('='));
        let is_offset = |place: &str| matches!(place, "start_index" | "end_index");
        let in_citation = |outer: &Rule| {
            let name = rule.path.strip_prefix(outer.path).and_then(|name| name.strip_prefix('.'));
            outer.holds == Holds::Citation && name.is_some_and(is_offset)
        };
        let moves = cited && is_offset(rule.path) || table.0.iter().any(in_citation);
        match rule.holds {
            _ if is_frame => {}
            _ if moves && !request => places.push((path, Treatment::Moved)),
            Holds::As(inner) if open.contains(&inner) => {}
            Holds::As(inner) => {
                open.push(inner);
                let is_cited = |same: &Rule| same.path == rule.path && same.holds == Holds::Citation;
                let cited = table.0.iter().any(is_cited);
                list(inner, &path, Above { request, foreign, cited }, open, places);
                open.pop();
            }
            _ => places.extend(treatment(rule.holds, request, foreign).map(|treatment| (path, treatment))),
        }
    }
}

/// `None` for what is only a frame for other places.
fn treatment(holds: Holds, request: bool, foreign: bool) -> Option<Treatment> {
    Some(match (holds, request) {
        (Holds::Text | Holds::Result(_) | Holds::As(_), true) if foreign => Treatment::MaskedForeign,
        (Holds::Text | Holds::Result(_) | Holds::As(_) | Holds::Piece, true) => Treatment::Masked,
        (Holds::Text | Holds::Result(_) | Holds::As(_) | Holds::Piece, false) => Treatment::Restored,
        (Holds::Json | Holds::JsonPiece, true) => Treatment::MaskedJson,
        (Holds::Json | Holds::JsonPiece, false) => Treatment::RestoredJson,
        (Holds::Free, true) => Treatment::MaskedValue,
        (Holds::Free, false) => Treatment::RestoredValue,
        (Holds::Name, true) => Treatment::MaskedName,
        (Holds::UserId, true) => Treatment::UserId,
        (Holds::UserLocation, true) => Treatment::UserLocation,
        (Holds::Media | Holds::MediaLink, true) => Treatment::Media,
        (Holds::Name | Holds::UserId | Holds::UserLocation | Holds::Media | Holds::MediaLink, false) => {
            Treatment::Untouched
        }
        (Holds::Citation, true) => return None,
        (Holds::Citation, false) => Treatment::Citation,
        (Holds::Logprobs, _) => Treatment::TakenOut,
        (Holds::Word | Holds::Signed, _) => Treatment::Untouched,
    })
}
