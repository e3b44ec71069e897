# SPDX-License-Identifier: EUPL-1.2
"""Differences between the two reviewers: settled in writing, or decided by the co-ordinator with a reason."""

import uuid
from dataclasses import asdict

from samencontroleren.assessments import policy
from samencontroleren.assessments.carrying import refuse_carried
from samencontroleren.assessments.concluding import (
    Wording,
    add_conclusion,
    current_conclusions,
    last_equal,
    merged,
    wording_of,
)
from samencontroleren.assessments.desks import has_proof, secrets_of
from samencontroleren.assessments.differing import Difference, compared, compared_at, differences
from samencontroleren.assessments.dossiers import (
    load_dossier,
    person,
    submitted,
    unready,
    versions_of,
    wants_talk,
)
from samencontroleren.assessments.drafts import UNPROVEN
from samencontroleren.assessments.hearing import hearings_held, open_hearing
from samencontroleren.assessments.judging import Axes, alike_on, chosen_on, verdict_of
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, Severity, Verdict
from samencontroleren.assessments.models import Conclusion, Proposal
from samencontroleren.assessments.proposal_drafts import drop_drafts
from samencontroleren.assessments.repeating import repeated
from samencontroleren.assessments.starters import is_bare
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Dossier

REASON_MISSING = "Schrijf op waarom. Gemeenten die het product gebruiken lezen dit."
NO_VERDICT = "Kies een oordeel."
NO_ASSURANCE = "Kies hoe zeker dit oordeel is."
NO_BASIS = "Schrijf op wat de reactie van de leverancier verandert."
UNEXPLAINED = "Schrijf op waarom u dit zo beslist."
STARTER_ALONE = "Vul de beginzin aan met wat u bij dit product zag."
NO_DIFFERENCE = "Over deze eis is geen verschil meer."
READ_FIRST = "Dit is het laatste verschil. Lees eerst het conceptoordeel."
SETTLING = (DossierState.DISCUSSING, DossierState.RECONSIDERING)
Faults = dict[str, list[str]]
"""What is wrong, as messages at its field."""


