//! Germany: accounts of banks as they were before IBANs, and numbers of banks.

use crate::detect::checksum::{Digits, is_account, is_one_digit};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "de_blz",
        kind: "SORT_CODE",
        forms: &[form("[1-8][0-9]{7}", 0.2), form("[1-8][0-9]{2} [0-9]{3} [0-9]{2}", 0.3)],
        check: check("no repeated digit", |value| !is_one_digit(&Digits::of(value))),
        context: &[&["blz", "bankleitzahl*"]],
        reach: 3,
        examples: &["10020030", "100 200 30"],
        near_misses: &["1002003", "100200300", "90020030", "11111111"],
        source: "Deutsche Bundesbank: Bankleitzahlen",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_account",
        kind: "BANK_ACCOUNT",
        // Check digits are those of the bank: there are more than a hundred methods.
        forms: &[form("[0-9]{6,10}", 0.1), form("[0-9]{1,4}( [0-9]{3}){2}", 0.1)],
        check: check("no repeated digit, no date", is_account),
        context: &[&["kontonummer", "konto nummer", "kontonr", "konto nr", "kto nr", "ktonr", "kto nummer"]],
        reach: 2,
        examples: &["1234567", "0648489890", "648 489 890"],
        near_misses: &["12345", "12345678901", "20240115", "0000000"],
        source: "Deutsche Bundesbank: check digits of account numbers, ten digits at most",
        ..Rule::of("DE")
    },
];
