//! Files and pipes. Messages name the argument, never the path: it may itself be personal data.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read, StdoutLock, Write};
use std::path::Path;

use pii_mask::{Limits, Mapping, PlaceholderStyle};
use serde_json::value::RawValue;
use tempfile::NamedTempFile;

use crate::exit::Failure;

/// Bytes of a mapping file: what the library takes, with room for escapes.
const MAX_MAPPING_FILE: u64 = 16 << 20;

/// Whether an argument means standard input.
pub(crate) fn is_stdin(path: Option<&Path>) -> bool {
    path.is_none_or(|path| path.as_os_str() == "-")
}

/// Opens the argument `name`; standard input where it is absent or `-`.
pub(crate) fn open(path: Option<&Path>, name: &str) -> Result<Box<dyn Read>, Failure> {
    match path {
        Some(path) if !is_stdin(Some(path)) => {
            Ok(Box::new(File::open(path).map_err(|error| unreadable(name, &error))?))
        }
        _ => Ok(Box::new(io::stdin().lock())),
    }
}

/// Reads the argument `name` to its end.
pub(crate) fn read(path: Option<&Path>, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    open(path, name)?.read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    Ok(bytes)
}

/// Reads the text of FILE.
pub(crate) fn read_text(path: Option<&Path>) -> Result<String, Failure> {
    text(read(path, "FILE")?, "convert it first, for example with iconv")
}

/// Bytes as text, or the offset at which they are none.
pub(crate) fn text(bytes: Vec<u8>, advice: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::io("input_not_utf8", format_args!("FILE is not UTF-8 at offset {offset}; {advice}"))
    })
}

/// Reads the mapping of `--mapping`.
pub(crate) fn read_mapping(
    path: &Path,
    style: PlaceholderStyle,
    limits: &Limits,
) -> Result<Mapping, Failure> {
    let mut json = Vec::new();
    let mut file = open(Some(path), "--mapping")?.take(MAX_MAPPING_FILE + 1);
    file.read_to_end(&mut json).map_err(|error| unreadable("--mapping", &error))?;
    if json.len() as u64 > MAX_MAPPING_FILE {
        let message = format!("--mapping has more than {MAX_MAPPING_FILE} bytes");
        return Err(Failure::refused("mapping_too_large", message));
    }
    Mapping::from_json(&json, style, limits)
        .map_err(|error| Failure::library(&error.into(), Some("--mapping")))
}

/// JSON as it is written, for JSON around it.
pub(crate) fn raw_json(json: String) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(json).map_err(|_| Failure::refused("internal", "internal error while writing JSON"))
}

/// Why the argument `name` cannot be read.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Failure {
    // The kind is a constant text; the error itself may quote a path.
    let kind = error.kind();
    Failure::io(
        "input_unreadable",
        format_args!("cannot read {name} ({kind}); check the path and its permissions"),
    )
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, content: &str, name: &str) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        // In the same directory, so that renaming is atomic; its mode is 0600 from the beginning.
        let mut file = NamedTempFile::new_in(directory.unwrap_or(Path::new(".")))?;
        file.write_all(content.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| {
        let kind = error.kind();
        let message = format!("cannot write {name} ({kind}); no text was written, check the directory");
        Failure::io("output_unwritable", message)
    })
}

/// Standard output. A reader that has gone ends the program without a word.
pub(crate) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(crate) fn new() -> Self {
        Output(BufWriter::with_capacity(64 << 10, io::stdout().lock()))
    }

    /// Appends bytes; they may stay in the buffer.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.0.write_all(bytes).map_err(unwritable)
    }

    /// Sends on what is in the buffer.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.0.flush().map_err(unwritable)
    }

    /// A whole text, and the end.
    pub(crate) fn text(mut self, text: &str) -> Result<(), Failure> {
        self.write(text.as_bytes())?;
        self.flush()
    }

    /// A line of JSON, and the end.
    pub(crate) fn json(mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        self.row(value)?;
        self.flush()
    }

    /// A line of JSON.
    pub(crate) fn row(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        match serde_json::to_writer(&mut self.0, value) {
            Ok(()) => {}
            // All that is written here can be JSON: only the writer fails.
            Err(error) => return Err(unwritable(error.into())),
        }
        self.write(b"\n")
    }
}

fn unwritable(error: io::Error) -> Failure {
    match error.kind() {
        ErrorKind::BrokenPipe => Failure::reader_gone(),
        kind => Failure::io("output_unwritable", format_args!("cannot write standard output ({kind})")),
    }
}
