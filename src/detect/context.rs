//! Context words: what stands beside a find and says what it is.

use std::borrow::Cow;

use hashbrown::HashMap;
use memchr::{memchr_iter, memrchr};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How far before a find its context may begin, in bytes and in words.
const BEFORE: usize = 96;
const WORDS_BEFORE: usize = 10;
/// How far behind it, on the same line.
const BEHIND: usize = 32;
const WORDS_BEHIND: usize = 3;
/// A word that says that a number is of a thing counts this near.
const WORDS_THING: usize = 3;
/// Least letters before a `*`.
const STEM: usize = 4;

/// The words of all rules.
#[derive(Default)]
pub(super) struct Dictionary {
    phrases: Vec<Phrase>,
    /// By their last word.
    words: HashMap<Box<str>, Vec<u16>>,
    /// By the first letters of their last word, which any letters may follow.
    stems: HashMap<[u8; STEM], Vec<u16>>,
}

struct Phrase {
    /// As it is written in a rule.
    text: Box<str>,
    /// Last word first.
    words: Box<[Word]>,
    /// Rules that it speaks for, and within how many words.
    rules: Vec<(u16, u8)>,
    /// It speaks of a thing, not of a person: an order, a version.
    thing: bool,
}

struct Word {
    text: Box<str>,
    any_ending: bool,
}

impl Word {
    fn is(&self, word: &str) -> bool {
        if self.any_ending { word.starts_with(&*self.text) } else { word == &*self.text }
    }
}

impl Dictionary {
    /// Adds a phrase that speaks for a rule within so many words; for none: of a thing.
    pub(super) fn add(&mut self, text: &str, rule: Option<(u16, u8)>) {
        if let Some(phrase) = self.phrases.iter_mut().find(|phrase| &*phrase.text == text) {
            phrase.rules.extend(rule);
            return;
        }
        let words: Box<[Word]> = text
            .split(|c: char| !c.is_alphabetic() && c != '*')
            .filter(|word| !word.is_empty())
            .map(|word| Word {
                text: fold(word.trim_end_matches('*')).into(),
                any_ending: word.ends_with('*'),
            })
            .rev()
            .collect();
        let Some(last) = words.first() else { return };
        let Ok(id) = u16::try_from(self.phrases.len()) else { return };
        let stem = last.text.as_bytes().first_chunk::<STEM>().filter(|_| last.any_ending);
        match stem {
            Some(stem) => self.stems.entry(*stem).or_default().push(id),
            None => self.words.entry(last.text.clone()).or_default().push(id),
        }
        self.phrases.push(Phrase {
            text: text.into(),
            words,
            rules: rule.into_iter().collect(),
            thing: rule.is_none(),
        });
    }

    /// The phrase of a rule.
    pub(super) fn phrase(&self, id: u16) -> Option<&str> {
        self.phrases.get(usize::from(id)).map(|phrase| &*phrase.text)
    }

    /// Takes note of all phrases in words, the last of which is the first.
    fn read(&self, words: &[Cow<'_, str>], hits: &mut Vec<(u16, u16)>, mut thing: impl FnMut(usize)) {
        for (at, word) in words.iter().enumerate() {
            let stem = word.as_bytes().first_chunk::<STEM>().and_then(|stem| self.stems.get(stem));
            let whole = self.words.get(&**word);
            for &id in whole.into_iter().chain(stem).flatten() {
                let Some(phrase) = self.phrases.get(usize::from(id)) else { continue };
                let here = words.get(at..).unwrap_or_default();
                let stands = phrase.words.len() <= here.len()
                    && phrase.words.iter().zip(here).all(|(wanted, word)| wanted.is(word));
                if stands && phrase.thing {
                    thing(at);
                } else if stands {
                    let near = phrase.rules.iter().filter(|(_, reach)| at < usize::from(*reach));
                    hits.extend(near.map(|(rule, _)| (*rule, id)));
                }
            }
        }
    }
}

/// What stands beside one place.
#[derive(Default)]
pub(super) struct Context {
    /// The place, and rules for which a phrase stands before it or at the head of its column, with that phrase.
    start: Option<usize>,
    before: Vec<(u16, u16)>,
    thing: bool,
    /// The same for what stands behind.
    end: Option<usize>,
    behind: Vec<(u16, u16)>,
}

impl Context {
    /// Whether a number here is more likely that of a thing.
    pub(super) fn is_thing(&self) -> bool {
        self.thing
    }

