//! OpenAI Responses: `POST /v1/responses`.

use std::collections::BTreeSet;

use super::rules::{Holds, Table, foreign, rule};
use super::schema::SCHEMA;
use super::{Ends, Form, Json};

/// The dialect.
pub(super) static FORM: Form = Form {
    request: &REQUEST,
    reply: &REPLY,
    event: &EVENT,
    messages: "input",
    short: true,
    roles: &["user", "assistant", "system", "developer", "tool", "critic", "discriminator", "unknown"],
    text_part: "input_text",
    order: &["instructions", "input", "tools"],
    ends,
};

/// What is done is at its end, with all that is in it.
fn ends(json: &Json<'_>) -> Ends {
    let kind = json.get(json.root(), "type").map(|kind| json.string(kind)).unwrap_or_default();
    let all = ["response.completed", "response.incomplete", "response.failed", "response.cancelled", "error"];
    if all.contains(&kind.as_ref()) {
        Ends::All
    } else if kind.ends_with(".done") {
        Ends::In([json.own_numbers()].into())
    } else {
        Ends::In(BTreeSet::new())
    }
}

/// What is sent.
pub(super) static REQUEST: Table = Table(&[
    rule("context_management", Holds::Word),
    rule("conversation", Holds::Word),
    rule("include", Holds::Word),
    rule("input", Holds::Text),
    rule("input[]", Holds::As(&ITEM)),
    rule("instructions", Holds::Text),
    rule("metadata", Holds::Free),
    rule("model", Holds::Word),
    rule("previous_response_id", Holds::Word),
    rule("prompt.id", Holds::Word),
    rule("prompt.variables.*", Holds::As(&PART)),
    rule("prompt.version", Holds::Word),
    rule("prompt_cache_key", Holds::UserId),
    rule("prompt_cache_options", Holds::Word),
    rule("prompt_cache_retention", Holds::Word),
    rule("reasoning", Holds::Word),
    rule("safety_identifier", Holds::UserId),
    rule("service_tier", Holds::Word),
    rule("text.format.description", Holds::Text),
    rule("text.format.name", Holds::Word),
    rule("text.format.schema", Holds::As(&SCHEMA)),
    rule("text.format.type", Holds::Word),
    rule("text.verbosity", Holds::Word),
    rule("tool_choice", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("truncation", Holds::Word),
    rule("user", Holds::UserId),
]);

/// What the model may call.
static TOOL: Table = Table(&[
    rule("allowed_callers", Holds::Word),
    rule("allowed_tools", Holds::Word),
    rule("authorization", Holds::Word),
    rule("background", Holds::Word),
    rule("connector_id", Holds::Word),
    rule("container", Holds::Word),
    rule("description", Holds::Text),
    rule("[type=computer_use_preview].environment", Holds::Word),
    rule("environment.type", Holds::Word),
    rule("filters.allowed_domains[]", Holds::Text),
    rule("format.definition", Holds::Text),
    rule("format.syntax", Holds::Word),
    rule("format.type", Holds::Word),
    rule("headers.*", Holds::Text),
    rule("headers.Authorization", Holds::Word),
    rule("headers.authorization", Holds::Word),
    rule("input_fidelity", Holds::Word),
    rule("input_image_mask", Holds::Media),
    rule("model", Holds::Word),
    rule("moderation", Holds::Word),
    rule("name", Holds::Word),
    rule("output_format", Holds::Word),
    rule("parameters", Holds::As(&SCHEMA)),
    rule("quality", Holds::Word),
    rule("ranking_options", Holds::Word),
    rule("require_approval", Holds::Word),
    rule("search_context_size", Holds::Word),
    rule("server_description", Holds::Text),
    rule("server_label", Holds::Word),
    rule("server_url", Holds::Text),
    rule("size", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("type", Holds::Word),
    rule("user_location", Holds::UserLocation),
    rule("vector_store_ids", Holds::Word),
]);

/// An item of the input: a message, a call, what came of it.
static ITEM: Table = Table(&[
    rule("[type=mcp_call].name", Holds::Word),
    rule("[type=mcp_approval_request].name", Holds::Word),
    rule("[type=function_call].name", Holds::Word),
    rule("[type=custom_tool_call].name", Holds::Word),
    rule("[type=function_call].arguments", Holds::Json),
    rule("[type=mcp_approval_request].arguments", Holds::Json),
    rule("[type=mcp_call].arguments", Holds::Json),
    foreign("[type=apply_patch_call_output].output", Holds::Text),
    foreign("[type=code_interpreter_call].outputs", Holds::Text),
    foreign("[type=computer_call_output].output", Holds::Media),
    foreign("[type=custom_tool_call_output].output", Holds::Result),
    foreign("[type=custom_tool_call_output].output[].text", Holds::Result),
    foreign("[type=file_search_call].results", Holds::Text),
    rule("[type=file_search_call].results[].attributes", Holds::Free),
    rule("[type=file_search_call].results[].file_id", Holds::Word),
    rule("[type=file_search_call].results[].filename", Holds::Text),
    rule("[type=file_search_call].results[].text", Holds::Text),
    foreign("[type=function_call_output].output", Holds::Result),
    foreign("[type=function_call_output].output[].text", Holds::Result),
    rule("[type=image_generation_call].result", Holds::Media),
    foreign("[type=local_shell_call_output].output", Holds::Text),
    foreign("[type=mcp_call].error", Holds::Text),
    foreign("[type=mcp_call].output", Holds::Result),
    rule("[type=mcp_list_tools].tools[].input_schema", Holds::As(&SCHEMA)),
    rule("[type=mcp_list_tools].tools[].name", Holds::Word),
    foreign("[type=program_output].result", Holds::Text),
    foreign("[type=shell_call_output].output", Holds::Text),
    rule("[type=tool_search_call].arguments", Holds::Free),
    rule("action.command[]", Holds::Text),
    rule("action.commands[]", Holds::Text),
    rule("action.env", Holds::Free),
    rule("action.queries[]", Holds::Text),
    rule("action.query", Holds::Text),
    rule("action.text", Holds::Text),
    rule("action.type", Holds::Word),
    rule("approval_request_id", Holds::Word),
    rule("call_id", Holds::Word),
    rule("caller", Holds::Word),
    rule("code", Holds::Text),
    rule("container_id", Holds::Word),
    rule("content", Holds::Text),
    rule("content[]", Holds::As(&PART)),
    rule("encrypted_content", Holds::Word),
    rule("id", Holds::Word),
    rule("input", Holds::Text),
    rule("namespace", Holds::Word),
    rule("operation.diff", Holds::Text),
    rule("operation.path", Holds::Text),
    rule("operation.type", Holds::Word),
    rule("output", Holds::Text),
    rule("output[]", Holds::As(&PART)),
    rule("outputs[].logs", Holds::Text),
    rule("outputs[].type", Holds::Word),
    rule("phase", Holds::Word),
    rule("queries[]", Holds::Text),
    rule("reason", Holds::Text),
    rule("role", Holds::Word),
    rule("server_label", Holds::Word),
    rule("status", Holds::Word),
    rule("summary[].text", Holds::Text),
    rule("summary[].type", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("type", Holds::Word),
]);

/// A part of a message or of a result.
static PART: Table = Table(&[
    rule("annotations[].container_id", Holds::Word),
    rule("annotations[].file_id", Holds::Word),
    rule("annotations[].filename", Holds::Text),
    rule("annotations[].title", Holds::Text),
    rule("annotations[].type", Holds::Word),
    rule("annotations[].url", Holds::Text),
    rule("detail", Holds::Word),
    rule("file_data", Holds::Media),
    rule("file_id", Holds::Media),
    rule("file_url", Holds::MediaLink),
    rule("filename", Holds::Text),
    rule("image_url", Holds::Media),
    rule("input_audio", Holds::Media),
    rule("logprobs", Holds::Word),
    rule("prompt_cache_breakpoint", Holds::Word),
    rule("refusal", Holds::Text),
    rule("text", Holds::Text),
    rule("type", Holds::Word),
]);

/// What is answered, whole.
pub(super) static REPLY: Table = Table(&[
    rule("error.message", Holds::Text),
    // What was sent comes back.
    rule("instructions", Holds::Free),
    rule("metadata", Holds::Free),
    rule("output[]", Holds::As(&ANSWER)),
    rule("prompt.variables", Holds::Free),
    rule("text", Holds::Free),
    rule("tools", Holds::Free),
]);

/// What is answered, piece by piece; pieces are repeated, whole, at their end.
pub(super) static EVENT: Table = Table(&[
    rule("[type=response.audio.transcript.delta].delta", Holds::Piece),
    rule("[type=response.code_interpreter_call_code.delta].delta", Holds::Piece),
    rule("[type=response.code_interpreter_call_code.done].code", Holds::Text),
    rule("[type=response.custom_tool_call_input.delta].delta", Holds::Piece),
    rule("[type=response.custom_tool_call_input.done].input", Holds::Text),
    rule("[type=response.function_call_arguments.delta].delta", Holds::JsonPiece),
    rule("[type=response.function_call_arguments.done].arguments", Holds::Json),
    rule("[type=response.mcp_call_arguments.delta].delta", Holds::JsonPiece),
    rule("[type=response.mcp_call_arguments.done].arguments", Holds::Json),
    rule("[type=response.output_text.annotation.added].annotation", Holds::Citation),
    rule("[type=response.output_text.delta].delta", Holds::Piece),
    rule("[type=response.output_text.done].text", Holds::Text),
    rule("[type=response.reasoning_summary_text.delta].delta", Holds::Piece),
    rule("[type=response.reasoning_summary_text.done].text", Holds::Text),
    rule("[type=response.reasoning_text.delta].delta", Holds::Piece),
    rule("[type=response.reasoning_text.done].text", Holds::Text),
    rule("[type=response.refusal.delta].delta", Holds::Piece),
    rule("[type=response.refusal.done].refusal", Holds::Text),
    rule("[type=response.shell_call_command.delta].delta", Holds::Piece),
    rule("[type=response.shell_call_command.done].command", Holds::Text),
    rule("[type=response.shell_call_output_content.delta].delta.stderr", Holds::Piece),
    rule("[type=response.shell_call_output_content.delta].delta.stdout", Holds::Piece),
    rule("[type=response.shell_call_output_content.done].output[]", Holds::Free),
    rule("[type=error].message", Holds::Text),
    rule("error.message", Holds::Text),
    rule("item", Holds::As(&ANSWER)),
    rule("logprobs", Holds::Logprobs),
    rule("part", Holds::As(&SAID)),
    rule("response", Holds::As(&REPLY)),
]);

/// An item of the output.
static ANSWER: Table = Table(&[
    rule("[type=apply_patch_call].operation.diff", Holds::Text),
    rule("[type=code_interpreter_call].code", Holds::Text),
    rule("[type=code_interpreter_call].outputs[].logs", Holds::Text),
    rule("[type=custom_tool_call].input", Holds::Text),
    rule("[type=file_search_call].queries[]", Holds::Text),
    rule("[type=function_call].arguments", Holds::Json),
    rule("[type=local_shell_call].action.command[]", Holds::Text),
    rule("[type=local_shell_call].action.env", Holds::Free),
    rule("[type=mcp_approval_request].arguments", Holds::Json),
    rule("[type=mcp_call].arguments", Holds::Json),
    rule("[type=file_search_call].results[].attributes", Holds::Free),
    rule("[type=mcp_call].error", Holds::Free),
    rule("[type=mcp_call].output", Holds::Text),
    rule("[type=mcp_list_tools].tools", Holds::Free),
    rule("[type=shell_call].action.commands[]", Holds::Text),
    rule("[type=shell_call_output].output", Holds::Free),
    rule("action.pattern", Holds::Text),
    rule("action.queries[]", Holds::Text),
    rule("action.query", Holds::Text),
    rule("action.text", Holds::Text),
    rule("action.working_directory", Holds::Text),
    rule("content[]", Holds::As(&SAID)),
    rule("pending_safety_checks[].message", Holds::Text),
    rule("results[].filename", Holds::Text),
    rule("results[].text", Holds::Text),
    rule("revised_prompt", Holds::Text),
    rule("summary[].text", Holds::Text),
]);

/// A part of what was said.
static SAID: Table = Table(&[
    rule("annotations[]", Holds::Citation),
    rule("logprobs", Holds::Logprobs),
    rule("refusal", Holds::Text),
    rule("text", Holds::Text),
]);
