//! Context words: what stands beside a find and says what it is.

use std::borrow::Cow;

use hashbrown::HashMap;
use memchr::memchr_iter;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::recognizers::VERSIONS;
use super::rule::Things;
use crate::blocks::{BLOCK, bits};

/// How far before a find its context may begin, in bytes and in words.
const BEFORE: usize = 96;
const WORDS_BEFORE: usize = 10;
/// How far behind it, on the same line; behind a verb it may be a phrase: `… is my tax file number`.
const BEHIND: usize = 48;
const WORDS_BEHIND: usize = 3;
const WORDS_BEHIND_VERB: usize = 7;
const VERBS: [&[u8]; 10] = [b"is", b"was", b"ist", b"war", b"est", b"es", b"e", b"era", b"jest", b"ar"];
/// A phrase so short is an abbreviation of what follows it, or another word: `ur. 12.05.1980`, and not `… f-ur`.
const SHORT: usize = 2;
/// A word that says that a number is of a thing counts this near; one for versions directly before what looks like
/// an address of a machine, or with a verb between: `a version check on 10.0.0.1`.
const WORDS_THING: usize = 3;
/// Least letters before a `*`, and the letters by which other words are looked up.
const STEM: usize = 4;
const WHOLE: usize = 8;

/// The words of all rules.
#[derive(Default)]
pub(super) struct Dictionary {
    phrases: Vec<Phrase>,
    /// By their last word, and by their last two.
    words: Index,
    pairs: Index,
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

/// Two words as a number.
fn pair(last: u64, before: u64) -> u64 {
    last.rotate_left(32) ^ before.wrapping_mul(0x2545_f491_4f6c_dd1d)
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
    version: bool,
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
        let key_of = |word: &Word| key(word.text.as_bytes(), WHOLE);
        if last.any_ending && last.text.len() >= STEM {
            self.stems.add(key(last.text.as_bytes(), STEM), id);
        } else if let Some(before) = words.get(1).filter(|word| !word.any_ending) {
            self.pairs.add(pair(key_of(last), key_of(before)), id);
        } else {
            self.words.add(key_of(last), id);
        }
        self.phrases.push(Phrase {
            text: text.into(),
            words,
            rules: rule.into_iter().collect(),
            thing: rule.is_none(),
            version: rule.is_none() && VERSIONS.contains(&text),
        });
    }

    /// The phrase of a rule.
    pub(super) fn phrase(&self, id: u16) -> Option<&str> {
        self.phrases.get(usize::from(id)).map(|phrase| &*phrase.text)
    }

