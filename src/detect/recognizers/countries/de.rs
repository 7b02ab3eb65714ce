//! Germany.

use super::words::{IDENTITY, LICENCE, PASSPORT, VAT};
use crate::detect::checksum::{Digits, cross_sum, is_date, is_one_digit, mod_11_10, pair, weighted};
use crate::detect::rule::{Rule, Start, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "de_tax_id",
        kind: "DE_TAX_ID",
        forms: &[
            // One in 273 numbers of this form passes the check.
            form("[1-9][0-9]{10}", 0.5),
            form("[1-9][0-9][ ./-][0-9]{3}[ ./-][0-9]{3}[ ./-][0-9]{3}", 0.65),
            form("[1-9][0-9]{2}[ /-][0-9]{3}[ /-][0-9]{3}[ /-][0-9]{2}", 0.5),
        ],
        check: check("ISO 7064 mod 11,10; which digits repeat", is_tax_id),
        context: &[&[
            "steuer id",
            "steuerid*",
            "steuerliche identifikationsnummer",
            "identifikationsnummer",
            "steuernummer",
            "steuer nr",
            "idnr",
            "id nr",
            "tin",
            "tax id",
            "tax identification number",
            "tax number",
            "belastingnummer",
            "identifiant fiscal",
            "numero fiscal",
            "identificacion fiscal",
            "identificazione fiscale",
            "identificacao fiscal",
            "numer podatkowy",
            "skattenummer",
        ]],
        examples: &["36574261809", "36 574 261 809", "36/574/261/809", "25768131411"],
        near_misses: &["36574261890", "36554266806", "1234567890", "11123456789", "02476291358"],
        source: "§ 139b AO, § 1 StIdV; BZSt: check of the identification number",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_tax_number",
        kind: "DE_TAX_NUMBER",
        forms: &[
            form("[0-9]{3}/[0-9]{3}/[0-9]{4} ?[0-9]", 0.45),
            form("[0-9]{2}/[0-9]{3}/[0-9]{4}[ /]?[0-9]", 0.4),
            form("[0-9]{3}/[0-9]{4}/[0-9]{4}", 0.4),
            form("[0-9]{5}/[0-9]{5}", 0.2),
            form("[0-9]{2,3}[ -][0-9]{3}[ -][0-9]{5}|[0-9]{3}[ -][0-9]{4}[ -][0-9]{4}", 0.15),
            form("[0-9]{10,11}", 0.1),
            form("[0-9]{4}0[0-9]{8}", 0.1),
        ],
        check: check("length, code of the state", is_tax_number),
        context: &[&[
            "steuernummer*",
            "steuer nummer",
            "steuer nr",
            "st nr",
            "stnr",
            "finanzamt",
            "steuerbescheid*",
            "einkommensteuer*",
            "korperschaftsteuer*",
            "gewerbesteuer*",
            "umsatzsteuer*",
            "elster*",
            "german tax number",
            "tax number",
        ]],
        examples: &["181/815/08155", "93815/08152", "21/815/08150", "133/8150/8159", "2893081508152"],
        near_misses: &["181/815/0815", "6893081508152", "2893181508152", "000/000/00000", "181815081"],
        source: "ELSTER: form of the Steuernummer of each state",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_rvnr",
        kind: "DE_RVNR",
        forms: &[
            form("(?i)[0-9]{8}[a-z][0-9]{3}", 0.8),
            form("(?i)[0-9]{2}[ ./-]?[0-9]{6}[ ./-]?[a-z][ ./-]?[0-9]{2}[ ./-]?[0-9]", 0.85),
            form(
                "(?i)[0-9]{2}[ /-][0-9]{2}[ ./-][0-9]{2}[ ./-][0-9]{2}[ /-]?[a-z][ /-]?[0-9]{2}[ /-]?[0-9]",
                0.85,
            ),
        ],
        check: check("check digit, day of birth", is_rvnr),
        context: &[&[
            "rentenversicherung*",
            "sozialversicherung*",
            "versicherungsnummer",
            "versicherungs nr",
            "rentennummer",
            "sv nummer",
            "sv nr",
            "svnr",
            "rv nummer",
            "rvnr",
            "vsnr",
            "social security",
            "social insurance",
            "pension insurance",
            "securite sociale",
            "seguridad social",
            "previdenza sociale",
            "seguranca social",
        ]],
        examples: &["15070649C103", "65 170839 J 003", "15 07 06 49 c 10 3"],
        near_misses: &["15070649C104", "15073249C103", "15071349C103", "1507064C103", "15070649C1033"],
        source: "§ 147 SGB VI; § 2 and annex of the VKVV",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_id_card",
        kind: "DE_ID_CARD",
        forms: &[
            form("(?i)[cfghjklmnprtvwxyz][0-9cfghjklmnprtvwxyz]{8}", 0.15),
            form("[LMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}", 0.2),
            form("(?i)[cfghjklmnprtvwxyz][0-9cfghjklmnprtvwxyz]{8} ?[0-9]", 0.3),
            form("[0-9]{10}", 0.1),
            form("[0-9]{10} ?D", 0.4),
        ],
        check: check("ICAO check digit where there is one", is_document),
        context: &[IDENTITY, &["perso", "npa", "dokumentennummer"]],
        examples: &["L01X00T47", "L01X00T471", "T220001293", "1220001297D"],
        near_misses: &["L01X00T472", "T220001294", "L01X00A47", "L01X00T4", "1220001298"],
        source: "§ 5 PAuswG; ICAO Doc 9303, part 3, 4.9",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_passport",
        kind: "DE_PASSPORT",
        forms: &[
            // Of passports, these are the first letters in use; others are left to other countries.
            form("(?i)[cfghjk][0-9cfghjklmnprtvwxyz]{8}", 0.15),
            form("(?i)[lmnprtvwxyz][0-9cfghjklmnprtvwxyz]{8}", 0.05),
            form("[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{8}", 0.2),
            form("(?i)[cfghjklmnprtvwxyz][0-9cfghjklmnprtvwxyz]{8} ?[0-9]", 0.3),
        ],
        check: check("ICAO check digit where there is one", is_document),
        context: &[PASSPORT, &["pass", "reisedokument", "dokumentennummer"]],
        reach: 5,
        examples: &["C01X00T47", "C01X00T478", "c01x00t47"],
        near_misses: &["C01X00T479", "C01X00A47", "C01X00T4", "B01X00T47"],
        source: "§ 4 PassG; ICAO Doc 9303, part 3, 4.9",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_health_insurance",
        kind: "DE_HEALTH_INSURANCE",
        forms: &[
            form("(?i)[a-z][0-9]{9}", 0.3),
            form("(?i)[a-z][ -]?[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", 0.35),
            form("(?i)[a-z] [0-9]{9}", 0.1),
        ],
        check: check("check digit", is_kvnr),
        context: &[&[
            "krankenversicher*",
            "krankenkasse*",
            "krankenkassennummer",
            "versichertennummer",
            "versicherten nr",
            "versichertenkarte",
            "kvnr",
            "kv nummer",
            "kv nr",
            "gesundheitskarte",
            "egk",
            "gkv",
            "aok",
            "barmer",
            "health insurance",
            "health card",
            "zorgverzekering*",
            "assurance maladie",
            "seguro medico",
            "assicurazione sanitaria",
            "seguro de saude",
            "ubezpieczenie zdrowotne",
            "sjukforsakring*",
        ]],
        examples: &["A123456780", "M123456785", "a123 456 780"],
        near_misses: &["A123456781", "A12345678", "A1234567800", "A000000000"],
        source: "§ 290 SGB V; directive of the GKV-Spitzenverband on the Krankenversichertennummer",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_fuehrerschein",
        kind: "DE_FUEHRERSCHEIN",
        forms: &[
            form("(?i)[a-p][0-9a-z]{3}[0-9a-z]{5}[0-9x][0-9a-z]", 0.1),
            form("[A-P][0-9]{2}[0-9A-Z][0-9A-Z]{5}[0-9X][1-9A-Z]", 0.2),
        ],
        // Its check digit is in no law; beside a cue the form says enough.
        check: check("at least four digits", |value| Digits::of(value).len() >= 4),
        context: &[LICENCE],
        examples: &["B072RRE2I55", "b072rre2i55", "F0100LQUA41"],
        near_misses: &["B072RRE2I5", "Q072RRE2I55", "B072RRE2II5", "BERLINWEST1"],
        source: "Annex 8 of the FeV; directive 2006/126/EC, annex I, field 5",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_vat",
        kind: "VAT_ID",
        forms: &[
            form("(?i)de-?[1-9][0-9]{8}", 0.7),
            // In small letters and apart, `de` is a word of five languages.
            form("DE[ -][1-9][0-9]{8}", 0.65),
            form("DE[ -]?[1-9][0-9]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{3}", 0.7),
            form("[1-9][0-9]{8}", 0.1),
        ],
        check: check("ISO 7064 mod 11,10", |value| mod_11_10(&Digits::of(value))),
        context: &[VAT],
        examples: &["DE136695976", "de136695976", "DE 136 695 976", "136695976"],
        near_misses: &["DE136695977", "DE13669597", "DE1366959766", "DE036695976"],
        source: "§ 27a UStG; EU Commission, VIES: structure of VAT numbers",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_handelsregister",
        kind: "DE_HANDELSREGISTER",
        start: Start::Literal(&["HRA", "HRB", "hra", "hrb", "Hrb", "Hra"]),
        forms: &[
            form("(?i)hr[ab]([ -]?(nr[.]?|nummer))?:? ?[1-9][0-9]{2,5}", 0.7),
            // Below a hundred it may be a hardness after Rockwell.
            form("(?i)hr[ab]([ -]?(nr[.]?|nummer))?:? ?[1-9][0-9]?", 0.3),
            form(
                "HR[AB]:? ?[1-9][0-9]{0,5} ?(AH|B|CB|EL|FF|FL|HB|HL|HM|IZ|KI|ME|NM|NP|P|PI|RD|SE|SL|WE)",
                0.75,
            ),
        ],
        context: &[&[
            "handelsregister*",
            "amtsgericht",
            "registergericht",
            "registernummer",
            "registerauszug",
            "gmbh",
            "commercial register",
            "company register",
            "registre du commerce",
            "registro mercantil",
            "registro delle imprese",
            "rejestr handlowy",
        ]],
        examples: &["HRB 12345", "HRA 4711", "HRB 12345 B", "HRB-Nr. 98765", "hrb12345"],
        near_misses: &["HRC 12345", "HRB 1234567", "HRB 012345"],
        source: "§ 13 HRV",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_lanr",
        kind: "DE_LANR",
        forms: &[form("[0-9]{9}", 0.15), form("[0-9]{7}[ /-][0-9]{2}", 0.2)],
        check: check("check digit", is_lanr),
        context: &[&[
            "lanr",
            "arztnummer",
            "arzt nr",
            "arztnr",
            "arzt nummer",
            "lebenslange arztnummer",
            "vertragsarzt*",
            "kassenarzt*",
            "hausarzt*",
            "facharzt*",
            "kbv",
            "physician number",
        ]],
        examples: &["123456601", "1234566-01"],
        near_misses: &["123456701", "12345660", "000000000", "1234566012"],
        source: "§ 75 (7) SGB V; directive of the KBV on Arztnummern",
        ..Rule::of("DE")
    },
    Rule {
        name: "de_bsnr",
        kind: "DE_BSNR",
        forms: &[form("[0-9]{9}", 0.1), form("[0-9]{2} [0-9]{7}|[0-9]{2} [0-9]{5} [0-9]{2}", 0.1)],
        check: check("code of the region", is_bsnr),
        context: &[&[
            "bsnr",
            "betriebsstatte*",
            "betriebsstaette*",
            "nebenbetriebsstatte*",
            "hauptbetriebsstatte*",
            "praxisnummer",
            "arztpraxis",
            "vertragsarztpraxis",
        ]],
        examples: &["721234567", "381789045", "021234568"],
        near_misses: &["721234", "001234567", "331234567", "7212345678"],
        source: "§ 75 (7) SGB V; directive of the KBV on Betriebsstättennummern, annex 1",
        ..Rule::of("DE")
    },
];

