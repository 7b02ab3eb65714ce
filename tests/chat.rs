//! Chat payloads, whole.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use pii_mask::{ChatPolicy, Conversation, Dialect, Limits, Media, PiiHeaders};

fn conversation(mapping: &str) -> Conversation {
    let headers = [("X-Pii-Mapping", mapping.as_bytes())];
    let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
    Conversation::builder().headers(headers).build().unwrap()
}

#[test]
fn tool_arguments_token_by_token() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"John Doe","<PHONE_1>":"0612345678"}"#);
    let body = r#"{"messages":[{"role":"assistant","content":null,"tool_calls":[
        {"id":"John Doe","type":"function","function":{"name":"f","arguments":"{\"to\" : \"John\\u0020Doe\", \"John Doe\":[1.50, 1e3,612345678]}"}},
        {"id":"b","type":"function","function":{"name":"f","arguments":"{\"to\": John D\\u006fe"}}]}]}"#;
    let masked = conversation.mask_chat(Dialect::OpenAiChat, body).unwrap();
    let expected = body
        .replace(r#"\"John\\u0020Doe\""#, r#"\"<PERSON_1>\""#)
        .replace(r#"\"John Doe\""#, r#"\"<PERSON_1>\""#)
        .replace(r"John D\\u006fe", "<PERSON_1>");
    assert_eq!(masked.body, expected);
}

/// Beside what is replaced everything is spelled as it was, also in the same string.
#[test]
fn escapes_beside_a_value_stay() {
    let body = r#"{"messages":[
        {"role":"user","content":"\u0041\/\ud83d\udc4b\ud83d\uDC4B Zo\u00eb \u003d Zoë:\tJo\u0068n \u0022Doe\u0022\u0020\n"},
        {"role":"user","content":"👋👋 Zoë\u005c","name":"u\u0031"}]}"#;
    let mapping = r#"{"<PERSON_1>":"Zoë","<PERSON_2>":"John \"Doe\"","<PERSON_3>":"👋👋"}"#;
    let masked = conversation(mapping).mask_chat(Dialect::OpenAiChat, body).unwrap();
    let expected = body
        .replace(r"\ud83d\udc4b\ud83d\uDC4B", "<PERSON_3>")
        .replace("👋👋", "<PERSON_3>")
        .replace(r"Zo\u00eb", "<PERSON_1>")
        .replace("Zoë", "<PERSON_1>")
        .replace(r"Jo\u0068n \u0022Doe\u0022", "<PERSON_2>");
    assert_eq!(masked.body, expected);
}

#[test]
fn tool_results_expose_nothing() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"John","<PERSON_2>":"Mary"}"#);
    let body = r#"{"messages":[{"role":"user","content":"Ask John."},
        {"role":"tool","tool_call_id":"1","content":"<PERSON_1> <PERSON_2>"}]}"#;
    let masked = conversation.mask_chat(Dialect::OpenAiChat, body).unwrap();
    assert!(masked.body.contains("Ask <PERSON_1>."));
    assert_eq!(conversation.unmasker().unmask("<PERSON_1> <PERSON_2>"), "John <PERSON_2>");
}

/// What the model cites came from outside, also where a client sends it back.
#[test]
fn what_is_cited_exposes_nothing() {
    for cited in ["title", "url", "content"] {
        let body = format!(
            r#"{{"messages":[{{"role":"assistant","content":"Hi","annotations":[{{"type":"url_citation","url_citation":{{"{cited}":"<PERSON_1>"}}}}]}}]}}"#
        );
        let mut conversation = conversation(r#"{"<PERSON_1>":"John"}"#);
        conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap();
        assert_eq!(conversation.unmasker().unmask("<PERSON_1>"), "<PERSON_1>", "{body}");
    }
}

/// A part or an item of a kind that no table knows may be what came of a call.
#[test]
fn what_nobody_knows_exposes_nothing() {
    let cases = [
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":[{"type":"KIND","text":"<PERSON_1>","content":"<PERSON_1>"}]}]}"#,
            "text",
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":[{"type":"KIND","text":"<PERSON_1>"}]}]}"#,
            "text",
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"role":"user","content":[{"type":"KIND","text":"<PERSON_1>"}]}]}"#,
            "input_text",
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"role":"user","content":"Hi"},{"type":"KIND","output":"<PERSON_1>","role":"user","content":[{"type":"input_text","text":"<PERSON_1>"}]}]}"#,
            "message",
        ),
    ];
    for (dialect, body, known) in cases {
        for (kind, exposed) in [("some_new_result", "<PERSON_1>"), (known, "John")] {
            let mut conversation = conversation(r#"{"<PERSON_1>":"John"}"#);
            conversation.mask_chat(dialect, &body.replace("KIND", kind)).unwrap();
            assert_eq!(conversation.unmasker().unmask("<PERSON_1>"), exposed, "{kind} in {body}");
        }
    }
}

