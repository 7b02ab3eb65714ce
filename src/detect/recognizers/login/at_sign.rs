//! Names before and behind an `@`.

use super::words::{NO_HANDLES, NO_VALUES};
use super::{LINE, is_one_of};
use crate::detect::Find;
use crate::kind::Kind;
use crate::span::Span;

/// `@name` of a network, and the name before the `@` of a machine: `ssh jdoe@10.0.0.1`.
pub(super) fn handle(text: &str, at: Span, finds: &mut Vec<Find>) {
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
    if before.ends_with(|c: char| c.is_alphanumeric() || "@._/\\#$&{]}>".contains(c)) {
        return;
    }
    let len = after.find(|c| !is_name(c)).unwrap_or(after.len());
    let name = after.get(..len).unwrap_or_default().trim_end_matches(['.', '-']);
    let rest = after.get(name.len()..).unwrap_or_default();
    let letters =
        name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().any(char::is_alphabetic);
    let decorator =
        rest.starts_with(['(', '/', '{', '[', ':', ';', '=', '@', '<']) && !rest.starts_with(": ");
    if is_of_program(before, rest) {
        return;
    }
    if letters && (3..=64).contains(&name.len()) && !decorator && !is_no_handle(name) {
        finds.push(Find::new(Span::new(at.end, at.end + name.len()), Kind::USERNAME, 0.6, "handle"));
    }
}

/// A name of a language, a host.
fn is_no_handle(name: &str) -> bool {
    is_one_of(NO_HANDLES, name) || [".com", ".org", ".net"].iter().any(|end| name.ends_with(end))
}

/// How lines of code begin that stand below a decorator.
const BELOW: &[&str] = &[
    "def ",
    "class ",
    "async ",
    "@",
    "public ",
    "private ",
    "protected ",
    "static ",
    "fn ",
    "func ",
    "fun ",
    "function ",
    "export ",
    "abstract ",
    "final ",
    "const ",
    "var ",
    "val ",
    "let ",
];

/// What is written with an at sign besides names, behind it: the `@overload` decorator.
const SIGNED: &[&str] = &[
    "decorator",
    "decorators",
    "annotation",
    "annotations",
    "macro",
    "property",
    "directive",
    "attribute",
    "tag",
    "rule",
    "rules",
    "block",
    "member",
    "variable",
    "parameter",
    "package",
];

/// `@contextmanager` alone on its line, ` * @size: data`, `my @found`, a command in a Makefile, `"jane"@host`, a
/// macro's `(@rule $x)`.
fn is_of_program(before: &str, rest: &str) -> bool {
    let near = (before.len().saturating_sub(LINE)..=before.len()).find_map(|from| before.get(from..));
    let line = near.unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let after = (0..=rest.len().min(LINE)).rev().find_map(|end| rest.get(..end)).unwrap_or_default();
    let mut lines = after.split('\n');
    let end = lines.next().unwrap_or_default().trim();
    let below = lines.next().unwrap_or_default().trim_start();
    let first = line.trim().is_empty() || matches!(line.trim(), ">>>" | "...");
    let is_alone =
        first && end.is_empty() && (!before.is_empty() || BELOW.iter().any(|code| below.starts_with(code)));
    let is_command = line.starts_with('\t') && line.trim().is_empty();
    let is_parameter = matches!(line.trim(), "*" | "//" | "#" | "///") && !end.is_empty();
    let next = end.trim_start_matches(['`', '\'', '"']).split(|c: char| !c.is_alphabetic() && c != ' ');
    let next = next.take(1).flat_map(|words| words.split(' ')).find(|word| !word.is_empty());
    let is_signed = next.is_some_and(|word| is_one_of(SIGNED, word));
    let is_macro = line.ends_with("!(") || line.ends_with('(') && end.contains('$');
    let is_title = first && end.starts_with('"');
    let is_list = line.ends_with(", ") && end.starts_with(");");
    is_alone
        || is_command
        || is_parameter
        || is_signed
        || is_macro
        || is_title
        || is_list
        || before.ends_with('"')
        || ["my ", "our ", "local ", "push ", "(", "= "].iter().any(|word| line.ends_with(word))
            && end.starts_with([';', ')', '=', ','])
}
