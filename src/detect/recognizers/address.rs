//! Postal addresses: a street with a number, and the town behind it. Written as they are in nine languages.

mod words;

use std::sync::OnceLock;

use hashbrown::HashMap;
use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::{Anchored, Input};

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::begins_word;
use crate::detect::context::fold;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[Probe {
    name: "address",
    kinds: &["ADDRESS"],
    at: Trigger::Number,
    find: address,
    example: "Keizersgracht 241, 1016 EA Amsterdam",
    source: "UPU S42; USPS Publication 28; postcodes of the countries",
}];

/// How far before a number its street may begin, and how long an address may be.
const BEFORE: usize = 80;
const LONGEST: usize = 200;
/// The longest number of a house, a box or a postcode.
const LONGEST_NUMBER: usize = 7;
/// The longest word that may be one of a street.
const WORD: usize = 64;
/// Most words of a street before its number.
const WORDS: usize = 7;

/// A word with a capital, and what goes on it.
const NAME: &str = r"[A-ZÀ-ÖØ-ÞĆČĎĐĘĚŁŃŇŌŘŚŠŤŮŹŻŽ][A-Za-zÀ-ÖØ-öø-ɏ0-9'’.-]*";
const PARTICLES: &str = "(?:(?:de|del|della|delle|dei|degli|di|da|do|das|dos|du|des|la|le|les|los|las|el|van|von|vom|der|den|het|ten|ter|zum|zur|am|an|im|auf|y|e|i|of|the|św\\.|gen\\.|d'|d’|l'|l’|dell'|dell’) ?)";
/// 12, 12a, 12-14, 55/47, 241-II
const NUMBER: &str = "[0-9]{1,5}(?: ?[A-Za-z](?-u:\\b))?(?:(?: ?[/-] ?| bis | à )[0-9]{1,5}[A-Za-z]?(?-u:\\b))*(?:[ /-](?:[IVX]{1,4}|hs|huis|boven|bis)(?-u:\\b))?";

/// What streets are called that lie at something, in German.
const PREPOSITIONS: &str = "Am|An der|An den|An dem|Auf der|Auf dem|Im|In der|In den|In dem|Zum|Zur|Unter den|Unter der|Hinter der|Hinter dem|Vor dem|Vor der|Beim|Bei der|Über der";
/// Their first words, and what stands alone before the number of a box.
const FIRST: &[&str] =
    &["Am", "An", "Auf", "Im", "In", "Zum", "Zur", "Unter", "Hinter", "Vor", "Beim", "Bei", "Über", "BP"];

/// What goes between the words of a name.
const SMALL: &[&str] = &["der", "den", "dem", "de", "van", "von", "het", "du", "la", "le", "del", "da", "do"];

/// A form of a whole address. Made when it is first asked for: most texts have no word of most forms.
fn form(at: usize) -> Option<&'static Regex> {
    static FORMS: [OnceLock<Option<Regex>>; 9] = [const { OnceLock::new() }; 9];
    // Only where a match ends is asked.
    let config = Regex::config().which_captures(WhichCaptures::Implicit).onepass(false).dfa(false);
    let build = |pattern: &String| Regex::builder().configure(config).build(pattern).ok();
    FORMS.get(at)?.get_or_init(|| patterns().get(at).and_then(build)).as_ref()
}