    /// Takes note of all phrases in words, counted from the last or, behind a place, from any: which rules
    /// they speak for. `thing` is told how far away a word for a thing is.
    fn read(&self, words: &Words, hits: &mut Vec<(u16, u16)>, mut thing: impl FnMut(usize, bool)) {
        let mut next = words.key(0);
        for at in 0..words.len() {
            let (key, len) = next;
            next = words.key(at + 1);
            let stem = if len >= STEM { self.stems.get(key >> (8 * (len - STEM))) } else { &[] };
            let pairs = self.pairs.get(pair(key, next.0));
            for &id in self.words.get(key).iter().chain(pairs).chain(stem) {
                let Some(phrase) = self.phrases.get(usize::from(id)) else { continue };
                let stands =
                    phrase.words.iter().enumerate().all(|(more, wanted)| wanted.is(words.get(at + more)));
                if stands && phrase.thing {
                    thing(at, phrase.version);
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
    folded: Vec<u8>,
    words: Vec<(u32, u32)>,
    /// How many of the last ones count.
    most: usize,
    /// How many at the end do not.
    skipped: usize,
}

impl Words {
    fn len(&self) -> usize {
        self.words.len().saturating_sub(self.skipped).min(self.most)
    }

    /// A word, counted from the last; an empty one where there is none.
    fn get(&self, at: usize) -> &[u8] {
        let (start, end) = self.place(at);
        self.folded.get(start..end).unwrap_or_default()
    }

    fn place(&self, at: usize) -> (usize, usize) {
        let word = self.words.len().checked_sub(1 + self.skipped + at).and_then(|at| self.words.get(at));
        word.map_or((0, 0), |&(start, end)| (start as usize, end as usize))
    }

    /// The first letters of a word as a number, and how many they are: [`WHOLE`] at most.
    #[inline]
    fn key(&self, at: usize) -> (u64, usize) {
        let (start, end) = self.place(at);
        let len = (end - start).min(WHOLE);
        let word = self.folded.get(start..).and_then(|rest| rest.first_chunk());
        let key = word.map_or(0, |word| u64::from_be_bytes(*word));
        (key.checked_shr(64 - 8 * len as u32).unwrap_or_default(), len)
    }

    /// Letters without accents, and a space where a word ends.
    fn fold(&mut self, text: &str) {
        let (mut rest, mut small) = (text, false);
        while let Some(c) = rest.chars().next() {
            // In ASCII the turn from a small to a capital letter is seen later.
            let ascii = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
            if let Some((run, behind)) = rest.split_at_checked(ascii).filter(|_| ascii > 0) {
                self.folded.extend_from_slice(run.as_bytes());
                small = run.ends_with(|c: char| c.is_ascii_lowercase());
                rest = behind;
                continue;
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            let letter = c.is_alphabetic() || is_combining_mark(c);
            if !letter || small && c.is_uppercase() {
                self.folded.push(b' ');
            }
            if letter {
                // A capital stays one until words are cut: ČÍSLO is one word.
                let capital = c.is_uppercase();
                fold_char(c, |c| {
                    let c = if capital { c.to_ascii_uppercase() } else { c };
                    self.folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                });
            }
            small = letter && !c.is_uppercase();
        }
    }

    /// Takes the words of a text: runs of letters, cut where `userName` changes case.
    fn read(&mut self, text: &str) {
        self.folded.clear();
        self.words.clear();
        (self.most, self.skipped) = (usize::MAX, 0);
        if text.is_ascii() {
            self.folded.extend_from_slice(text.as_bytes());
        } else {
            self.fold(text);
        }
        let (mut before, mut open) = ((0, 0), None);
        for (at, chunk) in self.folded.chunks(BLOCK).enumerate() {
            let mut block = [b' '; BLOCK];
            block.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            let (letters, mut cuts) = cuts(&block, &mut before);
            while cuts != 0 {
                let bit = cuts.trailing_zeros() as usize;
                cuts &= cuts - 1;
                let place = (at * BLOCK + bit) as u32;
                self.words.extend(open.take().map(|start| (start, place)));
                open = Some(place).filter(|_| letters >> bit & 1 == 1);
            }
        }
        self.words.extend(open.map(|start| (start, self.folded.len() as u32)));
        self.folded.make_ascii_lowercase();
        // For the last key.
        self.folded.extend_from_slice(&[b' '; WHOLE]);
    }
}

/// Where letters are, and where words begin or end. `before`: whether the byte before the block is a letter, and
/// a small one.
fn cuts(block: &[u8; BLOCK], before: &mut (u64, u64)) -> (u64, u64) {
    let (mut letters, mut small) = ([0u8; BLOCK], [0u8; BLOCK]);
    for ((letter, small), &b) in letters.iter_mut().zip(&mut small).zip(block) {
        *letter = u8::from(((b | 0x20).wrapping_sub(b'a') < 26) | (b > 0x7f));
        *small = u8::from(b.wrapping_sub(b'a') < 26);
    }
    let (letters, small) = (bits(&letters), bits(&small));
    let turns = (small << 1 | before.1) & letters & !small;
    let cuts = (letters ^ (letters << 1 | before.0)) | turns;
    *before = (letters >> (BLOCK - 1), small >> (BLOCK - 1));
    (letters, cuts)
}

/// What stands beside one place.
#[derive(Default)]
pub(super) struct Context {
    /// The place, and rules for which a phrase stands before it or at the head of its column, with that phrase.
    start: Option<usize>,
    before: Vec<(u16, u16)>,
    thing: bool,
    version: bool,
    /// The same for what stands behind.
    end: Option<usize>,
    behind: Vec<(u16, u16)>,
    words: Words,
}

impl Context {
    /// Whether a number here is more likely that of a thing.
    pub(super) fn is_thing(&self, things: Things) -> bool {
        match things {
            Things::Any => self.thing,
            Things::Versions => self.version,
            Things::None => false,
        }
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
            (self.thing, self.version) = (false, false);
            let from = floor(text, start.saturating_sub(BEFORE));
            self.words.read(text.get(from..start).unwrap_or_default());
            self.words.most = WORDS_BEFORE;
            let (thing, version, words) = (&mut self.thing, &mut self.version, &self.words);
            dictionary.read(words, &mut self.before, |at, of_version| {
                *thing |= at < WORDS_THING;
                *version |= of_version && (at == 0 || at == 1 && VERBS.contains(&words.get(0)));
            });
            if let Some(head) = table.head(text, start) {
                self.words.read(head);
                dictionary.read(&self.words, &mut self.before, |_, of_version| {
                    *thing = true;
                    *version |= of_version;
                });
            }
        }
        if self.end != Some(end) {
            self.end = Some(end);
            self.behind.clear();
            let behind = text.get(end..floor(text, text.len().min(end + BEHIND))).unwrap_or_default();
            let behind = behind.split(['\n', ',', ';', '|']).next().unwrap_or_default();
            self.words.read(behind);
            let words = self.words.words.len();
            let verb = words.checked_sub(1).is_some_and(|last| VERBS.contains(&self.words.get(last)));
            let most = if verb { WORDS_BEHIND_VERB } else { WORDS_BEHIND };
            self.words.skipped = words.saturating_sub(most);
            dictionary.read(&self.words, &mut self.behind, |_, _| ());
            self.behind.retain(|(_, id)| dictionary.phrase(*id).is_some_and(|phrase| phrase.len() > SHORT));
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
    word.chars().for_each(|c| fold_char(c, |c| folded.push(c)));
    Cow::Owned(folded)
}

/// A character in lower case, without accents.
fn fold_char(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        return push(c.to_ascii_lowercase());
    }
    decompose_canonical(c, |c| match c {
        'ß' => ['s', 's'].into_iter().for_each(&mut push),
        'ł' | 'Ł' => push('l'),
        'ø' | 'Ø' => push('o'),
        'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(&mut push),
        'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(&mut push),
        c if is_combining_mark(c) => {}
        c => c.to_lowercase().for_each(&mut push),
    });
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
        let (mut line, mut block) = (self.line, self.block);
        for newline in memchr_iter(b'\n', new).map(|newline| self.at + newline) {
            line = newline + 1;
            // After an empty line begins another block.
            if bytes.get(line) == Some(&b'\n') {
                block = line + 1;
            }
        }
        if line != self.line || self.at == 0 {
            if block != self.block || self.at == 0 {
                self.block = block;
                self.separator = separator(first_line(bytes, block));
            }
            (self.line, self.column, self.at) = (line, 0, line);
        }
        let new = bytes.get(self.at..place).unwrap_or_default();
        self.at = place.max(1);
        let separator = self.separator?;
        self.column += memchr_iter(separator, new).count();
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
