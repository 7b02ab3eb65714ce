//! Chat payloads and replies as attackers would write them and as unlucky clients and servers do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::{TWO, builder, mask, mask_with, nothing_leaks};
use pii_mask::*;

fn refusal(dialect: Dialect, body: &str) -> (&'static str, Option<String>) {
    let error = builder(TWO).build().unwrap().mask_chat(dialect, body).unwrap_err();
    (error.code(), error.param())
}

fn unmasker() -> Unmasker {
    payloads::unmasker(TWO)
}

fn streamed(dialect: Dialect, sse: &str) -> String {
    payloads::streamed(&unmasker(), dialect, sse)
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
        r#"{"messages":[{"role":"user","content":"x"}],"Zaphod":{"Zaphod":"data:,Zaphod"}}"#.to_owned(),
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

/// A limit that docs/contract.md tells: what is replaced in a text as it is written is no end of a word in
/// it as it is read. Where this fails because nothing is left, the contract can promise more.
#[test]
fn the_escaped_half_of_a_word() {
    let body = r#"{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{ John Doe\\u004aohn Doe"}}]}]}"#;
    assert_eq!(mask(Dialect::OpenAiChat, body), body.replace("John Doe", "<PERSON_1>"));
    // With anything between them, both are found.
    let body = body.replace("Doe\\\\u004a", "Doe \\\\u004a");
    nothing_leaks(&mask(Dialect::OpenAiChat, &body));
    assert!(!mask(Dialect::OpenAiChat, &body).contains("ohn"));
}

/// A tail says again where it belongs; not so often that a reply grows out of all proportion.
#[test]
fn tails_do_not_multiply_what_is_around_them() {
    let choices: Vec<String> =
        (0..3000).map(|n| format!(r#"{{"index":{n},"delta":{{"content":"a <"}}}}"#)).collect();
    let choices = choices.join(",");
    let long = "e".repeat(100_000);
    let members: String =
        (0..40).map(|n| format!(r#""{}{n}":"{}","#, "n".repeat(200), "v".repeat(200))).collect();
    for said in [
        format!("event: {long}\ndata: {{\"choices\":[{choices}]}}\n\n"),
        format!("data: {{\"{long}\":1,\"choices\":[{choices}]}}\n\n"),
        format!("data: {{{members}\"choices\":[{choices}]}}\n\n"),
    ] {
        let out = streamed(Dialect::OpenAiChat, &said);
        assert!(out.len() < 4 * said.len() + 100_000, "{} of {}", out.len(), said.len());
        assert_eq!(out.matches('<').count(), 3000);
    }
}

/// Sounds, films and files have a name of their own with each server.
#[test]
fn files_of_other_servers_are_refused() {
    for (dialect, part, place) in [
        (
            Dialect::OpenAiChat,
            r#"{"type":"audio_url","audio_url":{"url":"https://h/john.wav"}}"#,
            "audio_url",
        ),
        (
            Dialect::OpenAiChat,
            r#"{"type":"video_url","video_url":{"url":"https://h/john.mp4"}}"#,
            "video_url",
        ),
        (
            Dialect::OpenAiChat,
            r#"{"type":"document_url","document_url":"https://h/john.pdf"}"#,
            "document_url",
        ),
        (Dialect::OpenAiChat, r#"{"type":"image","image":"https://h/john.png"}"#, "image"),
        (Dialect::OpenAiChat, r#"{"type":"image","image":{"url":"https://h/john.png"}}"#, "image"),
        (Dialect::OpenAiChat, r#"{"type":"image","url":"https://h/john.png"}"#, "url"),
        (
            Dialect::OpenAiChat,
            r#"{"type":"image","source":{"type":"url","url":"https://h/a.png"}}"#,
            "source",
        ),
        (
            Dialect::OpenAiChat,
            r#"{"type":"audio","audio":{"data":"UklGRiQAAABXQVZF","format":"wav"}}"#,
            "audio",
        ),
        (Dialect::OpenAiChat, r#"{"type":"video","video":["https://h/1.png"]}"#, "video"),
        (Dialect::OpenAiChat, r#"{"type":"file","file_id":"file-1"}"#, "file_id"),
        (Dialect::OpenAiChat, r#"{"type":"file","file":{"file_url":"https://h/john.pdf"}}"#, "file/file_url"),
        (Dialect::OpenAiChat, r#"{"type":"image_embeds","image_embeds":"QUJD"}"#, "image_embeds"),
        (Dialect::OpenAiChat, r#"{"type":"video","url":"https://h/john.mp4"}"#, "url"),
        (Dialect::OpenAiChat, r#"{"type":"file","file":{"url":"https://h/john.pdf"}}"#, "file/url"),
        (Dialect::OpenAiChat, r#"{"type":"image_file","image_file":{"file_id":"f"}}"#, "image_file"),
        (
            Dialect::OpenAiResponses,
            r#"{"type":"document_url","document_url":"https://h/j.pdf"}"#,
            "document_url",
        ),
        (
            Dialect::Anthropic,
            r#"{"type":"image2","source":{"type":"s3","s3_uri":"s3://h/j"}}"#,
            "source/s3_uri",
        ),
        (Dialect::OpenAiResponses, r#"{"type":"input_video","video_url":"https://h/john.mp4"}"#, "video_url"),
        (Dialect::OpenAiResponses, r#"{"type":"input_audio","audio_url":"https://h/john.mp3"}"#, "audio_url"),
        (
            Dialect::Anthropic,
            r#"{"type":"document","source":{"type":"gcs","uri":"gs://h/john.pdf"}}"#,
            "source/uri",
        ),
        (
            Dialect::Anthropic,
            r#"{"type":"document","source":{"type":"new","url":"https://h/john.pdf"}}"#,
            "source/url",
        ),
        (Dialect::Anthropic, r#"{"type":"audio","source":{"data":"UklGRiQAAABXQVZF"}}"#, "source/data"),
        (
            Dialect::Anthropic,
            r#"{"type":"tool_result","tool_use_id":"1","content":[{"type":"document","source":{"type":"gcs","uri":"gs://h/john.pdf"}}]}"#,
            "content/0/source/uri",
        ),
    ] {
        let list = if dialect == Dialect::OpenAiResponses { "input" } else { "messages" };
        for role in ["user", "assistant"] {
            let body = format!(r#"{{"{list}":[{{"role":"{role}","content":[{part}]}}]}}"#);
            let expected = Some(format!("/{list}/0/content/0/{place}"));
            assert_eq!(refusal(dialect, &body), ("content_part_unsupported", expected), "{part}");
            let passing = mask_with(ChatPolicy::new().media(Media::Pass), dialect, &body);
            assert_eq!(passing, body);
        }
    }
    // What a tool gave back.
    let body = r#"{"messages":[{"role":"tool","tool_call_id":"1","content":[{"type":"audio_url","audio_url":{"url":"https://h/john.wav"}}]}]}"#;
    assert_eq!(refusal(Dialect::OpenAiChat, body).0, "content_part_unsupported");
    // Words are no files.
    let body = r#"{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"John Doe"}}]}]}"#;
    assert_eq!(mask(Dialect::Anthropic, body), body.replace("John Doe", "<PERSON_1>"));
}

/// A reply with a member that is there twice is refused, and the error says so.
#[test]
fn a_reply_with_a_member_twice_is_refused() {
    let reply = r#"{"choices":[{"message":{"content":"<PERSON_1>","content":"x"}}]}"#;
    let message = "reply is no JSON at byte 47: malformed, a member twice, or nested too deep";
    let error = unmasker().unmask_chat(Dialect::OpenAiChat, reply).unwrap_err();
    assert_eq!((error.code(), error.status()), ("upstream_protocol_error", 502));
    assert_eq!(error.to_string(), message);
    let mut stream = unmasker().chat_stream(Dialect::OpenAiChat);
    let error = stream.push(format!("data: {reply}\n\n").as_bytes(), &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), message);
}
