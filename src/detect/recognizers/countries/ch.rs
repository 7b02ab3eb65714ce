//! Switzerland.

use crate::detect::checksum::{Digits, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ch_ahv",
        kind: "CH_AHV",
        forms: &[
            form(r"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}", 0.85),
            form("756 [0-9]{4} [0-9]{4} [0-9]{2}", 0.85),
        ],
        check: check("EAN-13", is_ahv),
        context: &[&["ahv", "avs", "sozialversicherung*", "oasi"]],
        examples: &["756.9217.0769.85", "7569217076985"],
        near_misses: &["756.9217.0769.84"],
        source: "AHVG Art. 50c; GS1, EAN-13",
        ..Rule::of("CH")
    },
    Rule {
        name: "ch_uid",
        kind: "CH_UID",
        forms: &[form(r"(?i)che[ -]?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}( ?(mwst|tva|iva))?", 0.8)],
        check: check("mod 11", |value| weighted(&Digits::of(value), &[5, 4, 3, 2, 7, 6, 5, 4, 1]) % 11 == 0),
        context: &[&["uid", "mwst", "tva", "iva"]],
        examples: &["CHE-107.787.577", "CHE107787577MWST"],
        near_misses: &["CHE-107.787.578"],
        source: "UIDG Art. 5",
        ..Rule::of("CH")
    },
];

fn is_ahv(value: &str) -> bool {
    weighted(&Digits::of(value), &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
}
