//! What people log in with: names and passwords, by the words before them.

mod at_sign;
mod code;
mod command;
mod cues;
mod table;
mod words;

use self::code::{is_access, is_declared, is_own_name, is_prompt, is_type};
use self::cues::{CREDENTIALS, NAMES_ONLY, NUMBERS_TOO, PASSWORD, USERNAME};
use self::words::NO_VALUES;
use super::cue::{Link, Value, is_member_of_type, is_word, value_after, value_after_purpose};
use super::secrets::{key_behind_name, secret_token};
use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::boundary::behind;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "password",
        kinds: &["SECRET"],
        at: Trigger::Words(PASSWORD),
        find: password,
        example: "password: Gr4ss!hop",
        source: "cue words",
    },
    Probe {
        name: "username",
        kinds: &["USERNAME"],
        at: Trigger::Words(USERNAME),
        find: username,
        example: "username: jdoe82",
        source: "cue words",
    },
    Probe {
        name: "credentials",
        kinds: &["USERNAME", "SECRET"],
        at: Trigger::Words(CREDENTIALS),
        find: credentials,
        example: "credentials: bob_x / Xk29!mmQ",
        source: "cue words",
    },
    Probe {
        name: "command_line",
        kinds: &["USERNAME", "SECRET"],
        at: Trigger::Words(command::COMMANDS),
        find: command::command,
        example: "curl -u jdoe:Gr4ss!hop",
        source: "manuals of curl, mysql and sshpass",
    },
    Probe {
        name: "handle",
        kinds: &["USERNAME"],
        at: Trigger::At,
        find: at_sign::handle,
        example: "ask @jane_doe",
        source: "names behind an at sign",
    },
];

fn fold(value: &str) -> String {
    crate::detect::context::fold(value).into_owned()
}

