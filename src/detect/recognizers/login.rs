//! What people log in with: names and passwords, by the words before them.

mod command;
mod words;

use self::words::{NO_HANDLES, NO_VALUES};
use super::cue::{Link, Value, is_word, value_after, value_after_purpose};
use super::{Probe, Trigger};
use crate::detect::Find;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe { name: "password", kinds: &["SECRET"], at: Trigger::Words(PASSWORD), find: password },
    Probe { name: "username", kinds: &["USERNAME"], at: Trigger::Words(USERNAME), find: username },
    Probe {
        name: "credentials",
        kinds: &["USERNAME", "SECRET"],
        at: Trigger::Words(CREDENTIALS),
        find: credentials,
    },
    Probe {
        name: "command_line",
        kinds: &["USERNAME", "SECRET"],
        at: Trigger::Words(command::COMMANDS),
        find: command::command,
    },
    Probe { name: "handle", kinds: &["USERNAME"], at: Trigger::At, find: handle },
];

const PASSWORD: &[&str] = &[
    "password",
    "passwd",
    "pasword",
    "passwrod",
    "passphrase",
    "passcode",
    "pwd",
    "pword",
    "pw",
    "pass",
    "pass word",
    "wachtwoord",
    "wachtwoorden",
    "watchwoord",
    "ww",
    "passwort",
    "kennwort",
    "losungswort",
    "mot de passe",
    "motdepasse",
    "mdp",
    "contraseña",
    "contrasena",
    "CONTRASEÑA",
    "clave",
    "senha",
    "palavra-passe",
    "palavra passe",
    "hasło",
    "HASŁO",
    "haslo",
    "lösenord",
    "LÖSENORD",
    "losenord",
    "lösenordet",
    "losenordet",
    "passord",
    "passordet",
    "adgangskode",
    "parola d'ordine",
    "pin",
    "pincode",
    "pin code",
    "pin-code",
    "secret",
];

/// Words for both: `Login: jdoe / s3cret`.
const CREDENTIALS: &[&str] = &[
    "credentials",
    "creds",
    "zugang",
    "zugangsdaten",
    "anmeldedaten",
    "inloggegevens",
    "identifiants",
    "credenciales",
    "credenziali",
    "credenciais",
    "dane logowania",
    "inloggningsuppgifter",
    "inloggning",
    "access data",
    "acceso",
    "accesso",
    "acesso",
];

/// Words after which a number alone is a secret.
const NUMBERS_TOO: &[&str] = &["pin", "passcode", "pincode", "pin code", "pin-code"];

const USERNAME: &[&str] = &[
    "username",
    "user name",
    "user_name",
    "user",
    "userid",
    "user id",
    "user_id",
    "login",
    "login name",
    "screen name",
    "screenname",
    "nickname",
    "nick",
    "handle",
    "logged in as",
    "signed in as",
    "log in as",
    "sign in as",
    "login as",
    "account name",
    "gebruikersnaam",
    "gebruiker",
    "inloggen met",
    "inloggen als",
    "inlognaam",
    "inolggen met",
    "ingelogd als",
    "benutzername",
    "benutzer",
    "nutzername",
    "anmeldename",
    "nutzer",
    "eingeloggt als",
    "nom d'utilisateur",
    "identifiant",
    "utilisateur",
    "pseudo",
    "connecté en tant que",
    "nombre de usuario",
    "usuario",
    "nome utente",
    "utente",
    "nome de utilizador",
    "nome de usuário",
    "usuário",
    "utilizador",
    "nazwa użytkownika",
    "użytkownik",
    "użytkownika",
    "loginem",
    "användarnamn",
    "användare",
    "anvandarnamn",
];

/// Of these, those after which a plain word is a name.
const NAMES_ONLY: &[&str] = &[
    "username",
    "user name",
    "user_name",
    "userid",
    "user_id",
    "login name",
    "screen name",
    "screenname",
    "nickname",
    "gebruikersnaam",
    "inlognaam",
    "benutzername",
    "nutzername",
    "anmeldename",
    "nom d'utilisateur",
    "identifiant",
    "nombre de usuario",
    "nome utente",
    "nome de utilizador",
    "nome de usuário",
    "nazwa użytkownika",
    "användarnamn",
    "anvandarnamn",
    "inloggen met",
    "inolggen met",
    "inloggen als",
    "logged in as",
    "signed in as",
    "log in as",
    "sign in as",
    "login as",
    "ingelogd als",
    "eingeloggt als",
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
    // (hidden)
    let said = value.strip_prefix('(').and_then(|value| value.strip_suffix(')'));
    variable
        || said.is_some_and(|said| said.chars().all(|c| c.is_alphabetic() || c == ' '))
        || all_same
        || call
        || path
        || matches!(first, Some('<' | '{' | '['))
        || matches!(value, "%s" | "%d")
        || value.starts_with("%(")
        || value.len() > 2 && value.starts_with('%') && value.ends_with('%')
        || value.len() <= 16
            && (is_one_of(NO_VALUES, value) || !value.is_ascii() && is_one_of(NO_VALUES, &fold(value)))
}

