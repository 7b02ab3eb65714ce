//! `pii-mask unmask`: bytes in, bytes out, in constant memory; replies whole or event by event.

use std::io::{ErrorKind, Read};

use pii_mask::{Dialect, Limits, Report, Tolerance, Unmasker};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::args::{Format, UnmaskArgs};
use crate::exit::{self, Failure};
use crate::io;

pub(crate) fn run(args: &UnmaskArgs) -> Result<(), Failure> {
    let file = args.file.as_deref();
    if io::is_stdin(Some(&args.mapping)) && io::is_stdin(file) {
        return Err(Failure::usage("--mapping - reads standard input; give the text as FILE"));
    }
    let style = args.style;
    let mapping = io::read_mapping(&args.mapping, style, &Limits::default())?;
    let tolerance = if args.exact { Tolerance::Exact } else { Tolerance::Tolerant };
    let unmasker = Unmasker::new(mapping).style(style).tolerance(tolerance).bare(args.bare).links(args.links);
    let report = match args.format {
        Format::Chat(dialect) if args.stream => copy_events(&unmasker, dialect, io::open(file, "FILE")?)?,
        Format::Chat(dialect) => reply(&unmasker, dialect, args)?,
        Format::Text if args.json => {
            let text = io::text(io::read(file, "FILE")?, "JSON cannot hold it, leave out --json")?;
            let unmasked = unmasker.unmask_with_report(&text);
            io::Output::new().json(&Answer { text: &unmasked.text, report: unmasked.report })?;
            unmasked.report
        }
        Format::Text => copy(&unmasker, io::open(file, "FILE")?, args.stream)?,
    };
    match report.unknown {
        0 => Ok(()),
        count if args.strict => Err(Failure::placeholders_left(count)),
        // The report has it.
        _ if args.json => Ok(()),
        count => {
            exit::note(exit::PLACEHOLDERS_LEFT, &exit::left(count));
            Ok(())
        }
    }
}

/// Unmasks from `input` to standard output; `live`: sends on what can go out after each read.
fn copy(unmasker: &Unmasker, input: impl Read, live: bool) -> Result<Report, Failure> {
    let mut stream = unmasker.stream();
    let mut output = io::Output::new();
    let mut out = Vec::new();
    each_chunk(input, |chunk| {
        stream.push_bytes(chunk, &mut out);
        output.write(&out)?;
        out.clear();
        if live { output.flush() } else { Ok(()) }
    })?;
    let report = stream.finish_bytes(&mut out);
    output.write(&out)?;
    output.flush()?;
    Ok(report)
}

/// Unmasks server-sent events from `input` to standard output, each as soon as it can go out.
fn copy_events(unmasker: &Unmasker, dialect: Dialect, input: impl Read) -> Result<Report, Failure> {
    let mut stream = unmasker.chat_stream(dialect);
    let mut output = io::Output::new();
    let mut out = Vec::new();
    let mut first = None;
    each_chunk(input, |chunk| {
        first = first.or_else(|| chunk.trim_ascii_start().first().copied());
        let pushed = stream.push(chunk, &mut out);
        // Where an event is at fault, those before it are in `out`.
        output.write(&out)?;
        out.clear();
        output.flush()?;
        pushed.map_err(|error| protocol(&error))
    })?;
    let finished = stream.finish(&mut out);
    output.write(&out)?;
    output.flush()?;
    // No line of events begins like that: most likely an error of the model's server, which somebody
    // will want to see, but nothing in it was unmasked.
    if matches!(first, Some(b'{' | b'[')) {
        let message = "FILE is no stream of events and was written as it is; leave out --stream";
        return Err(Failure::refused(PROTOCOL, message));
    }
    finished.map_err(|error| protocol(&error))
}

/// Unmasks a whole reply of a model to standard output.
fn reply(unmasker: &Unmasker, dialect: Dialect, args: &UnmaskArgs) -> Result<Report, Failure> {
    let reply = io::text(io::read(args.file.as_deref(), "FILE")?, "JSON always is, check where it is from")?;
    let unmasked = unmasker.unmask_chat(dialect, &reply).map_err(|error| protocol(&error))?;
    let report = unmasked.report;
    if report.restored + report.unknown == 0 && unmasker.unmask_with_report(&reply).report.restored > 0 {
        let told = "placeholders stand only where this format has no text and stayed; \
                    is FILE a reply of another --format?";
        exit::note("note", told);
    }
    if args.json {
        let reply = io::raw_json(unmasked.body.into_owned())?;
        io::Output::new().json(&ChatAnswer { reply, report })?;
    } else {
        io::Output::new().text(&unmasked.body)?;
    }
    Ok(report)
}

/// The code of a reply that is none.
const PROTOCOL: &str = "upstream_protocol_error";

fn protocol(error: &pii_mask::Error) -> Failure {
    Failure::library(error, Some("FILE"))
}

/// Gives what is read to `take`, one read at a time: what is there, not what would fill the buffer.
fn each_chunk(
    mut input: impl Read,
    mut take: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut chunk = vec![0; 64 << 10];
    loop {
        match input.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(len) => take(chunk.get(..len).unwrap_or_default())?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(io::unreadable("FILE", &error)),
        }
    }
}

/// The form of `--json` for a reply.
#[derive(Serialize)]
struct ChatAnswer {
    reply: Box<RawValue>,
    report: Report,
}

/// The form of `--json`.
#[derive(Serialize)]
struct Answer<'t> {
    text: &'t str,
    report: Report,
}
