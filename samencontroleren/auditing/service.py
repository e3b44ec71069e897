# SPDX-License-Identifier: EUPL-1.2
"""Reading the trail: the public face."""

from samencontroleren.auditing.checking import Standing, get_standing
from samencontroleren.auditing.exporting import export_csv, export_json
from samencontroleren.auditing.readers import Readers, list_readers
from samencontroleren.auditing.reading import Line, Lines, Wanted, list_lines, words_of

__all__ = [
    "Line",
    "Lines",
    "Readers",
    "Standing",
    "Wanted",
    "export_csv",
    "export_json",
    "get_standing",
    "list_lines",
    "list_readers",
    "words_of",
]
