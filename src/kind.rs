//! Kinds of personal data: an open set of validated labels.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The kind of an entity: `PERSON`, `EMAIL`, `IBAN`, …
///
/// A label of 1 to 40 bytes, `[A-Z][A-Z0-9_]*`. The set is open: any label of that form is a
/// kind, the constants name those that the library knows something about.
///
/// # Examples
///
/// ```
/// use pii_mask::Kind;
///
/// assert_eq!(Kind::new("PERSON")?, Kind::PERSON);
/// assert_eq!(Kind::resolve("ssn")?, Kind::new("US_SSN")?);
/// assert_eq!(Kind::new("PERSON X").unwrap_err().offset(), 6);
/// # Ok::<(), pii_mask::KindInvalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(Cow<'static, str>);

/// The longest label in bytes.
pub(crate) const MAX_KIND_LEN: usize = 40;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Labels of the constants: they need no allocation.
        const BUILT_IN: &[&str] = &[$(stringify!($name)),*];

        impl Kind {
            $($(#[$doc])* pub const $name: Kind = Kind(Cow::Borrowed(stringify!($name)));)*
        }
    };
}

kinds! {
    /// A name of a person.
    PERSON,
    /// An e-mail address.
    EMAIL,
    /// A telephone number.
    PHONE,
    /// A postal address.
    ADDRESS,
    /// A place.
    LOCATION,
    /// A company or another organisation.
    ORGANIZATION,
    /// A name used to log in, or a social handle.
    USERNAME,
    /// A web address.
    URL,
    /// An IPv4 or IPv6 address.
    IP_ADDRESS,
    /// The number of a payment card.
    CREDIT_CARD,
    /// An international bank account number (ISO 13616).
    IBAN,
    /// A day of birth.
    DATE_OF_BIRTH,
    /// A password, key or other secret.
    SECRET,
    /// Personal data of no stated kind.
    PII,
    /// Placeholder-like text that a person really typed. Reserved: callers cannot use it.
    LITERAL,
}

/// What callers call a kind → what it is called here. In order.
const ALIASES: &[(&str, &str)] = &[
    ("AT_SSN", "AT_SVNR"),
    ("BANK_CARD", "CREDIT_CARD"),
    ("BIRTHDATE", "DATE_OF_BIRTH"),
    ("BIRTHDAY", "DATE_OF_BIRTH"),
    ("BIRTH_DATE", "DATE_OF_BIRTH"),
    ("BSN", "NL_BSN"),
    ("CARD", "CREDIT_CARD"),
    ("CARD_NUMBER", "CREDIT_CARD"),
    ("CC", "CREDIT_CARD"),
    ("CREDITCARD", "CREDIT_CARD"),
    ("CREDIT_CARD_NUMBER", "CREDIT_CARD"),
    ("DATEOFBIRTH", "DATE_OF_BIRTH"),
    ("DOB", "DATE_OF_BIRTH"),
    ("EMAIL_ADDRESS", "EMAIL"),
    ("E_MAIL", "EMAIL"),
    ("FI_HETU", "FI_PERSONAL_IDENTITY_CODE"),
    ("GB_NHS", "UK_NHS"),
    ("GB_NINO", "UK_NINO"),
    ("GB_UTR", "UK_UTR"),
    ("HANDLE", "USERNAME"),
    ("IBAN_CODE", "IBAN"),
    ("IE_PPS", "IE_PPSN"),
    ("IP", "IP_ADDRESS"),
    ("IPV4", "IP_ADDRESS"),
    ("IPV6", "IP_ADDRESS"),
    ("IT_PIVA", "IT_VAT_CODE"),
    ("LOC", "LOCATION"),
    ("MAC", "MAC_ADDRESS"),
    ("MOBILE", "PHONE"),
    ("NAME", "PERSON"),
    ("ORG", "ORGANIZATION"),
    ("ORGANISATION", "ORGANIZATION"),
    ("PASSWORD", "SECRET"),
    ("PER", "PERSON"),
    ("PERSON_NAME", "PERSON"),
    ("PHONE_NUMBER", "PHONE"),
    ("PLACE", "LOCATION"),
    ("SOCIAL_SECURITY_NUMBER", "US_SSN"),
    ("SSN", "US_SSN"),
    ("STREET_ADDRESS", "ADDRESS"),
    ("SWIFT", "BIC"),
    ("TELEPHONE", "PHONE"),
    ("USER_NAME", "USERNAME"),
    ("VAT", "VAT_ID"),
    ("VAT_NUMBER", "VAT_ID"),
];

fn target_of(label: &str) -> Option<&'static str> {
    let at = ALIASES.binary_search_by_key(&label, |(alias, _)| alias).ok()?;
    ALIASES.get(at).map(|(_, name)| *name)
}

/// Whether a kind's values are identifiers in which separators mean nothing.
pub(crate) fn is_code(name: &str) -> bool {
    CODES.binary_search(&name).is_ok()
}

