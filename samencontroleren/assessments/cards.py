# SPDX-License-Identifier: EUPL-1.2
"""One requirement taken from the reading desk: what it takes to save a verdict on it, without laying out the rest."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments.carrying import carried_in
from samencontroleren.assessments.desk_rows import own_verdict
from samencontroleren.assessments.desks import Desk, has_proof, lay_out, texts_in
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class Card:
    """One requirement of a dossier with the reader's own verdict so far."""

    version: RequirementVersion
    verdict: ReviewVerdict | None
    has_proof: bool
    """A document under its answer counts as proof today."""
    secrets: Sequence[str]
    """The texts of the answers of the dossier that the supplier marked confidential."""
    speaks_for_itself: bool
    """*Voldoet* needs no reason."""


def take_card(actor: Actor, dossier: Dossier, requirement_version_id: uuid.UUID, is_silent: bool) -> Card:
    """The card of one requirement. Raises NotFound when the dossier does not ask it.

    `is_silent`: it is to be *voldoet* without a reason. Whether that is enough hangs on other answers too, so then the
    whole desk is laid out; else nobody asks, and `speaks_for_itself` is False.
    """
    if is_silent:
        return _from(lay_out(actor, dossier), requirement_version_id)
    whole = (joinedload(SubmittedAnswer.documents).joinedload(SubmittedDocument.document),)
    query = _submitted(actor, dossier, SubmittedAnswer, RequirementVersion, ReviewVerdict)
    query = query.outerjoin(ReviewVerdict, own_verdict(actor)).options(*whole)
    here = SubmittedAnswer.requirement_version_id == requirement_version_id
    row = session().execute(query.where(here)).unique().one_or_none()
    if row is None:
        raise NotFound()
    answer, version, verdict = row
    return Card(version, verdict, has_proof(answer), _secrets(actor, dossier), speaks_for_itself=False)


def _from(found: Desk, requirement_version_id: uuid.UUID) -> Card:
    item = found.item(requirement_version_id)
    return Card(item.version, item.verdict, item.has_proof, found.secrets, item.speaks_for_itself)


def _submitted(actor: Actor, dossier: Dossier, *columns: Any) -> Select[Any]:
    """Of the newest submission, with the wording of each answer."""
    query = visible(actor, responses_policy.SUBMITTED_VIEW, columns=columns).select_from(SubmittedAnswer)
    query = query.join(RequirementVersion, RequirementVersion.id == SubmittedAnswer.requirement_version_id)
    return query.where(SubmittedAnswer.submission_id == responses.newest_submission(dossier.id))


def _secrets(actor: Actor, dossier: Dossier) -> list[str]:
    query = _submitted(actor, dossier, SubmittedAnswer.value).where(SubmittedAnswer.is_confidential)
    if dossier.is_interim:
        query = query.where(SubmittedAnswer.requirement_version_id.not_in(carried_in(dossier)))
    values = session().scalars(query.order_by(SubmittedAnswer.position))
    return [text for value in values for text in texts_in(value)]


def following(actor: Actor, dossier: Dossier, requirement_version_id: uuid.UUID) -> uuid.UUID | None:
    """The requirement that comes after this one on the desk; None: it was the last."""
    query = _submitted(actor, dossier, RequirementVersion).order_by(SubmittedAnswer.position)
    order = _in_reading_order(list(session().scalars(query)), carried_in(dossier))
    return dict(pairwise(order)).get(requirement_version_id)


def _in_reading_order(versions: Sequence[RequirementVersion], taken_over: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """As they lie on the desk: those of the scope first, without what a re-assessment took over."""
    asked = [each for each in versions if each.id not in taken_over]
    first = {each.id for each in questionnaires.scope_questions(asked)}
    return sorted((each.id for each in asked), key=lambda key: key not in first)
