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
/// Least letters before a `*`, and the letters by which other words are looked up.
const STEM: usize = 4;
const WHOLE: usize = 8;

/// The words of all rules.
#[derive(Default)]
pub(super) struct Dictionary {
    phrases: Vec<Phrase>,
    /// By their last word.
    words: Index,
    /// By the first letters of their last word, which any letters may follow.
    stems: Index,
}

/// Phrases by the first letters of a word. Most words are in none: a bitmap says so.
#[derive(Default)]
struct Index {
    filter: Vec<u64>,
    phrases: HashMap<u64, Vec<u16>>,
}

impl Index {
    const BITS: u32 = 12;

    fn bit(key: u64) -> (usize, u64) {
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Index::BITS - 6);
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    fn add(&mut self, key: u64, phrase: u16) {
        self.filter.resize(1 << Index::BITS, 0);
        let (place, bit) = Index::bit(key);
        self.filter.get_mut(place).into_iter().for_each(|bits| *bits |= bit);
        self.phrases.entry(key).or_default().push(phrase);
    }

    #[inline]
    fn get(&self, key: u64) -> &[u16] {
        let (place, bit) = Index::bit(key);
        match self.filter.get(place) {
            Some(bits) if bits & bit != 0 => self.phrases.get(&key).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }
}

/// The first letters of a word as a number.
fn key(word: &[u8], most: usize) -> u64 {
    word.iter().take(most).fold(0, |key, b| key << 8 | u64::from(*b))
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
    fn is(&self, word: &[u8]) -> bool {
        let text = self.text.as_bytes();
        if self.any_ending { word.starts_with(text) } else { word == text }
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
        if last.any_ending && last.text.len() >= STEM {
            self.stems.add(key(last.text.as_bytes(), STEM), id);
        } else {
            self.words.add(key(last.text.as_bytes(), WHOLE), id);
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

    /// Takes note of all phrases in words, counted from the last or, behind a place, from any: which rules
    /// they speak for. `thing` is told how far away a word for a thing is.
    fn read(&self, words: &Words, hits: &mut Vec<(u16, u16)>, mut thing: impl FnMut(usize)) {
        for at in 0..words.len() {
            let word = words.get(at);
            let stem = if word.len() >= STEM { self.stems.get(key(word, STEM)) } else { &[] };
            for &id in self.words.get(key(word, WHOLE)).iter().chain(stem) {
                let Some(phrase) = self.phrases.get(usize::from(id)) else { continue };
                let stands =
                    phrase.words.iter().enumerate().all(|(more, wanted)| wanted.is(words.get(at + more)));
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

/// Folded words, the last of which is the first.
#[derive(Default)]
struct Words {
    letters: Vec<u8>,
    ends: Vec<usize>,
    /// How many of the last ones count.
    most: usize,
    /// How many at the end do not.
    skipped: usize,
}

impl Words {
    fn len(&self) -> usize {
        self.ends.len().saturating_sub(self.skipped).min(self.most)
    }

    /// A word, counted from the last; an empty one where there is none.
    fn get(&self, at: usize) -> &[u8] {
        let Some(end) = self.ends.len().checked_sub(1 + self.skipped + at) else { return &[] };
        let start = end.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(end).and_then(|end| self.letters.get(start..*end)).unwrap_or_default()
    }

    /// Takes the words of a text: runs of letters, cut where `userName` changes case.
    fn read(&mut self, text: &str) {
        self.letters.clear();
        self.ends.clear();
        (self.most, self.skipped) = (usize::MAX, 0);
        if !text.is_ascii() {
            return self.read_any(text);
        }
        let (mut lower, mut len) = (false, 0);
        for b in text.bytes() {
            let folded = b | 0x20;
            let letter = folded.is_ascii_lowercase();
            let small = b.is_ascii_lowercase();
            if (!letter || lower && !small) && self.letters.len() > len {
                len = self.letters.len();
                self.ends.push(len);
            }
            if letter {
                self.letters.push(folded);
            }
            lower = small;
        }
        if self.letters.len() > len {
            self.ends.push(self.letters.len());
        }
    }

    fn read_any(&mut self, text: &str) {
        let (mut start, mut lower) = (None, false);
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let letter = c.is_alphabetic() || is_combining_mark(c);
            let cut = !letter || lower && c.is_uppercase();
            if let Some(from) = start.filter(|_| cut) {
                self.letters.extend_from_slice(fold(text.get(from..at).unwrap_or_default()).as_bytes());
                self.ends.push(self.letters.len());
                start = None;
            }
            if letter && start.is_none() {
                start = Some(at);
            }
            lower = c.is_lowercase();
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
    words: Words,
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
            self.words.read(text.get(from..start).unwrap_or_default());
            self.words.most = WORDS_BEFORE;
            let thing = &mut self.thing;
            dictionary.read(&self.words, &mut self.before, |at| *thing |= at < WORDS_THING);
            if let Some(head) = table.head(text, start) {
                self.words.read(head);
                dictionary.read(&self.words, &mut self.before, |_| *thing = true);
            }
        }
        if self.end != Some(end) {
            self.end = Some(end);
            self.behind.clear();
            let behind = text.get(end..floor(text, text.len().min(end + BEHIND))).unwrap_or_default();
            let behind = behind.split(['\n', ',', ';', '|']).next().unwrap_or_default();
            self.words.read(behind);
            self.words.skipped = self.words.ends.len().saturating_sub(WORDS_BEHIND);
            dictionary.read(&self.words, &mut self.behind, |_| ());
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
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
