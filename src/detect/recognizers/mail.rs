//! Mail addresses that are written in ways that few people use: `"john doe"@example.org`, `jane@[192.0.2.1]`.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::{before, begins_word, behind};
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[Probe {
    name: "email_quoted",
    kinds: &["EMAIL"],
    at: Trigger::At,
    find: address,
    example: "\"john doe\"@example.org",
    source: "RFC 5321, 4.1.2 and 4.1.3: quoted strings, address literals",
}];

/// Most bytes of what stands before an `@`, and behind it.
const LOCAL: usize = 64;
const DOMAIN: usize = 253;

fn address(text: &str, at: Span, finds: &mut Vec<Find>) {
    let (local, rest) = (before(text, at.start, LOCAL + 2), behind(text, at.end, DOMAIN));
    let literal = literal(rest);
    let local = match local.ends_with('"') {
        true => quoted(local),
        // Others are found by their form, but for the address of a machine in brackets.
        false => literal.and_then(|_| plain(local)),
    };
    let (Some(local), Some(domain)) = (local, literal.or_else(|| host(rest))) else { return };
    let span = Span::new(at.start - local, at.end + domain);
    if begins_word(text, span.end) {
        finds.push(Find::new(span, Kind::EMAIL, 0.95, "email_quoted"));
    }
}

/// The length of a text in quotation marks that ends here. What a program puts in stands for a name: `"$USER"`.
fn quoted(before: &str) -> Option<usize> {
    let inside = before.strip_suffix('"')?;
    let open = inside.rfind('"')?;
    let (outside, name) = (inside.get(..open)?, inside.get(open + 1..)?);
    let stands_in = name.starts_with(['$', '%', '{', '<']) || name.contains("${");
    let written = name.contains(char::is_alphanumeric) && !name.contains(['\\', '\n', '\r', '@']);
    let begins = !outside.ends_with(|c: char| c.is_alphanumeric() || c == '\\');
    (written && !stands_in && begins && name.trim() == name).then_some(before.len() - open)
}

/// The length of a name without quotation marks.
fn plain(before: &str) -> Option<usize> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || b"._%+'&~!#*^-".contains(b);
    let name = before.bytes().rev().take_while(is_local).count();
    let first = before.as_bytes().get(before.len() - name)?;
    (name <= LOCAL && first.is_ascii_alphanumeric()).then_some(name)
}

/// The length of an address of a machine in brackets.
fn literal(rest: &str) -> Option<usize> {
    let (address, _) = rest.strip_prefix('[')?.split_once(']')?;
    let known = match address.split_once(':') {
        Some((tag, address)) if tag.eq_ignore_ascii_case("ipv6") => address.parse::<Ipv6Addr>().is_ok(),
        _ => address.parse::<Ipv4Addr>().is_ok(),
    };
    known.then_some(address.len() + 2)
}

/// The length of the name of a host, two labels or more.
fn host(rest: &str) -> Option<usize> {
    let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let host = rest.get(..len)?.trim_end_matches(['.', '-']);
    let (labels, end) = host.rsplit_once('.')?;
    let is_label = |label: &str| (1..=63).contains(&label.len()) && !label.starts_with('-');
    let ends = (2..=24).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphabetic());
    (ends && labels.split('.').all(is_label)).then_some(host.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn addresses(text: &str) -> Vec<&str> {
        let finds = Detector::new().detect(text).unwrap();
        let finds = finds.iter().filter(|find| find.kind().unwrap().as_str() == "EMAIL");
        finds.map(|find| find.span().get(text).unwrap()).collect()
    }

    #[test]
    fn addresses_are_found() {
        for (text, address) in [
            ("write to \"john doe\"@example.com.", "\"john doe\"@example.com"),
            ("(\"jane\"@example.org)", "\"jane\"@example.org"),
            ("\"a.b\"@[192.0.2.1]", "\"a.b\"@[192.0.2.1]"),
            ("user@[192.0.2.1], please", "user@[192.0.2.1]"),
            ("jane.doe@[IPv6:2001:db8::1]", "jane.doe@[IPv6:2001:db8::1]"),
        ] {
            assert_eq!(addresses(text), [address], "{text}");
        }
    }

    #[test]
    fn others_are_none() {
        for text in [
            "\"hello\"@en",
            "ssh \"$USER\"@example.com",
            "\"%s\"@example.com",
            "\"\"@example.com",
            "x\"jane\"@example.com",
            "\"jane\" @example.com",
            "user@[10.0.0.256]",
            "scp user@[2001:db8::1]:/tmp",
            "a@[b]",
            "'jdoe'@'localhost'",
        ] {
            assert_eq!(addresses(text), [""; 0], "{text}");
        }
    }
}
