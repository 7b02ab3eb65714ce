//! What stands on a card besides its number: the code on its back, and until when it is valid.

use super::{Probe, Trigger};
use crate::detect::Find;
use crate::detect::context::fold;
use crate::kind::Kind;
use crate::span::Span;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "card_code",
        kinds: &["CVV"],
        at: Trigger::Words(CODES),
        find: card_code,
        example: "CVV: 123",
        source: "codes of card networks, cue words",
    },
    Probe {
        name: "card_expiry",
        kinds: &["CARD_EXPIRY"],
        at: Trigger::Words(EXPIRY),
        find: card_expiry,
        example: "exp 08/28",
        source: "dates on cards, cue words",
    },
    Probe {
        name: "card_expiry_part",
        kinds: &["CARD_EXPIRY"],
        at: Trigger::Words(PARTS),
        find: card_expiry_part,
        example: "{\"card\": 1, \"exp_month\": 11, \"exp_year\": 2031}",
        source: "names of members in the interfaces of payment services",
    },
];

/// Words for the code. Those behind the first ones are also used for other codes. None begins with the letters of
/// words that are frequent in code.
const CODES: &[&str] = &[
    "cvv",
    "cvv2",
    "cvc",
    "cvc2",
    "cvn",
    "kaartverificatiecode",
    "kartenprüfnummer",
    "kartenpruefnummer",
    "cryptogramme visuel",
    "csc",
    "security code",
    "beveiligingscode",
    "veiligheidscode",
    "prüfziffer",
    "pruefziffer",
    "prüfnummer",
    "sicherheitscode",
    "cryptogramme",
    "säkerhetskod",
    "sakerhetskod",
    "säkerhetskoden",
    "sécurité",
    "securite",
    "seguridad",
    "segurança",
    "seguranca",
    "sicurezza",
    "bezpieczeństwa",
    "zabezpieczający",
];
/// How many of them say that it is of a card.
const OF_CARDS: usize = 9;

/// Of these, those with another word before them: `código de seguridad`.
const OF_CODES: &[&str] = &[
    "sécurité",
    "securite",
    "seguridad",
    "segurança",
    "seguranca",
    "sicurezza",
    "bezpieczeństwa",
    "zabezpieczający",
];

/// Words before the end of a card. Those behind the first ones are said of other things as well.
const EXPIRY: &[&str] = &[
    "exp",
    "expdate",
    "expiry",
    "expirydate",
    "expiration",
    "expirationdate",
    "valid thru",
    "good thru",
    "vervaldatum",
    "ablaufdatum",
    "caducidad",
    "vencimiento",
    "scadenza",
    "validade",
    "vencimento",
    "ważności",
    "waznosci",
    "utgångsdatum",
    "utgangsdatum",
    "expires",
    "expiring",
    "valid through",
    "valid until",
    "valid to",
    "geldig tot",
    "gültig bis",
    "gueltig bis",
    "läuft ab",
    "expire",
    "valable jusqu'au",
    "caduca",
    "vence",
    "scade",
    "válido até",
    "valido ate",
    "válido hasta",
    "válida hasta",
    "valido hasta",
    "valida hasta",
    "valido fino al",
    "valida fino al",
    "válida até",
    "ważna do",
    "wazna do",
    "giltig till",
    "giltigt till",
    "giltig t.o.m.",
];
/// How many of them are enough.
const OF_ENDS: usize = 19;

/// Names of the month and of the year alone.
const PARTS: &[&str] = &[
    "exp_month",
    "exp_year",
    "expmonth",
    "expyear",
    "expiry_month",
    "expiry_year",
    "expirymonth",
    "expiryyear",
    "expiration_month",
    "expiration_year",
    "expirationmonth",
    "expirationyear",
];

/// Words between a cue and what it speaks of, folded.
const BETWEEN: &[&str] = &[
    "is",
    "are",
    "code",
    "codes",
    "number",
    "nummer",
    "no",
    "nr",
    "the",
    "my",
    "card",
    "on",
    "back",
    "of",
    "it",
    "date",
    "ist",
    "lautet",
    "der",
    "die",
    "das",
    "karte",
    "auf",
    "ruckseite",
    "de",
    "het",
    "mijn",
    "kaart",
    "op",
    "achterkant",
    "datum",
    "van",
    "est",
    "la",
    "le",
    "ma",
    "du",
    "carte",
    "au",
    "dos",
    "es",
    "el",
    "mi",
    "tarjeta",
    "en",
    "e",
    "della",
    "mia",
    "carta",
    "do",
    "da",
    "meu",
    "minha",
    "cartao",
    "to",
    "jest",
    "karty",
    "mojej",
    "ar",
    "pa",
    "kortet",
    "mitt",
    "and",
    "in",
    "numero",
    "cvv",
    "cvc",
];

