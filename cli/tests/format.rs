//! `pii-mask mask` and `unmask` with `--format`: requests and replies of providers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::*;

const MAPPING: &str = r#"{"<PERSON_1>":"Canary Quillfeather","<EMAIL_1>":"canary@example.org"}"#;
const VALUES: [(&str, &str); 2] =
    [("<PERSON_1>", "Canary Quillfeather"), ("<EMAIL_1>", "canary@example.org")];

/// A request, a whole reply and a stream of each dialect. Of the request all that is in the mapping is
/// text; of the stream a placeholder is cut.
const DIALECTS: [(&str, &str, &str, &str); 3] = [
    (
        "openai-chat",
        r#"{ "model":"m",  "temperature":1.50, "messages" : [
            {"role":"system","content":"For Canary Quillfeather."},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",
                "function":{"name":"f","arguments":"{\"to\": \"canary@example.org\"}"}}]},
            {"role":"tool","tool_call_id":"c","content":"Canary\u0020Quillfeather"},
            {"role":"user","content":[{"type":"text","text":"Hi \u263a Canary Quillfeather"}]}],
            "tools":[{"type":"function","function":{"name":"f","description":"canary@example.org"}}]}
        "#,
        r#"{"id":"r","choices":[{"index":0,"message":{"role":"assistant","content":"Dear <Person_1>,",
            "tool_calls":[{"id":"d","type":"function","function":{"name":"f","arguments":"{\"to\":\"<EMAIL_1>\"}"}}]}}]}"#,
        ": ping\r\n\r\n\
         data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Dear <PER\"}}]}\n\n\
         data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"SON_1>, <EMAIL_1>\"}}]}\n\n\
         data: [DONE]\n\n",
    ),
    (
        "openai-responses",
        r#"{"model":"m","instructions":"For Canary Quillfeather.","input":[
            {"role":"user","content":[{"type":"input_text","text":"I am Canary Quillfeather"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{\"to\":\"canary@example.org\"}"},
            {"type":"function_call_output","call_id":"c","output":"canary@example.org"}]}"#,
        r#"{"id":"r","output":[{"type":"message","role":"assistant","content":[{"type":"output_text",
            "text":"Dear <PERSON_1>, <EMAIL_1>","annotations":[]}]}]}"#,
        "event: response.output_text.delta\n\
         data: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"output_index\":0,\"content_index\":0,\"delta\":\"Dear <PER\"}\n\n\
         event: response.output_text.delta\n\
         data: {\"type\":\"response.output_text.delta\",\"sequence_number\":2,\"output_index\":0,\"content_index\":0,\"delta\":\"SON_1>, <EMAIL_1>\"}\n\n\
         event: response.output_text.done\n\
         data: {\"type\":\"response.output_text.done\",\"sequence_number\":3,\"output_index\":0,\"content_index\":0,\"text\":\"Dear <PERSON_1>, <EMAIL_1>\"}\n\n",
    ),
    (
        "anthropic",
        r#"{"model":"m","max_tokens":9,"system":"For Canary Quillfeather.","messages":[
            {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"to":"canary@example.org"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"canary@example.org"},
                {"type":"text","text":"I am Canary Quillfeather"}]}]}"#,
        r#"{"type":"message","role":"assistant","content":[{"type":"text","text":"Dear <PERSON_1>,"},
            {"type":"tool_use","id":"u","name":"f","input":{"to":"<EMAIL_1>"}}]}"#,
        "event: content_block_delta\n\
         data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Dear <PER\"}}\n\n\
         event: content_block_delta\n\
         data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"SON_1>, <EMAIL_1>\"}}\n\n\
         event: content_block_stop\n\
         data: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
    ),
];

/// The arguments of a run with a mapping and a dialect.
fn args<'a>(command: &'a str, format: &'a str, mapping: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command, "--format", format, "--mapping", mapping], more].concat()
}