fn patterns() -> Vec<String> {
    let any = |words: &str| words.split(' ').collect::<Vec<_>>().join("|");
    let (english, before, behind) = (any(words::ENGLISH), any(words::BEFORE), any(words::BEHIND));
    let (french, units) = (any(words::FRENCH), any(words::UNITS));
    // Flat 3, 3º B, 2º izda.
    let floor = "[0-9]{1,2} ?[ºª°](?: ?(?:[A-Z]|izq|izda|dcha|der|centro|ext|int)(?-u:\\b)\\.?)?";
    let unit = format!(
        "(?:,? (?:{floor}|(?i:{units})\\.?(?: ?[nN][.º°])? ?(?:[0-9]{{1,4}}[A-Za-z]?|[A-Z])(?-u:\\b)))*"
    );
    let sep = "(?:, ?|,?\\r?\\n| - | )";
    let town = format!("{NAME}(?:(?: |-){PARTICLES}*{NAME}){{0,3}}");
    let postcode = words::POSTCODE;
    let tail = format!(
        "(?:{sep}(?:{postcode})(?-u:\\b){sep}{town}(?: \\([A-Z]{{2}}\\))?(?:, {town}(?-u:\\b))?|(?:{sep}{town}){{1,2}}{sep}(?:[A-Z]{{2,3}} )?(?:{postcode})(?-u:\\b)|(?: - {town})?, {town}(?: - |/)[A-Z]{{2}}(?:, ?[0-9]{{5}}-?[0-9]{{3}})?(?-u:\\b)|{sep}(?:{postcode})(?-u:\\b))?"
    );
    let (number, line) = (NUMBER, "(?:, ?| ?\\r?\\n)");
    let flat =
        "(?:(?i:flat|apartment|apt|unit|studio|suite)\\.? ?[0-9]{1,4}[A-Za-z]?(?:,? |,?\\n))".to_owned();
    let name = format!("(?:{PARTICLES}*{NAME})");
    vec![
        // 688 Peck Shore Apt. 954, North Amberside, AR 08133; Flat 9 Sheila Ridges
        format!(
            "(?:{flat}(?:{number},? )?|{number},? )(?:{NAME} ){{1,4}}?(?i:{english})(?-u:\\b)\\.?(?: (?:N|S|E|W|NE|NW|SE|SW)(?-u:\\b))?{unit}{tail}"
        ),
        // 74, rue de Girard, 89681 Robert-sur-Mer
        format!(
            "(?:{number}(?: ?(?:bis|ter|quater))?,? )?(?i:{french})\\.? {name}(?:[ -]{name}){{0,4}}{unit}{tail}"
        ),
        // Calle de Amando Dueñas 12, Valladolid, 49266; plac Miłosza 04/71
        format!(
            "(?i:{before})\\.? ?(?:[0-9]{{1,2}}\\.? )?{name}(?: {name}){{0,5}},? (?:(?:n|nº|n°|nr|no)\\.? ?)?{number}{unit}{tail}"
        ),
        // Hartungweg 55/47, 61889 Berchtesgaden; Lange Straße 3
        format!("(?:{NAME}[ -]){{0,3}}?(?:{NAME}(?i:{behind})|(?i:{behind}))\\.? {number}{unit}{tail}"),
        // PO Box 123, Postbus 90801, 2509 LV Den Haag
        format!(
            "(?i:p\\.? ?o\\.? box|postbus|postfach|apartado(?: de correos)?|bo[iî]te postale|casella postale|caixa postal|skrytka pocztowa|box) [0-9]{{1,6}}(?: [0-9]{{2,3}})*(?-u:\\b){tail}"
        ),
        // Damrak 1, 1012 LG Amsterdam; Vodičkova 30, 110 00 Praha: any name, with a postcode that is nothing else.
        format!(
            "{NAME}(?:[ -]{PARTICLES}*{NAME}){{0,3}} {number}{unit}{line}(?:[0-9]{{4}} ?[A-Z]{{2}}|[A-Z]{{1,2}}-[0-9]{{4,5}}|[0-9]{{2}}-[0-9]{{3}}|[0-9]{{3}} [0-9]{{2}})(?-u:\\b) {town}"
        ),
        // Unter den Linden 77, 10117 Berlin; Mannerheimintie 5, 00100 Helsinki; BP 12, 75001 Paris
        format!(
            "(?:(?:{PREPOSITIONS}) {NAME}(?:[ -]{NAME}){{0,2}}|{NAME}(?:tie|kuja|polku|ring)|(?:{NAME} ){{0,2}}Ring|(?:{NAME} ){{1,2}}Allé|BP) {number}{unit}{line}[0-9]{{4,5}} {town}"
        ),
        // keizersgracht 241, 1016 ea amsterdam
        format!(
            "[a-zß-öø-ÿ-]{{3,40}}(?:{behind}) {number}(?:, ?[0-9]{{4}} ?[a-z]{{2}}(?-u:\\b)(?:,? [a-z]{{3,20}})?|, ?[0-9]{{5}}(?-u:\\b)(?: [a-zß-öø-ÿ]{{3,20}})?)?",
            behind = any(words::BEHIND_SMALL)
        ),
        // 123 main st
        format!(
            "{number} (?:[a-z]{{3,20}} ){{1,2}}(?:{english})(?-u:\\b)(?:, [a-z]{{3,20}}(?: [a-z]{{2}})? [0-9]{{5}})?",
            english = any(words::ENGLISH_SMALL)
        ),
    ]
}

