# SPDX-License-Identifier: EUPL-1.2
"""What somebody is typing at a verdict: kept for that person alone, until it is proposed or decided.

At a difference between the reviewers or the words of an equal verdict, and in a reconsideration: another verdict, or
why it stays.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import delete

from samencontroleren.assessments import policy
from samencontroleren.assessments.concluding import current_conclusions
from samencontroleren.assessments.differing import compared
from samencontroleren.assessments.dossiers import load_dossier, person
from samencontroleren.assessments.kinds import DraftPart
from samencontroleren.assessments.models import ProposalDraft
from samencontroleren.core.access import Permission, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

ELSEWHERE = "Uw tekst is intussen in een ander venster opgeslagen."
WHEN = {
    DraftPart.SETTLE: DossierState.DISCUSSING,
    DraftPart.CHANGE: DossierState.RECONSIDERING,
    DraftPart.KEEP: DossierState.RECONSIDERING,
}
"""In which state of the dossier each is typed."""


def proposal_drafts(
    actor: Actor, dossier_id: uuid.UUID, part: DraftPart = DraftPart.SETTLE
) -> dict[uuid.UUID, ProposalDraft]:
    """What this person is typing at the verdicts of a dossier, by requirement version."""
    query = visible(actor, policy.DRAFT_OWN).where(ProposalDraft.dossier_id == dossier_id, ProposalDraft.part == part)
    return {each.requirement_version_id: each for each in session().scalars(query)}


def save_proposal_draft(
    actor: Actor,
    wanted: Permission[Dossier],
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    typed: Mapping[str, str],
    revision: int,
    part: DraftPart = DraftPart.SETTLE,
) -> ProposalDraft:
    """Keep what is typed at a verdict, by who may propose or decide (`wanted`).

    `revision` is the one that was read (0: there was none). Raises Changed (saved elsewhere meanwhile), Conflict
    (the dossier is not in the state of this part), NotFound, Forbidden.
    """
    load_dossier(actor, wanted, dossier_id, WHEN[part], lock=True)
    row = _as_read(actor, dossier_id, requirement_version_id, revision, part)
    if row is None:
        if requirement_version_id not in _discussed(actor, dossier_id, part):
            raise NotFound()
        row = ProposalDraft(dossier_id=dossier_id, user_id=person(actor), revision=0, part=part)
        row.requirement_version_id = requirement_version_id
        session().add(row)
    row.typed = dict(typed)
    row.revision += 1
    session().flush()
    return row


def _discussed(actor: Actor, dossier_id: uuid.UUID, part: DraftPart) -> set[uuid.UUID]:
    """The requirements at which this can be typed: what both judged, or what was concluded."""
    if part is DraftPart.SETTLE:
        return {each.version.id for each in compared(actor, dossier_id) if each.verdicts}
    return {each.requirement_version_id for each in current_conclusions(actor, dossier_id)}


def check_draft(
    actor: Actor,
    wanted: Permission[Dossier],
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    revision: int,
    part: DraftPart = DraftPart.SETTLE,
) -> ProposalDraft | None:
    """One's own draft at this verdict, for who may propose or decide (`wanted`).

    Raises Changed when it is another one than was read, NotFound, Forbidden.
    """
    load_dossier(actor, wanted, dossier_id)
    return _as_read(actor, dossier_id, requirement_version_id, revision, part)


def _as_read(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, revision: int, part: DraftPart
) -> ProposalDraft | None:
    row = proposal_drafts(actor, dossier_id, part).get(requirement_version_id)
    if (row.revision if row else 0) != revision:
        raise Changed(ELSEWHERE, theirs=row)
    return row


def drop_draft(row: ProposalDraft | None) -> None:
    """What was typed is proposed now; a draft that ended with its difference is gone already."""
    if row is not None:
        session().execute(delete(ProposalDraft).where(ProposalDraft.id == row.id))


def drop_drafts(dossier_id: uuid.UUID, *requirement_version_ids: uuid.UUID) -> None:
    """What anybody was typing has no place any more: the difference is settled, or the supplier is heard (system use).

    Without requirements: at all of them.
    """
    settling = (ProposalDraft.dossier_id == dossier_id) & (ProposalDraft.part == DraftPart.SETTLE)
    query = delete(ProposalDraft).where(settling)
    if requirement_version_ids:
        query = query.where(ProposalDraft.requirement_version_id.in_(requirement_version_ids))
    session().execute(query)


def drop_weighing_drafts(dossier_id: uuid.UUID) -> None:
    """Both reviewers have weighed the reply: what was typed and not proposed lapses (system use)."""
    weighing = (DraftPart.CHANGE, DraftPart.KEEP)
    session().execute(
        delete(ProposalDraft).where(ProposalDraft.dossier_id == dossier_id, ProposalDraft.part.in_(weighing))
    )
