//! `pii-mask unmask`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::*;

const MAPPING: &str = r#"{"<PERSON_1>":"Canary Quillfeather"}"#;

#[test]
fn spellings() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let unmask = |flags: &[&str], text: &str| ok(&[&["unmask", "--mapping", &mapping], flags].concat(), text);
    for text in [
        "<PERSON_1>",
        "<Person_1>",
        "< PERSON 1 >",
        r"\<PERSON\_1\>",
        "&lt;PERSON_1&gt;",
        r"\u003cPERSON_1\u003e",
    ] {
        assert_eq!(unmask(&[], text), CANARY);
    }
    assert_eq!(unmask(&["--exact"], "<Person_1> <PERSON_1>"), "<Person_1> Canary Quillfeather");
    assert_eq!(unmask(&[], "PERSON_1"), "PERSON_1");
    assert_eq!(unmask(&["--bare"], "PERSON_1, PERSONS_1x"), "Canary Quillfeather, PERSONS_1x");
    let ran = run(&["unmask", "--mapping", &mapping, "--bare"], "PERSON_10");
    assert_eq!(ran.out, "PERSON_10", "digits are exact");
}

/// docs/bad-inputs.md, row 107.
#[test]
fn links() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let text = "![<PERSON_1>](x.example/<PERSON_1>) [a](x.example/<PERSON_1>)";
    let value = |text: &str| text.replace("<PERSON_1>", CANARY);
    for (policy, expected) in [
        ("restore", value(text)),
        ("withhold-embedded", format!("![{CANARY}](x.example/<PERSON_1>) [a](x.example/{CANARY})")),
        ("withhold-all", format!("![{CANARY}](x.example/<PERSON_1>) [a](x.example/<PERSON_1>)")),
    ] {
        // What is withheld has a value: it does not count as left.
        let unmask = ["unmask", "--mapping", &mapping, "--strict", "--links", policy];
        assert_eq!(ok(&unmask, text), expected);
        assert_eq!(ok(&[&unmask[..], &["--stream"]].concat(), text), expected);
    }
    assert_eq!(ok(&["unmask", "--mapping", &mapping], text), value(text));
    refused(&["unmask", "--mapping", &mapping, "--links", CANARY], b"", 2, "usage");
}

/// docs/bad-inputs.md, row 120.
#[test]
fn any_bytes() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    for flags in [&["--stream"][..], &[]] {
        let output =
            run_bytes(&[&["unmask", "--mapping", &mapping], flags].concat(), b"\xff\0<PERSON_1>\xc3<");
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(output.stdout, b"\xff\0Canary Quillfeather\xc3<");
    }
    refused(&["unmask", "--mapping", &mapping, "--json"], b"Canary \xff", 3, "input_not_utf8");
}

/// docs/bad-inputs.md, row 122.
#[test]
fn empty_input() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    assert_eq!(ok(&["unmask", "--mapping", &mapping, "--strict"], ""), "");
    assert_eq!(ok(&["unmask", "--mapping", &mapping, "--stream"], ""), "");
}

/// docs/bad-inputs.md, row 124.
#[test]
fn a_placeholder_is_left() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let text = "<PERSON_1>, <PERSON_2>, <EMAIL_1>";
    let unmasked = "Canary Quillfeather, <PERSON_2>, <EMAIL_1>";
    for (flags, status) in
        [(&[][..], 0), (&["--stream"], 0), (&["--strict"], 4), (&["--strict", "--stream"], 4)]
    {
        let ran = run(&[&["unmask", "--mapping", &mapping], flags].concat(), text);
        assert_eq!((ran.status, ran.out.as_str()), (status, unmasked));
        assert!(
            ran.err.starts_with("pii-mask: placeholders_left: 2 placeholders have no value"),
            "{}",
            ran.err
        );
    }
    assert_eq!(ok(&["unmask", "--mapping", &mapping, "--strict"], "<PERSON_1>"), CANARY);
}

#[test]
fn prints_json() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let ran = run(&["unmask", "--mapping", &mapping, "--json", "--strict"], "<person_1> \"<PERSON_2>\"");
    assert_eq!(ran.status, 4);
    let expected = json!({
        "text": "Canary Quillfeather \"<PERSON_2>\"",
        "report": {"restored": 1, "altered": 1, "unknown": 1, "withheld": 0, "missing": 0},
    });
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap(), expected);
    ok(&["unmask", "--mapping", &mapping, "--json"], "<PERSON_2>");
}

#[test]
fn a_long_text_in_and_out() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let text = "naïve <PERSON_1> < 1 \\<PERSON\\_1\\> ".repeat(5_000);
    let expected = "naïve Canary Quillfeather < 1 Canary Quillfeather ".repeat(5_000);
    let file = folder.write("text", &text);
    assert_eq!(ok(&["unmask", "--mapping", &mapping], &text), expected);
    assert_eq!(ok(&["unmask", "--mapping", &mapping, "--stream"], &text), expected);
    assert_eq!(ok(&["unmask", "--mapping", "-", &file], MAPPING), expected);
}

/// A model that is slow: what can go out is there before the next piece comes.
#[test]
fn a_slow_producer() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let mut slow = Slow::run(&["unmask", "--stream", "--mapping", &mapping]);
    slow.send("Dear <PER");
    slow.expect("Dear ");
    slow.send("SON_1>, x < y");
    slow.expect("Canary Quillfeather, x < y");
    slow.send(" and <PERSON_");
    slow.expect(" and ");
    slow.end("<PERSON_");
}

/// docs/bad-inputs.md, row 122: nobody reads.
#[test]
fn the_reader_goes_away() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let text = folder.write("text", "<PERSON_1> ".repeat(50_000));
    for args in [
        &["unmask", "--mapping", &mapping, &text][..],
        &["unmask", "--stream", "--mapping", &mapping, &text],
        &["unmask", "--json", "--mapping", &mapping, &text],
        &["mask", "--mapping", &mapping, &text],
        &["mask", "--json", "--mapping", &mapping, &text],
    ] {
        let mut child =
            Command::new(PROGRAM).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(3), &b""[..]), "{args:?}");
    }
}
