# SPDX-License-Identifier: EUPL-1.2
"""Improvement plans and requests of a supplier about its findings, for the export of its own data; no person of VNG."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from samencontroleren.assessments.kinds import FINDING_CAUSES, FINDING_CODES
from samencontroleren.assessments.models import FindingEvent
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.findings import policy
from samencontroleren.findings.kinds import PLAN_CODES, PROGRESS_CODES, REQUEST_CODES
from samencontroleren.findings.models import FindingLink, FindingRequest, ImprovementPlan, PlanStep
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import SEVERITY_CODES
from samencontroleren.rounds.kinds import TURN_CODES


def _events(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.EVENT_VIEW).order_by(FindingEvent.finding_id, FindingEvent.number)
    for each in session().scalars(query):
        yield {
            "bevinding": each.finding_id,
            "nummer": each.number,
            "gebeurtenis": FINDING_CAUSES[each.cause][0],
            "fase": FINDING_CODES[each.state],
            "door": TURN_CODES[each.party],
            "uiterlijkOp": each.due_on,
            "ernst": SEVERITY_CODES[each.severity] if each.severity else None,
            "reden": each.reason,
            "op": each.happened_at,
        }


def _plans(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.PLAN_VIEW).order_by(ImprovementPlan.finding_id, ImprovementPlan.number)
    for each in session().scalars(query):
        yield {
            "id": each.id,
            "bevinding": each.finding_id,
            "nummer": each.number,
            "toestand": PLAN_CODES[each.state],
            "ingediendOp": each.submitted_at,
            "besloten": each.decided_at,
            "reden": each.reason,
        }


def _steps(actor: Actor) -> Iterator[Row]:
    owners, notes = _texts(visible(actor, policy.OWNER_VIEW)), _texts(visible(actor, policy.NOTE_VIEW))
    query = visible(actor, policy.STEP_VIEW).order_by(PlanStep.plan_id, PlanStep.position)
    for each in session().scalars(query):
        yield {
            "plan": each.plan_id,
            "stap": each.position,
            "wat": each.what,
            "wie": owners.get(each.id),
            "klaarOp": each.due_on,
            "voortgang": PROGRESS_CODES[each.progress],
            "toelichting": notes.get(each.id),
            "gemeldOp": each.reported_at,
        }


def _texts(query: Select[Any]) -> dict[uuid.UUID, str]:
    return {each.step_id: each.text for each in session().scalars(query)}


def _requests(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.REQUEST_VIEW).options(selectinload(FindingRequest.proofs))
    for each in session().scalars(query.order_by(FindingRequest.asked_at, FindingRequest.id)):
        yield {
            "bevinding": each.finding_id,
            "soort": REQUEST_CODES[each.kind],
            "nummer": each.number,
            "gevraagdDoor": TURN_CODES[each.party],
            "toelichting": each.explanation,
            "gewensteDag": each.wanted_on,
            "bewijsstukken": [str(proof.document_id) for proof in each.proofs],
            "gevraagdOp": each.asked_at,
            "isToegekend": each.is_granted,
            "antwoord": each.answer,
            "beslistOp": each.decided_at,
        }


def _links(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.LINK_VIEW).order_by(FindingLink.made_at, FindingLink.id)
    for each in session().scalars(query):
        yield {
            "bevinding": each.first_id,
            "hangtSamenMet": each.second_id,
            "reden": each.reason,
            "sinds": each.made_at,
        }


PARTS = (
    Part("verloop-van-bevindingen", _events),
    Part("verbeterplannen", _plans),
    Part("stappen-van-plannen", _steps),
    Part("verzoeken-bij-bevindingen", _requests),
    Part("samenhang-van-bevindingen", _links),
)
