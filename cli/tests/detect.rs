//! `pii-mask detect`, `pii-mask kinds`, and what `mask` detects.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::{Folder, ok, refused, run};

#[test]
fn a_line_for_each_find() {
    let found = ok(&["detect"], "é jane@example.org, IBAN NL91ABNA0417164300\n");
    assert_eq!(found, "2\t18\tEMAIL\t0.95\temail\n25\t43\tIBAN\t0.95\tiban\n");
    assert_eq!(ok(&["detect", "--unit", "utf8"], "é jane@example.org"), "3\t19\tEMAIL\t0.95\temail\n");
    assert_eq!(ok(&["detect"], "nothing"), "");
}

#[test]
fn json() {
    let found = ok(&["detect", "--json", "--unit", "utf16"], "😀 jane@example.org");
    let expected =
        r#"[{"start":3,"end":19,"unit":"utf16","entity":"EMAIL","score":0.95,"recognizer":"email"}]"#;
    assert_eq!(found, expected.to_owned() + "\n");
}

#[test]
fn rows() {
    let rows =
        "{\"id\":7,\"text\":\"é a@example.org\",\"lang\":\"fr\"}\n\n{\"text\":\"nothing\",\"id\":\"x\"}\n";
    let expected = "{\"id\":7,\"spans\":[{\"start\":2,\"end\":15,\"entity\":\"EMAIL\",\"score\":0.95}]}\n{\"id\":\"x\",\"spans\":[]}\n";
    assert_eq!(ok(&["detect", "--jsonl"], rows), expected);
    let ran = run(&["detect", "--jsonl"], "{\"id\":1,\"text\":\"ok\"}\nCanary\n");
    assert_eq!((ran.status, &*ran.err), (2, "pii-mask: row_invalid: line 2 is no {\"id\",\"text\"}\n"));
}

#[test]
fn kinds_and_threshold() {
    let text = "jane@example.org, 192.168.1.7";
    assert_eq!(ok(&["detect", "--kinds", "ip"], text), "18\t29\tIP_ADDRESS\t0.60\tipv4\n");
    assert_eq!(ok(&["detect", "--threshold", "0.7"], text), "0\t16\tEMAIL\t0.95\temail\n");
    refused(&["detect", "--threshold", "7"], text, 2, "detector_config_invalid");
    refused(&["detect", "--kinds", "Can ary?"], text, 2, "kind_invalid");
    let kinds = ok(&["kinds"], "");
    assert!(kinds.lines().any(|line| line.starts_with("IBAN ") && line.contains("mod 97")), "{kinds}");
    assert!(ok(&["kinds", "--json"], "").starts_with("[{\"kind\":"));
}

#[test]
fn says_why_without_the_text() {
    let why = ok(&["detect", "--explain"], "my bsn: 111222333");
    assert_eq!(why, "8\t17\tNL_BSN\t0.60\tnl_bsn\tvalidator: eleven test\tcontext: bsn\tbeaten: \n");
}

#[test]
fn fails_where_something_is_found() {
    let ran = run(&["detect", "--fail-on-found"], "Canary@example.org");
    assert_eq!((ran.status, &*ran.err), (1, "pii-mask: pii_found: 1 item of personal data found\n"));
    assert_eq!(ok(&["detect", "--fail-on-found"], "nothing"), "");
}

#[test]
fn settings_from_a_file() {
    let folder = Folder::new();
    let toml = "disable = [\"EMAIL\"]\n[deny]\nPROJECT = [\"Blue Heron\"]\n[[recognizers]]\nname = \"badge\"\nkind = \"BADGE\"\npattern = \"B-[0-9]{6}\"\n";
    let config = folder.write("detect.toml", toml);
    let text = "a@example.org on blue heron has B-123456";
    let found = ok(&["detect", "--config", &config], text);
    assert_eq!(found, "17\t27\tPROJECT\t1.00\tdeny_list\n32\t40\tBADGE\t0.80\tbadge\n");
    let masked = run(&["mask", "--config", &config], text);
    assert_eq!(masked.out, "a@example.org on <PROJECT_1> has <BADGE_1>");
    let wrong = folder.write("wrong.toml", "disable = []\nCanary = 1\n");
    refused(&["detect", "--config", &wrong], text, 2, "detector_config_invalid");
}

#[test]
fn mask_detects() {
    let text = "Mail jane@example.org!";
    assert_eq!(run(&["mask"], text).out, "Mail <EMAIL_1>!");
    assert_eq!(ok(&["mask", "--no-detect"], text), text);
    let body = r#"{"messages":[{"role":"user","content":"Mail jane@example.org!"}]}"#;
    let masked = run(&["mask", "--format", "openai-chat"], body).out;
    assert_eq!(masked, body.replace("jane@example.org", "<EMAIL_1>"));
}
