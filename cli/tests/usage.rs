//! Wrong command lines, wrong facts, and what is said about them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::*;

/// docs/bad-inputs.md, row 116.
#[test]
fn usage() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", "{}");
    for (args, says) in [
        (&[][..], "mask, unmask, detect, kinds or demo"),
        (&[CANARY], "mask, unmask, detect, kinds or demo"),
        (&["mask", "--mappin", &mapping], "--mapping"),
        (&["mask", "--Canary=Quillfeather"], "unknown flag"),
        (&["mask", CANARY, CANARY], "argument too many"),
        (&["mask", "--style", CANARY], "--style"),
        (&["mask", "--style", CANARY], "double-curly"),
        (&["mask", "--lookalikes", CANARY], "reference"),
        (&["mask", "--variants", CANARY], "distinct"),
        (&["mask", "--format", CANARY], "must be one of text, openai-chat, openai-responses, anthropic"),
        (&["mask", "--format", "openai_chat"], "--format"),
        (&["unmask", "--format", CANARY], "must be one of text, openai-chat, openai-responses, anthropic"),
        (&["mask", "--format", "openai-chat", "--media", CANARY], "must be one of block, warn, pass"),
        (&["mask", "--media", "warn"], "--format"),
        (&["unmask", "--mapping", &mapping, "--format", "anthropic", "--json", "--stream"], "--stream"),
        (&["mask", "--mapping"], "--mapping"),
        (&["mask", "--json", "--json"], "--json"),
        (&["mask", "--json=Canary"], "--json"),
        (&["mask", "--mapping", "-"], "give the text as FILE"),
        (&["mask", "-", "--mapping", "-"], "give the text as FILE"),
        (&["mask", "--map-out", "-"], "--json"),
        (&["unmask"], "--mapping"),
        (&["unmask", "--mapping", "-"], "give the text as FILE"),
        (&["unmask", "--mapping", "-", "-"], "give the text as FILE"),
        (&["unmask", "--mapping", &mapping, "--json", "--stream"], "--stream"),
        (&["demo", CANARY, CANARY], "argument too many"),
    ] {
        let err = refused(args, CANARY, 2, "usage");
        assert!(err.contains(says), "{args:?}: {err}");
    }
}

