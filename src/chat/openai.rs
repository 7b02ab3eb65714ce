//! OpenAI Chat Completions: `POST /v1/chat/completions`.

use super::rules::{Holds, Part, Root, Table, foreign, pieces, rule, said, thought};
use super::schema::SCHEMA;
use super::{Ends, Form, Json, Numbers, Value};

/// The dialect.
pub(super) static FORM: Form = Form {
    request: Root::of(&REQUEST),
    reply: Root::of(&REPLY),
    event: Root::of(&EVENT),
    messages: "messages",
    short: None,
    roles: &["system", "developer", "user", "assistant", "tool", "function"],
    silent: "assistant",
    content: "content",
    text_part: "text",
    order: &["messages", "tools", "functions"],
    answer: 1,
    repeats: None,
    counter: None,
    padding: Some("obfuscation"),
    // The choices have them. An index of the event itself counts events.
    numbers: |_, _| Numbers::default(),
    ends,
};

/// With a reason to finish, a choice is at its end; with an error, all. Some servers send an empty one, or the word `null`,
/// with every piece.
fn ends(json: &Json<'_>, _: Numbers) -> Ends {
    let choices = json.get(json.root(), "choices").into_iter().flat_map(|choices| json.elements(choices));
    let finished = |&(_, choice): &(usize, Value)| {
        let reason = json.get(choice, "finish_reason").filter(|&reason| json.is_string(reason));
        reason.is_some_and(|reason| !json.is(reason, "") && !json.is(reason, "null"))
    };
    if json.get(json.root(), "error").is_some_and(|error| json.raw(error) != "null") {
        return Ends::All;
    }
    let number = |(place, choice)| Numbers::default().and(json.index(choice, place));
    Ends::In(choices.enumerate().filter(finished).map(number).collect())
}

/// Parts of what came of a call.
const PARTS: &[Part] = &[
    ("text", &["text"]),
    ("image_url", &["image_url"]),
    ("input_audio", &["input_audio"]),
    ("file", &["file"]),
    ("refusal", &["refusal"]),
    ("video_url", &["video_url"]),
    // Those of other servers.
    ("audio", &["audio"]),
    ("audio_url", &["audio_url"]),
    ("document_url", &["document_url"]),
    ("image", &["image", "source"]),
    ("image_embeds", &["image_embeds"]),
    ("video", &["video"]),
];

/// What is sent.
pub(super) static REQUEST: Table = Table(&[
    rule("audio.format", Holds::Word),
    rule("audio.voice", Holds::Word),
    rule("audio.voice.id", Holds::Word),
    rule("fallbacks[].model", Holds::Word),
    rule("function_call", Holds::Word),
    rule("function_call.name", Holds::Word),
    rule("functions[].description", Holds::Text),
    rule("functions[].name", Holds::Word),
    rule("functions[].parameters", Holds::As(&SCHEMA)),
    rule("logit_bias.*", Holds::Word),
    rule("messages[]", Holds::As(&MESSAGE)),
    rule("messages[role=assistant]", Holds::Text).by_model(),
    foreign("messages[role=function]", Holds::Text),
    foreign("messages[role=function].content", Holds::Result(PARTS)),
    foreign("messages[role=tool]", Holds::Text),
    foreign("messages[role=tool].content", Holds::Result(PARTS)),
    rule("messages[role=function].name", Holds::Word),
    rule("messages[role=tool].name", Holds::Word),
    rule("metadata", Holds::Free),
    rule("modalities[]", Holds::Word),
    rule("model", Holds::Word),
    rule("models[]", Holds::Word),
    rule("moderation.model", Holds::Word),
    rule("moderation.policy.input.mode", Holds::Word),
    rule("moderation.policy.output.mode", Holds::Word),
    rule("prediction.content", Holds::Text),
    rule("prediction.content[]", Holds::As(&PART)),
    rule("prediction.type", Holds::Word),
    rule("prompt_cache_key", Holds::UserId),
    rule("prompt_cache_options.mode", Holds::Word),
    rule("prompt_cache_options.ttl", Holds::Word),
    rule("prompt_cache_retention", Holds::Word),
    rule("provider.ignore[]", Holds::Word),
    rule("provider.only[]", Holds::Word),
    rule("provider.order[]", Holds::Word),
    rule("reasoning.effort", Holds::Word),
    rule("reasoning.summary", Holds::Word),
    rule("reasoning_effort", Holds::Word),
    rule("response_format.json_schema.description", Holds::Text),
    rule("response_format.json_schema.name", Holds::Word),
    rule("response_format.json_schema.schema", Holds::As(&SCHEMA)),
    rule("response_format.type", Holds::Word),
    rule("safety_identifier", Holds::UserId),
    rule("service_tier", Holds::Word),
    rule("stop", Holds::Text),
    rule("stop[]", Holds::Text),
    rule("stream_options.include_obfuscation", Holds::Word),
    rule("stream_options.include_usage", Holds::Word),
    rule("tool_choice", Holds::Word),
    rule("tool_choice", Holds::As(&CHOICE)),
    rule("tool_choice.allowed_tools.mode", Holds::Word),
    rule("tool_choice.allowed_tools.tools[]", Holds::As(&CHOICE)),
    rule("tools[].custom.description", Holds::Text),
    rule("tools[].custom.format.grammar.definition", Holds::Text),
    rule("tools[].custom.format.grammar.syntax", Holds::Word),
    rule("tools[].custom.format.type", Holds::Word),
    rule("tools[].custom.name", Holds::Word),
    rule("tools[].function.description", Holds::Text),
    rule("tools[].function.name", Holds::Word),
    rule("tools[].function.parameters", Holds::As(&SCHEMA)),
    rule("tools[].type", Holds::Word),
    rule("user", Holds::UserId),
    rule("verbosity", Holds::Word),
    rule("web_search_options.search_context_size", Holds::Word),
    rule("web_search_options.user_location", Holds::UserLocation),
]);