/// Of the first ten digits one stands twice, or since 2016 two or three times but not thrice in a row; none of
/// the others repeats. ISO 7064 mod 11,10 over all; no leading zero but in tests of the authority.
fn is_tax_id(value: &str) -> bool {
    let digits = Digits::of(value);
    let Some(body) = digits.get(..10) else { return false };
    let mut counts = [0u8; 10];
    for digit in body {
        counts.get_mut(usize::from(*digit)).into_iter().for_each(|count| *count += 1);
    }
    let repeated = counts.iter().filter(|count| **count > 1).count();
    let most = counts.iter().max().copied().unwrap_or_default();
    let in_a_row = body.windows(3).any(is_one_digit);
    digits.len() == 11
        && body.first() != Some(&0)
        && repeated == 1
        && most <= 3
        && !in_a_row
        && mod_11_10(&digits)
}

/// Ten or eleven digits, by state; of thirteen, the first are the code of the state, the fifth is zero.
fn is_tax_number(value: &str) -> bool {
    const STATES: &[u32] = &[10, 11, 21, 22, 23, 24, 26, 27, 28, 30, 31, 32, 40, 41];
    let digits = Digits::of(value);
    let of_state = match digits.len() {
        10 | 11 => true,
        13 => {
            digits.get(4) == Some(&0)
                && (matches!(digits.first(), Some(5 | 9)) || STATES.contains(&pair(&digits, 0)))
        }
        _ => false,
    };
    of_state && !is_one_digit(&digits)
}

