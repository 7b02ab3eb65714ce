//! Addresses that open what they name: with a password in them, or because nobody else knows them.

use super::{SURE, has_run, key};
use crate::detect::rule::{Form, Rule, Start, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "connection_string",
        kind: "SECRET",
        start: Start::Colon,
        forms: &[form(
            r#"(?i-u:jdbc:)?(?i-u:(postgres|postgresql|cockroachdb|redshift|mysql|mysqlx|mariadb|mssql|sqlserver|oracle|mongodb|rediss?|valkeys?|amqps?|mqtts?|kafka|nats|clickhouse|cassandra|neo4j|bolt|elasticsearch|opensearch|influxdb|couchdb|db2|snowflake|vertica|ldaps?|smtps?|smtp|imaps?|pop3s?|ssh|sftp|ftps?|ftp|smb|cifs|rsync|rtsps?|rtmp|socks5h?|socks4a?|sips?|wss?|git|svn|s3|memcached|libsql|surrealdb|turn|stun|cloudinary)(\+[a-z0-9_]{1,16})?)://[^\x00-\x20:/@"'<>`]*:[^\x00-\x20"'<>`]*@[^\x00-\x20"'<>`{}|\\^]*"#,
            SURE,
        )],
        check: check("a password", is_connection),
        examples: &[
            "postgres://app:s3cr3t@db.example.com:5432/app",
            "mongodb+srv://root:p%40ss@cluster0.example.net/?retryWrites=true",
            "redis://:hunter2@10.0.0.5:6379/0",
            "postgresql+psycopg2://svc:Tr0ub4dor&3@localhost/db",
            "amqp://guest:gu/est@rabbit:5672/vhost",
        ],
        near_misses: &[
            "postgres://localhost:5432/app",
            "postgres://app@db.example.com/app",
            "postgres://app:${DB_PASSWORD}@db.example.com/app",
            "postgres://app:<password>@db.example.com/app",
            "mysql://app:****@db.example.com/app",
            "mongodb://localhost:27017/db?user=a@b",
        ],
        source: "RFC 3986, section 3.2.1; PostgreSQL, MongoDB, Redis and AMQP connection URIs",
        ..Rule::BASE
    },
    Rule {
        name: "basic_auth_url",
        kind: "SECRET",
        start: Start::Colon,
        forms: &[form(
            r#"(?i-u:(git\+)?https?)://[^\x00-\x20:/@?#"'<>`]*:[^\x00-\x20/"'<>`]*@[^\x00-\x20"'<>`{}|\\^\[\]]*"#,
            SURE,
        )],
        check: check("a password", is_connection),
        examples: &["https://jane:hunter2@git.example.com/repo.git", "http://admin:p@ss@192.168.1.1:8080/"],
        near_misses: &[
            "https://example.com:8080/@jane",
            "https://jane@example.com/",
            "https://user:$PASSWORD@example.com/",
            "https://example.com/a:b@c",
        ],
        source: "RFC 3986, section 3.2.1",
        ..Rule::BASE
    },
    Rule {
        name: "webhook_url",
        kind: "SECRET",
        start: Start::Colon,
        forms: WEBHOOKS,
        check: check("no stand-in", |value| !has_run(value.as_bytes()) && ends_well(value)),
        examples: &[
            concat!("https://hooks.slack.com/services/", "T0A1B2C3D/B0A1B2C3D/a8Kx0qLr7TzWm2VnPp4JdYs9"),
            concat!(
                "https://discord.com/api/webhooks/",
                "198622483471925248/kf9QzX2vTq_7LmWb3-RtYp8HsJd0GcNx5VaZeU6oKi1r4MwD"
            ),
            concat!("https://api.telegram.org/bot", "123456789:AAk0zRxoLFuKCTMnHzXobdQAS7ar24clMzF/getMe"),
            concat!(
                "https://acme7.blob.core.windows.net/c/a.txt?sv=2022-11-02&sp=r&sig=",
                "f19wb5FoEPeF4tpXGciDZYe7wJ9i9P7wXVIcea%2B1nUV%3D"
            ),
            concat!(
                "https://acme.s3.eu-west-1.amazonaws.com/a.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=",
                "0e6ef06174d54e9019117cbf49b41ab6d858f2cd89f05087505798acbc58b504"
            ),
        ],
        near_misses: &[
            "https://acme7.blob.core.windows.net/c/a.txt?sv=2022-11-02&sig=redacted",
            "https://acme.s3.eu-west-1.amazonaws.com/a.txt?X-Amz-Signature=12ab",
            "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "https://hooks.slack.com/services/",
            "https://discord.com/api/webhooks/198622483471925248",
        ],
        source: "Docs of Slack, Discord, Microsoft Teams, Telegram, Zapier, Azure Storage, Amazon S3",
        ..Rule::BASE
    },
    Rule {
        name: "pgpass",
        kind: "SECRET",
        start: Start::Colon,
        forms: &[form(
            r#"[A-Za-z0-9.-]{1,64}:[0-9]{4,5}:[A-Za-z_][A-Za-z0-9_.-]*:[A-Za-z_][A-Za-z0-9_.-]*:[^\x00-\x20"'<>`:]{6,64}"#,
            SURE,
        )],
        check: check("a password", is_pgpass),
        examples: &["db.example.com:5432:shop:alice:Gr4ss!hop", "localhost:5433:app:app_rw:m9Kx2qP7vR"],
        near_misses: &["localhost:5432:shop:alice:password", "main.rs:1234:error:expected:12345678"],
        source: "PostgreSQL docs, the password file",
        ..Rule::BASE
    },
    key(
        "slack_webhook",
        &["hooks.slack.com"],
        &[form(r"hooks\.slack\.com/(services|workflows|triggers)/[A-Za-z0-9/_+-]{30}[A-Za-z0-9/_+-]*", SURE)],
        &[concat!("hooks.slack.com/services/", "T0A1B2C3D/B0A1B2C3D/a8Kx0qLr7TzWm2VnPp4JdYs9")],
        &["hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"],
        "Slack docs, incoming webhooks",
    ),
];

