//! All built-in rules.

mod address;
mod age;
mod card;
mod countries;
mod crypto;
mod cue;
mod documents;
mod login;
mod mail;
#[cfg(feature = "names")]
mod names;
mod network;
mod payment;
mod person;
mod phone;
mod secrets;
mod web;

use super::Find;
use super::checksum::{Digits, luhn, mod_11_10, mod_97, verhoeff};
use super::rule::{Check, Rule};
use crate::span::Span;

/// Every built-in rule, in the order in which equal finds are decided.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    [network::RULES, payment::RULES, person::RULES, age::RULES, phone::RULES, crypto::RULES, documents::RULES]
        .into_iter()
        .chain(secrets::RULES.iter().copied())
        .chain(countries::RULES.iter().copied())
        .flatten()
}

/// What cannot be said as a form: code that looks at a place.
pub(super) struct Probe {
    pub(super) name: &'static str,
    pub(super) kinds: &'static [&'static str],
    pub(super) at: Trigger,
    /// Looks at the cue, the `@`, or the word.
    pub(super) find: fn(&str, Span, &mut Vec<Find>),
    /// A line in which it finds something; empty where it takes a page.
    pub(super) example: &'static str,
    /// Who says that it has this form.
    pub(super) source: &'static str,
}

/// Where a probe is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// At each of these words, in any case of ASCII letters. They begin with a letter of ASCII.
    Words(&'static [&'static str]),
    /// At each word with a digit that may begin a number.
    Number,
    /// At each word with a digit behind a `$`.
    Dollar,
    /// At each `@`.
    At,
    /// Once a text, when all others were asked.
    #[cfg(feature = "names")]
    Text,
}

/// Every probe.
pub(super) fn probes() -> impl Iterator<Item = &'static Probe> {
    [
        address::PROBES,
        login::PROBES,
        payment::PROBES,
        card::PROBES,
        documents::PROBES,
        person::PROBES,
        phone::PROBES,
        age::PROBES,
        web::PROBES,
        mail::PROBES,
        #[cfg(feature = "names")]
        names::PROBES,
    ]
    .into_iter()
    .chain(secrets::PROBES.iter().copied())
    .flatten()
}

/// What custom rules can ask for.
pub(super) const VALIDATORS: &[Check] = &[
    Check { name: "luhn", holds: |value| luhn(&Digits::of(value)) },
    Check { name: "mod97", holds: |value| mod_97(value.chars()) },
    Check { name: "mod11_10", holds: |value| mod_11_10(&Digits::of(value)) },
    Check { name: "verhoeff", holds: |value| verhoeff(&Digits::of(value)) },
];

/// Those of [`NOT_PERSONAL`] that stand before what looks like an address of a machine.
pub(super) const VERSIONS: &[&str] = &[
    "version",
    "build",
    "release",
    "commit",
    "firmware",
    "versie",
    "versiones",
    "versione",
    "versao",
    "wersja",
];

/// Words that say that a number is of a thing and not of a person, in nine languages.
pub(super) const NOT_PERSONAL: &[&str] = &[
    // English
    "order",
    "invoice",
    "ticket",
    "tracking",
    "version",
    "isbn",
    "commit",
    "build",
    "timestamp*",
    "error",
    "release",
    "firmware",
    "serial",
    "sku",
    "batch",
    "sha",
    "hash",
    "digest",
    "uuid",
    "port",
    "pid",
    "line",
    "rows",
    "nodes",
    // Dutch
    "bestelling",
    "bestelnummer",
    "factuur",
    "versie",
    "foutcode",
    "ordernummer",
    "factuurnummer",
    // German
    "bestellung",
    "bestellnummer",
    "rechnung",
    "rechnungsnummer",
    "auftrag",
    "auftragsnummer",
    "fehler",
    "kundennummer",
    "sendungsnummer",
    // French
    "commande",
    "facture",
    "erreur",
    "colis",
    "suivi",
    // Spanish
    "pedido",
    "factura",
    "versiones",
    "incidencia",
    // Italian
    "ordine",
    "fattura",
    "versione",
    "errore",
    "spedizione",
    // Portuguese
    "encomenda",
    "fatura",
    "versao",
    "erro",
    "rastreamento",
    // Polish
    "zamowienie",
    "faktura",
    "wersja",
    "blad",
    "przesylka",
    "kod",
    // Swedish
    "bestallning",
    "ordern",
    "fel",
    "felkod",
    "sparningsnummer",
];
