//! What is found in lines of people and programs: `tests/data/detect.txt`.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write;

use pii_mask::{Detector, DetectorBuilder, DetectorError, Kind};

/// A line as it is written, and what is to be found in it.
fn read(line: &str) -> (String, Vec<(String, String)>) {
    let mut line = line.replace("\\n", "\n").replace("\\t", "\t");
    while let Some((before, (code, after))) =
        line.split_once("\\u{").and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        let c = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        line = format!("{before}{c}{after}");
    }
    let (mut text, mut expected) = (String::new(), Vec::new());
    let mut rest = line.as_str();
    while let Some((before, (found, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        let (kind, value) = found.split_once(':').unwrap();
        text += before;
        text += value;
        expected.push((kind.to_owned(), value.to_owned()));
        rest = after;
    }
    (text + rest, expected)
}

#[test]
fn lines() {
    let detector = Detector::new();
    let mut wrong = Vec::new();
    let lines = include_str!("data/detect.txt").lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let (text, mut expected) = read(line);
        if !cfg!(feature = "names") {
            expected.retain(|(kind, _)| kind != "PERSON");
        }
        let found = detector.detect(&text).unwrap();
        let found = found.iter().map(|entity| {
            let value = entity.span().get(&text).unwrap().to_owned();
            (entity.kind().unwrap().to_string(), value)
        });
        let found: Vec<_> = found.collect();
        if found != expected {
            wrong.push(format!("{line}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn kinds(builder: DetectorBuilder, text: &str) -> Vec<String> {
    let found = builder.build().unwrap().detect(text).unwrap();
    found.iter().map(|entity| entity.kind().unwrap().to_string()).collect()
}

/// Every kind of value can be allowed, and every kind alone be switched off.
#[test]
fn settings_hold_for_all_kinds() {
    let text = "kim@example.org, +31 20 123 4567, https://example.org/x, 203.0.113.42, 4111 1111 1111 1111";
    let all = kinds(Detector::builder(), text);
    assert_eq!(all, ["EMAIL", "PHONE", "URL", "IP_ADDRESS", "CREDIT_CARD"]);
    for (value, kind) in text.split(", ").zip(&all) {
        let left: Vec<&String> = all.iter().filter(|other| *other != kind).collect();
        assert_eq!(kinds(Detector::builder().allow([value]), text).iter().collect::<Vec<_>>(), left);
        let kind = Kind::new(kind).unwrap();
        assert_eq!(kinds(Detector::builder().disable([kind]), text).iter().collect::<Vec<_>>(), left);
    }
    // What finds two kinds at once.
    let text = "credentials: bob_x / Xk29!mmQ";
    assert_eq!(kinds(Detector::builder(), text), ["USERNAME", "SECRET"]);
    assert_eq!(kinds(Detector::builder().disable([Kind::USERNAME]), text), ["SECRET"]);
    assert_eq!(kinds(Detector::builder().enable([Kind::USERNAME]), text), ["USERNAME"]);
}

/// Names are a kind like any other.
#[cfg(feature = "names")]
#[test]
fn names_can_be_switched_off() {
    let text = "My name is Jane Roe, mail jane@example.org";
    assert_eq!(kinds(Detector::builder(), text), ["PERSON", "EMAIL"]);
    assert_eq!(kinds(Detector::builder().disable([Kind::PERSON]), text), ["EMAIL"]);
    assert_eq!(kinds(Detector::builder().enable([Kind::PERSON]), text), ["PERSON"]);
    assert_eq!(kinds(Detector::builder().threshold_of(Kind::PERSON, 1.0), text), ["EMAIL"]);
    assert_eq!(kinds(Detector::builder().allow(["jane roe"]), text), ["EMAIL"]);
}

/// What is not reported takes no place from a name.
#[cfg(feature = "names")]
#[test]
fn names_give_way_only_to_what_is_reported() {
    let text = "username: Katarzyna";
    assert_eq!(kinds(Detector::builder(), text), ["USERNAME"]);
    assert_eq!(kinds(Detector::builder().disable([Kind::USERNAME]), text), ["PERSON"]);
    assert_eq!(kinds(Detector::builder().threshold_of(Kind::USERNAME, 1.0), text), ["PERSON"]);
}

/// A slip switches nothing off in silence.
#[test]
fn misspelt_settings_are_refused() {
    let kind = || Kind::new("EMIAL").unwrap();
    let unknown = Some(DetectorError::KindUnknown { name: "EMIAL".to_owned() });
    for builder in [
        Detector::builder().enable([kind()]),
        Detector::builder().disable([kind()]),
        Detector::builder().threshold_of(kind(), 0.9),
    ] {
        assert_eq!(builder.clone().build().err(), unknown);
        assert!(builder.deny(kind(), ["x-1"]).build().is_ok());
    }
    let unknown = DetectorError::CountryUnknown { name: "Nederland".to_owned() };
    assert_eq!(Detector::builder().countries(["nl", "Nederland"]).build().err(), Some(unknown));
    assert!(Detector::builder().countries(["nl", "DE"]).disable([Kind::PERSON]).build().is_ok());
}

/// `docs/kinds.md` says what is found, by whose rules.
#[cfg(feature = "names")]
#[test]
fn the_list_of_kinds_is_in_the_docs() {
    let mut rows: Vec<_> = Detector::new().built_in().collect();
    rows.sort_by_key(|rule| (rule.kind.to_string(), rule.name));
    let kinds: BTreeSet<String> = rows.iter().map(|rule| rule.kind.to_string()).collect();
    let rules: BTreeSet<&str> = rows.iter().map(|rule| rule.name).collect();
    let mut page = format!(
        "# What detection finds\n\n\
         {} kinds by {} rules, from `cargo test -p pii-mask --test detect`, which writes this page with\n\
         `WRITE_DOCS=1`. `pii-mask kinds` prints the same. Examples of secrets are in the source of their rules only.\n\n\
         *Checked* is what must hold besides the form. Most rules are surer beside words for what they find, in nine\n\
         languages, and many find nothing without one.\n\n\
         | Kind | Rule | Country | Checked | Example | Source |\n|---|---|---|---|---|---|\n",
        kinds.len(),
        rules.len(),
    );
    for rule in rows {
        let example = rule.example.filter(|_| rule.kind != Kind::SECRET);
        let example = example.map(|example| format!("`{}`", example.replace('\n', "⏎").replace('|', "\\|")));
        let cell = |text: Option<&str>| text.unwrap_or_default().replace('|', "\\|");
        writeln!(
            page,
            "| {} | `{}` | {} | {} | {} | {} |",
            rule.kind,
            rule.name,
            cell(rule.country),
            cell(rule.validator),
            example.unwrap_or_default(),
            cell(Some(rule.source)),
        )
        .unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/kinds.md");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        known == page,
        "docs/kinds.md differs: WRITE_DOCS=1 cargo test -p pii-mask --test detect writes it"
    );
}
