# SPDX-License-Identifier: EUPL-1.2
"""Two suppliers of the tour asked for more time: one waits for the decision, the other got it."""

from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round, TermRequest

WAITS = "Onze beveiligingsfunctionaris is met verlof. Zij leest het conceptoordeel als zij terug is."
GRANTED = "Wij wachten op het nieuwe certificaat. De auditor levert het volgende week."
AGREED = "Akkoord. Dien in wat u hebt zodra het certificaat er is."


def ask_time(cast: Cast, suppliers: list[Supplier], today: date) -> None:
    """The hearing of the first supplier, and the questions of the fourth."""
    with clock.pretend(today - timedelta(days=1)):
        _ask(cast, suppliers, 0, DossierState.HEARING, WAITS)
    with clock.pretend(today - timedelta(days=2)):
        request = _ask(cast, suppliers, 3, DossierState.IN_PROGRESS, GRANTED)
        if request is not None:
            service.grant_more_time(cast.vng["coordinator"].actor, request.id, request.wished_on, AGREED)


def _ask(cast: Cast, suppliers: list[Supplier], number: int, state: DossierState, reason: str) -> TermRequest | None:
    own = (Dossier.vendor_id == suppliers[number].id) & (Dossier.state == state)
    query = select(Dossier).join(Dossier.round).where(own)
    found = session().scalars(query.where(Round.state == RoundState.RUNNING).order_by(Dossier.id)).first()
    if found is None or found.due_on is None:
        return None
    wished = max(found.due_on, clock.today()) + timedelta(days=14)
    return service.ask_more_time(cast.suppliers[number][Role.SUBMITTER].actor, found.id, wished, reason)
