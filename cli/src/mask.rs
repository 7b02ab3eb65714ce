//! `pii-mask mask`: text in, masked text out, the mapping in a file or beside it.

use pii_mask::{
    Conversation, HashKey, Kind, Limits, Mapping, Masked, OffsetUnit, PiiBody, PiiHeader, PiiHeaders,
    Placeholder, PlaceholderStyle,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::args::MaskArgs;
use crate::exit::{self, Failure};
use crate::io;

pub(crate) fn run(args: &MaskArgs) -> Result<(), Failure> {
    let file = args.file.as_deref();
    let style = args.style.into();
    if args.mapping.as_deref().is_some_and(|mapping| io::is_stdin(Some(mapping))) && io::is_stdin(file) {
        return Err(Failure::usage("--mapping - reads standard input; give the text as FILE"));
    }
    if args.map_out.as_deref().is_some_and(|path| io::is_stdin(Some(path))) {
        return Err(Failure::usage("--map-out needs a file; --json prints text and mapping together"));
    }
    let known = match &args.mapping {
        Some(path) => io::read_mapping(path, style, &Limits::default())?,
        None => Mapping::new(),
    };
    let headers = facts(args, &known, style)?;
    let unit = headers.positions().and_then(|positions| positions.unit()).unwrap_or(OffsetUnit::Codepoint);
    let mut conversation = conversation(args, &known, headers, style)?;

    let text = io::read_text(file)?;
    let masked = conversation.mask(&text).map_err(|error| Failure::library(&error, None))?;
    let mapping = conversation.mapping();
    // The mapping first: masked text without it could never be undone.
    if let Some(path) = &args.map_out {
        io::write_private(path, &(mapping.to_json_styled(style) + "\n"), "--map-out")?;
    } else if !args.json && mapping.len() > known.len() {
        exit::note("note", "this cannot be undone: --map-out FILE or --json would keep the mapping");
    }
    if args.json {
        return io::Output::new().json(&Answer::new(&text, &masked, mapping, unit, style)?);
    }
    io::Output::new().text(&masked.text)
}

/// What positions and policy say, read as the header and the member of a body that they are.
fn facts(args: &MaskArgs, known: &Mapping, style: PlaceholderStyle) -> Result<PiiHeaders, Failure> {
    let refused = |error: pii_mask::HeaderError| Failure::library(&error.into(), None);
    // What fits on a command line is small; a policy may name the mapping's own kinds.
    let kinds: Vec<Kind> = known.iter().map(|(placeholder, _)| placeholder.kind().clone()).collect();
    let limits =
        Limits::default().max_header_bytes(usize::MAX).max_all_headers_bytes(usize::MAX).custom_kinds(kinds);
    let positions = args.positions.iter().map(|json| (PiiHeader::Positions.name(), json.as_bytes()));
    let headers = PiiHeaders::parse_styled(positions, style, &limits).map_err(refused)?;
    let Some(policy) = &args.policy else { return Ok(headers) };
    let body = serde_json::json!({ "policy": policy }).to_string();
    let body: PiiBody = serde_json::from_str(&body)
        .map_err(|_| Failure::refused("policy_not_string", "--policy is no policy"))?;
    let policy = body.parse_styled(style, &limits).map_err(refused)?;
    headers.and_body(policy).map_err(refused)
}

fn conversation(
    args: &MaskArgs,
    known: &Mapping,
    headers: PiiHeaders,
    style: PlaceholderStyle,
) -> Result<Conversation, Failure> {
    let mut builder = Conversation::builder()
        .mapping(known.clone())
        .headers(headers)
        .style(style)
        .lookalikes(args.lookalikes)
        .variants(args.variants)
        .bare(args.bare);
    if let Some(path) = &args.hash_key_file {
        let key = io::read(Some(path), "--hash-key-file")?;
        let key = HashKey::new(&key).map_err(|error| {
            Failure::refused("hash_key_invalid", format_args!("--hash-key-file: {error}"))
        })?;
        builder = builder.hash_key(key);
    }
    builder.build().map_err(|error| Failure::library(&error, None))
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
        let starts = offsets(text, unit, masked.entities.iter().map(|entity| entity.source.start));
        let ends = offsets(text, unit, masked.entities.iter().map(|entity| entity.source.end));
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
            pii_mapping: RawValue::from_string(mapping.to_json_styled(style)).map_err(|_| internal())?,
            entities: entities.collect(),
        })
    }
}

/// Byte offsets in another unit.
fn offsets(text: &str, unit: OffsetUnit, bytes: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    let bytes: Vec<u64> = bytes.map(|offset| offset as u64).collect();
    unit.from_bytes(text, &bytes).into_iter().map(Result::ok).collect()
}
