//! `pii-mask mask`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use serde_json::{Value, json};
use support::*;

const MAPPING: &str = r#"{"<PERSON_1>":"Canary Quillfeather","<EMAIL_1>":"canary@example.org"}"#;

#[test]
fn masks_what_the_mapping_knows() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    let text = "Canary Quillfeather <canary@example.org>\r\nCANARY QUILLFEATHER's Canarybird\n";
    let masked = ok(&["mask", "--mapping", &mapping], text);
    assert_eq!(masked, "<PERSON_1> <<EMAIL_1>>\r\n<PERSON_1>'s Canarybird\n");
}

#[test]
fn masks_positions_and_keeps_the_mapping() {
    let folder = Folder::new();
    let (text, map) = (folder.write("text", "I am Canary Quillfeather."), folder.join("map.json"));
    let positions = r#"[{"start":5,"end":24,"type":"name"}]"#;
    let masked = ok(&["mask", &text, "--positions", positions, "--map-out", &map], "");
    assert_eq!(masked, "I am <PERSON_1>.");
    assert_eq!(folder.read("map.json"), "{\"<PERSON_1>\":\"Canary Quillfeather\"}\n");
    assert_eq!(folder.names().len(), 2, "nothing temporary is left");
    assert_eq!(ok(&["unmask", "--mapping", &map], &masked), "I am Canary Quillfeather.");
}

#[test]
fn the_same_mapping_over_turns() {
    let folder = Folder::new();
    let map = folder.join("map.json");
    for (text, positions, masked) in [
        ("Ann", "[[0,3,\"PERSON\"]]", "<PERSON_1>"),
        ("Bob and Ann", "[[0,3,\"PERSON\"]]", "<PERSON_2> and <PERSON_1>"),
        ("ann, bob", "[]", "<PERSON_1>, <PERSON_2>"),
    ] {
        let mut args = vec!["mask", "--positions", positions, "--map-out", &map];
        if std::fs::exists(&map).unwrap() {
            args.extend(["--mapping", &map]);
        }
        assert_eq!(ok(&args, text), masked);
    }
    assert_eq!(folder.read("map.json"), "{\"<PERSON_1>\":\"Ann\",\"<PERSON_2>\":\"Bob\"}\n");
}

#[test]
fn says_when_nothing_can_be_undone() {
    let ran = run(&["mask", "--positions", "[[0,6]]"], CANARY);
    assert_eq!((ran.status, ran.out.as_str()), (0, "<PII_1> Quillfeather"));
    assert!(ran.err.starts_with("pii-mask: note: this cannot be undone"), "{}", ran.err);
    assert_eq!(ok(&["mask"], "nothing to mask"), "nothing to mask");
}

