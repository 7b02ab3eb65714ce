//! `pii-mask demo`, and the chat that it plays.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::*;

/// The lines of one label, with what stands below them.
fn labelled(out: &str, label: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in out.lines() {
        let (head, text) = match line.char_indices().nth(30) {
            Some((at, _)) if line.starts_with("  ") => line.split_at(at),
            _ => (line, ""),
        };
        match head.trim() {
            "" if inside && !text.is_empty() => *found.last_mut().unwrap() += &format!("\n{text}"),
            name => {
                inside = name == label;
                if inside {
                    found.push(text.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn plays_the_shipped_chat() {
    let out = ok(&["demo"], "");
    let chat: Value = serde_json::from_str(include_str!("../../examples/chat.json")).unwrap();
    let turns = chat["turns"].as_array().unwrap();
    let (typed, sent) = (labelled(&out, "person types"), labelled(&out, "model receives"));
    let (streamed, read) = (labelled(&out, "model streams"), labelled(&out, "person reads"));
    for all in [&typed, &sent, &streamed, &read] {
        assert_eq!(all.len(), turns.len());
    }
    for (turn, typed) in turns.iter().zip(&typed) {
        assert_eq!(turn["message"], *typed);
    }
    // What the conversation knows in the end.
    let (_, kept) = out.split_once("What the conversation keeps").unwrap();
    let kept: BTreeMap<&str, &str> = kept
        .lines()
        .filter(|line| line.starts_with("  <"))
        .map(|line| line.trim().split_once(' ').map(|(key, value)| (key, value.trim())).unwrap())
        .collect();
    assert_eq!(kept.len(), 15);
    for value in kept.values() {
        for sent in &sent {
            assert!(!sent.to_lowercase().contains(&value.to_lowercase()), "{value} was sent");
        }
        assert!(typed.iter().any(|typed| typed.contains(value)), "{value} was never typed as it is kept");
    }
    // Placeholders mean the same in every turn, and all that the model gives back is answered.
    assert_eq!(kept["<PERSON_1>"], "Anneke de Vries");
    assert!(read.iter().all(|read| read.contains("Anneke de Vries")));
    let left: Vec<&String> =
        read.iter().filter(|read| read.contains("_1") || read.contains("PERSON")).collect();
    assert_eq!(left.len(), 1, "only what somebody typed stays: {left:?}");
    assert!(left[0].contains("<PERSON_9>"));
    assert!(read[4].contains("生年月日 1990年4月1日、電話 03-5550-0123 "));
    assert!(sent[6].contains("([EMAIL])") && sent[6].contains("**** 4300"));
}

#[test]
fn plays_another_chat() {
    let folder = Folder::new();
    let chat = r#"{"about":"A","turns":[{"language":"English","headers":{"x-pii-mapping":{"<PERSON_1>":"Ann"}},
        "message":"I am Ann","reply":["Hi <PERS","ON_1>"]},{"language":"Dutch","message":"ann","reply":["<Person_1>"]}]}"#;
    let file = folder.write("chat.json", chat);
    let out = ok(&["demo", &file], "");
    assert_eq!(labelled(&out, "model receives"), ["I am <PERSON_1>", "<PERSON_1>"]);
    assert_eq!(labelled(&out, "model streams"), ["Hi <PERS│ON_1>", "<Person_1>"]);
    assert_eq!(labelled(&out, "person reads"), ["Hi Ann", "Ann"]);
    assert_eq!(ok(&["demo", "-"], chat), out);
}

#[test]
fn bad_chats() {
    let folder = Folder::new();
    for (chat, code) in [
        (r#"{"Canary":1}"#, "chat_invalid"),
        (r#"{"about":"a","turns":["Canary"]}"#, "chat_invalid"),
        ("", "chat_invalid"),
        (
            r#"{"about":"a","turns":[{"language":"a","headers":{"X-Pii-Mapping":{"Canary":"Canary"}},"message":"","reply":[]}]}"#,
            "mapping_key_invalid",
        ),
    ] {
        let file = folder.write("chat.json", chat);
        let ran = run(&["demo", &file], "");
        assert_eq!(ran.status, 2);
        assert!(ran.err.starts_with(&format!("pii-mask: {code}: ")), "{}", ran.err);
    }
}
