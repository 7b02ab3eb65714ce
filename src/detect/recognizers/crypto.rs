//! Addresses of ledgers, and the private keys to them.

use sha2::{Digest, Sha256};
use sha3::Keccak256;

use crate::detect::rule::{Rule, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "base58_address",
        kind: "CRYPTO",
        forms: &[
            form("[13][1-9A-HJ-NP-Za-km-z]{25,33}", 0.95),
            form("[2mnLMDA9XT][1-9A-HJ-NP-Za-km-z]{32,34}", 0.95),
            form("t[13][1-9A-HJ-NP-Za-km-z]{33}", 0.95),
        ],
        check: check("Base58Check", is_base58_address),
        examples: &[
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
            "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        ],
        near_misses: &[
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNL",
            "1111111111111111111111111111111111",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u",
        ],
        source: "Bitcoin, Base58Check; version bytes of Bitcoin, Litecoin, Dogecoin, Dash, Zcash and Tron",
        ..Rule::BASE
    },
    Rule {
        name: "bech32_address",
        kind: "CRYPTO",
        forms: &[
            form("(?i)(bc|tb|bcrt|ltc|tltc)1[02-9ac-hj-np-z]{8,87}", 0.95),
            form(
                "(?i)(addr|addr_test|stake|cosmos|osmo|celestia|inj|kava|juno|sei|band|secret|thor|terra|bnb|one|zil|akash|dydx)1[02-9ac-hj-np-z]{38,110}",
                0.95,
            ),
        ],
        check: check("Bech32, Bech32m", is_bech32_address),
        examples: &[
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
        ],
        near_misses: &[
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        ],
        source: "BIP 173, BIP 350",
        ..Rule::BASE
    },
    Rule {
        name: "ethereum_address",
        kind: "CRYPTO",
        forms: &[form("0x[0-9A-Fa-f]{40}", 0.95)],
        check: check("EIP-55", is_checksummed),
        examples: &[
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        ],
        near_misses: &[
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        ],
        source: "EIP-55",
        ..Rule::BASE
    },
    Rule {
        name: "ethereum_plain",
        kind: "CRYPTO",
        forms: &[form("0x[0-9a-f]{40}|0x[0-9A-F]{40}|0X[0-9A-F]{40}", 0.6)],
        check: check("not one digit", |value| value.bytes().skip(2).any(|b| !value.ends_with(char::from(b)))),
        context: &[WALLET, &["eth", "ethereum", "erc", "evm", "polygon", "metamask", "usdt", "usdc"]],
        examples: &[
            "0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae",
            "0xDE0B295669A9FD93D5F28D9EC85E40F4CB697BAE",
        ],
        near_misses: &[
            "0xde0b295669a9fd93d5f28d9ec85e40f4cb697ba",
            "0x0000000000000000000000000000000000000000",
            "0xde0b295669a9fd93d5f28d9ec85e40f4cb697baeaa",
        ],
        source: "Ethereum yellow paper",
        ..Rule::BASE
    },
    Rule {
        name: "ripple_address",
        kind: "CRYPTO",
        forms: &[form("r[1-9A-HJ-NP-Za-km-z]{24,34}", 0.95)],
        check: check("Base58Check", |value| {
            versioned(value, RIPPLE).is_some_and(|bytes| is_payload(&bytes, &[0]))
        }),
        examples: &["rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH"],
        near_misses: &["rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyT"],
        source: "XRP Ledger docs, base58 encodings",
        ..Rule::BASE
    },
    Rule {
        name: "monero_address",
        kind: "CRYPTO",
        forms: &[form("[48][1-9A-HJ-NP-Za-km-z]{94}|4[1-9A-HJ-NP-Za-km-z]{105}", 0.95)],
        check: check("Keccak-256", is_monero),
        examples: &[
            "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
        ],
        near_misses: &[
            "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3B",
            "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3",
        ],
        source: "Monero docs, standard address",
        ..Rule::BASE
    },
    Rule {
        name: "solana_address",
        kind: "CRYPTO",
        forms: &[form("[1-9A-HJ-NP-Za-km-z]{40,44}", 0.1)],
        check: check("32 bytes in base 58", is_solana),
        context: &[&[
            "solana",
            "sol",
            "spl",
            "phantom",
            "wallet",
            "wallets",
            "portemonnee",
            "portefeuille",
            "billetera",
            "portafoglio",
            "carteira",
            "portfel",
            "planbok",
        ]],
        examples: &[
            "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM",
            "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
        ],
        near_misses: &[
            "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAW",
            "9951b14e2d113cdb56cd1d76c13e8afb52288619",
        ],
        source: "Solana docs, accounts",
        ..Rule::BASE
    },
    Rule {
        name: "wallet_key",
        kind: "SECRET",
        forms: &[
            form("[59][1-9A-HJ-NP-Za-km-z]{50}|[KLc][1-9A-HJ-NP-Za-km-z]{51}", 0.95),
            form("[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{107}", 0.95),
        ],
        check: check("Base58Check", is_private_key),
        examples: &[
            "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
            "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
        ],
        near_misses: &["5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK"],
        source: "Bitcoin, wallet import format; BIP 32",
        ..Rule::BASE
    },
    Rule {
        name: "nostr_key",
        kind: "SECRET",
        forms: &[form("(?i)nsec1[02-9ac-hj-np-z]{58}", 0.95)],
        check: check("Bech32", |value| bech32(value) == Some(1)),
        examples: &["nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5"],
        near_misses: &["nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe6"],
        source: "NIP-19",
        ..Rule::BASE
    },
];

