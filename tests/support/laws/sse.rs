//! Laws of event streams.

use pii_mask::{SseError, SseEvent, SseFramer};

use crate::support::gen_case::Gen;
use crate::support::naive::sse::{BOM, Heard, heard, is_data, lines, over, with_lf};

const PIECES: &[&[u8]] = &[
    b"data",
    b"data",
    b":",
    b":",
    b" ",
    b"\n",
    b"\n",
    b"\r",
    b"\r",
    b"\r\n",
    b"\r\n",
    b"\n\n",
    b"\r\r",
    b"data: x\n\n",
    b"data:y",
    b"data: {\"a\":1}",
    b"event",
    b"event: delta",
    b"event:z",
    b"id: 1",
    b"id: 2\0",
    b"id",
    b": ping",
    b"retry: 3",
    b"unknown",
    b"Data: n",
    b" data: n",
    b"data : n",
    b"\0",
    b"\xff",
    b"\xe2\x80\xa8",
    b"\xc3",
    b"\xa9",
    BOM,
    b"x",
];
const WORDS: &[&str] = &[
    "x",
    "{\"a\":2}",
    " ",
    ":",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\r\revent: x",
    "\ndata: y",
    "\n\n\nid: 9",
    "é",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "data",
];

fn stream(g: &mut Gen<'_>) -> Vec<u8> {
    let mut out = if g.chance(2) { BOM.to_vec() } else { Vec::new() };
    let end = g.one(&[&b"\n"[..], b"\r", b"\r\n"]);
    for _ in 0..g.below(40) {
        match g.below(4) {
            0 => out.extend(end),
            1 if g.chance(2) => out.push(g.below(256) as u8),
            _ => out.extend(g.one(PIECES)),
        }
    }
    out
}

fn words(g: &mut Gen<'_>) -> String {
    (0..g.below(5)).map(|_| g.one(WORDS)).collect()
}

