//! Canonical forms by their definition.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};

static IGNORABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\p{Default_Ignorable_Code_Point}$").unwrap());
/// Scripts that put no space between words, and Hangul, whose particles follow a name directly.
const SPACELESS: [Script; 9] = [
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

pub fn is_ignorable(c: char) -> bool {
    !c.is_ascii() && IGNORABLE.is_match(c.encode_utf8(&mut [0; 4]))
}

pub fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Alphabetic, Mark or Number.
pub fn is_wordy(c: char) -> bool {
    c.is_alphabetic() || is_mark(c) || c.is_numeric()
}

/// By the scripts a character is used in, but not what is used in all of them.
pub fn is_spaceless(c: char) -> bool {
    let scripts = c.script_extension();
    let shared = scripts.is_common() || scripts.is_inherited();
    !shared && SPACELESS.iter().any(|script| scripts.contains_script(*script))
}

thread_local! {
    static FOLDED: RefCell<HashMap<char, String>> = RefCell::default();
}

fn casefold_char(c: char) -> String {
    FOLDED.with_borrow_mut(|known| known.entry(c).or_insert_with(|| by_definition(c)).clone())
}

/// `NFKC_Casefold` of one character, by the definition of the property: fold and normalise,
/// without ignorables, until nothing changes.
fn by_definition(c: char) -> String {
    let visible = |s: &str| s.chars().filter(|c| !is_ignorable(*c)).collect::<String>();
    let mut now = visible(c.encode_utf8(&mut [0; 4]));
    loop {
        let nfd: String = now.nfd().collect();
        let next = visible(&caseless::default_case_fold_str(&nfd).nfkc().collect::<String>());
        if next == now {
            return now;
        }
        now = next;
    }
}

/// `toNFKC_Casefold` (Unicode D147).
pub fn nfkc_casefold(s: &str) -> String {
    if s.is_ascii() {
        return s.to_ascii_lowercase();
    }
    s.chars().map(casefold_char).collect::<String>().nfc().collect()
}

/// Runs of white space as one space.
pub fn one_space(s: &str) -> String {
    let mut out = String::new();
    for c in s.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

/// The folded view of a text.
pub fn view(s: &str) -> String {
    one_space(&nfkc_casefold(s))
}

/// The canonical form of a value.
pub fn canonical(s: &str) -> String {
    view(s).trim_matches(' ').to_owned()
}

pub fn is_separator(c: char) -> bool {
    " \u{a0}-./()".contains(c)
}

pub fn without_separators(canonical: &str) -> String {
    canonical.chars().filter(|c| !is_separator(*c)).collect()
}

/// Nothing that a reader could see.
pub fn is_blank(s: &str) -> bool {
    s.chars().all(|c| c.is_whitespace() || is_ignorable(c))
}
