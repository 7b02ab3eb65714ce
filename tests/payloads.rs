//! What the official clients send and read (tests/payloads): nothing is left in a request, nothing is
//! missing in a reply.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pii_mask::{
    ChatPolicy, Conversation, Dialect, Kind, Mapping, Media, Source, Unmasker, UserId, UserLocation,
};
use serde_json::Value;

const CANARY: &str = "Zq Canary";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads").join(name)
}

/// Files of a dialect: name, content.
fn files(name: &str, dialect: Dialect, extension: &str) -> Vec<(String, String)> {
    let folder = folder(name).join(dialect.as_str());
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    assert!(files.len() > 5);
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// Whatever can be masked is, nothing is refused or dropped.
fn open_policy() -> ChatPolicy {
    ChatPolicy::new().media(Media::Pass).user_id(UserId::Mask).user_location(UserLocation::Mask)
}

/// Calls `visit` with the path and the text of every string.
fn each_string(value: &mut Value, path: &str, visit: &mut dyn FnMut(&str, &mut String)) {
    match value {
        Value::String(text) => visit(path, text),
        Value::Array(elements) => {
            let path = format!("{path}[]");
            elements.iter_mut().for_each(|element| each_string(element, &path, visit));
        }
        Value::Object(members) => {
            for (name, member) in members {
                each_string(member, &format!("{path}.{name}"), visit);
            }
        }
        _ => {}
    }
}

fn strings(value: &Value) -> usize {
    let mut count = 0;
    each_string(&mut value.clone(), "", &mut |_, _| count += 1);
    count
}

/// One string after another becomes the canary: where does it stay?
#[test]
fn what_stays_in_requests() {
    let mut stays = BTreeSet::new();
    for &dialect in Dialect::ALL {
        for (file, body) in files("requests", dialect, "json") {
            let body: Value = serde_json::from_str(&body).unwrap();
            for n in 0..strings(&body) {
                let (mut changed, mut at, mut place) = (body.clone(), 0, String::new());
                each_string(&mut changed, "", &mut |path, text| {
                    if at == n {
                        place = path.trim_start_matches('.').to_owned();
                        CANARY.clone_into(text);
                    }
                    at += 1;
                });
                let mut mapping = Mapping::new();
                mapping.assign(&Kind::PERSON, CANARY, Source::Explicit).unwrap();
                let builder = Conversation::builder().mapping(mapping).chat(open_policy());
                let changed = changed.to_string();
                match builder.build().unwrap().mask_chat(dialect, &changed) {
                    Ok(masked) if !masked.body.contains(CANARY) => {}
                    Ok(_) => {
                        stays.insert(format!("{dialect} {place}"));
                    }
                    Err(error) => assert_eq!(error.code(), "role_invalid", "{dialect} {file} {place}"),
                }
            }
        }
    }
    same_as("untouched.txt", &stays);
}

/// All that belongs to the people of the recordings is known: none of it is left anywhere.
#[test]
fn nobody_is_left_in_requests() {
    let people = std::fs::read_to_string(folder("people.json")).unwrap();
    let people: Value = serde_json::from_str(&people).unwrap();
    let mut mapping = Mapping::new();
    for (kind, values) in people.as_object().unwrap() {
        for value in values.as_array().unwrap() {
            mapping.assign(&Kind::new(kind).unwrap(), value.as_str().unwrap(), Source::Explicit).unwrap();
        }
    }
    let mut left = BTreeSet::new();
    for &dialect in Dialect::ALL {
        for (file, body) in files("requests", dialect, "json") {
            let builder = Conversation::builder().mapping(mapping.clone()).chat(open_policy());
            let mut conversation = builder.build().unwrap();
            let masked = conversation.mask_chat(dialect, &body).unwrap();
            if file == "nothing-personal.json" {
                assert_eq!(masked.body, body);
            }
            let mut json: Value = serde_json::from_str(&masked.body).unwrap();
            each_string(&mut json, "", &mut |path, text| {
                for (_, value) in mapping.iter().filter(|(_, value)| text.contains(*value)) {
                    left.insert(format!("{dialect} {file} {} {}", path.trim_start_matches('.'), value.len()));
                }
            });
            // A second time the history is known already; the result is the same.
            assert_eq!(conversation.mask_chat(dialect, &body).unwrap().body, masked.body, "{file}");
        }
    }
    same_as("left.txt", &left);
}

fn unmasker() -> Unmasker {
    let mapping = std::fs::read_to_string(folder("replies/mapping.json")).unwrap();
    Unmasker::new(serde_json::from_str::<Mapping>(&mapping).unwrap())
}

/// Every placeholder that stays in a whole reply.
#[test]
fn what_stays_in_replies() {
    let unmasker = unmasker();
    let mut stays = BTreeSet::new();
    for &dialect in Dialect::ALL {
        for (_, reply) in files("replies", dialect, "json") {
            let unmasked = unmasker.unmask_chat(dialect, &reply).unwrap();
            let mut json: Value = serde_json::from_str(&unmasked.body).unwrap();
            each_string(&mut json, "", &mut |path, text| {
                if unmasker.unmask(text) != *text {
                    stays.insert(format!("{dialect} {}", path.trim_start_matches('.')));
                }
            });
        }
    }
    same_as("reply-untouched.txt", &stays);
}

/// A stream is the same for every split, and its pieces together hold no placeholder.
#[test]
fn streams() {
    let unmasker = unmasker();
    let mut stays = BTreeSet::new();
    for &dialect in Dialect::ALL {
        for (file, sse) in files("replies", dialect, "sse") {
            let run = |size: usize| {
                let (mut stream, mut out) = (unmasker.chat_stream(dialect), Vec::new());
                sse.as_bytes().chunks(size).for_each(|chunk| stream.push(chunk, &mut out).unwrap());
                stream.finish(&mut out).unwrap();
                String::from_utf8(out).unwrap()
            };
            let whole = run(usize::MAX);
            for size in [1, 2, 3, 7, 64, 1000] {
                assert_eq!(run(size), whole, "{dialect} {file} in chunks of {size}");
            }
            for data in whole.split(['\n', '\r']).filter_map(|line| line.strip_prefix("data:")) {
                let Ok(mut event) = serde_json::from_str::<Value>(data) else { continue };
                let kind = event["type"].as_str().unwrap_or_default().to_owned();
                each_string(&mut event, "", &mut |path, text| {
                    if unmasker.unmask(text) != *text {
                        stays.insert(format!("{dialect} {kind} {}", path.trim_start_matches('.')));
                    }
                });
            }
        }
    }
    same_as("event-untouched.txt", &stays);
}

/// Compares with a list that somebody has read line by line.
fn same_as(file: &str, found: &BTreeSet<String>) {
    let path = folder(file);
    let mut list = String::new();
    found.iter().for_each(|line| writeln!(list, "{line}").unwrap());
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(&path, &list).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == list, "{file} differs; read what WRITE_DOCS=1 cargo test --test payloads writes");
}
