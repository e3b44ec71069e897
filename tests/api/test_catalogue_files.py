# SPDX-License-Identifier: EUPL-1.2
"""Files of the catalogue through the API: their forms, and who gets them."""

import io
import json
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


def test_other_software_brings_a_file_back(make_client: Any, world: Any) -> None:
    client = make_client("vng", [Role.COORDINATOR])
    rows = [{"id": "P-1", "title": {"nl": "Anders"}}, {"id": "A-1", "text": {"nl": "Eis"}}, {"id": "A-2", "weight": 9}]
    content = json.dumps({"format": "samencontroleren/eisen", "version": 1, "requirements": rows}).encode()
    sent = {"bestand": (io.BytesIO(content), "eisen.json")}
    made = client.ask("POST", "/catalogusimports", data=sent, headers={"Idempotency-Key": "een"})
    assert (made.status_code, made.get_json()["toestand"]) == (201, "kolommen-gekozen")
    address = f"/catalogusimports/{made.get_json()['id']}"
    plan = client.ask("GET", f"{address}/plan").get_json()
    assert [(row["code"], row["isNieuw"], row["isGewijzigd"]) for row in plan["regels"]] == [
        ("P-1", False, True),
        ("A-1", True, False),
    ]
    assert [(each["onderdeel"], each["taal"], each["wordt"]) for each in plan["regels"][0]["wijzigingen"]] == [
        ("title", "nl", "Anders")
    ]
    assert [(each["werkblad"], each["rij"]) for each in plan["onbruikbaar"]] == [("/requirements/2", 3)]
    other = {"If-Match": made.headers["ETag"]}
    stale = client.ask("POST", f"{address}/bevestiging", json={"controlegetal": "0" * 64}, headers=other)
    assert stale.status_code in (409, 412)
    body = {"controlegetal": plan["controlegetal"], "vragenlijst": "Van buiten"}
    done = client.ask("POST", f"{address}/bevestiging", json=body, headers=other)
    assert (done.status_code, done.get_json()["toegevoegd"], done.get_json()["gewijzigd"]) == (200, 1, 1)
    names = [each["naam"] for each in client.ask("GET", "/vragenlijsten").get_json()]
    assert "Van buiten" in names
