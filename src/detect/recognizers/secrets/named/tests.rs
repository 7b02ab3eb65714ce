#![allow(clippy::unwrap_used, reason = "tests")]

use crate::Detector;

fn secrets(text: &str) -> Vec<&str> {
    let finds = Detector::new().detect(text).unwrap();
    let secrets = finds.iter().filter(|find| find.kind().unwrap().as_str() == "SECRET");
    secrets.map(|find| find.span().get(text).unwrap()).collect()
}

const HEX: &str = "9951b14e2d113cdb56cd1d76c13e8afb52288619";
const RANDOM: &str = "k0zRxoLFuKCTMnHzXobdQAS7ar24clMz";
const BASE64: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const UUID: &str = "8c0b4d2e-1f3a-4e5b-9d6c-7a8b9c0d1e2f";

#[test]
fn keys_are_found_by_their_names() {
    for (text, key) in [
        ("here's the key, {}, pls rotate it after the demo", HEX),
        ("Here's my API key:\n{}", HEX),
        ("the key for staging is {}", HEX),
        ("API key: {}.", RANDOM),
        ("api_key={}", RANDOM),
        ("API_KEY='{}'", RANDOM),
        ("export TOKEN={}", HEX),
        ("const apiKey: string = \"{}\";", RANDOM),
        ("String accessToken = \"{}\";", RANDOM),
        ("{\"api_key\": \"{}\", \"user\": \"jane\"}", RANDOM),
        ("{\"name\": \"API_KEY\", \"value\": \"{}\"}", RANDOM),
        ("apiKey: {}", RANDOM),
        ("<apiKey>{}</apiKey>", RANDOM),
        ("<add key=\"ApiToken\" value=\"{}\" />", RANDOM),
        ("define('SECRET_KEY', '{}');", RANDOM),
        ("os.getenv(\"API_KEY\", \"{}\")", RANDOM),
        ("Authorization: Bearer {}", HEX),
        ("curl -H \"Authorization: Bearer {}\" https://api.example.com", RANDOM),
        ("Authorization: token {}", HEX),
        ("Authorization: {}", RANDOM),
        ("X-Api-Key: {}", HEX),
        ("X-Auth-Token: {}", RANDOM),
        ("deploy --token {}", RANDOM),
        ("aws_secret_access_key = {}", BASE64),
        ("AWS_SECRET_ACCESS_KEY={}", BASE64),
        ("aws_access_key_id = {}", HEX),
        ("the api key is {}", UUID),
        ("client_secret: {}", RANDOM),
        ("SNYK_TOKEN={}", UUID),
        ("De API-sleutel is {}", RANDOM),
        ("Der API-Schlüssel lautet {}", RANDOM),
        ("Ma clé API : {}", RANDOM),
        ("la chiave api è {}", RANDOM),
        ("klucz API: {}", RANDOM),
        ("min api-nyckel: {}", RANDOM),
        ("AccountKey={}==;EndpointSuffix=core.windows.net", BASE64),
        ("mailgun: {}", concat!("key-", "3a76f29d9ed5d4fcc373f1adc1e70b1a")),
    ] {
        let wanted = if text.contains("AccountKey") { format!("{key}==") } else { key.to_owned() };
        let text = text.replace("{}", key);
        assert_eq!(secrets(&text), [wanted], "{text}");
    }
}

#[test]
fn other_things_are_no_keys() {
    for text in [
        "commit 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "the key commit is 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "sha256 of the key: 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "token sha256: 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "key: 8c0b4d2e-1f3a-4e5b-9d6c-7a8b9c0d1e2f",
        "token = $TOKEN",
        "api_key: <your key>",
        "api_key = process.env.OPENAI_API_KEY",
        "API_KEY=YOUR_API_KEY_1234567890",
        "api_key = \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        "key = user_profile_cache_v2_settings",
        "key: linux-x86_64-build-cache-20240301",
        "\"key\": \"images/2024/03/01/profile-picture-large.png\"",
        "key=/etc/ssl/private/server2024-example.key",
        "public key: k0zRxoLFuKCTMnHzXobdQAS7ar24clMz",
        "publicKey = \"k0zRxoLFuKCTMnHzXobdQAS7ar24clMz\"",
        "cacheKey: 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "\"integrity\": \"sha512-k0zRxoLFuKCTMnHzXobdQAS7ar24clMz9951b14e2d113cdb==\"",
        "nextPageToken: CAUQAA9951b14e2d113cdb56cd",
        "token = generateRandomToken32(length)",
        "if (token == lastSeenToken1234567890abc(x)) {}",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42",
        "keyboard k0zRxoLFuKCTMnHzXobdQAS7ar24clMz",
        "primary key (id) references users_table_2024_backup",
        "className=\"btn-primary-lg-2 token-input-wrapper-v2-x4\"",
        "the token was wrong. Build 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "token: 2024-11-27T10:00:00.000Z",
        "key: 1.2.3-rc.4+build.20240301.x86",
        "key_id: 507f1f77bcf86cd799439011",
        "max_tokens=4096, model=gpt-4-turbo-2024-04-09-preview",
        "gpg --keyserver hkps://keys.openpgp.org --recv-keys 5BE8A3F6C8A5C01D106C0AD820B1A390B168D356",
        "from oauthlib.common import generate_token\nfrom oauthlib.oauth2.rfc6749.errors import x",
        "token\nBuild 9951b14e2d113cdb56cd1d76c13e8afb52288619",
        "Basic authentication is simple",
    ] {
        assert_eq!(secrets(text), [""; 0], "{text}");
    }
}

#[test]
fn pairs_in_base_64_are_found() {
    assert_eq!(secrets("Authorization: Basic dXNlcjpwYXNzd29yZA=="), ["dXNlcjpwYXNzd29yZA=="]);
}

#[test]
fn a_long_value_is_found_whole() {
    let token = RANDOM.repeat(100);
    assert_eq!(secrets(&format!("session token: {token}\nnext")), [&*token]);
}
