//! OpenAI Responses: `POST /v1/responses`.

use std::collections::BTreeSet;

use super::rules::{Holds, Part, Root, Table, foreign, rule, said, summary, thought};
use super::schema::SCHEMA;
use super::{Ends, Form, Items, Json, Numbers};

/// The dialect.
pub(super) static FORM: Form = Form {
    request: Root::of(&REQUEST),
    reply: Root::of(&REPLY),
    event: Root::of(&EVENT),
    messages: "input",
    short: Some(&["prompt", "previous_response_id", "conversation"]),
    roles: &["user", "assistant", "system", "developer", "tool", "critic", "discriminator", "unknown"],
    silent: "assistant",
    content: "content",
    text_part: "input_text",
    order: &["instructions", "input", "tools"],
    answer: 0,
    repeats: Some(".added"),
    counter: Some("sequence_number"),
    padding: Some("obfuscation"),
    numbers,
    ends,
};

/// Those of the item, and of the part, the summary or the command in it. Some servers do not number items, or not
/// with every event.
fn numbers(json: &Json<'_>, items: &mut Items) -> Numbers {
    // The first summary is not the first part of the content.
    let names = [("content_index", 0), ("summary_index", 1), ("command_index", 2)];
    let tagged = |(name, tag): (&str, u64)| json.number(json.root(), name).map(|number| number ^ tag << 62);
    let own = || json.get(json.get(json.root(), "item")?, "id");
    let id = json.get(json.root(), "item_id").or_else(own).filter(|&id| json.is_string(id));
    let item = items.number(json.number(json.root(), "output_index"), id.map(|id| json.string(id)));
    item.into_iter().chain(names.into_iter().filter_map(tagged)).fold(Numbers::default(), Numbers::and)
}

/// What is done is at its end, with all that is in it.
fn ends(json: &Json<'_>, numbers: Numbers) -> Ends {
    let kind = json.get(json.root(), "type").map(|kind| json.string(kind)).unwrap_or_default();
    let all = ["response.completed", "response.incomplete", "response.failed", "response.cancelled", "error"];
    if all.contains(&kind.as_ref()) {
        Ends::All
    } else if kind.ends_with(".done") && kind != "response.audio.done" {
        Ends::In([numbers].into())
    } else {
        Ends::In(BTreeSet::new())
    }
}

/// Parts of what came of a call.
const PARTS: &[Part] = &[
    ("input_text", &["text"]),
    ("input_image", &["image_url", "file_id", "image"]),
    ("input_file", &["file_data", "file_id", "file_url"]),
    ("input_audio", &["input_audio"]),
    ("output_text", &["text"]),
    ("refusal", &["refusal"]),
];

