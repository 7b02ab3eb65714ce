#![allow(clippy::unwrap_used, reason = "tests")]

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

#[test]
fn values_in_json_in_json_are_found() {
    let key = "Zf3D0LXCM3EIMbgJpUNnkRtOfOueHznB";
    assert_eq!(secrets(&format!(r#"{{"body":"{{\"token\":\"{key}\"}}"}}"#)), [key]);
    assert_eq!(secrets(r#"{"body":"{\"password\":\"Gr4ss!hop\",\"n\":1}"}"#), ["Gr4ss!hop"]);
    assert_eq!(secrets(r#"{\\\"password\\\": \\\"Gr4ss!hop\\\"}"#), ["Gr4ss!hop"]);
}

#[test]
fn values_end_before_the_next_name() {
    assert_eq!(secrets("Server=db;Password=Gr4ss;hop!;User Id=sa"), ["Gr4ss;hop!"]);
    assert_eq!(secrets("password=Gr4ss!hop&page=2"), ["Gr4ss!hop"]);
}

#[test]
fn names_of_programs_are_none() {
    for text in [
        "{@link Password2}",
        "password: {hidden}",
        "password = f\"{user}\"",
        "pw = ${PW}",
        "password: {{ pw }}",
    ] {
        assert_eq!(secrets(text), [""; 0], "{text}");
    }
}
