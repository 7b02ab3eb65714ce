//! The folded view of a text, segment by segment, with the way back to the source.
//!
//! A segment is the least piece of source whose folded form does not depend on what stands beside
//! it: a character with all marks, joiners and ignorable characters that follow it, or a run of
//! white space. The folded view of a text is the concatenation of its folded segments, so a search
//! can fold what it looks at, where it looks, and never needs a folded copy of the whole.

use std::borrow::Cow;
use std::sync::OnceLock;

use caseless::Caseless;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_script::{Script, UnicodeScript};

/// `NFKC_Casefold`, white-space runs as one space, trimmed. Borrowed when that changes nothing.
pub(crate) fn canonical(value: &str) -> Cow<'_, str> {
    if !value.is_ascii() {
        return Cow::Owned(fold(value.trim_matches(|c: char| c.is_whitespace() || is_ignorable(c))));
    }
    let trimmed = value.trim_matches(|c: char| c.is_ascii() && is_ascii_space(c as u8));
    let (mut plain, mut lower, mut after_space) = (true, true, false);
    for b in trimmed.bytes() {
        let space = is_ascii_space(b);
        plain &= !space | (b == b' ' && !after_space);
        lower &= !b.is_ascii_uppercase();
        after_space = space;
    }
    match (plain, lower) {
        (true, true) => Cow::Borrowed(trimmed),
        (true, false) => Cow::Owned(trimmed.to_ascii_lowercase()),
        (false, _) => Cow::Owned(fold(trimmed)),
    }
}

/// The folded view of a whole text, as a copy.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(left) = fold_plainly(rest, &mut folded) {
        let segment = next_segment(left).unwrap_or_default();
        fold_segment(segment, &mut folded);
        rest = left.get(segment.len()..).unwrap_or_default();
    }
    folded
}

/// Folds as long as a character is a segment. Answers what is left where it is not.
fn fold_plainly<'t>(text: &'t str, folded: &mut String) -> Option<&'t str> {
    let mut chars = text.char_indices().map(|(at, c)| (at, Props::of(c)));
    let mut next = chars.next();
    while let Some((at, props)) = next {
        next = chars.next();
        let ends = next.is_none_or(|(_, next)| {
            next.has(Props::BREAKS) && !(props.has(Props::SPACE) && next.has(Props::SPACE))
        });
        match props.folded().filter(|_| ends) {
            Some(_) if props.has(Props::SPACE) => folded.push(' '),
            Some(c) => folded.push(c),
            None => return text.get(at..),
        }
    }
    None
}

/// The first segment of a text; `None` at its end.
#[inline]
pub(crate) fn next_segment(text: &str) -> Option<&str> {
    if let [first, next, ..] = text.as_bytes() {
        if first.is_ascii() && next.is_ascii() && !is_ascii_space(*first) {
            return text.get(..1);
        }
    }
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let mut in_space = Props::of(first).has(Props::SPACE);
    let mut last = first;
    for (at, c) in chars {
        let props = Props::of(c);
        in_space &= props.has(Props::SPACE | Props::IGNORABLE);
        if !in_space && (props.has(Props::BREAKS) || is_loose_jamo(last, c)) {
            return text.get(..at);
        }
        if !props.has(Props::IGNORABLE) {
            last = c;
        }
    }
    Some(text)
}

/// Whether a segment begins at a character boundary of a text.
pub(crate) fn segment_begins(text: &str, at: usize) -> bool {
    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return true };
    at == 0
        || Props::of(c).has(Props::BREAKS)
        || is_jamo(c)
            && text.get(..at).is_some_and(|before| {
                let last = before.chars().rev().find(|c| !is_ignorable(*c));
                last.is_none_or(|last| is_loose_jamo(last, c))
            })
}

/// There are half-width jamo as well.
fn folded_or_self(c: char) -> char {
    Props::of(c).folded().unwrap_or(c)
}

/// Vowels and final consonants of Hangul that join what stands before them.
fn is_jamo(c: char) -> bool {
    matches!(folded_or_self(c), '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}')
}

/// Whether a jamo that could join what stands before it has nothing there to join.
fn is_loose_jamo(before: char, c: char) -> bool {
    let before = folded_or_self(before);
    match folded_or_self(c) {
        '\u{1161}'..='\u{1175}' => !matches!(before, '\u{1100}'..='\u{1112}'),
        '\u{11a8}'..='\u{11c2}' => {
            let open_syllable =
                matches!(before, '\u{ac00}'..='\u{d7a3}') && (before as u32 - 0xac00) % 28 == 0;
            !(open_syllable || matches!(before, '\u{1161}'..='\u{1175}'))
        }
        _ => false,
    }
}

/// White space of ASCII, as Unicode has it (with U+000B).
pub(crate) const fn is_ascii_space(b: u8) -> bool {
    matches!(b, b'\t'..=b'\r' | b' ')
}

/// Appends the folded form of one segment.
pub(crate) fn fold_segment(segment: &str, out: &mut String) {
    let mut chars = segment.chars();
    let Some(first) = chars.next() else { return };
    let rest = chars.as_str();
    if first.is_ascii() && rest.is_empty() && !is_ascii_space(first as u8) {
        return out.push(first.to_ascii_lowercase());
    }
    if first.is_whitespace() {
        out.push(' ');
        let marks = rest.trim_start_matches(|c: char| c.is_whitespace() || is_ignorable(c));
        if !marks.is_empty() {
            fold_slowly(marks, out);
        }
        return;
    }
    match Props::of(first).folded().filter(|_| rest.is_empty()) {
        Some(folded) => out.push(folded),
        None => fold_slowly(segment, out),
    }
}

