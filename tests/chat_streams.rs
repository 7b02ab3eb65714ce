//! Streamed replies as unlucky servers write them, and as somebody writes them who wants to see data.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::{content, sse};
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

fn whole(dialect: Dialect, reply: &str) -> String {
    unmasker().unmask_chat(dialect, reply).unwrap().body.into_owned()
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
    // Also where something of the text must change.
    let sent = sse(&[delta(r"\ud83d"), delta(r"\ude00 <"), delta(r"PERSON_1> \ud83d\ud83d \u00eb")]);
    let out = streamed(Dialect::OpenAiChat, &sent);
    let expected = sse(&[delta(r"\ud83d"), delta(r"\ude00 "), delta(r"Zoë Quill \ud83d\ud83d ë")]);
    assert_eq!(out, expected);
    let reply = |text: &str, more: &str| {
        format!(
            r#"{{"content":[{{"type":"text","text":"{text}{more}"}},{{"type":"tool_use","input":{{"a":"\udE00","b":"{text}"}}}}]}}"#
        )
    };
    let whole = |more: &str| whole(Dialect::Anthropic, &reply("<PERSON_1>", more));
    assert_eq!(whole(r"\udC00\n"), reply("Zoë Quill", r"\udc00\n"));
    // Beside characters that stand for halves elsewhere there is nothing to stand for one.
    for stand_in in ["\u{10d83d}", r"\udbf6\udc3d"] {
        assert_eq!(whole(&format!("{stand_in}\\ud83d")), reply("Zoë Quill", "\u{10d83d}\u{10d83d}"));
    }
    // What is sent must be read by all in the same way.
    let mut conversation = Conversation::builder().build().unwrap();
    let body = r#"{"messages":[{"role":"user","content":"\ud83d"}]}"#;
    assert_eq!(conversation.mask_chat(Dialect::OpenAiChat, body).unwrap_err().code(), "body_json_invalid");
}

