//! Unmasking: the case table, each case whole and at every split; bounds; what is borrowed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use std::borrow::Cow;

use pii_mask::{
    Context, Kind, Mapping, Placeholder, PlaceholderStyle, Report, Source, Tolerance, UnmaskLimit,
    UnmaskStream, Unmasker,
};
use serde::Deserialize;
use support::laws::in_pieces;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    out: String,
    counts: [u64; 3],
    #[serde(default)]
    style: String,
    #[serde(default)]
    json: bool,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    bare: bool,
    only: Option<Vec<String>>,
}

fn mapping() -> Mapping {
    let json = r#"{"<PERSON_1>":"John Doe","<PERSON_10>":"Jane \"JJ\" Roe","<EMAIL_1>":"j@doe.example",
        "<A__1>":"<PERSON_1>","<HIV_2_1>":"C:\\x","<PHONE_2>":"one\nanother"}"#;
    serde_json::from_str(json).unwrap()
}

impl Case {
    fn unmasker(&self) -> Unmasker {
        let style = match self.style.as_str() {
            "" => PlaceholderStyle::Angle,
            name => *PlaceholderStyle::ALL.iter().find(|style| format!("{style:?}") == name).unwrap(),
        };
        let tolerance = if self.exact { Tolerance::Exact } else { Tolerance::Tolerant };
        let context = if self.json { Context::JsonString } else { Context::Plain };
        let unmasker =
            Unmasker::new(mapping()).style(style).tolerance(tolerance).bare(self.bare).context(context);
        match &self.only {
            Some(only) => {
                let only: Vec<Placeholder> = only.iter().map(|p| p.parse().unwrap()).collect();
                unmasker.exposing(&only)
            }
            None => unmasker,
        }
    }

    fn check(&self, how: &str, out: &[u8], report: Report) {
        let name = &self.name;
        assert_eq!(String::from_utf8_lossy(out), self.out, "{name}: {how}");
        assert_eq!([report.restored, report.altered, report.unknown], self.counts, "{name}: {how}");
    }
}

fn cases() -> Vec<Case> {
    toml::from_str::<Table>(include_str!("data/unmask.toml")).unwrap().case
}

#[test]
fn whole() {
    for case in cases() {
        let unmasker = case.unmasker();
        let unmasked = unmasker.unmask_with_report(&case.text);
        case.check("whole", unmasked.text.as_bytes(), unmasked.report);
        assert_eq!(unmasker.unmask(&case.text), case.out, "{}", case.name);
        assert_eq!(unmasker.unmask_bytes(case.text.as_bytes()), case.out.as_bytes(), "{}", case.name);
        let borrowed = matches!(unmasker.unmask(&case.text), Cow::Borrowed(_));
        assert_eq!(borrowed, case.counts[0] == 0, "{}: borrowed where nothing is replaced", case.name);
    }
}

#[test]
fn at_every_split() {
    for case in cases() {
        let (unmasker, text) = (case.unmasker(), case.text.as_bytes());
        for a in 0..=text.len() {
            for b in a..=text.len() {
                let (out, report) = in_pieces(&unmasker, text, &[a, b]);
                case.check(&format!("cut at {a} and {b}"), &out, report);
            }
        }
        let every: Vec<usize> = (0..text.len()).collect();
        let (out, report) = in_pieces(&unmasker, text, &every);
        case.check("byte by byte", &out, report);
    }
}

#[test]
fn all_numbers_are_told_apart() {
    let of = |number| Placeholder::new(Kind::PERSON, number).unwrap();
    for known in 1..=120 {
        let mut mapping = Mapping::new();
        mapping.insert(of(known), "Zaphod", Source::Explicit).unwrap();
        let unmasker = Unmasker::new(mapping);
        for other in 1..=120 {
            for text in
                [of(other).to_string(), format!("< person {other} >"), format!("&lt;PERSON-{other}&gt;")]
            {
                let answer = if other == known { "Zaphod" } else { &text };
                assert_eq!(unmasker.unmask(&text), answer);
            }
        }
    }
}

#[test]
fn bounded() {
    let unmasker = Unmasker::new(mapping());
    let bounded = |limit| unmasker.unmask_bounded("Hi <PERSON_1>!", limit);
    assert_eq!(bounded(12).unwrap(), "Hi John Doe!");
    let over = |limit| bounded(limit).unwrap_err();
    assert_eq!((over(11).limit, over(11).offset), (11, 13));
    assert_eq!((over(5).limit, over(5).offset), (5, 3));
    assert_eq!((over(2).limit, over(2).offset), (2, 2));
    let error: UnmaskLimit = over(5);
    assert_eq!(error.to_string(), "unmasked text is over the limit of 5 bytes, at offset 3");
    assert_eq!((error.code(), error.status()), ("unmask_limit", 502));
}

#[test]
fn threads_share_an_unmasker() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Unmasker>();
    shared::<UnmaskStream>();
    shared::<Mapping>();
}