const WALLET: &[&str] = &[
    "wallet",
    "address",
    "crypto",
    "contract",
    "adres",
    "adresse",
    "direccion",
    "indirizzo",
    "endereco",
    "adress",
    "portefeuille",
    "billetera",
    "portafoglio",
    "carteira",
    "portfel",
];

const BITCOIN: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RIPPLE: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

/// First bytes of addresses of twenty bytes: Bitcoin and its test nets, Litecoin, Dogecoin, Dash, Tron.
const VERSIONS: &[u8] = &[0x00, 0x05, 0x6f, 0xc4, 0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41];

fn is_base58_address(value: &str) -> bool {
    // Zcash has two bytes.
    versioned(value, BITCOIN).is_some_and(|bytes| {
        is_payload(&bytes, VERSIONS) || bytes.len() == 22 && matches!(*bytes, [0x1c, 0xb8 | 0xbd, ..])
    })
}

/// One byte of a version and twenty, not all the same.
fn is_payload(bytes: &[u8], versions: &[u8]) -> bool {
    let Some((version, hash)) = bytes.split_first() else { return false };
    hash.len() == 20 && versions.contains(version) && hash.iter().any(|b| Some(b) != hash.first())
}

/// A key of 32 bytes, with a mark that its point is compressed; or an extended one of 78 bytes.
fn is_private_key(value: &str) -> bool {
    versioned(value, BITCOIN).is_some_and(|bytes| match bytes.len() {
        33 => matches!(*bytes, [0x80 | 0xef, ..]),
        34 => matches!(*bytes, [0x80 | 0xef, .., 1]),
        len => len == 78,
    })
}

/// The bytes of a number in base 58, the first digit of which is a zero.
fn base58(value: &str, alphabet: &[u8; 58]) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::with_capacity(value.len());
    for b in value.bytes() {
        let mut carry = alphabet.iter().position(|letter| *letter == b)?;
        for byte in &mut bytes {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push((carry & 0xff) as u8);
            carry >>= 8;
        }
    }
    let zeros = value.bytes().take_while(|b| Some(b) == alphabet.first()).count();
    bytes.extend(std::iter::repeat_n(0, zeros));
    bytes.reverse();
    Some(bytes)
}

