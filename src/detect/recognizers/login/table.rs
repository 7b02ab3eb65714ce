//! Passwords below the head of their column: in rows with commas, semicolons or tabulators, and in tables of Markdown.

use super::cues::{NAMES_ONLY, USERNAME};
use super::{is_of_code, is_one_of, is_secret, is_stand_in};
use crate::detect::boundary::{before, behind};
use crate::span::Span;

/// Longest head, most columns, longest name of one, most words of it.
const HEAD: usize = 256;
const COLUMNS: usize = 32;
const NAME: usize = 32;
const WORDS: usize = 3;

/// The passwords in the column at whose head a cue stands alone.
pub(super) fn column(text: &str, cue: Span) -> Vec<Span> {
    let Some(head) = head(text, cue) else { return Vec::new() };
    let named = head.cells.iter().filter_map(|cell| cell.get(text)).any(is_name_of_user);
    // Tests have a column for how many passed.
    let numbers = !cue.get(text).is_some_and(|word| word.eq_ignore_ascii_case("pass"));
    let is_password = |cell: Span| {
        let value = cell.get(text).unwrap_or_default();
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        let enough = is_secret(value) || named && value.len() >= 6 && !digits || numbers && digits;
        let one = value.contains(char::is_alphanumeric) && !value.contains(char::is_whitespace);
        value.len() >= 4 && enough && one && !is_stand_in(value) && !is_of_code(text, cell, false)
    };
    let (mut values, mut at) = (Vec::new(), head.end);
    // A row with more or less cells is of something else.
    while let Some(line) =
        text.get(at..).and_then(|rest| rest.split('\n').next()).filter(|line| !line.is_empty())
    {
        let row = cells(text, Span::new(at, at + line.len()), head.separator);
        let Some(&cell) = row.get(head.column).filter(|_| row.len() == head.cells.len()) else { break };
        values.extend(Some(cell).filter(|cell| is_password(*cell)));
        at += line.len() + 1;
    }
    values
}

/// A head of a table, and the column of a cue in it.
struct Head {
    cells: Vec<Span>,
    separator: char,
    column: usize,
    /// Where the first row begins.
    end: usize,
}

/// The head in which a cue is the name of a column, or ends it: `password`, `"wifi_password"`. It is the first line
/// of its table, and has nothing but names.
fn head(text: &str, cue: Span) -> Option<Head> {
    // Most words stand in sentences.
    let next = behind(text, cue.end, HEAD).trim_start_matches(['"', '`', '*', ' ']);
    if !next.starts_with(['\t', '|', ';', ',', '\n', '\r']) {
        return None;
    }
    let near = before(text, cue.start, HEAD);
    let start = cue.start - near.rsplit('\n').next()?.len();
    if start > 0 && text.as_bytes().get(start - 1) != Some(&b'\n') {
        return None;
    }
    let end = cue.end + behind(text, cue.end, HEAD).find('\n')?;
    let line = text.get(start..end)?;
    let separators = ['\t', '|', ';', ','];
    let count = |separator: &char| line.matches(*separator).count();
    let separator = separators.into_iter().max_by_key(count).filter(|separator| count(separator) > 0)?;
    let cells = cells(text, Span::new(start, end), separator);
    let column = cells.iter().position(|cell| cell.start <= cue.start && cue.end == cell.end)?;
    let before_cue = text.get(cells.get(column)?.start..cue.start)?;
    let ends_name = before_cue.is_empty() || before_cue.ends_with(['_', '-', ' ']);
    let names = cells.iter().all(|cell| cell.get(text).is_some_and(is_name));
    let above =
        start.checked_sub(1).map(|end| before(text, end, HEAD).rsplit('\n').next().unwrap_or_default());
    let first = above.is_none_or(|above| above.matches(separator).count() != count(&separator));
    let known = ends_name && names && first && cells.len() <= COLUMNS;
    known.then_some(Head { cells, separator, column, end: end + 1 })
}

fn is_name(cell: &str) -> bool {
    cell.len() <= NAME
        && cell.split(' ').count() <= WORDS
        && cell.chars().all(|c| c.is_alphanumeric() || "_- ./()#".contains(c))
}

fn is_name_of_user(cell: &str) -> bool {
    const MORE: &[&str] = &["email", "e-mail", "name", "host", "server", "url", "site"];
    is_one_of(USERNAME, cell) || is_one_of(NAMES_ONLY, cell) || is_one_of(MORE, cell)
}

/// The cells of a line, without white space and marks around them. In quotation marks, no separator counts.
fn cells(text: &str, line: Span, separator: char) -> Vec<Span> {
    let (mut cells, mut at) = (Vec::new(), line.start);
    while let Some(rest) = text.get(at..line.end) {
        let inside = rest.trim_start_matches(' ').strip_prefix('"').filter(|_| separator != '|');
        let quoted = inside.and_then(closing).map_or(0, |len| rest.len() - inside.map_or(0, str::len) + len);
        let len =
            rest.get(quoted..).and_then(|rest| rest.find(separator)).map_or(rest.len(), |len| quoted + len);
        let cell = rest.get(..len).unwrap_or_default();
        let bare = cell.trim().trim_matches(['"', '`', '*']);
        let start = at + cell.find(bare).unwrap_or_default();
        cells.push(Span::new(start, start + bare.len()));
        at += len + 1;
    }
    cells
}

/// Where the mark is that closes a quotation; two of them are one in it.
fn closing(inside: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += inside.get(at..)?.find('"')?;
        if !inside.get(at + 1..)?.starts_with('"') {
            return Some(at);
        }
        at += 2;
    }
}
