//! What a built-in rule is: data.

/// One thing that can be found by its form.
///
/// A rule is tried where its [`Start`] says. A match of one of its forms counts where it begins and ends on
/// a boundary and its check holds; context words beside it make it surer.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    /// Its name, in lower case: `nl_bsn`.
    pub(crate) name: &'static str,
    /// The label of its kind: `NL_BSN`.
    pub(crate) kind: &'static str,
    /// The ISO 3166-1 code of the country whose thing it is; empty where it is of no country.
    pub(crate) country: &'static str,
    pub(crate) start: Start,
    /// How it is written.
    pub(crate) forms: &'static [Form],
    /// What must hold of a match besides its form.
    pub(crate) check: Option<Check>,
    /// Words that stand beside it, in lower case and without accents; `*` at the end of a word: any ending.
    /// Lists, so that rules can share them.
    pub(crate) context: &'static [&'static [&'static str]],
    /// Within how many words before it a context word counts.
    pub(crate) reach: u8,
    /// Which words for things speak against it.
    pub(crate) things: Things,
    /// What is added where nothing else stands on its line, and the text or the line before is no number.
    pub(crate) alone: f32,
    /// What is found where a context word stands before it.
    pub(crate) examples: &'static [&'static str],
    /// What is not found, with or without a context word.
    #[cfg_attr(not(test), allow(dead_code, reason = "tests read it"))]
    pub(crate) near_misses: &'static [&'static str],
    /// Who says that it has this form.
    pub(crate) source: &'static str,
}

/// Words that say that a number is of a thing: an order, a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Things {
    Any,
    /// Of versions only: they are written like it.
    Versions,
    /// Its form or its check leaves no doubt.
    None,
}

/// A way to write something.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// A regular expression for all of it. No look-around, no anchors: boundaries are the engine's.
    pub(crate) pattern: &'static str,
    /// How sure a match is without a context word, from 0 to 1.
    pub(crate) score: f32,
}

/// A condition that a pattern cannot say.
#[derive(Clone, Copy)]
pub(crate) struct Check {
    /// What it is called in documentation and explanations: `eleven test`.
    pub(crate) name: &'static str,
    pub(crate) holds: fn(&str) -> bool,
}

/// Where a rule is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// At a word with a digit in it, at `+`, `-` or `(` before that, and at the two words of ASCII letters before
    /// it (`AB 12 34 56 C`). No match lies inside a chain of words (`2024-01-15`, `1.2.3`).
    Number,
    /// At what stands before an `@` without white space, and at the `@`.
    At,
    /// At the word before a `:`, or at the `:`.
    Colon,
    /// Where one of these stands. They are no words that people use.
    Literal(&'static [&'static str]),
}

impl Rule {
    /// What rules have in common.
    pub(crate) const BASE: Rule = Rule {
        name: "",
        kind: "",
        country: "",
        start: Start::Number,
        forms: &[],
        check: None,
        context: &[],
        reach: 10,
        things: Things::Any,
        alone: 0.0,
        examples: &[],
        near_misses: &[],
        source: "",
    };

    /// What rules of a country have in common.
    pub(crate) const fn of(country: &'static str) -> Rule {
        Rule { country, ..Rule::BASE }
    }
}

pub(crate) const fn form(pattern: &'static str, score: f32) -> Form {
    Form { pattern, score }
}

pub(crate) const fn check(name: &'static str, holds: fn(&str) -> bool) -> Option<Check> {
    Some(Check { name, holds })
}
