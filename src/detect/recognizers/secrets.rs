//! Keys and tokens that say by their beginning whose they are.

use crate::detect::rule::{Form, Rule, Start, check, form};

/// A key of a vendor: a beginning that nothing else has.
const fn key(name: &'static str, keys: &'static [&'static str], forms: &'static [Form]) -> Rule {
    Rule { name, kind: "SECRET", start: Start::Literal(keys), forms, source: VENDOR, ..Rule::BASE }
}

const VENDOR: &str = "the vendor's documentation";

pub(super) const RULES: &[Rule] = &[
    Rule {
        examples: &["AKIAIOSFODNN7EXAMPLE"],
        near_misses: &["AKIAIOSFODNN7EXAMPL", "AKIAIOSFODNN7EXAMPLES"],
        ..key(
            "aws_access_key",
            &["AKIA", "ASIA", "ABIA", "ACCA"],
            &[form("A(KI|SI|BI|CC)A[A-Z0-9]{16}", 0.95)],
        )
    },
    Rule {
        examples: &["ghp_0123456789abcdefghijABCDEFGHIJ012345"],
        near_misses: &["ghp_short", "ghx_0123456789abcdefghijABCDEFGHIJ012345"],
        ..key(
            "github_token",
            &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
            &[
                form("gh[pousr]_[0-9A-Za-z_]{36}[0-9A-Za-z_]*", 0.95),
                form("github_pat_[0-9A-Za-z_]{40}[0-9A-Za-z_]*", 0.95),
            ],
        )
    },
    Rule {
        examples: &["glpat-abcdefghij0123456789"],
        near_misses: &["glpat-short"],
        ..key(
            "gitlab_token",
            &["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glimt-", "glagent-"],
            &[form("gl(pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[0-9A-Za-z_-]{20}[0-9A-Za-z_-]*", 0.95)],
        )
    },
    Rule {
        examples: &["AIzaSyA0123456789abcdefghijklmnopqrstuv"],
        near_misses: &["AIzaSyShort"],
        ..key(
            "google_key",
            &["AIza", "GOCSPX-", "ya29."],
            &[
                form("AIza[0-9A-Za-z_-]{35}", 0.95),
                form("GOCSPX-[0-9A-Za-z_-]{28}", 0.95),
                form(r"ya29\.[0-9A-Za-z_-]{20}[0-9A-Za-z_-]*", 0.95),
            ],
        )
    },
    Rule {
        examples: &["xoxb-123456789012-123456789012-abcdefghijABCDEFGHIJ0123"],
        near_misses: &["xoxb-short", "xoxz-123456789012-123456789012-abcdefghij"],
        ..key(
            "slack_token",
            &[
                "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.xox", "xoxo-", "xoxd-", "xoxc-",
                "xapp-",
            ],
            &[
                form(r"xox[a-z](\.xox[bp])?-[0-9A-Za-z%-]{16}[0-9A-Za-z%-]*", 0.95),
                form("xapp-[0-9]-[0-9A-Za-z-]{16}[0-9A-Za-z-]*", 0.95),
            ],
        )
    },
    Rule {
        examples: &["sk_live_0123456789abcdefABCDEFGH", "whsec_0123456789abcdefghijABCDEFGHIJ01"],
        near_misses: &["sk_live_short", "sk_dead_0123456789abcdefABCDEFGH"],
        ..key(
            "stripe_key",
            &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "pk_live_", "pk_test_", "whsec_"],
            &[
                form("[srp]k_(live|test)_[0-9A-Za-z]{10}[0-9A-Za-z]*", 0.95),
                form("whsec_[0-9A-Za-z+/=]{24}[0-9A-Za-z+/=]*", 0.95),
            ],
        )
    },
    Rule {
        examples: &["npm_0123456789abcdefghijABCDEFGHIJ012345"],
        near_misses: &["npm_config_registry", "npm_lifecycle_event"],
        ..key("npm_token", &["npm_"], &[form("npm_[0-9A-Za-z]{36}", 0.95)])
    },
    Rule {
        examples: &["pypi-AgEIcHlwaS5vcmcCJDAxMjM0NTY3LTg5YWItY2RlZi0wMTIzLTQ1Njc4OWFiY2RlZg"],
        near_misses: &["pypi-server", "pypi-AgEIcHlwaS5vcmc"],
        ..key("pypi_token", &["pypi-Ag"], &[form("pypi-Ag[0-9A-Za-z_-]{50}[0-9A-Za-z_-]*", 0.95)])
    },
    Rule {
        examples: &[
            "sk-proj-0123456789abcdefghijABCDEFGHIJ0123456789abcd",
            "sk-0123456789abcdefghijABCDEFGHIJ0123456789abcdefgh",
            "sk-ant-api03-0123456789abcdefghijABCDEFGHIJ0123456789",
        ],
        near_misses: &["sk-learn", "sk-estimator-checks-are-many"],
        check: check("a digit and a letter", is_mixed),
        ..key(
            "llm_key",
            &["sk-"],
            &[
                form(
                    "sk-(proj|svcacct|admin|None|ant-[a-z0-9]+|or-v1|lf)-[0-9A-Za-z_-]{20}[0-9A-Za-z_-]*",
                    0.95,
                ),
                form("sk-[0-9A-Za-z]{20}[0-9A-Za-z]*", 0.95),
            ],
        )
    },
    Rule {
        examples: &["hf_abcdefghijABCDEFGHIJabcdefghijABCD"],
        near_misses: &["hf_hub_download"],
        ..key(
            "hugging_face_token",
            &["hf_", "api_org_"],
            &[form("hf_[0-9A-Za-z]{30}[0-9A-Za-z]*", 0.95), form("api_org_[0-9A-Za-z]{34}", 0.95)],
        )
    },
    Rule {
        examples: &["SG.abcdefghijABCDEFGHIJ01.0123456789abcdefghijABCDEFGHIJ0123456789abc"],
        near_misses: &["SG.short.short"],
        ..key("sendgrid_key", &["SG."], &[form(r"SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}", 0.95)])
    },
    Rule {
        examples: &["SK0123456789abcdef0123456789abcdef"],
        near_misses: &["SK0123456789abcdef0123456789abcde", "sk0123456789abcdef0123456789abcdefa"],
        ..key("twilio_key", &["SK", "AC"], &[form("(SK|AC)[0-9a-f]{32}", 0.8)])
    },
    Rule {
        examples: &["dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"],
        near_misses: &["dop_v1_0123456789abcdef"],
        ..key(
            "digitalocean_token",
            &["dop_v1_", "doo_v1_", "dor_v1_"],
            &[form("do[opr]_v1_[0-9a-f]{64}", 0.95)],
        )
    },
    Rule {
        examples: &["shpat_0123456789abcdef0123456789abcdef"],
        near_misses: &["shpat_0123"],
        ..key(
            "shopify_token",
            &["shpat_", "shpca_", "shppa_", "shpss_"],
            &[form("shp(at|ca|pa|ss)_[0-9a-fA-F]{32}", 0.95)],
        )
    },
    Rule {
        examples: &["dckr_pat_0123456789abcdefghijABCDEFG"],
        near_misses: &["dckr_pat_short"],
        ..key(
            "docker_token",
            &["dckr_pat_", "dckr_oat_"],
            &[form("dckr_[po]at_[0-9A-Za-z_-]{27}[0-9A-Za-z_-]*", 0.95)],
        )
    },
    Rule {
        examples: &["hvs.CAESIJ0123456789abcdefghijABCDEFGHIJ"],
        near_misses: &["hvs.short"],
        ..key(
            "vault_token",
            &["hvs.", "hvb.", "hvr."],
            &[form(r"hv[sbr]\.[0-9A-Za-z_-]{24}[0-9A-Za-z_-]*", 0.95)],
        )
    },
    Rule {
        examples: &["dapi0123456789abcdef0123456789abcdef"],
        near_misses: &["dapi0123456789abcdef"],
        ..key("databricks_token", &["dapi"], &[form("dapi[0-9a-f]{32}(-[0-9])?", 0.95)])
    },
    Rule {
        examples: &[
            "lin_api_0123456789abcdefghijABCDEFGHIJ0123456789",
            "ntn_0123456789abcdefghijABCDEFGHIJ0123456789abcd",
        ],
        near_misses: &["lin_api_key", "ntn_short"],
        ..key(
            "saas_token",
            &[
                "lin_api_",
                "ntn_",
                "secret_",
                "PMAK-",
                "glsa_",
                "glc_",
                "ATATT3",
                "NRAK-",
                "dp.pt.",
                "figd_",
                "rdme_",
                "sntrys_",
                "pul-",
                "tskey-",
                "EAACEdEose0cBA",
                "sq0atp-",
                "sq0csp-",
                "EAAA",
                "key-",
                "r8_",
                "gsk_",
                "xai-",
                "pplx-",
                "re_",
                "AGE-SECRET-KEY-1",
                "CFPAT-",
                "atlasv1.",
            ],
            &[
                form("lin_api_[0-9A-Za-z]{40}", 0.95),
                form("ntn_[0-9A-Za-z]{40}[0-9A-Za-z]*|secret_[0-9A-Za-z]{43}", 0.95),
                form("PMAK-[0-9a-f]{24}-[0-9a-f]{34}", 0.95),
                form("glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}|glc_[0-9A-Za-z+/=]{32}[0-9A-Za-z+/=]*", 0.95),
                form("ATATT3[0-9A-Za-z_=-]{50}[0-9A-Za-z_=-]*", 0.95),
                form("NRAK-[0-9A-Z]{27}", 0.95),
                form(r"dp\.pt\.[0-9A-Za-z]{40}[0-9A-Za-z]*", 0.95),
                form(
                    "figd_[0-9A-Za-z_-]{40}|rdme_[0-9a-z]{70}|sntrys_[0-9A-Za-z+/=_]{40}[0-9A-Za-z+/=_]*|pul-[0-9a-f]{40}",
                    0.95,
                ),
                form("tskey-[a-z]+-[0-9A-Za-z]{8}[0-9A-Za-z]*-[0-9A-Za-z]{20}[0-9A-Za-z]*", 0.95),
                form("sq0(atp|csp)-[0-9A-Za-z_-]{22}[0-9A-Za-z_-]*|EAAA[0-9A-Za-z_-]{60}", 0.95),
                form(
                    "key-[0-9a-f]{32}|r8_[0-9A-Za-z]{37}|gsk_[0-9A-Za-z]{52}|xai-[0-9A-Za-z]{80}|pplx-[0-9A-Za-z]{48}",
                    0.95,
                ),
                form("re_[0-9A-Za-z]{8}_[0-9A-Za-z]{24}|CFPAT-[0-9A-Za-z_-]{43}", 0.95),
                form("AGE-SECRET-KEY-1[0-9A-Z]{58}", 0.95),
            ],
        )
    },
    Rule {
        examples: &[
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        ],
        near_misses: &["eyJhbGci", "eyJhbGciOiJIUzI1NiJ9.short"],
        source: "RFC 7519",
        ..key(
            "jwt",
            &["eyJ", "ewog"],
            &[form(
                r"(eyJ|ewog)[0-9A-Za-z_=-]{8}[0-9A-Za-z_=-]*\.(eyJ|ewog)?[0-9A-Za-z_=-]{10}[0-9A-Za-z_=-]*(\.[0-9A-Za-z_=-]+){0,3}",
                0.95,
            )],
        )
    },
    Rule {
        name: "telegram_token",
        kind: "SECRET",
        forms: &[form("[0-9]{8,10}:AA[0-9A-Za-z_-]{32,33}", 0.95)],
        examples: &["110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"],
        near_misses: &["110201543:AAHdqTcv", "12:30:45"],
        source: VENDOR,
        ..Rule::BASE
    },
    Rule {
        name: "url_with_password",
        kind: "SECRET",
        start: Start::Colon,
        // Surer than what else an address is.
        forms: &[form(
            r#"[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20/@:"'<>]*:[^\x00-\x20/@"'<>]+@[^\x00-\x20"'`<>{}|\\^]*[^\x00-\x20"'`<>{}|\\^.,;:!?)]"#,
            0.96,
        )],
        check: check("no stand-in", |value| !value.contains("://user:password@") || value.len() > 40),
        examples: &[
            "postgres://app:s3cret@db.example.org:5432/app",
            "https://jane:hunter2@example.org/x",
            "redis://:pa55@cache:6379",
        ],
        near_misses: &["postgres://db.example.org:5432/app", "https://example.org/@jane:x"],
        source: "RFC 3986, userinfo",
        ..Rule::BASE
    },
    Rule {
        examples: &["https://hooks.slack.com/services/T0123/B0123/abcdefghijABCDEFGHIJ"],
        near_misses: &["https://hooks.slack.com/docs"],
        ..key(
            "webhook",
            &[
                "https://hooks.slack.com/",
                "https://discord.com/api/webhooks/",
                "https://discordapp.com/api/webhooks/",
            ],
            &[form(
                r"https://(hooks\.slack\.com/(services|workflows)|discord(app)?\.com/api/webhooks)/[0-9A-Za-z/_-]{20}[0-9A-Za-z/_-]*",
                0.96,
            )],
        )
    },
    Rule {
        examples: &[
            "AccountKey=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==",
        ],
        near_misses: &["AccountKey=short=="],
        ..key(
            "azure_key",
            &["AccountKey=", "SharedAccessKey="],
            &[form("(AccountKey|SharedAccessKey)=[0-9A-Za-z+/]{42}[0-9A-Za-z+/]*={1,2}", 0.95)],
        )
    },
];

/// A word with a dash in it is no key.
fn is_mixed(value: &str) -> bool {
    let key = value.get(3..).unwrap_or_default();
    key.bytes().any(|b| b.is_ascii_digit()) && key.bytes().any(|b| b.is_ascii_alphabetic())
}