#[test]
fn masks_and_unmasks_each_dialect() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    for (format, request, reply, stream) in DIALECTS {
        let masked = ok(&args("mask", format, &mapping, &[]), request);
        let mut expected = request.replace(r"Canary\u0020Quillfeather", "<PERSON_1>");
        for (placeholder, value) in VALUES {
            expected = expected.replace(value, placeholder);
        }
        assert_eq!(masked, expected, "{format}");

        let unmasked = ok(&args("unmask", format, &mapping, &["--strict"]), reply);
        let expected = reply.replace("<Person_1>", CANARY).replace("<PERSON_1>", CANARY);
        assert_eq!(unmasked, expected.replace("<EMAIL_1>", "canary@example.org"), "{format}");

        let unmasked = ok(&args("unmask", format, &mapping, &["--strict", "--stream"]), stream);
        let expected = stream.replace("<PER\"", "\"").replace("SON_1>", CANARY).replace("<PER", "");
        assert_eq!(unmasked, expected.replace("<EMAIL_1>", "canary@example.org"), "{format}");
    }
}

#[test]
fn the_layout_stays() {
    for (format, request, ..) in DIALECTS {
        assert_eq!(ok(&["mask", "--format", format, "--no-detect"], request), request);
    }
    for (format, _, reply, stream) in DIALECTS {
        let folder = Folder::new();
        let mapping = folder.write("map.json", "{}");
        assert_eq!(run(&args("unmask", format, &mapping, &[]), reply).out, reply);
        let unmasked = run(&args("unmask", format, &mapping, &["--stream"]), stream).out;
        assert!(unmasked.contains("PER"), "{unmasked}");
    }
}

#[test]
fn positions_belong_to_the_last_message_of_the_user() {
    for (format, request) in [
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"Ann"},{"role":"user","content":"I am Zoë 👋 x"},{"role":"assistant","content":"Hm"}]}"#,
        ),
        (
            "openai-responses",
            r#"{"input":[{"role":"user","content":"Ann"},{"role":"user","content":[{"type":"input_text","text":"I am Zoë 👋 x"}]}]}"#,
        ),
        ("openai-responses", r#"{"input":"I am Zoë 👋 x"}"#),
        (
            "anthropic",
            r#"{"messages":[{"role":"user","content":"Ann"},{"role":"user","content":[{"type":"text","text":"I am Zoë 👋 x"}]}]}"#,
        ),
    ] {
        let folder = Folder::new();
        let map = folder.join("map.json");
        let positions = "{\"unit\":\n\"utf16\",\"positions\":[[5,8,\"name\"]]}\n";
        let flags = ["mask", "--format", format, "--positions", positions, "--map-out", &map];
        let masked = ok(&flags, request);
        assert_eq!(masked, request.replace("Zoë", "<PERSON_1>"));
        assert_eq!(ok(&["unmask", "--mapping", &map], &masked), request);
    }
}