def propose(
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
    """A reviewer proposes in writing how to settle a difference, or (in a reconsideration) what to change.

    Where the requirement asks opzet, bestaan or werking, `axes` holds a verdict on each (None: `code` on all of them)
    and the lowest counts. Raises Invalid without a verdict or the reasons it needs, Repeats unless the author wants to
    keep words of a confidential text, Conflict when the dossier is not being discussed or both judged it alike. `seen`:
    the open proposal that stood on the page, empty for none; raises Changed when the other reviewer made another one
    meanwhile.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, *SETTLING, lock=True)
    _refuse_alike(actor, dossier, requirement_version_id)
    if seen is not None:
        _check_seen(actor, dossier_id, requirement_version_id, seen)
    said = (assurance, public_reason, confidential_reason, severity)
    asked, lacking = _asked(actor, dossier_id, requirement_version_id), _basis_faults(dossier, basis_reason)
    wording = _worded(asked, code, axes, *said, lacking)
    return propose_wording(actor, dossier, requirement_version_id, wording, basis_reason, keeps_words)


def _refuse_alike(actor: Actor, dossier: Dossier, requirement_version_id: uuid.UUID) -> None:
    """Of what both judged alike only the words are open (`rewording`), until the draft comes back after a hearing."""
    if dossier.state is not DossierState.DISCUSSING or hearings_held(dossier.id):
        return
    here = compared_at(actor, dossier.id, requirement_version_id)
    if here is not None and len(here.verdicts) > 1 and here.is_equal:
        raise Conflict(NO_DIFFERENCE)


def _check_seen(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, seen: str) -> None:
    here = compared_at(actor, dossier_id, requirement_version_id)
    last = here.open_proposal if here else None
    if last is not None and last.proposed_by_id != actor.user_id and str(last.id) != seen:
        raise Changed("De andere beoordelaar deed intussen een voorstel.", theirs=last)


def propose_wording(
    actor: Actor,
    dossier: Dossier,
    requirement_version_id: uuid.UUID,
    wording: Wording,
    basis_reason: str,
    keeps_words: bool,
) -> Proposal:
    """Propose a verdict as it is written down (the caller holds the dossier). Raises as `propose`."""
    dossier_id = dossier.id
    check_words(actor, dossier_id, wording.public_reason, wording.confidential_reason, keeps_words)
    if lacking := _basis_faults(dossier, basis_reason):
        raise Invalid(lacking)
    refuse_carried(dossier, requirement_version_id)
    if dossier.state is DossierState.DISCUSSING:
        _check_assurance(actor, dossier_id, requirement_version_id, wording.assurance)
    made = Proposal(
        dossier_id=dossier_id,
        requirement_version_id=requirement_version_id,
        basis_reason=basis_reason,
        proposed_by_id=person(actor),
        **asdict(wording),
    )
    session().add(made)
    if dossier.state is DossierState.RECONSIDERING:
        unready(dossier_id)
    session().flush()
    trail.record(actor, "proposal.made", "dossier", dossier_id, requirement=requirement_version_id, code=made.code)
    return made


def _basis_faults(dossier: Dossier, basis_reason: str) -> Faults:
    if dossier.state is not DossierState.RECONSIDERING or basis_reason.strip():
        return {}
    return {"basis_reason": [NO_BASIS]}


class LastDifference(Conflict):
    """Agreeing settles the last difference, so the draft verdict goes to the supplier; it was not read first."""


def agree(actor: Actor, dossier_id: uuid.UUID, proposal_id: uuid.UUID, has_read: bool = True) -> Conclusion:
    """The other reviewer agrees to the last proposal on a requirement: it becomes the conclusion.

    Raises LastDifference when the supplier is heard because of it and the reviewer has not read the draft (`has_read`),
    Conflict for one's own proposal, one that was overtaken, one agreed before, or in a reconsideration one that does
    not say what the reply changes.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, *SETTLING, lock=True)
    proposal = fetch(actor, policy.PROPOSAL_VIEW, proposal_id)
    _check_open(actor, dossier, proposal)
    if not has_read and _is_last(actor, dossier, proposal):
        raise LastDifference(READ_FIRST)
    proposal.agreed_by_id, proposal.agreed_at = actor.user_id, clock.now()
    reconsiders = dossier.state is DossierState.RECONSIDERING
    made = add_conclusion(
        dossier_id,
        proposal.requirement_version_id,
        wording_of(proposal),
        ConclusionBasis.RECONSIDERED if reconsiders else ConclusionBasis.SETTLED,
        basis_reason=proposal.basis_reason,
    )
    trail.record(actor, "proposal.agreed", "dossier", dossier_id, requirement=made.requirement_version_id)
    if not reconsiders:
        _settled(actor, dossier, made.requirement_version_id)
    return made


def _is_last(actor: Actor, dossier: Dossier, proposal: Proposal) -> bool:
    """Whether this is all that keeps the hearing from opening."""
    if dossier.state is not DossierState.DISCUSSING or not opens_by_itself(dossier.id):
        return False
    return [each.version.id for each in compared(actor, dossier.id) if not each.is_settled] == [
        proposal.requirement_version_id
    ]


def _check_open(actor: Actor, dossier: Dossier, proposal: Proposal) -> None:
    if proposal.dossier_id != dossier.id:
        raise NotFound()
    here = compared_at(actor, dossier.id, proposal.requirement_version_id)
    is_bare = dossier.state is DossierState.RECONSIDERING and not proposal.basis_reason.strip()
    if here is None or here.open_proposal is not proposal or is_bare:
        raise Conflict("Dit voorstel is ingehaald door een nieuwer voorstel of een besluit.")
    if proposal.proposed_by_id == actor.user_id:
        raise Conflict("De andere beoordelaar moet instemmen met uw voorstel.")


