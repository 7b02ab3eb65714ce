//! Numbers that states and their agencies give to people and companies: one file a country.
//!
//! A country is added by a file with its table of rules, and one line here.

mod at;
mod au;
mod be;
mod bg;
mod br;
mod ca;
mod ch;
mod cy;
mod cz;
mod de;
mod de_bank;
mod de_plates;
mod dk;
mod ee;
mod es;
mod fi;
mod fr;
mod gb;
mod gr;
mod hr;
mod hu;
mod ie;
mod india;
mod it;
mod lt;
mod lu;
mod lv;
mod mt;
mod nl;
mod no;
mod pl;
mod pt;
mod ro;
mod se;
mod si;
mod us;
mod words;

use super::super::rule::Rule;

/// Of equal finds, that of the country which stands first is taken: where two have the same form, the larger one.
pub(super) const RULES: &[&[Rule]] = &[
    us::RULES,
    india::RULES,
    gb::RULES,
    ca::RULES,
    au::RULES,
    ie::RULES,
    at::RULES,
    be::RULES,
    br::RULES,
    ch::RULES,
    cz::RULES,
    de::RULES,
    de_bank::RULES,
    de_plates::RULES,
    dk::RULES,
    es::RULES,
    fi::RULES,
    fr::RULES,
    it::RULES,
    lu::RULES,
    nl::RULES,
    no::RULES,
    pl::RULES,
    pt::RULES,
    se::RULES,
    bg::RULES,
    cy::RULES,
    ee::RULES,
    gr::RULES,
    hr::RULES,
    hu::RULES,
    lt::RULES,
    lv::RULES,
    mt::RULES,
    ro::RULES,
    si::RULES,
];
