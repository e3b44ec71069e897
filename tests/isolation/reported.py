# SPDX-License-Identifier: EUPL-1.2
"""Canaries in what suppliers report: a change for VNG and reviewers, an incident for VNG alone."""

from samencontroleren.core import clock
from samencontroleren.disclosures import service
from samencontroleren.disclosures.kinds import ChangeKind, DataKind, UpdateStep
from samencontroleren.disclosures.owners import Owner
from samencontroleren.questionnaires.kinds import Severity
from tests.isolation.assessed import PAIR
from tests.isolation.canaries import COORDINATORS, DESK, NONE, VNG, Names, Scene, supplier

REVIEWING: dict[int, Names] = dict.fromkeys((1, 2), PAIR | {"reviewer3"})
"""Who has a dossier of the supplier under review."""


def plant(scene: Scene) -> None:
    """Suppliers 1 and 2 each report a change and an incident."""
    for number in (1, 2):
        _change(scene, number)
        _incident(scene, number)


def _change(scene: Scene, number: int) -> None:
    own, readers = supplier(number), supplier(number) | REVIEWING[number] | VNG
    made = service.report_change(
        scene.world[f"submitter{number}"].actor,
        kind=ChangeKind.HOSTING,
        counts_from=clock.today(),
        explanation=scene.word(f"explanation of change {number}", readers),
        measures=scene.word(f"measures of change {number}", readers),
        product_ids=[scene.world.products[number - 1][0]],
    )
    scene.thing("reported change", str(number), readers, made.id)
    scene.thing("reported change to handle", str(number), COORDINATORS, made.id, seen=readers, is_ready=number == 1)
    service.add_to_change(
        scene.world[f"vendor-admin{number}"].actor, made.id, scene.word(f"addition to change {number}", readers)
    )
    both = frozenset((f"submitter{number}", f"vendor-admin{number}")) | ({"double"} if number == 2 else NONE)
    scene.thing("reported change to add to", str(number), both, made.id, seen=readers)
    if number == 2:
        answer = scene.word("answer of VNG to change 2", own | REVIEWING[2] | VNG)
        service.handle_change(scene.world["coordinator"].actor, made.id, answer)
    else:
        _takeover(scene, readers)


def _takeover(scene: Scene, readers: Names) -> None:
    """Supplier 1 reports as well who takes it over."""
    name, number = (scene.word(f"{each} of the new owner of supplier 1", readers) for each in ("name", "number"))
    made = service.report_change(
        scene.world["submitter1"].actor,
        kind=ChangeKind.TAKEN_OVER,
        counts_from=clock.today(),
        explanation=scene.word("explanation of the takeover of supplier 1", readers),
        measures="",
        product_ids=[],
        owner=Owner(name, "DE", register_number=number),
    )
    scene.thing("reported change", "takeover of 1", readers, made.id)


def _incident(scene: Scene, number: int) -> None:
    readers, reports = supplier(number) | DESK, frozenset((f"submitter{number}", f"vendor-admin{number}"))
    names = ("title", "what", "measures", "contact_name", "contact_phone")
    words = {name: scene.word(f"{name} of incident {number}", readers) for name in names}
    actor = scene.world[f"submitter{number}"].actor
    made = service.report_incident(
        actor,
        **words,
        began_at=None,
        known_at=clock.now(),
        data_kinds=[DataKind.PERSONAL],
        severity=Severity.HIGH,
        product_ids=[scene.world.products[number - 1][0]],
    )
    service.add_update(actor, made.id, UpdateStep.NEWS, scene.word(f"update of incident {number}", readers))
    both = reports | ({"double"} if number == 2 else NONE)
    scene.thing("incident", str(number), readers, made.id)
    scene.thing("incident to update", str(number), both, made.id, seen=readers)
