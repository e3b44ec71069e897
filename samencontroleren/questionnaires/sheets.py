# SPDX-License-Identifier: EUPL-1.2
"""Reading requirement sheets: the one door to the modules called sheet_* here and in the core, where the reader is.
Knows no Flask and no database. A file that somebody sent is read through `sheet_reader`, in a process of its own.

    workbook = open_workbook(path, "eisen.xlsx")              # or SheetRefused
    rows = read_rows(workbook, "Blad1", 0, 40)
    header = guess_header(rows)                               # a person confirms or changes it
    names = header_names(rows, header)
    mapping = profiles.get(fingerprint(names)) or guess_mapping(names)
    result = import_rows(workbook, "Blad1", header, mapping)

The steps are apart because a person stands between them; nothing is kept between them but plain values.
"""

from samencontroleren.core.sheet_cells import cell_safe, column_letter
from samencontroleren.core.sheet_reasons import REFUSALS, Limits, SheetRefused
from samencontroleren.core.sheet_source import SheetInfo
from samencontroleren.core.sheet_workbook import Workbook, open_workbook, read_rows, read_values
from samencontroleren.questionnaires.sheet_import import (
    ImportedRow,
    ImportResult,
    Note,
    UnusableRow,
    import_rows,
)
from samencontroleren.questionnaires.sheet_mapping import (
    HeaderGuess,
    Mapping,
    fingerprint,
    guess_header,
    guess_mapping,
    header_names,
)
from samencontroleren.questionnaires.sheet_reasons import NOTES, UNUSABLE
from samencontroleren.questionnaires.sheet_synonyms import FIELD_LABELS, FIELD_LIMITS, FIELDS, REQUIRED

__all__ = [
    "FIELDS",
    "FIELD_LABELS",
    "FIELD_LIMITS",
    "NOTES",
    "REFUSALS",
    "REQUIRED",
    "UNUSABLE",
    "HeaderGuess",
    "ImportResult",
    "ImportedRow",
    "Limits",
    "Mapping",
    "Note",
    "SheetInfo",
    "SheetRefused",
    "UnusableRow",
    "Workbook",
    "cell_safe",
    "column_letter",
    "fingerprint",
    "guess_header",
    "guess_mapping",
    "header_names",
    "import_rows",
    "open_workbook",
    "read_rows",
    "read_values",
]
