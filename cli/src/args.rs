//! The command line, and what is said about a wrong one.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};
use pii_mask::{Dialect, LinkPolicy, Lookalikes, Media, OffsetUnit, PlaceholderStyle, Variants};

use crate::exit::Failure;

const EXAMPLES: &str = r#"Examples:
  See it work on a chat in eight languages:
    pii-mask demo

  Mask a text, keep the mapping, send masked.txt, unmask the reply:
    pii-mask mask note.txt --map-out map.json \
        --positions '[{"start":11,"end":19,"type":"PERSON"}]' > masked.txt
    pii-mask unmask reply.txt --mapping map.json

  The body of a request to a model, of which every text is masked:
    pii-mask mask examples/openai-chat.json --format openai-chat \
        --mapping examples/people.json --map-out map.json

Exit status: 0 done, 1 something was found (detect --fail-on-found), 2 wrong usage, or a mapping, policy, position or payload that was
refused, 3 reading or writing failed, 4 a placeholder is left (unmask --strict).
Errors are one line, `pii-mask: code: message`, and never quote your text."#;

const MASK_EXAMPLES: &str = r#"What is masked: every value of the mapping wherever it stands, in any spelling that is
the same value, every span of the positions, and what is detected (pii-mask kinds lists
it; --no-detect leaves it out). Names of people are detected, most of them, not all.

Examples:
  Mask what a mapping knows, go on with the same mapping in the next turn:
    pii-mask mask turn2.txt --mapping map.json --map-out map.json

  Offsets count code points. JavaScript counts UTF-16 units; say so:
    pii-mask mask --positions '{"unit":"utf16","positions":[[3,6,"PERSON"]]}' --json

  Addresses leave for good, phone numbers keep their last four digits:
    pii-mask mask note.txt --mapping map.json --policy 'email=redact,phone=partial'

  The mapping from a pipe (then the text is a FILE):
    decrypt map.enc | pii-mask mask note.txt --mapping -

With --format, FILE is the body of a request, and every text in it is masked: messages
of all roles, calls of tools and their results, descriptions, fields that nobody knows.
The rest stays byte for byte. Positions belong to the last message of the user. Who and
where the user is (user, metadata.user_id, user_location, …) is dropped; with
--hash-key-file a hash stands for who it is. --json prints {"masked","pii_mapping",
"passed"}: the body as JSON, and JSON pointers to media that --media warn let pass.

Examples:
  People of a file, wherever they stand, and one that is named by a position:
    pii-mask mask examples/openai-chat.json --format openai-chat \
        --mapping examples/people.json --positions '[[33,44,"PERSON"]]' --map-out map.json

  Blocks of Anthropic; the body and the mapping, as JSON:
    pii-mask mask examples/anthropic.json --format anthropic --json \
        --mapping examples/people.json --positions '[[26,39,"PERSON"]]'

  An image cannot be masked and is refused, unless it may pass:
    echo '{"input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]}' |
        pii-mask mask --format openai-responses --media warn"#;

const UNMASK_EXAMPLES: &str = r#"Any bytes are accepted; only placeholders of the mapping change. Also found is what
models make of them: <Person_1>, < PERSON 1 >, \<PERSON\_1\>, &lt;PERSON_1&gt;.

Examples:
  Unmask a reply that is still being written:
    curl -sN https://… | pii-mask unmask --mapping map.json --stream

  A reply that is shown with its images: a name in the address of one stays masked:
    pii-mask unmask reply.md --mapping map.json --links withhold-embedded

  Fail if a placeholder has no value:
    pii-mask unmask reply.txt --mapping map.json --strict

  The text and what happened to it, as JSON:
    pii-mask unmask reply.txt --mapping map.json --json

With --format, FILE is a reply of that provider: JSON, or with --stream server-sent
events, which go out as soon as they can, each in its own form. What is signed, and
every field that has no text for people, stays. What is no JSON is refused with status 2;
of a stream, the events before it are written. --json prints {"reply","report"}.

Examples:
  A whole reply:
    echo '{"choices":[{"message":{"role":"assistant","content":"Dear <PERSON_1>"}}]}' |
        pii-mask unmask --format openai-chat --mapping examples/people.json

  A stream that cuts a placeholder:
    printf 'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n' 'Dear <PER' 'SON_1>!' |
        pii-mask unmask --format openai-chat --stream --mapping examples/people.json"#;

const DETECT_EXAMPLES: &str = r#"On a terminal the text is shown with what was found; in a pipe a line for each find:
start, end, kind, score, rule, separated by tabs. The text itself is not repeated there.