/// What a search asks of a character; a lookup.
#[derive(Clone, Copy)]
pub(crate) struct Props(u32);

impl Props {
    /// Its folded form never joins what stands before it.
    pub(crate) const BREAKS: u32 = 1 << 21;
    /// It folds to one character.
    const SINGLE: u32 = 1 << 22;
    /// White space.
    const SPACE: u32 = 1 << 23;
    /// Default_Ignorable_Code_Point.
    const IGNORABLE: u32 = 1 << 24;
    /// The first, the last character of its folded form is Alphabetic, Mark or Number, of a script
    /// with spaces: between two of these there is no boundary.
    pub(crate) const FIRST_JOINS: u32 = 1 << 25;
    pub(crate) const LAST_JOINS: u32 = 1 << 26;

    const PAGE: usize = 256;
    /// Up to U+1FFFF: what is behind that is rare enough to be computed each time.
    const PAGES: usize = 512;

    #[inline]
    pub(crate) fn of(c: char) -> Props {
        static PAGES: [OnceLock<Box<[Props]>>; Props::PAGES] = [const { OnceLock::new() }; Props::PAGES];
        let (page, at) = (c as usize / Props::PAGE, c as usize % Props::PAGE);
        let page = PAGES.get(page).map(|slot| slot.get_or_init(|| Props::page(page)));
        page.and_then(|page| page.get(at)).copied().unwrap_or_else(|| Props::compute(c))
    }

    #[cold]
    fn page(page: usize) -> Box<[Props]> {
        let first = page * Props::PAGE;
        (first..first + Props::PAGE)
            .map(|code| char::from_u32(code as u32).map_or(Props(0), Props::compute))
            .collect()
    }

    fn compute(c: char) -> Props {
        let mut folded = String::new();
        if is_uncased_letter(c) {
            folded.push(c);
        } else {
            fold_slowly(c.encode_utf8(&mut [0; 4]), &mut folded);
        }
        let mut chars = folded.chars();
        let (first, last) = (chars.next(), folded.chars().next_back());
        let joins = |c: Option<char>| c.is_some_and(|c| is_word(c) && !is_spaceless(c));
        let flag = |flag: u32, set: bool| if set { flag } else { 0 };
        Props(
            first.map_or(0, |c| c as u32)
                | flag(Props::BREAKS, breaks_before(c))
                | flag(Props::SINGLE, first.is_some() && chars.next().is_none())
                | flag(Props::SPACE, c.is_whitespace())
                | flag(Props::IGNORABLE, is_ignorable(c))
                | flag(Props::FIRST_JOINS, joins(first))
                | flag(Props::LAST_JOINS, joins(last)),
        )
    }

    /// Whether it has any of these.
    #[inline]
    pub(crate) fn has(self, flags: u32) -> bool {
        self.0 & flags != 0
    }

    /// The one character it folds to.
    #[inline]
    pub(crate) fn folded(self) -> Option<char> {
        if self.has(Props::SINGLE) { char::from_u32(self.0 & 0x1f_ffff) } else { None }
    }
}

/// Letters that fold to themselves and never join the letter before: ideographs, kana that no
/// mark makes, Hangul syllables.
fn is_uncased_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// `NFKC_Casefold` by its definition (Unicode 3.13, D147), for one segment.
fn fold_slowly(segment: &str, out: &mut String) {
    let kept = segment.chars().filter(|c| !is_ignorable(*c));
    let folded = kept.nfd().default_case_fold().nfkc().default_case_fold().nfkc();
    out.extend(folded.filter(|c| !is_ignorable(*c)));
}

fn breaks_before(c: char) -> bool {
    if c.is_ascii() || is_uncased_letter(c) {
        return true;
    }
    if is_ignorable(c) || is_combining_mark(c) {
        return false;
    }
    let mut first = None;
    decompose_compatible(c, |d| first = first.or(Some(d)));
    let first = first.unwrap_or(c);
    canonical_combining_class(first) == 0 && is_nfc_quick([first].into_iter()) != IsNormalized::Maybe
}

/// Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt).
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a value may end at `before` and another text go on with `after`.
///
/// Both are characters of the folded view; `None` is an edge of the text. A boundary is missing
/// only between two of Alphabetic, Mark, Number, unless one of them is of a script that is written
/// without spaces, or to which particles are attached. Before a mark there is never one.
pub(crate) fn is_boundary(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    if before.is_ascii() && after.is_ascii() {
        return !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric());
    }
    if is_combining_mark(after) {
        return false;
    }
    !(is_word(before) && is_word(after)) || is_spaceless(before) || is_spaceless(after)
}

pub(crate) fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar, Tibetan.
fn is_spaceless(c: char) -> bool {
    const SCRIPTS: [Script; 9] = [
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Hangul,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Myanmar,
        Script::Tibetan,
    ];
    if c < '\u{2b0}' {
        return false;
    }
    if is_uncased_letter(c) {
        return true;
    }
    let scripts = c.script_extension();
    // Marks that many scripts share (U+0300 …) say nothing about the script they stand in.
    !scripts.is_common()
        && !scripts.is_inherited()
        && SCRIPTS.iter().any(|&script| scripts.contains_script(script))
}
