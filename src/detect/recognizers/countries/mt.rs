//! Malta.

use super::words::VAT_NUMBER;
use crate::detect::checksum::{Digits, weighted};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "mt_vat",
    kind: "VAT_ID",
    forms: &[
        form("(?i)mt[1-9][0-9]{7}", 0.75),
        form("MT[ .-]?[1-9][0-9]{3} ?[0-9]{4}", 0.75),
        form("[1-9][0-9]{7}", 0.1),
    ],
    check: check("mod 37", |value| weighted(&Digits::of(value), &[3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0),
    context: &[VAT_NUMBER, &["maltese vat", "malta vat", "numru tal vat"]],
    examples: &["MT11679112", "mt11679112", "MT 11679112", "MT 1167 9112", "11679112"],
    near_misses: &["MT11679113", "MT1167911", "MT01679112", "MT116791122", "11679113"],
    source: "Malta Tax and Customs Administration; EU Commission, VIES: structure of VAT numbers",
    ..Rule::of("MT")
}];