Examples:
  What is in a file:
    pii-mask detect note.txt

  Refuse a commit with secrets in it:
    git diff --cached | pii-mask detect --kinds SECRET --fail-on-found

  Why was it found:
    echo 'my bsn: 111222333' | pii-mask detect --explain"#;

/// Mask personal data in text for a language model, and unmask what comes back.
#[derive(Parser)]
#[command(name = "pii-mask", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Replace personal data by placeholders.
    Mask(MaskArgs),
    /// Give placeholders their values back.
    Unmask(UnmaskArgs),
    /// Find personal data, change nothing.
    Detect(DetectArgs),
    /// List what can be found.
    Kinds(KindsArgs),
    /// Play a chat turn by turn: what is typed, sent, answered and read.
    Demo(DemoArgs),
}

#[derive(clap::Args)]
#[command(after_help = MASK_EXAMPLES)]
pub(crate) struct MaskArgs {
    /// The text, or the body of a request, UTF-8 [default: standard input].
    pub(crate) file: Option<PathBuf>,
    /// What FILE is.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = format())]
    pub(crate) format: Format,
    /// What placeholders mean and values to mask: {"<PERSON_1>":"John Doe"}; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Where the mapping is written, for its owner only; may be the file of --mapping.
    #[arg(long, value_name = "FILE")]
    pub(crate) map_out: Option<PathBuf>,
    /// Where personal data stand: in the text, or in the last message of the user.
    #[arg(long, value_name = "JSON")]
    pub(crate) positions: Option<String>,
    /// What is done with each kind: mask, redact, hash, partial, keep or block.
    #[arg(long, value_name = "KIND=ACTION,…")]
    pub(crate) policy: Option<String>,
    /// The secret of the action hash, also for who the user is: a file of 16 bytes or more.
    #[arg(long, value_name = "FILE")]
    pub(crate) hash_key_file: Option<PathBuf>,
    /// Text that already looks like a known placeholder: it means that one, is masked, or is refused.
    #[arg(long, value_name = "WHAT", default_value = "reference", value_parser = lookalikes())]
    pub(crate) lookalikes: Lookalikes,
    /// Whether spellings of a value share a placeholder; distinct: unmask gives back each byte.
    #[arg(long, value_name = "HOW", default_value = "shared", value_parser = variants())]
    pub(crate) variants: Variants,
    /// The delimiters of placeholders, also in mappings.
    #[arg(long, value_name = "STYLE", default_value = "angle", value_parser = style())]
    pub(crate) style: PlaceholderStyle,
    /// PERSON_1 without delimiters looks like a placeholder, too: for unmask --bare.
    #[arg(long)]
    pub(crate) bare: bool,
    /// Mask nothing but what the mapping and the positions say.
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_detect: bool,
    /// What is detected: settings, lists and recognizers of your own, TOML or JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Images, sounds and files of a request: refused, passed and told, or passed [default: block].
    #[arg(long, value_name = "WHAT", value_parser = media())]
    pub(crate) media: Option<Media>,
    /// Print {"masked","pii_mapping","entities"}; of a request {"masked","pii_mapping","passed"}.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
#[command(after_help = UNMASK_EXAMPLES)]
pub(crate) struct UnmaskArgs {
    /// The text, any bytes, or a reply [default: standard input].
    pub(crate) file: Option<PathBuf>,
    /// What FILE is.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = format())]
    pub(crate) format: Format,
    /// What placeholders mean; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: PathBuf,
    /// Write each byte as soon as it can go out; of a reply, read server-sent events.
    #[arg(long)]
    pub(crate) stream: bool,
    /// Exit with 4 where a placeholder has no value; the text is printed all the same.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print {"text","report"}, the text must be UTF-8; of a reply {"reply","report"}.
    #[arg(long, conflicts_with = "stream")]
    pub(crate) json: bool,
    /// The delimiters of placeholders, also in the mapping.
    #[arg(long, value_name = "STYLE", default_value = "angle", value_parser = style())]
    pub(crate) style: PlaceholderStyle,
    /// Placeholders in links: all are restored, or those in images stay masked, or those in any link.
    #[arg(long, value_name = "POLICY", default_value = "restore", value_parser = links())]
    pub(crate) links: LinkPolicy,
    /// Only the exact spelling of a placeholder is one.
    #[arg(long)]
    pub(crate) exact: bool,
    /// PERSON_1 without delimiters is a placeholder, too.
    #[arg(long)]
    pub(crate) bare: bool,
}

#[derive(clap::Args)]
#[command(after_help = DETECT_EXAMPLES)]
pub(crate) struct DetectArgs {
    /// The text, UTF-8 [default: standard input].
    pub(crate) file: Option<PathBuf>,
    /// Print [{"start","end","unit","entity","score","recognizer"}].
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) json: bool,
    /// Read rows {"id","text"}, print rows {"id","spans"}.
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// What offsets count.
    #[arg(long, value_name = "UNIT", default_value = "codepoint", value_parser = unit())]
    pub(crate) unit: OffsetUnit,
    /// The score from which something counts, from 0 to 1 [default: 0.5].
    #[arg(long, value_name = "SCORE")]
    pub(crate) threshold: Option<f32>,
    /// These kinds only.
    #[arg(long, value_name = "KIND,…", value_delimiter = ',')]
    pub(crate) kinds: Vec<String>,
    /// Settings, lists and recognizers of your own: TOML or JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Say why: validator, context word, and which other rules gave way.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Exit with 1 where something is found.
    #[arg(long)]
    pub(crate) fail_on_found: bool,
}

