//! A mapping as it is written: a flat JSON object, read in one pass, checked before it is built.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde_json::value::RawValue;
use zeroize::Zeroize;

use super::{Mapping, MappingError, Source};
use crate::kind::Kind;
use crate::limits::Limits;
use crate::placeholder::{Context, Grammar, Placeholder, PlaceholderInvalid, PlaceholderStyle, Scan};
use crate::sameness::fold;

/// Parsed entries in the order of kind, then number; each placeholder once.
#[derive(Clone, Default)]
pub(crate) struct Entries<'j> {
    /// Placeholder, value, index in the order they were written.
    list: Vec<(Placeholder, Cow<'j, str>, usize)>,
    text_len: usize,
}

/// The bounds that hold where a mapping comes from.
#[derive(Clone, Copy)]
pub(crate) struct EntryLimits {
    entries: usize,
    text: usize,
    value: usize,
}

impl EntryLimits {
    pub(crate) fn header(limits: &Limits) -> Self {
        EntryLimits { entries: limits.header_entries, text: limits.header_text, value: limits.value_bytes }
    }

    pub(crate) fn body(limits: &Limits) -> Self {
        EntryLimits { entries: limits.body_entries, text: limits.body_text, value: limits.value_bytes }
    }

    /// Whether so many entries with so much text are too much.
    pub(crate) fn check(&self, entries: usize, text: usize) -> Result<(), MappingError> {
        if entries > self.entries {
            return Err(MappingError::MappingTooManyEntries { limit: self.entries });
        }
        if text > self.text {
            return Err(MappingError::MappingTooLarge { limit: self.text });
        }
        Ok(())
    }
}

impl<'j> Entries<'j> {
    /// Reads a JSON object of placeholders and values.
    pub(crate) fn parse(
        json: &'j [u8],
        style: PlaceholderStyle,
        limits: EntryLimits,
    ) -> Result<Entries<'j>, MappingError> {
        let text = std::str::from_utf8(json).map_err(|e| json_invalid(json, e.valid_up_to()))?;
        if !matches!(text.trim_start_matches(JSON_SPACE).bytes().next(), Some(b'{')) {
            return Err(match serde_json::from_str::<de::IgnoredAny>(text) {
                Ok(_) => MappingError::MappingNotObject,
                Err(e) => json_invalid(json, offset_of(json, &e)),
            });
        }
        let mut found = Reading { text, style, limits, entries: Entries::default(), index: 0, fault: None };
        // An entry takes 20 bytes or more; a few too many places cost less than growing.
        found.entries.list.reserve((text.len() / 24).min(limits.entries));
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = de::Deserializer::deserialize_map(&mut deserializer, &mut found)
            .and_then(|()| deserializer.end());
        match (read, found.fault.take()) {
            (_, Some(fault)) if ends_reading(&fault) => Err(fault),
            (Err(e), fault) => match raw_entry(text, found.index) {
                // Well-formed all the same: a number that no float can hold.
                Some((_, value)) if !value.get().starts_with('"') => {
                    Err(fault.unwrap_or(MappingError::MappingValueNotString { index: found.index }))
                }
                _ => Err(json_invalid(json, offset_of(json, &e))),
            },
            (Ok(()), fault) => found.entries.finish(fault),
        }
    }

    /// Sorts, and refuses a placeholder that came twice. Malformed JSON and equal keys come before
    /// what is wrong with a single entry.
    fn finish(mut self, fault: Option<MappingError>) -> Result<Entries<'j>, MappingError> {
        // Clients mostly send what we emitted, which is in order.
        let in_order = self.list.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0));
        if in_order {
            return fault.map_or(Ok(self), Err);
        }
        self.list.sort_by(|a, b| a.0.cmp(&b.0).then(a.2.cmp(&b.2)));
        let duplicate = self
            .list
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if a.0 == b.0 => Some(b.2),
                _ => None,
            })
            .min();
        match (duplicate, fault) {
            (Some(index), _) => Err(MappingError::MappingDuplicateKey { index }),
            (None, Some(fault)) => Err(fault),
            (None, None) => Ok(self),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn text_len(&self) -> usize {
        self.text_len
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Placeholder, &str)> {
        self.list.iter().map(|(placeholder, value, _)| (placeholder, value.as_ref()))
    }

    /// Where an entry stood in what was written.
    pub(crate) fn written_at(&self, placeholder: &Placeholder) -> Option<usize> {
        let at = self.list.binary_search_by(|entry| entry.0.cmp(placeholder)).ok()?;
        Some(self.list.get(at)?.2)
    }

    pub(crate) fn into_owned(mut self) -> Entries<'static> {
        let list = self.list.drain(..).map(|(p, value, i)| (p, Cow::Owned(value.into_owned()), i)).collect();
        Entries { list, text_len: self.text_len }
    }
}

