# SPDX-License-Identifier: EUPL-1.2
"""Opening a thread whatever its parent, as the API asks it."""

import uuid

from samencontroleren.core.access import fetch
from samencontroleren.core.errors import Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.threads import questions, writing
from samencontroleren.threads.kinds import Audience
from samencontroleren.threads.models import Thread
from samencontroleren.threads.openings import OPENS

NEEDED = "Vul dit in bij deze doelgroep."


def require_opening(
    actor: Actor, audience: Audience, dossier_id: uuid.UUID | None, release_id: uuid.UUID | None
) -> None:
    """Ask leave to open a thread below its parent. Raises Invalid without one, NotFound, Forbidden."""
    if audience is Audience.RESULT_READERS:
        if release_id is None:
            raise Invalid({"resultaatId": [NEEDED]})
        questions.get_askable(actor, release_id)
        return
    if dossier_id is None:
        raise Invalid({"dossierId": [NEEDED]})
    fetch(actor, OPENS[audience], dossier_id, view=rounds_policy.VIEW)


def open_anywhere(
    actor: Actor,
    *,
    audience: Audience,
    dossier_id: uuid.UUID | None,
    requirement: uuid.UUID | None,
    finding: uuid.UUID | None,
    release_id: uuid.UUID | None,
    title: str,
    body: str,
    language: str,
) -> Thread:
    """Open a thread below a dossier, or ask on a result without becoming known. Raises as those do."""
    if audience is Audience.RESULT_READERS and release_id is not None:
        return questions.ask(actor, release_id, title, body, language=language)
    if dossier_id is None or requirement is None:
        raise Invalid({"vraagId": [NEEDED]})
    return writing.open_thread(
        actor, dossier_id, requirement, audience, title, body, finding_id=finding, language=language
    )
