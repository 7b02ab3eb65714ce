//! When two spellings are the same value: canonical forms.

pub(crate) mod fold;

use std::borrow::Cow;

use crate::kind::{Kind, is_code};
use crate::names::names;

/// Whether the spellings of a value share a placeholder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Variants {
    /// `John Doe`, `JOHN DOE` and `John\u{a0}Doe` are one value and get one placeholder; the reply
    /// has the first spelling.
    #[default]
    Shared,
    /// Every spelling is a value of its own: `unmask` gives back each byte as it was. A given
    /// entry masks only its own spelling.
    Distinct,
}

names!(Variants: "variants", str::eq, Shared => "shared", Distinct => "distinct");

/// The region whose national telephone numbers a deployment means when none is written.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Region, Sameness};
///
/// let region = Region::new("NL").unwrap();
/// assert_eq!(region.code(), "NL");
/// let sameness = Sameness::default().region(region);
/// assert!(sameness.same(&Kind::PHONE, "020 123 45 67", "+31 20 1234567"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// ISO 3166-1.
    code: &'static str,
    /// Country calling code (ITU-T E.164).
    calling_code: &'static str,
    /// What a national number begins with that the international form leaves out.
    trunk: &'static str,
}

/// Region, calling code, trunk prefix (ITU-T E.164, national numbering plans).
const REGIONS: &[(&str, &str, &str)] = &[
    ("AT", "43", "0"),
    ("AU", "61", "0"),
    ("BE", "32", "0"),
    ("BR", "55", "0"),
    ("CA", "1", "1"),
    ("CH", "41", "0"),
    ("CZ", "420", ""),
    ("DE", "49", "0"),
    ("DK", "45", ""),
    ("ES", "34", ""),
    ("FI", "358", "0"),
    ("FR", "33", "0"),
    ("GB", "44", "0"),
    ("IE", "353", "0"),
    ("IN", "91", "0"),
    ("IT", "39", ""),
    ("NL", "31", "0"),
    ("NO", "47", ""),
    ("PL", "48", ""),
    ("PT", "351", ""),
    ("SE", "46", "0"),
    ("SK", "421", "0"),
    ("US", "1", "1"),
];

impl Region {
    /// A region by its ISO 3166-1 code (`NL`); `None` where its numbering plan is not known here.
    pub fn new(code: &str) -> Option<Region> {
        let &(code, calling_code, trunk) = REGIONS.iter().find(|(region, ..)| *region == code)?;
        Some(Region { code, calling_code, trunk })
    }

    /// Its ISO 3166-1 code.
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

/// How values are compared.
///
/// Two spellings are the same value when their canonical forms are equal: `NFKC_Casefold`
/// (Unicode D147), runs of white space as one space, trimmed. Telephone numbers are compared in
/// their international form (E.164), IBANs, cards and national identifiers without separators.
///
/// # Examples
///
/// ```
/// use pii_mask::{Kind, Sameness, Variants};
///
/// let shared = Sameness::default();
/// assert!(shared.same(&Kind::PERSON, "John  Doe", "JOHN DOE"));
/// assert!(shared.same(&Kind::IBAN, "NL91 ABNA 0417 1643 00", "nl91abna0417164300"));
/// assert!(!shared.same(&Kind::PERSON, "Jose", "José"));
///
/// let distinct = Sameness::default().variants(Variants::Distinct);
/// assert!(!distinct.same(&Kind::PERSON, "John Doe", "JOHN DOE"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sameness {
    variants: Variants,
    region: Option<Region>,
}

impl Sameness {
    /// Whether spellings share a placeholder. Default [`Variants::Shared`].
    pub fn variants(mut self, variants: Variants) -> Self {
        self.variants = variants;
        self
    }

    /// The region of telephone numbers without a country code. Default none: a national number
    /// then equals no international one.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Whether two spellings are one value of this kind.
    pub fn same(&self, kind: &Kind, a: &str, b: &str) -> bool {
        a == b || self.canonical(kind, a) == self.canonical(kind, b)
    }

    pub(crate) fn is_distinct(&self) -> bool {
        self.variants == Variants::Distinct
    }