/// How far behind its cue something may begin, and how far around it a card is looked for.
const NEAR: usize = 48;
const AROUND: usize = 96;

/// The first digit behind a cue, and whether a sign stands between. Only [`BETWEEN`] may stand there as well.
fn digit_after(text: &str, cue: Span) -> Option<(usize, bool)> {
    let rest = text.get(cue.end..)?;
    // A word that goes on; a call.
    if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '[')) {
        return None;
    }
    let (mut at, mut sign, mut lines) = (0, false, 0);
    while at < NEAR {
        let left = rest.get(at..)?;
        let c = left.chars().next()?;
        match c {
            '0'..='9' => return Some((cue.end + at, sign)),
            ':' | '=' => sign = true,
            '\n' => lines += 1,
            ' ' | '\t' | '\r' | '"' | '\'' | '(' | ')' | '#' | '*' | '`' | '-' | '.' | '_' | '>' | '/' => {}
            _ => {
                let len = left.find(|c: char| !c.is_alphabetic()).unwrap_or(left.len());
                let word = left.get(..len).filter(|word| !word.is_empty())?;
                if !BETWEEN.contains(&&*fold(word)) {
                    return None;
                }
                at += len;
                continue;
            }
        }
        if lines > 1 {
            return None;
        }
        at += c.len_utf8();
    }
    None
}

/// Whether a word of cards or a long number stands near a place.
fn near_card(text: &str, at: Span) -> bool {
    const CARDS: &[&str] = &[
        "card", "visa", "amex", "maestro", "kaart", "karte", "carte", "tarjeta", "carta", "cartao", "karta",
        "karty", "kort", "cvv", "cvc",
    ];
    let from = (at.start.saturating_sub(AROUND)..=at.start).find(|&at| text.is_char_boundary(at));
    let to = (at.end..=text.len().min(at.end + AROUND)).rev().find(|&at| text.is_char_boundary(at));
    let near = from.zip(to).and_then(|(from, to)| text.get(from..to)).unwrap_or_default();
    let folded = fold(near);
    let (mut run, mut longest) = (0, 0);
    for b in near.bytes() {
        match b {
            b'0'..=b'9' => run += 1,
            b' ' | b'-' => {}
            _ => run = 0,
        }
        longest = longest.max(run);
    }
    longest >= 13 || CARDS.iter().any(|word| folded.contains(word))
}

fn is_one_of(words: &[&str], most: usize, text: &str, cue: Span) -> bool {
    let word = cue.get(text).unwrap_or_default();
    words.iter().take(most).any(|other| other.eq_ignore_ascii_case(word))
}

fn is_code_before(text: &str, cue: Span) -> bool {
    const BEFORE: &[&str] = &["code de ", "codigo de ", "codice di ", "kod "];
    let from = (cue.start.saturating_sub(12)..=cue.start).find(|&at| text.is_char_boundary(at));
    let before = fold(from.and_then(|from| text.get(from..cue.start)).unwrap_or_default());
    BEFORE.iter().any(|code| before.ends_with(code))
}

