//! What the engine must find, found slowly: every place, every form by a regular expression of its own.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_automata::{Anchored, Input};

use super::boundary::{begins_word, goes_on_behind_quad, is_behind_quad, is_glued_after, is_glued_before};
use super::engine::{Engine, LETTERS, LOCAL, SCHEME, WORDS};
use super::recognizers::rules;
use super::rule::{Rule, Start};
use crate::sameness::fold;
use crate::span::Span;

/// A rule's name, and a span.
type Hit = (&'static str, Span);

/// The longest match that is looked for.
const LONGEST: usize = 512;

struct Slow {
    rule: &'static Rule,
    forms: Vec<Regex>,
}

fn slow() -> &'static [Slow] {
    static SLOW: OnceLock<Vec<Slow>> = OnceLock::new();
    SLOW.get_or_init(|| {
        let regex = |pattern: &str| Regex::new(&format!("(?:{pattern})$")).ok();
        let forms = |rule: &Rule| rule.forms.iter().filter_map(|form| regex(form.pattern)).collect();
        rules().map(|rule| Slow { rule, forms: forms(rule) }).collect()
    })
}

/// What rules match in a text, by the engine.
fn fast_hits(text: &str) -> BTreeSet<Hit> {
    let named = |name: &str| rules().find(|rule| rule.name == name).map(|rule| rule.name);
    let finds = Engine::built_in().finds(text, &|_| true);
    finds.iter().filter_map(|find| Some((named(&find.recognizer)?, find.span))).collect()
}

/// The same, slowly.
fn slow_hits(text: &str) -> BTreeSet<Hit> {
    let mut hits = BTreeSet::new();
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut key_end = 0;
    for at in 0..bytes.len() {
        let before = at.checked_sub(1).map_or(b' ', byte);
        // The first digit of a word.
        let mut start = at;
        while start > 0 && byte(start - 1).is_ascii_alphabetic() {
            start -= 1;
        }
        let first = byte(at).is_ascii_digit() && !(start > 0 && byte(start - 1).is_ascii_digit());
        if first && begins_word(text, start) {
            for from in number_starts(text, start) {
                let may_end = |end: usize| {
                    let is_whole = !is_glued_after(bytes, from, end) || goes_on_behind_quad(bytes, from, end);
                    end > at && begins_word(text, end) && is_whole
                };
                longest(text, from, Start::Number, may_end, &mut hits);
            }
        }
        if byte(at) == b'@' {
            let local = |b: u8| b.is_ascii_alphanumeric() || b > 0x7f || b"._%+-'&~!#$*^".contains(&b);
            let mut from = at;
            while from > at.saturating_sub(LOCAL) && local(byte(from - 1)) {
                from -= 1;
            }
            let local = text.char_indices().filter(|(place, _)| (from..at).contains(place));
            let is_sign = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !fold::is_mark(c);
            if let Some((place, sign)) = local.rev().find(|(_, c)| is_sign(*c)) {
                from = place + sign.len_utf8();
            }
            while from < at
                && !(byte(from).is_ascii_alphanumeric() || byte(from) == b'_' || byte(from) >= 0xc0)
            {
                from += 1;
            }
            if from < at {
                longest(text, from, Start::At, |end| end > at + 1 && begins_word(text, end), &mut hits);
            }
        }
        if byte(at) == b':'
            && (byte(at + 1) == b'/' || byte(at + 1) == b':' || byte(at + 1).is_ascii_hexdigit())
        {
            let mut from = at;
            let scheme = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
            while from > at.saturating_sub(SCHEME) && scheme(byte(from - 1)) {
                from -= 1;
            }
            let is_index = from >= 2
                && byte(from - 1) == b'['
                && (byte(from - 2).is_ascii_alphanumeric() || b"_)]".contains(&byte(from - 2)));
            let goes_on = |end: usize| match (byte(end - 1), byte(end), byte(end + 1)) {
                _ if byte(at + 1) == b'/' => false,
                (_, b':', next) => next.is_ascii_hexdigit(),
                (_, b'.', next) => next.is_ascii_digit(),
                (last, next, _) => last == b':' && next.is_ascii_alphanumeric(),
            };
            if begins_word(text, from) && (from == 0 || byte(from - 1) != b':') && !is_index {
                let may_end = |end| end > at && begins_word(text, end) && !goes_on(end);
                longest(text, from, Start::Colon, may_end, &mut hits);
            }
        }
        let turn = before.is_ascii_lowercase() && byte(at).is_ascii_uppercase();
        if byte(at).is_ascii_alphabetic()
            && (turn || !before.is_ascii_alphanumeric())
            && begins_word(text, at)
        {
            // Keys do not stand in keys.
            if at >= key_end {
                key_end = longest(text, at, Start::Literal(&[]), |end| begins_word(text, end), &mut hits);
            }
        }
    }
    hits
}

