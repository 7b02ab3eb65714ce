//! Facts about personal data that come with a request: four headers, or the same in its body.

mod body;
mod encoding;
mod error;
mod merge;
mod name;
mod policy;
mod positions;

use std::fmt;

use crate::limits::Limits;
use crate::mapping::{Entries, EntryLimits, MappingError};
use crate::placeholder::{Placeholder, PlaceholderStyle};
use crate::span::OffsetUnit;

use encoding::Decoded;
use name::looks_like_pii_header;

pub use body::PiiBody;
pub use error::{HeaderError, PolicyError, PositionError};
pub use name::{Field, PiiHeader, PiiMember};
pub use policy::{Action, Policy};
pub use positions::{GivenSpan, Position, Positions};

pub(crate) use merge::{MergeOptions, Merged, Pending, TooShort, merge};
pub(crate) use positions::Meaning;

/// What a request says about personal data, in headers, in its body, or in both.
///
/// Everything in it is owned, checked and within bounds; nothing is applied yet. `Debug` prints
/// counts only. The default says nothing at all.
///
/// # Examples
///
/// ```
/// use pii_mask::{Auto, Limits, PiiHeaders};
///
/// let headers = [
///     ("x-pii-mapping", br#"{"<PERSON_1>":"John Doe"}"#.as_slice()),
///     ("x-auto-pii-mapping", b"off".as_slice()),
///     ("accept", b"*/*".as_slice()),
/// ];
/// let headers = PiiHeaders::parse(headers, &Limits::default())?;
/// assert_eq!(headers.auto(), Auto::Off);
/// assert!(headers.policy().is_none());
/// assert_eq!(format!("{headers:?}"), "PiiHeaders { explicit: 1, auto: Off }");
/// # Ok::<(), pii_mask::HeaderError>(())
/// ```
#[derive(Clone, Default)]
pub struct PiiHeaders {
    history: Option<Given<Entries<'static>>>,
    explicit: Option<Given<Entries<'static>>>,
    auto: Option<Given<AutoMapping>>,
    positions: Option<Positions>,
    /// A unit without positions of its own; positions elsewhere may need it.
    offset_unit: Option<OffsetUnit>,
    policy: Option<Given<Policy>>,
}

/// A fact, and where it comes from.
#[derive(Clone)]
struct Given<T> {
    field: Field,
    value: T,
}

#[derive(Clone, PartialEq)]
enum AutoMapping {
    Switch(bool),
    Entries(Entries<'static>),
}

/// Whether automatic detection runs on the current message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auto {
    /// Nothing was said: the deployment decides.
    #[default]
    Unset,
    /// Switched on.
    On,
    /// Switched off.
    Off,
    /// Its result was sent along: it does not run again on the current message.
    Given,
}

