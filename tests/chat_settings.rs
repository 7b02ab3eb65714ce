//! Numbers that are settings stay numbers, whatever is known; and what a table names comes back.

#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/turns.rs"]
mod turns;

use pii_mask::Dialect;
use turns::{EXPLICIT, start};

#[test]
fn numbers_that_are_settings() {
    for item in [
        r#"{"type":"computer_call","call_id":"c","action":{"type":"drag","path":[{"x":4711,"y":4711}]}}"#,
        r#"{"type":"computer_call","call_id":"c","action":{"type":"click","button":"left","x":4711,"y":4711}}"#,
        r#"{"type":"shell_call_output","call_id":"c","max_output_length":4711,"output":[]}"#,
        r#"{"type":"shell_call","call_id":"c","action":{"commands":["ls"],"max_output_length":4711}}"#,
    ] {
        let body = format!(r#"{{"input":[{{"role":"user","content":"hi"}},{item}]}}"#);
        let mut conversation = start(&[(EXPLICIT, r#"{"<PIN_1>":"4711"}"#)]);
        assert_eq!(conversation.mask_chat(Dialect::OpenAiResponses, &body).unwrap().body, body);
    }
}

#[test]
fn what_is_masked_comes_back() {
    let responses = [
        r#"{"type":"code_interpreter_call","id":"c","code":"x","outputs":[{"type":"image","url":"John Doe"}]}"#,
        r#"{"type":"mcp_list_tools","id":"m","server_label":"s","tools":[{"name":"t","annotations":{"title":"John Doe"}}]}"#,
    ];
    let anthropic = r#"{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","url":"u","title":"John Doe","encrypted_content":"e","page_age":"John Doe"}]}"#;
    let replies = responses.map(|item| (Dialect::OpenAiResponses, format!(r#"{{"output":[{item}]}}"#)));
    let anthropic = (Dialect::Anthropic, format!(r#"{{"type":"message","content":[{anthropic}]}}"#));
    for (dialect, reply) in replies.into_iter().chain([anthropic]) {
        let mut conversation = start(&[(EXPLICIT, r#"{"<PERSON_1>":"John Doe"}"#)]);
        conversation.mask("John Doe").unwrap();
        let masked = reply.replace("John Doe", "<PERSON_1>");
        assert_eq!(conversation.unmasker().unmask_chat(dialect, &masked).unwrap().body, reply);
    }
}
