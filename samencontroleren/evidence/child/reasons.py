# SPDX-License-Identifier: EUPL-1.2
"""How the process tells its parent that a document will not be opened."""

from samencontroleren.core.sheet_reasons import SheetRefused

OF_SHEET = {
    "empty": "empty",
    "not_a_spreadsheet": "mismatch",
    "wrong_extension": "mismatch",
    "zip_bomb": "unpacks_too_large",
    "encrypted": "encrypted",
    "macros": "macros",
    "old_format": "old_office",
    "damaged": "damaged",
}
"""The same said by the reader of sheets."""


class Refused(Exception):
    """The document will not be opened; the text is a code for the parent process (`evidence.reasons.REASONS`)."""


def of_sheet(error: SheetRefused) -> Refused:
    """What the reader of sheets refuses, in our codes; any other reason is one of its limits."""
    return Refused(OF_SHEET.get(error.code, "sheet_too_large"))
