# SPDX-License-Identifier: EUPL-1.2
"""What later features know of last time: what the reviewers said about an answer, for the supplier that gave it.

Assessments come after answers in the table of contents; so they offer it here, and this feature knows nothing of them.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from samencontroleren.organisations.actor import Actor

Pair = tuple[str, str]


@dataclass(frozen=True)
class Promise:
    """A step of the improvement plan that was accepted: what, before when, and how far it is (nl, en)."""

    what: str
    due_on: date | None
    progress: Pair


@dataclass(frozen=True)
class Shortcoming:
    """The finding a verdict led to: how severe (nl, en), until when it was to be solved, whether it is closed."""

    finding_id: uuid.UUID
    severity: Pair
    due_on: date
    is_closed: bool
    promised: Sequence[Promise] = ()


@dataclass(frozen=True)
class LastTime:
    """The verdict on one answer as the supplier reads it, with both parts of its reason."""

    code: str
    api_code: str
    label: Pair
    is_unmet: bool
    """It asks for more than confirming: partly, not met, or could not be assessed."""
    public_reason: str = ""
    confidential_reason: str = ""
    shortcoming: Shortcoming | None = None


Said = Mapping[uuid.UUID, LastTime]
"""By requirement version."""
Teller = Callable[[Actor, uuid.UUID], Said]

_tellers: list[Teller] = []


def offer(tell: Teller) -> Teller:
    """Register who tells what was said in an earlier dossier, as far as the actor may read it."""
    if tell not in _tellers:
        _tellers.append(tell)
    return tell


Promises = Mapping[uuid.UUID, Sequence[Promise]]
"""By finding."""
PromiseTeller = Callable[[Actor, Collection[uuid.UUID]], Promises]

_promise_tellers: list[PromiseTeller] = []


def offer_promises(tell: PromiseTeller) -> PromiseTeller:
    """Register who tells what was promised about findings, as far as the actor may read it."""
    if tell not in _promise_tellers:
        _promise_tellers.append(tell)
    return tell


def promised(actor: Actor, findings: Collection[uuid.UUID]) -> Promises:
    """What was promised about these findings."""
    tellers = _promise_tellers if findings else ()
    return {key: found for tell in tellers for key, found in tell(actor, findings).items()}


def said_in(actor: Actor, dossier_id: uuid.UUID) -> Said:
    """What was said in an earlier dossier, with what was promised since."""
    said = {version: found for tell in _tellers for version, found in tell(actor, dossier_id).items()}
    steps = promised(actor, {each.shortcoming.finding_id for each in said.values() if each.shortcoming})
    return {version: _with_promises(found, steps) for version, found in said.items()}


def _with_promises(found: LastTime, steps: Promises) -> LastTime:
    short = found.shortcoming
    if short is None or short.finding_id not in steps:
        return found
    return replace(found, shortcoming=replace(short, promised=steps[short.finding_id]))