fn is_part_of_word(text: &str, cue: Span) -> bool {
    text.get(..cue.start).is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Three or four digits behind a cue, or before one in brackets.
fn card_code(text: &str, cue: Span, finds: &mut Vec<Find>) {
    let bytes = text.as_bytes();
    if is_part_of_word(text, cue) {
        return;
    }
    let of_card = is_one_of(CODES, OF_CARDS, text, cue);
    if is_one_of(OF_CODES, OF_CODES.len(), text, cue) && !is_code_before(text, cue) {
        return;
    }
    let digits = |at: usize| {
        bytes.get(at..).unwrap_or_default().iter().take(5).take_while(|b| b.is_ascii_digit()).count()
    };
    let mut push = |start: usize, end: usize, score: f32| {
        finds.push(Find::new(Span::new(start, end), Kind::built_in("CVV"), score, "card_code"));
    };
    if let Some((at, sign)) = digit_after(text, cue) {
        let len = digits(at);
        let ends = ends(bytes, at + len);
        // `security code 500 error`
        let clause = matches!(bytes.get(at + len), None | Some(b'.' | b',' | b';' | b')' | b'\n' | b'"'));
        if (3..=4).contains(&len) && ends && (of_card || sign || clause || near_card(text, cue)) {
            push(at, at + len, if of_card { 0.85 } else { 0.65 });
        }
        return;
    }
    // 123 (CVV)
    let before = bytes.get(..cue.start).and_then(|before| before.strip_suffix(b" (")).unwrap_or_default();
    let len = before.iter().rev().take(5).take_while(|b| b.is_ascii_digit()).count();
    let start = before.len() - len;
    let begins = start.checked_sub(1).and_then(|at| before.get(at)).is_none_or(|b| b" \n:,;".contains(b));
    if of_card && begins && (3..=4).contains(&len) {
        push(start, before.len(), 0.85);
    }
}

/// Whether a number ends here.
fn ends(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    match bytes.get(at) {
        None => true,
        Some(b'-' | b'/' | b'.' | b',' | b':') => !next.is_ascii_alphanumeric(),
        Some(b) => b.is_ascii() && !b.is_ascii_alphanumeric() && !matches!(b, b'%' | b'_' | b'$'),
    }
}

/// A month and a year behind a cue.
fn card_expiry(text: &str, cue: Span, finds: &mut Vec<Find>) {
    if is_part_of_word(text, cue) {
        return;
    }
    let Some((at, sign)) = digit_after(text, cue) else { return };
    let Some(len) = month_and_year(text.as_bytes().get(at..).unwrap_or_default()) else { return };
    let value = text.get(at..at + len).unwrap_or_default();
    let card = near_card(text, cue);
    let bare = value.bytes().all(|b| b.is_ascii_digit());
    // `exp 5/20` is also a measure of something.
    let year = value.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() != 1).filter_map(|part| {
        part.parse().ok().map(|year: u32| year % 100).filter(|year| (24..50).contains(year))
    });
    let to_come = year.count() > 0;
    let enough = if bare { sign && card } else { card || to_come && is_one_of(EXPIRY, OF_ENDS, text, cue) };
    if enough && ends(text.as_bytes(), at + len) {
        let score = if card { 0.85 } else { 0.65 };
        let span = Span::new(at, at + len);
        finds.push(Find::new(span, Kind::built_in("CARD_EXPIRY"), score, "card_expiry"));
    }
}

/// A month or a year behind its name and a sign, near a card.
fn card_expiry_part(text: &str, cue: Span, finds: &mut Vec<Find>) {
    if is_part_of_word(text, cue) {
        return;
    }
    let Some((at, true)) = digit_after(text, cue) else { return };
    let bytes = text.as_bytes();
    let digits = bytes.get(at..).unwrap_or_default().iter().take(5).take_while(|b| b.is_ascii_digit());
    let (len, value) = digits.fold((0, 0), |(len, value), b| (len + 1, value * 10 + u32::from(b - b'0')));
    let of_month = cue.get(text).is_some_and(|name| name.to_ascii_lowercase().ends_with("month"));
    let known = match len {
        1 | 2 if of_month => (1..=12).contains(&value),
        2 => !of_month && (13..50).contains(&value),
        4 => !of_month && (2013..2050).contains(&value),
        _ => false,
    };
    if known && ends(bytes, at + len) && near_card(text, cue) {
        let span = Span::new(at, at + len);
        finds.push(Find::new(span, Kind::built_in("CARD_EXPIRY"), 0.85, "card_expiry_part"));
    }
}

