# SPDX-License-Identifier: EUPL-1.2
"""One sample actor per kind of user (product.md, section 1), for the generated matrix and its tests."""

import uuid

from samencontroleren.organisations.actor import NOBODY, SYSTEM, Actor
from samencontroleren.organisations.kinds import OrganisationKind as Kind
from samencontroleren.organisations.kinds import Role

SAMPLES: tuple[tuple[str, Kind | None, tuple[Role, ...]], ...] = (
    ("leverancier: invuller", Kind.VENDOR, (Role.CONTRIBUTOR,)),
    ("leverancier: vrijgever", Kind.VENDOR, (Role.SUBMITTER,)),
    ("leverancier: beheerder", Kind.VENDOR, (Role.ADMINISTRATOR,)),
    ("gemeente: inkoper", Kind.MUNICIPALITY, (Role.BUYER,)),
    ("gemeente: ciso", Kind.MUNICIPALITY, (Role.CISO,)),
    ("gemeente: proceseigenaar", Kind.MUNICIPALITY, (Role.PROCESS_OWNER,)),
    ("gemeente: beoordelaar", Kind.MUNICIPALITY, (Role.REVIEWER,)),
    ("gemeente: beheerder", Kind.MUNICIPALITY, (Role.ADMINISTRATOR,)),
    ("VNG: coordinator", Kind.VNG, (Role.COORDINATOR,)),
    ("VNG: fiatteur", Kind.VNG, (Role.RELEASER,)),
    ("VNG: beoordelaar", Kind.VNG, (Role.REVIEWER,)),
    ("VNG: functioneel beheerder", Kind.VNG, (Role.FUNCTIONAL_ADMINISTRATOR,)),
    ("auditor", Kind.AUDITOR, (Role.AUDITOR,)),
)


def sample(kind: Kind | None, roles: tuple[Role, ...]) -> Actor:
    """An actor of this kind with keys that match nothing."""
    return Actor(uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3), kind, frozenset(roles), is_present=True)


def all_actors() -> dict[str, Actor]:
    """Every kind of actor by name; the visitor and the system last."""
    people = {name: sample(kind, roles) for name, kind, roles in SAMPLES}
    return {**people, "zonder organisatie": sample(None, ()), "bezoeker": NOBODY, "systeem": SYSTEM}