    /// The form in which values of one kind are compared.
    pub(crate) fn canonical<'v>(&self, kind: &Kind, value: &'v str) -> Cow<'v, str> {
        let general = self.general(kind, value);
        if self.is_distinct() {
            return general;
        }
        if Form::of(kind) == Form::Text {
            return general;
        }
        match without_separators(&general) {
            code if code.is_empty() => general,
            code if Form::of(kind) == Form::Phone => Cow::Owned(self.phone(code)),
            code => Cow::Owned(code),
        }
    }

    /// Whether values of a kind can be the same that differ in their general form.
    pub(crate) fn goes_by_kind(&self, kind: &Kind) -> bool {
        !self.is_distinct() && Form::of(kind) != Form::Text
    }

    /// Whether values of a kind can be the same that differ in more than separators and a sign.
    pub(crate) fn goes_by_region(&self, kind: &Kind) -> bool {
        self.region.is_some() && self.goes_by_kind(kind) && Form::of(kind) == Form::Phone
    }

    /// Whether looking for a value in all spellings finds this one as well. It does not find a national
    /// number, or an identifier too long to be looked for without its separators.
    pub(crate) fn finds(&self, kind: &Kind, value: &str, spelling: &str) -> bool {
        self.search_form(kind, value) == self.search_form(kind, spelling)
    }

    /// What is compared by a search in all spellings.
    pub(crate) fn search_form<'v>(&self, kind: &Kind, value: &'v str) -> Cow<'v, str> {
        let general = self.general(kind, value);
        if !self.goes_by_kind(kind) || general.len() > MAX_CODE_LEN || !is_code_like(&general) {
            return general;
        }
        let code = without_separators(&general);
        if code.is_empty() {
            return general;
        }
        let international = if Form::of(kind) == Form::Phone { with_plus(&code) } else { None };
        Cow::Owned(international.unwrap_or(code))
    }

    /// The form in which values of different kinds are compared.
    pub(crate) fn general<'v>(&self, kind: &Kind, value: &'v str) -> Cow<'v, str> {
        // What a person typed by hand stands for itself, to the letter.
        if self.is_distinct() || *kind == Kind::LITERAL {
            return Cow::Borrowed(value);
        }
        fold::canonical(value)
    }

    /// A number without separators, in its international form where it says so or the region does.
    fn phone(&self, code: String) -> String {
        let is_number = code.bytes().all(|b| b.is_ascii_digit());
        match (with_plus(&code), self.region) {
            (Some(international), _) => international,
            (None, Some(region)) if is_number => {
                let national = code.strip_prefix(region.trunk).unwrap_or(&code);
                format!("+{}{national}", region.calling_code)
            }
            _ => code,
        }
    }
}

/// The two ways in which a number says that it is international: `+`, and `00`, which this one has.
pub(crate) fn with_plus(code: &str) -> Option<String> {
    code.strip_prefix("00").map(|digits| format!("+{digits}"))
}

/// Codes longer than this are found only as they are written.
pub(crate) const MAX_CODE_LEN: usize = 64;

/// What a value of a kind looks like, as far as comparing goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Words: the general form says it all.
    Text,
    /// Digits and a country code.
    Phone,
    /// An identifier in which separators mean nothing.
    Code,
}

impl Form {
    pub(crate) fn of(kind: &Kind) -> Form {
        let kind = kind.target();
        let name = kind.as_str();
        if kind == Kind::PHONE {
            Form::Phone
        } else if is_code(name) {
            Form::Code
        } else {
            Form::Text
        }
    }
}

/// Characters that mean nothing between those of a number.
pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')')
}

/// Separators that a search reads over between two characters of a code.
pub(crate) const MAX_SEPARATORS: usize = 2;

/// Whether a code is written as it is looked for.
fn is_code_like(folded: &str) -> bool {
    folded.split(|c| !is_separator(c)).all(|between| between.chars().count() <= MAX_SEPARATORS)
}

/// Without the separators that mean nothing in a number.
pub(crate) fn without_separators(folded: &str) -> String {
    folded.chars().filter(|c| !is_separator(*c)).collect()
}
