//! Detection in conversations and payloads.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use pii_mask::{
    Conversation, Detector, Dialect, Entity, Kind, Limits, OnFailure, PiiHeaders, Recognizer,
    RecognizerError, Span,
};

fn conversation() -> Conversation {
    Conversation::builder().detector(Detector::new()).build().unwrap()
}

fn headers(value: &str) -> PiiHeaders {
    PiiHeaders::parse([("X-Auto-Pii-Mapping", value.as_bytes())], &Limits::default()).unwrap()
}

#[test]
fn what_is_found_in_one_text_is_masked_in_all() {
    let mut conversation = conversation();
    let history = ["Who is jane@example.org?", "I do not know JANE@EXAMPLE.ORG."];
    let masked = conversation.mask_request(&history, "My mail is bob@example.org.", &[]).unwrap();
    let texts: Vec<&str> = masked.iter().map(|masked| &*masked.text).collect();
    assert_eq!(texts, ["Who is <EMAIL_1>?", "I do not know <EMAIL_1>.", "My mail is <EMAIL_2>."]);
    assert_eq!(conversation.unmasker().unmask("<EMAIL_1>, <EMAIL_2>"), "jane@example.org, bob@example.org");
}

#[test]
fn the_header_switches_it() {
    let mut conversation = conversation();
    conversation.begin_turn(&headers("off")).unwrap();
    assert_eq!(conversation.mask("a@example.org").unwrap().text, "a@example.org");
    conversation.begin_turn(&headers("on")).unwrap();
    assert_eq!(conversation.mask("a@example.org").unwrap().text, "<EMAIL_1>");
    conversation.begin_turn(&PiiHeaders::default()).unwrap();
    assert_eq!(conversation.mask("b@example.org").unwrap().text, "<EMAIL_2>");
}

#[test]
fn what_was_not_searched_is_searched_when_it_is_history() {
    let mut conversation = conversation();
    conversation.begin_turn(&headers("off")).unwrap();
    let masked = conversation.mask_request(&["a@example.org"], "b@example.org", &[]).unwrap();
    assert_eq!(masked[0].text, "a@example.org");
    conversation.begin_turn(&PiiHeaders::default()).unwrap();
    let masked = conversation.mask_request(&["a@example.org", "b@example.org"], "ok", &[]).unwrap();
    assert_eq!((&*masked[0].text, &*masked[1].text), ("<EMAIL_1>", "<EMAIL_2>"));
}

