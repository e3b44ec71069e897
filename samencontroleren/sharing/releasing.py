# SPDX-License-Identifier: EUPL-1.2
"""The releasing officer's desk: what must be in order, release in layers, sending back, recall."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, func, select

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import ConclusionBasis
from samencontroleren.assessments.models import ComputedResult, Conclusion, Finding, Hearing
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require_present
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.messages import N_
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierKind, DossierState, Part
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import policy, telling
from samencontroleren.sharing.bundles import add_manifest
from samencontroleren.sharing.following import Following, about, end_of, following_of, key_proofs, without_proof
from samencontroleren.sharing.layers import digest_of, make_layers
from samencontroleren.sharing.models import Recall, Release

BACK_TO = (DossierState.RECONSIDERING, DossierState.DISCUSSING, DossierState.SUBMITTED)
NO_TARGET = "Kies naar wie het dossier teruggaat."
NO_REASON = "Schrijf op waarom u het dossier terugstuurt."
"""Where the releasing officer can send a dossier back to."""


@dataclass(frozen=True)
class Checklist:
    """What the releasing officer weighs; `obstacles` are reasons why release is not possible now."""

    dossier: Dossier
    result: ComputedResult
    conclusions: Sequence[Conclusion]
    answers: Sequence[SubmittedAnswer]
    hearing: Hearing | None
    readiness: Sequence[assessments.Readiness]
    changes: Sequence[assessments.Change]
    """Since the draft that the supplier was heard on."""
    regraded: Sequence[assessments.Regraded]
    """The arranged findings that became more or less grave since then."""
    vendor_dossier_id: uuid.UUID | None
    vendor_release: Release | None
    has_ended_proof: bool
    valid_until: date
    following: Following | None
    """Of a re-assessment: the result it follows."""
    has_running: bool
    """Of a round: a re-assessment of the same subject still runs."""
    has_bare_carried: bool
    """Of a re-assessment: a verdict that was taken over leans on proof that does not count any more."""
    together: Collection[uuid.UUID]
    """The requirements whose verdict of last time both reviewers confirmed together with others."""
    findings: Sequence[Finding]
    retold: Mapping[uuid.UUID, Sequence[str]]
    """By requirement what its public reason, or a name of its findings, repeats of a confidential answer.

    Kept on purpose, or overlooked.
    """

    @property
    def needs_vendor_result(self) -> bool:
        """Whether the result of the supplier itself has to be released before this one."""
        return self.vendor_dossier_id is not None

    @property
    def obstacles(self) -> list[str]:
        """Why this dossier can not be released now, as messages for people."""
        found = []
        if self.needs_vendor_result and self.vendor_release is None:
            found.append(N_("Geef eerst het resultaat van de leverancier in deze ronde vrij."))
        if self.has_running:
            found.append(N_("Geef eerst de tussentijdse herbeoordeling van dit onderwerp vrij, of annuleer haar."))
        if self.has_bare_carried:
            found.append(N_("Het bewijs onder een overgenomen oordeel telt niet meer. Annuleer deze herbeoordeling."))
        elif self.has_ended_proof:
            found.append(N_("Het bewijs onder een sleuteleis is verlopen. Stuur het dossier terug."))
        if self.following and self.following.is_overtaken:
            found.append(N_("Er is intussen een nieuwer resultaat. Annuleer deze tussentijdse herbeoordeling."))
        if self.following and self.following.is_recalled and self.following.is_carrying:
            found.append(N_("Het resultaat waar dit op volgt is ingetrokken. Annuleer deze herbeoordeling."))
        if self.valid_until < clock.today() and not self.has_ended_proof:
            found.append(N_("Dit resultaat zou al verlopen zijn. Laat het onderwerp meedoen in een ronde."))
        return found


def checklist(actor: Actor, dossier_id: uuid.UUID, lock: bool = False) -> Checklist:
    """What there is to weigh before release. Raises Conflict when the dossier does not await release."""
    state = DossierState.AWAITING_RELEASE
    dossier = assessments.load_dossier(actor, rounds_policy.RELEASE, dossier_id, state, lock=lock)
    result = assessments.latest_result(actor, dossier_id)
    if result is None:
        raise Conflict("Er is nog geen resultaat berekend.")
    conclusions = assessments.current_conclusions(actor, dossier_id)
    answers = assessments.submitted(actor, dossier_id)
    vendor_dossier = _vendor_dossier(dossier)
    proofs = key_proofs(answers, conclusions)
    assessed_on = clock.local(result.computed_at).date()
    following = following_of(dossier, conclusions, assessed_on)
    findings = assessments.list_findings(actor, dossier_id)
    return Checklist(
        dossier=dossier,
        result=result,
        conclusions=conclusions,
        answers=answers,
        hearing=assessments.find_hearing(actor, dossier_id),
        readiness=assessments.readiness(actor, dossier_id),
        changes=assessments.changes_since_hearing(actor, dossier_id),
        regraded=assessments.regraded_since_hearing(actor, dossier_id, findings),
        vendor_dossier_id=vendor_dossier.id if vendor_dossier else None,
        vendor_release=_newest_of(vendor_dossier) if vendor_dossier else None,
        has_ended_proof=any(day < clock.today() for day in proofs),
        valid_until=end_of(following, assessed_on, proofs, answers),
        following=following,
        has_running=following is None and rounds.has_running(dossier),
        has_bare_carried=following is not None and _has_bare_carried(dossier_id, answers, conclusions),
        together=assessments.confirmed_together(actor, dossier_id),
        findings=findings,
        retold=assessments.retold(
            answers, conclusions, ((each.requirement_in(dossier_id), each.title) for each in findings)
        ),
    )


def _has_bare_carried(
    dossier_id: uuid.UUID, answers: Sequence[SubmittedAnswer], conclusions: Sequence[Conclusion]
) -> bool:
    carried = {each.requirement_version_id for each in conclusions if each.basis is ConclusionBasis.CARRIED}
    return not carried.isdisjoint(without_proof(dossier_id, answers, conclusions))


def _vendor_dossier(dossier: Dossier) -> Dossier | None:
    """The dossier of the supplier itself in the same round, when this one is about a product."""
    if dossier.subject is Subject.VENDOR:
        return None
    query = select(Dossier).where(
        Dossier.round_id == dossier.round_id,
        Dossier.vendor_id == dossier.vendor_id,
        Dossier.subject == Subject.VENDOR,
        Dossier.kind == DossierKind.ROUND,
        Dossier.state != DossierState.CANCELLED,
    )
    return session().scalars(query).one_or_none()


def _release_of(dossier: Dossier) -> Release | None:
    return session().scalars(select(Release).where(Release.dossier_id == dossier.id)).one_or_none()


def _newest_of(dossier: Dossier) -> Release | None:
    """What a dossier led to, or the newest re-assessment of that."""
    again = select(Dossier.id).where(Dossier.round_id == dossier.round_id, rounds_policy.same_subject(Dossier, dossier))
    query = select(Release).where(Release.dossier_id.in_(again)).order_by(Release.number.desc()).limit(1)
    return session().scalars(query).one_or_none()


def release(actor: Actor, dossier_id: uuid.UUID) -> Release:
    """Release the result: immutable rows per layer, readable by every gemeente from this moment.

    A second click gives the same release. Raises Conflict while something stands in the way (see `Checklist`),
    Forbidden or NotFound for whoever co-ordinated, reviewed or has a conflict, ConfirmationRequired without a
    fresh second factor.
    """
    dossier = assessments.load_dossier(actor, rounds_policy.RELEASE, dossier_id, lock=True)
    require_present(actor)
    done = _release_of(dossier)
    if done is not None and done.released_by_id == actor.user_id:
        return done
    ready = checklist(actor, dossier_id)
    for obstacle in ready.obstacles:
        raise Conflict(obstacle)
    rounds.take_part(assessments.person(actor), dossier_id, Part.RELEASES)
    made = _store(actor, ready)
    rounds.end_assignments(dossier_id, clock.now() + parameters.days_on(Code.READING_ENDS))
    rounds.move_dossier(actor, dossier, DossierState.PUBLISHED)
    trail.record(actor, "result.released", "release", made.id, reader=dossier.vendor_id, number=made.number)
    telling.tell_release(dossier, made)
    return made


def _store(actor: Actor, ready: Checklist) -> Release:
    assessments.release_findings(ready.dossier, ready.conclusions)
    findings = assessments.findings_by_requirement(ready.dossier.id)
    items = questionnaires.items_of(ready.dossier.round.questionnaire_id, ready.dossier.subject)
    asked = [each.requirement_version for each in items]
    layers = make_layers(ready.answers, ready.conclusions, findings, asked)
    if ready.following:
        layers = replace(layers, reassessment=ready.following.as_row())
    made = _result_row(actor, ready)
    made.digest = digest_of(made, layers)
    session().add(made)
    session().flush()
    layers.belong_to(made)
    session().add_all(layers.rows())
    session().flush()
    add_manifest(made, layers)
    return made


def _result_row(actor: Actor, ready: Checklist) -> Release:
    dossier, result, moment = ready.dossier, ready.result, clock.now()
    asked = session().get_one(QuestionnaireVersion, dossier.round.questionnaire_id)
    return Release(
        dossier_id=dossier.id,
        subject=dossier.subject,
        vendor_id=dossier.vendor_id,
        product_id=dossier.product_id,
        number=_next_number(dossier),
        cites_id=ready.vendor_release.id if ready.vendor_release else None,
        round_name=dossier.round.name,
        questionnaire_name=asked.name,
        questionnaire_number=asked.number,
        questionnaire_digest=asked.digest or "",
        result=result.result,
        assurance=result.assurance,
        rule_version=result.rule_version,
        assessed_on=clock.local(result.computed_at).date(),
        valid_until=ready.valid_until,
        theme_scores=result.theme_scores,
        explanation=result.explanation,
        was_silent=bool(ready.hearing and ready.hearing.silent_at),
        released_by_id=assessments.person(actor),
        released_at=moment,
    )


def _next_number(dossier: Dossier) -> int:
    """The next one of the product, whoever supplied it before, or of the supplier as a whole."""
    numbers = select(func.max(Release.number)).where(about(dossier.vendor_id, dossier.product_id))
    return (session().scalar(numbers) or 0) + 1


def send_back(actor: Actor, dossier_id: uuid.UUID, to_state: DossierState | str, reason: str) -> None:
    """Send a dossier back to its reviewers or to the co-ordinator, with a reason.

    Raises Invalid without reason or for another state, Conflict when the dossier does not await release.
    """
    state = DossierState.AWAITING_RELEASE
    dossier = assessments.load_dossier(actor, rounds_policy.RELEASE, dossier_id, state, lock=True)
    wrong = {} if to_state in BACK_TO else {"to_state": [NO_TARGET]}
    wrong |= {} if reason.strip() else {"reason": [NO_REASON]}
    if wrong:
        raise Invalid(wrong)
    rounds.take_part(assessments.person(actor), dossier_id, Part.RELEASES)
    target = DossierState(to_state)
    if target is DossierState.SUBMITTED:
        assessments.restart_reviews(actor, dossier_id)
    else:
        assessments.unready(dossier_id)
    rounds.move_dossier(actor, dossier, target, reason=reason.strip())
    trail.record(actor, "dossier.sent-back", "dossier", dossier_id, to=target)


def recall(actor: Actor, release_id: uuid.UUID, reason: str) -> Recall:
    """Recall a released result with a reason; the result itself stays to be read.

    Raises Invalid without a reason, Conflict when it was recalled before.
    """
    found = fetch(actor, policy.RECALL, release_id, view=policy.VIEW, lock=True)
    require_present(actor)
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom u het resultaat intrekt."]})
    if session().scalar(select(Recall.id).where(Recall.release_id == release_id)):
        raise Conflict("Dit resultaat is al ingetrokken.")
    made = Recall(
        release_id=release_id, reason=reason.strip(), recalled_by_id=assessments.person(actor), recalled_at=clock.now()
    )
    session().add(made)
    session().flush()
    trail.record(actor, "result.recalled", "release", release_id, reader=found.vendor_id)
    telling.tell_recall(found)
    return made


@assessments.offer_recalled
def recalled_dossiers() -> Select[uuid.UUID]:
    """The dossiers of which the result was recalled: its verdicts are no ground for new ones."""
    return select(Release.dossier_id).join(Recall, Recall.release_id == Release.id)
