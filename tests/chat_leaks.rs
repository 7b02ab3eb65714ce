//! Originals at places of a request where nobody looks for them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::{TWO, builder, mask, nothing_leaks};
use pii_mask::*;

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
/// However a value is written in HTML and in URLs, also one in the other; placeholders that are written
/// like this are none.
#[test]
fn escapes_of_html_and_urls_hide_no_text() {
    let known = r#"{"<PERSON_1>":"John Doe","<PERSON_2>":"José","<USER_1>":"C\\björn","<EMAIL_1>":"a+zoë@example.org"}"#;
    let masked = |text: &str| {
        let body = serde_json::json!({ "messages": [{ "role": "user", "content": text }] }).to_string();
        let masked =
            builder(known).build().unwrap().mask_chat(Dialect::OpenAiChat, &body).unwrap().body.into_owned();
        let masked: serde_json::Value = serde_json::from_str(&masked).unwrap();
        masked["messages"][0]["content"].as_str().unwrap().to_owned()
    };
    for (text, expected) in [
        ("https://x.example/?q=John%20Doe&p=1", "https://x.example/?q=<PERSON_1>&p=1"),
        ("https://x.example/?q=john+doe+Jos%c3%a9#a", "https://x.example/?q=<PERSON_1>+<PERSON_2>#a"),
        ("q=John+Doe", "q=<PERSON_1>"),
        ("?next=%2Fa%3Fq%3DJohn%2520Doe", "?next=%2Fa%3Fq%3D<PERSON_1>"),
        ("<b>Jos&eacute;</b>, Jos&#233;, Jos&#xE9;!", "<b><PERSON_2></b>, <PERSON_2>, <PERSON_2>!"),
        ("John&nbsp;Doe&amp;Jos&eacute;", "<PERSON_1>&amp;<PERSON_2>"),
        (r#"{"html": "Jos&eacute;\u0020John\nDoe"#, r#"{"html": "<PERSON_2>\u0020<PERSON_1>"#),
        (r#"<a href="/?q=John%20Doe&amp;r=1">"#, r#"<a href="/?q=<PERSON_1>&amp;r=1">"#),
        ("%7B%22name%22%3A%22John%20Doe%22%7D", "%7B%22name%22%3A%22<PERSON_1>%22%7D"),
    ] {
        assert_eq!(masked(text), expected);
    }
    let deep = "\\".repeat(40);
    for (text, expected) in [
        // Escapes that are not those of the value, or part of it.
        (format!("{deep} Jos&eacute; Jos%C3%A9"), format!("{deep} <PERSON_2> <PERSON_2>")),
        ("&amp;amp;amp;amp;amp;amp;amp; Jos%C3%A9".into(), "&amp;amp;amp;amp;amp;amp;amp; <PERSON_2>".into()),
        ("C\\bj&ouml;rn C\\bj%C3%B6rn".into(), "<USER_1> <USER_1>".into()),
        ("x?cc=a+zo%C3%AB@example.org".into(), "x?cc=<EMAIL_1>".into()),
        ("x?cc=a%2Bzo%C3%AB@example.org".into(), "x?cc=<EMAIL_1>".into()),
    ] {
        assert_eq!(masked(&text), expected);
    }
    for text in [
        "%3CPERSON_1%3E &lt;PERSON_1&gt; &#60;PERSON_2&#62;",
        "John+Doe a+b=c John + Doe ?a= John+Doe =+Doe",
        "100% John%2 %C3 %C3%28 &eacute &; &#; &#xD800; &unknown; John%00Doe",
        "John%+9Doe %E9 %+1a+ %F5%80%80%80 &#00000000000000000000000000000000000101;",
    ] {
        assert_eq!(masked(text), text);
    }
    let body = r#"{"messages":[{"role":"user","content":"%3CPERSON_1%3E &#60;PERSON_1&#62; &#x3C;PERSON_9&Gt; %7B%7BPERSON_9%7D%7D"}]}"#;
    let mut rejecting = builder(TWO).lookalikes(Lookalikes::Reject).build().unwrap();
    assert_eq!(rejecting.mask_chat(Dialect::OpenAiChat, body).unwrap().body, body);
    assert_eq!(rejecting.unmasker().unmask("<PERSON_1>"), "<PERSON_1>");
}

/// Of two finds that overlap, one as the text is written and one as it reads, the first is masked; what is
/// left of the other stays, as it does where nothing is escaped, unless it must not go out on its own.
#[test]
fn finds_that_overlap_lose_no_text() {
    let three = r#"{"<PERSON_1>":"John Doe","<PERSON_2>":"Doe Smith","<ORG_1>":"Doe Roe BV"}"#;
    for john in ["Joh%6e", "Joh&#110;", "Joh\\\\u006e"] {
        let body = |rest: &str| format!(r#"{{"messages":[{{"role":"user","content":"{john} {rest}"}}]}}"#);
        let mut conversation = builder(three).build().unwrap();
        let masked =
            conversation.mask_chat(Dialect::OpenAiChat, &body("Doe Smith!")).unwrap().body.into_owned();
        assert_eq!(masked, body("").replace(&format!("{john} "), "<PERSON_1> Smith!"));

        let history =
            [("X-Chat-History-Pii-Mapping", three.as_bytes()), ("X-Pii-Mapping", b"org=redact".as_slice())];
        let headers = PiiHeaders::parse(history, &Limits::default()).unwrap();
        let mut conversation = Conversation::builder().headers(headers).build().unwrap();
        let masked =
            conversation.mask_chat(Dialect::OpenAiChat, &body("Doe Roe BV!")).unwrap().body.into_owned();
        assert_eq!(masked, body("").replace(&format!("{john} "), "<PERSON_1>[ORG]!"));

        let start = if john.contains('\\') { 10 } else { john.len() + 1 };
        let positions = format!(r#"[[{start},{},"ORG"]]"#, start + 9);
        let given = [("X-Pii-Mapping", three.as_bytes()), ("X-Pii-Positions", positions.as_bytes())];
        let headers = PiiHeaders::parse(given, &Limits::default()).unwrap();
        let mut conversation = Conversation::builder().headers(headers).build().unwrap();
        let masked =
            conversation.mask_chat(Dialect::OpenAiChat, &body("Doe Marsh visits")).unwrap().body.into_owned();
        assert_eq!(masked, body("").replace(&format!("{john} "), "<PERSON_1><ORGANIZATION_1> visits"));
    }
}

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
        // An object or a list where there should be none.
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":"x"}],"stop":{"John Doe":1,"n":31612345678},"prediction":{"type":"content","content":{"John Doe":31612345678}}}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":[[31612345678,"John Doe",{"John Doe":31612345678}]]}]}"#,
        ),
        (
            Dialect::OpenAiChat,
            r#"{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":{"John Doe":"John Doe","n":31612345678}}}}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":"x"}],"system":{"John Doe":31612345678}}"#,
        ),
        (Dialect::OpenAiResponses, r#"{"previous_response_id":"r","input":{"John Doe":31612345678}}"#),
    ] {
        nothing_leaks(&mask(dialect, body));
    }
    // A setting is a number, and stays one.
    let body =
        r#"{"seed":31612345678,"logit_bias":{"31612345678":-1},"messages":[{"role":"user","content":"x"}]}"#;
    assert_eq!(mask(Dialect::OpenAiChat, body), body);
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