/// What is sent.
pub(super) static REQUEST: Table = Table(&[
    rule("access_programs.cyber", Holds::Word),
    rule("background_options.completion_window", Holds::Word),
    rule("background_options.continuation_id", Holds::Word),
    rule("context_management[].type", Holds::Word),
    rule("conversation", Holds::Word),
    rule("conversation.id", Holds::Word),
    rule("image.context_compression", Holds::Word),
    rule("include[]", Holds::Word),
    rule("input", Holds::Text),
    rule("input[]", Holds::As(&ITEM)),
    rule("instructions", Holds::Text),
    rule("metadata", Holds::Free),
    rule("model", Holds::Word),
    rule("moderation.model", Holds::Word),
    rule("moderation.policy.input.mode", Holds::Word),
    rule("moderation.policy.output.mode", Holds::Word),
    rule("previous_response_id", Holds::Word),
    rule("prompt.id", Holds::Word),
    rule("prompt.variables.*", Holds::As(&PART)),
    rule("prompt.version", Holds::Word),
    rule("prompt_cache_key", Holds::UserId),
    rule("prompt_cache_options.comparison_response_id", Holds::Word),
    rule("prompt_cache_options.mode", Holds::Word),
    rule("prompt_cache_options.ttl", Holds::Word),
    rule("prompt_cache_retention", Holds::Word),
    rule("reasoning.context", Holds::Word),
    rule("reasoning.effort", Holds::Word),
    rule("reasoning.generate_summary", Holds::Word),
    rule("reasoning.mode", Holds::Word),
    rule("reasoning.summary", Holds::Word),
    rule("safety_identifier", Holds::UserId),
    rule("service_tier", Holds::Word),
    rule("stream_options.include_obfuscation", Holds::Word),
    rule("text", Holds::As(&TEXT)),
    rule("tool_choice", Holds::Word),
    rule("tool_choice.mode", Holds::Word),
    rule("tool_choice.name", Holds::Word),
    rule("tool_choice.server_label", Holds::Word),
    rule("tool_choice.tools[].name", Holds::Word),
    rule("tool_choice.tools[].server_label", Holds::Word),
    rule("tool_choice.tools[].type", Holds::Word),
    rule("tool_choice.type", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("truncation", Holds::Word),
    rule("user", Holds::UserId),
]);

/// What the answer is to look like.
static TEXT: Table = Table(&[
    rule("format.description", Holds::Text),
    rule("format.name", Holds::Word),
    rule("format.schema", Holds::As(&SCHEMA)),
    rule("format.type", Holds::Word),
    rule("verbosity", Holds::Word),
]);

/// What the model may call.
static TOOL: Table = Table(&[
    rule("action", Holds::Word),
    rule("allowed_callers[]", Holds::Word),
    rule("allowed_tools", Holds::Word),
    rule("allowed_tools[]", Holds::Word),
    rule("allowed_tools.tool_names[]", Holds::Word),
    rule("annotations.title", Holds::Text),
    rule("authorization", Holds::Word),
    rule("background", Holds::Word),
    rule("complexity", Holds::Word),
    rule("connector_id", Holds::Word),
    rule("container", Holds::Word),
    rule("container", Holds::As(&ENVIRONMENT)),
    rule("description", Holds::Text),
    rule("environment", Holds::Word),
    rule("environment", Holds::As(&ENVIRONMENT)),
    rule("execution", Holds::Word),
    rule("filters", Holds::As(&FILTER)),
    rule("filters.allowed_domains[]", Holds::Text),
    rule("format.definition", Holds::Text),
    rule("format.syntax", Holds::Word),
    rule("format.type", Holds::Word),
    rule("headers.*", Holds::Text),
    rule("headers.Authorization", Holds::Word),
    rule("headers.authorization", Holds::Word),
    rule("input_fidelity", Holds::Word),
    rule("input_image_mask", Holds::Media),
    rule("input_schema", Holds::As(&SCHEMA)),
    rule("model", Holds::Word),
    rule("moderation", Holds::Word),
    rule("name", Holds::Word),
    rule("output_format", Holds::Word),
    rule("output_schema", Holds::As(&SCHEMA)),
    rule("parameters", Holds::As(&SCHEMA)),
    rule("quality", Holds::Word),
    rule("ranking_options.ranker", Holds::Word),
    rule("require_approval", Holds::Word),
    rule("require_approval.always.tool_names[]", Holds::Word),
    rule("require_approval.never.tool_names[]", Holds::Word),
    rule("search_content_types[]", Holds::Word),
    rule("search_context_size", Holds::Word),
    rule("server_description", Holds::Text),
    rule("server_label", Holds::Word),
    rule("server_url", Holds::Text),
    rule("size", Holds::Word),
    rule("svg.model", Holds::Word),
    rule("svg.reasoning.effort", Holds::Word),
    rule("tools[]", Holds::As(&TOOL)),
    rule("tunnel_id", Holds::Word),
    rule("type", Holds::Word),
    rule("user_location", Holds::UserLocation),
    rule("vector_store_ids[]", Holds::Word),
]);

/// Which files are searched.
static FILTER: Table = Table(&[
    rule("filters[]", Holds::As(&FILTER)),
    rule("key", Holds::Word),
    rule("type", Holds::Word),
    rule("value", Holds::Free),
]);

/// Where code runs.
static ENVIRONMENT: Table = Table(&[
    rule("container_id", Holds::Word),
    rule("file_ids[]", Holds::Word),
    rule("memory_limit", Holds::Word),
    rule("network_policy.allowed_domains[]", Holds::Text),
    rule("network_policy.domain_secrets[].domain", Holds::Text),
    rule("network_policy.domain_secrets[].name", Holds::Text),
    rule("network_policy.domain_secrets[].value", Holds::Text),
    rule("network_policy.type", Holds::Word),
    rule("skills[].description", Holds::Text),
    rule("skills[].name", Holds::Text),
    rule("skills[].path", Holds::Text),
    rule("skills[].skill_id", Holds::Word),
    rule("skills[].source.data", Holds::Media),
    rule("skills[].source.media_type", Holds::Word),
    rule("skills[].source.type", Holds::Word),
    rule("skills[].type", Holds::Word),
    rule("skills[].version", Holds::Word),
    rule("type", Holds::Word),
]);

/// An item of the input or the output: a message, a call, what came of it.
static ITEM: Table = Table(&[
    rule("[type=function_call].arguments", Holds::Json),
    rule("[type=mcp_approval_request].arguments", Holds::Json),
    rule("[type=mcp_call].arguments", Holds::Json),
    rule("[type=tool_search_call].arguments", Holds::Free),
    rule("[type=custom_tool_call].name", Holds::Word),
    rule("[type=function_call].name", Holds::Word),
    rule("[type=function_call_output].name", Holds::Word),
    rule("[type=mcp_approval_request].name", Holds::Word),
    rule("[type=mcp_call].name", Holds::Word),
    rule("[type=computer_call_output].output", Holds::Media),
    rule("[type=image_generation_call].result", Holds::Media),
    thought("[type=reasoning]", Holds::Text).by_model(),
    rule("[type=*_call]", Holds::Text).by_model(),
    rule("[type=mcp_approval_request]", Holds::Text).by_model(),
    rule("[role=assistant]", Holds::Text).by_model(),
    foreign("[type=shell_call_output].output", Holds::Text),
    foreign("[type=*_output]", Holds::Text),
    foreign("[type=*_output].output", Holds::Result(PARTS)),
    foreign("[type=program_output].result", Holds::Result(PARTS)),
    foreign("[role=tool]", Holds::Text),
    foreign("[type=code_interpreter_call].outputs", Holds::Text),
    foreign("[type=*_call].error", Holds::Text),
    foreign("[type=*_call].output", Holds::Result(PARTS)),
    foreign("[type=*_call].results", Holds::Text),
    rule("[type=image_generation_call].action", Holds::Word),
    rule("[type=image_generation_call].background", Holds::Word),
    rule("[type=image_generation_call].output_format", Holds::Word),
    rule("[type=image_generation_call].quality", Holds::Word),
    rule("[type=image_generation_call].size", Holds::Word),
    foreign("[type=mcp_list_tools]", Holds::Text),
    // What nobody knows may come from anywhere.
    foreign(
        "[type=!message|reasoning|compaction|compaction_trigger|item_reference|mcp_approval_request|mcp_approval_response|*_call]",
        Holds::Text,
    ),
    rule("acknowledged_safety_checks[]", Holds::As(&CHECK)),
    rule("action", Holds::As(&ACTION)),
    rule("actions[]", Holds::As(&ACTION)),
    rule("approval_request_id", Holds::Word),
    rule("call_id", Holds::Word),
    rule("caller.caller_id", Holds::Word),
    rule("caller.type", Holds::Word),
    rule("code", Holds::Text),
    rule("container_id", Holds::Word),
    said("content", Holds::Text),
    rule("content[]", Holds::As(&PART)),
    rule("encrypted_content", Holds::Word),
    rule("environment", Holds::As(&ENVIRONMENT)),
    rule("error", Holds::Text),
    rule("error.code", Holds::Word),
    rule("error.content", Holds::Result(PARTS)),
    rule("error.message", Holds::Text),
    rule("error.type", Holds::Word),
    rule("execution", Holds::Word),
    rule("fingerprint", Holds::Word),
    rule("id", Holds::Word),
    rule("input", Holds::Text),
    rule("namespace", Holds::Word),
    rule("operation.diff", Holds::Text),
    rule("operation.path", Holds::Text),
    rule("operation.type", Holds::Word),
    rule("output", Holds::Text),
    rule("output[]", Holds::As(&PART)),
    rule("output[].outcome.exit_code", Holds::Word),
    rule("output[].outcome.type", Holds::Word),
    rule("output[].stderr", Holds::Text),
    rule("output[].stdout", Holds::Text),
    rule("max_output_length", Holds::Word),
    rule("outputs[].logs", Holds::Text),
    rule("outputs[].type", Holds::Word),
    rule("outputs[].url", Holds::Text),
    rule("pending_safety_checks[]", Holds::As(&CHECK)),
    rule("phase", Holds::Word),
    rule("queries[]", Holds::Text),
    rule("reason", Holds::Text),
    rule("reasoning.effort", Holds::Word),
    rule("result", Holds::Text),
    rule("results[].attributes", Holds::Free),
    rule("results[].file_id", Holds::Word),
    rule("results[].filename", Holds::Text),
    rule("results[].score", Holds::Word),
    rule("results[].text", Holds::Text),
    rule("revised_prompt", Holds::Text),
    rule("role", Holds::Word),
    rule("server_label", Holds::Word),
    rule("status", Holds::Word),
    summary("summary[].text", Holds::Text),
    rule("summary[].type", Holds::Word),
    rule("text", Holds::As(&TEXT)),
    rule("tools[]", Holds::As(&TOOL)),
    rule("type", Holds::Word),
]);

/// What a call does.
static ACTION: Table = Table(&[
    rule("button", Holds::Word),
    rule("command[]", Holds::Text),
    rule("commands[]", Holds::Text),
    rule("env", Holds::Free),
    rule("keys[]", Holds::Word),
    rule("path[].x", Holds::Word),
    rule("path[].y", Holds::Word),
    rule("pattern", Holds::Text),
    rule("queries[]", Holds::Text),
    rule("query", Holds::Text),
    foreign("sources[]", Holds::Text),
    rule("sources[].type", Holds::Word),
    rule("sources[].url", Holds::Text),
    rule("text", Holds::Text),
    rule("type", Holds::Word),
    rule("url", Holds::Text),
    rule("user", Holds::Text),
    rule("working_directory", Holds::Text),
]);

/// What a call must not do unseen.
static CHECK: Table =
    Table(&[rule("code", Holds::Word), rule("id", Holds::Word), rule("message", Holds::Text)]);

/// A part of a message or of a result.
static PART: Table = Table(&[
    foreign(
        "[type=!input_text|output_text|text|refusal|summary_text|reasoning_text|input_image|input_audio|input_file]",
        Holds::Text,
    ),
    rule("annotations[]", Holds::Citation),
    rule("annotations[]", Holds::As(&ANNOTATION)),
    rule("[type=input_file].detail", Holds::Word),
    rule("[type=input_image].detail", Holds::Word),
    rule("[type=input_image].image", Holds::Media),
    rule("audio_url", Holds::Media),
    rule("document_url", Holds::Media),
    rule("file_data", Holds::Media),
    rule("file_id", Holds::Media),
    rule("file_url", Holds::MediaLink),
    rule("filename", Holds::Text),
    rule("image_url", Holds::Media),
    rule("input_audio", Holds::Media),
    rule("logprobs", Holds::Logprobs),
    rule("prompt_cache_breakpoint.mode", Holds::Word),
    rule("prompt_cache_breakpoint.ttl", Holds::Word),
    said("refusal", Holds::Text),
    rule("signature", Holds::Word),
    said("text", Holds::Text),
    rule("type", Holds::Word),
    rule("video", Holds::Media),
    rule("video_url", Holds::Media),
]);

/// What is cited.
static ANNOTATION: Table = Table(&[
    rule("container_id", Holds::Word),
    rule("end_index", Holds::Word),
    rule("file_id", Holds::Word),
    foreign("filename", Holds::Text),
    rule("index", Holds::Word),
    rule("start_index", Holds::Word),
    foreign("title", Holds::Text),
    rule("type", Holds::Word),
    foreign("url", Holds::Text),
]);

/// What is answered, whole. Much of what was sent comes back in it.
pub(super) static REPLY: Table = Table(&[
    rule("error.message", Holds::Text),
    // What was sent is not what the model says.
    foreign("instructions", Holds::Text),
    foreign("instructions[]", Holds::As(&ITEM)),
    rule("metadata", Holds::Free),
    rule("output[]", Holds::As(&ITEM)),
    foreign("prompt.variables.*", Holds::As(&PART)),
    rule("text", Holds::As(&TEXT)),
    rule("tools[]", Holds::As(&TOOL)),
]);

/// What is answered, piece by piece; pieces are repeated, whole, at their end.
pub(super) static EVENT: Table = Table(&[
    rule("[type=response.apply_patch_call_operation_diff.delta].delta", Holds::Piece),
    rule("[type=response.apply_patch_call_operation_diff.done].diff", Holds::Text),
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
    rule("[type=response.output_text.annotation.added].annotation", Holds::As(&ANNOTATION)),
    said("[type=response.output_text.delta].delta", Holds::Piece).cited(),
    said("[type=response.output_text.done].text", Holds::Text),
    summary("[type=response.reasoning_summary_text.delta].delta", Holds::Piece),
    summary("[type=response.reasoning_summary_text.done].text", Holds::Text),
    thought("[type=response.reasoning_text.delta].delta", Holds::Piece),
    thought("[type=response.reasoning_text.done].text", Holds::Text),
    said("[type=response.refusal.delta].delta", Holds::Piece),
    said("[type=response.refusal.done].refusal", Holds::Text),
    rule("[type=response.shell_call_command.added].command", Holds::Text),
    rule("[type=response.shell_call_command.delta].delta", Holds::Piece),
    rule("[type=response.shell_call_command.done].command", Holds::Text),
    rule("[type=response.shell_call_output_content.delta].delta.stderr", Holds::Piece),
    rule("[type=response.shell_call_output_content.delta].delta.stdout", Holds::Piece),
    rule("[type=response.shell_call_output_content.done].output[].stderr", Holds::Text),
    rule("[type=response.shell_call_output_content.done].output[].stdout", Holds::Text),
    rule("[type=error].message", Holds::Text),
    rule("error.message", Holds::Text),
    rule("item", Holds::As(&ITEM)),
    rule("logprobs", Holds::Logprobs),
    rule("part", Holds::As(&PART)),
    summary("[type=response.reasoning_summary_part.added].part", Holds::As(&PART)),
    summary("[type=response.reasoning_summary_part.done].part", Holds::As(&PART)),
    rule("response", Holds::As(&REPLY)),
]);
