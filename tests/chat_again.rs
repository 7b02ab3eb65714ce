//! A history that is sent again with every payload: a conversation that goes on masks it as one that has no
//! memory.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/turns.rs"]
mod turns;

use pii_mask::*;
use turns::{EXPLICIT, Headers, POSITIONS, headers, start};

/// Headers of a turn, and its body.
type Turn<'t> = (&'t Headers<'t>, &'t str);

/// What the last turn becomes, in a conversation that goes on and in one that was stored.
fn last(builder: &ConversationBuilder, dialects: &[Dialect], turns: &[Turn<'_>]) -> Result<String, Error> {
    let mut kept = builder.clone().build().unwrap();
    let mut outcome = Ok(String::new());
    for ((lines, body), &dialect) in turns.iter().zip(dialects.iter().cycle()) {
        let mut again = builder.clone().state(kept.state()).headers(headers(lines)).build().unwrap();
        kept.begin_turn(&headers(lines)).unwrap();
        let masked = kept.mask_chat(dialect, body);
        assert_eq!(masked, again.mask_chat(dialect, body), "{body}");
        let exposed = |conversation: &Conversation| {
            let all: String = conversation.mapping().iter().map(|(p, _)| p.to_string()).collect();
            conversation.unmasker().unmask(&all).into_owned()
        };
        if masked.is_ok() {
            assert_eq!(exposed(&kept), exposed(&again), "{body}");
        }
        outcome = masked.map(|masked| masked.body.into_owned());
    }
    outcome
}

fn builder() -> ConversationBuilder {
    let mapping: Mapping = serde_json::from_str(r#"{"<PERSON_1>":"John","<PERSON_2>":"Mary"}"#).unwrap();
    Conversation::builder().mapping(mapping).expose(Expose::ThisRequest)
}

const CHAT: &[Dialect] = &[Dialect::OpenAiChat];
const PERSON: (&str, &str) = (POSITIONS, r#"[[0,3,"PERSON"]]"#);

/// A message of the user and what was answered.
fn said(texts: &[&str]) -> String {
    let message = |(n, text): (usize, &&str)| {
        let role = if n % 2 == 0 { "user" } else { "assistant" };
        format!(r#"{{"role":"{role}","content":"{text}"}}"#)
    };
    texts.iter().enumerate().map(message).collect::<Vec<_>>().join(",")
}

fn chat(texts: &[&str]) -> String {
    format!(r#"{{"model":"m","messages":[{}],"user":"John"}}"#, said(texts))
}

/// The turns of a talk: one more question, and the answer to the one before.
fn talk<'t>(lines: &'t [(&'t str, &'t str)], bodies: &'t [String]) -> Vec<Turn<'t>> {
    let last = bodies.len() - 1;
    bodies.iter().enumerate().map(|(n, body)| (if n == last { lines } else { &[] }, body.as_str())).collect()
}

#[test]
fn only_the_end_is_new() {
    let texts = ["Hi John", "Yes?", "And Mary?", "No", "Bye", "Bye", "Hi", "Yes?", "Hm."];
    let bodies: Vec<String> = (1..=texts.len()).step_by(2).map(|count| chat(&texts[..count])).collect();
    let masked = last(&builder(), CHAT, &talk(&[], &bodies)).unwrap();
    let names = [("Hi John", "Hi <PERSON_1>"), ("Mary", "<PERSON_2>"), (r#","user":"John""#, "")];
    let expected = names.iter().fold(chat(&texts), |body, (from, to)| body.replace(from, to));
    assert_eq!(masked, expected);
    // No more messages than that.
    let few = builder().limits(&Limits::default().max_messages(8));
    assert_eq!(last(&few, CHAT, &talk(&[], &bodies)).unwrap_err().code(), "history_too_long");
}

/// A client drops its oldest messages, corrects one, begins again.
#[test]
fn histories_that_do_not_only_grow() {
    let texts: Vec<String> =
        (0..14).map(|n| ["Hi John. ", "Yes? ", "And Mary? "][n % 3].repeat(1 + n / 3)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut corrected = texts.clone();
    corrected[2] = "John and John";
    let bodies = [
        chat(&texts[..3]),
        chat(&texts[..5]),
        chat(&texts[..7]),
        chat(&texts[2..9]),
        chat(&texts[2..11]),
        chat(&corrected[..11]),
        chat(&corrected[..13]),
        chat(&texts[..1]),
    ];
    for count in 1..=bodies.len() {
        let masked = last(&builder(), CHAT, &talk(&[], &bodies[..count])).unwrap();
        assert!(
            masked.contains("<PERSON_1>") && !masked.contains("John") && !masked.contains("Mary"),
            "{masked}"
        );
    }
}

/// A position that asks for a placeholder makes one of what was text before.
#[test]
fn what_is_asked_for_is_refused_in_the_history_too() {
    let builder = builder().lookalikes(Lookalikes::Reject);
    let body = |model: &str, texts: &[&str]| chat(texts).replace(r#""m""#, model);
    let begun = ["see <PERSON_4>", "ok", "hi"];
    let wish = (POSITIONS, r#"[{"start":0,"end":10,"placeholder":"<PERSON_4>"}]"#);
    for (model, message) in
        [("\"m\"", "<PERSON_4> x"), ("\"n\"", "<PERSON_4> x"), ("\"n\"", "John and <PERSON_4>")]
    {
        let bodies = [body("\"m\"", &begun), body(model, &[&begun[..], &["ok", message]].concat())];
        let error = last(&builder, CHAT, &talk(&[wish], &bodies)).unwrap_err();
        assert_eq!(error.code(), "placeholder_collision", "{model} {message}");
    }
}

/// What is new may stand in what was sent before.
#[test]
fn what_is_new_is_masked_everywhere() {
    let bodies = [chat(&["Ask Zoe", "Yes?", "Hi"]), chat(&["Ask Zoe", "Yes?", "Hi", "Hi", "Zoe and Zoe."])];
    let masked = last(&builder(), CHAT, &talk(&[PERSON], &bodies)).unwrap();
    assert!(masked.contains("Ask <PERSON_3>") && masked.contains("<PERSON_3> and <PERSON_3>."), "{masked}");
}

/// What was replaced for good for one turn is not for the next one, and the policy of one turn is over.
#[test]
fn what_held_for_a_turn_is_over() {
    let redact = ("X-Pii-Mapping", "person=redact");
    let bodies =
        [chat(&["Zoe", "Yes?", "Zoe and John"]), chat(&["Zoe", "Yes?", "Zoe and John", "Hi", "John"])];
    let turns: [Turn<'_>; 3] = [(&[], &bodies[0]), (&[redact, PERSON], &bodies[0]), (&[redact], &bodies[1])];
    let masked = last(&builder(), CHAT, &turns).unwrap();
    assert!(masked.contains(r#""Zoe""#) && masked.contains("Zoe and [PERSON]"), "{masked}");
    let turns: [Turn<'_>; 2] = [(&[redact], &bodies[0]), (&[], &bodies[1])];
    assert!(last(&builder(), CHAT, &turns).unwrap().contains("Zoe and <PERSON_1>"));
}

#[test]
fn another_dialect_reads_another_payload() {
    let turn = |more: &str| {
        let call =
            r#"{"role":"assistant","content":[{"type":"tool_use","id":"John","name":"John","input":{}}]}"#;
        format!(
            r#"{{"model":"m","messages":[{{"role":"user","content":"Hi"}},{call},{}{more}]}}"#,
            said(&["Bye"])
        )
    };
    let bodies = [turn(""), turn(&format!(",{}", said(&["John"])))];
    let turns: [Turn<'_>; 2] = [(&[], &bodies[0]), (&[], &bodies[1])];
    for dialects in [[Dialect::Anthropic, Dialect::OpenAiChat], [Dialect::OpenAiChat, Dialect::Anthropic]] {
        let _ = last(&builder(), &dialects, &turns);
    }
}

/// What is wrong is wrong behind a history that was right.
#[test]
fn errors_are_those_of_the_whole_payload() {
    let texts = ["Hi", "Yes?", "And?", "No", "Bye"];
    let (one, more) = (chat(&texts[..3]), chat(&texts));
    let open = one.replace(r#"],"user""#, r#",],"user""#);
    let cut = more.get(..more.len() - 20).unwrap();
    let role = more.replace(r#"{"role":"user","content":"Bye"}"#, r#"{"role":"nobody","content":"Bye"}"#);
    let image = r#"{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}"#;
    let image = more.replace(r#"{"role":"user","content":"Bye"}"#, image);
    for (body, code, pointer) in [
        (open.as_str(), "body_json_invalid", ""),
        (cut, "body_json_invalid", ""),
        (&role, "role_invalid", "/messages/4/role"),
        (&image, "content_part_unsupported", "/messages/4/content/0/image_url"),
    ] {
        let turns: [Turn<'_>; 2] = [(&[], &one), (&[], body)];
        let error = last(&builder(), CHAT, &turns).unwrap_err();
        assert_eq!(error.code(), code, "{body}");
        assert!(error.to_string().contains(pointer), "{error}");
    }
    // A list that is empty but for a comma is none, where an empty one is.
    let parts =
        r#"{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]}"#;
    let items = |rest: &str| format!(r#"{{"input":[{parts}{rest}],"previous_response_id":"r"}}"#);
    let (one, open) = (items(""), items(","));
    let turns: [Turn<'_>; 2] = [(&[], &one), (&[], &open)];
    assert_eq!(
        last(&builder(), &[Dialect::OpenAiResponses], &turns).unwrap_err().code(),
        "body_json_invalid"
    );
    // Images that may pass are named where they stand.
    let warn = builder().chat(ChatPolicy::new().media(Media::Warn));
    let talked = chat(&texts[..3]);
    let again = image.replace("]}],", &format!("]}},{}],", said(&["Bye"])));
    let turns: [Turn<'_>; 3] = [(&[], &one), (&[], &image), (&[], &again)];
    last(&warn, CHAT, &turns[1..]).unwrap();
    let turns: [Turn<'_>; 2] = [(&[], &talked), (&[], &image)];
    last(&warn, CHAT, &turns).unwrap();
}

/// What is masked for good is in no mapping; it stands in what was kept all the same.
#[test]
fn what_is_redacted_now_stands_in_the_history() {
    let first = r#"{"messages":[{"role":"user","content":"Zoe called"},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Hi"}]}"#;
    let next = r#"{"messages":[{"role":"user","content":"Zoe called"},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hm"},{"role":"user","content":"Zoe!"}]}"#;
    for action in ["redact", "partial"] {
        let policy = format!("person={action}");
        let mut conversation = start(&[(EXPLICIT, &policy)]);
        conversation.mask_chat(Dialect::OpenAiChat, first).unwrap();
        conversation
            .begin_turn(&headers(&[(EXPLICIT, &policy), (POSITIONS, r#"[[0,3,"PERSON"]]"#)]))
            .unwrap();
        let masked = conversation.mask_chat(Dialect::OpenAiChat, next).unwrap();
        assert_eq!(masked.body, next.replace("Zoe", "[PERSON]"));
    }
}