impl PiiHeaders {
    /// Reads the PII headers among the headers of a request, with placeholders in the default style.
    ///
    /// Names are in any case; other headers are ignored. Sizes are checked before anything is
    /// decoded, numbers of entries and positions while reading.
    ///
    /// # Errors
    ///
    /// [`HeaderError`]: a header is unknown, repeated, too large, in no accepted form, or wrong.
    pub fn parse<'a>(
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        limits: &Limits,
    ) -> Result<PiiHeaders, HeaderError> {
        PiiHeaders::parse_styled(headers, PlaceholderStyle::default(), limits)
    }

    /// [`parse`](PiiHeaders::parse) with placeholders in another style.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](PiiHeaders::parse).
    pub fn parse_styled<'a>(
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        style: PlaceholderStyle,
        limits: &Limits,
    ) -> Result<PiiHeaders, HeaderError> {
        let lines = Lines::collect(headers, limits)?;
        // Everything is decoded before anything is read: the coarser fault is answered first.
        let history = lines.decode(PiiHeader::HistoryMapping)?;
        let explicit = lines.decode(PiiHeader::Mapping)?;
        let auto = lines.decode(PiiHeader::AutoMapping)?;
        let positions = lines.decode(PiiHeader::Positions)?;

        let reading = Reading { style, limits, entry_limits: EntryLimits::header(limits) };
        let mut parsed = PiiHeaders::default();
        let mut faults = Faults::default();
        if let Some(Decoded::Json(text)) = &history {
            let field = Field::Header(PiiHeader::HistoryMapping);
            parsed.history = faults.keep(reading.entries(text, field));
        }
        let field = Field::Header(PiiHeader::Mapping);
        match &explicit {
            Some(Decoded::Json(text)) => parsed.explicit = faults.keep(reading.entries(text, field)),
            Some(Decoded::Plain(text)) => parsed.policy = faults.keep(reading.policy(text, field)),
            None => {}
        }
        let field = Field::Header(PiiHeader::AutoMapping);
        parsed.auto = match &auto {
            Some(Decoded::Json(text)) => faults.keep(reading.auto_entries(text, field)),
            Some(Decoded::Plain(text)) => {
                encoding::switch(text).map(|on| Given::new(field, AutoMapping::Switch(on)))
            }
            None => None,
        };
        if let Some(Decoded::Json(text)) = &positions {
            let field = Field::Header(PiiHeader::Positions);
            parsed.positions = faults.keep(Positions::parse(text, field, style, limits));
        }
        faults.keep(reading.check_totals(&parsed));
        faults.finish(parsed)
    }

    /// Reads the PII headers of an [`http::HeaderMap`].
    ///
    /// # Errors
    ///
    /// Those of [`parse`](PiiHeaders::parse).
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, PiiHeaders};
    ///
    /// let mut map = http::HeaderMap::new();
    /// map.insert("X-Pii-Mapping", http::HeaderValue::from_static("email=redact"));
    /// let headers = PiiHeaders::from_header_map(&map, &Limits::default())?;
    /// assert_eq!(headers.policy().unwrap().to_string(), "EMAIL=redact");
    /// # Ok::<(), pii_mask::HeaderError>(())
    /// ```
    #[cfg(feature = "http")]
    #[cfg_attr(docsrs, doc(cfg(feature = "http")))]
    pub fn from_header_map(headers: &http::HeaderMap, limits: &Limits) -> Result<PiiHeaders, HeaderError> {
        PiiHeaders::parse(headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())), limits)
    }

    /// What is to be done with each kind, where that was said.
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref().map(|given| &given.value)
    }

    /// Where in the message personal data stand, where that was said.
    pub fn positions(&self) -> Option<&Positions> {
        self.positions.as_ref()
    }

    /// Whether automatic detection runs on the current message.
    pub fn auto(&self) -> Auto {
        match self.auto.as_ref().map(|given| &given.value) {
            None => Auto::Unset,
            Some(AutoMapping::Switch(true)) => Auto::On,
            Some(AutoMapping::Switch(false)) => Auto::Off,
            Some(AutoMapping::Entries(_)) => Auto::Given,
        }
    }

    /// The mapping of one header, or of the member of the body that says the same, in the order of
    /// kind, then number. None for [`PiiHeader::Positions`], a policy and a switch.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, PiiHeader, PiiHeaders};
    ///
    /// let headers = [("X-Pii-Mapping", b"%7B%22<PERSON_1>%22:%22Zo%C3%AB%22%7D".as_slice())];
    /// let headers = PiiHeaders::parse(headers, &Limits::default())?;
    /// let (placeholder, value) = headers.entries(PiiHeader::Mapping).next().unwrap();
    /// assert_eq!((placeholder.to_string().as_str(), value), ("<PERSON_1>", "Zoë"));
    /// # Ok::<(), pii_mask::HeaderError>(())
    /// ```
    pub fn entries(&self, header: PiiHeader) -> impl Iterator<Item = (&Placeholder, &str)> {
        let entries = match header {
            PiiHeader::Mapping => self.explicit.as_ref().map(|given| &given.value),
            PiiHeader::HistoryMapping => self.history.as_ref().map(|given| &given.value),
            PiiHeader::AutoMapping => self.auto_entries().map(|given| given.value),
            PiiHeader::Positions => None,
        };
        entries.into_iter().flat_map(Entries::iter)
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.history.is_none()
            && self.explicit.is_none()
            && self.auto.is_none()
            && self.positions.is_none()
            && self.offset_unit.is_none()
            && self.policy.is_none()
    }

    /// Puts together what the headers and the body of one request say.
    ///
    /// What only one of them says is taken from there; what both say must be the same, in any order
    /// of keys, entries and spans. A policy in one and a mapping in the other are no contradiction.
    ///
    /// # Errors
    ///
    /// [`HeaderError::MappingSourceConflict`] where they differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use pii_mask::{Limits, PiiBody, PiiHeader, PiiHeaders};
    ///
    /// let limits = Limits::default();
    /// let headers = PiiHeaders::parse([("X-Pii-Mapping", b"email=redact".as_slice())], &limits)?;
    /// let body: PiiBody = serde_json::from_str(r#"{"mapping":{"<PERSON_1>":"John Doe"}}"#)?;
    /// let both = headers.and_body(body.parse(&limits)?)?;
    /// assert_eq!(both.policy().unwrap().to_string(), "EMAIL=redact");
    /// assert_eq!(both.entries(PiiHeader::Mapping).count(), 1);
    ///
    /// let other: PiiBody = serde_json::from_str(r#"{"policy":"email=keep"}"#)?;
    /// let error = both.and_body(other.parse(&limits)?).unwrap_err();
    /// assert_eq!(error.code(), "mapping_source_conflict");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn and_body(self, body: PiiHeaders) -> Result<PiiHeaders, HeaderError> {
        let same_unit = |a: Option<OffsetUnit>, b: Option<OffsetUnit>| a.is_none() || b.is_none() || a == b;
        let differs = |header| Err(HeaderError::MappingSourceConflict { field: Field::Header(header) });
        let mut positions = match (self.positions, body.positions) {
            (Some(a), Some(b)) if !a.says_the_same(&b) => return differs(PiiHeader::Positions),
            (a, b) => a.or(b),
        };
        if !same_unit(self.offset_unit, body.offset_unit) {
            return differs(PiiHeader::Positions);
        }
        let mut offset_unit = self.offset_unit.or(body.offset_unit);
        if let (Some(positions), Some(unit)) = (&mut positions, offset_unit) {
            if !same_unit(positions.unit(), Some(unit)) {
                return differs(PiiHeader::Positions);
            }
            positions.set_unit(unit);
            offset_unit = None;
        }
        Ok(PiiHeaders {
            history: both(self.history, body.history, PiiHeader::HistoryMapping)?,
            explicit: both(self.explicit, body.explicit, PiiHeader::Mapping)?,
            auto: both(self.auto, body.auto, PiiHeader::AutoMapping)?,
            positions,
            offset_unit,
            policy: both(self.policy, body.policy, PiiHeader::Mapping)?,
        })
    }

    fn auto_entries(&self) -> Option<Given<&Entries<'static>>> {
        let given = self.auto.as_ref()?;
        match &given.value {
            AutoMapping::Entries(entries) => Some(Given { field: given.field, value: entries }),
            AutoMapping::Switch(_) => None,
        }
    }

    /// What is answered where the policy hashes and there is no key to hash with.
    pub(crate) fn hash_key_missing(&self) -> Option<HeaderError> {
        let given = self.policy.as_ref().filter(|given| given.value.uses_hash())?;
        Some(HeaderError::PolicyHashKeyMissing { field: given.field })
    }

    /// Placeholders that the client says the model has seen.
    pub(crate) fn history_placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.history.iter().flat_map(|given| given.value.iter().map(|(placeholder, _)| placeholder))
    }
}

