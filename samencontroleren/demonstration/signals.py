# SPDX-License-Identifier: EUPL-1.2
"""What the daily check raised over time, what VNG did about it, and a result that had to be recalled."""

from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration.history import RUNNING, SECOND
from samencontroleren.demonstration.people import Cast
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.supplychain import raising
from samencontroleren.supplychain import service as supplychain
from samencontroleren.supplychain.kinds import FlagState
from samencontroleren.supplychain.models import Flag
from samencontroleren.vendors.models import Product

CHECKED = {SECOND: -150, RUNNING: -5}
"""On which day the check ran after a round."""
RECALLED_ON = -170
RECALLED = "Drakendal"
RECALL = (
    "De pentest onder dit resultaat bleek over een ander product te gaan. De leverancier heeft dat zelf gemeld. "
    "Het product wordt in de volgende ronde opnieuw beoordeeld."
)
WORDS = {
    FlagState.TRIAGED: "Gebeld met de leverancier: het nieuwe stuk komt volgende maand. Wij kijken dan opnieuw.",
    FlagState.CLOSED: "Bekend bij de gemeenten en besproken in het overleg. Geen actie nodig.",
    FlagState.OPEN: "De toezegging is niet nagekomen. Opnieuw opgepakt.",
}


def look(cast: Cast, today: date, after_round: int) -> None:
    """The check after a round, and what a co-ordinator did with what it found."""
    if after_round not in CHECKED:
        return
    if after_round == SECOND:
        _recall(cast, today)
    day = today + timedelta(days=CHECKED[after_round])
    with clock.pretend(day):
        for change in raising.due_changes():
            raising.apply(change)
    who = cast.vng["coordinator2"].actor
    query = select(Flag).where(Flag.state == FlagState.OPEN, Flag.raised_at <= clock.now())
    flags = list(session().scalars(query.order_by(Flag.key)))
    for number, flag in enumerate(flags):
        for step, state in enumerate(_steps(number)):
            with clock.pretend(day + timedelta(days=1 + step)):
                _move(who, flag, state)


def _steps(number: int) -> tuple[FlagState, ...]:
    """Most wait; some were looked at, closed, or taken up again."""
    return {
        2: (FlagState.TRIAGED,),
        4: (FlagState.CLOSED,),
        6: (FlagState.TRIAGED, FlagState.CLOSED),
        8: (FlagState.TRIAGED, FlagState.OPEN),
    }.get(number % 10, ())


def _move(who: Actor, flag: Flag, state: FlagState) -> None:
    session().refresh(flag)
    supplychain.move_flag(who, flag.id, state, WORDS[state], flag.revision)


def _recall(cast: Cast, today: date) -> None:
    query = (
        select(Release.id)
        .join(Product, Product.id == Release.product_id)
        .where(Product.name.startswith(RECALLED), sharing.currency() != Currency.SUPERSEDED.value)
    )
    found = session().scalars(query.order_by(Product.name).limit(1)).one_or_none()
    if found is not None:
        with clock.pretend(today + timedelta(days=RECALLED_ON)):
            sharing.recall(cast.vng["releaser"].actor, found, RECALL)
