//! `pii-mask mask`: a text or a request in, the same masked out, the mapping in a file or beside it.

use pii_mask::{
    ChatPolicy, Conversation, Detector, Dialect, Entity, HashKey, HeaderError, Kind, Limits, Mapping,
    MaskError, Masked, OffsetUnit, PiiBody, PiiHeaders, Placeholder, PlaceholderStyle, Policy, Positions,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::args::{Format, MaskArgs};
use crate::exit::{self, Failure};
use crate::io;

const POSITIONS: &str = "--positions";
const POLICY: &str = "--policy";

pub(crate) fn run(args: &MaskArgs) -> Result<(), Failure> {
    let file = args.file.as_deref();
    let style = args.style;
    if args.mapping.as_deref().is_some_and(|mapping| io::is_stdin(Some(mapping))) && io::is_stdin(file) {
        return Err(Failure::usage("--mapping - reads standard input; give the text as FILE"));
    }
    if args.map_out.as_deref().is_some_and(|path| io::is_stdin(Some(path))) {
        return Err(Failure::usage("--map-out needs a file; --json prints text and mapping together"));
    }
    if args.media.is_some() && matches!(args.format, Format::Text) {
        return Err(Failure::usage("--media is about requests; say with --format whose FILE is"));
    }
    let known = match &args.mapping {
        Some(path) => io::read_mapping(path, style, &Limits::default())?,
        None => Mapping::new(),
    };
    let positions = positions(args, style)?;
    let policy = policy(args, &known)?;
    match args.format {
        Format::Text => mask_text(args, &known, positions, policy),
        Format::Chat(dialect) => mask_chat(args, dialect, &known, policy),
    }
}

fn mask_text(
    args: &MaskArgs,
    known: &Mapping,
    positions: Option<Positions>,
    policy: Option<Policy>,
) -> Result<(), Failure> {
    let unit = positions.as_ref().and_then(Positions::unit).unwrap_or(OffsetUnit::Codepoint);
    let mut conversation = conversation(args, known, policy, PiiHeaders::default())?;

    let text = io::read_text(args.file.as_deref())?;
    let given = match &positions {
        Some(positions) => given(positions, &text, conversation.mapping())?,
        None => Vec::new(),
    };
    let masked = conversation.mask_request(&[], &text, &given);
    let mut masked = masked.map_err(|error| Failure::library(&error, None))?;
    let masked = masked.pop().ok_or_else(|| Failure::refused("internal", "internal error while masking"))?;
    let mapping = conversation.mapping();
    keep(args, known, mapping)?;
    if args.json {
        return io::Output::new().json(&Answer::new(&text, &masked, mapping, unit, args.style)?);
    }
    io::Output::new().text(&masked.text)
}

fn mask_chat(
    args: &MaskArgs,
    dialect: Dialect,
    known: &Mapping,
    policy: Option<Policy>,
) -> Result<(), Failure> {
    let headers = message_facts(args)?;
    let mut conversation = conversation(args, known, policy, headers)?;
    let body = io::read_text(args.file.as_deref())?;
    let masked = conversation.mask_chat(dialect, &body).map_err(|error| Failure::payload(&error))?;
    let mapping = conversation.mapping();
    keep(args, known, mapping)?;
    if args.json {
        let pii_mapping = io::raw_json(mapping.to_json_styled(args.style))?;
        let masked_body = io::raw_json(masked.body.into_owned())?;
        let answer = ChatAnswer { masked: masked_body, pii_mapping, passed: &masked.passed };
        return io::Output::new().json(&answer);
    }
    if !masked.passed.is_empty() {
        exit::note("media_passed", &format!("not masked: {}", masked.passed.join(", ")));
    }
    io::Output::new().text(&masked.body)
}

/// The mapping goes out first: what is masked could never be undone without it.
fn keep(args: &MaskArgs, known: &Mapping, mapping: &Mapping) -> Result<(), Failure> {
    if let Some(path) = &args.map_out {
        io::write_private(path, &(mapping.to_json_styled(args.style) + "\n"), "--map-out")?;
    } else if !args.json && mapping.len() > known.len() {
        exit::note("note", "this cannot be undone: --map-out FILE or --json would keep the mapping");
    }
    Ok(())
}

/// The positions as a request says them, who leaves it to the library to find the message. They are
/// known to be JSON.
fn message_facts(args: &MaskArgs) -> Result<PiiHeaders, Failure> {
    let Some(json) = &args.positions else { return Ok(PiiHeaders::default()) };
    let body: PiiBody = serde_json::from_str(&format!(r#"{{"positions":{json}}}"#))
        .map_err(|_| Failure::refused("internal", "internal error while reading --positions"))?;
    let facts = body.parse_styled(args.style, &Limits::default());
    facts.map_err(|error| Failure::payload(&error.into()))
}

fn positions(args: &MaskArgs, style: PlaceholderStyle) -> Result<Option<Positions>, Failure> {
    let Some(json) = &args.positions else { return Ok(None) };
    let positions = Positions::from_json(json.as_bytes(), style, &Limits::default());
    Ok(Some(positions.map_err(|error| Failure::library(&error.into(), Some(POSITIONS)))?))
}

fn policy(args: &MaskArgs, known: &Mapping) -> Result<Option<Policy>, Failure> {
    let Some(text) = &args.policy else { return Ok(None) };
    // It may name the mapping's own kinds.
    let kinds = known.iter().map(|(placeholder, _)| placeholder.kind().clone());
    let policy = Policy::parse(text, &Limits::default().custom_kinds(kinds));
    Ok(Some(policy.map_err(|error| Failure::library(&error.into(), Some(POLICY)))?))
}

/// What stands at the positions.
fn given(positions: &Positions, text: &str, mapping: &Mapping) -> Result<Vec<Entity>, Failure> {
    let mapped = |placeholder: &Placeholder| mapping.get(placeholder);
    let spans = positions.resolve(text, mapped, mapping.sameness(), false).map_err(|error| {
        // Here they are no header: what is wrong is told without one.
        let error = match error {
            HeaderError::Position { error, .. } => error.into(),
            HeaderError::Mapping { error, .. } => error.into(),
            error => error.into(),
        };
        Failure::library(&error, Some(POSITIONS))
    })?;
    Ok(spans.into_iter().map(Entity::from).collect())
}

fn conversation(
    args: &MaskArgs,
    known: &Mapping,
    policy: Option<Policy>,
    headers: PiiHeaders,
) -> Result<Conversation, Failure> {
    let policy = policy.unwrap_or_default();
    if policy.uses_hash() && args.hash_key_file.is_none() {
        return Err(Failure::library(&MaskError::PolicyHashKeyMissing.into(), Some(POLICY)));
    }
    let mut builder = Conversation::builder()
        .mapping(known.clone())
        .policy(policy)
        .headers(headers)
        .chat(ChatPolicy::new().media(args.media.unwrap_or_default()))
        .style(args.style)
        .lookalikes(args.lookalikes)
        .variants(args.variants)
        .bare(args.bare);
    if !args.no_detect {
        builder = builder.detector(detector(args)?);
    }
    if let Some(path) = &args.hash_key_file {
        let key = io::read(Some(path), "--hash-key-file")?;
        let key = HashKey::new(&key).map_err(|error| {
            Failure::refused("hash_key_invalid", format_args!("--hash-key-file: {error}"))
        })?;
        builder = builder.hash_key(key);
    }
    builder.build().map_err(|error| Failure::payload(&error))
}

fn detector(args: &MaskArgs) -> Result<Detector, Failure> {
    let Some(path) = &args.config else { return Ok(Detector::new()) };
    let detector = Detector::builder().config(crate::detect::config(path)?).build();
    detector.map_err(|error| Failure::refused("detector_config_invalid", error))
}

/// The form of `--json` for a request: no entities, their offsets would be in many texts.
#[derive(Serialize)]
struct ChatAnswer<'t> {
    masked: Box<RawValue>,
    pii_mapping: Box<RawValue>,
    passed: &'t [String],
}

/// The form of `--json`.
#[derive(Serialize)]
struct Answer<'t> {
    masked: &'t str,
    pii_mapping: Box<RawValue>,
    entities: Vec<Item<'t>>,
}

#[derive(Serialize)]
struct Item<'t> {
    start: usize,
    end: usize,
    unit: &'static str,
    kind: &'t Kind,
    placeholder: Option<String>,
    score: f32,
    recognizer: Option<&'t str>,
}