#[test]
fn flags_work_as_with_text() {
    let folder = Folder::new();
    let map = folder.join("map.json");
    let request = |text: &str| json!({"messages": [{"role": "user", "content": text}]}).to_string();
    let mask = |flags: &[&str], text: &str| {
        let args = [&["mask", "--format", "openai-chat", "--map-out", &map], flags].concat();
        let masked: Value = serde_json::from_str(&ok(&args, request(text))).unwrap();
        masked["messages"][0]["content"].as_str().unwrap().to_owned()
    };
    let ann = "[[0,3,\"PERSON\"]]";
    assert_eq!(mask(&["--style", "square", "--positions", ann], "Ann, ann"), "[PERSON_1], [PERSON_1]");
    assert_eq!(folder.read("map.json"), "{\"[PERSON_1]\":\"Ann\"}\n");
    let reply = r#"{"choices":[{"message":{"role":"assistant","content":"[person_1] PERSON_1"}}]}"#;
    let unmask = |flags: &[&str]| ok(&args("unmask", "openai-chat", &map, flags), reply);
    assert_eq!(unmask(&["--style", "square"]), reply.replace("[person_1]", "Ann"));
    assert_eq!(unmask(&["--style", "square", "--exact"]), reply);
    assert_eq!(unmask(&["--style", "square", "--bare"]), reply.replace("[person_1] PERSON_1", "Ann Ann"));

    assert_eq!(mask(&["--variants", "distinct", "--positions", ann], "Ann, Ann"), "<PERSON_1>, <PERSON_1>");
    assert_eq!(
        mask(&["--no-detect", "--positions", ann, "--policy", "person=redact"], "Ann Lee"),
        "[PERSON] Lee"
    );
    let mapping = folder.write("known.json", r#"{"<PERSON_7>":"Ann"}"#);
    let escape = ["--lookalikes", "escape", "--mapping", &mapping];
    assert_eq!(mask(&escape, "<PERSON_7> <PERSON_8>"), "<LITERAL_1> <PERSON_8>");
    let key = folder.write("key", "0123456789abcdef");
    let hashed = mask(&["--positions", ann, "--policy", "person=hash", "--hash-key-file", &key], "Ann");
    assert!(hashed.starts_with("[PERSON:") && hashed.len() == 25, "{hashed}");
    let body = r#"{"user":"Canary Quillfeather","messages":[{"role":"user","content":"x"}]}"#;
    let masked = ok(&["mask", "--format", "openai-chat"], body);
    assert_eq!(masked, r#"{"messages":[{"role":"user","content":"x"}]}"#);
    let masked = ok(&["mask", "--format", "openai-chat", "--hash-key-file", &key], body);
    let masked: Value = serde_json::from_str(&masked).unwrap();
    assert_eq!(masked["user"].as_str().unwrap().len(), 16);
}

#[test]
fn prints_json() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let request = r#"{"messages":[{"role":"user","content":[{"type":"text","text":"I am Canary Quillfeather"},
        {"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}],  "seed":1.0}"#;
    let flags = args("mask", "openai-chat", &mapping, &["--json", "--media", "warn"]);
    let out = ok(&flags, request);
    assert!(out.contains(r#""}}]}],  "seed":1.0}"#) && out.ends_with("}\n"), "{out}");
    let masked: Value = serde_json::from_str(&request.replace(CANARY, "<PERSON_1>")).unwrap();
    let expected = json!({
        "masked": masked,
        "pii_mapping": serde_json::from_str::<Value>(MAPPING).unwrap(),
        "passed": ["/messages/0/content/1/image_url"],
    });
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), expected);

    let reply = r#"{"content":[{"type":"text","text":"<person_1> <PERSON_2>"}]}"#;
    let ran = run(&args("unmask", "anthropic", &mapping, &["--json", "--strict"]), reply);
    assert_eq!(ran.status, 4);
    let expected = json!({
        "reply": {"content": [{"type": "text", "text": "Canary Quillfeather <PERSON_2>"}]},
        "report": {"restored": 1, "altered": 1, "unknown": 1, "withheld": 0, "missing": 0},
    });
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap(), expected);
}

#[test]
fn media() {
    let request = r#"{"messages":[{"role":"user","content":[{"type":"image_url",
        "image_url":{"url":"data:,Canary"}},{"type":"text","text":"Ann"}]}]}"#;
    let mask = ["mask", "--format", "openai-chat"];
    for block in [&mask[..], &[&mask[..], &["--media", "block"]].concat()] {
        let err = refused(block, request, 2, "content_part_unsupported");
        assert_eq!(
            err,
            "pii-mask: content_part_unsupported: /messages/0/content/0/image_url is no text and cannot be \
             masked; leave it out, or let such parts pass; --media warn lets them pass\n"
        );
    }
    let ran = run(&[&mask[..], &["--media", "warn"]].concat(), request);
    assert_eq!((ran.status, ran.out.as_str()), (0, request));
    assert_eq!(ran.err, "pii-mask: media_passed: not masked: /messages/0/content/0/image_url\n");
    assert_eq!(ok(&[&mask[..], &["--media", "pass"]].concat(), request), request);
    let ran = run(&[&mask[..], &["--media", "warn", "--positions", "[[0,3]]"]].concat(), request);
    assert_eq!(ran.out, request.replace("Ann", "<PII_1>"));
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
}