    /// The phrase that speaks for a rule.
    pub(super) fn of(&self, rule: u16) -> Option<u16> {
        let hits = self.before.iter().chain(&self.behind);
        hits.into_iter().find(|(other, _)| *other == rule).map(|(_, phrase)| *phrase)
    }

    /// Forgets the text that was read.
    pub(super) fn clear(&mut self) {
        (self.start, self.end) = (None, None);
    }

    /// Reads what stands before and behind a place, and at the head of its column.
    pub(super) fn read(
        &mut self,
        dictionary: &Dictionary,
        text: &str,
        start: usize,
        end: usize,
        table: &mut Table,
    ) {
        if self.start != Some(start) {
            self.start = Some(start);
            self.before.clear();
            self.thing = false;
            let from = floor(text, start.saturating_sub(BEFORE));
            let mut words = words(text.get(from..start).unwrap_or_default());
            words.reverse();
            words.truncate(WORDS_BEFORE);
            let thing = &mut self.thing;
            dictionary.read(&words, &mut self.before, |at| *thing |= at < WORDS_THING);
            if let Some(head) = table.head(text, start) {
                let mut words = self::words(head);
                words.reverse();
                dictionary.read(&words, &mut self.before, |_| *thing = true);
            }
        }
        if self.end != Some(end) {
            self.end = Some(end);
            self.behind.clear();
            let behind = text.get(end..floor(text, text.len().min(end + BEHIND))).unwrap_or_default();
            let behind = behind.split(['\n', ',', ';', '|']).next().unwrap_or_default();
            let mut words = words(behind);
            words.truncate(WORDS_BEHIND);
            words.reverse();
            dictionary.read(&words, &mut self.behind, |_| ());
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The words of a text, folded: runs of letters, cut where `userName` changes case.
fn words(text: &str) -> Vec<Cow<'_, str>> {
    let mut words = Vec::new();
    let (mut start, mut lower) = (None, false);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let letter = c.is_alphabetic() || is_combining_mark(c);
        let cut = !letter || lower && c.is_uppercase();
        if let Some(from) = start.filter(|_| cut) {
            words.push(fold(text.get(from..at).unwrap_or_default()));
            start = None;
        }
        if letter && start.is_none() {
            start = Some(at);
        }
        lower = c.is_lowercase();
    }
    words
}

/// Lower case, without accents.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            _ => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

/// Knows the heads of columns: the first line of a block of lines with the same separator. Places are asked
/// for in order; each byte is read once.
#[derive(Default)]
pub(super) struct Table {
    /// What was read.
    at: usize,
    /// Where the block and the line begin in which that is.
    block: usize,
    line: usize,
    /// The separator of the block, and its number in the line so far.
    separator: Option<u8>,
    column: usize,
}

impl Table {
    /// The longest line that is looked at as a head.
    const HEAD: usize = 1024;

    /// The head of the column in which a place stands.
    fn head<'t>(&mut self, text: &'t str, place: usize) -> Option<&'t str> {
        let bytes = text.as_bytes();
        let new = bytes.get(self.at..place)?;
        let line = memrchr(b'\n', new).map_or(self.line, |newline| self.at + newline + 1);
        if line != self.line || self.at == 0 {
            let empty = memchr::memmem::rfind(bytes.get(self.line..line).unwrap_or_default(), b"\n\n");
            let block = empty.map_or(self.block, |empty| self.line + empty + 2);
            if block != self.block || self.at == 0 {
                self.block = block;
                self.separator = separator(first_line(bytes, block));
            }
            (self.line, self.column, self.at) = (line, 0, line);
        }
        let separator = self.separator?;
        self.column += memchr_iter(separator, bytes.get(self.at..place).unwrap_or_default()).count();
        self.at = place.max(1);
        if self.line == self.block {
            return None;
        }
        let head = std::str::from_utf8(first_line(bytes, self.block)).ok()?;
        head.split(char::from(separator)).nth(self.column)
    }
}

fn first_line(bytes: &[u8], from: usize) -> &[u8] {
    let rest = bytes.get(from..bytes.len().min(from + Table::HEAD)).unwrap_or_default();
    memchr::memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or_default()
}

/// What separates columns in a line, if something does.
fn separator(line: &[u8]) -> Option<u8> {
    let count = |separator: u8| memchr_iter(separator, line).count();
    [b'\t', b'|', b';', b',']
        .into_iter()
        .max_by_key(|&separator| count(separator))
        .filter(|&separator| count(separator) > 0)
}