/// Which tool is meant.
static CHOICE: Table =
    Table(&[rule("custom.name", Holds::Word), rule("function.name", Holds::Word), rule("type", Holds::Word)]);

/// A message, sent or answered.
static MESSAGE: Table = Table(&[
    foreign("annotations[]", Holds::Text),
    rule("annotations[].type", Holds::Word),
    rule("annotations[].url_citation", Holds::Citation),
    foreign("annotations[].url_citation.content", Holds::Text),
    rule("annotations[].url_citation.end_index", Holds::Word),
    rule("annotations[].url_citation.start_index", Holds::Word),
    foreign("annotations[].url_citation.title", Holds::Text),
    foreign("annotations[].url_citation.url", Holds::Text),
    rule("audio.data", Holds::Media),
    rule("audio.id", Holds::Word),
    rule("audio.transcript", Holds::Text),
    said("content", Holds::Text),
    rule("content[]", Holds::As(&PART)),
    rule("encrypted_content", Holds::Word),
    rule("extra_content.google.thought_signature", Holds::Word),
    rule("function_call.arguments", Holds::Json),
    rule("function_call.name", Holds::Word),
    rule("name", Holds::Name),
    rule("provider_specific_fields.thinking_blocks[]", Holds::As(&THINKING)),
    rule("provider_specific_fields.thought_signatures[]", Holds::Word),
    thought("reasoning", Holds::Text),
    thought("reasoning_content", Holds::Text),
    rule("reasoning_details[].data", Holds::Word),
    rule("reasoning_details[].format", Holds::Word),
    rule("reasoning_details[].id", Holds::Word),
    rule("reasoning_details[].signature", Holds::Word),
    thought("reasoning_details[].summary", Holds::Text),
    rule("reasoning_details[signature=*].text", Holds::Signed),
    thought("reasoning_details[].text", Holds::Text),
    rule("reasoning_details[].type", Holds::Word),
    rule("reasoning_signature", Holds::Word),
    said("refusal", Holds::Text),
    rule("role", Holds::Word),
    thought("thinking", Holds::Text),
    rule("thinking_blocks[]", Holds::As(&THINKING)),
    rule("thoughtSignature", Holds::Word),
    rule("tool_call_id", Holds::Word),
    rule("tool_calls[].custom.input", Holds::Text),
    rule("tool_calls[].custom.name", Holds::Word),
    rule("tool_calls[].extra_content.google.thought_signature", Holds::Word),
    rule("tool_calls[].function.arguments", Holds::Json),
    rule("tool_calls[].function.name", Holds::Word),
    rule("tool_calls[].id", Holds::Word),
    rule("tool_calls[].provider_specific_fields.thought_signature", Holds::Word),
    rule("tool_calls[].type", Holds::Word),
]);

