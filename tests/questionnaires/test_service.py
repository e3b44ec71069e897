# SPDX-License-Identifier: EUPL-1.2
"""Tests of the catalogue and of questionnaire versions: loading, rewording, choosing, freezing."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.questionnaires import service
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, CheckKind, QuestionnaireState, Subject
from samencontroleren.questionnaires.models import QuestionnaireVersion, RequirementVersion

pytestmark = pytest.mark.database

WORDING = service.Wording(
    subject=Subject.PRODUCT,
    addressed_to=AddressedTo.SUPPLIER,
    answer_kind=AnswerKind.COMPLIANCE,
    theme="toegang",
    texts={"nl": {"title": "Een eis", "text": "De tekst van de eis."}},
)


@pytest.fixture
def coordinator(world, unit):
    """The coordinator, inside an open unit of work."""
    return world["coordinator"].actor


def keys(actor, search=""):
    return service.ordered_keys(actor, service.Filter(search=search))


def draft_of(actor, name="Online software", search="", themes=("organisatie", "toegang")):
    """A draft with all requirements whose code holds `search`, or with our own of these themes."""
    draft = service.add_questionnaire(actor, name)
    found = service.current_versions(actor, keys(actor, search or "SC-"))
    chosen = [each.requirement_id for each in found if search or each.theme in themes]
    return service.set_items(actor, draft.id, chosen, draft.revision)


def actions(unit):
    return list(unit.scalars(select(TrailRow.action)))


def test_content_is_loaded_once(coordinator, unit):
    before = service.count_requirements(coordinator)
    assert service.load_content(coordinator) == 124
    assert service.load_content(coordinator) == 0
    assert service.count_requirements(coordinator) == before + 124
    assert actions(unit).count("catalogue.content-loaded") == 1


def test_reworded_content_becomes_a_next_version(coordinator):
    service.load_content(coordinator)
    key = keys(coordinator, "SC-ORG-01")[0]
    newest = service.versions_of(coordinator, key)[0]
    own = replace(service.wording_of(newest), is_key=not newest.is_key)
    assert service.reword(coordinator, key, newest.requirement.revision, own) is True
    assert service.load_content(coordinator) == 1
    numbers = [(each.number, each.is_key) for each in service.versions_of(coordinator, key)]
    assert numbers == [(3, newest.is_key), (2, not newest.is_key), (1, newest.is_key)]


def test_a_retired_requirement_stays_retired_when_content_is_loaded_again(coordinator):
    service.load_content(coordinator)
    key = keys(coordinator, "SC-ORG-01")[0]
    requirement = service.get_requirement(coordinator, key)
    service.retire_requirement(coordinator, key, requirement.revision)
    assert service.load_content(coordinator) == 0
    assert key not in keys(coordinator)
    with pytest.raises(Conflict):
        service.reword(coordinator, key, requirement.revision, WORDING)


def test_rewording_from_an_old_page_is_refused_and_shows_theirs(coordinator):
    made = service.add_requirement(coordinator, "X-1", WORDING)
    service.reword(coordinator, made.id, 1, replace(WORDING, weight=2))
    with pytest.raises(Changed) as refused:
        service.reword(coordinator, made.id, 1, replace(WORDING, weight=3))
    assert refused.value.theirs.weight == 2
    assert service.reword(coordinator, made.id, 1, replace(WORDING, weight=2)) is False


def test_a_code_exists_once_whatever_its_capitals(coordinator):
    service.add_requirement(coordinator, "Dubbel-1", WORDING)
    with pytest.raises(Invalid) as refused:
        service.add_requirement(coordinator, "DUBBEL-1", WORDING)
    assert "code" in refused.value.fields


def test_search_finds_code_title_and_theme_and_takes_signs_as_they_are(coordinator):
    texts = {"nl": {"title": "Honderd 100% zeker", "text": "Tekst"}}
    made = service.add_requirement(coordinator, "ZZ-1", replace(WORDING, texts=texts, theme="bijzonder_thema"))
    for words in ("zz-1", "HONDERD", "100%", "bijzonder_"):
        assert made.id in keys(coordinator, words), words
    assert keys(coordinator, "100_") == []


def test_codes_are_ordered_as_people_count(coordinator):
    for number in (10, 9, 1):
        service.add_requirement(coordinator, f"N-{number}", replace(WORDING, theme="zz"))
    found = service.current_versions(coordinator, keys(coordinator, "N-"))
    assert [each.requirement.code for each in found if each.theme == "zz"] == ["N-1", "N-9", "N-10"]


def test_items_are_ordered_by_theme_and_code_and_cut_to_a_subject(coordinator):
    service.load_content(coordinator)
    draft = draft_of(coordinator, themes=("toegang", "afbakening", "weerbaarheid"))
    items = service.items_of(draft.id)
    codes = [item.requirement_version.requirement.code for item in items]
    assert codes[0] == "SC-AFB-01"
    assert codes[-2:] == ["SC-WEE-01", "SC-WEE-02"]
    assert codes.index("SC-TOE-02") < codes.index("SC-TOE-10") < codes.index("SC-WEE-01")
    assert [item.position for item in items] == list(range(1, len(codes) + 1))
    about_vendor = [item.requirement_version.requirement.code for item in service.items_of(draft.id, Subject.VENDOR)]
    assert about_vendor == ["SC-AFB-11", "SC-TOE-08", "SC-TOE-09"]
    key = sum(item.requirement_version.is_key for item in items)
    assert service.counts_of([draft.id])[draft.id] == service.Counts(items=len(codes), key=key, vendor=3)


def test_what_only_the_municipality_must_do_is_not_asked_of_a_supplier(coordinator):
    service.load_content(coordinator)
    for_clients = [each for each in service.current_versions(coordinator, keys(coordinator)) if is_for_client(each)]
    draft = service.add_questionnaire(coordinator, "Alleen gemeente")
    draft = service.set_items(coordinator, draft.id, [e.requirement_id for e in for_clients], draft.revision)
    assert not service.asks(draft.id, Subject.VENDOR)
    assert not service.asks(draft.id, Subject.PRODUCT)
    assert service.existing(for_clients, {}) == []
    assert service.asks(draft_of(coordinator).id, Subject.VENDOR)


def is_for_client(version):
    return version.addressed_to is AddressedTo.CLIENT


def test_what_exists_follows_the_answers(coordinator):
    """AI questions come with a yes; a municipality's own part never; an unanswered scope question opens nothing."""
    service.load_content(coordinator)
    versions = [e for e in service.current_versions(coordinator, keys(coordinator)) if e.subject is Subject.PRODUCT]
    assert service.deciding(versions) == {each.requirement_id for each in versions if each.requirement.code in DECIDING}

    def codes(**answers):
        given = {f"SC-AFB-{number[1:]}": value for number, value in answers.items()}
        return {each.requirement.code for each in service.existing(versions, given)}

    assert "SC-AI-01" not in codes()
    assert codes(_06={"choice": "yes"}) - codes(_06={"choice": "no"}) == {f"SC-AI-{n:02}" for n in range(1, 6)}
    assert "SC-TOE-11" in codes(_03={"choices": ["staff", "residents"]})
    assert "SC-TOE-11" not in codes(_03={"choices": ["staff"]})
    assert "SC-TOE-03" not in codes()
    assert "SC-TOE-03" not in codes(_03={"choices": ["nobody"]})


