//! Originals that are written with escapes, where escapes of one kind stand beside those of another.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::builder;
use pii_mask::*;

/// In the only message of a payload, a text as it goes out.
fn masked(member: &str, known: &str, text: &str) -> String {
    let mut message = serde_json::json!({ "role": "user", "content": "Hi" });
    message[member] = text.into();
    let body = serde_json::json!({ "messages": [message] }).to_string();
    let mut conversation = builder(known).build().unwrap();
    let masked = conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap().body.into_owned();
    let masked: serde_json::Value = serde_json::from_str(&masked).unwrap();
    masked["messages"][0][member].as_str().unwrap().to_owned()
}

/// Forms write `. , ( ) - _ ~ * '` as they are.
#[test]
fn a_space_of_a_form_stands_beside_any_sign() {
    let known = r#"{"<PERSON_1>":"J. Doe","<PERSON_2>":"Doe, John","<PERSON_3>":"Anna (Ann) Lee","<PHONE_1>":"+44 (0)20 7946 0123","<ORG_1>":"O'Hara & Co","<ORG_2>":"* Stars *"}"#;
    for (text, expected) in [
        ("?q=J.+Doe", "?q=<PERSON_1>"),
        ("q=Doe,+John", "q=<PERSON_2>"),
        ("q=Anna+(Ann)+Lee", "q=<PERSON_3>"),
        ("tel=%2B44+(0)20+7946+0123", "tel=<PHONE_1>"),
        ("name=J.+Doe&a=b", "name=<PERSON_1>&a=b"),
        ("x?a=1+1&q=O'Hara+%26+Co", "x?a=1+1&q=<ORG_1>"),
        ("q=*+Stars+*&r=+1", "q=<ORG_2>&r=+1"),
        (r"\n&#63;q=O%26%23x27%3BHara&#43;%26amp%3B+Co", r"\n&#63;q=<ORG_1>"),
    ] {
        assert_eq!(masked("content", known, text), expected);
    }
    // Before a digit it may also be a sign, wherever a number begins.
    let known = r#"{"<PHONE_1>":"+49 30 1234567","<PERSON_1>":"John Doe"}"#;
    for (text, expected) in [
        ("q=tel:+49+30+1234567", "q=tel:<PHONE_1>"),
        (r#"<a href="tel:+49+30+1234567">"#, r#"<a href="tel:<PHONE_1>">"#),
        ("q=(+49+30+1234567)", "q=(<PHONE_1>)"),
        ("https://h/?q=John+Doe,++49+30+1234567", "https://h/?q=<PERSON_1>,+<PHONE_1>"),
        ("https://h/?a=1&+49+30+1234567", "https://h/?a=1&<PHONE_1>"),
        ("https://h/?p=+49+30+1234567&t=tel:+49+30+1234567", "https://h/?p=<PHONE_1>&t=tel:<PHONE_1>"),
        (
            "https://h/?u=https%3A%2F%2Fh%2F%3Fq%3DJohn%2BDoe%2C%2B%2B49%2B30%2B1234567",
            "https://h/?u=https%3A%2F%2Fh%2F%3Fq%3D<PERSON_1>%2C%2B<PHONE_1>",
        ),
    ] {
        assert_eq!(masked("content", known, text), expected);
    }
    // No query: a sum, a list, what stands behind a space.
    for text in ["J.+Doe", "x = J.+Doe", "q= J.+Doe", "Doe,+John?"] {
        assert_eq!(masked("content", known, text), text);
    }
}

/// Some servers allow any character in the name of a participant.
#[test]
fn the_name_of_a_participant_may_have_escapes() {
    let known = r#"{"<PERSON_1>":"Zoë Quill","<EMAIL_1>":"jd@example.org"}"#;
    for (name, expected) in [
        ("Zo%C3%AB%20Quill", "PERSON_1"),
        ("Zo%C3%AB_Quill", "PERSON_1"),
        ("jd%40example.org", "EMAIL_1"),
        (r"Zo\u00eb Quill", "PERSON_1"),
        (r"Zo\u00eb-Quill", "PERSON_1"),
        ("Zo&euml; Quill", "PERSON_1"),
        ("Zo%26euml%3B_Quill", "PERSON_1"),
        ("a jd&#64;example.org", "a EMAIL_1"),
        ("Zo%C3%ABl", "Zo%C3%ABl"),
    ] {
        assert_eq!(masked("name", known, name), expected);
        if !name.contains('_') && !name.contains('-') {
            let bare = masked("content", known, name).replace(['<', '>'], "");
            assert_eq!(bare, expected, "as in any text");
        }
    }
}
