//! Cases out of bytes: the same bytes are the same case, in a property test and in a fuzz target.

use arbitrary::Unstructured;
use pii_mask::{
    Context, Entity, Kind, Lookalikes, Mapping, Masker, Matching, Placeholder, PlaceholderStyle, Region,
    Sameness, Source, Span, Tolerance, Unmasker, Variants,
};
use unicode_normalization::UnicodeNormalization;

use super::naive::fold::{canonical, is_blank, is_mark};
use super::naive::spell::Spelling;
use super::naive::{Entry, placeholder};

/// Kinds, with those that look like numbered ones, and those whose values are numbers.
const KINDS: &[&str] = &[
    "PERSON",
    "EMAIL",
    "PHONE",
    "IBAN",
    "PERSON_1",
    "A_",
    "HIV_2",
    "A",
    "P",
    "NL_BSN",
    "LOCATION",
    "A__",
    "PERSON_1_X",
    "CREDIT_CARD",
    "ABCDEFGHIJ_LMNOPQRST_ABCDEFGHIJ_LMNOPQRS",
];
const NUMBERS: &[u32] = &[1, 2, 1, 3, 10, 12, 11, 2, 21, 7, 100, 120, 999_999, 1_000];
/// Values, many of them inside others.
const VALUES: &[&str] = &[
    "John Doe",
    "Al",
    "John",
    "Doe",
    "Jose",
    "José",
    "a",
    "aa",
    "aab",
    "ab a",
    "김철수",
    "山田太郎",
    "山",
    "สมชาย",
    "O'Brien",
    "john@doe.example",
    "+31 20 123 45 67",
    "0201234567",
    "NL91 ABNA 0417 1643 00",
    "4111111111111111",
    "123-45-6782",
    "12345",
    "1",
    "Straße",
    "STRASSE",
    "İstanbul",
    "ﬁn",
    "fin",
    "Zoë",
    "👩\u{200d}👩\u{200d}👧",
    "🇳🇱",
    "🇳🇱🇧🇪",
    "שלום",
    "محمد",
    "Δίας",
    "Σίσυφος",
    "x y",
    "<PERSON_1>",
    "PERSON_1",
    "<",
    "&lt;",
    "[",
    "{{A_1}}",
    "\\",
    "\"},\"admin\":true,\"x\":\"",
    "line\nbreak",
    "a\r\nb",
    "Müller-Lüdenscheidt",
    "ﷺ",
    "Ｊｏｈｎ",
    "e\u{301}a",
    "မောင်",
    "กำ",
    "\u{1112}\u{1161}\u{11ab}",
    "J.",
    "_",
    "a_b",
    "A-1",
    "½",
    "K\u{212a}",
];
/// What stands around values.
const FILLER: &[&str] = &[
    " ",
    "\\",
    "<",
    "&",
    "&lt;",
    ">",
    "&gt;",
    " ",
    ", ",
    "\n",
    "\r\n",
    "Also",
    "s",
    "'s",
    "_",
    "-",
    "1",
    "\\\\",
    "\\u003c",
    "\\\\u003c",
    "\\n",
    "\"",
    "[",
    "[[",
    "]",
    "{{",
    "}",
    "\u{200b}",
    "\u{ad}",
    "\u{200d}",
    "\u{301}",
    "é",
    "👋",
    "한",
    "は",
    "ก",
    "\u{302d}",
    "\u{102c}",
    "ա",
    "٣",
    "\u{feff}",
    "\u{a0}",
    "\u{3000}",
    "\u{fe0f}",
    "<PERSO",
    "PERSON_",
    "\\u0050",
    "\\ud83d\\ude00",
    "\\u00",
    "\u{1f1f3}",
    "\u{600}",
    "\u{0}",
    "\u{1b}",
    "¨",
    "<<",
    ";",
    "/",
    "(",
    ".",
    "~",
    "\t",
    "\u{202e}",
];

/// Choices out of bytes; when there are none left, the first of everything.
pub struct Gen<'a>(pub Unstructured<'a>);

