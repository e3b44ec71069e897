# SPDX-License-Identifier: EUPL-1.2
"""Taking over what was read from the text of a document, or leaving it. Nothing is filled in without a person."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from samencontroleren.core import trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid
from samencontroleren.evidence import policy, telling
from samencontroleren.evidence.kinds import DocumentKind, Told
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.service import WHOLE, get_editable
from samencontroleren.evidence.suggestions import Suggestion, noted, period_of, suggestions_in
from samencontroleren.organisations.actor import Actor

LEAVE = "laat"
"""What a form says of a suggestion that is not taken over."""
UNKNOWN = "Dit voorstel is er niet meer. Kijk wat er nu staat."


@dataclass(frozen=True)
class Proposal:
    """What was read for one field, and what stands there now ("" for nothing)."""

    told: Told
    now: str
    options: list[Suggestion]


def list_suggestions(actor: Actor, key: uuid.UUID) -> list[Suggestion]:
    """What was read from a document and still waits for a choice. Raises NotFound, Forbidden, Conflict."""
    return suggestions_in(get_editable(actor, key).findings)


def proposals(document: Document) -> list[Proposal]:
    """The suggestions that would change something, by field."""
    found: dict[Told, list[Suggestion]] = {}
    for each in suggestions_in(document.findings):
        if not _stands_there(document, each):
            found.setdefault(each.told, []).append(each)
    return [Proposal(told, present(document, told), options) for told, options in found.items()]


def _stands_there(document: Document, suggestion: Suggestion) -> bool:
    """Whether the document says this already; of a name or standard also when it says more."""
    now = present(document, suggestion.told)
    if suggestion.told in (Told.ISSUER, Told.STANDARD):
        return suggestion.value.lower() in now.lower()
    return suggestion.value == now


def present(document: Document, told: Told) -> str:
    """What a document says now where a suggestion would go."""
    if told is Told.PERIOD:
        days = (document.period_from, document.period_until)
        return "/".join(str(each) if each else "" for each in days) if any(days) else ""
    return str(getattr(document, told.value) or "")


def settle_suggestions(actor: Actor, key: uuid.UUID, revision: int, chosen: Mapping[Told, str]) -> Document:
    """Take over what was chosen per field (LEAVE: leave it); what is settled is not suggested again.

    The trail keeps of each which page it was read from. Raises Changed, Conflict, Invalid for what is not suggested.
    """
    document = fetch(actor, policy.EDIT, key, view=policy.VIEW, options=WHOLE, lock=True)
    if document.revision != revision:
        raise Changed(theirs=document)
    if document.withdrawn_at is not None:
        raise Conflict("Dit bewijs is ingetrokken. U kunt het niet meer wijzigen.")
    waiting = suggestions_in(document.findings)
    taken = {told: _picked(waiting, told, value) for told, value in chosen.items() if value != LEAVE}
    vendor_id = document.vendor_id
    for told, each in taken.items():
        _take(document, each)
        facts = {"field": told.value, "page": str(each.page), **_days(each)}
        trail.record(actor, "document.suggestion-taken", "document", key, "ok", vendor_id, **facts)
    for told in chosen.keys() - taken.keys():
        trail.record(actor, "document.suggestion-left", "document", key, "ok", vendor_id, field=told.value)
    if Told.VALID_UNTIL in taken:
        telling.needs_no_more(document)
    _forget(document, chosen.keys())
    document.revision += bool(chosen)
    session().flush()
    return document


def _picked(waiting: list[Suggestion], told: Told, value: str) -> Suggestion:
    for each in waiting:
        if each.told is told and each.value == value:
            return each
    raise Invalid({told.value: [UNKNOWN]})


def _take(document: Document, suggestion: Suggestion) -> None:
    match suggestion.told:
        case Told.KIND:
            document.kind = DocumentKind(suggestion.value)
        case Told.STANDARD:
            document.standard = suggestion.value
        case Told.ISSUER:
            document.issuer = suggestion.value
        case Told.VALID_UNTIL:
            document.valid_until = date.fromisoformat(suggestion.value)
        case Told.PERIOD:
            document.period_from, document.period_until = period_of(suggestion.value)


def _days(suggestion: Suggestion) -> dict[str, str]:
    """What of a value the trail keeps: days and codes are no secret, a name is."""
    return {} if suggestion.told is Told.ISSUER else {"value": suggestion.value}


def _forget(document: Document, settled: Collection[Told]) -> None:
    left = [each for each in suggestions_in(document.findings) if each.told not in settled]
    document.findings = {**document.findings, "suggestions": noted(left)}