fn cue_of(text: &str, cue: Span) -> &str {
    cue.get(text).unwrap_or_default()
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// Tags of YAML behind which a value stands that is put in elsewhere.
const TAGS: &[&str] = &["vault", "reference", "ref", "sub", "getatt", "env", "env_var", "secret", "include"];

/// Whether something stands for a value that is put in elsewhere: `$X`, `<name>`, `{{x}}`, `****`, `x.y(z)`.
fn is_stand_in(value: &str) -> bool {
    let first = value.chars().next();
    let all_same = value.chars().all(|c| Some(c) == first);
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '.';
    let call = value.split_once(['(', '[', '<']).is_some_and(|(name, rest)| {
        name.len() > 2 && name.chars().all(is_name) && (rest.is_empty() || rest.ends_with([')', ']', '>']))
    });
    let path = value.contains("://") || value.starts_with('/') || value.starts_with("./");
    let variable = value.strip_prefix('$').is_some_and(|name| {
        name.starts_with(['{', '(']) || name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    });
    // !vault, !Ref
    let tag = value.strip_prefix('!').is_some_and(|name| is_one_of(TAGS, name));
    let flag = value.strip_prefix("0x").is_some_and(|hex| hex.len() <= 8);
    // :****, %s:%s
    let masked = value.contains('*') && value.chars().all(|c| "*:.#-_ xX".contains(c));
    // (hidden)
    let said = value.strip_prefix('(').and_then(|value| value.strip_suffix(')'));
    variable
        || said.is_some_and(|said| said.chars().all(|c| c.is_alphabetic() || c == ' '))
        || tag
        || flag
        || masked
        || value.contains("%s") && !value.replace("%s", "").contains(char::is_alphanumeric)
        || is_own_name(value)
        || is_type(value)
        || all_same
        || call
        || path
        || matches!(first, Some('<' | '{' | '['))
        || value == "%d"
        || value.starts_with("%(")
        || value.len() > 2 && value.starts_with('%') && value.ends_with('%')
        || value.len() <= 16
            && (is_one_of(NO_VALUES, value) || !value.is_ascii() && is_one_of(NO_VALUES, &fold(value)))
}

/// Whether a cue is a field of something with colons: `arn:aws:secret:x`, `account:password:UID`, `"AWS::IAM::User"`.
fn is_field(text: &str, cue: Span) -> bool {
    if is_member_of_type(text, cue.start) {
        return true;
    }
    text.as_bytes().get(cue.end) == Some(&b':')
        && cue.start.checked_sub(1).and_then(|before| text.as_bytes().get(before)) == Some(&b':')
}

fn password(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let word = cue_of(text, cue);
    // mySecretString, SECRET_DO_NOT_COMMIT
    if word.eq_ignore_ascii_case("secret") {
        if let Some(span) = secret_token(text, cue).or_else(|| key_behind_name(text, cue)) {
            finds.push(Find::new(span, Kind::SECRET, 0.85, "password"));
            return;
        }
    }
    if !is_word(text, cue) || is_field(text, cue) {
        return;
    }
    let column = table::column(text, cue);
    if !column.is_empty() {
        finds.extend(column.into_iter().map(|span| Find::new(span, Kind::SECRET, 0.85, "password")));
        return;
    }
    let value = value_after_purpose(text, cue).or_else(|| value_after(text, cue));
    let Some(Value { span, link, quoted }) = value else { return };
    let value = span.get(text).unwrap_or_default();
    // In a sentence, these end it: `what is the password policy?` A backslash begins an escape.
    let spoken = if quoted { value } else { value.trim_end_matches(['!', '?']) };
    let spoken = if link == Link::Space { spoken.split('\\').next().unwrap_or_default() } else { spoken };
    let numbers_too = is_one_of(NUMBERS_TOO, word);
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if word == "PASS" && is_result(text, cue, value) {
        return;
    }
    // `pass the salt`, `secret garden`: words of other things need a sign.
    let common = is_one_of(&["pass", "secret", "pin", "clave", "ww", "lösen"], word);
    let passed =
        is_one_of(&["pass"], word) && text.get(cue.end..).is_some_and(|rest| rest.starts_with(" to "));
    let enough = match link {
        Link::Sign if quoted => value.len() >= 3,
        Link::Sign => {
            value.len() >= 4
                && (is_secret(value) || digits || is_all_of_line(text, span) && !value.contains('_'))
        }
        Link::Verb => {
            !passed
                && value.len() >= 4
                && (is_secret(spoken) || quoted || digits && (numbers_too || value.len() >= 6))
        }
        Link::Space => {
            !common && value.len() >= 6 && !value.starts_with("--") && (is_secret(spoken) || quoted)
                || numbers_too && digits && word.len() > 3
        }
    };
    let pin =
        !word.to_ascii_lowercase().starts_with("pin") || digits && (3..=12).contains(&value.len()) || quoted;
    if enough && pin && !is_stand_in(value) && !is_of_code(text, span, quoted) {
        let score = if link == Link::Space { 0.75 } else { 0.85 };
        finds.push(Find::new(span, Kind::SECRET, score, "password"));
    }
}

/// `PASS: ld-elf/loadaddr1`, line by line: tests that went well.
fn is_result(text: &str, cue: Span, value: &str) -> bool {
    text.get(cue.end..).is_some_and(|rest| rest.starts_with(": "))
        && text.get(..cue.start).is_some_and(|before| before.is_empty() || before.ends_with('\n'))
        && value.chars().all(|c| c.is_alphanumeric() || "-_./:".contains(c))
}

/// Whether a value is something of a program, or words that ask for one.
fn is_of_code(text: &str, value: Span, quoted: bool) -> bool {
    let written = value.get(text).unwrap_or_default();
    if quoted { is_prompt(written) } else { is_access(written) || is_declared(text, value.start, value.end) }
}

/// How much of a line is looked at.
const LINE: usize = 256;

/// A name and a password in one breath, or a key.
fn credentials(text: &str, cue: Span, finds: &mut Vec<Find>) {
    if let Some(span) = key_behind_name(text, cue) {
        finds.push(Find::new(span, Kind::SECRET, 0.85, "credentials"));
        return;
    }
    let Some(Value { span, link, .. }) = value_after(text, cue).filter(|_| is_word(text, cue)) else {
        return;
    };
    let rest = behind(text, span.start, LINE).lines().next().unwrap_or_default();
    for sign in [" / ", "/", ":", ", ", " "] {
        // Words of a sentence stand side by side.
        let Some((name, rest)) = rest.split_once(sign).filter(|_| sign != " " || link != Link::Space) else {
            continue;
        };
        let secret =
            rest.split(char::is_whitespace).next().unwrap_or_default().trim_end_matches([',', '.', ';']);
        let named = (3..=64).contains(&name.len())
            && name.chars().all(|c| c.is_alphanumeric() || "._-@+".contains(c))
            && !is_stand_in(name);
        // x=None
        let named =
            named && !secret.split_once('=').is_some_and(|(name, _)| name.len() > 2 && is_plain(name));
        if named && secret.len() >= 6 && is_secret(secret) && !is_stand_in(secret) {
            let at = span.start + name.len() + sign.len();
            finds.push(Find::new(Span::new(at, at + secret.len()), Kind::SECRET, 0.75, "credentials"));
            if !name.contains('@') {
                finds.push(Find::new(
                    Span::new(span.start, span.start + name.len()),
                    Kind::USERNAME,
                    0.7,
                    "credentials",
                ));
            }
            return;
        }
    }
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Whether nobody would take it for a word of a sentence.
fn is_secret(value: &str) -> bool {
    let digit = value.bytes().any(|b| b.is_ascii_digit());
    let letter = value.chars().any(char::is_alphabetic);
    let sign = value.chars().any(|c| "!@#$%^&*+?~=|\\".contains(c));
    // 8-character, 2-factor, 12.04
    let measure = value.split_once('-').is_some_and(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    let mixed = value.chars().skip(1).any(char::is_uppercase) && value.chars().any(char::is_lowercase);
    letter && !measure && (digit || sign || mixed) || sign && (digit || value.len() >= 8)
}

/// Whether a value is the last thing of its line.
fn is_all_of_line(text: &str, value: Span) -> bool {
    let rest = text.get(value.end..).unwrap_or_default();
    let after = rest.chars().find(|c| !" \t,;.\"'})|<".contains(*c));
    after.is_none_or(|c| c == '\n' || c == '\r')
}

fn username(text: &str, cue: Span, finds: &mut Vec<Find>) {
    if !is_word(text, cue) || is_field(text, cue) {
        return;
    }
    let word = cue_of(text, cue);
    let Some(Value { span, link, quoted }) = value_after(text, cue) else { return };
    let value = span.get(text).unwrap_or_default();
    // What goes on behind a name: `jmuller,` `jdoe/secret`.
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let len = value.find(|c| !is_name(c)).unwrap_or(value.len());
    let name = value.get(..len).unwrap_or_default().trim_end_matches(['.', '-']);
    let goes_on = |rest: &str| rest.starts_with(['@', '(', '/', '[', ':', '<']);
    if value.get(len..).is_some_and(goes_on) || name.starts_with(['-', '.']) {
        return;
    }
    // `SizeUser::Size`, a type and a member of it
    let member = text.get(cue.end..).and_then(|rest| rest.strip_prefix("::"));
    if member.is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
        return;
    }
    let span = Span::new(span.start, span.start + name.len());
    let plain = name.chars().all(char::is_alphabetic) && !name.chars().skip(1).any(char::is_uppercase);
    let number = name.chars().all(|c| c.is_ascii_digit());
    let sentence = text.get(span.end..).is_some_and(|rest| {
        let next = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
        next.is_some_and(char::is_alphabetic)
    });
    let names_only = is_one_of(NAMES_ONLY, word);
    let env = text.as_bytes().get(cue.end) == Some(&b'=');
    let beside_password = || text.get(span.end..).is_some_and(is_before_password);
    let said = plain || is_of_sentence(name);
    let handle = word.eq_ignore_ascii_case("handle");
    let owned = handle && is_owned(text, cue);
    let enough = match link {
        _ if handle && !owned && (link == Link::Space || is_part_of_name(text, cue)) => false,
        _ if number => (names_only || env) && name.len() > 3,
        Link::Sign => quoted || env || !plain || names_only && !sentence || beside_password(),
        Link::Verb => {
            !said || (names_only || owned) && !plain || names_only && !sentence && quoted || beside_password()
        }
        Link::Space => !plain && names_only || !said && is_handle(name) || beside_password(),
    };
    let constant = handle && name.contains('_') && !name.chars().any(char::is_lowercase);
    let code = constant || is_of_code(text, span, quoted);
    if enough && !code && (3..=64).contains(&name.len()) && !is_stand_in(name) && !is_address(text, span) {
        finds.push(Find::new(span, Kind::USERNAME, 0.7, "username"));
    }
}

/// `MUST`, `APIs`, `MAX_SIZE`, `site-packages`, `UTF-8`, `python3.10`: what stands in sentences and is no name.
fn is_of_sentence(name: &str) -> bool {
    let capitals = name.strip_suffix('s').unwrap_or(name);
    let capitals = capitals.len() > 1 && !capitals.chars().any(char::is_lowercase);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let version = name.rsplit_once(['-', '.']).is_some_and(|(_, end)| end.len() < 3 && digits(end));
    let hyphened = name.contains('-') && name.chars().all(|c| c.is_alphabetic() || c == '-');
    capitals || version || hyphened
}

/// Words before `handle` where a person has it. Programs have handles, too, and people handle things.
const HAS_HANDLE: &[&str] = &[
    "my",
    "his",
    "her",
    "your",
    "their",
    "whose",
    "mijn",
    "zijn",
    "haar",
    "mein",
    "dein",
    "sein",
    "ihr",
    "mon",
    "son",
    "mi",
    "su",
    "mio",
    "suo",
    "meu",
    "seu",
    "moj",
    "min",
    "the",
    "twitter",
    "instagram",
    "insta",
    "github",
    "gitlab",
    "telegram",
    "tiktok",
    "discord",
    "slack",
    "mastodon",
    "bluesky",
    "reddit",
    "social",
    "user",
    "x",
    "matrix",
    "signal",
    "skype",
    "twitch",
    "threads",
    "youtube",
];

/// Whether somebody or some network has the handle that a cue names.
fn is_owned(text: &str, cue: Span) -> bool {
    let near = (cue.start.saturating_sub(24)..=cue.start).find_map(|from| text.get(from..cue.start));
    let near = near.unwrap_or_default().trim_end_matches([' ', '_', '-', '.']);
    is_one_of(HAS_HANDLE, near.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

/// Whether a cue is the last part of a name in code.
fn is_part_of_name(text: &str, cue: Span) -> bool {
    text.get(..cue.start)
        .is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || "_.".contains(c)))
}

/// The letters with which words for passwords begin, a bit for each: most words begin with another one.
const BEGINNINGS: u32 = {
    let (mut letters, mut cues) = (0, PASSWORD);
    while let [cue, more @ ..] = cues {
        if let [first, ..] = cue.as_bytes() {
            letters |= 1 << (*first & 31);
        }
        cues = more;
    }
    letters
};

/// `…, password x`, `… and password x`
fn is_before_password(rest: &str) -> bool {
    const AND: &[&str] = &[
        "and", "en", "und", "et", "y", "e", "i", "och", "met", "mit", "avec", "con", "com", "z", "med",
        "with",
    ];
    let rest = rest.trim_start_matches([',', ' ', '/', ';']);
    let word = rest.split(' ').next().unwrap_or_default();
    let rest = if is_one_of(AND, word) { rest.get(word.len() + 1..).unwrap_or_default() } else { rest };
    let Some(first) = rest.bytes().next().filter(|b| BEGINNINGS >> (b & 31) & 1 == 1) else { return false };
    let stands = |cue: &&str| {
        cue.as_bytes().first().is_some_and(|b| b & 31 == first & 31)
            && rest.get(..cue.len()).is_some_and(|start| start.eq_ignore_ascii_case(cue))
    };
    PASSWORD.iter().filter(|cue| cue.len() > 2).any(stands)
}

/// `jmuller82`, `j_muller`, `j.muller`, `xXjoeXx`: no word and no version.
fn is_handle(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3 && name.starts_with(char::is_alphabetic)
}

/// Whether a name is the beginning of an address of mail or of a machine.
fn is_address(text: &str, name: Span) -> bool {
    text.get(name.end..).is_some_and(|rest| rest.starts_with('@') || rest.starts_with("://"))
}

#[cfg(test)]
mod tests;