/// Looks for the beginning of a street at a number or before it.
fn address(text: &str, at: Span, finds: &mut Vec<Find>) {
    if at.len() > LONGEST_NUMBER {
        return;
    }
    let known = street_words();
    let mut best: Option<Span> = None;
    let mut take = |start: usize, forms: &[usize]| {
        if let Some(end) = longest(text, start, forms).filter(|end| *end >= at.end) {
            let span = Span::new(start, end);
            if best.is_none_or(|best| span.len() > best.len()) {
                best = Some(span);
            }
        }
    };
    if at.len() <= 6 && known.may_follow_number(text, at.end) {
        take(at.start, &[0, 1]);
    }
    if (2..=5).contains(&at.len()) && is_said_place(text, at.start) {
        take(at.start, &[8]);
    }
    each_start(text, at.start, |nearness, start| {
        let word = word_at(text, start).trim_end_matches('.');
        let roles = known.of(word);
        for (role, forms) in ROLES {
            if roles & role != 0 {
                take(start, forms);
            }
        }
        // A compound stands directly before its number.
        if nearness == 0 && roles & NO_STREET == 0 && known.end_like_street(word) {
            take(with_adjective(text, start, word.len() > 8), &[3, 7]);
        }
    });
    if best.is_none() && at.len() <= 5 && may_have_postcode(text, at) {
        let start = name_before(text, at.start);
        best = longest(text, start, &[5, 6]).map(|end| Span::new(start, end));
    }
    if let Some(span) = best {
        let value = span.get(text).unwrap_or_default();
        if is_doubtful(text, value, span) {
            return;
        }
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        // A number and what has the form of a postcode.
        let score = if digits >= 5 && value.contains([',', '\n']) { 0.85 } else { 0.6 };
        finds.push(Find::new(span, Kind::ADDRESS, score, "address"));
    }
}

/// What a word may be the beginning of, and the forms that are tried then.
const ROLES: [(u16, &[usize]); 4] = [(1, &[2]), (2, &[1, 2]), (4, &[0]), (8, &[4])];
/// It is no street, though it ends like one.
const NO_STREET: u16 = 16;
/// A word that ends like this one is a street.
const ENDING: u16 = 32;
/// What the last word of a doubtful street is, and what stands before a place.
const DOUBTFUL: u16 = 64;
const PLACE: u16 = 128;
/// Stands between a number and its street, in French.
const BEHIND_NUMBER: u16 = 256;

/// What words can be, folded. Most are nothing: bitmaps say so before anything is looked up.
struct StreetWords {
    roles: HashMap<&'static str, u16>,
    /// By first and last byte and length.
    words: Box<[u64; 256]>,
    /// By the last three bytes.
    endings: Box<[u64; 256]>,
}

fn street_words() -> &'static StreetWords {
    static WORDS: OnceLock<StreetWords> = OnceLock::new();
    WORDS.get_or_init(StreetWords::new)
}

