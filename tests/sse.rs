//! Event streams: what is heard of them, other data in them, bounds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use allocation_counter::measure;
use pii_mask::{Error, SseError, SseFramer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    stream: String,
    heard: Vec<(String, String)>,
    #[serde(default)]
    rest: String,
}

/// Raw events, in so many pushes.
fn events(chunks: &[&[u8]]) -> Vec<Vec<u8>> {
    let (mut framer, mut events) = (SseFramer::new(), Vec::new());
    for chunk in chunks {
        framer.push(chunk);
        while let Some(event) = framer.next_event().unwrap() {
            events.push(event.raw().to_vec());
        }
    }
    events.extend(framer.finish().unwrap().map(|rest| rest.raw().to_vec()));
    events
}

fn check(case: &Case, chunks: &[&[u8]]) {
    let (mut framer, mut heard, mut raw) = (SseFramer::new(), Vec::new(), Vec::new());
    for chunk in chunks {
        framer.push(chunk);
        while let Some(event) = framer.next_event().unwrap() {
            raw.extend(event.raw());
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let name = text(event.name().unwrap_or(b"message"));
            heard.extend(event.data().map(|data| (name, text(&data))));
        }
    }
    let held = framer.held();
    let rest = framer.finish().unwrap().map(|rest| rest.raw().to_vec()).unwrap_or_default();
    raw.extend(&rest);
    assert_eq!(
        (heard.as_slice(), raw.as_slice()),
        (case.heard.as_slice(), case.stream.as_bytes()),
        "{}",
        case.name
    );
    assert_eq!((rest.as_slice(), held), (case.rest.as_bytes(), case.rest.len()), "{}: rest", case.name);
}

#[test]
fn what_is_heard_at_every_split() {
    for case in toml::from_str::<Table>(include_str!("data/sse.toml")).unwrap().case {
        let bytes = case.stream.as_bytes();
        check(&case, &bytes.chunks(1).collect::<Vec<_>>());
        for at in 0..=bytes.len() {
            check(&case, &[&bytes[..at], b"", &bytes[at..]]);
        }
    }
}

#[test]
fn events_as_they_are() {
    let stream = b"\xef\xbb\xbfdata: a\r\r\n\r\n: x\n\ndata\xff: b\n\n\ndata: c";
    let whole: [&[u8]; 7] =
        [b"\xef\xbb\xbf", b"data: a\r\r\n", b"\r\n", b": x\n\n", b"data\xff: b\n\n", b"\n", b"data: c"];
    assert_eq!(events(&[stream]), whole);
    // An event goes out at its second CR. The LF of that CR comes alone.
    assert_eq!(events(&[b"data: a\r\r", b"\ndata: b\n\n"]), [&b"data: a\r\r"[..], b"\n", b"data: b\n\n"]);
    assert_eq!(events(&[b"data: a\r\r", b"\r\n"]), [&b"data: a\r\r"[..], b"\r\n"]);
    assert_eq!(events(&[b"data: a\r", b"\n\r", b"\n"]), [&b"data: a\r\n\r"[..], b"\n"]);
    assert_eq!(events(&[b"\r", b"\n", b"\n"]), [&b"\r"[..], b"\n", b"\n"]);
    // It waits for nothing.
    let mut framer = SseFramer::new();
    framer.push(b"\xef\xbb\xbf");
    assert_eq!(framer.next_event().unwrap().unwrap().raw(), b"\xef\xbb\xbf");
    // Two bytes of a byte order mark are none.
    assert_eq!(events(&[b"\xef", b"\xbb"]), [b"\xef\xbb"]);
    assert_eq!(events(&[b"\xef", b"\xbb", b"\xbf", b"\xef"]), [&b"\xef\xbb\xbf"[..], b"\xef"]);
}

#[test]
fn a_beginning_of_a_byte_order_mark_is_bound_too() {
    let mut framer = SseFramer::new().max_line_bytes(1);
    framer.push(b"\xef\xbb");
    assert_eq!(framer.next_event().unwrap(), None);
    assert_eq!(framer.finish().unwrap_err(), SseError::LineTooLong { limit: 1, offset: 1 });
}

#[test]
fn broken_utf8_is_data() {
    let mut framer = SseFramer::new();
    framer.push(b"event: \xc3\ndata: \xff\xc3\ndata: \xa9\n\n");
    let event = framer.next_event().unwrap().unwrap();
    assert_eq!((event.name(), event.data().as_deref()), (Some(&b"\xc3"[..]), Some(&b"\xff\xc3\n\xa9"[..])));
}

