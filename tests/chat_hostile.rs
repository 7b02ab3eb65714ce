//! Chat payloads and replies as attackers would write them and as unlucky clients and servers do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use pii_mask::*;

fn builder(mapping: &str) -> ConversationBuilder {
    let headers = PiiHeaders::parse([("X-Pii-Mapping", mapping.as_bytes())], &Limits::default()).unwrap();
    Conversation::builder().headers(headers)
}

const TWO: &str = r#"{"<PERSON_1>":"John Doe","<PERSON_2>":"José","<PHONE_1>":"31612345678"}"#;

/// What goes out of a payload.
fn mask(dialect: Dialect, body: &str) -> String {
    mask_with(ChatPolicy::new(), dialect, body)
}

fn mask_with(policy: ChatPolicy, dialect: Dialect, body: &str) -> String {
    builder(TWO).chat(policy).build().unwrap().mask_chat(dialect, body).unwrap().body.into_owned()
}

fn refusal(dialect: Dialect, body: &str) -> (&'static str, Option<String>) {
    let error = builder(TWO).build().unwrap().mask_chat(dialect, body).unwrap_err();
    (error.code(), error.param())
}

/// Everything of the mapping is exposed.
fn unmasker() -> Unmasker {
    Unmasker::new(Mapping::from_json(TWO.as_bytes(), PlaceholderStyle::Angle, &Limits::default()).unwrap())
}