/// Values that were copied are overwritten.
impl Drop for Entries<'_> {
    fn drop(&mut self) {
        for (_, value, _) in &mut self.list {
            if let Cow::Owned(value) = value {
                value.zeroize();
            }
        }
    }
}

impl PartialEq for Entries<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

const JSON_SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

struct Reading<'j> {
    text: &'j str,
    style: PlaceholderStyle,
    limits: EntryLimits,
    entries: Entries<'j>,
    /// How many entries have been read.
    index: usize,
    /// The first entry that is wrong. Reading goes on: malformed JSON would be the graver fault.
    fault: Option<MappingError>,
}

impl<'j> Reading<'j> {
    /// `value`: absent where it is no string.
    fn entry(&mut self, key: Cow<'j, str>, value: Option<Cow<'j, str>>) -> Result<(), MappingError> {
        let index = self.index;
        self.entries.text_len += key.len() + value.as_ref().map_or(0, |value| value.len());
        self.limits.check(index + 1, self.entries.text_len)?;
        let value = value.ok_or(MappingError::MappingValueNotString { index })?;
        if key.is_empty() {
            return Err(MappingError::MappingKeyEmpty { index });
        }
        let placeholder = self.style.parse(&key).map_err(|e| {
            let offset = match &key {
                Cow::Borrowed(key) => offset_in(self.text, key) + e.offset(),
                // Within escapes: the place of the whole key.
                Cow::Owned(_) => {
                    raw_entry(self.text, index).map_or(0, |(key, _)| offset_in(self.text, key.get()))
                }
            };
            MappingError::MappingKeyInvalid { index, offset }
        })?;
        let checked = check_value(&placeholder, &value, self.limits.value, index);
        // Also a bad value's key counts when keys are compared.
        self.entries.list.push((placeholder, value, index));
        checked
    }
}

/// Whether nothing that follows is read any more.
fn ends_reading(fault: &MappingError) -> bool {
    matches!(fault, MappingError::MappingTooManyEntries { .. } | MappingError::MappingTooLarge { .. })
}

/// What a value must be, whoever sends it.
pub(crate) fn check_value(
    placeholder: &Placeholder,
    value: &str,
    max_len: usize,
    index: usize,
) -> Result<(), MappingError> {
    if value.len() > max_len {
        return Err(MappingError::MappingValueTooLong { index, len: value.len(), limit: max_len });
    }
    // Most values are printable ASCII that begins with something to see.
    let plain = value.bytes().all(|b| matches!(b, b' '..=b'~')) && value.starts_with(|c| c > ' ');
    if !plain && value.chars().all(|c| c.is_whitespace() || fold::is_ignorable(c)) {
        return Err(MappingError::MappingValueEmpty { index });
    }
    if !plain && has_control(value) {
        return Err(MappingError::MappingValueControlChar { index });
    }
    if *placeholder.kind() == Kind::LITERAL && !looks_like_placeholder(value) {
        return Err(MappingError::MappingKeyReserved { index });
    }
    Ok(())
}

/// C0 other than TAB, LF and CR, DEL, C1.
pub(crate) fn has_control(value: &str) -> bool {
    value.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Whether the whole value is one spelling of a placeholder, in any style.
fn looks_like_placeholder(value: &str) -> bool {
    PlaceholderStyle::ALL.iter().any(|&style| {
        let grammar = Grammar { style, tolerant: true, bare: true, context: Context::Plain };
        // A backslash before an exact spelling is text, so it is none of the spelling's bytes here.
        [grammar.scan(value.as_bytes()), grammar.scan_bare(value.as_bytes(), true)]
            .iter()
            .any(|scan| matches!(scan, Scan::Found { len, .. } if *len == value.len()))
    })
}

impl<'j> Visitor<'j> for &mut Reading<'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of placeholders and values")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            let value = map.next_value_seed(Text)?;
            if let Err(fault) = self.entry(key.unwrap_or_default(), value) {
                if ends_reading(&fault) {
                    self.fault = Some(fault);
                    return Err(de::Error::custom("refused"));
                }
                self.fault.get_or_insert(fault);
            }
            self.index += 1;
        }
        Ok(())
    }
}

/// A string, borrowed where it has no escape; `None` for anything else, however deep.
struct Text;

impl<'j> de::DeserializeSeed<'j> for Text {
    type Value = Option<Cow<'j, str>>;

    fn deserialize<D: de::Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'j> Visitor<'j> for Text {
    type Value = Option<Cow<'j, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'j str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: de::SeqAccess<'j>>(self, seq: A) -> Result<Self::Value, A::Error> {
        de::IgnoredAny.visit_seq(seq).map(|_| None)
    }

    fn visit_map<A: MapAccess<'j>>(self, map: A) -> Result<Self::Value, A::Error> {
        de::IgnoredAny.visit_map(map).map(|_| None)
    }
}

