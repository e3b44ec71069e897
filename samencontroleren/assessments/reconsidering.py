# SPDX-License-Identifier: EUPL-1.2
"""Reconsideration: the reviewers weigh the supplier's reply; each change is shown to the supplier."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from samencontroleren.assessments.concluding import (
    SHORTCOMINGS,
    Weighed,
    compute,
    current_conclusions,
    weighed,
    wording_of,
)
from samencontroleren.assessments.differing import compared_at
from samencontroleren.assessments.dossiers import (
    all_ready,
    begin_review,
    load_dossier,
    person,
    reviews_of,
    tell_supplier,
    turn_done,
)
from samencontroleren.assessments.hearing import find_hearing, open_hearing, show_to_supplier
from samencontroleren.assessments.judging import Axes
from samencontroleren.assessments.kinds import Assurance, Severity, Verdict, is_graver
from samencontroleren.assessments.models import Conclusion, Hearing, HearingPoint, Proposal
from samencontroleren.assessments.proposal_drafts import drop_weighing_drafts
from samencontroleren.assessments.replying import list_points, objections
from samencontroleren.assessments.settling import propose, propose_wording
from samencontroleren.assessments.shortcomings import write_findings
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


def reconsider(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    code: Verdict | None,
    assurance: Assurance | None,
    public_reason: str = "",
    confidential_reason: str = "",
    basis_reason: str = "",
    severity: Severity | None = None,
    keeps_words: bool = False,
    axes: Axes | None = None,
    seen: str | None = None,
) -> Proposal:
    """Propose another verdict after the supplier's reply; it counts once the other reviewer agrees.

    Both have to say anew that they are ready, so that nobody misses a proposal. `seen`: what stood on the page
    (`standing`); raises Changed when the other reviewer proposed or agreed to something else meanwhile.
    """
    load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.RECONSIDERING, lock=True)
    _check_seen(actor, dossier_id, requirement_version_id, seen)
    wording = (code, assurance, public_reason, confidential_reason, basis_reason, severity, keeps_words, axes)
    return propose(actor, dossier_id, requirement_version_id, *wording)


def keep_verdict(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, reason: str, seen: str | None = None
) -> Proposal:
    """Propose to keep a verdict after the supplier's reply, and why; the supplier reads it once the other agrees.

    `seen` and Changed as in `reconsider`.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.RECONSIDERING, lock=True)
    _check_seen(actor, dossier_id, requirement_version_id, seen)
    now = {each.requirement_version_id: each for each in current_conclusions(actor, dossier_id)}
    found = now.get(requirement_version_id)
    if found is None:
        raise NotFound()
    if not reason.strip():
        raise Invalid({"keep_reason": ["Schrijf op waarom het oordeel blijft. De leverancier leest dit."]})
    return propose_wording(actor, dossier, requirement_version_id, wording_of(found), reason, keeps_words=True)


def _check_seen(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, seen: str | None) -> None:
    """A proposal of one's own, made in another window, stands in nobody's way."""
    here = compared_at(actor, dossier_id, requirement_version_id)
    now = here.standing if here else None
    if seen is None or now is None or str(now.id) == seen:
        return
    if not isinstance(now, Proposal) or now.proposed_by_id != actor.user_id:
        raise Changed("De andere beoordelaar deed intussen een voorstel of stemde in.", theirs=now)


def _unanswered_points(actor: Actor, dossier_id: uuid.UUID) -> list[uuid.UUID]:
    """The verdicts the supplier objected to in its last reply of which the reviewers have not yet said the outcome."""
    points = list_points(actor, dossier_id).values()
    return without_outcome(find_hearing(actor, dossier_id), points, weighed(actor, dossier_id))


