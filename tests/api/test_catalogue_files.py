# SPDX-License-Identifier: EUPL-1.2
"""Files of the catalogue through the API: their forms, and who gets them."""

from typing import Any

from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.exchange_yaml import read_yaml


def test_other_software_asks_for_a_form(make_client: Any, world: Any) -> None:
    client = make_client("vng", [Role.COORDINATOR])
    address = f"/vragenlijsten/{world.questionnaire}/bestand"
    assert client.ask("GET", address).mimetype == "application/json"
    answer = client.ask("GET", f"{address}?formaat=yaml", headers={"Accept": "application/yaml"})
    assert answer.mimetype == "application/yaml" and answer.headers["API-Version"]
    assert read_yaml(answer.data) == client.ask("GET", f"{address}?formaat=json").get_json()
    assert client.ask("GET", "/catalogus/bestand?formaat=csv").mimetype == "text/csv"
    assert client.ask("GET", f"{address}?formaat=exe").status_code == 400
    assert client.ask("GET", address, headers={"Accept": "image/png"}).status_code == 406
    assert make_client("supplier", [Role.SUBMITTER]).ask("GET", address).status_code == 404
