//! Texts in which personal data is looked for.

use super::{Script, pick, scatter, text};

pub(crate) const SORTS: [&str; 5] = ["clean", "tech", "chat", "dense", "csv"];

/// What a search could be slow on, to be repeated.
pub(crate) const HOSTILE: [(&str, &str); 20] = [
    ("at", "@"),
    ("digits_space", "1 "),
    ("digits_dash", "1-"),
    ("a_at", "a@"),
    ("colon", ":"),
    ("one", "1"),
    ("letters_digits", "AB 12 "),
    ("phone", "+31 "),
    ("password", "password:"),
    ("user", "user x "),
    ("street", "Main Street 1, "),
    ("eyj", "eyJ."),
    ("dot_digit", "a.1"),
    ("han_digit", "你1"),
    ("credentials", "credentials "),
    ("at_word", "my @x; "),
    ("names", "Jane Roe "),
    ("names_small", "jane van der roe "),
    ("name_cue", "my name is "),
    ("color", "\u{1b}[1m1"),
];

/// A chat message of 922 bytes with six items.
pub(crate) const MESSAGE: &str = "Hi, thanks for getting back to me so quickly about the booking, it is much appreciated. \
We would like to move the second night to the end of the week, because the train that we wanted to take does not run on that \
day, and the next one arrives far too late for the children. Could you send the new confirmation to jane.doe@example.org and \
give me a ring on +31 20 123 4567 if there is anything unclear? The deposit can go back to NL91ABNA0417164300, or to the card \
4111 1111 1111 1111 that we used when we booked, whichever is easier for you. My husband tried the web page from home and was \
told that 203.0.113.42 is blocked, so perhaps somebody could look into that as well, he would like to see the invoice. The page \
that he tried is https://hotel.example.org/bookings/4711?name=doe and it did not work in two browsers. Best wishes, and many \
thanks again for the help, we are really looking forward to it, Jane!!!";

/// A text of a sort.
pub(crate) fn sort(name: &str, len: usize, seed: usize) -> String {
    let script = if seed % 2 == 0 { Script::Ascii } else { Script::SparseLatin };
    match name {
        "clean" => text(len, script, 0.0, seed, |_| String::new()),
        "tech" => text(len, script, 12.0, seed, technical),
        "chat" => text(len, script, 100.0 * 20.0 / 600.0, seed, item),
        "dense" => text(len, script, 100.0 * 20.0 / 60.0, seed, item),
        _ => rows(len, seed),
    }
}

fn item(n: usize) -> String {
    match n % 6 {
        0 => format!("{}.{n}@example.org", pick(&["jane", "bob", "zoe"], n)),
        1 => format!("+31 6 {:08}", n % 100_000_000),
        2 => "NL91 ABNA 0417 1643 00".to_owned(),
        3 => format!("192.0.2.{}", n % 256),
        4 => format!("https://example.org/users/{n}"),
        _ => "4111 1111 1111 1111".to_owned(),
    }
}

fn technical(n: usize) -> String {
    match n % 6 {
        0 => format!("v{}.{}.{}", n % 9, n % 31, n % 7),
        1 => format!("2026-0{}-1{}T12:{}:07Z", 1 + n % 9, n % 10, 10 + n % 50),
        2 => format!("{:016x}", scatter(n)),
        3 => format!("std::vec::Vec<u{}>", 8 << (n % 4)),
        4 => format!("line {}:{}", n % 999, n % 80),
        _ => format!("{} ms", n % 5000),
    }
}

fn rows(len: usize, seed: usize) -> String {
    let mut rows = "id,date,amount,code,ratio\n".to_owned();
    for n in seed * 1000.. {
        let (a, b) = (scatter(n), scatter(n + 1));
        rows.push_str(&format!(
            "{n},2026-0{}-2{},{}.{:02},K{},0.{}\n",
            1 + a % 9,
            b % 9,
            a % 9999,
            b % 100,
            a % 99999,
            b % 9999
        ));
        if rows.len() >= len {
            break;
        }
    }
    rows.truncate(len);
    rows
}