def without_outcome(
    hearing: Hearing | None, points: Iterable[HearingPoint], weighed: Mapping[uuid.UUID, Weighed]
) -> list[uuid.UUID]:
    """The same for who has read all of it: the last hearing, the points and what was weighed. Pure."""
    if hearing is None:
        return []
    since, asked = hearing.replied_at, [each for each in objections(points) if each.hearing_id == hearing.id]
    done = {key for key, each in weighed.items() if since is not None and each.now.decided_at >= since}
    return [each.requirement_version_id for each in asked if each.requirement_version_id not in done]


def finish_reconsidering(actor: Actor, dossier_id: uuid.UUID) -> bool:
    """Say that one has weighed the reply; True when both have and the dossier goes on.

    It goes to the releasing officer, or back to the supplier for the verdicts that became lower. Proposals nobody
    agreed to lapse: the conclusion then stays as the supplier read it. Raises Conflict while the supplier has no
    outcome on a verdict it objected to.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.RECONSIDERING, lock=True)
    left = len(_unanswered_points(actor, dossier_id))
    if left:
        raise Conflict("Bij %(count)s oordelen met bezwaar staat nog geen uitkomst die u allebei steunt.", count=left)
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


ORDER = {
    Verdict.NOT_MET: 0,
    Verdict.CANNOT_BE_ASSESSED: 0,
    Verdict.PARTLY: 1,
    Verdict.MEETS: 2,
    Verdict.NOT_APPLICABLE: 2,
}
"""How high a verdict stands (product.md, section 6); what does not apply asks nothing of the supplier."""


def _is_lower(before: Conclusion, now: Conclusion) -> bool:
    """Whether a conclusion is worse for the supplier than the one it read.

    Lower as a whole or on an axis that both keep, graver, or with less assurance.
    """
    if _is_lower_on_axis(before.axes or {}, now.axes or {}):
        return True
    if before.code is not now.code:
        return ORDER[now.code] < ORDER[before.code]
    if now.code in SHORTCOMINGS and before.gravity is not now.gravity:
        return is_graver(now.gravity, before.gravity)
    sure = list(Assurance)
    return sure.index(now.assurance) < sure.index(before.assurance)


def _is_lower_on_axis(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return any(ORDER[Verdict(now[axis])] < ORDER[Verdict(before[axis])] for axis in before.keys() & now.keys())


def lowered(dossier_id: uuid.UUID, conclusions: Sequence[Conclusion]) -> list[uuid.UUID]:
    """The verdicts that became worse than what the supplier last read (system use)."""
    query = select(Conclusion).where(Conclusion.dossier_id == dossier_id, Conclusion.is_shown_to_vendor)
    query = query.options(joinedload(Conclusion.requirement_version))
    read = {each.requirement_version_id: each for each in session().scalars(query.order_by(Conclusion.number))}
    pairs = [(read.get(each.requirement_version_id), each) for each in conclusions]
    return [now.requirement_version_id for before, now in pairs if before is not None and _is_lower(before, now)]


def _let_lapse(dossier_id: uuid.UUID) -> None:
    """What nobody agreed to stays to be read; a new proposal begins when somebody makes one.

    Only what is open: what was answered with another proposal did not lapse, that other one counted.
    """
    waits = (Proposal.dossier_id == dossier_id) & Proposal.is_open()
    session().execute(update(Proposal).where(waits).values(lapsed_at=clock.now()))


def _close(actor: Actor, dossier: Dossier) -> None:
    """On to the releasing officer; with a verdict that became lower the supplier is heard on it first."""
    conclusions = current_conclusions(actor, dossier.id)
    _let_lapse(dossier.id)
    drop_weighing_drafts(dossier.id)
    about = lowered(dossier.id, conclusions)
    if about:
        open_hearing(actor, dossier, conclusions, about)
        return
    write_findings(dossier, conclusions)
    result = compute(dossier, conclusions)
    show_to_supplier(dossier.id)
    rounds.move_dossier(actor, dossier, DossierState.AWAITING_RELEASE)
    link, key = f"/dossiers/{dossier.id}/wederhoor", f"reconsidered:{result.id}"
    tell_supplier(dossier, "reconsidered", key, "assessments/reconsidered", link)
