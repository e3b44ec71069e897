# SPDX-License-Identifier: EUPL-1.2
"""Canaries in the agreement and in requests to read: what a gemeente signs and asks is its own."""

import uuid

from samencontroleren.agreements import service as agreements
from samencontroleren.core import clock
from samencontroleren.evidence import requests
from samencontroleren.evidence.kinds import Purpose
from tests.isolation.canaries import COORDINATORS, GEMEENTEN, SUPPLIERS, VNG, Scene, gemeente, readers, supplier

PARTIES = SUPPLIERS | GEMEENTEN | VNG
OVERSEERS = COORDINATORS | {"vng-admin"}


def plant(scene: Scene) -> None:
    """One text that all may read, an earlier one that was superseded, signed by gemeente 1 and supplier 1."""
    for name in ("superseded", "present"):
        words = {each: scene.word(f"text {each} of the {name} agreement", (), PARTIES) for each in ("nl", "en")}
        texts = {language: f"## 1\nTekst {word}" for language, word in words.items()}
        made = agreements.publish(scene.world["vng-admin"].actor, texts, clock.today(), clock.today())
        scene.thing("agreement", name, PARTIES, made.id)
    signers = {"double", *(f"{name}{number}" for name in ("ciso", "admin", "submitter") for number in (1, 2, 3))}
    scene.thing("agreement to sign", "present", signers, made.id, seen=PARTIES)
    for signer, own in (("ciso1", gemeente(1)), ("submitter1", supplier(1))):
        signature = agreements.sign(scene.world[signer].actor, made.id)
        scene.mark(f"signature of {signer}", signature.id, own | OVERSEERS)


def plant_requests(scene: Scene) -> None:
    """Gemeente 1 asks for a document, without being known, and once more for one that it was granted."""
    asked: uuid.UUID = scene.things["document asked for"][0].args["key"]
    decides, own = frozenset(("vendor-admin1",)), readers(1)
    actor = scene.world["ciso1"].actor
    for name in ("granted", "open"):
        explanation = scene.word(f"explanation of the {name} request", own)
        made = requests.ask(actor, asked, purpose=Purpose.DECISION, explanation=explanation)
        scene.thing("access request", name, own | decides, made.id)
        scene.thing("access request to decide", name, decides, made.id, seen=own, is_ready=name == "open")
        if name == "granted":
            reason = scene.word("reason of the granted request", own | decides)
            requests.grant(scene.world["vendor-admin1"].actor, made.id, clock.today(), reason)
            scene.thing("access request to stop", name, decides, made.id, seen=own)
