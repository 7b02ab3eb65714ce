//! The accepted shapes of positions, read with bounds and without a list of foreign values.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::Position;
use crate::header::error::PositionError;
use crate::kind::Kind;
use crate::placeholder::{Placeholder, PlaceholderStyle};
use crate::span::OffsetUnit;

/// Reads positions; at most `max` of them.
pub(super) fn read(
    json: &[u8],
    style: PlaceholderStyle,
    max: usize,
) -> Result<(Option<OffsetUnit>, Vec<Position>), PositionError> {
    let text = std::str::from_utf8(json).map_err(|e| json_invalid(json, e.valid_up_to()))?;
    let mut reader = Reader { text, style, max, list: Vec::new(), unit: None, fault: None };
    // Checks the whole, however deep, without recursion and without building anything.
    let root: &RawValue = serde_json::from_str(text).map_err(|e| reader.syntax_error(text, &e))?;
    reader.root(root)?;
    match reader.fault {
        Some(fault) => Err(fault),
        None => Ok((reader.unit, reader.list)),
    }
}

struct Reader<'j> {
    text: &'j str,
    style: PlaceholderStyle,
    max: usize,
    list: Vec<Position>,
    unit: Option<OffsetUnit>,
    /// The first fault of the content. Reading goes on: bad JSON would be the graver fault.
    fault: Option<PositionError>,
}

/// The members of one position, as they were written.
#[derive(Default)]
struct Members<'j> {
    start: Option<&'j RawValue>,
    end: Option<&'j RawValue>,
    offset: Option<&'j RawValue>,
    length: Option<&'j RawValue>,
    placeholder: Option<&'j RawValue>,
    text: Option<&'j RawValue>,
    unit: Option<&'j RawValue>,
    /// `type`, `entity_type`, `label`, `kind`.
    kinds: [Option<&'j RawValue>; 4],
}

/// What the elements of a list are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Object,
    Pair,
}

impl<'j> Reader<'j> {
    fn root(&mut self, root: &'j RawValue) -> Result<(), PositionError> {
        match first_byte(root) {
            b'[' => self.elements(root),
            b'{' => self.object(root),
            _ => {
                self.note(PositionError::PositionsShapeInvalid);
                Ok(())
            }
        }
    }

    fn note(&mut self, fault: PositionError) {
        self.fault.get_or_insert(fault);
    }

    /// `{"unit":…,"positions":…}` or `{"<PERSON_1>":[[11,19]]}`.
    fn object(&mut self, root: &'j RawValue) -> Result<(), PositionError> {
        let (mut unit, mut positions, mut others) = (None, None, 0usize);
        self.members(root, &mut |_, key, value| {
            match key {
                "unit" => unit = Some(value),
                "positions" => positions = Some(value),
                _ => others += 1,
            }
            Ok(())
        })?;
        if unit.is_none() && positions.is_none() {
            return self.by_placeholder(root);
        }
        if let Some(unit) = unit {
            self.unit_of(unit);
        }
        match positions {
            Some(list) if others == 0 && first_byte(list) == b'[' => self.elements(list),
            // One wrapper is enough: `unit` and `positions` are no placeholders.
            Some(list) if others == 0 && first_byte(list) == b'{' => self.by_placeholder(list),
            _ => {
                self.note(PositionError::PositionsShapeInvalid);
                self.check_unread(root)
            }
        }
    }

    fn unit_of(&mut self, raw: &'j RawValue) {
        if raw.get() == "null" {
            return;
        }
        let given = self.string(raw).and_then(|name| name.parse().ok());
        match (given, self.unit) {
            (Some(given), None) => self.unit = Some(given),
            (Some(given), Some(known)) if given == known => {}
            _ => self.note(PositionError::PositionsUnitInvalid),
        }
    }

    fn by_placeholder(&mut self, root: &'j RawValue) -> Result<(), PositionError> {
        self.members(root, &mut |reader, key, value| {
            let placeholder = reader.style.parse(key);
            if placeholder.is_err() {
                reader.note(if key.starts_with(reader.style.open()) {
                    PositionError::PositionPlaceholderInvalid { index: reader.list.len() }
                } else {
                    PositionError::PositionsShapeInvalid
                });
                return reader.check_unread(value);
            }
            let placeholder = placeholder.ok();
            let mut single = false;
            if first_byte(value) != b'[' {
                reader.note(PositionError::PositionsShapeInvalid);
                return reader.check_unread(value);
            }
            reader.items(value, &mut |reader, item| {
                // A number: this is one `[s,e]`, not a list of them.
                if single || first_byte(item) != b'[' {
                    single = true;
                    return Ok(());
                }
                reader.pair(item, placeholder.clone(), 2)
            })?;
            if single { reader.pair(value, placeholder, 2) } else { Ok(()) }
        })
    }

    /// A list of objects or a list of pairs.
    fn elements(&mut self, list: &'j RawValue) -> Result<(), PositionError> {
        let mut shape = None;
        self.items(list, &mut |reader, item| {
            let this = match first_byte(item) {
                b'{' => Some(Shape::Object),
                b'[' => Some(Shape::Pair),
                _ => None,
            };
            if this.is_none() || shape.is_some() && shape != this {
                reader.note(PositionError::PositionsShapeInvalid);
                return reader.check_unread(item);
            }
            shape = this;
            match this {
                Some(Shape::Object) => reader.element(item),
                _ => reader.pair(item, None, 3),
            }
        })
    }

