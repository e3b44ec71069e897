# SPDX-License-Identifier: EUPL-1.2
"""An answer that the supplier marks confidential with a supplement, held against the reasons that were there already.

Whoever wrote such a reason says anew whether its words stay; until then the verdict does not count as given.
"""

from sqlalchemy import select, update

from samencontroleren.assessments.desks import secrets_of
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.assessments.repeating import repeated
from samencontroleren.core.db import past_walls, session
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import service as responses
from samencontroleren.rounds.models import Dossier


@responses.on_submitted
def hold_against_reasons(actor: Actor, dossier: Dossier) -> None:
    """Mark the verdicts whose public part repeats what this submission made confidential; they stay of their time."""
    answers, revision = responses.submitted_and_revised(actor, dossier.id)
    secrets = secrets_of([each for each in answers if revision.changed(each.requirement_version_id)])
    if not secrets:
        return
    with past_walls():
        query = select(ReviewVerdict.id, ReviewVerdict.public_reason).where(ReviewVerdict.dossier_id == dossier.id)
        found = [key for key, reason in session().execute(query) if repeated(reason, secrets)]
        marked = update(ReviewVerdict).where(ReviewVerdict.id.in_(found))
        session().execute(marked.values(is_repeating=True, changed_at=ReviewVerdict.changed_at))