/// What is in base 58 before its four bytes of SHA-256 of SHA-256.
fn versioned(value: &str, alphabet: &[u8; 58]) -> Option<Vec<u8>> {
    let mut bytes = base58(value, alphabet)?;
    let at = bytes.len().checked_sub(4)?;
    let sum = bytes.split_off(at);
    Sha256::digest(Sha256::digest(&bytes)).starts_with(&sum).then_some(bytes)
}

fn is_solana(value: &str) -> bool {
    let has = |is: fn(&u8) -> bool| value.as_bytes().iter().any(is);
    has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && base58(value, BITCOIN).is_some_and(|bytes| bytes.len() == 32)
}

/// Blocks of eight bytes are eleven digits each, the last one of five bytes seven; four bytes of Keccak-256 at the end.
fn is_monero(value: &str) -> bool {
    let mut bytes = Vec::new();
    for block in value.as_bytes().chunks(11) {
        let len = match block.len() {
            11 => 8,
            7 => 5,
            _ => return false,
        };
        let Some(number) = std::str::from_utf8(block).ok().and_then(|block| base58(block, BITCOIN)) else {
            return false;
        };
        // The leading zeros are those of the length, not of the digits.
        let number = number.get(number.iter().take_while(|b| **b == 0).count()..).unwrap_or_default();
        if number.len() > len {
            return false;
        }
        bytes.extend(std::iter::repeat_n(0, len - number.len()));
        bytes.extend_from_slice(number);
    }
    let Some(at) = bytes.len().checked_sub(4) else { return false };
    let sum = bytes.split_off(at);
    Keccak256::digest(&bytes).starts_with(&sum)
}

/// Letters are capital where the digit of Keccak-256 of the small ones is eight or more.
fn is_checksummed(value: &str) -> bool {
    let address = value.get(2..).unwrap_or_default();
    let hash = Keccak256::digest(address.to_ascii_lowercase());
    let digits = hash.iter().flat_map(|b| [b >> 4, b & 15]);
    let mixed =
        address.bytes().any(|b| b.is_ascii_lowercase()) && address.bytes().any(|b| b.is_ascii_uppercase());
    let holds = |(b, digit): (u8, u8)| !b.is_ascii_alphabetic() || b.is_ascii_uppercase() == (digit > 7);
    mixed && address.bytes().zip(digits).all(holds)
}

const BECH32M: u32 = 0x2bc8_30a3;

/// Witness programs have a version that says which checksum they have, and a length.
fn is_bech32_address(value: &str) -> bool {
    let Some((head, data)) = value.rsplit_once('1') else { return false };
    let bitcoin = ["bc", "tb", "bcrt", "ltc", "tltc"].iter().any(|other| head.eq_ignore_ascii_case(other));
    let Some(sum) = bech32(value) else { return false };
    if !bitcoin {
        return sum == 1;
    }
    // A digit for the version, five bits each of the program, six digits of the checksum.
    let bytes = data.len().saturating_sub(7) * 5 / 8;
    match data.bytes().next() {
        Some(b'q' | b'Q') => sum == 1 && matches!(bytes, 20 | 32),
        _ => sum == BECH32M && (2..=40).contains(&bytes),
    }
}

/// The remainder of BIP 173 over all characters; nothing where small and capital letters are mixed.
fn bech32(value: &str) -> Option<u32> {
    const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const TURNS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    if value.bytes().any(|b| b.is_ascii_lowercase()) && value.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let value = value.to_ascii_lowercase();
    let (head, data) = value.rsplit_once('1')?;
    let mut sum: u32 = 1;
    let mut add = |digit: u32| {
        let top = sum >> 25;
        sum = (sum & 0x1ff_ffff) << 5 ^ digit;
        TURNS.iter().enumerate().filter(|(at, _)| top >> at & 1 == 1).for_each(|(_, turn)| sum ^= turn);
    };
    head.bytes().for_each(|b| add(u32::from(b >> 5)));
    add(0);
    head.bytes().for_each(|b| add(u32::from(b & 31)));
    for b in data.bytes() {
        add(u32::try_from(LETTERS.iter().position(|letter| *letter == b)?).ok()?);
    }
    Some(sum)
}
