//! Numbers that states and their agencies give to people and companies: one file a country.
//!
//! A country is added by a file with its table of rules, and one line here.

mod nl;

use super::super::rule::Rule;

pub(super) const RULES: &[&[Rule]] = &[nl::RULES];