DECIDING = {*(f"SC-AFB-{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10))}


def test_items_that_do_not_exist_or_are_retired_are_refused(coordinator):
    draft = draft_of(coordinator)
    with pytest.raises(Invalid):
        service.set_items(coordinator, draft.id, [uuid.uuid4()], draft.revision)
    made = service.add_requirement(coordinator, "X-1", WORDING)
    service.retire_requirement(coordinator, made.id, made.revision)
    with pytest.raises(Invalid):
        service.set_items(coordinator, draft.id, [made.id], draft.revision)


def test_choosing_leaves_alone_what_was_not_shown(coordinator):
    service.load_content(coordinator)
    draft = draft_of(coordinator)
    every = [item.requirement_id for item in service.items_of(draft.id)]
    service.choose(coordinator, draft.id, every[:3], [every[0]], draft.revision)
    assert {item.requirement_id for item in service.items_of(draft.id)} == {every[0], *every[3:]}
    # the same click again, from the page as it was
    service.choose(coordinator, draft.id, every[:3], [every[0]], draft.revision - 1)
    with pytest.raises(Changed):
        service.choose(coordinator, draft.id, every[:3], [every[1]], draft.revision - 1)


@pytest.mark.parametrize("name", ["", "   ", "\u200b \t", "x" * 201])
def test_a_name_must_say_something(coordinator, name):
    with pytest.raises(Invalid) as refused:
        service.add_questionnaire(coordinator, name)
    assert "name" in refused.value.fields


def test_a_next_number_starts_with_what_the_last_one_chose_in_the_newest_wording(coordinator):
    service.load_content(coordinator)
    first = draft_of(coordinator)
    with pytest.raises(Invalid):
        service.add_questionnaire(coordinator, "ONLINE software ")
    service.publish_questionnaire(coordinator, first.id, first.revision)
    version = service.items_of(first.id)[0].requirement_version
    own = replace(service.wording_of(version), weight=3 if version.weight != 3 else 2)
    service.reword(coordinator, version.requirement_id, version.requirement.revision, own)
    second = service.add_questionnaire(coordinator, "ONLINE software ")
    assert (second.name, second.number) == ("Online software", 2)
    items = service.items_of(second.id)
    assert len(items) == len(service.items_of(first.id))
    assert items[0].requirement_version.number == 2
    assert service.items_of(first.id)[0].requirement_version.number == 1


def test_publishing_freezes(coordinator, unit):
    service.load_content(coordinator)
    draft = draft_of(coordinator)
    chosen = [item.requirement_version_id for item in service.items_of(draft.id)]
    done = service.publish_questionnaire(coordinator, draft.id, draft.revision)
    assert done.state is QuestionnaireState.PUBLISHED
    assert done.published_at is not None
    assert done.published_by_id == coordinator.user_id
    assert "questionnaire.published" in actions(unit)
    for change in (
        lambda: service.set_items(coordinator, done.id, [], done.revision),
        lambda: service.publish_questionnaire(coordinator, done.id, done.revision),
        lambda: service.renew_wordings(coordinator, done.id, done.revision),
    ):
        with pytest.raises(Conflict):
            change()
    assert [item.requirement_version_id for item in service.items_of(done.id)] == chosen != []


@pytest.mark.parametrize("table", [QuestionnaireVersion, RequirementVersion])
def test_the_database_itself_refuses_changes(coordinator, unit, table):
    service.load_content(coordinator)
    draft = draft_of(coordinator)
    done = service.publish_questionnaire(coordinator, draft.id, draft.revision)
    column = {"name": "Anders"} if table is QuestionnaireVersion else {"theme": "anders"}
    key = done.id if table is QuestionnaireVersion else service.items_of(done.id)[0].requirement_version_id
    with pytest.raises(DBAPIError), unit.begin_nested():
        unit.execute(update(table).where(table.id == key).values(**column))


def test_publishing_nothing_or_from_an_old_page_is_refused(coordinator):
    empty = service.add_questionnaire(coordinator, "Leeg")
    with pytest.raises(Conflict, match="nog geen eisen"):
        service.publish_questionnaire(coordinator, empty.id, empty.revision)
    service.load_content(coordinator)
    draft = draft_of(coordinator)
    with pytest.raises(Changed):
        service.publish_questionnaire(coordinator, draft.id, draft.revision - 1)


def test_the_hash_is_the_same_for_the_same_and_another_for_anything_else(coordinator):
    service.load_content(coordinator)
    one, two = draft_of(coordinator, "Een"), draft_of(coordinator, "Twee")
    digest = service.digest_of(one.id)
    assert digest == service.digest_of(two.id)
    assert service.publish_questionnaire(coordinator, one.id, one.revision).digest == digest
    service.set_items(coordinator, two.id, keys(coordinator, "SC-")[1:], two.revision)
    assert service.digest_of(two.id) != digest


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"nl": {"title": "Een eis", "text": "De tekst van de eis!"}}},
        {"texts": {"nl": {"title": "Een eis", "text": "De tekst van de eis."}, "en": {"title": "A"}}},
        {"is_key": True},
        {"weight": 2},
        {"theme": "gegevens"},
        {"norms": [{"kind": "BIO2", "number": "5.19.01"}]},
        {"options": [{"value": "a", "nl": "a", "en": "a"}]},
        {"aspects": ["design"]},
        {"subject": Subject.VENDOR},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_content_changes_the_hash(coordinator, change):
    made = service.add_requirement(coordinator, "H-1", WORDING)
    draft = draft_of(coordinator, "Hash", "H-1")
    digest = service.digest_of(draft.id)
    service.reword(coordinator, made.id, 1, replace(WORDING, **change))
    service.renew_wordings(coordinator, draft.id, draft.revision)
    assert service.digest_of(draft.id) != digest


