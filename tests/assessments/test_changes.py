# SPDX-License-Identifier: EUPL-1.2
"""Severity before release, and what the releasing officer reads of all that changed since the hearing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Assurance, FindingCause, Stance, Verdict
from samencontroleren.assessments.models import Finding, FindingEvent, Hearing
from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import service
from tests.assessments.flow import Flow
from tests.support.world import World

SHORT = {"V-1": Verdict.PARTLY, "V-2": Verdict.NOT_MET}


@pytest.mark.database
def test_a_severity_is_changed_with_a_reason_and_the_term_follows(app: Flask, unit: Session, world: World) -> None:
    flow = Flow(world)
    dossier, key = flow.vendor_dossier, flow.version("V-1")
    flow.to_hearing(dossier, SHORT)
    finding = unit.scalars(select(Finding).where(Finding.requirement_version_id == key)).one()
    graver = next(each for each in Severity if each is not finding.severity)
    with pytest.raises(Invalid) as missing:
        assessments.change_severity(world["coordinator"].actor, dossier.id, key, graver, " ")
    assert set(missing.value.fields) == {"reason"}
    with pytest.raises(Invalid):
        assessments.change_severity(world["coordinator"].actor, dossier.id, key, finding.severity, "Zo blijft het")
    with pytest.raises(Forbidden):
        assessments.change_severity(world["reviewer1"].actor, dossier.id, key, graver, "Alleen")
    assessments.change_severity(world["all-roles"].actor, dossier.id, key, graver, "Het raakt persoonsgegevens.")
    assert (finding.severity, finding.due_on) == (graver, finding.found_on + questionnaires.finding_term(graver))
    line = unit.scalars(select(FindingEvent).where(FindingEvent.cause == FindingCause.SEVERITY)).one()
    assert (line.severity, line.reason) == (graver, "Het raakt persoonsgegevens.")
    noted = unit.scalars(select(TrailRow.object_id).where(TrailRow.action == "severity.changed")).all()
    assert noted == [dossier.id]
    assessments.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=False)
    with pytest.raises(Conflict):  # the supplier is not being heard any more
        assessments.change_severity(world["coordinator"].actor, dossier.id, key, Severity.LOW, "Te laat")
    with pytest.raises(Forbidden):  # who changed one severity cannot release, whatever other roles
        service.release(world["all-roles"].actor, dossier.id)
    changed = service.checklist(world["releaser"].actor, dossier.id).changes
    assert [(each.now.requirement_version_id, each.is_severity, each.people) for each in changed] == [
        (key, True, (world["all-roles"].user_id,))
    ]
    service.release(world["releaser"].actor, dossier.id)


@pytest.mark.database
def test_the_supplier_is_heard_on_what_becomes_graver_while_it_is_heard(
    app: Flask, unit: Session, world: World
) -> None:
    flow = Flow(world)
    dossier, key, supplier = flow.vendor_dossier, flow.version("V-1"), world["submitter1"]
    flow.to_hearing(dossier, SHORT)
    hearing = unit.scalars(select(Hearing).where(Hearing.dossier_id == dossier.id)).one()
    hearing.about = [str(flow.version("V-2"))]  # as after a reconsideration
    unit.flush()
    with pytest.raises(Conflict):
        assessments.save_point(supplier.actor, dossier.id, key, Stance.OBJECT, "Niet terecht.", 0)
    told = select(Notice.membership_id).where(Notice.kind == "severity_raised")
    with clock.pretend(hearing.due_on):  # on its last day
        whole = rounds.working_days_ahead(flow.round.hearing_days)
        assessments.change_severity(world["coordinator"].actor, dossier.id, key, Severity.CRITICAL, "Ernstig.")
        assert hearing.due_on == dossier.due_on == whole
        assert unit.scalars(told).all() == [supplier.membership_id]
    with clock.pretend(whole):
        assessments.save_point(supplier.actor, dossier.id, key, Stance.OBJECT, "Niet terecht.", 0)
        assessments.change_severity(world["coordinator"].actor, dossier.id, key, Severity.LOW, "Toch niet.")
        assert hearing.due_on == dossier.due_on == whole  # what becomes better asks nothing anew
    assert len(unit.scalars(told).all()) == 1


@pytest.mark.database
def test_reviewers_raise_a_severity_together_and_the_supplier_is_heard_on_it(
    app: Flask, unit: Session, world: World
) -> None:
    flow = Flow(world)
    dossier, key = flow.vendor_dossier, flow.version("V-2")
    first, second, supplier = (world[name].actor for name in ("reviewer1", "reviewer2", "submitter1"))
    flow.to_hearing(dossier, SHORT)
    assessments.reply_to_hearing(supplier, dossier.id, has_objection=True, reply="Niet mee eens.")
    words = (Verdict.NOT_MET, Assurance.CHECKED, "Nieuwe reden", "", "Uw reactie maakt het ernstiger.")
    made = assessments.reconsider(first, dossier.id, key, *words, severity=Severity.CRITICAL)
    assessments.agree(second, dossier.id, made.id)
    for actor in (first, second):
        assessments.finish_reconsidering(actor, dossier.id)
    assert dossier.state is DossierState.HEARING  # graver is worse: it is heard again
    finding = unit.scalars(select(Finding).where(Finding.requirement_version_id == key)).one()
    term = clock.today() + questionnaires.finding_term(Severity.CRITICAL)
    assert (finding.severity, finding.due_on) == (Severity.CRITICAL, term)
    assert term - clock.today() == timedelta(days=7)
    assessments.reply_to_hearing(supplier, dossier.id, has_objection=False)
    changed = service.checklist(world["releaser"].actor, dossier.id).changes
    assert [each.now.basis_reason for each in changed] == ["Uw reactie maakt het ernstiger."]
    assert set(changed[0].people) == {world["reviewer1"].user_id, world["reviewer2"].user_id}
    assert changed[0].before.public_reason.startswith("OPENBAAR-V-2")
    assert changed[0].now.public_reason == "Nieuwe reden"
