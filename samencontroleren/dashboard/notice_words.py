# SPDX-License-Identifier: EUPL-1.2
"""Notices in words. A notice holds a kind, dates and numbers; the words are made when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from samencontroleren.core.typography import day
from samencontroleren.core.web import local_path, pick
from samencontroleren.notifications.models import Notice

NOTICE_LABELS: dict[str, tuple[str, str]] = {
    "assigned": ("U bent gevraagd om een dossier te beoordelen.", "You were asked to review a dossier."),
    "reviewer_needed": (
        "Een dossier heeft een nieuwe beoordelaar nodig.",
        "A dossier needs another reviewer.",
    ),
    "hearing_opened": (
        "Het conceptoordeel staat klaar. U kunt erop reageren.",
        "The draft verdict is ready. You can reply to it.",
    ),
    "reconsidered": (
        "De beoordelaars hebben uw reactie gewogen.",
        "The reviewers have weighed your reply.",
    ),
    "supplement_asked": ("VNG vraagt om een aanvulling.", "VNG asks for additional information."),
    "result_released": ("Een resultaat is vrijgegeven.", "A result was released."),
    "validity_ended": (
        "Een resultaat is niet meer geldig. Een herbeoordeling is nodig.",
        "A result is no longer valid. A reassessment is needed.",
    ),
    "reminder": ("Een termijn komt dichterbij of is voorbij.", "A term is near or has passed."),
}
OTHER = ("Er is nieuws voor u.", "There is news for you.")
BEFORE = ("Uiterlijk %s.", "By %s.")


@dataclass(frozen=True)
class NoticeLine:
    """A notice as the start page shows it."""

    id: UUID
    text: str
    subject: str
    """What it is about, where the reader may know; empty otherwise."""
    made_at: datetime
    url: str


def line_of(notice: Notice, subjects: Mapping[UUID, str]) -> NoticeLine:
    """The words of a notice, with its date when it has one, and where it leads on this host.

    `subjects` names what the reader may see, by key.
    """
    kind = notice.kind.replace("-", "_").split(":")[0]
    labels = next((text for name, text in NOTICE_LABELS.items() if kind.startswith(name)), OTHER)
    until = _date(notice.facts.get("date"))
    text = f"{pick(labels)} {pick(BEFORE) % day(until)}" if until and kind in WITH_TERM else pick(labels)
    link = notice.facts.get("link") or ""
    subject = subjects.get(notice.object_id, "") if notice.object_id else ""
    return NoticeLine(notice.id, text, subject, notice.made_at, local_path(link) if link else "")


WITH_TERM = ("hearing_opened", "supplement_asked", "reminder")


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