/// Identifiers that are written with and without separators. In order.
const CODES: &[&str] = &[
    "ABA_ROUTING_NUMBER",
    "AT_SVNR",
    "AU_ABN",
    "AU_ACN",
    "AU_MEDICARE",
    "AU_TFN",
    "BANK_ACCOUNT",
    "BE_ID_CARD",
    "BE_NN",
    "BIC",
    "BR_CNPJ",
    "BR_CPF",
    "BR_PIS",
    "BR_RG",
    "CA_SIN",
    "CH_AHV",
    "CH_UID",
    "CREDIT_CARD",
    "CZ_ICO",
    "CZ_RC",
    "DE_BSNR",
    "DE_FUEHRERSCHEIN",
    "DE_HEALTH_INSURANCE",
    "DE_ID_CARD",
    "DE_LANR",
    "DE_PASSPORT",
    "DE_RVNR",
    "DE_TAX_ID",
    "DE_TAX_NUMBER",
    "DK_CPR",
    "DK_CVR",
    "ES_CIF",
    "ES_NIE",
    "ES_NIF",
    "ES_NUSS",
    "FI_BUSINESS_ID",
    "FI_PERSONAL_IDENTITY_CODE",
    "FR_CNI",
    "FR_DRIVER_LICENSE",
    "FR_NIR",
    "FR_SIREN",
    "FR_SIRET",
    "IBAN",
    "ID_CARD",
    "IE_PPSN",
    "IMEI",
    "IN_AADHAAR",
    "IN_GSTIN",
    "IN_PAN",
    "IN_PASSPORT",
    "IN_VOTER",
    "IT_CF",
    "IT_DRIVER_LICENSE",
    "IT_IDENTITY_CARD",
    "IT_PASSPORT",
    "IT_VAT_CODE",
    "LU_MATRICULE",
    "NATIONAL_ID",
    "NL_BSN",
    "NL_DRIVER_LICENSE",
    "NL_KVK",
    "NO_FNR",
    "NO_ORGNR",
    "PASSPORT",
    "PL_ID_CARD",
    "PL_NIP",
    "PL_PESEL",
    "PL_REGON",
    "PT_CC",
    "PT_NIF",
    "PT_NISS",
    "SE_ORGANISATIONSNUMMER",
    "SE_PERSONNUMMER",
    "SK_RC",
    "SORT_CODE",
    "TAX_ID",
    "UK_DRIVING_LICENCE",
    "UK_NHS",
    "UK_NINO",
    "UK_PASSPORT",
    "UK_UTR",
    "US_BANK_NUMBER",
    "US_DRIVER_LICENSE",
    "US_EIN",
    "US_ITIN",
    "US_MBI",
    "US_NPI",
    "US_PASSPORT",
    "US_SSN",
    "VAT_ID",
    "VIN",
];

impl Kind {
    /// A kind from its exact label.
    ///
    /// # Errors
    ///
    /// [`KindInvalid`] with the offset of the first byte that cannot stand there.
    pub fn new(label: &str) -> Result<Kind, KindInvalid> {
        if let Some(name) = BUILT_IN.iter().find(|name| **name == label) {
            return Ok(Kind(Cow::Borrowed(name)));
        }
        let bad = label
            .bytes()
            .enumerate()
            .position(|(i, b)| !(b.is_ascii_uppercase() || i > 0 && (b.is_ascii_digit() || b == b'_')));
        match bad {
            Some(offset) => Err(KindInvalid { offset: offset.min(MAX_KIND_LEN) }),
            None if label.is_empty() => Err(KindInvalid { offset: 0 }),
            None if label.len() > MAX_KIND_LEN => Err(KindInvalid { offset: MAX_KIND_LEN }),
            None => Ok(Kind(Cow::Owned(label.to_owned()))),
        }
    }

    /// A kind from what a caller may call it: letters in any case, `-` or a space for `_`, and
    /// the usual aliases (`ssn` → `US_SSN`, `phone number` → `PHONE`, …).
    ///
    /// # Errors
    ///
    /// [`KindInvalid`] where that leaves no label.
    pub fn resolve(label: &str) -> Result<Kind, KindInvalid> {
        let upper: String = label
            .chars()
            .map(|c| if matches!(c, '-' | ' ') { '_' } else { c.to_ascii_uppercase() })
            .collect();
        match target_of(&upper) {
            Some(name) => Ok(Kind(Cow::Borrowed(name))),
            None => Kind::new(&upper),
        }
    }

    /// A kind with a label that the library itself writes.
    pub(crate) const fn built_in(label: &'static str) -> Kind {
        Kind(Cow::Borrowed(label))
    }

    /// The kind that this one is another name of; itself where it is none. What is known of a kind holds
    /// for its other names as well.
    pub(crate) fn target(&self) -> Kind {
        target_of(self.as_str()).map_or_else(|| self.clone(), |name| Kind(Cow::Borrowed(name)))
    }

    /// Whether the library knows something about the kind: it has a constant, an alias leads to
    /// it, or its values are compared in a way of their own.
    pub fn is_built_in(&self) -> bool {
        let name = self.as_str();
        BUILT_IN.contains(&name) || ALIASES.iter().any(|(_, target)| *target == name) || is_code(name)
    }

    /// The label.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Kind {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for Kind {
    type Err = KindInvalid;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Kind::new(s)
    }
}

impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// From its exact label.
impl<'de> serde::Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        // A foreign error may quote what it did not like.
        let label = String::deserialize(deserializer).map_err(|_| D::Error::custom("a kind is no string"))?;
        Kind::new(&label).map_err(D::Error::custom)
    }
}

/// A label outside the grammar of [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("kind is not 1 to 40 bytes of A-Z, 0-9 and _ that start with a letter, at offset {offset}")]
#[non_exhaustive]
pub struct KindInvalid {
    offset: usize,
}

impl KindInvalid {
    /// The first byte that cannot stand there; the length where the label is too short.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, CODES};

    #[test]
    fn tables_are_in_order() {
        assert!(ALIASES.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(CODES.is_sorted_by(|a, b| a < b));
    }
}