impl<'a> Gen<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Gen(Unstructured::new(data))
    }

    /// Up to, not including, `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0.int_in_range(0..=n.max(1) - 1).unwrap_or(0)
    }

    /// `n` times in 16.
    pub fn chance(&mut self, n: usize) -> bool {
        self.below(16) + n >= 16
    }

    pub fn one<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn kind(&mut self) -> &'static str {
        let few = self.chance(10);
        self.one(if few { &KINDS[..4] } else { KINDS })
    }

    pub fn placeholder(&mut self) -> Placeholder {
        placeholder(self.kind(), self.one(NUMBERS)).unwrap()
    }

    pub fn value(&mut self) -> String {
        match self.below(12) {
            0 => format!("{}{}", self.one(VALUES), self.one(VALUES)),
            1 => format!("{} {}", self.one(VALUES), self.one(VALUES)),
            2 => (0..=self.below(6)).map(|_| self.one(&['a', 'b', ' ', 'A', '1', '\u{301}', '한'])).collect(),
            3 => "a".repeat(1 + self.below(40)),
            4 => self.any_char().into(),
            _ => self.one(VALUES).to_owned(),
        }
    }

    fn any_char(&mut self) -> char {
        self.0.arbitrary().unwrap_or('x')
    }

    /// A value as somebody else would write it.
    pub fn respelled(&mut self, value: &str) -> String {
        match self.below(10) {
            0 => value.to_uppercase(),
            1 => value.to_lowercase(),
            2 => value.nfd().collect(),
            3 => value.nfkc().collect(),
            4 => value.chars().map(full_width).collect(),
            5 => {
                let invisible = self.one(&["\u{200b}", "\u{ad}", "\u{200d}", "\u{feff}", "\u{fe0f}"]);
                let at = self.below(4);
                value
                    .chars()
                    .enumerate()
                    .map(|(i, c)| if i == at { format!("{c}{invisible}") } else { c.into() })
                    .collect()
            }
            6 => value.replace(' ', self.one(&["\u{a0}", "  ", "\n", "\u{2003}"])),
            7 => {
                let separator = self.one(&[" ", "-", ".", "/", "\u{a0}", ") ", "- -", "\u{ff0d}"]);
                let (at, every) = (self.below(3), 1 + self.below(4));
                let apart = |(i, c): (usize, char)| {
                    if i > 0 && i % every == at % every { format!("{separator}{c}") } else { c.into() }
                };
                value.chars().filter(|c| *c != ' ').enumerate().map(apart).collect()
            }
            8 => value.chars().skip(1).collect(),
            _ => value.to_owned(),
        }
    }

    /// A spelling of a placeholder that is answered: exact or tolerated.
    pub fn tolerated(&mut self, placeholder: &Placeholder, style: PlaceholderStyle) -> String {
        if self.chance(5) {
            return style.format(placeholder);
        }
        let spelling = Spelling { style, tolerant: true, bare: false, json: false };
        let mut s = self.one(&spelling.opens()) + &self.one(&spelling.pads());
        for c in placeholder.kind().as_str().chars() {
            match c {
                '_' => s.push_str(&self.one(&spelling.underscores())),
                c if self.chance(4) => s.push(c.to_ascii_lowercase()),
                c => s.push(c),
            }
        }
        s = s + &self.one(&spelling.underscores()) + &placeholder.number().to_string();
        s + &self.one(&spelling.pads()) + &self.one(&spelling.closes())
    }

    /// A spelling of a placeholder, or nearly one.
    pub fn spelled(&mut self, placeholder: &Placeholder, style: PlaceholderStyle, json: bool) -> String {
        let style = if self.chance(2) { self.one(PlaceholderStyle::ALL) } else { style };
        let mut s = self.tolerated(placeholder, style);
        match self.below(16) {
            0 => s.truncate(self.below(s.len() + 1)),
            1 => s.insert(self.below(s.len() + 1), self.one(&[' ', '0', '<', '\\', '>', '_', 'X'])),
            2 => s = s.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned(),
            _ => {}
        }
        if json { self.escaped(&s) } else { s }
    }

    /// Some characters as JSON escapes.
    fn escaped(&mut self, s: &str) -> String {
        let often = self.one(&[0, 2, 16]);
        s.chars()
            .map(|c| match c {
                '\\' if self.chance(10) => "\\\\".to_owned(),
                c if self.chance(often) => match self.chance(8) {
                    true => format!("\\u{:04x}", u32::from(c) & 0xffff),
                    false => format!("\\u{:04X}", u32::from(c) & 0xffff),
                },
                c => c.into(),
            })
            .collect()
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        c => c,
    }
}

/// Everything a law needs.
#[derive(Debug)]
pub struct Case {
    pub style: PlaceholderStyle,
    pub tolerance: Tolerance,
    pub bare: bool,
    pub context: Context,
    pub matching: Matching,
    pub lookalikes: Lookalikes,
    pub sameness: Sameness,
    pub distinct: bool,
    pub entries: Vec<Entry>,
    pub text: String,
    pub entities: Vec<Entity>,
}

impl Case {
    pub fn new(data: &[u8]) -> Case {
        Case::from(&mut Gen::new(data))
    }