#[test]
fn users_and_places_are_dropped() {
    let mut conversation = conversation("{}");
    let body = r#"{"user":"u","model":"m","safety_identifier":"s","prompt_cache_key":"k","messages":[{"role":"user","content":""}],"web_search_options":{"user_location":{"type":"approximate"}},"prompt_cache_key2":"k"}"#;
    let masked = conversation.mask_chat(Dialect::OpenAiChat, body).unwrap();
    assert_eq!(
        masked.body,
        r#"{"model":"m","messages":[{"role":"user","content":""}],"web_search_options":{},"prompt_cache_key2":"k"}"#
    );
}

#[test]
fn images_are_refused() {
    let body =
        r#"{"messages":[{"role":"user","content":[{"type":"new","blob":"data:image/png;base64,AA"}]}]}"#;
    let error = conversation("{}").mask_chat(Dialect::OpenAiChat, body).unwrap_err();
    assert_eq!(error.code(), "content_part_unsupported");
    assert_eq!(error.param().unwrap(), "/messages/0/content/0");
    let mut passing = Conversation::builder().chat(ChatPolicy::new().media(Media::Warn)).build().unwrap();
    assert_eq!(passing.mask_chat(Dialect::OpenAiChat, body).unwrap().passed, ["/messages/0/content/0"]);
}

/// The output of a stream, cut at these places.
fn streamed(unmasker: &pii_mask::Unmasker, dialect: Dialect, sse: &[u8], cuts: &[usize]) -> String {
    let mut stream = unmasker.chat_stream(dialect);
    let mut out = Vec::new();
    let mut from = 0;
    for &cut in cuts.iter().chain([&sse.len()]) {
        stream.push(&sse[from..cut], &mut out).unwrap();
        from = cut;
    }
    stream.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_held_tail_goes_out_before_the_end() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"John \"JD\" Doe"}"#);
    conversation.mask(r#"John "JD" Doe"#).unwrap();
    let unmasker = conversation.unmasker();
    let sse = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi <PERSON_1> <PERS\"},\"finish_reason\":null}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"to\\\":\\\"\\\\u003cPERSON_1\"}}]}}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\">\\\"}\"}}]}}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    let expected = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi John \\\"JD\\\" Doe \"},\"finish_reason\":null}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"to\\\":\\\"\"}}]}}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"John \\\\\\\"JD\\\\\\\" Doe\\\"}\"}}]}}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"<PERS\"},\"finish_reason\":null}]}\n\n\
        data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    assert_eq!(streamed(&unmasker, Dialect::OpenAiChat, sse.as_bytes(), &[]), expected);
    for cut in 0..=sse.len() {
        assert_eq!(
            streamed(&unmasker, Dialect::OpenAiChat, sse.as_bytes(), &[cut]),
            expected,
            "cut at {cut}"
        );
    }
}

#[test]
fn citations_move_along() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"Jo"}"#);
    conversation.mask("Jo").unwrap();
    let reply = r#"{"choices":[{"logprobs":{"content":[]},"message":{"content":"é <PERSON_1> said","annotations":[{"type":"url_citation","url_citation":{"start_index":2,"end_index":12,"title":"<PERSON_1>"}},{"url_citation":{"start_index":13,"end_index":17}}]}}]}"#;
    let unmasked = conversation.unmasker().unmask_chat(Dialect::OpenAiChat, reply).unwrap();
    assert_eq!(
        unmasked.body,
        r#"{"choices":[{"logprobs":null,"message":{"content":"é Jo said","annotations":[{"type":"url_citation","url_citation":{"start_index":2,"end_index":4,"title":"Jo"}},{"url_citation":{"start_index":5,"end_index":9}}]}}]}"#
    );
    assert_eq!(unmasked.report.restored, 2);
}

