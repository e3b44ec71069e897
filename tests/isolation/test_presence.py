# SPDX-License-Identifier: EUPL-1.2
"""Acts that need a present person (quality.md, section 1): each is refused without a fresh second factor, by its
route and again by its service, and allowed with one. API clients are refused whatever they hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import update

from samencontroleren.accounts.models import LoginSession, User
from samencontroleren.assessments.models import Hearing
from samencontroleren.core import clock
from samencontroleren.core.web import Needs
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, places

CONFIRM = "/bevestigen?next="


@dataclass(frozen=True)
class Act:
    """Something a person does on a page; `who` of the scene may do it. `twice`: the service checks it too."""

    endpoint: str
    who: str
    method: str = "POST"
    twice: bool = True

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


ACTS = (
    # submit, and reply in the supplier's name
    Act("responses.review", "submitter1", "GET", twice=False),
    Act("responses.submit", "submitter1"),
    Act("assessments.confirm_reply", "submitter1", "GET", twice=False),
    Act("assessments.send_reply", "submitter1"),
    # release
    Act("sharing.release_desk", "releaser", "GET", twice=False),
    Act("sharing.release", "releaser"),
    Act("sharing.send_back", "releaser", twice=False),
    Act("sharing.recall", "releaser", "GET", twice=False),
    Act("sharing.do_recall", "releaser"),
    # rectify what was released
    Act("sharing.ask_rectification", "submitter1", "GET", twice=False),
    Act("sharing.do_ask_rectification", "submitter1"),
    Act("sharing.rectification", "coordinator2", "GET", twice=False),
    Act("sharing.decide_rectification", "coordinator2"),
    # have a part of it assessed again
    Act("sharing.reassess", "coordinator2", "GET", twice=False),
    Act("sharing.start_reassessment", "coordinator2"),
    # approve access
    Act("usage.confirm", "owner1"),
    Act("evidence.grant_request", "vendor-admin1"),
    Act("evidence.refuse_request", "vendor-admin1"),
    Act("evidence.stop_request", "vendor-admin1"),
    # sign
    Act("agreements.sign", "ciso2"),
    Act("agreements.publish", "coordinator"),
    Act("accounts.new_api_client", "admin1", "GET", twice=False),
    Act("accounts.add_api_client", "admin1"),
    Act("accounts.renew_api_secret", "admin1"),
    Act("rights.new_reset", "coordinator", "GET", twice=False),
    Act("rights.ask_reset", "coordinator", twice=False),
    Act("rights.approve", "vng-admin"),
    Act("admission.make_letters", "vng-admin", twice=False),
    Act("admission.all_letters", "vng-admin", twice=False),
    Act("admission.one_letter", "vng-admin", twice=False),
    # change how an organisation logs in
    Act("accounts.edit_provider", "admin2", "GET", twice=False),
    Act("accounts.save_provider", "admin2", twice=False),
    Act("accounts.switch_provider_on", "admin2"),
    Act("accounts.switch_provider_off", "admin2"),
    Act("accounts.set_provider_obligatory", "admin2"),
    Act("accounts.renew_provider_key", "admin2"),
    Act("accounts.try_provider", "admin2"),
    # change factors
    Act("accounts.link_provider", "reviewer3"),
    Act("accounts.add_passkey", "buyer1"),
    Act("accounts.remove_passkey", "buyer1"),
    Act("accounts.own_app", "buyer1", "GET", twice=False),
    Act("accounts.set_app", "buyer1", twice=False),
    Act("accounts.remove_app", "buyer1"),
    Act("accounts.make_recovery_codes", "buyer1"),
    Act("accounts.password", "buyer1", "GET", twice=False),
    Act("accounts.change_password", "buyer1"),
    Act("accounts.lost_factors", "admin1", "GET", twice=False),
    Act("accounts.forget_factors", "admin1"),
    # download documents
    Act("evidence.original", "reviewer1", "GET", twice=False),
    # take along all that is one's own
    Act("takeout.ask", "submitter1"),
    Act("takeout.download", "submitter1", "GET", twice=False),
)
FORMS: dict[str, dict[str, str]] = {
    "accounts.add_api_client": {
        "name": "Koppeling",
        "roles": "buyer",
        "scopes": "lezen",
        "expires_on": str(clock.today() + timedelta(days=30)),
    },
    "accounts.add_passkey": {"credential": "{}", "name": "telefoon"},
    "accounts.change_password": {"present": "oud", "password": "nieuw", "password_again": "nieuw"},
    "accounts.set_provider_obligatory": {"is_obligatory": "true"},
    "agreements.publish": {
        "text_nl": "Tekst",
        "text_en": "Text",
        "counts_from": str(clock.today()),
        "earlier_until": str(clock.today()),
    },
    "assessments.send_reply": {"choice": "agree"},
    "evidence.grant_request": {"until": str(clock.today())},
    "evidence.refuse_request": {"reason": "Niet nodig."},
    "evidence.stop_request": {"reason": "Niet meer nodig."},
    "usage.confirm": {"revision": "1"},
    "sharing.start_reassessment": {
        "cause": "incident",
        "explanation": "x",
        "answers_due_on": str(clock.today() + timedelta(days=30)),
    },
    "sharing.do_ask_rectification": {"request": "Dit klopt niet."},
    "sharing.decide_rectification": {"outcome": "refused", "reason": "Het klopt wel."},
    "sharing.do_recall": {"reason": "Er is een fout gevonden."},
}
"""What goes along, so that the service is reached; other acts need nothing."""
MACHINES = {"responses_api.submit": "submitter1", "usage_api.confirm": "owner1"}


@pytest.fixture
def idle(oracle: Oracle) -> Iterator[Oracle]:
    """Nobody is exempt, and everybody showed the second factor an hour ago."""
    with oracle.forgotten():
        oracle.connection.execute(update(User).values(is_factor_exempt=False))
        oracle.connection.execute(update(LoginSession).values(factor_at=clock.now() - timedelta(hours=1)))
        yield oracle


def place_of(oracle: Oracle, endpoint: str, who: str, method: str) -> Place:
    """An address of the act on an object of this person."""
    found = [
        each
        for several in places(oracle.app, oracle.scene, frozenset((method,)))
        for each in several
        if each.endpoint == endpoint and (each.thing is None or who in each.thing.audience)
    ]
    if endpoint.startswith("assessments."):
        open_hearing(oracle, who)
        heard = {each.args["key"] for each in oracle.scene.things["hearing"]}
        found = [each for each in found if each.thing and each.thing.args["key"] in heard]
    assert found, f"the scene has no object for {who} at {endpoint}"
    return found[0]


def open_hearing(oracle: Oracle, who: str) -> None:
    """The supplier of this person has not replied yet in any of its hearings."""
    dossiers = [each.args["key"] for each in oracle.scene.things["hearing"] if who in each.audience]
    oracle.connection.execute(update(Dossier).where(Dossier.id.in_(dossiers)).values(state=DossierState.HEARING))
    unheard = {"replied_at": None, "replied_by_id": None, "silent_at": None}
    oracle.connection.execute(update(Hearing).where(Hearing.dossier_id.in_(dossiers)).values(unheard))


def fresh_routes(oracle: Oracle) -> set[str]:
    """The endpoints that declare a fresh second factor."""
    views = oracle.app.view_functions
    return {name for name, view in views.items() if (needs := getattr(view, "needs", None)) and needs.fresh}


def test_the_table_names_every_such_route_and_no_other(oracle: Oracle) -> None:
    assert fresh_routes(oracle) == {each.endpoint for each in ACTS} | MACHINES.keys()


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_an_act_asks_a_fresh_second_factor(idle: Oracle, act: Act) -> None:
    place = place_of(idle, act.endpoint, act.who, act.method)
    answer = idle.ask(act.who, place, FORMS.get(act.endpoint, {}))
    assert (answer.status_code, answer.location[: len(CONFIRM)]) == (302, CONFIRM)
    idle.connection.execute(update(LoginSession).values(factor_at=clock.now()))
    answer = idle.ask(act.who, place, FORMS.get(act.endpoint, {}))
    assert answer.status_code not in (403, 404, 500) and not (answer.location or "").startswith(CONFIRM)


@pytest.mark.parametrize("act", [each for each in ACTS if each.twice], ids=str)
def test_the_service_asks_it_too(idle: Oracle, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the check of the route gone the act is still refused."""
    view: Any = idle.app.view_functions[act.endpoint]
    monkeypatch.setattr(view, "needs", replace(cast(Needs, view.needs), fresh=False))
    place = place_of(idle, act.endpoint, act.who, act.method)
    answer = idle.ask(act.who, place, FORMS.get(act.endpoint, {}))
    assert (answer.status_code, (answer.location or answer.text)[: len(CONFIRM)]) == (302, CONFIRM)


@pytest.mark.parametrize(("endpoint", "who"), MACHINES.items())
def test_software_is_told_that_it_takes_a_person(oracle: Oracle, endpoint: str, who: str) -> None:
    answer = oracle.ask(who, place_of(oracle, endpoint, who, "POST"))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "bevestiging-vereist")


def test_after_a_download_one_comes_back_to_the_page_with_its_link(idle: Oracle) -> None:
    place = place_of(idle, "evidence.original", "reviewer1", "GET")
    client = idle.app.test_client(use_cookies=False)
    page = place.path.removesuffix("/bestand")
    headers = {**idle._headers("reviewer1", place), "Referer": f"http://localhost{page}"}
    assert client.get(place.path, headers=headers).location == f"{CONFIRM}{page}"