/// What two sources say, if they say the same.
fn both<T: PartialEq>(
    a: Option<Given<T>>,
    b: Option<Given<T>>,
    header: PiiHeader,
) -> Result<Option<Given<T>>, HeaderError> {
    match (a, b) {
        (Some(a), Some(b)) if a.value != b.value => {
            Err(HeaderError::MappingSourceConflict { field: Field::Header(header) })
        }
        (a, b) => Ok(a.or(b)),
    }
}

impl<T> Given<T> {
    fn new(field: Field, value: T) -> Self {
        Given { field, value }
    }
}

impl fmt::Debug for PiiHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PiiHeaders");
        if let Some(given) = &self.history {
            shown.field("history", &given.value.len());
        }
        if let Some(given) = &self.explicit {
            shown.field("explicit", &given.value.len());
        }
        match &self.auto {
            Some(Given { value: AutoMapping::Entries(entries), .. }) => {
                shown.field("auto", &entries.len());
            }
            Some(_) => {
                shown.field("auto", &self.auto());
            }
            None => {}
        }
        if let Some(positions) = &self.positions {
            shown.field("positions", &positions.len());
        }
        if let Some(given) = &self.policy {
            shown.field("policy", &given.value.len());
        }
        shown.finish()
    }
}

/// The values of the PII headers, each at most once and within bounds.
#[derive(Default)]
struct Lines<'a> {
    values: [Option<&'a [u8]>; PiiHeader::ALL.len()],
}

