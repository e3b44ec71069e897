# SPDX-License-Identifier: EUPL-1.2
"""Wishes: while reviewing, each reviewer notes what is missing at a question, blind to the other."""

import uuid
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, exists, func, select

from samencontroleren.assessments import policy
from samencontroleren.assessments.carrying import refuse_carried
from samencontroleren.assessments.dossiers import living_assignments, load_dossier, own_review, person, versions_of
from samencontroleren.assessments.models import SupplementWish
from samencontroleren.core import trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SupplementRequest
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

ASKED_BEFORE = (
    "De leverancier is al om een aanvulling gevraagd. Alleen de coördinator kan dat nog een keer doen, met een reden."
)


def own_wishes(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, SupplementWish]:
    """What this reviewer lacks in the newest submission, by requirement version."""
    query = visible(actor, policy.WISH_OWN)
    query = query.where(SupplementWish.submission_id == responses.newest_submission(dossier_id))
    return {each.requirement_version_id: each for each in session().scalars(query)}


def may_wish(dossier_id: uuid.UUID) -> ColumnElement[bool]:
    """Whether the reviewers can still have a supplement asked in this dossier, and have not had one dropped."""
    here = SupplementRequest.dossier_id == dossier_id
    is_over = exists().where(
        here,
        SupplementRequest.submission_id == responses.newest_submission(dossier_id),
        SupplementRequest.closed_at.is_not(None),
    )
    sent = select(func.count()).where(here, SupplementRequest.sent_at.is_not(None)).scalar_subquery()
    return and_(~is_over, sent < parameters.number_on(Code.SUPPLEMENT_TIMES))


def save_wish(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, text: str, revision: int
) -> SupplementWish | None:
    """Note what is missing at a question; without text the wish is taken back (None).

    Raises Changed (saved elsewhere meanwhile), Conflict (not in review, already ready, asked before), NotFound.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    review = own_review(actor, dossier_id)
    if review and review.ready_at:
        raise Conflict("U hebt gemeld dat u klaar bent. Neem dat eerst terug.")
    if not session().scalar(select(may_wish(dossier_id))):
        raise Conflict(ASKED_BEFORE)
    if requirement_version_id not in versions_of(actor, dossier_id):
        raise NotFound()
    refuse_carried(dossier, requirement_version_id)
    row = own_wishes(actor, dossier_id).get(requirement_version_id)
    if (row.revision if row else 0) != revision:
        raise Changed("Deze wens is intussen in een ander venster opgeslagen.", theirs=row)
    return _write(actor, dossier_id, requirement_version_id, row, text.strip())


def _write(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    row: SupplementWish | None,
    text: str,
) -> SupplementWish | None:
    last = responses.last_submission(dossier_id)
    if last is None or (row is None and not text):
        return None
    if row is None:
        row = SupplementWish(dossier_id=dossier_id, submission_id=last.id, user_id=person(actor), revision=0)
        row.requirement_version_id = requirement_version_id
        session().add(row)
    if not text:
        session().delete(row)
    else:
        row.text, row.is_gathered = text, False
        row.revision += 1
    session().flush()
    trail.record(actor, "wish.saved", "dossier", dossier_id, requirement=requirement_version_id)
    return row if text else None


def waiting_wishes(dossier_id: uuid.UUID) -> Mapping[uuid.UUID, list[SupplementWish]]:
    """The wishes of those who review now that stand in no request yet, by question (system use)."""
    order = [each.user_id for each in living_assignments(dossier_id)]
    query = select(SupplementWish).where(
        SupplementWish.submission_id == responses.newest_submission(dossier_id),
        SupplementWish.user_id.in_(order),
        SupplementWish.is_gathered.is_(False),
    )
    found: dict[uuid.UUID, list[SupplementWish]] = {}
    for wish in sorted(session().scalars(query), key=lambda each: order.index(each.user_id)):
        found.setdefault(wish.requirement_version_id, []).append(wish)
    return found
