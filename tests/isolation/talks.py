# SPDX-License-Identifier: EUPL-1.2
"""Canaries in conversations: one of each audience, blind and revealed, questions on a result in each state."""

from samencontroleren.threads import service as threads
from samencontroleren.threads.kinds import Audience
from samencontroleren.threads.models import Thread
from tests.isolation import assessed
from tests.isolation.canaries import COORDINATORS, DESK, GEMEENTEN, GUESTS, VNG, Names, Scene, readers, supplier


def plant(scene: Scene) -> None:
    """Every kind of conversation, each with words that only its audience may meet."""
    told = scene.told
    two, one = told[assessed.TWO], told[assessed.ONE]
    _started(scene, "inside supplier 2", "contributor2", two, Audience.INSIDE_VENDOR, supplier(2))
    shared = Audience.VENDOR_VNG_REVIEWERS
    _started(scene, "common 2", "contributor2", two, shared, supplier(2) | assessed.BLIND | DESK)
    _started(scene, "blind 2", "reviewer1", two, shared, supplier(2) | {"reviewer1"} | DESK)
    _of_guest(scene)
    _started(scene, "revealed 1", "reviewer1", one, shared, assessed.INSIDE[assessed.ONE])
    _started(scene, "reviewers 1", "reviewer2", one, Audience.REVIEWERS, assessed.PAIR | DESK)
    for each in list(scene.things["layers of release"]):
        seen = GEMEENTEN | VNG | supplier(1)
        scene.thing("release to ask", each.label, readers(1), each.args["key"], seen=seen)
    _questions(scene)


def _of_guest(scene: Scene) -> None:
    """A guest of supplier 3 talks with it at the question that was assigned; at another question it reads nothing."""
    world, own, key = scene.world, supplier(3), scene.told[assessed.THREE]
    task = next(each.args["key"] for each in scene.things["task of guest"] if each.audience)
    reads = own | GUESTS
    words = scene.word("guest 3: title", reads), scene.word("guest 3: message", reads)
    made = threads.open_entrusted(world["guest3"].actor, task, *words)
    _thing(scene, "of a guest 3", made, reads, "guest3")
    other, inside = world.requirement_versions["P-2"], Audience.INSIDE_VENDOR
    words = scene.word("inside supplier 3: title", own), scene.word("inside supplier 3: message", own)
    hidden = threads.open_thread(world["contributor3"].actor, key, other, inside, *words)
    _thing(scene, "inside supplier 3", hidden, own, "contributor3")


def _started(scene: Scene, label: str, person: str, dossier: object, audience: Audience, reads: Names) -> None:
    told, place = scene.told, assessed.TWO if dossier == scene.told[assessed.TWO] else assessed.ONE
    asked = scene.world.requirement_versions["P-1"]
    title, body = scene.word(f"{label}: title", reads), scene.word(f"{label}: message", reads)
    made = threads.open_thread(scene.world[person].actor, told[place], asked, audience, title, body)
    closing = scene.word(f"{label}: why it was closed", reads)
    _thing(scene, label, made, reads, person)
    if label.startswith("revealed"):
        threads.close_thread(scene.world["coordinator"].actor, made.id, closing)
    else:
        del scene.canaries[closing]


def _questions(scene: Scene) -> None:
    """Gemeente 1 asks on the released product: waiting, published with an answer, refused."""
    world, release = scene.world, next(each for each in scene.things["release"] if "product" in each.label)
    own, layer = readers(1) | DESK, readers(1) | supplier(1) | DESK
    for label in ("waiting", "published", "refused"):
        title, body = scene.word(f"{label}: asked title", own), scene.word(f"{label}: asked words", own)
        made = threads.ask(world["buyer1"].actor, release.args["key"], title, body)
        if label == "published":
            words = scene.word(f"{label}: title of VNG", layer), scene.word(f"{label}: words of VNG", layer)
            threads.publish(world["coordinator"].actor, made.id, *words)
            answer = scene.word(f"{label}: answer", layer)
            threads.reply(world["submitter1"].actor, made.id, answer)
        if label == "refused":
            threads.refuse(world["coordinator"].actor, made.id, scene.word(f"{label}: reason", own))
        reads = layer if label == "published" else own
        _thing(scene, f"question {label}", made, reads, "buyer1", own)


def _thing(scene: Scene, label: str, made: Thread, reads: Names, author: str, first: Names | None = None) -> None:
    scene.thing("thread", label, reads, made.id)
    scene.thing("thread to decide", label, reads & COORDINATORS, made.id, seen=reads)
    message = threads.view_thread(scene.world[author].actor, made.id).messages[0].message
    scene.thing("thread message", label, {author}, made.id, message=message.id, seen=reads if first is None else first)