/// Feeds a stream in pieces; `each` gets every event, `pushed` is told how far the stream is.
pub fn in_chunks(
    mut framer: SseFramer,
    stream: &[u8],
    cuts: &[usize],
    mut each: impl FnMut(&SseEvent<'_>),
    mut pushed: impl FnMut(usize),
) -> Result<Option<SseEvent<'static>>, SseError> {
    let mut from = 0;
    for &to in cuts.iter().chain([&stream.len()]) {
        framer.push(&stream[from..to]);
        let failed = loop {
            match framer.next_event() {
                Ok(Some(event)) => each(&event),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        if let Some(error) = failed {
            framer.push(b"\n\ndata: late\n\n");
            assert_eq!(framer.next_event().err(), Some(error));
            assert_eq!((framer.held(), framer.finish().err()), (0, Some(error)));
            return Err(error);
        }
        pushed(to);
        from = to;
    }
    framer.finish()
}

fn told(event: &SseEvent<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    let name = event.name().unwrap_or(b"message").to_vec();
    event.data().map(|data| (name, data.into_owned()))
}

fn names_and_data(events: &[Heard]) -> Vec<(Vec<u8>, Vec<u8>)> {
    events.iter().map(|event| (event.name.clone(), event.data.clone())).collect()
}

/// What is no data, and what ends it.
fn other_lines(event: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    lines(event).into_iter().filter(|(line, _)| !is_data(line)).collect()
}

/// However a stream is cut: nothing is lost, each event comes as soon as it is there and means what the
/// standard says, and other data changes nothing but the data.
pub fn sse_framer(data: &[u8]) {
    let mut g = Gen::new(data);
    let stream = stream(&mut g);
    let (fresh, other) = (words(&mut g), words(&mut g));
    let mut cuts: Vec<usize> = (0..g.below(6)).map(|_| g.below(stream.len() + 1)).collect();
    cuts.sort_unstable();
    let every: Vec<usize> = (0..stream.len()).collect();

    let expected = heard(&stream);
    let rewritten: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> = expected
        .iter()
        .flat_map(|event| {
            let of = |data: &str, id: &[u8]| (event.name.clone(), with_lf(data), id.to_vec());
            [of(&fresh, &event.id_before), of(&other, &event.id), of(&fresh, &event.id)]
        })
        .collect();
    let check = |cuts: &[usize]| {
        let at = || format!("{:?} cut at {cuts:?}", String::from_utf8_lossy(&stream));
        let (mut whole, mut out, mut events) = (Vec::<u8>::new(), Vec::<u8>::new(), Vec::new());
        let rest = in_chunks(
            SseFramer::new(),
            &stream,
            cuts,
            |event| {
                whole.extend(event.raw());
                let Some((name, data)) = told(event) else { return out.extend(event.raw()) };
                same_form(event, &data, &other);
                events.push((name, data));
                event.write_like(&fresh, &mut out);
                event.write_with_data(&other, &mut out);
                event.write_like(&fresh, &mut out);
            },
            |_| {},
        );
        let rest = rest.unwrap().map(|rest| rest.raw().to_vec()).unwrap_or_default();
        whole.extend(&rest);
        out.extend(&rest);
        assert_eq!(whole, stream, "{}", at());
        assert_eq!(events, names_and_data(&expected), "{}", at());
        let out: Vec<_> = heard(&out).into_iter().map(|event| (event.name, event.data, event.id)).collect();
        assert_eq!(out, rewritten, "{}", at());
    };
    check(&[]);
    check(&cuts);
    check(&every);
    (0..=stream.len().min(120)).for_each(|cut| check(&[cut]));

    at_once(&stream, &every);
    bounds(&mut g, &stream, &[&[], &cuts, &every]);
}

/// Other data in an event: its other lines stay, and with its own data it is the same to the byte.
fn same_form(event: &SseEvent<'_>, data: &[u8], other: &str) {
    if let Ok(data) = std::str::from_utf8(data) {
        let mut same = Vec::new();
        event.write_with_data(data, &mut same);
        assert_eq!(same, event.raw());
    }
    let mut changed = Vec::new();
    event.write_with_data(other, &mut changed);
    assert_eq!(other_lines(&changed), other_lines(event.raw()));
}

/// After each byte, everything is out that clients could hear by now.
fn at_once(stream: &[u8], every: &[usize]) {
    let (told_by_now, mut checked) = (std::cell::Cell::new(0), 0);
    let count =
        |event: &SseEvent<'_>| told_by_now.set(told_by_now.get() + usize::from(event.data().is_some()));
    in_chunks(SseFramer::new(), stream, every, count, |to| {
        assert_eq!(told_by_now.get(), heard(&stream[..to]).len(), "after {to} of {stream:?}");
        checked += 1;
    })
    .unwrap();
    assert_eq!(checked, every.len() + 1);
}

/// Bounds are exact, and told at the same byte however the stream is cut.
fn bounds(g: &mut Gen<'_>, stream: &[u8], cuts: &[&[usize]]) {
    let (max_line, max_event) = (g.below(16), g.below(40));
    let expected = over(stream, max_line, max_event).map(|(line, at)| {
        let before = heard(&stream[..at]).len();
        (line, at as u64, if line { max_line } else { max_event }, before)
    });
    for cuts in cuts {
        let (mut whole, mut events) = (Vec::<u8>::new(), 0);
        let framer = SseFramer::new().max_line_bytes(max_line).max_event_bytes(max_event);
        let each = |event: &SseEvent<'_>| {
            whole.extend(event.raw());
            events += usize::from(event.data().is_some());
        };
        let failed = in_chunks(framer, stream, cuts, each, |_| {}).err();
        let failed = failed.map(|error| match error {
            SseError::LineTooLong { limit, offset } => (true, offset, limit, events),
            SseError::EventTooLong { limit, offset } => (false, offset, limit, events),
            _ => panic!("{error}"),
        });
        assert_eq!(failed, expected, "{stream:?} cut at {cuts:?}");
        assert!(stream.starts_with(&whole));
    }
}