/// The event with other data, and one more like it.
fn written(event: &str, data: &str) -> (String, String) {
    let mut framer = SseFramer::new();
    framer.push(event.as_bytes());
    let (mut changed, mut like) = (Vec::new(), Vec::new());
    match framer.next_event().unwrap() {
        Some(event) => {
            event.write_with_data(data, &mut changed);
            event.write_like(data, &mut like);
        }
        None => {
            let rest = framer.finish().unwrap().unwrap();
            rest.write_with_data(data, &mut changed);
            rest.write_like(data, &mut like);
        }
    }
    (String::from_utf8(changed).unwrap(), String::from_utf8(like).unwrap())
}

#[test]
fn other_data() {
    for (event, data, changed, like) in [
        ("data: a\n\n", "b", "data: b\n\n", "data: b\n\n"),
        ("data:a\r\n\r\n", "b", "data:b\r\n\r\n", "data:b\r\n\r\n"),
        ("data\r\r", "b", "data: b\r\r", "data: b\r\r"),
        ("data\n\n", "", "data\n\n", "data\n\n"),
        ("data: a\n\n", "", "data: \n\n", "data: \n\n"),
        // Without the space, the data's own would be lost.
        ("data:a\n\n", " b", "data:  b\n\n", "data:  b\n\n"),
        (
            "event:x\n: c\nid: 1\ndata: a\nretry: 3\nevent: y\nfoo\n\n",
            "b",
            "event:x\n: c\nid: 1\ndata: b\nretry: 3\nevent: y\nfoo\n\n",
            "event: y\ndata: b\n\n",
        ),
        // More lines, fewer lines: the last one stays the last one.
        (
            "data: a\nid: 1\ndata:b\n\n",
            "1\n2\r\n3\r4",
            "data: 1\nid: 1\ndata:2\ndata:3\ndata:4\n\n",
            "data: 1\ndata: 2\ndata: 3\ndata: 4\n\n",
        ),
        ("data: a\nid: 1\ndata:b\ndata\n\n", "1", "id: 1\ndata: 1\n\n", "data: 1\n\n"),
        ("data: a\n\n", "1\n", "data: 1\ndata: \n\n", "data: 1\ndata: \n\n"),
        // A dropped line must not let a CR and a LF meet.
        ("id: 1\rdata: a\rdata: b\n\n", "1", "id: 1\rdata: 1\n\n", "data: 1\r\r"),
        // Data is no way to another event or field.
        (
            "data: a\r\r",
            "x\r\revent: y\n\nid: 2",
            "data: x\rdata: \rdata: event: y\rdata: \rdata: id: 2\r\r",
            "data: x\rdata: \rdata: event: y\rdata: \rdata: id: 2\r\r",
        ),
        // No data, no place for it.
        (": ping\r\n\r\n", "b", ": ping\r\n\r\n", "data: b\r\n\r\n"),
        ("event: ping\n\n", "b", "event: ping\n\n", "event: ping\ndata: b\n\n"),
        ("\n", "b", "\n", "data: b\n\n"),
        ("\u{feff}", "b", "\u{feff}", "data: b\n\n"),
        // What is left at the end.
        ("data: a", "1\n2", "data: 1\ndata: 2", "data: 1\ndata: 2\n\n"),
        (
            "event: x\r\ndata: a",
            "1\n2",
            "event: x\r\ndata: 1\r\ndata: 2",
            "event: x\r\ndata: 1\r\ndata: 2\r\n\r\n",
        ),
    ] {
        assert_eq!(written(event, data), (changed.to_owned(), like.to_owned()), "{data:?} in {event:?}");
    }
}

fn bounded(stream: &[u8], line: usize, event: usize) -> (usize, Option<SseError>) {
    let mut given = Vec::new();
    for size in [1, 2, 3, stream.len()] {
        let mut framer = SseFramer::new().max_line_bytes(line).max_event_bytes(event);
        let (mut bytes, mut failed) = (0, None);
        for chunk in stream.chunks(size) {
            framer.push(chunk);
            while failed.is_none() {
                match framer.next_event() {
                    Ok(Some(event)) => bytes += event.raw().len(),
                    Ok(None) => break,
                    Err(error) => failed = Some(error),
                }
            }
        }
        given.push((bytes, failed));
    }
    assert!(given.iter().all(|one| *one == given[0]), "{given:?}");
    given[0]
}