/// The letter of a value as a number from 1 to 26.
fn letter(value: &str) -> u8 {
    let letter = value.bytes().find(u8::is_ascii_alphabetic).map(|b| b.to_ascii_uppercase());
    letter.map_or(0, |letter| letter - b'A' + 1)
}

/// The letter as two digits; weights 2 1 2 5 7 1 2 1 2 1 2 1, sum of the digits of products, modulo ten. The
/// day of birth may have 50 added. The area is not looked at: the list grows, and the rest says enough.
fn is_rvnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let (Some(front), Some(back), Some(last)) = (digits.get(..8), digits.get(8..10), digits.get(10)) else {
        return false;
    };
    let letter = letter(value);
    let all = front.iter().copied().chain([letter / 10, letter % 10]).chain(back.iter().copied());
    let (day, month) = (pair(front, 2), pair(front, 4));
    let day = if day > 50 { day - 50 } else { day };
    // A year that is no leap year in one century may be one in the other: 1900 and 2000.
    let born = is_date(2000 + pair(front, 6), month, day);
    let sum = cross_sum(all, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]);
    born && sum % 10 == u32::from(*last)
}

/// The letter as two digits; weights 1 and 2 in turn, sum of the digits of products, modulo ten.
fn is_kvnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let (Some(body), Some(last)) = (digits.get(..8), digits.get(8)) else { return false };
    let letter = letter(value);
    let all = [letter / 10, letter % 10].into_iter().chain(body.iter().copied());
    let sum = cross_sum(all, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
    !is_one_digit(body) && sum % 10 == u32::from(*last)
}

