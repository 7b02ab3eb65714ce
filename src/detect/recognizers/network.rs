//! The net: mail, addresses of pages and machines.

use crate::detect::rule::{Rule, Start, Things, check, form};
use crate::sameness::fold;

/// A character of an address of a page: no space, quotation mark or bracket, of whatever script.
macro_rules! part {
    () => {
        r#"[^\x00-\x20<>"'`{}|\\^\[\]\u{ab}\u{bb}\u{2000}-\u{206f}\u{3000}-\u{303f}\u{ff00}-\u{ff0f}\u{ff1a}-\u{ff20}\u{ff3b}-\u{ff65}]"#
    };
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "email",
        kind: "EMAIL",
        start: Start::At,
        forms: &[form(
            r"[0-9A-Za-z_[^\x00-\x7f]][0-9A-Za-z[^\x00-\x7f]._%+'&~!#$*^-]*@([0-9A-Za-z[^\x00-\x7f]][0-9A-Za-z[^\x00-\x7f]-]*\.)+([A-Za-z[^\x00-\x7f]]{2,24}|xn--[a-z0-9-]{2,59})",
            0.95,
        )],
        check: check("dots, lengths", is_email),
        examples: &["jane.doe+news@example.co.uk", "用户@例子.广告", "o'brien@example.org"],
        near_misses: &["jane@localhost", "a..b@example.org", "@example.org"],
        source: "RFC 5321, RFC 6531",
        ..Rule::BASE
    },
    Rule {
        name: "ipv4",
        kind: "IP_ADDRESS",
        forms: &[form(
            r"(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}(/(3[0-2]|[12]?[0-9]))?",
            0.6,
        )],
        context: &[&[
            "ip",
            "ipv",
            "host",
            "server",
            "ping",
            "ssh",
            "address",
            "adres",
            "adresse",
            "direccion",
            "indirizzo",
            "endereco",
        ]],
        examples: &["192.168.1.10", "8.8.8.8"],
        things: Things::Versions,
        near_misses: &["1.2.3.256", "1.2.3", "1.2.3.4.5"],
        source: "RFC 791",
        ..Rule::BASE
    },
    Rule {
        name: "ipv6",
        kind: "IP_ADDRESS",
        start: Start::Colon,
        forms: &[
            form(r"(?i)[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}(%[0-9a-z]{1,16})?(/[0-9]{1,3})?", 0.7),
            // With an address of version 4 in its last part.
            form(r"(?i)[0-9a-f]{0,4}(:[0-9a-f]{0,4}){1,6}:[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,3})?", 0.7),
        ],
        check: check("RFC 4291", is_ipv6),
        context: &[&["ip", "ipv"]],
        things: Things::Versions,
        examples: &[
            "2001:db8::8a2e:370:7334",
            "fe80::1",
            "::1",
            "::ffff:203.0.113.7",
            "64:ff9b::198.51.100.9/96",
        ],
        near_misses: &["12:34:56", "::", "std::string", "::7", "a[::1]", "fe80::1text", "::ffff:256.0.0.1"],
        source: "RFC 4291, RFC 5952",
        ..Rule::BASE
    },
    Rule {
        name: "mac",
        kind: "MAC_ADDRESS",
        start: Start::Colon,
        forms: &[form("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}", 0.8)],
        check: check("of one device", is_device),
        examples: &["00:1A:2b:3c:4D:5e"],
        near_misses: &["00:1A:2B:3C:4D", "00:1A:2B:3C:4D:5G", "FF:FF:FF:FF:FF:FF", "00:00:00:00:00:00"],
        source: "IEEE 802",
        ..Rule::BASE
    },
    Rule {
        name: "mac_dashed",
        kind: "MAC_ADDRESS",
        forms: &[form("(?i)[0-9a-f]{2}(-[0-9a-f]{2}){5}", 0.7)],
        check: check("of one device", is_device),
        examples: &["00-1A-2B-3C-4D-5E"],
        near_misses: &["00-1A-2B-3C-4D", "00-00-00-00-00-00"],
        source: "IEEE 802",
        ..Rule::BASE
    },
    Rule {
        name: "mac_dotted",
        kind: "MAC_ADDRESS",
        forms: &[form(r"(?i)[0-9a-f]{4}(\.[0-9a-f]{4}){2}", 0.5)],
        // Of digits alone, it is the number of something else.
        check: check("of one device, with letters", |value| {
            is_device(value) && value.contains(|c: char| c.is_ascii_alphabetic())
        }),
        examples: &["001a.2b3c.4d5e"],
        near_misses: &["1234.5678.9012"],
        source: "Cisco IOS, form of MAC addresses",
        ..Rule::BASE
    },
    Rule {
        name: "url",
        kind: "URL",
        start: Start::Colon,
        forms: &[form(concat!(r"(?i-u:https?|ftps?|sftp|wss?)://", part!(), "{2}", part!(), "*"), 0.9)],
        check: check("host", is_url),
        examples: &["https://example.org/users/7?ref=jane"],
        near_misses: &["https://", "http:/example.org"],
        source: "RFC 3986",
        ..Rule::BASE
    },
    Rule {
        name: "url_www",
        kind: "URL",
        start: Start::Literal(&["www.", "WWW."]),
        forms: &[form(
            concat!(
                r"(?i-u:www)\.([0-9A-Za-z[^\x00-\x7f]-]+\.)+[A-Za-z[^\x00-\x7f]]{2,24}(:[0-9]{1,5})?([/?#]",
                part!(),
                "*)?"
            ),
            0.9,
        )],
        check: check("end", ends_well),
        examples: &["www.example.org/~jane"],
        near_misses: &["www.", "www.example"],
        source: "RFC 3986",
        ..Rule::BASE
    },
];

/// No dot at an edge of a part, no two in a row; beyond ASCII letters, marks and digits; lengths.
fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else { return false };
    let is_word = |c: char| c.is_ascii() || c.is_alphanumeric() || fold::is_mark(c);
    let is_label = |label: &str| label.len() <= 63 && !label.ends_with('-');
    !local.ends_with('.')
        && !local.contains("..")
        && local.chars().count() <= 64
        && domain.len() <= 253
        && domain.split('.').all(is_label)
        && value.chars().all(is_word)
}

fn is_ipv6(value: &str) -> bool {
    let address = value.split(['%', '/']).next().unwrap_or_default();
    let groups = address.split(':').filter(|group| !group.is_empty()).count();
    address.parse::<std::net::Ipv6Addr>().is_ok() && (groups > 1 || address.len() > 4 || address == "::1")
}

/// Not the address of all devices, nor that of none.
fn is_device(value: &str) -> bool {
    let mut digits = value.bytes().filter(u8::is_ascii_hexdigit);
    let first = digits.next();
    !matches!(first, Some(b'0' | b'f' | b'F')) || digits.any(|b| Some(b) != first)
}

fn is_url(value: &str) -> bool {
    let rest = value.split("://").nth(1).unwrap_or_default();
    rest.starts_with(char::is_alphanumeric) && ends_well(value)
}

/// Not with what ends a sentence or closes what was opened before.
fn ends_well(value: &str) -> bool {
    let unmatched = value.ends_with(')') && value.matches(')').count() > value.matches('(').count();
    !unmatched && !value.ends_with(['.', ',', ';', ':', '!', '?', '*', '_', '(', '…', '。', '，'])
}
