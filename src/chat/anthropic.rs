//! Anthropic Messages: `POST /v1/messages`.

use std::collections::BTreeSet;

use super::rules::{Holds, Table, foreign, rule};
use super::schema::SCHEMA;
use super::{Ends, Form, Json};

/// The dialect.
pub(super) static FORM: Form = Form {
    request: &REQUEST,
    reply: &REPLY,
    event: &EVENT,
    messages: "messages",
    short: false,
    roles: &["user", "assistant", "system"],
    text_part: "text",
    order: &["system", "messages", "tools"],
    ends,
};

/// Blocks are stopped one by one; the message, and an error, stop all.
fn ends(json: &Json<'_>) -> Ends {
    let all = ["message_delta", "message_stop", "error"];
    if json.is_type("content_block_stop") {
        Ends::In([json.own_numbers()].into())
    } else if all.iter().any(|name| json.is_type(name)) {
        Ends::All
    } else {
        Ends::In(BTreeSet::new())
    }
}

/// What is sent.
pub(super) static REQUEST: Table = Table(&[
    rule("anthropic_beta", Holds::Word),
    rule("cache_control", Holds::Word),
    rule("container", Holds::Word),
    rule("context_management", Holds::Word),
    rule("inference_geo", Holds::Word),
    rule("mcp_servers[].authorization_token", Holds::Word),
    rule("mcp_servers[].name", Holds::Word),
    rule("mcp_servers[].tool_configuration", Holds::Word),
    rule("mcp_servers[].type", Holds::Word),
    rule("mcp_servers[].url", Holds::Text),
    rule("messages[].content", Holds::Text),
    rule("messages[].content[]", Holds::As(&BLOCK)),
    rule("messages[].role", Holds::Word),
    rule("metadata.user_id", Holds::UserId),
    rule("model", Holds::Word),
    rule("output_config.effort", Holds::Word),
    rule("output_config.format.schema", Holds::As(&SCHEMA)),
    rule("output_config.format.type", Holds::Word),
    rule("output_format.schema", Holds::As(&SCHEMA)),
    rule("output_format.type", Holds::Word),
    rule("service_tier", Holds::Word),
    rule("speed", Holds::Word),
    rule("stop_sequences[]", Holds::Text),
    rule("system", Holds::Text),
    rule("system[]", Holds::As(&BLOCK)),
    rule("thinking", Holds::Word),
    rule("thread", Holds::Word),
    rule("tool_choice", Holds::Word),
    rule("tools[].allowed_callers", Holds::Word),
    rule("tools[].allowed_domains[]", Holds::Text),
    rule("tools[].blocked_domains[]", Holds::Text),
    rule("tools[].cache_control", Holds::Word),
    rule("tools[].description", Holds::Text),
    rule("tools[].input_examples", Holds::Free),
    rule("tools[].input_schema", Holds::As(&SCHEMA)),
    rule("tools[].mcp_server_name", Holds::Word),
    rule("tools[].model", Holds::Word),
    rule("tools[].name", Holds::Word),
    rule("tools[].type", Holds::Word),
    rule("tools[].user_location", Holds::UserLocation),
]);