#[test]
fn prints_json() {
    let text = "👋 Canary Quillfeather, zoë@example.org";
    let args = |unit| {
        format!(r#"{{"unit":"{unit}","positions":[{{"start":2,"end":21,"type":"PERSON"}},[23,38,"EMAIL"]]}}"#)
    };
    refused(&["mask", "--json", "--positions", &args("codepoint")], text, 2, "positions_shape_invalid");
    let positions = r#"{"unit":"codepoint","positions":[[2,21,"PERSON"],[23,38,"EMAIL"]]}"#;
    let out = ok(&["mask", "--json", "--positions", positions, "--policy", "email=redact"], text);
    assert!(out.ends_with("}\n"));
    let answer: Value = serde_json::from_str(&out).unwrap();
    let expected = json!({
        "masked": "👋 <PERSON_1>, [EMAIL]",
        "pii_mapping": {"<PERSON_1>": CANARY},
        "entities": [
            {"start": 2, "end": 21, "unit": "codepoint", "kind": "PERSON", "placeholder": "<PERSON_1>", "score": 1.0, "recognizer": null},
            {"start": 23, "end": 38, "unit": "codepoint", "kind": "EMAIL", "placeholder": null, "score": 1.0, "recognizer": null},
        ],
    });
    assert_eq!(answer, expected);

    let positions = r#"{"unit":"utf16","positions":[[3,22,"PERSON"]]}"#;
    let answer: Value =
        serde_json::from_str(&ok(&["mask", "--json", "--positions", positions], text)).unwrap();
    let entity = &answer["entities"][0];
    assert_eq!((&entity["start"], &entity["end"], &entity["unit"]), (&json!(3), &json!(22), &json!("utf16")));
}

#[test]
fn entities_of_json_fit_as_positions() {
    let text = "Canary Quillfeather, Zoë";
    let first: Value = serde_json::from_str(&ok(
        &["mask", "--json", "--positions", r#"[[0,19,"name"],[21,24,"name"]]"#],
        text,
    ))
    .unwrap();
    let positions = json!({"unit": "codepoint", "positions": first["entities"].as_array().unwrap().iter()
        .map(|e| json!({"start": e["start"], "end": e["end"], "type": e["kind"], "placeholder": e["placeholder"]}))
        .collect::<Vec<_>>()});
    let again = ok(&["mask", "--json", "--positions", &positions.to_string()], text);
    assert_eq!(first, serde_json::from_str::<Value>(&again).unwrap());
}

#[test]
fn styles() {
    for (style, open, close) in [
        ("angle", "<", ">"),
        ("square", "[", "]"),
        ("double-square", "[[", "]]"),
        ("double-curly", "{{", "}}"),
    ] {
        let folder = Folder::new();
        let map = folder.join("map.json");
        let args = ["mask", "--style", style, "--positions", "[[0,3,\"PERSON\"]]", "--map-out", &map];
        let masked = ok(&args, "Ann!");
        assert_eq!(masked, format!("{open}PERSON_1{close}!"));
        assert_eq!(folder.read("map.json"), format!("{{\"{open}PERSON_1{close}\":\"Ann\"}}\n"));
        assert_eq!(ok(&["unmask", "--style", style, "--mapping", &map], &masked), "Ann!");
        assert_eq!(
            ok(&["mask", "--style", style, "--mapping", &map], "Ann"),
            format!("{open}PERSON_1{close}")
        );
    }
}

#[test]
fn policies() {
    let folder = Folder::new();
    let mapping = folder.write(
        "map.json",
        r#"{"<PERSON_1>":"Ann","<EMAIL_1>":"a@example.org","<PHONE_1>":"020 7946 0123","<STAFF_NO_1>":"X-77"}"#,
    );
    let text = "Ann a@example.org 020-7946-0123 X-77";
    let policy = |policy| ok(&["mask", "--mapping", &mapping, "--policy", policy], text);
    assert_eq!(policy("email=redact, phone=partial"), "<PERSON_1> [EMAIL] **** 0123 <STAFF_NO_1>");
    // What is named here is masked, whatever a policy says of detections.
    assert_eq!(policy("person=keep,staff_no=redact"), "<PERSON_1> <EMAIL_1> <PHONE_1> [STAFF_NO]");

    refused(&["mask", "--mapping", &mapping, "--policy", "email=block"], text, 2, "kind_blocked");
    refused(&["mask", "--mapping", &mapping, "--policy", "email=hash"], text, 2, "policy_hash_key_missing");
    let key = folder.write("key", "sixteen bytes or more");
    let hash = ["mask", "--mapping", &mapping, "--policy", "email=hash", "--hash-key-file"];
    let masked = ok(&[&hash[..], &[&key]].concat(), text);
    assert!(masked.starts_with("<PERSON_1> [EMAIL:"), "{masked}");
    assert_eq!(masked, ok(&[&hash[..], &[&key]].concat(), text));
    let short = folder.write("short", "short");
    refused(&[&hash[..], &[&short]].concat(), text, 2, "hash_key_invalid");
}

#[test]
fn lookalikes_and_variants() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", r#"{"<PERSON_1>":"Ann"}"#);
    let text = "<person_1> is ANN";
    let mask = |flags: &[&str]| ok(&[&["mask", "--mapping", &mapping], flags].concat(), text);
    assert_eq!(mask(&[]), "<person_1> is <PERSON_1>");
    let map = folder.join("out.json");
    assert_eq!(mask(&["--lookalikes", "escape", "--map-out", &map]), "<LITERAL_1> is <PERSON_1>");
    assert_eq!(ok(&["unmask", "--mapping", &map], "<LITERAL_1>"), "<person_1>");
    refused(&["mask", "--mapping", &mapping, "--lookalikes", "reject"], text, 2, "placeholder_collision");
    assert_eq!(mask(&["--variants", "distinct"]), "<person_1> is ANN");
}

#[test]
fn bare_names_survive() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", r#"{"<PERSON_1>":"Ann"}"#);
    let map = folder.join("out.json");
    let args = ["mask", "--bare", "--lookalikes", "escape", "--mapping", &mapping, "--map-out", &map];
    let masked = ok(&args, "PERSON_1 is Ann");
    assert_eq!(ok(&["unmask", "--bare", "--mapping", &map], &masked), "PERSON_1 is Ann");
}

/// docs/bad-inputs.md, row 121: the mapping first, then the text.
#[test]
fn without_a_place_for_the_mapping_no_text_goes_out() {
    let folder = Folder::new();
    let nowhere = folder.join("no/such/map.json");
    let err =
        refused(&["mask", "--positions", "[[0,6]]", "--map-out", &nowhere], CANARY, 3, "output_unwritable");
    assert!(err.contains("--map-out"), "{err}");
    let directory = folder.path().to_str().unwrap();
    refused(&["mask", "--positions", "[[0,6]]", "--map-out", directory], CANARY, 3, "output_unwritable");
    assert!(folder.names().is_empty(), "nothing temporary is left");
}

/// docs/bad-inputs.md, row 121: a full disk.
#[cfg(target_os = "linux")]
#[test]
fn output_unwritable() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(PROGRAM)
        .args(["mask", "Cargo.toml"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stderr.starts_with(b"pii-mask: output_unwritable: "));
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_mapping() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let map = folder.write("map.json", "{}");
    let everybody = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&map, everybody).unwrap();
    ok(&["mask", "--positions", "[[0,6]]", "--map-out", &map], CANARY);
    let mode = std::fs::metadata(&map).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// docs/bad-inputs.md, row 119.
#[test]
fn input_not_utf8() {
    let err = refused(&["mask"], b"Canary \xff", 3, "input_not_utf8");
    assert!(err.contains("offset 7"), "{err}");
}

/// docs/bad-inputs.md, row 122.
#[test]
fn empty_input() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", MAPPING);
    assert_eq!(ok(&["mask"], ""), "");
    assert_eq!(ok(&["mask", "--mapping", &mapping], ""), "");
    refused(&["mask", "--positions", "[[0,1]]"], "", 2, "position_out_of_range");
}
