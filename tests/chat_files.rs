//! Images, sounds and files in requests, and what only looks like one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/payloads.rs"]
mod payloads;

use payloads::{TWO, builder, mask, mask_with, nothing_leaks};
use pii_mask::*;

/// Where media may pass, words beside them do not.
#[test]
fn words_beside_media() {
    let part = r#"{"type":"image_url","image_url":{"url":"https://x.example/a.png","alt":"John Doe"},"note":"data:31612345678"}"#;
    let body = format!(r#"{{"messages":[{{"role":"user","content":[{part}]}}]}}"#);
    let masked = mask_with(ChatPolicy::new().media(Media::Pass), Dialect::OpenAiChat, &body);
    assert_eq!(masked, body.replace("John Doe", "<PERSON_1>").replace("31612345678", "<PHONE_1>"));
    let part = r#"{"type":"image_url","image_url":{"url":"https://x.example/John%20Doe.png","detail":"John Doe","John Doe":31612345678}}"#;
    let body = format!(r#"{{"messages":[{{"role":"user","content":[{part}]}}]}}"#);
    let masked = mask_with(ChatPolicy::new().media(Media::Pass), Dialect::OpenAiChat, &body);
    assert!(masked.contains(r#""detail":"John Doe","<PERSON_1>":"<PHONE_1>""#), "{masked}");
}

/// A file in a string of JSON that nobody knows.
#[test]
fn data_in_a_string_of_json() {
    for new in [r#"{\"a\":\"data:,John Doe\"}"#, r#"[\"data:text/plain,31612345678\"]"#] {
        let body = format!(r#"{{"new":"{new}","messages":[{{"role":"user","content":"x"}}]}}"#);
        nothing_leaks(&mask(Dialect::OpenAiChat, &body));
    }
}

/// What looks like a file where no table knows one may pass: no word in it does.
#[test]
fn words_that_look_like_a_file() {
    let list =
        |separator: &str| [&["alpha"; 60], &["31612345678"; 1][..], &["beta"; 60]].concat().join(separator);
    let files =
        ["data:John Doe,31612345678", "data:,31612345678", "data:text/plain,31612345678"].map(str::to_owned);
    for file in ["\n", "-", "/", "\r\n"].map(list).iter().chain(&files) {
        let body = serde_json::json!({"messages": [
            {"role": "user", "content": [{"type": "context", "names": file}]},
        ], "words": file});
        for media in [Media::Warn, Media::Pass] {
            nothing_leaks(&mask_with(ChatPolicy::new().media(media), Dialect::OpenAiChat, &body.to_string()));
        }
    }
}

/// What a tool answers may be called as a part is, and be none.
#[test]
fn results_that_look_like_parts() {
    let result = r#"[{"type":"video","John Doe":1,"url":"https://v.example/John"},{"type":"image","title":"John Doe","n":31612345678},{"type":"text","José":"x"},{"type":"document","by":["José"]},{"type":"refusal","John Doe":[]}]"#;
    for (dialect, body) in [
        (Dialect::OpenAiChat, r#"{"messages":[{"role":"tool","tool_call_id":"1","content":RESULT}]}"#),
        (
            Dialect::OpenAiResponses,
            r#"{"input":[{"type":"function_call_output","call_id":"1","output":RESULT}]}"#,
        ),
        (
            Dialect::Anthropic,
            r#"{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":RESULT}]}]}"#,
        ),
    ] {
        let masked = mask(dialect, &body.replace("RESULT", result));
        nothing_leaks(&masked.replace("v.example/John", ""));
        assert!(masked.contains(r#""<PERSON_1>":1"#) && masked.contains(r#""<PERSON_2>":"x""#), "{masked}");
    }
    // Files are refused all the same.
    for part in [
        r#"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}"#,
        r#"{"type":"image_url","image_url":{"url":"https://v.example/1.png"}}"#,
    ] {
        let body = format!(r#"{{"messages":[{{"role":"tool","tool_call_id":"1","content":[{part}]}}]}}"#);
        let error = builder(TWO).build().unwrap().mask_chat(Dialect::OpenAiChat, &body).unwrap_err();
        assert_eq!(error.code(), "content_part_unsupported");
    }
}

/// Some clients write all members a part may have, and nothing in most of them.
#[test]
fn a_file_that_is_not_there() {
    let part = r#"{"type":"text","text":"a","image_url":"","video":false,"input_audio":null}"#;
    let body = format!(r#"{{"messages":[{{"role":"user","content":[{part}]}}]}}"#);
    assert_eq!(mask(Dialect::OpenAiChat, &body), body);
}