fn password(text: &str, cue: Span, finds: &mut Vec<Find>) {
    if !is_word(text, cue) {
        return;
    }
    let word = cue_of(text, cue);
    let value = value_after_purpose(text, cue).or_else(|| value_after(text, cue));
    let Some(Value { span, link, quoted }) = value else { return };
    let value = span.get(text).unwrap_or_default();
    // In a sentence, these end it: `what is the password policy?`
    let spoken = if quoted { value } else { value.trim_end_matches(['!', '?']) };
    let numbers_too = is_one_of(NUMBERS_TOO, word);
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    // `pass the salt`, `secret garden`: words of other things need a sign.
    let common = is_one_of(&["pass", "secret", "pin", "clave", "ww"], word);
    let enough = match link {
        Link::Sign if quoted => value.len() >= 3,
        Link::Sign => {
            value.len() >= 4
                && (is_secret(value) || digits || is_all_of_line(text, span) && !value.contains('_'))
        }
        Link::Verb => {
            value.len() >= 4 && (is_secret(spoken) || quoted || digits && (numbers_too || value.len() >= 6))
        }
        Link::Space => {
            !common && value.len() >= 6 && (is_secret(spoken) || quoted)
                || numbers_too && digits && word.len() > 3
        }
    };
    let pin = !numbers_too || digits && (3..=12).contains(&value.len()) || quoted;
    if enough && pin && !is_stand_in(value) {
        let score = if link == Link::Space { 0.75 } else { 0.85 };
        finds.push(Find::new(span, Kind::SECRET, score, "password"));
    }
}

/// How much of a line is looked at.
const LINE: usize = 256;

