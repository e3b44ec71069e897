# SPDX-License-Identifier: EUPL-1.2
"""Canaries in the life of findings: three of the released product of supplier 1, each in another stage."""

import uuid
from datetime import timedelta

from sqlalchemy import Select, select

from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.evidence.models import Document
from samencontroleren.findings import service
from samencontroleren.findings.kinds import PlanState, Progress, RequestKind
from samencontroleren.findings.models import ImprovementPlan
from samencontroleren.findings.plans import newest_plan
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.sharing.models import ReleasedFinding
from tests.isolation.canaries import COORDINATORS, DESK, NONE, Names, Scene, Thing, readers, supplier
from tests.support.story import Place

Inside = dict[Place, Names]


def plant(scene: Scene, inside: Inside, place: Place, reviewers: Names) -> None:
    """The addresses of all findings, then plans and requests below those of `place`."""
    within, found = inside[place], _by_code(scene, place)
    _addresses(scene, inside)
    own = within - DESK
    deep = within | readers(1)
    _solving(scene, found["P-2"], deep, within)
    _returned(scene, found["P-3"], own)
    _waiting(scene, found["P-4"], within)
    decides = COORDINATORS | reviewers
    everyone = within | readers(1)
    vng, why = scene.world["coordinator"].actor, scene.word("why findings hang together", within)
    linked = service.link_findings(vng, found["P-2"].id, found["P-3"].id, why)
    scene.thing("link of findings", "P-2 and P-3", decides, linked.id, seen=everyone)
    for code, finding in found.items():
        is_waiting = code == "P-4"
        scene.thing("finding to decide", code, decides, finding.id, seen=everyone, is_ready=is_waiting)
        scene.thing("finding of VNG", code, COORDINATORS, finding.id, seen=everyone)
        request = {"seen": everyone, "soort": "hercontrole", "is_ready": is_waiting}
        scene.thing("request to decide", code, decides, finding.id, **request)


def _by_code(scene: Scene, place: Place) -> dict[str, Finding]:
    rows = session().execute(_with_code().where(Finding.dossier_id == scene.told[place]))
    return {code: finding for code, finding in rows}  # noqa: C416 -- rows are no pairs to the type checker


def _with_code() -> Select[tuple[str, Finding]]:
    query = select(Requirement.code, Finding).join(
        RequirementVersion, RequirementVersion.requirement_id == Requirement.id
    )
    return query.join(Finding, Finding.requirement_version_id == RequirementVersion.id)


def _addresses(scene: Scene, inside: Inside) -> None:
    """A released finding has no words of its own; whoever meets its key has met it."""
    dossiers = {key: place for place, key in scene.told.dossiers.items()}
    released = set(session().scalars(select(ReleasedFinding.finding_id)))
    for code, finding in session().execute(_with_code()):
        place = dossiers[finding.dossier_id]
        number = place.vendor + 1
        everyone = inside[place] | (readers(number) if finding.id in released else NONE)
        label = f"{number}{'' if place.product is None else 'ab'[place.product]} {code}"
        speaks = frozenset((f"submitter{number}",)) | ({"double"} if number == 2 else NONE)
        writes = supplier(number) - {f"vendor-admin{number}"}
        scene.thing("finding", label, everyone, finding.id)
        scene.thing("finding inside", label, inside[place], finding.id, seen=everyone)
        scene.thing("finding of supplier", label, writes, finding.id, seen=everyone)
        scene.thing("finding to speak on", label, speaks, finding.id, seen=everyone, soort="betwisting")
    for row in session().scalars(select(ReleasedFinding)):
        scene.mark("released finding", row.id, readers(1) | supplier(1) | DESK, inside[dossiers_of(row, dossiers)])


def dossiers_of(row: ReleasedFinding, dossiers: dict[uuid.UUID, Place]) -> Place:
    """The place of the dossier a released finding stands in."""
    return dossiers[session().get_one(Finding, row.finding_id).dossier_id]


def _plan(scene: Scene, finding: Finding, what: str, owner: str) -> ImprovementPlan:
    who, day = scene.world["submitter1"].actor, clock.today() + timedelta(days=9)
    saved = service.save_plan(who, finding.id, [service.Step(what, owner, day)], 0)
    return service.submit_plan(who, finding.id, saved.revision)


def _solving(scene: Scene, finding: Finding, deep: Names, within: Names) -> None:
    """A plan that was accepted: gemeenten read the step, the supplier alone who does it."""
    step = scene.word("step of an accepted plan 1", deep)
    sent = _plan(scene, finding, step, scene.word("owner of a step 1", supplier(1)))
    service.decide_plan(scene.world["coordinator"].actor, finding.id, sent.seal, True)
    plan = newest_plan(finding.id, PlanState.ACCEPTED)
    assert plan is not None
    note = scene.word("note on a step 1", within)
    service.report_progress(scene.world["submitter1"].actor, finding.id, plan.steps[0].id, Progress.BUSY, note)
    whole = {"step": plan.steps[0].id, "seen": within | readers(1)}
    scene.thing("step of plan", "1", supplier(1) - {"vendor-admin1"}, finding.id, **whole)


def _returned(scene: Scene, finding: Finding, own: Names) -> None:
    """A plan that was returned, and the next one being written."""
    sent = _plan(scene, finding, scene.word("step of a returned plan 1", NONE, own | DESK), "")
    reason = scene.word("why a plan was returned 1", own, DESK)
    service.decide_plan(scene.world["coordinator"].actor, finding.id, sent.seal, False, reason)
    draft = scene.word("step of a draft plan 1", {"contributor1", "submitter1"}, supplier(1))
    service.save_plan(scene.world["submitter1"].actor, finding.id, [service.Step(draft)], 0)


def _waiting(scene: Scene, finding: Finding, within: Names) -> None:
    """A dispute that was refused, and a follow-up check that waits."""
    who, coordinator = scene.world["submitter1"].actor, scene.world["coordinator"].actor
    service.ask(who, finding.id, RequestKind.DISPUTE, scene.word("why a finding is disputed 1", within))
    answer = scene.word("why a dispute was refused 1", within)
    service.decide(coordinator, finding.id, RequestKind.DISPUTE, False, answer)
    paper = session().scalars(select(Document.id).where(Document.vendor_id == finding.vendor_id).order_by(Document.id))
    usable = [each for each in paper if session().get_one(Document, each).withdrawn_at is None]
    proof = next(each for each in usable if any(thing.args["key"] == each for thing in _submitted(scene)))
    explanation = scene.word("why a check was asked 1", within)
    service.ask(who, finding.id, RequestKind.CHECK, explanation, documents=[proof])


def _submitted(scene: Scene) -> list[Thing]:
    """Documents that were submitted: the reviewers read them already."""
    return [each for each in scene.things["document"] if each.label.endswith("submitted proof 1")]
