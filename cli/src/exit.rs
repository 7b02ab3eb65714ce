//! How the program ends when something is wrong: a status, a code, and what to do about it.

use std::fmt;
use std::io::Write as _;
use std::process::ExitCode;

use pii_mask::{Field, PiiMember};

/// Exit statuses other than 0.
const FOUND: u8 = 1;
const USAGE: u8 = 2;
const IO: u8 = 3;
const STRICT: u8 = 4;

/// Why the program ends early. Holds no byte of a text, a value, an argument or a path.
#[derive(Debug)]
pub(crate) struct Failure {
    status: u8,
    /// Absent: the reader has gone, and there is nobody to tell.
    message: Option<(&'static str, String)>,
}

impl Failure {
    /// The command line is wrong.
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Failure::refused("usage", message)
    }

    /// A mapping, a policy, positions, a text or a payload were refused.
    pub(crate) fn refused(code: &'static str, message: impl fmt::Display) -> Self {
        Failure { status: USAGE, message: Some((code, message.to_string())) }
    }

    /// An error of the library; `flag` is where the fact came from, if from a flag.
    pub(crate) fn library(error: &pii_mask::Error, flag: Option<&str>) -> Self {
        let message = match flag {
            Some(flag) => format!("{flag}: {error}"),
            None => error.to_string(),
        };
        match hint(error.code()) {
            Some(hint) => Failure::refused(error.code(), format_args!("{message}; {hint}")),
            None => Failure::refused(error.code(), message),
        }
    }

    /// An error of the library about a request body. Positions are part of no body here: where they
    /// are at fault, they have the name of their flag.
    pub(crate) fn payload(error: &pii_mask::Error) -> Self {
        let mut failure = Failure::library(error, None);
        let member = format!("{}: ", Field::Body(PiiMember::Positions));
        if let Some((_, message)) = &mut failure.message {
            if let Some(rest) = message.strip_prefix(&member) {
                *message = format!("--positions: {rest}");
            }
        }
        failure
    }

    /// Reading or writing failed.
    pub(crate) fn io(code: &'static str, message: impl fmt::Display) -> Self {
        Failure { status: IO, message: Some((code, message.to_string())) }
    }

    /// The reader closed its end.
    pub(crate) fn reader_gone() -> Self {
        Failure { status: IO, message: None }
    }

    /// Something was found under `--fail-on-found`.
    pub(crate) fn found(count: usize) -> Self {
        let noun = if count == 1 { "item" } else { "items" };
        let message = format!("{count} {noun} of personal data found");
        Failure { status: FOUND, message: Some(("pii_found", message)) }
    }

    /// Placeholders are left under `--strict`.
    pub(crate) fn placeholders_left(count: u64) -> Self {
        let message = left(count) + "; was this text masked with another mapping?";
        Failure { status: STRICT, message: Some((PLACEHOLDERS_LEFT, message)) }
    }

    /// Tells what happened and answers the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        if let Some((code, message)) = &self.message {
            note(code, message);
        }
        ExitCode::from(self.status)
    }
}

/// What to do about an error whose message does not say it.
fn hint(code: &str) -> Option<&'static str> {
    Some(match code {
        "mapping_json_invalid" | "mapping_not_object" | "mapping_value_not_string" => {
            r#"write {"<PERSON_1>":"John Doe"}"#
        }
        "mapping_key_invalid" => {
            "keys are like <PERSON_1>, or like [PERSON_1] with --style square: capitals, an underscore, a \
             number from 1 to 999999"
        }
        "mapping_duplicate_key" => "one placeholder has one value",
        "mapping_key_reserved" => "use another kind than LITERAL",
        "mapping_conflict" => "give the value another number",
        "positions_stale" => "were they made for this text, in this unit?",
        "positions_json_invalid" => r#"write [{"start":11,"end":19,"type":"PERSON"}]"#,
        "positions_unit_ambiguous" => r#"write {"unit":"utf16","positions":[…]}"#,
        "position_out_of_range" | "position_not_char_boundary" => {
            r#"offsets count code points unless {"unit":"utf8","positions":[…]} says otherwise"#
        }
        "position_not_integer" | "position_reversed" | "position_empty" | "position_invalid" => {
            "a span is half open: start is the first offset, end the one behind the last"
        }
        "policy_kind_invalid" => "kinds are PERSON, EMAIL, PHONE, IBAN, … and those of the mapping",
        "policy_action_invalid" => "write email=redact,phone=partial",
        "policy_duplicate_kind" => "name each kind once",
        "policy_hash_key_missing" => "give one with --hash-key-file",
        "placeholder_collision" => "--lookalikes escape masks it instead",
        "kind_blocked" => "nothing was written",
        "body_json_invalid" => "--format text masks what is no JSON",
        "body_too_large" | "history_too_long" => "leave out what is old",
        "messages_invalid" | "role_invalid" | "content_invalid" => "is the request of another --format?",
        "content_part_unsupported" => "--media warn lets them pass",
        "masked_key_conflict" => "give one of them another name",
        "positions_without_message" => "they belong to the last message of the user; use a mapping",
        "upstream_protocol_error" => {
            "a stream of events is read with --stream, a whole reply without it, all else with --format text"
        }
        _ => return None,
    })
}

/// The code of placeholders without a value.
pub(crate) const PLACEHOLDERS_LEFT: &str = "placeholders_left";

/// How many placeholders have no value.
pub(crate) fn left(count: u64) -> String {
    let (noun, verb) = if count == 1 { ("placeholder", "has") } else { ("placeholders", "have") };
    format!("{count} {noun} {verb} no value in the mapping and stayed as written")
}

/// A line on standard error; where that is closed, none.
pub(crate) fn note(code: &str, message: &str) {
    let _ = writeln!(std::io::stderr(), "pii-mask: {code}: {message}");
}