#[test]
fn events_whose_names_have_dots() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"Jo"}"#);
    conversation.mask("Jo").unwrap();
    for (name, piece, all) in [
        ("response.output_text", "delta", "text"),
        ("response.refusal", "delta", "refusal"),
        ("response.function_call_arguments", "delta", "arguments"),
    ] {
        let event = |kind: &str, field: &str, text: &str| {
            format!("data: {{\"type\":\"{name}.{kind}\",\"output_index\":0,\"{field}\":\"{text}\"}}\n\n")
        };
        let sse = [
            event("delta", piece, "Hi <PER"),
            event("delta", piece, "SON_1> <"),
            event("done", all, "Hi <PERSON_1> <"),
        ];
        let expected = [
            event("delta", piece, "Hi "),
            event("delta", piece, "Jo "),
            event("delta", piece, "<"),
            event("done", all, "Hi Jo <"),
        ];
        let unmasker = conversation.unmasker();
        let out = streamed(&unmasker, Dialect::OpenAiResponses, sse.concat().as_bytes(), &[]);
        assert_eq!(out, expected.concat());
    }
}

#[test]
fn what_no_table_names_stays_in_replies() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"Jo"}"#);
    conversation.mask("Jo").unwrap();
    let unmasker = conversation.unmasker();
    let reply = r#"{"id":"<PERSON_1>","content":[{"type":"thinking","thinking":"<PERSON_1>","signature":"s"},
        {"type":"new","text":["<PERSON_1>"]}],"new":{"a":"<PERSON_1>"}}"#;
    assert_eq!(unmasker.unmask_chat(Dialect::Anthropic, reply).unwrap().body, reply);
    let sse = "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"<PERSON_1>\"}}\n\n";
    assert_eq!(streamed(&unmasker, Dialect::Anthropic, sse.as_bytes(), &[]), sse);
}

#[test]
fn an_event_without_its_blank_line_is_one() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"John"}"#);
    conversation.mask("John").unwrap();
    let event = |text: &str| format!(r#"data: {{"choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#);
    let out = streamed(&conversation.unmasker(), Dialect::OpenAiChat, event("a <PERSON_1>").as_bytes(), &[]);
    assert_eq!(out, event("a John"));
    let out = streamed(&conversation.unmasker(), Dialect::OpenAiChat, event("a <PERS").as_bytes(), &[]);
    assert_eq!(out, event("a ") + "\n\n" + &event("<PERS") + "\n\n");
    let cut = &event("a <PERSON_1>")[..50];
    assert_eq!(streamed(&conversation.unmasker(), Dialect::OpenAiChat, cut.as_bytes(), &[]), cut);
}

#[derive(serde::Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    row: u32,
    dialect: String,
    body: String,
    code: Option<String>,
    param: Option<String>,
    message: Option<String>,
    masked: Option<String>,
}

/// Each case of the table; what is refused leaves nothing behind.
#[test]
fn table() {
    let known = r#"{"<PERSON_1>":"Canary","<PHONE_1>":"4242424242","<USERNAME_1>":"DOMAIN\\bob"}"#;
    for case in toml::from_str::<Table>(include_str!("data/chat.toml")).unwrap().case {
        let place = format!("row {}: {}", case.row, case.body);
        let mut conversation = conversation(known);
        let before = serde_json::to_string(&conversation.state()).unwrap();
        match conversation.mask_chat(case.dialect.parse().unwrap(), &case.body) {
            Ok(masked) => {
                assert_eq!(case.code, None, "{place}");
                assert_eq!(masked.body, case.masked.as_ref().unwrap_or(&case.body).as_str(), "{place}");
            }
            Err(error) => {
                assert_eq!(Some(error.code()), case.code.as_deref(), "{place}");
                assert_eq!(error.param(), case.param, "{place}");
                if let Some(message) = case.message {
                    assert_eq!(error.to_string(), message);
                }
                assert!(!format!("{error} {error:?} {:?}", error.param()).contains("Canary"), "{place}");
                assert_eq!(serde_json::to_string(&conversation.state()).unwrap(), before, "{place}");
            }
        }
    }
}

