# SPDX-License-Identifier: EUPL-1.2
"""One text for what both reviewers judged alike: the platform joins their reasons, and they may agree on other words.

Whoever proposes a text starts from the newest one; the other agrees, or proposes on. Nobody has to: without agreement
the text stays as it is when the draft goes to the supplier.
"""

import uuid
from dataclasses import replace

from samencontroleren.assessments.concluding import Wording, wording_of
from samencontroleren.assessments.differing import Difference, compared_at
from samencontroleren.assessments.dossiers import load_dossier
from samencontroleren.assessments.models import Conclusion, Proposal
from samencontroleren.assessments.settling import (
    UNEXPLAINED,
    check_words,
    decide_wording,
    propose_wording,
    reason_faults,
)
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

OTHER_TEXT = "Intussen staat hier een andere tekst."
SAME_TEXT = "Deze tekst staat er al. Wijzig hem, of stem ermee in."
NOT_ALIKE = "Over deze eis gaven de beoordelaars niet hetzelfde oordeel."
NOTHING_OPEN = "De beoordelaars stellen hier geen andere tekst voor. De tekst blijft zoals hij is."


def propose_text(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    public_reason: str,
    confidential_reason: str = "",
    seen: str = "",
    keeps_words: bool = False,
) -> Proposal:
    """A reviewer proposes other words for the same verdict; they count once the other agrees.

    `seen`: the text that stood on the page (`Difference.standing`). Raises Changed when there is another one by now,
    Invalid without a reason or with the same text, Conflict when nothing is being discussed or the verdicts differ.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.DISCUSSING, lock=True)
    found, concluded = _alike(actor, dossier_id, requirement_version_id, seen)
    _check_reason(found, public_reason)
    now = found.open_proposal or concluded
    if (now.public_reason, now.confidential_reason) == (public_reason, confidential_reason):
        raise Invalid({"public_reason": [SAME_TEXT]})
    wording = _reworded(concluded, public_reason, confidential_reason)
    return propose_wording(actor, dossier, requirement_version_id, wording, "", keeps_words)


def decide_text(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    public_reason: str,
    confidential_reason: str = "",
    reason: str = "",
    seen: str = "",
    keeps_words: bool = False,
) -> Conclusion:
    """The co-ordinator decides on the words where the reviewers do not agree; the verdict is theirs.

    Whoever decides takes the part of co-ordinator. Raises as `propose_text`, Conflict where no text was proposed.
    """
    dossier = load_dossier(actor, rounds_policy.COORDINATE, dossier_id, DossierState.DISCUSSING, lock=True)
    found, concluded = _alike(actor, dossier_id, requirement_version_id, seen)
    if found.open_proposal is None:
        raise Conflict(NOTHING_OPEN)
    _check_reason(found, public_reason)
    check_words(actor, dossier_id, public_reason, confidential_reason, keeps_words)
    if not reason.strip():
        raise Invalid({"reason": [UNEXPLAINED]})
    wording = _reworded(concluded, public_reason, confidential_reason)
    agreed = concluded.both_agree_not_applicable
    return decide_wording(actor, dossier, requirement_version_id, wording, reason, both_agree=agreed)


def _reworded(concluded: Conclusion, public_reason: str, confidential_reason: str) -> Wording:
    """The verdict of the dossier in other words: nothing else of it is up here, whatever a proposal holds."""
    return replace(wording_of(concluded), public_reason=public_reason, confidential_reason=confidential_reason)


def _alike(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, seen: str
) -> tuple[Difference, Conclusion]:
    found = compared_at(actor, dossier_id, requirement_version_id)
    if found is None or not found.verdicts:
        raise NotFound()
    if found.conclusion is None or len(found.verdicts) < 2 or not found.is_equal:
        raise Conflict(NOT_ALIKE)
    now = found.standing
    if now is None or str(now.id) != seen:
        raise Changed(OTHER_TEXT, theirs=now)
    return found, found.conclusion


def _check_reason(found: Difference, public_reason: str) -> None:
    faults = reason_faults(found.version, public_reason)
    if faults:
        raise Invalid(faults)
