//! Check digits that many numbers share. Each takes digits as values from 0 to 9, or characters.

/// The digits of a value, in order; everything else is left out. At most 40.
#[derive(Clone, Copy)]
pub(crate) struct Digits {
    values: [u8; Digits::MOST],
    len: usize,
}

impl Digits {
    const MOST: usize = 40;

    pub(crate) fn of(value: &str) -> Self {
        let mut digits = Digits { values: [0; Digits::MOST], len: 0 };
        for b in value.bytes().filter(u8::is_ascii_digit) {
            if let Some(place) = digits.values.get_mut(digits.len) {
                *place = b - b'0';
                digits.len += 1;
            }
        }
        digits
    }
}

impl std::ops::Deref for Digits {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.values.get(..self.len).unwrap_or_default()
    }
}

/// Digits as one number.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number: u64, digit| number.wrapping_mul(10).wrapping_add(u64::from(*digit)))
}

/// The sum of digits times weights, from the left; what has no partner counts nothing.
pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// The digits of all products of digits and weights, summed up.
pub(crate) fn cross_sum(digits: impl Iterator<Item = u8>, weights: &[u8]) -> u32 {
    digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .map(|product| u32::from(product / 10 + product % 10))
        .sum()
}

/// Luhn's test over all digits (ISO/IEC 7812-1, annex B).
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let double = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| u32::from(if at % 2 == 1 { double(*digit) } else { *digit }))
        .sum();
    !digits.is_empty() && sum % 10 == 0
}

/// Verhoeff's test over all digits: the dihedral group of order ten.
pub(crate) fn verhoeff(digits: &[u8]) -> bool {
    // i * j in that group: rotations 0 to 4, reflections 5 to 9.
    let times = |i: u8, j: u8| match (i < 5, j < 5) {
        (true, true) => (i + j) % 5,
        (true, false) => 5 + (i + j) % 5,
        (false, true) => 5 + (i + 5 - j) % 5,
        (false, false) => (i + 5 - j) % 5,
    };
    const TURN: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let turned = |digit: u8, times: usize| {
        (0..times % 8).fold(digit, |digit, _| TURN.get(usize::from(digit)).copied().unwrap_or_default())
    };
    let product =
        digits.iter().rev().enumerate().fold(0, |product, (at, digit)| times(product, turned(*digit, at)));
    !digits.is_empty() && product == 0
}

/// ISO/IEC 7064, MOD 11,10 over all digits, the last of which is the check digit.
pub(crate) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let product = body.iter().fold(10, |product, digit| {
        let sum = (product + u32::from(*digit)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (product + u32::from(*check)) % 10 == 1
}

/// ISO/IEC 7064, MOD 97-10: letters count as 10 to 35, anything else is left out; the remainder is 1.
pub(crate) fn mod_97(characters: impl Iterator<Item = char>) -> bool {
    let remainder = characters.filter_map(|c| c.to_digit(36)).fold(0, |remainder, value| {
        let factor = if value > 9 { 100 } else { 10 };
        (remainder * factor + value) % 97
    });
    remainder == 1
}

/// Whether all are the same: nobody's number, though many check digits hold for it.
pub(crate) fn is_one_digit(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| matches!(pair, [a, b] if a == b))
}

/// Whether year, month and day are a day of the Gregorian calendar.
pub(crate) fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Two digits as a number.
pub(crate) fn pair(digits: &[u8], at: usize) -> u32 {
    let digit = |at: usize| digits.get(at).map_or(0, |digit| u32::from(*digit));
    10 * digit(at) + digit(at + 1)
}

/// Whether digits may be the number of an account: not one digit again and again, and not eight that are a day
/// of our time, as in names of files and columns of dates.
pub(crate) fn is_account(value: &str) -> bool {
    let digits = Digits::of(value);
    let is_day = digits.len() == 8
        && matches!(pair(&digits, 0), 19 | 20)
        && is_date(100 * pair(&digits, 0) + pair(&digits, 2), pair(&digits, 4), pair(&digits, 6));
    !is_one_digit(&digits) && !is_day
}