/// docs/bad-inputs.md, row 117: the code of the row that the mapping is wrong by.
#[test]
fn bad_mappings() {
    let folder = Folder::new();
    let long = format!(r#"{{"<PERSON_1>":"{}"}}"#, "a".repeat(9 << 10));
    let many: Vec<String> = (1..=10_001).map(|n| format!(r#""<PERSON_{n}>":"v{n}x""#)).collect();
    let many = format!("{{{}}}", many.join(","));
    let large: Vec<String> =
        (1..=200).map(|n| format!(r#""<PERSON_{n}>":"{n}{}""#, "a".repeat(8000))).collect();
    let large = format!("{{{}}}", large.join(","));
    let huge = " ".repeat((16 << 20) + 1);
    for (json, code) in [
        ("", "mapping_json_invalid"),
        ("{<PERSON_1>:Canary}", "mapping_json_invalid"),
        (r#"{"<PERSON_1>":"Canary"} {}"#, "mapping_json_invalid"),
        (r#"["Canary"]"#, "mapping_not_object"),
        (r#""Canary""#, "mapping_not_object"),
        (r#"{"<PERSON_1>":["Canary"]}"#, "mapping_value_not_string"),
        (r#"{"<PERSON_1>":"Canary","<PERSON_1>":"Canary"}"#, "mapping_duplicate_key"),
        (r#"{"":"Canary"}"#, "mapping_key_empty"),
        (r#"{"Canary":"Canary"}"#, "mapping_key_invalid"),
        (r#"{"[PERSON_1]":"Canary"}"#, "mapping_key_invalid"),
        (r#"{"<LITERAL_1>":"Canary"}"#, "mapping_key_reserved"),
        (r#"{"<PERSON_1>":" "}"#, "mapping_value_empty"),
        (&long, "mapping_value_too_long"),
        ("{\"<PERSON_1>\":\"Canary\\u0000\"}", "mapping_value_control_char"),
        (&many, "mapping_too_many_entries"),
        (&large, "mapping_too_large"),
        (&huge, "mapping_too_large"),
    ] {
        let mapping = folder.write("map.json", json);
        for command in ["mask", "unmask"] {
            let err = refused(&[command, "--mapping", &mapping], CANARY, 2, code);
            assert!(err.contains("--mapping"), "{err}");
        }
    }
    let mapping = folder.write("map.json", b"\xff");
    refused(&["mask", "--mapping", &mapping], CANARY, 2, "mapping_json_invalid");
}

/// docs/bad-inputs.md, row 117: positions.
#[test]
fn bad_positions() {
    let text = "👋 Canary Quillfeather";
    let many = format!("[{}]", vec!["[0,1]"; 10_001].join(","));
    for (json, code) in [
        ("", "positions_json_invalid"),
        (CANARY, "positions_json_invalid"),
        ("[NaN]", "positions_json_invalid"),
        ("[Canary]", "positions_json_invalid"),
        (r#"["Canary"]"#, "positions_shape_invalid"),
        (r#"[{"start":0}]"#, "position_invalid"),
        (r#"[[0,"Canary"]]"#, "position_not_integer"),
        ("[[4,3]]", "position_reversed"),
        ("[[4,4]]", "position_empty"),
        (r#"{"unit":"utf8","positions":[[0,99]]}"#, "position_out_of_range"),
        (r#"{"unit":"utf8","positions":[[1,6]]}"#, "position_not_char_boundary"),
        (r#"{"unit":"Canary","positions":[[1,6]]}"#, "positions_unit_invalid"),
        ("[[0,1]]", "positions_unit_ambiguous"),
        (r#"[{"start":0,"end":6,"text":"Canary"}]"#, "positions_stale"),
        (r#"[[2,8,"Quill feather!"]]"#, "position_type_invalid"),
        (r#"[{"start":2,"end":8,"placeholder":"Canary"}]"#, "position_placeholder_invalid"),
        (&many, "positions_too_many"),
    ] {
        let err = refused(&["mask", "--positions", json], text, 2, code);
        assert!(err.contains(": --positions: "), "{err}");
        assert!(!err.contains("X-Pii"), "{err}");
    }
}

/// docs/bad-inputs.md, row 117: policies.
#[test]
fn bad_policies() {
    for (policy, code) in [
        ("email=Canary", "policy_action_invalid"),
        ("email", "policy_action_invalid"),
        ("Canary=mask", "policy_kind_invalid"),
        ("literal=mask", "policy_kind_invalid"),
        ("", "policy_kind_invalid"),
        ("email=mask,", "policy_kind_invalid"),
        (r#"{"<PERSON_1>":"Canary"}"#, "policy_kind_invalid"),
        ("ssn=mask,us_ssn=keep", "policy_duplicate_kind"),
        ("email=hash", "policy_hash_key_missing"),
    ] {
        let err = refused(&["mask", "--policy", policy], CANARY, 2, code);
        assert!(err.contains(": --policy: ") && !err.contains("/pii"), "{err}");
    }
}

/// docs/bad-inputs.md, row 118.
#[test]
fn unreadable() {
    let folder = Folder::new();
    let mapping = folder.write("map.json", "{}");
    let missing = folder.join(CANARY);
    let directory = folder.path().to_str().unwrap();
    for bad in [missing.as_str(), directory] {
        for (args, name) in [
            (&["mask", bad][..], "FILE"),
            (&["mask", "--mapping", bad], "--mapping"),
            (&["mask", "--hash-key-file", bad], "--hash-key-file"),
            (&["unmask", bad, "--mapping", &mapping], "FILE"),
            (&["unmask", bad, "--mapping", &mapping, "--json"], "FILE"),
            (&["unmask", "--mapping", bad], "--mapping"),
            (&["demo", bad], "FILE"),
        ] {
            let err = refused(args, CANARY, 3, "input_unreadable");
            assert!(err.contains(&format!("cannot read {name}")), "{err}");
        }
    }
}

/// The mapping may come through a pipe, where the text does not.
#[test]
fn mapping_on_standard_input() {
    let folder = Folder::new();
    let text = folder.write("text", "Ann");
    let mapping = r#"{"<PERSON_1>":"Ann"}"#;
    assert_eq!(ok(&["mask", &text, "--mapping", "-"], mapping), "<PERSON_1>");
    assert_eq!(ok(&["unmask", &text, "--mapping", "-"], mapping), "Ann");
    refused(&["unmask", &text, "--mapping", "-"], "Canary", 2, "mapping_json_invalid");
}

#[test]
fn help_teaches() {
    let help = ok(&["--help"], "");
    for part in ["mask", "unmask", "demo", "Examples:", "Exit status:", "--map-out"] {
        assert!(help.contains(part), "{part} is not in\n{help}");
    }
    let help = ok(&["mask", "--help"], "");
    for part in [
        "--mapping <FILE>",
        "--positions <JSON>",
        "--policy",
        "double-curly",
        "--format <FORMAT>",
        "openai-responses:",
        "--media <WHAT>",
        "utf16",
        "email=redact",
        "Examples:",
    ] {
        assert!(help.contains(part), "{part} is not in\n{help}");
    }
    let help = ok(&["unmask", "--help"], "");
    for part in ["--format <FORMAT>", "--stream", "--strict", "--exact", "--bare", "Examples:"] {
        assert!(help.contains(part), "{part} is not in\n{help}");
    }
    assert_eq!(ok(&["--version"], ""), format!("pii-mask {}\n", env!("CARGO_PKG_VERSION")));
}
