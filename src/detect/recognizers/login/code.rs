//! What programs write behind a cue and is no name and no password: types, other names, calls.

use super::cues::{PASSWORD, USERNAME};
use super::is_one_of;

/// Types of programming languages and of data bases.
const TYPES: &[&str] = &[
    "str",
    "string",
    "char",
    "wchar",
    "varchar",
    "nvarchar",
    "text",
    "bool",
    "boolean",
    "byte",
    "bytes",
    "bytearray",
    "int",
    "integer",
    "long",
    "short",
    "float",
    "double",
    "decimal",
    "number",
    "bigint",
    "uint",
    "usize",
    "isize",
    "size_t",
    "object",
    "any",
    "void",
    "unit",
    "never",
    "unknown",
    "symbol",
    "optional",
    "option",
    "list",
    "dict",
    "ordereddict",
    "set",
    "tuple",
    "array",
    "vec",
    "map",
    "hashmap",
    "result",
    "cstr",
    "cstring",
    "osstr",
    "osstring",
    "pathbuf",
    "cow",
    "box",
    "rc",
    "arc",
    "cell",
    "refcell",
    "callable",
    "iterable",
    "sequence",
    "mapping",
    "union",
    "literal",
    "date",
    "datetime",
    "uuid",
    "guid",
    "secretstr",
    "secretbytes",
    "secretstring",
    "zeroizing",
    "charsequence",
    "dword",
    "word",
    "ulong",
    "ulonglong",
    "uchar",
    "handle",
    "hwnd",
    "hpss",
    "hpsswalk",
    "lpstr",
    "lpcstr",
    "lpwstr",
    "lpcwstr",
    "lptstr",
    "lpctstr",
    "lmstr",
    "lmcstr",
    "pstr",
    "pcstr",
    "pwstr",
    "pcwstr",
    "bstr",
    "pvoid",
    "lpvoid",
];

/// Whether this names a type: `&str`, `u32`, `Vec<u8>`, `windows_sys::core::PSTR`.
pub(super) fn is_type(value: &str) -> bool {
    // A lifetime: what it belongs to stands behind a space.
    if value.strip_prefix("&'").is_some_and(|name| name.bytes().all(|b| b.is_ascii_lowercase())) {
        return true;
    }
    let name = value.trim_start_matches(['&', '*', '?', '[']).trim_end_matches(['?', ']', '[', '>', '|']);
    let name = name.split(['<', '[']).next().unwrap_or_default().trim_start_matches("__");
    let path = name.contains("::") && name.split("::").all(is_identifier);
    let sized = name.trim_start_matches(['u', 'i', 'f', 's']);
    let number = ["8", "16", "32", "64", "128"].iter().any(|size| {
        let sized = sized.strip_suffix("_t").unwrap_or(sized);
        sized == *size || sized.strip_prefix("nt").is_some_and(|sized| sized == *size)
    });
    path || number && sized.len() < name.len() || is_one_of(TYPES, name)
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// What members are taken of in programs.
const OBJECTS: &[&str] = &[
    "self",
    "this",
    "cls",
    "process",
    "os",
    "sys",
    "config",
    "cfg",
    "conf",
    "settings",
    "args",
    "kwargs",
    "params",
    "options",
    "opts",
    "env",
    "request",
    "req",
    "response",
    "ctx",
    "context",
    "parsed",
    "props",
    "state",
    "event",
    "input",
    "output",
    "secrets",
    "credentials",
    "creds",
    "var",
    "local",
    "win32",
    "_winapi",
    "url",
    "other",
    "user",
    "account",
];

/// Words of names of cues, and words that stand before and behind them: `DB_PASSWORD`, `clientSecret`.
const OWN: &[&str] = &[
    "user",
    "username",
    "login",
    "password",
    "passwd",
    "pwd",
    "pass",
    "passphrase",
    "secret",
    "token",
    "handle",
    "credentials",
    "credential",
    "creds",
];
const BESIDE_OWN: &[&str] = &[
    "name", "key", "id", "api", "client", "account", "admin", "auth", "my", "your", "new", "old", "the",
    "db", "log", "env", "current", "root", "test", "host", "default", "other", "value", "input",
];

/// Whether a value is a name for what it is given to: `LOGIN_USER`, `user_name`, `client-secret`.
pub(super) fn is_own_name(value: &str) -> bool {
    let value = value.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let mut own = false;
    let mut is_part = |part: &str| {
        own |= is_one_of(OWN, part);
        is_one_of(OWN, part) || is_one_of(BESIDE_OWN, part)
    };
    // HDFS_USERNAME
    let constant = value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    if constant && value.rsplit('_').next().is_some_and(|last| is_one_of(OWN, last)) {
        return true;
    }
    let mut from = 0;
    let bytes = value.as_bytes();
    let mut all = true;
    for (at, pair) in bytes.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        if a.is_ascii_lowercase() && b.is_ascii_uppercase() || matches!(b, b'_' | b'-' | b'.') {
            all &= is_part(value.get(from..=at).unwrap_or_default().trim_start_matches(['_', '-', '.']));
            from = at + 1;
        }
    }
    all && is_part(value.get(from..).unwrap_or_default().trim_start_matches(['_', '-', '.'])) && own
}

/// Whether a value is taken from elsewhere: `parsed.password`, `process.env.X`, `win32.STDERR`, a call.
pub(super) fn is_access(value: &str) -> bool {
    let (name, arguments) = value.split_once('(').map_or((value, None), |(name, rest)| (name, Some(rest)));
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or_default();
    let Some(last) = parts.next_back() else {
        // Cut at a space or a quotation mark: `Piecewise((0, …`, `input('Name: ')`.
        return arguments.is_some_and(|rest| {
            is_identifier(name)
                && (rest.starts_with(['(', '\'', '"'])
                    || is_one_of(&["self", "this", "none", "null"], rest)
                    // f(x)y
                    || rest.contains(')') && !value.bytes().any(|b| b.is_ascii_digit()))
        });
    };
    let all = is_identifier(first) && is_identifier(last) && parts.all(is_identifier);
    let small = !first.bytes().any(|b| b.is_ascii_uppercase());
    let capitals = small && last.len() > 2 && last.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    all && (arguments.is_some() || capitals || is_one_of(OBJECTS, first) || is_own_name(last))
}

/// Whether a type stands here behind a name: `x: Filter = None`, `x: Filter | None`.
pub(super) fn is_declared(text: &str, start: usize, end: usize) -> bool {
    let colon = text.get(..start).is_some_and(|before| before.ends_with(": ") && !before.ends_with("\": "));
    let after = text.get(end..).unwrap_or_default();
    let value = text.get(start..end).unwrap_or_default();
    colon
        && is_identifier(value)
        && [" = ", " | "].iter().any(|sign| after.starts_with(sign))
        && !value.bytes().any(|b| b.is_ascii_digit())
}

/// Whether words in quotation marks ask for a password.
pub(super) fn is_prompt(value: &str) -> bool {
    let mut words = value.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    value.contains(' ')
        && (value.ends_with([':', '…'])
            || value.ends_with("...")
            || words.any(|word| word.len() > 3 && (is_one_of(PASSWORD, word) || is_one_of(USERNAME, word))))
}
