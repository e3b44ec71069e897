# SPDX-License-Identifier: EUPL-1.2
"""Which findings there will be is agreed on before the hearing; the supplier is heard on what is released."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service
from samencontroleren.assessments.arranging import Agreed, Named, planned, still_agreed
from samencontroleren.assessments.kinds import Assurance, FindingCause, FindingState, Severity, Verdict
from samencontroleren.assessments.models import Finding, FindingEvent, Hearing
from samencontroleren.assessments.shortcomings import agreed_in
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid
from samencontroleren.core.trail import TrailRow
from samencontroleren.findings import service as findings
from samencontroleren.notifications.models import Notice
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Turn
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.layer_reading import Layer
from samencontroleren.sharing.layers import make_layers
from samencontroleren.sharing.models import ReleasedFinding
from samencontroleren.usage import service as usages
from tests.assessments.flow import VALUES, Flow
from tests.support.pages import PageClient
from tests.support.world import World

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))
LOW, MEDIUM, HIGH, CRITICAL = Severity
SHORT = {A: MEDIUM, B: HIGH, C: LOW}
VERDICTS = {"P-1": Verdict.PARTLY, "P-2": Verdict.NOT_MET, "P-4": Verdict.PARTLY}
ONE = "Herstel is niet geregeld"


def rows(agreed: Sequence[Agreed], short: Mapping[uuid.UUID, Severity] = SHORT) -> list[tuple[object, ...]]:
    found = planned(short, agreed)
    return [(each.requirement, each.part, each.title, each.severity, each.into, each.whole) for each in found]


@pytest.mark.parametrize(
    ("severity", "own"),
    [(None, (MEDIUM, HIGH)), (LOW, (LOW, LOW)), (CRITICAL, (CRITICAL, HIGH))],
)
def test_the_first_carries_the_others_and_none_is_graver_than_all_together(
    severity: Severity | None, own: tuple[Severity, Severity]
) -> None:
    whole = severity or HIGH
    first = (A, 1, "Samen", own[0], None, whole)
    assert rows([Agreed((A, B), [Named("Samen", severity)])]) == [
        first,
        (B, 1, "", own[1], A, None),
        (C, 1, "", LOW, None, None),
    ]


def test_what_is_no_shortcoming_any_more_leaves_and_one_alone_is_as_usual() -> None:
    together, apart = Agreed((A, B), [Named("Samen")]), Agreed((C,), [Named("Eén"), Named("Twee", HIGH)])
    assert rows([together, apart], {B: HIGH, C: LOW}) == [
        (B, 1, "", HIGH, None, None),
        (C, 1, "Eén", LOW, None, None),
        (C, 2, "Twee", HIGH, None, None),
    ]
    assert rows([apart], {A: MEDIUM}) == [(A, 1, "", MEDIUM, None, None)]


def test_a_later_agreement_replaces_all_it_shares_a_requirement_with() -> None:
    first, second = Agreed((A, B), [Named("Samen")]), Agreed((B, C), [Named("Anders")])
    assert still_agreed([first, second]) == [second]
    assert still_agreed([first, Agreed((A, B), [])]) == []
    assert still_agreed([first, Agreed((C,), [Named("Eén"), Named("Twee")])])[0] is first


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Flow:
    """Both judge alike; the first one wants to talk before the supplier is heard."""
    made = Flow(world)
    talked(made)
    return made


def talked(flow: Flow, of_second: Mapping[str, Verdict] = VERDICTS, confidential: tuple[str, ...] = ()) -> None:
    dossier = flow.product_dossier
    flow.submit(dossier, confidential)
    flow.assign(dossier)
    for name, wants, verdicts in (("reviewer1", True, VERDICTS), ("reviewer2", False, of_second)):
        flow.judge(flow.world[name], dossier, verdicts)
        service.mark_ready(flow.world[name].actor, dossier.id, wants)


def arranged(flow: Flow, codes: Sequence[str], named: Sequence[Named], reason: str = "") -> None:
    """The first reviewer proposes, the second agrees."""
    first, second = (flow.world[name].actor for name in ("reviewer1", "reviewer2"))
    made = service.arrange(first, flow.product_dossier.id, [flow.version(code) for code in codes], named, reason)
    service.agree_arrangement(second, flow.product_dossier.id, made.id)


def heard(flow: Flow, name: str = "submitter1") -> list[tuple[str, Severity, int]]:
    """What the supplier is heard on: name, severity and number of requirements of each finding."""
    actor, key = flow.world[name].actor, flow.product_dossier.id
    concluded = {each.requirement_version_id: each for each in service.current_conclusions(actor, key)}
    found = service.foreseen(key, service.list_findings(actor, key), concluded).values()
    return sorted((each.title, each.severity, len(each.requirements)) for each in found if each.requirements)


@pytest.mark.database
def test_the_supplier_is_heard_on_what_is_released(flow: Flow, world: World, unit: Session) -> None:
    dossier = flow.product_dossier
    arranged(flow, ["P-1", "P-2"], [Named(ONE)])
    arranged(flow, ["P-4"], [Named("Geen grens"), Named("Geen melding", CRITICAL)], "De melding kan niet wachten.")
    assert dossier.state is DossierState.DISCUSSING and heard(flow, "reviewer1") == []
    service.finish_discussion(world["reviewer2"].actor, dossier.id)
    usual = {
        each.version.requirement.code: each.version.severity
        for each in service.compared(world["reviewer1"].actor, dossier.id)
    }
    gravest = max(usual["P-1"], usual["P-2"], key=list(Severity).index)
    wanted = sorted([(ONE, gravest, 2), ("Geen grens", usual["P-4"], 1), ("Geen melding", CRITICAL, 1)])
    assert heard(flow) == wanted
    drafts = list(unit.scalars(select(Finding).where(Finding.dossier_id == dossier.id)))
    assert {each.state for each in drafts} == {FindingState.DRAFT} and len(drafts) == 4
    lead = next(each for each in drafts if each.title == ONE)
    part = next(each for each in drafts if each.merged_into_id)
    assert part.merged_into_id == lead.id and findings.get_finding(world["submitter1"].actor, lead.id).parts == [part]
    with pytest.raises(Conflict):  # they agreed on it: the co-ordinator does not change it behind their back
        service.change_severity(world["coordinator"].actor, dossier.id, flow.version("P-1"), LOW, "Minder erg.")
    service.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=False)
    flow.publish(flow.vendor_dossier)
    made = sharing.release(world["releaser"].actor, dossier.id)
    released = list(unit.scalars(select(ReleasedFinding).where(ReleasedFinding.release_id == made.id)))
    whole = [each for each in released if each.part_of is None]
    assert sorted((each.titles["nl"], each.severity) for each in whole) == [each[:2] for each in wanted]
    assert [each.part_of for each in released if each.finding_id == part.id] == [
        each.place for each in released if each.finding_id == lead.id
    ]
    assert (lead.state, part.state, lead.severity) == (FindingState.OPEN, FindingState.MERGED, gravest)
    causes = unit.scalars(select(FindingEvent.cause).where(FindingEvent.finding_id == lead.id)).all()
    assert FindingCause.ABSORBED in causes
    usage = usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
    usages.confirm_usage(world["ciso1"].actor, usage.id)
    read = findings.get_finding(world["ciso1"].actor, lead.id).events
    assert {each.cause for each in read} == {FindingCause.RELEASED}  # what happened to the draft is no gemeente's
    assert codes_of_the_second(flow, part) == "P-4, P-2"
    acts = select(TrailRow.user_id).where(TrailRow.action == "findings.agreed", TrailRow.object_id == dossier.id)
    assert set(unit.scalars(acts)) == {world["reviewer2"].user_id}
    findings.split_finding(world["coordinator"].actor, lead.id, [part.id], "Toch apart.")
    assert (part.state, part.severity) == (
        FindingState.OPEN,
        usual["P-2" if part.requirement_version_id == flow.version("P-2") else "P-1"],
    )


def codes_of_the_second(flow: Flow, part: Finding) -> str:
    """What a result says of the second finding on P-4 when another went on in that one."""
    actor, key, stood = flow.world["reviewer1"].actor, flow.product_dossier.id, part.merged_into_id
    found = service.findings_by_requirement(key)
    part.merged_into_id = found[flow.version("P-4")][1].id
    made = make_layers(service.submitted(actor, key), service.current_conclusions(actor, key), found, [])
    part.merged_into_id = stood
    layer = Layer(made.verdicts, made.findings, made.answers, made.measures)
    first, second = (each for each in made.findings if each.requirement_code == "P-4")
    assert layer.codes_of(first) == "P-4"
    return layer.codes_of(second)


SECRET = "Onze sleutel ligt onder de mat"


def test_what_was_agreed_follows_the_verdicts_and_ends_with_the_reviews(
    app: Flask, unit: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VALUES, "P-1", {"choice": "meets", "explanation": SECRET})
    flow = Flow(world)
    talked(flow, confidential=("P-1",))
    dossier, key = flow.product_dossier, flow.product_dossier.id
    first, second, vng = (world[name].actor for name in ("reviewer1", "reviewer2", "coordinator"))
    one, two, four = (flow.version(code) for code in ("P-1", "P-2", "P-4"))
    with pytest.raises(Invalid) as refused:
        service.arrange(first, key, [one, two], [Named(SECRET)])
    assert list(refused.value.fields) == ["title1"]
    arranged(flow, ["P-1", "P-2", "P-4"], [Named(ONE, LOW)], "Er is een vangnet.")
    service.arrange(first, key, [one, two, four], [])
    service.finish_discussion(first, key)
    assert heard(flow) == [(ONE, LOW, 3)]

    def weigh(*changes: tuple[uuid.UUID, Verdict, Severity | None]) -> None:
        service.reply_to_hearing(world["submitter1"].actor, key, has_objection=True, reply="Dit klopt niet.")
        for version, code, severity in changes:
            said = (code, Assurance.CHECKED, "Zo is het nu.", "", "Na de reactie.", severity)
            service.agree(second, key, service.reconsider(first, key, version, *said).id)
        for actor in (first, second):
            service.finish_reconsidering(actor, key)

    weigh((one, Verdict.PARTLY, CRITICAL))
    assert dossier.state is DossierState.HEARING and heard(flow) == [(ONE, CRITICAL, 3)]
    weigh((one, Verdict.MEETS, None), (two, Verdict.MEETS, None), (four, Verdict.PARTLY, CRITICAL))
    assert heard(flow) == [("", CRITICAL, 1)]
    service.change_severity(vng, key, four, HIGH, "Minder erg.")  # it is no more than its own verdict now
    assert heard(flow) == [("", HIGH, 1)]
    service.reply_to_hearing(world["submitter1"].actor, key, has_objection=False)
    for each in service.list_findings(first, key):
        each.title = SECRET
    assert sharing.checklist(world["releaser"].actor, key).retold == {four: [SECRET]}
    sharing.send_back(world["releaser"].actor, key, DossierState.DISCUSSING, "Bespreek het nog eens.")
    assert service.layout_of(first, key).proposals == []  # it lapsed when the supplier was heard
    assert [each.requirements for each in service.layout_of(first, key).agreed] == [[one, two, four]]
    service.finish_discussion(first, key)
    service.reply_to_hearing(world["submitter1"].actor, key, has_objection=False)
    sharing.send_back(world["releaser"].actor, key, DossierState.SUBMITTED, "Beoordeel het opnieuw.")
    assert agreed_in(key) == []


@pytest.mark.parametrize(
    ("then", "now", "named", "whole"),
    [
        ((MEDIUM, HIGH), (MEDIUM, HIGH), LOW, LOW),
        ((MEDIUM, HIGH), (CRITICAL, HIGH), LOW, CRITICAL),
        ((MEDIUM, HIGH), (HIGH, HIGH), CRITICAL, CRITICAL),  # one that became graver never makes it lighter
        ((MEDIUM, HIGH), (MEDIUM, MEDIUM), CRITICAL, MEDIUM),
        ((MEDIUM, HIGH), (MEDIUM, MEDIUM), LOW, LOW),  # nor one that became lighter graver
    ],
)
def test_a_severity_that_was_agreed_on_counts_for_the_verdicts_it_was_agreed_on(
    then: tuple[Severity, Severity], now: tuple[Severity, Severity], named: Severity, whole: Severity
) -> None:
    agreed = Agreed((A, B), [Named("Samen", named)], weighed=then)
    assert planned(dict(zip((A, B), now, strict=True)), [agreed])[0].whole is whole
    parts = Agreed((A,), [Named("Eén", named), Named("Twee")], weighed=(then[0],))
    assert [each.severity for each in planned({A: then[0]}, [parts])] == [named, then[0]]


def test_each_finding_is_held_against_its_own_name_not_that_of_another() -> None:
    apart = Agreed((A,), [Named("Eén"), Named("Twee", HIGH)], weighed=(MEDIUM,))
    assert [each.is_as_named for each in planned({A: HIGH}, [apart])] == [False, True]
    together = Agreed((A, B, C), [Named(ONE, MEDIUM)], weighed=(MEDIUM, HIGH, LOW))
    assert [each.is_as_named for each in planned(SHORT, [together])] == [True, True, False], "B was lowered to it"


@pytest.mark.database
def test_the_releasing_officer_reads_who_made_a_finding_graver_and_from_what(flow: Flow, world: World) -> None:
    key, vng, releaser = flow.product_dossier.id, world["coordinator"].actor, world["releaser"].actor
    first, second, vendor = (world[name].actor for name in ("reviewer1", "reviewer2", "submitter1"))
    one, three = flow.version("P-1"), ["P-1", "P-2", "P-4"]

    def told() -> list[tuple[str, Severity, Severity, str, tuple[uuid.UUID, ...]]]:
        found = service.regraded_since_hearing(releaser, key, service.list_findings(releaser, key))
        return [(each.finding.title, each.before, each.finding.severity, each.reason, each.people) for each in found]

    def reply(*changes: tuple[uuid.UUID, Verdict, Severity | None]) -> None:
        service.reply_to_hearing(vendor, key, has_objection=bool(changes), reply="Dit klopt niet." if changes else "")
        for version, code, severity in changes:
            said = (code, Assurance.CHECKED, "Zo is het nu.", "", "Na de reactie.", severity)
            service.agree(second, key, service.reconsider(first, key, version, *said).id)
        for actor in (first, second) if changes else ():
            service.finish_reconsidering(actor, key)

    arranged(flow, three, [Named(ONE, LOW)], "Er is een vangnet.")
    service.finish_discussion(first, key)
    whole = next(each for each in service.list_findings(vng, key) if each.title)
    service.change_severity(vng, key, one, MEDIUM, "Toch erger.", finding_id=whole.id)
    assert told() == [(ONE, LOW, MEDIUM, "Toch erger.", (world["coordinator"].user_id,))]
    reply((one, Verdict.PARTLY, CRITICAL))
    assert told() == [(ONE, LOW, CRITICAL, "", ())], "its verdict made it so"
    reply()
    sharing.send_back(releaser, key, DossierState.DISCUSSING, "Bespreek de ernst.")
    arranged(flow, three, [Named(ONE, HIGH)], "Het vangnet is klein.")
    service.finish_discussion(first, key)
    both = (world["reviewer1"].user_id, world["reviewer2"].user_id)
    assert told() == [(ONE, LOW, HIGH, "Het vangnet is klein.", both)]
    reply((one, Verdict.MEETS, None))
    assert [each[:2] for each in told()] == [(ONE, LOW)], "the next one carries it; the supplier read the whole as low"


@pytest.mark.database
def test_what_a_reconsideration_takes_away_leaves_and_a_later_round_finds_all_again(
    flow: Flow, world: World, unit: Session
) -> None:
    dossier, first, second = flow.product_dossier, world["reviewer1"].actor, world["reviewer2"].actor
    arranged(flow, ["P-1", "P-2"], [Named(ONE)])
    arranged(flow, ["P-4"], [Named("Eén"), Named("Twee")])
    service.finish_discussion(first, dossier.id)
    weighed_anew(flow, unit)
    service.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=True, reply="P-1 klopt niet.")
    said = (Verdict.MEETS, Assurance.CHECKED, "Het is er toch.", "", "Het document stond er al.")
    made = service.reconsider(first, dossier.id, flow.version("P-1"), *said)
    service.agree(second, dossier.id, made.id)
    for actor in (first, second):
        service.finish_reconsidering(actor, dossier.id)
    assert [(each[0], each[2]) for each in heard(flow)] == [("", 1), ("Eén", 1), ("Twee", 1)]
    lapsed = unit.scalars(select(Finding).where(Finding.state == FindingState.LAPSED)).one()
    assert lapsed.requirement_version_id == flow.version("P-1") and lapsed.own_severity is None
    flow.publish(flow.vendor_dossier)
    told = sharing.checklist(world["releaser"].actor, dossier.id).regraded
    assert [(each.finding.title, each.finding.severity, each.reason, each.people) for each in told] == [
        ("Twee", LOW, "Minder erg.", (world["coordinator"].user_id,))
    ], "of the one that ended with its verdicts nothing is told"
    sharing.release(world["releaser"].actor, dossier.id)
    before = {each.id: each.title for each in service.list_findings(first, dossier.id)}
    later = Flow(world)
    later.submit_standing(later.product_dossier)
    later.assign(later.product_dossier)
    later.review(later.product_dossier, VERDICTS, VERDICTS)
    again = service.list_findings(world["reviewer1"].actor, later.product_dossier.id)
    assert {each.id: each.title for each in again if each.next_dossier_id} == before
    assert [each.requirement_version_id for each in again if not each.next_dossier_id] == [flow.version("P-1")]


def weighed_anew(flow: Flow, unit: Session) -> None:
    """The co-ordinator changes how grave arranged findings are; the supplier is heard on what became graver."""
    vng, key, one, two = flow.world["coordinator"].actor, flow.product_dossier.id, *map(flow.version, ("P-1", "P-2"))
    drafts = {each.title: each for each in service.list_findings(vng, key)}
    whole, part, second = drafts[ONE], drafts[""], drafts["Twee"]
    assert service.gradable(vng, part) is None
    for wrong in (None, part.id):
        with pytest.raises(Conflict):
            service.change_severity(vng, key, two, CRITICAL, "Erger.", finding_id=wrong)
    with pytest.raises(Invalid):
        service.change_severity(vng, key, one, whole.severity, "Zo blijft het.", finding_id=whole.id)
    hearing = unit.scalars(select(Hearing).where(Hearing.dossier_id == key)).one()
    hearing.about = [str(flow.version("P-4"))]  # as after a reconsideration
    service.change_severity(vng, key, one, CRITICAL, "Erger.", finding_id=whole.id)
    assert hearing.about == [str(each) for each in (flow.version("P-4"), one, two)]
    first = drafts["Eén"].severity
    service.change_severity(vng, key, flow.version("P-4"), LOW, "Minder erg.", finding_id=second.id)
    assert (whole.severity, drafts["Eén"].severity, second.severity) == (CRITICAL, first, LOW)
    acts = select(TrailRow.facts).where(TrailRow.action == "severity.changed", TrailRow.object_id == key)
    assert {each["finding"] for each in unit.scalars(acts)} == {str(whole.id), str(second.id)}
    last = select(FindingEvent).where(FindingEvent.finding_id == whole.id).order_by(FindingEvent.number.desc())
    event = unit.scalars(last.limit(1)).one()
    assert (event.cause, event.reason, event.party) == (FindingCause.SEVERITY, "Erger.", Turn.COORDINATOR)
    assert len(unit.scalars(select(Notice.id).where(Notice.kind == "severity_raised")).all()) == 1
    hearing.about = None


@pytest.mark.database
def test_who_says_so_and_what_is_refused(flow: Flow, world: World) -> None:
    dossier, key = flow.product_dossier, flow.product_dossier.id
    first, second, vng = (world[name].actor for name in ("reviewer1", "reviewer2", "coordinator"))
    two, four = [flow.version("P-1"), flow.version("P-2")], [flow.version("P-4")]
    for wrong, named in (
        (two[:1], [Named(ONE)]),
        (two, [Named(" ")]),
        (two, [Named("Eén"), Named("Twee")]),
        (two, [Named(ONE, LOW)]),  # another severity without a reason
    ):
        with pytest.raises(Invalid):
            service.arrange(first, key, wrong, named)
    with pytest.raises(Conflict):
        service.arrange(first, key, [two[0], flow.version("P-3")], [Named(ONE)])  # P-3 meets
    with pytest.raises(Conflict):
        service.arrange(first, key, two, [])  # nothing was agreed on
    with pytest.raises(Forbidden):
        service.arrange(world["submitter1"].actor, key, two, [Named(ONE)])
    made = service.arrange(first, key, two, [Named(ONE)])
    with pytest.raises(Conflict):
        service.agree_arrangement(first, key, made.id)
    other = service.arrange(second, key, [*two, *four], [Named("Alles")])
    with pytest.raises(Conflict):
        service.agree_arrangement(second, key, made.id)  # overtaken
    assert service.layout_of(vng, key).proposals == [other] and service.open_arrangements(first, key) == 1
    with pytest.raises(Invalid):
        service.arrange(vng, key, two, [Named(ONE)])
    with pytest.raises(Changed):  # it read the first proposal only
        service.arrange(vng, key, two, [Named(ONE)], "Eén oorzaak.", seen=[str(made.id)])
    gone = next(each for each in rounds.assignments_of(key) if each.user_id == second.user_id)
    gone.ended_at = gone.assigned_at
    assert service.open_arrangements(first, key) == 0  # who reviews no more proposes nothing
    gone.ended_at = None
    service.arrange(vng, key, two, [Named(ONE)], "Eén oorzaak.")
    with pytest.raises(Conflict):
        service.agree_arrangement(first, key, other.id)  # VNG decided
    assert [each.title for each in service.layout_of(first, key).planned if each.into is None] == [ONE, ""]
    arranged(flow, ["P-1", "P-2"], [])
    assert service.layout_of(first, key).agreed == []
    service.finish_discussion(first, key)
    assert dossier.state is DossierState.HEARING
    with pytest.raises(Conflict):
        service.arrange(first, key, two, [Named(ONE)])


@pytest.mark.database
def test_what_was_agreed_is_undone_when_a_part_of_it_meets_by_now(app: Flask, unit: Session, world: World) -> None:
    flow = Flow(world)
    key = flow.product_dossier.id
    talked(flow, {**VERDICTS, "P-4": Verdict.MEETS})
    first, second = world["reviewer1"].actor, world["reviewer2"].actor
    arranged(flow, ["P-1", "P-2", "P-4"], [Named(ONE)])
    said = (Verdict.MEETS, Assurance.CHECKED, "Het staat in het verslag.", "", "Wij lazen het na.")
    service.agree(second, key, service.propose(first, key, flow.version("P-4"), *said).id)
    assert [each.title for each in service.layout_of(first, key).planned if each.into is None] == [ONE]
    arranged(flow, ["P-1", "P-2", "P-4"], [])
    layout = service.layout_of(first, key)
    assert layout.agreed == [] and [each.title for each in layout.planned] == ["", ""]


def test_the_page_shows_what_will_be_and_keeps_what_was_typed(
    app: Flask,
    database: Database,
    world: World,
    client_of: Callable[..., PageClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with database.unit():
        flow = Flow(world)
        talked(flow)
    key = flow.product_dossier.id
    here = f"/dossiers/{key}/verschillen/bevindingen"
    first, second, vendor = (client_of(world[name]) for name in ("reviewer1", "reviewer2", "submitter1"))
    two = [str(flow.version("P-1")), str(flow.version("P-2"))]
    vendor.get(here, status=404)
    wrong = first.post(f"{here}/samenvoegen", {"requirements": two[:1], "title1": ONE}, status=422)
    assert ONE in wrong.text and "Kies twee of meer eisen." in wrong.words
    first.post(f"{here}/splitsen", {"requirement": two[0], "title1": "Eén", "title2": ""}, status=422)
    three = {"requirement": two[0], "title1": "Eén", "title2": "Twee", "severity3": "high"}
    assert "Geef de bevinding een naam." in first.post(f"{here}/splitsen", three, status=422).words
    first.post(f"{here}/samenvoegen", {"requirements": two, "title1": ONE})
    page = second.get(here)
    address = re.findall(r'action="(/dossiers/[^"]*/eens)"', page.text)[0]
    second.post(address, {})
    assert "Samen afgesproken." in first.get(here).words
    stale = {"requirements": two, "title1": "Mijn naam ervoor", "seen": ""}
    meanwhile = first.post(f"{here}/samenvoegen", stale, status=409)
    assert "Mijn naam ervoor" in meanwhile.text and "Lees dat eerst." in meanwhile.words
    first.post(f"/dossiers/{key}/verschillen/afronden", {})
    draft = vendor.get(f"/dossiers/{key}/wederhoor").words
    assert draft.count(ONE) == 3 and "P-1, P-2" in draft  # in the table, and at both verdicts
    listed = vendor.get(f"/dossiers/{key}/wederhoor/{two[1]}").words
    assert ONE in listed and "samen met P-1" in listed
    with database.unit():
        rest = [each for each in service.submitted(world["submitter1"].actor, key) if each.position != 2]
    monkeypatch.setattr(service, "submitted", lambda *_: rest)  # as when a supplement ended the question
    assert vendor.get(f"/dossiers/{key}/wederhoor.pdf").response.data.startswith(b"%PDF")