fn streamed(dialect: Dialect, sse: &str) -> String {
    let mut stream = unmasker().chat_stream(dialect);
    let mut out = Vec::new();
    stream.push(sse.as_bytes(), &mut out).unwrap();
    stream.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn nothing_leaks(masked: &str) {
    for word in ["John", "Doe", "José", "Jos\\u00e9", "Jos\\\\u00e9", "31612345678"] {
        assert!(!masked.contains(word), "{word} in {masked}");
    }
}

#[test]
fn a_result_that_is_json_with_escapes_is_read_as_json() {
    // What Python's json.dumps writes.
    let result = r#""{\"name\": \"Jos\\u00e9\", \"who\": \"John\\u0020Doe\", \"phone\": 31612345678, \"John Doe\": [1.50, 1e3]}""#;
    let bodies = [
        (
            Dialect::OpenAiChat,
            format!(r#"{{"messages":[{{"role":"tool","tool_call_id":"1","content":{result}}}]}}"#),
        ),
        (
            Dialect::OpenAiChat,
            format!(r#"{{"messages":[{{"role":"function","name":"f","content":{result}}}]}}"#),
        ),
        (
            Dialect::OpenAiChat,
            format!(
                r#"{{"messages":[{{"role":"tool","tool_call_id":"1","content":[{{"type":"text","text":{result}}}]}}]}}"#
            ),
        ),
        (
            Dialect::OpenAiResponses,
            format!(r#"{{"input":[{{"type":"function_call_output","call_id":"1","output":{result}}}]}}"#),
        ),
        (
            Dialect::OpenAiResponses,
            format!(
                r#"{{"input":[{{"type":"function_call_output","call_id":"1","output":[{{"type":"input_text","text":{result}}}]}}]}}"#
            ),
        ),
        (
            Dialect::Anthropic,
            format!(
                r#"{{"messages":[{{"role":"user","content":[{{"type":"tool_result","tool_use_id":"1","content":{result}}}]}}]}}"#
            ),
        ),
        (
            Dialect::Anthropic,
            format!(
                r#"{{"messages":[{{"role":"user","content":[{{"type":"tool_result","tool_use_id":"1","content":[{{"type":"text","text":{result}}}]}}]}}]}}"#
            ),
        ),
    ];
    for (dialect, body) in bodies {
        let masked = mask(dialect, &body);
        nothing_leaks(&masked);
        assert!(masked.contains("[1.50, 1e3]"), "{masked}");
    }
}

/// Settings are objects with words in them, and with what somebody said.
#[test]
fn settings_hide_no_text() {
    for (dialect, member) in [
        (
            Dialect::OpenAiChat,
            r#""tool_choice":{"type":"function","function":{"name":"f","note":"John Doe"}}"#,
        ),
        (Dialect::OpenAiChat, r#""audio":{"format":"mp3","instructions":"John Doe"}"#),
        (Dialect::OpenAiResponses, r#""reasoning":{"effort":"low","note":["John Doe"]}"#),
        (
            Dialect::OpenAiResponses,
            r#""tools":[{"type":"code_interpreter","container":{"type":"auto","network_policy":{"type":"allowlist","allowed_domains":["John Doe"]}}}]"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#""context_management":[{"type":"compaction","instructions":"John Doe"}]"#,
        ),
        (
            Dialect::Anthropic,
            r#""context_management":{"edits":[{"type":"compact_20260112","instructions":"Keep John Doe"}]}"#,
        ),
        (Dialect::Anthropic, r#""thinking":{"type":"enabled","note":"John Doe"}"#),
        (
            Dialect::Anthropic,
            r#""container":{"id":"c","skills":[{"type":"custom","skill_id":"s","description":"John Doe"}]}"#,
        ),
    ] {
        let list = if dialect == Dialect::OpenAiResponses { "input" } else { "messages" };
        let body = format!(r#"{{"{list}":[{{"role":"user","content":"x"}}],{member}}}"#);
        let masked = mask(dialect, &body);
        assert_eq!(masked, body.replace("John Doe", "<PERSON_1>"), "words stay");
    }
}

/// What a program printed is often JSON, and JSON is often written in a string of JSON.
#[test]
fn escapes_hide_no_text() {
    let printed = r#"{\"name\":\"Jos\\u00e9\"}"#;
    let nested = r#"{\"n\":\"{\\\"who\\\":\\\"John\\\\u0020Doe\\\"}\"}"#;
    let said = r#"In the log: {\"name\": \"Jos\\u00e9\"}, a path: C:\\new"#;
    for text in [printed, nested, said] {
        for (dialect, place) in [
            (Dialect::OpenAiResponses, r#"{"type":"local_shell_call_output","id":"1","output":"…"}"#),
            (
                Dialect::OpenAiResponses,
                r#"{"type":"shell_call_output","call_id":"1","output":[{"stdout":"…","stderr":"","outcome":{"type":"exit","exit_code":0}}]}"#,
            ),
            (Dialect::OpenAiResponses, r#"{"type":"program_output","id":"1","result":"…"}"#),
            (Dialect::OpenAiResponses, r#"{"type":"file_search_call","id":"1","results":[{"text":"…"}]}"#),
            (
                Dialect::OpenAiResponses,
                r#"{"type":"code_interpreter_call","id":"1","outputs":[{"type":"logs","logs":"…"}]}"#,
            ),
            (
                Dialect::OpenAiResponses,
                r#"{"type":"function_call","call_id":"1","name":"f","arguments":"…"}"#,
            ),
            (Dialect::OpenAiResponses, r#"{"role":"user","content":"…"}"#),
            (
                Dialect::Anthropic,
                r#"{"role":"user","content":[{"type":"bash_code_execution_tool_result","tool_use_id":"1","content":{"type":"bash_code_execution_result","stdout":"…","stderr":""}}]}"#,
            ),
            (
                Dialect::Anthropic,
                r#"{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"…"}}]}"#,
            ),
            (
                Dialect::Anthropic,
                r#"{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"search_result","source":"x","title":"…","content":[{"type":"text","text":"…"}]}]}]}"#,
            ),
            (
                Dialect::Anthropic,
                r#"{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{"payload":"…"}}]}"#,
            ),
            (
                Dialect::OpenAiChat,
                r#"{"role":"assistant","tool_calls":[{"id":"1","type":"custom","custom":{"name":"f","input":"…"}}]}"#,
            ),
            (Dialect::OpenAiChat, r#"{"role":"system","content":[{"type":"text","text":"…"}]}"#),
        ] {
            let list = if dialect == Dialect::OpenAiResponses { "input" } else { "messages" };
            let body = format!(r#"{{"{list}":[{}]}}"#, place.replace('…', text));
            let masked = mask(dialect, &body);
            nothing_leaks(&masked);
            for word in ["Jos", "D", "who"] {
                assert_eq!(masked.contains(word), word == "who" && text == nested, "{word} in {masked}");
            }
            assert!(masked.contains("<PERSON_"), "{masked}");
            assert_eq!(masked.contains(r"C:\\new"), text == said, "{masked}");
        }
    }
}

/// What no table knows, and what came of a call: names of members and numbers are text as well.
#[test]
fn unknown_values_are_free_json() {
    for (dialect, body) in [
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":"x","vendor":{"John Doe":31612345678}}],"vendor":{"John Doe":[31612345678]}}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"assistant","content":"x","parsed":{"phone":31612345678},"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}","parsed_arguments":{"John Doe":31612345678}}}]}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"tool","tool_call_id":"1","content":[{"phone":31612345678,"John Doe":true,"type":"John Doe"}]}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"tool","tool_call_id":"1","content":[{"type":"json","json":{"John Doe":31612345678}}]}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"function_call_output","call_id":"1","output":[{"detail":"User John Doe","n":31612345678},{"type":"John Doe"}]}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"function_call_output","call_id":"1","output":{"John Doe":31612345678}}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"function_call","call_id":"1","name":"f","arguments":"{}","parsed_arguments":{"John Doe":31612345678}}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"file_search_call","results":[{"text":"x","phone":31612345678,"more":{"John Doe":1}}]},{"type":"mcp_call","error":{"type":"x","n":31612345678,"content":[{"John Doe":31612345678}]}}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":"x","tools":[{"type":"file_search","filters":{"type":"eq","key":"phone","value":31612345678}}]}"#,
        ),
        (Dialect::OpenAiResponses, r#"{"input":"x","instructions":31612345678}"#),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"id":"John Doe","type":"row","data":{"phone":31612345678}}]}]}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":[{"type":"mcp_tool_result","tool_use_id":"1","content":[],"structured_content":{"John Doe":31612345678}}]}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":[{"type":"new_tool_result","tool_use_id":"1","content":{"rows":[{"John Doe":31612345678}]}}]}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":"x"}],"stop_sequences":[31612345678]}"#,
        ),
    ] {
        nothing_leaks(&mask(dialect, body));
    }
    // A setting is a number, and stays one.
    let body =
        r#"{"seed":31612345678,"logit_bias":{"31612345678":-1},"messages":[{"role":"user","content":"x"}]}"#;
    assert_eq!(mask(Dialect::OpenAiChat, body), body);
}

/// Where media may pass, words beside them do not.
#[test]
fn words_beside_media() {
    let part = r#"{"type":"image_url","image_url":{"url":"https://x.example/a.png","alt":"John Doe"},"note":"data:31612345678"}"#;
    let body = format!(r#"{{"messages":[{{"role":"user","content":[{part}]}}]}}"#);
    let masked = mask_with(ChatPolicy::new().media(Media::Pass), Dialect::OpenAiChat, &body);
    assert_eq!(masked, body.replace("John Doe", "<PERSON_1>").replace("31612345678", "<PHONE_1>"));
}

/// What came from outside, whatever it is called.
#[test]
fn nothing_from_outside_exposes() {
    for (dialect, body) in [
        (Dialect::OpenAiResponses, r#"{"role":"tool","content":[{"type":"input_text","text":"…"}]}"#),
        (
            Dialect::OpenAiResponses,
            r#"{"type":"tool_search_output","tools":[{"type":"function","name":"f","description":"…"}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"type":"mcp_list_tools","server_label":"s","tools":[{"name":"f","description":"…","input_schema":{"description":"…"}}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"type":"web_search_call","action":{"type":"search","query":"x","sources":[{"type":"url","url":"…"}]}}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"role":"assistant","content":[{"type":"output_text","text":"x","annotations":[{"type":"url_citation","title":"…","url":"…"}]}]}"#,
        ),
        (Dialect::OpenAiResponses, r#"{"type":"new_call_output","stuff":["…"]}"#),
        (Dialect::OpenAiResponses, r#"{"type":"mcp_call","arguments":"{}","structured_output":{"a":"…"}}"#),
        (Dialect::Anthropic, r#"{"role":"user","content":[{"type":"web_search_result","title":"…"}]}"#),
        (
            Dialect::Anthropic,
            r#"{"role":"user","content":[{"type":"mcp_tool_listing","tools":[{"name":"f","description":"…"}]}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"user","content":"x","search_results":[{"text":"…"}],"citations":["…"]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"role":"user","content":[{"type":"advisor_tool_result","content":{"type":"advisor_result","text":"…"}}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"role":"assistant","content":[{"type":"text","text":"x","citations":[{"type":"char_location","cited_text":"…","document_title":"…"}]}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"role":"assistant","content":"x","annotations":[{"type":"url_citation","url_citation":{"title":"…","url":"…"}}]}"#,
        ),
    ] {
        let list = if dialect == Dialect::OpenAiResponses { "input" } else { "messages" };
        let body = format!(r#"{{"{list}":[{}]}}"#, body.replace('…', "<PERSON_1>"));
        let mut conversation = builder(TWO).build().unwrap();
        assert_eq!(conversation.mask_chat(dialect, &body).unwrap().body, body);
        assert_eq!(conversation.unmasker().unmask("<PERSON_1>"), "<PERSON_1>", "{body}");
    }
}

#[test]
fn a_result_exposes_nothing_however_it_is_written() {
    for content in [
        r#""<PERSON_1> <PERSON_2>""#,
        r#""{\"a\":\"\\u003cPERSON_1\\u003e\",\"<PERSON_2>\":1}""#,
        r#""{\"a\":\"\\u003cPERSON_1\\u003e\",\"<PERSON_2>\"""#,
        r#"[{"type":"text","text":"<PERSON_1> <PERSON_2>"},{"type":"new","<x>":"<PERSON_1>"}]"#,
        r#"[{"type":"document","source":{"type":"text","data":"<PERSON_1>"},"title":"<PERSON_2>"}]"#,
    ] {
        for (dialect, body) in [
            (
                Dialect::OpenAiChat,
                format!(
                    r#"{{"messages":[{{"r\u006fle":"t\u006fol","tool_call_id":"1","x":"<PERSON_1>","content":{content}}}]}}"#
                ),
            ),
            (
                Dialect::OpenAiResponses,
                format!(
                    r#"{{"input":[{{"typ\u0065":"function_call_\u006futput","call_id":"1","output":{content}}}]}}"#
                ),
            ),
            (
                Dialect::Anthropic,
                format!(
                    r#"{{"messages":[{{"role":"user","content":[{{"t\u0079pe":"tool_result","x":"<PERSON_1>","tool_use_id":"1","content":{content}}}]}}]}}"#
                ),
            ),
        ] {
            let mut conversation = builder(TWO).build().unwrap();
            conversation.mask_chat(dialect, &body).unwrap();
            let unmasked = conversation.unmasker().unmask("<PERSON_1> <PERSON_2>").into_owned();
            assert_eq!(unmasked, "<PERSON_1> <PERSON_2>", "{body}");
        }
    }
}

#[test]
fn signed_and_unknown_fields_of_a_reply_stay() {
    let reply = r#"{"id":"<PERSON_1>","new":{"x":["<PERSON_1>"]},"content":[{"type":"thinking","thinking":"<PERSON_1>","signature":"<PERSON_1>"},{"type":"redacted_thinking","data":"<PERSON_1>"},{"type":"tool_use","id":"<PERSON_1>","name":"<PERSON_1>","input":{}}]}"#;
    let unmasked = unmasker().unmask_chat(Dialect::Anthropic, reply).unwrap();
    assert_eq!(unmasked.body, reply);
    let sse = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"<PERSON_1>\"}}\n\n\
        event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"<PERSON_1>\"}}\n\n";
    assert_eq!(streamed(Dialect::Anthropic, sse), sse);
    let reply = r#"{"id":"<PERSON_1>","output":[{"type":"reasoning","encrypted_content":"<PERSON_1>","id":"<PERSON_1>"}],"x":{"a":"<PERSON_1>"}}"#;
    assert_eq!(unmasker().unmask_chat(Dialect::OpenAiResponses, reply).unwrap().body, reply);
}

#[test]
fn of_a_place_only_the_country_stays() {
    let policy = ChatPolicy::new().user_location(UserLocation::Country);
    for location in [
        r#""John Doe""#,
        r#"["John Doe"]"#,
        r#"{"type":"approximate","country":"John Doe"}"#,
        r#"{"type":"approximate","country":["John Doe"],"approximate":{"country":{"x":"John Doe"}}}"#,
        r#"{"type":["John Doe"],"city":"John Doe"}"#,
        r#"{"type":"John Doe","x":[{"country":"John Doe"}]}"#,
        "31612345678",
    ] {
        let body = format!(
            r#"{{"messages":[{{"role":"user","content":"x"}}],"web_search_options":{{"user_location":{location}}}}}"#
        );
        nothing_leaks(&mask_with(policy, Dialect::OpenAiChat, &body));
    }
    let body = r#"{"messages":[{"role":"user","content":"x"}],"web_search_options":{"user_location":{"type":"approximate","approximate":{"city":"Oslo","country":"NO"}}}}"#;
    assert_eq!(mask_with(policy, Dialect::OpenAiChat, body), body.replace(r#""city":"Oslo","#, ""));
}

#[test]
fn a_user_that_is_no_string_is_masked_all_the_same() {
    let policy = ChatPolicy::new().user_id(UserId::Mask);
    for user in ["31612345678", r#"{"John Doe":1}"#, r#"["John Doe",{"a":31612345678}]"#] {
        let body = format!(r#"{{"messages":[{{"role":"user","content":"x"}}],"user":{user}}}"#);
        nothing_leaks(&mask_with(policy, Dialect::OpenAiChat, &body));
        nothing_leaks(&mask(Dialect::OpenAiChat, &body));
    }
}

#[test]
fn words_behind_data_are_no_file() {
    for policy in [Media::Warn, Media::Pass] {
        let policy = ChatPolicy::new().media(policy);
        let body = r#"{"messages":[{"role":"user","content":"x"}],"note":"data: ask John Doe"}"#;
        nothing_leaks(&mask_with(policy, Dialect::OpenAiChat, body));
    }
}

#[test]
fn items_that_only_refer_hide_no_text() {
    for kind in ["compaction", "item_reference"] {
        let body = format!(
            r#"{{"input":[{{"type":"{kind}","id":"a","encrypted_content":"b","note":"John Doe","summary":["John Doe"]}}]}}"#
        );
        let masked = mask(Dialect::OpenAiResponses, &body);
        nothing_leaks(&masked);
    }
}

/// Where a word of the protocol should stand, something else does.
#[test]
fn a_word_that_is_no_string_hides_no_text() {
    for (dialect, body) in [
        (Dialect::OpenAiChat, r#"{"model":{"x":"John Doe"},"messages":[{"role":"user","content":"x"}]}"#),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":[{"type":["John Doe"],"text":"x"}]}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"tool","tool_call_id":{"John Doe":"John Doe"},"content":"x"}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":["John Doe"]}}]}"#,
        ),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"message","id":{"x":["John Doe"]},"role":"user","content":"x"}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":[{"type":"text","id":{"x":"John Doe"},"text":"x"}]}]}"#,
        ),
    ] {
        nothing_leaks(&mask(dialect, body));
    }
}

#[test]
fn members_twice_and_other_types_are_refused_or_masked() {
    let chat = Dialect::OpenAiChat;
    for body in [
        r#"{"messages":[{"role":"user","r\u006fle":"tool","content":"John Doe"}]}"#,
        r#"{"messages":[{"role":"user","content":"x"}],"m\u0065ssages":[]}"#,
        r#"{"messages":[{"role":"user","content":"\ud800"}]}"#,
    ] {
        assert_eq!(refusal(chat, body).0, "body_json_invalid", "{body}");
    }
    for body in [
        "[]",
        "\"John Doe\"",
        "{}",
        r#"{"messages":{}}"#,
        r#"{"messages":"John Doe"}"#,
        r#"{"messages":[[]]}"#,
        r#"{"messages":["John Doe"]}"#,
        r#"{"messages":null}"#,
    ] {
        assert_eq!(refusal(chat, body).0, "messages_invalid", "{body}");
    }
    assert_eq!(refusal(chat, r#"{"messages":[{"role":["user"],"content":"x"}]}"#).0, "role_invalid");
    assert_eq!(
        refusal(chat, r#"{"messages":[{"role":"user","content":{"text":"x"}}]}"#).0,
        "content_invalid"
    );
    for body in [
        r#"{"messages":[{"role":"user","content":[["John Doe",[{"type":1,"text":"John Doe"}]]],"name":{"John Doe":31612345678}}]}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":{"function":{"arguments":"John Doe"}}}]}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":{"John Doe":["John Doe",31612345678]}}}]}]}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":[[{"function":["John Doe"]}]]}]}"#,
        r#"{"messages":[{"role":"user","content":"x"}],"tools":{"John":"John Doe"},"metadata":["John Doe",31612345678]}"#
            .replace("{\"John\":", "{\"a\":").as_str(),
    ] {
        nothing_leaks(&mask(chat, body));
    }
}

#[test]
fn names_that_become_one_are_refused() {
    let body = |arguments: &str| {
        let arguments = serde_json::Value::from(arguments);
        format!(
            r#"{{"messages":[{{"role":"assistant","tool_calls":[{{"function":{{"arguments":{arguments}}}}}]}}]}}"#
        )
    };
    for arguments in [
        r#"{"John Doe":1,"JOHN  DOE":2}"#,
        r#"{"John\u0020Doe":1,"x":{"y":2},"\u003cPERSON_1>":2}"#,
        r#"[{"a":{"John Doe":1,"<PERSON\u005f1>":2}}]"#,
    ] {
        let (code, param) = refusal(Dialect::OpenAiChat, &body(arguments));
        assert_eq!(code, "masked_key_conflict", "{arguments}");
        assert_eq!(param.unwrap(), "/messages/0/tool_calls/0/function/arguments");
    }
    // The same name in two objects is two names.
    mask(Dialect::OpenAiChat, &body(r#"{"John Doe":{"JOHN DOE":1},"x":{"John Doe":1}}"#));
    let (code, param) = refusal(
        Dialect::Anthropic,
        r#"{"messages":[{"role":"assistant","content":[{"type":"tool_use","input":{"Secret":{"John Doe":1,"john doe":2}}}]}]}"#,
    );
    assert_eq!((code, param.as_deref()), ("masked_key_conflict", Some("/messages/0/content/0/input")));
}

#[test]
fn arguments_that_are_an_object_come_back() {
    let reply = r#"{"choices":[{"message":{"tool_calls":[{"function":{"arguments":{"to":"<PERSON_1>","<PERSON_2>":[1.50]}}}]}}]}"#;
    let unmasked = unmasker().unmask_chat(Dialect::OpenAiChat, reply).unwrap();
    assert_eq!(unmasked.body, reply.replace("<PERSON_1>", "John Doe").replace("<PERSON_2>", "José"));
}

#[test]
fn a_number_at_the_end_of_all_numbers_does_not_panic() {
    let delta = |number: &str, delta: &str| {
        format!(
            "data: {{\"type\":\"response.output_text.delta\",\"output_index\":{number},\"content_index\":{number},\"sequence_number\":{number},\"delta\":\"{delta}\"}}\n\n"
        )
    };
    for number in ["18446744073709551615", "18446744073709551616", "-1", "0.5", "1e400", "\"1\"", "null"] {
        let sse = format!(
            "{}data: {{\"type\":\"response.output_text.done\",\"sequence_number\":{number}}}\n\n{}{}",
            delta(number, "<PERS"),
            delta(number, "<PERSON_1> <"),
            delta(number, "x")
        );
        let out = streamed(Dialect::OpenAiResponses, &sse);
        assert!(out.contains("John Doe"), "{out}");
    }
}

#[test]
fn numbers_of_events_go_on_after_a_cut() {
    let sse = "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":41,\"output_index\":0,\"content_index\":0,\"delta\":\"<PERS\"}\n\n";
    let out = streamed(Dialect::OpenAiResponses, sse);
    assert!(out.ends_with("\"delta\":\"<PERS\"}\n\n") && out.contains("\"sequence_number\":42,"), "{out}");
}

#[test]
fn the_bound_holds_at_the_end_as_well() {
    let sse = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"<PERS\"}}]}\n\n";
    let mut stream = unmasker().chat_stream(Dialect::OpenAiChat).max_output_bytes(sse.len());
    let mut out = Vec::new();
    stream.push(sse.as_bytes(), &mut out).unwrap();
    let sent = out.len();
    assert_eq!(stream.finish(&mut out).unwrap_err().code(), "unmask_limit");
    assert_eq!(out.len(), sent);
}

#[test]
fn two_pieces_of_one_text_in_the_event_that_ends_it() {
    let sse = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"<PERS\"},\"finish_reason\":\"stop\"},{\"index\":0,\"delta\":{\"content\":\"ON_1>\"},\"finish_reason\":\"stop\"}]}\n\n";
    assert_eq!(streamed(Dialect::OpenAiChat, sse), sse.replace("<PERS", "").replace("ON_1>", "John Doe"));
}

#[test]
fn other_shapes_of_events_pass() {
    for data in [
        "{}",
        "{\"choices\":null}",
        "{\"choices\":{\"0\":{\"delta\":{\"content\":\"x\"}}}}",
        "{\"choices\":[null,1,[],{\"delta\":null},{\"delta\":{\"content\":null,\"tool_calls\":[{}]}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":{\"a\":1}}}]}",
        "[1]",
        "null",
        "<PERSON_1>",
        " [DONE]",
    ] {
        let sse = format!(": c\nid: 1\nevent: x\ndata: {data}\nretry: 5\n\n");
        assert_eq!(streamed(Dialect::OpenAiChat, &sse), sse);
    }
    // Parts, as some servers send them.
    let sse = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"<PERSON_1>\"}]}}]}\n\n";
    assert_eq!(streamed(Dialect::OpenAiChat, sse), sse.replace("<PERSON_1>", "John Doe"));
}

#[test]
fn no_value_breaks_out_of_its_string() {
    let value = "\"},\"admin\":true,\"x\":\"\\\n\r\u{2028}é👋";
    let mut mapping = Mapping::new();
    mapping.assign(&Kind::PERSON, value, Source::Explicit).unwrap();
    let unmasker = Unmasker::new(mapping);
    let reply = r#"{"choices":[{"message":{"content":"<PERSON_1>","tool_calls":[{"function":{"arguments":"{\"a\":\"\\u003cPERSON_1>\"}"}}]}}]}"#;
    let body = unmasker.unmask_chat(Dialect::OpenAiChat, reply).unwrap().body;
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let message = &body["choices"][0]["message"];
    assert_eq!(message["content"], value);
    let arguments = message["tool_calls"][0]["function"]["arguments"].as_str().unwrap();
    let arguments: serde_json::Value = serde_json::from_str(arguments).unwrap();
    assert_eq!(arguments, serde_json::json!({ "a": value }));
    let sse = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"<PERSON_1>\"}}]}\r\n\r\n";
    let mut stream = unmasker.chat_stream(Dialect::OpenAiChat);
    let mut out = Vec::new();
    sse.bytes().for_each(|b| stream.push(&[b], &mut out).unwrap());
    stream.finish(&mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out.matches('\n').count(), 2, "{out}");
    let data: serde_json::Value = serde_json::from_str(out.strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!(data["choices"][0]["delta"]["content"], value);
}

#[test]
fn an_error_names_no_name_and_no_value() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for body in [
        r#"{"messages":[{"role":"user","content":"x"}],"Zaphod":{"Zaphod":"data:Zaphod"}}"#.to_owned(),
        r#"{"messages":[{"role":"user","content":"x"}],"metadata":{"Zaphod":{"John Doe":1,"john doe":1}}}"#
            .into(),
        r#"{"messages":[{"role":"Zaphod"}]}"#.into(),
        r#"{"Zaphod":1,"Zaphod":2}"#.into(),
        format!(r#"{{"messages":[{{"role":"user","content":"Zaphod"}}],"a":{deep}}}"#),
    ] {
        let error = builder(TWO).build().unwrap().mask_chat(Dialect::OpenAiChat, &body).unwrap_err();
        let told = format!("{error} {error:?} {error:#?} {:?}", error.param());
        assert!(!told.contains("Zaphod") && !told.contains("ohn"), "{told}");
    }
}

#[test]
fn a_held_tail_behind_an_event_without_its_blank_line_is_an_event() {
    for end in ["\n", "\r", "\r\n", ""] {
        let sse =
            format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"a <PERS\"}}}}]}}{end}");
        let out = streamed(Dialect::OpenAiChat, &sse);
        let events: Vec<&str> = out.split(['\r', '\n']).filter(|line| !line.is_empty()).collect();
        assert_eq!(events.len(), 2, "{out:?}");
        let between = &out[events[0].len()..];
        let between = &between[..between.find("data").unwrap()];
        assert!(["\n\n", "\r\r", "\r\n\n"].contains(&between), "{out:?}");
    }
}

#[test]
fn names_that_would_become_one_stay_and_are_not_counted() {
    let reply = r#"{"content":[{"type":"tool_use","input":{"<PERSON_1>":1,"John Doe":2}}]}"#;
    let unmasked = unmasker().unmask_chat(Dialect::Anthropic, reply).unwrap();
    assert_eq!((unmasked.body.as_ref(), unmasked.report.restored), (reply, 0));
}

#[test]
fn broken_json_comes_back_as_it_is_read() {
    let builder = builder(TWO).lookalikes(Lookalikes::Escape).variants(Variants::Distinct);
    let mut conversation = builder.build().unwrap();
    let arguments = r#"{"a": <PERSON_1\u003e John D\u006fe"#;
    let body = format!(
        r#"{{"messages":[{{"role":"assistant","tool_calls":[{{"function":{{"arguments":"{}"}}}}]}}]}}"#,
        arguments.replace('"', "\\\"")
    );
    let masked = conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap().body.into_owned();
    assert!(masked.contains(r#": <LITERAL_1> <PERSON_1>"}"#), "{masked}");
    let unmasked = conversation.unmasker().context(Context::JsonString).unmask("<LITERAL_1>").into_owned();
    assert_eq!(unmasked, "<PERSON_1>");
}

#[test]
#[ignore = "what is replaced in broken JSON as it is written is no boundary in it as it is read"]
fn the_escaped_half_of_a_word_in_broken_json() {
    let body = r#"{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{ John Doe\\u004aohn Doe"}}]}]}"#;
    let masked = mask(Dialect::OpenAiChat, body);
    assert!(!masked.contains("ohn"), "{masked}");
}
