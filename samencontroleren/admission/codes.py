# SPDX-License-Identifier: EUPL-1.2
"""The code in a letter: sixteen signs that are told apart on paper, eighty bits.

It is derived from the platform's key, so that a letter can be printed again and the database alone tells no code.
"""

import uuid
from collections.abc import Iterator

from samencontroleren.core import sealing

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs: no I and O, no 0 and 1."""
LENGTH, GROUP = 16, 4
PURPOSE = "letter"


def codes_of(row: uuid.UUID, number: int) -> Iterator[str]:
    """The code of a letter under the present key, then under earlier ones."""
    for text in sealing.keyed_digests(PURPOSE, f"{row} {number}"):
        left = int(text, 16)
        signs = []
        for _ in range(LENGTH):
            left, rest = divmod(left, len(LETTERS))
            signs.append(LETTERS[rest])
        yield "".join(signs)


def grouped(code: str) -> str:
    """As it is printed: four groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """What somebody typed, without the marks between the groups and in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
