//! Numbers that states and their agencies give to people and companies: one file a country.
//!
//! A country is added by a file with its table of rules, and one line here.

mod au;
mod br;
mod ca;
mod cz;
mod dk;
mod es;
mod fi;
mod gb;
mod ie;
mod india;
mod it;
mod nl;
mod no;
mod pl;
mod pt;
mod se;
mod us;

use super::super::rule::Rule;

pub(super) const RULES: &[&[Rule]] = &[
    au::RULES,
    br::RULES,
    ca::RULES,
    cz::RULES,
    dk::RULES,
    es::RULES,
    fi::RULES,
    gb::RULES,
    ie::RULES,
    india::RULES,
    it::RULES,
    nl::RULES,
    no::RULES,
    pl::RULES,
    pt::RULES,
    se::RULES,
    us::RULES,
];