#[test]
fn bounds_are_exact() {
    let line = |limit, offset| Some(SseError::LineTooLong { limit, offset });
    let event = |limit, offset| Some(SseError::EventTooLong { limit, offset });
    for end in ["\n", "\r", "\r\n"] {
        let stream = format!("data: a{end}{end}data: ab{end}{end}").into_bytes();
        let (first, all) = (7 + 2 * end.len(), stream.len());
        assert_eq!(bounded(&stream, 8, 100), (all, None));
        assert_eq!(bounded(&stream, 7, 100), (first, line(7, first as u64 + 7)));
        assert_eq!(bounded(&stream, 6, 100), (0, line(6, 6)));
        assert_eq!(bounded(&stream, 8, 8 + end.len()), (all, None));
        assert_eq!(
            bounded(&stream, 8, 7 + end.len()),
            (first, event(7 + end.len(), (first + 7 + end.len()) as u64))
        );
        assert_eq!(bounded(&stream, 0, 0), (0, line(0, 0)));
    }
    // A byte order mark is no part of a line; many short lines are an event that is too long.
    assert_eq!(bounded("\u{feff}data\n\n".as_bytes(), 4, 5), (9, None));
    assert_eq!(bounded("\u{feff}data:\n\n".as_bytes(), 4, 99), (3, line(4, 7)));
    assert_eq!(bounded(b":\n:\n:\n:\n\n", 9, 7), (0, event(7, 7)));
    assert_eq!(bounded(b"\n\n\n\n\r\r\n\r\n\n", 0, 0), (10, None));
}

#[test]
fn default_bounds() {
    let framed = |stream: &[u8]| {
        let mut framer = SseFramer::new();
        framer.push(stream);
        framer.next_event().map(|event| event.map(|event| event.raw().len()))
    };
    let line = |len: usize| [b":".repeat(len).as_slice(), b"\n\n"].concat();
    assert_eq!(framed(&line(1 << 20)), Ok(Some((1 << 20) + 2)));
    assert_eq!(framed(&line((1 << 20) + 1)), Err(SseError::LineTooLong { limit: 1 << 20, offset: 1 << 20 }));
    let lines = |bytes: usize| [b":\n".repeat(bytes / 2).as_slice(), b"\n"].concat();
    assert_eq!(framed(&lines(16 << 20)), Ok(Some((16 << 20) + 1)));
    assert_eq!(
        framed(&lines((16 << 20) + 2)),
        Err(SseError::EventTooLong { limit: 16 << 20, offset: 16 << 20 })
    );
}

#[test]
fn nothing_comes_after_an_error() {
    let mut framer = SseFramer::new().max_line_bytes(9);
    framer.push(b"data: ok\n\ndata: Zanzibar\n\ndata: ok\n\n");
    assert_eq!(framer.next_event().unwrap().unwrap().raw(), b"data: ok\n\n");
    let error = framer.next_event().unwrap_err();
    framer.push(b"data: ok\n\n");
    assert_eq!((framer.next_event().err(), framer.held()), (Some(error), 0));
    assert_eq!(error.to_string(), "line of an event stream is over the limit of 9 bytes, at offset 19");
    assert!(!format!("{framer:?}").contains("Zanzibar"));
    assert_eq!(framer.finish().err(), Some(error));

    let error = bounded(b"data: Zanzibar\n\n", 99, 9).1.unwrap();
    assert_eq!(error.to_string(), "event of an event stream is over the limit of 9 bytes, at offset 9");
    let error = Error::from(error);
    assert_eq!((error.code(), error.status(), error.param()), ("upstream_protocol_error", 502, None));
}

#[test]
fn debug_tells_lengths() {
    let mut framer = SseFramer::new();
    framer.push(b"data: Zanzibar\n\ndata: Zanz");
    assert_eq!(format!("{:?}", framer.next_event().unwrap()), "Some(SseEvent(16 bytes))");
    assert_eq!(
        format!("{framer:?}"),
        "SseFramer { max_line: 1048576, max_event: 16777216, held: 10, failed: None }"
    );
}

#[test]
fn an_event_allocates_nothing() {
    let event = format!("event: delta\r\nid: 7\r\ndata: {}\r\n\r\n", "x".repeat(200));
    let (mut framer, mut out) = (SseFramer::new(), Vec::with_capacity(1 << 20));
    framer.push(&event.as_bytes().repeat(3));
    while framer.next_event().unwrap().is_some() {}
    for chunk in [1, 7, event.len()] {
        let counted = measure(|| {
            for _ in 0..100 {
                for chunk in event.as_bytes().chunks(chunk) {
                    framer.push(chunk);
                    while let Some(event) = framer.next_event().unwrap() {
                        // The LF of a blank line's CR may come alone.
                        if event.data().is_none() {
                            continue;
                        }
                        assert!(event.name().is_some());
                        event.write_like("fresh", &mut out);
                        event.write_with_data("other", &mut out);
                    }
                }
            }
        });
        assert_eq!(counted.count_total, 0);
    }
    assert!(out.len() > 10_000);
}
