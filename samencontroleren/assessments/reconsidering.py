# SPDX-License-Identifier: EUPL-1.2
"""Reconsideration: the reviewers weigh the supplier's reply; each change is shown to the supplier."""

import uuid

from samencontroleren.assessments.concluding import compute, current_conclusions, write_findings
from samencontroleren.assessments.dossiers import (
    all_ready,
    begin_review,
    load_dossier,
    person,
    reviews_of,
    tell_supplier,
    turn_done,
)
from samencontroleren.assessments.hearing import show_to_supplier
from samencontroleren.assessments.kinds import Assurance, Verdict
from samencontroleren.assessments.models import Proposal
from samencontroleren.assessments.settling import propose
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


def reconsider(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    code: Verdict,
    assurance: Assurance,
    public_reason: str = "",
    confidential_reason: str = "",
    basis_reason: str = "",
) -> Proposal:
    """Propose another verdict after the supplier's reply; it counts once the other reviewer agrees.

    Both have to say anew that they are ready, so that nobody misses a proposal.
    """
    load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.RECONSIDERING)
    wording = (code, assurance, public_reason, confidential_reason, basis_reason)
    return propose(actor, dossier_id, requirement_version_id, *wording)


def finish_reconsidering(actor: Actor, dossier_id: uuid.UUID) -> bool:
    """Say that one has weighed the reply; True when both have and the dossier goes on to the releasing officer.

    Proposals nobody agreed to lapse: the conclusion then stays as the supplier read it.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.RECONSIDERING, lock=True)
    review = begin_review(person(actor), dossier_id)
    review.ready_at = clock.now()
    review.revision += 1
    session().flush()
    trail.record(actor, "review.reconsidered", "dossier", dossier_id)
    turn_done(actor, dossier_id)
    if not all_ready(reviews_of(dossier_id)):
        return False
    _close(actor, dossier)
    return True


def _close(actor: Actor, dossier: Dossier) -> None:
    conclusions = current_conclusions(actor, dossier.id)
    write_findings(dossier, conclusions)
    result = compute(dossier, conclusions)
    show_to_supplier(dossier.id)
    rounds.move_dossier(actor, dossier, DossierState.AWAITING_RELEASE)
    link, key = f"/dossiers/{dossier.id}/wederhoor", f"reconsidered:{result.id}"
    tell_supplier(dossier, "reconsidered", key, "assessments/reconsidered", link)
