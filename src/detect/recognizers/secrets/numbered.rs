//! Keys that begin like any other word with a digit.

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::{SURE, is_key};
use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "telegram_bot_token",
        kind: "SECRET",
        forms: &[form(r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[
            concat!("123456789:", "AAOgBLk_73Cs9ba3D2oWwlE0qDnWV5zVFov"),
            concat!("7012345678:", "AAaTt_Ox0Oie1bTwyDmaHt0v9Q9igOlrj6D"),
        ],
        near_misses: &[
            concat!("123456789:", "AAO7xMv1F5y7MpAmtUXKwU"),
            concat!("1234567:", "AAumCpMXsQdEtBdD0bUBBzvaMT712lo6AVS"),
        ],
        source: "Telegram Bot API, authorizing your bot",
        ..Rule::BASE
    },
    Rule {
        name: "discord_token",
        kind: "SECRET",
        forms: &[form(r"[MNO][A-Za-z0-9]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}", SURE)],
        check: check("snowflake", is_discord),
        context: &[],
        examples: &[concat!("MTk4NjIyNDgzNDcxOTI1MjQ4", ".Cl2FMQ.", "goiSeHQcASHC6kEiEM0ZY89BTT1")],
        near_misses: &[
            concat!("MTk4NjIyNDgzNDcxOTI1MjQz", ".Cl2FMQ.", "UrCKLVGkVsXNgqfRKwVc"),
            concat!("MTkzzzzzzzzzzzzzzzI1MjQ4", ".Cl2FMQ.", "PMfDnEdFXFfzjW4W7b7NWlQlioK"),
        ],
        source: "Discord developer docs, reference",
        ..Rule::BASE
    },
    Rule {
        name: "twilio_sid",
        kind: "SECRET",
        forms: &[form(r"(SK|AC)[0-9a-f]{32}", 0.6)],
        check: check("no stand-in", is_key),
        context: &[&["twilio", "sid", "account", "auth", "api", "sms", "key"]],
        examples: &[
            concat!("SK", "9fdefe822b0be935d2169721d6ff0fe4"),
            concat!("AC", "e4ed953c3f919f9491e996ad423ac558"),
        ],
        near_misses: &[
            concat!("SK", "a99c77616a92da7dcfbd13698fcd6c0"),
            concat!("AC", "00000000000000000000000000000000"),
        ],
        source: "Twilio docs, string identifiers",
        ..Rule::BASE
    },
    Rule {
        name: "azure_client_secret",
        kind: "SECRET",
        forms: &[form(r"[A-Za-z0-9]{3}[0-9]Q~[A-Za-z0-9_~.-]{30,33}[A-Za-z0-9_~-]", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[
            concat!("abc8", "Q~LuaDLkcvf2RWldXewC7EM5AzksJXvyADAQ"),
            concat!("Zx17", "Q~39Ax5tzqu2BFZlqYCLyodjVGDqTdrud"),
        ],
        near_misses: &[
            concat!("abc8", "Q~9n6uMVjMQ0r3URIlv4mK"),
            concat!("abcd", "Q~ZYdLTbzS1vYAsDnMfutH3sPGcsm9dEnyLQ"),
        ],
        source: "Microsoft Purview, sensitive information types, Entra client secret",
        ..Rule::BASE
    },
    Rule {
        name: "azure_service_key",
        kind: "SECRET",
        forms: &[form(r"[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{20,30}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!(
            "lsFj5HMCa4s0QZ1zJ1dXGgIQik2q1dPncCRx8wAvQKDSDhykNfzs",
            "JQQJ99",
            "BAACAAAAA",
            "qPX5UquPnXF4En1Dv"
        )],
        near_misses: &[concat!(
            "O3ImuUBlICmNiMJAaaIVVuUVr2TWdoFUtiOdVFXi39Pl2n90Y1LA",
            "JQQJ98",
            "gqTlYUQIs87nPdVLff6qdk1gHI"
        )],
        source: "Microsoft, common annotated security keys",
        ..Rule::BASE
    },
    Rule {
        name: "mailchimp_key",
        kind: "SECRET",
        forms: &[form(r"[0-9a-f]{32}-us[0-9]{1,2}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!("0", "59193acd51ff8e4f8b078e6561765e1", "-us12")],
        near_misses: &[
            concat!("0", "82f3c4e53769eab740c4fa1c349e0d", "-us12"),
            concat!("00000000000000000000000000000000", "-us12"),
        ],
        source: "Mailchimp docs, API keys",
        ..Rule::BASE
    },
    Rule {
        name: "mailgun_key",
        kind: "SECRET",
        forms: &[form(r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}", 0.85)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!("1", "325b14df6d6f31e7e909b1b3ef4d64d", "-1a2b3c4d-", "b83d05cf")],
        near_misses: &[concat!("1", "cdeb19e0d94943ef083369974fe2931", "-1a2b3c4d-", "e8023f5")],
        source: "Mailgun docs, API keys",
        ..Rule::BASE
    },
    Rule {
        name: "new_relic_license",
        kind: "SECRET",
        forms: &[form(r"[0-9A-Za-z]{36}NRAL", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[
            concat!("eu01xx", "beec015bbc6c99db90723a7b5904b2", "NRAL"),
            concat!("0", "5c601d8f6bc9e82ac842a2edf19e3347171", "NRAL"),
        ],
        near_misses: &[concat!("0", "e09c95146240fd553ec0fd64abeb21", "NRAL")],
        source: "New Relic docs, API keys",
        ..Rule::BASE
    },
    Rule {
        name: "facebook_app_token",
        kind: "SECRET",
        forms: &[form(r"[0-9]{14,17}\|[A-Za-z0-9_-]{27}", 0.9)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!("102345678901234", "|", "YwjwKlIwILqk11UV6bfbLmHyyor")],
        near_misses: &[concat!("102345678901234", "|", "o8ikMvkFoc9qdKb0jFsO")],
        source: "Meta docs, access tokens",
        ..Rule::BASE
    },
    Rule {
        name: "google_refresh_token",
        kind: "SECRET",
        forms: &[form(r"1//0[A-Za-z0-9_-]{38}[A-Za-z0-9_-]*", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!("1//0", "IKJ7OHC59ovMjMxpgY4pqhHzqM3GIjtMMN2oslZnJnebQIjsWsDP5cm7UMjs")],
        near_misses: &[concat!("1//0", "jc7unCPB8n")],
        source: "Google Identity docs, OAuth 2.0",
        ..Rule::BASE
    },
    Rule {
        name: "asana_token",
        kind: "SECRET",
        forms: &[form(r"[0-9]/[0-9]{13,17}(/[0-9]{13,17})?:[0-9a-f]{32}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[
            concat!("0/1199123456789012", ":", "358f08b19393ef5507c59b4f71f40c83"),
            concat!("2/1199123456789012/1200123456789012", ":", "228e83129d5e31b256b5a7a3164290a1"),
        ],
        near_misses: &[concat!("0/1199123456789012", ":", "99a69a580a4f1c2e9f0a6f6013ed6d")],
        source: "Asana docs, personal access token",
        ..Rule::BASE
    },
    Rule {
        name: "airtable_token",
        kind: "SECRET",
        forms: &[form(r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!(
            "patAb1IHEGKBMrmyu",
            ".",
            "0924eebf7d0829c34387dcb8cc9d6ab4a74eef82b3c02d32e9db101d31b81f82"
        )],
        near_misses: &[concat!(
            "patAb1BvaAdnsqT5c",
            ".",
            "9c33365ce4093dceaa1d0c4915783bd227040a1b0d0bb9541b2a96e4380e"
        )],
        source: "Airtable docs, personal access tokens",
        ..Rule::BASE
    },
    Rule {
        name: "okta_token",
        kind: "SECRET",
        forms: &[form(r"00[A-Za-z0-9_-]{40}", 0.2)],
        check: check("no stand-in", is_key),
        context: &[&["okta", "ssws"]],
        examples: &[concat!("00", "kKJziHs0QnZUayvv1JuaDgwp048XpvnKZHMtAkGE")],
        near_misses: &[
            concat!("00", "tCyZfRuZDnFHzHzwrqPQiPH0nqvTQnyt6lWSCWY"),
            concat!("00", "0000000000000000000000000000000000000000"),
        ],
        source: "Okta docs, API tokens",
        ..Rule::BASE
    },
    Rule {
        name: "one_password_key",
        kind: "SECRET",
        forms: &[form(r"A3-[A-Z0-9]{6}-([A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(-[A-Z0-9]{5}){3}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!(
            "A3-", "HIV9I1", "-", "0O5SYR", "-", "JNFUR", "-", "1RGIE", "-", "4UVM8", "-", "TIXES"
        )],
        near_misses: &["A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX"],
        source: "1Password, security design white paper",
        ..Rule::BASE
    },
    Rule {
        name: "cloudflare_origin_key",
        kind: "SECRET",
        forms: &[form(r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!(
            "v1.0-",
            "fec638b66577174639796e1e",
            "-",
            "e6eef628b80df4a202ae83690808275c53aeb33e9a3fe629f3c292c015ada23456d31aa51d1f6fee35705f0b4ddea6090b4afb9b59ba934c9142a81717790331da022e2ad76b80ed9a"
        )],
        near_misses: &[concat!(
            "v1.0-",
            "0ceef77119aba977ddd80c0a",
            "-",
            "802f6bf3a839061aa4243abb54f60ac5e14b74f849eaea3b38801b98bfe5534c322695bfc9baba0bff5be2efefb5768b2d4d"
        )],
        source: "Cloudflare docs, origin CA keys",
        ..Rule::BASE
    },
    Rule {
        name: "yandex_token",
        kind: "SECRET",
        forms: &[form(r"y[0-3]_[A-Za-z0-9_-]{55}[A-Za-z0-9_-]*", SURE)],
        check: check("no stand-in", is_key),
        context: &[],
        examples: &[concat!("y0_", "AgHAcz7hL7qhrnTRcGCwCN7B4b3AvhNSUknF5Q1dBM2R9im1Jwe7KXkihY")],
        near_misses: &[concat!("y0_", "QQ3lvwjIOLfQsOBzaFuZ")],
        source: "Yandex ID docs, OAuth tokens",
        ..Rule::BASE
    },
];

/// The first part is the number of the bot in base 64.
fn is_discord(value: &str) -> bool {
    let id = value.split('.').next().unwrap_or_default();
    let number = BASE64_STANDARD_NO_PAD.decode(id).unwrap_or_default();
    (17..=20).contains(&number.len()) && number.iter().all(u8::is_ascii_digit)
}
