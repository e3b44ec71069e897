# SPDX-License-Identifier: EUPL-1.2
"""How an export stands."""

from enum import StrEnum


class ExportState(StrEnum):
    """Asked for, ready to download, or not built because the person may not have it any more."""

    ASKED = "asked"
    READY = "ready"
    DROPPED = "dropped"


STATE_LABELS: dict[ExportState, tuple[str, str]] = {
    ExportState.ASKED: ("Wordt klaargezet", "Being prepared"),
    ExportState.READY: ("Klaar", "Ready"),
    ExportState.DROPPED: ("Niet gemaakt", "Not made"),
}