impl StreetWords {
    fn new() -> Self {
        let mut all =
            StreetWords { roles: HashMap::new(), words: Box::new([0; 256]), endings: Box::new([0; 256]) };
        let lists: [(&'static str, u16); 10] = [
            (words::BEFORE_FOLDED, 1),
            (words::FRENCH_FOLDED, 2 | BEHIND_NUMBER),
            (words::FRENCH, BEHIND_NUMBER),
            ("bis ter quater", BEHIND_NUMBER),
            (words::FLATS, 4),
            (words::BOXES, 8),
            (words::NO_STREETS, NO_STREET),
            (words::BEHIND_FOLDED, ENDING),
            (words::DOUBTFUL, DOUBTFUL),
            (words::PLACES, PLACE),
        ];
        for (word, role) in lists.iter().flat_map(|(list, role)| list.split(' ').map(|word| (word, *role))) {
            *all.roles.entry(word).or_default() |= role;
            let mut mark = |map: fn(&mut Self) -> &mut [u64; 256], slot: usize| {
                let bits = map(&mut all).get_mut(slot / 64 % 256);
                bits.into_iter().for_each(|bits| *bits |= 1 << (slot % 64));
            };
            mark(|all| &mut all.words, shape(word.as_bytes()));
            if role == ENDING {
                mark(|all| &mut all.endings, ending(word.as_bytes()));
            }
        }
        all
    }

    /// What a word can be.
    fn of(&self, word: &str) -> u16 {
        let bytes = word.as_bytes();
        if !has(&self.words, shape(bytes)) && word.is_ascii() {
            return 0;
        }
        self.roles.get(&*fold(word)).copied().unwrap_or_default()
    }

    fn end_like_street(&self, word: &str) -> bool {
        let bytes = word.as_bytes();
        if !has(&self.endings, ending(bytes)) && word.is_ascii() {
            return false;
        }
        let word = fold(word);
        let endings = (3..=10).filter_map(|len| word.get(word.len().checked_sub(len)?..));
        let is_ending = |ending: &str| self.roles.get(ending).is_some_and(|roles| roles & ENDING != 0);
        endings.into_iter().any(is_ending)
    }

    /// 74, rue …; 688 Peck Shore; 12 b Main Street
    fn may_follow_number(&self, text: &str, end: usize) -> bool {
        let next = text.as_bytes().get(end..).unwrap_or_default();
        let skipped = next.iter().take_while(|b| matches!(b, b' ' | b',')).count();
        // 95/8 Bourke Street
        let parted = skipped == 0 && matches!(next, [b'/' | b'-', b'0'..=b'9', ..]);
        let next = next.get(skipped..).unwrap_or_default();
        let letters = next.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        match next.first() {
            Some(b'A'..=b'Z') => true,
            _ if parted => true,
            Some(b'a'..=b'z') => {
                let word = word_at(text, end + skipped);
                letters == 1 || self.of(word.trim_end_matches('.')) & BEHIND_NUMBER != 0
            }
            _ => false,
        }
    }
}

/// First and last byte and length of a word, in 14 bits.
fn shape(word: &[u8]) -> usize {
    let byte = |b: Option<&u8>| usize::from(b.copied().unwrap_or_default() & 0x1f);
    byte(word.first()) | byte(word.last()) << 5 | word.len().min(15) << 10
}

/// The last three bytes of a word, in 14 bits.
fn ending(word: &[u8]) -> usize {
    let last = word.iter().rev().take(3).fold(0, |key, b| key << 5 | usize::from(b & 0x1f));
    last ^ last >> 14
}

fn has(map: &[u64; 256], slot: usize) -> bool {
    map.get(slot / 64 % 256).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
}

/// `3 Main Points`: words that are kinds of streets in English, and of much else. More speaks for a street where
/// the number is long, something follows, or it is said where somebody is.
fn is_doubtful(text: &str, value: &str, span: Span) -> bool {
    let known = street_words();
    let last = value.rsplit(' ').next().map(fold).unwrap_or_default();
    let number = value.bytes().take_while(u8::is_ascii_digit).count();
    let before = near(text, span.start).trim_end();
    let place = before.rsplit([' ', '\n']).next().map(fold).unwrap_or_default();
    // Monitoring 24
    if words::is_ring(value) && !value.contains([',', '\n']) {
        return known.of(&place) & PLACE == 0;
    }
    // Copyright (C) 2002 Paul Dale; In 2020 Main Street was rebuilt
    let year = number == 4 && (value.starts_with("19") || value.starts_with("20"));
    let dated =
        before.ends_with([')', '©']) || matches!(&*place, "copyright" | "in" | "since" | "until" | "by");
    if year && !value.contains(',') && dated {
        return true;
    }
    // via PEP 658, BD F8C1209D
    if let [street, name, ..] = value.split(' ').collect::<Vec<_>>().as_slice() {
        let small = value.chars().any(|c| c.is_lowercase());
        let mixed = name.bytes().any(|b| b.is_ascii_digit()) && name.starts_with(|c: char| c.is_alphabetic());
        // OS X 10, R Volume 7
        let letters = matches!(*street, "OS" | "R" | "AL" | "PL" | "AV" | "CH") && !value.contains(',');
        if letters
            || matches!(*street, "Die" | "Der" | "Das" | "Eine" | "The") && value.split(' ').count() == 3
        {
            return true;
        }
        if *street == "via" && name.len() > 1 && !name.chars().any(char::is_lowercase) || mixed && !small {
            return true;
        }
    }
    (1..3).contains(&number)
        && !value.contains(',')
        && known.of(last.trim_end_matches('s')) & DOUBTFUL != 0
        && known.of(&place) & PLACE == 0
}

/// Whether a place is said directly before: `I live at 123 main st`.
fn is_said_place(text: &str, number: usize) -> bool {
    let before = text.as_bytes().get(number.saturating_sub(4)..number).unwrap_or_default();
    match before {
        [b' ', b'a' | b'A', b't', b' ']
        | [b' ', b'i', b's', b' ']
        | [b' ', b'o', b'n', b' ']
        | [b' ', b't', b'o', b' '] => true,
        [.., b':', b' '] => true,
        before => before == b"at ",
    }
}

/// Whether a postcode may follow a number of a house: `77, 10117`, `1 hs\n1012 LG`.
fn may_have_postcode(text: &str, number: Span) -> bool {
    let before = text.as_bytes().get(..number.start).unwrap_or_default();
    if !matches!(before, [.., b'a'..=b'z' | b'A'..=b'Z' | b'.' | 0x80.., b' ']) {
        return false;
    }
    let rest = text.as_bytes().get(number.end..).unwrap_or_default();
    let next = rest.iter().take(16).position(|b| matches!(b, b',' | b'\n'));
    let behind = next.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
    let behind = behind.strip_prefix(b" ").unwrap_or(behind);
    let code = behind
        .first_chunk()
        .is_some_and(|[a, b]: &[u8; 2]| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() || *b == b'-');
    code && rest.iter().skip(next.unwrap_or_default()).take(10).filter(|b| b.is_ascii_digit()).count() >= 4
}

/// Where the words with a capital begin that stand before a number, with what goes before and between them.
fn name_before(text: &str, number: usize) -> usize {
    let mut start = number;
    let clause = near(text, number).rsplit(['\n', '(', '"', ':', ';']).next().unwrap_or_default();
    for word in clause.rsplit(' ').skip(1).take(WORDS) {
        let first = FIRST.contains(&word);
        if !(first || SMALL.contains(&word) || word.starts_with(char::is_uppercase)) {
            break;
        }
        start = start.saturating_sub(word.len() + 1);
        if first {
            break;
        }
    }
    start
}

/// The longest match of some forms at a place.
fn longest(text: &str, start: usize, which: &[usize]) -> Option<usize> {
    let last = (start..=text.len().min(start + LONGEST)).rev().find(|&end| text.is_char_boundary(end))?;
    let window = text.get(start..last)?;
    let matches = which.iter().filter_map(|&at| {
        let found = form(at)?.find(Input::new(window).anchored(Anchored::Yes))?;
        let value = found.end();
        let value = window.get(..value)?.trim_end_matches(['.', ',', ' ', '-', '\n', '\r']);
        Some(start + value.len()).filter(|&end| begins_word(text, end))
    });
    matches.max()
}

/// Calls `found` with the beginnings of words before a number, the nearest first, up to what ends a clause.
fn each_start(text: &str, number: usize, mut found: impl FnMut(usize, usize)) {
    let from = number.saturating_sub(BEFORE);
    let before = text.as_bytes().get(from..number).unwrap_or_default();
    let (mut words, mut start) = (0, None);
    for (at, &b) in before.iter().enumerate().rev() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' => start = Some(from + at),
            b'\'' | b'-' | b'.' | b'/' => {}
            0x80.. => {
                return starts_beyond_ascii(text, number).enumerate().for_each(|(nearness, start)| {
                    if nearness >= words {
                        found(nearness, start);
                    }
                });
            }
            _ => {
                if let Some(start) = start.take() {
                    found(words, start);
                    words += 1;
                }
                if words == WORDS || matches!(b, b'\n' | b';' | b'(' | b':' | b'"' | b'|' | b'?' | b'!') {
                    return;
                }
            }
        }
    }
    if let Some(start) = start {
        found(words, start);
    }
}

