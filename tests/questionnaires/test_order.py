# SPDX-License-Identifier: EUPL-1.2
"""Tests of the order of a draft: what is placed where, moving, and the pages for it."""

import uuid
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.questionnaires import service
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Subject
from samencontroleren.questionnaires.placing import Placed, blocks_of, merged, ordered, shift

NUMBERS = st.lists(st.integers(0, 30), unique=True, max_size=12)


@settings(deadline=None, max_examples=60)
@given(old=NUMBERS, new=NUMBERS)
def test_what_stands_keeps_its_order_and_new_ones_come_before_the_first_that_is_higher(old, new):
    new = [each for each in new if each not in old]
    found = merged(old, new, lambda each: each)
    assert sorted(found) == sorted([*old, *new])
    assert [each for each in found if each in old] == old
    for each in new:
        ahead = [one for one in found[: found.index(each)] if one in old]
        behind = [one for one in found[found.index(each) :] if one in old]
        assert all(one < each for one in ahead)
        assert not behind or behind[0] > each


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 9), st.integers(1, 4), st.integers(1, 9))
def test_a_shift_is_a_block_taken_out_and_put_elsewhere(first, length, to):
    positions = list(range(1, 16))
    block = [each for each in positions if first <= each < first + length]
    rest = [each for each in positions if each not in block]
    expected = [*rest[: to - 1], *block, *rest[to - 1 :]]
    moved = shift(first, length, to)
    found = {each: each for each in positions}
    if moved is not None:
        for each in positions:
            if moved.first <= each <= moved.last:
                found[each] = each + (moved.block_by if each in moved.block else moved.passed_by)
    assert sorted(positions, key=found.__getitem__) == expected
    assert sorted(found.values()) == positions


def test_themes_stay_together_and_a_requirement_that_changed_theme_is_new_there():
    before = [Placed(1, "A-2", "x"), Placed(2, "A-1", "x"), Placed(3, "B-1", "toegang")]
    wanted = [*before[:1], Placed(2, "A-1", "toegang"), before[2], Placed(4, "A-3", "x"), Placed(5, "C-1", "mensen")]
    found = ordered(wanted, before)
    assert [(each.theme, each.code) for each in found] == [
        ("mensen", "C-1"),
        ("x", "A-2"),
        ("x", "A-3"),
        ("toegang", "A-1"),
        ("toegang", "B-1"),
    ]
    assert blocks_of([each.theme for each in found]) == {
        "mensen": range(1, 2),
        "x": range(2, 4),
        "toegang": range(4, 6),
    }


def wording(theme, number):
    texts = {"nl": {"title": f"Titel {number}", "text": f"De leverancier regelt punt {number}."}}
    return service.Wording(Subject.PRODUCT, AddressedTo.SUPPLIER, AnswerKind.COMPLIANCE, theme, texts)


@pytest.fixture
def coordinator(world, unit):
    """The coordinator, inside an open unit of work."""
    return world["coordinator"].actor


@pytest.fixture
def draft(coordinator):
    """A draft with O-1 … O-4 in theme aa and O-5 … O-6 in theme bb."""
    made, numbers = service.add_questionnaire(coordinator, "Volgorde"), count(1)
    keys = []
    for theme in ("aa", "aa", "aa", "aa", "bb", "bb"):
        number = next(numbers)
        keys.append(service.add_requirement(coordinator, f"O-{number}", wording(theme, number)).id)
    return service.set_items(coordinator, made.id, keys, made.revision)


def codes(draft):
    items = service.items_of(draft.id)
    assert [item.position for item in items] == list(range(1, len(items) + 1))
    return [item.requirement_version.requirement.code[2:] for item in items]


def key_of(draft, code):
    return next(
        item.requirement_id for item in service.items_of(draft.id) if item.requirement_version.requirement.code == code
    )


@pytest.mark.database
def test_a_requirement_moves_within_its_theme_and_a_theme_among_themes(coordinator, draft, unit):
    found = service.move(coordinator, draft.id, key_of(draft, "O-1"), 3, draft.revision)
    assert (found.place, found.of, codes(draft)) == (3, 4, ["2", "3", "1", "4", "5", "6"])
    service.move(coordinator, draft.id, key_of(draft, "O-4"), 1, draft.revision)
    assert codes(draft) == ["4", "2", "3", "1", "5", "6"]
    service.move(coordinator, draft.id, key_of(draft, "O-5"), 99, draft.revision)
    assert codes(draft) == ["4", "2", "3", "1", "6", "5"]
    service.move(coordinator, draft.id, "bb", 1, draft.revision)
    assert codes(draft) == ["6", "5", "4", "2", "3", "1"]
    assert service.themes_in_order(draft.id) == [("bb", 2), ("aa", 4)]
    # what is chosen later comes at its own place and leaves the rest alone
    late = service.add_requirement(coordinator, "O-0", wording("bb", 0)).id
    every = [item.requirement_id for item in service.items_of(draft.id)]
    service.set_items(coordinator, draft.id, [*every, late], draft.revision)
    assert codes(draft) == ["0", "6", "5", "4", "2", "3", "1"]


@pytest.mark.database
def test_a_move_twice_is_one_move_and_an_old_page_is_told(coordinator, draft):
    key, old = key_of(draft, "O-1"), draft.revision
    service.move(coordinator, draft.id, key, 3, old)
    service.move(coordinator, draft.id, key, 3, old)  # a double click
    assert codes(draft) == ["2", "3", "1", "4", "5", "6"]
    with pytest.raises(Changed):
        service.move(coordinator, draft.id, key, 2, old)
    with pytest.raises(NotFound):
        service.move(coordinator, draft.id, uuid.uuid4(), 1, draft.revision)
    with pytest.raises(NotFound):
        service.move(coordinator, draft.id, "zz", 1, draft.revision)
    service.publish_questionnaire(coordinator, draft.id, draft.revision)
    with pytest.raises(Conflict):
        service.move(coordinator, draft.id, key, 1, draft.revision)