/// A name and a password in one breath.
fn credentials(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let Some(Value { span, .. }) = value_after(text, cue).filter(|_| is_word(text, cue)) else { return };
    let end = (span.start..=text.len().min(span.start + LINE)).rev().find(|&end| text.is_char_boundary(end));
    let rest = end.and_then(|end| text.get(span.start..end)).and_then(|rest| rest.lines().next());
    let rest = rest.unwrap_or_default();
    for sign in [" / ", "/", ":", ", ", " "] {
        let Some((name, rest)) = rest.split_once(sign) else { continue };
        let secret =
            rest.split(char::is_whitespace).next().unwrap_or_default().trim_end_matches([',', '.', ';']);
        let named =
            (3..=64).contains(&name.len()) && !name.contains(char::is_whitespace) && !is_stand_in(name);
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
    if !is_word(text, cue) {
        return;
    }
    let word = cue_of(text, cue);
    let Some(Value { span, link, quoted }) = value_after(text, cue) else { return };
    let value = span.get(text).unwrap_or_default();
    // What goes on behind a name: `jmuller,` `jdoe/secret`.
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let len = value.find(|c| !is_name(c)).unwrap_or(value.len());
    let name = value.get(..len).unwrap_or_default().trim_end_matches(['.', '-']);
    if value.get(len..).is_some_and(|rest| rest.starts_with(['@', '(', '/', '[', ':'])) {
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
    let enough = match link {
        _ if number => names_only || env,
        Link::Sign => quoted || env || !plain || names_only && !sentence || beside_password(),
        Link::Verb => !plain || names_only && !sentence && quoted || beside_password(),
        Link::Space => !plain && (names_only || is_handle(name)) || beside_password(),
    };
    if enough && (3..=64).contains(&name.len()) && !is_stand_in(name) && !is_address(text, span) {
        finds.push(Find::new(span, Kind::USERNAME, 0.7, "username"));
    }
}

/// `…, password x`, `… and password x`
fn is_before_password(rest: &str) -> bool {
    const AND: &[&str] = &[
        "and", "en", "und", "et", "y", "e", "i", "och", "met", "mit", "avec", "con", "com", "z", "med",
        "with",
    ];
    let rest = rest.trim_start_matches([',', ' ', '/', ';']);
    let word = rest.split(' ').next().unwrap_or_default();
    let rest = if is_one_of(AND, word) { rest.get(word.len() + 1..).unwrap_or_default() } else { rest };
    let stands = |cue: &&str| rest.get(..cue.len()).is_some_and(|start| start.eq_ignore_ascii_case(cue));
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

/// `@name` of a network, and the name before the `@` of a machine: `ssh jdoe@10.0.0.1`.
fn handle(text: &str, at: Span, finds: &mut Vec<Find>) {
    let before = text.get(..at.start).unwrap_or_default();
    let after = text.get(at.end..).unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let local: usize =
        before.bytes().rev().take(64).take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
    if local > 0 {
        let host: String = after.chars().take(64).take_while(|c| is_name(*c)).collect();
        let address = host.split('.').count() == 4 && host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let near = (before.len().saturating_sub(96)..=before.len()).find_map(|from| before.get(from..));
        let line = near.unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        let command =
            ["ssh ", "scp ", "sftp ", "rsync ", "mosh "].iter().any(|command| line.contains(command));
        let span = Span::new(at.start - local, at.start);
        let name = span.get(text).unwrap_or_default();
        let word = !before
            .get(..span.start)
            .is_some_and(|text| text.ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == ':'));
        if word && (address || command && !host.is_empty()) && name.len() >= 2 && !is_one_of(NO_VALUES, name)
        {
            finds.push(Find::new(span, Kind::USERNAME, 0.7, "handle"));
        }
        return;
    }
    if before.ends_with(|c: char| c.is_alphanumeric() || "@._/\\#$&".contains(c)) {
        return;
    }
    let len = after.find(|c| !is_name(c)).unwrap_or(after.len());
    let name = after.get(..len).unwrap_or_default().trim_end_matches(['.', '-']);
    let rest = after.get(name.len()..).unwrap_or_default();
    let letters =
        name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().any(char::is_alphabetic);
    let decorator = rest.starts_with(['(', '/', '{', '[', ':', ';', '=']) && !rest.starts_with(": ");
    if is_of_program(before, rest) {
        return;
    }
    if letters && (3..=64).contains(&name.len()) && !decorator && !is_one_of(NO_HANDLES, name) {
        finds.push(Find::new(Span::new(at.end, at.end + name.len()), Kind::USERNAME, 0.6, "handle"));
    }
}

/// `@contextmanager` alone on its line, ` * @size: data`, `my @found`, a command in a Makefile, `"jane"@host`.
fn is_of_program(before: &str, rest: &str) -> bool {
    let near = (before.len().saturating_sub(LINE)..=before.len()).find_map(|from| before.get(from..));
    let line = near.unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let end = (0..=rest.len().min(LINE)).rev().find_map(|end| rest.get(..end)).unwrap_or_default();
    let end = end.split('\n').next().unwrap_or_default().trim();
    let is_alone = line.trim().is_empty() && end.is_empty() && !before.is_empty();
    let is_command = line.starts_with('\t') && line.trim().is_empty();
    let is_parameter = matches!(line.trim(), "*" | "//" | "#" | "///") && !end.is_empty();
    is_alone
        || is_command
        || is_parameter
        || before.ends_with('"')
        || ["my ", "our ", "local ", "push ", "(", "= "].iter().any(|word| line.ends_with(word))
            && end.starts_with([';', ')', '=', ','])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn secrets(text: &str) -> Vec<&str> {
        let finds = Detector::new().detect(text).unwrap();
        let finds = finds.iter().filter(|find| find.kind().unwrap().as_str() == "SECRET");
        finds.map(|find| find.span().get(text).unwrap()).collect()
    }

    #[test]
    fn passwords_are_found_with_what_they_are_for() {
        for text in [
            "the password for the router is Gr4ss!hop",
            "password for jane: Gr4ss!hop",
            "het wachtwoord van de kluis is Gr4ss!hop",
            "das Passwort für den Router lautet Gr4ss!hop",
            "le mot de passe du routeur est Gr4ss!hop",
            "la contraseña del router es Gr4ss!hop",
            "la password del router è Gr4ss!hop",
            "a senha do roteador é Gr4ss!hop",
            "hasło do routera to Gr4ss!hop",
            "lösenordet till routern är Gr4ss!hop",
            "lösenordet är Gr4ss!hop",
            "DB_PASSWORD_PROD=Gr4ss!hop",
        ] {
            assert_eq!(secrets(text), ["Gr4ss!hop"], "{text}");
        }
    }

    #[test]
    fn talk_about_passwords_is_none() {
        for text in [
            "what is your password policy?",
            "Passwort vergessen?",
            "the password is wrong!",
            "password: (hidden)",
            "PASSWORD_MIN_LENGTH=12",
            "PASSWORD_RESET_URL=a1b2",
            "the password for the router is missing",
            "a password of 12 letters is fine",
            "the password to the link to a1b2",
        ] {
            assert_eq!(secrets(text), [""; 0], "{text}");
        }
    }
}
