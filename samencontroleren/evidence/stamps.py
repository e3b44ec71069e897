# SPDX-License-Identifier: EUPL-1.2
"""What stands on a page image: a mark that leads to the reader through the trail, and when.

The mark is one for a reader, a document and a day, and stands beside the reader in the trail. Neither a reviewer nor a
gemeente is ever named on the page (product.md, rule 2.1): whoever sees a leaked image learns nothing, and VNG can look
up the mark.
"""

import hashlib
import hmac
import uuid

from flask import current_app

from samencontroleren.core import clock
from samencontroleren.evidence.kinds import HANDLING, Sensitivity
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind

READERS = {
    OrganisationKind.VENDOR: "Leverancier",
    OrganisationKind.VNG: "VNG",
}
REVIEWER = "Beoordelaar"
USER = "Gebruiker"
"""Somebody who reads it after release."""


def mark_of(actor: Actor, document: uuid.UUID) -> str:
    """Eight letters and digits that nobody can work out without the secret of this installation."""
    secret: str = current_app.config["SECRET_KEY"]
    about = f"stamp {actor.membership_id or actor.user_id} {document} {clock.today()}"
    return hmac.new(secret.encode(), about.encode(), hashlib.sha256).hexdigest()[:8].upper()


def text_for(actor: Actor, mark: str, is_reviewer: bool, sensitivity: Sensitivity) -> str:
    """The stamp of one reading: who and when, for instance "Beoordelaar 7F3A09C1 · 29-11-2026 09:40", and on a line of
    its own the TLP class with what the reader may do."""
    person = REVIEWER if is_reviewer else USER
    who = READERS.get(actor.kind, person) if actor.kind else person
    moment = f"{clock.local(clock.now()):%d-%m-%Y %H:%M}"
    return f"{who} {mark} · {moment}\nTLP:{sensitivity.value.upper()}. {HANDLING[sensitivity][0]}"
