# SPDX-License-Identifier: EUPL-1.2
"""Why a spreadsheet cannot be read: codes and Dutch msgids, and the limits they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samencontroleren.core.errors import Refusal
from samencontroleren.core.messages import N_


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. Sizes in bytes, text in characters; the sheet limits hold per sheet."""

    rows: int = 20_000
    columns: int = 200
    cells: int = 1_000_000
    text: int = 50_000_000
    file_bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    zip_entries: int = 2_000
    zip_ratio: int = 100


REFUSALS: Mapping[str, str] = {
    "empty": N_("Dit bestand is leeg. Kies een ander bestand."),
    "file_too_large": N_("Dit bestand is te groot. Het mag hoogstens %(megabytes)s MB zijn."),
    "not_a_spreadsheet": N_("Dit is geen spreadsheet. Kies een bestand van het type xlsx, ods of csv."),
    "old_format": N_(
        "Dit soort spreadsheet lezen wij niet. Sla het bestand op als xlsx, ods of csv en probeer het opnieuw."
    ),
    "wrong_extension": N_(
        "De naam van het bestand klopt niet met de inhoud. De inhoud is van het type %(kind)s. "
        "Geef het bestand de juiste naam of sla het opnieuw op."
    ),
    "encrypted": N_("Dit bestand is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."),
    "macros": N_("Dit bestand bevat macro's. Sla het op zonder macro's, als xlsx of ods."),
    "zip_bomb": N_("Dit bestand wordt uitgepakt veel te groot. Daarom lezen wij het niet."),
    "damaged": N_("Dit bestand is beschadigd. Open het in uw spreadsheetprogramma en sla het opnieuw op."),
    "too_heavy": N_(
        "Dit bestand is te zwaar of te ingewikkeld om te lezen. Maak het kleiner of verdeel het over meer bestanden."
    ),
    "encoding": N_("De tekens in dit bestand zijn niet te lezen. Sla het op als csv met codering UTF-8."),
    "too_many_rows": N_("Werkblad %(sheet)s heeft te veel rijen. Het mogen er hoogstens %(limit)s zijn."),
    "too_many_columns": N_("Werkblad %(sheet)s heeft te veel kolommen. Het mogen er hoogstens %(limit)s zijn."),
    "too_many_cells": N_("Werkblad %(sheet)s heeft te veel cellen. Verdeel de rijen over meer bestanden."),
    "too_much_text": N_("Werkblad %(sheet)s bevat te veel tekst. Verdeel de rijen over meer bestanden."),
}


class SheetRefused(Refusal):
    """The file cannot be used; `code` is a key of `REFUSALS`, `message` its msgid, `params` the values."""

    title = N_("Dit bestand kunnen wij niet lezen")

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(REFUSALS[code], **params)
        self.code = code
