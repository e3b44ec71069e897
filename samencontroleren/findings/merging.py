# SPDX-License-Identifier: EUPL-1.2
"""What plans and requests do when a supplier or product goes on elsewhere: they follow their finding (ADR 9).

The proof of a request goes along when its document does; else the request stays without it. Who does a step within
the old supplier is read by nobody else: it goes along only with its people.
"""

import uuid

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import aliased

from samencontroleren.assessments.models import Finding
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.evidence.parting import drop_parted_links
from samencontroleren.findings.models import (
    FindingLink,
    FindingProof,
    FindingRequest,
    ImprovementPlan,
    PlanStep,
    StepOwner,
)
from samencontroleren.organisations.contributions import Counts
from samencontroleren.responses.merging import documents_along
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _findings(move: Move) -> Select[uuid.UUID]:
    return select(Finding.id).where(Finding.product_id.in_(move.product_ids))


def _preview(move: Move) -> Counts:
    if move.is_merge:
        return []
    asked = select(FindingRequest.id).where(FindingRequest.finding_id.in_(_findings(move)))
    proofs = select(FindingProof.document_id).where(FindingProof.request_id.in_(asked))
    staying = set(session().scalars(proofs)) - {each.id for each in documents_along(move)}
    return [(N_("Documenten die bij de oude leverancier blijven, ook van een hercontrole die overgaat"), len(staying))]


def _move(move: Move) -> None:
    if move.is_merge:
        return
    drop_parted_links(move, FindingProof)
    _drop_links()
    if not (move.moves_people or move.is_duplicate):
        steps = select(PlanStep.id).join(ImprovementPlan).where(ImprovementPlan.finding_id.in_(_findings(move)))
        theirs = delete(StepOwner).where(StepOwner.step_id.in_(steps))
        session().execute(theirs.execution_options(synchronize_session="fetch"))


def _drop_links() -> None:
    """Findings hang together within one supplier: a link between one that went on and one that stayed ends."""
    ends = [aliased(Finding), aliased(Finding)]
    parted = select(FindingLink.id).join(ends[0], ends[0].id == FindingLink.first_id)
    parted = parted.join(ends[1], ends[1].id == FindingLink.second_id).where(ends[0].vendor_id != ends[1].vendor_id)
    links = delete(FindingLink).where(FindingLink.id.in_(parted))
    session().execute(links.execution_options(synchronize_session="fetch"))


SUPPLIERS = SupplierContribution(_preview, _move)
