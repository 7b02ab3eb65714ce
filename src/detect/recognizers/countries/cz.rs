//! Czechia and, where they have the same, Slovakia.

use super::words::VAT;
use crate::detect::checksum::{Digits, is_date, is_one_digit, number, pair, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "cz_rc",
        kind: "CZ_RC",
        forms: &[
            form("[0-9]{6}/[0-9]{4}", 0.6),
            // Without a check digit: until 1953.
            form("[0-9]{6}/[0-9]{3}", 0.3),
            form("[0-9]{9}|[0-9]{6} [0-9]{3}", 0.1),
            form("[0-9]{10}|[0-9]{6} [0-9]{4}", 0.25),
        ],
        check: check("date, mod 11", is_rc),
        context: &[&[
            "rodne cislo",
            "rodneho cisla",
            "rodnym cislem",
            "rodne c",
            "rc",
            "r c",
            "birth number",
        ]],
        examples: &["710319/2745", "7103192745", "991231/123", "710319 2745", "450101/123", "055102/0008"],
        near_misses: &["710319/2746", "711319/2745", "590312/123", "1103492745", "760713/132"],
        source: "Zákon 133/2000 Sb., zákon 301/1995 Z. z.",
        ..Rule::of("CZ")
    },
    Rule {
        name: "cz_ico",
        kind: "CZ_ICO",
        forms: &[form("[0-9]{8}", 0.15), form("[0-9]{3} [0-9]{2} [0-9]{3}", 0.25)],
        check: check("mod 11", is_ico),
        context: &[&["ico", "ic", "identifikacni cislo", "identifikacniho cisla", "identifikacne cislo"]],
        examples: &["25123891", "251 23 891"],
        near_misses: &["25123892", "251 23 892", "2512389"],
        source: "Zákon 111/2009 Sb., identifikační číslo osoby",
        ..Rule::of("CZ")
    },
    Rule {
        name: "cz_dic",
        kind: "VAT_ID",
        forms: &[
            form("(?i)cz[ -]?[0-9]{8,10}|sk[ -]?[0-9]{10}", 0.75),
            form("(?i)cz ?([0-9]{3} [0-9]{2} [0-9]{3}|[0-9]{6}[ /][0-9]{3,4})", 0.75),
            form("(?i)sk ?[0-9]{3} [0-9]{3} [0-9]{2} [0-9]{2}|sk ?[0-9]{4} [0-9]{3} [0-9]{3}", 0.75),
        ],
        check: check("mod 11", is_dic),
        context: &[VAT, &["dic", "ic dph", "danove identifikac*", "dph"]],
        examples: &[
            "CZ25123891",
            "CZ 25123891",
            "cz7103192745",
            "CZ640903926",
            "SK2022749619",
            "SK 202 274 96 19",
        ],
        near_misses: &[
            "CZ2512389",
            "CZ25123890",
            "CZ7103192746",
            "CZ640903927",
            "SK2022749618",
            "CZ95123890",
        ],
        source: "Zákon 280/2009 Sb., daňové identifikační číslo; zákon 222/2004 Z. z.; EU Commission, VIES: structure of VAT numbers",
        ..Rule::of("CZ")
    },
    // Without the letters of the country: people write them or not behind the word.
    Rule {
        name: "cz_dic_cue",
        kind: "VAT_ID",
        forms: &[form("[0-9]{8,10}|[0-9]{3} [0-9]{3} [0-9]{2} [0-9]{2}", 0.1)],
        check: check("mod 11", |value| is_dic(value) || is_slovak(&Digits::of(value))),
        context: &[&["dic", "ic dph", "danove identifikac*"]],
        reach: 3,
        examples: &["2022749619", "25123891", "7103192745", "202 274 96 19"],
        near_misses: &["2022749618", "25123890", "2512389", "20227496199"],
        source: "Zákon 280/2009 Sb., daňové identifikační číslo; zákon 222/2004 Z. z.",
        ..Rule::of("CZ")
    },
    Rule {
        name: "cz_account",
        kind: "BANK_ACCOUNT",
        forms: &[
            form("[0-9]{2,6}-[0-9]{2,10}/[0-9]{4}", 0.6),
            form("[0-9]{8,10}/[0-9]{4}", 0.4),
            form("[0-9]{2,7}/[0-9]{4}", 0.1),
        ],
        check: check("mod 11, code of the bank", is_account),
        context: &[&[
            "cislo uctu",
            "cisla uctu",
            "cislem uctu",
            "ucet",
            "uctu",
            "bankovni spojeni",
            "bankove spojenie",
            "c u",
            "bank account",
            "account number",
        ]],
        examples: &["34278-0727558021/0100", "34278-727558021/0100", "727558021/0100", "19-2000145399/0800"],
        near_misses: &["4278-727558021/0100", "34278-727558021/0000", "727558022/0100"],
        source: "Vyhláška ČNB 169/2011 Sb.; Česká národní banka, codes of payment systems",
        ..Rule::of("CZ")
    },
];

