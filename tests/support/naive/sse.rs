//! Event streams, read as the standard says: WHATWG HTML, 9.2.5 "Parsing an event stream" and 9.2.6
//! "Interpreting an event stream", one byte after the other, with the whole text at hand.

/// What a client hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    /// The last event ID, and what it was before this event.
    pub id: Vec<u8>,
    pub id_before: Vec<u8>,
}

pub const BOM: &[u8] = b"\xef\xbb\xbf";

fn without_bom(stream: &[u8]) -> &[u8] {
    if stream.starts_with(BOM) { &stream[3..] } else { stream }
}

/// Lines with their ends; the last one may have none.
pub fn lines(text: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let (mut lines, mut line, mut at) = (Vec::new(), Vec::new(), 0);
    while at < text.len() {
        let end: &[u8] = match text[at] {
            b'\r' if text.get(at + 1) == Some(&b'\n') => b"\r\n",
            b'\r' => b"\r",
            b'\n' => b"\n",
            _ => b"",
        };
        if end.is_empty() {
            line.push(text[at]);
            at += 1;
        } else {
            lines.push((std::mem::take(&mut line), end.to_vec()));
            at += end.len();
        }
    }
    if !line.is_empty() {
        lines.push((line, Vec::new()));
    }
    lines
}

fn field(line: &[u8]) -> (&[u8], &[u8]) {
    match line.iter().position(|&b| b == b':') {
        None => (line, b""),
        Some(colon) => {
            let mut value = &line[colon + 1..];
            if value.first() == Some(&b' ') {
                value = &value[1..];
            }
            (&line[..colon], value)
        }
    }
}

pub fn is_data(line: &[u8]) -> bool {
    field(line).0 == b"data"
}

/// Every event of a stream that clients hear.
pub fn heard(stream: &[u8]) -> Vec<Heard> {
    let mut events = Vec::new();
    let (mut name, mut data, mut id, mut id_before) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (line, end) in lines(without_bom(stream)) {
        if end.is_empty() {
            // The end of the stream is no end of a line.
            break;
        }
        if line.is_empty() {
            let name = std::mem::take(&mut name);
            if data.pop().is_some() {
                let name = if name.is_empty() { b"message".to_vec() } else { name };
                let data = std::mem::take(&mut data);
                events.push(Heard { name, data, id: id.clone(), id_before });
            }
            id_before = id.clone();
            continue;
        }
        match field(&line) {
            (b"", _) => {}
            (b"event", value) => name = value.to_vec(),
            (b"data", value) => {
                data.extend(value);
                data.push(b'\n');
            }
            (b"id", value) if !value.contains(&0) => id = value.to_vec(),
            _ => {}
        }
    }
    events
}

/// The first byte at which a line or an event has more bytes than it may, and whether it is the line.
pub fn over(stream: &[u8], max_line: usize, max_event: usize) -> Option<(bool, usize)> {
    let bom = stream.len() - without_bom(stream).len();
    let (mut line, mut event, mut last) = (0, 0, 0);
    for (at, &byte) in stream.iter().enumerate().skip(bom) {
        match byte {
            // Of a blank line nothing counts, nor does the LF of its CR LF.
            b'\n' if last == b'\r' && event == 0 => {}
            b'\n' if last == b'\r' => event += 1,
            b'\n' | b'\r' if line == 0 => event = 0,
            b'\n' | b'\r' => (line, event) = (0, event + 1),
            _ => (line, event) = (line + 1, event + 1),
        }
        if line > max_line || event > max_event {
            return Some((line > max_line, at));
        }
        last = byte;
    }
    None
}

/// Data as clients hear it: each line end is a LF.
pub fn with_lf(data: &str) -> Vec<u8> {
    data.replace("\r\n", "\n").replace('\r', "\n").into_bytes()
}