/// A block of content, at any depth.
static BLOCK: Table = Table(&[
    rule("[type=container_upload].file_id", Holds::Media),
    foreign("[type=document]", Holds::Text),
    rule("[type=document].citations", Holds::Word),
    rule("[type=image].source", Holds::Media),
    foreign("[type=mcp_tool_result]", Holds::Text),
    foreign("[type=mcp_tool_result].content", Holds::Result),
    foreign("[type=mcp_tool_result].content[].text", Holds::Result),
    rule("[type=mcp_tool_use].name", Holds::Word),
    rule("[type=redacted_thinking].data", Holds::Word),
    foreign("[type=search_result]", Holds::Text),
    rule("[type=search_result].citations", Holds::Word),
    rule("[type=server_tool_use].name", Holds::Word),
    rule("[type=thinking].thinking", Holds::Word),
    foreign("[type=tool_result]", Holds::Text),
    foreign("[type=tool_result].content", Holds::Result),
    foreign("[type=tool_result].content[].text", Holds::Result),
    rule("[type=tool_use].name", Holds::Word),
    foreign("[type=web_search_tool_result]", Holds::Text),
    foreign("[type=web_fetch_tool_result]", Holds::Text),
    foreign("[type=code_execution_tool_result]", Holds::Text),
    foreign("[type=bash_code_execution_tool_result]", Holds::Text),
    foreign("[type=text_editor_code_execution_tool_result]", Holds::Text),
    foreign("[type=tool_search_tool_result]", Holds::Text),
    rule("cache_control", Holds::Word),
    rule("caller", Holds::Word),
    rule("citations[].cited_text", Holds::Text),
    rule("citations[].document_title", Holds::Text),
    rule("citations[].encrypted_index", Holds::Word),
    rule("citations[].file_id", Holds::Word),
    rule("citations[].source", Holds::Text),
    rule("citations[].title", Holds::Text),
    rule("citations[].type", Holds::Word),
    rule("citations[].url", Holds::Text),
    rule("content", Holds::As(&BLOCK)),
    rule("content[]", Holds::As(&BLOCK)),
    rule("context", Holds::Text),
    rule("encrypted_content", Holds::Word),
    rule("encrypted_stdout", Holds::Word),
    rule("error_code", Holds::Word),
    rule("file_id", Holds::Word),
    rule("id", Holds::Word),
    rule("input", Holds::Free),
    rule("page_age", Holds::Word),
    rule("server_name", Holds::Word),
    rule("signature", Holds::Word),
    rule("source", Holds::Text),
    rule("source.content", Holds::Text),
    rule("source.content[]", Holds::As(&BLOCK)),
    rule("source.media_type", Holds::Word),
    rule("source.type", Holds::Word),
    rule("source[type=base64].data", Holds::Media),
    rule("source[type=file].file_id", Holds::Media),
    rule("source[type=text].data", Holds::Text),
    rule("source[type=url].url", Holds::Media),
    rule("stderr", Holds::Text),
    rule("stdout", Holds::Text),
    rule("text", Holds::Text),
    rule("title", Holds::Text),
    rule("tool_name", Holds::Word),
    rule("tool_use_id", Holds::Word),
    rule("type", Holds::Word),
    rule("url", Holds::Text),
]);

/// What is answered, whole.
pub(super) static REPLY: Table = Table(&[
    rule("content[]", Holds::As(&ANSWER)),
    rule("error.message", Holds::Text),
    rule("stop_details.explanation", Holds::Text),
    rule("stop_sequence", Holds::Text),
]);

/// What is answered, piece by piece.
pub(super) static EVENT: Table = Table(&[
    rule("content_block", Holds::As(&ANSWER)),
    rule("delta[type=citations_delta].citation", Holds::As(&CITATION)),
    rule("delta[type=input_json_delta].partial_json", Holds::JsonPiece),
    rule("delta.stop_details.explanation", Holds::Text),
    rule("delta.stop_sequence", Holds::Text),
    rule("delta[type=text_delta].text", Holds::Piece),
    rule("error.message", Holds::Text),
    rule("message.content[]", Holds::As(&ANSWER)),
]);

static ANSWER: Table = Table(&[
    rule("[type=bash_code_execution_tool_result].content", Holds::As(&OUTPUT)),
    rule("[type=code_execution_tool_result].content", Holds::As(&OUTPUT)),
    rule("[type=mcp_tool_result].content", Holds::Text),
    rule("[type=mcp_tool_result].content[].text", Holds::Text),
    rule("[type=mcp_tool_use].input", Holds::Free),
    rule("[type=server_tool_use].input", Holds::Free),
    rule("[type=text].citations[]", Holds::As(&CITATION)),
    rule("[type=text].text", Holds::Text),
    rule("[type=text_editor_code_execution_tool_result].content", Holds::As(&OUTPUT)),
    rule("[type=tool_use].input", Holds::Free),
    rule("[type=web_fetch_tool_result].content.content.source[type=text].data", Holds::Text),
    rule("[type=web_fetch_tool_result].content.content.title", Holds::Text),
    rule("[type=web_search_tool_result].content[].title", Holds::Text),
]);

/// What a tool of the provider printed.
static OUTPUT: Table = Table(&[
    rule("content", Holds::Text),
    rule("lines[]", Holds::Text),
    rule("stderr", Holds::Text),
    rule("stdout", Holds::Text),
]);

static CITATION: Table = Table(&[
    rule("cited_text", Holds::Text),
    rule("document_title", Holds::Text),
    rule("source", Holds::Text),
    rule("title", Holds::Text),
]);
