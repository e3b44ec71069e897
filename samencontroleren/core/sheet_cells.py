# SPDX-License-Identifier: EUPL-1.2
"""One cell as text: how values read, what is cleaned away, and what is made safe on the way out."""

import datetime
import re

CellValue = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
"""What python-calamine gives for a cell; an empty cell is the empty string."""

_FORMULA_START = re.compile(r"'*[=+\-@\t\r]")
# C0 and C1 controls except tab and newline, soft hyphen, zero width and bidi controls, BOM, noncharacters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def cell_safe(text: str) -> str:
    """`text` for a csv or xlsx export: after an apostrophe where a program could take it for a formula.

    A text that has such an apostrophe of its own gets one more, so that `cell_meant` gives each text back as it was.
    Source: OWASP, CSV injection (= + - @ tab and carriage return at the start).
    """
    return f"'{text}" if _FORMULA_START.match(text) else text


def cell_meant(text: str) -> str:
    """The text that `cell_safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA_START.match(text) else text


def cell_text(value: CellValue) -> str:
    """The value as people read it: 1.0 is 1, dates are iso, booleans are ja and nee; trimmed, not yet
    cleaned.
    """
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime.datetime):
        return _moment_text(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def clean(text: str) -> tuple[str, bool]:
    """`text` without control, zero width and direction characters, and whether there were any."""
    if text.isascii() and text.isprintable():
        return text, False
    cleaned = _INVISIBLE.sub("", text)
    return cleaned.strip(), cleaned != text


def column_letter(index: int) -> str:
    """The letters a spreadsheet shows for a column: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The inverse of `column_letter`: A is 0, AA is 26. Raises ValueError on anything but A to Z."""
    index = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _number_text(value: float) -> str:
    # Spreadsheets keep fifteen digits; more would show the binary fraction (0.30000000000000004).
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")


def _moment_text(value: datetime.datetime) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes" if not value.second else "seconds")