/// What does not come in pieces is counted as well; what is said again, once.
#[test]
fn reports_count_what_is_no_piece() {
    let report = |dialect: Dialect, events: &[&str]| {
        let mut stream = payloads::unmasker(MAPPING).chat_stream(dialect);
        let mut out = Vec::new();
        stream.push(sse(events).as_bytes(), &mut out).unwrap();
        let report = stream.finish(&mut out).unwrap();
        (report.restored, report.unknown)
    };
    let text = "Hi <PERSON_9> <PERSON_1>";
    let part = format!(r#"{{"type":"output_text","text":"{text}"}}"#);
    let item = format!(r#"{{"type":"message","id":"m","content":[{part}]}}"#);
    let completed = format!(r#"{{"type":"response.completed","response":{{"output":[{item}]}}}}"#);
    let done = format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{item}}}"#);
    let place = r#""output_index":0,"content_index":0"#;
    let delta = format!(r#"{{"type":"response.output_text.delta",{place},"delta":"{text}"}}"#);
    let all = format!(r#"{{"type":"response.output_text.done",{place},"text":"{text}"}}"#);
    for events in [vec![&completed], vec![&done, &completed], vec![&delta, &all, &done, &completed]] {
        let events: Vec<&str> = events.into_iter().map(String::as_str).collect();
        assert_eq!(report(Dialect::OpenAiResponses, &events), (1, 1), "{events:?}");
    }
    let message =
        format!(r#"{{"choices":[{{"index":0,"message":{{"role":"assistant","content":"{text}"}}}}]}}"#);
    assert_eq!(report(Dialect::OpenAiChat, &[&message]), (1, 1));
    assert_eq!(report(Dialect::OpenAiChat, &[&content(text, "null"), &message]), (1, 1));
    let error = format!(r#"{{"type":"error","error":{{"type":"x","message":"{text}"}}}}"#);
    assert_eq!(report(Dialect::Anthropic, &[&error]), (1, 1));
    let cited = r#"{"type":"citations_delta","citation":{"type":"page_location","cited_text":"<PERSON_1>"}}"#;
    let cited = format!(r#"{{"type":"content_block_delta","index":0,"delta":{cited}}}"#);
    let said = format!(
        r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
    );
    assert_eq!(report(Dialect::Anthropic, &[&said, &cited]), (2, 1));
}

/// Some servers send a text as a string and as a list of parts, by turns: it is one text.
#[test]
fn a_text_may_change_its_form() {
    let parts = |text: &str| {
        format!(r#"{{"choices":[{{"index":0,"delta":{{"content":[{{"type":"text","text":"{text}"}}]}}}}]}}"#)
    };
    let content = |text: &str| content(text, "null");
    let out = streamed(Dialect::OpenAiChat, &sse(&[content("a <PER"), parts("SON_1> b <"), content("c")]));
    assert_eq!(out, sse(&[content("a "), parts("Zoë Quill b "), content("<c")]));
    let two = |a: &str, b: &str| {
        format!(
            r#"{{"choices":[{{"index":0,"delta":{{"content":[{{"type":"text","text":"{a}"}},{{"type":"text","text":"{b}"}}]}}}}]}}"#
        )
    };
    let bare =
        |a: &str, b: &str| format!(r#"{{"choices":[{{"index":0,"delta":{{"content":["{a}","{b}"]}}}}]}}"#);
    let said = [bare("a ", "b <"), content("c"), bare("d <PER", "SON_1> <PERS"), parts("ON_1>")];
    let out = streamed(Dialect::OpenAiChat, &sse(&said));
    let expected = [bare("a ", "b "), content("<c"), bare("d ", "Zoë Quill "), parts("Zoë Quill")];
    assert_eq!(out, sse(&expected));
    // A tail stands where it stood, without a number.
    let thought = r#"{"type":"thinking","thinking":"x"},"#;
    let said = parts("Hi <PERS").replace(r#"[{"type":"text""#, &format!(r#"[{thought}{{"type":"text""#));
    let out = streamed(Dialect::OpenAiChat, &sse(&[said.as_str()]));
    assert_eq!(out, sse(&[said.replace("<PERS", ""), parts("<PERS")]));
    // What comes from outside is no part of it.
    let outside = |text: &str| parts(text).replace(r#""text","text""#, r#""tool_result","text""#);
    let said = [parts("a <PERS"), outside("ON_1> b")];
    let out = streamed(Dialect::OpenAiChat, &sse(&said));
    assert_eq!(out, sse(&[parts("a "), outside("ON_1> b"), parts("<PERS")]));
    let out = streamed(Dialect::OpenAiChat, &sse(&[two("a <PER", "SON_1> <PER"), parts("SON_1>")]));
    assert_eq!(out, sse(&[two("a ", "Zoë Quill "), parts("Zoë Quill")]));
}

/// What it thinks, in a list or not, and what it refuses are other texts than what it says.
#[test]
fn other_parts_of_a_list_are_other_texts() {
    let delta = |content: String| format!(r#"{{"choices":[{{"index":0,"delta":{{"content":{content}}}}}]}}"#);
    let nested = |text: &str| {
        delta(format!(r#"[{{"type":"thinking","thinking":[{{"type":"text","text":"{text}"}}]}}]"#))
    };
    let plain = |text: &str| delta(format!(r#"[{{"type":"thinking","thinking":"{text}"}}]"#));
    let refusal = |text: &str| delta(format!(r#"[{{"type":"refusal","refusal":"{text}"}}]"#));
    let said = |text: &str| content(text, "null");
    let streamed = |dialect, sse: &str| payloads::streamed(&payloads::unmasker(MAPPING), dialect, sse);
    let others: [&dyn Fn(&str) -> String; 3] = [&nested, &plain, &refusal];
    for other in others {
        let out = streamed(Dialect::OpenAiChat, &sse(&[other("is a <"), said("b")]));
        assert_eq!(out, sse(&[other("is a "), said("b"), other("<")]));
        let out = streamed(Dialect::OpenAiChat, &sse(&[said("Hi <PERS"), other("hm <PERS"), said("ON_1>!")]));
        assert_eq!(out, sse(&[said("Hi "), other("hm "), said("Zoë Quill!"), other("<PERS")]));
        // JSON is told where the answer begins.
        let json = |name: &str| said(&format!(r#"{{"a":"{name}"}}"#));
        let out = streamed(Dialect::OpenAiChat, &sse(&[other("hm"), json("<PERSON_2>")]));
        assert_eq!(out, sse(&[other("hm"), json(r#"Bob \"JD\" Roe"#)]));
    }
}

/// A character whose halves come in two pieces is one.
#[test]
fn a_character_cut_in_two_is_counted_once() {
    let delta = |text: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{text}"}}"#
        )
    };
    let cited = |from: usize, to: usize| {
        format!(
            r#"{{"type":"response.output_text.annotation.added","output_index":0,"content_index":0,"annotation":{{"start_index":{from},"end_index":{to}}}}}"#
        )
    };
    for (pieces, restored, masked, moved) in [
        ([r"\ud83d", r"\ude00<PERSON_1> x"], [r"\ud83d", r"\ude00Zoë Quill x"], (1, 11), (1, 10)),
        ([r"\ud83d", r"\ude00<PERSON_1> x"], [r"\ud83d", r"\ude00Zoë Quill x"], (12, 13), (11, 12)),
        // Halves that make no pair.
        ([r"\ude00\ud83d", r"\ud83d<PERSON_1>"], [r"\ude00\ud83d", r"\ud83dZoë Quill"], (3, 13), (3, 12)),
        // Here both come at once.
        ([r"<PERSON_1>\ud83d", r"\ude00 x"], [r"Zoë Quill\ud83d", r"\ude00 x"], (12, 13), (11, 12)),
    ] {
        let said = sse(&[delta(pieces[0]), delta(pieces[1]), cited(masked.0, masked.1)]);
        let expected = sse(&[delta(restored[0]), delta(restored[1]), cited(moved.0, moved.1)]);
        assert_eq!(streamed(Dialect::OpenAiResponses, &said), expected);
    }
    let chat = |delta: &str| format!(r#"{{"choices":[{{"index":0,"delta":{{{delta}}}}}]}}"#);
    let cited = |from: usize, to: usize| {
        chat(&format!(
            r#""annotations":[{{"type":"url_citation","url_citation":{{"start_index":{from},"end_index":{to}}}}}]"#
        ))
    };
    let said = |name: &str| [chat(r#""content":"\ud83d""#), chat(&format!(r#""content":"\ude00{name}""#))];
    let [first, second] = said("<PERSON_1>");
    let [_, restored] = said("Zoë Quill");
    let out = streamed(Dialect::OpenAiChat, &sse(&[&first, &second, &cited(1, 11)]));
    assert_eq!(out, sse(&[&first, &restored, &cited(1, 10)]));
}
