//! Belgium.

use crate::detect::checksum::{Digits, is_date, number, pair};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "be_nn",
        kind: "BE_NN",
        forms: &[
            form(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}", 0.9),
            form("[0-9]{6}[ -]?[0-9]{3}[ -.]?[0-9]{2}", 0.5),
        ],
        check: check("date, mod 97", is_nn),
        context: &[&[
            "rijksregister*",
            "rijksregisternummer",
            "insz",
            "national number",
            "registre national",
            "niss",
            "nationalregister*",
            "numero national",
        ]],
        examples: &["85.07.30-033.28", "85073003328"],
        near_misses: &["85.07.30-033.29", "85.13.30-033.28"],
        source: "Koninklijk besluit van 3 april 1984",
        ..Rule::of("BE")
    },
    Rule {
        name: "be_vat",
        kind: "VAT_ID",
        forms: &[
            form(r"(?i)be ?[01]?[0-9]{9}|be ?[01][0-9]{3}\.[0-9]{3}\.[0-9]{3}", 0.75),
            form(r"[01][0-9]{3}\.[0-9]{3}\.[0-9]{3}", 0.5),
        ],
        check: check("mod 97", is_vat),
        context: &[&["btw", "tva", "vat", "ondernemingsnummer", "kbo", "numero d entreprise"]],
        examples: &["BE0428759497", "BE 0428.759.497"],
        near_misses: &["BE0428759498"],
        source: "Kruispuntbank van Ondernemingen",
        ..Rule::of("BE")
    },
];

/// Day of birth and serial, mod 97; with a 2 before it for those born since 2000.
fn is_nn(value: &str) -> bool {
    let digits = Digits::of(value);
    let (Some(body), Some(check)) = (digits.get(..9).map(number), digits.get(9..11).map(number)) else {
        return false;
    };
    let month = pair(&digits, 2) % 20;
    let of = |body: u64, century: u32| {
        97 - body % 97 == check && is_date(century + pair(&digits, 0), month, pair(&digits, 4))
    };
    digits.len() == 11 && (of(body, 1900) || of(2_000_000_000 + body, 2000))
}

fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let (body, check) = (number(&digits) / 100, number(&digits) % 100);
    body > 0 && 97 - body % 97 == check
}
