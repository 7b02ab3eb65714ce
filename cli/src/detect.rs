//! `pii-mask detect`: what personal data stands in a text; `pii-mask kinds`: what can be found.

use std::io::{BufRead as _, BufReader, IsTerminal as _};
use std::path::Path;

use pii_mask::{DetectError, Detector, DetectorConfig, Explained, Kind};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::args::{DetectArgs, KindsArgs};
use crate::exit::Failure;
use crate::io::{self, Output};

/// One found item, without its text.
#[derive(Serialize)]
struct Item {
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    entity: Kind,
    score: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    recognizer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Why>,
}

#[derive(Serialize)]
struct Why {
    validator: Option<&'static str>,
    context: Option<String>,
    beaten: Vec<(String, f32)>,
}

/// A row of `--jsonl`: members beside these are of no interest.
#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    text: String,
}

#[derive(Serialize)]
struct FoundRow<'a> {
    id: &'a RawValue,
    spans: Vec<Item>,
}

pub(crate) fn run(args: &DetectArgs) -> Result<(), Failure> {
    let detector = detector(args)?;
    let found = if args.jsonl { rows(args, &detector)? } else { text(args, &detector)? };
    if args.fail_on_found && found > 0 { Err(Failure::found(found)) } else { Ok(()) }
}

/// The detector that the flags ask for.
fn detector(args: &DetectArgs) -> Result<Detector, Failure> {
    let mut builder = Detector::builder();
    if let Some(path) = &args.config {
        builder = builder.config(config(path)?);
    }
    if let Some(threshold) = args.threshold {
        builder = builder.threshold(threshold);
    }
    if !args.kinds.is_empty() {
        let kinds = args.kinds.iter().map(|label| Kind::resolve(label)).collect::<Result<Vec<_>, _>>();
        let kinds =
            kinds.map_err(|error| Failure::refused("kind_invalid", format_args!("--kinds: {error}")))?;
        builder = builder.enable(kinds);
    }
    builder.build().map_err(|error| Failure::refused("detector_config_invalid", error))
}

/// Settings from a file: JSON where it begins with a brace, else TOML.
pub(crate) fn config(path: &Path) -> Result<DetectorConfig, Failure> {
    let file = io::text(io::read(Some(path), "--config")?, "it must be TOML or JSON")?;
    let config = if file.trim_start().starts_with('{') {
        serde_json::from_str(&file).map_err(|error| error.line())
    } else {
        let line = |at: usize| file.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        toml::from_str(&file).map_err(|error| error.span().map_or(1, |span| line(span.start)))
    };
    // The error itself may quote what is written there: values of the deny list.
    config.map_err(|line| {
        Failure::refused("detector_config_invalid", format_args!("--config: wrong at line {line}"))
    })
}

fn found(args: &DetectArgs, detector: &Detector, text: &str) -> Result<Vec<Explained>, Failure> {
    let failed = |error: DetectError| Failure::refused(error.code(), error);
    let mut found = detector.explain(text).map_err(failed)?;
    if !args.kinds.is_empty() {
        let wanted: Vec<Kind> = args.kinds.iter().filter_map(|label| Kind::resolve(label).ok()).collect();
        found.retain(|found| found.entity.kind().is_some_and(|kind| wanted.contains(kind)));
    }
    Ok(found)
}

fn items(args: &DetectArgs, text: &str, found: Vec<Explained>, short: bool) -> Vec<Item> {
    let bytes: Vec<u64> = found
        .iter()
        .flat_map(|found| [found.entity.span().start as u64, found.entity.span().end as u64])
        .collect();
    let offsets: Vec<usize> =
        args.unit.from_bytes(text, &bytes).into_iter().map(Result::unwrap_or_default).collect();
    let spans = offsets.chunks_exact(2).filter_map(|pair| pair.first().copied().zip(pair.last().copied()));
    let item = |(found, (start, end)): (Explained, (usize, usize))| {
        let Explained { entity, validator, context, beaten, .. } = found;
        Item {
            start,
            end,
            unit: (!short).then(|| args.unit.as_str()),
            entity: entity.kind().cloned().unwrap_or(Kind::PII),
            // Two digits: more is not meant.
            score: (entity.score() * 100.0).round() / 100.0,
            recognizer: entity.recognizer().filter(|_| !short || args.explain).map(str::to_owned),
            explained: args.explain.then_some(Why { validator, context, beaten }),
        }
    };
    found.into_iter().zip(spans).map(item).collect()
}

