//! Placeholders that positions ask for: beside numbers that are given, entries that give way, other texts.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "support/turns.rs"]
mod turns;

use pii_mask::*;
use turns::{AUTO, EXPLICIT, HISTORY, Headers, POSITIONS, headers, start};

/// A number that a position asks for is given to no other value, whichever comes first in the text.
#[test]
fn a_wish_keeps_its_number() {
    let cases: [(&Headers<'_>, &str, &str); 3] = [
        (
            &[(
                POSITIONS,
                r#"[{"start":0,"end":3,"type":"PERSON"},{"start":8,"end":12,"placeholder":"<PERSON_1>"}]"#,
            )],
            "Bob and Mary",
            "<PERSON_2> and <PERSON_1>",
        ),
        // Nor to an entry that has to give way.
        (
            &[
                (HISTORY, r#"{"<PERSON_1>":"John"}"#),
                (AUTO, r#"{"<PERSON_1>":"Mary"}"#),
                (POSITIONS, r#"{"<PERSON_2>":[9,12]}"#),
            ],
            "Mary and Bob",
            "<PERSON_3> and <PERSON_2>",
        ),
        // What is known keeps its placeholder.
        (
            &[
                (EXPLICIT, r#"{"<PERSON_1>":"Mary"}"#),
                (POSITIONS, r#"{"<PERSON_2>":[9,13],"<PERSON_1>":[0,4]}"#),
            ],
            "Mary and MARY",
            "<PERSON_1> and <PERSON_1>",
        ),
    ];
    for (given, message, expected) in cases {
        assert_eq!(start(given).mask(message).unwrap().text, expected);
    }
    // The same in one text.
    let mary = Entity::given(Span::new(8, 12), Kind::PERSON).with_placeholder("<PERSON_1>".parse().unwrap());
    let entities = [Entity::given(Span::new(0, 3), Kind::PERSON), mary];
    let masked =
        Masker::new().mask("Bob and Mary", &entities, &mut Mapping::new()).unwrap().text.into_owned();
    assert_eq!(masked, "<PERSON_2> and <PERSON_1>");
}

/// A client that gave a placeholder to a value for itself says in its positions which value it means.
#[test]
fn a_wish_follows_an_entry_that_gives_way() {
    let given = |positions| {
        let auto = r#"{"<PERSON_1>":"Mary","<PERSON_2>":"Zoë"}"#;
        [(HISTORY, r#"{"<PERSON_1>":"John"}"#), (AUTO, auto), (POSITIONS, positions)]
    };
    let cases = [
        (r#"{"<PERSON_1>":[0,4]}"#, "Mary met John", "<PERSON_3> met <PERSON_1>"),
        (r#"{"<PERSON_1>":[9,13]}"#, "Mary met John", "<PERSON_3> met <PERSON_1>"),
        (r#"{"<PERSON_1>":[[0,4],[9,13]]}"#, "Mary met John", "<PERSON_3> met <PERSON_1>"),
        // It tells the unit as well.
        (r#"{"<PERSON_1>":[3,7]}"#, "👋 Mary met John", "👋 <PERSON_3> met <PERSON_1>"),
    ];
    for (positions, message, expected) in cases {
        let masked = start(&given(positions)).mask(message).map(|masked| masked.text.into_owned());
        assert_eq!(masked.unwrap(), expected, "{positions}");
    }
    // What is neither of both is not there.
    let error = start(&given(r#"{"<PERSON_1>":[5,8]}"#)).mask("Mary met John").unwrap_err();
    assert_eq!((error.code(), error.status()), ("positions_stale", 422));
    // An explicit entry, where it may give way.
    let explicit = headers(&[
        (HISTORY, r#"{"<PERSON_1>":"John"}"#),
        (EXPLICIT, r#"{"<PERSON_1>":"Mary"}"#),
        (POSITIONS, r#"{"<PERSON_1>":[0,4]}"#),
    ]);
    let mut conversation = Conversation::builder().headers(explicit).renumber(true).build().unwrap();
    assert_eq!(conversation.mask("Mary met John").unwrap().text, "<PERSON_2> met <PERSON_1>");
}

/// A placeholder that a position of the message asks for is one in the texts before it as well, in this turn
/// as in the next one.
#[test]
fn a_wish_counts_in_all_texts() {
    // A value that looks like that placeholder must not be found in it.
    let first = [
        (AUTO, r#"{"<PHONE_2>":"<PHONE_1>"}"#),
        (POSITIONS, r#"[{"start":0,"end":3,"placeholder":"<PHONE_1>"}]"#),
    ];
    let mut kept = start(&first);
    let history = ["Is <PHONE_1> it?"];
    let masked = kept.mask_request(&history, "112 it is.", &[]).unwrap();
    assert_eq!((&*masked[0].text, &*masked[1].text), ("Is <PHONE_1> it?", "<PHONE_1> it is."));
    let state = serde_json::from_str(&serde_json::to_string(&kept.state()).unwrap()).unwrap();
    kept.begin_turn(&headers(&[])).unwrap();
    for mut conversation in [kept, Conversation::builder().state(state).build().unwrap()] {
        let masked = conversation.mask_request(&history, "Yes", &[]).unwrap();
        assert_eq!(masked[0].text, "Is <PHONE_1> it?");
    }
    // A wish that was not granted is none.
    let refused = [
        (AUTO, r#"{"<PHONE_2>":"<PHONE_1>","<PHONE_3>":"112"}"#),
        (POSITIONS, r#"[{"start":0,"end":3,"placeholder":"<PHONE_1>"}]"#),
    ];
    let mut conversation = start(&refused);
    let masked = conversation.mask_request(&history, "112 it is.", &[]).unwrap();
    assert_eq!((&*masked[0].text, &*masked[1].text), ("Is <PHONE_2> it?", "<PHONE_3> it is."));
}

/// What reads as a placeholder that a position asks for, and does not get, is text: a value that holds it is
/// masked as a whole.
#[test]
fn a_wish_that_is_not_granted_hides_no_value() {
    let value = r#"{"<PII_9>":"secret <PERSON_1>"}"#;
    let positions = r#"[{"start":0,"end":4,"placeholder":"<PERSON_1>"},{"start":0,"end":8,"type":"PERSON"}]"#;
    for lookalikes in [Lookalikes::Escape, Lookalikes::Reference] {
        let given = headers(&[(EXPLICIT, value), (POSITIONS, positions)]);
        let mut conversation = Conversation::builder().lookalikes(lookalikes).headers(given).build().unwrap();
        let history = ["my secret <PERSON_1>"];
        let masked = conversation.mask_request(&history, "Mary Doe", &[]).unwrap();
        assert_eq!((&*masked[0].text, &*masked[1].text), ("my <PII_9>", "<PERSON_2>"), "{lookalikes}");
        // The same in one text.
        let mut mapping = Mapping::new();
        mapping.insert("<PII_9>".parse().unwrap(), "secret <PERSON_1>", Source::Explicit).unwrap();
        let entities = [
            Entity::given(Span::new(0, 4), Kind::PERSON).with_placeholder("<PERSON_1>".parse().unwrap()),
            Entity::given(Span::new(0, 8), Kind::PERSON),
        ];
        let masker = Masker::new().lookalikes(lookalikes);
        let masked = masker.mask("Mary Doe: my secret <PERSON_1>", &entities, &mut mapping).unwrap();
        assert_eq!(masked.text, "<PERSON_2>: my <PII_9>", "{lookalikes}");
    }
    // Nor from what is joined.
    let value = r#"{"<PERSON_1>":"Ann","<PERSON_2>":"John <PERSON_5> Doe"}"#;
    let positions =
        r#"[{"start":0,"end":3,"placeholder":"<PERSON_5>"},{"start":24,"end":33,"type":"PERSON"}]"#;
    let masked = start(&[(EXPLICIT, value), (POSITIONS, positions)])
        .mask("Ann saw John <PERSON_5> Doe Smith")
        .unwrap();
    assert_eq!(masked.text, "<PERSON_1> saw <PERSON_3>");
}

/// Numbers follow the order of the texts, whatever of them is remembered.
#[test]
fn what_is_remembered_takes_its_turn() {
    let new = || Conversation::builder().lookalikes(Lookalikes::Escape);
    let john = headers(&[(HISTORY, r#"{"<PERSON_1>":"John"}"#)]);
    let mut kept = new().headers(john).build().unwrap();
    kept.mask_request(&["Is <PHONE_1> it?"], "Hi", &[]).unwrap();
    let stored = serde_json::to_string(&kept.state()).unwrap();
    // Only now somebody wants this placeholder, so it is one that was typed; if it is not granted, it is none.
    let wish = headers(&[(POSITIONS, r#"[{"start":0,"end":4,"placeholder":"<PHONE_1>"}]"#)]);
    let cases: [(&[&str], &str, &[&str]); 2] = [
        (
            &["Is <PHONE_1> it?", "Ask <PERSON_1>"],
            "112!",
            &["Is <LITERAL_1> it?", "Ask <LITERAL_2>", "<PHONE_1>"],
        ),
        (&["Is <PHONE_1> it?"], "John", &["Is <PHONE_1> it?", "<PERSON_1>"]),
    ];
    for (history, message, expected) in cases {
        let mut kept = kept.clone();
        kept.begin_turn(&wish).unwrap();
        let again =
            new().state(serde_json::from_str(&stored).unwrap()).headers(wish.clone()).build().unwrap();
        for mut conversation in [kept, again] {
            let masked = conversation.mask_request(history, message, &[]).unwrap();
            let texts: Vec<&str> = masked.iter().map(|masked| &*masked.text).collect();
            assert_eq!(texts, expected);
        }
    }
}
