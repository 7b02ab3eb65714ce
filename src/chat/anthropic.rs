//! Anthropic Messages: `POST /v1/messages`.

use std::collections::BTreeSet;

use super::rules::{Holds, Part, Root, Table, foreign, rule, said};
use super::schema::SCHEMA;
use super::{Ends, Form, Items, Json, Numbers};

/// The dialect.
pub(super) static FORM: Form = Form {
    request: Root::of(&REQUEST),
    reply: Root::of(&REPLY),
    event: Root::of(&EVENT),
    messages: "messages",
    short: None,
    roles: &["user", "assistant", "system"],
    silent: "assistant",
    content: "content",
    text_part: "text",
    order: &["system", "messages", "tools"],
    answer: 0,
    repeats: None,
    counter: None,
    padding: None,
    numbers,
    ends,
};

/// That of the block.
fn numbers(json: &Json<'_>, _: &mut Items) -> Numbers {
    json.number(json.root(), "index").into_iter().fold(Numbers::default(), Numbers::and)
}

/// Blocks are stopped one by one; the message, and an error, stop all.
fn ends(json: &Json<'_>, numbers: Numbers) -> Ends {
    let all = ["message_delta", "message_stop", "error"];
    if json.is_type("content_block_stop") {
        Ends::In([numbers].into())
    } else if all.iter().any(|name| json.is_type(name)) {
        Ends::All
    } else {
        Ends::In(BTreeSet::new())
    }
}

/// Parts of what came of a call.
const PARTS: &[Part] = &[
    ("text", &["text"]),
    ("image", &["source"]),
    ("document", &["source"]),
    ("search_result", &["content"]),
    ("tool_reference", &["tool_name"]),
];