/// A number of nine characters has no check digit. With a tenth, or ten digits and a `D`: weights 7, 3, 1,
/// letters from 10, modulo ten.
fn is_document(value: &str) -> bool {
    let characters = || value.chars().filter_map(|c| c.to_digit(36));
    let sum: u32 =
        characters().take(9).zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| c * weight).sum();
    let digits = Digits::of(value);
    let is_row = digits.len() > 8 && is_one_digit(&digits);
    !is_row && characters().nth(9).is_none_or(|check| sum % 10 == check)
}

/// Weights 4 and 9 in turn over six digits; the seventh makes the sum a multiple of ten.
fn is_lanr(value: &str) -> bool {
    let digits = Digits::of(value);
    let sum = weighted(&digits, &[4, 9, 4, 9, 4, 9, 1]);
    sum % 10 == 0 && digits.get(..6).is_some_and(|body| !is_one_digit(body))
}

/// The first two digits are the code of a region of the Kassenärztliche Vereinigung, of today or formerly, or
/// of hospitals.
fn is_bsnr(value: &str) -> bool {
    let digits = Digits::of(value);
    let known = matches!(pair(&digits, 0), 1..=3 | 6..=12 | 17..=21 | 24..=27 | 31 | 35 | 37..=74 | 77..=99);
    known && !is_one_digit(&digits)
}
