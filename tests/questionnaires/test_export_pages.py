# SPDX-License-Identifier: EUPL-1.2
"""Taking the catalogue and questionnaire versions along: who may, in which form, and through which door."""

from typing import Any

from samencontroleren.questionnaires.exchange_formats import FORMS
from samencontroleren.questionnaires.exchange_yaml import read_yaml


def test_the_catalogue_leaves_in_each_form(client_of: Any, world: Any) -> None:
    site = client_of(world["coordinator"])
    page = site.get("/catalogus")
    links = [each.get("href") for each in page.all("a") if "/catalogus/bestand" in (each.get("href") or "")]
    assert [link.partition("vorm=")[2] for link in links] == list(FORMS)
    for link, (form, made) in zip(links, FORMS.items(), strict=True):
        answer = site.get(link).response
        assert answer.mimetype == made.media
        assert answer.headers["Content-Disposition"] == f'attachment; filename="catalogus.{form}"'
        assert len(answer.data) > 300
    site.get("/catalogus/bestand?vorm=exe", 404)


def test_a_version_leaves_for_those_who_see_its_page(client_of: Any, world: Any) -> None:
    address = f"/vragenlijsten/{world.questionnaire}"
    for name, status in (("coordinator", 200), ("buyer1", 200), ("submitter1", 404)):
        client_of(world[name]).get(address, status)
        client_of(world[name]).get(f"{address}/bestand?vorm=yaml", status)
    answer = client_of(world["buyer1"]).get(f"{address}/bestand?vorm=yaml").response
    assert answer.headers["Content-Disposition"].endswith('filename="vragenlijst-proefvragenlijst-versie-1.yaml"')
    found = read_yaml(answer.data)
    assert found["questionnaire"]["name"] == "Proefvragenlijst"
    assert [row["id"] for row in found["requirements"]][:1] == ["V-1"]
    assert {row["source"] for row in found["requirements"]} == {""}, "where it came from is for VNG"
    draft = (
        client_of(world["coordinator"]).post("/vragenlijsten/nieuw", {"name": "Dicht"}).location.partition("/eisen")[0]
    )
    client_of(world["buyer1"]).get(f"{draft}/bestand", 404)
    for name in ("buyer1", "submitter1"):
        client_of(world[name]).get("/catalogus/bestand", 403)