/// Who lists all keys in what a tool gives back sees none of them answered but those that somebody said.
#[test]
fn a_result_with_all_keys_exposes_none() {
    let mapping: Vec<String> = (1..=999).map(|n| format!(r#""<PERSON_{n}>":"Zq{n}x""#)).collect();
    let given: PiiBody =
        serde_json::from_str(&format!(r#"{{"mapping":{{{}}}}}"#, mapping.join(","))).unwrap();
    let all: String = (1..=999).map(|n| format!("<PERSON_{n}>")).collect();
    for role in ["tool", "function"] {
        let body = format!(
            r#"{{"messages":[{{"role":"user","content":"Ask Zq7x"}},{{"role":"{role}","content":"{all}"}},{{"role":"{role}","content":["{all}"]}}]}}"#
        );
        let headers = given.parse(&Limits::default()).unwrap();
        let mut conversation = Conversation::builder().headers(headers).build().unwrap();
        let masked = conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap().body.into_owned();
        assert_eq!(masked, body.replace("Zq7x", "<PERSON_7>"));
        assert_eq!(conversation.unmasker().unmask(&all), all.replace("<PERSON_7>", "Zq7x"));
    }
}

/// Escapes of several kinds in one text, and a value that only two of them together hide.
#[test]
fn many_kinds_of_escapes_are_no_cover() {
    for text in [
        r#"{"log":"a\\nb &amp;amp; GET /s?x=1+1&q=%7B%22name%22%3A%22Zo%5Cu00eb+Quill%22%7D"}"#,
        r"=b+c\\n%5Cn&#92;n Zo%26euml; Quill",
        r"=b+%5C\u0026mp;&#37;20 Zo%25C3%25AB Quill",
        r"&mp;=b+%26mp; Zo\\u00eb Quill",
    ] {
        let mut conversation = builder(r#"{"<PERSON_1>":"Zoë Quill"}"#).build().unwrap();
        let body = serde_json::json!({ "messages": [{ "role": "user", "content": text }] }).to_string();
        let masked = conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap();
        assert!(masked.body.contains("<PERSON_1>"), "{}", masked.body);
    }
}

/// Where no spaces are allowed, other characters stand for them.
#[test]
fn the_name_of_a_participant_is_found_without_its_spaces() {
    for (name, expected) in [
        ("John_Doe", "PERSON_1"),
        ("john-doe", "PERSON_1"),
        ("JOHN_DOE_2", "PERSON_1_2"),
        ("Zo_-_Quill", "Zo_-_Quill"),
        ("Johnny_Doe", "Johnny_Doe"),
    ] {
        let mut conversation = builder(r#"{"<PERSON_1>":"John Doe"}"#).build().unwrap();
        let body = serde_json::json!({ "messages": [{ "role": "user", "name": name, "content": "Hi" }] })
            .to_string();
        let masked = conversation.mask_chat(Dialect::OpenAiChat, &body).unwrap();
        assert_eq!(masked.body, body.replace(name, expected));
    }
}

/// The model repeats what it has read in what a tool gave back, and clients send all of it again.
#[test]
fn an_echo_of_what_came_from_outside_exposes_nothing() {
    let echoes = [
        (
            Dialect::OpenAiChat,
            "messages",
            r#"{"role":"tool","tool_call_id":"1","content":"Call <PERSON_1>"}"#,
            &[
                r#"{"role":"assistant","content":"Sure: <PERSON_1>"}"#,
                r#"{"role":"assistant","content":[{"type":"text","text":"<PERSON_1>"}]}"#,
                r#"{"role":"assistant","tool_calls":[{"id":"2","type":"function","function":{"name":"f","arguments":"{\"a\":\"<PERSON_1>\"}"}}]}"#,
                r#"{"role":"assistant","reasoning_content":"<PERSON_1>"}"#,
            ][..],
        ),
        (
            Dialect::OpenAiResponses,
            "input",
            r#"{"type":"function_call_output","call_id":"1","output":"Call <PERSON_1>"}"#,
            &[
                r#"{"role":"assistant","content":"<PERSON_1>"}"#,
                r#"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"<PERSON_1>"}]}"#,
                r#"{"type":"function_call","call_id":"2","name":"f","arguments":"{\"a\":\"<PERSON_1>\"}"}"#,
                r#"{"type":"custom_tool_call","call_id":"2","name":"f","input":"<PERSON_1>"}"#,
                r#"{"type":"reasoning","summary":[{"type":"summary_text","text":"<PERSON_1>"}]}"#,
                r#"{"type":"shell_call","call_id":"2","action":{"commands":["echo <PERSON_1>"]}}"#,
            ],
        ),
        (
            Dialect::Anthropic,
            "messages",
            r#"{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"Call <PERSON_1>"}]}"#,
            &[
                r#"{"role":"assistant","content":"<PERSON_1>"}"#,
                r#"{"role":"assistant","content":[{"type":"text","text":"<PERSON_1>"}]}"#,
                r#"{"role":"assistant","content":[{"type":"tool_use","id":"2","name":"f","input":{"a":"<PERSON_1>"}}]}"#,
            ],
        ),
    ];
    let asked = r#"{"role":"user","content":"Who is <PERSON_1>?"}"#;
    let exposed = |dialect, list: &str, messages: &[&str]| {
        let mut conversation = builder(r#"{"<PERSON_1>":"Secret Name"}"#).build().unwrap();
        let body = format!(r#"{{"{list}":[{}]}}"#, messages.join(","));
        assert_eq!(conversation.mask_chat(dialect, &body).unwrap().body, body);
        conversation.unmasker().unmask("<PERSON_1>") == "Secret Name"
    };
    for (dialect, list, planted, echoes) in echoes {
        for echo in echoes {
            assert!(!exposed(dialect, list, &[planted, echo]), "{echo}");
            assert!(!exposed(dialect, list, &[echo, planted, echo]), "{echo}");
            // Nobody has put it there: the client knows what it sends.
            assert!(exposed(dialect, list, &[echo]), "{echo}");
            assert!(exposed(dialect, list, &[planted, echo, asked]), "{echo}");

            // What came from outside is not sent again; the conversation went on, or comes from a store.
            let body = |messages: &[&str]| format!(r#"{{"{list}":[{}]}}"#, messages.join(","));
            let mut first = builder(r#"{"<PERSON_1>":"Secret Name"}"#).build().unwrap();
            first.mask_chat(dialect, &body(&[planted])).unwrap();
            let stored = serde_json::to_string(&first.state()).unwrap();
            let stored: ConversationState = serde_json::from_str(&stored).unwrap();
            let mut second = Conversation::builder().state(stored).build().unwrap();
            for conversation in [&mut first, &mut second] {
                conversation.begin_turn(&PiiHeaders::default()).unwrap();
                conversation.mask_chat(dialect, &body(&[echo])).unwrap();
                assert_eq!(conversation.unmasker().unmask("<PERSON_1>"), "<PERSON_1>", "{echo}");
                conversation.mask_chat(dialect, &body(&[echo, asked])).unwrap();
                assert_eq!(conversation.unmasker().unmask("<PERSON_1>"), "Secret Name", "{echo}");
            }
        }
    }
}

/// Whatever kind of call it is: its results are from outside, and what they refer to is not answered.
#[test]
fn results_of_any_call_expose_nothing() {
    for field in [
        r#""results":[{"text":"<PERSON_1>"}]"#,
        r#""results":[{"filename":"<PERSON_1>","attributes":{"a":"<PERSON_1>"}}]"#,
        r#""output":"<PERSON_1>""#,
        r#""error":"<PERSON_1>""#,
    ] {
        for call in ["web_search_call", "file_search_call", "some_new_call"] {
            let body = format!(
                r#"{{"input":[{{"role":"user","content":"Hi"}},{{"type":"{call}","id":"w",{field}}}]}}"#
            );
            let mut conversation = builder(TWO).build().unwrap();
            conversation.mask_chat(Dialect::OpenAiResponses, &body).unwrap();
            assert_eq!(conversation.unmasker().unmask("<PERSON_1>"), "<PERSON_1>", "{body}");
        }
    }
}
