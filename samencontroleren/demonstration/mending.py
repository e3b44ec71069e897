# SPDX-License-Identifier: EUPL-1.2
"""What became of findings: most of the old ones were closed with proof, some have a plan, two go on together.

And one result is being assessed again in part.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select

from samencontroleren.assessments.kinds import MERGEABLE, TO_SOLVE, FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.demonstration.people import Cast, Person
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document
from samencontroleren.findings import service
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.kinds import ReassessmentCause
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.models import Release

LEFT = 4
"""So many old findings of a supplier are not solved: the first of them is late, the others got more time."""
LONGER = timedelta(days=45)
MORE_TIME = "Het nieuwe systeem komt later. Wij geven daarom uitstel."
DONE = "Wij hebben dit opgelost. Het bewijs laat zien hoe."
SEEN = "Het bewijs klopt. De bevinding is opgelost."
STEPS = ("Beschrijf de werkwijze en leg haar vast.", "Voer de werkwijze in en controleer na een maand of zij werkt.")
ONE_CAUSE = "Beide komen doordat de werkwijze niet is vastgelegd."
AGAIN = "De leverancier verhuisde naar een ander datacentrum. Daarom kijken we opnieuw naar dit thema."


def mend(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """For the suppliers of the tour, whose people there are."""
    for number, supplier in enumerate(suppliers[: len(cast.suppliers)]):
        people = cast.suppliers[number]
        if Role.SUBMITTER in people:
            late = _late(supplier, today)
            _close(cast, people[Role.SUBMITTER], late[:-LEFT])
            _extend(cast, late[-LEFT:][1:], today)
            _plan(cast, people[Role.SUBMITTER], supplier, today)
            _join(cast, supplier, today)
    _assess_again(cast, suppliers[: len(cast.suppliers)], today)


def _open(supplier: Supplier) -> list[Finding]:
    query = select(Finding).where(Finding.vendor_id == supplier.id, Finding.state.in_(TO_SOLVE))
    return list(session().scalars(query.order_by(Finding.found_on, Finding.id)))


def _late(supplier: Supplier, today: date) -> list[Finding]:
    return [each for each in _open(supplier) if each.due_on < today]


def _close(cast: Cast, submitter: Person, findings: Iterable[Finding]) -> None:
    """Closed a little before the term, on proof that is still valid today."""
    for finding in findings:
        proof = _proof(finding)
        if proof is None:
            continue
        with clock.pretend(max(finding.found_on + timedelta(days=2), finding.due_on - timedelta(days=3))):
            service.ask(submitter.actor, finding.id, RequestKind.CHECK, DONE, documents=[proof.id])
            service.decide(cast.vng["coordinator"].actor, finding.id, RequestKind.CHECK, True, SEEN)


def _extend(cast: Cast, findings: Iterable[Finding], today: date) -> None:
    with clock.pretend(today - timedelta(days=10)):
        for each in findings:
            service.extend(cast.vng["coordinator"].actor, each.id, MORE_TIME, today + LONGER)


def _proof(finding: Finding) -> Document | None:
    lasts = or_(Document.valid_until.is_(None), Document.valid_until > clock.today() + timedelta(days=365))
    query = select(Document).where(Document.vendor_id == finding.vendor_id, Document.withdrawn_at.is_(None), lasts)
    return session().scalars(query.where(Document.state == FileState.CLEAN).order_by(Document.id).limit(1)).first()


def _plan(cast: Cast, submitter: Person, supplier: Supplier, today: date) -> None:
    """The first finding that is not late gets a plan that VNG accepted, the next one a plan that waits."""
    waiting = [each for each in _open(supplier) if each.due_on > today and each.state is FindingState.OPEN]
    for finding, is_decided in zip(waiting, (True, False), strict=False):
        with clock.pretend(today - timedelta(days=2)):
            steps = [service.Step(what, due_on=finding.due_on) for what in STEPS]
            saved = service.save_plan(submitter.actor, finding.id, steps, 0)
            plan = service.submit_plan(submitter.actor, finding.id, saved.revision)
            if is_decided:
                service.decide_plan(cast.vng["coordinator"].actor, finding.id, plan.seal, True)


def _join(cast: Cast, supplier: Supplier, today: date) -> None:
    """Two findings about one subject go on in one."""
    subjects: dict[object, list[Finding]] = {}
    for each in _open(supplier):
        if each.state in MERGEABLE:
            subjects.setdefault(each.product_id, []).append(each)
    pair = next((several[:2] for several in subjects.values() if len(several) > 1), None)
    if pair is not None:
        with clock.pretend(today - timedelta(days=1)):
            service.merge_findings(cast.vng["coordinator"].actor, pair[0].id, [pair[1].id], ONE_CAUSE)


def _assess_again(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """The first result of which a part can be assessed again now."""
    keys = [each.id for each in suppliers]
    query = select(Release.id).where(Release.vendor_id.in_(keys), Release.product_id.is_not(None))
    actor = cast.vng["coordinator"].actor
    with clock.pretend(today - timedelta(days=1)):
        for key in session().scalars(query.order_by(Release.released_at.desc(), Release.id)).all():
            try:
                theme = next(iter(sharing.scope_of(actor, key).themes))
                sharing.start_reassessment(
                    actor,
                    key,
                    cause=ReassessmentCause.HOSTING,
                    explanation=AGAIN,
                    answers_due_on=today + timedelta(days=14),
                    themes=[theme],
                )
            except (Conflict, Invalid):  # another dossier runs, there is a newer result, or proof has ended
                continue
            return