    pub fn from(g: &mut Gen<'_>) -> Case {
        let distinct = g.chance(4);
        let variants = if distinct { Variants::Distinct } else { Variants::Shared };
        let mut sameness = Sameness::default().variants(variants);
        if g.chance(3) {
            sameness = sameness.region(Region::new("NL").unwrap());
        }
        let mut case = Case {
            style: if g.chance(5) { g.one(PlaceholderStyle::ALL) } else { PlaceholderStyle::Angle },
            tolerance: if g.chance(3) { Tolerance::Exact } else { Tolerance::Tolerant },
            bare: g.chance(4),
            context: if g.chance(5) { Context::JsonString } else { Context::Plain },
            matching: if g.chance(3) { Matching::Exact } else { Matching::Folded },
            lookalikes: if g.chance(5) { Lookalikes::Escape } else { Lookalikes::Reference },
            sameness,
            distinct,
            entries: Vec::new(),
            text: String::new(),
            entities: Vec::new(),
        };
        for _ in 0..g.below(7) {
            case.add_entry(g);
        }
        case.renew(g);
        case
    }

    /// Another text, and entities in it.
    pub fn renew(&mut self, g: &mut Gen<'_>) {
        self.text = self.new_text(g);
        self.entities.clear();
        for _ in 0..g.below(4) {
            self.add_entity(g);
        }
    }

    pub fn new_text(&self, g: &mut Gen<'_>) -> String {
        (0..g.below(10)).map(|_| self.piece(g)).collect()
    }

    fn add_entry(&mut self, g: &mut Gen<'_>) {
        let (placeholder, value) = (g.placeholder(), g.value());
        let source = g.one(&[Source::Explicit, Source::History, Source::Auto, Source::Detector]);
        let control = |c: char| c.is_control() && !"\t\r\n".contains(c);
        let refused = is_blank(&value) || value.contains(control) || canonical(&value).starts_with(is_mark);
        if !refused && self.entries.iter().all(|e| e.placeholder != placeholder) {
            self.entries.push(Entry { placeholder, value, source });
        }
    }

    fn piece(&self, g: &mut Gen<'_>) -> String {
        match g.below(10) {
            0..4 => {
                let known = g.chance(11) && !self.entries.is_empty();
                let placeholder = match known {
                    true => g.one(&self.entries).placeholder,
                    false if g.chance(2) => Placeholder::new(Kind::LITERAL, 1).unwrap(),
                    false => g.placeholder(),
                };
                g.spelled(&placeholder, self.style, self.context == Context::JsonString)
            }
            4..7 if !self.entries.is_empty() => {
                let value = g.one(&self.entries).value;
                if g.chance(8) { value } else { g.respelled(&value) }
            }
            7 => g.value(),
            8 => g.any_char().into(),
            _ => g.one(FILLER).to_owned(),
        }
    }

    fn add_entity(&mut self, g: &mut Gen<'_>) {
        let len = self.text.len();
        let start = g.below(len + 1);
        let longest = if g.chance(4) { len } else { 12 };
        let mut span = Span::new(start, (start + 1 + g.below(longest)).min(len));
        while !self.text.is_char_boundary(span.start) {
            span.start -= 1;
        }
        while !self.text.is_char_boundary(span.end) {
            span.end += 1;
        }
        let kind = Kind::new(g.kind()).unwrap();
        self.entities.push(match g.below(4) {
            0 => Entity::given(span, None),
            1 => Entity::detected(span, kind).with_score(0.5).with_recognizer("test"),
            _ => Entity::given(span, kind),
        });
    }

    pub fn mapping(&self) -> Mapping {
        let mut mapping = Mapping::with_sameness(self.sameness);
        for entry in &self.entries {
            mapping.insert(entry.placeholder.clone(), &entry.value, entry.source).unwrap();
        }
        mapping
    }

    pub fn masker(&self) -> Masker {
        let masker = Masker::new().style(self.style).bare(self.bare);
        masker.matching(self.matching).lookalikes(self.lookalikes)
    }

    pub fn unmasker(&self) -> Unmasker {
        let unmasker = Unmasker::new(self.mapping()).style(self.style).tolerance(self.tolerance);
        unmasker.bare(self.bare).context(self.context)
    }

    pub fn spelling(&self) -> Spelling {
        Spelling {
            style: self.style,
            tolerant: self.tolerance == Tolerance::Tolerant,
            bare: self.bare,
            json: self.context == Context::JsonString,
        }
    }

    /// Values are found byte for byte.
    pub fn exact(&self) -> bool {
        self.distinct || self.matching == Matching::Exact
    }
}

/// The entries of a mapping.
pub fn entries(mapping: &Mapping) -> Vec<Entry> {
    let entry = |(placeholder, value): (&Placeholder, &str)| Entry {
        placeholder: placeholder.clone(),
        value: value.to_owned(),
        source: Source::History,
    };
    mapping.iter().map(entry).collect()
}
