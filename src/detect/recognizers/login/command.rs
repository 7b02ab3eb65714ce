//! Commands that log in: `curl -u jane:s3cret`, `mysql -ps3cret`.

use super::{LINE, is_address, is_stand_in};
use crate::detect::Find;
use crate::detect::boundary::behind;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const COMMANDS: &[&str] =
    &["curl", "wget", "httpie", "mysql", "mysqldump", "mysqladmin", "sshpass", "smbclient"];

/// Options with a name and a password, and options with a password alone, by their commands.
const PAIRS: &[&str] = &[" -u ", " -u", " --user ", " --user=", " -U ", " -a ", " --proxy-user "];
const PASSWORDS: &[&str] = &[" -p ", " -p"];

pub(super) fn command(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let word = cue.get(text).unwrap_or_default();
    let before = text.get(..cue.start).unwrap_or_default();
    let line = behind(text, cue.end, LINE).lines().next();
    let Some(line) = line.filter(|line| line.starts_with(' ')) else { return };
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '-') {
        return;
    }
    let mut secret = |start: usize, value: &str| {
        if value.len() >= 3 && !is_stand_in(value) {
            finds.push(Find::new(Span::new(start, start + value.len()), Kind::SECRET, 0.85, "command_line"));
        }
    };
    if matches!(word, "mysql" | "mysqldump" | "mysqladmin" | "sshpass") {
        // A space parts the option of these from what it is given, but for one.
        let option = if word == "sshpass" { PASSWORDS } else { PASSWORDS.get(1..).unwrap_or_default() };
        if let Some((at, value)) = option.iter().find_map(|option| value_of(line, option)) {
            secret(cue.end + at, value);
        }
        return;
    }
    let pair = PAIRS.iter().filter_map(|option| value_of(line, option)).find_map(|(at, value)| {
        let name = value.find([':', '%']).filter(|&name| name > 0 && !value.contains("://"))?;
        Some((at, name, value))
    });
    let Some((at, name, value)) = pair else { return };
    secret(cue.end + at + name + 1, value.get(name + 1..).unwrap_or_default());
    let span = Span::new(cue.end + at, cue.end + at + name);
    let name = span.get(text).unwrap_or_default();
    if name.len() >= 3 && !name.contains('@') && !is_stand_in(name) && !is_address(text, span) {
        finds.push(Find::new(span, Kind::USERNAME, 0.7, "command_line"));
    }
}

/// What stands behind an option, without quotation marks, and where in the line.
fn value_of<'l>(line: &'l str, option: &str) -> Option<(usize, &'l str)> {
    let at = line.find(option)? + option.len();
    let rest = line.get(at..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let ends = |c: char| mark.map_or(c.is_whitespace() || c == '`', |mark| c == mark);
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    let len = rest.find(ends).unwrap_or(rest.len());
    Some((at + usize::from(mark.is_some()), rest.get(..len)?)).filter(|(_, value)| !value.is_empty())
}
