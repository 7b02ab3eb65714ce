//! Unmasking with a regular expression, one place after another.

use std::collections::BTreeMap;

use pii_mask::Placeholder;
use regex::Regex;

use super::Entry;
use super::spell::Spelling;

/// A spelling of some placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub start: usize,
    pub end: usize,
    pub placeholder: Placeholder,
    pub exact: bool,
}

/// One decoded character, and where it stands.
struct Units {
    /// Everything outside ASCII as U+0001: nothing of it is in the grammar.
    decoded: String,
    /// Where each begins; and where the last one ends.
    starts: Vec<usize>,
    /// An escape that is cut.
    tail: String,
}

/// Bytes of an escape, and its character, at the beginning of `bytes`.
fn escape(bytes: &[u8]) -> Option<(usize, u8)> {
    let c = match bytes.get(1)? {
        b'"' => b'"',
        b'\\' => b'\\',
        b'/' => b'/',
        b'b' | b'f' | b'n' | b'r' | b't' => 1,
        b'u' => {
            let hex = std::str::from_utf8(bytes.get(2..6)?).ok()?;
            let all_hex = hex.bytes().all(|b| b.is_ascii_hexdigit());
            let code = u32::from_str_radix(hex, 16).ok().filter(|_| all_hex)?;
            return Some((6, u8::try_from(code).ok().filter(u8::is_ascii).unwrap_or(1)));
        }
        _ => return None,
    };
    Some((2, c))
}

/// Whether more could make an escape of it.
fn escape_begins(bytes: &[u8]) -> bool {
    let hex = bytes.strip_prefix(b"\\u");
    bytes == b"\\" || hex.is_some_and(|hex| hex.len() < 4 && hex.iter().all(u8::is_ascii_hexdigit))
}

impl Units {
    fn read(bytes: &[u8], json: bool, more_follows: bool) -> Units {
        let mut units = Units { decoded: String::new(), starts: Vec::new(), tail: String::new() };
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            if json && more_follows && escape_begins(rest) {
                units.tail = String::from_utf8(rest.to_vec()).unwrap();
                break;
            }
            let (len, c) = match rest[0] {
                b'\\' if json => escape(rest).unwrap_or((1, b'\\')),
                b if b.is_ascii() => (1, b),
                _ => (1, 1),
            };
            units.starts.push(at);
            units.decoded.push(char::from(c));
            at += len;
        }
        units.starts.push(at);
        units
    }

    /// Whether a letter, digit or underscore stands before a place; a placeholder that ends there is
    /// none of them, however it is spelled.
    fn word_before(&self, at: usize, last_end: usize) -> bool {
        at > last_end && is_word(self.decoded.as_bytes()[at - 1])
    }
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// The grammar of one kind of spelling.
pub struct Reader {
    spelling: Spelling,
    exact: Regex,
    tolerant: Regex,
    bare: Regex,
}

impl Reader {
    pub fn new(spelling: Spelling) -> Reader {
        let any = |all: Vec<String>| {
            format!("(?:{})", all.iter().map(|s| regex::escape(s)).collect::<Vec<_>>().join("|"))
        };
        let (open, close) = (spelling.style.open(), spelling.style.close());
        let name = "([A-Z][A-Z0-9_]{0,39})_([1-9][0-9]{0,5})";
        let exact = format!("^{}{name}{}", regex::escape(open), regex::escape(close));
        let tolerant = format!(
            r"^{} {{0,2}}([A-Za-z](?:[A-Za-z0-9]|\\?_|-| ){{0,39}})(?:\\?_|-| )([1-9][0-9]{{0,5}}) {{0,2}}{}",
            any(spelling.opens()),
            any(spelling.closes()),
        );
        let new = |pattern: &str| Regex::new(pattern).unwrap();
        Reader { spelling, exact: new(&exact), tolerant: new(&tolerant), bare: new(&format!("^{name}$")) }
    }

    /// The spelling that begins at a unit, and the unit behind it.
    fn at(&self, units: &Units, at: usize, last_end: usize) -> Option<(usize, Placeholder, bool)> {
        let exact = self.matched(&self.exact, units, at);
        if let Some((end, placeholder)) = exact {
            return Some((end, placeholder, true));
        }
        let backslash = units.decoded[at..].starts_with('\\');
        if self.spelling.tolerant && !(backslash && self.matched(&self.exact, units, at + 1).is_some()) {
            if let Some((end, placeholder)) = self.matched(&self.tolerant, units, at) {
                return Some((end, placeholder, false));
            }
        }
        if self.spelling.bare && !units.word_before(at, last_end) {
            let len = units.decoded[at..].bytes().take_while(|b| is_word(*b)).count();
            let one = Units {
                decoded: units.decoded[at..at + len].to_owned(),
                starts: units.starts[at..=at + len].to_vec(),
                tail: String::new(),
            };
            let (_, placeholder) = self.matched(&self.bare, &one, 0)?;
            return Some((at + len, placeholder, false));
        }
        None
    }