/// The same, of any text.
fn starts_beyond_ascii(text: &str, number: usize) -> impl Iterator<Item = usize> {
    let from =
        (number.saturating_sub(BEFORE)..=number).find(|&at| text.is_char_boundary(at)).unwrap_or(number);
    let before = text.get(from..number).unwrap_or_default();
    let cut = before.rfind(['\n', ';', '(', ':', '"', '|', '?', '!']).map_or(0, |cut| cut + 1);
    let clause = before.get(cut..).unwrap_or_default();
    let base = from + cut;
    let mut starts: Vec<usize> = Vec::new();
    let mut inside = false;
    for (at, c) in clause.char_indices() {
        let word = c.is_alphabetic() || inside && matches!(c, '\'' | '’' | '-' | '.' | '/');
        if word && !inside {
            starts.push(base + at);
        }
        inside = word;
    }
    starts.into_iter().rev().take(WORDS)
}

/// What stands directly before a place.
fn near(text: &str, end: usize) -> &str {
    (end.saturating_sub(WORD)..=end).find_map(|from| text.get(from..end)).unwrap_or_default()
}

fn word_at(text: &str, start: usize) -> &str {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let len = rest.iter().take(WORD).take_while(|b| !matches!(b, b' ' | b',' | b'\n' | b'\t')).count();
    text.get(start..start + len).unwrap_or_default()
}

