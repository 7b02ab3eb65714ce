//! Laws of detection.

use std::sync::OnceLock;

use pii_mask::{Conversation, Detector, Entity, Limits, Masked, PiiBody, Placeholder};

use crate::support::gen_case::Gen;

fn detector() -> &'static Detector {
    static DETECTOR: OnceLock<Detector> = OnceLock::new();
    DETECTOR.get_or_init(Detector::new)
}

fn examples() -> &'static [&'static str] {
    static EXAMPLES: OnceLock<Vec<&'static str>> = OnceLock::new();
    EXAMPLES.get_or_init(|| {
        detector().built_in().filter_map(|rule| rule.example).filter(|e| e.len() < 200).collect()
    })
}

/// What stands around and between.
const AROUND: &[&str] = &[
    " ",
    " ",
    ", ",
    "\n",
    "-",
    ".",
    "é",
    "a",
    "1",
    "@",
    ":",
    "(",
    "+",
    " is ",
    "password: ",
    "born ",
    "bsn ",
    "tel ",
    " card ",
    "my ssn is ",
    "<PERSON_1>",
    "<EMAIL_1> ",
    "<",
    "1 2 3",
    "\u{200d}",
    "\u{301}",
    "👍",
    "김",
    "\u{1}",
    "order ",
    "=",
    "\"",
];

/// A text in which much is found.
pub fn personal_text(g: &mut Gen<'_>) -> String {
    let mut text = String::new();
    for _ in 0..=g.below(7) {
        if g.chance(10) {
            text.push_str(g.one(examples()));
        } else if g.chance(4) {
            text.push_str(&g.value());
        }
        text.push_str(g.one(AROUND));
    }
    text
}

/// What is found is in the text, in order, apart, long enough, on whole characters; explained, it is the same;
/// and it is the same each time (law 10).
pub fn detected(data: &[u8]) {
    let mut g = Gen::new(data);
    let texts = [personal_text(&mut g), personal_text(&mut g)];
    let each: Vec<Vec<Entity>> = texts.iter().map(|text| detector().detect(text).unwrap()).collect();
    for (text, found) in texts.iter().zip(&each) {
        let mut from = 0;
        for entity in found {
            let value = entity.span().get(text).unwrap_or_else(|| panic!("{entity:?} in {text:?}"));
            assert!(entity.span().start >= from && value.chars().count() > 1, "{entity:?} in {text:?}");
            assert!((0.5..=1.0).contains(&entity.score()), "{entity:?} in {text:?}");
            from = entity.span().end;
        }
        let explained = detector().explain(text).unwrap();
        assert_eq!(
            explained.into_iter().map(|explained| explained.entity).collect::<Vec<_>>(),
            *found,
            "{text:?}"
        );
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_eq!(detector().detect_batch(&texts).unwrap(), each, "{texts:?}");
}

/// Law 13: what a preview answers, sent back as a mapping, positions and their unit, masks in the same way.
pub fn preview(data: &[u8]) {
    let mut g = Gen::new(data);
    let text = personal_text(&mut g);
    let mut first = Conversation::builder().detector(detector().clone()).build().unwrap();
    let masked = first.mask(&text).unwrap();
    let mapping = first.mapping().to_json();
    let (unit, positions) = positions(&masked);
    let body = if g.chance(8) {
        format!(
            r#"{{"mapping":{mapping},"auto_mapping":false,"positions":{positions},"offset_unit":"{unit}"}}"#
        )
    } else {
        format!(r#"{{"auto_mapping":{mapping},"positions":{positions},"offset_unit":"{unit}"}}"#)
    };
    let body: PiiBody = serde_json::from_str(&body).unwrap();
    let headers = body.parse(&Limits::default()).unwrap_or_else(|error| panic!("{error} for {text:?}"));
    let again = Conversation::builder().detector(detector().clone()).headers(headers).build();
    let mut again = again.unwrap_or_else(|error| panic!("{error} for {text:?}"));
    let masked_again = again.mask(&text).unwrap_or_else(|error| panic!("{error} for {text:?}, {positions}"));
    assert_eq!(masked.text, masked_again.text, "{text:?}, {mapping}, {positions}");
}

fn positions(masked: &Masked<'_>) -> (&'static str, String) {
    let position = |entity: &pii_mask::MaskedEntity<'_>| {
        let placeholder = entity.placeholder.as_ref().map(Placeholder::to_string);
        serde_json::json!({"start": entity.span.start, "end": entity.span.end, "type": entity.kind, "placeholder": placeholder})
    };
    ("utf8", serde_json::Value::from(masked.entities.iter().map(position).collect::<Vec<_>>()).to_string())
}