    /// `[11,19]`, or `[11,19,"PERSON"]` where there may be three.
    fn pair(
        &mut self,
        raw: &'j RawValue,
        placeholder: Option<Placeholder>,
        most: usize,
    ) -> Result<(), PositionError> {
        let (mut count, mut members) = (0usize, Members::default());
        self.items(raw, &mut |reader, item| {
            match count {
                0 => members.start = Some(item),
                1 => members.end = Some(item),
                2 => members.kinds = [Some(item), None, None, None],
                _ => {}
            }
            count += 1;
            reader.check_unread(item)
        })?;
        if count > most {
            self.note(PositionError::PositionInvalid { index: self.list.len() });
        }
        self.position(&members, placeholder, false)
    }

    /// `{"start":11,"end":19,…}`.
    fn element(&mut self, raw: &'j RawValue) -> Result<(), PositionError> {
        let mut members = Members::default();
        self.members(raw, &mut |reader, key, value| {
            let place = match key {
                "start" => &mut members.start,
                "end" => &mut members.end,
                "offset" => &mut members.offset,
                "length" => &mut members.length,
                "placeholder" => &mut members.placeholder,
                "text" => &mut members.text,
                "unit" => &mut members.unit,
                "type" => &mut members.kinds[0],
                "entity_type" => &mut members.kinds[1],
                "label" => &mut members.kinds[2],
                "kind" => &mut members.kinds[3],
                // `score`, `recognizer` and whatever else a detector says.
                _ => return reader.check_unread(value),
            };
            *place = Some(value);
            reader.check_unread(value)
        })?;
        self.position(&members, None, true)
    }

    fn position(
        &mut self,
        members: &Members<'j>,
        placeholder: Option<Placeholder>,
        named: bool,
    ) -> Result<(), PositionError> {
        let index = self.list.len();
        if index == self.max {
            return Err(PositionError::PositionsTooMany { limit: self.max });
        }
        let mut position = Position::new(0, 0);
        match edges(members, index, named) {
            Ok((start, end)) => (position.start, position.end) = (start, end),
            Err(fault) => self.note(fault),
        }
        match self.kind(members) {
            Ok(kind) => position.kind = kind,
            Err(()) => self.note(PositionError::PositionTypeInvalid { index }),
        }
        position.placeholder = placeholder;
        if let Some(raw) = present(members.placeholder) {
            match self.string(raw).and_then(|text| self.style.parse(&text).ok()) {
                Some(placeholder) => position.placeholder = Some(placeholder),
                None => self.note(PositionError::PositionPlaceholderInvalid { index }),
            }
        }
        if let Some(raw) = present(members.text) {
            match self.string(raw) {
                Some(text) => position.text = Some(Zeroizing::new(text.into_owned())),
                None => self.note(PositionError::PositionInvalid { index }),
            }
        }
        if let Some(unit) = members.unit {
            self.unit_of(unit);
        }
        self.list.push(position);
        Ok(())
    }

    /// The one kind that all names of the type give.
    fn kind(&mut self, members: &Members<'j>) -> Result<Option<Kind>, ()> {
        let mut kind = None;
        for raw in members.kinds {
            let Some(raw) = present(raw) else { continue };
            let given = self.string(raw).and_then(|label| Kind::resolve(&label).ok());
            let given = given.filter(|given| *given != Kind::LITERAL).ok_or(())?;
            if kind.as_ref().is_some_and(|kind| *kind != given) {
                return Err(());
            }
            kind = Some(given);
        }
        Ok(kind)
    }

