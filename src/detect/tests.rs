//! What the tables of rules themselves say must be true.

use std::collections::BTreeSet;

use super::engine::Engine;
use super::recognizers::{self, rules};
use super::rule::Rule;
use super::{Detector, Find, overlap};
use crate::kind::Kind;

/// A rule alone: no other one takes its place.
fn found<'t>(rule: &Rule, text: &'t str) -> Vec<&'t str> {
    let detector = Detector::new();
    let mut finds = detector.finds(text).unwrap();
    finds.retain(|find| find.recognizer == rule.name);
    let finds = overlap::resolve(finds, |_, _| ());
    finds.iter().map(|find: &Find| find.span.get(text).unwrap()).collect()
}

/// Words that make it surer; all of them.
fn phrases(rule: &Rule) -> Vec<String> {
    rule.context.iter().copied().flatten().map(|phrase| phrase.replace('*', "")).collect()
}

#[test]
fn examples_are_found() {
    let mut wrong = Vec::new();
    for rule in rules() {
        assert!(!rule.examples.is_empty(), "{}", rule.name);
        assert!(!rule.source.is_empty(), "{}", rule.name);
        let phrases = phrases(rule);
        let phrases = if phrases.is_empty() { vec![String::new()] } else { phrases };
        for example in rule.examples {
            for phrase in &phrases {
                for text in [
                    format!("{phrase} {example}"),
                    format!("{phrase}: {example}."),
                    format!("({phrase}) {example}, ok"),
                ] {
                    let found = found(rule, &text);
                    if found != [*example] {
                        wrong.push(format!("{}: {text:?} has {found:?}", rule.name));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn near_misses_are_not_found() {
    let mut wrong = Vec::new();
    for rule in rules() {
        assert!(!rule.near_misses.is_empty(), "{}", rule.name);
        for near_miss in rule.near_misses {
            for phrase in phrases(rule).iter().map(String::as_str).chain([""]) {
                let text = format!("{phrase} {near_miss}");
                let found = found(rule, &text);
                if !found.is_empty() {
                    wrong.push(format!("{}: {text:?} has {found:?}", rule.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_are_used_once() {
    let mut names = BTreeSet::new();
    assert!(rules().all(|rule| names.insert(rule.name)));
}

/// What stands beside a number is the same word in any case and with any accents.
#[test]
fn capitals_with_accents_are_words() {
    for (lower, upper) in [("rodné číslo", "RODNÉ ČÍSLO"), ("fødselsnummer", "FØDSELSNUMMER")] {
        let score = |cue: &str| {
            let finds = Detector::new().finds(&format!("{cue} 736028/5163, {cue} 15108695088")).unwrap();
            let scores = finds.iter().map(|find| (find.recognizer.clone(), find.score.to_bits()));
            scores.collect::<BTreeSet<_>>()
        };
        assert_eq!(score(lower), score(upper), "{upper}");
    }
}

#[test]
fn every_probe_finds_its_example() {
    let probes = recognizers::probes().filter(|probe| !probe.example.is_empty());
    for probe in probes {
        let finds = Engine::built_in().finds(probe.example, &|_| true);
        for kind in probe.kinds {
            let found =
                finds.iter().any(|find| find.recognizer == probe.name && find.kind == Kind::built_in(kind));
            assert!(found, "{} {kind}", probe.name);
        }
    }
    assert!(recognizers::probes().all(|probe| !probe.source.is_empty()));
}
