# SPDX-License-Identifier: EUPL-1.2
"""What somebody is typing at a difference: kept for that person alone, until it is proposed or decided."""

import uuid
from collections.abc import Mapping

from samencontroleren.assessments import policy
from samencontroleren.assessments.dossiers import load_dossier, person
from samencontroleren.assessments.models import ProposalDraft
from samencontroleren.assessments.settling import differences
from samencontroleren.core.access import Permission, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

ELSEWHERE = "Uw tekst is intussen in een ander venster opgeslagen."


def proposal_drafts(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, ProposalDraft]:
    """What this person is typing at the differences of a dossier, by requirement version."""
    query = visible(actor, policy.DRAFT_OWN).where(ProposalDraft.dossier_id == dossier_id)
    return {each.requirement_version_id: each for each in session().scalars(query)}


def save_proposal_draft(
    actor: Actor,
    wanted: Permission[Dossier],
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    typed: Mapping[str, str],
    revision: int,
) -> ProposalDraft:
    """Keep what is typed at a difference, by who may propose or decide (`wanted`).

    `revision` is the one that was read (0: there was none). Raises Changed (saved elsewhere meanwhile), Conflict
    (not being discussed), NotFound, Forbidden.
    """
    load_dossier(actor, wanted, dossier_id, DossierState.DISCUSSING, lock=True)
    row = check_draft(actor, dossier_id, requirement_version_id, revision)
    if row is None:
        if requirement_version_id not in {each.version.id for each in differences(actor, dossier_id)}:
            raise NotFound()
        row = ProposalDraft(dossier_id=dossier_id, user_id=person(actor), revision=0)
        row.requirement_version_id = requirement_version_id
        session().add(row)
    row.typed = dict(typed)
    row.revision += 1
    session().flush()
    return row


def check_draft(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, revision: int
) -> ProposalDraft | None:
    """One's own draft at this difference. Raises Changed when another one than was read."""
    row = proposal_drafts(actor, dossier_id).get(requirement_version_id)
    if (row.revision if row else 0) != revision:
        raise Changed(ELSEWHERE, theirs=row)
    return row


def drop_draft(row: ProposalDraft | None) -> None:
    """What was typed is proposed or decided now."""
    if row is not None:
        session().delete(row)
        session().flush()
