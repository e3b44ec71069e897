# SPDX-License-Identifier: EUPL-1.2
"""How a dry run stands, what a row of a workbook would do, and why a row is not used."""

from enum import StrEnum


class WorkbookState(StrEnum):
    """A workbook was read and waits for its person, or what was chosen is taken over."""

    WAITING = "waiting"
    DONE = "done"


class Outcome(StrEnum):
    """What taking over a row would do to the answer online."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    """It was changed online too since the workbook was made."""
    UNCHANGED = "unchanged"


OUTCOME_LABELS: dict[Outcome, tuple[str, str]] = {
    Outcome.NEW: ("Nieuw", "New"),
    Outcome.CHANGED: ("Gewijzigd", "Changed"),
    Outcome.CONFLICT: ("Conflict", "Conflict"),
    Outcome.UNCHANGED: ("Ongewijzigd", "Unchanged"),
}
OUTCOME_CODES: dict[Outcome, str] = {
    Outcome.NEW: "nieuw",
    Outcome.CHANGED: "gewijzigd",
    Outcome.CONFLICT: "conflict",
    Outcome.UNCHANGED: "ongewijzigd",
}
"""What the API calls them."""
STATE_CODES: dict[WorkbookState, str] = {WorkbookState.WAITING: "wacht", WorkbookState.DONE: "overgenomen"}


class Reason(StrEnum):
    """Why a row is not used."""

    NO_KEY = "no_key"
    UNKNOWN = "unknown"
    TWICE = "twice"
    NOT_ASKED = "not_asked"
    FROZEN = "frozen"
    NOT_FOR_YOU = "not_for_you"
    WAITS = "waits"
    FORMULA = "formula"
    ERROR = "error"
    UNREADABLE = "unreadable"
    OTHER_SHEET = "other_sheet"
