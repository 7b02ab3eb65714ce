//! What is found in lines of people and programs: `tests/data/detect.txt`.

#![allow(clippy::unwrap_used, reason = "tests")]

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
        let (text, expected) = read(line);
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