#[derive(clap::Args)]
pub(crate) struct KindsArgs {
    /// Print [{"kind","rule","country","validator","example","source"}].
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
pub(crate) struct DemoArgs {
    /// The chat [default: the one in examples/chat.json].
    pub(crate) file: Option<PathBuf>,
}

/// What a file holds.
#[derive(Clone, Copy)]
pub(crate) enum Format {
    Text,
    /// What is sent to a model, or what it answers.
    Chat(Dialect),
}

const TEXT: &str = "text";

fn format() -> impl TypedValueParser<Value = Format> {
    let dialects = Dialect::ALL.iter().map(|dialect| {
        let help = match dialect {
            Dialect::OpenAiChat => "POST /v1/chat/completions of OpenAI, and all that speaks it",
            Dialect::OpenAiResponses => "POST /v1/responses of OpenAI",
            Dialect::Anthropic => "POST /v1/messages of Anthropic",
            _ => "",
        };
        PossibleValue::new(dialect.as_str()).help(help)
    });
    let text = PossibleValue::new(TEXT).help("any text");
    PossibleValuesParser::new(std::iter::once(text).chain(dialects)).try_map(|name| match name.as_str() {
        TEXT => Ok(Format::Text),
        name => name.parse::<Dialect>().map(Format::Chat),
    })
}

fn media() -> impl TypedValueParser<Value = Media> {
    let names = Media::ALL.iter().map(|media| media.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Media>())
}

fn style() -> impl TypedValueParser<Value = PlaceholderStyle> {
    let values = PlaceholderStyle::ALL.iter().map(|style| {
        let example = format!("{}PERSON_1{}", style.open(), style.close());
        PossibleValue::new(style.as_str()).help(example)
    });
    PossibleValuesParser::new(values).try_map(|name| name.parse::<PlaceholderStyle>())
}

fn unit() -> impl TypedValueParser<Value = OffsetUnit> {
    let names = OffsetUnit::ALL.iter().map(|unit| unit.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<OffsetUnit>())
}

fn lookalikes() -> impl TypedValueParser<Value = Lookalikes> {
    let names = Lookalikes::ALL.iter().map(|lookalikes| lookalikes.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Lookalikes>())
}

fn links() -> impl TypedValueParser<Value = LinkPolicy> {
    let names = LinkPolicy::ALL.iter().map(|policy| policy.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<LinkPolicy>())
}

fn variants() -> impl TypedValueParser<Value = Variants> {
    let names = Variants::ALL.iter().map(|variants| variants.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Variants>())
}

/// What is wrong with a command line, without quoting it: an argument may be personal data.
pub(crate) fn refusal(error: &clap::Error) -> Failure {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    // Of what clap knows, only names and values that are declared above are repeated.
    let what = match error.kind() {
        ErrorKind::MissingSubcommand
        | ErrorKind::InvalidSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "the first argument must be a command: mask, unmask, detect, kinds or demo".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("{} is missing", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue => match context(ContextKind::ValidValue) {
            values if values.is_empty() => format!("{} needs a value", context(ContextKind::InvalidArg)),
            values => format!("{} must be one of {values}", context(ContextKind::InvalidArg)),
        },
        ErrorKind::TooManyValues => format!("{} takes no value", context(ContextKind::InvalidArg)),
        ErrorKind::UnknownArgument => match context(ContextKind::SuggestedArg) {
            name if name.is_empty() => "there is an argument too many, or an unknown flag".to_owned(),
            name => format!("unknown flag, {name} is perhaps what you mean"),
        },
        ErrorKind::ArgumentConflict => {
            let (one, other) = (context(ContextKind::InvalidArg), context(ContextKind::PriorArg));
            if one == other {
                format!("{one} is given twice")
            } else {
                format!("{one} cannot go with {other}")
            }
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".to_owned(),
        _ => "the arguments do not fit".to_owned(),
    };
    Failure::usage(what + "; see pii-mask --help")
}
