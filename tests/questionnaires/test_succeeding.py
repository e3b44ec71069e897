# SPDX-License-Identifier: EUPL-1.2
"""Successors of a requirement: declaring them, and that a published version keeps what was declared then."""

import pytest

from samencontroleren.accounts.service import make_token
from samencontroleren.core.errors import Changed, Forbidden, Invalid
from samencontroleren.questionnaires import service
from samencontroleren.questionnaires.kinds import ChangeMark
from tests.questionnaires.test_comparing import reworded, second_version


def key_of(actor, code):
    return service.ordered_keys(actor, service.Filter(search=code))[0]


def declare(actor, code, *codes):
    key = key_of(actor, code)
    return service.set_successors(actor, key, service.get_requirement(actor, key).revision, codes)


@pytest.mark.database
def test_a_published_version_keeps_what_was_declared_then(world, unit):
    actor = world["coordinator"].actor
    drafted = second_version(actor)
    declare(actor, "P-2", "p-9", "P-1")
    found = service.comparable(actor, drafted.id)
    split = {"+".join(each.codes): set(each.marks) for each in service.compare_with(found, None).comparison.differing}
    assert ChangeMark.SPLIT in split["P-1+P-2+P-9"]
    service.publish_questionnaire(actor, drafted.id, drafted.revision)
    declare(actor, "P-2")
    after = {"+".join(each.codes): set(each.marks) for each in service.compare_with(found, None).comparison.differing}
    assert after == split
    assert service.followed(actor, key_of(actor, "P-2")).successors == []


@pytest.mark.database
def test_itself_unknown_codes_circles_and_old_pages_are_refused(world, unit):
    actor, key = world["coordinator"].actor, key_of(world["coordinator"].actor, "P-1")
    declare(actor, "P-1", "P-2")
    for wrong in (["P-1"], ["P-2", "NIETS"]):
        with pytest.raises(Invalid):
            declare(actor, "P-1", *wrong)
    with pytest.raises(Changed):
        service.set_successors(actor, key, 1, ["P-3"])
    assert service.set_successors(actor, key, 1, ["P-2"]).revision == 2  # the same again is no change
    with pytest.raises(Forbidden):
        service.set_successors(world["releaser"].actor, key, 2, [])
    declare(actor, "P-2", "P-3")
    with pytest.raises(Invalid):
        declare(actor, "P-3", "P-1")


def test_on_the_page_of_a_requirement_with_its_history(client_of, world, app):
    actor = world["coordinator"].actor
    with app.app_context(), app.extensions["database"].unit():
        reworded(actor, "P-1", text="Wat is nu geregeld voor P-1?")
        key = key_of(actor, "P-1")
    browser, address = client_of(world["coordinator"]), f"/catalogus/{key}"
    page = browser.get(address)
    assert "Wat er anders is dan in versie 1" in page.words and "Staat in: Proefvragenlijst, versie 1" in page.words
    assert any("nu" in "".join(each.itertext()) for each in page.all("ins")[1:])
    wrong = browser.post(f"{address}/opvolgers", {"revision": "2", "codes": "P-2, NIETS"}, 422)
    assert 'value="P-2, NIETS"' in wrong.text and "Niet elke code staat in de catalogus" in wrong.words
    browser.post(f"{address}/opvolgers", {"revision": "1", "codes": "P-2"}, 409)
    browser.post(f"{address}/opvolgers", {"revision": "2", "codes": "P-2"})
    assert "Opgevolgd door P-2" in browser.get(address).words
    assert "Wijzig de opvolging" not in client_of(world["releaser"]).get(address).words


def test_by_the_api_with_the_revision_that_was_read(app, database, world):
    with app.app_context(), database.unit():
        key = key_of(world["coordinator"].actor, "P-1")
        token = make_token(world["coordinator"].membership_id)
    path, by = f"/api/v1/eisen/{key}/opvolgers", {"Authorization": f"Bearer {token}"}
    with app.test_client() as client:
        tag = client.get(path, headers=by).headers["ETag"]
        assert client.put(path, json={"codes": ["NIETS"]}, headers={**by, "If-Match": tag}).status_code == 400
        made = client.put(path, json={"codes": ["P-2"]}, headers={**by, "If-Match": tag})
        assert [each["code"] for each in made.json["opgevolgdDoor"]] == ["P-2"]
        assert client.put(path, json={"codes": []}, headers={**by, "If-Match": tag}).status_code == 412
