//! Estonia.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "ee_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)ee10[0-9]{7}", 0.7),
        form("EE[ .-]?10[0-9]{7}|EE ?10[0-9] ?[0-9]{3} ?[0-9]{3}", 0.7),
        form("10[0-9]{7}", 0.1),
    ],
    check: check("weights 3, 7, 1", |value| {
        weighted(&Digits::of(value), &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0
    }),
    context: &[VAT_NUMBER, &["kmkr", "kmkr nr", "kmkr number", "kaibemaksukohustuslase number"]],
    examples: &["EE100931558", "ee100931558", "EE 100931558", "EE 100 931 558", "100931558"],
    near_misses: &["EE100931557", "EE10093155", "EE1009315588", "EE200931558", "100931557"],
    source: "Käibemaksuseadus; EU Commission, VIES: structure of VAT numbers",
    ..Rule::of("EE")
}];
