//! Slovenia.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "si_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)si[1-9][0-9]{7}", 0.65),
        form("SI[ .-]?[1-9][0-9]{7}|SI ?[1-9][0-9]{2} ?[0-9]{2} ?[0-9]{3}", 0.65),
        form("[1-9][0-9]{7}", 0.1),
    ],
    check: check("mod 11", is_vat),
    context: &[VAT_NUMBER, &["ddv", "id za ddv", "davcna stevilka", "davcna st", "davcne stevilke"]],
    examples: &["SI50223054", "si50223054", "SI 50223054", "SI 502 23 054", "50223054"],
    near_misses: &["SI50223055", "SI5022305", "SI05022305", "SI502230544", "50223055"],
    source: "Zakon o davčni službi; Finančna uprava: davčna številka; EU Commission, VIES: structure of VAT numbers",
    ..Rule::of("SI")
}];

/// Weights 8 to 2, and what is missing to a multiple of eleven; ten is zero, eleven is not given.
fn is_vat(value: &str) -> bool {
    let digits = Digits::of(value);
    let missing = 11 - weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    digits.last().is_some_and(|last| u32::from(*last) == if missing == 10 { 0 } else { missing })
}