#[test]
fn requests_are_refused() {
    let mapping = Folder::new();
    let map = mapping.write("map.json", MAPPING);
    let deep = format!("{{\"messages\":{}{}}}", "[".repeat(2000), "]".repeat(2000));
    let two =
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}"#;
    for (format, request, flags, code, says) in [
        (
            "openai-chat",
            "",
            &[][..],
            "body_json_invalid",
            "body is no JSON at byte 0: malformed, a member twice, or nested too deep; --format text masks what is no JSON",
        ),
        ("openai-chat", "I am Canary Quillfeather", &[], "body_json_invalid", "at byte 0"),
        ("openai-chat", r#"{"Canary":1,"Canary":2}"#, &[], "body_json_invalid", "a member twice"),
        ("openai-chat", &deep, &[], "body_json_invalid", "nested too deep"),
        (
            "openai-chat",
            "[\"Canary\"]",
            &[],
            "messages_invalid",
            "/messages holds no messages of this dialect; is the request of another --format?",
        ),
        ("openai-chat", r#"{"input":"Canary"}"#, &[], "messages_invalid", "/messages"),
        ("anthropic", r#"{"messages":[]}"#, &[], "messages_invalid", "another --format"),
        (
            "openai-responses",
            r#"{"messages":[{"role":"user","content":"Canary"}]}"#,
            &[],
            "messages_invalid",
            "/input",
        ),
        (
            "anthropic",
            r#"{"messages":[{"role":"Canary","content":""}]}"#,
            &[],
            "role_invalid",
            "/messages/0/role is no role",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":7}]}"#,
            &[],
            "content_invalid",
            "/messages/0/content",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"system","content":"Canary"}]}"#,
            &["--positions", "[[0,1]]"],
            "positions_without_message",
            "--positions: there is no single text",
        ),
        (
            "openai-chat",
            two,
            &["--positions", "[[0,1]]"],
            "positions_without_message",
            "the last message of the user",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"Canary"}]}"#,
            &["--positions", "[[0,9]]"],
            "position_out_of_range",
            "--positions: span 0 ends at 9, behind the end of the message at 6",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"Canary"}]}"#,
            &["--positions", "[],\"mapping\":{}"],
            "positions_json_invalid",
            "--positions: ",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"Canary"}]}"#,
            &["--positions", "W10="],
            "positions_json_invalid",
            "--positions: ",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"Canary"}]}"#,
            &["--positions", r#"{"<PERSON_1>":[[0,6]]}"#],
            "positions_stale",
            "--positions: span 0",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"canary@example.org"}]}"#,
            &["--policy", "email=block"],
            "kind_blocked",
            "/messages/0/content: ",
        ),
        (
            "openai-chat",
            r#"{"messages":[{"role":"user","content":"<PERSON_1>"}]}"#,
            &["--lookalikes", "reject"],
            "placeholder_collision",
            "/messages/0/content: ",
        ),
        (
            "openai-chat",
            r#"{"metadata":{"Canary Quillfeather":"","canary  quillfeather":""},"messages":[{"role":"user","content":""}]}"#,
            &[],
            "masked_key_conflict",
            "/metadata",
        ),
    ] {
        let err = refused(&args("mask", format, &map, flags), request, 2, code);
        assert!(err.contains(says), "{request}: {err}");
        assert!(!err.contains("/pii/"), "{err}");
    }
    let err = refused(&args("mask", "anthropic", &map, &[]), b"{\"Canary\":\"\xff\"}", 3, "input_not_utf8");
    assert_eq!(
        err,
        "pii-mask: input_not_utf8: FILE is not UTF-8 at offset 11; convert it first, for example with iconv\n"
    );
    let many = format!("{{\"messages\":[{}]}}", vec![r#"{"role":"user","content":""}"#; 10_001].join(","));
    refused(&args("mask", "openai-chat", &map, &[]), many, 2, "history_too_long");
    let large = format!("{{\"input\":\"Canary{}\"}}", " ".repeat(16 << 20));
    refused(&args("mask", "openai-responses", &map, &[]), large, 2, "body_too_large");
}

/// Nothing is written of a mapping when the request is refused, and only the owner reads one.
#[test]
fn the_mapping_file() {
    let folder = Folder::new();
    let map = folder.join("map.json");
    let flags =
        ["mask", "--format", "openai-responses", "--positions", "[[0,6,\"PERSON\"]]", "--map-out", &map];
    refused(&flags, "{\"input\":[\"Canary\"]}", 2, "messages_invalid");
    assert!(folder.names().is_empty());
    assert_eq!(ok(&flags, r#"{"input":"Canary!"}"#), r#"{"input":"<PERSON_1>!"}"#);
    assert_eq!(folder.read("map.json"), "{\"<PERSON_1>\":\"Canary\"}\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&map).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let missing = folder.join("Canary/map.json");
    let flags = ["mask", "--format", "openai-responses", "--map-out", &missing];
    refused(&flags, r#"{"input":"Canary"}"#, 3, "output_unwritable");
    let ran =
        run(&["mask", "--format", "openai-responses", "--positions", "[[0,6]]"], r#"{"input":"Canary"}"#);
    assert!(ran.err.starts_with("pii-mask: note: this cannot be undone"), "{}", ran.err);
}

#[test]
fn replies_are_refused() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    for (format, _, reply, stream) in DIALECTS {
        let whole = args("unmask", format, &mapping, &[]);
        let err = refused(&whole, stream, 2, "upstream_protocol_error");
        assert_eq!(
            err,
            "pii-mask: upstream_protocol_error: FILE: reply is no JSON at byte 0: malformed, a member twice, \
             or nested too deep; a stream of events is read with --stream, a whole reply without it, all else with --format text\n"
        );
        refused(&whole, "Dear Canary Quillfeather", 2, "upstream_protocol_error");
        refused(&whole, "", 2, "upstream_protocol_error");
        refused(&whole, b"\"Canary \xff\"", 3, "input_not_utf8");

        // What is no stream is written, but not in silence.
        let live = args("unmask", format, &mapping, &["--stream"]);
        let ran = run(&live, reply);
        assert_eq!((ran.status, ran.out.as_str()), (2, reply));
        assert_eq!(
            ran.err,
            "pii-mask: upstream_protocol_error: FILE is no stream of events and was written as it is; leave \
             out --stream\n"
        );
        // Events before the one at fault are written.
        let first = stream.split_inclusive("\n\n").next().unwrap();
        let ran = run(&live, format!("{first}data: {{\"Canary\": Quillfeather}}\n\ndata: {{}}\n\n"));
        assert_eq!((ran.status, ran.out), (2, first.replace("<PER", "")));
        assert!(
            ran.err.starts_with("pii-mask: upstream_protocol_error: FILE: reply is no JSON at byte 11"),
            "{}",
            ran.err
        );
        let ran = run(&live, format!("data: {}\n\n", "Canary".repeat(200_000)));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("over the limit of 1048576 bytes"), "{}", ran.err);

        let ran = run(&live, "");
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    }
}

/// docs/bad-inputs.md, row 124.
#[test]
fn a_placeholder_is_left() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let reply = r#"{"choices":[{"message":{"content":"<PERSON_1>, <PERSON_9>"}}]}"#;
    let stream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"<PERSON_1>, <PERSON_9>\"}}]}\n\n";
    for (flags, input, status) in [
        (&[][..], reply, 0),
        (&["--strict"], reply, 4),
        (&["--stream"], stream, 0),
        (&["--stream", "--strict"], stream, 4),
    ] {
        let ran = run(&args("unmask", "openai-chat", &mapping, flags), input);
        assert_eq!((ran.status, ran.out), (status, input.replace("<PERSON_1>", CANARY)));
        assert!(
            ran.err.starts_with("pii-mask: placeholders_left: 1 placeholder has no value"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_reply_of_another_format_is_told() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let reply = r#"{"choices":[{"message":{"role":"assistant","content":"<PERSON_1>"}}]}"#;
    let ran = run(&args("unmask", "anthropic", &mapping, &[]), reply);
    assert_eq!((ran.status, ran.out.as_str()), (0, reply));
    assert_eq!(
        ran.err,
        "pii-mask: note: placeholders stand only where this format has no text and stayed; is FILE a reply \
         of another --format?\n"
    );
}

/// A model that is slow: an event is there before the next one comes, and what is held comes later.
#[test]
fn a_slow_producer() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let mut slow = Slow::run(&args("unmask", "openai-chat", &mapping, &["--stream"]));
    let event = |text: &str| {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    };
    slow.send(": wait\n\n");
    slow.expect(": wait\n\n");
    slow.send(&event("Dear <PER"));
    slow.expect(&event("Dear "));
    let next = event("SON_1>, x < y and <PERSON_");
    let (head, tail) = next.split_at(40);
    slow.send(head);
    slow.expect("");
    slow.send(tail);
    slow.expect(&event("Canary Quillfeather, x < y and "));
    slow.send("data: [DONE]\n\n");
    slow.expect(&format!("{}data: [DONE]\n\n", event("<PERSON_")));
    slow.end("");
}

/// docs/bad-inputs.md, row 122: nobody reads.
#[test]
fn the_reader_goes_away() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let long = "Canary Quillfeather ".repeat(20_000);
    let request = folder.write("request", format!(r#"{{"input":"{long}"}}"#));
    let reply = folder.write("reply", format!(r#"{{"output":[{{"content":[{{"text":"{long}"}}]}}]}}"#));
    let stream = folder.write("stream", format!("data: {{\"delta\":\"{long}\"}}\n\n"));
    for (command, file, flags) in [
        ("mask", &request, &[][..]),
        ("mask", &request, &["--json"]),
        ("unmask", &reply, &[]),
        ("unmask", &reply, &["--json"]),
        ("unmask", &stream, &["--stream"]),
    ] {
        let flags = [&[file.as_str()], flags].concat();
        let mut child = Command::new(PROGRAM)
            .args(args(command, "openai-responses", &mapping, &flags))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(3), &b""[..]), "{flags:?}");
    }
}

/// All examples of the help that have a format run as they stand, where the repository is.
#[test]
#[cfg(unix)]
fn the_examples_of_the_help_run() {
    let folder = Folder::new();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    std::os::unix::fs::symlink(examples, folder.path().join("examples")).unwrap();
    let mut path = std::ffi::OsString::from(Path::new(PROGRAM).parent().unwrap());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());

    let mut outs = Vec::new();
    for help in [&["--help"][..], &["mask", "--help"], &["unmask", "--help"]] {
        for example in ok(help, "").split("\n\n") {
            let commands: Vec<&str> = example.lines().filter(|line| line.starts_with("    ")).collect();
            let script = commands.join("\n");
            if !(script.contains("pii-mask ") && script.contains("--format ")) || script.contains("<FORMAT>")
            {
                continue;
            }
            let output = Command::new("sh")
                .args(["-e", "-c", &script])
                .current_dir(folder.path())
                .env("PATH", &path)
                .output()
                .unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{script}\n{err}");
            assert!(err.is_empty() || err.starts_with("pii-mask: media_passed: "), "{script}\n{err}");
            outs.push(String::from_utf8(output.stdout).unwrap());
        }
    }
    assert_eq!(outs.len(), 6, "{outs:#?}");
    let people: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("examples/people.json")).unwrap())
            .unwrap();
    // Nobody of the file is left in what goes out, and everybody is in what comes back.
    for masked in &outs[..3] {
        let masked = masked.split("\"pii_mapping\"").next().unwrap();
        for value in people.as_object().unwrap().values() {
            assert!(!masked.contains(value.as_str().unwrap()), "{masked}");
        }
    }
    assert!(outs[1].contains("ask <PERSON_4>, he pays"), "{}", outs[1]);
    assert!(outs[2].contains("My flatmate <PERSON_4> opens"), "{}", outs[2]);
    assert!(outs[4].contains("Dear Aoife Brennan"), "{}", outs[4]);
    assert!(outs[5].contains("\"Aoife Brennan!\""), "{}", outs[5]);
}