/// Where a number may begin whose first word begins at `start`.
fn number_starts(text: &str, start: usize) -> Vec<usize> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let (mut starts, mut from) = (Vec::new(), start);
    let free = !is_glued_before(bytes, start) || is_behind_quad(bytes, start);
    starts.extend(Some(start).filter(|_| free));
    while free && from > 0 && start - from < 3 && b"+(-".contains(&byte(from - 1)) {
        from -= 1;
        starts.push(from);
    }
    let mut word = start;
    for _ in 0..WORDS {
        if word == 0 || !b" -./".contains(&byte(word - 1)) {
            break;
        }
        let end = word - 1;
        word = end;
        while word > 0 && byte(word - 1).is_ascii_alphabetic() && end - word <= LETTERS {
            word -= 1;
        }
        if word == end || end - word > LETTERS || !begins_word(text, word) {
            break;
        }
        if is_glued_before(bytes, word) {
            continue;
        }
        starts.push(word);
    }
    starts
}

/// The longest match of each rule of a kind of start whose check holds. Answers where the last one ends.
fn longest(
    text: &str,
    from: usize,
    start: Start,
    may_end: impl Fn(usize) -> bool,
    hits: &mut BTreeSet<Hit>,
) -> usize {
    let mut last = from;
    for Slow { rule, forms } in slow() {
        let tried = match (rule.start, start) {
            (Start::Literal(keys), Start::Literal(_)) => {
                keys.iter().any(|key| text.get(from..).is_some_and(|rest| rest.starts_with(key)))
            }
            (one, other) => one == other,
        };
        let ends = (from + 1..=text.len().min(from + LONGEST)).rev().filter(|&end| may_end(end));
        let matches = |end: &usize| {
            let span = Span::new(from, *end);
            span.get(text).is_some_and(|value| {
                let input = Input::new(value).anchored(Anchored::Yes);
                forms.iter().any(|form| form.is_match(input.clone()))
                    && rule.check.is_none_or(|check| (check.holds)(value))
            })
        };
        if let Some(end) = ends.filter(|_| tried).find(matches) {
            hits.insert((rule.name, Span::new(from, end)));
            last = last.max(end);
        }
    }
    last
}

/// The engine finds what stands there, no more and no less.
///
/// # Panics
///
/// Where it does not. Names rules and spans.
pub fn check(text: &str) {
    let (fast, slow) = (fast_hits(text), slow_hits(text));
    let missed: Vec<_> = slow.difference(&fast).collect();
    let invented: Vec<_> = fast.difference(&slow).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed: {missed:?}, invented: {invented:?}");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts of examples, near misses and what stands between.
    fn texts() -> impl Strategy<Value = String> {
        let known: Vec<String> = rules()
            .flat_map(|rule| rule.examples.iter().chain(rule.near_misses))
            .filter(|example| example.len() < 60)
            .map(|example| (*example).to_owned())
            .collect();
        let piece = prop_oneof![
            4 => proptest::sample::select(known),
            1 => "[0-9]{1,4}",
            1 => "[A-Z]{1,4}",
            1 => "[a-zé@:.-]{1,3}",
        ];
        let between = proptest::sample::select(vec![
            " ", "", "-", ".", "/", ", ", ":", "(", "+", "é", "_", "=", "\n", "@", "x",
        ]);
        proptest::collection::vec((piece, between), 1..4)
            .prop_map(|pieces| pieces.into_iter().map(|(piece, between)| piece + between).collect::<String>())
            .prop_flat_map(|text| (0..130usize).prop_map(move |far| " ".repeat(far) + &text))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)))]

        #[test]
        fn the_engine_finds_what_stands_there(text in texts()) {
            check(&text);
        }
    }

    #[test]
    fn far_from_the_beginning() {
        for rule in rules() {
            for example in rule.examples.iter().filter(|example| example.len() < 60) {
                for far in [57, 63, 64, 65, 127] {
                    check(&format!("{} {example}", "ä".repeat(far / 2) + &"x".repeat(far % 2)));
                }
            }
        }
    }
}