    /// The content of a JSON string; `None` for anything else.
    fn string(&mut self, raw: &'j RawValue) -> Option<Cow<'j, str>> {
        serde_json::from_str::<Key<'j>>(raw.get()).ok().map(|key| key.0)
    }

    fn syntax_error(&self, part: &str, error: &serde_json::Error) -> PositionError {
        let part_at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let bytes = part.as_bytes();
        let line_at = match error.line() {
            0 | 1 => 0,
            line => memchr::memchr_iter(b'\n', bytes).nth(line - 2).map_or(0, |at| at + 1),
        };
        let within = (line_at + error.column().saturating_sub(1)).min(bytes.len());
        json_invalid(self.text.as_bytes(), part_at + within)
    }

    /// Looks for members that come twice, and for strings that are none, in what is not read.
    fn check_unread(&mut self, raw: &'j RawValue) -> Result<(), PositionError> {
        // Numbers, `true`, `null`, and strings without escapes: nothing can be wrong.
        if !matches!(first_byte(raw), b'{' | b'[') && memchr::memchr(b'\\', raw.get().as_bytes()).is_none() {
            return Ok(());
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        Strict.deserialize(&mut deserializer).map_err(|e| self.syntax_error(raw.get(), &e))
    }

    fn items(&mut self, raw: &'j RawValue, each: EachItem<'_, 'j>) -> Result<(), PositionError> {
        let mut fault = None;
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        let read = deserializer.deserialize_seq(Items { reader: self, each, fault: &mut fault });
        self.outcome(raw, fault, read)
    }

    fn members(&mut self, raw: &'j RawValue, each: EachMember<'_, 'j>) -> Result<(), PositionError> {
        let mut fault = None;
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        let read = deserializer.deserialize_map(ObjectMembers { reader: self, each, fault: &mut fault });
        self.outcome(raw, fault, read)
    }

    fn outcome(
        &self,
        raw: &RawValue,
        fault: Option<PositionError>,
        read: Result<(), serde_json::Error>,
    ) -> Result<(), PositionError> {
        match (fault, read) {
            (Some(fault), _) => Err(fault),
            (None, read) => read.map_err(|e| self.syntax_error(raw.get(), &e)),
        }
    }
}

/// `start`/`offset` and `end`/`length`, as far as they agree.
fn edges(members: &Members<'_>, index: usize, named: bool) -> Result<(u64, u64), PositionError> {
    let integer = |raw: Option<&RawValue>, member: &'static str| match raw.map(RawValue::get) {
        None => Ok(None),
        // JSON has no leading zeros or signs; a fraction or an exponent is no integer here.
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => match digits.parse::<u64>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(PositionError::PositionNotInteger { index, member: named.then_some(member) }),
        },
        Some(_) => Err(PositionError::PositionNotInteger { index, member: named.then_some(member) }),
    };
    let start = integer(members.start, "start")?;
    let end = integer(members.end, "end")?;
    let offset = integer(members.offset, "offset")?;
    let length = integer(members.length, "length")?;
    let invalid = PositionError::PositionInvalid { index };
    let start = match (start, offset) {
        (Some(start), Some(offset)) if start != offset => return Err(invalid),
        (start, offset) => start.or(offset).ok_or_else(|| invalid.clone())?,
    };
    let by_length = length.map(|length| start.checked_add(length).ok_or(()));
    let end = match (end, by_length) {
        // Behind the end of every message; how long that is, is not known yet.
        (None, Some(Err(()))) => return Ok((start.min(u64::MAX - 1), u64::MAX)),
        (Some(end), Some(by_length)) if by_length != Ok(end) => return Err(invalid),
        (Some(end), _) | (None, Some(Ok(end))) => end,
        (None, None) => return Err(invalid),
    };
    super::resolve::check_order(start, end, index)?;
    Ok((start, end))
}

fn first_byte(raw: &RawValue) -> u8 {
    raw.get().bytes().next().unwrap_or_default()
}

/// A member that is there and not `null`.
fn present(raw: Option<&RawValue>) -> Option<&RawValue> {
    raw.filter(|raw| raw.get() != "null")
}

fn json_invalid(json: &[u8], offset: usize) -> PositionError {
    let before = json.get(..offset).unwrap_or(json);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let line_at = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    PositionError::PositionsJsonInvalid { offset, line, column: before.len() - line_at + 1 }
}

type EachItem<'f, 'j> = &'f mut dyn FnMut(&mut Reader<'j>, &'j RawValue) -> Result<(), PositionError>;
type EachMember<'f, 'j> = &'f mut dyn FnMut(&mut Reader<'j>, &str, &'j RawValue) -> Result<(), PositionError>;

struct Items<'r, 'f, 'j> {
    reader: &'r mut Reader<'j>,
    each: EachItem<'f, 'j>,
    fault: &'r mut Option<PositionError>,
}

impl<'j> Visitor<'j> for Items<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'j>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&'j RawValue>()? {
            if let Err(fault) = (self.each)(self.reader, item) {
                *self.fault = Some(fault);
                return Err(de::Error::custom("refused"));
            }
        }
        Ok(())
    }
}

struct ObjectMembers<'r, 'f, 'j> {
    reader: &'r mut Reader<'j>,
    each: EachMember<'f, 'j>,
    fault: &'r mut Option<PositionError>,
}

impl<'j> Visitor<'j> for ObjectMembers<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut members: A) -> Result<(), A::Error> {
        let mut known = HashSet::new();
        while let Some((Key(key), value)) = members.next_entry::<Key<'j>, &'j RawValue>()? {
            let each = if known.contains(&key) {
                Err(de::Error::custom("member twice"))
            } else {
                Ok((self.each)(self.reader, &key, value))
            };
            if let Err(fault) = each? {
                *self.fault = Some(fault);
                return Err(de::Error::custom("refused"));
            }
            known.insert(key);
        }
        Ok(())
    }
}

/// A string, borrowed where it has no escape.
#[derive(PartialEq, Eq, Hash)]
struct Key<'j>(Cow<'j, str>);

impl<'de> de::Deserialize<'de> for Key<'de> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Any value in which no member comes twice. The parser's own bound keeps it from going too deep.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Strict)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut known = HashSet::new();
        while let Some(key) = members.next_key::<Key<'de>>()? {
            members.next_value_seed(Strict)?;
            if !known.insert(key) {
                return Err(de::Error::custom("member twice"));
            }
        }
        Ok(())
    }
}