def decide(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    code: Verdict | None,
    assurance: Assurance | None,
    public_reason: str = "",
    confidential_reason: str = "",
    reason: str = "",
    severity: Severity | None = None,
    keeps_words: bool = False,
    axes: Axes | None = None,
) -> Conclusion:
    """The co-ordinator decides a difference that the reviewers do not settle, with a reason.

    Whoever decides takes the part of co-ordinator: that person can never review or release this dossier.
    """
    dossier = load_dossier(actor, rounds_policy.COORDINATE, dossier_id, DossierState.DISCUSSING, lock=True)
    said = (assurance, public_reason, confidential_reason, severity)
    lacking: Faults = {} if reason.strip() else {"reason": [UNEXPLAINED]}
    wording = _worded(_asked(actor, dossier_id, requirement_version_id), code, axes, *said, lacking)
    _check_assurance(actor, dossier_id, requirement_version_id, wording.assurance)
    check_words(actor, dossier_id, public_reason, confidential_reason, keeps_words)
    if requirement_version_id not in {each.version.id for each in _open_ones(actor, dossier_id)}:
        raise Conflict(NO_DIFFERENCE)
    return decide_wording(actor, dossier, requirement_version_id, wording, reason)


def decide_wording(
    actor: Actor,
    dossier: Dossier,
    requirement_version_id: uuid.UUID,
    wording: Wording,
    reason: str,
    both_agree: bool = False,
) -> Conclusion:
    """Make what the co-ordinator decided the conclusion (the caller holds the dossier and checked it)."""
    rounds.take_part(person(actor), dossier.id, Part.COORDINATES)
    made = add_conclusion(
        dossier.id,
        requirement_version_id,
        wording,
        ConclusionBasis.COORDINATOR,
        decided_by_id=person(actor),
        both_agree=both_agree,
        basis_reason=reason,
    )
    trail.record(actor, "difference.decided", "dossier", dossier.id, requirement=requirement_version_id)
    _settled(actor, dossier, requirement_version_id)
    return made


def _open_ones(actor: Actor, dossier_id: uuid.UUID) -> list[Difference]:
    return [each for each in differences(actor, dossier_id) if not each.is_settled]


