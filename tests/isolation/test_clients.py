# SPDX-License-Identifier: EUPL-1.2
"""API clients in the hunt: a machine meets no more than the roles it was given, and only within its scopes.

On PostgreSQL alone: what a machine may beyond its role is decided before a database is asked.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from samencontroleren import features
from samencontroleren.accounts import clients
from samencontroleren.accounts.models import ApiClient, ApiToken
from samencontroleren.core import clock
from samencontroleren.core.security import digest, new_token
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.isolation.extent import BOTH_IN_FULL, FULL, READING, WRITING
from tests.isolation.hunt import report
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, chosen, places

pytestmark = BOTH_IN_FULL


@dataclass(frozen=True)
class Machine:
    """A client with the role of a person of the scene; it may meet at most what that person may."""

    person: str
    maker: str
    roles: tuple[Role, ...]


MACHINES = (
    Machine("ciso2", "admin2", (Role.CISO,)),
    Machine("contributor3", "vendor-admin3", (Role.CONTRIBUTOR,)),
    Machine("submitter1", "vendor-admin1", (Role.SUBMITTER,)),
    Machine("coordinator", "vng-admin", (Role.COORDINATOR,)),
)


def add_token(oracle: Oracle, machine: Machine, *scopes: Scope) -> ApiClient:
    """Make the client, and let its token speak in the place of the person's own."""
    database = oracle.app.extensions["database"]
    with oracle.app.app_context(), database.unit() as opened:
        maker, day = oracle.scene.world[machine.maker].also(*machine.roles), clock.today() + timedelta(days=30)
        made, _secret = clients.add_client(maker, f"Proef {len(scopes)}", list(machine.roles), list(scopes), day)
        token, until = new_token(), clock.now() + clients.TOKEN_LIFE
        opened.add(ApiToken(client_id=made.id, token_digest=digest(token), scopes=made.scopes, expires_at=until))
    oracle.scene.tokens[machine.person] = token
    return made


@pytest.fixture(autouse=True)
def _own_tokens(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle.scene, "tokens", dict(oracle.scene.tokens))


def api_places(oracle: Oracle, methods: frozenset[str], actor: str, inside: int) -> list[Place]:
    """Calls of the API: objects the person may open and one of somebody else."""
    found = (each for each in places(oracle.app, oracle.scene, methods) if each and each[0].is_api)
    mine = (each for group in found for each in chosen(group, actor, inside, 1))
    return [each for each in mine if each.endpoint not in features.PUBLIC_ENDPOINTS]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.person)
def test_a_client_reads_no_more_than_its_role(oracle: Oracle, machine: Machine) -> None:
    add_token(oracle, machine, Scope.READ)
    faults, opened = [], 0
    for place in api_places(oracle, READING, machine.person, 1):
        answer = oracle.ask(machine.person, place)
        faults += oracle.leaks(machine.person, place, answer) + oracle.wrongly_opened(machine.person, place, answer)
        opened += answer.status_code == 200
    report(faults)
    assert opened > 10
    assert any(machine.person in names for names in oracle.met.values()), "it met nothing at all"


@pytest.mark.parametrize("machine", MACHINES[:2], ids=lambda each: each.person)
def test_a_client_writes_only_in_its_scope_and_never_as_a_person(oracle: Oracle, machine: Machine) -> None:
    """With the scope to read alone nothing is written; with all others nothing is read, at the door of each route."""
    writing = once_each(api_places(oracle, WRITING, machine.person, 1))
    add_token(oracle, machine, Scope.READ)
    faults = [f"{each} reading: {code}" for each in writing if (code := _asked(oracle, machine, each)) != 403]
    add_token(oracle, machine, *(each for each in Scope if each is not Scope.READ))
    reading = once_each(api_places(oracle, READING, machine.person, 1))
    faults += [f"{each} writing: {code}" for each in reading if (code := _asked(oracle, machine, each)) == 200]
    report(faults)


def once_each(found: list[Place]) -> list[Place]:
    """Of each route the first address: an object of the person's own where there is one."""
    return found if FULL else list({(each.method, each.endpoint): each for each in reversed(found)}.values())


def _asked(oracle: Oracle, machine: Machine, place: Place) -> int:
    with oracle.forgotten():
        return oracle.ask(machine.person, place).status_code