impl<'t> Answer<'t> {
    fn new(
        text: &str,
        masked: &'t Masked<'_>,
        mapping: &Mapping,
        unit: OffsetUnit,
        style: PlaceholderStyle,
    ) -> Result<Self, Failure> {
        let internal = || Failure::refused("internal", "internal error while writing JSON");
        let starts = offsets(text, unit, masked.entities.iter().map(|entity| entity.span.start));
        let ends = offsets(text, unit, masked.entities.iter().map(|entity| entity.span.end));
        let spans = starts.ok_or_else(internal)?.into_iter().zip(ends.ok_or_else(internal)?);
        let format = |placeholder: &Placeholder| style.format(placeholder);
        let entities = masked.entities.iter().zip(spans).map(|(entity, (start, end))| Item {
            start,
            end,
            unit: unit.as_str(),
            kind: &entity.kind,
            placeholder: entity.placeholder.as_ref().map(format),
            score: entity.score,
            recognizer: entity.recognizer.as_deref(),
        });
        Ok(Answer {
            masked: &masked.text,
            pii_mapping: io::raw_json(mapping.to_json_styled(style))?,
            entities: entities.collect(),
        })
    }
}

/// Byte offsets in another unit.
fn offsets(text: &str, unit: OffsetUnit, bytes: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    let bytes: Vec<u64> = bytes.map(|offset| offset as u64).collect();
    unit.from_bytes(text, &bytes).into_iter().map(Result::ok).collect()
}
