//! `pii-mask unmask`: bytes in, bytes out, in constant memory.

use std::io::{ErrorKind, Read};

use pii_mask::{Limits, Report, Tolerance, Unmasker};
use serde::Serialize;

use crate::args::UnmaskArgs;
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
    let unmasker = Unmasker::new(mapping).style(style).tolerance(tolerance).bare(args.bare);
    let report = if args.json {
        let text = io::text(io::read(file, "FILE")?, "JSON cannot hold it, leave out --json")?;
        let unmasked = unmasker.unmask_with_report(&text);
        io::Output::new().json(&Answer { text: &unmasked.text, report: unmasked.report })?;
        unmasked.report
    } else {
        copy(&unmasker, io::open(file, "FILE")?, args.stream)?
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
fn copy(unmasker: &Unmasker, mut input: impl Read, live: bool) -> Result<Report, Failure> {
    let mut stream = unmasker.stream();
    let mut output = io::Output::new();
    let mut chunk = vec![0; 64 << 10];
    let mut out = Vec::new();
    loop {
        // One read: what is there, not what would fill the buffer.
        let len = match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(len) => len,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(io::unreadable("FILE", &error)),
        };
        stream.push_bytes(chunk.get(..len).unwrap_or_default(), &mut out);
        output.write(&out)?;
        out.clear();
        if live {
            output.flush()?;
        }
    }
    let report = stream.finish_bytes(&mut out);
    output.write(&out)?;
    output.flush()?;
    Ok(report)
}

/// The form of `--json`.
#[derive(Serialize)]
struct Answer<'t> {
    text: &'t str,
    report: Report,
}
