//! `pii-mask demo`: a chat, turn by turn, through the library as a server would use it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use pii_mask::{Conversation, ConversationState, Limits, PiiHeaders, Report};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::args::DemoArgs;
use crate::exit::Failure;
use crate::io;

const SHIPPED: &str = include_str!("../../examples/chat.json");

/// Where one chunk of a streamed reply ends.
const BORDER: &str = "│";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chat {
    about: String,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    language: String,
    /// What the request says about personal data: a string is the header's value as it is, JSON
    /// is written into the header.
    #[serde(default)]
    headers: BTreeMap<String, Box<RawValue>>,
    message: String,
    /// What the model answers, in the pieces in which it arrives.
    reply: Vec<String>,
}

pub(crate) fn run(args: &DemoArgs) -> Result<(), Failure> {
    let chat = match args.file.as_deref() {
        Some(path) => load(path)?,
        None => parse(SHIPPED)?,
    };
    let mut output = io::Output::new();
    output.write(
        format!("{}\n{BORDER} is where one piece of a streamed reply ends.\n", chat.about).as_bytes(),
    )?;
    // Between two turns only this is kept; a server would store it.
    let mut stored = store(&ConversationState::default())?;
    for (at, turn) in chat.turns.iter().enumerate() {
        let mut shown = format!("\nTurn {} of {}, {}\n", at + 1, chat.turns.len(), turn.language);
        stored = play(turn, &stored, &mut shown)?;
        output.write(shown.as_bytes())?;
        output.flush()?;
    }
    let conversation = restart(&stored, PiiHeaders::default())?;
    let mut shown = "\nWhat the conversation keeps: placeholders and what they mean\n".to_owned();
    for (placeholder, value) in conversation.mapping().iter() {
        line(&mut shown, &placeholder.to_string(), value);
    }
    output.text(&shown)
}

/// One request and its answer; answers what must be stored until the next one.
fn play(turn: &Turn, stored: &str, shown: &mut String) -> Result<String, Failure> {
    let headers = header_values(turn)?;
    for (name, value) in &headers {
        line(shown, name, value);
    }
    let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
    let headers = PiiHeaders::parse(headers, &Limits::default()).map_err(|error| refused(error.into()))?;
    let mut conversation = restart(stored, headers)?;

    let masked = conversation.mask(&turn.message).map_err(refused)?;
    line(shown, "person types", &turn.message);
    line(shown, "model receives", &masked.text);

    let mut stream = conversation.unmasker().stream();
    let mut reply = String::new();
    for chunk in &turn.reply {
        stream.push(chunk, &mut reply);
    }
    let report = stream.finish(&mut reply);
    conversation.note_reply(&turn.reply.concat());
    line(shown, "model streams", &turn.reply.join(BORDER));
    line(shown, "person reads", &reply);
    line(shown, "report", &in_words(&report));
    store(&conversation.state())
}

fn store(state: &ConversationState) -> Result<String, Failure> {
    serde_json::to_string(state).map_err(|_| Failure::refused("internal", "internal error"))
}

fn restart(stored: &str, headers: PiiHeaders) -> Result<Conversation, Failure> {
    let state: ConversationState =
        serde_json::from_str(stored).map_err(|_| Failure::refused("internal", "internal error"))?;
    Conversation::builder().state(state).headers(headers).build().map_err(refused)
}

fn header_values(turn: &Turn) -> Result<Vec<(&str, String)>, Failure> {
    let value = |raw: &RawValue| match raw.get() {
        text if text.starts_with('"') => serde_json::from_str(text),
        json => Ok(json.to_owned()),
    };
    turn.headers
        .iter()
        .map(|(name, raw)| Ok((name.as_str(), value(raw).map_err(|error| malformed(&error))?)))
        .collect()
}

fn load(path: &Path) -> Result<Chat, Failure> {
    parse(&io::read_text(Some(path))?)
}

fn parse(json: &str) -> Result<Chat, Failure> {
    serde_json::from_str(json).map_err(|error| malformed(&error))
}

/// Where, not what: the error of serde_json quotes the chat.
fn malformed(error: &serde_json::Error) -> Failure {
    let (line, column) = (error.line(), error.column());
    let message = format!(
        "FILE is no chat at line {line}, column {column}; write \
         {{\"about\":…,\"turns\":[{{\"language\":…,\"headers\":{{…}},\"message\":…,\"reply\":[…]}}]}}"
    );
    Failure::refused("chat_invalid", message)
}

fn refused(error: pii_mask::Error) -> Failure {
    Failure::library(&error, None)
}

/// A name and a text; further lines of the text stand below its first.
fn line(shown: &mut String, name: &str, text: &str) {
    const INDENT: usize = 28;
    let text = text.replace('\n', &format!("\n{:width$}", "", width = INDENT + 2));
    // Writing to a String cannot fail.
    let _ = writeln!(shown, "  {name:INDENT$}{text}");
}

fn in_words(report: &Report) -> String {
    let Report { restored, altered, unknown, missing, .. } = report;
    format!(
        "{restored} restored, {altered} of them altered by the model; {unknown} unknown, {missing} missing"
    )
}
