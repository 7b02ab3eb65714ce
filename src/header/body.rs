//! The members of a body that say what the headers say.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroize;

use super::error::{HeaderError, PositionError};
use super::name::{Field, PiiMember};
use super::{AutoMapping, Faults, Given, PiiHeaders, Positions, Reading, encoding};
use crate::limits::Limits;
use crate::mapping::{EntryLimits, MappingError};
use crate::placeholder::PlaceholderStyle;
use crate::span::OffsetUnit;

/// The object `pii` of a body: the headers' content, for clients that cannot send large headers.
///
/// `mapping`, `auto_mapping` (also `true`, `false` or a switch as a string), `history_mapping`,
/// `positions`, `offset_unit` and `policy`, all optional, each as it was written: deserialising only
/// takes them apart, [`parse`](PiiBody::parse) reads them. For `serde_json` only.
///
/// What was written is overwritten when it is dropped; `Debug` prints how many members there are.
///
/// # Examples
///
/// ```
/// use pii_mask::{Auto, Limits, PiiBody};
///
/// let body: PiiBody = serde_json::from_str(
///     r#"{"mapping":{"<PERSON_1>":"John Doe"},"auto_mapping":false,"policy":"email=redact"}"#,
/// )?;
/// let given = body.parse(&Limits::default())?;
/// assert_eq!(given.auto(), Auto::Off);
/// assert_eq!(given.policy().unwrap().to_string(), "EMAIL=redact");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct PiiBody {
    members: [Option<Box<RawValue>>; PiiMember::ALL.len()],
    /// A member that does not exist. Refused when it is read, with a code of its own.
    unknown: bool,
}

impl PiiBody {
    /// Reads the members with placeholders in the default style and the bounds of a body.
    ///
    /// # Errors
    ///
    /// [`HeaderError`], whose fields are members: what is wrong with a header's content is wrong
    /// here as well; besides, a member may be unknown.
    pub fn parse(&self, limits: &Limits) -> Result<PiiHeaders, HeaderError> {
        self.parse_styled(PlaceholderStyle::default(), limits)
    }

    /// [`parse`](PiiBody::parse) with placeholders in another style.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](PiiBody::parse).
    pub fn parse_styled(&self, style: PlaceholderStyle, limits: &Limits) -> Result<PiiHeaders, HeaderError> {
        if self.unknown {
            return Err(HeaderError::FieldUnsupported);
        }
        let reading = Reading { style, limits, entry_limits: EntryLimits::body(limits) };
        let mut parsed = PiiHeaders::default();
        let mut faults = Faults::default();
        if let Some((field, raw)) = self.member(PiiMember::HistoryMapping) {
            parsed.history = faults.keep(reading.entries(raw, field));
        }
        if let Some((field, raw)) = self.member(PiiMember::Mapping) {
            parsed.explicit = faults.keep(reading.entries(raw, field));
        }
        if let Some((field, raw)) = self.member(PiiMember::AutoMapping) {
            parsed.auto = faults.keep(auto(&reading, field, raw));
        }
        if let Some((field, raw)) = self.member(PiiMember::Policy) {
            parsed.policy = faults.keep(match string(raw) {
                Some(text) => reading.policy(&text, field),
                None => Err(HeaderError::PolicyNotString { field }),
            });
        }
        if let Some((field, raw)) = self.member(PiiMember::Positions) {
            parsed.positions = faults.keep(Positions::parse(raw, field, style, limits));
        }
        if let Some((field, raw)) = self.member(PiiMember::OffsetUnit) {
            let unit = string(raw).and_then(|name| name.parse().ok());
            faults.keep(set_unit(&mut parsed, field, unit));
        }
        faults.keep(reading.check_totals(&parsed));
        faults.finish(parsed)
    }

    /// Whether no member is there.
    pub fn is_empty(&self) -> bool {
        !self.unknown && self.members.iter().all(Option::is_none)
    }

    fn member(&self, member: PiiMember) -> Option<(Field, &str)> {
        let raw = self.members.get(member as usize)?.as_ref()?;
        Some((Field::Body(member), raw.get()))
    }
}

/// A mapping, a boolean, or a switch as a string.
fn auto(reading: &Reading<'_>, field: Field, raw: &str) -> Result<Given<AutoMapping>, HeaderError> {
    let switch = match raw {
        "true" => Some(true),
        "false" => Some(false),
        _ => string(raw).and_then(|text| encoding::switch(&text)),
    };
    match switch {
        Some(on) => Ok(Given::new(field, AutoMapping::Switch(on))),
        None if raw.starts_with('{') => reading.auto_entries(raw, field),
        None => Err(HeaderError::Mapping { field, error: MappingError::MappingNotObject }),
    }
}

/// The unit belongs to the positions, wherever these are.
fn set_unit(parsed: &mut PiiHeaders, field: Field, unit: Option<OffsetUnit>) -> Result<(), HeaderError> {
    let invalid = Err(HeaderError::Position { field, error: PositionError::PositionsUnitInvalid });
    match (unit, &mut parsed.positions) {
        (None, _) => invalid,
        (Some(unit), Some(positions)) if positions.unit().is_some_and(|known| known != unit) => invalid,
        (Some(unit), Some(positions)) => {
            positions.set_unit(unit);
            Ok(())
        }
        (Some(unit), None) => {
            parsed.offset_unit = Some(unit);
            Ok(())
        }
    }
}

/// The content of a JSON string; `None` for anything else.
fn string(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.starts_with('"') {
        return None;
    }
    serde_json::from_str::<String>(raw).ok().map(Cow::Owned)
}

impl<'de> serde::Deserialize<'de> for PiiBody {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BodyVisitor;

        impl<'de> Visitor<'de> for BodyVisitor {
            type Value = PiiBody;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of facts about personal data")
            }

            // Without these the visitor's own error would quote what was sent.

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<PiiBody, E> {
                Err(not_object())
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<PiiBody, E> {
                Err(not_object())
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<PiiBody, E> {
                Err(not_object())
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<PiiBody, E> {
                Err(not_object())
            }

            fn visit_str<E: de::Error>(self, _: &str) -> Result<PiiBody, E> {
                Err(not_object())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PiiBody, A::Error> {
                let mut body = PiiBody::default();
                while let Some(Name(member)) = map.next_key()? {
                    let Some(place) = member.and_then(|member| body.members.get_mut(member as usize)) else {
                        map.next_value::<de::IgnoredAny>()?;
                        body.unknown = true;
                        continue;
                    };
                    if place.is_some() {
                        return Err(de::Error::custom("a member of pii is there twice"));
                    }
                    *place = Some(map.next_value()?);
                }
                Ok(body)
            }
        }

        // Asked for a map, the parser would quote in its error what it finds instead.
        deserializer.deserialize_any(BodyVisitor)
    }
}

fn not_object<E: de::Error>() -> E {
    E::custom("pii is no object")
}

/// The name of a member; `None` where there is no such member.
struct Name(Option<PiiMember>);

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.parse().ok()))
            }
        }

        deserializer.deserialize_identifier(NameVisitor)
    }
}

impl Drop for PiiBody {
    fn drop(&mut self) {
        for raw in self.members.iter_mut().filter_map(Option::take) {
            String::from(Box::<str>::from(raw)).zeroize();
        }
    }
}

impl fmt::Debug for PiiBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PiiBody({} members)", self.members.iter().flatten().count())
    }
}
