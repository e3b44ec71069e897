# SPDX-License-Identifier: EUPL-1.2
"""Numbers by which the government knows organisations: KvK, RSIN, OIN and CBS code. Pure.

KvK: 8 digits (Handelsregister). RSIN: 9 digits with the eleven test of the tax office's numbers. OIN: 20 digits,
a prefix of 8 and 12 of the register it comes from (Logius, OIN-beleid): 00000003 + KvK + 0000, and
00000001 + RSIN + 000. CBS code: GM and four digits.
"""

import re

KVK = re.compile(r"[0-9]{8}\Z")
RSIN = re.compile(r"[0-9]{9}\Z")
OIN = re.compile(r"[0-9]{20}\Z")
CBS_CODE = re.compile(r"GM[0-9]{4}\Z")

KVK_PREFIX = "00000003"
RSIN_PREFIX = "00000001"
RSIN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def normalised(text: str) -> str:
    """A number as it is stored: without the spaces, dots and dashes people write in it, letters as capitals."""
    return re.sub(r"[\s.\-]+", "", text).upper()


def is_kvk_number(text: str) -> bool:
    """Whether this is a KvK number: 8 digits, not all zero."""
    return bool(KVK.match(text)) and text.strip("0") != ""


def is_rsin(text: str) -> bool:
    """Whether this is an RSIN: 9 digits that pass the eleven test, not all zero."""
    if not RSIN.match(text) or text.strip("0") == "":
        return False
    return sum(weight * int(digit) for weight, digit in zip(RSIN_WEIGHTS, text, strict=True)) % 11 == 0


def is_oin(text: str) -> bool:
    """Whether this is an OIN; one that is made of a KvK number or an RSIN must hold a good one."""
    if not OIN.match(text) or text.strip("0") == "":
        return False
    if text.startswith(KVK_PREFIX):
        return is_kvk_number(text[8:16]) and text.endswith("0000")
    if text.startswith(RSIN_PREFIX):
        return is_rsin(text[8:17]) and text.endswith("000")
    return True


def is_cbs_code(text: str) -> bool:
    """Whether this is the CBS code of a gemeente: GM and four digits."""
    return bool(CBS_CODE.match(text))


def derived_oin(kvk_number: str | None = None, rsin: str | None = None) -> str | None:
    """The OIN that follows from an RSIN or else a KvK number; None without either."""
    if rsin and is_rsin(rsin):
        return f"{RSIN_PREFIX}{rsin}000"
    if kvk_number and is_kvk_number(kvk_number):
        return f"{KVK_PREFIX}{kvk_number}0000"
    return None