/// In a payload the message may have escapes, or parts; what a tool answers is none of it.
#[test]
fn a_given_result_is_not_found_again_in_any_part_of_the_message() {
    let given = headers(r#"{"<EMAIL_7>":"c@d.example"}"#);
    let mail = "mail a@b.example";
    for content in [
        format!(r#""{mail} 100%25""#),
        format!(r#""{mail} &amp;""#),
        format!(r#""{mail} \\n""#),
        format!(r#"[{{"type":"text","text":"{mail}"}}]"#),
        format!(r#"[{{"type":"text","text":"{mail}"}},{{"type":"text","text":"thanks"}}]"#),
        format!(r#"["{mail}","{mail} %25"]"#),
    ] {
        for dialect in [Dialect::OpenAiChat, Dialect::Anthropic] {
            let body = format!(r#"{{"messages":[{{"role":"user","content":{content}}}]}}"#);
            let mut conversation = conversation();
            conversation.begin_turn(&given).unwrap();
            assert_eq!(conversation.mask_chat(dialect, &body).unwrap().body, body);
            // Once it is history, it is searched.
            conversation.begin_turn(&PiiHeaders::default()).unwrap();
            let more = r#"},{"role":"assistant","content":"ok"},{"role":"user","content":"hi"}]}"#;
            let next = body.strip_suffix("}]}").unwrap().to_owned() + more;
            let masked = conversation.mask_chat(dialect, &next).unwrap();
            assert_eq!(masked.body, next.replace("a@b.example", "<EMAIL_1>"));
        }
    }
    let body = r#"{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"a@b.example"},{"type":"text","text":"a@b.example"}]}]}"#;
    let mut conversation = conversation();
    conversation.begin_turn(&given).unwrap();
    let masked = conversation.mask_chat(Dialect::Anthropic, body).unwrap();
    assert_eq!(masked.body, body.replace("a@b.example", "<EMAIL_1>"));
}

#[test]
fn a_given_result_is_not_found_again_in_the_message() {
    let mut conversation = conversation();
    conversation.begin_turn(&headers(r#"{"<EMAIL_1>":"a@example.org"}"#)).unwrap();
    let masked =
        conversation.mask_request(&["c@example.org"], "a@example.org and b@example.org", &[]).unwrap();
    assert_eq!(masked[1].text, "<EMAIL_1> and b@example.org");
    assert_eq!(masked[0].text, "<EMAIL_2>");
}

#[test]
fn without_a_detector_it_cannot_be_asked_for() {
    let mut conversation = Conversation::builder().build().unwrap();
    let error = conversation.begin_turn(&headers("true")).unwrap_err();
    assert_eq!((error.code(), error.status()), ("detector_missing", 422));
    conversation.begin_turn(&headers("false")).unwrap();
}

#[test]
fn the_name_of_a_member_says_what_its_value_is() {
    let body = r#"{"messages":[{"role":"user","content":"ok"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"bsn\":111222333,\"order\":\"111222333\",\"password\":\"correct horse\"}"}}]},{"role":"tool","tool_call_id":"c","content":"{\"dob\":\"1968-09-15\",\"due\":\"1968-09-16\"}"}]}"#;
    let mut conversation = conversation();
    let masked = conversation.mask_chat(Dialect::OpenAiChat, body).unwrap();
    assert!(
        masked
            .body
            .contains(r#"{\"bsn\":\"<NL_BSN_1>\",\"order\":\"<NL_BSN_1>\",\"password\":\"<SECRET_1>\"}"#),
        "{}",
        masked.body
    );
    assert!(
        masked.body.contains(r#"{\"dob\":\"<DATE_OF_BIRTH_1>\",\"due\":\"1968-09-16\"}"#),
        "{}",
        masked.body
    );
    let order = body.replace(r#"\"bsn\":111222333,"#, "");
    let mut conversation = self::conversation();
    let masked = conversation.mask_chat(Dialect::OpenAiChat, &order).unwrap();
    assert!(masked.body.contains(r#"\"order\":\"111222333\""#), "{}", masked.body);
}

#[test]
fn history_is_masked_as_it_was() {
    let turn = |texts: &[&str]| {
        let messages: Vec<String> =
            texts.iter().map(|text| format!(r#"{{"role":"user","content":"{text}"}}"#)).collect();
        format!(r#"{{"messages":[{}]}}"#, messages.join(","))
    };
    let texts = ["I am a@example.org", "call 192.168.1.7", "mail b@example.org and a@example.org", "ok"];
    let mut kept = conversation();
    for last in 1..=texts.len() {
        let body = turn(&texts[..last]);
        let masked = kept.mask_chat(Dialect::OpenAiChat, &body).unwrap().body.into_owned();
        let mut fresh = conversation();
        assert_eq!(masked, fresh.mask_chat(Dialect::OpenAiChat, &body).unwrap().body);
    }
}

/// Output of programs has codes for terminals in it, in the middle of what they say.
#[test]
fn codes_for_terminals() {
    let detector = Detector::new();
    let found = |text: &str| -> Vec<String> {
        let found = detector.detect(text).unwrap();
        found.iter().map(|entity| entity.span().get(text).unwrap().to_owned()).collect()
    };
    for (open, close) in [("\u{1b}[33m", "\u{1b}[0m"), ("\u{1b}[01;31m\u{1b}[K", "\u{1b}[m\u{1b}[K")] {
        for (before, value) in [
            ("", "jd@example.org"),
            ("", "4111 1111 1111 1111"),
            ("token: ", "abcd1234efgh5678ijkl"),
            ("pin: ", "4821"),
            ("password: ", "hunter2xyz"),
            ("user=", "jsmith"),
            ("IP ", "203.0.113.42"),
        ] {
            for text in [
                format!("{before}{open}{value}{close} x"),
                format!("{open}{before}{close}{value}{open} x"),
                format!("{before}{value}{close}"),
            ] {
                assert_eq!(found(&text), [value], "{text:?}");
            }
        }
    }
    // What only looks like a code hides nothing.
    for (text, value) in [
        ("postgres://u:p[1mw@h/db", "postgres://u:p[1mw@h/db"),
        ("\u{1b}[4111111111111111 x", "4111111111111111"),
        ("\u{1b}[john@example.org", "john@example.org"),
    ] {
        assert!(found(text).concat().contains(value), "{text:?}: {:?}", found(text));
    }
}

/// Answers what it was made with.
struct Broken {
    answer: Result<Vec<Entity>, RecognizerError>,
    on_failure: OnFailure,
}

impl Recognizer for Broken {
    fn name(&self) -> &str {
        "broken"
    }

    fn recognize(&self, _text: &str, _found: &[Entity]) -> Result<Vec<Entity>, RecognizerError> {
        self.answer.clone()
    }

    fn on_failure(&self) -> OnFailure {
        self.on_failure
    }
}

/// docs/bad-inputs.md, rows 136 to 138.
#[test]
fn a_recognizer_that_fails_sends_nothing() {
    let span = |start, end| Ok(vec![Entity::detected(Span::new(start, end), Kind::PERSON)]);
    for (answer, on_failure, code) in [
        (Err(RecognizerError::new()), OnFailure::Refuse, Some("recognizer_failed")),
        (Err(RecognizerError::new()), OnFailure::Skip, None),
        (span(0, 999), OnFailure::Skip, Some("recognizer_span_invalid")),
        (span(1, 2), OnFailure::Refuse, Some("recognizer_span_invalid")),
        (span(9, 3), OnFailure::Refuse, Some("recognizer_span_invalid")),
    ] {
        let detector = Detector::builder().recognizer(Broken { answer, on_failure }).build().unwrap();
        let mut conversation = Conversation::builder().detector(detector).build().unwrap();
        let masked = conversation.mask("é jane@example.org");
        match code {
            None => assert_eq!(masked.unwrap().text, "é <EMAIL_1>"),
            Some(code) => {
                let error = masked.unwrap_err();
                assert_eq!((error.code(), error.status()), (code, 500));
                assert!(error.to_string().contains("broken") && !error.to_string().contains("jane"));
                assert!(conversation.mapping().is_empty());
            }
        }
    }
}
