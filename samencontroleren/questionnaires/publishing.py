# SPDX-License-Identifier: EUPL-1.2
"""Publishing: a draft is frozen for ever, with a hash over all that it asks."""

import uuid

from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.catalogue import wording_of
from samencontroleren.questionnaires.checking import circular
from samencontroleren.questionnaires.comparing import standing_predecessors
from samencontroleren.questionnaires.drafting import get_draft, items_of
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.questionnaires.wording import chosen_digest


def publish_questionnaire(actor: Actor, key: uuid.UUID, revision: int) -> QuestionnaireVersion:
    """Freeze a draft.

    Raises Conflict when it is published already or something blocks (see `checking`), Changed on another revision.
    """
    draft = get_draft(actor, key, lock=True)
    if draft.revision != revision:
        raise Changed()
    digest = digest_of(key)
    if digest is None:
        raise Conflict("Deze vragenlijst heeft nog geen eisen. Kies eerst eisen.")
    if circular([item.requirement_version for item in items_of(key)]):
        raise Conflict("De voorwaarden van eisen gaan in een kring. Verbeter eerst deze voorwaarden.")
    _freeze_successions(key)
    # All in one flush: the database refuses every change to a row that is published.
    draft.state, draft.digest, draft.revision = QuestionnaireState.PUBLISHED, digest, draft.revision + 1
    draft.published_at, draft.published_by_id = clock.now(), actor.user_id
    session().flush()
    trail.record(actor, "questionnaire.published", "questionnaire", key, number=draft.number, digest=digest)
    return draft


def _freeze_successions(questionnaire_id: uuid.UUID) -> None:
    """Keep with each requirement what it takes the place of, so that a comparison stays what it was."""
    items = {item.requirement_version.requirement.code: item for item in items_of(questionnaire_id)}
    for code, earlier in standing_predecessors(list(items)).items():
        items[code].succeeds = earlier
    session().flush()


def digest_of(questionnaire_id: uuid.UUID) -> str | None:
    """The hash of what a version asks now, from the database; None when it asks nothing.

    Over the place, the code and the wording of each requirement as they are stored, so any change shows.
    """
    items = items_of(questionnaire_id)
    rows = [(item.position, item.requirement_version) for item in items]
    texts = [(place, version.requirement.code, wording_of(version).digest) for place, version in rows]
    return chosen_digest(texts) if texts else None