/// The key and the value of one entry as they are written; for errors, which say where. `None` where
/// the text is malformed.
fn raw_entry(text: &str, index: usize) -> Option<(&RawValue, &RawValue)> {
    struct Nth(usize);

    impl<'j> Visitor<'j> for Nth {
        type Value = Option<(&'j RawValue, &'j RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let (mut at, mut found) = (0, None);
            while let Some(entry) = map.next_entry()? {
                if at == self.0 {
                    found = Some(entry);
                }
                at += 1;
            }
            Ok(found)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(text);
    let found = de::Deserializer::deserialize_map(&mut deserializer, Nth(index)).ok()?;
    deserializer.end().ok()?;
    found
}

/// Where a part of a text begins in it.
fn offset_in(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// serde_json counts lines and columns; we count bytes.
fn offset_of(json: &[u8], error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', json).nth(line - 2).map_or(0, |at| at + 1),
    };
    // The column is how much of the line was read: up to the byte that is wrong, which may be the end
    // of the line before, or to the end of the text.
    let wrong = usize::from(!error.is_eof());
    (line_start + error.column()).saturating_sub(wrong).min(json.len())
}

fn json_invalid(json: &[u8], offset: usize) -> MappingError {
    let before = json.get(..offset).unwrap_or(json);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    MappingError::MappingJsonInvalid { offset, line, column: before.len() - line_start + 1 }
}

/// ASCII JSON: everything else as `\u` escapes.
pub(super) fn to_json<'m>(
    entries: impl Iterator<Item = (&'m Placeholder, &'m str)>,
    style: PlaceholderStyle,
) -> String {
    use std::fmt::Write as _;
    let mut json = String::from("{");
    for (placeholder, value) in entries {
        if json.len() > 1 {
            json.push(',');
        }
        // Writing to a String cannot fail.
        let _ = write!(json, "\"{}\":\"", style.format(placeholder));
        escape_json(value, true, &mut json);
        json.push('"');
    }
    json.push('}');
    json
}

/// Appends a text as the inside of a JSON string; `ascii`: with everything else escaped as well.
pub(crate) fn escape_json(value: &str, ascii: bool, out: &mut String) {
    use std::fmt::Write as _;
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            _ if ascii || c.is_control() => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(c),
        }
    }
}

impl serde::Serialize for Mapping {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (placeholder, value) in self.iter() {
            map.serialize_entry(placeholder, value)?;
        }
        map.end()
    }
}

/// Bounds are the defaults of a body; equal keys are refused.
impl<'de> serde::Deserialize<'de> for Mapping {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        MappingVisitor::read(Some(EntryLimits::body(&Limits::default())), deserializer)
    }
}

/// A mapping that was stored: it grew over many turns, each of them within bounds, and may have been
/// filled by a program that knows no bounds.
pub(crate) fn deserialize_stored<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Mapping, D::Error> {
    MappingVisitor::read(None, deserializer)
}

struct MappingVisitor<'f> {
    /// Absent: it was ours already, and values are what they are.
    limits: Option<EntryLimits>,
    text_len: usize,
    /// What was wrong, in our own words.
    fault: &'f mut Option<MappingError>,
}

impl MappingVisitor<'_> {
    fn read<'de, D: serde::Deserializer<'de>>(
        limits: Option<EntryLimits>,
        deserializer: D,
    ) -> Result<Mapping, D::Error> {
        // Foreign errors are not passed on: some of them quote the value.
        let mut fault = None;
        deserializer.deserialize_map(MappingVisitor { limits, text_len: 0, fault: &mut fault }).map_err(
            |_| match fault {
                Some(fault) => de::Error::custom(fault),
                None => de::Error::custom("mapping is no object of placeholders and values"),
            },
        )
    }

    fn add(&mut self, mapping: &mut Mapping, key: &str, value: &str) -> Result<(), MappingError> {
        let index = mapping.len();
        self.text_len += key.len() + value.len();
        if let Some(limits) = self.limits {
            limits.check(index + 1, self.text_len)?;
        }
        let invalid = |e: PlaceholderInvalid| MappingError::MappingKeyInvalid { index, offset: e.offset() };
        let placeholder: Placeholder = key.parse().map_err(invalid)?;
        if let Some(limits) = self.limits {
            check_value(&placeholder, value, limits.value, index)?;
        }
        if mapping.get(&placeholder).is_some() {
            return Err(MappingError::MappingDuplicateKey { index });
        }
        mapping.add(placeholder, value, Source::History);
        Ok(())
    }
}

impl<'de> Visitor<'de> for MappingVisitor<'_> {
    type Value = Mapping;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of placeholders and values")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Mapping, A::Error> {
        let mut mapping = Mapping::new();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let value: Secret = map.next_value()?;
            if let Err(fault) = self.add(&mut mapping, &key, &value.0) {
                *self.fault = Some(fault);
                return Err(de::Error::custom("mapping refused"));
            }
        }
        Ok(mapping)
    }
}

/// A string; refuses anything else without quoting it.
struct Secret(String);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)
            .map(Secret)
            .map_err(|_| de::Error::custom("a mapping value is no string"))
    }
}