/// Where a street begins whose last word begins here: before adjectives, and where that word is only its kind,
/// before its name of one or two words.
fn with_adjective(text: &str, start: usize, whole: bool) -> usize {
    let Some(before) = near(text, start).strip_suffix(' ') else { return start };
    let clause = before.rsplit(['\n', ',', '(']).next().unwrap_or_default();
    let mut begin = start;
    for (nth, word) in clause.rsplit(' ').take(2).enumerate() {
        let adjective = words::ADJECTIVES.split(' ').any(|other| other == word.trim_end_matches('.'));
        let capital = word.starts_with(char::is_uppercase) && !word.ends_with(':');
        // Karl Johans gate, but: Wohne Karl Straße
        let named = if nth == 0 { !whole && capital } else { !whole && capital && clause.ends_with('s') };
        if !(adjective && nth == 0 || named) {
            break;
        }
        begin -= word.len() + 1;
    }
    begin
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::detect::Detector;

    #[test]
    fn every_form_is_made() {
        let patterns = super::patterns();
        assert!((0..patterns.len()).all(|at| super::form(at).is_some()));
        assert!(super::form(patterns.len()).is_none());
    }

    #[test]
    fn addresses() {
        let cases = include_str!("../../../tests/data/addresses.txt");
        let mut wrong = Vec::new();
        for line in cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            // What is found stands between [ and ]; \n is a line break.
            let text = line.replace("\\n", "\n");
            let plain = text.replace(['[', ']'], "");
            let expected =
                text.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(value, _)| value);
            let found = Detector::new().detect(&plain).unwrap();
            let found = found.iter().find(|entity| entity.recognizer() == Some("address"));
            let found = found.and_then(|entity| entity.span().get(&plain));
            if found != expected {
                wrong.push(format!("{line}: {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