#[test]
fn bounds() {
    let limits = Limits::default().max_body_bytes(100).max_messages(2);
    let mut conversation = Conversation::builder().limits(&limits).build().unwrap();
    let message = r#"{"role":"user","content":""}"#;
    let body = |count| format!(r#"{{"messages":[{}]}}"#, vec![message; count].join(","));
    conversation.mask_chat(Dialect::OpenAiChat, &body(2)).unwrap();
    let error = conversation.mask_chat(Dialect::OpenAiChat, &body(3)).unwrap_err();
    assert_eq!((error.code(), error.status()), ("body_too_large", 413));
    assert_eq!(error.to_string(), "body has 101 bytes, over the limit of 100");

    let mut conversation = Conversation::builder().limits(&limits.max_body_bytes(1_000)).build().unwrap();
    let error = conversation.mask_chat(Dialect::OpenAiChat, &body(3)).unwrap_err();
    assert_eq!((error.code(), error.status()), ("history_too_long", 413));
    assert_eq!(error.to_string(), "3 messages, over the limit of 2");
}

#[test]
fn nested_as_deep_as_serde_json_reads() {
    let body = |depth: usize| {
        let nested = format!("{}\"Canary\"{}", "[".repeat(depth), "]".repeat(depth));
        format!(r#"{{"messages":[{{"role":"user","content":""}}],"deep":{nested}}}"#)
    };
    for (depth, fits) in [(126, true), (127, false), (100_000, false)] {
        let body = body(depth);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&body).is_ok(), fits);
        let masked = conversation(r#"{"<PERSON_1>":"Canary"}"#).mask_chat(Dialect::OpenAiChat, &body);
        assert_eq!(masked.map(|masked| masked.body.contains("<PERSON_1>")).ok(), fits.then_some(true));
    }
}

#[test]
fn positions_need_a_single_text() {
    for last in [r#"[{"type":"text","text":"a"},{"type":"text","text":"b"}]"#, r#"[]"#] {
        let headers = [("X-Pii-Positions", br#"[[0,1,"PERSON"]]"#.as_slice())];
        let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
        let mut conversation = Conversation::builder().headers(headers).build().unwrap();
        let body = format!(r#"{{"messages":[{{"role":"user","content":{last}}}]}}"#);
        let error = conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap_err();
        assert_eq!((error.code(), error.status()), ("positions_without_message", 422));
    }
}

#[test]
fn a_refused_text_is_named() {
    let headers = [
        ("X-Pii-Mapping", b"person=block".as_slice()),
        ("X-Auto-Pii-Mapping", br#"{"<PERSON_1>":"Canary"}"#),
    ];
    let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
    let mut conversation = Conversation::builder().headers(headers).build().unwrap();
    let body = r#"{"messages":[{"role":"user","content":"x"},{"role":"user","content":"Hi Canary"}]}"#;
    let error = conversation.mask_chat(Dialect::OpenAiChat, body).unwrap_err();
    assert_eq!((error.code(), error.param().as_deref()), ("kind_blocked", Some("/messages/1/content")));
    assert_eq!(error.to_string(), "/messages/1/content: text holds PERSON, which is blocked, at offset 3");
}

/// Each count is that of all texts of the reply, whole and in a stream.
#[test]
fn reports_count_over_all_texts() {
    let mapping = r#"{"<PERSON_1>":"John","<PERSON_2>":"Mary","<PERSON_3>":"Sam"}"#;
    let headers = [("X-Pii-Mapping", mapping.as_bytes())];
    let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
    let builder = Conversation::builder().headers(headers).links(pii_mask::LinkPolicy::WithholdAll);
    let mut conversation = builder.build().unwrap();
    let request = r#"{"messages":[{"role":"user","content":"John, Mary and Sam"}]}"#;
    conversation.mask_chat(Dialect::OpenAiChat, request).unwrap();
    let said = "<PERSON_1> <Person_1> <PERSON_9> ![](<PERSON_2>)";
    let choice = |at: usize, member: &str| format!(r#"{{"index":{at},"{member}":{{"content":"{said}"}}}}"#);
    let choices = |member: &str| format!("{},{},{}", choice(0, member), choice(1, member), choice(2, member));
    let reply = format!(r#"{{"choices":[{}]}}"#, choices("message"));
    let whole = conversation.unmasker().unmask_chat(Dialect::OpenAiChat, &reply).unwrap().report;
    let counts = |report: pii_mask::Report| {
        (report.restored, report.altered, report.unknown, report.withheld, report.missing)
    };
    assert_eq!(counts(whole), (6, 3, 3, 3, 1));

    let mut stream = conversation.unmasker().chat_stream(Dialect::OpenAiChat);
    let mut out = Vec::new();
    let event = format!("data: {{\"choices\":[{}]}}\n\n", choices("delta"));
    stream.push(event.as_bytes(), &mut out).unwrap();
    assert_eq!(counts(stream.finish(&mut out).unwrap()), (6, 3, 3, 3, 1));
}

#[test]
fn offsets_at_and_in_a_placeholder() {
    let mut conversation = conversation(r#"{"<PERSON_1>":"Jo"}"#);
    conversation.mask("Jo").unwrap();
    let unmasker = conversation.unmasker();
    // The placeholder is from 3 to 13.
    for (masked, unmasked) in
        [((0, 3), (0, 3)), ((3, 13), (3, 5)), ((5, 13), (3, 5)), ((3, 7), (3, 5)), ((13, 16), (5, 8))]
    {
        let reply = |text: &str, (start, end): (usize, usize)| {
            format!(
                r#"{{"choices":[{{"message":{{"content":"{text}","annotations":[{{"url_citation":{{"start_index":{start},"end_index":{end}}}}}]}}}}]}}"#
            )
        };
        let masked = reply("ab <PERSON_1> cd", masked);
        let body = unmasker.unmask_chat(Dialect::OpenAiChat, &masked).unwrap().body;
        assert_eq!(body, reply("ab Jo cd", unmasked));
    }
    // What was held and is none counts as well.
    let delta = |text: &str| {
        format!(
            "data: {{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"{text}\"}}\n\n"
        )
    };
    let cited = |start: usize, end: usize| {
        format!(
            "data: {{\"type\":\"response.output_text.annotation.added\",\"output_index\":0,\"content_index\":0,\"annotation\":{{\"start_index\":{start},\"end_index\":{end}}}}}\n\n"
        )
    };
    let sse = [delta("é <PERS"), delta("! <PERSON_1> b"), cited(20, 21)].concat();
    let out = streamed(&unmasker, Dialect::OpenAiResponses, sse.as_bytes(), &[]);
    assert_eq!(out, [delta("é "), delta("<PERS! Jo b"), cited(12, 13)].concat());
}

/// Who signs a text signs its bytes; the numbers in it are taken all the same.
#[test]
fn what_is_signed_stays_and_its_numbers_are_taken() {
    let signed = [
        (
            Dialect::Anthropic,
            r#"{"role":"assistant","content":[{"type":"thinking","thinking":"<CITY_1>","signature":"s"}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","content":[{"type":"thinking","thinking":"<CITY_1>","signature":"s"}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","thinking_blocks":[{"type":"thinking","thinking":"<CITY_1>","signature":"s"}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","provider_specific_fields":{"thinking_blocks":[{"thinking":"<CITY_1>","signature":"s"}]}}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","reasoning_details":[{"type":"reasoning.text","text":"<CITY_1>","signature":"s"}]}"#,
        ),
        // A form that names of participants have.
        (Dialect::OpenAiChat, r#"{"role":"user","name":"CITY_1","content":"Hi"}"#),
    ];
    let headers = [("X-Pii-Positions", br#"[[8,15,"CITY"]]"#.as_slice())];
    let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
    for (dialect, message) in signed {
        let mut conversation = Conversation::builder().headers(headers.clone()).build().unwrap();
        let body = format!(r#"{{"messages":[{message},{{"role":"user","content":"I am in Utrecht"}}]}}"#);
        let masked = conversation.mask_chat(dialect, &body).unwrap();
        assert_eq!(masked.body, body.replace("Utrecht", "<CITY_2>"), "{message}");
        // Values of a later turn do not change what was signed in an earlier one.
        let body = format!(r#"{{"messages":[{}]}}"#, message.replace("<CITY_1>", "Utrecht"));
        let masked = conversation.mask_chat(dialect, &body).unwrap();
        assert_eq!(masked.body, body);
    }
}

/// What is not signed yet stays masked in a stream: the client adds up what is signed at the end.
#[test]
fn what_will_be_signed_does_not_come_back() {
    let unmasker = payloads::unmasker(r#"{"<PERSON_1>":"John Doe"}"#);
    let details = r#"[{"type":"reasoning.text","text":"<PERSON_1>","signature":SIGNATURE}]"#;
    for (signature, restored) in [(r#""s""#, false), ("null", true)] {
        let reply = format!(r#"{{"choices":[{{"message":{{"reasoning_details":{details}}}}}]}}"#);
        let reply = reply.replace("SIGNATURE", signature);
        let unmasked = unmasker.unmask_chat(Dialect::OpenAiChat, &reply).unwrap().body;
        assert_eq!(unmasked.contains("John Doe"), restored, "{signature}");
    }
    let event = |delta: &str| {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{{delta}}}}}]}}\n\n")
            .replace("SIGNATURE", "null")
    };
    let thinking = r#"[{"type":"thinking","thinking":"<PERSON_1>","signature":""}]"#;
    for (dialect, event) in [
        (Dialect::OpenAiChat, event(&format!(r#""reasoning_details":{details}"#))),
        (Dialect::OpenAiChat, event(&format!(r#""content":{thinking}"#))),
        (Dialect::OpenAiChat, event(&format!(r#""thinking_blocks":{thinking}"#))),
        (
            Dialect::OpenAiChat,
            event(&format!(r#""provider_specific_fields":{{"thinking_blocks":{thinking}}}"#)),
        ),
        (
            Dialect::Anthropic,
            "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"<PERSON_1>\",\"signature\":\"\"}}\n\n".into(),
        ),
    ] {
        assert_eq!(payloads::streamed(&unmasker, dialect, &event), event);
    }
}

/// An empty string signs nothing, nor does `null`.
#[test]
fn an_empty_signature_is_none() {
    for (dialect, message) in [
        (
            Dialect::OpenAiChat,
            r#"{"role":"user","content":[{"type":"text","text":"a","thinking":"John Doe","signature":""}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","reasoning_details":[{"type":"reasoning.text","text":"John Doe","signature":""}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","thinking_blocks":[{"type":"thinking","thinking":"John Doe","signature":""}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"role":"assistant","content":[{"type":"thinking","thinking":"John Doe","signature":""}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"role":"system","content":[{"type":"thinking","thinking":"John Doe","signature":""}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"document","source":{"type":"content","content":[{"type":"thinking","thinking":"John Doe","signature":""}]}}]}]}"#,
        ),
    ] {
        for signature in [r#","signature":"""#, r#","signature":null"#, r#","signature":false"#, ""] {
            let message = message.replace(r#","signature":"""#, signature);
            let system = r#"[{"type":"thinking","thinking":"John Doe""#;
            let body = format!(r#"{{"messages":[{message}],"system":{system}{signature}}}]}}"#);
            let mut conversation = conversation(r#"{"<PERSON_1>":"John Doe"}"#);
            let masked = conversation.mask_chat(dialect, &body).unwrap();
            assert_eq!(masked.body, body.replace("John Doe", "<PERSON_1>"));
        }
    }
}

/// A thought that begins without a signature and goes on with one: nothing overtakes.
#[test]
fn thoughts_that_go_on_signed() {
    let unmasker = payloads::unmasker(r#"{"<PERSON_1>":"John Doe"}"#);
    let thinks = |text: &str, signature: &str| {
        let part = format!(r#"{{"type":"thinking","thinking":"{text}"{signature}}}"#);
        format!(r#"{{"choices":[{{"index":0,"delta":{{"content":[{part}]}}}}]}}"#)
    };
    let signed = r#","signature":"s""#;
    let said = [thinks("a <PERSON_1> <PER", ""), thinks("SON_1> b <PERSON_1>", signed), thinks("", signed)];
    let expected = [
        thinks("a John Doe ", ""),
        thinks("<PER", ""),
        thinks("SON_1> b <PERSON_1>", signed),
        thinks("", signed),
    ];
    let out = payloads::streamed(&unmasker, Dialect::OpenAiChat, &payloads::sse(&said));
    assert_eq!(out, payloads::sse(&expected));
}

/// Offsets of a message whose content is a list count all that is said in it.
#[test]
fn offsets_into_a_list_of_parts() {
    let unmasker = payloads::unmasker(r#"{"<PERSON_1>":"Jo"}"#);
    let reply = |name: &str, think: &str, (start, end): (usize, usize)| {
        format!(
            r#"{{"choices":[{{"message":{{"content":[{{"type":"text","text":"é {name} a "}},{{"type":"thinking","thinking":"{think}"}},{{"type":"new","text":"<PERSON_1>"}},"b",{{"type":"text","text":" {name} c"}}],"annotations":[{{"type":"url_citation","url_citation":{{"start_index":{start},"end_index":{end}}}}}]}}}}]}}"#
        )
    };
    for (masked, moved) in [((2, 12), (2, 4)), ((13, 16), (5, 8)), ((17, 27), (9, 11)), ((28, 29), (12, 13))]
    {
        let body = reply("<PERSON_1>", "<PERSON_1>", masked);
        let body = unmasker.unmask_chat(Dialect::OpenAiChat, &body).unwrap().body;
        assert_eq!(
            body,
            reply("Jo", "Jo", moved).replace(r#""new","text":"<PERSON_1>"#, r#""new","text":"Jo"#)
        );
    }
}