/// Addresses whose path is all that is needed to use them.
const WEBHOOKS: &[Form] = &[
    form(
        r"https://hooks\.slack\.com/(services|workflows|triggers)/[A-Za-z0-9/_+-]{30}[A-Za-z0-9/_+-]*",
        SURE,
    ),
    form(r"https://hooks\.slack-gov\.com/services/[A-Za-z0-9/_+-]{30}[A-Za-z0-9/_+-]*", SURE),
    form(
        r"https://([a-z]{2,8}\.)?discord(app)?\.com/api/(v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{40}[A-Za-z0-9_-]*",
        SURE,
    ),
    form(
        r"https://([a-z0-9-]{1,40}\.webhook\.office\.com/webhookb2|outlook\.office\.com/webhook)/[A-Za-z0-9@/_-]{60}[A-Za-z0-9@/_-]*",
        SURE,
    ),
    form(r"https://api\.telegram\.org/(file/)?bot[0-9]{8,10}:[A-Za-z0-9_-]{35}(/[A-Za-z0-9/_.-]*)?", SURE),
    form(r"https://hooks\.zapier\.com/hooks/(catch|standard)/[0-9]{5,10}/[A-Za-z0-9]{5,40}/?", SURE),
    form(r"https://maker\.ifttt\.com/(trigger|use)/[A-Za-z0-9/_-]{20}[A-Za-z0-9/_-]*", SURE),
    form(r"https://hook\.(eu[0-9]|us[0-9]|[a-z]{2,10})\.make\.com/[a-z0-9]{32}", SURE),
    form(r"https://open\.(feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/[0-9a-f-]{36}", SURE),
    form(r"https://oapi\.dingtalk\.com/robot/send\?access_token=[0-9a-f]{64}", SURE),
    form(
        r"https://chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{8,16}/messages\?key=[A-Za-z0-9_%&=-]{40}[A-Za-z0-9_%&=-]*",
        SURE,
    ),
    // With a signature that stands for a key.
    form(
        r#"https://[a-z0-9]{3,24}\.(blob|file|queue|table|dfs)\.core\.windows\.net/[^\x00-\x20"'<>`]*sig=[A-Za-z0-9%+/]{40}[^\x00-\x20"'<>`]*"#,
        SURE,
    ),
    form(r#"https://[^\x00-\x20"'<>`]*[?&]X-Amz-Signature=[0-9a-f]{64}[^\x00-\x20"'<>`]*"#, SURE),
];

/// There is a password that nothing stands in for, and a host.
fn is_connection(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let Some((_, rest)) = rest.split_once(':') else { return false };
    // The last @ before a path; a password may also have a / in it.
    let path = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some(end) = rest.get(..path).and_then(|rest| rest.rfind('@')).or_else(|| rest.find('@')) else {
        return false;
    };
    let host =
        rest.get(end + 1..).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    let password = rest.get(..end).unwrap_or_default();
    let first = password.split('/').next().unwrap_or_default();
    // A port and a path: localhost:27017/db?x=a@b
    let port = first.len() < password.len() && first.bytes().all(|b| b.is_ascii_digit());
    let stars = password.chars().all(|c| matches!(c, '*' | '.' | 'x' | 'X' | '…' | '•'));
    let stand_in = password.starts_with(['$', '{', '[', '%'])
        && (password.ends_with([']', '}', '%', ')'])
            || password.bytes().skip(1).all(|b| b.is_ascii_uppercase() || b == b'_'));
    host && !password.is_empty() && !port && !stars && !stand_in && ends_well(value)
}

/// The last of five is a password and no word.
fn is_pgpass(value: &str) -> bool {
    let password = value.rsplit(':').next().unwrap_or_default();
    let count = |is: fn(char) -> bool| password.chars().filter(|c| is(*c)).count();
    let letters = count(char::is_alphabetic) > 1 && count(|c| c.is_ascii_digit()) > 0;
    letters && !has_run(password.as_bytes()) && ends_well(value)
}

/// Not with what ends a sentence or closes what was opened before.
fn ends_well(value: &str) -> bool {
    let unmatched = value.ends_with(')') && value.matches(')').count() > value.matches('(').count();
    !unmatched && !value.ends_with(['.', ',', ';', ':', '!', '?', '*', '_', '(', '[', '…', '。', '，', '@'])
}