impl<'a> Lines<'a> {
    fn collect(
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        limits: &Limits,
    ) -> Result<Lines<'a>, HeaderError> {
        let mut lines = Lines::default();
        let (mut unknown, mut repeated) = (false, None);
        for (name, value) in headers {
            match name.parse::<PiiHeader>() {
                Ok(header) => {
                    if lines.value(header).is_some() {
                        repeated = repeated.min(Some(header)).or(Some(header));
                    }
                    if let Some(place) = lines.values.get_mut(header as usize) {
                        *place = Some(value);
                    }
                }
                Err(_) => unknown |= looks_like_pii_header(name),
            }
        }
        // Answered in a fixed order, whatever the order of the lines.
        if unknown && !limits.unknown_pii_headers {
            return Err(HeaderError::UnknownPiiHeader);
        }
        if let Some(header) = repeated {
            return Err(HeaderError::HeaderRepeated { field: Field::Header(header) });
        }
        lines.check_sizes(limits)?;
        Ok(lines)
    }

    fn check_sizes(&self, limits: &Limits) -> Result<(), HeaderError> {
        let mut all = 0usize;
        for &header in PiiHeader::ALL {
            let len = self.value(header).map_or(0, <[u8]>::len);
            let limit = limits.header_bytes;
            if len > limit {
                return Err(HeaderError::HeaderTooLarge { field: Field::Header(header), len, limit });
            }
            all = all.saturating_add(len);
        }
        let limit = limits.all_headers_bytes;
        if all > limit { Err(HeaderError::HeadersTooLarge { len: all, limit }) } else { Ok(()) }
    }

    fn value(&self, header: PiiHeader) -> Option<&'a [u8]> {
        self.values.get(header as usize).copied().flatten()
    }

    /// The decoded value; plain text only where the header has a form for it.
    fn decode(&self, header: PiiHeader) -> Result<Option<Decoded<'a>>, HeaderError> {
        let Some(value) = self.value(header) else { return Ok(None) };
        let invalid = HeaderError::HeaderEncodingInvalid { field: Field::Header(header) };
        match (encoding::decode(value), header) {
            (Ok(json @ Decoded::Json(_)), _) => Ok(Some(json)),
            (Ok(Decoded::Plain(text)), PiiHeader::Mapping) if encoding::looks_like_policy(&text) => {
                Ok(Some(Decoded::Plain(text)))
            }
            (Ok(Decoded::Plain(text)), PiiHeader::AutoMapping) if encoding::switch(&text).is_some() => {
                Ok(Some(Decoded::Plain(text)))
            }
            _ => Err(invalid),
        }
    }
}

/// How fields are read.
struct Reading<'l> {
    style: PlaceholderStyle,
    limits: &'l Limits,
    entry_limits: EntryLimits,
}

impl Reading<'_> {
    fn entries(&self, json: &str, field: Field) -> Result<Given<Entries<'static>>, HeaderError> {
        let refused = |error| HeaderError::Mapping { field, error };
        let entries = Entries::parse(json.as_bytes(), self.style, self.entry_limits).map_err(refused)?;
        if self.limits.strict_values {
            let hidden = entries.iter().filter(|(_, value)| value.contains(is_hidden));
            if let Some(index) = hidden.filter_map(|(placeholder, _)| entries.written_at(placeholder)).min() {
                return Err(refused(MappingError::MappingValueControlChar { index }));
            }
        }
        Ok(Given::new(field, entries.into_owned()))
    }

    /// The bounds of one mapping hold for all of them together.
    fn check_totals(&self, parsed: &PiiHeaders) -> Result<(), HeaderError> {
        let given =
            |given: &'_ Given<Entries<'static>>| (given.field, given.value.len(), given.value.text_len());
        let auto =
            parsed.auto_entries().map(|given| (given.field, given.value.len(), given.value.text_len()));
        let all = [parsed.history.as_ref().map(given), parsed.explicit.as_ref().map(given), auto];
        let (mut entries, mut text) = (0, 0);
        for (field, more_entries, more_text) in all.into_iter().flatten() {
            entries += more_entries;
            text += more_text;
            self.entry_limits.check(entries, text).map_err(|error| HeaderError::Mapping { field, error })?;
        }
        Ok(())
    }

    fn auto_entries(&self, json: &str, field: Field) -> Result<Given<AutoMapping>, HeaderError> {
        let given = self.entries(json, field)?;
        Ok(Given::new(field, AutoMapping::Entries(given.value)))
    }

    fn policy(&self, text: &str, field: Field) -> Result<Given<Policy>, HeaderError> {
        let policy = Policy::parse(text, self.limits);
        Ok(Given::new(field, policy.map_err(|error| HeaderError::Policy { field, error })?))
    }
}

/// Bidirectional controls and zero-width characters.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The fault to answer: what is too much comes first, then what is no JSON, then what is wrong in it.
#[derive(Default)]
struct Faults {
    first: Option<HeaderError>,
}

impl Faults {
    fn keep<T>(&mut self, read: Result<T, HeaderError>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                let place = |fault: &HeaderError| match fault {
                    HeaderError::Mapping { error, .. } => match error {
                        MappingError::MappingTooManyEntries { .. } | MappingError::MappingTooLarge { .. } => {
                            0
                        }
                        MappingError::MappingJsonInvalid { .. } => 1,
                        _ => 2,
                    },
                    HeaderError::Position { error: PositionError::PositionsTooMany { .. }, .. } => 0,
                    HeaderError::Position { error, .. } if error.is_syntax() => 1,
                    _ => 2,
                };
                if self.first.as_ref().is_none_or(|first| place(&fault) < place(first)) {
                    self.first = Some(fault);
                }
                None
            }
        }
    }

    fn finish(self, parsed: PiiHeaders) -> Result<PiiHeaders, HeaderError> {
        self.first.map_or(Ok(parsed), Err)
    }
}