def finish_discussion(actor: Actor, dossier_id: uuid.UUID) -> None:
    """A reviewer closes a discussion that was asked for: the supplier is heard, or heard again.

    Asked for by the releasing officer, or by a reviewer who wanted to go through the draft together first.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.DISCUSSING, lock=True)
    if not _is_settled(actor, dossier.id):
        raise Conflict("Nog niet over alle eisen is er één oordeel.")
    _hear(actor, dossier)


def conclude(actor: Actor, dossier: Dossier) -> None:
    """Both reviewers are ready: equal verdicts become conclusions; the rest is discussed, or the supplier heard.

    The draft is discussed too when one of them wanted to go through it together first.
    """
    open_count = 0
    for each in compared(actor, dossier.id):
        if len(each.verdicts) > 1 and each.is_equal:
            _conclude_equal(dossier.id, each)
        elif not each.is_settled:
            open_count += 1
    if open_count or wants_talk(dossier.id):
        rounds.move_dossier(actor, dossier, DossierState.DISCUSSING)
    else:
        open_hearing(actor, dossier, current_conclusions(actor, dossier.id))


def _conclude_equal(dossier_id: uuid.UUID, both: Difference) -> None:
    wording, now = merged(both.verdicts[0], both.verdicts[1], both.version.severity), both.conclusion
    if now is None or not (wording == wording_of(now) or _is_agreed_on(wording, now)):
        add_conclusion(dossier_id, both.version.id, wording, ConclusionBasis.EQUAL)


def _is_agreed_on(wording: Wording, now: Conclusion) -> bool:
    """Whether what counts now was agreed or decided on these very verdicts: it stays while nobody changed them.

    Before a hearing only the words of an equal verdict are open, so another verdict was agreed on a difference.
    """
    equal = last_equal(now)
    if equal is None or wording_of(equal) != wording:
        return False
    return now.code is wording.code or hearings_held(now.dossier_id)


def _settled(actor: Actor, dossier: Dossier, requirement_version_id: uuid.UUID) -> None:
    """What anybody still was typing there ends.

    After the last one the hearing opens by itself; after an earlier hearing, and where a reviewer wanted to talk first,
    the reviewers say that they have finished.
    """
    drop_drafts(dossier.id, requirement_version_id)
    if opens_by_itself(dossier.id) and _is_settled(actor, dossier.id):
        _hear(actor, dossier)


def opens_by_itself(dossier_id: uuid.UUID) -> bool:
    """Whether the draft verdict goes to the supplier as soon as nothing is open (system use)."""
    return not (hearings_held(dossier_id) or wants_talk(dossier_id))


def _hear(actor: Actor, dossier: Dossier) -> None:
    """What was proposed and not agreed to lapses, and so does what anybody still was typing."""
    drop_drafts(dossier.id)
    open_hearing(actor, dossier, current_conclusions(actor, dossier.id))


def _is_settled(actor: Actor, dossier_id: uuid.UUID) -> bool:
    return all(each.is_settled for each in compared(actor, dossier_id))


class Repeats(Invalid):
    """The public part repeats `passages` of a confidential text; its author may want to keep them."""

    def __init__(self, passages: list[str]) -> None:
        super().__init__({"public_reason": ["Dit staat ook in een vertrouwelijke tekst. Schrijf het anders."]})
        self.passages = passages


def check_words(actor: Actor, dossier_id: uuid.UUID, public: str, confidential: str, keeps_words: bool) -> None:
    """Raise Repeats where the public part repeats a confidential text, unless its author wants to keep those words."""
    secrets = secrets_of(submitted(actor, dossier_id))
    found = repeated(public, [*secrets, confidential])
    if found and not keeps_words:
        raise Repeats(found)


def _asked(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID) -> RequirementVersion:
    version = versions_of(actor, dossier_id).get(requirement_version_id)
    if version is None:
        raise NotFound()
    return version


def _worded(
    version: RequirementVersion,
    code: Verdict | None,
    axes: Axes | None,
    assurance: Assurance | None,
    public_reason: str,
    confidential_reason: str,
    severity: Severity | None,
    lacking: Faults,
) -> Wording:
    """The verdict in words, with what it is on each axis that is asked.

    What people differed on, or a reply changed, is never without a reason, whatever the verdict. Raises Invalid with
    all that is wrong at once, `lacking` (what the caller misses) among it.
    """
    chosen = chosen_on(version.aspects, alike_on(version.aspects, code) if axes is None else axes)
    found = verdict_of(version.aspects, chosen, code)
    wrong = {} if found else {each: [NO_VERDICT] for each in version.aspects or ["code"] if each not in chosen}
    wrong |= {} if assurance else {"assurance": [NO_ASSURANCE]}
    wrong |= reason_faults(version, public_reason) | lacking
    if found is None or assurance is None or wrong:
        raise Invalid(wrong)
    return Wording(found, assurance, public_reason, confidential_reason, severity, chosen)


def reason_faults(version: RequirementVersion, public_reason: str) -> Faults:
    """What is wrong with a public reason, as messages at its field; empty: nothing."""
    if not public_reason.strip():
        return {"public_reason": [REASON_MISSING]}
    return {"public_reason": [STARTER_ALONE]} if is_bare(public_reason, version) else {}


def _check_assurance(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, given: Assurance) -> None:
    """Nothing is independently audited without a document that counts. After a hearing other proof may be there."""
    answers = [each for each in submitted(actor, dossier_id) if each.requirement_version_id == requirement_version_id]
    if given is Assurance.AUDITED and not any(has_proof(each) for each in answers):
        raise Invalid({"assurance": [UNPROVEN]})