/// One text: as JSON, coloured for a person, or a line an entity.
fn text(args: &DetectArgs, detector: &Detector) -> Result<usize, Failure> {
    let text = io::read_text(args.file.as_deref())?;
    let found = found(args, detector, &text)?;
    let count = found.len();
    let mut out = Output::new();
    if args.json {
        out.json(&items(args, &text, found, false))?;
        return Ok(count);
    }
    let colours =
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    if colours && !args.explain {
        let mut copied = 0;
        for found in &found {
            let span = found.entity.span();
            let kind = found.entity.kind().map_or("PII", Kind::as_str);
            out.write(text.get(copied..span.start).unwrap_or_default().as_bytes())?;
            let value = span.get(&text).unwrap_or_default();
            out.write(format!("\x1b[7m{value}\x1b[0m\x1b[2m[{kind}]\x1b[0m").as_bytes())?;
            copied = span.end;
        }
        out.write(text.get(copied..).unwrap_or_default().as_bytes())?;
        out.flush()?;
        return Ok(count);
    }
    for item in items(args, &text, found, false) {
        let recognizer = item.recognizer.unwrap_or_default();
        out.write(
            format!("{}\t{}\t{}\t{:.2}\t{recognizer}", item.start, item.end, item.entity, item.score)
                .as_bytes(),
        )?;
        if let Some(Why { validator, context, beaten }) = item.explained {
            let (validator, context) = (validator.unwrap_or("-"), context.unwrap_or_else(|| "-".to_owned()));
            let beaten: Vec<String> =
                beaten.iter().map(|(name, score)| format!("{name} {score:.2}")).collect();
            out.write(
                format!("\tvalidator: {validator}\tcontext: {context}\tbeaten: {}", beaten.join(", "))
                    .as_bytes(),
            )?;
        }
        out.write(b"\n")?;
    }
    out.flush()?;
    Ok(count)
}

/// Rows of JSON in, rows out.
fn rows(args: &DetectArgs, detector: &Detector) -> Result<usize, Failure> {
    let input = BufReader::new(io::open(args.file.as_deref(), "FILE")?);
    let (mut out, mut count) = (Output::new(), 0);
    for (at, line) in input.split(b'\n').enumerate() {
        let line = io::text(line.map_err(|error| io::unreadable("FILE", &error))?, "JSON is UTF-8")?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Row<'_> = serde_json::from_str(&line).map_err(|_| {
            let message = format_args!("line {} is no {{\"id\",\"text\"}}", at + 1).to_string();
            Failure::refused("row_invalid", message)
        })?;
        let found = found(args, detector, &row.text)?;
        count += found.len();
        out.row(&FoundRow { id: row.id, spans: items(args, &row.text, found, true) })?;
    }
    out.flush()?;
    Ok(count)
}

/// The built-in rules, one a line.
pub(crate) fn kinds(args: &KindsArgs) -> Result<(), Failure> {
    let mut rules: Vec<_> = Detector::new().built_in().collect();
    rules.sort_by(|a, b| (&a.kind, a.name).cmp(&(&b.kind, b.name)));
    let mut out = Output::new();
    if args.json {
        #[derive(Serialize)]
        struct Rule<'a> {
            kind: &'a Kind,
            rule: &'a str,
            country: Option<&'a str>,
            validator: Option<&'a str>,
            example: Option<&'a str>,
            source: &'a str,
        }
        let rows = rules.iter().map(|rule| Rule {
            kind: &rule.kind,
            rule: rule.name,
            country: rule.country,
            validator: rule.validator,
            example: rule.example,
            source: rule.source,
        });
        return out.json(&rows.collect::<Vec<_>>());
    }
    out.write(
        format!("{:<28}{:<28}{:<9}{:<36}{}\n", "KIND", "RULE", "COUNTRY", "VALIDATOR", "EXAMPLE").as_bytes(),
    )?;
    for rule in rules {
        let (country, validator) = (rule.country.unwrap_or("-"), rule.validator.unwrap_or("-"));
        let example = rule.example.unwrap_or_default().lines().next().unwrap_or_default();
        let (kind, name) = (rule.kind.as_str(), rule.name);
        out.write(format!("{kind:<28}{name:<28}{country:<9}{validator:<36}{example}\n").as_bytes())?;
    }
    out.flush()
}
