#!/usr/bin/env python3
"""Writes src/detect/recognizers/phone/plan.txt: what begins a telephone number, and how long it is then.

A line a calling code: the code, then ranges of the first three digits of the national number with the
lengths that numbers in that range have: `31 100-105:9 800-800:7,10`. Numbers are asked for at random from
the metadata of libphonenumber (Apache-2.0), as the Python package `phonenumbers` has it.

    pip install phonenumbers==9.0.43 && python3 tools/phone_plan.py
"""
import random
import sys
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumber, is_valid_number
from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as CODES
from phonenumbers.phonemetadata import PhoneMetadata

OUT = Path(__file__).parent.parent / "src/detect/recognizers/phone/plan.txt"
random.seed(1)


def lengths(code):
    found = set()
    for region in CODES[code]:
        metadata = (
            PhoneMetadata.metadata_for_nongeo_region(code, None)
            if region == "001"
            else PhoneMetadata.metadata_for_region(region, None)
        )
        if metadata is not None and metadata.general_desc.possible_length:
            found |= {length for length in metadata.general_desc.possible_length if length > 0}
    return sorted(found)


def share(code, prefix, length, tries):
    """Of numbers with these first digits, how many are valid."""
    rest = length - len(prefix)
    if rest < 0:
        return 0
    hits = 0
    for _ in range(tries):
        tail = "".join(random.choice("0123456789") for _ in range(rest))
        digits = prefix + tail
        zeros = len(digits) - len(digits.lstrip("0"))
        number = PhoneNumber(
            country_code=code,
            national_number=int(digits),
            italian_leading_zero=zeros > 0 or None,
            number_of_leading_zeros=zeros if zeros > 1 else None,
        )
        hits += is_valid_number(number)
    return hits / tries


def examples(code):
    """Numbers that the metadata itself names, of all kinds: ranges may be too small to be met by chance."""
    for region in CODES[code]:
        for kind in range(11):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None and number.country_code == code and is_valid_number(number):
                yield phonenumbers.national_significant_number(number)


def plan(code):
    masks = [set() for _ in range(1000)]
    for length in lengths(code):
        for first in range(100):
            prefix = f"{first:02}"
            tries = 200 if code == 1 else 40
            part = share(code, prefix, length, tries)
            if part == 0:
                continue
            for third in range(10):
                if length < 3:
                    continue
                if part == 1 or share(code, prefix + str(third), length, 60) > 0:
                    masks[first * 10 + third].add(length)
    for digits in examples(code):
        if len(digits) >= 3:
            masks[int(digits[:3])].add(len(digits))
    ranges, start = [], 0
    for at in range(1, 1001):
        if at == 1000 or masks[at] != masks[start]:
            if masks[start]:
                ranges.append((start, at - 1, sorted(masks[start])))
            start = at
    return ranges


def main():
    lines = []
    for code in sorted(CODES):
        ranges = plan(code)
        words = [f"{low:03}-{high:03}:{','.join(map(str, found))}" for low, high, found in ranges]
        if words:
            lines.append(f"{code} {' '.join(words)}")
        print(code, len(ranges), file=sys.stderr)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(lines) + "\n")


main()