/// How long a month and a year are: 04/27, 4/2027, 04 / 27, 2027-04, 0427. The year is of this half of a century
/// and can be no month.
fn month_and_year(bytes: &[u8]) -> Option<usize> {
    let number = |at: usize| {
        let digits = bytes.get(at..)?.iter().take(5).take_while(|b| b.is_ascii_digit());
        Some(digits.fold((0usize, 0u32), |(len, value), b| (len + 1, value * 10 + u32::from(b - b'0'))))
    };
    let is_month = |month: u32| (1..=12).contains(&month);
    let is_year = |(len, year): (usize, u32)| match len {
        2 => (13..50).contains(&year),
        4 => (2013..2050).contains(&year),
        _ => false,
    };
    let (len, first) = number(0)?;
    if len == 4
        && is_month(first / 100)
        && is_year((2, first % 100))
        && !bytes.get(4).is_some_and(|b| b"/-".contains(b))
    {
        return Some(4);
    }
    let mut at = len;
    let space = |at: usize| usize::from(bytes.get(at) == Some(&b' '));
    at += space(at);
    bytes.get(at).filter(|b| matches!(b, b'/' | b'-' | b'.'))?;
    at += 1;
    at += space(at);
    let second = number(at)?;
    let end = at + second.0;
    // Not 04/27/2026.
    let on = bytes.get(end).is_some_and(|b| b"/-".contains(b))
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let month_first = len <= 2 && is_month(first) && is_year(second);
    let year_first = len == 4 && is_year((len, first)) && second.0 == 2 && is_month(second.1);
    (!on && (month_first || year_first)).then_some(end)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::Detector;

    fn found<'t>(text: &'t str, kind: &str) -> Vec<&'t str> {
        let finds = Detector::new().detect(text).unwrap();
        let finds = finds.iter().filter(|find| find.kind().unwrap().as_str() == kind);
        finds.map(|find| find.span().get(text).unwrap()).collect()
    }

    #[test]
    fn codes_are_found_by_their_cues() {
        for text in [
            "my cvv is 739",
            "CVC: 739",
            "cvv2=739",
            "{\"cvv\": \"739\"}",
            "the security code on the back of my card is 739",
            "Kartenprüfnummer 739",
            "código de seguridad: 739",
            "kod CVV: 739",
            "säkerhetskod: 739.",
            "4111111111111111, 08/28, 739 (cvv)",
            "visa 4111 1111 1111 1111\nexp 08/28\ncvv\n739",
        ] {
            assert_eq!(found(text, "CVV"), ["739"], "{text}");
        }
        assert_eq!(found("amex, cvv 7391", "CVV"), ["7391"]);
    }

    #[test]
    fn other_numbers_are_no_codes() {
        for text in [
            "a cvv has 3 digits",
            "what is a cvv? 123 people asked",
            "cvv 2024-01-01",
            "security code 500 error",
            "security code: 12345",
            "security code: 123-456",
            "cvvs 123",
            "cvc 12.50",
            "error code 123",
            "cvv has 123 bugs",
        ] {
            assert_eq!(found(text, "CVV"), [""; 0], "{text}");
        }
    }

    #[test]
    fn ends_of_cards_are_found() {
        for (text, value) in [
            ("exp 08/28", "08/28"),
            ("expiry date is 08 / 28", "08 / 28"),
            ("expiration_date=2028-08", "2028-08"),
            ("valid thru: 08/2028", "08/2028"),
            ("my card expires 08/28", "08/28"),
            ("kaart geldig tot 08/28", "08/28"),
            ("Karte gültig bis 08/28", "08/28"),
            ("date d'expiration : 08/28", "08/28"),
            ("la tarjeta caduca en 08/28", "08/28"),
            ("carta, scadenza 08/28", "08/28"),
            ("data ważności 08/28", "08/28"),
            ("tarjeta, válida hasta 08/28", "08/28"),
            ("carta valida fino al 08/28", "08/28"),
            ("card, exp_month=8&exp_year=28", "28"),
            ("{\"card\": \"4111111111111111\", \"exp_month\": 8, \"exp_year\": 2028}", "2028"),
            ("{\"card\": \"4111111111111111\", \"exp\": \"0828\"}", "0828"),
        ] {
            assert_eq!(found(text, "CARD_EXPIRY"), [value], "{text}");
        }
    }

    #[test]
    fn other_ends_are_not_found() {
        for text in [
            "the offer expires 04/27",
            "expires_in: 3600",
            "exp 13/28",
            "my exp is 5/20 now",
            "exp 08/12",
            "exp 04/27/2026",
            "expires 2028-08-01T00:00:00Z",
            "exp: 0828",
            "experience 10/20",
            "exp(8/28)x",
            "version 08/28",
            "válido hasta 08/12",
            "{\"id\": 7, \"exp_month\": 11, \"exp_year\": 2028}",
            "card exp_month 13, exp_year: 20280, exp_year: 1999",
        ] {
            assert_eq!(found(text, "CARD_EXPIRY"), [""; 0], "{text}");
        }
    }
}