/// The month of women has 50 more, where numbers ran out 20 more. Nine digits until 1953, without a check digit.
fn is_rc(value: &str) -> bool {
    let digits = Digits::of(value);
    let (month, year) = (pair(&digits, 2) % 50 % 20, pair(&digits, 0));
    let year = match (digits.len(), year) {
        (9, 54..=79) => return false,
        (9, 80..) => 1800 + year,
        (9, _) | (_, 54..) => 1900 + year,
        _ => 2000 + year,
    };
    let body = number(digits.get(..9).unwrap_or_default());
    let check = (body % 11 % 10) as u8;
    let checked = digits.len() == 9 || digits.last() == Some(&check);
    checked && is_date(year, month, pair(&digits, 4)) && !is_one_digit(&digits)
}

fn is_ico(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]);
    digits.last().is_some_and(|last| u32::from(*last) == (11 - sum % 11) % 10) && !is_one_digit(&digits)
}

/// A number of a company or a person; of those that begin with a 6 and have nine digits, the remainder over the
/// middle ones, less two, is the check digit. In Slovakia [another one](is_slovak), or that
/// of a person.
fn is_dic(value: &str) -> bool {
    let digits = Digits::of(value);
    if value.starts_with(['S', 's']) {
        return is_slovak(&digits) || is_rc(value);
    }
    match digits.len() {
        8 => digits.first() != Some(&9) && is_ico(value),
        9 if digits.first() == Some(&6) => {
            let sum = weighted(digits.get(1..8).unwrap_or_default(), &[8, 7, 6, 5, 4, 3, 2]);
            digits.last().is_some_and(|last| u32::from(*last) == (sum % 11 + 8) % 10)
        }
        _ => is_rc(value),
    }
}

/// A multiple of eleven, whose third digit says who has it.
fn is_slovak(digits: &[u8]) -> bool {
    let third = digits.get(2).copied().unwrap_or_default();
    let given = digits.first() != Some(&0) && matches!(third, 2..=4 | 7..=9);
    digits.len() == 10 && given && number(digits) % 11 == 0
}

/// Prefix and number: weights 6 3 7 9 10 5 8 4 2 1 from the right, multiples of eleven. The bank is one.
fn is_account(value: &str) -> bool {
    const BANKS: &[u64] = &[
        100, 300, 600, 710, 800, 2010, 2020, 2060, 2070, 2100, 2200, 2220, 2240, 2250, 2260, 2275, 2600,
        2700, 3030, 3050, 3060, 3500, 4000, 4300, 5500, 5800, 6000, 6100, 6200, 6210, 6300, 6363, 6700, 6800,
        7910, 7940, 7950, 7960, 7970, 7980, 7990, 8030, 8040, 8060, 8090, 8150, 8190, 8198, 8199, 8200, 8220,
        8230, 8240, 8250, 8255, 8260, 8265, 8270, 8280, 8290, 8291, 8293, 8294, 8296, 8299, 8500, 8610, 8660,
    ];
    let Some((account, bank)) = value.split_once('/') else { return false };
    let holds = |part: &str| {
        let digits = Digits::of(part);
        let weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
        let sum: u32 =
            digits.iter().rev().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        sum % 11 == 0
    };
    let (prefix, main) = account.split_once('-').unwrap_or(("", account));
    let used = Digits::of(main).iter().filter(|digit| **digit > 0).count();
    used > 1 && holds(prefix) && holds(main) && BANKS.contains(&number(&Digits::of(bank)))
}
