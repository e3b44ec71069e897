# SPDX-License-Identifier: EUPL-1.2
"""What a supplier was shown of its assessments, for the export of its own data; never who judged."""

from collections.abc import Iterator

from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.assessments import policy
from samencontroleren.assessments.kinds import ASSURANCE_CODES, FINDING_CODES, VERDICT_CODES
from samencontroleren.assessments.models import Conclusion, Finding, Hearing, HearingPoint
from samencontroleren.assessments.wording import STANCES
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import SEVERITY_CODES
from samencontroleren.questionnaires.models import RequirementVersion


def _verdicts(actor: Actor) -> Iterator[Row]:
    whole = joinedload(Conclusion.requirement_version).joinedload(RequirementVersion.requirement)
    query = visible(actor, policy.CONCLUSION_VIEW).options(whole)
    for each in session().scalars(query.order_by(Conclusion.dossier_id, Conclusion.decided_at, Conclusion.id)):
        yield {
            "dossier": each.dossier_id,
            "eis": each.requirement_version.requirement.code,
            "nummer": each.number,
            "oordeel": VERDICT_CODES[each.code],
            "zekerheid": ASSURANCE_CODES[each.assurance],
            "openbareReden": each.public_reason,
            "vertrouwelijkeReden": each.confidential_reason,
            "op": each.decided_at,
        }


def _hearings(actor: Actor) -> Iterator[Row]:
    for each in session().scalars(visible(actor, policy.HEARING_VIEW).order_by(Hearing.opened_at, Hearing.id)):
        yield {
            "dossier": each.dossier_id,
            "nummer": each.number,
            "geopendOp": each.opened_at,
            "uiterlijkOp": each.due_on,
            "heeftBezwaar": each.has_objection,
            "reactie": each.reply,
            "gereageerdOp": each.replied_at,
            "stilOp": each.silent_at,
        }


def _points(actor: Actor) -> Iterator[Row]:
    whole = joinedload(RequirementVersion.requirement)
    query = visible(actor, policy.POINT_VIEW, columns=[HearingPoint, RequirementVersion])
    query = query.join(RequirementVersion, RequirementVersion.id == HearingPoint.requirement_version_id)
    query = query.options(whole, selectinload(HearingPoint.proofs))
    for each, version in session().execute(query.order_by(HearingPoint.created_at, HearingPoint.id)):
        yield {
            "dossier": each.dossier_id,
            "eis": version.requirement.code,
            "standpunt": STANCES[each.stance][0],
            "tekst": each.text,
            "isVerstuurd": each.is_sent,
            "bewijsstukken": [str(proof.document_id) for proof in each.proofs],
        }


def _findings(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.FINDING_VIEW, columns=[Finding, RequirementVersion])
    query = query.join(RequirementVersion, RequirementVersion.id == Finding.requirement_version_id)
    rows = session().execute(query.options(joinedload(RequirementVersion.requirement)).order_by(Finding.created_at))
    for each, version in rows:
        yield {
            "id": each.id,
            "dossier": each.dossier_id,
            "eis": version.requirement.code,
            "ernst": SEVERITY_CODES[each.severity],
            "uiterlijkOp": each.due_on,
            "stand": FINDING_CODES[each.state],
            "naam": each.title,
            "gaatVerderIn": each.merged_into_id,
        }


PARTS = (
    Part("oordelen", _verdicts),
    Part("wederhoor", _hearings),
    Part("reacties-per-oordeel", _points),
    Part("bevindingen", _findings),
)
