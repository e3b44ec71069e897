# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a finding of an earlier round, and of what was agreed about it, at the release of a later one."""

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.assessments import finding_release, shortcomings
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import FindingCause, FindingState, Verdict
from samencontroleren.assessments.models import Arrangement, Conclusion, Finding, FindingEvent
from samencontroleren.core import clock
from samencontroleren.findings import service
from samencontroleren.questionnaires.kinds import Severity
from tests.findings.life import Life
from tests.support.counting import questions
from tests.support.world import World

S = FindingState
LOW, MEDIUM, HIGH, CRITICAL = Severity
NEW = "De sleutels staan op één plek"


class Later(Life):
    """The finding on P-2 is light and released; a later dossier finds more, while the supplier is heard."""

    def __init__(self, world: World, unit: Session) -> None:
        super().__init__(world, unit)
        self.released()
        self.old = self.find(self.key)
        self.old.severity, self.old.due_on = LOW, shortcomings.term_from_today(LOW)
        self.later = self.next_dossier()
        self.short: list[Conclusion] = []

    def judge(self, **severities: Severity) -> None:
        """Shortcomings on these requirements, so grave."""
        for code, severity in severities.items():
            self.short.append(self.conclusion(self.later, code.replace("_", "-"), Verdict.PARTLY))
            self.short[-1].severity = severity
        self.write()

    def write(self) -> None:
        """The findings follow."""
        shortcomings.write_findings(self.later, self.short)

    def release(self) -> None:
        """The result of the later dossier."""
        finding_release.release_findings(self.later, self.short)

    def agree(self, code: str, *titles: str) -> None:
        """That a verdict goes on in the earlier finding; with titles: that it makes these beside it."""
        made = Arrangement(dossier_id=self.later.id, earlier_id=self.old.id, severities=[], settled_at=clock.now())
        made.requirement_keys = [str(self.world.requirement_versions[code])]
        made.findings = [{"title": each, "severity": None} for each in titles]
        made.proposed_by_id = self.world["reviewer1"].user_id
        self._add(made)

    def beside(self, code: str, part: int, state: FindingState) -> Finding:
        """Another one of the first dossier."""
        made = Finding(dossier_id=self.dossier.id, vendor_id=self.dossier.vendor_id, severity=LOW, state=state)
        made.product_id, made.requirement_version_id = self.dossier.product_id, self.world.requirement_versions[code]
        made.part, made.due_on = part, shortcomings.term_from_today(LOW)
        self._add(made)
        return made

    def new(self) -> Finding:
        """The one that the later dossier made."""
        query = select(Finding).where(Finding.dossier_id == self.later.id, Finding.id != self.old.id)
        return self.unit.scalars(query.where(Finding.state != S.LAPSED)).one()

    def foreseen(self, findings: Sequence[Finding]) -> list[Severity]:
        """How grave the supplier is told that each becomes."""
        concluded = {each.requirement_version_id: each for each in self.short}
        found = assessments.foreseen(self.later.id, findings, concluded)
        return [found[each.id].severity for each in findings]


def keeps_a_severity_of_its_own(life: Later) -> None:
    """What goes on in it weighs in, and leaves again with that: also one that is released before it is carried."""
    life.old.part = 2
    life.agree("P-4")
    life.judge(P_2=MEDIUM, P_4=CRITICAL)
    draft = life.new()
    assert life.foreseen([life.old, draft])[0] is CRITICAL
    life.release()
    assert (life.old.severity, life.old.own_severity, draft.state) == (CRITICAL, MEDIUM, S.MERGED)


def is_not_weighed_by_a_verdict_on_another(life: Later) -> None:
    """The verdict makes one beside it."""
    stood, other = life.old.due_on, life.beside("P-2", 2, S.OPEN)
    life.agree("P-2", NEW)
    life.judge(P_2=CRITICAL)
    draft = life.new()
    assert life.foreseen([life.old, other, draft]) == [LOW, LOW, CRITICAL]
    life.release()
    assert (life.old.severity, life.old.due_on, life.old.dossier_id) == (LOW, stood, life.later.id)
    assert (draft.title, draft.severity, draft.state) == (NEW, CRITICAL, S.OPEN)


def is_carried_though_its_number_is_taken(life: Later) -> None:
    """One that was closed when the draft got its number is open again at the release."""
    closed = life.beside("P-2", 2, S.CLOSED)
    life.agree("P-2", NEW)
    life.judge(P_2=LOW)
    draft = life.new()
    closed.state = S.OPEN
    life.write()
    assert life.new() is draft, "the supplier is heard on the same one"
    life.release()
    stands = [(each.dossier_id, each.part, each.state) for each in (life.old, draft, closed)]
    assert stands == [(life.later.id, part, S.OPEN) for part in (1, 2, 3)]


def takes_no_draft_along_into_another(life: Later) -> None:
    """VNG merges it into another one during the hearing: nobody agreed that the draft is about that."""
    whole, vng = life.beside("P-3", 1, S.OPEN), life.world["coordinator"].actor
    life.agree("P-4")
    life.judge(P_2=LOW, P_4=CRITICAL)
    draft = life.new()
    service.merge_findings(vng, whole.id, [life.old.id], "Eén oorzaak.")
    assert life.foreseen([life.old, draft]) == [LOW, CRITICAL]
    life.release()
    assert (draft.state, draft.merged_into_id, whole.severity) == (S.OPEN, None, LOW)
    told = select(FindingEvent.cause).where(FindingEvent.finding_id == draft.id).order_by(FindingEvent.number)
    assert list(life.unit.scalars(told)) == [FindingCause.FOUND, FindingCause.MERGED, FindingCause.RELEASED]


def is_read_again_under_a_lock(life: Later) -> None:
    """The supplier asks for a follow-up check while the release has begun."""
    life.agree("P-4")
    life.judge(P_2=LOW, P_4=CRITICAL)
    draft = life.new()
    asked = update(Finding).where(Finding.id == life.old.id).values(state=S.CHECK_ASKED)
    life.unit.execute(asked, execution_options={"synchronize_session": False})
    with questions(life.unit.connection()) as seen:
        life.release()
    assert (draft.state, draft.merged_into_id, life.old.state) == (S.OPEN, None, S.CHECK_ASKED)
    locks = [each for each in seen if "FOR UPDATE" in each]
    assert bool(locks) is (life.unit.get_bind().dialect.name == "postgresql")


TRIED = (
    keeps_a_severity_of_its_own,
    is_not_weighed_by_a_verdict_on_another,
    is_carried_though_its_number_is_taken,
    takes_no_draft_along_into_another,
    is_read_again_under_a_lock,
)


@pytest.mark.database
def test_an_earlier_finding_at_the_release_of_a_later_round(app: Flask, unit: Session, world: World) -> None:
    for tried in TRIED:
        with unit.begin_nested() as point:
            tried(Later(world, unit))
            point.rollback()