def test_the_check_names_what_deserves_a_look(coordinator):
    for code in ("C-1", "C-2"):
        service.add_requirement(coordinator, code, WORDING)
    draft = draft_of(coordinator, "Controle", "C-")
    first = service.current_versions(coordinator, keys(coordinator, "C-1"))[0]
    service.reword(coordinator, first.requirement_id, 1, replace(WORDING, weight=3))
    second = service.get_requirement(coordinator, keys(coordinator, "C-2")[0])
    service.retire_requirement(coordinator, second.id, second.revision)
    check = service.check_draft(coordinator, draft.id)
    assert (len(check.found(CheckKind.NO_ENGLISH)), len(check.found(CheckKind.SAME_TEXT)), check.key) == (2, 2, 0)
    assert [item.requirement_id for item in check.found(CheckKind.OUTDATED)] == [first.requirement_id]
    assert [item.requirement_id for item in check.found(CheckKind.RETIRED)] == [second.id]
    assert CheckKind.NO_KEY in {each.kind for each in check.warnings}
    assert check.blocking == []
    service.renew_wordings(coordinator, draft.id, draft.revision)
    after = service.check_draft(coordinator, draft.id)
    assert len(after.items) == 1
    assert {CheckKind.OUTDATED, CheckKind.RETIRED, CheckKind.SAME_TEXT} <= set(after.clear)