/// What is sent.
pub(super) static REQUEST: Table = Table(&[
    rule("anthropic_beta[]", Holds::Word),
    rule("betas[]", Holds::Word),
    rule("billing_policy.bill_to", Holds::Word),
    rule("billing_policy.type", Holds::Word),
    rule("cache_control", Holds::As(&CACHE)),
    rule("compaction.type", Holds::Word),
    rule("container", Holds::Word),
    rule("container.id", Holds::Word),
    rule("container.skills[].skill_id", Holds::Word),
    rule("container.skills[].type", Holds::Word),
    rule("container.skills[].version", Holds::Word),
    rule("context_management.edits[].clear_at_least.type", Holds::Word),
    rule("context_management.edits[].clear_tool_inputs[]", Holds::Word),
    rule("context_management.edits[].exclude_tools[]", Holds::Word),
    rule("context_management.edits[].instructions", Holds::Text),
    rule("context_management.edits[].keep", Holds::Word),
    rule("context_management.edits[].keep.type", Holds::Word),
    rule("context_management.edits[].trigger.type", Holds::Word),
    rule("context_management.edits[].type", Holds::Word),
    rule("diagnostics.previous_message_id", Holds::Word),
    rule("fallback_credit_token", Holds::Word),
    rule("fallback_credit_token.mode", Holds::Word),
    rule("fallback_credit_token.token", Holds::Word),
    rule("fallbacks", Holds::Word),
    rule("fallbacks[].model", Holds::Word),
    rule("fallbacks[].output_config", Holds::As(&OUTPUT)),
    rule("fallbacks[].speed", Holds::Word),
    rule("fallbacks[].thinking", Holds::As(&THINKING)),
    rule("inference_geo", Holds::Word),
    rule("mcp_servers[].authorization_token", Holds::Word),
    rule("mcp_servers[].name", Holds::Word),
    rule("mcp_servers[].tool_configuration.allowed_tools[]", Holds::Word),
    rule("mcp_servers[].type", Holds::Word),
    rule("mcp_servers[].url", Holds::Text),
    rule("messages[role=assistant]", Holds::Text).by_model(),
    rule("messages[].clear_at", Holds::Word),
    rule("messages[].content", Holds::Text),
    rule("messages[].content[]", Holds::As(&BLOCK)),
    rule("messages[].output_config", Holds::As(&OUTPUT)),
    rule("messages[].role", Holds::Word),
    rule("metadata.user_id", Holds::UserId),
    rule("model", Holds::Word),
    rule("output_config", Holds::As(&OUTPUT)),
    rule("output_format.schema", Holds::As(&SCHEMA)),
    rule("output_format.type", Holds::Word),
    rule("service_tier", Holds::Word),
    rule("speed", Holds::Word),
    rule("stop_sequences[]", Holds::Text),
    rule("system", Holds::Text),
    rule("system[]", Holds::As(&BLOCK)),
    rule("thinking", Holds::As(&THINKING)),
    rule("thread.previous_message_id", Holds::Word),
    rule("thread.type", Holds::Word),
    rule("tool_choice.name", Holds::Word),
    rule("tool_choice.type", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
]);

/// What is kept for the next request.
static CACHE: Table =
    Table(&[rule("scope", Holds::Word), rule("ttl", Holds::Word), rule("type", Holds::Word)]);

/// How much the model thinks.
static THINKING: Table = Table(&[
    rule("block_binding.prefix_mismatch_behavior", Holds::Word),
    rule("display", Holds::Word),
    rule("type", Holds::Word),
]);

/// What the answer is to look like.
static OUTPUT: Table = Table(&[
    rule("effort", Holds::Word),
    rule("format.schema", Holds::As(&SCHEMA)),
    rule("format.type", Holds::Word),
    rule("task_budget.type", Holds::Word),
]);

/// What the model may call.
static TOOL: Table = Table(&[
    rule("allowed_callers[]", Holds::Word),
    rule("allowed_domains[]", Holds::Text),
    rule("blocked_domains[]", Holds::Text),
    rule("cache_control", Holds::As(&CACHE)),
    rule("caching", Holds::As(&CACHE)),
    rule("configs.*.enabled", Holds::Word),
    rule("default_config.enabled", Holds::Word),
    rule("description", Holds::Text),
    rule("input_examples", Holds::Free),
    rule("input_schema", Holds::As(&SCHEMA)),
    rule("mcp_server_name", Holds::Word),
    rule("model", Holds::Word),
    rule("name", Holds::Word),
    rule("response_inclusion", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("type", Holds::Word),
    rule("url_sources.*.tools[].name", Holds::Word),
    rule("url_sources.*.tools[].type", Holds::Word),
    rule("url_sources.*.type", Holds::Word),
    rule("user_location", Holds::UserLocation),
]);

/// A block of content, sent or answered, at any depth.
static BLOCK: Table = Table(&[
    rule("[signature=*].thinking", Holds::Signed),
    rule("[type=container_upload].file_id", Holds::Media),
    foreign("[type=document]", Holds::Text),
    rule("[type=image].source", Holds::Media),
    foreign("[type=mcp_tool_listing]", Holds::Text),
    foreign("[type=mcp_tool_result].content", Holds::Result(PARTS)),
    rule("[type=mcp_tool_use].name", Holds::Word),
    rule("[type=redacted_thinking].data", Holds::Word),
    foreign("[type=search_result]", Holds::Text),
    rule("[type=server_tool_use].name", Holds::Word),
    said("[type=text].text", Holds::Text),
    foreign("[type=tool_result].content", Holds::Result(PARTS)),
    rule("[type=tool_use].name", Holds::Word),
    foreign("[type=web_search_result]", Holds::Text),
    foreign("[type=*tool_result]", Holds::Text),
    // What nobody knows may come from anywhere.
    foreign(
        "[type=!text|thinking|redacted_thinking|image|container_upload|compaction|fallback|*tool_use|*_addition|*_removal]",
        Holds::Text,
    ),
    rule("cache_control", Holds::As(&CACHE)),
    rule("caller.tool_id", Holds::Word),
    rule("caller.type", Holds::Word),
    foreign("citations[]", Holds::As(&CITATION)),
    rule("content", Holds::Text),
    rule("content", Holds::As(&BLOCK)),
    rule("content[]", Holds::As(&BLOCK)),
    rule("context", Holds::Text),
    rule("encrypted_content", Holds::Word),
    rule("encrypted_stdout", Holds::Word),
    rule("error_code", Holds::Word),
    rule("error_message", Holds::Text),
    rule("file_id", Holds::Word),
    rule("file_type", Holds::Word),
    rule("from.model", Holds::Word),
    rule("id", Holds::Word),
    rule("input", Holds::Free),
    rule("lines[]", Holds::Text),
    rule("mcp_server_name", Holds::Word),
    rule("new_lines", Holds::Word),
    rule("new_start", Holds::Word),
    rule("num_lines", Holds::Word),
    rule("old_lines", Holds::Word),
    rule("old_start", Holds::Word),
    rule("page_age", Holds::Text),
    rule("retrieved_at", Holds::Word),
    rule("return_code", Holds::Word),
    rule("server_name", Holds::Word),
    rule("signature", Holds::Word),
    rule("source", Holds::Text),
    rule("source.content", Holds::Text),
    rule("source.content[]", Holds::As(&BLOCK)),
    // Of whatever type it is: only what says that it is text is text.
    rule("source.data", Holds::Media),
    rule("source.file_id", Holds::Media),
    rule("source.media_type", Holds::Word),
    rule("source.s3_uri", Holds::Media),
    rule("source.type", Holds::Word),
    rule("source.uri", Holds::Media),
    rule("source.url", Holds::Media),
    rule("source[type=text].data", Holds::Text),
    rule("start_line", Holds::Word),
    rule("stderr", Holds::Text),
    rule("stdout", Holds::Text),
    rule("stop_reason", Holds::Word),
    rule("text", Holds::Text),
    rule("thinking", Holds::Text),
    rule("title", Holds::Text),
    rule("to.model", Holds::Word),
    rule("tool.definition", Holds::As(&TOOL)),
    rule("tool.name", Holds::Word),
    rule("tool.server_name", Holds::Word),
    rule("tool.type", Holds::Word),
    rule("tool_changes[]", Holds::As(&BLOCK)),
    rule("tool_name", Holds::Word),
    rule("tool_references[].tool_name", Holds::Word),
    rule("tool_references[].type", Holds::Word),
    rule("tool_use_id", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("toolset_name", Holds::Word),
    rule("total_lines", Holds::Word),
    rule("transformations.oversized_image", Holds::Word),
    rule("trigger.category", Holds::Word),
    rule("type", Holds::Word),
    rule("url", Holds::Text),
]);

/// What is cited.
static CITATION: Table = Table(&[
    rule("cited_text", Holds::Text),
    rule("document_index", Holds::Word),
    rule("document_title", Holds::Text),
    rule("encrypted_index", Holds::Word),
    rule("end_block_index", Holds::Word),
    rule("end_char_index", Holds::Word),
    rule("end_page_number", Holds::Word),
    rule("file_id", Holds::Word),
    rule("search_result_index", Holds::Word),
    rule("source", Holds::Text),
    rule("start_block_index", Holds::Word),
    rule("start_char_index", Holds::Word),
    rule("start_page_number", Holds::Word),
    rule("title", Holds::Text),
    rule("type", Holds::Word),
    rule("url", Holds::Text),
]);

/// What is answered, whole.
pub(super) static REPLY: Table = Table(&[
    rule("content[]", Holds::As(&BLOCK)),
    // Signed or not: some servers sign nothing, and the next request has it as it was.
    rule("content[type=thinking].thinking", Holds::Signed),
    rule("error.message", Holds::Text),
    rule("stop_details.explanation", Holds::Text),
    rule("stop_sequence", Holds::Text),
]);

/// What is answered, piece by piece.
pub(super) static EVENT: Table = Table(&[
    rule("content_block", Holds::As(&BLOCK)),
    // The signature comes later.
    rule("content_block[type=thinking].thinking", Holds::Signed),
    rule("delta[type=citations_delta].citation", Holds::As(&CITATION)),
    rule("delta[type=compaction_delta].content", Holds::Piece),
    rule("delta[type=input_json_delta].partial_json", Holds::JsonPiece),
    rule("delta.stop_details.explanation", Holds::Text),
    rule("delta.stop_sequence", Holds::Text),
    said("delta[type=text_delta].text", Holds::Piece),
    rule("error.message", Holds::Text),
    rule("message", Holds::As(&REPLY)),
]);