    fn matched(&self, grammar: &Regex, units: &Units, at: usize) -> Option<(usize, Placeholder)> {
        let found = grammar.captures(&units.decoded[at..])?;
        let end = at + found[0].len();
        let longest = if self.spelling.json { 512 } else { 128 };
        if units.starts[end] - units.starts[at] > longest {
            return None;
        }
        let kind = found[1].replace("\\_", "_").replace(['-', ' '], "_").to_ascii_uppercase();
        Some((end, super::placeholder(&kind, found[2].parse().unwrap())?))
    }

    /// All spellings in a text; none overlaps another.
    pub fn all(&self, text: &[u8]) -> Vec<Found> {
        let units = Units::read(text, self.spelling.json, false);
        let (mut at, mut last_end, mut all) = (0, 0, Vec::new());
        while at < units.decoded.len() {
            let Some((end, placeholder, exact)) = self.at(&units, at, last_end) else {
                at += 1;
                continue;
            };
            all.push(Found { start: units.starts[at], end: units.starts[end], placeholder, exact });
            (at, last_end) = (end, end);
        }
        all
    }

    /// Whether all of this is the beginning of some spelling with delimiters, whatever its kind.
    fn is_open(&self, decoded: &str) -> bool {
        let close = self.spelling.style.close();
        let closes = self.spelling.closes();
        let ends = closes.iter().flat_map(|close| (0..close.len()).map(|at| close[at..].to_owned()));
        let names = ["1", "_1", "A_1"].map(|name| format!("{name}{close}"));
        ends.chain(names).any(|end| {
            let whole = format!("{decoded}{end}");
            let grammars = [&self.exact, &self.tolerant];
            grammars[..if self.spelling.tolerant { 2 } else { 1 }]
                .iter()
                .any(|grammar| grammar.find(&whole).is_some_and(|found| found.end() > decoded.len()))
        })
    }

    /// The first byte of `text` that may be needed again when more of it comes: where a placeholder
    /// that is answered may begin.
    pub fn hold_from(&self, text: &[u8], answers: &Answers) -> usize {
        let spellings = self.spelling.of_kinds(&answers.kinds());
        let units = Units::read(text, self.spelling.json, true);
        let (mut at, mut last_end) = (0, 0);
        while at < units.decoded.len() {
            if spellings.viable(&units.decoded[at..], &units.tail, units.word_before(at, last_end)) {
                return units.starts[at];
            }
            match self.at(&units, at, last_end) {
                // A bare name may turn out to stand inside a longer spelling.
                Some((_, found, _))
                    if answers.0.contains_key(&found)
                        && (last_end..at).any(|before| self.is_open(&units.decoded[before..])) =>
                {
                    return units.starts[at];
                }
                // Before a cut escape a bare name is over only if the escape is no letter: then nothing
                // begins with the escape either.
                Some((end, ..)) if end == units.decoded.len() && !units.tail.is_empty() => at = end,
                Some((end, ..)) => (at, last_end) = (end, end),
                None => at += 1,
            }
        }
        let last = *units.starts.last().unwrap();
        let begun =
            !units.tail.is_empty() && spellings.viable("", &units.tail, units.word_before(at, last_end));
        if begun { last } else { text.len() }
    }
}

/// What comes of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unmasked {
    pub output: Vec<u8>,
    pub restored: u64,
    pub altered: u64,
    pub unknown: u64,
    pub withheld: u64,
}

/// What is answered.
pub struct Answers(BTreeMap<Placeholder, String>);

impl Answers {
    pub fn new<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Answers {
        Answers(entries.into_iter().map(|e| (e.placeholder.clone(), e.value.clone())).collect())
    }

    /// Each kind, and how many digits its longest number has.
    pub fn kinds(&self) -> Vec<(String, usize)> {
        let mut kinds = BTreeMap::new();
        for placeholder in self.0.keys() {
            let digits = placeholder.number().to_string().len();
            let longest = kinds.entry(placeholder.kind().to_string()).or_insert(digits);
            *longest = digits.max(*longest);
        }
        kinds.into_iter().collect()
    }

    pub fn unmask(&self, reader: &Reader, text: &[u8]) -> Unmasked {
        self.unmask_unless(reader, text, |_| false)
    }

    /// What stands behind a text that is `withheld` stays.
    pub fn unmask_unless(&self, reader: &Reader, text: &[u8], withheld: impl Fn(&[u8]) -> bool) -> Unmasked {
        let mut unmasked = Unmasked::default();
        let mut copied = 0;
        for found in reader.all(text) {
            let Some(value) = self.0.get(&found.placeholder) else {
                unmasked.unknown += 1;
                continue;
            };
            if withheld(&text[..found.start]) {
                unmasked.withheld += 1;
                continue;
            }
            unmasked.restored += 1;
            unmasked.altered += u64::from(!found.exact);
            unmasked.output.extend(&text[copied..found.start]);
            match reader.spelling.json {
                true => unmasked.output.extend(json_escaped(value).bytes()),
                false => unmasked.output.extend(value.bytes()),
            }
            copied = found.end;
        }
        unmasked.output.extend(&text[copied..]);
        unmasked
    }
}

/// A value as it stands in a JSON string.
pub fn json_escaped(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