def test_another_theme_is_a_next_wording_taken_into_the_draft(coordinator, draft):
    key = key_of(draft, "O-2")
    with pytest.raises(Invalid):
        service.put(coordinator, draft.id, key, "nergens", 1, draft.revision)
    found = service.put(coordinator, draft.id, key, "bb", 2, draft.revision)
    assert (found.theme, found.place, codes(draft)) == ("bb", 2, ["1", "3", "4", "5", "2", "6"])
    assert service.versions_of(coordinator, key)[0].theme == "bb"


def test_a_next_version_begins_in_the_order_of_the_last(coordinator, draft):
    service.move(coordinator, draft.id, "bb", 1, draft.revision)
    service.publish_questionnaire(coordinator, draft.id, draft.revision)
    assert codes(service.add_questionnaire(coordinator, "Volgorde")) == codes(draft) == ["5", "6", "1", "2", "3", "4"]


def test_a_filter_finds_by_words_segment_and_norm(coordinator):
    service.load_content(coordinator)

    def found(**chosen):
        keys = service.ordered_keys(coordinator, service.Filter(**chosen))
        return {each.requirement.code: each for each in service.current_versions(coordinator, keys)}

    by_norm = found(norm="BIO2", number="5.19")
    assert by_norm
    for each in by_norm.values():
        assert any(norm["kind"] == "BIO2" and norm["number"].startswith("5.19") for norm in each.norms)
    assert found(norm="ISO27002", number="5.19.01") == {}
    assert set(found(norm="CBW", number="21(3)(D)")) == set(found(norm="CBW", number="21(3)(d)")) != set()
    assert {each.segment for each in found(segment="Clouddiensten").values()} == {"Clouddiensten"}
    words = found(search="tweede inloggen")
    assert "SC-TOE-01" in words
    assert set(found(search="factor second")) & set(words)
    choices = service.filter_choices(coordinator)
    assert list(choices.norms)[:2] == ["BIO2", "ISO27002"]
    assert choices.segments["Clouddiensten"] == len(found(segment="Clouddiensten"))


@pytest.fixture
def site(client_of, world):
    """The browser of VNG's coordinator."""
    return client_of(world["coordinator"])


def address_of(site, name):
    site.post("/catalogus/inhoud")
    return site.post("/vragenlijsten/nieuw", {"name": name}).location.split("localhost")[-1].removesuffix("/eisen")


def revision_on(page):
    return next(each.get("value") for each in page.all("input") if each.get("name") == "revision")


def test_all_that_is_found_is_chosen_and_dropped(site):
    key = address_of(site, "Gevonden")
    page = site.get(f"{key}/eisen?norm=BIO2&nummer=5.1")
    sent = {"revision": revision_on(page), "norm": "BIO2", "nummer": "5.1", "found": "all"}
    site.post(f"{key}/eisen", sent)
    page = site.get(f"{key}/eisen?gekozen=ja")
    chosen = [each.get("value") for each in page.all("input") if each.get("name") == "requirement"]
    assert f"Daarvan zijn er {len(chosen)} gekozen" in page.words
    assert len(chosen) > 5
    sent = {"revision": revision_on(page), "thema": "toegang", "found": "none", "requirement": chosen}
    site.post(f"{key}/eisen", sent)
    left = site.get(f"{key}/eisen?gekozen=ja&thema=toegang").words
    assert "Niets gevonden" in left


def test_the_order_pages_move_by_buttons_and_by_a_typed_place(site):
    key = address_of(site, "Volgordepagina")
    site.post(f"{key}/eisen", {"revision": "1", "choose_all": "toegang"})
    site.post(f"{key}/eisen", {"revision": "2", "choose_all": "mensen"})
    page = site.get(f"{key}/volgorde")
    assert page.words.index("Mensen") < page.words.index("Toegang en logging")
    moved = site.post(f"{key}/volgorde", {"revision": revision_on(page), "move": "1|toegang"})
    assert moved.location.endswith("#plaats-toegang")
    page = site.get(f"{key}/volgorde")
    assert "Toegang en logging staat nu op plaats 1 van 2." in page.words
    page = site.get(f"{key}/volgorde?thema=toegang")
    first, second = [each.get("data-key") for each in page.all("li") if each.get("data-key")][:2]
    place = site.get(f"{key}/plaats?wat={second}")
    sent = {"what": second, "theme": "toegang", "place": "1", "revision": revision_on(place)}
    site.post(f"{key}/plaats", sent)
    page = site.get(f"{key}/volgorde?thema=toegang")
    assert [each.get("data-key") for each in page.all("li") if each.get("data-key")][:2] == [second, first]
    wrong = site.post(f"{key}/plaats", {**sent, "place": "nul"}, 422)
    assert "#veld-place" in [each.get("href") for each in wrong.all("a")]
    late = site.post(f"{key}/volgorde", {"revision": sent["revision"], "move": f"5|{second}"}, 409)
    assert "naar plaats 5 verplaatsen. Bij uw collega staat het nu op plaats 1" in late.words
    for bad in ("", "x|y", "3", "|toegang"):
        site.post(f"{key}/volgorde", {"revision": "9", "move": bad}, 400)