def test_others_than_the_coordinator_change_nothing(world, unit):
    for name in ("releaser", "vng-admin", "buyer1", "submitter1"):
        actor = world[name].actor
        with pytest.raises(Forbidden):
            service.load_content(actor)
        with pytest.raises(Forbidden):
            service.add_questionnaire(actor, "Mag niet")


def test_a_gemeente_reads_what_is_published_only_and_a_supplier_nothing(world, unit):
    draft = service.add_questionnaire(world["coordinator"].actor, "Concept")
    buyer, supplier = world["buyer1"].actor, world["submitter1"].actor
    assert [each.id for each in service.list_questionnaires(buyer)] == [world.questionnaire]
    assert service.list_questionnaires(supplier) == []
    with pytest.raises(NotFound):
        service.get_questionnaire(buyer, draft.id)
    with pytest.raises(NotFound):
        service.get_questionnaire(supplier, world.questionnaire)


def test_texts_fall_back_to_dutch_per_part(coordinator):
    texts = {"nl": {"title": "Titel", "text": "Tekst", "why": "Omdat"}, "en": {"title": "Title"}}
    read = service.requirement_texts(replace(WORDING, texts=texts), "en")
    assert (read["title"], read["text"], read["why"], read["explanation"]) == ("Title", "Tekst", "Omdat", "")


def test_the_check_names_what_nobody_would_be_asked(coordinator):
    service.load_content(coordinator)
    draft = draft_of(coordinator, themes=("ai",))
    lost = service.check_draft(coordinator, draft.id).found(CheckKind.NEVER_ASKED)
    assert {item.requirement_version.requirement.code for item in lost} == {f"SC-AI-{n:02}" for n in range(1, 7)}
    whole = draft_of(coordinator, "Met afbakening", themes=("ai", "afbakening"))
    assert service.check_draft(coordinator, whole.id).found(CheckKind.NEVER_ASKED) == []