/// What the model thought, signed or not.
static THINKING: Table = Table(&[
    rule("[signature=*].thinking", Holds::Signed),
    rule("data", Holds::Word),
    rule("signature", Holds::Word),
    rule("thinking", Holds::Text),
    rule("type", Holds::Word),
]);

/// A part of a message.
static PART: Table = Table(&[
    // What nobody knows may come from anywhere.
    foreign(
        "[type=!text|refusal|thinking|redacted_thinking|image_url|video_url|input_audio|file|audio|audio_url|document_url|image|image_embeds|video]",
        Holds::Text,
    ),
    rule("[type=audio].url", Holds::Media),
    rule("[type=file].file_id", Holds::Media),
    rule("[type=file].url", Holds::Media),
    rule("[type=image].source", Holds::Media),
    rule("[type=image].url", Holds::Media),
    rule("[type=input_file].file_id", Holds::Media),
    rule("[type=video].url", Holds::Media),
    rule("[type=redacted_thinking].data", Holds::Word),
    rule("audio", Holds::Media),
    rule("audio_embeds", Holds::Media),
    rule("audio_url", Holds::Media),
    rule("cache_control.scope", Holds::Word),
    rule("cache_control.ttl", Holds::Word),
    rule("cache_control.type", Holds::Word),
    rule("document_url", Holds::Media),
    rule("file.file_data", Holds::Media),
    rule("file.file_id", Holds::Media),
    rule("file.file_url", Holds::Media),
    rule("file.filename", Holds::Text),
    rule("file.url", Holds::Media),
    rule("file_url", Holds::Media),
    rule("image", Holds::Media),
    rule("image_embeds", Holds::Media),
    rule("image_file", Holds::Media),
    rule("image_url", Holds::Media),
    rule("input_audio", Holds::Media),
    rule("input_video", Holds::Media),
    rule("prompt_cache_breakpoint.mode", Holds::Word),
    rule("prompt_cache_breakpoint.ttl", Holds::Word),
    said("refusal", Holds::Text),
    rule("signature", Holds::Word),
    said("text", Holds::Text),
    rule("[signature=*].thinking", Holds::Signed),
    thought("thinking", Holds::Text),
    thought("thinking[]", Holds::As(&PART)),
    rule("type", Holds::Word),
    rule("video", Holds::Media),
    rule("video_embeds", Holds::Media),
    rule("video_url", Holds::Media),
]);

/// What is answered, whole.
pub(super) static REPLY: Table = Table(&[
    rule("choices[].logprobs", Holds::Logprobs),
    rule("choices[].message", Holds::As(&MESSAGE)),
    rule("choices[].message.provider_specific_fields.thinking_blocks[].thinking", Holds::Signed),
    rule("choices[].message.thinking_blocks[].thinking", Holds::Signed),
    rule("choices[].stop_reason", Holds::Text),
    rule("error", Holds::Text),
    rule("error.message", Holds::Text),
    rule("metadata", Holds::Free),
]);

/// What is answered, piece by piece.
pub(super) static EVENT: Table = Table(&[
    pieces("choices[].delta", Holds::As(&MESSAGE)),
    rule("choices[].delta.content", Holds::Text).flowing().cited(),
    // The signature comes later.
    rule("choices[].delta.content[signature=].thinking", Holds::Signed),
    rule("choices[].delta.provider_specific_fields.thinking_blocks[].thinking", Holds::Signed),
    rule("choices[].delta.reasoning_details[].text", Holds::Signed),
    rule("choices[].delta.thinking_blocks[].thinking", Holds::Signed),
    rule("choices[].logprobs", Holds::Logprobs),
    rule("choices[].message", Holds::As(&MESSAGE)),
    rule("choices[].message.provider_specific_fields.thinking_blocks[].thinking", Holds::Signed),
    rule("choices[].message.thinking_blocks[].thinking", Holds::Signed),
    rule("choices[].stop_reason", Holds::Text),
    rule("error", Holds::Text),
    rule("error.message", Holds::Text),
]);
