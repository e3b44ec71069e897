# SPDX-License-Identifier: EUPL-1.2
"""Reading what people type: clean text, numbers and dates in Dutch and ISO notation. Pure."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

YEARS = range(1900, 2101)

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows: a text then reads otherwise than it was written."""

_NUMBER = re.compile(r"\d{1,12}([.,]\d{1,2})?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)


def is_blank(text: object) -> bool:
    """Whether a text holds nothing a reader would see: empty, spaces, or invisible characters only."""
    return not isinstance(text, str) or not any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def clean_text(text: str) -> str:
    """Text of several lines without control characters, turns of direction, half surrogates and surrounding space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(sign for sign in text if _is_kept(sign))).strip()


def _is_kept(sign: str) -> bool:
    return sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _TURNS)


def clean_line(text: str) -> str:
    """Text of one line: as `clean_text`, with every run of white space made one space."""
    return " ".join(clean_text(text).split())


def read_number(text: str) -> str | None:
    """A number of zero or more as plain decimal text ("1,50" -> "1.5"), or None.

    At most two decimals, so that 1.000 (a thousand in Dutch, one in English) is refused and not guessed.
    """
    if not _NUMBER.fullmatch(text):
        return None
    return format(Decimal(text.replace(",", ".")).normalize(), "f")


def read_date(text: str) -> str | None:
    """A date written as 2026-11-22 or 22-11-2026 in ISO form, or None when it does not exist."""
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DUTCH_DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat() if year in YEARS else None
    except ValueError:
        return None
